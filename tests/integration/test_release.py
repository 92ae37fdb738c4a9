# SPDX-License-Identifier: AGPL-3.0-or-later
"""The release, on real folders, disks and processes."""

import contextlib
import functools
import hashlib
import itertools
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.press.errors import Refusal
from plugins.press.publish.marker import MARKER, read_marker
from plugins.press.publish.release import ADDED, CHANGED, KEPT, Release, ReleaseChanges
from tests.disk import disk
from tests.series import cases
from tests.small_site import warm_process
from tests.warm_process import WarmProcess

CHILD = Path(__file__).with_name("kill_release.py")
#: Random moments at which builds are killed; before each of its steps one is killed besides.
KILLS = cases(12)
SITE = {
    "index.html": "trang nhất",
    "tin-tuc/2017/02/23/hoi-nghi/index.html": "hội nghị",
    "theme/site.css": "a{}",
    "rss.xml": "<rss/>",
}
OTHER_SITE = {
    "index.html": "trang nhất mới",
    "tin-tuc/2017/02/23/hoi-nghi/index.html": "hội nghị",
    "tin-tuc/2018/01/05/le-hoi/index.html": "lễ hội",
    "theme/site.css/muc.css": "b{}",
    "rss.xml": "<rss>1</rss>",
}


def read_manifest(output: Path) -> object:
    """Read what the last release into *output* published, from its marker."""
    marker = read_marker(output)
    return marker and marker.published()


def make_place(folder: Path) -> Path:
    """Make *folder* a place with a content folder and nothing else."""
    (folder / "content").mkdir(parents=True)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give a folder that will hold `content` and `output`."""
    return make_place(tmp_path / "trang")


@pytest.fixture
def open_place() -> Iterator[Path]:
    """Give a place that every user can reach, pytest's own being shut to others."""
    with tempfile.TemporaryDirectory() as name:
        folder = make_place(Path(name) / "trang")
        Path(name).chmod(0o755)
        yield folder


def enter(place: Path, wait_s: float = 5.0) -> Release:
    """Prepare a release of `output` in *place*."""
    return Release(place / "output", place / "content", wait_s=wait_s)


def publish(place: Path, site: dict[str, str], state: int = 0) -> ReleaseChanges:
    """Release *site* as a build from nothing does."""
    with enter(place) as release:
        for path, text in site.items():
            release.stage(path, text.encode())
        return release.commit({"state": state})


def snapshot(folder: Path) -> dict[str, str]:
    """Read every file under *folder*, the marker apart; a link reads as its target."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file() and name != MARKER:
            found[name] = path.read_text("utf-8")
    return found


def names(folder: Path) -> list[str]:
    """List what stands in *folder*."""
    return sorted(path.name for path in folder.iterdir())


def words_of(place: Path, states: list[dict[str, str]], *options: str) -> list[str]:
    """Write *states* down; give the words of the command that builds them."""
    told = place.parent / "states.json"
    told.write_text(json.dumps(states), "utf-8")
    return [str(place / "output"), str(place / "content"), str(told), *options]


def start_child(place: Path, states: list[dict[str, str]], *options: str) -> subprocess.Popen:
    """Start a build of *states* in a process of its own, which can be talked to."""
    return subprocess.Popen(
        [sys.executable, CHILD, *words_of(place, states, *options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@functools.cache
def warm_child() -> WarmProcess:
    """Give the process whose children are such builds."""
    return warm_process("tests.integration.kill_release")


def run_child(place: Path, states: list[dict[str, str]], *options: str) -> tuple[int, str]:
    """Run such a build to its end; give its exit status and what it said."""
    words = words_of(place, states, *options)
    status, _, said = warm_child().run(words, place.parent, os.environ)
    return status, said


# --- what a release leaves ----------------------------------------------------


def test_first_release_makes_the_folder(place):
    """An output that does not exist is made, with its files and its marker, no more."""
    assert publish(place, SITE) == ReleaseChanges(
        added=(
            "index.html",
            "rss.xml",
            "theme/site.css",
            "tin-tuc/2017/02/23/hoi-nghi/index.html",
        ),
        changed=(),
        removed=(),
    )
    assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "output"]


def test_empty_folder_is_taken(place):
    """An empty folder may become an output."""
    (place / "output").mkdir()
    publish(place, SITE)
    assert snapshot(place / "output") == SITE


def test_missing_parents_are_made(place):
    """`-o ra/cong-khai/output` works where `ra` does not exist yet."""
    output = place / "ra" / "cong-khai" / "output"
    with Release(output, place / "content") as release:
        release.stage("index.html", b"x")
        release.commit({})
    assert snapshot(output) == {"index.html": "x"}


def test_second_release_tells_what_it_did(place):
    """Added, changed and removed are told; what is the same is in none of them."""
    publish(place, SITE)
    assert publish(place, OTHER_SITE) == ReleaseChanges(
        added=("theme/site.css/muc.css", "tin-tuc/2018/01/05/le-hoi/index.html"),
        changed=("index.html", "rss.xml"),
        removed=("theme/site.css",),
    )
    assert snapshot(place / "output") == OTHER_SITE


def test_same_release_touches_nothing(place):
    """A release of the same bytes leaves every file, folder and time stamp as it was."""
    publish(place, SITE)
    output = place / "output"
    everything = [output, *output.rglob("*")]
    for path in everything:
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in everything}
    assert publish(place, SITE) == ReleaseChanges((), (), ())
    assert before == {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [output, *output.rglob("*")]
    }


def test_unchanged_file_keeps_its_time(place):
    """Beside a changed file, an unchanged one is not written again."""
    publish(place, SITE)
    css = place / "output" / "theme" / "site.css"
    os.utime(css, (1_000_000_000, 1_000_000_000))
    publish(place, SITE | {"index.html": "khác"})
    assert css.stat().st_mtime == 1_000_000_000


def test_withdrawn_files_and_their_folders_go(place):
    """What is asked for no more is gone, and no empty folder tells where it was."""
    publish(place, SITE)
    publish(place, {"index.html": "trang nhất"})
    assert names(place / "output") == [MARKER, "index.html"]


def test_file_from_elsewhere_named_as_the_lock_stays(place):
    """It serves as one, and is left as it was."""
    lock = place / "output.lock"
    lock.write_text("của tôi", "utf-8")
    publish(place, SITE)
    assert lock.read_text("utf-8") == "của tôi"
    assert snapshot(place / "output") == SITE


def test_marker_alone_changes(place):
    """A new manifest is written though every page stays the same."""
    publish(place, SITE, state=1)
    assert publish(place, SITE, state=2) == ReleaseChanges((), (), ())
    assert read_manifest(place / "output") == {"state": 2}


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_modes_follow_the_umask(place, umask):
    """Files and folders have the modes that any other program would give them."""
    before = os.umask(umask)
    try:
        publish(place, SITE)
    finally:
        os.umask(before)
    output = place / "output"
    for path in (output, *output.rglob("*")):
        expected = (0o777 if path.is_dir() else 0o666) & ~umask
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_output_is_the_same_whatever_the_order(place):
    """The order of the build's requests leaves no trace, in the marker neither."""
    other = make_place(place.parent / "khac")
    publish(place, SITE)
    publish(other, dict(reversed(SITE.items())))
    assert snapshot(place / "output") == snapshot(other / "output")
    marker = (place / "output" / MARKER).read_bytes()
    assert marker == (other / "output" / MARKER).read_bytes()
    assert marker == b'{\n "format": 1,\n "manifest": {\n  "state": 0\n }\n}\n'


