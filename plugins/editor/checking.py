# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `make check` would tell of a text that is not saved yet: the same reader, the same plan."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.editor.apart import JobProcess
from plugins.editor.archive import KnownSources
from plugins.newsroom.article import Article, Standing
from plugins.newsroom.fault import Fault
from plugins.newsroom.plan.entry import enter
from plugins.press.errors import Refusal
from plugins.press.photos.store import examine
from plugins.press.pipeline import make_reader
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.reader import Reading
from plugins.press.read.sources import ReadResult
from plugins.press.settings import moment_of_build

#: The settings that a reading hangs on.
_SHAPING = ("PATH", "IGNORE_FILES", "NEWS_SECTIONS", "TIMEZONE", "PORTAL_URL", "DEFAULT_LANG")


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
        self, settings: Mapping[str, Any], archive: KnownSources, worker: JobProcess
    ) -> None:
        self._settings = {name: settings[name] for name in _SHAPING}
        self._archive, self._worker = archive, worker

    def check(self, path: str, data: bytes) -> Checked:
        """Check *data* as the source at content *path*."""
        try:
            reading = self.read(path, data)
        except Refusal as refusal:
            fault = Fault(path, 1, "nội dung", refusal.problem, refusal.mend)
            return Checked(None, (fault,))
        told = {*reading.faults, *self._plan(path, reading)}
        return Checked(reading, tuple(sorted(told, key=lambda item: (item.warning, item))))

    def read(self, path: str, data: bytes) -> Reading:
        """Read *data* as the source at content *path*; Refusal where that takes too long."""
        return self._worker(read_text, self._settings, path, data)

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
        # The desk stands for days: what is dated now is not before its time.
        site_plan = pipeline.plan(beside, only_faults=True, now=moment_of_build(self._settings))
        return {fault for fault in site_plan.faults if fault.path == path}


def read_text(settings: Mapping[str, Any], path: str, data: bytes) -> Reading:
    """Read *data* as the source at content *path* of the site with *settings*."""
    folder = ContentFolder(Path(settings["PATH"]), settings["IGNORE_FILES"])
    with tempfile.NamedTemporaryFile(suffix=".md") as file:
        file.write(data)
        file.flush()
        reading = make_reader(settings, folder, examine).read(Found(path, Path(file.name)))
    return replace(reading, data=None)
