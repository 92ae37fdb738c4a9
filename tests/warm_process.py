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

What a child loads and compiles of templates, draws, makes of photos and compresses at its
best, the next ones are given: 1 s of CPU for a site that is built from nothing. All is kept
by a digest of what it is made of, as a preview and the cache keep it.
"""

import atexit
import contextlib
import gc
import json
import marshal
import os
import select
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.bccache import Bucket

from plugins.newsroom.photo import RECIPE, Original
from plugins.press.photos import store
from plugins.press.publish import compression
from plugins.press.render.cards import CardMaker, Drawing
from plugins.press.render.theme import _Compiled

ROOT = Path(__file__).resolve().parents[1]

#: The variable that names the folder of what commands share.
_SHARED = "SHARED_BY_TESTS"
#: Where modules lie that are the same for every command.
_LASTING = (f"{ROOT}/plugins/", *map(sysconfig.get_path, ("stdlib", "purelib", "platlib")))


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


class Memory:
    """What all commands of a run of tests are given: results of functions, by all they depend on.

    Compiled templates, drawings, copies of photos and the theme's files in their best
    compression lie in *folder*, where every process finds them, also one that a command
    began; templates stay in this process besides, and those of a copy of the theme are what
    they were, but for the place that a traceback names.
    """

    #: Templates compiled for 40 settings or so.
    AT_MOST = 1000

    def __init__(self, folder: str, put: Callable[[Any, str, Any], None] = setattr) -> None:
        """Put what remembers in the place of the functions, by *put*."""
        self._folder = folder
        plan, encode, squeeze = CardMaker._plan, store.encode_copies, compression.compress
        load, dump = _Compiled.load_bytecode, _Compiled.dump_bytecode
        find = _Compiled.get_bucket

        def plan_kept(maker: CardMaker, *arguments: Any, **options: Any) -> Drawing:
            drawing = plan(maker, *arguments, **options)
            file = drawing.address[1:]
            key, name, make = maker._plans[file]
            maker._plans[file] = (key, name, lambda: self._kept(name, make))
            return drawing

        def encode_kept(name: str, data: bytes, original: Original) -> dict[str, bytes]:
            key = f"{RECIPE} {sha256(data).hexdigest()} {original}"
            return self._kept(key, lambda: encode(name, data, original))

        def squeeze_kept(file: str, data: bytes, quality: int) -> Iterable[tuple[str, bytes]]:
            if quality < compression.BEST:
                return squeeze(file, data, quality)
            key = f"{quality} {file} {sha256(data).hexdigest()}"
            return self._kept(key, lambda: [*squeeze(file, data, quality)])

        def load_kept(compiled: _Compiled, bucket: Bucket) -> None:
            load(compiled, bucket)
            if bucket.code is None:
                bucket.code = self._read(f"{compiled._version} {bucket.checksum} {bucket.key}")

        def dump_kept(compiled: _Compiled, bucket: Bucket) -> None:
            dump(compiled, bucket)
            self._write(f"{compiled._version} {bucket.checksum} {bucket.key}", bucket.code)

        def find_anywhere(
            compiled: _Compiled, environment: Environment, name: str, file: str, source: str
        ) -> Bucket:
            bucket = find(compiled, environment, name, None, source)
            if bucket.code is not None:
                bucket.code = _placed(bucket.code, file)
            return bucket

        put(_Compiled, "load_bytecode", load_kept)
        put(_Compiled, "dump_bytecode", dump_kept)
        put(_Compiled, "get_bucket", find_anywhere)
        put(CardMaker, "_plan", plan_kept)
        put(store, "encode_copies", encode_kept)
        put(compression, "compress", squeeze_kept)

    def _kept(self, key: str, make: Callable[[], Any]) -> Any:
        """Give what was made by *key*, or *make* it now."""
        made = self._read(key)
        if made is None:
            made = make()
            self._write(key, made)
        return made

    def _place(self, key: str) -> str:
        return f"{self._folder}/{sha256(key.encode()).hexdigest()}"

    def _read(self, key: str) -> Any:
        """Give what was made by *key*, None if it was not."""
        with contextlib.suppress(FileNotFoundError), open(self._place(key), "rb") as stream:
            return marshal.load(stream)
        return None

    def _write(self, key: str, made: Any) -> None:
        """Keep what was made by *key*."""
        # Whole or not at all: the process may be killed, and others look for it.
        draft = f"{self._place(key)}.{os.getpid()}"
        with open(draft, "wb") as stream:
            marshal.dump(made, stream)
        os.replace(draft, self._place(key))

    def tell(self, file: str, known: Set[str], loaded: Set[str]) -> None:
        """Write to *file* what is compiled now and was not *known*, and was not *loaded*."""
        codes = {name: code for name, code in _Compiled._codes.items() if name not in known}
        modules = [
            name
            for name, module in sys.modules.copy().items()
            if name not in loaded and (getattr(module, "__file__", None) or "").startswith(_LASTING)
        ]
        if codes or modules:
            with open(file, "wb") as stream:
                marshal.dump((codes, modules), stream)

    def take(self, file: str) -> None:
        """Read what a command has told, if it lived so long, and load what it had to load."""
        with (
            contextlib.suppress(OSError, EOFError, ValueError, TypeError),
            open(file, "rb") as stream,
        ):
            codes, modules = marshal.load(stream)
            if len(_Compiled._codes) > self.AT_MOST:
                _Compiled._codes.clear()
            _Compiled._codes.update(codes)
            for name in modules:
                import_module(name)
            gc.collect()
            gc.freeze()


def _placed(code: CodeType, file: str) -> CodeType:
    """Give *code* as if it stood in *file*."""
    if code.co_filename == file:
        return code
    parts = (_placed(part, file) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(parts))


def _obey(program: str, order: dict, memory: Memory) -> None:
    """Become the command that *order* tells; never returns."""
    known, loaded = {*_Compiled._codes}, {*sys.modules}
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
    if "first" in order:
        module, name, given = order["first"]
        getattr(import_module(module), name)(*given)
    status = 1
    try:
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
            memory.tell(order["learned"], known, loaded)
        os._exit(status)


def main() -> None:
    """Serve until stdin ends."""
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
