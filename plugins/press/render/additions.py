# SPDX-License-Identifier: AGPL-3.0-or-later
"""What settings and plugins give to templates beyond the theme: filters, globals, tests."""

import functools
import hashlib
import re
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import jinja2
from pelican import signals

#: The plugins of this project: their code is part of every page's key anyhow.
OWN_PLUGINS = ("plugins.vietnamese_dates", "plugins.photo_captions")
#: Settings that no page depends on.
_SHAPELESS = frozenset(
    (
        *("PATH", "OUTPUT_PATH", "CACHE_PATH", "PLUGIN_PATHS", "PORT", "BIND", "DEBUG"),
        *("GUARD_ADDRESSES", "ALLOW_GONE", "MAX_SHRINK", "PUBLISHED_FILE", "PUBLISHED_URL"),
        *("FIRST_RELEASE", "CLOCK_OK", "CHECK_ONLY"),
        *("QUIET", "FATAL_WARNINGS", "UNHEEDED"),
    )
)
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


@dataclass(eq=False, slots=True)
class TemplateHost:
    """What a plugin that answers `generator_init` gets in place of a generator.

    `env` is the Jinja environment of all pages, `settings` are Pelican's; what is put into
    `context` is seen by every template.
    """

    env: jinja2.Environment
    settings: Mapping[str, Any]
    context: dict[str, Any]


def extend(environment: jinja2.Environment, settings: Mapping[str, Any]) -> None:
    """Give templates the filters, globals and tests that *settings* and plugins bring."""
    environment.filters.update(settings["JINJA_FILTERS"])
    environment.globals.update(settings["JINJA_GLOBALS"])
    environment.tests.update(settings["JINJA_TESTS"])
    host = TemplateHost(environment, settings, {})
    signals.generator_init.send(host)
    environment.globals.update(host.context)


def additions_of(environment: jinja2.Environment, settings: Mapping[str, Any]) -> str:
    """Tell apart all that an extended *environment* may do to a page, for the page's key.

    With additions that are not of this project, that is: the values themselves, all
    settings, the code beside the settings and in other folders outside the installation,
    and what is installed. A filter that reads a file or the clock stays its author's concern.
    """
    options = _told(settings["JINJA_ENVIRONMENT"])
    given = any(settings[f"JINJA_{kind}"] for kind in ("FILTERS", "GLOBALS", "TESTS"))
    foreign = given or settings["JINJA_ENVIRONMENT"].get("extensions")
    if not foreign and set(settings["PLUGINS"]) <= set(OWN_PLUGINS):
        return options
    digest = hashlib.sha256(options.encode())
    plain = jinja2.Environment()
    for name in ("filters", "globals", "tests"):
        own, known = getattr(environment, name), getattr(plain, name)
        new = {key: own[key] for key in sorted(own) if own[key] is not known.get(key)}
        digest.update(_told(new).encode())
    shaping = {key: settings[key] for key in sorted(settings) if key not in _SHAPELESS}
    digest.update(_told(shaping).encode())
    for file in _local_code():
        digest.update(f"{file.name}\0".encode() + file.read_bytes())
    digest.update(repr(_installed()).encode())
    return digest.hexdigest()


def _told(value: object) -> str:
    """Write *value* so that equal ones read equal in every process."""
    if isinstance(value, Mapping):
        items = (f"{_told(key)}: {_told(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_told, value))})"
    if isinstance(value, Set):
        return f"{{{', '.join(sorted(map(_told, value)))}}}"
    if isinstance(value, functools.partial):
        return f"partial{_told((value.func, value.args, value.keywords))}"
    if isinstance(value, FunctionType):
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        plain = [cell for cell in cells if not callable(cell)]
        return f"{value.__module__}.{value.__qualname__}{_told((value.__defaults__, plain))}"
    text = _ADDRESS.sub("", repr(value))
    is_plain_object = text != repr(value) and hasattr(value, "__dict__")
    if is_plain_object and not isinstance(value, type | ModuleType):
        text += _told({key: repr(item) for key, item in vars(value).items()})
    return _ADDRESS.sub("", text)


def _local_code() -> Iterator[Path]:
    """List the code beside the modules that were loaded from outside the installation."""
    own = Path(__file__).resolve().parents[2]
    installed = [Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "purelib")]
    installed += [Path(sysconfig.get_path("platlib")).resolve(), own]
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    folders = {Path(file).resolve().parent for file in files if file}
    for folder in sorted(folders):
        if any(folder.is_relative_to(place) for place in installed):
            continue
        is_package = (folder / "__init__.py").is_file()
        yield from sorted(folder.rglob("*.py") if is_package else folder.glob("*.py"))


def _installed() -> list[str]:
    """List the installed packages; the names of these folders hold their versions."""
    places = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return sorted(folder.name for place in places for folder in Path(place).glob("*-info"))
