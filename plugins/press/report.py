# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build tells people: faults on stderr, progress, a summary.

Faults do not go through Pelican's logger, which wraps lines and drops repeats.
"""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from plugins.newsroom.fault import Fault

_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"
#: Seconds between two lines of progress.
_PACE_S = 0.2


class Report:
    """Writes for one build; *content* is the folder that faults are relative to."""

    def __init__(
        self, content: Path, stream: TextIO | None = None, annotate: bool | None = None
    ) -> None:
        self.stream = sys.stderr if stream is None else stream
        # Gitea sets the same variable as GitHub, and reads the same commands.
        self.annotate = os.environ.get("GITHUB_ACTIONS") == "true" if annotate is None else annotate
        self.prefix = _relative(content, Path.cwd())
        self.repository_prefix = _relative(
            content, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
        )
        self.terminal = self.stream.isatty()
        self._last_progress = 0.0

    def faults(self, faults: Iterable[Fault]) -> None:
        """Write every fault and warning on a line of its own, by path and line."""
        for fault in sorted(set(faults)):
            sentence = fault.sentence(self.prefix)
            if self.terminal:
                sentence = f"{_YELLOW if fault.warning else _RED}{sentence}{_PLAIN}"
            self.say(sentence)
            if self.annotate:
                self.say(self._annotation(fault))

    def say(self, words: str) -> None:
        """Write one line."""
        print(words, file=self.stream, flush=True)

    def progress(self, doing: str, done: int, total: int) -> None:
        """Tell how far a long step is; on a terminal in one line, elsewhere not at all."""
        now = time.monotonic()
        last = done == total
        if not self.terminal or (now - self._last_progress < _PACE_S and not last):
            return
        self._last_progress = now
        end = "\r\x1b[K" if last else ""
        self.stream.write(f"\r\x1b[K{doing}: {done}/{total}{end}")
        self.stream.flush()

    def _annotation(self, fault: Fault) -> str:
        kind = "warning" if fault.warning else "error"
        place = _escape(self.repository_prefix + fault.path, property_too=True)
        title = _escape(fault.field, property_too=True)
        message = _escape(f"{fault.problem} — Sửa: {fault.mend}")
        return f"::{kind} file={place},line={fault.line},title={title}::{message}"


def _relative(content: Path, folder: Path) -> str:
    shown = os.path.relpath(content.resolve(), folder.resolve())
    return "" if shown == "." else Path(shown).as_posix() + "/"


def _escape(text: str, property_too: bool = False) -> str:
    """Escape *text* as the commands of the platform ask for."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_too else text
