# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dossiers: introductions with the articles that belong to them, and what names none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from plugins.newsroom.article import DOSSIER_FOLDER, Standing
from plugins.newsroom.codec import digest
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import DirectoryPage, Link, LinkGroup, Page, StandingPage
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups, dossiers_by_name, find_dossier
from plugins.newsroom.plan.lists import Part, cut, list_addresses
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.standing_pages import standing_page
from plugins.vietnamese.letters import nearest, slugify

DOSSIERS = "/ho-so/"
#: Dossiers that a message names.
_TOLD = 12


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all dossiers and, where there are any, of the page that lists them."""
    lists = ((page.address, groups.by_dossier[page.path]) for page in groups.dossiers)
    whole = Addresses([DOSSIERS] if groups.dossiers else [])
    return Addresses.union((whole, list_addresses(lists, groups.settings.per_page)))


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan each dossier in a bundle of its own, and the page that lists them."""
    groups = material.groups
    for item in groups.dossiers:
        entries = groups.by_dossier[item.path]
        yield material.bundle(
            f"dossier {item.address}",
            ("dossier.html",),
            partial(_pages, material, item, entries),
            digest((item, material.links.get(item.path))),
            *material.story_digests(entries),
            entries=entries,
        )
    if groups.dossiers:
        links = tuple(Link(page.title, page.address) for page in groups.dossiers)
        home = material.settings.home()
        page = DirectoryPage(
            "dossiers", material.settings.names.dossiers, (LinkGroup("dossiers", links),), (home,)
        )
        yield material.bundle(
            "dossiers",
            ("directory.html",),
            lambda: [material.page_of(DOSSIERS, "directory.html", page)],
            digest(page),
        )


def _pages(material: Material, item: Standing, entries: Sequence[Entry]) -> Iterator[Page]:
    """Plan the newest page, with the introduction, and the full ones, with its title alone."""
    every = Link(material.settings.names.dossiers, DOSSIERS)
    whole = replace(standing_page(material, item), breadcrumbs=(material.settings.home(), every))
    bare = replace(whole, body=None, photos=(), summary=item.title, sapo="")
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
