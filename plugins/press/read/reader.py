# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads one source file: bytes → header and text → a record and its body."""

import hashlib
import html
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from plugins.newsroom.article import (
    Article,
    Attachment,
    PhotoEntry,
    Standing,
    Text,
    WrittenLink,
    is_standing,
    read_article,
    read_photos,
    read_standing,
)
from plugins.newsroom.codec import digest_of_dump, encode
from plugins.newsroom.fault import Fault
from plugins.newsroom.front_matter import FrontMatter, split
from plugins.newsroom.page import BodyPart, Figure, Gallery, Markup, photos_of
from plugins.newsroom.photo import Original, Photo
from plugins.newsroom.sections import Sections
from plugins.photo_captions.caption import parse_caption
from plugins.photo_captions.figures import (
    CLOSE,
    OPEN,
    Placed,
    place_photos,
    plain_text,
    split_at_places,
)
from plugins.press.photos.store import PhotoError
from plugins.press.read.content_folder import ContentFolder, Found, NotFoundError, reason_of
from plugins.press.read.markup import Markup as MarkupConverter
from plugins.press.read.markup import Target, compose
from plugins.vietnamese.legacy_fonts import legacy_encoding
from plugins.vietnamese.letters import (
    has_eth,
    nfc,
    slugify,
    strip_controls,
)
from plugins.vietnamese.numbers import format_bytes

#: Bytes of one source file; the longest article of a newspaper has a tenth of it.
MAX_SOURCE_BYTES = 1_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: Bytes of one attached file.
MAX_ATTACHMENT_BYTES = 50_000_000
ATTACHMENT_FOLDER = "tep"
_FILE_KINDS = "pdf doc docx xls xlsx odt ods ppt pptx zip mp3 mp4"
_PHOTO_KINDS = "jpg jpeg png webp avif heic heif gif bmp tif tiff svg"
ATTACHMENT_TYPES = frozenset(_FILE_KINDS.split())
_PHOTO_TYPES = frozenset(_PHOTO_KINDS.split())

_PHOTO_BRANDS = tuple(b"ftyp" + brand for brand in (b"avif", b"avis", b"heic", b"heix", b"mif1"))
# Elements that swallow all that follows them where they are not closed.
_SWALLOWERS = "iframe noembed noframes noscript plaintext script style template textarea title xmp"
_SWALLOWING = frozenset(_SWALLOWERS.split())

