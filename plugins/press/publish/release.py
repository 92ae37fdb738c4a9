# SPDX-License-Identifier: AGPL-3.0-or-later
"""The release: new output gathered beside the old and moved into place when all is well.

On the disk, for an output folder `output`:

    output/.newsroom.json     the marker: this folder is ours, and what it publishes
    output.lock               held while a build runs, gone afterwards
    output.next/owner         says that the staging is ours to delete
    output.next/moves/<hash>  a new file, or a whole new folder; the hash is that of its path
    output.next/journal.json  complete: the move into place has begun and must be finished

Before the journal stands, nothing in the output has been touched. Once it stands,
the move can be repeated from any point, by this build or by the next. Processes that
this one forked may write files into the staging (`write`); only this one knows which of
them the release consists of (`take`), and moves them. They hold the lock with it, so
that nobody else comes in while one of them still writes for a parent that was killed. An output on
a disk of its own holds its staging itself, as `.next`: files cannot be renamed
from one disk to another.
"""

# Paths are strings in here: a Path for each of fifty thousand files is felt.

import errno
import fcntl
import hashlib
import json
import os
import shutil
import stat
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

from plugins.press.cache.stamps import fingerprint
from plugins.press.errors import Refusal

MARKER = ".newsroom.json"
FORMAT = 1

_SPARED = frozenset({".git", ".well-known"})
_INSIDE = frozenset({".next", ".next.lock", "lost+found"})
_RESERVED = frozenset({MARKER, ".git"}) | _INSIDE
_OWNER, _JOURNAL, _MOVES = "owner", "journal.json", "moves"

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_UNTOUCHED = "bản cũ còn nguyên"
_HALFWAY = "bản mới mới chuyển được một phần, lần dựng sau sẽ chuyển nốt"

_POLL_S = 0.1
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release did: paths relative to the output, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


class Written(NamedTuple):
    """What became of a file that was asked for.

    `state` is one of ADDED, CHANGED (other bytes stand there) and KEPT (these stand
    there). The first `unit` letters of its path name what will be moved: the file, or
    the topmost new folder that it is in.
    """

    state: str
    unit: int


ADDED, CHANGED, KEPT = "added", "changed", "kept"


@dataclass(frozen=True, slots=True)
class _Journal:
    """The move into place: staged things by name with their targets, then what goes."""

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]
    folders: tuple[str, ...]

    def text(self) -> str:
        # Pure ASCII: a foreign file to be removed may have a name that is not UTF-8.
        return json.dumps(
            {
                "format": FORMAT,
                "moves": self.moves,
                "removals": self.removals,
                "folders": self.folders,
            }
        )

    @classmethod
    def read(cls, path: str) -> Self | None:
        """Read a journal; None when there is none, or none that can be believed."""
        try:
            with open(path, encoding="ascii") as file:
                told = json.load(file)
            if told["format"] != FORMAT:
                return None
            journal = cls(
                tuple((str(name), str(target)) for name, target in told["moves"]),
                tuple(map(str, told["removals"])),
                tuple(map(str, told["folders"])),
            )
        except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
            return None
        targets = [target for _, target in journal.moves]
        if any("/" in name for name, _ in journal.moves):
            return None
        targets += [name for name, _ in journal.moves]
        for paths in (targets, journal.removals, journal.folders):
            if not all(map(_stays_inside, paths)):
                return None
        return journal


