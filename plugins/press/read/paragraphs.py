# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a line of a paragraph ends for readers too.

In Markdown the lines of a paragraph run together, as in a source that is wrapped at
some column. Text pasted from Word or Zalo has a line for each paragraph or item, and
no blank lines. The rule that tells the two apart:

- a line that begins like an item ("–", "a)", "1/", "[1]", "=>") stays a line of its own, and
  so does one of signs alone ("*", "……");
- behind a line that ends a sentence, a line that begins with a capital begins a
  paragraph; in a wrapped source, where some line begins with a small letter, only if
  the first word of the next line would have fitted onto the line;
- a line of its own begins with a capital or a figure too behind one that ends with ":" or
  ";", is an item, is all bold, all in capitals or all in brackets, below another that has a
  label ("Email: …") as it has, and among lines that all begin so and are either short (verse,
  names) or mostly end before the column is full;
- so does a line that begins with a capital below one that is shorter than the column and ends
  no clause: a heading, a name, an office; below a short line where no full stop ends the last
  one, as in results and prices; below one that is longer than any column; and below the place
  and day of a letter, or "TM. …" in capitals;
- so do four short lines or more, most of which end before the column is full, whatever letter
  they begin with: free verse;
- so does a short line that ends with a telephone number, an e-mail or a web address, below
  another one or among lines of their own; one that is nothing else, below any short line;
