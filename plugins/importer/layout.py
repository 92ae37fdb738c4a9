# SPDX-License-Identifier: AGPL-3.0-or-later
"""Takes apart the tables that only serve the layout: letterheads, signatures, photos.

A letterhead, known by the name of the state or the Party in it, makes a document an
official one; it is left out and told, as the original is attached.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plugins.importer.document import (
    Block,
    Cell,
    ImportedText,
    Paragraph,
    PictureBlock,
    Table,
    full_text,
)
from plugins.vietnamese.letters import fold

_STATE = re.compile(r"(?<!nuoc )cong hoa xa hoi chu nghia viet nam|(?<!cua )dang cong san viet nam")
_MOTTO = re.compile(r".{0,20}doc lap|so\s*:|.{0,40}\bngay .{0,20}thang|[-_=*─—\s]+$|.{0,3}$")
_SUBJECT = re.compile(
    r"V/v:?\s+(.{8,220}?)(?=\s+(?:CỘNG|ĐẢNG|[\w. ]+, ngày|Độc lập)|\s*[-_─]{3,}|$)"
)
_PHOTO_WORDS = re.compile(r"(ảnh|hình)\b.{0,12}[:.]", re.IGNORECASE)
# Where a letterhead stands at most, in blocks, and how long it is, in letters.
_FIRST_BLOCKS, _LONGEST, _LONGEST_LINE = 10, 800, 120
_LONGEST_CAPTION = 400


@dataclass(slots=True)
class Layout:
    """The blocks in the order of reading; `subject` is the "V/v" of an official letterhead."""

    blocks: list[Block]
    is_official: bool = False
    subject: str = ""


def unfold(document: ImportedText) -> Layout:
    """Take apart the layout tables of *document*, and its letterhead."""
    layout = Layout([])
    for place, block in enumerate(document.blocks):
        if isinstance(block, Table):
            if place < _FIRST_BLOCKS and not layout.is_official and _is_letterhead(block):
                layout.is_official = True
                subject = _SUBJECT.search(block.text)
                layout.subject = subject[1].strip() if subject else ""
                document.tell("left out", "đầu văn bản (cơ quan, số, quốc hiệu, ngày)", block.text)
                continue
            layout.blocks += _unfold_table(block)
        elif not block.is_empty if isinstance(block, Paragraph) else True:
            layout.blocks += _lines(block) if isinstance(block, Paragraph) else [block]
    _take_typed_letterhead(document, layout)
    layout.blocks = list(_with_captions(layout.blocks))
    return layout


def _is_letterhead(table: Table) -> bool:
    text = table.text
    is_small = len(table.rows) <= 6 and all(len(row) <= 3 for row in table.rows)
    return is_small and len(text) <= _LONGEST and bool(_STATE.search(fold(text)))


def _unfold_table(table: Table) -> list[Block]:
    cells = [cell for row in table.rows for cell in row]
    pictures = [picture for paragraph in table.paragraphs for picture in paragraph.pictures]
    columns = max((len(row) for row in table.rows), default=0)
    is_alone = len(table.rows) == 1 and columns <= 3
    holds_photos = (
        bool(pictures)
        and len(table.text) <= _LONGEST_CAPTION * len(pictures)
        and len(table.rows) <= 2 * len(pictures) + 1
        and columns <= max(2, len(pictures))
    )
    if holds_photos:
        return list(_photos_of(table))
    is_layout = not table.bordered and columns <= 2 and not table.has_head
    if is_alone or is_layout:
        return [
            done
            for cell in cells
            for block in cell.blocks
            for done in (_unfold_table(block) if isinstance(block, Table) else _aside(block))
        ]
    return [table]


def _photos_of(table: Table) -> list[Block]:
    """Pair the photos of a table with the words below them, column by column."""
    found: list[Block] = []
    width = max(len(row) for row in table.rows)
    columns: list[list[Cell]] = [
        [row[place] for row in table.rows if place < len(row)] for place in range(width)
    ]
    for column in columns:
        waiting: list[PictureBlock] = []
        for paragraph in [item for cell in column for item in Table([[cell]]).paragraphs]:
            figures = [PictureBlock(picture) for picture in paragraph.pictures]
            found += figures
            waiting += figures
            words = full_text(paragraph)
            if not words:
                continue
            bare = [figure for figure in waiting if not figure.caption]
            if bare and not paragraph.notes:
                bare[0].caption = words
            elif waiting and not paragraph.notes:
                waiting[-1].caption = f"{waiting[-1].caption} {words}"
            else:
                found.append(replace(paragraph, pieces=list(paragraph.spans)))
    return found


def _aside(block: Block) -> list[Block]:
    if not isinstance(block, Paragraph):
        return [block]
    return [replace(line, aside=True) for line in block.lines() if not line.is_empty]


def _lines(block: Block) -> list[Block]:
    """Part a paragraph at its line breaks, but for a heading over several lines."""
    if not isinstance(block, Paragraph):
        return [block]
    if block.style == "pre":
        return [block]
    lines = block.lines()
    is_heading = (
        len(lines) > 1
        and all(line.share("bold") > 0.9 for line in lines)
        and (block.align == "center" or len(block.text) < 260)
    )
    return [block.on_one_line()] if is_heading else list(lines)


def _take_typed_letterhead(document: ImportedText, layout: Layout) -> None:
    """Take away a letterhead that was typed as paragraphs."""
    blocks = layout.blocks
    for place, block in enumerate(blocks[:_FIRST_BLOCKS]):
        if not isinstance(block, Paragraph) or len(full_text(block)) > _LONGEST_LINE:
            # A letterhead is made of short lines; what stands below others is none.
            return
        if not _STATE.search(fold(block.text)):
            continue
        layout.is_official = True
        last = place
        for at in range(place + 1, min(place + 8, len(blocks))):
            other = blocks[at]
            if not isinstance(other, Paragraph) or other.pictures:
                break
            if len(other.text) > _LONGEST_LINE or not _MOTTO.match(fold(other.text)):
                break
            last = at
        head = blocks[: last + 1]
        if all(isinstance(item, Paragraph) and not item.pictures for item in head):
            words = " ".join(full_text(item) for item in head if isinstance(item, Paragraph))
            document.tell("left out", "đầu văn bản (cơ quan, số, quốc hiệu, ngày)", words)
            del blocks[: last + 1]
        return


def _with_captions(blocks: Sequence[Block]) -> list[Block]:
    """Join photos with the captions beside or below them."""
    done: list[Block] = []
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if not isinstance(block, Paragraph) or not block.pictures:
            done.append(block)
            continue
        figures = [PictureBlock(picture, within=block.within) for picture in block.pictures]
        words = replace(block, pieces=list(block.spans))
        following = blocks[place] if place < len(blocks) else None
        if not words.is_empty:
            if _is_caption(words, own=True):
                figures[-1].caption = full_text(words)
            else:
                done.append(words)
        elif isinstance(following, Paragraph) and _is_caption(following, own=False):
            figures[-1].caption = full_text(following)
            place += 1
        done += figures
    return done


def _is_caption(paragraph: Paragraph, *, own: bool) -> bool:
    """Tell whether *paragraph* is a caption; its *own* holds the photo too."""
    text = paragraph.text
    if not text or len(text) > _LONGEST_CAPTION or paragraph.pictures or paragraph.notes:
        return False
    if paragraph.label or any(span.link for span in paragraph.spans):
        return False
    return (
        paragraph.share("italic") > 0.7
        or (paragraph.align == "center" and (own or paragraph.share("bold") < 0.5))
        or (not own and bool(_PHOTO_WORDS.match(text)))
    )
