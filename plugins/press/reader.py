# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads one source file: bytes → header and text → a record and its body."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from plugins.newsroom.article import (
    Article,
    Attachment,
    PhotoEntry,
    Standing,
    Text,
    WrittenLink,
    is_standing,
    read_article,
    read_standing,
)
from plugins.newsroom.caption import parse_caption
from plugins.newsroom.fault import Fault
from plugins.newsroom.front_matter import FrontMatter, split
from plugins.newsroom.page import BodyPart, Figure, Gallery, Markup, photos_of
from plugins.newsroom.photo import Original, Photo
from plugins.newsroom.sections import Sections
from plugins.newsroom.vietnamese.letters import legacy_encoding, slugify, strip_controls
from plugins.newsroom.vietnamese.numbers import format_bytes
from plugins.press.content_folder import ContentFolder, Found, NotFoundError
from plugins.press.darkroom import PhotoError
from plugins.press.figures import CLOSE, OPEN, Placed, place_photos, plain_text, split_at_places
from plugins.press.markup import Markup as MarkupConverter
from plugins.press.markup import name_file_links

#: Bytes of one source file; the longest article of a newspaper has a tenth of it.
MAX_SOURCE_BYTES = 1_000_000
#: Bytes of one attached file.
MAX_ATTACHMENT_BYTES = 50_000_000
ATTACHMENT_FOLDER = "tep"
ATTACHMENT_TYPES = frozenset(
    "pdf doc docx xls xlsx odt ods ppt pptx zip mp3 mp4".split()
)
_PHOTO_TYPES = frozenset("jpg jpeg png webp avif heic heif gif bmp tif tiff svg".split())

