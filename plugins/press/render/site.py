# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site as every template sees it: the portal's names, its sections, its addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from plugins.newsroom.page import Link
from plugins.press.render.cards import PORTAL_CARD, Drawing
from plugins.press.render.words import Words


@dataclass(frozen=True)
class Site:
    """What all pages share. `url` has no slash at its end; `root` is its path alone.

    `cards` and `icons` are those of a `CardMaker`; `search` is where readers search, if they can.
    `words` are what it says, by language.
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
    words: Mapping[str, Words] = field(default_factory=dict)

    @cached_property
    def navigation(self) -> frozenset[str]:
        """The addresses that the navigation of every page leads to."""
        return frozenset(("/", *(link.address for link in self.sections)))

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
