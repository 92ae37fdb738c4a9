# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prints pages: page data and the site in, the bytes of one output file out."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

import jinja2
import msgspec
from markupsafe import Markup as Safe

from plugins.newsroom.page import (
    ArticlePage,
    Body,
    BodyPart,
    Calendar,
    CorrectionsPage,
    DirectoryPage,
    Feed,
    FeedItem,
    FrontPage,
    HtmlPart,
    ListPage,
    Page,
    PageData,
    Player,
    SearchPage,
    StandingPage,
    photos_of,
)
from plugins.newsroom.plan.articles import SHARE_CARD
from plugins.newsroom.structured_data import breadcrumbs, news_article, website
from plugins.newsroom.teaser import teaser
from plugins.press.errors import Refusal
from plugins.press.read.stored_html import fill_links
from plugins.press.render import feeds, redirect_files, search_index
from plugins.press.render.macro_cache import MacroCache
from plugins.press.render.qr_code import draw_qr_code
from plugins.press.render.site import Site
from plugins.press.render.theme import refusal_of
from plugins.press.render.words import Words
from plugins.vietnamese.numbers import keep_units

Bodies = Callable[[str], tuple[BodyPart, ...]]

#: What prints the search index, in which nothing of the site stands.
INDEX_TEMPLATES = frozenset(("search_contents", "search_filters", "search_rows", "search_part"))
#: The templates that print what is not HTML; other data goes without one ("").
TEMPLATES = {
    **dict.fromkeys(("rss", "atom", "json_feed"), "feed_body.html"),
    **dict.fromkeys(("sitemap", "sitemap_index", "news_sitemap", "robots"), ""),
    **dict.fromkeys(("latest", "urgent", "days", "search_description", "calendar"), ""),
    SHARE_CARD: "",
    **dict.fromkeys(("nginx_redirects", "nginx_gone", "caddy_maps", "redirect_rules"), ""),
    **dict.fromkeys(INDEX_TEMPLATES, ""),
}

_LETTERS_BEHIND_TAG = re.compile(">[\u0300-\U0010ffff]+")
_MARK_BEHIND_ESCAPE = re.compile(r"(\\u[0-9a-f]{4}|\\[bfnrt])([^\x00-\x7f]+)")
_ESCAPED = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_WITHIN_PAGE = re.compile(r'(<a [^>]*href=")#')


class PrintedPage(NamedTuple):
    """A printed page: its bytes, UTF-8, and the same as text."""

    data: bytes
    text: str


class Parts(tuple[BodyPart, ...]):
    """The parts of a text, with its links filled in; templates ask for the `kinds` of them."""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(part.kind for part in self)


