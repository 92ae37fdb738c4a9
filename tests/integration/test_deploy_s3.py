# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deployments to an object store: what is uploaded, in which order, and what is left of it.

Tried with moto, which speaks S3; what that does not prove is told in `tests.servers.moto`.
"""

import io
import itertools
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from minio import Minio

from plugins.deploy import s3
from plugins.deploy.finished_output import FinishedOutput
from plugins.deploy.target import BucketPlace
from tests import portals
from tests.portals import DAY, Deployed, write_output
from tests.servers import moto
from tests.servers.server import Server
from tests.small_site import tree

CAU, PHA = f"{DAY}/cau/index.html", f"{DAY}/pha/index.html"
#: What only a web server reads.
UNSERVED = {".redirects.map", ".gone.map"}


class Bucket:
    """A bucket of the store, and the desk from which it is deployed to."""

    def __init__(self, server: Server, name: str, desk: Path, prefix: str = "") -> None:
        self.server, self.name, self.desk, self.prefix = server, name, desk, prefix
        self.client = Minio(f"127.0.0.1:{server.port}", "khoa", "bi-mat", secure=False)
        self.client.make_bucket(name)
        self.variables = {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{server.port}",
            "AWS_ACCESS_KEY_ID": "khoa",
            "AWS_SECRET_ACCESS_KEY": "bi-mat",
            "AWS_DEFAULT_REGION": "",
        }

    @property
    def target(self) -> str:
        return f"s3://{self.name}/{self.prefix}"

    def write(self, **files: str) -> None:
        shutil.rmtree(self.desk / "output", ignore_errors=True)
        named = {name.replace("__", "/"): text for name, text in files.items()}
        write_output(self.desk / "output", named)

    def deploy(self, **variables: str | None) -> Deployed:
        return portals.run("deploy", self.desk, self.target, **{**self.variables, **variables})

    def roll_back(self, **variables: str | None) -> Deployed:
        return portals.run("rollback", self.desk, self.target, **{**self.variables, **variables})

    def get(self, path: str):
        name = f"{self.prefix}/{path}" if self.prefix else path
        return self.client.get_object(self.name, name)

    def mark(self, path: str) -> None:
        """Put a mark on an object, which one that is uploaded in its place does not have."""
        data, name = self.get(path).read(), f"{self.prefix}/{path}".removeprefix("/")
        self.client.put_object(self.name, name, io.BytesIO(data), len(data), metadata={"dau": "1"})

    def is_marked(self, path: str) -> bool:
        return "x-amz-meta-dau" in self.get(path).headers

    def objects(self, own: bool = False) -> dict[str, bytes]:
        """Read what readers can ask for, or what is ours beside it."""
        start = f"{self.prefix}/" if self.prefix else ""
        found = self.client.list_objects(self.name, start, recursive=True)
        paths = [item.object_name.removeprefix(start) for item in found]
        return {p: self.get(p).read() for p in paths if p.startswith(".deploy/") == own}

    def is_the_output(self) -> bool:
        files = tree(self.desk / "output")
        served = {path: data for path, data in files.items() if path not in UNSERVED}
        return self.objects() == {
            path: data for path, data in served.items() if not path.endswith((".br", ".gz"))
        }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with moto.running(tmp_path_factory.mktemp("moto")) as started:
        yield started


_numbers = itertools.count()


@pytest.fixture(params=["", "cong/tin"], ids=["whole", "prefix"])
def bucket(request, server: Server, tmp_path: Path) -> Bucket:
    return Bucket(server, f"cong-{next(_numbers)}", tmp_path, request.param)


@pytest.fixture
def whole(server: Server, tmp_path: Path) -> Bucket:
    return Bucket(server, f"cong-{next(_numbers)}", tmp_path)


def test_output_is_uploaded(bucket):
    """With its types and times to live; without what only web servers read."""
    bucket.write(
        **{
            "anh__a-640.jpg": "ảnh",
            "rss.xml": "<rss/>",
            "manifest.webmanifest": "{}",
            "lich__su-kien.ics": "BEGIN:VCALENDAR",
            "index.html.br": "x",
            "index.html.gz": "x",
            ".well-known__portal.json": "{}",
        }
    )
    told = bucket.deploy()
    assert told.status == 0, told.told
    assert bucket.is_the_output()
    kinds = {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "anh/a-640.jpg": ("image/jpeg", "public, max-age=31536000, immutable"),
        "rss.xml": ("application/rss+xml; charset=utf-8", "no-cache"),
        "lich/su-kien.ics": ("text/calendar; charset=utf-8", "no-cache"),
        "manifest.webmanifest": ("application/manifest+json", "no-cache"),
        ".newsroom.json": ("application/json; charset=utf-8", "no-cache"),
    }
    for path, (kind, cache) in kinds.items():
        headers = bucket.get(path).headers
        assert (headers["content-type"], headers["cache-control"]) == (kind, cache), path


def test_only_what_changed_is_uploaded(bucket):
    """By the list that is kept beside the files; what went is deleted."""
    bucket.write(**{CAU: "cũ", PHA: "phà", "a.html": "a"})
    assert bucket.deploy().status == 0
    for path in (CAU, PHA):
        bucket.mark(path)
    bucket.write(**{CAU: "mới", PHA: "phà", "b.html": "bb"})
    told = bucket.deploy()
    assert told.status == 0, told.told
    assert bucket.is_the_output()
    assert [path for path in (CAU, PHA) if bucket.is_marked(path)] == [PHA]
    assert "thêm 1, sửa 1, gỡ 1; truyền 7 byte" in told.told
    assert "Không có gì mới" in bucket.deploy().told


def test_roll_back(whole):
    """Bytes that a kept release needs are kept, and no others."""
    texts = [{CAU: "một", "x.html": "x"}, {CAU: "hai", "x.html": "y"}, {CAU: "ba", "z.html": "x"}]
    states = []
    for files in texts:
        whole.write(**files)
        assert whole.deploy().status == 0
        states.append(whole.objects())
    told = whole.roll_back()
    assert told.status == 0, told.told
    assert "Đã quay về bản «000002-" in told.told
    assert whole.objects() == states[1]
    assert whole.get(CAU).headers["content-type"] == "text/html; charset=utf-8"
    assert whole.roll_back().status == 0
    assert whole.objects() == states[0]
    told = whole.roll_back()
    assert told.status == 2
    assert "không giữ bản nào trước đó" in told.told
    kept = [path for path in whole.objects(own=True) if "/kept/" in path]
    assert kept == []
    for number in range(3):
        whole.write(**{CAU: f"bài {number}"})
        assert whole.deploy(KEEP="2").status == 0
    own = whole.objects(own=True)
    assert [data for path, data in own.items() if "/kept/" in path] == ["bài 1".encode()]
    assert len([path for path in own if "/lists/" in path]) == 2


def test_wrong_site_is_taken_back(whole):
    """A check that fails leaves what was served before."""
    whole.write(**{CAU: "cũ"})
    assert whole.deploy().status == 0
    before = whole.objects()
    whole.write(**{CAU: "mới", "a.html": "a"})
    # Nothing listens there.
    told = whole.deploy(CHECK_URL="http://127.0.0.1:9")
    assert told.status == 2
    assert "đã quay về bản «000001-" in told.told
    assert whole.objects() == before
    assert whole.deploy().status == 0
    assert whole.is_the_output()


def switched(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Deploy up to the switch and no further; give what was put and deleted, in order."""
    done: list[str] = []
    monkeypatch.setattr(s3, "AT_ONCE", 1)
    monkeypatch.setattr(s3, "LOCK_PAUSE_S", 0)
    for name, value in bucket.variables.items():
        monkeypatch.setenv(name, value)
    place = BucketPlace(bucket.name, bucket.prefix)
    with s3.BucketTarget(place, 5, False, bucket.desk / "cache", print) as target:
        target.served()
        for verb in ("_put", "_delete_one"):
            work = getattr(target, verb)
            setattr(
                target,
                verb,
                lambda path, *data, w=work, v=verb: (done.append(v + path), w(path, *data)),
            )
        with FinishedOutput(bucket.desk / "output", bucket.desk / "cache") as output:
            target.upload(output.folder, output.digests, lambda *_: None)
            target.switch()
    return [word for word in done if ".deploy/" not in word]


