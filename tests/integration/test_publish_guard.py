# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make publish`: no published address vanishes without a word, and the changes are told."""

import errno
import json
import os
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import IncompleteRead, RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from plugins.press.publish.guard import why_unread
from tests.small_site import (
    NOW,
    ROOT,
    Build,
    article,
    copy_project,
    environment_with,
    give_python,
    run_pelican,
    tree,
    write_files,
)

DAY = 24 * 3600
CAU = "/tin-tuc/2026/11/01/cau/"
PHA = "/tin-tuc/2026/11/02/pha/"
UNKNOWN = "Không rõ lần trước đã đăng những gì, nên không kiểm tra địa chỉ bị mất."

#: Twelve articles and a page: one may go without passing the share of a tenth.
CONTENT = {
    "cau.md": article("Cầu mới"),
    "pha.md": article("Phà cũ", date="2026-11-02 09:00"),
    "hop/index.md": article("Họp báo", expires="2026-11-12"),
    "trang/gioi-thieu.md": "---\ntitle: Giới thiệu\n---\nChữ.\n",
    **{f"bai-{number}.md": article(f"Bài {number}") for number in range(1, 10)},
}


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal that was published once."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def publish(
        self, settings: str = "publishconf.py", check: bool = False, **environment: str | None
    ) -> Build:
        """Publish the content as it is now, or only check it."""
        return run_pelican(
            Path("content"),
            self.folder / "output",
            self.folder / "cache",
            *(["-e", "CHECK_ONLY=true"] if check else []),
            settings=ROOT / settings,
            folder=self.folder,
            environment=environment,
        )

    def files(self) -> dict[str, bytes]:
        return tree(self.folder / "output")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Build]:
    """The first publication."""
    folder = tmp_path_factory.mktemp("cong")
    write_files(folder / "content", CONTENT)
    return folder, Portal(folder).publish()


@pytest.fixture
def portal(first: tuple[Path, Build], tmp_path: Path) -> Portal:
    """A copy of the published portal."""
    return Portal(shutil.copytree(first[0], tmp_path / "cong"))


def gone(address: str, quoted: str = "") -> str:
    return (
        f"{address}: địa chỉ đã đăng sẽ mất — Sửa: thêm nó vào aliases của bài thay thế; "
        "muốn gỡ bài thì giữ tệp và ghi «withdrawn: lý do» hoặc «expires: 2026-11-09»; "
        f"hoặc chạy lại với ALLOW_GONE={quoted or address}"
    )


def delete(content: Path) -> None:
    (content / "cau.md").unlink()


def rename(content: Path) -> None:
    (content / "cau.md").rename(content / "cau-lon.md")


def redate(content: Path) -> None:
    (content / "cau.md").write_text(article("Cầu mới", date="2026-10-31"))


def put_off(content: Path) -> None:
    (content / "cau.md").write_text(article("Cầu mới", date="2026-11-30"))


def draft(content: Path) -> None:
    (content / "cau.md").write_text(article("Cầu mới", status="draft"))


def give_slug(content: Path) -> None:
    (content / "cau.md").write_text(article("Cầu mới", slug="cau-dai"))


def rename_with_alias(content: Path) -> None:
    (content / "cau.md").unlink()
    (content / "cau-lon.md").write_text(article("Cầu mới", aliases=f"[{CAU}]"))


def alias_on_another(content: Path) -> None:
    (content / "cau.md").unlink()
    (content / "pha.md").write_text(
        article("Phà cũ", date="2026-11-02 09:00", aliases=CAU.rstrip("/"))
    )


def move_only(content: Path) -> None:
    (content / "tin").mkdir()
    (content / "cau.md").rename(content / "tin/cau.md")


def alias_on_a_draft(content: Path) -> None:
    (content / "cau.md").unlink()
    (content / "moi.md").write_text(article("Mới", aliases=f"[{CAU}]", status="draft"))


def test_first_publication_knows_nothing_and_goes_on(first):
    """It says so, publishes, and tells what it added."""
    folder, build = first
    assert build.status == 0, build.stderr
    lines = build.stderr.splitlines()
    assert UNKNOWN in lines
    assert "+ 404.html" in lines
    assert lines[-1].startswith("Xong: 12 bài, ")
    marker = json.loads((folder / "output/.newsroom.json").read_text("utf-8"))
    assert {CAU, PHA, "/gioi-thieu/", "/tin-tuc/2026/11/01/hop/"} <= set(
        marker["manifest"]["addresses"]
    )


