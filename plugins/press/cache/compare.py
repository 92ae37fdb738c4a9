# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison: which files of a folder are no longer as an earlier build left or found them.

A file is recognised by its stamp (size, times, inode), else by its bytes. Files and folders
that rows tell of are asked for by name, at 3 µs each; a folder is read, at 10 µs and 6 µs a
name, only where it is not in the very state in which as many entries were found as are known
of it: a name cannot come or go without its stamp telling.
"""

import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import msgspec

from plugins.press.cache.stamps import TICK_NS, open_without_atime, stamp_of_status


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was.

    `digest` is that of its bytes, or "" where these are not known. Size in bytes; where the
    times are 0 its bytes are compared every time, and where these are not
    known either it counts as changed every time. `key` is that of the page or other file
    that was printed there; no file of the content has one.
    """

    digest: str
    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0
    key: str = ""


#: Rows that are kept together, by path relative to the root.
FileGroup = dict[str, Row]
#: Tells of the folder at a path ("" or ending in "/") which of its entries count, and
#: whether it is odd, so that its owner must look into it in every build.
View = Callable[[str, list[os.DirEntry[str]]], tuple[list[os.DirEntry[str]], bool]]


@dataclass(slots=True)
class Findings:
    """What a comparison found.

    `changed` lists, by group, files that are gone, have other bytes or cannot be read.
    `new` are files that no row tells of, symbolic links even if one does, and empty
    folders, which end in "/". `odd` are folders, "" for the root, that cannot be read
    or that the view calls so. `refreshed` are groups, as texts with their checksums, in
    which rows have new stamps and nothing else. `marks` are those of all folders that are
    not to be read as long as they stand, for `read_marks`; none if they are as before.
    """

    changed: dict[str, list[str]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    refreshed: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    marks: bytes = b""

    @property
    def lost(self) -> list[str]:
        """List the files of all groups that changed."""
        return list(chain.from_iterable(self.changed.values()))

    def joined(self, other: "Findings") -> "Findings":
        """Put together what was found of files and, by the *other*, of folders."""
        changed = dict(self.changed)
        for name, paths in other.changed.items():
            changed[name] = list(dict.fromkeys((*changed.get(name, ()), *paths)))
        # A row whose file does not count any more is given no new stamp.
        refreshed = {
            name: told for name, told in self.refreshed.items() if name not in other.changed
        }
        return Findings(changed, self.new + other.new, self.odd + other.odd, refreshed, other.marks)


#: How folders stand that are not to be read: of each the `_mark`.
Marks = Set[int]


class _Paths(msgspec.Struct, array_like=True, gc=False):
    """The files of a group."""

    paths: list[str]


class _Stamps(_Paths, array_like=True, gc=False):
    """The stamps of a group in columns: that is read in half the time of rows."""

    sizes: list[int]
    mtimes: list[int]
    ctimes: list[int]
    inodes: list[int]


class _Columns(_Stamps, array_like=True, gc=False):
    """All that the rows of a group tell; behind the stamps, which are read without the rest."""

    digests: list[str]
    keys: list[str]


_paths = msgspec.json.Decoder(_Paths)
_stamps = msgspec.json.Decoder(_Stamps)
_columns = msgspec.json.Decoder(_Columns)
_marks = msgspec.json.Decoder(frozenset[int])
# What changed, the refreshed, the marks; and as JSON what is new and what is odd.
_findings = msgspec.msgpack.Decoder(
    tuple[dict[str, list[str]], dict[str, tuple[bytes, str]], bytes, str],
)


def read_group(text: str | bytes) -> FileGroup:
    """Read what `write_group` wrote; raises ValueError where it is none."""
    told = _columns.decode(text)
    stamps = zip(told.sizes, told.mtimes, told.ctimes, told.inodes, strict=True)
    rows = zip(told.paths, told.digests, stamps, told.keys, strict=True)
    return {path: Row(digest, *stamp, key) for path, digest, stamp, key in rows}


def write_group(files: FileGroup) -> bytes:
    """Write the rows of a group as JSON."""
    rows = files.values()
    columns = (
        *([row.size for row in rows], [row.mtime_ns for row in rows]),
        *([row.ctime_ns for row in rows], [row.inode for row in rows]),
        *([row.digest for row in rows], [row.key for row in rows]),
    )
    return msgspec.json.encode((list(files), *columns))


def read_marks(text: str) -> Marks:
    """Read the `marks` of findings; raises ValueError where they are none."""
    return _marks.decode(text)


def read_findings(data: bytes) -> Findings:
    """Read what `write_findings` wrote."""
    changed, refreshed, marks, names = _findings.decode(data)
    return Findings(changed, *json.loads(names), refreshed, marks)


def write_findings(findings: Findings) -> bytes:
    """Write what was found, for the process that asked for it."""
    # A name on the disk may hold bytes that are no letters, which only JSON's escapes can tell.
    names = json.dumps((findings.new, findings.odd))
    return msgspec.msgpack.encode((findings.changed, findings.refreshed, findings.marks, names))


def compare(
    root: str,
    texts: Iterable[tuple[str, bytes]],
    view: View,
    digest: Callable[[str], str],
    checksum: Callable[[str, bytes], str],
    marks: Marks = frozenset(),
) -> Findings:
    """Compare what stands below *root* with *texts*, groups of rows and their names.

    *root* is "" for the folder that this process is in. *digest* is that of the bytes of a
    file, *checksum* that of a text under a name; *marks* are what the last comparison told.
    A symbolic link is never followed, and never taken for a file that a row tells of.
    """
    texts = list(texts)
    findings = compare_files(root, texts, digest, checksum)
    return findings.joined(compare_folders(root, texts, view, marks, lambda: findings.lost))


def compare_files(
    root: str,
    texts: Iterable[tuple[str, bytes]],
    digest: Callable[[str], str],
    checksum: Callable[[str, bytes], str],
) -> Findings:
    """Do the half of `compare` that looks at files."""
    # Asked for before anything is looked at: what changes from now on is too fresh to be told.
    settled_ns = time.time_ns() - TICK_NS
    findings = Findings()
    base = f"{root}/" if root else ""
    for name, text in texts:
        told = _stamps.decode(text)
        lost: list[str] = []
        # Once some stamp differs: all rows, and those of them that have a new stamp.
        files: FileGroup = {}
        fresh: FileGroup = {}
        for path, size, mtime_ns, ctime_ns, inode in zip(
            told.paths, told.sizes, told.mtimes, told.ctimes, told.inodes, strict=True
        ):
            try:
                status = os.lstat(base + path)
            except OSError:
                lost.append(path)
                continue
            if (
                status.st_mtime_ns == mtime_ns
                and status.st_ctime_ns == ctime_ns
                and status.st_ino == inode
                and status.st_size == size
            ):
                continue
            files = files or read_group(text)
            row = files[path]
            if _is_same(base + path, row, status, digest):
                fresh[path] = _restamped(row, status, settled_ns)
            else:
                lost.append(path)
                if stat.S_ISLNK(status.st_mode):
                    findings.new.append(path)
        if lost:
            findings.changed[name] = lost
        if fresh:
            renewed = write_group({**files, **fresh})
            findings.refreshed[name] = renewed, checksum(name, renewed)
    return findings


def compare_folders(
    root: str,
    texts: Iterable[tuple[str, bytes]],
    view: View,
    marks: Marks,
    lost: Callable[[], Iterable[str]],
) -> Findings:
    """Do the half of `compare` that looks at folders, and reads some.

    *lost* tells the files that the other half misses; their folders are read, whatever *marks*
    tell.
    """
    settled_ns = time.time_ns() - TICK_NS
    groups = [(name, _paths.decode(text).paths) for name, text in texts]
    findings = Findings()
    paths = list(chain.from_iterable(told for _, told in groups))
    folders = _Folders(f"{root}/" if root else "", paths, view, settled_ns)
    gone = frozenset(folders.look(findings, marks, lost))
    for name, told in groups if gone else ():
        if hidden := [path for path in told if path in gone]:
            findings.changed[name] = hidden
    return findings


class _Folders:
    """The folders of the files at *paths*, and others; *base* stands before every path.

    Paths have no slash at their end; the root's is "".
    """

    def __init__(self, base: str, paths: Sequence[str], view: View, settled_ns: int) -> None:
        self._base, self._paths, self._view, self._settled_ns = base, paths, view, settled_ns
        # By folder, how many files and folders in it are known.
        self._counts = counts = {"": 0}
        for path in paths:
            folder = path.rpartition("/")[0]
            while folder not in counts:
                counts[folder] = 1
                folder = folder.rpartition("/")[0]
            counts[folder] += 1
        # What is there and yet does not count: what the view hides, and what is no folder.
        self._shut: set[str] = set()

    @cached_property
    def _known(self) -> Set[str]:
        """The files at all paths, for a folder that is to be read; mostly none is."""
        return frozenset(self._paths)

    def look(
        self, findings: Findings, marks: Marks, lost: Callable[[], Iterable[str]]
    ) -> Iterable[str]:
        """Tell what is the matter with folders; list files that do not count any more.

        Those in which files are *lost*, which is asked last, are read, whatever *marks* tell.
        """
        unsure: set[str] = set()
        sure: dict[str, int] = {}
        for path, count in self._counts.items():
            try:
                mark = _mark(os.lstat(self._base + path or "."), count)
            except OSError:
                unsure.add(path)
                continue
            if mark in marks:
                sure[path] = mark
            else:
                unsure.add(path)
        for path in lost():
            folder = path.rpartition("/")[0]
            sure.pop(folder, None)
            unsure.add(folder)
        kept = list(sure.values())
        # Those above come first: they tell whether the others count.
        waiting = sorted(unsure, reverse=True)
        while waiting:
            path = waiting.pop()
            if self._counts_no_more(path):
                continue
            found, mark = self._read(path, findings)
            waiting += found
            if mark:
                kept.append(mark)
        if marks != (told := frozenset(kept)):
            findings.marks = msgspec.json.encode(told)
        return filter(self._counts_no_more, self._paths) if self._shut else ()

    def _counts_no_more(self, path: str) -> bool:
        while self._shut and path:
            if path in self._shut:
                return True
            path = path.rpartition("/")[0]
        return False

    def _read(self, folder: str, findings: Findings) -> tuple[list[str], int]:
        """Read a folder; list the folders in it that are not known, and tell its mark.

        That is 0 where it is to be read again next time.
        """
        within = folder and f"{folder}/"
        found: list[str] = []
        try:
            # The root may be a symbolic link, a folder below it may not.
            kind = os.O_DIRECTORY | (os.O_NOFOLLOW if folder else 0)
            place = open_without_atime(self._base + folder or ".", kind)
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                self._shut.add(folder)
            # What stands in the place of a folder is among the new.
            if not (folder and isinstance(error, (FileNotFoundError, NotADirectoryError))):
                findings.odd.append(folder)
            return found, 0
        try:
            # Before it is read: what changes meanwhile gives it another mark.
            status = os.stat(place)
            with os.scandir(place) as names:
                entries = list(names)
            seen, is_odd = self._view(within, entries)
            for entry in seen:
                path = within + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if path not in self._counts:
                        found.append(path)
                elif path not in self._known:
                    findings.new.append(path)
        except OSError:
            self._shut.add(folder)
            findings.odd.append(folder)
            return found, 0
        finally:
            os.close(place)
        if is_odd:
            findings.odd.append(folder)
        if folder and not seen:
            findings.new.append(within)
        if len(seen) < len(entries):
            hidden = {entry.name for entry in entries}.difference(entry.name for entry in seen)
            paths = map(within.__add__, hidden)
            self._shut.update(path for path in paths if path in self._known or path in self._counts)
        is_settled = status.st_ctime_ns < self._settled_ns
        return found, _mark(status, len(entries)) if is_settled and not is_odd else 0


def _mark(status: os.stat_result, count: int) -> int:
    """Tell apart states of a folder that holds *count* files and folders."""
    # Of numbers this is the same in every process.
    return hash((status.st_ctime_ns, status.st_ino, count))


def row_of(place: str, digest: str, key: str = "") -> Row:
    """Make the row of the file at *place*, which has just been written or looked at.

    A stamp of the last moments is not believed: within a tick of the file system's clock
    the file could be written again without its stamp telling.
    """
    settled_ns = time.time_ns() - TICK_NS
    try:
        status = os.lstat(place)
    except OSError:
        return Row(digest, key=key)
    return _restamped(Row(digest, key=key), status, settled_ns)


def _restamped(row: Row, status: os.stat_result, settled_ns: int) -> Row:
    """Give a row the stamp in *status*, unless it is too fresh to tell of the next change."""
    if max(status.st_mtime_ns, status.st_ctime_ns) >= settled_ns:
        return Row(row.digest, key=row.key)
    return Row(row.digest, *stamp_of_status(status), row.key)


def _is_same(place: str, row: Row, status: os.stat_result, digest: Callable[[str], str]) -> bool:
    """Tell whether a file whose stamp differs still has the bytes that its row tells of."""
    if not row.digest or not stat.S_ISREG(status.st_mode):
        return False
    if row.mtime_ns and status.st_size != row.size:
        return False
    try:
        return digest(place) == row.digest
    except OSError:
        return False
