# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build tells people: faults on stderr, progress, a summary.

Faults do not go through Pelican's logger, which wraps lines and drops repeats.
"""

import os
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from plugins.newsroom.fault import Fault
from plugins.press.errors import Refusal, reason_of

_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"
#: Seconds between two lines of progress.
_PACE_S = 0.2
_CLEAR_LINE = "\r\x1b[K"
# What would end a line, turn its direction or command a terminal; and half letters.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+"
)
# What means something in Markdown or HTML, names a person or begins a link.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#|~@&$:!]|(?<=www)\.", re.IGNORECASE)
#: What CI takes for the page of a run, and what is kept of it for the last line.
_SUMMARY_BYTES, _SUMMARY_REST_BYTES = 1_048_576, 200


class Report:
    """Writes for one build; *content* is the folder that faults are relative to.

    When *quiet*, it writes what stops a build and nothing else.
    """

    def __init__(
        self,
        content: Path,
        stream: TextIO | None = None,
        annotate: bool | None = None,
        quiet: bool = False,
    ) -> None:
        self.stream = sys.stderr if stream is None else stream
        self.quiet = quiet
        # Gitea sets the same variable as GitHub, and reads the same commands.
        self.annotate = os.environ.get("GITHUB_ACTIONS") == "true" if annotate is None else annotate
        self.prefix = _relative(content, Path.cwd())
        self.repository_prefix = _relative(
            content, Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
        )
        self.terminal = self.stream.isatty()
        # https://no-color.org: any value but an empty one.
        self.coloured = self.terminal and not os.environ.get("NO_COLOR")
        self._last_progress = 0.0
        # What takes progress away that stands on the terminal's last line.
        self._clear = ""
        self._told: set[str] = set()
        # The page of the run, and what is to be added to it: place, field, problem, mend.
        self._summary = os.environ.get("GITHUB_STEP_SUMMARY")
        self._rows: list[tuple[str, str, str, str]] = []

    def faults(self, faults: Iterable[Fault]) -> None:
        """Write every fault and warning on a line of its own, by path and line."""
        for fault in sorted(set(faults)):
            if self.quiet and fault.warning:
                continue
            place = f"{self.repository_prefix}{fault.path}:{fault.line}"
            self._mark(
                fault.sentence(self.prefix),
                self._annotation(fault),
                (place, fault.field, fault.problem, fault.mend),
                fault.warning,
            )
        self._summarise()

    def refusals(self, refusals: Iterable[Refusal], warning: bool = False) -> None:
        """Write what is no fault of one article, a line each; a *warning* stops nothing."""
        if self.quiet and warning:
            return
        kind, label = ("warning", "Cảnh báo: ") if warning else ("error", "")
        for refusal in refusals:
            message = f"::{kind}::{_escape(_one_line(str(refusal)))}".replace("##[", "## [")
            row = ("", "", refusal.problem, refusal.mend)
            self._mark(f"{label}{refusal}", message, row, warning)
        self._summarise()

    def _mark(
        self, sentence: str, annotation: str, row: tuple[str, str, str, str], warning: bool
    ) -> None:
        sentence = self._plain(sentence)
        if sentence in self._told:
            return
        self._told.add(sentence)
        self._rows.append(row)
        if self.coloured:
            sentence = f"{_YELLOW if warning else _RED}{sentence}{_PLAIN}"
        self._write(f"{sentence}\n{annotation}" if self.annotate else sentence)

    def tell(self, words: str) -> None:
        """Write what stops nothing, once: a build that begins anew comes upon it again."""
        if not self.quiet and words not in self._told:
            self._told.add(words)
            self.say(words)

    def say(self, words: str) -> None:
        """Write lines in the place of progress that is under way; CI reads no command in them."""
        self._write("\n".join(map(self._plain, words.split("\n"))))

    def _plain(self, line: str) -> str:
        line = _one_line(line)
        return _without_commands(line) if self.annotate else line

    def _write(self, text: str) -> None:
        print(f"{self._clear}{text}", file=self.stream, flush=True)
        self._clear = ""

    def progress(self, doing: str, done: int, total: int) -> None:
        """Tell how far a long step is; on a terminal in one line, elsewhere not at all."""
        now = time.monotonic()
        last = done == total
        if not self.terminal or self.quiet or (now - self._last_progress < _PACE_S and not last):
            return
        self._last_progress = now
        self._clear = "" if last else _CLEAR_LINE
        self.stream.write(f"{_CLEAR_LINE}{doing}: {done}/{total}{_CLEAR_LINE if last else ''}")
        self.stream.flush()

    def _summarise(self) -> None:
        """Add what was told to the page that CI shows for the run, as a table of Markdown.

        The page takes 1 MiB; what does not fit is counted.
        """
        rows, self._rows = self._rows, []
        if not (self.annotate and rows and self._summary):
            return
        lines = ["", "| Ở đâu | Trường | Lỗi | Sửa |", "| --- | --- | --- | --- |"]
        try:
            with open(self._summary, "ab") as page:
                left = _SUMMARY_BYTES - page.tell() - sum(len(line.encode()) + 1 for line in lines)
                for done, row in enumerate(rows):
                    line = f"| {' | '.join(map(_cell, row))} |"
                    size = len(line.encode()) + 1
                    if left - size < _SUMMARY_REST_BYTES:
                        lines += [
                            "",
                            f"… và {len(rows) - done} lỗi hoặc cảnh báo nữa, xem nhật ký.",
                        ]
                        break
                    left -= size
                    lines.append(line)
                if left >= _SUMMARY_REST_BYTES:
                    page.write("\n".join([*lines, ""]).encode())
        except OSError as error:
            self.say(f"Không ghi được trang tóm tắt «{self._summary}» ({reason_of(error)}).")

    def _annotation(self, fault: Fault) -> str:
        kind = "warning" if fault.warning else "error"
        place = _escape(_one_line(self.repository_prefix + fault.path), property_too=True)
        title = _escape(_one_line(fault.field), property_too=True)
        message = _escape(_one_line(f"{fault.problem} — Sửa: {fault.mend}"))
        command = f"::{kind} file={place},line={fault.line},title={title}::{message}"
        return command.replace("##[", "## [")


def _relative(content: Path, folder: Path) -> str:
    shown = os.path.relpath(content.resolve(), folder.resolve())
    return "" if shown == "." else Path(shown).as_posix() + "/"


def _one_line(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _cell(text: str) -> str:
    """Write *text* so that it stands in a table of Markdown as it is."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", _one_line(text))


def _without_commands(line: str) -> str:
    """Keep the words of an editor from being read as commands to the platform.

    It obeys lines that begin with "::", and the older form "##[…]" anywhere.
    """
    line = line.replace("##[", "## [")
    return f"./{line}" if line.lstrip().startswith("::") else line


def _escape(text: str, property_too: bool = False) -> str:
    """Escape *text* as the commands of the platform ask for."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_too else text
