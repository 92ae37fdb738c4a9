# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inventory of a folder: what earlier builds left or found there, in bundles.

Nothing is believed that the disk does not confirm: what differs from the rows is
found by a survey, in a process of its own while this one does other work.
"""

import json
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from plugins.press.crew import Worker, aside, outcome
from plugins.press.ledger import Ledger, LedgerDamagedError, checksum
from plugins.press.survey import (
    Bundle,
    Findings,
    Row,
    read_bundle,
    read_findings,
    survey,
    write_bundle,
    write_findings,
)

#: Rows from which on another process pays.
MANY = 2000


class _Known(NamedTuple):
    """What the index tells of a bundle: the owner's mark, the text's checksum, its rows."""

    mark: str
    checksum: str
    count: int


class Inventory:
    """The bundles of the folder *root*, kept in *ledger* under *kind*.

    With *follow* a symbolic link to a file counts as that file. Names in *spared*
    at the top of *root* are nobody's business. Raises LedgerDamagedError where a
    bundle was lost, or an old one came back: damage to a database can do both.
    """

    def __init__(
        self,
        root: str,
        ledger: Ledger,
        kind: str,
        follow: bool = False,
        spared: Collection[str] = (),
        processes: int = 1,
    ) -> None:
        self.root, self._ledger, self._kind = root, ledger, kind
        self._follow, self._spared = follow, spared
        index = json.loads(ledger.get("index", kind) or "{}")
        self._index = {name: _Known._make(known) for name, known in index.items()}
        if ledger.checksums(kind) != {name: row.checksum for name, row in self._index.items()}:
            raise LedgerDamagedError(f"rows of {kind} are lost")
        self._texts: dict[str, bytes] = {}
        self._new: dict[str, tuple[str, Bundle]] = {}
        self._dropped: set[str] = set()
        self._worker: Worker | None = None
        if processes > 1 and sum(known.count for known in self._index.values()) >= MANY:
            self._worker = aside(lambda: write_findings(self._survey()))

    def close(self) -> None:
        """End the survey, whether it is done or not."""
        if self._worker is not None:
            self._worker.dismiss()
            self._worker = None

    def _survey(self) -> Findings:
        return survey(self.root, self._ledger.raw(self._kind), self._follow, self._spared)

    @cached_property
    def findings(self) -> Findings:
        """Tell how the folder differs from the rows."""
        if self._worker is None:
            return self._survey()
        found = read_findings(outcome(self._worker))
        self.close()
        return found

    def fetch(self) -> None:
        """Fetch all rows, for processes that are to be forked.

        They cannot read the ledger themselves once this one has much to write there.
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
        text = (
            self.findings.refreshed.get(name)
            or self._texts.get(name)
            or self._ledger.get(self._kind, name)
        )
        if text is None:
            raise LedgerDamagedError(f"the rows of {name} are lost")
        return read_bundle(text)

    def changed(self, name: str) -> Collection[str]:
        """List the files of a bundle that no longer stand as they did."""
        return self.findings.changed.get(name, ())

    def put(self, name: str, mark: str, bundle: Bundle) -> None:
        """Note what a bundle consists of; it may still be filled until `save`."""
        self._new[name] = (mark, bundle)

    def drop(self, names: Iterable[str]) -> None:
        """Forget bundles."""
        self._dropped.update(names)

    def save(self) -> None:
        """Hand all that is new to the ledger."""
        texts = dict(self.findings.refreshed)
        for name, text in texts.items():
            self._index[name] = self._index[name]._replace(
                checksum=checksum(self._kind, name, text)
            )
        for name, (mark, bundle) in self._new.items():
            text = texts[name] = write_bundle(bundle)
            count = len(bundle.files) + len(bundle.folders)
            self._index[name] = _Known(mark, checksum(self._kind, name, text), count)
        dropped = self._dropped & self._index.keys()
        for name in dropped:
            del self._index[name]
            texts.pop(name, None)
        if texts or dropped:
            self._ledger.put(self._kind, texts)
            self._ledger.drop(self._kind, dropped)
            self._ledger.put("index", {self._kind: json.dumps(self._index)})


__all__ = ["Bundle", "Inventory", "Row"]
