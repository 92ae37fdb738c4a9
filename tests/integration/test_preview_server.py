# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom the preview answers: a foreign page would read drafts otherwise."""

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.press.preview_server import STATUS_ADDRESS, PreviewServer


class Preview:
    """A preview of one page, one photo and one kept page."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def wait_for_build_after(self, number: int) -> int:
        return number + 1

    def additions(self) -> bytes:
        return b"<aside>+</aside>"

    def kept(self, address: str) -> bytes | None:
        return {"/giu/": b"<p>giu</p></body>", "/anh/giu.webp": b"webp"}.get(address)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    output = tmp_path_factory.mktemp("preview")
    (output / "index.html").write_text("<body>trang</body>")
    (output / "tin-moi.json").write_text("{}")
    with PreviewServer("127.0.0.1", 0, ["may-ban.lan"], Preview(output)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: PreviewServer, path: str, method: str = "GET", **headers: str | None):
    """Answer with the status, the body and the headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        if value is not None:
            connection.putheader(name.replace("_", "-"), value.format(port=server.server_port))
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, answer.headers


PLACES = ("/", "/tin-moi.json", "/giu/", STATUS_ADDRESS)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    "host",
    [
        "localhost:{port}",
        "127.0.0.1:{port}",
        "[::1]:{port}",
        "LOCALHOST:{port}",
        "may-ban.lan:{port}",
    ],
)
def test_names_that_are_answered(server, path, host):
    """Those of this machine, and one that was told, with the port."""
    assert ask(server, path, Host=host)[0] == 200


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost",
        "localhost:1",
        "localhost.evil.example:{port}",
        "127.0.0.1.nip.io:{port}",
        "0.0.0.0:{port}",
        "",
        None,
    ],
)
def test_names_that_are_refused(server, path, method, host):
    """A foreign name that is bound to this machine gets no answer, and the mend is told."""
    status, body, _ = ask(server, path, method, Host=host)
    assert status == 421
    assert b"trang" not in body and b"giu" not in body
    if method == "GET":
        assert "— Sửa: mở một địa chỉ ấy, hoặc chạy make serve HOST=TÊN" in body.decode()


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:3000"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "script"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Dest": "empty"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "iframe"}, 403),
        ({"Origin": "http://localhost:{port}"}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Dest": "empty"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document"}, 200),
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Dest": "document"}, 200),
        ({}, 200),
    ],
)
def test_scripts_of_other_sites(server, path, headers, status):
    """They get no answer; a link that is followed does, and so does the preview's own page."""
    assert ask(server, path, **headers)[0] == status


def test_pages_are_loaded_by_no_other_site(server):
    """Browsers are told so with every answer."""
    for path in (*PLACES, "/khong-co"):
        headers = ask(server, path)[2]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_is_answered(server):
    """Pages with the additions; kept pages and their photos in place of none; builds."""
    assert ask(server, "/")[1] == b"<body>trang<aside>+</aside></body>"
    assert ask(server, "/giu/")[1] == b"<p>giu</p><aside>+</aside></body>"
    status, body, headers = ask(server, "/anh/giu.webp")
    assert (status, body, headers["Content-Type"]) == (200, b"webp", "image/webp")
    status, body, _ = ask(server, "/khong-co/")
    assert (status, body) == (404, b"<!DOCTYPE html>404<aside>+</aside>")
    for query, build in (("?build=7", 8), ("?build=x", 0), ("", 0), (f"?build={'9' * 5000}", 0)):
        answer = ask(server, f"{STATUS_ADDRESS}{query}")[1]
        assert json.loads(answer) == {"build": build}


def test_port_that_http_has_anyway(tmp_path, monkeypatch):
    """Browsers leave 80 out, so a name may stand without it; brackets hold an IPv6 address."""
    with PreviewServer("127.0.0.1", 0, ["fe80::1"], Preview(tmp_path)) as server:
        port = server.server_port
        assert server.hosts == {
            f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]", "[fe80::1]")
        }
    monkeypatch.setattr("plugins.press.preview_server.HTTP_PORT", port)
    with PreviewServer("127.0.0.1", port, (), Preview(tmp_path)) as server:
        assert {"localhost", "127.0.0.1", "[::1]", f"localhost:{port}"} <= server.hosts
