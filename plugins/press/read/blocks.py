# SPDX-License-Identifier: AGPL-3.0-or-later
"""The blocks of a text: headings, lists, tables, quotations, notes, paragraphs.

Python-Markdown cuts a text at blank lines, tries its processors on each piece and puts
back what one leaves, so that lines lose their numbers and a long piece is copied for
each block in it. Here the lines are read once, from the first to the last, each with
its number in the file. What was HTML or code already stands aside (`raw_html`).
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteExtension
from markdown.util import HTML_PLACEHOLDER_RE

from plugins.newsroom.offices import is_office
from plugins.press.read.lists import (
    RULE,
    Line,
    begins_list,
    continues_sentence,
    gather_list,
    take_task,
)
from plugins.press.read.messages import Tell, Told, shortened
from plugins.press.read.paragraphs import (
    CAPITAL,
    begins_paragraph,
    gaps_of,
    may_be_wrapped,
    may_part_from_note,
    parts_from_note,
    split_lines,
)
from plugins.press.read.references import (
    DEFINITION,
    NOTE,
    fold_label,
    looks_like_address,
)
from plugins.press.read.tables import begins_table, read_table
from plugins.vietnamese.letters import fold

_HEADING = re.compile(r" {0,3}(#{1,6})(?!#)(.*)")
_UNDERLINE = re.compile(r" {0,3}(={3,}|-{3,}) *$")
# A line that ends so, or is longer, is no heading, whatever stands below it.
_LONGEST_UNDERLINED = 150
_NO_HEADING = re.compile(r"[.,:;…][\s*_\"”’»)\]]*\Z")
# How such a line begins in a letterhead, besides with the name of an office.
_LETTERHEAD = re.compile(
    r"(?:cộng h(?:òa|oà) xã hội chủ nghĩa|độc lập\s?[-–—]\s?tự do|đảng cộng sản|quốc hội"
    r"|chính phủ|thủ tướng|chủ tịch nước|nước cộng h(?:òa|oà))\b|số\s*:",
    re.IGNORECASE,
)
# The name of a place below that of its office, which is in capitals there.
_PLACE = re.compile(r"(?:TỈNH|THÀNH PHỐ|THỊ XÃ|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s")
# "#Kết quả", "#II. Kết quả", "#1. Kết quả": a syllable or number and more words, no other "#".
_GLUED_HEADING = re.compile(
    rf" {{0,3}}#([{CAPITAL}]\w{{0,6}}|[IVX]{{1,5}}\.|[0-9]{{1,2}}\.)(?= +[^\W_])"
    r"[^#\n]{1,150}#*\s*\Z"
)
# A Vietnamese syllable without its marks, or the number of a part.
_SYLLABLE = re.compile(
    r"(?:ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
    r"|[ivx]+\.|[0-9]+\."
)
_LABEL_ALONE = re.compile(r" *\[[^\[\]\n]+\]:(?:\x04[0-9]+\x04)? *$")
_QUOTE = re.compile(r" *> ?")
_ASIDE = re.compile(rf" *{HTML_PLACEHOLDER_RE.pattern}")
# What may begin something else than a paragraph.
_SIGNS = frozenset("#>-+*_=0123456789[|:\x02")
# Columns by which the further paragraphs of a note are indented at least.
_BELOW_NOTE = 2


class LineParser(BlockParser):
    """Reads the blocks of one text after the other.

    `first_line` and `labels`, what links use, are those of the text to come.
    """

    def __init__(self, md: Markdown, footnotes: FootnoteExtension, tell: Tell) -> None:
        super().__init__(md)
        self.tell = tell
        self.first_line = 1
        self.labels: frozenset[str] = frozenset()
        self._footnotes = footnotes
        # The lines of each note, by its label, which the extension keeps as its text.
        self._notes: dict[str, list[Line]] = {}
        # Behind that of the last item which had a number.
        self._next_number = 1

    def parseDocument(self, lines: list[str]) -> etree.ElementTree:
        """Read a whole text."""
        self._notes.clear()
        self._next_number = 1
        root = etree.Element(self.md.doc_tag)
        self._read(root, list(enumerate(lines, self.first_line)))
        return etree.ElementTree(root)

    def parseChunk(self, parent: etree.Element, text: str) -> None:
        """Read the note whose label is *text*, as the extension for footnotes asks."""
        self._read(parent, self._notes[text])

    def lines_of_notes(self) -> dict[int, str]:
        """Tell which lines of the file hold a note of the text read last, and its label."""
        return {number: label for label, lines in self._notes.items() for number, _ in lines}

    def _read(self, parent: etree.Element, lines: list[Line], is_tight: bool = False) -> None:
        at = 0
        while at < len(lines):
            text = lines[at][1]
            if not text or text.isspace():
                at += 1
            elif not self._begins_block(lines, at):
                at = self._read_paragraph(parent, lines, at, is_tight)
            elif found := _ASIDE.match(text):
                etree.SubElement(parent, "p").text = found[0].strip(" ")
                rest = text[found.end() :]
                if rest.strip():
                    lines[at] = (lines[at][0], rest)
                else:
                    at += 1
            elif RULE.match(text):
                etree.SubElement(parent, "hr")
                at += 1
            elif begins_list(text):
                at = self._read_list(parent, lines, at)
            elif begins_table(lines, at):
                at = read_table(parent, lines, at, self.tell)
            elif found := _QUOTE.match(text):
                at = self._read_quote(parent, lines, at)
            elif found := NOTE.match(text):
                at = self._read_note(lines, at, found)
            elif found := self._definition_at(lines, at):
                self._define(found)
                at += 1 + _is_parted(lines[at][1])
            else:
                self._read_heading(parent, lines[at])
                at += 1

    def _begins_block(self, lines: list[Line], at: int, before: str = "") -> bool:
        """Tell whether something else than a paragraph begins at place *at* of *lines*.

        *before* is the line of text right above, "" without one.
        """
        text = lines[at][1]
        sign = text.lstrip(" ")[:1]
        if sign not in _SIGNS and "|" not in text:
            return False
        if sign == "#":
            found = _HEADING.match(text)
            # "#ChuyenDoiSo" is a word; "##Kết quả" lacks but a space.
            return bool(found) and (
                len(found[1]) > 1 or not found[2].strip() or found[2].startswith(" ")
            )
        if sign == "[":
            return bool(NOTE.match(text)) or self._definition_at(lines, at) is not None
        if sign == "\x02":
            return bool(_ASIDE.match(text))
        if sign == ">":
            return _begins_quote(lines, at)
        if begins_list(text, before, self._next_number):
            return not before or not continues_sentence(lines, at)
        return bool(RULE.match(text)) or begins_table(lines, at)

    def _read_paragraph(
        self, parent: etree.Element, lines: list[Line], at: int, is_tight: bool
    ) -> int:
        """Read the paragraph that begins at place *at*, or a heading with a line below it."""
        start = at
        at += 1
        while at < len(lines):
            text = lines[at][1]
            if not text or text.isspace():
                break
            if (
                at == start + 1
                and (found := _UNDERLINE.match(text))
                and _may_be_heading(lines[start][1])
            ):
                heading = etree.SubElement(parent, "h1" if found[1][0] == "=" else "h2")
                self._fill_heading(heading, lines[start])
                self._tell_underlined(lines[start][1], lines[at])
                return at + 1
            if self._begins_block(lines, at, lines[at - 1][1]):
                break
            at += 1
        is_item = parent.tag == "li" and not start
        self._write_paragraph(parent, lines[start:at], is_tight, is_item)
        return at

    def _tell_underlined(self, words: str, line: Line) -> None:
        """Tell of a heading that is one by the *line* across the page below it."""
        shown, rule = shortened(words), shortened(line[1])
        problem = f"dòng «{rule}» ngay dưới «{shown}» làm dòng ấy thành tiêu đề"
        mend = (
            f"đúng là tiêu đề thì viết «## {shown}» và xóa dòng «{rule}»; là đường kẻ thì thêm một"
            " dòng trống trước nó"
        )
        self.tell(Told(line[0], problem, mend))

    def _tell_glued(self, line: Line) -> None:
        """Tell of "#Kết quả đạt được", a heading but for its space; "#ChuyenDoiSo" is a word."""
        found = _GLUED_HEADING.match(line[1])
        if not found or not _SYLLABLE.fullmatch(fold(found[1])):
            return
        words = shortened(found[0].lstrip(" #"))
        problem = f"«#{words}» thiếu dấu cách sau «#», không thành tiêu đề, được in như chữ"
        mend = f"tiêu đề thì viết «## {words}»; thẻ thì viết «\\#{words}»"
        self.tell(Told(line[0], problem, mend))

    def _write_paragraph(
        self, parent: etree.Element, lines: list[Line], is_tight: bool, is_item: bool = False
    ) -> None:
        for line in lines:
            if "]:" in line[1]:
                self._tell_unused(line)
            if "#" in line[1] and parent.tag != "li":
                self._tell_glued(line)
        texts = [text.lstrip() for _, text in lines]
        texts[-1] = texts[-1].rstrip()
        if len(texts) > 2 and may_be_wrapped(texts, gaps_of(texts, is_item)):
            problem = "không rõ đây là các dòng riêng hay một câu bị xuống dòng giữa chừng"
            mend = (
                "một câu thì nối lại thành một dòng; các dòng riêng (như trang đang in) thì thêm"
                " hai dấu cách ở cuối mỗi dòng"
            )
            self.tell(Told(lines[0][0], problem, mend))
        paragraphs = ["\n".join(map(_write_line, part)) for part in split_lines(texts, is_item)]
        if not is_tight:
            for words in paragraphs:
                etree.SubElement(parent, "p").text = words
            return
        words = "  \n".join(paragraphs)
        if not len(parent):
            parent.text = f"{parent.text}\n{words}" if parent.text else words
        else:
            parent[-1].tail = f"{parent[-1].tail or ''}\n{words}"

    def _read_heading(self, parent: etree.Element, line: Line) -> None:
        signs, words = _HEADING.match(line[1]).groups()
        is_glued = words[:1] != " "
        words = words.strip()
        bare = words.rstrip("#")
        # "##Kết quả##" ends as it began.
        if not bare or bare.endswith(" ") or is_glued:
            words = bare.strip()
        if not words:
            problem = f"dòng «{signs}» không có chữ, không thành tiêu đề"
            self.tell(Told(line[0], problem, "viết chữ của tiêu đề sau dấu #, hoặc xóa dòng"))
            return
        heading = etree.SubElement(parent, f"h{len(signs)}")
        self._fill_heading(heading, (line[0], words))

    def _fill_heading(self, heading: etree.Element, line: Line) -> None:
        heading.text = line[1].strip()
        if "<" in heading.text or "&" in heading.text:
            # All its words may turn out to be what no page may hold.
            heading.set("line", f"\x04h{line[0]}\x04")

    def _read_list(self, parent: etree.Element, lines: list[Line], at: int) -> int:
        written, end = gather_list(lines, at, self._ends_item)
        if written.holds_signed_figures(parent.tag == "li"):
            end = next((place for place in range(at, end) if not lines[place][1].strip()), end)
            self._write_paragraph(parent, lines[at:end], is_tight=False)
            return end
        for number, text in written.doubtful_figures():
            figure = f"{written.kind} {shortened(text, 30)}"
            self.tell(
                Told(
                    number,
                    f"«{figure}» thành một mục của danh sách, số không có dấu «{written.kind}»",
                    f"nếu đó là dấu của số thì viết «{written.kind} \\{written.kind}"
                    f"{shortened(text, 30)}»; nếu không thì đặt một chữ trước số",
                )
            )
        element = etree.SubElement(parent, "ol" if written.is_ordered else "ul")
        expected = 1
        for item in written.items:
            child = etree.SubElement(element, "li")
            if item.number is not None:
                if item is written.items[0] and item.number != 1:
                    element.set("start", str(item.number))
                elif item.number != expected:
                    child.set("value", str(item.number))
                expected = item.number + 1
            item.lines[0] = (item.lines[0][0], take_task(item.lines[0][1]))
            self._read(child, item.lines, not written.is_loose)
        if written.is_ordered:
            self._next_number = expected
        return end

    def _ends_item(self, lines: list[Line], at: int) -> bool:
        return self._begins_block(lines, at, lines[at - 1][1])

    def _read_quote(self, parent: etree.Element, lines: list[Line], at: int) -> int:
        quoted: list[Line] = []
        while at < len(lines):
            number, text = lines[at]
            found = _QUOTE.match(text)
            if not found and (
                not text.strip()
                or not quoted[-1][1].strip()
                or begins_paragraph(quoted[-1][1], text)
                or self._begins_block(lines, at, quoted[-1][1])
            ):
                break
            quoted.append((number, text[found.end() :] if found else text))
            at += 1
        self._read(etree.SubElement(parent, "blockquote"), quoted)
        return at

    def _read_note(self, lines: list[Line], at: int, found: re.Match[str]) -> int:
        number, label = lines[at][0], found[1]
        note: list[Line] = [(number, found[2])]
        is_told = False
        at += 1
        while at < len(lines):
            line, text = lines[at]
            is_below = text.startswith(" " * _BELOW_NOTE)
            is_after_blank = len(note) > 1 and not note[-1][1].strip()
            if (
                text.strip()
                and not is_below
                and (is_after_blank or self._begins_block(lines, at, note[-1][1]))
            ):
                break
            if not is_below and text.strip():
                if parts_from_note(note[-1][1], text):
                    problem = (
                        f"dòng sau chú giải «[^{shortened(label)}]» được in thành đoạn của bài"
                    )
                    mend = (
                        "thêm một dòng trống trước nó; nếu nó thuộc chú giải thì thụt vào bốn"
                        " dấu cách"
                    )
                    self.tell(Told(line, problem, mend))
                    break
                if not is_told and may_part_from_note(note[-1][1], text):
                    is_told = True
                    problem = f"dòng này được in trong chú giải «[^{shortened(label)}]» ở trên"
                    mend = (
                        "nếu nó là đoạn của bài thì thêm một dòng trống trước nó; nếu nó thuộc"
                        " chú giải thì thụt vào bốn dấu cách"
                    )
                    self.tell(Told(line, problem, mend))
            note.append((line, text[min(len(text) - len(text.lstrip(" ")), 4) :]))
            at += 1
        while len(note) > 1 and not note[-1][1].strip():
            note.pop()
        if label not in self._footnotes.footnotes:
            self._footnotes.setFootnote(label, label)
            self._notes[label] = note
            return at
        before = self._notes[label]
        problem = f"chú thích «[^{shortened(label)}]» đã có ở dòng {before[0][0]}"
        mend = "đặt số khác cho một trong hai chú thích, và cho chỗ gọi nó"
        self.tell(Told(number, problem, mend, warning=False))
        before += [(number, ""), *note]
        return at

    def _definition_at(self, lines: list[Line], at: int) -> re.Match[str] | None:
        """Find what defines a link of the text, which nothing defines yet, at a place."""
        text = lines[at][1]
        if _is_parted(text) and at + 1 < len(lines):
            text = f"{text} {lines[at + 1][1]}"
        found = DEFINITION.match(text)
        if not found or not looks_like_address(found[2]):
            return None
        label = fold_label(found[1])
        return found if label in self.labels and label not in self.md.references else None

    def _tell_unused(self, line: Line) -> None:
        """Tell of a line that defines a link, if no link uses it or another line did."""
        found = DEFINITION.match(line[1])
        if not found or not looks_like_address(found[2]):
            return
        label = shortened(found[1])
        if fold_label(found[1]) in self.labels:
            problem = f"«[{label}]:» đã được định nghĩa ở một dòng trước"
            mend = "đặt tên khác cho một trong hai dòng, hoặc xóa dòng này"
        else:
            problem = f"không có liên kết nào dùng dòng «[{label}]: …», dòng được in như chữ"
            mend = f"viết [chữ][{label}] ở chỗ cần liên kết, hoặc xóa dòng này"
        self.tell(Told(line[0], problem, mend))

    def _define(self, found: re.Match[str]) -> None:
        label, address, *titles = found.groups()
        title = next((title for title in titles if title is not None), None)
        address = address.removeprefix("<").removesuffix(">")
        self.md.references[fold_label(label)] = (address, title)


def _may_be_heading(text: str) -> bool:
    """Tell whether a line across the page makes a heading of *text* above it.

    In a letterhead, below names of offices and the country's motto, it is an ornament.
    """
    words = text.strip(" *_")
    return not (
        len(words) > _LONGEST_UNDERLINED
        or _NO_HEADING.search(text)
        or _LETTERHEAD.match(words)
        or (words.isupper() and _PLACE.match(words))
        or is_office(words)
    )


def _write_line(line: tuple[str, bool]) -> str:
    text, is_broken = line
    return f"{text.rstrip()}  " if is_broken and not text.endswith("  ") else text


def _is_parted(text: str) -> bool:
    """Tell whether *text* is the label of a definition whose address is on the next line."""
    return bool(_LABEL_ALONE.match(text))


def _begins_quote(lines: list[Line], at: int) -> bool:
    """Tell whether the line at place *at*, which begins with ">", is one of a quotation.

    "> 50% số hộ" and ">= 80 điểm" are more than that, "> 1. Thu" is not.
    """
    words = lines[at][1].lstrip(" >")
    if not words[:1].isdigit() or begins_list(words):
        return not words.startswith("=")
    below = lines[at + 1][1].lstrip(" ") if at + 1 < len(lines) else ""
    further = below.lstrip(" >")[:1]
    return below.startswith(">") and not (further.isdigit() or further == "=")
