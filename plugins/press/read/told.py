# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor is told of a text while it is read."""

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


def shortened(words: str, length: int = 60) -> str:
    """Write *words* on one line of at most *length* characters."""
    words = " ".join(words.split())
    return words if len(words) <= length else words[: length - 1] + "…"
