# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site as every template sees it: the portal's names, its sections, its addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from plugins.newsroom.page import Link


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share. `url` has no slash at its end; `root` is its path alone."""

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

    @property
    def navigation(self) -> frozenset[str]:
        """The addresses that the navigation of every page leads to."""
        return frozenset(("/", *(link.address for link in self.sections)))

    def href(self, address: str) -> str:
        """Tell what a page writes to lead to *address*."""
        return self.root + address

    def absolute(self, address: str) -> str:
        """Tell the whole URL of *address*."""
        return self.url + address


def root_of(url: str) -> str:
    """Tell the path under which the site at *url* stands, "" for a host's top."""
    return urlsplit(url).path.rstrip("/")
