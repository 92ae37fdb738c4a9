# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive as the desk's list shows it: one row an article, in memory, renewed by each build.

A row is made anew only where the digest of its article changed, so that a build of one edit
costs no more than a look at all digests (some milliseconds at 20,000 articles).
"""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Set
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from plugins.editor.first_look import FirstLook, Glimpse, seconds_of
from plugins.editor.sheet import open_sheet, show_moment
from plugins.newsroom.article import UNTITLED, Standing, is_standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.sections import Sections
from plugins.press.cache.store import CacheDamagedError
from plugins.press.pipeline import Pipeline
from plugins.press.publish.printing import Printing
from plugins.press.read.content_folder import ContentFolder, is_source
from plugins.press.read.sources import ReadResult
from plugins.vietnamese.letters import fold

#: What the list calls the states of an article, in the order of its filter.
STATUSES = {
    "nhap": "Bản nháp",
    "cho-dang": "Chờ đến ngày đăng",
    "da-dang": "Đã đăng",
    "het-han": "Đã hết hạn",
    "da-go": "Đã gỡ",
    "co-loi": "Có lỗi",
    "trang": "Trang cố định",
}
#: Names that are offered while one is typed: the most frequent of them.
OFFERED = 2_000


class SourceRow(NamedTuple):
    """A source in the list. `seconds` since 1970 order it; `words` are what is searched, folded.

    `status` is a key of STATUSES; `errors` and `warnings` count what `make check` tells.
    """

    path: str
    title: str
    seconds: float
    date: str
    section: str
    names: tuple[str, ...]
    status: str
    address: str
    words: str
    errors: int = 0
    warnings: int = 0


class Query(NamedTuple):
    """What the list is asked for; "" asks for all."""

    words: str = ""
    status: str = ""
    section: str = ""
    author: str = ""


class _Known(NamedTuple):
    """What was found out of the article with a digest."""

    digest: str
    title: str
    date: str
    words: str


class KnownSources:
    """What the desk knows of all sources; one build after the other tells it (`learn`)."""

    def __init__(
        self, root: Path, zone: ZoneInfo, sections: Sections, trouble: Callable[[], str] = str
    ) -> None:
        """Look below *root*; *trouble* tells why the last build ended early, "" if it did not."""
        self._root, self._zone, self._sections = root, zone, sections
        self._known: dict[str, _Known] = {}
        self.rows: tuple[SourceRow, ...] = ()
        self._by_path: dict[str, SourceRow] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._names: tuple[str, ...] = ()
        self.authors: tuple[str, ...] = ()
        self.tags: tuple[str, ...] = ()
        #: What the last build read and printed with; None before the first.
        self.pipeline: Pipeline | None = None
        self.result: ReadResult | None = None
        self.printing: Printing | None = None
        self.learnt = threading.Event()
        self.trouble = trouble
        self._shown_first: tuple[tuple[Glimpse, ...], tuple[SourceRow, ...]] = ((), ())
        self._first_look = FirstLook(root, zone, sections, self.learnt.is_set)

    @property
    def reading(self) -> tuple[int, int] | None:
        """Tell how many sources were looked at, of how many (0: not known); None after a build."""
        look = self._first_look
        return None if self.learnt.is_set() else (len(look.glimpses), look.count)

    def learn(
        self, pipeline: Pipeline, result: ReadResult, faults: Set[Fault], printing: Printing
    ) -> None:
        """Take over what a build found; it can still fetch articles."""
        by_path: dict[str, list[Fault]] = defaultdict(list)
        for fault in sorted(faults):
            by_path[fault.path].append(fault)
        now = pipeline.now.timestamp()
        places = {item.path: item.address for item in printing.site_plan.shown if item.undated}
        known: dict[str, _Known] = {}
        rows = []
        for entry in result.entries:
            found = self._known.get(entry.path)
            if found is None or found.digest != entry.digest or not entry.digest:
                found = self._look(entry, pipeline)
            known[entry.path] = found
            rows.append(self._row(entry, found, now, places))
        rows += map(_standing_row, result.standing)
        there = {row.path for row in rows}
        lost = [path for path in by_path if path not in there and is_source(path)]
        rows += map(self._lost_row, lost)
        self._known = known
        rows = [_counted(row, by_path[row.path]) if row.path in by_path else row for row in rows]
        rows.sort(key=lambda row: (-row.seconds, row.path))
        authors = Counter(name for entry in result.entries for name in entry.names)
        tags = Counter(tag for entry in result.entries for tag in entry.tags)
        self._names, self.authors = tuple(authors), _most_common(authors)
        self.tags = _most_common(tags)
        self.pipeline, self.result, self.printing = pipeline, result, printing
        self._faults = by_path
        self._by_path = {row.path: row for row in rows}
        self.rows = tuple(rows)
        self.learnt.set()

    def row(self, path: str) -> SourceRow | None:
        """Give the row of the source at content *path*, if the last build saw one."""
        return self._by_path.get(path)

    def faults(self, path: str) -> list[Fault]:
        """List what the last build told of the source at content *path*."""
        return self._faults.get(path, [])

    def find(self, query: Query) -> list[SourceRow]:
        """List the rows that *query* asks for, newest first; a linear look at all of them."""
        words = fold(query.words).split()
        author = fold(query.author)
        rows, known = self.rows, self._names
        if not self.learnt.is_set():
            rows = self._glimpsed()
            known = tuple(name for row in rows for name in row.names)
        names = {name for name in known if author in fold(name)} if author else set()
        return [
            row
            for row in rows
            if (not query.section or row.section == query.section)
            and (not query.status or _is(row, query.status))
            and (not author or not names.isdisjoint(row.names))
            and all(word in row.words for word in words)
        ]

    def _glimpsed(self) -> tuple[SourceRow, ...]:
        """Make rows of what the headers say, before a build has read the archive."""
        glimpses = self._first_look.ask()
        if self._shown_first[0] is glimpses:
            return self._shown_first[1]
        now = time.time()
        rows = []
        for seen in glimpses:
            seconds = seconds_of(seen.moment)
            status = "cho-dang" if now < seconds < float("inf") else "da-dang"
            if seen.is_draft:
                status = "nhap"
            elif is_standing(seen.path):
                status, seconds = "trang", 0.0
            date = show_moment(seen.moment) if seen.moment else ""
            names = (seen.author,) if seen.author else ()
            rows.append(
                SourceRow(
                    seen.path, seen.title, seconds, date, seen.section, names, status, "",
                    seen.words,
                )
            )  # fmt: skip
        rows.sort(key=lambda row: (-row.seconds, row.path))
        self._shown_first = glimpses, tuple(rows)
        return self._shown_first[1]

    def _look(self, entry: Entry, pipeline: Pipeline) -> _Known:
        """Find out what the list shows of an article, of a faulty one from its file."""
        try:
            article = pipeline.sources.article(entry.path) if entry.digest else None
        except CacheDamagedError:
            article = None
        if article is None:
            return self._look_into_file(entry)
        return _Known(
            entry.digest,
            article.title,
            "" if article.undated else show_moment(article.date),
            _words(article.title, article.summary, *article.byline.names, *article.tags),
        )

    def _look_into_file(self, entry: Entry) -> _Known:
        title, date = _title_and_date(self._root, entry.path, self._zone, self._sections)
        return _Known("", title, date, _words(title, *entry.names, *entry.tags))

    def _lost_row(self, path: str) -> SourceRow:
        """Show a source of which nothing could be read; it stands first."""
        title, date = _title_and_date(self._root, path, self._zone, self._sections)
        return SourceRow(path, title, float("inf"), date, "", (), "co-loi", "", _words(title))

    def _row(self, entry: Entry, known: _Known, now: float, places: dict[str, str]) -> SourceRow:
        status = "da-dang"
        if entry.draft:
            status = "nhap"
        elif entry.published > now:
            status = "cho-dang"
        elif entry.withdrawn:
            status = "da-go"
        elif entry.ends is not None and entry.ends <= now:
            status = "het-han"
        return SourceRow(
            entry.path,
            known.title,
            float("inf") if entry.undated else entry.published,
            known.date,
            entry.section,
            entry.names,
            status,
            places.get(entry.path, entry.address),
            known.words,
        )


def end_of(trouble: str) -> str:
    """Give the line of a build's *trouble* that names it; above it stands where it happened."""
    return trouble.strip().rpartition("\n")[2]


