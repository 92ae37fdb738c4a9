# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store gives back what was written, or nothing at all."""

import ast
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from plugins.press.cache.store import (
    CacheDamagedError,
    CacheStore,
    discard,
)
from plugins.press.cache.workers import LEAST, each
from plugins.press.errors import Refusal
from tests.small_site import ROOT, article

#: Places where 64 random bytes are put into a store.
TRIALS = 250
ROWS = {f"tin/bài-{number}.md": f"«{number}» " + "chữ " * (number % 90) for number in range(300)}
BYTES = {key: value.encode() for key, value in ROWS.items()}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "store.sqlite3"


def fill(file: Path, rows: dict[str, str] = ROWS, version: str = "1") -> None:
    store = CacheStore(file, version)
    store.put("record", rows)
    store.commit()
    store.close()


def test_rows_are_as_they_were_written(file):
    """What was committed is there the next time, of its kind and key alone."""
    fill(file)
    store = CacheStore(file, "1")
    assert not store.thrown_away
    assert store.raw("record") == BYTES
    assert store.get("record", "tin/bài-7.md") == ROWS["tin/bài-7.md"]
    assert store.get("parts", "tin/bài-7.md") is None
    store.drop("record", ["tin/bài-7.md", "không có"])
    assert store.get("record", "tin/bài-7.md") is None
    store.close()


def test_what_was_not_committed_is_forgotten(file):
    """A build that ends early leaves the store as it found it."""
    fill(file)
    store = CacheStore(file, "1")
    store.put("record", {"a": "mới"})
    store.drop("record", list(ROWS))
    store.close()
    store = CacheStore(file, "1")
    assert store.raw("record") == BYTES
    store.close()


def test_killed_process_leaves_what_it_committed(file):
    """After kill -9 in the middle of writing the last commit stands."""
    fill(file)
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from plugins.press.cache.store import CacheStore\n"
        "store = CacheStore(Path(sys.argv[1]), '1')\n"
        "for number in range(9):\n"
        "    store.put('record', {str(i): 'x' * 2000 for i in range(number * 500)})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], cwd=ROOT, check=False)
    assert done.returncode == -9
    store = CacheStore(file, "1")
    assert not store.thrown_away
    assert store.raw("record") == BYTES
    store.close()


def test_random_bytes_never_give_wrong_rows(file, tmp_path):
    """Of 64 random bytes anywhere in the file a row is lost or refused, never believed."""
    fill(file)
    whole = file.read_bytes()
    noticed = 0
    for trial in range(TRIALS):
        chance = random.Random(trial)
        data = bytearray(whole)
        place = chance.randrange(len(data) - 64)
        data[place : place + 64] = chance.randbytes(64)
        damaged = tmp_path / "trial" / "store.sqlite3"
        damaged.parent.mkdir(exist_ok=True)
        damaged.write_bytes(data)
        store = CacheStore(damaged, "1")
        try:
            rows = store.raw("record")
            for key in list(ROWS)[::50]:
                assert store.get("record", key) in (ROWS[key], None)
            assert rows.items() <= BYTES.items()
            store.put("record", {"a": "b"})
            store.drop("record", list(ROWS)[::3])
            store.commit()
        except CacheDamagedError:
            noticed += 1
        noticed += store.thrown_away
        store.discard()
        store.close()
    assert noticed > TRIALS // 3


@pytest.mark.parametrize("column", ["kind", "key", "value", "checksum"])
def test_changed_column_is_noticed(file, column):
    """A row that SQLite finds in order but that no build wrote is refused."""
    fill(file, {"a": "b"})
    connection = sqlite3.connect(file)
    connection.execute(f"UPDATE rows SET {column} = 'parts' WHERE key = 'a'")
    connection.commit()
    connection.close()
    store = CacheStore(file, "1")
    with pytest.raises(CacheDamagedError):
        store.raw("parts" if column == "kind" else "record")
    store.close()


def spoil_as_text(file: Path) -> None:
    file.write_bytes("không phải sổ\n".encode() * 500)


