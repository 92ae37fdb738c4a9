# SPDX-License-Identifier: AGPL-3.0-or-later
"""The snapshot of a real folder, kept in a real store."""

import sqlite3
import time
from pathlib import Path

import pytest

from plugins.press.cache.compare import row_of
from plugins.press.cache.snapshot import MANY, Snapshot
from plugins.press.cache.stamps import file_digest
from plugins.press.cache.store import CacheDamagedError, CacheStore


class Place:
    """A folder, and the store that remembers it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.file = folder / "output", folder / "cache" / "store.sqlite3"
        self.root.mkdir()
        self.store = CacheStore(self.file, "1")

    def open(self, processes: int = 1) -> Snapshot:
        """Open the store anew, and the snapshot in it."""
        self.store.close()
        self.store = CacheStore(self.file, "1")
        return Snapshot(str(self.root), self.store, "output x", processes=processes)

    def put(self, groups: dict[str, dict[str, str]]) -> None:
        """Write files and remember them."""
        snapshot = self.open()
        for name, files in groups.items():
            rows = {}
            for path, text in files.items():
                (self.root / path).write_text(text, "utf-8")
                rows[path] = row_of(str(self.root / path), file_digest(self.root / path))
            snapshot.put(name, f"khóa {name}", rows)
        snapshot.save()
        self.store.commit()

    def run(self, statement: str) -> None:
        """Change the store behind our back."""
        self.store.close()
        connection = sqlite3.connect(self.file)
        connection.execute(statement)
        connection.commit()
        connection.close()
        self.store = CacheStore(self.file, "1")


@pytest.fixture
def place(tmp_path: Path):
    place = Place(tmp_path)
    yield place
    place.store.close()


def test_groups_are_known_by_the_next_build(place):
    """With their keys, and nothing of what was never there."""
    place.put({"bài": {"a.html": "a"}, "tin": {"b.html": "b"}})
    snapshot = place.open()
    assert (snapshot.key("bài"), snapshot.key("lạ")) == ("khóa bài", None)
    assert list(snapshot.group("tin")) == ["b.html"]
    assert snapshot.group("lạ") == {}
    assert snapshot.changed("bài") == ()


def test_nothing_is_remembered_that_was_not_saved(place):
    """A group is the old one until the new one is handed over."""
    place.put({"bài": {"a.html": "a"}})
    snapshot = place.open()
    snapshot.put("bài", "khác", {})
    snapshot.drop(["tin"])
    assert place.open().key("bài") == "khóa bài"


def test_dropped_group_is_forgotten(place):
    """Also when its stamps were refreshed in the same build."""
    place.put({"bài": {"a.html": "a"}, "tin": {"b.html": "b"}})
    (place.root / "b.html").unlink()
    (place.root / "b.html").write_text("b", "utf-8")
    snapshot = place.open()
    snapshot.drop(["tin", "lạ"])
    snapshot.save()
    place.store.commit()
    assert list(place.open().names) == ["bài"]


def test_refreshed_stamps_are_remembered(place):
    """A fresh checkout is compared byte by byte once, not every time."""
    place.put({"bài": {"a.html": "a"}})
    (place.root / "a.html").rename(place.root / "cũ")
    (place.root / "a.html").write_text("a", "utf-8")
    snapshot = place.open()
    assert snapshot.findings.refreshed.keys() == {"bài"}
    snapshot.save()
    place.store.commit()
    snapshot = place.open()
    assert snapshot.key("bài") == "khóa bài"
    assert snapshot.changed("bài") == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM rows WHERE key = 'tin'",
        "DELETE FROM rows WHERE kind = 'index'",
        "DELETE FROM rows WHERE kind = 'output x'",
        "UPDATE rows SET checksum = x'00' WHERE key = 'tin'",
    ],
)
def test_lost_row_is_damage(place, statement):
    """One that is gone would let files go unwatched."""
    place.put({"bài": {"a.html": "a"}, "tin": {"b.html": "b"}})
    place.run(statement)
    with pytest.raises(CacheDamagedError):
        place.open()


def test_older_row_is_damage(place):
    """One that came back has its right checksum, and tells of files as they no longer are."""
    place.put({"bài": {"a.html": "a"}})
    older = place.store.get("output x", "bài")
    place.put({"bài": {"a.html": "mới"}})
    place.store.put("output x", {"bài": older})
    place.store.commit()
    with pytest.raises(CacheDamagedError):
        place.open()


@pytest.mark.parametrize("index", ["[]", '{"bài":1}', '{"bài":["khóa",null,1]}', "chữ"])
def test_index_of_another_shape_is_damage(place, index):
    """Even with a checksum of its own: it is thrown away, not fallen over."""
    place.put({"bài": {"a.html": "a"}})
    place.store.put("index", {"output x": index})
    place.store.commit()
    with pytest.raises(CacheDamagedError):
        place.open()


@pytest.mark.parametrize("marks", ["{}", '["a"]', "chữ"])
def test_marks_of_another_shape_are_damage(place, marks):
    """What is known of folders is read with as little trust."""
    place.put({"bài": {"a.html": "a"}})
    place.store.put("folders", {"output x": marks})
    place.store.commit()
    with pytest.raises(CacheDamagedError):
        _ = place.open().findings


@pytest.mark.parametrize("processes", [1, 2])
def test_folders_that_stand_are_known_by_the_next_build(place, processes, monkeypatch):
    """Those of the last comparison are kept, though no file has changed."""
    place.put({"nhiều": {f"{number}.html": "x" for number in range(MANY)}})
    later_ns = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr("time.time_ns", lambda: later_ns)
    told = []
    for _ in range(3):
        snapshot = place.open(processes)
        told.append(bool(snapshot.findings.marks))
        snapshot.save()
        place.store.commit()
    assert told == [True, False, False]


def test_other_process_finds_the_same(place):
    """Long comparisons go on beside other work, and are waited for."""
    files = {f"{number}.html": str(number) for number in range(MANY)}
    place.put({"nhiều": files})
    (place.root / "7.html").write_text("khác", "utf-8")
    (place.root / "8.html").unlink()
    alone = place.open(1).findings
    beside = place.open(2)
    assert (beside.findings.changed, beside.findings.new) == (alone.changed, alone.new)
    assert sorted(beside.changed("nhiều")) == ["7.html", "8.html"]


def test_group_that_is_looked_at_ahead_is_told_of_at_once(place):
    """Whatever the others are like; what only folders tell shows once all are looked at."""
    (place.root / "x").mkdir()
    files = {f"{number}.html": "x" for number in range(MANY)}
    place.put({"nhiều": files, "ít": {"x/a.html": "a", "b.html": "b"}})
    (place.root / "b.html").write_text("khác", "utf-8")
    (place.root / "x").rename(place.root.parent / "x")
    (place.root / "x").symlink_to(place.root.parent / "x")
    snapshot = place.open(2)
    snapshot.look_ahead(["ít", "lạ"])
    assert snapshot.changed("ít") == ["b.html"]
    assert list(snapshot.group("ít")) == ["x/a.html", "b.html"]
    assert "findings" not in vars(snapshot)
    assert snapshot.changed("nhiều") == ()
    assert sorted(snapshot.changed("ít")) == ["b.html", "x/a.html"]
    assert snapshot.findings.new == ["x"]


def test_file_behind_a_link_gets_no_new_stamp(place):
    """Though its bytes are those that its row tells of: it is gone."""
    (place.root / "x").mkdir()
    place.put({"bài": {"x/a.html": "a"}, "nhiều": {f"{n}.html": "x" for n in range(MANY)}})
    (place.root / "x" / "a.html").unlink()
    (place.root / "x" / "a.html").write_text("a", "utf-8")
    (place.root / "x").rename(place.root.parent / "x")
    (place.root / "x").symlink_to(place.root.parent / "x")
    for processes in (1, 2):
        findings = place.open(processes).findings
        assert findings.changed == {"bài": ["x/a.html"]}
        assert "bài" not in findings.refreshed


def test_comparison_that_is_not_waited_for_is_ended(place):
    """A build that stops early leaves no process behind."""
    place.put({"nhiều": {f"{number}.html": "x" for number in range(MANY)}})
    snapshot = place.open(2)
    snapshot.close()
    snapshot.close()
