# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stock: what earlier builds left, the ledger and both folders, and what changed since."""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from plugins.press.crew import usable_processors
from plugins.press.inventory import Inventory
from plugins.press.ledger import Ledger
from plugins.press.release import Release
from plugins.press.report import Report
from plugins.press.stamps import fingerprint_of
from plugins.press.version import code_version

#: The content is waited for first, the output last; all else is done meanwhile.
CONTENT_NICENESS, OUTPUT_NICENESS = 3, 10


class Stock:
    """What a build with *settings* begins with, as a context manager.

    Inside, the `ledger` is open and remembers nothing of what was not committed, and
    other processes look at what changed in the `content` and the `output`, which
    `release` holds; both are None where the settings ask for a check only. A release
    that is not *durable* may be lost with the power. An output that is believed to stand
    *as_left* is not looked at.

    Raises LedgerError and ReleaseError where somebody else has either, or nothing can be
    written there, and LedgerDamagedError where the ledger is not what was written.
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
        self.output: Inventory | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.ledger = self._open_ledger()
            stack.callback(self.ledger.close)
            root = Path(self._settings["PATH"])
            self.content = Inventory(
                str(root),
                self.ledger,
                "content",
                follow=True,
                processes=self.processes,
                niceness=CONTENT_NICENESS,
            )
            stack.callback(self.content.close)
            if not self._settings.get("CHECK_ONLY"):
                output = Path(self._settings["OUTPUT_PATH"])
                self.release = stack.enter_context(Release(output, root, durable=self._durable))
                self.output = self._look_at(output.resolve(), self.release)
                stack.callback(self.output.close)
            # Nobody leaves a context that was not entered.
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exception: Any) -> None:
        self._stack.__exit__(*exception)

    def _open_ledger(self) -> Ledger:
        settings = self._settings
        shaping = json.dumps(
            [
                self.code,
                list(settings["NEWS_SECTIONS"].items()),
                settings["TIMEZONE"],
                settings["PORTAL_URL"],
            ]
        )
        version = hashlib.sha256(shaping.encode()).hexdigest()
        ledger = Ledger(ledger_file(settings), version)
        if ledger.thrown_away:
            self._report.say(
                "Chương trình hoặc cấu hình đã đổi: đọc lại mọi bài."
                if ledger.outdated
                else "Bộ nhớ đệm hỏng hoặc của chương trình khác: bỏ đi, làm lại từ đầu."
            )
        return ledger

    def _look_at(self, output: Path, release: Release) -> Inventory:
        folder = hashlib.sha256(os.fsencode(output)).hexdigest()[:16]
        return Inventory(
            str(output),
            self.ledger,
            f"output {folder}",
            spared=release.spared,
            digest=fingerprint_of,
            processes=self.processes,
            niceness=OUTPUT_NICENESS,
            as_left=self._as_left,
        )


def ledger_file(settings: Mapping[str, Any]) -> Path:
    """Tell where the ledger of a site with *settings* is."""
    return Path(settings["CACHE_PATH"]) / "ledger.sqlite3"
