# SPDX-License-Identifier: AGPL-3.0-or-later
"""Urgent notices: which there are at a moment, and the small file that tells them to all pages.

They stand on the front pages and on the newest page of all news, which change with every
article anyway. A script shows them on all other pages, from the file, so that these stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from plugins.newsroom.fault import Fault
from plugins.newsroom.page import Page, UrgentNotices
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material

#: Notices that are shown at a time, the newest ones.
MOST_NOTICES = 3
#: What is to be urgent for longer, from now on, was probably mistyped.
LONG_DAYS = 31

_FILE = "/thong-bao-khan.json"
_DAY = 86_400.0


def choose(entries: Iterable[Entry], now: float) -> tuple[Entry, ...]:
    """Choose what is urgent of *entries*, newest first, at *now* (seconds since 1970)."""
    urgent = (entry for entry in entries if entry.urgent and entry.urgent[0] > now)
    return tuple(islice(urgent, MOST_NOTICES))


def in_language(entries: Sequence[Entry], lang: str) -> tuple[Entry, ...]:
    """Choose those for pages in *lang*: the ones in it or, where there are none, all."""
    return tuple(entry for entry in entries if entry.lang == lang) or tuple(entries)


def turns(entries: Iterable[Entry]) -> Iterator[float]:
    """List the moments, past and to come, at which a notice ends."""
    return (entry.urgent[0] for entry in entries if entry.urgent)


def faults(entries: Iterable[Entry], now: float) -> Iterator[Fault]:
    """Warn of what is to be urgent for longer than anything is."""
    for entry in entries:
        if entry.urgent and entry.urgent[0] > now + LONG_DAYS * _DAY:
            days = int((entry.urgent[0] - now) / _DAY)
            yield Fault(
                entry.path,
                entry.urgent[1],
                "urgent",
                f"báo khẩn còn kéo dài {days} ngày",
                "xem lại năm, tháng, ngày; tin cần nổi bật lâu thì ghi vào featured",
                warning=True,
            )


def addresses(groups: Groups) -> Addresses:
    """Tell the address of the file, which every site has."""
    return Addresses(files=[_FILE])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the file."""
    digests = material.urgent_digests(material.urgent)
    yield material.bundle("urgent", ("urgent",), partial(_pages, material, digests), *digests)


def _pages(material: Material, digests: Sequence[str]) -> Iterator[Page]:
    def make() -> UrgentNotices:
        return UrgentNotices(material.urgent_notices(material.urgent))

    yield material.page(_FILE, "urgent", make, *digests)
