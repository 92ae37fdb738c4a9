# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan of all pages."""

import dataclasses
import datetime as dt
import gc
import itertools
import re
import sys
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.newsroom.article import Article, Featured, PastDate, Standing, Text, WrittenLink
from plugins.newsroom.byline import Byline, parse_byline
from plugins.newsroom.page import (
    ArticlePage,
    Body,
    Change,
    Correction,
    CorrectionsPage,
    DaysWithNews,
    FeedItem,
    Link,
    ListPage,
    Page,
    Redirects,
    SitemapEntry,
    Source,
    Story,
)
from plugins.newsroom.photo import Original, Photo
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.entry import enter
from plugins.newsroom.plan.lists import cut
from plugins.newsroom.plan.planner import PlanSettings, SitePlan, plan_entries
from plugins.newsroom.plan.settings import EditionNames
from plugins.vietnamese.dates import Moment
from tests.page_names import ENGLISH_NAMES, NAMES
from tests.plans import pages_of, plan
from tests.series import cases

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 8, 20, 12, 0, tzinfo=VIETNAM)
SETTINGS = PlanSettings(
    portal="Cổng Vĩnh Long",
    names=NAMES,
    sections={"kinh-te": "Kinh tế", "dong-bao-khmer": "Đồng bào Khmer", "thong-bao": "Thông báo"},
    per_page=3,
    notices="thong-bao",
)
PREVIEW = dataclasses.replace(SETTINGS, preview=True)
SEARCHED = dataclasses.replace(SETTINGS, abbreviations=())
OFFLINE = dataclasses.replace(SETTINGS, offline=True)
HOME = Link("Trang chủ", "/")
NEWS = Link("Tất cả tin", "/tin-tuc/")
PHOTO = Photo(Original("a3" * 32, 800, 600), "Cầu")


def moment(text: str) -> Moment:
    """Read "2026-08-01 07:05" or, with the precision of a day, "2026-08-01"."""
    when = dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    return Moment(when, "minute" if ":" in text else "day")


def article(slug: str, date: str = "2026-08-01 07:00", **fields) -> Article:
    """Make an article at "<slug>.md"; date, expires and author are given as texts."""
    for name in ("expires", "modified"):
        if name in fields:
            fields[name] = moment(fields[name])
    return Article(
        **{
            "path": f"{slug}.md",
            "title": f"Bài {slug}",
            "slug": slug,
            "date": moment(date),
            "byline": parse_byline(fields.pop("author", "N.H")),
            "section": "kinh-te",
            "summary": f"Sapo {slug}",
            **fields,
        }
    )


def numbered(count: int, **fields) -> list[Article]:
    """Make articles b000, b001, …, each an hour after the one before."""
    start = dt.datetime(2026, 1, 1, 7, 0)
    return [
        article(f"b{number:03}", f"{start + dt.timedelta(hours=number):%Y-%m-%d %H:%M}", **fields)
        for number in range(count)
    ]


def linking(*targets: str) -> Text:
    """Make a text with a link to each target, on lines 10, 11, …"""
    links = (WrittenLink(target, f"../{target}", line) for line, target in enumerate(targets, 10))
    return Text(links=tuple(links))


def site_plan(
    articles=(), standing=(), plan_settings: PlanSettings = SETTINGS, now: dt.datetime = NOW
) -> SitePlan:
    return plan(articles, standing, plan_settings, now)


def site(
    articles=(), standing=(), plan_settings: PlanSettings = SETTINGS, now: dt.datetime = NOW
) -> dict[str, Page]:
    """Give every page by its address; no two have the same."""
    pages = pages_of(site_plan(articles, standing, plan_settings, now))
    by_address = {page.address: page for page in pages}
    assert len(by_address) == len(pages)
    return by_address


def told(articles=(), standing=(), plan_settings: PlanSettings = SETTINGS) -> list[str]:
    return sorted(fault.sentence() for fault in site_plan(articles, standing, plan_settings).faults)


def slugs(stories) -> list[str]:
    """Name stories by the last part of their addresses."""
    return [story.address.split("/")[-2] for story in stories]


# ── The whole site ───────────────────────────────────────────────────────────


def test_empty_site():
    """A site without articles has all its fixed pages, and the lists of all sections."""
    pages = site()
    assert {address: page.template for address, page in pages.items()} == {
        "/": "front.html",
        "/.gone.map": "nginx_gone",
        "/.redirects.caddy": "caddy_maps",
        "/.redirects.map": "nginx_redirects",
        "/404.html": "404.html",
        "/410.html": "gone.html",
        "/_redirects": "redirect_rules",
        "/atom.xml": "atom",
        "/cai-chinh/": "corrections.html",
        "/cai-chinh/rss.xml": "rss",
        "/chuyen-muc/dong-bao-khmer/": "list.html",
        "/chuyen-muc/dong-bao-khmer/rss.xml": "rss",
        "/chuyen-muc/kinh-te/": "list.html",
        "/chuyen-muc/kinh-te/rss.xml": "rss",
        "/chuyen-muc/thong-bao/": "list.html",
        "/chuyen-muc/thong-bao/rss.xml": "rss",
        "/feed.json": "json_feed",
        "/kenh-tin/": "directory.html",
        "/so-do-cong/": "directory.html",
        "/ngay-co-tin.json": "days",
        "/robots.txt": "robots",
        "/rss.xml": "rss",
        "/sitemap-trang.xml": "sitemap",
        "/sitemap.xml": "sitemap_index",
        "/tin-moi.json": "latest",
        "/thong-bao-khan.json": "urgent",
        "/tin-tuc/": "list.html",
        "/van-ban/": "list.html",
        "/lich/": "list.html",
    }
    assert pages["/chuyen-muc/kinh-te/"].data == ListPage(
        kind="section",
        title="Kinh tế",
        stories=(),
        newest="/chuyen-muc/kinh-te/",
        number=None,
        older=None,
        feed="/chuyen-muc/kinh-te/rss.xml",
        periods=(),
        breadcrumbs=(HOME,),
        section=Link("Kinh tế", "/chuyen-muc/kinh-te/"),
    )
    front = pages["/"].data
    assert (front.lead, front.headlines, front.blocks, front.quiet) == (None, (), (), ())
    assert (front.notices, front.years) == ((), ())
    assert front.notices_section == Link("Thông báo", "/chuyen-muc/thong-bao/")


def test_addresses_of_one_article():
    """An article brings its page, author, tags, day, month, year, these of its section too."""
    one = article("cau-moi", "2017-02-23 14:57", author="Lê Anh", tags=("Cầu", "Mỹ Thuận"))
    assert site([one]).keys() - site().keys() == {
        "/tin-tuc/2017/02/23/cau-moi/",
        f"/tin-tuc/2017/02/23/cau-moi/the-{enter(one).story[:8]}.png",
        "/tin-tuc/2017/02/23/",
        "/tin-tuc/2017/02/",
        "/tin-tuc/2017/",
        "/tac-gia/le-anh/",
        "/chu-de/cau/",
        "/chu-de/my-thuan/",
        "/chuyen-muc/kinh-te/2017/",
        "/chuyen-muc/kinh-te/2017/02/",
        "/sitemap-2017.xml",
        "/sitemap-news.xml",
    }


def cards(*articles: Article) -> dict[str, str]:
    """Map the addresses of share cards to their titles."""
    return {
        address: page.data.title
        for address, page in site(articles).items()
        if page.template == "share_card"
    }


def test_article_without_a_fit_photo_has_a_card():
    """A photo that networks show serves by itself; a logo does not; hidden articles have none."""
    logo = Photo(Original("b4" * 32, 90, 60), "Huy hiệu")
    shown = cards(
        article("khong-anh", "2024-03-05"),
        article("co-anh", "2024-03-05", text=Text(digest="d1", photos=(PHOTO,))),
        article("huy-hieu", "2024-03-05", text=Text(digest="d2", photos=(logo,))),
        article("an", "2024-03-05", draft=True),
        article("khmer", "2024-03-05", title="ដំណឹង", lang="km"),
    )
    places = {re.sub("-[0-9a-f]{8}.png", "", address): title for address, title in shown.items()}
    day = "/tin-tuc/2024/03/05"
    assert places == {
        f"{day}/khong-anh/the": "Bài khong-anh",
        f"{day}/huy-hieu/the": "Bài huy-hieu",
    }


def test_card_of_an_article():
    """It has the words of the page, in its language; another title has another address."""
    one = article("cau-moi", "2024-03-05", title="New bridge", lang="en")
    (address,) = cards(one)
    names = EditionNames("en", "Portal", "Latest news", ENGLISH_NAMES, {"kinh-te": "Economy"})
    pages = site([one], (), dataclasses.replace(SETTINGS, editions=(names,)))
    assert pages[address].data == pages[one.address].data.card
    card = pages[address].data
    assert (card.title, card.section, card.lang) == ("New bridge", "Economy", "en")
    assert (card.date, card.alt, card.width, card.height) == (one.date, "New bridge", 1200, 630)
    assert cards(replace(one, title="Old bridge")).keys() != {address}


def test_article_page():
    """The page of an article shows it whole, with its neighbours in the section."""
    main = article(
        "chinh",
        "2024-03-05",
        author="Tin, ảnh: Lê Anh - N.H",
        tags=("Cầu", "Mở"),
        source=Source("TTXVN"),
        modified="2024-03-06 08:00",
        changes=(Change(moment("2024-03-06 08:00"), "Thêm ảnh"),),
        corrections=(Correction(moment("2024-03-05 09:00"), "10", "100"),),
        text=Text(
            digest="d1",
            photos=(PHOTO,),
            links=(WrittenLink("truoc-1.md", "truoc-1.md", 9),),
        ),
    )
    before = [article(f"truoc-{day}", f"2024-02-{day:02}") for day in range(1, 9)]
    after = [article(f"sau-{day}", f"2024-04-{day:02}") for day in range(1, 6)]
    elsewhere = article("khac", "2024-03-06", section="thong-bao", tags=("Mơ",))
    plan_settings = dataclasses.replace(
        SETTINGS, old_before=moment("2025-07-01").when, old_notice="Tên cũ"
    )
    pages = site([*before, main, *after, elsewhere], plan_settings=plan_settings)
    page = pages["/tin-tuc/2024/03/05/chinh/"]
    story = Story(
        address="/tin-tuc/2024/03/05/chinh/",
        title="Bài chinh",
        lang="vi",
        section=Link("Kinh tế", "/chuyen-muc/kinh-te/"),
        date=moment("2024-03-05"),
        summary="Sapo chinh",
        photo=PHOTO,
    )
    authors = (Link("Lê Anh", "/tac-gia/le-anh/"), Link("N.H", "/tac-gia/n-h/"))
    assert page.template == "article.html"
    assert replace(page.data, related=()) == ArticlePage(
        story=story,
        sapo="Sapo chinh",
        body=Body("chinh.md", "d1", (("truoc-1.md", "/tin-tuc/2024/02/01/truoc-1/"),)),
        byline=(Link("Tin, ảnh: "), authors[0], Link(" - "), authors[1]),
        authors=authors,
        source=Source("TTXVN"),
        tags=(Link("Cầu", "/chu-de/cau/"), Link("Mở", "/chu-de/mo/")),
        modified=moment("2024-03-06 08:00"),
        changes=main.changes,
        corrections=main.corrections,
        photos=(PHOTO,),
        related=(),
        breadcrumbs=(HOME, story.section),
        notice="Tên cũ",
        on_paper="/tin-tuc/2024/03/05/#28393",
    )
    assert slugs(page.data.related) == [f"truoc-{day}" for day in (8, 7, 6, 5, 4, 3)]
    assert pages["/tin-tuc/2024/03/06/khac/"].data.tags == (Link("Mơ", "/chu-de/mo-e4f3/"),)
    assert slugs(pages["/tin-tuc/2024/04/05/sau-5/"].data.related)[:1] == ["sau-4"]
    assert pages["/tin-tuc/2024/02/01/truoc-1/"].data.related == ()


