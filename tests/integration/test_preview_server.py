# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom the preview answers: a foreign page would read drafts otherwise."""

import http.client
import json
import threading
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from plugins.press.preview_server import STATUS_ADDRESS, VISITOR, PreviewServer


class Preview:
    """A preview of one page, one photo and one kept page."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def wait_for_build_after(self, number: int) -> int:
        return number + 1

    def additions(self) -> bytes:
        return b"<aside>+</aside>"

    def kept(self, address: str) -> bytes | None:
        kept = {"/giu/": b"<p>giu</p></body>", "/anh/giu.webp": b"webp"}
        return (kept | {"/anh/cu.mp4": b"0123456789"}).get(address)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    output = tmp_path_factory.mktemp("preview")
    (output / "index.html").write_text("<body>trang</body>")
    (output / "tin-moi.json").write_text("{}")
    (output / "phim.mp4").write_bytes(b"0123456789")
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
            connection.putheader(
                name if name == "Remote_User" else name.replace("_", "-"),
                value.format(port=server.server_port),
            )
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


@pytest.mark.parametrize("path", ["/" + "9" * 5000, "/" + "a/" * 5000, "/%00", "/%ff%fe"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_address_that_no_disk_could_hold_is_not_there(server, path, method):
    """As any other that is not there."""
    assert ask(server, path, method)[0] == 404


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=0-1", 206, b"01", "bytes 0-1/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=4-99", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=3-2", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("items=0-1", 200, b"0123456789", None),
        ("bytes=²-", 200, b"0123456789", None),
    ],
)
@pytest.mark.parametrize("path", ["/phim.mp4", "/anh/cu.mp4"])
def test_part_of_a_film_is_sent(server, path, asked, status, body, told):
    """Players seek in films so, in those of kept pages too; what is not understood gets all."""
    got = ask(server, path, Range=asked)
    assert (*got[:2], got[2]["Content-Range"]) == (status, body, told)
    assert got[2]["Content-Length"] == str(len(body))
    assert got[2]["Content-Type"] == "video/mp4"


def test_part_of_a_film_that_changed_is_not_sent(server):
    """A player that has the beginning of another state gets all of this one."""
    assert ask(server, "/phim.mp4")[2]["Accept-Ranges"] == "bytes"
    changed = ask(server, "/phim.mp4", Range="bytes=0-1")[2]["Last-Modified"]
    assert changed == ask(server, "/phim.mp4", "HEAD")[2]["Last-Modified"]
    for state, status in ((changed, 206), ("Sun, 01 Nov 2026 01:00:00 GMT", 200)):
        assert ask(server, "/phim.mp4", Range="bytes=2-", If_Range=state)[0] == status


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


class Desk:
    """A desk that tells what it was asked, to those with a header of their name."""

    def find_visitor(self, headers: Message, peer: str) -> str | None:
        return headers["Remote-User"]

    def respond(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        read = environ["wsgi.input"].read(3)
        names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", VISITOR)
        told = [str(environ[name]) for name in names]
        told.append(environ.get("HTTP_REMOTE_USER", "-"))
        return [] if told[0] == "HEAD" else [" ".join(told).encode(), b" " + read]

    def fetch(self, address: str) -> bytes | None:
        return b"anh" if address == "/anh/moi.webp" else None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    output = tmp_path_factory.mktemp("desk")
    (output / "index.html").write_text("<body>trang</body>")
    server = PreviewServer("127.0.0.1", 0, ["bientap.lan"], Preview(output), Desk(), True)
    server.output = output
    with server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_desk_answers_below_its_address(desk):
    """What it is asked arrives whole, with who asks; no other header passes for that one."""
    lan = {"Remote-User": "Lan"}
    got = ask(desk, "/bien-tap/a%20b?q=1", **lan, Remote_User="Minh")
    assert got[:2] == (200, b"GET /bien-tap/a b q=1 Lan Lan ")
    assert ask(desk, "/bien-tap/", "HEAD", **lan)[:2] == (200, b"")
    assert ask(desk, "/", **lan)[1].startswith(b"<body>trang")
    assert ask(desk, "/anh/moi.webp", **lan)[1] == b"anh"
    assert ask(desk, "/anh/khac.webp", **lan)[0] == 404


def test_what_bears_its_digest_in_its_address_is_kept_by_browsers(desk):
    """The page beside the form would load the theme with each pause of who writes."""
    lan = {"Remote-User": "Lan"}
    for address, is_kept in (
        ("/theme/0123456789ab/a.css", True),
        ("/anh/0123456789abcdef-640.avif", True),
        ("/theme/moi/a.css", False),
        ("/theme/0123456789ab/khong-co.css", False),
    ):
        if "khong" not in address:
            (desk.output / address[1:]).parent.mkdir(parents=True, exist_ok=True)
            (desk.output / address[1:]).write_text("x")
        headers = ask(desk, address, **lan)[2]
        assert ("max-age" in (headers["Cache-Control"] or "")) == is_kept, address


def test_desk_answers_before_there_are_pages(desk):
    """Who asks for a page waits for the first build."""
    desk.built.clear()
    answers: list[int] = []
    lan = {"Remote-User": "Lan"}
    waiting = threading.Thread(target=lambda: answers.append(ask(desk, "/", **lan)[0]))
    waiting.start()
    assert ask(desk, "/bien-tap/", **lan)[0] == 200
    assert answers == []
    desk.built.set()
    waiting.join()
    assert answers == [200]


def test_desk_takes_what_is_sent_and_nothing_else_does(desk, server):
    """A body that is not read whole takes no answer with it."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.server_port, timeout=20)
    connection.request("POST", "/bien-tap/luu", b"abc" + b"x" * 500_000, {"Remote-User": "Lan"})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"POST /bien-tap/luu  Lan Lan abc")
    connection.close()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "FOO", "POST"])
def test_method_that_nothing_takes_is_told_in_vietnamese(desk, server, method):
    """With the methods that there are; a body that is sent is read first."""
    lan = {"Remote-User": "Lan"}
    for asked, path, headers, allowed in (
        (desk, "/", lan, "GET, HEAD"),
        (server, "/bien-tap/luu", {}, "GET, HEAD"),
        (desk, "/bien-tap/x", lan, "GET, HEAD, POST"),
    ):
        if allowed.endswith(method):
            continue
        status, body, told = ask(asked, path, method, **headers)
        assert (status, told["Allow"]) == (405, allowed)
        assert body.decode() == (
            f"Ở đây không nhận lệnh {method}, chỉ nhận {allowed} — Sửa: mở địa chỉ ấy trong "
            "trình duyệt"
        )


def test_request_that_is_none_is_told_in_vietnamese(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.connect()
    connection.sock.sendall(b"GET / HTTP/x.y\r\n\r\n")
    assert "Không đọc được điều vừa hỏi — Sửa: ".encode() in connection.sock.makefile("rb").read()
    connection.close()


def test_preview_with_a_desk_answers_nobody_unnamed(desk):
    """Behind a proxy the name it is called by needs no port."""
    assert ask(desk, "/")[0] == 403
    assert ask(desk, "/bien-tap/")[0] == 403
    lan = {"Remote-User": "Lan"}
    assert ask(desk, "/", Host="bientap.lan", **lan)[0] == 200
    origin = {"Origin": "https://bientap.lan"}
    assert ask(desk, "/", Host="bientap.lan", **lan, **origin)[0] == 200
    assert ask(desk, "/", Host="khac.lan", **lan)[0] == 421
    assert ask(desk, "/", Host="localhost", **lan)[0] == 421
