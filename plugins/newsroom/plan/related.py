# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related stories that an editor chose: which articles they are, and which cannot be.

They change the page of the article that names them, and no other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from plugins.newsroom.fault import Fault
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.named_articles import find_named, is_elsewhere, places_of

_FIELD = "related"


class Chosen(NamedTuple):
    """The stories that articles name, in their order, by content path; and what is wrong."""

    of: Mapping[str, tuple[Entry, ...]]
    faults: tuple[Fault, ...]


def choose(
    entries: Iterable[Entry],
    rare: Iterable[Entry],
    hidden: Mapping[str, str],
    gone: Collection[str],
    preview: bool,
    aliases: Mapping[str, str],
    complete: bool,
    versions: Mapping[str, tuple[Entry, ...]],
) -> Chosen:
    """Find what the *rare* ones of *entries* name as related.

    Of what is there in several languages, *versions*, that in the language of the article is
    meant, if there is one. The other arguments are those of `translations.join`.
    """

    def version(item: Entry, lang: str) -> Entry:
        several = versions.get(item.path, ())
        return next((one for one in several if one.lang == lang), item)

    telling = {entry.path: entry for entry in rare if entry.related}
    if not telling:
        return Chosen({}, ())
    places = {
        path: [places_of(written, path, aliases) for written, _ in entry.related]
        for path, entry in telling.items()
    }
    found = find_named(entries, (some for several in places.values() for some in several))
    of: dict[str, tuple[Entry, ...]] = {}
    faults: list[Fault] = []
    for path, entry in telling.items():
        named = [found.get(some) for some in places[path]]
        if path not in gone:
            faults += _faults(entry, named, hidden, complete)
        shown = (version(item, entry.lang) for item in named if item is not None)
        seen = {
            item.path: item
            for item in shown
            if item is not entry and (preview or item.path not in hidden)
        }
        if seen:
            of[path] = tuple(seen.values())
    return Chosen(of, tuple(faults))


def _faults(
    entry: Entry, named: Iterable[Entry | None], hidden: Mapping[str, str], complete: bool
) -> Iterator[Fault]:
    """Tell what is wrong with each of the articles *named* as related to *entry*."""
    told: set[str] = set()
    for number, ((written, line), other) in enumerate(zip(entry.related, named, strict=True), 1):
        warning = entry.draft
        if other is None:
            certain = complete or is_elsewhere(written)
            problem = f"chưa thấy bài «{written}», có thể là bài đang có lỗi"
            if certain:
                problem = f"cổng không có bài «{written}»"
            mend = (
                "bài của trang khác thì viết thành liên kết trong nội dung, rồi xóa mục này"
                if is_elsewhere(written)
                else "ghi đường dẫn đến tệp .md của bài, như ../bai-truoc/index.md, "
                "hoặc địa chỉ của bài, như /tin-tuc/2022/06/10/bai-truoc/"
            )
            warning = warning or not certain
        elif other.path == entry.path:
            problem, mend = f"«{written}» là chính bài này", "xóa mục này"
        elif other.path in told:
            problem, mend = f"bài «{written}» đã có ở mục trên", "xóa một trong hai mục"
        elif other.path in hidden and not entry.draft:
            problem = f"bài «{written}» không ai xem được ({hidden[other.path].lower()})"
            mend = "đăng bài ấy, hoặc xóa mục này"
            if not other.draft:
                # Its dates or another editor hid it: it is listed again once it is public.
                mend = "xóa mục này nếu bài ấy không trở lại; trang chỉ dẫn đến bài xem được"
                warning = True
        else:
            told.add(other.path)
            continue
        yield Fault(entry.path, line, f"{_FIELD}.{number}", problem, mend, warning)