@pytest.mark.parametrize(
    "change",
    [delete, rename, redate, put_off, draft, give_slug, alias_on_a_draft],
    ids=lambda change: change.__name__,
)
def test_address_that_would_vanish_is_named_and_refused(portal, change):
    """Deleted, renamed, re-dated, put off, drafted: exit 1, the old site untouched."""
    before = portal.files()
    change(portal.content)
    build = portal.publish()
    assert build.status == 1
    assert gone(CAU) in build.stderr.splitlines()
    assert "Xong" not in build.stderr
    assert build.stdout == ""
    assert portal.files() == before
    assert not (portal.folder / "output.next").exists()


def test_standing_page_counts_too(portal):
    """A page of its own is an address like any other."""
    (portal.content / "trang/gioi-thieu.md").unlink()
    build = portal.publish()
    assert build.status == 1
    assert gone("/gioi-thieu/") in build.stderr.splitlines()


def test_all_vanishing_addresses_are_named_at_once(portal):
    """Not one for each run; and the share that would go is told as well."""
    for number in range(1, 4):
        (portal.content / f"bai-{number}.md").unlink()
    build = portal.publish()
    assert build.status == 1
    assert build.stderr.splitlines()[-4:] == [
        *(gone(f"/tin-tuc/2026/11/01/bai-{number}/") for number in range(1, 4)),
        "Lần này gỡ 23% số địa chỉ đã đăng, quá mức 10% — "
        "Sửa: kiểm tra thư mục nội dung và các trường expires; nếu đúng ý, "
        "chạy lại với MAX_SHRINK=1",
    ]


@pytest.mark.parametrize(
    "change",
    [rename_with_alias, alias_on_another, move_only],
    ids=lambda change: change.__name__,
)
def test_address_that_lives_on_is_no_loss(portal, change):
    """An alias saves it; a file that only moved keeps it."""
    change(portal.content)
    build = portal.publish()
    assert build.status == 0, build.stderr
    assert build.stderr.splitlines()[-1].startswith("Xong: ")


@pytest.mark.parametrize(
    "allowed",
    [
        CAU.strip("/"),
        f"/khac/ {CAU}",
        f"/khac/,{CAU}",
        f"khac,{CAU.strip('/')}",
        "/tin-tuc/2026/11/01/*",
    ],
)
def test_allowed_address_may_go(portal, allowed):
    """Named exactly, among others, or by the beginning of several."""
    delete(portal.content)
    build = portal.publish(ALLOW_GONE=allowed)
    assert build.status == 0, build.stderr
    assert "- tin-tuc/2026/11/01/cau/index.html" in build.stderr.splitlines()
    assert "tin-tuc/2026/11/01/cau/index.html" not in portal.files()


@pytest.mark.parametrize(
    "allowed", ["/tin-tuc/2026/11/01/", "/tin-tuc/2026/11/01/ca", "/cau/", PHA]
)
def test_other_names_allow_nothing(portal, allowed):
    """A part of an address is not its name, and another's name is another's."""
    delete(portal.content)
    build = portal.publish(ALLOW_GONE=allowed)
    assert build.status == 1
    assert gone(CAU) in build.stderr.splitlines()


def test_old_address_with_a_comma_may_go(portal):
    """The portals of old wrote commas into addresses; the mend that is told must work."""
    old = "/tin/cau,/9,"
    (portal.content / "cau.md").write_text(article("Cầu mới", aliases=f"['{old}']"))
    assert portal.publish().status == 0
    (portal.content / "cau.md").write_text(article("Cầu mới"))
    build = portal.publish()
    assert gone(old) in build.stderr.splitlines()
    assert portal.publish(ALLOW_GONE=old).status == 0


@pytest.mark.parametrize("space", [" ", "\N{NO-BREAK SPACE}"])
def test_old_address_with_a_space_may_go(portal, space):
    """Named as the mend has it, which stands among others as well."""
    old = f"/Tin{space}Tức/Cầu{space}mới.html"
    (portal.content / "cau.md").write_text(article("Cầu mới", aliases=f"['{old}', /khac/]"))
    assert portal.publish().status == 0
    (portal.content / "cau.md").write_text(article("Cầu mới"))
    refused = portal.publish().stderr.splitlines()
    (line,) = (line for line in refused if line.startswith("/Tin"))
    (advice,) = shlex.split(line.partition("chạy lại với ")[2])
    assert portal.publish(ALLOW_GONE=f"{advice.removeprefix('ALLOW_GONE=')} /khac/").status == 0


