# SPDX-License-Identifier: AGPL-3.0-or-later
"""What readers do on a page, with scripts and without."""

import pytest

from tests.browser.conftest import NARROW
from tests.browser.test_access import KINDS, each_kind, moved

TEXT = KINDS["text article"]


@each_kind
def test_page_is_complete_without_scripts(open_page, address):
    """Without JavaScript every word and photo of the page shows, and no dead control."""
    page = open_page(address, java_script_enabled=False)
    # The test itself may still run scripts in such a page.
    unseen = page.evaluate(
        """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dd, td, figcaption)')]
            .filter(item => !item.closest('details:not([open]) > :not(summary), .print-only'))
            .filter(item => item.textContent.trim() && !item.checkVisibility())
            .map(item => item.textContent)"""
    )
    assert unseen == []
    dead = page.evaluate(
        """() => [...document.querySelectorAll('button, input')]
            .filter(item => item.checkVisibility({visibilityProperty: true}))
            .map(item => item.textContent)"""
    )
    assert dead == []
    blank = page.evaluate(
        """async () => {
            const photos = [...document.images];
            for (const photo of photos) photo.loading = 'eager';
            await Promise.all(photos.map(photo => photo.decode()));
            return photos.filter(photo => !photo.naturalWidth).map(photo => photo.src);
        }"""
    )
    assert blank == []


def test_every_section_is_reached_without_scripts(open_page):
    """The menu of a phone works without JavaScript."""
    page = open_page("/", viewport=NARROW, java_script_enabled=False)
    page.locator("summary", has_text="Chuyên mục").click()
    assert [link.is_visible() for link in page.locator(".sections__link").all()] == [True] * 13
    page.get_by_role("link", name="Đồng bào Khmer").first.click()
    assert page.locator("h1").inner_text() == "Đồng bào Khmer"


def test_date_field_leads_to_the_day(open_page):
    """The day that is chosen opens, if it has news."""
    page = open_page("/")
    page.get_by_label("Chọn ngày").fill("2017-02-23")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url("**/tin-tuc/2017/02/23/")
    assert page.locator("h1").inner_text() == "Tin ngày 23/02/2017"


def test_date_field_tells_of_a_day_without_news(open_page):
    """A day without news is told of in place."""
    page = open_page("/")
    page.get_by_label("Chọn ngày").fill("2017-02-24")
    page.keyboard.press("Enter")
    page.get_by_text("Ngày 24/02/2017 không có tin.").wait_for()
    assert page.url.endswith("/")


def test_banner_tells_today_in_vietnam(open_page):
    """The banner has the day of Vietnam on a device of another time zone."""
    page = open_page("/", timezone_id="America/New_York")
    page.clock.set_fixed_time("2026-11-09T18:30:00Z")
    page.reload()
    today = page.locator("[data-module=today]")
    today.filter(has_text="2026").wait_for()
    assert today.inner_text() == "Thứ Ba, ngày 10/11/2026"


def test_share_copies_the_address(open_page):
    """Where the device has no menu for sharing, the address is copied and that is said."""
    page = open_page(
        TEXT,
        permissions=["clipboard-read", "clipboard-write"],
        init="delete Navigator.prototype.share;",
    )
    page.get_by_role("button", name="Chia sẻ").click()
    page.get_by_text("Đã chép địa chỉ.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "http://localhost:8000" + TEXT


def test_type_size_is_remembered(open_page):
    """A reader who wants larger letters gets them in the next article too, unmoved."""
    page = open_page(TEXT)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose')).fontSize)"
    assert page.evaluate(size) == 18
    larger = page.get_by_role("button", name="A+")
    larger.click()
    larger.click()
    assert page.evaluate(size) == pytest.approx(23.4)
    page.goto(page.url.replace(TEXT, KINDS["article with a correction"]))
    page.get_by_role("button", name="A+").wait_for()
    page.wait_for_function(f"{size} > 18")
    assert page.evaluate(size) == pytest.approx(23.4)
    assert moved(page) == 0
    page.get_by_role("button", name="A chữ cỡ thường").click()
    assert page.evaluate(size) == 18


def test_numbered_page_finds_its_newer_neighbour(open_page):
    """A full page never changes; the way to the next one is found when it is read."""
    page = open_page("/tin-tuc/trang/3/")
    page.get_by_role("link", name="Tin mới hơn").click()
    page.wait_for_url("**/tin-tuc/trang/4/")
    assert page.locator("h1").inner_text() == "Tất cả tin Trang 4"
    page.goto(page.url.replace("/4/", "/6/"))
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="Tin mới hơn").count() == 0


def test_gallery_photos_open_without_scripts(open_page):
    """Without JavaScript a photo of a gallery is a link to its largest copy."""
    page = open_page(KINDS["article with photos"], java_script_enabled=False)
    with page.expect_navigation() as navigation:
        page.locator("a.gallery__link").first.click()
    assert navigation.value.headers["content-type"] == "image/jpeg"


def test_browser_finds_no_fault_with_the_manifest(open_page):
    """Chromium reads names, colours and icons of the site as a phone does."""
    page = open_page("/")
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest")
    assert '"short_name": "Tỉnh Vĩnh Long"' in found["data"]
    drawn = page.evaluate(
        """async () => {
            const widths = [];
            for (const link of document.querySelectorAll('link[rel~=icon], link[rel|=apple]')) {
                const icon = new Image();
                icon.src = link.href;
                await icon.decode();
                widths.push(icon.naturalWidth);
            }
            return widths;
        }"""
    )
    assert drawn[0] in (16, 32, 48) and len(drawn) == 3 and drawn[2] == 180
