# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moments of Vietnam for tests."""

import datetime as dt
from zoneinfo import ZoneInfo

from plugins.vietnamese.dates import Moment

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(*numbers: int, precision: str | None = None) -> Moment:
    """Make a moment of year, month, day and perhaps hour, minute, second.

    It is as precise as it was told, unless *precision* says otherwise.
    """
    told = {3: "day", 6: "second"}.get(len(numbers), "minute")
    return Moment(dt.datetime(*numbers, tzinfo=VIETNAM), precision or told)
