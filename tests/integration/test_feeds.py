# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds and sitemaps, printed from data and read by parsers that know nothing of us."""

import datetime as dt
import gzip
import json
import random
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from plugins.newsroom.page import (
    Body,
    Correction,
    DaysWithNews,
    Document,
    DocumentFile,
    Event,
    Feed,
    FeedItem,
    Figure,
    Gallery,
    HtmlPart,
    Latest,
    Link,
    NewsSitemap,
    Page,
    PageData,
    Robots,
    Sitemap,
    SitemapEntry,
    Story,
)
from plugins.newsroom.photo import Original, Photo
from plugins.press.render.printer import Printer
from plugins.press.render.site import Site
from plugins.press.render.theme import Theme
from plugins.vietnamese.dates import Moment
from tests.printing import environment_of

ROOT = Path(__file__).parents[2]
URL = "https://a.example/goc"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
EVIL = "a ]]> & < > \" ' </title><script>x</script> &amp; \x01\x0b\ufffe b"
SEEN = EVIL.translate({1: None, 11: None, 0xFFFE: None})
PHOTOS = (
    Photo(Original("1" * 64, 1600, 900), "Mô tả", "Chú thích <&>", "Lê Anh ]]>"),
    Photo(Original("2" * 64, 800, 600), "", None, None),
    Photo(Original("3" * 64, 200, 300), "", "Ba", None),
)
BODY = (
    HtmlPart(
        '<p>Chữ <a href="\x01page:b.md\x02#c">một</a> <a href="\x01to:/tep/q.pdf\x02">hai</a> '
        '<a href="https://b.example/">ba</a><sup id="fnref:1">'
        '<a class="footnote-ref" href="#fn:1">1</a></sup> ]]&gt; &amp;</p>'
    ),
    Figure(PHOTOS[0], True),
    Gallery((Figure(PHOTOS[1]), Figure(PHOTOS[2]))),
)


