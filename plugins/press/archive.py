# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive: every source as it was read, today or in an earlier build.

A source whose stamp is as remembered is not opened; one whose bytes are as
remembered is not parsed. What a reading made use of besides its source (photos,
attached files, linked articles) is remembered with it and looked at in the same
way, so that a remembered reading is what reading again would give. A reading
with a fault is never remembered.
"""

import dataclasses
import hashlib
import json
import marshal
import re
import unicodedata
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.codec import dump, load
from plugins.newsroom.edition import Entry, enter
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import BodyPart
from plugins.newsroom.photo import Original
from plugins.press.content_folder import ContentFolder, Found, NotFoundError
from plugins.press.crew import each
from plugins.press.darkroom import PhotoError, examine
from plugins.press.ledger import Ledger, LedgerDamagedError
from plugins.press.reader import MAX_SOURCE_BYTES, Reader, Reading
from plugins.press.stamps import Stamp, digest_of, settled, stamp_of

#: Rows are kept together in this many buckets, so that few are read and few are written.
BUCKETS = 256
#: Whole articles held in memory; neighbours in a list are asked for one after the other.
RECENT = 512
#: Records that are written to the ledger at a time.
BATCH = 500

Progress = Callable[[str, int, int], None]
#: "%20" as it may be written in Markdown, in HTML or in a quoted YAML scalar.
_ESCAPED_NAME = re.compile(
    rb"(?:%|&#0*37;|&#x0*25;|&percnt;|\\x25|\\u0025|\\U00000025)[0-9A-Fa-f&\\]", re.IGNORECASE
)
_DIGEST = Entry._fields.index("digest")


@dataclass(frozen=True, slots=True)
class PhotoJob:
    """A photo that a text shows: whose text, which file, and where the editor asked for it."""

    path: str
    file: Path
    original: Original
    field: str
    line: int


@dataclass(slots=True)
class Catalogue:
    """What the content folder holds at the moment.

    `entries` and `standing` hold faulty sources too, as far as they could be read;
    `unread` says that some could not. `jobs` are the photos of the sources that
    were read today; those of the others were developed when they were read.
    """

    entries: list[Entry] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    unread: bool = False
    faults: list[Fault] = field(default_factory=list)
    jobs: list[PhotoJob] = field(default_factory=list)


class Archive:
    """The sources of *folder*, read by *reader* or taken from *ledger*."""

    def __init__(
        self,
        folder: ContentFolder,
        ledger: Ledger,
        make_reader: Callable[..., Reader],
        processes: int,
    ) -> None:
        self.folder, self.ledger, self._processes = folder, ledger, processes
        self.files = _Files(folder, ledger)
        self.reader = make_reader(self.files.examine)
        self._rows = _Buckets(ledger, "source")
        self._recent: OrderedDict[str, Article] = OrderedDict()
        self._unwritten: dict[str, dict[str, str]] = {"record": {}, "parts": {}}

    def update(self, progress: Progress) -> Catalogue:
        """Find out what every source says today."""
        catalogue = Catalogue()
        sources, catalogue.faults = self.folder.sources()
        self._paths = {source.path for source in sources}
        unread = [source for source in sources if not self._is_current(source)]
        findings = each(unread, self._read, self._processes)
        for number, (source, finding) in enumerate(zip(unread, findings, strict=True), 1):
            self._accept(source, marshal.loads(finding), catalogue)
            progress("Đọc bài", number, len(unread))
        self._flush()
        for source in sources:
            row = self._rows.get(source.path)
            if row is not None:
                self._enter(source.path, row, catalogue)
        for path in set(self._rows) - self._paths:
            self.forget(path)
        return catalogue

    def save(self) -> None:
        """Hand everything that is to be remembered to the ledger."""
        self._rows.save()
        self.files.save()

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
        mark = self._mark(path)
        text = self.ledger.get("parts", path)
        if text is None or not text.startswith(mark):
            raise LedgerDamagedError(f"the body of {path} is lost")
        return load(tuple[BodyPart, ...], text[len(mark) :])

    def _record(self, path: str) -> str:
        text = self.ledger.get("record", path)
        if text is None or _digest(text) != self._mark(path):
            raise LedgerDamagedError(f"the record of {path} is lost")
        return text

    def _mark(self, path: str) -> str:
        """Tell the digest of the record at *path*, which holds that of its body.

        Damage to a database can bring back what was overwritten, checksum and all.
        """
        row = self._rows.get(path)
        if row is None:
            raise LedgerDamagedError(f"nothing is known of {path}")
        return row[4] if isinstance(row[4], str) else row[4][_DIGEST]

    def forget(self, path: str) -> None:
        """Read the source at *path* again next time, whatever its stamp says."""
        self._rows.drop(path)
        for kind, unwritten in self._unwritten.items():
            unwritten.pop(path, None)
            self.ledger.drop(kind, [path])

    def find_photos(self, originals: Iterable[Original]) -> list[tuple[Path, Original]]:
        """Find a file for each of *originals*, all of which some source shows."""
        wanted = {original.digest: original for original in originals}
        found = {}
        for path, digest in self.files.known():
            if digest in wanted and digest not in found:
                found[digest] = self.folder.find("/" + path, path).file
        return [(file, wanted[digest]) for digest, file in found.items()]

    # A row is [stamp or None, digest, needs, warnings, entry], of a standing page
    # the digest of its record in place of an entry. A need is a content path and the
    # digest of the file there, "" for a source whatever it says, None for no file.

    def _is_current(self, source: Found) -> bool:
        """Tell whether reading *source* again would give what is remembered of it."""
        row = self._rows.get(source.path)
        stamp = stamp_of(source.file)
        if row is None or stamp is None:
            return False
        if stamp != row[0]:
            trusted = settled(stamp)
            try:
                if digest_of(source.file) != row[1]:
                    return False
            except OSError:
                return False
            row[0] = trusted
            self._rows.touch(source.path)
        return all(self._is_met(path, digest) for path, digest in row[2])

    def _is_met(self, path: str, digest: str | None) -> bool:
        """Tell whether there is at *path* what a reading found there."""
        if digest is None:
            return not self.files.exists(path)
        return self.files.digest(path) == digest if digest else path in self._paths

    def _read(self, source: Found) -> bytes:
        """Read *source* anew, in whatever process; return all that came of it, in bytes.

        They are for our own process, which runs the same program, and for nobody else.
        """
        stamp = stamp_of(source.file)
        trusted = settled(stamp) if stamp else None
        data = _bytes_of(source, stamp)
        reading = self.reader.read(source)
        record = reading.record
        finding = {
            "faults": [dataclasses.astuple(fault) for fault in reading.faults],
            "jobs": [
                [str(file), [original.digest, original.width, original.height], field, line]
                for file, original, field, line in reading.photo_files
            ],
            "record": None if record is None else dump(record),
        }
        if record is None or any(not fault.warning for fault in reading.faults):
            finding["entry"] = list(enter(record)) if isinstance(record, Article) else None
        else:
            mark = _digest(finding["record"])
            # A source that was saved meanwhile is read again next time.
            same = stamp == stamp_of(source.file) and (trusted or data == _bytes_of(source, stamp))
            row = finding["row"] = self._row(reading, mark, trusted, data if same else None)
            finding["parts"] = mark + dump(reading.parts)
            finding["files"] = {path: self.files.row(path) for path, digest in row[2] if digest}
        return marshal.dumps(finding)

    def _accept(self, source: Found, finding: dict, catalogue: Catalogue) -> None:
        """Take over what came of reading *source*."""
        catalogue.jobs += [
            PhotoJob(source.path, Path(file), Original(*original), field, line)
            for file, original, field, line in finding["jobs"]
        ]
        if "row" not in finding:
            self._accept_faulty(source, finding, catalogue)
            return
        for path, known in finding["files"].items():
            self.files.learn(path, known)
        self._unwritten["record"][source.path] = finding["record"]
        self._unwritten["parts"][source.path] = finding["parts"]
        if len(self._unwritten["record"]) >= BATCH:
            self._flush()
        self._rows.put(source.path, finding["row"])

    def _accept_faulty(self, source: Found, finding: dict, catalogue: Catalogue) -> None:
        """Remember nothing of a faulty source, and let the plan find what else is wrong."""
        catalogue.faults += [Fault(*fault) for fault in finding["faults"]]
        self.forget(source.path)
        if finding["record"] is None:
            catalogue.unread = True
        elif finding["entry"] is not None:
            catalogue.entries.append(Entry._make(finding["entry"]))
        else:
            catalogue.standing.append(load(Standing, finding["record"]))

    def _flush(self) -> None:
        for kind, rows in self._unwritten.items():
            self.ledger.put(kind, rows)
            rows.clear()

    def _row(self, reading: Reading, mark: str, stamp: Stamp | None, data: bytes | None) -> list:
        record = reading.record
        text = record.text
        needs: dict[str, str | None] = {
            # An address would mean a file of the content folder, if there was one.
            link.target: None if link.target.startswith("/") else ""
            for link in text.links
        }
        for file, original, *_ in reading.photo_files:
            needs[self.files.path_of(file)] = original.digest
        for item in text.attachments:
            needs[item.path] = self.files.digest(item.path)
        certain = (
            data is not None
            # "a%20b.jpg" means "a b.jpg" until a file of that very name appears.
            and not _ESCAPED_NAME.search(data)
            # The name of an attached file holds the digest that it had when it was read.
            and all(f"-{needs[item.path][:16]}." in item.name for item in text.attachments)
        )
        return [
            stamp if certain else None,
            hashlib.sha256(data).hexdigest() if certain else "",
            list(map(list, needs.items())),
            [dataclasses.astuple(fault) for fault in reading.faults],
            list(enter(record, mark)) if isinstance(record, Article) else mark,
        ]

    def _enter(self, path: str, row: list, catalogue: Catalogue) -> None:
        catalogue.faults += [Fault(*told) for told in row[3]]
        if isinstance(row[4], str):
            catalogue.standing.append(load(Standing, self._record(path)))
        else:
            catalogue.entries.append(Entry._make(row[4]))


class _Files:
    """Photos and attached files: digests and sizes, taken again only when a file changed."""

    def __init__(self, folder: ContentFolder, ledger: Ledger) -> None:
        self.folder = folder
        self._rows = _Buckets(ledger, "file")
        self._digests: dict[str, str] = {}
        self._existing: dict[str, bool] = {}
        self._examined: dict[Path, Original | PhotoError] = {}

    # A row is [stamp or None, digest, width, height]; sides are 0 for what is no photo.

    def path_of(self, file: Path) -> str:
        """Tell the content path of a file on disk."""
        return unicodedata.normalize("NFC", file.relative_to(self.folder.root).as_posix())

    def exists(self, path: str) -> bool:
        """Tell whether there is a file at content *path*."""
        if path not in self._existing:
            try:
                self._existing[path] = bool(self.folder.find(path, path))
            except NotFoundError:
                self._existing[path] = False
        return self._existing[path]

    def digest(self, path: str) -> str:
        """Tell the digest of the file at content *path*; "-" where there is none now."""
        if path not in self._digests:
            self._digests[path] = self._digest(path)
        return self._digests[path]

    def _digest(self, path: str) -> str:
        try:
            file = self.folder.find("/" + path, path).file
        except NotFoundError:
            return "-"
        row = self._rows.get(path)
        stamp = stamp_of(file)
        if row is not None and stamp is not None and row[0] == stamp:
            return row[1]
        trusted = settled(stamp) if stamp else None
        try:
            digest = digest_of(file)
        except OSError:
            return "-"
        sides = row[2:] if row is not None and row[1] == digest else [0, 0]
        self._rows.put(path, [trusted, digest, *sides])
        return digest

    def row(self, path: str) -> list | None:
        """Tell what is known of the file at content *path*."""
        return self._rows.get(path)

    def learn(self, path: str, row: list | None) -> None:
        """Take over what another process found out of the file at content *path*."""
        if row is not None:
            self._digests[path] = row[1]
            if row != self._rows.get(path):
                self._rows.put(path, row)

    def examine(self, file: Path) -> Original:
        """Examine a photo once, though many texts may show it."""
        if file not in self._examined:
            self._examined[file] = self._examine(file)
        known = self._examined[file]
        if isinstance(known, PhotoError):
            raise known
        return known

    def _examine(self, file: Path) -> Original | PhotoError:
        path = self.path_of(file)
        digest = self.digest(path)
        row = self._rows.get(path)
        if row is not None and row[2]:
            return Original(digest, *row[2:])
        try:
            original = examine(file)
        except PhotoError as error:
            return error
        if row is not None and original.digest == digest:
            self._rows.put(path, [row[0], digest, original.width, original.height])
        return original

    def known(self) -> Iterable[tuple[str, str]]:
        """List content path and digest of every file that a text used."""
        return [(path, self.digest(path)) for path in self._rows]

    def save(self) -> None:
        """Hand over what is to be remembered of the files that are still used."""
        for path in set(self._rows) - self._digests.keys():
            self._rows.drop(path)
        self._rows.save()


class _Buckets:
    """Rows of one kind by path, kept in the ledger in a fixed number of buckets."""

    def __init__(self, ledger: Ledger, kind: str) -> None:
        self._ledger, self._kind = ledger, kind
        self._rows: dict[str, list] = {}
        for text in ledger.all(kind).values():
            self._rows.update(json.loads(text))
        self._touched: set[str] = set()

    def get(self, path: str) -> list | None:
        """Fetch the row of *path*."""
        return self._rows.get(path)

    def __iter__(self) -> Iterator[str]:
        """List the paths that have a row."""
        return iter(self._rows)

    def put(self, path: str, row: list) -> None:
        """Set the row of *path*."""
        self._rows[path] = row
        self.touch(path)

    def touch(self, path: str) -> None:
        """Note that the row of *path* was changed in place."""
        self._touched.add(_bucket(path))

    def drop(self, path: str) -> None:
        """Forget the row of *path*, if there is one."""
        if self._rows.pop(path, None) is not None:
            self.touch(path)

    def save(self) -> None:
        """Write the buckets in which something changed."""
        changed: dict[str, dict[str, list]] = {bucket: {} for bucket in self._touched}
        if changed:
            for path, row in self._rows.items():
                bucket = changed.get(_bucket(path))
                if bucket is not None:
                    bucket[path] = row
        rows = {
            bucket: json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            for bucket, rows in changed.items()
        }
        self._ledger.put(self._kind, rows)
        self._touched.clear()


def _bucket(path: str) -> str:
    return f"{zlib.crc32(path.encode()) % BUCKETS:02x}"


def _bytes_of(source: Found, stamp: Stamp | None) -> bytes | None:
    """Read a source that may be read; the reader tells what is wrong with the others."""
    if stamp is None or stamp[0] > MAX_SOURCE_BYTES:
        return None
    try:
        return source.file.read_bytes()
    except OSError:
        return None


def _digest(text: str) -> str:
    """Tell the digest of a record from its text, as newsroom.codec does from the record."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
