# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bound of reading: what no editor writes is told before anything works on it.

The converter looks for the end of a bracket, a tag or a stress through the rest of its
paragraph, and writes the paragraph anew for each that it finds: what it costs grows with
the signs of a paragraph times its letters. So this product is bounded, each sign counted
by what it costs, and with it the depth of what lies within each other and the number of
cells, notes and photos. A text within all limits takes at most 5 s for its 1 MB.

Most texts are let through by a few counts; one of many signs is looked at line by line.
"""

import html
import itertools
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from plugins.newsroom.fault import Fault
from plugins.newsroom.front_matter import MappingNode, Node, ScalarNode, SequenceNode
from plugins.press.read.code import Code
from plugins.press.read.messages import Told
from plugins.press.read.signs import signs_of
from plugins.vietnamese.letters import thin_marks
from plugins.vietnamese.numbers import format_number

#: Letters times signs of one paragraph: 50 kB with 3,000 signs of emphasis, 5 kB with 30,000.
PARAGRAPH_WORK = 150_000_000
#: What the sign costs that is sought through the rest of its paragraph, in plain signs.
SOUGHT = 200
#: The same for what begins like a tag and is not closed, which is sought through the text.
UNCLOSED = 30
#: Signs from U+0080 to U+00BF, no-break spaces and soft hyphens among them: with so many in
#: one paragraph the sanitiser takes 1 s, and four times as long with twice as many.
LATIN_SIGNS = 200_000
#: Levels of quotations, of lists, and of brackets within each other.
DEPTH = 20
#: Tags of HTML that wait for their end.
OPEN_TAGS = 300
#: Cells of all tables of a text, and columns of one.
CELLS, COLUMNS = 20_000, 100
#: Tags of HTML in all.
TAGS = 10_000
#: Seconds of a processor that one text may take; the goal is a tenth of it.
CPU_SECONDS = 5
#: Lines that hold something: each may be an item, a heading, a paragraph.
LINES = 5_000
#: Notes of a text, and photos.
NOTES, PHOTOS = 1_000, 1_000
#: Letters written as "&#769;", from which on it is asked whether they are a pile of marks.
REFERENCES = 2_000
#: Items of a list in a header, fields of a table, and where commas part items too.
ITEMS = 300
LISTS = ("tags", "author", "authors", "photos", "aliases")
#: Letters of a value in a header.
LETTERS = 20_000

_ITEM_ENDS = re.compile("[,;]")
_SIGNS = "*_`\\&~!(["
_LONE = re.compile(r"<(?![a-zA-Z/!?])")
_MARKER = re.compile(r"[ \t>]*(?:[-+*•][ \t]|[0-9]{1,9}[.)][ \t]|\|)")
_HEADING = re.compile(r"^ {0,3}(?:#|=+[ ]*$|-+[ ]*$)", re.MULTILINE)
_QUOTES = re.compile(r"^[ ]{0,3}((?:>[ ]{0,3})*)", re.MULTILINE)
_BRACKET = re.compile(r"\\.|\]\(|[\[\]()]", re.DOTALL)
_BLOCK = re.compile(r"^(?:[ \t]*[^ \t\n][^\n]*(?:\n|\Z))+", re.MULTILINE)
_OPENED = re.compile(r"<(?:[a-zA-Z!?/]|\Z)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_VOID = frozenset(("br", "col", "hr", "img", "wbr", "input", "meta", "link"))
_NOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:", re.MULTILINE)
_ALIGNMENT = re.compile(
    r"^[ ]{0,3}\|?[ ]*:?[-–—]+:?[ ]*(?:\|[ ]*:?[-–—]+:?[ ]*)*\|?[ ]*$", re.MULTILINE
)


class TimeIsUpError(Exception):
    """Reading one text took longer than any may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeIsUpError in what runs within after *seconds* of the processor.

    Only where it runs in the main thread, which alone may be interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # It stays: nothing else sets this clock, and each call of `signal` costs as much as all else.
    if signal.getsignal(signal.SIGVTALRM) is not _end_time:
        signal.signal(signal.SIGVTALRM, _end_time)
    # Every 0.2 s from then on, since code in between may swallow what is raised in its callbacks.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _end_time(*_: object) -> None:
    raise TimeIsUpError


