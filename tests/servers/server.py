# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the real servers of the tests have in common: found, installed, started, asked."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TextIO
from urllib.parse import urlsplit

#: Debian's places are not on the path of every user.
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
PATIENCE_S = 60


class Answer(NamedTuple):
    """What a server answered; names of headers are small."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str:
        """Tell the path that a redirect leads to."""
        return urlsplit(self.headers["location"]).path


class Server:
    """A running server; asks without changing anything in what is asked for."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for *target*, as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, headers={"Host": "tinh.gov.vn", **named})
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


def find(program: str) -> str | None:
    """Tell where a program of the system stands."""
    return shutil.which(program, path=PLACES)


def free_port() -> int:
    """Give a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: Sequence[str], port: int, **options: object) -> Iterator[Server]:
    """Run a server until the block is left; inside, it answers at *port*."""
    # A pipe that nobody empties would stop a server that tells much.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        process = subprocess.Popen(command, stderr=told, **options)
        try:
            _wait_for(process, port, told)
            yield Server(port)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def _wait_for(process: subprocess.Popen, port: int, told: TextIO) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        if process.poll() is not None:
            told.seek(0)
            raise AssertionError(f"the server does not start: {told.read()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def install(packages: Sequence[str]) -> bool:
    """Install packages of the system, as root; tell whether that went well."""
    if os.geteuid() != 0 or find("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["update"], ["install", "--yes", "--no-install-recommends", *packages])
    return all(
        subprocess.run(["apt-get", "--quiet", *command], env=environment, check=False).returncode
        == 0
        for command in commands
    )
