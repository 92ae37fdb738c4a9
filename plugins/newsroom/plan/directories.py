# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that list where the site leads: its feeds, and all of its parts."""

from collections.abc import Iterator
from functools import partial

from plugins.newsroom.codec import digest
from plugins.newsroom.page import DirectoryPage, Link, LinkGroup, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.documents import documents_of
from plugins.newsroom.plan.dossiers import DOSSIERS
from plugins.newsroom.plan.events import calendar_of
from plugins.newsroom.plan.feeds import section_feed
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.search_page import topics_of, years_of
from plugins.newsroom.plan.settings import HOME, EditionNames

FEEDS, MAP = "/kenh-tin/", "/so-do-cong/"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of both, which every site has."""
    return Addresses([FEEDS, MAP])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan both in one bundle."""
    pages = _feeds(material.groups), _map(material.groups)
    yield material.bundle(
        "directories", ("directory.html",), partial(_pages, material, pages), digest(pages)
    )


def _pages(material: Material, pages: tuple[DirectoryPage, DirectoryPage]) -> Iterator[Page]:
    for address, page in zip((FEEDS, MAP), pages, strict=True):
        yield material.page_of(address, "directory.html", page)


def _feeds(groups: Groups) -> DirectoryPage:
    names, home = groups.settings.names, groups.settings.home()
    links = tuple(Link(link.text, section_feed(link)) for link in groups.sections.values())
    return DirectoryPage("feeds", names.feeds, (LinkGroup("sections", links),), (home,))


def collections_of(groups: Groups, edition: EditionNames) -> tuple[Link, ...]:
    """List the pages that gather articles of one kind in a language, those that have any."""
    names, lang = edition.names, edition.lang
    found = [
        (names.documents, documents_of(edition), groups.documents[lang]),
        (names.events, calendar_of(edition), groups.events[lang]),
    ]
    if edition.address == HOME:
        found.append((names.dossiers, DOSSIERS, groups.dossiers))
    return tuple(Link(name, address) for name, address, items in found if items)


def _map(groups: Groups) -> DirectoryPage:
    names, home = groups.settings.names, groups.settings.home()
    parts = (
        ("sections", tuple(groups.sections.values())),
        ("collections", collections_of(groups, groups.settings.languages[0])),
        ("years", years_of(groups)),
        ("topics", topics_of(groups)),
        ("pages", tuple(Link(page.title, page.address) for page in groups.standing)),
    )
    shown = tuple(LinkGroup(kind, links) for kind, links in parts if links)
    return DirectoryPage("map", names.map, shown, (home,))
