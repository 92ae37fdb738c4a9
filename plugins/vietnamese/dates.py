# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moments as Vietnamese editors write them and as the press prints them."""

import calendar
import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Literal

import msgspec
from babel import Locale
from babel.dates import parse_pattern

from plugins.vietnamese.letters import drop_invisible, one_line

Precision = Literal["day", "minute", "second"]

DEFAULT_PATTERNS: Mapping[Precision, str] = {
    "second": "'Ngày' dd/MM/y HH:mm:ss",
    "minute": "'Ngày' dd/MM/y HH:mm",
    "day": "'Ngày' dd/MM/y",
}

#: The same in the other languages of a Vietnamese portal; Babel has the names of months.
PATTERNS_IN: Mapping[str, Mapping[Precision, str]] = {
    lang: {"second": "d MMMM y, HH:mm:ss", "minute": "d MMMM y, HH:mm", "day": "d MMMM y"}
    for lang in ("en", "km")
}

# Before 1945 the zone had offsets with seconds in them, which HTML does not know,
# and no item of a portal is older. The far end leaves room for any embargo.
FIRST_YEAR, LAST_YEAR = 1945, 2100
# Kiribati's, the widest in use.
WIDEST_OFFSET = dt.timedelta(hours=14)

_VI = Locale.parse("vi")
_LONGEST_QUOTE = 60
_EXAMPLE = "2017-02-23 14:57 hoặc 23/02/2017 14:57"

_WEEKDAYS = {
    "chủ nhật": 6,
    "chúa nhật": 6,
    "cn": 6,
    "thứ bẩy": 5,
    **{
        spelling: weekday
        for weekday, name in enumerate(("hai", "ba", "tư", "năm", "sáu", "bảy"))
        for spelling in (f"thứ {name}", f"thứ {weekday + 2}", f"t{weekday + 2}")
    },
}
# All patterns meet casefolded text and ASCII digits only: "١" and "１" are no digits here.
_HEAD = re.compile(rf"(?:ngày )?(?:({'|'.join(_WEEKDAYS)})(?:, ?| ))?(?:ngày )?")
_DATE = re.compile(r"([0-9]+) ?([-./]) ?([0-9]{1,2}) ?\2 ?([0-9]+)")
# What may stand around a whole date: quotation marks, a full stop behind it.
_AROUND = " .\"'“”‘’"
# "14:57", "14:57:36.000", or as people write it: "14h57", "8 giờ 30 phút", "14h57'36"", "8g".
_TIME = re.compile(
    r"(?:t| ?, ?| )(?:(?:vào )?lúc )?([0-9]{1,2})(?:"
    r":([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r"| ?(?:h|g|giờ)(?: ?([0-9]{2})"
    r"(?: ?(?:['’′]|p|ph|phút)(?: ?([0-9]{2}) ?(?:[\"”″]|''|’’|′′|s|giây)?)?)?)?"
    r")(?: ?(sa|ch))?(?: ?(z|([+-])([0-9]{2})(?::?([0-9]{2}))?))?"
)
_YEAR_ONLY = re.compile(r"[0-9]{4}")
_PART_OF_DATE = re.compile(r"[0-9]{1,4}[-./][0-9]{1,4}")
_LEADING_TIME = re.compile(r"[0-9]{1,2} ?(?::|h|giờ)(?: ?[0-9]{2}(?![0-9./-]))?(?::[0-9]{2})?")
_TWELVE_HOURS = re.compile(r"(?:0?[1-9]|1[0-2]):[0-9]{2}(?::[0-9]{2})?")
_IN_WORDS = re.compile(r"([0-9]{1,2}) ?tháng ([0-9]{1,2})(?:,|,? ?năm) ?([0-9]{4})")
_ENGLISH_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ENGLISH_MONTH = rf"({'|'.join(_ENGLISH_MONTHS)})[a-z]*\.?"
_IN_ENGLISH = re.compile(
    rf"{_ENGLISH_MONTH} ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}})"
    rf"|([0-9]{{1,2}})(?:st|nd|rd|th)?[ -]{_ENGLISH_MONTH},?[ -]([0-9]{{4}})"
)
# "2 giờ 30 chiều", "8.30", "08:30 (GMT+7)": a time as it is read, and what mends it.
_PART_OF_DAY = re.compile(
    r"(?:lúc )?([0-9]{1,2})(?::([0-9]{2})| ?(?:h|g|giờ) ?([0-9]{2})?)? ?(sáng|trưa|chiều|tối|đêm)"
)
_TIME_WITH_STOP = re.compile(r"([0-9]{1,2})\.([0-9]{2})")
_TIME_WITH_ZONE = re.compile(
    r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?) ?\(?(?:(?:gmt|utc) ?\+ ?0?7(?::?00)?|ict)\)?"
)
# What stands between a date and its time on pages: "01/11/2026 | 08:30", "01/11/2026 – 08:30".
_BEFORE_TIME = re.compile(r"[|–—-]+ ?")
_DASHES = str.maketrans("–—−‐‑‒", "------")
_WITHOUT_SIGNS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WEEKDAY_BEHIND = re.compile(rf"\(?(?:{'|'.join(_WEEKDAYS)})\)?")


