# SPDX-License-Identifier: AGPL-3.0-or-later
"""The production of the site: read → plan → print, with the settings of Pelican."""

import datetime as dt
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.edition import Desk, Edition, plan
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import BodyPart, Link
from plugins.newsroom.photo import PHOTO_FOLDER, Original, plan_derivatives
from plugins.newsroom.sections import Sections
from plugins.newsroom.vietnamese.dates import parse_moment
from plugins.newsroom.withdrawal import compare
from plugins.press.content_folder import ContentFolder
from plugins.press.darkroom import Darkroom, PhotoError, examine
from plugins.press.printer import Printer
from plugins.press.proofreader import Proofreader
from plugins.press.reader import ATTACHMENT_FOLDER, Reader, Reading
from plugins.press.release import MARKER, Changes, Release, ReleaseError, read_manifest
from plugins.press.report import Report
from plugins.press.site import Site, root_of
from plugins.press.theme import Theme

FEEDS = (Link("RSS", "/rss.xml"), Link("Atom", "/atom.xml"), Link("JSON Feed", "/feed.json"))

#: The theme's own emblem, for a portal without a logo.
ROUNDEL = "img/roundel.svg"
#: Lines of each list of changes; the numbers of all are told anyhow.
CHANGES_TOLD = 40


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that was read: records, bodies by content path, and every fault."""

    articles: tuple[Article, ...]
    standing: tuple[Standing, ...]
    bodies: Mapping[str, tuple[BodyPart, ...]]
    faults: tuple[Fault, ...]


class Production:
    """Makes the site that Pelican's *settings* describe, as it is at the moment *now*."""

    def __init__(self, settings: Mapping[str, Any], now: dt.datetime, report: Report) -> None:
        self.settings, self.now, self.report = settings, now, report
        self.content = Path(settings["PATH"])
        self.zone = ZoneInfo(settings["TIMEZONE"])
        self.sections = settings["NEWS_SECTIONS"]
        self.preview = bool(settings.get("PREVIEW"))
        self.check_only = bool(settings.get("CHECK_ONLY"))
        cache = Path(settings["CACHE_PATH"])
        self.darkroom = Darkroom(cache / "photos", os.cpu_count() or 1)

    def read(self) -> Manuscript:
        """Read every source and develop every photo that a text shows."""
        folder = ContentFolder(self.content)
        sources, faults = folder.sources()
        reader = Reader(folder, Sections(self.sections), self.zone, _examine_once())
        readings = []
        for number, source in enumerate(sources, 1):
            readings.append(reader.read(source))
            self.report.progress("Đọc bài", number, len(sources))
        faults += self._develop(readings)
        faults += [fault for reading in readings for fault in reading.faults]
        records = [reading.record for reading in readings if reading.record is not None]
        if self.preview:
            # An editor at work sees the healthy articles; the others are told of beside them.
            faulty = {fault.path for fault in faults if not fault.warning}
            records = [record for record in records if record.path not in faulty]
        return Manuscript(
            tuple(record for record in records if isinstance(record, Article)),
            tuple(record for record in records if isinstance(record, Standing)),
            {reading.path: reading.parts for reading in readings},
            tuple(faults),
        )

    def _develop(self, readings: Iterable[Reading]) -> list[Fault]:
        """Make the photos' copies, or only look whether they can be made.

        A photo that fails is a fault wherever it is shown.
        """
        wanted = [
            (reading.path, file, original, field, line)
            for reading in readings
            for file, original, field, line in reading.photo_files
        ]
        work = self.darkroom.proof_all if self.check_only else self.darkroom.develop_all
        failed = dict(
            work(
                [(file, original) for _, file, original, _, _ in wanted],
                lambda done, total: self.report.progress("Làm ảnh", done, total),
            )
        )
        return [
            Fault(path, line, field, failed[file].problem, failed[file].mend)
            for path, file, _, field, line in wanted
            if file in failed
        ]

    def plan(self, manuscript: Manuscript) -> Edition:
        """Plan every page."""
        old_before, old_notice = self.settings.get("OLD_NOTICE") or (None, "")
        desk = Desk(
            portal=self.settings["PORTAL"]["name"],
            sections=self.sections,
            per_page=self.settings["PER_PAGE"],
            notices=self.settings.get("NOTICES_SECTION"),
            old_before=parse_moment(old_before, self.zone).when if old_before else None,
            old_notice=old_notice,
            preview=self.preview,
        )
        return plan(manuscript.articles, manuscript.standing, desk, self.now)

    def print(self, edition: Edition, manuscript: Manuscript, release: Release) -> None:
        """Put every file of the site into *release*."""
        theme = Theme(Path(self.settings["THEME"]), self.settings["PORTAL"]["colours"])
        site = self._site(edition, theme)
        printer = Printer(
            theme.environment(self.settings["JINJA_ENVIRONMENT"]),
            site,
            manuscript.bodies.__getitem__,
            self.settings["DATE_PATTERNS"],
        )
        shown = {item.path for item in (*edition.shown, *edition.standing)}
        records = [
            record
            for record in (*manuscript.articles, *manuscript.standing)
            if record.path in shown
        ]
        photos = dict.fromkeys(photo.original for record in records for photo in record.text.photos)
        copies = [
            copy.address.removeprefix("/")
            for original in photos
            for copy in plan_derivatives(original)
        ]
        attachments = self._attachments(records)
        # Two articles may share an address in the preview only; the newest is shown.
        pages = {page.file: page for page in reversed(edition.pages)}
        proofreader = Proofreader({*pages, *theme.files, *copies, *attachments}, site.root)
        for number, (file, page) in enumerate(pages.items(), 1):
            data = printer.print(page)
            proofreader.check(page.address, data)
            release.stage(file, data)
            self.report.progress("In trang", number, len(pages))
        for file, data in theme.files.items():
            release.stage(file, data)
        for file, source in attachments.items():
            release.stage_file(file, source)
        for original in photos:
            for name, data in self._copies_of(original).items():
                release.stage(f"{PHOTO_FOLDER}/{name}", data)

    def _copies_of(self, original: Original) -> Mapping[str, bytes]:
        copies = self.darkroom.derivatives(original)
        if copies is None:
            raise RuntimeError(f"the copies of photo {original.digest} vanished from the cache")
        return copies

    def _attachments(self, records: Iterable[Article | Standing]) -> dict[str, Path]:
        """List the files that the texts link to, by output path."""
        folder = ContentFolder(self.content)
        return {
            f"{ATTACHMENT_FOLDER}/{item.name}": folder.find("/" + item.path, item.path).file
            for record in records
            for item in record.text.attachments
        }

    def _site(self, edition: Edition, theme: Theme) -> Site:
        settings = self.settings
        portal = {**settings["PORTAL"], "logo": settings["PORTAL"].get("logo") or ROUNDEL}
        url = settings["SITEURL"].rstrip("/")
        return Site(
            portal=portal,
            url=url,
            root=root_of(url),
            sections=tuple(
                Link(name, f"/chuyen-muc/{slug}/") for slug, name in self.sections.items()
            ),
            pages=tuple(Link(page.title, page.address) for page in edition.standing),
            feeds=FEEDS,
            stylesheets=(theme.address("site.css"), theme.address("portal.css")),
            script=theme.address("js/site.js"),
            asset=theme.address,
        )


