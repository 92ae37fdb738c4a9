# SPDX-License-Identifier: AGPL-3.0-or-later
"""The style sheets of the theme as pages load them: few, flat, in words that old phones know.

A sheet names its layers, in their order, and the files that stand in each: `@layer a, b;`,
then `@import "b.css" layer(b);`, one a line. They are served as one file without layers, in
the order of these, so that browsers since Chrome 80 and iOS 13 show the whole design. There
a stronger selector wins over a later layer: a test holds that none does.
"""

import posixpath
import re
from collections.abc import Mapping

import lightningcss

#: The oldest browsers that show the whole design.
BROWSERS = ("chrome 80", "ios_saf 13")

_LAYERS = re.compile(r"^@layer ([a-z, ]+);$", re.MULTILINE)
_IMPORT = re.compile(r'^@import "([^"\n]+)" layer\(([a-z]+)\);$', re.MULTILINE)


def join_styles(files: Mapping[str, str]) -> dict[str, str]:
    """Give the *files* (path → text) that pages load; what others import stands in these.

    Addresses in them are seen from the file that imports. Raises KeyError, with the path,
    where an imported file is missing, ValueError where one cannot be read.
    """
    sheets = {name: layers_of(name, files) for name in files}
    imported = {path for layers in sheets.values() for _, path in layers}
    return {
        name: "".join(minify_style(path, files[path]) for _, path in (*layers, ("", name))) + "\n"
        for name, layers in sheets.items()
        if name not in imported
    }


def layers_of(name: str, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """List what a sheet imports, as layer and path, in the order of the layers."""
    named = _LAYERS.search(files[name])
    order = named[1].split(", ") if named else []
    folder = posixpath.dirname(name)
    found = [
        (layer, posixpath.normpath(posixpath.join(folder, path)))
        for path, layer in _IMPORT.findall(files[name])
    ]
    return sorted(found, key=lambda item: order.index(item[0]))


def minify_style(name: str, text: str) -> str:
    """Write *text* in few bytes, and in words of the oldest browsers; *name* is for errors."""
    own = _IMPORT.sub("", _LAYERS.sub("", text))
    return lightningcss.process_stylesheet(own, filename=name, browsers_list=[*BROWSERS])
