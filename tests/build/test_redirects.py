# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses and withdrawn articles, from the editor's file to the files of a host."""

import json
import shutil
from pathlib import Path

import pytest

from tests.small_site import ROOT, Build, article, run_pelican, tree, write_files

DAY = "/tin-tuc/2026/11/01/"
MOI, GO, HET = f"{DAY}moi/", f"{DAY}go/", f"{DAY}het/"
OLD = (
    *("/Default.aspx?tabid=144&ID=32762", "/tin.aspx?ItemID=96122", "/tin/văn-nghệ/"),
    *("/web/portal/xem-chi-tiet/-/x?12150284", "/Bai%20Viet.html", "/x?a-b=1&c=2", "/?p=123"),
    *("/ok;v=1/$host/(S(x))/", "/w?q=tức", "/w?q=a%26b", "/tin.aspx"),
    *("/Điều Lệ.aspx", "/văn-bản/ĐỌC/?ID=7", "/ds/?12150284", "/m?a-b=1&c.d=2&e=3&f[]=4&g-h=5"),
    *("/u?url=/Đi/đâu x", "/100%25/%22x%22/", "/k?v=%7Bx%7D&w=%22"),
    *(
        "/ho%CC%A3%CC%82i.aspx",
        "/q?x=4&y=h%C3%B4%CC%A3i",
        "/Xem.aspx?tabid=1&amp;ID=2",
        "/s?a=1;b=2",
    ),
)


def listed(*aliases: str) -> str:
    """Write a list of old addresses on one line."""
    return f"[{', '.join(json.dumps(alias, ensure_ascii=False) for alias in aliases)}]"


CONTENT = {
    "moi.md": article("Mới", aliases=listed(*OLD)),
    "go.md": article("Đã gỡ", body="Điều bí mật.", withdrawn="Đưa sai: số", aliases="[/g?id=7]"),
    "het.md": article("Hết", body="Điều bí mật.", expires="2026-11-02", aliases="[/het-cu/]"),
}


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
    assert f'"{MOI.rstrip("/")}" "{DAY}ten-khac/";' in rules
    assert f'"/tin/văn-nghệ" "{DAY}ten-khac/";' in rules


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
    assert tree(folder / "output") == tree(fresh / "output")
