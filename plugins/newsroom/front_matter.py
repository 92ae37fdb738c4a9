# SPDX-License-Identifier: AGPL-3.0-or-later
"""The header of a source file: YAML between two `---` lines, every value a string.

YAML is composed, never constructed: no value becomes a number, a date or a
truth by itself ("No" stays "No", 7:30 stays 7:30), and every value knows its
line. The text fields are literal: what an editor types on one line arrives as
typed, so that a title may hold a colon without quoting.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from plugins.newsroom.fault import Fault

#: Fields whose one-line value is taken as typed.
TEXT_FIELDS = ("title", "summary", "caption", "alt", "credit", "note", "wrong", "right")

_FENCE = re.compile(r"---[ \t]*")
_TEXT_LINE = re.compile(
    rf"(?P<lead>[ ]*(?:-[ ]+)*)(?P<key>{'|'.join(TEXT_FIELDS)})[ \t]*:(?:[ \t]+(?P<value>.*))?"
)
_ANY_KEY = re.compile(r"(?P<lead>[ ]*(?:-[ ]+)*)[^\s#'\"{\[][^:]*:(?:[ \t]+(?P<value>.*))?")
_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:[ \t]+#.*)?")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value and the line, counted from 1 in its file, where it stands."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values; of a key that stands twice the first counts."""

    entries: dict[str, "Node"]
    line: int
    key_lines: dict[str, int]


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A source file cut in two: the header's fields and the body.

    `body_line` is the file's line on which the body begins. `faults` are those
    of the header's form; a header that cannot be read has no fields.
    """

    fields: Mapping
    body: str
    body_line: int
    faults: tuple[Fault, ...]


def split(text: str, path: str) -> FrontMatter:
    """Cut *text*, whose lines end in "\\n", into header fields and body."""
    lines = text.split("\n")
    nothing = Mapping({}, 1, {})
    if not _FENCE.fullmatch(lines[0]):
        fault = Fault(
            path,
            1,
            "front matter",
            f"dòng đầu là «{_shorten(lines[0])}», không phải «---»",
            "mở đầu tệp bằng một dòng «---», rồi các trường, rồi một dòng «---» nữa",
        )
        return FrontMatter(nothing, text, 1, (fault,))
    for number, line in enumerate(lines[1:], start=1):
        if _FENCE.fullmatch(line):
            break
    else:
        fault = Fault(
            path,
            1,
            "front matter",
            "phần đầu mở bằng «---» mà không có dòng «---» đóng lại",
            "thêm một dòng «---» sau trường cuối cùng",
        )
        return FrontMatter(nothing, "", len(lines), (fault,))
    fields, faults = _compose(lines[1:number], path)
    return FrontMatter(fields, "\n".join(lines[number + 1 :]), number + 2, faults)


def _compose(lines: list[str], path: str) -> tuple[Mapping, tuple[Fault, ...]]:
    """Read header *lines*, the first of which is line 2 of the file."""
    # The leading line break makes YAML count the lines as the file does.
    source = "\n" + "\n".join(_quote_text_fields(lines)) + "\n"
    builder = _Builder(path)
    try:
        root = builder.build(yaml.parse(source, Loader=yaml.CBaseLoader))
    except yaml.YAMLError as error:
        return Mapping({}, 1, {}), (*builder.faults, _unreadable(error, lines, path))
    if root is not None and not isinstance(root, Mapping):
        builder.note(
            root.line,
            "",
            f"phần đầu bắt đầu bằng «{_shorten(lines[root.line - 2])}», "
            "không phải một dòng «trường: giá trị»",
            "viết mỗi trường trên một dòng, có dấu cách sau dấu hai chấm, ví dụ «title: Tên bài»",
        )
    fields = root if isinstance(root, Mapping) else Mapping({}, 1, {})
    return fields, tuple(builder.faults)


class _Builder:
    """Makes nodes from YAML's events and notes what a header must not hold."""

    #: Deeper than any field goes, shallow enough for the interpreter's stack.
    DEPTH = 20

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def note(self, line: int, name: str, problem: str, mend: str) -> None:
        """Add one fault."""
        self.faults.append(Fault(self.path, line, name or "front matter", problem, mend))

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        """Read the one document of *events*; an empty one gives None."""
        root = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                root = self._node(next(events), events, "", 0)
            elif isinstance(event, yaml.DocumentEndEvent) and event.explicit:
                # What follows would be a document of its own, read by nobody.
                self.note(
                    event.start_mark.line + 1,
                    "",
                    "dòng «...» kết thúc phần đầu, các dòng sau nó sẽ mất",
                    "xóa dòng «...»",
                )
                break
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], name: str, depth: int) -> Node:
        line = event.start_mark.line + 1
        self._refuse_hidden_meaning(event, line, name)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(line, events, name, depth + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, events, name, depth + 1)
        return Scalar(getattr(event, "value", ""), line)

    def _refuse_hidden_meaning(self, event: yaml.Event, line: int, name: str) -> None:
        if event.anchor is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.note(
                line,
                name,
                f"«{mark}{event.anchor}» là neo hay bí danh của YAML, không được dùng",
                "viết thẳng giá trị; nếu đó là chữ thường, đặt cả giá trị trong dấu nháy đơn",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.note(
                line,
                name,
                f"«{tag}» là thẻ của YAML, không được dùng",
                "viết thẳng giá trị; nếu đó là chữ thường, đặt cả giá trị trong dấu nháy đơn",
            )

    def _sequence(self, line: int, events: Iterator[yaml.Event], name: str, depth: int) -> Sequence:
        self._refuse_depth(depth, line, name)
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            number = str(len(items) + 1)
            items.append(self._node(event, events, f"{name}.{number}" if name else number, depth))
        return Sequence(tuple(items), line)

    def _mapping(self, line: int, events: Iterator[yaml.Event], name: str, depth: int) -> Mapping:
        self._refuse_depth(depth, line, name)
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, name, depth)
            text = unicodedata.normalize("NFC", key.text) if isinstance(key, Scalar) else ""
            full_name = f"{name}.{text}" if name else text
            value = self._node(next(events), events, full_name, depth)
            if not isinstance(key, Scalar):
                self.note(
                    key.line,
                    name,
                    "tên trường là một danh sách hay bảng",
                    "viết tên trường bằng chữ, ví dụ «title: Tên bài»",
                )
            elif text in entries:
                self.note(
                    key.line,
                    full_name,
                    f"trường «{text}» đã có ở dòng {key_lines[text]}",
                    "giữ một dòng, xóa dòng kia",
                )
            else:
                entries[text] = value
                key_lines[text] = key.line
        return Mapping(entries, line, key_lines)

    def _refuse_depth(self, depth: int, line: int, name: str) -> None:
        if depth > self.DEPTH:
            raise yaml.MarkedYAMLError(f"{name} is nested too deep", _Mark(line - 1))


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where YAML stopped; `line` counts from 0."""

    line: int


def _quote_text_fields(lines: list[str]) -> list[str]:
    """Put the literal values of text fields in quotes that YAML takes as they are.

    Returns as many lines as it got, each at its old place. A value that is one
    closed quoted scalar or opens a block stays YAML's. A value carried on over
    more indented lines is folded into one, blank lines standing in for the rest.
    """
    quoted = list(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        match = _TEXT_LINE.fullmatch(line)
        other = None if match else _ANY_KEY.fullmatch(line)
        found = match or other
        value = ((found["value"] if found else None) or "").strip(" \t")
        index += 1
        if found and _BLOCK.fullmatch(value):
            index = _end_of_value(lines, index, len(found["lead"]))
            continue
        if not match:
            continue
        end = _end_of_value(lines, index, len(match["lead"]))
        carried = [part.strip(" \t") for part in lines[index:end]]
        literal = " ".join(part for part in [value, *carried] if part)
        if literal and not _QUOTED.fullmatch(literal):
            # Single quotes know one escape only: '' for a quote.
            literal = literal.replace("'", "''")
            quoted[index - 1] = f"{match['lead']}{match['key']}: '{literal}'"
            quoted[index:end] = [""] * (end - index)
        index = end
    return quoted


def _end_of_value(lines: list[str], start: int, indent: int) -> int:
    """Find the first line from *start* that is not carried on from a key at *indent*."""
    index = start
    while index < len(lines):
        line = lines[index]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        index += 1
    # Blank lines before the next key belong to nobody.
    while index > start and not lines[index - 1].strip():
        index -= 1
    return index


def _unreadable(error: yaml.YAMLError, lines: list[str], path: str) -> Fault:
    """Say where YAML stopped understanding the header."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    number = min(max(mark.line + 1 if mark else 2, 2), len(lines) + 1)
    shown = lines[number - 2] if lines else ""
    mend = (
        "thêm dấu cách sau dấu hai chấm"
        if re.match(r"[ ]*(?:-[ ]+)*\w+:\S", shown)
        else "viết «trường: giá trị», trường con thụt vào hai dấu cách; "
        "đặt giá trị có dấu hai chấm, ngoặc hay dấu sao trong dấu nháy đơn"
    )
    return Fault(path, number, "front matter", f"không đọc được dòng «{_shorten(shown)}»", mend)


def _shorten(text: str) -> str:
    """Cut *text* to what fits in a message."""
    text = text.strip()
    return text if len(text) <= 60 else text[:59] + "…"
