# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that has loaded a program, and forks a child for each command.

Starting Python and loading the program takes 0.7 s of CPU, more than most builds of the
tests; the child runs the program's own `main`, with the arguments, folder, environment
and standard streams of a command of its own, and may be killed as such a one.

    python -m tests.warm_process PROGRAM [MODULE …]

Loads PROGRAM, a module with a `main`, and whatever else a child will need. Reads orders as
lines of JSON from stdin: `arguments`, `folder`, `environment`, `stdout` and `stderr` (files
to write). Answers each with two lines: the child's id, and its exit status once it has
ended, minus the number of the signal where one ended it.

What a child compiles of templates, and draws of share cards and icons, the next ones are
given: 0.4 s of CPU for each site that is built from nothing. Both are kept by a digest of
all that they are made of, as a preview and the cache keep them.
"""

import contextlib
import functools
import gc
import json
import marshal
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence, Set
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plugins.press.render.cards import CardMaker, Drawing
from plugins.press.render.theme import _Compiled

ROOT = Path(__file__).resolve().parents[1]


class Child:
    """A command that runs."""

    def __init__(self, process: subprocess.Popen[bytes], order: dict) -> None:
        self._process = process
        self._place = TemporaryDirectory()
        self._files = [f"{self._place.name}/{name}" for name in ("stdout", "stderr")]
        order |= zip(("stdout", "stderr"), self._files, strict=True)
        order["learned"] = f"{self._place.name}/learned"
        for file in self._files:
            # A command that is killed at once has written nothing.
            Path(file).touch()
        process.stdin.write(json.dumps(order).encode() + b"\n")
        self._id = int(self._read())

    def _read(self) -> bytes:
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the warm process is gone")
        return answer

    def ended(self) -> bool:
        """Tell whether the command has ended, without waiting for it."""
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Kill the command, which may have ended already; its children live on."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._id, number)

    def wait(self) -> tuple[int, str, str]:
        """Wait for the end; give the exit status and what the command wrote."""
        status = int(self._read())
        written = [Path(file).read_text(encoding="utf-8") for file in self._files]
        self._place.cleanup()
        return status, *written


class WarmProcess:
    """Runs commands of one program, one at a time."""

    def __init__(self, program: str, *modules: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_process", program, *modules],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Nothing waits in a buffer of this side, where `select` would not see it.
            bufsize=0,
        )

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> Child:
        """Begin a command in *folder*; the one before must have been waited for."""
        order = {"arguments": [*arguments], "folder": str(folder)}
        return Child(self._process, order | {"environment": dict(environment)})

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> tuple[int, str, str]:
        """Run a command in *folder*; give its exit status and what it wrote."""
        return self.start(arguments, folder, environment).wait()

    def close(self) -> None:
        """Let the process end."""
        self._process.stdin.close()
        self._process.wait()


class Memory:
    """What is given to each child: compiled templates, and drawings, by their digests."""

    #: Templates compiled for 40 settings or so.
    AT_MOST = 1000

    def __init__(self) -> None:
        self.drawn: dict[str, bytes] = {}
        plan = CardMaker._plan

        def plan_to_remember(maker: CardMaker, *arguments: Any, **options: Any) -> Drawing:
            drawing = plan(maker, *arguments, **options)
            file = drawing.address[1:]
            key, name, make = maker._plans[file]
            maker._plans[file] = (key, name, functools.partial(self._draw, name, make))
            return drawing

        CardMaker._plan = plan_to_remember

    def _draw(self, name: str, make: Callable[[], bytes]) -> bytes:
        if name not in self.drawn:
            self.drawn[name] = make()
        return self.drawn[name]

    def tell(self, file: str, before: Set[str]) -> None:
        """Write to *file* what is known now and was not *before*."""
        new = [
            {name: what for name, what in known.items() if name not in before}
            for known in (_Compiled._codes, self.drawn)
        ]
        if any(new):
            with open(file, "wb") as stream:
                marshal.dump(new, stream)

    def take(self, file: str) -> None:
        """Read what a child has told, if it lived so long."""
        with (
            contextlib.suppress(OSError, EOFError, ValueError, TypeError),
            open(file, "rb") as stream,
        ):
            codes, drawn = marshal.load(stream)
            if len(_Compiled._codes) > self.AT_MOST:
                _Compiled._codes.clear()
            _Compiled._codes.update(codes)
            self.drawn.update(drawn)


def _obey(program: str, order: dict, memory: Memory) -> None:
    """Become the command that *order* tells; never returns."""
    known = {*_Compiled._codes, *memory.drawn}
    # As one that is typed, also where tests run in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), number)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    sys.argv = [program, *order["arguments"]]
    # As "python -m" has it.
    sys.path[0] = order["folder"]
    status = 1
    try:
        status = import_module(program).main() or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        memory.tell(order["learned"], known)
    os._exit(status)


def main() -> None:
    """Serve until stdin ends."""
    program, *modules = sys.argv[1:]
    for name in (*modules, program):
        import_module(name)
    # The settings are a command's own: read anew by each, also where a test writes two files
    # of one size within a second, which a compiled one does not tell apart.
    sys.modules.pop("pelicanconf", None)
    sys.dont_write_bytecode = True
    memory = Memory()
    # What is loaded stays, and a child that looks for garbage need not copy it.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _obey(program, order, memory)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        memory.take(order["learned"])
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
