# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds sites for the tests with the real `pelican` command, each in a folder of its own."""

import atexit
import functools
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.warm_process import WarmProcess

ROOT = Path(__file__).resolve().parents[1]

#: The "now" of all builds: 2026-11-10 12:00 in Vietnam.
NOW = 1794286800

#: A build of a few articles takes a second; only a hanging one takes this long.
PATIENCE_S = 300

#: What takes the place of `python` where a process of its own is to remember what others made.
REMEMBERING = (sys.executable, f"{ROOT}/tests/remembering.py")

#: Variables that Python or the C library read when a process starts.
_AT_START = ("PYTHON", "LC_", "LANG", "LOCPATH", "COLUMNS", "TERM")


@dataclass(frozen=True, slots=True)
class Build:
    """What a build said, and where it put the site."""

    status: int
    stdout: str
    stderr: str
    output: Path

    @property
    def files(self) -> list[str]:
        """List the files of the site, relative to its folder."""
        return sorted(
            file.relative_to(self.output).as_posix()
            for file in self.output.rglob("*")
            if file.is_file()
        )

    def read(self, address: str) -> str:
        """Read the page or file at *address* ("/tin-tuc/", "/rss.xml")."""
        name = address.removeprefix("/")
        if name == "" or name.endswith("/"):
            name += "index.html"
        return (self.output / name).read_text(encoding="utf-8")

    def pages(self) -> dict[str, str]:
        """Read all HTML pages, by file."""
        return {file: self.read(file) for file in self.files if file.endswith(".html")}


def run_pelican(
    content: Path,
    output: Path,
    cache: Path,
    *options: str,
    settings: Path = ROOT / "pelicanconf.py",
    folder: Path = ROOT,
    environment: Mapping[str, str | None] | None = None,
    cold: bool = False,
    first: Sequence[Any] = (),
) -> Build:
    """Run `pelican` on *content* from the working directory *folder*.

    *environment* is put over the present one; None takes a variable away. The command
    runs in a child of a process that has the program loaded, or *cold*, in a process of
    its own, where the start itself is in question: the interpreter's variables, the
    system's locale, plugins that are not those of this project. *first* is what the process
    calls before, as `WarmProcess.start` has it, and is not for a cold one.
    """
    arguments = [str(content), "-o", str(output), "-s", str(settings)]
    arguments += ["--cache-path", str(cache), *options]
    variables = environment_with(environment or {})
    if not cold and not at_start(environment or {}):
        return Build(*warm_pelican().run(arguments, folder, variables, first), output)
    done = subprocess.run(
        [sys.executable, "-m", "pelican", *arguments],
        cwd=folder,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    return Build(done.returncode, done.stdout, done.stderr, output)


@functools.cache
def warm_pelican() -> WarmProcess:
    """Give the process whose children are `pelican` commands."""
    modules = ("plugins.press.photos.image", "PIL.JpegImagePlugin", "brotli")
    return warm_process("pelican.__main__", "tests.warm_build", *modules)


def warm_process(program: str, *modules: str) -> WarmProcess:
    """Make a process with *program* and *modules* loaded, which ends with the tests."""
    warm = WarmProcess(program, *modules)
    atexit.register(warm.close)
    return warm


def environment_with(changes: Mapping[str, str | None]) -> dict[str, str]:
    """Make the environment of a build: the present one, a fixed "now", *changes*."""
    # In CI the faults would be told twice, once as annotations.
    base = {"SOURCE_DATE_EPOCH": str(NOW), "GITHUB_ACTIONS": None, "GITHUB_STEP_SUMMARY": None}
    # What the make that runs the tests hands on is not for the one that is tested.
    base |= dict.fromkeys(("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "SITEURL", "NEW_TITLE"))
    base |= dict.fromkeys(("ALLOW_GONE", "MAX_SHRINK", "PUBLISHED_FILE", "PUBLISHED_URL"))
    base |= dict.fromkeys(("FIRST_RELEASE", "CLOCK_OK", "PORT", "BIND", "HOST", "N", "BENCH"))
    base |= dict.fromkeys(("EDITOR_HEADER", "PROXY"))
    base |= dict.fromkeys(("ROUNDS", "TARGET", "KEEP", "CHECK_URL", "VERIFY"))
    merged = {**os.environ, **base, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def heed_ctrl_c() -> None:
    """Undo what tests that run in the background inherit: there Ctrl+C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def at_start(environment: Mapping[str, str | None]) -> bool:
    """Tell whether a variable counts only where a process starts, as its own command."""
    return any(name.startswith(_AT_START) for name in environment)


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write *files*, by path inside *folder*; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def tree(folder: Path, folders: bool = False) -> dict[str, bytes]:
    """Read all files below *folder*, by path; *folders* too, whose paths end in a slash."""
    found = {}
    for place in folder.rglob("*"):
        path = place.relative_to(folder).as_posix()
        if place.is_file():
            found[path] = place.read_bytes()
        elif folders:
            found[f"{path}/"] = b""
    return found


def article(
    title: str, date: str = "2026-11-01 08:00", body: str = "Nội dung.", **more: str
) -> str:
    """Write an article; *more* are further one-line fields of its header."""
    fields = {"title": title, "date": date, "author": "N.H", "category": "Kinh tế", **more}
    header = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{header}---\n{body}\n"


def give_python(project: Path) -> None:
    """Give `make` in *project* the environment that runs the tests.

    A build from nothing is given what others made, which saves 1 s of CPU.
    """
    python = project / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.join(REMEMBERING)} "$@"\n')
    python.chmod(0o755)
    (project / ".venv/build").touch()


def copy_project(folder: Path) -> Path:
    """Make a project in *folder* with its own settings, and the plugins and theme of this one."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("pelicanconf.py", "publishconf.py", "Makefile", "requirements.txt"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder
