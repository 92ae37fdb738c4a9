# SPDX-License-Identifier: AGPL-3.0-or-later
"""The inventory of one output folder: what each file there was printed from."""

import hashlib
import json
import os
from pathlib import Path

from plugins.press.ledger import Ledger
from plugins.press.stamps import digest_of, own_stamp_of

#: What a file was printed from (a digest), the SHA-256 of its bytes, its stamp.
Row = list


class Inventory:
    """What earlier builds put into *output*, by bundle of files.

    Nothing is believed that the disk does not confirm: a file stands as printed
    only if its stamp, or else its bytes, are as remembered.
    """

    def __init__(self, output: Path, ledger: Ledger) -> None:
        self._output = output.resolve()
        self._ledger = ledger
        folder = hashlib.sha256(os.fsencode(self._output)).hexdigest()[:16]
        self._kind = f"output {folder}"
        self._old = ledger.all(self._kind)
        self._confirmed: set[str] = set()
        self._new: dict[str, tuple[str, dict[str, Row]]] = {}

    def bundle(self, name: str) -> tuple[str, dict[str, Row]]:
        """Tell what a bundle was printed from, and its files; "" and none if it is new."""
        text = self._old.get(name)
        if text is None:
            return "", {}
        mark, files = json.loads(text)
        return mark, files

    def stands(self, file: str, row: Row) -> bool:
        """Tell whether *file* is in the output just as it was printed."""
        place = f"{self._output}/{file}"
        stamp = own_stamp_of(place)
        if stamp is None:
            return False
        if stamp == row[2]:
            return True
        try:
            if digest_of(place) != row[1]:
                return False
        except OSError:
            return False
        row[2] = None
        return True

    def confirm(self, name: str, mark: str, files: dict[str, Row]) -> None:
        """Note that a bundle and all its *files* are as they were."""
        if None in [row[2] for row in files.values()]:
            self.replace(name, mark, files)
        else:
            self._confirmed.add(name)

    def replace(self, name: str, mark: str, files: dict[str, Row]) -> None:
        """Note what a bundle consists of; *files* may still be filled until `save`.

        A stamp of None is taken then.
        """
        self._new[name] = (mark, files)

    def save(self) -> None:
        """Take the missing stamps, now that all files are in place, and hand all over."""
        rows = {}
        for name, (mark, files) in self._new.items():
            for file, row in files.items():
                row[2] = row[2] or own_stamp_of(f"{self._output}/{file}")
            rows[name] = _text(mark, files)
        self._ledger.put(self._kind, rows)
        self._ledger.drop(self._kind, self._old.keys() - self._new.keys() - self._confirmed)


def new_row(mark: str, data: bytes) -> Row:
    """Make the row of a file that is about to be released."""
    return [mark, hashlib.sha256(data).hexdigest(), None]


def _text(mark: str, files: dict[str, Row]) -> str:
    return json.dumps([mark, files], ensure_ascii=False, separators=(",", ":"))
