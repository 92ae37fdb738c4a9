# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes events for calendars (RFC 5545): files that phones and computers add to their own."""

import datetime as dt

import icalendar

from plugins.newsroom.page import Calendar, CalendarEntry, Event
from plugins.press.render.site import Site

_DAY = dt.timedelta(days=1)


def write_calendar(calendar: Calendar, site: Site) -> str:
    """Write *calendar*; its lines end as the format wants it, in CR and LF.

    Times stand in UTC, so that no table of a time zone is needed; an event of whole days
    has days, of which the last one is not counted. Nothing tells when the file was made.
    """
    whole = icalendar.Calendar()
    whole.add("prodid", f"-//{site.portal['name']}//{site.lang.upper()}")
    whole.add("version", "2.0")
    if calendar.title:
        # As the standard has it (RFC 7986), and as most programs read it.
        whole.add("name", calendar.title)
        whole.add("x-wr-calname", calendar.title)
    for entry in calendar.entries:
        whole.add_component(_event(entry, site))
    return whole.to_ical().decode()


def _event(entry: CalendarEntry, site: Site) -> icalendar.Event:
    story, event = entry.story, entry.story.event
    changed = entry.modified.when.astimezone(dt.UTC)
    written = icalendar.Event()
    # The address of an article is its own for ever; "@" parts it from the host.
    written.add("uid", f"{story.address.strip('/').replace('/', '-')}@{site.host}")
    written.add("dtstamp", changed)
    written.add("last-modified", changed)
    start, end = _times(event)
    written.add("dtstart", start)
    if end is not None:
        written.add("dtend", end)
    title = f"[{story.badge}] {story.title}" if story.badge else story.title
    written.add("summary", title, {"language": story.lang})
    if event.place:
        written.add("location", event.place)
    if story.summary:
        written.add("description", story.summary)
    written.add("url", site.absolute(story.address))
    return written


def _times(event: Event) -> tuple[dt.date, dt.date | None]:
    """Tell when it begins and ends: days, or moments in UTC; None for an end that is not told."""
    start, end = event.start, event.end
    if event.form in ("day", "days"):
        return start.date, event.last.date + _DAY
    if end is None:
        return start.when.astimezone(dt.UTC), None
    # To the end of a day is to midnight.
    last = end.when + _DAY if end.precision == "day" else end.when
    return start.when.astimezone(dt.UTC), last.astimezone(dt.UTC)
