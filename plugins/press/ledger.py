# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger: what was read and printed before, so that it need not be done again.

One SQLite file under the cache path. It may be deleted at any time and is never
believed: every row carries a checksum of its own, because SQLite's check lets
damaged rows pass, and a file that another program or another version of this one
wrote is thrown away. Rows hold JSON; nothing in them can run.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_SCHEMA = """
CREATE TABLE rows (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    checksum BLOB NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""
#: Marks a SQLite file as ours ("tin" in the Latin letters' places, and the form's number).
_APPLICATION = 0x74696E31


class LedgerDamagedError(Exception):
    """The ledger holds something that was not put there."""


class LedgerBusyError(Exception):
    """Another build has held the ledger for too long; says how to go on."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"một lần dựng khác đang giữ bộ nhớ đệm «{file}» — "
            "Sửa: đợi lần kia xong, hoặc dùng --cache-path khác"
        )


class Ledger:
    """Rows of text by kind and key, as they were when *version* last wrote them.

    A ledger that is damaged, foreign or of another *version* is begun anew;
    `thrown_away` says so. Reading raises LedgerDamagedError where a row is not
    what was written; `discard` then makes room for a new one. What is written is
    kept by `commit` alone. One build holds the ledger at a time; another waits
    *wait_s* seconds for it and then raises LedgerBusyError.
    """

    def __init__(self, file: Path, version: str, wait_s: float = 600.0) -> None:
        self.file, self.version, self._wait_s = file, version, wait_s
        self.thrown_away = False
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except (sqlite3.DatabaseError, LedgerDamagedError):
            self.thrown_away = True
            self.discard()
            self._open()

    def _open(self) -> None:
        self._connection = sqlite3.connect(self.file, timeout=self._wait_s, isolation_level=None)
        self._process = os.getpid()
        try:
            self._prepare()
        except BaseException as error:
            self._connection.close()
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise LedgerBusyError(self.file) from error
            raise

    def _prepare(self) -> None:
        run = self._connection.execute
        # The ledger is a cache: what a power cut takes from it is made again.
        run("PRAGMA synchronous = OFF")
        # Held until the end: of two builds with one ledger the second waits here.
        run("BEGIN IMMEDIATE")
        (application,) = run("PRAGMA application_id").fetchone()
        tables = run("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application == 0 and tables == 0:
            run(_SCHEMA)
            run(f"PRAGMA application_id = {_APPLICATION}")
            self.put("ledger", {"version": self.version})
            self.commit()
        elif application != _APPLICATION or self.get("ledger", "version") != self.version:
            raise LedgerDamagedError("another program or version wrote it")

    def get(self, kind: str, key: str) -> str | None:
        """Read one row; None if there is none."""
        for _, value in self._read(
            "SELECT key, value, checksum FROM rows WHERE kind = ? AND key = ?", kind, (key,)
        ):
            return value
        return None

    def all(self, kind: str) -> dict[str, str]:
        """Read all rows of one kind."""
        return dict(self._read("SELECT key, value, checksum FROM rows WHERE kind = ?", kind, ()))

    def _read(self, query: str, kind: str, more: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        try:
            for key, value, checksum in self._reader().execute(query, (kind, *more)):
                if checksum != _checksum(kind, key, value):
                    raise LedgerDamagedError(f"row {kind} {key!r} is not what was written")
                yield key, value
        except (sqlite3.DatabaseError, UnicodeError, TypeError, AttributeError) as error:
            raise LedgerDamagedError(str(error)) from error

    def _reader(self) -> sqlite3.Connection:
        """Give this process's own connection: one may not be shared across a fork."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._connection = sqlite3.connect(f"{self.file.resolve().as_uri()}?mode=ro", uri=True)
        return self._connection

    def put(self, kind: str, rows: Mapping[str, str]) -> None:
        """Write rows of one kind."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)",
            ((kind, key, value, _checksum(kind, key, value)) for key, value in rows.items()),
        )

    def drop(self, kind: str, keys: Iterable[str]) -> None:
        """Forget rows of one kind."""
        self._connection.executemany(
            "DELETE FROM rows WHERE kind = ? AND key = ?", ((kind, key) for key in keys)
        )

    def commit(self) -> None:
        """Keep what was written since the last commit."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Leave the file, forgetting what was not committed."""
        self._connection.close()

    def discard(self) -> None:
        """Delete the file, for it cannot be believed."""
        with suppress(AttributeError):
            self._connection.close()
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)


def _checksum(kind: str, key: str, value: str) -> bytes:
    return hashlib.blake2b(f"{kind}\0{key}\0{value}".encode(), digest_size=8).digest()
