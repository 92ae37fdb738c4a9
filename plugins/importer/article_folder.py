# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes an article's folder: `index.md` as a draft in valid YAML, its photos, its original.

The folder comes into being whole: it is filled under a name that the build passes over.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.importer.document import ImportedText, Picture, Remark, full_text, paragraphs_of
from plugins.importer.finding import Draft
from plugins.importer.foreign_photos import is_drawing, write_anew
from plugins.importer.markdown_writing import RULE, BodyWriter, WrittenText
from plugins.importer.no_word_lost import hold_no_word_lost, words_of
from plugins.newsroom.literal_fields import quote_scalar
from plugins.newsroom.photo import MAX_BYTES
from plugins.press.errors import Refusal
from plugins.press.photos.image import check_pixels, read_size
from plugins.vietnamese.dates import Moment
from plugins.vietnamese.letters import nfc, slugify

# In pixels: a smaller picture is an ornament.
_LEAST_SIDE = 40
_LONGEST_SLUG = 80
# As `with_aliases` writes them.
_ALIASES = re.compile(r"\naliases:(?:\n  - '(?:[^'\n]|'')*')+")
_ORIGINAL = "Văn bản gốc"
_FORMS = {"day": "%Y-%m-%d", "minute": "%Y-%m-%dT%H:%M", "second": "%Y-%m-%dT%H:%M:%S"}
_ENDINGS = (
    (b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"RIFF", "webp"),
)  # fmt: skip

#: The folder below tin-tuc/ of articles without a date.
UNDATED = "nhap"


@dataclass(slots=True)
class ImportedArticle:
    """An article ready to be written: its fields, its text, and its files by name.

    What its editor answers may still be put into `draft`.
    """

    draft: Draft
    body: WrittenText
    files: dict[str, bytes]
    remarks: list[Remark]
    closing: str = ""
    status: str = "draft"

    @property
    def text(self) -> str:
        """What `index.md` holds."""
        closing = f"\n\n{self.closing}" if self.closing else ""
        return nfc(f"{_header(self)}\n{self.body.markdown}{closing}\n")

    def line_of(self, name: str) -> int:
        """The line of `index.md` on which the field *name* stands; 1 where it has none."""
        found = (
            at
            for at, line in enumerate(self.text.split("\n"), start=1)
            if line.startswith(f"{name}:")
        )
        return next(found, 1)


def compose(
    document: ImportedText,
    draft: Draft,
    *,
    original: tuple[str, bytes] | None = None,
) -> ImportedArticle:
    """Write *draft*, found in *document*, as an article; nothing is saved yet.

    *original* is the name and content of a file to attach. Raises LostWordsError where a
    word of the document would be lost unsaid, or one came from nowhere.
    """
    photos = _Photos(document)
    body = BodyWriter(document.notes, photos.save).write(draft.blocks)
    _tell_uncalled_notes(document, body)
    for link in dict.fromkeys(body.lost_links):
        document.tell("note", f"bỏ liên kết chỉ có nghĩa trong tệp gốc: «{link}»")
    while body.markdown.startswith(f"{RULE}\n\n"):
        # Above a text it parts nothing.
        body.markdown = body.markdown.removeprefix(f"{RULE}\n\n")
        body.reshaped.append("đường kẻ ở đầu bài không đưa vào")
    for what in body.tell_reshaped():
        document.tell("note", what)
    words = (draft.title, draft.author, draft.source, draft.summary, body.text, *body.numbers)
    captions = (caption for _, caption, _ in body.photos)
    found = words_of("\n".join((*words, *captions)))
    hold_no_word_lost(document.words, found, document.remarks, body.labels + body.numbers)
    article = ImportedArticle(draft, body, photos.files, document.remarks)
    if original is not None:
        name, data = original
        article.files[name] = data
        article.closing = f"[{_ORIGINAL}]({name})"
        document.tell("added", "liên kết đến tệp gốc đính kèm, ở cuối bài", _ORIGINAL)
    return article


def save(article: ImportedArticle, content: Path, name: str) -> Path:
    """Save *article* below *content*; return its file.

    *name* is that of the folder where the article has no title.
    """
    return save_files(content, place_of(article, name), article.text, article.files)


def place_of(article: ImportedArticle, name: str) -> str:
    """Tell in which folder below the content folder *article* belongs; see `save`."""
    moment = article.draft.date
    day = f"{moment.when:%Y/%m/%d}" if moment else UNDATED
    slug = slugify(article.draft.title, _LONGEST_SLUG) or slugify(name, _LONGEST_SLUG) or "bai"
    return f"tin-tuc/{day}/{slug}"


