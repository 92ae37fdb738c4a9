# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of the output counts as printed only while the disk says so."""

import os
from pathlib import Path

import pytest

from plugins.press.inventory import Inventory, new_row
from plugins.press.ledger import Ledger

DATA = b"<p>trang</p>"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An output folder with one file that an earlier build printed."""
    output = tmp_path / "output"
    output.mkdir()
    (output / "a.html").write_bytes(DATA)
    with_inventory(
        tmp_path, lambda one: one.replace("bài a", "dấu", {"a.html": new_row("m", DATA)})
    )
    return tmp_path


def with_inventory(place: Path, use, output: str = "output"):
    ledger = Ledger(place / "cache" / "ledger.sqlite3", "1")
    inventory = Inventory(place / output, ledger)
    try:
        answer = use(inventory)
        inventory.save()
        ledger.commit()
    finally:
        ledger.close()
    return answer


def stands(inventory: Inventory) -> bool:
    mark, rows = inventory.bundle("bài a")
    assert mark == "dấu"
    inventory.confirm("bài a", mark, rows)
    return inventory.stands("a.html", rows["a.html"])


def test_printed_file_stands(place):
    """Untouched, it is known by its stamp alone, build after build."""
    assert [with_inventory(place, stands) for _ in range(3)] == [True] * 3


def test_file_with_new_stamps_stands_by_its_bytes(place):
    """A restored output is known again, and by its stamp the next time."""
    file = place / "output" / "a.html"
    file.unlink()
    file.write_bytes(DATA)

    def restand(inventory: Inventory) -> list | None:
        mark, rows = inventory.bundle("bài a")
        assert inventory.stands("a.html", rows["a.html"])
        stamp = rows["a.html"][2]
        inventory.confirm("bài a", mark, rows)
        return stamp

    assert with_inventory(place, restand) is None
    assert with_inventory(place, restand) is not None


def remove(file: Path) -> None:
    file.unlink()


def change(file: Path) -> None:
    file.write_bytes(b"khac")


def change_secretly(file: Path) -> None:
    old = file.stat()
    with file.open("r+b") as stream:
        stream.write(b"!")
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))


def turn_into_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def turn_into_link(file: Path) -> None:
    target = file.rename(file.with_name("khac.html"))
    file.symlink_to(target)


def turn_into_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "spoil",
    [remove, change, change_secretly, turn_into_folder, turn_into_link, turn_into_pipe],
)
def test_changed_file_does_not_stand(place, spoil):
    """Whatever somebody made of it, even with its size and time."""
    spoil(place / "output" / "a.html")
    assert not with_inventory(place, stands)


def test_bundle_that_nobody_confirmed_is_forgotten(place):
    """Pages that the site no longer has leave no rows."""
    with_inventory(place, lambda inventory: None)
    assert with_inventory(place, lambda inventory: inventory.bundle("bài a")) == ("", {})


def test_each_output_folder_has_its_own_inventory(place):
    """The preview and the public site share the ledger and nothing of it."""
    assert with_inventory(place, lambda one: one.bundle("bài a"), "preview") == ("", {})
    assert with_inventory(place, stands)


def test_output_folder_may_bear_any_name(place):
    """Bytes that are no UTF-8 are a name as well."""
    name = os.fsdecode(b"ra-\xff")
    assert with_inventory(place, lambda one: one.bundle("bài a"), name) == ("", {})
