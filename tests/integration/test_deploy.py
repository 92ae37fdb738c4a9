# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make deploy` and `make rollback`: what a host holds, and what is told, on a disk and by ssh."""

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from plugins.deploy import check, deployment
from plugins.deploy.deployment import deploy
from plugins.deploy.digests import DigestList
from plugins.deploy.finished_output import FinishedOutput
from plugins.deploy.folder import FolderTarget
from plugins.deploy.target import FilePlace
from plugins.newsroom.page import Redirects
from plugins.press.errors import Refusal
from plugins.press.render.redirect_files import write_caddy_maps
from plugins.press.report import Report
from tests.disk import disk
from tests.portals import DAY, run, write_output
from tests.servers import caddy, nginx, sshd
from tests.servers.sshd import Sshd
from tests.small_site import (
    ROOT,
    article,
    environment_with,
    heed_ctrl_c,
    run_pelican,
    tree,
    write_files,
)

#: A page that never changes.
CAU = f"{DAY}/cau/index.html"
_NONE: Mapping[str, str] = {}


class Portal:
    """A folder with an output, and a host's folder beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.host = folder, folder / "srv/portal"
        self.host.parent.mkdir(parents=True)
        self.target = f"file://{self.host}"
        self.site = self.host / "current"

    def write(self, front: str = "Một", files: Mapping[str, str] = _NONE, **said: object) -> None:
        """Write the output anew: a front page, one that never changes, and *files*."""
        shutil.rmtree(self.folder / "output", ignore_errors=True)
        write_output(self.folder / "output", {"index.html": front, **files}, **said)

    def deploy(self, *, status: int = 0, **variables: str | None) -> str:
        """Deploy; give what was told."""
        done = run("deploy", self.folder, variables.pop("TARGET", self.target), **variables)
        assert done.status == status, done.told
        return done.told

    def deploy_here(self, url: str) -> None:
        """Deploy in this process."""
        cache = self.folder / "cache"
        target = FolderTarget(FilePlace(str(self.host)), 5, False, cache / "deploy", print)
        with FinishedOutput(self.folder / "output", cache) as output:
            deploy(output, target, url, self.folder / "purge.txt", Report(Path()))

    def roll_back(self, *, status: int = 0, **variables: str | None) -> str:
        """Go back; give what was told."""
        done = run("rollback", self.folder, self.target, **variables)
        assert done.status == status, done.told
        return done.told

    def front(self) -> str:
        """Read the front page that readers get."""
        return (self.site / "index.html").read_text()

    def releases(self) -> list[str]:
        """List the releases by what their front pages say, oldest first."""
        pages = sorted(self.host.glob("releases/*/site/index.html"))
        return [page.read_text() for page in pages]

    def has_spare(self) -> bool:
        """Tell whether the next release can be made of something, which may take a moment."""
        for _ in range(500):
            if (self.host / "spare").exists() and not (self.host / "spare.next").exists():
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    made = Portal(tmp_path)
    made.write()
    return made


def refused(told: str) -> str:
    """Take the one sentence with its mend that was told."""
    (line,) = told.splitlines()
    assert " — Sửa: " in line
    return line


def test_first_deployment(portal):
    """The whole output, its list, and a link."""
    told = portal.deploy()
    assert "thêm 8, sửa 0, gỡ 0" in told
    assert tree(portal.site) == tree(portal.folder / "output")
    assert os.readlink(portal.site).startswith("releases/000001-")
    subprocess.run(["sha256sum", "-c", "--quiet", "../list"], cwd=portal.site, check=True)
    assert (portal.folder / "purge.txt").read_text().splitlines()[:2] == [
        "http://localhost:9/",
        "http://localhost:9/.newsroom.json",
    ]
    assert (portal.site / CAU).stat().st_mode & 0o777 == 0o644


def test_only_what_changed_is_new(portal):
    """All else is the same file, with its time, in every release; and the old one stays."""
    portal.write(files={"bo/a.html": "bỏ", "bo/sau/b.html": "bỏ", "x": "tệp", "y/z": "thư mục"})
    portal.deploy()
    assert portal.has_spare()
    before = tree(portal.site)
    old, inode = portal.site.resolve(), (portal.site / CAU).stat()
    portal.write("Hai", {"moi.html": "mới", "x/w": "thư mục", "y": "tệp"})
    told = portal.deploy()
    assert "thêm 3, sửa 1, gỡ 4" in told
    assert tree(portal.site) == tree(portal.folder / "output")
    assert tree(old) == before
    assert (portal.site / CAU).stat().st_ino == inode.st_ino
    assert (portal.site / CAU).stat().st_mtime_ns == inode.st_mtime_ns
    assert (portal.site / "index.html").stat().st_ino != (old / "index.html").stat().st_ino
    assert not (portal.site / "bo").exists()
    assert (portal.host / "previous").resolve() == old
    assert (portal.folder / "purge.txt").read_text().splitlines() == [
        *(
            "http://localhost:9/",
            "http://localhost:9/bo/a.html",
            "http://localhost:9/bo/sau/b.html",
        ),
        *("http://localhost:9/moi.html", "http://localhost:9/x", "http://localhost:9/x/w"),
        *("http://localhost:9/y", "http://localhost:9/y/z"),
    ]


def test_nothing_new(portal):
    """Deployed twice, nothing is done the second time."""
    portal.deploy()
    told = portal.deploy()
    assert "Không có gì mới" in told
    assert portal.releases() == ["Một"]


def test_file_that_was_altered_by_hand_is_never_carried(portal):
    """The host keeps what the build made; a host that has it not refuses what is no longer that."""
    portal.deploy()
    with FinishedOutput(portal.folder / "output", portal.folder / "cache") as output:
        built = output.digests
        (portal.folder / "output/index.html").write_text("tay")
        target = FolderTarget(
            FilePlace(f"{portal.host}2"), 5, False, portal.folder / "cache", print
        )
        with target, pytest.raises(Refusal, match=r"«index.html» không còn như lần dựng để lại"):
            target.served()
            target.upload(portal.folder / "output", built, lambda *_: None)
    assert not Path(f"{portal.host}2/current").exists()


def test_releases_that_are_kept(portal):
    """As many as asked for; what is retired becomes the next release."""
    for front in ("Một", "Hai", "Ba", "Bốn", "Năm"):
        portal.write(front)
        portal.deploy(KEEP="3")
    assert portal.has_spare()
    assert portal.releases() == ["Ba", "Bốn", "Năm"]
    assert tree(portal.site) == tree(portal.folder / "output")


def test_way_back(portal):
    """One release at a time; the last one has none before it."""
    for front in ("Một", "Hai", "Ba"):
        portal.write(front)
        portal.deploy()
    told = portal.roll_back()
    assert "Đã quay về bản «000002-" in told and "thay bản «000003-" in told
    assert portal.front() == "Hai"
    assert (portal.folder / "purge.txt").read_text() == "http://localhost:9/\n"
    portal.roll_back()
    assert portal.front() == "Một"
    assert "không có bản trước" in refused(portal.roll_back(status=2))
    assert portal.front() == "Một"


def test_what_was_gone_back_from_is_not_gone_back_to(portal):
    """After a mended release, the way back leads to the last good one."""
    for front in ("Một", "Hỏng"):
        portal.write(front)
        portal.deploy()
    portal.roll_back()
    portal.write("Hai")
    portal.deploy()
    assert portal.front() == "Hai"
    assert tree(portal.site) == tree(portal.folder / "output")
    portal.roll_back()
    assert portal.front() == "Một"


@pytest.mark.parametrize("there", [False, True], ids=["missing", "empty"])
def test_rollback_where_nothing_is(portal, there):
    """It says so, and makes nothing of it: the folder may be mistyped."""
    if there:
        portal.host.mkdir()
    assert "chưa có bản nào" in refused(portal.roll_back(status=2))
    assert [file.name for file in portal.host.parent.rglob("*")] == ["portal"] * there


def uploaded(portal: Portal) -> FolderTarget:
    """Bring the output to the host and switch, as a deployment does before it asks the site."""
    cache = portal.folder / "cache"
    target = FolderTarget(FilePlace(str(portal.host)), 5, False, cache / "deploy", print)
    target.__enter__()
    target.served()
    with FinishedOutput(portal.folder / "output", cache) as output:
        target.upload(output.folder, output.digests, lambda *_: None)
    target.switch()
    return target


@pytest.mark.parametrize("before", [True, False], ids=["second", "first"])
def test_line_that_drops_before_the_check_takes_the_release_back(portal, before):
    """Nobody asked the site whether it is well; what was uploaded is not sent again."""
    if before:
        portal.deploy()
        portal.write("Hai")
    target = uploaded(portal)
    assert portal.front() == ("Hai" if before else "Một")
    target.__exit__(None, None, None)
    assert portal.front() == "Một" if before else not portal.site.exists()
    assert "truyền 0 byte" in portal.deploy()
    assert tree(portal.site) == tree(portal.folder / "output")


def test_release_that_was_never_checked_is_taken_back_by_the_next_run(portal):
    """Where the host itself stopped before the check: also by a rollback, one step and no more."""
    for front in ("Một", "Hai"):
        portal.write(front)
        portal.deploy()
    portal.write("Ba")
    target = uploaded(portal)
    (portal.host / "trial").rename(portal.host / "kept")
    target.__exit__(None, None, None)
    (portal.host / "kept").rename(portal.host / "trial")
    assert portal.front() == "Ba"
    told = portal.roll_back()
    assert "chưa kiểm tra bản «000003-" in told and "Đã quay về bản «000001-" in told
    assert portal.front() == "Một"
    portal.deploy()
    assert portal.front() == "Ba"


def test_next_release_that_is_still_prepared_is_waited_for(portal):
    """And that is said."""
    portal.deploy()
    assert portal.has_spare()
    said: list[str] = []
    target = FolderTarget(FilePlace(str(portal.host)), 5, False, portal.folder / "c", said.append)
    with (portal.host / "spare.lock").open("w") as lock, target:
        fcntl.flock(lock, fcntl.LOCK_EX)
        served = target.served()
        release = threading.Timer(0.3, fcntl.flock, (lock, fcntl.LOCK_UN))
        release.start()
        target.upload(portal.folder / "output", served.digests, lambda *_: None)
        release.join()
    assert said == ["Bản nháp cho lần đưa lên này còn đang được chuẩn bị ở đó: chờ nó xong."]


def test_what_a_deployment_left_is_cleaned(portal):
    """A release that was half made is thrown away; so is a spare that was."""
    portal.deploy()
    assert portal.has_spare()
    write_files(portal.host, {"next/site/la.html": "dở", "spare.next/site/la.html": "dở"})
    portal.write("Hai")
    assert "bị ngắt giữa chừng" in portal.deploy()
    assert tree(portal.site) == tree(portal.folder / "output")
    assert not (portal.host / "next").exists()


@pytest.mark.parametrize("lost", ["cache", "spare", "spare/list", "current/../list", "both"])
def test_what_is_lost_is_made_up_for(portal, lost):
    """Lists that this side forgot, a spare that is gone or has a list of its own."""
    portal.deploy()
    assert portal.has_spare()
    if lost in ("cache", "both"):
        shutil.rmtree(portal.folder / "cache")
    if lost in ("spare", "both"):
        shutil.rmtree(portal.host / "spare")
    if lost.endswith("list"):
        (portal.host / lost).resolve().write_text("hỏng\n")
    portal.write("Hai")
    portal.deploy()
    assert tree(portal.site) == tree(portal.folder / "output")


def test_every_file_is_compared_on_demand(portal):
    """A file that was spoilt on the host is put right, and one that was lost."""
    portal.write(files={"hai.html": "hai"})
    portal.deploy()
    assert portal.has_spare()
    (portal.site / CAU).write_text("hỏng")
    (portal.host / "spare/site/hai.html").unlink()
    (portal.host / "spare/site/la.html").write_text("lạ")
    portal.write("Hai", {"hai.html": "hai"})
    portal.deploy(VERIFY="1")
    assert tree(portal.site) == tree(portal.folder / "output")


# --- what is not carried ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"public": False}, "không phải trang công khai"),
        ({"local": True}, "không phải trang công khai"),
        ({"public": "x"}, "bị hỏng"),
    ],
)
def test_output_that_is_not_for_the_public_is_refused(portal, said, problem):
    """A preview, or one that `make html` built over a publication."""
    portal.write("Nháp", **said)
    assert problem in refused(portal.deploy(status=2))
    assert not portal.host.exists()


def test_output_that_is_not_finished_is_refused(portal):
    """A move that was cut short, a build that was killed, no output at all."""
    journal = {"format": 2, "moves": [], "removals": [], "folders": []}
    write_files(portal.folder, {"output.next/journal.json": json.dumps(journal)})
    assert "bị ngắt giữa chừng" in refused(portal.deploy(status=2))
    shutil.rmtree(portal.folder / "output.next")
    (portal.folder / "output.lock").touch()
    assert "bị ngắt giữa chừng" in refused(portal.deploy(status=2))
    (portal.folder / "output.lock").unlink()
    portal.deploy()
    shutil.rmtree(portal.folder / "output")
    assert "không phải trang đã dựng" in refused(portal.deploy(status=2))
    assert portal.front() == "Một"


@pytest.mark.parametrize("kind", ["link", "name"])
def test_what_cannot_be_carried_is_refused(portal, kind):
    """A symbolic link, which could lead anywhere; a name that no list can hold."""
    folder = portal.folder / "output/.well-known"
    folder.mkdir()
    if kind == "link":
        (folder / "mat").symlink_to("/etc/passwd")
    else:
        (folder / "a\nb").touch()
    assert "không phải một tệp thường" in refused(portal.deploy(status=2))


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"TARGET": ""}, "chưa biết đưa trang đi đâu"),
        ({"TARGET": "ftp://may/srv"}, "không hiểu TARGET «ftp://may/srv»"),
        ({"KEEP": "1"}, "không dùng được KEEP là «1»"),
        ({"KEEP": "năm"}, "không dùng được KEEP là «năm»"),
        ({"KEEP": "1000"}, "từ 2 đến 999"),
        ({"KEEP": "9" * 5000}, "không dùng được KEEP là «999"),
        ({"VERIFY": "không"}, "không dùng được VERIFY là «không»"),
        ({"CHECK_URL": "tinh.gov.vn"}, "không dùng được CHECK_URL là «tinh.gov.vn»"),
    ],
)
def test_what_cannot_be_obeyed_is_refused(portal, variables, problem):
    """Before anything is done."""
    assert problem in refused(portal.deploy(status=2, **variables))
    assert not portal.host.exists()


def test_disk_of_this_side_that_refuses_is_told(portal):
    """Before anything is sent."""
    portal.deploy()
    (portal.folder / "purge.txt").unlink()
    (portal.folder / "purge.txt").mkdir()
    portal.write("Hai")
    assert "purge.txt» (là thư mục)" in refused(portal.deploy(status=2))
    assert portal.front() == "Một"


# --- a host that refuses -----------------------------------------------------------------


def test_folder_of_others_is_refused(portal):
    """And nothing in it is touched."""
    write_files(portal.host, {"anh.jpg": "của người khác"})
    assert "có thứ khác" in refused(portal.deploy(status=2))
    assert [file.name for file in portal.host.iterdir()] == ["anh.jpg"]


def test_file_and_missing_folder_are_refused(portal):
    """A file in the folder's place; a folder above it that is not there."""
    portal.host.write_text("tệp")
    assert "là một tệp" in refused(portal.deploy(status=2))
    told = portal.deploy(status=2, TARGET=f"file://{portal.folder}/khong/co/portal")
    assert "không tạo được thư mục" in refused(told)
    assert "/khong/co/portal (No such file or directory)" in told
    assert "kiểm tra đường dẫn trong TARGET" in told
    assert not (portal.folder / "khong").exists()


