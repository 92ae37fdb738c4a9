# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of years, months and days, in each language that the site has pages in."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from operator import attrgetter

from plugins.newsroom.codec import dump
from plugins.newsroom.page import Link, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import address_of
from plugins.newsroom.plan.groups import Catalogue, Groups
from plugins.newsroom.plan.lists import (
    NEWS,
    Besides,
    StoryList,
    links_below,
    list_addresses,
    list_bundles,
    list_pages,
)
from plugins.newsroom.plan.material import Material
from plugins.newsroom.plan.names import period_address
from plugins.newsroom.plan.settings import HOME, EditionNames
from plugins.newsroom.short_address import marks


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the lists of all years, months and days."""
    lists = (
        (edition.place(period_address(period)), entries)
        for edition, found in groups.lists
        for period, entries in found.by_period.items()
    )
    return list_addresses(lists, groups.settings.per_page)


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the lists of years, and those of each month together with its days."""
    for edition, lists in material.groups.lists:
        yield from _bundles_in(material, edition, lists)


def _bundles_in(
    material: Material, edition: EditionNames, lists: Groups | Catalogue
) -> Iterator[PageBundle]:
    groups, names, news = material.groups, edition.names, edition.place(NEWS)
    years = lists.periods[""]
    months = [month for year in years for month in lists.periods[year]]
    days = [day for month in months for day in lists.periods[month]]
    # The next later and the next earlier period of its kind.
    beside = {
        period: (later, earlier)
        for periods in (years, months, days)
        for period, later, earlier in zip(periods, ["", *periods], [*periods[1:], ""], strict=False)
    }
    of = attrgetter("by_period")

    def besides(period: str) -> Besides:
        later, earlier = (
            Link(names.period(other), f"{news}{other}/") if other else None
            for other in beside[period]
        )
        return earlier, later, groups.beside(period_address(period), period, of)

    # The front page in another language is the list of all that is in it.
    own = (Link(names.news, NEWS),) if edition.address == HOME else ()
    above = (edition.home, *own)
    for year in years:
        earlier, later, languages = besides(year)
        yield from list_bundles(
            material,
            StoryList(
                "year",
                edition.below(names.period_link(year)),
                lists.by_period[year],
                above,
                links_below(names, news, lists.periods[year]),
                earlier=earlier,
                later=later,
                lang=edition.lang,
                languages=languages,
            ),
        )
        for month in lists.periods[year]:
            entries = lists.by_period[month]
            yield material.bundle(
                f"month {news}{month}",
                ("list.html",),
                partial(_month_pages, material, edition, lists, month, above, besides),
                *(f"{day} {len(lists.by_period[day])}" for day in lists.periods[month]),
                # What these are called follows from the settings.
                *chain.from_iterable(map(beside.get, (month, *lists.periods[month]))),
                dump(
                    [
                        groups.beside(period_address(period), period, of)
                        for period in (month, *lists.periods[month])
                    ]
                ),
                *material.story_digests(entries),
                entries=entries,
                lang=edition.lang,
            )


def _month_pages(
    material: Material,
    edition: EditionNames,
    lists: Groups | Catalogue,
    month: str,
    above: tuple[Link, ...],
    besides: Callable[[str], Besides],
) -> Iterator[Page]:
    """Plan the list of a month and those of its days."""
    names, days = edition.names, lists.periods[month]
    above = (*above, edition.below(names.period_link(month[:4])))
    for period in (month, *days):
        earlier, later, languages = besides(period)
        link, entries = edition.below(names.period_link(period)), lists.by_period[period]
        whole = StoryList(
            "month" if period == month else "day",
            link,
            entries,
            above,
            links_below(names, edition.place(NEWS), days) if period == month else (),
            earlier=earlier,
            later=later,
            lang=edition.lang,
            languages=languages,
            marks={} if period == month else marks(map(address_of, entries)),
        )
        yield from list_pages(material, whole)
        if period == month:
            above = (*above, link)
