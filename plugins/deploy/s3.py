# SPDX-License-Identifier: AGPL-3.0-or-later
"""A part of a bucket of an object store: what is served are its objects, one by one.

An object store cannot switch all at once, so a deployment goes in an order that leaves no
link without its target: new files, then what changed (styles and photos, pages from the
deepest to the front page, feeds, the marker), then what goes. Beside the site, below
`.deploy/` in the prefix:

    state.json      which releases there are, which is served, which was begun
    lists/<digest>  the digest list of each, compressed
    kept/<digest>   bytes that an earlier release needs and the served one has no more
    lock            stands while a deployment runs

Files that only a web server reads are not uploaded: compressed copies and redirect maps. A
page at an old address (REDIRECT_PAGES) says where it leads in its metadata too, so that
stores that serve a site themselves answer 301 there.
Access and place are told by the environment, as to other tools for S3: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3.
"""

import gzip
import hashlib
import io
import os
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec
import urllib3
from minio import Minio
from minio.commonconfig import REPLACE, CopySource
from minio.datatypes import Object
from minio.error import MinioException, S3Error

from plugins.deploy.digests import DigestList, compare
from plugins.deploy.finished_output import paths_at, redirects_in, url_in
from plugins.deploy.target import BucketPlace, HostRelease, Progress
from plugins.press.errors import Refusal
from plugins.press.publish.compression import original_of
from plugins.press.publish.release import move_order

#: Uploads at a time: a store answers one in some 50 ms, however small it is.
AT_ONCE = 16
#: A lock that is older was left by a deployment that was killed.
LOCK_LIFE = timedelta(hours=1)
#: Seconds between putting a lock and reading it back, which settles whose of two it is.
LOCK_PAUSE_S = 1.0
#: Seconds before the second try to reach a store again; twice as many before each further one.
RETRY_PAUSE_S = 1.0

#: Characters of what a server that is no store may answer.
_LONGEST_REASON = 160

_OWN = ".deploy/"
_STATE, _LOCK = f"{_OWN}state.json", f"{_OWN}lock"
_FOR_EVER = ("anh/", "tep/", "theme/")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
_FEEDS = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
_REGION = "us-east-1"
#: What stores answer, with what it means and how it is mended.
_KNOWN_ERRORS = {
    "NoSuchBucket": ("không có bucket ấy", "tạo bucket, hoặc sửa TARGET"),
    "AccessDenied": ("khóa không có quyền ở bucket ấy", "cấp quyền đọc, ghi, xóa, liệt kê"),
    "InvalidAccessKeyId": ("không nhận khóa truy cập", "sửa AWS_ACCESS_KEY_ID"),
    "SignatureDoesNotMatch": ("khóa bí mật sai", "sửa AWS_SECRET_ACCESS_KEY"),
}
_STORE_ERRORS = (MinioException, urllib3.exceptions.HTTPError)


class _Kept(msgspec.Struct):
    """A release by its name, and the digest of its list."""

    name: str
    list: str


class _State(msgspec.Struct):
    """What stands in the bucket: releases, oldest first, of which the last one is served.

    `begun` is the digest of the list of a release that readers may see a part of; on
    `trial` the last one is not checked yet.
    """

    releases: list[_Kept] = []
    begun: str | None = None
    number: int = 0
    trial: bool = False


