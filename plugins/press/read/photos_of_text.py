# SPDX-License-Identifier: AGPL-3.0-or-later
"""The photos of a text: those that it places, those that `photos` adds, and their words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.newsroom.article import PhotoEntry
from plugins.newsroom.page import BodyPart, Figure, Gallery, HtmlPart, Player
from plugins.newsroom.photo import Original, Photo
from plugins.photo_captions.caption import parse_caption
from plugins.photo_captions.figures import MEDIA_FILE, Placed, plain_text
from plugins.press.errors import Refusal
from plugins.press.read.content_folder import Found
from plugins.press.read.messages import shortened
from plugins.press.read.named_files import HAS_SCHEME, NamedFiles
from plugins.press.read.remnants import is_on_a_disk
from plugins.vietnamese.letters import nfc

# With no more characters of sapo and text above it a photo begins within the first screen, of
# 1366 by 768 pixels as of a phone's 412 by 823, measured on the sample articles. A line of a
# list or table counts as a full line of a phone.
_FIRST_SCREEN = 300
_LINE = 40
_LOOKED_AT = 5000
# The place of the photo that leads, among those of the photos in the text.
_LEAD = -1
# A film fills a screen.
_FILM = 600
# At the beginning: one within a list or quotation is not left for a photo.
_SAPO = re.compile(r'\A\s*<p(?: [^>]*)? class="sapo">.*?</p>', re.DOTALL)
_LINES = re.compile(r"<(?:p|li|tr|br|h[1-6]|dt|dd|hr)\b")


@dataclass(frozen=True, slots=True)
class _FoundEntry:
    """An entry of `photos`, by the name of its field, and its file."""

    field: str
    written: PhotoEntry
    found: Found


class PhotosOfText:
    """Examines the photos of one text and puts them in their places.

    `found` then has the files of those that are shown, and `jobs` the place on disk of each,
    what it is, and the field and line that ask for it. Films and sounds are put in their
    places by *make_player*.
    """

    def __init__(
        self,
        files: NamedFiles,
        examine: Callable[[Path], Original],
        make_player: Callable[["PhotosOfText", Placed], Player | None],
    ) -> None:
        self.files, self.examine, self.make_player = files, examine, make_player
        self.jobs: list[tuple[Path, Original, str, int]] = []
        self.found: list[Found] = []

    def assemble(
        self,
        pieces: list[str | int],
        placed: list[Placed],
        written: tuple[PhotoEntry, ...],
        above: int = 0,
        album: bool = False,
    ) -> tuple[BodyPart, ...]:
        """Put HTML, placed photos and those of *written* that the text does not place in order.

        *written* are the entries of `photos`; a number in *pieces* is a place in *placed*;
        *above* are the characters of a sapo above all pieces. Where the text places no photo,
        the first of *written* leads: it stands below the sapo, and of an *album* all of them
        that the text does not place.
        """
        entries = self._entries(written)
        parts: list[BodyPart] = []
        used: set[str] = set()
        first, has_photos, line_above = True, bool(placed or entries), 0
        if entries and (album or all(MEDIA_FILE.search(item.file) for item in placed)):
            pieces = _after_sapo(pieces, _LEAD)
        for piece in pieces:
            if isinstance(piece, str):
                parts.append(HtmlPart(piece))
                if first and has_photos and above <= _FIRST_SCREEN:
                    above += _height(piece[:_LOOKED_AT])
                continue
            if piece != _LEAD and MEDIA_FILE.search(placed[piece].file):
                player = self.make_player(self, placed[piece])
                parts += [player] if player is not None else []
                above += _FILM
                continue
            if piece == _LEAD and album:
                elsewhere = set(map(self._path_of, placed))
                leading = [path for path in entries if path not in elsewhere]
                gallery, first = self._figures(map(entries.get, leading), first, above)
                parts += gallery
                used.update(leading)
                continue
            if piece == _LEAD:
                path, lead = next(iter(entries.items()))
                used.add(path)
                photo = self._photo_of_entry(lead)
            else:
                photo = self._placed_photo(placed[piece], entries, used)
            if photo is not None:
                figure = Figure(photo, first, first and above > _FIRST_SCREEN)
                first = False
                line = 0 if piece == _LEAD else placed[piece].line
                if (
                    line
                    and line == line_above
                    and parts
                    and isinstance(parts[-1], Figure | Gallery)
                ):
                    # Photos of one line stand side by side.
                    parts[-1] = Gallery((*_figures_of(parts[-1]), figure))
                else:
                    parts.append(figure)
                line_above = line
        rest = (entry for path, entry in entries.items() if path not in used)
        return (*parts, *self._figures(rest, first, above)[0])

    def _figures(
        self, entries: Iterable[_FoundEntry], first: bool, above: int
    ) -> tuple[list[BodyPart], bool]:
        """Make figures of *entries*, several as a gallery; tell whether a *first* is to come."""
        figures: list[BodyPart] = []
        for entry in entries:
            photo = self._photo_of_entry(entry)
            if photo is not None:
                figures.append(Figure(photo, first, first and above > _FIRST_SCREEN))
                first = False
        return [Gallery(tuple(figures))] if len(figures) > 1 else figures, first

    def _path_of(self, placed: Placed) -> str:
        """Find the content path of what the text places; "" where there is nothing."""
        if HAS_SCHEME.match(placed.file) or not self.files.exists(placed.file):
            return ""
        return self.files.folder.find(placed.file, self.files.path).path

    def _photo_of_entry(self, entry: _FoundEntry) -> Photo | None:
        """Examine the photo of an entry that the text does not place."""
        asked = Placed(entry.written.file, "", "", "", entry.written.line)
        return self._photo(entry.found, f"{entry.field}.file", asked, entry.written)

    def _entries(self, photos: tuple[PhotoEntry, ...]) -> dict[str, _FoundEntry]:
        """Find the files of `photos`, by content path, in the order of the entries."""
        entries: dict[str, _FoundEntry] = {}
        for written in photos:
            field = f"photos.{written.number}"
            if is_on_a_disk(written.file):
                continue
            if HAS_SCHEME.match(written.file):
                self._refuse_address(written.file, f"{field}.file", written.line)
                continue
            if MEDIA_FILE.search(written.file):
                self.files.tell(
                    written.line,
                    f"{field}.file",
                    f"«{written.file}» là phim hay âm thanh, không phải ảnh",
                    f"bỏ mục này, viết «[chú thích]({written.file})» trên một dòng của nội dung",
                )
                continue
            found = self.files.find(written.file, f"{field}.file", written.line)
            if found is None:
                continue
            if found.path in entries:
                self.files.tell(
                    written.line,
                    f"{field}.file",
                    f"ảnh «{written.file}» đã có ở {entries[found.path].field}",
                    "giữ một mục, xóa mục kia",
                )
                continue
            entries[found.path] = _FoundEntry(field, written, found)
        return entries

    def _refuse_address(self, written: str, field: str, line: int) -> None:
        """Tell of a photo that is to be fetched from another site, or that has no name."""
        if not written.strip():
            self.files.tell(line, field, "ảnh không có tên tệp", "viết «![mô tả](ten-anh.jpg)»")
            return
        self.files.tell(
            line,
            field,
            f"«{shortened(written)}» không phải tệp ảnh trong thư mục nội dung",
            "tải ảnh về, đặt cạnh bài viết rồi ghi tên tệp",
        )

    def _placed_photo(
        self, placed: Placed, entries: dict[str, _FoundEntry], used: set[str]
    ) -> Photo | None:
        if placed.lost_link:
            self.files.tell(
                placed.line,
                "ảnh",
                f"liên kết quanh ảnh «{placed.file}» hoặc trong chú thích của nó đã bỏ đi",
                "đặt liên kết vào chữ trong bài",
                warning=True,
            )
        if is_on_a_disk(placed.file):
            # Told by `find_remnants`, as every path on a disk.
            return None
        if HAS_SCHEME.match(placed.file):
            self._refuse_address(placed.file, "ảnh", placed.line)
            return None
        found = self.files.find(placed.file, "ảnh", placed.line)
        if found is None:
            return None
        used.add(found.path)
        entry = entries.get(found.path)
        return self._photo(found, "ảnh", placed, entry.written if entry else None)

    def _photo(
        self, found: Found, field: str, placed: Placed, entry: PhotoEntry | None
    ) -> Photo | None:
        """Examine a photo's file and put its words together."""
        original = self.take(found, field, placed.line)
        if original is None:
            return None
        alt, caption, credit = placed.alt, placed.caption, placed.credit
        if entry is not None:
            alt = alt or entry.alt or ""
            own = parse_caption(entry.caption or "")
            self._tell_unused(entry, "caption", "chú thích", own.text, caption, placed.file)
            own_credit = own.credit or entry.credit
            self._tell_unused(entry, "credit", "tên người chụp", own_credit, credit, placed.file)
            caption = caption or own.text
            credit = credit or own_credit
        if not alt and not caption:
            self.files.tell(
                placed.line,
                field,
                f"ảnh «{placed.file}» không có chú thích, cũng không có mô tả",
                "thêm alt hoặc caption để người không thấy ảnh biết ảnh chụp gì",
                warning=True,
            )
        return Photo(original, nfc(alt), nfc(caption) if caption else None, credit or None)

    def _tell_unused(
        self, entry: PhotoEntry, key: str, what: str, own: str | None, shown: str | None, file: str
    ) -> None:
        """Warn of words of an *entry* in whose place stand others, which the text gives."""
        if own and shown and nfc(own) != nfc(shown):
            self.files.tell(
                entry.line,
                f"photos.{entry.number}.{key}",
                f"{what} «{shortened(own)}» không được in: trong nội dung ảnh «{shortened(file)}» "
                f"có {what} «{shortened(shown)}», trang in {what} ấy",
                f"giữ một {what}, xóa cái kia",
                warning=True,
            )

    def take(self, found: Found, field: str, line: int) -> Original | None:
        """Examine a photo that the page is to show; None, and a fault, for one that it cannot."""
        try:
            original = self.examine(found.file)
        except Refusal as error:
            self.files.tell(line, field, error.problem, error.mend)
            return None
        self.jobs.append((found.file, original, field, line))
        self.found.append(found)
        return original


def _figures_of(part: Figure | Gallery) -> tuple[Figure, ...]:
    return part.figures if isinstance(part, Gallery) else (part,)


def _after_sapo(pieces: list[str | int], place: int) -> list[str | int]:
    """Put *place* behind the paragraph that serves as the sapo, or before all if there is none."""
    for number, piece in enumerate(pieces):
        sapo = _SAPO.search(piece) if isinstance(piece, str) else None
        if sapo is not None:
            cut = sapo.end()
            return [*pieces[:number], piece[:cut], place, piece[cut:], *pieces[number + 1 :]]
    return [place, *pieces]


def _height(markup: str) -> int:
    """Tell roughly how much room *markup* takes, in characters of plain text."""
    return max(len(plain_text(markup)), _LINE * len(_LINES.findall(markup)))
