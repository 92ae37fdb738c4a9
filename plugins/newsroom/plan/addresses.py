# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses: those of all pages of a site, told in few words, and how two are compared."""

import re
from collections.abc import Iterator, Mapping, Set


class Addresses(Set):
    """The addresses of all pages of a site.

    `single` are those that hold one page, `files` those of them that end in no slash;
    `lists` maps the addresses of lists, which are others, to the numbers of their full
    pages, which stand below them.
    """

    def __init__(self, single: Set[str], files: Set[str], lists: Mapping[str, int]) -> None:
        self._single, self.files, self._lists = single, files, lists

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


def bare(address: str) -> str:
    """Take away the slashes around an address, which tell none from another."""
    return address.strip("/")