_OUTSIDE = re.compile(r"https?://[^/?#\s]|mailto:[^?\s]|tel:[+0-9]", re.IGNORECASE)
_HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|$")
_PARAGRAPH = re.compile(r"<p((?: [^>]*)?)>(.*?)</p>", re.DOTALL)
_PARAGRAPH_OR_HOLDER = re.compile(r"<(/?)(p|blockquote|li|dd|td|th|figure|div)(?=[ >])")
_TO_FILL = re.compile(
    rf'<a([^>]*) href="{OPEN}(page|to):([^"{CLOSE}]*){CLOSE}([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL
)
# Lines that look empty are empty: editors' programs leave spaces of every width on them.
_BLANKS = r"[ \t\u00a0\u2000-\u200b\u202f\u3000]"
_LOOKS_EMPTY = re.compile(rf"^{_BLANKS}+$", re.MULTILINE)
_BEGINS_BLANK = re.compile(rf"\n{_BLANKS}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one source gave.

    `record` is None where a fault leaves nothing to show. `parts` is the body, `body`
    what `newsroom.codec.encode` writes of it; `photo_files` pairs each photo's place on
    disk with what it is and the line that asks for it. `data` are the bytes of the source,
    None where they could not be had.
    """

    path: str
    record: Article | Standing | None
    parts: tuple[BodyPart, ...]
    body: bytes
    photo_files: tuple[tuple[Path, Original, str, int], ...]
    faults: tuple[Fault, ...]
    data: bytes | None = field(repr=False, compare=False)


class Reader:
    """Reads sources of one content folder, one after the other."""

    def __init__(
        self,
        folder: ContentFolder,
        sections: Sections,
        zone: ZoneInfo,
        examine: Callable[[Path], Original],
        own_urls: tuple[str, ...] = (),
    ) -> None:
        """Read from *folder*; a link below one of *own_urls* is one within the site."""
        self.folder, self.sections, self.zone, self.examine = folder, sections, zone, examine
        self.own_urls = tuple(url.rstrip("/") for url in own_urls if url)
        self.converter = MarkupConverter()

    def read(self, source: Found) -> Reading:
        """Read the file at *source*; whatever is wrong with it becomes a fault."""
        data, faults = _load(source)
        text = None
        if data is not None:
            text, found = _decode(source.path, data)
            faults += found
        if text is None:
            return Reading(source.path, None, (), b"", (), tuple(faults), data)
        header = split(text, source.path)
        faults += header.faults
        if not header.fields.entries and header.faults:
            # Without a header every field would be "missing": one fault says it all.
            record, found = None, ()
        elif is_standing(source.path):
            record, found = read_standing(source.path, header.fields, self.zone)
        else:
            record, found = read_article(source.path, header.fields, self.sections, self.zone)
        faults += found
        body = _BodyReader(self, source.path, header, record)
        parts = body.read()
        stored = encode(parts)
        faults += body.faults
        if record is not None:
            text_of_body = Text(
                digest=digest_of_dump(stored),
                photos=photos_of(parts),
                attachments=tuple(dict.fromkeys(body.attachments)),
                links=tuple(body.links),
                first_paragraph=body.first_paragraph,
            )
            record = replace(record, text=text_of_body)
        photo_files = tuple(body.photo_files)
        return Reading(source.path, record, parts, stored, photo_files, tuple(faults), data)


def fill_links(markup: str, links: dict[str, str], root: str) -> str:
    """Put real addresses into stored HTML.

    *links* maps content paths to site addresses, "" for what has none at present;
    the words of a link without an address stay. *root* comes before every address.
    """

    def fill(match: re.Match[str]) -> str:
        before, kind, target, fragment, after, words = match.groups()
        path = html.unescape(target)
        address = links.get(path, "" if kind == "page" else path)
        if not address:
            return f"<span>{words}</span>"
        return f'<a{before} href="{html.escape(root + address)}{fragment}"{after}>{words}</a>'

    return _TO_FILL.sub(fill, markup) if OPEN in markup else markup


def _load(source: Found) -> tuple[bytes | None, list[Fault]]:
    """Read a source file."""

    def refused(problem: str, mend: str) -> tuple[None, list[Fault]]:
        return None, [Fault(source.path, 1, "tệp", problem, mend)]

    try:
        status = source.file.stat()
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(status.st_mode):
            return refused("không phải một tệp văn bản", "thay bằng một tệp Markdown")
        if status.st_size > MAX_SOURCE_BYTES:
            return refused(
                f"tệp nặng {format_bytes(status.st_size)}, quá {format_bytes(MAX_SOURCE_BYTES)}",
                "chia bài, hoặc đưa phần dài thành tệp đính kèm",
            )
        return source.file.read_bytes(), []
    except OSError as error:
        return refused(
            f"không đọc được tệp ({reason_of(error)})", "sửa quyền đọc, hoặc chép lại tệp"
        )


def _decode(path: str, data: bytes) -> tuple[str | None, list[Fault]]:
    """Decode a source file; line ends become "\\n", letters are composed."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    # Text in UTF-16 has a zero in every other byte.
    if data[:2] in _UTF_16_MARKS or data.count(b"\0") * 4 > len(data) > 0:
        fault = Fault(
            path, 1, "bảng mã", "tệp dùng bảng mã UTF-16", "lưu lại tệp với bảng mã UTF-8"
        )
        return None, [fault]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_wrong_encoding(path, data, error)]
    if "\r" in text:
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
    clean = nfc(clean)
    # The letters of the old fonts look like others: one fault says it all.
    faults += _legacy(path, clean) or _impostors(path, clean)
    return clean, faults


def _wrong_encoding(path: str, data: bytes, error: UnicodeDecodeError) -> Fault:
    before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Fault(
        path,
        before.count(b"\n") + 1,
        "bảng mã",
        f"byte «{data[error.start]:02X}» không phải UTF-8 (có thể là Windows-1258)",
        "lưu lại tệp với bảng mã UTF-8",
    )


def _impostors(path: str, text: str) -> list[Fault]:
    """Name each line with an eth, which looks like Đ and is found by no search."""
    if has_eth(text) is None:
        return []
    return [
        Fault(
            path,
            number,
            "chữ Đ",
            f"«{line[place]}» là chữ eth của tiếng Iceland, không phải chữ Đ tiếng Việt",
            "gõ lại chữ Đ hoặc đ",
        )
        for number, line in enumerate(text.split("\n"), 1)
        if (place := has_eth(line)) is not None
    ]


