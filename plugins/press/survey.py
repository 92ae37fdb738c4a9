# SPDX-License-Identifier: AGPL-3.0-or-later
"""A survey: which files of a folder are no longer as an earlier build left or found them.

It costs one look at each file and folder (a system call), never a walk: what
stands in a folder cannot change without the folder's own stamp telling. Only
where a stamp differs are bytes or names compared.
"""

import hashlib
import marshal
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from plugins.press.stamps import digest_of, settled, stamp_of_status

#: The note of a folder that somebody has to look into in every build.
ALWAYS = "always"


class Row(NamedTuple):
    """A file or folder as it was.

    `digest` is the SHA-256 of its bytes, of a folder that of its names, or "" where
    these are not known. Size in bytes, times in ns; a row whose times are 0 is
    compared every time. `note` is the owner's; a folder noted as ALWAYS counts as
    shaken every time.
    """

    digest: str
    size: int = 0
    changed: int = 0
    touched: int = 0
    inode: int = 0
    note: str = ""


class Bundle(NamedTuple):
    """Rows that are kept together, by path relative to the root; folders without a slash."""

    files: dict[str, Row]
    folders: dict[str, Row]


@dataclass(slots=True)
class Findings:
    """What a survey found.

    `changed` lists files that are gone, have other bytes or cannot be read, by bundle.
    `shaken` are folders that are gone, with all below them, cannot be read or hold
    `strangers`: files, and folders with a slash at the end, that no row tells of, those
    within strange folders included.
    `refreshed` are bundles, as texts, whose rows have new stamps and nothing else.
    """

    changed: dict[str, list[str]] = field(default_factory=dict)
    shaken: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    refreshed: dict[str, str] = field(default_factory=dict)


_bundles = msgspec.json.Decoder(Bundle)


def read_bundle(text: str | bytes) -> Bundle:
    """Read what `write_bundle` wrote."""
    return _bundles.decode(text)


def write_bundle(bundle: Bundle) -> str:
    """Write a bundle as JSON."""
    return msgspec.json.encode(bundle).decode()


def read_findings(data: bytes) -> Findings:
    """Read what `write_findings` wrote."""
    return Findings(*marshal.loads(data))


def write_findings(findings: Findings) -> bytes:
    """Write findings for another process of this very program, and for nobody else.

    JSON cannot hold the name of a stranger that is not UTF-8.
    """
    return marshal.dumps(
        (findings.changed, findings.shaken, findings.strangers, findings.refreshed)
    )


def survey(
    root: str, texts: Mapping[str, bytes], follow: bool, spared: Collection[str] = ()
) -> Findings:
    """Compare what stands below *root* with *texts*, the bundles by their names.

    With *follow* a symbolic link to a file counts as that file, and as a stranger in a
    folder that is looked into, since its owner must see where it leads; one to a folder
    never counts as a folder. Names in *spared* at the top of *root* are not looked at.
    """
    findings = Findings()
    look = os.stat if follow else os.lstat
    lstat = os.lstat
    prefix = f"{root}/"
    shaken: list[tuple[str, str, Row | None]] = []
    for name, text in texts.items():
        bundle = _bundles.decode(text)
        files, folders = bundle
        fresh = False
        for path, row in files.items():
            try:
                status = look(prefix + path)
            except OSError:
                status = None
            # The whole comparison stands here: a call for each file is felt.
            if (
                status is not None
                and status.st_mtime_ns == row[2]
                and status.st_ctime_ns == row[3]
                and status.st_ino == row[4]
                and status.st_size == row[1]
            ):
                continue
            again = _look_again(prefix + path, row, status)
            if again is None:
                findings.changed.setdefault(name, []).append(path)
            else:
                files[path] = again
                fresh = True
        for path, row in folders.items():
            try:
                status = lstat(prefix + path)
            except OSError:
                status = None
            if (
                status is not None
                and status.st_mtime_ns == row[2]
                and status.st_ctime_ns == row[3]
                and status.st_ino == row[4]
                and status.st_size == row[1]
            ):
                continue
            again = None
            if status is not None and stat.S_ISDIR(status.st_mode):
                again = _row(row.digest, status, row.note)
            if again and row.digest and _names_digest(prefix + path) == row.digest:
                folders[path] = again
                fresh = True
            else:
                shaken.append((name, path, again))
        if fresh:
            findings.refreshed[name] = write_bundle(bundle)
    if shaken:
        _look_into(root, texts, shaken, follow, frozenset(spared), findings)
    return findings


