# SPDX-License-Identifier: AGPL-3.0-or-later
"""The workers: processes that share long work on many alike pieces.

They are forked, so that they see all that was prepared without copying it. Besides
their own pipes they touch nothing but new files of the staging, where the work is to
write these: no terminal, no lock, no file that another process of ours writes. One whose
parent is gone stops before the next piece.
"""

import fcntl
import gc
import os
import select
import signal
import struct
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from typing import NoReturn, TypeVar

from plugins.press.cache.store import CacheDamagedError
from plugins.press.errors import Refusal

Item = TypeVar("Item")

#: Items that one worker takes at a time.
CHUNK = 16
#: Fewer items than this are worked on here: a process costs as much as some of them.
LEAST = 64

_NUMBER = struct.Struct("<I")
_FRAME = struct.Struct("<BIQ")
_PIECE, _FAILED, _DAMAGED, _REFUSED, _END = range(5)
#: Bytes of a worker's pipe, by which it may be ahead: as many as Linux grants any user.
_PIPE_BYTES = 1 << 20
#: What a pipe holds everywhere, of the numbers of chunks.
_MOST_CHUNKS = 4096 // _NUMBER.size


class WorkerError(RuntimeError):
    """A worker failed; tells its traceback, or that it died without a word."""


def usable_processors() -> int:
    """Count the processors that this process may use, which CI may make fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    items: Sequence[Item],
    work: Callable[[Item], Iterable[bytes]],
    processes: int,
    chunk: int | None = None,
    least: int | None = None,
) -> Iterator[tuple[int, bytes]]:
    """Yield the pieces that *work* gives for each of *items*, with the place of the item.

    The pieces of one item come in their order, those of different items as they are
    ready. *work* runs in other processes where that pays, from *least* items on
    (`LEAST` if not told), on *chunk* neighbours at a time (`CHUNK`). Each process has a
    run of neighbours to itself, for what it remembers of one serves the next; one that is
    done with its own helps others. A caller that stops listening closes the stream, which
    ends them.

    Raises WorkerError where it raises there, but a CacheDamagedError as it is (the
    build then begins anew), and a Refusal (a person can mend it).
    """
    if processes < 2 or len(items) < (LEAST if least is None else least):
        for place, item in enumerate(items):
            for piece in work(item):
                yield place, piece
        return
    ends = [len(items) * number // processes for number in range(processes + 1)]
    queues = [
        _Queue(range(start, end), CHUNK if chunk is None else chunk)
        for start, end in pairwise(ends)
    ]

    def labour(own: int) -> Iterator[tuple[int, bytes]]:
        for queue in queues[own:] + queues[:own]:
            for place in queue.places():
                for piece in work(items[place]):
                    yield place, piece

    workers: list[Worker] = []
    try:
        for own in range(processes):
            workers.append(Worker(partial(labour, own)))
        yield from _as_they_come(workers)
    finally:
        for queue in queues:
            queue.close()
        for worker in workers:
            worker.dismiss()


class _Queue:
    """The *places* of items, of which a process takes *chunk* neighbours at a time."""

    def __init__(self, places: range, chunk: int) -> None:
        self._end, self._chunk = places.stop, max(chunk, -(-len(places) // _MOST_CHUNKS))
        # A process that is done takes the next number out of this pipe.
        self._pipe, feed = os.pipe()
        for start in places[:: self._chunk]:
            os.write(feed, _NUMBER.pack(start))
        os.close(feed)
        self._owner = os.getpid()

    def places(self) -> Iterator[int]:
        """Give places that no other process is given, while the caller waits for the work."""
        while self._owner in (os.getppid(), os.getpid()) and (
            number := os.read(self._pipe, _NUMBER.size)
        ):
            (start,) = _NUMBER.unpack(number)
            yield from range(start, min(start + self._chunk, self._end))

    def close(self) -> None:
        """Take no more part in it."""
        os.close(self._pipe)


def _as_they_come(workers: Sequence["Worker"]) -> Iterator[tuple[int, bytes]]:
    waiting = {worker.pipe: worker for worker in workers}
    poll = select.poll()
    for pipe in waiting:
        poll.register(pipe, select.POLLIN)
    while waiting:
        for pipe, _ in poll.poll():
            worker = waiting[pipe]
            yield from worker.receive()
            if worker.is_done:
                poll.unregister(pipe)
                del waiting[pipe]


class Worker:
    """One forked process that yields places and pieces by *labour*.

    It gives way to other processes by its *niceness*.
    """

    def __init__(
        self, labour: Callable[[], Iterable[tuple[int, bytes]]], niceness: int = 0
    ) -> None:
        self.pipe, sending = os.pipe()
        self.is_done = False
        self._buffer = bytearray()
        # Only Linux has the larger pipe; elsewhere workers wait a little more often.
        with suppress(OSError, AttributeError):
            fcntl.fcntl(sending, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        parent = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self.pipe)
            _labour(labour, sending, parent, niceness)
        os.close(sending)

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """Wait for all that the worker sends."""
        while not self.is_done:
            yield from self.receive()

    def receive(self) -> Iterator[tuple[int, bytes]]:
        """Wait for what the worker sends next, and give the pieces that are whole."""
        data = os.read(self.pipe, _PIPE_BYTES)
        if not data:
            raise WorkerError("a worker process died; was it killed for lack of memory?")
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= _FRAME.size:
            state, place, size = _FRAME.unpack_from(buffer, start)
            end = start + _FRAME.size + size
            if len(buffer) < end:
                break
            piece = bytes(memoryview(buffer)[start + _FRAME.size : end])
            start = end
            if state == _DAMAGED:
                raise CacheDamagedError(piece.decode())
            if state == _REFUSED:
                problem, mend = piece.decode().split("\n")
                raise Refusal(problem, mend)
            if state == _FAILED:
                raise WorkerError(piece.decode())
            if state == _END:
                self.is_done = True
            else:
                yield place, piece
        del buffer[:start]

    def dismiss(self) -> None:
        """End the process, whether it is done or not, and leave nothing of it."""
        os.close(self.pipe)
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _labour(
    labour: Callable[[], Iterable[tuple[int, bytes]]], sending: int, parent: int, niceness: int
) -> NoReturn:
    """Do one worker's share and leave, past every handler of the process that forked it."""
    try:
        # Ctrl+C is for the parent, whose end closes the pipe.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(niceness)
        # Pages that both processes have stay shared as long as no reference in them is counted.
        gc.freeze()
        with os.fdopen(sending, "wb", buffering=_PIPE_BYTES) as stream:
            try:
                for place, piece in labour():
                    stream.write(_FRAME.pack(_PIECE, place, len(piece)))
                    stream.write(piece)
                    if os.getppid() != parent:
                        os._exit(1)
                frame, data = _END, b""
            except CacheDamagedError as error:
                frame, data = _DAMAGED, str(error).encode()
            except Refusal as error:
                # A file's name may hold a line's end, and bytes that are no letters.
                words = [" ".join(text.split("\n")) for text in (error.problem, error.mend)]
                frame, data = _REFUSED, "\n".join(words).encode("utf-8", "replace")
            except Exception:
                frame, data = _FAILED, traceback.format_exc().encode()
            stream.write(_FRAME.pack(frame, 0, len(data)) + data)
    finally:
        os._exit(0)
