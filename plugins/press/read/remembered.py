# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is remembered of the content folder: of every source what it says and made use of.

It is kept in groups, each a row of the store for what the sources say, one for what they
made use of, and the rows of its files in the snapshot.
"""

import unicodedata
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from plugins.newsroom.plan.entry import Entry
from plugins.press.cache.compare import FileGroup, Row
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.store import CacheStore, checksum

#: What is known is kept in this many groups, so that little is written for one article.
GROUPS = 512
#: What stands in one folder this deep, as in "tin-tuc/2017/02/23", is kept together: what
#: lies together on the disk is sooner looked at in a row.
NEIGHBOURS_DEPTH = 4


class Readings(NamedTuple):
    """What every build must know of the sources of a group.

    `standing` maps standing pages to the digests of their records; `warnings` maps
    sources to what was told of them, as the fields of faults. `strays` are the content
    paths of files that no text names.
    """

    entries: list[Entry]
    standing: dict[str, str]
    warnings: dict[str, list[list]]
    strays: tuple[str, ...] = ()


#: Readings by group, each with the checksum of its text.
ReadingGroups = dict[str, tuple[str, Readings]]
#: What readings made use of, by source: content paths with the digest of the file
#: there, "" for a source whatever it says, None for no file.
Needs = dict[str, dict[str, str | None]]

_decoder_of_readings = msgspec.json.Decoder(Readings)
_decoder_of_needs = msgspec.json.Decoder(Needs)
#: By its place, what a field of most entries is.
_USUAL = {Entry._fields.index(name): value for name, value in Entry._field_defaults.items()}


def read_readings(text: str | bytes | None) -> Readings:
    """Read what the store holds of a group under "entry"; of a new one there is nothing."""
    return _decoder_of_readings.decode(text or "[[],{},{}]")


def read_needs(text: str | bytes | None) -> Needs:
    """Read what the store holds of a group under "needs"; of a new one there is nothing."""
    return _decoder_of_needs.decode(text or "{}")


def group_of(path: str) -> str:
    """Tell which group *path* belongs to: that of its day, where there are folders for days."""
    neighbourhood = "/".join(path.split("/", NEIGHBOURS_DEPTH)[:NEIGHBOURS_DEPTH])
    return f"{zlib.crc32(neighbourhood.encode('utf-8', 'surrogatepass')) % GROUPS:03x}"


class KnownSource(NamedTuple):
    """What is to be remembered of one source: its place and row, its needs, what it is.

    With neither an entry nor the digest of a standing page it has a fault.
    """

    place: str
    row: Row
    needs: dict[str, str | None]
    entry: Entry | None = None
    standing: str | None = None
    warnings: tuple[list, ...] = ()


@dataclass(slots=True)
class StoreChanges:
    """What the store must learn of the content folder.

    By content path, sources; by name on disk, other files. None stands for what is not to
    be remembered any more.
    """

    sources: dict[str, KnownSource | None] = field(default_factory=dict)
    files: dict[str, Row | None] = field(default_factory=dict)
    #: Whether no text names the file at a content path.
    strays: dict[str, bool] = field(default_factory=dict)

    def save(self, store: CacheStore, snapshot: Snapshot) -> None:
        """Write every group in which something changes."""
        sources, others, strays = (defaultdict(list) for _ in range(3))
        kinds = ((self.sources, sources), (self.files, others), (self.strays, strays))
        for paths, by_group in kinds:
            for path in paths:
                by_group[group_of(path)].append(path)
        entry_texts, needs_texts = {}, {}
        for group in sources.keys() | others.keys() | strays.keys():
            readings = read_readings(store.get("entry", group))
            needed = read_needs(store.get("needs", group))
            entries = {entry.path: entry for entry in readings.entries}
            files = snapshot.group(group)
            places = {unicodedata.normalize("NFC", name): name for name in files}
            for name in others[group]:
                files.pop(name, None)
                if (row := self.files[name]) is not None:
                    files[name] = row
            for path in sources[group]:
                for known in (entries, readings.standing, readings.warnings, needed):
                    known.pop(path, None)
                files.pop(places.get(path, path), None)
                self._put_source(path, entries, readings, needed, files)
            told = [list(map(_brief, entries.values())), readings.standing, readings.warnings]
            known_strays = set(readings.strays).difference(strays[group])
            known_strays.update(path for path in strays[group] if self.strays[path])
            if known_strays:
                told.append(sorted(known_strays))
            entry_texts[group] = msgspec.json.encode(told).decode()
            needs_texts[group] = msgspec.json.encode(needed).decode()
            key = checksum("entry", group, entry_texts[group])
            snapshot.put(group, key + checksum("needs", group, needs_texts[group]), files)
        store.put("entry", entry_texts)
        store.put("needs", needs_texts)
        snapshot.save()

    def _put_source(
        self,
        path: str,
        entries: dict[str, Entry],
        readings: Readings,
        needs: Needs,
        files: FileGroup,
    ) -> None:
        known = self.sources[path]
        if known is None:
            return
        files[known.place] = known.row
        if known.entry is not None:
            entries[path] = known.entry
        elif known.standing is not None:
            readings.standing[path] = known.standing
        if known.warnings:
            readings.warnings[path] = list(known.warnings)
        if known.needs:
            needs[path] = known.needs


def _brief(entry: Entry) -> tuple:
    """Leave out what an entry ends in and most others do too."""
    size = len(entry)
    while entry[size - 1] == _USUAL.get(size - 1, entry):
        size -= 1
    return entry[:size]
