# SPDX-License-Identifier: AGPL-3.0-or-later
"""The session: what earlier builds left, the store and both folders, and what changed since."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from os import DirEntry
from pathlib import Path
from typing import Any, Self

from plugins.press.cache.snapshot import Snapshot, snapshot_kind
from plugins.press.cache.stamps import fingerprint_of
from plugins.press.cache.store import CacheStore, refuse_links
from plugins.press.cache.workers import usable_processors
from plugins.press.publish.release import MARKER, Release
from plugins.press.read import content_folder
from plugins.press.report import Report
from plugins.press.version import code_version

#: The content is waited for first, the output last; all else is done meanwhile.
CONTENT_NICENESS, OUTPUT_NICENESS = 3, 10


class Session:
    """What a build with *settings* begins with, as a context manager.

    Inside, the `store` is open and remembers nothing of what was not committed, and
    other processes look at the `content` and the `output`, which
    `release` holds; both are None where the settings ask for a check only. A release
    that is not *durable* may be lost with the power. An output that is believed to stand
    *as_left* is not looked at.

    Raises Refusal where another build holds either, or nothing can be
    written there, and CacheDamagedError where the store is not what was written.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        report: Report,
        durable: bool = True,
        as_left: bool = False,
    ) -> None:
        self._settings, self._report = settings, report
        self._durable, self._as_left = durable, as_left
        self.cache = Path(settings["CACHE_PATH"])
        self.processes = usable_processors()
        #: Covers all that shapes pages besides the settings.
        self.code = code_version()
        self.release: Release | None = None
        self.output: Snapshot | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for name in ("photos", "cards"):
                folder = self.cache / name
                refuse_links((folder, *(folder.iterdir() if folder.is_dir() else ())))
            self.store = self._open_store()
            stack.callback(self.store.close)
            root = Path(self._settings["PATH"])
            self.content = Snapshot(
                str(root),
                self.store,
                "content",
                content_folder.viewer(self._settings["IGNORE_FILES"]),
                processes=self.processes,
                niceness=CONTENT_NICENESS,
            )
            stack.callback(self.content.close)
            if not self._settings.get("CHECK_ONLY"):
                output = Path(self._settings["OUTPUT_PATH"])
                self.release = stack.enter_context(Release(output, root, durable=self._durable))
                self.output = self._look_at(output.resolve(), self.release)
                stack.callback(self.output.close)
            # Until here an error closes what is open; from now on __exit__ does.
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exception: Any) -> None:
        self._stack.__exit__(*exception)

    def _open_store(self) -> CacheStore:
        settings = self._settings
        shaping = json.dumps(
            [
                self.code,
                list(settings["NEWS_SECTIONS"].items()),
                settings["TIMEZONE"],
                settings["PORTAL_URL"],
                settings["IGNORE_FILES"],
                settings["DEFAULT_LANG"],
            ]
        )
        version = hashlib.sha256(shaping.encode()).hexdigest()
        store = CacheStore(cache_file(settings), version)
        if store.thrown_away:
            self._report.tell(
                "Chương trình hoặc cấu hình đã đổi: đọc lại mọi bài."
                if store.outdated
                else "Bộ nhớ đệm hỏng hoặc của chương trình khác: bỏ đi, làm lại từ đầu."
            )
        return store

    def _look_at(self, output: Path, release: Release) -> Snapshot:
        foreign = release.spared - {MARKER}

        def view(folder: str, found: list[DirEntry[str]]) -> tuple[list[DirEntry[str]], bool]:
            if not folder:
                found = [entry for entry in found if entry.name not in foreign]
            return found, False

        return Snapshot(
            str(output),
            self.store,
            snapshot_kind("output", output),
            view,
            digest=fingerprint_of,
            processes=self.processes,
            niceness=OUTPUT_NICENESS,
            as_left=self._as_left,
        )


def cache_file(settings: Mapping[str, Any]) -> Path:
    """Tell where the store of a site with *settings* is."""
    return Path(settings["CACHE_PATH"]) / "store.sqlite3"
