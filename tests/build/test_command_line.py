# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands that people and CI type: where they work, what they say, how they end."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from tests.build.rules import RULES, elements, has_living_links
from tests.portals import write_output
from tests.small_site import (
    NOW,
    ROOT,
    article,
    copy_project,
    environment_with,
    give_python,
    run_pelican,
    write_files,
)


def test_other_content_from_another_folder(tmp_path):
    """Any content folder, any output, any working directory, with spaces in all of them."""
    content = write_files(tmp_path / "bài của xã", {"cau moi.md": article("Cầu mới")})
    folder = tmp_path / "chỗ khác"
    folder.mkdir()
    build = run_pelican(
        Path("..", content.name), Path("trang ra"), tmp_path / "kho đệm", folder=folder
    )
    assert build.status == 0, build.stderr
    page = folder / "trang ra/tin-tuc/2026/11/01/cau-moi/index.html"
    assert "Cầu mới" in page.read_text(encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["trang ra"]


@pytest.mark.parametrize("url", ["https://x.vn/tin", "https://x.vn/a/b/"])
def test_site_below_a_path(build_site, url):
    """A site under https://x.vn/tin has every link, photo, script and feed there."""
    build = build_site(
        {
            "mot.md": article("Một", body="[Hai](hai.md) và [tất cả](/tin-tuc/)."),
            "hai.md": article("Hai", tags="[Cầu]"),
            "trang/ve.md": "---\ntitle: Về\n---\nXem [Một](/tin-tuc/2026/11/01/mot/).\n",
        },
        "-e",
        f'SITEURL="{url}"',
    )
    assert build.status == 0, build.stderr
    assert "cảnh báo" not in build.stderr
    root = urlsplit(url).path.rstrip("/")
    pages = build.pages()
    rules = [*RULES, has_living_links(pages, build.files, root)]
    problems = [
        f"{file}: {problem}"
        for file, text in pages.items()
        for rule in rules
        for problem in rule(file, text)
    ]
    assert problems == []
    for file in ("/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/robots.txt"):
        text = build.read(file)
        assert f"https://x.vn{root}/" in text
        assert "localhost" not in text
    canonical = [
        link.get("href")
        for link in elements(build.read("/tin-tuc/2026/11/01/mot/"), "link")
        if link.get("rel") == "canonical"
    ]
    assert canonical == [f"https://x.vn{root}/tin-tuc/2026/11/01/mot/"]


def test_links_of_the_portal_lie_below_the_path_too(build_site, tmp_path):
    """A page of the site that the front page's box leads to; other sites are external."""
    links = '(("Tin", "/tin-tuc/"), ("Tỉnh", "https://tinh.example/"))'
    settings = write_files(
        tmp_path,
        {"duoi.py": f"from pelicanconf import *\nPORTAL = {{**PORTAL, 'links': {links}}}\n"},
    )
    build = build_site(
        {"a.md": article("Tin")}, "-e", 'SITEURL="https://x.vn/a"', settings=settings / "duoi.py"
    )
    assert build.status == 0, build.stderr
    assert [
        (link.get("href"), link.get("rel"))
        for link in elements(build.read("/"), "a")
        if link.get("class") == "links__link"
    ] == [("/a/tin-tuc/", None), ("https://tinh.example/", "external")]


def test_all_faults_are_told_in_one_run(tmp_path):
    """One line each with file, line, field, value and mend; exit 1; nothing is written."""
    project = copy_project(tmp_path / "cong")
    write_files(
        project / "content",
        {
            "tot.md": article("Bài tốt"),
            "ngay.md": article("Bài có ngày sai", date="31/02/2026"),
            "muc.md": article("Bài lạc mục", category="Kinh té"),
            "anh.md": article("Bài thiếu ảnh", body="Chữ.\n\n![](khong-co.jpg)"),
        },
    )
    build = run_pelican(
        Path("content"),
        Path("output"),
        Path("cache"),
        settings=Path("pelicanconf.py"),
        folder=project,
    )
    assert build.status == 1
    faults = [line for line in build.stderr.splitlines() if line.startswith("content/")]
    assert [line.split(": ")[:2] for line in faults] == [
        ["content/anh.md:9", "ảnh"],
        ["content/muc.md:5", "category"],
        ["content/ngay.md:3", "date"],
    ]
    assert all(" — Sửa: " in line for line in faults)
    assert "«31/02/2026»" in faults[2]
    assert "«Kinh té»" in faults[1] and "Kinh tế" in faults[1]
    assert "khong-co.jpg" in faults[0]
    assert "Traceback" not in build.stderr
    assert not (project / "output").exists()


def test_faulty_build_leaves_the_last_good_site(build_site):
    """A mistake of today does not take down what is public."""
    good = build_site({"mot.md": article("Một")})
    before = {file: (good.output / file).read_bytes() for file in good.files}
    bad = build_site({"hai.md": article("Hai", date="hôm qua")})
    assert bad.status == 1
    assert {file: (bad.output / file).read_bytes() for file in bad.files} == before


def test_warning_does_not_change_the_exit(build_site):
    """A warning is told and the site is built."""
    picture = (ROOT / "content/tin-tuc/2021/10/04/pha-dinh-khao/ben-pha-cu.jpg").read_bytes()
    build = build_site({"tin/index.md": article("Tin", body="![](a.jpg)"), "tin/a.jpg": picture})
    assert build.status == 0
    assert "cảnh báo" in build.stderr


def test_check_builds_nothing(build_site):
    """`make check` tells faults, or that there are none, and writes no page."""
    build = build_site({"mot.md": article("Một")}, "-e", "CHECK_ONLY=true")
    assert build.status == 0
    assert "không có lỗi" in build.stderr
    assert not build.output.exists()
    build = build_site({"hai.md": article("")}, "-e", "CHECK_ONLY=true")
    assert build.status == 1
    assert "title" in build.stderr
    assert not build.output.exists()


def test_folder_from_elsewhere_is_refused(tmp_path):
    """An output folder with files that are not ours is left alone; exit 2."""
    content = write_files(tmp_path / "content", {"mot.md": article("Một")})
    write_files(tmp_path / "output", {"luan-van.txt": "của tôi"})
    build = run_pelican(content, tmp_path / "output", tmp_path / "cache")
    assert build.status == 2
    assert "Traceback" not in build.stderr
    assert build.files == ["luan-van.txt"]


def test_faults_become_annotations_in_ci(build_site):
    """GitHub and Gitea show the fault at its line."""
    build = build_site(
        {"hong.md": article("Bài", date="31/02/2026")}, environment={"GITHUB_ACTIONS": "true"}
    )
    assert build.status == 1
    lines = [line for line in build.stderr.splitlines() if line.startswith("::error ")]
    assert len(lines) == 1
    assert "hong.md,line=3,title=date::" in lines[0]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose environment is the one that runs the tests."""
    folder = copy_project(tmp_path / "cổng tin")
    (folder / "content").mkdir()
    give_python(folder)
    return folder


def make(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type `make` with *words* in the project."""
    home = {"HOME": str(project), "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(
        ["make", *words],
        cwd=project,
        env=environment_with({**home, "SOURCE_DATE_EPOCH": str(NOW)}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


TITLES = (
    "Cầu mới: khánh thành",
    "Giá 5$ & 'phí' \"khác\" #1",
    "`rm -rf` $(date) $HOME ${x}; exit | true",
    "'Trong ngoặc'",
    '"Ngày Chủ nhật xanh": 3.200 người',
    "> 90 % hồ sơ",
    "[Ảnh] Một ngày",
)


class TestMake:
    """The commands of the Makefile, really typed."""

    def test_new_keeps_titles_to_the_letter(self, project):
        """Whatever is typed as a title is the title of the draft, and nothing else happens."""
        headings = {}
        files = {*os.listdir(project), "__pycache__"}
        for title in TITLES:
            done = make(project, "new", f"TITLE={title}")
            assert done.returncode == 0, done.stderr
            path, preview = done.stdout.strip().split("\n")
            file = project / path
            assert file.parent.parent == project / "content/tin-tuc/2026/11/10"
            slug = file.parent.name
            address = f"http://localhost:8000/tin-tuc/2026/11/10/{slug}/"
            assert preview == f"Xem trước (make serve): {address}"
            text = file.read_text(encoding="utf-8")
            assert "date: 2026-11-10T12:00\n" in text and "status: draft\n" in text
            assert yaml.safe_load(text.split("\n---\n")[0])["title"] == title
            headings[slug] = title
        assert len([*(project / "content").rglob("*.md")]) == len(headings) == len(TITLES)
        assert {*os.listdir(project), "__pycache__"} == files
        # The drafts are sound, and once published their headings are the titles typed.
        assert make(project, "check").returncode == 0
        for file in (project / "content").rglob("*.md"):
            text = file.read_text(encoding="utf-8")
            filled = {
                "status: draft\n": "summary: Sapo.\n",
                "summary:\n": "",
                "category:\n": "category: Kinh tế\n",
            }
            for empty, full in filled.items():
                text = text.replace(f"\n{empty}", f"\n{full}", 1)
            file.write_text(re.sub("(?m)^author:.*$", "author: N.H", text))
        assert make(project, "html").returncode == 0
        pages = (project / "output/tin-tuc/2026/11/10").glob("*/index.html")
        # On the page a number keeps its unit by a no-break space.
        assert headings == {
            page.parent.name: next(elements(page.read_text(encoding="utf-8"), "h1")).text.replace(
                "\xa0", " "
            )
            for page in pages
        }

    def test_new_asks_for_a_title(self, project):
        """Without a title nothing is made, and the mend is told."""
        done = make(project, "new")
        assert done.returncode == 2
        assert 'make new TITLE="Tên bài"' in done.stderr
        assert list((project / "content").iterdir()) == []

    def test_new_never_overwrites(self, project):
        """The same title on the same day is refused."""
        assert make(project, "new", "TITLE=Cầu mới").returncode == 0
        again = make(project, "new", "TITLE=Cầu mới")
        assert again.returncode == 2
        assert "Sửa: đặt tên khác cho bài mới" in again.stderr

    def test_make_alone_lists_the_commands(self, project):
        """Every promised command is in the list, with words in Vietnamese."""
        told = make(project).stdout
        for command in ("serve", "html", "publish", "check", "new", "test"):
            assert f"make {command} " in told

    def test_deploy_and_rollback_hand_on_what_was_typed(self, project):
        """No shell obeys a TARGET; the addresses that changed stand in purge.txt."""
        host = project / "srv $(touch x) `y` 'z\" $HOME"
        words = f"TARGET=file://{host}", "CHECK_URL=none", "KEEP=2"
        for front in ("Một", "Hai"):
            write_output(project / "output", {"index.html": front})
            done = make(project, "deploy", *words)
            assert done.returncode == 0, done.stderr
        assert (host / "current/index.html").read_text() == "Hai"
        assert (project / "purge.txt").read_text() == "http://localhost:9/\n"
        done = make(project, "rollback", *words)
        assert done.returncode == 0, done.stderr
        assert (host / "current/index.html").read_text() == "Một"
        assert not (project / "x").exists()
        assert make(project, "deploy").returncode == 2

    def test_publish_uses_the_public_address(self, project):
        """The public site knows its own name."""
        write_files(project / "content", {"tot.md": article("Bài tốt")})
        done = make(project, "publish")
        assert done.returncode == 0, done.stderr
        assert "https://tintuc.vinhlong.example/" in (project / "output/rss.xml").read_text()
