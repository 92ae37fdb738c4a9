# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outcome of reading one source, as a process that reads tells it to the build's own."""

import dataclasses
import json
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from plugins.newsroom.fault import Fault
from plugins.newsroom.photo import Original
from plugins.newsroom.plan.entry import Entry
from plugins.press.cache.compare import Row


class Kept(msgspec.Struct, array_like=True, gc=False):
    """What is to be remembered of a source that has no fault.

    `row` is that of its file and `digest` that of its record; `parts` is its body behind this
    digest. `needs` are the content paths that it made use of, as `remembered.Needs` has them;
    `files` tells of those that are files the name on disk and the row, None for one that is
    gone.
    """

    row: Row
    digest: str
    parts: bytes
    needs: dict[str, str | None]
    files: dict[str, tuple[str, Row] | None]


class Outcome(msgspec.Struct, array_like=True, gc=False):
    """What came of reading one source.

    `record` is what `newsroom.codec.encode` writes of the article or standing page, None where
    a fault leaves nothing to show; `entry` is that of an article. `named` are the content paths
    of the files that the text names, None where it could not be read; `claims` what the
    addresses of a source without a record are made of. One with a fault is not `kept`.
    """

    told: str
    jobs: list[tuple[bytes, Original, str, int]]
    record: bytes | None = None
    entry: Entry | None = None
    named: tuple[str, ...] | None = None
    claims: tuple[str, ...] = ()
    kept: Kept | None = None

    @property
    def faults(self) -> list[list]:
        """List what was told of the source, as the fields of faults."""
        return json.loads(self.told)

    @property
    def photos(self) -> list[tuple[Path, Original, str, int]]:
        """List the photos that the text shows: file, what it is, field and line."""
        return [(Path(os.fsdecode(file)), *rest) for file, *rest in self.jobs]


def outcome_of(
    faults: Iterable[Fault], photos: Iterable[tuple[Path, Original, str, int]] = ()
) -> Outcome:
    """Begin the outcome of a reading that told *faults* and found *photos*."""
    # What an editor wrote may hold half letters, which only JSON's escapes can tell.
    told = json.dumps([dataclasses.astuple(fault) for fault in faults])
    return Outcome(told, [(os.fsencode(file), *rest) for file, *rest in photos])


_outcome = msgspec.msgpack.Decoder(Outcome)


def read_outcome(data: bytes) -> Outcome:
    """Read what `write_outcome` wrote."""
    return _outcome.decode(data)


def write_outcome(outcome: Outcome) -> bytes:
    """Write an outcome for the process that asked for it, which runs the same program."""
    return msgspec.msgpack.encode(outcome)
