# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content folder: which sources it holds, and which file a text means.

Names are compared composed (NFC), because one system stores "ệ" as one code
point and another as three. Nothing outside the folder is ever reached, neither
by "..", nor by a symbolic link.
"""

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from plugins.newsroom.fault import Fault


class NotFoundError(Exception):
    """A text names a file that cannot be used; says why and how to mend it."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the content folder: its composed content path, and its place on disk."""

    path: str
    file: Path


class ContentFolder:
    """The files below *root*, each folder read from disk at most once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real_root = root.resolve()
        self._listings: dict[str, dict[str, os.DirEntry[str]]] = {}

    def sources(self) -> tuple[list[Found], list[Fault]]:
        """List the Markdown files, sorted by path, and what could not be looked into."""
        found: list[Found] = []
        faults: list[Fault] = []
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                entries = self._entries(folder)
            except OSError as error:
                faults.append(_unreadable_folder(folder, error))
                continue
            for name, entry in entries.items():
                path = f"{folder}{name}"
                if name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path + "/")
                elif entry.is_symlink() and entry.is_dir():
                    faults.append(_linked_folder(path))
                elif name.lower().endswith(".md"):
                    if self._is_inside(Path(entry.path)):
                        found.append(Found(path, Path(entry.path)))
                    else:
                        faults.append(_link_outside(path))
        found.sort(key=lambda source: source.path)
        return found, faults

    def find(self, written: str, beside: str) -> Found:
        """Find the file that the source at content path *beside* calls *written*.

        A leading "/" means the content folder; otherwise the path is relative to
        the source's own folder. "%20" and the like are read both ways.
        """
        for reading in dict.fromkeys((written, unquote(written))):
            path = _join(unicodedata.normalize("NFC", reading), beside)
            if path is None:
                raise NotFoundError(
                    f"«{written}» dẫn ra ngoài thư mục nội dung",
                    "đặt tệp cạnh bài viết hoặc trong thư mục nội dung",
                )
            entry = self._entry(path)
            if entry is not None:
                return self._checked(written, path, entry)
        raise NotFoundError(*self._missing(written, path))

    def _checked(self, written: str, path: str, entry: os.DirEntry[str]) -> Found:
        if not self._is_inside(Path(entry.path)):
            raise NotFoundError(
                f"«{written}» là liên kết tượng trưng ra ngoài thư mục nội dung",
                "chép hẳn tệp vào cạnh bài viết",
            )
        if not entry.is_file():
            raise NotFoundError(f"«{written}» không phải một tệp", "ghi tên một tệp")
        return Found(path, Path(entry.path))

    def _missing(self, written: str, path: str) -> tuple[str, str]:
        """Say that nothing stands at *path*, naming what differs by letter case only."""
        parent, _, name = path.rpartition("/")
        try:
            names = self._entries(parent + "/" if parent else "")
        except OSError:
            names = {}
        for other in names:
            if other.casefold() == name.casefold():
                return (
                    f"không có tệp «{written}», chỉ có «{other}» khác chữ hoa, chữ thường",
                    f"viết đúng «{other}»",
                )
        return f"không có tệp «{written}»", "kiểm tra tên tệp, hoặc chép tệp vào cạnh bài viết"

    def _entry(self, path: str) -> os.DirEntry[str] | None:
        folder, _, name = path.rpartition("/")
        try:
            return self._entries(folder + "/" if folder else "").get(name)
        except OSError:
            return None

    def _entries(self, folder: str) -> dict[str, os.DirEntry[str]]:
        """List *folder* ("" or a content path ending in "/") by composed name."""
        if folder not in self._listings:
            self._listings[folder] = self._list(folder)
        return self._listings[folder]

    def _list(self, folder: str) -> dict[str, os.DirEntry[str]]:
        place: str | Path = self.root
        if folder:
            entry = self._entry(folder.removesuffix("/"))
            if entry is None:
                raise FileNotFoundError(folder)
            place = entry.path
        with os.scandir(place) as entries:
            # Sorted, so that of two names that compose alike the same one wins everywhere.
            ordered = sorted(entries, key=lambda entry: entry.name)
        return {unicodedata.normalize("NFC", entry.name): entry for entry in ordered}

    def _is_inside(self, file: Path) -> bool:
        return file.resolve().is_relative_to(self._real_root)


def _join(written: str, beside: str) -> str | None:
    """Resolve *written* against the folder of *beside*; None where it leads outside."""
    base = [] if written.startswith("/") else list(PurePosixPath(beside).parent.parts)
    for part in written.split("/"):
        if part == "..":
            if not base:
                return None
            base.pop()
        elif part not in ("", "."):
            base.append(part)
    return "/".join(base)


def _unreadable_folder(folder: str, error: OSError) -> Fault:
    return Fault(
        folder.removesuffix("/") or ".",
        1,
        "thư mục",
        f"không đọc được thư mục ({error.strerror})",
        "sửa quyền đọc của thư mục",
    )


def _linked_folder(path: str) -> Fault:
    return Fault(
        path,
        1,
        "thư mục",
        "là liên kết tượng trưng, bài bên trong sẽ bị bỏ qua",
        "chép hẳn thư mục vào đây",
    )


def _link_outside(path: str) -> Fault:
    return Fault(
        path,
        1,
        "tệp",
        "là liên kết tượng trưng ra ngoài thư mục nội dung",
        "chép hẳn tệp vào đây",
    )
