# SPDX-License-Identifier: AGPL-3.0-or-later
"""The teaser: as much of a sapo as a list shows."""

import re

#: Letters of a sapo that a list shows; the article has it whole.
LONGEST = 200

_HOST = r"(?:[a-z][\w-]*\.)+[a-z]{2,}"
#: Whose news it is, before the first word: "(Vinhlong.gov.vn) – ", "(TTXVN) - ", "VOV.VN – ".
_DATELINE = re.compile(
    rf"(?:\([^()]{{2,40}}\)\s*[-–—]|{_HOST}\s*[-–—]|\({_HOST}\))\s*(?=\S)", re.IGNORECASE
)
#: Where a line of it may end: Khmer words are parted by spaces of no width.
_END = re.compile(r"[\s,;:–—-]*[\s\u200b]\S*\Z")


def teaser(summary: str) -> str:
    """Cut a sapo for a list: without its dateline, and at a word's end if it is long."""
    text = _DATELINE.sub("", summary, count=1) if _DATELINE.match(summary) else summary
    if len(text) <= LONGEST:
        return text
    cut = _END.sub("", text[: LONGEST + 1])
    return f"{cut}…" if LONGEST // 2 < len(cut) < LONGEST + 1 else text
