# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds of a few articles that are taken for many, by the pipeline itself."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pelican.settings import read_settings

from plugins.press import session as session
from plugins.press.build import build
from plugins.press.cache import snapshot as snapshot
from plugins.press.errors import Refusal
from plugins.press.pelican_door import NewsPelican
from plugins.press.preview import Preview
from plugins.press.publish import printing as printing
from plugins.press.publish.release import Release, ReleaseChanges
from plugins.press.render.page_checks import PageChecker, PageCheckError
from plugins.press.report import Report
from plugins.press.session import Session
from tests.small_site import NOW, ROOT, article, tree, write_files

pytestmark = pytest.mark.usefixtures("remembered")

Build = Callable[..., int]
PATHS = {"PATH": "content", "OUTPUT_PATH": "output", "CACHE_PATH": "cache"}


def settings_in(folder: Path) -> dict[str, object]:
    """Read the settings for a site whose content, output and cache stand in *folder*."""
    override = {key: str(folder / name) for key, name in PATHS.items()}
    settings = read_settings(str(ROOT / "pelicanconf.py"), override=override)
    # Loads the plugins.
    NewsPelican(settings)
    return settings


@pytest.fixture
def build_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds from {name: text}, sharing out its work as for a large archive."""
    monkeypatch.setattr(snapshot, "MANY", 1)
    monkeypatch.setattr(printing, "MANY_BUNDLES", 2)
    monkeypatch.setattr(session, "usable_processors", lambda: 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))

    def build_files(files: dict[str, str], **settings: object) -> int:
        write_files(tmp_path / "content", files)
        return build({**settings_in(tmp_path), **settings})

    return build_files


def tree_from_nothing(folder: Path, **settings: object) -> dict[str, bytes]:
    """Tell what a build without a memory makes of the content in *folder*."""
    output = folder / "from nothing"
    paths = {"OUTPUT_PATH": str(output), "CACHE_PATH": str(folder / "new cache")}
    assert build({**settings_in(folder), **paths, **settings}) == 0
    found = tree(output, folders=True)
    shutil.rmtree(output)
    shutil.rmtree(folder / "new cache")
    return found


def test_only_the_first_process_waits_for_the_walk_over_the_output(build_small, tmp_path):
    """A new standing page stands in the marker and on every page: none is known to be as before."""
    files = {f"{name}.md": article(name) for name in "abc"}
    assert build_small(files) == 0
    assert build_small({"trang/moi.md": "---\ntitle: Trang mới\n---\nChữ."}) == 0
    assert "Trang mới" in (tmp_path / "output" / "index.html").read_text("utf-8")


def test_link_to_an_old_address_leads_to_the_present_one(build_small, tmp_path):
    """Nothing stands at the old one itself; a link to it is as good as one to the article."""
    files = {
        "a.md": article("A", body="Xem [bài](/cu/1)."),
        "b.md": article("B", aliases="[/cu/1/]"),
    }
    assert build_small(files) == 0
    page = (tmp_path / "output/tin-tuc/2026/11/01/a/index.html").read_text("utf-8")
    assert 'Xem <a href="/tin-tuc/2026/11/01/b/">bài</a>.' in page


@pytest.mark.parametrize("spoilt", ["hỏng", article("B", tags="[Cầu]", body="[x](khong-co.md)")])
def test_preview_stands_while_what_others_lead_to_is_faulty(tmp_path, monkeypatch, spoilt):
    """Links to what is left out are words until it is mended, as are those of drafts to nowhere."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    body = "[b](/tin-tuc/2026/11/01/b/), [c](/chu-de/cau/), [d](b.md)."
    files = {
        "a.md": article("A", body=body),
        "b.md": article("B", tags="[Cầu]"),
        "d.md": article("D", status="draft", body="[đâu](/khong-co/)"),
    }
    write_files(tmp_path / "content", files)
    settings = {**settings_in(tmp_path), "PREVIEW": True}
    preview = Preview(settings, tmp_path / "preview")
    page = tmp_path / "preview/tin-tuc/2026/11/01/a/index.html"
    preview.build()
    assert '<a href="/tin-tuc/2026/11/01/b/">b</a>' in page.read_text("utf-8")
    write_files(tmp_path / "content", {"b.md": spoilt})
    preview.build()
    assert preview.trouble == ""
    assert "<span>b</span>, <span>c</span>, <span>d</span>." in page.read_text("utf-8")


