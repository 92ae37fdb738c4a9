# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbers that Word writes before paragraphs: "Điều 1.", "I.", "a)", "1.1.", "-"."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from plugins.importer.word.styles import read_form, value_of

#: What fonts of signs show for their characters.
SIGNS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "☐", "\uf0fe": "☒",
    "\uf06f": "☐", "\uf071": "☐", "\uf0e0": "→", "\uf0de": "⇒", "\uf02d": "-", "\uf076": "❖",
    "\uf0ae": "→", "\uf0a3": "≤", "\uf0b3": "≥", "\uf0b1": "±", "\uf0b4": "×", "\uf0b0": "°",
}  # fmt: skip
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# Beyond these a number is written in figures.
_MOST_ROMAN, _MOST_LETTERS = 4000, 26 * 10
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering: `restart` is the level, from 1, whose step begins it anew."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    style: str = ""
    font: str = ""
    in_figures: bool = False


class Numbering:
    """Counts the numbered paragraphs of a document, in their order."""

    def __init__(self, root: Element | None) -> None:
        """Read the part `numbering.xml`, if there is one."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._group: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        groups = {item.get("w_abstractNumId", ""): item for item in root.iterfind("w_abstractNum")}
        by_style = {value_of(item, "w_styleLink"): item for item in groups.values()}
        for item in root.iterfind("w_num"):
            number = item.get("w_numId", "")
            group = value_of(item, "w_abstractNumId")
            described = groups.get(group)
            if described is not None and (link := value_of(described, "w_numStyleLink")):
                described = by_style.get(link, described)
            levels = _levels_of(described) if described is not None else {}
            self._starts[number] = {}
            for override in item.iterfind("w_lvlOverride"):
                place = _integer(override.get("w_ilvl"), 0)
                levels |= _levels_of(override)
                start = override.find("w_startOverride")
                if start is not None:
                    self._starts[number][place] = _integer(start.get("w_val"), 1)
            self._levels[number], self._group[number] = levels, group

    def level_of_style(self, number: str, style: str) -> int:
        """Tell which level of a numbering belongs to a style; 0 where none says so."""
        levels = self._levels.get(number, {})
        return next((place for place, level in levels.items() if level.style == style), 0)

    def next_label(self, number: str, place: int) -> tuple[str, bool, str]:
        """Count one paragraph on; tell its label, whether that is a sign only, and its font."""
        levels = self._levels.get(number, {})
        level = levels.get(place)
        if level is None:
            return "", False, ""
        counts = self._counts.setdefault(self._group[number], {})
        if number not in self._begun:
            self._begun.add(number)
            counts |= {at: start - 1 for at, start in self._starts[number].items()}
        counts[place] = counts.get(place, level.start - 1) + 1
        for below in [at for at in counts if at > place]:
            restart = levels[below].restart if below in levels else None
            if restart is None or 0 < place + 1 <= restart:
                del counts[below]
        if level.format == "bullet":
            return "".join(SIGNS.get(sign, sign) for sign in level.text), True, level.font

        def write(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = levels.get(at, level)
            form = "decimal" if level.in_figures else other.format
            return format_number(counts.get(at, other.start), form)

        return _PLACE.sub(write, level.text), False, level.font


def format_number(number: int, form: str) -> str:
    """Write *number* as Word's format *form* does; in figures where it is another one."""
    if form == "none":
        return ""
    if form in ("upperRoman", "lowerRoman") and 0 < number < _MOST_ROMAN:
        written = ""
        for value, letters in _ROMAN:
            written += letters * (number // value)
            number %= value
        return written if form == "upperRoman" else written.lower()
    if form in ("upperLetter", "lowerLetter") and 0 < number <= _MOST_LETTERS:
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return written.upper() if form == "upperLetter" else written
    return f"{number:02}" if form == "decimalZero" else str(number)


def _levels_of(element: Element) -> dict[int, Level]:
    found = {}
    for item in element.iterfind("w_lvl"):
        restart = value_of(item, "w_lvlRestart")
        form = item.find("w_rPr")
        level = Level(
            format=value_of(item, "w_numFmt") or "decimal",
            text=value_of(item, "w_lvlText"),
            start=_integer(value_of(item, "w_start"), 1),
            style=value_of(item, "w_pStyle"),
            in_figures=item.find("w_isLgl") is not None,
        )
        if restart:
            level = replace(level, restart=_integer(restart, 0))
        if form is not None:
            level = replace(level, font=str(read_form(form).get("font", "")))
        found[_integer(item.get("w_ilvl"), 0)] = level
    return found


def _integer(written: str | None, default: int) -> int:
    try:
        return int(written or default)
    except ValueError:
        return default
