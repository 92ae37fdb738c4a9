# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two versions of a photo or attached file: shown side by side, one of them kept, or both."""

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.editor.disk import content_digest
from plugins.editor.form import markdown_of
from plugins.editor.incoming import put_files
from plugins.editor.intake import Taken, is_photo
from plugins.editor.notices import address_of
from plugins.editor.sheet import Sheet
from plugins.press.errors import Refusal
from plugins.press.preview_server import DESK_ADDRESS
from plugins.press.read.content_folder import is_source
from plugins.vietnamese.letters import nfc
from plugins.vietnamese.numbers import format_bytes

if TYPE_CHECKING:
    from plugins.editor.desk import Desk
    from plugins.editor.request import DeskRequest


class TwoVersions:
    """Has the editors of *desk* choose between what others sent and what was set aside here."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.rules = {
            "hai-ban/<path:path>": ("GET", self.show),
            "hai-ban": ("POST", self.choose),
        }

    def show(self, request: "DeskRequest", path: str) -> Response:
        """Show both versions of the file at content *path*."""
        path = nfc(path)
        theirs, ours = self._both(path)
        return self._desk.render(
            request,
            "two_versions.html",
            path=path,
            name=PurePosixPath(path).name,
            other=PurePosixPath(self._desk.shelf.other_name(path)).name,
            is_photo=is_photo(path),
            sizes=[format_bytes(len(data)) for data in (theirs, ours)],
            digests=[content_digest(data) for data in (theirs, ours)],
        )

    def _both(self, path: str) -> tuple[bytes, bytes]:
        """Give what stands at content *path*, and what is set aside; NotFound without the two."""
        shelf = self._desk.shelf
        kept = None if is_source(path) else shelf.take_aside(path)
        theirs = shelf.bytes_of(path)
        if kept is None or theirs is None:
            raise NotFound("Tệp này chỉ còn một bản. Sửa: xem lại ở «Gửi bài».")
        return theirs, kept[0]

    def choose(self, request: "DeskRequest") -> Response:
        """Keep theirs ("kia"), ours ("toi") or both ("ca-hai"), if they are those that were shown.

        Of both, ours gets another name, and an article of its folder shows it.
        """
        path, chosen = nfc(request.form.get("duong-dan", "")), request.form.get("chon", "")
        shelf = self._desk.shelf
        with self._desk.writing:
            both = self._both(path)
            if request.form.getlist("goc") != [content_digest(data) for data in both]:
                raise Refusal("tệp vừa đổi thêm lần nữa", "mở lại trang so hai bản rồi chọn")
            name = PurePosixPath(path).name
            if chosen == "kia":
                said, place = f"Đã giữ «{name}» của kho chung.", ""
            elif chosen == "toi":
                shelf.put(path, both[1])
                said, place = f"Đã giữ «{name}» của bạn; tệp chờ gửi.", ""
            elif chosen == "ca-hai":
                other = shelf.other_name(path)
                shelf.put(other, both[1])
                said, place = self._show_in_article(path, PurePosixPath(other).name)
            else:
                raise Refusal("chưa chọn bản nào", "bấm một trong ba nút")
            shelf.drop_aside(path)
        self._desk.notes.add(place, [said])
        return redirect(address_of(place) if place else DESK_ADDRESS, 303)

    def _show_in_article(self, path: str, name: str) -> tuple[str, str]:
        """Have the article of the folder show our version of *path*, which is called *name* now.

        Our text, where that is set aside too, means ours by the old name. Returns what to say,
        and the content path of the article, "" where there is none.
        """
        shelf, old = self._desk.shelf, PurePosixPath(path).name
        said = f"Đã giữ cả hai: bản của bạn nay là «{name}»"
        article = path[: path.rfind("/") + 1] + "index.md"
        version = shelf.read(article)
        kept = shelf.take_aside(article)
        data, base = kept or (version.data, version.digest)
        sheet = self._desk.open_sheet(article, data) if version.digest else None
        if sheet is None:
            return f"{said}, cạnh tệp kia.", ""
        values = sheet.values
        if kept:
            values.body = re.sub(rf"\]\(<?{re.escape(old)}>?", f"]({name}", values.body)
            for row in values.rows["photos"]:
                row["file"] = name if row["file"] == old else row["file"]
        if name not in values.body and name not in (row["file"] for row in values.rows["photos"]):
            shown = markdown_of(name) if is_photo(name) else f"[{name}]({name})"
            put_files(values, [Taken(name, shown, is_photo(name))])
        written = self._desk.write_sheet(self._opened(article, data), values)
        if kept:
            shelf.set_aside(article, written, base)
        elif values.is_draft or not self._desk.checker.check(article, written).errors:
            shelf.write(article, written)
        else:
            return f"{said}, cạnh bài; bài chưa nhắc đến tệp ấy vì còn lỗi.", article
        return f"{said}, đã có trong bài. Xem lại rồi gửi.", article

    def _opened(self, path: str, data: bytes) -> Sheet:
        """Open a file anew, as what is to be changed in it."""
        sheet = self._desk.open_sheet(path, data)
        assert sheet is not None
        return sheet