def test_preview_stands_while_a_page_that_the_portal_leads_to_is_faulty(tmp_path, monkeypatch):
    """The box on the front page goes without it; the fault is told, and others are shown."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    page = "---\ntitle: Giới thiệu\n---\nChữ.\n"
    write_files(tmp_path / "content", {"a.md": article("A"), "trang/gioi-thieu.md": page})
    settings = {**settings_in(tmp_path), "PREVIEW": True}
    links = (("Về chúng tôi", "/gioi-thieu/"), ("Tỉnh", "https://tinh.example/"))
    settings["PORTAL"] = {**settings["PORTAL"], "links": links}
    preview = Preview(settings, tmp_path / "preview")
    preview.build()
    front = tmp_path / "preview/index.html"
    assert "Về chúng tôi" in front.read_text("utf-8")
    spoilt = {"a.md": article("A mới"), "trang/gioi-thieu.md": page.replace("title", "titel")}
    write_files(tmp_path / "content", spoilt)
    preview.build()
    assert (preview.trouble, len(preview.faults)) == ("", 1)
    text = front.read_text("utf-8")
    assert ("Về chúng tôi" in text, "A mới" in text, "tinh.example" in text) == (False, True, True)


@pytest.mark.parametrize(
    "change",
    [
        {"b.md": article("b", body="Chữ khác.")},
        {"b.md": article("Tên khác", author="Người khác", tags="[Thẻ khác]")},
        {"c/moi.md": article("Mới", date="2025-02-03", tags="[Thẻ]")},
        {"trang/moi.md": "---\ntitle: Trang mới\n---\nChữ."},
        {"b.md": article("b", status="draft")},
    ],
)
def test_what_a_build_left_is_known_to_the_next(build_small, tmp_path, change):
    """Nothing of it is new or another, and no folder is left empty."""
    assert build_small({f"{name}.md": article(name, tags="[Thẻ]") for name in "abc"}) == 0
    assert build_small(change) == 0
    with Session(settings_in(tmp_path), Report(tmp_path / "content")) as left:
        findings = left.output.findings
        assert (findings.changed, findings.new, findings.odd) == ({}, [], [])


def test_first_story_of_a_language_prints_only_what_shows_it(build_small, tmp_path, monkeypatch):
    """Pages in others lead to its front page, and to none of the lists that it now has."""
    monkeypatch.setattr(session, "usable_processors", lambda: 1)
    printed: list[str] = []
    check = PageChecker.check
    monkeypatch.setattr(
        PageChecker,
        "check",
        lambda self, address, text: (printed.append(address), check(self, address, text))[1],
    )
    files = {f"{name}.md": article(name, f"2025-0{day}-01") for day, name in enumerate("abc", 1)}
    meeting = article("Meeting", "2026-01-02", lang="en", category="Văn hóa - Xã hội")
    assert build_small({**files, "m.md": meeting}) == 0
    printed.clear()
    fair = article("Fair", "2026-01-03", lang="en")
    assert build_small({"f.md": fair, "n.md": fair.replace("Fair", "New")}) == 0
    assert {"/en/", "/en/chuyen-muc/kinh-te/", "/tin-tuc/2026/01/03/f/"} <= {*printed}
    # What stands in English says where the new list is.
    assert "/tin-tuc/2026/01/02/m/" in printed
    others = {f"/tin-tuc/2025/0{day}/01/{name}/" for day, name in enumerate("abc", 1)}
    assert {*printed} & {*others, "/tin-tuc/2025/", "/tin-tuc/2025/01/"} == set()
    site = tree(tmp_path / "output", folders=True)
    assert site == tree_from_nothing(tmp_path)


def test_folder_from_a_clock_that_runs_ahead_is_still_known(build_small, tmp_path):
    """What comes into it goes again; a link in its place is put right."""
    assert build_small({"a.md": article("a")}) == 0
    output = tmp_path / "output"
    whole = tree(output, folders=True)
    later = time.time() + 3600
    for name in ("theme", "tac-gia", "chuyen-muc", ""):
        os.utime(output / name, (later, later))
    assert build_small({}) == 0
    write_files(output, {"theme/la.txt": "x", "chuyen-muc/la/x": "x"})
    assert build_small({}) == 0
    assert tree(output, folders=True) == whole
    (output / "theme").rename(tmp_path / "theme")
    (output / "theme").symlink_to(tmp_path / "theme")
    assert build_small({}) == 0
    assert not (output / "theme").is_symlink()
    assert tree(output, folders=True) == whole


@pytest.mark.parametrize("part", ["", "chuyen-muc", "tin-tuc/trang"])
def test_folder_of_old_that_is_put_back_holds_nothing_old(build_small, tmp_path, part):
    """Taken away before one build and put back before another, beside the memory of today."""
    many = {f"tin/{number}.md": article(f"Bài {number}") for number in range(5)}
    assert build_small(many, PER_PAGE=2) == 0
    place = tmp_path / "output" / part
    place.rename(tmp_path / "aside")
    for name in list(many)[1:]:
        (tmp_path / "content" / name).unlink()
    assert build_small({}, PER_PAGE=2) == 0
    shutil.rmtree(place, ignore_errors=True)
    (tmp_path / "aside").rename(place)
    assert build_small({}, PER_PAGE=2) == 0
    assert tree(tmp_path / "output", folders=True) == tree_from_nothing(tmp_path, PER_PAGE=2)


def test_folder_of_a_page_goes_though_the_page_was_taken_before(build_small, tmp_path):
    """Neither the page's own folder stays, empty, nor those above it that held it alone."""
    files = {"a.md": article("a"), "b.md": article("b", date="2025-03-04"), "c.md": article("c")}
    assert build_small(files, PER_PAGE=2) == 0
    output = tmp_path / "output"
    (output / "tin-tuc/2025/03/04/b/index.html").unlink()
    shutil.rmtree(output / "tin-tuc/trang/1")
    (tmp_path / "content/b.md").unlink()
    (tmp_path / "content/c.md").unlink()
    assert build_small({}, PER_PAGE=2) == 0
    assert tree(output, folders=True) == tree_from_nothing(tmp_path, PER_PAGE=2)


