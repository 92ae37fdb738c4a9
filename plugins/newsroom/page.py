# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the templates see: the kinds of page and the plain values on them.

Every address is rooted at the site ("/tin-tuc/2017/") and free of the site's own
URL, which belongs to the settings. Texts are plain, never HTML; the only HTML
of a page is the body, which a page names (`Body`) and the printer fetches.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from plugins.newsroom.codec import Record, digest_of_parts
from plugins.newsroom.other_sites import OtherSite, find_site
from plugins.newsroom.photo import Photo, shared_photo
from plugins.newsroom.share_card import CARD_SIZE
from plugins.vietnamese.dates import Moment

# What may stand behind the mark that ends a sentence, and these marks.
_CLOSING = "\"')]»”’ "
_END_MARKS = (".", "!", "?", "…", "។")


class Link(Record):
    """Words that lead somewhere; an empty `address` means words alone."""

    text: str
    address: str = ""


class DocumentFile(Record):
    """The file of a document: its name as its editor knows it, and that which is `published`.

    `info` tells its kind and size in words ("PDF, 120 KB").
    """

    name: str
    published: str
    info: str


class Document(Record):
    """An official document that an article publishes, `in_force` from a day on."""

    number: str
    issued: Moment
    issuer: str
    in_force: Moment | None = None
    file: DocumentFile | None = None


class Event(Record):
    """What an article invites to: when it begins, when it ends if that is told, and where.

    A day stands for the whole of it.
    """

    start: Moment
    end: Moment | None = None
    place: str = ""

    @property
    def last(self) -> Moment:
        """When it is over: its end, or else that of the day on which it begins."""
        end = self.end or Moment(self.start.when, "day")
        return end.end_of_day() if end.precision == "day" else end

    @property
    def form(self) -> str:
        """Tell in which form its times are said.

        "day" and "days" are whole, one or several, "time" is a beginning, "hours" stand within
        a day, "span" is all else.
        """
        start, end = self.start, self.end
        whole = start.precision == "day"
        if end is None:
            return "day" if whole else "time"
        if whole and end.precision == "day":
            return "day" if end.date == start.date else "days"
        if whole or end.precision == "day" or end.date != start.date:
            return "span"
        return "hours"


class Story(Record):
    """An article as lists show it.

    `badge` tells, in the preview alone, why the public site would not show it.
    """

    address: str
    title: str
    lang: str
    section: Link
    date: Moment
    summary: str
    photo: Photo | None
    badge: str | None = None
    document: Document | None = None
    event: Event | None = None


class UrgentNotice(Record):
    """An article that is an urgent notice `until` a moment; `badge` as of a `Story`."""

    address: str
    title: str
    lang: str
    until: Moment
    badge: str | None = None


class Translation(Record):
    """One of the languages that an article or list is in, and where it stands in that.

    The others are translations of the article that `is_original`.
    """

    lang: str
    address: str
    is_original: bool = False


class Body(Record):
    """The text of an article or standing page, by name instead of by value.

    `digest` is that of the stored body, so that equal pages have equal data.
    `links` pairs the content path of each article that the text links to with
    its address.
    """

    path: str
    digest: str
    links: tuple[tuple[str, str], ...] = ()


class HtmlPart(Record, tag="markup"):
    """A run of sanitised HTML between two figures; it need not be balanced."""

    html: str
    kind: ClassVar[str] = "markup"


class Figure(Record, tag="figure"):
    """A photo in the text; `first` is the page's first one, which loads at once.

    A first one that is `below` the first screen gets no priority over what stands there.
    """

    photo: Photo
    first: bool = False
    below: bool = False
    kind: ClassVar[str] = "figure"


class Gallery(Record, tag="gallery"):
    """Photos that stand together after the text."""

    figures: tuple[Figure, ...]
    kind: ClassVar[str] = "gallery"


class Player(Record, tag="player"):
    """A film or a sound with controls, at its place in the text.

    `name` is that of its published file, `media_type` its type for browsers, `info` tells kind,
    length and size in words ("MP4, 1:20, 12 MB"), `seconds` how long it plays, 0 if unknown. A
    film has its size in pixels, maybe a `poster` and the published name of its `captions`
    (WebVTT); a sound has none of these. `title` says what it is to those who do not see it, "" if
    nothing does; `credit` may say by itself what it is of.
    """

    name: str
    media_type: str
    info: str
    title: str = ""
    caption: str | None = None
    credit: str | None = None
    poster: Photo | None = None
    captions: str = ""
    width: int = 0
    height: int = 0
    seconds: int = 0
    kind: ClassVar[str] = "player"