- so do two lines of as many syllables, or of six and eight: a couplet;
- in a narrow column one that has a label, below the rest of another one that has;
- all other lines run together.
"""

import itertools
import re

#: What stands between two lines: a space for readers, a line break, a new paragraph.
JOIN, BREAK, PART = "\n", "  \n", "\n\n"

_MARK = re.compile("\x04t?[0-9]+\x04")
#: The capital letters of Vietnamese, as a class of letters has them.
CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
# "123/KH-UBND", which no item begins with.
_NO_DOCUMENT = rf"(?![{CAPITAL}]{{1,6}}[a-z]?[-–])"
# Arrows, numbers in circles, boxes, stars, emoji.
_PICTURES = (
    "\u203c\u2049\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u25a0-\u25ff\u2b00-\u2bff"
    "\U0001f300-\U0001faff"
)
# Behind "v", "ü", "Ø" and the like: the signs of Word's lists, as they come without their font.
_ITEM = re.compile(
    rf"""[*_\s]*(?:
      [§\ue000-\uf8ff] | [oqvnlwüØ]\s+(?=[{CAPITAL}]) | [0-9\#*]\ufe0f?\u20e3
      | -{{2,3}}\s+(?=[^\W\d_])
      | [–—•·{_PICTURES}-](?![–—\-0-9])\s*(?=\S)
      | \+(?=[^\W\d_]|\ [0-9]) | [=-]{{0,2}}>\ ?(?=\S) | =(?=\s)
      | \(?\*{{1,3}}\)(?=[\s:]) | \*{{2,3}}\s | \#(?=[^\W\d_]) | :(?=\s)
      | \[[0-9][^\]\n]{{0,20}}\]\.?(?=\s) | \\[-+*>\#](?=\s) | [0-9]{{1,3}}\\[.)](?=\s)
      | (?:\[[\ xX]\]|\(\ \))(?=\s)
      | [a-zđ][.)/](?=[\s*_]|[^\W\d_])
      | \(?(?:[0-9]{{1,3}}|[a-zđ]|[ivxIVX]{{1,5}})\)(?=[\s*_]|[^\W\d_])
      | [ivx]{{2,5}}\.\s
      | [0-9]{{1,3}}/{_NO_DOCUMENT}(?=[\s*_-]|[^\W\d_]) | [0-9]{{1,3}}\.(?=[^\W\d_]|[*_]+\s)
      | [0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}}\.?\s+(?=[{CAPITAL}])
      | [IVX]{{1,5}}(?:\.\s*|/\s+)(?=\S) | 0[0-9]\.\s | [0-9]{{1,2}}\s?[-–]\s+(?=[^\W\d_])
      | [\u17e0-\u17e9]{{1,3}}[.)/]
    )""",
    re.VERBOSE,
)
# "*Một", one of several that begin so: no emphasis, which would be ended.
_STAR = re.compile(r"\s*\*(?=[^\W\d_])[^*]*\Z")
# "1.1. Việc", and any line that has a number or letter, which in a document stands above
# those with a sign.
_DECIMAL = re.compile(rf"[*_\s]*[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}}\.?\s+(?=[{CAPITAL}])")
_NUMBERED = re.compile(
    r"[*_\s]*(?:\(?(?:[0-9]{1,3}|[a-zđ]|[ivx]{1,5})\)|[a-zđ][./]"
    rf"|[0-9]{{1,3}}/{_NO_DOCUMENT})(?=[\s*_-]|[^\W\d_])"
    rf"|{_DECIMAL.pattern}"
)
# "Email: …", "**Địa chỉ:**…": a line that begins so stands below others that do.
_LABEL = re.compile(r"[*_\s]*[^\W\d_][^\n:.,;!?]{0,30}:(?:[*_]{1,3}(?=[\s\w])|(?=\s))")
# The same with a small letter, of few words, "thứ Ba: …", or with a time, "8 giờ: …".
_SMALL_LABEL = re.compile(r"[^\W\d_]+(?: \w+){0,2}(?: [0-9/.-]{1,10})?:\s")
_TIME = re.compile(r"[0-9]{1,2}\s?(?:[:hg][0-9]{0,2}|giờ(?:\s[0-9]{1,2})?)(?!\w)")
# A line that begins so is one of a programme: "8h30: Báo cáo", "7 giờ - 7 giờ 30: Đón khách".
_HOUR = re.compile(rf"[*_]*{_TIME.pattern}(?:\s?[-–]\s?{_TIME.pattern})?[*_]*\s?:[*_]*\s")
# A line in bold from end to end, or all in capitals: a heading, as it is written in Word.
_BOLD = re.compile(r"(\*\*|__|\*|_)(?=[^\s*_])[^*_\n]+\1[:.]?\Z")
#: A line that begins a part of a document: "II. NHIỆM VỤ".
PART_OF_DOCUMENT = re.compile(r"\s*[*_]*(?:[IVX]{1,5}|[A-HK-UY])\.\s*(?=[^\W\d_])")
# A line that begins an article of a law: "Điều 7. Thời hạn".
_ARTICLE = re.compile(
    r"[\s*_\"“]*(?:Điều|Chương|Mục|Phần|Phụ lục)\s(?:[0-9]{1,3}[a-zđ]?|[IVX]{1,5})(?:[.:]|\Z)"
)
# A line that begins the programme of a day.
_DAY = re.compile(
    r"[\s*_]*(?:[Tt]hứ\s(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[2-7])|[Cc]hủ\s[Nn]hật"
    r"|[Nn]gày|[Bb]uổi|[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối)\b"
)
# A word that no line of its own ends with.
_GOES_ON = re.compile(r"\s(?:và|là|của|với|tại|theo|các|những|hoặc|có|số|theo ông|đồng chí)\s*\Z")
# What the rest of a clause follows.
_HANGS = re.compile(
    r"(?:[,–]|\s(?:-|và|là|của|với|tại|theo|các|những|hoặc|có|(?<!xổ )số|đồng chí|từ|đến|tới|cho"
    r"|về|trong|trên|dưới|ở|do|bởi|bằng|cùng|giữa|qua|vào|như|để|sẽ|đã|đang|được|bị|không|chưa"
    r"|mỗi|mọi|một|hai|ba|hơn|gần|khoảng|năm|tháng|ngày|quý|ông|bà|ấp|khóm|[Bb]áo|[Đđ]ài"
    r"|of|the|in|and|at|by|to|from|with|for|on))\s*\Z"
)
# What in a sentence the name of an office, place or person follows.
_NAMED = """
    phó|ông|bà|anh|chị|em|cô|chú|bác|cụ|thầy|cháu|ấp|khóm|phường|xã|quận|huyện|tỉnh|thành phố
    thị xã|khu|cụm|tuyến|đường|cầu|sông|kênh|rạch|chợ|chùa|đình|tiếng|giúp|lãnh đạo|thường trực
    chủ tịch|bí thư|giám đốc|văn phòng|chánh|trưởng|thủ tướng|tham mưu|nhóm|lớp|hạng|loại|giống
    báo|đài|sở|ban|bộ|hội|đoàn|trường|công ty|tập đoàn|ngân hàng|tiểu học|trung học|mầm non|giáo
    viện|tâm|mạng|cổng|tác giả|nhà báo|nhà thơ|nhà văn|nhạc sĩ|ca sĩ|nghệ sĩ|họa sĩ|bác sĩ|kỹ sư
    nghệ nhân|phối hợp|báo động
