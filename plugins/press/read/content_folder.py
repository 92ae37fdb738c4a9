# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content folder: which sources it holds, and which file a text means.

Names are compared composed (NFC), because one system stores "ệ" as one code
point and another as three. Nothing outside the folder is ever reached, neither
by "..", nor by a symbolic link.
"""

import errno
import fnmatch
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from plugins.newsroom.fault import Fault
from plugins.press.cache.compare import View
from plugins.press.errors import Refusal, reason_of
from plugins.vietnamese.letters import turns_direction

# What a Mac leaves in a folder that has an icon of its own.
_ICON = "Icon\r"

#: The editors' guide, directly in the content folder, where a Git host shows it: no article.
GUIDE = "README.md"


class OtherCaseRefusal(Refusal):
    """What is named stands there in other letter case, at content `path`, if it is a file."""

    def __init__(self, problem: str, mend: str, path: str) -> None:
        super().__init__(problem, mend)
        self.path = path


class MissingRefusal(Refusal):
    """Nothing stands at what is named, nor anything that is called like it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the content folder: its composed content path, and its place on disk."""

    path: str
    file: Path


@dataclass(frozen=True, slots=True)
class _Listing:
    """What one folder holds, by composed name.

    `strange` are the names that no message and no address could hold, `doubled` those
    that two entries share; `linked` tells that a symbolic link led here.
    """

    entries: dict[str, os.DirEntry[str]]
    strange: tuple[os.DirEntry[str], ...]
    doubled: tuple[str, ...]
    linked: bool


class ContentFolder:
    """The files below *root*, each folder read from disk at most once until `let_go`.

    Files and folders whose names match a pattern of *ignored* ("*.bak") are not there.
    """

    def __init__(self, root: Path, ignored: Iterable[str] = ()) -> None:
        self.root = root
        self._ignored = _matcher(ignored)
        self._real_root = root.resolve()
        self._listings: dict[str, _Listing] = {}
        self._root_size = len(str(root)) + 1

    def let_go(self) -> None:
        """Forget what the folders hold: they are read again when they are asked for."""
        self._listings.clear()

    def name_on_disk(self, place: str | Path) -> str:
        """Tell the path of *place* below the root, in the letters that the disk has."""
        return str(place)[self._root_size :]

    def is_linked(self, path: str) -> bool:
        """Tell whether a symbolic link stands on the way to the file at content *path*."""
        entry, linked = self._entry(path)
        return linked or entry is None or entry.is_symlink()

    def is_plain(self, name: str) -> bool:
        """Tell whether a file of this *name* on disk is one that `view` lets be seen."""
        path = unicodedata.normalize("NFC", name)
        entry, linked = self._entry(path)
        return (
            entry is not None
            and not (linked or is_hidden(path) or entry.is_symlink())
            and self.name_on_disk(entry.path) == name
            and entry.is_file()
        )

    def sources(self, within: Iterable[str] | None = None) -> tuple[list[Found], list[Fault]]:
        """List the Markdown files, sorted by path, and what could not be looked into.

        *within* are the content paths of folders, whose own files alone are listed;
        without it all are.
        """
        found: list[Found] = []
        faults: list[Fault] = []
        folders = [""] if within is None else [path and f"{path}/" for path in within]
        while folders:
            folder = folders.pop()
            try:
                listing = self._listing(folder)
            except OSError as error:
                # One that went away a moment ago is no fault; a root that is not there is.
                if not (folder and isinstance(error, FileNotFoundError)):
                    faults.append(_unreadable_folder(folder, error))
                continue
            faults += [
                _strange_name(folder, entry)
                for entry in listing.strange
                if not entry.name.startswith(".") and entry.name != _ICON
            ]
            faults += [
                _doubled_name(folder + name)
                for name in listing.doubled
                if _holds_sources(listing.entries[name])
            ]
            cased: dict[str, str] = {}
            for name, entry in listing.entries.items():
                path = folder + name
                if name.startswith("."):
                    continue
                if (other := cased.setdefault(name.casefold(), name)) != name:
                    faults.append(_other_case(path, other))
                if entry.is_dir(follow_symlinks=False):
                    if within is None:
                        folders.append(path + "/")
                elif entry.is_symlink() and Path(entry.path).is_dir():
                    faults.append(_linked_folder(path))
                elif is_source(path):
                    if entry.is_symlink() and not self._is_inside(entry):
                        faults.append(_link_outside(path))
                    else:
                        found.append(Found(path, Path(entry.path)))
        found.sort(key=lambda source: source.path)
        return found, faults

    def source(self, path: str) -> Found | None:
        """Find the source at content *path*; None where `sources` would not list it."""
        entry, linked = self._entry(path)
        if (
            entry is None
            or linked
            or Path(entry.path).is_dir()
            or (entry.is_symlink() and not self._is_inside(entry))
        ):
            return None
        return Found(path, Path(entry.path))

    def holds(self, path: str) -> bool:
        """Tell whether anything stands at content *path*, at a fraction of the cost of `find`."""
        return self._entry(path)[0] is not None

    def find(self, written: str, beside: str) -> Found:
        """Find the file that the source at content path *beside* calls *written*.

        A leading "/" means the content folder; otherwise the path is relative to
        the source's own folder. "%20" and the like are read both ways.

        Raises Refusal where there is no such file.
        """
        path = ""
        for reading in dict.fromkeys((written, unquote(written))):
            path = _join(unicodedata.normalize("NFC", reading), beside)
            if path is None:
                raise Refusal(
                    f"«{written}» dẫn ra ngoài thư mục nội dung",
                    "đặt tệp cạnh bài viết hoặc trong thư mục nội dung",
                )
            entry, linked = self._entry(path)
            if entry is not None:
                return self._checked(written, path, entry, linked or entry.is_symlink())
        raise self._missing(written, path)

    def _checked(self, written: str, path: str, entry: os.DirEntry[str], linked: bool) -> Found:
        if linked and not self._is_inside(entry):
            raise Refusal(
                f"«{written}» là liên kết tượng trưng ra ngoài thư mục nội dung",
                "chép hẳn tệp vào cạnh bài viết",
            )
        # The entry's own test raises on a symbolic link to itself.
        if not os.path.isfile(entry.path):
            raise Refusal(f"«{written}» không phải một tệp", "ghi tên một tệp")
        return Found(path, Path(entry.path))

    def _missing(self, written: str, path: str) -> Refusal:
        """Say that nothing stands at *path*, naming what differs by letter case only."""
        folder = ""
        for name in path.split("/"):
            try:
                names = self._listing(folder).entries
            except OSError:
                break
            if name not in names:
                for other in names:
                    if other.casefold() == name.casefold():
                        return OtherCaseRefusal(
                            f"không có tệp «{written}»: "
                            f"«{name}» và «{other}» khác chữ hoa, chữ thường",
                            f"viết đúng «{other}»",
                            folder + other,
                        )
                break
            folder += name + "/"
        problem = f"không có tệp «{written}»"
        if "\\" in written:
            return Refusal(problem, "dùng dấu «/» thay cho «\\» trong đường dẫn")
        return MissingRefusal(problem, "kiểm tra tên tệp, hoặc chép tệp vào cạnh bài viết")

    def _entry(self, path: str) -> tuple[os.DirEntry[str] | None, bool]:
        """Find what stands at *path*, and whether the way there has a symbolic link."""
        folder, _, name = path.rpartition("/")
        try:
            listing = self._listing(folder + "/" if folder else "")
        except OSError:
            return None, False
        return listing.entries.get(name), listing.linked

    def _listing(self, folder: str) -> _Listing:
        """List *folder*: "" or a content path ending in "/".

        Raises OSError where there is no such folder, or it cannot be read.
        """
        if folder not in self._listings:
            self._listings[folder] = self._list(folder)
        return self._listings[folder]

    def _list(self, folder: str) -> _Listing:
        place: str | Path = self.root
        linked = False
        if folder:
            entry, linked = self._entry(folder.removesuffix("/"))
            if entry is None:
                raise FileNotFoundError(errno.ENOENT, "no such folder", folder)
            place = entry.path
            linked = linked or entry.is_symlink()
        with os.scandir(place) as found:
            kept = [entry for entry in found if not self._ignored(entry)]
        entries, strange, doubled = _composed(kept)
        return _Listing(entries, tuple(strange), tuple(doubled), linked)

    def _is_inside(self, entry: os.DirEntry[str]) -> bool:
        # Unlike Path.resolve, this does not raise on links that go round in a circle.
        return Path(os.path.realpath(entry.path)).is_relative_to(self._real_root)


def is_source(path: str) -> bool:
    """Tell whether a file at content *path* would be a source."""
    return path.lower().endswith(".md") and path != GUIDE and not is_hidden(path)


def is_hidden(path: str) -> bool:
    """Tell whether a dot begins the name of what is at *path*, or of a folder above it."""
    return "/." in f"/{path}"


def view(_: str, found: list[os.DirEntry[str]]) -> tuple[list[os.DirEntry[str]], bool]:
    """Tell which entries of a folder texts can mean, and whether `sources` must look into it.

    Hidden ones are left out, and those that hide behind another of the same composed name.
    """
    names = "/".join([entry.name for entry in found])
    is_odd = any(entry.is_symlink() for entry in found) or (
        # Names that differ in nothing but letter case.
        len(set(names.casefold().split("/"))) < len(found)
    )
    # The names of nearly every folder: looked at together, at a third of the cost.
    if not (names.isprintable() and unicodedata.is_normalized("NFC", names)):
        entries, strange, doubled = _composed(found)
        found, is_odd = list(entries.values()), bool(is_odd or strange or doubled)
    if is_hidden(names):
        found = [entry for entry in found if not entry.name.startswith(".")]
    return found, is_odd


def viewer(ignored: Iterable[str]) -> View:
    """Make a `view` for which files and folders whose names match a pattern are not there."""
    is_ignored = _matcher(ignored)

    def view_rest(place: str, found: list[os.DirEntry[str]]) -> tuple[list[os.DirEntry[str]], bool]:
        return view(place, [entry for entry in found if not is_ignored(entry)])

    return view_rest if any("/" not in pattern for pattern in ignored) else view


def _matcher(patterns: Iterable[str]) -> Callable[[os.DirEntry[str]], bool]:
    """Tell what matches a pattern by its name; one with a slash, as Pelican's own, never does."""
    wanted = [fnmatch.translate(pattern) for pattern in patterns if "/" not in pattern]
    match = re.compile("|".join(wanted) or "(?!)").match
    return lambda entry: bool(match(unicodedata.normalize("NFC", entry.name)))


