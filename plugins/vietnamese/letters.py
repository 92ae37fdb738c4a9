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
# Unicode's own bound for streams of text; with marks, signs and emoji are found, too.
_MOST_MARKS = 30
_MAY_BE_MARKS = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
_NOT_SLUG = re.compile("[^a-z0-9]+")
_ETHS = "ÐðƉɖ"
# As in "S.S." and "Hoàng L.".
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.){2,}|[^\W\d_]\.")
# C0 and C1 controls but for tab and line feed, separators of lines and paragraphs, marks of
# byte order, non-characters, and the characters that turn the direction of everything behind them.
_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_CONTROLS = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069{_NON_CHARACTERS}]"
)

# What ends a line, page, cell or field in Word and elsewhere: without it two words were one.
_PARTING = frozenset("\x07\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# What turns the direction of the text behind it, so that it reads otherwise than it is stored.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Unicode's default-ignorable characters, and two that look like a space and count as letters.
_INVISIBLES = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# A tone on the first vowel of a pair that may bear it on the second as well, decomposed.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_EARLY_TONE = re.compile(f"(o)([{_TONES}])([ae])(?![\u0302\u0306])|(u)([{_TONES}])(y)")


# The bytes of Vietnamese letters, quotation marks and emoji in UTF-8, as Windows-1252 shows
# them; no text has these signs behind each other. "Ã»" may end a quotation: «ĐÃ».
_MISREAD = re.compile(
    "Ã[¡-ª¬-º¼-¿]|[Ãá][\x80-\x9f]|Ä[\u2018ƒ©¨\x90\x91]|Å[©¨]|Æ[°¡¯]|â€[œ™“”˜¦\x9d\x9c]|ðŸ"
    "|á[º»][¡-ª¬-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ\x80-\x9f]"
)
# What these need, each behind the sign of it that most texts lack.
_MISREAD_HINTS = (
    *((sign, sign) for sign in "ÃÄÅÆ"),
    *(("€", "â€"), ("ð", "ðŸ"), ("º", "áº"), ("»", "á»")),
)


def nfc(text: str) -> str:
    """Compose *text*: macOS may save "ệ" as three code points, we keep one."""
    return unicodedata.normalize("NFC", text)


def thin_marks(text: str) -> tuple[str, int]:
    """Leave each letter its first 30 marks; tell where the first letter with more stands, or -1.

    More are no writing, and composing takes time by the square of their number.
    """
    first = -1

    def thin(found: re.Match[str]) -> str:
        nonlocal first
        kept: list[str] = []
        marks = 0
        for char in found[0]:
            marks = marks + 1 if unicodedata.combining(char) else 0
            if marks <= _MOST_MARKS:
                kept.append(char)
            elif first < 0:
                first = found.start()
        return "".join(kept)

    return _MAY_BE_MARKS.sub(thin, text), first


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


def spell(word: str) -> str:
    """Tell how a *word* of lower-case letters is spelt, wherever in it its tone is placed.

    The tone stands behind it: "hoà" and "hòa" are one, "hoa" and "hoá" are others; so are "m²"
    and "m2" one.
    """
    decomposed = unicodedata.normalize("NFKD", word)
    letters = nfc("".join(sign for sign in decomposed if sign not in _TONES))
    return letters + "".join(sign for sign in decomposed if sign in _TONES)


@lru_cache(maxsize=65536)
def slugify(text: str, limit_bytes: int = 200) -> str:
    """Make the part of an address that names *text*: [a-z0-9] in words joined by "-".

    Beyond the limit whole words are dropped; a single longer word is cut. Text
    without a Latin letter or figure gives "".
    """
    slug = _NOT_SLUG.sub("-", fold(drop_invisible(text))).strip("-")
    if len(slug) <= limit_bytes:
        return slug
    whole, dash, _ = slug[: limit_bytes + 1].rpartition("-")
    return whole if dash else slug[:limit_bytes]


def has_eth(text: str) -> int | None:
    """Find the first letter that only looks like Đ or đ, as in "NÐ-CP"."""
    # Letter by letter: hardly any text has one, and so it is found out soonest.
    return min([text.index(letter) for letter in _ETHS if letter in text], default=None)


# A letter of several bytes in UTF-8, each byte a sign.
_SEQUENCE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def misread_word(text: str) -> tuple[str, str] | None:
    """Find a word in UTF-8 that was read in another encoding: "nhÃ¢n", and what it was, "nhân".

    The second is "" where letters are lost: "tá»".
    """
    for rare, sign in _MISREAD_HINTS:
        if rare in text and sign in text:
            break
    else:
        return None
    if not (found := _MISREAD.search(text)):
        return None
    start, end = found.start(), found.end()
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    word = text[start:end]
    try:
        return word, nfc(b"".join(map(_byte_of, word)).decode())
    except ValueError:
        return word, ""


def mend_misread(text: str) -> str:
    """Read anew what of *text* in UTF-8 was read in another encoding; all else stays.

    For a text in which `misread_word` finds a word: in others "Â°" may be meant.
    """
    read = "".join(map(_byte_or_letter, text))
    mended, last = [], 0
    for found in _SEQUENCE.finditer(read):
        try:
            letter = found[0].encode("latin-1").decode()
        except UnicodeDecodeError:
            continue
        mended += text[last : found.start()], letter
        last = found.end()
    return nfc("".join((*mended, text[last:])))


def _byte_or_letter(letter: str) -> str:
    try:
        return _byte_of(letter).decode("latin-1")
    except UnicodeEncodeError:
        return letter


def _byte_of(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Find what was probably meant by *word*, marks and case aside, as like as *likeness* of 1."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(fold(candidate), candidate)
    matches = difflib.get_close_matches(fold(word), folded, n=1, cutoff=likeness)
    return folded[matches[0]] if matches else None


def strip_controls(text: str) -> tuple[str, int]:
    """Remove what is invisible and harmful; tell how many characters that were.

    What ended a line or cell between two words leaves a space. A carriage return is a
    control too: line ends are to be made "\\n" before.
    """
    # All of these are unprintable, so that most texts need no closer look, which is slow.
    if text.replace("\n", " ").replace("\t", " ").replace("\xa0", " ").isprintable():
        return text, 0
    return _CONTROLS.subn(_instead_of, text)


def _instead_of(control: re.Match[str]) -> str:
    before = control.string[max(control.start() - 1, 0) : control.start()]
    after = control.string[control.end() : control.end() + 1]
    is_between = before not in ("", "\n", " ") and after.isprintable() and after not in ("", " ")
    return " " if control[0] in _PARTING and is_between else ""


def turns_direction(text: str) -> bool:
    """Tell whether *text* holds a character that turns the direction of what follows."""
    return _TURNS.search(text) is not None


def drop_invisible(text: str) -> str:
    """Take out characters that show nothing, such as U+200B, soft hyphens, U+FE0F.

    For comparing only: Khmer parts its words with U+200B, and emoji are made with U+200D.
    """
    # No such character is ASCII, and hardly any text has one.
    return text if text.isascii() else _INVISIBLES.sub("", text)


def name_key(name: str) -> str:
    """Tell what makes two spellings one name: letter case and invisible letters aside."""
    return nfc(one_line(drop_invisible(name)).casefold())


def topic_key(topic: str) -> str:
    """Tell what makes two spellings one topic: as a name, and wherever a tone is placed.

    "hoà bình" and "hòa bình", "thuỷ" and "thủy" are one. Names of persons are not
    compared so: Hoà and Hòa may be two people, who each write their own name.
    """
    return nfc(_EARLY_TONE.sub(r"\1\3\2\4\6\5", unicodedata.normalize("NFD", name_key(topic))))


def drop_full_stop(name: str) -> str:
    """Take away the full stop that ends a line, not the one that ends initials.

    "Thanh Hải." becomes "Thanh Hải"; "S.S." and "Hoàng L." stay.
    """
    name = name.strip()
    last_word = name[name.rfind(" ") + 1 :]
    return name if _INITIALS.fullmatch(last_word) else name.rstrip(" .…")
