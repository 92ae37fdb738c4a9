# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attached files: of which kind a file really is, and what in it is not for readers.

A name is only typed. The kind is told by the content: a page of HTML or a
program under the name of a PDF would go out to readers as it is.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from plugins.press.errors import Refusal
from plugins.press.read.media import plays, tracks_of
from plugins.vietnamese.numbers import format_bytes

#: Where attached files stand on the site.
ATTACHMENT_FOLDER = "tep"
#: Bytes of one attached file.
MAX_ATTACHMENT_BYTES = 50_000_000
#: The kinds that documents are in.
DOCUMENT_KINDS = ("pdf", "doc", "docx", "xls", "xlsx", "odt", "ods", "ppt", "pptx", "zip")
#: The kinds that may be attached, as they are listed to editors.
FILE_KINDS = (*DOCUMENT_KINDS, "mp3", "m4a", "mp4", "webm")

#: The kind of the captions of films (WebVTT), which no text links to.
CAPTIONS_KIND = "vtt"
#: Bytes of captions; those of a film of four hours have some 300,000.
MAX_CAPTIONS_BYTES = 2_000_000

_HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the parts of an Office file of before 2007 are called within it.
_OLE_KINDS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}
_OLE_BOOK = "Book"
_OLE_MACROS = "_VBA_PROJECT"
_OLE_SEALED = "EncryptedPackage"
# A part that no other kind of package has.
_ZIP_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_ZIP_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_ODF_TEXT = "content.xml"
_PACKAGES = frozenset((*_ZIP_PARTS, *_ZIP_TYPES.values()))
_MACROS = re.compile(
    r"(?:.*/)?vbaProject\.bin|xl/macrosheets/.+|(?:Basic|Scripts)/.+", re.IGNORECASE
)
_PROGRAM = re.compile(
    r".*\.(?:exe|com|scr|pif|bat|cmd|msi|ps1|vbs|vbe|js|jse|wsf|jar|hta|lnk|url|reg|apk|dll"
    r"|docm|dotm|xlsm|xltm|pptm|html?|svg)[ .]*",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r".*\.(?:zip|rar|7z|gz|bz2|xz|tar|cab|iso|img)[ .]*", re.IGNORECASE)
# Names of entries that lead out of the folder they are unpacked in (path traversal).
_ASTRAY = re.compile(r"(?:.*[/\\])?\.\.[/\\].*|[/\\].*|[A-Za-z]:.*", re.DOTALL)
#: Entries of a package, and bytes of their list; Word's longest documents have some hundred.
_MOST_ENTRIES, _MOST_LISTED = 10_000, 4_000_000
#: A package that unpacks to so many times its size, and more than so many bytes, is a ZIP bomb.
_MOST_GROWTH, _LARGE = 100, 50_000_000

# The flag of an encrypted entry.
_SEALED = 1
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    # Of a place before the beginning of the file.
    OSError,
)
#: Photos of a package that are looked into, and bytes of each.
_MOST_PHOTOS, _EXIF_BYTES = 200, 1 << 16
_GPS_TAG = 0x8825

# The brands of photos in an ISO media file; all others are films and sounds.
_PHOTO_BRANDS = frozenset(
    (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
)
_PHOTO_STARTS = (
    *(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"8BPS", b"\xff\x0a"),
    *(b"\0\0\0\x0cjP  ", b"\0\0\0\x0cJXL ", b"\0\0\1\0"),
)
_PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\0\0\0\1")
_ARCHIVE_STARTS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|table)\b", re.IGNORECASE)
_SCRIPT = re.compile(rb"\b(?:function\s*\w*\(|var\s+\w+\s*=|document\.|window\.|eval\(|WScript\.)")
_VTT = re.compile(r"WEBVTT(?:[ \t\r\n]|\Z)")
# As SubRip writes it: "00:00:01,000 --> 00:00:04,000".
_SRT_TIME = re.compile(r"^[0-9:]{5,12},[0-9]{3}(?=[ \t]{0,9}-->)", re.MULTILINE)
_BLANK = b"\xef\xbb\xbf \t\r\n\0"

# What a PDF is made of; the first stands behind a line or two.
_PDF_OBJECT = re.compile(rb"[0-9][\0\t\n\f\r ]{1,9}[0-9]{1,5}[\0\t\n\f\r ]{1,9}obj\b")

