# SPDX-License-Identifier: AGPL-3.0-or-later
"""Code in a text: what stands between backticks is shown as it was typed.

A fence is a line of three or more backticks, or of tildes; it ends at a line of as many,
or of more. A line of tildes that no other ends is an ornament. A span of code begins
with a run of backticks and ends with the next run of the same length in its paragraph. A
backslash takes the backtick behind it from what begins code; within code it is a sign. A
backtick between two figures, the sign of minutes in "10°15`20", begins none.
"""

import html
import re
from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

#: The line that opens a fence: its indentation, its backticks, the name of a language.
FENCE = re.compile(r"( *)(`{3,}|~{3,})([^`\n]*)$")
_FENCE = re.compile(r"^[ \t]*(`{3,}(?=[^`\n]*$)|~{3,}(?=[\w+#.-]*[ \t]*$))(.*)$", re.MULTILINE)
#: What stands before a backtick that begins code.
BEGINS_CODE = r"(?<![0-9](?=`[0-9]))"
_BETWEEN_FIGURES = re.compile(r"(?<=[0-9])`(?=[0-9])")
_PIECE = re.compile(r"(?P<blank>\n[ \t]*(?=\n))|(?P<escapes>\\*+)(?P<run>`+)")


class Code:
    """Where the code of one text stands."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        if "`" in text or "~~~" in text:
            self._find(text)

    def holds(self, position: int) -> bool:
        """Tell whether *position* of the text lies in code."""
        number = bisect_right(self._starts, position) - 1
        return number >= 0 and position < self._ends[number]

    def end_of(self, position: int) -> int:
        """Tell where the code that holds *position* ends; *position* itself outside of code."""
        number = bisect_right(self._starts, position) - 1
        return max(position, self._ends[number]) if number >= 0 else position

    def taken_out_of(self, text: str) -> str:
        """Write the *text* without its code."""
        bounds = zip([0, *self._ends], [*self._starts, len(text)], strict=True)
        return "".join(text[start:end] for start, end in bounds)

    def _add(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def _find(self, text: str) -> None:
        position = 0
        fences = list(_FENCE.finditer(text)) if "```" in text or "~~~" in text else []
        # So many tildes, or more, are nowhere ended any more.
        unended = len(text)
        number = 0
        while number < len(fences):
            opening = fences[number]
            number += 1
            is_tilde = opening[1][0] == "~"
            if is_tilde and len(opening[1]) >= unended:
                continue
            last = number
            while last < len(fences) and not _closes(fences[last], opening):
                last += 1
            if is_tilde and last == len(fences):
                unended = len(opening[1])
                continue
            number = last + 1
            self._find_spans(text, position, opening.start())
            position = fences[last].end() if last < len(fences) else len(text)
            self._add(opening.start(), position)
        self._find_spans(text, position, len(text))

    def _find_spans(self, text: str, start: int, end: int) -> None:
        runs: list[Run] = []
        for found in _PIECE.finditer(text, start, end):
            if found["run"]:
                runs.append(run_of(found))
            else:
                self._pair(runs)
                runs = []
        self._pair(runs)

    def _pair(self, runs: list["Run"]) -> None:
        """Pair each run of a paragraph with the next one of its length."""
        for opening, closing in pair_runs(runs):
            self._add(opening.end - opening.opens, closing.end)


class Run(NamedTuple):
    """A run of backticks: as many that may open code, as many that may close it, its end."""

    opens: int
    closes: int
    end: int


def run_of(found: re.Match[str]) -> Run:
    """Make a run of what a pattern *found* with the groups "escapes" and "run"."""
    length = len(found["run"])
    if length == 1 and _BETWEEN_FIGURES.match(found.string, found.start("run")):
        return Run(0, length, found.end())
    return Run(length - len(found["escapes"]) % 2, length, found.end())


def pair_runs(runs: list[Run]) -> list[tuple[Run, Run]]:
    """Pair runs of backticks as spans of code."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for number in range(len(runs) - 1, -1, -1):
        numbers[runs[number].closes].append(number)
    pairs = []
    number = 0
    while number < len(runs):
        run = runs[number]
        same = numbers[run.opens]
        while same and same[-1] <= number:
            same.pop()
        if same and run.opens:
            number = same[-1]
            pairs.append((run, runs[number]))
        number += 1
    return pairs


def write_fence(lines: list[str]) -> str:
    """Write the *lines* within a fence."""
    code = html.escape("\n".join(lines), quote=False)
    return f"<pre><code>{code}\n</code></pre>"


def _closes(line: re.Match[str], opening: re.Match[str]) -> bool:
    return not line[2].strip() and line[1].startswith(opening[1])
