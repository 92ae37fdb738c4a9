# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as Vietnamese readers know them: a point for thousands, a comma for tenths."""

from functools import cache

from babel import Locale
from babel.numbers import format_decimal

_UNITS = ("byte", "KB", "MB", "GB", "TB")


def format_bytes(size: int, lang: str = "vi") -> str:
    """Print a file's *size* in bytes for readers of *lang*: "812 byte", "120 KB", "1,2 MB".

    A KB is 1 000 bytes; tenths are shown from MB on, and never as ",0".
    """
    scaled, power = float(size), 0
    # Rounding comes first, or 999 999 bytes would read "1.000 KB".
    while power + 1 < len(_UNITS) and round(scaled, power > 1) >= 1000:
        scaled, power = scaled / 1000, power + 1
    pattern = "#,##0.#" if power > 1 else "#,##0"
    return f"{format_decimal(scaled, pattern, locale=_locale(lang))} {_UNITS[power]}"


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def format_number(number: int) -> str:
    """Print a whole number for readers: "12.500"."""
    return f"{number:,}".replace(",", ".")
