# SPDX-License-Identifier: AGPL-3.0-or-later
"""A source file as the values of a form, and back: what was not changed stays byte for byte.

The header is cut into the lines of each field. A field whose value changes has its lines
written anew, in valid YAML; all other lines (comments, unknown fields, a text in another
style) stay where they are, and so does the body. What cannot be a value of the form (a field
of another shape, say) is locked: it stays whatever the form says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from plugins.newsroom.article import is_standing
from plugins.newsroom.article_header import read_flags, read_photos
from plugins.newsroom.field_names import (
    ARTICLE_KEYS,
    CHANGE_KEYS,
    CORRECTION_KEYS,
    DOCUMENT_KEYS,
    EVENT_KEYS,
    PHOTO_KEYS,
    SOURCE_KEYS,
    STANDING_KEYS,
)
from plugins.newsroom.front_matter import (
    FrontMatter,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    split,
)
from plugins.newsroom.literal_fields import quote_scalar
from plugins.newsroom.sections import Sections
from plugins.vietnamese.dates import DateError, Moment, parse_moment
from plugins.vietnamese.letters import drop_invisible, nfc, one_line, strip_controls

#: Fields that are lists of small tables, and the columns of these.
ROWS: Mapping[str, tuple[str, ...]] = {
    "photos": PHOTO_KEYS,
    "changes": CHANGE_KEYS,
    "corrections": CORRECTION_KEYS,
}
#: Fields, columns and parts that hold dates.
DATES = frozenset(
    (
        *("date", "modified", "expires", "urgent"),
        *("source.published", "document.issued", "document.in_force"),
        *("event.start", "event.end"),
    )
)
#: Fields that are one small table, and its parts; in the form these are "source.name" and so on.
TABLES: Mapping[str, tuple[str, ...]] = {
    "source": SOURCE_KEYS,
    "document": DOCUMENT_KEYS,
    "event": EVENT_KEYS,
}
_PARTS = {table: tuple(f"{table}.{key}" for key in keys) for table, keys in TABLES.items()}
#: The names in the form of what is one value; `author` stands for `authors` too.
SINGLE_FIELDS = (
    *("title", "date", "author", "category", "summary", "tags", *_PARTS["source"], "modified"),
    *("status", "expires", "withdrawn", "featured", "urgent", "slug", "aliases"),
    "lang",
    "translation_of",
    *_PARTS["document"],
    "audio",
    "related",
    *_PARTS["event"],
    "dossier",
    "kind",
)
# Words that need no quotation marks.
_UNQUOTED = ("status", "slug", "lang", "audio", "kind")
# Lists that the form shows as lines.
_MULTILINE = ("aliases", "related")
#: What stands for yes in the form.
YES = "có"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What neither a header nor a form can hold.
_UNFIT = re.compile("[\x00\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN = re.compile(r"[^\W\d_][\w./-]*")
_RESERVED = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_DATE_FORMATS = {"day": "%d/%m/%Y", "minute": "%d/%m/%Y %H:%M", "second": "%d/%m/%Y %H:%M:%S"}
_ISO = {"day": "%Y-%m-%d", "minute": "%Y-%m-%dT%H:%M", "second": "%Y-%m-%dT%H:%M:%S"}
_REMARK = re.compile(r"(?:^|[ \t])#")


class UnwritableError(ValueError):
    """A form whose values would not be read back from the file that is written of them."""


@dataclass(slots=True)
class Values:
    """What a form says: `texts` by `SINGLE_FIELDS`, `rows` by those in `ROWS`, the `body`.

    Dates are written day first; tags stand in one line, old addresses one a line.
    """

    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    body: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the article is not to be published yet."""
        return self.texts["status"] == "draft"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A source file cut into the lines of its fields.

    `head` are the lines of the header with their ends, without the fences; `values` what
    the form shows; `locked` the keys that it does not; `unknown` the names of fields that
    no source of this kind has. `body_line` is the line on which the body begins.
    """

    path: str
    opening: str
    head: tuple[str, ...]
    closing: str
    body: str
    body_line: int
    newline: str
    spans: Mapping[str, tuple[int, int]]
    values: Values
    locked: frozenset[str]
    unknown: tuple[str, ...]
    author_key: str = "author"
    listed: frozenset[str] = frozenset()


def keys_of(path: str) -> tuple[str, ...]:
    """List the fields that the source at *path* may have."""
    return STANDING_KEYS if is_standing(path) else ARTICLE_KEYS


def empty_sheet(path: str, zone: ZoneInfo, sections: Sections) -> Sheet:
    """Make the sheet of a file that is not there yet."""
    sheet = open_sheet(path, b"---\n---\n", zone, sections)
    assert sheet is not None
    return sheet


def open_sheet(path: str, data: bytes, zone: ZoneInfo, sections: Sections) -> Sheet | None:
    """Cut the file at *path* into fields; None where its form does not allow it.

    That is: another encoding, no header, one that YAML does not understand or that is
    written as one table.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    raw = _LINE.findall(text.removeprefix(mark))
    plain = nfc(_LINE_END.sub("\n", text.removeprefix(mark)))
    front = split(plain, path)
    closing = front.body_line - 2
    if not 1 <= closing < len(raw) or raw[0].strip() != "---" or raw[closing].strip() != "---":
        return None
    head = tuple(raw[1:closing])
    spans = _spans(head, front.fields)
    if spans is None or (not spans and any(map(_says_something, head))):
        return None
    reader = _Reader(path, front, zone, sections)
    values = Values(reader.texts(), reader.rows(), shown_body("".join(raw[closing + 1 :])))
    known = keys_of(path)
    entries = front.fields.entries
    is_list = {key for key, node in entries.items() if isinstance(node, SequenceNode)}
    return Sheet(
        path,
        mark + raw[0],
        head,
        raw[closing],
        "".join(raw[closing + 1 :]),
        front.body_line,
        "\r\n" if raw[0].endswith("\r\n") else "\n",
        spans,
        values,
        frozenset(reader.locked),
        tuple(front.fields.typed.get(key, key) for key in entries if key not in known),
        _author_key(entries),
        frozenset(is_list),
    )