def _legacy(path: str, text: str) -> list[Fault]:
    """Name the first line written for an old Vietnamese font."""
    encoding = legacy_encoding(text)
    if encoding is None:
        return []
    number = next(
        (number for number, line in enumerate(text.split("\n"), 1) if legacy_encoding(line)), 1
    )
    return [
        Fault(
            path,
            number,
            "bảng mã",
            f"chữ viết theo bảng mã cũ {encoding}",
            "chuyển cả bài sang Unicode rồi đọc lại từng dòng",
        )
    ]


def _disguise(start: bytes) -> tuple[str, str] | None:
    """Say why a file that begins with *start* is no document: empty, or a photo renamed.

    A photo that is attached would go out as it is, place and camera included.
    """
    if not start:
        return "là tệp rỗng", "chép lại tệp"
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")) or (
        start[8:12] == b"WEBP" or start[4:12] in _PHOTO_BRANDS
    ):
        return "là ảnh mang đuôi tệp khác", "đặt lại đuôi tệp, rồi chèn ảnh bằng ![mô tả](tệp)"
    return None


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

    def read(self) -> tuple[BodyPart, ...]:
        """Convert the text into its parts."""
        markup = self._convert()
        placed: list[Placed] = []
        if "<img" in markup:
            markup, placed = place_photos(markup)
            markup = compose(markup)
        needs_sapo = self.record is not None and not self.record.summary
        if needs_sapo:
            markup = self._mark_sapo(markup)
        parts = self._assemble(split_at_places(markup), placed)
        if needs_sapo and not parts:
            self._fault(1, "nội dung", "bài không có nội dung", "viết nội dung dưới dòng «---»")
        elif needs_sapo and not self.first_paragraph:
            self._fault(
                1,
                "summary",
                "không có summary, cũng không có đoạn văn nào làm sapo",
                "thêm «summary: …» nói ngắn gọn bài viết về điều gì",
                warning=True,
            )
        return parts

    def _convert(self) -> str:
        """Turn the text into HTML, telling what was taken out of it."""
        body = self.header.body
        if _BEGINS_BLANK.search(f"\n{body}") and not body.isascii():
            body = _LOOKS_EMPTY.sub("", body)
        try:
            markup, removed = self.reader.converter.convert(
                body, self._resolve_link, self.header.body_line
            )
        except RecursionError:
            # What the converter left half done must not reach the next article.
            self.reader.converter = MarkupConverter()
            self._fault(
                self.header.body_line,
                "nội dung",
                "các khối lồng nhau quá sâu",
                "bớt các cấp lồng nhau của danh sách, trích dẫn hay thẻ HTML",
            )
            return ""
        for item in removed:
            name = item.what.removeprefix("thẻ <").removesuffix(">")
            if name in _SWALLOWING and f"</{name}" not in self.header.body.lower():
                self._fault(
                    item.line,
                    "nội dung",
                    f"{item.what} mở mà không đóng, phần sau của bài sẽ mất",
                    f"xóa thẻ, hoặc đóng bằng «</{name}>»",
                )
                continue
            self._fault(
                item.line,
                "nội dung",
                f"{item.what} không được dùng, đã bỏ đi",
                "xóa đi, hoặc viết bằng Markdown",
                warning=True,
            )
        return markup

    def _fault(self, line: int, field: str, problem: str, mend: str, warning: bool = False) -> None:
        self.faults.append(Fault(self.path, line, field, problem, mend, warning))

    def _mark_sapo(self, markup: str) -> str:
        """Let the first paragraph serve as the sapo where it stands."""
        start = _first_paragraph(markup)
        if start is None:
            return markup
        match = _PARAGRAPH.match(markup, start)
        self.first_paragraph = plain_text(match[2])
        sapo = f'<p{match[1]} class="sapo">{match[2]}</p>'
        return markup[: match.start()] + sapo + markup[match.end() :]

    # Links

    def _resolve_link(self, written: str, line: int) -> Target | None:
        """Find out where a link leads; a fault if nowhere."""
        own = next((url for url in self.reader.own_urls if _is_below(written, url)), None)
        if own is not None:
            written = written[len(own) :] or "/"
        elif _OUTSIDE.match(written):
            return Target("%20".join(written.split(" ")))
        bare, mark, fragment = re.match(r"([^?#]*)([?#]?)(.*)", written, re.DOTALL).groups()
        if not bare or bare.startswith("//") or _HAS_SCHEME.match(bare):
            return self._refuse_link(written, line)
        kind = "" if bare.endswith("/") else PurePosixPath(bare).suffix.lower().removeprefix(".")
        if kind == "md":
            return self._link_to_source(written, bare, f"#{fragment}" if mark == "#" else "", line)
        if kind in ATTACHMENT_TYPES:
            return self._link_to_file(bare, line)
        if kind in _PHOTO_TYPES:
            self._fault(
                line,
                "liên kết",
                f"«{written}» là ảnh, không đính kèm được",
                f"chèn ảnh bằng ![mô tả]({bare})",
            )
            return None
        if bare.startswith("/") and not self._is_file(bare):
            address = bare if kind or bare.endswith("/") else bare + "/"
            self.links.append(WrittenLink(address, written, line))
            return Target(f"{OPEN}to:{address}{CLOSE}{mark}{fragment}")
        if kind and self._find(bare, "đính kèm", line):
            self._fault(
                line,
                "đính kèm",
                f"«{written}» thuộc loại .{kind}, không được đính kèm",
                f"dùng một trong các loại: {_FILE_KINDS.replace(' ', ', ')}",
            )
        elif not kind:
            self._refuse_link(written, line)
        return None

    def _refuse_link(self, written: str, line: int) -> None:
        self._fault(
            line,
            "liên kết",
            f"«{written}» không dẫn đến đâu",
            "viết địa chỉ đầy đủ «https://…», đường dẫn đến tệp .md của bài, "
            "hoặc địa chỉ của cổng bắt đầu bằng «/»",
        )

    def _link_to_source(self, written: str, bare: str, fragment: str, line: int) -> Target | None:
        found = self._find(bare, "liên kết", line)
        if found is None:
            return None
        if any(name.startswith(".") for name in found.path.split("/")):
            self._fault(
                line,
                "liên kết",
                f"«{written}» là tệp ẩn hoặc nằm trong thư mục ẩn, không phải bài của cổng",
                "bỏ dấu chấm ở đầu tên, hoặc bỏ liên kết",
            )
            return None
        self.links.append(WrittenLink(found.path, written, line))
        if fragment:
            self._fault(
                line,
                "liên kết",
                f"«{fragment}» không có trong bài kia, liên kết dẫn đến đầu bài",
                f"bỏ «{fragment}»",
                warning=True,
            )
        return Target(f"{OPEN}page:{found.path}{CLOSE}")

    def _link_to_file(self, written: str, line: int) -> Target | None:
        """Publish a file under a name with its digest."""
        found = self._find(written, "đính kèm", line)
        if found is None:
            return None
        try:
            size = found.file.stat().st_size
            if size > MAX_ATTACHMENT_BYTES:
                self._fault(
                    line,
                    "đính kèm",
                    f"«{written}» nặng {format_bytes(size)}, "
                    f"quá {format_bytes(MAX_ATTACHMENT_BYTES)}",
                    "nén hoặc chia nhỏ tệp",
                )
                return None
            with found.file.open("rb") as stream:
                disguise = _disguise(stream.read(16))
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            problem = f"không đọc được «{written}» ({reason_of(error)})"
            self._fault(line, "đính kèm", problem, "sửa quyền đọc của tệp, hoặc chép lại tệp")
            return None
        if disguise:
            self._fault(line, "đính kèm", f"«{written}» {disguise[0]}", disguise[1])
            return None
        stem, _, kind = PurePosixPath(found.path).name.rpartition(".")
        name = f"{slugify(stem, 80) or 'tep'}-{digest[:16]}.{kind.lower()}"
        self.attachments.append(Attachment(found.path, name))
        href = f"{OPEN}to:/{ATTACHMENT_FOLDER}/{name}{CLOSE}"
        return Target(href, f"{kind.upper()}, {format_bytes(size)}")

    def _is_file(self, written: str) -> bool:
        try:
            return bool(self.reader.folder.find(written, self.path))
        except NotFoundError:
            return False

    def _find(self, written: str, field: str, line: int) -> Found | None:
        try:
            return self.reader.folder.find(written, self.path)
        except NotFoundError as error:
            self._fault(line, field, error.problem, error.mend)
            return None

    # Photos

    def _assemble(self, pieces: list[str | int], placed: list[Placed]) -> tuple[BodyPart, ...]:
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
        for path, entry in entries.items():
            if path in used:
                continue
            asked = Placed(entry.written.file, "", "", "", entry.written.line)
            photo = self._photo(entry.found, f"{entry.field}.file", asked, entry.written)
            if photo is not None:
                rest.append(Figure(photo, first))
                first = False
        parts += [Gallery(tuple(rest))] if len(rest) > 1 else rest
        return tuple(parts)

    def _written_photos(self) -> tuple[PhotoEntry, ...]:
        if self.record is not None:
            return self.record.photos
        return read_photos(self.path, self.header.fields, self.reader.zone)

    def _entries(self) -> dict[str, "_FoundEntry"]:
        """Find the files of `photos`, by content path, in the order of the entries."""
        entries: dict[str, _FoundEntry] = {}
        for written in self._written_photos():
            field = f"photos.{written.number}"
            found = self._find(written.file, f"{field}.file", written.line)
            if found is None:
                continue
            if found.path in entries:
                self._fault(
                    written.line,
                    f"{field}.file",
                    f"ảnh «{written.file}» đã có ở {entries[found.path].field}",
                    "giữ một mục, xóa mục kia",
                )
                continue
            entries[found.path] = _FoundEntry(field, written, found)
        return entries

    def _placed_photo(
        self, placed: Placed, entries: dict[str, "_FoundEntry"], used: set[str]
    ) -> Photo | None:
        if placed.lost_link:
            self._fault(
                placed.line,
                "ảnh",
                f"liên kết quanh ảnh «{placed.file}» hoặc trong chú thích của nó đã bỏ đi",
                "đặt liên kết vào chữ trong bài",
                warning=True,
            )
        if _HAS_SCHEME.match(placed.file):
            self._fault(
                placed.line,
                "ảnh",
                f"«{_shortened(placed.file)}» không phải tệp ảnh trong thư mục nội dung",
                "tải ảnh về, đặt cạnh bài viết rồi ghi tên tệp",
            )
            return None
        found = self._find(placed.file, "ảnh", placed.line)
        if found is None:
            return None
        used.add(found.path)
        entry = entries.get(found.path)
        return self._photo(found, "ảnh", placed, entry.written if entry else None)

    def _photo(
        self, found: Found, field: str, placed: Placed, entry: PhotoEntry | None
    ) -> Photo | None:
        """Examine a photo's file and put its words together."""
        try:
            original = self.reader.examine(found.file)
        except PhotoError as error:
            self._fault(placed.line, field, error.problem, error.mend)
            return None
        self.photo_files.append((found.file, original, field, placed.line))
        alt, caption, credit = placed.alt, placed.caption, placed.credit
        if entry is not None:
            alt = alt or entry.alt or ""
            own = parse_caption(entry.caption or "")
            caption = caption or own.text
            credit = credit or own.credit or entry.credit
        if not alt and not caption:
            self._fault(
                placed.line,
                field,
                f"ảnh «{placed.file}» không có chú thích, cũng không có mô tả",
                "thêm alt hoặc caption để người không thấy ảnh biết ảnh chụp gì",
                warning=True,
            )
        return Photo(original, nfc(alt), nfc(caption) if caption else None, credit or None)


@dataclass(frozen=True, slots=True)
class _FoundEntry:
    """An entry of `photos`, by the name of its field, and its file."""

    field: str
    written: PhotoEntry
    found: Found


def _first_paragraph(markup: str) -> int | None:
    """Find the first paragraph, before the notes; one in a list or the like only if need be."""
    end = markup.find('<div class="footnote">')
    nested = None
    depth = 0
    for found in _PARAGRAPH_OR_HOLDER.finditer(markup, 0, len(markup) if end < 0 else end):
        closing, name = found.groups()
        if name != "p":
            depth += -1 if closing else 1
        elif not closing and not depth:
            return found.start()
        elif not closing and nested is None:
            nested = found.start()
    return nested


def _is_below(written: str, url: str) -> bool:
    return written.lower().startswith(url.lower()) and written[len(url) : len(url) + 1] in "/?#"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
