# SPDX-License-Identifier: AGPL-3.0-or-later
"""The films and sounds of a text: what stands on a line of its own becomes a player.

As a photo does, a film has its caption and credit in its title or in the lines behind it. A
picture of its name beside it is its poster, "phim.vtt" beside "phim.mp4" has its words.
"""

import html
import re
from pathlib import PurePosixPath

from plugins.newsroom.page import Player
from plugins.newsroom.photo import PHOTO_KINDS, Photo
from plugins.photo_captions.figures import CLOSE, MEDIA_FILE, OPEN, Placed, plain_text
from plugins.press.read.attachments import ATTACHMENT_FOLDER, CAPTIONS_KIND
from plugins.press.read.links import LinksOfText
from plugins.press.read.lone_lines import replace_lone_lines
from plugins.press.read.media import Tracks, tracks_of
from plugins.press.read.messages import shortened
from plugins.press.read.named_files import HAS_SCHEME, NamedFiles
from plugins.press.read.photos_of_text import PhotosOfText
from plugins.press.read.remnants import is_on_a_disk
from plugins.vietnamese.letters import nfc

_TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "m4a": "audio/mp4"}
# The shape of a film without a poster, and of one that tells no size.
_USUAL_SIZE = (1280, 720)

_LONE_LINK = re.compile(
    rf'\s*<a( title="[^"]*")? href="{OPEN}to:/{ATTACHMENT_FOLDER}/([a-z0-9.-]+){CLOSE}"'
    r' class="file-link">((?:(?!</?a[ >]|<img).)*) '
    r'<span class="file-link__info">[^<]*</span></a>\s*',
    re.DOTALL,
)


class PlayersOfText:
    """Puts the films and sounds of one text in their places.

    `absent` are the addresses of posters and captions that are not there, and whose coming
    would change the page.
    """

    def __init__(self, files: NamedFiles, links: LinksOfText) -> None:
        self.files, self.links = files, links
        self.absent: list[str] = []

    def stand_alone(self, markup: str) -> str:
        """Write each link to a film or sound that is alone on its line as photos are written."""
        return replace_lone_lines(markup, self._replace) if self.links.media else markup

    def _replace(self, line: str) -> str | None:
        found = _LONE_LINK.fullmatch(line)
        if found is None or found[2] not in self.links.media:
            return None
        path, number = self.links.media[found[2]]
        title = html.unescape(found[1] or "").removeprefix(' title="').removesuffix('"')
        words = ". ".join(filter(None, (plain_text(found[3]).removesuffix("."), title)))
        return (
            f'<img line="{number}" alt="" title="{html.escape(words)}" src="/{html.escape(path)}">'
        )

    def make(self, photos: PhotosOfText, placed: Placed) -> Player | None:
        """Make the player of what is *placed*; its poster is one of the *photos* of the text."""
        kind = MEDIA_FILE.search(placed.file)[1].lower()
        field = "video" if _TYPES[kind].startswith("video") else "âm thanh"
        if is_on_a_disk(placed.file):
            # Told by `find_remnants`, as every path on a disk.
            return None
        if HAS_SCHEME.match(placed.file):
            self.files.tell(
                placed.line,
                field,
                f"«{placed.file}» không phải tệp trong thư mục nội dung",
                "tải tệp về, đặt cạnh bài viết rồi ghi tên tệp; phim của trang khác thì chỉ ghi "
                "địa chỉ trang ấy trên một dòng",
            )
            return None
        published = self.links.publish(placed.file, field, placed.line)
        if published is None:
            return None
        attachment = published.attachment
        if placed.lost_link:
            self.files.tell(
                placed.line,
                field,
                f"liên kết quanh «{placed.file}» hoặc trong chú thích của nó đã bỏ đi",
                "đặt liên kết vào chữ trong bài",
                warning=True,
            )
        title = placed.alt or placed.caption
        if not title:
            self.files.tell(
                placed.line,
                field,
                f"«{placed.file}» không có chú thích, cũng không có mô tả",
                "thêm chú thích để người không xem, không nghe được biết đó là gì",
                warning=True,
            )
        player = {
            "name": attachment.name,
            "media_type": _TYPES[kind],
            "info": published.info,
            "seconds": published.seconds,
            "title": nfc(title),
            "caption": nfc(placed.caption) or None,
            "credit": placed.credit or None,
        }
        if field != "video":
            return Player(**player)
        path = PurePosixPath(attachment.path)
        poster = self._poster(photos, path, placed)
        tracks = None
        if kind == "mp4":
            tracks = tracks_of(self.files.folder.find(f"/{path}", "").file)
        width, height = _size(tracks, poster)
        return Player(
            **player,
            poster=poster,
            captions=self._captions(path, placed.line),
            width=width,
            height=height,
        )

    def make_recording(self, written: str, line: int) -> Player | None:
        """Make the player of the file *written* in the header, the article read aloud."""
        if is_on_a_disk(written):
            return None
        kind = MEDIA_FILE.search(written)
        media_type = _TYPES[kind[1].lower()] if kind else ""
        if HAS_SCHEME.match(written):
            problem = f"«{shortened(written)}» là địa chỉ, không phải tệp"
            self.files.tell(line, "audio", problem, "đặt tệp mp3 cạnh bài rồi ghi tên tệp")
            return None
        if not media_type.startswith("audio"):
            if self.files.find(written, "audio", line):
                problem = f"«{shortened(written)}» không phải tệp âm thanh"
                self.files.tell(line, "audio", problem, "dùng tệp mp3 hoặc m4a")
            return None
        published = self.links.publish(written, "audio", line)
        if published is None:
            return None
        name, info, seconds = published.attachment.name, published.info, published.seconds
        return Player(name, media_type, info, seconds=seconds)

    def _poster(self, photos: PhotosOfText, film: PurePosixPath, placed: Placed) -> Photo | None:
        name = self._beside(film, PHOTO_KINDS)
        found = self.files.find(name, "video", placed.line) if name else None
        original = photos.take(found, "video", placed.line) if found else None
        if original is None:
            return None
        words = nfc(placed.caption) or None
        return Photo(original, nfc(placed.alt), words, placed.credit or None)

    def _captions(self, film: PurePosixPath, line: int) -> str:
        name = self._beside(film, (CAPTIONS_KIND,))
        published = self.links.publish(name, "phụ đề", line) if name else None
        return published.attachment.name if published else ""

    def _beside(self, film: PurePosixPath, kinds: tuple[str, ...]) -> str:
        """Find the first file of the film's name and of one of *kinds*; "" if there is none."""
        for kind in (*kinds, *map(str.upper, kinds)):
            address = f"/{film.with_suffix(f'.{kind}')}"
            if self.files.exists(address):
                return address
            self.absent.append(address)
        return ""


def _size(tracks: Tracks | None, poster: Photo | None) -> tuple[int, int]:
    """Tell the shape that a film is given before it is loaded, as its size in pixels.

    Without a picture it is a plain one, not a large empty box, whatever is in it.
    """
    if poster is None:
        return _USUAL_SIZE
    if tracks is not None and tracks.width:
        return tracks.width, tracks.height
    return poster.width, poster.height
