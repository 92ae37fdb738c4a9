# SPDX-License-Identifier: AGPL-3.0-or-later
"""The digest list of a release: which files it consists of, and their SHA-256.

A list is text as `sha256sum` writes it, so that a server checks a copy by
`cd current && sha256sum --check --quiet ../list`. Its lines are sorted, digests first, so
that equal releases have equal lists, and a few changed files are a few changed lines.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

_BACKSLASH = "\\"
#: Bytes that are compared at once where lists differ.
_LEAST_STEP = 256
_DIGITS = 64


class DigestList:
    """The files of a release: `files` maps paths, relative to it, to SHA-256 in hex.

    `data` is the list as a file's bytes. Each is made of the other where it is asked for:
    250,000 files are 36 MB, and taking them apart takes half a second.
    """

    files: Mapping[str, str]

    def __init__(self, files: Mapping[str, str] | None, data: bytes | None = None) -> None:
        if files is not None:
            self.files = files
        if data is not None:
            self.data = data

    def __getattr__(self, name: str) -> Any:
        # Called for what is not set yet: each is made of the other.
        if name == "files":
            self.files = _read(self.data)
            return self.files
        if name == "data":
            self.data = b"".join(sorted(map(_line, self.files.items())))
            return self.data
        raise AttributeError(name)

    @property
    def text(self) -> str:
        """Write the list as a file's text."""
        return self.data.decode()

    @cached_property
    def digest(self) -> str:
        """Tell the SHA-256 of the whole list, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def count(self) -> int:
        """Tell how many files there are."""
        return self.data.count(b"\n")

    def digest_of(self, path: str) -> str | None:
        """Tell the SHA-256 of a file; None where it is not listed."""
        if "files" in self.__dict__ or _BACKSLASH in path:
            return self.files.get(path)
        end = b"  %s\n" % path.encode()
        place = self.data.find(end)
        # It may be the end of a longer name.
        while place >= 0 and self.data.rfind(b"\n", 0, place) != place - _DIGITS - 1:
            place = self.data.find(end, place + 1)
        return self.data[place - _DIGITS : place].decode() if place >= 0 else None

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a list; ValueError for what is none."""
        data = text.encode()
        return cls(_read(data), data)

    def changed(self, gone: Iterable[tuple[str, str]], added: Iterable[tuple[str, str]]) -> Self:
        """Make the list of another release: without the files of *gone*, with those of *added*.

        Both are pairs of path and digest. Only the places that change are looked at.
        """
        old_lines, new_lines = {*map(_line, gone)}, {*map(_line, added)}
        edits = [(line, b"") for line in old_lines - new_lines]
        edits += [(line, line) for line in new_lines - old_lines]
        data, pieces, done = self.data, [], 0
        for line, new in sorted(edits):
            place = _place_of(data, line)
            pieces += data[done:place], new
            done = place if new else place + len(line)
            if not new and data[place:done] != line:
                raise ValueError(f"not in the list: {line!r}")
        return type(self)(None, b"".join([*pieces, data[done:]]))


def _read(data: bytes) -> dict[str, str]:
    files = {}
    # Not by splitlines, for which a line also ends at signs that a name may hold.
    for line in data.decode().removesuffix("\n").split("\n") if data else ():
        path, digest = pair_in(line)
        if len(digest) != _DIGITS or not path:
            raise ValueError(f"no line of a digest list: {line!r}")
        files[path] = digest
    return files


def pair_in(line: str) -> tuple[str, str]:
    """Take the path and the digest out of a line."""
    digest, _, path = line.partition("  ")
    if digest.startswith("\\"):
        return path.replace(_BACKSLASH * 2, _BACKSLASH), digest[1:]
    return path, digest


def _line(pair: tuple[str, str]) -> bytes:
    path, digest = pair
    if "\\" in path:
        return f"\\{digest}  {path.replace(_BACKSLASH, _BACKSLASH * 2)}\n".encode()
    return f"{digest}  {path}\n".encode()


def _place_of(data: bytes, line: bytes) -> int:
    """Find where a line stands in sorted lines, or would stand."""
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.index(b"\n", start) + 1
        if data[start:end] < line:
            low = end
        else:
            high = start
    return low


def differing_lines(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """List the lines that only one of two lists has: of the old one, of the new one.

    What both have is passed over in ever larger steps, so that a few changes are found in
    the time that a comparison of the bytes takes.
    """
    gone, added = [], []
    left = right = 0
    step = _LEAST_STEP
    while left < len(old) and right < len(new):
        if old[left : left + step] == new[right : right + step]:
            # Up to the last end of a line in what is alike.
            length = old.rfind(b"\n", left, left + step) + 1 - left
            if length > 0:
                left, right, step = left + length, right + length, step * 2
                continue
            step *= 2
        elif step > _LEAST_STEP:
            step = max(_LEAST_STEP, step // 8)
            continue
        ends = old.index(b"\n", left) + 1, new.index(b"\n", right) + 1
        lines = old[left : ends[0]], new[right : ends[1]]
        if lines[0] <= lines[1]:
            left = ends[0]
        if lines[0] >= lines[1]:
            right = ends[1]
        if lines[0] < lines[1]:
            gone.append(lines[0])
        elif lines[0] > lines[1]:
            added.append(lines[1])
    gone += [line + b"\n" for line in old[left:].split(b"\n")[:-1]]
    added += [line + b"\n" for line in new[right:].split(b"\n")[:-1]]
    return gone, added


@dataclass(frozen=True, slots=True)
class ReleaseDifference:
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


def compare(old: DigestList, new: DigestList) -> ReleaseDifference:
    """Tell what must change to make *new* of *old*."""
    gone, added = differing_lines(old.data, new.data)
    before = {pair_in(line.decode().removesuffix("\n"))[0] for line in gone}
    after = {pair_in(line.decode().removesuffix("\n"))[0] for line in added}
    return ReleaseDifference(
        added=tuple(sorted(after - before)),
        changed=tuple(sorted(after & before)),
        removed=tuple(sorted(before - after)),
    )