def test_related_stories_share_a_topic_or_else_the_section():
    """Up to four by topic, of any section, the newest first; then the next older ones, each once.

    In the article's language, and never a newer one.
    """
    pages = site(
        [
            article("xa", "2024-01-01", section="thong-bao", tags=("Mở",)),
            article("gan", "2024-01-03", section="thong-bao", tags=("cầu", "MỞ")),
            article("en", "2024-01-04", tags=("Cầu",), lang="en"),
            article("muc-1", "2024-01-02"),
            article("muc-2", "2024-01-05", tags=("Cầu",)),
            article("chinh", "2024-01-06", tags=("Cầu", "Mở")),
            article("moi", "2024-01-07", tags=("Cầu",)),
            article("la", "2024-01-08", section="thong-bao", tags=("Lúa",)),
        ]
    )
    related = {
        slugs([page.data.story])[0]: slugs(page.data.related)
        for page in pages.values()
        if page.template == "article.html"
    }
    assert related["chinh"] == ["muc-2", "gan", "xa", "muc-1"]
    assert related["moi"] == ["chinh", "muc-2", "gan", "muc-1"]
    assert related["la"] == ["gan", "xa"]
    assert related["en"] == related["xa"] == related["muc-1"] == []


def test_four_related_stories_at_most_share_a_topic():
    """So the section is not crowded out, and there are six at most."""
    topical = [article(f"t-{day}", f"2024-01-{day:02}", tags=("Cầu",)) for day in range(1, 8)]
    others = [article(f"s-{day}", f"2023-01-{day:02}") for day in range(1, 8)]
    pages = site(
        [*topical, *others, article("x", "2024-02-01", section="thong-bao", tags=("Cầu",))]
    )
    elsewhere = pages["/tin-tuc/2024/02/01/x/"].data.related
    assert slugs(elsewhere) == ["t-7", "t-6", "t-5", "t-4"]
    own = pages["/tin-tuc/2024/01/07/t-7/"].data.related
    assert slugs(own) == ["t-6", "t-5", "t-4", "t-3", "t-2", "t-1"]
    assert slugs(pages["/tin-tuc/2024/01/02/t-2/"].data.related) == [
        "t-1",
        "s-7",
        "s-6",
        "s-5",
        "s-4",
        "s-3",
    ]


def test_a_new_article_changes_no_older_page_of_an_article():
    """Of whatever section and topic it is: the pages of all others keep their keys."""
    old = [
        article(f"a-{day}", f"2024-01-{day:02}", section=section, tags=("Cầu", f"{day}"))
        for day, section in enumerate(("kinh-te", "thong-bao") * 6, start=1)
    ]
    before = site(old)
    after = site([*old, article("moi", "2024-02-01", tags=("Cầu", "3"))])
    for address, page in before.items():
        if page.template == "article.html":
            assert after[address].key == page.key


def test_notice_of_old_articles():
    """Only articles from before the day carry the notice."""
    plan_settings = dataclasses.replace(
        SETTINGS, old_before=moment("2025-07-01").when, old_notice="Tên cũ"
    )
    pages = site(
        [article("a", "2025-06-30 23:59"), article("b", "2025-07-01")], plan_settings=plan_settings
    )
    assert pages["/tin-tuc/2025/06/30/a/"].data.notice == "Tên cũ"
    assert pages["/tin-tuc/2025/07/01/b/"].data.notice is None


def test_sapo_from_the_first_paragraph():
    """Without a summary the first paragraph is what lists show; the page prints it once."""
    text = Text(first_paragraph="Đoạn đầu")
    page = site([article("a", summary="", text=text)])["/tin-tuc/2026/08/01/a/"].data
    assert (page.sapo, page.story.summary) == ("", "Đoạn đầu")


@pytest.mark.parametrize(
    ("byline", "pieces"),
    [
        (Byline("", ()), []),
        (parse_byline("N.H"), ["[N.H]"]),
        (parse_byline("(TTXVN/Vietnam+)"), ["(", "[TTXVN/Vietnam+]", ")"]),
        (parse_byline("Tin: Ti"), ["Tin: ", "[Ti]"]),
        (parse_byline("Bài: An. Ảnh: Văn An"), ["Bài: ", "[An]", ". Ảnh: ", "[Văn An]"]),
        (
            parse_byline(["Lê Anh, Sở Y tế", "B (ghi)"]),
            ["[Lê Anh, Sở Y tế]", ", ", "[B]", " (ghi)"],
        ),
        # a name that stands nowhere as such is printed without a link, never lost
        (Byline("Lê (Sở. Ảnh: B), C", ("Lê (Sở; B)", "C")), ["Lê (Sở. Ảnh: B), ", "[C]"]),
    ],
)
def test_byline_printed(byline, pieces):
    """A byline is printed word for word, its names leading to their authors."""
    page = site([replace(article("a"), byline=byline)])["/tin-tuc/2026/08/01/a/"].data
    assert [f"[{link.text}]" if link.address else link.text for link in page.byline] == pieces
    assert all(link.address.startswith("/tac-gia/") for link in page.authors)
    assert [link.text for link in page.authors] == list(byline.names)


# ── Lists ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("count", "newest", "older", "full"),
    [
        (0, [], None, []),
        (1, [0], None, []),
        (2, [1, 0], None, []),
        (3, [2, 1, 0], None, [[2, 1, 0]]),
        (4, [3, 2, 1, 0], None, [[2, 1, 0]]),
        (5, [4, 3, 2, 1, 0], None, [[2, 1, 0]]),
        (6, [5, 4, 3], 1, [[2, 1, 0], [5, 4, 3]]),
        (7, [6, 5, 4, 3], 1, [[2, 1, 0], [5, 4, 3]]),
        (10, [9, 8, 7, 6], 2, [[2, 1, 0], [5, 4, 3], [8, 7, 6]]),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "/tin-tuc/",
        "/tin-tuc/2026/",
        "/tin-tuc/2026/01/",
        "/tin-tuc/2026/01/01/",
        "/chuyen-muc/kinh-te/",
        "/tac-gia/n-h/",
        "/chu-de/cau/",
    ],
)
def test_list_pages(address, count, newest, older, full):
    """Further pages are numbered from the oldest and full; the newest page shows the rest."""
    pages = site(numbered(count, tags=("Cầu",)))
    lists = {name: page.data for name, page in pages.items() if name.startswith(address)}
    if not count and address not in pages:
        return
    assert slugs(lists[address].stories) == [f"b{number:03}" for number in newest]
    assert (lists[address].number, lists[address].newest) == (None, address)
    assert lists[address].older == (f"{address}trang/{older}/" if older else None)
    found = {
        data.number: slugs(data.stories)
        for data in lists.values()
        if isinstance(data, ListPage) and data.newest == address and data.number
    }
    expected = [[f"b{number:03}" for number in page] for page in full]
    assert found == dict(enumerate(expected, start=1))
    for number in found:
        data = lists[f"{address}trang/{number}/"]
        assert data.older == (f"{address}trang/{number - 1}/" if number > 1 else None)
        assert data.periods == ()


def test_periods():
    """The lists of all news, a year and a month lead to what lies below, newest first."""
    pages = site(
        [article("a", "2025-12-31"), article("b", "2026-01-02"), article("c", "2026-02-03")]
    )
    assert pages["/tin-tuc/"].data.periods == (
        Link("Năm 2026", "/tin-tuc/2026/"),
        Link("Năm 2025", "/tin-tuc/2025/"),
    )
    year = pages["/tin-tuc/2026/"].data
    assert (year.kind, year.title, year.breadcrumbs) == ("year", "Tin năm 2026", (HOME, NEWS))
    assert year.periods == (
        Link("Tháng 2", "/tin-tuc/2026/02/"),
        Link("Tháng 1", "/tin-tuc/2026/01/"),
    )
    month = pages["/tin-tuc/2026/02/"].data
    assert (month.kind, month.title) == ("month", "Tin tháng 2 năm 2026")
    assert month.breadcrumbs == (HOME, NEWS, Link("Tin năm 2026", "/tin-tuc/2026/"))
    assert month.periods == (Link("03/02", "/tin-tuc/2026/02/03/"),)
    day = pages["/tin-tuc/2026/02/03/"].data
    assert (day.kind, day.title, day.periods) == ("day", "Tin ngày 03/02/2026", ())
    assert day.breadcrumbs == (*month.breadcrumbs, Link(month.title, "/tin-tuc/2026/02/"))
    assert slugs(day.stories) == ["c"]


def test_kinds_of_list():
    """Every list knows what it is, what it is called and which feed follows it."""
    pages = site([article("a", author="Lê Anh", tags=("Cầu",))])
    assert {
        address: (pages[address].data.kind, pages[address].data.title, pages[address].data.feed)
        for address in ("/tin-tuc/", "/chuyen-muc/kinh-te/", "/tac-gia/le-anh/", "/chu-de/cau/")
    } == {
        "/tin-tuc/": ("news", "Tất cả tin", "/rss.xml"),
        "/chuyen-muc/kinh-te/": ("section", "Kinh tế", "/chuyen-muc/kinh-te/rss.xml"),
        "/tac-gia/le-anh/": ("author", "Lê Anh", None),
        "/chu-de/cau/": ("tag", "Cầu", None),
    }


def test_equal_times():
    """Of equal times the path decides, whatever order the articles come in."""
    equal = [article(slug, "2026-08-01") for slug in ("b", "c", "a")]
    assert slugs(site(equal)["/tin-tuc/"].data.stories) == ["a", "b", "c"]


def test_name_in_two_spellings():
    """A name in other letter case is one author and one tag, once on each of its lists."""
    pages = site(
        [
            article("a", "2026-08-01", author="CẨM HUỆ", tags=("CẦU",)),
            article("b", "2026-08-02", author="Cẩm Huệ", tags=("Cầu", "cầu")),
        ]
    )
    author, tag = pages["/tac-gia/cam-hue/"].data, pages["/chu-de/cau/"].data
    assert (author.title, slugs(author.stories)) == ("CẨM HUỆ", ["b", "a"])
    assert (tag.title, slugs(tag.stories)) == ("CẦU", ["b", "a"])


