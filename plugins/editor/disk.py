# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of the content folder as the desk reads and writes them: whole, and only inside.

Beside a file a hidden one may keep another version of it, with the digest of the version that
it was made of: what was typed into a published article and has faults, or what stood here when
others sent another version of the same article or photo. It goes nowhere until it is settled.
"""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from plugins.press.errors import Refusal
from plugins.press.read.content_folder import ContentFolder, is_hidden, is_source
from plugins.press.read.source_file import MAX_SOURCE_BYTES
from plugins.vietnamese.letters import nfc, slugify
from plugins.vietnamese.numbers import format_bytes

#: The folder of new articles.
NEWS_FOLDER = "tin-tuc"
#: How the name of a folder begins whose article had no title yet.
UNNAMED = "chua-co-ten"
#: How the name of a hidden file ends that keeps another version of the one beside it.
SET_ASIDE = ".sua"
_LONGEST_SLUG, _LONGEST_PATH = 80, 200
_DIGEST = re.compile(rb"[0-9a-f]{64}\n")
# Paths that the desk gives to new articles, and names that Windows keeps for devices.
_NAME = "[a-z0-9][a-z0-9-]*"
_NEW_PATH = re.compile(rf"(?P<folder>{_NAME})/(?:{_NAME}/)*{_NAME}\.md")
_DEVICE = re.compile(r"(?:.*/)?(?:con|prn|aux|nul|com\d|lpt\d)(?:[./].*)?")


@dataclass(frozen=True, slots=True)
class Version:
    """A file as it stands: its bytes and their `digest`; both empty where there is none."""

    data: bytes = b""
    digest: str = ""


def content_digest(data: bytes) -> str:
    """Tell apart two versions of a file."""
    return hashlib.sha256(data).hexdigest()


class Shelf:
    """The sources below *root*, as the build sees them."""

    def __init__(self, root: Path, ignored: tuple[str, ...]) -> None:
        self.root, self._ignored = root, ignored

    def folder(self) -> ContentFolder:
        """Look at the content folder anew."""
        return ContentFolder(self.root, self._ignored)

    def place(self, path: str) -> Path:
        """Tell where the source at content *path* stands, or would; Refusal outside of it."""
        if not is_source(path):
            raise _no_article(path)
        return self._place(path)

    def _place(self, path: str) -> Path:
        """Tell where the file at content *path* stands, or would; Refusal outside of it."""
        parts = path.split("/")
        if (
            path != nfc(path)
            or not path.isprintable()
            or any(part in ("", ".", "..") or "\\" in part for part in parts)
        ):
            raise _no_article(path)
        found = self.folder().source(path)
        if found is not None:
            return found.file
        place = self.root
        for number, part in enumerate(parts, 1):
            place = place / part
            # What stands there and is no source is a link, a folder or hidden behind another.
            is_folder = place.is_dir() and number < len(parts)
            if place.is_symlink() or (place.exists() and not is_folder):
                raise Refusal(f"«{path}» không ghi được vào chỗ ấy", "chọn bài trong danh sách")
        return place

    def refuse_strange(self, path: str) -> None:
        """Refuse a *path* where no file stands and to which the desk would give none.

        Some systems take it for another one ("C:", "con"), or cannot have it at all.
        """
        named = _NEW_PATH.fullmatch(path)
        if (
            named is None
            or len(path) > _LONGEST_PATH
            or _DEVICE.fullmatch(path)
            or not (named["folder"] == NEWS_FOLDER or (self.root / named["folder"]).is_dir())
        ):
            raise Refusal(f"không lưu bài mới vào «{path}»", "lưu thành bài mới, máy tự chọn chỗ")

    def read(self, path: str) -> Version:
        """Read the source at content *path*; an empty version where there is none."""
        place = self.place(path)
        if not place.exists():
            return Version()
        if place.stat().st_size > MAX_SOURCE_BYTES:
            raise Refusal(f"«{path}» quá lớn để mở ở đây", "mở bằng chương trình soạn văn bản")
        data = place.read_bytes()
        return Version(data, content_digest(data))

    def write(self, path: str, data: bytes) -> None:
        """Put *data* at content *path*, whole or not at all, and on the disk for sure.

        Refusal of more than a source may have: it could not be opened again.
        """
        refuse_large(data)
        place = self.place(path)
        is_new = not place.parent.exists()
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_for_sure(place, data)
        except OSError:
            if is_new:
                # Its name is free for the next try.
                place.parent.rmdir()
            raise

    def set_aside(self, path: str, data: bytes, base: str) -> None:
        """Keep *data*, made of the version *base* of the file at content *path*, beside it."""
        place = self._aside(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_for_sure(place, f"{base or '0' * 64}\n".encode() + data)

    def take_aside(self, path: str) -> tuple[bytes, str] | None:
        """Give what was set aside, and the digest of the version that it was made of."""
        try:
            kept = self._aside(path).read_bytes()
        except OSError:
            return None
        if not _DIGEST.match(kept):
            return None
        base = kept[:64].decode()
        return kept[65:], "" if base == "0" * 64 else base

    def drop_aside(self, path: str) -> None:
        """Forget what was set aside."""
        self._aside(path).unlink(missing_ok=True)

    def _aside(self, path: str) -> Path:
        place = self._place(path)
        return place.with_name(f".{place.name}{SET_ASIDE}")

    def put(self, path: str, data: bytes) -> None:
        """Put *data* at content *path*, of a source or any other file, whole or not at all."""
        place = self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_for_sure(place, data)

    def bytes_of(self, path: str) -> bytes | None:
        """Read the file at content *path*, of any kind; None where there is none."""
        place = self._place(path)
        return place.read_bytes() if place.is_file() else None

    def remove(self, path: str) -> None:
        """Take the file at content *path* away, of which another version is kept."""
        self._place(path).unlink(missing_ok=True)

    def other_name(self, path: str) -> str:
        """Find a path beside *path* where no file stands: "cho-2.jpg" beside "cho.jpg"."""
        stem, dot, kind = path.rpartition(".")
        number = 2
        while self._place(other := f"{stem}-{number}{dot}{kind}").exists():
            number += 1
        return other

    def other_article(self, path: str) -> str:
        """Find a path for another article: a folder beside that of *path*, or a file beside it."""
        folder, _, name = path.rpartition("/")
        if name != "index.md" or not folder:
            return self.other_name(path)
        number = 2
        while self._place(f"{folder}-{number}").exists():
            number += 1
        return f"{folder}-{number}/{name}"

    def copy_beside(self, path: str, new: str, text: str) -> list[str]:
        """Put copies of the files that *text* names beside *path* into the folder of *new*.

        In one folder they serve both. Of one that has another version set aside that one is
        taken; returns the paths of these.
        """
        taken = []
        folder, copies = self._place(path).parent, self._place(new).parent
        if folder == copies:
            return []
        for name in sorted(file.name for file in folder.iterdir()) if folder.is_dir() else ():
            shown = nfc(name)
            if is_hidden(shown) or is_source(shown) or shown not in text:
                continue
            beside = path[: path.rfind("/") + 1] + shown
            kept = self.take_aside(beside)
            data = kept[0] if kept else self.bytes_of(beside)
            if data is not None:
                copies.mkdir(parents=True, exist_ok=True)
                write_for_sure(copies / shown, data)
            if kept:
                taken.append(beside)
        return taken

    def new_path(self, title: str, day: str) -> str:
        """Find the path of a new article: a folder of its own, below *day* ("2026/11/02")."""
        slug = safe_name(slugify(title, _LONGEST_SLUG)) or UNNAMED
        number, name = 1, slug
        while (self.root / NEWS_FOLDER / day / name).exists():
            number += 1
            name = f"{slug}-{number}"
        return f"{NEWS_FOLDER}/{day}/{name}/index.md"

    def rename(self, path: str, new: str) -> str:
        """Give the folder of the article at *path* its new name; return the path it has now."""
        old_folder, new_folder = self.place(path).parent, self.place(new).parent
        new_folder.parent.mkdir(parents=True, exist_ok=True)
        old_folder.rename(new_folder)
        return new

    def throw_away(self, path: str, trash: Path) -> Path:
        """Move the source at content *path*, with the files of its folder, into *trash*.

        A folder that holds another source, too, stays with its files. Returns the new place.
        """
        place = self.place(path)
        folder = place.parent
        is_alone = place.name == "index.md" and folder != self.root
        is_alone = is_alone and not any(
            is_source(file.name) and file != place for file in folder.rglob("*")
        )
        moved = folder if is_alone else place
        trash.mkdir(parents=True, exist_ok=True)
        number, kept = 1, trash / moved.name
        while kept.exists():
            number += 1
            kept = trash / f"{moved.stem}-{number}{moved.suffix}"
        shutil.move(moved, kept)
        return kept

    def file(self, path: str) -> Path | None:
        """Find a photo or attached file at content *path*; None where there is none to show."""
        if is_hidden(path) or is_source(path):
            return None
        try:
            return self.folder().find("/" + path, path).file
        except Refusal:
            return None


def refuse_large(data: bytes) -> None:
    """Refuse *data* as a source where it is larger than any may be."""
    if len(data) > MAX_SOURCE_BYTES:
        raise Refusal(
            f"bài nặng {format_bytes(len(data))}, quá {format_bytes(MAX_SOURCE_BYTES)} mà một bài "
            "chứa được",
            "chia thành nhiều bài, hoặc đính kèm tệp gốc thay cho phần dài",
        )


def safe_name(slug: str) -> str:
    """Give *slug*, changed where Windows keeps it for a device."""
    return f"{slug}-1" if _DEVICE.fullmatch(slug) else slug


def _no_article(path: str) -> Refusal:
    return Refusal(f"«{path}» không phải đường dẫn của một bài", "chọn bài trong danh sách")


def write_for_sure(place: Path, data: bytes) -> None:
    """Put *data* at *place*, whole or not at all; it outlives a loss of power."""
    draft = place.with_name(f".{os.urandom(4).hex()}.luu")
    mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
    try:
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
