# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files for calendars, as RFC 5545 wants them."""

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest

from plugins.newsroom.page import Calendar, CalendarEntry, Event, Link, Story
from plugins.press.render.calendars import write_calendar
from plugins.press.render.site import Site
from plugins.vietnamese.dates import Moment

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SITE = Site(
    portal={"name": "Cổng; Vĩnh Long"},
    url="https://tin.example/cong",
    sections=(),
    pages=(),
    feeds=(),
    stylesheets=(),
    script="",
    asset=str,
    zone="Asia/Ho_Chi_Minh",
)


def moment(text: str) -> Moment:
    when = dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    return Moment(when, "minute" if ":" in text else "day")


def entry(start: str, end: str | None = None, place: str = "", **fields) -> CalendarEntry:
    story = {
        "address": "/tin-tuc/2026/11/01/hop/",
        "title": "Họp; chợ, phố\\bến",
        "lang": "vi",
        "section": Link("Kinh tế", "/chuyen-muc/kinh-te/"),
        "date": moment("2026-11-01 08:00"),
        "summary": "",
        "photo": None,
        "event": Event(moment(start), end and moment(end), place),
        **fields,
    }
    return CalendarEntry(Story(**story), moment("2026-11-02 09:00"))


def test_file_of_an_event_is_written_out():
    """Every line in its place; signs that part values are escaped, times are in UTC."""
    assert write_calendar(
        Calendar("", (entry("2026-12-05 06:30", "2026-12-05 11:30", "Hội trường, tầng 2"),)), SITE
    ) == "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Cổng\\; Vĩnh Long//VI",
            "BEGIN:VEVENT",
            "SUMMARY;LANGUAGE=vi:Họp\\; chợ\\, phố\\\\bến",
            "DTSTART:20261204T233000Z",
            "DTEND:20261205T043000Z",
            "DTSTAMP:20261102T020000Z",
            "UID:tin-tuc-2026-11-01-hop@tin.example",
            "LAST-MODIFIED:20261102T020000Z",
            "LOCATION:Hội trường\\, tầng 2",
            "URL:https://tin.example/cong/tin-tuc/2026/11/01/hop/",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        ("2026-12-05", None, ["DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261206"]),
        ("2026-12-05", "2026-12-07", ["DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261208"]),
        ("2026-12-05 08:00", None, ["DTSTART:20261205T010000Z"]),
        (
            "2026-12-31 20:00",
            "2027-01-01 01:30",
            ["DTSTART:20261231T130000Z", "DTEND:20261231T183000Z"],
        ),
        ("2026-12-05 08:00", "2026-12-05", ["DTSTART:20261205T010000Z", "DTEND:20261205T170000Z"]),
        ("2026-12-05", "2026-12-06 17:00", ["DTSTART:20261204T170000Z", "DTEND:20261206T100000Z"]),
    ],
)
def test_times_of_events(start, end, lines):
    """Both are days or both are moments; the day behind the last one ends whole days."""
    written = write_calendar(Calendar("", (entry(start, end),)), SITE)
    assert [line for line in written.split("\r\n") if line.startswith(("DTS", "DTE"))][
        : len(lines)
    ] == lines
    assert ("DTEND" in written) == (len(lines) == 2)


def test_lines_are_folded_at_75_octets():
    """No letter is cut, and programs read the whole text again."""
    summary = "Ừ, đường đến chợ nổi… 🛶 " * 20
    data = write_calendar(
        Calendar("Lịch của cổng", (entry("2026-12-05", None, "", summary=summary),)), SITE
    )
    lines = data.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert "\n" not in data.replace("\r\n", "")
    read = icalendar.Calendar.from_ical(data)
    assert str(read["NAME"]) == str(read["X-WR-CALNAME"]) == "Lịch của cổng"
    assert str(read.walk("VEVENT")[0]["DESCRIPTION"]) == summary


def test_badge_of_the_preview_stands_in_the_title():
    """As in other files that scripts and programs read."""
    written = write_calendar(Calendar("", (entry("2026-12-05", badge="Bản nháp"),)), SITE)
    assert "SUMMARY;LANGUAGE=vi:[Bản nháp] Họp" in written
