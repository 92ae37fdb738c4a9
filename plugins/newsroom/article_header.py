# SPDX-License-Identifier: AGPL-3.0-or-later
"""The header of an article or standing page, checked field by field."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import TypeVar
from zoneinfo import ZoneInfo

from plugins.newsroom.article import Article, PhotoEntry, Standing, is_dossier
from plugins.newsroom.byline import Byline, parse_byline
from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import (
    ARTICLE_KEYS,
    CHANGE_KEYS,
    CORRECTION_KEYS,
    DOCUMENT_KEYS,
    EVENT_KEYS,
    LANGUAGES,
    SOURCE_KEYS,
    STANDING_KEYS,
)
from plugins.newsroom.front_matter import MappingNode, SequenceNode
from plugins.newsroom.header_fields import (
    MOST_NAMES,
    STATUS,
    YES_OR_NO,
    HeaderFields,
    name_of,
)
from plugins.newsroom.offices import is_office
from plugins.newsroom.old_address import key_of
from plugins.newsroom.page import Change, Correction, Document, Event, Source
from plugins.newsroom.sections import Sections
from plugins.vietnamese.dates import Moment
from plugins.vietnamese.letters import fold, slugify

#: First parts of addresses that the site itself needs.
RESERVED = frozenset(
    {"tin-tuc", "chuyen-muc", "tac-gia", "chu-de", "tim-kiem", "cai-chinh", "anh", "tep", "theme"}
    | {lang for lang in LANGUAGES if lang != LANGUAGES[0]}
    | {"kenh-tin", "so-do-cong", "ngoai-tuyen", "van-ban", "lich", "ho-so"}
)
#: Photos that make an album.
LEAST_OF_ALBUM = 3
#: Days of an event; each of its months has a page.
LONGEST_EVENT = 366
_UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# The first is the default.
_KINDS = {"article": False, "album": True}
# As decisions say it, folded: in force from the day of their issue on.
_FROM_ISSUE = re.compile(r"^(?:co hieu luc )?(?:ke )?(?:tu )?(?:khi |ngay )(?:ky|ban hanh)\b")
_Dated = TypeVar("_Dated", Change, Correction)
# What addresses are made of, in a header that cannot be read (`claims_of`).
_SLUG_LINE = re.compile(r"^[ ]*(?:slug|đường dẫn)[ ]*[:：](.*)", re.IGNORECASE | re.MULTILINE)
_OLD_ADDRESS = re.compile(r"(?<![^\s\[,'\"])/[^\s\]'\"]+")
# The word before a number, which the table of a document prints itself.
_NUMBER_WORD = re.compile(r"^số(?: hiệu)?\s*[:：]?\s*(?=[0-9])", re.IGNORECASE)
_CLOCK = re.compile(r"[0-9]{1,2} ?(?:[:hg]|giờ) ?(?:[0-9]{2})?(?::[0-9]{2})?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
# "8h00 - 11h30 ngày 05/12/2026", "05/12/2026, từ 8h đến 11h30", "05/12/2026 đến 07/12/2026".
_HOUR = r"[0-9]{1,2} ?(?:giờ|[:hg]) ?(?:[0-9]{2})?"
_DAY = r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4}"
_TO = r"(?:\s+[-–—]\s+|\s*[-–—]\s*(?=[0-9]{1,2} ?[:hg])|\s+(?:đến|tới)\s+)(?:hết\s+)?(?:ngày\s+)?"
_SPANS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:từ\s+)?(?P<from>{_HOUR}){_TO}(?P<to>{_HOUR}),?\s+(?:.*ngày\s+)?(?P<day>{_DAY})",
        rf"(?:.*ngày\s+)?(?P<day>{_DAY}),?\s*(?:từ\s+)?(?P<from>{_HOUR}){_TO}(?P<to>{_HOUR})",
        rf"(?:từ\s+)?(?:ngày\s+)?(?P<from>{_DAY}){_TO}(?P<to>{_DAY})",
    )
)
_WEB_ADDRESS = re.compile(r"https?://[^\s()<>]+")
# Two names that nothing parts: "Lê Anh & Trần Bình".
_JOINED_NAMES = re.compile(r"([^&+/]+?)\s*(?:\s[&+]\s|\svà\s|/)\s*([^&+/]+)")


def read_article(
    path: str, fields: MappingNode, sections: Sections, zone: ZoneInfo, lang: str = LANGUAGES[0]
) -> tuple[Article | None, tuple[Fault, ...]]:
    """Check the header *fields* of the article at *path*; *lang* is that of one that names none.

    Returns the article, or None where a fault leaves nothing to show, and every
    fault and warning found.
    """
    header = HeaderFields(path, fields, zone)
    header.refuse_unknown_keys(ARTICLE_KEYS)
    header.draft = header.choice("status", STATUS)
    title = header.title()
    date = header.moment("date", required=True)
    source = _source(header)
    byline = _byline(header)
    own, *also = _sections(header, sections) or (next(iter(sections.names)),)
    expires = header.moment("expires")
    if expires is not None and expires.precision == "day":
        expires = expires.end_of_day()
    modified = header.moment("modified", past=True)
    changes = tuple(Change(*values) for values in header.dated_records("changes", CHANGE_KEYS))
    corrections = tuple(
        Correction(*values) for values in header.dated_records("corrections", CORRECTION_KEYS)
    )
    if date is not None:
        _check_order(header, date, modified, expires)
    slug = header.slug()
    rest = {
        "summary": header.text("summary"),
        "photos": header.photos(),
        "tags": header.topics(),
        "draft": header.draft,
        "featured": header.featured(date),
        "urgent": header.urgent(date),
        "aliases": header.aliases(),
        "lang": header.choice("lang", _languages(lang)),
        "event": _event(header),
    }
    document, document_line, document_file = _document(header)
    audio = header.text("audio")
    album = header.choice("kind", _KINDS)
    if album and len(rest["photos"]) < LEAST_OF_ALBUM:
        header.fault(
            "kind",
            f"bài là album ảnh mà photos có {len(rest['photos'])} ảnh",
            f"ghi ít nhất {LEAST_OF_ALBUM} ảnh vào photos, hoặc xóa dòng này",
            warning=header.draft,
        )
    # What else is wrong shows in the plan, which needs no more than a day and an address.
    if not slug or (date is None and not header.draft):
        return None, tuple(header.faults)
    undated = date is None
    if undated:
        date = Moment(_UNDATED.astimezone(zone), "day")
    article = Article(
        path=path,
        title=title,
        slug=slug,
        date=date,
        byline=byline,
        section=own,
        also=tuple(also),
        source=source,
        modified=_latest(date, modified, changes, corrections),
        changes=_newest_first(changes),
        corrections=_newest_first(corrections),
        expires=expires,
        address_line=header.line("slug"),
        title_line=header.line("title"),
        withdrawn=header.reason("withdrawn"),
        translation_of=header.text("translation_of"),
        translation_line=header.line("translation_of"),
        urgent_line=header.line("urgent"),
        dossier=_dossier(header),
        dossier_line=header.line("dossier"),
        document=document,
        document_line=document_line,
        document_file=document_file,
        audio=(audio, header.line("audio")) if audio else None,
        related=header.related(),
        album=album,
        past_dates=tuple(header.past_dates),
        undated=undated,
        **rest,
    )
    return article, tuple(header.faults)


def read_standing(
    path: str, fields: MappingNode, zone: ZoneInfo, lang: str = LANGUAGES[0]
) -> tuple[Standing | None, tuple[Fault, ...]]:
    """Check the header *fields* of the standing page at *path*, as `read_article` does."""
    header = HeaderFields(path, fields, zone)
    header.refuse_unknown_keys(STANDING_KEYS)
    header.draft = header.choice("status", STATUS)
    slug = header.slug()
    is_taken = slug in RESERVED and not is_dossier(path)
    if is_taken:
        header.fault(
            "slug",
            f"địa chỉ «/{slug}/» là của phần tin, trang này không dùng được",
            "đặt trường slug khác",
        )
    title = header.title()
    rest = {
        "summary": header.text("summary"),
        "photos": header.photos(),
        "draft": header.draft,
        "aliases": header.aliases(),
        "lang": header.choice("lang", _languages(lang)),
    }
    if not title or not slug or is_taken:
        return None, tuple(header.faults)
    page = Standing(path=path, title=title, slug=slug, address_line=header.line("slug"), **rest)
    return page, tuple(header.faults)


def _languages(default: str) -> dict[str, str]:
    return {lang: lang for lang in (default, *LANGUAGES)}


def claims_of(path: str, text: str) -> set[str]:
    """Guess from the *text* of a source that cannot be read what its addresses are made of.

    These are last parts of present addresses, and the keys of old addresses.
    """
    head = text.partition("\n---")[0]
    slugs = [name_of(path), *_SLUG_LINE.findall(head)]
    old = {key_of(f"/{address.strip('/,')}") for address in _OLD_ADDRESS.findall(head)}
    return (old | set(map(slugify, slugs))) - {""}


def read_photos(path: str, fields: MappingNode, zone: ZoneInfo) -> tuple[PhotoEntry, ...]:
    """Read the `photos` of a header that has too many faults for a whole article.

    What is wrong with them was told when the whole header was read.
    """
    return HeaderFields(path, fields, zone).photos()


def read_flags(path: str, fields: MappingNode, zone: ZoneInfo) -> tuple[bool, bool]:
    """Tell whether a header says that its page is a draft, and whether that it is featured."""
    header = HeaderFields(path, fields, zone)
    return header.choice("status", STATUS), header.choice("featured", YES_OR_NO)


def _byline(header: HeaderFields) -> Byline:
    """Read the authors, whom every article needs that is not a repost."""
    present = [key for key in ("author", "authors") if key in header.fields.entries]
    if len(present) == 2:
        header.fault(
            "authors",
            "có cả «author» lẫn «authors»",
            "giữ một trường, ghi mọi tác giả vào đó",
        )
    key = next((key for key in present if not header.is_blank(key)), "author")
    is_list = isinstance(header.fields.entries.get(key), SequenceNode)
    byline = parse_byline(header.names(key) if is_list else header.text(key))
    byline = Byline(byline.text, header.most(key, byline.names, MOST_NAMES))
    for name in byline.names:
        if parts := _two_names(name):
            header.fault(
                key,
                f"«{name}» được hiểu là tên một người",
                f"hai người thì ngăn bằng dấu phẩy: «{', '.join(parts)}»",
                warning=True,
            )
    if byline.names or not header.is_blank("source"):
        return byline
    if byline.text:
        header.fault(
            key,
            f"«{byline.text}» không nêu tên ai",
            "ghi tên hoặc bút danh, ví dụ «author: Tin, ảnh: Thanh Hương»; "
            "bài đăng lại thì ghi trường source",
        )
    elif header.is_blank(key) or (
        is_list and not any(fault.field.startswith(f"{key}.") for fault in header.faults)
    ):
        header.lack_words(
            key,
            "thiếu tác giả",
            "trường author (tên hoặc bút danh), hoặc source nếu là bài đăng lại",
        )
    return byline


def _dossier(header: HeaderFields) -> str:
    """Read which dossier the article belongs to; several in brackets are a fault."""
    written = header.text("dossier")
    if not (written.startswith("[") and written.endswith("]")):
        return written
    first = written.strip("[]").partition(",")[0].strip(" \"'")
    header.fault(
        "dossier",
        f"«{written}» là một danh sách",
        f"chỉ ghi một hồ sơ, không có ngoặc: «dossier: {first}»",
    )
    return ""


def _two_names(name: str) -> tuple[str, str] | None:
    """Part a *name* that seems to be two, "Lê Anh & Trần Bình"; None for one, and for offices."""
    found = _JOINED_NAMES.fullmatch(name)
    if found is None or is_office(name):
        return None
    first, second = found.groups()
    # "VGP/Đức Tuân" is an agency's.
    is_agency = "/" in name and (first.isupper() or second.isupper())
    are_names = first[:1].isupper() and second[:1].isupper() and not is_agency
    return (first, second) if are_names else None


def _sections(header: HeaderFields, sections: Sections) -> tuple[str, ...]:
    """Read the sections that an article stands in, its own first; none where that is unknown."""
    node = header.fields.entries.get("category")
    if not isinstance(node, SequenceNode):
        found = _section(
            header, sections, "category", header.text("category"), header.line("category")
        )
        if found is None and header.is_blank("category"):
            header.lack("category", "thiếu chuyên mục", _one_of(sections))
        return (found,) if found else ()
    slugs: dict[str, None] = {}
    for name, item in header.items("category"):
        written = header.item(name, item)
        found = _section(header, sections, name, written, item.line)
        if found in slugs:
            header.fault(name, f"chuyên mục «{written}» đã có ở trên", "xóa mục này", item.line)
        elif found:
            slugs[found] = None
    if not node.items:
        header.lack("category", "thiếu chuyên mục", _one_of(sections))
    return tuple(slugs)


def _section(
    header: HeaderFields, sections: Sections, name: str, written: str, line: int
) -> str | None:
    """Find the section *written* in the field *name*; None, and a fault, if it is none."""
    found = sections.find(written)
    if found is not None or not written:
        return found
    several = sections.find_several(written)
    if len(set(several)) == 1:
        header.fault(name, f"«{written}» ghi một chuyên mục hai lần", f"viết «{several[0]}»", line)
        return None
    if several:
        header.fault(
            name,
            f"«{written}» là nhiều chuyên mục trên một dòng",
            "dưới «category:» viết mỗi chuyên mục một dòng, mở đầu bằng «  - », chuyên mục chính "
            f"trước: {_quoted(several)}",
            line,
        )
        return None
    near = sections.nearest(written)
    header.fault(
        name,
        f"không có chuyên mục «{written}»",
        f"có phải «{near}»?" if near else _one_of(sections),
        line,
    )
    return None


def _one_of(sections: Sections) -> str:
    return f"chọn một trong: {_quoted(sections.names.values())}"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _source(header: HeaderFields) -> Source | None:
    node = header.fields.entries.get("source")
    if not isinstance(node, MappingNode):
        name = header.text("source")
        if found := _WEB_ADDRESS.search(name):
            words = name.replace(found[0], "").strip(" ():,;-–").removeprefix("Theo ")
            words = words or "Tên báo"
            header.fault(
                "source",
                f"địa chỉ «{found[0]}» nằm trong tên nguồn, được in như chữ",
                f"dưới dòng «source:» viết hai dòng thụt vào: «name: {words}», «url: {found[0]}»",
                warning=True,
            )
        return Source(name) if name else None
    inner = header.inside("source", node)
    inner.refuse_unknown_keys(SOURCE_KEYS)
    name = inner.text("name")
    if inner.is_blank("name"):
        inner.lack("name", "thiếu tên nguồn", "ghi tên cơ quan báo chí, ví dụ «name: TTXVN»")
    url = inner.text("url")
    if url and not re.fullmatch(r"https?://[^\s/?#]+\.[^\s]+", url):
        inner.fault("url", f"«{url}» không phải địa chỉ web", "viết đủ «https://…»")
    published = inner.moment("published", past=True)
    return Source(name, inner.text("author") or None, url or None, published)


def _document(header: HeaderFields) -> tuple[Document | None, int, tuple[str, int] | None]:
    """Read what an article says of the document that it publishes; None if it lacks something.

    Tells the line of its number, and its file as written, with the line, besides.
    """
    inner = header.table("document", DOCUMENT_KEYS)
    if inner is None:
        return None, 1, None
    number, issuer = _NUMBER_WORD.sub("", inner.text("number")), inner.text("issuer")
    for name, text, what, example in (
        ("number", number, "số, ký hiệu", "12/2026/QĐ-UBND"),
        ("issuer", issuer, "cơ quan ban hành", "Ủy ban nhân dân tỉnh"),
    ):
        if inner.is_blank(name):
            inner.lack_words(name, f"thiếu {what}", f"«{name}: {example}»")
        elif text and not _LETTER.search(text):
            inner.fault(name, f"«{text}» không phải {what}", f"ghi {what}, như {example}")
    issued = inner.day("issued", past=True)
    if inner.is_blank("issued"):
        inner.lack_words("issued", "thiếu ngày ban hành", "«issued: 2026-11-30»")
    in_force = issued
    if "het hieu luc" in fold(inner.text("in_force")):
        inner.fault(
            "in_force",
            f"«{inner.text('in_force')}» không phải ngày bắt đầu có hiệu lực",
            "ghi ngày ấy, hoặc xóa dòng này; văn bản đã hết hiệu lực thì nói trong nội dung",
        )
        in_force = None
    elif not _FROM_ISSUE.search(fold(inner.text("in_force"))):
        in_force = inner.day("in_force")
    if issued is not None and in_force is not None and in_force.date < issued.date:
        inner.fault(
            "in_force",
            f"ngày có hiệu lực «{inner.text('in_force')}» sớm hơn ngày ban hành "
            f"«{inner.text('issued')}»",
            "sửa lại một trong hai ngày",
        )
    written = inner.text("file")
    file = (written, inner.line("file")) if written else None
    if not number or not issuer or issued is None:
        return None, 1, file
    return Document(number, issued, issuer, in_force), inner.line("number"), file


def _event(header: HeaderFields) -> Event | None:
    """Read when and where something is to be; None if that cannot be said."""
    inner = header.table("event", EVENT_KEYS)
    if inner is None:
        return None
    if span := _span(inner.text("start")):
        inner.fault(
            "start",
            f"«{inner.text('start')}» có cả lúc bắt đầu và lúc kết thúc",
            f"viết «start: {span[0]}», dòng dưới «end: {span[1]}»",
        )
        return None
    start = inner.moment("start")
    if inner.is_blank("start"):
        words = "«start: 2026-12-05 08:00», hoặc chỉ ngày"
        inner.lack_words("start", "thiếu lúc bắt đầu", words)
    written = inner.text("end")
    if start is not None and _CLOCK.fullmatch(written):
        inner.fault(
            "end", f"«{written}» chỉ có giờ", f"viết cả ngày: {start.date.isoformat()} {written}"
        )
        return None
    end = inner.moment("end")
    place = inner.text("place")
    if start is None:
        return None
    if end is not None and _ends_early(start, end):
        inner.fault(
            "end",
            f"lúc kết thúc «{written}» không sau lúc bắt đầu «{inner.text('start')}»",
            "sửa lại một trong hai",
        )
        return None
    event = Event(start, end, place)
    days = (event.last.date - start.date).days + 1
    if days > LONGEST_EVENT:
        inner.fault(
            "end",
            f"sự kiện kéo dài {days} ngày, quá {LONGEST_EVENT}",
            "xem lại năm, hoặc chia thành nhiều sự kiện",
        )
        return None
    return event


def _span(written: str) -> tuple[str, str] | None:
    """Part a span of time that is written in one: when it begins, and when it ends."""
    for pattern in _SPANS:
        if found := pattern.fullmatch(written):
            parts = found.groupdict()
            day = [parts["day"]] if "day" in parts else []
            return " ".join((*day, parts["from"].strip())), " ".join((*day, parts["to"].strip()))
    return None


def _ends_early(start: Moment, end: Moment) -> bool:
    if end.precision == "day" or start.precision == "day":
        return end.date < start.date
    return end.when <= start.when


def _latest(
    date: Moment,
    modified: Moment | None,
    changes: tuple[Change, ...],
    corrections: tuple[Correction, ...],
) -> Moment | None:
    """Find the last change; one noted without its hour is never before publication."""
    moments = [item.date for item in (*changes, *corrections)]
    if modified is not None:
        moments.append(modified)
    return max(*moments, date) if moments else None


def _newest_first(items: tuple[_Dated, ...]) -> tuple[_Dated, ...]:
    return tuple(sorted(items, key=lambda item: item.date, reverse=True))


def _check_order(
    header: HeaderFields, date: Moment, modified: Moment | None, expires: Moment | None
) -> None:
    """Refuse an update before publication and an end before the beginning."""
    if modified is not None and _before(modified, date):
        header.fault(
            "modified",
            f"«{header.text('modified')}» sớm hơn ngày đăng «{header.text('date')}»",
            "sửa lại một trong hai ngày",
        )
    if expires is not None and expires.when <= date.when:
        header.fault(
            "expires",
            f"«{header.text('expires')}» không sau ngày đăng «{header.text('date')}»",
            "sửa lại một trong hai ngày",
        )


def _before(first: Moment, second: Moment) -> bool:
    if "day" in (first.precision, second.precision):
        return first.date < second.date
    return first.when < second.when
