# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was read before is not read again, unless something that it rests on changed."""

import hashlib
import io
import json
import os
import signal
import sqlite3
import time
import unicodedata
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PIL import Image

from plugins.newsroom.codec import digest_of_dump
from plugins.newsroom.sections import Sections
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import settled, stamp_of
from plugins.press.cache.store import CacheDamagedError, CacheStore, checksum
from plugins.press.cache.workers import CHUNK, LEAST
from plugins.press.read import content_folder
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.reader import Reader, Reading
from plugins.press.read.remembered import ReadingGroups
from plugins.press.read.sources import ReadResult, Sources
from tests.attachments import pdf
from tests.pictures import photo
from tests.small_site import article, write_files

BEFORE = time.time() - 1000


class CountingReader(Reader):
    """Notes the paths of all that it reads."""

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self.paths: list[str] = []

    def read(self, source: Found) -> Reading:
        self.paths.append(source.path)
        return super().read(source)


def open_archive(
    folder: ContentFolder,
    store: CacheStore,
    reader: type[Reader],
    processes: int,
    groups: ReadingGroups | None = None,
) -> Sources:
    """Make an archive as a build does."""
    sections, zone = Sections({"kinh-te": "Kinh tế"}), ZoneInfo("Asia/Ho_Chi_Minh")
    snapshot = Snapshot(
        str(folder.root), store, "content", content_folder.view, processes=processes
    )
    return Sources(
        folder,
        store,
        snapshot,
        lambda examine: reader(folder, sections, zone, examine),
        processes,
        {} if groups is None else groups,
    )


class Newsroom:
    """A content folder and the store of its builds, of one process each or all of the same."""

    def __init__(self, folder: Path, groups: ReadingGroups | None) -> None:
        self.groups = groups
        self.content, self.file = folder / "content", folder / "cache" / "store.sqlite3"
        self.content.mkdir()
        self.read: list[str] = []

    def write(self, files: dict[str, str | bytes]) -> None:
        """Write files long enough ago that their stamps can be trusted."""
        write_files(self.content, files)
        self.rest()

    def rest(self) -> None:
        """Wait until the stamps of all files are settled."""
        files = [file for file in self.content.rglob("*") if file.is_file()]
        while not all(settled(stamp_of(file)) for file in files):
            time.sleep(0.005)

    def build(
        self,
        use: Callable[[Sources, ReadResult], object] = lambda archive, result: None,
        processes: int = 1,
        after_survey: Callable[[], object] = lambda: None,
        reader: type[CountingReader] = CountingReader,
    ) -> ReadResult:
        """Read as a build does; `read` tells what was parsed."""
        store = CacheStore(self.file, "1")
        folder = ContentFolder(self.content)
        try:
            archive = open_archive(folder, store, reader, processes, self.groups)
            _ = archive.snapshot.findings
            after_survey()
            result = archive.update(lambda *_: None)
            archive.save()
            store.commit()
            use(archive, result)
        finally:
            store.close()
        self.read = archive.reader.paths
        return result

    def rows(self) -> dict[str, int]:
        """Count the rows of the store by kind."""
        connection = sqlite3.connect(self.file)
        counts = dict(connection.execute("SELECT kind, count(*) FROM rows GROUP BY kind"))
        connection.close()
        return counts

    def change_rows(self, statement: str) -> None:
        connection = sqlite3.connect(self.file)
        connection.execute(statement)
        connection.commit()
        connection.close()