def test_other_languages():
    """English and Khmer articles stand in the common lists."""
    pages = site(
        [
            article("a", "2026-08-01", lang="en", author="ខ្មែរ"),
            article("b", "2026-08-02", lang="km", section="dong-bao-khmer"),
        ]
    )
    assert [(story.lang, story.address) for story in pages["/tin-tuc/"].data.stories] == [
        ("km", "/tin-tuc/2026/08/02/b/"),
        ("en", "/tin-tuc/2026/08/01/a/"),
    ]
    assert pages["/tac-gia/61fb004c/"].data.title == "ខ្មែរ"


@pytest.mark.parametrize(
    ("numbers", "pages"),
    [
        (range(1, 3), {1: (5, 6), 2: (3, 4)}),
        (range(3, 5), {None: (0, 1, 2), 3: (1, 2)}),
        (range(5, 7), {}),
        (None, {None: (0, 1, 2), 1: (5, 6), 2: (3, 4), 3: (1, 2)}),
    ],
)
def test_some_pages_of_a_list_alone(numbers, pages):
    """The newest page comes with the last full one, which it repeats; beyond that is none."""
    assert {part.number: part.items for part in cut((*range(7),), 2, "/a/", numbers)} == pages


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 8), st.integers(1, 4))
def test_full_pages_never_change(count, more, per_page):
    """Newer articles leave every full page as it was, to the letter of its data."""
    articles = numbered(count + more, tags=("Cầu",), author="Lê Anh")
    plan_settings = dataclasses.replace(SETTINGS, per_page=per_page)
    before, after = (
        site(articles[:count], plan_settings=plan_settings),
        site(articles, plan_settings=plan_settings),
    )
    for address, page in before.items():
        if "/trang/" in address:
            assert repr(after[address].data) == repr(page.data)
            assert after[address].key == page.key


def test_old_pages_do_not_change_with_new_articles():
    """One more article touches its own page and the newest of each list."""
    articles = numbered(40, tags=("Cầu",))
    before, after = site(articles[:39]), site(articles)
    changed = {
        address
        for address, page in after.items()
        if address not in before or page.key != before[address].key
    }
    day = "/tin-tuc/2026/01/02/"
    assert changed == {
        *cards(articles[39]),
        "/",
        "/atom.xml",
        "/chu-de/cau/",
        "/chuyen-muc/kinh-te/",
        "/chuyen-muc/kinh-te/2026/",
        "/chuyen-muc/kinh-te/2026/01/",
        "/chuyen-muc/kinh-te/rss.xml",
        "/feed.json",
        "/rss.xml",
        "/sitemap-2026.xml",
        "/sitemap-news.xml",
        "/sitemap.xml",
        "/tac-gia/n-h/",
        "/tin-moi.json",
        "/tin-tuc/",
        "/tin-tuc/2026/",
        "/tin-tuc/2026/01/",
        day,
        f"{day}b039/",
    }


# ── What the public does not see ─────────────────────────────────────────────

HIDDEN = [
    (article("an-1", "2026-08-01", draft=True), "Bản nháp"),
    (article("an-1", "2026-08-20 12:01"), "Chờ đến ngày đăng"),
    (article("an-1", "2071-01-01", draft=True), "Bản nháp"),
    (article("an-1", "2026-08-01", expires="2026-08-20 12:00"), "Đã hết hạn"),
]


@pytest.mark.parametrize(("hidden", "badge"), HIDDEN)
def test_hidden_article(hidden, badge):
    """A draft, an embargoed and an expired article are nowhere; in the preview, badged."""
    secret = replace(
        hidden,
        title="AN-1",
        summary="AN-1",
        byline=Byline("AN-1", ("AN-1",)),
        tags=("AN-1",),
        featured=Featured(0, moment("2099-01-01")),
        corrections=(Correction(moment("2026-08-02"), "AN-1", "AN-1"),),
        aliases=(("/an-1/", 9),),
        text=Text(photos=(PHOTO,), digest="AN-1"),
    )
    shown = article("b", "2026-08-02")
    public = site_plan([secret, shown])
    pages = [(page, page.data) for page in pages_of(public)]
    # That it expired is told to hosts, and nothing else of it.
    everything = repr([item for item in pages if not isinstance(item[1], Redirects)])
    assert "an-1" not in everything.lower()
    assert "badge='" not in everything
    assert (public.aliases, [entry.path for entry in public.shown]) == ({}, ["b.md"])
    assert public.addresses == site_plan([shown]).addresses

    preview = site_plan([secret, shown], plan_settings=PREVIEW)
    pages = {page.address: page.data for page in pages_of(preview)}
    badges = {entry.path: entry for entry in preview.shown}.keys()
    assert badges == {"an-1.md", "b.md"}
    for address in ("/tin-tuc/", "/chuyen-muc/kinh-te/", "/tac-gia/an-1/", "/chu-de/an-1/"):
        assert badge in [story.badge for story in pages[address].stories]
    assert pages[secret.address].story.badge == badge
    assert pages["/"].lead.badge == badge
    assert pages[shown.address].story.badge is None


def test_moment_of_publication_and_expiry():
    """An article is seen from the second of its date to the second before its end."""
    one = article("a", "2026-08-20 12:00", expires="2026-08-20 13:00")
    second = dt.timedelta(seconds=1)
    end = one.expires.when
    seen = [
        bool(site_plan([one], now=moment).shown)
        for moment in (NOW - second, NOW, end - second, end, end + second)
    ]
    assert seen == [False, True, True, False, False]
    day = replace(one, expires=moment("2026-08-20").end_of_day())
    assert site_plan([day], now=dt.datetime(2026, 8, 20, 23, 59, 59, tzinfo=VIETNAM)).shown
    assert not site_plan([day], now=dt.datetime(2026, 8, 21, tzinfo=VIETNAM)).shown


def test_embargoed_expired_and_due():
    """The site_plan tells what waits, what has ended, and when it next changes by itself."""
    waiting = [
        article("xa", "2071-01-01"),
        article("gan", "2026-08-20 13:00", expires="2026-09-01"),
        article("nhap", "2026-08-20 12:30", draft=True),
        article("cu", "2026-08-01", expires="2026-08-02", aliases=(("/cu/1", 5),)),
        article("het", "2026-08-01", expires="2026-08-21"),
    ]
    result = site_plan(waiting)
    assert [path for _, path in result.embargoed] == ["gan.md", "xa.md"]
    assert result.gone == {"/tin-tuc/2026/08/01/cu/": "/410.html", "/cu/1": "/410.html"}
    assert result.due == moment("2026-08-20 13:00").when
    later = site_plan(waiting, now=moment("2026-08-20 13:00").when)
    assert later.due == moment("2026-08-21").when
    assert site_plan([article("a")]).due is None


def test_since_when_the_site_is_as_it_is():
    """The plan tells when time alone last showed or hid something."""
    articles = [
        article("mai", "2026-08-21"),
        article("nhap", "2026-08-20 11:00", draft=True),
        article("a", "2026-08-02 07:00"),
        article("het", "2026-08-01", expires="2026-08-03 09:30"),
        article("go", "2026-08-01", expires="2026-09-01", withdrawn="Sai"),
    ]
    assert site_plan(articles).since == moment("2026-08-03 09:30").when
    assert site_plan(articles[:3]).since == moment("2026-08-02 07:00").when
    assert site_plan(articles[3:]).since == moment("2026-08-03 09:30").when
    assert site_plan(()).since is None


def test_draft_of_a_standing_page():
    """A standing page in draft is nowhere; in the preview, badged."""
    page = Standing("trang/lien-he.md", "Liên hệ", "lien-he", draft=True)
    assert "lien-he" not in repr([(page, page.data) for page in pages_of(site_plan((), [page]))])
    assert site((), [page], PREVIEW)["/lien-he/"].data.badge == "Bản nháp"


def test_periods_lead_to_those_beside_them():
    """Days, months and years lead to the next ones with news, over gaps; full pages to none."""
    days = ("2025-12-31", "2026-03-01", "2026-03-02 07:00", "2026-03-02 08:00")
    one_a_page = dataclasses.replace(SETTINGS, per_page=1)
    pages = site([article(f"a{day}", day) for day in days], plan_settings=one_a_page)

    def beside(address: str) -> list[str | None]:
        data = pages[address].data
        return [link and link.address for link in (data.earlier, data.later)]

    assert beside("/tin-tuc/2026/03/01/") == ["/tin-tuc/2025/12/31/", "/tin-tuc/2026/03/02/"]
    assert beside("/tin-tuc/2025/12/31/") == [None, "/tin-tuc/2026/03/01/"]
    assert beside("/tin-tuc/2026/03/02/") == ["/tin-tuc/2026/03/01/", None]
    assert beside("/tin-tuc/2026/03/02/trang/1/") == [None, None]
    assert beside("/tin-tuc/2026/03/") == ["/tin-tuc/2025/12/", None]
    assert beside("/tin-tuc/2025/") == [None, "/tin-tuc/2026/"]
    assert beside("/tin-tuc/") == [None, None]


def test_archive_of_a_section():
    """By year and month, those with news of the section alone."""
    pages = site(
        [
            article("a", "2025-12-31"),
            article("b", "2026-03-01"),
            article("c", "2026-04-01", section="thong-bao"),
        ]
    )
    section = pages["/chuyen-muc/kinh-te/"].data
    assert section.periods == (
        Link("Năm 2026", "/chuyen-muc/kinh-te/2026/"),
        Link("Năm 2025", "/chuyen-muc/kinh-te/2025/"),
    )
    assert section.months == ("2026/03", "2025/12")
    year = pages["/chuyen-muc/kinh-te/2026/"].data
    assert (year.kind, year.title, slugs(year.stories)) == ("year", "Kinh tế: năm 2026", ["b"])
    assert year.periods == (Link("Tháng 3", "/chuyen-muc/kinh-te/2026/03/"),)
    assert year.earlier == Link("Tin năm 2025", "/chuyen-muc/kinh-te/2025/")
    assert [link.address for link in year.breadcrumbs] == ["/", "/chuyen-muc/kinh-te/"]
    month = pages["/chuyen-muc/kinh-te/2026/03/"].data
    assert (month.kind, month.title) == ("month", "Kinh tế: tháng 3 năm 2026")
    assert (month.earlier, month.later) == (
        Link("Tin tháng 12 năm 2025", "/chuyen-muc/kinh-te/2025/12/"),
        None,
    )
    assert {page.section for page in (section, year, month)} == {
        Link("Kinh tế", "/chuyen-muc/kinh-te/")
    }
    assert {page.feed for page in (section, year, month)} == {"/chuyen-muc/kinh-te/rss.xml"}
    assert [link.address for link in month.breadcrumbs] == [
        *("/", "/chuyen-muc/kinh-te/", "/chuyen-muc/kinh-te/2026/")
    ]
    assert "/chuyen-muc/kinh-te/2026/04/" not in pages


def test_topic_leads_to_those_beside_it():
    """Those of most articles first; none to itself, however it is spelt."""
    pages = site(
        [
            article("a", tags=("Lúa", "Gạo", "LÚA")),
            article("b", tags=("Lúa", "Nước", "Gạo")),
            article("c", tags=("Nước",)),
        ]
    )
    related = {
        address: page.data.related for address, page in pages.items() if "/chu-de/" in address
    }
    names = {address: [link.text for link in links] for address, links in related.items()}
    assert names == {
        "/chu-de/lua/": ["Gạo", "Nước"],
        "/chu-de/gao/": ["Lúa", "Nước"],
        "/chu-de/nuoc/": ["Lúa", "Gạo"],
    }


