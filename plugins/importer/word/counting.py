# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts the words of a document by itself: of its XML alone, whatever was read from it.

The parts that hold words are told by what they are, not by who refers to them.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from plugins.importer.no_word_lost import words_of
from plugins.importer.word.formula import PARTED

_TEXTS = ("w_t", "w_delText", "m_t", "a_t")
_GAPS = ("w_tab", "w_br", "w_cr", "w_noBreakHyphen", "w_ptab")
# Blocks: no word goes on from one into another.
_BLOCKS = ("w_p", "a_p", "w_tc", "w_footnote", "w_endnote", "w_comment")
# Stands for the end of a paragraph that goes on with the next one.
_JOINED = "\0"
# What stands within a paragraph and is no part of its words.
_ASIDE = ("w_txbxContent", "w_del", "w_moveFrom", "w_hidden", "a_p")


def count_words(roots: Iterable[Element]) -> Iterator[str]:
    """List all words below *roots*, what was deleted or hidden too."""
    for root in roots:
        yield from words_of(letters_below(root))


def joins_next(element: Element) -> bool:
    """Tell whether the mark that ends a paragraph was deleted while changes were tracked."""
    return element.tag == "w_p" and element.find("w_pPr/w_rPr/w_del") is not None


def is_contents(element: Element) -> bool:
    """Tell whether a part of a document is its table of contents."""
    gallery = element.find("w_sdtPr/w_docPartObj/w_docPartGallery")
    return gallery is not None and gallery.get("w_val") == "Table of Contents"


def letters_below(root: Element) -> str:
    """All text below *root*, whatever it is, its blocks on lines of their own.

    What is no part of the words around it, deleted words say, stands behind them.
    """
    written: list[str] = []
    waiting = [root]
    while waiting:
        start = waiting.pop(0)
        stack: list[Element | str] = [*reversed(start)]
        is_joined = False
        if start.tag in _TEXTS:
            written.append(start.text or "")
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                is_joined = element == _JOINED
                written.append("" if is_joined else element)
                continue
            tag = element.tag
            if tag in _TEXTS or tag == "w_sym":
                written.append(element.text or "")
            elif tag == "v_textpath":
                written.append(f"\n{element.get('string', '')}\n")
            elif tag in _GAPS:
                written.append(" ")
            elif tag in _ASIDE:
                waiting.append(element)
            elif tag in _BLOCKS:
                if not is_joined or tag != "w_p":
                    written.append("\n")
                is_joined = False
                stack.append(_JOINED if joins_next(element) else "\n")
                stack += reversed(element)
            elif tag in PARTED:
                written.append("\n")
                stack.append("\n")
                for child in reversed(element):
                    stack += [child, "\n"]
            elif tag not in ("w_instrText", "w_delInstrText"):
                if is_contents(element):
                    written.append("\n")
                    is_joined = False
                stack += reversed(element)
        written.append("\n")
    return "".join(written)
