# SPDX-License-Identifier: AGPL-3.0-or-later
"""The header of a source file: YAML between two `---` lines, every value a string.

YAML is composed, never constructed: no value becomes a number, a date or a
truth by itself ("No" stays "No", 7:30 stays 7:30), and every value knows its
line. The text fields are literal: what an editor types on one line arrives as
typed, so that a title may hold a colon without quoting. So may a byline.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import (
    ARTICLE_KEYS,
    BYLINE_FIELDS,
    CHANGE_KEYS,
    CORRECTION_KEYS,
    PHOTO_KEYS,
    TEXT_FIELDS,
    field_name,
    is_field,
)
from plugins.vietnamese.letters import drop_invisible

_FENCE = re.compile(r"---[ \t]*")
# What stands where "---" belongs: "———" as Word writes it, "+++", "...", one that is indented.
_LIKE_FENCE = re.compile(r"[ \t\xa0]*(?:[-–—−]+|\+{3}|\*{3}|_{3}|={3}|\.{3}|;{3})[ \t\xa0]*")
# A block of code, as chats and notes hand a header on.
_CODE = re.compile(r"[ \t]*(?:`{3,}|~{3,})[\w ]*")
# "- - key: value", any part of it missing.
_LINE = re.compile(
    r"(?P<lead>[ ]*(?:-[ ]+)*)(?:(?P<key>[^\s:#'\"\[{][^:]*):(?=[ \t]|$))?(?P<value>.*)"
)
# Where a carried line begins so, it is none.
_FIELD_OR_COMMENT = re.compile(r"[ ]*(?:([^\W\d][\w -]*):|#)(?=[ \t]|$)")
_ITEM = re.compile(r"[ ]*-(?=[ \t]|$)")
_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:[ \t]+#.*)?")
_EMPTY_BLOCK = re.compile(r"[|>][+-]?")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")
_BEGINS_WITH_QUOTED = re.compile(r"""'(?:[^']|'')*+'|"(?:[^"\\]|\\.)*+\"""")
# A byline with a role, which YAML would take for a key and its value.
_PLAIN_WITH_COLON = re.compile(r"[^'\"\[{&*!|>%@`#].*:(?=[ \t]|$)")
_COMMENT = re.compile(r"(?:^|[ \t])#")
# In a list or table on one line; what stands in quotes, closed or not, is no comment.
_COMMENT_OR_QUOTED = re.compile(
    r"""'(?:[^']|'')*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)|(?:^|(?<=[ \t]))\#"""
)
# A line that begins so is part of what stands above it.
_INNER = " \t-"
# Lines of one header that are told as unreadable.
_MOST_UNREAD = 20
# Known fields that a header within a text has at least.
_FIELDS_OF_HEADER = 3
# The marks of a merge, which are told as such.
_MERGE_MARK = re.compile(r"<{7}(?: .*)?|={7}[ ]*|>{7}(?: .*)?|\|{7}(?: .*)?")
_MERGE_SIGNS = frozenset(sign * 7 for sign in "<=>|")
_EMPTY_ITEM = re.compile(r"[\[,]\s*,")
# What people write before a topic, as on social networks.
_HASHTAG = re.compile(r"(?:^|(?<=[ \t,;]))#+(?=[^\W\d_])")
_HASHTAG_OR_QUOTED = re.compile(
    r"""'(?:[^']|'')*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)"""
    r"|(?P<before>^[ \t]*|[\[,][ \t]*|[ \t]+)#+(?=[^\W\d_])"
)
# What YAML and its writers put for nothing.
_NULLS = frozenset({"null", "Null", "NULL", "~"})
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_GLUED = re.compile(r"[ ]*+(?:-[ ]++)*+(?P<key>[^\W\d][\w -]*+):[^ \t]")
_WIDE_COLON = re.compile(
    r"(?P<lead>[ ]*+(?:-[ ]++)*+)(?P<key>[^\s:：﹕][^:：﹕]*+)[：﹕](?P<value>.*)"
)
# Words behind a quoted scalar: "Tết", "Xuân".
_BEGINS_QUOTED = re.compile(rf"[ ]*+(?:-[ ]++)*+[^:'\"]+:[ ]+(?:{_QUOTED.pattern})[ ]*[^ #]")
# What no header needs and YAML refuses, or counts as line ends, which no editor does.
_FOREIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# A line that means in YAML what it says: a text, or a value of harmless letters.
_SIMPLE = re.compile(rf"([a-z]+): ([\w“«(][^\t{_FOREIGN.pattern[1:]}*)")
_HARMLESS = re.compile(r"\w(?:[\w ,./()+–-]|:(?=\w))*")


