# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs a command to its end and tells what it and all its children took. Linux only.

CPU time is what the kernel accounts (`wait4`) to the process, to the children that it
waited for, and to those left behind: this process adopts them and waits for them.
Peak memory is the larger of the largest single process, which the kernel knows exactly,
and the sum over all processes at one moment, looked at every 100 ms; a page that several
processes share counts once, by its shares ("proportional set size").
"""

import ctypes
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOOK_EVERY_S = 0.1
_PR_SET_CHILD_SUBREAPER = 36


class CommandError(Exception):
    """A measured command failed, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def measure(
    command: Sequence[str], log: Path, folder: Path, environment: Mapping[str, str]
) -> Cost:
    """Run *command* in *folder* with *environment* added to ours; its words go to *log*.

    What others left unwritten is brought to the disk first, or the build that syncs
    would pay for the build before it. Whatever happens, no process stays behind.

    Raises CommandError when the command fails.
    """
    _adopt_orphans()
    os.sync()
    with log.open("wb") as words:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**_surroundings(), **environment},
            start_new_session=True,
        )
        with _Watch(process.pid) as watch:
            try:
                _, status, usage = os.wait4(process.pid, 0)
                wall_s = time.perf_counter() - started
                process.returncode = os.waitstatus_to_exitcode(status)
            finally:
                left_behind = _end_session(process)
    if process.returncode:
        tail = log.read_text("utf-8", "replace")[-2000:]
        raise CommandError(f"{' '.join(command)}: exit status {process.returncode}\n{tail}")
    cpu_s = usage.ru_utime + usage.ru_stime + left_behind
    return Cost(wall_s, cpu_s, max(usage.ru_maxrss * 1024, watch.peak_bytes) / 1e6)


def _surroundings() -> dict[str, str]:
    """Tell our environment, with Python's modules compiled once, as it does by itself."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _adopt_orphans() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def _end_session(process: subprocess.Popen) -> float:
    """Kill what is left of the process and its children; return the CPU seconds of these."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    seconds = 0.0
    with suppress(ChildProcessError):
        while True:
            pid, status, usage = os.wait4(-1, 0)
            if pid == process.pid:
                process.returncode = os.waitstatus_to_exitcode(status)
            seconds += usage.ru_utime + usage.ru_stime
    return seconds


class _Watch:
    """Looks at the memory of all processes of one session until left."""

    def __init__(self, session: int) -> None:
        self.session, self.peak_bytes = session, 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_S):
            self.peak_bytes = max(self.peak_bytes, _memory_of(self.session))


def _memory_of(session: int) -> int:
    """Add up the memory of the processes of *session*, in bytes; 0 for a single one.

    The kernel keeps that one's peak itself, and looking at large ones costs them time.
    """
    members = []
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        with suppress(OSError):
            # Behind the name in brackets: state, parent, group, session, …
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                members.append(name)
    if len(members) < 2:
        return 0
    total = 0
    for name in members:
        with suppress(OSError):
            told = Path(f"/proc/{name}/smaps_rollup").read_text()
            (size,) = re.findall(r"^Pss:\s+(\d+) kB$", told, re.MULTILINE) or ["0"]
            total += int(size) * 1024
    return total
