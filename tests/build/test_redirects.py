# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses and withdrawn articles, from the editor's file to what a real nginx answers."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.newsroom.page import Move, Redirects
from plugins.press.render.redirect_files import write_nginx_redirects
from tests.servers.nginx import Nginx, running
from tests.small_site import ROOT, Build, article, run_pelican, write_files

DAY = "/tin-tuc/2026/11/01/"
MOI, GO, HET = f"{DAY}moi/", f"{DAY}go/", f"{DAY}het/"
OLD = (
    *("/Default.aspx?tabid=144&ID=32762", "/tin.aspx?ItemID=96122", "/tin/văn-nghệ/"),
    *("/web/portal/xem-chi-tiet/-/x?12150284", "/Bai%20Viet.html", "/x?a-b=1&c=2", "/?p=123"),
    *("/ok;v=1/$host/(S(x))/", "/w?q=tức", "/w?q=a%26b", "/tin.aspx"),
)


def listed(*aliases: str) -> str:
    """Write a list of old addresses on one line."""
    return f"[{', '.join(json.dumps(alias, ensure_ascii=False) for alias in aliases)}]"


CONTENT = {
    "moi.md": article("Mới", aliases=listed(*OLD)),
    "go.md": article("Đã gỡ", body="Điều bí mật.", withdrawn="Đưa sai: số", aliases="[/g?id=7]"),
    "het.md": article("Hết", body="Điều bí mật.", expires="2026-11-02", aliases="[/het-cu/]"),
}


def configured(output: Path) -> str:
    """Give the server's own configuration the folder of an output, and a free port."""
    text = (ROOT / "plugins/deploy/nginx.conf").read_text(encoding="utf-8")
    assert text.count("/srv/portal/current") == 3 and text.count("listen 80;") == 1
    text = text.replace("/srv/portal/current", str(output))
    return text.replace("listen 80;", "listen 127.0.0.1:{port};")


def publish(folder: Path, settings: Path = ROOT / "publishconf.py", **answers: str) -> Build:
    return run_pelican(
        folder / "content",
        folder / "output",
        folder / "cache",
        settings=settings,
        folder=folder,
        environment=answers,
    )


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cong")
    write_files(folder / "content", CONTENT)
    build = publish(folder)
    assert build.status == 0, build.stderr
    return folder


