# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form: what a browser sends of it, its rows, and where each fault belongs in it.

Its names are those that faults bear ("title", "source.url", "photos.2.file"), and "body".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from plugins.editor.sheet import ROWS, SINGLE_FIELDS, Values, shown_body
from plugins.newsroom.fault import Fault

#: Where the body stands in the form.
BODY = "body"
_ROW = re.compile(r"([a-z]+)\.(\d{1,4})\.([a-z]+)")
_NUMBERED = re.compile(r"([a-z]+)\.(\d+)(?:\.([a-z]+))?")
_TASK = re.compile(r"(them|bo|len|xuong|chen):(photos|changes|corrections)(?::(\d{1,4}))?")
_WORDLESS = re.compile("ảnh «(.*)» không có chú thích")

# What mends say of files and days to those who edit the file, and of the form's own.
_IN_FORM = (
    (
        re.compile(
            r"(?:chép|đặt)(?: hẳn)?( tệp)?( \.?mp\d)?(?: vào)? cạnh bài(?: viết)?"
            r"(?: hoặc trong thư mục nội dung)?"
        ),
        r"thêm\1\2 ở «Thêm ảnh và tệp đính kèm»",
    ),
    (re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)? hoặc (?=\d)"), ""),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?![\w-])"), r"\3/\2/\1"),
    (re.compile(r"\bphotos\b(?!\.)"), "mục Ảnh"),
    (re.compile("xóa dòng này"), "để trống ô này"),
)

# A moment as the file has it.
_MOMENT = re.compile(r"«(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?»")


class FieldFault(NamedTuple):
    """A fault beside its field: the name of that, "" for none; a line of the body, 0 for none."""

    name: str
    line: int
    problem: str
    mend: str
    warning: bool


def read_form(sent: Mapping[str, str]) -> Values:
    """Read the values of the form, its rows in the order of their numbers."""
    rows: dict[str, dict[int, dict[str, str]]] = {key: {} for key in ROWS}
    for name, value in sent.items():
        found = _ROW.fullmatch(name)
        if found and found[1] in ROWS and found[3] in ROWS[found[1]]:
            rows[found[1]].setdefault(int(found[2]), {})[found[3]] = value
    return Values(
        {name: sent.get(name, "") for name in SINGLE_FIELDS},
        {
            key: [
                {column: row.get(column, "") for column in ROWS[key]}
                for _, row in sorted(found.items())
            ]
            for key, found in rows.items()
        },
        shown_body(sent.get(BODY, "")),
    )


def rearrange(values: Values, task: str, today: str) -> bool:
    """Do what a button beside a row asks for; False if *task* is no such thing.

    A new row is dated *today*, where it has a date.

    "them:photos" adds a row, "bo", "len", "xuong" take one out, up and down; "chen:photos:2"
    puts a photo at the end of the body.
    """
    found = _TASK.fullmatch(task)
    if found is None:
        return False
    verb, key, number = found[1], found[2], int(found[3] or 0)
    rows = values.rows[key]
    at = number - 1
    if verb == "them":
        rows.append({column: today if column == "date" else "" for column in ROWS[key]})
    elif not 0 <= at < len(rows):
        return True
    elif verb == "bo":
        del rows[at]
    elif verb == "chen" and key == "photos":
        values.body = f"{values.body.rstrip()}\n\n{markdown_of(rows[at]['file'])}\n".lstrip("\n")
    elif verb in ("len", "xuong"):
        other = at - 1 if verb == "len" else at + 1
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
    return True


def markdown_of(file: str) -> str:
    """Write the place of a photo in a text; its words come from its row."""
    plain = re.sub(r"[\\<>]", "", file)
    return f"![](<{plain}>)" if re.search(r"[\s()]", plain) else f"![]({plain})"


def place_faults(
    faults: Iterable[Fault], body_line: int, photos: Sequence[Mapping[str, str]] = ()
) -> list[FieldFault]:
    """Tell beside which field each fault belongs; the body begins on *body_line* of the file.

    A photo without words is told beside its row of *photos*. What a file lacks is put in the
    words of the form, which has fields where the file has signs.
    """
    rows = {row["file"]: number for number, row in reversed(list(enumerate(photos, 1)))}
    told = []
    for fault in faults:
        name, line = _place(fault, body_line)
        wordless = _WORDLESS.match(fault.problem)
        if wordless and wordless[1] in rows:
            name, line = f"photos.{rows[wordless[1]]}.alt", 0
        told.append(FieldFault(name, line, *_in_words_of_form(name, fault), fault.warning))
    return told


def _in_words_of_form(name: str, fault: Fault) -> tuple[str, str]:
    """Give the problem and the mend of a fault beside the field *name*."""
    problem, mend = fault.problem, fault.mend
    if _WORDLESS.match(problem):
        return problem, "ghi «Chú thích» hoặc «Ảnh chụp gì», để người không thấy ảnh biết ảnh có gì"
    if name == BODY and "«---»" in mend:
        return problem, "viết vào ô này"
    if problem == "thiếu chuyên mục":
        return problem, "chọn trong danh sách ở ô này"
    if not problem.startswith("thiếu ") or name in ("", BODY):
        for of_file, of_form in _IN_FORM:
            mend = of_file.sub(of_form, mend)
        if name != BODY:
            problem = re.sub(r"\bphotos\b(?!\.)", "mục Ảnh", _MOMENT.sub(_day_first, problem))
        return problem, mend
    if name == "date" or name.endswith((".date", ".published")):
        return problem, "ghi ngày/tháng/năm giờ:phút, như 23/02/2026 14:57"
    if name == "author":
        return problem, "ghi vào ô này; bài đăng lại thì ghi Nguồn"
    return "còn trống" if "«" in problem else problem, "ghi vào ô này"


def _day_first(moment: re.Match[str]) -> str:
    year, month, day, time = moment.groups()
    return f"«{day}/{month}/{year}{f' {time}' if time else ''}»"


# Where faults of a whole field stand.
_WHOLE = {
    "authors": "author",
    "source": "source.name",
    "document": "document.number",
    "event": "event.start",
}


def _place(fault: Fault, body_line: int) -> tuple[str, int]:
    name = _WHOLE.get(fault.field, fault.field)
    if name in SINGLE_FIELDS:
        return name, 0
    found = _NUMBERED.fullmatch(name)
    if found:
        key, number, column = found[1], int(found[2]), found[3]
        if key in ROWS:
            columns = ROWS[key]
            return f"{key}.{number}.{column if column in columns else columns[0]}", 0
        key = "author" if key == "authors" else key
        if key in SINGLE_FIELDS:
            return key, 0
    if name in ROWS:
        return name, 0
    if fault.line >= body_line:
        return BODY, fault.line - body_line + 1
    # A file is too large by its text.
    return (BODY, 0) if fault.field in ("nội dung", "tệp") else ("", 0)
