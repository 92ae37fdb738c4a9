# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of one article as citizens will see it, of a text that is not saved yet.

Printed beside its related articles and what its text links to.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from plugins.editor.archive import KnownSources, end_of
from plugins.editor.checking import Checker
from plugins.editor.disk import Shelf
from plugins.newsroom.article import Article
from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.plan.articles import BY_TOPIC, RELATED_STORIES
from plugins.newsroom.plan.entry import Entry, enter
from plugins.press.errors import Refusal
from plugins.press.lone_pages import LonePages
from plugins.press.publish.printing import Printing
from plugins.press.read.reader import Reading
from plugins.press.read.sources import ReadResult
from plugins.press.settings import moment_of_build
from plugins.vietnamese.letters import topic_key

#: Neighbours that are kept, once read.
_KEPT = 200
# An archive has far fewer topics than articles, and all of them are looked at for each page.
_topic_key = lru_cache(10_000)(topic_key)


class PageView:
    """Prints pages with what the last build printed with."""

    def __init__(
        self, settings: Mapping[str, Any], archive: KnownSources, checker: Checker, shelf: Shelf
    ) -> None:
        self._settings = settings
        self._archive, self._checker, self._shelf = archive, checker, shelf
        self._pages = LonePages(settings)
        self._turn = threading.Lock()
        self._neighbours: OrderedDict[str, Article] = OrderedDict()

    def print(self, path: str, reading: Reading) -> bytes:
        """Print the page of the source at content *path*; Refusal where it can have none."""
        if reading.record is None:
            raise Refusal("chưa dựng được trang", "sửa các lỗi của bài trước")
        with self._turn:
            printing = self._archive.printing
            if printing is None and (trouble := self._archive.trouble()):
                raise Refusal(
                    f"bản xem trước chưa dựng được: {end_of(trouble)}",
                    "viết và lưu tiếp; báo người giữ phần mềm nếu lỗi còn mãi",
                )
            if printing is None:
                raise Refusal("kho bài chưa đọc xong", "đợi vài giây rồi xem lại")
            return self._print(reading, printing)

    def _print(self, reading: Reading, printing: Printing) -> bytes:
        path, record = reading.path, reading.record
        known = self._archive.result
        entries: list[Entry] = []
        if isinstance(record, Article):
            entries = self._beside(enter(record, record.text.digest), known.entries)
        standing = [page for page in known.standing if page.path != path]
        # The desk stands for days: what was due since the last build is out.
        now = moment_of_build(self._settings)
        beside = ReadResult(entries, standing)
        page = self._pages.print(
            reading, self._archive.pipeline, printing, now, beside, self._neighbour
        )
        if page is None:
            raise Refusal("chưa dựng được trang", "sửa các lỗi của bài trước")
        return page

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
        return self._pages.fetch(address)
