# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cards: an address of a film or map elsewhere that stands on a line of its own.

The card is drawn by the theme and leads to the other site, which is asked for nothing before.
"""

import html
import re
from collections.abc import Iterable

from plugins.newsroom.other_sites import find_site
from plugins.newsroom.page import BodyPart, HtmlPart, SiteCard
from plugins.photo_captions.figures import CLOSE, OPEN, TAG, plain_text
from plugins.press.read.lone_lines import replace_lone_lines

# Stand around a card that is still HTML; no letters, for its words are compared with the text.
_BEGIN, _END = OPEN + CLOSE, CLOSE + OPEN
_CARD = re.compile(f"{_BEGIN}(.*?){_END}", re.DOTALL)
_LINK = re.compile(
    r'\s*<a(?: title="[^"]*")? href="((?i:https?):[^"]*)"[^>]*>((?:(?!</?a[ >]).)*)</a>\s*'
)
_SIGNS = ("youtu", "maps", "goo.gl", "openstreetmap", "osm.org")


def mark_cards(markup: str) -> str:
    """Take each lone address of a film or map out of its paragraph, and mark it as a card."""
    if "<a " not in markup:
        return markup
    lower = markup.lower()
    if not any(sign in lower for sign in _SIGNS):
        return markup
    marked = replace_lone_lines(markup, _mark)
    if _BEGIN not in marked:
        return markup
    marked = marked.replace(f"\n</p>\n{_BEGIN}", f"</p>\n{_BEGIN}")
    marked = marked.replace(f"{_END}\n<p>\n", f"{_END}\n<p>")
    return marked.replace("<p></p>\n", "").replace("<p></p>", "")


def _mark(line: str) -> str | None:
    found = _LINK.fullmatch(line)
    if found is None or find_site(html.unescape(found[1])) is None or "<img" in found[2]:
        return None
    return f"</p>\n{_BEGIN}{line.strip()}{_END}\n<p>"


def part_cards(parts: Iterable[BodyPart]) -> tuple[BodyPart, ...]:
    """Make parts of their own of the cards that are marked in *parts*."""
    parted: list[BodyPart] = []
    for part in parts:
        if not isinstance(part, HtmlPart) or _BEGIN not in part.html:
            parted.append(part)
            continue
        for index, piece in enumerate(_CARD.split(part.html)):
            if index % 2:
                parted.append(_card(piece))
            elif piece.strip():
                parted.append(HtmlPart(piece.strip("\n")))
    return tuple(parted)


def _card(link: str) -> SiteCard:
    found = _LINK.fullmatch(link)
    address, words = html.unescape(found[1]), plain_text(TAG.sub("", found[2]))
    return SiteCard(address, "" if _is_address(words, address) else words)


def _is_address(words: str, address: str) -> bool:
    """Tell whether the *words* of a link are what it leads to."""
    return words == address or address.endswith(f"//{words}")
