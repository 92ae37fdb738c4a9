# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rule of imports: deploy, editor, importer → press → newsroom → vietnamese, never back."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

#: These tests read modules and run none.
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = sorted((ROOT / "plugins").rglob("*.py"))
UNIT_TESTS = sorted(Path(__file__).parent.rglob("*.py"))

#: Each folder of plugins/ with what it may import of ours; its own modules always.
#: Of the folders that lie within others, the innermost counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "vietnamese": (),
    "vietnamese_dates": ("vietnamese",),
    "photo_captions": ("vietnamese",),
    "newsroom": ("vietnamese",),
    "newsroom/plan": ("newsroom", "vietnamese"),
    "press/photos": ("press/errors", "newsroom", "vietnamese"),
    "press/cache": ("press/errors",),
    "press/read": (
        *("press/errors", "press/cache", "press/photos"),
        *("photo_captions", "newsroom", "newsroom/plan", "vietnamese"),
    ),
    "press/render": (
        *("press/errors", "press/photos", "press/read"),
        *("newsroom", "newsroom/plan", "vietnamese"),
    ),
    "press/publish": (
        *("press/errors", "press/cache", "press/photos", "press/read", "press/render"),
        *("newsroom", "newsroom/plan"),
    ),
    "press": (
        "press/errors",
        *("press/cache", "press/photos", "press/read", "press/render", "press/publish"),
        *("newsroom", "newsroom/plan", "vietnamese"),
    ),
    "deploy": ("press", "press/errors", "press/cache", "press/publish"),
    "editor": (
        *("press", "press/errors", "press/cache", "press/photos", "press/read"),
        *("press/publish", "importer"),
        *("newsroom", "newsroom/plan", "vietnamese"),
    ),
    "importer": (
        *("press/errors", "press/photos", "press/read"),
        *("photo_captions", "newsroom", "vietnamese"),
    ),
}
#: Folders without framework, files, clock or the machine's habits.
PURE = ("vietnamese", "newsroom", "newsroom/plan")

# Of the standard library what only computes: no files, no clock, no chance, no machine's habits.
PLAIN = frozenset(
    (
        *("babel", "msgspec", "yaml"),
        *("bisect", "calendar", "collections", "dataclasses", "datetime", "difflib", "enum"),
        *("functools", "hashlib", "heapq", "html", "itertools", "json", "math", "operator"),
        *("re", "string", "struct", "textwrap", "types", "typing", "unicodedata", "zoneinfo"),
    )
)
PURE_PARTS = frozenset(
    (
        *("pathlib.PurePosixPath", "urllib.parse.quote", "urllib.parse.unquote_to_bytes"),
        *("urllib.parse.unquote", "urllib.parse.urljoin", "urllib.parse.urlsplit", "posixpath"),
        "zlib.crc32",
    )
)
DRAWERS = frozenset(("utils", "util", "helpers", "helper", "common", "misc"))


@cache
def nodes_of(file: Path) -> tuple[ast.AST, ...]:
    """List the nodes of the syntax of *file*, at whatever depth."""
    return tuple(ast.walk(ast.parse(file.read_text(encoding="utf-8"), file)))


def imports_of(file: Path) -> Iterator[str]:
    """Name all that *file* imports, at whatever depth, "module.name" for a from-import."""
    for node in nodes_of(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            dots = "." * node.level
            yield from (f"{dots}{node.module or ''}.{alias.name}" for alias in node.names)


def begins_with(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def room_of(module: str) -> str:
    """Tell in which folder of MAY_IMPORT a module of ours is ("plugins.press.read.reader")."""
    place = module.removeprefix("plugins").removeprefix(".").replace(".", "/")
    if begins_with(module, "plugins.press.errors"):
        return "press/errors"
    while place and place not in MAY_IMPORT:
        place = place.rpartition("/")[0]
    return place


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


IN_ROOMS = [file for file in PLUGINS if room_of(module_of(file))]
IN_PURE_ROOMS = [file for file in IN_ROOMS if room_of(module_of(file)) in PURE]


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_rooms_are_there():
    """The rule is held over real folders, and every module of ours is in one."""
    assert {room_of(module_of(file)) for file in IN_ROOMS} >= MAY_IMPORT.keys()
    assert [name(file) for file in PLUGINS if file not in IN_ROOMS] == ["plugins/__init__.py"]


@pytest.mark.parametrize("file", IN_ROOMS, ids=name)
def test_imports_run_one_way(file):
    """A folder imports what lies below it, never what lies above or beside it."""
    room = room_of(module_of(file))
    allowed = {room, *MAY_IMPORT.get(room, ())}
    ours = [found for found in imports_of(file) if begins_with(found, "plugins")]
    assert [found for found in ours if room_of(found) not in allowed] == []


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_each_permission_is_used(room):
    """So that the table draws the house as it is."""
    files = [file for file in IN_ROOMS if room_of(module_of(file)) == room]
    used = {room_of(found) for file in files for found in imports_of(file)}
    assert [other for other in MAY_IMPORT[room] if other not in used] == []


@pytest.mark.parametrize("file", IN_PURE_ROOMS, ids=name)
def test_pure_folders_import_what_only_computes(file):
    """Plain Python, Babel, msgspec and YAML: no framework, files or clock."""
    foreign = [
        found
        for found in imports_of(file)
        if found.partition(".")[0] not in PLAIN
        and found not in PURE_PARTS
        and not begins_with(found, "plugins")
    ]
    assert foreign == []


@pytest.mark.parametrize("file", IN_PURE_ROOMS, ids=name)
def test_pure_folders_open_no_file_and_ask_no_clock(file):
    """What no import tells: open(), print(), now() and the like."""
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in nodes_of(file)
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
    """The settings open one door; plugins they name."""
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
