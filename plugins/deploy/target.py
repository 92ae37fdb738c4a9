# SPDX-License-Identifier: AGPL-3.0-or-later
"""Targets: where a finished output is carried to, by the words of TARGET.

`ssh://user@host:port/path` and `file:///path` are folders with releases beside each other
and one symbolic link (`folder.py`); `s3://bucket/prefix` is an object store (`s3.py`).
"""

import re
import shlex
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from plugins.deploy.digests import DigestList
from plugins.press.errors import Refusal

FORMS = "ssh://user@may-chu/srv/portal, file:///srv/portal hoặc s3://bucket/prefix"
_HOST = re.compile(r"(?!-)[A-Za-z0-9_.-]+")
_IPV6 = re.compile(r"\[([0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?)\]")
#: As stores allow them, names that look like an IPv4 address aside.
_BUCKET = re.compile(r"(?![0-9.]+$)(?=.{3,63}$)[a-z0-9]+(?:[.-][a-z0-9]+|--+[a-z0-9]+)*")
_UNTYPABLE = re.compile("[\x00-\x1f\x7f]")

#: Told what is done, and how many of how many: as `Report.progress`.
Progress = Callable[[str, int, int], None]


class HostRelease(NamedTuple):
    """A release on a host, by its name there, with the list of its files."""

    name: str
    digests: DigestList


class Target(AbstractContextManager["Target"], Protocol):
    """A host, as a context manager: inside, from `served` on, no other deployment changes it.

    The order of a deployment is `served`, `fetch`, `upload`, `switch`, then either `settle`
    or `undo`; of a rollback `served`, `roll_back`. Entering begins to reach the host; `served`
    waits for it and cleans away what a deployment that was cut short left. Nothing that is
    served changes before `switch`. All raise Refusal for what a person can mend.
    """

    def served(self) -> HostRelease | None:
        """Tell what readers are given now; None where nothing was ever deployed."""

    def fetch(self, path: str) -> bytes:
        """Read a small file of the release that is served; empty where there is none."""

    def upload(self, folder: Path, new: DigestList, progress: Progress) -> int:
        """Bring the files of *new* from *folder* to where a switch finds them, and check them.

        Gives the bytes that were sent.
        """

    def switch(self) -> str:
        """Give readers what was uploaded, from now on; tells the name of the release."""

    def settle(self) -> None:
        """End a deployment that is well: keep as many releases as asked for."""

    def undo(self) -> str | None:
        """Take back a switch; tells the name of the release that is served again, if any."""

    def roll_back(self) -> HostRelease:
        """Give readers the release before the one that is served."""


