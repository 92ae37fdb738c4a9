# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that was pasted: lines of a paragraph run together, as the build reads them."""

from plugins.importer.document import Document, Paragraph, Span
from plugins.importer.web.decoding import decode, settle_text
from plugins.importer.word_law import words_of
from plugins.press.read.paragraphs import split_lines


def read_pasted_text(data: bytes) -> Document:
    """Read plain text: blank lines part paragraphs, and so do lines that end a sentence."""
    text, remarks = settle_text(decode(data))
    document = Document([], remarks=remarks, words=words_of(text))
    for block in _blocks_of(text):
        for paragraph in split_lines(block):
            line = ""
            for words, ends in paragraph:
                line = f"{line} {words.strip()}".strip()
                if ends:
                    document.blocks.append(Paragraph([Span(line)]))
                    line = ""
            if line:
                document.blocks.append(Paragraph([Span(line)]))
    return document


def _blocks_of(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.replace("\u2028", "\n").split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]