"""
_EITHER_CASE = "|".join(
    f"[{word[0].upper()}{word[0]}]{word[1:]}"
    for word in map(str.strip, re.split(r"[|\n]", _NAMED))
    if word
)
_AWAITS_NAME = re.compile(rf"(?:\s|\A)(?:{_EITHER_CASE})\s*\Z")
# Words before a name that hardly end a line of verse; behind "tại" nor that of a list.
_PLACE = "(?:ấp|khóm|phường|xã|quận|huyện|tỉnh|thành phố|thị xã|thị trấn)"
_TITLE = "(?:nhà (?:thơ|văn|báo)|(?:nhạc|ca|nghệ|họa|bác|tiến|chiến) sĩ|kỹ sư|nghệ nhân)"
_BEFORE_NAME = re.compile(rf"\s(?:{_PLACE}|{_TITLE})\s*\Z")
_AT_PLACE = re.compile(rf"\s(?:tại|ở|thuộc|từ|đến|về)\s{_PLACE}\s*\Z")
# A day, a stretch of years or a price by itself: "20/11", "3/2/1930 - 3/2/2026", "500 đ/kg".
_FIGURES = re.compile(r"[0-9][0-9 /.,:–-]*(?:\s?(?:%|đ|đồng|VNĐ|USD)(?:/\w+)?)?\Z")
_BREAK_TAG = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)
_QUOTES = '“"‘«'
# How a sentence begins, and hardly a heading.
_BEGINS_CLAUSE = re.compile(
    r"[\s*_(“\"]*(?:\([^()]{2,40}\)\s?[-–]|(?:Sáng|Chiều|Tối|Ngày|Trong|Tại|Theo|Ở|Từ|Đến|Sau"
    r"|Trước|Nhân|Phát biểu|Dự|Ông|Bà|Anh|Chị|Em|Đồng chí|Cùng|Vừa qua|Hôm|Để|Khi|Nếu|Vì|Với"
    r"|Qua|Được|Hiện|Dịp|Mọi)\s)"
)
# "Vĩnh Long, ngày 5 tháng 11 năm 2026", and what heads the name of who signs.
_DATELINE = re.compile(
    r"[*_]*(?!Tại\s|Ở\s|Từ\s)[^\n,.]{2,30}, ngày [0-9…._ ]{1,9} tháng [0-9…._ ]{1,9}"
    r" năm [0-9…._ ]{1,9}[*_]*\Z"
)
_SIGNS_FOR = re.compile(r"[*_]*(?:T[ML]|KT|TUQ|Q|[TK]/[MTL])[.\s]\s?[^\W\d_]")
# "(Đã ký)": a line in brackets from end to end.
_IN_BRACKETS = re.compile(r"[*_]*\([^()\n]+\)[*_]*\Z")
_TELEPHONE = (
    r"(?:(?<![\w.,])(?=[+(]{0,2}[08](?:[ .()-]{0,2}[0-9]){8,11}(?![0-9]))"
    r"[+(]{0,2}[0-9][0-9 .()-]{7,18}[0-9]|(?<!\w)1[89]00[ .]?[0-9]{4,6}(?![0-9])"
    r"|(?i:hotline|nóng|tổng đài|điện thoại|cấp cứu|trực|ban)[\s:]{1,3}1[0-9]{2,3}(?![0-9]))"
)
_ADDRESS = (
    r"(?:[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,30}){1,4}|(?:https?://|(?<!\w)www\.)[^\s,;]{3,60}"
    r"|(?<![\w.])(?:[a-z0-9-]{1,30}\.){1,4}(?:vn|com|net|org)(?:/[^\s,;]{0,50})?)"
)
_MAY_BE_CONTACT = re.compile(r"[0-9]{3}|@|www\.|://|\.(?:vn|com|net|org)")
_CONNECTS = re.compile(r"(?:và|hoặc|hay|để|qua|theo|tại|số)\s")
# "Trực ban 0270 3823 456", "zalo: 0913 123 456 (chị Lan)": a line with a telephone number.
_CONTACT = re.compile(
    rf"(?!{_CONNECTS.pattern})[^\n!?]{{0,40}}?(?:{_TELEPHONE}|{_ADDRESS})"
    rf"(?:\s?[-–,/;]\s?(?:{_TELEPHONE}|{_ADDRESS})){{0,3}}(?:\s?\([^()\n]{{1,30}}\))?[;.*_]{{0,3}}\s*\Z"
)
_CONTACT_ALONE = re.compile(rf"[*_<]{{0,3}}(?:{_TELEPHONE}|{_ADDRESS})[*_>]{{0,3}}\s*\Z")
# What a number or an address goes on with, as a sentence does.
_ASKS_FOR_CONTACT = re.compile(
    r"(?:[,:(–-]|\s(?:địa chỉ|trang|website|web|cổng|mail|email|e-mail|thư|tử|gọi|hệ|xem|cập|vào|về"
    r"|qua|đến|tới|link|trên|từ|ở|hay|thoại|máy|zalo))\s*\Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:[\s*_\"'“‘«(\[+±≥≤>~≈$-]|<(?:/?[A-Za-z][^<>]*>)?)*(?P<first>.)", re.DOTALL
)
_ENDS_SENTENCE = re.compile(r"[.!?…។៕][\"'”’»)\]*_]*(?:\[\^[^\]\s]+\])*\s*\Z")
# The last is the blank of a form: "Họ và tên: ______".
_ENDS_ENTRY = re.compile(r"(?:[:;][*_]*|__{3,})\s*\Z")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:[A-ZĐ]|[TQPHXK]P|Tp|TX|Tx|TT|ThS|Ths|TS|Ts|PGS|GS|BS|Bs|KS|CN|LS|NSND|NSƯT"
    r"|NGND|NGƯT|ĐT|đ/c|Đ/c|Mr|Dr|St)\.\Z"
)
# An initial that ends a name, and may so end a sentence: "ông Nguyễn Văn B."
_INITIAL = re.compile(r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[A-ZĐ]\w+)\s[A-ZĐ]\.\Z")
_PHOTO = re.compile(r"!\[|<img|\A[\s*_(]*ảnh[\s*_]*:", re.IGNORECASE)
# A narrower column than this wraps no source; a shorter line is no sentence's.
_SHORT = 60
# Nor is one in brackets, "(x2)", a sentence's.
_ASIDE = 20
# Lines of verse are hardly longer than this.
_NARROW = 40
# A longer line is none of a column.
_WIDE = 120
# Fewer letters in capitals are an abbreviation.
_CAPITALS = 8


def gaps_of(lines: list[str], is_item: bool = False) -> list[str]:
    """Tell what stands behind each of the *lines* of a paragraph but the last.

    Each is `JOIN`, `BREAK` or `PART`. With *is_item* the first is that of an item of a list.
    """
    if len(lines) < 2:
        return []
    paragraph = _Paragraph(lines, is_item)
    is_open = _Spans()
    gaps = []
    for number, text in enumerate(paragraph.texts[:-1]):
        is_open.read(text)
        gaps.append(paragraph.gap(number, is_open))
    return gaps


class _Paragraph:
    """The lines of a paragraph: what each is like, by its number, and what they are together."""

    def __init__(self, lines: list[str], is_item: bool) -> None:
        self._lines, self._is_item = lines, is_item
        self.texts = texts = [_MARK.sub("", line) for line in lines]
        self._lengths = lengths = [len(text.rstrip()) for text in texts]
        self._firsts = firsts = [_first(text) for text in texts]
        self._items = items = _items_in(texts)
        self._labels = labels = _labels_in(texts, firsts)
        self._contacts = contacts = _contacts_in(texts, lengths)
        # "(x2)" below a line of a song.
        self._asides = asides = [
            length < _ASIDE and text[:1] == "(" and bool(_IN_BRACKETS.match(text.rstrip()))
            for length, text in zip(lengths, texts, strict=True)
        ]
        self._ends = [_ends_sentence(text.rstrip()) for text in texts]
        # Of a line that begins with a small letter these tell that it is none of a sentence.
        own = [
            item
            or contact
            or is_aside
            or (label and True in (labels[number - 1 : number] + labels[number + 1 :][:1]))
            for number, (item, contact, is_aside, label) in enumerate(
                zip(items, contacts, asides, labels, strict=True)
            )
        ]
        self._width = width = max(lengths)
        self._is_wrapped = any(
            first.islower() and not is_own for first, is_own in zip(firsts, own, strict=True)
        )
        # Whether the first word of the next line would have fitted onto a line.
        self._fits = [
            length + 1 + len(following.partition(" ")[0]) <= width
            for length, following in zip(lengths, texts[1:], strict=False)
        ]
        # No stop ends what is no sentence.
        self._is_sentence = texts[-1].rstrip().endswith((".", ",", ";", "!", "?"))
        # In a narrow column a line with a label stands below the rest of another one.
        self._is_form = width < _SHORT and sum(map(bool, map(_LABEL.match, texts))) > 1
        self._is_couplet = _is_couplet(texts)
        self._is_free_verse = self._find_free_verse()
        self._is_verse, self._is_list = self._find_list(own)

    def _find_free_verse(self) -> bool:
        return (
            self._is_wrapped
            and len(self.texts) > 3
            and self._width < _NARROW
            and sum(self._fits) * 2 > len(self._fits)
            and not (any(self._items) or any(self._ends[:-1]))
            and not any(
                _GOES_ON.search(text) or _BEFORE_NAME.search(text) for text in self.texts[:-1]
            )
        )

    def _find_list(self, own: list[bool]) -> tuple[bool, bool]:
        """Tell whether the lines are verse, and whether they are that or a list of short ones."""
        texts, width, ends = self.texts, self._width, self._ends
        is_narrow_prose = width < _SHORT and any(ends) and any(map(_BEFORE_NAME.search, texts[:-1]))
        may_be_lines = (
            len(texts) > 2 and not is_narrow_prose and not any(map(_GOES_ON.search, texts))
        )
        is_verse = may_be_lines and len(texts) > 3 and width < _SHORT and _all_begin(self._firsts)
        is_list = is_verse or (
            may_be_lines
            and _all_begin(self._firsts, own)
            and (_are_short(texts, width) or sum(self._fits) * 2 > len(self._fits))
        )
        return is_verse and not (all(ends) or any(map(_ENDS_ENTRY.search, texts))), is_list

    def gap(self, number: int, is_open: "_Spans") -> str:
        """Tell what stands behind line *number*, up to which *is_open* has read."""
        text, first = self.texts[number].rstrip(), self._firsts[number + 1]
        if (
            self._lines[number].endswith(("  ", "\\"))
            or is_open.code % 2
            or is_open.brackets > 0
            or (text.endswith(">") and _BREAK_TAG.search(text))
        ):
            return JOIN
        if self._is_own_below(number):
            return BREAK
        if (
            is_open.strong % 2
            or _AT_PLACE.search(text)
            or _PHOTO.search(self.texts[number + 1])
            or ("![" in text or "<img" in text)
            or not (_is_capital(first) or first.isdigit())
        ):
            return JOIN
        if _ENDS_ENTRY.search(text):
            return JOIN if self._is_wrapped and not _is_capital(first) else BREAK
        has_room = not self._is_wrapped or self._fits[number]
        if self._ends[number]:
            return (BREAK if self._is_verse else PART) if has_room else JOIN
        if _INITIAL.search(text) and not self._is_wrapped and self._fits[number]:
            return PART
        is_broken = self._is_own_above(number) or self._stops_early(number, is_open.quotes)
        return BREAK if is_broken else JOIN

    def _is_own_below(self, number: int) -> bool:
        """Whether the line below is one of its own, whatever letter it begins with."""
        text, following = self.texts[number].rstrip(), self.texts[number + 1]
        return bool(
            self._items[number + 1]
            or self._is_free_verse
            or (self._asides[number + 1] and self._is_list)
            or _is_ornament(text)
            or _is_ornament(following)
            or (self._labels[number] and self._labels[number + 1])
            or (
                self._is_form
                and self._labels[number + 1]
                and True in self._labels[:number]
                and self._firsts[number + 1].isupper()
            )
            or self._is_couplet
            or (_TIME.match(text) and _TIME.match(following))
            or ("|" in text and text.count("|") == following.count("|"))
            or self._is_contact_below(number)
        )

    def _is_contact_below(self, number: int) -> bool:
        text, following = self.texts[number].rstrip(), self.texts[number + 1]
        return bool(
            self._contacts[number + 1]
            and not self._is_wrapped
            and self._lengths[number] < _SHORT
            and (self._contacts[number] or self._is_list or _CONTACT_ALONE.match(following))
            and not (_ENDS_SENTENCE.search(text) and _is_capital(self._firsts[number + 1]))
            and not (_ASKS_FOR_CONTACT.search(text) or _GOES_ON.search(text))
        )

    def _is_own_above(self, number: int) -> bool:
        """Whether a line, or the one below it, which begins with a capital, looks like no prose."""
        text, following = self.texts[number].rstrip(), self.texts[number + 1]
        below, is_wrapped, fits = following.rstrip(), self._is_wrapped, self._fits[number]
        return bool(
            self._is_list
            or (
                self._items[number]
                and _is_capital(self._firsts[number + 1])
                and not (is_wrapped and (_HANGS.search(text) or not fits))
            )
            or (
                self._is_item
                and not (number or is_wrapped or _HANGS.search(text))
                and self._lengths[0] < _SHORT
            )
            or _BOLD.match(text)
            or _BOLD.match(below)
            or ((not is_wrapped or fits) and _IN_BRACKETS.match(text))
            or (not is_wrapped and _IN_BRACKETS.match(below))
            or (_ARTICLE.match(text) and self._lengths[number] < _SHORT)
            or _DATELINE.match(text)
            or _DATELINE.match(below)
            or (_SIGNS_FOR.match(text) and text.isupper())
            or _is_in_capitals(text) != _is_in_capitals(following)
            or (_is_number(text) and _is_number(following))
        )

    def _stops_early(self, number: int, quotes: int) -> bool:
        """Whether a line ends before its column does, and no clause goes on below it."""
        text, following = self.texts[number].rstrip(), self.texts[number + 1]
        length, width = self._lengths[number], self._width
        if self._is_wrapped and (
            # Nothing cuts a sentence before half of its column.
            width < _SHORT or length * 2 >= width or _AWAITS_NAME.search(text)
        ):
            return False
        if not self._firsts[number + 1].isupper() and (
            not _FIGURES.match(following.rstrip()) or _ASKS_FOR_CONTACT.search(text)
        ):
            return False
        if _HANGS.search(text) or quotes > 0:
            return False
        if (self._ends[number + 1] or self._lengths[number + 1] >= _SHORT) and (
            _AWAITS_NAME.search(text)
            or following.lstrip()[:1] in _QUOTES
            or (length < _SHORT and _BEGINS_CLAUSE.match(text))
        ):
            return False
        return bool(
            (length < _SHORT and self._fits[number])
            or (
                not self._is_sentence
                and width < _SHORT
                and (width < _NARROW or not _AWAITS_NAME.search(text))
            )
            or length > _WIDE
        )


def _items_in(texts: list[str]) -> list[bool]:
    """Tell which lines begin like items; what a document's parts begin with, of several only."""
    items = [bool(_ITEM.match(text)) for text in texts]
    for sign in (PART_OF_DOCUMENT, _STAR):
        found = [bool(sign.match(text)) for text in texts]
        if sum(found) > 1:
            items = [item or is_found for item, is_found in zip(items, found, strict=True)]
    return items