def test_order_of_a_deployment(whole, monkeypatch):
    """No page leads to what is not there yet, or no more."""
    old = {CAU: "cũ", "rss.xml": "cũ", "anh__a.jpg": "ảnh", "theme__a.css": "a", "z.html": "z"}
    whole.write(**old)
    assert whole.deploy().status == 0
    new = {CAU: "mới", "rss.xml": "mới", "anh__b.jpg": "ảnh", "theme__a.css": "b"}
    whole.write(**{**new, "index.html": "mới", "moi__index.html": "mới"})
    assert switched(whole, monkeypatch) == [
        *("_putanh/b.jpg", "_putmoi/index.html"),
        *("_puttheme/a.css", f"_put{CAU}", "_putindex.html", "_putrss.xml"),
        *("_delete_oneanh/a.jpg", "_delete_onez.html"),
    ]


def test_release_that_was_never_checked_is_taken_back(whole, monkeypatch):
    """By the next run, whatever it is about."""
    whole.write(**{CAU: "một"})
    assert whole.deploy().status == 0
    before = whole.objects()
    whole.write(**{CAU: "hai", "a.html": "a"})
    switched(whole, monkeypatch)
    assert whole.get(CAU).read() == b"hai"
    told = whole.roll_back()
    assert told.status == 2
    assert "chưa kiểm tra bản «000002-" in told.told
    assert whole.objects() == before


