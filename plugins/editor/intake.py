# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes in besides typing: photos and attached files, Word files, pasted HTML.

Files pass the checks of content files before they have a name in the content folder. Word
and HTML go through the importer, whose law holds here too: each word stands in the result or
in what is told.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath
from typing import NamedTuple
from zoneinfo import ZoneInfo

from plugins.editor.disk import safe_name
from plugins.editor.form import markdown_of
from plugins.importer.article_folder import place_of
from plugins.importer.document import Picture, Remark
from plugins.importer.kinds import kind_of
from plugins.importer.markdown_writing import BodyWriter
from plugins.importer.no_word_lost import LostWordsError, hold_no_word_lost, words_of
from plugins.importer.reading import Portal, compose_article, convert_to_docx, read_source
from plugins.importer.report import tell
from plugins.importer.web.markup import MarkupReader, count_words
from plugins.importer.web.saved_page import parse_page
from plugins.newsroom.photo import MAX_BYTES, PHOTO_KINDS
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal
from plugins.press.photos.store import check_photo, examine
from plugins.press.read.attachments import (
    CAPTIONS_KIND,
    FILE_KINDS,
    MAX_ATTACHMENT_BYTES,
    check_attachment,
)
from plugins.press.read.source_file import MAX_SOURCE_BYTES
from plugins.vietnamese.letters import nfc, one_line, slugify, strip_controls
from plugins.vietnamese.numbers import format_bytes

_LONGEST_NAME = 60
#: Bytes of a Word file that is taken at the desk.
MAX_WORD_BYTES = 100_000_000
# What the clipboard of Windows puts around a fragment.
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL)
# What a draft lacks, as the report says it for those who edit the file.
_LACKING = re.compile(r"^(\s*)\w+: (chưa có .*?) — Sửa: .*")
# A name that `take_file` gives.
_TAKEN_NAME = re.compile(r"[a-z0-9-]+\.[a-z]+")
# A number or a dash that was typed, as it is written where it begins no list; behind it
# nothing that would begin a block of its own in one.
_TYPED = re.compile(r"(?:(\d{1,9})\\\.|\\-) (?![#>+-]|\d+[.)])(.+)")


class Taken(NamedTuple):
    """A file that lies beside its article now: its `file` name, and how a text shows it.

    `warnings` are what is told of it and stops nothing.
    """

    file: str
    markdown: str
    is_photo: bool
    warnings: tuple[str, ...] = ()


class Imported(NamedTuple):
    """What a Word file came to: its place below the content folder, its files, the report."""

    place: str
    text: str
    files: dict[str, bytes]
    report: tuple[str, ...]


class Pasted(NamedTuple):
    """What a pasted piece came to: Markdown, and what is told of it.

    `photos` are the pictures in it that lie beside the article: their file names with what
    caption and description the piece has for them.
    """

    markdown: str
    told: tuple[str, ...]
    photos: tuple[dict[str, str], ...] = ()


def is_photo(name: str) -> bool:
    """Tell whether a file of this *name* is a photo."""
    return PurePath(name).suffix.lower().removeprefix(".") in PHOTO_KINDS


def check_file(place: str, name: str) -> tuple[str, ...]:
    """Check the file at *place* that an editor calls *name*, as one that a text shows.

    Returns warnings. Raises Refusal for what may not go out, photos that cannot be decoded
    included. Meant to run apart.
    """
    kind = kind_by_name(name)
    file = Path(place)
    if kind in PHOTO_KINDS:
        original = examine(file)
        check_photo(file, original)
        return ()
    return tuple(f"{problem} — Sửa: {mend}" for problem, mend in check_attachment(file, name, kind))


def kind_by_name(name: str) -> str:
    """Tell the kind of a file by its *name*; Refusal for one that no text can show."""
    kind = PurePath(name).suffix.lower().removeprefix(".")
    if kind not in (*PHOTO_KINDS, *FILE_KINDS, CAPTIONS_KIND):
        raise Refusal(
            f"«{name}» không phải ảnh hay loại tệp đính kèm được",
            f"dùng một trong: {', '.join((*PHOTO_KINDS, *FILE_KINDS, CAPTIONS_KIND))}",
        )
    return kind


def take_file(folder: Path, name: str, data: bytes, check: Callable[..., tuple[str, ...]]) -> Taken:
    """Put *data*, which an editor calls *name*, beside the article in *folder*.

    *check* runs `check_file` apart. The name is plain letters; of two files of one name
    the second gets a number, equal ones are one. Raises Refusal for what may not go out.
    """
    name = one_line(strip_controls(nfc(PurePath(name.replace("\\", "/")).name))[0])
    kind = kind_by_name(name)
    is_picture = is_photo(name)
    most = MAX_BYTES if is_picture else MAX_ATTACHMENT_BYTES
    if len(data) > most:
        raise Refusal(
            f"«{name}» nặng {format_bytes(len(data))}, quá {format_bytes(most)}",
            "thu nhỏ ảnh" if is_picture else "chia nhỏ tệp",
        )
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".tai-", suffix=f".{kind}", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            warnings = tuple(check(check_file, draft, name))
        except Refusal as refusal:
            # The name that the editor knows, not that of the draft.
            problem = refusal.problem.replace(Path(draft).name, name)
            raise Refusal(problem, refusal.mend) from refusal
        stem = safe_name(slugify(PurePath(name).stem, _LONGEST_NAME))
        stem = stem or ("anh" if is_picture else "tep")
        number, final = 1, f"{stem}.{kind}"
        while (folder / final).exists():
            if (folder / final).is_file() and (folder / final).read_bytes() == data:
                break
            number += 1
            final = f"{stem}-{number}.{kind}"
        else:
            os.chmod(draft, 0o644)
            os.rename(draft, folder / final)
    finally:
        Path(draft).unlink(missing_ok=True)
    if is_picture:
        return Taken(final, markdown_of(final), True, warnings)
    if kind == CAPTIONS_KIND:
        # It belongs to the film of its name, and no text names it.
        return Taken(final, "", False, warnings)
    words = re.sub(r"([\\\[\]`*_<>])", r"\\\1", PurePath(name).stem)
    return Taken(final, f"[{words}]({final})", False, warnings)


