# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vanished addresses: those that were published, and that a new plan no longer has."""

import re
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass

from plugins.newsroom.old_address import key_of

#: Addresses that may expire in one release, up to half of all, without counting: on a
#: portal of a few articles one planned expiry is more than a tenth.
FEW_EXPIRED = 3
_BEFORE_ADDRESS = re.compile(",(?=/)")


@dataclass(frozen=True, slots=True)
class Vanished:
    """Addresses, sorted, that were published and would be no more.

    `unannounced` are those that neither expire nor are named; `share` is the part, from 0
    to 1, of the published addresses that would go without being named one by one, for
    whatever reason.
    """

    unannounced: tuple[str, ...]
    share: float


def find_vanished(
    published: Collection[str],
    present: Collection[str],
    aliases: Iterable[str],
    expired: Collection[str],
    allowed: Iterable[str],
    claims: Set[str] = frozenset(),
) -> Vanished:
    """Find the addresses that were *published* and are not *present* in a new plan.

    An address lives on in an alias. One that has *expired* need not be named, but counts
    where more than FEW_EXPIRED do: an end in the past on every article would empty the
    site otherwise. *allowed* names addresses that may go; a "*" at the end of a name stands
    for all that begin so, and a comma parts names where it is not in a published address
    itself. *claims* are what the addresses of unreadable sources are made of
    (`newsroom.article_header.claims_of`): it is not known that such an address goes.
    """
    living = {key_of(address) for address in (*present, *aliases)}
    gone = [address for address in sorted(published) if key_of(address) not in living]
    if claims:
        gone = [
            address
            for address in gone
            if claims.isdisjoint((key_of(address), key_of(address).rpartition("/")[2]))
        ]
    named, starts = _read_names(allowed, published)
    lost = [address for address in gone if key_of(address) not in named]
    ended = set(map(key_of, expired))
    unannounced = tuple(
        address
        for address in lost
        if key_of(address) not in ended and not address.startswith(starts)
    )
    expiring = sum(key_of(address) in ended for address in lost)
    few = expiring <= FEW_EXPIRED and expiring * 2 <= len(published)
    counted = len(lost) - (expiring if few else 0)
    return Vanished(unannounced, counted / len(published) if published else 0.0)


def find_allowed(published: Collection[str], allowed: Iterable[str]) -> list[str]:
    """List the *published* addresses that are *allowed* to go, named as in `find_vanished`."""
    named, starts = _read_names(allowed, published)
    return [
        address for address in published if address.startswith(starts) or key_of(address) in named
    ]


def _read_names(
    allowed: Iterable[str], published: Collection[str]
) -> tuple[Set[str], tuple[str, ...]]:
    """Read what may go: the keys of addresses, and what addresses begin with."""
    allowed = tuple(_part(allowed, {key_of(address) for address in published}))
    named = {key_of(name) for name in allowed if not name.endswith("*")}
    return named, tuple(name.removesuffix("*") for name in allowed if name.endswith("*"))


def _part(names: Iterable[str], published: Collection[str]) -> Iterator[str]:
    for name in names:
        yield name
        for part in _BEFORE_ADDRESS.split(name):
            yield part
            if key_of(part) not in published:
                # What is left of "/tin,*" must not come to mean everything.
                yield from (piece for piece in part.split(",") if piece.strip("/*"))
