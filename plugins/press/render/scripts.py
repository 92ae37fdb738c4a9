# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scripts of the theme as pages load them: few files, minified.

A module is served together with what it imports, as the style sheets are: each file costs
a phone on a slow network 0.4 s, and alike words compress once. So of an import only this form is
understood: `import { name, name } from "../folder/file.js";`, on one line. In the files that
are served together a name at the top stands once.
"""

import posixpath
import re
from collections.abc import Mapping

from rjsmin import jsmin

_IMPORT = re.compile(r'^import \{[^}\n]*\} from "(\.{1,2}/[^"\n]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async |function|const|class)", re.MULTILINE)
_LICENCE = "// SPDX-License-Identifier: AGPL-3.0-or-later\n"


def join_scripts(files: Mapping[str, str]) -> dict[str, str]:
    """Give the *files* (path → text) that pages load; what only others import is in these.

    Raises KeyError, with the path, where an imported file is missing, ValueError where one is
    not understood.
    """
    imported = {other for name, text in files.items() for other in _imports(name, text)}
    joined = {name: _join(name, files, {name}) for name in files if name not in imported}
    return {name: _minify(name, text) for name, text in joined.items()}


def _minify(name: str, text: str) -> str:
    try:
        return minify_script(text)
    except ValueError as error:
        raise ValueError(f"{name}, {error}") from error


def _imports(name: str, text: str) -> list[str]:
    """List the files that a file imports, in order."""
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, path)) for path in _IMPORT.findall(text)]


def _join(name: str, files: Mapping[str, str], seen: set[str]) -> str:
    """Put before a file what it imports, each once; *seen* are those that stand already."""
    parts = []
    for other in _imports(name, files[name]):
        if other not in seen:
            seen.add(other)
            parts.append(_EXPORT.sub("", _join(other, files, seen)))
    return "".join((*parts, _IMPORT.sub("", files[name])))


def minify_script(text: str) -> str:
    """Take out what only readers of code need: comments, but for the licence, space, long names."""
    # What it reads scripts with is loaded in 0.02 s, which few builds need.
    from plugins.press.render.short_names import shorten_names

    return f"{_LICENCE}{jsmin(shorten_names(text))}\n"
