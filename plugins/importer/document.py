# SPDX-License-Identifier: AGPL-3.0-or-later
"""A document as it was read, whatever it was written with: blocks, notes, and what to tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from plugins.vietnamese.letters import nfc

#: Letters of words that are raised without being called so; a longer text is a line of its own.
LONGEST_RAISED = 12


@dataclass(slots=True)
class Span:
    """Words of one form. `script` is "sup", "sub" or ""; `note` names a note called here.

    `size` is in points, 0 where unknown; a line break within a paragraph is "\\n".
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    script: str = ""
    link: str = ""
    size: float = 0
    note: str = ""

    @property
    def form(self) -> tuple[object, ...]:
        """All that tells its look."""
        return (self.bold, self.italic, self.strike, self.script, self.link, self.note)


@dataclass(slots=True)
class Picture:
    """A picture: its bytes, or none where only its address, `name`, is known."""

    name: str
    data: bytes = b""
    alt: str = ""


#: The label of an item that has a mere sign.
SIGN = "•"
#: The label of an item that has a number.
PLAIN_NUMBER = re.compile(r"\d{1,9}\.")


@dataclass(frozen=True, slots=True)
class Holder:
    """What holds blocks: a "quote", an "item" of a list, or the "terms" of a list of them.

    Items of one list have one `group` and a `number` each, in their order; `label` is what stands
    before an item: SIGN, or a number as PLAIN_NUMBER. What is numbered otherwise ("a)", "1.1.") is
    no item, but a paragraph with a label: Markdown has no such lists.
    """

    kind: Literal["quote", "item", "terms"]
    group: int
    number: int = 0
    label: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph. `label` is the number that the program wrote before it, as it reads.

    `bullet` says that the label is a mere sign; `outline` is the level of a heading, from 0;
    `aside` says that it stood in a table that only served the layout, as signatures do;
    `clock` that the program wrote a day of its own into it, on which the file was opened, say.
    `style` is what its program calls its kind: "pre" is text whose blanks count, "hr" a line that
    was drawn, "dt" and "dd" a term and what it means. What holds it stands in `within`, the outer
    ones first.
    """

    pieces: list[Span | Picture]
    align: str = ""
    label: str = ""
    bullet: bool = False
    level: int = 0
    style: str = ""
    outline: int | None = None
    aside: bool = False
    clock: bool = False
    within: tuple[Holder, ...] = ()

    @property
    def spans(self) -> list[Span]:
        """Its words, pictures left aside."""
        return [piece for piece in self.pieces if isinstance(piece, Span)]

    @property
    def pictures(self) -> list[Picture]:
        """Its pictures."""
        return [piece for piece in self.pieces if isinstance(piece, Picture)]

    @property
    def text(self) -> str:
        """Its words on one line, without label."""
        return nfc(" ".join("".join(span.text for span in self.spans).split()))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of it is seen."""
        return not self.text and not self.label and not self.pictures and not self.notes

    @property
    def notes(self) -> list[str]:
        """The notes that are called in it."""
        return [span.note for span in self.spans if span.note]

    @property
    def size(self) -> float:
        """The size of its largest letters, in points; 0 where unknown."""
        return max((span.size for span in self.spans if span.text.strip()), default=0)

    def share(self, form: Literal["bold", "italic"]) -> float:
        """Tell which part of its letters is bold, or italic: 0 to 1."""
        lengths = [(len(span.text.strip()), getattr(span, form)) for span in self.spans]
        whole = sum(length for length, _ in lengths)
        return sum(length for length, has in lengths if has) / whole if whole else 0

    def lines(self) -> list["Paragraph"]:
        """Part it at its line breaks; its label stays with the first."""
        if not any("\n" in span.text for span in self.spans):
            return [self]
        parts: list[list[Span | Picture]] = [[]]
        for piece in self.pieces:
            if isinstance(piece, Picture) or "\n" not in piece.text:
                parts[-1].append(piece)
                continue
            first, *others = piece.text.split("\n")
            parts[-1].append(replace(piece, text=first))
            parts += [[replace(piece, text=line)] for line in others]
        found = [
            replace(
                self,
                pieces=pieces,
                label="" if place else self.label,
                bullet=self.bullet and not place,
            )
            for place, pieces in enumerate(parts)
        ]
        return [line for line in found if not line.is_empty] or [replace(self, pieces=[])]

    def on_one_line(self) -> "Paragraph":
        """Put spaces for its line breaks."""
        pieces = [
            replace(piece, text=piece.text.replace("\n", " ")) if isinstance(piece, Span) else piece
            for piece in self.pieces
        ]
        return replace(self, pieces=pieces)


@dataclass(slots=True)
class PictureBlock:
    """A picture with the words below it."""

    picture: Picture
    caption: str = ""
    within: tuple[Holder, ...] = ()


@dataclass(slots=True)
class Cell:
    """A cell over so many columns and rows."""

    blocks: "list[Block]"
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    """Rows of cells; a cell that reaches down stands in its first row only.

    `bordered` says that lines were drawn: without any, a table mostly serves the layout.
    `has_head` says that its first row names the columns.
    """

    rows: list[list[Cell]]
    bordered: bool = True
    has_head: bool = False
    within: tuple[Holder, ...] = ()

    @property
    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs of its cells, those of tables within them too."""
        return list(
            paragraphs_of([block for row in self.rows for cell in row for block in cell.blocks])
        )

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(text for paragraph in self.paragraphs if (text := full_text(paragraph)))


Block = Paragraph | PictureBlock | Table


def paragraphs_of(blocks: "list[Block]") -> Iterator[Paragraph]:
    """Go through all paragraphs of *blocks*, those of tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            yield from block.paragraphs


def full_text(paragraph: Paragraph) -> str:
    """The words of *paragraph* with its label, on one line."""
    return f"{paragraph.label} {paragraph.text}".strip()


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to tell of an import, in Vietnamese.

    `kind` is "left out" (`words` stood in the source and stand nowhere now), "changed"
    (`words` are what stood there before), "added" (`words` stand now and did not) or "note".
    """

    kind: Literal["left out", "changed", "added", "note"]
    what: str
    words: str = ""


@dataclass(slots=True)
class ImportedText:
    """What was read: `notes` are the texts of footnotes by their names in `Span.note`.

    `words` are all words of the source, counted without regard to what was made of them.
    """

    blocks: list[Block]
    notes: dict[str, list[Block]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def tell(
        self, kind: Literal["left out", "changed", "added", "note"], what: str, words: str = ""
    ) -> None:
        """Add a remark."""
        self.remarks.append(Remark(kind, what, " ".join(words.split())))
