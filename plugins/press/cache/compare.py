# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison: which files of a folder are no longer as an earlier build left or found them.

One walk over the whole folder. A file is recognised by its stamp (size, times, inode),
else by its bytes; what the walk finds and no row tells of is new, and what rows tell of
and the walk does not find is gone. A folder that holds known files alone and stands as it
did is not read, since no name can come or go without its stamp telling: 2 µs, not 8.
"""

import json
import os
import stat
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from plugins.press.cache.stamps import TICK_NS, open_unnoted, stamp_of_status


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was.

    `digest` is that of its bytes, or "" where these are not known. Size in bytes, times in
    ns; where the times are 0 its bytes are compared every time, and where these are not
    known either it counts as changed every time. `key` is that of the page or other file
    that was printed there; no file of the content has one. `folder` is the `_mark` of its
    folder, or 0 where that is to be read.
    """

    digest: str
    size: int = 0
    changed: int = 0
    touched: int = 0
    inode: int = 0
    key: str = ""
    folder: int = 0


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
    which rows have new stamps and nothing else.
    """

    changed: dict[str, list[str]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    refreshed: dict[str, tuple[bytes, str]] = field(default_factory=dict)


_groups = msgspec.json.Decoder(FileGroup)
_pairs = msgspec.msgpack.Decoder(
    tuple[dict[str, list[str]], dict[str, tuple[bytes, str]], str],
)


def read_group(text: str | bytes) -> FileGroup:
    """Read what `write_group` wrote."""
    return _groups.decode(text)


def write_group(files: FileGroup) -> bytes:
    """Write the rows of a group as JSON."""
    return msgspec.json.encode(files)


def read_findings(data: bytes) -> Findings:
    """Read what `write_findings` wrote."""
    changed, refreshed, names = _pairs.decode(data)
    return Findings(changed, *json.loads(names), refreshed)


def write_findings(findings: Findings) -> bytes:
    """Write what was found, for the process that asked for it."""
    # A name on the disk may hold bytes that are no letters, which only JSON's escapes can tell.
    names = json.dumps((findings.new, findings.odd))
    return msgspec.msgpack.encode((findings.changed, findings.refreshed, names))


def compare(
    root: str,
    texts: Iterable[tuple[str, bytes]],
    view: View,
    digest: Callable[[str], str],
    checksum: Callable[[str, bytes], str],
) -> Findings:
    """Compare what stands below *root* with *texts*, groups of rows and their names.

    *digest* is that of the bytes of a file, *checksum* that of a text under a name. A
    symbolic link is never followed, and never taken for a file that a row tells of.
    """
    groups = [(name, _groups.decode(text)) for name, text in texts]
    # What is left in it after the walk has changed or is gone.
    rows: FileGroup = {}
    for _, files in groups:
        rows.update(files)
    # Asked for before anything is looked at: what changes from now on is too fresh to be told.
    settled_ns = time.time_ns() - TICK_NS
    findings = Findings()
    fresh: FileGroup = {}
    for path, status, mark in _walk(root, rows, view, findings, settled_ns):
        row = rows.get(path)
        if row is None:
            findings.new.append(path)
        elif _is_stamped(row, status):
            del rows[path]
            if mark not in (0, row.folder):
                fresh[path] = msgspec.structs.replace(row, folder=mark)
        elif stat.S_ISLNK(status.st_mode):
            findings.new.append(path)
        elif _is_same(f"{root}/{path}", row, status, digest):
            del rows[path]
            fresh[path] = _restamped(row, status, settled_ns, mark)
    for name, files in groups if rows or fresh else ():
        if lost := [path for path in files if path in rows]:
            findings.changed[name] = lost
        if renewed := {path: fresh[path] for path in files if path in fresh}:
            text = write_group({**files, **renewed})
            findings.refreshed[name] = text, checksum(name, text)
    return findings


def _walk(
    root: str, rows: Mapping[str, Row], view: View, findings: Findings, settled_ns: int
) -> Iterator[tuple[str, os.stat_result, int]]:
    """Yield the files below *root* that count, each with its status and its folder's mark.

    The mark is 0 where the folder is to be read the next time too. What is the matter with
    folders goes into *findings*.
    """
    noted: dict[str, list[str]] = defaultdict(list)
    for path, row in rows.items():
        if row.folder:
            noted[path.rpartition("/")[0]].append(path)
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            place = open_unnoted(f"{root}/{folder}", os.O_DIRECTORY)
        except OSError:
            findings.odd.append(folder.removesuffix("/"))
            continue
        try:
            entries, mark = _read_folder(place, settled_ns)
            entries, is_odd = view(folder, entries)
            if is_odd:
                findings.odd.append(folder.removesuffix("/"))
            if not entries and folder:
                findings.new.append(folder)
            for entry in entries:
                path = folder + entry.name
                try:
                    if not _is_folder(entry):
                        yield path, entry.stat(follow_symlinks=False), mark
                    elif (files := noted.get(path)) and _stands(place, entry, files, rows):
                        for file in files:
                            del rows[file]
                    else:
                        waiting.append(f"{path}/")
                except OSError:
                    # Gone since its folder was read.
                    continue
        except OSError:
            findings.odd.append(folder.removesuffix("/"))
        finally:
            os.close(place)


def _stands(
    place: int, folder: os.DirEntry[str], files: Sequence[str], rows: Mapping[str, Row]
) -> bool:
    """Tell without reading *folder* whether it holds *files* as their rows tell, and no more.

    *place* is the open folder that holds it.
    """
    mark = _mark(folder.stat(follow_symlinks=False), len(files))
    for path in files:
        row = rows[path]
        if row.folder != mark:
            return False
        within = folder.name + path[path.rindex("/") :]
        if not _is_stamped(row, os.stat(within, dir_fd=place, follow_symlinks=False)):
            return False
    return True


def _is_stamped(row: Row, status: os.stat_result) -> bool:
    return (
        status.st_mtime_ns == row.changed
        and status.st_ctime_ns == row.touched
        and status.st_ino == row.inode
        and status.st_size == row.size
    )


def _read_folder(place: int | str, settled_ns: int) -> tuple[list[os.DirEntry[str]], int]:
    """List the entries of a folder, and tell its mark: 0 if it is to be read again next time."""
    # Before it is read: what changes meanwhile gives it another mark.
    status = os.stat(place)
    with os.scandir(place) as found:
        entries = list(found)
    if status.st_ctime_ns >= settled_ns or any(map(_is_folder, entries)):
        return entries, 0
    return entries, _mark(status, len(entries))


def _mark(status: os.stat_result, count: int) -> int:
    """Tell apart states of a folder that holds *count* files and no folders."""
    # Of numbers this is the same in every process.
    return hash((status.st_ctime_ns, status.st_ino, count))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def row_of(place: str, digest: str, key: str = "") -> Row:
    """Make the row of the file at *place*, which has just been written or looked at.

    A stamp of the last moments is not believed: within a tick of the file system's clock
    the file could be written again without its stamp telling.
    """
    settled_ns = time.time_ns() - TICK_NS
    try:
        status = os.lstat(place)
        _, mark = _read_folder(os.path.dirname(place), settled_ns)
    except OSError:
        return Row(digest, key=key)
    return _restamped(Row(digest, key=key), status, settled_ns, mark)


def _restamped(row: Row, status: os.stat_result, settled_ns: int, mark: int = 0) -> Row:
    """Give a row the stamp in *status*, unless it is too fresh to tell of the next change."""
    if max(status.st_mtime_ns, status.st_ctime_ns) >= settled_ns:
        return Row(row.digest, key=row.key)
    return Row(row.digest, *stamp_of_status(status), row.key, mark)


def _is_same(place: str, row: Row, status: os.stat_result, digest: Callable[[str], str]) -> bool:
    """Tell whether a file whose stamp differs still has the bytes that its row tells of."""
    if not row.digest or not stat.S_ISREG(status.st_mode):
        return False
    if row.changed and status.st_size != row.size:
        return False
    try:
        return digest(place) == row.digest
    except OSError:
        return False
