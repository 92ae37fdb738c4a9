# SPDX-License-Identifier: AGPL-3.0-or-later
"""Formulas of Word as a line of text, no figure of which runs into another: "3/4", "2(a + b)"."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from plugins.importer.document import Span

#: What parts its children from each other, and from what stands around it.
PARTED = ("m_f", "m_d", "m_rad", "m_nary", "m_eqArr", "m_m", "m_mr")
_SCRIPTS = {"m_sup": "sup", "m_sub": "sub"}
_SIGN = "m_val"


def write_formula(element: Element) -> list[Span]:
    """Write *element* as text; what stands raised or lowered keeps its place."""
    spans: list[Span] = []
    for text, script in _write(element, ""):
        if spans and spans[-1].script == script:
            spans[-1].text += text
        elif text:
            spans.append(Span(text, script=script))
    return spans


def _write(element: Element, script: str) -> Iterator[tuple[str, str]]:
    tag = element.tag
    if tag in ("m_t", "w_t"):
        yield element.text or "", script
    elif tag == "m_f":
        above, below = element.find("m_num"), element.find("m_den")
        yield " ", script
        yield from _enclosed(above, script)
        yield "/", script
        yield from _enclosed(below, script)
        yield " ", script
    elif tag == "m_d":
        properties = element.find("m_dPr")
        opening, between, closing = (
            _sign(properties, name, usual)
            for name, usual in (("m_begChr", "("), ("m_sepChr", "|"), ("m_endChr", ")"))
        )
        yield opening or " ", script
        for place, part in enumerate(element.findall("m_e")):
            yield (between or " ") if place else "", script
            yield from _write(part, script)
        yield closing or " ", script
    elif tag == "m_rad":
        yield " ", script
        for part in element.findall("m_deg"):
            yield from _write(part, script or "sup")
        yield "√(", script
        for part in element.findall("m_e"):
            yield from _write(part, script)
        yield ")", script
    else:
        is_parted = tag in PARTED
        if tag == "m_nary":
            yield f" {_sign(element.find('m_naryPr'), 'm_chr', '∫')}", script
        for child in element:
            yield " " if is_parted else "", script
            yield from _write(child, script or _SCRIPTS.get(child.tag, ""))
        yield " " if is_parted else "", script


def _enclosed(part: Element | None, script: str) -> Iterator[tuple[str, str]]:
    """Write a part of a fraction, in brackets where it is more than one word."""
    written = list(_write(part, script)) if part is not None else []
    is_word = "".join(text for text, _ in written).isalnum()
    yield "" if is_word else "(", script
    yield from written
    yield "" if is_word else ")", script


def _sign(properties: Element | None, name: str, usual: str) -> str:
    """Give the sign that *properties* name; "" where they say that there is none."""
    if properties is None or (found := properties.find(name)) is None:
        return usual
    sign = found.get(_SIGN, "")
    return "" if any(map(str.isalnum, sign)) else sign
