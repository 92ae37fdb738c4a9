# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that was typed for an old Vietnamese font, TCVN3 or VNI: recognised, and made Unicode."""

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import Literal

from plugins.vietnamese.letters import nfc

Encoding = Literal["TCVN3", "VNI"]

# ngang, huyền, hỏi, ngã, sắc, nặng: the order of dictionaries.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

#: What stood between white space in texts that were typed for no old font.
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
#: Letters of the longest syllable in an old font: "nghieâng", and the tone behind it.
_LONGEST_SYLLABLE = 10
_VNI_PAIR = re.compile("([aeouyôö])([ùøûõïâáàåãäêéèúüë])")
# "Haïti" and "Saül" exist, but no other language writes these behind a vowel.
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
        len(word) <= _LONGEST_SYLLABLE
        and not word.isascii()
        and max(word) <= "ÿ"
        and any(char.isascii() for char in word)
        and not _is_syllable(word.lower())
    )


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


_ACCENTED_WORD = re.compile(r"[^\W\d_]+")
_VNI_LETTERS = {**_VNI_SINGLE, **{old.upper(): new.upper() for old, new in _VNI_SINGLE.items()}}
_VNI_VOWELS = frozenset("aeouyôöAEOUYÔÖ")
_VNI_SIGNS = {**_VNI_MARKS, **{old.upper(): mark for old, mark in _VNI_MARKS.items()}}
# Letters that only Unicode has: what holds one was typed for no old font.
_BEYOND = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")


def decode_legacy(text: str, encoding: Encoding) -> str:
    """Write *text*, typed for a font of *encoding*, in Unicode (NFC).

    The soft hyphen is a letter of TCVN3 and must still be there. Capitals of a TCVN3 font
    for capitals (".VnTimeH") are small letters here.
    """
    if encoding == "TCVN3":
        return nfc("".join(_TCVN3.get(char, char) for char in text))
    written: list[str] = []
    before = ""
    for char in text:
        if char in _VNI_SIGNS and before in _VNI_VOWELS:
            written.append(_VNI_SIGNS[char])
            before = ""
        else:
            written.append(_VNI_LETTERS.get(char, char))
            before = char
    return nfc("".join(written))


def begins_with_sign(text: str) -> bool:
    """Tell whether *text* may begin with the sign, of VNI or Unicode, of a letter before it."""
    return text[:1] in _VNI_SIGNS or bool(unicodedata.combining(text[:1] or " "))


def may_be_legacy(text: str) -> bool:
    """Tell whether no letter of *text* is one that only Unicode has, and some are not ASCII."""
    return not text.isascii() and _BEYOND.search(text) is None


def choose_encoding(text: str, hint: Encoding | None = None) -> Encoding | None:
    """Tell for which old font *text* was typed: by which of them makes Vietnamese of it.

    *text* is all that stands in one font; *hint* is what the font's name says, and decides
    where readings are equally good, for names are often wrong. None is Unicode.
    """
    if not may_be_legacy(text):
        return None
    points = {encoding: _points(decode_legacy(text, encoding)) for encoding in ("TCVN3", "VNI")}
    as_it_is = _points(text)
    best = max(*points.values(), as_it_is)
    if hint and points[hint] == best:
        return hint
    if as_it_is == best:
        return None
    return max(points, key=points.__getitem__)


def _points(text: str) -> int:
    """Count the accented words that are Vietnamese syllables, less those that are none."""
    words = [word for word in _ACCENTED_WORD.findall(text.lower()) if not word.isascii()]
    return sum(1 if _is_written_syllable(word) else -1 for word in words)


_is_written_syllable = lru_cache(maxsize=65536)(_is_syllable)
