# SPDX-License-Identifier: AGPL-3.0-or-later
"""Editions: the front pages in other languages, their older pages and feeds.

The lists in these languages are planned where those in the portal's own are.
"""

from collections.abc import Iterator
from itertools import chain

from plugins.newsroom.page import Link
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.directories import collections_of
from plugins.newsroom.plan.feeds import FEED_ITEMS, FORMATS, feed_bundle
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import (
    NEWS,
    StoryList,
    links_below,
    list_addresses,
    list_bundles,
)
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import EditionNames
from plugins.newsroom.plan.urgent import in_language


def addresses(groups: Groups) -> Addresses:
    """Tell their addresses, which are there for each edition, empty or not."""
    editions = groups.settings.editions
    lists = ((edition.address, groups.in_language(edition.lang)) for edition in editions)
    files = chain.from_iterable(map(edition_feeds, editions))
    return Addresses.union(
        (list_addresses(lists, groups.settings.per_page), Addresses(files=files))
    )


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the pages and files of each edition."""
    for edition in material.settings.editions:
        entries = material.groups.in_language(edition.lang)
        news, above = Link(edition.news, edition.address), (edition.home,)
        periods = material.groups.catalogues[edition.lang].periods
        yield from list_bundles(
            material,
            StoryList(
                "language",
                news,
                entries,
                above,
                periods=links_below(edition.names, edition.place(NEWS), periods[""]),
                months=tuple(month for year in periods[""] for month in periods[year]),
                lang=edition.lang,
                template="edition.html",
                related=collections_of(material.groups, edition),
                urgent=in_language(material.urgent, edition.lang),
            ),
        )
        yield feed_bundle(
            material,
            f"feeds {edition.lang}",
            edition.portal,
            edition.address,
            entries[:FEED_ITEMS],
            dict(zip(edition_feeds(edition), FORMATS.values(), strict=True)),
            edition.lang,
        )


def edition_feeds(edition: EditionNames) -> tuple[str, ...]:
    """Tell the addresses of the feeds of an edition, in the order of their formats."""
    return tuple(f"{edition.address}{name.removeprefix('/')}" for name in FORMATS)
