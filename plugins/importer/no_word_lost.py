# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law of words: each word of the source stands in the result or in the report."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from plugins.importer.document import Remark
from plugins.vietnamese.letters import drop_invisible

#: Words that one message shows.
SHOWN = 20
_WORD = re.compile(r"[^\W_]+")


class LostWordsError(Exception):
    """Words that are nowhere, or came from nowhere: a fault of the importer."""


def words_of(text: str) -> list[str]:
    """List the words and figures of *text*, letter case and the form of letters aside.

    "m²" and "m2" are one word, and so are "Ð" and "Đ".
    """
    plain = unicodedata.normalize("NFKC", drop_invisible(text)).casefold().replace("ð", "đ")
    return _WORD.findall(plain)


def hold_no_word_lost(
    source: Iterable[str], result: Iterable[str], remarks: Iterable[Remark], labels: Iterable[str]
) -> None:
    """Raise LostWordsError where a word of *source* is lost, or one of *result* is new.

    *source* and *result* are words as `words_of` gives them; *labels* are the numbers that
    were written as text.
    """
    stood, stands = Counter(source), Counter(result)
    told: Counter[str] = Counter()
    added: Counter[str] = Counter()
    for remark in remarks:
        if remark.kind in ("left out", "changed"):
            told.update(words_of(remark.words))
        elif remark.kind == "added":
            added.update(words_of(remark.words))
    for label in labels:
        added.update(words_of(label))
    if lost := stood - stands - told:
        raise LostWordsError(f"mất chữ «{_some(lost)}»")
    if invented := stands - stood - added:
        raise LostWordsError(f"thừa chữ «{_some(invented)}»")


def _some(words: Counter[str]) -> str:
    shown = list(words.elements())
    return " ".join(shown[:SHOWN]) + (f" … (cả thảy {len(shown)})" if len(shown) > SHOWN else "")
