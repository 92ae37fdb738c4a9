# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comparison: which files of a folder are no longer as an earlier build left or found them.

It costs one look at each file and folder (a system call), never a walk: what
stands in a folder cannot change without the folder's own stamp telling. Only
where a stamp differs are bytes or names compared.
"""

import hashlib
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from plugins.press.cache.stamps import TICK_NS, open_unnoted, stamp_of_status

#: Folders that are sought in a text one by one; of more the text is taken apart.
FEW = 40
#: The note of a folder that somebody has to look into in every build.
ALWAYS = "always"


class Row(NamedTuple):
    """A file or folder as it was.

    `digest` is the one of its bytes that its owner takes, of a folder that of its names,
    or "" where these are not known. Size in bytes, times in ns; a row whose times are 0 is
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


class Fresh(NamedTuple):
    """The text of a bundle whose rows have new stamps and nothing else, and its checksum."""

    text: bytes
    checksum: str


@dataclass(slots=True)
class Share:
    """What was found of some bundles.

    `doubtful` are folders whose stamps differ, with the bundle that tells of each and the
    row it would have now, None where it is gone: whether strangers stand there shows
    only when all bundles are known.
    """

    changed: dict[str, list[str]] = field(default_factory=dict)
    refreshed: dict[str, Fresh] = field(default_factory=dict)
    doubtful: list[tuple[str, str, Row | None]] = field(default_factory=list)


@dataclass(slots=True)
class Findings:
    """What a comparison found.

    `changed` lists files that are gone, have other bytes or cannot be read, by bundle.
    `shaken` are folders that are gone, with all below them, cannot be read or hold
    `strangers`: files, and folders with a slash at the end, that no row tells of, those
    within strange folders included.
    `refreshed` are bundles, as texts, whose rows have new stamps and nothing else.
    `names` tells the digest of the names in each folder that was looked into, strange
    ones included.
    """

    changed: dict[str, list[str]] = field(default_factory=dict)
    shaken: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    refreshed: dict[str, Fresh] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class _Names(NamedTuple):
    """A bundle of which only the names are asked for."""

    files: dict[str, msgspec.Raw]
    folders: dict[str, msgspec.Raw]


_bundles = msgspec.json.Decoder(Bundle)
_names = msgspec.json.Decoder(_Names)
_shares = msgspec.msgpack.Decoder(Share)


def read_bundle(text: str | bytes) -> Bundle:
    """Read what `write_bundle` wrote."""
    return _bundles.decode(text)


def write_bundle(bundle: Bundle) -> bytes:
    """Write a bundle as JSON."""
    return msgspec.json.encode(bundle)


def read_share(data: bytes) -> Share:
    """Read what `write_share` wrote."""
    return _shares.decode(data)


def write_share(share: Share) -> bytes:
    """Write what was found, for the process that asked for it."""
    return msgspec.msgpack.encode(share)


def look_at(
    root: str,
    texts: Iterable[tuple[str, bytes]],
    follow: bool,
    digest: Callable[[str], str],
    checksum: Callable[[str, bytes], str],
) -> Share:
    """Compare what stands below *root* with *texts*, bundles and their names.

    With *follow* a symbolic link to a file counts as that file, and as a stranger in a
    folder that is looked into, since its owner must see where it leads; one to a folder
    never counts as a folder. *digest* is that of a file, *checksum* that of a text under
    a name.
    """
    share = Share()
    look = os.stat if follow else os.lstat
    lstat = os.lstat
    prefix = f"{root}/"
    for name, text in texts:
        bundle = _bundles.decode(text)
        files, folders = bundle
        # Asked for before anything is read: what changes from now on is too fresh to be told.
        settled_ns = time.time_ns() - TICK_NS
        lost: list[str] = []
        fresh: dict[str, Row] = {}
        for path, row in files.items():
            try:
                status = look(prefix + path)
            # In a locale without its letters a name cannot even be asked for.
            except (OSError, UnicodeError):
                lost.append(path)
                continue
            # The whole comparison stands here: a call for each file is felt.
            if (
                status.st_mtime_ns == row[2]
                and status.st_ctime_ns == row[3]
                and status.st_ino == row[4]
                and status.st_size == row[1]
            ):
                continue
            if _is_same(prefix + path, row, status, digest):
                fresh[path] = _row(row, status, settled_ns)
            else:
                lost.append(path)
        files.update(fresh)
        is_whole = not lost
        calm: dict[str, Row] = {}
        for path, row in folders.items():
            try:
                status = lstat(prefix + path)
            except (OSError, UnicodeError):
                status = None
            if (
                status is not None
                and status.st_mtime_ns == row[2]
                and status.st_ctime_ns == row[3]
                and status.st_ino == row[4]
                and status.st_size == row[1]
            ):
                continue
            if status is None or not stat.S_ISDIR(status.st_mode):
                is_whole = False
                share.doubtful.append((name, path, None))
                continue
            again = _row(row, status, settled_ns)
            if row.digest and _names_digest(prefix + path) == row.digest:
                fresh[path] = folders[path] = again
            elif not (row.digest or row.note or follow) and _holds_only(prefix, path, bundle):
                calm[path] = again
            else:
                share.doubtful.append((name, path, again))
        if is_whole:
            folders.update(calm)
            fresh.update(calm)
        else:
            # A name that was taken for a file or folder of ours may be something else.
            share.doubtful += [(name, path, again) for path, again in calm.items()]
        if lost:
            share.changed[name] = lost
        if fresh:
            text = write_bundle(bundle)
            share.refreshed[name] = Fresh(text, checksum(name, text))
    return share


