# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads one source file: bytes → header and text → a record and its body."""

import dataclasses
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from plugins.newsroom.article import Article, PhotoEntry, Standing, Text, is_standing
from plugins.newsroom.article_header import read_article, read_photos, read_standing
from plugins.newsroom.codec import digest_of_dump, encode
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import LANGUAGES, TEXT_FIELDS
from plugins.newsroom.front_matter import (
    FrontMatter,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    split,
)
from plugins.newsroom.page import BodyPart, photos_of
from plugins.newsroom.photo import Original
from plugins.newsroom.sections import Sections
from plugins.photo_captions.caption import parse_caption, parse_following
from plugins.photo_captions.figures import (
    Placed,
    place_photos,
    plain_text,
    split_at_places,
    valid_text,
)
from plugins.press.read.anchors import resolve_anchors
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.fidelity import find_differences, tell_differences
from plugins.press.read.hosts import OwnAddresses, web_of
from plugins.press.read.left_signs import may_hold_sign, signs_in
from plugins.press.read.limits import (
    CPU_SECONDS,
    TimeIsUpError,
    cut_long_values,
    find_excess,
    find_long_values,
    time_limit,
)
from plugins.press.read.links import LinksOfText
from plugins.press.read.markup import MarkupConverter, compose
from plugins.press.read.messages import LineNumbers, shortened
from plugins.press.read.named_files import NamedFiles
from plugins.press.read.photos_of_text import PhotosOfText
from plugins.press.read.players import PlayersOfText
from plugins.press.read.remnants import PREVIEW_PROBLEM, find_remnants
from plugins.press.read.site_cards import mark_cards, part_cards
from plugins.press.read.source_file import decode_source, load_source
from plugins.press.read.strays import originals_of
from plugins.vietnamese.numbers import format_number

#: Faults that are told of one source, and letters of each.
TOLD, TOLD_LETTERS = 1_000, 500

_PARAGRAPH = re.compile(r"<p((?: [^>]*)?)>(.*?)</p>", re.DOTALL)
_PARAGRAPH_OR_HOLDER = re.compile(r"<(/?)(p|blockquote|li|dd|td|th|figure|div)(?=[ >])")
_FIRST_QUOTED = re.compile("«([^»]*)»")
# Signs of one field that are told.
_MOST_SIGNS = 8
_MAY_NAME_CREDIT = re.compile("[ảẢ](?:nh|NH|Nh|nH)")
# What other desks write before a caption: "Chú thích ảnh: …".
_CAPTION_LABEL = re.compile(r"\Achú thích(?: ảnh)?\s*:\s*", re.IGNORECASE)
# "Ảnh: Lê Anh" on a line of its own.
_CREDIT_LINE = re.compile(r"\n[ảẢ]nh\s*:[^\n]*\Z")
# Lines that look empty are empty: editors' programs leave spaces of every width on them.
_BLANKS = r"[ \t\u00a0\u2000-\u200b\u202f\u3000]"
_LOOKS_EMPTY = re.compile(rf"^{_BLANKS}+$", re.MULTILINE)
# Letters; a longer line below a photo is a paragraph, even with a credit at its end.
_LONGEST_CAPTION = 200
_BEGINS_BLANK = re.compile(rf"\n{_BLANKS}")