def test_section_tells_what_it_is_for():
    """On its newest page; full pages stay as they are."""
    told = dataclasses.replace(SETTINGS, per_page=1, intros={"kinh-te": "Tin về tiền."})
    pages = site(numbered(2), plan_settings=told)
    shown = [
        pages[f"/chuyen-muc/{place}"].data.intro
        for place in ("kinh-te/", "kinh-te/trang/1/", "thong-bao/")
    ]
    assert shown == ["Tin về tiền.", "", ""]


def test_directories():
    """The feeds of all sections; the map leads to sections, years, topics, standing pages."""
    pages = site([article("a", tags=("Lúa",))], [Standing("trang/lh.md", "Liên hệ", "lh")])
    feeds, site_map = pages["/kenh-tin/"].data, pages["/so-do-cong/"].data
    assert feeds.groups[0].links[0] == Link("Kinh tế", "/chuyen-muc/kinh-te/rss.xml")
    assert [(group.kind, group.links[0]) for group in site_map.groups] == [
        ("sections", Link("Kinh tế", "/chuyen-muc/kinh-te/")),
        ("years", Link("2026", "/tin-tuc/2026/")),
        ("topics", Link("Lúa", "/chu-de/lua/")),
        ("pages", Link("Liên hệ", "/lh/")),
    ]


def test_stories_of_a_day_have_marks_on_all_pages_of_its_list():
    """Two that share one, on whatever page, have none; other lists have no marks."""
    slugs = ("a", "bai-199", "c", "d", "e", "f", "bai-404")
    pages = site([article(slug, "2017-02-23") for slug in slugs])
    day = "/tin-tuc/2017/02/23/"
    told = {}
    for place in (day, f"{day}trang/1/"):
        page = pages[place].data
        stories = (story.address for story in page.stories)
        told |= dict(zip(stories, page.marks, strict=True))
    assert len(told) == 7
    assert {address for address, mark in told.items() if not mark} == {
        f"{day}bai-199/",
        f"{day}bai-404/",
    }
    assert told[f"{day}a/"] == "94069"
    assert pages["/tin-tuc/2017/02/"].data.marks == ()


def test_stories_stand_below_the_days_that_they_came_on():
    """In every list of whatever came, each day a heading; a day's own list has no other day."""
    pages = site([article("a1", tags=("Lúa",)), article("a2", "2026-01-05")])
    lists = ("/tin-tuc/", "/tin-tuc/2026/", "/chuyen-muc/kinh-te/", "/chu-de/lua/")
    assert [pages[address].data.by_day for address in lists] == [True] * 4
    assert pages["/tin-tuc/2026/01/05/"].data.by_day is False


# ── Front page ───────────────────────────────────────────────────────────────


#: A moment after all of `numbered`, when none of them is fourteen days old.
THEN = dt.datetime(2026, 1, 10, 12, 0, tzinfo=NOW.tzinfo)


def front_at(articles, now: dt.datetime = THEN, **changes):
    """Make the front page of *articles* at *now*."""
    plan_settings = dataclasses.replace(SETTINGS, **changes)
    return site(articles, plan_settings=plan_settings, now=now)["/"].data


def test_front_page():
    """The lead, five headlines, notices, then the sections, none of them with what stands above."""
    articles = numbered(20)
    articles[3] = replace(articles[3], featured=Featured(), text=Text(photos=(PHOTO,)))
    articles[5] = replace(articles[5], featured=Featured())
    articles[19] = replace(articles[19], featured=Featured(2))
    articles[18] = replace(articles[18], section="thong-bao")
    articles[12] = replace(articles[12], text=Text(photos=(PHOTO,)))
    front = front_at(articles)
    assert slugs([front.lead]) == ["b003"]
    assert slugs(front.headlines) == ["b019", "b005", "b017", "b016", "b015"]
    assert slugs(front.notices) == ["b018"]
    assert [(block.section.text, slugs(block.stories)) for block in front.blocks] == [
        # One with a photo stands first.
        ("Kinh tế", ["b012", "b014", "b013"])
    ]
    assert front.quiet == ()
    assert [(year.year, year.months) for year in front.years] == [
        (
            Link("Năm 2026", "/tin-tuc/2026/"),
            (Link("Tháng 1", "/tin-tuc/2026/01/"),),
        )
    ]


@pytest.mark.parametrize(
    ("featured", "pictured", "lead"),
    [
        ([], [], 19),
        ([], [15], 15),
        ([], [2], 19),
        ([2], [], 2),
        ([2, 3], [2], 2),
        ([2], [18], 18),
        ([2, 4], [2, 4, 19], 4),
        # no photo makes a story the lead that the page would not show otherwise
        ([0, 1, 2, 3, 4, 5, 6], [0], 6),
    ],
)
def test_lead(featured, pictured, lead):
    """The lead is the first featured story with a photo, else a new one with a photo."""
    articles = [
        replace(
            one,
            featured=Featured() if number in featured else None,
            text=Text(photos=(PHOTO,) if number in pictured else ()),
        )
        for number, one in enumerate(numbered(20))
    ]
    assert slugs([front_at(articles).lead]) == [f"b{lead:03}"]


@pytest.mark.parametrize(
    ("featured", "now", "lead"),
    [
        # b000 is of 1 January at 07:00; fourteen days later it is featured no more.
        (Featured(), "2026-01-15 06:59", "b000"),
        (Featured(), "2026-01-15 07:00", "b019"),
        (Featured(0, moment("2026-02-01")), "2026-01-31 23:59", "b000"),
        (Featured(0, moment("2026-02-01")), "2026-02-01 00:00", "b019"),
        (Featured(0, moment("2026-01-03")), "2026-01-04 00:00", "b019"),
    ],
)
def test_nothing_stale_leads(featured, now, lead):
    """What was featured gives way at its end, or after as many days as the setting says."""
    articles = numbered(20, text=Text(photos=(PHOTO,)))
    articles[0] = replace(articles[0], featured=featured)
    assert slugs([front_at(articles, moment(now).when).lead]) == [lead]


@pytest.mark.parametrize(("days", "lead"), [(9, "b001"), (10, "b000")])
def test_photo_makes_no_stale_story_the_lead(days, lead):
    """After as many days as the setting says the newest story leads, photo or none."""
    articles = numbered(2)
    articles[0] = replace(articles[0], text=Text(photos=(PHOTO,)))
    assert slugs([front_at(articles, front_days=days).lead]) == [lead]


def test_featured_stories_stand_in_their_places():
    """Those with a place first, then the newest."""
    articles = [
        replace(one, featured=Featured(place))
        for one, place in zip(numbered(6), (0, 2, 0, 1, 0, 0), strict=True)
    ]
    front = front_at(articles)
    assert slugs([front.lead, *front.headlines]) == ["b003", "b001", "b005", "b004", "b002", "b000"]


@pytest.mark.parametrize(
    ("now", "blocks", "quiet"),
    [
        ("2027-01-01 14:59", [("Kinh tế", ["b004", "b003", "b002"])], []),
        # The third newest is a year old.
        ("2027-01-01 15:00", [], [("Kinh tế", ["b004"])]),
    ],
)
def test_section_with_few_stories_of_late_is_a_line(now, blocks, quiet):
    """Fewer than three within a year; its line has the newest story that stands nowhere else."""
    front = front_at(numbered(11), moment(now).when)
    told = [
        [(block.section.text, slugs(block.stories)) for block in part]
        for part in (front.blocks, front.quiet)
    ]
    assert told == [blocks, quiet]


def test_front_page_without_notices():
    """A portal may have no section of notices."""
    front = front_at(numbered(1, section="thong-bao"), notices=None)
    assert (front.notices, front.notices_section) == ((), None)
    assert slugs([front.lead]) == ["b000"]
    assert [(block.section.text, block.stories) for block in front.quiet] == [("Thông báo", ())]


def test_old_notice_is_none():
    """A year after its day a notice stands in its section alone."""
    articles = [*numbered(1), article("a", "2025-01-10 12:00", section="thong-bao")]
    assert slugs(front_at(articles, moment("2026-01-10 11:59").when).notices) == ["a"]
    assert front_at(articles, moment("2026-01-10 12:00").when).notices == ()
    assert site_plan(articles, now=moment("2026-01-10 11:59").when).turn == (
        moment("2026-01-10 12:00").when
    )


def test_notices_lead_where_there_is_nothing_else():
    front = front_at(numbered(2, section="thong-bao"))
    assert slugs([front.lead]) == ["b001"]
    assert slugs(front.notices) == ["b000"]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=30),
    st.integers(0, 400),
)
def test_front_page_shows_no_story_twice(kinds, days):
    """Whatever is featured, pictured, a notice; and the headlines are filled."""
    articles = [
        replace(
            one,
            featured=Featured() if featured else None,
            text=Text(photos=(PHOTO,) if pictured else ()),
            section="thong-bao" if notice else "kinh-te",
        )
        for one, (featured, pictured, notice) in zip(numbered(len(kinds)), kinds, strict=True)
    ]
    front = front_at(articles, THEN + dt.timedelta(days=days))
    parts = [front.headlines, front.notices, *(b.stories for b in (*front.blocks, *front.quiet))]
    shown = [*([front.lead] if front.lead else []), *(story for part in parts for story in part)]
    assert len(shown) == len({story.address for story in shown})
    news = sum(not notice for _, _, notice in kinds)
    assert len(front.headlines) >= min(5, news - 1)


def test_next_turn_of_the_front_page_is_told():
    """The site must be built again when what is featured ends, and it tells since when it is so."""
    articles = numbered(2)
    articles[0] = replace(articles[0], featured=Featured())
    articles[1] = replace(articles[1], featured=Featured(0, moment("2026-02-01")))
    before = site_plan(articles, now=moment("2026-01-15 06:00").when)
    assert before.turn == moment("2026-01-15 07:00").when
    assert before.since == moment("2026-01-01 08:00").when
    after = site_plan(articles, now=moment("2026-01-15 07:00").when)
    assert (after.since, after.turn) == (moment("2026-01-15 07:00").when, moment("2026-02-01").when)
    assert site_plan(articles, now=moment("2026-02-01").when).turn is None


# ── Urgent notices ───────────────────────────────────────────────────────────


def urgent_on(page: Page) -> list[str]:
    return slugs(getattr(page.data, "urgent", ()))


def test_urgent_notices_stand_on_few_pages_and_in_one_file():
    """On the front page and the newest of all news; nothing else is touched by one."""
    articles = numbered(40)
    before = site(articles)
    articles[7] = replace(articles[7], urgent=moment("2026-08-21"))
    after = site(articles)
    changed = {address for address, page in after.items() if page.key != before[address].key}
    assert changed == {"/", "/tin-tuc/", "/thong-bao-khan.json", articles[7].address}
    assert {address for address, page in after.items() if urgent_on(page)} == {"/", "/tin-tuc/"}
    (notice,) = after["/thong-bao-khan.json"].data.notices
    assert (notice.address, notice.until) == (articles[7].address, moment("2026-08-21"))
    assert before["/thong-bao-khan.json"].data.notices == ()


