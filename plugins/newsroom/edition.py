# SPDX-License-Identifier: AGPL-3.0-or-later
"""The edition: from all articles to every page of the site and what it shows.

A pure function without files or clocks. Every step is linear in the number of
articles: they are sorted once, grouped in one pass, and every list is cut from
its group. No page holds what changes with every new article, but for the front
page and the newest page of each list: further list pages are numbered from the
oldest, and a full page stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.names import assign_addresses, name_key
from plugins.newsroom.page import (
    ArticlePage,
    Block,
    Body,
    CorrectedStory,
    CorrectionsPage,
    Feed,
    FeedItem,
    FrontPage,
    Link,
    ListPage,
    NewsSitemap,
    NotFoundPage,
    Page,
    Robots,
    Sitemap,
    SitemapEntry,
    StandingPage,
    Story,
    Year,
)
from plugins.newsroom.vietnamese.dates import Moment, month_name

HOME = Link("Trang chủ", "/")
NEWS = Link("Tất cả tin", "/tin-tuc/")
CORRECTIONS = Link("Thông tin cải chính", "/cai-chinh/")

EXPIRED = "Đã hết hạn"

FEED_ITEMS = 20
FRONT_FEATURED = 4
FRONT_NEWEST = 8
FRONT_BLOCK = 4
FRONT_NOTICES = 6
NEWER_STORIES = 3
OLDER_STORIES = 6
NEWS_SITEMAP_AGE = timedelta(hours=48)
#: As many stories as a news sitemap may hold.
NEWS_SITEMAP_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class Desk:
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
class Edition:
    """Every page of the site, and what was noticed while planning.

    `shown` and `standing` are the records that the pages show. `aliases` maps
    old addresses to present ones. `expired` are the addresses of articles past
    their end. `embargoed` are the articles still held back,
    the next one first; `due` is when the next embargo or expiry falls.
    """

    pages: tuple[Page, ...]
    shown: tuple[Article, ...]
    standing: tuple[Standing, ...]
    faults: tuple[Fault, ...]
    aliases: Mapping[str, str]
    expired: tuple[str, ...]
    embargoed: tuple[Article, ...]
    due: datetime | None


def plan(
    articles: Iterable[Article], standing: Iterable[Standing], desk: Desk, now: datetime
) -> Edition:
    """Plan all pages that the site has at the moment *now* (with its time zone)."""
    articles = sorted(articles, key=lambda item: (item.date.when, item.path), reverse=True)
    standing = sorted(standing, key=lambda item: item.path)
    badges = {article.path: _badge(article, now) for article in articles}
    shown = [item for item in articles if desk.preview or badges[item.path] is None]
    shown_standing = [item for item in standing if desk.preview or not item.draft]
    everything = (*articles, *standing)
    everything_shown = (*shown, *shown_standing)
    visible = {item.path for item in everything_shown}
    hidden = [item for item in everything if item.path not in visible]
    planner = _Planner(shown, desk, badges, _resolve_links(everything_shown, hidden))
    pages = (
        *planner.article_pages(),
        *planner.list_pages(),
        *planner.corrections(),
        *planner.feeds(),
        *planner.standing_pages(shown_standing),
        planner.front_page(),
        *planner.sitemaps(shown_standing, now),
        Page("/404.html", "404.html", NotFoundPage("Không tìm thấy trang")),
    )
    aliases, alias_faults = _aliases(everything_shown, pages)
    embargoed = [item for item in articles if not item.draft and item.date.when > now]
    return Edition(
        pages=pages,
        shown=tuple(shown),
        standing=tuple(shown_standing),
        faults=(
            *_shared_addresses(everything),
            *alias_faults,
            *_link_faults(everything_shown, hidden, pages),
        ),
        aliases=aliases,
        expired=tuple(item.address for item in articles if badges[item.path] == EXPIRED),
        embargoed=tuple(reversed(embargoed)),
        due=_next_due(articles, now),
    )


def _badge(article: Article, now: datetime) -> str | None:
    """Say why the public does not see *article*; None if it does."""
    if article.draft:
        return "Bản nháp"
    if article.date.when > now:
        return "Chờ đến ngày đăng"
    if article.expires is not None and article.expires.when <= now:
        return EXPIRED
    return None


def _next_due(articles: Iterable[Article], now: datetime) -> datetime | None:
    """Find when an embargo or expiry next changes the site by itself."""
    moments = [
        moment.when
        for article in articles
        if not article.draft
        for moment in (article.date, article.expires)
        if moment is not None and moment.when > now
    ]
    return min(moments, default=None)


class _Planner:
    """Turns sorted articles into pages; holds what several kinds of page share."""

    def __init__(
        self,
        articles: Sequence[Article],
        desk: Desk,
        badges: Mapping[str, str | None],
        links: Mapping[str, tuple[tuple[str, str], ...]],
    ) -> None:
        self.desk = desk
        self.links = links
        self.articles = articles
        self.sections = {
            slug: Link(name, f"/chuyen-muc/{slug}/") for slug, name in desk.sections.items()
        }
        oldest_first = articles[::-1]
        self.authors = assign_addresses(
            (name for article in oldest_first for name in article.byline.names), "/tac-gia/"
        )
        self.tags = assign_addresses(
            (tag for article in oldest_first for tag in article.tags), "/chu-de/"
        )
        self.stories = {
            article.path: self._story(article, badges[article.path]) for article in articles
        }
        self._group()

    def _story(self, article: Article, badge: str | None) -> Story:
        photos = article.text.photos
        return Story(
            address=article.address,
            title=article.title,
            lang=article.lang,
            section=self.sections[article.section],
            date=article.date,
            summary=article.summary or article.text.first_paragraph,
            photo=photos[0] if photos else None,
            badge=badge,
        )

    def _body(self, item: Article | Standing) -> Body:
        return Body(item.path, item.text.digest, self.links.get(item.path, ()))

    def _group(self) -> None:
        """Put every story into its lists, newest first, in one pass."""
        self.by_section: dict[str, list[Story]] = {slug: [] for slug in self.sections}
        self.by_author: dict[str, list[Story]] = defaultdict(list)
        self.by_tag: dict[str, list[Story]] = defaultdict(list)
        self.by_year: dict[int, list[Story]] = defaultdict(list)
        self.by_month: dict[tuple[int, int], list[Story]] = defaultdict(list)
        self.by_day: dict[tuple[int, int, int], list[Story]] = defaultdict(list)
        #: The place of each article in its section.
        self.places: dict[str, int] = {}
        for article in self.articles:
            story = self.stories[article.path]
            section = self.by_section[article.section]
            self.places[article.path] = len(section)
            section.append(story)
            for key in dict.fromkeys(map(name_key, article.byline.names)):
                self.by_author[key].append(story)
            for key in dict.fromkeys(map(name_key, article.tags)):
                self.by_tag[key].append(story)
            day = article.date.date
            self.by_year[day.year].append(story)
            self.by_month[day.year, day.month].append(story)
            self.by_day[day.year, day.month, day.day].append(story)

    def article_pages(self) -> Iterator[Page]:
        """Plan the page of every article."""
        for article in self.articles:
            story = self.stories[article.path]
            section = self.by_section[article.section]
            place = self.places[article.path]
            page = ArticlePage(
                story=story,
                sapo=article.summary,
                body=self._body(article),
                byline=self._byline(article),
                authors=self._authors(article),
                source=article.source,
                tags=tuple(self.tags[name_key(tag)] for tag in article.tags),
                modified=article.modified,
                changes=article.changes,
                corrections=article.corrections,
                photos=article.text.photos,
                newer=tuple(section[max(place - NEWER_STORIES, 0) : place][::-1]),
                older=tuple(section[place + 1 : place + 1 + OLDER_STORIES]),
                breadcrumbs=(HOME, story.section),
                notice=self._old_notice(article),
            )
            yield Page(article.address, "article.html", page)

    def _old_notice(self, article: Article) -> str | None:
        limit = self.desk.old_before
        return self.desk.old_notice if limit is not None and article.date.when < limit else None

    def _authors(self, article: Article) -> tuple[Link, ...]:
        return tuple(self.authors[name_key(name)] for name in article.byline.names)

    def _byline(self, article: Article) -> tuple[Link, ...]:
        """Cut the printed byline into its words and the names that lead to authors."""
        pieces: list[Link] = []
        rest = article.byline.text
        for name in article.byline.names:
            before, found, after = rest.partition(name)
            if not found:
                continue
            if before:
                pieces.append(Link(before))
            pieces.append(Link(name, self.authors[name_key(name)].address))
            rest = after
        if rest:
            pieces.append(Link(rest))
        return tuple(pieces)

    def list_pages(self) -> Iterator[Page]:
        """Plan the lists of all news, of sections, authors, tags and periods."""
        everything = [self.stories[article.path] for article in self.articles]
        years = tuple(_year_link(year) for year in self.by_year)
        yield from self._list(
            "news", NEWS.text, NEWS.address, everything, (HOME,), years, "/rss.xml"
        )
        for slug, link in self.sections.items():
            stories = self.by_section[slug]
            feed = f"{link.address}rss.xml"
            yield from self._list("section", link.text, link.address, stories, (HOME,), feed=feed)
        for key, link in self.authors.items():
            stories = self.by_author[key]
            yield from self._list("author", link.text, link.address, stories, (HOME,))
        for key, link in self.tags.items():
            yield from self._list("tag", link.text, link.address, self.by_tag[key], (HOME,))
        yield from self._period_pages()

    def _period_pages(self) -> Iterator[Page]:
        months: dict[int, list[Link]] = defaultdict(list)
        days: dict[tuple[int, int], list[Link]] = defaultdict(list)
        for year, month in self.by_month:
            months[year].append(_month_link(year, month))
        for year, month, day in self.by_day:
            days[year, month].append(_day_link(year, month, day))
        for year, stories in self.by_year.items():
            link = _year_link(year)
            crumbs = (HOME, NEWS)
            periods = tuple(months[year])
            yield from self._list("year", link.text, link.address, stories, crumbs, periods)
        for (year, month), stories in self.by_month.items():
            link = _month_link(year, month)
            crumbs = (HOME, NEWS, _year_link(year))
            periods = tuple(days[year, month])
            yield from self._list("month", link.text, link.address, stories, crumbs, periods)
        for (year, month, day), stories in self.by_day.items():
            link = _day_link(year, month, day)
            crumbs = (HOME, NEWS, _year_link(year), _month_link(year, month))
            yield from self._list("day", link.text, link.address, stories, crumbs)

    def _list(
        self,
        kind: str,
        title: str,
        address: str,
        stories: Sequence[Story],
        crumbs: tuple[Link, ...],
        periods: tuple[Link, ...] = (),
        feed: str | None = None,
    ) -> Iterator[Page]:
        for number, place, older, part in _cut(stories, self.desk.per_page, address):
            page = ListPage(
                kind=kind,
                title=title,
                stories=tuple(part),
                newest=address,
                number=number,
                older=older,
                feed=feed,
                periods=() if number else periods,
                breadcrumbs=crumbs,
            )
            yield Page(place, "list.html", page)

    def corrections(self) -> Iterator[Page]:
        """Plan the page of corrections, its older parts and its feed."""
        items = sorted(
            (
                CorrectedStory(self.stories[article.path], correction)
                for article in self.articles
                for correction in article.corrections
            ),
            key=lambda item: (item.correction.date.when, item.story.address),
            reverse=True,
        )
        feed = f"{CORRECTIONS.address}rss.xml"
        for number, place, older, part in _cut(items, self.desk.per_page, CORRECTIONS.address):
            page = CorrectionsPage(
                title=CORRECTIONS.text,
                items=tuple(part),
                newest=CORRECTIONS.address,
                number=number,
                older=older,
                feed=feed,
                breadcrumbs=(HOME,),
            )
            yield Page(place, "corrections.html", page)
        entries = tuple(
            FeedItem(item.story, (), (), item.correction.date, correction=item.correction)
            for item in items[:FEED_ITEMS]
        )
        title = f"{CORRECTIONS.text} - {self.desk.portal}"
        yield Page(feed, "rss", Feed(title, CORRECTIONS.address, entries))

    def feeds(self) -> Iterator[Page]:
        """Plan the feeds of all news, in three formats, and of each section."""
        newest = self._feed(self.desk.portal, HOME.address, self.articles[:FEED_ITEMS])
        yield Page("/rss.xml", "rss", newest)
        yield Page("/atom.xml", "atom", newest)
        yield Page("/feed.json", "json_feed", newest)
        newest_of: dict[str, list[Article]] = {slug: [] for slug in self.sections}
        for article in self.articles:
            if len(newest_of[article.section]) < FEED_ITEMS:
                newest_of[article.section].append(article)
        for slug, link in self.sections.items():
            feed = self._feed(f"{link.text} - {self.desk.portal}", link.address, newest_of[slug])
            yield Page(f"{link.address}rss.xml", "rss", feed)

    def _feed(self, title: str, home: str, articles: Iterable[Article]) -> Feed:
        items = (
            FeedItem(
                story=self.stories[article.path],
                authors=article.byline.names,
                tags=article.tags,
                modified=article.modified or article.date,
                sapo=article.summary,
                body=self._body(article),
            )
            for article in articles
        )
        return Feed(title, home, tuple(items))

    def standing_pages(self, standing: Iterable[Standing]) -> Iterator[Page]:
        """Plan the pages outside the news."""
        for item in standing:
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
            yield Page(item.address, "page.html", page)

    def front_page(self) -> Page:
        """Plan the front page: no story stands in two of its upper parts."""
        featured = [self.stories[item.path] for item in self.articles if item.featured]
        newest = [self.stories[item.path] for item in self.articles]
        with_photo = (story for story in (*featured, *newest) if story.photo is not None)
        lead = next(with_photo, newest[0] if newest else None)
        upper = [story for story in featured if story is not lead][:FRONT_FEATURED]
        used = {story.address for story in (lead, *upper) if story is not None}
        notices = self.by_section.get(self.desk.notices or "", [])
        page = FrontPage(
            lead=lead,
            featured=tuple(upper),
            newest=tuple(
                [
                    story
                    for story in newest[: FRONT_NEWEST + len(used)]
                    if story.address not in used
                ][:FRONT_NEWEST]
            ),
            blocks=tuple(
                Block(link, tuple(self.by_section[slug][:FRONT_BLOCK]))
                for slug, link in self.sections.items()
                if self.by_section[slug] and slug != self.desk.notices
            ),
            notices=tuple(notices[:FRONT_NOTICES]),
            notices_section=self.sections.get(self.desk.notices or ""),
            years=self._years(),
        )
        return Page("/", "front.html", page)

    def _years(self) -> tuple[Year, ...]:
        months: dict[int, list[Link]] = defaultdict(list)
        for year, month in self.by_month:
            months[year].append(Link(f"Tháng {month}", _month_link(year, month).address))
        return tuple(
            Year(Link(f"Năm {year}", _year_link(year).address), tuple(months[year]))
            for year in self.by_year
        )

    def sitemaps(self, standing: Iterable[Standing], now: datetime) -> Iterator[Page]:
        """Plan the sitemaps, their index, and the file that tells crawlers of it."""
        by_year: dict[int, list[SitemapEntry]] = {year: [] for year in self.by_year}
        for article in self.articles:
            modified = article.modified or article.date
            by_year[article.date.date.year].append(SitemapEntry(article.address, modified))
        index = [SitemapEntry("/sitemap-trang.xml"), SitemapEntry("/sitemap-news.xml")]
        for year, entries in by_year.items():
            address = f"/sitemap-{year:04}.xml"
            yield Page(address, "sitemap", Sitemap(tuple(entries)))
            index.append(SitemapEntry(address, _newest_change(entries)))
        fixed = [HOME, NEWS, *self.sections.values(), CORRECTIONS]
        addresses = [*(link.address for link in fixed), *(page.address for page in standing)]
        yield Page("/sitemap-trang.xml", "sitemap", Sitemap(tuple(map(SitemapEntry, addresses))))
        recent = [
            self.stories[article.path]
            for article in self.articles[:NEWS_SITEMAP_ITEMS]
            if now - NEWS_SITEMAP_AGE < article.date.when <= now
        ]
        yield Page("/sitemap-news.xml", "news_sitemap", NewsSitemap(tuple(recent)))
        yield Page("/sitemap.xml", "sitemap_index", Sitemap(tuple(index)))
        yield Page("/robots.txt", "robots", Robots("/sitemap.xml"))


def _newest_change(entries: Iterable[SitemapEntry]) -> Moment | None:
    moments = [entry.modified for entry in entries if entry.modified is not None]
    return max(moments, default=None)


def _cut(
    items: Sequence, per_page: int, address: str
) -> Iterator[tuple[int | None, str, str | None, Sequence]]:
    """Cut *items*, newest first, into the newest page and the full ones behind it.

    Yields the number (None for the newest page), address, address of the next
    older page, and the page's items. A full page holds the same items for ever;
    the newest page shows the newest full one and what came after it.
    """
    full = len(items) // per_page
    newest = items[: len(items) - max(full - 1, 0) * per_page]
    yield None, address, f"{address}trang/{full - 1}/" if full > 1 else None, newest
    for number in range(1, full + 1):
        end = len(items) - (number - 1) * per_page
        older = f"{address}trang/{number - 1}/" if number > 1 else None
        yield number, f"{address}trang/{number}/", older, items[end - per_page : end]


def _year_link(year: int) -> Link:
    return Link(f"Tin năm {year}", f"/tin-tuc/{year:04}/")


def _month_link(year: int, month: int) -> Link:
    return Link(f"Tin {month_name(year, month).lower()}", f"/tin-tuc/{year:04}/{month:02}/")


def _day_link(year: int, month: int, day: int) -> Link:
    return Link(f"Tin ngày {day:02}/{month:02}/{year}", f"/tin-tuc/{year:04}/{month:02}/{day:02}/")


def _shared_addresses(items: Iterable[Article | Standing]) -> Iterator[Fault]:
    """Name every file whose address is also another file's."""
    by_address: dict[str, list[Article | Standing]] = defaultdict(list)
    for item in items:
        by_address[item.address].append(item)
    for address, sharers in by_address.items():
        for item in sharers:
            others = ", ".join(sorted(other.path for other in sharers if other is not item))
            if others:
                yield Fault(
                    item.path,
                    item.address_line,
                    "slug",
                    f"địa chỉ «{address}» trùng với {others}",
                    "đặt trường slug khác cho một trong các bài",
                )


