# SPDX-License-Identifier: AGPL-3.0-or-later
"""A source file as a whole, header and all, for those who know Markdown and YAML."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.editor.differences import Piece, compare_words, shorten
from plugins.editor.notices import DONE, address_of
from plugins.newsroom.article import is_standing
from plugins.press.errors import Refusal, reason_of
from plugins.vietnamese.letters import nfc

if TYPE_CHECKING:
    from plugins.editor.desk import Desk
    from plugins.editor.request import DeskRequest


class WholeFilePages:
    """Shows and saves the files of *desk*."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.rules = {
            "ca-tep/<path:path>": ("GET", self.show_whole),
            "luu-tep": ("POST", self.save_whole),
        }

    def show_whole(self, request: "DeskRequest", path: str) -> Response:
        """Show the text of a file, header and all."""
        version = self._desk.shelf.read(nfc(path))
        if not version.digest:
            raise NotFound("Bài này không còn. Sửa: tìm lại trong danh sách.")
        if ours := self._formless(nfc(path)):
            trouble = "Dưới đây là bản của bạn, được cất riêng: người khác đã gửi bản khác. So hai "
            trouble += "bản, sửa cho khớp rồi lưu."
            return self._show_whole(request, nfc(path), ours, version.digest, trouble)
        return self._show_whole(request, nfc(path), version.data, version.digest)

    def _formless(self, path: str) -> bytes:
        """Give the version that is set aside, if it has no form in which it would be shown."""
        kept = self._desk.shelf.take_aside(path)
        return kept[0] if kept and self._desk.open_sheet(path, kept[0]) is None else b""

    def _show_whole(
        self, request: "DeskRequest", path: str, data: bytes, base: str, trouble: str = "",
        status: int = 200, other: bytes | None = None,
    ) -> Response:  # fmt: skip
        """Show *data* with what is wrong with it, and how it differs from the *other* version.

        That is the saved one where *data* is what was set aside.
        """
        pieces: Sequence[Piece] = ()
        is_aside = bool(self._formless(path))
        if is_aside:
            other = self._desk.shelf.read(path).data
        if other is not None:
            texts = (item.decode("utf-8", "replace") for item in (other, data))
            pieces = shorten(compare_words(*texts))
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text, trouble = "", trouble or "Tệp không dùng bảng mã UTF-8 nên không sửa được ở đây."
        return self._desk.render(
            request, "whole.html", status=status, path=path, text=text, base=base,
            faults=self._desk.checker.check(path, data).faults, trouble=trouble, pieces=pieces,
            has_form=self._desk.open_sheet(path, data) is not None,
            is_aside=is_aside, is_standing=is_standing(path),
            said=DONE.get(request.args.get("da", "")),
        )  # fmt: skip

    def save_whole(self, request: "DeskRequest") -> Response:
        """Save the text of a file, if it has no faults or is a draft."""
        path, base = nfc(request.form.get("duong-dan", "")), request.form.get("goc", "")
        with self._desk.writing:
            version = self._desk.shelf.read(path)
            if not version.digest:
                self._desk.shelf.refuse_strange(path)
            mark = "\ufeff" if version.data.startswith(b"\xef\xbb\xbf") else ""
            newline = "\r\n" if b"\r\n" in version.data else "\n"
            typed = request.form.get("tep", "").replace("\r\n", "\n").removeprefix("\ufeff")
            data = (mark + typed.replace("\n", newline)).encode()
            is_apart = request.form.get("viec") == "bai-khac" and not is_standing(path)
            if not is_apart and version.digest != base:
                trouble = "Chưa lưu: người khác đã lưu bài này trong lúc bạn viết. Chữ của bạn còn "
                trouble += "nguyên ở dưới. So hai bản, sửa cho khớp rồi lưu lại."
                return self._show_whole(
                    request, path, data, version.digest, trouble, 409, version.data
                )
            errors = self._desk.checker.check(path, data).errors
            sheet = self._desk.open_sheet(path, data)
            if errors and not is_apart and not (sheet is not None and sheet.values.is_draft):
                trouble = "Chưa lưu: bài còn lỗi. Sửa các lỗi ở dưới, hoặc thêm dòng "
                trouble += "«status: draft» vào phần đầu để giữ thành bản nháp."
                return self._show_whole(request, path, data, base, trouble, 422)
            try:
                if is_apart:
                    return self._save_apart(path, data)
                self._desk.shelf.write(path, data)
                if self._formless(path):
                    self._desk.shelf.drop_aside(path)
            except OSError as error:
                trouble = (
                    f"Chưa lưu: không ghi được đĩa ({reason_of(error)}). Chữ còn nguyên ở dưới."
                )
                return self._show_whole(request, path, data, base, trouble, 507)
            except Refusal as refusal:
                trouble = f"Chưa lưu: {refusal}. Chữ còn nguyên ở dưới."
                return self._show_whole(request, path, data, base, trouble, 422)
        return redirect(f"{address_of(path, 'ca-tep')}?da=luu", 303)

    def _save_apart(self, path: str, data: bytes) -> Response:
        """Save *data* as another article, with copies of its files; that at *path* stays."""
        shelf = self._desk.shelf
        new = shelf.other_article(path)
        shelf.write(new, data)
        settled = shelf.copy_beside(path, new, data.decode("utf-8", "replace"))
        if self._formless(path):
            settled.append(path)
        for one in settled:
            shelf.drop_aside(one)
        return redirect(f"{address_of(new, 'ca-tep')}?da=ca-hai", 303)
