# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds and sitemaps, read by parsers that know nothing of us."""

import datetime as dt
import json
import re
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from tests.small_site import Build, article

SITE = "http://localhost:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
#: An address inside the text of a feed.
INNER = re.compile(r'(?:href|src|poster)="([^"]*)"')

RSS = ["/rss.xml", "/chuyen-muc/tin-tuc-su-kien/rss.xml", "/chuyen-muc/thong-bao/rss.xml"]


def xml(build: Build, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(build.read(address))


def page_exists(build: Build, url: str) -> bool:
    path = url.removeprefix(SITE).partition("#")[0]
    return url.startswith(f"{SITE}/") and (build.output / path[1:]).exists()


@pytest.mark.parametrize("address", [*RSS, "/cai-chinh/rss.xml"])
def test_rss_carries_what_readers_need(sample, address):
    """RSS 2.0: a channel with its page, items with title, link, id and date."""
    root = xml(sample, address)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel.findtext("title") and channel.findtext("description")
    assert page_exists(sample, channel.findtext("link"))
    assert channel.find(f"{ATOM}link").attrib == {"rel": "self", "href": SITE + address}
    assert channel.findtext("language") == "vi"
    items = channel.findall("item")
    assert 1 <= len(items) <= 20
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    dates = [parsedate_to_datetime(item.findtext("pubDate")) for item in items]
    assert dates == sorted(dates, reverse=True)
    assert all(date.tzinfo for date in dates)
    for item in items:
        assert item.findtext("title") and item.findtext("description")
        assert page_exists(sample, item.findtext("link"))
        text = item.findtext(f"{CONTENT}encoded")
        assert text
        for inner in INNER.findall(text):
            assert inner.startswith(("https://", "http://", "mailto:", "tel:")), inner


def test_rss_is_as_new_as_its_newest_item(sample):
    """No clock: the date of the feed is the latest change of an article in it."""
    channel = xml(sample, "/rss.xml").find("channel")
    assert channel.findtext("lastBuildDate") == "Tue, 10 Nov 2026 08:00:00 +0700"


def test_rss_tells_captions_and_credits_apart(sample):
    """A photo comes with its words and its photographer, each in its place."""
    channel = xml(sample, "/rss.xml").find("channel")
    photo = channel.find("item").find(f"{MEDIA}content")
    assert photo.get("url").startswith(f"{SITE}/anh/")
    assert photo.get("medium") == "image"
    assert photo.findtext(f"{MEDIA}description") == "Hai trụ tháp và cần cẩu tháp nhìn từ bờ bắc"
    assert photo.findtext(f"{MEDIA}credit") == "Lê Anh"


def test_feed_item_has_the_whole_text(sample):
    """The sapo once, then every paragraph, photos as figures; nothing of the theme."""
    channel = xml(sample, "/rss.xml").find("channel")
    text = channel.find("item").findtext(f"{CONTENT}encoded")
    assert text.count("Toàn công trình cầu qua sông Cổ Chiên đạt 46,5% khối lượng") == 1
    assert "Trụ thứ hai đang ở cao độ 74 m." in text
    assert "<figcaption>Hai trụ tháp và cần cẩu tháp nhìn từ bờ bắc" in text
    assert "srcset" not in text and "loading=" not in text


def test_atom_carries_what_readers_need(sample):
    """Atom 1.0: ids, dates with offset, links, authors, the text as HTML."""
    root = xml(sample, "/atom.xml")
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == f"{SITE}/atom.xml"
    assert root.findtext(f"{ATOM}updated") == "2026-11-10T08:00:00+07:00"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{SITE}/atom.xml"
    assert links["alternate"] == f"{SITE}/"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 20
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert page_exists(sample, entry.findtext(f"{ATOM}id"))
        assert page_exists(sample, entry.find(f"{ATOM}link").get("href"))
        for name in ("published", "updated"):
            moment = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}{name}"))
            assert moment.tzinfo is not None
        assert entry.find(f"{ATOM}author").findtext(f"{ATOM}name")
        text = entry.find(f"{ATOM}content")
        text = entry.find(f"{ATOM}summary") if text is None else text
        assert text.get("type") == "html"
        assert "<p" in text.text


