# SPDX-License-Identifier: AGPL-3.0-or-later
"""The header of a source file: where it begins and ends, and what its lines say.

It stands between two `---` lines, one of which may be missing or written otherwise. What it
says is YAML, every value a string (`header_yaml.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import ARTICLE_KEYS, field_name, is_field
from plugins.newsroom.header_yaml import (
    INNER,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    begins_field,
    read_header,
    shorten,
)

__all__ = ["FrontMatter", "MappingNode", "Node", "ScalarNode", "SequenceNode", "split"]

_FENCE = re.compile(r"---[ \t]*")
# What stands where "---" belongs: "———" as Word writes it, "+++", "...", one that is indented.
_LIKE_FENCE = re.compile(r"[ \t\xa0]*(?:[-–—−]+|\+{3}|\*{3}|_{3}|={3}|\.{3}|;{3})[ \t\xa0]*")
# A block of code, as chats and notes hand a header on.
_CODE = re.compile(r"[ \t]*(?:`{3,}|~{3,})[\w ]*")
# Known fields that a header within a text has at least.
_FIELDS_OF_HEADER = 3
_SENTENCE = re.compile(r"\w \w.*[.!?…:;][\"”»)*_]*\s*\Z")
# "auhtor: B": a misspelt name of a field, rather than "Ông nói: …".
_LIKE_KEY = re.compile(r"[a-z_]+(?:[ -][a-z_]+)?:(?: |$)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A source file cut in two: the header's fields and the body.

    `body_line` is the file's line on which the body begins. `faults` are those of the
    header's form; `unread` names the fields that are there and could not be read.
    """

    fields: MappingNode
    body: str
    body_line: int
    faults: tuple[Fault, ...]
    unread: frozenset[str] = frozenset()


def split(text: str, path: str) -> FrontMatter:
    """Cut *text*, whose lines end in "\\n", into header fields and body.

    Control characters in the header count as spaces here: tell of them before.
    """
    lines = text.split("\n")
    nothing = MappingNode({}, 1, {})
    opening = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[opening]):
        fault = Fault(path, opening + 1, "front matter", *_without_opening(lines[opening]))
        return FrontMatter(nothing, text, 1, (fault,))
    numbers = (
        number for number, line in enumerate(lines) if number > opening and _FENCE.fullmatch(line)
    )
    closing = next(numbers, None)
    # A header of one piece, as most are, holds no text.
    is_whole = closing is not None and all(lines[opening + 1 : closing])
    if closing is None or (not is_whole and _is_below_text(lines, opening + 1, closing)):
        fault = _without_closing(lines, opening, path)
        end, start = _likely_end(lines, opening + 1)
        fields, faults, unread = read_header([""] * opening + lines[opening + 1 : end], path)
        # A field may stand farther below, so that it is not missing.
        unread |= {_field_of(line) for line in lines[start:] if begins_field(line)}
        return FrontMatter(fields, "\n".join(lines[start:]), start + 1, (fault, *faults), unread)
    # Blank lines in place of those above, so that all lines keep their numbers.
    fields, faults, unread = read_header([""] * opening + lines[opening + 1 : closing], path)
    if opening:
        above = Fault(
            path,
            1,
            "front matter",
            f"có {opening} dòng trống trước dòng «---», chương trình khác sẽ không đọc phần đầu",
            "xóa các dòng trống ấy",
            warning=True,
        )
        faults = (above, *faults)
    body = "\n".join(lines[closing + 1 :])
    if "---" in body:
        faults = (*faults, *_further_headers(lines, closing + 1, path))
    return FrontMatter(fields, body, closing + 2, faults, unread)


