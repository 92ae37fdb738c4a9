# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pipeline of the site: read → plan → print → release, with Pelican's settings."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import jinja2
import msgspec

from plugins.newsroom.article import Standing
from plugins.newsroom.codec import digest_of_parts
from plugins.newsroom.fault import Fault
from plugins.newsroom.page import Link
from plugins.newsroom.photo import (
    PHOTO_FOLDER,
    Derivative,
    Original,
    has_shared,
    plan_cuts,
    plan_derivatives,
    shared_photo,
)
from plugins.newsroom.plan.entry import Entry
from plugins.newsroom.plan.planner import PageBundle, PlanSettings, SitePlan, plan_entries
from plugins.newsroom.sections import Sections
from plugins.press.cache.compare import Bundle, Row, row_of, row_of_folder
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import fingerprint
from plugins.press.cache.workers import each
from plugins.press.errors import Refusal
from plugins.press.photos.store import PhotoStore
from plugins.press.publish.release import (
    MARKER,
    Changes,
    Release,
    Written,
    folders_of,
)
from plugins.press.read.content_folder import ContentFolder
from plugins.press.read.links import ATTACHMENT_FOLDER
from plugins.press.read.reader import Reader
from plugins.press.read.sources import Buckets, ReadResult, Sources
from plugins.press.render.additions import additions_of, extend
from plugins.press.render.cards import CardMaker
from plugins.press.render.page_checks import PageChecker
from plugins.press.render.printer import TEMPLATES, Printer
from plugins.press.render.site import Site, root_of
from plugins.press.render.theme import THEME_FOLDER, Theme, reuse_compiled
from plugins.press.render.web_app import write_manifest
from plugins.press.report import Report
from plugins.press.session import Session
from plugins.press.settings import site_url
from plugins.vietnamese.dates import parse_moment

FEEDS = (Link("RSS", "/rss.xml"), Link("Atom", "/atom.xml"), Link("JSON Feed", "/feed.json"))

#: The theme's own emblem, for a portal without a logo.
ROUNDEL, FAVICON = "img/roundel.svg", "img/favicon.svg"
_photos_of, _attachments_of = attrgetter("photos"), attrgetter("attachments")
#: Bundles of pages from which on it pays to share out their printing.
MANY_BUNDLES = 24
#: Folders that the files of more than one bundle stand in: each bundle would tell of them
#: as they were when it was printed, and they change with the others.
SHARED = "shared folders"
#: Photos are remembered in sixteen to the power of this many bundles.
PHOTO_BUNDLE_DIGITS = 2


