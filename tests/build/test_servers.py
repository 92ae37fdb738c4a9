# SPDX-License-Identifier: AGPL-3.0-or-later
"""What real web servers answer for a portal, each with its configuration of plugins/deploy."""

import gzip
import io
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from PIL import Image

from plugins.newsroom.page import Move, Redirects
from plugins.press.render.redirect_files import (
    write_caddy_maps,
    write_nginx_gone,
    write_nginx_redirects,
)
from tests.build.test_redirects import CONTENT, DAY, GO, HET, MOI, publish
from tests.servers import caddy, nginx
from tests.servers.server import Server, free_port
from tests.small_site import ROOT, article, write_files

#: A sentence that makes a page worth compressing.
LONG = "Câu văn dài của bài này. " * 80
FULL = f"{DAY}day-du/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


def _photo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (900, 600), (10, 90, 200)).save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cong")
    files = {
        **CONTENT,
        "day-du.md": article(
            "Đầy đủ",
            body=f"{LONG}\n\n![Ảnh](a.jpg)\n\n[Tệp](a.pdf)",
            event="{start: 2026-12-05}",
        ),
        "a.jpg": _photo(),
        "a.pdf": b"%PDF-1.4\n" + bytes(range(256)) * 8,
    }
    write_files(folder / "content", files)
    build = publish(folder)
    assert build.status == 0, build.stderr
    write_files(folder / "output", {".well-known/security.txt": "Contact: mailto:a@tinh.vn\n"})
    # Nothing of these is a reader's.
    write_files(
        folder / "output",
        {".git/config": "bí mật", ".deploy/kept/x": "cũ", "theme/.x/y.txt": "bí mật"},
    )
    return folder


SERVERS = {"nginx": (nginx, ("br", "hsts")), "caddy": (caddy, ("hsts",))}


@pytest.fixture(scope="module", params=SERVERS)
def server(request, portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    kind, options = SERVERS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    with kind.running(folder, kind.configured(portal / "output", *options)) as started:
        yield started


# ── Old addresses ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "asked",
    [
        "/Default.aspx?tabid=144&ID=32762",
        "/default.aspx?id=32762&TABID=144",
        "/Default.aspx?ID=32762&fbclid=x&tabid=144",
        "/Default.aspx?x=1&ID=32762&tabid=144&y=2",
        "/tin.aspx?ItemID=96122",
        "/tin.aspx?ItemID=1",
        "/tin/v%C4%83n-ngh%E1%BB%87/",
        "/tin/v%c4%83n-ngh%e1%bb%87",
        "/tin/v%C4%83n-ngh%E1%BB%87/?utm_source=zalo",
        "/web/portal/xem-chi-tiet/-/x?12150284",
        "/Bai%20Viet.html",
        "/%42ai%20Viet.html",
        "/x?c=2&a-b=1",
        "/x?a-b=1&c=2&",
        "/x?a-b=1&c=2&d=3",
        "/?p=123",
        "/?p=123&fbclid=x",
        "/ok;v=1/$host/(S(x))/",
        "/w?q=t%E1%BB%A9c",
        "/w?q=a%26b",
        "/w?q=T%E1%BB%A8C",
        *("/%C4%90i%E1%BB%81u%20L%E1%BB%87.aspx", "/%c4%91i%e1%bb%81u%20l%e1%bb%87.ASPX"),
        "/%C4%90I%E1%BB%80U%20L%E1%BB%86.aspx/",
        *(
            "/v%C4%83n-b%E1%BA%A3n/%C4%90%E1%BB%8CC?ID=7",
            "/V%C4%83n-b%E1%BA%A3n/%C4%91%E1%BB%8Dc/?id=7",
        ),
        *("/ds/?12150284", "/ds?12150284", "/ds?12150284=", "/ds/?12150284&fbclid=x&utm_source=z"),
        *("/m?g-h=5&e=3&a-b=1&f[]=4&c.d=2", "/M/?f%5B%5D=4&x=1&G-H=5&e=3&c.d=2&a-b=1&fbclid=x"),
        *("/u?url=/%C4%90i/%C4%91%C3%A2u%20x", "/u?url=%2F%C4%90i%2F%C4%91%C3%A2u+x"),
        *("/100%25/%22x%22", "/k?v=%7Bx%7D&w=%22", "/k?w=%22&v=%7Bx%7D"),
        *("/ho%CC%A3%CC%82i.aspx", "/h%E1%BB%99i.aspx", "/HO%CC%A3%CC%82I.ASPX"),
        *("/q?x=4&y=h%C3%B4%CC%A3i", "/q?y=H%E1%BB%99i&x=4", "/q?x=4&y=ho%CC%A3%CC%82i"),
        *("/xem.aspx?id=2&tabid=1", "/s?a=1;b=2", "/s?a=1%3Bb=2", "/S?A=1;B=2&fbclid=x"),
    ],
)
def test_old_address_leads_on(server, asked):
    """However a reader's link writes it: 301 to the present address, in one step."""
    answer = server.get(asked)
    assert (answer.status, answer.location) == (301, MOI)
    assert server.get(answer.location).status == 200
    assert server.get(asked, "HEAD").status == 301


