# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of stories: all news, the sections, authors and tags, and how a list becomes pages.

List pages are numbered from the oldest: a full page holds the same stories for ever, and a
new article changes the newest page alone.
"""

from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from plugins.newsroom.codec import dump
from plugins.newsroom.page import Link, ListPage, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.feeds import section_feed
from plugins.newsroom.plan.groups import HOME, Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_link

NEWS = Link("Tất cả tin", "/tin-tuc/")

#: Full pages of a list that are planned together, counted from the oldest.
PAGES_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class StoryList:
    """A list before it is cut into pages; its entries stand newest first.

    `link` names the list and leads to its newest page; the rest is as in `ListPage`.
    """

    kind: str
    link: Link
    entries: Sequence[Entry]
    breadcrumbs: tuple[Link, ...] = (HOME,)
    periods: tuple[Link, ...] = ()
    feed: str | None = None


class Part(NamedTuple):
    """What one page shows of a list.

    `number` is that of a full page, None on the newest page; `older` is the address of the
    next older page.
    """

    number: int | None
    address: str
    older: str | None
    items: Sequence


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the lists of all news, of sections, authors and tags."""
    kinds = (
        (groups.sections, groups.by_section),
        (groups.authors, groups.by_author),
        (groups.tags, groups.by_tag),
    )
    parts = ((link.address, by[key]) for links, by in kinds for key, link in links.items())
    return list_addresses([(NEWS.address, groups.entries), *parts], groups.settings.per_page)


def list_addresses(lists: Iterable[tuple[str, Sized]], per_page: int) -> Addresses:
    """Tell the addresses of the pages of *lists*, given as pairs of address and items."""
    return Addresses(lists={address: len(items) // per_page for address, items in lists})


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the lists of all news, of sections, authors and tags."""
    groups = material.groups
    years = tuple(map(period_link, groups.periods[""]))
    news = StoryList("news", NEWS, groups.entries, periods=years, feed="/rss.xml")
    yield from list_bundles(material, news)
    for slug, link in groups.sections.items():
        entries, feed = groups.by_section[slug], section_feed(link)
        yield from list_bundles(material, StoryList("section", link, entries, feed=feed))
    for kind, links, by in (
        ("author", groups.authors, groups.by_author),
        ("tag", groups.tags, groups.by_tag),
    ):
        for key, link in links.items():
            yield from list_bundles(material, StoryList(kind, link, by[key]))


def list_bundles(material: Material, whole: StoryList) -> Iterator[PageBundle]:
    """Plan the pages of one list, the newest page with the last of the full ones."""
    entries, per_page = whole.entries, material.settings.per_page
    full = len(entries) // per_page
    for first in range(1, max(full, 1) + 1, PAGES_TOGETHER):
        last = min(first + PAGES_TOGETHER - 1, full)
        is_last = last == full
        start = 0 if is_last else len(entries) - last * per_page
        chosen = entries[start : len(entries) - (first - 1) * per_page]
        yield material.bundle(
            f"{whole.kind} {whole.link.address} {first}",
            ("list.html",),
            partial(list_pages, material, whole, range(first, first + PAGES_TOGETHER)),
            whole.link.text,
            "newest" if is_last else "",
            dump(whole.periods if is_last else ()),
            *material.story_digests(chosen),
            entries=chosen,
        )


def list_pages(
    material: Material, whole: StoryList, numbers: range | None = None
) -> Iterator[Page]:
    """Plan the pages of a list, those of the *numbers* only if given, as `cut` does."""
    for part in cut(whole.entries, material.settings.per_page, whole.link.address, numbers):
        below = () if part.number else whole.periods
        shown = (
            whole.kind,
            whole.link,
            part.number,
            part.older,
            whole.feed,
            below,
            whole.breadcrumbs,
        )
        yield material.page(
            part.address,
            "list.html",
            partial(_make, material, part.items, *shown),
            dump(shown),
            *material.story_digests(part.items),
        )


def _make(
    material: Material,
    entries: Sequence[Entry],
    kind: str,
    link: Link,
    number: int | None,
    older: str | None,
    feed: str | None,
    periods: tuple[Link, ...],
    breadcrumbs: tuple[Link, ...],
) -> ListPage:
    return ListPage(
        kind=kind,
        title=link.text,
        stories=material.stories(entries),
        newest=link.address,
        number=number,
        older=older,
        feed=feed,
        periods=periods,
        breadcrumbs=breadcrumbs,
    )


def cut(
    items: Sequence, per_page: int, address: str, numbers: range | None = None
) -> Iterator[Part]:
    """Cut *items*, newest first, into the newest page and the full ones behind it.

    Yields the parts of the *numbers* only, where these are given, and the newest page
    together with the last of the full ones. The newest page shows the newest full one and
    what came after it.
    """
    full = len(items) // per_page
    if numbers is None or max(full, 1) in numbers:
        newest = items[: len(items) - max(full - 1, 0) * per_page]
        yield Part(None, address, f"{address}trang/{full - 1}/" if full > 1 else None, newest)
    for number in range(1, full + 1) if numbers is None else numbers:
        if number > full:
            break
        end = len(items) - (number - 1) * per_page
        older = f"{address}trang/{number - 1}/" if number > 1 else None
        yield Part(number, f"{address}trang/{number}/", older, items[end - per_page : end])
