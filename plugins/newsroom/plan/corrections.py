# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of corrections, its older parts and its feed."""

from collections.abc import Iterator
from functools import partial

from plugins.newsroom.page import CorrectedStory, CorrectionsPage, Feed, FeedItem, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.feeds import FEED_ITEMS
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import cut
from plugins.newsroom.plan.material import Material

CORRECTIONS = "/cai-chinh/"

_FEED = f"{CORRECTIONS}rss.xml"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all pages of corrections and of their feed."""
    count = sum(entry.corrections for entry in groups.corrected)
    full = count // groups.settings.per_page
    return Addresses(files=[_FEED], lists={CORRECTIONS: full})


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan all corrections, which are few, in one bundle."""
    yield material.bundle(
        "corrections",
        ("corrections.html", "rss"),
        partial(_pages, material),
        *material.article_digests(material.groups.corrected),
    )


def _pages(material: Material) -> Iterator[Page]:
    items = sorted(
        (
            CorrectedStory(material.story(entry), correction)
            for entry in material.groups.corrected
            for correction in material.fetch(entry.path).corrections
        ),
        key=lambda item: (item.correction.date.when, item.story.address),
        reverse=True,
    )
    settings = material.settings
    for part in cut(items, settings.per_page, CORRECTIONS):
        page = CorrectionsPage(
            title=settings.names.corrections,
            items=tuple(part.items),
            newest=CORRECTIONS,
            number=part.number,
            older=part.older,
            feed=_FEED,
            breadcrumbs=(settings.home(),),
        )
        yield material.page_of(part.address, "corrections.html", page)
    newest = tuple(
        FeedItem(item.story, (), (), item.correction.date, correction=item.correction)
        for item in items[:FEED_ITEMS]
    )
    feed = Feed(f"{settings.names.corrections} - {settings.portal}", CORRECTIONS, newest)
    yield material.page_of(_FEED, "rss", feed)
