# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workers give what one process gives, in order, and never leave a silence."""

import os
import signal
from pathlib import Path

import pytest

from plugins.press.crew import LEAST, CrewError, each


def double(number: int) -> bytes:
    return str(number * 2).encode() * 3


@pytest.mark.parametrize("count", [0, 1, LEAST - 1, LEAST, LEAST + 1, 1000])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_order_whoever_works(count, processes):
    """The number of processes changes nothing but the time."""
    results = list(each(range(count), double, processes))
    assert results == [str(number * 2).encode() * 3 for number in range(count)]


def test_large_results_pass_whole():
    """A result may be larger than what a pipe holds."""
    results = list(each(range(LEAST), lambda number: bytes([number]) * 3_000_000, 2))
    assert [(result[:1], len(result)) for result in results] == [
        (bytes([number]), 3_000_000) for number in range(LEAST)
    ]


def test_an_error_in_a_worker_is_told():
    """What went wrong there is known here."""

    def fail(number: int) -> bytes:
        if number == 40:
            raise ValueError("mẻ thứ bốn mươi")
        return b""

    with pytest.raises(CrewError, match="mẻ thứ bốn mươi"):
        list(each(range(LEAST), fail, 2))


def test_a_killed_worker_is_noticed():
    """A process that dies without a word stops the work instead of hanging it."""

    def die(number: int) -> bytes:
        if number == 20:
            os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with pytest.raises(CrewError, match="died"):
        list(each(range(LEAST), die, 2))


def test_work_that_is_given_up_leaves_no_process():
    """Who stops listening leaves no worker behind."""
    before = children()
    stream = each(range(10_000), double, 2)
    next(stream)
    assert len(children()) == len(before) + 2
    stream.close()
    assert children() == before


def children() -> set[str]:
    """List the processes that this one started, dead ones that nobody asked for included."""
    tasks = Path("/proc/self/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}
