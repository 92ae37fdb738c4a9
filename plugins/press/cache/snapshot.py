# SPDX-License-Identifier: AGPL-3.0-or-later
"""The snapshot of a folder: the files that earlier builds left or found there, in groups.

Nothing is believed that the disk does not confirm: what differs from the rows is
found by a comparison, in processes of its own while this one does other work.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from plugins.press.cache.compare import (
    FileGroup,
    Findings,
    Marks,
    View,
    compare,
    compare_files,
    compare_folders,
    read_findings,
    read_group,
    read_marks,
    write_findings,
    write_group,
)
from plugins.press.cache.stamps import file_digest
from plugins.press.cache.store import CacheDamagedError, CacheStore, checksum, unseal
from plugins.press.cache.workers import Worker

#: Rows from which on processes of their own pay.
MANY = 2000
#: The kind of what is known of folders, in one row for all.
_MARKS = "folders"


class _Known(NamedTuple):
    """What the index tells of a group: its key, its text's checksum, its number of rows."""

    key: str
    checksum: str
    count: int


_indexes = msgspec.json.Decoder(dict[str, _Known])


def snapshot_kind(name: str, folder: Path) -> str:
    """Tell the kind of the rows of *folder*, resolved, of which a store may know several."""
    return f"{name} {hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"


class LastRows:
    """Reads what the last build left of a folder in the store *file*, and changes nothing.

    Without the lock, and whatever version of the program wrote it: what is read is to be
    confirmed by the disk. `checksums` are those of the groups of *kind*, by name. Raises
    CacheDamagedError where there is nothing to be believed.
    """

    def __init__(self, file: Path, kind: str) -> None:
        self._kind = kind
        try:
            self._store = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise CacheDamagedError(str(error)) from error
        try:
            ((_, *row),) = self._rows("kind = 'index' AND key = ?", kind)
            index = _indexes.decode(unseal("index", kind, (row[0], row[1])))
        except (ValueError, CacheDamagedError) as error:
            self.close()
            raise CacheDamagedError(str(error)) from error
        self.checksums = {name: known.checksum for name, known in index.items()}

    def close(self) -> None:
        """Leave the store."""
        self._store.close()

    def group(self, name: str) -> FileGroup:
        """Tell the rows of a group; none where there is no such group."""
        if name not in self.checksums:
            return {}
        try:
            ((_, *row),) = self._rows("kind = ? AND key = ?", self._kind, name)
            return read_group(unseal(self._kind, name, (row[0], row[1])))
        except ValueError as error:
            raise CacheDamagedError(str(error)) from error

    def _rows(self, which: str, *values: str) -> list[tuple[str, object, object]]:
        query = f"SELECT key, CAST(value AS BLOB), checksum FROM rows WHERE {which}"
        try:
            return self._store.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise CacheDamagedError(str(error)) from error


def see_all(_: str, entries: list[os.DirEntry[str]]) -> tuple[list[os.DirEntry[str]], bool]:
    """Let every entry of every folder count."""
    return entries, False


def _enter(root: str) -> str:
    """Go to the folder *root* and give its path from there; where that fails, from here.

    By a path relative to this process's folder a file is found in three quarters of the time.
    """
    with suppress(OSError):
        os.chdir(root)
        return ""
    return root


