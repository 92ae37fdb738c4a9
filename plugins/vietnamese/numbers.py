# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as Vietnamese readers know them: a point for thousands, a comma for tenths."""

import re
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

_UNITS = ("byte", "KB", "MB", "GB", "TB")

#: What may stand between a number and its unit.
_SCALE = r"(?:tỷ(?! (?:lệ|giá|trọng|suất))|tỉ(?! lệ)|triệu|nghìn|ngàn|million|billion)"
_UNIT = (
    r"(?:[%‰°]|°C|[kdcm]?m[23²³]?|ha|[km]?g|ml|l|[kMG]?Wp?h?|kV|tấn|tạ|lít|mét|héc-ta|giờ|phút|giây|[kKMG]B|USD|VNĐ|VND"
    r"|đồng(?! (?:chí|bào|đội|nghiệp|hồ|loạt))|dong|hectares?|tonnes?|kilomet(?:re|er)s?"
    r"|met(?:re|er)s?|hours?|minutes?)"
)
#: The space behind a number, and that behind a word that scales it. Most that figures stand
#: around are parts of drawings, which the first look ahead leaves out.
_BEFORE_UNIT = re.compile(
    rf" (?<=[0-9] )(?=[%‰°A-Za-zđ])(?:{_SCALE} (?={_UNIT}(?!\w))|(?=(?:{_SCALE}|{_UNIT})(?!\w)))"
)


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


def keep_units(markup: str) -> str:
    """Put spaces that break no line between numbers and their units: "46,5 km", "44 tỷ đồng".

    Only the text of *markup* is changed, no tag.
    """
    pieces, end, in_tag = [], 0, False
    for found in _BEFORE_UNIT.finditer(markup):
        start = found.start()
        opened, closed = markup.rfind("<", end, start), markup.rfind(">", end, start)
        if opened != closed:
            in_tag = opened > closed
        pieces += [markup[end:start], found[0] if in_tag else found[0].replace(" ", "\u00a0")]
        end = found.end()
    return "".join([*pieces, markup[end:]])


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def format_number(number: int) -> str:
    """Print a whole number for readers: "12.500"."""
    return f"{number:,}".replace(",", ".")
