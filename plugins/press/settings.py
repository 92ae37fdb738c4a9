# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a build: what they must say, and what follows from them."""

import datetime as dt
import os
import re
import time
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from plugins.press.errors import Refusal

#: Where the site stands until a setting tells.
LOCAL_URL = "http://localhost:8000"
#: What the settings must say; under a misspelt name it would count as unsaid.
OWN_SETTINGS = (
    "PORTAL",
    "PORTAL_URL",
    "NEWS_SECTIONS",
    "NOTICES_SECTION",
    "OLD_NOTICE",
    "DATE_PATTERNS",
    "PER_PAGE",
)
#: The plugins that the site cannot do without, and what would be lacking.
_NEEDED_PLUGINS = {
    "plugins.vietnamese_dates": "không in được ngày tháng theo cách Việt Nam",
    "plugins.photo_captions": "không nhận được chú thích và nguồn ảnh",
}
_SITE_URL = re.compile(r"https?://[^\s/?#\"<>]+(?:/[^\s?#\"<>]*)?")
#: What cards are drawn in, besides what style sheets understand.
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


def refuse_settings(settings: Mapping[str, Any]) -> None:
    """Raise Refusal where a site would quietly be another than was meant."""
    for name in OWN_SETTINGS:
        if name not in settings:
            raise Refusal(
                f"thiếu cài đặt {name}",
                "ghi nó vào tệp cấu hình, đúng tên như trong pelicanconf.py",
            )
    for name, lacking in _NEEDED_PLUGINS.items():
        if name not in settings["PLUGINS"]:
            raise Refusal(
                f"PLUGINS thiếu «{name}», nên {lacking}", "thêm nó vào PLUGINS của tệp cấu hình"
            )
    notices, sections = settings["NOTICES_SECTION"], settings["NEWS_SECTIONS"]
    if notices is not None and notices not in sections:
        raise Refusal(
            f"không có chuyên mục «{notices}» của NOTICES_SECTION",
            f"chọn một trong: {', '.join(sections)}, hoặc ghi None",
        )
    for name, colour in settings["PORTAL"]["colours"].items():
        if not _COLOUR.fullmatch(colour):
            raise Refusal(
                f"không dùng được màu {name} của PORTAL là «{colour}»",
                "ghi sáu chữ số mười sáu, ví dụ #0b5597",
            )
    per_page = settings["PER_PAGE"]
    if not isinstance(per_page, int) or per_page < 1:
        raise Refusal(f"không dùng được PER_PAGE là «{per_page}»", "ghi một số nguyên từ 1 trở lên")


def site_url(settings: Mapping[str, Any]) -> str:
    """Tell where the site stands, without a slash at the end; Refusal if nowhere."""
    url = settings.get("SITEURL") or LOCAL_URL
    if not _SITE_URL.fullmatch(url):
        raise Refusal(
            f"không dùng được SITEURL là «{url}»", "ghi địa chỉ đầy đủ, ví dụ https://tinh.gov.vn"
        )
    return url.rstrip("/")


def moment_of_build(settings: Mapping[str, Any]) -> dt.datetime:
    """Read the one "now" of a build; SOURCE_DATE_EPOCH (seconds) fixes it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    zone = ZoneInfo(settings["TIMEZONE"])
    try:
        return dt.datetime.fromtimestamp(float(fixed) if fixed else time.time(), zone)
    except (ValueError, OverflowError, OSError) as error:
        raise Refusal(
            f"không dùng được SOURCE_DATE_EPOCH là «{fixed}»",
            "ghi số giây kể từ đầu năm 1970, ví dụ SOURCE_DATE_EPOCH=1794286800",
        ) from error


def share_of(value: object) -> float:
    """Read MAX_SHRINK, which the environment gives as text."""
    try:
        share = float(value)
    except (TypeError, ValueError):
        share = -1.0
    if not 0 <= share <= 1:
        raise Refusal(
            f"không dùng được MAX_SHRINK là «{value}»",
            "ghi một số từ 0 đến 1, ví dụ MAX_SHRINK=0.2",
        )
    return share
