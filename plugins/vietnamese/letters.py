# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vietnamese letters: their normal form, folding, and what only looks like them."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# What NFKD leaves whole.
_PLAIN_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ɖ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
# Only the marks of Latin letters: the vowels of Khmer are marks too, but no ornament.
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_SLUG = re.compile("[^a-z0-9]+")
_ETHS = "ÐðƉɖ"
# As in "S.S." and "Hoàng L.".
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.){2,}|[^\W\d_]\.")
# C0 and C1 controls but for tab and line feed, marks of byte order, non-characters,
# and the characters that turn the direction of everything behind them.
_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_CONTROLS = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069{_NON_CHARACTERS}]"
)


def nfc(text: str) -> str:
    """Compose *text*: macOS may save "ệ" as three code points, we keep one."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Compose *text* and put single spaces for all white space, line ends too."""
    return nfc(" ".join(text.split()))


def fold(text: str) -> str:
    """Reduce *text* to plain lower-case letters, for searching and comparing.

    Marks of Latin letters go, "đ" becomes "d", so "hoà", "hòa" and "HOA" are one;
    spaces, punctuation and other scripts stay.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    # Folding case can bring new compositions, and new marks with them.
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", decomposed))
    return nfc(plain)


@lru_cache(maxsize=65536)
def slugify(text: str, limit_bytes: int = 200) -> str:
    """Make the part of an address that names *text*: [a-z0-9] in words joined by "-".

    Beyond the limit whole words are dropped; a single longer word is cut. Text
    without a Latin letter or figure gives "".
    """
    slug = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(slug) <= limit_bytes:
        return slug
    whole, dash, _ = slug[: limit_bytes + 1].rpartition("-")
    return whole if dash else slug[:limit_bytes]


def has_eth(text: str) -> int | None:
    """Find the first letter that only looks like Đ or đ, as in "NÐ-CP"."""
    # Letter by letter: hardly any text has one, and so it is found out soonest.
    return min([text.index(letter) for letter in _ETHS if letter in text], default=None)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find what was probably meant by *word*, marks and case aside."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(fold(candidate), candidate)
    matches = difflib.get_close_matches(fold(word), folded, n=1)
    return folded[matches[0]] if matches else None


def strip_controls(text: str) -> tuple[str, int]:
    """Remove what is invisible and harmful; tell how many characters that were.

    A carriage return is a control too: line ends are to be made "\\n" before.
    """
    # All of these are unprintable, so that most texts need no closer look, which is slow.
    if text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ").isprintable():
        return text, 0
    return _CONTROLS.subn("", text)


def name_key(name: str) -> str:
    """Tell what makes two spellings one name."""
    return nfc(name).casefold()


def drop_full_stop(name: str) -> str:
    """Take away the full stop that ends a line, not the one that ends initials.

    "Thanh Hải." becomes "Thanh Hải"; "S.S." and "Hoàng L." stay.
    """
    name = name.strip()
    last_word = name[name.rfind(" ") + 1 :]
    return name if _INITIALS.fullmatch(last_word) else name.rstrip(" .…")
