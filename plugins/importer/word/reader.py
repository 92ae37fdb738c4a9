# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a .docx into blocks: what Word shows, with its numbers as text.

What a page cannot show (headers, deleted words, charts) is left out and told with all of
its words.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from plugins.importer.document import (
    LONGEST_RAISED,
    Block,
    Cell,
    ImportedText,
    Paragraph,
    Picture,
    Span,
    Table,
)
from plugins.importer.word.counting import count_words, is_contents, joins_next, letters_below
from plugins.importer.word.formula import write_formula
from plugins.importer.word.letters import settle_letters
from plugins.importer.word.numbering import Numbering
from plugins.importer.word.package import Package
from plugins.importer.word.styles import Styles, align_of, read_form, value_of

_DELETED = ("w_del", "w_moveFrom")
# How large small capitals are beside large ones.
_SMALL_CAPITALS = 0.8
# Levels of a list, from 0.
_DEEPEST_LEVEL = 8
_HYPERLINK = re.compile(r'HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b")
# Days that Word writes by itself: of opening, saving, printing the file.
_CLOCK = re.compile(r"\s*(?:(?:CREATE|SAVE|PRINT)?DATE|TIME|EDITTIME)\b", re.IGNORECASE)
_ONLY_PAGE_NUMBER = re.compile(r"[\s\d/.–-]*(?:trang|page)?[\s\d/.–-]*", re.IGNORECASE)
# Parts whose words no article shows, by the kind of relation, and what they are called.
_ASIDE = {
    "header": "đầu trang",
    "footer": "chân trang",
    "comments": "ghi chú bên lề",
    "diagramData": "chữ trong sơ đồ SmartArt",
    "chart": "chữ trong biểu đồ",
}
_NOTES = {"footnotes": ("w_footnote", "f"), "endnotes": ("w_endnote", "e")}


@dataclass(slots=True)
class _Field:
    """A field that is open: what it does, and whether its result has begun."""

    instruction: str = ""
    has_result: bool = False

    @property
    def link(self) -> str:
        found = _HYPERLINK.search(self.instruction)
        return found[1] if found else ""


@dataclass(slots=True)
class _Place:
    """Where words are read into: the paragraph, its style, the link around them."""

    paragraph: Paragraph
    style: str
    link: str = ""


def read_docx(data: bytes) -> ImportedText:
    """Read the document *data*; raises Refusal where it is none, or is locked."""
    package = Package(data)
    return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations = package.relations(package.main)
        self.document = ImportedText([])
        self.styles = Styles(self._parse_kind("styles"))
        self.numbering = Numbering(self._parse_kind("numbering"))
        # Text boxes that wait for the end of the paragraph that holds them.
        self.boxes: list[list[Block]] = []
        self.fields: list[_Field] = []
        self.deleted: list[str] = []
        self.moved: list[str] = []
        self.inserted = 0
        self.contents: list[str] = []

    def _parse_kind(self, kind: str) -> Element | None:
        for found in self.relations.values():
            if found.kind == kind and not found.is_external and found.target in self.package.names:
                return self.package.parse(found.target)
        return None

    def read(self) -> ImportedText:
        document = self.document
        root = self.package.parse(self.package.main)
        notes = {kind: part for kind in _NOTES if (part := self._parse_kind(kind)) is not None}
        targets = {
            found.target: found.kind
            for found in self.relations.values()
            if found.kind in _ASIDE and not found.is_external
        }
        aside = [
            (kind, self.package.parse(target))
            for target, kind in sorted(targets.items())
            if target in self.package.names
        ]
        parts = [root, *notes.values(), *(part for _, part in aside)]
        for part in parts:
            _choose_alternatives(part)
        remarks, self.fonts = settle_letters(parts, self.styles)
        document.remarks += remarks
        document.words += count_words(parts)
        for kind, part in notes.items():
            tag, prefix = _NOTES[kind]
            for note in part.iterfind(tag):
                blocks = [block for block in self._blocks(note) if not _is_blank(block)]
                if blocks:
                    document.notes[prefix + note.get("w_id", "")] = blocks
        body = root.find("w_body")
        document.blocks = list(self._blocks(body)) if body is not None else []
        for kind, part in aside:
            words = _words_below(part)
            if not words:
                continue
            name = "số trang" if _ONLY_PAGE_NUMBER.fullmatch(words[:60]) else _ASIDE[kind]
            document.tell("left out", name, words)
        if self.inserted:
            document.tell(
                "note", f"chữ được thêm khi theo dõi thay đổi, đã nhận: {self.inserted} chỗ"
            )
        for words in self.deleted:
            document.tell("left out", "chữ đã xóa khi theo dõi thay đổi", words)
        for words in self.moved:
            what = "chỗ cũ của chữ đã dời đi khi theo dõi thay đổi"
            document.tell("left out", what, words)
        if self.contents:
            document.tell("left out", "mục lục tự động", " ".join(self.contents))
        return document

    def _blocks(self, parent: Element) -> Iterator[Block]:
        # What stands before a mark of a paragraph that was deleted, and joins the next one.
        joined: list[Span | Picture] = []
        for element in _blocks_below(parent):
            tag = element.tag
            if tag == "w_p":
                paragraph = self._paragraph(element)
                before = Paragraph(joined).text
                paragraph.pieces[:0] = joined
                joined = []
                if before and paragraph.text != before:
                    what = "dấu hết đoạn đã xóa khi theo dõi thay đổi, nên hai đoạn thành một"
                    self.document.tell("note", f"{what}: «{before[-60:]}»")
                if joins_next(element):
                    joined = paragraph.pieces
                    continue
                yield paragraph
                while self.boxes:
                    yield from self.boxes.pop(0)
            elif tag in _DELETED:
                self._tell_deleted(element)
            elif tag == "w_altChunk":
                self.document.tell("note", "có tài liệu nhúng mà bản nhập không đọc được")
            else:
                if joined:
                    yield Paragraph(joined)
                    joined = []
                if tag == "w_tbl":
                    yield self._table(element)
                else:
                    self.contents.append(_words_below(element))
        if joined:
            yield Paragraph(joined)

    def _tell_deleted(self, element: Element) -> None:
        words = _words_below(element)
        if words:
            (self.moved if element.tag == "w_moveFrom" else self.deleted).append(words)

    def _paragraph(self, element: Element) -> Paragraph:
        own = element.find("w_pPr")
        style = value_of(own, "w_pStyle") if own is not None else ""
        sources = [] if own is None else [own]
        sources += [
            found.paragraph
            for found in self.styles.of_paragraph(style)
            if found.paragraph is not None
        ]
        align = next((found for source in sources if (found := align_of(source))), "")
        outline = next(
            (found for source in sources if (found := value_of(source, "w_outlineLvl"))), ""
        )
        paragraph = Paragraph([], align, style=self.styles.name(style))
        if outline.isdecimal() and int(outline) < 9:
            paragraph.outline = int(outline)
        if not joins_next(element):
            self._number(paragraph, sources, style)
        self._read_into(element, _Place(paragraph, style))
        # What is raised as a whole is a line of its own.
        if all(span.script for span in paragraph.spans if span.text.strip()):
            for span in paragraph.spans:
                span.script = ""
        # The instruction of a field ends with its paragraph, whatever was forgotten.
        self.fields = [found for found in self.fields if found.has_result]
        return paragraph

    def _number(self, paragraph: Paragraph, sources: Iterable[Element], style: str) -> None:
        for source in sources:
            properties = source.find("w_numPr")
            if properties is None:
                continue
            number = value_of(properties, "w_numId")
            if not number:
                continue
            if number == "0":
                return
            written = value_of(properties, "w_ilvl")
            level = (
                min(int(written), _DEEPEST_LEVEL)
                if written.isdecimal() and len(written) < 4
                else self.numbering.level_of_style(number, style)
            )
            label, is_sign, font = self.numbering.next_label(number, level)
            paragraph.label = " ".join(self.fonts.decode(font, label).split())
            paragraph.bullet, paragraph.level = is_sign, level
            return

    def _read_into(self, parent: Element, place: _Place) -> None:
        for element in parent:
            tag = element.tag
            if tag == "w_r":
                self._run(element, place)
            elif tag == "w_hyperlink":
                target = self.relations.get(element.get("r_id", ""))
                link = target.target if target and target.is_external else ""
                self._read_into(element, _Place(place.paragraph, place.style, link or place.link))
            elif tag == "w_fldSimple":
                instruction = element.get("w_instr", "")
                if _CONTENTS.match(instruction):
                    self.contents.append(_words_below(element))
                    continue
                link = _Field(instruction).link or place.link
                place.paragraph.clock |= bool(_CLOCK.match(instruction))
                self._read_into(element, _Place(place.paragraph, place.style, link))
            elif tag == "w_hidden":
                if words := _words_below(element):
                    self.document.tell("left out", "chữ ẩn", words)
            elif tag in _DELETED:
                self._tell_deleted(element)
            elif tag in ("m_oMath", "m_oMathPara"):
                spans = write_formula(element)
                words = " ".join("".join(span.text for span in spans).split())
                self.document.tell("note", f"công thức thành chữ thường: «{words}»")
                place.paragraph.pieces += spans
            elif tag not in ("w_pPr", "w_p", "w_tbl"):
                self.inserted += tag == "w_ins"
                self._read_into(element, place)

    def _run(self, element: Element, place: _Place) -> None:
        properties = element.find("w_rPr")
        own = read_form(properties) if properties is not None else {}
        form = self.styles.form(place.style, own)
        for child in element:
            self._piece(child, place, form)

    def _write(self, text: str, place: _Place, form: dict[str, object]) -> None:
        """Add *text* to the paragraph, unless it belongs to a field that shows something else."""
        if not text or (self.fields and not self.fields[-1].has_result):
            if text.strip():
                self.document.tell("left out", "chữ trong mã trường của Word", text)
            return
        if any(_CONTENTS.match(found.instruction) for found in self.fields):
            self.contents.append(text)
            return
        place.paragraph.clock |= any(_CLOCK.match(found.instruction) for found in self.fields)
        link = place.link or next((found.link for found in reversed(self.fields) if found.link), "")
        if form.get("capitals"):
            text = text.upper()
        script = str(form.get("script", ""))
        if not script and len(text.strip()) <= LONGEST_RAISED:
            script = str(form.get("raised", ""))
        size = float(form.get("size", 0))
        if form.get("small capitals") and not text.isupper():
            size *= _SMALL_CAPITALS
        span = Span(
            text,
            bool(form.get("bold")),
            bool(form.get("italic")),
            bool(form.get("strike")),
            script,
            link,
            size,
        )
        pieces = place.paragraph.pieces
        last = pieces[-1] if pieces else None
        if isinstance(last, Span) and last.form == span.form and last.size == span.size:
            last.text += text
        else:
            pieces.append(span)

    def _piece(self, element: Element, place: _Place, form: dict[str, object]) -> None:
        tag = element.tag
        if tag == "w_t":
            self._write(element.text or "", place, form)
        elif tag == "w_tab":
            self._write("\t", place, form)
        elif tag in ("w_br", "w_cr"):
            self._write("\n", place, form)
        elif tag == "w_noBreakHyphen":
            self._write("-", place, form)
        elif tag == "w_sym":
            sign = element.text or ""
            if "\ue000" <= sign <= "\uf8ff":
                font = element.get("w_font", "")
                self.document.tell("note", f"bỏ một ký hiệu của phông «{font}» (mã {ord(sign):X})")
            else:
                self._write(sign, place, form)
        elif tag == "w_fldChar":
            kind = element.get("w_fldCharType")
            if kind == "begin":
                self.fields.append(_Field())
            elif kind == "separate" and self.fields:
                self.fields[-1].has_result = True
            elif kind == "end" and self.fields:
                self.fields.pop()
        elif tag == "w_instrText":
            if self.fields:
                self.fields[-1].instruction += element.text or ""
        elif tag in ("w_footnoteReference", "w_endnoteReference"):
            note = ("f" if tag == "w_footnoteReference" else "e") + element.get("w_id", "")
            if note in self.document.notes:
                place.paragraph.pieces.append(Span("", note=note))
        elif tag == "w_delText":
            self.deleted.append(element.text or "")
        elif tag in ("w_drawing", "w_pict", "w_object"):
            self._graphic(element, place)
        elif tag == "mc_AlternateContent":
            for chosen in element:
                for child in chosen:
                    self._piece(child, place, form)
        elif tag != "w_rPr":
            # Words above others, and whatever else holds runs.
            self._read_into(element, place)

    def _graphic(self, element: Element, place: _Place) -> None:
        boxes = list(_text_boxes(element))
        for box in boxes:
            fields, self.fields = self.fields, []
            waiting, self.boxes = self.boxes, []
            blocks = [block for block in self._blocks(box) if not _is_blank(block)]
            self.fields = fields
            self.boxes = waiting
            if blocks:
                first = blocks[0].text if not isinstance(blocks[0], Picture) else ""
                self.document.tell("note", f"hộp chữ đặt sau đoạn chứa nó: «{first[:60]}»")
                self.boxes.append(blocks)
        for art in element.iter("v_textpath"):
            if words := " ".join(art.get("string", "").split()):
                self.document.tell("note", f"chữ nghệ thuật (WordArt) thành một đoạn: «{words}»")
                self.boxes.append([Paragraph([Span(words)], "center")])
                boxes.append(art)
        count = 0
        description = ""
        for found in element.iter():
            tag = found.tag
            if tag == "wp_docPr":
                description = found.get("descr", "")
            elif tag in ("a_blip", "v_imagedata"):
                name = found.get("r_embed") or found.get("r_id")
                if name or found.get("r_link"):
                    count += 1
                    self._picture(name or found.get("r_link", ""), description, place)
            elif tag == "c_chart":
                self.document.tell("note", "có biểu đồ, không nhập được: chụp thành ảnh rồi chèn")
                count += 1
            elif tag == "dgm_relIds":
                self.document.tell("note", "có sơ đồ SmartArt, không nhập được: chụp thành ảnh")
                count += 1
            elif tag == "o_OLEObject":
                program = found.get("ProgID", "")
                self.document.tell("note", f"có đối tượng nhúng «{program}», không nhập được")
        for found in element.iter("a_t"):
            if found.text and found.text.strip():
                self.document.tell("left out", "chữ trong hình vẽ", found.text)
        if not count and not boxes and any(True for _ in element.iter("wp_docPr")):
            self.document.tell("note", "bỏ một hình vẽ (nét, mũi tên, khung)")

    def _picture(self, name: str, description: str, place: _Place) -> None:
        target = self.relations.get(name)
        if target is None or (not target.is_external and target.target not in self.package.names):
            self.document.tell("note", "một ảnh hỏng trong tệp Word, không nhập được")
        elif target.is_external:
            self.document.tell("note", f"ảnh nằm ngoài tệp Word, không nhập được: {target.target}")
        else:
            file = posixpath.basename(target.target)
            data = self.package.bytes_of(target.target)
            place.paragraph.pieces.append(Picture(file, data, " ".join(description.split())))

    def _table(self, element: Element) -> Table:
        properties = element.find("w_tblPr")
        bordered = properties is not None and self._has_borders(properties)
        rows: list[list[Cell]] = []
        # The cell of each column that may reach down into the next row.
        above: dict[int, Cell] = {}
        has_head = False
        for row in _within(element, "w_tr"):
            if row.find("w_trPr/w_del") is not None:
                self._tell_deleted(row)
                continue
            has_head |= not rows and row.find("w_trPr/w_tblHeader") is not None
            cells: list[Cell] = []
            before = row.find("w_trPr/w_gridBefore")
            column = 0
            if before is not None and before.get("w_val", "").isdecimal():
                column = min(int(before.get("w_val", "0")), 60)
                cells += [Cell([]) for _ in range(column)]
            for item in _within(row, "w_tc"):
                own = item.find("w_tcPr")
                span, merge = 1, None
                if own is not None:
                    written = value_of(own, "w_gridSpan")
                    span = max(1, min(int(written), 60)) if written.isdecimal() else 1
                    merge = own.find("w_vMerge")
                    borders = own.find("w_tcBorders")
                    bordered |= borders is not None and _draws(borders)
                cell = Cell([b for b in self._blocks(item) if not _is_blank(b)], span)
                upper = above.get(column)
                goes_on = merge is not None and merge.get("w_val", "continue") == "continue"
                if goes_on and upper is not None and upper.columns == span:
                    upper.rows += 1
                    upper.blocks += cell.blocks
                else:
                    above[column] = cell
                    cells.append(cell)
                    if merge is None:
                        above.pop(column)
                column += span
            rows.append(cells)
        return Table(rows, bordered, has_head)

    def _has_borders(self, properties: Element) -> bool:
        own = properties.find("w_tblBorders")
        if own is not None:
            return _draws(own)
        style = value_of(properties, "w_tblStyle")
        return any("grid" in found.name.lower() for found in self.styles.chain(style)[:1])


def _is_blank(block: Block) -> bool:
    if isinstance(block, Table):
        return not any(cell.blocks for row in block.rows for cell in row)
    return isinstance(block, Paragraph) and block.is_empty


def _draws(borders: Element) -> bool:
    return any(border.get("w_val") not in ("nil", "none", None) for border in borders)


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Go through the rows of a table, or the cells of a row, those of tables within left out."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag not in ("w_tr", "w_tc", "w_tbl", "w_p"):
            yield from _within(element, tag)


def _blocks_below(parent: Element) -> Iterator[Element]:
    """Go through the blocks of *parent*, whatever stands around them."""
    for element in parent:
        if element.tag in ("w_p", "w_tbl", "w_altChunk", *_DELETED) or is_contents(element):
            yield element
        else:
            yield from _blocks_below(element)


def _text_boxes(element: Element) -> Iterator[Element]:
    """Go through all text boxes below *element*, those within others left to these."""
    for child in element:
        if child.tag == "w_txbxContent":
            yield child
        else:
            yield from _text_boxes(child)


def _words_below(element: Element) -> str:
    return " ".join(letters_below(element).split())


def _choose_alternatives(root: Element) -> None:
    """Of what is written twice, for new and old versions of Word, keep one."""
    for parent in list(root.iter("mc_AlternateContent")):
        choices = [child for child in parent if child.tag == "mc_Choice"]
        fallbacks = [child for child in parent if child.tag == "mc_Fallback"]
        chosen = next((child for child in [*choices, *fallbacks] if _shows(child)), None)
        for child in list(parent):
            if child is not chosen:
                parent.remove(child)


def _shows(element: Element) -> bool:
    """Tell whether a picture, words or a chart stand below *element*."""
    seen = (
        "a_blip",
        "v_imagedata",
        "w_txbxContent",
        "v_textpath",
        "w_t",
        "c_chart",
        "dgm_relIds",
        "a_t",
        "w_sym",
    )
    return any(child.tag in seen for child in element.iter())