def _composed(
    found: Iterable[os.DirEntry[str]],
) -> tuple[dict[str, os.DirEntry[str]], list[os.DirEntry[str]], list[str]]:
    """Sort the entries of a folder by composed name; the strange ones and doubled names apart."""
    entries: dict[str, os.DirEntry[str]] = {}
    strange: list[os.DirEntry[str]] = []
    doubled: list[str] = []
    # Sorted, so that of two names that compose alike the same one wins everywhere.
    for entry in sorted(found, key=lambda entry: entry.name):
        name = unicodedata.normalize("NFC", entry.name)
        if not name.isprintable() and _is_strange(name):
            strange.append(entry)
        elif name in entries:
            doubled.append(name)
        else:
            entries[name] = entry
    return entries, strange, doubled


def _join(written: str, beside: str) -> str | None:
    """Resolve *written* against the folder of *beside*; None where it leads outside."""
    base = [] if written.startswith("/") else beside.split("/")[:-1]
    for part in written.split("/"):
        if part == "..":
            if not base:
                return None
            base.pop()
        elif part not in ("", "."):
            base.append(part)
    return "/".join(base)


def _is_strange(name: str) -> bool:
    """Tell whether *name* has invisible characters: controls, turns of direction, line ends.

    Or bytes that are not UTF-8.
    """
    # "qd\u202efdp.exe" reads as "qdexe.pdf".
    return turns_direction(name) or any(
        unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in "\u200e\u200f\u061c"
        for char in name
    )


