# SPDX-License-Identifier: AGPL-3.0-or-later
"""The front page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from plugins.newsroom.codec import dump
from plugins.newsroom.page import Block, FrontPage, Link, Page, Year
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import HOME, Groups
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address

FRONT_FEATURED = 4
FRONT_NEWEST = 8
FRONT_BLOCK = 4
FRONT_NOTICES = 6


@dataclass(frozen=True, slots=True)
class _Choice:
    """What stands on the front page; `lead` holds one entry, or none on an empty site."""

    lead: Sequence[Entry]
    featured: Sequence[Entry]
    newest: Sequence[Entry]
    notices: Sequence[Entry]
    blocks: tuple[tuple[str, Sequence[Entry]], ...]
    years: tuple[Year, ...]


def addresses(groups: Groups) -> Addresses:
    """Tell the address of the front page, which every site has."""
    return Addresses([HOME.address])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the front page."""
    choice = _choose(material.groups)
    ingredients = [dump(([slug for slug, _ in choice.blocks], choice.years))]
    for entries in (
        choice.lead,
        choice.featured,
        choice.newest,
        choice.notices,
        *(entries for _, entries in choice.blocks),
    ):
        ingredients += ["group", *material.story_digests(entries)]
    pages = partial(_pages, material, choice, ingredients)
    yield material.bundle("front", ("front.html",), pages, *ingredients)


def _choose(groups: Groups) -> _Choice:
    """Choose what the page shows; no entry is in two of lead, featured and newest."""
    featured = groups.featured[: FRONT_FEATURED + 1]
    # No further back than the page reaches: a photo makes no old story the lead.
    leading = [*featured, *groups.entries[:FRONT_NEWEST]]
    lead = sorted(leading, key=lambda entry: not entry.photos)[:1]
    upper = [entry for entry in featured if entry not in lead][:FRONT_FEATURED]
    used = {entry.path for entry in (*lead, *upper)}
    newest = [
        entry for entry in groups.entries[: FRONT_NEWEST + len(used)] if entry.path not in used
    ]
    notices = groups.settings.notices or ""
    return _Choice(
        lead=lead,
        featured=upper,
        newest=newest[:FRONT_NEWEST],
        notices=groups.by_section.get(notices, [])[:FRONT_NOTICES],
        blocks=tuple(
            (slug, entries[:FRONT_BLOCK])
            for slug, entries in groups.by_section.items()
            if entries and slug != notices
        ),
        years=_years(groups),
    )


def _years(groups: Groups) -> tuple[Year, ...]:
    return tuple(
        Year(
            Link(f"Năm {int(year)}", period_address(year)),
            tuple(
                Link(f"Tháng {int(month[5:])}", period_address(month))
                for month in groups.periods[year]
            ),
        )
        for year in groups.periods[""]
    )


def _pages(material: Material, choice: _Choice, ingredients: Sequence[str]) -> Iterator[Page]:
    make = partial(_make, material, choice)
    yield material.page(HOME.address, "front.html", make, *ingredients)


def _make(material: Material, choice: _Choice) -> FrontPage:
    sections, stories = material.groups.sections, material.stories
    return FrontPage(
        lead=next(iter(stories(choice.lead)), None),
        featured=stories(choice.featured),
        newest=stories(choice.newest),
        blocks=tuple(Block(sections[slug], stories(entries)) for slug, entries in choice.blocks),
        notices=stories(choice.notices),
        notices_section=sections.get(material.settings.notices or ""),
        years=choice.years,
    )
