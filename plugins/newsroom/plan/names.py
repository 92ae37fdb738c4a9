# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of lists: of authors, tags and periods, and the address that each keeps."""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator

from plugins.newsroom.page import Link
from plugins.vietnamese.dates import month_name
from plugins.vietnamese.letters import name_key, slugify


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


@functools.cache
def period_link(period: str) -> Link:
    """Name a year ("2017"), a month ("2017/02") or a day ("2017/02/23")."""
    year, *smaller = map(int, period.split("/"))
    if not smaller:
        words = f"Tin năm {year}"
    elif len(smaller) == 1:
        words = f"Tin {month_name(year, *smaller).lower()}"
    else:
        month, day = smaller
        words = f"Tin ngày {day:02}/{month:02}/{year}"
    return Link(words, period_address(period))


def period_address(period: str) -> str:
    """Tell where the list of a period stands."""
    return f"/tin-tuc/{period}/"