def moment(day: int, hour: int = 8) -> Moment:
    return Moment(dt.datetime(2017, 2, day, hour, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "minute")


def story(number: int, title: str = "Bài", **more) -> Story:
    values = {
        "address": f"/tin-tuc/2017/02/0{number}/bai/",
        "title": title,
        "lang": "vi",
        "section": Link("Kinh tế", "/chuyen-muc/kinh-te/"),
        "date": moment(number),
        "summary": "Sapo & <b>.",
        "photo": None,
    }
    return Story(**{**values, **more})


def item(number: int, title: str = "Bài", modified: Moment | None = None, **more) -> FeedItem:
    values = {
        "story": story(number, title),
        "authors": ("N.H", "Minh & Anh"),
        "tags": ("Thẻ <1>",),
        "modified": modified or moment(number),
        "sapo": "Sapo & <b>.",
        "body": Body("a.md", "0", (("b.md", "/tin-tuc/b/"),)),
    }
    return FeedItem(**{**values, **more})


@pytest.fixture(scope="module")
def printer() -> Printer:
    portal = {
        "name": "Cổng & thử",
        "description": "Mô tả <&>.",
        "publisher": "Ủy ban & tỉnh",
        "credit": "Ghi rõ nguồn",
        "logo": "img/roundel.svg",
    }
    theme = Theme(ROOT / "theme", {})
    site = Site(
        portal=portal,
        url=URL,
        root="/goc",
        sections=(),
        pages=(),
        feeds=(),
        stylesheets=(),
        script="",
        asset=theme.address,
        zone="Asia/Ho_Chi_Minh",
        words=theme.words,
    )
    options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    return Printer(environment_of(theme, options, site), site, {"a.md": BODY}.__getitem__)


def printed(printer: Printer, template: str, data: PageData, address: str = "/f.xml") -> bytes:
    return printer.print(Page(address, template, lambda: data, "")).data


def xml(printer: Printer, template: str, data: PageData) -> etree._Element:
    return etree.fromstring(printed(printer, template, data))


def text(element: etree._Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMES)


def feed(*items: FeedItem, title: str = "Tin & bài") -> Feed:
    return Feed(title, "/chuyen-muc/kinh-te/", items)


def check_text(markup: str) -> None:
    """The full text of an item: every address whole, photos with their words apart."""
    assert "\x01" not in markup
    addresses = re.findall(r'(?:href|src)="([^"]*)"', markup)
    assert addresses[:4] == [
        f"{URL}/tin-tuc/b/#c",
        f"{URL}/tep/q.pdf",
        "https://b.example/",
        f"{URL}/tin-tuc/2017/02/01/bai/#fn:1",
    ]
    assert len(addresses) == 7
    assert all(address.startswith(f"{URL}/anh/") for address in addresses[4:])
    assert "Sapo &amp; &lt;b&gt;." in markup
    assert "Chú thích &lt;&amp;&gt;" in markup
    assert "<small>Ảnh: Lê Anh ]]&gt;</small>" in markup
    assert markup.count("<figure>") == 3


def test_rss_has_what_rss_needs(printer):
    """RSS 2.0 with the whole text, addresses, dates with offset, each author."""
    channel = xml(printer, "rss", feed(item(1))).find("channel")
    assert text(channel, "title") == "Tin & bài"
    assert text(channel, "link") == f"{URL}/chuyen-muc/kinh-te/"
    assert text(channel, "description") == "Mô tả <&>."
    assert text(channel, "language") == "vi"
    (entry,) = channel.findall("item")
    assert text(entry, "title") == "Bài"
    assert text(entry, "link") == text(entry, "guid") == f"{URL}/tin-tuc/2017/02/01/bai/"
    assert entry.find("guid").get("isPermaLink") == "true"
    assert text(entry, "pubDate") == "Wed, 01 Feb 2017 08:00:00 +0700"
    assert text(entry, "description") == "Sapo &amp; &lt;b&gt;."
    creators = entry.findall("dc:creator", NAMES)
    assert [creator.text for creator in creators] == ["N.H", "Minh & Anh"]
    assert [category.text for category in entry.findall("category")] == ["Kinh tế", "Thẻ <1>"]
    check_text(text(entry, "content:encoded"))


def test_atom_has_what_atom_needs(printer):
    """Atom 1.0: ids, dates, authors; the whole text once, the summary apart."""
    root = xml(printer, "atom", feed(item(1, modified=moment(2))))
    assert text(root, "atom:id") == f"{URL}/f.xml"
    assert text(root, "atom:updated") == "2017-02-02T08:00:00+07:00"
    assert text(root, "atom:author/atom:name") == "Ủy ban & tỉnh"
    links = {link.get("rel"): link.get("href") for link in root.findall("atom:link", NAMES)}
    assert links == {"alternate": f"{URL}/chuyen-muc/kinh-te/", "self": f"{URL}/f.xml"}
    (entry,) = root.findall("atom:entry", NAMES)
    assert text(entry, "atom:id") == f"{URL}/tin-tuc/2017/02/01/bai/"
    assert text(entry, "atom:published") == "2017-02-01T08:00:00+07:00"
    assert text(entry, "atom:updated") == "2017-02-02T08:00:00+07:00"
    names = entry.findall("atom:author/atom:name", NAMES)
    assert [name.text for name in names] == ["N.H", "Minh & Anh"]
    assert text(entry, "atom:summary") == "Sapo &amp; &lt;b&gt;."
    assert entry.find("atom:content", NAMES).get("type") == "html"
    check_text(text(entry, "atom:content"))


def test_json_feed_has_what_it_needs(printer):
    """JSON Feed 1.1, with our own member for captions and credits."""
    data = json.loads(printed(printer, "json_feed", feed(item(1)), "/feed.json"))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["title"] == "Tin & bài"
    assert data["home_page_url"] == f"{URL}/chuyen-muc/kinh-te/"
    assert data["feed_url"] == f"{URL}/feed.json"
    (entry,) = data["items"]
    assert entry["id"] == entry["url"] == f"{URL}/tin-tuc/2017/02/01/bai/"
    assert entry["date_published"] == entry["date_modified"] == "2017-02-01T08:00:00+07:00"
    assert entry["authors"] == [{"name": "N.H"}, {"name": "Minh & Anh"}]
    assert entry["tags"] == ["Kinh tế", "Thẻ <1>"]
    assert entry["summary"] == "Sapo & <b>."
    assert entry["image"] == entry["_photos"][0]["url"]
    assert [(photo["caption"], photo["credit"]) for photo in entry["_photos"]] == [
        ("Chú thích <&>", "Lê Anh ]]>"),
        (None, None),
        ("Ba", None),
    ]
    check_text(entry["content_html"])


@pytest.mark.parametrize(("template", "path"), [("rss", ".//item"), ("atom", ".//atom:entry")])
def test_caption_and_credit_stand_apart(printer, template, path):
    """Media RSS: the caption describes, the photographer is credited; none is made up."""
    entry = xml(printer, template, feed(item(1))).find(path, NAMES)
    photos = entry.findall("media:content", NAMES)
    assert [
        (text(photo, "media:description"), text(photo, "media:credit")) for photo in photos
    ] == [("Chú thích <&>", "Lê Anh ]]>"), (None, None), ("Ba", None)]
    assert photos[0].get("url").startswith(f"{URL}/anh/")
    assert (photos[0].get("width"), photos[0].get("height")) == ("1440", "810")


@pytest.mark.parametrize("template", ["rss", "atom", "json_feed"])
def test_hostile_words_spoil_no_feed(printer, template):
    """ "]]>", tags and control characters in any field: still well-formed, still the words."""
    hostile = item(1, EVIL, authors=(EVIL,), tags=(EVIL,), sapo=EVIL)
    hostile = FeedItem(
        story(1, EVIL, summary=EVIL, section=Link(EVIL, "/x/")), hostile.authors, hostile.tags,
        hostile.modified, EVIL, hostile.body,
    )  # fmt: skip
    data = printed(printer, template, feed(hostile, title="Tin"))
    if template == "json_feed":
        assert json.loads(data)["items"][0]["title"] == EVIL
        return
    root = etree.fromstring(data)
    titles = [element.text for element in root.iter() if etree.QName(element).localname == "title"]
    assert titles == ["Tin", SEEN]
    assert not root.findall(".//script")


@pytest.mark.parametrize("template", ["rss", "atom"])
def test_feed_is_as_new_as_its_newest_item(printer, template):
    """Not the first item's date, and not the clock's."""
    data = feed(item(3), item(2, modified=moment(9)), item(1))
    root = xml(printer, template, data)
    if template == "rss":
        updated = parsedate_to_datetime(text(root, "channel/lastBuildDate"))
    else:
        updated = dt.datetime.fromisoformat(text(root, "atom:updated"))
    assert updated == moment(9).when


@pytest.mark.parametrize(
    ("template", "path", "date"),
    [
        ("rss", "channel/lastBuildDate", "Thu, 01 Jan 1970 00:00:00 +0000"),
        ("atom", "atom:updated", "1970-01-01T00:00:00+00:00"),
    ],
)
def test_empty_feed_is_valid_and_never_updated(printer, template, path, date):
    """A section without articles has a feed that says the same on every day."""
    root = xml(printer, template, feed())
    assert text(root, path) == date
    assert root.findall(".//item") == root.findall(".//atom:entry", NAMES) == []


def test_empty_json_feed_is_valid(printer):
    """No items, but a list of them."""
    assert json.loads(printed(printer, "json_feed", feed()))["items"] == []


def test_full_text_tells_of_document_and_event(printer):
    """As the page does: what is to be known of a document with its file, when and where."""
    file = DocumentFile("qđ 12.pdf", "0a-qd-12.pdf", "PDF, 3 KB")
    document = Document("12/QĐ & <b>", moment(1), "Sở Y tế", moment(2), file)
    event = Event(moment(3), None, "Chợ <nổi>")
    full = story(1, document=document, event=event)
    data = json.loads(printed(printer, "json_feed", feed(item(1, story=full), item(2))))
    with_both, without = (entry["content_html"] for entry in data["items"])
    table = with_both.split("<dl>")[1].split("</dl>")[0]
    assert re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", table) == [
        ("Số, ký hiệu", "12/QĐ &amp; &lt;b&gt;"),
        ("Ngày ban hành", '<time datetime="2017-02-01T08:00:00+07:00">01/02/2017</time>'),
        ("Cơ quan ban hành", "Sở Y tế"),
        ("Có hiệu lực từ", '<time datetime="2017-02-02T08:00:00+07:00">02/02/2017</time>'),
        (
            "Tệp văn bản",
            f'<a href="{URL}/tep/0a-qd-12.pdf">qđ 12.pdf</a> (PDF, 3 KB)',
        ),
        (
            "Thời gian",
            '08:00, Thứ Sáu, ngày <time datetime="2017-02-03T08:00:00+07:00">03/02/2017</time>',
        ),
        ("Địa điểm", "Chợ &lt;nổi&gt;"),
    ]
    assert "class=" not in table
    assert "<dl>" not in without


