# SPDX-License-Identifier: AGPL-3.0-or-later
"""The front page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, takewhile

from plugins.newsroom.codec import dump
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Block, FrontPage, Link, Page, Year
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address
from plugins.newsroom.plan.settings import HOME
from plugins.newsroom.plan.urgent import in_language

FRONT_HEADLINES = 5
FRONT_NOTICES = 4
FRONT_BLOCK = 3
#: The newest stories among which one with a photo may lead.
FRONT_REACH = 8
#: Days after which a notice is none; a section with fewer stories than a block within them is
#: told in a line.
LIVELY_DAYS = 365

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class _Choice:
    """What stands on the front page; `lead` holds one entry, or none on an empty site."""

    lead: Sequence[Entry]
    headlines: Sequence[Entry]
    notices: Sequence[Entry]
    blocks: tuple[tuple[str, Sequence[Entry]], ...]
    quiet: tuple[tuple[str, Sequence[Entry]], ...]
    years: tuple[Year, ...]


def addresses(groups: Groups) -> Addresses:
    """Tell the address of the front page, which every site has."""
    return Addresses([HOME])


def bundles(material: Material, now: float) -> Iterator[PageBundle]:
    """Plan the front page as it is at *now*, in seconds since 1970."""
    choice = _choose(material.groups, now)
    sections = ([slug for slug, _ in choice.blocks], [slug for slug, _ in choice.quiet])
    ingredients = [dump((sections, choice.years))]
    for entries in (
        choice.lead,
        choice.headlines,
        choice.notices,
        *(entries for _, entries in (*choice.blocks, *choice.quiet)),
    ):
        ingredients += ["group", *material.story_digests(entries)]
    ingredients += ["urgent", *material.urgent_digests(_urgent(material))]
    pages = partial(_pages, material, choice, ingredients)
    yield material.bundle("front", ("front.html",), pages, *ingredients)


def turns(groups: Groups) -> Iterator[float]:
    """List the moments, past and to come, at which time alone may change the front page."""
    for entry in groups.featured:
        yield _end_of_featured(entry, groups)
    for entry in groups.common[:FRONT_REACH]:
        if entry.photos:
            yield entry.published + groups.settings.front_days * _DAY
    for slug, entries in groups.by_section.items():
        told = (
            entries[:FRONT_NOTICES]
            if slug == groups.settings.notices
            else entries[FRONT_BLOCK - 1 : FRONT_BLOCK]
        )
        yield from (entry.published + LIVELY_DAYS * _DAY for entry in told)


def _urgent(material: Material) -> tuple[Entry, ...]:
    return in_language(material.urgent, LANGUAGES[0])


def _end_of_featured(entry: Entry, groups: Groups) -> float:
    end = entry.featured[1] if entry.featured else None
    return entry.published + groups.settings.front_days * _DAY if end is None else end


def _choose(groups: Groups, now: float) -> _Choice:
    """Choose what the page shows; no entry stands in two places."""
    notices_slug = groups.settings.notices or ""
    featured = [entry for entry in groups.featured if _end_of_featured(entry, groups) > now]
    # Those without a place stand behind, newest first as they came.
    featured.sort(key=lambda entry: (not entry.featured[0], entry.featured[0]))
    featured = featured[: FRONT_HEADLINES + 1]
    chosen = {entry.path for entry in featured}
    newest = [
        *islice(
            (
                entry
                for entry in groups.common
                if entry.section != notices_slug and entry.path not in chosen
            ),
            FRONT_REACH,
        )
    ]
    # Where there are but notices, one leads.
    candidates = [*featured, *newest] or groups.common[:1]
    fresh = now - groups.settings.front_days * _DAY
    pictured = [
        entry
        for entry in candidates
        if entry.photos and (entry.path in chosen or entry.published > fresh)
    ]
    lead = (pictured or candidates)[:1]
    used = {entry.path for entry in lead}
    headlines = _take(FRONT_HEADLINES, candidates, used)
    lively = now - LIVELY_DAYS * _DAY
    notices = _take(
        FRONT_NOTICES,
        takewhile(lambda entry: entry.published > lively, groups.by_section.get(notices_slug, ())),
        used,
    )
    blocks, quiet = [], []
    for slug, entries in groups.by_section.items():
        if not entries or slug == notices_slug:
            continue
        latest = entries[FRONT_BLOCK - 1 : FRONT_BLOCK]
        if latest and latest[0].published > lively:
            blocks.append((slug, _picture_first(_take(FRONT_BLOCK, entries, used))))
        else:
            quiet.append((slug, _take(1, entries, used)))
    return _Choice(lead, headlines, notices, tuple(blocks), tuple(quiet), _years(groups))


def _take(count: int, entries: Iterable[Entry], used: set[str]) -> list[Entry]:
    """Take the first of *entries* that are not *used* yet, and note that they are."""
    # Few are used, so that no more than some dozen are passed over.
    taken = list(islice((entry for entry in entries if entry.path not in used), count))
    used.update(entry.path for entry in taken)
    return taken


def _picture_first(entries: list[Entry]) -> list[Entry]:
    first = next((entry for entry in entries if entry.photos), None)
    return entries if first is None else [first, *(one for one in entries if one is not first)]


def _years(groups: Groups) -> tuple[Year, ...]:
    def link(period: str) -> Link:
        return Link(groups.settings.names.period_beside(period), period_address(period))

    return tuple(
        Year(link(year), tuple(map(link, groups.periods[year]))) for year in groups.periods[""]
    )


def _pages(material: Material, choice: _Choice, ingredients: Sequence[str]) -> Iterator[Page]:
    make = partial(_make, material, choice)
    yield material.page(HOME, "front.html", make, *ingredients)


def _make(material: Material, choice: _Choice) -> FrontPage:
    sections, stories = material.groups.sections, material.stories

    def blocks(parts: Iterable[tuple[str, Sequence[Entry]]]) -> tuple[Block, ...]:
        return tuple(Block(sections[slug], stories(entries)) for slug, entries in parts)

    return FrontPage(
        lead=next(iter(stories(choice.lead)), None),
        headlines=stories(choice.headlines),
        blocks=blocks(choice.blocks),
        quiet=blocks(choice.quiet),
        notices=stories(choice.notices),
        notices_section=sections.get(material.settings.notices or ""),
        years=choice.years,
        urgent=material.urgent_notices(_urgent(material)),
    )