def test_large_file_is_staged_once(place):
    """A file of many chunks is written whole, and the second time found to stand there."""
    photo = b"\xff\xd8" * 3_000_000
    for changes in (ReleaseChanges(("anh/a.jpg",), (), ()), ReleaseChanges((), (), ())):
        with enter(place) as release:
            release.stage("anh/a.jpg", photo)
            assert release.commit({}) == changes
    assert (place / "output" / "anh" / "a.jpg").read_bytes() == photo


def test_only_what_may_go_is_removed(place):
    """Told what may go, a release removes that and no more, and of that not what is staged."""
    publish(place, {"a/x.html": "x", "b/x.html": "x", "c/x.html": "x", "d.html": "x"})
    (place / "output" / "e").mkdir()
    (place / "output" / "f").mkdir()
    with enter(place) as release:
        release.remove_only(["a/x.html", "c/x.html", "e/", "gone.html", ".git/config"])
        release.stage("c/x.html", b"x")
        release.stage("d.html", b"y")
        assert release.commit({}) == ReleaseChanges((), ("d.html",), ("a/x.html",))
    assert snapshot(place / "output") == {"b/x.html": "x", "c/x.html": "x", "d.html": "y"}
    assert names(place / "output") == [".newsroom.json", "b", "c", "d.html", "f"]


# --- what was done to the output ----------------------------------------------


def damage_text(output: Path) -> None:
    """Change bytes, keeping the size."""
    (output / "index.html").write_text("trang nhấx", "utf-8")


def damage_size(output: Path) -> None:
    """Cut a file short."""
    os.truncate(output / "theme" / "site.css", 1)


def delete_folder(output: Path) -> None:
    """Delete a whole folder."""
    shutil.rmtree(output / "tin-tuc")


def add_files(output: Path) -> None:
    """Add what no page accounts for."""
    (output / "tin-tuc" / "la.html").write_text("lạ")
    (output / "rong" / "hon").mkdir(parents=True)
    (output / ".an").mkdir()
    (output / ".an" / "b").write_text("b")
    os.mkfifo(output / "ong")
    (output / os.fsdecode(b"t\xean.html")).touch()


def file_for_folder(output: Path) -> None:
    """Put a file where a folder was."""
    shutil.rmtree(output / "tin-tuc")
    (output / "tin-tuc").write_text("tệp")


def folder_for_file(output: Path) -> None:
    """Put a full folder where a file was."""
    (output / "index.html").unlink()
    (output / "index.html" / "sau").mkdir(parents=True)
    (output / "index.html" / "sau" / "x").write_text("x")


def pipe_for_file(output: Path) -> None:
    """Put a pipe where a file was."""
    (output / "rss.xml").unlink()
    os.mkfifo(output / "rss.xml")


def link_for_file(output: Path) -> None:
    """Put a link to the same bytes outside where a file was."""
    (output / "index.html").rename(output.parent / "ngoai" / "index.html")
    (output / "index.html").symlink_to(output.parent / "ngoai" / "index.html")


def link_for_folder(output: Path) -> None:
    """Put a link to the same folder outside where a folder was."""
    (output / "tin-tuc").rename(output.parent / "ngoai" / "tin-tuc")
    (output / "tin-tuc").symlink_to(output.parent / "ngoai" / "tin-tuc")


def dangling_link(output: Path) -> None:
    """Put a link to nothing where a folder was."""
    shutil.rmtree(output / "theme")
    (output / "theme").symlink_to("khong-co")


