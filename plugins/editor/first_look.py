# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list before the first build has read the archive: what the headers say, newest folders first.

A cold build of 20,000 articles takes minutes; the lines of their headers are read in some
seconds, the first ones at once. Only the lines are looked at: what a build finds takes its place.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from plugins.newsroom.article import UNTITLED, is_standing
from plugins.newsroom.field_names import field_name
from plugins.newsroom.sections import Sections
from plugins.press.read.content_folder import is_hidden, is_source
from plugins.vietnamese.dates import DateError, Moment, parse_moment
from plugins.vietnamese.letters import fold, nfc, one_line

# Articles that are shown first, and bytes in which their headers stand.
_FIRST, _HEAD = 200, 4_000
#: Seconds that a list waits for the first articles.
PATIENCE_S = 0.4
_FIELD = re.compile(r"^([^\W\d][\w \t-]{0,40}?)[ \t]*:[ \t]+(.*)$", re.MULTILINE)
_QUOTED = re.compile(r"'((?:[^']|'')*)'|\"([^\"\\]*)\"")


class Glimpse(NamedTuple):
    """What the lines of one header say; "" and None where they say nothing."""

    path: str
    title: str
    moment: Moment | None
    section: str
    author: str
    is_draft: bool
    words: str


class FirstLook:
    """Reads the headers below *root* once it is asked for, until *is_over*."""

    def __init__(
        self, root: Path, zone: ZoneInfo, sections: Sections, is_over: Callable[[], bool]
    ) -> None:
        self._root, self._zone, self._sections, self._is_over = root, zone, sections, is_over
        self._started, self._turn = False, threading.Lock()
        self._first = threading.Event()
        #: What was read so far, and how many sources there are, 0 until that is known.
        self.glimpses: tuple[Glimpse, ...] = ()
        self.count = 0

    def ask(self) -> tuple[Glimpse, ...]:
        """Give what was read so far; the first articles are waited for, `PATIENCE_S`."""
        with self._turn:
            if not self._started:
                self._started = True
                threading.Thread(target=self._read_all, daemon=True).start()
        self._first.wait(PATIENCE_S)
        return self.glimpses

    def _read_all(self) -> None:
        paths = _sources(self._root, "")
        found = list(map(self._read, islice(paths, _FIRST)))
        self._show(found)
        rest = list(paths)
        self.count = len(found) + len(rest)
        for number, path in enumerate(rest, 1):
            if self._is_over():
                break
            found.append(self._read(path))
            # Each time twice as many: all copies before the last one cost as much as that.
            if number == len(rest) or len(found) == 2 * len(self.glimpses):
                self._show(found)

    def _show(self, found: list[Glimpse]) -> None:
        self.glimpses = tuple(found)
        self._first.set()

    def _read(self, path: str) -> Glimpse:
        try:
            with (self._root / path).open("rb") as file:
                text = file.read(_HEAD).decode("utf-8", "replace")
        except OSError:
            text = ""
        header = re.split(r"^---\s*$", nfc(text), maxsplit=2, flags=re.MULTILINE)
        lines = _FIELD.findall(header[1]) if len(header) > 1 else []
        said = {field_name(name): _value(value) for name, value in reversed(lines)}
        title = said.get("title") or UNTITLED
        author = said.get("author", "")
        return Glimpse(
            nfc(path),
            title,
            self._moment(said.get("date", "")),
            "" if is_standing(path) else self._sections.find(said.get("category", "")) or "",
            author,
            "status" in said and fold(said["status"]) not in ("published", "dang", "da dang", ""),
            fold("\n".join((title, said.get("summary", ""), author, said.get("tags", "")))),
        )

    def _moment(self, written: str) -> Moment | None:
        try:
            return parse_moment(written, self._zone) if written else None
        except DateError:
            return None


def seconds_of(moment: Moment | None) -> float:
    """Tell when that is, as the list orders; what has no day stands first."""
    when: datetime | None = moment.when if moment else None
    return when.timestamp() if when else float("inf")


def _value(written: str) -> str:
    """Read a value of one line; one over several shows its first."""
    quoted = _QUOTED.fullmatch(written.strip())
    if quoted:
        written = (quoted[1] or "").replace("''", "'") or quoted[2] or ""
    return one_line(written)


def _sources(root: Path, below: str) -> Iterator[str]:
    """Go through the sources below the folder *below*, those with the highest names first."""
    try:
        with os.scandir(root / below) as found:
            entries = sorted(found, key=lambda entry: entry.name, reverse=True)
    except OSError:
        return
    for entry in entries:
        path = f"{below}{entry.name}"
        if is_hidden(path):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _sources(root, f"{path}/")
        elif is_source(path) and entry.is_file(follow_symlinks=False):
            yield path
