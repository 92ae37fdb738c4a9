# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the import of an archive as `make import` asks for it, and tells what came of it."""

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.importer.archive.dumps import rows_of
from plugins.importer.archive.ledger import Ledger
from plugins.importer.archive.mapping import Map, MapError, read_map
from plugins.importer.archive.report import loud_remarks, outcome_words, write_reports
from plugins.importer.archive.run import (
    FIRST,
    ArchiveImport,
    Job,
    PageReader,
    Result,
    pages_below,
    spread,
)
from plugins.importer.reading import Portal
from plugins.press.errors import Refusal
from plugins.vietnamese.numbers import format_number

# Pages that are looked at for one article, when an archive is tried.
_PAGES_FOR_ONE = 20


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, and how: `trial` is how many articles are only tried, 0 for all."""

    source: Path
    map_file: Path | None
    trial: int = 0
    publish: bool = False


def import_archive(order: Order, content: Path, cache: Path, portal: Portal) -> int:
    """Import an archive; returns 0, or 1 where pages failed. Raises Refusal where it stops."""
    map_text, map_ = "", Map()
    if order.map_file is not None:
        try:
            map_text = order.map_file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal(f"không đọc được khuôn {order.map_file}", "xem lại MAP=…") from error
        try:
            map_ = read_map(map_text, portal.sections)
        except MapError as error:
            print("\n".join(error.tell(str(order.map_file))), file=sys.stderr)
            return 1
    folder = order.source if order.source.is_dir() else order.source.parent
    names = list(pages_below(folder)) if order.source.is_dir() else []
    identity = hashlib.sha256(str(order.source.resolve()).encode()).hexdigest()[:8]
    work = cache / "nhap" / f"{order.source.resolve().name}-{identity}"
    archive = ArchiveImport(
        PageReader(folder, map_, portal, order.publish), content, work, map_text
    )

    def jobs(chosen: Iterable[str] = names) -> Iterator[Job]:
        if order.source.is_dir():
            yield from (archive.job(name) for name in chosen)
        else:
            yield from (
                Job(row.origin, f"{archive.mark}-{row.origin}", row)
                for row in rows_of(order.source)
            )

    count = order.trial or FIRST
    wanted = (job for job in jobs(spread(names, count)) if not (job.row and job.row.unwanted))
    results = archive.attempt(wanted, count, count * _PAGES_FOR_ONE)
    if order.trial:
        for line in _tell_trial(results):
            print(line)
    _refuse_unfit(results, map_)
    if order.trial:
        print("Chỉ thử, chưa ghi gì. Thấy đúng thì chạy lại, bỏ TRY.")
        return 0
    total = len(names) if order.source.is_dir() else sum(1 for _ in jobs())
    archive.run(jobs, total)
    ledger = Ledger(work / "nhat-ky.sqlite3")
    try:
        counts = ledger.counts()
        page, table = write_reports(ledger, work)
        complete, articles = ledger.complete()
    finally:
        ledger.close()
    for line in _tell_counts(counts):
        print(line)
    print(f"Có đủ tên và ngày: {format_number(complete)} trong {format_number(articles)} bài.")
    print(f"Báo cáo từng trang: {os.path.relpath(page)}, {os.path.relpath(table)}")
    return 1 if any(outcome.startswith("LỖI") for outcome in counts) else 0


def _tell_trial(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        if result.outcome == "article":
            date, author = result.date or "(không ngày)", result.author or "(không tác giả)"
            title = result.title or "(không tên)"
            category = result.category or "(không chuyên mục)"
            yield f"{result.origin}: {title} | {date} | {author} | {category} | {result.words} chữ"
            yield from (f"    {told}" for told in result.told)
    yield from _tell_counts(Counter(result.outcome for result in results))


def _tell_counts(counts: dict[str, int]) -> Iterator[str]:
    for outcome, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{format_number(count)} trang {outcome_words(outcome)}"
    yield from loud_remarks(counts)


def _refuse_unfit(results: Sequence[Result], map_: Map) -> None:
    """Stop where the map does not fit what was tried."""
    articles = [result for result in results if result.outcome == "article"]
    if not articles:
        counts = Counter(result.outcome for result in results)
        failed = [outcome for outcome in counts if outcome.startswith("LỖI")]
        most = counts.most_common(1)[0][0] if counts else "kho không có trang nào"
        most = failed[0] if failed else most
        raise Refusal(
            f"trong {len(results)} trang đã thử không trang nào thành bài: {most}",
            "xem lại SOURCE và bộ chọn body trong khuôn (MAP=…)",
        )
    pages = [result for result in articles if not result.is_document]
    complete = sum(bool(result.title and result.date) for result in pages)
    if complete * 2 < len(pages):
        raise Refusal(
            f"chỉ {complete} trong {len(pages)} bài đã thử có cả tên và ngày",
            "sửa bộ chọn title, date trong khuôn (MAP=…), thử lại bằng TRY=20",
        )
    titles: dict[str, dict[str, str]] = {}
    for result in articles:
        titles.setdefault(result.title, {})[result.digest] = result.origin
    for title, found in titles.items():
        if title and len(found) > 2 and title not in map_.repeated_titles:
            shown = ", ".join(list(found.values())[:3])
            raise Refusal(
                f"tên «{title}» lặp lại ở các bài khác nhau ({shown})",
                "sửa bộ chọn title trong khuôn; nếu đúng là tên thật, ghi vào repeated_titles",
            )
