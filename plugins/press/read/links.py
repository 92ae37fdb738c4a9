# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the links of a text lead: other articles, addresses of the site, attached files."""

import hashlib
import html
import re
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from plugins.newsroom.article import Attachment, WrittenLink
from plugins.newsroom.page import DocumentFile
from plugins.newsroom.photo import OTHER_PICTURE_KINDS, PHOTO_KINDS
from plugins.photo_captions.figures import CLOSE, MEDIA_FILE, OPEN, plain_text
from plugins.press.errors import Refusal, reason_of
from plugins.press.read.attachments import (
    ATTACHMENT_FOLDER,
    DOCUMENT_KINDS,
    FILE_KINDS,
    MAX_ATTACHMENT_BYTES,
    check_attachment,
)
from plugins.press.read.content_folder import Found
from plugins.press.read.hosts import (
    OwnAddresses,
    mend_address,
    names_other_host,
    part_words,
    web_of,
)
from plugins.press.read.markup import LinkTarget
from plugins.press.read.media import clock, seconds_of
from plugins.press.read.messages import shortened
from plugins.press.read.named_files import HAS_SCHEME, NamedFiles
from plugins.press.read.pdf_pages import count_pages
from plugins.press.read.remnants import is_on_a_disk
from plugins.vietnamese.letters import slugify
from plugins.vietnamese.numbers import format_bytes

_PICTURE_KINDS = frozenset((*PHOTO_KINDS, *OTHER_PICTURE_KINDS))
# Films and sounds that browsers do not play, and the mend.
_REMADE = {
    **dict.fromkeys(
        ("mov", "avi", "mkv", "wmv", "3gp", "m4v", "flv", "mpg", "mpeg", "mts", "ogv"),
        "xuất lại phim thành .mp4 bằng điện thoại hay chương trình dựng phim, rồi dùng tệp ấy",
    ),
    **dict.fromkeys(
        ("wav", "ogg", "oga", "opus", "flac", "wma", "aac", "amr"),
        "xuất lại âm thanh thành .mp3, rồi dùng tệp ấy",
    ),
}

#: One page, and several.
_PAGES = {"vi": ("trang", "trang"), "en": ("page", "pages"), "km": ("ទំព័រ", "ទំព័រ")}