def test_corrections_of_one_day_have_ids_of_their_own(printer):
    """Two corrections of one article are two items; both lead to the article."""
    corrections = [Correction(moment(5), "Sai <1>", "Đúng &"), Correction(moment(5), "Sai 2", "Đ")]
    items = [
        FeedItem(story(1), (), (), correction.date, correction=correction)
        for correction in corrections
    ]
    channel = xml(printer, "rss", feed(*items)).find("channel")
    entries = channel.findall("item")
    guids = [text(entry, "guid") for entry in entries]
    assert len(set(guids)) == 2
    assert {text(entry, "link") for entry in entries} == {f"{URL}/tin-tuc/2017/02/01/bai/"}
    assert text(entries[0], "title") == "Cải chính: Bài"
    assert text(entries[0], "content:encoded") == (
        "<p>Đã đưa: Sai &lt;1&gt;</p><p>Nay sửa là: Đúng &amp;</p>"
    )


def test_sitemap_tells_addresses_and_dates_with_offset(printer):
    """Every address whole and escaped; a date only where one is known."""
    data = Sitemap((SitemapEntry("/a&b/", moment(1)), SitemapEntry("/c/")))
    root = xml(printer, "sitemap", data)
    assert root.tag == f"{{{NAMES['map']}}}urlset"
    assert [
        (text(entry, "map:loc"), text(entry, "map:lastmod"))
        for entry in root.findall("map:url", NAMES)
    ] == [(f"{URL}/a&b/", "2017-02-01T08:00:00+07:00"), (f"{URL}/c/", None)]


