# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is left in a source and was never meant for readers.

Marks of a merge that was not finished, addresses that exist on one machine only,
photos whose brackets are not closed, and words that were to be filled in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from plugins.press.read.code import Code
from plugins.press.read.messages import LineNumbers, Told, shortened
from plugins.press.read.signs import signs_of

#: What is told of an address that exists on one machine only, behind it.
PREVIEW_PROBLEM = "là địa chỉ của bản xem thử, người đọc không mở được"

_MERGE = re.compile(r"^[ \t]*(?:(?:<{7}|>{7}|\|{7})(?: .*)?|={7}) *$", re.MULTILINE)
_SIGNS = re.compile(r"^[ \t]*(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_PREVIEW = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?:(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[0-9]{2,5})"
    r"|(?<=//)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]))(?![\w.])[^\s<>()\"'\]]*",
    re.IGNORECASE,
)
# Addresses of private networks (RFC 1918, link-local), which answer within an office alone.
_PRIVATE = re.compile(
    r"https?://(?:10(?:\.[0-9]{1,3}){3}|192\.168(?:\.[0-9]{1,3}){2}"
    r"|172\.(?:1[6-9]|2[0-9]|3[01])(?:\.[0-9]{1,3}){2}|169\.254(?:\.[0-9]{1,3}){2})(?![0-9.])"
    r"[^\s<>()\"'\]]*",
    re.IGNORECASE,
)
_DISK = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]:(?:\\|/(?!/))(?=[\w.~$ -])[^\s<>()\"'\]]*"
    r"|file://[^\s<>()\"'\]]*|(?:\\\\|(?<=\]\()\\)(?=\w)[\w.$-]+\\[^\s<>()\"'\]]*"
    r"|/(?:Users|home)/[\w.-]+/[^\s<>()\"'\]]*)",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"!(?<!\\!)\s?\[([^\[\]]{0,400})\](\s*)\(([^()\s]*)")
