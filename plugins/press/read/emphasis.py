# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emphasis: which "*", "_" and "~~" mark words, and which are signs of the text.

As in CommonMark a run that stands between a word and a mark of punctuation begins
nothing: "khách sạn 5*, 4*". Otherwise than there, one between figures is never a
mark, "12*8=96", and one behind punctuation may end emphasis right before a word,
"**Kết luận:**Đạt". A sign alone between quotation marks or brackets is spoken of, and a
single one in what "**" marks is a sign of the text: "**Gạo 5*: 20.000 đ**". Of stars more
than were opened the last ones end the marked words: "**Sao 5***".
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.inlinepatterns import Delimiter, DelimiterProcessor

from plugins.press.read.paragraphs import CAPITAL

# What may begin the marked words right behind a letter: a quotation mark, a bracket,
# another mark, a reference, or what the converter has put aside.
_OPENING = '"“‘«(\\[{\x02&<\\\\*_~'
# Between figures, a figure and a letter or bracket, two letters of a formula, a bracket
# and what a formula goes on with, "(a+b)*h", "(a+b)*(c+d)", what is quoted, "5"*"6", or
# capitals, as in a message to a service: "DT*SBD".
_IN_FORMULA = (
    r"(?<=[0-9][\"”’'′″])(?=\*[\"“‘'(]?[0-9])|(?<=[0-9])(?=\*[\"“‘'][0-9])"
    r"|(?<=[\w%.][\"”’'])(?=\*[\"“‘'](?=\w))|"
    r"(?<=[0-9])(?=\*+[0-9])|(?<=[0-9])(?=\*[^\W_(]|\*\()|(?<=[\w)%])(?=\*[0-9])"
    r"|(?<=(?<!\w)\w)(?=\*\w(?!\w))|(?<=[)\]])(?=\*[(\[]?(?:[0-9]|\w(?!\w)))"
    r"|(?<=(?<!\w)\w)(?=\*[(\[](?:[0-9]|\w(?!\w)))|(?<=%)(?=\*\()"
    rf"|(?<=[{CAPITAL}])(?=\*[{CAPITAL}])"
)
# Between two marks that belong to each other, as in "(*)", is a sign that is spoken of.
_PAIRS = ('""', "''", "“”", "‘’", "«»", "()", "[]")


def _is_quoted(sign: str) -> str:
    """Write the pattern of a place at which a run of *sign* is one that is spoken of."""
    return "|".join(
        rf"(?<={re.escape(opening)})[{sign}]++{re.escape(closing)}" for opening, closing in _PAIRS
    )


# A run never begins emphasis before what ends a clause, nor behind a letter before the
# mark that ends a quotation. Another mark is no letter: "_**- Như trên;**_".
_BEHIND_NO_WORD = r"(?:(?<!\w)|(?<=(?<!\w)_)|(?<=(?<!\w)__))"
_STARTS = (
    rf"(?:{_BEHIND_NO_WORD}(?!\*++[,.;:!?)\]}}%/…])"
    rf"|(?=\*++[\w{_OPENING}])(?!\*++\"(?!\w)))(?=\*++[^\s])"
)
# Nor does it end any right behind what opens: "(*)" is the sign of a note.
_ENDS = r"(?<!^)(?<![\s*(\[{“‘«])"


# A blank of a form right behind a label.
_BLANK = r"(?<=[:;,.])(?:___|__[^_\n]{1,60}[:;,.]__(?!_))"
# The last signs of a run.
_LAST = {
    sign * size: re.compile(rf"(?P<end>{re.escape(sign * size)})")
    for sign in "*_~"
    for size in (1, 2)
}
# Unclosed single signs within "**" that are dropped at most.
_SINGLES = 20
# Letters at the end of a paragraph by which it is known again.
_SEEN = 200


class _Star(Delimiter):
    """The delimiter "*"."""

    def _build_patterns(self, token: str) -> str:
        self.token = token
        self.max_size = 2
        run = rf"(?!{_IN_FORMULA}|{_is_quoted('*')})(?<!\*)"
        self.boundary = re.compile(
            rf"(?P<ambiguous>{run}{_ENDS}{_STARTS}\*+)|(?P<end>{run}{_ENDS}\*+)"
            rf"|(?P<start>{run}{_STARTS}\*+)"
        )
        self.bad = re.compile(r"\*+")
        return r"\*"


