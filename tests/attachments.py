# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small files of every kind that may be attached, made as their programs make them."""

import io
import struct
import zipfile

KINDS = (
    *("pdf", "doc", "docx", "xls", "xlsx", "odt", "ods", "ppt", "pptx", "zip"),
    *("mp3", "m4a", "mp4", "webm"),
)
_STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_TYPES = {"odt": "text", "ods": "spreadsheet"}


def file_of(kind: str, words: str = "x", **more: bytes | str) -> bytes:
    """Make a file of this *kind*; other *words*, other bytes. *more* are entries of a package."""
    if kind in _STREAMS:
        return ole(_STREAMS[kind], words)
    if kind in _PARTS:
        return package({"[Content_Types].xml": "<Types/>", _PARTS[kind]: words, **more})
    if kind in _TYPES:
        mimetype = f"application/vnd.oasis.opendocument.{_TYPES[kind]}"
        return package({"mimetype": mimetype, "content.xml": words, **more})
    if kind == "zip":
        return package({"bai.txt": words, **more})
    if kind == "pdf":
        return pdf(words)
    if kind == "mp3":
        return sound(1) + words.encode()
    if kind == "webm":
        return webm(1) + element(b"\xec", words.encode())
    # Its picture is as large as its poster: it does not tell.
    return media("vide" if kind == "mp4" else "soun", size=(0, 0)) + box(b"free", words.encode())


def pdf(words: str = "x", pages: int = 1) -> bytes:
    """A PDF of blank *pages*; other *words*, other bytes."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages,
    ]
    data, places = b"%PDF-1.4\n%" + words.encode() + b"\n", []
    for number, words_of_object in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{words_of_object}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def media(
    *tracks: str, size: tuple[int, int] = (1280, 720), upright: bool = False, seconds: float = 0
) -> bytes:
    """An ISO media file that plays nothing, with *tracks* ("vide", "soun").

    *upright* says that its picture, of *size* pixels, is to be turned by a quarter; *seconds*
    are how long it plays, as it says.
    """
    boxes = b""
    for kind in tracks:
        turn = (0, 65536, -65536, 0) if upright else (65536, 0, 0, 65536)
        a, b, c, d = (number.to_bytes(4, "big", signed=True) for number in turn)
        matrix = b"".join((a, b, bytes(4), c, d, bytes(12), b"\x40\0\0\0"))
        sides = b"".join(side.to_bytes(2, "big") + bytes(2) for side in size)
        head = box(b"tkhd", bytes(40) + matrix + (sides if kind == "vide" else bytes(8)))
        handler = box(b"hdlr", bytes(8) + kind.encode() + bytes(13))
        boxes += box(b"trak", head + box(b"mdia", handler))
    times = bytes(12) + (600).to_bytes(4, "big") + round(600 * seconds).to_bytes(4, "big")
    film = box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"mdat", b"x" * 50)
    return film + box(b"moov", box(b"mvhd", times.ljust(100, b"\0")) + boxes)


def sound(seconds: float) -> bytes:
    """An MP3 of silence that plays so long, at 128 kbit/s."""
    frame = b"\xff\xfb\x90\x64" + bytes(413)
    return frame * int(seconds * 128_000 / 8 / 417)


def webm(seconds: float | None, whole: bool = True, form: str = ">d", unit_ns: int = 0) -> bytes:
    """A WebM that shows nothing, and says that it plays so long, None says nothing.

    As recorders write it, its size is unknown where it is not *whole*.
    """
    told = element(b"\x2a\xd7\xb1", unit_ns.to_bytes(4, "big")) if unit_ns else b""
    if seconds is not None:
        units = seconds * 1e9 / (unit_ns or 1_000_000)
        told += element(b"\x44\x89", struct.pack(form, units))
    parts = element(b"\x11\x4d\x9b\x74", bytes(40)) + element(b"\x15\x49\xa9\x66", told)
    parts += element(b"\x16\x54\xae\x6b", bytes(20)) + element(b"\x1f\x43\xb6\x75", bytes(300))
    name = b"\x18\x53\x80\x67"
    film = element(name, parts) if whole else name + b"\x01" + b"\xff" * 7 + parts
    return element(b"\x1a\x45\xdf\xa3", b"B\x82\x84webm") + film


def element(name: bytes, content: bytes) -> bytes:
    """Write an element of WebM, its size in four bytes."""
    return name + (0x10000000 | len(content)).to_bytes(4, "big") + content


def box(name: bytes, content: bytes) -> bytes:
    """Write a box of an ISO media file."""
    return (len(content) + 8).to_bytes(4, "big") + name + content


def package(entries: dict[str, bytes | str]) -> bytes:
    """Pack *entries* into a ZIP; the same entries give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def ole(*streams: str) -> bytes:
    """An Office file of before 2007: its sign, and a directory with these entries."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
        for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entries
