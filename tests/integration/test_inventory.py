# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inventory of a real folder, kept in a real ledger."""

import sqlite3
from pathlib import Path

import pytest

from plugins.press.inventory import MANY, Inventory
from plugins.press.ledger import Ledger, LedgerDamagedError
from plugins.press.stamps import digest_of
from plugins.press.survey import Bundle, row_of


class Place:
    """A folder, and the ledger that remembers it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.file = folder / "output", folder / "cache" / "ledger.sqlite3"
        self.root.mkdir()
        self.ledger = Ledger(self.file, "1")

    def open(self, processes: int = 1) -> Inventory:
        """Open the ledger anew, and the inventory in it."""
        self.ledger.close()
        self.ledger = Ledger(self.file, "1")
        return Inventory(str(self.root), self.ledger, "output x", processes=processes)

    def put(self, bundles: dict[str, dict[str, str]]) -> None:
        """Write files and remember them."""
        inventory = self.open()
        for name, files in bundles.items():
            rows = {}
            for path, text in files.items():
                (self.root / path).write_text(text, "utf-8")
                rows[path] = row_of(str(self.root / path), digest_of(self.root / path), "n")
            inventory.put(name, f"dấu {name}", Bundle(rows, {}))
        inventory.save()
        self.ledger.commit()

    def run(self, statement: str) -> None:
        """Change the ledger behind our back."""
        self.ledger.close()
        connection = sqlite3.connect(self.file)
        connection.execute(statement)
        connection.commit()
        connection.close()
        self.ledger = Ledger(self.file, "1")


@pytest.fixture
def place(tmp_path: Path):
    place = Place(tmp_path)
    yield place
    place.ledger.close()


def test_bundles_are_known_by_the_next_build(place):
    """With their marks, and nothing of what was never there."""
    place.put({"bài": {"a.html": "a"}, "tin": {"b.html": "b"}})
    inventory = place.open()
    assert (inventory.mark("bài"), inventory.mark("lạ")) == ("dấu bài", None)
    assert list(inventory.bundle("tin").files) == ["b.html"]
    assert inventory.bundle("lạ") == Bundle({}, {})
    assert inventory.changed("bài") == ()


def test_nothing_is_remembered_that_was_not_saved(place):
    """A bundle is the old one until the new one is handed over."""
    place.put({"bài": {"a.html": "a"}})
    inventory = place.open()
    inventory.put("bài", "khác", Bundle({}, {}))
    inventory.drop(["tin"])
    assert place.open().mark("bài") == "dấu bài"


def test_dropped_bundle_is_forgotten(place):
    """Also when its stamps were refreshed in the same build."""
    place.put({"bài": {"a.html": "a"}, "tin": {"b.html": "b"}})
    (place.root / "b.html").unlink()
    (place.root / "b.html").write_text("b", "utf-8")
    inventory = place.open()
    inventory.drop(["tin", "lạ"])
    inventory.save()
    place.ledger.commit()
    assert list(place.open().names) == ["bài"]


def test_refreshed_stamps_are_remembered(place):
    """A fresh checkout is compared byte by byte once, not every time."""
    place.put({"bài": {"a.html": "a"}})
    (place.root / "a.html").rename(place.root / "cũ")
    (place.root / "a.html").write_text("a", "utf-8")
    inventory = place.open()
    assert inventory.findings.refreshed.keys() == {"bài"}
    inventory.save()
    place.ledger.commit()
    inventory = place.open()
    assert inventory.mark("bài") == "dấu bài"
    assert inventory.changed("bài") == ()


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
    with pytest.raises(LedgerDamagedError):
        place.open()


def test_older_row_is_damage(place):
    """One that came back has its right checksum, and tells of files as they no longer are."""
    place.put({"bài": {"a.html": "a"}})
    older = place.ledger.get("output x", "bài")
    place.put({"bài": {"a.html": "mới"}})
    place.ledger.put("output x", {"bài": older})
    place.ledger.commit()
    with pytest.raises(LedgerDamagedError):
        place.open()


@pytest.mark.parametrize("index", ["[]", '{"bài":1}', '{"bài":["dấu",null,1]}', "chữ"])
def test_index_of_another_shape_is_damage(place, index):
    """Even with a checksum of its own: it is thrown away, not fallen over."""
    place.put({"bài": {"a.html": "a"}})
    place.ledger.put("index", {"output x": index})
    place.ledger.commit()
    with pytest.raises(LedgerDamagedError):
        place.open()


def test_other_process_finds_the_same(place):
    """Long surveys go on beside other work, and are waited for."""
    files = {f"{number}.html": str(number) for number in range(MANY)}
    place.put({"nhiều": files})
    (place.root / "7.html").write_text("khác", "utf-8")
    (place.root / "8.html").unlink()
    alone = place.open(1).findings
    beside = place.open(2)
    assert beside.findings == alone
    assert sorted(beside.changed("nhiều")) == ["7.html", "8.html"]


def test_survey_that_nobody_waits_for_is_ended(place):
    """A build that stops early leaves no process behind."""
    place.put({"nhiều": {f"{number}.html": "x" for number in range(MANY)}})
    inventory = place.open(2)
    inventory.close()
    inventory.close()
