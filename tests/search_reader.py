# SPDX-License-Identifier: AGPL-3.0-or-later
"""A reader of the search index, written after the words of `plugins.newsroom.plan.search`."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from plugins.newsroom.search_text import hash_of, tokens_of
from plugins.vietnamese.letters import fold, spell

BLOCK, CHUNK, REST_BITS = 100, 25, 18


@dataclass(frozen=True, order=True)
class Hit:
    """An article that has a key: its address, whether in the title, whether marks agree."""

    address: str
    in_title: bool
    agrees: bool


class SearchReader:
    """The index below *output*, read wholly from its files."""

    def __init__(self, output: Path) -> None:
        self.folder = output / "tim-kiem"
        self.contents = json.loads((self.folder / "muc-luc.json").read_text(encoding="utf-8"))
        self._parts: dict[tuple[str, int], list[dict[int, list]]] = {}

    @cached_property
    def volumes(self) -> list[tuple[str, int, str, list[list[list]]]]:
        """List name, bits, stamp and, block by block, the rows of each volume, newest first."""
        volumes = []
        place: dict[str, int] = defaultdict(int)
        for name, bits, stamp, months in reversed(self.contents["volumes"]):
            blocks = []
            for month, count in months:
                year = month[:4]
                rows = self.rows_of(year)[place[year] : place[year] + count]
                assert len(rows) == count
                assert all(row[0].startswith(month[5:] + "/") for row in rows)
                place[year] += count
                blocks += [
                    [(f"/tin-tuc/{year}/{row[0]}/", row) for row in rows[start : start + BLOCK]]
                    for start in range(0, count, BLOCK)
                ]
            volumes.append((name, bits, stamp, blocks))
        return volumes[::-1]

    def rows_of(self, year: str) -> list[list]:
        """Read all rows of a year, oldest first."""
        rows: list[list] = []
        while (file := self.folder / year / f"{len(rows) // CHUNK}.json").exists():
            some = json.loads(file.read_text(encoding="utf-8"))
            assert 0 < len(some) <= CHUNK
            rows += some
            if len(some) < CHUNK:
                break
        return rows

    @property
    def rows(self) -> dict[str, list]:
        """Give the row of each article, newest first."""
        found = {}
        for _, _, _, blocks in self.volumes:
            for block in reversed(blocks):
                found.update(reversed(block))
        return found

    def hits(self, hashed: int, marks: int = 0) -> Iterator[Hit]:
        """Find the articles that have a key, newest volume first."""
        for name, bits, stamp, blocks in self.volumes:
            part = hashed >> 32 - bits if bits else 0
            rest = hashed >> 32 - bits - REST_BITS & (1 << REST_BITS) - 1
            entries = self._entries(name, bits, stamp, part)
            assert len(entries) == len(blocks)
            for found, rows in zip(entries, blocks, strict=True):
                for key, numbers in found.get(rest, ()):
                    for number in numbers:
                        yield Hit(rows[number][0], bool(key & 32), key & 31 == marks)

    def _entries(self, name: str, bits: int, stamp: str, part: int) -> list[dict[int, list]]:
        """Read the entries of a part, block by block, by what their keys begin with."""
        if (name, part) not in self._parts:
            data = (self.folder / name / f"{part:x}.bin").read_bytes()
            assert data[:4] == b"TK\x03" + bytes([bits])
            assert data[4:8].hex() == stamp
            count, place = number_at(data, 8)
            sizes = []
            for _ in range(count):
                size, place = number_at(data, place)
                sizes.append(size)
            blocks: list[dict[int, list]] = []
            for size in sizes:
                blocks.append(defaultdict(list))
                for key, numbers in entries_of(data[place : place + size]):
                    blocks[-1][key >> 6].append((key, numbers))
                place += size
            assert place == len(data)
            self._parts[name, part] = blocks
        return self._parts[name, part]

    def alone(self, token: str) -> set[Hit]:
        """Find the articles with a token."""
        return set(self.hits(*_of_token(token)))

    def pair(self, first: str, second: str) -> set[Hit]:
        """Find the articles where two tokens stand side by side."""
        (hash_1, marks_1), (hash_2, marks_2) = _of_token(first), _of_token(second)
        hashed = hash_1 >> 27 << 27 | 3 * hash_1 + hash_2 & (1 << 27) - 1
        return set(self.hits(hashed, 3 * marks_1 + marks_2 & 31))

    def word(self, word: str) -> set[str]:
        """Find the articles with a filter word."""
        return {hit.address for hit in self.hits(hash_of(word))}

    def find(self, query: str, exact: bool = False) -> set[str]:
        """Find the articles that may hold *query* as it is, with its marks if *exact*."""
        tokens = tokens_of(query)
        pairs = pairwise(tokens)
        found = [self.alone(tokens[0])] if len(tokens) == 1 else [self.pair(*two) for two in pairs]
        sets = [{hit.address for hit in hits if hit.agrees or not exact} for hits in found]
        return set.intersection(*sets)


def _of_token(token: str) -> tuple[int, int]:
    return hash_of(fold(token)), hash_of(spell(token)) >> 27


def number_at(data: bytes, place: int) -> tuple[int, int]:
    """Read a number at *place*; tell where the next one begins."""
    number = shift = 0
    while data[place] & 0x80:
        number |= (data[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return number | data[place] << shift, place + 1


def entries_of(blob: bytes) -> list[tuple[int, list[int]]]:
    """Read the keys of a blob, each with the numbers of its articles."""
    if not blob:
        return []
    count, place = number_at(blob, 0)
    planes = [blob[place + count * plane : place + count * (plane + 1)] for plane in range(3)]
    keys = [low | middle << 8 | high << 16 for low, middle, high in zip(*planes, strict=True)]
    numbers: list[list[int]] = []
    for byte in blob[place + 3 * count :]:
        if byte & 0x80:
            numbers.append([])
        numbers[-1].append(byte & 0x7F)
    assert keys == sorted(keys)
    assert all(some == sorted(some) for some in numbers)
    return list(zip(keys, numbers, strict=True))
