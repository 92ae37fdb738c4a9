# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor is told of a text while it is read."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """What is wrong on a line of a text, and the mend; a warning stops nothing."""

    line: int
    problem: str
    mend: str
    warning: bool = True


#: Takes note of one thing to be told.
Tell = Callable[[Told], None]


# Stands in a text that is being converted, and in nothing that an editor reads.
_MARK = re.compile("\x04t?[0-9]+\x04")


def shortened(words: str, length: int = 60) -> str:
    """Write *words* on one line of at most *length* characters."""
    words = " ".join((_MARK.sub("", words) if "\x04" in words else words).split())
    return words if len(words) <= length else words[: length - 1] + "…"


class LineNumbers:
    """The numbers of the lines of *text*, the first of which is *first_line* of its file."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text, self._first_line = text, first_line
        self._breaks: list[int] | None = None

    def at(self, position: int) -> int:
        """Tell on which line *position* of the text lies."""
        if self._breaks is None:
            self._breaks = [found.start() for found in re.finditer("\n", self._text)]
        return self._first_line + bisect_left(self._breaks, position)
