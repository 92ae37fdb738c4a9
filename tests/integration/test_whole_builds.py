# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole builds that are killed, starved, shut out or disturbed: the output is one site, whole.

Each build is the real `pelican` in a process of its own, which is started anew only where
variables that Python reads then are tried.
"""

import contextlib
import functools
import json
import os
import random
import shutil
import signal
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plugins.press.cache.store import checksum
from tests.disk import disk
from tests.integration.broken_images import draw, encode
from tests.restraints import bow_to_modes, use_processors, write_no_file_over
from tests.series import cases
from tests.small_site import (
    NOW,
    PATIENCE_S,
    ROOT,
    article,
    environment_with,
    run_pelican,
    tree,
    warm_pelican,
    write_files,
)
from tests.warm_process import Child, WarmProcess

KILLS = cases(6)
#: Articles whose pages are more than one process prints alone, and whose pages are not.
MANY, FEW = 30, 8

Files = dict[str, str | bytes]


def articles(words: str, count: int) -> Files:
    """Write *count* articles with photos, files and links between them."""
    files: Files = {
        f"tin/bai-{number}.md": article(
            f"{words} {number}",
            date=f"2026-{1 + number % 10:02}-{1 + number % 28:02} 08:{number:02}",
            author=f"Tác giả {number % 7}",
            tags=f"[Thẻ {number % 5}]",
            body=f"{words}.\n\n[trước](bai-{(number - 1) % count}.md)",
        )
        for number in range(count)
    }
    photo = encode(draw((700, 500)), "JPEG", quality=90 if words == "Trước" else 80)
    files["anh/index.md"] = article(f"Ảnh {words}", body="![Cầu](a.jpg)\n\n[QĐ](q.pdf)")
    files["anh/a.jpg"] = photo
    files["anh/q.pdf"] = f"%PDF-1.4 {words}".encode()
    files["tệp/bài.md"] = article(f"Tên có dấu {words}")
    files["trang/gioi-thieu.md"] = "---\ntitle: Giới thiệu\n---\nChữ.\n"
    return files


def old_and_new(count: int) -> dict[str, Files]:
    """Write the articles of both sites."""
    return {
        "old": {**articles("Trước", count), "tin/bo.md": article("Sẽ bỏ")},
        "new": {**articles("Sau", count), "tin/them.md": article("Mới thêm", date="2026-11-09")},
    }


OLD, NEW = old_and_new(FEW).values()


@functools.cache
def beside() -> WarmProcess:
    """Give a process whose children build beside those of the usual one."""
    return warm_pelican.__wrapped__()


@dataclass(frozen=True, slots=True)
class Portal:
    """A content folder, its output and its cache, side by side."""

    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def fill(self, files: dict[str, str | bytes]) -> None:
        """Make *files* the content, leaving no others."""
        shutil.rmtree(self.content, ignore_errors=True)
        write_files(self.content, files)

    def words(self, *options: str, output: str = "output", cache: str = "cache") -> list[str]:
        """Give the words of a build, behind `pelican`, typed in the folder."""
        words = ["content", "-o", output, "-s", str(ROOT / "pelicanconf.py")]
        # Pelican would look for a relative one beside the settings file.
        return [*words, "--cache-path", str(self.folder / cache), *options]

    def start(
        self,
        *options: str,
        first: Sequence[Any] = (),
        warm: WarmProcess | None = None,
        **places: str,
    ) -> Child:
        """Begin a build; its process calls *first* before, as a warm process has it."""
        words = self.words(*options, **places)
        return (warm or warm_pelican()).start(words, self.folder, environment_with({}), first)

    def build(
        self,
        *options: str,
        environment: dict[str, str | None] | None = None,
        first: Sequence[Any] = (),
        output: str = "output",
        cache: str = "cache",
    ) -> tuple[int, str]:
        """Build to the end; give the exit status and what was said on stderr."""
        build = run_pelican(
            Path("content"),
            Path(output),
            self.folder / cache,
            *options,
            folder=self.folder,
            environment=environment,
            first=first,
        )
        # There Pelican may complain of a locale; success is never told there.
        assert "Xong" not in build.stdout
        return build.status, build.stderr

    def site(self, output: str = "output") -> dict[str, bytes]:
        return tree(self.folder / output)


def build_old(folder: Path, count: int) -> Portal:
    """Make a portal with the old site of *count* articles, built."""
    portal = Portal(folder)
    portal.fill(old_and_new(count)["old"])
    assert portal.build()[0] == 0
    return portal


def build_both(old: Portal, folder: Path, count: int) -> dict[str, dict[str, bytes]]:
    """Give both sites of *count* articles, each built from nothing."""
    new = Portal(folder)
    new.fill(old_and_new(count)["new"])
    assert new.build()[0] == 0
    return {"old": old.site(), "new": new.site()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with the old site built, to be copied."""
    return build_old(tmp_path_factory.mktemp("built"), FEW).folder


