# SPDX-License-Identifier: AGPL-3.0-or-later
"""The version of the program: its own code, and the libraries that shape what it makes."""

import hashlib
import importlib.metadata
import platform
from pathlib import Path

#: Libraries that shape what is read or printed.
LIBRARIES = (
    "babel",
    "feedgenerator",
    "jinja2",
    "lightningcss",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pelican",
    "pillow",
    "pillow-heif",
    "pypdf",
    "pyyaml",
    "rjsmin",
    "tzdata",
    "zxing-cpp",
)


def code_version() -> str:
    """Tell apart programs that could read or print differently."""
    digest = hashlib.sha256(platform.python_version().encode())
    plugins = Path(__file__).resolve().parents[1]
    for file in sorted(plugins.rglob("*.py")):
        digest.update(file.relative_to(plugins).as_posix().encode() + file.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}".encode())
    return digest.hexdigest()