class DateError(ValueError):
    """A date that cannot be read: `problem` and `mend` are meant for its editor."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem} — Sửa: {mend}")
        self.problem = problem
        self.mend = mend


class Moment(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """A point in time, and how exactly it was told.

    `when` is aware. Moments are ordered, and equal, by `when` alone, so that in
    a pair (moment, path) the path decides between equal times; `precision` only
    says what to print. A cache keeps it as a list of its fields, in their order.
    """

    when: dt.datetime
    precision: Precision

    def __eq__(self, other: object) -> bool:
        return self.when == other.when if isinstance(other, Moment) else NotImplemented

    def __lt__(self, other: "Moment") -> bool:
        return self.when < other.when

    def __hash__(self) -> int:
        return hash(self.when)

    @property
    def iso(self) -> str:
        """Tell it for machines, always with seconds and offset."""
        return self.when.isoformat(timespec="seconds")

    @property
    def date(self) -> dt.date:
        """Name its day, as its own zone counts days."""
        return self.when.date()

    def end_of_day(self) -> "Moment":
        """Go to the last microsecond of the same day."""
        end = dt.datetime.combine(self.date, dt.time.max, self.when.tzinfo)
        return Moment(end, self.precision)


def parse_moment(text: str, zone: dt.tzinfo) -> Moment:
    """Read a date, with or without a time, as a moment in *zone*.

    Year first or day first, never month first; a time without an offset is
    *zone*'s, a date without a time begins at 00:00. A weekday in front must be
    the right one, as the date was written.

    Raises DateError on everything else.
    """
    shown = one_line(drop_invisible(text)).strip(_AROUND)
    plain = shown.casefold()
    if len(plain) != len(shown):
        # Folded letters that are two ("ß") belong to no date; places stay those of *shown*.
        plain = shown
    quoted = f"«{_shortened(shown)}»"
    if not plain:
        raise DateError("ngày «» còn bỏ trống", f"viết ngày đăng, ví dụ {_EXAMPLE}")

    head = _HEAD.match(plain)
    written = _DATE.match(plain, head.end())
    if written is None:
        raise _unreadable(quoted, plain[head.end() :])
    clock = _TIME.fullmatch(plain, written.end())
    if clock is None and written.end() < len(plain):
        raise _unreadable_time(quoted, shown[written.end() :].strip(" ,"))

    day = _read_day(quoted, written)
    weekday = head.group(1)
    if weekday is not None and _WEEKDAYS[weekday] != day.weekday():
        right = _weekday_name(day)
        raise DateError(
            f"{quoted} ghi sai thứ: ngày {day:%d/%m/%Y} là {right}",
            f"ghi «{right}», hoặc xem lại ngày",
        )
    if clock is None:
        return Moment(dt.datetime.combine(day, dt.time.min, zone), "day")
    time, precision = _read_time(quoted, clock)
    offset = _read_offset(quoted, clock)
    when = dt.datetime.combine(day, time, offset or zone)
    return Moment(when.astimezone(zone), precision)


def format_moment(
    moment: Moment, patterns: Mapping[Precision, str] = DEFAULT_PATTERNS, lang: str = "vi"
) -> str:
    """Print *moment* in *lang* by the Babel pattern for its precision."""
    # Babel keeps parsed patterns; going past format_datetime halves the time.
    return parse_pattern(patterns[moment.precision]).apply(moment.when, _locale(lang))


@functools.cache
def _locale(lang: str) -> Locale:
    return Locale.parse(lang)


def weekday_names(lang: str) -> list[str]:
    """Name the days of the week from Sunday on."""
    names = _locale(lang).days["stand-alone"]["wide"]
    return [names[day] for day in (6, *range(6))]


def month_names(lang: str) -> list[str]:
    """Name the months as they stand in a date."""
    names = _locale(lang).months["format"]["wide"]
    return [names[month] for month in range(1, 13)]


def short_date(moment: Moment) -> str:
    """Print the day alone, in figures: "23/02/2017"."""
    when = moment.when
    return f"{when.day:02}/{when.month:02}/{when.year}"


def day_in(moment: Moment, lang: str) -> str:
    """Print the day alone as pages in *lang* do: "23/02/2017", "23 February 2017"."""
    if lang in PATTERNS_IN:
        return format_moment(Moment(moment.when, "day"), PATTERNS_IN[lang], lang)
    return short_date(moment)


def long_date(day: dt.date) -> str:
    """Print *day* in words: "Thứ Năm, ngày 23 tháng 02 năm 2017".

    Source: Nghị định 30/2020/NĐ-CP, appendix I: a zero stands before days under
    ten and before months 1 and 2 only.
    """
    month = f"{day.month:02}" if day.month <= 2 else f"{day.month}"
    return f"{_weekday_name(day)}, ngày {day.day:02} tháng {month} năm {day.year}"


def _weekday_name(day: dt.date) -> str:
    return _VI.days["format"]["wide"][day.weekday()]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _read_day(quoted: str, written: re.Match[str]) -> dt.date:
    first, separator, middle, last = written.groups()
    year_first = len(first) == 4 and len(last) <= 2
    if not year_first and not (len(first) <= 2 and len(last) == 4):
        if len(first) <= 2 and len(last) == 2:
            raise DateError(
                f"{quoted} chỉ ghi hai chữ số của năm",
                f"viết năm bằng bốn chữ số, ví dụ {first}{separator}{middle}{separator}20{last}",
            )
        raise DateError(f"{quoted} có năm không đọc được", f"viết năm bốn chữ số, như {_EXAMPLE}")

    year, month, day = (int(part) for part in (first, middle, last))
    if not year_first:
        year, day = day, year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(
            f"{quoted} có năm {year}, ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}", "xem lại năm"
        )
    if month > 12 and 1 <= day <= 12 and month <= calendar.monthrange(year, day)[1]:
        mended = f"{year}-{day:02}-{month:02}" if year_first else f"{month:02}/{day:02}/{year}"
        order = "năm, tháng rồi mới đến ngày" if year_first else "ngày đứng trước tháng"
        raise DateError(f"{quoted} có tháng {month}, không có thật", f"{order}: viết {mended}")
    if not 1 <= month <= 12:
        raise DateError(f"{quoted} có tháng {month}, không có thật", "ghi tháng từ 1 đến 12")
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise DateError(
            f"{quoted} không phải ngày có thật",
            f"xem lại ngày: tháng {month} năm {year} có {length} ngày",
        )
    return dt.date(year, month, day)


def _read_time(quoted: str, clock: re.Match[str]) -> tuple[dt.time, Precision]:
    minute, second = clock.group(2) or clock.group(4), clock.group(3) or clock.group(5)
    hour, minute = int(clock.group(1)), int(minute or 0)
    precision = "minute" if second is None else "second"
    second = int(second or 0)
    half = clock.group(6)
    if half is not None:
        if not 1 <= hour <= 12:
            raise DateError(
                f"{quoted} ghi {half.upper()} sau {hour} giờ",
                "với SA, CH chỉ viết giờ từ 1 đến 12; với giờ từ 0 đến 23 thì bỏ SA, CH",
            )
        hour = hour % 12 + (12 if half == "ch" else 0)
    if (hour, minute, second) == (24, 0, 0):
        raise DateError(
            f"{quoted} có giờ không có thật", "hết ngày thì viết 23:59, hoặc 00:00 của ngày hôm sau"
        )
    if hour > 23 or minute > 59 or second > 59:
        raise DateError(f"{quoted} có giờ không có thật", "ghi giờ từ 00:00 đến 23:59")
    return dt.time(hour, minute, second), precision


def _read_offset(quoted: str, clock: re.Match[str]) -> dt.timezone | None:
    written, sign, hours, minutes = clock.group(7, 8, 9, 10)
    if written is None:
        return None
    if written == "z":
        return dt.UTC
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > WIDEST_OFFSET or int(minutes or 0) > 59:
        raise DateError(
            f"{quoted} có độ lệch múi giờ không có thật",
            "viết độ lệch như +07:00, hoặc bỏ đi nếu là giờ Việt Nam",
        )
    return dt.timezone(-offset if sign == "-" else offset)


def _unreadable(quoted: str, plain: str) -> DateError:
    """Guess what was meant by *plain*, which does not begin with a date."""
    if any(char.isdigit() and not char.isascii() for char in plain):
        return DateError(f"{quoted} có chữ số khác 0–9", f"viết bằng chữ số 0–9, như {_EXAMPLE}")
    if mended := _with_signs(plain):
        return DateError(
            f"{quoted} không có dấu «-» hay «/» giữa năm, tháng, ngày", f"viết {mended}"
        )
    if in_words := _IN_WORDS.search(plain):
        day, month, year = in_words.groups()
        return DateError(
            f"{quoted} ghi ngày bằng chữ", f"viết bằng số: {day.zfill(2)}/{month.zfill(2)}/{year}"
        )
    if in_english := _IN_ENGLISH.match(plain):
        month, day, year, *others = in_english.groups()
        if month is None:
            day, month, year = others
        number = _ENGLISH_MONTHS.index(month) + 1
        return DateError(
            f"{quoted} ghi tháng bằng tiếng Anh", f"viết bằng số: {day.zfill(2)}/{number:02}/{year}"
        )
    if _YEAR_ONLY.fullmatch(plain):
        return DateError(f"{quoted} chỉ có năm", f"viết đủ ngày, tháng, năm, ví dụ 23/02/{plain}")
    if _LEADING_TIME.match(plain):
        if date := _DATE.search(plain):
            mended = f"{date[0]} {_LEADING_TIME.match(plain)[0].strip()}"
            mend = f"viết ngày trước: {mended}"
            try:
                parse_moment(mended, dt.UTC)
            except DateError as error:
                mend = f"viết ngày trước, giờ sau; {error.mend}"
            return DateError(f"{quoted} có giờ đứng trước ngày", mend)
        return DateError(f"{quoted} chỉ có giờ", f"viết cả ngày, ví dụ {_EXAMPLE}")
    if _PART_OF_DATE.fullmatch(plain):
        return DateError(f"{quoted} thiếu ngày, tháng hoặc năm", f"viết đủ, ví dụ {_EXAMPLE}")
    return DateError(f"không đọc được ngày {quoted}", f"viết như {_EXAMPLE}")


def _with_signs(plain: str) -> str | None:
    """Write "20261101" and "2026–11–01" with the signs of a date; None for all else."""
    mended = _WITHOUT_SIGNS.sub(r"\1-\2-\3", plain.translate(_DASHES), count=1)
    if mended == plain:
        return None
    try:
        parse_moment(mended, dt.UTC)
    except DateError:
        return None
    return mended


def _unreadable_time(quoted: str, rest: str) -> DateError:
    """Tell that *rest*, which follows a date, is no time."""
    if rest.casefold().endswith(("am", "pm")):
        half = "SA" if rest.casefold().endswith("am") else "CH"
        clock = _TWELVE_HOURS.fullmatch(rest[:-2].strip())
        mend = f"viết {clock[0]} {half}" if clock else "viết 14:57, hoặc 02:57 CH"
        return DateError(f"{quoted} ghi giờ theo AM, PM", mend)
    return DateError(
        f"không đọc được «{_shortened(rest)}» sau ngày trong {quoted}", _mend_time(rest.casefold())
    )


def _mend_time(rest: str) -> str:
    """Tell what to write for *rest*, which stands behind a date and is no time."""
    if found := _PART_OF_DAY.fullmatch(rest):
        hour, *minutes, part = found.groups()
        afternoon = int(hour) < 12 and (
            part in ("chiều", "tối") or (part == "trưa" and int(hour) < 10)
        )
        return f"viết {int(hour) + 12 * afternoon:02}:{next(filter(None, minutes), '00')}"
    if found := _TIME_WITH_STOP.fullmatch(rest):
        return f"viết {found[1]}:{found[2]}"
    if found := _TIME_WITH_ZONE.fullmatch(rest):
        return f"viết {found[1]}, là giờ Việt Nam"
    if found := _BEFORE_TIME.match(rest):
        clock = rest[found.end() :]
        return f"viết {clock}" if _TIME.fullmatch(f" {clock}") else _mend_time(clock)
    if _WEEKDAY_BEHIND.fullmatch(rest):
        return "bỏ thứ, hoặc viết thứ trước ngày"
    return "sau ngày chỉ viết giờ:phút, ví dụ 14:57, 14h57, 14:57:36, 02:57 CH hay 14:57+07:00"
