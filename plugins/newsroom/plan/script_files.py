# SPDX-License-Identifier: AGPL-3.0-or-later
"""The small files that scripts read: they change in place of all pages with such a script."""

from collections.abc import Iterator
from functools import partial

from plugins.newsroom.codec import digest
from plugins.newsroom.page import DaysWithNews, Latest, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material

#: Stories in the file of the latest news; the page that asks may show some already.
LATEST_STORIES = 12

_LATEST, _DAYS = "/tin-moi.json", "/ngay-co-tin.json"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the files, which every site has."""
    return Addresses(files=[_LATEST, _DAYS])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan all files in one bundle."""
    days = _days(material.groups)
    yield material.bundle(
        "scripts",
        ("latest", "days"),
        partial(_pages, material, days),
        digest(days),
        *material.story_digests(material.groups.common[:LATEST_STORIES]),
    )


def _pages(material: Material, days: DaysWithNews) -> Iterator[Page]:
    latest = material.groups.common[:LATEST_STORIES]
    yield material.page(
        _LATEST,
        "latest",
        lambda: Latest(material.stories(latest)),
        *material.story_digests(latest),
    )
    yield material.page_of(_DAYS, "days", days)


def _days(groups: Groups) -> DaysWithNews:
    years: dict[int, list[int]] = {int(year): [0] * 12 for year in groups.periods[""]}
    for year in groups.periods[""]:
        for month in groups.periods[year]:
            days = (1 << (int(day[8:]) - 1) for day in groups.periods[month])
            years[int(year)][int(month[5:]) - 1] = sum(days)
    return DaysWithNews(tuple((year, tuple(months)) for year, months in years.items()))