def _holds_sources(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower().endswith(".md") or entry.is_dir(follow_symlinks=False)


def _strange_name(folder: str, entry: os.DirEntry[str]) -> Fault:
    shown = "".join("\N{REPLACEMENT CHARACTER}" if _is_strange(c) else c for c in entry.name)
    return Fault(
        folder + shown,
        1,
        "tên tệp",
        f"tên «{shown}» có ký tự không nhìn thấy hoặc không phải UTF-8",
        "đổi tên tệp hoặc thư mục",
    )


def _doubled_name(path: str) -> Fault:
    return Fault(
        path,
        1,
        "tên tệp",
        "có hai tệp hoặc thư mục cùng tên này, chỉ khác cách ghép dấu",
        "đổi tên hoặc xóa một trong hai",
    )


def _other_case(path: str, other: str) -> Fault:
    name = path.rpartition("/")[2]
    return Fault(
        path,
        1,
        "tên tệp",
        f"«{other}» và «{name}» chỉ khác chữ hoa, chữ thường: máy Windows, macOS chỉ giữ một trong"
        " hai",
        f"đổi tên hoặc xóa một trong hai («{name}» thành tên khác hẳn), rồi sửa tên ấy trong bài",
    )


def _unreadable_folder(folder: str, error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError):
        # Put aside while the preview runs, by git stash or another branch, say.
        problem = "thư mục nội dung không còn ở đây"
        mend = "đưa thư mục ấy trở lại, hoặc tạo một thư mục trống cùng tên"
        return Fault(".", 1, "thư mục", problem, mend)
    return Fault(
        folder.removesuffix("/") or ".",
        1,
        "thư mục",
        f"không đọc được thư mục ({reason_of(error)})",
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
