# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small files of every kind that may be attached, made as their programs make them."""

import io
import zipfile

KINDS = ("pdf", "doc", "docx", "xls", "xlsx", "odt", "ods", "ppt", "pptx", "zip", "mp3", "mp4")
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
    start = {"pdf": b"%PDF-1.4\n", "mp3": b"ID3\4\0\0\0\0\0\0"}
    return start.get(kind, b"\0\0\0\x18ftypisom\0\0\2\0isomiso2") + words.encode()


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
