# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deployments over real sshd and rsync that are cut short, under the eyes of a reader.

The reader asks a real nginx all the while. Each release says its number on every page; a
round of pages that begins and ends with one number must show no other in between.
"""

import itertools
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.portals import DAY, run, start, write_output
from tests.series import cases
from tests.servers import nginx, sshd
from tests.servers.server import Server
from tests.servers.sshd import Sshd
from tests.small_site import tree

#: Deployments that are killed while they run.
KILLS = cases(12)
#: Seconds between two rounds of the reader.
PAUSE_S = 0.08
PAGES = [f"{DAY}/bai-{number}/index.html" for number in range(12)]
ADDRESSES = ["/", *(f"/{page.removesuffix('index.html')}" for page in PAGES)]


def write_release(folder: Path, number: int) -> None:
    """Write the output of a release: all pages change, and one each comes and goes."""
    words = f"<p>Bản {number}\n"
    files = dict.fromkeys(["index.html", *PAGES], words * 40)
    for old in (folder / "output").glob("rieng-*/index.html"):
        old.unlink()
        old.parent.rmdir()
    write_output(folder / "output", {**files, f"rieng-{number}/index.html": words})


@dataclass
class Reader:
    """Reads the site over and over, until it is told to stop."""

    server: Server
    rounds: int = 0
    seen: set[bytes] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.stop.wait(PAUSE_S):
            bodies = []
            for address in ["/", *random.sample(ADDRESSES, 4), "/"]:
                answer = self.server.get(address)
                bodies.append(answer.body)
                lines = answer.body.splitlines()
                if answer.status != 200 or len(lines) != 40 or len(set(lines)) != 1:
                    self.wrong.append(f"{address}: {answer.status} {answer.body[:80]!r}")
            if bodies[0] == bodies[-1] and len(set(bodies)) > 1:
                self.wrong.append(f"mixed: {set(bodies)}")
            self.rounds += 1
            self.seen.update(bodies)


@contextmanager
def reading(server: Server) -> Iterator[Reader]:
    """Have a reader read while the block runs."""
    reader = Reader(server)
    thread = threading.Thread(target=reader.read)
    thread.start()
    try:
        yield reader
    finally:
        reader.stop.set()
        thread.join()


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd.running(tmp_path_factory.mktemp("ssh") / "sshd") as server:
        yield server


def test_no_reader_ever_meets_a_mixed_or_missing_page(ssh, tmp_path):
    """However a deployment ends: its process killed, the line cut, Ctrl+C."""
    chance = random.Random(18)
    portal = tmp_path / "srv/portal"
    portal.parent.mkdir()
    write_release(tmp_path, 0)
    place = {"folder": tmp_path, "target": ssh.target(portal), "PATH": ssh.path}
    assert run("deploy", **place).status == 0
    ends = {
        "killed": lambda child: child.kill(),
        "cut": lambda child: ssh.drop_lines(),
        "Ctrl+C": lambda child: child.kill(signal.SIGINT),
    }
    counts = dict.fromkeys([*ends, "finished"], 0)
    configuration = nginx.configured(portal / "current")
    with nginx.running(tmp_path / "nginx", configuration) as server, reading(server) as reader:
        place["CHECK_URL"] = f"http://127.0.0.1:{server.port}"
        longest = 0.0
        for number in itertools.count(1):
            write_release(tmp_path, number)
            began = time.monotonic()
            child = start("deploy", **place)
            last = sum(counts.values()) - counts["finished"] == KILLS
            moment = began + chance.uniform(0, longest)
            while not child.ended() and (last or not longest or time.monotonic() < moment):
                time.sleep(0.002)
            end = "finished"
            if not child.ended():
                end = chance.choice([*ends])
                ends[end](child)
            status, _, told = child.wait()
            counts[end] += 1
            if end == "finished":
                assert status == 0, told
                longest = time.monotonic() - began
            # What is served is whole, whatever happened.
            check = ["sha256sum", "--check", "--quiet", "--strict", "../list"]
            subprocess.run(check, cwd=(portal / "current").resolve(), check=True)
            if last:
                break
        time.sleep(5 * PAUSE_S)
    assert reader.wrong == []
    assert reader.rounds > KILLS
    assert len(reader.seen) >= counts["finished"]
    assert min(counts.values()) > 0
    assert tree(portal / "current") == tree(tmp_path / "output")
    assert not (portal / "next").exists()
