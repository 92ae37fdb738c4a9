# SPDX-License-Identifier: AGPL-3.0-or-later
"""A finished output: what `make publish` left, held still while it is carried away.

The digests of its files come from what the builds know, not from another walk over it; where
there is no store of theirs, every file is read.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import msgspec

from plugins.deploy.digests import DigestList
from plugins.deploy.known_digests import known_digests
from plugins.press.cache.compare import FileGroup, Row
from plugins.press.cache.snapshot import LastRows, snapshot_kind
from plugins.press.cache.stamps import file_digest, fingerprint, stamp_of
from plugins.press.cache.store import CacheDamagedError
from plugins.press.errors import Refusal
from plugins.press.publish.disk import wait_for_lock
from plugins.press.publish.journal import Journal
from plugins.press.publish.marker import MARKER, read_marker
from plugins.press.publish.staging import INSIDE, Staging

#: What an output may hold that is never the site's.
_NEVER = frozenset({".git"}) | INSIDE
_OPERATORS = ".well-known"
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
#: Groups, and files of each, whose stamps tell whether the store knows an output.
_SAMPLE = 8
_AGAIN = "chạy «make publish», rồi chạy lại"


class _Promise(msgspec.Struct):
    """What a manifest says of the build that left it."""

    public: bool = False
    local: bool = False


class FinishedOutput:
    """The output in *folder*, as a context manager: inside, no build changes it.

    *cache* is the CACHE_PATH of its build. Raises Refusal for a folder that is no finished
    output of the public site.
    """

    def __init__(self, folder: Path, cache: Path, wait_s: float = 600.0) -> None:
        self._shown, self.folder, self._cache = str(folder), folder.resolve(), cache
        self._wait_s = wait_s

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._wait_for_builds(stack)
            if not self.folder.is_dir() or read_marker(self.folder) is None:
                raise Refusal(f"«{self._shown}» không phải trang đã dựng", _AGAIN)
            staging = Staging(self.folder, self._shown)
            if staging.was_left() or Journal.read(staging.journal):
                raise Refusal(f"lần dựng gần nhất vào «{self._shown}» bị ngắt giữa chừng", _AGAIN)
            self._refuse_private()
            self._held = stack.pop_all()
        return self

    def _wait_for_builds(self, stack: ExitStack) -> None:
        """Take the lock of the store, which every build takes first.

        That of the output would be left behind by a deployment that is killed, as if by a
        build.
        """
        place = self._cache / "store.lock"
        if not place.exists():
            return
        lock = wait_for_lock(str(place), self._shown, self._wait_s)
        stack.callback(os.close, lock)

    def __exit__(self, *exception: Any) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Let builds go on: nothing more is carried away."""
        self._held.close()

    def _refuse_private(self) -> None:
        try:
            promise = msgspec.json.decode((self.folder / MARKER).read_bytes(), type=_Marked)
        except msgspec.DecodeError as error:
            raise Refusal(f"dấu «{MARKER}» của «{self._shown}» bị hỏng", _AGAIN) from error
        if not promise.manifest.public or promise.manifest.local:
            raise Refusal(
                f"«{self._shown}» không phải trang công khai (do «make html» hay bản xem trước "
                "làm ra)",
                _AGAIN,
            )

    @cached_property
    def digests(self) -> DigestList:
        """Tell what the output consists of."""
        kind = snapshot_kind("output", self.folder)
        with (
            suppress(CacheDamagedError),
            closing(LastRows(self._cache / "store.sqlite3", kind)) as reading,
        ):
            if self._is_of(reading):
                known = known_digests(reading, kind, self._cache / "deploy", self._digest_of)
                return self._with_others(known)
        return DigestList({path: file_digest(f"{self.folder}/{path}") for path in self._walk("")})

    def _with_others(self, known: DigestList) -> DigestList:
        """Add the files that are not the site's own."""
        added = [
            (path, file_digest(f"{self.folder}/{path}"))
            for path in self._walk(f"{_OPERATORS}/")
            if known.digest_of(path) is None
        ]
        return known.changed([], added)

    def _digest_of(self, path: str, known: str) -> str:
        """Tell the SHA-256 of a file that must be what its build left there."""
        try:
            data = (self.folder / path).read_bytes()
        except OSError:
            data = None
        if data is None or fingerprint(data) != known:
            raise self._altered(path)
        return hashlib.sha256(data).hexdigest()

    def _is_of(self, reading: LastRows) -> bool:
        """Tell whether rows are those of this output, by a part of their stamps.

        A folder that was copied here, or built with another cache, has other stamps
        throughout. Raises Refusal where some files are no longer as their build left them.
        """
        rows: FileGroup = {}
        for name in (MARKER, "theme", "redirects", *islice(reading.checksums, _SAMPLE)):
            rows.update(islice(reading.group(name).items(), _SAMPLE))
        # A stamp that is too fresh to tell of a change is not in a row.
        told = {path: row for path, row in rows.items() if row.mtime_ns}
        odd = [path for path, row in told.items() if not self._stands(path, row)]
        if odd and len(odd) < len(told):
            raise self._altered(min(odd))
        return not odd

    def _stands(self, path: str, row: Row) -> bool:
        told = [row.size, row.mtime_ns, row.ctime_ns, row.inode]
        return stamp_of(f"{self.folder}/{path}") == told

    def _altered(self, path: str) -> Refusal:
        return Refusal(f"«{self._shown}/{path}» không còn như lần dựng để lại", _AGAIN)

    def _walk(self, top: str) -> Iterator[str]:
        """List the files below *top*, "" or a folder and a slash; Refusal for a link."""
        if not os.path.isdir(f"{self.folder}/{top}"):
            return
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            with os.scandir(f"{self.folder}/{folder}") as entries:
                for entry in entries:
                    path = folder + entry.name
                    if path in _NEVER:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{path}/")
                    elif entry.is_file(follow_symlinks=False) and not _UNWRITABLE.search(path):
                        yield path
                    else:
                        raise Refusal(
                            f"«{self._shown}/{path.encode(errors='replace').decode()}» không phải "
                            "một tệp thường, hoặc tên có ký tự không dùng được",
                            "bỏ nó đi, rồi chạy lại",
                        )

    @cached_property
    def url(self) -> str:
        """Tell the public address of the site, without a slash at the end."""
        return url_in(self._read("robots.txt"))

    @cached_property
    def newest(self) -> str | None:
        """Tell the address of the newest article, if there is one."""
        try:
            (first, *_) = msgspec.json.decode(self._read("tin-moi.json") or "{}")["stories"]
            return str(first["address"])
        except (msgspec.DecodeError, LookupError, TypeError, ValueError):
            return None

    @cached_property
    def root(self) -> str:
        """Tell the path that the site stands at, "" or "/tin"."""
        return urlsplit(self.url).path

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Map the old addresses to where they lead, as `redirects_in` does."""
        return redirects_in(self._read("_redirects"))

    def _read(self, path: str) -> str:
        try:
            return (self.folder / path).read_text(encoding="utf-8")
        except OSError:
            return ""


class _Marked(msgspec.Struct):
    """The part of a marker that a deployment asks for."""

    manifest: _Promise


def url_in(robots: str) -> str:
    """Tell the address of a site by its robots.txt, without a slash at the end; or ""."""
    found = re.search("^Sitemap: (.+)/sitemap.xml$", robots, re.MULTILINE)
    return found[1] if found else ""


def redirects_in(rules: str) -> dict[str, str]:
    """Map old addresses, queries included, to where they lead; "" for what is gone.

    *rules* are the text of the file `_redirects`.
    """
    found = {}
    for line in rules.splitlines():
        words = line.split(" ")
        if len(words) > 2 and words[0].startswith("/"):
            address, *parameters, target, status = words
            query = "&".join(parameters)
            found[f"{address}?{query}" if query else address] = target if status == "301" else ""
    return found


def paths_at(address: str, root: str) -> tuple[str, str]:
    """List the paths of files that can answer at an address of the site at the path *root*."""
    path = unquote(address).removeprefix(root).strip("/")
    return path, f"{path}/index.html"