@pytest.fixture(params=[False, True], ids=["new processes", "one process"])
def newsroom(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Newsroom:
    # Longer than a tick of Linux's clock of files; nothing here rests on more.
    for module in ("stamps", "compare"):
        monkeypatch.setattr(f"plugins.press.cache.{module}.TICK_NS", 15_000_000)
    return Newsroom(tmp_path, {} if request.param else None)


def told(result: ReadResult) -> list[str]:
    return [fault.sentence() for fault in result.faults]


def test_unchanged_sources_are_not_parsed(newsroom):
    """The second build knows all that the first one read."""
    newsroom.write({"a.md": article("A"), "trang/b.md": "---\ntitle: B\n---\nTrang B"})
    first = newsroom.build()
    assert newsroom.read == ["a.md", "trang/b.md"]
    second = newsroom.build()
    assert newsroom.read == []
    assert (second.entries, second.standing) == (first.entries, first.standing)


def test_source_with_a_known_stamp_is_not_opened(newsroom):
    """Its stamp is enough: the bytes could be anything, and are not looked at."""
    newsroom.write({"a.md": article("A")})
    newsroom.build()
    store = CacheStore(newsroom.file, "1")
    snapshot = Snapshot(str(newsroom.content), store, "content", content_folder.view)
    (name,) = snapshot.names
    files = snapshot.group(name)
    # No file has this digest: opened, the source would be read anew.
    files["a.md"] = replace(files["a.md"], digest="0" * 64)
    snapshot.put(name, snapshot.key(name), files)
    snapshot.save()
    store.commit()
    store.close()
    newsroom.build()
    assert newsroom.read == []


def test_new_stamps_over_the_same_bytes_parse_nothing(newsroom):
    """After a fresh checkout with a restored cache bytes are read, and no more."""
    newsroom.write({"a.md": article("A", body="![x](/b.png)"), "b.png": photo("red")})
    newsroom.build()
    for file in newsroom.content.iterdir():
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
        os.utime(file, (BEFORE, BEFORE))
    newsroom.build()
    assert newsroom.read == []


def test_same_size_and_time_do_not_hide_a_change(newsroom):
    """A file that was written over keeps no secret, for its ctime tells."""
    newsroom.write({"a.md": article("Một"), "b.md": article("Hai")})
    newsroom.build()
    file = newsroom.content / "a.md"
    old = file.stat()
    file.write_text(article("Mốt"), encoding="utf-8")
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
    newsroom.build()
    assert newsroom.read == ["a.md"]


@pytest.mark.parametrize(
    ("body", "change"),
    [
        ("![x](/x/b.png)", lambda place: place.write_bytes(photo("blue"))),
        ("![x](/x/b.png)", lambda place: place.unlink()),
        (
            "![x](/x/b%20c.png)",
            lambda place: place.with_name("b%20c.png").write_bytes(photo("blue")),
        ),
        (
            "[x](/x/b%20c.png.pdf)",
            lambda place: place.with_name("b%20c.png.pdf").write_bytes(b"%PDF 2"),
        ),
        ("[x](/x/c.pdf)", lambda place: place.with_name("c.pdf").write_bytes(b"%PDF 2")),
        ("[x](/x/c.md)", lambda place: place.with_name("c.md").unlink()),
        ("[x](/x/dia-chi)", lambda place: place.with_name("dia-chi").write_bytes(b"")),
        ("[x](/x/dia-chi/)", lambda place: place.with_name("dia-chi").write_bytes(b"")),
    ],
)
def test_source_is_read_again_when_what_it_rests_on_changed(newsroom, body, change):
    """Photos, files, linked sources, and files that were not there are looked at each time."""
    newsroom.write(
        {
            "a.md": article("A", body=body),
            "x/b.png": photo("red"),
            "x/b c.png": photo("red"),
            "x/b c.png.pdf": b"%PDF 1",
            "x/c.pdf": b"%PDF 1",
            "x/c.md": article("C"),
        }
    )
    newsroom.build()
    change(newsroom.content / "x" / "b.png")
    newsroom.rest()
    newsroom.build()
    assert "a.md" in newsroom.read


def test_photo_behind_a_symbolic_link_is_the_one_that_it_leads_to(newsroom):
    """A link that is turned to another photo shows that one."""
    newsroom.write(
        {
            "a.md": article("A", body="![x](/b.png)"),
            "1.png": photo("red"),
            "2.png": photo("blue"),
        }
    )
    link = newsroom.content / "b.png"
    link.symlink_to("1.png")
    first = newsroom.build()
    link.unlink()
    link.symlink_to("2.png")
    second = newsroom.build()
    assert first.entries[0].photos != second.entries[0].photos


def test_twin_name_that_comes_first_is_noticed(newsroom):
    """Of two names that compose alike one is meant, whenever the other came."""
    newsroom.write({"a.md": article("A", body="![x](/é.png)"), "\u00e9.png": photo("red")})
    first = newsroom.build()
    # Its name sorts before the composed one.
    newsroom.write({"e\u0301.png": photo("blue")})
    second = newsroom.build()
    assert first.entries[0].photos != second.entries[0].photos


def composed(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def apart(path: str) -> str:
    return unicodedata.normalize("NFD", path)


def paths(result: ReadResult) -> list[str]:
    return sorted(item.path for item in (*result.entries, *result.standing))


@pytest.mark.parametrize("renamed", ["bài", "bài/ảnh.png", "bài/tệp.md"])
@pytest.mark.parametrize(("first", "second"), [(apart, composed), (composed, apart)])
def test_name_that_is_only_spelled_otherwise_loses_nothing(newsroom, renamed, first, second):
    """A Mac writes marks apart; what another machine puts in its place is the same file."""
    picture = first("bài/ảnh.png")
    newsroom.write(
        {
            first("bài/tệp.md"): article("A", body="Văn.\n\n![x](/bài/ảnh.png)"),
            picture: photo("red"),
        }
    )
    newsroom.build()
    place, _, name = renamed.rpartition("/")
    folder = newsroom.content / first(place)
    (folder / first(name)).rename(folder / second(name))
    second_build = newsroom.build()
    assert (paths(second_build), told(second_build)) == (["bài/tệp.md"], [])
    newsroom.rest()
    newsroom.build()
    newsroom.build()
    assert newsroom.read == []


def test_source_with_a_twin_is_the_one_that_a_first_build_takes(newsroom):
    """Whichever of two names that compose alike was there first, and when it is gone again."""
    newsroom.write({composed("é.md"): article("Ghép")})
    newsroom.build()
    newsroom.write({apart("é.md"): article("Rời")})
    titles = []
    newsroom.build(lambda archive, _: titles.append(archive.article("é.md").title))
    (newsroom.content / apart("é.md")).unlink()
    newsroom.build(lambda archive, _: titles.append(archive.article("é.md").title))
    assert titles == ["Rời", "Ghép"]


def test_folder_named_as_the_source_that_it_replaces_is_looked_into(newsroom):
    """And the source that comes back in its place is read."""
    newsroom.write({"x/a.md": article("A")})
    newsroom.build()
    (newsroom.content / "x" / "a.md").unlink()
    newsroom.write({"x/a.md/b.md": article("B")})
    assert paths(newsroom.build()) == ["x/a.md/b.md"]
    (newsroom.content / "x" / "a.md" / "b.md").unlink()
    (newsroom.content / "x" / "a.md").rmdir()
    newsroom.write({"x/a.md": article("A")})
    assert paths(newsroom.build()) == ["x/a.md"]


@pytest.mark.parametrize(
    ("moved", "fault"),
    [
        ("x/a.md", "x/a.md:1: tệp: là liên kết tượng trưng ra ngoài thư mục nội dung"),
        ("x/b.png", "x/a.md:9: ảnh: «b.png» là liên kết tượng trưng ra ngoài"),
        ("x", "x:1: thư mục: là liên kết tượng trưng, bài bên trong sẽ bị bỏ qua"),
        ("c", "c:1: thư mục: là liên kết tượng trưng, bài bên trong sẽ bị bỏ qua"),
    ],
)
def test_link_that_takes_the_place_of_what_was_known_is_a_fault(newsroom, moved, fault):
    """The bytes behind it may be the same; they are no part of the content any more."""
    files = {
        "x/a.md": article("A", body="Văn.\n\n![x](b.png)"),
        "x/b.png": photo("red"),
        "c/d/e.md": article("E"),
    }
    newsroom.write(files)
    first = newsroom.build()
    place, outside = newsroom.content / moved, newsroom.content.parent / "ngoai"
    place.rename(outside)
    place.symlink_to(outside)
    for _ in range(2):
        faults = [line for line in told(newsroom.build()) if ": cảnh báo:" not in line]
        assert len(faults) == 1
        assert fault in faults[0]
    place.unlink()
    outside.rename(place)
    third = newsroom.build()
    assert (paths(third), told(third)) == (paths(first), told(first))


@pytest.mark.parametrize("first", ["x/a.md", "x/new.md", "x/new/index.md"])
@pytest.mark.parametrize("moved", ["x/a.md", "x", "x/b/index.md", "x/b"])
def test_what_is_away_for_a_moment_while_a_build_runs_is_not_lost(newsroom, first, moved):
    """The next build finds it, though its stamps and the names in its folder are as before."""
    newsroom.write({"x/a.md": article("A"), "x/b/index.md": article("B")})
    newsroom.build()
    newsroom.write({first: article("Khác"), "x/b/index.md": article("B, sửa")})
    place, away = newsroom.content / moved, newsroom.content.parent / "away"
    newsroom.build(after_survey=lambda: place.rename(away))
    away.rename(place)
    newsroom.rest()
    assert paths(newsroom.build()) == sorted({"x/a.md", "x/b/index.md", first})
    newsroom.build()
    assert newsroom.read == []


def test_folder_that_comes_and_goes_under_the_eyes_of_the_walk_is_not_lost(newsroom, monkeypatch):
    """It was there when its known file was asked for, and gone when its names were read."""
    newsroom.write({"x/a.md": article("A"), "b.md": article("B")})
    newsroom.build()
    # Otherwise it would not be read.
    newsroom.write({"x/c.md": article("C")})
    place, away = newsroom.content / "x", newsroom.content.parent / "away"
    look = os.open

    def look_late(folder: str, *arguments: int, **options: int) -> int:
        if folder == str(place) and place.exists():
            place.rename(away)
        return look(folder, *arguments, **options)

    monkeypatch.setattr(os, "open", look_late)
    assert paths(newsroom.build(after_survey=monkeypatch.undo)) == ["b.md", "x/a.md"]
    away.rename(place)
    newsroom.rest()
    assert paths(newsroom.build()) == ["b.md", "x/a.md", "x/c.md"]


def test_file_that_no_text_uses_is_looked_at_once(newsroom):
    """Who leads to it later gets it as it is then; what is as it was is not asked for again."""
    newsroom.write({"a.md": article("A"), "x/c.pdf": b"%PDF 1", ".an/d.pdf": b"1"})
    new = []

    def note(archive: Sources, _: ReadResult) -> None:
        findings = archive.snapshot.findings
        new.append(sorted([*findings.new, *chain.from_iterable(findings.changed.values())]))

    for _ in range(3):
        newsroom.build(note)
        newsroom.rest()
    assert new == [["a.md", "x/c.pdf"], [], []]
    newsroom.write({"x/c.pdf": b"%PDF 2", "a.md": article("A", body="[c](x/c.pdf)")})
    (entry,) = newsroom.build(note).entries
    assert new[-1] == ["a.md", "x/c.pdf"]
    name = f"c-{hashlib.sha256(b'%PDF 2').hexdigest()[:16]}.pdf"
    assert entry.attachments == (("x/c.pdf", name),)


@pytest.mark.parametrize("target", ["/.an/tep", "/x/.an", "/.an/b.md"])
def test_link_that_hidden_files_may_come_to_answer_is_looked_up_each_time(newsroom, target):
    """Nothing tells that something comes into a hidden folder."""
    newsroom.write({"a.md": article("A", body=f"[x]({target})"), "x/c.md": article("C")})
    newsroom.build()
    newsroom.write({target[1:]: b"1"})
    newsroom.build()
    assert newsroom.read == ["a.md"]


@pytest.mark.parametrize("second", ["x/c.md", "x/c/index.md", "x/b/d/index.md", "x/b/e.md"])
def test_what_comes_while_a_build_runs_is_found_by_the_next_one(newsroom, second):
    """The comparison saw another article come into the same folder, and not yet this one."""
    newsroom.write({"x/a.md": article("A")})
    newsroom.build()
    newsroom.write({"x/b/index.md": article("B")})
    newsroom.build(after_survey=lambda: newsroom.write({second: article("C")}))
    assert paths(newsroom.build()) == sorted(["x/a.md", "x/b/index.md", second])


def test_pipe_in_the_place_of_a_source_is_a_fault(newsroom):
    """It has the source's name, so it is told of as in a first build."""
    newsroom.write({"a.md": article("A")})
    newsroom.build()
    (newsroom.content / "a.md").unlink()
    os.mkfifo(newsroom.content / "a.md")
    assert "không phải một tệp văn bản" in "".join(told(newsroom.build()))


def test_warnings_are_told_by_every_build(newsroom):
    """That a source was not read does not silence it."""
    newsroom.write({"a.md": article("A", body="<b style='x'>y</b>")})
    first = told(newsroom.build())
    assert len(first) == 1
    assert told(newsroom.build()) == first
    assert newsroom.read == []


def test_faulty_source_is_read_each_time(newsroom):
    """A fault may have gone without the source having changed."""
    newsroom.write({"a.md": article("A", body="[x](/b.pdf)"), "c.md": "không có đầu"})
    first = told(newsroom.build())
    assert len(first) == 2
    assert told(newsroom.build()) == first
    assert newsroom.read == ["a.md", "c.md"]
    newsroom.write({"b.pdf": pdf()})
    assert len(told(newsroom.build())) == 1


@pytest.mark.parametrize("fault", ["không có đầu", article("B", body="[x](/khong-co.pdf)")])
@pytest.mark.parametrize("builds_between", [0, 1, 2])
@pytest.mark.parametrize("was_sound", [False, True])
def test_source_that_goes_after_it_was_faulty_is_missed_by_links(
    newsroom, fault, builds_between, was_sound
):
    """Articles that link to it are told of, though nothing of what it said was remembered."""
    newsroom.write({"a.md": article("A", body="[x](b.md)"), "thu/b.md": article("B")})
    (newsroom.content / "thu/b.md").rename(newsroom.content / "b.md")
    if was_sound:
        assert told(newsroom.build()) == []
    newsroom.write({"b.md": fault})
    for _ in range(1 + builds_between):
        assert len(told(newsroom.build())) == 1
    (newsroom.content / "b.md").unlink()
    (fault_of_a,) = told(newsroom.build())
    assert fault_of_a.startswith("a.md:7: liên kết: không có tệp «b.md»")
    newsroom.write({"b.md": article("B")})
    assert told(newsroom.build()) == []


def test_source_that_is_saved_while_it_is_read_is_read_again(newsroom):
    """What was read and what was remembered may not be two different texts."""
    newsroom.write({"a.md": article("Cũ")})
    file = newsroom.content / "a.md"

    class SlowReader(Reader):
        def read(self, source: Found) -> Reading:
            file.write_text(article("Mới"), encoding="utf-8")
            return super().read(source)

    store = CacheStore(newsroom.file, "1")
    folder = ContentFolder(newsroom.content)
    archive = open_archive(folder, store, SlowReader, 1)
    archive.update(lambda *_: None)
    archive.save()
    store.commit()
    store.close()
    # Its editor thought better of it.
    newsroom.write({"a.md": article("Cũ")})
    titles = []
    newsroom.build(lambda archive, result: titles.append(archive.article("a.md").title))
    assert titles == ["Cũ"]


def use_everything(archive: Sources, result: ReadResult) -> None:
    for entry in result.entries:
        archive.article(entry.path)
        archive.parts(entry.path)


@pytest.mark.parametrize("path", ["a.md", "trang/a.md"])
@pytest.mark.parametrize("kind", ["record", "parts"])
def test_lost_row_is_damage(newsroom, kind, path):
    """A row that is gone, its source row being there, is no mere gap."""
    newsroom.write({"a.md": article("A"), "trang/a.md": "---\ntitle: B\n---\nB"})
    newsroom.build()
    newsroom.change_rows(f"DELETE FROM rows WHERE kind = '{kind}' AND key = '{path}'")
    with pytest.raises(CacheDamagedError):
        newsroom.build(lambda archive, _: archive.parts(path) and archive.article(path))


@pytest.mark.parametrize("kind", ["record", "parts"])
def test_older_row_is_damage(newsroom, kind):
    """One that damage to the database brought back has its right checksum, and is refused."""
    newsroom.write({"a.md": article("Cũ", body="Cũ")})
    newsroom.build()
    store = CacheStore(newsroom.file, "1")
    older = store.get(kind, "a.md")
    store.close()
    newsroom.write({"a.md": article("Mới", body="Mới")})
    newsroom.build(use_everything)
    store = CacheStore(newsroom.file, "1")
    store.put(kind, {"a.md": older})
    store.commit()
    store.close()
    with pytest.raises(CacheDamagedError):
        newsroom.build(use_everything)


def forge(newsroom: Newsroom, change: Callable[[dict[str, dict[str, str]]], None]) -> None:
    """Rewrite what the store says, with all checksums and digests as they would be."""
    store = CacheStore(newsroom.file, "1")
    kinds = ("entry", "needs", "record", "parts", "index")
    rows = {kind: {key: text.decode() for key, text in store.raw(kind).items()} for kind in kinds}
    old = digest_of_dump(rows["record"]["a.md"].encode())
    change(rows)
    new = digest_of_dump(rows["record"]["a.md"].encode())
    for texts in rows.values():
        texts.update({key: text.replace(old, new) for key, text in texts.items()})
    for group, (_, told, count) in json.loads(rows["index"]["content"]).items():
        key = "".join(checksum(kind, group, rows[kind][group]) for kind in ("entry", "needs"))
        rows["index"]["content"] = json.dumps({group: [key, told, count]})
    for kind, texts in rows.items():
        store.put(kind, texts)
    store.commit()
    store.close()


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("parts", "Văn", "<script>x</script>"),
        ("record", "https://a.example/", "javascript:x()//"),
        ("entry", '"/tin-tuc/', '"javascript:x()//'),
    ],
)
def test_forged_rows_are_damage_even_if_all_checksums_are_right(newsroom, kind, old, new):
    """Neither a tag nor an address gets out that reading would have refused."""
    url = "\n  name: A\n  url: https://a.example/"
    newsroom.write({"a.md": article("A", body="Văn <b>đậm</b>.", source=url)})
    newsroom.build()

    def change(rows: dict[str, dict[str, str]]) -> None:
        for key, text in rows[kind].items():
            assert old in text
            rows[kind][key] = text.replace(old, new)

    forge(newsroom, lambda rows: None)
    if newsroom.groups is not None:
        newsroom.groups.clear()
    newsroom.build(use_everything)
    assert newsroom.read == []
    forge(newsroom, change)
    if newsroom.groups is not None:
        newsroom.groups.clear()
    with pytest.raises(CacheDamagedError):
        newsroom.build(use_everything)


