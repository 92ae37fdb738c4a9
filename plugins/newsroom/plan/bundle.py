# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bundle: pages that are planned, remembered and printed together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plugins.newsroom.page import Page


@dataclass(frozen=True, slots=True)
class PageBundle:
    """Up to some hundred pages, all of some *templates*; equal keys mean equal pages.

    `name` is unique in a plan and the same from build to build. `key` covers the keys of
    all pages. `pages` makes the pages at each call, and their data only when that is asked
    for. `time` is the moment of the article in their midst, in seconds since 1970, and
    infinite where the pages belong to no time: bundles of one time show many of the same
    stories, so that they are printed one after the other. `lang` is the language of all
    pages, None where it is not told: then they may show what there is in any.
    """

    name: str
    key: str
    pages: Callable[[], Iterable[Page]]
    templates: tuple[str, ...]
    time: float
    lang: str | None = None