class _Underline(Delimiter):
    """The delimiter "_", which begins nothing before a sign: "ngày __/__/____".

    Four in a row and more are a blank of a form: "Số tiền:______đồng (bằng chữ:______)", and
    so are three right behind a label, or two where others end behind one: "Tên:___sinh:___".
    Only the sign of an item may follow one that begins a line and marks words of it:
    "_- Lưu: VT._".
    """

    def _build_patterns(self, token: str) -> str:
        self.token = token
        self.max_size = 2
        run = rf"(?!_{{4}}|{_is_quoted('_')})"
        ends = rf"{run}(?<!^)(?<![\s_])"
        item = "|".join(
            rf"(?<!_){sign}(?=[-–—+•]\s[^_\n]*[^\s_\n/–-]{sign}(?!\w))" for sign in ("_", "__")
        )
        self.boundary = re.compile(
            rf"(?P<ambiguous>{ends}(?<!\w)_++(?=[{_OPENING}])|(?<=\*)(?:{item}))"
            rf"|(?P<end>{ends}(?<!\x04)_++(?!\w))"
            rf"|(?P<start>{run}(?!{_BLANK})(?<!\w)_++(?=[\w{_OPENING}])|(?<![^\n\x04])(?:{item}))"
        )
        self.bad = re.compile("_+")
        return "_"


class _Tilde(Delimiter):
    """The delimiter "~~" of what is struck out."""

    def _build_patterns(self, token: str) -> str:
        self.token = token
        self.max_size = 2
        run = rf"(?!{_is_quoted('~')})(?<!~)"
        ends, starts = rf"{run}(?<!^)(?<!\s)~++", r"(?!\s|$)"
        self.boundary = re.compile(
            rf"(?P<ambiguous>{ends}{starts})|(?P<end>{ends})|(?P<start>{run}~++{starts})"
        )
        self.bad = re.compile("~+")
        return "~"


class _Emphasis(DelimiterProcessor):
    """Finds what is marked; the library looks for all of a paragraph at its first sign.

    It then takes the next sign for the next that it found, though one that marks
    nothing ("5*6") may come before. Here the place of each is known: behind the last
    one the text is still what it was. What stands within marked words comes in between.
    """

    # The length of that paragraph, and how it ends.
    _length, _end = 0, ""

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """Find the next run of *data* from *start* on, but for single ones within "**"."""
        while found := super().search(data, start):
            stack = self.delimiters[found[0][0]].stack
            size = len(found[0])
            if not stack or found.lastgroup == "start":
                return found
            if found.lastgroup == "end" and len(stack) == 1 and stack[0][4] < min(size, 3):
                opened = found[0][: stack[0][4]]
                return _LAST[opened].match(data, found.end() - len(opened))
            if size > 2:
                return found
            if size == 1:
                if found.lastgroup != "end" or stack[-1][3:] != (2, 2):
                    return found
                start = found.end()
                continue
            # Of "**" the single ones before it, which nothing ended, are no marks.
            for back in range(1, min(len(stack), _SINGLES) + 1):
                if stack[-back][3:] == (2, 2):
                    for _ in range(back - 1):
                        stack.pop()
                    break
                if stack[-back][3:] != (1, 1):
                    break
            return found
        return None

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        """Write the marked words that begin at the sign *m* of *data*, if any do."""
        if not self.regions:
            self._length, self._end = len(data), data[-_SEEN:]
            return super().handleMatch(m, data)
        moved = len(data) - self._length
        start, _, _, end, *_ = self.regions[self.cache_index]
        is_inner = not data.endswith(self._end[start - self._length :])
        if is_inner or m.start() < start + moved:
            return None, m.start(), m.start() + 1
        element, count = self._build_element(data, self.cache_index, moved)
        self.cache_index += count
        if self.cache_index == len(self.regions):
            self.reset()
        return element, start + moved, end + moved


def register_emphasis(md: Markdown) -> None:
    """Let *md* read emphasis and struck-out words by the rules above."""
    processor = _Emphasis("*", "strong,em", md)
    processor.delimiters["*"] = _Star("*", "strong,em", smart=False, double=False)
    processor.add("_", "strong,em", smart=True)
    processor.delimiters["_"] = _Underline("_", "strong,em", smart=True, double=False)
    processor.add("~", "del", smart=False, double=True)
    processor.delimiters["~"] = _Tilde("~", "del", smart=False, double=True)
    md.inlinePatterns.register(processor, "em_strong", 60)
