# SPDX-License-Identifier: AGPL-3.0-or-later
"""The package that a .docx is: a ZIP of XML parts, opened with limits.

No part may hold a document type, and with it no entity: Word writes none, and they are
what bombs and readers of other files are made of.
"""

import io
import posixpath
import zipfile
import zlib
from typing import NamedTuple
from xml.etree import ElementTree

from plugins.press.errors import Refusal

#: What an honest document does not reach: parts, bytes unpacked in all and in one part of
#: XML, elements within each other.
MOST_PARTS, MOST_BYTES, MOST_BYTES_OF_XML, DEEPEST = 10_000, 500_000_000, 40_000_000, 300

_OFFICE = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
# What names are written with here; those of a strict document differ in their beginning.
_PREFIXES = {
    "wordprocessingml/2006/main": "w",
    "wordprocessingml/main": "w",
    "officeDocument/2006/relationships": "r",
    "officeDocument/relationships": "r",
    "package/2006/relationships": "rel",
    "drawingml/2006/main": "a",
    "drawingml/main": "a",
    "drawingml/2006/wordprocessingDrawing": "wp",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/2006/chart": "c",
    "drawingml/chart": "c",
    "drawingml/2006/diagram": "dgm",
    "drawingml/diagram": "dgm",
    "officeDocument/2006/math": "m",
    "officeDocument/math": "m",
    "markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


class Relation(NamedTuple):
    """Where a part leads to: another part, or an address outside the package."""

    target: str
    is_external: bool
    kind: str


class Package:
    """An opened .docx; `main` is the name of the part that holds the text."""

    def __init__(self, data: bytes) -> None:
        """Open *data*; raises Refusal for what is no sound document."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise _damaged() from error
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise _bomb()
        if any(part.flag_bits & 1 for part in parts):
            raise encrypted()
        self.names = {part.filename for part in parts}
        relations = self.relations("")
        self.main = next(
            (found.target for found in relations.values() if found.kind == "officeDocument"),
            "word/document.xml",
        )
        if self.main not in self.names:
            raise Refusal("tệp này không phải văn bản Word", "mở bằng Word, lưu thành .docx")

    def bytes_of(self, name: str) -> bytes:
        """The bytes of the part *name*."""
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            raise _damaged() from error

    def parse(self, name: str) -> ElementTree.Element:
        """Read the part *name* as XML, whose names get the prefixes above ("w_p")."""
        if self._zip.getinfo(name).file_size > MOST_BYTES_OF_XML:
            raise _bomb()
        parser = ElementTree.XMLParser(target=_Builder())
        try:
            parser.feed(self.bytes_of(name))
            return parser.close()
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise _damaged() from error

    def relations(self, part: str) -> dict[str, Relation]:
        """Tell where *part* leads to, by the names that it uses; "" is the package itself."""
        folder, name = posixpath.split(part)
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if file not in self.names:
            return {}
        found = {}
        for element in self.parse(file):
            target = element.get("Target", "")
            is_external = element.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(target, is_external, kind)
        return found


class _Builder(ElementTree.TreeBuilder):
    """Builds elements with short names, and stops at what no document holds."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._short: dict[str, str] = {}

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise Refusal(
            f"tệp có khai báo «!DOCTYPE {name}», thứ mà Word không bao giờ viết",
            "mở bằng Word, lưu lại thành .docx; nếu Word không mở được thì đừng dùng tệp này",
        )

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _bomb()
        shorten = self._shorten
        return super().start(shorten(tag), {shorten(name): text for name, text in attrs.items()})

    def end(self, tag: str) -> ElementTree.Element:
        self._depth -= 1
        return super().end(self._shorten(tag))

    def _shorten(self, name: str) -> str:
        short = self._short.get(name)
        if short is None:
            space, _, local = name[1:].partition("}") if name[0] == "{" else ("", "", name)
            prefix = _PREFIXES.get(space.removeprefix(_OFFICE).removeprefix(_STRICT), "")
            short = f"{prefix}_{local}" if prefix else f"other_{local}" if space else local
            self._short[name] = short
        return short


def encrypted() -> Refusal:
    """Refuse what is locked."""
    return Refusal(
        "tệp này có mật khẩu, không đọc được",
        "mở bằng Word, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ tài liệu), lưu lại rồi nhập",
    )


def _damaged() -> Refusal:
    return Refusal("tệp Word hỏng, không đọc được", "mở bằng Word, lưu lại thành .docx")


def _bomb() -> Refusal:
    return Refusal(
        "tệp này giải nén ra quá lớn hoặc lồng nhau quá sâu, không phải văn bản thường",
        "mở bằng Word, chép phần cần đăng sang văn bản mới rồi lưu thành .docx",
    )