# Fields that hold lists, and what begins like an item of one and is none to YAML.
_LISTS = frozenset(("tags", "author", "authors", "aliases", "photos"))
_LOOKS_LIKE_ITEM = re.compile(r"[-–—•·*+]+\s*\w")
_ITEMS_APART = "viết mỗi mục trên một dòng, thụt hai dấu cách, mở đầu bằng «- » có dấu cách"
# "- file: a.jpg, caption: Chú thích": fields within a field, which want a line each.
_FIELDS_ON_ONE_LINE = re.compile(r"[ ]*-?[ ]*\w+:[^{}\[\]]*[,;]([\w ]+):(?:[ ]|$)")
# "**title**: A", "**title:** A": a field as it is stressed in Markdown.
_STRESSED_KEY = re.compile(r"[ ]*([*_`]{1,3})([^\W\d][\w ]*)(?:\1[ ]*:|:[ ]*\1)[ ]*(.*)")
_SENTENCE = re.compile(r"\w \w.*[.!?…:;][\"”»)*_]*\s*\Z")
# "auhtor: B": a misspelt name of a field, rather than "Ông nói: …".
_LIKE_KEY = re.compile(r"[a-z_]+(?:[ -][a-z_]+)?:(?: |$)")
# Words of the longest name of a field.
_WORDS_OF_NAME = 4
# "  - file: a.jpg", below whose "file" the further fields of the entry stand.
_ENTRY_BEGINS = re.compile(r"([ ]*)-[ ]+([^\W\d][\w ]*):(?=[ ]|$)")
_PHOTO_OF_TEXT = re.compile(r"!\[[^\]]*\]\(([^()\s]+)\)")
# "changes: 24/02/2017: Sửa tên": an entry of a list of tables on the line of its field.
_TABLE_ON_ONE_LINE = re.compile(r"([^\s:][^:]*):[ ]+[^:\[{'\"]+:")
_KEYS_OF_ENTRIES = {
    "changes": CHANGE_KEYS,
    "corrections": CORRECTION_KEYS,
    "photos": PHOTO_KEYS[:2],
}
_LOOKS_LIKE_ITEMS = re.compile(rf"{_LOOKS_LIKE_ITEM.pattern}|[0-9]{{1,2}}[.)]\s+\D")


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value and the line, counted from 1 in its file, where it stands."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of values."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values; of a key that stands twice the first counts.

    `typed` tells how keys were written that are kept under another name.
    """

    entries: dict[str, "Node"]
    line: int
    key_lines: dict[str, int]
    typed: dict[str, str] = field(default_factory=dict)


Node = ScalarNode | SequenceNode | MappingNode


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
        fields, faults, unread = _compose([""] * opening + lines[opening + 1 : end], path)
        # A field may stand farther below, so that it is not missing.
        unread |= {_field_of(line) for line in lines[start:] if _begins_field(line)}
        return FrontMatter(fields, "\n".join(lines[start:]), start + 1, (fault, *faults), unread)
    # Blank lines in place of those above, so that all lines keep their numbers.
    fields, faults, unread = _compose([""] * opening + lines[opening + 1 : closing], path)
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
    faults = (*faults, *_further_headers(lines, closing + 1, path))
    return FrontMatter(fields, "\n".join(lines[closing + 1 :]), closing + 2, faults, unread)


def _without_opening(line: str) -> tuple[str, str]:
    """Say what is wrong with a file that begins with *line*, and the mend."""
    shown = _shorten(line)
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
            mend = f"viết «---» (ba dấu trừ, không thụt vào) thay cho «{_shorten(line)}» ở dòng này"
            return Fault(path, number + 1, "front matter", problem, mend)
        if line.strip() and ":" not in line and line[0] not in _INNER:
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
        if _begins_field(lines[index]) and not _is_of_header(lines, index):
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
        if is_code or not line.strip() or (is_open and names and line[0] in _INNER[:2]):
            continue
        if _FENCE.fullmatch(line):
            if is_open and "title" in names and len(names) >= _FIELDS_OF_HEADER:
                yield Fault(
                    path,
                    first + 1,
                    "nội dung",
                    f"một phần đầu nữa, «{_shorten(lines[first])}», nằm trong nội dung",
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


def _compose(lines: list[str], path: str) -> tuple[MappingNode, tuple[Fault, ...], frozenset[str]]:
    """Read header *lines*, the first of which is line 2 of the file.

    A line that YAML does not understand is told and passed over, and the rest read on.
    """
    simple = _read_simple(lines)
    if simple is not None:
        return simple, (), frozenset()
    is_merged = any(line[:7] in ("<" * 7, ">" * 7) for line in lines)
    lines = [
        ""
        if line[:7] in _MERGE_SIGNS and _MERGE_MARK.fullmatch(line)
        else _part_from_colon(_BLANKS.sub(" ", _FOREIGN.sub(" ", line)))
        for line in lines
    ]
    told: list[Fault] = []
    unread: set[str] = set()
    for _ in range(_MOST_UNREAD):
        fields, faults, unreadable = _read_yaml(lines, path, is_merged)
        told += faults
        if unreadable is None:
            break
        if all(fault.line != unreadable.line for fault in told):
            told.append(unreadable)
        names = _pass_over(lines, unreadable.line - 2)
        if names is None:
            break
        unread |= names
    in_order = sorted(dict.fromkeys(told), key=lambda fault: fault.line)
    return fields, tuple(in_order), frozenset(unread)


def _read_yaml(
    lines: list[str], path: str, is_merged: bool
) -> tuple[MappingNode, list[Fault], Fault | None]:
    """Read header *lines*; also tell of the first one that YAML does not understand."""
    nothing = MappingNode({}, 1, {})
    quoter = _Quoter(lines)
    # The leading line break makes YAML count the lines as the file does.
    source = "\n" + "\n".join(quoter.quote()) + "\n"
    builder = _Builder(path, lines, is_merged)
    for index, name in quoter.open:
        builder.note_open(index + 2, name)
    try:
        root = builder.build(yaml.parse(source, Loader=yaml.CBaseLoader))
    except _TooDeepError:
        return nothing, builder.faults, None
    except yaml.MarkedYAMLError as error:
        return nothing, builder.faults, _unreadable(error, lines, path)
    if root is not None and not isinstance(root, MappingNode):
        shown = lines[root.line - 2]
        if _is_glued(shown):
            return nothing, builder.faults, _glued(path, root.line, shown)
        example = _with_colon(shown) or "title: Tên bài"
        builder.note(
            root.line,
            "",
            f"phần đầu bắt đầu bằng «{_shorten(shown)}», không phải một dòng «trường: giá trị»",
            "viết mỗi trường trên một dòng, có dấu cách sau dấu hai chấm, ví dụ "
            f"«{_shorten(example)}»",
        )
    fields = root if isinstance(root, MappingNode) else nothing
    cut_off = (
        Fault(
            path,
            index + 2,
            name or "front matter",
            f"phần «{_shorten(words)}» bị bỏ đi: sau dấu # là ghi chú của YAML",
            "đặt cả giá trị trong dấu nháy đơn, hoặc đưa ghi chú xuống một dòng riêng",
            warning=True,
        )
        for index, name, words in quoter.comments
    )
    return fields, [*builder.faults, *cut_off], None


def _pass_over(lines: list[str], index: int) -> set[str] | None:
    """Take the line at *index* out of *lines*, which YAML does not understand.

    Of a field of the header that lacks but the space behind its colon, the rest is read.
    Returns the names of the fields that are lost, or lack something now; None where
    nothing is left to take out.
    """
    if index < 0 or not lines[index].strip():
        return None
    key, colon, value = lines[index].partition(":")
    if _is_glued(lines[index]) and is_field(key.strip(" -")):
        lines[index] = f"{key}{colon} {value}"
        return set()
    if not colon and (written := _with_colon(lines[index])):
        key, colon, _ = written.partition(":")
    names = {field_name(key.strip(" \t-*_`"))} if colon else set()
    if not colon and _LOOKS_LIKE_ITEM.match(lines[index]):
        names.add(_field_above(lines, index))
    end = index + 1
    if lines[index][0] in _INNER:
        names.add(_field_above(lines, index))
    else:
        end = _end_of_value(lines, end, 0)
    lines[index:end] = [""] * (end - index)
    return names


def _field_above(lines: list[str], index: int) -> str:
    """Name the field of the header that the line at *index*, no field by itself, stands in."""
    above = (line for line in reversed(lines[: index + 1]) if ":" in line and _begins_field(line))
    return field_name(next(above, "").partition(":")[0].strip())


def _begins_field(line: str) -> bool:
    """Tell whether a field of the header may begin on this *line*."""
    return bool(line.strip()) and line[0] not in f"{_INNER}#"


def _part_from_colon(line: str) -> str:
    """Put a space between a field's colon and a character behind it that shows nothing.

    A colon of full width, as some keyboards have it, is one behind the name of a field.
    """
    wide = _WIDE_COLON.fullmatch(line)
    if wide and is_field(wide["key"].rstrip(" ")):
        line = f"{wide['lead']}{wide['key'].rstrip(' ')}: {wide['value']}"
    key, _, value = line.partition(":")
    if not value or drop_invisible(value[0]):
        return line
    first = drop_invisible(value)[:1]
    return f"{key}: {value[value.index(first) :] if first else ''}"


def _read_simple(lines: list[str]) -> MappingNode | None:
    """Read a header of one-line values that YAML is not needed for; None where it is."""
    entries: dict[str, Node] = {}
    for number, line in enumerate(lines, start=2):
        found = _SIMPLE.fullmatch(line)
        if found is None:
            return None
        key, value = found.groups()
        if key in entries or (key not in TEXT_FIELDS and not _HARMLESS.fullmatch(value)):
            return None
        value = (value if value.isprintable() else _BLANKS.sub(" ", value)).rstrip(" ")
        entries[key] = ScalarNode("" if value in _NULLS else value, number)
    return MappingNode(entries, 2, {key: node.line for key, node in entries.items()})


class _Builder:
    """Makes nodes from YAML's events and notes what a header must not hold."""

    #: Deeper than any field goes, shallow enough for the interpreter's stack.
    DEPTH = 20

    def __init__(self, path: str, lines: list[str], is_merged: bool = False) -> None:
        """Make nodes of *lines*, in which the two sides of a merge may stand."""
        self.path, self.lines, self.is_merged = path, lines, is_merged
        self.faults: list[Fault] = []

    def note(self, line: int, name: str, problem: str, mend: str) -> None:
        """Add one fault."""
        self.faults.append(Fault(self.path, line, name or "front matter", problem, mend))

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        """Read the one document of *events*; an empty one gives None."""
        root = None
        for event in events:
            if getattr(event, "explicit", False):
                # Behind such a mark another document begins, which is never read.
                line = event.start_mark.line + 1
                self.note(
                    line,
                    "",
                    f"dòng «{self._shown(line)}» chia đôi phần đầu, các dòng sau nó sẽ mất",
                    "xóa dòng này",
                )
                break
            if isinstance(event, yaml.DocumentStartEvent):
                root = self._node(next(events), events, "", 0)
        return root

    def _shown(self, line: int) -> str:
        return _shorten(self.lines[line - 2])

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], name: str, depth: int) -> Node:
        line = event.start_mark.line + 1
        self._refuse_hidden_meaning(event, line, name)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(line, events, name, depth + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, events, name, depth + 1)
        if isinstance(event, yaml.AliasEvent):
            return ScalarNode("", line)
        if event.style in ("'", '"'):
            self._refuse_swallowed_lines(event, line, name)
        elif event.implicit[0] and event.value in _NULLS:
            return ScalarNode("", line)
        elif not event.style and name.partition(".")[0] in _LISTS:
            self._refuse_items(event, line, name)
        return ScalarNode(event.value, line)

    def _refuse_items(self, event: yaml.ScalarEvent, line: int, name: str) -> None:
        """Refuse "-a" and "• a", which look like items of a list and would be part of a name."""
        carried = list(map(str.strip, self.lines[line - 1 : event.end_mark.line]))
        looks_like_item = _LOOKS_LIKE_ITEMS if carried else _LOOKS_LIKE_ITEM
        for number, part in enumerate([event.value, *carried], line):
            if looks_like_item.match(part):
                self.note(
                    number,
                    name,
                    f"«{_shorten(part)}» không thành một mục của danh sách",
                    _ITEMS_APART,
                )
                return

    def _refuse_swallowed_lines(self, event: yaml.ScalarEvent, line: int, name: str) -> None:
        """Refuse a quote that is closed some fields later, and would take them with it."""
        carried = self.lines[line - 1 : event.end_mark.line]
        if any(part and not part[0].isspace() for part in carried):
            self.note_open(line, name)

    def note_open(self, line: int, name: str) -> None:
        """Note a quotation mark that is not closed on its *line*."""
        self.note(
            line,
            name,
            f"dấu nháy mở ở «{self._shown(line)}» không đóng lại trên cùng dòng",
            "đóng dấu nháy ở cuối giá trị",
        )

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
            written = tag.replace("tag:yaml.org,2002:", "!!")
            self.note(
                line,
                name,
                f"«{written}» là thẻ của YAML, không được dùng",
                "viết thẳng giá trị; nếu đó là chữ thường, đặt cả giá trị trong dấu nháy đơn",
            )

    def _sequence(
        self, line: int, events: Iterator[yaml.Event], name: str, depth: int
    ) -> SequenceNode:
        self._refuse_depth(depth, line, name)
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            number = str(len(items) + 1)
            items.append(self._node(event, events, f"{name}.{number}" if name else number, depth))
        return SequenceNode(tuple(items), line)

    def _mapping(
        self, line: int, events: Iterator[yaml.Event], name: str, depth: int
    ) -> MappingNode:
        self._refuse_depth(depth, line, name)
        entries: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        typed: dict[str, str] = {}
        is_repeated = False
        # "photos" within "photos.2", the field of the header that the table belongs to.
        within = name.partition(".")[0]
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, name, depth)
            written = unicodedata.normalize("NFC", key.text) if isinstance(key, ScalarNode) else ""
            text = field_name(written, within)
            full_name = f"{name}.{text}" if name else text
            value = self._node(next(events), events, full_name, depth)
            if not isinstance(key, ScalarNode):
                self.note(
                    key.line,
                    name,
                    "tên trường là một danh sách hay bảng",
                    "viết tên trường bằng chữ, ví dụ «title: Tên bài»",
                )
            elif not text:
                self.note(
                    key.line,
                    name,
                    f"dòng «{self._shown(key.line)}» không có tên trường",
                    "viết tên trường trước dấu hai chấm, ví dụ «title: Tên bài»",
                )
            elif text in entries and self.is_merged:
                # The marks of the merge are told, and that one side is to go.
                continue
            elif text in entries and (keys := _KEYS_OF_ENTRIES.get(within)) and text == keys[0]:
                is_repeated = True
                self.note(
                    key.line,
                    full_name,
                    f"trường «{text}» đã có ở dòng {key_lines[text]}",
                    f"mỗi mục của {within} bắt đầu bằng dấu gạch: «  - {text}: …», các trường sau "
                    f"thụt thẳng với «{text}»",
                )
            elif text in entries and is_repeated:
                continue
            elif text in entries:
                shown = f"«{written}»" if written == text else f"«{written}» ({text})"
                self.note(
                    key.line,
                    full_name,
                    f"trường {shown} đã có ở dòng {key_lines[text]}",
                    "giữ một dòng, xóa dòng kia",
                )
            else:
                entries[text] = value
                key_lines[text] = key.line
                if written != text:
                    typed[text] = written
        return MappingNode(entries, line, key_lines, typed)

    def _refuse_depth(self, depth: int, line: int, name: str) -> None:
        if depth > self.DEPTH:
            self.note(
                line,
                name.partition(".")[0],
                f"giá trị lồng nhau quá {self.DEPTH} tầng",
                "viết giá trị phẳng, như các trường khác",
            )
            raise _TooDeepError


