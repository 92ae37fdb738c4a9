# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serves a built site as a careful host does: compressed, under a strict policy."""

import contextlib
import gzip
import threading
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

#: What pages may do, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
TYPES = {
    ".avif": "image/avif",
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
#: What has another name with another content, and how long browsers may keep it.
LASTING, FOR_EVER = ("anh/", "tep/", "theme/"), "public, max-age=31536000, immutable"
COMPRESSED = {".bin", ".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"}


@contextlib.contextmanager
def serve(folder: Path, worker: bool = False) -> Iterator[str]:
    """Serve *folder* on a free port; gives the address without a slash at its end.

    The service worker is an empty one unless asked for, so that pages are loaded anew.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(folder, worker))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(folder: Path, worker: bool) -> type[BaseHTTPRequestHandler]:
    @cache
    def content(file: Path, time: int) -> bytes:
        data = b"" if file.name == "sw.js" and not worker else file.read_bytes()
        return gzip.compress(data, 6, mtime=0) if file.suffix in COMPRESSED else data

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = unquote(self.path.partition("?")[0]).removeprefix("/")
            if name == "" or name.endswith("/"):
                name += "index.html"
            file = folder / name
            status = HTTPStatus.OK
            if ".." in name or not file.is_file():
                status, file = HTTPStatus.NOT_FOUND, folder / "404.html"
            self._answer(status, file, FOR_EVER if name.startswith(LASTING) else "no-cache")

        do_HEAD = do_GET

        def _answer(self, status: HTTPStatus, file: Path, cache: str) -> None:
            data = content(file, file.stat().st_mtime_ns)
            self.send_response(status)
            self.send_header("Content-Type", TYPES[file.suffix])
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", cache)
            # The browser draws a lone image with styles of its own, which this would forbid.
            if not TYPES[file.suffix].startswith("image/"):
                self.send_header("Content-Security-Policy", POLICY)
            if file.suffix in COMPRESSED:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            if self.command != "HEAD":
                # A page that was left does not wait for its photos.
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(data)

        def log_message(self, format: str, *arguments: object) -> None:
            """Leave the terminal to the tests."""

    return Handler
