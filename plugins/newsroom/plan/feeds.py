# SPDX-License-Identifier: AGPL-3.0-or-later
"""The feeds of all news and of the sections."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Feed, FeedItem, Link, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import HOME

FEED_ITEMS = 20

#: The feeds of all news, with the printers of their formats.
FORMATS = {"/rss.xml": "rss", "/atom.xml": "atom", "/feed.json": "json_feed"}


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the feeds of all news and of the sections."""
    sections = [groups.sections, *(lists.sections for lists in groups.catalogues.values())]
    links = chain.from_iterable(some.values() for some in sections)
    return Addresses(files=[*FORMATS, *map(section_feed, links)])


def section_feed(section: Link) -> str:
    """Tell the address of the feed of a section."""
    return f"{section.address}rss.xml"


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the feeds, those of all news together."""
    groups = material.groups
    newest, portal = groups.common[:FEED_ITEMS], material.settings.portal
    yield feed_bundle(material, "feeds", portal, HOME, newest, FORMATS)
    for slug, link in groups.sections.items():
        newest = groups.by_section[slug][:FEED_ITEMS]
        title, formats = f"{link.text} - {portal}", {section_feed(link): "rss"}
        yield feed_bundle(material, f"feed {slug}", title, link.address, newest, formats)
    for lang, lists in groups.catalogues.items():
        for slug, link in lists.sections.items():
            newest = lists.by_section[slug][:FEED_ITEMS]
            title, formats = f"{link.text} - {lists.edition.portal}", {section_feed(link): "rss"}
            name = f"feed {lang} {slug}"
            yield feed_bundle(material, name, title, link.address, newest, formats, lang)


def feed_bundle(
    material: Material,
    name: str,
    title: str,
    home: str,
    newest: Sequence[Entry],
    formats: Mapping[str, str],
    lang: str = LANGUAGES[0],
) -> PageBundle:
    """Plan one feed of the *newest*, in *lang*, in several *formats*, given by address."""
    pages = partial(_pages, material, title, home, newest, formats, lang)
    return material.bundle(name, tuple(formats.values()), pages, *material.article_digests(newest))


def _pages(
    material: Material,
    title: str,
    home: str,
    newest: Sequence[Entry],
    formats: Mapping[str, str],
    lang: str,
) -> Iterator[Page]:
    for address, template in formats.items():
        make = partial(_make, material, title, home, newest, lang)
        yield material.page(address, template, make, *material.article_digests(newest))


def _make(material: Material, title: str, home: str, newest: Iterable[Entry], lang: str) -> Feed:
    return Feed(title, home, tuple(_item(material, entry) for entry in newest), lang)


def _item(material: Material, entry: Entry) -> FeedItem:
    article = material.fetch(entry.path)
    return FeedItem(
        story=material.story(entry),
        authors=article.byline.names,
        tags=article.tags,
        modified=article.modified or article.date,
        sapo=article.summary,
        body=material.body(article),
    )
