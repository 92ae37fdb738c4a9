# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that was pasted: its lines are paragraphs, or the column at which a program cut them.

Of the latter some lines begin with a small letter, amid a sentence. Where none does, each
line is a paragraph; where some do, lines run together as the build reads them, those of
other blocks too if no line of the text is longer than a column.
"""

import itertools
import re

from plugins.importer.document import Cell, ImportedText, Paragraph, Span, Table
from plugins.importer.no_word_lost import words_of
from plugins.importer.web.decoding import decode, settle_text
from plugins.press.read.paragraphs import split_lines

# What programs of chat write before a message: its sender and its moment in brackets.
_STAMP = r"\[(?=[^\]]*\d:\d\d)(?=[^\]]*\d[/.-]\d)[\d:/., -]+(?:SA|CH|AM|PM)?\]"
_SENDER = re.compile(
    rf"\s*(?:{_STAMP}\s*[^:\[\]\n]{{1,60}}:|[^:\[\]\n]{{1,60}}[:,]\s*{_STAMP}:?)\s*"
)
# Letters of the widest column at which programs cut lines.
_WIDEST_COLUMN = 120
_MAY_GO_ON = re.compile(r"[^.!?:;…]\s*\Z")
_LABEL = re.compile(r"(?:\w{1,4}[.)/]|[-–—•+*])+")
_ITEM = re.compile(r"\s*(?:\w|[0-9]{2,3}|[ivx]{2,4})[.)/]\s*\S")


def read_pasted_text(data: bytes) -> ImportedText:
    """Read plain text: blank lines part paragraphs, and so do line ends that cut no sentence."""
    text, remarks = settle_text(decode(data))
    document = ImportedText([], remarks=remarks, words=words_of(text))
    blocks = _blocks_of(_without_senders(text, document))
    width = max((len(line.strip()) for block in blocks for line in block), default=0)
    if width > _WIDEST_COLUMN or not any(map(_is_cut, blocks)):
        # No program cut these lines.
        width = 0
    for block in itertools.chain.from_iterable(map(_part_at_tables, blocks)):
        if _is_table(block):
            rows = [
                [Cell([Paragraph([Span(words)])]) for words in _cells_of(line)] for line in block
            ]
            document.blocks.append(Table(rows, bordered=True))
            continue
        parts = [block] if _is_cut(block) else _part_at_short_lines(block, width)
        for paragraph in itertools.chain.from_iterable(map(split_lines, parts)):
            line = ""
            for words, ends in paragraph:
                line = f"{line} {words.strip()}".strip()
                if ends:
                    document.blocks.append(Paragraph([Span(line)]))
                    line = ""
            if line:
                document.blocks.append(Paragraph([Span(line)]))
    return document


def _without_senders(text: str, document: ImportedText) -> str:
    """Take out who sent the messages of a chat and when, each line of which is told."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if found := _SENDER.match(line):
            document.tell("left out", "người gửi và giờ gửi của tin nhắn", found[0])
            lines[place] = line[found.end() :]
    return "\n".join(lines)


def _part_at_tables(lines: list[str]) -> list[list[str]]:
    """Part *lines* where those of a table, as spreadsheets copy it, begin or end."""
    found: list[list[str]] = []
    for _, group in itertools.groupby(lines, lambda line: len(_cells_of(line))):
        part = list(group)
        if found and not _is_table(part) and not _is_table(found[-1]):
            found[-1] += part
        else:
            found.append(part)
    return found


def _cells_of(line: str) -> list[str]:
    return [words.strip() for words in line.split("\t")]


def _is_table(lines: list[str]) -> bool:
    """Tell whether *lines* are rows of three columns or more, or of two, one with figures.

    Not those of a list, whose numbers stand before a tab, nor those of a letterhead.
    """
    rows = list(map(_cells_of, lines))
    columns = {len(row) for row in rows}
    if len(rows) < 2 or len(columns) > 1 or columns == {1}:
        return False
    if not any(row[0] for row in rows) or any(_LABEL.fullmatch(row[0]) for row in rows):
        return False
    figures = sum(any(map(str.isdigit, row[-1])) for row in rows)
    return columns != {2} or 2 * figures >= len(rows)


def _is_cut(lines: list[str]) -> bool:
    """Tell whether some line goes on amid the sentence of the one above it."""
    return any(
        _MAY_GO_ON.search(before) and line.lstrip()[0].islower() and not _ITEM.match(line)
        for before, line in itertools.pairwise(lines)
    )


def _part_at_short_lines(lines: list[str], width: int) -> list[list[str]]:
    """Part *lines* where the first word of the next would have fitted into a column of *width*."""
    parts = [lines[:1]]
    for before, line in itertools.pairwise(lines):
        if len(before.strip()) + 1 + len(line.split()[0]) > width > 0:
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _blocks_of(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.replace("\u2028", "\n").split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]