def test_sitemap_index_lists_sitemaps(printer):
    """The index has elements of its own."""
    root = xml(printer, "sitemap_index", Sitemap((SitemapEntry("/sitemap-2017.xml", moment(1)),)))
    assert root.tag == f"{{{NAMES['map']}}}sitemapindex"
    assert text(root, "map:sitemap/map:loc") == f"{URL}/sitemap-2017.xml"


def test_news_sitemap_has_what_news_search_needs(printer):
    """Publication, language, date with offset, title as typed."""
    root = xml(printer, "news_sitemap", NewsSitemap((story(1, EVIL),)))
    news = root.find("map:url/news:news", NAMES)
    assert text(news, "news:publication/news:name") == "Cổng & thử"
    assert text(news, "news:publication/news:language") == "vi"
    assert text(news, "news:publication_date") == "2017-02-01T08:00:00+07:00"
    assert text(news, "news:title") == SEEN
    assert len(xml(printer, "news_sitemap", NewsSitemap(()))) == 0


def test_robots_name_the_sitemap(printer):
    """Crawlers may see everything, and are told where to begin."""
    assert printed(printer, "robots", Robots("/sitemap.xml")).decode() == (
        f"User-agent: *\nAllow: /\n\nSitemap: {URL}/sitemap.xml\n"
    )


def test_feeds_do_not_depend_on_the_moment_of_printing(printer, monkeypatch):
    """Printed again elsewhere and later, a feed is the same byte for byte."""
    before = [printed(printer, kind, feed(item(1))) for kind in ("rss", "atom", "json_feed")]
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("LC_ALL", "C")
    after = [printed(printer, kind, feed(item(1))) for kind in ("rss", "atom", "json_feed")]
    assert before == after


def test_latest_stories_are_links_below_the_path_of_the_site(printer):
    """Scripts put the addresses into the page as they are; a hidden story is marked."""
    stories = (story(1, "Một <b> cao 1,2 m"), story(2, "ពីរ", badge="Bản nháp", lang="km"))
    assert json.loads(printed(printer, "latest", Latest(stories), "/tin-moi.json")) == {
        "stories": [
            {
                "address": "/goc/tin-tuc/2017/02/01/bai/",
                # A number and its unit never part, as on pages.
                "title": "Một <b> cao 1,2\u00a0m",
                "lang": "vi",
                "day": "01/02/2017",
                "date": "2017-02-01T08:00:00+07:00",
            },
            {
                "address": "/goc/tin-tuc/2017/02/02/bai/",
                "title": "[Bản nháp] ពីរ",
                "lang": "km",
                "day": "02/02/2017",
                "date": "2017-02-02T08:00:00+07:00",
            },
        ]
    }


def test_days_with_news_are_few_bytes(printer):
    """A list of twenty years with news on half of their days comes in 3 KB."""
    draw = random.Random(1)
    years = range(2045, 2025, -1)
    days = DaysWithNews(tuple((year, tuple(draw.choices(range(2**31), k=12))) for year in years))
    text = printed(printer, "days", days, "/ngay-co-tin.json")
    assert json.loads(text) == {str(year): list(months) for year, months in days.years}
    assert len(gzip.compress(text, 6)) <= 3 * 1024
