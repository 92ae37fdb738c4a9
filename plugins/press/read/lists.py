# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists: which lines begin an item, and what belongs to it.

As in CommonMark an item holds what is indented below it, and a list may follow a line of
text at once (with a number only if it is 1, or below "II. Nhiệm vụ"). Otherwise than there,
two columns are enough to be below an item, and "+" directly under "-", or either under a
number, is the second level, the order of Vietnamese documents. A number of four digits is a
year, and numbers behind each other are a date or a count: "15. 11. 2026". A sign that may
belong to its figure, "- 5 độ", begins an item only among others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from plugins.press.read.paragraphs import (
    PART_OF_DOCUMENT,
    begins_hour,
    begins_paragraph,
    closes_list,
    has_label,
    heads_lines,
    heads_list,
    leads_in,
    stands_above,
)

#: A line with its number in the file.
Line = tuple[int, str]

#: The indentation, the bullet or the number, and the spaces behind it, as Word has them too.
#: Bullets alone, "*  *", are an ornament.
ITEM = re.compile(
    r"( *)(?:([-+*])(?!(?: *[-+*])+ *$)"
    r"|(0|[1-9][0-9]{0,2})\.(?![ \u00a0]+[0-9]+\.(?:[ \u00a0]|$)))([ \u00a0]+|$)"
)
#: A line across the page: "---", "* * *", "=====".
RULE = re.compile(r" {0,3}(?:([-_*])(?: *\1){2,}|={3,}) *$")
# Words behind which a number is none of an item: "trong tháng / 12. Đến nay".
_NUMBERED_WORD = re.compile(
    r"(?<![0-9])\s(?:ngày|tháng|quý|năm|khoản|điều|điểm|mục|số|thứ|lần|khóa|khoá|hạng|cấp|lớp|nhóm|bài|kỳ"
    r"|đợt|phường|quận|khu|ấp|tổ|đoàn|và|hoặc|từ|đến|khoảng)\s*\Z"
)
# The figure of an item to which its "-" or "+" belongs: degrees, a telephone number.
_SIGNED = re.compile(
    r"[0-9]+(?:[.,][0-9]+)?(?:\s?[-–]\s?[0-9]+)?\s?(?:độ|°|º|℃|o ?C\b)|84[\s.(][0-9(]"
)
# A figure that is no time, date or score.
_FIGURE = re.compile(r"[0-9][0-9.,]*(?=[\s%‰°º]|\Z)(?!\s*giờ)")
# What ends a line behind which a list may begin, and the letters that fill a column.
_LEADS_IN = re.compile(r"[.:;!?…,][\s*_\"”’»)\]]*\Z")
_FULL = 60
_PART_ALONE = re.compile(r"[\s*_]*[IVX]{1,5}[.)]?[\s*_]*\Z")
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
#: Columns by which a line below an item is indented at least.
_BELOW = 2
_RANKS = {"1": 0, "-": 1, "*": 1, "+": 2}


@dataclass(slots=True)
class Item:
    """An item: its number as typed, None for a bullet, and its lines without indentation."""

    number: int | None
    lines: list[Line]


@dataclass(slots=True)
class WrittenList:
    """A list as written; `is_loose` if blank lines part its items or what is in one."""

    kind: str
    items: list[Item] = field(default_factory=list)
    is_loose: bool = False

    @property
    def is_ordered(self) -> bool:
        """Tell whether its items have numbers."""
        return self.kind == "1"

    def holds_signed_figures(self, is_inner: bool) -> bool:
        """Tell whether the "-" or "+" of its items are rather signs of their figures.

        In an item of another list, *is_inner*, a figure alone does not tell.
        """
        if self.kind not in "-+":
            return False
        texts = [item.lines[0][1] for item in self.items if item.lines[0][1]]
        is_lone = len(texts) == 1 and not is_inner
        return (is_lone and bool(_FIGURE.match(texts[0]))) or all(map(_SIGNED.match, texts))

    def doubtful_figures(self) -> list[Line]:
        """List the items among others whose "-" or "+" may be the sign of their figure."""
        if self.kind not in "-+":
            return []
        return [item.lines[0] for item in self.items if _SIGNED.match(item.lines[0][1])]


def begins_list(text: str, before: str = "", next_number: int = 1) -> bool:
    """Tell whether *text* begins a list, also right behind the line of text *before*.

    There a number does only if it is 1, or *next_number*, behind that of the last item.
    """
    found = ITEM.match(text)
    if not found or found.end() == len(text) or RULE.match(text):
        return False
    if not before or found[2] is not None or found[3] in ("1", str(next_number)):
        return True
    # Below the name of a part its items go on with whatever number they have.
    return bool(PART_OF_DOCUMENT.match(before) or _PART_ALONE.match(before))