_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_LINK = re.compile(rf' href="{OPEN}(page|to):([^"{CLOSE}]*){CLOSE}([^"]*)"')


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one source gave.

    `record` is None where a fault leaves nothing to show. `parts` is the body;
    `photo_files` pairs each photo's place on disk with what it is and the line
    that asks for it.
    """

    path: str
    record: Article | Standing | None
    parts: tuple[BodyPart, ...]
    photo_files: tuple[tuple[Path, Original, str, int], ...]
    faults: tuple[Fault, ...]


class Reader:
    """Reads sources of one content folder, one after the other."""

    def __init__(
        self,
        folder: ContentFolder,
        sections: Sections,
        zone: ZoneInfo,
        examine: Callable[[Path], Original],
    ) -> None:
        self.folder, self.sections, self.zone, self.examine = folder, sections, zone, examine
        self.converter = MarkupConverter()

    def read(self, source: Found) -> Reading:
        """Read the file at *source*; whatever is wrong with it becomes a fault."""
        text, faults = _load(source)
        if text is None:
            return Reading(source.path, None, (), (), tuple(faults))
        header = split(text, source.path)
        faults += header.faults
        if not header.fields.entries and header.faults:
            # Without a header every field would be "missing": one fault says it all.
            return Reading(source.path, None, (), (), tuple(faults))
        if is_standing(source.path):
            record, found = read_standing(source.path, header.fields, self.zone)
        else:
            record, found = read_article(source.path, header.fields, self.sections, self.zone)
        faults += found
        body = _BodyReader(self, source.path, header, record)
        parts, digest = body.read()
        faults += body.faults
        if record is not None:
            text_of_body = Text(
                digest=digest,
                photos=photos_of(parts),
                attachments=tuple(dict.fromkeys(body.attachments)),
                links=tuple(body.links),
                first_paragraph=body.first_paragraph,
            )
            record = replace(record, text=text_of_body)
        return Reading(source.path, record, parts, tuple(body.photo_files), tuple(faults))


def fill_links(markup: str, links: dict[str, str], root: str) -> str:
    """Put real addresses into stored HTML.

    *links* maps content paths to site addresses, "" for what has none at present;
    the words of a link without an address stay. *root* comes before every address.
    """

    def fill(match: re.Match[str]) -> str:
        kind, target, fragment = match.groups()
        path = _unescape(target)
        address = links.get(path, "" if kind == "page" else path)
        return f' href="{_escape(root + address)}{fragment}"' if address else ""

    return _LINK.sub(fill, markup) if OPEN in markup else markup


def _unescape(value: str) -> str:
    return value.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace(
        "&amp;", "&"
    )


def _escape(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _load(source: Found) -> tuple[str | None, list[Fault]]:
    """Read and decode a source file; line ends become "\\n", letters are composed."""
    path = source.path
    try:
        size = source.file.stat().st_size
        data = source.file.read_bytes() if size <= MAX_SOURCE_BYTES else b""
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "lỗi đọc"
        return None, [
            Fault(path, 1, "tệp", f"không đọc được tệp ({reason})", "sửa quyền đọc của tệp")
        ]
    if size > MAX_SOURCE_BYTES:
        return None, [
            Fault(
                path,
                1,
                "tệp",
                f"tệp nặng {format_bytes(size)}, quá {format_bytes(MAX_SOURCE_BYTES)}",
                "chia bài, hoặc đưa phần dài thành tệp đính kèm",
            )
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_wrong_encoding(path, data, error)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults: list[Fault] = []
    clean, count = strip_controls(text)
    if count:
        line = next(
            number for number, part in enumerate(text.split("\n"), 1) if strip_controls(part)[1]
        )
        faults.append(
            Fault(
                path,
                line,
                "ký tự điều khiển",
                f"có {count} ký tự điều khiển, đã bỏ đi",
                "xóa các ký tự không nhìn thấy",
                warning=True,
            )
        )
    clean = unicodedata.normalize("NFC", clean)
    faults += _impostors(path, clean)
    faults += _legacy(path, clean)
    return clean, faults


def _wrong_encoding(path: str, data: bytes, error: UnicodeDecodeError) -> Fault:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault(
            path, 1, "bảng mã", "tệp dùng bảng mã UTF-16", "lưu lại tệp với bảng mã UTF-8"
        )
    line = data.count(b"\n", 0, error.start) + 1
    return Fault(
        path,
        line,
        "bảng mã",
        f"byte «{data[error.start]:02X}» không phải UTF-8 (có thể là Windows-1258)",
        "lưu lại tệp với bảng mã UTF-8",
    )


def _impostors(path: str, text: str) -> list[Fault]:
    """Name each line with an eth, which looks like Đ and is found by no search."""
    if not re.search("[ÐðƉɖ]", text):
        return []
    return [
        Fault(
            path,
            number,
            "chữ Đ",
            f"«{match[0]}» là chữ eth của tiếng Iceland, không phải chữ Đ tiếng Việt",
            "gõ lại chữ Đ hoặc đ",
        )
        for number, line in enumerate(text.split("\n"), 1)
        if (match := re.search("[ÐðƉɖ]", line))
    ]


def _legacy(path: str, text: str) -> list[Fault]:
    """Name the first line written for an old Vietnamese font."""
    if legacy_encoding(text) is None:
        return []
    for number, line in enumerate(text.split("\n"), 1):
        encoding = legacy_encoding(line)
        if encoding:
            break
    else:
        number, encoding = 1, legacy_encoding(text)
    return [
        Fault(
            path,
            number,
            "bảng mã",
            f"chữ viết theo bảng mã cũ {encoding}",
            "chuyển cả bài sang Unicode rồi đọc lại từng dòng",
        )
    ]


class _BodyReader:
    """Turns the text under one header into parts, noting what it leads to."""

    def __init__(
        self, reader: Reader, path: str, header: FrontMatter, record: Article | Standing | None
    ) -> None:
        self.reader, self.path, self.header, self.record = reader, path, header, record
        self.faults: list[Fault] = []
        self.links: list[WrittenLink] = []
        self.attachments: list[Attachment] = []
        self.photo_files: list[tuple[Path, Original, str, int]] = []
        self.first_paragraph = ""
        self._seen: Counter[str] = Counter()

    def read(self) -> tuple[tuple[BodyPart, ...], str]:
        """Convert the text; return its parts and their digest."""
        markup, removed = self.reader.converter.convert(self.header.body, self._resolve_link)
        for item in removed:
            self._fault(
                self._line_of(item.written),
                "nội dung",
                f"{item.what} không được dùng, đã bỏ đi",
                "xóa đi, hoặc viết bằng Markdown",
                warning=True,
            )
        placed: list[Placed] = []
        if "<img" in markup:
            markup, placed = place_photos(markup)
        markup = name_file_links(markup, self._attach)
        if self.record is not None and not self.record.summary:
            markup = self._mark_sapo(markup)
        parts = self._assemble(split_at_places(markup), placed)
        if not parts and (self.record is not None and not self.record.summary):
            self._fault(1, "nội dung", "bài không có nội dung", "viết nội dung dưới dòng «---»")
        return parts, hashlib.sha256(repr(parts).encode()).hexdigest()

    def _fault(
        self, line: int, field: str, problem: str, mend: str, warning: bool = False
    ) -> None:
        self.faults.append(Fault(self.path, line, field, problem, mend, warning))

    def _line_of(self, written: str) -> int:
        """Find the line of the next occurrence of *written* in the text."""
        position = -1
        for _ in range(self._seen[written] + 1):
            found = self.header.body.find(written, position + 1)
            if found < 0:
                break
            position = found
        self._seen[written] += 1
        return self.header.body_line + self.header.body.count("\n", 0, max(position, 0))

    def _mark_sapo(self, markup: str) -> str:
        """Let the first paragraph serve as the sapo where it stands."""
        match = _FIRST_PARAGRAPH.search(markup)
        if match is None:
            return markup
        self.first_paragraph = plain_text(match[1])
        return f'{markup[: match.start()]}<p class="sapo">{match[1]}</p>{markup[match.end() :]}'

    # Links

    def _resolve_link(self, written: str) -> str:
        """Find out where a link leads; a fault if nowhere. Returns what to print."""
        if re.match(r"(?:https?://[^/]|mailto:|tel:)", written, re.IGNORECASE):
            return written
        if re.match(r"#fn(?:ref\d*)?:", written):
            return written
        line = self._line_of(written)
        if written in ("", "#") or written.startswith(("//", "#")):
            self._fault(
                line,
                "liên kết",
                f"«{written}» không dẫn đến đâu",
                "viết địa chỉ đầy đủ «https://…», hoặc đường dẫn đến tệp .md của bài",
            )
            return "#"
        bare, mark, fragment = re.match(r"([^?#]*)([?#]?)(.*)", written).groups()
        kind = PurePosixPath(bare).suffix.lower().removeprefix(".")
        if kind == "md":
            return self._link_to_source(written, bare, f"{mark}{fragment}" if mark == "#" else "", line)
        if kind in ATTACHMENT_TYPES:
            found = self._find(bare, "đính kèm", line)
            return f"{OPEN}file:{found.path}{CLOSE}" if found else "#"
        if written.startswith("/") and not kind:
            address = bare if bare.endswith("/") else bare + "/"
            self.links.append(WrittenLink(address, written, line))
            return f"{OPEN}to:{address}{CLOSE}{mark}{fragment}"
        if written.startswith("/") and kind in ("xml", "json", "html", "txt"):
            self.links.append(WrittenLink(bare, written, line))
            return f"{OPEN}to:{bare}{CLOSE}{mark}{fragment}"
        self._refuse_link(written, bare, kind, line)
        return "#"

    def _link_to_source(self, written: str, bare: str, fragment: str, line: int) -> str:
        found = self._find(bare, "liên kết", line)
        if found is None:
            return "#"
        self.links.append(WrittenLink(found.path, written, line))
        return f"{OPEN}page:{found.path}{CLOSE}{fragment}"

    def _refuse_link(self, written: str, bare: str, kind: str, line: int) -> None:
        if kind in _PHOTO_TYPES:
            self._fault(
                line,
                "liên kết",
                f"«{written}» là ảnh, không đính kèm được",
                f"chèn ảnh bằng ![mô tả]({bare})",
            )
        elif kind:
            self._fault(
                line,
                "đính kèm",
                f"«{written}» thuộc loại .{kind}, không được đính kèm",
                f"dùng một trong các loại: {', '.join(sorted(ATTACHMENT_TYPES))}",
            )
        else:
            self._fault(
                line,
                "liên kết",
                f"«{written}» không dẫn đến đâu",
                "viết đường dẫn đến tệp .md của bài, hoặc địa chỉ của cổng bắt đầu bằng «/»",
            )

    def _find(self, written: str, field: str, line: int) -> Found | None:
        try:
            return self.reader.folder.find(written, self.path)
        except NotFoundError as error:
            self._fault(line, field, error.problem, error.mend)
            return None

    def _attach(self, path: str) -> tuple[str, str]:
        """Publish the file at content *path*; return its address, and type and size."""
        file = self.reader.folder.find("/" + path, self.path).file
        stem, _, kind = PurePosixPath(path).name.rpartition(".")
        try:
            size = file.stat().st_size
            if size > MAX_ATTACHMENT_BYTES:
                self._fault(
                    self._line_of(PurePosixPath(path).name),
                    "đính kèm",
                    f"«{path}» nặng {format_bytes(size)}, quá {format_bytes(MAX_ATTACHMENT_BYTES)}",
                    "nén hoặc chia nhỏ tệp",
                )
                return "#", ""
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else "lỗi đọc"
            line = self._line_of(PurePosixPath(path).name)
            self._fault(
                line, "đính kèm", f"không đọc được «{path}» ({reason})", "sửa quyền đọc của tệp"
            )
            return "#", ""
        name = f"{slugify(stem, 80) or 'tep'}-{digest[:16]}.{kind.lower()}"
        self.attachments.append(Attachment(path, name))
        address = f"{OPEN}to:/{ATTACHMENT_FOLDER}/{name}{CLOSE}"
        return address, f"{kind.upper()}, {format_bytes(size)}"

    # Photos

    def _assemble(
        self, pieces: list[str | int], placed: list[Placed]
    ) -> tuple[BodyPart, ...]:
        """Put HTML, placed photos and the photos that the text does not place in order."""
        entries = self._entries()
        parts: list[BodyPart] = []
        used: set[str] = set()
        first = True
        for piece in pieces:
            if isinstance(piece, str):
                parts.append(Markup(piece))
                continue
            photo = self._placed_photo(placed[piece], entries, used)
            if photo is not None:
                parts.append(Figure(photo, first))
                first = False
        rest = []
        for path, (entry, found) in entries.items():
            if path in used:
                continue
            photo = self._photo(
                found, entry.line, "photos", Placed(entry.file, "", "", ""), entry
            )
            if photo is not None:
                rest.append(Figure(photo, first))
                first = False
        parts += [Gallery(tuple(rest))] if len(rest) > 1 else rest
        return tuple(parts)

    def _entries(self) -> dict[str, tuple[PhotoEntry, Found]]:
        """Find the files of `photos`, by content path, in the order of the entries."""
        entries: dict[str, tuple[PhotoEntry, Found]] = {}
        for number, entry in enumerate(self.record.photos if self.record else (), 1):
            field = f"photos.{number}.file"
            found = self._find(entry.file, field, entry.line)
            if found is None:
                continue
            if found.path in entries:
                self._fault(
                    entry.line, field, f"ảnh «{entry.file}» đã có trong photos", "giữ một mục"
                )
                continue
            entries[found.path] = (entry, found)
        return entries

    def _placed_photo(
        self, placed: Placed, entries: dict[str, tuple[PhotoEntry, Found]], used: set[str]
    ) -> Photo | None:
        line = self._line_of(placed.file)
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|$", placed.file):
            self._fault(
                line,
                "ảnh",
                f"«{placed.file}» không phải tệp ảnh trong thư mục nội dung",
                "tải ảnh về, đặt cạnh bài viết rồi ghi tên tệp",
            )
            return None
        found = self._find(placed.file, "ảnh", line)
        if found is None:
            return None
        used.add(found.path)
        entry = entries[found.path][0] if found.path in entries else None
        return self._photo(found, line, "ảnh", placed, entry)

    def _photo(
        self, found: Found, line: int, field: str, placed: Placed, entry: PhotoEntry | None
    ) -> Photo | None:
        """Examine a photo's file and put its words together."""
        try:
            original = self.reader.examine(found.file)
        except PhotoError as error:
            self._fault(line, field, f"{placed.file}: {error.problem}", error.mend)
            return None
        self.photo_files.append((found.file, original, field, line))
        alt, caption, credit = placed.alt, placed.caption, placed.credit
        if entry is not None:
            alt = alt or entry.alt or ""
            own = parse_caption(entry.caption or "")
            caption = caption or own.text
            credit = credit or own.credit or entry.credit
        if not alt and not caption:
            self._fault(
                line,
                field,
                f"ảnh «{placed.file}» không có chú thích, cũng không có mô tả",
                "thêm alt hoặc caption để người không thấy ảnh biết ảnh chụp gì",
                warning=True,
            )
        return Photo(original, alt, caption or None, credit or None)