class Release:
    """One release of the site into *output*, as a context manager.

    Entering waits at most *wait_s* seconds for another build of the same output,
    finishes a move that was cut short, and refuses a folder that is not ours.
    Then every wanted file is staged, and `commit` moves it all into place and
    removes all else; whoever knows that most of the output stands as it should
    says what else may go (`remove_only`). Leaving without `commit` changes nothing
    in the output.

    A release that is not *durable* may be half-written after a power cut, like any file
    that was just saved; it is for an output that nobody publishes.

    Paths are relative to the output, NFC, with `/` between their parts. Not for
    several threads. Raises Refusal for what a person can mend, ValueError or
    RuntimeError for a mistake in the program.
    """

    def __init__(
        self, output: Path, content: Path, wait_s: float = 600.0, durable: bool = True
    ) -> None:
        self._shown = str(output)
        self._shown_content = str(content)
        self._output = output.resolve()
        self._content = content.resolve()
        self._wait_s, self._durable = wait_s, durable
        self._root = str(self._output)
        self._staging = self._lock_path = ""
        self._inside = False
        self._lock = -1
        #: The SHA-256 of the marker, once a manifest is committed.
        self.marker_digest = ""
        # What may be removed; all that nobody asks for, while this is None.
        self._leaving: set[str] | None = None
        # What shall stand there: what became of each path.
        self._wanted: dict[str, Written] = {}
        self._fates: dict[Written, Written] = {}
        self._wanted_folders: set[str] = set()
        self._standing_folders: dict[str, bool] = {"": True}
        self._name_bytes = self._place_bytes = 0
        self._open = False
        self._broken = False
        self._moving = False

    def __enter__(self) -> Self:
        self._refuse_content()
        with self._telling(_UNTOUCHED):
            self._choose_staging()
            self._take_lock()
        try:
            with self._telling(_UNTOUCHED):
                self._refuse_foreign_staging()
                self._refuse_read_only("")
            self._finish_cut_move()
            with self._telling(_UNTOUCHED):
                self._refuse_foreign_output()
                self._clear_staging()
        except BaseException:
            self._drop_lock()
            raise
        self._open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        try:
            if not self._moving:
                # What cannot be deleted now is stale, and goes when the next build enters.
                with suppress(OSError):
                    self._clear_staging()
        finally:
            self._drop_lock()

    def stage(self, path: str, data: bytes) -> None:
        """Ask for a file with these bytes; one that is there already is not touched.

        Raises ValueError for a path that leads out of the output, is not NFC, is
        reserved, or was asked for before with other bytes.
        """
        self._check(path)
        self._refuse_clash(path)
        try:
            written = self.write(path, data)
        except ValueError:
            raise
        except BaseException:
            self._broken = True
            raise
        self.take(path, written)

    def prepare(self) -> None:
        """Make the staging, before other processes are forked that shall `write`.

        Whoever forks them ends them before leaving the release.
        """
        self._check_open()
        with self._telling(_UNTOUCHED):
            self._open_staging()

    def write(self, path: str, data: bytes) -> Written:
        """Bring a file's bytes to where the commit will find them; in any process.

        Nothing is remembered of it here: `take` is to be told. Raises what `stage` does;
        a release whose file could not be written must not be committed.
        """
        self._check(path)
        with self._telling(_UNTOUCHED):
            self._open_staging()
            self._refuse_long(path)
            unit = self._unit_of(path)
            state = ADDED
            if len(unit) == len(path) and (standing := _status(self._at(path))):
                if _has_bytes(standing, self._at(path), data):
                    return Written(KEPT, len(path))
                if not stat.S_ISDIR(standing.st_mode):
                    state = CHANGED
            place = self._place_of(path, len(unit))
            if len(unit) < len(path):
                self._make(os.path.dirname(place))
            try:
                _write_new(place, data)
            except FileExistsError:
                if not _holds(place, data):
                    raise ValueError(f"{path!r} is asked for twice, with different bytes") from None
        return Written(state, len(unit))

    def take(self, path: str, written: Written) -> None:
        """Ask for a file that was written with `write`, in whatever process."""
        self._check_open()
        self._refuse_clash(path)
        # Few differ, so each is kept once.
        written = self._fates.setdefault(written, written)
        if self._wanted.setdefault(path, written) != written:
            raise ValueError(f"{path!r} is asked for twice, with different bytes")
        for folder in folders_of(path):
            if folder in self._wanted_folders:
                break
            self._wanted_folders.add(folder)

    def remove_only(self, paths: Iterable[str]) -> None:
        """Let nothing go but *paths*, and of these only what is not staged.

        A path that ends in "/" is a folder, which goes if it is empty by then.
        """
        self._check_open()
        self._leaving = set(paths)

    def commit(self, manifest: dict[str, Any] | None) -> Changes:
        """Move everything into place, and remove what nobody asked for.

        *manifest* is plain JSON data; `read_manifest` gives it back. It is
        published with the site, so it must hold nothing secret. None leaves the
        one that stands there.

        Raises Refusal when the output cannot be written.
        """
        self._check_open()
        if self._broken:
            raise RuntimeError("a file could not be staged, so this release is incomplete")
        marker = None if manifest is None else _marker_text(manifest)
        if marker is not None:
            self.marker_digest = fingerprint(marker.encode())
        leaving = self._all_that_stands() if self._leaving is None else self._leaving
        leaving = {path for path in leaving if not _is_spared(path)}
        removed = sorted(
            path
            for path in leaving
            if not path.endswith("/")
            and path not in self._wanted
            and os.path.lexists(self._at(path))
        )
        emptied = {path.removesuffix("/") for path in leaving if path.endswith("/")}
        # Of a file that somebody took away before, the folder is still there.
        emptied.update(folder for path in leaving for folder in folders_of(path.removesuffix("/")))
        folders = sorted(
            (folder for folder in emptied - self._wanted_folders if _is_folder(self._at(folder))),
            reverse=True,
        )
        units = {
            path[: written.unit] for path, written in self._wanted.items() if written.state != KEPT
        }
        journal = _Journal(
            tuple((_name_of(unit), unit) for unit in sorted(units, key=self._turn)),
            tuple(removed),
            tuple(folders),
        )
        with self._telling(_UNTOUCHED):
            if units or removed or folders or not (marker is None or self._marker_is(marker)):
                self._open_staging()
                self._refuse_shut_folders(journal)
                self._make_durable(journal, marker)
                self._moving = True
        if self._moving:
            self._move(journal)
            self._moving = False
        self._open = False
        return Changes(
            added=self._all_that_are(ADDED),
            changed=self._all_that_are(CHANGED),
            removed=tuple(removed),
        )

    # --- entering -------------------------------------------------------------

    def _refuse_content(self) -> None:
        output, content = self._output, self._content
        if _same_folder(output, content):
            relation = "trùng với"
        elif any(_same_folder(output, folder) for folder in content.parents):
            relation = "chứa"
        elif any(_same_folder(folder, content) for folder in output.parents):
            relation = "nằm trong"
        else:
            return
        raise Refusal(
            f"thư mục kết xuất «{self._shown}» {relation} thư mục nội dung "
            f"«{self._shown_content}», bài viết có thể bị xóa",
            "chọn cho -o một thư mục nằm ngoài thư mục nội dung, chẳng hạn «output»",
        )

    def _choose_staging(self) -> None:
        output = self._output
        if output.exists() and not output.is_dir():
            raise Refusal(
                f"«{self._shown}» là một tệp, không phải thư mục",
                "chọn cho -o một thư mục",
            )
        output.parent.mkdir(parents=True, exist_ok=True)
        self._inside = output.is_dir() and (
            _on_another_mount(output) or not os.access(output.parent, os.W_OK | os.X_OK)
        )
        self._staging = f"{self._root}/.next" if self._inside else f"{self._root}.next"
        self._lock_path = f"{self._root}/.next.lock" if self._inside else f"{self._root}.lock"

    def _take_lock(self) -> None:
        deadline = time.monotonic() + self._wait_s
        told = False
        while (lock := _try_lock(self._lock_path)) is None:
            if time.monotonic() >= deadline:
                raise Refusal(
                    f"thư mục «{self._shown}» vẫn do một lần dựng khác giữ "
                    f"sau {self._wait_s:g} giây chờ",
                    "đợi lần dựng kia xong, hoặc dừng nó, rồi chạy lại",
                )
            if not told:
                told = True
                print(
                    f"Một lần dựng khác đang ghi vào «{self._shown}»: "
                    f"chờ nó xong, tối đa {self._wait_s:g} giây.",
                    file=sys.stderr,
                    flush=True,
                )
            time.sleep(_POLL_S)
        self._lock = lock

    def _drop_lock(self) -> None:
        # Unlinked while it is held: whoever waits sees that the name is another
        # file's by then, and tries again.
        # Ours is empty; somebody's own file of that name is left.
        with suppress(OSError):
            if not os.fstat(self._lock).st_size:
                os.unlink(self._lock_path)
        os.close(self._lock)

    def _refuse_foreign_staging(self) -> None:
        staging = self._staging
        if not os.path.lexists(staging):
            return
        # An empty one is ours, killed between its first two steps, or nobody's loss.
        if _is_folder(staging) and (
            _is_plain_file(f"{staging}/{_OWNER}") or not os.listdir(staging)
        ):
            return
        raise Refusal(
            f"«{staging}» là chỗ chuẩn bị bản mới, nhưng đang có thứ khác ở đó",
            "dời nó đi hoặc đổi tên nó, rồi chạy lại",
        )

    def _refuse_read_only(self, folder: str) -> None:
        place = self._at(folder) if folder else self._root
        if os.path.isdir(place) and not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)

    def _finish_cut_move(self) -> None:
        with self._telling(_UNTOUCHED):
            journal = _Journal.read(f"{self._staging}/{_JOURNAL}")
        if journal:
            print(
                f"Lần dựng trước bị ngắt khi đang chuyển tệp vào «{self._shown}»: chuyển nốt.",
                file=sys.stderr,
                flush=True,
            )
            self._move(journal)

    def _refuse_foreign_output(self) -> None:
        if not self._output.is_dir():
            return
        if _is_plain_file(self._at(MARKER)):
            _read_marker(self._output)
            return
        ignored = _INSIDE if self._inside else frozenset()
        if set(os.listdir(self._root)) - ignored:
            raise Refusal(
                f"thư mục «{self._shown}» không trống và không mang dấu «{MARKER}» "
                "của trang tin, nên không được ghi vào",
                "chọn cho -o một thư mục mới hoặc trống",
            )

    def _open_staging(self) -> None:
        if self._name_bytes:
            return
        os.mkdir(self._staging)
        _write(f"{self._staging}/{_OWNER}", "Chỗ chuẩn bị bản mới của trang tin.\n")
        os.mkdir(f"{self._staging}/{_MOVES}")
        self._name_bytes = os.pathconf(self._staging, "PC_NAME_MAX")
        self._place_bytes = os.pathconf(self._staging, "PC_PATH_MAX")

    def _clear_staging(self) -> None:
        staging = self._staging
        if not os.path.lexists(staging):
            return
        # The journal goes first, so that no half-deleted staging is ever moved; the
        # owner's mark goes last, so that a half-deleted one is still known as ours.
        with suppress(FileNotFoundError):
            os.unlink(f"{staging}/{_JOURNAL}")
        for name in os.listdir(staging):
            if name != _OWNER:
                _delete(f"{staging}/{name}")
        with suppress(FileNotFoundError):
            os.unlink(f"{staging}/{_OWNER}")
        os.rmdir(staging)

    def _all_that_stands(self) -> set[str]:
        """List all files in the output, and all folders with a slash behind them."""
        found: set[str] = set()
        if not self._output.is_dir():
            return found
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            with os.scandir(f"{self._root}/{prefix}") as entries:
                for entry in entries:
                    path = prefix + entry.name
                    if path in self.spared:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        path += "/"
                        waiting.append(path)
                    found.add(path)
        return found

    @property
    def spared(self) -> frozenset[str]:
        """Names at the top of the output that are not the site's."""
        return _SPARED | {MARKER} | (_INSIDE if self._inside else frozenset())

    # --- staging --------------------------------------------------------------

    def _check_open(self) -> None:
        if not self._open:
            raise RuntimeError("the release is not open: enter it first, commit it once")

    def _check(self, path: str) -> None:
        self._check_open()
        if not _stays_inside(path) or not unicodedata.is_normalized("NFC", path):
            raise ValueError(f"{path!r} is not a relative NFC path inside the output")
        path.encode()
        if path == ".well-known" or path.partition("/")[0] in _RESERVED:
            raise ValueError(f"{path!r} is reserved")

    def _refuse_clash(self, path: str) -> None:
        if path in self._wanted_folders:
            raise ValueError(f"{path!r} is asked for as a file and as a folder")
        for folder in folders_of(path):
            if folder in self._wanted_folders:
                break
            if folder in self._wanted:
                raise ValueError(f"{folder!r} is asked for as a file and as a folder")

    def _all_that_are(self, state: str) -> tuple[str, ...]:
        return tuple(sorted(path for path, told in self._wanted.items() if told.state == state))

    def _refuse_long(self, path: str) -> None:
        """Find a name that the disk cannot hold now: in the staging it is a number."""
        place = os.fsencode(self._at(path))
        names = path.encode().split(b"/")
        if len(place) >= self._place_bytes or max(map(len, names)) > self._name_bytes:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), self._at(path))

    def _unit_of(self, path: str) -> str:
        """Tell what is staged and moved as a whole for *path*: the topmost new folder, or itself.

        One rename for fifty thousand new folders, and none to delete afterwards.
        """
        end = path.find("/")
        while end > 0:
            if not self._is_standing_folder(path[:end]):
                return path[:end]
            end = path.find("/", end + 1)
        return path

    def _is_standing_folder(self, folder: str) -> bool:
        """Tell whether the output has a real folder at *folder*; those above are real ones."""
        if folder not in self._standing_folders:
            self._standing_folders[folder] = _is_folder(self._at(folder))
        return self._standing_folders[folder]

    def _place_of(self, path: str, unit: int) -> str:
        """Tell where in the staging the file *path* is, which is moved with *unit* letters of it.

        Every process finds the same place without asking another.
        """
        return f"{self._staging}/{_MOVES}/{_name_of(path[:unit])}{path[unit:]}"

    def _make(self, folder: str) -> None:
        """Make a folder of the staging, and those that it stands in, if no other process has."""
        try:
            os.mkdir(folder)
        except FileNotFoundError:
            self._make(os.path.dirname(folder))
            self._make(folder)
        except FileExistsError:
            pass

    # --- moving ---------------------------------------------------------------

    def _turn(self, unit: str) -> tuple[int, int, str]:
        """Order the moves so that a reader meets no link to what is not there yet.

        Styles and photos come first, then new folders, then pages from the
        deepest to the front page, then feeds and site maps.
        """
        if unit not in self._wanted:
            rank = 1
        elif unit.endswith(".html"):
            rank = 2
        else:
            rank = 3 if unit.endswith((".xml", ".json")) else 0
        return rank, -unit.count("/"), unit

    def _refuse_shut_folders(self, journal: _Journal) -> None:
        """Find a folder that cannot be written to before the first move, not in the midst."""
        paths = [target for _, target in journal.moves]
        paths += journal.removals
        paths += journal.folders
        disk = os.stat(self._staging).st_dev
        for folder in {path.rpartition("/")[0] for path in paths}:
            self._refuse_read_only(folder)
            place = self._at(folder)
            if _is_folder(place) and os.stat(place).st_dev != disk:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), place)

    def _make_durable(self, journal: _Journal, marker: str | None) -> None:
        """Bring the staging and then its journal to the disk.

        One sync of everything costs a few seconds for 50 000 files, a sync of
        each file more than a minute. After `kill -9` neither would be needed; a
        power cut could otherwise leave a journal whose files are empty. The
        renames that follow are not synced: file systems keep their order, and the
        next build compares bytes in any case.
        """
        if marker is not None:
            _write(f"{self._staging}/{MARKER}", marker)
        if self._durable:
            os.sync()
        draft = f"{self._staging}/{_JOURNAL}.draft"
        _write(draft, journal.text(), durable=self._durable)
        os.replace(draft, f"{self._staging}/{_JOURNAL}")
        if self._durable:
            _sync_folder(self._staging)

    def _move(self, journal: _Journal) -> None:
        """Carry out *journal*; what was already carried out is passed over."""
        with self._telling(_HALFWAY):
            os.makedirs(self._root, exist_ok=True)
            real = {""}
            for name, target in journal.moves:
                self._make_folders(target, real)
                _move_into_place(f"{self._staging}/{_MOVES}/{name}", self._at(target))
            known = {"": True}
            for path in journal.removals:
                if self._is_reached(path, known) and not _is_folder(self._at(path)):
                    with suppress(FileNotFoundError):
                        os.unlink(self._at(path))
            for folder in journal.folders:
                if self._is_reached(folder, known):
                    # One that has been filled, or replaced by a file, stays.
                    with suppress(OSError):
                        os.rmdir(self._at(folder))
            with suppress(FileNotFoundError):
                os.replace(f"{self._staging}/{MARKER}", self._at(MARKER))
        with suppress(OSError):
            self._clear_staging()

    def _make_folders(self, target: str, real: set[str]) -> None:
        """Make the folders above *target* real ones, through no link out of the output."""
        missing = []
        for folder in folders_of(target):
            if folder in real:
                break
            missing.append(folder)
        for folder in reversed(missing):
            place = self._at(folder)
            if not _is_folder(place):
                with suppress(FileNotFoundError):
                    os.unlink(place)
                os.mkdir(place)
            real.add(folder)

    def _is_reached(self, path: str, known: dict[str, bool]) -> bool:
        """Tell whether *path* is reached through real folders only."""
        folder = path.rpartition("/")[0]
        if folder not in known:
            known[folder] = self._is_reached(folder, known) and _is_folder(self._at(folder))
        return known[folder]

    def _marker_is(self, text: str) -> bool:
        return _holds(self._at(MARKER), text.encode())

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _telling(self, state: str) -> Iterator[None]:
        """Turn the system's errors into sentences; *state* says how the output is left."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                problem = f"hết chỗ trên đĩa khi ghi vào «{self._shown}»"
                mend = "dọn bớt đĩa hoặc nới hạn mức, rồi chạy lại"
            elif error.errno in _FORBIDDEN:
                problem = f"không có quyền ghi vào «{error.filename or self._shown}»"
                mend = "cấp quyền ghi, hoặc gắn lại đĩa ở chế độ ghi, rồi chạy lại"
            else:
                problem = f"không ghi được vào «{error.filename or self._shown}» ({error.strerror})"
                mend = f"xem lại đĩa và thư mục «{self._shown}», rồi chạy lại"
            raise Refusal(f"{problem}; {state}", mend) from error


class _Marker(msgspec.Struct):
    """What a marker says; the manifest is taken apart only for whoever asks."""

    format: int
    manifest: msgspec.Raw = msgspec.Raw(b"null")


def read_manifest(output: Path) -> dict[str, Any] | None:
    """Read what the last release into *output* published.

    None when nothing was, or when the marker is damaged: the folder is still
    ours then, but nobody knows what it held.

    Raises Refusal when the marker is a newer program's or cannot be read.
    """
    marker = _read_marker(output)
    try:
        manifest = None if marker is None else msgspec.json.decode(marker.manifest)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) else None


def _read_marker(output: Path) -> _Marker | None:
    """Read the marker of *output*; None where there is none that says anything.

    Raises what `read_manifest` does.
    """
    file = output.resolve() / MARKER
    try:
        if not _is_plain_file(str(file)):
            return None
        marker = msgspec.json.decode(file.read_bytes(), type=_Marker)
    except OSError as error:
        raise Refusal(
            f"không đọc được dấu «{file}» ({error.strerror})", "cấp quyền đọc, rồi chạy lại"
        ) from error
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    if marker.format > FORMAT:
        raise Refusal(
            f"thư mục «{output}» do bản mới hơn của chương trình làm ra "
            f"(dấu kiểu «{marker.format}», bản này chỉ biết đến kiểu {FORMAT})",
            "cập nhật chương trình, hoặc chọn cho -o một thư mục khác",
        )
    return marker


def _marker_text(manifest: dict[str, Any]) -> str:
    marker = {"format": FORMAT, "manifest": manifest}
    # A line for each address, for whoever compares two of them.
    text = msgspec.json.format(msgspec.json.encode(marker, order="sorted"), indent=1)
    return text.decode() + "\n"


def _stays_inside(path: str) -> bool:
    return "\0" not in path and not {"", ".", ".."}.intersection(path.split("/"))


def _is_spared(path: str) -> bool:
    return path.partition("/")[0] in _SPARED


def folders_of(path: str) -> Iterator[str]:
    """List the folders above *path*, nearest first, the output itself left out."""
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)


def _same_folder(one: Path, other: Path) -> bool:
    if one == other:
        return True
    try:
        # A bind mount gives one folder two names.
        return one.samefile(other)
    except OSError:
        return False


def _on_another_mount(folder: Path) -> bool:
    """Tell whether *folder* cannot exchange files with its own parent by renaming."""
    if folder.stat().st_dev != folder.parent.stat().st_dev:
        return True
    # A bind mount has its parent's device number and still refuses. No file can
    # bear a name of 300 bytes, so nothing can be moved by asking.
    impossible = "x" * 300
    try:
        (folder.parent / impossible).rename(folder / impossible)
    except OSError as error:
        return error.errno == errno.EXDEV
    raise AssertionError("a name of 300 bytes was accepted")


def _try_lock(path: str) -> int | None:
    """Lock the file *path*; None while another process holds it."""
    # Reading is enough for a lock, so builds of different users can share the file.
    lock = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The last holder may have unlinked it between our opening and our locking.
        if os.path.samestat(os.fstat(lock), os.stat(path, follow_symlinks=False)):
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(lock)
        raise
    os.close(lock)
    return None


def _name_of(unit: str) -> str:
    """Name a thing in the staging by its path, which may be too long for one name."""
    return hashlib.blake2b(unit.encode(), digest_size=16).hexdigest()


def _status(path: str) -> os.stat_result | None:
    """Look at *path* itself; None if there is nothing."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _mode(path: str) -> int:
    """Give the mode of *path* itself, 0 if there is nothing."""
    status = _status(path)
    return status.st_mode if status else 0


