# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes to the desk besides typing, as its pages take it: files, Word, pasted HTML."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.editor.disk import refuse_large
from plugins.editor.intake import (
    MAX_WORD_BYTES,
    Imported,
    Taken,
    as_docx,
    import_word,
    read_pasted,
    report_for_form,
    take_file,
)
from plugins.editor.notices import address_of
from plugins.editor.request import files_of
from plugins.editor.sheet import ROWS, Values
from plugins.importer.article_folder import save_files
from plugins.press.errors import Refusal
from plugins.vietnamese.letters import nfc

if TYPE_CHECKING:
    from plugins.editor.desk import Desk
    from plugins.editor.request import DeskRequest


class Incoming:
    """Takes what editors bring to *desk*."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self.rules = {
            "tai": ("POST", self.take_files),
            "word": ("POST", self.take_word),
            "dan": ("POST", self.paste),
        }

    def take(self, path: str, files: list[tuple[str, bytes]]) -> list[Taken]:
        """Put files beside the article at content *path*; what is wrong with one is said next."""
        taken, told = [], []
        folder = self._desk.shelf.place(path).parent
        for name, data in files:
            try:
                taken.append(take_file(folder, name, data, self._desk.worker))
                told += [f"Cảnh báo: {warning}" for warning in taken[-1].warnings]
            except Refusal as refusal:
                told.append(f"Không nhận tệp: {refusal}")
        self._desk.notes.add(path, told)
        return taken

    def take_files(self, request: "DeskRequest") -> Response:
        """Put files beside an article that is saved already, for a script."""
        path = nfc(request.form.get("duong-dan", ""))
        if not self._desk.shelf.read(path).digest:
            raise Refusal("bài này chưa được lưu lần nào", "lưu bài rồi tải tệp lên")
        with self._desk.writing:
            taken = self.take(path, files_of(request))
        return self._desk.tell(
            files=[file._asdict() for file in taken], troubles=self._desk.notes.take(path)
        )

    def take_word(self, request: "DeskRequest") -> Response:
        """Make a draft of a Word file, with the photos that were sent beside it."""
        made, others = self._read_word(files_of(request))
        refuse_large(made.text.encode())
        with self._desk.writing:
            file = save_files(self._desk.shelf.root, made.place, made.text, made.files)
            path = nfc(file.relative_to(self._desk.shelf.root).as_posix())
            taken = self.take(path, others)
            if taken:
                version = self._desk.shelf.read(path)
                sheet = self._desk.open_sheet(path, version.data)
                put_files(sheet.values, taken)
                whole = self._desk.open_sheet(path, version.data)
                written = self._desk.write_sheet(whole, sheet.values)
                self._desk.shelf.write(path, written)
        report = report_for_form(made.report, f"{made.place}/index.md")
        report += self._tell_twin(path)
        if request.wants_data:
            told = self._desk.notes.take(path)
            return self._desk.tell(saved=True, path=path, report=report, troubles=told)
        self._desk.notes.add(path, ["\n".join(report)])
        return redirect(f"{address_of(path)}?da=word", 303)

    def _tell_twin(self, path: str) -> list[str]:
        """Tell of another article that has the title of the new one at content *path*."""
        sheet = self._desk.open_sheet(path, self._desk.shelf.read(path).data)
        title = sheet.values.texts["title"] if sheet else ""
        twins = [row for row in self._desk.archive.rows if title and row.title == title]
        if not twins or twins[0].path == path:
            return []
        what = f"Đã có bài cùng tên ở «{twins[0].path}» ({twins[0].date or 'chưa có ngày'})."
        return [f"{what} Nếu là cùng một bài thì bỏ bản nháp này."]

    def add_word(self, path: str, values: Values, files: list[tuple[str, bytes]]) -> list[str]:
        """Add what a Word file among *files* says to the *values* of the article at *path*.

        Its fields fill those that are empty, its text goes behind the text; pictures and other
        files are put beside the article. Returns what is told of it; nothing is saved.
        """
        made, others = self._read_word(files)
        source = f"{made.place}/index.md"
        sheet = self._desk.open_sheet(source, made.text.encode())
        taken = self.take(path, [*made.files.items(), *others])
        names = dict(zip(made.files, (file.file for file in taken), strict=False))
        add_article(values, sheet.values, names if len(taken) >= len(made.files) else {})
        put_files(values, taken[len(made.files) :])
        return ["\n".join(report_for_form(made.report, source)), *self._desk.notes.take(path)]

    def _read_word(
        self, files: list[tuple[str, bytes]]
    ) -> tuple[Imported, list[tuple[str, bytes]]]:
        """Read the one Word file among *files*; give the others too."""
        word = [item for item in files if item[0].lower().endswith((".docx", ".doc", ".rtf"))]
        if len(word) != 1:
            problem = "có nhiều tệp Word" if word else "không có tệp Word nào"
            raise Refusal(f"trong các tệp vừa gửi {problem}", "gửi một tệp .docx, kèm ảnh nếu có")
        name, data = word[0]
        if len(data) > MAX_WORD_BYTES:
            raise Refusal(f"«{name}» lớn hơn 100 MB", "nén ảnh trong Word, hoặc chia tệp")
        made: Imported = self._desk.worker(
            import_word,
            name,
            as_docx(data),
            dict(self._desk.sections.names),
            self._desk.settings["NOTICES_SECTION"],
            self._desk.settings["TIMEZONE"],
        )
        return made, [item for item in files if item is not word[0]]

    def paste(self, request: "DeskRequest") -> Response:
        """Make Markdown of pasted HTML, for a script."""
        html, taken = request.form.get("html", ""), request.form.getlist("anh")
        return self._desk.tell(**self._desk.worker(read_pasted, html, taken)._asdict())


def add_article(values: Values, found: Values, names: Mapping[str, str]) -> None:
    """Add what was *found* to *values*; files have *names* of their own beside the article.

    A form without title and text takes all of it. What a field has stays, and what was found
    for it stands in the report; a sapo goes before the text.
    """
    is_blank = not values.texts["title"].strip() and not values.body.strip()
    body = found.body
    for name in ("title", "date", "author", "category", "summary", "source.name"):
        words = found.texts[name]
        if words and (is_blank or not values.texts[name].strip()):
            values.texts[name] = words
        elif name == "summary" and words:
            body = f"{words}\n\n{body}"
    for old, new in names.items():
        body = re.sub(rf"\]\(<?{re.escape(old)}>?\)", f"]({new})", body)
    values.body = "\n\n".join(part for part in (values.body.strip("\n"), body.strip("\n")) if part)
    values.rows["photos"] += [
        row | {"file": names.get(row["file"], row["file"])} for row in found.rows["photos"]
    ]


def put_files(values: Values, taken: list[Taken]) -> None:
    """Show files in an article: photos in rows of their own, others behind the text."""
    shown = {row["file"] for row in values.rows["photos"]}
    for file in taken:
        if not file.is_photo:
            values.body = f"{values.body.rstrip()}\n\n{file.markdown}\n".lstrip("\n")
        elif file.file not in shown:
            values.rows["photos"].append(dict.fromkeys(ROWS["photos"], "") | {"file": file.file})
