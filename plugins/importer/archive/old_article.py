# SPDX-License-Identifier: AGPL-3.0-or-later
"""One article of an old portal: a saved page read by its template, or a row of a dump."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.importer.archive.mapping import Map, Template
from plugins.importer.article_folder import ImportedArticle, compose
from plugins.importer.document import ImportedText
from plugins.importer.finding import Draft, find, is_account, read_written_date
from plugins.importer.no_word_lost import words_of
from plugins.importer.reading import Portal
from plugins.importer.web.decoding import settle_page
from plugins.importer.web.markup import FindPicture, MarkupReader, count_words, shown_words
from plugins.importer.web.saved_page import parse_page
from plugins.press.errors import Refusal

_FIELDS = ("title", "date", "summary", "author", "category")
_LABELS = {
    "title": "tên bài",
    "date": "ngày đăng",
    "summary": "sapo",
    "author": "tác giả",
    "category": "chuyên mục",
    "source": "nguồn",
}
_MIRRORED = re.compile(r"<!-- Mirrored from ([^\s<>]+) by HTTrack")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+)")
_HOST = re.compile(r"https?://[^/]*|//[^/]*")
# As wget names a page that has a query: "a.aspx?ID=1.html", on Windows with "@".
_QUERY_NAME = re.compile(r"(\.\w{2,5})[?@]([^/]*=[^/]*?)(?:\.html?)?\Z")
_INDEX = re.compile(r"(?:\A|(?<=/))index\.html?\Z", re.IGNORECASE)


@dataclass(slots=True)
class OldArticle:
    """What an old portal says of one article; `markup` is its text as HTML.

    `fields` are words by field, `address` is where it stood, from the first slash on; where
    that depends on the portal, `parts` are what the map's `address` is made of. `unwanted` says
    why it is not to be imported, "" for what is.
    """

    origin: str
    markup: str
    fields: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    unwanted: str = ""


def compose_page(
    origin: str, data: bytes, map_: Map, portal: Portal, find_picture: FindPicture
) -> tuple[ImportedArticle, str]:
    """Read the saved page *data* by the first template that fits; also give its old address.

    Raises Refusal where none fits, or the page holds no text.
    """
    tree, document = parse_page(data)
    if tree.body is None or not shown_words(tree.body):
        raise Refusal("trang trống", "bỏ trang này khỏi kho")
    address = address_of(tree, origin)
    for template in map_.templates:
        body = tree.css_first(template.selectors["body"])
        if body is not None:
            break
    else:
        raise Refusal("không khớp khuôn nào (trang danh sách?)", "thêm khuôn cho trang này")
    places = _places(tree, template)
    within = {node.mem_id for node in body.traverse()}
    document.words = count_words(body)
    fields: dict[str, str] = {}
    for name, node in places.items():
        words = shown_words(node)
        fields[name] = words
        if name == "date" and read_written_date(words, portal.zone) is None:
            # "Hôm qua", and the day where only programs see it.
            fields[name] = node.attributes.get("datetime") or words
        if node.mem_id not in within:
            document.words += words_of(words)
    for node in places.values():
        if node.mem_id in within and node.mem_id != body.mem_id:
            node.decompose()
    if selector := template.selectors.get("remove"):
        for node in body.css(selector):
            if words := shown_words(node):
                document.tell("left out", "phần bỏ theo khuôn (remove)", words)
            node.decompose()
    if not shown_words(body) and body.css_first("img") is None:
        raise Refusal("trang không có nội dung", "xem lại bộ chọn body trong khuôn")
    document.blocks = MarkupReader(document, find_picture).read(body)
    return _compose(document, fields, map_, portal), address


def compose_row(
    row: OldArticle, map_: Map, portal: Portal, find_picture: FindPicture
) -> tuple[ImportedArticle, str]:
    """Read the article of a dump; also give its old address. Refusal for what was not public."""
    if row.unwanted:
        raise Refusal(row.unwanted, "xem lại bài này ở cổng cũ")
    page, remarks = settle_page(row.markup)
    body = LexborHTMLParser(f"<body>{page}").body
    if body is None or (not shown_words(body) and body.css_first("img") is None):
        raise Refusal("bài không có nội dung", "xem lại bài này ở cổng cũ")
    fields = {}
    for name, words in row.fields.items():
        settled, _ = settle_page(words)
        node = LexborHTMLParser(f"<body>{settled}").body
        fields[name] = shown_words(node) if node is not None else ""
    document = ImportedText([], remarks=remarks, words=count_words(body))
    for words in fields.values():
        document.words += words_of(words)
    document.blocks = MarkupReader(document, find_picture).read(body)
    address = row.address
    if row.parts and map_.address:
        address = map_.address
        for name, words in row.parts.items():
            address = address.replace(f"{{{name}}}", words)
    return _compose(document, fields, map_, portal), address


def _places(tree: LexborHTMLParser, template: Template) -> dict[str, LexborNode]:
    """Find the element of each field, each once."""
    found: dict[str, LexborNode] = {}
    for name in _FIELDS:
        selector = template.selectors.get(name)
        node = tree.css_first(selector) if selector else None
        if node is not None and node.mem_id not in {other.mem_id for other in found.values()}:
            found[name] = node
    return found


def _compose(
    document: ImportedText, fields: Mapping[str, str], map_: Map, portal: Portal
) -> ImportedArticle:
    draft = Draft()
    for name, label in _LABELS.items():
        words = fields.get(name, "")
        if not words:
            continue
        value: object = words
        if name == "date":
            value = read_written_date(words, portal.zone)
            kind = "changed" if value else "left out"
            document.tell(kind, "dòng ghi ngày" if value else "ngày không đọc được", words)
        elif name == "category":
            slug = portal.sections.find(words)
            value = map_.sections.get(words.casefold()) or portal.sections.names.get(slug or "")
            if value:
                document.tell("changed", "chuyên mục cũ thành category", words)
            else:
                document.tell("left out", "chuyên mục cũ, chưa có trong sections của khuôn", words)
        elif name == "author" and is_account(words):
            document.tell("left out", "tài khoản đăng bài, không phải tác giả", words)
            continue
        if value:
            setattr(draft, name, value)
            draft.found[name] = f"{label} trên trang"
    draft = find(document, portal.zone, draft)
    for name, value in map_.defaults.items():
        if not getattr(draft, name) and not (name == "author" and draft.source):
            setattr(draft, name, value)
            draft.found[name] = "defaults của khuôn"
            document.tell("added", f"{name} ghi trong khuôn", value)
    if draft.is_official and not draft.category:
        draft.category = portal.sections.names[portal.notices]
    return compose(document, draft)


def address_of(tree: LexborHTMLParser, origin: str) -> str:
    """Tell where a saved page stood, from the first slash on: as it says, else by its name."""
    start = (tree.html or "")[:4000]
    found = _MIRRORED.search(start) or _SAVED_FROM.search(start)
    if found:
        written = found[1]
        return _path(written if "//" in written else f"//{written}")
    for selector, name in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = tree.css_first(selector)
        if node is not None and (written := (node.attributes.get(name) or "").strip()):
            return _path(written)
    first, _, rest = origin.partition("/")
    path = rest if "." in first and rest else origin
    path = _QUERY_NAME.sub(r"\1?\2", path)
    return "/" + _INDEX.sub("", path)


def _path(address: str) -> str:
    path = _HOST.sub("", address, count=1).partition("#")[0]
    return path if path.startswith("/") else f"/{path}" if path else "/"