@pytest.mark.parametrize(
    "asked",
    [
        *("/Default.aspx", "/Default.aspx?tabid=144", "/Default.aspx?tabid=144&ID=3276"),
        *("/Default.aspx?tabid=144&ID=327620", "/Default.aspx?xtabid=144&ID=32762"),
        *("/x", "/x?a-b=1", "/x?a-b=1&c=3", "/w?q=a", "/web/portal/xem-chi-tiet/-/x"),
        *("/m?g-h=5&e=3&a-b=1&f[]=4", "/ds?121502845", "/ds?x&12150284", "/dieu%20le.aspx"),
        *("/Bai%20Viet.html/them", "/x/Bai%20Viet.html", "/Bai%20VietXhtml"),
    ],
)
def test_what_is_no_old_address_is_not_found(server, asked):
    """A part of an old address is none; a lone word is matched whole."""
    assert server.get(asked).status == 404


@pytest.mark.parametrize("asked", [GO, GO.rstrip("/"), f"{GO}?fbclid=1", "/g?id=7", GO.upper()])
def test_withdrawn_article_says_why(server, asked):
    """It answers 410, with a page that gives the reason and no word of the article."""
    answer = server.get(asked)
    page = answer.body.decode()
    assert answer.status == 410
    assert '<h1 class="title">Bài đã gỡ</h1>' in page
    assert "Lý do: Đưa sai: số" in page
    assert "noindex" in page
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == ASK_AGAIN


@pytest.mark.parametrize("asked", [HET, "/het-cu", "/het-cu/"])
def test_expired_article_is_gone(server, asked):
    """It answers 410 with the page that all such share."""
    answer = server.get(asked)
    assert answer.status == 410
    assert "Bài đã gỡ" in answer.body.decode()
    assert "Lý do" not in answer.body.decode()


# ── Files ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", ["", "?", "?fbclid=1", "?p=124&q=a%00", "?%"])
@pytest.mark.parametrize("asked", ["/", MOI, MOI.rstrip("/"), "/tin-tuc/", "/rss.xml"])
def test_pages_are_served_with_any_query(server, asked, query):
    """A query on a page's address changes nothing."""
    assert server.get(asked + query).body == server.get(asked).body
    assert server.get(asked + query).status == 200


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/404.html", "text/html; charset=utf-8"),
        ("/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/chuyen-muc/kinh-te/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/tin-moi.json", "application/json; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/lich/su-kien.ics", "text/calendar; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/tim-kiem/moi/0.bin", "application/octet-stream"),
        ("/favicon.ico", "image/x-icon"),
        ("/.newsroom.json", "application/json; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ],
)
def test_kinds_of_files(server, asked, kind):
    """Each has its type, and is kept by browsers but asked for again."""
    answer = server.get(asked)
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == ASK_AGAIN


def test_urgent_notices_are_kept_for_a_minute(server):
    """Every page asks for them; a minute spares most of the requests."""
    answer = server.get("/thong-bao-khan.json")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("asked", ["/", "/khong-co/", GO, "/rss.xml"])