# What a PDF may do besides being read, by the name of its action or object.
_PDF_ACTIONS = {
    b"JavaScript": "mã chương trình (JavaScript)",
    b"Launch": "lệnh mở chương trình hoặc tệp trên máy người đọc",
    b"EmbeddedFile": "tệp khác nằm bên trong",
    b"RichMedia": "phim hoặc âm thanh chạy bằng chương trình ngoài",
    b"SubmitForm": "lệnh gửi những gì người đọc điền đến nơi khác",
    b"ImportData": "lệnh lấy dữ liệu từ máy người đọc",
}
# "/S /Launch", also without the space; letters of a name may be written as "#4A".
_PDF_NAME = re.compile(
    rb"/([A-Za-z#][A-Za-z0-9#]{0,20})[\0\t\n\f\r ]{0,9}/([A-Za-z#][A-Za-z0-9#]{5,38})"
    rb"(?![A-Za-z0-9#])|/(EmbeddedFile)s[\0\t\n\f\r ]{0,9}(?=<<|[0-9])"
)
_PDF_KEYS = frozenset((b"S", b"Type", b"Subtype"))
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# The dictionary of an object stream, and where its bytes begin.
_PDF_PACK, _PDF_STREAM = re.compile(rb"/ObjStm(?![A-Za-z])"), re.compile(rb"stream\r?\n")
#: Object streams that are looked into, bytes of one, of its dictionary, and of all.
_MOST_PACKS, _PACK_BYTES, _PACK_HEAD_BYTES, _PACKS_BYTES = 10_000, 2_000_000, 400, 50_000_000

_PLAYED = frozenset(("mp3", "m4a", "mp4", "webm"))
_SAVE_AGAIN = "mở tệp bằng chương trình đã tạo ra nó, lưu lại thành PDF rồi thay tệp này"


def check_attachment(file: Path, name: str, kind: str) -> Iterator[tuple[str, str]]:
    """Give each warning of the file called *name* that is to go out as a *kind*.

    A warning is a problem and its mend. Raises Refusal where the file may not go out at
    all, OSError where it cannot be read.
    """
    if kind == CAPTIONS_KIND:
        _check_captions(file, name)
        return
    with file.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith((b"PK\3\4", b"PK\5\6")) and _listed(file) > _MOST_LISTED:
        raise Refusal(f"«{name}» có quá nhiều tệp bên trong", "chia nhỏ gói nén")
    found = attachment_kind(head, file)
    is_hollow = found == kind and _is_hollow(head, file, kind)
    if is_hollow and _HTML.search(head):
        found = "trang web HTML"
    if found != kind:
        raise Refusal(f"«{name}» {_is_no(kind, found)}", _mend(found, kind))
    if is_hollow and kind in _PLAYED:
        yield (
            f"«{name}» bị hỏng hoặc chép dở, không phát được",
            f"chép lại tệp, hoặc {_again(kind)}",
        )
    if kind in _OLE_KINDS and _has_stream(file.read_bytes(), _OLE_MACROS):
        raise _macros(name)
    if kind == "pdf":
        for action in _pdf_actions(file.read_bytes()):
            yield (
                f"trong «{name}» có {_PDF_ACTIONS[action]}",
                "mở tệp rồi in lại thành PDF, thay tệp này; đính kèm riêng tệp nằm bên trong",
            )
    if kind == "zip" or kind in _PACKAGES:
        yield from _check_package(file, name, kind)


def attachment_kind(head: bytes, file: Path) -> str:
    """Tell the kind of a *file* that begins with *head*, "" of one that is not known.

    It is one of FILE_KINDS, or in Vietnamese what else the file is.
    """
    start = head.lstrip(_BLANK)
    if not start:
        return "rỗng" if not head else ""
    if head.startswith(b"%PDF") or start.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(_OLE):
        return _kind_of_ole(file.read_bytes())
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _kind_of_package(file)
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return "mp3"
    # The box that begins a film has some dozen bytes; more is another file in its disguise.
    if head[4:8] == b"ftyp" and int.from_bytes(head[:4], "big") <= _HEAD_BYTES:
        return "ảnh" if head[8:12] in _PHOTO_BRANDS else _kind_of_media(head, file)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "phim Matroska (MKV)"
    if start.startswith(_PHOTO_STARTS) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "ảnh"
    if start.startswith(_PROGRAM_STARTS):
        return "chương trình máy tính"
    if start.startswith(_ARCHIVE_STARTS):
        return "tệp nén khác ZIP"
    if start.startswith(b"{\\rtf"):
        return "văn bản RTF"
    if _HTML.search(head):
        return "trang web HTML"
    if _SCRIPT.search(head):
        return "mã chương trình"
    # The last letter may be cut.
    letters = head.decode("utf-8", "ignore").encode()
    return "" if b"\0" in head or len(letters) + 3 < len(head) else "chữ thường"


def _is_hollow(head: bytes, file: Path, kind: str) -> bool:
    """Tell whether a *file* has nothing of its *kind* but the first bytes, as far as is known."""
    if kind == "pdf":
        return not _PDF_OBJECT.search(head)
    return kind in _PLAYED and not plays(file, kind)