@pytest.fixture(scope="module")
def sites(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Both sites, each built from nothing."""
    return build_both(Portal(built), tmp_path_factory.mktemp("new"), FEW)


@pytest.fixture
def portal(built: Path, tmp_path: Path) -> Portal:
    """The old site, built; the content is the new one already."""
    portal = Portal(shutil.copytree(built, tmp_path / "cong"))
    portal.fill(NEW)
    return portal


@pytest.fixture(scope="module")
def large_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with the old site of many articles built, to be copied."""
    return build_old(tmp_path_factory.mktemp("built"), MANY).folder


@pytest.fixture(scope="module")
def large_sites(
    large_built: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, bytes]]:
    """Both sites of many articles, each built from nothing."""
    return build_both(Portal(large_built), tmp_path_factory.mktemp("new"), MANY)


@pytest.fixture
def large(large_built: Path, tmp_path: Path) -> Portal:
    """The old site of many articles, built; the content is the new one already."""
    portal = Portal(shutil.copytree(large_built, tmp_path / "cong"))
    portal.fill(old_and_new(MANY)["new"])
    return portal


def wait_until(there: Callable[[], bool]) -> None:
    """Wait for something that a build is about to do."""
    deadline = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.002)


# ── Cut short ────────────────────────────────────────────────────────────────


def test_build_killed_at_any_moment_leaves_a_whole_site(large, large_sites):
    """After `kill -9` every file is whole; the next build gives the full build's bytes."""
    chance = random.Random(20261110)
    contents = old_and_new(MANY)
    present, coming = "old", "new"
    spared = 0
    for _ in range(KILLS):
        large.fill(contents[coming])
        child = large.start()
        # Half of the moments lie within the work on the disk, whatever the machine.
        if chance.random() < 0.5:
            lock = large.folder / "output.lock"
            wait_until(lambda lock=lock, child=child: lock.exists() or child.ended())
            time.sleep(chance.uniform(0, 0.15))
        else:
            time.sleep(chance.uniform(0, 0.4))
        child.kill()
        child.wait()
        left = large.site()
        if left == large_sites[present]:
            spared += 1
        elif left != large_sites[coming]:
            # In the midst of the move: each file is the one of one site or the other.
            assert (large.folder / "output.next/journal.json").exists()
            for file, data in left.items():
                assert data in (large_sites["old"].get(file), large_sites["new"].get(file)), file
        status, said = large.build()
        assert status == 0, said
        assert large.site() == large_sites[coming]
        assert not (large.folder / "output.next").exists()
        present, coming = coming, present
    assert spared


def test_interrupted_build_ends_with_an_error(portal, sites):
    """Ctrl+C in the midst: a non-zero exit, no traceback, the old site."""
    shutil.rmtree(portal.folder / "cache")
    child = portal.start()
    wait_until((portal.folder / "cache/store.sqlite3").exists)
    child.kill(signal.SIGINT)
    status, _, said = child.wait()
    assert status == 2
    assert said.splitlines()[-1] == "Đã dừng theo yêu cầu; chạy lại để dựng cho xong."
    assert "Traceback" not in said
    assert portal.site() == sites["old"]
    assert portal.build()[0] == 0
    assert portal.site() == sites["new"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("{{ 1 // 0 }}", "ZeroDivisionError"),
        ("{% if %}", "Expected an expression"),
        ("{{ khong_co }}", "'khong_co' is undefined"),
        ("<h1>Hai</h1>", "h1"),
    ],
)
def test_broken_template_leaves_the_old_site(portal, sites, fault, words):
    """A mistake of the theme: exit 2 and an untouched output; mended, the full build."""
    theme = shutil.copytree(ROOT / "theme", portal.folder / "theme")
    template = theme / "templates/base.html"
    whole = template.read_text("utf-8")
    template.write_text(whole + fault, "utf-8")
    status, said = portal.build("-t", "theme")
    assert status == 2
    assert words in said
    assert portal.site() == sites["old"]
    assert not (portal.folder / "output.next").exists()
    template.write_text(whole, "utf-8")
    assert portal.build("-t", "theme")[0] == 0
    assert portal.site() == sites["new"]