def test_policy_is_sent_with_every_page(server, asked):
    """With what is missing or gone too; and nobody is told which program answers."""
    headers = server.get(asked).headers
    assert headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["permissions-policy"] == "camera=(), geolocation=(), microphone=()"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert not re.search("[0-9]", headers.get("server", ""))


def test_policy_is_that_of_the_document():
    """The servers send what the browser tests read every page under."""
    for file in ("plugins/README.md", "plugins/deploy/nginx.conf", "plugins/deploy/Caddyfile"):
        assert POLICY in (ROOT / file).read_text(encoding="utf-8")


def named_files(server: Server) -> list[str]:
    """List what the pages name of style, script, photos and attached files."""
    text = server.get("/").body.decode() + server.get(FULL).body.decode()
    return sorted(set(re.findall(r'(?:href|src)="(/(?:theme|anh|tep)/[^"]+)"', text)))


def test_files_with_a_digest_in_their_name_live_for_ever(server):
    """And what a reader has is not sent again."""
    files = named_files(server)
    endings = {file.rpartition(".")[2] for file in files}
    assert endings >= {"css", "js", "jpg", "pdf", "png"}
    for file in files:
        answer = server.get(file)
        assert (answer.status, answer.headers["cache-control"]) == (200, FOR_EVER), file
        again = server.get(file, If_None_Match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b""), file
    assert server.get("/anh/khong-co.jpg").headers["cache-control"] == ASK_AGAIN


def test_page_that_a_reader_has_is_not_sent_again(server):
    """By its tag or its time, compressed or not."""
    for coding in ("identity", "gzip", "br"):
        answer = server.get("/", Accept_Encoding=coding)
        tag = {"If_None_Match": answer.headers["etag"], "Accept_Encoding": coding}
        assert server.get("/", **tag).status == 304
        since = {"If_Modified_Since": answer.headers["last-modified"]}
        assert server.get("/", Accept_Encoding=coding, **since).status == 304


def test_part_of_an_attachment(server, portal):
    """A download that broke off goes on where it was."""
    (file,) = (file for file in named_files(server) if file.endswith(".pdf"))
    answer = server.get(file, Range="bytes=5-12")
    assert answer.status == 206
    assert answer.body == (portal / "content/a.pdf").read_bytes()[5:13]
    assert answer.headers["content-range"] == "bytes 5-12/2057"
    assert answer.headers["content-type"] == "application/pdf"
    assert server.get(file, Range="bytes=9999-").status == 416


@pytest.mark.parametrize(
    ("accepted", "coding", "open_up"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("identity", None, bytes),
        ("gzip;q=0", None, bytes),
    ],
)
def test_compressed_copy_is_sent(server, portal, accepted, coding, open_up):
    """The one that stands there, to those who can read it; caches are told so."""
    page = (portal / f"output{FULL}index.html").read_bytes()
    style = next(file for file in named_files(server) if file.endswith(".css"))
    for asked in (FULL, style, "/rss.xml", "/khong-co/"):
        answer = server.get(asked, Accept_Encoding=accepted)
        assert answer.headers.get("content-encoding") == coding
        assert answer.headers["vary"] == "Accept-Encoding"
        opened = open_up(answer.body)
        if asked == FULL:
            assert opened == page
            assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "asked",
    [
        *("/khong-co/", "/.redirects.map", "/.gone.map", "/.redirects.caddy", "/_redirects"),
        *(
            "/.git/config",
            "/.deploy/kept/x",
            "/theme/",
            "/anh",
            "/anh/",
            "/theme/.x/y.txt",
            "/.well-known/khong-co",
        ),
        *(
            "/.well-known/",
            "/tin-tuc/%2e%2e/%2eredirects.map",
            "/%2egit/config",
            "/.newsroom.json/",
        ),
        *("/index.html.br", "/rss.xml.gz", f"{FULL}index.html.gz", "/./.git/config"),
        *("/x/..%2f.git/config", "/khong-co?x=/../.git/config"),
        *(f"/tin/{'%E1%BA%BF' * 100}/", f"/{'a' * 300}.aspx?id=1"),
    ],
)
def test_what_is_shut_or_missing(server, asked):
    """It answers 404, with the page of the site, and lists no folder."""
    answer = server.get(asked)
    assert answer.status == 404
    assert "Không tìm thấy trang" in answer.body.decode()


