# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of one article as citizens will see it, of a text that is not saved yet.

Printed by the theme, as the build prints it, of a small plan: the article, its related
articles and what its text links to. So it costs as little in a large archive as in a small
one; the slug of an author or topic whose name folds like another's may be the plain one here.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from plugins.editor.archive import Archive
from plugins.editor.checking import Checker
from plugins.editor.disk import Shelf
from plugins.newsroom.article import Article, Standing
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.page import BodyPart
from plugins.newsroom.photo import PHOTO_FOLDER, Original
from plugins.newsroom.plan.articles import BY_TOPIC, RELATED_STORIES
from plugins.newsroom.plan.entry import Entry, enter
from plugins.press.errors import Refusal
from plugins.press.photos.store import PhotoStore
from plugins.press.publish.output import Printing
from plugins.press.read.reader import Reading
from plugins.press.read.sources import ReadResult
from plugins.press.render.printer import Printer
from plugins.press.settings import moment_of_build
from plugins.vietnamese.letters import topic_key

#: Neighbours that are kept, once read.
_KEPT = 200
#: Photos of pages that were shown, whose copies a browser asks for next.
_PHOTOS_KEPT = 2_000
# An archive has far fewer topics than articles, and all of them are looked at for each page.
_topic_key = lru_cache(10_000)(topic_key)


class PageView:
    """Prints pages with what the last build printed with."""

    def __init__(
        self, settings: Mapping[str, Any], archive: Archive, checker: Checker, shelf: Shelf
    ) -> None:
        self._settings = settings
        self._archive, self._checker, self._shelf = archive, checker, shelf
        self._store = PhotoStore(Path(settings["CACHE_PATH"]) / "photos", 1)
        self._turn = threading.Lock()
        self._printer: tuple[Printing, Printer] | None = None
        self._parts: tuple[BodyPart, ...] = ()
        self._neighbours: OrderedDict[str, Article] = OrderedDict()
        self._photos: OrderedDict[str, tuple[Path, Original]] = OrderedDict()

    def print(self, path: str, reading: Reading) -> bytes:
        """Print the page of the source at content *path*; Refusal where it can have none."""
        record = reading.record
        if record is None:
            raise Refusal("chưa dựng được trang", "sửa các lỗi của bài trước")
        with self._turn:
            printing = self._archive.printing
            if printing is None:
                raise Refusal("kho bài chưa đọc xong", "đợi vài giây rồi xem lại")
            for file, original, *_ in reading.photo_files:
                self._photos[original.key] = file, original
                self._photos.move_to_end(original.key)
            while len(self._photos) > _PHOTOS_KEPT:
                self._photos.popitem(last=False)
            self._parts = reading.parts
            return self._print(path, record, printing)

    def _print(self, path: str, record: Article | Standing, printing: Printing) -> bytes:
        known, pipeline = self._archive.result, self._archive.pipeline
        entries: list[Entry] = []
        standing = [page for page in known.standing if page.path != path]
        if isinstance(record, Article):
            own = enter(record, record.text.digest)
            entries = [own, *self._beside(own, known.entries)]
        else:
            standing.append(record)

        def fetch(wanted: str) -> Article:
            return record if wanted == path else self._neighbour(wanted)

        beside = ReadResult(entries, standing, unread=True)
        # The desk stands for days: what was due since the last build is out.
        now = moment_of_build(self._settings)
        site_plan = pipeline.plan(beside, fetch=fetch, now=now)
        shown = (*site_plan.shown, *site_plan.standing)
        address = next(item.address for item in shown if item.path == path)
        for bundle in site_plan.bundles:
            if bundle.templates[0] in ("article.html", "page.html"):
                for page in bundle.pages():
                    if page.address == address:
                        return self._printer_of(printing).print(page).data
        raise Refusal("chưa dựng được trang", "sửa các lỗi của bài trước")

    def _printer_of(self, printing: Printing) -> Printer:
        if self._printer is None or self._printer[0] is not printing:
            printer = Printer(printing.environment, printing.site, lambda _: self._parts)
            self._printer = printing, printer
        return self._printer[1]

    def _beside(self, own: Entry, entries: list[Entry]) -> list[Entry]:
        """Find the related articles of an article, and what its text links to."""
        topical, older, linked = [], [], []
        topics = set(map(_topic_key, own.tags))
        targets = {target for target, *_ in own.links}
        for entry in entries:
            if entry.path == own.path:
                continue
            if entry.path in targets or entry.address in targets:
                linked.append(entry)
            if entry.undated or entry.lang != own.lang or entry.published > own.published:
                continue
            if entry.section == own.section or own.lang != LANGUAGES[0]:
                older.append(entry)
            if topics and not topics.isdisjoint(map(_topic_key, entry.tags)):
                topical.append(entry)
        for entries in (topical, older):
            entries.sort(key=lambda entry: -entry.published)
        near = (*topical[:BY_TOPIC], *older[:RELATED_STORIES])
        healthy = [entry for entry in near if self._is_readable(entry)]
        return list(dict.fromkeys((*healthy, *linked)))

    def _is_readable(self, entry: Entry) -> bool:
        try:
            return bool(self._neighbour(entry.path, entry.digest))
        except Refusal:
            return False

    def _neighbour(self, path: str, digest: str = "") -> Article:
        """Read another article; it is read again once a build found that it changed."""
        key = f"{path} {digest}" if digest else ""
        if not key:
            key = next((known for known in self._neighbours if known.startswith(f"{path} ")), path)
        if key not in self._neighbours:
            record = self._checker.read(path, self._shelf.read(path).data).record
            if not isinstance(record, Article):
                raise Refusal(f"không đọc được «{path}»", "sửa bài ấy trước")
            self._neighbours[key] = record
            if len(self._neighbours) > _KEPT:
                self._neighbours.popitem(last=False)
        self._neighbours.move_to_end(key)
        return self._neighbours[key]

    def fetch(self, address: str) -> bytes | None:
        """Give a copy of a photo on a page that was shown, made now if no build made it."""
        folder, _, name = address.removeprefix("/").rpartition("/")
        known = self._photos.get(name.partition("-")[0])
        if folder != PHOTO_FOLDER or known is None:
            return None
        copies = self._store.derivatives(known[1])
        if copies is None:
            self._store.make_all([known])
            copies = self._store.derivatives(known[1])
        return (copies or {}).get(name)
