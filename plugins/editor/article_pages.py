# SPDX-License-Identifier: AGPL-3.0-or-later
"""The form of an article: shown, checked, shown as a page, saved.

What is typed comes back with whatever went wrong, and nothing that another editor saved is
ever overwritten unseen.
"""

import re
import secrets
import shutil
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.editor.differences import FieldDifference, compare_values
from plugins.editor.disk import UNNAMED, Version, content_digest, refuse_large
from plugins.editor.form import FieldFault, place_faults, read_form, rearrange
from plugins.editor.incoming import put_files
from plugins.editor.notices import DONE, REFUSED, address_of
from plugins.editor.request import files_of
from plugins.editor.sheet import (
    ROWS,
    Sheet,
    UnwritableError,
    Values,
    empty_sheet,
    keys_of,
    lost_remarks,
    show_moment,
)
from plugins.importer.article_folder import UNDATED
from plugins.newsroom.article import UNTITLED, is_standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import LANGUAGES
from plugins.press.errors import Refusal, reason_of
from plugins.press.preview_server import DESK_ADDRESS
from plugins.press.read.messages import shortened
from plugins.press.settings import moment_of_build
from plugins.vietnamese.dates import DateError, Moment, parse_moment
from plugins.vietnamese.letters import nfc, slugify

if TYPE_CHECKING:
    from plugins.editor.desk import Desk
    from plugins.editor.request import DeskRequest
#: The folder of the cache that keeps drafts that were dropped.
DROPPED = "ban-nhap-da-bo"
#: The header of a page that is shown in which it is told what that lacks, quoted as in addresses.
TOLD_HEADER = "X-Desk-Told"
# Faults that this header tells; readings of a text, each without what was faulty before.
_MOST_TOLD, _TRIES = 3, 3
#: New forms whose articles are remembered.
_BORN_KEPT = 1_000


@dataclass(slots=True)
class FormPage:
    """What the form of an article shows: its values, what is wrong, which version it began with.

    `base` is the digest of that version, "" where there is no file yet; `birth` tells new forms
    apart.
    """

    path: str
    values: Values
    base: str = ""
    sheet: Sheet | None = None
    told: list[FieldFault] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    is_aside: bool = False
    differences: list[FieldDifference] = field(default_factory=list)
    birth: str = ""
    can_send: bool = False