def shown_body(text: str) -> str:
    """Give *text* as a form shows it and sends it back, line ends aside."""
    return _LINE_END.sub("\n", text).replace("\0", "\N{REPLACEMENT CHARACTER}")


def tidy(text: str) -> str:
    """Bring a typed value to the one line that a header holds."""
    text = one_line(strip_controls(_UNFIT.sub(" ", nfc(text)))[0])
    return text if drop_invisible(text).strip() else ""


def tidy_lines(text: str) -> str:
    """Bring typed lines to values of one line each; empty ones are left out."""
    return "\n".join(filter(None, map(tidy, _LINE_END.split(text))))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _spans(head: tuple[str, ...], fields: MappingNode) -> dict[str, tuple[int, int]] | None:
    """Tell the first line of each field in *head*, and the one behind its last.

    None where fields do not begin lines of their own.
    """
    spans: dict[str, tuple[int, int]] = {}
    starts = [line - 2 for line in fields.key_lines.values()]
    if len(set(starts)) < len(starts):
        return None
    for key, line in fields.key_lines.items():
        start = line - 2
        if not 0 <= start < len(head) or head[start][:1] in " \t-{[?":
            return None
        end = start + 1
        while end < len(head) and (head[end][:1] in " \t\r\n#" or head[end].startswith("-")):
            end += 1
        while end > start + 1 and not _says_something(head[end - 1]):
            end -= 1
        spans[key] = start, end
    return spans


def _author_key(entries: Mapping[str, Node]) -> str:
    """Tell which of two fields names the authors: the one that says something."""
    for key in ("author", "authors"):
        node = entries.get(key)
        if node is not None and not (isinstance(node, ScalarNode) and not node.text.strip()):
            return key
    return "authors" if "authors" in entries and "author" not in entries else "author"


