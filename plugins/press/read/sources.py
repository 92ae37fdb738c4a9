# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive: every source as it was read, today or in an earlier build.

A source whose stamp is as remembered is not opened; one whose bytes are as
remembered is not parsed. What a reading made use of besides its source (photos,
attached files, linked articles) is remembered with it and looked at in the same
way, so that a remembered reading is what reading again would give. A reading
with a fault is never remembered, and its folder is looked into every time.
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
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.codec import digest_of_dump, encode, load
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import BodyPart
from plugins.newsroom.photo import Original
from plugins.newsroom.plan.entry import Entry, enter
from plugins.press.cache.compare import ALWAYS, Bundle, Row
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import digest_of, settled, stamp_of
from plugins.press.cache.store import CacheDamagedError, CacheStore, checksum
from plugins.press.cache.workers import LEAST, each
from plugins.press.errors import Refusal
from plugins.press.photos.store import examine
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.links import MAX_ATTACHMENT_BYTES
from plugins.press.read.reader import Reader, Reading

#: What is known is kept in this many parts, so that little is written for one article.
BUCKETS = 512
#: What stands in one folder this deep, as in "tin-tuc/2017/02/23", is kept together: what
#: lies together on the disk is sooner looked at in a row.
NEIGHBOURS_DEPTH = 4
#: Whole articles held in memory; neighbours in a list are asked for one after the other.
RECENT = 512
#: Changed files that are sought in a text one by one; of more the text is taken apart.
FEW = 40
#: Records that are written to the store at a time.
BATCH = 500

Progress = Callable[[str, int, int], None]
#: "%20" as it may be written in Markdown, in HTML or in a quoted YAML scalar.
_ESCAPED_NAME = re.compile(rb"%[0-9A-Fa-f&\\]")
_ESCAPED_SIGN = re.compile(
    rb"(?:&#0*37;|&#x0*25;|&percnt;|\\x25|\\u0025|\\U00000025)[0-9A-Fa-f&\\]", re.IGNORECASE
)


class _Bucket(NamedTuple):
    """What every build must know of some sources.

    `standing` maps standing pages to the digests of their records; `warnings` maps
    sources to what was told of them, as the fields of faults.
    """

    entries: list[Entry]
    standing: dict[str, str]
    warnings: dict[str, list[list]]


#: Buckets by bucket, each with the checksum of its text.
Buckets = dict[str, tuple[str, _Bucket]]
#: What readings made use of, by source: content paths with the digest of the file
#: there, "" for a source whatever it says, None for no file.
_Needs = dict[str, dict[str, str | None]]