# ── No room, no right ────────────────────────────────────────────────────────


BIG = article("Lớn", body="Chữ.\n\n[tệp](lon.pdf)")


@pytest.mark.parametrize("kind", ["disk", "limit"])
def test_full_disk_leaves_the_old_site(built, tmp_path, sites, kind):
    """No room for the new site: exit 2, told in a sentence; with room, the full build."""
    portal = Portal(shutil.copytree(built, tmp_path / "cong"))
    shutil.rmtree(portal.output)
    portal.output.mkdir()
    with disk(portal.output, "size=5m") if kind == "disk" else contextlib.nullcontext():
        assert portal.build()[0] == 0
        assert portal.site() == sites["old"]
        write_files(portal.content, {"lon.md": BIG, "lon.pdf": b"%PDF" + b"x" * 5_500_000})
        # Where no disk can be mounted the limit stands for it.
        status, said = portal.build(first=(write_no_file_over, 3_200_000))
        assert status == 2
        assert said.splitlines()[-1] == (
            "hết chỗ trên đĩa khi ghi vào «output»; bản cũ còn nguyên — "
            "Sửa: dọn bớt đĩa hoặc nới hạn mức, rồi chạy lại"
        ) or said.splitlines()[-1].startswith("hết chỗ trên đĩa khi ghi vào «")
        assert "Traceback" not in said
        assert portal.site() == sites["old"]
        (portal.content / "lon.md").unlink()
        assert portal.build()[0] == 0
        assert portal.site() == sites["old"]


@pytest.mark.parametrize("shut", ["output", "output/tin-tuc"])
def test_read_only_output_leaves_the_old_site(portal, sites, shut):
    """No right to write: exit 2, told with the mend."""
    (portal.folder / shut).chmod(0o555)
    status, said = portal.build(first=(bow_to_modes,))
    assert status == 2
    assert "không có quyền ghi vào «" in said
    assert "Traceback" not in said
    assert portal.site() == sites["old"]
    (portal.folder / shut).chmod(0o755)
    assert portal.build()[0] == 0
    assert portal.site() == sites["new"]


def test_unreadable_sources_are_faults(built, tmp_path, sites):
    """A file, a folder, a photo and an attached file that may not be read: all are told."""
    portal = Portal(shutil.copytree(built, tmp_path / "cong"))
    for name in ("tin/bai-3.md", "anh/a.jpg", "anh/q.pdf", "trang"):
        (portal.content / name).chmod(0)
    status, said = portal.build(first=(bow_to_modes,))
    (portal.content / "trang").chmod(0o755)
    assert status == 1
    assert said.splitlines() == [
        "content/anh/index.md:7: ảnh: không có quyền đọc ảnh «a.jpg» — "
        "Sửa: cấp quyền đọc cho tệp (chmod a+r)",
        "content/anh/index.md:9: đính kèm: không đọc được «q.pdf» (không có quyền) — "
        "Sửa: sửa quyền đọc của tệp, hoặc chép lại tệp",
        "content/tin/bai-3.md:1: tệp: không đọc được tệp (không có quyền) — "
        "Sửa: sửa quyền đọc, hoặc chép lại tệp",
        "content/trang:1: thư mục: không đọc được thư mục (không có quyền) — "
        "Sửa: sửa quyền đọc của thư mục",
        "Có 4 lỗi, 0 cảnh báo. Không xuất bản gì.",
    ]
    assert portal.site() == sites["old"]


