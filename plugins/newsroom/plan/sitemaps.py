# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitemaps, their index, and the file that tells crawlers of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from plugins.newsroom.codec import dump
from plugins.newsroom.page import NewsSitemap, Page, Robots, Sitemap, SitemapEntry
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.corrections import corrections_of, languages_corrected
from plugins.newsroom.plan.directories import FEEDS, MAP, collections_of
from plugins.newsroom.plan.entry import Entry, address_of, modified_of
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import NEWS
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import HOME
from plugins.vietnamese.dates import Moment

NEWS_SITEMAP_AGE = timedelta(hours=48)
_offset_of = itemgetter(slice(-6, None))
#: As many stories as a news sitemap may hold.
NEWS_SITEMAP_ITEMS = 1000

_INDEX, _FIXED, _NEWS, _ROBOTS = (
    "/sitemap.xml",
    "/sitemap-trang.xml",
    "/sitemap-news.xml",
    "/robots.txt",
)


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the sitemaps, of their index and of the file beside them."""
    years = map(_address, groups.periods[""])
    return Addresses(files=[_INDEX, _ROBOTS, _FIXED, *_news(groups), *years])


def _news(groups: Groups) -> tuple[str, ...]:
    """Tell the address of the news sitemap, which a site without articles has not."""
    return (_NEWS,) if groups.entries else ()


def _address(year: str) -> str:
    return f"/sitemap-{year}.xml"


def bundles(material: Material, now: datetime) -> Iterator[PageBundle]:
    """Plan the sitemap of each year by itself, and all others together."""
    groups = material.groups
    for year in groups.periods[""]:
        entries = groups.every_by_period[year]
        shown = [*map(address_of, entries), *map(modified_of, entries)]
        yield material.bundle(
            f"sitemap {year}",
            ("sitemap",),
            partial(_year_pages, material, year, shown),
            *shown,
            entries=entries,
        )
    recent = _recent(groups, now)
    index, fixed = _index(groups), _fixed_pages(groups)
    yield material.bundle(
        "sitemaps",
        ("sitemap", "news_sitemap", "sitemap_index", "robots"),
        partial(_pages, material, index, fixed, recent),
        dump(index),
        dump(fixed),
        *material.story_digests(recent),
    )


def _recent(groups: Groups, now: datetime) -> Sequence[Entry]:
    """Choose the stories of the last 48 hours, or else the newest one.

    A sitemap without an address is invalid; an entry that is too old is passed over by search
    engines. In a preview some entries are of the future.
    """
    oldest, newest = (now - NEWS_SITEMAP_AGE).timestamp(), now.timestamp()
    entries = groups.entries[:NEWS_SITEMAP_ITEMS]
    return [item for item in entries if oldest < item.published <= newest] or entries[:1]


def _index(groups: Groups) -> tuple[tuple[str, str | None], ...]:
    """List the sitemaps, none of them empty, each with its latest change if that is told."""
    years = ((_address(year), _latest(groups.every_by_period[year])) for year in groups.periods[""])
    return (*((address, None) for address in (_FIXED, *_news(groups))), *years)


def _latest(entries: Iterable[Entry]) -> str:
    """Find the latest change of *entries*."""
    changes = list(map(modified_of, entries))
    # Texts sort as moments do while their offsets are one.
    one_offset = len(set(map(_offset_of, changes))) == 1
    return max(changes) if one_offset else max(changes, key=datetime.fromisoformat)


def _fixed_pages(groups: Groups) -> tuple[str, ...]:
    return (
        HOME,
        *(edition.address for edition in groups.settings.editions),
        NEWS,
        *(section.address for section in groups.sections.values()),
        *(link.address for lists in groups.catalogues.values() for link in lists.sections.values()),
        *map(corrections_of, languages_corrected(groups)),
        *(
            link.address
            for edition in groups.settings.languages
            for link in collections_of(groups, edition)
        ),
        *(edition.place(page) for edition in groups.settings.languages for page in (FEEDS, MAP)),
        *(page.address for page in (*groups.standing, *groups.dossiers)),
        *(
            lists.edition.place(page.address)
            for lists in groups.catalogues.values()
            for page in groups.dossiers
            if page.path in lists.by_dossier
        ),
    )


def _year_pages(material: Material, year: str, shown: Sequence[str]) -> Iterator[Page]:
    def make() -> Sitemap:
        entries = material.groups.every_by_period[year]
        return Sitemap(
            tuple(SitemapEntry(entry.address, _moment(entry.modified)) for entry in entries)
        )

    yield material.page(_address(year), "sitemap", make, *shown)


def _pages(
    material: Material,
    index: tuple[tuple[str, str | None], ...],
    fixed: tuple[str, ...],
    recent: Sequence[Entry],
) -> Iterator[Page]:
    yield material.page_of(_FIXED, "sitemap", Sitemap(tuple(map(SitemapEntry, fixed))))
    if recent:
        yield material.page(
            _NEWS,
            "news_sitemap",
            lambda: NewsSitemap(material.stories(recent)),
            *material.story_digests(recent),
        )
    entries = (
        SitemapEntry(address, _moment(latest) if latest else None) for address, latest in index
    )
    yield material.page_of(_INDEX, "sitemap_index", Sitemap(tuple(entries)))
    yield material.page_of(_ROBOTS, "robots", Robots(_INDEX))


def _moment(iso: str) -> Moment:
    return Moment(datetime.fromisoformat(iso), "second")