DAMAGES = [
    damage_text,
    damage_size,
    delete_folder,
    add_files,
    file_for_folder,
    folder_for_file,
    pipe_for_file,
    link_for_file,
    link_for_folder,
    dangling_link,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_put_right(place, damage):
    """Whatever was done to the output, the next build makes it whole; links lead nowhere."""
    publish(place, SITE)
    (place / "ngoai").mkdir()
    damage(place / "output")
    outside = snapshot(place / "ngoai")
    publish(place, SITE)
    assert snapshot(place / "output") == SITE
    assert names(place / "output") == [MARKER, "index.html", "rss.xml", "theme", "tin-tuc"]
    assert not any(path.is_symlink() for path in (place / "output").rglob("*"))
    assert snapshot(place / "ngoai") == outside


def test_withdrawal_follows_no_link(place):
    """Removing an article whose folder became a link deletes the link, not its target."""
    publish(place, SITE)
    (place / "ngoai").mkdir()
    link_for_folder(place / "output")
    assert publish(place, {"index.html": "trang nhất"}).removed == (
        "rss.xml",
        "theme/site.css",
        "tin-tuc",
    )
    assert snapshot(place / "ngoai") == {"tin-tuc/2017/02/23/hoi-nghi/index.html": "hội nghị"}


def test_git_and_well_known_stay(place):
    """`.git` and `.well-known` belong to others, at the top only."""
    publish(place, SITE)
    output = place / "output"
    for path in (".git/config", ".well-known/acme/x", "tin-tuc/.git/config"):
        (output / path).parent.mkdir(parents=True)
        (output / path).write_text("của người khác", "utf-8")
    (output / ".well-known" / "rong").mkdir()
    assert publish(place, SITE).removed == ("tin-tuc/.git/config",)
    assert names(output / ".well-known") == ["acme", "rong"]
    assert snapshot(output) == SITE | {
        ".git/config": "của người khác",
        ".well-known/acme/x": "của người khác",
    }


def test_site_may_publish_beside_well_known_files(place):
    """The site's own `.well-known/security.txt` stands beside what others put there."""
    publish(place, SITE)
    (place / "output" / ".well-known").mkdir()
    (place / "output" / ".well-known" / "x").write_text("x")
    publish(place, SITE | {".well-known/security.txt": "liên hệ"})
    assert names(place / "output" / ".well-known") == ["security.txt", "x"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": "tệp"}, {"a/b/c": "sâu"}),
        ({"a/b/c": "sâu"}, {"a": "tệp"}),
        ({"a/b": "1", "a/c": "2"}, {"a/b/d": "3", "a/c": "2"}),
        ({"a/b/d": "3", "a/b/e": "4", "a/c": "2"}, {"a/b": "1", "a/c": "2"}),
    ],
)
def test_files_and_folders_change_places(place, old, new):
    """A file may take the place of a folder, and a folder that of a file."""
    publish(place, old)
    publish(place, new)
    assert snapshot(place / "output") == new


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    """Draw a site from few names, so that files and folders often meet."""
    paths = draw(st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=3), max_size=6))
    site: dict[str, str] = {}
    for parts in paths:
        path = "/".join(parts)
        if not any(
            f"{path}/".startswith(f"{old}/") or f"{old}/".startswith(f"{path}/") for old in site
        ):
            site[path] = draw(st.sampled_from(["1", "2"]))
    return site


@settings(max_examples=40, deadline=None)
@given(st.lists(sites(), min_size=2, max_size=4))
def test_output_is_the_last_site(series):
    """After any series of releases the output holds the last one, and tells the difference."""
    with tempfile.TemporaryDirectory() as name:
        place = make_place(Path(name) / "trang")
        publish(place, series[0])
        for old, new in itertools.pairwise(series):
            changes = publish(place, new)
            assert snapshot(place / "output") == new
            assert set(changes.added) == set(new) - set(old)
            assert set(changes.removed) == set(old) - set(new)
            assert set(changes.changed) == {p for p in set(old) & set(new) if old[p] != new[p]}


def test_output_changed_during_the_build_is_put_right(place):
    """What is done to the output while the build prints does not spoil the move."""
    publish(place, SITE)
    output, outside = place / "output", place / "ngoai"
    (outside / "moi").mkdir(parents=True)
    with enter(place) as release:
        for path in ("moi/a.html", "moi/sau/b.html", "theme/site.css", "tin-tuc/c.html"):
            release.stage(path, b"x")
        (output / "moi" / "sau").mkdir(parents=True)
        (output / "moi" / "a.html").mkdir()
        (output / "theme").rename(outside / "theme")
        (output / "theme").symlink_to(outside / "theme")
        (output / "tin-tuc").rename(outside / "tin-tuc")
        before = snapshot(outside)
        release.commit({})
    assert snapshot(output) == dict.fromkeys(
        ("moi/a.html", "moi/sau/b.html", "theme/site.css", "tin-tuc/c.html"), "x"
    )
    assert snapshot(outside) == before


def test_removal_during_the_build_follows_no_link(place):
    """A folder to be emptied that has become a link is not emptied through the link."""
    publish(place, SITE)
    output = place / "output"
    (place / "ngoai").mkdir()
    with enter(place) as release:
        release.stage("index.html", b"x")
        link_for_folder(output)
        release.commit({})
    assert snapshot(place / "ngoai") == {"tin-tuc/2017/02/23/hoi-nghi/index.html": "hội nghị"}
    publish(place, {"index.html": "x"})
    assert snapshot(output) == {"index.html": "x"}


# --- whose folder it is -------------------------------------------------------


