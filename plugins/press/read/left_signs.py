# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signs of Markdown, and of what other programs read, that are left on a page as typed."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from plugins.press.read.signs import signs_of
from plugins.press.read.source_words import NAMES_OF_SIGNS

# Signs that are sought through the whole text, as no words around them are found.
_SOUGHT_SIGNS = 200
# Letters on each side that tell a sign typed with a backslash from others.
_NEAR = 3
# ":smile:"
_EMOJI = r":(?:[a-z][a-z0-9_+-]{1,30}|[+-]1):"
# Stars of a run beside marked words that marks none, and what stands before them in its stead;
# behind a figure or a sign they are those of an hotel or a note.
_STRAY = "\x07"
_STRAYS = re.compile(
    r"(?<=[^\W\d_])(?=\*{1,3}</(?:em|strong)>)|(?:(?<=</em>)|(?<=</strong>))(?=\*)"
    r"|(?<!\*)(?=\*{1,3}<(?:em|strong)>)"
)
# "ngày__tháng"
_BLANK = re.compile(r"(?<=[^\W_])__(?=[^\W_])")
_MEANT_STAR = re.compile(r"\\\*[*_]|[*_]\\\*")
# Signs of Markdown that were meant as such; figures and blanks of forms ("____") are none.
_SIGN = re.compile(
    r"(?<!<)!\[|\[\^|\^\[(?=[^\W\d_])|\]\(|\](?= \((?:https?:|/|[^\s()]{1,200}\.[a-z0-9]{2,4}\)))"
    r"|\[(?:TOC|toc|gallery)\]|^[ ]*\\(?:pagebreak|newpage)(?=[ ]*$)|\*\[[^\[\]\n]{1,99}\]:"
    r"|\{\{|\{%|\{(?:[:#]|\.(?=[A-Za-z]))[^{}\n]{0,99}\}|\{(?:width|height|align|style)=|```"
    r"|\{/\*|^[ ]*\{\|(?![^|\n]*\|\})"
    # A fence, words that are hidden, notes, boxes and links of other programs.
    r"|^[ ]*~{3,}(?=[\w+#.-]*[ ]*$)|(?<!\|)\|\|(?=[^\s|][^|\n]{0,300}\|\|(?!\|))"
    r"|(?<=[^\W\d_])~(?=[0-9]{1,3}~)|(?<![\w~])~(?=[^\W\d_][^~\n]{0,200}[^\W_]~(?![\w~]))"
    r"|^[ ]*\[![A-Za-z]{3,15}\]|\[\[(?=[^\[\]\n]{1,200}\]\])"
    r"|\(https?://[^\s()]{1,300}\)\[(?=[^\[\]\n]{1,200}\])"
    r"|(?<!\*)\*\*(?=[^\W_])(?<![0-9]\*\*)|(?<=[^\W_])\*\*(?![*0-9])"
    rf"|(?<=[^\W\d_][^\W\d_])\*(?=[^\W\d_]{{2}})|{_STRAY}\*{{1,3}}"
    # Single signs that open or end marked words, and have no other, or one beyond other marks.
    r"|(?<![\w*])\*(?=[^\W\d_][^*\n]{0,300}[^\W\d_]\*(?![\w*]))"
    r"|(?<=[^\W\d_] )\*(?=[^\W\d_]{2})|(?<=[^\W\d_] )_(?=[^\W\d_]{2})"
    r"|(?<=[^\W\d_]{2})_(?=[\s,;:!?)]|\.(?!\w)|$)"
    # "** Kết luận **", and the marks of other programs: "[/caption]", "[gallery ids="1,2"]".
    r"|(?<![^\s(])\*\*(?= [\"“«(]?[^\W\d_][^*\n]{0,200} \*\*(?![^\s.,;:!?)]))"
    r"|^[ ]*\*\*(?=[ ]*$)|\[/[A-Za-z_]{1,20}\]|\[[a-z_]{3,20} [a-z_]{1,20}=[\"“”'][^\]\n]{0,200}\]"
    r"|(?<![_\w])__(?=[^\W_])|(?<=[^\W_])__(?![_\w])|(?<!~)~~(?!~)"
    r"|\\(?=[ ]*$)|^[ ]*\|(?:[^\n]*\|[ ]*$|[ ]?(?=[^\s|][^|\n]*$))|^[^|\n]+\|[^|\n]+\|[^|\n]*\|",
    re.MULTILINE,
)
# Lines below each other that are rows of a table without its second line: "Lúa | 5".
_ROW = re.compile(r"^[^|\n]*[^|\s]\s\|\s[^|\n]+(?:\|[^|\n]*)?$", re.MULTILINE)
_ROWS = re.compile(rf"{_ROW.pattern}(?:\n{{1,2}}{_ROW.pattern})+", re.MULTILINE)
# What every sign of Markdown has, and those of other programs but two, as `signs_of` writes them.
_MAY_BE_SIGN = re.compile(r"[*_~\\|{\[\]`]")
_MAY_BE_FOREIGN = re.compile(r"[\[\\^$]|==|\+\+|%%|'''|:::|!!!|<%|\":|#{7}|#\+")
# What other programs read as marked words, headings, comments, boxes and commands.
_FOREIGN_SIGN = re.compile(
    r"(?<![=\w])==(?=[^\s=][^=\n]{0,300}==(?![=\w]))|^[ ]*={2,4}(?=[ ][^\s=])"
    r"|%%(?=[^\s%][^%\n]{0,300}%%)|(?<![+\w])\+\+(?=[^\s+][^+\n]{0,300}\+\+(?![+\w]))"
    r"|'''(?=[^\s'][^'\n]{0,300}''')|(?<=\w)\^(?=[\w+-]{1,6}\^)"
    r"|^[ ]*:{3,}(?=[ ]*(?:[\w{]|$))|^[ ]*!{3}(?=[ ][a-z]{3,20}[ ]*(?:[\"“]|$))"
    r"|<%(?=[=\s\w][^<>\n]{0,200}%>)|(?<![\w$])\$\$(?=[^\s$][^$\n]{0,300}\$\$)"
    # Emoji by name, Textile, a link of a wiki, boards' codes that nothing ends.
    rf"|(?<![\w:/.@-]){_EMOJI}(?![\w:])|^[ ]*(?:h[1-6]|bq)\.(?=[ ]+[^\W\d_])|\":(?=https?://)"
    r"|\[https?://[^\s\[\]]{1,300}(?=[ ](?!truy cập|ngày|xem)[^\[\]\n]{1,200}\])"
    r"|^[ ]*\[(?:\*|hr|br)\]|^[ ]*(?:image|video|include)::?(?=[^\s\[\]]{1,200}\[)"
    r"|(?<!\w)link:(?=https?://[^\s\[\]]{1,300}\[)|^[ ]*#{7,}|^[ ]*#\+[A-Za-z_]{3,20}"
    r"|\[(?:(?:url|img|color|size|font|quote)=[^\[\]\n]{0,200}\]|(?:url|img)\](?=\S))"
    r"(?![^\[\n]{0,300}\[/)"
    # Formulas, and signs by their names in HTML.
    r"|(?<![\w$\\])\$(?=[^\s$])(?=[^$\n]{0,200}(?:[\^_=\\{]|[A-Za-z][+*/-]|[+*/-][A-Za-z]))"
    r"[\w +*/=^\\{}().,<>|'-]{1,200}(?<=\S)\$(?![\w$])"
    r"|\\(?:frac|sqrt|text\w*|math\w*|begin|end|left|right|times|cdot|leq?|geq?|alpha|beta|pi"
    r"|item|(?:sub)*section|chapter|emph|caption|includegraphics|ref|label|cite|hline)"
    rf"(?![A-Za-zÀ-ỹ])|&(?:{NAMES_OF_SIGNS});?(?![\w=])",
    re.MULTILINE,
)
# Begins with one letter and looks back from it: found soonest so.
_MAY_BE_TEXTILE = re.compile(r"\.(?<=(?:h[1-6]|bq)\.) ")
_MAY_BE_EMOJI = re.compile(_EMOJI)
_FORMATTING_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|i|p|span|strong|u)(?: [^<>]*)?/?>", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_MENDS = {
    "![": "viết liền «![mô tả](tệp.jpg)» trên một dòng của nó, đủ hai ngoặc, ngoài thẻ HTML",
    "](": "viết liền «[chữ](địa chỉ)», đủ hai ngoặc, ngoài thẻ HTML",
    "]": "bỏ dấu cách giữa «]» và «(»",
    "^[": "viết «[^1]» ở đây, và chú giải ở một dòng riêng: «[^1]: …»",
    "&": "viết thẳng ký tự ấy, hoặc tên của nó đủ cả dấu «;»: «&copy;»",
    ":::": "xóa các dòng «:::»; muốn đóng khung thì viết «> » ở đầu mỗi dòng bên trong",
    ":": "viết bằng lời, hoặc dán chính hình ấy (🙂) vào",
    "h": "tiêu đề thì viết «## …»",
    "bq": "trích dẫn thì viết «> …»",
    '":': "viết «[chữ](địa chỉ)»",
    "[http": "viết «[chữ](địa chỉ)»",
    "\\(": "viết công thức bằng chữ, với thẻ <sup>, <sub>, hoặc chèn ảnh của nó",
    "$": "viết công thức bằng chữ, với thẻ <sup>, <sub>, hoặc chèn ảnh của nó",
    **dict.fromkeys(("\\section", "\\sub", "\\chapter"), "tiêu đề thì viết «## …»"),
    **dict.fromkeys(
        ("\\item", "\\begin", "\\end"), "mục thì viết «- …», trích dẫn «> …», công thức bằng chữ"
    ),
    "(http": "viết «[chữ](địa chỉ)»: chữ trong ngoặc vuông đứng trước, địa chỉ đứng sau",
    "[^": "thêm dòng chú giải «[^…]: …», hoặc xóa dấu này",
    "**": "đặt «**» sát chữ ở cả hai đầu trong cùng một đoạn, hoặc xóa đi; "
    "muốn in dấu thì viết «\\*\\*»",
    "__": "đặt «__» sát chữ ở cả hai đầu trong cùng một đoạn, hoặc xóa đi",
    "~~~": "mở và đóng khối mã bằng «~~~» trên dòng riêng, hoặc xóa đi; đường kẻ thì viết «---»",
    "~~": "đặt «~~» sát chữ ở cả hai đầu trong cùng một đoạn, hoặc xóa đi",
    "||": "xóa hai dấu «||»: trang không che chữ; ô của bảng thì ngăn bằng một dấu «|»",
    "|": "viết bảng có dòng «|---|---|» dưới hàng đầu, hoặc thay «|» bằng dấu phẩy",
    "```": "mở và đóng khối mã bằng «```» trên dòng riêng, hoặc xóa đi",
    "~": "chữ gạch bỏ thì viết «~~…~~», chữ số nhỏ thì viết «CO<sub>2</sub>»",
    "{/*": "xóa cả ghi chú nằm giữa «{/*» và «*/}»: người đọc sẽ thấy nó",
    **dict.fromkeys(
        ("{{", "{%"),
        "viết điều phải đứng ở đó (ảnh, liên kết thì bằng Markdown), hoặc xóa cả «{…}»",
    ),
    "{": "xóa cả «{…}»: cổng tự trình bày mọi bài như nhau",
    "image:": "viết «![mô tả](tệp.jpg)»",
    "link:": "viết «[chữ](địa chỉ)»",
    "#+": "xóa dòng này: chỉ Org-mode hiểu nó",
    "#######": "tiêu đề có nhiều nhất sáu dấu #",
    "^": "viết số mũ bằng thẻ: «m<sup>2</sup>»",
    "==": "tiêu đề thì viết «## …», chữ cần nổi bật thì viết «**…**»",
    "++": "xóa hai dấu «++», hoặc viết «<u>…</u>»",
    "%%": "xóa cả ghi chú nằm giữa hai dấu «%%»: người đọc sẽ thấy nó",
    "'''": "viết chữ đậm bằng «**…**»",
    "!!!": "xóa dòng này; muốn đóng khung thì viết «> » ở đầu mỗi dòng bên trong",
    "[!": "xóa dấu này, giữ dấu «>» của khung",
    "[[": "viết liên kết là «[chữ](địa chỉ)»; chỉ là ngoặc thì viết một dấu «[»",
    "[TOC]": "xóa dấu này",
    "[toc]": "xóa dấu này",
    "[": "xóa mã này: chỉ cổng cũ hiểu nó; ảnh, liên kết, chữ đậm thì viết bằng Markdown",
    "*[": "viết đủ tên ở chỗ dùng đầu tiên, rồi xóa dòng này",
    "*": "đặt «*» sát chữ ở cả hai đầu trong cùng một đoạn, hoặc xóa đi; "
    "muốn in dấu thì viết «\\*»",
    "_": "đặt «_» sát chữ ở cả hai đầu trong cùng một đoạn, hoặc xóa đi; "
    "muốn in dấu thì viết «\\_»",
}
_PAGE_BREAKS = ("\\newpage", "\\pagebreak")


