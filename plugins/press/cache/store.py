# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store: what was read and printed before, so that it need not be done again.

One SQLite file under the cache path. It may be deleted at any time and is never
believed: every row carries a checksum of its own, because SQLite's check lets
damaged rows pass, and a file that another program or another version of this one
wrote is thrown away. Rows hold JSON; nothing in them can run.
"""

import fcntl
import os
import sqlite3
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import xxhash

from plugins.press.errors import Refusal, reason_of

#: The checksum stands before the value: what is behind a long one is found by reading all of it.
_SCHEMA = """
CREATE TABLE rows (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    checksum BLOB NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
#: What a row says, and its checksum, neither of which is believed yet.
Sealed = tuple[object, object]
#: Marks a SQLite file as ours ("tin" in the Latin letters' places, and the form's number).
_APPLICATION = 0x74696E32
#: An article's body takes 5 kB or so, which of smaller pages would lie on several.
_PAGE_BYTES = 32_768
_POLL_S = 0.05
#: What a disk refuses, as opposed to what a damaged file brings about.
_REFUSALS = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


class CacheDamagedError(Exception):
    """The store holds something that was not put there, so all is begun anew.

    `words` say so to the editor.
    """

    words = "Bộ nhớ đệm hỏng: bỏ đi, làm lại từ đầu."


class CacheOutdatedError(CacheDamagedError):
    """Another version of the program, or other settings, wrote the store."""


class CacheStore:
    """Rows of text by kind and key, as they were when *version* last wrote them.

    A store that is damaged, foreign or of another *version* is begun anew;
    `thrown_away` says so, and `outdated` that only its version was to blame. Reading
    and writing raise CacheDamagedError where the file is not what was written;
    `discard` then makes room for a new one. What is written is kept by `commit`
    alone. One build holds the store at a time, from opening it to closing it;
    another waits *wait_s* seconds for it. Raises Refusal where it is still held then,
    and where nothing can be kept.
    """

    def __init__(self, file: Path, version: str, wait_s: float = 600.0) -> None:
        self.file, self.version, self._wait_s = file, version, wait_s
        self.thrown_away = self.outdated = False
        refuse_links((*_places(file), file.with_suffix(".lock")))
        for place in _places(file):
            if place.is_dir():
                raise _unwritable(place, "ở đó có một thư mục", "dời thư mục ấy đi")
        self._process = os.getpid()
        self._lock = self._take_lock()
        try:
            try:
                self._open()
            except (sqlite3.Error, CacheDamagedError) as error:
                self.thrown_away = True
                self.outdated = isinstance(error, CacheOutdatedError)
                self.discard()
                self._open()
        except (OSError, sqlite3.Error) as error:
            os.close(self._lock)
            raise _unwritable(file, str(error)) from error
        except BaseException:
            os.close(self._lock)
            raise

    def _take_lock(self) -> int:
        """Wait for the lock beside the file.

        SQLite's own lock ends with each transaction: a build that waited would
        come in between, and change rows that the other has read already.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            lock = os.open(self.file.with_suffix(".lock"), flags, 0o666)
        except OSError as error:
            raise _unwritable(self.file, reason_of(error)) from error
        deadline = time.monotonic() + self._wait_s
        told = False
        try:
            while not _is_locked(lock):
                if time.monotonic() >= deadline:
                    raise _busy(self.file)
                if not told:
                    told = True
                    print(
                        f"Một lần dựng khác đang giữ bộ nhớ đệm «{self.file}»: "
                        f"chờ nó xong, tối đa {self._wait_s:g} giây.",
                        file=sys.stderr,
                        flush=True,
                    )
                time.sleep(_POLL_S)
        except BaseException:
            os.close(lock)
            raise
        return lock

    def _open(self) -> None:
        self._connection = sqlite3.connect(self.file, timeout=self._wait_s, isolation_level=None)
        try:
            self._prepare()
        except BaseException as error:
            self._connection.close()
            # Not another build, which would hold the lock, but some other program.
            if _code_of(error) == sqlite3.SQLITE_BUSY:
                raise _busy(self.file) from error
            raise

    def _prepare(self) -> None:
        run = self._connection.execute
        # The store is a cache: what a power cut takes from it is made again.
        run("PRAGMA synchronous = OFF")
        # Of a new file: one page, one reading, for most of what we keep.
        run(f"PRAGMA page_size = {_PAGE_BYTES}")
        run("BEGIN IMMEDIATE")
        (application,) = run("PRAGMA application_id").fetchone()
        tables = run("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application == 0 and tables == 0:
            run(_SCHEMA)
            run(f"PRAGMA application_id = {_APPLICATION}")
            self.put("store", {"version": self.version})
            self.commit()
        elif application == _APPLICATION and self.get("store", "version") != self.version:
            raise CacheOutdatedError("another version of the program or settings wrote it")
        elif application != _APPLICATION:
            raise CacheDamagedError("another program or version wrote it")

    def get(self, kind: str, key: str) -> str | None:
        """Read one row; None if there is none."""
        rows = self._sealed("kind = ? AND key = ?", kind, key)
        return unseal(kind, key, rows[0][1:]).decode() if rows else None

    def raw(self, kind: str) -> dict[str, bytes]:
        """Read all rows of one kind as UTF-8, where many of them are used."""
        return {key: unseal(kind, key, row) for key, row in self.sealed(kind).items()}

    def sealed(self, kind: str) -> dict[str, Sealed]:
        """Read all rows of one kind, where some of them are used, each by `unseal`."""
        return {key: (value, told) for key, value, told in self._sealed("kind = ?", kind)}

    def text(self, kind: str, key: str) -> bytes:
        """Read one row, which must be there, as UTF-8."""
        rows = self._sealed("kind = ? AND key = ?", kind, key)
        return unseal(kind, key, rows[0][1:] if rows else None)

    def bare(self, kind: str, key: str) -> object:
        """Read one row as UTF-8 without its checksum, where the caller knows its digest."""
        rows = self._sealed("kind = ? AND key = ?", kind, key)
        return rows[0][1] if rows else None

    def _sealed(self, which: str, *values: str) -> list[tuple[str, object, object]]:
        query = f"SELECT key, CAST(value AS BLOB), checksum FROM rows WHERE {which}"
        try:
            return self._reader().execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise CacheDamagedError(str(error)) from error

    def checksums(self, kind: str) -> dict[str, str]:
        """Tell the checksums of all rows of one kind, which are not compared with the rows."""
        query = "SELECT key, checksum FROM rows WHERE kind = ?"
        try:
            return {key: bytes(told).hex() for key, told in self._reader().execute(query, (kind,))}
        except (sqlite3.Error, UnicodeError, TypeError) as error:
            raise CacheDamagedError(str(error)) from error

    def _reader(self) -> sqlite3.Connection:
        """Give this process's own connection: one may not be shared across a fork."""
        if self._process != os.getpid():
            self._process = os.getpid()
            # Kept, since closing it here would roll back what its owner has begun.
            self._inherited = self._connection
            self._connection = sqlite3.connect(f"{self.file.resolve().as_uri()}?mode=ro", uri=True)
        return self._connection

    def put(self, kind: str, rows: Mapping[str, str | bytes]) -> None:
        """Write rows of one kind, of text or UTF-8."""
        self._write((kind, key, _checksum(kind, key, value), value) for key, value in rows.items())

    def put_texts(self, kind: str, rows: Mapping[str, tuple[bytes, str]]) -> None:
        """Write rows of one kind that are UTF-8 already, each with its `checksum`."""
        self._write((kind, key, bytes.fromhex(told), value) for key, (value, told) in rows.items())

    def _write(self, rows: Iterable[tuple[str, str, bytes, str | bytes]]) -> None:
        # UTF-8 becomes text as it is.
        insert = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, CAST(? AS TEXT))"
        with self._writing():
            self._connection.executemany(insert, rows)

    def drop(self, kind: str, keys: Iterable[str]) -> None:
        """Forget rows of one kind."""
        with self._writing():
            self._connection.executemany(
                "DELETE FROM rows WHERE kind = ? AND key = ?", ((kind, key) for key in keys)
            )

    def commit(self) -> None:
        """Keep what was written since the last commit."""
        with self._writing():
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN IMMEDIATE")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Tell a disk that refuses from a file that is not what was written."""
        try:
            yield
        except sqlite3.Error as error:
            if _code_of(error) in _REFUSALS:
                raise _unwritable(self.file, str(error)) from error
            raise CacheDamagedError(str(error)) from error

    def close(self) -> None:
        """Leave the file, forgetting what was not committed."""
        self._connection.close()
        os.close(self._lock)

    def discard(self) -> None:
        """Delete the file, for it cannot be believed."""
        with suppress(AttributeError):  # Where it could not even be opened.
            self._connection.close()
        discard(self.file)


