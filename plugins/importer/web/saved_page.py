# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page saved from a browser: where its article is, and what it says of itself."""

import base64
import binascii
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.importer.document import Document, Paragraph, Picture, Span
from plugins.importer.finding import states_a_day
from plugins.importer.web.decoding import decode, settle_page
from plugins.importer.web.markup import FindPicture, MarkupReader, count_words, shown_words
from plugins.press.errors import Refusal

#: Bytes of one page at most.
LARGEST_PAGE = 30_000_000
# A paragraph of an article has so many letters, and fewer of them in links than this share.
_LONG_TEXT, _MOST_LINKED = 60, 0.4
# The article holds at least this share of such paragraphs; a page has so many letters of them.
_SHARE, _LEAST_LETTERS = 0.85, 200
_FRAME = "nav, header, footer, aside, menu, form select, .menu, .breadcrumb"
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_LIST_PAGE = Refusal(
    "trang này không có phần nội dung của một bài (trang danh sách, tìm kiếm hay trang trống)",
    "mở từng bài rồi lưu trang của bài ấy",
)


def parse_page(data: bytes) -> tuple[LexborHTMLParser, Document]:
    """Read the bytes of a page; the document gets what is to be told of its letters."""
    if len(data) > LARGEST_PAGE:
        raise Refusal("trang lớn hơn 30 MB", "chép chữ của bài vào tệp Word")
    page, remarks = settle_page(decode(data))
    return LexborHTMLParser(page), Document([], remarks=remarks)


def read_saved_page(data: bytes, folder: Path | None) -> tuple[Document, str]:
    """Read the article of a page saved beside *folder*; also give the title that it bears.

    Raises Refusal for what holds no article: lists, results of a search, empty pages.
    """
    tree, document = parse_page(data)
    body = tree.body
    if body is None:
        raise _LIST_PAGE
    article = find_article(body)
    title = _title_outside(body, article)
    document.words = count_words(body)
    document.blocks = MarkupReader(document, pictures_beside(folder)).read(article)
    if article.mem_id == body.mem_id:
        return document, title
    if title and (day := _day_between(body, article, title)):
        document.blocks.insert(0, Paragraph([Span(day)]))
    # A gap, so that what stands on both sides of it is no one word.
    article.replace_with("\n")
    if rest := shown_words(body):
        document.tell("left out", "phần quanh bài (đầu trang, menu, cột bên)", rest)
    return document, title


def find_article(body: LexborNode) -> LexborNode:
    """Find the innermost element that holds most of the long texts of a page."""
    weights: dict[int, int] = {}
    nodes: dict[int, LexborNode] = {}
    whole = 0
    frames = {node.mem_id for node in body.css(_FRAME)}
    for node in body.css("p, div, td, li, span, font, h2, h3, section, article, blockquote"):
        letters = _own_letters(node)
        if letters < _LONG_TEXT:
            continue
        chain = []
        parent: LexborNode | None = node
        while parent is not None and parent.mem_id != body.mem_id:
            if parent.mem_id in frames:
                break
            chain.append(parent)
            parent = parent.parent
        else:
            whole += letters
            for outer in chain:
                weights[outer.mem_id] = weights.get(outer.mem_id, 0) + letters
                nodes[outer.mem_id] = outer
    if whole < _LEAST_LETTERS:
        raise _LIST_PAGE
    best, depth = body, -1
    for identity, weight in weights.items():
        if weight < _SHARE * whole:
            continue
        at = _depth(nodes[identity])
        if at > depth:
            best, depth = nodes[identity], at
    # What stands around one paragraph belongs to its article, but for the columns beside it.
    while best.tag in ("p", "span", "font", "td", "tr", "tbody", "li") and best.parent is not None:
        if best.tag == "td" and _has_words_beside(best):
            break
        best = best.parent
    return best


def _has_words_beside(cell: LexborNode) -> bool:
    """Tell whether other cells of the row of *cell* hold words: those of a menu, say."""
    return cell.parent is not None and any(
        other.mem_id != cell.mem_id and shown_words(other)
        for other in cell.parent.iter()
        if other.tag in ("td", "th")
    )


def _own_letters(node: LexborNode) -> int:
    """Count the letters that stand in *node* itself, or in words of a form within it."""
    letters = linked = 0
    child = node.child
    while child is not None:
        if child.tag == "-text":
            letters += len((child.text_content or "").strip())
        elif child.tag in ("b", "strong", "i", "em", "u", "sup", "sub", "br"):
            letters += len(child.text().strip())
        elif child.tag == "a":
            linked += len(child.text().strip())
        child = child.next
    return 0 if linked > _MOST_LINKED * (letters + linked) else letters + linked


def _depth(node: LexborNode) -> int:
    depth = 0
    while (parent := node.parent) is not None:
        node = parent
        depth += 1
    return depth


def _title_outside(body: LexborNode, article: LexborNode) -> str:
    """Give the heading of the page, where it stands outside of the article and is the only one."""
    if article.css_first("h1") is not None:
        return ""
    found = {words for node in body.css("h1") if (words := shown_words(node))}
    return found.pop() if len(found) == 1 else ""


def _day_between(body: LexborNode, article: LexborNode, title: str) -> str:
    """Take the line out that states a day between the heading of the page and its article.

    A day elsewhere may be that of the visit, and of two days neither is certain: "" then.
    """
    found: dict[str, LexborNode] = {}
    is_between = False
    for node in body.css("*"):
        if node.mem_id == article.mem_id:
            break
        if node.tag == "h1":
            is_between = shown_words(node) == title
        elif is_between and states_a_day(words := shown_words(node)):
            found.setdefault(words, node)
    if len(found) != 1:
        return ""
    ((words, node),) = found.items()
    node.decompose()
    return words


def pictures_beside(folder: Path | None) -> FindPicture:
    """Find pictures below *folder*, by the path that a page names; never from the network."""

    def find(address: str, alt: str) -> Picture | None:
        if not address:
            return None
        if data := _DATA.match(address):
            try:
                return Picture("ảnh trong trang", base64.b64decode(address[data.end() :]), alt)
            except (binascii.Error, ValueError):
                return Picture("ảnh hỏng trong trang", b"", alt)
        if folder is not None and (file := file_of(folder, address)) is not None:
            return Picture(file.name, file.read_bytes(), alt)
        return Picture(address, b"", alt)

    return find


def file_of(folder: Path, address: str) -> Path | None:
    """Find the file below *folder* that *address* means; None where there is none."""
    parts = urlsplit(address.replace("\\", "/"))
    try:
        path = unquote_to_bytes(parts.path).decode()
    except UnicodeDecodeError:
        return None
    root = folder.resolve()
    for candidate in (path, f"{parts.netloc}{path}"):
        try:
            file = (folder / candidate.lstrip("/")).resolve()
            if file.is_relative_to(root) and file.is_file():
                return file
        except (OSError, ValueError):
            continue
    return None
