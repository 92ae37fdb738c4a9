# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive: every source as it was read, today or in an earlier build.

A source whose stamp is as remembered is not opened; one whose bytes are as
remembered is not parsed. What a reading made use of besides its source (photos,
attached files, linked articles) is remembered with it and looked at in the same
way, so that a remembered reading is what reading again would give. A reading
with a fault is never remembered. Files that no text uses are known too, without
their bytes, so that a new one shows.
"""

import dataclasses
import errno
import hashlib
import json
import os
import re
import unicodedata
import zlib
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.codec import digest_of_dump, encode, load
from plugins.newsroom.fault import Fault
from plugins.newsroom.other_sites import find_site
from plugins.newsroom.page import BodyPart, HtmlPart, SiteCard
from plugins.newsroom.photo import Original
from plugins.newsroom.plan.entry import Entry, enter, path_of, photos_of
from plugins.press.cache.compare import FileGroup, Row, row_of
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import digest_of, settled, stamp_of
from plugins.press.cache.store import CacheDamagedError, CacheStore, checksum
from plugins.press.cache.workers import LEAST, each
from plugins.press.errors import Refusal
from plugins.press.photos.processes import work_apart
from plugins.press.photos.store import Examiner
from plugins.press.read.attachments import MAX_ATTACHMENT_BYTES
from plugins.press.read.content_folder import (
    GUIDE,
    ContentFolder,
    Found,
    is_hidden,
    is_source,
)
from plugins.press.read.stored_html import is_clean
from plugins.press.read.strays import tell_strays

if TYPE_CHECKING:
    from plugins.press.read.reader import Reader, Reading

#: What is known is kept in this many groups, so that little is written for one article.
GROUPS = 512
#: What stands in one folder this deep, as in "tin-tuc/2017/02/23", is kept together: what
#: lies together on the disk is sooner looked at in a row.
NEIGHBOURS_DEPTH = 4
#: Whole articles held in memory; neighbours in a list are asked for one after the other.
RECENT = 512
#: Changed files that are sought in a text one by one; of more the text is taken apart.
FEW = 40
#: Bytes of a source that is read in a process of its own; the longest of a newspaper has less.
LONG_BYTES = 60_000
#: Records that are written to the store at a time.
BATCH = 500

Progress = Callable[[str, int, int], None]
#: "%20" as it may be written in Markdown, in HTML or in a quoted YAML scalar.
_ESCAPED_NAME = re.compile(rb"%[0-9A-Fa-f&\\]")
_ESCAPED_SIGN = re.compile(
    rb"(?:&#0*37;|&#x0*25;|&percnt;|\\x25|\\u0025|\\U00000025)[0-9A-Fa-f&\\]", re.IGNORECASE
)


class _Readings(NamedTuple):
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
ReadingGroups = dict[str, tuple[str, _Readings]]
#: What readings made use of, by source: content paths with the digest of the file
#: there, "" for a source whatever it says, None for no file.
_Needs = dict[str, dict[str, str | None]]

_readings = msgspec.json.Decoder(_Readings)
_needs = msgspec.json.Decoder(_Needs)
#: By its place, what a field of most entries is.
_USUAL = {Entry._fields.index(name): value for name, value in Entry._field_defaults.items()}


@dataclass(frozen=True, slots=True)
class PhotoJob:
    """A photo that a text shows: whose text, which file, and where the editor asked for it."""

    path: str
    file: Path
    original: Original
    field: str
    line: int


@dataclass(slots=True)
class ReadResult:
    """What the content folder holds at the moment.

    `entries` and `standing` hold faulty sources too, as far as they could be read;
    `unread` says that some could not, whose addresses have `claims` in them: as
    `newsroom.article_header.claims_of` finds them. `jobs` are the photos of the sources that
    were read today; the copies of all others were made when they were read.
    """

    entries: list[Entry] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    unread: bool = False
    claims: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    jobs: list[PhotoJob] = field(default_factory=list)


class Sources:
    """The sources of *folder*, read by *make_reader*'s reader or taken from *store*.

    *snapshot* tells what changed in the folder since the last build. *groups* are what
    earlier builds of this process took from the store; it takes what this one does.
    """

    def __init__(
        self,
        folder: ContentFolder,
        store: CacheStore,
        snapshot: Snapshot,
        make_reader: Callable[..., "Reader"],
        processes: int,
        groups: ReadingGroups,
    ) -> None:
        self.folder, self.store, self.snapshot = folder, store, snapshot
        self._make_reader, self._processes, self._groups = make_reader, processes, groups
        self._recent: OrderedDict[str, Article] = OrderedDict()
        self._read_today: set[str] = set()
        self._unwritten: dict[str, dict[str, bytes]] = {"record": {}, "parts": {}}
        self.files = _Files(folder, self.snapshot)
        # What is changed in the store when all is saved.
        self._changes = _Changes()

    @cached_property
    def reader(self) -> "Reader":
        """Read sources; made only where there is something to read."""
        return self._make_reader(self.files.examine)

    def update(self, progress: Progress) -> ReadResult:
        """Find out what every source says today."""
        result = ReadResult()
        self._load_readings()
        unread, gone, result.faults = self._changed_sources()
        loose = self._named_before([*gone, *(source.path for source in unread)])
        if unread:
            self.files.know(chain.from_iterable(map(photos_of, self._entries.values())))
        for path in [*gone, *(source.path for source in unread)]:
            self._take_out(path)
        if unread:
            # Made before the work is shared out, so that it is made once.
            _ = self.reader
        if len(unread) >= LEAST:
            self.snapshot.fetch()
        with closing(self.files.examiner):
            for number, (place, finding) in enumerate(self._findings(unread), 1):
                source = unread[place]
                finding = _read_finding(finding)
                named = finding["named"]
                if named is None:
                    self._closed.add(source.path.rpartition("/")[0])
                self._named.update(named or ())
                if not self._accept(source, finding, result):
                    self._note_unknown(source, named or ())
                progress("Đọc bài", number, len(unread))
        self._flush()
        result.faults += self._find_strays(loose)
        result.entries += self._entries.values()
        result.standing += [load(Standing, self._record(path)) for path in self._standing]
        for told in self._warnings.values():
            result.faults += [Fault(*fault) for fault in told]
        return result

    def _findings(self, unread: list[Found]) -> Iterator[tuple[int, bytes]]:
        """Yield what comes of reading each of *unread*, with its place.

        Long ones, which could take long whatever their limits are, are read in processes
        of their own: what goes beyond its time and memory ends alone.
        """
        apart = {place for place, source in enumerate(unread) if _size_of(source) > LONG_BYTES}
        for is_apart in (False, True):
            places = [place for place in range(len(unread)) if (place in apart) == is_apart]
            sources = [unread[place] for place in places]
            if not is_apart:
                findings = each(sources, self._find, self._processes)
            else:
                findings = work_apart(self._find_apart, sources, self._processes)
            for number, finding in findings:
                is_read = isinstance(finding, bytes)
                yield places[number], finding if is_read else _unfinished(sources[number])

    def _find_apart(self, source: Found) -> bytes | None:
        """Read *source* in a process of its own; None where its memory does not suffice."""
        try:
            return b"".join(self._find(source))
        except MemoryError:
            return None

    def _load_readings(self) -> None:
        """Fetch what is remembered of every source; the comparison goes on meanwhile."""
        self._entries: dict[str, Entry] = {}
        self._standing: dict[str, str] = {}
        self._warnings: dict[str, list[list]] = {}
        self._strays: set[str] = set()
        # What the texts that are read today name, and the folders of those that cannot be read.
        self._named: set[str] = set()
        self._closed: set[str] = set()
        # Where none is at hand all texts are needed, and tell their checksums too.
        texts = {} if self._groups else self.store.raw("entry")
        told = {group: checksum("entry", group, text) for group, text in texts.items()}
        told = told or self.store.checksums("entry")
        needed = self.store.checksums("needs")
        for group in self.snapshot.names:
            if told.get(group, "") + needed.get(group, "") != self.snapshot.key(group):
                raise CacheDamagedError(f"what is known of group {group} is lost")
        for group, current in told.items():
            known = self._groups.get(group)
            if known is None or known[0] != current:
                text = texts.get(group) or self.store.text("entry", group)
                known = self._groups[group] = current, _readings.decode(text)
                if not all(entry.address.startswith("/") for entry in known[1].entries):
                    raise CacheDamagedError(f"group {group} holds what is no address")
            _, readings = known
            self._entries.update(zip(map(path_of, readings.entries), readings.entries, strict=True))
            self._standing.update(readings.standing)
            self._warnings.update(readings.warnings)
            self._strays.update(readings.strays)

    def _changed_sources(self) -> tuple[list[Found], list[str], list[Fault]]:
        """Tell which sources are to be read, which are gone, and what cannot be looked into."""
        findings = self.snapshot.findings
        unread: dict[str, Found] = {}
        gone: set[str] = set()
        others: set[str] = set()
        changed = {name for names in findings.changed.values() for name in names}
        for name in chain(changed, findings.new):
            path = unicodedata.normalize("NFC", name)
            if not is_source(path):
                others.add(path)
                self.files.notice(name)
            # Under another spelling of a known name, or as a link, it may not be what is meant.
            elif source := self._source_named(name, path, name in changed):
                unread[path] = source
            else:
                gone.add(path)
        _, faults = self.folder.sources(unicodedata.normalize("NFC", name) for name in findings.odd)
        for path in self._concerned(others | gone, gone, bool(findings.new)):
            # One that has vanished just now will be a fault when it is read.
            if path not in unread and path not in gone:
                unread[path] = self.folder.source(path) or Found(path, self.folder.root / path)
        return [unread[path] for path in sorted(unread)], sorted(gone), faults

    def _source_named(self, name: str, path: str, is_known: bool) -> Found | None:
        """Find the source that has this *name* on disk, or takes the place of the one at *path*."""
        place = self.folder.root / name
        if is_known or place.is_symlink():
            return self.folder.source(path)
        return Found(path, place)

    def _concerned(self, others: Set[str], gone: Set[str], has_new: bool) -> Iterable[str]:
        """List sources whose readings made use of what is another today.

        *others* are content paths of what came, changed or went; *gone* are sources.
        """
        if not (others or has_new):
            return
        # As they are written there; most groups name none of a few.
        signs = list(map(_quoted, others)) if len(others) <= FEW else [b""]
        if has_new:
            signs.append(b":null")
        for text in self.store.raw("needs").values():
            if not any(sign in text for sign in signs):
                continue
            for path, needs in _needs.decode(text).items():
                # An address may come to mean a file, and a name another file of the same name.
                if path not in gone and (
                    not others.isdisjoint(needs)
                    or (
                        has_new
                        and any(
                            digest is None and self.files.exists(need)
                            for need, digest in needs.items()
                        )
                    )
                ):
                    yield path

    def _named_before(self, paths: Iterable[str]) -> set[str]:
        """List the files that the sources at *paths* named when they were last read."""
        named: set[str] = set()
        by_group = defaultdict(list)
        for path in paths if self.snapshot.names else ():
            by_group[_group_of(path)].append(path)
        for group, members in by_group.items():
            needed = _needs.decode(self.store.get("needs", group) or "{}")
            for path in members:
                named.update(need for need, digest in needed.get(path, {}).items() if digest)
        return named

    def _find_strays(self, loose: set[str]) -> Iterator[Fault]:
        """Tell of every file that no text names; *loose* are those that one named before."""
        came = {unicodedata.normalize("NFC", name): name for name in self.files.noticed}
        doubtful = {
            path
            for path in (came.keys() | loose) - self._named
            if not (is_source(path) or path == GUIDE or is_hidden(path))
            and self.files.exists(f"/{path}")
        }
        doubtful -= self._named_by_others(doubtful)
        kept = (self._strays - came.keys() - loose - self._named) | doubtful
        # What no row tells of comes anew with every build, and goes without a word.
        fleeting = {path for path in came.keys() & doubtful if not self.folder.is_plain(came[path])}
        for path in (kept - fleeting) ^ self._strays:
            self._changes.strays[path] = path in kept
        self._strays = kept - fleeting
        return tell_strays(kept, lambda path: not self._closed.isdisjoint(_folders_of(path)))

    def _named_by_others(self, paths: Set[str]) -> set[str]:
        """List those of *paths* that a text names which is not read today."""
        if not paths or not self.snapshot.names:
            return set()
        signs = list(map(_quoted, paths)) if len(paths) <= FEW else [b""]
        named: set[str] = set()
        for text in self.store.raw("needs").values():
            if any(sign in text for sign in signs):
                for path, needs in _needs.decode(text).items():
                    if self._changes.sources.get(path, self) is self:
                        named.update(need for need, digest in needs.items() if digest is not None)
        return named & paths

    def save(self) -> None:
        """Hand everything that is to be remembered to the store."""
        self.files.hand_over(self._changes)
        self._changes.save(self.store, self.snapshot)
        # What was found on the way weighs as much as what is planned with from now on.
        self._changes = _Changes()
        self.folder.let_go()

    def article(self, path: str) -> Article:
        """Fetch a whole article."""
        article = self._recent.get(path)
        if article is None:
            article = load(Article, self._record(path))
            url = article.source and article.source.url
            if url and not url.lower().startswith(("http:", "https:")):
                raise CacheDamagedError(f"the source of {path} is no web address")
            self._recent[path] = article
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return article

    def parts(self, path: str) -> tuple[BodyPart, ...]:
        """Fetch the body of an article or standing page."""
        digest = self._digest(path).encode()
        text = self.store.text("parts", path)
        if not text.startswith(digest):
            raise CacheDamagedError(f"the body of {path} is lost")
        parts = load(tuple[BodyPart, ...], text[len(digest) :])
        # What this build has read itself has just come from the sanitiser.
        if path not in self._read_today and not all(map(_may_be_printed, parts)):
            raise CacheDamagedError(f"the body of {path} is more than the sanitiser lets pass")
        return parts

    def _record(self, path: str) -> bytes:
        text = self.store.bare("record", path)
        if not isinstance(text, bytes) or digest_of_dump(text) != self._digest(path):
            raise CacheDamagedError(f"the record of {path} is lost")
        return text

    def _digest(self, path: str) -> str:
        """Tell the digest of the record at *path*, which holds that of its body.

        Damage to a database can bring back what was overwritten, checksum and all.
        """
        entry = self._entries.get(path)
        if entry is not None:
            return entry.digest
        if path in self._standing:
            return self._standing[path]
        raise CacheDamagedError(f"nothing is known of {path}")

    def forget(self, path: str) -> None:
        """Read the source at *path* again next time, whatever its stamp says."""
        known = self._changes.sources.get(path)
        self._take_out(path)
        if source := self.folder.source(path):
            self._note_unknown(source, known.needs if known else ())

    def _note_unknown(self, source: Found, named: Iterable[str]) -> None:
        """Remember that there is a source, the files that it names, and nothing that it says.

        Others may link to it, and are to be read again once it is gone.
        """
        name = self.folder.name_on_disk(source.file)
        self._changes.sources[source.path] = _Source(name, Row(""), dict.fromkeys(named, "?"))

    def _take_out(self, path: str) -> None:
        """Forget what is known of the source at *path*."""
        self._changes.sources[path] = None
        self._entries.pop(path, None)
        self._standing.pop(path, None)
        self._warnings.pop(path, None)
        for kind, unwritten in self._unwritten.items():
            unwritten.pop(path, None)
            self.store.drop(kind, [path])

    def find_photos(self, originals: Iterable[Original]) -> list[tuple[Path, Original]]:
        """Find a file for each of *originals*, all of which some source shows."""
        wanted = {original.digest: original for original in originals}
        found = {}
        for path, digest in self.files.known():
            if digest in wanted and digest not in found:
                found[digest] = self.folder.find("/" + path, path).file
        return [(file, wanted[digest]) for digest, file in found.items()]

    def _find(self, source: Found) -> Iterator[bytes]:
        """Read *source* anew, in whatever process; yield all that came of it, in bytes.

        They are for this build's own process alone, which runs the same program.
        """
        stamp = stamp_of(source.file)
        trusted = settled(stamp) if stamp else None
        reading = self.reader.read(source)
        record = reading.record
        finding = {
            # What an editor wrote may hold half letters, which only JSON's escapes can tell.
            "faults": json.dumps([dataclasses.astuple(fault) for fault in reading.faults]),
            "jobs": [
                [os.fsencode(file), [original.digest, original.width, original.height], field, line]
                for file, original, field, line in reading.photo_files
            ],
            "record": None if record is None else encode(record),
            "named": reading.named,
        }
        if record is None:
            finding["claims"] = _claims(source.path, reading.data)
        if record is None or any(not fault.warning for fault in reading.faults):
            finding["entry"] = enter(record) if isinstance(record, Article) else None
            if reading.is_copy and finding["entry"]:
                # Of the title that it shares with the other nothing more is to be told.
                finding["entry"] = finding["entry"]._replace(headline="")
        else:
            digest = digest_of_dump(finding["record"])
            # A source that was saved meanwhile is read again next time.
            same = stamp is not None and stamp == stamp_of(source.file)
            same = same and (trusted or reading.data == _bytes_of(source))
            needs = finding["needs"] = self._needs(reading)
            if same and self._is_certain(source, reading, needs):
                told = hashlib.sha256(reading.data).hexdigest()
                finding["row"] = row_of(str(source.file), told) if trusted else Row(told)
            else:
                finding["row"] = Row("")
            finding["digest"] = digest
            finding["entry"] = enter(record, digest) if isinstance(record, Article) else None
            finding["parts"] = digest.encode() + reading.body
            finding["files"] = {
                path: self.files.row(path) for path, known in needs.items() if known
            }
        yield msgspec.msgpack.encode(finding)

    def _accept(self, source: Found, finding: dict, result: ReadResult) -> bool:
        """Take over what came of reading *source*; False if it is not to be remembered."""
        path = source.path
        result.jobs += [
            PhotoJob(path, Path(os.fsdecode(file)), Original(*original), field, line)
            for file, original, field, line in finding["jobs"]
        ]
        if "row" not in finding:
            self._accept_faulty(finding, result)
            return False
        for need, known in finding["files"].items():
            if known is not None:
                self.files.learn(need, known[0], Row(*known[1]))
        self._read_today.add(path)
        self._unwritten["record"][path] = finding["record"]
        self._unwritten["parts"][path] = finding["parts"]
        if len(self._unwritten["record"]) >= BATCH:
            self._flush()
        known = _Source(
            self.folder.name_on_disk(source.file), Row(*finding["row"]), finding["needs"]
        )
        if finding["entry"] is None:
            self._standing[path] = finding["digest"]
            known = known._replace(standing=finding["digest"])
        else:
            self._entries[path] = _entry(finding["entry"])
            known = known._replace(entry=self._entries[path])
        if finding["faults"]:
            self._warnings[path] = finding["faults"]
        self._changes.sources[path] = known._replace(warnings=tuple(finding["faults"]))
        return True

    def _accept_faulty(self, finding: dict, result: ReadResult) -> None:
        """Remember nothing of a faulty source, and let the plan find what else is wrong."""
        result.faults += [Fault(*fault) for fault in finding["faults"]]
        if finding["record"] is None:
            result.unread = True
            result.claims.update(finding["claims"])
        elif finding["entry"] is not None:
            result.entries.append(_entry(finding["entry"]))
        else:
            result.standing.append(load(Standing, finding["record"]))

    def _flush(self) -> None:
        for kind, rows in self._unwritten.items():
            self.store.put(kind, rows)
            rows.clear()

    def _needs(self, reading: "Reading") -> dict[str, str | None]:
        text = reading.record.text
        needs: dict[str, str | None] = {
            # An address would mean a file of the content folder, if there was one.
            link.target: None if link.target.startswith("/") else ""
            for link in text.links
        }
        # So would a name that stands for nothing now.
        needs.update(dict.fromkeys(reading.absent))
        for file, original, *_ in reading.photo_files:
            needs[self.files.path_of(file)] = original.digest
        for item in text.attachments:
            needs[item.path] = self.files.digest(item.path)
        return needs

    def _is_certain(
        self,
        source: Found,
        reading: "Reading",
        needs: Mapping[str, str | None],
    ) -> bool:
        """Tell whether rows of stamps and digests are all that this reading hangs on."""
        data = reading.data
        return (
            not reading.is_lacking
            # "a%20b.jpg" means "a b.jpg" until a file of that very name appears.
            and not _ESCAPED_NAME.search(data)
            # What hidden folders hold is not looked at.
            and not any(map(is_hidden, needs))
            and not ((b"&" in data or b"\\" in data) and _ESCAPED_SIGN.search(data))
            # The name of an attached file holds the digest that it had when it was read.
            and all(
                f"-{needs[item.path][:16]}." in item.name
                for item in reading.record.text.attachments
            )
            and all(self.files.digest(path) == digest for path, digest in needs.items() if digest)
            # Where a link leads may change without a trace in the folder that it leads to.
            and not any(
                self.folder.is_linked(path)
                for path in (source.path, *(path for path, digest in needs.items() if digest))
            )
        )


def _may_be_printed(part: BodyPart) -> bool:
    """Tell whether a part out of the cache can be what the sanitiser let pass."""
    if isinstance(part, SiteCard):
        return find_site(part.address) is not None
    return not isinstance(part, HtmlPart) or is_clean(part.html)


class _Source(NamedTuple):
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
class _Changes:
    """What the store must learn of the content folder.

    By content path, sources; by name on disk, other files. None stands for what is not to
    be remembered any more.
    """

    sources: dict[str, _Source | None] = field(default_factory=dict)
    files: dict[str, Row | None] = field(default_factory=dict)
    #: Whether no text names the file at a content path.
    strays: dict[str, bool] = field(default_factory=dict)

    def save(self, store: CacheStore, snapshot: Snapshot) -> None:
        """Write every group in which something changes."""
        sources, others, strays = (defaultdict(list) for _ in range(3))
        kinds = ((self.sources, sources), (self.files, others), (self.strays, strays))
        for paths, by_group in kinds:
            for path in paths:
                by_group[_group_of(path)].append(path)
        entry_texts, needs_texts = {}, {}
        for group in sources.keys() | others.keys() | strays.keys():
            readings = _readings.decode(store.get("entry", group) or "[[],{},{}]")
            needed = _needs.decode(store.get("needs", group) or "{}")
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
        readings: _Readings,
        needs: _Needs,
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


def _unfinished(source: Found) -> bytes:
    """Tell of a source that could not be read within its time and memory."""
    from plugins.press.read.source_file import load_source

    fault = Fault(
        source.path,
        1,
        "nội dung",
        "đọc bài này mất quá nhiều thời gian hoặc bộ nhớ, đã bỏ dở",
        "chia bài, bỏ các đoạn lặp dấu «[», «*», «<», hoặc đưa phần dài thành tệp đính kèm",
    )
    faults = json.dumps([dataclasses.astuple(fault)])
    return msgspec.msgpack.encode(
        {
            "faults": faults,
            "jobs": [],
            "record": None,
            "entry": None,
            "named": None,
            "claims": _claims(source.path, load_source(source)[0]),
        }
    )


def _claims(path: str, data: bytes | None) -> list[str]:
    """List what the addresses of a source that cannot be read are made of."""
    # Loaded here: a build that reads nothing has no need of it.
    from plugins.newsroom.article_header import claims_of

    return sorted(claims_of(path, (data or b"").decode(errors="replace")))


def _size_of(source: Found) -> int:
    try:
        return source.file.stat().st_size
    except OSError:
        # Reading tells what is the matter.
        return 0


def _read_finding(data: bytes) -> dict:
    finding = msgspec.msgpack.decode(data)
    finding["faults"] = json.loads(finding["faults"])
    return finding


def _entry(told: list) -> Entry:
    """Make an entry of what came from another process."""
    return msgspec.convert(told, Entry)


def _brief(entry: Entry) -> tuple:
    """Leave out what an entry ends in and most others do too."""
    size = len(entry)
    while entry[size - 1] == _USUAL.get(size - 1, entry):
        size -= 1
    return entry[:size]


class _Files:
    """Photos and attached files: digests and sizes, taken again only when a file changed."""

    def __init__(self, folder: ContentFolder, snapshot: Snapshot) -> None:
        self.folder, self._snapshot = folder, snapshot
        # By content path: the name on disk and the row.
        self._rows: dict[str, tuple[str, Row]] = {}
        # Names on disk of what came, changed or went.
        self.noticed: set[str] = set()
        # By digest, photos in one word that were examined by earlier builds.
        self._words: dict[str, str] = {}
        self._existing: dict[str, bool] = {}
        self._examined: dict[Path, Original | Refusal] = {}
        self.examiner = Examiner()

    def path_of(self, file: Path) -> str:
        """Tell the content path of a file on disk."""
        return unicodedata.normalize("NFC", self.folder.name_on_disk(file))

    def exists(self, path: str) -> bool:
        """Tell whether there is a file at content *path*."""
        if path not in self._existing:
            try:
                self._existing[path] = bool(self.folder.find(path, path))
            except Refusal:
                self._existing[path] = False
        return self._existing[path]

    def digest(self, path: str) -> str:
        """Tell the digest of the file at content *path*; "-" where there is none now."""
        known = self.row(path)
        return "-" if known is None else known[1].digest

    def row(self, path: str) -> tuple[str, Row] | None:
        """Tell the name on disk of the file at content *path*, and its row.

        None if it is gone, or larger than any that a text may use: it is not read then.
        """
        if path not in self._rows:
            try:
                file = self.folder.find("/" + path, path).file
                self._rows[path] = self._look(file)
            except (Refusal, OSError):
                return None
        return self._rows[path]

    def _look(self, file: Path) -> tuple[str, Row]:
        name = self.folder.name_on_disk(file)
        group = _group_of(name)
        old = None
        if name not in self._snapshot.changed(group):
            old = self._snapshot.group(group).get(name)
        if old is not None and old.digest:
            return name, old
        stamp = stamp_of(file)
        if stamp and stamp[0] > MAX_ATTACHMENT_BYTES:
            raise OSError(errno.EFBIG, "larger than a text may use", file)
        trusted = settled(stamp) if stamp else None
        digest = digest_of(file)
        return name, Row(digest, *trusted) if trusted else Row(digest)

    def learn(self, path: str, name: str, row: Row) -> None:
        """Take over what another process found out of the file at content *path*."""
        known = self._rows.get(path)
        if known is not None and known[1].digest != row.digest:
            # Changed between two readings: the next build looks at it, and reads both again.
            row = Row("")
        self._rows[path] = (name, row)

    def notice(self, name: str) -> None:
        """Note that the file of this *name* on disk came, changed or went."""
        self.noticed.add(name)

    def know(self, words: Iterable[str]) -> None:
        """Take over what earlier builds found out about photos, each in one word."""
        self._words = {word.partition("-")[0]: word for word in words}

    def examine(self, file: Path) -> Original:
        """Examine a photo once, though many texts may show it."""
        if file not in self._examined:
            self._examined[file] = self._examine(file)
        known = self._examined[file]
        if isinstance(known, Refusal):
            raise known
        return known

    def _examine(self, file: Path) -> Original | Refusal:
        if word := self._words.get(self.digest(self.path_of(file))):
            return Original.of_word(word)
        return self.examiner(file)

    def known(self) -> Iterable[tuple[str, str]]:
        """List content path and digest of every file that a text used."""
        for group in self._snapshot.names:
            for name in self._snapshot.group(group):
                path = unicodedata.normalize("NFC", name)
                yield path, self.digest(path)
        for path in self._rows:
            yield path, self.digest(path)

    def hand_over(self, changes: _Changes) -> None:
        """Tell what is to be remembered of the files that came, changed, or are used by texts."""
        used = dict(self._rows.values())
        for name in self.noticed - used.keys():
            is_there = self.folder.is_plain(name)
            changes.files[name] = row_of(f"{self.folder.root}/{name}", "") if is_there else None
        changes.files.update(used)


def _folders_of(path: str) -> Iterator[str]:
    """List the folders that hold the file at *path*; the root only of what lies directly there."""
    folder = path.rpartition("/")[0]
    yield folder
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder


def _quoted(name: str) -> bytes:
    """Write *name* as JSON has it; a name on disk need not be UTF-8."""
    return json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _group_of(path: str) -> str:
    """Tell which group *path* belongs to: that of its day, where there are folders for days."""
    neighbourhood = "/".join(path.split("/", NEIGHBOURS_DEPTH)[:NEIGHBOURS_DEPTH])
    return f"{zlib.crc32(neighbourhood.encode('utf-8', 'surrogatepass')) % GROUPS:03x}"


def _bytes_of(source: Found) -> bytes | None:
    """Read a source once more; None where that is not possible any longer."""
    try:
        return source.file.read_bytes()
    except OSError:
        return None
