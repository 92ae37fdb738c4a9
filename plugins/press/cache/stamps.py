# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stamps: how a file is known to be unchanged without reading it."""

import hashlib
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import xxhash

#: Size in bytes, times of change of content and of inode in ns, inode. Lists, for JSON.
Stamp = list[int]

#: A file changed this short a time ago, in ns, may change again within one tick of
#: the file system's clock without its stamp telling; it is read again next time.
TICK_NS = 100_000_000
#: Bytes of one read: more than nearly every page and source has. The memory of a larger buffer
#: goes back to the system after each.
_READ_BYTES = 1 << 16
#: Keeps Linux from noting when a file was read (atime), which takes a third of the time that
#: reading a fresh checkout takes.
_NO_ATIME = getattr(os, "O_NOATIME", 0)


def stamp_of(file: str | Path) -> Stamp | None:
    """Take the stamp of a regular file; None where there is none."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return stamp_of_status(status) if stat.S_ISREG(status.st_mode) else None


def stamp_of_status(status: os.stat_result) -> Stamp:
    """Take a stamp from what the system told of a file."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def settled(stamp: Stamp) -> Stamp | None:
    """Return *stamp* if it can be trusted later on; None if the file is too fresh.

    To be asked before the file is read: while that lasts, it could change within
    the tick of its stamp.
    """
    return stamp if time.time_ns() - max(stamp[1], stamp[2]) > TICK_NS else None


def file_digest(file: str | Path) -> str:
    """Tell the SHA-256 of a file's bytes, in hex."""
    return _told(hashlib.sha256, file)


def fingerprint_of(file: str | Path) -> str:
    """Tell the `fingerprint` of a file's bytes."""
    return _told(xxhash.xxh3_128, file)


def fingerprint(data: bytes) -> str:
    """Hash *data*, which we made ourselves, by XXH3 in hex (128 bits).

    Ten times as fast as SHA-256, and no protection: collisions can be made on purpose.
    """
    return xxhash.xxh3_128_hexdigest(data)


def _told(kind: "Callable[[bytes], hashlib._Hash | xxhash.xxh3_128]", file: str | Path) -> str:
    # Calls of the system and no stream, which would cost half as much as the hashing.
    descriptor = open_without_atime(file)
    try:
        data = os.read(descriptor, _READ_BYTES)
        digest = kind(data)
        # Of a file there comes less than was asked for at its end alone.
        while len(data) == _READ_BYTES:
            data = os.read(descriptor, _READ_BYTES)
            digest.update(data)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


def open_without_atime(place: str | Path, kind: int = 0) -> int:
    """Open a file for reading, without a change of its atime where the system allows that.

    *kind* is `os.O_DIRECTORY` for a folder. Raises OSError.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | kind
    try:
        return os.open(place, flags | _NO_ATIME)
    except PermissionError:
        # O_NOATIME is refused (EPERM) for a file of another user.
        return os.open(place, flags)
