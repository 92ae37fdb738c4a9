# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the steps of the Containerfile one by one, where no container engine can.

    debootstrap --variant=minbase bookworm ROOT
    python -m tests.container ROOT [COMMAND …]

As root. ROOT is a clean Debian that stands for the base image; COMMAND is run in it at the
end, as the container would, instead of what the file says. The network, the processes and
the kernel are this machine's.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

from tests.small_site import ROOT


class Container:
    """What the steps so far have made of *root*."""

    def __init__(self, root: Path) -> None:
        self.root, self.user, self.folder = root, "root", "/"
        self.variables: dict[str, str] = {}
        self.command: list[str] = []

    def run(self, command: list[str]) -> None:
        """Run a command as the user, in the folder and with the variables of the moment."""
        settings = [f"{name}={value}" for name, value in self.variables.items()]
        home = "/root" if self.user == "root" else f"/home/{self.user}"
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        there = f'cd {shlex.quote(self.folder)} && exec "$@"'
        subprocess.run(
            [
                *("chroot", f"--userspec={self.user}", str(self.root)),
                *("env", "-i", path, f"HOME={home}", *settings, "sh", "-c", there, "sh", *command),
            ],
            check=True,
        )

    def obey(self, word: str, rest: str) -> None:
        """Do one step."""
        if word == "RUN":
            self.run(["sh", "-c", rest])
        elif word == "COPY":
            self._copy(rest)
        elif word == "WORKDIR":
            self.folder = rest
        elif word == "USER":
            self.user = rest
        elif word == "ENV":
            name, _, value = rest.partition("=")
            self.variables[name] = value
        elif word == "CMD":
            self.command = json.loads(rest)
        else:
            # The base is there already; a port is only named.
            assert word in ("FROM", "EXPOSE"), word

    def _copy(self, rest: str) -> None:
        assert rest == "--chown=portal:portal . .", rest
        patterns = (ROOT / ".containerignore").read_text().split()

        def ignore(folder: str, names: list[str]) -> set[str]:
            here = [*patterns] if Path(folder) == ROOT else []
            here += [pattern[3:] for pattern in patterns if pattern.startswith("**/")]
            return {name for name in names if any(fnmatch(name, pattern) for pattern in here)}

        place = self.root / self.folder.removeprefix("/")
        shutil.copytree(ROOT, place, ignore=ignore, dirs_exist_ok=True)
        self.run(["chown", "-R", "portal:portal", "."])


def steps() -> list[tuple[str, str]]:
    """Read the Containerfile: the word of each step, and what follows it."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    lines = "".join(line for line in text.splitlines(True) if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", lines)
    return [tuple(line.split(" ", 1)) for line in joined.splitlines() if line]


def main() -> int:
    """Run from the command line."""
    container = Container(Path(sys.argv[1]).resolve())
    if os.geteuid() != 0 or not (container.root / "etc/debian_version").exists():
        print(__doc__, file=sys.stderr)
        return 2
    for word, rest in steps():
        print(f"{word} {rest}", flush=True)
        container.obey(word, rest)
    container.run(sys.argv[2:] or container.command)
    return 0


if __name__ == "__main__":
    sys.exit(main())