# What ends a photo, or the paragraph in which one is not ended.
_PHOTO_END = re.compile(r"\)|\n\n")
# "!\\[x\\](a.jpg)", as Word's converters write what was typed as a photo.
_ESCAPED_PHOTO = re.compile(r"\\?!\\?\[[^\[\]\n]{0,400}\\\]\\?\((?P<file>[^()\s\\]{1,300})\\?\)")
# "[chữ](https://a.vn và [sáu](…": a bracket that nothing ends before the next one.
_OPEN_LINK = re.compile(
    r"\[(?<!!\[)[^\[\]\n]{1,200}\]\((?:https?:/)?/[^\s()<>\[\]\"]{1,300}"
    r"(?=[ ][^()\n\"']{1,300}(?:\[|$)|[ ]*$)",
    re.MULTILINE,
)
_PHOTO_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|hei[cf])\b", re.IGNORECASE)
_WORDS_TO_FILL = re.compile(
    r"(?<!\w)(?:[xX]{3,}|TODO|FIXME|[Ll]orem ipsum)(?![\w-])|Viết nội dung ở đây"
    r"|(?<!\w)(?:[xX]{2}(?=\s?%)|[xX]{2}/[xX]{2}/(?:[xX]{4}|[0-9]{4}))(?!\w)"
    r"|(?<![?!\w])\?{3,}(?![?!\w])|(?<![\w{$\\])\{[a-z][a-z0-9_]{2,30}(?:\.[a-z0-9_]{1,30})*\}(?![\w}])"
)
# Two lines or more with a Tab between words; that behind the sign of an item or a label is none.
_ITEM_SIGN = (
    r"[ \t]*+(?>(?:(?:[-+*–—•·▪oqvnlwüØ§\ue000-\uf8ff]|[^\s]{0,7}[.)/]|[^\n\t]{0,40}:)\t+)?)"
)
_COLUMN = rf"{_ITEM_SIGN}[^\n\t]*[^\s]\t+[^\s\n][^\n]*"
_COLUMNS = re.compile(rf"^({_COLUMN})(?:\n{_COLUMN})+", re.MULTILINE)
# The same with three spaces or more, which a page shows as one.
_SPACED_SIGN = r"[ \t]*+(?>(?:(?:[-+*–—•·▪oqvnlwüØ§\ue000-\uf8ff]|[^\s]{0,7}[.)/]) {2,})?)"
_SPACED = rf"{_SPACED_SIGN}[^\s|]++(?>(?:[ \t]{{1,2}}[^\s|]++)*) {{3,}}[^\s|][^\n|]*"
# Between the lines of a letterhead stands one of signs.
_ORNAMENT = r"(?:[ \t]*+[*_–—-]{1,40}[ \t]*+\n)?"
_SPACED_COLUMNS = re.compile(rf"^({_SPACED})(?:\n{_ORNAMENT}{_SPACED})+", re.MULTILINE)
# Signs of Word's lists, which come without their font; letters among them only before a Tab.
_WORD_ITEMS = re.compile(
    r"^[ \t]*([\ue000-\uf8ff]|[qvnlwüØ§](?=\t))[^\n]*(?:\n+[ \t]*\1[^\n]*)*", re.MULTILINE
)
_LABELS = re.compile(
    r"[^\n:]{1,40}:[ \t]+\S+(?:[ ]{1,2}\S+)*(?:\n[^\n:]{1,40}:[ \t]+\S+(?:[ ]{1,2}\S+)*)*"
)
# What editors write to each other, in brackets. A pattern that begins with one sign is
# sought at a tenth of what one costs that begins with either.
_INNER_NOTES = {
    opening: re.compile(
        rf"\{opening}(?:[Gg]hi chú nội bộ|GHI CHÚ NỘI BỘ|(?:[Nn]ội bộ|NỘI BỘ)(?=\s?:)"
        r"|(?:(?:BTV|BBT|TKTS|TK)\s?:[^\[\]()\n]{0,40})?(?:[Cc]hưa duyệt|[Cc]hờ duyệt"
        r"|[Kk]iểm tra lại|[Hh]ỏi lại|[Cc](?:ần|hờ) (?:xác minh|kiểm tra lại|xem lại)|[Ss]ửa sau)"
        rf"|{only})\b[^\[\]()\n]{{0,120}}[\])]"
    )
    for opening, only in (
        ("[", "[Cc]ần kiểm tra"),
        ("(", "(?:[Bb]ổ sung|[Cc]ập nhật) sau"),
    )
}
# Behind a gap that was to be filled in; elsewhere "[…]" tells of a shortened quotation.
_AFTER_GAP = r"[.,;]?[ \t]*$|\s?(?:%|(?:đồng|người|hộ|ha|tấn|tỷ|triệu|nghìn|giờ|ngày|tháng|năm)\b)"
_TO_FILL = (
    r"\s?(?:[Cc]ần |[Cc]hờ |[Ss]ẽ )?(?:[Đđ]iền|ĐIỀN|[Bb]ổ sung|[Nn]hập|[Cc]ập nhật)"
    r"(?: [\w ]{0,30})?\s?(?:…|\.\.\.|\])"
)
_PLACES_TO_FILL = {
    pattern[1 if pattern[0] == "\\" else 0]: re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"\[(?:(?<=\S \[)(?:\.\.\.|…)\](?={_AFTER_GAP})|{_TO_FILL})",
        rf"…{_TO_FILL}",
        rf"\.\.\.{_TO_FILL}",
    )
}
# What Word prints for a field that leads nowhere, in English and Vietnamese, the fields
# themselves, the words that stand for a field to be filled in, and the signs of Excel's.
_OFFICE = re.compile(
    r"Error! [A-Z][^.!?\n]{3,90}[.!]?"
    r"|Lỗi! (?=[^.!?\n]{0,60}(?:[Tt]hẻ đánh dấu|[Tt]ham chiếu|siêu (?:kết nối|liên kết)"
    r"|[Dd]ấu trang|[Nn]ối kết|kiểu đã|(?:mục|danh) (?:lục|nhập)|[Tt]ên tệp|[Tt]huộc tính))"
    r"[^.!?\n]{3,90}[.!]?"
    r"|No (?:table of (?:contents|figures|authorities)|index) entries (?:were )?found\."
    r"|(?:Click|Tap)(?: or (?:tap|click))?(?: or tap)? here to enter (?:text|a date)\."
    r"|Choose an item\.|(?:Bấm|Nhấp|Nhấn)[^.\n]{0,30} vào đây để nhập (?:văn bản|ngày tháng|ngày)\."
    r"|\[(?:Type|Enter) (?:text|the [a-z ]{3,30}|your [a-z ]{3,30})(?: here)?\]"
    r"|\{? ?\b(?:PAGEREF|HYPERLINK|MERGEFIELD|STYLEREF|INCLUDEPICTURE|NUMPAGES|PAGE|SEQ|REF|TOC)\b"
    r"[^\n{}]{0,200}\\[*a-z](?: MERGEFORMAT| ARABIC)?\b ?\}?|\\\* MERGEFORMAT"
    r"|(?<![\w#])#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A\b|SPILL!|CALC!)"
    r"|(?<=\|)[ ]*#{4,}[ ]*(?=\|)"
)
# Words of a wiki, which would be printed in bold, and formulas, whose "\\" Markdown takes.
_OTHER_PROGRAMS = re.compile(
    r"__(?P<wiki>(?:NO|FORCE)?TOC|NOEDITSECTION|NOINDEX|NOGALLERY|NOTITLE)__"
    r"|(?<!\\)\\(?:\((?=(?:(?!\\[)\]])[^\n]){0,200}?[=^_{}+<>])[^\n]{1,300}?\\\)"
    r"|\[(?=(?:(?!\\[)\]])[^\n]){0,200}?[=^_{}+<>])[^\n]{1,300}?\\\])"
)
# "** Mục con" below "* Mục": the second level of a wiki.
_WIKI_ITEMS = re.compile(r"(?<=\n)[ ]{0,3}(\*{2,3} (?=[^\s*])[^*\n]*)$", re.MULTILINE)
_ABOVE_WIKI_ITEM = re.compile(r"[ ]{0,3}\*{1,3} [^\s*]")
# The call of a note whose sign is "**": such notes look the same.
_CALL_BY_STARS = re.compile(r"(?<=[\w%)])\*\*(?![\w*])")
# What each pattern needs, so that it is looked for at a hundredth of what the patterns cost:
# words, and where the signs of a text (`signs_of`) may hold them these.
_MERGE_SIGNS = ("<<<<<<<", ">>>>>>>", "|||||||", "=======")
_PREVIEW_WORDS = ("localhost", ".0.0.")
_PATHS = (":\\", "\\\\", "](\\")
_WORDS_LEFT = ("xx", "TODO", "orem ipsum", "Viết nội dung ở")
_OFFICE_WORDS = ("to enter", "Choose an item", " vào đây để nhập ")
_OFFICE_FIELDS = ("REF", "HYPERLINK", "MERGE", "INCLUDEPICTURE", "PAGE", "SEQ", "TOC")
_ERRORS_OF_EXCEL = (
    *("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!", "#CALC!"),
    "####",
)
_WORD_ITEM_SIGNS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf06c\uf071\uf0a8\uf0ae\uf0e8\uf0e0"
_OF_OTHER_PROGRAMS = ("TOC__", "__NO", "\\(", "\\[")
# "C:/", and no web address.
_MAY_BE_DISK = re.compile(r":/(?:(?!/)|(?<=(?i:file):/))")
_MAY_BE_HOME = re.compile("/(?:Users|home)/")
# "Error! …", "Lỗi! …", "[Type text]".
_MAY_BE_ERROR = re.compile(r"!(?:(?<=Error!)|(?<=Lỗi!)) ")
_MAY_BE_FIELD = re.compile(r"\[(?:Type|Enter) ")


