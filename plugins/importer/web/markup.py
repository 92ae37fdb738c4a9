# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads HTML into blocks: what a browser shows of one element of a page."""

import html
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from selectolax.lexbor import LexborNode

from plugins.importer.document import (
    LONGEST_RAISED,
    PLAIN_NUMBER,
    SIGN,
    Block,
    Cell,
    Holder,
    ImportedText,
    Paragraph,
    Picture,
    PictureBlock,
    Span,
    Table,
)
from plugins.importer.no_word_lost import words_of
from plugins.importer.word.numbering import format_number
from plugins.press.errors import Refusal

#: Finds a picture by its address and description; None for one that is not wanted.
FindPicture = Callable[[str, str], Picture | None]

_BLOCK_NAMES = """
    address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre
    section summary table tbody td tfoot th thead tr ul
"""
# What a browser shows of these is no part of a text: their words are told.
_ASIDE_NAMES = "noscript template select button svg textarea datalist"
_WORDLESS_NAMES = "head script style input meta link"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ASIDE = frozenset(_ASIDE_NAMES.split())
_WORDLESS = frozenset(_WORDLESS_NAMES.split())
_EMBEDDED = frozenset(("iframe", "object", "embed", "video", "audio"))
_HEADING = re.compile(r"h[1-6]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLANKS_OF_LINE = re.compile(r"[\t\r\f]")
_SPACES = re.compile(" +")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BOLD = ("bold", "bolder", "600", "700", "800", "900")
_NOT_BOLD = ("normal", "lighter", "100", "200", "300", "400", "500")
_RAISED = {"super": "sup", "text-top": "sup", "sub": "sub", "text-bottom": "sub"}
# Points.
_LEAST_RAISED = 1.5
_LENGTH = re.compile(r"([+-]?\d{0,4}\.?\d{1,4})(pt|px|em|rem|ex|%)")
_POINTS = {"pt": 1, "px": 0.75, "em": 12, "rem": 12, "ex": 6, "%": 0.12}
_HOLDERS: Mapping[str, Literal["quote", "terms"]] = {"blockquote": "quote", "dl": "terms"}
_HOLDING = (*_HOLDERS, "ul", "ol")
_KEEPING = ("pre", "pre-wrap", "pre-line", "break-spaces")
_ALIGNS = ("left", "right", "center", "justify")
# A page has few styles, and each many times over.
_STYLES_KEPT = 1_000
# Elements within each other; a page that a person wrote has some dozens.
_DEEPEST = 200
# How the items of a list are numbered, by its `type` and by its style.
_NUMBERS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero", "none": "none",
}  # fmt: skip
# Lines that a style draws; "0px solid" is none.
_BORDER = re.compile(r"border(?:-(?:top|right|bottom|left))?(?:-style)?")
_LINE = re.compile(r"\b(?:solid|dotted|dashed|double|groove|ridge|inset|outset)\b")
_NO_LINE = re.compile(r"(?:^|\s)0(?:\.0*)?(?:px|pt|em|cm|mm|in)?(?:\s|$)")
# The number that Word writes before an item: "1.", "a)", "1.2.", "IV.", "Điều 3."; else a bullet.
_LABEL = re.compile(r"(?:\w+ )?(?:\w+[./])*\w+[.):/-]+|\d+|\(\w+\)")
_WORD_LEVEL = re.compile(r"\blevel([1-9])\b")
# A description of a photo that is a file's name.
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|bmp)", re.IGNORECASE)

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
_NO_WORDS = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
# No word goes on from one of these into another, or into what stands around it.
_PARTING = _BLOCKS | _EMBEDDED | _ASIDE | {"br", "caption", "option", "optgroup", "text", "title"}