class _TooDeepError(Exception):
    """A value lies deeper than any field goes."""


class _Quoter:
    """Puts the literal values of text fields in quotes that YAML takes as they are.

    `comments` are what comments cut off from values, or the whole of: the index of the
    line, the field's name and the words from the "#" on. Topics may begin with one. `open`
    are the lines whose value begins with a quotation mark that nothing closes, likewise.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.comments: list[tuple[int, str, str]] = []
        self.open: list[tuple[int, str]] = []
        self._quoted = list(lines)
        # The field of the header that the lines belong to.
        self._top = ""

    def quote(self) -> list[str]:
        """Return as many lines as there were, each at its old place.

        A value that is one closed quoted scalar or opens a block stays YAML's. A value
        carried on over more indented lines is folded into one, blank lines standing in
        for the rest.
        """
        lines = self.lines
        index = 0
        while index < len(lines):
            start = index
            lead, key, value = _LINE.fullmatch(lines[start]).group("lead", "key", "value")
            typed, value = (key or "").rstrip(" \t"), value.strip(" \t")
            key, head = self._name(lead, typed), f"{lead}{typed}: " if typed else lead
            index += 1
            is_text = key in TEXT_FIELDS
            if is_text or value[:1] in ("|", ">", "[", "{"):
                # A value stands deeper than its key or, without one, than its dash.
                end = index
                if key or lead.strip():
                    end = _end_of_value(lines, index, len(lead) if key else len(lead.rstrip()) - 1)
                if _opens_block(value, end > index):
                    index = end
                elif is_text:
                    index = self._quote_text(start, end, head, value)
                elif value[0] in "[{":
                    index = end
                    for number in range(start, end):
                        self._look_into_flow(number)
            elif value[:1] in "'\"" and value and self._is_open(start, lead, key, value):
                self.open.append((start, key or self._top))
                self._quoted[start] = head + _quote([value[1:]])
            elif "#" in value:
                self._look_into_value(start, head, key, value)
            elif key in BYLINE_FIELDS and _PLAIN_WITH_COLON.match(value):
                self._quoted[start] = head + _quote([value])
        return self._quoted

    def _is_open(self, start: int, lead: str, key: str, value: str) -> bool:
        """Tell whether the quotation mark that begins *value* is closed nowhere in it."""
        if _BEGINS_WITH_QUOTED.match(value):
            return False
        indent = len(lead) if key else len(lead.rstrip()) - 1
        return _end_of_value(self.lines, start + 1, indent) == start + 1

    def _name(self, lead: str, typed: str) -> str:
        """Tell which field is meant by a key that was *typed* behind *lead*."""
        if not typed:
            return ""
        if not lead:
            self._top = field_name(typed)
            return self._top
        return field_name(typed, self._top)

    def _quote_text(self, start: int, end: int, head: str, value: str) -> int:
        """Quote a text that may go on until *end*; return where it ends."""
        carried = [part.strip(" \t") for part in self.lines[start + 1 : end]]
        if _is_quoted([value, *carried]):
            return end
        end = _end_of_text(self.lines, start + 1, end, bool(value))
        whole = [value, *carried[: end - start - 1]]
        if any(whole) and " ".join(filter(None, whole)) not in _NULLS:
            self._quoted[start] = head + _quote(whole)
            self._quoted[start + 1 : end] = [""] * (end - start - 1)
        return end

    def _look_into_flow(self, index: int) -> None:
        """Free the topics of a list on one line from their "#", and note what a comment hides."""
        if self._top == "tags":
            self._quoted[index] = _HASHTAG_OR_QUOTED.sub(_part_topic, self._quoted[index])
        for found in _COMMENT_OR_QUOTED.finditer(self._quoted[index]):
            if found[0] == "#":
                self.comments.append((index, self._top, self._quoted[index][found.start() :]))
                return

    def _look_into_value(self, index: int, head: str, key: str, value: str) -> None:
        """Quote topics that begin with "#", and note what a comment hides of a value."""
        if value[0] in "'\"":
            quoted = _QUOTED.match(value)
            place = quoted.end() if quoted else len(value)
        elif self._top == "tags" and _HASHTAG.search(value) and head.strip():
            comment = re.search("[ \t]#(?=[ \t]|$)", value)
            place = comment.start() if comment else len(value)
            self._quoted[index] = head + _quote([value[:place].rstrip(" \t")])
        else:
            place = 0
            if key in BYLINE_FIELDS and _PLAIN_WITH_COLON.match(value):
                words = _COMMENT.split(value, maxsplit=1)[0].rstrip(" \t")
                self._quoted[index] = head + _quote([words])
        comment = _COMMENT.search(value, place)
        # A line of its own, under no key and behind no dash, is what comments are for.
        if comment and (head.strip() or (head and comment.start()) or self._is_topic(value)):
            words = value[comment.start() :].lstrip(" \t")
            self.comments.append((index, key or self._top, words))

    def _is_topic(self, value: str) -> bool:
        return self._top == "tags" and _HASHTAG.match(value) is not None


def _part_topic(found: re.Match[str]) -> str:
    """Take the "#" from a topic in a list, and part it from one before it."""
    before = found["before"]
    if before is None:
        return found[0]
    is_begun = found.start() and before.strip() == ""
    return ", " if is_begun else before


def _opens_block(value: str, carried: bool) -> bool:
    """Tell whether *value* is the first line of a block, not just like one: ">5"."""
    return _BLOCK.fullmatch(value) is not None and (
        carried or _EMPTY_BLOCK.fullmatch(value) is not None
    )


def _is_quoted(parts: list[str]) -> bool:
    """Tell whether the lines *parts* are one closed quoted scalar."""
    return _QUOTED.fullmatch(" ".join(part for part in parts if part)) is not None


def _quote(parts: list[str]) -> str:
    """Fold the lines *parts* into one quoted scalar."""
    # Single quotes know one escape only: '' for a quote.
    literal = " ".join(part for part in parts if part).replace("'", "''")
    return f"'{literal}'"


def _end_of_value(lines: list[str], start: int, indent: int) -> int:
    """Find the first line from *start* that is not carried on from a key at *indent*."""
    index = start
    while index < len(lines):
        line = lines[index]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        index += 1
    # Blank lines before the next key are part of no value.
    while index > start and not lines[index - 1].strip():
        index -= 1
    return index


def _end_of_text(lines: list[str], start: int, end: int, begun: bool) -> int:
    """Find where a text carried on from *start* stops being text, at *end* at the latest.

    A field that slipped to the right is not swallowed, neither is a comment; nor
    is a list, where the text has not *begun* before it. YAML then says what is wrong.
    """
    for index in range(start, end):
        line = lines[index]
        found = _FIELD_OR_COMMENT.match(line)
        if (found and _is_no_text(found[1])) or (not begun and _ITEM.match(line)):
            return index
        begun = begun or bool(line.strip())
    return end


def _is_no_text(key: str | None) -> bool:
    """Tell whether a line is a comment (no *key*) or a field, and not "Ảnh: …" or the like.

    Of Vietnamese names those count that would keep an article from the public.
    """
    is_english = key is None or re.fullmatch("[A-Za-z_]+", key) is not None
    return is_english or field_name(key) in ("status", "expires")


def _unreadable(error: yaml.MarkedYAMLError, lines: list[str], path: str) -> Fault:
    """Say where YAML stopped understanding the header."""
    context = error.context or ""
    # Of what was never closed, the beginning is the place to look at.
    begun = context.startswith("while scanning") or "flow" in context
    mark = error.context_mark if begun else error.problem_mark
    number = min(mark.line + 1, len(lines) + 1)
    # Of these YAML complains one line too late, or too early.
    before = lines[number - 3] if number > 2 else ""
    is_first = not any(map(_begins_field, lines[: number - 3]))
    if (
        _GLUED.match(before)
        or _WIDE_COLON.fullmatch(before)
        or before.startswith("%")
        or (is_first and _begins_field(before) and ":" not in before)
    ):
        number -= 1
    elif number <= len(lines) and lines[number - 1].startswith("\t"):
        number += 1
    # Of what is never closed it may complain at the end alone.
    while number > 2 and lines[number - 2].strip()[:1] in ("", "#"):
        number -= 1
    shown = lines[number - 2]
    if _is_glued(shown):
        return _glued(path, number, shown)
    if _WIDE_COLON.fullmatch(shown):
        mend = "viết dấu hai chấm thường «:» và một dấu cách sau tên trường"
    elif shown.lstrip(" ").startswith("\t"):
        mend = "thụt đầu dòng bằng dấu cách, không bằng phím Tab"
    elif _slipped(shown, lines[: number - 2]):
        mend = "xóa dấu cách ở đầu dòng"
    elif written := _without_signs(shown):
        mend = f"viết «{_shorten(written)}»"
    elif key := _key_above(shown, lines[: number - 2]):
        mend = f"thụt dòng này vào cho thẳng với «{key}» ở dòng trên"
    elif photo := _PHOTO_OF_TEXT.search(shown):
        mend = f"trường photos chỉ ghi tên tệp: «{photo[1]}»"
    elif (table := _TABLE_ON_ONE_LINE.match(shown)) and (
        keys := _KEYS_OF_ENTRIES.get(field_name(table[1].strip()))
    ):
        rest = ", ".join(f"«{key}: …»" for key in keys[1:])
        mend = (
            f"dưới dòng «{table[1].strip()}:» viết mỗi trường một dòng, thụt thẳng nhau: "
            f"«  - {keys[0]}: …», {rest}"
        )
    elif _EMPTY_ITEM.search(shown) and "[" in shown:
        mend = "bỏ dấu phẩy thừa trong danh sách"
    elif (_LOOKS_LIKE_ITEM.match(shown.lstrip()) and not _ITEM.match(shown)) or _ITEM.match(
        shown.partition(":")[2]
    ):
        mend = _ITEMS_APART
    elif (fields := _FIELDS_ON_ONE_LINE.match(shown)) and is_field(fields[1]):
        mend = "viết mỗi trường con trên một dòng riêng, thụt thẳng nhau"
    elif "quoted scalar" in context and "end of stream" in (error.problem or ""):
        mend = "đóng dấu nháy ở cuối giá trị, hoặc bỏ dấu nháy"
    elif _BEGINS_QUOTED.match(shown):
        mend = "bỏ các dấu nháy, hoặc đặt cả giá trị trong một cặp dấu nháy đơn"
    elif written := _with_colon(shown):
        mend = f"viết «{_shorten(written)}»"
    elif number > 2 and ":" not in shown and _begins_field(shown):
        mend = (
            "nếu là phần tiếp của dòng trên thì nối vào cuối dòng ấy; "
            "nếu là một trường thì viết «trường: giá trị»"
        )
    else:
        mend = (
            "viết «trường: giá trị», trường con thụt vào hai dấu cách; "
            "đặt giá trị có dấu hai chấm, ngoặc hay dấu sao trong dấu nháy đơn"
        )
    return Fault(path, number, "front matter", f"không đọc được dòng «{_shorten(shown)}»", mend)


def _without_signs(line: str) -> str | None:
    """Write "**title**: A" as the field that it is but for its signs; None for all else."""
    found = _STRESSED_KEY.fullmatch(line)
    is_known = found and field_name(found[2].strip()) in ARTICLE_KEYS
    return f"{found[2].strip()}: {found[3]}".rstrip() if is_known else None


def _with_colon(line: str) -> str | None:
    """Write "title; A" or "title A" as the field that it is but for its colon; None for others."""
    if not _begins_field(line) or ":" in line:
        return None
    words = line.split(" ")
    for size in range(_WORDS_OF_NAME, 0, -1):
        name = " ".join(words[:size]).rstrip(" ;=,.-–—")
        value = " ".join(words[size:]).lstrip(" ;=,.-–—")
        if field_name(name) in ARTICLE_KEYS and (value or len(words) > size):
            return f"{name}: {value}".rstrip()
    return None


def _key_above(line: str, above: list[str]) -> str | None:
    """Find the first field of the entry, "- file: a.jpg", right below whose dash *line* stands."""
    before = next((other for other in reversed(above) if other.strip()), "")
    entry = _ENTRY_BEGINS.match(before)
    found = _FIELD_OR_COMMENT.match(line)
    is_below = entry and found and found[1] and len(line) - len(line.lstrip()) == len(entry[1])
    return entry[2].strip() if is_below and is_field(found[1]) else None


def _slipped(line: str, above: list[str]) -> bool:
    """Tell whether *line* is a field of the header but for its indent, and in no other field."""
    if not line.startswith(" ") or field_name(line.partition(":")[0].strip()) not in ARTICLE_KEYS:
        return False
    holder = next((other for other in reversed(above) if _begins_field(other)), "")
    return not holder.rstrip().endswith(":")


def _is_glued(line: str) -> bool:
    """Tell whether the colon of a field lacks its space; names of several words are known ones."""
    found = _GLUED.match(line)
    return found is not None and (" " not in found["key"] or is_field(found["key"]))


def _glued(path: str, number: int, shown: str) -> Fault:
    """Tell of a field whose colon lacks its space."""
    return Fault(
        path,
        number,
        "front matter",
        f"không đọc được dòng «{_shorten(shown)}»",
        "thêm dấu cách sau dấu hai chấm",
    )


def _shorten(text: str) -> str:
    """Cut *text* to what fits in a message."""
    text = text.strip()
    return text if len(text) <= 60 else text[:59] + "…"
