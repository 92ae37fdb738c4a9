# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guard: what a publication would take from the public, or show it too early.

What was published before is read from PUBLISHED_FILE, from the marker of the previous
output, or from the live marker at PUBLISHED_URL, in this order.
"""

import datetime as dt
import http.client
import re
import shlex
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping, Set
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import quote

import msgspec

from plugins.newsroom.plan.vanished import find_allowed, find_vanished
from plugins.press.errors import Refusal, reason_of
from plugins.press.publish.marker import MARKER, Marker, read_marker

if TYPE_CHECKING:
    from plugins.newsroom.plan.planner import SitePlan

#: Days that "now" may be later than the month of the last publication.
IDLE_DAYS = 400
#: Days that "now" may be later than the time zones that came with the program.
UNKNOWN_DAYS = 5 * 366

_TIMEOUT_S = 20
_LARGEST_BYTES = 64_000_000
_HOW_TO_TELL = (
    f"chép tệp {MARKER} của lần đăng trước về máy rồi chạy lại với PUBLISHED_FILE=tên-tệp; "
    "nếu chưa từng đăng gì, chạy lại với FIRST_RELEASE=1"
)


class Published(msgspec.Struct, frozen=True):
    """What a release published: its addresses, and its month (`clock`, "2026-11") if known.

    `gone` are addresses that were let go before (ALLOW_GONE).
    """

    addresses: list[str]
    clock: str = ""
    gone: list[str] = []

    @classmethod
    def of(cls, manifest: object) -> Self | None:
        """Read a release's manifest; None in what is none."""
        try:
            return msgspec.convert(manifest, cls)
        except msgspec.ValidationError:
            return None


class Verdict(NamedTuple):
    """What stops a publication, and what should be known about it."""

    refusals: list[Refusal]
    warnings: list[str]


class _Gone(msgspec.Struct):
    """The part of a manifest that every publication needs: 1 ms, where all takes 10 ms."""

    gone: list[str] = []


class _MarkerOfGone(msgspec.Struct):
    manifest: _Gone