def _is_folder(path: str) -> bool:
    return stat.S_ISDIR(_mode(path))


def _is_plain_file(path: str) -> bool:
    return stat.S_ISREG(_mode(path))


def _holds(path: str, data: bytes) -> bool:
    """Tell whether *path* is a file with exactly these bytes."""
    status = _status(path)
    return status is not None and _has_bytes(status, path, data)


def _has_bytes(status: os.stat_result, path: str, data: bytes) -> bool:
    """Tell whether *path*, whose status was taken, is a file with exactly these bytes."""
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
        return False
    try:
        # Without O_NONBLOCK a pipe that somebody put there would be waited on for ever.
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            place = 0
            while chunk := os.read(file, _CHUNK_BYTES):
                if not data.startswith(chunk, place):
                    return False
                place += len(chunk)
            return place == len(data)
        finally:
            os.close(file)
    except OSError:
        # What cannot be read is replaced.
        return False


def _write_new(path: str, data: bytes) -> None:
    """Write a file that is not there yet; without a stream, whose calls are felt."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        written = os.write(file, data)
        while written < len(data):
            written += os.write(file, memoryview(data)[written:])
    finally:
        os.close(file)


def _write(path: str, text: str, durable: bool = False) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def _sync_folder(path: str) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _delete(path: str) -> None:
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def _move_into_place(source: str, target: str) -> None:
    """Move a staged file or folder over whatever stands at *target*."""
    coming, standing = _mode(source), _mode(target)
    if not coming:
        # Moved before the cut.
        return
    if stat.S_ISDIR(coming) and stat.S_ISDIR(standing):
        # Somebody made the folder after we had looked, or the cut came between the two.
        for name in os.listdir(source):
            _move_into_place(f"{source}/{name}", f"{target}/{name}")
        return
    if standing and stat.S_ISDIR(coming) != stat.S_ISDIR(standing):
        _delete(target)
    os.replace(source, target)
