# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the commands of make begin, and end before they have begun."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_site import PATIENCE_S, ROOT, environment_with, heed_ctrl_c, write_files

#: Stands in for a package, and presses Ctrl+C while it is loaded.
CTRL_C = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n"


def run(
    module: str, *arguments: str, folder: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of make from the project."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment_with(variables),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
        preexec_fn=heed_ctrl_c,
    )


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("plugins.press.serve", "watchfiles"),
        ("plugins.press.preview", "watchfiles"),
        ("plugins.editor", "werkzeug"),
        ("plugins.press.new_article", "pelican"),
        ("plugins.press.new_article", "zoneinfo"),
        ("plugins.press", "pelican"),
    ],
)
def test_ctrl_c_while_a_command_is_loaded_gives_no_traceback(tmp_path, module, package):
    """It ends by the signal, as make is to know; nothing was begun."""
    write_files(tmp_path, {f"{package}.py": CTRL_C})
    done = run(module, PYTHONPATH=str(tmp_path), NEW_TITLE="Tên bài")
    assert done.returncode == -signal.SIGINT
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("port", ["abc", "0", "99999", "80.0", "-1"])
def test_port_that_is_none_is_told(tmp_path, port):
    """In one sentence, before anything is built."""
    done = run("plugins.press.serve", f"--port={port}", "-o", str(tmp_path / "preview"))
    assert done.returncode == 2
    assert done.stderr == f"không dùng được PORT là «{port}» — Sửa: ghi một số từ 1 đến 65535\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A = (\n", "{place}:1: không nạp được tệp cấu hình: «SyntaxError: '(' was never closed»"),
        ("from pelicanconf import *\nTHEME = 'mat'\n", "không dùng được THEME là «mat» — Sửa: "),
    ],
)
def test_settings_that_the_preview_cannot_use_are_told(tmp_path, text, line):
    """As make html does."""
    write_files(tmp_path, {"settings.py": text})
    done = run("plugins.press.serve", "-s", str(tmp_path / "settings.py"))
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    assert said.startswith(line.format(place=os.path.relpath(tmp_path / "settings.py", ROOT)))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["serve"], "[plugins.press.serve][--port][8000][--bind][127.0.0.1][--host][]"),
        (
            ["serve", "PORT=81", "BIND=0.0.0.0", "HOST=máy-tôi 192.168.1.5"],
            "[plugins.press.serve][--port][81][--bind][0.0.0.0][--host][máy-tôi 192.168.1.5]",
        ),
        (
            ["edit", "EDITOR_HEADER=Remote-User", "PROXY=10.0.0.2 10.0.0.3"],
            "[plugins.editor][--port][8000][--bind][127.0.0.1][--host][]"
            "[--editor-header][Remote-User][--proxy][10.0.0.2 10.0.0.3]",
        ),
    ],
)
def test_make_hands_its_words_on(tmp_path, words, told):
    """Each as one argument: port, address, names."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    write_files(tmp_path, {".venv/bin/python": "#!/bin/sh\nprintf '[%s]' \"$@\"\n"})
    (tmp_path / ".venv/bin/python").chmod(0o755)
    (tmp_path / ".venv/build").touch()
    (tmp_path / "requirements.txt").touch()
    os.utime(tmp_path / "requirements.txt", (0, 0))
    done = subprocess.run(
        ["make", *words],
        cwd=tmp_path,
        env=environment_with({}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == f"[-m]{told}"
