# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of each page of an archive, kept on disk: an import that was killed goes on.

Memory stays flat: texts are known by digests, near twins are sought by an index.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.importer.archive.twins import NEAR, SOUGHT, likeness

_TABLES = """
CREATE TABLE IF NOT EXISTS page (
    origin TEXT PRIMARY KEY, digest TEXT NOT NULL, outcome TEXT NOT NULL, address TEXT NOT NULL,
    text TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, author TEXT NOT NULL,
    category TEXT NOT NULL, file TEXT NOT NULL, status TEXT NOT NULL, told TEXT NOT NULL,
    twin TEXT NOT NULL, words INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS page_text ON page (text);
CREATE INDEX IF NOT EXISTS page_title ON page (title);
CREATE INDEX IF NOT EXISTS page_address ON page (address);
CREATE TABLE IF NOT EXISTS sketch (hash INTEGER NOT NULL, origin TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sketch_hash ON sketch (hash);
CREATE TABLE IF NOT EXISTS whole (origin TEXT PRIMARY KEY, hashes BLOB NOT NULL);
"""


class LedgerLine(NamedTuple):
    """One page: `outcome` is "article", "equal" or why there is no article, in Vietnamese.

    `text` is the digest of its words; `file` is the article's, `told` its remarks as JSON;
    `twin` names the page that it nearly equals.
    """

    origin: str
    digest: str
    outcome: str
    address: str = ""
    text: str = ""
    title: str = ""
    date: str = ""
    author: str = ""
    category: str = ""
    file: str = ""
    status: str = ""
    told: str = "[]"
    twin: str = ""
    words: int = 0

    @property
    def remarks(self) -> list[str]:
        """What was told of it."""
        return json.loads(self.told)


class Ledger:
    """The ledger of one archive, in the file *path*."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(path)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.executescript(_TABLES)

    def close(self) -> None:
        """Write all of it."""
        self._base.commit()
        self._base.close()

    def commit(self) -> None:
        """Make sure of what was added."""
        self._base.commit()

    def is_done(self, origin: str, digest: str) -> bool:
        """Tell whether the page was dealt with, as it is."""
        query = "SELECT 1 FROM page WHERE origin = ? AND digest = ?"
        return self._base.execute(query, (origin, digest)).fetchone() is not None

    def add(self, entry: LedgerLine, sketch: array | None = None) -> None:
        """Add a page, or what became of it now."""
        self._base.execute(
            f"INSERT OR REPLACE INTO page VALUES ({', '.join('?' * len(entry))})", entry
        )
        if sketch:
            self._base.executemany(
                "INSERT INTO sketch VALUES (?, ?)",
                [(hash_, entry.origin) for hash_ in sketch[:SOUGHT]],
            )
            self._base.execute(
                "INSERT OR REPLACE INTO whole VALUES (?, ?)", (entry.origin, sketch.tobytes())
            )

    def other_mark(self, mark: str) -> bool:
        """Tell whether articles were written by another map than that of *mark*."""
        query = "SELECT 1 FROM page WHERE outcome = 'article' AND digest NOT LIKE ? LIMIT 1"
        return self._base.execute(query, (f"{mark}-%",)).fetchone() is not None

    def has_address(self, address: str, origin: str) -> bool:
        """Tell whether an article of another page stood at *address* too."""
        query = "SELECT 1 FROM page WHERE address = ? AND outcome = 'article' AND origin != ?"
        return self._base.execute(query, (address, origin)).fetchone() is not None

    def equal_to(self, text: str) -> str | None:
        """Name the page whose article has the same words."""
        query = "SELECT origin FROM page WHERE text = ? AND outcome = 'article'"
        found = self._base.execute(query, (text,)).fetchone()
        return found[0] if found else None

    def near_to(self, sketch: array) -> str | None:
        """Name a page whose text is nearly the same."""
        marks = ", ".join("?" * len(sketch[:SOUGHT]))
        query = (
            "SELECT DISTINCT whole.origin, whole.hashes FROM sketch JOIN whole USING (origin) "
            f"WHERE sketch.hash IN ({marks}) LIMIT 50"
        )
        for origin, hashes in self._base.execute(query, list(sketch[:SOUGHT])):
            if likeness(sketch, array("q", hashes)) > NEAR:
                return origin
        return None

    def with_title(self, title: str) -> list[str]:
        """Name pages of different texts that bear *title*."""
        query = "SELECT origin FROM page WHERE title = ? AND outcome = 'article' ORDER BY origin"
        return [origin for (origin,) in self._base.execute(query, (title,))]

    def counts(self) -> dict[str, int]:
        """Count pages by what became of them, the most first."""
        query = "SELECT outcome, count(*) FROM page GROUP BY outcome ORDER BY 2 DESC, 1"
        return dict(self._base.execute(query))

    def complete(self) -> tuple[int, int]:
        """Count the articles that have title and date, and all articles."""
        query = (
            "SELECT coalesce(sum(title != '' AND date != ''), 0), count(*) FROM page "
            "WHERE outcome = 'article'"
        )
        return self._base.execute(query).fetchone()

    def shared_addresses(self) -> Iterator[tuple[str, list[str]]]:
        """Go through articles whose words other pages have too: file, and all addresses."""
        query = (
            "SELECT one.file, other.address FROM page AS one JOIN page AS other "
            "ON other.text = one.text AND other.outcome = 'equal' "
            "WHERE one.outcome = 'article' ORDER BY one.file, other.origin"
        )
        file, addresses = "", []
        for found, address in self._base.execute(query):
            if found != file and file:
                yield file, addresses
                addresses = []
            file = found
            addresses.append(address)
        if file:
            yield file, addresses

    def entries(self) -> Iterator[LedgerLine]:
        """Go through all pages, by name."""
        for row in self._base.execute("SELECT * FROM page ORDER BY origin"):
            yield LedgerLine(*row)