def _aliases(
    items: Iterable[Article | Standing], pages: Iterable[Page]
) -> tuple[dict[str, str], list[Fault]]:
    """Collect old addresses, and name every file whose alias is taken."""
    present = {_bare(page.address) for page in pages}
    claims: dict[str, list[tuple[Article | Standing, str, int]]] = defaultdict(list)
    for item in items:
        for alias, line in item.aliases:
            claims[_bare(alias)].append((item, alias, line))
    aliases, faults = {}, []
    for bare, claimants in claims.items():
        owners = sorted({item.path for item, _, _ in claimants})
        for item, alias, line in claimants:
            others = [path for path in owners if path != item.path]
            if bare in present:
                taken_by = "một trang của cổng đang dùng"
            elif others:
                taken_by = f"{', '.join(others)} cũng nhận"
            else:
                aliases[alias] = item.address
                continue
            faults.append(
                Fault(
                    item.path,
                    line,
                    "aliases",
                    f"địa chỉ cũ «{alias}» {taken_by}",
                    "bỏ dòng này hoặc sửa địa chỉ",
                )
            )
    return aliases, faults


def _bare(address: str) -> str:
    return address.strip("/")


def _resolve_links(
    shown: Iterable[Article | Standing], hidden: Iterable[Article | Standing]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Pair the link targets of every shown text with their addresses.

    A target that the public does not see has the address "", and is printed as
    words without a link until it is seen.
    """
    shown = tuple(shown)
    addresses = {item.path: item.address for item in shown}
    for item in hidden:
        addresses[item.path] = addresses[item.address] = ""
    return {
        item.path: tuple(
            (target, addresses[target])
            for target in dict.fromkeys(link.target for link in item.text.links)
            if target in addresses
        )
        for item in shown
        if item.text.links
    }


def _link_faults(
    shown: Iterable[Article | Standing],
    hidden: Iterable[Article | Standing],
    pages: Iterable[Page],
) -> Iterator[Fault]:
    """Name links to addresses that no page has, and links to what is not public."""
    unseen = {key: item for item in hidden for key in (item.path, item.address)}
    present = {page.address for page in pages}
    for item in shown:
        for link in item.text.links:
            target = unseen.get(link.target)
            if target is not None:
                yield Fault(
                    item.path,
                    link.line,
                    "liên kết",
                    f"«{link.written}» dẫn đến bài chưa đăng hoặc đã hết hạn",
                    "bỏ liên kết, hoặc đăng bài kia; cho đến lúc đó chỉ in chữ, không có liên kết",
                    warning=not target.draft,
                )
            elif link.target.startswith("/") and link.target not in present:
                yield Fault(
                    item.path,
                    link.line,
                    "liên kết",
                    f"cổng không có trang «{link.written}»",
                    "sửa địa chỉ, hoặc dẫn đến tệp .md của bài",
                )