class Pipeline:
    """Makes the site that Pelican's *settings* describe, as it is at the moment *now*.

    *buckets* are what earlier productions of this process took out of the store.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        now: dt.datetime,
        report: Report,
        session: Session,
        buckets: Buckets,
    ) -> None:
        self.settings, self.now, self.report = settings, now, report
        self.session, self.store = session, session.store
        self.zone = ZoneInfo(settings["TIMEZONE"])
        self.url = site_url(settings)
        self.sections: Mapping[str, str] = settings["NEWS_SECTIONS"]
        self.check_only = bool(settings.get("CHECK_ONLY"))
        self.photo_store = PhotoStore(session.cache / "photos", session.processes)
        folder, sections = ContentFolder(Path(settings["PATH"])), Sections(self.sections)
        own_urls = (settings["PORTAL_URL"],)
        self.sources = Sources(
            folder,
            session.store,
            session.content,
            lambda examine: Reader(folder, sections, self.zone, examine, own_urls),
            session.processes,
            buckets,
        )

    def read(self) -> ReadResult:
        """Find out what every source says, and make the copies of every new photo."""
        result = self.sources.update(self.report.progress)
        jobs = result.jobs
        work = self.photo_store.check_all if self.check_only else self.photo_store.make_all
        failed = dict(
            work(
                [(job.file, job.original) for job in jobs],
                partial(self.report.progress, "Làm ảnh"),
            )
        )
        for job in jobs:
            if error := failed.get(job.file):
                result.faults.append(
                    Fault(job.path, job.line, job.field, error.problem, error.mend)
                )
                self.sources.forget(job.path)
        self.sources.save()
        self.store.commit()
        return result

    def plan(self, result: ReadResult, without: Container[str] = ()) -> SitePlan:
        """Plan every page, those of the sources at the paths in *without* left out."""
        old_before, old_notice = self.settings["OLD_NOTICE"] or (None, "")
        plan_settings = PlanSettings(
            portal=self.settings["PORTAL"]["name"],
            sections=self.sections,
            per_page=self.settings["PER_PAGE"],
            notices=self.settings["NOTICES_SECTION"],
            old_before=parse_moment(old_before, self.zone).when if old_before else None,
            old_notice=old_notice,
            preview=bool(self.settings.get("PREVIEW")),
        )
        return plan_entries(
            [item for item in result.entries if item.path not in without],
            [item for item in result.standing if item.path not in without],
            plan_settings,
            self.now,
            self.sources.article,
            complete=not (result.unread or without),
        )

    def printing(self, site_plan: SitePlan) -> "Printing":
        """Prepare to put every file of the site that is not there yet into the release."""
        theme = Theme(Path(self.settings["THEME"]), self.settings["PORTAL"]["colours"])
        run = Printing(self, site_plan, theme, self.session.release, self.session.output)
        run.warm_up()
        return run

    def card_maker(self, theme: Theme) -> CardMaker:
        """Plan the cards and icons that the site draws itself."""
        portal = self.settings["PORTAL"]
        name = portal.get("logo")
        try:
            logo = (name, theme.files[theme.address(name).removeprefix("/")]) if name else None
        except KeyError as error:
            raise Refusal(
                f"không có tệp «{name}» mà PORTAL gọi là logo",
                f"đặt tệp ấy vào {THEME_FOLDER}/static, hoặc ghi None",
            ) from error
        sections = {link.address: link.text for link in self._section_links()}
        return CardMaker(self.session.cache / "signs", portal, sections, logo)

    def _section_links(self) -> tuple[Link, ...]:
        return tuple(Link(name, f"/chuyen-muc/{slug}/") for slug, name in self.sections.items())

    def site(self, site_plan: SitePlan, theme: Theme, card_maker: CardMaker) -> Site:
        """Put together what every template sees."""
        settings = self.settings
        logo = settings["PORTAL"].get("logo")
        links = []
        for words, address in settings["PORTAL"].get("links", ()):
            if not address.startswith("/") or address in site_plan.addresses:
                links.append((words, address))
            # In a preview the page may be missing because it has a fault.
            elif site_plan.complete:
                raise Refusal(
                    f"cổng không có trang «{address}» mà PORTAL dẫn đến bằng «{words}»",
                    "sửa địa chỉ ấy trong links, hoặc bỏ dòng ấy",
                )
        portal = {**settings["PORTAL"], "links": tuple(links)}
        return Site(
            portal={**portal, "logo": logo or ROUNDEL, "icon": logo or FAVICON},
            url=self.url,
            root=root_of(self.url),
            sections=self._section_links(),
            pages=tuple(Link(page.title, page.address) for page in site_plan.standing),
            feeds=FEEDS,
            stylesheets=(theme.address("site.css"),),
            script=theme.address("js/site.js"),
            asset=theme.address,
            zone=str(self.zone),
            cards=card_maker.cards,
            icons=card_maker.icons,
        )


class _Printed(NamedTuple):
    """What became of a page, for the process that asked for it; `written` is None if it stands."""

    file: str
    mark: str
    digest: str = ""
    written: Written | None = None


_pieces = msgspec.msgpack.Decoder(_Printed)


class Printing:
    """One printing of an site_plan; keeps what stands, prints the rest.

    Files come in bundles, each with a mark of all that shapes it: of a bundle whose
    mark is as before, and whose files stand as they did, nothing is looked at.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        site_plan: SitePlan,
        theme: Theme,
        release: Release,
        snapshot: Snapshot,
    ) -> None:
        self.pipeline, self.site_plan, self.theme = pipeline, site_plan, theme
        self.release, self.snapshot = release, snapshot
        settings = pipeline.settings
        self.card_maker = pipeline.card_maker(theme)
        self.site = pipeline.site(site_plan, theme, self.card_maker)
        self.photos = _photos(site_plan.shown, site_plan.standing)
        self.attachments = _attachments(site_plan.shown, site_plan.standing)
        self.environment = theme.environment(settings["JINJA_ENVIRONMENT"])
        extend(self.environment, settings)
        # All that shapes a page besides its own data and its template.
        self.version = digest_of_parts(
            pipeline.session.code,
            theme.static_digest,
            repr(sorted(self.site.portal.items())),
            self.site.url,
            repr(self.site.sections),
            repr(self.site.pages),
            repr((self.site.cards, self.site.icons, self.site.manifest)),
            self.site.zone,
            repr(sorted(settings["DATE_PATTERNS"].items())),
            additions_of(self.environment, settings),
        )
        reuse_compiled(self.environment, self.version)
        self._versions: dict[str, str] = {}
        # The bundles that are not as before: their files, those of before, and whether printed.
        self._new: dict[str, tuple[str, dict[str, Row], Bundle]] = {}
        self._bundles: set[str] = set()
        self._staged: set[str] = set()
        # Files, and folders with a slash at the end, that may go.
        self._leaving: list[str] = []

    def _is_as_before(self, name: str, mark: str) -> bool:
        """Tell whether a bundle stands whole; if not, its files are to be looked at."""
        self._bundles.add(name)
        return self.snapshot.mark(name) == mark and not self.snapshot.changed(name)

    def _begin(self, name: str, mark: str) -> tuple[dict[str, Row], dict[str, Row]]:
        """Begin a bundle anew: its new rows, to be filled, and the old ones that still stand."""
        files: dict[str, Row] = {}
        self._new[name] = (mark, files, self.snapshot.bundle(name))
        return files, self._standing(name)

    def _standing(self, name: str) -> dict[str, Row]:
        """Tell the rows of a bundle whose files stand as they did."""
        files = self.snapshot.bundle(name).files
        changed = set(self.snapshot.changed(name))
        return {file: row for file, row in files.items() if file not in changed}

    @cached_property
    def _printer(self) -> Printer:
        return Printer(self.environment, self.site, self.pipeline.sources.parts)

    @cached_property
    def _page_checker(self) -> PageChecker:
        return PageChecker(self._files, self.site.root)

    @cached_property
    def _files(self) -> "_Files":
        others = {
            *self.theme.files,
            *self.card_maker.files,
            self.site.manifest.removeprefix("/"),
            *(f"{ATTACHMENT_FOLDER}/{name}" for name in self.attachments),
        }
        return _Files(self.site_plan.addresses, others, self.photos, self._published)

    @cached_property
    def _planned(self) -> list[tuple[PageBundle, str]]:
        """List the bundles of pages, each with the mark of all that shapes it."""
        return [
            (bundle, digest_of_parts(bundle.key, *map(self._version_of, bundle.templates)))
            for bundle in self.site_plan.bundles
        ]

    def warm_up(self) -> None:
        """Compile what is printed with for sure, while other processes look at the output."""
        templates = {
            template
            for bundle, mark in self._planned
            if self.snapshot.mark(bundle.name) != mark
            for template in bundle.templates
        }
        needed = (self.theme.needed_by(TEMPLATES.get(name, name)) for name in templates)
        names = set().union(*needed)
        for name in sorted(names):
            # It may not be needed after all; if it is, printing tells what is wrong with it.
            with suppress(jinja2.TemplateError):
                self._printer.environment.get_template(name)

    def print(self) -> None:
        """Stage what is not there yet, and say what may go; `save` once it is committed."""
        self._print_pages()
        self._add_theme()
        self._add_signs()
        self._add_attachments()
        self._add_photos()
        self._remove_the_rest()

    def _print_pages(self) -> None:
        """Print the pages whose data, templates or settings changed."""
        wanted = [
            (bundle, mark)
            for bundle, mark in self._planned
            if not self._is_as_before(bundle.name, mark)
        ]
        if not wanted:
            return
        # Made before the work is shared out, so that they are made once; and the comparison of
        # the output answers this process alone.
        _ = self._printer, self._page_checker, self.snapshot.findings
        self.release.prepare()
        processes = self.pipeline.session.processes
        begun: dict[str, tuple[dict[str, Row], dict[str, Row]]] = {}
        # Closed at once if anything fails: nobody may write once the release is left.
        with closing(each(wanted, self._print_bundle, processes, 1, MANY_BUNDLES)) as printed:
            for place, piece in printed:
                bundle, mark = wanted[place]
                if bundle.name not in begun:
                    begun[bundle.name] = self._begin(bundle.name, mark)
                    self.pipeline.report.progress("In trang, nhóm", len(begun), len(wanted))
                files, standing = begun[bundle.name]
                page = _pieces.decode(piece)
                if page.written is None:
                    files[page.file] = standing[page.file]._replace(note=page.mark)
                else:
                    self.release.take(page.file, page.written)
                    self._staged.add(page.file)
                    files[page.file] = Row(page.digest, note=page.mark)
        for bundle, mark in wanted:
            if bundle.name not in begun:
                self._begin(bundle.name, mark)

    def _print_bundle(self, wanted: tuple[PageBundle, str]) -> Iterator[bytes]:
        """Print what changed in a bundle and write it for the release, in whatever process."""
        bundle, _ = wanted
        standing = self._standing(bundle.name)
        encode = msgspec.msgpack.encode
        for page in bundle.pages():
            mark = digest_of_parts(page.key, self._version_of(page.template))
            row = standing.get(page.file)
            if row is not None and row.note == mark:
                yield encode(_Printed(page.file, mark))
                continue
            data, pieces = self._printer.print(page)
            self._page_checker.check(page.address, pieces)
            digest = fingerprint(data)
            if row is not None and row.digest == digest:
                yield encode(_Printed(page.file, mark))
            else:
                written = self.release.write(page.file, data)
                yield encode(_Printed(page.file, mark, digest, written))

    def _version_of(self, template: str) -> str:
        """Tell all that shapes the pages of a template besides their data."""
        if template not in self._versions:
            digest = self.theme.template_digest(TEMPLATES.get(template, template))
            self._versions[template] = digest_of_parts(self.version, digest)
        return self._versions[template]

    def _stage(self, files: dict[str, Row], file: str, mark: str, data: bytes) -> None:
        self.release.stage(file, data)
        self._staged.add(file)
        files[file] = Row(fingerprint(data), note=mark)

    def _add_theme(self) -> None:
        """Add the files that the templates ask for."""
        mark = self.theme.static_digest
        if self._is_as_before("theme", mark):
            return
        files, _ = self._begin("theme", mark)
        for file, data in self.theme.files.items():
            self._stage(files, file, mark, data)

    def _add_signs(self) -> None:
        """Add the cards and icons, drawing those that the cache does not hold."""
        manifest = write_manifest(self.site)
        signs = self.card_maker.files
        mark = digest_of_parts(manifest.decode(), repr(signs))
        if self._is_as_before("signs", mark):
            return
        files, standing = self._begin("signs", mark)
        for file, key in signs.items():
            row = standing.get(file)
            if row is not None and row.note == key:
                files[file] = row
            else:
                self._stage(files, file, key, self.card_maker.draw(file))
        self._stage(files, self.site.manifest.removeprefix("/"), "", manifest)

    def _add_attachments(self) -> None:
        """Add the files that the texts link to; their names hold their digests."""
        folder = self.pipeline.sources.folder
        mark = digest_of_parts(*self.attachments)
        if self._is_as_before("attachments", mark):
            return
        files, standing = self._begin("attachments", mark)
        for name, path in self.attachments.items():
            file = f"{ATTACHMENT_FOLDER}/{name}"
            if file in standing:
                files[file] = standing[file]
                continue
            data = folder.find("/" + path, path).file.read_bytes()
            if hashlib.sha256(data).hexdigest()[:16] not in name:
                raise Refusal(
                    f"tệp «{path}» thay đổi trong lúc dựng, bản cũ còn nguyên", "dựng lại"
                )
            self._stage(files, file, "", data)

    def _add_photos(self) -> None:
        """Add the copies of all photos, making anew those that the cache has lost."""
        together: dict[str, list[Original]] = defaultdict(list)
        for original in self.photos:
            together[original.digest[:PHOTO_BUNDLE_DIGITS]].append(original)
        lacking: dict[Original, dict[str, Row]] = {}
        version = self.pipeline.session.code
        for key, originals in together.items():
            mark = digest_of_parts(
                version, *(f"{item.word} {self.photos[item]}" for item in originals)
            )
            if self._is_as_before(f"photos {key}", mark):
                continue
            files, standing = self._begin(f"photos {key}", mark)
            for original in originals:
                names = [f"{PHOTO_FOLDER}/{copy.name}" for copy in self._published(original)]
                rows = {name: standing[name] for name in names if name in standing}
                if len(rows) == len(names) and all(row.note == version for row in rows.values()):
                    files.update(rows)
                else:
                    lacking[original] = files
        for original, contents in self._copies_of(lacking):
            for copy in self._published(original):
                file, data = f"{PHOTO_FOLDER}/{copy.name}", contents[copy.name]
                self._stage(lacking[original], file, version, data)

    def _published(self, original: Original) -> tuple[Derivative, ...]:
        """List the copies of a photo that pages name: the cuts where it stands first."""
        cuts = plan_cuts(original) if self.photos[original] else ()
        return (*plan_derivatives(original), *cuts)

    def _remove_the_rest(self) -> None:
        """Let the release remove what belongs to no page or photo any more."""
        if not self.snapshot.names:
            # Nothing is known of this output: the release looks at all of it.
            return
        gone = self.snapshot.names - self._bundles - {MARKER, SHARED}
        self.snapshot.drop(gone)
        self._leaving += self.snapshot.findings.strangers
        for name in gone:
            self._leaving += self.snapshot.bundle(name).files
        for _, files, old in self._new.values():
            self._leaving += [file for file in old.files if file not in files]
        self.release.remove_only(self._leaving)

    def marker(self, guarded: bool) -> str:
        """Tell apart what a marker says: which addresses, and whether they were published."""
        return digest_of_parts(str(guarded), self._promised)

    @cached_property
    def _promised(self) -> str:
        """Tell apart the addresses that the public is promised."""
        present = [item.address for item in (*self.site_plan.shown, *self.site_plan.standing)]
        return digest_of_parts(*present, *sorted(self.site_plan.aliases))

    def is_marked(self, guarded: bool) -> bool:
        """Tell whether the output's marker says just what this site_plan's would."""
        return self.snapshot.mark(MARKER) == self.marker(guarded) and not (
            self.snapshot.changed(MARKER)
        )

    def save(self, changes: Changes, guarded: bool) -> None:
        """Remember what the output holds, now that all files are in place."""
        root = self.snapshot.root
        if not self.is_marked(guarded):
            files, _ = self._begin(MARKER, self.marker(guarded))
            files[MARKER] = Row(self.release.marker_digest)
            self._staged.add(MARKER)
        touched = set(self.snapshot.findings.shaken)
        for path in (*changes.added, *changes.changed, *changes.removed, *self._leaving):
            touched.update(folders_of(path.removesuffix("/")))
        if self._new or touched:
            # A file or folder that came or went at the top shook the root.
            touched.add("")
        before = self.snapshot.bundle(SHARED).folders
        parted = {name: self._folders_of(files) for name, (_, files, _) in self._new.items()}
        shared = set(before).union(*(others for _, others in parted.values()))
        while self._new:
            # Let go one by one: all rows together weigh as much as all that was planned.
            name, (mark, files, old) = self._new.popitem()
            for file, row in files.items():
                if file in self._staged:
                    files[file] = row_of(f"{root}/{file}", row.digest, row.note)
            own, _ = parted.pop(name)
            folders = self._rows_of(own, old.folders, touched, shared)
            self.snapshot.put(name, mark, Bundle(files, folders))
        folders = self._rows_of(shared, before, touched, shared)
        if folders != before:
            self.snapshot.put(SHARED, "", Bundle({}, folders))
        self.snapshot.save()

    def _rows_of(
        self,
        folders: Iterable[str],
        before: Mapping[str, Row],
        touched: Container[str],
        shared: Container[str],
    ) -> dict[str, Row]:
        """Tell how *folders* that are there stand now: as *before*, if nobody *touched* them."""
        rows = {
            folder: before[folder]
            if folder in before and folder not in touched
            else row_of_folder(
                f"{self.snapshot.root}/{folder}", partial(self._is_ours, shared, folder)
            )
            for folder in folders
        }
        return {folder: row for folder, row in rows.items() if row is not None}

    def _is_ours(self, shared: Container[str], folder: str, name: str, is_folder: bool) -> bool:
        """Tell whether a *name* in a *folder* of the output is that of a file or folder of ours."""
        path = f"{folder}/{name}" if folder else name
        if is_folder:
            is_known = path in shared or f"/{path}/" in self.site_plan.addresses
        elif name == "index.html":
            is_known = (f"/{folder}/" if folder else "/") in self.site_plan.addresses
        else:
            is_known = path == MARKER or path in self._files
        return is_known or path in self.release.spared

    def _folders_of(self, files: Iterable[str]) -> tuple[set[str], set[str]]:
        """List the folders of a bundle's pages alone, and the others that its files stand in.

        Those above a page that is another's are that one's to tell of.
        """
        own: set[str] = set()
        shared: set[str] = set()
        for file in files:
            parent, _, name = file.rpartition("/")
            is_alone = name == "index.html" and parent not in self._mixed
            (own if is_alone else shared).add(parent)
            for folder in folders_of(parent):
                if folder in shared or f"/{folder}/" in self.site_plan.addresses:
                    break
                shared.add(folder)
        return own, shared

    @cached_property
    def _mixed(self) -> set[str]:
        """List the folders in which files stand beside a page, or in its place."""
        return {address[1:].rpartition("/")[0] for address in self.site_plan.addresses.files}

    def _copies_of(
        self, originals: Iterable[Original]
    ) -> Iterable[tuple[Original, Mapping[str, bytes]]]:
        photo_store = self.pipeline.photo_store
        lost = []
        for original in originals:
            copies = photo_store.derivatives(original)
            if copies is None:
                lost.append(original)
            else:
                yield original, copies
        if not lost:
            return
        progress = partial(self.pipeline.report.progress, "Làm ảnh")
        errors = photo_store.make_all(self.pipeline.sources.find_photos(lost), progress)
        for original in lost:
            copies = photo_store.derivatives(original)
            if copies is None:
                raise RuntimeError(f"photo {original.digest} cannot be copied again: {errors}")
            yield original, copies


