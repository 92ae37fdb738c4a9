# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of pages that have no author: fixed ones, and lists of names and periods."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from plugins.newsroom.page import Link
from plugins.vietnamese.letters import name_key, slugify


class PageNames(NamedTuple):
    """What the pages are called that the site makes by itself, in the words of the theme.

    Periods have places to be filled in: `{year}`, `{month}` and `{day}`, those of a section
    `{section}` too; the names in `year_beside` and so on stand in a row of their kind.
    `numbered` names a further page of a list by its `{title}` and `{number}`. `months` are the
    names of the months, from January on, in a language that does not tell days in figures.
    """

    home: str
    news: str
    search: str
    corrections: str
    feeds: str
    map: str
    not_found: str
    gone: str
    moved: str
    year: str
    month: str
    day: str
    year_beside: str
    month_beside: str
    day_beside: str
    section_year: str
    section_month: str
    documents: str
    documents_year: str
    events: str
    events_month: str
    events_beside: str
    dossiers: str
    numbered: str
    months: tuple[str, ...] = ()

    def period(self, period: str) -> str:
        """Name a year ("2017"), a month ("2017/02") or a day ("2017/02/23")."""
        return _fill_in((self.year, self.month, self.day), period, self.months)

    def period_beside(self, period: str) -> str:
        """Name a period among others of its kind."""
        patterns = self.year_beside, self.month_beside, self.day_beside
        return _fill_in(patterns, period, self.months)

    def period_of(self, section: str, period: str) -> str:
        """Name a year or a month of a section."""
        return _fill_in((self.section_year, self.section_month), period, self.months, section)

    def month_in(self, pattern: str, month: str) -> str:
        """Fill a month ("2017/02") into one of the other patterns."""
        return _fill_in(("", pattern), month, self.months)

    def period_link(self, period: str) -> Link:
        """Name a period, and tell where its list stands."""
        return Link(self.period(period), period_address(period))


# Those of one month stand beside each other in every section.
@lru_cache(maxsize=10_000)
def _fill_in(
    patterns: tuple[str, ...], period: str, months: tuple[str, ...], section: str = ""
) -> str:
    year, *smaller = period.split("/")
    places = dict(zip(("month", "day"), smaller, strict=False))
    if len(smaller) == 1:
        places["month"] = str(int(places["month"]))
    if months and smaller:
        places = {name: str(int(figures)) for name, figures in places.items()}
        places["month"] = months[int(smaller[0]) - 1]
    return patterns[len(smaller)].format(year=int(year), section=section, **places)


def assign_addresses(
    names: Iterable[str], root: str, key_of: Callable[[str], str] = name_key
) -> dict[str, Link]:
    """Give every name of *names* (oldest use first) a page below *root*.

    Names of one key, by *key_of*, are one name, shown as it was first written. Of
    different names with equal slugs the oldest has the plain one, the others add "-"
    and four hex digits of the SHA-256 of the name, or more where four are taken. A
    name without Latin letters has eight digits alone. The result is keyed by *key_of*.
    """
    links: dict[str, Link] = {}
    taken: set[str] = set()
    for name in names:
        key = key_of(name)
        if key in links:
            continue
        digest = hashlib.sha256(name.encode()).hexdigest()
        plain = slugify(name)
        slug = next(slug for slug in _slugs(plain, digest) if slug not in taken)
        taken.add(slug)
        links[key] = Link(name, f"{root}{slug}/")
    return links


def _slugs(plain: str, digest: str) -> Iterator[str]:
    """Yield what a name may be called, the best first; never ends."""
    if plain:
        yield plain
    for size in (4, 8, 16, 32):
        yield f"{plain}-{digest[:size]}" if plain else digest[: size + 4]
    number = 2
    while True:
        yield f"{plain}-{digest}-{number}" if plain else f"{digest}-{number}"
        number += 1


def period_address(period: str) -> str:
    """Tell where the list of a period stands."""
    return f"/tin-tuc/{period}/"
