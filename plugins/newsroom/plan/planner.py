# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site_plan: from all articles to every page of the site and what it shows.

A pure function without files or clocks. Every step is linear in the number of
articles: they are sorted once, grouped in one pass, and every list is cut from
its group. No page holds what changes with every new article, but for the front
page and the newest page of each list: further list pages are numbered from the
oldest, and a full page stays as it is.

Planning needs little of each article (an `Entry`); a page's data is made from
whole articles only when the page is printed. Pages come in bundles of some hundred
at most, counted from the oldest as their pages are, so that a new article touches
few of them; they are printed in the order of time, so that a story on several lists
is prepared once. The digest of a page covers the digests of all that its data is made
of, and so does that of a bundle for all its pages: equal digest, equal bytes.
"""

import functools
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, compress, takewhile

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.codec import digest, digest_of_parts, dump
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import (
    ArticlePage,
    Block,
    Body,
    CorrectedStory,
    CorrectionsPage,
    DaysWithNews,
    Feed,
    FeedItem,
    FrontPage,
    Latest,
    Link,
    ListPage,
    NewsSitemap,
    NotFoundPage,
    Page,
    PageData,
    Robots,
    Sitemap,
    SitemapEntry,
    StandingPage,
    Story,
    Year,
)
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.entry import (
    USUAL,
    Entry,
    address_of,
    digest_of,
    grouping_of,
    modified_of,
    names_of,
    path_of,
    published_of,
    rarities_of,
    story_of,
    tags_of,
)
from plugins.newsroom.plan.links import (
    Linked,
    Linker,
    as_links_write_them,
    link_faults,
    resolve_links,
    settle_aliases,
    shared_addresses,
)
from plugins.newsroom.plan.names import assign_addresses
from plugins.vietnamese.dates import Moment, month_name
from plugins.vietnamese.letters import name_key, slugify, topic_key

HOME = Link("Trang chủ", "/")
NEWS = Link("Tất cả tin", "/tin-tuc/")
CORRECTIONS = Link("Thông tin cải chính", "/cai-chinh/")

EXPIRED = "Đã hết hạn"

FEED_ITEMS = 20
FRONT_FEATURED = 4
FRONT_NEWEST = 8
FRONT_BLOCK = 4
FRONT_NOTICES = 6
#: In the file of the latest news; some of them stand on the page that shows it already.
LATEST_STORIES = 12
NEWER_STORIES = 3
OLDER_STORIES = 6
NEWS_SITEMAP_AGE = timedelta(hours=48)
#: Articles, and full pages of a list, that are planned together.
ARTICLES_TOGETHER = 250
PAGES_TOGETHER = 50
#: Stories held at most, for the next list that shows them; one takes about 1 kB.
STORIES_HELD = 10_000
#: As many stories as a news sitemap may hold.
NEWS_SITEMAP_ITEMS = 1000

FetchArticle = Callable[[str], Article]


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What the plan must know of the site.

    `sections` maps slugs to names in their order; `notices` is the slug of the
    section that the front page shows as notices. Articles dated before
    `old_before` carry `old_notice`. In a `preview` drafts, embargoed and expired
    articles are shown and badged.
    """

    portal: str
    sections: Mapping[str, str]
    per_page: int
    notices: str | None = None
    old_before: datetime | None = None
    old_notice: str = ""
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pages that are planned together, all of some *templates*; equal digests mean equal pages.

    `time` is that of an article in their midst, in seconds since 1970: of bundles of one
    time many show the same stories.
    """

    name: str
    digest: str
    pages: Callable[[], Iterable[Page]]
    templates: tuple[str, ...]
    time: float


@dataclass(frozen=True, slots=True)
class SitePlan:
    """Every page of the site, and what was noticed while planning.

    `addresses` are those of all pages, made up only when they are counted. `shown`
    and `standing` are what the pages show, newest first. `aliases` maps old addresses
    to present ones. `expired` are the addresses, old ones too, of articles past their
    end. `embargoed` are moments and content paths of the articles still held back, the
    next one first; `due` is when the next embargo or expiry falls. An site_plan is
    `complete` if every source could be read and none was left out.
    """

    bundles: tuple[Bundle, ...]
    addresses: Addresses
    shown: tuple[Entry, ...]
    standing: tuple[Standing, ...]
    faults: tuple[Fault, ...]
    aliases: Mapping[str, str]
    expired: tuple[str, ...]
    embargoed: tuple[tuple[datetime, str], ...]
    due: datetime | None
    complete: bool


def plan_entries(
    entries: Iterable[Entry],
    standing: Iterable[Standing],
    plan_settings: PlanSettings,
    now: datetime,
    fetch: FetchArticle,
    complete: bool = True,
) -> SitePlan:
    """Plan all pages that the site has at the moment *now* (with its time zone).

    *fetch* gives a whole article when a page needs it. Where some articles could not
    be read, the entries are not *complete*: then a link to an address that may be theirs
    is no more than a warning.
    """
    entries = sorted(entries, key=path_of)
    # Sorting keeps what is equal in its order: the path decides between equal times.
    entries.sort(key=published_of, reverse=True)
    standing = sorted(standing, key=lambda item: item.path)
    moment = now.timestamp()
    # No other is looked at again. Those of the future stand in front.
    coming = sum(1 for _ in takewhile(lambda item: item.published > moment, entries))
    is_rare = map(USUAL.__ne__, map(rarities_of, entries[coming:]))
    rare = [*entries[:coming], *compress(entries[coming:], is_rare)]
    # The few that the clock or their editor may hide.
    doubtful = [
        item for item in rare if item.draft or item.ends is not None or item.published > moment
    ]
    badges = {
        item.path: _badge(item, moment)
        for item in doubtful
        if item.draft or item.published > moment or (item.ends is not None and item.ends <= moment)
    }
    shown, shown_rare = entries, rare
    if badges and not plan_settings.preview:
        shown, shown_rare = (
            [item for item in group if item.path not in badges] for group in (entries, rare)
        )
    shown_standing = [item for item in standing if plan_settings.preview or not item.draft]
    linkers = list(map(Linker.of_standing, standing))
    present = [*shown, *map(Linker.of_standing, shown_standing)]
    everything = [*entries, *linkers]
    hidden: list[Linked] = []
    if len(present) < len(everything):
        visible = {item.path for item in present}
        hidden = [item for item in everything if item.path not in visible]
    linking = [item for item in (*shown_rare, *present[len(shown) :]) if item.links]
    planner = _Planner(shown, shown_rare, shown_standing, plan_settings, badges, fetch)
    addresses = planner.addresses()
    # What will be public by itself or by one word of its editor is checked beforehand.
    to_be_seen = [
        item
        for item in (*rare, *linkers)
        if (item.links or item.aliases) and badges.get(item.path) != EXPIRED
    ]
    waiting = [item.address for item in doubtful if item.published > moment and not item.draft]
    aliases, alias_faults = settle_aliases(
        to_be_seen, {item.path for item in hidden}, addresses, waiting
    )
    old = as_links_write_them(aliases)
    planner.link(resolve_links(linking, present, hidden, addresses, old))
    return SitePlan(
        bundles=tuple(sorted(planner.bundles(now), key=lambda bundle: bundle.time)),
        addresses=addresses,
        shown=tuple(shown),
        standing=tuple(shown_standing),
        faults=(
            *shared_addresses(everything),
            *alias_faults,
            *link_faults(complete, to_be_seen, hidden, addresses, old),
        ),
        aliases=aliases,
        expired=tuple(
            address
            for item in doubtful
            if badges.get(item.path) == EXPIRED
            for address in (item.address, *(alias for alias, _ in item.aliases))
        ),
        embargoed=tuple(
            (datetime.fromtimestamp(item.published, now.tzinfo), item.path)
            for item in reversed(doubtful)
            if item.published > moment and not item.draft
        ),
        due=_next_due(doubtful, now),
        complete=complete,
    )


def _badge(entry: Entry, now: float) -> str:
    """Say why the public does not see an article that is hidden."""
    if entry.draft:
        return "Bản nháp"
    return "Chờ đến ngày đăng" if entry.published > now else EXPIRED


def _next_due(entries: Iterable[Entry], now: datetime) -> datetime | None:
    """Find when an embargo or expiry next changes the site by itself."""
    after = now.timestamp()
    moments = [entry.published for entry in entries if entry.published > after and not entry.draft]
    moments += [
        entry.ends
        for entry in entries
        if entry.ends is not None and entry.ends > after and not entry.draft
    ]
    return datetime.fromtimestamp(min(moments), now.tzinfo) if moments else None


class _Planner:
    """Turns sorted entries into bundles; holds what several kinds of page share."""

    def __init__(
        self,
        entries: Sequence[Entry],
        rare: Sequence[Entry],
        standing: Sequence[Standing],
        plan_settings: PlanSettings,
        badges: Mapping[str, str],
        fetch: FetchArticle,
    ) -> None:
        self.entries, self.standing, self.plan_settings = entries, standing, plan_settings
        self.featured = [entry for entry in rare if entry.featured]
        self.corrected = [entry for entry in rare if entry.corrections]
        self.badges = badges if plan_settings.preview else {}
        self.fetch = fetch
        self.sections = {
            slug: Link(name, f"/chuyen-muc/{slug}/")
            for slug, name in plan_settings.sections.items()
        }
        oldest_first = entries[::-1]
        self._names = dict.fromkeys(chain.from_iterable(map(names_of, oldest_first)))
        self._words = dict.fromkeys(chain.from_iterable(map(tags_of, oldest_first)))
        self.authors = assign_addresses(self._names, "/tac-gia/")
        self.tags = assign_addresses(self._words, "/chu-de/", topic_key)
        # How names are written that stand on a page otherwise than in the article, or lead
        # to another place than their letters tell.
        self._unusual = {
            **_unusual(self._names, self.authors, "/tac-gia/", name_key),
            **_unusual(self._words, self.tags, "/chu-de/", topic_key),
        }
        self._story_at = functools.lru_cache(STORIES_HELD)(self._make_story)
        # All that shapes pages besides the articles on them.
        self._settings_digest = digest_of_parts(
            dump((tuple(plan_settings.sections.items()), *_settings_of(plan_settings)))
        )
        self._group()

    def link(self, links: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
        """Learn where the links of texts lead, before any page is planned."""
        self.links = links
        self._link_marks = {path: dump(pairs) for path, pairs in links.items()}

    def _group(self) -> None:
        """Put every entry into its lists, newest first, in one pass."""
        self.by_section: dict[str, list[Entry]] = {slug: [] for slug in self.sections}
        self.by_author: dict[str, list[Entry]] = {key: [] for key in self.authors}
        self.by_tag: dict[str, list[Entry]] = {key: [] for key in self.tags}
        by_day: dict[str, list[Entry]] = defaultdict(list)
        # By each spelling of a name, so that none is folded twice.
        by_name, by_word = (
            {name: group[key_of(name)] for name in names}
            for names, group, key_of in (
                (self._names, self.by_author, name_key),
                (self._words, self.by_tag, topic_key),
            )
        )
        sections = self.by_section
        for entry, (section, address, names, tags) in zip(
            self.entries, map(grouping_of, self.entries), strict=True
        ):
            sections[section].append(entry)
            # As in "/tin-tuc/2017/02/23/ten-bai/".
            by_day[address[9:19]].append(entry)
            for name in names:
                _mention(entry, by_name[name])
            for tag in tags:
                _mention(entry, by_word[tag])
        #: By "2017", "2017/02" and "2017/02/23"; entries of a day stand together.
        self.by_period: dict[str, list[Entry]] = defaultdict(list)
        #: The periods below each year and month, newest first.
        self.periods: dict[str, list[str]] = defaultdict(list)
        for day, entries in by_day.items():
            for period in (day[:4], day[:7], day):
                if period not in self.by_period:
                    self.periods[period.rpartition("/")[0]].append(period)
                self.by_period[period] += entries

    # Digests of what pages are made of

    def _marks(self, entries: Iterable[Entry]) -> list[str]:
        """Tell apart what lists show of articles."""
        if not self.badges:
            return list(map(story_of, entries))
        return [entry.story + self.badges.get(entry.path, "") for entry in entries]

    def _whole_marks(self, entries: Iterable[Entry]) -> list[str]:
        """Tell apart all that the pages of articles show of these."""
        if not self.badges and not self.links:
            return list(map(digest_of, entries))
        return [
            entry.digest + self.badges.get(entry.path, "") + self._link_marks.get(entry.path, "")
            for entry in entries
        ]

    def _page(
        self, address: str, template: str, make: Callable[[], PageData], *ingredients: str
    ) -> Page:
        return Page(
            address,
            template,
            make,
            digest_of_parts(self._settings_digest, template, address, *ingredients),
        )

    def _bundle(
        self,
        name: str,
        templates: tuple[str, ...],
        pages: Callable[[], Iterable[Page]],
        *ingredients: str,
        entries: Sequence[Entry] = (),
    ) -> Bundle:
        return Bundle(
            name,
            digest_of_parts(self._settings_digest, name, *ingredients),
            pages,
            templates,
            entries[len(entries) // 2].published if entries else math.inf,
        )

    # Bundles

    def bundles(self, now: datetime) -> Iterator[Bundle]:
        """Plan everything."""
        years = tuple(_period_link(period) for period in self.periods[""])
        yield from self._list_bundles("news", NEWS, self.entries, (HOME,), years, "/rss.xml")
        for slug, link in self.sections.items():
            entries = self.by_section[slug]
            feed = f"{link.address}rss.xml"
            yield from self._article_bundles(slug, entries)
            yield from self._list_bundles("section", link, entries, (HOME,), feed=feed)
            newest = entries[:FEED_ITEMS]
            yield self._bundle(
                f"feed {slug}",
                ("rss",),
                partial(self._section_feed, link, feed, newest),
                *self._whole_marks(newest),
            )
        for kind, links, groups in (
            ("author", self.authors, self.by_author),
            ("tag", self.tags, self.by_tag),
        ):
            for key, link in links.items():
                yield from self._list_bundles(kind, link, groups[key], (HOME,))
        for year in self.periods[""]:
            months = tuple(map(_period_link, self.periods[year]))
            link = _period_link(year)
            yield from self._list_bundles("year", link, self.by_period[year], (HOME, NEWS), months)
            for month in self.periods[year]:
                yield self._month_bundle(month)
        yield from self._wide_bundles(now)

    def _article_bundles(self, slug: str, entries: Sequence[Entry]) -> Iterator[Bundle]:
        """Plan the pages of a section's articles, counted from the oldest."""
        for first in range(0, len(entries), ARTICLES_TOGETHER):
            end = len(entries) - first
            start = max(end - ARTICLES_TOGETHER, 0)
            chosen = entries[start:end]
            yield self._bundle(
                f"articles {slug} {first // ARTICLES_TOGETHER}",
                ("article.html",),
                partial(self._article_pages, entries, range(start, end)),
                *self._whole_marks(chosen),
                "names",
                *self._unusual_names(chosen),
                "newer",
                *self._marks(entries[max(start - NEWER_STORIES, 0) : start]),
                "older",
                *self._marks(entries[end : end + OLDER_STORIES]),
                entries=chosen,
            )

    def _unusual_names(self, entries: Iterable[Entry]) -> list[str]:
        if not self._unusual:
            return []
        names = [(entry.names, entry.tags) for entry in entries]
        return [
            self._unusual.get((root, name), "")
            for authors, tags in names
            for root, group in (("/tac-gia/", authors), ("/chu-de/", tags))
            for name in group
        ]

    def _list_bundles(
        self,
        kind: str,
        link: Link,
        entries: Sequence[Entry],
        crumbs: tuple[Link, ...],
        periods: tuple[Link, ...] = (),
        feed: str | None = None,
    ) -> Iterator[Bundle]:
        """Plan the pages of one list, the newest page with the last of the full ones."""
        full = len(entries) // self.plan_settings.per_page
        for first in range(1, max(full, 1) + 1, PAGES_TOGETHER):
            last = min(first + PAGES_TOGETHER - 1, full)
            is_last = last == full
            start = 0 if is_last else len(entries) - last * self.plan_settings.per_page
            end = len(entries) - (first - 1) * self.plan_settings.per_page
            below = periods if is_last else ()
            chosen = entries[start:end]
            yield self._bundle(
                f"{kind} {link.address} {first}",
                ("list.html",),
                partial(self._list, kind, link, entries, crumbs, below, feed, first),
                link.text,
                "newest" if is_last else "",
                dump(below),
                *self._marks(chosen),
                entries=chosen,
            )

    def _wide_bundles(self, now: datetime) -> Iterator[Bundle]:
        """Plan what does not belong to one list."""
        corrected = self.corrected
        yield self._bundle(
            "corrections",
            ("corrections.html", "rss"),
            partial(self._corrections, corrected),
            *self._whole_marks(corrected),
        )
        newest = self.entries[:FEED_ITEMS]
        yield self._bundle(
            "feeds",
            ("rss", "atom", "json_feed"),
            partial(self._feeds, newest),
            *self._whole_marks(newest),
        )
        latest, days = self.entries[:LATEST_STORIES], self._days()
        yield self._bundle(
            "scripts",
            ("latest", "days"),
            partial(self._script_files, latest, days),
            digest(days),
            *self._marks(latest),
        )
        standing = tuple((item, self.links.get(item.path, ())) for item in self.standing)
        yield self._bundle(
            "standing", ("page.html", "404.html"), self._standing_pages, digest(standing)
        )
        front = self._front_ingredients()
        yield self._bundle(
            "front", ("front.html",), lambda: [self._front_page(*front)], *self._front_marks(*front)
        )
        for year in self.periods[""]:
            entries = self.by_period[year]
            changes = [*map(address_of, entries), *map(modified_of, entries)]
            yield self._bundle(
                f"sitemap {year}",
                ("sitemap",),
                partial(self._year_sitemap, year, entries, changes),
                *changes,
                entries=entries,
            )
        oldest = (now - NEWS_SITEMAP_AGE).timestamp()
        recent = [
            entry
            for entry in self.entries[:NEWS_SITEMAP_ITEMS]
            if oldest < entry.published <= now.timestamp()
        ]
        index = self._sitemap_index()
        fixed = self._sitemap_of_fixed_pages()
        marks = self._marks(recent)
        yield self._bundle(
            "sitemaps",
            ("sitemap", "news_sitemap", "sitemap_index", "robots"),
            partial(self._sitemaps, index, fixed, recent, marks),
            dump(index),
            dump(fixed),
            *marks,
        )

    def addresses(self) -> Addresses:
        """Tell the addresses of all pages, without making any."""
        files = {
            *(f"{link.address}rss.xml" for link in (*self.sections.values(), CORRECTIONS)),
            *(f"/sitemap-{year}.xml" for year in self.periods[""]),
            *("/404.html", "/robots.txt", "/rss.xml", "/atom.xml", "/feed.json"),
            *("/sitemap.xml", "/sitemap-trang.xml", "/sitemap-news.xml"),
            *("/tin-moi.json", "/ngay-co-tin.json"),
        }
        single = {"/", *files, *map(address_of, self.entries)}
        single.update(item.address for item in self.standing)
        groups = [
            (NEWS.address, self.entries),
            *((link.address, self.by_section[slug]) for slug, link in self.sections.items()),
            *((link.address, self.by_author[key]) for key, link in self.authors.items()),
            *((link.address, self.by_tag[key]) for key, link in self.tags.items()),
            *((_period_address(period), group) for period, group in self.by_period.items()),
            (
                CORRECTIONS.address,
                range(sum(entry.corrections for entry in self.corrected)),
            ),
        ]
        return Addresses(
            single,
            files,
            {address: len(group) // self.plan_settings.per_page for address, group in groups},
        )

    # Stories and articles

    def _make_story(self, path: str) -> Story:
        article = self.fetch(path)
        photos = article.text.photos
        return Story(
            address=article.address,
            title=article.title,
            lang=article.lang,
            section=self.sections[article.section],
            date=article.date,
            summary=article.summary or article.text.first_paragraph,
            photo=photos[0] if photos else None,
            badge=self.badges.get(path),
        )

    def _story(self, entry: Entry) -> Story:
        """Make the story of an article once, however many lists show it."""
        return self._story_at(entry.path)

    def _story_list(self, entries: Iterable[Entry]) -> tuple[Story, ...]:
        return tuple(map(self._story_at, map(path_of, entries)))

    def _body(self, item: Article | Standing) -> Body:
        return Body(item.path, item.text.digest, self.links.get(item.path, ()))

    def _article_pages(self, section: Sequence[Entry], places: Iterable[int]) -> Iterator[Page]:
        for place in places:
            yield self._article_page(section[place], section, place)

    def _section_feed(self, link: Link, address: str, newest: Sequence[Entry]) -> Iterator[Page]:
        yield self._page(
            address,
            "rss",
            partial(self._feed, f"{link.text} - {self.plan_settings.portal}", link.address, newest),
            *self._whole_marks(newest),
        )

    def _article_page(self, entry: Entry, section: Sequence[Entry], place: int) -> Page:
        newer = section[max(place - NEWER_STORIES, 0) : place][::-1]
        older = section[place + 1 : place + 1 + OLDER_STORIES]
        authors = [self.authors[name_key(name)] for name in entry.names]
        tags = [self.tags[topic_key(tag)] for tag in entry.tags]
        return self._page(
            entry.address,
            "article.html",
            partial(self._article, entry, newer, older, tuple(authors), tuple(tags)),
            *self._whole_marks((entry,)),
            *(f"{link.text} {link.address}" for link in (*authors, *tags)),
            "newer",
            *self._marks(newer),
            "older",
            *self._marks(older),
        )

    def _article(
        self,
        entry: Entry,
        newer: Sequence[Entry],
        older: Sequence[Entry],
        authors: tuple[Link, ...],
        tags: tuple[Link, ...],
    ) -> ArticlePage:
        article = self.fetch(entry.path)
        story = self._story(entry)
        limit = self.plan_settings.old_before
        return ArticlePage(
            story=story,
            sapo=article.summary,
            body=self._body(article),
            byline=_byline(article, authors),
            authors=authors,
            source=article.source,
            tags=tags,
            modified=article.modified,
            changes=article.changes,
            corrections=article.corrections,
            photos=article.text.photos,
            newer=self._story_list(newer),
            older=self._story_list(older),
            breadcrumbs=(HOME, story.section),
            notice=self.plan_settings.old_notice if limit and article.date.when < limit else None,
        )

    # Lists

    def _list(
        self,
        kind: str,
        link: Link,
        entries: Sequence[Entry],
        crumbs: tuple[Link, ...],
        periods: tuple[Link, ...] = (),
        feed: str | None = None,
        first: int = 1,
    ) -> Iterator[Page]:
        """Plan the pages of one list, or those of one bundle from the *first* on."""
        for number, address, older, part in _cut(
            entries, self.plan_settings.per_page, link.address, range(first, first + PAGES_TOGETHER)
        ):
            below = () if number else periods
            yield self._page(
                address,
                "list.html",
                partial(self._list_page, kind, link, part, crumbs, below, feed, number, older),
                dump((kind, link, crumbs, below, feed, number, older)),
                *self._marks(part),
            )

    def _list_page(
        self,
        kind: str,
        link: Link,
        entries: Sequence[Entry],
        crumbs: tuple[Link, ...],
        periods: tuple[Link, ...],
        feed: str | None,
        number: int | None,
        older: str | None,
    ) -> ListPage:
        return ListPage(
            kind=kind,
            title=link.text,
            stories=self._story_list(entries),
            newest=link.address,
            number=number,
            older=older,
            feed=feed,
            periods=periods,
            breadcrumbs=crumbs,
        )

    def _month_bundle(self, month: str) -> Bundle:
        """Plan the lists of a month and of its days."""
        days = self.periods[month]
        return self._bundle(
            f"month {month}",
            ("list.html",),
            partial(self._month_pages, month, days),
            *(f"{day} {len(self.by_period[day])}" for day in days),
            *self._marks(self.by_period[month]),
            entries=self.by_period[month],
        )

    def _month_pages(self, month: str, days: Sequence[str]) -> Iterator[Page]:
        above = (HOME, NEWS, _period_link(month[:4]))
        link = _period_link(month)
        below = tuple(map(_period_link, days))
        yield from self._whole_list("month", link, self.by_period[month], above, below)
        for day in days:
            entries = self.by_period[day]
            yield from self._whole_list("day", _period_link(day), entries, (*above, link))

    def _whole_list(
        self,
        kind: str,
        link: Link,
        entries: Sequence[Entry],
        crumbs: tuple[Link, ...],
        periods: tuple[Link, ...] = (),
    ) -> Iterator[Page]:
        full = len(entries) // self.plan_settings.per_page
        for first in range(1, max(full, 1) + 1, PAGES_TOGETHER):
            yield from self._list(kind, link, entries, crumbs, periods, first=first)

    def _corrections(self, corrected: Sequence[Entry]) -> Iterator[Page]:
        """Plan the page of corrections, its older parts and its feed."""
        items = sorted(
            (
                CorrectedStory(self._story(entry), correction)
                for entry in corrected
                for correction in self.fetch(entry.path).corrections
            ),
            key=lambda item: (item.correction.date.when, item.story.address),
            reverse=True,
        )
        feed = f"{CORRECTIONS.address}rss.xml"
        for number, address, older, part in _cut(
            items, self.plan_settings.per_page, CORRECTIONS.address
        ):
            page = CorrectionsPage(
                title=CORRECTIONS.text,
                items=tuple(part),
                newest=CORRECTIONS.address,
                number=number,
                older=older,
                feed=feed,
                breadcrumbs=(HOME,),
            )
            yield self._page(address, "corrections.html", partial(_given, page), digest(page))
        entries = tuple(
            FeedItem(item.story, (), (), item.correction.date, correction=item.correction)
            for item in items[:FEED_ITEMS]
        )
        page = Feed(
            f"{CORRECTIONS.text} - {self.plan_settings.portal}", CORRECTIONS.address, entries
        )
        yield self._page(feed, "rss", partial(_given, page), digest(page))

    # Feeds

    def _feeds(self, newest: Sequence[Entry]) -> Iterator[Page]:
        """Plan the feeds of all news, in three formats."""
        make = partial(self._feed, self.plan_settings.portal, HOME.address, newest)
        marks = self._whole_marks(newest)
        yield self._page("/rss.xml", "rss", make, *marks)
        yield self._page("/atom.xml", "atom", make, *marks)
        yield self._page("/feed.json", "json_feed", make, *marks)

    def _feed(self, title: str, home: str, entries: Iterable[Entry]) -> Feed:
        return Feed(title, home, tuple(map(self._feed_item, entries)))

    def _feed_item(self, entry: Entry) -> FeedItem:
        article = self.fetch(entry.path)
        return FeedItem(
            story=self._story(entry),
            authors=article.byline.names,
            tags=article.tags,
            modified=article.modified or article.date,
            sapo=article.summary,
            body=self._body(article),
        )

    # What scripts read

    def _script_files(self, latest: Sequence[Entry], days: DaysWithNews) -> Iterator[Page]:
        """Plan the small files that change in place of all pages with a script for them."""
        yield self._page(
            "/tin-moi.json",
            "latest",
            lambda: Latest(self._story_list(latest)),
            *self._marks(latest),
        )
        yield self._page("/ngay-co-tin.json", "days", partial(_given, days), digest(days))

    def _days(self) -> DaysWithNews:
        years: dict[int, list[int]] = {int(year): [0] * 12 for year in self.periods[""]}
        for year in self.periods[""]:
            for month in self.periods[year]:
                days = (1 << (int(day[8:]) - 1) for day in self.periods[month])
                years[int(year)][int(month[5:]) - 1] = sum(days)
        return DaysWithNews(tuple((year, tuple(months)) for year, months in years.items()))

    # Pages outside the lists

    def _standing_pages(self) -> Iterator[Page]:
        """Plan the pages outside the news, and the one for wrong addresses."""
        for item in self.standing:
            page = StandingPage(
                address=item.address,
                title=item.title,
                summary=item.summary or item.text.first_paragraph,
                sapo=item.summary,
                lang=item.lang,
                body=self._body(item),
                photos=item.text.photos,
                breadcrumbs=(HOME,),
                badge="Bản nháp" if item.draft else None,
            )
            yield self._page(item.address, "page.html", partial(_given, page), digest(page))
        missing = NotFoundPage("Không tìm thấy trang")
        yield self._page("/404.html", "404.html", partial(_given, missing), digest(missing))

    def _front_ingredients(
        self,
    ) -> tuple[list[Entry], list[Entry], list[Entry], list[list[Entry]], list[Entry]]:
        """Choose lead, featured, newest, blocks and notices; the first three share nothing."""
        featured = self.featured[: FRONT_FEATURED + 1]
        # No further back than the page reaches: a photo makes no old story the lead.
        leading = [*featured, *self.entries[:FRONT_NEWEST]]
        lead = sorted(leading, key=lambda entry: not entry.photos)[:1]
        upper = [entry for entry in featured if entry not in lead][:FRONT_FEATURED]
        used = {entry.path for entry in (*lead, *upper)}
        newest = [
            entry for entry in self.entries[: FRONT_NEWEST + len(used)] if entry.path not in used
        ][:FRONT_NEWEST]
        blocks = [self.by_section[slug][:FRONT_BLOCK] for slug in self._block_sections()]
        notices = self.by_section.get(self.plan_settings.notices or "", [])[:FRONT_NOTICES]
        return lead, upper, newest, blocks, notices

    def _block_sections(self) -> list[str]:
        return [
            slug
            for slug, entries in self.by_section.items()
            if entries and slug != self.plan_settings.notices
        ]

    def _front_marks(
        self,
        lead: list[Entry],
        upper: list[Entry],
        newest: list[Entry],
        blocks: list[list[Entry]],
        notices: list[Entry],
    ) -> list[str]:
        marks = [dump((self._block_sections(), self._years()))]
        for group in (lead, upper, newest, notices, *blocks):
            marks += ["group", *self._marks(group)]
        return marks

    def _front_page(
        self,
        lead: list[Entry],
        upper: list[Entry],
        newest: list[Entry],
        blocks: list[list[Entry]],
        notices: list[Entry],
    ) -> Page:
        def make() -> FrontPage:
            return FrontPage(
                lead=self._story(lead[0]) if lead else None,
                featured=self._story_list(upper),
                newest=self._story_list(newest),
                blocks=tuple(
                    Block(self.sections[slug], self._story_list(entries))
                    for slug, entries in zip(self._block_sections(), blocks, strict=True)
                ),
                notices=self._story_list(notices),
                notices_section=self.sections.get(self.plan_settings.notices or ""),
                years=self._years(),
            )

        marks = self._front_marks(lead, upper, newest, blocks, notices)
        return self._page("/", "front.html", make, *marks)

    def _years(self) -> tuple[Year, ...]:
        return tuple(
            Year(
                Link(f"Năm {int(year)}", _period_link(year).address),
                tuple(
                    Link(f"Tháng {int(month[5:])}", _period_link(month).address)
                    for month in self.periods[year]
                ),
            )
            for year in self.periods[""]
        )

    # Sitemaps

    def _year_sitemap(
        self, year: str, entries: Sequence[Entry], changes: Sequence[str]
    ) -> Iterator[Page]:
        def make() -> Sitemap:
            return Sitemap(
                tuple(SitemapEntry(entry.address, _moment(entry.modified)) for entry in entries)
            )

        yield self._page(f"/sitemap-{year}.xml", "sitemap", make, *changes)

    def _sitemap_index(self) -> tuple[tuple[str, str | None], ...]:
        """List the sitemaps, each with its latest change."""
        index: list[tuple[str, str | None]] = [
            ("/sitemap-trang.xml", None),
            ("/sitemap-news.xml", None),
        ]
        for year in self.periods[""]:
            index.append((f"/sitemap-{year}.xml", _latest(self.by_period[year])))
        return tuple(index)

    def _sitemap_of_fixed_pages(self) -> tuple[str, ...]:
        fixed = [HOME, NEWS, *self.sections.values(), CORRECTIONS]
        return (*(link.address for link in fixed), *(item.address for item in self.standing))

    def _sitemaps(
        self,
        index: tuple[tuple[str, str | None], ...],
        fixed: tuple[str, ...],
        recent: Sequence[Entry],
        marks: Sequence[str],
    ) -> Iterator[Page]:
        """Plan the other sitemaps, their index, and the file that tells crawlers of it."""
        pages = Sitemap(tuple(map(SitemapEntry, fixed)))
        yield self._page("/sitemap-trang.xml", "sitemap", partial(_given, pages), digest(pages))
        yield self._page(
            "/sitemap-news.xml",
            "news_sitemap",
            lambda: NewsSitemap(self._story_list(recent)),
            *marks,
        )
        whole = Sitemap(
            tuple(
                SitemapEntry(address, _moment(latest) if latest else None)
                for address, latest in index
            )
        )
        yield self._page("/sitemap.xml", "sitemap_index", partial(_given, whole), digest(whole))
        robots = Robots("/sitemap.xml")
        yield self._page("/robots.txt", "robots", partial(_given, robots), digest(robots))


def _given(page: PageData) -> PageData:
    return page


def _settings_of(plan_settings: PlanSettings) -> tuple:
    """List what pages are shaped by, besides the sections."""
    return (
        plan_settings.portal,
        plan_settings.per_page,
        plan_settings.notices,
        plan_settings.old_before,
        plan_settings.old_notice,
        plan_settings.preview,
    )


def _mention(entry: Entry, group: list[Entry]) -> None:
    """Put an entry into a list, once: two spellings of one name make one mention."""
    if not group or group[-1] is not entry:
        group.append(entry)


def _latest(entries: Iterable[Entry]) -> str:
    """Find the latest change of *entries*."""
    changes = set(map(modified_of, entries))
    # Texts sort as moments do while their offsets are one.
    one_offset = len({change[-6:] for change in changes}) == 1
    return max(changes) if one_offset else max(changes, key=datetime.fromisoformat)


def _moment(iso: str) -> Moment:
    return Moment(datetime.fromisoformat(iso), "second")


def _byline(article: Article, authors: Sequence[Link]) -> tuple[Link, ...]:
    """Cut the printed byline into its words and the names that lead to authors."""
    pieces: list[Link] = []
    rest = article.byline.text
    for name, author in zip(article.byline.names, authors, strict=True):
        # Whole words only: the author Ti is not the "Ti" of "Tin: Ti".
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest)
        if found is None:
            continue
        if found.start():
            pieces.append(Link(rest[: found.start()]))
        pieces.append(Link(name, author.address))
        rest = rest[found.end() :]
    if rest:
        pieces.append(Link(rest))
    return tuple(pieces)