def test_expiry_need_not_be_named(portal):
    """What ends as planned goes, with the lists that follow from it."""
    build = portal.publish(SOURCE_DATE_EPOCH=str(NOW + 3 * DAY))
    assert build.status == 0, build.stderr
    assert "- tin-tuc/2026/11/01/hop/index.html" in build.stderr.splitlines()
    # Its file may go afterwards.
    shutil.rmtree(portal.content / "hop")
    assert portal.publish(SOURCE_DATE_EPOCH=str(NOW + 3 * DAY)).status == 0


@pytest.mark.parametrize(("expired", "status"), [(1, 0), (3, 0), (4, 1), (11, 1)])
def test_site_may_not_shrink_by_expiry_either(portal, expired, status):
    """An end in the past on many articles at once is refused, as their deletion would be."""
    for file in sorted(portal.content.glob("*.md"))[:expired]:
        text = file.read_text()
        file.write_text(text.replace("\ndate:", "\nexpires: 2026-11-10 08:00\ndate:", 1))
    before = portal.files()
    build = portal.publish(SOURCE_DATE_EPOCH=str(NOW + DAY))
    assert build.status == status, build.stderr
    assert ("số địa chỉ đã đăng, quá mức 10%" in build.stderr) == (status == 1)
    assert "địa chỉ đã đăng sẽ mất" not in build.stderr
    if status:
        assert portal.files() == before
        assert portal.publish(SOURCE_DATE_EPOCH=str(NOW + DAY), MAX_SHRINK="1").status == 0


def test_list_that_follows_from_an_expiry_does_not_count(tmp_path):
    """The day, the month, the author and the old address of the only article go with it."""
    portal = Portal(tmp_path)
    only = article(
        "Một",
        date="2025-01-02",
        author="Riêng",
        expires="2026-11-11",
        tags="[Riêng]",
        aliases="[/mot/]",
    )
    others = {f"bai-{number}.md": article(f"Bài {number}") for number in range(18)}
    write_files(portal.content, {"mot.md": only, **others})
    assert portal.publish().status == 0
    assert "tac-gia/rieng/index.html" in portal.files()
    build = portal.publish(SOURCE_DATE_EPOCH=str(NOW + 3 * DAY))
    assert build.status == 0, build.stderr
    assert [file for file in portal.files() if "rieng" in file or "/2025/" in file] == []


@pytest.mark.parametrize(
    ("environment", "status"),
    [
        ({}, 1),
        ({"MAX_SHRINK": "0.25"}, 0),
        ({"MAX_SHRINK": "0.2"}, 1),
    ],
)
def test_site_may_not_shrink_by_more_than_its_share(portal, environment, status):
    """A "*" allows the addresses, the share still holds: three of thirteen are 23 %."""
    for number in range(1, 4):
        (portal.content / f"bai-{number}.md").unlink()
    build = portal.publish(ALLOW_GONE="/tin-tuc/2026/11/01/bai-*", **environment)
    assert build.status == status, build.stderr
    assert ("Lần này gỡ 23% số địa chỉ đã đăng, quá mức " in build.stderr) == (status == 1)
    assert "địa chỉ đã đăng sẽ mất" not in build.stderr


def test_addresses_named_one_by_one_do_not_shrink(portal):
    """Who named each of them meant it."""
    names = []
    for number in range(1, 4):
        (portal.content / f"bai-{number}.md").unlink()
        names.append(f"/tin-tuc/2026/11/01/bai-{number}/")
    assert portal.publish(ALLOW_GONE=" ".join(names)).status == 0


@pytest.mark.parametrize("value", ["10%", "nan", "2"])
def test_share_that_is_none_is_told(portal, value):
    """A share that cannot be read must not switch the guard off."""
    before = portal.files()
    delete(portal.content)
    build = portal.publish(MAX_SHRINK=value, ALLOW_GONE="/*")
    assert build.status == 2
    assert build.stderr.splitlines()[-1] == (
        f"không dùng được MAX_SHRINK là «{value}» — "
        "Sửa: ghi một số từ 0 đến 1, ví dụ MAX_SHRINK=0.2"
    )
    assert portal.files() == before