@pytest.mark.parametrize("name", ["holder", "next"])
def test_what_is_in_the_way_on_the_host_is_named(portal, name):
    """It is no lack of room."""
    portal.deploy()
    assert portal.has_spare()
    portal.write("Hai")
    if name == "holder":
        (portal.host / "holder").unlink()
        (portal.host / "holder").mkdir()
        assert "cannot create holder: Is a directory" in refused(portal.deploy(status=2))
    else:
        (portal.host / "next").mkdir()
        with disk(portal.host / "next", "size=4m") as mounted:
            if mounted:
                told = portal.deploy(status=2).splitlines()[-1]
                assert f"không ghi được vào «{portal.host}/next»" in refused(told)
    assert portal.front() == "Một"


def test_host_without_rsync_is_refused(portal, tmp_path):
    """With the command that puts it there."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "sha256sum", "flock", "timeout", "setsid", "comm", "xargs", "gzip", "tr"):
        (tools / name).symlink_to(shutil.which(name))
    told = refused(portal.deploy(status=2, PATH=str(tools)))
    assert "không có lệnh «rsync»" in told and "apt-get install rsync" in told


@pytest.mark.parametrize("options", ["size=400k", "size=4m,nr_inodes=64"])
def test_disk_without_room_is_refused(portal, options):
    """The release that is served stays; and with room the next deployment goes on."""
    portal.host.mkdir()
    with disk(portal.host, options) as mounted:
        if not mounted:
            return
        portal.deploy()
        portal.write("Lớn", {f"to-{number}.html": "x" * 20_000 for number in range(40)})
        assert "hết chỗ trên đĩa" in portal.deploy(status=2)
        assert portal.front() == "Một"
        portal.write("Nhỏ")
        portal.deploy()
        assert portal.front() == "Nhỏ"


def test_room_on_a_full_disk_is_made_before_the_refusal_is_told(portal, tmp_path):
    """And not by what is deleted in the background, which a busy host does late."""
    portal.host.mkdir()
    nice = shutil.which("nice")
    write_files(tmp_path, {"bin/nice": f'#!/bin/sh\nsleep 0.5\nexec {nice} "$@"\n'})
    (tmp_path / "bin/nice").chmod(0o755)
    path = f"{tmp_path}/bin:{os.environ['PATH']}"
    with disk(portal.host, "size=4m,nr_inodes=64") as mounted:
        if not mounted:
            return
        portal.deploy()
        portal.write("Lớn", {f"to-{number}.html": "x" for number in range(40)})
        assert "hết chỗ trên đĩa" in portal.deploy(status=2, PATH=path)
        assert not (portal.host / "next").exists()
        assert not [*portal.host.glob("trash/*")]


def test_disk_that_cannot_be_written_is_refused(portal):
    """The release that is served stays."""
    portal.host.mkdir()
    with disk(portal.host, "size=4m") as mounted:
        if not mounted:
            return
        portal.deploy()
        assert portal.has_spare()
        # What made the spare holds a file open for a moment.
        for _ in range(200):
            command = ["mount", "-o", "remount,ro", portal.host]
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.05)
        portal.write("Hai")
        assert "không ghi được vào" in refused(portal.deploy(status=2))
        assert portal.front() == "Một"


# --- two at once -------------------------------------------------------------------------


def test_second_deployment_waits_for_the_first(portal):
    """And says whom for."""
    portal.deploy()
    hook = portal.host / "after-switch"
    hook.write_text("#!/bin/sh\ntouch began; while [ ! -e go ]; do sleep 0.02; done\n")
    hook.chmod(0o755)
    portal.write("Hai")
    place = [f"--output={portal.folder}/output", f"--cache-path={portal.folder}/cache"]
    first = subprocess.Popen(
        [sys.executable, "-m", "plugins.deploy", "deploy", *place, f"--purge={portal.folder}/p"],
        cwd=ROOT,
        env=environment_with({"TARGET": portal.target, "CHECK_URL": "none"}),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    while not (portal.host / "began").exists():
        assert first.poll() is None
        time.sleep(0.01)
    impatient = FolderTarget(
        FilePlace(str(portal.host)), 5, False, portal.folder / "cache", print, wait_s=0.1
    )
    with pytest.raises(Refusal, match=r"vẫn đang chạy ở «máy này» \(.+PID \d+\)"), impatient:
        impatient.served()
    said: list[str] = []
    patient = FolderTarget(
        FilePlace(str(portal.host)), 5, False, portal.folder / "cache", said.append
    )
    (portal.host / "go").touch()
    with patient:
        assert patient.served().name.startswith("000002-")
    assert first.wait() == 0, first.stderr.read()
    first.stderr.close()


def test_host_waits_for_no_word_for_ever(portal):
    """A line that dropped without a word gives the lock free."""
    portal.deploy()
    place = FilePlace(str(portal.host))
    silent = FolderTarget(place, 5, False, portal.folder / "cache", print, silence_s=1)
    with silent:
        silent.served()
        other = FolderTarget(place, 5, False, portal.folder / "cache", print, wait_s=60)
        with other:
            assert other.served().digests.files["index.html"]
        with pytest.raises(Refusal, match="bị đứt"):
            silent.settle()


def test_build_is_waited_for(portal):
    """Nothing is read from an output that a build is writing."""
    (portal.folder / "cache").mkdir()
    with (portal.folder / "cache/store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = [f"--output={portal.folder}/output", f"--cache-path={portal.folder}/cache"]
        process = subprocess.Popen(
            [sys.executable, "-m", "plugins.deploy", "deploy", *place, f"--purge={place}"],
            cwd=ROOT,
            env=environment_with({"TARGET": portal.target, "CHECK_URL": "none"}),
            stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=heed_ctrl_c,
        )
        assert "chờ nó xong" in process.stderr.readline()
        assert not portal.host.exists()
        process.send_signal(signal.SIGINT)
        assert "Đã dừng theo yêu cầu" in process.stderr.read()
    assert process.wait() == 2
    process.stderr.close()


def test_build_does_not_wait_for_the_check(portal, monkeypatch):
    """What is carried away stands still until it is; the site may take its time to answer."""
    (portal.folder / "cache").mkdir()

    def is_free(*_: object) -> None:
        with (portal.folder / "cache/store.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    (portal.folder / "cache/store.lock").touch()
    with monkeypatch.context() as during, pytest.raises(BlockingIOError):
        during.setattr(FolderTarget, "upload", is_free)
        portal.deploy_here("http://127.0.0.1:1")
    monkeypatch.setattr(deployment, "ask", is_free)
    portal.deploy_here("http://127.0.0.1:1")
    assert portal.front() == "Một"


# --- the check afterwards ----------------------------------------------------------------


def test_check_asks_the_live_site_and_goes_back(portal, monkeypatch):
    """Of a redirect that the server does not know yet: until after-switch has it read them."""
    portal.deploy()
    configuration = nginx.configured(portal.site)
    with nginx.running(portal.folder / "nginx", configuration) as server:
        url = f"http://127.0.0.1:{server.port}"
        portal.write("Hai")
        portal.deploy(CHECK_URL=url)
        moved = {
            "_redirects": f"/a.html /{CAU.removesuffix('index.html')} 301\n",
            ".redirects.map": f'map $uri $portal_redirect {{ "/a.html" "/{DAY}/cau/"; }}\n',
        }
        portal.write("Ba", moved)
        # A server is asked again for a while.
        monkeypatch.setattr(check, "PATIENCE_S", 0.3)
        with pytest.raises(Refusal) as refusal:
            portal.deploy_here(url)
        told = str(refusal.value)
        assert f"«{url}/a.html» trả 404, lẽ ra chuyển đến /{DAY}/cau/" in told
        assert "đã quay về bản «000002-" in told
        assert portal.front() == "Hai"
        hook = portal.host / "after-switch"
        hook.write_text(f"#!/bin/sh\nkill -HUP $(cat {portal.folder}/nginx/nginx.pid)\n")
        hook.chmod(0o755)
        portal.deploy(CHECK_URL=url)
        assert portal.front() == "Ba"
        # The check was answered so; a worker of before the reload may answer some more.
        assert "Đã quay về" in portal.roll_back(CHECK_URL=url)


def test_first_release_that_answers_wrongly_is_not_served(portal, monkeypatch):
    """Nor sent again, once the server is put right."""
    portal.host.mkdir()
    monkeypatch.setattr(check, "PATIENCE_S", 0)
    with pytest.raises(Refusal, match="chưa có bản nào để quay về"):
        portal.deploy_here("http://127.0.0.1:1")
    assert not portal.site.exists()
    sent = portal.deploy()
    assert tree(portal.site) == tree(portal.folder / "output")
    assert "truyền 0 byte" in sent


def test_hook_that_fails_takes_the_release_back(portal):
    """With what it said."""
    portal.deploy()
    hook = portal.host / "after-switch"
    hook.write_text("#!/bin/sh\necho nginx: sai cấu hình\nexit 1\n")
    hook.chmod(0o755)
    portal.write("Hai")
    told = portal.deploy(status=2)
    assert "after-switch ở đó báo lỗi (nginx: sai cấu hình)" in told
    assert portal.front() == "Một"


@pytest.mark.parametrize("kind", [nginx, caddy], ids=["nginx", "caddy"])
def test_open_pages_find_their_style(portal, kind):
    """That of the release before; nothing else of it is to be had, photos least of all."""
    rules = {".redirects.caddy": write_caddy_maps(Redirects((), ()), "")}
    rules["404.html"] = "Không thấy"
    old = {"theme/a1/site.css": "p{}", "anh/a1.jpg": "cũ", "tin/go/index.html": "cũ"}
    portal.write("Một", {**rules, **old})
    portal.deploy()
    portal.write("Hai", {**rules, "theme/b2/site.css": "q{}"})
    portal.deploy()
    with kind.running(portal.folder / "server", kind.configured(portal.site)) as server:
        answer = server.get("/theme/a1/site.css")
        assert (answer.status, answer.body) == (200, b"p{}")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/css; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert server.get("/theme/b2/site.css").body == b"q{}"
        for gone in ("/anh/a1.jpg", "/tin/go/", "/theme/a1/", "/theme/c3/site.css"):
            answer = server.get(gone)
            assert (answer.status, answer.body) == (404, "Không thấy".encode())
        portal.write("Ba", {**rules, "theme/b2/site.css": "q{}"})
        portal.deploy()
        assert server.get("/theme/a1/site.css").status == 404
        assert server.get("/theme/b2/site.css").body == b"q{}"


# --- what a build knows -------------------------------------------------------------------


def test_digests_come_from_what_the_build_knows(tmp_path):
    """And are those of the files; a file that is not as the build left it stops everything."""
    portal = Portal(tmp_path)

    def publish(settings: str, title: str) -> None:
        write_files(tmp_path / "content", {"a.md": article(title), "b.md": article("Hai")})
        build = run_pelican(
            tmp_path / "content",
            tmp_path / "output",
            tmp_path / "cache",
            settings=ROOT / settings,
            folder=tmp_path,
        )
        assert build.status == 0, build.stderr

    publish("publishconf.py", "Một")
    write_files(tmp_path / "output", {".well-known/security.txt": "Contact: a"})
    portal.deploy()
    assert tree(portal.site) == tree(tmp_path / "output")
    publish("publishconf.py", "Mốt")
    told = portal.deploy()
    # Its own card goes: that of another title stands at another address.
    assert "thêm 1, sửa " in told and ", gỡ 1; " in told
    assert len(tree(portal.site)) > 200 and int(re.search(r"sửa (\d+)", told)[1]) < 60
    assert tree(portal.site) == tree(tmp_path / "output")
    listed = DigestList.read((portal.site.resolve().parent / "list").read_text())
    subprocess.run(["sha256sum", "-c", "--quiet", "../list"], cwd=portal.site, check=True)
    assert listed.files.keys() == tree(portal.site).keys()
    publish("publishconf.py", "Mót")
    (tmp_path / "output/index.html").write_text("của ai?")
    assert "không còn như lần dựng để lại" in refused(portal.deploy(status=2))
    publish("pelicanconf.py", "Mót")
    assert "không phải trang công khai" in refused(portal.deploy(status=2))
    publish("publishconf.py", "Mót")
    portal.deploy()
    assert tree(portal.site) == tree(tmp_path / "output")
    # Of an output that was carried here as a whole the store knows nothing: it is read.
    (tmp_path / "output").rename(tmp_path / "cu")
    shutil.copytree(tmp_path / "cu", tmp_path / "output")
    (tmp_path / "output/index.html").write_text("bản mang đến")
    portal.deploy()
    assert tree(portal.site) == tree(tmp_path / "output")


# --- ssh ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd.running(tmp_path_factory.mktemp("ssh") / "sshd") as server:
        yield server


def test_path_is_data_for_the_far_shell(ssh, portal):
    """Spaces, quotes, dollars and leading dashes are letters of a name; by IPv6, if there is."""
    host = portal.folder / "srv" / "-c ổng 'tin' \"$(touch x)\" `y`;&|*?~\\"
    target = ssh.target(host).replace("127.0.0.1", ssh.host)
    for front in ("Một", "Hai"):
        portal.write(front)
        portal.deploy(TARGET=target, PATH=ssh.path)
    assert tree(host / "current") == tree(portal.folder / "output")
    assert [file.name for file in host.parent.iterdir()] == [host.name]
    assert run("rollback", portal.folder, target, PATH=ssh.path).status == 0
    assert (host / "current/index.html").read_text() == "Một"


def test_line_that_is_refused(ssh, portal):
    """Wrong key, a host whose key is unknown or another, a port where nothing listens."""
    target = ssh.target(portal.host)
    known, key = ssh.folder / "known", ssh.folder / "user"
    words = {name: name.read_text() for name in (known, key)}
    try:
        known.write_text("")
        told = refused(portal.deploy(status=2, TARGET=target, PATH=ssh.path))
        assert "chưa được tin" in told
        assert f"«ssh -p {ssh.port} " in told
        other = portal.folder / "khoa"
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)]
        subprocess.run(command, check=True)
        public = other.with_suffix(".pub").read_text()
        known.write_text(f"[127.0.0.1]:{ssh.port} {public}[{ssh.host}]:{ssh.port} {public}")
        told = refused(portal.deploy(status=2, TARGET=target, PATH=ssh.path))
        assert "đã đổi" in told
        assert f"[127.0.0.1]:{ssh.port}" in told
        known.write_text(words[known])
        key.write_text(other.read_text())
        told = refused(portal.deploy(status=2, TARGET=target, PATH=ssh.path))
        assert "không nhận khóa đăng nhập" in told
    finally:
        for name, text in words.items():
            name.write_text(text)
    target = target.replace(f":{ssh.port}/", ":1/")
    told = refused(portal.deploy(status=2, TARGET=target, PATH=ssh.path))
    assert "không nối được với máy chủ «127.0.0.1»" in told
    told = refused(portal.deploy(status=2, TARGET="ssh://khong-co.invalid/srv/p", PATH=ssh.path))
    assert "máy chủ «khong-co.invalid»" in told
    assert not portal.host.exists()


@pytest.mark.parametrize("said", ["Chào mừng đến máy chủ", "ok", ""])
def test_shell_that_says_something_of_its_own_is_refused(ssh, portal, said):
    """With what it says: rsync could not do with it, nor is it an answer of ours."""
    public = ssh.folder / "user.pub"
    key = public.read_text()
    try:
        public.write_text(f'command="echo {said}" {key}')
        told = refused(portal.deploy(status=2, TARGET=ssh.target(portal.host), PATH=ssh.path))
    finally:
        public.write_text(key)
    assert f"tự in ra «{said}»" in told
    assert f"«ssh -p {ssh.port} " in told and " true» không in gì" in told
    assert not portal.host.exists()


def test_home_of_the_user(portal, monkeypatch):
    """As ssh://host/~/portal has it."""
    monkeypatch.setenv("HOME", str(portal.host.parent))
    target = FolderTarget(FilePlace("~/portal"), 5, False, portal.folder / "cache", print)
    with target:
        assert target.served() is None
    assert (portal.host / ".newsroom-host").is_file()
