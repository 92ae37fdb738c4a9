# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files that one text names, each found or told."""

import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from posixpath import normpath

from plugins.newsroom.fault import Fault
from plugins.newsroom.photo import OTHER_PICTURE_KINDS, PHOTO_KINDS
from plugins.press.errors import Refusal
from plugins.press.read.attachments import CAPTIONS_KIND, FILE_KINDS
from plugins.press.read.content_folder import (
    ContentFolder,
    Found,
    MissingRefusal,
    OtherCaseRefusal,
)
from plugins.press.read.messages import shortened

#: What begins so names no file: an address, or nothing at all.
HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|$")
_NAME_ENDS = re.compile(r"\.[A-Za-z0-9]{1,5}(?=\s)")
_QUOTES = " \t\n\"'“”„‟‘’«»″′"

_KINDS = "|".join((*PHOTO_KINDS, *OTHER_PICTURE_KINDS, *FILE_KINDS, CAPTIONS_KIND))
_KIND = re.compile(rf"\.(?! )(?:{_KINDS})(?![\w-])", re.IGNORECASE)
_KIND_AT_END = re.compile(rf"\.(?:{_KINDS})(?:#[^\s#]{{1,99}})?\Z", re.IGNORECASE)
# The title behind a name.
_TITLED = re.compile(r"\s+[\"'“][^\n]*[\"'”]\s*\Z")
_NAME = re.compile(r"[^\s()\[\]\"'<>|*«»“”,;=]+\Z")
# What is part of no name, though a blank or bracket is, "Phụ lục (2).pdf", and where one begins.
_NO_NAME = frozenset('\n[]"<>|*«»“”`=')
_WORD = re.compile(r"(?<![^\s()'‘’,;:\[\]\"<>|*«»“”`=])[^\s()'’,;:/]")
# Words of the longest name, and names that are looked for so in one text.
_MOST_WORDS, _MOST_NAMES = 24, 5_000

# "[Tệp] (tep.pdf)", "![x]a.jpg)": what only lacks a bracket, or has a space too many.
# Found soonest by its bracket, which a photo's sign stands before.
_PARTED = re.compile(
    rf"\[(?:(?<=(!)\[))?([^\[\]\n]{{0,200}})\](?:(?:[ \t]+\n?|\n)[ \t]*\(([^()\[\]\n]{{1,200}})\)"
    rf"|([^\s()\[\]]{{1,200}}\.(?:{_KINDS}))\))",
    re.IGNORECASE,
)

# "=300x200", the size of a photo in other programs.
_SIZE = re.compile(r"=?[0-9]+%?(?:\s?[xX×*]\s?[0-9]*%?)?|=[xX][0-9]+|(?:width|height)=.*")


