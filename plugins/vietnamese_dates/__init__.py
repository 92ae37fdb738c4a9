# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vietnamese dates, for any Pelican site and any theme.

In the settings, where PLUGIN_PATHS names the folder in which this `plugins/` folder stands:

    PLUGIN_PATHS = ["path/to/portal"]
    PLUGINS = ["plugins.vietnamese_dates"]
    TIMEZONE = "Asia/Ho_Chi_Minh"

Every reader (Markdown, reStructuredText, HTML, those of other plugins) then reads `date` and
`modified` year first or day first, never month first: "23/02/2017 14:57:36", "23-02-2017",
"Thứ Năm, 23/02/2017 02:57 CH". What is no date ("31/02/2016", "2017") is told with its mend,
and the build ends with status 1 before it writes a page.

`locale_date` and `locale_modified` of every article and page, which themes show, read
"Ngày 23/02/2017 14:57:36", whatever DATE_FORMATS says; a date without a time prints without
one. `DATE_PATTERNS` may hold other Babel patterns for "second", "minute" and "day". Templates
get three filters, each for a date of Pelican, a `datetime`, a `date` or a
`plugins.vietnamese.dates.Moment`:

    {{ article.date | vietnamese_date }}        Ngày 23/02/2017 14:57:36
    {{ article.date | vietnamese_short_date }}  23/02/2017
    {{ article.date | vietnamese_long_date }}   Thứ Năm, ngày 23 tháng 02 năm 2017
"""

import datetime as dt
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.readers import BaseReader
from pelican.utils import SafeDatetime

from plugins.vietnamese.dates import (
    DEFAULT_PATTERNS,
    DateError,
    Moment,
    format_moment,
    long_date,
    parse_moment,
    short_date,
)

FIELDS = ("date", "modified")


class _Date(SafeDatetime):
    """A date that knows how exactly it was written: one class each, so that copies know too."""

    precision: ClassVar[str] = "second"


class _MinuteDate(_Date):
    precision = "minute"


class _DayDate(_Date):
    precision = "day"


_DATES = {kind.precision: kind for kind in (_Date, _MinuteDate, _DayDate)}
#: Dates that were refused, a line each, until all files are read.
_refused: list[str] = []


class _DateReader:
    """What a reader of Pelican does otherwise; stands before the reader among the bases."""

    #: The file that is being read, whose name may hold a date too.
    path: ClassVar[str | None] = None

    def process_metadata(self, name: str, value: Any) -> Any:
        if name not in FIELDS or not isinstance(value, str):
            return super().process_metadata(name, value)
        try:
            # Pelican takes "_" for a space, as dates in names of files have it.
            moment = parse_moment(
                value.replace("_", " "), ZoneInfo(self.settings.get("TIMEZONE", "UTC"))
            )
        except DateError as error:
            place = f"{_place_of(name, value, self.path)}: " if self.path else ""
            _refused.append(f"{place}{name}: {error}")
            raise
        when = moment.when
        return _DATES[moment.precision](*when.timetuple()[:6], tzinfo=when.tzinfo)


def _place_of(name: str, value: str, path: str) -> str:
    """Name the file, and the line of the field *name* with this *value* in it, as "bai.md:3"."""
    shown = Path(path)
    shown = shown.relative_to(Path.cwd()) if shown.is_relative_to(Path.cwd()) else shown
    lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    numbers = (
        number for number, line in enumerate(lines, 1) if value in line and name in line.casefold()
    )
    number = next(numbers, None)
    return f"{shown}:{number}" if number else str(shown)


def moment_of(date: dt.date | Moment) -> Moment:
    """Tell the moment of a date of whatever kind; a `date` alone has no time to print."""
    if isinstance(date, Moment):
        return date
    if isinstance(date, dt.datetime):
        # One that is not this plugin's, from DEFAULT_DATE say: at midnight it is a day alone.
        usual = "second" if date.time() > dt.time.min else "day"
        return Moment(date, getattr(date, "precision", usual))
    return Moment(dt.datetime.combine(date, dt.time.min), "day")


def read_dates(readers: Any) -> None:
    """Make every reader of the site read dates as Vietnamese editors write them."""
    for suffix, reader in readers.reader_classes.items():
        # The plain one, of static files, reads no fields.
        if reader and reader is not BaseReader and not issubclass(reader, _DateReader):
            bases = (_DateReader, reader)
            readers.reader_classes[suffix] = type(reader.__name__, bases, {})
    readers.read_file = partial(_read_noting_path, readers.read_file)


def _read_noting_path(read_file: Callable[..., Any], base_path: str, path: str, **more: Any) -> Any:
    _DateReader.path = os.path.join(base_path, path)
    try:
        return read_file(base_path, path, **more)
    finally:
        _DateReader.path = None


def refuse_dates(generators: Any) -> None:
    """End the build where dates were refused: Pelican would leave those articles out."""
    if _refused:
        lines = list(dict.fromkeys(_refused))
        _refused.clear()
        raise SystemExit("\n".join(lines))


def print_dates(content: Any) -> None:
    """Give an article or page its dates as the press prints them."""
    patterns = content.settings.get("DATE_PATTERNS", DEFAULT_PATTERNS)
    for name in FIELDS:
        if hasattr(content, name):
            printed = format_moment(moment_of(getattr(content, name)), patterns)
            setattr(content, f"locale_{name}", printed)


def add_filters(generator: Any) -> None:
    """Give templates the three filters."""
    patterns = generator.settings.get("DATE_PATTERNS", DEFAULT_PATTERNS)
    generator.env.filters.update(
        vietnamese_date=partial(_full_date, patterns),
        vietnamese_short_date=_short_date,
        vietnamese_long_date=_long_date,
    )


def _full_date(patterns: Any, date: dt.date | Moment) -> str:
    return format_moment(moment_of(date), patterns)


def _short_date(date: dt.date | Moment) -> str:
    return short_date(moment_of(date))


def _long_date(date: dt.date | Moment) -> str:
    return long_date(moment_of(date).date)


def register() -> None:
    """Let Pelican read and print Vietnamese dates."""
    signals.readers_init.connect(read_dates)
    signals.content_object_init.connect(print_dates)
    signals.all_generators_finalized.connect(refuse_dates)
    signals.generator_init.connect(add_filters)
