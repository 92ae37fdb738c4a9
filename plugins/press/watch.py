# SPDX-License-Identifier: AGPL-3.0-or-later
"""Watches files and folders for ever: what is saved there, told as it happens or by polling."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from watchfiles import watch

#: Milliseconds in which several saves count as one, and in which the last must be still.
_DEBOUNCE_MS = 50
_STEP_MS = 20
#: Milliseconds after which the watched places are looked at themselves.
_LOOK_MS = 500
#: Milliseconds between two looks at all files, where the system does not tell of saves.
_POLL_MS = 2000

# Systems of files that others write to, whose saves no kernel tells of.
_REMOTE = re.compile(r"nfs4?|cifs|smb3|smbfs|9p|afs|vboxsf|drvfs|prl_fs|virtiofs|fuse\..*|fuse")

_POLLED = f"bản xem trước tự nhìn lại mọi tệp mỗi {_POLL_MS // 1000} giây"
_USED_UP = (
    f"Hệ thống không còn lượt theo dõi tệp (inotify): {_POLLED} — "
    "Sửa: sudo sysctl fs.inotify.max_user_watches=524288, rồi chạy lại make serve"
)
_REMOTE_DISK = (
    "Thư mục «{place}» nằm trên ổ mạng hay ổ dùng chung ({kind}), nơi hệ thống không báo "
    "khi có tệp được lưu: {polled} — Sửa: chép dự án về ổ đĩa của máy này"
)


def watch_for_ever(
    places: tuple[Path, ...],
    saved: Callable[[set[str]], None],
    tell: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Hand the names of what is saved below *places* to *saved*, until *stop* is set.

    A place that is removed, replaced or not there yet is handed over itself when that
    changes, and watched again. Where the system cannot tell of saves, all files are
    looked at again and again; *tell* takes the sentence that says so, and the first of
    *places* is handed over, for what was saved meanwhile.
    """
    stop = stop or threading.Event()
    remote = find_remote(places)
    if remote:
        tell(remote)
    polls = bool(remote)
    lost: set[str] = set()
    while not stop.is_set():
        try:
            lost = _watch_until_lost(places, saved, polls, lost, stop)
        except (OSError, RuntimeError):
            # Watching is impossible, or became so with a new folder.
            if polls:
                raise
            polls, lost = True, {str(places[0])}
            tell(_USED_UP)


def _watch_until_lost(
    places: tuple[Path, ...],
    saved: Callable[[set[str]], None],
    polls: bool,
    again: set[str],
    stop: threading.Event,
) -> set[str]:
    """Watch until a place is another than it was; return the names of all such places.

    *again* were such places before: what was saved there meanwhile is not missed.
    """
    with _held(places) as held:
        watched = watch(
            *(place for place, handle in held.items() if handle is not None),
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            stop_event=stop,
            # None asks the environment: WATCHFILES_FORCE_POLLING.
            force_polling=polls or None,
            poll_delay_ms=_POLL_MS,
        )
        for changes in watched:
            names = {name for _, name in changes} | again
            again = set()
            if names:
                saved(names)
            if lost := {str(place) for place, handle in held.items() if _is_other(place, handle)}:
                return lost
    return set()


@contextmanager
def _held(places: tuple[Path, ...]) -> Iterator[dict[Path, int | None]]:
    """Open each place: while it is open, none that takes its place has its number."""
    with ExitStack() as stack:
        held: dict[Path, int | None] = {}
        for place in places:
            try:
                held[place] = os.open(place, os.O_RDONLY | os.O_NONBLOCK)
                stack.callback(os.close, held[place])
            except OSError:
                held[place] = None
        yield held


def _is_other(place: Path, handle: int | None) -> bool:
    """Tell whether *place* came, went or was replaced since it was opened as *handle*."""
    try:
        status = os.stat(place)
    except OSError:
        return handle is not None
    if handle is None:
        return True
    return not os.path.samestat(status, os.fstat(handle))


def find_remote(places: tuple[Path, ...], mounts: Path = Path("/proc/self/mounts")) -> str:
    """Say which of *places* stands on a disk whose saves are not told of; "" if none does.

    *mounts* lists the mounted disks as Linux does: device, folder, kind and more a line.
    """
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    kinds = {}
    for line in lines:
        _, folder, kind, *_ = line.split(" ")
        # Spaces and the like are written in octal there.
        kinds[re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), folder)] = kind
    for place in places:
        real = place.resolve()
        above = map(str, (real, *real.parents))
        kind = next((kinds[folder] for folder in above if folder in kinds), "")
        if _REMOTE.fullmatch(kind):
            return _REMOTE_DISK.format(place=place, kind=kind, polled=_POLLED)
    return ""