class BucketTarget:
    """The part of a bucket at *place*, of which *keep* releases are kept; see `Target`.

    *verify* uploads every file; *cache* is not used, *say* tells what is done.
    """

    def __init__(
        self,
        place: BucketPlace,
        keep: int,
        verify: bool,
        cache: Path,
        say: Callable[[str], None],
    ) -> None:
        self._place, self._keep, self._verify, self._say = place, keep, verify, say
        self._prefix = f"{place.prefix}/" if place.prefix else ""
        self._sent = 0
        # Where the pages at old addresses lead, by their paths.
        self._moved: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._client = self._connect()
        with self._telling():
            self._lock()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        return self

    def __exit__(self, *exception: Any) -> None:
        self._pool.shutdown(cancel_futures=True)
        # A lock that cannot be deleted now goes when it is old.
        with suppress(*_STORE_ERRORS):
            self._delete_one(_LOCK)

    def _connect(self) -> Minio:
        region = _setting("DEFAULT_REGION") or _REGION
        url = _setting("ENDPOINT_URL_S3") or f"https://s3.{region}.amazonaws.com"
        keys = [_setting("ACCESS_KEY_ID"), _setting("SECRET_ACCESS_KEY")]
        if not all(keys):
            raise Refusal(
                f"«{self._shown}»: chưa có khóa truy cập",
                "đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY",
            )
        if not re.fullmatch("[!-~]+", "".join(keys)):
            raise Refusal(
                f"«{self._shown}»: khóa truy cập có dấu cách hoặc chữ có dấu",
                "chép lại AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY",
            )
        if not re.fullmatch("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", region):
            raise Refusal(
                f"không dùng được AWS_DEFAULT_REGION là «{region}»",
                f"ghi tên vùng của kho, ví dụ {_REGION}, hoặc bỏ AWS_DEFAULT_REGION",
            )
        pool = urllib3.PoolManager(
            maxsize=AT_ONCE,
            timeout=urllib3.Timeout(connect=20, read=120),
            retries=urllib3.Retry(
                total=4, backoff_factor=RETRY_PAUSE_S / 2, status_forcelist=(500, 502, 503)
            ),
        )
        try:
            parts = urlsplit(url)
            secure = {"http": False, "https": True}[parts.scheme]
            return Minio(parts.netloc, *keys, secure=secure, region=region, http_client=pool)
        except (KeyError, ValueError) as error:
            raise Refusal(
                f"không dùng được AWS_ENDPOINT_URL_S3 là «{url}»",
                "ghi địa chỉ đầy đủ của kho, ví dụ https://s3.vn-hcm.example",
            ) from error

    def _lock(self) -> None:
        """Put the lock; Refusal where another deployment holds it.

        Not every store puts an object only where none stands. So of two that put it at once
        the one whose word is read back a moment later has it.
        """
        stands = self._head(_LOCK)
        if stands is not None and datetime.now(UTC) - stands.last_modified < LOCK_LIFE:
            raise self._is_locked(stands)
        word = secrets.token_hex(16).encode()
        self._put(_LOCK, word)
        time.sleep(LOCK_PAUSE_S)
        if self._get(_LOCK) != word:
            raise self._is_locked(self._head(_LOCK))

    def _is_locked(self, head: Object | None) -> Refusal:
        when = f" từ {head.last_modified:%Y-%m-%d %H:%M} UTC" if head else ""
        return Refusal(
            f"một lần đưa lên khác đang chạy ở «{self._shown}»{when}",
            f"đợi nó xong; nếu nó đã chết, xóa đối tượng {self._prefix}{_LOCK}, rồi chạy lại",
        )

    @property
    def _shown(self) -> str:
        return f"s3://{self._place.bucket}/{self._place.prefix}".rstrip("/")

    # --- the steps of a deployment ----------------------------------------------------

    def served(self) -> HostRelease | None:
        """Tell what readers are given now.

        After a deployment that was cut short the files that it was about have no digest; one
        that was cut short before its check is taken back.
        """
        with self._telling():
            self._state = self._read_state()
            if self._state.trial and len(self._state.releases) > 1:
                name = self._state.releases[-1].name
                self._take_back()
                self._say(
                    f"Lần đưa lên trước bị ngắt khi chưa kiểm tra bản «{name}»: "
                    "đã quay về bản trước nó."
                )
            if not self._state.releases and self._state.begun is None:
                self._old = DigestList({})
                self._refuse_foreign()
                return None
            name, files = "", {}
            if self._state.releases:
                last = self._state.releases[-1]
                name, files = last.name, dict(self._list(last.list).files)
            if self._state.begun is not None:
                begun = self._list(self._state.begun)
                files.update(dict.fromkeys(compare(DigestList(files), begun).all, ""))
            self._old = DigestList(files)
            return HostRelease(name, self._old)

    def fetch(self, path: str) -> bytes:
        """Read a small file of the release that is served; empty where there is none."""
        with self._telling():
            return self._get(path) or b""

    def upload(self, folder: Path, new: DigestList, progress: Progress) -> int:
        """Upload the files that are new; what changed waits for the switch.

        Each comes with its checksum, by which the store refuses what it did not get whole.
        """
        self._folder, self._new = folder, new
        self._moved = _moved_pages(*map(_text_of, (folder / "_redirects", folder / "robots.txt")))
        self._difference = compare(self._old, new)
        with self._telling():
            self._put(f"{_OWN}lists/{new.digest}", gzip.compress(new.text.encode(), mtime=0))
            self._keep_old((*self._difference.changed, *self._difference.removed))
            self._state.begun = new.digest
            self._write_state()
            added = list(filter(_is_served, self._difference.added))
            if self._verify:
                unchanged = new.files.keys() - {*self._difference.new}
                added += filter(_is_served, unchanged)
            self._upload(added, progress)
        changed = filter(_is_served, self._difference.changed)
        return self._sent + sum(os.path.getsize(folder / path) for path in changed)

    def switch(self) -> str:
        """Upload what changed, then delete what goes; from then on this release is served."""
        with self._telling():
            self._upload(filter(_is_served, self._difference.changed))
            self._delete(filter(_is_served, self._difference.removed))
            return self._serve(self._new.digest)

    def settle(self) -> None:
        """Forget what is older than the releases that are kept."""
        with self._telling():
            self._state.releases = self._state.releases[-self._keep :]
            self._state.trial = False
            self._write_state()
            self._forget()

    def undo(self) -> str | None:
        """Put back what was served before the switch."""
        with self._telling():
            return self._take_back()

    def _take_back(self) -> str | None:
        failed = self._state.releases.pop()
        self._state.begun, self._state.trial = failed.list, False
        self._write_state()
        if not self._state.releases:
            return None
        before = self._state.releases[-1]
        self._change(self._list(failed.list), self._list(before.list))
        self._state.begun = None
        self._write_state()
        return before.name

    def roll_back(self) -> HostRelease:
        """Give readers the release before the one that is served, or the last whole one."""
        with self._telling():
            releases = self._state.releases
            if self._state.begun is None:
                releases = releases[:-1]
            if not releases:
                raise Refusal(f"«{self._shown}» không giữ bản nào trước đó", "chạy make deploy")
            before = releases[-1]
            digests = self._list(before.list)
            self._state.begun = before.list
            self._write_state()
            self._change(self._old, digests)
            self._state.releases, self._state.begun = releases, None
            self._write_state()
            self._forget()
        return HostRelease(before.name, digests)

    def _change(self, old: DigestList, new: DigestList) -> None:
        """Make of *old* a release *new* whose bytes the store has: copied there, none sent."""
        difference = compare(old, new)
        self._keep_old((*difference.changed, *difference.removed), old)
        rules = self._get(f"{_OWN}kept/{new.digest_of('_redirects')}") or self._get("_redirects")
        robots = self._get("robots.txt")
        self._moved = _moved_pages(*((data or b"").decode() for data in (rules, robots)))
        for paths in _in_turns(filter(_is_served, difference.new)):
            self._each(lambda path: self._copy_back(path, new.files[path]), paths)
        self._delete(filter(_is_served, difference.removed))

    def _serve(self, digest: str) -> str:
        self._state.number += 1
        name = f"{self._state.number:06}-{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}"
        self._state.releases.append(_Kept(name, digest))
        self._state.begun, self._state.trial = None, True
        self._write_state()
        return name

    def _keep_old(self, paths: Iterable[str], old: DigestList | None = None) -> None:
        """Keep bytes that are about to go, by their digest; copied by the store itself."""
        files = (old or self._old).files
        # Without a digest it is of a release that was cut short; a rollback never leads to it.
        wanted = {files[path]: path for path in paths if files[path] and _is_served(path)}
        stand = set(self._listed(f"{_OWN}kept/")) if wanted else ()
        missing = [item for item in wanted.items() if f"{_OWN}kept/{item[0]}" not in stand]
        self._each(lambda item: self._copy(item[1], f"{_OWN}kept/{item[0]}", item[1]), missing)

    def _copy_back(self, path: str, digest: str) -> None:
        self._copy(f"{_OWN}kept/{digest}", path, path)

    def _forget(self) -> None:
        """Delete lists and bytes that no release needs any more."""
        lists = {kept.list: self._list(kept.list) for kept in self._state.releases}
        served = lists[self._state.releases[-1].list]
        stays = {f"{_OWN}lists/{digest}" for digest in lists}
        for digests in lists.values():
            new = compare(served, digests).new
            stays.update(f"{_OWN}kept/{digests.files[path]}" for path in new)
        self._delete({*self._listed(f"{_OWN}lists/"), *self._listed(f"{_OWN}kept/")} - stays)

    def _refuse_foreign(self) -> None:
        """Refuse a place where something stands that is not ours."""
        found = next((path for path in self._listed("") if not path.startswith(_OWN)), None)
        if found is not None:
            raise Refusal(
                f"«{self._shown}» không trống («{found}») và không phải trang tin đã đưa lên",
                "chọn một bucket hay prefix trống",
            )

    # --- the store --------------------------------------------------------------------

    def _upload(self, paths: Iterable[str], progress: Progress | None = None) -> None:
        done = 0
        paths = list(paths)
        for together in _in_turns(paths):
            for size in self._each(self._send, together):
                done += 1
                self._sent += size
                if progress is not None:
                    progress("Đưa lên", done, len(paths))

    def _send(self, path: str) -> int:
        data = (self._folder / path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self._new.files[path]:
            raise Refusal(f"«{path}» thay đổi trong lúc đưa lên", "dựng lại, rồi chạy lại")
        self._put(path, data)
        return len(data)

    def _put(self, path: str, data: bytes) -> None:
        kind, others = self._headers(path)
        self._client.put_object(*self._key(path), io.BytesIO(data), len(data), kind, others)

    def _headers(self, path: str) -> tuple[str, dict[str, str]]:
        kind, others = _headers(path)
        if path in self._moved:
            others["x-amz-website-redirect-location"] = self._moved[path]
        return kind, others

    def _copy(self, source: str, target: str, named: str) -> None:
        """Copy an object within the store, with the headers of the file *named*."""
        kind, others = self._headers(named)
        self._client.copy_object(
            *self._key(target),
            CopySource(*self._key(source)),
            metadata={"Content-Type": kind, **others},
            metadata_directive=REPLACE,
        )

    def _get(self, path: str) -> bytes | None:
        try:
            with self._client.get_object(*self._key(path)) as answer:
                return answer.read()
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise

    def _head(self, path: str) -> Object | None:
        try:
            return self._client.stat_object(*self._key(path))
        except S3Error as error:
            if error.code == "NoSuchKey":
                return None
            raise

    def _listed(self, start: str) -> Iterator[str]:
        """List objects whose path begins so, as long as they are asked for."""
        start = self._prefix + start
        for item in self._client.list_objects(self._place.bucket, start, recursive=True):
            yield item.object_name.removeprefix(self._prefix)

    def _delete_one(self, path: str) -> None:
        self._client.remove_object(*self._key(path))

    def _delete(self, paths: Iterable[str]) -> None:
        self._each(self._delete_one, list(paths))

    def _each(self, work: Callable[[Any], Any], items: Collection[Any]) -> Iterable[Any]:
        """Do *work* on all *items*, some at a time; give what it gives."""
        if len(items) < 2:
            return [work(item) for item in items]
        return list(self._pool.map(work, items))

    def _read_state(self) -> _State:
        data = self._get(_STATE)
        try:
            return msgspec.json.decode(data, type=_State) if data is not None else _State()
        except msgspec.DecodeError as error:
            raise Refusal(
                f"«{self._shown}/{_STATE}» bị hỏng", "xóa mọi đối tượng ở đó, rồi chạy lại"
            ) from error

    def _write_state(self) -> None:
        self._put(_STATE, msgspec.json.encode(self._state))

    def _list(self, digest: str) -> DigestList:
        data = self._get(f"{_OWN}lists/{digest}")
        try:
            digests = DigestList.read(gzip.decompress(data or b"").decode())
        except (OSError, EOFError, ValueError) as error:
            raise Refusal(
                f"danh sách «{self._shown}/{_OWN}lists/{digest}» bị hỏng",
                "xóa mọi đối tượng ở đó, rồi chạy lại",
            ) from error
        return digests

    def _key(self, path: str) -> tuple[str, str]:
        return self._place.bucket, self._prefix + path

    def _telling(self) -> "_Telling":
        return _Telling(self._refusal)

    def _refusal(self, error: Exception) -> Refusal:
        """Say what failed at a store, or on the way to it, and the mend."""
        if isinstance(error, S3Error):
            problem, mend = _KNOWN_ERRORS.get(
                error.code,
                (f"kho trả lời «{error.code}»", "xem lại bucket và khóa, rồi chạy lại"),
            )
        else:
            # Of several tries the last one's reason; of a page that answered, its beginning.
            reason = " ".join(str(getattr(error, "reason", None) or error).split())
            problem = f"không đến được kho ({reason[:_LONGEST_REASON]})"
            mend = "kiểm tra mạng, AWS_ENDPOINT_URL_S3, AWS_DEFAULT_REGION, rồi chạy lại"
        return Refusal(f"«{self._shown}»: {problem}", mend)


class _Telling:
    """Turns the errors of a store into what a person can mend."""

    def __init__(self, refusal: Callable[[Exception], Refusal]) -> None:
        self._refusal = refusal

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _STORE_ERRORS):
            raise self._refusal(error) from error


