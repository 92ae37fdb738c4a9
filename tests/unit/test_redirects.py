# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses: which are one, where each leads, and what hosts are told."""

import dataclasses
import datetime as dt
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.byline import parse_byline
from plugins.newsroom.old_address import (
    key_of,
    parse_old_address,
    spellings_of,
    spellings_of_part,
    suggest_old_address,
)
from plugins.newsroom.page import GonePage, MovedPage
from plugins.newsroom.plan.planner import PlanSettings, SitePlan
from plugins.vietnamese.dates import Moment
from tests.page_names import NAMES
from tests.plans import pages_of, plan

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 8, 20, 12, 0, tzinfo=VIETNAM)
SETTINGS = PlanSettings(portal="Cổng", names=NAMES, sections={"kinh-te": "Kinh tế"}, per_page=10)
WITH_PAGES = dataclasses.replace(SETTINGS, redirect_pages=True)
DAY = "/tin-tuc/2026/08/01/"
ENDED = Moment(dt.datetime(2026, 8, 2, tzinfo=VIETNAM), "day")
COMING = Moment(dt.datetime(2027, 1, 1, tzinfo=VIETNAM), "day")


def article(slug: str, *aliases: str, **fields) -> Article:
    """Make an article at "<slug>.md", its aliases on lines 5, 6, …"""
    return Article(
        **{
            "path": f"{slug}.md",
            "title": f"Bài {slug}",
            "slug": slug,
            "date": Moment(dt.datetime(2026, 8, 1, 7, tzinfo=VIETNAM), "minute"),
            "byline": parse_byline("N.H"),
            "section": "kinh-te",
            "summary": "Sapo",
            "aliases": tuple((alias, line) for line, alias in enumerate(aliases, 5)),
            **fields,
        }
    )


def planned(*articles: Article, settings: PlanSettings = SETTINGS) -> SitePlan:
    return plan(articles, (), settings, NOW)


def told(*articles: Article, settings: PlanSettings = SETTINGS) -> list[str]:
    return sorted(fault.sentence() for fault in planned(*articles, settings=settings).faults)


# ── Which are one ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a/b", "/a/b/"),
        ("/Default.aspx", "/default.ASPX"),
        ("/Default.aspx?tabid=144&ID=32762", "/default.aspx?id=32762&TabId=144"),
        ("/tin/văn-nghệ", "/tin/v%C4%83n-ngh%e1%bb%87/"),
        ("/a%20b", "/a%20b/"),
        ("/%61%2Db", "/a-b"),
        ("/a//b", "/a/b"),
        ("/a?x=%61", "/a?x=a"),
        ("/a?x=%c4%83", "/a?x=ă"),
        ("/a?x=1&", "/a?x=1"),
        ("/a?", "/a"),
        ("/a?x=1", "/a/?x=1"),
        ("/a?x=", "/a?x"),
        ("/a?x=1&=&&y=", "/a?y&x=1"),
        ("/tỨc", "/tức"),
        ("/a?q=Đ", "/a?q=%c4%91"),
        ("/te%CC%82n", "/tên"),
        ("/a?x=te%CC%82n", "/a?x=t%C3%AAn"),
        ("/a?x=1&amp;y=2", "/a?y=2&x=1"),
        ("/a b?x=y z", "/a%20b?x=y+z"),
        ("/a?u=/x:y", "/a?u=%2Fx%3ay"),
        ("/a?x[]=1", "/a?x%5B%5D=1"),
    ],
)
def test_one_address(one, other):
    """Hosts take these for one address."""
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/a", "/b"),
        ("/a?x=1", "/a"),
        ("/a?x=1", "/a?x=2"),
        ("/a?x=%26y", "/a?x=&y"),
        ("/a?x=%3D", "/a?x=="),
        ("/a?x=a%2Bb", "/a?x=a+b"),
        ("/a%3Fx=1", "/a?x=1"),
        ("/a%2525", "/a%25"),
        ("/đ", "/d"),
        ("/a?x=1", "/a?x=1&y="),
        ("/?p=1", "/?p=2"),
    ],
)
def test_two_addresses(one, other):
    """And these for two."""
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "a",
            "//a.vn/b",
            "/a /b",
            "/a, b",
            "/a  b",
            "/a\tb",
            "/a#b",
            "/a\\b",
            '/a"b',
            "/a<b",
            "/a{b",
            "/a|b",
            "/a`b",
            "/a^b",
        ),
        *("/a/../b", "/a/%2e%2e/b", "/a/%2E%2e%2fb", "/a/./b", "/%", "/a%2", "/a%zz", "/a?x=%"),
        *("/a%00", "/a%0Ab", "/a%7F", "/%C4", "/a?x=%E9", "/%E2%80%AE", "/" + "a" * 500),
    ],
)
def test_no_address(written):
    """No host can be asked for these, or must not be."""
    assert parse_old_address(written) is None


