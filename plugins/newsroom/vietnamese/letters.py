# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vietnamese letters: their normal form, folding, order, and what only looks like them."""

import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# ngang, huyền, hỏi, ngã, sắc, nặng: the order of dictionaries.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

# What NFKD leaves whole.
_PLAIN_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ɖ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
# Only the marks of Latin letters: the vowels of Khmer are marks too, but no ornament.
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_SLUG = re.compile("[^a-z0-9]+")
_ETHS = "ÐðƉɖ"
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


def collation_key(text: str) -> tuple:
    """Give a sort key in the order of the Vietnamese alphabet.

    Letters decide first (a, ă, â, b … d, đ …), then tones, then case: Ba, Bà, Bả,
    Bã, Bá, Bạ; Dân, Dương, Đà Nẵng. Texts have equal keys only if their NFC is equal.
    Source: the `vi` collation of CLDR.
    """
    composed = nfc(text)
    letters: list[str] = []
    marks: list[str] = []
    for char in unicodedata.normalize("NFD", composed.lower()):
        if letters and _MARKS.match(char):
            shaped = nfc(letters[-1] + char)
            if shaped in _LETTER_ORDER:
                letters[-1] = shaped
            else:
                marks[-1] += char
        else:
            letters.append(char)
            marks.append("")
    return (
        tuple(_letter_rank(letter) for letter in letters),
        tuple(_TONE_ORDER.get(mark, (len(TONES), mark)) for mark in marks),
        composed.swapcase(),
        composed,
    )


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


def legacy_encoding(text: str) -> str | None:
    """Recognise text that was typed for an old font: "TCVN3", "VNI" or None.

    Such text is made of Latin-1 characters. A word speaks for an old encoding
    if it is no Vietnamese syllable as it stands and becomes one when decoded:
    "ViÖt", "Vieät", but not "façade" or "Müller". A telling word is enough; of
    others, which foreign names may resemble, one line must hold two, and they
    must be most of its accented words.
    """
    text = nfc(text)
    # No word reaches past white space, and most of what stands between has been seen before.
    unknown = set(itertools.filterfalse(_innocent.__contains__, text.split()))
    words = set(_WORD.findall(" ".join(unknown)))
    points = {
        name: {word: weight for word in words if (weight := weigh(word))}
        for name, weigh in (("TCVN3", _weigh_tcvn3), ("VNI", _weigh_vni))
    }
    sums = dict.fromkeys(points, 0)
    if not any(points.values()):
        if len(_innocent) > _INNOCENT_AT_MOST:
            _innocent.clear()
        _innocent.update(unknown)
    else:
        for line in text.split("\n"):
            accented = [word for word in _WORD.findall(line) if not word.isascii()]
            for name, weights in points.items():
                telling = [weights[word] for word in accented if word in weights]
                distinct = sum(weights[word] for word in set(accented) if word in weights)
                if 2 in telling or (distinct >= 2 and len(telling) * 2 > len(accented)):
                    sums[name] += distinct
    best = max(sums, key=sums.__getitem__)
    return best if sums[best] else None


_LETTER_ORDER = {letter: rank for rank, letter in enumerate(ALPHABET)}
_TONE_ORDER = {tone: (rank, tone) for rank, tone in enumerate(TONES)}


def _letter_rank(letter: str) -> tuple[int, int]:
    """Rank signs before figures, figures before Latin letters, these before all others."""
    if letter in _LETTER_ORDER:
        return 2, _LETTER_ORDER[letter]
    if letter.isdigit():
        return 1, ord(letter)
    return (3 if letter.isalpha() else 0), ord(letter)


# ── Syllables and old fonts ──────────────────────────────────────────────────

#: What stood between white space in texts that nobody typed for an old font.
_innocent: set[str] = set()
_INNOCENT_AT_MOST = 20_000

# Between words: white space, ASCII signs and figures, general punctuation.
_WORD = re.compile("[^\\s\x00-@\\[-`{-\xa0\u2000-\u206f]+")

_WRITTEN_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_WRITTEN_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo
    oet oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_ONSETS = ("", *_WRITTEN_ONSETS.split())
