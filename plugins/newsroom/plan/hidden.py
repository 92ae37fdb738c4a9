# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hidden articles: drafts, those whose day has not come, those past their end or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.newsroom.plan.entry import Entry

DRAFT = "Bản nháp"
EMBARGOED = "Chờ đến ngày đăng"
EXPIRED = "Đã hết hạn"
WITHDRAWN = "Đã gỡ"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the public does not see at a moment.

    `badges` maps content paths to why; a draft is no more than a draft, whatever its dates.
    `embargoed` are the entries whose day has not come, the next one first; `gone` are
    those past their end or withdrawn. `due` is when the clock next hides or shows one, in
    seconds since 1970.
    """

    badges: dict[str, str]
    embargoed: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    due: float | None


def find_hidden(entries: Iterable[Entry], now: float) -> Hidden:
    """Find what is hidden of *entries*, sorted newest first, at *now* (seconds since 1970)."""
    badges: dict[str, str] = {}
    embargoed, gone, moments = [], [], []
    for entry in entries:
        if entry.draft:
            badges[entry.path] = DRAFT
            continue
        if entry.published > now:
            badges[entry.path] = EMBARGOED
            embargoed.append(entry)
        elif entry.withdrawn or (entry.ends is not None and entry.ends <= now):
            badges[entry.path] = WITHDRAWN if entry.withdrawn else EXPIRED
            gone.append(entry)
        moments += [moment for moment in (entry.published, entry.ends or now) if moment > now]
    return Hidden(badges, tuple(reversed(embargoed)), tuple(gone), min(moments, default=None))
