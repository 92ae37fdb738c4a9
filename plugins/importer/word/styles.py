# SPDX-License-Identifier: AGPL-3.0-or-later
"""How words look: the styles of a document, and what a run says of itself."""

import contextlib
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

Form = dict[str, object]

_SCRIPTS = {"superscript": "sup", "subscript": "sub"}
_ALIGNS = {"start": "left", "end": "right", "both": "justify"}
_SWITCHES = {
    "w_b": "bold",
    "w_i": "italic",
    "w_caps": "capitals",
    "w_smallCaps": "small capitals",
    "w_vanish": "hidden",
}
# Half points by which words are raised, or lowered, that are a figure of their own.
_LEAST_RAISED = 3


@dataclass(slots=True)
class Style:
    """One style: the style that it is based on, and what it changes."""

    name: str = ""
    based_on: str = ""
    form: Form = field(default_factory=dict)
    paragraph: Element | None = None


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        """Read the part `styles.xml`, if there is one."""
        self._styles: dict[str, Style] = {}
        self._defaults: Form = {}
        self._usual = ""
        self._chains: dict[str, tuple[Style, ...]] = {}
        if root is None:
            return
        defaults = root.find("w_docDefaults/w_rPrDefault/w_rPr")
        if defaults is not None:
            self._defaults = read_form(defaults)
        for element in root.iterfind("w_style"):
            style = Style(paragraph=element.find("w_pPr"))
            style.name = value_of(element, "w_name")
            style.based_on = value_of(element, "w_basedOn")
            form = element.find("w_rPr")
            if form is not None:
                style.form = read_form(form)
            identity = element.get("w_styleId", "")
            self._styles[identity] = style
            if element.get("w_type") == "paragraph" and element.get("w_default") in ("1", "true"):
                self._usual = identity

    def chain(self, identity: str) -> tuple[Style, ...]:
        """The style *identity* and those that it is based on, the nearest first."""
        found = self._chains.get(identity)
        if found is None:
            names: list[str] = []
            name = identity
            while name in self._styles and name not in names:
                names.append(name)
                name = self._styles[name].based_on
            found = self._chains[identity] = tuple(self._styles[name] for name in names)
        return found

    def name(self, identity: str) -> str:
        """What editors see it called."""
        return self._styles[identity].name if identity in self._styles else ""

    def of_paragraph(self, identity: str) -> tuple[Style, ...]:
        """The chain of a paragraph's style, the usual one where it names none."""
        return self.chain(identity or self._usual)

    def form(self, paragraph_style: str, own: Form) -> Form:
        """Tell how a run looks that says *own* of itself, in a paragraph of a style."""
        form = dict(self._defaults)
        for style in reversed(self.of_paragraph(paragraph_style)):
            form.update(style.form)
        for style in reversed(self.chain(str(own.get("style", "")))):
            form.update(style.form)
        form.update(own)
        return form


def value_of(element: Element, name: str) -> str:
    """The value of the child *name*, "" where there is none."""
    child = element.find(name)
    return child.get("w_val", "") if child is not None else ""


def is_on(element: Element) -> bool:
    """Tell whether a switch that stands there is on."""
    return element.get("w_val", "1") not in ("0", "false", "off", "none")


def align_of(properties: Element) -> str:
    """Tell how a paragraph is aligned: "left", "center", "right", "justify", or ""."""
    written = value_of(properties, "w_jc")
    return _ALIGNS.get(written, written)


def read_form(properties: Element) -> Form:
    """Read what a run, or a style, says of words."""
    form: Form = {}
    for child in properties:
        tag = child.tag
        if tag in _SWITCHES:
            form[_SWITCHES[tag]] = is_on(child)
        elif tag in ("w_strike", "w_dstrike"):
            form["strike"] = is_on(child)
        elif tag == "w_vertAlign":
            form["script"] = _SCRIPTS.get(child.get("w_val", ""), "")
        elif tag == "w_position":
            with contextlib.suppress(ValueError):
                up = float(child.get("w_val", ""))
                form["raised"] = "" if abs(up) < _LEAST_RAISED else "sup" if up > 0 else "sub"
        elif tag == "w_rFonts":
            font = child.get("w_ascii") or child.get("w_hAnsi")
            if font:
                form["font"] = font
        elif tag == "w_sz":
            with contextlib.suppress(ValueError):
                form["size"] = float(child.get("w_val", "")) / 2
        elif tag == "w_rStyle":
            form["style"] = child.get("w_val", "")
    return form
