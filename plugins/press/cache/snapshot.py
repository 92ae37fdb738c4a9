# SPDX-License-Identifier: AGPL-3.0-or-later
"""The snapshot of a folder: what earlier builds left or found there, in bundles.

Nothing is believed that the disk does not confirm: what differs from the rows is
found by a comparison, in processes of its own while this one does other work.
"""

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

import msgspec

from plugins.press.cache.compare import (
    Bundle,
    Findings,
    Fresh,
    Row,
    Share,
    look_at,
    put_together,
    read_bundle,
    read_share,
    write_bundle,
    write_share,
)
from plugins.press.cache.stamps import digest_of
from plugins.press.cache.store import CacheDamagedError, CacheStore, checksum, unseal
from plugins.press.cache.workers import Aside

#: Rows from which on other processes pay.
MANY = 2000


class _Known(NamedTuple):
    """What the index tells of a bundle: the owner's mark, the text's checksum, its rows."""

    mark: str
    checksum: str
    count: int


_indexes = msgspec.json.Decoder(dict[str, _Known])


class Snapshot:
    """The bundles of the folder *root*, kept in *store* under *kind*.

    With *follow* a symbolic link to a file counts as that file. Names in *spared*
    at the top of *root* are nobody's business; *digest* is that of a file there. The
    processes that look give way to others by their *niceness*; where all stands *as_left*
    nobody looks. Raises CacheDamagedError where a bundle was lost, or an old one came
    back: damage to a database can do both.
    """

    def __init__(
        self,
        root: str,
        store: CacheStore,
        kind: str,
        follow: bool = False,
        spared: Collection[str] = (),
        digest: Callable[[str], str] = digest_of,
        processes: int = 1,
        niceness: int = 0,
        as_left: bool = False,
    ) -> None:
        self.root, self._ledger, self._kind = root, store, kind
        self._follow, self._spared, self._digest, self._as_left = follow, spared, digest, as_left
        try:
            self._index = _indexes.decode(store.get("index", kind) or "{}")
        except msgspec.DecodeError as error:
            raise CacheDamagedError(f"the index of {kind} is none") from error
        if store.checksums(kind) != {name: row.checksum for name, row in self._index.items()}:
            raise CacheDamagedError(f"rows of {kind} are lost")
        self._texts: dict[str, bytes] = {}
        self._new: dict[str, tuple[_Known, Fresh]] = {}
        self._dropped: set[str] = set()
        self._aside: Aside | None = None
        if (
            processes > 1
            and not as_left
            and sum(known.count for known in self._index.values()) >= MANY
        ):
            # Two folders are looked at, and whoever waits for one helps.
            self._aside = Aside(
                list(self._index), self._look_aside, max(1, processes // 2), niceness
            )

    def close(self) -> None:
        """End the comparison, whether it is done or not."""
        if self._aside:
            self._aside.dismiss()
            self._aside = None

    def _look_aside(self, names: Iterable[str]) -> bytes:
        # At once: another process cannot read once its parent has much to write there.
        rows = self._ledger.sealed(self._kind)
        texts = ((name, unseal(self._kind, name, rows.get(name))) for name in names)
        root = self.root
        with suppress(OSError):
            # The way from here is shorter, for hundreds of thousands of looks.
            os.chdir(root)
            root = "."
        return write_share(look_at(root, texts, self._follow, self._digest, self._checksum))

    def _look_at(self, names: Iterable[str]) -> Share:
        texts = ((name, self._ledger.text(self._kind, name)) for name in names)
        return look_at(self.root, texts, self._follow, self._digest, self._checksum)

    def _checksum(self, name: str, text: bytes) -> str:
        return checksum(self._kind, name, text)

    @cached_property
    def findings(self) -> Findings:
        """Tell how the folder differs from the rows."""
        if self._as_left:
            return Findings()
        if self._aside:
            own = self._look_at(self._aside.rest())
            shares = [own, *map(read_share, self._aside.outcomes())]
            self.close()
        else:
            shares = [self._look_at(self._index)]
        return put_together(
            self.root,
            shares,
            lambda: self._texts or self._ledger.raw(self._kind),
            self._follow,
            self._spared,
            self._checksum,
        )

    def fetch(self) -> None:
        """Fetch all rows, for processes that are to be forked.

        They cannot read the store themselves once this one has much to write there.
        """
        self._texts = self._ledger.raw(self._kind)

    @property
    def names(self) -> Collection[str]:
        """List the bundles that there were."""
        return self._index.keys()

    def mark(self, name: str) -> str | None:
        """Tell the mark of a bundle as it was; None if it is new."""
        known = self._index.get(name)
        return None if known is None else known.mark

    def bundle(self, name: str) -> Bundle:
        """Tell the rows of a bundle as they were, with the stamps of today; none if it is new."""
        if name not in self._index:
            return Bundle({}, {})
        fresh = self.findings.refreshed.get(name)
        text = fresh.text if fresh else self._texts.get(name) or self._ledger.get(self._kind, name)
        if text is None:
            raise CacheDamagedError(f"the rows of {name} are lost")
        return read_bundle(text)

    def changed(self, name: str) -> Collection[str]:
        """List the files of a bundle that no longer stand as they did."""
        return self.findings.changed.get(name, ())

    def put(self, name: str, mark: str, bundle: Bundle) -> None:
        """Note what a bundle consists of."""
        # As text, which weighs a third of the rows.
        text = write_bundle(bundle)
        told = self._checksum(name, text)
        known = _Known(mark, told, len(bundle.files) + len(bundle.folders))
        self._new[name] = (known, Fresh(text, told))

    def drop(self, names: Iterable[str]) -> None:
        """Forget bundles."""
        self._dropped.update(names)

    def save(self) -> None:
        """Hand all that is new to the store."""
        fresh = dict(self.findings.refreshed)
        for name, new in fresh.items():
            self._index[name] = self._index[name]._replace(checksum=new.checksum)
        for name, (known, new) in self._new.items():
            self._index[name], fresh[name] = known, new
        dropped = self._dropped & self._index.keys()
        for name in dropped:
            del self._index[name]
            fresh.pop(name, None)
        if fresh or dropped:
            self._ledger.put_texts(self._kind, fresh)
            self._ledger.drop(self._kind, dropped)
            self._ledger.put("index", {self._kind: msgspec.json.encode(self._index)})
        # The store has it all now.
        self._texts.clear()
        self._new.clear()
        self._dropped.clear()
        self.findings.refreshed.clear()


__all__ = ["Bundle", "Row", "Snapshot"]