def _cut(
    items: Sequence, per_page: int, address: str, numbers: range | None = None
) -> Iterator[tuple[int | None, str, str | None, Sequence]]:
    """Cut *items*, newest first, into the newest page and the full ones behind it.

    Yields the number (None for the newest page), address, address of the next
    older page, and the page's items; of *numbers* only, if they are given, and the
    newest page together with the last of the full ones. A full page holds the same
    items for ever; the newest page shows the newest full one and what came after it.
    """
    full = len(items) // per_page
    if numbers is None or max(full, 1) in numbers:
        newest = items[: len(items) - max(full - 1, 0) * per_page]
        yield None, address, f"{address}trang/{full - 1}/" if full > 1 else None, newest
    for number in range(1, full + 1) if numbers is None else numbers:
        if number > full:
            break
        end = len(items) - (number - 1) * per_page
        older = f"{address}trang/{number - 1}/" if number > 1 else None
        yield number, f"{address}trang/{number}/", older, items[end - per_page : end]


def _unusual(
    names: Iterable[str], links: Mapping[str, Link], root: str, key_of: Callable[[str], str]
) -> dict[tuple[str, str], str]:
    """Find names whose link is not what their letters alone would give."""
    found = {}
    for name in names:
        link = links[key_of(name)]
        if link.text != name or link.address != f"{root}{slugify(name)}/":
            found[root, name] = f"{link.text} {link.address}"
    return found


@functools.cache
def _period_link(period: str) -> Link:
    """Name a year ("2017"), a month ("2017/02") or a day ("2017/02/23")."""
    year, *smaller = map(int, period.split("/"))
    if not smaller:
        words = f"Tin năm {year}"
    elif len(smaller) == 1:
        words = f"Tin {month_name(year, *smaller).lower()}"
    else:
        month, day = smaller
        words = f"Tin ngày {day:02}/{month:02}/{year}"
    return Link(words, _period_address(period))


def _period_address(period: str) -> str:
    return f"/tin-tuc/{period}/"
