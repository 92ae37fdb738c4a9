# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of years, months and days."""

from collections.abc import Iterator
from functools import partial

from plugins.newsroom.page import Page
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
    for year in groups.periods[""]:
        months = tuple(map(period_link, groups.periods[year]))
        entries = groups.by_period[year]
        whole = StoryList("year", period_link(year), entries, (HOME, NEWS), months)
        yield from list_bundles(material, whole)
        for month in groups.periods[year]:
            entries = groups.by_period[month]
            yield material.bundle(
                f"month {month}",
                ("list.html",),
                partial(_month_pages, material, month),
                *(f"{day} {len(groups.by_period[day])}" for day in groups.periods[month]),
                *material.story_digests(entries),
                entries=entries,
            )


def _month_pages(material: Material, month: str) -> Iterator[Page]:
    groups = material.groups
    above, link = (HOME, NEWS, period_link(month[:4])), period_link(month)
    days = groups.periods[month]
    yield from list_pages(
        material,
        StoryList("month", link, groups.by_period[month], above, tuple(map(period_link, days))),
    )
    for day in days:
        whole = StoryList("day", period_link(day), groups.by_period[day], (*above, link))
        yield from list_pages(material, whole)
