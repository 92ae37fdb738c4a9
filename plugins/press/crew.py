# SPDX-License-Identifier: AGPL-3.0-or-later
"""The crew: processes that share long work on many alike pieces.

They are forked, so that they see all that was prepared without copying it, and
they touch nothing but their own pipe: no terminal, no lock, no file of ours.
"""

import fcntl
import os
import signal
import struct
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from plugins.press.ledger import LedgerDamagedError

Item = TypeVar("Item")

#: Pieces that one worker takes at a time: as many pages as its pipe holds, since
#: neighbours show the same stories, which each worker must make for itself.
CHUNK = 32
#: Fewer pieces than this are done here: a process costs as much as some of them.
LEAST = 64

_FRAME = struct.Struct("<Bq")
_DONE, _FAILED, _DAMAGED = 0, 1, 2
#: Bytes that a worker may be ahead; Linux grants this much to everybody.
_PIPE_BYTES = 1 << 20


class CrewError(RuntimeError):
    """A worker failed; tells its traceback, or that it died without a word."""


def each(items: Sequence[Item], work: Callable[[Item], bytes], processes: int) -> Iterator[bytes]:
    """Yield what *work* gives for each of *items*, in their order.

    *work* runs in other processes where that pays; it must not write anywhere.
    Raises CrewError where it raises there, but a LedgerDamagedError as it is: the
    build then begins anew.
    """
    if processes < 2 or len(items) < LEAST:
        yield from map(work, items)
        return
    crew: list[Worker] = []
    try:
        for place in range(processes):
            crew.append(Worker(items, work, place, processes))
        for start in range(0, len(items), CHUNK):
            worker = crew[start // CHUNK % processes]
            for _ in range(min(CHUNK, len(items) - start)):
                yield worker.next()
    finally:
        for worker in crew:
            worker.dismiss()


def aside(work: Callable[[], bytes]) -> "Worker":
    """Begin *work* in a process of its own; the worker's `next` waits for what it gives."""
    return Worker([None], lambda _: work(), 0, 1)


class Worker:
    """One forked process; it takes every *processes*-th chunk from *place* on."""

    def __init__(
        self, items: Sequence[Item], work: Callable[[Item], bytes], place: int, processes: int
    ) -> None:
        receiving, sending = os.pipe()
        # Only Linux has the larger pipe; elsewhere workers wait a little more often.
        with suppress(OSError, AttributeError):
            fcntl.fcntl(sending, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._pid = os.fork()
        if self._pid == 0:
            os.close(receiving)
            _labour(items, work, place, processes, sending)
        os.close(sending)
        self._stream = os.fdopen(receiving, "rb", buffering=_PIPE_BYTES)

    def next(self) -> bytes:
        """Wait for the next result."""
        head = self._stream.read(_FRAME.size)
        if len(head) < _FRAME.size:
            raise CrewError("a worker process died; was it killed for lack of memory?")
        state, size = _FRAME.unpack(head)
        data = self._stream.read(size)
        if len(data) < size:
            raise CrewError("a worker process died; was it killed for lack of memory?")
        if state == _DAMAGED:
            raise LedgerDamagedError(data.decode())
        if state == _FAILED:
            raise CrewError(data.decode())
        return data

    def dismiss(self) -> None:
        """End the process, whether it is done or not, and leave nothing of it."""
        self._stream.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _labour(
    items: Sequence[Item],
    work: Callable[[Item], bytes],
    place: int,
    processes: int,
    sending: int,
) -> None:
    """Do one worker's share and leave, past every handler of the process that forked it."""
    try:
        # Ctrl+C is for the parent, whose end closes the pipe.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(sending, "wb", buffering=_PIPE_BYTES) as stream:
            for start in range(place * CHUNK, len(items), processes * CHUNK):
                for item in items[start : start + CHUNK]:
                    try:
                        frame, data = _DONE, work(item)
                    except LedgerDamagedError as error:
                        frame, data = _DAMAGED, str(error).encode()
                    except Exception:
                        frame, data = _FAILED, traceback.format_exc().encode()
                    stream.write(_FRAME.pack(frame, len(data)) + data)
                stream.flush()
    finally:
        os._exit(0)
