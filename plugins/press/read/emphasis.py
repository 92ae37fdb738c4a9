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
_BETWEEN_FIGURES = r"(?<=[0-9])(?=[*]+[0-9])|(?<=[0-9])(?=[*](?!\*)\w)|(?<=\w)(?=[*](?!\*)[0-9])"
_STARTS = rf"(?:(?<!\w)|(?=[*]+[\w{_OPENING}]))"


class _Star(Delimiter):
    """The delimiter "*"."""

    def _build_patterns(self, token: str) -> str:
        self.token = token
        self.max_size = 2
        between = rf"(?!{_BETWEEN_FIGURES})(?<!\*)"
        ends, starts = r"(?<!^)(?<![\s*])", rf"{_STARTS}(?=[*]+[^\s*])"
        self.boundary = re.compile(
            rf"(?P<ambiguous>{between}{ends}{starts}[*]+)"
            rf"|(?P<end>{between}{ends}[*]+)|(?P<start>{between}{starts}[*]+)"
        )
        self.bad = re.compile(r"\*+")
        return r"\*"


def register_emphasis(md: Markdown) -> None:
    """Let *md* read emphasis and struck-out words by the rules above."""
    processor = md.inlinePatterns["em_strong"]
    assert isinstance(processor, DelimiterProcessor)
    processor.delimiters["*"] = _Star("*", "strong,em", smart=False, double=False)
    processor.add("~", "del", smart=False, double=True)
