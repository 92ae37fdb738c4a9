# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses: those of all pages of a site, told in few words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from types import MappingProxyType
from typing import Self

_NO_LISTS: Mapping[str, int] = MappingProxyType({})


class Addresses(Set):
    """The addresses of pages: a set that lists no numbered page before it is asked to.

    `pages` are those that end in a slash and hold one page, `files` those that end in
    none; `lists` maps the addresses of lists, which are others, to the numbers of their
    full pages, which stand below them.
    """

    def __init__(
        self,
        pages: Iterable[str] = (),
        files: Iterable[str] = (),
        lists: Mapping[str, int] = _NO_LISTS,
    ) -> None:
        self.files = frozenset(files)
        self._single = self.files.union(pages)
        self._lists = lists

    @classmethod
    def union(cls, parts: Iterable["Addresses"]) -> Self:
        """Put the addresses of several kinds of page into one set."""
        whole, parts = cls(), tuple(parts)
        whole.files = frozenset().union(*(part.files for part in parts))
        whole._single = frozenset().union(*(part._single for part in parts))
        whole._lists = {address: full for part in parts for address, full in part._lists.items()}
        return whole

    def __contains__(self, address: object) -> bool:
        if address in self._single or address in self._lists:
            return True
        newest, _, number = str(address).removesuffix("/").rpartition("trang/")
        full = str(self._lists.get(newest, 0))
        # Compared as they are written: "/trang/07/" is no address, and no number is too long.
        return (
            re.fullmatch("[1-9][0-9]*", number) is not None
            and (len(number), number) <= (len(full), full)
            and address == f"{newest}trang/{number}/"
        )

    def __iter__(self) -> Iterator[str]:
        yield from self._single
        for address, full in self._lists.items():
            yield address
            for number in range(1, full + 1):
                yield f"{address}trang/{number}/"

    def __len__(self) -> int:
        return len(self._single) + len(self._lists) + sum(self._lists.values())
