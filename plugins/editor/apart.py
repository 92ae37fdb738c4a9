# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work on what editors send, in a process of its own, within the limits that photos have.

A text, a photo or a Word file that takes too long or too much memory ends alone, and no other
page of the desk waits for it.
"""

import threading
from collections.abc import Callable
from typing import Any

from plugins.press.errors import Refusal
from plugins.press.photos.processes import Apart, EndedError


class JobProcess:
    """Does one job after the other. Jobs and what they give must be fit for pickle."""

    def __init__(self) -> None:
        self._apart, self._turn = Apart(_work), threading.Lock()

    def __call__(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do *work*, a function of a module; Refusal where it did not come to its end."""
        try:
            with self._turn:
                return self._apart((work, arguments))
        except EndedError as ended:
            raise Refusal(
                "việc này mất quá nhiều thời gian hoặc bộ nhớ, đã bỏ dở",
                "chia nhỏ bài hay tệp rồi làm lại",
            ) from ended

    def close(self) -> None:
        """End the process."""
        self._apart.close()


def _work(job: tuple[Callable[..., Any], tuple[Any, ...]]) -> Any:
    work, arguments = job
    return work(*arguments)
