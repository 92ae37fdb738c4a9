# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of years, months and days."""

from collections.abc import Iterator, Mapping
from functools import partial

from plugins.newsroom.codec import dump
from plugins.newsroom.page import Link, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.groups import HOME, Groups
from plugins.newsroom.plan.lists import (
    NEWS,
    StoryList,
    list_addresses,
    list_bundles,
    list_pages,
)
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address, period_link


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the lists of all years, months and days."""
    lists = ((period_address(period), entries) for period, entries in groups.by_period.items())
    return list_addresses(lists, groups.settings.per_page)


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the lists of years, and those of each month together with its days."""
    groups = material.groups
    beside = _neighbours(groups)
    for year in groups.periods[""]:
        months = tuple(map(period_link, groups.periods[year]))
        entries = groups.by_period[year]
        earlier, later = beside[year]
        yield from list_bundles(
            material,
            StoryList(
                "year",
                period_link(year),
                entries,
                (HOME, NEWS),
                months,
                earlier=earlier,
                later=later,
            ),
        )
        for month in groups.periods[year]:
            entries = groups.by_period[month]
            yield material.bundle(
                f"month {month}",
                ("list.html",),
                partial(_month_pages, material, month, beside),
                *(f"{day} {len(groups.by_period[day])}" for day in groups.periods[month]),
                dump([beside[period] for period in (month, *groups.periods[month])]),
                *material.story_digests(entries),
                entries=entries,
            )


def _neighbours(groups: Groups) -> dict[str, tuple[Link | None, Link | None]]:
    """Tell of each period with news the next earlier and the next later one of its kind."""
    years = groups.periods[""]
    months = [month for year in years for month in groups.periods[year]]
    days = [day for month in months for day in groups.periods[month]]
    beside: dict[str, tuple[Link | None, Link | None]] = {}
    for periods in (years, months, days):
        links = [None, *map(period_link, periods), None]
        for place, period in enumerate(periods):
            beside[period] = (links[place + 2], links[place])
    return beside


def _month_pages(
    material: Material, month: str, beside: Mapping[str, tuple[Link | None, Link | None]]
) -> Iterator[Page]:
    groups = material.groups
    above, link = (HOME, NEWS, period_link(month[:4])), period_link(month)
    days = groups.periods[month]
    yield from list_pages(
        material,
        StoryList(
            "month",
            link,
            groups.by_period[month],
            above,
            tuple(map(period_link, days)),
            earlier=beside[month][0],
            later=beside[month][1],
        ),
    )
    for day in days:
        earlier, later = beside[day]
        crumbs = (*above, link)
        yield from list_pages(
            material,
            StoryList(
                "day",
                period_link(day),
                groups.by_period[day],
                crumbs,
                earlier=earlier,
                later=later,
            ),
        )
