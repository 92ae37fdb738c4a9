# SPDX-License-Identifier: AGPL-3.0-or-later
"""Events: what a header says of them, and the lists and files that they stand in."""

import pytest

from plugins.newsroom.article import Article
from plugins.newsroom.page import Event, Link, Translation
from tests.unit.test_article import check, healthy
from tests.unit.test_article import told as told_of_header
from tests.unit.test_planner import article, moment, site, site_plan, slugs
from tests.unit.test_translations import EDITED

BY_TABLE = (
    "dưới dòng «event:» viết các trường start, end, place, mỗi trường một dòng thụt vào hai dấu "
    "cách, không có dấu gạch"
)


def header(**fields: str) -> tuple[str, ...]:
    return "event:", *(f"  {name}: {value}" for name, value in fields.items())


# ── Reading ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "lines",
    [
        (*header(start="2026-12-05 08:00", end="2026-12-05 11:30", place="Hội trường: tầng 2"),),
        (
            "Sự kiện:",
            "  Bắt đầu: 8h00 ngày",
            "  Kết thúc: 05/12/2026 11h30",
            "  Địa điểm: Hội trường: tầng 2",
        ),
    ],
)
def test_event_of_an_article(lines):
    """It begins, may end, and is somewhere; the place is literal."""
    lines = tuple(line.replace("8h00 ngày", "05/12/2026, 8h00") for line in lines)
    assert healthy(*lines).event == Event(
        moment("2026-12-05 08:00"), moment("2026-12-05 11:30"), "Hội trường: tầng 2"
    )


@pytest.mark.parametrize(
    ("start", "end", "form", "last"),
    [
        ("2026-12-05", None, "day", "2026-12-05T23:59:59.999999+07:00"),
        ("2026-12-05", "2026-12-05", "day", "2026-12-05T23:59:59.999999+07:00"),
        ("2026-12-05", "2026-12-07", "days", "2026-12-07T23:59:59.999999+07:00"),
        ("2026-12-05 08:00", None, "time", "2026-12-05T23:59:59.999999+07:00"),
        ("2026-12-05 08:00", "2026-12-05 11:30", "hours", "2026-12-05T11:30:00+07:00"),
        ("2026-12-31 20:00", "2027-01-01 01:30", "span", "2027-01-01T01:30:00+07:00"),
        ("2026-12-05 08:00", "2026-12-05", "span", "2026-12-05T23:59:59.999999+07:00"),
        ("2026-12-05", "2026-12-07 17:00", "span", "2026-12-07T17:00:00+07:00"),
        ("2026-12-05", "2026-12-05 17:00", "span", "2026-12-05T17:00:00+07:00"),
    ],
)
def test_forms_of_times(start, end, form, last):
    """Whole days, hours of a day, over midnight; without an end it is over with its day."""
    fields = {"start": start} | ({"end": end} if end else {})
    event = healthy(*header(**fields)).event
    assert (event.form, event.last.when.isoformat()) == (form, last)


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (
            ("event: 05/12/2026",),
            [f"2: event: «05/12/2026» không phải một bảng nhỏ — Sửa: {BY_TABLE}"],
        ),
        (
            header(place="Hội trường"),
            [
                "2: event.start: thiếu lúc bắt đầu"
                " — Sửa: thêm «start: 2026-12-05 08:00», hoặc chỉ ngày"
            ],
        ),
        (
            ("event:", "  start:"),
            [
                "3: event.start: thiếu lúc bắt đầu"
                " — Sửa: viết «start: 2026-12-05 08:00», hoặc chỉ ngày"
            ],
        ),
        (
            ("Địa điểm: Hội trường",),
            [
                "2: Địa điểm: không có trường «Địa điểm»"
                " — Sửa: viết dưới dòng «event:», thụt vào hai dấu cách"
            ],
        ),
        (
            header(start="2026-12-05 08:00", ends="2026-12-06"),
            ["4: event.ends: không có trường «ends» — Sửa: viết «end:»"],
        ),
        (
            header(start="08:00 05/12/2026"),
            [
                "3: event.start: «08:00 05/12/2026» có giờ đứng trước ngày"
                " — Sửa: viết ngày trước: 05/12/2026 08:00"
            ],
        ),
        *(
            (
                header(start="2026-12-05 08:00", end=written),
                [f"4: event.end: «{written}» chỉ có giờ — Sửa: viết cả ngày: 2026-12-05 {written}"],
            )
            for written in ("11:30", "11h30", "17 giờ", "9g")
        ),
        (
            header(start="30/02/2026", end="11:30"),
            [
                "3: event.start: «30/02/2026» không phải ngày có thật"
                " — Sửa: xem lại ngày: tháng 2 năm 2026 có 28 ngày",
                "4: event.end: «11:30» chỉ có giờ — Sửa: viết cả ngày, ví dụ 2017-02-23 14:57 "
                "hoặc 23/02/2017 14:57",
            ],
        ),
        *(
            (
                header(start=start, end=end),
                [
                    f"4: event.end: lúc kết thúc «{end}» không sau lúc bắt đầu «{start}»"
                    " — Sửa: sửa lại một trong hai"
                ],
            )
            for start, end in (
                ("2026-12-05 08:00", "2026-12-05 08:00"),
                ("2026-12-05 08:00", "2026-12-05 07:59"),
                ("2026-12-05", "2026-12-04"),
                ("2026-12-05", "2026-12-04 23:00"),
                ("2026-12-05 08:00", "2026-12-04"),
            )
        ),
        (
            header(start="2026-12-05", end="2027-12-06"),
            [
                "4: event.end: sự kiện kéo dài 367 ngày, quá 366"
                " — Sửa: xem lại năm, hoặc chia thành nhiều sự kiện"
            ],
        ),
    ],
)
def test_faults_of_an_event(lines, sentences):
    """Each at its line, all at once."""
    assert told_of_header(*lines) == sentences