def _kind_of_media(head: bytes, file: Path) -> str:
    """Tell films from sounds by what is in them, or else by what their beginning says."""
    tracks = tracks_of(file)
    if tracks is not None and (tracks.film or tracks.sound):
        return "mp4" if tracks.film else "m4a"
    return "m4a" if head[8:11] in (b"M4A", b"M4B") else "mp4"


def _check_captions(file: Path, name: str) -> None:
    """Refuse what browsers would not show as the words of a film."""
    if file.stat().st_size > MAX_CAPTIONS_BYTES:
        raise Refusal(f"«{name}» quá {format_bytes(MAX_CAPTIONS_BYTES)}", "chỉ để lời và mốc giờ")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"«{name}» không phải UTF-8", "lưu lại tệp bằng bảng mã UTF-8") from None
    if not _VTT.match(text):
        raise Refusal(
            f"«{name}» không phải phụ đề WebVTT: dòng đầu không phải «WEBVTT»",
            "thêm dòng đầu «WEBVTT» rồi một dòng trống; phụ đề .srt thì xuất lại thành .vtt",
        )
    if found := _SRT_TIME.search(text):
        right = found[0].replace(",", ".")
        raise Refusal(
            f"«{name}» có mốc giờ «{found[0].strip()}» dùng dấu phẩy, trình duyệt bỏ qua",
            f"viết «{right.strip()}», ở mọi dòng có «-->»",
        )


def _kind_of_ole(data: bytes) -> str:
    for kind, part in _OLE_KINDS.items():
        if _has_stream(data, part):
            return kind
    if _has_stream(data, _OLE_BOOK):
        return "xls"
    return "tệp Office có mật khẩu" if _has_stream(data, _OLE_SEALED) else ""


def _has_stream(data: bytes, name: str) -> bool:
    """Tell whether the directory of an OLE file has an entry of this *name*."""
    written = name.encode("utf-16-le")
    size = (len(written) + 2).to_bytes(2, "little")
    entry = written.ljust(64, b"\0") + size
    return entry in data


def _kind_of_package(file: Path) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
            if "mimetype" in names and package.getinfo("mimetype").file_size < 100:
                kind = _ZIP_TYPES.get(package.read("mimetype").strip(), "zip")
                return "tệp nén bị hỏng" if kind != "zip" and _ODF_TEXT not in names else kind
            if "[Content_Types].xml" in names:
                for kind, folder in _ZIP_PARTS.items():
                    if any(name.startswith(folder) and name.endswith(".xml") for name in names):
                        return kind
            return "zip"
    except _ZIP_ERRORS:
        return "tệp nén bị hỏng"


def _pdf_actions(data: bytes) -> list[bytes]:
    """List what a PDF may do besides being read, of _PDF_ACTIONS, in their order."""
    found: set[bytes] = set()
    left = _PACKS_BYTES
    view = memoryview(data)
    for pack in islice(_PDF_PACK.finditer(data), _MOST_PACKS):
        begins = _PDF_STREAM.search(data, pack.end(), pack.end() + _PACK_HEAD_BYTES)
        if begins is None or left <= 0:
            continue
        packed = view[begins.end() : begins.end() + _PACK_BYTES]
        # Of what is packed in another way, or broken, nothing is known.
        with suppress(zlib.error):
            objects = zlib.decompressobj().decompress(packed, min(left, _PACK_BYTES))
            left -= len(objects)
            found |= _names_of_pdf(objects)
    found |= _names_of_pdf(data)
    return [action for action in _PDF_ACTIONS if action in found]


def _names_of_pdf(data: bytes) -> set[bytes]:
    """List the kinds of the objects in a part of a PDF, those of _PDF_ACTIONS."""
    pairs = {
        (_pdf_name(key), _pdf_name(name), files) for key, name, files in _PDF_NAME.findall(data)
    }
    kinds = {files or name for key, name, files in pairs if files or key in _PDF_KEYS}
    return kinds & _PDF_ACTIONS.keys()


def _pdf_name(written: bytes) -> bytes:
    if b"#" not in written:
        return written
    return _PDF_ESCAPE.sub(lambda sign: bytes((int(sign[1], 16),)), written)


def _listed(file: Path) -> int:
    """Tell how many bytes the list of a package's entries has, without reading it."""
    with file.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 65_557))
        tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _is_mp3_frame(head: bytes) -> bool:
    # Eleven bits of one; then the version, and 01 for the third layer.
    return head[:1] == b"\xff" and head[1:2] >= b"\xe0" and (head[1] >> 1) & 3 == 1


def _is_no(kind: str, found: str) -> str:
    if found in ("rỗng", "tệp nén bị hỏng"):
        return "là tệp rỗng" if found == "rỗng" else "bị hỏng, không mở được"
    if found == "ảnh":
        return "là ảnh mang đuôi tệp khác"
    told = f"là {found.upper() if found in FILE_KINDS else found}" if found else "thuộc loại khác"
    return f"không phải tệp {kind.upper()}: nội dung {told}"


