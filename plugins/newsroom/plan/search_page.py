# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages where readers search, and what browsers need besides the index."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from heapq import nsmallest
from itertools import chain

from msgspec.structs import replace

from plugins.newsroom.codec import digest
from plugins.newsroom.page import Link, Page, SearchDescription, SearchPage
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Catalogue, Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address
from plugins.newsroom.plan.settings import EditionNames

SEARCH = "/tim-kiem/"

#: Topics that the page offers, those with the most articles.
SEARCH_TOPICS = 24
#: Stories that the page shows before anything is sought.
SEARCH_STORIES = 8

#: What stands in the address of a query: words, section, year, author, language, order.
PARAMETERS = ("q", "chuyen-muc", "nam", "tac-gia", "ngon-ngu", "xep")

_DESCRIPTION = f"{SEARCH}mo-ta.xml"


def search_address(edition: EditionNames) -> str:
    """Tell where readers of another language search."""
    return f"{edition.address.rstrip('/')}{SEARCH}"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the pages and of the description, if the site is searched."""
    if groups.settings.abbreviations is None:
        return Addresses()
    return Addresses([SEARCH, *map(search_address, groups.settings.editions)], [_DESCRIPTION])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan all in one bundle, if the site is searched."""
    groups, settings = material.groups, material.settings
    if settings.abbreviations is None:
        return
    years, topics = years_of(groups), topics_of(groups)
    pages = [SearchPage(settings.names.search, years, years, topics, (), (settings.home(),))]
    newest = [groups.common[:SEARCH_STORIES]]
    for edition in settings.editions:
        lists = groups.catalogues[edition.lang]
        links = tuple(map(edition.below, years_of(lists))), topics_of(lists)
        above = (edition.home,)
        pages.append(SearchPage(edition.names.search, years, *links, (), above, edition.lang))
        newest.append(groups.in_language(edition.lang)[:SEARCH_STORIES])
    places = [SEARCH, *map(search_address, settings.editions)]
    shown = list(zip(places, pages, newest, strict=True))
    yield material.bundle(
        "search page",
        ("search.html", "search_description"),
        partial(_pages, material, shown),
        digest(pages),
        *chain.from_iterable(map(material.story_digests, newest)),
    )


def years_of(lists: Groups | Catalogue) -> tuple[Link, ...]:
    """List the years with news, newest first, by their numbers."""
    return tuple(Link(str(int(year)), period_address(year)) for year in lists.periods[""])


def topics_of(groups: Groups | Catalogue) -> tuple[Link, ...]:
    """Choose the topics with the most articles; of equal ones those that came first."""
    most = nsmallest(SEARCH_TOPICS, groups.by_tag, key=lambda tag: -len(groups.by_tag[tag]))
    return tuple(groups.tags[tag] for tag in most)


def _pages(
    material: Material, shown: Iterable[tuple[str, SearchPage, Sequence[Entry]]]
) -> Iterator[Page]:
    for address, page, newest in shown:
        yield material.page(
            address,
            "search.html",
            partial(_with_stories, material, page, newest),
            digest(page),
            *material.story_digests(newest),
        )
    description = SearchDescription(SEARCH)
    yield material.page_of(_DESCRIPTION, "search_description", description)


def _with_stories(material: Material, page: SearchPage, newest: Sequence[Entry]) -> SearchPage:
    return replace(page, stories=material.stories(newest))