def _without_opening(line: str) -> tuple[str, str]:
    """Say what is wrong with a file that begins with *line*, and the mend."""
    shown = shorten(line)
    if not shown:
        problem = "tệp không có chữ nào"
    elif _FENCE.fullmatch(line.strip()):
        return "dòng «---» đầu tệp thụt vào", "xóa dấu cách ở trước «---», cả ở dòng đóng phần đầu"
    else:
        problem = f"dòng đầu là «{shown}», không phải «---»"
    if _CODE.fullmatch(line):
        return problem, f"xóa dòng «{shown}» này và dòng đóng nó, để «---» là dòng đầu của tệp"
    if _LIKE_FENCE.fullmatch(line):
        mend = "viết «---» (ba dấu trừ) ở dòng này và ở dòng đóng phần đầu, không thụt vào"
        fields = "; mỗi trường viết «trường: giá trị»" if "+" in line else ""
        return problem, mend + fields
    return problem, "mở đầu tệp bằng một dòng «---», rồi các trường, rồi một dòng «---» nữa"


def _without_closing(lines: list[str], opening: int, path: str) -> Fault:
    """Tell of a header that nothing ends, at the line that was to do so if there is one."""
    problem = "phần đầu mở bằng «---» mà không có dòng «---» đóng lại"
    for number in range(opening + 1, len(lines)):
        line = lines[number]
        if _LIKE_FENCE.fullmatch(line):
            mend = f"viết «---» (ba dấu trừ, không thụt vào) thay cho «{shorten(line)}» ở dòng này"
            return Fault(path, number + 1, "front matter", problem, mend)
        if line.strip() and ":" not in line and line[0] not in INNER:
            break
    mend = "thêm một dòng «---» sau trường cuối cùng"
    return Fault(path, opening + 1, "front matter", problem, mend)


def _likely_end(lines: list[str], start: int) -> tuple[int, int]:
    """Tell where a header that nothing ends seems to end, and where the text below it begins.

    It is the first line, from *start*, that is neither a field nor part of one, or one that
    was to close the header.
    """
    for index in range(start, len(lines)):
        if _LIKE_FENCE.fullmatch(lines[index]):
            return index, index + 1
        if begins_field(lines[index]) and not _is_of_header(lines, index):
            return index, index
    return len(lines), len(lines)


def _is_below_text(lines: list[str], start: int, closing: int) -> bool:
    """Tell whether the line at *closing* crosses a text, and ends no header from *start* on.

    Between the two is a sentence, parted from the fields by a blank line.
    """
    first, _ = _likely_end(lines[:closing], start)
    return (
        first < closing
        and not lines[first - 1].strip()
        and bool(_SENTENCE.search(lines[first]))
        and not any(_is_known(_field_of(line)) for line in lines[first:closing])
    )


def _is_of_header(lines: list[str], index: int) -> bool:
    """Tell whether the line at *index* is a field, or was to be one: it stands among fields."""
    if _is_known(_field_of(lines[index])):
        return True
    if not lines[index - 1].strip():
        return False
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return bool(_LIKE_KEY.match(lines[index])) or _is_known(_field_of(following))


def _field_of(line: str) -> str:
    """Name the field that *line* seems to hold, "" if it has no colon."""
    return field_name(line.partition(":")[0].strip()) if ":" in line else ""


def _is_known(name: str) -> bool:
    return bool(name) and is_field(name)


def _further_headers(lines: list[str], start: int, path: str) -> Iterator[Fault]:
    """Tell of every header below the first one, whose fields would be printed.

    It stands between two lines "---" and names a title and two more fields at least.
    """
    first, names, is_open, is_code = 0, set[str](), False, False
    for index in range(start, len(lines)):
        line = lines[index]
        if line.startswith("```"):
            is_code = not is_code
        if is_code or not line.strip() or (is_open and names and line[0] in INNER[:2]):
            continue
        if _FENCE.fullmatch(line):
            if is_open and "title" in names and len(names) >= _FIELDS_OF_HEADER:
                yield Fault(
                    path,
                    first + 1,
                    "nội dung",
                    f"một phần đầu nữa, «{shorten(lines[first])}», nằm trong nội dung",
                    "mỗi tệp một bài: chuyển từ dòng «---» trên nó sang tệp khác, hoặc xóa phần"
                    " đầu thừa",
                )
                is_open = False
            else:
                is_open = True
            names.clear()
        elif is_open:
            name = _field_of(line)
            is_open = name in ARTICLE_KEYS
            first = index if not names else first
            names.add(name)
