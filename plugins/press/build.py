# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build from beginning to end, and what it tells of itself.

Loads little by itself: the looking at both folders begins before the rest is loaded.
"""

import datetime as dt
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.newsroom.plan.withdrawal import compare
from plugins.press.cache.store import CacheDamagedError, discard
from plugins.press.errors import Refusal
from plugins.press.publish.marker import MARKER, read_manifest
from plugins.press.publish.release import Changes
from plugins.press.report import Report
from plugins.press.session import Session, cache_file
from plugins.press.settings import moment_of_build, refuse_settings, share_of

if TYPE_CHECKING:
    from plugins.newsroom.plan.planner import SitePlan

#: Lines of each list of changes; the numbers of all are told anyhow.
CHANGES_TOLD = 40


def build(settings: Mapping[str, Any], held: list[object] | None = None) -> int:
    """Build the site, or only check it (`CHECK_ONLY`); return the exit status.

    *held* takes all that the build held, for a caller who would rather end than see it
    taken apart.
    """
    held = [] if held is None else held
    report = Report(Path(settings["PATH"]), quiet=bool(settings.get("QUIET")))
    refuse_settings(settings)
    now = moment_of_build(settings)
    try:
        return _build(settings, now, report, held)
    except CacheDamagedError as error:
        # Noticed half-way; the files that it was about are untouched, so begin anew.
        report.say(error.words)
        discard(cache_file(settings))
        return _build(settings, now, report, held)


def _build(
    settings: Mapping[str, Any], now: dt.datetime, report: Report, held: list[object]
) -> int:
    started = time.monotonic()
    with Session(settings, report) as session:
        from plugins.press.pipeline import Pipeline

        pipeline = Pipeline(settings, now, report, session, groups={})
        result = pipeline.read()
        site_plan = pipeline.plan(result)
        held += [session, pipeline, result, site_plan]
        faults = {*result.faults, *site_plan.faults}
        report.faults(faults)
        tell_embargoed(site_plan, report)
        strict = settings.get("FATAL_WARNINGS")
        count = sum(strict or not fault.warning for fault in faults)
        warnings = len(faults) - count
        if count:
            report.say(f"Có {count} lỗi, {warnings} cảnh báo. Không xuất bản gì.")
            return 1
        if session.release is None:
            articles = len(result.entries)
            report.tell(f"Đã kiểm tra {articles} bài: không có lỗi, {warnings} cảnh báo.")
            return 0
        guarded = bool(settings.get("GUARD_ADDRESSES"))
        run = pipeline.printing(site_plan)
        held.append(run)
        marked = run.is_marked(guarded)
        known = marked and not settings.get("PUBLISHED_FILE")
        if guarded and not known and not guard_addresses(site_plan, settings, report):
            return 1
        run.print()
        manifest = None if marked else _manifest_after(site_plan, settings, guarded)
        changes = session.release.commit(manifest)
        run.save(guarded)
        session.store.commit()
    if guarded:
        tell_changes(changes, report)
    report.tell(summary(site_plan, changes, time.monotonic() - started))
    return 0


def guard_addresses(site_plan: "SitePlan", settings: Mapping[str, Any], report: Report) -> bool:
    """Tell whether all published addresses live on, but for those that may go."""
    source = settings.get("PUBLISHED_FILE")
    published = read_addresses(Path(source)) if source else None
    if published is None:
        published = _addresses_of(read_manifest(Path(settings["OUTPUT_PATH"])))
    if published is None:
        report.say("Không rõ lần trước đã đăng những gì, nên không kiểm tra địa chỉ bị mất.")
        return True
    withdrawal = compare(
        published,
        [item.address for item in (*site_plan.shown, *site_plan.standing)],
        site_plan.aliases,
        site_plan.expired,
        settings["ALLOW_GONE"],
    )
    for address in withdrawal.unannounced:
        report.say(
            f"{address}: địa chỉ đã đăng sẽ mất — Sửa: thêm nó vào aliases của bài thay thế, "
            f'hoặc chạy lại với ALLOW_GONE="{address}"'
        )
    limit = share_of(settings["MAX_SHRINK"])
    if withdrawal.share > limit:
        report.say(
            f"Lần này gỡ {withdrawal.share:.0%} số địa chỉ đã đăng, quá mức {limit:.0%} — "
            "Sửa: kiểm tra thư mục nội dung và các trường expires; "
            "nếu đúng ý, chạy lại với MAX_SHRINK=1"
        )
    return not withdrawal.unannounced and withdrawal.share <= limit


def read_addresses(file: Path) -> list[str] | None:
    """Read the addresses that a release published from a copy of its marker.

    Raises Refusal when *file* is there and is something else.
    """
    cause = None
    try:
        addresses = _addresses_of(json.loads(file.read_bytes())["manifest"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        addresses, cause = None, error
    if addresses is None:
        raise Refusal(
            f"không đọc được «{file}» như danh sách địa chỉ đã đăng",
            f"chép tệp {MARKER} của lần đăng trước vào đó, hoặc bỏ PUBLISHED_FILE",
        ) from cause
    return addresses


def _addresses_of(manifest: object) -> list[str] | None:
    """Find the addresses in a release's manifest; None in what is none."""
    addresses = manifest.get("addresses") if isinstance(manifest, dict) else None
    if not isinstance(addresses, list) or not all(isinstance(item, str) for item in addresses):
        return None
    return addresses


def manifest_of(site_plan: "SitePlan") -> dict[str, Any]:
    """List the addresses that the public is promised from now on, old ones included."""
    # Oldest first: addresses hold their days, and are all but sorted so.
    present = [item.address for item in (*site_plan.shown, *site_plan.standing)][::-1]
    return {"addresses": sorted(dict.fromkeys([*present, *site_plan.aliases]))}


def _manifest_after(
    site_plan: "SitePlan", settings: Mapping[str, Any], guarded: bool
) -> dict[str, Any]:
    """Tell what an output will have published; only a publication changes that."""
    before = read_manifest(Path(settings["OUTPUT_PATH"])) or {}
    if guarded:
        return {**manifest_of(site_plan), "public": True}
    return before if before.get("public") is True else manifest_of(site_plan)


def tell_embargoed(site_plan: "SitePlan", report: Report) -> None:
    """List what waits for its day, so that a date of 2071 is seen."""
    for moment, path in site_plan.embargoed:
        report.tell(f"Chờ đăng {moment.isoformat()}: {report.prefix}{path}")
    if site_plan.due is not None:
        # A day's end is its last microsecond: the first whole second behind it is told.
        due = site_plan.due + dt.timedelta(microseconds=-site_plan.due.microsecond % 1_000_000)
        report.tell(f"Lần đăng hoặc gỡ tự động tiếp theo: {due.isoformat()}")


def tell_changes(changes: Changes, report: Report) -> None:
    """List what a release added, changed and removed; of long lists the beginning."""
    for sign, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for path in paths[:CHANGES_TOLD]:
            report.tell(f"{sign} {path}")
        if len(paths) > CHANGES_TOLD:
            report.tell(f"{sign} … và {len(paths) - CHANGES_TOLD} tệp nữa")


def summary(site_plan: "SitePlan", changes: Changes, seconds: float) -> str:
    """Tell in one line what a build did."""
    return (
        f"Xong: {len(site_plan.shown)} bài, {len(site_plan.addresses)} trang; "
        f"thêm {len(changes.added)}, sửa {len(changes.changed)}, "
        f"gỡ {len(changes.removed)} tệp; {seconds:.1f} giây."
    )