def test_longest_event_and_one_of_a_draft():
    """366 days are allowed; what a draft lacks is a warning."""
    assert healthy(*header(start="2026-12-05", end="2027-12-05")).event is not None
    found, faults = check("status: draft", *header(place="Hội trường"))
    assert (found.event, [fault.warning for fault in faults]) == (None, [True])


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("8h00 - 11h30 ngày 05/12/2026", "05/12/2026 8h00", "05/12/2026 11h30"),
        (
            "Từ 8 giờ đến 11 giờ 30, Thứ Bảy ngày 5/12/2026",
            "5/12/2026 8 giờ",
            "5/12/2026 11 giờ 30",
        ),
        ("05/12/2026 08:00-11:30", "05/12/2026 08:00", "05/12/2026 11:30"),
        ("Thứ Bảy, ngày 05/12/2026, từ 8h đến 11h", "05/12/2026 8h", "05/12/2026 11h"),
        ("05/12/2026 – 07/12/2026", "05/12/2026", "07/12/2026"),
        ("Từ ngày 2026-12-05 đến hết ngày 2026-12-07", "2026-12-05", "2026-12-07"),
    ],
)
def test_beginning_and_end_in_one_are_parted(written, start, end):
    """As invitations write them; the mend has both lines."""
    assert told_of_header(*header(start=written)) == [
        f"3: event.start: «{written}» có cả lúc bắt đầu và lúc kết thúc"
        f" — Sửa: viết «start: {start}», dòng dưới «end: {end}»"
    ]


@pytest.mark.parametrize(
    "written", ["2026-12-05", "05-12-2026", "05/12/2026 8h30", "2026-12-05 08:00"]
)
def test_one_moment_is_no_span(written):
    """However its parts are parted."""
    assert healthy(*header(start=written)).event is not None


# ── Lists and files ──────────────────────────────────────────────────────────


def event(slug: str, start: str, end: str | None = None, **fields) -> Article:
    """Make an article of 1 August 2026 that invites to something."""
    return article(slug, event=Event(moment(start), end and moment(end), "Chợ"), **fields)


