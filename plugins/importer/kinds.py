# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file is, by its content: names lie."""

import re
from typing import Literal

from plugins.importer.word.package import encrypted
from plugins.press.errors import Refusal

Kind = Literal["docx", "doc", "rtf", "html", "wxr", "sql", "text"]

_AS_DOCX = "mở bằng Word, lưu thành .docx"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|table|div|p|h[1-6]|meta|article)[\s>]", re.I)
# A page may begin with long comments of the program that saved it.
_LATE_HTML = re.compile(rb"<(?:!doctype html|html|body)[\s>]", re.I)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_WXR = re.compile(rb"xmlns:wp=[\"']http://wordpress\.org/export/")
_SQL = re.compile(rb"^\s*INSERT\s+INTO\s+[`\"\w.]+", re.I | re.M)
# A stream of an OLE file, in its directory: names are UTF-16.
_OLE_WORD = "WordDocument".encode("utf-16-le")
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_READ_FOR_KIND = 8000


def kind_of(data: bytes) -> Kind:
    """Tell what *data* is; raises Refusal for what is not imported, and says why."""
    head = data[:_READ_FOR_KIND]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data.strip():
        raise Refusal("tệp trống, không có gì để nhập", "chọn tệp khác")
    if head.startswith((b"PK\3\4", b"PK\5\6")):
        return _kind_of_zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if _OLE_LOCKED in data:
            raise encrypted()
        if _OLE_WORD not in data:
            raise Refusal("tệp này không phải văn bản Word", _AS_DOCX)
        return "doc"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(b"%PDF"):
        raise Refusal(
            "tệp này là PDF, không nhập được chữ cho đúng",
            "xin bản Word của văn bản, hoặc chép chữ vào một tệp Word; tệp PDF có thể đính kèm bài",
        )
    if head.startswith(_PICTURES):
        raise Refusal(
            "tệp này là ảnh, không phải bài", "đặt ảnh vào tệp Word, hoặc vào thư mục của bài"
        )
    if start.startswith(b"MIME-Version") or b"Content-Type: multipart/related" in head:
        raise Refusal("tệp này là trang MHT của trình duyệt", "lưu trang lại thành .html")
    if _WXR.search(head):
        return "wxr"
    if _FEED.search(head):
        raise Refusal(
            "tệp này là kênh tin RSS, chỉ có tên và vài dòng đầu của bài",
            "xin bản xuất cơ sở dữ liệu (SQL, WXR) hoặc lưu từng trang của cổng cũ",
        )
    if _SQL.search(data[:2_000_000]):
        return "sql"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "html" if b"<\0" in head or b"\0<" in head else "text"
    if _HTML.search(head) or _LATE_HTML.search(data[:200_000]):
        return "html"
    if b"\0" in head:
        raise Refusal("không nhận ra loại tệp này", _AS_DOCX)
    return "text"


def _kind_of_zip(data: bytes) -> Kind:
    if b"word/" in data or b"[Content_Types].xml" in data[:_READ_FOR_KIND]:
        if b"xl/workbook" in data or b"ppt/presentation" in data:
            raise Refusal("tệp này là của Excel hay PowerPoint, không phải bài", _AS_DOCX)
        return "docx"
    if b"opendocument.text" in data[:_READ_FOR_KIND]:
        raise Refusal("tệp này là của LibreOffice (.odt)", "lưu thành .docx rồi nhập")
    raise Refusal("tệp này là tệp nén, không phải văn bản", "giải nén rồi nhập từng tệp")
