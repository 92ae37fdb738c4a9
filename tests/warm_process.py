# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that has loaded a program, and forks a child for each command.

Starting Python and loading the program takes 0.7 s of CPU, more than most builds of the
tests; the child runs the program's own `main`, with the arguments, folder, environment
and standard streams of a command of its own, and may be killed as such a one.

    python -m tests.warm_process FOLDER PROGRAM [MODULE …]

Loads PROGRAM, a module with a `main`, and whatever else a child will need; results that
children share lie in FOLDER. Reads orders as lines of JSON from stdin: `arguments`,
`folder`, `environment`, `stdout` and `stderr` (files to write), and `first`, a function that
the child is to call before, by its module, name and arguments. Answers each with two lines:
the child's id, and its exit status once it has ended, minus the number of the signal where
one ended it.

What a child loads and compiles of templates, draws, makes of photos and compresses, the
next ones are given (`memory.py`): 1 s of CPU for a site that is built from nothing.
All is kept by a digest of what it is made of, as a preview and the cache keep it.
"""

import atexit
import contextlib
import gc
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.memory import Memory

ROOT = Path(__file__).resolve().parents[1]

#: The variable that names the folder of what commands share.
_SHARED = "SHARED_BY_TESTS"


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


def shared_folder() -> str:
    """Make the folder of what commands share, one for this process and those that it begins.

    It goes when the tests end.
    """
    if _SHARED not in os.environ:
        folder = TemporaryDirectory(prefix="shared-")
        atexit.register(folder.cleanup)
        os.environ[_SHARED] = folder.name
    return os.environ[_SHARED]


class WarmProcess:
    """Runs commands of one program, one at a time."""

    def __init__(self, program: str, *modules: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_process", shared_folder(), program, *modules],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Nothing waits in a buffer of this side, where `select` would not see it.
            bufsize=0,
        )

    def start(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        first: Sequence[Any] = (),
    ) -> Child:
        """Begin a command in *folder*; the one before must have been waited for.

        *first* is a function of a module that the child's process calls before, and what
        it is called with.
        """
        order = {"arguments": [*arguments], "folder": str(folder), "environment": {**environment}}
        if first:
            function, *given = first
            order["first"] = [function.__module__, function.__name__, given]
        return Child(self._process, order)

    def run(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        first: Sequence[Any] = (),
    ) -> tuple[int, str, str]:
        """Run a command as `start` does; give its exit status and what it wrote."""
        return self.start(arguments, folder, environment, first).wait()

    def close(self) -> None:
        """Let the process end."""
        self._process.stdin.close()
        self._process.wait()


def _obey(program: str, order: dict, memory: "Memory") -> None:
    """Become the command that *order* tells; never returns."""
    memory.look()
    # What is to be done at the end is the command's alone.
    atexit._clear()
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
        if "first" in order:
            module, name, given = order["first"]
            getattr(import_module(module), name)(*given)
        status = import_module(program).main() or 0
    except SystemExit as end:
        status = end.code or 0
        if not isinstance(status, int):
            print(status, file=sys.stderr)
            status = 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        # A command without room or right goes as it would without a memory.
        with contextlib.suppress(OSError):
            memory.tell(order["learned"])
        os._exit(status)


def main() -> None:
    """Serve until stdin ends."""
    # Other processes need it only by its folder.
    from tests.memory import Memory

    folder, program, *modules = sys.argv[1:]
    for name in (*modules, program):
        import_module(name)
    # The settings are a command's own: read anew by each, also where a test writes two files
    # of one size within a second, which a compiled one does not tell apart.
    sys.modules.pop("pelicanconf", None)
    sys.dont_write_bytecode = True
    memory = Memory(folder)
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