def _labels_in(texts: list[str], firsts: list[str]) -> list[bool]:
    """Tell which lines have a label: "Email: …"."""
    return [
        bool(_LABEL.match(f"{text} ") if first.isupper() else _SMALL_LABEL.match(text))
        for first, text in zip(firsts, texts, strict=True)
    ]


def _contacts_in(texts: list[str], lengths: list[int]) -> list[bool]:
    """Tell which lines end with a telephone number or an address, and are short."""
    contacts = [
        length < _SHORT and bool(_MAY_BE_CONTACT.search(text) and _CONTACT.match(text))
        for length, text in zip(lengths, texts, strict=True)
    ]
    # "anh Ba" between two telephone numbers has the second of them.
    return [
        contact
        or (
            0 < number < len(texts) - 1
            and lengths[number] < _NARROW
            and contacts[number - 1]
            and bool(_CONTACT_ALONE.match(texts[number + 1]))
            and not _CONNECTS.match(texts[number])
        )
        for number, contact in enumerate(contacts)
    ]


def _is_couplet(texts: list[str]) -> bool:
    """Tell whether two lines are verse: of as many syllables, or of six and eight.

    So no sentence is cut but by chance: in the midst of a name, or before one.
    """
    if len(texts) != 2 or not all(text.strip()[:1].isupper() for text in texts):
        return False
    above, below = texts
    words = above.split()
    sizes = len(words), len(below.split())
    return (
        (sizes == (6, 8) or (sizes[0] == sizes[1] and 4 < sizes[0] < 9))
        and len(below) < _SHORT
        and not any(letter.isdigit() or letter in "():/@|" for letter in above + below)
        and above.rstrip()[-1:] not in ".;"
        and not words[-1][:1].isupper()
        and not _HANGS.search(above.rstrip().rstrip(","))
        and not _AWAITS_NAME.search(above)
    )


