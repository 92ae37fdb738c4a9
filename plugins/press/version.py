# SPDX-License-Identifier: AGPL-3.0-or-later
"""The version of the program: its own code, and the libraries that shape what it makes."""

import hashlib
import importlib.metadata
import platform
from itertools import chain
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
    "tree-sitter",
    "tree-sitter-javascript",
    "tzdata",
    "zxing-cpp",
)
PLUGINS = Path(__file__).resolve().parents[1]
#: Parts of the program that shape nothing of a page: it stays when they change.
APART = frozenset(("deploy", "editor", "importer"))


def code_version(plugins: Path = PLUGINS) -> str:
    """Tell apart programs, by the folder of their code, that could read or print differently."""
    digest = hashlib.sha256(platform.python_version().encode())
    parts = (part for part in plugins.iterdir() if part.name not in APART)
    files = chain(plugins.glob("*.py"), *(part.rglob("*.py") for part in parts if part.is_dir()))
    for file in sorted(files):
        digest.update(file.relative_to(plugins).as_posix().encode() + file.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}".encode())
    return digest.hexdigest()