@pytest.mark.parametrize("path", ["thu.txt", ".an", "thu/muc/x", ".git/config"])
def test_foreign_folder_is_refused(place, path):
    """A folder that is not empty and bears no marker is not written to."""
    file = place / "output" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("của tôi", "utf-8")
    with pytest.raises(Refusal) as caught:
        publish(place, SITE)
    assert str(caught.value) == (
        f"thư mục «{place / 'output'}» không trống và không mang dấu «.newsroom.json» "
        "của trang tin, nên không được ghi vào — Sửa: chọn cho -o một thư mục mới hoặc trống"
    )
    assert snapshot(place / "output") == {path: "của tôi"}
    assert names(place) == ["content", "output"]


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_marker_must_be_a_file(place, kind):
    """A folder or a link of the marker's name is no marker."""
    (place / "output").mkdir()
    (place / "that.json").write_text("{}")
    marker = place / "output" / MARKER
    if kind == "folder":
        marker.mkdir()
    else:
        marker.symlink_to(place / "that.json")
    assert read_manifest(place / "output") is None
    with pytest.raises(Refusal, match="không mang dấu"):
        publish(place, SITE)


@pytest.mark.parametrize(
    "marker",
    [
        *(b"", b"{", b"[]", b"\xff", b'{"format": "1"}', b'{"format": 1}', b"[" * 100_000),
        b'{"format": 1, "manifest": {"addresses": ["/\xff/"]}}',
    ],
    ids=["empty", "cut", "list", "not-utf-8", "wrong-format", "no-manifest", "deep", "byte"],
)
def test_damaged_marker_is_still_ours(place, marker):
    """A damaged marker says whose the folder is, not what it published; it is renewed."""
    publish(place, SITE)
    (place / "output" / MARKER).write_bytes(marker)
    assert read_manifest(place / "output") is None
    publish(place, OTHER_SITE, state=7)
    assert read_manifest(place / "output") == {"state": 7}
    assert snapshot(place / "output") == OTHER_SITE


def test_newer_marker_is_refused(place):
    """An output of a newer program is not overwritten by an older one."""
    publish(place, SITE)
    (place / "output" / MARKER).write_text('{"format": 2, "manifest": {}}')
    with pytest.raises(Refusal) as caught:
        publish(place, OTHER_SITE)
    assert str(caught.value) == (
        f"thư mục «{place / 'output'}» do bản mới hơn của chương trình làm ra (dấu kiểu «2», "
        "bản này chỉ biết đến kiểu 1) — Sửa: cập nhật chương trình, hoặc chọn cho -o một thư mục "
        "khác"
    )
    assert snapshot(place / "output") == SITE
    with pytest.raises(Refusal, match="bản mới hơn"):
        read_manifest(place / "output")


def test_manifest_reads_back(place):
    """What was published is read from the output, as it was given."""
    assert read_manifest(place / "output") is None
    manifest = {"địa chỉ": ["/tin-tuc/", "/"], "n": {"b": 1, "a": None}}
    with enter(place) as release:
        release.commit(manifest)
    assert read_manifest(place / "output") == manifest


def test_manifest_that_cannot_be_read_is_told(place):
    """A marker that may be there and cannot be read is not taken for none."""
    with pytest.raises(Refusal) as caught:
        read_manifest(place / ("x" * 300))
    assert str(caught.value) == (
        f"không đọc được dấu «{place / ('x' * 300) / MARKER}» (đường dẫn quá dài) — Sửa: "
        "cấp quyền đọc, rồi chạy lại"
    )


@pytest.mark.parametrize(
    ("output", "relation"),
    [
        ("content", "trùng với"),
        ("content/../content", "trùng với"),
        ("duong-tat", "trùng với"),
        (".", "chứa"),
        ("..", "chứa"),
        ("/", "chứa"),
        ("content/output", "nằm trong"),
        ("content/a/b", "nằm trong"),
        ("duong-tat/output", "nằm trong"),
    ],
)
def test_output_over_the_content_is_refused(place, output, relation):
    """No output may stand at, above or in the content folder, by whatever name."""
    (place / "content" / "bai.md").write_text("bài", "utf-8")
    (place / "duong-tat").symlink_to("content")
    with pytest.raises(Refusal) as caught, Release(place / output, place / "content"):
        pass
    assert str(caught.value) == (
        f"thư mục kết xuất «{place / output}» {relation} thư mục nội dung «{place / 'content'}», "
        "bài viết có thể bị xóa — Sửa: chọn cho -o một thư mục nằm ngoài thư mục nội dung, "
        "chẳng hạn «output»"
    )
    assert names(place) == ["content", "duong-tat"]
    assert names(place / "content") == ["bai.md"]


@pytest.mark.parametrize("output", ["content-cu", "xuat/content"])
def test_output_of_a_like_name_is_taken(place, output):
    """A name that only looks like the content folder's is not refused."""
    with Release(place / output, place / "content") as release:
        release.commit({})
    assert read_manifest(place / output) == {}


def test_output_that_is_a_file_is_refused(place):
    """A file cannot be an output folder."""
    (place / "output").write_text("tệp", "utf-8")
    with pytest.raises(Refusal) as caught:
        publish(place, SITE)
    assert str(caught.value) == (
        f"«{place / 'output'}» là một tệp, không phải thư mục — Sửa: chọn cho -o một thư mục"
    )
    assert (place / "output").read_text("utf-8") == "tệp"


def test_linked_output_is_written_where_it_leads(place):
    """An output that is a link to a folder stays a link; the folder is written."""
    (place / "that").mkdir()
    (place / "output").symlink_to("that")
    publish(place, SITE)
    assert (place / "output").is_symlink()
    assert snapshot(place / "that") == SITE
    assert read_manifest(place / "output") == {"state": 0}
    assert names(place) == ["content", "output", "that"]


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_foreign_staging_is_refused(place, kind):
    """What stands at the staging's name and is not ours is not deleted."""
    foreign = place / "output.next"
    (place / "cua-toi").mkdir()
    (place / "cua-toi" / "x").write_text("x")
    if kind == "folder":
        (place / "cua-toi").rename(foreign)
    elif kind == "file":
        foreign.write_text("x")
    else:
        foreign.symlink_to("cua-toi")
    before = snapshot(place)
    with pytest.raises(Refusal) as caught:
        publish(place, SITE)
    assert str(caught.value) == (
        f"«{foreign}» là chỗ chuẩn bị bản mới, nhưng đang có thứ khác ở đó — Sửa: "
        "dời nó đi hoặc đổi tên nó, rồi chạy lại"
    )
    assert snapshot(place) == before