class _Reader:
    """Reads the fields of a header as values of the form; notes what it cannot show."""

    def __init__(self, path: str, front: FrontMatter, zone: ZoneInfo, sections: Sections) -> None:
        self._path, self._fields = path, front.fields
        self._zone, self._sections = zone, sections
        self.locked: set[str] = set()

    def texts(self) -> dict[str, str]:
        """Give all that is one value."""
        entries = self._fields.entries
        texts = dict.fromkeys(SINGLE_FIELDS, "")
        for key in (
            *(
                "title",
                "summary",
                "withdrawn",
                "slug",
                "lang",
                "translation_of",
                "audio",
                "dossier",
                "kind",
            ),
        ):
            texts[key] = self._text(key)
        for key in ("date", "modified", "expires", "urgent"):
            texts[key] = show_date(self._text(key), self._zone)
        written = self._text("category")
        slug = self._sections.find(written)
        texts["category"] = self._sections.names[slug] if slug else written
        draft, featured = read_flags(self._path, self._fields, self._zone)
        # What is neither yes nor no is told as a fault, and stays until it is chosen anew.
        self._text("status")
        texts["status"] = "draft" if draft else ""
        written = self._text("featured")
        texts["featured"] = YES if featured else written
        author = _author_key(entries)
        texts["author"] = "; ".join(self._items(author)) if author in entries else ""
        texts["tags"] = join_tags(self._items("tags"))
        texts["aliases"] = "\n".join(self._items("aliases"))
        related = self._items("related")
        if isinstance(entries.get("related"), ScalarNode):
            related = [part.strip() for part in ",".join(related).split(",")]
        texts["related"] = "\n".join(related)
        for table, keys in TABLES.items():
            node = entries.get(table)
            if isinstance(node, MappingNode) and self._is_table(node, keys):
                for key in keys:
                    texts[f"{table}.{key}"] = self._part(node, key, f"{table}.")
            elif table == "source" and isinstance(node, ScalarNode):
                texts["source.name"] = self._text("source")
            elif node is not None and self._text(table):
                self.locked.add(table)
        return texts

    def rows(self) -> dict[str, list[dict[str, str]]]:
        """Give all that is a list of small tables."""
        return {key: self._rows(key, columns) for key, columns in ROWS.items()}

    def _text(self, key: str) -> str:
        node = self._fields.entries.get(key)
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self.locked.add(key)
            return ""
        return tidy(node.text)

    def _items(self, key: str) -> list[str]:
        """List the values of a field that may be a list, or one line."""
        node = self._fields.entries.get(key)
        if not isinstance(node, SequenceNode):
            text = self._text(key)
            return [text] if text else []
        items = list(map(_as_line, node.items))
        if None in items:
            self.locked.add(key)
            return []
        return [text for item in items if (text := tidy(item or ""))]

    def _rows(self, key: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
        node = self._fields.entries.get(key)
        if node is None or (isinstance(node, ScalarNode) and not tidy(node.text)):
            return []
        rows = []
        for item in node.items if isinstance(node, SequenceNode) else (node,):
            if isinstance(item, MappingNode) and self._is_table(item, columns):
                rows.append({column: self._part(item, column) for column in columns})
            elif key == "photos" and isinstance(item, ScalarNode):
                lone = MappingNode({key: item}, item.line, {key: item.line})
                for entry in read_photos(self._path, lone, self._zone):
                    rows.append(dict.fromkeys(columns, "") | {"file": entry.file})
            else:
                self.locked.add(key)
                return []
        return [row for row in rows if any(row.values())]

    def _is_table(self, node: MappingNode, columns: Iterable[str]) -> bool:
        return node.entries.keys() <= set(columns) and all(
            isinstance(value, ScalarNode) for value in node.entries.values()
        )

    def _part(self, node: MappingNode, key: str, within: str = "") -> str:
        value = node.entries.get(key)
        text = tidy(value.text) if isinstance(value, ScalarNode) else ""
        is_date = key == "date" or within + key in DATES
        return show_date(text, self._zone) if is_date else text


def _as_line(node: Node) -> str | None:
    """Give an item of a list; "Tin, ảnh: Lê Anh", which YAML reads as a table, as it stands."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, MappingNode) and len(node.entries) == 1:
        ((key, value),) = node.entries.items()
        if isinstance(value, ScalarNode):
            return f"{node.typed.get(key, key)}: {value.text}"
    return None


def show_date(text: str, zone: ZoneInfo) -> str:
    """Write a date day first; what is none stays as it is."""
    try:
        return show_moment(parse_moment(text, zone))
    except DateError:
        return text


def show_moment(moment: Moment) -> str:
    """Write *moment* day first, as exactly as it was told."""
    return moment.when.strftime(_DATE_FORMATS[moment.precision])


def join_tags(tags: list[str]) -> str:
    """Write topics in one line, from which `part_tags` finds each again."""
    if any("," in tag for tag in tags):
        return "; ".join(tags) + (";" if len(tags) == 1 else "")
    return ", ".join(tags)


def part_tags(text: str) -> list[str]:
    """Part a line of topics at its semicolons or, where there is none, at its commas."""
    return [tag for part in text.split(";" if ";" in text else ",") if (tag := tidy(part))]


def write_sheet(sheet: Sheet, values: Values, zone: ZoneInfo, sections: Sections) -> bytes:
    """Write the file of *sheet* with what the form says now.

    Raises UnwritableError where the file would not say it.
    """
    data = _write(sheet, values, zone).encode()
    back = open_sheet(sheet.path, data, zone, sections)
    wanted = tidy_values(values, zone)
    if back is None or _writable(sheet, tidy_values(back.values, zone)) != _writable(sheet, wanted):
        raise UnwritableError(sheet.path)
    return data


def tidy_values(values: Values, zone: ZoneInfo) -> Values:
    """Bring the values of a form to what a file says back: one line each, dates day first."""
    texts = {}
    for name in SINGLE_FIELDS:
        text = values.texts.get(name, "")
        if name in _MULTILINE:
            texts[name] = tidy_lines(text)
        elif name == "tags":
            texts[name] = join_tags(part_tags(text))
        else:
            text = tidy(text)
            texts[name] = show_date(text, zone) if name in DATES else text
    rows = {}
    for key, columns in ROWS.items():
        found = []
        for row in values.rows.get(key, ()):
            line = {column: tidy(row.get(column, "")) for column in columns}
            if "date" in line:
                line["date"] = show_date(line["date"], zone)
            if any(line.values()):
                found.append(line)
        rows[key] = found
    return Values(texts, rows, values.body)


def _writable(sheet: Sheet, values: Values) -> tuple[dict, dict, str]:
    """Give the values that may be written: none of a locked field, or one that cannot be."""
    known = set(keys_of(sheet.path)) - sheet.locked
    texts = {name: text for name, text in values.texts.items() if name.split(".")[0] in known}
    if sheet.author_key in sheet.locked:
        texts.pop("author", None)
    rows = {key: rows for key, rows in values.rows.items() if key in known}
    return texts, rows, nfc(shown_body(values.body)).rstrip("\n")


def _write(sheet: Sheet, values: Values, zone: ZoneInfo) -> str:
    new, old = tidy_values(values, zone), tidy_values(sheet.values, zone)
    keys = [key for key in keys_of(sheet.path) if key not in ("author", "authors")]
    if not is_standing(sheet.path):
        keys.insert(2, sheet.author_key)
    head = list(sheet.head)
    placed: list[tuple[int, int, int, list[str]]] = []
    for order, key in enumerate(keys):
        if key in sheet.locked or _value_of(key, new) == _value_of(key, old):
            continue
        lines = _field_lines(key, new, zone, key in sheet.listed)
        if key in sheet.spans:
            start, end = sheet.spans[key]
            remarks = _remarks(sheet.head[start:end])
            placed.append((start, end, order, [*remarks, *lines]))
        else:
            start = _place_for(keys[:order], sheet)
            placed.append((start, start, order, lines))
    for start, end, _, lines in sorted(placed, reverse=True):
        head[start:end] = [f"{line}{sheet.newline}" for line in lines]
    if head and not head[-1].endswith(("\n", "\r")):
        head[-1] += sheet.newline
    closing, body = sheet.closing, sheet.body
    if values.body != sheet.values.body and shown_body(values.body) != sheet.values.body:
        text = nfc(shown_body(values.body)).rstrip("\n")
        body = (text + "\n").replace("\n", sheet.newline) if text else ""
    if body and not closing.endswith(("\n", "\r")):
        closing += sheet.newline
    return "".join((sheet.opening, *head, closing, body))


def _value_of(key: str, values: Values) -> object:
    """Give what the form says of a field of the header."""
    if key in ROWS:
        return values.rows[key]
    if key in TABLES:
        return [values.texts[name] for name in _PARTS[key]]
    return values.texts["author" if key == "authors" else key]


def _place_for(before: list[str], sheet: Sheet) -> int:
    """Find the place of a new field: behind the last one that belongs before it."""
    ends = [sheet.spans[key][1] for key in before if key in sheet.spans]
    return max(ends, default=0)


def _remarks(lines: Iterable[str]) -> list[str]:
    """List the comments on lines of their own, in *lines* that are written anew."""
    found = [line.rstrip("\r\n") for line in lines if line.lstrip(" \t").startswith("#")]
    return [line.lstrip(" \t") for line in found]


def lost_remarks(sheet: Sheet, data: bytes) -> list[str]:
    """List the comments behind values that the file written last, *data*, has no more."""
    after = data.decode()
    return [
        words
        for key, (start, end) in sheet.spans.items()
        for line in sheet.head[start:end]
        if not line.lstrip().startswith("#")
        and key not in ("title", "summary", "withdrawn")
        and (found := _REMARK.search(line))
        and not {"'", '"'} & set(line)
        and (words := line[found.end() :].strip())
        and line.rstrip("\r\n") not in after
    ]


def _item(text: str) -> str:
    """Write an item of a list, which has no key before the first colon of its line."""
    _, colon, rest = text.partition(":")
    if colon and rest and not drop_invisible(rest[0]):
        # Readers part a field's colon from a letter behind it that shows nothing.
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace(":", "\\x3A")
        return f'"{escaped}"'
    return quote_scalar(text)


def _plain(text: str) -> str:
    """Write a name that needs no quotes without them."""
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED
    return text if is_plain else quote_scalar(text)


def _date(text: str, zone: ZoneInfo) -> str:
    try:
        moment = parse_moment(text, zone)
    except DateError:
        return quote_scalar(text)
    return moment.when.strftime(_ISO[moment.precision])


def _field_lines(key: str, values: Values, zone: ZoneInfo, is_list: bool) -> list[str]:
    """Write a field; no lines where it says nothing."""
    if key in ROWS:
        rows = values.rows[key]
        return [f"{key}:", *(line for row in rows for line in _row(row, zone))] if rows else []
    if key in TABLES:
        first, *rest = parts = [values.texts[part] for part in _PARTS[key]]
        if key == "source" and not any(rest):
            return [f"source: {quote_scalar(first)}"] if first else []
        lines = _table(zip(TABLES[key], parts, strict=True), "  ", zone)
        return [f"{key}:", *lines] if lines else []
    text = values.texts["author" if key == "authors" else key]
    if not text:
        return []
    if key in ("tags", *_MULTILINE) or (is_list and key in ("author", "authors")):
        items = part_tags(text) if key == "tags" else text.split("\n" if key in _MULTILINE else ";")
        return [f"{key}:", *(f"  - {_item(item)}" for part in items if (item := tidy(part)))]
    if key in DATES:
        return [f"{key}: {_date(text, zone)}"]
    if key == "featured" and text == YES:
        return ["featured: true"]
    return [f"{key}: {_plain(text) if key in _UNQUOTED else quote_scalar(text)}"]


def _row(row: Mapping[str, str], zone: ZoneInfo) -> list[str]:
    lines = _table(row.items(), "    ", zone)
    lines[0] = f"  - {lines[0].lstrip()}"
    return lines


def _table(parts: Iterable[tuple[str, str]], indent: str, zone: ZoneInfo) -> list[str]:
    lines = []
    for key, text in parts:
        if text:
            is_date = key in ("date", "published", "issued", "in_force", "start", "end")
            write = _plain if key == "file" else quote_scalar
            written = _date(text, zone) if is_date else write(text)
            lines.append(f"{indent}{key}: {written}")
    return lines
