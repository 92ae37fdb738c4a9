# SPDX-License-Identifier: AGPL-3.0-or-later
"""The used files: photos and attachments of the content folder that texts name."""

import errno
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from plugins.newsroom.photo import Original
from plugins.press.cache.compare import Row, row_of
from plugins.press.cache.snapshot import Snapshot
from plugins.press.cache.stamps import file_digest, settled, stamp_of
from plugins.press.errors import Refusal
from plugins.press.photos.store import Examiner
from plugins.press.read.attachments import MAX_ATTACHMENT_BYTES
from plugins.press.read.content_folder import ContentFolder
from plugins.press.read.remembered import StoreChanges, group_of


class UsedFiles:
    """Digests and sizes of photos and attached files, taken again only when a file changed."""

    def __init__(self, folder: ContentFolder, snapshot: Snapshot) -> None:
        self.folder, self._snapshot = folder, snapshot
        # By content path: the name on disk and the row.
        self._rows: dict[str, tuple[str, Row]] = {}
        # Names on disk of what came, changed or went.
        self.noticed: set[str] = set()
        # By digest, photos in one word that were examined by earlier builds.
        self._words: dict[str, str] = {}
        self._existing: dict[str, bool] = {}
        self._examined: dict[Path, Original | Refusal] = {}
        self.examiner = Examiner()

    def path_of(self, file: Path) -> str:
        """Tell the content path of a file on disk."""
        return unicodedata.normalize("NFC", self.folder.name_on_disk(file))

    def exists(self, path: str) -> bool:
        """Tell whether there is a file at content *path*."""
        if path not in self._existing:
            try:
                self._existing[path] = bool(self.folder.find(path, path))
            except Refusal:
                self._existing[path] = False
        return self._existing[path]

    def digest(self, path: str) -> str:
        """Tell the digest of the file at content *path*; "-" where there is none now."""
        known = self.row(path)
        return "-" if known is None else known[1].digest

    def row(self, path: str) -> tuple[str, Row] | None:
        """Tell the name on disk of the file at content *path*, and its row.

        None if it is gone, or larger than any that a text may use: it is not read then.
        """
        if path not in self._rows:
            try:
                file = self.folder.find("/" + path, path).file
                self._rows[path] = self._look(file)
            except (Refusal, OSError):
                return None
        return self._rows[path]

    def _look(self, file: Path) -> tuple[str, Row]:
        name = self.folder.name_on_disk(file)
        group = group_of(name)
        old = None
        if name not in self._snapshot.changed(group):
            old = self._snapshot.group(group).get(name)
        if old is not None and old.digest:
            return name, old
        stamp = stamp_of(file)
        if stamp and stamp[0] > MAX_ATTACHMENT_BYTES:
            raise OSError(errno.EFBIG, "larger than a text may use", file)
        trusted = settled(stamp) if stamp else None
        digest = file_digest(file)
        return name, Row(digest, *trusted) if trusted else Row(digest)

    def learn(self, path: str, name: str, row: Row) -> None:
        """Take over what another process found out of the file at content *path*."""
        known = self._rows.get(path)
        if known is not None and known[1].digest != row.digest:
            # Changed between two readings: the next build looks at it, and reads both again.
            row = Row("")
        self._rows[path] = (name, row)

    def notice(self, name: str) -> None:
        """Note that the file of this *name* on disk came, changed or went."""
        self.noticed.add(name)

    def know(self, words: Iterable[str]) -> None:
        """Take over what earlier builds found out about photos, each in one word."""
        self._words = {word.partition("-")[0]: word for word in words}

    def examine(self, file: Path) -> Original:
        """Examine a photo once, though many texts may show it."""
        if file not in self._examined:
            self._examined[file] = self._examine(file)
        known = self._examined[file]
        if isinstance(known, Refusal):
            raise known
        return known

    def _examine(self, file: Path) -> Original | Refusal:
        if word := self._words.get(self.digest(self.path_of(file))):
            return Original.of_word(word)
        return self.examiner(file)

    def known(self) -> Iterable[tuple[str, str]]:
        """List content path and digest of every file that a text used."""
        for group in self._snapshot.names:
            for name in self._snapshot.group(group):
                path = unicodedata.normalize("NFC", name)
                yield path, self.digest(path)
        for path in self._rows:
            yield path, self.digest(path)

    def hand_over(self, changes: StoreChanges) -> None:
        """Tell what is to be remembered of the files that came, changed, or are used by texts."""
        used = dict(self._rows.values())
        for name in self.noticed - used.keys():
            is_there = self.folder.is_plain(name)
            changes.files[name] = row_of(f"{self.folder.root}/{name}", "") if is_there else None
        changes.files.update(used)
