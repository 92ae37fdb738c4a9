# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page where readers search, and what browsers and its script need besides the index."""

from collections.abc import Iterator, Sequence
from functools import partial
from heapq import nsmallest

from plugins.newsroom.codec import digest
from plugins.newsroom.page import Link, Page, SearchDescription, SearchPage
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address

SEARCH = "/tim-kiem/"

#: Topics that the page offers, those with the most articles.
SEARCH_TOPICS = 24
#: Stories that the page shows before anything is sought.
SEARCH_STORIES = 8

#: What stands in the address of a query: words, section, year, author, order.
PARAMETERS = ("q", "chuyen-muc", "nam", "tac-gia", "xep")

_DESCRIPTION = f"{SEARCH}mo-ta.xml"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the page and of its description, if the site is searched."""
    if groups.settings.abbreviations is None:
        return Addresses()
    return Addresses([SEARCH], [_DESCRIPTION])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan both in one bundle, if the site is searched."""
    if material.settings.abbreviations is None:
        return
    choice = years_of(material.groups), topics_of(material.groups)
    newest = material.story_digests(material.groups.entries[:SEARCH_STORIES])
    yield material.bundle(
        "search page",
        ("search.html", "search_description"),
        partial(_pages, material, choice, newest),
        digest(choice),
        *newest,
    )


def years_of(groups: Groups) -> tuple[Link, ...]:
    """List the years with news, newest first, by their numbers."""
    return tuple(Link(str(int(year)), period_address(year)) for year in groups.periods[""])


def topics_of(groups: Groups) -> tuple[Link, ...]:
    """Choose the topics with the most articles; of equal ones those that came first."""
    most = nsmallest(SEARCH_TOPICS, groups.by_tag, key=lambda tag: -len(groups.by_tag[tag]))
    return tuple(groups.tags[tag] for tag in most)


def _pages(
    material: Material, choice: tuple[tuple[Link, ...], ...], newest: Sequence[str]
) -> Iterator[Page]:
    years, topics = choice
    names, above = material.settings.names, (material.settings.home(),)

    def make() -> SearchPage:
        stories = material.stories(material.groups.entries[:SEARCH_STORIES])
        return SearchPage(names.search, years, topics, stories, above)

    yield material.page(SEARCH, "search.html", make, digest(choice), *newest)
    description = SearchDescription(SEARCH)
    yield material.page_of(_DESCRIPTION, "search_description", description)
