# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes blocks as Markdown that the build reads as they stand.

What is written is read again by the build's own converter; where that shows another text
than the block has (a typed "1." that became a list, say), the block is written once more with
every sign escaped. No rule of escaping need be complete for that.
"""

import html
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from plugins.importer.document import (
    SIGN,
    Block,
    Cell,
    Holder,
    Paragraph,
    Picture,
    PictureBlock,
    Span,
    Table,
    full_text,
)
from plugins.importer.no_word_lost import LostWordsError
from plugins.importer.word.numbering import format_number
from plugins.press.read.markup import MarkupConverter
from plugins.vietnamese.letters import drop_invisible

#: What a line drawn with signs is written as.
RULE = "---"
#: Saves a picture with its caption beside the article; gives its file name, "" where it
#: cannot be used. In the header a file has one caption, wherever it stands.
Save = Callable[[Picture, str], str]

_LINK = re.compile(r"https?://[^\s<>]+\Z|mailto:[^\s<>]+\Z|tel:[+\d().%-]+\Z", re.IGNORECASE)
_ALWAYS = re.compile(r"[\\*`|]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BRACKET = re.compile(r"\[(?=\^)|\](?=\s?[(\[:])|!(?=\[)|~(?=~)|\{(?=[{%:#])")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_HASH = re.compile(r"(?=#{1,6}(?:\s|\Z))")
_BULLET = re.compile(r"(?=[-+>](?:\s|\Z)|>)")
_NUMBER = re.compile(r"(\d+)(?=[.)](?:\s|\Z))")
# The unit before a raised figure that is written as a letter: "m²", "km²".
_UNIT = re.compile(r"(?:\A|[\s\d(/.,])[kcdm]?m\Z")
_RAISED = str.maketrans("23", "²³")
# A line that is drawn with signs: "-----", "* * *".
_RULE = re.compile(r"([-–—―─━═_=*~])(?:\s*\1){2,}")
_ALIGNED = re.compile(r"\S {2,}\S|^ ", re.MULTILINE)
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_SIMPLE_LABELS = re.compile(r"[-–—+*]")
# What the converter adds to the words of a text: the numbers of notes, and ways back.
_ADDED = re.compile(
    r'<sup[^>]*><a [^>]*class="footnote-ref"[^>]*>.*?</a></sup>'
    r'|<a [^>]*class="footnote-backref"[^>]*>.*?</a>'
)
_ANY_TAG = re.compile(r"<[^>]*>")
_NOTE_CALL = re.compile(r"(?<!\\)\[\^\d+\]")
_NO_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class _Written:
    """A block as Markdown, and the words that it must show."""

    markdown: str
    text: str


class _ShapeError(Exception):
    """What holds blocks would not be shown."""


_RESHAPED = {
    "quote": "khung trích dẫn thành đoạn thường",
    "item": "mục danh sách chứa bảng hay khung thành đoạn thường",
    "terms": "danh sách từ và nghĩa thành đoạn thường",
}
# The tag that the build must print for each such holder and table.
_SHOWN_AS = {"quote": "<blockquote", "item": "<li", "terms": "<dl", Table: "<table"}


@dataclass(slots=True)
class WrittenText:
    """The text of an article: Markdown, what it shows, and its photos in their order.

    `photos` are file names with captions and descriptions; `labels` are numbers that were
    written as text, `numbers` those that lists show of themselves; `called_notes` are the notes
    that the text calls, `notes_below` those whose words stand below the HTML that calls them;
    `reshaped` says what could not keep its shape.
    """

    markdown: str
    text: str
    photos: list[tuple[str, str, str]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    lost_links: list[str] = field(default_factory=list)
    reshaped: list[str] = field(default_factory=list)
    called_notes: list[str] = field(default_factory=list)
    notes_below: list[str] = field(default_factory=list)

    def tell_reshaped(self) -> Iterable[str]:
        """Say what could not keep its shape, each thing once."""
        for what, count in Counter(self.reshaped).items():
            yield f"{what} ({count} chỗ)" if count > 1 else what


_converter = MarkupConverter()


def shown_text(markdown: str) -> str:
    """Tell the words that the build shows of *markdown*, in their order."""
    markup, _ = _converter.convert(markdown, lambda *_: None)
    return _text_of(markup)


def _text_of(markup: str) -> str:
    return html.unescape(_ANY_TAG.sub(_gap, _ADDED.sub("", markup)))


def _gap(tag: re.Match[str]) -> str:
    inline = ("<strong", "</strong", "<em", "</em", "<sup", "</sup", "<sub", "</sub", "<a", "</a")
    return "" if tag[0].startswith((*inline, "<del", "</del", "<s>", "</s>")) else "\n"


class BodyWriter:
    """Writes the blocks of one article."""

    def __init__(self, notes: dict[str, list[Block]], save: Save) -> None:
        self._notes, self._save = notes, save
        self._body = WrittenText("", "")
        self._called = self._body.called_notes
        # How much is escaped: 0, as little as may do; 1, emphasis as HTML; 2, all signs.
        self._care = self._least = self._most = 0
        # Notes that are called within HTML, whose text stands below it.
        self._below = self._body.notes_below

    def write(self, blocks: Sequence[Block]) -> WrittenText:
        """Write *blocks*; raises LostWordsError where the build would show another text."""
        groups = list(_parted(blocks, 0))
        # Most texts show their words as they are. Of others each block is looked at alone, and
        # what shows its words by itself may not do so beside others: then all is escaped.
        for self._least, self._most in ((0, 0), (0, 2), (2, 2)):
            shown, expected = self._write_groups(groups)
            if shown == expected:
                return self._body
        pairs = enumerate(zip(shown, expected, strict=False))
        least = min(len(shown), len(expected))
        at = max(next((place for place, (one, other) in pairs if one != other), least) - 20, 0)
        raise LostWordsError(
            f"trang hiện «{shown[at : at + 40]}» thay vì «{expected[at : at + 40]}»"
        )

    @property
    def _gathered(self) -> tuple[list, ...]:
        """All that is gathered of blocks, and forgotten of one that is written anew."""
        body = self._body
        lists = (body.photos, body.labels, body.numbers, body.lost_links, body.reshaped)
        return (*lists, self._called, self._below)

    def _write_groups(self, groups: Iterable[Sequence[Block]]) -> tuple[str, str]:
        """Write all blocks; tell what the build shows of them, and what it must show."""
        body = self._body
        for found in self._gathered:
            found.clear()
        written = [item for group in groups for item in self._checked(group)]
        # A note may call another one.
        number = 0
        while number < len(self._called):
            written.append(self._note(number))
            number += 1
        body.markdown = "\n\n".join(item.markdown for item in written)
        body.text = "\n".join(item.text for item in written)
        return _solid(shown_text(body.markdown)), _solid(body.text)

    def _checked(self, group: Sequence[Block], depth: int = 0) -> list[_Written]:
        """Write a block, or the items of a list; once more with all signs escaped if need be.

        What holds it down to *depth* is written around it.
        """
        if len(group[0].within) > depth and not _is_simple(group, depth):
            return self._held(group, depth)
        lists = self._gathered
        lengths = [len(found) for found in lists]
        for care in range(self._least, self._most + 1):
            self._care = care
            _cut(lists, lengths)
            written = self._group(group)
            written += [self._note_below(place) for place in range(lengths[-1], len(self._below))]
            # Notes are not there yet: with them the whole text is looked at in the end.
            if care == self._most or all(
                _solid(shown_text(_NOTE_CALL.sub("", item.markdown))) == _solid(item.text)
                for item in written
                if item.text
            ):
                break
        self._care = 0
        return written

    def _held(self, group: Sequence[Block], depth: int) -> list[_Written]:
        """Write blocks with what holds them at *depth*; without it where a page would not show it.

        That is told.
        """
        lengths = [len(found) for found in self._gathered]
        holder = group[0].within[depth]
        try:
            written = getattr(self, f"_{holder.kind}")(group, depth)
            self._hold_shape(written, group, depth)
        except _ShapeError:
            _cut(self._gathered, lengths)
            self._body.reshaped.append(_RESHAPED[holder.kind])
            flat = [replace(block, within=block.within[:depth]) for block in group]
            return [item for part in _parted(flat, depth) for item in self._checked(part, depth)]
        return [written]

    def _hold_shape(self, written: _Written, group: Sequence[Block], depth: int) -> None:
        """Raise _ShapeError where the build would not show what *group* is."""
        markup, _ = _converter.convert(_NOTE_CALL.sub("", written.markdown), lambda *_: None)
        holders = {
            (at, holder.group, holder.number): holder.kind
            for block in group
            for at, holder in enumerate(block.within[depth:])
        }
        kinds = [*holders.values(), *(type(block) for block in group)]
        if _solid(_text_of(markup)) != _solid(written.text) or any(
            markup.count(tag) < kinds.count(kind) for kind, tag in _SHOWN_AS.items()
        ):
            raise _ShapeError

    def _quote(self, group: Sequence[Block], depth: int) -> _Written:
        inner = self._inner(group, depth + 1)
        lines = "\n\n".join(item.markdown for item in inner).split("\n")
        text = "\n".join(item.text for item in inner)
        return _Written("\n".join(f"> {line}".rstrip() for line in lines), text)

    def _item(self, group: Sequence[Block], depth: int) -> _Written:
        """Write a list of which items hold more than a line, or lists of another kind."""
        numbers = itertools.groupby(group, lambda block: block.within[depth].number)
        items = [list(blocks) for _, blocks in numbers]
        gap = "\n" if all(_is_tight(blocks, depth) for blocks in items) else "\n\n"
        lines, texts = [], []
        for first, *others in items:
            label = first.within[depth].label
            marker = "- " if label == SIGN else f"{label} "
            if not isinstance(first, Paragraph | PictureBlock) or len(first.within) > depth + 1:
                raise _ShapeError
            if isinstance(first, Paragraph) and first.label == label:
                first = replace(first, label="", bullet=False)
            if label != SIGN:
                self._body.numbers.append(label)
            inner = self._inner([first, *others], depth + 1)
            texts += [item.text for item in inner]
            written = gap.join(item.markdown for item in inner)
            lines.append(marker + re.sub(r"\n(?=[^\n])", "\n    ", written))
        return _Written(gap.join(lines), "\n".join(texts))

    def _terms(self, group: Sequence[Block], depth: int) -> _Written:
        lines, texts = ["<dl>"], []
        for block in group:
            if not isinstance(block, Paragraph) or len(block.within) > depth + 1 or block.pictures:
                raise _ShapeError
            tag = "dt" if block.style == "dt" else "dd"
            written = [self._inline(line, as_html=True) for line in block.lines()]
            lines.append(f"<{tag}>{'<br>'.join(text for text, _ in written)}</{tag}>")
            texts += [shown for _, shown in written]
        return _Written("\n".join([*lines, "</dl>"]), "\n".join(texts))

    def _inner(self, blocks: Sequence[Block], depth: int) -> list[_Written]:
        return [item for part in _parted(blocks, depth) for item in self._checked(part, depth)]

    def _group(self, group: Sequence[Block]) -> list[_Written]:
        first = group[0]
        if isinstance(first, PictureBlock):
            return self._figure(first)
        if isinstance(first, Table):
            return self._table(first)
        if first.bullet:
            return self._list([block for block in group if isinstance(block, Paragraph)])
        return self._paragraph(first)

    def _paragraph(self, paragraph: Paragraph) -> list[_Written]:
        written: list[_Written] = []
        if paragraph.outline is not None and full_text(paragraph) and not paragraph.pictures:
            text, shown = self._inline(_unbold(paragraph.on_one_line()))
            marks = "#" * (2 + min(paragraph.outline, 2))
            return [_Written(f"{marks} {_end_of_heading(text)}", shown)]
        if paragraph.style == "pre" and _ALIGNED.search(_raw(paragraph)):
            return self._code(paragraph)
        for line in paragraph.lines():
            text, shown = self._inline(line)
            if _RULE.fullmatch(shown):
                if paragraph.style != "hr":
                    self._body.reshaped.append(
                        f"dòng kẻ bằng dấu «{shown[0]}» thành đường kẻ ngang"
                    )
                written.append(_Written(RULE, ""))
            elif shown:
                written.append(_Written(self._start(text), shown))
            elif text:
                written.append(_Written(text, ""))
            for picture in line.pictures:
                written += self._figure(PictureBlock(picture))
        return written

    def _code(self, paragraph: Paragraph) -> list[_Written]:
        """Write text whose blanks count as such."""
        if paragraph.within:
            self._body.reshaped.append(
                "khoảng trống giữ nguyên trong trích dẫn hay danh sách đã bỏ"
            )
            return self._paragraph(replace(paragraph, style=""))
        self._body.lost_links += [span.link for span in paragraph.spans if span.link]
        text = _raw(paragraph).strip("\n")
        longest = max(map(len, re.findall("`+", text)), default=0)
        fence = "`" * max(3, longest + 1)
        pictures = [
            done for found in paragraph.pictures for done in self._figure(PictureBlock(found))
        ]
        return [_Written(f"{fence}\n{text}\n{fence}", text), *pictures]

    def _list(self, items: Sequence[Paragraph]) -> list[_Written]:
        lines, texts = [], []
        pictures: list[_Written] = []
        least = min(item.level for item in items)
        as_html = self._care == 2
        for item in items:
            found = [self._inline(replace(line, label=""), as_html) for line in item.lines()]
            text = "<br>".join(text for text, _ in found if text)
            shown = "\n".join(shown for _, shown in found)
            pictures += [
                done for found in item.pictures for done in self._figure(PictureBlock(found))
            ]
            if shown:
                before = "    " * (item.level - least) + "- "
                lines.append(f"<li>{text}</li>" if as_html else before + self._start(text))
                texts.append(shown)
        lines = ["<ul>", *lines, "</ul>"] if as_html else lines
        written = [_Written("\n".join(lines), "\n".join(texts))] if texts else []
        return written + pictures

    def _figure(self, figure: PictureBlock) -> list[_Written]:
        name = self._save(figure.picture, figure.caption)
        if not name:
            return [self._start_of(figure.caption)] if figure.caption else []
        self._body.photos.append((name, figure.caption, figure.picture.alt))
        return [_Written(f"![]({name})", "")]

    def _start_of(self, text: str) -> _Written:
        return _Written(self._start(self._escape(text)), text)

    def _note(self, number: int) -> _Written:
        text, shown = self._words_of_note(self._called[number])
        text = self._start(text)
        if _solid(shown_text(text)) != _solid(shown):
            text = _escape_all(shown)
        return _Written(f"[^{number + 1}]: {text or '…'}", shown or "…")

    def _words_of_note(self, note: str) -> tuple[str, str]:
        blocks = self._notes[note]
        found = [block for block in blocks if isinstance(block, Paragraph)]
        found += [item for block in blocks if isinstance(block, Table) for item in block.paragraphs]
        parts = [self._inline(replace(item.on_one_line(), bullet=False)) for item in found]
        return " ".join(text for text, _ in parts), " ".join(text for _, text in parts)

    def _table(self, table: Table) -> list[_Written]:
        rows = [row for row in table.rows if row]
        width = {sum(cell.columns for cell in row) for row in rows}
        cells = [cell for row in rows for cell in row]
        pictures = [
            picture
            for cell in cells
            for paragraph in _paragraphs(cell.blocks)
            for picture in paragraph.pictures
        ]
        self._body.reshaped += filter(None, map(_tell_shape, cells))
        if not any(
            full_text(paragraph) for cell in cells for paragraph in _paragraphs(cell.blocks)
        ):
            return [done for picture in pictures for done in self._figure(PictureBlock(picture))]
        is_plain = len(width) == 1 and all(
            cell.columns == cell.rows == 1
            and all(isinstance(block, Paragraph) for block in cell.blocks)
            for cell in cells
        )
        written = [
            self._pipes(rows, table.has_head) if is_plain else self._html(rows, table.has_head)
        ]
        return written + [done for found in pictures for done in self._figure(PictureBlock(found))]

    def _pipes(self, rows: Sequence[Sequence[Cell]], has_head: bool) -> _Written:
        lines, texts = [], []
        has_head |= len(rows) > 1 and all(_is_bold(cell) for cell in rows[0])
        dashes = "|" + " --- |" * len(rows[0])
        if not has_head:
            lines.append(dashes)
        for place, row in enumerate(rows):
            written = [self._cell(cell, bold=not (has_head and not place)) for cell in row]
            lines.append("| " + " | ".join(text or " " for text, _ in written) + " |")
            texts += [shown for _, shown in written]
            if has_head and not place:
                lines.append(dashes)
        return _Written("\n".join(lines), "\n".join(texts))

    def _cell(self, cell: Cell, *, bold: bool) -> tuple[str, str]:
        lines = _lines_of_cell(cell)
        lines = lines if bold else [_unbold(line) for line in lines]
        written = [self._inline(line) for line in lines]
        return (
            "<br>".join(text for text, _ in written if text),
            "\n".join(shown for _, shown in written),
        )

    def _html(self, rows: Sequence[Sequence[Cell]], has_head: bool) -> _Written:
        lines, texts = ["<table>"], []
        for place, row in enumerate(rows):
            lines.append("<tr>")
            tag = "th" if has_head and not place else "td"
            for cell in row:
                spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
                spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                written = [self._inline(line, as_html=True) for line in _lines_of_cell(cell)]
                words = "<br>".join(text for text, _ in written if text)
                lines.append(f"<{tag}{spans}>{words}</{tag}>")
                texts += [shown for _, shown in written]
            lines.append("</tr>")
        return _Written("\n".join([*lines, "</table>"]), "\n".join(texts))

    def _inline(self, paragraph: Paragraph, as_html: bool = False) -> tuple[str, str]:
        """Write the words of a paragraph, with its label; tell also what they show."""
        spans = list(paragraph.spans)
        if paragraph.label and not (paragraph.bullet and not _SIMPLE_LABELS.match(paragraph.label)):
            first = next((span for span in spans if span.text.strip()), Span(""))
            spans.insert(0, replace(first, text=f"{paragraph.label} ", note="", link="", script=""))
            self._body.labels.append(paragraph.label)
        written, shown = [], []
        for span in _joined(spans):
            if span.note and as_html:
                if span.note not in self._below:
                    self._below.append(span.note)
                sign = self._sign_of(self._below.index(span.note))
                written.append(f"<sup>{sign}</sup>")
                shown.append(sign)
                continue
            if span.note:
                written.append(self._call(span.note))
                continue
            text = _SPACES.sub(" ", span.text.replace("\n", " "))
            if span.script == "sup" and text.strip() in ("2", "3") and _UNIT.search("".join(shown)):
                text = text.translate(_RAISED)
                span = replace(span, script="")
            written.append(self._form(span, text, as_html))
            shown.append(text)
        return _SPACES.sub(" ", "".join(written)).strip(), _SPACES.sub(" ", "".join(shown)).strip()

    def _call(self, note: str) -> str:
        if note not in self._called:
            self._called.append(note)
        return f"[^{self._called.index(note) + 1}]"

    def _sign_of(self, place: int) -> str:
        """Name a note that is called within HTML, where Markdown's own are not read: "(a)"."""
        sign = f"({format_number(place + 1, 'lowerLetter')})"
        self._body.labels.append(sign)
        return sign

    def _note_below(self, place: int) -> _Written:
        text, shown = self._words_of_note(self._below[place])
        sign = self._sign_of(place)
        return _Written(f"{sign} {text}", f"{sign} {shown}")

    def _form(self, span: Span, text: str, as_html: bool) -> str:
        """Write words with the signs of their form; spaces around them stand outside."""
        core = text.strip(" ")
        if not core:
            return " " if text else ""
        before = text[: len(text) - len(text.lstrip(" "))]
        after = text[len(text.rstrip(" ")) :]
        written = html.escape(core, quote=False) if as_html else self._escape(core)
        if as_html:
            written = _ALWAYS.sub(lambda found: f"&#{ord(found[0])};", written)
        if span.script:
            written = f"<{span.script}>{written}</{span.script}>"
        if span.link:
            target = span.link.strip().replace(" ", "%20")
            if _LINK.match(target):
                target = target.replace("(", "%28").replace(")", "%29")
                written = (
                    f'<a href="{html.escape(target)}">{written}</a>'
                    if as_html
                    else f"[{written}]({target})"
                )
            elif len(span.link) > 1:
                self._body.lost_links.append(span.link)
        if any(map(str.isalnum, core)):
            marks = as_html or self._care > 0
            if span.strike:
                written = f"<del>{written}</del>"
            if span.italic:
                written = f"<em>{written}</em>" if marks else f"*{written}*"
            if span.bold:
                written = f"<strong>{written}</strong>" if marks else f"**{written}**"
        return f"{before}{written}{after}"

    def _escape(self, text: str) -> str:
        if self._care == 2:
            return _escape_all(text)
        text = _ALWAYS.sub(r"\\\g<0>", text)
        text = _UNDERSCORE.sub(r"\\_", text)
        text = _ENTITY.sub("&amp;", text)
        text = _TAG.sub(r"\\<", text)
        return _BRACKET.sub(r"\\\g<0>", text)

    def _start(self, text: str) -> str:
        """Escape what would begin something else at the start of a line."""
        if self._care == 2:
            return text
        text = _HASH.sub(r"\\", text, count=1) if text.startswith("#") else text
        text = f"\\{text}" if _BULLET.match(text) else text
        return _NUMBER.sub(r"\1\\", text, count=1) if _NUMBER.match(text) else text


