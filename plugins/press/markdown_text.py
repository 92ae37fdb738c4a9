# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown to HTML, with a short way for the plain paragraphs that news is made of.

Most paragraphs hold nothing that Markdown treats, and python-markdown takes a
millisecond and more to find that out for a whole article. Where the blocks of a
text cannot influence each other, those without a special character are wrapped
here, and only the others are converted, each by itself. The HTML is the same as
python-markdown's for the whole text; a property-based test holds that.
"""

import re

import markdown

# What reaches beyond its own block, wherever it stands in a text: HTML, code, tables,
# lists, quotations, references and footnotes, and stand-ins of the converter's own.
_REACHING = re.compile(
    r"[<\t\x02\x03\\|`&]|\A[^\S\n]|^ {4}|^ {0,3}(?:[-+*>:]|[0-9]+[.)])|\[\^|\]:|\]\[|klzzwxh",
    re.MULTILINE,
)
# Words, figures and the marks of prose; every line begins with a word, a figure that
# numbers nothing, a quotation mark or a bracket, and ends in something to be seen.
_INK = r"(?:[^\W_]|[.,;:%/\"'()“”‘’«»–—…?+°²³₫-])"
_LINE = rf"(?![0-9]+[.)])(?:[^\W_]|[\"'“‘«(])(?:{_INK}++|[ \u00a0]++(?={_INK}))*+"
_PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*+")
_BLANK_START = re.compile(r"\A(?: *\n)+")
_BLANK_LINES = re.compile(r"\n(?: *\n)+")


class MarkdownText:
    """Converts texts, one after the other, with tables, footnotes and sane lists."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(
            extensions=["tables", "footnotes", "sane_lists"],
            extension_configs={
                "tables": {"use_align_attribute": True},
                "footnotes": {"BACKLINK_TITLE": "Trở lại chỗ có chú thích {}"},
            },
            output_format="html",
        )

    def convert(self, text: str) -> str:
        """Convert *text*, the short way where it is sure to give the same."""
        if _REACHING.search(text):
            return self.convert_whole(text)
        pieces = []
        for block in _BLANK_LINES.split(_BLANK_START.sub("", text).rstrip("\n")):
            if _PLAIN.fullmatch(block):
                pieces.append(f"<p>{block}</p>")
            else:
                pieces.append(self.convert_whole(block))
        return "\n".join(piece for piece in pieces if piece)

    def convert_whole(self, text: str) -> str:
        """Convert *text* with python-markdown alone."""
        return self._markdown.reset().convert(text)