def test_atom_names_each_author(sample):
    """Two people are two authors."""
    root = xml(sample, "/atom.xml")
    names = [item.text for item in root.find(f"{ATOM}entry").iter(f"{ATOM}name")]
    assert names == ["Thanh Hương", "CẨM HUỆ"]


def test_json_feed_carries_what_readers_need(sample):
    """JSON Feed 1.1: the same twenty articles, whole."""
    feed = json.loads(sample.read("/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Cổng Thông tin điện tử tỉnh Vĩnh Long"
    assert feed["home_page_url"] == f"{SITE}/"
    assert feed["feed_url"] == f"{SITE}/feed.json"
    assert len(feed["items"]) == 20
    rss = [item.findtext("link") for item in xml(sample, "/rss.xml").iter("item")]
    assert [item["url"] for item in feed["items"]] == rss
    first = feed["items"][0]
    assert first["id"] == first["url"] == f"{SITE}/tin-tuc/2026/11/09/khoi-cong-cau/"
    assert first["date_published"] == "2026-11-09T10:30:00+07:00"
    assert first["authors"] == [{"name": "Thanh Hương"}, {"name": "CẨM HUỆ"}]
    assert first["language"] == "vi"
    assert first["image"].startswith(f"{SITE}/anh/")
    for item in feed["items"]:
        assert item["content_html"] and item["title"]
        for inner in INNER.findall(item["content_html"]):
            assert inner.startswith(("https://", "http://", "mailto:", "tel:")), inner


def test_sitemaps_name_every_page_once(sample):
    """The index leads to sitemaps that hold each article and each fixed page once."""
    root = xml(sample, "/sitemap.xml")
    assert root.tag == f"{MAP}sitemapindex"
    maps = [item.findtext(f"{MAP}loc") for item in root]
    assert f"{SITE}/sitemap-news.xml" in maps
    addresses = []
    for url in maps:
        for item in xml(sample, url.removeprefix(SITE)):
            address = item.findtext(f"{MAP}loc")
            assert page_exists(sample, address), address
            if not url.endswith("-news.xml"):
                addresses.append(address)
    assert len(addresses) == len(set(addresses))
    stories = [address for address in addresses if "/tin-tuc/2" in address]
    assert len(stories) == 80
    assert f"{SITE}/" in addresses and f"{SITE}/lien-he/" in addresses


def test_sitemap_of_a_year_tells_when_articles_changed(sample):
    """The date of an article's last change, corrections included."""
    changed = {
        item.findtext(f"{MAP}loc"): item.findtext(f"{MAP}lastmod")
        for item in xml(sample, "/sitemap-2017.xml")
    }
    assert changed[f"{SITE}/tin-tuc/2017/02/23/hoi-nghi-van-phong/"] == "2017-02-23T14:57:36+07:00"
    assert changed[f"{SITE}/tin-tuc/2017/06/09/vu-lua-he-thu/"] == "2017-06-15T08:00:00+07:00"


def test_news_sitemap_holds_the_last_48_hours(build_site):
    """What is older than two days before now is not news for search engines."""
    build = build_site(
        {
            "moi.md": article("Tin trong 48 giờ", date="2026-11-08 12:30"),
            "cu.md": article("Tin cũ hơn", date="2026-11-08 11:30"),
        }
    )
    (only,) = xml(build, "/sitemap-news.xml")
    news = only.find(f"{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "Tin trong 48 giờ"
    assert news.findtext(f"{NEWS}publication_date") == "2026-11-08T12:30:00+07:00"
    publication = news.find(f"{NEWS}publication")
    assert publication.findtext(f"{NEWS}language") == "vi"
    assert publication.findtext(f"{NEWS}name") == "Cổng Thông tin điện tử tỉnh Vĩnh Long"


def test_robots_lead_to_the_sitemap(sample):
    """Crawlers may fetch all, and are told where the sitemap stands."""
    assert sample.read("/robots.txt") == (
        "User-agent: *\nAllow: /\n\nSitemap: http://localhost:8000/sitemap.xml\n"
    )
