# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of stories: all news, the sections, authors and tags, and how a list becomes pages.

List pages are numbered from the oldest: a full page holds the same stories for ever, and a
new article changes the newest page alone.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from functools import partial
from heapq import nsmallest
from operator import attrgetter
from typing import NamedTuple

from plugins.newsroom.codec import dump
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Link, ListPage, Page, Translation
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.feeds import section_feed
from plugins.newsroom.plan.groups import Catalogue, Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import PageNames
from plugins.newsroom.plan.settings import HOME, EditionNames
from plugins.newsroom.plan.urgent import in_language
from plugins.vietnamese.letters import topic_key

NEWS = "/tin-tuc/"

#: Topics told beside a topic, and the articles of it in which they are sought.
RELATED_TOPICS, RELATED_REACH = 8, 100
#: Full pages of a list that are planned together, counted from the oldest.
PAGES_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class StoryList:
    """A list before it is cut into pages; its entries stand newest first.

    `link` names the list and leads to its newest page; `template` prints its pages; `marks` are
    those of all its stories, by their addresses; the rest is as in `ListPage`.
    """

    kind: str
    link: Link
    entries: Sequence[Entry]
    breadcrumbs: tuple[Link, ...]
    periods: tuple[Link, ...] = ()
    feed: str | None = None
    earlier: Link | None = None
    later: Link | None = None
    months: tuple[str, ...] = ()
    section: Link | None = None
    lang: str = "vi"
    template: str = "list.html"
    intro: str = ""
    related: tuple[Link, ...] = ()
    urgent: Sequence[Entry] = ()
    languages: tuple[Translation, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)


#: The next earlier and the next later list of a kind.
Neighbours = tuple[Link | None, Link | None]
#: These of a period, and where it is listed in each language.
Besides = tuple[Link | None, Link | None, tuple[Translation, ...]]


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
    """Tell the addresses of the lists of all news and, in each language, of the others."""
    lists = [(NEWS, groups.common)]
    for _, found in groups.lists:
        for links, by in (
            (found.sections, found.by_section),
            (found.authors, found.by_author),
            (found.tags, found.by_tag),
        ):
            lists += [(link.address, by[key]) for key, link in links.items()]
        lists += [
            (f"{link.address}{period}/", entries)
            for slug, link in found.sections.items()
            for period, entries in found.section_periods[slug].items()
        ]
    return list_addresses(lists, groups.settings.per_page)