def build(settings: Mapping[str, Any]) -> int:
    """Build the site, or only check it (`CHECK_ONLY`); return the exit status."""
    started = time.monotonic()
    report = Report(Path(settings["PATH"]))
    production = Production(settings, moment_of_build(settings), report)
    manuscript = production.read()
    edition = production.plan(manuscript)
    faults = {*manuscript.faults, *edition.faults}
    report.faults(faults)
    count = sum(not fault.warning for fault in faults)
    warnings = len(faults) - count
    if count:
        report.say(f"Có {count} lỗi, {warnings} cảnh báo. Không xuất bản gì.")
        return 1
    tell_embargoed(edition, report)
    if production.check_only:
        articles = len(manuscript.articles)
        report.say(f"Đã kiểm tra {articles} bài: không có lỗi, {warnings} cảnh báo.")
        return 0
    output = Path(settings["OUTPUT_PATH"])
    with Release(output, production.content) as release:
        if settings.get("GUARD_ADDRESSES") and not guard_addresses(edition, settings, report):
            return 1
        production.print(edition, manuscript, release)
        changes = release.commit(manifest(edition))
    if settings.get("GUARD_ADDRESSES"):
        tell_changes(changes, report)
    report.say(summary(edition, changes, time.monotonic() - started))
    return 0


