# SPDX-License-Identifier: AGPL-3.0-or-later
"""The staging: the folder beside an output where its next release is gathered."""

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from plugins.press.errors import Refusal
from plugins.press.publish.disk import (
    delete,
    is_folder,
    is_on_another_mount,
    is_plain_file,
    move,
    status_of,
    sync_folder,
    try_lock,
    wait_for_lock,
    write_text,
)
from plugins.press.publish.marker import MARKER

#: What stands in an output that holds its staging itself, or is a disk of its own.
INSIDE = frozenset({".next", ".next.lock", "lost+found"})

_OWNER, _JOURNAL, _MOVES = "owner", "journal.json", "moves"


class Staging:
    """The staging of *output*, with the lock that lets one build in at a time.

    `is_inside` tells that the output holds it itself: files cannot be renamed from one
    disk to another, and not every folder above an output can be written to.

    Raises Refusal where *output* is a file, and OSError.
    """

    def __init__(self, output: Path, shown: str) -> None:
        self._shown = shown
        self._root = str(output)
        if output.exists() and not output.is_dir():
            raise Refusal(f"«{shown}» là một tệp, không phải thư mục", "chọn cho -o một thư mục")
        output.parent.mkdir(parents=True, exist_ok=True)
        self.is_inside = output.is_dir() and (
            is_on_another_mount(output) or not os.access(output.parent, os.W_OK | os.X_OK)
        )
        self.folder = f"{self._root}/.next" if self.is_inside else f"{self._root}.next"
        self._lock_path = f"{self._root}/.next.lock" if self.is_inside else f"{self._root}.lock"
        self.journal = f"{self.folder}/{_JOURNAL}"
        self._name_bytes = self._path_bytes = 0

    def lock(self, wait_s: float) -> None:
        """Take the lock; wait at most *wait_s* seconds for another build, then raise Refusal."""
        self._lock = wait_for_lock(self._lock_path, self._shown, wait_s)

    def was_left(self) -> bool:
        """Tell whether a build was killed before it ended: it left the lock's file behind."""
        status = status_of(self._lock_path)
        if status is None or status.st_size:
            return False
        lock = try_lock(self._lock_path)
        if lock is None:
            return False
        try:
            # Another file is one that was made by the trying.
            return os.path.samestat(os.fstat(lock), status)
        finally:
            os.close(lock)

    def unlock(self) -> None:
        """Give up the lock and delete its file, unless that was there before with content."""
        # Unlinked while it is held: a build that waits finds another file under the name
        # by then, and tries again.
        with suppress(OSError):
            if not os.fstat(self._lock).st_size:
                os.unlink(self._lock_path)
        os.close(self._lock)

    def refuse_foreign(self) -> None:
        """Raise Refusal where something else stands at the staging's place."""
        if not os.path.lexists(self.folder):
            return
        # An empty one is ours, killed between its first two steps, or no loss.
        if is_folder(self.folder) and (
            is_plain_file(f"{self.folder}/{_OWNER}") or not os.listdir(self.folder)
        ):
            return
        raise Refusal(
            f"«{self.folder}» là chỗ chuẩn bị bản mới, nhưng đang có thứ khác ở đó",
            "dời nó đi hoặc đổi tên nó, rồi chạy lại",
        )

    def open(self) -> None:
        """Make the staging, once."""
        if self._name_bytes:
            return
        os.mkdir(self.folder)
        write_text(f"{self.folder}/{_OWNER}", "Chỗ chuẩn bị bản mới của trang tin.\n")
        os.mkdir(f"{self.folder}/{_MOVES}")
        self._name_bytes = os.pathconf(self.folder, "PC_NAME_MAX")
        self._path_bytes = os.pathconf(self.folder, "PC_PATH_MAX")

    def place_of(self, path: str) -> str:
        """Tell where the new file for *path* is gathered; alike in every process.

        Named by a hash, since a whole path may be too long for one name.
        """
        name = hashlib.blake2b(path.encode(), digest_size=16).hexdigest()
        return f"{self.folder}/{_MOVES}/{name}"

    def refuse_long(self, path: str) -> None:
        """Raise OSError for a name that the output cannot hold, before it is moved there."""
        place = f"{self._root}/{path}"
        longest = max(map(len, path.encode().split(b"/")))
        if len(os.fsencode(place)) >= self._path_bytes or longest > self._name_bytes:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), place)

    def seal(self, journal: str, marker: str | None, durable: bool) -> None:
        """Complete the staging: bring its files, the marker and then the journal to the disk.

        One sync of everything costs a few seconds for 50,000 files, a sync of each file
        more than a minute. After `kill -9` neither would be needed; a power cut could
        otherwise leave a journal whose files are empty. The renames that follow are not
        synced: file systems keep their order, and the next build compares bytes anyway.
        """
        if marker is not None:
            write_text(f"{self.folder}/{MARKER}", marker)
        if durable:
            os.sync()
        write_text(f"{self.journal}.draft", journal, durable=durable)
        os.replace(f"{self.journal}.draft", self.journal)
        if durable:
            sync_folder(self.folder)

    def place_marker(self) -> None:
        """Move the marker into the output, if there is a new one."""
        move(f"{self.folder}/{MARKER}", f"{self._root}/{MARKER}")

    def clear(self) -> None:
        """Delete the staging."""
        if not os.path.lexists(self.folder):
            return
        # The journal goes first, so that no half-deleted staging is ever moved; the
        # owner's mark goes last, so that a half-deleted one is still known as ours.
        with suppress(FileNotFoundError):
            os.unlink(self.journal)
        for name in os.listdir(self.folder):
            if name != _OWNER:
                delete(f"{self.folder}/{name}")
        with suppress(FileNotFoundError):
            os.unlink(f"{self.folder}/{_OWNER}")
        os.rmdir(self.folder)