class Printer:
    """Prints the pages of one site; *bodies* gives the stored body of a content path."""

    def __init__(
        self,
        environment: jinja2.Environment,
        site: Site,
        bodies: Bodies,
    ) -> None:
        self.environment, self.site, self.bodies = environment, site, bodies
        environment.filters.update(
            href=site.href,
            absolute=site.absolute,
            json_script=_json_script,
            qr_code=draw_qr_code,
            teaser=teaser,
        )
        environment.globals["remember"] = MacroCache().recall
        # An article of the newest stands in several feeds; its text is printed once.
        self._entries: dict[FeedItem, feeds.FeedEntry] = {}
        self._printers: dict[str, Callable[[Page], str]] = {
            "rss": self._feed_with(feeds.write_rss),
            "atom": self._feed_with(feeds.write_atom),
            "json_feed": self._feed_with(feeds.write_json_feed),
            "sitemap": lambda page: feeds.write_sitemap(page.data, site),
            "sitemap_index": lambda page: feeds.write_sitemap_index(page.data, site),
            "news_sitemap": lambda page: feeds.write_news_sitemap(page.data, site),
            "latest": lambda page: feeds.write_latest(page.data, site),
            "urgent": lambda page: feeds.write_urgent(page.data, site),
            "days": lambda page: feeds.write_days(page.data),
            "search_description": lambda page: feeds.write_search_description(page.data, site),
            "calendar": lambda page: _calendar(page.data, site),
            "nginx_redirects": lambda page: redirect_files.write_nginx_redirects(
                page.data, site.root
            ),
            "nginx_gone": lambda page: redirect_files.write_nginx_gone(page.data, site.root),
            "caddy_maps": lambda page: redirect_files.write_caddy_maps(page.data, site.root),
            "redirect_rules": lambda page: redirect_files.write_redirect_rules(
                page.data, site.root
            ),
            "search_contents": lambda page: search_index.write_contents(page.data),
            "search_filters": lambda page: search_index.write_filters(page.data),
            "search_rows": lambda page: search_index.write_rows(page.data),
            "robots": lambda page: (
                f"User-agent: *\nAllow: /\n\nSitemap: {site.absolute(page.data.sitemap)}\n"
            ),
        }

    def print(self, page: Page) -> PrintedPage:
        """Print *page*; Refusal where a template has a mistake."""
        printer = self._printers.get(page.template)
        try:
            text = self._html(page) if printer is None else printer(page)
        except Refusal:
            # What a template asks for is not there: that is told as it is.
            raise
        except Exception as error:
            if refusal := refusal_of(error):
                raise refusal from error
            raise
        if "\u0338" in text:
            # A program that composes the page (NFC) must not join this mark and a ">".
            text = _LETTERS_BEHIND_TAG.sub(lambda run: run[0].replace("\u0338", "&#824;"), text)
        if "\\" in text and not unicodedata.is_normalized("NFC", text):
            # Nor a mark and the end of an escaped sign in JSON: "\u003c", "\n".
            text = _MARK_BEHIND_ESCAPE.sub(_escape_mark, text)
        return PrintedPage(text.encode(), text)

    def _html(self, page: Page) -> str:
        data = page.data
        body = getattr(data, "body", None)
        parts = Parts() if body is None else self._fill(body, self.site.root)
        template = self.environment.get_template(page.template)
        html = template.render(
            page=data,
            site=self.site,
            say=self._words_of(data),
            address=page.address,
            body=parts,
            structured=self._structured(page.address, data, parts),
        )
        head, tag, shown = html.partition("<body")
        return f"{head}{tag}{keep_units(shown)}"

    def _words_of(self, data: PageData) -> Words:
        """Find what a page says by itself: in its own language, or else in the portal's."""
        lang = data.story.lang if isinstance(data, ArticlePage) else getattr(data, "lang", None)
        return self.site.words[lang or self.site.lang]

    def _fill(self, body: Body, root: str, page: str = "") -> Parts:
        """Fetch a body and put the addresses of the moment into it.

        *page* is put before what leads to another place of the same page.
        """
        links = dict(body.links)

        def fill(markup: str) -> str:
            filled = fill_links(markup, links, root)
            return _WITHIN_PAGE.sub(rf"\g<1>{page}#", filled) if page else filled

        return Parts(
            HtmlPart(fill(part.html)) if isinstance(part, HtmlPart) else part
            for part in self.bodies(body.path)
        )

    def _structured(self, address: str, data: PageData, body: Parts) -> list[dict[str, Any]]:
        """Describe the page for machines; its *body* may have films and sounds."""
        absolute = self.site.absolute
        if isinstance(data, ArticlePage):
            portal = self.site.portal
            icon = self.site.icons.get("512")
            logo = icon.address if icon else self.site.asset(portal["logo"])
            labels = _labels(self._words_of(data))
            players = [part for part in body if isinstance(part, Player)]
            return [
                news_article(data, portal["publisher"], logo, absolute, labels, players),
                breadcrumbs(data.breadcrumbs, data.story.title, address, absolute),
            ]
        if isinstance(data, FrontPage) and self.site.search:
            return [website(self.site.portal["name"], self.site.search, absolute)]
        if isinstance(data, ListPage) and data.breadcrumbs[-1].address == address:
            return []
        if isinstance(data, ListPage | CorrectionsPage | StandingPage | SearchPage | DirectoryPage):
            return [breadcrumbs(data.breadcrumbs, data.title, address, absolute)]
        return []

    def _feed_with(
        self, write: Callable[[Feed, str, list[feeds.FeedEntry], Site], str]
    ) -> Callable[[Page], str]:
        def write_page(page: Page) -> str:
            feed = page.data
            return write(feed, page.address, [self._entry(item) for item in feed.items], self.site)

        return write_page

    def _entry(self, item: FeedItem) -> feeds.FeedEntry:
        if item not in self._entries:
            self._entries[item] = self._make_entry(item)
        return self._entries[item]

    def _make_entry(self, item: FeedItem) -> feeds.FeedEntry:
        story = item.story
        guid = self.site.absolute(story.address)
        if item.correction is not None:
            return self._correction_entry(item, guid)
        parts = self._fill(item.body, self.site.url, guid)
        # Compiled only for a build that prints feeds.
        template = self.environment.get_template("feed_body.html")
        return feeds.FeedEntry(
            story=story,
            guid=guid,
            title=story.title,
            summary=story.summary,
            html=template.render(
                parts=parts, sapo=item.sapo, story=story, say=self.site.words[story.lang]
            ),
            authors=item.authors,
            tags=item.tags,
            published=story.date.when,
            modified=item.modified.when,
            photos=photos_of(parts),
        )

    def _correction_entry(self, item: FeedItem, guid: str) -> feeds.FeedEntry:
        correction = item.correction
        digest = hashlib.sha256(f"{correction.wrong}\n{correction.right}".encode()).hexdigest()
        say = self.site.words[item.story.lang]
        before, now = _labels(say)
        html = Safe("<p>{}: {}</p><p>{}: {}</p>").format(
            before, correction.wrong, now, correction.right
        )
        return feeds.FeedEntry(
            story=item.story,
            # One article may be corrected more than once, on one day too.
            guid=f"{guid}#cai-chinh-{correction.date.iso}-{digest[:8]}",
            title=say.plain("corrections.of").format(title=item.story.title),
            summary=correction.sentence(before, now),
            html=str(html),
            authors=(),
            tags=(),
            published=correction.date.when,
            modified=correction.date.when,
            photos=(),
        )


def _calendar(calendar: Calendar, site: Site) -> str:
    # Loaded here: it takes 0.09 s, and most sites print no event in most builds.
    from plugins.press.render.calendars import write_calendar

    return write_calendar(calendar, site)


def _labels(say: Words) -> tuple[str, str]:
    """Give the words for what a correction says was wrong and what is right."""
    return say.plain("corrections.wrong"), say.plain("corrections.right")


def _escape_mark(found: re.Match[str]) -> str:
    return found[1] + json.dumps(found[2])[1:-1]


def _json_script(value: object) -> Safe:
    """Write JSON that no text in it can end: "</script>" and "<!--" are escaped."""
    text = msgspec.json.encode(value).decode()
    for character, escaped in _ESCAPED.items():
        if character in text:
            text = text.replace(character, escaped)
    return Safe(text)