_OUTSIDE = re.compile(r"https?://[^/?#\s]|mailto:[^?\s]|tel:[+0-9]", re.IGNORECASE)
_QUOTES = "\"'“”„‟‘’«»″"
# What may be the path of an article without its end: "../hop-bao".
_SOURCE = re.compile(r"(?:\.{1,2}/)*[\w-]+(?:/[\w-]+)*")
_PARTS = re.compile(r"([^?#]*)([?#]?)(.*)", re.DOTALL)
_OUTSIDE_LINK = re.compile(r'<a(?: [^>]*)? href="(https?:[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


class PublishedFile(NamedTuple):
    """A file that goes out: `info` tells its kind, length and size to readers.

    So as "PDF, 2 trang, 120 KB", "MP4, 1:20, 9 MB". `seconds` are how long it plays, 0 if it does
    not, or that is unknown.
    """

    attachment: Attachment
    info: str
    seconds: int


class LinksOfText:
    """Finds out where the links of one text lead, and notes what they lead to."""

    def __init__(self, files: NamedFiles, own: OwnAddresses, lang: str) -> None:
        """Resolve links of a text in *lang* with *files*; one of *own* is within the site."""
        self.files, self.own, self.lang = files, own, lang
        self.links: list[WrittenLink] = []
        self.attachments: list[Attachment] = []
        # The lines of addresses elsewhere, as they stand in the page.
        self._outside: dict[str, int] = {}
        # What was told of PDFs, by name as written and digest: each is counted once.
        self._counted: dict[tuple[str, str], str] = {}
        #: Films and sounds that a link names: by published name, content path and line.
        self.media: dict[str, tuple[str, int]] = {}

    def resolve(self, written: str, line: int) -> LinkTarget | None:
        """Find out where a link leads; a fault if nowhere."""
        if is_on_a_disk(written):
            # Told by `find_remnants`, as every path on a disk.
            return None
        if told := self._words_behind(written):
            self.files.tell(line, "liên kết", *told)
            return None
        web = web_of(written) if HAS_SCHEME.match(written) else None
        own = self.own.place(web) if web else None
        if own is None and _OUTSIDE.match(written):
            return self._link_outside(written, line)
        return self._link_inside(written if own is None else own, written, line)

    def _words_behind(self, written: str) -> tuple[str, str] | None:
        """Tell of words behind an address, in whatever quotes: «https://a.vn “Tên”»."""
        parted = part_words(written)
        if parted is None or (written.startswith("/") and self.files.exists(written)):
            return None
        address, words = parted
        if words[0] in _QUOTES:
            return (
                f"chữ «{shortened(words.strip(_QUOTES))}» sau địa chỉ «{shortened(address)}» không "
                "nằm giữa hai dấu ngoặc kép thẳng",
                'viết (https://… "chữ"), dùng dấu " chứ không phải “ ”',
            )
        return (
            f"chữ «{shortened(words)}» sau «{shortened(address)}» không phải phần của địa chỉ",
            f"đưa chữ ra sau dấu ngoặc: «[…]({shortened(address, 200)}) {shortened(words)}»; "
            "nếu đúng là phần của địa chỉ thì viết dấu cách thành %20",
        )

    def _link_outside(self, written: str, line: int) -> LinkTarget | None:
        web = web_of(written)
        problem = self.own.imitated_by(web) if web else None
        # A telephone dials figures alone.
        gap = "" if written[:4].lower() == "tel:" else "%20"
        href = gap.join(written.split(" "))
        if problem:
            self._warn_of_target(written, problem, line)
        elif web:
            self._outside.setdefault(href, line)
        return LinkTarget(href)

    def _warn_of_target(self, written: str, problem: str, line: int) -> None:
        self.files.tell(
            line,
            "liên kết",
            f"«{shortened(written)}» {problem}",
            "kiểm tra nơi liên kết dẫn đến, rồi viết đúng địa chỉ của cơ quan ấy",
            warning=True,
        )

    def compare_words(self, markup: str) -> None:
        """Warn of each link of *markup* whose words are the address of another host."""
        if not self._outside:
            return
        for found in _OUTSIDE_LINK.finditer(markup):
            href = html.unescape(found[1])
            host = names_other_host(plain_text(found[2]), href)
            if host is not None and href in self._outside:
                problem = f"mang chữ «{shortened(host)}» mà dẫn đến nơi khác"
                self._warn_of_target(href, problem, self._outside[href])

    def _link_inside(self, place: str, written: str, line: int) -> LinkTarget | None:
        """Find out where a link within the site leads, to *place* by another name."""
        bare, mark, fragment = _PARTS.fullmatch(place).groups()
        if (told := mend_address(place)) and not (bare and self.files.exists(bare)):
            self.files.tell(line, "liên kết", *told)
            return None
        if not bare or bare.startswith("//") or HAS_SCHEME.match(bare):
            return self._refuse_link(written, line)
        kind = "" if bare.endswith("/") else PurePosixPath(bare).suffix.lower().removeprefix(".")
        if kind == "md":
            return self._link_to_source(written, bare, mark + fragment, line)
        if kind in FILE_KINDS:
            return self._link_to_file(bare, mark + fragment, line)
        if kind in _PICTURE_KINDS:
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
            return LinkTarget(f"{OPEN}to:{address}{CLOSE}{mark}{fragment}")
        if kind and self.files.find(bare, "đính kèm", line):
            self.files.tell(
                line,
                "đính kèm",
                f"«{written}» thuộc loại .{kind}, không được đính kèm",
                _REMADE.get(kind, f"dùng một trong các loại: {', '.join(FILE_KINDS)}"),
            )
        elif not kind:
            self._refuse_link(written, line)
        return None

    def _refuse_link(self, written: str, line: int) -> None:
        sign = next((sign for sign in written if sign in "#?"), "")
        if sign and self.files.exists(quote(written, safe="/")):
            problem = f"tên tệp «{written}» có dấu «{sign}», là dấu của địa chỉ"
            mend = f"viết «{quote(written, safe='/')}», hoặc đổi tên tệp"
            self.files.tell(line, "liên kết", problem, mend)
            return
        if not written:
            problem = "liên kết không có địa chỉ"
            mend = "viết địa chỉ giữa «(» và «)», hoặc chỉ để lại chữ"
            self.files.tell(line, "liên kết", problem, mend)
            return
        stem = shortened(written.rstrip("/"), 200)
        example = f" («{stem}.md», «{stem}/index.md»)" if _SOURCE.fullmatch(stem) else ""
        self.files.tell(
            line,
            "liên kết",
            f"«{written}» không dẫn đến đâu",
            f"viết địa chỉ đầy đủ «https://…», đường dẫn đến tệp .md của bài{example}, "
            "hoặc địa chỉ của cổng bắt đầu bằng «/»",
        )

    def _link_to_source(
        self, written: str, bare: str, fragment: str, line: int
    ) -> LinkTarget | None:
        found = self.files.find(bare, "liên kết", line)
        if found is None:
            return None
        if self._is_hidden(found, written, line):
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
        return LinkTarget(f"{OPEN}page:{found.path}{CLOSE}")

    def _is_hidden(self, found: Found, written: str, line: int) -> bool:
        """Tell whether this file is hidden, so never meant for readers, which is a fault."""
        if not any(name.startswith(".") for name in found.path.split("/")):
            return False
        self.files.tell(
            line,
            "liên kết",
            f"«{written}» là tệp ẩn hoặc nằm trong thư mục ẩn, không phải bài của cổng",
            "bỏ dấu chấm ở đầu tên, hoặc bỏ liên kết",
        )
        return True

    def _link_to_file(self, written: str, fragment: str, line: int) -> LinkTarget | None:
        """Publish a file that the text links to; *fragment* may be "#page=3"."""
        published = self.publish(written, "đính kèm", line)
        if published is None:
            return None
        attachment, info = published.attachment, published.info
        if MEDIA_FILE.search(attachment.name) and not fragment:
            self.media.setdefault(attachment.name, (attachment.path, line))
        return LinkTarget(f"{OPEN}to:/{ATTACHMENT_FOLDER}/{attachment.name}{CLOSE}{fragment}", info)

    def publish_document(self, written: str, line: int) -> DocumentFile | None:
        """Publish the file of the document of which the header tells."""
        field = "document.file"
        if is_on_a_disk(written):
            return None
        kind = PurePosixPath(written).suffix.lower().removeprefix(".")
        if HAS_SCHEME.match(written):
            self.files.tell(
                line,
                field,
                f"«{shortened(written)}» là địa chỉ, không phải tệp",
                "đặt tệp cạnh bài rồi ghi tên tệp; địa chỉ ở nơi khác thì viết thành liên kết "
                "trong nội dung",
            )
            return None
        if kind not in DOCUMENT_KINDS and self.files.find(written, field, line):
            self.files.tell(
                line,
                field,
                f"«{written}» không phải tệp văn bản",
                f"dùng một trong các loại: {', '.join(DOCUMENT_KINDS)}",
            )
        published = self.publish(written, field, line) if kind in DOCUMENT_KINDS else None
        if published is None:
            return None
        attachment = published.attachment
        return DocumentFile(PurePosixPath(attachment.path).name, attachment.name, published.info)

    def publish(self, written: str, field: str, line: int) -> PublishedFile | None:
        """Publish a file under a name with its digest.

        None, and a fault of *field*, for one that is not there or may not go out.
        """
        found = self.files.find(written, field, line)
        if found is None or self._is_hidden(found, written, line):
            return None
        stem, _, kind = PurePosixPath(found.path).name.rpartition(".")
        kind = kind.lower()
        try:
            size = found.file.stat().st_size
            if size > MAX_ATTACHMENT_BYTES:
                self.files.tell(
                    line,
                    field,
                    f"«{written}» nặng {format_bytes(size)}, "
                    f"quá {format_bytes(MAX_ATTACHMENT_BYTES)}",
                    "nén hoặc chia nhỏ tệp",
                )
                return None
            for problem, mend in check_attachment(found.file, written, kind):
                self.files.tell(line, field, problem, mend, warning=True)
            with found.file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            seconds = seconds_of(found.file)
        except Refusal as refusal:
            self.files.tell(line, field, refusal.problem, refusal.mend)
            return None
        except OSError as error:
            problem = f"không đọc được «{written}» ({reason_of(error)})"
            self.files.tell(line, field, problem, "sửa quyền đọc của tệp, hoặc chép lại tệp")
            return None
        name = f"{slugify(stem, 80) or 'tep'}-{digest[:16]}.{kind}"
        attachment = Attachment(found.path, name)
        self.attachments.append(attachment)
        if kind == "pdf":
            length = self._pages(found, digest, written, field, line)
        else:
            length = clock(seconds) if seconds else ""
        told = filter(None, (kind.upper(), length, format_bytes(size, self.lang)))
        return PublishedFile(attachment, ", ".join(told), seconds)

    def _pages(self, found: Found, digest: str, written: str, field: str, line: int) -> str:
        """Tell how many pages a PDF has, "12 trang"; "", and a warning, if that is unknown."""
        if (written, digest) in self._counted:
            return self._counted[written, digest]
        try:
            count = count_pages(found.file, digest)
        except Refusal as refusal:
            self.files.tell(line, field, refusal.problem, refusal.mend, warning=True)
            told = ""
        else:
            told = f"{count} {_PAGES[self.lang][count > 1]}"
        self._counted[written, digest] = told
        return told