def discard(file: Path) -> None:
    """Delete the store in *file*, which no process holds, for it cannot be believed."""
    for place in _places(file):
        place.unlink(missing_ok=True)


def refuse_links(places: Iterable[Path]) -> None:
    """Refuse what leads out of the cache, where files of others would be written over.

    Raises Refusal for a symbolic link, and for a file that has another name elsewhere.
    """
    for place in places:
        with suppress(FileNotFoundError, NotADirectoryError):
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                raise _unwritable(place, "ở đó có một liên kết tượng trưng", "xóa liên kết ấy")
            if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
                raise _unwritable(place, "tệp ấy còn một tên ở chỗ khác", "xóa tên này của nó")


def _busy(file: Path) -> Refusal:
    return Refusal(
        f"một lần dựng khác đang giữ bộ nhớ đệm «{file}»",
        "đợi lần kia xong, hoặc dùng --cache-path khác",
    )


def _unwritable(file: Path, reason: str, mend: str = "cấp quyền ghi hoặc dọn bớt đĩa") -> Refusal:
    return Refusal(
        f"không ghi được bộ nhớ đệm «{file}» ({reason})", f"{mend}, hoặc dùng --cache-path khác"
    )


def _places(file: Path) -> list[Path]:
    """List the files that SQLite makes of one."""
    return [Path(f"{file}{suffix}") for suffix in ("", "-journal", "-wal", "-shm")]


def _is_locked(lock: int) -> bool:
    """Lock an open file; False while another process holds it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _code_of(error: BaseException) -> int | None:
    """Tell the primary result code of SQLite; None for what is not its error."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def unseal(kind: str, key: str, row: Sealed | None) -> bytes:
    """Tell what a row says; raises CacheDamagedError where that is not what was written."""
    value, told = row or (None, None)
    if not isinstance(value, bytes) or told != _checksum(kind, key, value):
        raise CacheDamagedError(f"row {kind} {key!r} is not what was written")
    return value


def checksum(kind: str, key: str, value: str | bytes) -> str:
    """Tell the checksum that a row has, or will have, in hex."""
    return _checksum(kind, key, value).hex()


def _checksum(kind: str, key: str, value: str | bytes) -> bytes:
    # Against damage, not against forgery: XXH3 takes 0.06 s of CPU for 1 GB in rows of 5 kB.
    digest = xxhash.xxh3_64(f"{kind}\0{key}\0".encode())
    digest.update(value if isinstance(value, bytes) else value.encode())
    return digest.digest()
