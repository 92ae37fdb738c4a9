# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bytes of the search index, whose format `newsroom.plan.search` tells.

A file of a volume holds a blob of each of its blocks. The blobs of a block cost some 30 ms
(100 articles), and a volume may have some hundred blocks: so of each block that an earlier
build made blobs of the checksums are known, 8 letters a blob, and one that is to stand in a
new file is cut out of the old file, if its checksum is the known one.
"""

import base64
import json
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress

import xxhash

from plugins.newsroom.article import Article
from plugins.newsroom.codec import digest_of_parts
from plugins.newsroom.page import (
    BodyPart,
    SearchBlock,
    SearchContents,
    SearchFilters,
    SearchPart,
    SearchRows,
    SearchVolume,
)
from plugins.newsroom.search_text import (
    FLAG_BITS,
    Labels,
    hash_of,
    keys_of,
    lines_of,
    repeat_lane,
    words_of,
)
from plugins.press.render.words import Words
from plugins.vietnamese.numbers import keep_units

VERSION = 3
#: Bits of a hash that stand in a key, behind those of its part.
REST_BITS = 18
_MAGIC = b"TK" + bytes([VERSION])
#: Letters that a checksum takes in base64.
_CHECK = 8
_LANE = 8
# Postings are sorted as floating-point numbers, which is four times as fast as for whole
# numbers of their size: 2**52 and the posting, whose bits are then the lowest of the float.
_FLOAT = 0x433 << 52

Fetch = Callable[[str], Article]
Bodies = Callable[[str], Iterable[BodyPart]]


def blobs_of(keys: Sequence[bytes], bits: int) -> list[bytes]:
    """Make the blobs of a block, one for each part of a volume of so many *bits*.

    *keys* are those of each of its articles, as `newsroom.search_text.keys_of` gives them.
    """
    sizes = [len(some) // _LANE for some in keys]
    count = sum(sizes)
    if not count:
        return [b""] * (1 << bits)
    # A posting: the part, the rest of the key, and, as its lowest byte, the article.
    row = int.from_bytes(b"".join(keys), "little")
    cut = 32 - bits - REST_BITS
    flags = (1 << FLAG_BITS) - 1
    hashes = (1 << 32 - cut) - 1 << FLAG_BITS
    row = row >> cut & repeat_lane(hashes, count) | row & repeat_lane(flags, count)
    articles = b"".join(
        (_FLOAT | number).to_bytes(_LANE, "little") * size for number, size in enumerate(sizes)
    )
    lanes = (row << 8 | int.from_bytes(articles, "little")).to_bytes(count * _LANE, "little")
    postings = sorted(struct.unpack(f"<{count}d", lanes))
    lanes = struct.pack(f"<{count}d", *postings)
    is_first = _changes(lanes, count)
    numbers = (
        int.from_bytes(lanes[::_LANE], "little") | int.from_bytes(is_first, "little") << 7
    ).to_bytes(count, "little")
    firsts = list(compress(postings, is_first))
    order = struct.pack(f"<{len(firsts)}d", *firsts)
    planes = [order[place::_LANE] for place in (1, 2, 3)]
    parts, parts_of_keys = _parts(lanes), _parts(order)
    blobs = []
    low = start = 0
    for part in range(1, (1 << bits) + 1):
        high, end = bisect_left(parts_of_keys, part, low), bisect_left(parts, part, start)
        size = _leb128(high - low) if high > low else b""
        blobs.append(b"".join((size, *(plane[low:high] for plane in planes), numbers[start:end])))
        low, start = high, end
    return blobs


def _changes(lanes: bytes, count: int) -> bytes:
    """Tell by 1, of each of *count* postings, that its key is not that of the one before it."""
    of_key = repeat_lane((1 << 46) - (1 << 8), count)
    keys = int.from_bytes(lanes, "little") & of_key
    # What is not zero reaches the bit above the highest of a key.
    differs = (keys ^ keys << 8 * _LANE) + of_key >> 46 & repeat_lane(1, count)
    return b"\x01" + differs.to_bytes(len(lanes), "little")[_LANE::_LANE]


def _parts(lanes: bytes) -> tuple[int, ...]:
    """Tell the part of each posting."""
    parts = bytearray(len(lanes) // 4)
    parts[::2], parts[1::2] = lanes[4::_LANE], lanes[5::_LANE]
    return struct.unpack(f"<{len(parts) // 2}H", parts)


def _leb128(number: int) -> bytes:
    """Write a number, 7 bits a byte, the lowest first."""
    if number < 0x80:
        return bytes((number,))
    return bytes((number & 0x7F | 0x80,)) + _leb128(number >> 7)


def file_of(volume: SearchVolume, blobs: Sequence[bytes]) -> bytes:
    """Make one of the files of a volume of the blobs of its blocks."""
    return _join(_head(volume), blobs)


def _join(head: bytes, blobs: Sequence[bytes]) -> bytes:
    return b"".join((head, *map(_leb128, map(len, blobs)), *blobs))


def _head(volume: SearchVolume) -> bytes:
    stamp = bytes.fromhex(volume.stamp)
    return b"".join((_MAGIC, bytes((volume.bits,)), stamp, _leb128(len(volume.blocks))))


def blobs_in(data: bytes) -> list[bytes]:
    """Take the blobs out of a file; none where it is not one of this version."""
    numbers = []
    place = len(_MAGIC) + 5
    try:
        while not numbers or len(numbers) <= numbers[0]:
            number = shift = 0
            while data[place] & 0x80:
                number |= (data[place] & 0x7F) << shift
                place, shift = place + 1, shift + 7
            numbers.append(number | data[place] << shift)
            place += 1
    except IndexError:
        return []
    blobs = []
    for size in numbers[1:]:
        blobs.append(data[place : place + size])
        place += size
    return blobs if data.startswith(_MAGIC) else []


class SearchIndex:
    """Makes the files of volumes, one volume after the other.

    *fetch* gives whole articles and *bodies* their texts, by content path; *words* are what
    pages say in each language, of which `labels_key` covers what is searched. *known* tells,
    by the name of a block, what an earlier build noted of it; what is new is gathered in
    `notes`.
    """

    def __init__(
        self,
        fetch: Fetch,
        bodies: Bodies,
        words: Mapping[str, Words],
        known: Callable[[str], str | None],
    ) -> None:
        self._fetch, self._bodies, self._known = fetch, bodies, known
        self._labels = {lang: _labels_of(say) for lang, say in words.items()}
        self.labels_key = repr(self._labels)
        self.notes: dict[str, str] = {}
        self._volume: SearchVolume | None = None
        # Of the volume at hand: how its files begin, the checksums of all blobs by block, and the
        # blobs that were made.
        self._head = b""
        self._checks: list[str] = []
        self._blobs: dict[str, list[bytes]] = {}

    def key(self, part: SearchPart) -> str:
        """Tell apart the bytes of a file."""
        expected = self._expected(part)
        return digest_of_parts(self._head.hex(), *expected)

    def print(self, part: SearchPart, old: bytes = b"") -> bytes:
        """Make the bytes of a file; *old* is what stands in its place."""
        standing = {_check(blob): blob for blob in (b"", *blobs_in(old))}
        blobs = []
        for block, expected in zip(part.volume.blocks, self._expected(part), strict=True):
            blob = None if block.name in self._blobs else standing.get(expected)
            blobs.append(self._make(block)[part.number] if blob is None else blob)
        return _join(self._head, blobs)

    def _expected(self, part: SearchPart) -> list[str]:
        """Tell the checksums of the blobs of a file."""
        if part.volume is not self._volume:
            self._volume, self._head = part.volume, _head(part.volume)
            self._blobs.clear()
            self._checks = list(map(self._checks_of, part.volume.blocks))
        start = part.number * _CHECK
        return [checks[start : start + _CHECK] for checks in self._checks]

    def _checks_of(self, block: SearchBlock) -> str:
        key = digest_of_parts(block.key, str(self._volume.bits), self.labels_key)
        note = self._known(block.name)
        if note is None or not note.startswith(key):
            note = self.notes[block.name] = key + "".join(map(_check, self._make(block)))
        return note.removeprefix(key)

    def _make(self, block: SearchBlock) -> list[bytes]:
        if block.name not in self._blobs:
            keys = list(map(self._keys_of, block.paths))
            self._blobs[block.name] = blobs_of(keys, self._volume.bits)
        return self._blobs[block.name]

    def _keys_of(self, path: str) -> bytes:
        article = self._fetch(path)
        lines = lines_of(article, self._bodies(path), self._labels[article.lang])
        return keys_of(article.title, lines, words_of(article))


def _labels_of(say: Words) -> Labels:
    return Labels(
        say.plain("figure.credit"),
        say.plain("figure.credit_begins"),
        say.plain("article.source"),
        say.plain("article.source_author"),
        say.plain("article.source_published"),
    )


def _check(blob: bytes) -> str:
    return base64.b64encode(xxhash.xxh3_64_digest(blob)[:6]).decode()


def write_rows(rows: SearchRows) -> str:
    """Write what results show of articles."""
    return _json(_list_rows(rows))


def _list_rows(rows: SearchRows) -> list[list[object]]:
    written = []
    for story, section in zip(rows.stories, rows.sections, strict=True):
        # As in "/tin-tuc/2017/02/23/ten-bai/".
        row = [
            story.address[14:-1],
            keep_units(story.title),
            section,
            None,
            story.lang,
            story.badge,
        ]
        if story.photo is not None:
            copy = story.photo.jpeg[0]
            row[3] = [story.photo.original.key, copy.width, copy.height]
        for usual in (None, "vi", None):
            if row[-1] != usual:
                break
            row.pop()
        written.append(row)
    return written


def write_contents(contents: SearchContents) -> str:
    """Write the table of contents."""
    return _json(
        {
            "version": VERSION,
            "sections": [[slug, name, hash_of(word)] for slug, name, word in contents.sections],
            "abbreviations": contents.abbreviations,
            "volumes": contents.volumes,
            "newest": _list_rows(contents.newest),
        }
    )


def write_filters(filters: SearchFilters) -> str:
    """Write what readers may filter by."""
    return _json(
        {
            name: [[words, slug, hash_of(word)] for words, slug, word in listed]
            for name, listed in (("authors", filters.authors), ("topics", filters.topics))
        }
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