def save_files(content: Path, place: str, text: str, files: Mapping[str, bytes]) -> Path:
    """Write *text* as `index.md`, and *files*, in a new folder called as *place*; return the file.

    Where there is such a folder a number is added, unless it holds the same text already,
    old addresses aside.
    """
    wanted = content / place
    parent = wanted.parent
    parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".nhap-", dir=parent))
    try:
        for file, data in files.items():
            (temporary / file).write_bytes(data)
        (temporary / "index.md").write_text(text, encoding="utf-8")
        temporary.chmod(0o755)
        folder, number = wanted, 1
        while True:
            if not folder.exists():
                try:
                    os.rename(temporary, folder)
                    return folder / "index.md"
                except OSError:
                    if not folder.exists():
                        raise
            file = folder / "index.md"
            if number == 1 and _holds(file, text):
                shutil.rmtree(temporary)
                return file
            number += 1
            folder = wanted.with_name(f"{wanted.name}-{number}")
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def with_aliases(text: str, addresses: Sequence[str]) -> str:
    """Write *addresses* as the `aliases` of an article that the importer wrote."""
    header, fence, body = _ALIASES.sub("", text).partition("\n---\n")
    lines = "".join(f"\n  - {quote_scalar(address)}" for address in addresses)
    return f"{header}\naliases:{lines}{fence}{body}" if addresses else f"{header}{fence}{body}"


def _holds(file: Path, text: str) -> bool:
    try:
        return with_aliases(file.read_text("utf-8"), ()) == with_aliases(text, ())
    except (OSError, UnicodeDecodeError):
        return False


def write_moment(moment: Moment) -> str:
    """Write *moment* as ISO 8601, as exactly as it was told."""
    return moment.when.strftime(_FORMS[moment.precision])


def _header(article: ImportedArticle) -> str:
    draft = article.draft
    lines = ["---"]
    if draft.title:
        lines.append(f"title: {quote_scalar(draft.title)}")
    if draft.date is not None:
        lines.append(f"date: {write_moment(draft.date)}")
    for name in ("author", "source", "category", "summary"):
        if value := getattr(draft, name):
            lines.append(f"{name}: {quote_scalar(value)}")
    described: dict[str, tuple[str, str]] = {}
    for name, caption, alt in article.body.photos:
        old_caption, old_alt = described.get(name, ("", ""))
        described[name] = (old_caption or caption, old_alt or alt)
    if described:
        lines.append("photos:")
    for name, (caption, alt) in described.items():
        lines.append(f"  - file: {name}")
        lines += [
            f"    {key}: {quote_scalar(words)}"
            for key, words in (("caption", caption), ("alt", alt))
            if words
        ]
    if article.status == "draft":
        lines.append("status: draft")
    return "\n".join([*lines, "---"])


def _tell_uncalled_notes(document: ImportedText, body: WrittenText) -> None:
    """Tell of notes that no text calls, which so stand nowhere."""
    for name, blocks in document.notes.items():
        if name not in body.called_notes and name not in body.notes_below:
            words = " ".join(full_text(paragraph) for paragraph in paragraphs_of(blocks))
            document.tell("left out", "chú thích cuối trang mà không chỗ nào gọi đến", words)


class _Photos:
    """The photos of one article, as they were if the site takes them; one file a caption."""

    def __init__(self, document: ImportedText) -> None:
        self.files: dict[str, bytes] = {}
        self._document = document
        self._endings: dict[str, str] = {}
        # Those that were written anew, by the digest of what they were.
        self._anew: dict[str, Picture] = {}
        self._names: dict[tuple[str, str], str] = {}

    def save(self, picture: Picture, caption: str) -> str:
        digest = hashlib.sha256(picture.data or picture.name.encode()).hexdigest()
        if digest not in self._endings:
            if anew := write_anew(picture.data):
                data, what = anew
                self._document.tell("note", f"{what}: «{picture.name}»")
                self._anew[digest] = picture = replace(picture, data=data)
            self._endings[digest] = self._judge(picture)
        ending = self._endings[digest]
        if ending and (digest, caption) not in self._names:
            name = f"anh-{len(self.files) + 1}.{ending}"
            self.files[name] = self._anew.get(digest, picture).data
            self._names[digest, caption] = name
        return self._names.get((digest, caption), "")

    def _judge(self, picture: Picture) -> str:
        """Tell how the name of a photo ends; "" for one that cannot be shown, which is told."""
        if not picture.data:
            self._document.tell("note", f"ảnh không có trong bản lưu: {picture.name}")
            return ""
        if is_drawing(picture.data):
            self._document.tell(
                "note",
                f"không nhập hình vẽ WMF/EMF «{picture.name}»: trong Word bấm chuột phải vào hình, "
                "lưu thành ảnh PNG rồi chèn vào bài",
            )
            return ""
        try:
            if len(picture.data) > MAX_BYTES:
                raise Refusal("ảnh lớn hơn 30 MB", "thu nhỏ ảnh")
            width, height = read_size(picture.name, picture.data)
            check_pixels(picture.name, picture.data)
        except Refusal as refusal:
            self._document.tell("note", f"không nhập ảnh «{picture.name}»: {refusal.problem}")
            return ""
        if min(width, height) < _LEAST_SIDE:
            self._document.tell("note", f"bỏ hình trang trí nhỏ «{picture.name}»: {width}×{height}")
            return ""
        ending = next((end for start, end in _ENDINGS if picture.data.startswith(start)), "")
        return ending or ("avif" if b"avif" in picture.data[:32] else "heic")