class _Files(Container):
    """All files that a site will have, by path; made up only as far as somebody asks."""

    def __init__(
        self,
        addresses: Container[str],
        others: Container[str],
        photos: Iterable[Original],
        published: Callable[[Original], Iterable[Derivative]],
    ) -> None:
        self._addresses, self._others, self._published = addresses, others, published
        self._photos = {original.key: original for original in photos}
        # The names of the copies of each photo that somebody asked for.
        self._copies: dict[str, set[str]] = {}

    def __contains__(self, file: object) -> bool:
        folder, _, name = str(file).rpartition("/")
        if folder == PHOTO_FOLDER:
            return name in self._copies_of(name.partition("-")[0])
        return f"/{file}" in self._addresses or file in self._others

    def _copies_of(self, key: str) -> Container[str]:
        if key not in self._copies:
            original = self._photos.get(key)
            self._copies[key] = (
                {copy.name for copy in self._published(original)} if original else set()
            )
        return self._copies[key]


def _photos(shown: Iterable[Entry], standing: Iterable[Standing]) -> dict[Original, bool]:
    """List the photos that the pages show, each once; tell whether its cuts are shown too."""
    photos = [*filter(None, map(_photos_of, shown))]
    words = set(chain.from_iterable(photos))
    words.update(photo.original.word for page in standing for photo in page.text.photos)
    originals = {word: Original.of_word(word) for word in sorted(words)}
    # Those of articles are told in all shapes, those of other pages by their share card alone.
    cut = {next((word for word in some if has_shared(originals[word])), None) for some in photos}
    for page in standing:
        photo = shared_photo(page.text.photos)
        if photo is not None and photo.shared in photo.cuts:
            cut.add(photo.original.word)
    return {original: word in cut for word, original in originals.items()}


def _attachments(shown: Iterable[Entry], standing: Iterable[Standing]) -> dict[str, str]:
    """Map the published names of attached files to their content paths."""
    attached = filter(None, map(_attachments_of, shown))
    names = {name: path for pairs in attached for path, name in pairs}
    names.update((item.name, item.path) for page in standing for item in page.text.attachments)
    return dict(sorted(names.items()))