def _mend(found: str, kind: str) -> str:
    if found in ("rỗng", "tệp nén bị hỏng"):
        return "chép lại tệp"
    if found == "ảnh":
        return "đặt lại đuôi tệp, rồi chèn ảnh bằng ![mô tả](tệp)"
    if found in FILE_KINDS:
        return f"đổi đuôi tên tệp từ .{kind} thành .{found}, sửa cả trong bài"
    if found == "trang web HTML":
        return "tải lại tệp từ nơi có nó: tệp này là trang web hiện ra khi tải, thường để báo lỗi"
    if found == "tệp Office có mật khẩu":
        return "bỏ mật khẩu rồi lưu lại tệp"
    if found == "tệp nén khác ZIP":
        return "nén lại thành ZIP"
    if found in ("chương trình máy tính", "mã chương trình"):
        return "bỏ liên kết và xóa tệp này: cổng không phát chương trình"
    return _again(kind) if kind in _PLAYED else _SAVE_AGAIN


def _again(kind: str) -> str:
    return f"xuất lại thành .{kind} bằng chương trình đã tạo ra nó, rồi thay tệp này"


def _macros(name: str) -> Refusal:
    return Refusal(
        f"«{name}» có macro, máy người đọc có thể chạy nó",
        "mở tệp, bỏ macro, lưu lại thành .docx, .xlsx hoặc PDF",
    )


def _check_package(file: Path, name: str, kind: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(file) as package:
        entries = package.infolist()
    if not entries:
        raise Refusal(f"«{name}» là gói nén rỗng", "nén lại các tệp")
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    on_disk = file.stat().st_size
    # Entries that overlap claim more bytes than the file has.
    if (size > _LARGE and size > _MOST_GROWTH * on_disk) or packed > on_disk:
        raise Refusal(
            f"«{name}» nặng {format_bytes(on_disk)} mà giải nén ra {format_bytes(size)}",
            "kiểm tra nguồn của tệp; nén lại từ các tệp gốc",
        )
    if len(entries) > _MOST_ENTRIES:
        raise Refusal(f"«{name}» có {len(entries)} tệp bên trong", "chia nhỏ gói nén")
    if any(entry.flag_bits & _SEALED for entry in entries):
        yield f"«{name}» có mật khẩu, người đọc không mở được", "nén hoặc lưu lại, không mật khẩu"
    yield from _places_of_photos(file, name, entries)
    if kind != "zip":
        if any(_MACROS.fullmatch(entry.filename) for entry in entries):
            raise _macros(name)
        return
    for pattern, what in (
        (_PROGRAM, "chương trình, macro hoặc trang web"),
        (_ARCHIVE, "gói nén khác"),
        (_ASTRAY, "tệp giải nén ra ngoài thư mục"),
    ):
        found = next((entry for entry in entries if pattern.fullmatch(entry.filename)), None)
        if found is not None:
            yield (
                f"trong «{name}» có {what}: «{_shown(found.filename)}»",
                "bỏ tệp ấy khỏi gói nén, chỉ để văn bản cho người đọc",
            )


def _places_of_photos(
    file: Path, name: str, entries: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, str]]:
    """Warn of the first photo in a package that tells where it was taken."""
    photos = [entry for entry in entries if entry.filename.lower().endswith((".jpg", ".jpeg"))]
    with zipfile.ZipFile(file) as package:
        for entry in photos[:_MOST_PHOTOS]:
            try:
                with package.open(entry) as stream:
                    head = stream.read(_EXIF_BYTES)
            except _ZIP_ERRORS:
                continue
            if tells_place(head):
                yield (
                    f"trong «{name}» ảnh «{_shown(entry.filename)}» ghi cả nơi chụp",
                    "xóa vị trí khỏi ảnh rồi chèn lại, hoặc lưu tệp thành PDF",
                )
                return


def tells_place(head: bytes) -> bool:
    """Tell whether the EXIF in the *head* of a JPEG has the place where it was taken."""
    tiff = head.find(b"Exif\0\0") + 6
    order = {b"II": "little", b"MM": "big"}.get(head[tiff : tiff + 2])
    if tiff < 6 or order is None:
        return False

    def number(at: int, size: int) -> int:
        return int.from_bytes(head[at : at + size], order)

    first = tiff + number(tiff + 4, 4)
    count = number(first, 2)
    return any(number(first + 2 + 12 * place, 2) == _GPS_TAG for place in range(min(count, 500)))


def _shown(name: str) -> str:
    name = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
    return name if len(name) <= 60 else f"{name[:59]}…"