def names_digest(entries: Iterable[os.DirEntry[str]]) -> str:
    """Tell apart folders that hold other names, or other kinds of thing under them."""
    names = sorted(
        (entry.name, entry.is_dir(follow_symlinks=False), entry.is_symlink()) for entry in entries
    )
    return hashlib.sha256(repr(names).encode("utf-8", "surrogatepass")).hexdigest()


def row_of(place: str, digest: str, note: str = "") -> Row:
    """Make the row of what stands at *place*, itself and not where a link leads."""
    try:
        status = os.lstat(place)
    except OSError:
        return Row(digest, note=note)
    return Row(digest, *stamp_of_status(status), note)


def _row(digest: str, status: os.stat_result, note: str) -> Row:
    """Make a row that holds only as long as the file's clock is sure to tell."""
    stamp = settled(stamp_of_status(status))
    return Row(digest, *stamp, note) if stamp else Row(digest, note=note)


def _look_again(place: str, row: Row, status: os.stat_result | None) -> Row | None:
    """Compare the bytes of a file whose stamp differs; None if they differ too."""
    if status is None or not stat.S_ISREG(status.st_mode):
        return None
    if row.changed and status.st_size != row.size:
        return None
    again = _row(row.digest, status, row.note)
    try:
        return again if digest_of(place) == row.digest else None
    except OSError:
        return None


def _names_digest(place: str) -> str:
    try:
        with os.scandir(place) as entries:
            return names_digest(entries)
    except OSError:
        return ""


def _look_into(
    root: str,
    texts: Mapping[str, bytes],
    shaken: Iterable[tuple[str, str, Row | None]],
    follow: bool,
    spared: frozenset[str],
    findings: Findings,
) -> None:
    """Find out what is strange in folders whose stamps differ."""
    bundles = [read_bundle(text) for text in texts.values()]
    # A file may stand where a folder stood, and the other way round.
    known = {path for bundle in bundles for path in bundle.files}
    known.update(f"{path}/" for bundle in bundles for path in bundle.folders)
    same: dict[str, dict[str, Row]] = {}
    lost: set[str] = set()
    for name, path, again in shaken:
        if again is None:
            lost.add(path)
            continue
        # Taken first: a name that comes meanwhile is strange now or makes another digest later.
        names = _names_digest(f"{root}/{path}") if again.digest else ""
        strangers = list(_strangers(root, path, known, follow, spared))
        readable = os.access(f"{root}/{path}", os.R_OK | os.X_OK)
        if strangers or not readable or again.note == ALWAYS:
            findings.shaken.append(path)
            findings.strangers += strangers
            continue
        same.setdefault(name, {})[path] = again._replace(digest=names)
    for name, rows in same.items():
        files, folders = read_bundle(findings.refreshed.get(name) or texts[name])
        findings.refreshed[name] = write_bundle(Bundle(files, {**folders, **rows}))
    if lost:
        # Behind a link that took a folder's place all may look as it did.
        below = {
            folder for bundle in bundles for folder in bundle.folders if _is_below(folder, lost)
        }
        findings.shaken += sorted(lost | below)
        for name, text in texts.items():
            gone = [path for path in read_bundle(text).files if _is_below(path, lost)]
            if gone:
                also = findings.changed.get(name, ())
                findings.changed[name] = list(dict.fromkeys([*also, *gone]))


def _is_below(path: str, folders: Collection[str]) -> bool:
    end = path.rfind("/")
    while end > 0:
        if path[:end] in folders:
            return True
        end = path.rfind("/", 0, end)
    return "" in folders


def _strangers(
    root: str, folder: str, known: Collection[str], follow: bool, spared: Collection[str]
) -> Iterator[str]:
    """List what stands in a folder of the site and no row tells of, with all that is below."""
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                found = [
                    (entry.name, entry.is_dir(follow_symlinks=False), entry.is_symlink())
                    for entry in entries
                ]
        except OSError:
            continue
        for name, is_folder, is_link in found:
            path = f"{folder}/{name}" if folder else name
            shown = f"{path}/" if is_folder else path
            if path in spared or (shown in known and not (is_link and follow)):
                continue
            yield shown
            if is_folder:
                waiting.append(path)