def test_foreign_output_is_refused(portal):
    """A folder with files from elsewhere is left alone, whatever -o says."""
    write_files(portal.folder / "khac", {"luan-van.txt": "của tôi"})
    status, said = portal.build(output="khac")
    assert status == 2
    assert (
        said.splitlines()[-1]
        == (
            "thư mục «khac» không trống và không mang dấu «.newsroom.json» của trang tin, "
            "nên không được ghi vào — Sửa: chọn cho -o một thư mục mới hoặc trống"
        )
        or "khac» không trống" in said
    )
    assert portal.site("khac") == {"luan-van.txt": b"c\xe1\xbb\xa7a t\xc3\xb4i"}


@pytest.mark.parametrize("output", ["content", "content/ra", "."])
def test_output_over_the_content_is_refused(portal, output):
    """No build can delete the articles."""
    before = tree(portal.content)
    status, said = portal.build(output=output)
    assert status == 2
    assert "bài viết có thể bị xóa" in said
    assert "Traceback" not in said
    assert tree(portal.content) == before


# ── Together ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("caches", [("cache", "cache"), ("cache", "cache-khac")])
def test_two_builds_at_once_do_not_spoil_each_other(large, large_sites, caches):
    """The same output, with one cache or two: both end well, the site is the full build's."""
    processes = (warm_pelican(), beside())
    children = [
        large.start(cache=cache, warm=warm) for cache, warm in zip(caches, processes, strict=True)
    ]
    for child in children:
        status, _, said = child.wait()
        assert status == 0, said
    assert large.site() == large_sites["new"]
    assert large.build()[0] == 0
    assert large.site() == large_sites["new"]


def test_two_outputs_with_one_cache(large, large_sites):
    """Neither believes that the other's files are its own."""
    children = [
        large.start(output="output", warm=warm_pelican()),
        large.start(output="ra", warm=beside()),
    ]
    for child in children:
        status, _, said = child.wait()
        assert status == 0, said
    assert large.site() == large.site("ra") == large_sites["new"]


# ── Disturbed ────────────────────────────────────────────────────────────────


