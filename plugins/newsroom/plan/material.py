# SPDX-License-Identifier: AGPL-3.0-or-later
"""Material: what the pages of every kind are made of, and the keys that tell them apart."""

import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.codec import digest, digest_of_parts
from plugins.newsroom.page import (
    Body,
    Link,
    Page,
    PageData,
    Story,
    Translation,
    UrgentNotice,
)
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry, digest_of, path_of, story_of
from plugins.newsroom.plan.groups import Groups

#: Stories held at most, for the next list that shows them; one takes about 1 kB.
STORIES_HELD = 10_000

FetchArticle = Callable[[str], Article]


class Material:
    """The groups of a plan, and what pages show besides.

    *badges* maps content paths to the badges that are shown; *links* maps those of texts
    to pairs of link target and address, as `resolve_links` gives them, and *translations*
    those of articles to the languages that they are in; *fetch* gives a whole article, and
    is called only when the data of a page is made. *urgent* are the urgent notices,
    *related* the stories that articles name themselves, by content path.

    A key is a digest of all that its page or bundle is made of: the settings, the name or
    address, and the digests of values. Equal keys mean equal bytes, for one theme and one
    state of the code.
    """

    def __init__(
        self,
        groups: Groups,
        badges: Mapping[str, str],
        links: Mapping[str, tuple[tuple[str, str], ...]],
        translations: Mapping[str, tuple[Translation, ...]],
        fetch: FetchArticle,
        urgent: Sequence[Entry] = (),
        related: Mapping[str, Sequence[Entry]] = MappingProxyType({}),
    ) -> None:
        self.urgent, self.related = urgent, related
        self.groups, self.settings = groups, groups.settings
        self.badges, self.links, self.fetch = badges, links, fetch
        self.translations = translations
        self._settings_digest = self.settings.digest()
        # What pages of articles show besides these: by content path.
        self._besides = {
            path: digest((links.get(path), translations.get(path)))
            for path in (*links, *translations)
        }
        self._story_at = functools.lru_cache(STORIES_HELD)(self._make_story)

    def story_digests(self, entries: Iterable[Entry]) -> list[str]:
        """Tell apart what lists show of articles."""
        if not self.badges:
            return list(map(story_of, entries))
        return [entry.story + self.badges.get(entry.path, "") for entry in entries]

    def article_digests(self, entries: Iterable[Entry]) -> list[str]:
        """Tell apart all that the pages of articles show of them."""
        if not self.badges and not self._besides:
            return list(map(digest_of, entries))
        return [
            entry.digest + self.badges.get(entry.path, "") + self._besides.get(entry.path, "")
            for entry in entries
        ]

    def page(
        self, address: str, template: str, make: Callable[[], PageData], *ingredients: str
    ) -> Page:
        """Plan a page whose data *make* makes of what the *ingredients* tell apart."""
        key = digest_of_parts(self._settings_digest, template, address, *ingredients)
        return Page(address, template, make, key)

    def page_of(self, address: str, template: str, data: PageData) -> Page:
        """Plan a page whose data is made already."""
        return self.page(address, template, lambda: data, digest(data))

    def bundle(
        self,
        name: str,
        templates: tuple[str, ...],
        pages: Callable[[], Iterable[Page]],
        *ingredients: str,
        entries: Sequence[Entry] = (),
        lang: str | None = None,
    ) -> PageBundle:
        """Plan a bundle; its pages are made of no more than the *ingredients* tell apart.

        *entries*, sorted, are those that give it its time; *lang* is as in `PageBundle`.
        """
        return PageBundle(
            name,
            digest_of_parts(self._settings_digest, name, *ingredients),
            pages,
            templates,
            entries[len(entries) // 2].published if entries else math.inf,
            lang,
        )

    def story(self, entry: Entry) -> Story:
        """Make the story of an article once, however many lists show it."""
        return self._story_at(entry.path)

    def stories(self, entries: Iterable[Entry]) -> tuple[Story, ...]:
        """Make the stories of *entries*, in their order."""
        return tuple(map(self._story_at, map(path_of, entries)))

    def urgent_digests(self, entries: Iterable[Entry]) -> list[str]:
        """Tell apart what is shown of urgent notices."""
        return [digest((entry.urgent, *self.story_digests([entry]))) for entry in entries]

    def urgent_notices(self, entries: Iterable[Entry]) -> tuple[UrgentNotice, ...]:
        """Make the urgent notices of *entries*, in their order."""
        articles = [self.fetch(entry.path) for entry in entries]
        return tuple(
            UrgentNotice(
                article.address,
                article.title,
                article.lang,
                article.urgent,
                self.badges.get(article.path),
            )
            for article in articles
            if article.urgent
        )

    def _make_story(self, path: str) -> Story:
        article = self.fetch(path)
        photos = article.text.photos
        return Story(
            address=article.address,
            title=article.title,
            lang=article.lang,
            section=self.groups.sections[article.section],
            date=article.date,
            summary=article.summary or article.text.first_paragraph,
            photo=photos[0] if photos else None,
            badge=self.badges.get(path),
            document=article.document,
            event=article.event,
        )

    def way_to(self, entry: Entry) -> tuple[Link, Link]:
        """Name the front page and the section of an article, in its language if they are."""
        edition = self.settings.edition(entry.lang)
        return edition.home, self.groups.section_in(entry.section, entry.lang)

    def body(self, item: Article | Standing) -> Body:
        """Name the text of an article or standing page, with what its links lead to."""
        return Body(item.path, item.text.digest, self.links.get(item.path, ()))