def _in_turns(paths: Iterable[str]) -> Iterable[list[str]]:
    """Part paths so that what may be uploaded together is, in the order of a release."""
    together: dict[tuple[int, int], list[str]] = {}
    for path in sorted(paths, key=move_order):
        together.setdefault(move_order(path)[:2], []).append(path)
    return together.values()


def _setting(name: str) -> str:
    return os.environ.get(f"AWS_{name}", "").strip()


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _moved_pages(rules: str, robots: str) -> dict[str, str]:
    """Map the paths that pages at old addresses may have to where these lead."""
    root = urlsplit(url_in(robots)).path
    moved = {}
    for address, target in redirects_in(rules).items():
        if target and "?" not in address:
            for path in paths_at(address, root):
                moved[path] = target
    return moved


def _is_served(path: str) -> bool:
    """Tell whether readers, or the next deployment, ask for a file."""
    is_map = path.startswith(".") and path.endswith((".map", ".caddy"))
    return original_of(path) == path and not is_map


def _headers(path: str) -> tuple[str, dict[str, str]]:
    """Tell the type that a file is served with, and further headers."""
    name = path.rpartition("/")[2]
    kind = _FEEDS.get(name) or _TYPES.get(name.rpartition(".")[2].lower())
    if path.startswith(_FOR_EVER):
        cache = "public, max-age=31536000, immutable"
    else:
        # Every page asks for the urgent notices.
        cache = "public, max-age=60" if path == "thong-bao-khan.json" else "no-cache"
    return kind or "application/octet-stream", {"Cache-Control": cache}