class SiteCard(Record, tag="site_card"):
    """An address of a film or map on another site, by itself on its line.

    `words` are those of the link that led there, "" if it stood bare.
    """

    address: str
    words: str = ""
    kind: ClassVar[str] = "site_card"

    @property
    def site(self) -> OtherSite | None:
        """What is there, and the name of the site; None of no address that is a card's."""
        return find_site(self.address)


BodyPart = HtmlPart | Figure | Gallery | Player | SiteCard


def photos_of(parts: tuple[BodyPart, ...]) -> tuple[Photo, ...]:
    """List the photos of a body in page order, the posters of films among them."""
    photos: list[Photo] = []
    for part in parts:
        if isinstance(part, Figure):
            photos.append(part.photo)
        elif isinstance(part, Gallery):
            photos += [figure.photo for figure in part.figures]
        elif isinstance(part, Player) and part.poster is not None:
            photos.append(part.poster)
    return tuple(photos)


class Source(Record):
    """Where a repost was first published."""

    name: str
    author: str | None = None
    url: str | None = None
    published: Moment | None = None


class Change(Record):
    """What an editor changed after publication."""

    date: Moment
    note: str


class Correction(Record):
    """What an article said wrongly and what is right."""

    date: Moment
    wrong: str
    right: str

    def sentence(self, before: str, now: str) -> str:
        """Tell both in one line, behind what they are called *before* and *now*.

        What was wrong ends in one mark, its own or a full stop.
        """
        wrong = self.wrong.rstrip(" ,;:")
        ended = wrong.rstrip(_CLOSING)[-1:] in _END_MARKS
        return f"{before}: {wrong}{'' if ended else '.'} {now}: {self.right}"


class ShareCard(Record):
    """The picture beside links to an article without a fit photo: its title, drawn.

    `section` is the name of its section in its language; `width` and `height` are in pixels.
    """

    address: str
    title: str
    section: str
    date: Moment
    lang: str
    width: ClassVar[int] = CARD_SIZE[0]
    height: ClassVar[int] = CARD_SIZE[1]

    @property
    def alt(self) -> str:
        """Tell the words of the picture."""
        return self.title


class ArticlePage(Record):
    """An article on its own page.

    `byline` is the line as printed, cut into plain words and links to the
    authors; `authors` are the links alone. `changes` and `corrections` stand
    newest first. `related` are older stories. `sapo` is empty
    where the first paragraph of the body serves as one. `translations` are all languages that
    the article is in, its own among them; none where that is the only one. `audio` is a
    recording of the whole text. `issuer` leads to the documents of the one that issued this one,
    `dossier` to the one that the article belongs to. `card` is drawn where no photo is fit.
    `on_paper` is the address that paper tells.
    """

    story: Story
    sapo: str
    body: Body
    byline: tuple[Link, ...]
    authors: tuple[Link, ...]
    source: Source | None
    tags: tuple[Link, ...]
    modified: Moment | None
    changes: tuple[Change, ...]
    corrections: tuple[Correction, ...]
    photos: tuple[Photo, ...]
    related: tuple[Story, ...]
    breadcrumbs: tuple[Link, ...]
    notice: str | None = None
    translations: tuple[Translation, ...] = ()
    issuer: Link | None = None
    audio: Player | None = None
    dossier: Link | None = None
    card: ShareCard | None = None
    on_paper: str = ""

    @property
    def shared_photo(self) -> Photo | None:
        """The photo that is shown beside links to the page; None where the page has no fit one."""
        return shared_photo(self.photos)