def test_rows_of_vanished_sources_vanish(newsroom):
    """Nothing is kept of a source that is gone, not even if it was faulty first."""
    newsroom.write(
        {
            "a.md": article("A"),
            "b.md": article("B", body="![x](/c.png)"),
            "c.png": photo("red"),
        }
    )
    newsroom.build()
    assert {kind: newsroom.rows()[kind] for kind in ("record", "parts")} == {
        "record": 2,
        "parts": 2,
    }
    newsroom.write({"a.md": "hỏng"})
    newsroom.build()
    for name in ("a.md", "b.md", "c.png"):
        (newsroom.content / name).unlink()
    newsroom.build()
    assert newsroom.rows().keys().isdisjoint({"record", "parts"})
    store = CacheStore(newsroom.file, "1")
    assert set(store.raw("entry").values()) == {b"[[],{},{}]"}
    assert set(store.raw("needs").values()) == {b"{}"}
    snapshot = Snapshot(str(newsroom.content), store, "content", content_folder.view)
    assert [path for name in snapshot.names for path in snapshot.group(name)] == []
    store.close()


def test_many_sources_are_read_alike_by_many_processes(newsroom):
    """What workers found out is remembered as if it had been found here."""
    files = {
        f"{number}.md": article(f"Bài {number}", body="![x](/p.png)") for number in range(LEAST)
    }
    newsroom.write({**files, "p.png": photo("red")})
    first = newsroom.build()
    store = CacheStore(newsroom.file.with_name("other") / "store.sqlite3", "1")
    folder = ContentFolder(newsroom.content)
    archive = open_archive(folder, store, Reader, 2)
    assert sorted(archive.update(lambda *_: None).entries) == sorted(first.entries)
    archive.save()
    store.commit()
    again = open_archive(folder, store, CountingReader, 1)
    assert sorted(again.update(lambda *_: None).entries) == sorted(first.entries)
    assert again.reader.paths == []
    store.close()