# --- what the program asks for ------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/index.html",
        "../ngoai.html",
        "a/../../ngoai.html",
        "a//b.html",
        "a/./b.html",
        "a/",
        "a\0b",
        "ba\u0300i.html",
        "t\udcean.html",
        MARKER,
        f"{MARKER}/a",
        ".git/config",
        ".next/a",
        ".next.lock",
        "lost+found/a",
        ".well-known",
    ],
)
def test_wrong_path_is_refused(place, path):
    """Nothing is written outside the output, nor over what is not the site's."""
    with enter(place) as release, pytest.raises(ValueError):
        release.stage(path, b"x")
    assert names(place) == ["content"]


def test_two_files_at_one_path_are_refused(place):
    """The same bytes may be asked for twice; other bytes are a mistake of the program."""
    publish(place, {"cu.html": "x"})
    with enter(place) as release:
        for path in ("cu.html", "moi.html"):
            release.stage(path, b"x")
            release.stage(path, b"x")
            with pytest.raises(ValueError, match="asked for twice"):
                release.stage(path, b"y")
        assert release.commit({}) == ReleaseChanges(("moi.html",), (), ())


@pytest.mark.parametrize("order", [("a/b", "a/b/c"), ("a/b/c", "a/b"), ("a/b/c/d", "a")])
def test_file_and_folder_at_one_path_are_refused(place, order):
    """One path cannot be a file and a folder in the same release."""
    with enter(place) as release:
        release.stage(order[0], b"x")
        with pytest.raises(ValueError, match="as a file and as a folder"):
            release.stage(order[1], b"x")


def test_release_is_used_once(place):
    """Nothing can be asked for before entering or after the commit."""
    release = enter(place)
    with pytest.raises(RuntimeError, match="not open"):
        release.stage("a", b"x")
    with release:
        release.commit({})
        with pytest.raises(RuntimeError, match="not open"):
            release.stage("a", b"x")
        with pytest.raises(RuntimeError, match="not open"):
            release.commit({})


# --- what goes wrong ----------------------------------------------------------


def test_files_of_other_processes_are_released(place):
    """What other processes wrote is taken as if it had been staged here."""
    publish(place, SITE)
    assert run_child(place, [OTHER_SITE], "--share", "whole") == (0, "")
    assert snapshot(place / "output") == OTHER_SITE
    assert names(place) == ["content", "output"]


def test_written_file_that_is_not_taken_is_not_released(place):
    """What a process wrote counts for nothing until it is told of."""
    with enter(place) as release:
        release.prepare()
        written = release.write("muc/a.html", b"a")
        release.write("muc/b/c.html", b"c")
        release.write("b.html", b"b")
        release.stage("index.html", b"x")
        assert written == ADDED
        assert release.commit({}) == ReleaseChanges(("index.html",), (), ())
    assert snapshot(place / "output") == {"index.html": "x"}
    assert names(place) == ["content", "output"]


def test_fate_of_a_written_file_is_told(place):
    """Whether it is new, other than before, or there already."""
    publish(place, {"a/b.html": "b", "a/c.html": "c"})
    with enter(place) as release:
        assert release.write("a/b.html", b"b") == KEPT
        assert release.write("a/c.html", b"d") == CHANGED
        assert release.write("a/d/e/f.html", b"f") == ADDED
        assert release.write("a/d/e/f.html", b"f") == ADDED
        with pytest.raises(ValueError, match="asked for twice"):
            release.write("a/d/e/f.html", b"g")
        release.take("a/b.html", KEPT)
        with pytest.raises(ValueError, match="asked for twice"):
            release.take("a/b.html", CHANGED)


def test_writer_that_is_killed_leaves_the_old_output(place):
    """Where a process that writes dies, its release ends and takes all that was written along."""
    publish(place, SITE)
    site = OTHER_SITE | {f"{number}/index.html": "x" for number in range(300)}
    status, said = run_child(place, [site], "--share", "worker")
    assert (status, "WorkerError: a worker process died" in said) == (1, True)
    assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "output"]


def test_full_disk_is_told_by_every_kind_of_write(place):
    """What another process could not write is told in the words of this one."""
    publish(place, SITE)
    site = {f"{number}/index.html": "x" * 10_000 for number in range(5)}
    assert run_child(place, [site], "--share", "whole", "--largest", "4096") == (
        3,
        f"hết chỗ trên đĩa khi ghi vào «{place / 'output'}»; bản cũ còn nguyên — Sửa: "
        "dọn bớt đĩa hoặc nới hạn mức, rồi chạy lại\n",
    )
    assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "output"]


def test_writers_of_a_killed_build_keep_others_out(place):
    """No build comes in until they are gone, and what they wrote is gone with them."""
    publish(place, SITE)
    site = {f"{number}/index.html": "x" * 5000 for number in range(20_000)}
    child = start_child(place, [site], "--share", "whole")
    moves = place / "output.next" / "moves"
    while not moves.exists() or len(names(moves)) < 50:
        time.sleep(0.01)
    child.kill()
    child.wait()
    with enter(place) as release:
        assert not (place / "output.next").exists()
        release.stage("index.html", b"x")
        time.sleep(0.3)
        assert names(place / "output.next" / "moves") == names_in_staging("index.html")
        release.commit({"state": 0})
    child.communicate()
    assert snapshot(place / "output") == {"index.html": "x"}
    assert names(place) == ["content", "output"]