_RIMES = frozenset(_WRITTEN_RIMES.split())
_TONE_MARKS = frozenset(TONES[1:])
_STOPS = ("c", "ch", "p", "t")
_FRONT_VOWELS = tuple("eêiy")


def _is_syllable(word: str) -> bool:
    """Whether *word*, lower case and NFC, can be one written Vietnamese syllable."""
    letters = ""
    tone, toned = "", 0
    for char in unicodedata.normalize("NFD", word):
        if char in _TONE_MARKS:
            if tone:
                return False
            tone, toned = char, len(nfc(letters)) - 1
        else:
            letters += char
    letters = nfc(letters)
    return any(
        letters.startswith(onset)
        and (rime := letters[len(onset) :]) in _RIMES
        and _spelt_right(onset, rime)
        and (not tone or _toned_right(rime, tone, toned - len(onset)))
        for onset in _ONSETS
    )


def _spelt_right(onset: str, rime: str) -> bool:
    front = rime.startswith(_FRONT_VOWELS)
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front or rime[0] == "i"
    return onset != "qu" or rime[0] not in "uư"


def _toned_right(rime: str, tone: str, place: int) -> bool:
    if rime.endswith(_STOPS) and tone not in ("\u0301", "\u0323"):
        return False
    vowels = rime.rstrip("bcdghklmnpqrstvx")
    shaped = [index for index, vowel in enumerate(vowels) if vowel in "ăâêôơ"]
    if shaped:
        return place == shaped[-1]
    if vowels != rime:
        return place == len(vowels) - 1
    # The old and the new way of writing: hoà, hòa.
    return place in (0, 1) if vowels in ("oa", "oe", "uy") else place == (len(vowels) == 3)


_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_CAPITAL_INSIDE = re.compile("[a-zß-ÿ][À-Þ]|.µ")
# µm, N·m, m×n
_UNIT = re.compile("µ.*|[A-Za-z][·×÷][A-Za-z]")

_VNI_SINGLE = dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
_VNI_MARKS = {
    **dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    **dict(
        zip(
            "âáàåãä",
            ("\u0302", *("\u0302" + tone for tone in "\u0301\u0300\u0309\u0303\u0323")),
            strict=True,
        )
    ),
    **dict(
        zip(
            "êéèúüë",
            ("\u0306", *("\u0306" + tone for tone in "\u0301\u0300\u0309\u0303\u0323")),
            strict=True,
        )
    ),
}
_VNI_PAIR = re.compile("([aeouyôö])([ùøûõïâáàåãäêéèúüë])")
# "Haïti" and "Saül" exist, but nobody else writes these behind a vowel.
_VNI_TELLING = re.compile("[aeouyôö][øûõäå]")


@lru_cache(maxsize=16384)
def _weigh_tcvn3(word: str) -> int:
    """Say how strongly *word* speaks for TCVN3: 0, 1 or 2."""
    if not _could_be_legacy(word) or _UNIT.fullmatch(word):
        return 0
    decoded = "".join(char if char.isascii() else _TCVN3.get(char, "?") for char in word)
    if not _is_syllable(decoded.lower()):
        return 0
    return 2 if _CAPITAL_INSIDE.search(word) else 1


@lru_cache(maxsize=16384)
def _weigh_vni(word: str) -> int:
    """Say how strongly *word* speaks for VNI: 0, 1 or 2."""
    if not _could_be_legacy(word):
        return 0
    word = word.lower()
    decoded = ""
    rest = word
    while rest:
        pair = _VNI_PAIR.match(rest)
        decoded += _VNI_SINGLE.get(rest[0], rest[0])
        if pair:
            decoded += _VNI_MARKS[pair.group(2)]
        rest = rest[2 if pair else 1 :]
    if not _is_syllable(nfc(decoded)):
        return 0
    return 2 if _VNI_TELLING.search(word) else 1


def _could_be_legacy(word: str) -> bool:
    return (
        not word.isascii()
        and max(word) <= "ÿ"
        and any(char.isascii() for char in word)
        and not _is_syllable(word.lower())
    )