def test_file_that_is_replaced_between_two_readings_is_looked_at_again(newsroom):
    """Each of two processes took another file for the one that both texts lead to."""
    files = {f"{number:02}.md": article(f"{number}") for number in range(LEAST)}
    early, late = "00.md", f"{CHUNK + 1:02}.md"
    files[early] = article("Sớm", body="[Tệp](/q.pdf)")
    files[late] = article("Muộn", body="[Tệp](/q.pdf)")
    newsroom.write({**files, "q.pdf": b"%PDF 1"})
    begun, ended = (newsroom.content.parent / name for name in ("begun", "ended"))

    def wait_for(sign: Path) -> None:
        while not sign.exists():
            time.sleep(0.01)

    class Waiting(CountingReader):
        def read(self, source: Found) -> Reading:
            if source.path == early:
                wait_for(begun)
            elif source.path == f"{CHUNK}.md":
                begun.touch()
                # The other process reads all but this chunk.
                wait_for(ended)
                newsroom.write({"q.pdf": b"%PDF 2"})
            elif source.path == f"{LEAST - 1}.md":
                ended.touch()
            return super().read(source)

    newsroom.build(processes=2, reader=Waiting)
    entries = {entry.path: entry for entry in newsroom.build().entries}
    name = f"q-{hashlib.sha256(b'%PDF 2').hexdigest()[:16]}.pdf"
    assert entries[early].attachments == entries[late].attachments == (("q.pdf", name),)