def test_events_to_come_and_of_each_month():
    """Now is noon of 20 August 2026: what is over is in the lists of months alone."""
    pages = site(
        [
            event("hop", "2026-08-20 08:00", "2026-08-20 12:00"),
            event("hoi-cho", "2026-07-30", "2026-09-01"),
            event("le", "2026-08-20 07:00"),
            event("dem", "2026-12-31 20:00", "2027-01-01 00:00"),
            event("giao-thua", "2026-12-31 20:00", "2027-01-01 01:30"),
            article("b"),
        ]
    )
    lists = {
        address: slugs(page.data.stories)
        for address, page in pages.items()
        if address.startswith("/lich/") and address.endswith("/")
    }
    assert lists == {
        "/lich/": ["hoi-cho", "le", "dem", "giao-thua"],
        "/lich/2026/07/": ["hoi-cho"],
        "/lich/2026/08/": ["hoi-cho", "le", "hop"],
        "/lich/2026/09/": ["hoi-cho"],
        "/lich/2026/12/": ["dem", "giao-thua"],
        "/lich/2027/01/": ["giao-thua"],
    }
    september, coming = pages["/lich/2026/09/"].data, pages["/lich/"].data
    assert september.later == Link("Sự kiện tháng 12 năm 2026", "/lich/2026/12/")
    assert september.earlier == Link("Sự kiện tháng 8 năm 2026", "/lich/2026/08/")
    assert [link.address[6:13] for link in coming.periods] == [
        *("2027/01", "2026/12", "2026/09", "2026/08", "2026/07"),
    ]
    assert coming.periods[0].text == "Tháng 1/2027"
    assert not coming.by_day
    assert coming.stories[0].event.place == "Chợ"


def test_files_for_calendars():
    """One beside each article that invites, and one of all, if there are any."""
    first = event("a", "2026-09-01", modified="2026-08-02 08:00")
    pages = site([first, event("b", "2025-09-01"), article("c")])
    files = {address: page.data for address, page in pages.items() if address.endswith(".ics")}
    assert set(files) == {
        "/lich/su-kien.ics",
        "/tin-tuc/2026/08/01/a/su-kien.ics",
        "/tin-tuc/2026/08/01/b/su-kien.ics",
    }
    everything = files["/lich/su-kien.ics"]
    assert slugs(entry.story for entry in everything.entries) == ["b", "a"]
    own = files["/tin-tuc/2026/08/01/a/su-kien.ics"]
    assert (own.title, own.entries) == ("", everything.entries[1:])
    assert own.entries[0].modified == moment("2026-08-02 08:00")
    bare = site()
    assert "/lich/su-kien.ics" not in bare
    assert (everything.title, bare["/lich/"].data.feed) == ("Cổng Vĩnh Long", None)


def test_event_that_is_over_changes_one_page_and_is_told_as_due():
    """The next turn is its end; only the page of those to come is another then."""
    articles = [event("a", "2026-08-20 08:00", "2026-08-20 13:00"), event("b", "2026-09-01")]
    assert site_plan(articles).turn == moment("2026-08-20 13:00").when
    before = site(articles)
    after = site(articles, now=moment("2026-08-20 13:00").when)
    changed = {address for address, page in after.items() if page.key != before[address].key}
    assert {address for address in changed if not address.startswith("/sitemap")} == {"/lich/"}
    assert slugs(after["/lich/"].data.stories) == ["b"]


def test_new_event_leaves_other_articles_and_months_alone():
    """The months beside its own are told of it, if it is the first of its month."""
    articles = [event("a", "2026-08-25"), event("b", "2026-10-01"), event("c", "2026-12-01")]
    before = site(articles)
    after = site([*articles, event("d", "2026-08-26", date="2026-08-02")])
    changed = {address for address in before if before[address].key != after[address].key}
    assert {address for address in changed if "/lich/" in address or "ics" in address} == {
        "/lich/",
        "/lich/2026/08/",
        "/lich/su-kien.ics",
    }
    assert not {one.address for one in articles} & changed


