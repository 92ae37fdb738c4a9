# SPDX-License-Identifier: AGPL-3.0-or-later
"""The printing of a plan into the output: what stands there is kept, the rest is made.

Files come in groups, each with a key that covers all that shapes it: of a group whose
key is as before, and whose files stand as they did, nothing is looked at. A group is a
bundle of pages, or files that no template prints: those of the theme, share cards and
icons, attached files, copies of photos.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import jinja2
import msgspec

from plugins.newsroom.article import Standing
from plugins.newsroom.codec import digest_of_parts
from plugins.newsroom.page import Page, ShareCard
from plugins.newsroom.photo import (
    PHOTO_FOLDER,
    Derivative,
    Original,
    has_shared,
    plan_cuts,
    plan_derivatives,
    shared_photo,
)
from plugins.newsroom.plan.articles import SHARE_CARD
from plugins.newsroom.plan.entry import Entry, attachments_of, photos_of
from plugins.newsroom.plan.planner import PageBundle, SitePlan
from plugins.press.cache.compare import FileGroup, Row, row_of
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import fingerprint
from plugins.press.cache.workers import each
from plugins.press.errors import Refusal
from plugins.press.photos.store import PhotoStore
from plugins.press.publish import compression
from plugins.press.publish.marker import MARKER
from plugins.press.publish.release import Release
from plugins.press.read.attachments import ATTACHMENT_FOLDER
from plugins.press.read.sources import Sources
from plugins.press.render.cards import CardMaker
from plugins.press.render.page_checks import PageChecker, PageCheckError
from plugins.press.render.printer import INDEX_TEMPLATES, TEMPLATES, Printer
from plugins.press.render.search_index import SearchIndex
from plugins.press.render.service_worker import WORKER_FILE, write_worker
from plugins.press.render.site import Site
from plugins.press.render.theme import Theme, reuse_compiled
from plugins.press.render.web_app import write_manifest

#: Bundles of pages from which on it pays to share out their printing.
MANY_BUNDLES = 24
#: Photos are kept in sixteen to the power of this many groups.
PHOTO_GROUP_DIGITS = 2
#: What is noted of the blocks of the search index, in the store.
SEARCH_NOTES = "search"


@dataclass(frozen=True, slots=True)
class Supplies:
    """What files are made of besides the plan.

    `card_maker` draws share cards and icons.
    """

    sources: Sources
    photo_store: PhotoStore
    card_maker: CardMaker


class _Printed(NamedTuple):
    """What became of a page, for the process that asked for it; `written` is None if it stands.

    Or, without a `file`, a note of the search index: the name of a block and what is known.
    """

    file: str
    key: str
    digest: str = ""
    written: str | None = None


class _Copy(NamedTuple):
    """A file that no template prints: its key, what makes its bytes, and of which photo."""

    file: str
    key: str
    make: Callable[[], bytes]
    original: Original | None = None


_printed = msgspec.msgpack.Decoder(_Printed)


class Printing:
    """One printing of a plan into *release*, beside the *snapshot* of what stands there.

    A check has neither, and asks for `rehearse` alone.

    *code* covers the program and its libraries, *settings_key* the settings that shape
    pages besides the site. With *precompress* compressed copies stand beside text files.
    *progress* is told what is done, how many of how many.
    """

    def __init__(
        self,
        site_plan: SitePlan,
        theme: Theme,
        environment: jinja2.Environment,
        site: Site,
        supplies: Supplies,
        release: Release | None,
        snapshot: Snapshot | None,
        code: str,
        settings_key: str,
        precompress: bool,
        processes: int,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self.site_plan, self.theme, self.site = site_plan, theme, site
        self.supplies = supplies
        self.release, self.snapshot = release, snapshot
        self.environment, self._code, self._processes, self._progress = (
            environment,
            code,
            processes,
            progress,
        )
        self._precompress = precompress
        self._compression = compression.version() if precompress else ""
        self.photos = _photos(site_plan.shown, site_plan.standing)
        self.attachments = _attachments(site_plan.shown, site_plan.standing)
        # All that shapes a page besides its own data and its template.
        self.version = digest_of_parts(
            code,
            theme.static_digest,
            repr(sorted(site.portal.items())),
            site.url,
            repr(site.sections),
            repr((site.pages, site.services)),
            repr((site.cards, site.icons, site.manifest, site.search, site.offline)),
            repr([edition.names_alone for edition in site.editions.values()]),
            site.zone,
            settings_key,
            self._compression,
        )
        # What compiled templates hang on: Jinja folds constants by filters and tests alone.
        reuse_compiled(environment, digest_of_parts(code, site.url, site.zone, settings_key))
        self._versions: dict[tuple[str, str | None], str] = {}
        # The groups that are not as before: key, rows, and the files that there were.
        self._new: dict[str, tuple[str, FileGroup, Iterable[str]]] = {}
        self._groups: set[str] = set()
        self._staged: set[str] = set()
        # What was noted of the blocks of the search index, by name.
        self._notes: dict[str, str] = {}
        # The photos of which copies are to be made, and the copies of the last one.
        self._lacking: dict[Original, None] = {}
        self._copies_of = lru_cache(1)(self._fetch_copies)

    def _is_as_before(self, name: str, key: str) -> bool:
        """Tell whether a group stands whole; if not, its files are to be looked at."""
        self._groups.add(name)
        return self.snapshot.key(name) == key and not self.snapshot.changed(name)

    def _begin(self, name: str, key: str) -> tuple[FileGroup, FileGroup]:
        """Begin a group anew: its new rows, to be filled, and the old ones that still stand."""
        files: FileGroup = {}
        old = self.snapshot.group(name)
        self._new[name] = key, files, old.keys()
        return files, self._standing(name, old)

    def _standing(self, name: str, old: FileGroup) -> FileGroup:
        """Leave out the rows of a group whose files, or their copies, do not stand as they did."""
        changed = set(self.snapshot.changed(name))
        changed.update(map(compression.original_of, tuple(changed)))
        return {file: row for file, row in old.items() if file not in changed}

    @cached_property
    def _printer(self) -> Printer:
        return Printer(self.environment, self.site, self.supplies.sources.parts)

    @cached_property
    def _search_index(self) -> SearchIndex:
        sources = self.supplies.sources
        known = partial(sources.store.get, SEARCH_NOTES)
        return SearchIndex(sources.article, sources.parts, self.site.words, known)

    @cached_property
    def _page_checker(self) -> PageChecker:
        others = {
            *self.theme.files,
            *self.supplies.card_maker.files,
            self.site.manifest.removeprefix("/"),
            WORKER_FILE,
            *(f"{ATTACHMENT_FOLDER}/{name}" for name in self.attachments),
        }
        files = _SiteFiles(self.site_plan.addresses, others, self.photos, self._published)
        return PageChecker(files, self.site.root)

    @cached_property
    def _planned(self) -> list[tuple[PageBundle, str]]:
        """List the bundles of pages, each with the key that covers all that shapes it."""
        return [
            (
                bundle,
                digest_of_parts(
                    bundle.key, *(self._version_of(name, bundle.lang) for name in bundle.templates)
                ),
            )
            for bundle in self.site_plan.bundles
        ]

    @cached_property
    def _outdated(self) -> list[tuple[PageBundle, str]]:
        """List the bundles that are to be printed however the output stands."""
        return [
            (bundle, key) for bundle, key in self._planned if self.snapshot.key(bundle.name) != key
        ]

    def warm_up(self) -> None:
        """Do what is needed for sure, while other processes look at the output.

        Where little is to be printed its files are looked at, so that it need not wait for them.
        """
        if len(self._outdated) < MANY_BUNDLES:
            self.snapshot.look_ahead([MARKER, *(bundle.name for bundle, _ in self._outdated)])
            return
        templates = {template for bundle, _ in self._outdated for template in bundle.templates}
        needed = (self.theme.needed_by(TEMPLATES.get(name, name)) for name in templates)
        names = set().union(*needed)
        for name in sorted(names):
            # It may not be needed after all; if it is, printing tells what is wrong with it.
            with suppress(jinja2.TemplateError):
                self._printer.environment.get_template(name)

    def print(self) -> None:
        """Stage what is not there yet, and say what may go; `save` once it is committed."""
        self._print_pages()
        self._copy_others()
        self._remove_the_rest()

    def rehearse(self, known: Mapping[str, str]) -> tuple[dict[str, str], list[Refusal]]:
        """Print and check every page that `print` may, nowhere; tell what must not go out.

        *known* are the keys of bundles, by name, of which all pages passed before. Returns
        these as they are now. Raises Refusal where a template or drawing has a mistake.
        """
        wanted = [(bundle, key) for bundle, key in self._planned if known.get(bundle.name) != key]
        for file in self.supplies.card_maker.files:
            self.supplies.card_maker.draw(file)
        passed = {bundle.name: key for bundle, key in self._planned}
        refusals: list[Refusal] = []
        if not wanted:
            return passed, refusals
        _ = self._printer, self._page_checker
        done = 0
        pieces = each(wanted, self._rehearse_bundle, self._processes, 1, MANY_BUNDLES)
        with closing(pieces):
            for place, piece in pieces:
                if piece:
                    refusals.append(Refusal(*msgspec.msgpack.decode(piece)))
                    passed.pop(wanted[place][0].name, None)
                else:
                    done += 1
                    self._progress("Kiểm tra trang, nhóm", done, len(wanted))
        return passed, refusals

    def _rehearse_bundle(self, wanted: tuple[PageBundle, str]) -> Iterator[bytes]:
        bundle, _ = wanted
        for page in bundle.pages():
            # What no template prints makes no mistakes of its own.
            if page.template in ("search_part", SHARE_CARD):
                continue
            if refusal := self._refuse(page, self._printer.print(page).text):
                yield msgspec.msgpack.encode((refusal.problem, refusal.mend))
        yield b""

    def _refuse(self, page: Page, text: str) -> Refusal | None:
        """Say why a page must not go out with its *text*; None if it may."""
        try:
            self._page_checker.check(page.address, text)
        except PageCheckError as error:
            return refuse_page(page, error)
        return None

    def _print_pages(self) -> None:
        """Print the pages whose data, templates or settings changed, and those that do not stand.

        A few are printed while other processes still look at the output.
        """
        self._groups.update(bundle.name for bundle, _ in self._planned)
        outdated = {bundle.name for bundle, _ in self._outdated}
        known: dict[str, set[str]] = {}
        if len(outdated) < MANY_BUNDLES:
            self._print_bundles(self._outdated)
            known = {name: set(self.snapshot.changed(name)) for name in outdated}
            outdated.clear()
        changed = self.snapshot.findings.changed
        self._print_bundles(
            [
                (bundle, key)
                for bundle, key in self._planned
                if bundle.name in outdated
                or set(changed.get(bundle.name, ())) != known.get(bundle.name, set())
            ]
        )

    def _print_bundles(self, wanted: list[tuple[PageBundle, str]]) -> None:
        if not wanted:
            return
        # Made before the work is shared out, so that they are made once.
        _ = self._printer, self._page_checker, self._search_index
        self.release.prepare()
        begun: dict[str, tuple[FileGroup, FileGroup]] = {}
        # Closed at once if anything fails: nothing may be written once the release is left.
        with closing(each(wanted, self._print_bundle, self._processes, 1, MANY_BUNDLES)) as pieces:
            for place, piece in pieces:
                bundle, key = wanted[place]
                page = _printed.decode(piece)
                if not page.file:
                    self._notes[page.key] = page.digest
                    continue
                if bundle.name not in begun:
                    begun[bundle.name] = self._begin(bundle.name, key)
                    self._progress("In trang, nhóm", len(begun), len(wanted))
                files, standing = begun[bundle.name]
                if page.written is None:
                    row = standing[page.file]
                    files[page.file] = msgspec.structs.replace(row, key=page.key)
                else:
                    self.release.take(page.file, page.written)
                    self._staged.add(page.file)
                    files[page.file] = Row(page.digest, key=page.key)
        for bundle, key in wanted:
            if bundle.name not in begun:
                self._begin(bundle.name, key)

    def _print_bundle(self, wanted: tuple[PageBundle, str]) -> Iterator[bytes]:
        """Print what changed in a bundle and write it for the release, in whatever process."""
        bundle, _ = wanted
        standing = self._standing(bundle.name, self.snapshot.group(bundle.name))
        encode = msgspec.msgpack.encode
        index = self._search_index
        for page in bundle.pages():
            is_part = page.template == "search_part"
            told = index.key(page.data) if is_part else page.key
            key = digest_of_parts(told, self._version_of(page.template, bundle.lang))
            row = standing.get(page.file)
            if row is not None and row.key == key:
                for file in self._with_copies(page.file, standing):
                    yield encode(_Printed(file, key))
                continue
            data = self._print_part(page) if is_part else self._print_page(page)
            for file, made in self._compressed(page.file, data, compression.USUAL):
                row, digest = standing.get(file), fingerprint(made)
                if row is not None and row.digest == digest:
                    yield encode(_Printed(file, key))
                else:
                    written = self.release.write(file, made)
                    yield encode(_Printed(file, key, digest, written))
        for name, note in index.notes.items():
            yield encode(_Printed("", name, note))
        index.notes.clear()

    def _print_page(self, page: Page) -> bytes:
        if page.template == SHARE_CARD:
            return self._draw_card(page.data)
        data, text = self._printer.print(page)
        if refusal := self._refuse(page, text):
            raise refusal
        return data

    def _draw_card(self, card: ShareCard) -> bytes:
        edition = self.site.edition(card.lang)
        day = self.site.words[card.lang].short_day(card.date)
        lines = edition.portal["lines"]
        return self.supplies.card_maker.draw_article(lines, card.section, card.title, day)

    def _print_part(self, page: Page) -> bytes:
        """Print a file of the search index, of what can be kept of the one that stands there."""
        try:
            old = Path(self.snapshot.root, page.file).read_bytes()
        except OSError:
            old = b""
        return self._search_index.print(page.data, old)

    def _compressed(self, file: str, data: bytes, quality: int) -> Iterator[tuple[str, bytes]]:
        """Give a file and, where they are asked for, its compressed copies."""
        yield file, data
        if self._precompress:
            yield from compression.compress(file, data, quality)

    def _with_copies(self, file: str, standing: FileGroup) -> Iterator[str]:
        """List a file that stands, and those of its compressed copies that do."""
        yield file
        yield from (copy for copy in compression.copies_of(file) if copy in standing)

    def _version_of(self, template: str, lang: str | None = None) -> str:
        """Tell all that shapes the pages of a template in *lang* besides their data.

        Those in any language lead to what there is in that; where it is not told, in each.
        """
        if template in INDEX_TEMPLATES:
            # Nothing of the portal stands there, and of the theme some labels alone.
            return digest_of_parts(self._code, self._compression, self._search_index.labels_key)
        if template == SHARE_CARD:
            editions = (self.site.portal, *(item.portal for item in self.site.editions.values()))
            lines = repr([portal["lines"] for portal in editions])
            return digest_of_parts(self._code, self.supplies.card_maker.style_key, lines)
        if (template, lang) not in self._versions:
            digest = self.theme.template_digest(TEMPLATES.get(template, template))
            editions = repr(self.site.editions if lang is None else self.site.edition(lang))
            self._versions[template, lang] = digest_of_parts(self.version, digest, editions)
        return self._versions[template, lang]

    def _copy_others(self) -> None:
        """Stage the files that no template prints, those that are not there yet."""
        lacking: list[tuple[FileGroup, _Copy]] = []
        for name, key, copies in self._other_groups():
            if self._is_as_before(name, key):
                continue
            files, standing = self._begin(name, key)
            for copy in copies():
                row = standing.get(copy.file)
                if row is not None and row.key == copy.key:
                    kept = self._with_copies(copy.file, standing)
                    files.update((file, standing[file]) for file in kept)
                else:
                    lacking.append((files, copy))
        self._lacking = dict.fromkeys(copy.original for _, copy in lacking if copy.original)
        for files, copy in lacking:
            for file, data in self._compressed(copy.file, copy.make(), compression.BEST):
                self.release.stage(file, data)
                self._staged.add(file)
                files[file] = Row(fingerprint(data), key=copy.key)

    def _other_groups(self) -> Iterator[tuple[str, str, Callable[[], Iterable[_Copy]]]]:
        """List the groups of files that no template prints: name, key, and what it holds."""
        theme, manifest = self.theme, write_manifest(self.site)
        theme_key = digest_of_parts(theme.static_digest, self._compression)
        yield (
            "theme",
            theme_key,
            lambda: [
                _Copy(file, theme_key, partial(bytes, data)) for file, data in theme.files.items()
            ],
        )
        place = self.site.manifest.removeprefix("/")
        own_key = digest_of_parts(fingerprint(manifest), self._compression)
        yield (
            "cards",
            digest_of_parts(own_key, *chain.from_iterable(self.supplies.card_maker.files.items())),
            lambda: [
                _Copy(place, own_key, partial(bytes, manifest)),
                *(
                    _Copy(file, key, partial(self.supplies.card_maker.draw, file))
                    for file, key in self.supplies.card_maker.files.items()
                ),
            ],
        )
        worker = write_worker(self.site, theme, self._version_of("offline.html"))
        worker_key = digest_of_parts(fingerprint(worker), self._compression)
        yield (
            "worker",
            worker_key,
            lambda: [_Copy(WORKER_FILE, worker_key, partial(bytes, worker))],
        )
        # Their names hold their digests.
        yield (
            "attachments",
            digest_of_parts(*self.attachments),
            lambda: [
                _Copy(f"{ATTACHMENT_FOLDER}/{name}", "", partial(self._attached, name, path))
                for name, path in self.attachments.items()
            ],
        )
        together: dict[str, list[Original]] = defaultdict(list)
        for original in self.photos:
            together[original.digest[:PHOTO_GROUP_DIGITS]].append(original)
        for digits, originals in together.items():
            words = (f"{item.word} {self.photos[item]}" for item in originals)
            yield (
                f"photos {digits}",
                digest_of_parts(self._code, *words),
                partial(self._photo_copies, originals),
            )

    def _attached(self, name: str, path: str) -> bytes:
        """Fetch the attached file at content *path*, which is published under *name*."""
        data = self.supplies.sources.folder.find("/" + path, path).file.read_bytes()
        if hashlib.sha256(data).hexdigest()[:16] not in name:
            raise Refusal(f"tệp «{path}» thay đổi trong lúc dựng, bản cũ còn nguyên", "dựng lại")
        return data

    def _photo_copies(self, originals: Iterable[Original]) -> Iterator[_Copy]:
        for original in originals:
            for copy in self._published(original):
                make = partial(self._photo_copy, original, copy.name)
                yield _Copy(f"{PHOTO_FOLDER}/{copy.name}", self._code, make, original)

    def _photo_copy(self, original: Original, name: str) -> bytes:
        return self._copies_of(original)[name]

    def _published(self, original: Original) -> tuple[Derivative, ...]:
        """List the copies of a photo that pages name: the cuts where it stands first."""
        cuts = plan_cuts(original) if self.photos[original] else ()
        return (*plan_derivatives(original), *cuts)

    def _fetch_copies(self, original: Original) -> Mapping[str, bytes]:
        """Fetch all copies of a photo by name; if it lost some, all such photos are made anew."""
        store = self.supplies.photo_store
        copies = store.derivatives(original)
        if copies is None:
            lost = [photo for photo in self._lacking if store.derivatives(photo) is None]
            found = self.supplies.sources.find_photos(lost)
            errors = store.make_all(found, partial(self._progress, "Làm ảnh"))
            copies = store.derivatives(original)
            if copies is None:
                raise RuntimeError(f"photo {original.digest} cannot be copied again: {errors}")
        return copies

    def _remove_the_rest(self) -> None:
        """Let the release remove what belongs to no page or other file any more."""
        gone = self.snapshot.names - self._groups - {MARKER}
        self.snapshot.drop(gone)
        leaving = [path for path in self.snapshot.findings.new if path != MARKER]
        for name in gone:
            leaving += self.snapshot.group(name)
        for _, files, old in self._new.values():
            leaving += [file for file in old if file not in files]
        self.release.remove_only(leaving)

    def marker(self, month: str) -> str:
        """Tell apart what a marker says: which addresses, and the month they were published.

        *month* is "" for a build that publishes nothing.
        """
        return digest_of_parts(month, self._promised)

    @cached_property
    def _promised(self) -> str:
        """Tell apart the addresses that the public is promised."""
        present = [item.address for item in (*self.site_plan.shown, *self.site_plan.standing)]
        plan = self.site_plan
        return digest_of_parts(*present, *sorted(plan.aliases), "", *plan.departed)

    def is_marked(self, month: str) -> bool:
        """Tell whether the output's marker says just what this plan's would."""
        return self.snapshot.key(MARKER) == self.marker(month) and not (
            self.snapshot.changed(MARKER)
        )

    def save(self, month: str) -> None:
        """Remember what the output holds, now that all files are in place."""
        if not self.is_marked(month):
            files, _ = self._begin(MARKER, self.marker(month))
            files[MARKER] = Row(self.release.marker_digest)
            self._staged.add(MARKER)
        while self._new:
            # Freed one by one: all rows together take as much memory as the whole plan.
            name, (key, files, _) = self._new.popitem()
            for file, row in files.items():
                if file in self._staged:
                    files[file] = row_of(f"{self.snapshot.root}/{file}", row.digest, row.key)
            self.snapshot.put(name, key, files)
        self.snapshot.save()
        if self._notes:
            self.supplies.sources.store.put(SEARCH_NOTES, self._notes)


class _SiteFiles(Container):
    """All files that a site will have, by path; made up only as far as they are asked for."""

    def __init__(
        self,
        addresses: Container[str],
        others: Container[str],
        photos: Iterable[Original],
        published: Callable[[Original], Iterable[Derivative]],
    ) -> None:
        self._addresses, self._others, self._published = addresses, others, published
        self._photos = {original.key: original for original in photos}
        # The names of the copies of each photo that was asked for.
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


def refuse_page(page: Page, error: PageCheckError) -> Refusal:
    """Say which page must not go out and, where it is one article's, which source to mend."""
    body = getattr(page.data, "body", None)
    source = f"bài «{body.path}»" if body is not None else "bài mà trang này liệt kê"
    return Refusal(
        f"trang {page.address} không qua được kiểm tra ({'; '.join(error.problems)})",
        f"bỏ thẻ HTML và chú giải lạ trong {source}; nếu bài không có, báo người bảo trì",
    )


def _photos(shown: Iterable[Entry], standing: Iterable[Standing]) -> dict[Original, bool]:
    """List the photos that the pages show, each once; tell whether its cuts are shown too."""
    photos = [*filter(None, map(photos_of, shown))]
    words = set(chain.from_iterable(photos))
    words.update(photo.original.word for page in standing for photo in page.text.photos)
    originals = {word: Original.of_word(word) for word in sorted(words)}
    fitting = {word for word, original in originals.items() if has_shared(original)}
    # Those of articles are told in all shapes, those of other pages by their share card alone.
    cut = {
        some[0] if some[0] in fitting else next(filter(fitting.__contains__, some), None)
        for some in photos
    }
    for page in standing:
        photo = shared_photo(page.text.photos)
        if photo is not None and photo.shared in photo.cuts:
            cut.add(photo.original.word)
    return {original: word in cut for word, original in originals.items()}


def _attachments(shown: Iterable[Entry], standing: Iterable[Standing]) -> dict[str, str]:
    """Map the published names of attached files to their content paths."""
    attached = filter(None, map(attachments_of, shown))
    names = {name: path for pairs in attached for path, name in pairs}
    names.update((item.name, item.path) for page in standing for item in page.text.attachments)
    return dict(sorted(names.items()))
