# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables: lines of cells with "|" between them, the second one of dashes.

A table may follow a line of text at once, and may lack its first line; the dashes may be
those that Word makes of them. It ends at a
line without "|". No cell is lost: what a row has too much stands in its last cell.
"""

import re
import xml.etree.ElementTree as etree

from plugins.press.read.code import pair_runs, run_of
from plugins.press.read.lists import Line
from plugins.press.read.messages import Tell, Told, shortened

_DASHES = re.compile(r" *\|?(?: *:?[-–—]+:? *\|)* *:?[-–—]+:? *\|? *$")
_DASH = re.compile("[-–—]")
_PIECE = re.compile(r"(?P<escapes>\\*+)(?:(?P<run>`+)|(?P<bar>\|))")
# Empty cells that are written each for itself; more are one cell over many columns.
_SINGLE_CELLS = 4


def begins_table(lines: list[Line], at: int) -> bool:
    """Tell whether a table begins at place *at* of *lines*."""
    text = lines[at][1]
    if "|" not in text:
        return False
    if at + 1 < len(lines) and _is_dashes(lines[at + 1][1]):
        return not _is_dashes(text)
    return _is_dashes(text) and at + 1 < len(lines) and "|" in lines[at + 1][1]


def read_table(parent: etree.Element, lines: list[Line], at: int, tell: Tell) -> int:
    """Read the table at place *at* of *lines* into *parent*; return where it ends."""
    number, text = lines[at]
    heads = [] if _is_dashes(text) else _split(text)
    # Where the first row stands between "|" all do.
    is_framed = text.strip().startswith("|") and text.strip().endswith("|")
    at += bool(heads)
    aligns = [_align(cell) for cell in _split(lines[at][1])]
    width = max(len(heads), len(aligns))
    aligns += [""] * (width - len(aligns))
    table = etree.SubElement(parent, "table")
    if heads:
        _write_row(etree.SubElement(table, "thead"), "th", heads, aligns)
        if len(heads) != width or ("" in heads and len(heads) == 1):
            problem = f"dòng đầu của bảng có {len(heads)} ô, dòng gạch có {width}"
            tell(Told(number, problem, "viết cho mỗi cột một ô và một «---»"))
    body = etree.SubElement(table, "tbody")
    at += 1
    while at < len(lines) and "|" in lines[at][1]:
        number, text = lines[at]
        cells = _split(text)
        above = lines[at - 1][1].strip()
        if is_framed and not (text.strip().startswith("|") or above.endswith("|")):
            problem = f"hàng trên bị ngắt giữa ô: «{shortened(text)}» thành một hàng riêng"
            tell(Told(number, problem, "viết mỗi hàng trên một dòng; trong ô xuống dòng bằng <br>"))
        if len(cells) > width:
            problem = f"hàng này có {len(cells)} ô, bảng có {width} cột"
            tell(Told(number, problem, "bỏ bớt ô, hoặc thêm cột vào dòng đầu và dòng gạch"))
            cells[width - 1 :] = [" | ".join(cell for cell in cells[width - 1 :] if cell)]
        _write_row(body, "td", cells, aligns)
        at += 1
    if not len(body):
        # As before: a table of its first line alone.
        _write_row(body, "td", [], aligns)
    return at


def _is_dashes(text: str) -> bool:
    return "|" in text and bool(_DASH.search(text) and _DASHES.match(text))


def _align(dashes: str) -> str:
    left, right = dashes.startswith(":"), dashes.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""


def _write_row(parent: etree.Element, tag: str, cells: list[str], aligns: list[str]) -> None:
    row = etree.SubElement(parent, "tr")
    missing = len(aligns) - len(cells)
    many = missing > _SINGLE_CELLS
    for number, align in enumerate(aligns[: len(cells)] if many else aligns):
        cell = etree.SubElement(row, tag)
        cell.text = cells[number] if number < len(cells) else ""
        if align:
            cell.set("align", align)
    if many:
        etree.SubElement(row, tag).set("colspan", str(missing))


def _split(text: str) -> list[str]:
    """Cut a line at each "|" that stands neither in code nor behind a backslash."""
    text = text.strip()
    found = list(_PIECE.finditer(text))
    runs = [run_of(piece) for piece in found if piece["run"]]
    code = [(opening.end, closing.end) for opening, closing in pair_runs(runs)]
    cells: list[str] = []
    start = 0
    spans = iter([*code, (len(text), len(text))])
    begin, end = next(spans)
    for piece in found:
        if not piece["bar"]:
            continue
        bar = piece.start("bar")
        while bar >= end and end < len(text):
            begin, end = next(spans)
        if begin <= bar < end or len(piece["escapes"]) % 2:
            continue
        cells.append(text[start:bar].strip())
        start = piece.end()
    cells.append(text[start:].strip())
    if text.startswith("|"):
        del cells[0]
    if len(cells) > 1 and not cells[-1] and text.endswith("|"):
        cells.pop()
    return cells