def test_pages_of_events_are_not_without_end():
    """Fifty stand on one: of those to come the first ones, of a month all, page after page."""
    events = [event(f"s{number:03}", "2026-09-01") for number in range(101)]
    pages = site([*events, event("x", "2026-10-01")])
    name = "Sự kiện tháng 9 năm 2026"
    places = ("/lich/2026/09/", "/lich/2026/09/trang/2/", "/lich/2026/09/trang/3/")
    first, second, third = (pages[place].data for place in places)
    assert [len(page.stories) for page in (pages["/lich/"].data, first, second, third)] == [
        *(50, 50, 50, 1),
    ]
    assert slugs(second.stories)[:2] == ["s050", "s051"]
    assert [(page.title, page.number) for page in (first, second)] == [(name, None), (name, 2)]
    assert (first.earlier, first.later) == (None, Link(f"{name} - Trang 2", places[1]))
    assert (second.earlier, second.later) == (
        Link(name, places[0]),
        Link(f"{name} - Trang 3", places[2]),
    )
    assert third.later == Link("Sự kiện tháng 10 năm 2026", "/lich/2026/10/")
    assert [link.text for link in second.breadcrumbs] == ["Trang chủ", "Lịch sự kiện", name]
    assert [link.address for link in pages["/lich/"].data.periods] == [
        *("/lich/2026/10/", "/lich/2026/09/"),
    ]


def test_events_of_another_language_stand_in_its_own_calendar():
    """As its news do; a language that has no pages of its own has none of these either."""
    own = event("a", "2026-09-01")
    english, khmer = event("b", "2026-09-02", lang="en"), event("c", "2026-10-01", lang="km")
    pages = site([own, english, khmer], plan_settings=EDITED)
    lists = {
        address: slugs(page.data.stories)
        for address, page in pages.items()
        if "/lich/" in address and address.endswith("/")
    }
    assert lists == {
        "/lich/": ["a", "c"],
        "/lich/2026/09/": ["a"],
        "/lich/2026/10/": ["c"],
        "/en/lich/": ["b"],
        "/en/lich/2026/09/": ["b"],
    }
    whole, month = pages["/en/lich/"].data, pages["/en/lich/2026/09/"].data
    assert (whole.title, whole.lang, month.title) == (
        "Calendar of events",
        "en",
        "Events of September 2026",
    )
    assert whole.breadcrumbs == (Link("Home", "/en/"),)
    assert (whole.feed, pages["/lich/"].data.feed) == ("/en/lich/su-kien.ics", "/lich/su-kien.ics")
    assert pages["/en/lich/su-kien.ics"].data.title == "Vinh Long Portal"
    assert [
        slugs(item.story for item in pages[place].data.entries)
        for place in ("/en/lich/su-kien.ics", "/lich/su-kien.ics", f"{english.address}su-kien.ics")
    ] == [["b"], ["a", "c"], ["b"]]
    languages = (Translation("vi", "/lich/"), Translation("en", "/en/lich/"))
    assert whole.languages == pages["/lich/"].data.languages == languages
    september = (Translation("vi", "/lich/2026/09/"), Translation("en", "/en/lich/2026/09/"))
    assert month.languages == pages["/lich/2026/09/"].data.languages == september
    assert pages["/lich/2026/10/"].data.languages == ()
    # The front page in English leads there, and the sitemap does.
    assert pages["/en/"].data.related == (Link("Calendar of events", "/en/lich/"),)
    assert "/en/lich/" in [entry.address for entry in pages["/sitemap-trang.xml"].data.entries]
    # The Vietnamese pages are those of a site that has no event in English, but for the way there.
    bare = site([own, khmer], plan_settings=EDITED)
    assert "/en/lich/" not in bare
    assert bare["/lich/"].data.languages == ()
    assert bare["/lich/2026/09/"].data.languages == ()
    assert bare["/lich/2026/10/"].key == pages["/lich/2026/10/"].key


def test_calendar_is_told_in_the_map_once_there_are_events():
    """Beside the documents."""
    groups = site([event("a", "2026-09-01")])["/so-do-cong/"].data.groups
    assert groups[1].links == (Link("Lịch sự kiện", "/lich/"),)
