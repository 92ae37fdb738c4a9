# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading on without a network: the pages read last, and one that stands in for all others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import WIDE, wait_until
from tests.browser.server import serve
from tests.browser.test_access import violations
from tests.pictures import photo
from tests.small_site import article, run_pelican, write_files

DAYS = range(1, 24)
ARTICLES = {
    **{f"b{day:02}.md": article(f"Bài {day}", f"2026-10-{day:02} 08:00") for day in DAYS},
    "anh.md": article("Bài có ảnh", "2026-10-24 08:00", "![Ảnh](a.jpg)"),
    "a.jpg": photo(kind="JPEG"),
}
PICTURED = "/tin-tuc/2026/10/24/anh/"
KEPT = """async () => {
    const pages = await caches.open('pages /');
    return (await pages.keys()).map(request => new URL(request.url).pathname);
}"""


def address(day: int) -> str:
    return f"/tin-tuc/2026/10/{day:02}/b{day:02}/"


class Reader:
    """A reader of a small site, whose line can be cut."""

    def __init__(self, folder: Path, context: BrowserContext) -> None:
        self._folder, self._context = folder, context
        self.output = folder / "output"
        self.page: Page = context.new_page()

    def build(self, *options: str) -> None:
        """Build the site as its content is now."""
        build = run_pelican(self._folder / "content", self.output, self._folder / "cache", *options)
        assert build.status == 0, build.stderr

    def cut(self, off: bool = True) -> None:
        """Cut the line, or mend it."""
        self._context.set_offline(off)

    def read(self, address: str) -> str:
        """Read a page, as a visitor who comes to it; tell its heading."""
        self.page.goto(address)
        return self.page.locator("h1").inner_text()

    def keeps(self, address: str) -> None:
        """Wait until the page is kept as the one read last."""
        for _ in range(200):
            if self.page.evaluate(KEPT)[-1:] == [address]:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"{address} is not kept: {self.page.evaluate(KEPT)}")


@pytest.fixture(scope="module")
def reader(browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader whose first visit, to the front page, has brought the worker."""
    folder = tmp_path_factory.mktemp("offline")
    write_files(folder / "content", ARTICLES)
    (folder / "output").mkdir()
    with serve(folder / "output", worker=True) as site:
        context = browser.new_context(viewport=WIDE, locale="vi-VN", base_url=site)
        reader = Reader(folder, context)
        reader.build()
        reader.read("/")
        reader.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        reader.keeps("/")
        yield reader
        context.close()


def test_page_that_was_read_is_there_without_a_line(reader):
    """With its style, its photos and its scripts; the first page too, which brought the worker."""
    reader.read(PICTURED)
    reader.page.wait_for_load_state("networkidle")
    reader.keeps(PICTURED)
    reader.cut()
    assert reader.read(PICTURED) == "Bài có ảnh"
    assert (
        reader.page.evaluate(
            "Promise.all([...document.images].map(photo => photo.decode())).then(all => all.length)"
        )
        == 2
    )
    assert reader.page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length)")
    wait_until(reader.page, "!document.querySelector('[data-module=text_size]').hidden")
    reader.read("/")
    assert reader.page.locator("article").count() > 0
    reader.cut(False)


def test_another_page_tells_what_can_be_read(reader):
    """In its place, at its address; the page read last stands first."""
    reader.cut()
    assert reader.read(address(1)) == "Không có kết nối mạng"
    assert reader.page.url.endswith(address(1))
    links = reader.page.locator("main li a")
    links.first.wait_for()
    assert links.all_inner_texts()[0] == "Bài có ảnh"
    assert violations(reader.page) == []
    links.first.click()
    reader.page.wait_for_url(f"**{PICTURED}")
    assert reader.page.locator("h1").inner_text() == "Bài có ảnh"
    reader.cut(False)
    assert reader.read(address(1)) == "Bài 1"


def test_readers_with_a_line_get_what_the_host_has(reader):
    """A page that changed is new at once, and what is gone is gone, without a network too."""
    reader.read(address(2))
    reader.keeps(address(2))
    content = reader.output.parent / "content"
    (content / "b02.md").write_text(article("Tên mới", "2026-10-02 08:00"), "utf-8")
    (content / "b03.md").unlink()
    reader.read(address(3))
    reader.keeps(address(3))
    reader.build()
    assert reader.read(address(2)) == "Tên mới"
    assert reader.read(address(3)) == "Không tìm thấy trang"
    wait_until(reader.page, f"({KEPT})().then(kept => !kept.includes('{address(3)}'))")
    reader.cut()
    assert reader.read(address(2)) == "Tên mới"
    assert reader.read(address(3)) == "Không có kết nối mạng"
    reader.cut(False)


def test_twenty_pages_are_kept(reader):
    """The ones read last, with no photo that none of them shows."""
    wanted = [address(day) for day in DAYS if day != 3][-20:]
    for place in wanted:
        reader.read(place)
        reader.keeps(place)
    assert reader.page.evaluate(KEPT) == wanted
    files = """async () => {
        const files = await (await caches.open('files /')).keys();
        return files.filter(({url}) => url.includes('/anh/')).length;
    }"""
    wait_until(reader.page, f"({files})().then(count => count === 0)")


def test_worker_goes_where_it_is_switched_off(reader):
    """`OFFLINE = False` takes it, and all that it kept, from devices that had it."""
    reader.build("-e", "OFFLINE=false")
    reader.read("/")
    assert reader.page.locator("[data-worker]").count() == 0
    # As browsers end a worker: else it may be at work for the pages before, and they wait for it.
    devtools = reader.page.context.new_cdp_session(reader.page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    reader.page.evaluate(
        "navigator.serviceWorker.getRegistration().then(found => found && found.update())"
        ".then(() => true)"
    )
    wait_until(reader.page, "navigator.serviceWorker.getRegistrations().then(all => !all.length)")
    assert reader.page.evaluate("caches.keys()") == []
    assert not (reader.output / "ngoai-tuyen").exists()
