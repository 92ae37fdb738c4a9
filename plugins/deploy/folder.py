# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder with releases beside each other, on a host or a disk; one symbolic link is served.

A release is made of the one that was retired last, the spare, whose files it shares with
all others as hard links: only what changed is removed, linked or sent, and checked, so that
a deployment takes as long as its changes are many. Where there is no spare, it is made of
links to all files of what is served; where there is nothing, of nothing. With `verify`
every file is compared.
"""

import gzip
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from plugins.deploy.connection import Connection
from plugins.deploy.digests import DigestList, compare, differing_lines, pair_in
from plugins.deploy.known_digests import recall, remember
from plugins.deploy.target import FilePlace, HostRelease, Progress, SshPlace
from plugins.press.cache.stamps import file_digest
from plugins.press.errors import Refusal
from plugins.press.publish.disk import folders_of

_MEGABYTE = 1_000_000
#: Megabytes to be sent from which on their number is told.
_MANY_MEGABYTES = 50


class FolderTarget:
    """The folder at *place*, of which *keep* releases are kept; see `Target`.

    *cache* is a folder where the lists of releases are remembered; *options* are those of
    `Connection`.
    """

    def __init__(
        self,
        place: SshPlace | FilePlace,
        keep: int,
        verify: bool,
        cache: Path,
        say: Callable[[str], None],
        **options: Any,
    ) -> None:
        self._keep, self._verify, self._cache, self._say = keep, verify, cache, say
        self._connection = Connection(place, say, **options)
        self._served: HostRelease | None = None

    def __enter__(self) -> Self:
        self._connection.__enter__()
        return self

    def __exit__(self, *exception: Any) -> None:
        self._connection.__exit__(*exception)

    def served(self) -> HostRelease | None:
        """Tell what readers are given now."""
        if self._connection.greet():
            digest, name = self._connection.served
            self._served = HostRelease(name, self._list(digest, f"releases/{name}/list"))
        return self._served

    def fetch(self, path: str) -> bytes:
        """Read a small file of the release that is served."""
        return self._read(f"current/{path}")

    def _read(self, path: str) -> bytes:
        _, _, data = self._connection.ask("read", path)
        return gzip.decompress(data) if data else b""

    def _list(self, digest: str, path: str) -> DigestList:
        """Get the list of a release: as it is remembered, else from the host; none if damaged."""
        if digests := recall(self._cache, digest):
            return digests
        with suppress(ValueError):
            digests = DigestList.read(self._read(path).decode())
            if digests.digest == digest:
                return digests
        self._say(f"Danh sách «{path}» ở đó bị hỏng: không dùng lại tệp nào của bản ấy.")
        return DigestList({})

    def upload(self, folder: Path, new: DigestList, progress: Progress) -> int:
        """Make the release beside the others, and check it."""
        before = self._connection.sent
        bases = [("empty", DigestList({}))]
        served = self._served.digests if self._served else DigestList({})
        if served.data:
            bases.append(("copy", served))
        has_spare, _, told = self._connection.ask("spare")
        # Where the list of what is served is damaged, nothing can be told by it.
        if has_spare and (served.data or not self._served):
            # Lines of the spare's list alone, and after a tab those of the other.
            only = gzip.decompress(told).decode().removesuffix("\n").split("\n")
            ours = [pair_in(line) for line in only if line and not line.startswith("\t")]
            theirs = [pair_in(line[1:]) for line in only if line.startswith("\t")]
            bases.append(("spare", served.changed(theirs, ours)))
        while True:
            kind, base = bases.pop()
            problem = self._make(folder, kind, base, new, progress)
            if problem is None:
                break
            path = problem.rpartition(": ")[0]
            if path in new.files and new.files[path] != file_digest(folder / path):
                raise Refusal(
                    f"«{path}» không còn như lần dựng để lại", "chạy «make publish», rồi chạy lại"
                )
            if not bases:
                raise Refusal(f"bản sao không khớp với bản gốc ({problem})", "dựng lại, chạy lại")
            self._say(f"Bản cũ ở đó không như đã đưa lên ({problem}): chép lại.")
        remember(self._cache, new)
        return self._connection.sent - before

    def _make(
        self, folder: Path, kind: str, base: DigestList, new: DigestList, progress: Progress
    ) -> str | None:
        """Make the release of *base*; tell what is wrong with it, None if nothing is."""
        difference = compare(base, new)
        gone, added = differing_lines(base.data, new.data)
        sent = dict(pair_in(line.decode().removesuffix("\n")) for line in added)
        # What is served has the same bytes under the same name already.
        links: list[str] = []
        if self._served and kind != "empty":
            _, unserved = differing_lines(self._served.digests.data, new.data)
            known = {*added}.difference(unserved)
            links = [pair_in(line.decode().removesuffix("\n"))[0] for line in known]
        if self._verify:
            sent = dict(new.files)
        for path in links:
            del sent[path]
        emptied = {above for path in difference.removed for above in folders_of(path)}
        ask = self._connection.ask
        ask("base", kind)
        for name, words in {
            "gone": b"".join(gone),
            "added": b"".join(added),
            "delete": _as_names(difference.removed),
            "folders": _as_names(sorted(emptied, key=lambda path: -path.count("/"))),
            "link": _as_names(links),
            "sent": DigestList(sent).data,
        }.items():
            ask("take", name, str(len(words)), data=words)
        digest, _, _ = ask("apply")
        if digest != new.digest:
            return "danh sách khác"
        if sent:
            total = sum((folder / path).stat().st_size for path in sent) // _MEGABYTE
            if total >= _MANY_MEGABYTES:
                self._say(f"Truyền {len(sent)} tệp, {total} MB …")
            self._connection.copy(
                folder,
                _as_names(sent),
                f"{self._connection.root}/next/site",
                self._verify,
                lambda done: progress("Truyền, MB", min(done // _MEGABYTE, total), total),
            )
            _, marked, _ = ask("check", "list" if self._verify else "sent")
            if "differs" in marked:
                return marked["differs"]
        if self._verify or kind == "empty":
            count, _, _ = ask("count")
            if count != str(new.count):
                return f"{count} tệp, lẽ ra {new.count}"
        return None

    def switch(self) -> str:
        """Point the link at what was uploaded."""
        name, marked, _ = self._connection.ask("switch")
        if "hook" in marked:
            self.undo()
            raise Refusal(
                f"lệnh after-switch ở đó báo lỗi ({marked['hook']}); bản «{name}» không được dùng",
                "sửa after-switch trong thư mục của TARGET, rồi chạy lại",
            )
        return name

    def settle(self) -> None:
        """Retire what is older than the releases that are kept."""
        self._connection.ask("settle", str(self._keep))

    def undo(self) -> str | None:
        """Point the link at the release before."""
        name, marked, _ = self._connection.ask("undo")
        self._tell_hook(marked)
        return name or None

    def roll_back(self) -> HostRelease:
        """Point the link at the release before the one that is served."""
        _, marked, _ = self._connection.ask("back")
        self._tell_hook(marked)
        digest, name = marked["served"].split(" ")
        return HostRelease(name, self._list(digest, f"releases/{name}/list"))

    def _tell_hook(self, marked: Mapping[str, str]) -> None:
        if "hook" in marked:
            self._say(f"Cảnh báo: lệnh after-switch ở đó báo lỗi ({marked['hook']}).")


def _as_names(paths: Iterable[str]) -> bytes:
    return "".join([f"{path}\0" for path in paths]).encode()