def test_urgent_notices_are_the_three_newest_that_are_not_over():
    """Each ends by itself, and drafts and what was withdrawn are none."""
    ends = ("2026-08-21", "2026-08-20 12:00", "2026-08-22", "2026-08-20 12:01", "2026-08-30")
    articles = [
        replace(one, urgent=moment(end)) for one, end in zip(numbered(5), ends, strict=True)
    ]
    articles.append(article("nhap", draft=True, urgent=moment("2026-08-21")))
    articles.append(article("go", withdrawn="Sai", urgent=moment("2026-08-21")))
    at = moment("2026-08-20 12:00").when
    notices = site(articles, now=at)["/thong-bao-khan.json"].data.notices
    assert slugs(notices) == ["b004", "b003", "b002"]
    later = site(articles, now=moment("2026-08-20 12:01").when)
    assert slugs(later["/thong-bao-khan.json"].data.notices) == ["b004", "b002", "b000"]
    badged = site(articles, plan_settings=PREVIEW, now=at)["/"].data.urgent
    assert (slugs(badged)[0], badged[0].badge) == ("nhap", "Bản nháp")


def test_end_of_an_urgent_notice_is_due():
    """The site must be built again then, and tells since when it is as it is."""
    one = article("a", "2026-08-01", urgent=moment("2026-08-20 18:00"))
    before = site_plan([one], now=moment("2026-08-20 17:00").when)
    assert before.turn == moment("2026-08-20 18:00").when
    after = site_plan([one], now=moment("2026-08-20 18:00").when)
    assert after.since == moment("2026-08-20 18:00").when


@pytest.mark.parametrize(
    ("until", "warnings"),
    [
        ("2026-09-20 12:00", []),
        (
            "2062-08-20 12:00",
            [
                "a.md:4: urgent: cảnh báo: báo khẩn còn kéo dài 13149 ngày — Sửa: xem lại năm, "
                "tháng, ngày; tin cần nổi bật lâu thì ghi vào featured"
            ],
        ),
    ],
)
def test_urgent_for_long_is_warned_of(until, warnings):
    """A year that was mistyped would show the notice for decades."""
    assert told([article("a", urgent=moment(until), urgent_line=4)]) == warnings


# ── Feeds, corrections, sitemaps ─────────────────────────────────────────────


def test_feeds():
    """A feed has the twenty newest items with all that a reader needs of them."""
    articles = numbered(25, tags=("Cầu",))
    articles[24] = article(
        "moi",
        "2026-08-01",
        author="Tin: Lê Anh",
        section="thong-bao",
        tags=("Cầu",),
        modified="2026-08-02",
        text=Text(digest="d1"),
    )
    pages = site(articles)
    feed = pages["/rss.xml"].data
    assert (feed.title, feed.home) == ("Cổng Vĩnh Long", "/")
    assert slugs(item.story for item in feed.items) == [
        "moi",
        *(f"b{number:03}" for number in range(23, 4, -1)),
    ]
    assert feed.items[0] == FeedItem(
        story=pages["/tin-tuc/"].data.stories[0],
        authors=("Lê Anh",),
        tags=("Cầu",),
        modified=moment("2026-08-02"),
        sapo="Sapo moi",
        body=Body("moi.md", "d1"),
    )
    assert feed.items[1].modified == articles[23].date
    assert pages["/atom.xml"].data == pages["/feed.json"].data == feed
    section = pages["/chuyen-muc/kinh-te/rss.xml"].data
    assert (section.title, section.home) == ("Kinh tế - Cổng Vĩnh Long", "/chuyen-muc/kinh-te/")
    assert slugs(item.story for item in section.items) == [
        f"b{number:03}" for number in range(23, 3, -1)
    ]
    assert slugs(i.story for i in pages["/chuyen-muc/thong-bao/rss.xml"].data.items) == ["moi"]


def test_latest_stories_stand_in_one_file():
    """The twelve newest of all sections; an older one does not touch the file."""
    articles = numbered(20)
    articles[18] = article("moi", "2026-08-19", section="thong-bao")
    before, after = site(articles[1:]), site(articles)
    assert slugs(after["/tin-moi.json"].data.stories) == [
        "moi",
        "b019",
        *(f"b{number:03}" for number in range(17, 7, -1)),
    ]
    assert after["/tin-moi.json"].key == before["/tin-moi.json"].key


def test_page_of_search_leads_on_without_a_script():
    """It shows the newest stories, the years, and the topics with the most articles."""
    articles = [*numbered(9), article("cu", "2017-02-23", tags=("Hạn mặn", "Lúa"))]
    articles[3] = article("b003", "2026-01-01 10:00", tags=("Lúa",))
    page = site(articles, (), SEARCHED)["/tim-kiem/"].data
    assert page.title == "Tìm kiếm"
    assert slugs(page.stories) == ["b008", "b007", "b006", "b005", "b004", "b003", "b002", "b001"]
    assert page.years == (Link("2026", "/tin-tuc/2026/"), Link("2017", "/tin-tuc/2017/"))
    assert page.topics == (Link("Lúa", "/chu-de/lua/"), Link("Hạn mặn", "/chu-de/han-man/"))
    assert page.breadcrumbs == (HOME,)


def test_page_of_search_offers_a_handful_of_topics():
    """At most 24, those with the most articles, of equal ones the oldest."""
    articles = [
        article(f"b{number:02}", f"2026-01-{number:02}", tags=(f"Chủ đề {number}",))
        for number in range(1, 31)
    ]
    articles.append(article("moi", "2026-02-01", tags=("Chủ đề 30",)))
    topics = [link.text for link in site(articles, (), SEARCHED)["/tim-kiem/"].data.topics]
    assert topics == ["Chủ đề 30", *(f"Chủ đề {number}" for number in range(1, 24))]


def test_each_language_has_its_page_of_search():
    """Named in it, with what is newest in it; there is none where the site is not searched."""
    names = EditionNames("en", "Portal", "Latest news", ENGLISH_NAMES, {})
    edited = dataclasses.replace(SEARCHED, editions=(names,))
    articles = [*numbered(3), article("rice", "2025-02-23", lang="en", tags=("Lúa",))]
    pages = site(articles, (), edited)
    page = pages["/en/tim-kiem/"].data
    assert (page.title, page.lang, slugs(page.stories)) == ("Search", "en", ["rice"])
    assert page.breadcrumbs == (Link("Home", "/en/"),)
    assert page.years == pages["/tim-kiem/"].data.years
    assert page.periods == (Link("2025", "/en/tin-tuc/2025/"),)
    assert page.topics == (Link("Lúa", "/en/chu-de/lua/"),)
    assert pages["/tim-kiem/"].data.periods == page.years
    assert pages["/tim-kiem/"].data.lang is None
    assert len(pages["/tim-kiem/"].data.stories) == 4
    newer = site([*articles, article("new", "2026-02-01")], (), edited)
    assert newer["/en/tim-kiem/"].key == pages["/en/tim-kiem/"].key
    edited = dataclasses.replace(edited, abbreviations=None)
    assert "/en/tim-kiem/" not in site(articles, (), edited)


def test_page_of_search_stays_where_nothing_of_it_changes():
    """A change of an old article touches neither the page nor its description."""
    before = site(numbered(20), (), SEARCHED)
    other = article("b000", "2026-01-01 07:00", title="Khác")
    changed = site([other, *numbered(20)[1:]], (), SEARCHED)
    assert changed["/tim-kiem/"].key == before["/tim-kiem/"].key
    assert changed["/tim-kiem/mo-ta.xml"].key == before["/tim-kiem/mo-ta.xml"].key
    newer = site(numbered(21), (), SEARCHED)
    assert newer["/tim-kiem/"].key != before["/tim-kiem/"].key


def test_page_for_readers_without_a_line_is_there_where_they_may_have_it():
    """It is the same for all, and no search engine is told of it; no other page changes."""
    without, given = site(numbered(3)), site(numbered(3), (), OFFLINE)
    assert given.keys() - without.keys() == {"/ngoai-tuyen/"}
    assert given["/ngoai-tuyen/"].template == "offline.html"
    assert {address for address in without if given[address].key != without[address].key} == set()
    listed = [entry.address for entry in given["/sitemap-trang.xml"].data.entries]
    assert "/ngoai-tuyen/" not in listed


def test_days_with_news_stand_in_one_file():
    """Each month is a number of bits, the lowest for its first day; years newest first."""
    articles = [
        article("a", "2017-02-23"),
        article("b", "2017-02-01"),
        article("c", "2017-12-31"),
        article("d", "2026-08-01"),
    ]
    pages = site(articles)
    assert pages["/ngay-co-tin.json"].data == DaysWithNews(
        (
            (2026, (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)),
            (2017, (0, 2**22 + 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2**30)),
        )
    )
    same_day = site([*articles, article("e", "2026-08-01 09:00")])
    assert same_day["/ngay-co-tin.json"].key == pages["/ngay-co-tin.json"].key
    new_day = site([*articles, article("e", "2026-08-02 09:00")])
    assert new_day["/ngay-co-tin.json"].key != pages["/ngay-co-tin.json"].key


def test_corrections():
    """All corrections stand on a page, its full parts and a feed of their own."""
    wrong = [
        Correction(moment(f"2026-08-0{day}"), f"sai {day}", f"đúng {day}") for day in range(1, 6)
    ]
    articles = [
        article("a", "2026-07-01", corrections=(wrong[4], wrong[0])),
        article("b", "2026-07-02", corrections=(wrong[2], wrong[1])),
        article("c", "2026-07-03", corrections=(wrong[2],)),
        article("d", "2026-07-04"),
    ]
    pages = site(articles)

    def shown(address: str) -> list[tuple[str, str]]:
        data = pages[address].data
        assert isinstance(data, CorrectionsPage)
        return [(slugs([item.story])[0], item.correction.wrong) for item in data.items]

    assert shown("/cai-chinh/") == [
        ("a", "sai 5"),
        ("c", "sai 3"),
        ("b", "sai 3"),
        ("b", "sai 2"),
        ("a", "sai 1"),
    ]
    assert shown("/cai-chinh/trang/1/") == [("b", "sai 3"), ("b", "sai 2"), ("a", "sai 1")]
    page = pages["/cai-chinh/trang/1/"].data
    assert (page.newest, page.number, page.older) == ("/cai-chinh/", 1, None)
    assert (page.title, page.breadcrumbs) == ("Thông tin cải chính", (HOME,))
    feed = pages["/cai-chinh/rss.xml"].data
    assert (feed.title, feed.home) == ("Thông tin cải chính - Cổng Vĩnh Long", "/cai-chinh/")
    assert [item.correction.wrong for item in feed.items] == [
        "sai 5",
        "sai 3",
        "sai 3",
        "sai 2",
        "sai 1",
    ]
    assert (feed.items[0].modified, feed.items[0].body) == (moment("2026-08-05"), None)