def copy_of_marker(portal: Portal) -> None:
    """Keep the marker as CI does, and lose the output."""
    (portal.folder / "output/.newsroom.json").rename(portal.folder / "da-dang.json")
    shutil.rmtree(portal.folder / "output")


def test_published_addresses_come_from_a_file(portal):
    """CI that starts without an output still knows what was published."""
    copy_of_marker(portal)
    delete(portal.content)
    build = portal.publish(PUBLISHED_FILE="da-dang.json")
    assert build.status == 1
    assert gone(CAU) in build.stderr.splitlines()
    assert UNKNOWN not in build.stderr
    assert not (portal.folder / "output").exists()
    assert portal.publish(PUBLISHED_FILE="da-dang.json", ALLOW_GONE=CAU).status == 0


def test_file_that_is_missing_leaves_the_previous_output(portal):
    """With neither file nor output, publish says that it knows nothing and goes on."""
    delete(portal.content)
    build = portal.publish(PUBLISHED_FILE="khong-co.json")
    assert (build.status, gone(CAU) in build.stderr) == (1, True)
    shutil.rmtree(portal.folder / "output")
    build = portal.publish(PUBLISHED_FILE="khong-co.json")
    assert (build.status, UNKNOWN in build.stderr) == (0, True)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"manifest": []}', "[" * 5000, '{"manifest": {"addresses": [5]}}',
    ],
)  # fmt: skip
def test_damaged_file_is_not_believed(portal, text):
    """A list that cannot be read stops the publication; exit 2, the old site untouched."""
    before = portal.files()
    delete(portal.content)
    (portal.folder / "da-dang.json").write_text(text)
    build = portal.publish(PUBLISHED_FILE="da-dang.json")
    assert build.status == 2
    assert build.stderr.splitlines()[-1] == (
        "không đọc được «da-dang.json» như danh sách địa chỉ đã đăng — "
        "Sửa: chép tệp .newsroom.json của lần đăng trước vào đó, hoặc bỏ PUBLISHED_FILE"
    )
    assert "Traceback" not in build.stderr
    assert portal.files() == before


@pytest.mark.parametrize(
    "text",
    ["", "rác", "{", '{"format": 1, "manifest": {"addresses": {"a": 1}}}', '{"format": 1}', "[]"],
)
def test_damaged_marker_stops_a_publication(portal, text):
    """Something was published: told what, or that it was nothing, it goes on."""
    marker = portal.folder / "output/.newsroom.json"
    (portal.folder / "da-dang.json").write_bytes(marker.read_bytes())
    marker.write_text(text)
    delete(portal.content)
    before = portal.files()
    build = portal.publish()
    assert build.status == 1
    assert build.stderr.splitlines()[-1] == (
        f"dấu «.newsroom.json» của «{portal.folder / 'output'}» bị hỏng, "
        "nên không rõ lần trước đã đăng những gì — Sửa: chép tệp .newsroom.json của lần đăng "
        "trước về máy rồi chạy lại với PUBLISHED_FILE=tên-tệp; "
        "nếu chưa từng đăng gì, chạy lại với FIRST_RELEASE=1"
    )
    assert portal.files() == before
    told = portal.publish(PUBLISHED_FILE="da-dang.json")
    assert (told.status, told.stderr.splitlines()[-1]) == (1, gone(CAU))
    first = portal.publish(FIRST_RELEASE="1")
    assert first.status == 0, first.stderr
    assert UNKNOWN in first.stderr.splitlines()
    assert json.loads(portal.files()[".newsroom.json"])["format"] == 1


def test_build_without_guard_mends_no_marker(portal):
    """After `make html`, too, it is unknown what was published; twice, since it writes a marker."""
    (portal.folder / "output/.newsroom.json").write_text("{")
    for text in ("Một.", "Hai."):
        write_files(portal.content, {"moi.md": article("Bài mới", body=text)})
        assert portal.publish("pelicanconf.py").status == 0
    delete(portal.content)
    assert portal.publish("pelicanconf.py").status == 0
    build = portal.publish()
    assert build.status == 1
    assert build.stderr.splitlines()[-1].startswith("dấu «.newsroom.json» của «")
    assert portal.publish(FIRST_RELEASE="1").status == 0
    assert portal.publish().status == 0


