# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of corrections, one a language, their older parts and feeds."""

from collections.abc import Iterator, Sequence
from functools import partial

from plugins.newsroom.codec import dump
from plugins.newsroom.page import (
    CorrectedStory,
    CorrectionsPage,
    Feed,
    FeedItem,
    Page,
    Translation,
)
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.feeds import FEED_ITEMS
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import cut
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import EditionNames


def corrections_of(edition: EditionNames) -> str:
    """Tell where the corrections of articles in a language stand."""
    return f"{edition.address}cai-chinh/"


def languages_corrected(groups: Groups) -> list[EditionNames]:
    """List the languages with such a page: the portal's own, which comes first, anyway."""
    own, *others = groups.settings.languages
    return [own, *(edition for edition in others if groups.catalogues[edition.lang].corrected)]


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all pages of corrections and of their feeds."""
    pages = {
        corrections_of(edition): sum(entry.corrections for entry in _corrected(groups, edition))
        // groups.settings.per_page
        for edition in languages_corrected(groups)
    }
    return Addresses(files=map(_feed_of, languages_corrected(groups)), lists=pages)


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan all corrections in a language, which are few, in one bundle."""
    for edition in languages_corrected(material.groups):
        yield material.bundle(
            f"corrections {edition.lang}",
            ("corrections.html", "rss"),
            partial(_pages, material, edition),
            dump(_languages(material.groups)),
            *material.article_digests(_corrected(material.groups, edition)),
        )


def _feed_of(edition: EditionNames) -> str:
    return f"{corrections_of(edition)}rss.xml"


def _corrected(groups: Groups, edition: EditionNames) -> Sequence[Entry]:
    return groups.catalogues.get(edition.lang, groups).corrected


def _languages(groups: Groups) -> tuple[Translation, ...]:
    editions = languages_corrected(groups)
    found = tuple(Translation(edition.lang, corrections_of(edition)) for edition in editions)
    return found if len(found) > 1 else ()


def _pages(material: Material, edition: EditionNames) -> Iterator[Page]:
    items = sorted(
        (
            CorrectedStory(material.story(entry), correction)
            for entry in _corrected(material.groups, edition)
            for correction in material.fetch(entry.path).corrections
        ),
        key=lambda item: (item.correction.date.when, item.story.address),
        reverse=True,
    )
    place, feed_place, title = corrections_of(edition), _feed_of(edition), edition.names.corrections
    for part in cut(items, material.settings.per_page, place):
        page = CorrectionsPage(
            title=title,
            items=tuple(part.items),
            newest=place,
            number=part.number,
            older=part.older,
            feed=feed_place,
            breadcrumbs=(edition.home,),
            lang=edition.lang,
            languages=() if part.number else _languages(material.groups),
        )
        yield material.page_of(part.address, "corrections.html", page)
    newest = tuple(
        FeedItem(item.story, (), (), item.correction.date, correction=item.correction)
        for item in items[:FEED_ITEMS]
    )
    feed = Feed(f"{title} - {edition.portal}", place, newest, edition.lang)
    yield material.page_of(feed_place, "rss", feed)
