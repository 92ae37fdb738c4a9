# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves the preview: pages with what the preview adds, to those alone that it is meant for."""

import http.server
import json
import sys
from collections.abc import Iterable
from http import HTTPStatus
from http.client import HTTP_PORT
from pathlib import Path
from typing import Any, Protocol

#: Where pages ask for the next build.
STATUS_ADDRESS = "/__preview"

# What the types of some systems lack or get wrong.
_TYPES = {
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
_ANY_ADDRESS = ("", "0.0.0.0", "::")


class Served(Protocol):
    """What is served: the files of `output`, and what a preview knows besides."""

    output: Path

    def wait_for_build_after(self, number: int) -> int:
        """Wait a while for a build later than *number*; return the latest one's number."""

    def additions(self) -> bytes:
        """Write what the preview adds to a page."""

    def kept(self, address: str) -> bytes | None:
        """Give the last good file of a faulty article at *address*."""


class PreviewServer(http.server.ThreadingHTTPServer):
    """A server whose visitors may leave before they are answered, as every closed page does.

    Answers only under the *names* that it is told, with its port, and no script of
    another site: a foreign page could read drafts otherwise.
    """

    daemon_threads = True

    def __init__(self, bind: str, port: int, names: Iterable[str], preview: Served) -> None:
        super().__init__((bind, port), _handler(preview))
        bound = () if bind in _ANY_ADDRESS else (bind,)
        every = ("localhost", "127.0.0.1", "::1", *bound, *names)
        # An address of IPv6 stands in brackets; the port that HTTP has anyway may be left out.
        hosts = [f"[{name}]" if ":" in name else name.lower() for name in every]
        self.hosts = {f"{host}:{self.server_port}" for host in hosts}
        if self.server_port == HTTP_PORT:
            self.hosts.update(hosts)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of mistakes alone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _handler(preview: Served) -> type[http.server.SimpleHTTPRequestHandler]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        """Serves the preview's folder, pages with the preview's additions."""

        server: PreviewServer

        def __init__(self, *arguments: Any) -> None:
            self.extensions_map = {**self.extensions_map, **_TYPES}
            super().__init__(*arguments, directory=str(preview.output))

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
            return True

        def _is_foreign(self) -> bool:
            """Tell whether a page of another site asks, other than by a link that was followed."""
            origin = self.headers["Origin"]
            if origin is not None and origin.lower().partition("://")[2] not in self.server.hosts:
                return True
            is_link = self.headers["Sec-Fetch-Dest"] == "document"
            return self.headers["Sec-Fetch-Site"] in ("cross-site", "same-site") and not is_link

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if path == STATUS_ADDRESS:
                number = query.removeprefix("build=")
                seen = int(number) if number.isdecimal() and len(number) < 20 else -1
                answer = json.dumps({"build": preview.wait_for_build_after(seen)})
                self._send(HTTPStatus.OK, answer.encode(), "application/json")
                return
            file = Path(self.translate_path(self.path))
            if file.is_dir() and path.endswith("/"):
                file /= "index.html"
            if file.suffix == ".html" and file.is_file():
                self._send_page(HTTPStatus.OK, file.read_bytes())
            elif file.exists():
                super().do_GET()
            elif (kept := preview.kept(path)) is not None:
                if path.endswith("/"):
                    self._send_page(HTTPStatus.OK, kept)
                else:
                    self._send(HTTPStatus.OK, kept, self.guess_type(path))
            else:
                missing = preview.output / "404.html"
                page = missing.read_bytes() if missing.is_file() else b"<!DOCTYPE html>404"
                self._send_page(HTTPStatus.NOT_FOUND, page)

        def _send_page(self, status: HTTPStatus, page: bytes) -> None:
            body, closing, rest = page.partition(b"</body>")
            self._send(status, body + preview.additions() + closing + rest, "text/html")

        def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
            self.send_response(status)
            is_text = kind.startswith("text/") or kind.endswith("/json")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if is_text else kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def end_headers(self) -> None:
            """Let no page of another site show or load what is served."""
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("X-Frame-Options", "SAMEORIGIN")
            super().end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Stay silent: the terminal belongs to the faults."""

    return Handler
