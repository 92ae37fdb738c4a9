# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who wrote an article, as printed and as persons."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from plugins.newsroom.codec import Record
from plugins.vietnamese.letters import drop_full_stop, name_key, one_line

_ROLE = (
    r"(?:tin|bài|bài viết|tin bài|ảnh|hình ảnh|video|clip|đồ h(?:ọa|oạ)|nội dung|trình bày"
    r"|t/h|thực hiện|tổng hợp|ghi|biên dịch|dịch|biên soạn|biên tập|lược dịch"
    r"|tác giả|theo|nguồn)"
)
# "Tin, ảnh:", "Bài và ảnh:", "T/h:"
_ROLES = rf"{_ROLE}(?:\s*(?:[,&+/–-]|và)\s*{_ROLE}){{0,3}}"
_LABEL = rf"{_ROLES}\s*:"
_DASHES = "-‐‑–—―−"
_SEPARATOR = rf"[,;]|(?<=\s)[{_DASHES}]|[{_DASHES}](?=\s)"

_LEADING_ROLE = re.compile(rf"\s*{_LABEL}", re.IGNORECASE)
# Within a line, as in "Bài: A. Ảnh: B".
_INNER_ROLE = re.compile(rf"({_SEPARATOR}|\.(?=\s))\s*{_LABEL}", re.IGNORECASE)
_TRAILING_ROLE = re.compile(rf"\(\s*(?:{_ROLES}|theo\s[^()]*)\s*\)[\s.]*$", re.IGNORECASE)
# No separator counts inside brackets: "Lê Anh (Sở Y tế, Hà Nội)".
_BETWEEN_NAMES = re.compile(rf"(?:{_SEPARATOR})(?![^()]*\))")
# A name in quotation marks is that name.
_QUOTED = re.compile(r"“[^“”]+”|\"[^\"]+\"|‘[^‘’]+’|'[^']+'|«[^«»]+»")
_BRACKETED = re.compile(r"\(([^()]*)\)")


class Byline(Record):
    """A line naming authors.

    `text` is what is printed, roles included; `names` are the persons in it,
    each once, without role. A line that only tells a role has no names.
    """

    text: str
    names: tuple[str, ...]


def parse_byline(value: str | Sequence[str]) -> Byline:
    """Read the authors from one line, or from a list with one author in each item.

    One line is split at ",", ";" and at a dash with a space on either side; the
    items of a list never are. What counts as a role: a label with a colon before
    a name ("Tin, ảnh:", "T/h:"), and "(thực hiện)", "(tổng hợp)", "(theo TTXVN)"
    and the like behind it.
    """
    if isinstance(value, str):
        return _parse_line(one_line(value))
    parts = [part for part in map(one_line, value) if part]
    return _byline(", ".join(parts), parts)


# Remembered: an archive repeats its bylines.
@lru_cache(maxsize=4096)
def _parse_line(text: str) -> Byline:
    line = _INNER_ROLE.sub(";", _without_roles(text))
    return _byline(text, _BETWEEN_NAMES.split(line))


def _byline(text: str, parts: Iterable[str]) -> Byline:
    """Find the names in the *parts* of the line *text*."""
    names: dict[str, str] = {}
    for part in parts:
        name = drop_full_stop(_without_roles(part))
        if _QUOTED.fullmatch(name):
            name = name[1:-1].strip()
        if any(char.isalnum() for char in name):
            names.setdefault(name_key(name), name)
    return Byline(text, tuple(names.values()))


def _without_roles(text: str) -> str:
    text = _LEADING_ROLE.sub("", _TRAILING_ROLE.sub("", text), count=1).strip()
    bracketed = _BRACKETED.fullmatch(text)
    return bracketed.group(1).strip() if bracketed else text