def continues_sentence(lines: list[Line], at: int) -> bool:
    """Tell whether the line at place *at*, which looks like an item, goes on with a sentence.

    So it does in a source that is wrapped, below a full line that ends no clause, and
    behind a word that has a number, "trong quý / 1. Đến nay"; but not before another item.
    """
    before = lines[at - 1][1].rstrip()
    found = ITEM.match(lines[at][1])
    is_number = found[3] and _NUMBERED_WORD.search(before)
    if not is_number and (len(before) < _FULL or _LEADS_IN.search(before)):
        return False
    if found[2] and lines[at][1][found.end() :][:1].isupper():
        return False
    is_below = False
    for place in range(at + 1, len(lines)):
        text = lines[place][1]
        other = ITEM.match(text)
        if other and other[2] == found[2]:
            return False
        if is_below and text.strip():
            break
        is_below |= not text.strip()
    return True


def _next_item(lines: list[Line], at: int, kind: str) -> int:
    """Find the next item of a kind behind place *at*, before a blank line."""
    for place in range(at + 1, len(lines)):
        text = lines[place][1]
        if not text.strip():
            break
        found = ITEM.match(text)
        if found and (found[2] or "1") == kind:
            return place
    return len(lines)


def _begins_anew(lines: list[Line], at: int, kind: str) -> bool:
    """Tell whether a list of a kind may begin at place *at*: with a number only if it is 1."""
    found = ITEM.match(lines[at][1]) if at < len(lines) else None
    return bool(found) and (found[3] == "1" if kind == "1" else found[2] == kind)


def _holds_list(written: WrittenList, kind: str) -> bool:
    """Tell whether the last item, "* Kinh tế:", leads to items with the other of "*" and "-".

    It does not if it holds items of a third kind already.
    """
    if {written.kind, kind} != {"*", "-"}:
        return False
    (_, first), *rest = written.items[-1].lines
    held = ITEM.match(rest[0][1]) if rest else None
    return first.rstrip(" *_").endswith(":") and (held is None or held[2] in (None, kind))


def take_task(text: str) -> str:
    """Write the box before a task, "[x]", as a sign of its own."""
    found = _TASK.match(text)
    return f"{'☐' if found[1] == ' ' else '☑'} {text[found.end() :]}" if found else text


def gather_list(
    lines: list[Line], at: int, ends: Callable[[list[Line], int], bool]
) -> tuple[WrittenList, int]:
    """Gather the list that begins at place *at* of *lines*, and where it ends.

    `ends(lines, at)` tells whether something else than a list begins at a place.
    """
    first = ITEM.match(lines[at][1])
    kind = first[2] or "1"
    indent = len(first[1])
    written = WrittenList(kind)
    offset = 0
    # Where the next item of its kind stands, as far as it was looked for.
    following = -1
    blanks: list[Line] = []
    while at < len(lines):
        number, text = lines[at]
        if not text.strip():
            blanks.append((number, ""))
            at += 1
            continue
        spaces = len(text) - len(text.lstrip(" "))
        found = None if RULE.match(text) else ITEM.match(text)
        is_below = bool(written.items) and spaces >= indent + _BELOW
        if found and not is_below:
            other = found[2] or "1"
            before = lines[at - 1][1] if written.items and not blanks else ""
            is_next = kind == "1" and found[3] == str(
                (written.items or [Item(0, [])])[-1].number + 1
            )
            if found[3] and not is_next and _NUMBERED_WORD.search(before):
                pass
            elif other == kind:
                written.is_loose |= bool(blanks)
                blanks = []
                if len(found[4]) > 4:
                    found = re.match(r"( *)(?:([-+*])|([0-9]+)\.)[ \u00a0]", text)
                offset = found.end() if found.end() < len(text) else indent + _BELOW
                item = Item(int(found[3]) if found[3] else None, [(number, text[found.end() :])])
                written.items.append(item)
                at += 1
                continue
            elif blanks or (_RANKS[other] <= _RANKS[kind] and not _holds_list(written, other)):
                break
        elif not is_below:
            before = lines[at - 1][1]
            if blanks or ends(lines, at) or begins_paragraph(before, text) or begins_hour(text):
                break
            if stands_above(before, text, kind == "1") or heads_lines(before, text):
                break
            if _begins_anew(lines, at + 1, kind) and (
                leads_in(before, text) or (kind == "1" and heads_list(before, text))
            ):
                break
            if has_label(before, text) or (kind != "1" and closes_list(before, text)):
                if following <= at:
                    following = _next_item(lines, at, kind)
                if following == len(lines):
                    break
        if blanks and is_below:
            written.is_loose |= not found
            written.items[-1].lines += blanks
            blanks = []
        written.items[-1].lines.append((number, text[min(spaces, offset) :]))
        at += 1
    return written, at - len(blanks)