class Memory:
    """What was published before, as far as it is asked for; read once."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        #: Why it is unknown, once `published` was asked for.
        self.unknown: UnknownPublication | None = None

    @cached_property
    def published(self) -> Published | None:
        """Tell all of it; None where there is no sign of any, or it cannot be read."""
        try:
            return read_published(self._settings)
        except UnknownPublication as error:
            self.unknown = error
            return None

    def departed(self) -> list[str]:
        """List published addresses that were let go, before or now; they answer 410."""
        allowed = self._settings.get("ALLOW_GONE", ())
        if not allowed and not self._settings.get("PUBLISHED_FILE"):
            file = Path(self._settings["OUTPUT_PATH"]) / MARKER
            with suppress(OSError, ValueError, RecursionError):
                return msgspec.json.decode(file.read_bytes(), type=_MarkerOfGone).manifest.gone
        if self.published is None:
            return []
        return [*self.published.gone, *find_allowed(self.published.addresses, allowed)]


def guard(
    site_plan: "SitePlan",
    settings: Mapping[str, Any],
    now: dt.datetime,
    memory: Memory,
    claims: Set[str] = frozenset(),
) -> Verdict:
    """Find the published addresses that would vanish, and a clock that ran away.

    *claims* are what the addresses of sources are made of that could not be read.

    Where it is unknown what was published, a check only warns; a publication is refused
    if there was one, and goes on if there is no sign of any.

    Raises Refusal for settings that cannot be used.
    """
    limit = share_of(settings.get("MAX_SHRINK", 0.1))
    refusals, warnings = [], []
    published = memory.published
    unknown = None if settings.get("FIRST_RELEASE") else memory.unknown
    if unknown is not None and settings.get("CHECK_ONLY"):
        warnings.append(f"Cảnh báo: {unknown}")
    elif unknown is not None:
        refusals.append(unknown)
    elif published is None:
        warnings.append("Không rõ lần trước đã đăng những gì, nên không kiểm tra địa chỉ bị mất.")
    refusals += _refuse_clock(site_plan, settings, now, published)
    if published is not None:
        refusals += _refuse_vanished(site_plan, settings, now, published, limit, claims)
    return Verdict(refusals, warnings)


class UnknownPublication(Refusal):
    """Something was published, and what it was cannot be read."""


def read_published(settings: Mapping[str, Any]) -> Published | None:
    """Read what was published before; None where there is no sign of a publication.

    Raises UnknownPublication, and Refusal where PUBLISHED_FILE is something else.
    """
    file = settings.get("PUBLISHED_FILE")
    published = read_published_file(Path(file)) if file else None
    marker = None
    if published is None:
        marker = read_marker(Path(settings["OUTPUT_PATH"]))
        published = marker and Published.of(marker.published())
    if published is not None:
        return published
    if url := settings.get("PUBLISHED_URL"):
        return _fetch(url)
    if marker is not None:
        raise UnknownPublication(
            f"dấu «{MARKER}» của «{settings['OUTPUT_PATH']}» bị hỏng, "
            "nên không rõ lần trước đã đăng những gì",
            _HOW_TO_TELL,
        )
    return None


def read_published_file(file: Path) -> Published | None:
    """Read a copy of a release's marker; None where there is no such file.

    Raises Refusal when *file* is something else.
    """
    try:
        published = _published_in(file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        published = None
    if published is None:
        raise Refusal(
            f"không đọc được «{file}» như danh sách địa chỉ đã đăng",
            f"chép tệp {MARKER} của lần đăng trước vào đó, hoặc bỏ PUBLISHED_FILE",
        )
    return published


def why_unread(error: Exception) -> str:
    """Say in Vietnamese, by its kind, why an address gives nothing."""
    if isinstance(error, urllib.error.HTTPError):
        return f"máy chủ trả lời {error.code}"
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        error = error.reason
    for kind, reason in (
        (socket.gaierror, "không tìm ra máy chủ ấy"),
        (ssl.SSLCertVerificationError, "chứng thư của máy chủ không đúng"),
        (ssl.SSLError, "máy chủ không nói được https"),
        (TimeoutError, "máy chủ không trả lời"),
        (http.client.HTTPException, "máy chủ trả lời dở dang"),
    ):
        if isinstance(error, kind):
            return reason
    is_of_system = isinstance(error, OSError) and error.errno is not None
    return reason_of(error) if is_of_system else "địa chỉ viết sai"


def _fetch(url: str) -> Published:
    """Read the marker of the live site."""
    if not url.startswith(("https://", "http://")):
        raise Refusal(
            f"không dùng được PUBLISHED_URL là «{url}»",
            f"ghi địa chỉ đầy đủ, ví dụ https://tinh.gov.vn/{MARKER}",
        )
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:
            published = _published_in(answer.read(_LARGEST_BYTES))
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise UnknownPublication(
            f"không tải được «{url}» ({why_unread(error)}), "
            "nên không rõ lần trước đã đăng những gì",
            f"kiểm tra mạng và PUBLISHED_URL; hoặc {_HOW_TO_TELL}",
        ) from error
    if published is None:
        raise UnknownPublication(
            f"«{url}» không phải dấu của trang tin, nên không rõ lần trước đã đăng những gì",
            f"sửa PUBLISHED_URL; hoặc {_HOW_TO_TELL}",
        )
    return published


def _published_in(data: bytes) -> Published | None:
    try:
        return Published.of(msgspec.json.decode(data, type=Marker).published())
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _refuse_vanished(
    site_plan: "SitePlan",
    settings: Mapping[str, Any],
    now: dt.datetime,
    published: Published,
    limit: float,
    claims: Set[str],
) -> list[Refusal]:
    vanished = find_vanished(
        published.addresses,
        [item.address for item in (*site_plan.shown, *site_plan.standing)],
        site_plan.aliases,
        site_plan.gone.keys() - set(site_plan.departed),
        settings.get("ALLOW_GONE", ()),
        claims,
    )
    yesterday = now.date() - dt.timedelta(days=1)
    refusals = [
        Refusal(
            f"{address}: địa chỉ đã đăng sẽ mất",
            "thêm nó vào aliases của bài thay thế; muốn gỡ bài thì giữ tệp và ghi "
            f"«withdrawn: lý do» hoặc «expires: {yesterday}»; "
            f"hoặc chạy lại với {quoted('ALLOW_GONE', _as_word(address))}",
        )
        for address in vanished.unannounced
    ]
    if vanished.share > limit:
        refusals.append(
            Refusal(
                f"Lần này gỡ {vanished.share:.0%} số địa chỉ đã đăng, quá mức {limit:.0%}",
                "kiểm tra thư mục nội dung và các trường expires; "
                "nếu đúng ý, chạy lại với MAX_SHRINK=1",
            )
        )
    return refusals


def _refuse_clock(
    site_plan: "SitePlan",
    settings: Mapping[str, Any],
    now: dt.datetime,
    published: Published | None,
) -> list[Refusal]:
    """Refuse a "now" that is far behind all that is known, where it would show articles.

    What is known is the month of the last publication, else the year of the time zones.
    """
    today = now.date()
    if settings.get("CLOCK_OK") == today.isoformat():
        return []
    try:
        known = dt.date.fromisoformat(f"{published.clock}-28") if published else None
    except ValueError:
        known = None
    if known is None:
        from tzdata import __version__ as zones

        known, allowed = dt.date(int(zones.partition(".")[0]), 12, 31), UNKNOWN_DAYS
        since = f"dữ liệu múi giờ của chương trình (năm {known.year})"
    else:
        allowed = IDLE_DAYS
        since = f"lần đăng trước (tháng {known.month}/{known.year})"
    if (today - known).days <= allowed:
        return []
    end = dt.datetime.combine(known, dt.time.max, now.tzinfo).timestamp()
    count = sum(entry.published > end for entry in site_plan.shown)
    if not count:
        return []
    return [
        Refusal(
            f"đồng hồ chỉ ngày {today:%d/%m/%Y}, quá xa {since}, nên {count} bài sẽ hiện ra",
            f"chỉnh lại đồng hồ của máy; nếu đúng là ngày ấy, chạy lại với CLOCK_OK={today}",
        )
    ]


def _as_word(address: str) -> str:
    """Write an address so that it is one of several that spaces part."""
    return re.sub(r"\s", lambda space: quote(space[0]), address)


def quoted(name: str, value: str) -> str:
    """Write a variable so that neither a shell nor make obeys anything in its *value*."""
    return f"{name}={shlex.quote(value)}"


def share_of(value: object) -> float:
    """Read MAX_SHRINK, which the environment gives as text; Refusal for no share."""
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


def manifest_of(site_plan: "SitePlan") -> dict[str, Any]:
    """List the addresses that the public is promised from now on, old ones included."""
    # Oldest first: addresses hold their days, and are all but sorted so.
    present = [item.address for item in (*site_plan.shown, *site_plan.standing)][::-1]
    manifest: dict[str, Any] = {"addresses": sorted(dict.fromkeys([*present, *site_plan.aliases]))}
    return {**manifest, "gone": site_plan.departed} if site_plan.departed else manifest


def manifest_after(site_plan: "SitePlan", output: Path, month: str) -> dict[str, Any]:
    """Tell what *output* will have published; only a publication changes that.

    Any other build adds that what stands there now is not for the public ("local").

    *month* is that of the publication ("2026-11"), "" for a build that is none. Where the marker
    is damaged, what was published stays unknown: the manifest says nothing.
    """
    if month:
        return {**manifest_of(site_plan), "public": True, "clock": month}
    marker = read_marker(output)
    if marker is None:
        return manifest_of(site_plan)
    before = marker.published()
    if Published.of(before) is None:
        return {}
    if before.get("public") is not True:
        return manifest_of(site_plan)
    return {**before, "local": True}
