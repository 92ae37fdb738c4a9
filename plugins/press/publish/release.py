# SPDX-License-Identifier: AGPL-3.0-or-later
"""The release: new output gathered beside the old and moved into place when all is well.

On the disk, for an output folder `output`:

    output/.newsroom.json     the marker: this folder is ours, and what it publishes
    output.lock               held while a build runs, gone afterwards
    output.next/owner         says that the staging is ours to delete
    output.next/moves/<hash>  a new file; the hash is that of its path
    output.next/journal.json  complete: the move into place has begun and must be finished

Before the journal stands, nothing in the output has been touched. Once it stands, the
move can be repeated from any point, by this build or by the next. Processes that this
one forked may write files into the staging (`write`); this one alone decides which of
them the release consists of (`take`), and moves them. They hold the lock with it, so
that no other build begins while one of them still writes for a parent that was killed.
An output on a disk of its own holds its staging itself, as `.next`.
"""

import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from plugins.press.cache.stamps import fingerprint
from plugins.press.errors import Refusal
from plugins.press.publish import disk
from plugins.press.publish.compression import original_of
from plugins.press.publish.disk import Folders, folders_of, is_folder, telling
from plugins.press.publish.journal import Journal
from plugins.press.publish.marker import MARKER, marker_text, read_marker
from plugins.press.publish.staging import INSIDE, Staging

_SPARED = frozenset({".git", ".well-known"})
_RESERVED = frozenset({MARKER, ".git"}) | INSIDE
_UNTOUCHED = "bản cũ còn nguyên"
_HALFWAY = "bản mới mới chuyển được một phần, lần dựng sau sẽ chuyển nốt"

