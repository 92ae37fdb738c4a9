# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site as every template sees it: the portal's names, its sections, its addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from plugins.newsroom.page import Link
from plugins.press.render.cards import PORTAL_CARD, Drawing
from plugins.press.render.words import Words

#: The rem that the row of sections has beside its switch: in windows of 64rem, of 80rem.
ROWS = (("", 49.5), ("wide", 60.5))
#: The rem that a letter of it takes, in the widest of the usual faces, in bold for the section
#: that the page belongs to, and the space around words.
LETTER, BOLD, AROUND = 0.5, 0.56, 1.25


@dataclass(frozen=True)
class Edition:
    """What the site is in one language: the names of the portal and where its parts are.

    `search` is where readers search, if they can. `names` maps the addresses of sections to
    their names in a language that is not the portal's own; `sections` are those with stories in
    the language. `corrections` is where these stand, "" if there are none.
    """

    lang: str
    portal: Mapping[str, Any]
    home: str
    search: str
    sections: tuple[Link, ...]
    pages: tuple[Link, ...]
    feeds: tuple[Link, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    corrections: str = "/cai-chinh/"

    @cached_property
    def navigation(self) -> frozenset[str]:
        """The addresses that the navigation of its pages leads to."""
        return frozenset((self.home, *(link.address for link in self.sections)))

    @property
    def names_alone(self) -> "Edition":
        """What pages in other languages may show of it: nothing that its stories change."""
        return replace(self, sections=(), pages=(), corrections="")

    def room(self, link: Link, current: str) -> str:
        """Tell where the row of sections has room for *link*: "" always, "wide", or "more" (never).

        *current* is the address of the section that the page belongs to, which always has.
        """
        return next((name for name, room in ROWS if link in self._row(room, current)), "more")

    def _row(self, room: float, current: str) -> list[Link]:
        """Choose the sections that fit into *room* rem, in their order."""
        row = [link for link in self.sections if link.address == current]
        room -= sum(_width(link, BOLD) for link in row)
        for link in self.sections:
            if link.address != current:
                room -= _width(link)
                if room < 0:
                    break
                row.append(link)
        return row


@dataclass(frozen=True)
class Site:
    """What all pages share. `url` has no slash at its end; `root` is its path alone.

    `cards` and `icons` are those of a `CardMaker`; `search` is where readers search, if they can;
    `offline` is the page for readers without a network, where a service worker shows it;
    `services` are the tiles of the front page: name, address, icon. `words` are what it says,
    by language; `editions` are those in other languages than its own.
    """

    portal: Mapping[str, Any]
    url: str
    sections: tuple[Link, ...]
    pages: tuple[Link, ...]
    feeds: tuple[Link, ...]
    stylesheets: tuple[str, ...]
    script: str
    asset: Callable[[str], str]
    zone: str
    lang: str = "vi"
    root: str = ""
    cards: Mapping[str, Drawing] = field(default_factory=dict)
    icons: Mapping[str, Drawing] = field(default_factory=dict)
    manifest: str = "/manifest.webmanifest"
    search: str = ""
    offline: str = ""
    services: tuple[tuple[str, ...], ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)

    @cached_property
    def _own(self) -> Edition:
        parts = self.sections, self.pages, self.feeds
        return Edition(self.lang, self.portal, "/", self.search, *parts)

    def edition(self, lang: str) -> Edition:
        """Find the edition for pages in *lang*: the portal's own where there is none."""
        return self.editions.get(lang, self._own)

    @cached_property
    def languages(self) -> tuple[Edition, ...]:
        """List all editions, the portal's own first; none where that is the only one."""
        return (self._own, *self.editions.values()) if self.editions else ()

    @property
    def host(self) -> str:
        """The name of the host, as readers see it in the field of addresses."""
        return urlsplit(self.url).netloc

    def card(self, address: str) -> Drawing | None:
        """Find the share card of the section at *address*, of all other pages the portal's."""
        return self.cards.get(address) or self.cards.get(PORTAL_CARD)

    def href(self, address: str) -> str:
        """Tell what a page writes to lead to *address*."""
        return self.root + address

    def absolute(self, address: str) -> str:
        """Tell the whole URL of *address*."""
        return self.url + address


def root_of(url: str) -> str:
    """Tell the path under which the site at *url* stands, "" for a host's top."""
    return urlsplit(url).path.rstrip("/")


def _width(link: Link, letter: float = LETTER) -> float:
    return len(link.text) * letter + AROUND