def _standing_row(page: Standing) -> SourceRow:
    status = "nhap" if page.draft else "trang"
    words = _words(page.title, page.summary)
    return SourceRow(page.path, page.title, 0.0, "", "", (), status, page.address, words)


def _title_and_date(root: Path, path: str, zone: ZoneInfo, sections: Sections) -> tuple[str, str]:
    """Read what the file at content *path* says of itself; its name where it says nothing."""
    name = path.removesuffix("/index.md").rpartition("/")[2]
    found = ContentFolder(root).source(path)
    try:
        sheet = open_sheet(path, found.file.read_bytes(), zone, sections) if found else None
    except OSError:
        sheet = None
    if sheet is None:
        return name, ""
    return sheet.values.texts["title"] or UNTITLED, sheet.values.texts["date"]


def _words(*texts: str) -> str:
    return fold("\n".join(texts))


def _most_common(counter: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in counter.most_common(OFFERED))


def _counted(row: SourceRow, faults: Iterable[Fault]) -> SourceRow:
    errors = sum(not fault.warning for fault in faults)
    # Without a section of its own it was read as of the first.
    section = "" if any(fault.field == "category" for fault in faults) else row.section
    return row._replace(section=section, errors=errors, warnings=sum(1 for _ in faults) - errors)


def _is(row: SourceRow, status: str) -> bool:
    if status == "co-loi":
        return row.errors > 0
    if status == "trang":
        return is_standing(row.path)
    return row.status == status
