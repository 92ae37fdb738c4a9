# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make check` would tell of a text that is not saved yet: the same reader, the same plan.

A text is read in a process of its own: one that takes too long or too much memory ends alone,
and no other page of the desk waits for it.
"""

import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.editor.archive import Archive
from plugins.newsroom.article import Article, Standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.plan.entry import enter
from plugins.press.photos.processes import Apart, EndedError
from plugins.press.photos.store import examine
from plugins.press.pipeline import make_reader
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.reader import Reading
from plugins.press.read.sources import ReadResult

_ENDED = (
    "đọc bài này mất quá nhiều thời gian hoặc bộ nhớ, đã bỏ dở",
    "chia bài, bỏ các đoạn lặp dấu «[», «*», «<», hoặc đưa phần dài thành tệp đính kèm",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text came to, None if its reading was ended; and what is wrong with it."""

    reading: Reading | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """List what keeps it from being published."""
        return tuple(fault for fault in self.faults if not fault.warning)


class Checker:
    """Checks texts for the site of *settings*, beside what *archive* knows of the others."""

    def __init__(
        self,
        settings: Mapping[str, Any],
        archive: Archive,
        new_folder: Callable[[], ContentFolder],
    ) -> None:
        self._settings, self._archive, self._new_folder = settings, archive, new_folder
        self._apart, self._turn = Apart(self._read), threading.Lock()

    def close(self) -> None:
        """End the process that reads."""
        self._apart.close()

    def check(self, path: str, data: bytes) -> Checked:
        """Check *data* as the source at content *path*."""
        try:
            with self._turn:
                reading = self._apart((path, data))
        except EndedError:
            return Checked(None, (Fault(path, 1, "nội dung", *_ENDED),))
        told = {*reading.faults, *self._plan(path, reading)}
        return Checked(reading, tuple(sorted(told, key=lambda item: (item.warning, item))))

    def _read(self, asked: tuple[str, bytes]) -> Reading:
        path, data = asked
        reader = make_reader(self._settings, self._new_folder(), examine)
        with tempfile.NamedTemporaryFile(suffix=".md") as file:
            file.write(data)
            file.flush()
            return replace(reader.read(Found(path, Path(file.name))), data=None)

    def _plan(self, path: str, reading: Reading) -> set[Fault]:
        """Tell what shows only beside all others: taken addresses, links that lead nowhere."""
        pipeline, known = self._archive.pipeline, self._archive.result
        record = reading.record
        if pipeline is None or known is None or record is None:
            return set()
        entries = [entry for entry in known.entries if entry.path != path]
        standing = [page for page in known.standing if page.path != path]
        if isinstance(record, Article):
            entries.append(enter(record, record.text.digest))
        elif isinstance(record, Standing):
            standing.append(record)
        beside = ReadResult(entries, standing, known.unread, known.claims)
        return {fault for fault in pipeline.plan(beside).faults if fault.path == path}
