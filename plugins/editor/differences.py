# SPDX-License-Identifier: AGPL-3.0-or-later
"""Differences between two versions of an article, word by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugins.editor.sheet import ROWS, SINGLE_FIELDS, Values

_WORD = re.compile(r"\s+|[^\W_]+|[\W_]")
#: Words of a changed passage that are compared one by one; a longer one is shown whole.
MOST_WORDS = 2_000
#: Words that stand before and behind a change, of what did not change.
_AROUND = 12


class Piece(NamedTuple):
    """Some words: "" for what both versions have, "-" for the old one's, "+" for the new one's."""

    sign: str
    words: str


class FieldDifference(NamedTuple):
    """What differs in one field of the form, by its name."""

    name: str
    pieces: tuple[Piece, ...]


def compare_words(old: str, new: str) -> list[Piece]:
    """List the pieces that *old* and *new* are made of, in their order.

    Paragraphs are compared first, and words within those that changed, so that a long text
    costs little more than a short one.
    """
    pieces: list[Piece] = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, a, b, c, d in _changes(old_lines, new_lines):
        before, after = "".join(old_lines[a:b]), "".join(new_lines[c:d])
        if tag == "equal":
            pieces.append(Piece("", before))
        else:
            pieces += _within(before, after)
    return _joined(pieces)


def _within(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        yield Piece("-", before)
        yield Piece("+", after)
        return
    for tag, a, b, c, d in _changes(old, new):
        if tag == "equal":
            yield Piece("", "".join(old[a:b]))
        else:
            yield Piece("-", "".join(old[a:b]))
            yield Piece("+", "".join(new[c:d]))


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    return difflib.SequenceMatcher(None, old, new, autojunk=len(old) > MOST_WORDS).get_opcodes()


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put neighbours of one sign together, and what a change has of both signs side by side."""
    joined: list[Piece] = []
    taken = {"-": "", "+": ""}

    def settle() -> None:
        joined.extend(Piece(sign, words) for sign, words in taken.items() if words)
        taken.update({"-": "", "+": ""})

    for sign, words in pieces:
        if sign:
            taken[sign] += words
        elif words.isspace() and any(taken.values()) and "\n" not in words:
            # A space between two changes belongs to both.
            taken["-"] += words
            taken["+"] += words
        elif words:
            settle()
            joined.append(Piece("", words))
    settle()
    return joined


def shorten(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out of long equal passages all but what stands beside a change."""
    short = []
    for place, piece in enumerate(pieces):
        words = re.findall(r"\s*\S+\s*", piece.words)
        if piece.sign or len(words) <= 2 * _AROUND:
            short.append(piece)
            continue
        head = "".join(words[:_AROUND]) if place else ""
        tail = "".join(words[-_AROUND:]) if place < len(pieces) - 1 else ""
        short.append(Piece("", f"{head}… {tail}" if head else f"… {tail}"))
    return short


def compare_values(old: Values, new: Values) -> list[FieldDifference]:
    """List the fields in which two versions differ, the text last."""
    pairs = [(name, old.texts[name], new.texts.get(name, "")) for name in SINGLE_FIELDS]
    pairs += [(key, _told(old.rows[key]), _told(new.rows.get(key, []))) for key in ROWS]
    pairs.append(("body", old.body.rstrip("\n"), new.body.rstrip("\n")))
    return [
        FieldDifference(name, tuple(shorten(compare_words(before, after))))
        for name, before, after in pairs
        if before != after
    ]


def _told(rows: Sequence[dict[str, str]]) -> str:
    return "\n".join(" · ".join(filter(None, row.values())) for row in rows if any(row.values()))
