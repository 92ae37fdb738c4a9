# SPDX-License-Identifier: AGPL-3.0-or-later
"""Processes that may take only so much time and memory over one photo.

A file of a few kB can keep a decoder busy for minutes, fill the memory, or bring it down.
What goes beyond its limits ends with its process, and all other photos go on.
"""

import contextlib
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import current_process, get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Seconds of a processor for one photo; the slowest that is accepted takes 4.
CPU_SECONDS = 20
#: Seconds by the clock for one photo, of a process that hangs without working.
CLOCK_SECONDS = 300
#: Bytes that a process may take beyond what it began with; the largest photo takes 560 MB.
MEMORY_BYTES = 768_000_000

#: Why an item has no outcome: it took too long, or its process was ended by this signal.
TOO_LONG = signal.SIGXCPU

# Forked: a process begun anew takes 0.4 s, the copies of a photo 0.5 s.
_CONTEXT = get_context("fork")


class EndedError(Exception):
    """The process that worked on an item was ended by `signal`, TOO_LONG if by its limit."""

    def __init__(self, signal_: int) -> None:
        super().__init__(signal_)
        self.signal = signal_


def work_apart(
    work: Callable[[Item], object], items: Sequence[Item], processes: int
) -> Iterator[tuple[int, object]]:
    """Yield the place of each of *items* and what *work* gives, as they are done.

    *work* runs in at most *processes* processes. Items and what it gives must be fit for
    pickle; that is an EndedError where the process did not live to give it. What it raises is
    raised here.
    """
    queue = iter(range(len(items)))
    workers: dict[Connection, _Process] = {}

    def begin() -> None:
        place = next(queue, None)
        if place is not None:
            worker = _Process(work)
            workers[worker.pipe] = worker
            worker.take(place, items[place])

    try:
        for _ in range(min(processes, len(items))):
            begin()
        while workers:
            until = min(worker.until for worker in workers.values())
            for pipe in wait(list(workers), max(0.0, until - time.monotonic())):
                worker = workers[pipe]
                try:
                    failed, outcome = pipe.recv()
                except (EOFError, OSError):
                    del workers[pipe]
                    yield worker.place, EndedError(worker.end())
                    begin()
                    continue
                if failed:
                    raise outcome
                yield worker.place, outcome
                place = next(queue, None)
                if place is None:
                    del workers[pipe]
                    worker.end()
                else:
                    worker.take(place, items[place])
            now = time.monotonic()
            for worker in [worker for worker in workers.values() if worker.until <= now]:
                del workers[worker.pipe]
                worker.end()
                yield worker.place, EndedError(TOO_LONG)
                begin()
    finally:
        for worker in workers.values():
            worker.end()


class Apart:
    """Does *work* on one item after the other in a process of its own, as long as one lives.

    It is begun with the first item, and anew after one that ended it. In a process that is
    itself one of these, which may begin no other, the work is done right there.
    """

    def __init__(self, work: Callable[[Item], Result]) -> None:
        self._work = work
        self._process: _Process | None = None
        self._owner = 0

    def __call__(self, item: Item) -> Result:
        """Work on *item*.

        Raises what *work* does, and EndedError where the process did not live to answer.
        """
        if current_process().daemon:
            return self._work(item)
        if self._owner != os.getpid():
            # What was forked from another process leaves that one its own.
            self._process, self._owner = None, os.getpid()
        worker = self._process = self._process or _Process(self._work)
        worker.take(0, item)
        try:
            if not worker.pipe.poll(CLOCK_SECONDS):
                self.close()
                raise EndedError(TOO_LONG)
            failed, outcome = worker.pipe.recv()
        except (EOFError, OSError):
            self._process = None
            raise EndedError(worker.end()) from None
        if failed:
            raise outcome
        return outcome

    def close(self) -> None:
        """End the process, which the next item would begin anew."""
        if self._process is not None and self._owner == os.getpid():
            self._process.end()
        self._process = None


class _Process:
    """One process: the place that it works on, and until when by the monotonic clock."""

    def __init__(self, work: Callable[[Item], object]) -> None:
        self.pipe, far = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(work, far), daemon=True)
        self._process.start()
        far.close()
        self.place, self.until = 0, 0.0

    def take(self, place: int, item: object) -> None:
        """Let it work on the *item* at *place*."""
        self.place, self.until = place, time.monotonic() + CLOCK_SECONDS
        # Whether it is gone already is told by what it sends: nothing.
        with contextlib.suppress(OSError):
            self.pipe.send(item)

    def end(self) -> int:
        """End it, if it did not end by itself; give the signal that did."""
        self.pipe.close()
        self._process.kill()
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        return -code


def _serve(work: Callable[[Item], object], pipe: Connection) -> None:
    """Work on one item after the other, as long as the parent asks."""
    # Ctrl-C reaches the whole group: the parent alone tells of it and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    # A parent that was killed sends no signal, and its processes would wait for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(resource.RLIMIT_CORE, 0)
    if (size := _size_of_memory()) is not None:
        _limit(resource.RLIMIT_AS, size + MEMORY_BYTES)
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        _limit(resource.RLIMIT_CPU, int(time.process_time()) + 1 + CPU_SECONDS)
        try:
            told = (False, work(item))
        except Exception as error:
            told = (True, error)
        pipe.send(told)


def _limit(kind: int, most: int) -> None:
    """Set a limit of this process, or leave it where the system knows a lower one."""
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    # Some systems know a limit by name only.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (most, hard))


def _size_of_memory() -> int | None:
    """Tell the bytes of addresses that this process has taken; None where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pages * resource.getpagesize()


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)
