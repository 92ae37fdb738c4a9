# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds small Word files in code: paragraphs, tables, numbering, whatever a test needs."""

import io
import zipfile
from xml.sax.saxutils import escape

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def run(text: str, *form: str, font: str = "", size: float = 0) -> str:
    """A run of words; *form* are elements of its properties: "b", "i", 'vertAlign w:val="…"'."""
    properties = "".join(f"<w:{item}/>" for item in form)
    properties += f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    properties += f'<w:sz w:val="{int(size * 2)}"/>' if size else ""
    words = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{words}</w:r>"


def paragraph(
    *pieces: str, align: str = "", number: tuple[int, int] | None = None, joined: bool = False
) -> str:
    """A paragraph of runs; words that are no XML become a run. *number* is list and level.

    *joined* says that its end was deleted while changes were tracked.
    """
    properties = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>' if joined else ""
    if number:
        properties += (
            f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
        )
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in pieces)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(*blocks: str, span: int = 1, merge: str = "") -> str:
    """A cell of a table; *merge* is "restart" or "continue"."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = "".join(block if block.startswith("<w:") else paragraph(block) for block in blocks)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or paragraph()}</w:tc>"


def table(*rows: list[str], borders: bool = True) -> str:
    """A table of cells; words become a cell."""
    kind = "single" if borders else "none"
    written = "".join(
        f"<w:tr>{''.join(c if c.startswith('<w:tc') else cell(c) for c in row)}</w:tr>"
        for row in rows
    )
    edges = f'<w:tblBorders><w:top w:val="{kind}"/></w:tblBorders>'
    return f"<w:tbl><w:tblPr>{edges}</w:tblPr>{written}</w:tbl>"


def picture(name: str = "anh") -> str:
    """A run with the picture that is called *name* in `media` of `word_file`."""
    inner = f'<wp:docPr id="1" name="x"/><a:blip r:embed="{name}"/>'
    return f"<w:r><w:drawing><wp:inline>{inner}</wp:inline></w:drawing></w:r>"


def text_boxes(*boxes: str) -> str:
    """A run with a group of text boxes, written twice as Word does."""
    inner = "".join(f"<w:txbxContent>{box}</w:txbxContent>" for box in boxes)
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def numbering(*lists: list[tuple[str, str]]) -> str:
    """The lists 1, 2, …: the format and the text of each of their levels."""
    groups = numbers = ""
    for place, levels in enumerate(lists, start=1):
        written = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
            for at, (form, text) in enumerate(levels)
        )
        groups += f'<w:abstractNum w:abstractNumId="{place}">{written}</w:abstractNum>'
        numbers += f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>'
    return f"<w:numbering {_SPACES}>{groups}{numbers}</w:numbering>"


def notes(kind: str, *texts: str) -> str:
    """The part of "footnotes", "endnotes" or "comments", numbered from 1."""
    inner = "".join(
        f'<w:{kind[:-1]} w:id="{at}">{paragraph(text)}</w:{kind[:-1]}>'
        for at, text in enumerate(texts, start=1)
    )
    return f"<w:{kind} {_SPACES}>{inner}</w:{kind}>"


def edge(kind: str, text: str) -> str:
    """The part of a "header" or "footer"."""
    tag = "hdr" if kind == "header" else "ftr"
    return f"<w:{tag} {_SPACES}>{paragraph(text)}</w:{tag}>"


def word_file(
    *blocks: str, parts: dict[str, str] | None = None, media: dict[str, bytes] | None = None
) -> bytes:
    """Write a .docx of *blocks*; *parts* by their kind of relation, pictures by their names."""
    relations = ""
    files: dict[str, bytes] = {}
    for kind, part in (parts or {}).items():
        relations += f'<Relationship Id="{kind}" Type="{_KIND}{kind}" Target="{kind}.xml"/>'
        files[f"word/{kind}.xml"] = part.encode()
    for name, data in (media or {}).items():
        relations += f'<Relationship Id="{name}" Type="{_KIND}image" Target="media/{name}.jpg"/>'
        files[f"word/media/{name}.jpg"] = data
    relations += (
        f'<Relationship Id="lien-ket" Type="{_KIND}hyperlink" '
        'Target="https://example.vn/a" TargetMode="External"/>'
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    body = "".join(block if block.startswith("<") else paragraph(block) for block in blocks)
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{space}">{relations}</Relationships>'.encode()
    )
    files["word/document.xml"] = (
        f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{space}"><Relationship Id="a" Type="{_KIND}officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()
