# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store of copies: photos are examined, and the copies made that the site publishes.

A photo is first examined (`examine`: is it one, of what size?), then planned by
newsroom.photo, then its copies are made (`PhotoStore.make_all`) in a folder that outlives
builds. Its pixels are only trusted once they were decoded: making copies does that, and
`PhotoStore.check_all`, which finds the faults and makes nothing.
"""

import functools
import hashlib
import importlib.metadata
import json
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from plugins.newsroom.photo import MAX_BYTES, RECIPE, Original, plan_cuts, plan_derivatives
from plugins.press.errors import Refusal
from plugins.press.photos.image import check_pixels, encode_copies, read_size, too_large
from plugins.press.photos.processes import TOO_LONG, Apart, EndedError, work_apart
from plugins.vietnamese.numbers import format_bytes

Job = tuple[Path, Original]
Progress = Callable[[int, int], None]


def examine(path: Path) -> Original:
    """Read what the header of the photo at *path* tells, and the digest of its bytes.

    The pixels stay unread: that they are whole is only known when they were
    decoded, by `make_copies` or `check_photo`.

    Raises Refusal for whatever cannot be published.
    """
    data = _read(path)
    width, height = read_size(_name(path), data)
    return Original(hashlib.sha256(data).hexdigest(), width, height)


class Examiner:
    """Examines photos one by one, each header within limits of time and memory.

    What a file says of itself can keep a decoder busy, or bring it down, before any pixel.
    """

    def __init__(self) -> None:
        self._apart = Apart(_examined)

    def __call__(self, path: Path) -> Original | Refusal:
        """Examine the photo at *path*, or say why it cannot be published."""
        try:
            return self._apart(path)
        except EndedError as ended:
            return _why_ended(path, ended)

    def close(self) -> None:
        """End the process that it may have begun."""
        self._apart.close()


def check_photo(path: Path, original: Original) -> None:
    """Decode every pixel of the photo at *path*, examined before as *original*.

    Raises Refusal when it is broken, or no longer the one that was examined.
    """
    check_pixels(_name(path), _read_again(path, original))


def make_copies(path: Path, original: Original, folder: Path) -> None:
    """Make all copies of the photo at *path* in *folder*, examined before as *original*.

    Each file appears whole or not at all, and the list of their digests last, so that
    a copy without its list counts as not made.

    Raises Refusal when the photo is broken, or no longer the one that was examined;
    OSError when *folder* cannot be written.
    """
    data = _read_again(path, original)
    copies = encode_copies(_name(path), data, original)
    for name, encoded in copies.items():
        write_whole(folder / name, encoded)
    listing = _listing(original, copies)
    write_whole(folder / f"{original.key}.json", json.dumps(listing).encode())


class PhotoStore:
    """A store of copies, and the workers that fill it.

    The store may be deleted at any time and is never believed: what lies in it counts
    only if its bytes have the digests that were listed when they were made, by this
    recipe and these versions of the image libraries.
    """

    def __init__(self, store: Path, processes: int) -> None:
        self._store = store
        self._processes = processes

    def path_of(self, name: str) -> Path:
        """Where the copy *name* lies in the store, made or not."""
        return self._store / name[:2] / name

    def derivatives(self, original: Original) -> dict[str, bytes] | None:
        """Read all copies and cuts of *original* by name; None if one is missing or damaged.

        Reading checks every byte, 1 ms a photo: ask only for what must be copied.
        """
        try:
            listing = json.loads(self.path_of(f"{original.key}.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        copies = {}
        for copy in (*plan_derivatives(original), *plan_cuts(original)):
            try:
                copies[copy.name] = self.path_of(copy.name).read_bytes()
            except OSError:
                return None
        return copies if listing == _listing(original, copies) else None

    def make_all(
        self, jobs: Iterable[Job], progress: Progress | None = None
    ) -> list[tuple[Path, Refusal]]:
        """Make the copies that *jobs* need and the store lacks; list the photos that fail.

        Photos with the same bytes are made once. *progress* is told how many of how many
        are done. The list is in the order of *jobs*, whatever the number of processes.

        A photo that takes too much time or memory fails, and no other with it.

        Raises OSError when the store cannot be written.
        """
        return self._work(_make_copies_in, jobs, progress)

    def check_all(
        self, jobs: Iterable[Job], progress: Progress | None = None
    ) -> list[tuple[Path, Refusal]]:
        """Find what make_all would find, and make nothing."""
        return self._work(_check_in, jobs, progress)

    def _work(
        self,
        task: Callable[[Path, Original, Path], Refusal | None],
        jobs: Iterable[Job],
        progress: Progress | None,
    ) -> list[tuple[Path, Refusal]]:
        wanted = list(jobs)
        lacking: dict[Original, Path] = {}
        known: set[Original] = set()
        for path, original in wanted:
            if original not in known and self.derivatives(original) is None:
                lacking[original] = path
            known.add(original)
        errors: dict[Original, Refusal] = {}
        originals = list(lacking)
        told = self._work_apart(task, [(path, original) for original, path in lacking.items()])
        for done, (place, refusal) in enumerate(told, start=1):
            if refusal is not None:
                errors[originals[place]] = refusal
            if progress is not None:
                progress(done, len(originals))
        # The same bytes in another place: the error must name that one, and may not hold
        # for it, if only the first has vanished since.
        failed = [(path, original) for path, original in wanted if original in errors]
        others = [(path, original) for path, original in failed if path != lacking[original]]
        of_others = dict(self._work_apart(task, others))
        by_path = {lacking[original]: refusal for original, refusal in errors.items()}
        by_path |= {path: of_others[place] for place, (path, _) in enumerate(others)}
        return [(path, by_path[path]) for path, _ in failed if by_path[path] is not None]

    def _work_apart(
        self, task: Callable[[Path, Original, Path], Refusal | None], jobs: list[Job]
    ) -> Iterator[tuple[int, Refusal | None]]:
        def work(job: Job) -> Refusal | None:
            path, original = job
            return task(path, original, self.path_of(original.key).parent)

        for place, outcome in work_apart(work, jobs, self._processes):
            if isinstance(outcome, EndedError):
                outcome = _why_ended(jobs[place][0], outcome)
            yield place, outcome


# -- Work


def _make_copies_in(path: Path, original: Original, folder: Path) -> Refusal | None:
    return _refusal(path, lambda: make_copies(path, original, folder))


def _check_in(path: Path, original: Original, _: Path) -> Refusal | None:
    return _refusal(path, lambda: check_photo(path, original))


def _examined(path: Path) -> Original | Refusal:
    try:
        return examine(path)
    except Refusal as refusal:
        return refusal
    except MemoryError:
        return too_large(_name(path))


def _refusal(path: Path, task: Callable[[], None]) -> Refusal | None:
    try:
        task()
    except Refusal as refusal:
        return refusal
    except MemoryError:
        return too_large(_name(path))
    return None


def _why_ended(path: Path, ended: EndedError) -> Refusal:
    name = _name(path)
    if ended.signal == TOO_LONG:
        return Refusal(f"ảnh «{name}» giải mã quá lâu", "mở ảnh ra và lưu lại thành JPEG thường")
    return Refusal(
        f"ảnh «{name}» làm dừng tiến trình giải mã (tín hiệu {ended.signal})",
        "mở ảnh ra và lưu lại thành JPEG thường; nếu ảnh lành, máy đã hết bộ nhớ",
    )


# -- Files


def _name(path: Path) -> str:
    return unicodedata.normalize("NFC", path.name)


def _read(path: Path) -> bytes:
    """Read the file, and no more than an editor may give."""
    name = _name(path)
    try:
        status = path.stat()
        # Opening a pipe would wait for ever.
        if not stat.S_ISREG(status.st_mode):
            raise Refusal(f"«{name}» không phải là tệp", f"thay «{name}» bằng một tệp ảnh")
        if status.st_size > MAX_BYTES:
            raise Refusal(
                f"ảnh «{name}» nặng {format_bytes(status.st_size)}",
                f"thu nhỏ ảnh xuống dưới {format_bytes(MAX_BYTES)}",
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Refusal(
            f"không tìm thấy ảnh «{name}»", "đặt ảnh vào đúng chỗ hoặc sửa tên tệp"
        ) from error
    except PermissionError as error:
        raise Refusal(
            f"không có quyền đọc ảnh «{name}»", "cấp quyền đọc cho tệp (chmod a+r)"
        ) from error
    except (OSError, ValueError) as error:
        raise Refusal(f"không đọc được ảnh «{name}»", "chép lại tệp ảnh") from error
    if not data:
        raise Refusal(f"ảnh «{name}» rỗng (0 byte)", "chép lại tệp ảnh gốc")
    return data


def _read_again(path: Path, original: Original) -> bytes:
    data = _read(path)
    if hashlib.sha256(data).hexdigest() != original.digest:
        raise Refusal(f"ảnh «{_name(path)}» vừa bị thay trong lúc dựng trang", "dựng lại trang")
    return data


def write_whole(path: Path, data: bytes) -> None:
    """Put *data* at *path*, whole or not at all, also when another process does the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@functools.cache
def _versions() -> str:
    # Other versions encode other bytes: what they made is made again, so that a warm
    # store gives the same site as none.
    return " ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)


_LIBRARIES = ("pillow", "pillow-heif")


def _listing(original: Original, copies: dict[str, bytes]) -> dict[str, object]:
    return {
        "source": original.digest,
        "recipe": RECIPE,
        "versions": _versions(),
        "sums": {name: hashlib.sha256(data).hexdigest() for name, data in copies.items()},
    }
