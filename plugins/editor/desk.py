# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: the pages below /bien-tap/, each answered here.

Everything that writes is a POST that has passed the gate; what is typed comes back with
whatever went wrong, and nothing that another editor saved is ever overwritten unseen.
"""

import hashlib
import json
import mimetypes
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

import jinja2
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    NotFound,
    RequestEntityTooLarge,
)
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from plugins.editor.apart import Worker
from plugins.editor.archive import STATUSES, Archive, Query
from plugins.editor.checking import Checked, Checker
from plugins.editor.disk import UNNAMED, Shelf, Version
from plugins.editor.form import Told, place_faults, read_form, rearrange
from plugins.editor.gate import Gate, is_own
from plugins.editor.intake import (
    MAX_WORD_BYTES,
    Taken,
    as_docx,
    import_word,
    read_pasted,
    take_file,
)
from plugins.editor.page_view import PageView
from plugins.editor.sending_pages import SendingPages
from plugins.editor.sheet import (
    ROWS,
    Sheet,
    UnwritableError,
    Values,
    empty_sheet,
    keys_of,
    lost_remarks,
    open_sheet,
    show_moment,
    write_sheet,
)
from plugins.editor.words import Difference, compare_values
from plugins.importer.article_folder import save_files
from plugins.newsroom.article import is_standing
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal, reason_of
from plugins.press.preview_server import DESK_ADDRESS, VISITOR
from plugins.press.settings import moment_of_build
from plugins.vietnamese.dates import DateError, Moment, parse_moment
from plugins.vietnamese.letters import nfc

#: Articles on a page of the list.
PER_PAGE = 50
#: Bytes of a request with files, of the text in one, and fields of it.
MAX_REQUEST, MAX_TEXT, MAX_FIELDS = 250_000_000, 8_000_000, 5_000

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Without a referrer browsers would send "null" as the Origin of a form.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
_HERE = Path(__file__).parent
_TITLES = {404: "Không có trang này", 403: "Không nhận phần gửi này"}
#: What is said once something was done, by the word that the address bears then.
_DONE = {
    "luu": "Đã lưu.",
    "dang": "Đã lưu để đăng. Bài lên trang công khai sau khi gửi.",
    "nhap": "Đã chuyển về bản nháp.",
    "nhap-loi": "Chưa đăng được vì bài còn lỗi. Đã lưu thành bản nháp; sửa các lỗi rồi đăng lại.",
    "sua-loi": "Bài còn lỗi nên bản đã đăng giữ nguyên. Phần đã sửa được cất riêng; "
    "sửa các lỗi rồi lưu lại.",
    "word": "Đã tạo bản nháp từ tệp Word. Xem lại từng trường rồi lưu.",
    "bo": "Đã bỏ phần sửa chưa lưu vào bài.",
}


class DeskRequest(Request):
    """A request within limits."""

    max_form_memory_size = MAX_TEXT
    max_form_parts = MAX_FIELDS
    #: Whether a form of this run was sent.
    is_trusted = False

    @property
    def max_content_length(self) -> int:
        """Bytes that are read at most; files come in one kind of form only."""
        return MAX_REQUEST if self.mimetype == "multipart/form-data" else MAX_TEXT

    @property
    def visitor(self) -> str:
        """Who asks, as the gate named them."""
        return self.environ.get(VISITOR, "")

    @property
    def wants_data(self) -> bool:
        """Whether a script asks, which reads JSON."""
        return self.accept_mimetypes.best == "application/json"


@dataclass(slots=True)
class Page:
    """What the form of an article shows: its values, what is wrong, which version it began with.

    `base` is the digest of that version, "" where there is no file yet.
    """

    path: str
    values: Values
    base: str = ""
    sheet: Sheet | None = None
    told: list[Told] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    is_aside: bool = False
    differences: list[Difference] = field(default_factory=list)


class Desk:
    """Answers what stands below /bien-tap/ for the site of *settings*."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        archive: Archive,
        gate: Gate,
    ) -> None:
        self.settings, self.archive, self.gate = settings, archive, gate
        self.zone = ZoneInfo(settings["TIMEZONE"])
        self.sections = Sections(settings["NEWS_SECTIONS"])
        self.shelf = Shelf(Path(settings["PATH"]), tuple(settings["IGNORE_FILES"]))
        self.worker = Worker()
        self.checker = Checker(settings, archive, self.worker)
        self.view = PageView(settings, archive, self.checker, self.shelf)
        # What is to be said once, on the next page of an article.
        self._to_say: OrderedDict[str, list[str]] = OrderedDict()
        # One after the other: what is compared before a file is written still holds then.
        self.writing = threading.RLock()
        self._static = {
            file.name: file.read_bytes() for file in sorted((_HERE / "static").iterdir())
        }
        self._version = hashlib.sha256(b"".join(self._static.values())).hexdigest()[:12]
        self._templates = self._make_environment()
        rules: dict[str, tuple[str, Callable[..., Response]]] = {
            "": ("GET", self.show_list),
            "moi/": ("GET", self.show_new),
            "bai/<path:path>": ("GET", self.show_article),
            "tep/<path:path>": ("GET", self.show_file),
            "tinh/<version>/<name>": ("GET", self.show_static),
            "luu": ("POST", self.save),
            "bo": ("POST", self.drop_aside),
            "kiem": ("POST", self.check),
            "xem": ("POST", self.show_page),
            "tai": ("POST", self.take_files),
            "word": ("POST", self.take_word),
            "dan": ("POST", self.paste),
            "ca-tep/<path:path>": ("GET", self.show_whole),
            "luu-tep": ("POST", self.save_whole),
        }
        self.sending = SendingPages(self)
        rules |= self.sending.rules
        self._views = {rule: view for rule, (_, view) in rules.items()}
        self._map = Map(
            [
                Rule(DESK_ADDRESS + rule, endpoint=rule, methods=[method])
                for rule, (method, _) in rules.items()
            ]
        )

    # -- the door ---------------------------------------------------------------------------

    def find_visitor(self, headers: Message, peer: str) -> str | None:
        """Name who asks; None for one whom the proxy did not name."""
        return self.gate.find_visitor(headers, peer)

    def fetch(self, address: str) -> bytes | None:
        """Give what a page not yet built needs at *address*."""
        return self.view.fetch(address)

    def respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable:
        """Answer one request, as WSGI has it."""
        with DeskRequest(environ) as request:
            response = self._answer_or_tell(request)
        response.headers.extend(
            (name, value) for name, value in _HEADERS.items() if name not in response.headers
        )
        return response(environ, start_response)

    def _answer_or_tell(self, request: DeskRequest) -> Response:
        try:
            return self._answer(request)
        except RequestEntityTooLarge:
            return self._say(
                request,
                413,
                "Phần gửi lên quá lớn",
                "Sửa: bấm Quay lại của trình duyệt (chữ đã viết còn nguyên), bớt tệp hoặc thu nhỏ "
                "ảnh rồi gửi lại.",
            )
        except Refusal as refusal:
            return self._say(request, 400, refusal.problem, f"Sửa: {refusal.mend}.")
        except OSError as error:
            return self._say(
                request,
                507,
                f"Không ghi hay đọc được đĩa: {reason_of(error)}",
                "Sửa: bấm Quay lại của trình duyệt (chữ đã viết còn nguyên), dọn đĩa rồi lưu lại.",
            )
        except RequestRedirect as error:
            return redirect(urlsplit(error.new_url).path, 308)
        except HTTPException as error:
            title = _TITLES.get(error.code or 0, "Không hiểu điều được hỏi")
            # Without words of ours it has Werkzeug's, which are English.
            is_ours = error.description != type(error).description
            words = error.description if is_ours else "Sửa: bắt đầu lại từ danh sách bài."
            return self._say(request, error.code or 400, title, words or "")

    def _answer(self, request: DeskRequest) -> Response:
        rule, arguments = self._map.bind("desk").match(request.path, request.method)
        if request.method == "POST":
            self._refuse_foreign(request, may_show_again=rule == "luu")
        return self._views[rule](request, **arguments)

    def _refuse_foreign(self, request: DeskRequest, may_show_again: bool) -> None:
        """Refuse what no page of the desk has sent."""
        if not is_own(request.headers.get("Origin"), request.headers.get("Host")):
            raise Forbidden("Sửa: mở bàn biên tập từ địa chỉ của nó rồi gửi lại.")
        token = request.headers.get("X-Desk-Token") or request.form.get("khoa", "")
        request.is_trusted = self.gate.is_token(token, request.visitor)
        # A form of an earlier run is shown again with what was typed, and saves nothing.
        if not request.is_trusted and not may_show_again:
            raise Forbidden("Sửa: tải lại trang rồi làm lại; khóa của trang này đã cũ.")

    # -- the list ---------------------------------------------------------------------------

    def show_list(self, request: DeskRequest) -> Response:
        """List articles, newest first."""
        asked = request.args
        query = Query(
            asked.get("q", "")[:200],
            asked.get("trang-thai", "") if asked.get("trang-thai", "") in STATUSES else "",
            asked.get("muc", "") if asked.get("muc", "") in self.sections.names else "",
            asked.get("tac-gia", "")[:100],
        )
        rows = self.archive.find(query)
        number = max(asked.get("so", 1, type=int), 1)
        start = (number - 1) * PER_PAGE
        return self.render(
            request,
            "list.html",
            rows=rows[start : start + PER_PAGE],
            count=len(rows),
            query=query,
            number=number,
            last=max(-(-len(rows) // PER_PAGE), 1),
            address_of=partial(_list_address, query),
            statuses=STATUSES,
            is_ready=self.archive.learnt.is_set(),
        )

    # -- one article ------------------------------------------------------------------------

    def show_new(self, request: DeskRequest) -> Response:
        """Show the form of an article that is none yet."""
        sheet = empty_sheet("tin-tuc/moi/index.md", self.zone, self.sections)
        values = sheet.values
        values.texts["status"] = "draft"
        now = moment_of_build(self.settings)
        values.texts["date"] = show_moment(Moment(now, "minute"))
        values.texts["author"] = self._name_of(request)
        return self._show_form(request, Page("", values, sheet=sheet))

    def show_article(self, request: DeskRequest, path: str) -> Response:
        """Show the form of the article at content *path*."""
        path = nfc(path)
        version = self.shelf.read(path)
        if not version.digest:
            raise NotFound("Bài này không còn. Sửa: tìm lại trong danh sách.")
        aside = self.shelf.take_aside(path)
        data, base = aside or (version.data, version.digest)
        sheet = open_sheet(path, data, self.zone, self.sections)
        if sheet is None:
            return redirect(_address(path, "ca-tep"), 303)
        page = Page(path, sheet.values, base, sheet, is_aside=aside is not None)
        if older := self.sending.older_values(path, request.args.get("ban", "")):
            page = Page(path, older, version.digest, self._sheet(page, version))
            page.messages.append("Đây là một bản đã gửi trước đây. Bấm Lưu để trở lại bản này.")
            data = write_sheet(page.sheet, older, self.zone, self.sections)
        self._tell_faults(page, self.checker.check(path, data))
        done = _DONE.get(request.args.get("da", ""))
        page.messages += filter(None, (done, *self._to_say.pop(path, ())))
        page.messages += [
            f"Ghi chú «{words}» nằm sau một giá trị đã sửa nên không còn trong tệp."
            for words in request.args.getlist("ghi-chu")[:5]
        ]
        return self._show_form(request, page)

    def _tell_faults(self, page: Page, checked: Checked) -> None:
        body_line = page.sheet.body_line if page.sheet else 1
        page.told = place_faults(checked.faults, body_line)

    def _show_form(self, request: DeskRequest, page: Page, status: int = 200) -> Response:
        row = self.archive.row(page.path)
        beside: dict[str, list[Told]] = defaultdict(list)
        for told in page.told:
            beside[told.name].append(told)
        sheet = page.sheet
        return self.render(
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
        )

    def save(self, request: DeskRequest) -> Response:
        """Save an article, or do what a button of its form asks for."""
        sent = request.form
        values, task = read_form(sent), sent.get("viec", "luu")
        page = Page(nfc(sent.get("duong-dan", "")), values, sent.get("goc", ""))
        if not request.is_trusted:
            page.troubles.append(
                "Chưa lưu: trang này mở từ trước khi bàn biên tập chạy lại. Chữ đã viết còn "
                "nguyên ở dưới; bấm Lưu lần nữa."
            )
            return self._show_again(request, page, 403)
        # "lay-lai" shows what a browser had kept.
        if task == "lay-lai" or rearrange(values, task):
            return self._show_again(request, page)
        try:
            with self.writing:
                return self._save(request, page, task)
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

    def _save(self, request: DeskRequest, page: Page, task: str) -> Response:
        version = self.shelf.read(page.path) if page.path else Version()
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
        path = page.path or self._path_for(page.values)
        self._put_files(path, page.values, self._take(path, _files_of(request)))
        done = "luu" if task not in ("dang", "nhap") else task
        data = write_sheet(_at(sheet, path), page.values, self.zone, self.sections)
        if not page.values.is_draft and self.checker.check(path, data).errors:
            if is_public:
                self.shelf.set_aside(path, data, version.digest)
                return self._saved(request, path, "sua-loi", data, sheet)
            page.values.texts["status"], done = "draft", "nhap-loi"
            data = write_sheet(_at(sheet, path), page.values, self.zone, self.sections)
        if data != version.data:
            self.shelf.write(path, data)
        self.shelf.drop_aside(path)
        settled = self._settle_name(path, page.values)
        if told := self._to_say.pop(path, None):
            self._say_next(settled, told)
        path = settled
        return self._saved(request, path, done, data, sheet)

    def _saved(
        self, request: DeskRequest, path: str, done: str, data: bytes, sheet: Sheet
    ) -> Response:
        """Lead to the form of what was saved, so that loading it again sends nothing twice."""
        remarks = lost_remarks(sheet, data)
        if request.wants_data:
            kept = self.shelf.take_aside(path)
            base = kept[1] if kept else self.shelf.read(path).digest
            return self.tell(
                saved=True, path=path, base=base, message=_DONE[done], remarks=remarks,
                faults=self._faults_of(path, data),
            )  # fmt: skip
        told = [("da", done), *(("ghi-chu", remark[:80]) for remark in remarks[:5])]
        return redirect(f"{_address(path)}?{urlencode(told)}", 303)

    def _sheet(self, page: Page, version: Version) -> Sheet:
        """Open what a form is written over; Refusal where that has none any more."""
        path = page.path or "tin-tuc/moi/index.md"
        if not version.digest:
            return empty_sheet(path, self.zone, self.sections)
        sheet = open_sheet(path, version.data, self.zone, self.sections)
        if sheet is None:
            raise Refusal(f"phần đầu của «{path}» không mở được thành các trường", "sửa cả tệp")
        return sheet

    def _path_for(self, values: Values) -> str:
        """Find a place for a new article: by its day and its title."""
        try:
            day = parse_moment(values.texts["date"], self.zone).date
        except DateError:
            day = moment_of_build(self.settings).date()
        return self.shelf.new_path(values.texts["title"], f"{day:%Y/%m/%d}")

    def _settle_name(self, path: str, values: Values) -> str:
        """Name the folder of a draft by its title, once it has one."""
        folder = path.rpartition("/")[0].rpartition("/")[2]
        if not (values.is_draft and folder.startswith(UNNAMED) and values.texts["title"].strip()):
            return path
        new = self._path_for(values)
        if new.rpartition("/")[0].rpartition("/")[2].startswith(UNNAMED):
            return path
        return self.shelf.rename(path, new)

    def _show_again(self, request: DeskRequest, page: Page, status: int = 200) -> Response:
        """Show the form as it was sent; nothing was saved."""
        version = self.shelf.read(page.path) if page.path else Version()
        page.sheet = self._sheet(page, version)
        if request.wants_data:
            answer = self.tell(saved=False, troubles=page.troubles)
            answer.status_code = status
            return answer
        return self._show_form(request, page, status)

    def _show_conflict(self, request: DeskRequest, page: Page, theirs: Version) -> Response:
        """Show both versions of an article that somebody else has saved meanwhile."""
        sheet = self._sheet(page, theirs)
        page.base, page.sheet = theirs.digest, sheet
        if request.wants_data:
            answer = self.tell(saved=False, conflict=True, base=theirs.digest)
            answer.status_code = 409
            return answer
        page.troubles.append(
            "Chưa lưu: trong lúc bạn viết, người khác đã lưu bài này. Không bản nào bị mất. "
            "So hai bản ở dưới, sửa phần của bạn cho khớp, rồi bấm Lưu; "
            "hoặc mở bản mới nhất và bỏ phần của bạn."
        )
        page.differences = compare_values(sheet.values, page.values)
        return self._show_form(request, page, 409)

    def drop_aside(self, request: DeskRequest) -> Response:
        """Forget what was typed into a published article and could not be saved."""
        path = nfc(request.form.get("duong-dan", ""))
        with self.writing:
            self.shelf.drop_aside(path)
        return redirect(f"{_address(path)}?da=bo", 303)

    def check(self, request: DeskRequest) -> Response:
        """Tell what is wrong with what is typed, which is not saved."""
        return self.tell(faults=self._faults_of(*self._typed(request)))

    def show_page(self, request: DeskRequest) -> Response:
        """Show the page of what is typed, as citizens will see it; nothing is saved."""
        path, data = self._typed(request)
        try:
            page = self.view.print(path, self.checker.read(path, data))
        except Refusal as refusal:
            return self._say(request, 422, refusal.problem, f"Sửa: {refusal.mend}.")
        return Response(page, mimetype="text/html")

    def _typed(self, request: DeskRequest) -> tuple[str, bytes]:
        """Write the file that would be saved to be published, nowhere; tell its path too."""
        page = Page(nfc(request.form.get("duong-dan", "")), read_form(request.form))
        version = self.shelf.read(page.path) if page.path else Version()
        sheet = self._sheet(page, version)
        path = page.path or self._path_for(page.values)
        page.values.texts["status"] = request.form.get("status", "")
        try:
            return path, write_sheet(_at(sheet, path), page.values, self.zone, self.sections)
        except UnwritableError as error:
            raise Refusal(
                "có chữ mà phần đầu của tệp không ghi lại được", "bỏ các ký tự lạ trong các trường"
            ) from error

    def _faults_of(self, path: str, data: bytes) -> list[dict[str, Any]]:
        sheet = open_sheet(path, data, self.zone, self.sections)
        body_line = sheet.body_line if sheet else 1
        told = place_faults(self.checker.check(path, data).faults, body_line)
        return [item._asdict() for item in told]

    # -- a file as a whole ------------------------------------------------------------------

    def show_whole(self, request: DeskRequest, path: str) -> Response:
        """Show the text of a file, header and all."""
        version = self.shelf.read(nfc(path))
        if not version.digest:
            raise NotFound("Bài này không còn. Sửa: tìm lại trong danh sách.")
        return self._show_whole(request, nfc(path), version.data, version.digest)

    def _show_whole(
        self, request: DeskRequest, path: str, data: bytes, base: str, trouble: str = "",
        status: int = 200,
    ) -> Response:  # fmt: skip
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text, trouble = "", trouble or "Tệp không dùng bảng mã UTF-8 nên không sửa được ở đây."
        return self.render(
            request, "whole.html", status=status, path=path, text=text, base=base,
            faults=self.checker.check(path, data).faults, trouble=trouble,
            has_form=open_sheet(path, data, self.zone, self.sections) is not None,
            said=_DONE.get(request.args.get("da", "")),
        )  # fmt: skip

    def save_whole(self, request: DeskRequest) -> Response:
        """Save the text of a file, if it has no faults or is a draft."""
        path, base = nfc(request.form.get("duong-dan", "")), request.form.get("goc", "")
        with self.writing:
            version = self.shelf.read(path)
            mark = "\ufeff" if version.data.startswith(b"\xef\xbb\xbf") else ""
            newline = "\r\n" if b"\r\n" in version.data else "\n"
            typed = request.form.get("tep", "").replace("\r\n", "\n").removeprefix("\ufeff")
            data = (mark + typed.replace("\n", newline)).encode()
            if version.digest != base:
                trouble = "Chưa lưu: người khác đã lưu bài này trong lúc bạn viết. Chữ của bạn còn "
                trouble += "nguyên ở dưới; mở bài trong cửa sổ khác, so hai bản, rồi lưu lại."
                return self._show_whole(request, path, data, version.digest, trouble, 409)
            errors = self.checker.check(path, data).errors
            sheet = open_sheet(path, data, self.zone, self.sections)
            if errors and not (sheet is not None and sheet.values.is_draft):
                trouble = "Chưa lưu: bài còn lỗi. Sửa các lỗi ở dưới, hoặc thêm dòng "
                trouble += "«status: draft» vào phần đầu để giữ thành bản nháp."
                return self._show_whole(request, path, data, base, trouble, 422)
            try:
                self.shelf.write(path, data)
            except OSError as error:
                trouble = (
                    f"Chưa lưu: không ghi được đĩa ({reason_of(error)}). Chữ còn nguyên ở dưới."
                )
                return self._show_whole(request, path, data, base, trouble, 507)
        return redirect(f"{_address(path, 'ca-tep')}?da=luu", 303)

    # -- what comes in ----------------------------------------------------------------------

    def _take(self, path: str, files: list[tuple[str, bytes]]) -> list[Taken]:
        """Put files beside the article at content *path*; what is wrong with one is said next."""
        taken, told = [], []
        folder = self.shelf.place(path).parent
        for name, data in files:
            try:
                taken.append(take_file(folder, name, data, self.worker))
                told += [f"Cảnh báo: {warning}" for warning in taken[-1].warnings]
            except Refusal as refusal:
                told.append(f"Không nhận tệp: {refusal}")
        self._say_next(path, told)
        return taken

    def _put_files(self, path: str, values: Values, taken: list[Taken]) -> None:
        """Show files in an article: photos in rows of their own, others behind the text."""
        shown = {row["file"] for row in values.rows["photos"]}
        for file in taken:
            if not file.is_photo:
                values.body = f"{values.body.rstrip()}\n\n{file.markdown}\n".lstrip("\n")
            elif file.file not in shown:
                values.rows["photos"].append(
                    dict.fromkeys(ROWS["photos"], "") | {"file": file.file}
                )

    def _say_next(self, path: str, told: list[str]) -> None:
        if told:
            self._to_say.setdefault(path, []).extend(told)
            while len(self._to_say) > 100:
                self._to_say.popitem(last=False)

    def take_files(self, request: DeskRequest) -> Response:
        """Put files beside an article that is saved already, for a script."""
        path = nfc(request.form.get("duong-dan", ""))
        if not self.shelf.read(path).digest:
            raise Refusal("bài này chưa được lưu lần nào", "lưu bài rồi tải tệp lên")
        with self.writing:
            taken = self._take(path, _files_of(request))
        return self.tell(
            files=[file._asdict() for file in taken], troubles=self._to_say.pop(path, [])
        )

    def take_word(self, request: DeskRequest) -> Response:
        """Make a draft of a Word file, with the photos that were sent beside it."""
        files = _files_of(request)
        word = [item for item in files if item[0].lower().endswith((".docx", ".doc", ".rtf"))]
        if len(word) != 1:
            problem = "có nhiều tệp Word" if word else "không có tệp Word nào"
            raise Refusal(f"trong các tệp vừa gửi {problem}", "gửi một tệp .docx, kèm ảnh nếu có")
        name, data = word[0]
        if len(data) > MAX_WORD_BYTES:
            raise Refusal(f"«{name}» lớn hơn 100 MB", "nén ảnh trong Word, hoặc chia tệp")
        made = self.worker(
            import_word,
            name,
            as_docx(data),
            dict(self.sections.names),
            self.settings["NOTICES_SECTION"],
            self.settings["TIMEZONE"],
        )
        with self.writing:
            file = save_files(self.shelf.root, made.place, made.text, made.files)
            path = nfc(file.relative_to(self.shelf.root).as_posix())
            taken = self._take(path, [item for item in files if item is not word[0]])
            if taken:
                version = self.shelf.read(path)
                sheet = open_sheet(path, version.data, self.zone, self.sections)
                self._put_files(path, sheet.values, taken)
                whole = open_sheet(path, version.data, self.zone, self.sections)
                written = write_sheet(whole, sheet.values, self.zone, self.sections)
                self.shelf.write(path, written)
        report = [line.replace(f"{made.place}/index.md", path) for line in made.report]
        if request.wants_data:
            told = self._to_say.pop(path, [])
            return self.tell(saved=True, path=path, report=report, troubles=told)
        self._say_next(path, ["\n".join(report)])
        return redirect(f"{_address(path)}?da=word", 303)

    def paste(self, request: DeskRequest) -> Response:
        """Make Markdown of pasted HTML, for a script."""
        return self.tell(**self.worker(read_pasted, request.form.get("html", ""))._asdict())

    # -- files ------------------------------------------------------------------------------

    def show_file(self, request: DeskRequest, path: str) -> Response:
        """Show a photo or attached file of the content folder."""
        file = self.shelf.file(nfc(path))
        if file is None:
            raise NotFound("Không có tệp này.")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        response = Response(file.read_bytes(), mimetype=kind)
        # What an editor uploaded may hold scripts: it runs none and reaches nothing.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if not kind.startswith("image/") or kind == "image/svg+xml":
            response.headers["Content-Disposition"] = "attachment"
        return response

    def show_static(self, request: DeskRequest, version: str, name: str) -> Response:
        """Give a style sheet or script of the desk."""
        if version != self._version or name not in self._static:
            raise NotFound("Không có tệp này.")
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        response = Response(self._static[name], mimetype=kind)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    # -- pages ------------------------------------------------------------------------------

    def _make_environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            desk=DESK_ADDRESS,
            portal=self.settings["PORTAL"]["lines"],
            address_of_article=_address,
            sections=self.sections.names,
            asset=lambda name: f"{DESK_ADDRESS}tinh/{self._version}/{name}",
        )
        return environment

    def render(
        self, request: DeskRequest, template: str, status: int = 200, **shown: Any
    ) -> Response:
        text = self._templates.get_template(template).render(
            token=self.gate.token(request.visitor),
            visitor=request.visitor,
            authors=self.archive.authors,
            topics=self.archive.tags,
            **shown,
        )
        return Response(text, status, mimetype="text/html")

    def _say(self, request: DeskRequest, status: int, title: str, words: str) -> Response:
        if request.wants_data:
            answer = self.tell(saved=False, troubles=[f"{title}. {words}"])
            answer.status_code = status
            return answer
        return self.render(request, "message.html", status, title=title, words=words)

    def tell(self, **data: Any) -> Response:
        return Response(json.dumps(data, ensure_ascii=False), mimetype="application/json")

    def _name_of(self, request: DeskRequest) -> str:
        return self.sending.name_of(request)


def _address(path: str, page: str = "bai") -> str:
    return f"{DESK_ADDRESS}{page}/{quote(path)}"


def _files_of(request: DeskRequest) -> list[tuple[str, bytes]]:
    """Read the files of a form, by the names that their editor knows."""
    sent = request.files.getlist("tep")
    return [(file.filename, file.read()) for file in sent if file.filename]


def _at(sheet: Sheet, path: str) -> Sheet:
    return replace(sheet, path=path)


def _list_address(query: Query, number: int) -> str:
    asked = {
        "q": query.words,
        "trang-thai": query.status,
        "muc": query.section,
        "tac-gia": query.author,
        "so": str(number) if number > 1 else "",
    }
    told = urlencode({name: value for name, value in asked.items() if value})
    return f"{DESK_ADDRESS}?{told}" if told else DESK_ADDRESS
