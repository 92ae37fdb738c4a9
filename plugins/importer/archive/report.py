# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report on an archive: a page of HTML and a table (CSV), written page by page."""

import csv
import html
from pathlib import Path

from plugins.importer.archive.ledger import Ledger, LedgerLine
from plugins.vietnamese.numbers import format_number

#: What became of a page, in words.
OUTCOMES = {"article": "thành bài", "equal": "trùng chữ với bài khác (giữ địa chỉ ở bài ấy)"}
_COLUMNS = (
    *("trang", "kết quả", "địa chỉ cũ", "tên bài", "ngày", "tác giả", "chuyên mục", "tệp"),
    *("trạng thái", "giống bài", "số chữ", "được báo"),
)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t")
_HEAD = """<!DOCTYPE html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Báo cáo nhập kho bài</title>
<style>
body { font: 1rem/1.5 sans-serif; margin: 1rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: .3rem .5rem; text-align: left; vertical-align: top; }
</style>
<h1>Báo cáo nhập kho bài</h1>
"""


def outcome_words(outcome: str) -> str:
    """Say what became of a page."""
    return OUTCOMES.get(outcome, outcome)


def loud_remarks(counts: dict[str, int]) -> list[str]:
    """Say what an editor must not overlook in *counts* of pages by outcome."""
    total, articles = sum(counts.values()), counts.get("article", 0)
    told = []
    if total and articles * 10 < total:
        told.append(
            f"CHÚ Ý: chỉ {format_number(articles)} trong {format_number(total)} trang thành bài; "
            "xem lại khuôn, hay kho chủ yếu là trang danh sách."
        )
    failed = sum(count for outcome, count in counts.items() if outcome.startswith("LỖI"))
    if failed:
        told.append(
            f"CHÚ Ý: {format_number(failed)} trang không nhập được vì lỗi của chương trình."
        )
    return told


def write_reports(ledger: Ledger, folder: Path) -> tuple[Path, Path]:
    """Write the report on all pages of *ledger* into *folder*; return page and table."""
    page, table = folder / "bao-cao.html", folder / "bao-cao.csv"
    counts = ledger.counts()
    with (
        page.open("w", encoding="utf-8") as shown,
        table.open("w", encoding="utf-8-sig", newline="") as written,
    ):
        shown.write(_HEAD)
        for remark in loud_remarks(counts):
            shown.write(f"<p><strong>{html.escape(remark)}</strong></p>\n")
        shown.write("<table>\n<caption>Số trang theo kết quả</caption>\n")
        for outcome, count in counts.items():
            words = html.escape(outcome_words(outcome))
            shown.write(f"<tr><td>{words}</td><td>{format_number(count)}</td></tr>\n")
        shown.write("</table>\n<table>\n<caption>Từng trang</caption>\n<tr>")
        shown.writelines(f'<th scope="col">{name}</th>' for name in _COLUMNS)
        shown.write("</tr>\n")
        rows = csv.writer(written)
        rows.writerow(_COLUMNS)
        for entry in ledger.entries():
            cells = _cells(entry)
            rows.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
            shown.write("<tr>")
            shown.writelines(f"<td>{html.escape(cell)}</td>" for cell in cells)
            shown.write("</tr>\n")
        shown.write("</table>\n</html>\n")
    return page, table


def _cells(entry: LedgerLine) -> list[str]:
    outcome = outcome_words(entry.outcome)
    return [
        *(entry.origin, outcome, entry.address, entry.title, entry.date, entry.author),
        *(entry.category, entry.file, entry.status, entry.twin, str(entry.words)),
        "; ".join(entry.remarks),
    ]