@pytest.mark.parametrize(
    ("written", "path", "query"),
    [
        ("/tin.aspx?ItemID=96122", "/tin.aspx", "ItemID=96122"),
        ("/web/portal/xem-chi-tiet/-/x?12150284", "/web/portal/xem-chi-tiet/-/x", "12150284"),
        ("/v%C4%83n%20b%E1%BA%A3n/", "/văn bản/", ""),
        ("/a?q=tức&r=%74", "/a", "q=t%E1%BB%A9c&r=t"),
        ("/a;j=1/$x/(S(y))/'z'!*,=:@&+~", "/a;j=1/$x/(S(y))/'z'!*,=:@&+~", ""),
        ("/?p=123", "/", "p=123"),
        ("/văn bản.aspx?q=a b", "/văn bản.aspx", "q=a%20b"),
        ("/a?x=&y=2&z", "/a", "x&y=2&z"),
        ("/te%CC%82n?x=te%CC%82n", "/te\u0302n", "x=te%CC%82n"),
        ("/a?x=1&amp;y=2", "/a", "x=1&y=2"),
    ],
)
def test_parts_of_an_address(written, path, query):
    """The path is decoded, the query written as browsers send it; case stays."""
    assert parse_old_address(written) == (path, query)


def test_parameters_of_an_address():
    """Named ones and lone words, empty ones left out."""
    assert parse_old_address("/a?x=1&&12150284&Y=2&").parameters == ["x=1", "12150284", "Y=2"]
    assert parse_old_address("/a").parameters == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://www.tinh.gov.vn/D.aspx?a=1&B=2#x", "/D.aspx?a=1&B=2"),
        ("HTTP://TINH.VN/Tin Tức.aspx?x=đ é", "/Tin%20Tức.aspx?x=đ%20é"),
        *(
            ("//tinh.vn/b", "/b"),
            ("www.tinh.vn/b", "/b"),
            ("tinh.gov.vn/b.aspx?c=d", "/b.aspx?c=d"),
        ),
        *(("tin/a.html", "/tin/a.html"), ("/a.aspx?i=9#binh-luan", "/a.aspx?i=9")),
        *(("/a/./b/../c", "/a/c"), ("//a//b.html", "/a//b.html"), ("/a\\{b}", "/a%5C%7Bb%7D")),
        *(("/100%", "/100%25"), ("/a?x=%zz", "/a?x=%25zz")),
        # None is near.
        *(("/%D0%C2", None), ("/a, /b", None), ("/a /b", None), ("/%00", None), ("", None)),
        *(("/", None), ("http://tinh.vn", None), ("/a/%2e%2e/b", None), ("#x", None)),
    ],
)
def test_address_that_is_meant(written, meant):
    """What is copied whole, or has signs that cannot stand, is written as it can."""
    assert suggest_old_address(written) == meant


@given(st.text(st.sampled_from("aA/%2?&=.éế-+"), max_size=12))
def test_keys_are_settled(rest):
    """A key is the same for an address and for the address as it was understood."""
    old = parse_old_address("/" + rest)
    if old is not None and "%" not in old.path and "?" not in old.path:
        again = old.path + (f"?{old.query}" if old.query else "")
        assert key_of(again) == key_of("/" + rest)