def test_changed_output_is_put_right(built, tmp_path, sites):
    """Damaged, emptied, deleted, added, turned into folders and links: all is as built."""
    portal = Portal(shutil.copytree(built, tmp_path / "cong"))
    output = portal.output
    page = output / "tin-tuc/index.html"
    stamp = page.stat()
    page.write_bytes(page.read_bytes().replace("Tất cả tin".encode(), b"Tat ca tin!!"))
    os.utime(page, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    (output / "rss.xml").write_bytes(b"")
    (output / "index.html").unlink()
    shutil.rmtree(output / "anh")
    next((output / "theme").rglob("site.css")).write_text("*{}")
    next((output / "tep").iterdir()).write_bytes(b"x")
    (output / "robots.txt").unlink()
    (output / "robots.txt").mkdir()
    (output / "atom.xml").unlink()
    (output / "atom.xml").symlink_to(portal.content / "tin/bai-1.md")
    write_files(output, {"la.html": "x", "tin-tuc/la/sau/x": "x", ".git/HEAD": "ref"})
    write_files(output, {".well-known/security.txt": "x"})
    status, said = portal.build()
    assert status == 0, said
    kept = {".git/HEAD": b"ref", ".well-known/security.txt": b"x"}
    assert portal.site() == {**sites["old"], **kept}
    assert not (output / "tin-tuc/la").exists()
    assert not (output / "atom.xml").is_symlink()
    assert (portal.content / "tin/bai-1.md").read_bytes() == OLD["tin/bai-1.md"].encode()


def test_cache_may_be_damaged_or_deleted(portal, sites):
    """Any byte of it: the site is the full build's, and the exit says so."""
    chance = random.Random(22)
    pristine = shutil.copytree(portal.folder / "cache", portal.folder / "cache-goc")
    for turn in range(6):
        for folder in (portal.folder / "cache", portal.output):
            shutil.rmtree(folder)
        shutil.copytree(pristine, portal.folder / "cache")
        for file in sorted((portal.folder / "cache").rglob("*")):
            if file.is_file() and file.stat().st_size:
                data = bytearray(file.read_bytes())
                for _ in range(1 + turn * 20):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                file.write_bytes(data if turn < 5 else data[: len(data) // 2])
        status, said = portal.build()
        assert status == 0, said
        assert portal.site() == sites["new"]
    write_files(portal.folder / "cache", {"store.sqlite3": "không phải SQLite"})
    assert portal.build()[0] == 0
    shutil.rmtree(portal.folder / "cache")
    assert portal.build("--ignore-cache")[0] == 0
    assert portal.site() == sites["new"]


def test_article_that_goes_after_its_photo_was_broken_is_missed(tmp_path):
    """A build that found the photo broken does not forget who leads to the article."""
    portal = Portal(tmp_path)
    photo = encode(draw((700, 500)), "JPEG", quality=90)
    files = {
        "a.md": article("A", body="[B](b/index.md)"),
        "b/index.md": article("B", body="![x](x.jpg)"),
    }
    portal.fill({**files, "b/x.jpg": photo})
    assert portal.build()[0] == 0
    before = portal.site()
    (portal.content / "b/x.jpg").write_bytes(photo[:-2000])
    assert portal.build()[0] == 1
    (portal.content / "b/index.md").unlink()
    status, said = portal.build()
    assert status == 1
    assert [line.partition(" — ")[0] for line in said.splitlines()[:2]] == [
        "content/a.md:7: liên kết: không có tệp «b/index.md»",
        "content/b/x.jpg:1: tệp: cảnh báo: 1 tệp không bài nào dùng đến: «b/x.jpg»",
    ]
    assert portal.site() == before


def test_folder_that_hides_behind_a_twin_is_missed(tmp_path):
    """Of two folders whose names compose alike one is read, with a memory or without."""
    portal = Portal(tmp_path)
    folder = unicodedata.normalize("NFC", "a/bé")
    twin = unicodedata.normalize("NFD", "a/bé")
    files = {f"{folder}/d/z.md": article("Z"), "b.md": article("B", body="[Z](a/bé/d/z.md)")}
    portal.fill(files)
    assert portal.build()[0] == 0
    before = portal.site()
    write_files(portal.content, {f"{twin}/x.md": article("X")})
    expected = [
        "content/a/bé:1: tên tệp: có hai tệp hoặc thư mục cùng tên này, chỉ khác cách ghép dấu — "
        "Sửa: đổi tên hoặc xóa một trong hai",
        "content/b.md:7: liên kết: không có tệp «a/bé/d/z.md» — "
        "Sửa: kiểm tra tên tệp, hoặc chép tệp vào cạnh bài viết",
        "Có 2 lỗi, 0 cảnh báo. Không xuất bản gì.",
    ]
    for cache in ("khac", "cache"):
        status, said = portal.build(cache=cache)
        assert (status, said.splitlines()) == (1, expected)
    (portal.content / twin / "x.md").unlink()
    (portal.content / twin).rmdir()
    status, said = portal.build()
    assert status == 0, said
    assert portal.site() == before


def test_damage_that_shows_half_way_repeats_no_word(tmp_path):
    """The build begins anew; what it told of the content before, it does not tell again."""
    portal = Portal(tmp_path)
    portal.fill({"a.md": article("Dài " * 60), "b.md": article("Hẹn", date="2027-01-02")})
    assert portal.build()[0] == 0
    before = portal.site()
    shutil.rmtree(portal.output)
    with contextlib.closing(sqlite3.connect(portal.folder / "cache/store.sqlite3")) as store:
        assert store.execute("UPDATE rows SET value = 'x' WHERE kind = 'parts'").rowcount
        store.commit()
    status, said = portal.build(environment={"GITHUB_ACTIONS": "true"})
    lines = said.splitlines()
    assert (status, "Bộ nhớ đệm hỏng: bỏ đi, làm lại từ đầu." in lines) == (0, True)
    assert [line[:34] for line in lines if "title" in line] == [
        "content/a.md:2: title: cảnh báo: t",
        "::warning file=content/a.md,line=2",
    ]
    assert sum(line.startswith("Chờ đăng 2027-01-02") for line in lines) == 1
    assert portal.site() == before


@pytest.mark.parametrize(
    ("path", "script"),
    [
        ("tin/a.md", "<script>pwn()</script><img src=x onerror=pwn()>"),
        ("trang/b.md", '<a href="javascript:pwn()">x</a>'),
    ],
)
def test_rewritten_row_puts_no_script_on_a_page(tmp_path, path, script):
    """A body with its right checksum is printed only if the sanitiser could have let it pass."""
    portal = Portal(tmp_path)
    body = 'Lời gốc.\n\n[a](https://a.example "x"), [b](/gioi-thieu/)\n\n| a |\n|---|\n| b |\n'
    page = "---\ntitle: Giới thiệu\nslug: gioi-thieu\n---\n"
    portal.fill({"tin/a.md": article("A", body=body), "trang/b.md": page + body})
    assert portal.build()[0] == 0
    before = portal.site()
    with contextlib.closing(sqlite3.connect(tmp_path / "cache/store.sqlite3")) as store:
        query = "SELECT value FROM rows WHERE kind = 'parts' AND key = ?"
        (old,) = store.execute(query, (path,)).fetchone()
        escaped = json.dumps(script, ensure_ascii=False)[1:-1]
        new = old.replace("Lời gốc.", f"Lời giả.{escaped}")
        assert new != old
        told = bytes.fromhex(checksum("parts", path, new))
        store.execute(
            "UPDATE rows SET value = ?, checksum = ? WHERE kind = 'parts' AND key = ?",
            (new, told, path),
        )
        store.commit()
    shutil.rmtree(portal.output)
    status, said = portal.build()
    assert (status, "Bộ nhớ đệm hỏng: bỏ đi, làm lại từ đầu." in said) == (0, True)
    assert portal.site() == before


def test_withdrawn_article_is_gone_with_photo_and_file(built, tmp_path):
    """Not a byte of it stays, though the cache remembers it."""
    portal = Portal(shutil.copytree(built, tmp_path / "cong"))
    before = portal.site()
    assert [file for file in before if file.startswith(("anh/", "tep/"))]
    (portal.content / "anh/index.md").unlink()
    assert portal.build()[0] == 0
    after = portal.site()
    assert [file for file in after if file.startswith(("anh/", "tep/"))] == []
    assert not any("Ảnh Trước".encode() in data for data in after.values())


# ── The same bytes ───────────────────────────────────────────────────────────

PLACES = [
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place["TZ"])
def test_same_bytes_in_any_zone_and_locale(portal, sites, place):
    """Time zone, locale and hash seed leave no trace, from a warm cache and from none.

    Nor does a locale without the letters of a name, as POSIX.
    """
    assert portal.build(environment=place)[0] == 0
    assert portal.site() == sites["new"]
    assert portal.build(environment=place, output="ra", cache="cache-khac")[0] == 0
    assert portal.site("ra") == sites["new"]


@pytest.mark.parametrize("count", [1, 2])
def test_same_bytes_from_any_number_of_processes(large, large_sites, count):
    """One process or several: the pages, and with them the photos, are the same."""
    status, said = large.build(output="ra", cache="moi", first=(use_processors, count))
    assert status == 0, said
    assert large.site("ra") == large_sites["new"]


@pytest.mark.parametrize(
    ("field", "value", "moment", "before", "after"),
    [
        ("date", "2026-11-10 12:00:00", NOW, False, True),
        ("date", "2026-11-10T05:00:00Z", NOW, False, True),
        ("expires", "2026-11-10 12:00:00", NOW, True, False),
        ("expires", "2026-11-10", NOW + 12 * 3600, True, False),
        ("date", "2026-11-11", NOW + 12 * 3600, False, True),
    ],
)
def test_embargo_and_expiry_fall_at_the_second(tmp_path, field, value, moment, before, after):
    """A second before it is not yet, at the second it is."""
    portal = Portal(tmp_path)
    portal.fill({"rieng.md": article("Bài riêng", **{field: value}), "khac.md": article("Khác")})
    shown = []
    for second in (moment - 1, moment):
        status, said = portal.build(environment={"SOURCE_DATE_EPOCH": str(second)})
        assert status == 0, said
        shown.append("rieng/index.html" in " ".join(portal.site()))
    assert shown == [before, after]
