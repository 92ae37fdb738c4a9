# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the preview: pages with what the preview adds, to those alone that it is meant for."""

import http.server
import io
import json
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from email.message import Message
from http import HTTPStatus
from http.client import HTTP_PORT
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol
from urllib.parse import unquote
from wsgiref.handlers import SimpleHandler

#: Where pages ask for the next build.
STATUS_ADDRESS = "/__preview"
#: Where the desk stands, in a preview that has one.
DESK_ADDRESS = "/bien-tap/"
#: Where the application of a desk finds who asks.
VISITOR = "preview.visitor"

# Bytes of a request, unread when it was answered, that are taken at a time and at most.
_PIECE, _UNREAD = 65_536, 300_000_000

# What the types of some systems lack or get wrong.
_TYPES = {
    ".avif": "image/avif",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript",
    ".m4a": "audio/mp4",
    ".vtt": "text/vtt",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
# Addresses with a digest of what stands there.
_LASTING = re.compile(r"/theme/[0-9a-f]{12}/|/anh/[0-9a-f]{16}-")
_ANY_ADDRESS = ("", "0.0.0.0", "::")
# One part of a file, as players ask for it: "bytes=0-1", "bytes=500-", "bytes=-500".
_PART = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?|bytes=-(\d{1,15})", re.ASCII | re.IGNORECASE)


class Served(Protocol):
    """What is served: the files of `output`, and what a preview knows besides."""

    output: Path

    def wait_for_build_after(self, number: int) -> int:
        """Wait a while for a build later than *number*; return the latest one's number."""

    def additions(self) -> bytes:
        """Write what the preview adds to a page."""

    def kept(self, address: str) -> bytes | None:
        """Give the last good file of a faulty article at *address*."""


class DeskProtocol(Protocol):
    """What stands at DESK_ADDRESS, and who may see anything of the preview that has it."""

    def find_visitor(self, headers: Message, peer: str) -> str | None:
        """Name the visitor at the address *peer*, "" where all are one; None refuses."""

    def respond(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable:
        """Answer as WSGI has it; VISITOR in *environ* is what `find_visitor` gave."""

    def fetch(self, address: str) -> bytes | None:
        """Give the file that a page not yet built needs at *address*."""


class PreviewServer(http.server.ThreadingHTTPServer):
    """A server whose visitors may leave before they are answered, as every closed page does.

    Answers only under the *names* that it is told, with its port, and no script of
    another site: a foreign page could read drafts otherwise. Behind a proxy, which has a
    port of its own, the *names* are answered without one too.
    """

    daemon_threads = True

    def __init__(
        self,
        bind: str,
        port: int,
        names: Iterable[str],
        preview: Served,
        desk: DeskProtocol | None = None,
        behind_proxy: bool = False,
    ) -> None:
        super().__init__((bind, port), _Handler)
        self.preview = preview
        #: Whether there are pages; until then their visitors wait, those of the desk do not.
        self.built = threading.Event()
        self.built.set()
        self.desk, names = desk, tuple(names)
        bound = () if bind in _ANY_ADDRESS else (bind,)
        every = ("localhost", "127.0.0.1", "::1", *bound, *names)
        # An address of IPv6 stands in brackets; the port that HTTP has anyway may be left out.
        hosts = [f"[{name}]" if ":" in name else name.lower() for name in every]
        self.hosts = {f"{host}:{self.server_port}" for host in hosts}
        if self.server_port == HTTP_PORT:
            self.hosts.update(hosts)
        elif behind_proxy:
            self.hosts.update(name.lower() for name in names)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of mistakes alone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Body:
    """The body of one request, and nothing behind it."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream, self._left = stream, left

    def read(self, size: int = -1) -> bytes:
        """Read up to *size* bytes, all that is left without one."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._stream.read(wanted) if wanted else b""
        self._left = self._left - len(data) if len(data) == wanted else 0
        return data

    def readline(self, size: int = -1) -> bytes:
        """Read up to the end of a line."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._stream.readline(wanted) if wanted else b""
        self._left -= len(data)
        return data

    def drain(self) -> None:
        """Read what was left, of a body that is not beyond measure."""
        if self._left <= _UNREAD:
            while self.read(_PIECE):
                pass


def _part(asked: str, size: int) -> range | None:
    """Tell which bytes of *size* a Range header asks for; none are those behind the end.

    None is for all of them: what is not one part of one file may be passed over.
    """
    found = _PART.fullmatch(asked.strip())
    if found is None:
        return None
    if found[3]:
        return range(max(size - int(found[3]), 0), size)
    first, last = int(found[1]), int(found[2] or size)
    return range(first, min(last + 1, size)) if first <= last or not found[2] else None


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the preview's folder, pages with the preview's additions."""

    server: PreviewServer
    extensions_map: Mapping[str, str] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        **_TYPES,
    }
    # Whether the whole file at the address is being sent.
    _is_file = False

    def __init__(self, request: Any, client_address: Any, server: PreviewServer) -> None:
        self._preview = server.preview
        folder = str(self._preview.output)
        super().__init__(request, client_address, server, directory=folder)

    def parse_request(self) -> bool:
        """Refuse what comes under another name, or from another site's page."""
        if not super().parse_request():
            return False
        if (self.headers["Host"] or "").lower() not in self.server.hosts:
            names = ", ".join(sorted(self.server.hosts))
            words = f"Bản xem trước chỉ trả lời ở {names} — Sửa: mở một địa chỉ ấy, hoặc "
            words += "chạy make serve HOST=TÊN"
            self._send(HTTPStatus.MISDIRECTED_REQUEST, words.encode(), "text/plain")
            return False
        if self._is_foreign():
            words = "Bản xem trước không trả lời trang khác — Sửa: gõ địa chỉ vào trình duyệt"
            self._send(HTTPStatus.FORBIDDEN, words.encode(), "text/plain")
            return False
        desk = self.server.desk
        self._visitor = desk.find_visitor(self.headers, self.client_address[0]) if desk else ""
        if self._visitor is None:
            words = "Không biết ai đang hỏi — Sửa: vào qua địa chỉ có đăng nhập của cổng"
            self._send(HTTPStatus.FORBIDDEN, words.encode(), "text/plain")
            return False
        return True

    def _is_foreign(self) -> bool:
        """Tell whether a page of another site asks, other than by a link that was followed."""
        origin = self.headers["Origin"]
        if origin is not None and origin.lower().partition("://")[2] not in self.server.hosts:
            return True
        is_link = self.headers["Sec-Fetch-Dest"] == "document"
        return self.headers["Sec-Fetch-Site"] in ("cross-site", "same-site") and not is_link

    def do_POST(self) -> None:
        """Hand over what is written at the desk; nothing else takes anything."""
        if self.server.desk is None or not self.path.startswith(DESK_ADDRESS):
            self.send_error(HTTPStatus.NOT_IMPLEMENTED)
            return
        self._hand_over(self.server.desk)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say in Vietnamese what Python's server has English words for."""
        status, headers = HTTPStatus(code), {}
        words = "Không đọc được điều vừa hỏi — Sửa: mở lại địa chỉ ấy trong trình duyệt"
        if status is HTTPStatus.NOT_IMPLEMENTED:
            is_desk = self.server.desk is not None and self.path.startswith(DESK_ADDRESS)
            allowed = "GET, HEAD, POST" if is_desk else "GET, HEAD"
            status, headers = HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": allowed}
            words = f"Ở đây không nhận lệnh {self.command}, chỉ nhận {allowed} — Sửa: mở địa "
            words += "chỉ ấy trong trình duyệt"
            _Body(self.rfile, self._body_length()).drain()
        self.close_connection = True
        self._send(status, words.encode(), "text/plain", headers)

    def _body_length(self) -> int:
        """Tell how many bytes the body is said to have."""
        length = self.headers["Content-Length"] or ""
        return int(length) if length.isdecimal() and len(length) < 16 else 0

    def _hand_over(self, desk: DeskProtocol) -> None:
        """Have the desk answer."""
        path, _, query = self.path.partition("?")
        left = self._body_length()
        environ = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers["Content-Type"] or "",
            "CONTENT_LENGTH": str(left),
            "REMOTE_ADDR": self.client_address[0],
            "SERVER_NAME": self.server.server_name,
            "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": "HTTP/1.0",
            VISITOR: self._visitor,
            # One behind the other, as WSGI has them; "a_b" never passes for "a-b".
            **{
                f"HTTP_{name.upper().replace('-', '_')}": value
                for name, value in self.headers.items()
                if "_" not in name
            },
        }
        body = _Body(self.rfile, left)
        handler = SimpleHandler(body, self.wfile, sys.stderr, environ, True, False)
        handler.run(desk.respond)
        # A connection that is closed before all was read takes the answer with it.
        body.drain()
        self.close_connection = True

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        if self.server.desk is not None and self.path.startswith(DESK_ADDRESS):
            self._hand_over(self.server.desk)
        else:
            self.server.built.wait()
            if os.path.exists(self.translate_path(self.path)):
                super().do_HEAD()
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        desk = self.server.desk
        if desk is not None and path.startswith(DESK_ADDRESS):
            self._hand_over(desk)
            return
        self.server.built.wait()
        if path == STATUS_ADDRESS:
            number = query.removeprefix("build=")
            seen = int(number) if number.isdecimal() and len(number) < 20 else -1
            answer = json.dumps({"build": self._preview.wait_for_build_after(seen)})
            self._send(HTTPStatus.OK, answer.encode(), "application/json")
            return
        file = Path(self.translate_path(self.path))
        # The functions of os.path take a name that no disk could hold for one that is not there.
        if os.path.isdir(file) and path.endswith("/"):
            file /= "index.html"
        if file.suffix == ".html" and os.path.isfile(file):
            self._send_page(HTTPStatus.OK, file.read_bytes())
        elif os.path.isfile(file) and self.headers["Range"]:
            with file.open("rb") as stream:
                changed = self.date_time_string(os.fstat(stream.fileno()).st_mtime)
                self._send_part(stream, self.guess_type(path), changed)
        elif os.path.exists(file):
            self._is_file = os.path.isfile(file)
            super().do_GET()
            self._is_file = False
        elif (kept := self._preview.kept(path)) is not None:
            if path.endswith("/"):
                self._send_page(HTTPStatus.OK, kept)
            else:
                self._send_part(io.BytesIO(kept), self.guess_type(path))
        elif desk is not None and (made := desk.fetch(path)) is not None:
            self._send_part(io.BytesIO(made), self.guess_type(path))
        else:
            missing = self._preview.output / "404.html"
            page = missing.read_bytes() if missing.is_file() else b"<!DOCTYPE html>404"
            self._send_page(HTTPStatus.NOT_FOUND, page)

    def _send_page(self, status: HTTPStatus, page: bytes) -> None:
        body, closing, rest = page.partition(b"</body>")
        self._send(status, body + self._preview.additions() + closing + rest, "text/html")

    def _send_part(self, file: BinaryIO, kind: str, changed: str = "") -> None:
        """Send the part of *file* that is asked for, or all of it; *changed* tells when it was.

        Players seek in films so, and that of Safari plays none from a server that cannot.
        """
        size = file.seek(0, os.SEEK_END)
        asked = self.headers["Range"] or ""
        if self.headers["If-Range"] not in (None, changed):
            asked = ""
        part = _part(asked, size)
        if part is None:
            file.seek(0)
            self._send(HTTPStatus.OK, file.read(), kind)
            return
        if not part:
            headers = {"Content-Range": f"bytes */{size}"}
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", kind, headers)
            return
        headers = {"Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}"}
        if changed:
            headers["Last-Modified"] = changed
        file.seek(part.start)
        self._send(HTTPStatus.PARTIAL_CONTENT, file.read(len(part)), kind, headers)

    def _send(
        self,
        status: HTTPStatus,
        data: bytes,
        kind: str,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.send_response(status)
        is_text = kind.startswith("text/") or kind.endswith("/json")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        """Let no page of another site show or load what is served."""
        if self._is_file and _LASTING.match(self.path):
            # The desk loads the page beside its form again after each pause in typing.
            self.send_header("Cache-Control", "private, max-age=86400, immutable")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Stay silent: the terminal belongs to the faults."""
