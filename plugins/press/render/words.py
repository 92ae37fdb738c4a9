# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the site says by itself, in each language: the files of the theme's `words/`."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
from markupsafe import Markup

from plugins.newsroom.page import Link
from plugins.newsroom.plan.names import PageNames
from plugins.press.errors import Refusal
from plugins.vietnamese.dates import (
    PATTERNS_IN,
    Moment,
    day_in,
    format_moment,
    month_names,
    weekday_names,
)

WORDS_FOLDER = "words"
#: The language of the portal, of its sections and of most names.
OWN = "vi"

_KHMER = re.compile("[\u1780-\u17ff]")
_BEYOND_ASCII = re.compile(r"(?=[^\x00-\x7f])[^\W\d_]")


class Words:
    """The words of one language: called with "group.key" and what stands in the places of it.

    What is given is escaped, as Jinja would, unless it is markup. Templates know this object
    as `say`. Raises KeyError where there are no such words, or a place is not filled.
    *sections* maps the addresses of sections to their names in a language that is not the
    portal's own.
    """

    def __init__(
        self,
        lang: str,
        groups: Mapping[str, Mapping[str, str]],
        sections: Mapping[str, str] | None = None,
    ) -> None:
        self.lang, self._groups, self._sections = lang, groups, sections or {}
        self._texts = {
            f"{group}.{key}": Markup.escape(text)
            for group, texts in groups.items()
            for key, text in texts.items()
        }

    def __call__(self, key: str, /, **values: object) -> Markup:
        text = self._texts[key]
        return text.format(**values) if values else text

    def plain(self, key: str) -> str:
        """Give words as they are, for what is no markup."""
        group, _, name = key.partition(".")
        return self._groups[group][name]

    def table(self, group: str) -> str:
        """Write a group as JSON, for a script, which fills in the places itself."""
        return json.dumps(self._groups[group], ensure_ascii=False, separators=(",", ":"))

    def naming(self, sections: Mapping[str, str]) -> "Words":
        """Give the same words, with the names of *sections*."""
        return Words(self.lang, self._groups, sections)

    def section(self, link: Link) -> str:
        """Name a section in this language, or else in the portal's, marked as such."""
        return self._sections.get(link.address) or self.name(link.text)

    def name(self, text: str) -> str:
        """Mark a name that is probably in another language, as its letters tell."""
        lang = self.lang
        if _KHMER.search(text):
            lang = "km"
        elif lang == "km" or _BEYOND_ASCII.search(text):
            lang = OWN
        if lang == self.lang:
            return text
        return Markup('<span lang="{}">{}</span>').format(lang, text)

    def date(self, moment: Moment) -> str:
        """Print a date, with its time if it has one, in a language that is not the portal's own."""
        return format_moment(moment, PATTERNS_IN[self.lang], self.lang)

    def day(self, moment: Moment) -> str:
        """Print the day alone, as `date` does."""
        return self.date(Moment(moment.when, "day"))

    def short_day(self, moment: Moment) -> str:
        """Print the day alone as briefly as this language does."""
        return day_in(moment, self.lang)

    def weekday(self, moment: Moment) -> str:
        """Name the day of the week."""
        return weekday_names(self.lang)[moment.when.isoweekday() % 7]

    def clock(self, moment: Moment) -> str:
        """Tell the time of the day, as "08:30"."""
        return f"{moment.when:%H:%M}"

    def page_names(self) -> PageNames:
        """Tell what pages are called that the site makes by itself."""
        return PageNames(
            home=self.plain("names.home"),
            news=self.plain("names.news"),
            search=self.plain("names.search"),
            corrections=self.plain("names.corrections"),
            feeds=self.plain("names.feeds"),
            map=self.plain("names.map"),
            not_found=self.plain("names.not_found"),
            gone=self.plain("names.gone"),
            moved=self.plain("names.moved"),
            year=self.plain("names.year"),
            month=self.plain("names.month"),
            day=self.plain("names.day"),
            year_beside=self.plain("names.year_beside"),
            month_beside=self.plain("names.month_beside"),
            day_beside=self.plain("names.day_beside"),
            section_year=self.plain("names.section_year"),
            section_month=self.plain("names.section_month"),
            documents=self.plain("names.documents"),
            documents_year=self.plain("names.documents_year"),
            events=self.plain("names.events"),
            events_month=self.plain("names.events_month"),
            events_beside=self.plain("names.events_beside"),
            dossiers=self.plain("names.dossiers"),
            numbered=self.plain("list.numbered"),
            # In English figures of a day are read in two orders.
            months=tuple(month_names(self.lang)) if self.lang == "en" else (),
        )

    @property
    def weekdays(self) -> str:
        """Name the days of the week from Sunday on, with commas between, for a script."""
        return ",".join(weekday_names(self.lang))

    @property
    def months(self) -> str:
        """Name the months, with commas between, for a script; "" where dates are figures."""
        return "" if self.lang == OWN else ",".join(month_names(self.lang))


def read_words(folder: Path) -> tuple[dict[str, Words], bytes]:
    """Read the words of each language in a theme's *folder*, and tell their bytes for its digest.

    Raises Refusal where a file is not what it must be.
    """
    found, data = {}, b""
    for file in sorted((folder / WORDS_FOLDER).glob("*.json")):
        text = file.read_bytes()
        data += file.name.encode() + b"\0" + text
        try:
            groups = msgspec.json.decode(text, type=dict[str, dict[str, str]])
        except msgspec.MsgspecError as error:
            raise Refusal(
                f"tệp lời «{file.name}» của giao diện «{folder}» không đọc được ({error})",
                "sửa chỗ ấy theo cách viết JSON, hoặc lấy lại tệp bằng Git",
            ) from error
        found[file.stem] = Words(file.stem, groups)
    return found, data
