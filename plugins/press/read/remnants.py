# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is left in a source and was never meant for readers.

Marks of a merge that was not finished, addresses that exist on one machine only,
photos whose brackets are not closed, and words that were to be filled in.
"""

import re

from plugins.press.read.code import Code
from plugins.press.read.told import LineNumbers, Told, shortened

_MERGE = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?: .*)?|={7}) *$", re.MULTILINE)
_SIGNS = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_PREVIEW = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[0-9]{2,5})"
    r"|(?<=//)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]))(?![\w.])[^\s<>()\"'\]]*",
    re.IGNORECASE,
)
_DISK = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]:(?:\\|/(?!/))(?=[\w.~$ -])[^\s<>()\"'\]]*"
    r"|file://[^\s<>()\"'\]]*|\\\\(?=\w)[\w.$-]+\\[^\s<>()\"'\]]*"
    r"|/(?:Users|home)/[\w.-]+/[^\s<>()\"'\]]*)",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"(?<!\\)!\s?\[([^\[\]]{0,400})\](\s*)\(([^()\s]*)")
_PHOTO_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|hei[cf])\b", re.IGNORECASE)
_TO_FILL = re.compile(
    r"viết nội dung ở đây|(?<!\w)(?:xxx+|TODO|FIXME|TBD|lorem ipsum)(?!\w)|\[(?:\.\.\.|…)\](?!\()"
    r"|(?:…|\.{3,}|\[)\s*(?:cần |chờ |sẽ )?(?:điền|bổ sung|nhập|cập nhật)(?: [\w ]{0,30})?"
    r"\s*(?:…|\.{3,}|\])",
    re.IGNORECASE,
)
# Small letters that each pattern needs: they are found a hundred times sooner.
_MERGE_HINTS = ("<<<<<<<", ">>>>>>>", "|||||||", "=======")
_PREVIEW_HINTS = ("localhost", "127.0.0.1", "0.0.0.0", "[::1]")
_DISK_HINTS = (":\\", ":/", "\\\\", "/users/", "/home/")
_PHOTO_HINTS = ("![", "! [")
_FILL_HINTS = ("xxx", "todo", "fixme", "tbd", "lorem", "[...]", "[…]", "điền", "bổ sung", "nhập",
               "cập nhật", "viết nội dung ở đây")  # fmt: skip


def find_remnants(text: str, first_line: int = 1) -> list[Told]:
    """Tell of what is left in *text*, front matter or body, whose first line is *first_line*."""
    small = text.lower()

    def hints(*words: str) -> bool:
        return any(word in small for word in words)

    numbers = LineNumbers(text, first_line)
    code = Code(text)
    told: list[Told] = []

    def tell(found: re.Match[str], problem: str, mend: str, warning: bool = False) -> None:
        told.append(Told(numbers.at(found.start()), problem, mend, warning))

    if hints(*_MERGE_HINTS):
        is_merge = bool(_SIGNS.search(text))
        for found in _MERGE.finditer(text):
            before = text.rfind("\n", 0, max(found.start() - 1, 0)) + 1
            if found[0].startswith("=") and not is_merge and text[before : found.start()].strip():
                continue  # The line below a heading.
            problem = f"còn dấu trộn của Git «{shortened(found[0])}»"
            mend = "giữ một trong hai bản của đoạn này, xóa bản kia và mọi dòng dấu trộn"
            tell(found, problem, mend)
    for found in _PREVIEW.finditer(text) if hints(*_PREVIEW_HINTS) else ():
        problem = f"«{shortened(found[0])}» là địa chỉ của bản xem thử, người đọc không mở được"
        tell(found, problem, "thay bằng địa chỉ của cổng, bắt đầu bằng «/» hoặc «https://»")
    for found in _DISK.finditer(text) if hints(*_DISK_HINTS) else ():
        if code.holds(found.start()):
            continue
        problem = f"«{shortened(found[0])}» là đường dẫn trên máy của người viết"
        tell(found, problem, "chép tệp vào cạnh bài rồi chỉ ghi tên tệp")
    for found in _PHOTO.finditer(text) if hints(*_PHOTO_HINTS) else ():
        if code.holds(found.start()) or not (problem := _problem_of_photo(text, found)):
            continue
        tell(found, problem, f"viết liền: ![{shortened(found[1])}]({found[3]})")
    for found in _TO_FILL.finditer(text) if hints(*_FILL_HINTS) else ():
        if code.holds(found.start()):
            continue
        problem = f"còn chỗ chưa viết «{shortened(found[0])}»"
        tell(found, problem, "viết cho đủ, hoặc xóa đi", warning=True)
    return told


def _problem_of_photo(text: str, found: re.Match[str]) -> str:
    """Say why a photo is none, "" if nothing is wrong with how it is written."""
    if found[2] or found[0][1] != "[":
        if not _PHOTO_FILE.search(found[3]):
            return ""
        return f"ảnh «{found[3]}» có dấu cách giữa các dấu, không thành ảnh"
    rest = text[found.end() : found.end() + 1000].partition("\n\n")[0]
    if ")" in rest:
        return ""
    return f"ảnh «{found[3]}» thiếu dấu «)», không thành ảnh"
