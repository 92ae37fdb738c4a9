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
from plugins.press.ledger import Ledger
from plugins.press.reader import MAX_SOURCE_BYTES, Reader, Reading
from plugins.press.stamps import Stamp, digest_of, settled, stamp_of

#: Rows are kept together in this many buckets, so that few are read and few are written.
BUCKETS = 256
#: Whole articles held in memory; neighbours in a list are asked for one after the other.
RECENT = 512
#: Records that are written to the ledger at a time.
BATCH = 500

Progress = Callable[[str, int, int], None]
_ESCAPED_NAME = re.compile(rb"%[0-9A-Fa-f]{2}")


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
            self._accept(source, json.loads(finding), catalogue)
            progress("Đọc bài", number, len(unread))
        self._flush()
        for source in sources:
            row = self._rows.get(source.path)
            if row is not None:
                self._enter(source.path, row, catalogue)
        for path in set(self._rows) - self._paths:
            self._rows.drop(path)
            for kind in ("record", "parts"):
                self.ledger.drop(kind, [path])
        return catalogue

    def save(self) -> None:
        """Hand everything that is to be remembered to the ledger."""
        self._rows.save()
        self.files.save()

    def article(self, path: str) -> Article:
        """Fetch a whole article."""
        article = self._recent.get(path)
        if article is None:
            article = load(Article, self._text("record", path))
            self._recent[path] = article
            if len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return article

    def parts(self, path: str) -> tuple[BodyPart, ...]:
        """Fetch the body of an article or standing page."""
        return load(tuple[BodyPart, ...], self._text("parts", path))

    def _text(self, kind: str, path: str) -> str:
        text = self.ledger.get(kind, path)
        if text is None:
            raise KeyError(f"the ledger lost the {kind} of {path}")
        return text

    def forget(self, path: str) -> None:
        """Read the source at *path* again next time, whatever its stamp says."""
        self._rows.drop(path)

    def find_photos(self, originals: Iterable[Original]) -> list[tuple[Path, Original]]:
        """Find a file for each of *originals*, all of which some source shows."""
        wanted = {original.digest: original for original in originals}
        found = {}
        for path, digest in self.files.known():
            if digest in wanted and digest not in found:
                found[digest] = self.folder.find("/" + path, path).file
        return [(file, wanted[digest]) for digest, file in found.items()]

    # A row is [stamp or None, digest, needs, warnings, entry or None].

    def _is_current(self, source: Found) -> bool:
        """Tell whether reading *source* again would give what is remembered of it."""
        row = self._rows.get(source.path)
        stamp = stamp_of(source.file)
        if row is None or stamp is None:
            return False
        if stamp != row[0]:
            try:
                if digest_of(source.file) != row[1]:
                    return False
            except OSError:
                return False
            row[0] = settled(stamp)
            self._rows.touch(source.path)
        for path, digest in row[2]:
            if (self.files.digest(path) != digest) if digest else (path not in self._paths):
                return False
        return True

    def _read(self, source: Found) -> bytes:
        """Read *source* anew, in whatever process; return all that came of it, as JSON."""
        stamp = stamp_of(source.file)
        # Taken before reading: a source that is saved meanwhile is read again next time.
        data = source.file.read_bytes() if stamp and stamp[0] <= MAX_SOURCE_BYTES else b""
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
            row = finding["row"] = self._row(reading, stamp, data)
            finding["parts"] = dump(reading.parts)
            finding["files"] = {path: self.files.row(path) for path, digest in row[2] if digest}
        return json.dumps(finding, ensure_ascii=False).encode("utf-8", "surrogatepass")

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
        self._rows.drop(source.path)
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

    def _row(self, reading: Reading, stamp: Stamp | None, data: bytes) -> list:
        record = reading.record
        needs = {link.target: "" for link in record.text.links if not link.target.startswith("/")}
        used = [self.files.path_of(file) for file, *_ in reading.photo_files]
        used += [item.path for item in record.text.attachments]
        needs.update((path, self.files.digest(path)) for path in used)
        # "a%20b.jpg" means "a b.jpg" until a file of that very name appears.
        certain = stamp is not None and not _ESCAPED_NAME.search(data)
        return [
            settled(stamp) if certain else None,
            hashlib.sha256(data).hexdigest() if certain else "",
            list(map(list, needs.items())),
            [dataclasses.astuple(fault) for fault in reading.faults],
            list(enter(record)) if isinstance(record, Article) else None,
        ]

    def _enter(self, path: str, row: list, catalogue: Catalogue) -> None:
        catalogue.faults += [Fault(*told) for told in row[3]]
        if row[4] is not None:
            catalogue.entries.append(Entry._make(row[4]))
        else:
            catalogue.standing.append(load(Standing, self._text("record", path)))


class _Files:
    """Photos and attached files: digests and sizes, taken again only when a file changed."""

    def __init__(self, folder: ContentFolder, ledger: Ledger) -> None:
        self.folder = folder
        self._rows = _Buckets(ledger, "file")
        self._digests: dict[str, str] = {}
        self._examined: dict[Path, Original | PhotoError] = {}

    # A row is [stamp or None, digest, width, height]; sides are 0 for what is no photo.

    def path_of(self, file: Path) -> str:
        """Tell the content path of a file on disk."""
        return unicodedata.normalize("NFC", file.relative_to(self.folder.root).as_posix())

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
        try:
            digest = digest_of(file)
        except OSError:
            return "-"
        sides = row[2:] if row is not None and row[1] == digest else [0, 0]
        self._rows.put(path, [settled(stamp) if stamp else None, digest, *sides])
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