def as_docx(data: bytes) -> bytes:
    """Have an old Word file written anew as .docx; others stay. Refusal where that cannot be."""
    kind = kind_of(data)
    return convert_to_docx(data, kind) if kind in ("doc", "rtf") else data


def import_word(
    name: str, data: bytes, sections: dict[str, str], notices: str, zone: str
) -> Imported:
    """Make an article of the Word file *data*, called *name*. Meant to run apart."""
    if kind_of(data) != "docx":
        raise Refusal(f"«{name}» không phải tệp Word", "chọn tệp .docx")
    portal = Portal(Sections(sections), notices, ZoneInfo(zone))
    try:
        document, draft, kind = read_source(name, data, portal)
        article = compose_article(name, data, document, draft, kind)
    except LostWordsError as error:
        raise Refusal(
            f"bản nhập không giữ đủ chữ nên đã dừng: {error}",
            "chép chữ sang một tệp Word mới rồi thả tệp ấy, và báo cho người giữ phần mềm",
        ) from error
    place = place_of(article, Path(name).stem)
    path = f"{place}/index.md"
    return Imported(place, article.text, article.files, tuple(tell(article, path)))


def report_for_form(report: Iterable[str], path: str) -> list[str]:
    """Put the importer's *report* on the source at content *path* in the words of a form.

    It has fields where the report has lines of a file, and the file's name in its head.
    """
    told: list[str] = []
    for line in list(report)[1:]:
        line = _LACKING.sub(r"\1\2", line.replace(f"{path}:1: ", "")) if "chưa có" in line else line
        line = re.sub(rf"^(\s*){re.escape(path)}:\d+: ", r"\1", line)
        if told and told[-1].endswith(":") and line.endswith(":"):
            told.pop()
        told.append(line)
    return told[:-1] if told and told[-1].endswith(":") else told


def read_pasted(html: str, taken: Iterable[str] = ()) -> Pasted:
    """Make Markdown of a piece that was copied from Word or a page. Meant to run apart.

    Pictures whose address is in *taken* are files that lie beside the article already.
    """
    taken = {name for name in taken if _TAKEN_NAME.fullmatch(name)}
    fragment = _FRAGMENT.search(html)
    page = fragment[1] if fragment else html
    tree, document = parse_page(f'<meta charset="utf-8"><body>{page}'.encode())
    if tree.body is None:
        return Pasted("", ())
    size = len(tree.body.text().encode())
    if size > MAX_SOURCE_BYTES:
        raise Refusal(
            f"phần dán có {format_bytes(size)} chữ, một bài chứa nhiều nhất "
            f"{format_bytes(MAX_SOURCE_BYTES)}",
            "dán từng phần, hoặc đính kèm tệp gốc",
        )
    document.words = count_words(tree.body)
    blocks = MarkupReader(document, _find_picture).read(tree.body)
    # What is written twice is asked for twice.
    pictures: set[int] = set()

    def place(picture: Picture, caption: str) -> str:
        if picture.name in taken:
            return picture.name
        pictures.add(id(picture))
        return ""

    try:
        body = BodyWriter(document.notes, place).write(blocks)
        captions = (caption for _, caption, _ in body.photos)
        found = words_of("\n".join((body.text, *body.numbers, *captions)))
        hold_no_word_lost(document.words, found, document.remarks, body.labels + body.numbers)
    except LostWordsError as error:
        raise Refusal(
            f"không chuyển được phần dán mà giữ đủ chữ: {error}",
            "dán dạng chữ thường (Ctrl+Shift+V)",
        ) from error
    told = [*_tell_remarks(document.remarks)]
    told += [f"bỏ liên kết chỉ có nghĩa ở nơi chép: «{link}»" for link in body.lost_links]
    told += body.tell_reshaped()
    if pictures:
        told.append(f"{len(pictures)} ảnh trong phần dán không vào theo: kéo tệp ảnh vào mục Ảnh")
    photos = tuple(
        {"file": file, "caption": caption, "alt": alt} for file, caption, alt in body.photos
    )
    return Pasted(_with_lists(body.markdown), tuple(dict.fromkeys(told)), photos)


def _find_picture(address: str, alt: str) -> Picture | None:
    return Picture(address, b"", alt) if address else None


def _with_lists(markdown: str) -> str:
    """Write paragraphs that are numbered one after the other, or begin with dashes, as a list.

    It is easier to read than their signs with backslashes.
    """
    parts: list[str] = []
    before: int | None = None
    for block in markdown.split("\n\n"):
        typed = _TYPED.fullmatch(block)
        # -1 for a dash.
        number = int(typed[1] or -1) if typed else None
        follows = before is not None and number == (before if before < 0 else before + 1)
        if typed and follows:
            first = _TYPED.sub(_as_item, parts.pop())
            parts.append(f"{first}\n{_as_item(typed)}")
        else:
            parts.append(block)
        before = number
    return "\n\n".join(parts)


def _as_item(typed: re.Match[str]) -> str:
    return f"{typed[1]}. {typed[2]}" if typed[1] else f"- {typed[2]}"


def _tell_remarks(remarks: Iterable[Remark]) -> Iterable[str]:
    for remark in remarks:
        yield remark.what + (f": «{remark.words}»" if remark.words else "")