_buckets = msgspec.json.Decoder(_Bucket)
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
    `unread` says that some could not. `jobs` are the photos of the sources that
    were read today; the copies of all others were made when they were read.
    """

    entries: list[Entry] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    unread: bool = False
    faults: list[Fault] = field(default_factory=list)
    jobs: list[PhotoJob] = field(default_factory=list)


class HiddenFolderError(CacheDamagedError):
    """What is remembered may lie in a folder that hides behind another of the same name."""

    words = "Có hai thư mục cùng tên: đọc lại mọi bài."


class Sources:
    """The sources of *folder*, read by *make_reader*'s reader or taken from *store*.

    *snapshot* tells what changed in the folder since the last build. *buckets* are those
    that earlier builds of this process took from the store; it takes those of this one.
    """

    def __init__(
        self,
        folder: ContentFolder,
        store: CacheStore,
        snapshot: Snapshot,
        make_reader: Callable[..., Reader],
        processes: int,
        buckets: Buckets,
    ) -> None:
        self.folder, self.store, self.snapshot = folder, store, snapshot
        self._make_reader, self._processes, self._buckets = make_reader, processes, buckets
        self._recent: OrderedDict[str, Article] = OrderedDict()
        self._unwritten: dict[str, dict[str, bytes]] = {"record": {}, "parts": {}}
        self.files = _Files(folder, self.snapshot)
        # What is changed in the store when all is saved.
        self._changes = _Changes()

    @cached_property
    def reader(self) -> Reader:
        """Read sources; made only where there is something to read."""
        return self._make_reader(self.files.examine)

    def update(self, progress: Progress) -> ReadResult:
        """Find out what every source says today."""
        result = ReadResult()
        self._load_buckets()
        unread, gone, result.faults = self._changed_sources()
        for path in [*gone, *(source.path for source in unread)]:
            self._take_out(path)
        if unread:
            # Made before the work is shared out, so that it is made once.
            _ = self.reader
        if len(unread) >= LEAST:
            self.snapshot.fetch()
        findings = each(unread, self._find, self._processes)
        faulty = set()
        for number, (place, finding) in enumerate(findings, 1):
            source = unread[place]
            if not self._accept(source, _read_finding(finding), result):
                faulty.add(self._note_unknown(source))
            progress("Đọc bài", number, len(unread))
        self._flush()
        self._changes.folders.update(self.folder.rows)
        self._changes.folders.update(dict.fromkeys(faulty, Row("", note=ALWAYS)))
        result.entries += self._entries.values()
        result.standing += [load(Standing, self._record(path)) for path in self._standing]
        for told in self._warnings.values():
            result.faults += [Fault(*fault) for fault in told]
        return result

    def _load_buckets(self) -> None:
        """Fetch what is remembered of every source; the comparison goes on meanwhile."""
        self._entries: dict[str, Entry] = {}
        self._standing: dict[str, str] = {}
        self._warnings: dict[str, list[list]] = {}
        # Where the buckets are empty all texts are needed, and tell their checksums too.
        texts = {} if self._buckets else self.store.raw("entry")
        told = {bucket: checksum("entry", bucket, text) for bucket, text in texts.items()}
        told = told or self.store.checksums("entry")
        needed = self.store.checksums("needs")
        for bucket in self.snapshot.names:
            if told.get(bucket, "") + needed.get(bucket, "") != self.snapshot.mark(bucket):
                raise CacheDamagedError(f"what is known of bucket {bucket} is lost")
        for bucket, mark in told.items():
            known = self._buckets.get(bucket)
            if known is None or known[0] != mark:
                text = texts.get(bucket) or self.store.text("entry", bucket)
                known = self._buckets[bucket] = mark, _buckets.decode(text)
            _, known_bucket = known
            self._entries.update([(entry.path, entry) for entry in known_bucket.entries])
            self._standing.update(known_bucket.standing)
            self._warnings.update(known_bucket.warnings)

    def _changed_sources(self) -> tuple[list[Found], list[str], list[Fault]]:
        """Tell which sources are to be read, which are gone, and what cannot be looked into."""
        if not self.snapshot.names:
            found, faults = self.folder.sources()
            return found, [], faults
        findings = self.snapshot.findings
        stale: dict[str, Found] = {}
        gone: list[str] = []
        others: dict[str, str] = {}
        left: set[str] = set()
        changed = {name for names in findings.changed.values() for name in names}
        # Under another spelling of a known name, or as a link, a stranger may take its place.
        for name in changed.union(findings.strangers):
            path = unicodedata.normalize("NFC", name)
            if path in self._entries or path in self._standing:
                source = self.folder.source(path)
                if source is None:
                    gone.append(path)
                    left.add(os.path.dirname(name))
                else:
                    stale[path] = source
            elif name in changed:
                others[path] = name
        lost = set(findings.shaken) - findings.names.keys()
        above = {os.path.dirname(name) for name in lost}
        folders = [unicodedata.normalize("NFC", name) for name in (*findings.shaken, *left, *above)]
        folders += [
            unicodedata.normalize("NFC", name[:-1])
            for name in findings.strangers
            if name.endswith("/") and not name.startswith(".") and "/." not in name
        ]
        found, faults = self._look_into(folders)
        if self.folder.hides:
            raise HiddenFolderError("a folder shares its composed name")
        # Where the disk went on since the comparison, what it told may not hold: look again.
        again = Row("", note=ALWAYS)
        for name, row in self.folder.rows.items():
            if row.digest != findings.names.get(name):
                self.folder.rows[name] = again
        self._changes.folders.update(dict.fromkeys(left - lost, again))
        new = {
            source.path: source
            for source in found
            if source.path not in self._entries and source.path not in self._standing
        }
        listed = {source.path for source in found}
        looked_into = set(folders)
        if folders:
            gone += [
                path
                for path in (*self._entries, *self._standing)
                if path not in listed and path.rpartition("/")[0] in looked_into
            ]
        if others or findings.strangers or gone:
            for path in self._concerned(others, set(gone), findings.strangers):
                stale.setdefault(path, self._source(path))
        unread = {**stale, **new}
        gone = [path for path in dict.fromkeys(gone) if path not in unread]
        return [unread[path] for path in sorted(unread)], gone, faults

    def _look_into(self, folders: Iterable[str]) -> tuple[list[Found], list[Fault]]:
        """List the sources in *folders*, of which some may be gone."""
        there = [path for path in dict.fromkeys(folders) if self.folder.has_folder(path)]
        return self.folder.sources(there) if there else ([], [])

    def _concerned(
        self, others: Mapping[str, str], gone: Set[str], strangers: Iterable[str]
    ) -> Iterable[str]:
        """List sources whose readings made use of what is another today.

        *others* are files that changed, with their names on disk, *gone* are sources,
        *strangers* names on disk.
        """
        new = {unicodedata.normalize("NFC", name) for name in strangers}
        lost = {*others, *gone, *new}
        # As they are written there; most parts name none of a few.
        signs = list(map(_quoted, lost)) if len(lost) <= FEW else [b""]
        if new:
            signs.append(b":null")
        used = set()
        for text in self.store.raw("needs").values():
            if not any(sign in text for sign in signs):
                continue
            for path, needs in _needs.decode(text).items():
                if path in gone:
                    continue
                used.update(needs)
                # An address may come to mean a file, and a name another file of the same name.
                if not lost.isdisjoint(needs) or (
                    new
                    and any(
                        digest is None and self.files.exists(need) for need, digest in needs.items()
                    )
                ):
                    yield path
        for path, name in others.items():
            if path not in used or not os.path.lexists(f"{self.snapshot.root}/{name}"):
                self.files.forget(name)

    def _source(self, path: str) -> Found:
        """Find a known source; one that has vanished just now will be a fault when it is read."""
        return self.folder.source(path) or Found(path, self.folder.root / path)

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
            self._recent[path] = article
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return article

    def parts(self, path: str) -> tuple[BodyPart, ...]:
        """Fetch the body of an article or standing page."""
        mark = self._mark(path).encode()
        text = self.store.text("parts", path)
        if not text.startswith(mark):
            raise CacheDamagedError(f"the body of {path} is lost")
        return load(tuple[BodyPart, ...], text[len(mark) :])

    def _record(self, path: str) -> bytes:
        text = self.store.bare("record", path)
        if not isinstance(text, bytes) or digest_of_dump(text) != self._mark(path):
            raise CacheDamagedError(f"the record of {path} is lost")
        return text

    def _mark(self, path: str) -> str:
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
        self._take_out(path)
        self._changes.folders[self._note_unknown(self._source(path))] = Row("", note=ALWAYS)

    def _note_unknown(self, source: Found) -> str:
        """Remember that there is a source, and nothing of what it says; return its folder.

        Others may link to it, and are to be read again once it is gone.
        """
        name = self.folder.name_on_disk(source.file)
        self._changes.sources[source.path] = _Source(name, Row(""), {})
        return os.path.dirname(name)

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

        They are for our own process, which runs the same program, and for nobody else.
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
        }
        if record is None or any(not fault.warning for fault in reading.faults):
            finding["entry"] = enter(record) if isinstance(record, Article) else None
        else:
            mark = digest_of_dump(finding["record"])
            # A source that was saved meanwhile is read again next time.
            same = stamp is not None and stamp == stamp_of(source.file)
            same = same and (trusted or reading.data == _bytes_of(source))
            needs = finding["needs"] = self._needs(reading)
            if same and self._is_certain(source, reading, needs):
                digest = hashlib.sha256(reading.data).hexdigest()
                finding["row"] = Row(digest, *trusted) if trusted else Row(digest)
            else:
                finding["row"] = Row("")
            finding["mark"] = mark
            finding["entry"] = enter(record, mark) if isinstance(record, Article) else None
            finding["parts"] = mark.encode() + reading.body
            finding["files"] = {
                path: self.files.row(path) for path, digest in needs.items() if digest
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
                self.files.learn(need, known[0], Row._make(known[1]))
        self._unwritten["record"][path] = finding["record"]
        self._unwritten["parts"][path] = finding["parts"]
        if len(self._unwritten["record"]) >= BATCH:
            self._flush()
        known = _Source(
            self.folder.name_on_disk(source.file), Row._make(finding["row"]), finding["needs"]
        )
        if finding["entry"] is None:
            self._standing[path] = finding["mark"]
            known = known._replace(standing=finding["mark"])
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
        elif finding["entry"] is not None:
            result.entries.append(_entry(finding["entry"]))
        else:
            result.standing.append(load(Standing, finding["record"]))

    def _flush(self) -> None:
        for kind, rows in self._unwritten.items():
            self.store.put(kind, rows)
            rows.clear()

    def _needs(self, reading: Reading) -> dict[str, str | None]:
        text = reading.record.text
        needs: dict[str, str | None] = {
            # An address would mean a file of the content folder, if there was one.
            link.target: None if link.target.startswith("/") else ""
            for link in text.links
        }
        for file, original, *_ in reading.photo_files:
            needs[self.files.path_of(file)] = original.digest
        for item in text.attachments:
            needs[item.path] = self.files.digest(item.path)
        return needs

    def _is_certain(
        self,
        source: Found,
        reading: Reading,
        needs: Mapping[str, str | None],
    ) -> bool:
        """Tell whether rows of stamps and digests are all that this reading hangs on."""
        data = reading.data
        return (
            # "a%20b.jpg" means "a b.jpg" until a file of that very name appears.
            not _ESCAPED_NAME.search(data)
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

    By content path, sources (None for what is not to be remembered any more); by name
    on disk, other files and folders (None likewise).
    """

    sources: dict[str, _Source | None] = field(default_factory=dict)
    files: dict[str, Row | None] = field(default_factory=dict)
    folders: dict[str, Row | None] = field(default_factory=dict)

    def save(self, store: CacheStore, snapshot: Snapshot) -> None:
        """Write every bucket in which something changes."""
        for folder in snapshot.findings.shaken:
            # What was not looked into is no folder any more, or was none for a moment.
            seen = folder in snapshot.findings.names
            self.folders.setdefault(folder, Row("", note=ALWAYS) if seen else None)
        buckets: dict[str, list[tuple[str, str]]] = defaultdict(list)
        # A file that no text uses any more may be a source still.
        for kind in ("files", "folders", "sources"):
            for path in getattr(self, kind):
                buckets[_bucket(path)].append((kind, path))
        buckets, needs = {}, {}
        for bucket, changes in buckets.items():
            known_bucket = _buckets.decode(store.get("entry", bucket) or "[[],{},{}]")
            needed = _needs.decode(store.get("needs", bucket) or "{}")
            entries = {entry.path: entry for entry in known_bucket.entries}
            files, folders = snapshot.bundle(bucket)
            places = {unicodedata.normalize("NFC", name): name for name in files}
            for kind, path in changes:
                if kind == "sources":
                    for known in (entries, known_bucket.standing, known_bucket.warnings, needed):
                        known.pop(path, None)
                    files.pop(places.get(path, path), None)
                    self._put_source(path, entries, known_bucket, needed, files)
                else:
                    _put_or_drop(files if kind == "files" else folders, path, getattr(self, kind))
            buckets[bucket] = msgspec.json.encode(
                [list(map(_brief, entries.values())), known_bucket.standing, known_bucket.warnings]
            ).decode()
            needs[bucket] = msgspec.json.encode(needed).decode()
            mark = checksum("entry", bucket, buckets[bucket])
            snapshot.put(
                bucket, mark + checksum("needs", bucket, needs[bucket]), Bundle(files, folders)
            )
        store.put("entry", buckets)
        store.put("needs", needs)
        snapshot.save()

    def _put_source(
        self,
        path: str,
        entries: dict[str, Entry],
        known_bucket: _Bucket,
        needs: _Needs,
        files: dict[str, Row],
    ) -> None:
        known = self.sources[path]
        if known is None:
            return
        files[known.place] = known.row
        if known.entry is not None:
            entries[path] = known.entry
        elif known.standing is not None:
            known_bucket.standing[path] = known.standing
        if known.warnings:
            known_bucket.warnings[path] = list(known.warnings)
        if known.needs:
            needs[path] = known.needs


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


