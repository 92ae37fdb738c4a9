# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines of a paragraph that stand by themselves, in clean HTML."""

import re
from collections.abc import Callable

from plugins.photo_captions.figures import plain_text

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_LINE_BREAK = re.compile(r"(<br>\n?|\n)")
# What ends the line above one that goes on with nothing.
_SENTENCE_ENDS = re.compile(r"[.!?…:;”\"»)]\Z")


def replace_lone_lines(markup: str, replace: Callable[[str], str | None]) -> str:
    """Put what *replace* gives in the place of lines that are part of no sentence.

    It gives None for a line that is to stay.
    """

    def write(paragraph: re.Match[str]) -> str:
        lines = _LINE_BREAK.split(paragraph[1])
        replaced = [None if place % 2 else replace(line) for place, line in enumerate(lines)]
        if not any(replaced):
            return paragraph[0]
        written = list(lines)
        for place, new in enumerate(replaced):
            if new is not None and not _is_in_sentence(lines, place, replaced):
                written[place] = new
                # What stands beside it has no line to end.
                written[max(place - 1, 0) : place] = ["\n"] * min(place, 1)
                written[place + 1 : place + 2] = ["\n"] * (place + 1 < len(lines))
        return f"<p>{''.join(written)}</p>"

    return _PARAGRAPH.sub(write, markup)


def _is_in_sentence(lines: list[str], place: int, replaced: list[str | None]) -> bool:
    """Tell whether one of *lines*, between which their ends stand, goes on with the one before.

    Or the one behind with it. What `<br>` parts never does.
    """
    joins_before = place > 0 and lines[place - 1] == "\n" and replaced[place - 2] is None
    if joins_before and not _SENTENCE_ENDS.search(plain_text(lines[place - 2])):
        return True
    is_last = place + 1 == len(lines)
    joins_behind = not is_last and lines[place + 1] == "\n" and replaced[place + 2] is None
    return joins_behind and plain_text(lines[place + 2])[:1].islower()
