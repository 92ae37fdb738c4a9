# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that has loaded Pelican and the plugins, and forks a child for each command.

Starting Python and loading the program takes 0.7 s of CPU, more than most builds of the
tests; the child runs Pelican's own entry point, with the arguments, folder, environment
and standard streams of a command of its own.

Reads orders as lines of JSON from stdin: `arguments`, `folder`, `environment`, `stdout`
and `stderr` (files to write). Answers each with a line: the exit status, minus the number
of the signal where one ended the child.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]


class WarmPelican:
    """Runs `pelican` commands in children of one process that has everything loaded."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_pelican"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> tuple[int, str, str]:
        """Run `pelican` with *arguments*; give its exit status and what it wrote."""
        with TemporaryDirectory() as place:
            files = {name: f"{place}/{name}" for name in ("stdout", "stderr")}
            order = {"arguments": [*arguments], "folder": str(folder), **files}
            order["environment"] = dict(environment)
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
            if not answer:
                raise RuntimeError("the warm process is gone")
            written = (Path(file).read_text(encoding="utf-8") for file in files.values())
            return int(answer), *written

    def close(self) -> None:
        """Let the process end."""
        self._process.stdin.close()
        self._process.wait()


def _obey(order: dict) -> None:
    """Become the command that *order* tells; never returns."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT, 0o644), number)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    sys.argv = ["pelican", *order["arguments"]]
    # As "python -m pelican" has it.
    sys.path[0] = order["folder"]
    status = 0
    try:
        from pelican.__main__ import main

        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1 if end.code else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def main() -> None:
    """Serve until stdin ends."""
    # What a build needs is loaded here, once for all children.

    import pelicanconf
    import plugins.press.build
    import plugins.press.pipeline  # noqa: F401

    # The settings are a command's own: read anew by each.
    del sys.modules["pelicanconf"], pelicanconf
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _obey(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
