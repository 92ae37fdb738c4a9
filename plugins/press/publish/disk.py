# SPDX-License-Identifier: AGPL-3.0-or-later
"""The disk under an output: what stands there, changed through no symbolic link.

Paths are strings: a Path for each of 50,000 files would cost a tenth of a second.
"""

import errno
import fcntl
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.press.errors import Refusal, reason_of

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_CHUNK_BYTES = 1 << 20
_POLL_S = 0.1


@contextmanager
def telling(shown: str, state: str) -> Iterator[None]:
    """Turn the system's errors into a Refusal.

    *shown* is the output as its user wrote it, *state* says how it is left.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            problem = f"hết chỗ trên đĩa khi ghi vào «{shown}»"
            mend = "dọn bớt đĩa hoặc nới hạn mức, rồi chạy lại"
        elif error.errno in _FORBIDDEN:
            problem = f"không có quyền ghi vào «{error.filename or shown}»"
            mend = "cấp quyền ghi, hoặc gắn lại đĩa ở chế độ ghi, rồi chạy lại"
        else:
            problem = f"không ghi được vào «{error.filename or shown}» ({reason_of(error)})"
            mend = f"xem lại đĩa và thư mục «{shown}», rồi chạy lại"
        raise Refusal(f"{problem}; {state}", mend) from error


def stays_inside(path: str) -> bool:
    """Tell whether a relative path leads neither out of its folder nor to the folder itself."""
    return "\0" not in path and not {"", ".", ".."}.intersection(path.split("/"))


def folders_of(path: str) -> Iterator[str]:
    """List the folders above *path*, nearest first, the output itself left out."""
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)


class Folders:
    """The folders within *root* that are reached through real folders only.

    Each is looked at once. Folders are named by their path relative to the root; the
    root itself is "" and counts as real.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._known = {"": True}

    def has(self, folder: str) -> bool:
        """Tell whether *folder* is a real folder, and all above it are."""
        unknown = []
        at = folder
        while at not in self._known:
            unknown.append(at)
            at = at.rpartition("/")[0]
        real = self._known[at]
        for at in reversed(unknown):
            real = self._known[at] = real and is_folder(f"{self._root}/{at}")
        return real

    def make(self, folder: str) -> None:
        """Make *folder* and those above it real; a link or file in the way is deleted."""
        unmade = []
        at = folder
        while not self._known.get(at):
            unmade.append(at)
            at = at.rpartition("/")[0]
        for at in reversed(unmade):
            place = f"{self._root}/{at}"
            try:
                os.mkdir(place)
            except FileExistsError:
                if not is_folder(place):
                    os.unlink(place)
                    os.mkdir(place)
            self._known[at] = True


def is_same_folder(one: Path, other: Path) -> bool:
    """Tell whether two paths, resolved, name one folder."""
    if one == other:
        return True
    try:
        # A bind mount gives one folder two names.
        return one.samefile(other)
    except OSError:
        return False


def is_on_another_mount(folder: Path) -> bool:
    """Tell whether *folder* cannot exchange files with its own parent by renaming."""
    if folder.stat().st_dev != folder.parent.stat().st_dev:
        return True
    # A bind mount has its parent's device number and still refuses. No file can
    # bear a name of 300 bytes, so nothing can be moved by asking.
    impossible = "x" * 300
    try:
        (folder.parent / impossible).rename(folder / impossible)
    except OSError as error:
        return error.errno == errno.EXDEV
    raise AssertionError("a name of 300 bytes was accepted")


def try_lock(path: str) -> int | None:
    """Lock the file *path*; None while another process holds it."""
    # Reading is enough for a lock, so builds of different users can share the file.
    lock = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The last holder may have unlinked it between our opening and our locking.
        if os.path.samestat(os.fstat(lock), os.stat(path, follow_symlinks=False)):
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(lock)
        raise
    os.close(lock)
    return None


def wait_for_lock(path: str, shown: str, wait_s: float) -> int:
    """Lock the file *path*, by which builds keep others from the output that *shown* names.

    While another build holds it, say so once and wait, at most *wait_s* seconds; then raise
    Refusal.
    """
    deadline = time.monotonic() + wait_s
    told = False
    while (lock := try_lock(path)) is None:
        if time.monotonic() >= deadline:
            raise Refusal(
                f"thư mục «{shown}» vẫn do một lần dựng khác giữ sau {wait_s:g} giây chờ",
                "đợi lần dựng kia xong, hoặc dừng nó, rồi chạy lại",
            )
        if not told:
            told = True
            print(
                f"Một lần dựng khác đang ghi vào «{shown}»: chờ nó xong, tối đa {wait_s:g} giây.",
                file=sys.stderr,
                flush=True,
            )
        time.sleep(_POLL_S)
    return lock


def status_of(path: str) -> os.stat_result | None:
    """Look at *path* itself; None if there is nothing."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_folder(path: str) -> bool:
    """Tell whether *path* is a folder, and no link to one."""
    status = status_of(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def is_plain_file(path: str) -> bool:
    """Tell whether *path* is a file, and no link to one."""
    status = status_of(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def refuse_shut(folder: str) -> None:
    """Raise PermissionError where a folder that stands cannot be read and written."""
    if os.path.isdir(folder) and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def holds(path: str, data: bytes) -> bool:
    """Tell whether *path* is a file with exactly these bytes."""
    status = status_of(path)
    return status is not None and has_bytes(status, path, data)


def has_bytes(status: os.stat_result, path: str, data: bytes) -> bool:
    """Tell whether *path*, whose status was taken, is a file with exactly these bytes."""
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
        return False
    try:
        # Without O_NONBLOCK opening a pipe would wait for ever.
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            place = 0
            while chunk := os.read(file, _CHUNK_BYTES):
                if not data.startswith(chunk, place):
                    return False
                place += len(chunk)
            return place == len(data)
        finally:
            os.close(file)
    except OSError:
        # What cannot be read is replaced.
        return False


def write_new(path: str, data: bytes) -> None:
    """Write a file that is not there yet; FileExistsError if it is.

    Without a stream, which takes 10 µs more for each file.
    """
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        written = os.write(file, data)
        while written < len(data):
            written += os.write(file, memoryview(data)[written:])
    finally:
        os.close(file)


def write_text(path: str, text: str, durable: bool = False) -> None:
    """Write a file as UTF-8; a *durable* one survives a power cut from then on."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def sync_folder(path: str) -> None:
    """Bring the names in a folder to the disk."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def move(source: str, target: str) -> None:
    """Move a file over whatever stands at *target*; one that was moved before is passed over."""
    try:
        os.replace(source, target)
    except IsADirectoryError:
        shutil.rmtree(target)
        os.replace(source, target)
    except FileNotFoundError:
        if os.path.lexists(source):
            raise


def delete(path: str) -> None:
    """Delete a file or a folder with all that is in it."""
    if is_folder(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)