def find_excess(text: str, first_line: int) -> list[Told]:
    """Tell what of the Markdown *text* is beyond the limits, each kind once.

    *first_line* is that of *text* in its file. A text of which anything is told here
    must not be converted.
    """
    return [
        Told(first_line + text.count("\n", 0, place), problem, mend, warning=False)
        for place, problem, mend in _excesses(text)
    ]


def _excesses(text: str) -> Iterator[tuple[int, str, str]]:
    length, signs = len(text), signs_of(text)
    brackets, tags = signs.count("["), signs.count("<")
    # Of headings there are no more than lines, of signs no more than letters: those of most
    # texts need no count.
    if (length + SOUGHT * (brackets + tags + text.count("\n"))) * length > PARAGRAPH_WORK:
        sought = brackets + tags + sum(map(text.count, ("\n#", "\n=", "\n-")))
        marks = sum(map(text.count, _SIGNS))
        if (marks + SOUGHT * sought) * length > PARAGRAPH_WORK:
            yield from _paragraphs(text)
            yield from _headings(text)
    if length > LINES:
        yield from _many_lines(text)
    if length > LATIN_SIGNS and not text.isascii():
        yield from _latin_signs(text)
    if tags > SOUGHT:
        yield from _tags(text)
    if signs.count("|") > COLUMNS:
        yield from _tables(text)
    if signs.count(">") > DEPTH:
        yield from _quotations(text)
    yield from _lists(text)
    if (
        length > REFERENCES
        and signs.count("&") > REFERENCES
        and thin_marks(html.unescape(text))[1] >= 0
    ):
        mend = "viết thẳng chữ tiếng Việt thay cho «&#…;»"
        yield text.find("&"), "có hơn 30 dấu viết bằng «&#…;» chồng lên một chữ", mend
    if brackets > NOTES or tags > PHOTOS:
        yield from _crowds(text)


def _paragraphs(text: str) -> Iterator[tuple[int, str, str]]:
    """Look for the first paragraph that costs too much, and say what of it does."""
    for place, paragraph in _paragraphs_of(text):
        length = len(paragraph)
        signs = sum(paragraph.count(sign) for sign in _SIGNS) + len(_LONE.findall(paragraph))
        if signs <= DEPTH:
            continue
        # A bracket that is closed in code only is closed nowhere.
        depth, open_brackets = _brackets(Code(paragraph).taken_out_of(paragraph))
        if depth > DEPTH or (
            open_brackets > DEPTH and open_brackets * SOUGHT * length > PARAGRAPH_WORK
        ):
            yield (
                place,
                f"đoạn có {format_number(max(depth, open_brackets))} dấu ngoặc lồng nhau hoặc "
                "không đóng, quá nhiều để đọc",
                "đóng từng ngoặc, hoặc bỏ bớt dấu «[» và «(»",
            )
            return
        if signs * length > PARAGRAPH_WORK:
            yield (
                place,
                f"đoạn dài {format_number(length)} ký tự có {format_number(signs)} dấu "
                "Markdown, quá nhiều để đọc",
                "chia đoạn bằng dòng trống, hoặc bỏ bớt dấu",
            )
            return


def _paragraphs_of(text: str) -> Iterator[tuple[int, str]]:
    """Cut *text* into paragraphs, items of lists and rows of tables, with their places."""
    start = place = 0
    for line in text.splitlines(keepends=True):
        is_blank = line.isspace()
        if is_blank or _MARKER.match(line):
            if place > start:
                yield start, text[start:place]
            start = place + len(line) if is_blank else place
        place += len(line)
    if place > start:
        yield start, text[start:place]


