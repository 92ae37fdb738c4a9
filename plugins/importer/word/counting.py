# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts the words of a document by itself: of its XML alone, whatever was read from it.

The parts that hold words are told by what they are, not by who refers to them.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from plugins.importer.word.formula import PARTED
from plugins.importer.word_law import words_of

_TEXTS = ("w_t", "w_delText", "m_t", "a_t")
_GAPS = ("w_tab", "w_br", "w_cr", "w_noBreakHyphen", "w_ptab")
# Blocks: no word goes on from one into another.
_BLOCKS = ("w_p", "a_p", "w_tc", "w_footnote", "w_endnote", "w_comment")
# What stands within a paragraph and is no part of its words.
_ASIDE = ("w_txbxContent", "w_del", "w_moveFrom", "w_hidden", "a_p")


def count_words(roots: Iterable[Element]) -> Iterator[str]:
    """List all words below *roots*, what was deleted or hidden too."""
    for root in roots:
        yield from words_of(letters_below(root))


def letters_below(root: Element) -> str:
    """All text below *root*, whatever it is, its blocks on lines of their own.

    What is no part of the words around it, deleted words say, stands behind them.
    """
    written: list[str] = []
    waiting = [root]
    while waiting:
        start = waiting.pop(0)
        stack: list[Element | str] = [*reversed(start)]
        if start.tag in _TEXTS:
            written.append(start.text or "")
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                written.append(element)
                continue
            tag = element.tag
            if tag in _TEXTS or tag == "w_sym":
                written.append(element.text or "")
            elif tag in _GAPS:
                written.append(" ")
            elif tag in _ASIDE:
                waiting.append(element)
            elif tag in _BLOCKS:
                written.append("\n")
                stack.append("\n")
                stack += reversed(element)
            elif tag in PARTED:
                written.append("\n")
                stack.append("\n")
                for child in reversed(element):
                    stack += [child, "\n"]
            elif tag not in ("w_instrText", "w_delInstrText"):
                stack += reversed(element)
        written.append("\n")
    return "".join(written)
