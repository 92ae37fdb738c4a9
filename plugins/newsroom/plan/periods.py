# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of years, months and days."""

from collections.abc import Iterator, Mapping
from functools import partial

from plugins.newsroom.codec import dump
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import Link, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import address_of
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.lists import (
    NEWS,
    Neighbours,
    StoryList,
    links_below,
    list_addresses,
    list_bundles,
    list_pages,
    neighbours,
)
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address
from plugins.newsroom.short_address import marks


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the lists of all years, months and days."""
    lists = ((period_address(period), entries) for period, entries in groups.by_period.items())
    return list_addresses(lists, groups.settings.per_page)


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the lists of years, and those of each month together with its days."""
    groups, names = material.groups, material.settings.names
    years = groups.periods[""]
    months = [month for year in years for month in groups.periods[year]]
    days = [day for month in months for day in groups.periods[month]]
    beside = {
        period: links
        for periods in (years, months, days)
        for period, links in neighbours(material, NEWS, periods).items()
    }
    above = (material.settings.home(), Link(names.news, NEWS))
    for year in years:
        earlier, later = beside[year]
        yield from list_bundles(
            material,
            StoryList(
                "year",
                names.period_link(year),
                groups.by_period[year],
                above,
                links_below(material, NEWS, groups.periods[year]),
                earlier=earlier,
                later=later,
            ),
        )
        for month in groups.periods[year]:
            entries = groups.by_period[month]
            yield material.bundle(
                f"month {month}",
                ("list.html",),
                partial(_month_pages, material, month, above, beside),
                *(f"{day} {len(groups.by_period[day])}" for day in groups.periods[month]),
                dump([beside[period] for period in (month, *groups.periods[month])]),
                *material.story_digests(entries),
                entries=entries,
                lang=LANGUAGES[0],
            )


def _month_pages(
    material: Material, month: str, above: tuple[Link, ...], beside: Mapping[str, Neighbours]
) -> Iterator[Page]:
    """Plan the list of a month and those of its days."""
    groups, names = material.groups, material.settings.names
    days = groups.periods[month]
    above = (*above, names.period_link(month[:4]))
    for period in (month, *days):
        earlier, later = beside[period]
        link = names.period_link(period)
        whole = StoryList(
            "month" if period == month else "day",
            link,
            groups.by_period[period],
            above,
            links_below(material, NEWS, days) if period == month else (),
            earlier=earlier,
            later=later,
            marks={} if period == month else marks(map(address_of, groups.by_period[period])),
        )
        yield from list_pages(material, whole)
        if period == month:
            above = (*above, link)
