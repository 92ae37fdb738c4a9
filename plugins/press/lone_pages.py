# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of one source that no build has printed: what is not saved yet, or has faults.

Printed by the theme, as a build prints it, of a small plan: the source and what stands
beside it. So it costs as little in a large archive as in a small one; the slug of an author
or topic whose name folds like another's may be the plain one here.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.newsroom.article import Article
from plugins.newsroom.page import BodyPart
from plugins.newsroom.photo import PHOTO_FOLDER, Original
from plugins.newsroom.plan.entry import Entry, enter
from plugins.newsroom.plan.material import FetchArticle
from plugins.press.photos.store import PhotoStore
from plugins.press.pipeline import Pipeline
from plugins.press.publish.printing import Printing
from plugins.press.read.sources import ReadResult
from plugins.press.render.printer import Printer

if TYPE_CHECKING:
    from plugins.press.read.reader import Reading

#: Photos of pages that were shown, whose copies a browser asks for next.
_PHOTOS_KEPT = 2_000


class LonePages:
    """Prints pages of the site with *settings*, one after the other, as a build of it did."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._store = PhotoStore(Path(settings["CACHE_PATH"]) / "photos", 1)
        self._printer: tuple[Printing, Printer] | None = None
        self._parts: tuple[BodyPart, ...] = ()
        self._photos: OrderedDict[str, tuple[Path, Original]] = OrderedDict()

    def print(
        self,
        reading: "Reading",
        pipeline: Pipeline,
        printing: Printing,
        now: datetime,
        beside: ReadResult,
        fetch: FetchArticle,
    ) -> bytes | None:
        """Print the page of *reading*, which has a record; None where it can have none.

        *beside* are the other articles and pages that it may name, of which *fetch* gives
        the whole.
        """
        record, path = reading.record, reading.path
        entries: list[Entry] = list(beside.entries)
        standing = list(beside.standing)
        if isinstance(record, Article):
            entries.append(enter(record, record.text.digest))
        else:
            standing.append(record)
        site_plan = pipeline.plan(
            ReadResult(entries, standing, unread=True),
            fetch=lambda wanted: record if wanted == path else fetch(wanted),
            now=now,
        )
        shown = (*site_plan.shown, *site_plan.standing)
        address = next((item.address for item in shown if item.path == path), None)
        for bundle in site_plan.bundles:
            if bundle.templates[0] in ("article.html", "page.html"):
                for page in bundle.pages():
                    if page.address == address:
                        self._remember(reading)
                        return self._printer_of(printing).print(page).data
        return None

    def _remember(self, reading: "Reading") -> None:
        self._parts = reading.parts
        for file, original, *_ in reading.photo_files:
            self._photos[original.key] = file, original
            self._photos.move_to_end(original.key)
        while len(self._photos) > _PHOTOS_KEPT:
            self._photos.popitem(last=False)

    def _printer_of(self, printing: Printing) -> Printer:
        if self._printer is None or self._printer[0] is not printing:
            printer = Printer(printing.environment, printing.site, lambda _: self._parts)
            self._printer = printing, printer
        return self._printer[1]

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