# What one process remembers of earlier builds its readers, processes of their own, are not told.
@pytest.mark.parametrize("newsroom", [False], ids=["new processes"], indirect=True)
def test_ledger_that_is_written_to_meanwhile_is_not_taken_for_damaged(newsroom, monkeypatch):
    """What the readers of many edited sources must know of their photos they know beforehand."""
    monkeypatch.setattr("plugins.press.read.sources.BATCH", 1)
    # More altogether than SQLite keeps of a store in memory.
    words = "Một hai ba bốn. " * 2500

    def sources(end: str) -> dict[str, str]:
        return {
            f"{number}/a.md": article(f"{number}", body=f"{words}{end}\n\n![x](b.png)")
            for number in range(LEAST)
        }

    newsroom.write(sources("Cũ") | {f"{number}/b.png": photo("red") for number in range(LEAST)})
    newsroom.build(processes=2)
    newsroom.write(sources("Mới"))
    assert len(newsroom.build(processes=2).entries) == LEAST


def test_photo_that_cannot_be_developed_is_told_by_every_build(build_site):
    """Healthy on the outside only: nothing about it is remembered as good."""
    stream = io.BytesIO()
    Image.effect_noise((200, 150), 90).save(stream, "JPEG")
    broken = stream.getvalue()[: len(stream.getvalue()) // 2]
    files = {"a.md": article("A", body="![x](/b.jpg)"), "b.jpg": broken, "c.md": article("C")}
    first = build_site(files)
    assert first.status == 1
    assert "b.jpg" in first.stderr
    assert [build_site({}).stderr for _ in range(2)] == [first.stderr] * 2


@pytest.mark.parametrize("first", [True, False], ids=["from the start", "in place of a small one"])
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("p.png", "ảnh «p.png» nặng 200 GB"),
        ("p.pdf", "«p.pdf» nặng 200 GB, quá 50 MB"),
    ],
)
def test_file_of_any_size_is_refused_unread(newsroom, name, problem, first):
    """A file of 200 GB, which takes minutes to read, is refused by what the disk tells of it."""
    mark, small = ("!", photo("red")) if name == "p.png" else ("", pdf())
    newsroom.write({"a.md": article("A", body=f"{mark}[x]({name})", summary="S")})
    if not first:
        newsroom.write({name: small})
        assert told(newsroom.build()) == []
    with (newsroom.content / name).open("wb") as file:
        file.truncate(200_000_000_000)
    (line,) = told(newsroom.build())
    assert problem in line
    assert line.startswith("a.md:8: ")


