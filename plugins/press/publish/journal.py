# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journal of a release: the move into place, which can be repeated from any point."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from plugins.press.publish.disk import Folders, is_folder, move, stays_inside
from plugins.press.publish.staging import Staging

FORMAT = 2


@dataclass(frozen=True, slots=True)
class Journal:
    """What a move into place does, in this order; paths are relative to the output.

    `moves` come out of the staging, `removals` are deleted, `folders` are deleted where
    they are empty by then.
    """

    moves: tuple[str, ...]
    removals: tuple[str, ...]
    folders: tuple[str, ...]

    def text(self) -> str:
        """Write the journal as plain ASCII: a file to be removed may have a name of any bytes."""
        return json.dumps(
            {
                "format": FORMAT,
                "moves": self.moves,
                "removals": self.removals,
                "folders": self.folders,
            }
        )

    @classmethod
    def read(cls, path: str) -> Self | None:
        """Read a journal; None when there is none, or none that can be believed."""
        try:
            with open(path, encoding="ascii") as file:
                told = json.load(file)
            if told["format"] != FORMAT:
                return None
            lists = [told["moves"], told["removals"], told["folders"]]
            if not all(stays_inside(str(path)) for paths in lists for path in paths):
                return None
            return cls(*(tuple(map(str, paths)) for paths in lists))
        except (FileNotFoundError, ValueError, LookupError, TypeError, RecursionError):
            return None

    def carry_out(self, staging: Staging, root: str) -> None:
        """Move everything into the output *root*; what was already done is passed over.

        The marker goes last: until all is there it tells what was published before.
        """
        os.makedirs(root, exist_ok=True)
        folders = Folders(root)
        for path in self.moves:
            folders.make(path.rpartition("/")[0])
            move(staging.place_of(path), f"{root}/{path}")
        # Looked at anew: a folder may have become a file.
        folders = Folders(root)
        for path in self.removals:
            place = f"{root}/{path}"
            if folders.has(path.rpartition("/")[0]) and not is_folder(place):
                with suppress(FileNotFoundError):
                    os.unlink(place)
        for folder in self.folders:
            if folders.has(folder.rpartition("/")[0]):
                # One that has been filled, or replaced by a file, stays.
                with suppress(OSError):
                    os.rmdir(f"{root}/{folder}")
        staging.place_marker()