def may_hold_sign(text: str) -> bool:
    """Tell, soon, whether there may be a sign in *text*."""
    return bool(_MAY_BE_SIGN.search(signs_of(text))) or _may_hold_foreign_sign(text)


def _may_hold_foreign_sign(text: str) -> bool:
    signs = signs_of(text)
    return bool(
        _MAY_BE_FOREIGN.search(signs)
        or ("&" in signs and ("&lt;%" in text or "&amp;" in text))
        or (signs.count(":") > 1 and _MAY_BE_EMOJI.search(text))
        or _MAY_BE_TEXTILE.search(text)
    )


def may_be_left(source: str, shown: Sequence[str]) -> bool:
    """Tell, soon, whether a sign that was typed in *source* may be *shown*, in HTML or words."""
    signs = signs_of(source)
    if "&" in signs or "<" in signs:
        return True
    for sign in {*_MAY_BE_SIGN.findall(signs), *_MAY_BE_FOREIGN.findall(signs)}:
        for words in shown:
            if sign in words:
                return True
    return bool(
        (signs.count(":") > 1 and _MAY_BE_EMOJI.search(source)) or _MAY_BE_TEXTILE.search(source)
    )


def _find_signs(words: str) -> list[re.Match[str]]:
    """Find what is a sign in *words*, web addresses apart, in order."""
    found = [*_SIGN.finditer(words)]
    if "|" in words:
        for rows in _ROWS.finditer(words):
            found += _ROW.finditer(words, *rows.span())
        found.sort(key=re.Match.start)
    if "&" in words or _may_hold_foreign_sign(words):
        found += _FOREIGN_SIGN.finditer(words)
        found.sort(key=re.Match.start)
    return [
        sign
        for sign in found
        if (sign[0][:2] == "[/" or not _in_address(words, sign.start()))
        and not (sign[0] == "__" and _is_blank(sign))
    ]


