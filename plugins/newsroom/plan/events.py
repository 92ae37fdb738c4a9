# SPDX-License-Identifier: AGPL-3.0-or-later
"""Events: those to come, those of each month, and the files that calendars read.

An event is to come until it is over: at its end or, where that is not told, with the day on
which it begins. So the page of those to come changes with the clock, at the next build after
such a moment (`turns`), and no other page does. Each language has its own pages and file.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from plugins.newsroom.codec import dump
from plugins.newsroom.page import Calendar, CalendarEntry, Link, ListPage, Page, Translation
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.settings import EditionNames

#: The name of the file of all events, below the page of those to come, and of that of one,
#: below its article.
EVENT_FILE = "su-kien.ics"
#: Events on a page: of those to come, which has the months beside it, and of a month.
EVENTS_TOGETHER = 50


def calendar_of(edition: EditionNames) -> str:
    """Tell where the events to come stand in a language."""
    return f"{edition.address}lich/"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the months and files; that of those to come is always there."""
    pages, files = [], []
    for edition in groups.editions_with(groups.events):
        calendar, entries = calendar_of(edition), groups.events[edition.lang]
        pages += [calendar, *(part.link.address for part in _parts(groups, edition))]
        files += [f"{entry.address}{EVENT_FILE}" for entry in entries]
        # A file for calendars without an event is none.
        files += [f"{calendar}{EVENT_FILE}"] if entries else []
    return Addresses(pages, files)


def turns(groups: Groups) -> Iterator[float]:
    """List the moments, past and to come, at which an event is over."""
    return (entry.event[1] for entries in groups.events.values() for entry in entries)


class _Part(NamedTuple):
    """What one page shows of a month; `number` is that of its second page and the next ones."""

    month: Link
    link: Link
    number: int | None
    entries: Sequence[Entry]


def bundles(material: Material, now: float) -> Iterator[PageBundle]:
    """Plan the pages and files as they are at *now*, in seconds since 1970."""
    groups = material.groups
    languages = groups.languages_with(groups.events, calendar_of)
    editions = groups.editions_with(groups.events)
    calendars = [(edition, _by_month(groups.events[edition.lang])) for edition in editions]
    for edition, by_month in calendars:
        every = groups.events[edition.lang]
        parts = _parts(groups, edition)
        months = tuple(
            _month_link(edition, month, edition.names.events_beside) for month in reversed(by_month)
        )
        whole = Link(edition.names.events, calendar_of(edition))
        coming = [entry for entry in every if entry.event[1] > now][:EVENTS_TOGETHER]
        to_come = _Part(whole, whole, None, coming)
        yield _list_bundle(
            material, edition, "coming", to_come, periods=months, languages=languages
        )
        links = (None, *(part.link for part in parts), None)
        for place, part in enumerate(parts):
            # Of the pages of a month the first alone is known to have one beside it.
            beside = () if part.number else _month_beside(calendars, part.month)
            yield _list_bundle(
                material,
                edition,
                "events",
                part,
                earlier=links[place],
                later=links[place + 2],
                languages=beside,
            )
        for month, entries in _by_month(every, last=False).items():
            yield material.bundle(
                f"event files {edition.lang} {month}",
                ("calendar",),
                partial(_files, material, entries),
                *_digests(material, entries),
                entries=entries,
            )
        if every:
            yield material.bundle(
                f"calendar {edition.lang}",
                ("calendar",),
                partial(_file, material, f"{whole.address}{EVENT_FILE}", edition.portal, every),
                *_digests(material, every),
            )


def _by_month(entries: Sequence[Entry], last: bool = True) -> dict[str, list[Entry]]:
    """Group events by the month in which they begin ("2026/12"), the first one first.

    They stand in each month in which they are, up to their *last*.
    """
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        _, _, first, end = entry.event
        for month in _months(first, end if last else first):
            found.setdefault(month, []).append(entry)
    return dict(sorted(found.items()))


def _months(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("/"))
    while (name := f"{year:04}/{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _month_link(edition: EditionNames, month: str, pattern: str) -> Link:
    return Link(edition.names.month_in(pattern, month), f"{calendar_of(edition)}{month}/")


def _month_beside(
    calendars: Iterable[tuple[EditionNames, Container[str]]], month: Link
) -> tuple[Translation, ...]:
    """Tell where a month stands in each of *calendars*; () where in one alone."""
    name = month.address[-len("2026/12/") : -1]
    found = [
        Translation(edition.lang, f"{calendar_of(edition)}{name}/")
        for edition, months in calendars
        if name in months
    ]
    return tuple(found) if len(found) > 1 else ()


def _parts(groups: Groups, edition: EditionNames) -> list[_Part]:
    """Cut each month into pages, the first events first."""
    parts, names = [], edition.names
    for month, entries in _by_month(groups.events[edition.lang]).items():
        link = _month_link(edition, month, names.events_month)
        for first in range(0, len(entries), EVENTS_TOGETHER):
            shown = entries[first : first + EVENTS_TOGETHER]
            if number := first // EVENTS_TOGETHER:
                text = names.numbered.format(title=link.text, number=number + 1)
                further = Link(text, f"{link.address}trang/{number + 1}/")
                parts.append(_Part(link, further, number + 1, shown))
            else:
                parts.append(_Part(link, link, None, shown))
    return parts


def _list_bundle(
    material: Material, edition: EditionNames, kind: str, part: _Part, **beside: object
) -> PageBundle:
    """Plan one list in a bundle of its own; *beside* are further fields of its page."""
    home, whole = edition.home, Link(edition.names.events, calendar_of(edition))
    month, link, number, entries = part
    file = f"{whole.address}{EVENT_FILE}" if material.groups.events[edition.lang] else None

    def make() -> ListPage:
        return ListPage(
            kind=kind,
            title=month.text,
            stories=material.stories(entries),
            newest=month.address,
            number=number,
            older=None,
            feed=file,
            breadcrumbs=(home, *(step for step in (whole, month) if step != link)),
            lang=edition.lang,
            **{"periods": (), **beside},
        )

    ingredients = (
        dump((month, link, file, sorted(beside.items()))),
        *material.story_digests(entries),
    )
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