def test_sitemaps():
    """Each year has its sitemap; the index tells when each last changed."""
    standing = [Standing("trang/lien-he.md", "Liên hệ", "lien-he")]
    articles = [
        article("a", "2025-12-31 23:59", modified="2026-01-05"),
        article("b", "2025-03-01"),
        article("c", "2026-01-01"),
    ]
    pages = site(articles, standing)
    assert pages["/sitemap-2025.xml"].data.entries == (
        SitemapEntry("/tin-tuc/2025/12/31/a/", moment("2026-01-05")),
        SitemapEntry("/tin-tuc/2025/03/01/b/", moment("2025-03-01")),
    )
    assert pages["/sitemap.xml"].data.entries == (
        SitemapEntry("/sitemap-trang.xml"),
        SitemapEntry("/sitemap-news.xml"),
        SitemapEntry("/sitemap-2026.xml", moment("2026-01-01")),
        SitemapEntry("/sitemap-2025.xml", moment("2026-01-05")),
    )
    assert [entry.address for entry in pages["/sitemap-trang.xml"].data.entries] == [
        "/",
        "/tin-tuc/",
        "/chuyen-muc/kinh-te/",
        "/chuyen-muc/dong-bao-khmer/",
        "/chuyen-muc/thong-bao/",
        "/cai-chinh/",
        "/kenh-tin/",
        "/so-do-cong/",
        "/lien-he/",
    ]
    assert pages["/robots.txt"].data.sitemap == "/sitemap.xml"


def test_news_sitemap():
    """The news sitemap holds what was published in the 48 hours before now."""
    articles = [
        article("mai", "2026-08-21 12:00"),
        article("nay", "2026-08-20 12:00"),
        article("qua", "2026-08-18 12:01"),
        article("cu", "2026-08-18 11:59"),
    ]
    assert slugs(site(articles)["/sitemap-news.xml"].data.stories) == ["nay", "qua"]
    preview = site(articles, plan_settings=PREVIEW)
    assert slugs(preview["/sitemap-news.xml"].data.stories) == ["nay", "qua"]


@pytest.mark.parametrize(
    ("articles", "listed"),
    [
        ([article("cu", "2026-08-18 12:00"), article("rat-cu", "2026-01-01")], ["cu"]),
        ([article("mai", "2026-08-21"), article("nhap", "2026-08-20", draft=True)], None),
        ([article("het", "2026-08-20", expires="2026-08-20 11:00")], None),
        ([], None),
    ],
    ids=["old news", "none public yet", "none any more", "none"],
)
def test_no_news_sitemap_is_empty(articles, listed):
    """Without news of 48 hours it holds the newest article; without any it is not there."""
    result = site_plan(articles)
    pages = {page.address: page for page in pages_of(result)}
    index = [entry.address for entry in pages["/sitemap.xml"].data.entries]
    if listed is None:
        assert "/sitemap-news.xml" not in pages
        assert "/sitemap-news.xml" not in result.addresses
        assert "/sitemap-news.xml" not in index
    else:
        assert slugs(pages["/sitemap-news.xml"].data.stories) == listed
        assert "/sitemap-news.xml" in result.addresses
        assert "/sitemap-news.xml" in index
    for page in pages.values():
        if page.template in ("sitemap", "sitemap_index"):
            assert page.data.entries


def test_photo_beside_links_to_a_page():
    """Lists show the first photo, share cards the first one that is large enough."""
    logo = Photo(Original("b4" * 32, 90, 60), "Biểu trưng")
    text = Text(photos=(logo, PHOTO))
    pages = site([article("a", text=text)], [Standing("trang/lh.md", "Liên hệ", "lh", text=text)])
    page = pages["/tin-tuc/2026/08/01/a/"].data
    assert (page.story.photo, page.shared_photo) == (logo, PHOTO)
    assert pages["/lh/"].data.shared_photo == PHOTO
    assert pages["/"].data.lead.photo == logo


def test_standing_page():
    """A standing page has its own address and everything that its file holds."""
    text = Text(digest="d", photos=(PHOTO,), first_paragraph="Đoạn đầu")
    pages = site((), [Standing("trang/gt.md", "Giới thiệu", "gt", lang="en", text=text)])
    data = pages["/gt/"].data
    assert pages["/gt/"].template == "page.html"
    assert (data.address, data.title, data.lang, data.photos) == (
        "/gt/",
        "Giới thiệu",
        "en",
        (PHOTO,),
    )
    assert (data.summary, data.sapo, data.body) == ("Đoạn đầu", "", Body("trang/gt.md", "d"))
    assert (data.breadcrumbs, data.badge) == ((HOME,), None)


# ── Addresses that clash, links that lead nowhere ────────────────────────────


def test_shared_address():
    """Two articles with one address are told once for each file; a draft alone is told of it."""
    one = article("a", address_line=4)
    two = replace(one, path="x/a.md", address_line=1)
    mend = " — Sửa: đặt trường slug khác cho một trong các bài"
    second = f"x/a.md:1: slug: địa chỉ «/tin-tuc/2026/08/01/a/» trùng với a.md{mend}"
    assert told([one, two, article("b")]) == [
        f"a.md:4: slug: địa chỉ «/tin-tuc/2026/08/01/a/» trùng với x/a.md{mend}",
        second,
    ]
    assert told([one, article("b")]) == []
    for chosen in (SETTINGS, PREVIEW):
        (fault,) = site_plan([one, replace(two, draft=True)], (), chosen).faults
        assert (fault.path, fault.warning) == ("x/a.md", chosen is SETTINGS)
    pages = [Standing("trang/a.md", "A", "a"), Standing("trang/b.md", "B", "a")]
    assert [fault.path for fault in site_plan((), pages).faults] == ["trang/a.md", "trang/b.md"]


@pytest.mark.parametrize("chosen", [SETTINGS, PREVIEW])
def test_plan_of_faults_alone_has_no_pages(chosen):
    """It tells what the whole plan tells."""
    sharers = [article("a"), replace(article("a"), path="x.md")]
    entries = list(map(enter, sharers))
    faults = plan_entries(entries, [], chosen, NOW, None, only_faults=True)
    assert pages_of(faults) == ()
    assert faults.faults == site_plan(sharers, (), chosen).faults != ()


def test_address_shared_by_many():
    """Of many files each names one other, and how many there are."""
    sharers = [replace(article("a"), path=f"{name}.md") for name in "xyzu"]
    assert [fault.problem for fault in sorted(site_plan(sharers).faults)] == [
        "địa chỉ «/tin-tuc/2026/08/01/a/» trùng với x.md và 2 tệp khác",
        "địa chỉ «/tin-tuc/2026/08/01/a/» trùng với u.md và 2 tệp khác",
        "địa chỉ «/tin-tuc/2026/08/01/a/» trùng với u.md và 2 tệp khác",
        "địa chỉ «/tin-tuc/2026/08/01/a/» trùng với u.md và 2 tệp khác",
    ]


def test_aliases():
    """Old addresses lead to the present ones of what is public."""
    articles = [
        article("a", aliases=(("/cu/1/", 5), ("/cu/1", 6), ("/Default.aspx?id=2", 7))),
        article("b", aliases=(("/cu/3/", 5),), draft=True),
    ]
    standing = [Standing("trang/lh.md", "Liên hệ", "lh", aliases=(("/contact/", 3),))]
    result = site_plan(articles, standing)
    assert result.faults == ()
    assert result.aliases == {
        "/cu/1/": "/tin-tuc/2026/08/01/a/",
        "/Default.aspx?id=2": "/tin-tuc/2026/08/01/a/",
        "/contact/": "/lh/",
    }


def test_aliases_taken():
    """An old address that a page has, or that two files claim, is told for each of them."""
    articles = [
        article("a", "2026-08-03", aliases=(("/chuyen-muc/kinh-te", 5), ("/x/", 6))),
        article("b", "2026-08-02", aliases=(("/x", 5), ("/tin-tuc/2026/08/03/a/", 6))),
        article("c", "2026-08-01", aliases=(("/y/", 5),), expires="2026-08-02"),
        article("d", "2026-08-01", aliases=(("/y/", 5),)),
        article("e", "2026-08-01", aliases=(("/tin-tuc/2027/01/01/cho", 5),)),
        article("cho", "2027-01-01"),
    ]
    mend = " — Sửa: bỏ dòng này hoặc sửa địa chỉ"
    assert told(articles) == [
        f"a.md:5: aliases: địa chỉ cũ «/chuyen-muc/kinh-te» một trang của cổng đang dùng{mend}",
        f"a.md:6: aliases: địa chỉ cũ «/x/» b.md cũng nhận{mend}",
        f"b.md:5: aliases: địa chỉ cũ «/x» a.md cũng nhận{mend}",
        f"b.md:6: aliases: địa chỉ cũ «/tin-tuc/2026/08/03/a/» một trang của cổng đang dùng{mend}",
        f"e.md:5: aliases: địa chỉ cũ «/tin-tuc/2027/01/01/cho» một bài đang chờ ngày đăng sẽ dùng"
        f"{mend}",
    ]
    # What has expired gives its old addresses free.
    assert site_plan(articles).aliases == {"/y/": "/tin-tuc/2026/08/01/d/"}


def test_links():
    """Links lead to sources, to addresses of the site and to where old addresses lead by now."""
    text = linking(
        "b.md", "/chuyen-muc/kinh-te/", "/rss.xml", "/lien-he/", "/cu/", "b.md", "/x.html"
    )
    articles = [
        article("a", text=text),
        article("b", aliases=(("/cu", 3), ("/x.html", 4))),
    ]
    standing = [Standing("trang/lh.md", "Liên hệ", "lien-he", text=linking("a.md", "/tin-tuc/"))]
    result = site_plan(articles, standing)
    assert result.faults == ()
    pages = {page.address: page.data for page in pages_of(result)}
    links = tuple((target, "/tin-tuc/2026/08/01/b/") for target in ("b.md", "/cu/", "/x.html"))
    assert sorted(pages["/tin-tuc/2026/08/01/a/"].body.links) == sorted(links)
    assert pages["/lien-he/"].body.links == (("a.md", "/tin-tuc/2026/08/01/a/"),)
    assert sorted(pages["/rss.xml"].items[0].body.links) == sorted(links)


@pytest.mark.parametrize("hidden", [{"draft": True}, {"expires": "2026-08-02"}])
def test_link_to_an_address_that_another_took_over(hidden):
    """What is not public keeps no address from the article that has it as an old one."""
    old = "/tin-tuc/2026/08/01/cu/"
    articles = [
        article("a", text=linking(old)),
        article("cu", **hidden),
        article("moi", aliases=((old, 3),)),
    ]
    result = site_plan(articles)
    assert result.faults == ()
    (page,) = [page for page in pages_of(result) if page.address == "/tin-tuc/2026/08/01/a/"]
    assert page.data.body.links == ((old, "/tin-tuc/2026/08/01/moi/"),)


def test_links_to_nowhere():
    """A link to an address that no page has is a fault, in what will be public too."""
    dead = linking("/khong-co/")
    articles = [
        article("a", text=dead),
        article("cho", "2027-01-01", text=dead),
        article("nhap", draft=True, text=dead),
        article("het", expires="2026-08-02", text=dead),
    ]
    sentence = (
        "cổng không có trang «..//khong-co/» — Sửa: sửa địa chỉ, hoặc dẫn đến tệp .md của bài"
    )
    assert told(articles) == [
        f"a.md:10: liên kết: {sentence}",
        f"cho.md:10: liên kết: {sentence}",
        f"nhap.md:10: liên kết: cảnh báo: {sentence}",
    ]


