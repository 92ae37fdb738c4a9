# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dossiers: introductions with the articles that belong to them, and what names none.

In a language that no introduction is in, a dossier is a list of the articles in it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter

from msgspec.structs import replace

from plugins.newsroom.article import DOSSIER_FOLDER, Standing
from plugins.newsroom.codec import digest
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import (
    DirectoryPage,
    Link,
    LinkGroup,
    Page,
    StandingPage,
    Translation,
)
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups, dossiers_by_name, find_dossier
from plugins.newsroom.plan.lists import Part, StoryList, cut, list_addresses, list_bundles
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import HOME, EditionNames
from plugins.newsroom.plan.standing_pages import standing_page
from plugins.vietnamese.letters import nearest, slugify

DOSSIERS = "/ho-so/"
#: Dossiers that a message names.
_TOLD = 12


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all dossiers and, where there are any, of the pages that list them."""
    lists = [(page.address, groups.by_dossier[page.path]) for page in groups.dossiers]
    lists += [(one.link.address, one.entries) for one in _in_other_languages(groups)]
    whole = Addresses(edition.place(DOSSIERS) for edition in _editions(groups))
    return Addresses.union((whole, list_addresses(lists, groups.settings.per_page)))


def _editions(groups: Groups) -> list[EditionNames]:
    """List the languages with a page of dossiers."""
    return [edition for edition, _ in groups.lists if groups.dossiers_in(edition)]


def _languages(groups: Groups, item: Standing) -> tuple[Translation, ...]:
    return groups.beside(item.address, item.path, attrgetter("by_dossier"), item.lang)


def _in_other_languages(groups: Groups) -> Iterator[StoryList]:
    for lists in groups.catalogues.values():
        edition = lists.edition
        every = Link(edition.names.dossiers, edition.place(DOSSIERS))
        for item in groups.dossiers:
            if item.path in lists.by_dossier:
                yield StoryList(
                    "dossier",
                    edition.below(Link(item.title, item.address)),
                    lists.by_dossier[item.path],
                    (edition.home, every),
                    lang=edition.lang,
                    languages=_languages(groups, item),
                )


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan each dossier in a bundle of its own, and the pages that list them."""
    groups = material.groups
    for item in groups.dossiers:
        entries = groups.by_dossier[item.path]
        yield material.bundle(
            f"dossier {item.address}",
            ("dossier.html",),
            partial(_pages, material, item, entries),
            digest((item, material.links.get(item.path), _languages(groups, item))),
            *material.story_digests(entries),
            entries=entries,
        )
    for one in _in_other_languages(groups):
        yield from list_bundles(material, one)
    editions = _editions(groups)
    found = tuple(Translation(edition.lang, edition.place(DOSSIERS)) for edition in editions)
    for edition in editions:
        links = (
            Link(page.title, page.address)
            if edition.address == HOME or page.lang == edition.lang
            else edition.below(Link(page.title, page.address))
            for page in groups.dossiers_in(edition)
        )
        page = DirectoryPage(
            "dossiers",
            edition.names.dossiers,
            (LinkGroup("dossiers", tuple(links)),),
            (edition.home,),
            edition.lang,
            found if len(found) > 1 else (),
        )
        yield material.bundle(
            f"dossiers {edition.lang}",
            ("directory.html",),
            partial(_list, material, edition.place(DOSSIERS), page),
            digest(page),
            lang=edition.lang,
        )


def _list(material: Material, address: str, page: DirectoryPage) -> Iterator[Page]:
    yield material.page_of(address, "directory.html", page)


def _pages(material: Material, item: Standing, entries: Sequence[Entry]) -> Iterator[Page]:
    """Plan the newest page, with the introduction, and the full ones, with its title alone."""
    every = Link(material.settings.names.dossiers, DOSSIERS)
    whole = replace(
        standing_page(material, item),
        breadcrumbs=(material.settings.home(), every),
        languages=_languages(material.groups, item),
    )
    bare = replace(whole, body=None, photos=(), summary=item.title, sapo="", languages=())
    for part in cut(entries, material.settings.per_page, item.address):
        shown = replace(bare if part.number else whole, number=part.number, older=part.older)
        yield material.page(
            part.address,
            "dossier.html",
            partial(_make, material, shown, part),
            digest(shown),
            *material.story_digests(part.items),
        )


def _make(material: Material, page: StandingPage, part: Part) -> StandingPage:
    return replace(page, stories=material.stories(part.items))


def faults(
    entries: Iterable[Entry], standing: Iterable[Standing], gone: Collection[str], complete: bool
) -> Iterator[Fault]:
    """Name articles of dossiers that there are not, and dossiers that no article belongs to.

    What is *gone* counts for nothing. Where some sources could not be read, *standing* may lack
    the dossier, and *entries* the article.
    """
    dossiers = [page for page in standing if page.is_dossier]
    known = dossiers_by_name(dossiers)
    empty = {page.path: page for page in dossiers if not page.draft}
    for entry in entries:
        if entry.dossier is None or entry.path in gone:
            continue
        written, line = entry.dossier
        page = find_dossier(written, known)
        if page is not None:
            empty.pop(page.path, None)
        if page is None or (page.draft and not entry.draft):
            problem, mend = _problem(written, page, dossiers)
            if page is None and not complete:
                problem = f"chưa thấy hồ sơ «{written}», có thể là trang đang có lỗi"
            warning = entry.draft or (page is None and not complete)
            yield Fault(entry.path, line, "dossier", problem, mend, warning)
    for path, page in empty.items() if complete else ():
        yield Fault(
            path,
            1,
            "hồ sơ",
            f"hồ sơ «{page.title}» chưa có bài nào",
            f"ghi «dossier: {page.slug}» ở các bài thuộc hồ sơ này",
            warning=True,
        )


def _problem(written: str, page: Standing | None, dossiers: Sequence[Standing]) -> tuple[str, str]:
    """Tell what is wrong with a dossier that is not there, or is a draft, and how to mend it."""
    if page is not None:
        return (
            f"hồ sơ «{page.title}» còn là bản nháp",
            f"cho đăng {page.path} trước, hoặc xóa dòng này",
        )
    slugs = [one.slug for one in dossiers]
    public = list(dict.fromkeys(one.slug for one in dossiers if not one.draft))
    near = nearest(slugify(written), slugs) or nearest(written, [one.title for one in dossiers])
    if near:
        mend = f"có phải «{near}»?"
    elif public:
        others = " …" if len(public) > _TOLD else ""
        mend = f"ghi một trong: {', '.join(public[:_TOLD])}{others}"
    else:
        mend = f"viết lời giới thiệu hồ sơ ở {DOSSIER_FOLDER}/{slugify(written) or 'ten-ho-so'}.md"
    return f"không có hồ sơ «{written}»", mend