#: Names that come into the output while it is printed.
STRAYS = {
    f"{folder}la.txt": "x"
    for folder in ("", "theme/", "tac-gia/", "chuyen-muc/kinh-te/", "tin-tuc/2026/11/01/a/")
}


def test_what_comes_in_during_a_build_goes_with_the_next(build_small, tmp_path, monkeypatch):
    """Also from folders that the build changes, whose stamps are its own."""
    assert build_small({"a.md": article("a")}) == 0
    output = tmp_path / "output"
    commit = Release.commit

    def commit_late(self: Release, manifest: dict | None) -> ReleaseChanges:
        write_files(output, STRAYS)
        return commit(self, manifest)

    with monkeypatch.context() as during:
        during.setattr(Release, "commit", commit_late)
        assert build_small({"a.md": article("a", body="Khác."), "b.md": article("b")}) == 0
    assert (output / "la.txt").exists()
    assert build_small({}) == 0
    assert tree(output, folders=True) == tree_from_nothing(tmp_path)


def test_preview_finds_strangers_in_folders_that_a_save_changes(tmp_path, monkeypatch):
    """When nothing is saved, it looks at its own folder."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    write_files(tmp_path / "content", {"a.md": article("a")})
    output = tmp_path / "preview"
    preview = Preview({**settings_in(tmp_path), "PREVIEW": True}, output)
    preview.build()
    # One at the top would have it look at once.
    strays = {name: text for name, text in STRAYS.items() if "/" in name}
    write_files(output, strays)
    write_files(tmp_path / "content", {"b.md": article("b")})
    preview.build()
    preview.build(idly=True)
    assert (output / "tin-tuc/2026/11/01/b/index.html").exists()
    assert [name for name in strays if (output / name).exists()] == []


def refuse_pages(monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    """Let no page go out with this sign in its address."""

    def check(self: PageChecker, address: str, text: str) -> None:
        if sign in address:
            raise PageCheckError(address, ["id 'x' stands twice"])

    monkeypatch.setattr(PageChecker, "check", check)


def test_page_that_breaks_the_checks_names_its_article(build_small, monkeypatch):
    """Whatever gets past the reading is refused in one line, with the source to look into."""
    refuse_pages(monkeypatch, "/bai-a/")
    files = {"bai-a.md": article("A", slug="bai-a"), "bai-b.md": article("B")}
    with pytest.raises(Refusal) as refusal:
        build_small(files)
    assert refusal.value.problem == (
        "trang /tin-tuc/2026/11/01/bai-a/ không qua được kiểm tra (id 'x' stands twice)"
    )
    assert "«bai-a.md»" in refusal.value.mend


def test_check_tells_every_page_that_a_build_would_refuse(build_small, monkeypatch, capsys):
    """All of a template, and again as long as it is so; what passed is remembered."""
    files = {f"bai-{name}.md": article(name, slug=f"bai-{name}") for name in "abc"}
    refuse_pages(monkeypatch, "/bai-")
    for _ in range(2):
        assert build_small(files, CHECK_ONLY=True) == 1
        told = capsys.readouterr().err
        assert [f"/bai-{name}/ không qua được kiểm tra" in told for name in "abc"] == [True] * 3
    refuse_pages(monkeypatch, "nothing")
    assert build_small({}, CHECK_ONLY=True) == 0
    refuse_pages(monkeypatch, "/")
    assert build_small({}, CHECK_ONLY=True) == 0
    changed = {"bai-b.md": article("Khác", slug="bai-b")}
    assert build_small(changed, CHECK_ONLY=True) == 1
    told = capsys.readouterr().err
    assert "/bai-b/ không qua" in told


def test_check_tells_of_a_logo_that_cannot_be_drawn(build_small, tmp_path):
    """As a build would: share cards and icons show it."""
    write_files(tmp_path / "content", {"a.md": article("a")})
    settings = settings_in(tmp_path)
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (theme / "static/img/dau.png").write_bytes(b"x")
    portal = {**settings["PORTAL"], "logo": "img/dau.png"}
    with pytest.raises(Refusal) as refusal:
        build_small({}, PORTAL=portal, THEME=str(theme), CHECK_ONLY=True)
    assert "dau.png" in str(refusal.value)


def test_copy_of_an_article_is_told_once(build_small, capsys):
    """Neither file is told of the other's title besides; a third of that title still is."""
    files = {"x/index.md": article("A"), "x/index - Copy.md": article("A")}
    assert build_small(files) == 1
    told = capsys.readouterr().err
    assert told.count("trông như bản sao") == 1
    assert "trùng tiêu đề" not in told
    assert build_small({"y.md": article("A")}) == 1
    assert capsys.readouterr().err.count("trùng tiêu đề") == 2