def _brackets(paragraph: str) -> tuple[int, int]:
    """Tell how deep brackets lie within each other, and how many are never closed."""
    depth = deepest = astray = 0
    # An address in round brackets counts only behind a square one.
    round_depth = 0
    for found in _BRACKET.finditer(paragraph):
        sign = found[0]
        if sign == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign == "](":
            depth = max(depth - 1, 0)
            round_depth += 1
            deepest = max(deepest, round_depth)
        elif sign == "]":
            depth = max(depth - 1, 0)
        elif sign == "(":
            round_depth += round_depth > 0
            deepest = max(deepest, round_depth)
        elif sign == ")":
            round_depth = max(round_depth - 1, 0)
    astray = depth + round_depth
    return deepest, astray


def _many_lines(text: str) -> Iterator[tuple[int, str, str]]:
    lines = text.count("\n") + 1
    if lines > LINES:
        filled = list(re.finditer(r"^[ \t]*[^ \t\n]", text, re.MULTILINE))
        if len(filled) > LINES:
            yield (
                filled[LINES].start(),
                f"bài có {format_number(len(filled))} dòng, quá {format_number(LINES)}",
                "chia bài, hoặc đưa phần dài thành tệp đính kèm",
            )


def _latin_signs(text: str) -> Iterator[tuple[int, str, str]]:
    counts = {sign: text.count(sign) for sign in map(chr, range(0x80, 0xC0))}
    count = sum(counts.values())
    if count > LATIN_SIGNS:
        sign = max(counts, key=counts.__getitem__)
        name = sign if sign.isprintable() else f"U+{ord(sign):04X}"
        yield (
            text.find(sign),
            f"bài có {format_number(count)} dấu như «{name}», quá {format_number(LATIN_SIGNS)}",
            "chia bài, hoặc thay khoảng trắng không ngắt bằng dấu cách",
        )


def _headings(text: str) -> Iterator[tuple[int, str, str]]:
    for block in _BLOCK.finditer(text):
        count = sum(1 for _ in _HEADING.finditer(block[0]))
        if count * SOUGHT * len(block[0]) > PARAGRAPH_WORK:
            yield (
                block.start(),
                f"{format_number(count)} tiêu đề liền nhau, không có dòng trống ở giữa",
                "thêm dòng trống giữa các tiêu đề và đoạn văn",
            )
            return


def _tags(text: str) -> Iterator[tuple[int, str, str]]:
    """Look for tags that are never closed, as such and as elements."""
    opened = 0
    for number, found in enumerate(_OPENED.finditer(text), 1):
        if number > TAGS:
            yield (
                found.start(),
                f"bài có hơn {format_number(TAGS)} thẻ HTML",
                "chia bài, hoặc đưa phần dài thành tệp đính kèm",
            )
            return
        end = text.find(">", found.start(), found.start() + 5000)
        following = text.find("<", found.end(), found.start() + 5000)
        if end < 0 or 0 <= following < end:
            opened += 1
            if opened * UNCLOSED * len(text) > PARAGRAPH_WORK:
                yield (
                    found.start(),
                    f"{format_number(opened)} dấu «<» mở thẻ mà không đóng bằng «>»",
                    "viết «&lt;» thay cho «<», hoặc đóng thẻ",
                )
                return
    waiting = 0
    for found in _TAG.finditer(text):
        if found[2].lower() in _VOID:
            continue
        waiting = max(waiting - 1, 0) if found[1] else waiting + 1
        if waiting > OPEN_TAGS:
            yield (
                found.start(),
                f"hơn {OPEN_TAGS} thẻ HTML mở mà chưa đóng",
                f"đóng từng thẻ, hoặc bỏ thẻ <{found[2].lower()}>",
            )
            return


def _tables(text: str) -> Iterator[tuple[int, str, str]]:
    """Look for tables of too many cells: every row has as many as the head."""
    cells = 0
    for found in _ALIGNMENT.finditer(text):
        columns = found[0].strip().strip("|").count("|") + 1
        if columns < 2:
            continue
        if columns > COLUMNS:
            yield (
                found.start(),
                f"bảng có {format_number(columns)} cột, quá {COLUMNS}",
                "chia bảng, hoặc đưa bảng thành tệp đính kèm",
            )
            return
        end = text.find("\n\n", found.end())
        rows = text.count("\n", found.end(), len(text) if end < 0 else end)
        cells += columns * rows
        if cells > CELLS:
            yield (
                found.start(),
                f"bảng có {format_number(cells)} ô, quá {format_number(CELLS)}",
                "chia bảng, hoặc đưa bảng thành tệp đính kèm",
            )
            return