def test_spellings_of_text():
    """Marked letters small, capital, and capital at the beginning of words; whole and in parts."""
    assert spellings_of("/Tin/a") == ["/Tin/a"]
    found = [text.encode().lower().decode() for text in spellings_of("/điều-ca")]
    parted = "ie\u0302\u0300u-ca"
    assert found == ["/điều-ca", "/ĐiỀu-ca", "/Điều-ca", f"/đ{parted}"]
    # As Windows typed Vietnamese: a mark stands apart, another does not.
    assert "/đi\u00ea\u0300u" in spellings_of("/đi\u00ea\u0300u")
    assert "/điều" in spellings_of("/đi\u00ea\u0300u")


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("32762", ["32762"]),
        ("a%20b", ["a%20b", "a+b"]),
        ("a+b", ["a+b", "a%20b"]),
        ("/x!", ["/x!", "%2Fx%21", "%2Fx!"]),
        ("%2Fx", ["%2Fx", "/x"]),
        ("a%26b", ["a%26b"]),
        ("%C4%90", ["%C4%90", "%C4%91"]),
        ("%C3%AA", ["%C3%AA", "%C3%8A", "e%CC%82"]),
    ],
)
def test_spellings_of_a_part_of_a_query(part, expected):
    """Signs escaped or not, spaces as either sign, marked letters of either case."""
    assert spellings_of_part(part) == expected


@example("%22é")
@given(st.text(st.sampled_from("aA/%2?&=.éế-+ đĐ"), max_size=10))
def test_spellings_are_of_one_address(rest):
    """Whatever spelling a link has, it is the same address."""
    old = parse_old_address("/" + rest)
    if old is None or "%" in old.path or "?" in old.path:
        return
    query = f"?{old.query}" if old.query else ""
    for path in spellings_of(old.path):
        assert key_of(quote(path) + query) == key_of("/" + rest)
    for parameter in old.parameters:
        name, equals, value = parameter.partition("=")
        for spelt in spellings_of_part(value):
            assert key_of(f"/?{name}{equals}{spelt}") == key_of(f"/?{parameter}")


# ── Where each leads ─────────────────────────────────────────────────────────


def test_old_addresses_lead_to_present_ones():
    """However many there are of an article, and however they are written."""
    old = ("/Default.aspx?tabid=144&ID=32762", "/tin/2016/cu/", "/tin.aspx?ItemID=96122")
    result = planned(article("a", *old))
    assert result.faults == ()
    assert result.aliases == dict.fromkeys(old, f"{DAY}a/")


def test_query_on_the_address_of_a_page_covers_no_page():
    """A portal that had all articles at "/?p=123" leads on from there."""
    result = planned(article("a", "/?p=123", f"{DAY}a/?in=1"))
    assert result.faults == ()
    assert set(result.aliases) == {"/?p=123", f"{DAY}a/?in=1"}


def test_chain_is_resolved():
    """What leads to an address that was taken over leads to where that one does."""
    articles = [
        article("mot", "/cu-nhat/", expires=ENDED),
        article("hai", f"{DAY}mot/", "/cu-hai/", withdrawn="Trùng"),
        article("ba", f"{DAY}hai/", draft=True),
        article("bon", f"{DAY}ba/"),
    ]
    result = planned(*articles)
    assert result.faults == ()
    old = (f"{DAY}mot/", "/cu-nhat/", f"{DAY}hai/", "/cu-hai/", f"{DAY}ba/")
    assert dict(result.aliases) == dict.fromkeys(old, f"{DAY}bon/")
    assert result.gone == {}


def test_circle():
    """Old addresses that lead around in a circle are told, each with its line."""
    articles = [
        article("a", "/x/", f"{DAY}c/", expires=ENDED),
        article("b", f"{DAY}a/", expires=ENDED),
        article("c", f"{DAY}b/", draft=True),
    ]
    mend = "bỏ dòng này, hoặc đăng lại một trong các bài ấy"
    assert told(*articles) == [
        f"a.md:6: aliases: địa chỉ cũ «{DAY}c/» dẫn vòng về chính nó qua c.md — Sửa: {mend}",
        f"b.md:5: aliases: địa chỉ cũ «{DAY}a/» dẫn vòng về chính nó qua a.md — Sửa: {mend}",
        f"c.md:5: aliases: địa chỉ cũ «{DAY}b/» dẫn vòng về chính nó qua b.md — Sửa: {mend}",
    ]
    # One of them shown, and the circle is a chain.
    assert told(*articles[:2], article("c")) == []