def names_in_staging(*paths: str) -> list[str]:
    """Name files as the staging does."""
    return sorted(hashlib.blake2b(path.encode(), digest_size=16).hexdigest() for path in paths)


def test_exception_leaves_the_old_output(place):
    """A build that fails while it prints changes nothing and leaves nothing behind."""
    publish(place, SITE)
    with pytest.raises(ZeroDivisionError), enter(place) as release:
        release.stage("index.html", b"khac")
        release.stage("moi/index.html", b"moi")
        raise ZeroDivisionError
    assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "output"]


def test_leaving_without_commit_leaves_the_old_output(place):
    """Without a commit nothing is published, on a first build neither."""
    with enter(place) as release:
        release.stage("index.html", b"khac")
    assert names(place) == ["content"]


def test_manifest_that_is_no_json_leaves_the_old_output(place):
    """A manifest that cannot be written is refused before anything moves."""
    publish(place, SITE)
    with pytest.raises(TypeError), enter(place) as release:
        release.stage("index.html", b"khac")
        release.commit({"x": object()})
    assert snapshot(place / "output") == SITE


def test_stale_staging_is_cleared(place):
    """What a killed build had staged is thrown away, never published."""
    publish(place, SITE)
    child = start_child(place, [OTHER_SITE], "--hold")
    assert child.stdout.readline() == "staged\n"
    child.kill()
    child.communicate()
    assert names(place) == ["content", "output", "output.lock", "output.next"]
    publish(place, SITE)
    assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "output"]


@pytest.mark.parametrize(
    "journal",
    [
        "",
        "[]",
        "null",
        '{"format": 1, "moves": [], "removals": ["index.html"], "folders": []}',
        '{"format": 2, "moves": [], "removals": ["../ngoai"], "folders": []}',
        '{"format": 2, "moves": [], "removals": [], "folders": ["/ngoai"]}',
        '{"format": 2, "moves": ["/ngoai"], "removals": [], "folders": []}',
        '{"format": 2, "moves": ["a/../../ngoai"], "removals": [], "folders": []}',
        '{"format": 2, "moves": [".."], "removals": [], "folders": []}',
        '{"format": 2, "moves": 0, "removals": [], "folders": []}',
        '{"format": 2, "moves": []}',
    ],
)
def test_journal_that_is_not_ours_is_not_believed(place, journal):
    """A damaged journal, or one that leads out of the output, is thrown away."""
    publish(place, SITE)
    (place / "ngoai").write_text("ngoài", "utf-8")
    staging = place / "output.next"
    (staging / "moves").mkdir(parents=True)
    (staging / "owner").write_text("")
    (staging / "moves" / "0").write_text("x")
    (staging / "journal.json").write_text(journal)
    with enter(place):
        assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "ngoai", "output"]


def published(place: Path, states: list[dict[str, str]]) -> int | None:
    """Name the state that the output holds whole; None for no output, -1 for a mixture."""
    output = place / "output"
    if not output.exists():
        return None
    state = (read_manifest(output) or {}).get("state", -1)
    return state if state >= 0 and snapshot(output) == states[state] else -1


@pytest.mark.parametrize("how", ["kill", "fail"])
@pytest.mark.parametrize("old", [0, None], ids=["second-build", "first-build"])
def test_stop_before_any_step_leaves_one_site(place, old, how):
    """Killed or failing at any call that opens or changes a file, no site is ever mixed.

    Until the journal stands the old output is untouched; from then on the next
    build that enters finishes the move.
    """
    states = [SITE, OTHER_SITE]
    seen = set()
    for step in itertools.count(1):
        shutil.rmtree(place / "output", ignore_errors=True)
        if old == 0:
            publish(place, SITE, state=0)
        stop = ("--stop", how, "--before", str(step))
        status, said = run_child(place, states, "--first", "1", *stop)
        if status == 4:
            break
        moving = (place / "output.next" / "journal.json").exists()
        standing = published(place, states)
        assert status in ((-signal.SIGKILL,) if how == "kill" else (0, 3)), said
        assert status != 3 or ("chuyển được một phần" in said) == moving, said
        assert moving or standing in (old, 1), step
        # The marker comes last: until all is there it tells what was published before.
        assert standing != -1 or read_manifest(place / "output") == (
            None if old is None else {"state": old}
        )
        assert status != 0 or standing == 1, step
        with enter(place):
            pass
        final = published(place, states)
        assert final == (1 if moving else standing), step
        assert names(place) == (["content"] if final is None else ["content", "output"])
        seen.add((moving, final))
    assert {(False, old), (True, 1), (False, 1)} <= seen


def test_move_goes_from_what_is_linked_to_what_links(place):
    """Wherever the move is cut, no page or feed stands before what it may link to."""
    old = {"anh/a.css": "0", "cu/index.html": "0", "index.html": "0", "rss.xml": "0"}
    old["muc/index.html"] = "0"
    new = {path: "1" for path in old if path != "cu/index.html"} | {"moi/bai/index.html": "1"}
    order = ["anh/a.css", "moi/bai/index.html", "muc/index.html", "index.html", "rss.xml"]
    seen = set()
    for step in itertools.count(1):
        publish(place, old)
        status, _ = run_child(place, [new], "--before", str(step))
        if status == 4:
            break
        now = snapshot(place / "output")
        arrived = [path for path in order if now.get(path) == "1"]
        assert arrived == order[: len(arrived)]
        assert "cu/index.html" in now or arrived == order
        seen.add(len(arrived))
    assert seen == {0, 1, 2, 3, 4, 5}


