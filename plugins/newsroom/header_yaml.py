# SPDX-License-Identifier: AGPL-3.0-or-later
"""The YAML of a header: lines → nodes, each of which knows its line, and what cannot be read.

YAML is composed, never constructed: no value becomes a number, a date or a
truth by itself ("No" stays "No", 7:30 stays 7:30).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import (
    ARTICLE_KEYS,
    CHANGE_KEYS,
    CORRECTION_KEYS,
    PHOTO_KEYS,
    TEXT_FIELDS,
    field_name,
    is_field,
)
from plugins.newsroom.literal_fields import (
    FIELD_OR_COMMENT,
    ITEM,
    NULLS,
    QUOTED,
    Quoter,
    end_of_value,
)
from plugins.vietnamese.letters import drop_invisible

# A line that begins so is part of what stands above it.
INNER = " \t-"
# Lines of one header that are told as unreadable.
_MOST_UNREAD = 20
# The marks of a merge, which are told as such.
_MERGE_MARK = re.compile(r"<{7}(?: .*)?|={7}[ ]*|>{7}(?: .*)?|\|{7}(?: .*)?")
_MERGE_SIGNS = frozenset(sign * 7 for sign in "<=>|")
_EMPTY_ITEM = re.compile(r"[\[,]\s*,")
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_GLUED = re.compile(r"[ ]*+(?>(?:-[ ]++)*)(?P<key>[^\W\d][\w -]*+):[^ \t]")
_WIDE_COLON = re.compile(
    r"(?P<lead>[ ]*+(?>(?:-[ ]++)*))(?P<key>[^\s:：﹕][^:：﹕]*+)[：﹕](?P<value>.*)"
)
# Words behind a quoted scalar: "Tết", "Xuân".
_BEGINS_QUOTED = re.compile(rf"[ ]*+(?>(?:-[ ]++)*)[^:'\"]+:[ ]+(?:{QUOTED.pattern})[ ]*[^ #]")
# What no header needs and YAML refuses, or counts as line ends, which no editor does.
_FOREIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# A line that means in YAML what it says: a text, or a value of harmless letters.
_SIMPLE = re.compile(rf"([a-z]+): ([\w“«(][^\t{_FOREIGN.pattern[1:]}*)")
_HARMLESS = re.compile(r"\w(?:[\w ,./()+–-]|:(?=\w))*")
# Fields that hold lists, and what begins like an item of one and is none to YAML.
_LISTS = frozenset(("tags", "author", "authors", "aliases", "photos"))
_LOOKS_LIKE_ITEM = re.compile(r"[-–—•·*+]+\s*\w")
_OPEN_LIST = re.compile(r"[^\s:][^:]*:[ ]+\[[^\]\[{}#'\"]+")
_ITEMS_APART = "viết mỗi mục trên một dòng, thụt hai dấu cách, mở đầu bằng «- » có dấu cách"
# "- file: a.jpg, caption: Chú thích": fields within a field, which want a line each.
_FIELDS_ON_ONE_LINE = re.compile(r"[ ]*-?[ ]*\w+:[^{}\[\]]*[,; ]([\w ]+):(?:[ ]|$)")
# "**title**: A", "**title:** A": a field as it is stressed in Markdown.
_STRESSED_KEY = re.compile(r"[ ]*([*_`]{1,3})([^\W\d][\w ]*)(?:\1[ ]*:|:[ ]*\1)[ ]*(.*)")
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


def read_header(
    lines: list[str], path: str
) -> tuple[MappingNode, tuple[Fault, ...], frozenset[str]]:
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
    quoter = Quoter(lines)
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
        mend = (
            "viết mỗi trường trên một dòng, có dấu cách sau dấu hai chấm, ví dụ "
            f"«{shorten(example)}»"
        )
        entry = _ENTRY_BEGINS.match(shown)
        if entry and field_name(entry[2]) in ARTICLE_KEYS:
            mend = f"xóa «- » trước mỗi trường: «{shorten(shown[entry.start(2) :])}»"
        builder.note(
            root.line,
            "",
            f"phần đầu bắt đầu bằng «{shorten(shown)}», không phải một dòng «trường: giá trị»",
            mend,
        )
    fields = root if isinstance(root, MappingNode) else nothing
    cut_off = (
        Fault(
            path,
            index + 2,
            name or "front matter",
            f"phần «{shorten(words)}» bị bỏ đi: sau dấu # là ghi chú của YAML",
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
    if lines[index][0] in INNER:
        names.add(_field_above(lines, index))
    else:
        end = end_of_value(lines, end, 0)
    lines[index:end] = [""] * (end - index)
    return names


def _field_above(lines: list[str], index: int) -> str:
    """Name the field of the header that the line at *index*, no field by itself, stands in."""
    above = (line for line in reversed(lines[: index + 1]) if ":" in line and begins_field(line))
    return field_name(next(above, "").partition(":")[0].strip())


def begins_field(line: str) -> bool:
    """Tell whether a field of the header may begin on this *line*."""
    return bool(line.strip()) and line[0] not in f"{INNER}#"


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
        entries[key] = ScalarNode("" if value in NULLS else value, number)
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
        return shorten(self.lines[line - 2])

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
        elif event.implicit[0] and event.value in NULLS:
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
                    f"«{shorten(part)}» không thành một mục của danh sách",
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


def _unreadable(error: yaml.MarkedYAMLError, lines: list[str], path: str) -> Fault:
    """Say where YAML stopped understanding the header."""
    context = error.context or ""
    # Of what was never closed, the beginning is the place to look at.
    begun = context.startswith("while scanning") or "flow" in context
    mark = error.context_mark if begun else error.problem_mark
    number = min(mark.line + 1, len(lines) + 1)
    # Of these YAML complains one line too late, or too early.
    before = lines[number - 3] if number > 2 else ""
    is_first = not any(map(begins_field, lines[: number - 3]))
    if (
        _GLUED.match(before)
        or _WIDE_COLON.fullmatch(before)
        or before.startswith("%")
        or (is_first and begins_field(before) and ":" not in before)
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
        mend = f"viết «{shorten(written)}»"
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
    elif _OPEN_LIST.fullmatch(shown):
        mend = f"đóng danh sách bằng «]»: «{shorten(shown.rstrip(' ,'))}]»"
    elif (_LOOKS_LIKE_ITEM.match(shown.lstrip()) and not ITEM.match(shown)) or ITEM.match(
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
        mend = f"viết «{shorten(written)}»"
    elif number > 2 and ":" not in shown and begins_field(shown):
        mend = (
            "nếu là phần tiếp của dòng trên thì nối vào cuối dòng ấy; "
            "nếu là một trường thì viết «trường: giá trị»"
        )
    else:
        mend = (
            "viết «trường: giá trị», trường con thụt vào hai dấu cách; "
            "đặt giá trị có dấu hai chấm, ngoặc hay dấu sao trong dấu nháy đơn"
        )
    return Fault(path, number, "front matter", f"không đọc được dòng «{shorten(shown)}»", mend)


def _without_signs(line: str) -> str | None:
    """Write "**title**: A" as the field that it is but for its signs; None for all else."""
    found = _STRESSED_KEY.fullmatch(line)
    is_known = found and field_name(found[2].strip()) in ARTICLE_KEYS
    return f"{found[2].strip()}: {found[3]}".rstrip() if is_known else None


def _with_colon(line: str) -> str | None:
    """Write "title; A" or "title A" as the field that it is but for its colon; None for others."""
    if not begins_field(line) or ":" in line:
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
    found = FIELD_OR_COMMENT.match(line)
    is_below = entry and found and found[1] and len(line) - len(line.lstrip()) == len(entry[1])
    return entry[2].strip() if is_below and is_field(found[1]) else None


def _slipped(line: str, above: list[str]) -> bool:
    """Tell whether *line* is a field of the header but for its indent, and in no other field."""
    if not line.startswith(" ") or field_name(line.partition(":")[0].strip()) not in ARTICLE_KEYS:
        return False
    holder = next((other for other in reversed(above) if begins_field(other)), "")
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
        f"không đọc được dòng «{shorten(shown)}»",
        "thêm dấu cách sau dấu hai chấm",
    )


def shorten(text: str) -> str:
    """Cut *text* to what fits in a message."""
    text = text.strip()
    return text if len(text) <= 60 else text[:59] + "…"