#: What becomes of a file that was asked for: it is new; other bytes stand there; these do.
ADDED, CHANGED, KEPT = "added", "changed", "kept"


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """What a release did: paths relative to the output, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


class Release:
    """One release of the site into *output*, as a context manager.

    Entering waits at most *wait_s* seconds for another build of the same output,
    finishes a move that was cut short, and refuses a folder that is not ours. Then
    every wanted file is staged, and `commit` moves it all into place and removes all
    else, or only what `remove_only` names. Leaving without `commit` changes nothing in
    the output.

    A release that is not *durable* may be half-written after a power cut, like any file
    that was just saved; it is for an output that is not published.

    Paths are relative to the output, NFC, with `/` between their parts. Not for
    several threads. Raises Refusal for what a person can mend, ValueError or
    RuntimeError for a mistake in the program.
    """

    def __init__(
        self, output: Path, content: Path, wait_s: float = 600.0, durable: bool = True
    ) -> None:
        self._shown, self._shown_content = str(output), str(content)
        self._output, self._content = output.resolve(), content.resolve()
        self._root = str(self._output)
        self._wait_s, self._durable = wait_s, durable
        #: The SHA-256 of the marker, once a manifest is committed.
        self.marker_digest = ""
        # What may be removed; all that is not asked for, while this is None.
        self._leaving: set[str] | None = None
        # What shall stand there, with what becomes of it: ADDED, CHANGED or KEPT.
        self._wanted: dict[str, str] = {}
        self._wanted_folders: set[str] = set()
        self._folders = Folders(self._root)
        self._open = self._broken = self._moving = False

    def __enter__(self) -> Self:
        self._refuse_content()
        with telling(self._shown, _UNTOUCHED):
            self._staging = Staging(self._output, self._shown)
            self._staging.lock(self._wait_s)
        try:
            with telling(self._shown, _UNTOUCHED):
                self._staging.refuse_foreign()
                disk.refuse_shut(self._root)
                cut = Journal.read(self._staging.journal)
            if cut:
                print(
                    f"Lần dựng trước bị ngắt khi đang chuyển tệp vào «{self._shown}»: chuyển nốt.",
                    file=sys.stderr,
                    flush=True,
                )
                self._move(cut)
            with telling(self._shown, _UNTOUCHED):
                self._refuse_foreign()
                self._staging.clear()
        except BaseException:
            self._staging.unlock()
            raise
        self._open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        try:
            if not self._moving:
                # What cannot be deleted now is stale, and goes when the next build enters.
                with suppress(OSError):
                    self._staging.clear()
        finally:
            self._staging.unlock()

    @property
    def spared(self) -> frozenset[str]:
        """Names at the top of the output that are not the site's."""
        return _SPARED | {MARKER} | (INSIDE if self._staging.is_inside else frozenset())

    def stage(self, path: str, data: bytes) -> None:
        """Ask for a file with these bytes; one that is there already is not touched.

        Raises ValueError for a path that leads out of the output, is not NFC, is
        reserved, or was asked for before with other bytes.
        """
        self._check(path)
        self._refuse_clash(path)
        try:
            written = self.write(path, data)
        except ValueError:
            raise
        except BaseException:
            self._broken = True
            raise
        self.take(path, written)

    def prepare(self) -> None:
        """Make the staging, before processes are forked that shall `write`.

        They must have ended before the release is left.
        """
        self._check_open()
        with telling(self._shown, _UNTOUCHED):
            self._staging.open()

    def write(self, path: str, data: bytes) -> str:
        """Bring a file's bytes to where the commit finds them; gives ADDED, CHANGED or KEPT.

        Works in any process and remembers nothing: `take` is to be told. Raises what
        `stage` does; a release whose file could not be written must not be committed.
        """
        self._check(path)
        with telling(self._shown, _UNTOUCHED):
            self._staging.open()
            self._staging.refuse_long(path)
            state = ADDED
            target = f"{self._root}/{path}"
            if self._folders.has(path.rpartition("/")[0]) and (status := disk.status_of(target)):
                if disk.has_bytes(status, target, data):
                    return KEPT
                if not stat.S_ISDIR(status.st_mode):
                    state = CHANGED
            place = self._staging.place_of(path)
            try:
                disk.write_new(place, data)
            except FileExistsError:
                if not disk.holds(place, data):
                    raise ValueError(f"{path!r} is asked for twice, with different bytes") from None
        return state

    def take(self, path: str, written: str) -> None:
        """Ask for a file that some process has written with `write`."""
        self._check_open()
        self._refuse_clash(path)
        if self._wanted.setdefault(path, written) != written:
            raise ValueError(f"{path!r} is asked for twice, with different bytes")
        for folder in folders_of(path):
            if folder in self._wanted_folders:
                break
            self._wanted_folders.add(folder)

    def remove_only(self, paths: Iterable[str]) -> None:
        """Let nothing go but *paths*, and of these only what is not staged.

        A path that ends in "/" is a folder, which goes if it is empty by then.
        """
        self._check_open()
        self._leaving = set(paths)

    def commit(self, manifest: dict[str, Any] | None) -> ReleaseChanges:
        """Move everything into place, and remove what was not asked for.

        *manifest* is plain JSON data; a marker gives it back. It is published
        with the site, so it must hold nothing secret. None leaves the one that stands
        there.

        Raises Refusal when the output cannot be written.
        """
        self._check_open()
        if self._broken:
            raise RuntimeError("a file could not be staged, so this release is incomplete")
        marker = None if manifest is None else marker_text(manifest)
        if marker is not None:
            self.marker_digest = fingerprint(marker.encode())
        removals, folders = self._all_that_goes()
        moves = (path for path, state in self._wanted.items() if state != KEPT)
        journal = Journal(tuple(sorted(moves, key=move_order)), removals, folders)
        with telling(self._shown, _UNTOUCHED):
            if journal.moves or removals or folders or not self._is_marked(marker):
                self._staging.open()
                self._refuse_shut_folders(journal)
                self._staging.seal(journal.text(), marker, self._durable)
                self._moving = True
        if self._moving:
            self._move(journal)
            self._moving = False
        self._open = False
        return ReleaseChanges(self._all_that_are(ADDED), self._all_that_are(CHANGED), removals)

    # --- entering -------------------------------------------------------------

    def _refuse_content(self) -> None:
        output, content = self._output, self._content
        if disk.is_same_folder(output, content):
            relation = "trùng với"
        elif any(disk.is_same_folder(output, folder) for folder in content.parents):
            relation = "chứa"
        elif any(disk.is_same_folder(folder, content) for folder in output.parents):
            relation = "nằm trong"
        else:
            return
        raise Refusal(
            f"thư mục kết xuất «{self._shown}» {relation} thư mục nội dung "
            f"«{self._shown_content}», bài viết có thể bị xóa",
            "chọn cho -o một thư mục nằm ngoài thư mục nội dung, chẳng hạn «output»",
        )

    def _refuse_foreign(self) -> None:
        if not self._output.is_dir() or read_marker(self._output):
            return
        ignored = INSIDE if self._staging.is_inside else frozenset()
        if set(os.listdir(self._root)) - ignored:
            raise Refusal(
                f"thư mục «{self._shown}» không trống và không mang dấu «{MARKER}» "
                "của trang tin, nên không được ghi vào",
                "chọn cho -o một thư mục mới hoặc trống",
            )

    # --- staging --------------------------------------------------------------

    def _check_open(self) -> None:
        if not self._open:
            raise RuntimeError("the release is not open: enter it first, commit it once")

    def _check(self, path: str) -> None:
        self._check_open()
        if not disk.stays_inside(path) or not unicodedata.is_normalized("NFC", path):
            raise ValueError(f"{path!r} is not a relative NFC path inside the output")
        path.encode()
        if path == ".well-known" or path.partition("/")[0] in _RESERVED:
            raise ValueError(f"{path!r} is reserved")

    def _refuse_clash(self, path: str) -> None:
        if path in self._wanted_folders:
            raise ValueError(f"{path!r} is asked for as a file and as a folder")
        for folder in folders_of(path):
            if folder in self._wanted_folders:
                break
            if folder in self._wanted:
                raise ValueError(f"{folder!r} is asked for as a file and as a folder")

    # --- moving ---------------------------------------------------------------

    def _all_that_goes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """List the files to remove, and the folders that may be empty then, deepest first."""
        leaving = self._all_that_stands() if self._leaving is None else self._leaving
        leaving = {path for path in leaving if path.partition("/")[0] not in _SPARED}
        removals = sorted(
            path
            for path in leaving
            if not path.endswith("/")
            and path not in self._wanted
            and os.path.lexists(f"{self._root}/{path}")
        )
        emptied = {path.removesuffix("/") for path in leaving if path.endswith("/")}
        # The folder of a file that was taken away before is still there.
        emptied.update(folder for path in leaving for folder in folders_of(path.removesuffix("/")))
        folders = sorted(
            (
                folder
                for folder in emptied - self._wanted_folders
                if is_folder(f"{self._root}/{folder}")
            ),
            reverse=True,
        )
        return tuple(removals), tuple(folders)

    def _all_that_stands(self) -> set[str]:
        """List all files in the output, and all folders with a slash behind them."""
        found: set[str] = set()
        if not self._output.is_dir():
            return found
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            with os.scandir(f"{self._root}/{prefix}") as entries:
                for entry in entries:
                    path = prefix + entry.name
                    if path in self.spared:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        path += "/"
                        waiting.append(path)
                    found.add(path)
        return found

    def _all_that_are(self, state: str) -> tuple[str, ...]:
        return tuple(sorted(path for path, told in self._wanted.items() if told == state))

    def _is_marked(self, marker: str | None) -> bool:
        return marker is None or disk.holds(f"{self._root}/{MARKER}", marker.encode())

    def _refuse_shut_folders(self, journal: Journal) -> None:
        """Find a folder that cannot be written to before the first move, not in the midst."""
        device = os.stat(self._staging.folder).st_dev
        folders = {""}
        for path in (*journal.moves, *journal.removals, *journal.folders):
            for folder in folders_of(path):
                if folder in folders:
                    break
                folders.add(folder)
        for folder in folders:
            place = f"{self._root}/{folder}" if folder else self._root
            status = disk.status_of(place)
            if status and stat.S_ISDIR(status.st_mode):
                disk.refuse_shut(place)
                if status.st_dev != device:
                    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), place)

    def _move(self, journal: Journal) -> None:
        with telling(self._shown, _HALFWAY):
            journal.carry_out(self._staging, self._root)
        with suppress(OSError):
            self._staging.clear()


def move_order(path: str) -> tuple[int, int, str]:
    """Order the moves so that a reader meets no link to what is not there yet.

    Styles and photos come first, then pages from the deepest to the front page, then
    feeds and site maps; compressed copies come with their file.
    """
    file = original_of(path)
    rank = 1 if file.endswith(".html") else 2 if file.endswith((".xml", ".json")) else 0
    return rank, -path.count("/"), path
