# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that list where the site leads, in each language: its feeds, and all of its parts."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from plugins.newsroom.codec import digest
from plugins.newsroom.page import DirectoryPage, Link, LinkGroup, Page, Translation
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.documents import documents_of
from plugins.newsroom.plan.dossiers import DOSSIERS
from plugins.newsroom.plan.events import calendar_of
from plugins.newsroom.plan.feeds import section_feed
from plugins.newsroom.plan.groups import Catalogue, Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.search_page import topics_of, years_of
from plugins.newsroom.plan.settings import HOME, EditionNames

FEEDS, MAP = "/kenh-tin/", "/so-do-cong/"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of both, which every language has, empty or not."""
    return Addresses(
        edition.place(address) for edition in groups.settings.languages for address in (FEEDS, MAP)
    )


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan both of a language in one bundle."""
    for edition, lists in material.groups.lists:
        pages = {
            edition.place(FEEDS): _feeds(material.groups, edition, lists),
            edition.place(MAP): _map(material.groups, edition, lists),
        }
        yield material.bundle(
            f"directories {edition.lang}",
            ("directory.html",),
            partial(_pages, material, pages),
            digest(tuple(pages.values())),
            lang=edition.lang,
        )


def _pages(material: Material, pages: Mapping[str, DirectoryPage]) -> Iterator[Page]:
    for address, page in pages.items():
        yield material.page_of(address, "directory.html", page)


def _page(
    groups: Groups,
    kind: str,
    edition: EditionNames,
    address: str,
    title: str,
    parts: Iterable[tuple[str, tuple[Link, ...]]],
) -> DirectoryPage:
    found = tuple(Translation(one.lang, one.place(address)) for one in groups.settings.languages)
    return DirectoryPage(
        kind,
        title,
        tuple(LinkGroup(kind, links) for kind, links in parts if links),
        (edition.home,),
        edition.lang,
        found if len(found) > 1 else (),
    )


def _feeds(groups: Groups, edition: EditionNames, lists: Groups | Catalogue) -> DirectoryPage:
    links = tuple(Link(link.text, section_feed(link)) for link in lists.sections.values())
    return _page(groups, "feeds", edition, FEEDS, edition.names.feeds, [("sections", links)])


def collections_of(groups: Groups, edition: EditionNames) -> tuple[Link, ...]:
    """List the pages that gather articles of one kind in a language, those that have any."""
    names, lang = edition.names, edition.lang
    found = (
        (names.documents, documents_of(edition), groups.documents[lang]),
        (names.events, calendar_of(edition), groups.events[lang]),
        (names.dossiers, edition.place(DOSSIERS), groups.dossiers_in(edition)),
    )
    return tuple(Link(name, address) for name, address, items in found if items)


def _map(groups: Groups, edition: EditionNames, lists: Groups | Catalogue) -> DirectoryPage:
    parts = (
        ("sections", tuple(lists.sections.values())),
        ("collections", collections_of(groups, edition)),
        ("years", tuple(map(edition.below, years_of(lists)))),
        ("topics", topics_of(lists)),
        ("pages", _standing_in(groups, edition)),
    )
    return _page(groups, "map", edition, MAP, edition.names.map, parts)


def _standing_in(groups: Groups, edition: EditionNames) -> tuple[Link, ...]:
    """List the standing pages in a language, for the portal's own all of them."""
    return tuple(
        Link(page.title, page.address)
        for page in groups.standing
        if edition.address == HOME or page.lang == edition.lang
    )
