# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds title, date, byline, source and sapo among the blocks; invents nothing.

By place, alignment, weight and habit. A day counts only where a line states it; the date
of a document, "ngày … tháng … năm", is none of publication, and a signature is no byline.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from plugins.importer.document import Block, ImportedText, Paragraph, PictureBlock, full_text
from plugins.importer.layout import unfold
from plugins.newsroom.byline import parse_byline
from plugins.photo_captions.caption import parse_caption, parse_following
from plugins.vietnamese.dates import DateError, Moment, parse_moment
from plugins.vietnamese.letters import fold

# All that may stand beside a day on a line that states one, in folded letters.
_BESIDE_DAY = re.compile(
    r"\W*(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn|(?:da )?(?:cap nhat|dang)"
    r"|ngay|luc|vao|thoi (?:gian|diem)|(?:gmt|utc)(?:\W*0?7(?::00)?)?|sa|ch|am|pm"
    r"|(?:so )?(?:luot|lan) (?:xem|doc)\W*[\d.]*|in (?:bai viet|trang)|hanoi)(?!\w)\W*)*"
)
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY = re.compile(r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1\d{4}(?!\d)")
_TIME = re.compile(
    r"(?<![\d:+])(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})(?::(\d{2}))?(?!\d)(?:\s*phút)?\s*"
    r"(SA|CH|AM|PM)?\b",
    re.IGNORECASE,
)
_KINDS = (
    "nghị quyết|quyết định|chỉ thị|quy chế|quy định|thông cáo|thông báo|hướng dẫn|chương trình"
    "|kế hoạch|phương án|đề án|dự án|báo cáo|biên bản|tờ trình|hợp đồng|công điện|bản ghi nhớ"
    "|giấy mời|giấy giới thiệu|phiếu trình|công văn|thông tư|nghị định|luật|điều lệ|pháp lệnh"
)
_KIND = re.compile(rf"({_KINDS})(\s+của\s.{{3,60}})?[:.]?", re.IGNORECASE)
_KIND_BEFORE = re.compile(rf"({_KINDS})\s+(.{{8,220}})", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"(?:chủ tịch|ủy ban|uỷ ban|hội đồng|giám đốc|bộ trưởng|thủ tướng|căn cứ|kính gửi|điều\s\d"
    r"|chương\s[ivx\d]|(?:chính phủ|quốc hội)\W*$)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"V/v:?\s+(.{8,220})")
_NO_TITLE = re.compile(
    r"\W*(?:tài liệu nội bộ|mật|tối mật|hỏa tốc|dự thảo|chương\s[ivx\d]+|phụ lục"
    r"|mẫu\s(?:số\b|\w?\d|[ivx]+\b)"
    r"|(?:[ivx]+|\d+)\s*[.)/-]\s"
    r"|(?:họ và tên|kính gửi|địa chỉ|số|mẫu số|biểu số|nơi nhận|email|điện thoại)\s*:)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"[\s(]*(?:nguồn(?:\s*tin)?\s*:|theo\s*:?)\s*(?P<name>[^()]{2,80}?)[\s.)]*", re.IGNORECASE
)
_ROLE = re.compile(
    r"[\s(]*(?:tin|bài|bài viết|tin bài|ảnh|t/h|thực hiện|tác giả|tổng hợp)\b(?!\s*\d)[^:]{0,30}:",
    re.IGNORECASE,
)
_TRAILING_ROLE = re.compile(
    r"\((?:thực hiện|tổng hợp|ghi|biên dịch|sưu tầm|t/h|theo [^()]{2,60})\)\W*$", re.IGNORECASE
)
_NAME = re.compile(r"[\w.’' ]{2,45}(?:(?:\s?[,;&]|\s?[-–])\s?[\w.’' ]{2,45}){0,3}")
# Accounts of portals, and offices: no authors.
_NO_AUTHOR = re.compile(
    r"\W*(?:admin|administrator|quản trị|superuser|user|root|test|ban biên tập cổng"
    r"|(?:kt|tm|tl|tuq)\s*\.|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|bộ trưởng|thứ trưởng"
    r"|nơi nhận|bí thư|trưởng|phó|chánh|thủ tướng|người\s|đã ký|ngày\b|.{0,40}tháng \d)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"[a-z][a-z0-9._@-]*")
# Places, which stand as names do below a text: "Vĩnh Long", "TP. Cần Thơ", "Xã Long Hồ".
_PLACE = re.compile(
    r"\W*(?:tỉnh|thành phố|tp|thị xã|tx|huyện|quận|phường|xã|thị trấn|ấp|khóm|thôn|bản|đặc khu)\b",
    re.IGNORECASE,
)
_PROVINCES = """
    An Giang|Bà Rịa - Vũng Tàu|Bà Rịa|Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre
    |Bình Dương|Bình Định|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk
    |Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương
    |Hải Phòng|Hậu Giang|Hòa Bình|Hồ Chí Minh|Huế|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum
    |Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận
    |Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sài Gòn|Sóc Trăng
    |Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Thừa Thiên - Huế
    |Tiền Giang|Trà Vinh|Tuyên Quang|Việt Nam|Vĩnh Long|Vĩnh Phúc|Yên Bái
"""
_NAMES_OF_PLACES = frozenset(fold(" ".join(name.split())) for name in _PROVINCES.split("|"))
_OFFICE = re.compile(
    r"\W*(?:(?:kt|tm|tl|tuq)\s*\.|(?:q\.?\s*)?(?:chủ tịch|giám đốc|bộ trưởng|bí thư|thủ tướng"
    r"|hiệu trưởng|trưởng\s\w+|phó\s|chánh\s)|người\s|\(?(?:đã ký|ký tên))",
    re.IGNORECASE,
)
# "Trà Ôn, ngày 28 tháng 11 năm 2026": a name below it signs what was written then.
_SIGNED = re.compile(r".{0,40}\bngày\s.{1,12}(?:tháng|/|-).{1,20}", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:phần|chương)\s(?:thứ\s|[ivx\d]+\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;:,]$")
_LONGEST_TITLE, _LEAST_SAPO, _LONGEST_SAPO = 260, 60, 1000
_LONGEST_KICKER = 60
_FIRST_BLOCKS = 8
# Letters.
_LONGEST_DATE_LINE = 120


@dataclass(slots=True)
class Draft:
    """What was found of an article; what is missing is empty. `found` says how, by field."""

    title: str = ""
    date: Moment | None = None
    author: str = ""
    source: str = ""
    summary: str = ""
    category: str = ""
    is_official: bool = False
    blocks: list[Block] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)


def find(
    document: ImportedText, zone: ZoneInfo, known: Draft | None = None, *, is_plain: bool = False
) -> Draft:
    """Find what *document* says of itself.

    What is *known* otherwise is not sought; *is_plain* is text that has no form of letters.
    """
    layout = unfold(document)
    draft = known or Draft()
    draft.is_official, draft.blocks = layout.is_official, layout.blocks
    if draft.date is None and not layout.is_official:
        _take_date(draft, document, zone)
    if draft.title:
        pass
    elif layout.subject:
        draft.title = _begin_large(layout.subject)
        draft.found["title"] = "phần «V/v» ở đầu văn bản"
    elif not is_plain:
        _take_subject(draft, document)
    if not draft.title:
        _take_title(draft, document, is_plain)
    if not draft.is_official:
        if not draft.author:
            _take_byline(draft, document, is_plain)
        if not draft.summary:
            _take_sapo(draft)
    _settle_captions(draft, document)
    _find_headings(draft.blocks)
    return draft


def read_written_date(text: str, zone: ZoneInfo) -> Moment | None:
    """Read the day, and the time if there is one, that stands somewhere in *text*.

    A weekday before it and words around it do not matter; None where no day is stated.
    """
    machine = _ISO.search(text)
    if machine:
        return _moment(machine[0], zone)
    day = _DAY.search(text)
    if day is None:
        return None
    written = re.sub(r"[-.]", "/", day[0])
    time = _TIME.search(text.replace(day[0], " "))
    if time is None:
        return _moment(written, zone)
    hour, minute, second, half = time.groups()
    clock = f"{hour}:{minute}" + (f":{second}" if second else "")
    # "14:57 PM" is 14:57, as some portals write it.
    if half and int(hour) <= 12:
        clock += {"am": " SA", "pm": " CH"}.get(half.lower(), f" {half.upper()}")
    return _moment(f"{written} {clock}", zone) or _moment(written, zone)


def states_a_day(text: str) -> bool:
    """Tell whether *text* is a line that says one day, with a time perhaps, and nothing else."""
    if len(text) > _LONGEST_DATE_LINE or len(_DAY.findall(text)) != 1:
        return False
    rest = _TIME.sub(" ", _DAY.sub(" ", text), count=1)
    return bool(_BESIDE_DAY.fullmatch(" ".join(fold(rest).split())))


def _moment(text: str, zone: ZoneInfo) -> Moment | None:
    try:
        return parse_moment(text, zone)
    except DateError:
        return None


def is_account(name: str) -> bool:
    """Tell whether *name* is that of an account or an office, and no author's.

    Accounts of portals are one word in small letters ("lan", "phong.vien2").
    """
    return bool(_NO_AUTHOR.match(name) or _LOGIN.fullmatch(name))


def _paragraph(block: Block) -> Paragraph | None:
    """Give *block* if it is a paragraph of words alone, on which a field may stand."""
    is_words = (
        isinstance(block, Paragraph)
        and any(map(str.isalnum, block.text))
        and not block.pictures
        and not block.notes
    )
    return block if is_words else None


def _take_date(draft: Draft, document: ImportedText, zone: ZoneInfo) -> None:
    for place, block in enumerate(draft.blocks[:_FIRST_BLOCKS]):
        paragraph = _paragraph(block)
        if paragraph is None:
            continue
        if not states_a_day(paragraph.text):
            continue
        if paragraph.clock:
            what = f"ngày «{paragraph.text}» do Word tự ghi (ngày mở, lưu hay in tệp)"
            document.tell("note", f"{what}, nên không lấy làm ngày đăng và còn để trong bài")
            continue
        draft.date = read_written_date(paragraph.text, zone)
        if draft.date is None:
            continue
        document.tell("changed", "dòng ghi ngày thành trường date", full_text(paragraph))
        draft.found["date"] = f"dòng «{paragraph.text}»"
        del draft.blocks[place]
        return


def _take_subject(draft: Draft, document: ImportedText) -> None:
    """Find the title of an official document: its kind and what it is about."""
    blocks = draft.blocks
    for place, block in enumerate(blocks[:_FIRST_BLOCKS]):
        paragraph = _paragraph(block)
        if paragraph is None:
            continue
        if not draft.is_official and paragraph.align != "center":
            return
        subject = _SUBJECT.match(paragraph.text)
        if subject:
            document.tell("changed", "«V/v» không đưa vào tên bài", full_text(paragraph))
            draft.title = _begin_large(subject[1])
            draft.found["title"] = "đoạn «V/v»"
            del blocks[place]
            return
        found = _KIND.fullmatch(paragraph.text)
        begun = None if found else _KIND_BEFORE.fullmatch(paragraph.text)
        if begun and (not begun[1].isupper() or _in_capitals(begun[2])):
            begun = None
        if found is None and begun is None:
            continue
        end = place + 1
        # The subject may stand on the line of its kind.
        parts: list[str] = [begun[2]] if begun else []
        while end < len(blocks) and len(parts) < 4:
            other = _paragraph(blocks[end])
            if other is None or not _is_subject(other):
                break
            parts.append(other.text)
            end += 1
        if not parts:
            return
        rest = " ".join(parts)
        kind, office = (found[1], (found[2] or "").rstrip(":.")) if found else (begun[1], "")
        if _in_capitals(rest):
            draft.title = f"{kind.upper()}{office} {rest}"
        elif _in_capitals(office):
            # In small letters it would be a name that stands nowhere.
            document.tell("changed", "cơ quan ban hành không đưa vào tên bài", office)
            draft.title = f"{kind.capitalize()} {_begin_small(rest)}"
        else:
            draft.title = f"{kind.capitalize()}{office} {_begin_small(rest)}"
        draft.found["title"] = "loại văn bản và trích yếu"
        del blocks[place:end]
        if not draft.is_official:
            _take_kickers(blocks, place, paragraph, document)
        return


def _is_subject(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        not _NO_SUBJECT.match(text)
        and any(map(str.isalpha, text))
        and (paragraph.align == "center" or paragraph.share("bold") > 0.8)
        and not paragraph.label
        and len(text) < _LONGEST_TITLE
    )


def _take_title(draft: Draft, document: ImportedText, is_plain: bool) -> None:
    blocks = draft.blocks
    sizes = sorted(block.size for block in blocks if isinstance(block, Paragraph) and block.text)
    usual = sizes[len(sizes) // 2] if sizes else 0
    lead = next((place for place, block in enumerate(blocks) if _paragraph(block)), None)
    if lead is None:
        return
    if is_plain:
        text = blocks[lead].text
        if (
            lead == 0
            and 15 < len(text) <= 200
            and not re.search(r"[.;:,]$", text)
            and len(blocks) > 1
        ):
            draft.title, draft.found["title"] = text, "dòng đầu"
            del blocks[lead]
        return
    for place in range(lead, min(lead + 4, len(blocks))):
        paragraph = _paragraph(blocks[place])
        if paragraph is None or _weigh_title(paragraph, usual) < 2:
            continue
        if _is_kicker(paragraph, blocks[place + 1 :], usual):
            continue
        parts, end = [paragraph.text], place + 1
        while end < len(blocks):
            other = _paragraph(blocks[end])
            if (
                other is None
                or _weigh_title(other, usual) < 3
                or not other.align == paragraph.align == "center"
                or _in_capitals(other.text) != _in_capitals(paragraph.text)
                or _NO_SUBJECT.match(other.text)
                or len(" ".join(parts)) + len(other.text) > 200
            ):
                break
            parts.append(other.text)
            end += 1
        if len(blocks) == end - place:
            return
        draft.title = " ".join(parts)
        draft.found["title"] = "đoạn nổi bật ở đầu (đậm, giữa, hoặc chữ lớn)"
        del blocks[place:end]
        _take_kickers(blocks, place, paragraph, document)
        return


def _is_kicker(paragraph: Paragraph, below: Sequence[Block], usual: float) -> bool:
    """Tell whether *paragraph* is a short line above the title: the first of *below*, or the next.

    A title is larger, or as large and bold where this is not.
    """
    if len(paragraph.text) > _LONGEST_KICKER or _SENTENCE_END.search(paragraph.text):
        return False
    for block in below[:2]:
        other = _paragraph(block)
        if other is None or _weigh_title(other, usual) < 2:
            continue
        larger = other.size - paragraph.size
        is_lighter = paragraph.share("bold") < 0.2 and other.share("bold") > 0.8
        if other.size and (larger >= 1 or (larger >= 0 and is_lighter)):
            return True
    return False


def _take_kickers(
    blocks: list[Block], place: int, title: Paragraph, document: ImportedText
) -> None:
    """Take out the small lines above *title*, which stood at *place*; tell of others there."""
    for at in reversed(range(place)):
        paragraph = _paragraph(blocks[at])
        if paragraph is None:
            continue
        text = full_text(paragraph)
        is_small = paragraph.size < title.size or paragraph.share("bold") < 0.2
        is_name = all(word[0].isupper() for word in text.split()) and not text.isupper()
        has_figures = any(map(str.isdigit, text))
        if is_small and len(text) <= _LONGEST_KICKER and not is_name and not has_figures:
            document.tell("left out", "dòng nhỏ trên tên bài (chuyên mục, loạt bài, cơ quan)", text)
            del blocks[at]
        else:
            what = f"dòng «{text[:60]}» đứng trên tên bài, nay ở đầu bài"
            document.tell("note", f"{what}: chuyển vào trường của nó, hoặc xóa")


def _weigh_title(paragraph: Paragraph, usual: float) -> float:
    text = paragraph.text
    if len(text) > _LONGEST_TITLE or paragraph.label or _NO_TITLE.match(text):
        return 0
    points = 0.0
    points += 3 * (paragraph.style.lower() in ("title", "heading 1") or paragraph.outline == 0)
    points += 2 * (paragraph.share("bold") > 0.8)
    points += 1.5 * (paragraph.align == "center")
    points += 1.5 * _in_capitals(text)
    points += bool(usual and paragraph.size > usual + 1)
    points -= 1.5 * bool(_SENTENCE_END.search(text))
    points -= 3 * bool(_ROLE.match(text) or states_a_day(text))
    points -= len(text) > 180
    return points


def _take_byline(draft: Draft, document: ImportedText, is_plain: bool) -> None:
    blocks = draft.blocks
    ends = range(len(blocks) - 1, max(-1, len(blocks) - 4), -1)
    # The last line, but for those that say where a text was written.
    last = len(blocks) - 1
    for place in ends:
        paragraph = _paragraph(blocks[place])
        if paragraph is None or paragraph.label or len(paragraph.text) > 90:
            continue
        text = paragraph.text
        source = _SOURCE.fullmatch(text)
        if source and not draft.source and not source["name"][0].islower():
            draft.source = source["name"].strip()
            draft.found["source"] = f"dòng «{text}»"
            document.tell("changed", "dòng ghi nguồn thành trường source", text)
            del blocks[place]
            continue
        before = _paragraph(blocks[place - 1]) if place else None
        above = before.text if before is not None else ""
        if _OFFICE.match(above) or _SIGNED.fullmatch(above):
            return
        if not _is_byline(paragraph, is_plain and place == last and len(blocks) > 2):
            continue
        if not _has_role(text) and _is_place(text):
            _tell_place(text, blocks[:place], draft.title, document)
            last = place - 1
            continue
        if paragraph.align != "right" and not _has_role(text) and _text_follows(blocks[place:]):
            # A name in bold above a text is the heading of that text.
            return
        if not parse_byline(text).names:
            continue
        draft.author, draft.found["author"] = text, "dòng ký tên cuối bài"
        del blocks[place]
        return


def _tell_place(text: str, above: Sequence[Block], title: str, document: ImportedText) -> None:
    """Tell what the name of a place below a text was taken for; it stays where it is.

    One that the text speaks of says where that was written; any other may be a pen name.
    """
    name = fold(text).strip(" .,;-–()")
    spoken = [title, *(block.text for block in above if isinstance(block, Paragraph))]
    if _PLACE.match(text) or any(name in fold(words) for words in spoken):
        what = f"dòng «{text}» ở cuối bài là nơi viết, vì bài nói đến nơi ấy"
        if _PLACE.match(text):
            what = f"dòng «{text}» ở cuối bài là nơi viết"
        mend = "không lấy làm tác giả hay nguồn; không cần thì xóa dòng ấy"
    else:
        what = f"dòng «{text}» ở cuối bài có thể là bút danh, cũng có thể là nơi viết"
        mend = "nếu là tác giả thì ghi vào ô tác giả (author) rồi xóa dòng ấy"
    document.tell("note", f"{what}, nên còn để trong bài: {mend}")


def _has_role(text: str) -> bool:
    return bool(_ROLE.match(text) or _TRAILING_ROLE.search(text))


def _text_follows(blocks: Sequence[Block]) -> bool:
    """Tell whether a sentence stands below the first of *blocks*."""
    return any(
        (paragraph := _paragraph(block)) is not None and _SENTENCE_END.search(paragraph.text)
        for block in blocks[1:]
    )


def _is_byline(paragraph: Paragraph, is_last_plain: bool) -> bool:
    text = paragraph.text
    if _NO_AUTHOR.match(text) or text.endswith(("?", "!", ":")):
        return False
    if _has_role(text):
        return len(text) <= 90
    is_name = (
        bool(_NAME.fullmatch(text))
        and len(text) <= 60
        and len(text.split()) <= 8
        and text[0].isupper()
        and not any(map(str.isdigit, text))
        and all(word[0].isupper() or not word[0].isalpha() for word in text.split())
    )
    return is_name and (
        paragraph.align == "right" or is_last_plain or paragraph.share("bold") > 0.8
    )


def _is_place(text: str) -> bool:
    """Tell whether *text* names a province, a town or a commune; some authors are called so."""
    return bool(_PLACE.match(text)) or fold(text.strip(" .,;-–")) in _NAMES_OF_PLACES


def _take_sapo(draft: Draft) -> None:
    first = _paragraph(draft.blocks[0]) if draft.blocks else None
    if (
        first is not None
        and draft.title
        and not first.label
        and len(draft.blocks) > 1
        and (first.share("bold") > 0.9 or first.share("italic") > 0.9)
        and not _in_capitals(first.text)
        and first.text[0] not in "-–—•+*"
        and _LEAST_SAPO < len(first.text) < _LONGEST_SAPO
        and not any(span.link or span.script for span in first.spans)
    ):
        draft.summary, draft.found["summary"] = first.text, "đoạn đậm hoặc nghiêng ở đầu"
        del draft.blocks[0]


def _settle_captions(draft: Draft, document: ImportedText) -> None:
    """Take the word "Ảnh:" from captions that only begin so; a credit keeps it."""
    for block in draft.blocks:
        if not isinstance(block, PictureBlock) or not block.caption:
            continue
        following = parse_following(block.caption)
        if not following:
            continue
        # "Ảnh: Quang cảnh lễ hội" as a whole would be a credit.
        text = parse_caption(block.caption).text
        shown = parse_caption(following).text or following
        if (text is None or parse_following(text)) and _is_sentence(shown):
            document.tell("changed", "bỏ «Ảnh:» ở đầu chú thích", block.caption)
            block.caption = following


def _is_sentence(text: str) -> bool:
    """Tell whether *text* says what a photo shows, and is no name."""
    words = text.split()
    return len(words) > 4 and sum(word[0].islower() for word in words) > len(words) / 3


def _find_headings(blocks: Sequence[Block]) -> None:
    """Take short paragraphs in bold for headings; those of a law have their own order."""
    headings = []
    for number, block in enumerate(blocks, 1):
        paragraph = _paragraph(block)
        if paragraph is None:
            continue
        # What stands last heads nothing.
        is_bold = number < len(blocks) and (
            not paragraph.bullet
            and not paragraph.aside
            and len(full_text(paragraph)) <= 140
            and paragraph.share("bold") > 0.95
            and not _SENTENCE_END.search(paragraph.text)
            and paragraph.align != "right"
        )
        if paragraph.outline is None and is_bold:
            paragraph.outline = 0 if paragraph.share("italic") < 0.5 else 1
        if paragraph.outline is not None:
            headings.append(paragraph)
    if any(_CHAPTER.match(full_text(paragraph)) for paragraph in headings):
        for paragraph in headings:
            is_chapter = paragraph.align == "center" or _CHAPTER.match(full_text(paragraph))
            paragraph.outline = 0 if is_chapter else max(1, paragraph.outline or 0)


def _in_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 4 and sum(map(str.isupper, letters)) / len(letters) > 0.85


def _begin_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _begin_small(text: str) -> str:
    return text[:1].lower() + text[1:] if fold(text).startswith("ve ") else text