@dataclass(slots=True)
class NamedFiles:
    """Finds what the source at content `path` names, and collects what is wrong with it."""

    folder: ContentFolder
    path: str
    faults: list[Fault] = field(default_factory=list)
    #: Content paths of the files that were found.
    found: set[str] = field(default_factory=set)
    #: Whether the source is a draft, which may lack files; and whether it does.
    draft: bool = False
    is_lacking: bool = False

    def tell(self, line: int, field: str, problem: str, mend: str, warning: bool = False) -> None:
        """Note a fault of this source."""
        self.faults.append(Fault(self.path, line, field, problem, mend, warning))

    def find(self, written: str, field: str, line: int) -> Found | None:
        """Find the file that the source calls *written*; None, and a fault, without one."""
        try:
            found = self.folder.find(written, self.path)
        except Refusal as refusal:
            in_header = field.startswith("photos.")
            told = self._words_behind(written, in_header)
            is_lacking = self.draft and told is None and isinstance(refusal, MissingRefusal)
            self.is_lacking |= is_lacking
            self.tell(line, field, *(told or (refusal.problem, refusal.mend)), is_lacking)
            if isinstance(refusal, OtherCaseRefusal) and self.exists(f"/{refusal.path}"):
                self.found.add(refusal.path)
            return None
        self.found.add(found.path)
        return found

    def _words_behind(self, written: str, in_header: bool) -> tuple[str, str] | None:
        """Tell of words behind a file's name that lack the quotes which make them its title.

        Also of several files in the place of one.
        """
        files = re.split(r"\s*[,;|]\s*", written)
        if len(files) > 1 and not in_header and all(map(self.exists, files)):
            self.found.update(self.folder.find(name, self.path).path for name in files)
            marks = ", ".join(f"({name})" for name in files)
            return f"«{written}» là {len(files)} tệp trong một dấu ngoặc", f"viết riêng: {marks}"
        for end in itertools.islice(_NAME_ENDS.finditer(written), 3):
            name, words = written[: end.end()], written[end.end() :].strip(_QUOTES)
            if not in_header and words[:1] + words[-1:] == "()":
                words = words[1:-1]
            if self.exists(name):
                self.found.add(self.folder.find(name, self.path).path)
                if _SIZE.fullmatch(words):
                    return (
                        f"cỡ «{words}» sau tên tệp «{name}» không có tác dụng",
                        f"viết ({name}): cổng tự định cỡ ảnh",
                    )
                if in_header:
                    return (
                        f"chữ «{words}» sau tên tệp «{name}» không phải phần của tên",
                        f"viết «- file: {name}», dòng dưới, thụt thẳng với «file», ghi "
                        "«caption: …»; hai ảnh thì ngăn bằng dấu phẩy, hoặc mỗi ảnh một dòng «- »",
                    )
                return (
                    f"chữ «{shortened(words)}» sau tên tệp «{name}» không nằm giữa hai dấu ngoặc "
                    "kép thẳng",
                    f'viết ({name} "{words}"), dùng dấu " chứ không phải “ ”',
                )
        return None

    def exists(self, written: str) -> bool:
        """Tell whether there is a file that the source may call *written*."""
        try:
            return bool(self.folder.find(written, self.path))
        except Refusal:
            return False

    def tell_unshown(
        self, text: str, first_line: int, shown: Collection[str], written: Collection[str]
    ) -> list[str]:
        """Tell of each file that *text* names, that is there, and that its page does not show.

        *shown* are the content paths of what the page shows, *written* the names that
        were looked for already. Returns the addresses of what is named and not there.
        """
        absent: dict[str, None] = {}
        seen = set(written)
        looked_for = 0
        for places, end in _names_in(text):
            tried = []
            looked_for += len(places)
            for place in places if looked_for < _MOST_NAMES else places[-1:]:
                name = text[place:end]
                if name in seen:
                    break
                tried.append(name if name.startswith("/") else f"/{_beside(self.path, name)}")
                if self.folder.holds(tried[-1][1:]):
                    break
            if name in seen or absent.keys() >= set(tried):
                continue
            try:
                found = self.folder.find(name, self.path)
            except Refusal:
                absent.update(dict.fromkeys(tried))
                continue
            seen.add(name)
            self.found.add(found.path)
            if found.path not in shown and not self._is_told(name):
                self._drop_signs_of_photos(first_line + text.count("\n", 0, place))
                self.tell(
                    first_line + text.count("\n", 0, place),
                    "nội dung",
                    f"tệp «{name}» có tên trong bài mà trang không hiện",
                    f"viết ảnh là «![mô tả]({name})», tệp khác là «[chữ]({name})», ngoài thẻ HTML "
                    "và không có dấu cách trước «(»; hoặc bỏ tên tệp",
                )
        return list(absent)

    def tell_parted(self, text: str, first_line: int, shown: Collection[str]) -> None:
        """Tell of photos and links that a space or a missing bracket keeps from being such.

        Arguments as of `tell_unshown`, which tells of the same files less well.
        """
        for found in _PARTED.finditer(text):
            mark, words, behind_space, glued = found.groups(default="")
            name = (_TITLED.sub("", behind_space) if behind_space else glued).strip()
            if not _KIND.search(name) or self._is_told(name):
                continue
            is_there = self.exists(name)
            if self.folder.find(name, self.path).path in shown if is_there else not _is_file(name):
                continue
            written = f"{mark}[{words}]({(behind_space or glued).strip()})"
            sign = "thiếu dấu «(»"
            if behind_space:
                sign = f"{'xuống dòng' if chr(10) in found[0] else 'có dấu cách'} trước «(»"
            problem = f"tệp «{name}» không hiện trên trang"
            mend = f"viết liền: {shortened(written, 200)}"
            if not is_there:
                problem = f"và không có tệp «{name}»"
                mend += "; rồi kiểm tra tên tệp, hoặc chép tệp vào cạnh bài viết"
                self.is_lacking |= self.draft
            self.tell(
                first_line + text.count("\n", 0, found.start()),
                "nội dung",
                f"«{shortened(mark + found[0])}» {sign}, {problem}",
                mend,
                warning=self.draft and not is_there,
            )

    def _drop_signs_of_photos(self, line: int) -> None:
        """Take out what was told of the signs of a photo on *line* that is to be told as a file."""
        signs = [f"còn dấu Markdown «{sign}» trên trang" for sign in ("![", "](")]
        self.faults = [
            fault for fault in self.faults if fault.line != line or fault.problem not in signs
        ]

    def _is_told(self, name: str) -> bool:
        named = re.compile(rf"(?<![\w./-]){re.escape(name)}(?![\w-])")
        return any(
            not fault.warning and name in fault.problem and named.search(fault.problem)
            for fault in self.faults
        )


def _is_file(name: str) -> bool:
    """Tell whether *name* is that of a file beside the text, and nothing but that."""
    found = None if HAS_SCHEME.match(name) else _KIND_AT_END.search(name)
    return found is not None and found.start() > 0


def _names_in(text: str) -> Iterator[tuple[list[int], int]]:
    """Find what reads like the name of a photo or document: where it may begin, and its end.

    Names may hold blanks, so that the longest reading comes first.
    """
    for found in _KIND.finditer(text):
        end = found.end()
        bracket = text.rfind("](", max(end - 260, 0), end) + 2
        if bracket > 1 and _NAME.match(text, bracket, end) and "://" not in text[bracket:end]:
            # As of most photos, whose name is all that stands in the bracket.
            yield [bracket], end
            continue
        name = _NAME.search(text, max(end - 260, 0), end)
        if not name or "://" in name[0] or text[name.start() - 1 : name.start()] == "`":
            continue
        start = max(end - 200, 0)
        start = max(start, *(text.rfind(sign, start, end) + 1 for sign in _NO_NAME))
        words = [word.start() for word in _WORD.finditer(text, start, name.start())]
        # "image::cau.jpg", "!cau.jpg!": signs of other programs stand right before it.
        inner = max(text.rfind(sign, name.start(), end) for sign in ":!") + 1
        yield [*words[-_MOST_WORDS:], name.start(), *filter(None, [inner])], end


def _beside(path: str, name: str) -> str:
    return normpath("/".join([*path.split("/")[:-1], name]))
