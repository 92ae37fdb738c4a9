# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds in three formats, sitemaps and the files that scripts read, from data of pages."""

import datetime as dt
import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from feedgenerator import Atom1Feed, Rss201rev2Feed

from plugins.newsroom.page import (
    DaysWithNews,
    Feed,
    Latest,
    NewsSitemap,
    SearchDescription,
    Sitemap,
    Story,
    UrgentNotice,
    UrgentNotices,
)
from plugins.newsroom.photo import Photo
from plugins.press.render.site import Site
from plugins.vietnamese.dates import short_date
from plugins.vietnamese.letters import strip_controls
from plugins.vietnamese.numbers import keep_units

#: When a feed without items was last updated: never.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

_NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A feed's item with its text as HTML, every address in it whole."""

    story: Story
    guid: str
    title: str
    summary: str
    html: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    published: dt.datetime
    modified: dt.datetime
    photos: tuple[Photo, ...]


class _NewestDate:
    """A feed is as new as its newest item, and never asks the clock."""

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class _Rss(_NewestDate, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_NAMESPACES}

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])
        _add_media(handler, item["media"])


class _Atom(_NewestDate, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": _NAMESPACES["xmlns:media"]}

    def add_item_elements(self, handler, item) -> None:
        super().add_item_elements(handler, item)
        # Without an author of its own an entry has that of the feed.
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        _add_media(handler, item["media"])


def _add_media(handler, media: Sequence[dict[str, str]]) -> None:
    """Tell each photo with its caption and its photographer apart."""
    for photo in media:
        attributes = {key: photo[key] for key in ("url", "type", "width", "height")}
        handler.startElement("media:content", {"medium": "image", **attributes})
        if photo["caption"]:
            handler.addQuickElement("media:description", photo["caption"], {"type": "plain"})
        if photo["credit"]:
            credit = {"role": "photographer", "scheme": "urn:ebu"}
            handler.addQuickElement("media:credit", photo["credit"], credit)
        handler.endElement("media:content")


def write_rss(feed: Feed, address: str, entries: Sequence[FeedEntry], site: Site) -> str:
    """Write *feed* as RSS 2.0 with the full text of its items."""
    return _write(_Rss, feed, address, entries, site)


def write_atom(feed: Feed, address: str, entries: Sequence[FeedEntry], site: Site) -> str:
    """Write *feed* as Atom 1.0 with the full text of its items."""
    return _write(_Atom, feed, address, entries, site)


def _write(kind, feed: Feed, address: str, entries: Sequence[FeedEntry], site: Site) -> str:
    portal = site.edition(feed.lang).portal
    writer = kind(
        title=feed.title,
        link=site.absolute(feed.home),
        description=portal["description"],
        language=feed.lang,
        feed_url=site.absolute(address),
        feed_guid=site.absolute(address),
        feed_copyright=portal["credit"],
        author_name=portal["publisher"],
    )
    for entry in entries:
        writer.add_item(
            title=_plain(entry.title),
            link=site.absolute(entry.story.address),
            # Both formats take the summary for HTML.
            description=html.escape(_plain(entry.summary), quote=False),
            content=_plain(entry.html),
            authors=[_plain(name) for name in entry.authors],
            pubdate=entry.published,
            updateddate=entry.modified,
            unique_id=entry.guid,
            unique_id_is_permalink=entry.guid == site.absolute(entry.story.address),
            categories=[_plain(name) for name in (entry.story.section.text, *entry.tags)],
            media=[
                {
                    "url": site.absolute(photo.largest.address),
                    "type": "image/jpeg",
                    "width": str(photo.largest.width),
                    "height": str(photo.largest.height),
                    "caption": _plain(photo.caption or ""),
                    "credit": _plain(photo.credit or ""),
                }
                for photo in entry.photos
            ],
        )
    return writer.writeString("utf-8") + "\n"


def _plain(text: str) -> str:
    """Take out what XML cannot hold: one such character would end the build."""
    return strip_controls(text)[0]


def write_json_feed(feed: Feed, address: str, entries: Sequence[FeedEntry], site: Site) -> str:
    """Write *feed* as JSON Feed 1.1; `_photos` is our extension for captions and credits."""
    items = []
    for entry in entries:
        item = {
            "id": entry.guid,
            "url": site.absolute(entry.story.address),
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.modified.isoformat(),
            "authors": [{"name": name} for name in entry.authors],
            "tags": [entry.story.section.text, *entry.tags],
            "language": entry.story.lang,
        }
        if entry.photos:
            item["image"] = site.absolute(entry.photos[0].largest.address)
            item["_photos"] = [
                {
                    "url": site.absolute(photo.largest.address),
                    "caption": photo.caption,
                    "credit": photo.credit,
                }
                for photo in entry.photos
            ]
        items.append(item)
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": site.absolute(feed.home),
        "feed_url": site.absolute(address),
        "description": site.edition(feed.lang).portal["description"],
        "language": feed.lang,
        "authors": [{"name": site.edition(feed.lang).portal["publisher"]}],
        "items": items,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_sitemap(sitemap: Sitemap, site: Site) -> str:
    """Write the addresses of pages with the dates of their last change."""
    return _entries(sitemap, site, "urlset", "url")


def write_sitemap_index(sitemap: Sitemap, site: Site) -> str:
    """Write the list of sitemaps."""
    return _entries(sitemap, site, "sitemapindex", "sitemap")


def _entries(sitemap: Sitemap, site: Site, root: str, element: str) -> str:
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<{root} xmlns="{_SITEMAP}">']
    for entry in sitemap.entries:
        changed = f"<lastmod>{entry.modified.iso}</lastmod>" if entry.modified else ""
        location = escape(site.absolute(entry.address))
        lines.append(f"<{element}><loc>{location}</loc>{changed}</{element}>")
    lines.append(f"</{root}>\n")
    return "\n".join(lines)


def write_news_sitemap(sitemap: NewsSitemap, site: Site) -> str:
    """Write the newest stories for news search."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">',
    ]
    name = escape(site.portal["name"])
    for story in sitemap.stories:
        lines.append(
            f"<url><loc>{escape(site.absolute(story.address))}</loc><news:news>"
            f"<news:publication><news:name>{name}</news:name>"
            f"<news:language>{story.lang}</news:language></news:publication>"
            f"<news:publication_date>{story.date.iso}</news:publication_date>"
            f"<news:title>{escape(_plain(story.title))}</news:title></news:news></url>"
        )
    lines.append("</urlset>\n")
    return "\n".join(lines)


def write_latest(latest: Latest, site: Site) -> str:
    """Write the newest stories as links; a badge, in the preview alone, stands in the title."""
    stories = [
        {
            "address": site.href(story.address),
            "title": _title_of(story),
            "lang": story.lang,
            "day": short_date(story.date),
            "date": story.date.iso,
        }
        for story in latest.stories
    ]
    return json.dumps({"stories": stories}, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_urgent(urgent: UrgentNotices, site: Site) -> str:
    """Write the urgent notices as links with their ends; badges as `write_latest` does."""
    notices = [
        {
            "address": site.href(notice.address),
            "title": _title_of(notice),
            "lang": notice.lang,
            "until": notice.until.iso,
        }
        for notice in urgent.notices
    ]
    return json.dumps({"notices": notices}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _title_of(item: Story | UrgentNotice) -> str:
    """Write a title for a script to show, its numbers and units kept together as on pages."""
    title = keep_units(item.title)
    return f"[{item.badge}] {title}" if item.badge else title


def write_days(days: DaysWithNews) -> str:
    """Write which days have news, as `DaysWithNews` tells."""
    return json.dumps(dict(days.years), separators=(",", ":")) + "\n"


def write_search_description(description: SearchDescription, site: Site) -> str:
    """Write what browsers read to search the site from their own field (OpenSearch 1.1)."""
    template = site.absolute(f"{description.address}?q={{searchTerms}}")
    # 16 letters at most; browsers show it in their list of search engines.
    name = _plain(site.portal["lines"][-1])[:16].strip()
    icon = site.icons.get("ico")
    image = (
        f'<Image width="{icon.width}" height="{icon.height}" type="image/x-icon">'
        f"{escape(site.absolute(icon.address))}</Image>\n"
        if icon
        else ""
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(name or 'Tin')}</ShortName>\n"
        f"<Description>Tìm trong {escape(_plain(site.portal['name']))}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f"{image}"
        f'<Url type="text/html" method="get" template={quoteattr(template)}/>\n'
        "</OpenSearchDescription>\n"
    )