@dataclass(slots=True)
class _Form:
    """How words look where they stand, and which list they belong to."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    script: str = ""
    link: str = ""
    align: str = ""
    outline: int | None = None
    level: int = -1
    is_ordered: bool = False
    # "pre" where blanks and line ends count, "lines" where line ends alone do.
    keeps: str = ""
    style: str = ""
    raised: str = ""
    size: float = 0
    within: tuple[Holder, ...] = ()


class MarkupReader:
    """Reads elements of one page; what it cannot bring along is told to *document*."""

    def __init__(
        self,
        document: ImportedText,
        find_picture: FindPicture,
        groups: Iterator[int] | None = None,
    ) -> None:
        self._document, self._find_picture = document, find_picture
        # Numbers of what holds blocks.
        self._groups = groups or itertools.count()
        self._blocks: list[Block] = []
        self._paragraph: Paragraph | None = None
        self._mark = ("", False)
        # The items of Word's list that hold the next one: each with its level, and the
        # paragraph that began the last one.
        self._items: list[tuple[int, Holder]] = []
        self._item: Paragraph | None = None

    def read(self, node: LexborNode) -> list[Block]:
        """Give the blocks of *node*."""
        outer = self._blocks, self._paragraph, self._mark
        self._blocks, self._paragraph, self._mark = [], None, ("", False)
        self._children(node, _Form(), 0)
        self._end()
        blocks = self._blocks
        self._blocks, self._paragraph, self._mark = outer
        return blocks

    def _end(self) -> None:
        if self._paragraph is not None and not self._paragraph.is_empty:
            self._blocks.append(self._paragraph)
        self._paragraph = None

    def _open(self, form: _Form) -> Paragraph:
        if self._paragraph is None:
            label, bullet = self._mark
            self._mark = ("", False)
            self._paragraph = Paragraph(
                [], form.align, label, bullet, max(form.level, 0), form.style, form.outline
            )
            self._paragraph.within = form.within
        return self._paragraph

    def _children(self, node: LexborNode, form: _Form, depth: int) -> None:
        if depth > _DEEPEST:
            raise Refusal(
                f"trang có các thẻ lồng nhau quá {_DEEPEST} cấp", "mở trang, chép chữ vào tệp Word"
            )
        child = node.child
        while child is not None:
            self._node(child, form, depth)
            child = child.next

    def _node(self, node: LexborNode, form: _Form, depth: int) -> None:
        tag = node.tag
        if tag == "-text":
            self._text(node.text_content or "", form)
        elif tag == "input" and node.attributes.get("type") == "checkbox":
            self._text("☑ " if "checked" in node.attributes else "☐ ", form)
        elif tag is None or tag.startswith("-") or tag in _WORDLESS:
            return
        elif tag in _ASIDE:
            self._text(" ", form)
            if words := shown_words(node):
                self._document.tell("left out", f"chữ trong <{tag}> của trang", words)
        elif tag in _EMBEDDED:
            self._embedded(node)
        elif tag == "br":
            if self._paragraph is not None:
                self._paragraph.pieces.append(Span("\n"))
        elif tag == "img":
            self._image(node, form)
        elif tag == "table":
            self._end()
            self._table(node, form, depth)
        elif tag == "figure":
            self._figure(node, form, depth)
        else:
            self._element(node, tag, form, depth)

    def _element(self, node: LexborNode, tag: str, form: _Form, depth: int) -> None:
        style = _style_of(node)
        if style.get("display") == "none" or "hidden" in node.attributes:
            words = shown_words(node)
            if words:
                self._document.tell("left out", "chữ ẩn trên trang", words)
            return
        form = _changed(form, node, tag, style)
        if style.get("mso-list") == "ignore" and self._paragraph is None:
            self._label_of_word(node, form)
            return
        if tag not in _BLOCKS:
            if tag == "q":
                self._text("“", form)
            self._children(node, form, depth + 1)
            if tag == "q":
                self._text("”", form)
            return
        self._end()
        if tag == "hr":
            self._blocks.append(Paragraph([Span("---")], style="hr", within=form.within))
            return
        if kind := _HOLDERS.get(tag):
            form.within = (*form.within, Holder(kind, next(self._groups)))
        if tag in ("ul", "ol", "menu", "dir"):
            self._list(node, replace(form, level=form.level + 1, is_ordered=tag == "ol"), depth)
            return
        self._children(node, form, depth + 1)
        self._end()

    def _label_of_word(self, node: LexborNode, form: _Form) -> None:
        """Take what Word writes before an item of a list, as words of a font of its own."""
        label = shown_words(node)
        is_number = _LABEL.fullmatch(label) is not None
        self._mark = (label, False) if is_number else (SIGN, True)
        if not is_number and words_of(label):
            # "o" in Courier New, "Ø" and "ü" in Wingdings.
            self._document.tell("changed", "dấu đầu dòng của Word thành «-»", label)
        self._item = self._open(self._in_list_of_word(form, *self._mark))

    def _in_list_of_word(self, form: _Form, label: str, bullet: bool) -> _Form:
        """Tell which items hold the one that begins: Word writes their levels and no lists.

        What is numbered otherwise than lists of Markdown are holds nothing: it is a line.
        """
        if not self._blocks or self._blocks[-1] is not self._item:
            self._items = []
        last = None
        while self._items and self._items[-1][0] >= form.level:
            last = self._items.pop()
        if bullet or PLAIN_NUMBER.fullmatch(label):
            is_next = last and last[0] == form.level and (last[1].label == SIGN) == bullet
            group = last[1].group if last and is_next else next(self._groups)
            self._items.append((form.level, Holder("item", group, next(self._groups), label)))
        return replace(form, within=(*form.within, *(holder for _, holder in self._items)))

    def _list(self, node: LexborNode, form: _Form, depth: int) -> None:
        form_of_number = _form_of_number(node, "")
        group = next(self._groups)
        step = -1 if "reversed" in node.attributes else 1
        number = _number_of(node, "start", 1 if step == 1 else _count_items(node))
        child = node.child
        # Lists that stand beside items, as many programs write them, belong to the one above.
        inner = form
        while child is not None:
            if child.tag == "li":
                number = _number_of(child, "value", number)
                written = format_number(number, _form_of_number(child, form_of_number))
                label = f"{written}." if written else ""
                self._mark = (label, False) if form.is_ordered else (SIGN, True)
                number += step
                inner = form
                if self._mark[0] == SIGN or PLAIN_NUMBER.fullmatch(self._mark[0]):
                    holder = Holder("item", group, next(self._groups), self._mark[0])
                    inner = replace(form, within=(*form.within, holder))
                self._node(child, inner, depth + 1)
                self._mark = ("", False)
            else:
                self._node(child, inner, depth + 1)
            child = child.next
        self._end()

    def _text(self, text: str, form: _Form) -> None:
        # A reference may name a control, which is no letter: "&#5".
        text = _CONTROLS.sub(" ", text)
        if form.keeps:
            text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
        text = (_BLANKS_OF_LINE if form.keeps else _BLANKS).sub(" ", text)
        if form.keeps != "pre":
            text = _SPACES.sub(" ", text)
        if self._paragraph is None and not text.strip():
            return
        script = form.script
        if form.raised and len(text.strip()) <= LONGEST_RAISED:
            script = script or form.raised
        span = Span(text, form.bold, form.italic, form.strike, script, form.link, form.size)
        pieces = self._open(form).pieces
        last = pieces[-1] if pieces else None
        if isinstance(last, Span) and last.form == span.form and last.text != "\n":
            last.text += text
        else:
            pieces.append(span)

    def _embedded(self, node: LexborNode) -> None:
        address = node.attributes.get("src") or node.attributes.get("data") or ""
        if not address and (source := node.css_first("source")) is not None:
            address = source.attributes.get("src") or ""
        self._document.tell("note", f"bỏ khung nhúng hay phim: {address or node.tag}")
        if words := shown_words(node):
            self._document.tell("left out", "chữ trong khung nhúng", words)

    def _image(self, node: LexborNode, form: _Form) -> None:
        address = next(
            (
                found
                for name in ("data-src", "data-original", "src")
                if (found := (node.attributes.get(name) or "").strip())
            ),
            "",
        )
        alt = " ".join((node.attributes.get("alt") or "").split())
        picture = self._find_picture(address, "" if _FILE_NAME.fullmatch(alt) else alt)
        if picture is not None:
            self._open(form).pieces.append(picture)

    def _figure(self, node: LexborNode, form: _Form, depth: int) -> None:
        self._end()
        caption = node.css_first("figcaption")
        words = shown_words(caption) if caption is not None else ""
        inner = MarkupReader(self._document, self._find_picture, self._groups).read(node)
        for block in inner:
            block.within = (*form.within, *block.within)
        pictures = [found for block in inner for found in _pictures(block)]
        whole = " ".join(block.text for block in inner if isinstance(block, Paragraph | Table))
        if not pictures or " ".join(whole.split()) != words:
            # More than photos and their words: read as what stands there.
            self._blocks += inner
            return
        self._blocks += [PictureBlock(picture, within=form.within) for picture in pictures]
        self._blocks[-1].caption = words

    def _table(self, node: LexborNode, form: _Form, depth: int) -> None:
        if depth > _DEEPEST // 4:
            self._children(node, _Form(within=form.within), depth + 10)
            return
        rows: list[list[Cell]] = []
        has_head = False
        border = node.attributes.get("border") or ""
        bordered = border not in ("", "0") or "border" in (node.attributes.get("class") or "")
        bordered |= _draws_border(node)
        reader = MarkupReader(self._document, self._find_picture, self._groups)
        for part in _rows_of(node):
            if part.tag == "caption":
                self._blocks += reader.read(part)
                continue
            row: list[Cell] = []
            heads = 0
            cell = part.child
            while cell is not None:
                if cell.tag in ("td", "th"):
                    heads += cell.tag == "th"
                    bordered |= _draws_border(cell)
                    columns, height = (_count(cell, name) for name in ("colspan", "rowspan"))
                    row.append(Cell(reader.read(cell), columns, height))
                cell = cell.next
            has_head |= not rows and heads == len(row) > 0
            if row:
                rows.append(row)
        if rows:
            self._blocks.append(Table(rows, bordered or has_head, has_head, form.within))


def shown_words(node: LexborNode) -> str:
    """All words of *node* on one line, told by its HTML alone."""
    return " ".join(_plain(node.html or "").split())


def count_words(node: LexborNode) -> list[str]:
    """List all words of *node*, counted by its HTML alone, whatever was read from it."""
    return words_of(_plain(node.html or ""))


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub(_gap, _NO_WORDS.sub("", markup)))


def _gap(tag: re.Match[str]) -> str:
    return "\n" if tag[2].lower() in _PARTING else ""


def _changed(form: _Form, node: LexborNode, tag: str, style: dict[str, str]) -> _Form:
    """Tell how words look within *node*: as its style says, which goes before its tag."""
    form = replace(form)
    weight, slant = style.get("font-weight", ""), style.get("font-style", "")
    if weight in _BOLD:
        form.bold = True
    elif weight in _NOT_BOLD:
        form.bold = False
    elif tag in ("b", "strong"):
        form.bold = True
    if slant == "normal":
        form.italic = False
    elif tag in ("i", "em", "cite") or slant in ("italic", "oblique"):
        form.italic = True
    decoration = style.get("text-decoration-line") or style.get("text-decoration", "")
    if tag in ("s", "strike", "del") or "line-through" in decoration:
        form.strike = True
    if tag in ("sup", "sub"):
        form.script = tag
    elif tag not in _BLOCKS and tag not in ("td", "th", "table"):
        form.raised = _raised(style) or form.raised
    if size := _size(style):
        form.size = size
    space = style.get("white-space", "")
    if tag in ("pre", "listing", "xmp") or space in _KEEPING:
        form.keeps = "pre" if tag in ("pre", "listing", "xmp") else "lines"
    elif space in ("normal", "nowrap"):
        form.keeps = ""
    if tag == "a" and (address := (node.attributes.get("href") or "").strip()):
        form.link = address
    if tag in _BLOCKS:
        align = style.get("text-align") or (node.attributes.get("align") or "").lower()
        if align in _ALIGNS:
            form.align = align
        if tag == "center":
            form.align = "center"
        if level := _WORD_LEVEL.search(style.get("mso-list", "")):
            form.level = int(level[1]) - 1
        if _HEADING.fullmatch(tag):
            form.outline = max(0, int(tag[1]) - 2)
        if tag in ("dt", "dd", "pre", *_HOLDING):
            form.style = "" if tag in _HOLDING else tag
    return form


def _raised(style: Mapping[str, str]) -> str:
    """Tell whether a *style* raises words, or lowers them: "sup", "sub" or ""."""
    align = style.get("vertical-align", "")
    if align in _RAISED:
        return _RAISED[align]
    up = _length(align) or _length(style.get("mso-text-raise", ""))
    if not up and style.get("position") == "relative":
        up = _length(style.get("bottom", "")) or -_length(style.get("top", ""))
    return "" if abs(up) < _LEAST_RAISED else "sup" if up > 0 else "sub"


def _size(style: Mapping[str, str]) -> float:
    """The size of letters that a *style* states in points or pixels, in points; 0 for none."""
    found = _LENGTH.fullmatch(style.get("font-size", ""))
    return _length(found[0]) if found and found[2] in ("pt", "px") else 0


def _length(written: str) -> float:
    """Read a length in points, letters taken for 12 of them; 0 where none is written."""
    found = _LENGTH.fullmatch(written)
    return float(found[1]) * _POINTS[found[2]] if found else 0


def _style_of(node: LexborNode) -> Mapping[str, str]:
    return _read_style(node.attributes.get("style") or "")


@lru_cache(_STYLES_KEPT)
def _read_style(written: str) -> Mapping[str, str]:
    pairs = (item.partition(":") for item in written.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _draws_border(node: LexborNode) -> bool:
    """Tell whether the style of *node* draws a line on a side of it."""
    return _draws(node.attributes.get("style") or "")


@lru_cache(_STYLES_KEPT)
def _draws(written: str) -> bool:
    return any(
        _BORDER.fullmatch(name) and _LINE.search(value) and not _NO_LINE.search(value)
        for name, value in _read_style(written).items()
    )


def _count(node: LexborNode, name: str) -> int:
    written = node.attributes.get(name) or "1"
    return max(1, min(int(written), 60)) if written.isdecimal() and len(written) < 4 else 1


def _form_of_number(node: LexborNode, outer: str) -> str:
    """Tell how a list, or an item of one that is numbered as *outer*, writes its numbers."""
    style = _style_of(node)
    written = (style.get("list-style-type") or style.get("list-style") or "").split()
    by_style = next((_NUMBERS[word] for word in written if word in _NUMBERS), "")
    return by_style or _NUMBERS.get(node.attributes.get("type") or "", outer)


def _number_of(node: LexborNode, name: str, default: int) -> int:
    written = node.attributes.get(name) or ""
    return int(written) if written.isdecimal() and len(written) < 6 else default


def _count_items(node: LexborNode) -> int:
    count, child = 0, node.child
    while child is not None:
        count += child.tag == "li"
        child = child.next
    return count


def _rows_of(table: LexborNode) -> list[LexborNode]:
    """The rows of *table*, and its caption; those of tables within it are left to them."""
    found = []
    waiting = [table]
    while waiting:
        child = waiting.pop(0).child
        while child is not None:
            if child.tag in ("tr", "caption"):
                found.append(child)
            elif child.tag in ("thead", "tbody", "tfoot", "form"):
                waiting.append(child)
            child = child.next
    return found


def _pictures(block: Block) -> list[Picture]:
    if isinstance(block, PictureBlock):
        return [block.picture]
    paragraphs = block.paragraphs if isinstance(block, Table) else [block]
    return [picture for paragraph in paragraphs for picture in paragraph.pictures]
