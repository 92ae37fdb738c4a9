# SPDX-License-Identifier: AGPL-3.0-or-later
"""One source, of whatever kind, to a document and what was found in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.importer.article_folder import ImportedArticle, compose
from plugins.importer.document import ImportedText
from plugins.importer.finding import Draft, find
from plugins.importer.kinds import kind_of
from plugins.importer.web.pasted_text import read_pasted_text
from plugins.importer.web.saved_page import read_saved_page
from plugins.importer.word.reader import read_docx
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal
from plugins.vietnamese.letters import slugify

#: Bytes of one source at most.
LARGEST = 200_000_000
# Seconds that LibreOffice may take for one document.
_PATIENCE = 180
_ATTACHED_AT_MOST = 50_000_000


@dataclass(frozen=True, slots=True)
class Portal:
    """What an import must know of the site."""

    sections: Sections
    notices: str
    zone: ZoneInfo


def read_source(
    name: str, data: bytes, portal: Portal, folder: Path | None = None
) -> tuple[ImportedText, Draft, str]:
    """Read *data*, a file called *name* of *folder*; tell also the kind that it is."""
    kind = kind_of(data)
    title = ""
    if kind in ("doc", "rtf"):
        document = read_docx(convert_to_docx(data, kind))
    elif kind == "docx":
        document = read_docx(data)
    elif kind == "html":
        document, title = read_saved_page(data, folder)
    elif kind == "text":
        document = read_pasted_text(data)
    else:
        raise Refusal(
            "tệp này là bản xuất cơ sở dữ liệu của một cổng", "lưu từng trang của cổng ấy"
        )
    known = Draft(title=title, found={"title": "tên trên trang"} if title else {})
    draft = find(document, portal.zone, known, is_plain=kind == "text")
    if draft.is_official:
        draft.category = portal.sections.names[portal.notices]
        draft.found["category"] = "văn bản có quốc hiệu, đề nghị mục này"
    if not any(True for _ in document.words) and not any(
        getattr(block, "pictures", None) for block in document.blocks
    ):
        raise Refusal(f"«{name}» không có chữ nào", "xem lại tệp, mở bằng Word rồi lưu lại")
    return document, draft, kind


def compose_article(
    name: str, data: bytes, document: ImportedText, draft: Draft, kind: str
) -> ImportedArticle:
    """Write the article of a source; an official document takes the original along."""
    original = None
    if draft.is_official and kind in ("docx", "doc") and len(data) <= _ATTACHED_AT_MOST:
        original = (f"{slugify(Path(name).stem, 80) or 'van-ban-goc'}.{kind}", data)
    return compose(document, draft, original=original)


def convert_to_docx(data: bytes, kind: str, environment: Mapping[str, str] = os.environ) -> bytes:
    """Have LibreOffice write an old document anew; raises Refusal where it is not installed."""
    program = shutil.which("soffice", path=environment.get("PATH"))
    if program is None:
        raise Refusal(
            f"tệp này là .{kind} kiểu cũ, máy này không có LibreOffice để đọc",
            "mở bằng Word, lưu thành .docx",
        )
    with tempfile.TemporaryDirectory(prefix="nhap-") as folder:
        source = Path(folder, f"nguon.{kind}")
        source.write_bytes(data)
        command = [
            *(program, f"-env:UserInstallation={Path(folder, 'ho-so').as_uri()}"),
            *("--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(Path(folder, "ra")), str(source)),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
            return Path(folder, "ra", "nguon.docx").read_bytes()
        except (subprocess.TimeoutExpired, OSError) as error:
            raise Refusal(
                f"LibreOffice không đọc được tệp .{kind} này", "mở bằng Word, lưu thành .docx"
            ) from error
