# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page saved from a browser: where its article is, and what it says of itself."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.importer.document import ImportedText, Paragraph, Picture, Span
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
# A page with less has paragraphs of so many letters, and so many in all; one without a heading
# has few links.
_SHORT_TEXT, _LEAST_OF_NOTICE, _MOST_LINKS = 20, 30, 5
# Pictures of a story that needs no more words than a line.
_LEAST_PHOTOS = 3
_TEXTS = "p, div, td, li, span, font, h2, h3, section, article, blockquote"
# Titles of other articles: letters of one, so many of which make a list; and which share of the
# texts of a list follows one each, as a teaser does.
_TITLE, _LEAST_TITLES, _MOST_TEASED = 20, 3, 0.6
# What a title stands alone in, letters of a date beside it aside.
_ALONE, _DATE_BESIDE = ("p", "li", "td", "dt", "h1", "h2", "h3", "h4", "h5", "h6"), 25
_AROUND_PAGE = (
    "nav, header, footer, aside, menu, .menu, [class*=foot], [id*=foot], [class*=copyright], "
    "[class*=sidebar], [id*=sidebar], [class*=breadcrumb], [role=navigation], [role=contentinfo]"
)
_FRAME = f"{_AROUND_PAGE}, form select, [style*='display:none'], [style*='display: none'], [hidden]"
# What stands at the foot of a page.
_IMPRINT = re.compile(
    r"\W*(?:©|copyright|®|bản quyền (?:thuộc|của|©|\d)|cơ quan (?:chủ quản|quản lý)\s*:"
    r"|lượt truy cập|giấy phép (?:số|hoạt động|xuất bản)|ghi rõ nguồn"
    r"|(?:người )?chịu trách nhiệm (?:chính|xuất bản|nội dung))",
    re.IGNORECASE,
)
_AROUND = "phần quanh bài (đầu trang, menu, cột bên)"
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_LIST_PAGE = Refusal(
    "trang này không có phần nội dung của một bài (trang danh sách, tìm kiếm hay trang trống)",
    "mở từng bài rồi lưu trang của bài ấy",
)


def parse_page(data: bytes) -> tuple[LexborHTMLParser, ImportedText]:
    """Read the bytes of a page; the document gets what is to be told of its letters."""
    if len(data) > LARGEST_PAGE:
        raise Refusal("trang lớn hơn 30 MB", "chép chữ của bài vào tệp Word")
    page, remarks = settle_page(decode(data))
    return LexborHTMLParser(page), ImportedText([], remarks=remarks)


def read_saved_page(data: bytes, folder: Path | None) -> tuple[ImportedText, str]:
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
    around = _take_frame(article) if article.mem_id == body.mem_id else ""
    document.blocks = MarkupReader(document, pictures_beside(folder)).read(article)
    if article.mem_id == body.mem_id:
        if around:
            document.tell("left out", _AROUND, around)
        return document, title
    if title and (day := _day_between(body, article, title)):
        document.blocks.insert(0, Paragraph([Span(day)]))
    # A gap, so that what stands on both sides of it is no one word.
    article.replace_with("\n")
    if rest := shown_words(body):
        document.tell("left out", _AROUND, rest)
    return document, title


def _take_frame(article: LexborNode) -> str:
    """Take out of an *article* that is the whole page what stands around it; give its words."""
    nodes = [node for node in article.css(_AROUND_PAGE) if _is_frame(node)]
    nodes += [node for node in article.css(_TEXTS) if _IMPRINT.match(shown_words(node))]
    found = {node.mem_id: node for node in nodes if node.css_first("h1") is None}
    outermost = [
        node
        for node in found.values()
        if not any(outer.mem_id in found for outer in [*_around(node, article)][1:])
    ]
    words = " ".join(filter(None, map(shown_words, outermost)))
    for node in outermost:
        node.replace_with("\n")
    return words


def find_article(body: LexborNode) -> LexborNode:
    """Find the innermost element that holds most of the long texts of a page.

    A short notice, or a story in photos, has no long text: what its heading stands above is taken.
    """
    texts = _texts_of(body, _LONG_TEXT)
    if sum(letters for _, letters in texts) >= _LEAST_LETTERS:
        best = _hold_most(body, texts)
    else:
        texts = _texts_of(body, _SHORT_TEXT)
        best = _below_heading(body, texts)
        letters = sum(letters for node, letters in texts if _is_within(node, best))
        if letters < _LEAST_OF_NOTICE and (not letters or len(best.css("img")) < _LEAST_PHOTOS):
            raise _LIST_PAGE
    if _is_list(best, texts):
        raise _LIST_PAGE
    # What stands around one paragraph belongs to its article, but for the columns beside it.
    while best.tag in ("p", "span", "font", "td", "tr", "tbody", "li") and best.parent is not None:
        if best.tag == "td" and _has_words_beside(best):
            break
        best = best.parent
    return best