@pytest.fixture(scope="module")
def nginx(portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with running(tmp_path_factory.mktemp("nginx"), configured(portal / "output")) as server:
        yield server


@pytest.mark.parametrize(
    "asked",
    [
        "/Default.aspx?tabid=144&ID=32762",
        "/default.aspx?id=32762&TABID=144",
        "/Default.aspx?ID=32762&fbclid=x&tabid=144",
        "/tin.aspx?ItemID=96122",
        "/tin.aspx?ItemID=1",
        "/tin/v%C4%83n-ngh%E1%BB%87/",
        "/tin/v%c4%83n-ngh%e1%bb%87",
        "//tin/./v%C4%83n-ngh%E1%BB%87/?utm_source=zalo",
        "/web/portal/xem-chi-tiet/-/x?12150284",
        "/Bai%20Viet.html",
        "/%42ai%20Viet.html",
        "/x?c=2&a-b=1",
        "/?p=123",
        "/ok;v=1/$host/(S(x))/",
        "/w?q=t%E1%BB%A9c",
        "/w?q=a%26b",
    ],
)
def test_old_address_leads_on(nginx, asked):
    """However a reader's link writes it: 301 to the present address, in one step."""
    answer = nginx.get(asked)
    assert (answer.status, answer.location) == (301, MOI)
    assert nginx.get(answer.location).status == 200


@pytest.mark.parametrize(
    "asked",
    [
        *("/Default.aspx", "/Default.aspx?tabid=144", "/Default.aspx?tabid=144&ID=3276"),
        *("/x", "/x?a-b=1", "/w?q=a", "/web/portal/xem-chi-tiet/-/x", "/%2e%2e/etc/passwd.html"),
    ],
)
def test_what_is_no_old_address_is_not_found(nginx, asked):
    """A part of an old address is none."""
    assert nginx.get(asked).status in (400, 404)


def test_pages_are_served_with_any_query(nginx):
    """A query on a page's address changes nothing."""
    assert nginx.get("/?fbclid=1").status == nginx.get(f"{MOI}?p=123").status == 200


@pytest.mark.parametrize(
    ("asked", "kind", "cache"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/404.html", "text/html; charset=utf-8", "no-cache"),
        ("/rss.xml", "application/xml; charset=utf-8", "no-cache"),
        ("/feed.json", "application/json; charset=utf-8", "no-cache"),
        ("/robots.txt", "text/plain; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/favicon.ico", "image/x-icon", "no-cache"),
        ("/.newsroom.json", "application/json; charset=utf-8", "no-cache"),
    ],
)
def test_kinds_of_files(nginx, asked, kind, cache):
    """Each has its type and its time to live, and the policy of the site."""
    answer = nginx.get(asked)
    assert answer.status == 200
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (kind, cache)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")


def test_style_lives_for_ever_and_is_asked_for_once(nginx):
    """Its name holds its digest; and what a reader has is not sent again."""
    page = nginx.get("/").body.decode()
    (style,) = set(re.findall(r'href="(/theme/[^"]+\.css)"', page))
    answer = nginx.get(style)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert nginx.get(style, If_None_Match=answer.headers["etag"]).status == 304
    assert nginx.get(style, Range="bytes=0-9").status == 206


@pytest.mark.parametrize(
    "asked",
    [
        *("/khong-co/", "/.redirects.map", "/.gone.map", "/_redirects", "/.git/config", "/theme/"),
        *("/anh", "/tin-tuc/%2e%2e/%2eredirects.map", "/.well-known/khong-co"),
    ],
)
def test_what_is_shut_or_missing(nginx, asked):
    """It answers 404, with the page of the site, and lists no folder."""
    answer = nginx.get(asked)
    assert answer.status == 404
    assert "Không tìm thấy trang" in answer.body.decode()


@pytest.mark.parametrize("asked", [GO, GO.rstrip("/"), f"{GO}?fbclid=1", "/g?id=7"])
def test_withdrawn_article_says_why(nginx, asked):
    """It answers 410, with a page that gives the reason and no word of the article."""
    answer = nginx.get(asked)
    page = answer.body.decode()
    assert answer.status == 410
    assert '<h1 class="title">Bài đã gỡ</h1>' in page
    assert "Lý do: Đưa sai: số" in page
    assert "noindex" in page


@pytest.mark.parametrize("asked", [HET, "/het-cu", "/het-cu/"])
def test_expired_article_is_gone(nginx, asked):
    """It answers 410 with the page that all such share."""
    answer = nginx.get(asked)
    assert answer.status == 410
    assert "Bài đã gỡ" in answer.body.decode()
    assert "Lý do" not in answer.body.decode()


def test_nothing_of_a_gone_article_is_left(portal):
    """Neither text nor title, in no file."""
    for file in (portal / "output").rglob("*"):
        if file.is_file():
            assert "Điều bí mật".encode() not in file.read_bytes(), file


def test_renamed_articles_keep_all_their_old_addresses(portal, tmp_path):
    """Of a renamed article the guard asks for each address that was ever published."""
    folder = shutil.copytree(portal, tmp_path / "cong")
    (folder / "content/moi.md").unlink()
    write_files(folder / "content", {"ten-khac.md": article("Mới", aliases=f'["{MOI}"]')})
    told = publish(folder)
    assert told.status == 1
    assert "/tin/văn-nghệ/: địa chỉ đã đăng sẽ mất" in told.stderr
    assert f"{MOI}: địa chỉ đã đăng sẽ mất" not in told.stderr
    # Written in another order and case they are the same.
    kept = [*OLD[1:], "/default.aspx?ID=32762&TabID=144", MOI]
    text = article("Mới", aliases=listed(*kept))
    write_files(folder / "content", {"ten-khac.md": text})
    build = publish(folder)
    assert build.status == 0, build.stderr
    rules = build.read("/.redirects.map")
    assert f'"{MOI}" "{DAY}ten-khac/";' in rules
    assert f'"/tin/văn-nghệ/" "{DAY}ten-khac/";' in rules


def test_alias_of_a_vanished_article_is_no_dead_end(portal, tmp_path):
    """What takes an article's address over has it answer, not only on record."""
    folder = shutil.copytree(portal, tmp_path / "cong")
    (folder / "content/moi.md").unlink()
    write_files(folder / "content", {"khac.md": article("Khác", aliases=listed(MOI, *OLD))})
    assert publish(folder).status == 0
    with running(tmp_path / "nginx", configured(folder / "output")) as server:
        answer = server.get(MOI)
        assert (answer.status, answer.location) == (301, f"{DAY}khac/")


def test_pages_for_hosts_that_know_no_redirects(portal, tmp_path):
    """By a setting a small page stands at each old address that a folder of files can have."""
    folder = shutil.copytree(portal, tmp_path / "cong")
    write_files(folder, {"own.py": "from publishconf import *\nREDIRECT_PAGES = True\n"})
    shutil.copy(ROOT / "publishconf.py", folder)
    shutil.copy(ROOT / "pelicanconf.py", folder)
    for name in ("plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    build = publish(folder, folder / "own.py", SITEURL="https://tinh.gov.vn")
    assert build.status == 0, build.stderr
    page = build.read("/tin/văn-nghệ/")
    assert f'<link rel="canonical" href="https://tinh.gov.vn{MOI}">' in page
    assert f'<meta http-equiv="refresh" content="0; url={MOI}">' in page
    assert build.read("/Bai Viet.html") == page
    assert build.read("/tin.aspx/") == page
    # And without the setting they go again.
    again = publish(folder)
    assert again.status == 0, again.stderr
    assert not (folder / "output/tin/văn-nghệ/index.html").exists()


def test_incremental_equals_full(portal, tmp_path):
    """After old addresses came and went, the files are what a build from nothing gives."""
    folder = shutil.copytree(portal, tmp_path / "cong")
    write_files(
        folder / "content",
        {
            "moi.md": article("Mới", aliases=listed("/them/", *OLD)),
            "go.md": article("Đã gỡ", withdrawn="Lý do khác", aliases='["/g?id=7", /g8/]'),
        },
    )
    assert publish(folder).status == 0
    fresh = write_files(tmp_path / "moi", {})
    shutil.copytree(folder / "content", fresh / "content")
    assert publish(fresh).status == 0
    trees = [
        {
            file.relative_to(place / "output").as_posix(): file.read_bytes()
            for file in (place / "output").rglob("*")
            if file.is_file()
        }
        for place in (folder, fresh)
    ]
    assert trees[0] == trees[1]


def test_nginx_loads_two_hundred_thousand(tmp_path):
    """As many as a portal of twenty years has, a quarter of them without a query."""
    moved = [Move("/Default.aspx", f"tabid=144&ID={n}", f"{DAY}b{n}/") for n in range(150_000)]
    moved += [Move(f"/tin/{n}/{'x' * 180}.html", "", f"{DAY}b{n}/") for n in range(50_000)]
    (tmp_path / "output").mkdir()
    text = write_nginx_redirects(Redirects(tuple(moved), ()), "")
    (tmp_path / "output/.redirects.map").write_text(text)
    (tmp_path / "output/.gone.map").write_text('map "$uri" $portal_gone {\n    default "";\n}\n')
    with running(tmp_path / "nginx", configured(tmp_path / "output")) as server:
        assert server.get("/Default.aspx?ID=149999&tabid=144").location == f"{DAY}b149999/"
        assert server.get(f"/tin/49999/{'x' * 180}.html").location == f"{DAY}b49999/"
        assert server.get("/Default.aspx?ID=150000&tabid=144").status == 404
    assert "could not build optimal" not in (tmp_path / "nginx/error.log").read_text()
