# SPDX-License-Identifier: AGPL-3.0-or-later
"""Git, as the desk uses it."""

import subprocess
from pathlib import Path


def name_of_committer(folder: Path) -> str:
    """Tell the name under which this person commits in *folder*; "" where there is none."""
    try:
        told = subprocess.run(
            ["git", "config", "user.name"],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return " ".join(told.stdout.split())
