# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plugin of pytest that runs whole files of tests in several processes at once.

    python -m pytest -p tests.workers --workers 4

The processes are forked when all tests are collected, which takes 5 s of CPU, and 11 s more
where nothing is compiled yet; workers of pytest-xdist collect each for itself. A worker takes
a file at a time, in the order of the collected ones, and hands its reports to this process,
which tells them as if it had run the tests.
"""

import os
import signal
import struct
from collections.abc import Iterator, Sequence
from itertools import groupby
from multiprocessing.connection import Connection, Pipe, wait

import pytest

#: How the number of a file is written into the pipe that hands it out.
_NUMBER = struct.Struct("I")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the number of workers."""
    parser.addoption("--workers", type=int, default=2, help="processes that run tests")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Have workers run the collected tests."""
    if session.testsfailed or session.config.option.collectonly:
        # What could not be collected is told by pytest's own loop.
        return None
    files = [[*tests] for _, tests in groupby(session.items, lambda test: test.path)]
    numbers, to_numbers = os.pipe()
    # A pipe holds 64 kB: 16,000 files.
    os.write(to_numbers, b"".join(map(_NUMBER.pack, range(len(files)))))
    os.close(to_numbers)
    workers = {}
    for place in range(session.config.option.workers):
        reports, to_reports = Pipe(duplex=False)
        if (worker := os.fork()) == 0:
            _work(session, place, _tests(files, numbers), to_reports)
        to_reports.close()
        workers[worker] = reports
    os.close(numbers)
    try:
        _tell(session, [*workers.values()])
    finally:
        for worker in workers:
            # One that has ended is there until it is waited for.
            os.kill(worker, signal.SIGTERM)
            os.waitpid(worker, 0)
    return True


def _tell(session: pytest.Session, workers: list[Connection]) -> None:
    """Tell what the workers report, until all have said that they are done."""
    hook, config = session.config.hook, session.config
    begun = {}
    while workers:
        for worker in wait(workers):
            try:
                told = worker.recv()
            except EOFError:
                session.shouldfail = f"a worker ended in {begun.get(worker)}"
            else:
                if told is None:
                    workers.remove(worker)
                elif isinstance(told, str):
                    begun[worker] = told
                else:
                    report = hook.pytest_report_from_serializable(config=config, data=told)
                    hook.pytest_runtest_logreport(report=report)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)


class _Reporter:
    """Hands the reports of a worker on."""

    def __init__(self, config: pytest.Config, reports: Connection) -> None:
        self._config, self._reports = config, reports

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell which test begins, should it end the worker."""
        self._reports.send(nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hand on one report."""
        hook = self._config.hook
        self._reports.send(hook.pytest_report_to_serializable(config=self._config, report=report))


def _work(
    session: pytest.Session, place: int, tests: Iterator[pytest.Item], reports: Connection
) -> None:
    """Run *tests* as the worker of this number; never returns.

    What the first process is to do at its end is its own; warm processes end with their worker.
    """
    status = 1
    try:
        config = session.config
        capture = config.pluginmanager.getplugin("capturemanager")
        # Its files would be one for all workers.
        capture.stop_global_capturing()
        capture.start_global_capturing()
        # Names that are taken are looked for among those of this worker alone.
        folders = config._tmp_path_factory
        folders._basetemp = folders.getbasetemp() / str(place)
        folders._basetemp.mkdir()
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(_Reporter(config, reports))
        test = next(tests, None)
        while test:
            following = next(tests, None)
            config.hook.pytest_runtest_protocol(item=test, nextitem=following)
            test = following
        reports.send(None)
        status = 0
    finally:
        os._exit(status)


def _tests(files: Sequence[Sequence[pytest.Item]], numbers: int) -> Iterator[pytest.Item]:
    """Give the tests of one file after the other, as long as some are left."""
    while number := os.read(numbers, _NUMBER.size):
        yield from files[_NUMBER.unpack(number)[0]]