def test_links_to_nowhere_are_words_where_they_are_shown():
    """In a preview of drafts, of what has expired, and beside articles that are left out."""
    articles = [
        article("nhap", draft=True, text=linking("/khong-co/")),
        article("het", expires="2026-08-02", text=linking("/tac-gia/ai-do/")),
    ]
    pages = site(articles, plan_settings=PREVIEW)
    assert pages["/tin-tuc/2026/08/01/nhap/"].data.body.links == (("/khong-co/", ""),)
    assert pages["/tin-tuc/2026/08/01/het/"].data.body.links == (("/tac-gia/ai-do/", ""),)


def test_links_to_what_is_hidden():
    """A link to a draft is a fault, to what time hides a warning; either prints words alone."""
    articles = [
        article("a", text=linking("nhap.md", "cho.md", "het.md", "/tin-tuc/2026/08/01/nhap/")),
        article("nhap", draft=True, text=linking("cho.md", "nhap.md")),
        article("cho", "2027-01-01"),
        article("het", expires="2026-08-02"),
    ]
    problem = "dẫn đến bài chưa đăng, đã hết hạn hoặc đã gỡ"
    mend = "bỏ liên kết, hoặc đăng bài kia; cho đến lúc đó chỉ in chữ, không có liên kết"
    assert told(articles) == [
        f"a.md:10: liên kết: «../nhap.md» {problem} — Sửa: {mend}",
        f"a.md:11: liên kết: cảnh báo: «../cho.md» {problem} — Sửa: {mend}",
        f"a.md:12: liên kết: cảnh báo: «../het.md» {problem} — Sửa: {mend}",
        f"a.md:13: liên kết: «..//tin-tuc/2026/08/01/nhap/» {problem} — Sửa: {mend}",
    ]
    page = site(articles)["/tin-tuc/2026/08/01/a/"].data
    assert page.body.links == (
        ("nhap.md", ""),
        ("cho.md", ""),
        ("het.md", ""),
        ("/tin-tuc/2026/08/01/nhap/", ""),
    )
    assert told(articles, plan_settings=PREVIEW) == []
    preview = site(articles, plan_settings=PREVIEW)["/tin-tuc/2026/08/01/a/"].data
    assert dict(preview.body.links)["cho.md"] == "/tin-tuc/2027/01/01/cho/"


# ── Laws ─────────────────────────────────────────────────────────────────────

names = st.sampled_from(["Lê Anh", "LÊ ANH", "Lê Ánh", "N.H", "ខ្មែរ"])
days = st.sampled_from(["2025-12-31", "2026-01-01", "2026-01-01 00:00", "2026-01-01 08:00"])
dates = st.one_of(days, st.sampled_from(["2026-08-19 11:00", "2026-08-21"]))
records = st.builds(
    lambda slug, date, author, **fields: article(slug, date, author=author, **fields),
    slug=st.sampled_from([f"a{number}" for number in range(9)]),
    date=dates,
    author=names,
    section=st.sampled_from(sorted(SETTINGS.sections)),
    tags=st.lists(names, max_size=2).map(tuple),
    title=st.sampled_from(["Một", "Hai"]),
    draft=st.booleans(),
    featured=st.sampled_from([None, Featured(), Featured(1, moment("2026-08-20"))]),
    corrections=st.lists(
        st.builds(Correction, days.map(moment), st.just("sai"), st.just("đúng")), max_size=2
    ).map(tuple),
    aliases=st.sampled_from([(), (("/cu/", 3),), (("/tin-tuc/", 3),)]),
    text=st.sampled_from([Text(), Text("d1", (PHOTO,)), linking("a1.md"), linking("/cu/")]),
)
newsrooms = st.lists(records, max_size=9, unique_by=lambda record: record.path)


def shown_by(result: SitePlan) -> str:
    """Write down all that a plan is."""
    return repr(
        (
            [(page.address, page.template, page.key, page.data) for page in pages_of(result)],
            [(bundle.name, bundle.key) for bundle in result.bundles],
            sorted(result.addresses),
            (result.shown, result.standing, sorted(result.faults), sorted(result.aliases.items())),
            (result.embargoed, result.due, result.turn),
        )
    )


@settings(deadline=None)
@given(newsrooms, st.randoms(use_true_random=False), st.booleans())
def test_plan_is_pure(articles, random, preview):
    """The same articles in any order give the same site_plan."""
    plan_settings = dataclasses.replace(SETTINGS, preview=preview)
    shuffled = articles[:]
    random.shuffle(shuffled)
    assert shown_by(site_plan(articles, plan_settings=plan_settings)) == shown_by(
        site_plan(shuffled, plan_settings=plan_settings)
    )


@settings(deadline=None)
@given(newsrooms, st.booleans())
def test_addresses_are_those_of_the_pages(articles, preview):
    """What the site_plan says it has is what it has."""
    result = site_plan(articles, plan_settings=dataclasses.replace(SETTINGS, preview=preview))
    assert result.addresses == {page.address for page in pages_of(result)}


# One change each, as an editor or the portal makes it between two builds.
edits = st.sampled_from(
    [
        {"title": "Ba"},
        {"summary": ""},
        {"lang": "km"},
        {"section": "thong-bao"},
        {"slug": "khac"},
        {"date": moment("2026-01-01 09:00")},
        {"byline": parse_byline("N.H - Lê Anh")},
        {"byline": parse_byline("LÊ ANH")},
        {"tags": ("N.H",)},
        {"source": Source("TTXVN")},
        {"modified": moment("2026-08-01")},
        {"changes": (Change(moment("2026-08-01"), "Thêm ảnh"),)},
        {"corrections": (Correction(moment("2026-01-01"), "sai", "đúng hơn"),)},
        {"draft": True},
        {"draft": False},
        {"featured": Featured()},
        {"expires": moment("2026-08-19")},
        {"aliases": (("/moi/", 4),)},
        {"text": Text("d2")},
        {"text": Text("d1", (PHOTO, PHOTO))},
        {"text": linking("a2.md")},
    ]
)
ALL_SETTINGS = (
    SETTINGS,
    PREVIEW,
    dataclasses.replace(SETTINGS, per_page=2),
    dataclasses.replace(SETTINGS, portal="Cổng khác"),
    dataclasses.replace(SETTINGS, sections={**SETTINGS.sections, "kinh-te": "Kinh tế tỉnh"}),
    dataclasses.replace(SETTINGS, sections=dict(reversed(SETTINGS.sections.items()))),
    dataclasses.replace(SETTINGS, notices=None),
    dataclasses.replace(SETTINGS, front_days=1),
    dataclasses.replace(SETTINGS, old_before=moment("2026-01-01 08:00").when, old_notice="Tên cũ"),
    dataclasses.replace(SETTINGS, old_before=moment("2026-08-01").when, old_notice="Tên cũ"),
    dataclasses.replace(SETTINGS, old_before=moment("2026-08-01").when, old_notice="Tên rất cũ"),
)
all_settings = st.sampled_from(ALL_SETTINGS)
moments = st.sampled_from([NOW, NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=9)])
pages_outside = st.sampled_from(
    [
        (),
        (Standing("trang/lh.md", "Liên hệ", "lh"),),
        (Standing("trang/lh.md", "Liên hệ", "lh", text=linking("a1.md")),),
    ]
)


@st.composite
def successions(draw) -> tuple[SitePlan, SitePlan]:
    """Draw two plans with something between them."""
    articles = draw(newsrooms)
    what = draw(
        st.sampled_from(
            ["article", "article", "article", "plan_settings", "now", "standing", "gone"]
        )
    )
    plan_settings, now, standing = draw(all_settings), draw(moments), draw(pages_outside)
    first = site_plan(articles, standing, plan_settings, now)
    if what == "article" and articles:
        place = draw(st.integers(0, len(articles) - 1))
        articles = articles[:]
        articles[place] = replace(articles[place], **draw(edits))
    elif what == "gone":
        articles = articles[1:]
    elif what == "plan_settings":
        plan_settings = draw(all_settings)
    elif what == "now":
        now = draw(moments)
    else:
        standing = draw(pages_outside)
    return first, site_plan(articles, standing, plan_settings, now)


def compare_keys(first: SitePlan, second: SitePlan) -> None:
    """Assert that what has the same key in both shows the same, bundle or page."""
    bundles = {bundle.name: bundle for bundle in first.bundles}
    assert len(bundles) == len(first.bundles)
    for bundle in second.bundles:
        old = bundles.get(bundle.name)
        if old is None:
            continue
        pages = {page.address: page for page in old.pages()}
        new_pages = {page.address: page for page in bundle.pages()}
        if bundle.key == old.key:
            assert [page.key for page in new_pages.values()] == [
                page.key for page in pages.values()
            ]
        for name in pages.keys() & new_pages.keys():
            if pages[name].key == new_pages[name].key:
                assert repr(pages[name].data) == repr(new_pages[name].data)


@settings(deadline=None, max_examples=cases(120))
@given(successions())
def test_equal_keys_mean_equal_pages(successive):
    """Between any two plans, what has the same key shows the same."""
    compare_keys(*successive)


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(ALL_SETTINGS, 2)])
def test_keys_know_the_settings(one, other):
    """Every setting of the portal that a page shows is in its key."""
    articles = [*numbered(7), article("a", section="thong-bao"), article("b", draft=True)]
    compare_keys(site_plan(articles, plan_settings=one), site_plan(articles, plan_settings=other))


def test_keys_know_the_badges():
    """In the preview time alone changes what lists and pages say of an article."""
    waiting = [article("a", "2026-08-21"), article("b", "2026-08-01", expires="2026-08-21")]
    later = NOW + dt.timedelta(days=2)
    first, second = (
        site_plan(waiting, plan_settings=PREVIEW),
        site_plan(waiting, plan_settings=PREVIEW, now=later),
    )
    compare_keys(first, second)
    keys = [{page.address: page.key for page in pages_of(one)} for one in (first, second)]
    for address in ("/tin-tuc/", "/", "/rss.xml", "/tin-tuc/2026/08/21/a/"):
        assert keys[0][address] != keys[1][address]


def test_keys_know_where_links_lead():
    """A page is printed again when what it links to is withdrawn, moved or published."""
    source = article("a", "2026-08-02", text=linking("b.md"))
    target = article("b", section="thong-bao")
    states = [replace(target, **change) for change in ({}, {"draft": True}, {"slug": "moi"})]
    plans = [site_plan([source, state]) for state in states]
    for first, second in itertools.permutations(plans, 2):
        compare_keys(first, second)
    pages = [{page.address: page for page in pages_of(one)} for one in plans]
    keys = {page["/tin-tuc/2026/08/02/a/"].key for page in pages}
    assert len(keys) == 3


def test_title_of_a_name_in_another_spelling():
    """The page of a name is as its oldest article spells it, though no story changes."""
    one = article("a", author="Lê Anh", tags=("Cầu",))
    other = replace(one, byline=parse_byline("LÊ ANH"), tags=("CẦU",))
    for address in ("/tac-gia/le-anh/", "/chu-de/cau/"):
        assert site([one])[address].key != site([other])[address].key


