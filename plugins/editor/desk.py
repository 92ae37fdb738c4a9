# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk: what stands below /bien-tap/, and the door to it.

Each kind of page is a class of its own, which names its addresses (`rules`). Everything that
writes is a POST that has passed the gate.
"""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from email.message import Message
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
)
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.editor.apart import JobProcess
from plugins.editor.archive import KnownSources
from plugins.editor.article_pages import ArticlePages
from plugins.editor.checking import Checker
from plugins.editor.disk import Shelf
from plugins.editor.file_pages import FilePages
from plugins.editor.gate import Gate, is_own
from plugins.editor.incoming import Incoming
from plugins.editor.list_page import SourceList
from plugins.editor.notices import Notes, address_of
from plugins.editor.page_view import PageView
from plugins.editor.request import DeskRequest
from plugins.editor.sending_pages import SendingPages
from plugins.editor.sheet import Sheet, Values, open_sheet, write_sheet
from plugins.editor.two_versions import TwoVersions
from plugins.editor.whole_file_pages import WholeFilePages
from plugins.newsroom.article import UNTITLED
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal, reason_of
from plugins.press.preview_server import DESK_ADDRESS

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
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
_TITLES = {404: "Không có trang này", 403: "Không nhận phần gửi này"}
#: Pages whose form must have come to its end, which its last field tells ("du"): of one that was
#: cut off on its way nothing may be saved.
_WHOLE = ("luu", "luu-tep", "kiem", "xem")


class Desk:
    """Answers what stands below /bien-tap/ for the site of *settings*."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        archive: KnownSources,
        gate: Gate,
        told: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        # The addresses of the public site and of the repository at its host, and a token that
        # this host gave out; "" where they are not told.
        self.site, self.repository_url, self.git_host_token = (
            told.get(name, "").strip() for name in ("SITEURL", "REPOSITORY_URL", "GIT_HOST_TOKEN")
        )
        self.settings, self.archive, self.gate = settings, archive, gate
        self.zone = ZoneInfo(settings["TIMEZONE"])
        self.sections = Sections(settings["NEWS_SECTIONS"])
        self.shelf = Shelf(Path(settings["PATH"]), tuple(settings["IGNORE_FILES"]))
        self.worker = JobProcess()
        self.checker = Checker(settings, archive, self.worker)
        self.view = PageView(settings, archive, self.checker, self.shelf)
        self.notes = Notes()
        # One after the other: what is compared before a file is written still holds then.
        self.writing = threading.RLock()
        self._files = FilePages(self)
        self.incoming, self.sending = Incoming(self), SendingPages(self)
        self._templates = self._make_environment()
        rules: dict[str, tuple[str, Callable[..., Response]]] = {}
        for pages in (
            SourceList(self),
            ArticlePages(self),
            WholeFilePages(self),
            self.incoming,
            self.sending,
            TwoVersions(self),
            self._files,
        ):
            rules |= pages.rules
        self._views = {rule: view for rule, (_, view) in rules.items()}
        self._map = Map(
            [
                Rule(DESK_ADDRESS + rule, endpoint=rule, methods=[method])
                for rule, (method, _) in rules.items()
            ]
        )

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
            return self.say(
                request,
                413,
                "Phần gửi lên quá lớn",
                "Sửa: bấm Quay lại của trình duyệt (chữ đã viết còn nguyên), bớt tệp hoặc thu nhỏ "
                "ảnh rồi gửi lại.",
            )
        except Refusal as refusal:
            return self.say(request, 400, refusal.problem, f"Sửa: {refusal.mend}.")
        except OSError as error:
            return self.say(
                request,
                507,
                f"Không ghi hay đọc được đĩa: {reason_of(error)}",
                "Sửa: dọn đĩa rồi làm lại; chữ đang viết còn nguyên."
                if request.wants_data
                else "Sửa: bấm Quay lại của trình duyệt (chữ đã viết còn nguyên), dọn đĩa rồi làm "
                "lại.",
            )
        except MethodNotAllowed as error:
            # A page that a button led to has an address that cannot be loaded by itself.
            answer = self.say(
                request,
                405,
                "Trang này chỉ có sau khi bấm nút",
                "Sửa: mở bài trong danh sách; phần chữ chưa lưu được trình duyệt giữ lại và đưa ra "
                "ở đó.",
            )
            answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
            return answer
        except RequestRedirect as error:
            return redirect(urlsplit(error.new_url).path, 308)
        except HTTPException as error:
            title = _TITLES.get(error.code or 0, "Không hiểu điều được hỏi")
            # Without words of ours it has Werkzeug's, which are English.
            is_ours = error.description != type(error).description
            words = error.description if is_ours else "Sửa: bắt đầu lại từ danh sách bài."
            return self.say(request, error.code or 400, title, words or "")

    def _answer(self, request: DeskRequest) -> Response:
        rule, arguments = self._map.bind("desk").match(request.path, request.method)
        if request.method == "POST":
            if rule in _WHOLE and request.form.get("du") != "1":
                raise BadRequest("Phần gửi lên bị đứt giữa chừng. Sửa: gửi lại.")
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

    def _make_environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(
            desk=DESK_ADDRESS,
            untitled=UNTITLED,
            portal=self.settings["PORTAL"]["lines"],
            address_of_article=address_of,
            sections=self.sections.names,
            asset=lambda name: f"{DESK_ADDRESS}tinh/{self._files.version}/{name}",
        )
        return environment

    def open_sheet(self, path: str, data: bytes) -> Sheet | None:
        """Cut the file *data* at content *path* into fields; None where that cannot be."""
        return open_sheet(path, data, self.zone, self.sections)

    def write_sheet(self, sheet: Sheet, values: Values) -> bytes:
        """Write the file of *sheet* with *values*; UnwritableError where it cannot say them."""
        return write_sheet(sheet, values, self.zone, self.sections)

    def render(
        self, request: DeskRequest, template: str, status: int = 200, **shown: Any
    ) -> Response:
        """Make a page of a *template* and what it shows."""
        text = self._templates.get_template(template).render(
            token=self.gate.token(request.visitor),
            visitor=request.visitor,
            here=request.path,
            authors=self.archive.authors,
            topics=self.archive.tags,
            **shown,
        )
        return Response(text, status, mimetype="text/html")

    def say(self, request: DeskRequest, status: int, title: str, words: str) -> Response:
        """Say one thing, on a page of its own or to a script."""
        if request.wants_data:
            answer = self.tell(saved=False, troubles=[f"{title}. {words}"])
            answer.status_code = status
            return answer
        return self.render(request, "message.html", status, title=title, words=words)

    def tell(self, **data: Any) -> Response:
        """Answer a script."""
        return Response(json.dumps(data, ensure_ascii=False), mimetype="application/json")