def list_addresses(lists: Iterable[tuple[str, Sized]], per_page: int) -> Addresses:
    """Tell the addresses of the pages of *lists*, given as pairs of address and items."""
    return Addresses(lists={address: len(items) // per_page for address, items in lists})


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the lists of all news and, in each language, of sections, authors and tags."""
    groups, names = material.groups, material.settings.names
    above = (material.settings.home(),)
    news = StoryList(
        "news",
        Link(names.news, NEWS),
        groups.common,
        above,
        periods=links_below(names, NEWS, groups.periods[""]),
        feed="/rss.xml",
        urgent=in_language(material.urgent, LANGUAGES[0]),
    )
    yield from list_bundles(material, news)
    for edition, lists in groups.lists:
        yield from _sections(material, edition, lists)
        for kind, own, links, by, of in (
            ("author", groups.authors, lists.authors, lists.by_author, attrgetter("by_author")),
            ("tag", groups.tags, lists.tags, lists.by_tag, attrgetter("by_tag")),
        ):
            for key, link in links.items():
                yield from list_bundles(
                    material,
                    StoryList(
                        kind,
                        link,
                        by[key],
                        (edition.home,),
                        lang=edition.lang,
                        related=_related(lists, key) if kind == "tag" else (),
                        languages=groups.beside(own[key].address, key, of),
                    ),
                )


def _sections(
    material: Material, edition: EditionNames, lists: Groups | Catalogue
) -> Iterator[PageBundle]:
    """Plan the lists of the sections in a language, and of their years and months."""
    groups, names = material.groups, edition.names
    intros = groups.settings.intros if edition.address == HOME else {}
    for slug, link in lists.sections.items():
        own = groups.sections[slug].address
        periods = lists.section_periods[slug]
        years = [part for part in periods if len(part) == len("2017")]
        months = [part for part in periods if len(part) > len("2017")]
        whole = StoryList(
            "section",
            link,
            lists.by_section[slug],
            (edition.home,),
            periods=links_below(names, link.address, years),
            feed=section_feed(link),
            months=tuple(months),
            section=link,
            lang=edition.lang,
            intro=intros.get(slug, ""),
            languages=groups.beside(own, slug, attrgetter("by_section")),
        )
        yield from list_bundles(material, whole)
        earlier_later = {
            **neighbours(names, link.address, years),
            **neighbours(names, link.address, months),
        }
        of = partial(_periods_in, slug)
        besides = {
            part: (*earlier_later[part], groups.beside(f"{own}{part}/", part, of))
            for part in periods
        }
        for year in years:
            yield material.bundle(
                f"section {link.address} {year}",
                ("list.html",),
                partial(_section_pages, material, edition, link, year, periods, besides),
                dump([besides[part] for part in periods if part.startswith(year)]),
                *material.story_digests(periods[year]),
                entries=periods[year],
                lang=edition.lang,
            )


def _periods_in(slug: str, lists: Catalogue) -> Container[str]:
    return lists.section_periods.get(slug, ())


def links_below(names: PageNames, root: str, periods: Iterable[str]) -> tuple[Link, ...]:
    """Lead to *periods* of one kind, below *root*, by what they are called among each other."""
    return tuple(Link(names.period_beside(period), f"{root}{period}/") for period in periods)


def neighbours(names: PageNames, root: str, periods: Sequence[str]) -> dict[str, Neighbours]:
    """Tell of each of *periods*, newest first, the next earlier and the next later one."""
    links = [None, *(Link(names.period(period), f"{root}{period}/") for period in periods), None]
    return {period: (links[place + 2], links[place]) for place, period in enumerate(periods)}


def _related(groups: Groups | Catalogue, topic: str) -> tuple[Link, ...]:
    """Choose the topics that stand most often beside *topic*, in its newest articles."""
    counts: dict[str, int] = {}
    for entry in groups.by_tag[topic][:RELATED_REACH]:
        for key in dict.fromkeys(map(topic_key, entry.tags)):
            counts[key] = counts.get(key, 0) + (key != topic)
    # Of equal ones that which the newest article has first.
    most = nsmallest(RELATED_TOPICS, counts, key=lambda key: -counts[key])
    return tuple(groups.tags[key] for key in most if counts[key])


def _beside(whole: StoryList) -> tuple:
    """Give what stands on the newest page of a list alone, but for its periods."""
    return (
        *(whole.earlier, whole.later, whole.months, whole.intro, whole.related),
        *(whole.urgent, whole.languages),
    )


def _section_pages(
    material: Material,
    edition: EditionNames,
    section: Link,
    year: str,
    periods: Mapping[str, Sequence[Entry]],
    besides: Mapping[str, Besides],
) -> Iterator[Page]:
    """Plan the lists of a year of a section and of its months."""
    names = edition.names
    months = [part for part in periods if part.startswith(f"{year}/")]
    above: tuple[Link, ...] = (edition.home, section)
    for part in (year, *months):
        earlier, later, languages = besides[part]
        address = f"{section.address}{part}/"
        whole = StoryList(
            "year" if part == year else "month",
            Link(names.period_of(section.text, part), address),
            periods[part],
            above,
            links_below(names, section.address, months) if part == year else (),
            section_feed(section),
            earlier,
            later,
            section=section,
            lang=edition.lang,
            languages=languages,
        )
        yield from list_pages(material, whole)
        if part == year:
            above = (*above, Link(names.period(year), address))


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
            (whole.template,),
            partial(list_pages, material, whole, range(first, first + PAGES_TOGETHER)),
            whole.link.text,
            "newest" if is_last else "",
            dump((whole.periods, *_beside(whole)) if is_last else ()),
            *material.story_digests(chosen),
            entries=chosen,
            lang=whole.lang,
        )


def list_pages(
    material: Material, whole: StoryList, numbers: range | None = None
) -> Iterator[Page]:
    """Plan the pages of a list, those of the *numbers* only if given, as `cut` does."""
    for part in cut(whole.entries, material.settings.per_page, whole.link.address, numbers):
        # What stands beside a list changes with it, and no full page does.
        beside = () if part.number else _beside(whole)
        shown = (
            whole.kind,
            whole.link,
            part.number,
            part.older,
            whole.feed,
            () if part.number else whole.periods,
            whole.breadcrumbs,
            whole.section,
            whole.lang,
            tuple(whole.marks[item.address] for item in part.items) if whole.marks else (),
            *beside,
        )
        yield material.page(
            part.address,
            whole.template,
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
    section: Link | None,
    lang: str,
    marks: tuple[str, ...],
    earlier: Link | None = None,
    later: Link | None = None,
    months: tuple[str, ...] = (),
    intro: str = "",
    related: tuple[Link, ...] = (),
    urgent: Sequence[Entry] = (),
    languages: tuple[Translation, ...] = (),
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
        section=section,
        earlier=earlier,
        later=later,
        months=months,
        lang=lang,
        intro=intro,
        related=related,
        urgent=material.urgent_notices(urgent),
        languages=languages,
        marks=marks,
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
