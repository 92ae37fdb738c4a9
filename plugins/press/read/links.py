# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the links of a text lead: other articles, addresses of the site, attached files."""

import hashlib
import html
import re
from pathlib import PurePosixPath

from plugins.newsroom.article import Attachment, WrittenLink
from plugins.photo_captions.figures import CLOSE, OPEN
from plugins.press.read.content_folder import reason_of
from plugins.press.read.markup import Target
from plugins.press.read.named_files import HAS_SCHEME, NamedFiles
from plugins.vietnamese.letters import slugify
from plugins.vietnamese.numbers import format_bytes

#: Bytes of one attached file.
MAX_ATTACHMENT_BYTES = 50_000_000
ATTACHMENT_FOLDER = "tep"
_FILE_KINDS = "pdf doc docx xls xlsx odt ods ppt pptx zip mp3 mp4"
_PHOTO_KINDS = "jpg jpeg png webp avif heic heif gif bmp tif tiff svg"
ATTACHMENT_TYPES = frozenset(_FILE_KINDS.split())
_PHOTO_TYPES = frozenset(_PHOTO_KINDS.split())

_PHOTO_BRANDS = tuple(b"ftyp" + brand for brand in (b"avif", b"avis", b"heic", b"heix", b"mif1"))

_OUTSIDE = re.compile(r"https?://[^/?#\s]|mailto:[^?\s]|tel:[+0-9]", re.IGNORECASE)
_TO_FILL = re.compile(
    rf'<a([^>]*) href="{OPEN}(page|to):([^"{CLOSE}]*){CLOSE}([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL
)


def fill_links(markup: str, links: dict[str, str], root: str) -> str:
    """Put real addresses into stored HTML.

    *links* maps content paths to site addresses, "" for what has none at present;
    the words of a link without an address stay. *root* comes before every address.
    """

    def fill(match: re.Match[str]) -> str:
        before, kind, target, fragment, after, words = match.groups()
        path = html.unescape(target)
        address = links.get(path, "" if kind == "page" else path)
        if not address:
            return f"<span>{words}</span>"
        return f'<a{before} href="{html.escape(root + address)}{fragment}"{after}>{words}</a>'

    return _TO_FILL.sub(fill, markup) if OPEN in markup else markup


class LinksOfText:
    """Finds out where the links of one text lead, and notes what they lead to."""

    def __init__(self, files: NamedFiles, own_urls: tuple[str, ...]) -> None:
        """Resolve links with *files*; one below one of *own_urls* is within the site."""
        self.files, self.own_urls = files, own_urls
        self.links: list[WrittenLink] = []
        self.attachments: list[Attachment] = []

    def resolve(self, written: str, line: int) -> Target | None:
        """Find out where a link leads; a fault if nowhere."""
        own = next((url for url in self.own_urls if _is_below(written, url)), None)
        if own is not None:
            written = written[len(own) :] or "/"
        elif _OUTSIDE.match(written):
            return Target("%20".join(written.split(" ")))
        bare, mark, fragment = re.match(r"([^?#]*)([?#]?)(.*)", written, re.DOTALL).groups()
        if not bare or bare.startswith("//") or HAS_SCHEME.match(bare):
            return self._refuse_link(written, line)
        kind = "" if bare.endswith("/") else PurePosixPath(bare).suffix.lower().removeprefix(".")
        if kind == "md":
            return self._link_to_source(written, bare, f"#{fragment}" if mark == "#" else "", line)
        if kind in ATTACHMENT_TYPES:
            return self._link_to_file(bare, line)
        if kind in _PHOTO_TYPES:
            self.files.tell(
                line,
                "liên kết",
                f"«{written}» là ảnh, không đính kèm được",
                f"chèn ảnh bằng ![mô tả]({bare})",
            )
            return None
        if bare.startswith("/") and not self.files.exists(bare):
            address = bare if kind or bare.endswith("/") else bare + "/"
            self.links.append(WrittenLink(address, written, line))
            return Target(f"{OPEN}to:{address}{CLOSE}{mark}{fragment}")
        if kind and self.files.find(bare, "đính kèm", line):
            self.files.tell(
                line,
                "đính kèm",
                f"«{written}» thuộc loại .{kind}, không được đính kèm",
                f"dùng một trong các loại: {_FILE_KINDS.replace(' ', ', ')}",
            )
        elif not kind:
            self._refuse_link(written, line)
        return None

    def _refuse_link(self, written: str, line: int) -> None:
        self.files.tell(
            line,
            "liên kết",
            f"«{written}» không dẫn đến đâu",
            "viết địa chỉ đầy đủ «https://…», đường dẫn đến tệp .md của bài, "
            "hoặc địa chỉ của cổng bắt đầu bằng «/»",
        )

    def _link_to_source(self, written: str, bare: str, fragment: str, line: int) -> Target | None:
        found = self.files.find(bare, "liên kết", line)
        if found is None:
            return None
        if any(name.startswith(".") for name in found.path.split("/")):
            self.files.tell(
                line,
                "liên kết",
                f"«{written}» là tệp ẩn hoặc nằm trong thư mục ẩn, không phải bài của cổng",
                "bỏ dấu chấm ở đầu tên, hoặc bỏ liên kết",
            )
            return None
        self.links.append(WrittenLink(found.path, written, line))
        if fragment:
            self.files.tell(
                line,
                "liên kết",
                f"«{fragment}» không có trong bài kia, liên kết dẫn đến đầu bài",
                f"bỏ «{fragment}»",
                warning=True,
            )
        return Target(f"{OPEN}page:{found.path}{CLOSE}")

    def _link_to_file(self, written: str, line: int) -> Target | None:
        """Publish a file under a name with its digest."""
        found = self.files.find(written, "đính kèm", line)
        if found is None:
            return None
        try:
            size = found.file.stat().st_size
            if size > MAX_ATTACHMENT_BYTES:
                self.files.tell(
                    line,
                    "đính kèm",
                    f"«{written}» nặng {format_bytes(size)}, "
                    f"quá {format_bytes(MAX_ATTACHMENT_BYTES)}",
                    "nén hoặc chia nhỏ tệp",
                )
                return None
            with found.file.open("rb") as stream:
                disguise = _disguise(stream.read(16))
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            problem = f"không đọc được «{written}» ({reason_of(error)})"
            self.files.tell(line, "đính kèm", problem, "sửa quyền đọc của tệp, hoặc chép lại tệp")
            return None
        if disguise:
            self.files.tell(line, "đính kèm", f"«{written}» {disguise[0]}", disguise[1])
            return None
        stem, _, kind = PurePosixPath(found.path).name.rpartition(".")
        name = f"{slugify(stem, 80) or 'tep'}-{digest[:16]}.{kind.lower()}"
        self.attachments.append(Attachment(found.path, name))
        href = f"{OPEN}to:/{ATTACHMENT_FOLDER}/{name}{CLOSE}"
        return Target(href, f"{kind.upper()}, {format_bytes(size)}")


def _is_below(written: str, url: str) -> bool:
    return written.lower().startswith(url.lower()) and written[len(url) : len(url) + 1] in "/?#"


def _disguise(start: bytes) -> tuple[str, str] | None:
    """Say why a file that begins with *start* is no document: empty, or a photo renamed.

    A photo that is attached would go out as it is, place and camera included.
    """
    if not start:
        return "là tệp rỗng", "chép lại tệp"
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")) or (
        start[8:12] == b"WEBP" or start[4:12] in _PHOTO_BRANDS
    ):
        return "là ảnh mang đuôi tệp khác", "đặt lại đuôi tệp, rồi chèn ảnh bằng ![mô tả](tệp)"
    return None
