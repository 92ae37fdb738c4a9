# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rule of imports: pelicanconf → press → newsroom, never back."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = sorted((ROOT / "plugins").rglob("*.py"))
NEWSROOM = [file for file in PLUGINS if "newsroom" in file.parts]
PRESS = [file for file in PLUGINS if "press" in file.parts]
UNIT_TESTS = sorted(Path(__file__).parent.rglob("*.py"))

# Of the standard library what only computes: no files, no clock, no chance, no machine's habits.
PLAIN = frozenset(
    (
        *("babel", "msgspec", "yaml"),
        *("bisect", "calendar", "collections", "dataclasses", "datetime", "difflib", "enum"),
        *("functools", "hashlib", "heapq", "html", "itertools", "json", "math", "operator"),
        *("re", "string", "textwrap", "types", "typing", "unicodedata", "zoneinfo"),
    )
)
PURE_PARTS = frozenset(("pathlib.PurePosixPath",))
DRAWERS = frozenset(("utils", "util", "helpers", "helper", "common", "misc"))


def imports_of(file: Path) -> Iterator[str]:
    """Name all that *file* imports, at whatever depth, "module.name" for a from-import."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            dots = "." * node.level
            yield from (f"{dots}{node.module or ''}.{alias.name}" for alias in node.names)


def begins_with(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_rooms_are_there():
    """The rule is held over real files."""
    assert {file.name for file in NEWSROOM} >= {"article.py", "edition.py", "dates.py"}
    assert {file.name for file in PRESS} >= {"reader.py", "printer.py"}


@pytest.mark.parametrize("file", NEWSROOM, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_newsroom_is_plain(file):
    """The newsroom needs plain Python, Babel, msgspec and YAML: no framework, files or clock."""
    foreign = [
        name
        for name in imports_of(file)
        if name.partition(".")[0] not in PLAIN
        and name not in PURE_PARTS
        and not begins_with(name, "plugins.newsroom")
    ]
    assert foreign == []


@pytest.mark.parametrize("file", NEWSROOM, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_newsroom_opens_no_file_and_asks_no_clock(file):
    """What no import tells: open(), print(), now() and the like."""
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    assert not called & {"open", "print", "input", "exec", "eval", "__import__"}
    assert not called & {"now", "utcnow", "today", "read_text", "write_text", "strftime"}


@pytest.mark.parametrize("file", PLUGINS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_imports_are_absolute_and_never_of_the_settings(file):
    """A plugin names what it needs from the root of the project, and never the settings."""
    names = list(imports_of(file))
    assert [name for name in names if name.startswith(".")] == []
    assert [
        name
        for name in names
        if begins_with(name, "pelicanconf") or begins_with(name, "publishconf")
    ] == []


@pytest.mark.parametrize("settings", ["pelicanconf.py", "publishconf.py"])
def test_settings_know_the_press_only(settings):
    """The settings open one door."""
    plugins = [name for name in imports_of(ROOT / settings) if begins_with(name, "plugins")]
    assert [name for name in plugins if not begins_with(name, "plugins.press")] == []


def test_no_drawers():
    """A function lives with the noun that it serves, not in a drawer for everything."""
    parts = {part for file in PLUGINS for part in file.relative_to(ROOT).with_suffix("").parts}
    assert not parts & DRAWERS


@pytest.mark.parametrize("file", UNIT_TESTS, ids=lambda file: file.name)
def test_unit_tests_need_the_newsroom_only(file):
    """A unit test runs without Pelican and without the press."""
    roots = {name.partition(".")[0] for name in imports_of(file)}
    assert not roots & {"pelican", "jinja2", "markdown", "PIL", "sqlite3"}
    assert not any(begins_with(name, "plugins.press") for name in imports_of(file))
