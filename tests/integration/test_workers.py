# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers give what one process gives, and never leave a silence."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.press.cache.workers import LEAST, Worker, WorkerError, each
from plugins.press.errors import Refusal
from plugins.press.photos.processes import Apart, EndedError, work_apart


def double(number: int) -> Iterator[bytes]:
    yield str(number * 2).encode() * 3
    if number % 3 == 0:
        yield b""


@pytest.mark.parametrize("count", [0, 1, LEAST - 1, LEAST, LEAST + 1, 1000, 20_000])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_all_pieces_come_from_any_number_of_processes(count, processes):
    """Those of one item in their order; the number of processes changes nothing but the time."""
    found: dict[int, list[bytes]] = {}
    for place, piece in each(range(count), double, processes):
        found.setdefault(place, []).append(piece)
    assert found == {number: list(double(number)) for number in range(count)}


def test_each_process_has_a_run_of_neighbours_to_itself(tmp_path):
    """What it remembers of one item serves the next; no process waits for one that is behind."""

    def work(number: int) -> list[bytes]:
        if number in (0, 500):
            # A process with both would wait in vain for the other.
            (tmp_path / str(number)).touch()
            deadline = time.monotonic() + 30
            while len(os.listdir(tmp_path)) < 2 and time.monotonic() < deadline:
                time.sleep(0.01)
        return [b"%d" % os.getpid()]

    owners = dict(each(range(1000), work, 2))
    assert len(owners) == 1000
    assert owners[0] != owners[500]


def test_large_results_pass_whole():
    """A result may be larger than what a pipe holds."""
    results = dict(each(range(LEAST), lambda number: [bytes([number]) * 3_000_000], 2))
    assert {number: (result[:1], len(result)) for number, result in results.items()} == {
        number: (bytes([number]), 3_000_000) for number in range(LEAST)
    }


def test_one_worker_works_beside_and_is_waited_for():
    """What it gives comes whole, however nice it is to others."""
    worker = Worker(lambda: ((number, b"%d" % os.nice(0) * 500_000) for number in range(3)), 3)
    found = [(number, piece[:1], len(piece)) for number, piece in worker.pieces()]
    worker.dismiss()
    assert found == [(number, b"%d" % (os.nice(0) + 3), 500_000) for number in range(3)]


def test_an_error_in_a_worker_is_told():
    """What went wrong there is known here."""

    def fail(number: int) -> list[bytes]:
        if number == 40:
            raise ValueError("mẻ thứ bốn mươi")
        return [b""]

    with pytest.raises(WorkerError, match="mẻ thứ bốn mươi"):
        list(each(range(LEAST), fail, 2))


def test_a_killed_worker_is_noticed():
    """A process that dies without a word stops the work instead of hanging it."""

    def die(number: int) -> list[bytes]:
        if number == 20:
            os.kill(os.getpid(), signal.SIGKILL)
        return [b""]

    with pytest.raises(WorkerError, match="died"):
        list(each(range(LEAST), die, 2))


def test_refusal_in_a_worker_is_told_as_it_is():
    """What a person can mend comes with its mend, even if a name in it is no text."""

    def refuse(number: int) -> list[bytes]:
        raise Refusal("không ghi được «a\nb\udcff»", "dọn đĩa")

    with pytest.raises(Refusal) as caught:
        list(each(range(LEAST), refuse, 2))
    assert str(caught.value) == "không ghi được «a b?» — Sửa: dọn đĩa"


def test_workers_of_a_killed_process_stop(tmp_path):
    """What they do is not waited for any more."""
    told = tmp_path / "pieces"

    def note(number: int) -> list[bytes]:
        with told.open("a") as file:
            file.write(f"{os.getpid()}\n")
        time.sleep(0.01)
        return [b""]

    parent = os.fork()
    if parent == 0:
        for _ in each(range(10_000), note, 2):
            pass
        os._exit(0)
    while not told.exists() or len(set(told.read_text().split())) < 2:
        time.sleep(0.01)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    workers = set(told.read_text().split())
    deadline = time.monotonic() + 5
    while any(is_running(worker) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_running(process: str) -> bool:
    """Tell whether a process is neither gone nor dead."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_work_that_is_given_up_leaves_no_process():
    """Who stops listening leaves no worker behind."""
    before = children()
    stream = each(range(10_000), double, 2)
    next(stream)
    assert len(children()) == len(before) + 2
    stream.close()
    assert children() == before


def children() -> set[str]:
    """List the processes that this one started, dead ones that were not asked for included."""
    tasks = Path("/proc/self/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}


def test_listener_may_leave_when_a_process_of_one_item_has_ended():
    """What it raises itself is not hidden by another error."""

    def die(item: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    outcomes = work_apart(die, [1, 2, 3], 1)
    place, outcome = next(outcomes)
    assert (place, type(outcome)) == (0, EndedError)
    outcomes.close()


def test_one_item_after_the_other_apart():
    """In one process, begun anew after the item that ended it; what it raises is raised here."""

    def work(item: int) -> tuple[int, int]:
        if item == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        if item == 3:
            raise ValueError("3")
        return item, os.getpid()

    before = children()
    apart = Apart(work)
    first, again = apart(1), apart(1)
    assert first == again
    assert first[1] != os.getpid()
    with pytest.raises(EndedError) as ended:
        apart(2)
    assert ended.value.signal == signal.SIGKILL
    with pytest.raises(ValueError, match="3"):
        apart(3)
    assert apart(4)[1] != first[1]
    apart.close()
    assert children() == before


def test_forked_process_works_apart_in_its_own():
    """It would read the answers that its parent waits for; one that is apart already stays so."""
    apart = Apart(lambda item: (item, os.getpid()))
    _, own = apart(1)
    ((_, piece),) = Worker(lambda: [(0, repr(apart(2)).encode())]).pieces()
    assert piece.startswith(b"(2, ")
    assert str(own).encode() not in piece
    ((_, (told, process)),) = work_apart(lambda item: (apart(item), os.getpid()), [3], 1)
    assert told == (3, process)
    assert apart(4) == (4, own)
    apart.close()
