# SPDX-License-Identifier: AGPL-3.0-or-later
"""The digest list of a release: which files it consists of, and their SHA-256.

A list is text as `sha256sum` writes it, so that a server checks a copy by
`cd current && sha256sum --check --quiet ../list`. Its lines are sorted, digests first, so
that equal releases have equal lists, and a few changed files are a few changed lines.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

_LINE = re.compile(r"(\\?)([0-9a-f]{64})  (.+)")


class DigestList:
    """The files of a release: `files` maps paths, relative to it, to SHA-256 in hex."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    @cached_property
    def lines(self) -> list[str]:
        """Write the list, a file a line, sorted."""
        return sorted(
            [
                f"{digest}  {path}" if "\\" not in path else _escaped(digest, path)
                for path, digest in self.files.items()
            ]
        )

    @property
    def text(self) -> str:
        """Write the list as a file's text."""
        return "".join([f"{line}\n" for line in self.lines])

    @cached_property
    def digest(self) -> str:
        """Tell the SHA-256 of the whole list, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a list; ValueError for what is none."""
        files = {}
        # Not by splitlines, for which a line also ends at signs that a name may hold.
        for line in text.removesuffix("\n").split("\n") if text else ():
            if line.startswith("\\"):
                found = _LINE.fullmatch(line)
                if found is None:
                    raise ValueError(f"no line of a digest list: {line!r}")
                files[found[3].replace("\\\\", "\\")] = found[2]
            elif line[64:66] == "  " and len(line) > 66:
                files[line[66:]] = line[:64]
            else:
                raise ValueError(f"no line of a digest list: {line!r}")
        return cls(files)


def _escaped(digest: str, path: str) -> str:
    return f"\\{digest}  " + path.replace("\\", "\\\\")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a release has that another has not; paths, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """List the files whose bytes the other release does not have."""
        return (*self.added, *self.changed)

    @property
    def all(self) -> tuple[str, ...]:
        """List every file that is not the same in both."""
        return (*self.added, *self.changed, *self.removed)


def compare(old: DigestList, new: DigestList) -> Difference:
    """Tell what must change to make *new* of *old*."""
    before, after = old.files, new.files
    other = [path for path, digest in after.items() if before.get(path) != digest]
    return Difference(
        added=tuple(sorted(path for path in other if path not in before)),
        changed=tuple(sorted(path for path in other if path in before)),
        removed=tuple(sorted(before.keys() - after.keys())),
    )