def _put_or_drop(rows: dict[str, Row], path: str, new: dict[str, Row | None]) -> None:
    if new[path] is None:
        rows.pop(path, None)
    else:
        rows[path] = new[path]


class _Files:
    """Photos and attached files: digests and sizes, taken again only when a file changed.

    The note of a row is the size of a photo, "800x533", or nothing.
    """

    def __init__(self, folder: ContentFolder, snapshot: Snapshot) -> None:
        self.folder, self._inventory = folder, snapshot
        # By content path: the name on disk and the row.
        self._rows: dict[str, tuple[str, Row]] = {}
        self._forgotten: set[str] = set()
        self._existing: dict[str, bool] = {}
        self._examined: dict[Path, Original | Refusal] = {}

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
        bucket = _bucket(name)
        old = None
        if name not in self._inventory.changed(bucket):
            old = self._inventory.bundle(bucket).files.get(name)
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

    def forget(self, name: str) -> None:
        """Note that no text uses a file of this *name* on disk any more."""
        self._forgotten.add(name)

    def examine(self, file: Path) -> Original:
        """Examine a photo once, though many texts may show it."""
        if file not in self._examined:
            self._examined[file] = self._examine(file)
        known = self._examined[file]
        if isinstance(known, Refusal):
            raise known
        return known

    def _examine(self, file: Path) -> Original | Refusal:
        path = self.path_of(file)
        known = self.row(path)
        if known is not None and known[1].note:
            return Original(known[1].digest, *map(int, known[1].note.split("x")))
        try:
            original = examine(file)
        except Refusal as error:
            return error
        if known is not None and original.digest == known[1].digest:
            name, row = known
            self._rows[path] = (name, row._replace(note=f"{original.width}x{original.height}"))
        return original

    def known(self) -> Iterable[tuple[str, str]]:
        """List content path and digest of every file that a text used."""
        for bucket in self._inventory.names:
            for name in self._inventory.bundle(bucket).files:
                path = unicodedata.normalize("NFC", name)
                yield path, self.digest(path)
        for path in self._rows:
            yield path, self.digest(path)

    def hand_over(self, changes: _Changes) -> None:
        """Tell what is to be remembered of the files that texts use."""
        changes.files.update(dict.fromkeys(self._forgotten))
        changes.files.update(self._rows.values())


def _quoted(name: str) -> bytes:
    """Write *name* as JSON has it; a name on disk need not be UTF-8."""
    return json.dumps(name, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _bucket(path: str) -> str:
    """Tell which part of what is known *path* belongs to: that of its day, where folders are."""
    neighbourhood = "/".join(path.split("/", NEIGHBOURS_DEPTH)[:NEIGHBOURS_DEPTH])
    return f"{zlib.crc32(neighbourhood.encode()) % BUCKETS:03x}"


def _bytes_of(source: Found) -> bytes | None:
    """Read a source once more; None where that is not possible any longer."""
    try:
        return source.file.read_bytes()
    except OSError:
        return None
