# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the letters of a document what they show, in the XML itself, before it is read.

Old fonts become Unicode, letters stand composed, "Ð" that looks like "Đ" becomes it. What is
read, and what is counted, is then the same text.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from plugins.importer.document import Remark
from plugins.importer.old_fonts import OldFonts
from plugins.importer.word.numbering import SIGNS
from plugins.importer.word.styles import Styles, read_form, value_of
from plugins.vietnamese.legacy_fonts import begins_with_sign
from plugins.vietnamese.letters import nfc, strip_controls, thin_marks
from plugins.vietnamese.numbers import format_number

_TEXTS = ("w_t", "w_delText", "m_t", "a_t")
_ETH = str.maketrans("Ðð", "Đđ")
_SEEN_ETH = re.compile("[Ðð]")
# Khmer parts its words with it.
_ZERO_WIDTH = "\u200b"
_KHMER = re.compile("[\u1780-\u17ff]")


@dataclass(slots=True)
class _Piece:
    element: Element
    text: str
    font: str


def settle_letters(roots: Sequence[Element], styles: Styles) -> tuple[list[Remark], OldFonts]:
    """Mend the letters of all text below *roots*, in place; tell what was changed."""
    paragraphs = [pieces for root in roots for pieces in _paragraphs(root, styles)]
    pieces = [piece for found in paragraphs for piece in found]
    fonts = OldFonts((piece.font, piece.text) for piece in pieces)
    composed = eths = 0
    for found in paragraphs:
        if fonts:
            _join_signs(found)
        for piece in found:
            text = fonts.decode(piece.font, piece.text) if fonts else piece.text
            plain, _ = thin_marks(strip_controls(text.replace("\xad", ""))[0])
            if _ZERO_WIDTH in plain and not _KHMER.search(plain):
                plain = plain.replace(_ZERO_WIDTH, "")
            whole = nfc(plain)
            composed += whole != plain
            eths += len(_SEEN_ETH.findall(whole))
            piece.element.text = whole.translate(_ETH)
            piece.element.tag = piece.element.tag.replace("w_softHyphen", "w_t")
    remarks = [
        Remark("note", f"chữ {encoding} đổi sang Unicode: {format_number(count)} ký tự")
        for encoding, count in sorted(fonts.decoded.items())
    ]
    if composed:
        remarks.append(Remark("note", f"chữ tổ hợp rời được ghép lại ở {composed} chỗ"))
    if eths:
        remarks.append(Remark("note", f"chữ «Ð» chỉ giống «Đ» được đổi thành «Đ» ở {eths} chỗ"))
    return remarks, fonts


def _paragraphs(root: Element, styles: Styles) -> Iterator[list[_Piece]]:
    """Go through the texts of each paragraph below *root*, with their fonts."""
    stack: list[tuple[Element, str, str]] = [(root, "", "")]
    pieces: list[_Piece] = []
    while stack:
        element, style, font = stack.pop()
        tag = element.tag
        if tag == "w_p":
            if pieces:
                yield pieces
            pieces = []
            properties = element.find("w_pPr")
            style = value_of(properties, "w_pStyle") if properties is not None else ""
        elif tag == "w_r":
            properties = element.find("w_rPr")
            own = read_form(properties) if properties is not None else {}
            form = styles.form(style, own)
            font = str(form.get("font", ""))
            if form.get("hidden"):
                element.tag = "w_hidden"
        elif tag == "w_sym":
            _settle_sign(element)
        if tag in _TEXTS:
            pieces.append(_Piece(element, element.text or "", font))
        elif tag == "w_softHyphen":
            # For a font of TCVN3 this is the letter "ư".
            pieces.append(_Piece(element, "\xad", font))
        else:
            stack += [(child, style, font) for child in reversed(element)]
    if pieces:
        yield pieces


def _join_signs(pieces: Sequence[_Piece]) -> None:
    """Give a letter the sign that stands at the beginning of the next text."""
    for before, piece in itertools.pairwise(pieces):
        if before.text and begins_with_sign(piece.text) and before.font == piece.font:
            before.text += piece.text[0]
            piece.text = piece.text[1:]


def _settle_sign(element: Element) -> None:
    """Write a sign of a font of signs as the character that it shows, where that is known."""
    try:
        sign = chr(int(element.get("w_char", ""), 16))
    except (ValueError, OverflowError):
        sign = ""
    element.text = SIGNS.get(sign, SIGNS.get(chr(ord(sign) | 0xF000) if sign else "", sign))