# Either of these may stand for the author.
_BYLINES = ("authors", "source")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one source gave.

    `record` is None where a fault leaves nothing to show. `parts` is the body, `body`
    what `newsroom.codec.encode` writes of it; `photo_files` pairs each photo's place on
    disk with what it is and the line that asks for it. `named` are the content paths of
    the files that the text names, None where it could not be read; `absent` are the
    addresses of files that are not there, and whose coming would change what is told.
    `data` are the bytes of the source, None where they could not be had. `is_copy` says
    that it is told as the copy of another source.
    """

    path: str
    record: Article | Standing | None
    parts: tuple[BodyPart, ...]
    body: bytes
    photo_files: tuple[tuple[Path, Original, str, int], ...]
    named: tuple[str, ...] | None
    absent: tuple[str, ...]
    faults: tuple[Fault, ...]
    data: bytes | None = field(repr=False, compare=False)
    is_copy: bool = False
    #: Whether a draft names files that are not there, whatever may come in their place.
    is_lacking: bool = False


# The label of a note within the words of a photo, or in its title.
_CALL_IN_PHOTO = re.compile(
    r"!\[(?!\^)[^\[\]\n]{0,300}(?:\[\^([^\[\]\n]{1,100})\]"
    r"|\]\([^\s()]{1,300}\s{1,3}\"[^\"\n]{0,500}?\[\^([^\[\]\"\n]{1,100})\])"
)


class Reader:
    """Reads sources of one content folder, one after the other."""

    def __init__(
        self,
        folder: ContentFolder,
        sections: Sections,
        zone: ZoneInfo,
        examine: Callable[[Path], Original],
        own_urls: tuple[str, ...] = (),
        lang: str = LANGUAGES[0],
    ) -> None:
        """Read from *folder*; a link below one of *own_urls* is one within the site.

        *lang* is the language of what names none.
        """
        self.folder, self.sections, self.zone, self.examine = folder, sections, zone, examine
        self.lang = lang
        self.own = OwnAddresses(own_urls)
        self.converter = MarkupConverter()

    def _with_own_places(self, article: Article) -> Article:
        """Write whole addresses of the portal that name articles as places within it."""
        related = tuple((self._place(written), line) for written, line in article.related)
        return replace(article, translation_of=self._place(article.translation_of), related=related)

    def _place(self, written: str) -> str:
        web = web_of(written)
        place = web and self.own.place(web)
        return place or written

    def read(self, source: Found, as_draft: bool = False) -> Reading:
        """Read the file at *source*; whatever is wrong with it becomes a fault.

        With *as_draft* it is read as a draft, of which more is shown for all its faults.
        """
        data, faults = load_source(source)
        text = None
        if data is not None:
            text, found = decode_source(source.path, data)
            faults += found
        if text is None:
            return Reading(source.path, None, (), b"", (), None, (), tuple(faults), data)
        header = split(text, source.path)
        if as_draft:
            header = dataclasses.replace(header, fields=_as_draft(header.fields))
        long_values = find_long_values(header.fields, source.path)
        if long_values:
            header = dataclasses.replace(header, fields=cut_long_values(header.fields))
        faults += (*header.faults, *long_values)
        if not header.fields.entries and header.faults:
            # Without a header every field would be "missing": one fault says it all.
            record, found = None, ()
        elif is_standing(source.path):
            record, found = read_standing(source.path, header.fields, self.zone, self.lang)
        else:
            record, found = read_article(
                source.path, header.fields, self.sections, self.zone, self.lang
            )
        if long_values:
            # Of the first of their items nothing more is told.
            names = {fault.field for fault in long_values}
            found = [fault for fault in found if fault.field.partition(".")[0] not in names]
            record = None
        # What is there and could not be read is not missing.
        unread = {*header.unread, *("author" for name in _BYLINES if name in header.unread)}
        refused = {(fault.line, fault.field) for fault in header.faults if not fault.warning}
        faults += [
            fault
            for fault in found
            if not (fault.problem.startswith("thiếu") and (fault.line, fault.field) in refused)
            and (
                fault.field.partition(".")[0] not in unread
                or (
                    fault.line > 1
                    and not (fault.field in unread and fault.problem.startswith("thiếu"))
                )
            )
        ]
        files = NamedFiles(self.folder, source.path, draft=record is not None and record.draft)
        lacking, is_copy = self._look_for_originals(files)
        start = len(text) - len(header.body)
        for item in find_remnants(text, body=start):
            files.tell(item.line, "nội dung", item.problem, item.mend, item.warning)
        # In what YAML writes otherwise is a backslash, a sign as well.
        if "<" in (above := text[:start]) or may_hold_sign(above):
            _tell_signs(header.fields, files)
        links = LinksOfText(files, self.own, record.lang if record else self.lang)
        players = PlayersOfText(files, links)
        photos = PhotosOfText(files, self.examine, players.make)
        body = _BodyReader(self, header, record, files, links, players, photos)
        document_file = audio = None
        named = record
        if record is None and header.fields.entries and not is_standing(source.path):
            # Without a day there is no article, but the files that it names are looked for.
            named, _ = read_article(
                source.path, _as_draft(header.fields), self.sections, self.zone, self.lang
            )
        if isinstance(named, Article) and named.document_file:
            document_file = links.publish_document(*named.document_file)
        if isinstance(named, Article) and named.audio:
            audio = players.make_recording(*named.audio)
        parts = body.read()
        stored = encode(parts)
        faults += files.faults
        if record is not None:
            text_of_body = Text(
                digest=digest_of_dump(stored),
                photos=photos_of(parts),
                attachments=tuple(dict.fromkeys(links.attachments)),
                links=tuple(links.links),
                first_paragraph=body.first_paragraph,
                audio=audio,
            )
            record = replace(record, text=text_of_body)
            if isinstance(record, Article):
                record = self._with_own_places(record)
            if document_file is not None and record.document is not None:
                document = replace(record.document, file=document_file)
                record = replace(record, document=document)
        return Reading(
            source.path,
            record,
            parts,
            stored,
            tuple(photos.jobs),
            tuple(sorted(files.found)) if body.is_converted else None,
            (*body.absent, *players.absent, *lacking),
            _bounded(_without_echoes(faults)),
            data,
            is_copy,
            files.is_lacking,
        )

    def _look_for_originals(self, files: NamedFiles) -> tuple[tuple[str, ...], bool]:
        """Tell of a source beside which stands the one that it is a copy of, by its name.

        Returns the addresses in the content folder at which there is none, and whether
        there is one.
        """
        paths = [f"/{path}" for path in originals_of(files.path)]
        there = [path for path in paths if files.exists(path)]
        if there:
            name = there[0].rpartition("/")[2]
            files.tell(
                1,
                "tệp",
                f"trông như bản sao của «{name}» do máy tạo ra, sẽ thành một bài nữa",
                f"xóa tệp này (chép phần cần giữ vào «{name}»), hoặc đặt tên khác hẳn",
            )
        return tuple(path for path in paths if path not in there), bool(there)


class _BodyReader:
    """Turns the text under one header into parts."""

    def __init__(
        self,
        reader: Reader,
        header: FrontMatter,
        record: Article | Standing | None,
        files: NamedFiles,
        links: LinksOfText,
        players: PlayersOfText,
        photos: PhotosOfText,
    ) -> None:
        self.reader, self.header, self.record = reader, header, record
        self.files, self.links, self.players, self.photos = files, links, players, photos
        self.first_paragraph = ""
        self.is_converted = True
        self.absent: list[str] = []

    def read(self) -> tuple[BodyPart, ...]:
        """Convert the text into its parts."""
        markup = self.players.stand_alone(self._convert())
        placed: list[Placed] = []
        if "<img" in markup:
            markup, placed = place_photos(markup)
            markup = compose(markup)
        markup = mark_cards(markup)
        needs_sapo = self.record is not None and not self.record.summary
        if needs_sapo:
            markup = self._mark_sapo(markup)
        pieces = self._resolve_anchors(split_at_places(markup))
        above = len(self.record.summary) if self.record is not None else 0
        album = isinstance(self.record, Article) and self.record.album
        parts = part_cards(
            self.photos.assemble(pieces, placed, self._photo_entries(), above, album)
        )
        if self.is_converted:
            self._look_for_captions(pieces, placed)
            self._look_for_calls()
            shown = {
                *(photo.path for photo in self.photos.found),
                *(item.path for item in self.links.attachments),
            }
            if "]" in self.header.body:
                self.files.tell_parted(self.header.body, self.header.body_line, shown)
            self._compare(pieces, placed)
            self._look_for_unshown(placed, shown)
        if needs_sapo and not parts and all(fault.warning for fault in self.files.faults):
            self.files.tell(
                1,
                "nội dung",
                "bài không có nội dung",
                "viết nội dung dưới dòng «---»",
                warning=self.record.draft,
            )
        elif needs_sapo and parts and not self.first_paragraph:
            self.files.tell(
                1,
                "summary",
                "không có summary, cũng không có đoạn văn nào làm sapo",
                "thêm «summary: …» nói ngắn gọn bài viết về điều gì",
                warning=True,
            )
        return parts

    def _compare(self, pieces: list[str | int], placed: list[Placed]) -> None:
        """Tell what the text says and its page does not, where nothing told says why."""
        source, line = self.header.body, self.header.body_line
        said: dict[int, list[str]] = {}
        for fault in self.files.faults:
            said.setdefault(fault.line, []).append(fault.problem)
        notes = self.reader.converter.lines_of_notes() if "[^" in source else {}
        found = find_differences(source, line, pieces, placed, notes)
        if "[^" in source and found:
            _add_missing_notes(said, source.split("\n"), line)
        astray = [photo for photo in placed if photo.passed]
        for photo in astray:
            self.files.tell(
                photo.line,
                "ảnh",
                f"«{shortened(photo.file)}» đứng giữa dòng chữ: chú thích của nó được in ngay dưới "
                f"nó, trước chữ «{shortened(photo.passed)}»",
                "đặt nó trên một dòng riêng, chú thích ở dòng ngay dưới",
                warning=True,
            )
        # Words that a caption was taken past, and its own, are told as its photo's.
        passed = [f"{item.passed} {item.caption} {item.credit}" for item in astray]
        untold = [
            item
            for item in found
            if not any(map(item.is_told_by, said.get(item.line, ())))
            and not (item.kind in ("moved", "lost") and any(map(item.is_within, passed)))
        ]
        for item in tell_differences(untold):
            self.files.tell(item.line, "nội dung", item.problem, item.mend, item.warning)

    def _look_for_captions(self, pieces: list[str | int], placed: list[Placed]) -> None:
        """Tell of a line right below a photo that ends as a caption does and begins as none."""
        for above, below in pairwise(pieces):
            if isinstance(above, str) or not isinstance(below, str) or placed[above].credit:
                continue
            if not _MAY_NAME_CREDIT.search(below):
                continue
            paragraph = _PARAGRAPH.match(below)
            words = plain_text(paragraph[2]) if paragraph else ""
            caption = placed[above].caption
            if caption and (not words or not _CREDIT_LINE.search(paragraph[2])):
                continue
            # Text right below the caption is none of it.
            first = plain_text(paragraph[2].partition("\n")[0]) if words and not caption else ""
            if parse_caption(first).credit:
                words = first
            if len(words) <= _LONGEST_CAPTION and parse_caption(words).credit:
                mend = f"viết «Ảnh: {shortened(_CAPTION_LABEL.sub('', words), 200)}»"
                if caption:
                    mend = f"viết trên một dòng: «Ảnh: {shortened(f'{caption} {words}', 200)}»"
                if parse_following(words):
                    # Only a call of a note keeps such a line from being the caption.
                    mend = "đưa dấu chú giải «[^…]» ra khỏi dòng ấy"
                self.files.tell(
                    placed[above].line,
                    "ảnh",
                    f"dòng «{shortened(words)}» dưới ảnh «{shortened(placed[above].file)}» được in "
                    "thành đoạn văn, không thành chú thích",
                    mend,
                    warning=True,
                )

    def _look_for_calls(self) -> None:
        """Tell of notes that the words of a photo call, where nothing can lead to them."""
        body = self.header.body
        if "[^" not in body or "![" not in body:
            return
        lines = LineNumbers(body, self.header.body_line)
        for found in _CALL_IN_PHOTO.finditer(body):
            label = found[1] or found[2]
            if f"[^{label}]:" not in body:
                # It is printed as it was typed, and told as a call without a note.
                continue
            self.files.tell(
                lines.at(found.start()),
                "ảnh",
                f"«[^{shortened(label)}]» trong mô tả hay chú thích của ảnh không được in",
                "đặt nó sau một chữ của bài, hoặc xóa đi",
                warning=True,
            )

    def _resolve_anchors(self, pieces: list[str | int]) -> list[str | int]:
        """Take out what leads nowhere within the page, and tell it."""
        pieces, missing = resolve_anchors(pieces)
        for name in missing:
            label = name.partition(":")[2] or name
            places = [self.header.body.find(sign) for sign in (f"[^{label}]", f"{name}", label)]
            place = next((place for place in places if place >= 0), 0)
            self.files.tell(
                self.header.body_line + self.header.body.count("\n", 0, place),
                "nội dung",
                f"chú giải «{label}» dẫn đến chỗ không có trên trang",
                f"viết chú giải bằng «[^{label}]» trong đoạn văn và dòng «[^{label}]: …» ở cuối "
                "bài, không đặt trong chú thích ảnh",
            )
        return pieces

    def _look_for_unshown(self, placed: list[Placed], shown: Collection[str]) -> None:
        """Tell of files that the text names, and that stand beside it in vain."""
        body = self.header.body
        if "." not in body:
            return
        written = {photo.file for photo in placed}
        self.absent = self.files.tell_unshown(body, self.header.body_line, shown, written)

    def _photo_entries(self) -> tuple[PhotoEntry, ...]:
        if self.record is not None:
            return self.record.photos
        return read_photos(self.files.path, self.header.fields, self.reader.zone)

    def _convert(self) -> str:
        """Turn the text into HTML, telling what was taken out of it."""
        body = self.header.body
        if _BEGINS_BLANK.search(f"\n{body}") and not body.isascii():
            body = _LOOKS_EMPTY.sub("", body)
        excess = find_excess(body, self.header.body_line)
        if excess:
            for item in excess:
                self.files.tell(item.line, "nội dung", item.problem, item.mend)
            self.is_converted = False
            return ""
        try:
            with time_limit(CPU_SECONDS):
                markup, told = self.reader.converter.convert(
                    body, self.links.resolve, self.header.body_line
                )
        except (RecursionError, TimeIsUpError) as error:
            # What the converter left half done must not reach the next article.
            self.reader.converter = MarkupConverter()
            is_deep = isinstance(error, RecursionError)
            self.files.tell(
                self.header.body_line,
                "nội dung",
                "các khối lồng nhau quá sâu"
                if is_deep
                else f"đọc bài này mất hơn {CPU_SECONDS} giây, đã bỏ dở",
                "bớt các cấp lồng nhau của danh sách, trích dẫn hay thẻ HTML"
                if is_deep
                else "chia bài, hoặc bỏ các đoạn lặp dấu «[», «*», «<»",
            )
            self.is_converted = False
            return ""
        for item in sorted(dict.fromkeys(told)):
            self.files.tell(item.line, "nội dung", item.problem, item.mend, item.warning)
        self.links.compare_words(markup)
        return markup

    def _mark_sapo(self, markup: str) -> str:
        """Let the first paragraph serve as the sapo where it stands."""
        start = _first_paragraph(markup)
        if start is None:
            return markup
        match = _PARAGRAPH.match(markup, start)
        self.first_paragraph = valid_text(match[2])
        sapo = f'<p{match[1]} class="sapo">{match[2]}</p>'
        return markup[: match.start()] + sapo + markup[match.end() :]


def _as_draft(fields: MappingNode) -> MappingNode:
    """Write *fields* with the status of a draft."""
    status = ScalarNode("draft", fields.line)
    return dataclasses.replace(fields, entries={**fields.entries, "status": status})


def _add_missing_notes(said: dict[int, list[str]], lines: list[str], first_line: int) -> None:
    """Add to what is *said* of each line the note that a call on it lacks, said of another."""
    missing = {
        quoted: problem
        for problems in said.values()
        for problem in problems
        for quoted in _FIRST_QUOTED.findall(problem)
        if quoted.startswith("[^")
    }
    for number, text in enumerate(lines, first_line) if missing else ():
        for quoted, problem in missing.items():
            if quoted in text:
                said.setdefault(number, []).append(problem)


def _tell_signs(node: Node, files: NamedFiles, name: str = "") -> None:
    """Warn of Markdown and HTML in the text fields of a header, which mean nothing there."""
    if isinstance(node, MappingNode):
        for key, value in node.entries.items():
            if not isinstance(value, ScalarNode) or key in TEXT_FIELDS:
                _tell_signs(value, files, f"{name}.{key}" if name else key)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.items, 1):
            if not isinstance(item, ScalarNode):
                _tell_signs(item, files, f"{name}.{number}")
    elif signs := signs_in(node.text):
        shown = ", ".join(f"«{shortened(sign)}»" for sign in signs[:_MOST_SIGNS])
        files.tell(
            node.line,
            name,
            f"{shown} là dấu của Markdown hay HTML, ở trường này được in như chữ",
            "xóa dấu, chỉ để lại chữ",
            warning=True,
        )


def _without_echoes(faults: list[Fault]) -> list[Fault]:
    """Take out what tells of an address that another fault of its line tells of better.

    One of the preview is no web address, but an old address that can be put right.
    """
    previews = {
        (fault.line, found[1]): fault
        for fault in faults
        if PREVIEW_PROBLEM in fault.problem and (found := _FIRST_QUOTED.match(fault.problem))
    }
    if not previews:
        return faults
    echoes = []
    for fault in faults:
        found = _FIRST_QUOTED.match(fault.problem)
        preview = previews.get((fault.line, found[1])) if found else None
        if preview is not None and preview is not fault:
            echoes.append(preview if fault.field.startswith("aliases") else fault)
    return [fault for fault in faults if all(fault is not echo for echo in echoes)]


def _bounded(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Keep what is told of one source to what can be read: so many faults, so many letters."""
    first = sorted(faults, key=lambda fault: fault.warning) if len(faults) > TOLD else faults
    told = [
        fault
        if len(fault.field) + len(fault.problem) + len(fault.mend) <= TOLD_LETTERS
        else dataclasses.replace(
            fault,
            field=shortened(fault.field),
            problem=shortened(fault.problem, TOLD_LETTERS),
            mend=shortened(fault.mend, TOLD_LETTERS),
        )
        for fault in first[:TOLD]
    ]
    if rest := first[TOLD:]:
        problem = f"còn {format_number(len(rest))} lỗi và cảnh báo nữa, không kể hết"
        told.append(
            Fault(
                rest[0].path,
                rest[0].line,
                "tệp",
                problem,
                "sửa các lỗi đã kể rồi chạy lại",
                all(fault.warning for fault in rest),
            )
        )
    return tuple(told)


def _first_paragraph(markup: str) -> int | None:
    """Find the first paragraph, before the notes; one in a list or the like only if need be."""
    end = markup.find('<div class="footnote">')
    nested = None
    depth = 0
    for found in _PARAGRAPH_OR_HOLDER.finditer(markup, 0, len(markup) if end < 0 else end):
        closing, name = found.groups()
        if name != "p":
            depth += -1 if closing else 1
        elif not closing and not depth:
            return found.start()
        elif not closing and nested is None:
            nested = found.start()
    return nested