def test_aliases_that_cannot_stand():
    """One that covers a page, however it is written, or a file of the site, and two claims."""
    articles = [
        article("a", "/Tin-Tuc", "/rss.xml", f"{DAY}a", "/anh/x.jpg", "/x.aspx?a=1&b=2"),
        article("b", "/X.aspx?b=2&A=1", "/_redirects", "/tin-tuc/2027/01/01/cho/"),
        article("cho", date=COMING),
        article("c", "/tim-kiem/muc-luc.json", "/tim-kiem/moi/0.bin", "/Tim-Kiem/2026/0.json"),
    ]
    mend = "bỏ dòng này hoặc sửa địa chỉ"
    page, own = "một trang của cổng đang dùng", "thuộc phần ảnh, tệp, tìm kiếm và cài đặt của cổng"
    assert told(*articles) == [
        f"a.md:5: aliases: địa chỉ cũ «/Tin-Tuc» {page} — Sửa: {mend}",
        f"a.md:6: aliases: địa chỉ cũ «/rss.xml» {page} — Sửa: {mend}",
        f"a.md:7: aliases: địa chỉ cũ «{DAY}a» là địa chỉ của chính bài này — Sửa: bỏ dòng này",
        f"a.md:8: aliases: địa chỉ cũ «/anh/x.jpg» {own} — Sửa: {mend}",
        f"a.md:9: aliases: địa chỉ cũ «/x.aspx?a=1&b=2» b.md cũng nhận — Sửa: {mend}",
        f"b.md:5: aliases: địa chỉ cũ «/X.aspx?b=2&A=1» a.md cũng nhận — Sửa: {mend}",
        f"b.md:6: aliases: địa chỉ cũ «/_redirects» {own} — Sửa: {mend}",
        f"b.md:7: aliases: địa chỉ cũ «/tin-tuc/2027/01/01/cho/» "
        f"một bài đang chờ ngày đăng sẽ dùng — Sửa: {mend}",
        f"c.md:5: aliases: địa chỉ cũ «/tim-kiem/muc-luc.json» {own} — Sửa: {mend}",
        f"c.md:6: aliases: địa chỉ cũ «/tim-kiem/moi/0.bin» {own} — Sửa: {mend}",
        f"c.md:7: aliases: địa chỉ cũ «/Tim-Kiem/2026/0.json» {own} — Sửa: {mend}",
    ]


def test_query_of_readers_leads_nowhere_else():
    """An alias with a parameter of the search would take readers away from what they seek."""
    taken = ("/tim-kiem/?q=lua", "/Tim-Kiem?x=1&Nam=2017", "/tim-kiem/index.html?tac-gia=")
    taken += ("/en/tim-kiem/?q=rice", "/km/tim-kiem/index.html?ngon-ngu=moi")
    assert [fault.partition(" — ")[0] for fault in told(article("a", *taken))] == [
        f"a.md:{line}: aliases: địa chỉ cũ «{alias}» là một câu tìm kiếm trên cổng"
        for line, alias in enumerate(taken, 5)
    ]
    free = ("/tim-kiem/?id=7", "/tim-kiem.aspx?q=lua", "/cu/?q=lua", "/?q=lua", "/en/?q=lua")
    assert told(article("a", *free)) == []
    files = ("/anh/x.jpg", "/tim-kiem/moi/0.bin")
    gone = planned(article("a", *taken, *files, *free, withdrawn="Sai")).gone
    assert gone.keys() == {f"{DAY}a/", *free}


def test_file_of_a_page_is_the_page():
    """An alias cannot stand at the file that a host sends for a page, but elsewhere."""
    taken = ("/index.html", "/TIN-TUC/index.html", f"{DAY}b/index.html")
    faults = told(article("a", *taken), article("b"))
    assert [fault.partition(" — ")[0] for fault in faults] == [
        f"a.md:{line}: aliases: địa chỉ cũ «{alias}» một trang của cổng đang dùng"
        for line, alias in enumerate(taken, 5)
    ]
    free = ("/cu/index.html", "/index.htm", "/index.html?id=5", "/index.html/x")
    assert told(article("a", *free), article("b")) == []


