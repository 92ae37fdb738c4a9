# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of articles, and the cards that they are shared with."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress

from plugins.newsroom.article import Article
from plugins.newsroom.page import ArticlePage, Link, Page, ShareCard
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry, address_of, is_drawn
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import NEWS
from plugins.newsroom.plan.material import Material
from plugins.newsroom.short_address import short_address

#: Articles of a section that are planned together, counted from the oldest.
ARTICLES_TOGETHER = 250
RELATED_STORIES = 6
#: What prints the cards of articles.
SHARE_CARD = "share_card"
#: Of these, the most that share a topic; the others are the next older ones of the section.
BY_TOPIC = 4


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of all articles and of their cards."""
    entries = groups.entries
    cards = map(_card_address, compress(entries, map(is_drawn, entries)))
    return Addresses(map(address_of, entries), cards)


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the pages of all articles, section by section, other languages by themselves."""
    topical = _find_topical(material.groups)
    for slug, entries in material.groups.kin.items():
        for first in range(0, len(entries), ARTICLES_TOGETHER):
            end = len(entries) - first
            start = max(end - ARTICLES_TOGETHER, 0)
            chosen = entries[start:end]
            yield material.bundle(
                f"articles {slug} {first // ARTICLES_TOGETHER}",
                ("article.html", SHARE_CARD),
                partial(_pages, material, entries, range(start, end), topical),
                *material.article_digests(chosen),
                "names",
                *material.groups.unusual_names(chosen),
                "older",
                *material.story_digests(entries[end : end + RELATED_STORIES]),
                "topical",
                *_named_digests(material, chosen, topical),
                "chosen",
                *_named_digests(material, chosen, material.related),
                "issuers",
                *(_told(material.groups.issuer_of(entry)) for entry in chosen if entry.document),
                "dossiers",
                *(_told(_dossier_of(material, entry)) for entry in chosen if entry.dossier),
                entries=chosen,
                lang=chosen[0].lang,
            )


def _find_topical(groups: Groups) -> Mapping[str, Sequence[Entry]]:
    """Find older articles that share a topic and the language with another, newest first.

    They stand by its content path; what has none is left out.
    """
    found: dict[str, list[Entry]] = {}
    several = set()
    for mentions in groups.mentions.values():
        by_lang: dict[str, list[Entry]] = {}
        for entry in mentions:
            by_lang.setdefault(entry.lang, []).append(entry)
        for entries in by_lang.values():
            for place, entry in enumerate(entries[:-1], start=1):
                older = entries[place : place + BY_TOPIC]
                if entry.path in found:
                    several.add(entry.path)
                    found[entry.path] += older
                else:
                    found[entry.path] = older
    for path in several:
        newest_first = sorted(set(found[path]), key=lambda entry: (-entry.published, entry.path))
        found[path] = newest_first[:BY_TOPIC]
    return found


def _named_digests(
    material: Material, chosen: Iterable[Entry], named: Mapping[str, Sequence[Entry]]
) -> Iterator[str]:
    """Tell apart which stories, *named* by content path, each of the *chosen* shows."""
    for entry in chosen:
        if entry.path in named:
            yield entry.path
            yield from material.story_digests(named[entry.path])


def _pages(
    material: Material,
    kin: Sequence[Entry],
    places: Iterable[int],
    topical: Mapping[str, Sequence[Entry]],
) -> Iterator[Page]:
    for place in places:
        entry = kin[place]
        older = kin[place + 1 : place + 1 + RELATED_STORIES]
        # Each once: those that the editor chose, then topical ones.
        chosen = material.related.get(entry.path, ())
        by_path = {item.path: item for item in (*chosen, *topical.get(entry.path, ()), *older)}
        related = tuple(by_path.values())[:RELATED_STORIES]
        authors, tags = material.groups.links_of(entry)
        yield material.page(
            entry.address,
            "article.html",
            partial(_make, material, entry, related, authors, tags),
            *material.article_digests((entry,)),
            *map(_told, (*authors, *tags)),
            _told(material.groups.issuer_of(entry)),
            _told(_dossier_of(material, entry)),
            "related",
            *material.story_digests(related),
        )
        if entry.drawn:
            make = partial(_card, material, entry)
            yield material.page(_card_address(entry), SHARE_CARD, make, entry.story)


def _card_address(entry: Entry) -> str:
    """Tell where the card of an article stands: networks ask for another title's anew."""
    return f"{entry.address}the-{entry.story[:8]}.png"


def _card(material: Material, entry: Entry) -> ShareCard:
    story, section = material.story(entry), material.way_to(entry)[1].text
    return ShareCard(_card_address(entry), story.title, section, story.date, story.lang)


def _dossier_of(material: Material, entry: Entry) -> Link | None:
    return material.groups.dossier_of.get(entry.path)


def _told(link: Link | None) -> str:
    return f"{link.text} {link.address}" if link else ""


def _on_paper(material: Material, entry: Entry) -> str:
    """Tell the short address of an article that the list of its day has, of others their own."""
    if lists := material.groups.catalogues.get(entry.lang):
        return lists.edition.place(short_address(entry.address))
    if entry.path in material.translations:
        day = entry.address.removeprefix(NEWS)[: len("2017/02/23")]
        if entry not in material.groups.by_period.get(day, ()):
            return entry.address
    return short_address(entry.address)


def _make(
    material: Material,
    entry: Entry,
    related: Sequence[Entry],
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
        related=material.stories(related),
        breadcrumbs=material.way_to(entry),
        notice=material.settings.old_notice if limit and article.date.when < limit else None,
        translations=material.translations.get(entry.path, ()),
        issuer=material.groups.issuer_of(entry),
        audio=article.text.audio,
        dossier=_dossier_of(material, entry),
        card=_card(material, entry) if entry.drawn else None,
        on_paper=_on_paper(material, entry),
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