def test_kill_while_clearing_leaves_a_staging_of_ours(place):
    """When the clearing of a stale staging is killed, the next build knows the rest as ours."""
    staging = place / "output.next"
    for step in range(1, 21):
        (staging / "moves" / "0").mkdir(parents=True)
        for name in ("owner", "1", "2", "3", "4", "5", "6", "7", "8"):
            (staging / name).touch()
        status, said = run_child(place, [SITE], "--before", str(step))
        assert status == -signal.SIGKILL, said
        with enter(place):
            pass
        assert names(place) == ["content"]


@pytest.mark.parametrize("options", [(), ("--share", "whole")], ids=["alone", "shared"])
def test_kill_at_random_moments_leaves_one_site(place, options):
    """Killed at random moments of an endless series of builds, no site is ever mixed.

    Nor where other processes write, which live on for a moment.
    """
    states = [
        {
            f"{'abc'[number % 3]}/{number * (1 + state)}/index.html": f"{state} {number}" * 300
            for number in range(150)
        }
        | {"index.html": f"{state}" * 100_000, f"chi/{state}": "x"}
        for state in range(3)
    ]
    publish(place, states[0], state=0)
    chance = random.Random(20170223)
    for _ in range(KILLS):
        words = words_of(place, states, "--loop", *options)
        child = warm_child().start(words, place.parent, os.environ)
        time.sleep(chance.uniform(0, 0.15))
        child.kill()
        status, _, said = child.wait()
        assert status == -signal.SIGKILL, said
        moving = (place / "output.next" / "journal.json").exists()
        standing = published(place, states)
        assert moving or standing in (0, 1, 2)
        with enter(place):
            pass
        assert published(place, states) in (0, 1, 2)
        assert moving or published(place, states) == standing
        assert names(place) == ["content", "output"]


@pytest.mark.parametrize(
    "site",
    [SITE | {"to.html": "x" * 10_000}, {f"{n}/index.html": "x" for n in range(500)}],
    ids=["page", "journal"],
)
def test_file_that_cannot_be_written_whole_leaves_the_old_output(place, site):
    """When a page, or the journal itself, meets the limit, the old output is untouched."""
    publish(place, SITE)
    assert run_child(place, [site], "--largest", "4096") == (
        3,
        f"hết chỗ trên đĩa khi ghi vào «{place / 'output'}»; bản cũ còn nguyên — Sửa: "
        "dọn bớt đĩa hoặc nới hạn mức, rồi chạy lại\n",
    )
    assert snapshot(place / "output") == SITE
    assert names(place) == ["content", "output"]


def test_full_disk_leaves_the_old_output(place):
    """A disk that fills up changes nothing; with room again, the next build works."""
    big = {f"to/{number}.html": "x" * 20_000 for number in range(40)}
    with disk(place, "size=512k") as mounted:
        (place / "content").mkdir(exist_ok=True)
        publish(place, SITE)
        # Where no disk may be mounted, a limit on each file stands in for it.
        limit = () if mounted else ("--largest", "4096")
        status, said = run_child(place, [big], *limit)
        assert (status, said.partition(" khi ")[0]) == (3, "hết chỗ trên đĩa")
        assert snapshot(place / "output") == SITE
        assert names(place) == ["content", "output"]
        publish(place, OTHER_SITE)
        assert snapshot(place / "output") == OTHER_SITE


def test_failed_file_forbids_the_commit(place):
    """A release that lost a file cannot be committed, even if the loss was caught."""
    publish(place, SITE)
    with enter(place) as release:
        with pytest.raises(Refusal):
            release.stage("x" * 300, b"x")
        with pytest.raises(RuntimeError, match="incomplete"):
            release.commit({})
    assert snapshot(place / "output") == SITE


@pytest.mark.parametrize("path", ["x" * 256, "ữ" * 86 + "/index.html", "tin-tuc" + "/ữ" * 1500])
def test_name_too_long_is_found_before_the_move(place, path):
    """A name longer than the disk can hold is refused when it is asked for."""
    publish(place, SITE)
    with enter(place) as release, pytest.raises(Refusal) as caught:
        release.stage(f"{path}x", b"x")
    assert str(caught.value) == (
        f"không ghi được vào «{place / 'output' / path}x» (đường dẫn quá dài); bản cũ còn nguyên "
        f"— Sửa: xem lại đĩa và thư mục «{place / 'output'}», rồi chạy lại"
    )
    assert snapshot(place / "output") == SITE
    with enter(place) as release:
        release.stage("ữ" * 85, b"x")
        release.stage(f"{'y' * 255}/index.html", b"x")
        release.commit({})
    assert snapshot(place / "output") == {"ữ" * 85: "x", f"{'y' * 255}/index.html": "x"}


@pytest.mark.parametrize("shut", ["output", "output/tin-tuc", "."])
def test_shut_folder_leaves_the_old_output(open_place, shut):
    """A folder without the right to write is found before the first file moves."""
    publish(open_place, SITE)
    shutil.rmtree(open_place / "output" / "theme")
    site = {"index.html": "khác", "tin-tuc/moi.html": "mới"}
    before = snapshot(open_place / "output")
    for folder in (open_place, *(p for p in open_place.rglob("*") if p.is_dir())):
        folder.chmod(0o777)
    if shut == ".":
        (open_place / "output").chmod(0o555)
    (open_place / shut).chmod(0o555)
    status, said = run_child(open_place, [site], "--as-nobody")
    named = open_place / ("output/.next.lock" if shut == "." else shut)
    assert (status, said) == (
        3,
        f"không có quyền ghi vào «{named}»; bản cũ còn nguyên — Sửa: "
        "cấp quyền ghi, hoặc gắn lại đĩa ở chế độ ghi, rồi chạy lại\n",
    )
    (open_place / shut).chmod(0o777)
    assert snapshot(open_place / "output") == before
    assert names(open_place) == ["content", "output"]