def _quotations(text: str) -> Iterator[tuple[int, str, str]]:
    for found in _QUOTES.finditer(text):
        depth = found[1].count(">")
        if depth > DEPTH:
            yield (
                found.start(),
                f"trích dẫn lồng nhau {format_number(depth)} cấp, quá {DEPTH}",
                "bớt dấu «>» ở đầu dòng",
            )
            return


def _lists(text: str) -> Iterator[tuple[int, str, str]]:
    indent = "  " * DEPTH
    if indent not in text and "\t" * DEPTH not in text:
        return
    found = re.search(rf"^(?:{indent}|\t{{{DEPTH}}})[ \t]*(?:[-+*]|[0-9]+[.)])[ \t]", text, re.M)
    if found:
        yield (
            found.start(),
            f"danh sách lồng nhau quá {DEPTH} cấp",
            "bớt dấu cách ở đầu dòng",
        )


def _crowds(text: str) -> Iterator[tuple[int, str, str]]:
    """Look for too many notes and photos."""
    for count, what, mend, pattern in (
        (NOTES, "chú giải", "bớt chú giải, hoặc chia bài", _NOTE),
        (PHOTOS, "ảnh", "bớt ảnh, hoặc chia bài", re.compile(r"!\[|<img\b", re.IGNORECASE)),
    ):
        for number, found in enumerate(pattern.finditer(text), 1):
            if number > count:
                yield found.start(), f"bài có hơn {format_number(count)} {what}", mend
                break


def find_long_values(fields: MappingNode, path: str) -> list[Fault]:
    """Tell of the lists, tables and texts in a header, at whatever depth, longer than any is."""
    faults: list[Fault] = []
    waiting: list[tuple[str, Node]] = [("", fields)]

    def tell(line: int, name: str, problem: str, mend: str = "bớt các mục, hoặc chia bài") -> None:
        faults.append(Fault(path, line, name or "front matter", problem, mend))

    while waiting:
        name, node = waiting.pop()
        within = f"{name}." if name else ""
        if isinstance(node, MappingNode):
            if len(node.entries) > ITEMS:
                line = node.key_lines[next(itertools.islice(node.entries, ITEMS, None))]
                problem = f"có {format_number(len(node.entries))} trường, quá {ITEMS}"
                tell(line, name, problem, "bớt các trường")
            else:
                waiting += [(f"{within}{key}", value) for key, value in node.entries.items()]
        elif isinstance(node, SequenceNode):
            if len(node.items) > ITEMS:
                problem = f"có {format_number(len(node.items))} mục, quá {ITEMS}"
                tell(node.items[ITEMS].line, name, problem)
            else:
                waiting += [(f"{within}{n}", item) for n, item in enumerate(node.items, 1)]
        elif name in LISTS and (count := len(_ITEM_ENDS.findall(node.text)) + 1) > ITEMS:
            tell(node.line, name, f"có {format_number(count)} mục, quá {ITEMS}")
        elif len(node.text) > LETTERS:
            problem = f"dài {format_number(len(node.text))} ký tự, quá {format_number(LETTERS)}"
            tell(node.line, name, problem, "đưa phần dài xuống nội dung dưới dòng «---»")
    return faults


def cut_long_values(node: Node) -> Node:
    """Cut what `find_long_values` tells of to the limits, so that all else can be judged."""
    if isinstance(node, ScalarNode):
        ends = [found.start() for found in _ITEM_ENDS.finditer(node.text, 0, LETTERS)]
        return replace(node, text=node.text[: ends[ITEMS] if len(ends) > ITEMS else LETTERS])
    if isinstance(node, SequenceNode):
        return replace(node, items=tuple(map(cut_long_values, node.items[:ITEMS])))
    kept = itertools.islice(node.entries.items(), ITEMS)
    entries = {key: cut_long_values(value) for key, value in kept}
    return replace(node, entries=entries, key_lines={key: node.key_lines[key] for key in entries})
