# SPDX-License-Identifier: AGPL-3.0-or-later
"""What articles take from the moment of the build: the day of undated drafts, what is to come."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import compress

from msgspec.structs import replace

from plugins.newsroom.article import Article
from plugins.newsroom.codec import digest_of_parts
from plugins.newsroom.fault import Fault
from plugins.newsroom.plan.entry import Entry, undated_of
from plugins.newsroom.plan.material import FetchArticle
from plugins.vietnamese.dates import Moment, short_date


def date_drafts(
    entries: list[Entry], fetch: FetchArticle, now: datetime
) -> tuple[list[Entry], FetchArticle]:
    """Give the drafts of *entries* that have no date the day of *now*.

    Returns all entries, and what fetches whole articles with the same day. Where another
    article has the address, the draft gets a longer one.
    """
    undated = list(compress(entries, map(undated_of, entries)))
    if not undated:
        return entries, fetch
    today = Moment(now.replace(hour=0, minute=0, second=0, microsecond=0), "day")
    dated = {entry.path: entry for entry in undated}
    taken = {entry.address for entry in entries if entry.path not in dated}
    slugs: dict[str, str] = {}
    for path, entry in dated.items():
        slug = entry.address.split("/")[-2]
        address = f"/tin-tuc/{today.date:%Y/%m/%d}/{slug}/"
        if address in taken:
            slug = f"{slug}-nhap-{hashlib.sha256(path.encode()).hexdigest()[:8]}"
            address = f"/tin-tuc/{today.date:%Y/%m/%d}/{slug}/"
        taken.add(address)
        slugs[path] = slug
        dated[path] = entry._replace(
            address=address,
            published=today.when.timestamp(),
            modified=max(entry.modified, today.iso),
            digest=digest_of_parts(entry.digest, address),
            story=digest_of_parts(entry.story, address),
        )

    def fetch_dated(path: str) -> Article:
        article = fetch(path)
        return replace(article, date=today, slug=slugs[path]) if path in slugs else article

    return [dated.get(entry.path, entry) for entry in entries], fetch_dated


def future_faults(entries: Iterable[Entry], now: datetime) -> Iterator[Fault]:
    """Warn of what articles tell as done on a day that is still to come."""
    moment = now.timestamp()
    for entry in entries:
        for field, line, written, when in entry.past_dates:
            if when > moment:
                yield Fault(
                    entry.path,
                    line,
                    field,
                    f"«{written}» là ngày chưa tới (hôm nay {short_date(Moment(now, 'day'))})",
                    "xem lại năm, tháng, ngày",
                    warning=True,
                )
