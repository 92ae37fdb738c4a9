# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emphasis: which "*", "_" and "~~" mark words, and which are signs of the text.

As in CommonMark a run that stands between a word and a mark of punctuation begins
nothing: "khách sạn 5*, 4*". Otherwise than there, one between figures is never a
mark, "12*8=96", and one behind punctuation may end emphasis right before a word,
"**Kết luận:**Đạt".
"""

import re

from markdown import Markdown
from markdown.inlinepatterns import Delimiter, DelimiterProcessor

# What may begin the marked words right behind a letter: a quotation mark, a bracket,
# another mark, a reference, or what the converter has put aside.
_OPENING = '"“‘«(\\[{\x02&<\\\\*_~'
# Between figures, a figure and a letter or bracket, or two letters of a formula.
_IN_FORMULA = (
    r"(?<=[0-9])(?=\*+[0-9])|(?<=[0-9])(?=\*[^\W_(]|\*\()|(?<=[\w)])(?=\*[0-9])"
    r"|(?<=(?<!\w)\w)(?=\*\w(?!\w))"
)
# A run never begins emphasis before what ends a clause.
_STARTS = rf"(?:(?<!\w)(?!\*+[,.;:!?)\]}}%/…])|(?=\*+[\w{_OPENING}]))(?=\*+[^\s*])"
_ENDS = r"(?<!^)(?<![\s*])"


class _Star(Delimiter):
    """The delimiter "*"."""

    def _build_patterns(self, token: str) -> str:
        self.token = token
        self.max_size = 2
        run = rf"(?!{_IN_FORMULA})(?<!\*)"
        self.boundary = re.compile(
            rf"(?P<ambiguous>{run}{_ENDS}{_STARTS}\*+)|(?P<end>{run}{_ENDS}\*+)"
            rf"|(?P<start>{run}{_STARTS}\*+)"
        )
        self.bad = re.compile(r"\*+")
        return r"\*"


def register_emphasis(md: Markdown) -> None:
    """Let *md* read emphasis and struck-out words by the rules above."""
    processor = md.inlinePatterns["em_strong"]
    assert isinstance(processor, DelimiterProcessor)
    processor.delimiters["*"] = _Star("*", "strong,em", smart=False, double=False)
    processor.add("~", "del", smart=False, double=True)