def test_rollback_after_an_upload_that_was_cut_short(whole, monkeypatch):
    """It leads to the last release that was whole, not to the one before it."""
    states = []
    for text in ("một", "hai"):
        whole.write(**{CAU: text, PHA: text})
        assert whole.deploy().status == 0
        states.append(whole.objects())
    whole.write(**{CAU: "ba", PHA: "ba", "a.html": "a"})
    monkeypatch.setattr(s3.BucketTarget, "_serve", lambda *_: "")
    switched(whole, monkeypatch)
    assert whole.roll_back().status == 0
    assert whole.objects() == states[1]


def test_pages_at_old_addresses_lead_on_by_themselves(whole):
    """In the store's own words too, for one that serves a site; after a rollback as well."""
    rules = f"/tin/v%C4%83n%20b /{DAY}/cau/ 301\n/cu.html /{DAY}/cau/ 301\n/x a=1 /{DAY}/cau/ 301\n"
    place = "tin__văn b__index.html"
    for text in ("một", "hai"):
        whole.write(**{"_redirects": rules, place: text, "cu.html": text})
        assert whole.deploy().status == 0
    for _ in range(2):
        for path in (place.replace("__", "/"), "cu.html"):
            assert whole.get(path).headers["x-amz-website-redirect-location"] == f"/{DAY}/cau/"
        assert "x-amz-website-redirect-location" not in whole.get(CAU).headers
        whole.roll_back()
    assert whole.get("cu.html").read() == "một".encode()


def test_deployment_that_is_killed_is_made_good_by_the_next(whole):
    """At whatever moment: what was uploaded by half is known, and the release before kept."""
    chance = random.Random(7)
    whole.write(**{CAU: "0", PHA: "0"})
    began = time.monotonic()
    assert whole.deploy().status == 0
    longest = time.monotonic() - began
    for number in range(1, 5):
        changed = {f"so-{n}__{number % 3}.html": f"{number}" for n in range(40)}
        whole.write(**{CAU: f"{number}", **changed})
        child = portals.start("deploy", whole.desk, whole.target, **whole.variables)
        time.sleep(chance.uniform(0, longest))
        child.kill()
        child.wait()
        whole.write(**{CAU: f"sau {number}", **dict(list(changed.items())[:20])})
        whole.client.remove_object(whole.name, ".deploy/lock")
        began = time.monotonic()
        told = whole.deploy()
        longest = time.monotonic() - began
        assert told.status == 0, told.told
        assert whole.is_the_output()
    before = whole.objects()
    whole.write(**{CAU: "cuối"})
    assert whole.deploy().status == 0
    assert whole.roll_back().status == 0
    assert whole.objects() == before


def test_two_at_once(whole):
    """The second is told when the first began; a lock that is left is no secret."""
    whole.write()
    whole.client.put_object(whole.name, ".deploy/lock", io.BytesIO(b"x"), 1)
    told = whole.deploy()
    assert told.status == 2
    assert "một lần đưa lên khác đang chạy" in told.told
    assert "xóa đối tượng .deploy/lock" in told.told
    assert whole.objects() == {}


def test_foreign_bucket_is_left_alone(whole):
    """What stands there and is not ours is not mixed with."""
    whole.client.put_object(whole.name, "bao-cao.xlsx", io.BytesIO(b"x"), 1)
    whole.write()
    told = whole.deploy()
    assert told.status == 2
    assert "không trống («bao-cao.xlsx»)" in told.told
    assert whole.objects() == {"bao-cao.xlsx": b"x"}


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"AWS_ACCESS_KEY_ID": ""}, "chưa có khóa truy cập — Sửa: đặt AWS_ACCESS_KEY_ID và"),
        ({"AWS_ENDPOINT_URL_S3": "kho.vn"}, "không dùng được AWS_ENDPOINT_URL_S3 là «kho.vn»"),
        ({"AWS_ENDPOINT_URL_S3": "http://[::1"}, "không dùng được AWS_ENDPOINT_URL_S3 là"),
        ({"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9"}, "không đến được kho ("),
        ({"AWS_DEFAULT_REGION": "a b"}, "không dùng được AWS_DEFAULT_REGION là «a b»"),
        ({"AWS_SECRET_ACCESS_KEY": "mật khẩu"}, "khóa truy cập có dấu cách hoặc chữ có dấu"),
    ],
)
def test_what_is_wrong_with_the_way(whole, variables, problem):
    """Each in a sentence with its mend."""
    whole.write()
    told = whole.deploy(**variables)
    assert told.status == 2
    assert problem in told.told
    assert told.told.count("\n") == 1


def test_bucket_that_is_not_there(whole):
    """It is not made: its rights are a person's decision."""
    whole.write()
    told = portals.run("deploy", whole.desk, "s3://khong-co-bucket/", **whole.variables)
    assert told.status == 2
    assert "không có bucket ấy — Sửa: tạo bucket, hoặc sửa TARGET" in told.told