def test_read_only_disk_leaves_the_old_output(open_place):
    """On a disk that went read-only the build is refused, root's too."""
    with disk(open_place, "size=1m,mode=755") as mounted:
        (open_place / "content").mkdir(exist_ok=True)
        publish(open_place, SITE)
        if mounted:
            subprocess.run(["mount", "-o", "remount,ro", open_place], check=True)
        else:
            # Root passes every mode, so the child gives up being root.
            (open_place / "output").chmod(0o555)
            open_place.chmod(0o555)
        status, said = run_child(open_place, [OTHER_SITE], *(() if mounted else ("--as-nobody",)))
        if not mounted:
            open_place.chmod(0o755)
        assert (status, said.partition(" vào ")[0]) == (3, "không có quyền ghi")
        assert snapshot(open_place / "output") == SITE
        assert names(open_place) == ["content", "output"]


@pytest.mark.parametrize("kind", ["own-disk", "bind-mount", "shut-parent"])
def test_output_that_cannot_be_staged_beside(open_place, kind):
    """An output on a disk of its own, or under a shut folder, holds its staging itself."""
    output = open_place / "output"
    output.mkdir()
    with contextlib.ExitStack() as stack:
        mounted = kind == "own-disk" and stack.enter_context(disk(output, "size=1m,mode=777"))
        if kind == "bind-mount":
            (open_place / "that").mkdir()
            bound = ["mount", "--bind", open_place / "that", output]
            mounted = (
                os.geteuid() == 0 and subprocess.run(bound, capture_output=True).returncode == 0
            )
            if mounted:
                stack.callback(subprocess.run, ["umount", output], check=True)
        rights = ()
        if not mounted:
            output.chmod(0o777)
            open_place.chmod(0o555)
            rights = ("--as-nobody",)
        (output / "lost+found").mkdir(mode=0o777)
        for site in (SITE, OTHER_SITE):
            child = start_child(open_place, [site], "--hold", *rights)
            assert child.stdout.readline() == "staged\n"
            assert {".next", ".next.lock"} < set(names(output))
            # Killed here, it leaves a staging that the next one clears.
            child.kill()
            child.communicate()
            assert run_child(open_place, [site], *rights) == (0, "")
            assert snapshot(output) == site
            assert not {".next", ".next.lock"} & set(names(output))
        assert "lost+found" in names(output)
        assert not {"output.next", "output.lock"} & set(names(open_place))
        open_place.chmod(0o755)


def test_disk_within_the_output_leaves_the_old_output(place):
    """A disk mounted on one folder of the output is found before the first file moves."""
    publish(place, SITE)
    folder = place / "output" / "muc"
    folder.mkdir()
    with disk(folder, "size=1m") as mounted:
        status, said = run_child(place, [OTHER_SITE | {"muc/index.html": "mục"}])
        # Where no disk may be mounted, the same folder is an ordinary one.
        assert (status, said) == (
            (
                3,
                f"không ghi được vào «{folder}» (nằm trên ổ đĩa khác); bản cũ còn nguyên — "
                f"Sửa: xem lại đĩa và thư mục «{place / 'output'}», rồi chạy lại\n",
            )
            if mounted
            else (0, "")
        )
        assert mounted == (snapshot(place / "output") == SITE)


# --- two builds at once -------------------------------------------------------


def test_second_build_waits(place):
    """The second build says once that it waits, then both succeed, one after the other."""
    first = start_child(place, [SITE], "--hold")
    assert first.stdout.readline() == "staged\n"
    second = start_child(place, [OTHER_SITE], "--wait", "30")
    assert second.stderr.readline() == (
        f"Một lần dựng khác đang ghi vào «{place / 'output'}»: chờ nó xong, tối đa 30 giây.\n"
    )
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.5)
    first.communicate(timeout=30)
    assert first.returncode == 0
    _, said = second.communicate(timeout=30)
    assert (second.returncode, said) == (0, "")
    assert snapshot(place / "output") == OTHER_SITE
    assert names(place) == ["content", "output"]


def test_second_build_gives_up(place, capsys):
    """After its time of waiting the second build refuses, and the first goes on unharmed."""
    first = start_child(place, [SITE], "--hold")
    assert first.stdout.readline() == "staged\n"
    with pytest.raises(Refusal) as caught, enter(place, wait_s=0.3):
        pass
    assert str(caught.value) == (
        f"thư mục «{place / 'output'}» vẫn do một lần dựng khác giữ sau 0.3 giây chờ — Sửa: "
        "đợi lần dựng kia xong, hoặc dừng nó, rồi chạy lại"
    )
    assert capsys.readouterr().err.count("Một lần dựng khác") == 1
    first.communicate(timeout=30)
    assert first.returncode == 0
    assert snapshot(place / "output") == SITE


def test_lock_that_was_unlinked_is_no_lock(place):
    """Who locks a file that its last holder has just unlinked tries again."""
    first = start_child(place, [SITE], "--hold", "--lose-lock", str(place / "output.lock"))
    assert first.stdout.readline() == "staged\n"
    with pytest.raises(Refusal, match="một lần dựng khác"), enter(place, wait_s=0):
        pass
    first.communicate(timeout=30)
    assert first.returncode == 0
    assert names(place) == ["content", "output"]


def test_many_builds_take_turns(place):
    """Six builds at once leave one whole site and no lock."""
    states = [{"index.html": str(n), f"{n}/index.html": str(n)} for n in range(6)]
    children = [start_child(place, states, "--first", str(n)) for n in range(6)]
    for child in children:
        _, said = child.communicate(timeout=60)
        assert child.returncode == 0, said
    assert snapshot(place / "output") == states[5]
    assert names(place) == ["content", "output"]