def put_together(
    root: str,
    shares: Iterable[Share],
    texts: Callable[[], Mapping[str, bytes]],
    follow: bool,
    spared: Collection[str],
    checksum: Callable[[str, bytes], str],
) -> Findings:
    """Join what was found of all bundles, whose *texts* are asked for only if need be.

    *follow* is as in `look_at`. Names in *spared* at the top of *root* are not looked at.
    """
    findings = Findings()
    doubtful = []
    for share in shares:
        findings.changed.update(share.changed)
        findings.refreshed.update(share.refreshed)
        doubtful += share.doubtful
    if doubtful:
        _look_into(root, texts(), doubtful, follow, frozenset(spared), checksum, findings)
    return findings


def names_digest(entries: Iterable[os.DirEntry[str]]) -> str:
    """Tell apart folders that hold other names, or other kinds of thing under them."""
    # No name has a slash in it, so two of them are the mark of nothing else.
    names = sorted(
        f"{entry.name}/"
        if entry.is_dir(follow_symlinks=False)
        else f"{entry.name}//"
        if entry.is_symlink()
        else entry.name
        for entry in entries
    )
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()


def row_of(place: str, digest: str, note: str = "") -> Row:
    """Make the row of what stands at *place*, itself and not where a link leads."""
    try:
        status = os.lstat(place)
    except OSError:
        return Row(digest, note=note)
    return Row(digest, *stamp_of_status(status), note)