def may_be_wrapped(lines: list[str], gaps: list[str]) -> bool:
    """Tell whether *lines*, kept apart by *gaps*, may as well be a sentence cut at a column.

    Each begins with a capital, none ends a clause, and the first word of each would not
    have fitted onto the line above: so are names of offices, and so is a narrow column.
    """
    width = max(map(len, lines))
    return (
        len(lines) > 2
        and _NARROW <= width < _SHORT
        and all(gap == BREAK for gap in gaps)
        and not any(
            _ITEM.match(text) or _LABEL.match(text) or _BOLD.match(text) or text.isupper()
            for text in lines
        )
        and all(
            line[-1:].isalnum() and len(line) + 1 + len(following.partition(" ")[0]) > width
            for line, following in itertools.pairwise(lines)
        )
    )


def split_lines(lines: list[str], is_item: bool = False) -> list[list[tuple[str, bool]]]:
    """Part the *lines* of a paragraph, the first of an item or not, into paragraphs of lines.

    Each line comes with whether a line break follows it.
    """
    paragraphs: list[list[tuple[str, bool]]] = [[]]
    for line, gap in zip(lines, [*gaps_of(lines, is_item), JOIN], strict=True):
        paragraphs[-1].append((line, gap == BREAK))
        if gap == PART:
            paragraphs.append([])
    return paragraphs