def find_remnants(text: str, first_line: int = 1, body: int = 0) -> list[Told]:
    """Tell of what is left in *text*, front matter or body, whose first line is *first_line*.

    Its body, which alone may have columns, begins at place *body*.
    """
    signs = signs_of(text)
    has_merge = _holds(signs, _MERGE_SIGNS) and _holds(text, _MERGE_SIGNS)
    has_preview = _holds(text, _PREVIEW_WORDS) or ("[::]" in signs and "[::1]" in text)
    has_private = "//" in signs and "//1" in text
    has_disk = ":/" in signs and _MAY_BE_DISK.search(text) is not None
    has_disk |= "/" in signs and _MAY_BE_HOME.search(text) is not None
    has_words = "{" in signs or _holds(text, _WORDS_LEFT)
    has_words |= ("X" in text and "XX" in text) or ("F" in signs and "FIXME" in text)
    has_words |= "???" in signs and "???" in text
    has_office = _holds(text, _OFFICE_WORDS) or ("#" in signs and _holds(text, _ERRORS_OF_EXCEL))
    # "No index entries found."
    has_office |= "f" in signs and " entries " in text
    has_others = False
    if "\\" in signs:
        has_disk |= _holds(text, _PATHS)
        has_office |= _holds(text, _OFFICE_FIELDS)
    if "\\" in signs or "__" in signs:
        has_others = _holds(text, _OF_OTHER_PROGRAMS)
    has_office |= "!" in signs and _MAY_BE_ERROR.search(text) is not None
    has_office |= "[" in signs and _MAY_BE_FIELD.search(text) is not None
    has_tabs, has_gaps = "\t" in signs and text.find("\t", body) >= 0, text.find("   ", body) >= 0
    # Private characters begin so in UTF-8.
    has_items = "\t" in signs or ("\xef" in signs and _holds(text, _WORD_ITEM_SIGNS))
    photos = list(_PHOTO.finditer(text)) if "!" in signs else []
    notes = _found_behind(text, _INNER_NOTES)
    places = _found_behind(text, _PLACES_TO_FILL)
    if not (
        has_merge or has_preview or has_private or has_disk or has_words or has_items
        or has_office or has_others or photos or notes or places or has_tabs or has_gaps
        or "** " in text or ("](" in signs and _OPEN_LINK.search(text, body))
    ):  # fmt: skip
        return []
    numbers = LineNumbers(text, first_line)
    code = Code(text)
    told: list[Told] = []

    def tell(found: re.Match[str], problem: str, mend: str, warning: bool = False) -> None:
        told.append(Told(numbers.at(found.start()), problem, mend, warning))

    if has_merge:
        is_merge = bool(_SIGNS.search(text))
        for found in _MERGE.finditer(text):
            before = text.rfind("\n", 0, max(found.start() - 1, 0)) + 1
            if (
                found[0].lstrip().startswith("=")
                and not is_merge
                and text[before : found.start()].strip()
            ):
                continue  # The line below a heading.
            problem = f"còn dấu trộn của Git «{shortened(found[0])}»"
            mend = "giữ một trong hai bản của đoạn này, xóa bản kia và mọi dòng dấu trộn"
            tell(found, problem, mend)
    for found in _PREVIEW.finditer(text) if has_preview else ():
        problem = f"«{shortened(found[0])}» {PREVIEW_PROBLEM}"
        tell(found, problem, "thay bằng địa chỉ của cổng, bắt đầu bằng «/» hoặc «https://»")
    for found in _PRIVATE.finditer(text) if has_private else ():
        problem = f"«{shortened(found[0])}» là địa chỉ trong mạng nội bộ, người ngoài không mở được"
        tell(found, problem, "thay bằng địa chỉ công khai, hoặc chỉ để lại chữ", warning=True)
    for found in _DISK.finditer(text) if has_disk else ():
        if code.holds(found.start()):
            continue
        problem = f"«{shortened(found[0])}» là đường dẫn trên máy của người viết"
        tell(found, problem, "chép tệp vào cạnh bài rồi chỉ ghi tên tệp")
    for found in _ESCAPED_PHOTO.finditer(text, body) if "\\](" in text or "\\]\\(" in text else ():
        if _PHOTO_FILE.search(found["file"]) and not code.holds(found.start()):
            photo = shortened(found[0].replace("\\", ""), 200)
            problem = f"«{photo}» viết với dấu «\\» trước ngoặc, không thành ảnh"
            tell(found, problem, f"xóa các dấu «\\»: «{photo}»")
    for found in _OPEN_LINK.finditer(text, body) if "](" in signs else ():
        if not code.holds(found.start()):
            problem = f"liên kết «{shortened(found[0])}» thiếu dấu «)» sau địa chỉ"
            tell(found, problem, f"viết «{shortened(found[0], 200)})»", warning=True)
    # Where the bracket of a photo is closed, or its paragraph ends, whichever is first.
    end, sign = -1, ""
    for found in photos:
        if end < found.end():
            ending = _PHOTO_END.search(text, found.end())
            end, sign = (ending.start(), ending[0]) if ending else (len(text), "")
        problem = _problem_of_photo(found, sign == ")")
        if not problem or code.holds(found.start()):
            continue
        tell(found, problem, f"viết liền: ![{shortened(found[1])}]({found[3]})")
    for is_there, pattern, gap in (
        (has_tabs, _COLUMNS, "Tab"),
        (has_gaps, _SPACED_COLUMNS, "nhiều dấu cách"),
    ):
        for found in pattern.finditer(text, body) if is_there else ():
            if not (code.holds(found.start()) or _LABELS.fullmatch(found[0])):
                problem = f"các cột ngăn bằng {gap} sẽ dính vào nhau: «{shortened(found[1])}»"
                mend = "viết thành bảng: «| cột | cột |», dòng gạch «|---|---|»"
                tell(found, problem, mend, warning=True)
    for found in _WORD_ITEMS.finditer(text, body) if has_items else ():
        if not code.holds(found.start()):
            sign = f"U+{ord(found[1]):04X}" if found[1] >= "\ue000" else found[1]
            problem = f"«{sign}» là dấu đầu dòng của Word, được in như chữ"
            tell(found, problem, "thay dấu ấy và khoảng trống sau nó bằng «- »", warning=True)
    for found in _OFFICE.finditer(text) if has_office else ():
        if not code.holds(found.start()):
            problem = f"còn chữ «{shortened(found[0])}» do Word hay Excel để lại"
            mend = "viết điều phải đứng ở đó (số mục, số trang, tên, con số), hoặc xóa đi"
            tell(found, problem, mend, warning=True)
    for found in _OTHER_PROGRAMS.finditer(text, body) if has_others else ():
        if not code.holds(found.start()):
            problem = f"«{shortened(found[0])}» là dấu của wiki, được in như chữ"
            mend = "xóa đi"
            if not found["wiki"]:
                problem = f"công thức «{shortened(found[0])}» được in như chữ, mất dấu «\\»"
                mend = "viết bằng chữ, với thẻ <sup>, <sub>, hoặc chèn ảnh của nó"
            tell(found, problem, mend, warning=True)
    for found in _wiki_items(text, body) if "** " in text else ():
        if not code.holds(found.start()):
            words = found[1].lstrip("* ")
            problem = f"«{shortened(found[1])}» là mục con theo cách của wiki, được in như chữ"
            tell(found, problem, f"thụt vào hai dấu cách: «  * {shortened(words)}»", warning=True)
    for found in notes:
        if not code.holds(found.start()):
            problem = f"«{shortened(found[0])}» trông như ghi chú nội bộ, người đọc sẽ thấy"
            tell(found, problem, "làm xong việc ấy rồi xóa ghi chú", warning=True)
    to_fill = [*(_WORDS_TO_FILL.finditer(text) if has_words else ()), *places]
    for found in to_fill:
        if not code.holds(found.start()):
            problem = f"còn chỗ chưa viết «{shortened(found[0])}»"
            tell(found, problem, "viết cho đủ, hoặc xóa đi", warning=True)
    return told


