# SPDX-License-Identifier: AGPL-3.0-or-later
"""Watching for saves, whatever becomes of the folders and of the system's patience."""

import errno
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles

from plugins.press import watch
from plugins.press.watch import find_remote, watch_for_ever

#: Seconds until a save must be told.
PATIENCE_S = 20

Start = Callable[..., "Told"]


class Told:
    """What a watcher tells of: sentences, and the names of what was saved."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self._names: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
        self.saved = self._names.put

    def wait_for(self, place: Path, act: Callable[[], object]) -> None:
        """Do something until it is told of *place*, or what is below it."""
        for _ in range(PATIENCE_S):
            act()
            try:
                while names := self._names.get(timeout=1):
                    if any(Path(name).is_relative_to(place) for name in names):
                        return
            except queue.Empty:
                continue
        pytest.fail(f"nothing is told of {place}; {self.sentences}")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start watchers, which end with the test."""
    stop = threading.Event()
    threads = []

    def begin(*places: Path) -> Told:
        told = Told()
        arguments = (places, told.saved, told.sentences.append, stop)
        threads.append(threading.Thread(target=watch_for_ever, args=arguments))
        threads[-1].start()
        return told

    yield begin
    stop.set()
    for thread in threads:
        thread.join()


def save(file: Path) -> None:
    """Save something new."""
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text() if file.exists() else ""
    file.write_text(f"{before}.")


def test_save_is_told(start, tmp_path):
    """Of a file in a watched folder, of one in a new folder within, and of no other."""
    told = start(tmp_path)
    for name in ("a.md", "b/c/d.md"):
        file = tmp_path / name
        told.wait_for(file, lambda file=file: save(file))
    assert told.sentences == []


@pytest.mark.parametrize("by", ["removing", "renaming"])
def test_folder_that_is_removed_and_comes_back(start, tmp_path, by):
    """As by git stash, or by a branch without it: it is told, and saves are again."""
    folder, aside, other = tmp_path / "content", tmp_path / "aside", tmp_path / "code"
    other.mkdir()
    save(folder / "a.md")
    told = start(folder, other)
    told.wait_for(folder, lambda: save(folder / "a.md"))
    for _ in range(2):
        told.wait_for(
            folder,
            lambda: (
                shutil.rmtree(folder, ignore_errors=True)
                if by == "removing" or aside.exists()
                else folder.rename(aside)
            ),
        )
        told.wait_for(folder, lambda: folder.mkdir(exist_ok=True))
        told.wait_for(folder / "b/c.md", lambda: save(folder / "b/c.md"))
    told.wait_for(other, lambda: save(other / "x.py"))


def test_folder_that_is_not_there_yet(start, tmp_path):
    """It is told when it comes."""
    other, folder = tmp_path / "code", tmp_path / "content"
    other.mkdir()
    told = start(folder, other)
    told.wait_for(other, lambda: save(other / "x.py"))
    told.wait_for(folder, lambda: save(folder / "a.md"))


def test_file_that_is_replaced_at_each_save(start, tmp_path):
    """Many an editor writes another file and renames it: each save is told, not the first alone."""
    file = tmp_path / "settings.py"
    file.write_text("")
    told = start(file)

    def replace() -> None:
        save(tmp_path / "new.py")
        (tmp_path / "new.py").rename(file)

    for _ in range(3):
        told.wait_for(file, replace)


def test_system_without_watches_left_is_polled(start, tmp_path, monkeypatch):
    """Where the kernel refuses, files are looked at; it is said with its mend, once."""

    def refuse(*places, force_polling=None, **options):
        if not force_polling:
            raise OSError(errno.ENOSPC, "OS file watch limit reached")
        return watchfiles.watch(*places, force_polling=True, **options)

    monkeypatch.setattr(watch, "watch", refuse)
    told = start(tmp_path)
    told.wait_for(tmp_path, lambda: None)
    told.wait_for(tmp_path / "a.md", lambda: save(tmp_path / "a.md"))
    assert told.sentences == [
        "Hệ thống không còn lượt theo dõi tệp (inotify): bản xem trước tự nhìn lại mọi tệp "
        "mỗi 2 giây — Sửa: sudo sysctl fs.inotify.max_user_watches=524288, "
        "rồi chạy lại make serve"
    ]


@pytest.mark.parametrize(
    ("kind", "is_remote"),
    [
        ("nfs4", True),
        ("cifs", True),
        ("9p", True),
        ("fuse.sshfs", True),
        ("vboxsf", True),
        ("ext4", False),
        ("overlay", False),
        ("btrfs", False),
        ("tmpfs", False),
    ],
)
def test_disk_that_tells_of_no_save(tmp_path, kind, is_remote):
    """Network drives and shared folders are told by the kind of the nearest mounted disk."""
    mounts = tmp_path / "mounts"
    place = tmp_path / "du an" / "content"
    place.mkdir(parents=True)
    folder = str(place.parent).replace(" ", "\\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {folder} {kind} rw 0 0\n")
    told = find_remote((tmp_path, place), mounts)
    assert told.startswith(f"Thư mục «{place}» nằm trên ổ mạng hay ổ dùng chung ({kind}), ") == (
        is_remote
    )
    assert find_remote((tmp_path,), mounts) == ""
    assert find_remote((place,), tmp_path / "none") == ""
