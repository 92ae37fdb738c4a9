# SPDX-License-Identifier: AGPL-3.0-or-later
"""An entry: the little of an article that the plan of all pages must know."""

from datetime import timedelta
from operator import itemgetter
from typing import NamedTuple

from plugins.newsroom.article import Article, Featured
from plugins.newsroom.codec import digest
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Event
from plugins.newsroom.photo import shared_photo
from plugins.newsroom.share_card import can_be_drawn
from plugins.vietnamese.letters import fold


class Entry(NamedTuple):
    """What the plan must know of an article; plain values, which JSON can hold.

    `published` and `ends` are seconds since 1970; `modified` is ISO 8601 with its
    offset. `digest` covers the whole article, `story` what lists show of it, `headline` its
    folded title and its day (16 hex digits, none without a title). `photos` are its
    originals, each in one `word`; `links` are target, words as written, line; `aliases`
    addresses with their lines; `attachments` content paths with published names.
    `featured` is its place and its own end, in seconds since 1970.
    `past_dates` are the dates of what the article tells as done: field, line, as written,
    seconds since 1970. The date of an `undated` one stands for none. `translation_of` names an
    original as it was written. `urgent` is the end of an urgent notice, in seconds since 1970,
    and its line. `document` is the day of its issue (ISO 8601), its number and issuer, the line.
    `related` are related articles as written, with their lines, `also` further sections.
    `event` is its start and end, in seconds since 1970, and its first and last month ("2026/12").
    `dossier` is one as it was written, and the line. A `drawn` one is shared with a card of its
    own: no photo of it is fit for that.
    """

    path: str
    address: str
    published: float
    modified: str
    section: str
    names: tuple[str, ...]
    digest: str
    story: str
    headline: str
    photos: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    featured: tuple[int, float | None] | None = None
    links: tuple[tuple[str, str, int], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    corrections: int = 0
    ends: float | None = None
    address_line: int = 1
    aliases: tuple[tuple[str, int], ...] = ()
    draft: bool = False
    past_dates: tuple[tuple[str, int, str, float], ...] = ()
    undated: bool = False
    title_line: int = 2
    withdrawn: bool = False
    lang: str = LANGUAGES[0]
    translation_of: str = ""
    translation_line: int = 1
    urgent: tuple[float, int] | None = None
    document: tuple[str, str, str, int] | None = None
    related: tuple[tuple[str, int], ...] = ()
    also: tuple[str, ...] = ()
    event: tuple[float, float, str, str] | None = None
    dossier: tuple[str, int] | None = None
    drawn: bool = False


def _getter(*names: str) -> itemgetter:
    """Get fields of an entry by their places, in half the time that their names take."""
    return itemgetter(*map(Entry._fields.index, names))


path_of, address_of, published_of = _getter("path"), _getter("address"), _getter("published")
modified_of, digest_of, story_of = _getter("modified"), _getter("digest"), _getter("story")
headline_of, is_drawn = _getter("headline"), _getter("drawn")
photos_of, attachments_of = _getter("photos"), _getter("attachments")
names_of, tags_of, undated_of = _getter("names"), _getter("tags"), _getter("undated")
grouping_of = _getter("section", "address", "names", "tags")
#: Fields that most articles leave at their defaults: the plan looks again at the others alone.
_RARE = (
    "featured",
    "links",
    "attachments",
    "corrections",
    "ends",
    "aliases",
    "draft",
    "past_dates",
    "withdrawn",
    "lang",
    "translation_of",
    "urgent",
    "document",
    "related",
    "also",
    "event",
    "dossier",
)
rarities_of = _getter(*_RARE)
USUAL = tuple(Entry._field_defaults[name] for name in _RARE)


def enter(article: Article, whole: str | None = None) -> Entry:
    """Note what the plan must know of *article*; *whole* is its digest where it is known."""
    text, title = article.text, fold(article.title)
    photos = text.photos
    shown = (
        article.address,
        article.title,
        article.lang,
        article.section,
        article.date,
        article.summary or text.first_paragraph,
        photos[0] if photos else None,
        article.document,
        article.event,
    )
    document = article.document
    return Entry(
        path=article.path,
        address=article.address,
        published=article.date.when.timestamp(),
        modified=(article.modified or article.date).iso,
        section=article.section,
        names=tuple(article.byline.names),
        digest=whole or digest(article),
        story=digest(shown),
        headline=digest((title, article.date.date))[:16] if title else "",
        photos=tuple(dict.fromkeys(photo.original.word for photo in photos)),
        tags=tuple(article.tags),
        featured=_featured(article.featured),
        links=tuple((link.target, link.written, link.line) for link in text.links),
        attachments=tuple((item.path, item.name) for item in text.attachments),
        corrections=len(article.corrections),
        ends=article.expires.when.timestamp() if article.expires else None,
        address_line=article.address_line,
        aliases=tuple((alias, line) for alias, line in article.aliases),
        draft=article.draft,
        past_dates=tuple(
            (item.field, item.line, item.written, item.date.when.timestamp())
            for item in article.past_dates
        ),
        undated=article.undated,
        title_line=article.title_line,
        withdrawn=bool(article.withdrawn),
        lang=article.lang,
        translation_of=article.translation_of,
        translation_line=article.translation_line,
        urgent=(article.urgent.when.timestamp(), article.urgent_line) if article.urgent else None,
        document=(
            document.issued.date.isoformat(),
            document.number,
            document.issuer,
            article.document_line,
        )
        if document
        else None,
        related=tuple(article.related),
        also=tuple(article.also),
        event=_event(article.event),
        dossier=(article.dossier, article.dossier_line) if article.dossier else None,
        drawn=can_be_drawn(article.title) and shared_photo(photos) is None,
    )


def _event(event: Event | None) -> tuple[float, float, str, str] | None:
    if event is None:
        return None
    start, last = event.start.when, event.last.when
    # Midnight is the end of the day before it.
    within = max(start, last - timedelta(microseconds=1))
    return start.timestamp(), last.timestamp(), f"{start:%Y/%m}", f"{within:%Y/%m}"


def _featured(featured: Featured | None) -> tuple[int, float | None] | None:
    if featured is None:
        return None
    return featured.place, featured.until.when.timestamp() if featured.until else None
