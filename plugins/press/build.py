# SPDX-License-Identifier: AGPL-3.0-or-later
"""A build from beginning to end, and what it tells of itself.

Loads little by itself: the looking at both folders begins before the rest is loaded.
"""

import datetime as dt
import time
from collections.abc import Mapping
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.press.cache.store import CacheDamagedError, discard
from plugins.press.publish.compression import original_of
from plugins.press.publish.guard import Memory, guard, manifest_after
from plugins.press.publish.portal_state import Head, due_second, stage_state
from plugins.press.publish.release import ReleaseChanges
from plugins.press.report import Report
from plugins.press.session import Session, cache_file
from plugins.press.settings import moment_of_build, refuse_settings

if TYPE_CHECKING:
    from plugins.newsroom.plan.planner import SitePlan

#: Lines of each list of changes; the numbers of all are told anyhow.
CHANGES_TOLD = 40


def build(settings: Mapping[str, Any]) -> int:
    """Build the site, or only check it (`CHECK_ONLY`); return the exit status.

    0: the output, or the content, is as it should be. 1: faults of articles, or addresses
    that the guard keeps; all are told, and the output is untouched. What the press cannot
    do at all is raised: a Refusal where a person can mend it, another error where the
    program is to blame; Pelican's door turns both into 2.
    """
    report = Report(Path(settings["PATH"]), quiet=bool(settings.get("QUIET")))
    refuse_settings(settings)
    now = moment_of_build(settings)
    try:
        return _build(settings, now, report)
    except CacheDamagedError as error:
        # Found amid the build, which an empty store begins anew; the output is whole either way.
        report.say(error.words)
        discard(cache_file(settings))
        return _build(settings, now, report)


def _build(settings: Mapping[str, Any], now: dt.datetime, report: Report) -> int:
    started = time.monotonic()
    with Session(settings, report) as session:
        from plugins.press.pipeline import Pipeline

        pipeline = Pipeline(settings, now, report, session, groups={})
        result = pipeline.read()
        guarded = bool(settings.get("GUARD_ADDRESSES"))
        memory = Memory(settings)
        site_plan = pipeline.plan(result, departed=memory.departed() if guarded else ())
        # A reference cycle is not freed object by object when the build returns, which would add
        # a seventh to its time, but with the process, or by the garbage collector.
        held: list[object] = [session, pipeline, result, site_plan]
        held.append(held)
        faults = {*result.faults, *site_plan.faults}
        report.faults(faults)
        tell_embargoed(site_plan, report)
        strict = settings.get("FATAL_WARNINGS")
        count = sum(strict or not fault.warning for fault in faults)
        warnings = len(faults) - count

        def may_go_on() -> bool:
            """Tell what a publication would take from the public, and whether it may."""
            refusals, told = guard(site_plan, settings, now, memory, result.claims)
            for words in told:
                report.tell(words)
            report.refusals(refusals)
            return not refusals

        if count or session.release is None:
            allowed = not guarded or may_go_on()
            if session.release is None:
                faulty = {fault.path for fault in faults if not fault.warning}
                refused = pipeline.rehearse(pipeline.plan(result, faulty) if faulty else site_plan)
                report.refusals(refused)
                allowed = allowed and not refused
            if count:
                report.say(f"Có {count} lỗi, {warnings} cảnh báo. Không xuất bản gì.")
            elif allowed:
                articles = len(result.entries)
                report.tell(f"Đã kiểm tra {articles} bài: không có lỗi, {warnings} cảnh báo.")
            return 0 if allowed and not count else 1
        month = f"{now:%Y-%m}" if guarded else ""
        with closing(Head(Path(settings["PATH"]))) if guarded else nullcontext() as head:
            run = pipeline.printing(site_plan)
            held.append(run)
            marked = run.is_marked(month)
            known = marked and not settings.get("PUBLISHED_FILE")
            if guarded and not known and not may_go_on():
                return 1
            run.print()
            output = Path(settings["OUTPUT_PATH"])
            if head is not None:
                stage_state(session.release, output, site_plan, head.read(), now)
        manifest = None if marked else manifest_after(site_plan, output, month)
        changes = session.release.commit(manifest)
        run.save(month)
        session.store.commit()
    if guarded:
        tell_changes(changes, report)
    report.tell(summary(site_plan, changes, time.monotonic() - started))
    return 0


def tell_embargoed(site_plan: "SitePlan", report: Report) -> None:
    """List what waits for its day, so that a date of 2071 is seen."""
    for moment, path in site_plan.embargoed:
        report.tell(f"Chờ đăng {moment.isoformat()}: {report.prefix}{path}")
    if (due := due_second(site_plan)) is not None:
        report.tell(f"Lần đăng hoặc gỡ tự động tiếp theo: {due.isoformat()}")


def tell_changes(changes: ReleaseChanges, report: Report) -> None:
    """List what a release added, changed and removed; of long lists the beginning."""
    signs = (("+", changes.added), ("~", changes.changed), ("-", changes.removed))
    for sign, files in signs:
        # A compressed copy goes with its file.
        paths = [path for path in files if original_of(path) == path]
        for path in paths[:CHANGES_TOLD]:
            report.tell(f"{sign} {path}")
        if len(paths) > CHANGES_TOLD:
            report.tell(f"{sign} … và {len(paths) - CHANGES_TOLD} tệp nữa")


def summary(site_plan: "SitePlan", changes: ReleaseChanges, seconds: float) -> str:
    """Tell in one line what a build did."""
    return (
        f"Xong: {len(site_plan.shown)} bài, {len(site_plan.addresses)} trang; "
        f"thêm {len(changes.added)}, sửa {len(changes.changed)}, "
        f"gỡ {len(changes.removed)} tệp; {seconds:.1f} giây."
    )