@dataclass(frozen=True, slots=True)
class SshPlace:
    """A folder on a host that OpenSSH reaches.

    *path* is absolute, or begins with `~`. An empty *user* and no *port* are what the
    configuration of ssh says.
    """

    user: str
    host: str
    port: int | None
    path: str

    @property
    def login(self) -> str:
        """What a person types after `ssh` and `ssh-copy-id` to reach the same host."""
        words = ["-p", str(self.port)] if self.port else []
        return shlex.join([*words, f"{self.user}@{self.host}" if self.user else self.host])

    @property
    def known_as(self) -> str:
        """The host's name among the known hosts of ssh."""
        return f"[{self.host}]:{self.port}" if self.port and self.port != 22 else self.host


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A folder of this machine, by its absolute path."""

    path: str


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """A part of a bucket: its name, and what the names of our objects begin with, or ""."""

    bucket: str
    prefix: str


def parse_target(text: str) -> SshPlace | FilePlace | BucketPlace:
    """Read TARGET; Refusal for one that cannot be used.

    Percent-encoding may be used and need not be, spaces included.
    """
    if not text.strip():
        raise Refusal("chưa biết đưa trang đi đâu", f"thêm TARGET, ví dụ TARGET={FORMS}")
    scheme, separator, rest = text.strip().partition("://")
    if not separator or scheme.lower() not in _PARSERS:
        raise Refusal(f"không hiểu TARGET «{text}»", f"ghi {FORMS}")
    place = unquote(rest)
    if _UNTYPABLE.search(place):
        raise Refusal(f"TARGET «{text}» có ký tự điều khiển", "gõ lại TARGET")
    return _PARSERS[scheme.lower()](text, place)


def _parse_ssh(text: str, rest: str) -> SshPlace:
    authority, slash, path = rest.partition("/")
    user, at, server = authority.rpartition("@")
    if ":" in user:
        raise Refusal(
            "TARGET có mật khẩu, và ai xem được danh sách tiến trình cũng thấy nó",
            "bỏ mật khẩu, đăng nhập bằng khóa (ssh-keygen, ssh-copy-id)",
        )
    host, _, port = server.partition(":")
    if found := re.match(_IPV6, server):
        host, port = found[1], server[found.end() :].removeprefix(":")
    elif server.count(":") > 1:
        raise Refusal(
            f"TARGET «{text}» không có tên máy chủ dùng được",
            "ghi địa chỉ IPv6 trong ngoặc vuông: ssh://user@[2001:db8::1]:22/srv/portal",
        )
    elif not _HOST.fullmatch(host):
        raise Refusal(
            f"TARGET «{text}» không có tên máy chủ dùng được", "ghi ssh://user@may-chu/srv/portal"
        )
    if (at and not user) or user.startswith("-"):
        raise Refusal(
            f"TARGET «{text}» không có tên người dùng dùng được",
            "ghi ssh://user@may-chu/srv/portal",
        )
    if server.endswith(":") or (port and not (port.isascii() and port.isdigit())):
        raise Refusal(f"cổng của TARGET «{text}» không phải một số", "ghi ví dụ may-chu:2222")
    # Longer digits are no number that Python reads.
    if port and not (len(port) < 10 and 0 < int(port) < 65536):
        raise Refusal(f"cổng {port} của TARGET «{text}» không có", "ghi một số từ 1 đến 65535")
    # As Git has it: ssh://host/~/folder is in the home of the user.
    path = path if path.startswith("~") else slash + path
    return SshPlace(user, host, int(port) if port else None, _folder(text, path))


def _parse_file(text: str, rest: str) -> FilePlace:
    host, slash, path = rest.partition("/")
    if host not in ("", "localhost") or not slash:
        raise Refusal(
            f"TARGET «{text}» không phải đường dẫn tuyệt đối",
            f"ghi ba dấu gạch: file:///{rest.lstrip('/')}",
        )
    return FilePlace(_folder(text, f"/{path}"))


def _folder(text: str, path: str) -> str:
    """Tidy the path of a folder; Refusal for the root, a home as a whole, and for ".."."""
    parts = _parts(text, path)
    home = bool(parts) and path.startswith("~")
    if home and parts[0] != "~":
        raise Refusal(
            f"TARGET «{text}» chỉ nhà của người dùng khác", "ghi ~/ hoặc đường dẫn tuyệt đối"
        )
    if len(parts) == home:
        raise Refusal(
            f"TARGET «{text}» không chỉ một thư mục riêng của trang tin",
            "ghi thêm tên thư mục, ví dụ /srv/portal",
        )
    return ("" if home else "/") + "/".join(parts)


def _parse_bucket(text: str, rest: str) -> BucketPlace:
    bucket, _, prefix = rest.partition("/")
    if not _BUCKET.fullmatch(bucket):
        raise Refusal(f"TARGET «{text}» không có tên bucket dùng được", "ghi s3://bucket/prefix")
    return BucketPlace(bucket, "/".join(_parts(text, prefix)))


def _parts(text: str, path: str) -> list[str]:
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Refusal(f"TARGET «{text}» có «..»", "ghi đường dẫn thẳng, không có «..»")
    return parts


_PARSERS = {"ssh": _parse_ssh, "file": _parse_file, "s3": _parse_bucket}
