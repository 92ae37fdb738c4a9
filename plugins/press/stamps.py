# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stamps: how a file is known to be unchanged without reading it."""

import hashlib
import os
import stat
import time
from pathlib import Path

#: Size in bytes, times of change of content and of inode in ns, inode. Lists, for JSON.
Stamp = list[int]

#: A file changed this short a time ago, in ns, may change again within one tick of
#: the file system's clock without its stamp telling; it is read again next time.
TICK_NS = 100_000_000
#: More than nearly every page and source has.
_READ_BYTES = 1 << 17


def stamp_of(file: str | Path) -> Stamp | None:
    """Take the stamp of a regular file; None where there is none."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return stamp_of_status(status) if stat.S_ISREG(status.st_mode) else None


def own_stamp_of(file: str) -> Stamp | None:
    """Take the stamp of a regular file of the output, where a link is not one."""
    try:
        status = os.lstat(file)
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


def digest_of(file: str | Path) -> str:
    """Tell the SHA-256 of a file's bytes, in hex."""
    # Two calls of the system and no buffer: a stream costs half as much as the hashing.
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        digest = hashlib.sha256(os.read(descriptor, _READ_BYTES))
        while data := os.read(descriptor, _READ_BYTES):
            digest.update(data)
    finally:
        os.close(descriptor)
    return digest.hexdigest()