class ArticlePages:
    """Shows and saves the articles of *desk*."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        # Where the article of a new form was put, and the digest of what was saved first.
        self._born: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self.rules = {
            "moi/": ("GET", self.show_new),
            "bai/<path:path>": ("GET", self.show_article),
            "luu": ("POST", self.save),
            "bo": ("POST", self.drop_aside),
            "bo-nhap": ("POST", self.drop_draft),
            "kiem": ("POST", self.check),
            "xem": ("POST", self.show_page),
        }

    def show_new(self, request: "DeskRequest") -> Response:
        """Show the form of an article that is none yet."""
        sheet = empty_sheet("tin-tuc/moi/index.md", self._desk.zone, self._desk.sections)
        values = sheet.values
        values.texts["status"] = "draft"
        values.texts["date"] = self._now()
        values.texts["author"] = self._desk.sending.name_of(request)
        return self._show_form(
            request, FormPage("", values, sheet=sheet, birth=secrets.token_hex(8))
        )

    def _now(self) -> str:
        return show_moment(Moment(moment_of_build(self._desk.settings), "minute"))

    def show_article(self, request: "DeskRequest", path: str) -> Response:
        """Show the form of the article at content *path*."""
        path = nfc(path)
        version = self._desk.shelf.read(path)
        older = self._desk.sending.older_values(path, request.args.get("ban", ""))
        if not version.digest and older and not is_standing(path):
            return self._show_lost(request, older)
        if not version.digest:
            raise NotFound("Bài này không còn. Sửa: tìm lại trong danh sách.")
        aside = self._desk.shelf.take_aside(path)
        data, base = aside or (version.data, version.digest)
        sheet = self._desk.open_sheet(path, data)
        if sheet is None:
            return redirect(address_of(path, "ca-tep"), 303)
        page = FormPage(path, sheet.values, base, sheet, is_aside=aside is not None)
        if aside:
            # Beside what was set aside: the version that it has not replaced.
            present = self._desk.open_sheet(path, version.data)
            page.differences = compare_values(present.values, sheet.values) if present else []
        if older:
            page = FormPage(path, older, version.digest, self._sheet(page, version))
            page.messages.append("Đây là một bản đã gửi trước đây. Bấm Lưu để trở lại bản này.")
            data = self._desk.write_sheet(page.sheet, older)
        done = DONE.get(request.args.get("da", ""))
        if request.args.get("da", "") in REFUSED:
            page.troubles.append(done)
            done = ""
            # What keeps a draft from being published is a fault of the article to be.
            data = self._as_published(page)
        page.told = self._tell_faults(path, data)
        page.can_send = request.args.get("da", "") in ("luu", "dang") and not sheet.values.is_draft
        page.messages += filter(None, (done, *self._desk.notes.take(path)))
        page.messages += [
            f"Ghi chú «{words}» nằm sau một giá trị đã sửa nên không còn trong tệp."
            for words in request.args.getlist("ghi-chu")[:5]
        ]
        return self._show_form(request, page)

    def _show_lost(self, request: "DeskRequest", values: Values) -> Response:
        """Show a version of an article that stands nowhere any more, as a new one."""
        sheet = empty_sheet("tin-tuc/moi/index.md", self._desk.zone, self._desk.sections)
        page = FormPage("", values, sheet=sheet, birth=secrets.token_hex(8))
        page.messages.append(
            "Bài này không còn trong kho. Đây là một bản đã gửi trước đây; bấm Lưu thì thành bài "
            "mới, ảnh phải tải lên lại."
        )
        return self._show_form(request, page)

    def _as_published(self, page: FormPage) -> bytes:
        values = replace(page.values, texts=page.values.texts | {"status": ""})
        return self._desk.write_sheet(page.sheet, values)

    def _tell_faults(self, path: str, data: bytes) -> list[FieldFault]:
        """Check *data* as the source at content *path*, and place what is told in its form."""
        sheet = self._desk.open_sheet(path, data)
        body_line, photos = (sheet.body_line, sheet.values.rows["photos"]) if sheet else (1, ())
        return place_faults(self._desk.checker.check(path, data).faults, body_line, photos)

    def _show_form(self, request: "DeskRequest", page: FormPage, status: int = 200) -> Response:
        row = self._desk.archive.row(page.path)
        beside: dict[str, list[FieldFault]] = defaultdict(list)
        for told in page.told:
            beside[told.name].append(told)
        sheet = page.sheet
        return self._desk.render(
            request,
            "article.html",
            status=status,
            page=page,
            values=page.values,
            beside=beside,
            told_of=frozenset(beside),
            errors=[told for told in page.told if not told.warning],
            warnings=[told for told in page.told if told.warning],
            keys=keys_of(page.path or "tin-tuc/"),
            locked=sheet.locked if sheet else frozenset(),
            unknown=sheet.unknown if sheet else (),
            is_standing=is_standing(page.path),
            is_public=bool(page.base) and sheet is not None and not sheet.values.is_draft,
            rows=ROWS,
            languages=LANGUAGES,
            address=row.address if row else "",
            folder=page.path.rpartition("/")[0],
            can_send=page.can_send and self._desk.sending.is_there(),
        )

    def save(self, request: "DeskRequest") -> Response:
        """Save an article, or do what a button of its form asks for."""
        sent = request.form
        values, task = read_form(sent), sent.get("viec", "luu")
        path, birth = nfc(sent.get("duong-dan", "")), sent.get("moi", "")[:64]
        page = FormPage(path, values, sent.get("goc", ""), birth=birth)
        if not request.is_trusted:
            page.troubles.append(
                "Chưa lưu: trang này mở từ trước khi bàn biên tập chạy lại. Chữ đã viết còn "
                "nguyên ở dưới; bấm Lưu lần nữa."
            )
            return self._show_again(request, page, 403)
        try:
            if path and not self._desk.shelf.read(path).digest:
                self._desk.shelf.refuse_strange(path)
        except Refusal as refusal:
            page.path, page.base, page.birth = "", "", birth or secrets.token_hex(8)
            page.troubles.append(f"Chưa lưu: {refusal}.")
            return self._show_again(request, page, 400)
        # "lay-lai" shows what a browser had kept.
        if task == "lay-lai" or rearrange(values, task, self._now()):
            if files_of(request):
                page.troubles.append("Các tệp đã chọn chưa được tải lên: chọn lại rồi bấm Lưu.")
            return self._show_again(request, page)
        try:
            with self._desk.writing:
                if task == "word":
                    return self._add_word(request, page)
                if task == "bai-khac":
                    return self._save_apart(request, page)
                return self._save(request, page, task)
        except Refusal as refusal:
            page.troubles.append(f"Chưa làm được: {refusal}")
            return self._show_again(request, page, 400)
        except UnwritableError:
            page.troubles.append(
                "Chưa lưu: có chữ mà phần đầu của tệp không ghi lại được đúng như đã gõ. "
                "Sửa: bỏ các ký tự lạ trong các trường, hoặc sửa cả tệp."
            )
            return self._show_again(request, page, 422)
        except OSError as error:
            page.troubles.append(
                f"Chưa lưu: không ghi được đĩa ({reason_of(error)}). Chữ đã viết còn nguyên ở "
                "dưới; dọn chỗ trống rồi bấm Lưu lần nữa."
            )
            return self._show_again(request, page, 507)

    def _save(self, request: "DeskRequest", page: FormPage, task: str, place: str = "") -> Response:
        """Save the article of *page*; a new one at *place*, if its files lie there already."""
        if not page.path:
            # A new form that is sent again (pressed twice, gone back to) is one article.
            page.path, page.base = self._born.get(page.birth, ("", ""))
        version = self._desk.shelf.read(page.path) if page.path else Version()
        if page.path and version.digest != page.base:
            return self._show_conflict(request, page, version)
        sheet = self._sheet(page, version)
        page.sheet = sheet
        is_public = bool(version.digest) and not sheet.values.is_draft
        if task in ("dang", "nhap"):
            page.values.texts["status"] = "" if task == "dang" else "draft"
        elif version.digest:
            page.values.texts["status"] = sheet.values.texts["status"]
        else:
            page.values.texts["status"] = "draft"
        path = page.path or place or self._path_for(page.values)
        put_files(page.values, self._desk.incoming.take(path, files_of(request)))
        done = "luu" if task not in ("dang", "nhap") else task
        data = self._desk.write_sheet(replace(sheet, path=path), page.values)
        refuse_large(data)
        if not page.values.is_draft and self._desk.checker.check(path, data).errors:
            if is_public:
                self._desk.shelf.set_aside(path, data, version.digest)
                return self._saved(request, path, "sua-loi", data, sheet)
            page.values.texts["status"], done = "draft", "nhap-loi"
            data = self._desk.write_sheet(replace(sheet, path=path), page.values)
        if data != version.data:
            self._desk.shelf.write(path, data)
        self._desk.shelf.drop_aside(path)
        settled = self._settle_name(path, page.values)
        if told := self._desk.notes.take(path):
            self._desk.notes.add(settled, told)
        path = settled
        if page.birth:
            self._born[page.birth] = path, content_digest(data)
            while len(self._born) > _BORN_KEPT:
                self._born.popitem(last=False)
        return self._saved(request, path, done, data, sheet)

    def _save_apart(self, request: "DeskRequest", page: FormPage) -> Response:
        """Save what is typed as another article, with copies of the files that it names.

        The one at the old path stays as it is.
        """
        shelf = self._desk.shelf
        kept, version = shelf.take_aside(page.path), shelf.read(page.path)
        sheet = self._sheet(page, Version(kept[0], kept[1]) if kept else version)
        path = self._path_for(page.values)
        page.values.texts["status"] = "draft"
        sheet = replace(sheet, path=path)
        try:
            text = self._desk.write_sheet(sheet, page.values).decode()
            taken = shelf.copy_beside(page.path, path, text)
            put_files(page.values, self._desk.incoming.take(path, files_of(request)))
            data = self._desk.write_sheet(sheet, page.values)
            shelf.write(path, data)
        except OSError:
            shutil.rmtree(shelf.place(path).parent, ignore_errors=True)
            raise
        for settled in (page.path, *taken):
            shelf.drop_aside(settled)
        return self._saved(request, path, "bai-khac", data, sheet)

    def _add_word(self, request: "DeskRequest", page: FormPage) -> Response:
        """Fill the form from a Word file. A new article is saved first, for its pictures."""
        files = files_of(request, "word")
        if not page.path:
            path = self._path_for(page.values)
            told = self._desk.incoming.add_word(path, page.values, files)
            self._desk.notes.add(path, told)
            return self._save(request, page, "luu", path)
        page.messages += self._desk.incoming.add_word(page.path, page.values, files)
        page.messages.append("Đã thêm chữ của tệp Word vào khung viết. Xem lại rồi bấm Lưu.")
        return self._show_again(request, page)

    def _saved(
        self, request: "DeskRequest", path: str, done: str, data: bytes, sheet: Sheet
    ) -> Response:
        """Lead to the form of what was saved, so that loading it again sends nothing twice."""
        remarks = lost_remarks(sheet, data)
        if request.wants_data:
            kept = self._desk.shelf.take_aside(path)
            base = kept[1] if kept else self._desk.shelf.read(path).digest
            return self._desk.tell(
                saved=True, path=path, base=base, message=DONE[done], remarks=remarks,
                faults=self.faults_of(path, data),
            )  # fmt: skip
        told = [("da", done), *(("ghi-chu", remark[:80]) for remark in remarks[:5])]
        return redirect(f"{address_of(path)}?{urlencode(told)}", 303)

    def _sheet(self, page: FormPage, version: Version) -> Sheet:
        """Open what a form is written over; Refusal where that has none any more."""
        path = page.path or "tin-tuc/moi/index.md"
        if not version.digest:
            return empty_sheet(path, self._desk.zone, self._desk.sections)
        sheet = self._desk.open_sheet(path, version.data)
        if sheet is None:
            raise Refusal(f"phần đầu của «{path}» không mở được thành các trường", "sửa cả tệp")
        return sheet

    def _path_for(self, values: Values) -> str:
        """Find a place for a new article: by its day and its title."""
        try:
            day = parse_moment(values.texts["date"], self._desk.zone).date
        except DateError:
            day = moment_of_build(self._desk.settings).date()
        return self._desk.shelf.new_path(values.texts["title"], f"{day:%Y/%m/%d}")

    def _settle_name(self, path: str, values: Values) -> str:
        """Name the folder of a draft by its title, once it has one.

        One that an import made gets its place by day and title when it is published: its first
        name may be a Word file's. It stays where its text leads to other folders.
        """
        folder = path.rpartition("/")[0].rpartition("/")[2]
        is_named = not folder.startswith(UNNAMED) or not values.is_draft
        is_import = path.startswith(f"tin-tuc/{UNDATED}/") and path.endswith("/index.md")
        is_settled = not is_import or values.is_draft or "../" in values.body
        if (is_named and is_settled) or not values.texts["title"].strip():
            return path
        new = self._path_for(values)
        if new.rpartition("/")[0].rpartition("/")[2].startswith(UNNAMED):
            return path
        return self._desk.shelf.rename(path, new)

    def _show_again(self, request: "DeskRequest", page: FormPage, status: int = 200) -> Response:
        """Show the form as it was sent; nothing was saved."""
        version = self._desk.shelf.read(page.path) if page.path else Version()
        page.sheet = self._sheet(page, version)
        if request.wants_data:
            answer = self._desk.tell(saved=False, troubles=page.troubles)
            answer.status_code = status
            return answer
        return self._show_form(request, page, status)

    def _show_conflict(self, request: "DeskRequest", page: FormPage, theirs: Version) -> Response:
        """Show both versions of an article that another editor has saved meanwhile."""
        sheet = self._sheet(page, theirs)
        page.base, page.sheet = theirs.digest, sheet
        if request.wants_data:
            answer = self._desk.tell(saved=False, conflict=True, base=theirs.digest)
            answer.status_code = 409
            return answer
        page.troubles.append(
            "Chưa lưu: trong lúc bạn viết, người khác đã lưu bài này. Không bản nào bị mất. "
            "So hai bản ở dưới, sửa phần của bạn cho khớp, rồi bấm Lưu; "
            "hoặc mở bản mới nhất và bỏ phần của bạn."
        )
        # No field of the form says whether it is a draft.
        page.values.texts["status"] = sheet.values.texts["status"]
        page.differences = compare_values(sheet.values, page.values)
        return self._show_form(request, page, 409)

    def drop_aside(self, request: "DeskRequest") -> Response:
        """Forget what was typed into a published article and could not be saved."""
        path = nfc(request.form.get("duong-dan", ""))
        with self._desk.writing:
            self._desk.shelf.drop_aside(path)
        return redirect(f"{address_of(path)}?da=bo", 303)

    def drop_draft(self, request: "DeskRequest") -> Response:
        """Take a draft out of the content; it is kept until the cache is deleted."""
        path, base = nfc(request.form.get("duong-dan", "")), request.form.get("goc", "")
        with self._desk.writing:
            version = self._desk.shelf.read(path)
            sheet = self._desk.open_sheet(path, version.data) if version.digest else None
            if sheet is None or not sheet.values.is_draft:
                raise Refusal("bài này không phải bản nháp", "bài đã đăng thì ghi Lý do gỡ bài")
            if version.digest != base:
                raise Refusal("người khác đã lưu bản nháp này", "mở lại, xem rồi mới bỏ")
            trash = Path(self._desk.settings["CACHE_PATH"]) / DROPPED
            kept = self._desk.shelf.throw_away(path, trash)
        title = sheet.values.texts["title"] or UNTITLED
        told = f"Đã bỏ bản nháp «{title}», còn giữ ở {DROPPED}/{kept.name} trong thư mục đệm."
        self._desk.notes.add("", [told])
        return redirect(DESK_ADDRESS, 303)

    def check(self, request: "DeskRequest") -> Response:
        """Tell what is wrong with what is typed, which is not saved."""
        sheet, values = self._typed(request)
        data = self._write_typed(sheet, values)
        return self._desk.tell(faults=self.faults_of(sheet.path, data))

    def show_page(self, request: "DeskRequest") -> Response:
        """Show the page of what is typed, as citizens will see it; nothing is saved.

        What a fault keeps from any page is left out of it, and told beside it.
        """
        sheet, values = self._typed(request)
        self._date(sheet, values)
        told: list[str] = []
        for _ in range(_TRIES):
            reading = self._desk.checker.read(sheet.path, self._write_typed(sheet, values))
            if reading.record is not None:
                break
            told += self._leave_out(sheet, values, reading.faults)
            sheet = empty_sheet(sheet.path, self._desk.zone, self._desk.sections)
        try:
            page = self._desk.view.print(sheet.path, reading)
        except Refusal as refusal:
            status = 503 if self._desk.archive.printing is None else 422
            answer = self._desk.say(request, status, refusal.problem, f"Sửa: {refusal.mend}.")
            told = [f"{refusal}."]
        else:
            told = [f"Trang tạm dựng không có chỗ còn lỗi: {'; '.join(told)}."] if told else []
            if told and "X-Desk-Token" not in request.headers:
                # No script tells it above the page.
                words = f"<p><strong>{escape(told[0])}</strong></p>".encode()
                page = re.sub(b"<body[^>]*>", lambda tag: tag[0] + words, page, count=1)
            answer = Response(page, mimetype="text/html")
        if told:
            # Headers hold ASCII.
            answer.headers[TOLD_HEADER] = quote(told[0])
        return answer

    def _leave_out(self, sheet: Sheet, values: Values, faults: Sequence[Fault]) -> list[str]:
        """Take out of *values* what *faults* are told of; tell what they were.

        An article has a title and a date, those that one has which is none yet.
        """
        typed = self._desk.open_sheet(sheet.path, self._write_typed(sheet, values))
        line = typed.body_line if typed else 1
        found = [item for item in place_faults(faults, line) if not item.warning]
        for name in (item.name for item in found):
            key, _, rest = name.partition(".")
            if key in values.rows:
                number, _, column = rest.partition(".")
                values.rows[key][int(number) - 1][column] = ""
            elif name in values.texts:
                values.texts[name] = ""
        texts = values.texts
        texts["title"] = texts["title"].strip() or UNTITLED
        self._date(sheet, values)
        if any(item.name == "slug" for item in found):
            texts["slug"] = slugify(texts["title"]) or UNNAMED
        told = [shortened(item.problem) for item in found[:_MOST_TOLD]]
        return (
            [*told, "ngày tạm lấy hôm nay"] if any(item.name == "date" for item in found) else told
        )

    def _date(self, sheet: Sheet, values: Values) -> None:
        """Date what has no date today."""
        if not is_standing(sheet.path) and not values.texts["date"].strip():
            values.texts["date"] = self._now()

    def _typed(self, request: "DeskRequest") -> tuple[Sheet, Values]:
        """Give what is typed, to be published, and the sheet that it would be written over."""
        page = FormPage(nfc(request.form.get("duong-dan", "")), read_form(request.form))
        version = self._desk.shelf.read(page.path) if page.path else Version()
        sheet = self._sheet(page, version)
        page.values.texts["status"] = request.form.get("status", "")
        return replace(sheet, path=page.path or self._path_for(page.values)), page.values

    def _write_typed(self, sheet: Sheet, values: Values) -> bytes:
        """Write the file that would be saved, nowhere."""
        try:
            return self._desk.write_sheet(sheet, values)
        except UnwritableError as error:
            raise Refusal(
                "có chữ mà phần đầu của tệp không ghi lại được", "bỏ các ký tự lạ trong các trường"
            ) from error

    def faults_of(self, path: str, data: bytes) -> list[dict[str, Any]]:
        return [item._asdict() for item in self._tell_faults(path, data)]