def row_of_folder(place: str, is_ours: Callable[[str, bool], bool]) -> Row | None:
    """Make the row of the folder at *place*; None where there is none.

    *is_ours* tells of a name, and whether it is a folder's, if it belongs there. Where
    another has come in meanwhile, the next comparison looks into the folder.
    """
    try:
        # Asked for before the names are read: what comes later will show.
        status = os.lstat(place)
    except OSError:
        return None
    try:
        with os.scandir(place) as entries:
            found = list(entries)
    except OSError:
        return Row("")
    if not all(is_ours(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found):
        return Row("")
    # A page alone is told by its own bundle; where more stands, others would have to be asked.
    return Row(names_digest(found) if len(found) > 1 else "", *stamp_of_status(status))


def _row(row: Row, status: os.stat_result, settled_ns: int) -> Row:
    """Renew a row's stamp, unless it is so fresh that the clock may not tell of a change."""
    changed, touched = status.st_mtime_ns, status.st_ctime_ns
    if changed >= settled_ns or touched >= settled_ns:
        return Row(row[0], note=row[5])
    return Row(row[0], status.st_size, changed, touched, status.st_ino, row[5])


def _is_same(place: str, row: Row, status: os.stat_result, digest: Callable[[str], str]) -> bool:
    """Tell whether a file whose stamp differs still has the bytes that its row tells of."""
    if not stat.S_ISREG(status.st_mode) or (row.changed and status.st_size != row.size):
        return False
    try:
        return digest(place) == row.digest
    except OSError:
        return False


def _names_digest(place: str) -> str:
    try:
        folder = open_unnoted(place, os.O_DIRECTORY)
        try:
            with os.scandir(folder) as entries:
                return names_digest(entries)
        finally:
            os.close(folder)
    except OSError:
        return ""


def _holds_only(prefix: str, path: str, bundle: Bundle) -> bool:
    """Tell whether a folder holds something, and nothing that its own bundle does not tell of."""
    try:
        folder = open_unnoted(prefix + path, os.O_DIRECTORY)
        try:
            names = os.listdir(folder)
        finally:
            os.close(folder)
    except OSError:
        return False
    above = f"{path}/" if path else ""
    files, folders = bundle
    return bool(names) and all(above + name in files or above + name in folders for name in names)


def _look_into(
    root: str,
    texts: Mapping[str, bytes],
    doubtful: Collection[tuple[str, str, Row | None]],
    follow: bool,
    spared: frozenset[str],
    checksum: Callable[[str, bytes], str],
    findings: Findings,
) -> None:
    """Find out what is strange in folders whose stamps differ."""
    named = {
        name: _names.decode(text)
        for name, text in _texts_about({path for _, path, _ in doubtful}, texts)
    }
    # A file may stand where a folder stood, and the other way round.
    known = {path for files, _ in named.values() for path in files}
    known.update(f"{path}/" for _, folders in named.values() for path in folders)
    same: dict[str, dict[str, Row]] = {}
    lost: set[str] = set()
    # A folder that many bundles tell of is looked into once: its names, None if it is strange.
    looked: dict[str, str | None] = {}
    for name, path, again in doubtful:
        if again is None:
            lost.add(path)
            continue
        if path not in looked:
            strangers = list(_strangers(root, path, known, follow, spared, findings.names))
            looked[path] = findings.names.get(path, "")
            readable = os.access(f"{root}/{path}", os.R_OK | os.X_OK)
            if strangers or not readable or again.note == ALWAYS:
                looked[path] = None
                findings.shaken.append(path)
                findings.strangers += strangers
        names = looked[path]
        if names is not None:
            same.setdefault(name, {})[path] = again._replace(digest=names if again.digest else "")
    for name, rows in same.items():
        fresh = findings.refreshed.get(name)
        files, folders = read_bundle(fresh.text if fresh else texts[name])
        text = write_bundle(Bundle(files, {**folders, **rows}))
        findings.refreshed[name] = Fresh(text, checksum(name, text))
    if lost:
        # Behind a link that took a folder's place all may look as it did.
        below = {path for _, folders in named.values() for path in folders if _is_below(path, lost)}
        findings.shaken += sorted(lost | below)
        for name, (files, _) in named.items():
            gone = [path for path in files if _is_below(path, lost)]
            if gone:
                also = findings.changed.get(name, ())
                findings.changed[name] = list(dict.fromkeys([*also, *gone]))


def _texts_about(
    folders: Collection[str], texts: Mapping[str, bytes]
) -> Iterable[tuple[str, bytes]]:
    """Leave out bundles that tell of nothing below *folders*, where these are a few."""
    if "" in folders or len(folders) > FEW:
        return texts.items()
    # As a path below the folder begins there.
    signs = [msgspec.json.encode(f"{folder}/")[:-1] for folder in folders]
    return [(name, text) for name, text in texts.items() if any(sign in text for sign in signs)]


def _is_below(path: str, folders: Collection[str]) -> bool:
    end = path.rfind("/")
    while end > 0:
        if path[:end] in folders:
            return True
        end = path.rfind("/", 0, end)
    return "" in folders


def _strangers(
    root: str,
    folder: str,
    known: Collection[str],
    follow: bool,
    spared: Collection[str],
    digests: dict[str, str],
) -> Iterator[str]:
    """List what stands in a folder of the site and no row tells of, with all that is below.

    *digests* takes those of the names that were seen, of each folder that was.
    """
    waiting = [folder]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                found = list(entries)
        except OSError:
            continue
        digests[folder] = names_digest(found)
        for entry in found:
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            shown = f"{path}/" if is_folder else path
            if path in spared or (shown in known and not (follow and entry.is_symlink())):
                continue
            yield shown
            if is_folder:
                waiting.append(path)