def spoil_as_foreign(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE rows (kind, key, value, checksum)")
    connection.close()


def spoil_as_newer(file: Path) -> None:
    connection = sqlite3.connect(file)
    (own,) = connection.execute("PRAGMA application_id").fetchone()
    connection.execute(f"PRAGMA application_id = {own + 1}")
    connection.close()


def spoil_by_cutting(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def spoil_by_dropping_the_version(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DELETE FROM rows WHERE kind = 'store'")
    connection.commit()
    connection.close()


def spoil_as_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_as_text,
        spoil_as_foreign,
        spoil_as_newer,
        spoil_by_cutting,
        spoil_by_dropping_the_version,
        spoil_as_pipe,
    ],
)
def test_file_that_is_not_ours_is_begun_anew(file, spoil):
    """What another program, another format or an accident left is thrown away."""
    fill(file)
    spoil(file)
    store = CacheStore(file, "1")
    assert store.thrown_away
    assert store.raw("record") == {}
    store.put("record", {"a": "b"})
    store.commit()
    store.close()
    store = CacheStore(file, "1")
    assert (store.thrown_away, store.raw("record")) == (False, {"a": b"b"})
    store.close()


def test_another_version_is_begun_anew(file):
    """Other code could have meant something else by the same row."""
    fill(file)
    store = CacheStore(file, "2")
    assert (store.thrown_away, store.raw("record")) == (True, {})
    store.close()


def test_place_that_cannot_be_written_is_told_with_its_mend(tmp_path):
    """Not SQLite's words alone, and no traceback: the file, and what to do."""
    (tmp_path / "tep").write_bytes(b"")
    for file in (tmp_path / "tep" / "store.sqlite3", Path("/proc/cache/store.sqlite3")):
        with pytest.raises(Refusal, match=r"không ghi được .* — Sửa: .*--cache-path"):
            CacheStore(file, "1")


@pytest.mark.parametrize("name", ["store.sqlite3", "store.sqlite3-journal"])
def test_folder_in_its_place_is_told_and_left(file, name):
    """What is in it is somebody's; only they can say where it goes."""
    CacheStore(file, "1").close()
    before = file.read_bytes()
    taken = file.with_name(name)
    if taken == file:
        file.unlink()
    taken.mkdir()
    with pytest.raises(Refusal) as caught:
        CacheStore(file, "1")
    assert str(caught.value) == (
        f"không ghi được bộ nhớ đệm «{taken}» (ở đó có một thư mục) — "
        "Sửa: dời thư mục ấy đi, hoặc dùng --cache-path khác"
    )
    assert taken.is_dir()
    assert taken == file or file.read_bytes() == before


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
@pytest.mark.parametrize("text", ["", "của người khác"])
@pytest.mark.parametrize(
    "name", ["store.sqlite3", "store.sqlite3-journal", "store.sqlite3-wal", "store.lock"]
)
def test_file_from_elsewhere_behind_a_link_is_not_written_over(file, name, text, link):
    """Neither through a symbolic link nor by another name of the same file."""
    victim = file.parent.with_name("victim")
    victim.write_text(text, "utf-8")
    file.parent.mkdir()
    getattr(file.with_name(name), link)(victim)
    with pytest.raises(Refusal) as caught:
        CacheStore(file, "1")
    reason = "ở đó có một liên kết tượng trưng" if link == "symlink_to" else "tệp ấy còn một tên"
    assert str(caught.value).startswith(
        f"không ghi được bộ nhớ đệm «{file.with_name(name)}» ({reason}"
    )
    assert victim.read_text("utf-8") == text
    file.with_name(name).unlink()
    CacheStore(file, "1").close()


@pytest.mark.parametrize("name", ["photos", "photos/ab", "cards"])
def test_folder_of_the_cache_that_leads_elsewhere_is_refused(build_site, name):
    """Copies and cards are written into no folder from elsewhere; a cache kept elsewhere is."""
    elsewhere = build_site({"a.md": article("A")}).output.parent / "khac"
    cache = elsewhere.with_name("cache")
    place = cache / name
    elsewhere.mkdir()
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    place.symlink_to(elsewhere)
    build = build_site({"b.md": article("B")})
    assert build.status == 2
    assert f"cache/{name}» (ở đó có một liên kết tượng trưng) — Sửa: xóa liên kết" in build.stderr
    assert list(elsewhere.iterdir()) == []
    place.unlink()
    cache.rename(elsewhere / "cache")
    cache.symlink_to(elsewhere / "cache")
    assert build_site({}).status == 0


def test_discarding_takes_no_file_from_elsewhere(file):
    """A copy that was put beside it stays."""
    CacheStore(file, "1").close()
    copy = file.with_name("store.sqlite3.bak")
    copy.write_bytes(file.read_bytes())
    file.with_name("store.sqlite3-wal").write_bytes(b"x")
    discard(file)
    assert [left.suffix for left in sorted(file.parent.iterdir())] == [".lock", ".bak"]


def test_full_disk_is_told_with_its_mend(file):
    """Who runs out of room is not told that the cache is damaged."""
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from plugins.press.cache.store import CacheStore\n"
        "from plugins.press.errors import Refusal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = CacheStore(Path(sys.argv[1]), '1')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "try:\n"
        "    store.put('record', {str(i): 'x' * 2000 for i in range(500)})\n"
        "    store.commit()\n"
        "except Refusal:\n"
        "    sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], cwd=ROOT, check=False)
    assert done.returncode == 7


def test_second_build_waits_for_the_first(file, capsys):
    """It says so, and then reads what the first one left, not what it had begun."""
    first = CacheStore(file, "1")
    first.put("record", {"a": "1"})
    # Other builds stay out between two commits as well.
    first.commit()
    waited, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(waited, 1)
        os._exit(0)
    first.put("record", {"a": "2"})
    first.commit()
    first.close()
    # The child, forked meanwhile, holds the lock as well until it ends.
    threading.Timer(0.3, os.close, [go]).start()
    second = CacheStore(file, "1")
    assert second.raw("record") == {"a": b"2"}
    assert "chờ nó xong, tối đa 600 giây" in capsys.readouterr().err
    second.close()
    os.waitpid(child, 0)
    os.close(waited)


def test_waiting_ends_with_a_sentence(file):
    """A store that is not given up is told with the mend."""
    first = CacheStore(file, "1")
    with pytest.raises(Refusal, match="Sửa: đợi lần kia xong, hoặc dùng --cache-path"):
        CacheStore(file, "1", wait_s=0)
    first.close()
    CacheStore(file, "1", wait_s=0).close()


def test_forked_workers_read_and_leave_the_owner_its_writing(file):
    """A worker reads what was committed; what the owner has begun goes on unharmed."""
    fill(file)
    store = CacheStore(file, "1")
    keys = (list(ROWS) * 2)[: 2 * LEAST]
    got = dict(each(keys, lambda key: [store.get("record", key).encode()], 2))
    assert got == {place: ROWS[key].encode() for place, key in enumerate(keys)}
    store.put("record", {"a": "b"})
    list(each(keys, lambda key: [store.get("record", key).encode()], 2))
    store.commit()
    assert store.raw("record") == {**BYTES, "a": b"b"}
    store.close()


def test_damage_that_a_worker_finds_is_known_as_damage(file):
    """It is not a failure of the worker: the build throws the store away and goes on."""
    store = CacheStore(file, "1")

    def find_damage(_: int) -> bytes:
        raise CacheDamagedError("row is not what was written")

    with pytest.raises(CacheDamagedError, match="not what was written"):
        list(each(range(LEAST), find_damage, 2))
    store.close()


def test_build_with_a_damaged_ledger_ends_well(build_site):
    """One line says that it was thrown away; no traceback, and the same site."""
    files = {f"tin/{number}.md": article(f"Bài {number}") for number in range(9)}
    build = build_site(files)
    assert build.status == 0, build.stderr
    pages = build.pages()
    store = build.output.parent / "cache" / "store.sqlite3"
    whole = store.read_bytes()
    for place in (0, 18, 4096 + 3, len(whole) // 2):
        damaged = bytearray(whole)
        damaged[place : place + 64] = random.Random(place).randbytes(64)
        store.write_bytes(damaged)
        again = build_site({"tin/0.md": article(f"Bài {place}")})
        assert again.status == 0, again.stderr
        assert "Traceback" not in again.stderr
    build_site({"tin/0.md": article("Bài 0")})
    assert build.pages() == pages


def test_nothing_that_is_stored_can_run():
    """No module of ours can bring stored code to life."""
    for file in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"pickle", "marshal", "shelve", "dill"}.intersection(names), file
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec"), file