def guard_addresses(edition: Edition, settings: Mapping[str, Any], report: Report) -> bool:
    """Tell whether all published addresses live on, but for those that may go."""
    source = settings.get("PUBLISHED_FILE")
    published = read_addresses(Path(source)) if source else None
    if published is None:
        told = read_manifest(Path(settings["OUTPUT_PATH"])) or {}
        published = told.get("addresses")
    if published is None:
        report.say("Không rõ lần trước đã đăng những gì, nên không kiểm tra địa chỉ bị mất.")
        return True
    withdrawal = compare(
        published,
        [item.address for item in (*edition.shown, *edition.standing)],
        edition.aliases,
        edition.expired,
        settings["ALLOW_GONE"],
    )
    for address in withdrawal.unannounced:
        report.say(
            f"{address}: địa chỉ đã đăng sẽ mất — Sửa: thêm nó vào aliases của bài thay thế, "
            f'hoặc chạy lại với ALLOW_GONE="{address}"'
        )
    limit = settings["MAX_SHRINK"]
    if withdrawal.share > limit:
        report.say(
            f"Lần này gỡ {withdrawal.share:.0%} số địa chỉ đã đăng, quá mức {limit:.0%} — "
            "Sửa: kiểm tra thư mục nội dung; nếu đúng ý, chạy lại với MAX_SHRINK=1"
        )
    return not withdrawal.unannounced and withdrawal.share <= limit


def read_addresses(file: Path) -> list[str] | None:
    """Read the addresses that a release published from a copy of its marker.

    Raises ReleaseError when *file* is there and is something else.
    """
    try:
        addresses = json.loads(file.read_bytes())["manifest"]["addresses"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ReleaseError(
            f"không đọc được «{file}» như danh sách địa chỉ đã đăng",
            f"chép tệp {MARKER} của lần đăng trước vào đó, hoặc bỏ PUBLISHED_FILE",
        ) from error
    return addresses


def moment_of_build(settings: Mapping[str, Any]) -> dt.datetime:
    """Read the one "now" of a build; SOURCE_DATE_EPOCH (seconds) fixes it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    seconds = float(fixed) if fixed else time.time()
    return dt.datetime.fromtimestamp(seconds, ZoneInfo(settings["TIMEZONE"]))


def manifest(edition: Edition) -> dict[str, Any]:
    """List the addresses that the public is promised from now on."""
    return {"addresses": sorted(item.address for item in (*edition.shown, *edition.standing))}


def tell_embargoed(edition: Edition, report: Report) -> None:
    """List what waits for its day, so that a date of 2071 is seen."""
    for article in edition.embargoed:
        report.say(f"Chờ đăng {article.date}: {report.prefix}{article.path}")
    if edition.due is not None:
        report.say(f"Lần đăng hoặc gỡ tự động tiếp theo: {edition.due.isoformat()}")


def tell_changes(changes: Changes, report: Report) -> None:
    """List what a release added, changed and removed; of long lists the beginning."""
    for sign, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for path in paths[:CHANGES_TOLD]:
            report.say(f"{sign} {path}")
        if len(paths) > CHANGES_TOLD:
            report.say(f"{sign} … và {len(paths) - CHANGES_TOLD} tệp nữa")


def summary(edition: Edition, changes: Changes, seconds: float) -> str:
    """Tell in one line what a build did."""
    return (
        f"Xong: {len(edition.shown)} bài, {len(edition.pages)} tệp trang; "
        f"thêm {len(changes.added)}, sửa {len(changes.changed)}, "
        f"gỡ {len(changes.removed)} tệp; {seconds:.1f} giây."
    )


def _examine_once():
    """Examine each photo file once, though many articles may show it."""
    known: dict[Path, Any] = {}

    def examine_once(file: Path):
        if file not in known:
            try:
                known[file] = examine(file)
            except PhotoError as error:
                known[file] = error
        if isinstance(known[file], PhotoError):
            raise known[file]
        return known[file]

    return examine_once