def test_what_is_gone():
    """Expired and withdrawn articles answer so at all their addresses, drafts at none."""
    articles = [
        article("het", "/het-cu/", "/tin-tuc/", "/chung/", expires=ENDED),
        article("go", "/go.aspx?id=7", withdrawn="Đưa sai số liệu"),
        article("nhap", "/nhap-cu/", draft=True, withdrawn="Không kể"),
        article("moi", "/chung/"),
    ]
    result = planned(*articles)
    assert result.faults == ()
    assert result.gone == {
        f"{DAY}het/": "/410.html",
        "/het-cu/": "/410.html",
        f"{DAY}go/": f"{DAY}go/",
        "/go.aspx?id=7": f"{DAY}go/",
    }
    pages = {page.address: page.data for page in pages_of(result)}
    assert pages[f"{DAY}go/"] == GonePage("Bài đã gỡ", "Đưa sai số liệu")
    assert pages["/410.html"] == GonePage("Bài đã gỡ")
    assert f"{DAY}het/" not in pages and f"{DAY}nhap/" not in pages
    assert set(result.addresses) == set(pages)
    assert [entry.path for entry in result.shown] == ["moi.md"]


def test_what_was_deleted():
    """A published address whose file was deleted is gone until something stands there."""
    departed = ["/tin-tuc/2026/08/01/xoa/", "/cu.aspx?b=2&a=1", "/CU/", f"{DAY}a/", f"{DAY}het/"]
    articles = [article("a", "/cu"), article("het", expires=ENDED)]
    result = plan(articles, (), SETTINGS, NOW, departed=departed)
    assert result.gone == {
        "/tin-tuc/2026/08/01/xoa/": "/410.html",
        "/cu.aspx?b=2&a=1": "/410.html",
        f"{DAY}het/": "/410.html",
    }
    assert result.departed == ("/cu.aspx?b=2&a=1", "/tin-tuc/2026/08/01/xoa/")
    assert result.aliases == {"/cu": f"{DAY}a/"}
    only = plan((), (), SETTINGS, NOW, departed=departed[:1])
    assert only.gone == {departed[0]: "/410.html"}


def test_preview_shows_what_is_withdrawn_and_plans_no_redirects():
    """An editor sees the article itself, badged."""
    preview = dataclasses.replace(SETTINGS, preview=True)
    result = planned(article("go", withdrawn="Sai"), settings=preview)
    pages = {page.address: page.data for page in pages_of(result)}
    assert pages[f"{DAY}go/"].story.badge == "Đã gỡ"
    assert not {"/.redirects.map", "/.gone.map", "/_redirects", "/410.html"} & set(pages)


def test_preview_tells_no_more_faults():
    """What gave its address up keeps it in the preview, and that is no fault."""
    preview = dataclasses.replace(SETTINGS, preview=True)
    articles = [article("het", expires=ENDED), article("moi", f"{DAY}het/")]
    assert told(*articles, settings=preview) == told(*articles) == []


def test_pages_at_old_addresses():
    """By a setting, where a folder can have one: no query, not below a file or compressed copy."""
    old = ("/cu/", "/cu/sau.html", "/a.html", "/b.html", "/b.html/duoi", "/tin.aspx")
    none = ("/x.aspx?id=1", "/rss.xml/x", "/.an/x", "/" + "n" * 241, "/a.html.br", "/rss.xml.gz/x")
    result = planned(article("a", *old, "/te%CC%82n/", *none), settings=WITH_PAGES)
    moved = {page.address for page in pages_of(result) if isinstance(page.data, MovedPage)}
    assert moved == {
        *("/cu/", "/cu/sau.html", "/a.html", "/b.html/", "/b.html/duoi/", "/tin.aspx/"),
        "/tên/",
    }
    assert set(result.addresses) == {page.address for page in pages_of(result)}
    assert not any(
        isinstance(page.data, MovedPage) for page in pages_of(planned(article("a", *old)))
    )


def test_keys_tell_apart_what_changed():
    """A new old address changes the files that hosts read, and no page but its own."""
    before = planned(article("a", "/cu/"), article("b"), settings=WITH_PAGES)
    after = planned(article("a", "/cu/"), article("b", "/khac/"), settings=WITH_PAGES)
    keys = {page.address: page.key for page in pages_of(before)}
    changed = {page.address for page in pages_of(after) if keys.get(page.address) != page.key}
    assert {"/.redirects.map", "/_redirects", "/khac/"} <= changed
    assert "/cu/" not in changed


def test_standing_pages_have_old_addresses_too():
    """They lead on as those of articles do."""
    page = Standing("trang/lh.md", "Liên hệ", "lh", aliases=(("/contact.aspx", 3),))
    assert plan([], [page], SETTINGS, NOW).aliases == {"/contact.aspx": "/lh/"}