class Snapshot:
    """The groups of files below the folder *root*, kept in *store* under *kind*.

    *view* tells what counts in a folder, and *digest* is that of a file there. The processes
    that look give way to others by their *niceness*; where all stands *as_left* nothing
    is looked at. Raises CacheDamagedError where a group was lost, or an old one came
    back: damage to a database can do both.
    """

    def __init__(
        self,
        root: str,
        store: CacheStore,
        kind: str,
        view: View = see_all,
        digest: Callable[[str], str] = file_digest,
        processes: int = 1,
        niceness: int = 0,
        as_left: bool = False,
    ) -> None:
        self.root, self._store, self._kind = root, store, kind
        self._view, self._digest = view, digest
        try:
            self._index = _indexes.decode(store.get("index", kind) or "{}")
        except msgspec.DecodeError as error:
            raise CacheDamagedError(f"the index of {kind} is none") from error
        if store.checksums(kind) != {name: row.checksum for name, row in self._index.items()}:
            raise CacheDamagedError(f"rows of {kind} are lost")
        # An output that is not known at all was not left in any known state.
        self._as_left = as_left and bool(self._index)
        self._texts: dict[str, bytes] = {}
        self._new: dict[str, tuple[_Known, bytes]] = {}
        self._dropped: set[str] = set()
        # Those that look at the files, and at the folders.
        self._workers: list[Worker] = []
        # What was found of the groups that were looked at ahead of the others.
        self._ahead: dict[str, Findings] = {}
        count = sum(known.count for known in self._index.values())
        if processes > 1 and not self._as_left and count >= MANY:
            self._compare_aside(niceness)

    def close(self) -> None:
        """End the comparison, whether it is done or not."""
        while self._workers:
            self._workers.pop().dismiss()

    def _compare_aside(self, niceness: int) -> None:
        """Have the files and the folders looked at by a process each."""
        # The one for files tells the other which of them are lost.
        receiving, sending = os.pipe()

        def look_at_files() -> Iterator[tuple[int, bytes]]:
            os.close(receiving)
            # At once: another process cannot read once its parent has much to write there.
            texts = self._store.raw(self._kind)
            found = compare_files(_enter(self.root), texts.items(), self._digest, self._checksum)
            with os.fdopen(sending, "wb") as stream:
                stream.write(write_findings(Findings(new=found.lost)))
            yield 0, write_findings(found)

        def look_at_folders() -> Iterator[tuple[int, bytes]]:
            os.close(sending)

            def lost() -> list[str]:
                with os.fdopen(receiving, "rb") as stream:
                    return read_findings(stream.read()).new

            texts, marks = self._store.raw(self._kind), self._marks()
            found = compare_folders(_enter(self.root), texts.items(), self._view, marks, lost)
            yield 0, write_findings(found)

        try:
            for labour in (look_at_files, look_at_folders):
                self._workers.append(Worker(labour, niceness))
        finally:
            os.close(receiving)
            os.close(sending)

    def _marks(self) -> Marks:
        try:
            return read_marks(self._store.get(_MARKS, self._kind) or "[]")
        except ValueError as error:
            raise CacheDamagedError(f"the marks of {self._kind} are none") from error

    def _checksum(self, name: str, text: bytes) -> str:
        return checksum(self._kind, name, text)

    def look_ahead(self, names: Iterable[str]) -> None:
        """Compare some groups at once, while others look at all.

        What `changed` and `group` tell of these holds until the `findings` are asked for: that
        a folder on the way to a file became a link shows by then alone.
        """
        if self._workers:
            known = [name for name in names if name in self._index]
            texts = ((name, self._store.text(self._kind, name)) for name in known)
            found = compare_files(self.root, texts, self._digest, self._checksum)
            self._ahead = dict.fromkeys(known, found)

    @cached_property
    def findings(self) -> Findings:
        """Tell how the folder differs from the rows."""
        self._ahead.clear()
        if self._as_left:
            return Findings()
        if not self._workers:
            texts, marks = self._store.raw(self._kind).items(), self._marks()
            return compare(self.root, texts, self._view, self._digest, self._checksum, marks)
        of_files, of_folders = (
            read_findings(b"".join(piece for _, piece in worker.pieces()))
            for worker in self._workers
        )
        self.close()
        return of_files.joined(of_folders)

    def fetch(self) -> None:
        """Fetch all rows, for processes that are to be forked.

        They cannot read the store themselves once this one has much to write there.
        """
        self._texts = self._store.raw(self._kind)

    @property
    def names(self) -> Collection[str]:
        """List the groups that there were."""
        return self._index.keys()

    def key(self, name: str) -> str | None:
        """Tell the key of a group as it was; None if it is new."""
        known = self._index.get(name)
        return None if known is None else known.key

    def group(self, name: str) -> FileGroup:
        """Tell the rows of a group as they were, with the stamps of today; none if it is new."""
        if name not in self._index:
            return {}
        found = self._ahead.get(name) or self.findings
        text, _ = found.refreshed.get(name, (None, ""))
        text = text or self._texts.get(name) or self._store.get(self._kind, name)
        if text is None:
            raise CacheDamagedError(f"the rows of {name} are lost")
        return read_group(text)

    def changed(self, name: str) -> Collection[str]:
        """List the files of a group that no longer stand as they did."""
        found = self._ahead.get(name) or self.findings
        return found.changed.get(name, ())

    def put(self, name: str, key: str, files: FileGroup) -> None:
        """Note what a group consists of."""
        # As text, which weighs a third of the rows.
        text = write_group(files)
        self._new[name] = _Known(key, self._checksum(name, text), len(files)), text

    def drop(self, names: Iterable[str]) -> None:
        """Forget groups."""
        self._dropped.update(names)

    def save(self) -> None:
        """Hand all that is new to the store."""
        fresh: dict[str, tuple[bytes, str]] = {}
        for name, (text, told) in self.findings.refreshed.items():
            self._index[name] = self._index[name]._replace(checksum=told)
            fresh[name] = text, told
        for name, (known, text) in self._new.items():
            self._index[name] = known
            fresh[name] = text, known.checksum
        dropped = self._dropped & self._index.keys()
        for name in dropped:
            del self._index[name]
            fresh.pop(name, None)
        if fresh or dropped:
            self._store.put_texts(self._kind, fresh)
            self._store.drop(self._kind, dropped)
            self._store.put("index", {self._kind: msgspec.json.encode(self._index)})
        if self.findings.marks:
            self._store.put(_MARKS, {self._kind: self.findings.marks})
            self.findings.marks = b""
        # The store has it all now.
        self._texts.clear()
        self._new.clear()
        self._dropped.clear()
        self.findings.refreshed.clear()