def begins_paragraph(before: str, text: str) -> bool:
    """Tell whether *text*, which follows the line *before*, begins something new."""
    if PART_OF_DOCUMENT.match(text):
        return True
    if _ARTICLE.match(text) and not _GOES_ON.search(before):
        return True
    return _is_capital(_first(text)) and _ends_sentence(_MARK.sub("", before).rstrip())


def parts_from_note(before: str, text: str) -> bool:
    """Tell whether *text*, right below the line *before* of a note, is none of the note.

    So it is if *before* ends a sentence, or ends before its column is full.
    """
    first = _first(text)
    return begins_paragraph(before, text) or (
        len(before) < _SHORT
        and (_is_capital(first) or first.isdigit())
        and not before.rstrip().endswith((",", ":", ";"))
        and not _GOES_ON.search(before)
    )


def may_part_from_note(before: str, text: str) -> bool:
    """Tell whether *text*, kept with the line *before* of a note, may as well be none of it.

    It begins with a capital below a full line, or stands below the end of a sentence.
    """
    before = before.rstrip()
    return (_is_capital(_first(text)) or _ends_sentence(before)) and not (
        before.endswith((",", ":", ";")) or _GOES_ON.search(before)
    )


def stands_above(before: str, text: str, is_numbered: bool) -> bool:
    """Tell whether *text* below the item *before* is numbered as what holds it, or beside it.

    Below one that *is_numbered* itself only a number of more figures, "1.1.", is such.
    """
    if is_numbered:
        return bool(_DECIMAL.match(text))
    return bool(_NUMBERED.match(text)) and not (
        before.rstrip().endswith(":") or _NUMBERED.match(before)
    )


