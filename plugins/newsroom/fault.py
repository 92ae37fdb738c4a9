# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong with a source file, told so that its editor can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place.

    `path` is relative to the content folder, with `/` between its parts; `line`
    counts from 1, and is 1 where something is missing; `field` is a front-matter
    key, dotted for nested ones ("photos.2.file"), or the word for a part of the
    text. `problem` shows the value seen, `mend` says what to write instead. A
    warning is told and stops nothing.
    """

    path: str
    line: int
    field: str
    problem: str
    mend: str
    warning: bool = False

    def sentence(self, prefix: str = "") -> str:
        """Tell the fault in one line, its path put behind *prefix*."""
        kind = "cảnh báo: " if self.warning else ""
        return (
            f"{prefix}{self.path}:{self.line}: {self.field}: "
            f"{kind}{self.problem} — Sửa: {self.mend}"
        )
