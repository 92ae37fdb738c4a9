# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs OpenSSH's server for the tests, with keys of its own, and lets `ssh` find it."""

import getpass
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.servers import server
from tests.servers.server import find, free_port

_SERVER = """\
Port {port}
ListenAddress 127.0.0.1
ListenAddress {host}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile {folder}/pid
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
MaxStartups 100
"""
_CLIENT = """\
Host *
  IdentityFile {folder}/user
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known
"""


@dataclass(frozen=True, slots=True)
class Sshd:
    """A running server, and what a client needs to be let in.

    `host` is the loopback by IPv6 where this machine has one, as a URL has it.
    """

    port: int
    folder: Path
    host: str

    @property
    def path(self) -> str:
        """Give a PATH whose `ssh` reads the client's configuration in `folder`."""
        return f"{self.folder}/bin:{os.environ['PATH']}"

    def target(self, folder: Path | str) -> str:
        """Write a folder of this machine as a TARGET."""
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{folder}"

    def drop_lines(self) -> None:
        """Kill the processes of the server that hold connections."""
        own = (self.folder / "pid").read_text().strip()
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                words = status.read_text().rpartition(")")[2].split()
                if words[1] == own:
                    os.kill(int(status.parent.name), signal.SIGKILL)


def find_sshd() -> str | None:
    """Tell where the server stands."""
    return find("sshd")


def find_ssh() -> str | None:
    """Tell where the client stands."""
    return find("ssh")


def find_rsync() -> str | None:
    """Tell where rsync stands."""
    return find("rsync")


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@contextmanager
def running(folder: Path) -> Iterator[Sshd]:
    """Run the server, with its keys, configuration and a client's in *folder*."""
    program = find_sshd()
    assert program is not None, "run: python -m tests.servers"
    port, host = free_port(), "[::1]" if _has_ipv6() else "127.0.0.1"
    (folder / "bin").mkdir(parents=True)
    for name in ("host", "user"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    (folder / "sshd").write_text(_SERVER.format(folder=folder, port=port, host=host))
    (folder / "client").write_text(_CLIENT.format(folder=folder))
    key = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {key}[::1]:{port} {key}")
    wrapper = folder / "bin/ssh"
    wrapper.write_text(f'#!/bin/sh\nexec {find_ssh()} -F {folder}/client "$@"\n')
    wrapper.chmod(0o755)
    if os.geteuid() == 0:
        # Debian's unit makes it.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    command = [program, "-D", "-f", f"{folder}/sshd", "-E", f"{folder}/log"]
    with server.running(command, port):
        yield Sshd(port, folder, host)
