# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as Vietnamese readers know them: a point for thousands, a comma for tenths."""

from babel import Locale
from babel.numbers import format_decimal

_VI = Locale.parse("vi")
_UNITS = ("byte", "KB", "MB", "GB", "TB")


def format_bytes(size: int) -> str:
    """Print a file's *size* in bytes for readers: "812 byte", "120 KB", "1,2 MB".

    A KB is 1 000 bytes; tenths are shown from MB on, and never as ",0".
    """
    scaled, power = float(size), 0
    # Rounding comes first, or 999 999 bytes would read "1.000 KB".
    while power + 1 < len(_UNITS) and round(scaled, power > 1) >= 1000:
        scaled, power = scaled / 1000, power + 1
    pattern = "#,##0.#" if power > 1 else "#,##0"
    return f"{format_decimal(scaled, pattern, locale=_VI)} {_UNITS[power]}"


def format_number(number: int) -> str:
    """Print a whole number for readers: "12.500"."""
    return f"{number:,}".replace(",", ".")
