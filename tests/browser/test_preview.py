# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editor's preview, as `make serve` starts it, in a browser."""

import shutil
import socket
import struct
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_access import COLOURS, violations
from tests.small_site import REMEMBERING, article, copy_project, environment_with, write_files

#: Seconds until the first build must be served.
PATIENCE_S = 60
#: Milliseconds until a save must show.
SOON_MS = 15_000


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until *address* answers."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the preview does not answer: {log.read_text()}")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an article that is out, a draft, one to come and one that is over."""
    folder = copy_project(tmp_path_factory.mktemp("preview"))
    write_files(
        folder / "content/tin-tuc",
        {
            "da-dang.md": article("Bài đã đăng"),
            "nhap.md": article("Bài còn viết", status="draft"),
            "hen-gio.md": article("Bài hẹn giờ", date="2071-01-01 08:00"),
            "het-han.md": article("Bài hết hạn", expires="2026-11-05"),
        },
    )
    return folder


@pytest.fixture(scope="module")
def preview(project: Path) -> Iterator[str]:
    """The address of the running preview."""
    port = free_port()
    log = project / "log.txt"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*REMEMBERING, "-m", "plugins.press.preview", "--port", str(port)],
            cwd=project,
            env=environment_with({}),
            stdout=stream,
            stderr=stream,
        )
        try:
            wait_for(f"http://localhost:{port}/", process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """The one window of all tests."""
    window = browser.new_page()
    yield window
    window.close()


@pytest.fixture
def page(window: Page, preview: str) -> Iterator[Page]:
    """The front page of the preview, which is left after the test."""
    window.goto(preview)
    yield window
    window.goto("about:blank")


@pytest.mark.parametrize(
    ("title", "badges"),
    [
        ("Bài đã đăng", []),
        ("Bài còn viết", ["Bản nháp"]),
        ("Bài hẹn giờ", ["Chờ đến ngày đăng"]),
        ("Bài hết hạn", ["Đã hết hạn"]),
    ],
)
def test_preview_shows_and_badges_what_is_not_public(page, title, badges):
    """Editors see drafts, articles to come and those that are over, and are told so."""
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.locator("article .badge").all_inner_texts() == badges


def test_preview_searches_what_is_not_public(page, preview):
    """A draft is found, and marked as one."""
    page.goto(f"{preview}/tim-kiem/?q=con+viet")
    expect(page.locator(".found .row")).to_have_count(1)
    expect(page.locator(".found .row .badge")).to_have_text("Bản nháp")
    expect(page.locator(".found h3")).to_contain_text("Bài còn viết")


def test_saved_article_appears_by_itself(page, project):
    """The page that an editor looks at is new a moment after the save."""
    write_files(project / "content/tin-tuc", {"vua-luu.md": article("Bài vừa lưu")})
    link = page.get_by_role("link", name="Bài vừa lưu").first
    expect(link).to_be_visible(timeout=SOON_MS)
    write_files(project / "content/tin-tuc", {"vua-luu.md": article("Bài lưu lần hai")})
    expect(page.get_by_role("link", name="Bài lưu lần hai").first).to_be_visible(timeout=SOON_MS)


def test_fault_shows_on_the_page_until_it_is_mended(page, project, preview):
    """A faulty article is told of on every page; the others are served; mending clears it."""
    file = project / "content/tin-tuc/hong.md"
    file.write_text(article("Bài hỏng", date="31/02/2026"))
    panel = page.get_by_role("complementary", name="Lỗi của bài")
    expect(panel).to_contain_text("content/tin-tuc/hong.md:3: date:", timeout=SOON_MS)
    expect(panel).to_contain_text("«31/02/2026»")
    expect(panel).to_contain_text("Sửa:")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, only=COLOURS) == []
    page.emulate_media(color_scheme="light")
    assert "content/tin-tuc/hong.md:3: date:" in (project / "log.txt").read_text()
    page.get_by_role("link", name="Bài đã đăng").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài đã đăng")
    expect(panel).to_be_visible()
    page.goto(preview)
    assert page.get_by_role("link", name="Bài hỏng").count() == 0
    file.write_text(article("Bài hỏng", date="28/02/2026"))
    expect(page.get_by_role("link", name="Bài hỏng").first).to_be_visible(timeout=SOON_MS)
    expect(panel).to_have_count(0)


def test_visitor_who_leaves_is_no_word_in_the_terminal(page, preview, project):
    """Every page waits for the next build; closing it, or going on, does no harm."""
    port = int(preview.rpartition(":")[2])
    for _ in range(3):
        with closing(socket.create_connection(("127.0.0.1", port))) as visitor:
            request = f"GET /__preview?build=9999 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
            visitor.sendall(request.encode())
            # Gone with what came unread, as a browser that resets the connection.
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    page.get_by_role("link", name="Bài đã đăng").first.click()
    write_files(project / "content/tin-tuc", {"sau-khi-di.md": article("Bài sau khi đi")})
    page.goto(preview)
    expect(page.get_by_role("link", name="Bài sau khi đi").first).to_be_visible(timeout=SOON_MS)
    assert "Traceback" not in (project / "log.txt").read_text()


def test_half_typed_settings_are_told_until_they_are_whole(page, project, preview):
    """The preview goes on with the settings that it began with, and then with the new ones."""
    settings = project / "pelicanconf.py"
    text = settings.read_text("utf-8")
    panel = page.get_by_role("complementary", name="Lỗi của bài")
    settings.write_text(f"{text}PER_PAGE = (\n", "utf-8")
    expect(panel).to_contain_text("SyntaxError", timeout=SOON_MS)
    write_files(project / "content/tin-tuc", {"giua-chung.md": article("Bài giữa chừng")})
    expect(page.get_by_role("link", name="Bài giữa chừng").first).to_be_visible(timeout=SOON_MS)
    expect(panel).to_contain_text("SyntaxError")
    settings.write_text(f"{text}PER_PAGE = 0\n", "utf-8")
    expect(panel).to_contain_text("Sửa:", timeout=SOON_MS)
    assert "Traceback" not in panel.inner_text()
    settings.write_text(text, "utf-8")
    expect(panel).to_have_count(0, timeout=SOON_MS)


def test_wrong_address_shows_the_page_for_it(page, preview):
    """The preview answers a wrong address as a host does."""
    answer = page.goto(f"{preview}/khong-co/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang")


def test_preview_whose_folder_was_emptied_is_whole_after_the_next_save(page, project, preview):
    """Who clears the folder, as `make clean` does, need not begin anew."""
    # The preview may be looking at its folder at this very moment, and put something there.
    while (project / "preview").exists():
        shutil.rmtree(project / "preview", ignore_errors=True)
    write_files(project / "content/tin-tuc", {"sau-khi-xoa.md": article("Bài sau khi xóa")})
    expect(page.get_by_role("link", name="Bài sau khi xóa").first).to_be_visible(timeout=SOON_MS)
    page.get_by_role("link", name="Bài đã đăng").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài đã đăng")


def test_what_was_removed_or_changed_in_the_preview_comes_back(preview, project):
    """A moment after the next save, of whatever article, the folder is as it should be."""
    folder = project / "preview/tin-tuc"
    (gone,) = folder.glob("*/*/*/hen-gio/index.html")
    (other,) = folder.glob("*/*/*/het-han/index.html")
    before = gone.read_bytes(), other.read_bytes()
    gone.unlink()
    other.write_text("hỏng", "utf-8")
    write_files(project / "content/tin-tuc", {"da-dang.md": article("Bài đã đăng", body="Mới.")})
    end = time.monotonic() + SOON_MS / 1000
    while not gone.exists() or (gone.read_bytes(), other.read_bytes()) != before:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_damaged_cache_does_not_keep_a_save_from_the_page(page, project):
    """It is begun anew at once, and not with the next save."""
    store = project / "cache/store.sqlite3"
    data = bytearray(store.read_bytes())
    data[4096:-4096] = bytes(len(data) - 8192)
    store.write_bytes(data)
    write_files(project / "content/tin-tuc", {"sau-khi-hong.md": article("Bài sau khi hỏng")})
    link = page.get_by_role("link", name="Bài sau khi hỏng").first
    expect(link).to_be_visible(timeout=SOON_MS)
