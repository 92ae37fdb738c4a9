# SPDX-License-Identifier: AGPL-3.0-or-later
"""The urgent notice: in the front page, and over the foot of pages that must not change."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import NARROW, moved, wait_until
from tests.browser.server import serve
from tests.browser.test_access import overflow, violations
from tests.small_site import article, run_pelican, write_files

# Later than the browser's own clock, which is that of the day on which the tests run.
ARTICLES = {
    "cu.md": article("Bài cũ", "2017-02-23 08:00", "Một đoạn.\n\n" * 60),
    "khan.md": article("Cấm thuyền qua sông Cổ Chiên vì <bão>", urgent="2099-12-31"),
    "qua.md": article("Đã qua", urgent="2026-11-12"),
}
OLD = "/tin-tuc/2017/02/23/cu/"
WORDS = "Cấm thuyền qua sông Cổ Chiên vì <bão>"


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A narrow window on a site with two notices, one of which is over."""
    folder = tmp_path_factory.mktemp("urgent")
    content = write_files(folder / "content", ARTICLES)
    build = run_pelican(content, folder / "output", folder / "cache")
    assert build.status == 0, build.stderr
    with serve(build.output) as address:
        window = browser.new_page(viewport=NARROW, base_url=address)
        yield window
        window.close()


def test_notice_stands_in_the_front_page(page):
    """It needs no script; what is over by the reader's clock goes."""
    page.goto("/")
    wait_until(page, "document.querySelectorAll('.urgent li').length === 1")
    assert page.locator(".urgent a").inner_text() == WORDS
    assert page.locator(".urgent").bounding_box()["y"] < 300
    assert violations(page) == []
    assert overflow(page) == 0


def test_notice_comes_to_a_page_that_did_not_change(page):
    """At the foot of the window, where nothing moves and nothing is hidden; it can be shut."""
    page.goto(OLD)
    notice = page.get_by_role("complementary", name="Thông báo khẩn")
    notice.wait_for()
    assert notice.get_by_role("link").all_inner_texts() == [WORDS]
    assert moved(page) == 0
    assert violations(page) == []
    assert overflow(page) == 0
    box = notice.bounding_box()
    assert box["y"] + box["height"] == NARROW["height"]
    # What the keyboard reaches, the last link of the page too, stands above it.
    page.evaluate("[...document.querySelectorAll('footer a')].pop().focus()")
    wait_until(page, f"document.activeElement.getBoundingClientRect().bottom <= {box['y']}")
    notice.get_by_role("button", name="Đóng").click()
    assert page.locator(".urgent").count() == 0
    assert page.evaluate("document.body.style.paddingBottom") == ""


def test_notice_that_was_shut_stays_so(page):
    """In that window, until there is another one."""
    with page.expect_response("**/thong-bao-khan.json"):
        page.goto(OLD)
    page.wait_for_load_state("networkidle")
    assert not page.locator(".urgent").is_visible()
    page.evaluate("sessionStorage.clear()")


def test_article_does_not_lead_to_itself(page):
    """On its own page the notice is what the page says."""
    with page.expect_response("**/thong-bao-khan.json"):
        page.goto("/tin-tuc/2026/11/01/khan/")
    page.wait_for_load_state("networkidle")
    assert not page.locator(".urgent").is_visible()
