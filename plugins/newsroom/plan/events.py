# SPDX-License-Identifier: AGPL-3.0-or-later
"""Events: those to come, those of each month, and the files that calendars read.

An event is to come until it is over: at its end or, where that is not told, with the day on
which it begins. So the page of those to come changes with the clock, at the next build after
such a moment (`turns`), and no other page does.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from plugins.newsroom.codec import dump
from plugins.newsroom.page import Calendar, CalendarEntry, Link, ListPage, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material

CALENDAR = "/lich/"
#: The file of all events, and the name of that of one, below its article.
CALENDAR_FILE, EVENT_FILE = f"{CALENDAR}su-kien.ics", "su-kien.ics"
#: Events to come on the page of these; the months tell of the others.
COMING_EVENTS = 50


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the months and files; that of those to come is always there."""
    files = [f"{entry.address}{EVENT_FILE}" for entry in groups.events]
    months = map(_month_address, _by_month(groups))
    # A file for calendars without an event is none.
    return Addresses([CALENDAR, *months], [*files, *([CALENDAR_FILE] if files else [])])


def turns(groups: Groups) -> Iterator[float]:
    """List the moments, past and to come, at which an event is over."""
    return (entry.event[1] for entry in groups.events)


def bundles(material: Material, now: float) -> Iterator[PageBundle]:
    """Plan the pages and files as they are at *now*, in seconds since 1970."""
    groups, by_month = material.groups, _by_month(material.groups)
    links = tuple(_month_link(groups, month) for month in reversed(by_month))
    coming = [entry for entry in groups.events if entry.event[1] > now][:COMING_EVENTS]
    whole = Link(material.settings.names.events, CALENDAR)
    yield _list_bundle(material, "coming", whole, coming, months=links)
    beside = (None, *reversed(links), None)
    for place, entries in enumerate(by_month.values(), 1):
        earlier, link, later = beside[place - 1 : place + 2]
        yield _list_bundle(material, "events", link, entries, earlier, later)
        begun = [entry for entry in entries if _month_address(entry.event[2]) == link.address]
        yield material.bundle(
            f"event files {link.address}",
            ("calendar",),
            partial(_files, material, begun),
            *_digests(material, begun),
            entries=begun,
        )
    if every := groups.events:
        yield material.bundle(
            "calendar",
            ("calendar",),
            partial(_file, material, CALENDAR_FILE, material.settings.portal, every),
            *_digests(material, every),
        )


def _by_month(groups: Groups) -> dict[str, list[Entry]]:
    """Group events by each month in which they are ("2026/12"), the first one first."""
    found: dict[str, list[Entry]] = {}
    for entry in groups.events:
        for month in _months(*entry.event[2:]):
            found.setdefault(month, []).append(entry)
    return dict(sorted(found.items()))


def _months(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("/"))
    while (name := f"{year:04}/{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _month_address(month: str) -> str:
    return f"{CALENDAR}{month}/"


def _month_link(groups: Groups, month: str) -> Link:
    year, number = map(int, month.split("/"))
    name = groups.settings.names.events_month.format(month=number, year=year)
    return Link(name, _month_address(month))


def _list_bundle(
    material: Material,
    kind: str,
    link: Link,
    entries: Sequence[Entry],
    earlier: Link | None = None,
    later: Link | None = None,
    months: tuple[Link, ...] = (),
) -> PageBundle:
    """Plan one list in a bundle of its own."""
    home, whole = material.settings.home(), Link(material.settings.names.events, CALENDAR)
    breadcrumbs = (home,) if link == whole else (home, whole)

    def make() -> ListPage:
        return ListPage(
            kind=kind,
            title=link.text,
            stories=material.stories(entries),
            newest=link.address,
            number=None,
            older=None,
            feed=CALENDAR_FILE if has_file else None,
            periods=months,
            breadcrumbs=breadcrumbs,
            earlier=earlier,
            later=later,
        )

    has_file = bool(material.groups.events)
    ingredients = dump((link, earlier, later, months, has_file)), *material.story_digests(entries)
    return material.bundle(
        f"events {link.address}",
        ("list.html",),
        lambda: [material.page(link.address, "list.html", make, *ingredients)],
        *ingredients,
        entries=entries,
    )


def _digests(material: Material, entries: Sequence[Entry]) -> list[str]:
    return [*material.story_digests(entries), *(entry.modified for entry in entries)]


def _files(material: Material, entries: Sequence[Entry]) -> Iterator[Page]:
    for entry in entries:
        yield from _file(material, f"{entry.address}{EVENT_FILE}", "", [entry])


def _file(material: Material, address: str, title: str, entries: Sequence[Entry]) -> Iterator[Page]:
    def make() -> Calendar:
        articles = (material.fetch(entry.path) for entry in entries)
        return Calendar(
            title,
            tuple(
                CalendarEntry(story, article.modified or article.date)
                for story, article in zip(material.stories(entries), articles, strict=True)
            ),
        )

    yield material.page(address, "calendar", make, *_digests(material, entries))