def _wiki_items(text: str, body: int) -> Iterator[re.Match[str]]:
    """Find the items of a second level as a wiki has them, right below others with stars."""
    if _CALL_BY_STARS.search(text, body):
        return
    for found in _WIKI_ITEMS.finditer(text, body):
        above = max(text.rfind("\n", body, found.start() - 1) + 1, body)
        if above < found.start() and _ABOVE_WIKI_ITEM.match(text, above):
            yield found


def _holds(text: str, words: Iterable[str]) -> bool:
    for word in words:  # noqa: SIM110 - a generator costs twice as much
        if word in text:
            return True
    return False


def _found_behind(text: str, patterns: Mapping[str, re.Pattern[str]]) -> list[re.Match[str]]:
    """Find *patterns* in *text*, each of which begins with a sign."""
    return [
        found
        for sign, pattern in patterns.items()
        if sign in text
        for found in pattern.finditer(text)
    ]


def is_on_a_disk(written: str) -> bool:
    """Tell whether an address is a path on the disk of one machine, which is told anyhow.

    Markdown takes the first of two backslashes at its beginning.
    """
    return bool(_DISK.match(written) or (written[:1] == "\\" and _DISK.match(f"\\{written}")))


def _problem_of_photo(found: re.Match[str], is_closed: bool) -> str:
    """Say why a photo is none, "" if nothing is wrong with how it is written."""
    if found[2] or found[0][1] != "[":
        if not _PHOTO_FILE.search(found[3]):
            return ""
        signs = "![…] (…)" if found[0][1] == "[" else "! […](…)"
        return f"ảnh «{found[3]}» có dấu cách trong «{signs}», không thành ảnh"
    return "" if is_closed else f"ảnh «{found[3]}» thiếu dấu «)» ở cuối «![…](…», không thành ảnh"
