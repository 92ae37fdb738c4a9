# SPDX-License-Identifier: AGPL-3.0-or-later
"""Repeats: files that take one address, and articles that are probably one article twice."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import compress

from plugins.newsroom.fault import Fault
from plugins.newsroom.plan.entry import Entry, address_of, headline_of
from plugins.newsroom.plan.links import Linked, other_path


def shared_addresses(items: Iterable[Linked], preview: bool) -> Iterator[Fault]:
    """Name every file whose address is also another file's.

    One that is published keeps what a draft would take: that is told of the draft alone, and stops
    nothing but its page in the *preview*.
    """
    for sharers in _alike(tuple(items), address_of):
        public = [item for item in sharers if not item.draft]
        for item in sharers:
            if len(public) == 1 and not item.draft:
                continue
            yield Fault(
                item.path,
                item.address_line,
                "slug",
                f"địa chỉ «{item.address}» trùng với {other_path(sharers, item)}",
                "đặt trường slug khác cho một trong các bài",
                warning=item.draft and not preview,
            )


def shared_headlines(entries: Sequence[Entry], expired: Container[str]) -> Iterator[Fault]:
    """Warn of every article that has the title and the day of another one.

    Copies that an editor's disk makes are such ("index - Copy.md"). Drafts and the *expired*
    ones, given by content path, are passed over, and so are articles that all share one
    address, which are told of that.
    """
    for sharers in _alike(entries, headline_of):
        if not sharers[0].headline:
            continue
        public = [item for item in sharers if not item.draft and item.path not in expired]
        if len(set(map(address_of, public))) < 2:
            continue
        for item in public:
            yield Fault(
                item.path,
                item.title_line,
                "title",
                f"trùng tiêu đề và ngày đăng với {other_path(public, item)}",
                "nếu là bản sao thì xóa tệp thừa, nếu là hai bài thì đặt tiêu đề khác nhau",
                warning=True,
            )


def _alike(items: Sequence[Linked], of: Callable[[Linked], str]) -> Iterator[list[Linked]]:
    """Find the items, two or more, that have the same value *of* them."""
    seen: set[str] = set()
    note = seen.add
    # Few of a site's many are alike, and only these are put together. Noting one tells nothing.
    shared = {value for value in map(of, items) if value in seen or note(value)}
    groups: dict[str, list[Linked]] = defaultdict(list)
    alike = compress(items, map(shared.__contains__, map(of, items))) if shared else ()
    for item in alike:
        groups[of(item)].append(item)
    yield from groups.values()
