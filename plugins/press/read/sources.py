# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sources: each as it was read, today or in an earlier build.

A source whose stamp is as remembered is not opened; one whose bytes are as
remembered is not parsed. What a reading made use of besides its source (photos,
attached files, linked articles) is remembered with it and looked at in the same
way, so that a remembered reading is what reading again would give. A reading
with a fault is never remembered. Files that no text uses are known too, without
their bytes, so that a new one shows.
"""

import hashlib
import json
import re
import unicodedata
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.codec import digest_of_dump, encode, load
from plugins.newsroom.fault import Fault
from plugins.newsroom.other_sites import find_site
from plugins.newsroom.page import BodyPart, HtmlPart, SiteCard
from plugins.newsroom.photo import Original
from plugins.newsroom.plan.entry import Entry, enter, path_of, photos_of
from plugins.press.cache.compare import Row, row_of
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import settled, stamp_of
from plugins.press.cache.store import CacheDamagedError, CacheStore, checksum
from plugins.press.cache.workers import LEAST, each
from plugins.press.photos.processes import work_apart
from plugins.press.read.content_folder import (
    GUIDE,
    ContentFolder,
    Found,
    is_hidden,
    is_source,
)
from plugins.press.read.outcome import Kept, Outcome, outcome_of, read_outcome, write_outcome
from plugins.press.read.remembered import (
    KnownSource,
    ReadingGroups,
    StoreChanges,
    group_of,
    read_needs,
    read_readings,
)
from plugins.press.read.stored_html import is_clean
from plugins.press.read.strays import tell_strays
from plugins.press.read.used_files import UsedFiles

if TYPE_CHECKING:
    from plugins.press.read.reader import Reader, Reading

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
        self.files = UsedFiles(folder, self.snapshot)
        # What is changed in the store when all is saved.
        self._changes = StoreChanges()

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
            for number, (place, data) in enumerate(self._outcomes(unread), 1):
                source = unread[place]
                outcome = read_outcome(data)
                named = outcome.named
                if named is None:
                    self._closed.add(source.path.rpartition("/")[0])
                self._named.update(named or ())
                if not self._accept(source, outcome, result):
                    self._note_unknown(source, named or ())
                progress("Đọc bài", number, len(unread))
        self._flush()
        result.faults += self._find_strays(loose)
        result.entries += self._entries.values()
        result.standing += [load(Standing, self._record(path)) for path in self._standing]
        for told in self._warnings.values():
            result.faults += [Fault(*fault) for fault in told]
        return result

    def _outcomes(self, unread: list[Found]) -> Iterator[tuple[int, bytes]]:
        """Yield what comes of reading each of *unread*, with its place.

        Long ones, which could take long whatever their limits are, are read in processes
        of their own: what goes beyond its time and memory ends alone.
        """
        apart = {place for place, source in enumerate(unread) if _size_of(source) > LONG_BYTES}
        for is_apart in (False, True):
            places = [place for place in range(len(unread)) if (place in apart) == is_apart]
            sources = [unread[place] for place in places]
            if not is_apart:
                outcomes = each(sources, self._read, self._processes)
            else:
                outcomes = work_apart(self._read_apart, sources, self._processes)
            for number, data in outcomes:
                is_read = isinstance(data, bytes)
                yield places[number], data if is_read else _unfinished(sources[number])

    def _read_apart(self, source: Found) -> bytes | None:
        """Read *source* in a process of its own; None where its memory does not suffice."""
        try:
            return b"".join(self._read(source))
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
                known = self._groups[group] = current, read_readings(text)
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
            for path, needs in read_needs(text).items():
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
            by_group[group_of(path)].append(path)
        for group, members in by_group.items():
            needed = read_needs(self.store.get("needs", group))
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
                for path, needs in read_needs(text).items():
                    if self._changes.sources.get(path, self) is self:
                        named.update(need for need, digest in needs.items() if digest is not None)
        return named & paths

    def save(self) -> None:
        """Hand everything that is to be remembered to the store."""
        self.files.hand_over(self._changes)
        self._changes.save(self.store, self.snapshot)
        # Freed: it takes as much memory as what the plan needs from now on.
        self._changes = StoreChanges()
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
        self._changes.sources[source.path] = KnownSource(name, Row(""), dict.fromkeys(named, "?"))

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

    def _read(self, source: Found) -> Iterator[bytes]:
        """Read *source* anew, in whatever process; yield its outcome as written."""
        stamp = stamp_of(source.file)
        trusted = settled(stamp) if stamp else None
        reading = self.reader.read(source)
        record = reading.record
        outcome = outcome_of(reading.faults, reading.photo_files)
        outcome.record = None if record is None else encode(record)
        outcome.named = reading.named
        if record is None:
            outcome.claims = _claims(source.path, reading.data)
        if record is None or any(not fault.warning for fault in reading.faults):
            outcome.entry = enter(record) if isinstance(record, Article) else None
            if reading.is_copy and outcome.entry:
                # Of the title that it shares with the other nothing more is to be told.
                outcome.entry = outcome.entry._replace(headline="")
        else:
            digest = digest_of_dump(outcome.record)
            # A source that was saved meanwhile is read again next time.
            same = stamp is not None and stamp == stamp_of(source.file)
            same = same and (trusted or reading.data == _bytes_of(source))
            needs = self._needs(reading)
            row = Row("")
            if same and self._is_certain(source, reading, needs):
                told = hashlib.sha256(reading.data).hexdigest()
                row = row_of(str(source.file), told) if trusted else Row(told)
            outcome.entry = enter(record, digest) if isinstance(record, Article) else None
            outcome.kept = Kept(
                row,
                digest,
                digest.encode() + reading.body,
                needs,
                {path: self.files.row(path) for path, known in needs.items() if known},
            )
        yield write_outcome(outcome)

    def _accept(self, source: Found, outcome: Outcome, result: ReadResult) -> bool:
        """Take over what came of reading *source*; False if it is not to be remembered."""
        path = source.path
        result.jobs += [PhotoJob(path, *photo) for photo in outcome.photos]
        kept = outcome.kept
        if kept is None:
            self._accept_faulty(outcome, result)
            return False
        for need, known in kept.files.items():
            if known is not None:
                self.files.learn(need, *known)
        self._read_today.add(path)
        self._unwritten["record"][path] = outcome.record
        self._unwritten["parts"][path] = kept.parts
        if len(self._unwritten["record"]) >= BATCH:
            self._flush()
        known = KnownSource(self.folder.name_on_disk(source.file), kept.row, kept.needs)
        if outcome.entry is None:
            self._standing[path] = kept.digest
            known = known._replace(standing=kept.digest)
        else:
            self._entries[path] = outcome.entry
            known = known._replace(entry=outcome.entry)
        if faults := outcome.faults:
            self._warnings[path] = faults
        self._changes.sources[path] = known._replace(warnings=tuple(faults))
        return True

    def _accept_faulty(self, outcome: Outcome, result: ReadResult) -> None:
        """Remember nothing of a faulty source, and let the plan find what else is wrong."""
        result.faults += [Fault(*fault) for fault in outcome.faults]
        if outcome.record is None:
            result.unread = True
            result.claims.update(outcome.claims)
        elif outcome.entry is not None:
            result.entries.append(outcome.entry)
        else:
            result.standing.append(load(Standing, outcome.record))

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
    outcome = outcome_of([fault])
    outcome.claims = _claims(source.path, load_source(source)[0])
    return write_outcome(outcome)


def _claims(path: str, data: bytes | None) -> tuple[str, ...]:
    """List what the addresses of a source that cannot be read are made of."""
    # Loaded here: a build that reads nothing has no need of it.
    from plugins.newsroom.article_header import claims_of

    return tuple(sorted(claims_of(path, (data or b"").decode(errors="replace"))))


def _size_of(source: Found) -> int:
    try:
        return source.file.stat().st_size
    except OSError:
        # Reading tells what is the matter.
        return 0


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


def _bytes_of(source: Found) -> bytes | None:
    """Read a source once more; None where that is not possible any longer."""
    try:
        return source.file.read_bytes()
    except OSError:
        return None