def leads_in(before: str, text: str) -> bool:
    """Tell whether *text*, "Cấp xã:", leads to what follows it, and *before* not to *text*."""
    return (
        text.rstrip(" *_").endswith(":")
        and (_is_capital(_first(text)) or (len(before) < _SHORT and bool(_DAY.match(text))))
        and not _ENDS_ENTRY.search(before)
        and not before.rstrip().endswith(",")
        and not _GOES_ON.search(before)
    )


def heads_lines(before: str, text: str) -> bool:
    """Tell whether *text* leads to what follows it, and is none of a wrapped line *before*."""
    return leads_in(before, text) and (not _SHORT <= len(before) <= _WIDE or bool(_DAY.match(text)))


def heads_list(before: str, text: str) -> bool:
    """Tell whether *text*, "Bảng B" above a new "1.", is none of the short item *before*."""
    return (
        max(len(before), len(text)) < _SHORT
        and _is_capital(_first(text))
        and not text.rstrip().endswith((",", ";"))
        and not (_HANGS.search(before) or _AWAITS_NAME.search(before))
    )


def has_label(before: str, text: str) -> bool:
    """Tell whether *text* has a label, "Tổng cộng: …", to which *before* does not lead."""
    return (
        bool(_LABEL.match(text))
        and _is_capital(_first(text))
        and not _ENDS_ENTRY.search(before)
        and not before.rstrip().endswith(",")
    )