def _texts_of(body: LexborNode, least: int) -> list[tuple[LexborNode, int]]:
    """List what holds at least so many letters itself, outside of the frame of the page."""
    frames = {node.mem_id for node in body.css(_FRAME) if _is_frame(node)}
    found = []
    for node in body.css(_TEXTS):
        letters = _own_letters(node)
        if (
            letters >= least
            and not any(outer.mem_id in frames for outer in _around(node, body))
            and not _IMPRINT.match(shown_words(node))
        ):
            found.append((node, letters))
    return found


def _is_frame(node: LexborNode) -> bool:
    """Tell whether *node*, called as what stands around a text, holds no notes of one."""
    return "footnote" not in f"{node.attributes.get('class')} {node.attributes.get('id')}".lower()


def _is_within(node: LexborNode, outer: LexborNode) -> bool:
    """Tell whether *node* is *outer*, or stands in it."""
    found: LexborNode | None = node
    while found is not None and found.mem_id != outer.mem_id:
        found = found.parent
    return found is not None


def _around(node: LexborNode, body: LexborNode) -> Iterator[LexborNode]:
    """Go through *node* and what stands around it, up to *body*."""
    outer: LexborNode | None = node
    while outer is not None and outer.mem_id != body.mem_id:
        yield outer
        outer = outer.parent


def _hold_most(body: LexborNode, texts: Sequence[tuple[LexborNode, int]]) -> LexborNode:
    """Find the innermost element that holds most letters of *texts*."""
    weights: dict[int, int] = {}
    nodes: dict[int, LexborNode] = {}
    for node, letters in texts:
        for outer in _around(node, body):
            weights[outer.mem_id] = weights.get(outer.mem_id, 0) + letters
            nodes[outer.mem_id] = outer
    whole = sum(letters for _, letters in texts)
    best, depth = body, -1
    for identity, weight in weights.items():
        if weight < _SHARE * whole:
            continue
        at = _depth(nodes[identity])
        if at > depth:
            best, depth = nodes[identity], at
    return best


def _below_heading(body: LexborNode, texts: Sequence[tuple[LexborNode, int]]) -> LexborNode:
    """Find the innermost element that holds the heading of the page and one of *texts*.

    A page of links has none; one of Word has no element for it.
    """
    headings = [node for node in body.css("h1, h2") if shown_words(node) and not _is_linked(node)]
    if not headings:
        if len(body.css("a[href]")) > _MOST_LINKS:
            raise _LIST_PAGE
        return _hold_most(body, texts)
    heading = next((node for node in headings if node.tag == "h1"), headings[0])
    holding = {outer.mem_id for node, _ in texts for outer in _around(node, body)}
    return next((outer for outer in _around(heading, body) if outer.mem_id in holding), body)


def _is_list(article: LexborNode, texts: Sequence[tuple[LexborNode, int]]) -> bool:
    """Tell whether *article* leads to others: their titles, each with a teaser or alone.

    Below an article may stand the titles of others, and some between its paragraphs.
    """
    lengths = {node.mem_id: letters for node, letters in texts}
    titles = teasers = linked = letters = count = 0
    follows = False
    addresses = set()
    for node in article.css(f"a[href], {_TEXTS}"):
        if node.tag == "a":
            address, words = node.attributes.get("href") or "", shown_words(node)
            if len(words) >= _TITLE and address not in addresses and _is_alone(node):
                addresses.add(address)
                titles += 1
                linked += len(words)
                follows = True
        elif node.mem_id in lengths:
            letters += lengths[node.mem_id]
            count += 1
            teasers += follows
            follows = False
    return titles >= _LEAST_TITLES and (linked > letters or teasers > _MOST_TEASED * count)


def _is_alone(link: LexborNode) -> bool:
    """Tell whether *link* is all that its paragraph, heading or cell says."""
    outer, last = link.parent, link
    while outer is not None and outer.tag in ("b", "strong", "i", "em", "span", "font", "u"):
        outer, last = outer.parent, outer
    if outer is None or _is_line(last):
        return True
    around = len(shown_words(outer)) if outer.tag in _ALONE else 0
    return around <= len(shown_words(link)) + _DATE_BESIDE


def _is_line(node: LexborNode) -> bool:
    """Tell whether *node* is all that stands on its line, above others."""
    before, behind = node.prev, node.next
    while before is not None and before.tag == "-text" and not (before.text_content or "").strip():
        before = before.prev
    while behind is not None and behind.tag == "-text" and not (behind.text_content or "").strip():
        behind = behind.next
    begins = before is None or before.tag in ("br", "img")
    return begins and behind is not None and behind.tag == "br"


def _is_linked(node: LexborNode) -> bool:
    link = node.css_first("a[href]")
    return link is not None and len(shown_words(link)) > _MOST_LINKED * len(shown_words(node))


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
