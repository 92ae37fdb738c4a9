# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs moto, which speaks S3, for the tests, in an environment of its own.

It keeps objects in memory and proves what is asked for and in which order. It proves
nothing of rights, signatures, checksums, a store's pace, or of parts of it that fail.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import server
from tests.servers.server import Server, free_port
from tests.small_site import ROOT

_PINS = ROOT / "tests/servers/moto.txt"
#: Apart from the program's own packages, of which it asks for older ones.
_HOME = ROOT / ".venv/moto"
_PROGRAM = _HOME / "bin/moto_server"


def find_moto() -> str | None:
    """Tell where the server stands, if it is the one of the pins."""
    stamp = _HOME / "pins"
    if not _PROGRAM.exists() or not stamp.exists():
        return None
    return str(_PROGRAM) if stamp.read_bytes() == _PINS.read_bytes() else None


def get_moto() -> bool:
    """Install the server; tell whether that went well."""
    pip = [str(_HOME / "bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    commands = (
        [sys.executable, "-m", "venv", "--clear", str(_HOME)],
        [*pip, "install", "--require-hashes", "-r", str(_PINS)],
    )
    if any(subprocess.run(command, check=False).returncode for command in commands):
        return False
    (_HOME / "pins").write_bytes(_PINS.read_bytes())
    return True


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run the server, empty."""
    program = find_moto()
    assert program is not None, "run: python -m tests.servers"
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [program, "-H", "127.0.0.1", "-p", str(port)]
    with server.running(command, port, cwd=folder, stdout=subprocess.DEVNULL) as started:
        yield started
