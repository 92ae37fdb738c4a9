# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signs of a text, found in one scan, by which most need no closer look."""

import string
from functools import lru_cache

# Letters, figures, the marks of any prose, and the bytes of letters beyond ASCII; but not the
# letters that no Vietnamese word has, nor the first byte of U+E000 to U+FFFF.
_PROSE = bytes(
    {*f"{string.ascii_letters}{string.digits} \n.,;-".encode(), *range(0x80, 0x100)}
    - {*b"fjwzFJWZ\xee\xef"}
)


@lru_cache(maxsize=4)
def signs_of(text: str) -> str:
    """Write what of *text* is neither letter nor figure nor a mark of prose, in its order.

    Signs that stand side by side in *text* do so here; others may. With them come "f", "j",
    "w", "z" and their capitals, which no Vietnamese word has, and "î" or "ï" for every
    character from U+E000 on, as the signs of Word's lists are.
    """
    return text.encode("utf-8", "replace").translate(None, _PROSE).decode("latin-1")
