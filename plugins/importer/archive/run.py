# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imports an archive: tries some pages first, then all, on two processes; goes on after a kill."""

import hashlib
import json
import os
import re
import sys
import time
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from plugins.importer.archive.ledger import Ledger, LedgerLine
from plugins.importer.archive.mapping import Map
from plugins.importer.archive.old_article import OldArticle, compose_page, compose_row
from plugins.importer.archive.twins import sketch_of, words_digest
from plugins.importer.article_folder import place_of, save_files, with_aliases, write_moment
from plugins.importer.document import Picture
from plugins.importer.kinds import kind_of
from plugins.importer.no_word_lost import LostWordsError, words_of
from plugins.importer.reading import LARGEST, Portal, compose_article, read_source
from plugins.importer.report import missing_fields
from plugins.importer.web.markup import FindPicture
from plugins.importer.web.saved_page import pictures_beside
from plugins.newsroom.old_address import key_of, parse_old_address
from plugins.press.errors import Refusal
from plugins.vietnamese.numbers import format_number

#: Articles after which it is judged whether the map fits; texts that may share a title, and
#: which share of all articles they may be: a wrong selector takes one title from many.
FIRST, SAME_TITLE, SAME_SHARE = 20, 2, 0.01
# Processes, and pages that wait for each of them: what is held at once stays small.
_PROCESSES, _WAITING = 2, 8
_COMMIT_EACH = 100
# Seconds between two lines of progress.
_PROGRESS_EACH = 0.5
_NO_PAGES = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".bmp", ".css", ".js", ".json"),
        *(".avif", ".heic", ".map", ".webmanifest", ".atom", ".rss"),
        *(".woff", ".woff2", ".ttf", ".eot", ".mp3", ".mp4", ".pdf", ".zip", ".xml", ".txt"),
    )
)
_LOST = ("left out", "note")
#: What told things are no loss: letters that were only written otherwise.
_NO_LOSS = ("chữ TCVN3", "chữ VNI", "chữ tổ hợp", "chữ «Ð»", "phần bỏ theo khuôn", "phần quanh bài")


@dataclass(slots=True)
class Job:
    """One page to read: a file below the archive's folder, or a row of a dump."""

    origin: str
    stamp: str
    row: OldArticle | None = None


@dataclass(slots=True)
class Result:
    """What came of one page: an article, or in `outcome` why there is none."""

    origin: str
    stamp: str
    outcome: str = "article"
    address: str = ""
    place: str = ""
    text: str = ""
    files: dict[str, bytes] | None = None
    title: str = ""
    date: str = ""
    author: str = ""
    category: str = ""
    status: str = "draft"
    words: int = 0
    digest: str = ""
    sketch: array | None = None
    told: tuple[str, ...] = ()
    is_document: bool = False


class PageReader:
    """Reads pages of one archive, in a process of its own."""

    def __init__(self, folder: Path, map_: Map, portal: Portal, publish: bool) -> None:
        self.folder, self.map, self.portal, self.publish = folder, map_, portal, publish

    def read(self, job: Job) -> Result:
        """Read one page; whatever is wrong with it is what came of it."""
        result = Result(job.origin, job.stamp)
        try:
            self._read(job, result)
        except Refusal as refusal:
            result.outcome = refusal.problem
        except LostWordsError as error:
            result.outcome = f"LỖI: bản nhập không giữ đủ chữ: {error}"
        except Exception as error:  # One page must not take the others along.
            result.outcome = f"LỖI: bản nhập không đọc được trang này: {type(error).__name__}"
        return result

    def _read(self, job: Job, result: Result) -> None:
        if job.row is not None:
            pictures = pictures_beside(self.folder)
            article, address = compose_row(job.row, self.map, self.portal, pictures)
        else:
            file = self.folder / job.origin
            if file.stat().st_size > LARGEST:
                raise Refusal("tệp lớn hơn 200 MB", "chia tệp")
            data = file.read_bytes()
            kind = kind_of(data)
            if kind == "html":
                pictures = _pictures_of_page(self.folder, file)
                article, address = compose_page(job.origin, data, self.map, self.portal, pictures)
            elif kind in ("docx", "doc", "rtf"):
                found = read_source(file.name, data, self.portal, file.parent)
                article, address = compose_article(file.name, data, *found), ""
                result.is_document = True
            else:
                raise Refusal(f"không phải trang hay văn bản ({kind})", "bỏ tệp này khỏi kho")
        draft = article.draft
        words = words_of(article.body.text)
        lost = [
            remark
            for remark in article.remarks
            if remark.kind in _LOST and not remark.what.startswith(_NO_LOSS)
        ]
        if self.publish and not lost and not missing_fields(article):
            article.status = result.status = "published"
        result.address, result.place = address, place_of(article, Path(job.origin).stem)
        result.text, result.files = article.text, article.files
        result.title, result.author, result.category = draft.title, draft.author, draft.category
        result.date = write_moment(draft.date) if draft.date else ""
        result.words, result.sketch = len(words), sketch_of(words)
        result.digest = words_digest([*words_of(draft.title), "|", *words])
        result.told = tuple(
            f"{remark.what}: {remark.words}" if remark.words else remark.what
            for remark in article.remarks
        )