def _escape_all(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\g<0>", text)


def _end_of_heading(text: str) -> str:
    return re.sub(r"(#+)\Z", r"\\\1", text)


def _parted(blocks: Iterable[Block], depth: int) -> Iterable[list[Block]]:
    """Part *blocks* into those that one thing holds at *depth*, items of lists, and single ones."""

    def holder_of(block: Block) -> Holder | None:
        return replace(block.within[depth], number=0, label="") if block.within[depth:] else None

    for holder, found in itertools.groupby(blocks, holder_of):
        part = list(found)
        if holder is None or _is_simple(part, depth):
            yield from _grouped(part)
        else:
            yield part


def _is_tight(item: Sequence[Block], depth: int) -> bool:
    """Tell whether each block of an *item* is a line: its words, lines with a label, then lists."""
    below = [len(block.within) > depth + 1 for block in item]
    return below == sorted(below) and all(
        isinstance(block, Paragraph)
        and "\n" not in _raw(block)
        and not block.pictures
        and (not place or is_below or bool(block.label))
        and all(holder.kind == "item" for holder in block.within)
        for place, (block, is_below) in enumerate(zip(item, below, strict=True))
    )


def _is_simple(part: Sequence[Block], depth: int) -> bool:
    """Tell whether *part* is a list that needs no more than a line for each item, or its number."""
    if not all(
        isinstance(block, Paragraph)
        and not block.pictures
        and all(holder.kind == "item" for holder in block.within[depth:])
        for block in part
    ):
        return False
    numbers = [block.within[-1].number for block in part if block.within[depth:]]
    if len(set(numbers)) < len(numbers):
        return False
    are_bullets = all(isinstance(block, Paragraph) and block.bullet for block in part)
    # Numbers stand as text, but for those beside other lists, which need their places.
    is_flat = not depth and all(
        isinstance(block, Paragraph)
        and [holder.label for holder in block.within] == [block.label]
        and "\n" not in _raw(block)
        for block in part
    )
    return are_bullets or is_flat


def _cut(lists: Iterable[list], lengths: Iterable[int]) -> None:
    for found, length in zip(lists, lengths, strict=True):
        del found[length:]


def _raw(paragraph: Paragraph) -> str:
    return "".join(span.text for span in paragraph.spans)


def _grouped(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    """Put the items of one list together; every other block stands alone."""
    group: list[Block] = []
    for block in blocks:
        is_item = (
            isinstance(block, Paragraph)
            and block.bullet
            and not _SIMPLE_LABELS.match(block.label)
            and bool(block.text)
        )
        if isinstance(block, Paragraph) and block.bullet and not is_item:
            block = replace(block, bullet=False)
            if not _SIMPLE_LABELS.match(block.label):
                block.label = ""
        if not is_item and group:
            yield group
            group = []
        if is_item:
            group.append(block)
        elif not (isinstance(block, Paragraph) and block.is_empty):
            yield [block]
    if group:
        yield group


def _paragraphs(blocks: Iterable[Block]) -> list[Paragraph]:
    """All paragraphs of a cell, those of tables within it too."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        elif isinstance(block, Table):
            found += block.paragraphs
    return found


def _lines_of_cell(cell: Cell) -> list[Paragraph]:
    """Part what stands in *cell* into lines; items of a list get their sign as text."""
    return [
        replace(line, label="•", bullet=False) if line.bullet and _is_sign(line.label) else line
        for paragraph in _paragraphs(cell.blocks)
        for line in paragraph.lines()
    ]


def _is_sign(label: str) -> bool:
    return not _SIMPLE_LABELS.match(label)


def _tell_shape(cell: Cell) -> str:
    """Say what cannot keep its shape within *cell*, "" where there is no such thing."""
    holders = [block.within for block in cell.blocks]
    if any(isinstance(block, Table) for block in cell.blocks):
        return "bảng nằm trong ô của bảng khác thành các dòng của ô"
    if any(len(found) > 1 for found in holders):
        return "danh sách nhiều cấp trong ô của bảng thành một cấp"
    if any(holder.kind != "item" for found in holders for holder in found):
        return "khung trích dẫn hay danh sách từ và nghĩa trong ô của bảng thành các dòng của ô"
    return ""


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Put neighbours of one form together; blanks take the form of what stands before them."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        is_blank = not span.text.strip() and not span.note
        if last is not None and not last.note and not span.note:
            if is_blank or last.form == span.form:
                joined[-1] = replace(last, text=last.text + span.text)
                continue
            if not last.text.strip():
                joined[-1] = replace(span, text=last.text + span.text)
                continue
        joined.append(span)
    return joined


def _unbold(paragraph: Paragraph) -> Paragraph:
    pieces = [
        replace(piece, bold=False) if isinstance(piece, Span) else piece
        for piece in paragraph.pieces
    ]
    return replace(paragraph, pieces=pieces)


def _is_bold(cell: Cell) -> bool:
    found = [paragraph for paragraph in _paragraphs(cell.blocks) if paragraph.text]
    return bool(found) and all(paragraph.share("bold") > 0.5 for paragraph in found)


def _solid(text: str) -> str:
    return _NO_SPACE.sub("", drop_invisible(text))
