# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of articles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from plugins.newsroom.article import Article
from plugins.newsroom.page import ArticlePage, Link, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry, address_of
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material

#: Articles of a section that are planned together, counted from the oldest.
ARTICLES_TOGETHER = 250
NEWER_STORIES = 3
OLDER_STORIES = 6


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all articles."""
    return Addresses(map(address_of, groups.entries))


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the pages of all articles, section by section, other languages by themselves."""
    for slug, entries in material.groups.kin.items():
        for first in range(0, len(entries), ARTICLES_TOGETHER):
            end = len(entries) - first
            start = max(end - ARTICLES_TOGETHER, 0)
            chosen = entries[start:end]
            yield material.bundle(
                f"articles {slug} {first // ARTICLES_TOGETHER}",
                ("article.html",),
                partial(_pages, material, entries, range(start, end)),
                *material.article_digests(chosen),
                "names",
                *material.groups.unusual_names(chosen),
                "newer",
                *material.story_digests(entries[max(start - NEWER_STORIES, 0) : start]),
                "older",
                *material.story_digests(entries[end : end + OLDER_STORIES]),
                entries=chosen,
            )


def _pages(material: Material, kin: Sequence[Entry], places: Iterable[int]) -> Iterator[Page]:
    for place in places:
        entry = kin[place]
        newer = kin[max(place - NEWER_STORIES, 0) : place][::-1]
        older = kin[place + 1 : place + 1 + OLDER_STORIES]
        authors, tags = material.groups.links_of(entry)
        yield material.page(
            entry.address,
            "article.html",
            partial(_make, material, entry, newer, older, authors, tags),
            *material.article_digests((entry,)),
            *(f"{link.text} {link.address}" for link in (*authors, *tags)),
            "newer",
            *material.story_digests(newer),
            "older",
            *material.story_digests(older),
        )


def _make(
    material: Material,
    entry: Entry,
    newer: Sequence[Entry],
    older: Sequence[Entry],
    authors: tuple[Link, ...],
    tags: tuple[Link, ...],
) -> ArticlePage:
    article, story = material.fetch(entry.path), material.story(entry)
    limit = material.settings.old_before
    return ArticlePage(
        story=story,
        sapo=article.summary,
        body=material.body(article),
        byline=_byline(article, authors),
        authors=authors,
        source=article.source,
        tags=tags,
        modified=article.modified,
        changes=article.changes,
        corrections=article.corrections,
        photos=article.text.photos,
        newer=material.stories(newer),
        older=material.stories(older),
        breadcrumbs=material.way_to(entry),
        notice=material.settings.old_notice if limit and article.date.when < limit else None,
        translations=material.translations.get(entry.path, ()),
    )


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