def begins_hour(text: str) -> bool:
    """Tell whether *text* is a line of a programme, "8h30: Báo cáo", below any line."""
    return bool(_HOUR.match(text))


def closes_list(before: str, text: str) -> bool:
    """Tell whether *text*, a sentence, is none of the short item *before*, a name or the like."""
    before = before.rstrip()
    return (
        len(before) < _SHORT
        and before[-1:].isalnum()
        and _is_capital(_first(text))
        and _ends_sentence(text.rstrip())
        and not (_HANGS.search(before) or _AWAITS_NAME.search(before))
    )


def _ends_sentence(text: str) -> bool:
    return bool(_ENDS_SENTENCE.search(text)) and not _ABBREVIATION.search(text)


def _first(text: str) -> str:
    found = _BEGINS.match(text)
    return found["first"] if found else ""


def _is_capital(letter: str) -> bool:
    """Tell whether *letter* may begin a sentence: in Khmer each may."""
    return letter.isupper() or (letter.isalpha() and not letter.islower())


def _all_begin(firsts: list[str], items: list[bool] | None = None) -> bool:
    """Tell whether every line begins with a capital or a figure, *items* apart."""
    return all(
        _is_capital(first) or first.isdigit() or bool(items and items[number])
        for number, first in enumerate(firsts)
    )


def _are_short(texts: list[str], width: int) -> bool:
    """Tell whether these are lines of names, addresses and the like."""
    return width < _SHORT and not any(text.rstrip().endswith((",", ".")) for text in texts)


def _is_in_capitals(text: str) -> bool:
    return text.isupper() and " " in text and len(text) >= _CAPITALS


def _is_ornament(text: str) -> bool:
    """Tell whether a line holds neither letter nor figure: "*", "……"."""
    return not any(map(str.isalnum, text)) and bool(text.strip())


def _is_number(text: str) -> bool:
    """Tell whether a line holds figures and no letter, as a telephone number does."""
    return not any(map(str.isalpha, text)) and any(map(str.isdigit, text))


_LONE_STARS = re.compile(r"(?<!\S)\*{2,3}(?!\S)")


class _Spans:
    """The signs of bold words, code, links and quotations up to the end of a line.

    The number of the first two is odd if one is open.
    """

    def __init__(self) -> None:
        self.strong = self.code = self.brackets = self.quotes = 0

    def read(self, text: str) -> None:
        if "**" in text:
            # Those between spaces are the sign of a note.
            self.strong += text.count("**") - len(_LONE_STARS.findall(text))
        if "`" in text:
            self.code += text.count("`")
        if "[" in text or "]" in text or "](" in text:
            self.brackets += text.count("[") - text.count("]")
            self.brackets += text.count("](") - text.count(")") if "](" in text else 0
        if "“" in text or "”" in text:
            self.quotes += text.count("“") - text.count("”")