def _pictures_of_page(folder: Path, file: Path) -> FindPicture:
    """Find pictures as the page's server did: beside it, below its host, below the mirror."""
    place = file.parent.relative_to(folder)
    roots = [folder]
    if place.parts and "." in place.parts[0]:
        roots.insert(0, folder / place.parts[0])
    finders = [pictures_beside(root) for root in roots]

    def find(address: str, alt: str) -> Picture | None:
        path = address.partition("?")[0]
        wanted = [address]
        if not re.match(r"[a-z]+:|/", path, re.IGNORECASE):
            wanted.insert(0, os.path.normpath(place / path))
            if len(roots) > 1:
                wanted.insert(0, os.path.normpath(os.path.join(*place.parts[1:], path)))
        for one in wanted:
            for finder in finders:
                found = finder(one, alt)
                if found is None or found.data:
                    return found
        return Picture(address, b"", alt)

    return find


_reader: PageReader | None = None


def _start_process(reader: PageReader) -> None:
    global _reader
    _reader = reader


def _read_in_process(jobs: list[Job]) -> list[Result]:
    return [_reader.read(job) for job in jobs]


def read_all(reader: PageReader, jobs: Iterable[Job]) -> Iterator[Result]:
    """Read *jobs* on two processes and give the results in their order."""
    context = get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, context, _start_process, (reader,)) as pool:
        waiting: deque[Future[list[Result]]] = deque()
        batch: list[Job] = []
        try:
            for job in jobs:
                batch.append(job)
                if len(batch) == 4:
                    waiting.append(pool.submit(_read_in_process, batch))
                    batch = []
                if len(waiting) >= _WAITING:
                    yield from waiting.popleft().result()
            if batch:
                waiting.append(pool.submit(_read_in_process, batch))
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def pages_below(folder: Path) -> Iterator[str]:
    """Name the files below *folder* that may be pages, in order."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if os.path.splitext(name)[1].lower() not in _NO_PAGES:
                yield os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")


def spread(names: list[str], count: int) -> Iterator[str]:
    """Go through *names* so that the first *count* of them come from all over."""
    step = max(1, len(names) // max(count, 1))
    for start in range(step):
        yield from names[start::step]


class ArchiveImport:
    """An archive that is imported: its pages, its ledger, what to say of its progress."""

    def __init__(self, reader: PageReader, content: Path, work: Path, map_text: str) -> None:
        self.reader, self.content, self.work = reader, content, work
        self.mark = hashlib.sha256(f"{map_text}\n{reader.publish}".encode()).hexdigest()[:12]

    def job(self, name: str) -> Job:
        """The job of one file; its stamp tells whether it is as it was."""
        stat = (self.reader.folder / name).stat()
        return Job(name, f"{self.mark}-{stat.st_size}-{stat.st_mtime_ns}")

    def attempt(self, jobs: Iterable[Job], count: int, most: int) -> list[Result]:
        """Read pages until *count* of them gave an article, *most* pages at all; write nothing."""
        results: list[Result] = []
        articles = 0
        for number, job in enumerate(jobs):
            if articles >= count or number >= most:
                break
            result = self.reader.read(job)
            results.append(result)
            articles += result.outcome == "article"
        return results

    def run(self, jobs: Callable[[], Iterable[Job]], total: int) -> Counter[str]:
        """Import all pages that are not done yet; raises Refusal where the map does not fit."""
        ledger = Ledger(self.work / "nhat-ky.sqlite3")
        progress = _Progress(total)
        done: Counter[str] = Counter()
        try:
            if ledger.other_mark(self.mark):
                raise Refusal(
                    "khuôn hay PUBLISH đã đổi sau khi nhập một phần kho",
                    f"xóa các bài đã nhập và thư mục {os.path.relpath(self.work)}, rồi chạy lại",
                )
            waiting = (job for job in jobs() if not ledger.is_done(job.origin, job.stamp))
            for number, result in enumerate(read_all(self.reader, waiting), start=1):
                entry = self._settle(ledger, result)
                done[entry.outcome] += 1
                if number % _COMMIT_EACH == 0:
                    ledger.commit()
                progress.tell(sum(done.values()), done["article"])
            ledger.commit()
            for file, addresses in ledger.shared_addresses():
                self._add_addresses(Path(file), addresses)
            progress.end(sum(done.values()), done["article"])
        finally:
            ledger.close()
        return done

    def _settle(self, ledger: Ledger, result: Result) -> LedgerLine:
        """Write an article, unless its words stand in another one; put it into the ledger."""
        entry = LedgerLine(result.origin, result.stamp, result.outcome, result.address)
        if result.outcome != "article":
            ledger.add(entry)
            return entry
        same = ledger.equal_to(result.digest)
        if same is not None and same != result.origin:
            entry = entry._replace(outcome="equal", text=result.digest, twin=same)
            ledger.add(entry)
            return entry
        told = list(result.told)
        self._look_for_title(ledger, result, told)
        text = result.text
        if address := self._usable(ledger, result, told):
            text = with_aliases(text, [address])
        near = ledger.near_to(result.sketch) or ""
        file = save_files(self.content, result.place, text, result.files or {})
        entry = entry._replace(
            text=result.digest,
            title=result.title,
            date=result.date,
            author=result.author,
            category=result.category,
            file=os.path.relpath(file),
            status=result.status,
            told=json.dumps(told, ensure_ascii=False),
            twin=near,
            words=result.words,
        )
        ledger.add(entry, result.sketch)
        return entry

    def _look_for_title(self, ledger: Ledger, result: Result, told: list[str]) -> None:
        """Tell of articles with the same title; raises Refusal where they are too many."""
        if not result.title or result.title in self.reader.map.repeated_titles:
            return
        others = [name for name in ledger.with_title(result.title) if name != result.origin]
        if others:
            told.append(f"tên bài giống ở: {', '.join(others[:SAME_TITLE])}")
        if len(others) >= SAME_TITLE and len(others) + 1 >= SAME_SHARE * ledger.complete()[1]:
            shown = ", ".join([*others[:SAME_TITLE], result.origin])
            raise Refusal(
                f"tên «{result.title}» lặp lại ở các bài khác nhau ({shown})",
                "sửa bộ chọn title trong khuôn; nếu đúng là tên thật, ghi vào repeated_titles",
            )

    def _usable(self, ledger: Ledger, result: Result, told: list[str]) -> str:
        """Give the old address of an article, if it may be one of its `aliases`."""
        address = result.address
        if not address or address == "/":
            return ""
        own = f"/{result.place}/"
        if parse_old_address(address) is None:
            told.append(f"địa chỉ cũ không dùng được: {address}")
            return ""
        if key_of(address) == key_of(own) or ledger.has_address(address, result.origin):
            return ""
        return address

    def _add_addresses(self, file: Path, addresses: list[str]) -> None:
        """Add the addresses of pages with the same words to an article."""
        try:
            text = file.read_text("utf-8")
        except OSError:
            return
        usable = [
            address
            for address in addresses
            if address not in ("", "/") and parse_old_address(address) is not None
        ]
        header = text.partition("\n---\n")[0]
        lines = [line for line in header.split("\n") if line.startswith("  - '")]
        old = [line[5:-1].replace("''", "'") for line in lines]
        merged = list(dict.fromkeys([*old, *usable]))
        if merged != old:
            temporary = file.with_name(".index.md.moi")
            temporary.write_text(with_aliases(text, merged), encoding="utf-8")
            os.replace(temporary, file)


class _Progress:
    """One line on a terminal; elsewhere a line for each tenth."""

    def __init__(self, total: int) -> None:
        self._total, self._started = total, time.monotonic()
        self._last, self._tenth = 0.0, 0
        self._is_terminal = sys.stderr.isatty()

    def _line(self, pages: int, articles: int) -> str:
        minutes = max(time.monotonic() - self._started, 0.001) / 60
        return (
            f"{format_number(pages)}/{format_number(self._total)} trang, "
            f"{format_number(articles)} bài, {format_number(round(pages / minutes))} trang/phút"
        )

    def tell(self, pages: int, articles: int) -> None:
        now = time.monotonic()
        if self._is_terminal and now - self._last >= _PROGRESS_EACH:
            self._last = now
            print(f"\r{self._line(pages, articles)}", end="", file=sys.stderr, flush=True)
        elif not self._is_terminal and pages * 10 // max(self._total, 1) > self._tenth:
            self._tenth = pages * 10 // max(self._total, 1)
            print(self._line(pages, articles), file=sys.stderr, flush=True)

    def end(self, pages: int, articles: int) -> None:
        if self._is_terminal:
            print(f"\r{self._line(pages, articles)}", file=sys.stderr)