@pytest.mark.parametrize("name", ["mau.pdf", "Mẫu số 2.pdf", "tep/Mẫu số 2.pdf"])
def test_text_is_read_again_once_a_file_that_it_names_is_there(newsroom, name):
    """A name in passing means nothing, until the file is put beside the article."""
    newsroom.write({"tin/a.md": article("A", body=f"Xem tệp {name}.")})
    assert newsroom.build().faults == []
    newsroom.write({f"tin/{name}": b"%PDF-1.4\n"})
    (fault,) = [fault for fault in newsroom.build().faults if not fault.warning]
    assert f"«{name}» có tên trong bài mà trang không hiện" in fault.problem
    (newsroom.content / "tin" / name).unlink()
    assert newsroom.build().faults == []


def test_draft_is_read_again_until_it_lacks_nothing(newsroom):
    """What comes in the place of a missing file may have its name in other letter case."""
    body = "Chữ\n\n![x](a.png)"
    newsroom.write({"tin/a.md": article("A", body=body, status="draft")})
    for _ in range(2):
        (fault,) = newsroom.build().faults
        assert fault.warning
        assert fault.problem == "không có tệp «a.png»"
    newsroom.write({"tin/A.png": photo("red")})
    (fault,) = [fault for fault in newsroom.build().faults if fault.path == "tin/a.md"]
    assert "khác chữ hoa" in fault.problem
    (newsroom.content / "tin" / "A.png").rename(newsroom.content / "tin" / "a.png")
    assert newsroom.build().faults == []


class DyingReader(CountingReader):
    """Takes all the time of its process over one text."""

    def read(self, source: Found) -> Reading:
        if source.path == "lau.md":
            os.kill(os.getpid(), signal.SIGXCPU)
        return super().read(source)


def test_process_that_a_long_text_ends_is_told_and_all_others_go_on(newsroom):
    """The file is named, its neighbours are read, long or short."""
    long = "Một câu dài. " * 6000
    newsroom.write(
        {
            "lau.md": article("Lâu", body=long),
            "dai.md": article("Dài", body=long),
            "ngan.md": article("Ngắn"),
        }
    )
    result = newsroom.build(reader=DyingReader)
    assert [(fault.path, fault.line) for fault in result.faults] == [("lau.md", 1)]
    assert "quá nhiều thời gian hoặc bộ nhớ" in result.faults[0].problem
    assert sorted(entry.path for entry in result.entries) == ["dai.md", "ngan.md"]
    assert result.unread
    assert result.claims == {"lau"}
