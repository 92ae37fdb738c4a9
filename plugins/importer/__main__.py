# SPDX-License-Identifier: AGPL-3.0-or-later
"""Imports articles as drafts. `make import SOURCE=…`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.importer.archive.command import Order, import_archive
from plugins.importer.article_folder import save
from plugins.importer.finding import Draft
from plugins.importer.kinds import kind_of
from plugins.importer.no_word_lost import LostWordsError
from plugins.importer.reading import LARGEST, Portal, compose_article, read_source
from plugins.importer.report import missing_fields, tell
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal, reason_of
from plugins.vietnamese.dates import DateError, parse_moment
from plugins.vietnamese.letters import one_line

_USAGE = 'Thiếu tệp cần nhập — Sửa: make import SOURCE="bai viet.docx"'
_QUESTIONS = {
    "title": "Tên bài",
    "date": "Ngày đăng (23/02/2017 14:57)",
    "author": "Tác giả",
    "category": "Chuyên mục",
}


def main() -> int:
    """Import what SOURCE of the environment names."""
    source = os.environ.get("SOURCE", "")
    if not source.strip():
        print(_USAGE, file=sys.stderr)
        return 1
    from pelican.settings import read_settings

    settings = read_settings("pelicanconf.py")
    portal = Portal(
        Sections(settings["NEWS_SECTIONS"]),
        settings["NOTICES_SECTION"],
        ZoneInfo(settings["TIMEZONE"]),
    )
    # Both are None where they are closed.
    is_terminal = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    ask = _ask if is_terminal else None
    content, map_file = Path(settings["PATH"]), os.environ.get("MAP", "")
    try:
        if map_file or (source != "-" and _is_archive(Path(source))):
            order = Order(
                Path(source),
                Path(map_file) if map_file else None,
                _count(os.environ.get("TRY", "")),
                os.environ.get("PUBLISH", "") not in ("", "0"),
            )
            return import_archive(order, content, Path(settings["CACHE_PATH"]), portal)
        import_file(source, content, portal, ask)
    except Refusal as refusal:
        print(f"{source}:1: tệp: {refusal}", file=sys.stderr)
        return 1
    except LostWordsError as error:
        print(
            f"{source}:1: tệp: bản nhập không giữ đủ chữ nên đã dừng: {error} — Sửa: chép chữ "
            "sang một tệp Word mới rồi nhập tệp ấy, và báo cho người giữ phần mềm",
            file=sys.stderr,
        )
        return 1
    except OSError as error:
        print(
            f"{source}:1: tệp: không nhập xong: «{error.filename or content}» "
            f"({reason_of(error)}) — Sửa: xem lại chỗ ấy, quyền ghi và chỗ trống trên đĩa, "
            "rồi nhập lại",
            file=sys.stderr,
        )
        return 1
    return 0


def _is_archive(source: Path) -> bool:
    """Tell whether *source* is a folder, or a dump of a portal."""
    try:
        if source.is_dir():
            return True
        with source.open("rb") as file:
            return kind_of(file.read(2_000_000)) in ("sql", "wxr")
    except (OSError, Refusal):
        # What is wrong with the file is told where it is read.
        return False


def _count(written: str) -> int:
    if not written.strip():
        return 0
    if not written.strip().isdecimal() or int(written) == 0:
        raise Refusal(f"TRY=«{written}» không phải số bài", "viết TRY=20")
    return int(written)


def import_file(
    source: str, content: Path, portal: Portal, ask: Callable[[str], str] | None
) -> None:
    """Import the one file *source* into *content*; *ask* puts a question to the editor."""
    path = Path("bai-dan.txt" if source == "-" else source)
    data = _bytes_given() if source == "-" else _bytes_of(path)
    if len(data) > LARGEST:
        raise Refusal("tệp lớn hơn 200 MB", "nén ảnh trong Word, hoặc chia tệp")
    document, draft, kind = read_source(path.name, data, portal, path.parent)
    article = compose_article(path.name, data, document, draft, kind)
    for name in missing_fields(article) if ask is not None else ():
        _answer(name, draft, portal, ask)
    file = save(article, content, path.stem)
    for line in tell(article, os.path.relpath(file)):
        print(line)


def _bytes_given() -> bytes:
    if sys.stdin is None:
        raise Refusal(
            "đầu vào đang đóng, không có chữ nào để đọc", "make import SOURCE=- < bai.txt"
        )
    return sys.stdin.buffer.read(LARGEST + 1)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Refusal("không có tệp này", "xem lại tên tệp và thư mục") from error
    except OSError as error:
        problem = f"không đọc được tệp ({reason_of(error)})"
        raise Refusal(problem, "xem lại tên tệp và quyền đọc") from error


def _answer(name: str, draft: Draft, portal: Portal, ask: Callable[[str], str]) -> None:
    """Have the editor give a field that is missing; nothing leaves it out."""
    question = f"{_QUESTIONS[name]} (bỏ trống nếu chưa biết): "
    if name == "category":
        print("Chuyên mục: " + "; ".join(portal.sections.names.values()))
    while text := one_line(ask(question)):
        if name == "date":
            try:
                draft.date = parse_moment(text, portal.zone)
            except DateError as error:
                print(error)
                continue
        elif name == "category":
            slug = portal.sections.find(text)
            if slug is None:
                print(f"không có chuyên mục «{text}»; có phải «{portal.sections.nearest(text)}»?")
                continue
            draft.category = portal.sections.names[slug]
        else:
            setattr(draft, name, text)
        draft.found[name] = "trả lời của biên tập viên"
        return


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