def test_key_knows_how_exactly_a_date_was_told():
    """Midnight and a day without its hour are equal moments, and print differently."""
    # The address of a share card would tell them apart.
    text = Text(digest="d1", photos=(PHOTO,))
    day, midnight = (
        site([article("a", date, text=text)]) for date in ("2026-08-01", "2026-08-01 00:00")
    )
    for address in ("/tin-tuc/2026/08/01/a/", "/tin-tuc/", "/", "/rss.xml"):
        assert day[address].data == midnight[address].data
        assert repr(day[address].data) != repr(midnight[address].data)
        assert day[address].key != midnight[address].key


def calls_of(articles: list[Article]) -> int:
    """Count the calls of functions, Python's and C's, that planning makes."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    gc.disable()
    sys.setprofile(note)
    try:
        result = site_plan(articles)
        for page in pages_of(result):
            page.make()
        for fault in result.faults:
            fault.sentence()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count + sum(len(fault.problem) for fault in result.faults)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "vary",
    [
        lambda one, number: one,
        lambda one, number: replace(
            one, tags=(f"t{number}",), byline=Byline("A", (f"A {number}",))
        ),
        lambda one, number: replace(
            one, featured=Featured(), corrections=(Correction(one.date, "a", "b"),)
        ),
        lambda one, number: replace(one, aliases=((f"/cu/{number}/", 1), ("/chung/", 2))),
        lambda one, number: replace(one, text=linking(f"b{number - 1:03}.md", "/khong-co/")),
        lambda one, number: replace(one, date=moment("2026-01-01"), slug="chung"),
        lambda one, number: replace(one, draft=True),
        lambda one, number: replace(one, tags=("Mơ", "Mở", "Mô")),
        lambda one, number: replace(one, date=moment("2026-01-01"), title="Một"),
    ],
    ids=[
        "plain",
        "names",
        "featured",
        "aliases",
        "links",
        "one address",
        "drafts",
        "tags",
        "copies",
    ],
)
def test_plan_is_linear(vary):
    """Twice the articles cost about twice the work, whatever they have in common."""
    articles = [vary(one, number) for number, one in enumerate(numbered(400))]
    calls_of(articles[:10])
    half, whole = calls_of(articles[:200]), calls_of(articles)
    assert whole <= 2.2 * half


def test_missing_address_while_an_article_is_unreadable():
    """What may be the unreadable article's is a warning; what cannot be is a fault."""
    links = tuple(
        WrittenLink(address, address, line)
        for line, address in enumerate(
            ("/tin-tuc/2026/08/09/x/", "/tac-gia/ai/", "/chu-de/gi/", "/khong-co/"), 10
        )
    )
    entry = enter(article("a", text=Text(links=links)))
    site_plan = plan_entries([entry], [], SETTINGS, NOW, None, complete=False)
    doubt = "chưa thấy trang «{}», có thể là của bài đang có lỗi"
    assert [(fault.line, fault.problem, fault.warning) for fault in site_plan.faults] == [
        (10, doubt.format("/tin-tuc/2026/08/09/x/"), True),
        (11, doubt.format("/tac-gia/ai/"), True),
        (12, doubt.format("/chu-de/gi/"), True),
        (13, "cổng không có trang «/khong-co/»", False),
    ]


def test_addresses_are_known_without_being_made():
    """What is asked for and what is listed agree; numbers are written in one way only."""
    single = {"/", "/tin-tuc/2017/02/23/a/", "/rss.xml"}
    addresses = Addresses(single, {"/rss.xml"}, {"/tin-tuc/": 12, "/tac-gia/b/": 0})
    pages = [f"/tin-tuc/trang/{number}/" for number in range(1, 13)]
    listed = ["/", "/rss.xml", "/tac-gia/b/", "/tin-tuc/", "/tin-tuc/2017/02/23/a/", *pages]
    assert sorted(addresses) == sorted(listed)
    assert len(addresses) == len(listed)
    assert all(address in addresses for address in listed)
    for stranger in (
        "",
        "/tin-tuc",
        "/tin-tuc/trang/",
        "/tin-tuc/trang/0/",
        "/tin-tuc/trang/07/",
        "/tin-tuc/trang/7",
        "/tin-tuc/trang/7/7/",
        "/tin-tuc/trang/13/",
        "/tin-tuc/trang/٧/",
        f"/tin-tuc/trang/{'9' * 5000}/",
        "/tac-gia/b/trang/1/",
        "/trang/1/",
        None,
    ):
        assert stranger not in addresses


def test_stories_are_made_again_when_too_many_are_held(monkeypatch):
    """What a list shows does not depend on how many stories are held for the next one."""
    articles = numbered(25)
    whole = {address: page.data for address, page in site(articles).items()}
    monkeypatch.setattr("plugins.newsroom.plan.material.STORIES_HELD", 2)
    assert {address: page.data for address, page in site(articles).items()} == whole


def test_undated_draft_stands_under_today_in_the_preview():
    """A draft without a date has that of the day on which it is looked at, and no address lost."""
    undated = {"draft": True, "undated": True}
    drafts = [article("cau", "1970-01-01", **undated), article("pha", "1970-01-01", **undated)]
    others = [article("cau", "2026-08-20 07:00", path="khac.md"), article("cho")]
    pages = site([*drafts, *others], plan_settings=PREVIEW)
    page = pages["/tin-tuc/2026/08/20/pha/"].make()
    assert (page.story.date, page.story.badge) == (moment("2026-08-20"), "Bản nháp")
    assert "/tin-tuc/2026/08/20/cau/" in pages
    (other,) = [address for address in pages if re.search("/cau-nhap-[^/]*/$", address)]
    assert re.fullmatch("/tin-tuc/2026/08/20/cau-nhap-[0-9a-f]{8}/", other)
    assert pages[other].make().story.title == "Bài cau"
    tomorrow = site([*drafts, *others], (), PREVIEW, NOW + dt.timedelta(days=1))
    assert {"/tin-tuc/2026/08/21/cau/", "/tin-tuc/2026/08/21/pha/"} <= tomorrow.keys()
    assert told([*drafts, *others], plan_settings=PREVIEW) == []


def test_undated_draft_is_nowhere_in_public():
    """Neither its address nor its day is there; two builds on two days are the same."""
    drafts = [article("cau", "1970-01-01", draft=True, undated=True)]
    assert site([*drafts, article("cho")]).keys() == site([article("cho")]).keys()


def test_what_is_told_as_done_on_a_day_to_come():
    """Of such dates the editor is warned; today and the past are no such days."""
    dates = [
        ("modified", 3, "2030-01-01", "2030-01-01"),
        ("changes.1.date", 5, "20/08/2026", "2026-08-20"),
        ("corrections.1.date", 8, "25/12/2026", "2026-12-25"),
        ("source.published", 9, "2026-08-20 12:00", "2026-08-20 12:00"),
    ]
    items = tuple(
        PastDate(field, line, written, moment(when)) for field, line, written, when in dates
    )
    assert told([article("cau", past_dates=items), article("cho", past_dates=items[1:2])]) == [
        "cau.md:3: modified: cảnh báo: «2030-01-01» là ngày chưa tới (hôm nay 20/08/2026)"
        " — Sửa: xem lại năm, tháng, ngày",
        "cau.md:8: corrections.1.date: cảnh báo: «25/12/2026» là ngày chưa tới "
        "(hôm nay 20/08/2026) — Sửa: xem lại năm, tháng, ngày",
    ]


COPIED = (
    "cảnh báo: trùng tiêu đề và ngày đăng với {} — Sửa: nếu là bản sao thì xóa tệp thừa, "
    "nếu là hai bài thì đặt tiêu đề khác nhau"
)


def test_one_article_in_several_files_is_told_in_each():
    """The same title, folded, on the same day is probably a copy; no page is left out."""
    articles = [
        article("cau", "2026-08-01 08:00", title="Khánh thành cầu Mỹ Hòa", title_line=2),
        article("cau-copy", "2026-08-01 08:00", title="Khánh thành cầu Mỹ Hoà", title_line=5),
        article("cau-1", "2026-08-01 23:59", title="KHÁNH THÀNH CẦU MỸ HÒA"),
        article("khac", "2026-08-01 08:00", title="Khánh thành cầu Mỹ Hưng"),
        article("mai", "2026-08-02 08:00", title="Khánh thành cầu Mỹ Hòa"),
    ]
    assert told(articles) == [
        f"cau-1.md:2: title: {COPIED.format('cau-copy.md và 1 tệp khác')}",
        f"cau-copy.md:5: title: {COPIED.format('cau-1.md và 1 tệp khác')}",
        f"cau.md:2: title: {COPIED.format('cau-1.md và 1 tệp khác')}",
    ]
    assert len(site_plan(articles).shown) == 5


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({}, True),
        # It will be public by itself.
        ({"date": moment("2026-09-01")}, True),
        ({"lang": "km", "title": "ស្ពានថ្មី"}, True),
        ({"draft": True}, False),
        ({"expires": moment("2026-08-10")}, False),
        # Told as sharers of one address already, or as without a title.
        ({"slug": "mot"}, False),
        ({"title": ""}, False),
    ],
)
def test_copy_of_what_is_public_or_will_be(change, is_told):
    """Drafts, what is past its end and what has one address with it are no second article."""
    one = replace(article("mot", title="Mở cầu"), **{**change, "draft": False, "expires": None})
    other = replace(article("hai", title="Mở cầu"), **change)
    faults = [fault for fault in site_plan([one, other]).faults if fault.field == "title"]
    assert [fault.path for fault in faults] == (["hai.md", "mot.md"] if is_told else [])
    assert all(fault.warning for fault in faults)


def test_copy_beside_two_files_of_one_address():
    """Whatever else is wrong, each file is told of the one that has another address."""
    articles = [replace(article(name, title="Mở cầu"), slug="mo") for name in ("a", "b")]
    sentences = told([*articles, article("c", title="Mở cầu")])
    assert len([sentence for sentence in sentences if "trùng tiêu đề" in sentence]) == 3
    assert len([sentence for sentence in sentences if "trùng với" in sentence]) == 2


def test_article_of_several_sections_stands_in_the_lists_of_all():
    """In its place among the others; its page names its own, whose related stories it has."""
    articles = [
        article("moi", section="thong-bao", also=("kinh-te",), date="2026-08-03 07:00"),
        article("giua", section="kinh-te", date="2026-08-02 07:00"),
        article("cu", section="thong-bao", also=("kinh-te",), date="2026-08-01 07:00"),
    ]
    pages = site(articles)
    assert slugs(pages["/chuyen-muc/kinh-te/"].data.stories) == ["moi", "giua", "cu"]
    assert slugs(pages["/chuyen-muc/thong-bao/"].data.stories) == ["moi", "cu"]
    feed = pages["/chuyen-muc/kinh-te/rss.xml"].data
    assert slugs([item.story for item in feed.items]) == ["moi", "giua", "cu"]
    own = pages["/tin-tuc/2026/08/03/moi/"].data
    assert own.breadcrumbs[-1].address == "/chuyen-muc/thong-bao/"
    assert slugs(own.related) == ["cu"]
    assert slugs(pages["/tin-tuc/2026/08/02/giua/"].data.related) == []