@pytest.mark.parametrize(
    "asked",
    [
        *("/../content/moi.md", "/%2e%2e/content/moi.md", "/..%2fcontent/moi.md", "/.%2e/content"),
        *("/anh/../../content/moi.md", "/%2e%2e%2f%2e%2e%2fetc/passwd", "//etc/passwd"),
        *("/..%5ccontent%5cmoi.md", "/\\..\\content\\moi.md", "/%252e%252e/content/moi.md"),
        *("/%c0%ae%c0%ae/content/moi.md", "/anh%00.html", "/....//content/moi.md", "/%00"),
    ],
)
def test_nothing_outside_of_the_output_is_served(server, asked):
    """However a path tries to climb."""
    answer = server.get(asked)
    assert answer.status in (400, 404)
    assert b"author: N.H" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(server, method):
    """A portal is read."""
    assert server.get("/", method).status == 405


# ── Options and size ─────────────────────────────────────────────────────────


def test_nginx_as_it_stands_needs_no_module_and_no_certificate(portal, tmp_path):
    """Without the marked lines it serves, by gzip alone, and promises no HTTPS."""
    with nginx.running(tmp_path, nginx.configured(portal / "output")) as started:
        answer = started.get(FULL, Accept_Encoding="br, gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert "strict-transport-security" not in answer.headers


def test_nginx_has_no_remark_on_its_configuration(portal, tmp_path):
    """No line that an operator would have to tell from a fault, after each deployment."""
    with nginx.running(tmp_path, nginx.configured(portal / "output", "br", "hsts")):
        told = (tmp_path / "error.log").read_text()
    assert [line for line in told.splitlines() if re.search(r"\[(?!notice)\w+\]", line)] == []


def test_nginx_by_https_and_http_2(portal, tmp_path):
    """Plain HTTP leads there, but for what a certificate is asked for with."""
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    command = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2"
    named = ["-subj", "/CN=portal.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *named], check=True, capture_output=True)
    text = nginx.configured(portal / "output", "br", "tls", "hsts")
    text = text.replace("/etc/letsencrypt/live/portal.example", str(tmp_path))
    text = text.replace("/var/www/html", str(tmp_path / "www"))
    write_files(tmp_path / "www", {".well-known/acme-challenge/x": "thẻ"})
    plain = free_port()
    with nginx.running(tmp_path / "nginx", text, plain=plain) as started:
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        context.set_alpn_protocols(["h2", "http/1.1"])
        with (
            socket.create_connection(("127.0.0.1", started.port)) as line,
            context.wrap_socket(line) as secured,
        ):
            assert secured.selected_alpn_protocol() == "h2"
        web = Server(plain)
        answer = web.get("/tin-tuc/?x=1")
        assert (answer.status, answer.headers["location"]) == (
            301,
            "https://tinh.gov.vn/tin-tuc/?x=1",
        )
        assert web.get("/.well-known/acme-challenge/x").body.decode() == "thẻ"


def test_renamed_article_answers_after_a_reload(portal, tmp_path):
    """What takes a vanished article's address over has it answer, not only on record."""
    folder = tmp_path / "cong"
    write_files(folder / "content", {"khac.md": article("Khác", aliases=f'["{MOI}"]')})
    assert publish(folder).status == 0
    with nginx.running(tmp_path / "nginx", nginx.configured(folder / "output")) as started:
        assert (started.get(MOI).status, started.get(MOI).location) == (301, f"{DAY}khac/")


def test_nginx_with_several_portals(tmp_path):
    """Made by the commands of the document: each has its own old addresses, and withdrawn ones."""
    text = (ROOT / "plugins/deploy/README.md").read_text(encoding="utf-8")
    (command,) = re.findall('^sed ".*> \\$NAME.conf$', text, re.MULTILINE)
    (switch,) = re.findall("```sh\n(#!/bin/sh\nset -e\n.*?)exec sudo", text, re.DOTALL)
    places = {}
    for number, name in enumerate(("portal", "an_binh")):
        moves = Redirects((Move(f"/cu{number}", "", "/moi/"),), (Move(f"/go{number}", "", "/go/"),))
        places[name] = write_files(
            tmp_path / name,
            {
                "current/.redirects.map": write_nginx_redirects(moves, ""),
                "current/.gone.map": write_nginx_gone(moves, ""),
                **{f"current/{page}": f"{name} {page}" for page in ("404.html", "go/index.html")},
            },
        )
    conf = (ROOT / "plugins/deploy/nginx.conf").read_text().replace("/srv/", f"{tmp_path}/")
    write_files(tmp_path, {"plugins/deploy/nginx.conf": conf, "switch": switch})
    command = command.replace("/srv/", f"{tmp_path}/")
    shell = ["sh", "-ec", f"NAME=an_binh SITE=anbinh.vn; {command}"]
    subprocess.run(shell, cwd=tmp_path, check=True)
    subprocess.run(["sh", tmp_path / "switch"], cwd=places["an_binh"], check=True)
    both = conf + (tmp_path / "an_binh.conf").read_text()
    both = both.replace("{", "{{").replace("}", "}}").replace("listen 80;", "listen {port};")
    both = "".join(line for line in both.splitlines(True) if "listen [::]:" not in line)
    with nginx.running(tmp_path / "nginx", both) as started:
        for number, (host, name) in enumerate(
            {"tinh.gov.vn": "portal", "anbinh.vn": "an_binh"}.items()
        ):
            answer = started.get(f"/cu{number}", Host=host)
            assert (answer.status, answer.location) == (301, "/moi/")
            assert started.get(f"/cu{1 - number}", Host=host).status == 404
            gone = started.get(f"/go{number}", Host=host)
            assert (gone.status, gone.body.decode()) == (410, f"{name} go/index.html")
            assert started.get(f"/go{1 - number}", Host=host).body.decode() == f"{name} 404.html"


def _many(count: int) -> Redirects:
    """Make as many old addresses as a portal of years has, a quarter of them without a query."""
    queries, paths = count * 3 // 4, count // 4
    moved = [Move("/Default.aspx", f"tabid=144&ID={n}", f"{DAY}b{n}/") for n in range(queries)]
    moved += [Move(f"/tin/{n}/{'x' * 180}.html", "", f"{DAY}b{n}/") for n in range(paths)]
    return Redirects(tuple(moved), ())


def test_nginx_loads_two_hundred_thousand(tmp_path):
    """As many as a portal of twenty years has."""
    text = write_nginx_redirects(_many(200_000), "")
    output = write_files(tmp_path / "output", {".redirects.map": text})
    write_files(output, {".gone.map": 'map "$uri" $portal_gone {\n    default "";\n}\n'})
    with nginx.running(tmp_path / "nginx", nginx.configured(output)) as started:
        assert started.get("/Default.aspx?ID=149999&tabid=144").location == f"{DAY}b149999/"
        assert started.get(f"/tin/49999/{'x' * 180}.html").location == f"{DAY}b49999/"
        assert started.get("/Default.aspx?ID=150000&tabid=144").status == 404
    assert "could not build optimal" not in (tmp_path / "nginx/error.log").read_text()


def test_caddy_loads_twenty_thousand(tmp_path):
    """It compares one key after the other."""
    text = write_caddy_maps(_many(20_000), "")
    output = write_files(tmp_path / "output", {".redirects.caddy": text, "404.html": "Không"})
    with caddy.running(tmp_path / "caddy", caddy.configured(output)) as started:
        assert started.get("/Default.aspx?ID=14999&tabid=144").location == f"{DAY}b14999/"
        assert started.get(f"/tin/4999/{'x' * 180}.html").location == f"{DAY}b4999/"
        assert started.get("/Default.aspx?ID=15000&tabid=144").status == 404