def _is_blank(sign: re.Match[str]) -> bool:
    """Tell whether "__" is a blank of a form: others stand between words of its line."""
    start = sign.string.rfind("\n", 0, sign.start()) + 1
    end = sign.string.find("\n", sign.end())
    return _BLANK.search(sign.string, start, len(sign.string) if end < 0 else end) is not None


def signs_left(source: str, first_line: int, shown: str) -> Iterator[tuple[int, str]]:
    """Find the signs of Markdown that are left in the words *shown*, each with its line.

    *first_line* is that of *source*, the text as it was typed, in its file.
    """
    if "&" not in shown and not may_hold_sign(shown):
        return
    found_signs = _find_signs(shown)
    if not found_signs:
        return
    # What was typed with a backslash is meant to be seen.
    has_escapes = "\\" in source
    bare = _ESCAPED.sub("\0", source) if has_escapes else source
    plain = _ESCAPED.sub(lambda found: found[0][1], source) if has_escapes else source
    escaped = 0
    # The line is that of the text in which the sign stands between the same words; no escape
    # has a line of its own.
    line_starts = [0, *(found.end() for found in re.finditer("\n", plain))]
    position, sought = -1, 0
    absent: set[str] = set()
    told: set[tuple[int, str]] = set()
    # Whether a sign was typed bare, sought once: there are few kinds, and thousands of each.
    typed: dict[str, bool] = {}
    for found in found_signs:
        sign = _sign(found)
        kind = "|" if "|" in sign else sign[:2]
        if kind not in typed:
            typed[kind] = kind in bare
        if not typed[kind]:
            continue
        if has_escapes and escaped < _SOUGHT_SIGNS:
            escaped += 1
            before, after = _beside(shown, *found.span(), _NEAR)
            near = (before + sign, sign + after)
            if any(words in plain for words in near) and not any(words in bare for words in near):
                continue
        whole = sign if len(sign) <= 40 else sign[:39] + "…"
        if sought < _SOUGHT_SIGNS:
            place, is_near = _place_in(plain, shown, found, position)
            sought += not is_near
        else:
            place = -1 if sign in absent else plain.find(sign, position + 1)
            if place < 0:
                # Nor behind any later place.
                absent.add(sign)
        if place >= position:
            position = place
        line = first_line + bisect_right(line_starts, max(place, 0)) - 1
        shown_sign = "|" if "|" in whole and whole != "||" else whole
        if (line, shown_sign) not in told:
            told.add((line, shown_sign))
            yield line, shown_sign


