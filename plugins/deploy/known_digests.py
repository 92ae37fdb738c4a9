# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digests known since the last deployment, so that a list costs no more than its changes.

Of an output the SHA-256 of each file, in groups, as the store of the builds keeps its rows:
of a group whose rows there are as before nothing is read. And the last lists.
"""

from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from plugins.deploy.digests import DigestList
from plugins.press.cache.snapshot import LastRows
from plugins.press.cache.store import CacheDamagedError, CacheStore, discard

_VERSION = "1"
#: Lists that are remembered.
_LISTS = 2


class _File(NamedTuple):
    """The fingerprint of a file's bytes, as the builds know it, and their SHA-256."""

    fingerprint: str
    digest: str


_groups = msgspec.json.Decoder(dict[str, _File])


class _Index(msgspec.Struct):
    """Which list was made last, of groups with which checksums."""

    list: str = ""
    groups: dict[str, str] = {}


def known_digests(
    reading: LastRows, kind: str, cache: Path, digest_of: Callable[[str, str], str]
) -> DigestList:
    """List the output that *reading* tells of; *cache* is the folder of what is known.

    *digest_of* tells the SHA-256 of the file at a path that must have a fingerprint; it is
    asked for files that are new or changed.
    """
    file = cache / "known.sqlite3"
    try:
        with closing(CacheStore(file, _VERSION)) as store:
            return _known_digests(store, reading, kind, cache, digest_of)
    except CacheDamagedError:
        discard(file)
    with closing(CacheStore(file, _VERSION)) as store:
        return _known_digests(store, reading, kind, cache, digest_of)


def _known_digests(
    store: CacheStore,
    reading: LastRows,
    kind: str,
    cache: Path,
    digest_of: Callable[[str, str], str],
) -> DigestList:
    now = reading.checksums
    index = msgspec.json.decode(store.get("index", kind) or "{}", type=_Index)
    last = recall(cache, index.list) if index.list else None
    if last is not None and index.groups == now:
        return last
    gone: list[tuple[str, str]] = []
    added: list[tuple[str, str]] = []
    fresh: dict[str, bytes] = {}
    for name in now.keys() | index.groups.keys():
        if now.get(name) == index.groups.get(name):
            continue
        before = _groups.decode(store.get(kind, name) or "{}")
        after = {}
        for path, row in reading.group(name).items():
            known = before.get(path)
            if known is None or known.fingerprint != row.digest:
                known = _File(row.digest, digest_of(path, row.digest))
            after[path] = known
        gone += [(path, file.digest) for path, file in before.items()]
        added += [(path, file.digest) for path, file in after.items()]
        fresh[name] = msgspec.json.encode(after)
    store.put(kind, fresh)
    store.drop(kind, index.groups.keys() - now.keys())
    if last is not None:
        digests = last.changed(gone, added)
    else:
        files = {
            path: file.digest
            for name, text in store.raw(kind).items()
            if name in now
            for path, file in _groups.decode(text).items()
        }
        digests = DigestList(files)
    remember(cache, digests)
    store.put("index", {kind: msgspec.json.encode(_Index(digests.digest, dict(now)))})
    store.commit()
    return digests


def recall(cache: Path, digest: str) -> DigestList | None:
    """Give a list by its digest; None for one that is not remembered as it was."""
    try:
        digests = DigestList(None, (cache / "lists" / digest).read_bytes())
    except OSError:
        return None
    return digests if digests.digest == digest else None


def remember(cache: Path, digests: DigestList) -> None:
    """Keep a list; a disk that refuses costs time alone."""
    folder = cache / "lists"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / digests.digest
        if place.exists():
            place.touch()
        else:
            place.write_bytes(digests.data)
        for file in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)[:-_LISTS]:
            file.unlink()