class ListPage(Record):
    """Stories newest first: all news, a section, an author, a tag, a period.

    `kind` is "news", "section", "author", "tag", "year", "month", "day", "language",
    "documents" (all or those of a year), "issuer", "coming" (events), "events" (of a month) or
    "dossier" (in a language that its introduction is not in).
    `number` is that of a full page counted from the oldest, None on the page
    that shows the newest. `newest` is the address of that page, `older` that of
    the next older one. `section` is that of a section, of its years and months. `periods` are
    the years of a section, the months of a year or the days of a month, newest first, on the
    newest page only, `earlier` and `later` the next ones with news beside a period, `months`
    ("2017/02") those of a section or language, on its newest page;
    `intro` says what a section is for, `related` are the topics that stand beside a topic,
    who issued documents, or what else there is in a language; `urgent` are the urgent notices,
    on the newest page of all news and of a language alone. `languages` tells where such a list
    stands in each language that has one, itself among them. `marks` are those of the stories of a
    day, in their order, as `short_address.marks` tells them.
    """

    kind: str
    title: str
    stories: tuple[Story, ...]
    newest: str
    number: int | None
    older: str | None
    feed: str | None
    periods: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    section: Link | None = None
    earlier: Link | None = None
    later: Link | None = None
    months: tuple[str, ...] = ()
    lang: str = "vi"
    intro: str = ""
    related: tuple[Link, ...] = ()
    urgent: tuple[UrgentNotice, ...] = ()
    languages: tuple[Translation, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def by_day(self) -> bool:
        """Tell whether its stories stand below the days that they came on.

        A day's own list has no other day; documents and events stand in the order of days of
        their own.
        """
        return self.kind not in ("day", "documents", "issuer", "coming", "events")


class Block(Record):
    """The newest stories of one section on the front page, one with a photo first."""

    section: Link
    stories: tuple[Story, ...]


class Year(Record):
    """A year with news and its months with news, newest first."""

    year: Link
    months: tuple[Link, ...]


class FrontPage(Record):
    """The front page; no story stands on it twice.

    `headlines` are the featured stories, then the newest. `quiet` are the sections with few
    stories of late, each with its newest one that stands nowhere else, or none.
    """

    lead: Story | None
    headlines: tuple[Story, ...]
    blocks: tuple[Block, ...]
    quiet: tuple[Block, ...]
    notices: tuple[Story, ...]
    notices_section: Link | None
    years: tuple[Year, ...]
    urgent: tuple[UrgentNotice, ...] = ()


class CorrectedStory(Record):
    """A correction together with the article that it mends."""

    story: Story
    correction: Correction


class CorrectionsPage(Record):
    """All corrections in a language, newest first, numbered as a `ListPage` is."""

    title: str
    items: tuple[CorrectedStory, ...]
    newest: str
    number: int | None
    older: str | None
    feed: str
    breadcrumbs: tuple[Link, ...]
    lang: str = "vi"
    languages: tuple[Translation, ...] = ()


class StandingPage(Record):
    """A page outside the news: about, contact, accessibility; `sapo` as in articles.

    That of a dossier has `stories` besides, in pages numbered as those of a `ListPage` are, and
    `languages` as of one; its full pages have no body.
    """

    address: str
    title: str
    summary: str
    sapo: str
    lang: str
    body: Body | None
    photos: tuple[Photo, ...]
    breadcrumbs: tuple[Link, ...]
    badge: str | None = None
    stories: tuple[Story, ...] = ()
    number: int | None = None
    older: str | None = None
    languages: tuple[Translation, ...] = ()

    @property
    def shared_photo(self) -> Photo | None:
        """As of an `ArticlePage`."""
        return shared_photo(self.photos)


class NotFoundPage(Record):
    """What a wrong address shows."""

    title: str


class OfflinePage(Record):
    """What stands in for a page that cannot be had without a network: the same for all."""


class SearchPage(Record):
    """A page where readers search; what it shows besides leads on without a script.

    `years` are those to filter by, with news in any language; `periods` lists of years and `topics`
    those in the page's language, years newest first. With a `lang` it is for readers of a language
    that is not the portal's own, and finds what is in that.
    """

    title: str
    years: tuple[Link, ...]
    periods: tuple[Link, ...]
    topics: tuple[Link, ...]
    stories: tuple[Story, ...]
    breadcrumbs: tuple[Link, ...]
    lang: str | None = None


class LinkGroup(Record):
    """Links of one `kind`: "sections", "collections", "years", "topics",
    "pages" or "dossiers".
    """

    kind: str
    links: tuple[Link, ...]


class CalendarEntry(Record):
    """An event in a file for calendars; `modified` is the last change of its article."""

    story: Story
    modified: Moment


class Calendar(Record):
    """Events for calendars; `title` is "" for one alone."""

    title: str
    entries: tuple[CalendarEntry, ...]


class DirectoryPage(Record):
    """Where the site leads; `kind` is "feeds", "map" or "dossiers", `languages` as of a list."""

    kind: str
    title: str
    groups: tuple[LinkGroup, ...]
    breadcrumbs: tuple[Link, ...]
    lang: str = "vi"
    languages: tuple[Translation, ...] = ()


class GonePage(Record):
    """What the address of a withdrawn article shows: that it is gone and, if told, why."""

    title: str
    reason: str = ""


class MovedPage(Record):
    """What an old address shows on a host that knows no redirects."""

    title: str
    target: str


class Move(Record):
    """Where an old address leads; `path` is decoded, `query` is percent-encoded or ""."""

    path: str
    query: str
    address: str


class Redirects(Record):
    """What a host answers with 301 and with 410, each address once, sorted."""

    moved: tuple[Move, ...]
    gone: tuple[Move, ...]


class FeedItem(Record):
    """An article in a feed, with its full text or, for a correction, that notice."""

    story: Story
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    modified: Moment
    sapo: str = ""
    body: Body | None = None
    correction: Correction | None = None


class Feed(Record):
    """A feed of the newest items; `home` is the page that it follows."""

    title: str
    home: str
    items: tuple[FeedItem, ...]
    lang: str = "vi"


class SitemapEntry(Record):
    """An address and, for an article, when it last changed."""

    address: str
    modified: Moment | None = None


class Sitemap(Record):
    """Addresses for search engines; an index lists sitemaps."""

    entries: tuple[SitemapEntry, ...]


class NewsSitemap(Record):
    """The stories of the last 48 hours, newest first."""

    stories: tuple[Story, ...]


class Latest(Record):
    """The newest stories, for the scripts of pages that must not change with each."""

    stories: tuple[Story, ...]


class UrgentNotices(Record):
    """The urgent notices, newest first, for the script of all pages that have them not."""

    notices: tuple[UrgentNotice, ...]


class DaysWithNews(Record):
    """Which days have news, for the script that seeks the nearest one.

    Each year, newest first, has twelve numbers, one a month: bit n - 1 stands for
    day n. So twenty years take some 2 kB.
    """

    years: tuple[tuple[int, tuple[int, ...]], ...]


class SearchDescription(Record):
    """How a browser searches the site by itself; `address` is that of the page that does."""

    address: str


class Robots(Record):
    """What crawlers may fetch: everything, and where the sitemap stands."""

    sitemap: str


class SearchBlock(Record):
    """Up to a hundred articles of a month, oldest first, whose keys are numbered together.

    `name` is that of the month and the block's number in it ("2017/02-0"). `key` tells apart
    all that is searched of the articles at content `paths`, `order` which articles they are.
    """

    name: str
    paths: tuple[str, ...]
    key: str
    order: str


class SearchVolume(Record):
    """Blocks, oldest first, whose keys are shared out among 2**bits files."""

    name: str
    bits: int
    blocks: tuple[SearchBlock, ...]

    @property
    def key(self) -> str:
        """Tell apart all that the files hold."""
        return digest_of_parts(str(self.bits), self.stamp, *(block.key for block in self.blocks))

    @property
    def stamp(self) -> str:
        """Tell apart which articles have which numbers: 8 hex digits, which every file bears."""
        return digest_of_parts(*(block.order for block in self.blocks))[:8]

    @property
    def months(self) -> tuple[tuple[str, int], ...]:
        """The months, oldest first, each with the number of its articles here."""
        counts: dict[str, int] = {}
        for block in self.blocks:
            month = block.name.rpartition("-")[0]
            counts[month] = counts.get(month, 0) + len(block.paths)
        return tuple(counts.items())


class SearchPart(Record):
    """One of the files of a volume."""

    volume: SearchVolume
    number: int


class SearchRows(Record):
    """What results show of articles, each with the number of its section."""

    stories: tuple[Story, ...]
    sections: tuple[int, ...]


class SearchContents(Record):
    """The table of contents of the search index.

    Sections: slug, name, filter word. Volumes: name, bits, stamp, and the months with the
    numbers of their articles. `newest` are the rows of the newest articles, newest first.
    """

    sections: tuple[tuple[str, str, str], ...]
    abbreviations: tuple[tuple[str, str], ...]
    volumes: tuple[tuple[str, int, str, tuple[tuple[str, int], ...]], ...]
    newest: SearchRows


class SearchFilters(Record):
    """What readers may filter by: name, last part of the address, filter word."""

    authors: tuple[tuple[str, str, str], ...]
    topics: tuple[tuple[str, str, str], ...]


PageData = (
    ArticlePage
    | ShareCard
    | ListPage
    | FrontPage
    | CorrectionsPage
    | StandingPage
    | NotFoundPage
    | OfflinePage
    | SearchPage
    | Calendar
    | DirectoryPage
    | GonePage
    | MovedPage
    | Redirects
    | Feed
    | Sitemap
    | NewsSitemap
    | Latest
    | UrgentNotices
    | DaysWithNews
    | SearchDescription
    | Robots
    | SearchPart
    | SearchRows
    | SearchContents
    | SearchFilters
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: its address, its template, all that it shows.

    `address` is rooted at the site; `template` is the name of a template of the theme, or
    of a printer for what is not HTML ("rss", "sitemap", …). `make` makes the data, at each
    call; pages with equal keys have equal data.
    """

    address: str
    template: str
    make: Callable[[], PageData] = field(compare=False, repr=False)
    key: str

    @property
    def data(self) -> PageData:
        """Make what the page shows."""
        return self.make()

    @property
    def file(self) -> str:
        """Tell the output file, relative to the output folder."""
        name = self.address.removeprefix("/")
        return name + "index.html" if name == "" or name.endswith("/") else name
