# SPDX-License-Identifier: AGPL-3.0-or-later
"""The refusal: why the press does not do what it was asked, and the mend.

What no person can mend (a worker that died) is another error; so is what only begins a
build anew (`CacheDamagedError`).
"""


class Refusal(Exception):
    """Something is as it must not be; `problem` and `mend` are Vietnamese, of one line each.

    They are worded for a Fault's `problem` and `mend` too, where an article is to blame.
    """

    def __init__(self, problem: str, mend: str) -> None:
        # Both are arguments, so that the refusal comes whole out of another process.
        super().__init__(problem, mend)
        self.problem, self.mend = problem, mend

    def __str__(self) -> str:
        return f"{self.problem} — Sửa: {self.mend}"