def signs_in(words: str) -> list[str]:
    """List the signs of Markdown and tags of HTML in *words* that are printed as typed, each once.

    Of a tag its opening alone.
    """
    if not may_hold_sign(words) and "<" not in words:
        return []
    tags = [tag for tag in _FORMATTING_TAG.finditer(words) if not _in_address(words, tag.start())]
    found = sorted((*_find_signs(words), *tags), key=lambda sign: sign.start())
    signs = list(dict.fromkeys(sign[0].strip() for sign in found))
    return [sign for sign in signs if sign.replace("</", "<") == sign or len(signs) == 1]


def _sign(found: re.Match[str]) -> str:
    return found[0].strip().removeprefix(_STRAY)


def _in_address(shown: str, place: int) -> bool:
    """Tell whether what stands at *place* is part of a web address."""
    start = shown.rfind("://", max(place - 200, 0), place)
    return start >= 0 and not any(map(str.isspace, shown[start:place]))


def _beside(shown: str, start: int, end: int, letters: int) -> tuple[str, str]:
    """Tell what stands before *start* and behind *end* on their lines, so many *letters*."""
    before, after = shown[max(start - letters, 0) : start], shown[end : end + letters]
    return before.rpartition("\n")[2], after.partition("\n")[0]


def _place_in(source: str, shown: str, found: re.Match[str], position: int) -> tuple[int, bool]:
    """Find in *source* where the sign *found* in the words *shown* was typed, or -1.

    Also tells whether it stood behind *position* between the same words.
    """
    start, end = found.span()
    text = _sign(found)
    before, after = _beside(shown, start, end, 20)
    whole = before + text + after
    for words in (whole, text + after, before + text, text):
        # By itself a sign is found behind the one before it.
        for begin in (position + 1 if words == text else max(position, 0), 0):
            place = source.find(words, begin)
            if place >= 0:
                is_near = begin > 0 and words == whole
                return place + (len(before) if words.startswith(before) else 0), is_near
    return -1, False


def mend_of(sign: str) -> str:
    """Say what to do about a *sign* that is left."""
    mend = next((mend for start, mend in _MENDS.items() if sign.startswith(start)), None)
    if mend is None:
        is_command = sign[:1] == "\\" and sign[1:].isalpha() and sign not in _PAGE_BREAKS
        mend = _MENDS["$"] if is_command else "xóa dấu này"
    return mend


def mark_strays(markup: str) -> str:
    """Mark in HTML the stars beside marked words that mark none themselves."""
    return _STRAYS.sub(_STRAY, markup) if "*" in markup else markup


def means_stars(source: str) -> bool:
    """Tell whether stars beside marked words are meant as such, by a backslash before one."""
    return "\\" in source and _MEANT_STAR.search(source) is not None
