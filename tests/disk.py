# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small disks for tests, where the machine lets them be mounted."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def disk(folder: Path, options: str) -> Iterator[bool]:
    """Mount a small disk on *folder*; gives False where that is not allowed."""
    mounted = (
        os.geteuid() == 0
        and shutil.which("mount") is not None
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True
        ).returncode
        == 0
    )
    try:
        yield mounted
    finally:
        if mounted:
            # What works on it in the background, on a busy machine for minutes, keeps it to itself.
            subprocess.run(["umount", "--lazy", folder], check=True)
