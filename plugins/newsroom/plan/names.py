# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of authors and tags, and the address that each keeps."""

import hashlib
from collections.abc import Callable, Iterable, Iterator

from plugins.newsroom.page import Link
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