def test_first_release_forgets_nothing_that_is_known(portal):
    """Left on by mistake, the setting does not switch the guard off."""
    delete(portal.content)
    assert portal.publish(FIRST_RELEASE="1").status == 1


@contextmanager
def served(answer: bytes, status: int = 200) -> Iterator[str]:
    """A live site whose marker is *answer*; gives its address."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/.newsroom.json"
        finally:
            server.shutdown()
            thread.join()


def test_published_addresses_come_from_the_live_site(portal):
    """A run that has neither a copy nor the previous output asks the site itself."""
    answer = (portal.folder / "output/.newsroom.json").read_bytes()
    shutil.rmtree(portal.folder / "output")
    delete(portal.content)
    with served(answer) as url:
        build = portal.publish(PUBLISHED_URL=url)
        assert (build.status, build.stderr.splitlines()[-1]) == (1, gone(CAU))
        assert portal.publish(PUBLISHED_URL=url, ALLOW_GONE=CAU).status == 0


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (HTTPError("", 503, "Service Unavailable", Message(), None), "máy chủ trả lời 503"),
        (URLError(socket.gaierror(-2, "Name or service not known")), "không tìm ra máy chủ ấy"),
        (URLError(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")),
         "máy chủ không nhận kết nối"),
        (URLError(ssl.SSLCertVerificationError(1, "certificate has expired")),
         "chứng thư của máy chủ không đúng"),
        (URLError(ssl.SSLError(1, "wrong version number")), "máy chủ không nói được https"),
        (TimeoutError("timed out"), "máy chủ không trả lời"),
        (URLError(TimeoutError("timed out")), "máy chủ không trả lời"),
        (IncompleteRead(b"x", 9), "máy chủ trả lời dở dang"),
        (RemoteDisconnected("Remote end closed connection"), "máy chủ trả lời dở dang"),
        (URLError("no host given"), "địa chỉ viết sai"),
        (ValueError("Port could not be cast"), "địa chỉ viết sai"),
    ],
)  # fmt: skip
def test_why_the_live_site_does_not_tell_is_vietnamese(error, reason):
    """By the kind of the error: its own words are English."""
    assert why_unread(error) == reason


@pytest.mark.parametrize(("answer", "status"), [(b"", 404), (b"<html>", 200), (None, 0)])
def test_live_site_that_does_not_tell_stops_a_publication_not_a_check(portal, answer, status):
    """No network, no marker, another site: what was published is unknown."""
    shutil.rmtree(portal.folder / "output")
    with served(answer or b"", status or 200) as url:
        told = url if status else "http://127.0.0.1:9/.newsroom.json"
        build = portal.publish(PUBLISHED_URL=told)
        assert build.status == 1
        assert f"«{told}»" in build.stderr
        assert "refused" not in build.stderr
        assert "Not Found" not in build.stderr
        assert "FIRST_RELEASE=1" in build.stderr
        check = portal.publish(PUBLISHED_URL=told, check=True)
        assert check.status == 0
        assert "Cảnh báo: không" in check.stderr or f"Cảnh báo: «{told}»" in check.stderr
        assert not (portal.folder / "output").exists()
        assert portal.publish(PUBLISHED_URL=told, FIRST_RELEASE="1").status == 0


@pytest.mark.parametrize("url", ["/etc/passwd", "file:///etc/passwd", "tinh.gov.vn"])
def test_address_of_the_live_site_is_one_of_the_web(portal, url):
    shutil.rmtree(portal.folder / "output")
    build = portal.publish(PUBLISHED_URL=url)
    assert build.status == 2
    assert build.stderr.splitlines()[-1].startswith(f"không dùng được PUBLISHED_URL là «{url}»")


def test_check_tells_what_publish_would_refuse(portal):
    """The vanished address and the share, in one run, and nothing is built or forgotten."""
    before = portal.files()
    assert portal.publish(check=True).status == 0
    for number in range(1, 4):
        (portal.content / f"bai-{number}.md").unlink()
    check, build = portal.publish(check=True), portal.publish()
    assert (check.status, build.status) == (1, 1)
    assert check.stderr.splitlines()[-4:] == build.stderr.splitlines()[-4:]
    assert gone("/tin-tuc/2026/11/01/bai-1/") in check.stderr.splitlines()
    assert portal.files() == before


EMBARGOED = article("Mai sau", date="2071-01-01")
YEAR = 366 * DAY


@pytest.mark.parametrize("date", ["2071-01-01", "2028-03-01", "2030-12-31 23:59"])
def test_clock_that_ran_away_publishes_nothing(portal, date):
    """Years after the last publication, an article that waits is not shown without a word."""
    write_files(portal.content, {"mai-sau.md": article("Mai sau", date=date)})
    assert portal.publish().status == 0
    before = portal.files()
    late = {"SOURCE_DATE_EPOCH": str(NOW + 60 * YEAR), "MAX_SHRINK": "1"}
    build = portal.publish(**late)
    assert build.status == 1
    assert build.stderr.splitlines()[-1] == (
        "đồng hồ chỉ ngày 25/12/2086, quá xa lần đăng trước (tháng 11/2026), "
        "nên 1 bài sẽ hiện ra — Sửa: chỉnh lại đồng hồ của máy; "
        "nếu đúng là ngày ấy, chạy lại với CLOCK_OK=2086-12-25"
    )
    assert portal.files() == before
    assert portal.publish(**late, CLOCK_OK="2086-12-24").status == 1
    assert portal.publish(**late, CLOCK_OK="2086-12-25").status == 0


def test_clock_that_ran_away_before_the_first_publication(tmp_path):
    """With nothing on record, the year of the time zones tells."""
    portal = Portal(tmp_path)
    write_files(portal.content, {"mai-sau.md": EMBARGOED})
    build = portal.publish(SOURCE_DATE_EPOCH="4102358400")
    assert build.status == 1
    assert "đồng hồ chỉ ngày 31/12/2099" in build.stderr
    assert not (tmp_path / "output").exists()


def test_portal_that_rested_may_go_on(portal):
    """A year without news is no fault of the clock, nor are old articles years later."""
    write_files(portal.content, {"mai-sau.md": article("Mai sau", date="2027-11-01")})
    assert portal.publish().status == 0
    assert portal.publish(SOURCE_DATE_EPOCH=str(NOW + YEAR)).status == 0
    write_files(portal.content, {"xua.md": article("Xưa", date="2016-01-01")})
    assert portal.publish(SOURCE_DATE_EPOCH=str(NOW + 9 * YEAR)).status == 0


def test_html_is_not_guarded(portal):
    """`make html` is for trying things out: the article goes, without a list of changes."""
    delete(portal.content)
    build = portal.publish(settings="pelicanconf.py")
    assert build.status == 0, build.stderr
    assert "tin-tuc/2026/11/01/cau/index.html" not in portal.files()
    assert [line for line in build.stderr.splitlines() if line[:2] in ("+ ", "~ ", "- ")] == []


@pytest.mark.parametrize("check", [False, True])
def test_faults_and_what_the_guard_refuses_are_told_in_one_run(portal, check):
    """A fault in another article stops the publication; so does the address that vanishes."""
    delete(portal.content)
    write_files(portal.content, {"hong.md": article("Hỏng", date="2017")})
    build = portal.publish(check=check)
    assert build.status == 1
    assert build.stderr.splitlines() == [
        "content/hong.md:3: date: «2017» chỉ có năm — "
        "Sửa: viết đủ ngày, tháng, năm, ví dụ 23/02/2017",
        "Lần đăng hoặc gỡ tự động tiếp theo: 2026-11-13T00:00:00+07:00",
        gone(CAU),
        "Có 1 lỗi, 0 cảnh báo. Không xuất bản gì.",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cau.md", article("Cầu mới", date="31/02/2026")),
        ("cau.md", article("Cầu mới").replace("---\n", "***\n")),
        ("cau.md", article("Cầu mới", author="@x")),
        ("cau.md", b"---\ntitle: \xff\xfe\n---\n"),
        ("cau-lon.md", article("Cầu mới", date="2026", slug="Cầu")),
        ("cau-lon.md", article("Cầu mới", date="2026", aliases=f"[/a/, {CAU}]")),
    ],
)
def test_address_of_a_source_that_cannot_be_read_is_not_told_as_gone(portal, name, text):
    """What its address will be is not known; only its fault is told."""
    delete(portal.content)
    write_files(portal.content, {name: text})
    build = portal.publish(check=True)
    assert build.status == 1
    assert "địa chỉ đã đăng sẽ mất" not in build.stderr
    assert f"content/{name}:" in build.stderr


def test_changes_are_told(portal):
    """What was added, changed and removed, each on a line of its own."""
    write_files(
        portal.content,
        {
            "moi.md": article("Bài mới", date="2026-11-10"),
            "pha.md": article("Phà", slug="pha-moi", category="Thông báo"),
        },
    )
    build = portal.publish(ALLOW_GONE=PHA)
    assert build.status == 0, build.stderr
    lines = build.stderr.splitlines()
    assert "+ tin-tuc/2026/11/10/moi/index.html" in lines
    assert "+ tin-tuc/2026/11/01/pha-moi/index.html" in lines
    assert "~ index.html" in lines
    assert "~ rss.xml" in lines
    assert "- tin-tuc/2026/11/02/pha/index.html" in lines
    assert "- tin-tuc/2026/11/02/index.html" in lines
    assert not any("gioi-thieu" in line for line in lines)
    again = portal.publish()
    assert [line for line in again.stderr.splitlines() if line[:2] in ("+ ", "~ ", "- ")] == []
    assert "thêm 0, sửa 0, gỡ 0 tệp" in again.stderr


def test_embargo_and_next_date_are_told(portal):
    """Every build lists what waits, the next first, and when the site next changes by itself."""
    write_files(
        portal.content,
        {
            "xa.md": article("Xa", date="2071-05-06"),
            "gan.md": article("Gần", date="2026-11-11 07:30"),
            "nhap.md": article("Nháp", date="2026-11-10 13:00", status="draft"),
        },
    )
    build = portal.publish()
    assert build.status == 0, build.stderr
    waiting = [line for line in build.stderr.splitlines() if line.startswith("Chờ đăng")]
    assert waiting == [
        "Chờ đăng 2026-11-11T07:30:00+07:00: content/gan.md",
        "Chờ đăng 2071-05-06T00:00:00+07:00: content/xa.md",
    ]
    assert (
        "Lần đăng hoặc gỡ tự động tiếp theo: 2026-11-11T07:30:00+07:00" in build.stderr.splitlines()
    )


Make = Callable[..., subprocess.CompletedProcess[str]]


def test_make_publish_hands_the_words_on(tmp_path):
    """`make publish ALLOW_GONE="/a/ /b/"`, as it is told in the fault."""
    project = copy_project(tmp_path / "cong")
    give_python(project)
    content = write_files(project / "content", CONTENT)

    def make(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *words],
            cwd=project,
            env=environment_with({"MAKEFLAGS": None}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert make("publish").returncode == 0
    delete(content)
    (content / "pha.md").unlink()
    refused = make("publish")
    assert refused.returncode == 2
    assert gone(CAU) in refused.stderr.splitlines()
    assert gone(PHA) in refused.stderr.splitlines()
    done = make("publish", f"ALLOW_GONE={CAU} {PHA}")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "old",
    ["/cu/$(touch$IFS$9trung)/", "/cu/&&touch$IFS$9trung&&/", "/cu/';touch$IFS$9trung;'/"],
)
def test_advice_runs_nothing_of_an_address(portal, old):
    """Pasted into a shell behind `env` or `make`, it hands the address on and no more."""
    address = old.replace("'", "%27")
    yaml = old.replace("'", "''")
    (portal.content / "cau.md").write_text(article("Cầu mới", aliases=f"['{yaml}']"))
    assert portal.publish().status == 0
    (portal.content / "cau.md").write_text(article("Cầu mới"))
    refused = portal.publish().stderr.splitlines()[-1]
    assert refused.startswith(("/cu/$(", "/cu/&", "/cu/'", address[:5]))
    advice = refused.partition("chạy lại với ")[2]
    (portal.folder / "Makefile").write_text(
        (ROOT / "Makefile").read_text("utf-8") + "\ntold:\n\t@printenv ALLOW_GONE\n", "utf-8"
    )
    for command in (f"env {advice} printenv ALLOW_GONE", f"make told {advice}"):
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=portal.folder,
            env=environment_with({}),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout == refused.partition(": địa chỉ")[0] + "\n"
    assert not (portal.folder / "trung").exists()
    assert portal.publish(ALLOW_GONE=done.stdout.strip()).status == 0


@pytest.mark.parametrize(
    "name", ["PORT", "HOST", "N", "BENCH", "SERIES", "PUBLISHED_FILE", "SITEURL", "SOURCE", "MAP"]
)
@pytest.mark.parametrize(
    "value", ["$(touch trung)", "$(shell touch trung)", "1;touch trung", "`x`"]
)
def test_variable_of_make_reaches_its_program_as_typed(tmp_path, name, value):
    """Neither make nor a shell obeys what stands in it."""
    (tmp_path / "Makefile").write_text(
        (ROOT / "Makefile").read_text("utf-8") + f"\ntold:\n\t@printenv {name}\n",
        "utf-8",
    )
    done = subprocess.run(
        ["make", "told", f"{name.replace('SERIES', 'ROUNDS')}={value}"],
        cwd=tmp_path,
        env=environment_with({}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == f"{value}\n"
    assert not (tmp_path / "trung").exists()
    recipes = [
        line for line in (ROOT / "Makefile").read_text("utf-8").split("\n") if line[:1] == "\t"
    ]
    assert [line for line in recipes if f"$({name})" in line] == []


def test_build_without_guard_forgets_nothing(portal):
    """`make html` into the published output leaves what was published on record."""
    (portal.content / "pha.md").unlink()
    assert portal.publish("pelicanconf.py").status == 0
    build = portal.publish()
    assert build.status == 1
    assert any(
        line.startswith(f"{PHA}: địa chỉ đã đăng sẽ mất") for line in build.stderr.splitlines()
    )


def test_old_address_that_an_alias_kept_is_guarded_too(portal):
    """An address lives on in an alias, so it cannot vanish with the alias unseen."""
    (portal.content / "pha.md").write_text(
        article("Phà cũ", date="2026-11-02 09:00", slug="pha-moi", aliases=f"[{PHA}]"),
        encoding="utf-8",
    )
    assert portal.publish().status == 0
    (portal.content / "pha.md").write_text(
        article("Phà cũ", date="2026-11-02 09:00", slug="pha-moi"), encoding="utf-8"
    )
    build = portal.publish()
    assert build.status == 1
    assert any(
        line.startswith(f"{PHA}: địa chỉ đã đăng sẽ mất") for line in build.stderr.splitlines()
    )


@pytest.mark.parametrize(("target", "told"), [("test-long", "1000"), ("test", "")])
def test_rounds_are_for_the_long_test_only(tmp_path, target, told):
    """`make test` tries the few series that the tests try by themselves."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\ncase "$*" in *pytest*) echo "rounds:$ROUNDS";; esac\n')
    python.chmod(0o755)
    (tmp_path / ".venv/bin/ruff").symlink_to("/bin/true")
    for stamp in ("build", "test"):
        (tmp_path / ".venv" / stamp).touch()
    for pins in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / pins).touch()
        os.utime(tmp_path / pins, (0, 0))
    done = subprocess.run(
        ["make", target],
        cwd=tmp_path,
        env=environment_with({}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == f"rounds:{told}"


def test_deleted_article_answers_410(portal):
    """What was let go is gone on purpose: hosts are told so, from then on, until it is back."""
    (portal.content / "cau.md").unlink()
    assert portal.publish(ALLOW_GONE=CAU).status == 0
    # What is asked for is compared without its last slash.
    line = f'"{CAU.rstrip("/")}" "/410.html";'.encode()
    assert line in portal.files()[".gone.map"]
    marker = json.loads(portal.files()[".newsroom.json"])["manifest"]
    assert marker["gone"] == [CAU]
    assert CAU not in marker["addresses"]
    # Later publications need not be told again, wherever they know it from.
    before = portal.files()
    assert portal.publish().status == 0
    assert portal.files() == before
    (portal.folder / "cu.json").write_bytes(before[".newsroom.json"])
    shutil.rmtree(portal.folder / "output")
    assert portal.publish(PUBLISHED_FILE="cu.json").status == 0
    assert portal.files() == before
    # A build that is no publication keeps the record, and does not tell hosts.
    assert portal.publish("pelicanconf.py").status == 0
    assert line not in portal.files()[".gone.map"]
    assert portal.publish().status == 0
    assert portal.files() == before
    (portal.content / "cau.md").write_text(CONTENT["cau.md"])
    assert portal.publish().status == 0
    assert line not in portal.files()[".gone.map"]
    assert "gone" not in json.loads(portal.files()[".newsroom.json"])["manifest"]
