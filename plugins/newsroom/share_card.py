# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which titles can stand on a drawn share card: those of the letters that its font has."""

import re

#: What networks and messengers ask of a picture beside a link, in pixels.
CARD_SIZE = (1200, 630)

_LETTERS = re.compile(
    "[\u0020-\u007e\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201e"
    "\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ab\u20ac\u2116\u2212]+"
)


def can_be_drawn(words: str) -> bool:
    """Tell whether the font of share cards has all letters of *words*, which are some.

    What it has not would be an empty box. Khmer is not among them: its letters are joined
    by a library of the system's, so not every machine would draw the same.
    """
    return _LETTERS.fullmatch(words) is not None
