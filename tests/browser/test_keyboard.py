# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keyboard alone gets everywhere."""

import pytest

from tests.browser.conftest import NARROW, WIDE, wait_until
from tests.browser.test_access import KINDS, unlike_kinds, violations

PHOTOS = KINDS["article with photos"]


def open_photos(open_page, **options):
    """Open the article with photos, and wait until its scripts have started."""
    page = open_page(PHOTOS, **options)
    page.wait_for_load_state("networkidle")
    return page


def focused(page) -> str:
    """Tell the words of the element that has the focus."""
    return page.evaluate("document.activeElement.innerText.trim()")


@unlike_kinds
def test_first_tab_is_the_skip_link(open_page, address):
    """The first Tab shows a link over the head of the page, to the main part."""
    page = open_page(address)
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@unlike_kinds
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_keyboard_reaches_and_leaves_everything(open_page, address, viewport):
    """Tab goes through all that can be pressed, in the order of the page, and out of it.

    Every stop is drawn with an outline and stands within the window.
    """
    page = open_page(address, viewport=viewport, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    if (latest := page.locator(".latest")).count():
        # The newest stories come when the reader comes near, else in the midst of the way.
        latest.scroll_into_view_if_needed()
        wait_until(page, "document.querySelector('.latest .lines') !== null")
    page.evaluate(
        """() => {
            window.reached = [];
            window.unseen = [];
            window.isOut = false;
            const look = () => {
                const item = document.activeElement;
                const {reached, unseen} = window;
                // Out of the page, or round to its beginning, as the browser likes.
                window.isOut ||= item === document.body
                    || reached.length > 1 && reached[0] === item;
                if (window.isOut) return;
                if (reached.at(-1) !== item) reached.push(item);
                // The browser itself draws the focus on the parts of a date field.
                if (item.type === 'date') return;
                const box = item.getBoundingClientRect();
                const style = getComputedStyle(item);
                const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                    && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
                if (!seen)
                    unseen.push(`${item.outerHTML} ${JSON.stringify(box)} ${style.outline}`);
            };
            // After what the browser and scripts do at the press.
            addEventListener('keyup', event => { if (event.key === 'Tab') look(); });
        }"""
    )
    # Far more than any page has; a date field has several stops of its own. Asked after some
    # only, which saves a third of the time.
    for _ in range(40):
        for _ in range(10):
            page.keyboard.press("Tab")
        if page.evaluate("window.isOut"):
            break
    # Asked for at the end: on a busy machine a script may add its links after the first Tab.
    is_out, unseen, reached, count = page.evaluate(
        """() => {
            const kinds = 'a[href], button, input, summary, [tabindex="0"]';
            const stops = [...document.querySelectorAll(kinds)]
                .filter(item => item.checkVisibility({visibilityProperty: true}));
            const {isOut, unseen, reached} = window;
            return [isOut, unseen, reached.map(item => stops.indexOf(item)), stops.length];
        }"""
    )
    assert is_out
    assert reached == list(range(count))
    assert unseen == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_menu_opens_and_closes_by_keyboard(open_page, scripts):
    """On a phone the sections stand behind a switch that the keyboard works."""
    page = open_page("/", viewport=NARROW, java_script_enabled=scripts)
    link = page.locator(".sections__link", has_text="Kinh tế")
    switch = page.locator("summary", has_text="Chuyên mục")
    assert not link.is_visible()
    switch.focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chuyen-muc/tin-tuc-su-kien/")


def test_open_menu_is_accessible(open_page):
    """axe finds nothing in the open menu, in either scheme."""
    page = open_page("/", viewport=NARROW)
    page.locator("summary", has_text="Chuyên mục").click()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []


def test_gallery_by_keyboard(open_page):
    """Enter opens the photos, arrows turn them, Escape closes; the focus comes back."""
    page = open_photos(open_page)
    links = page.locator("a.gallery__link")
    links.nth(1).focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="Chùm ảnh")
    viewer.wait_for()
    count = viewer.get_by_role("status")
    caption = viewer.locator(".viewer__caption")
    assert count.inner_text() == "Ảnh 2/5"
    assert caption.inner_text() == "“Cây bẹo” treo món gì thì ghe bán món đó"
    page.keyboard.press("ArrowRight")
    assert count.inner_text() == "Ảnh 3/5"
    assert caption.inner_text() == "Ghe cam sành mới từ Tam Bình lên"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert count.inner_text() == "Ảnh 5/5"
    page.keyboard.press("Escape")
    # The browser itself gives it back to the link that was pressed, the script a moment later
    # to that of the photo shown last.
    place = "[...document.querySelectorAll('a.gallery__link')].indexOf(document.activeElement)"
    wait_until(page, f"{place} === 4")
    assert viewer.count() == 0


def test_focus_stays_in_the_open_gallery(open_page):
    """Tab goes round the buttons of the gallery and never to the page beneath."""
    page = open_photos(open_page)
    page.locator("a.gallery__link").first.click()
    page.get_by_role("dialog").wait_for()
    stops = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body"):
            stops.add(focused(page))
            assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert stops == {"Ảnh trước", "Ảnh sau", "Đóng"}


def test_way_back_closes_the_viewer_and_stays(open_page):
    """Each photo of a text opens, the focus on the viewer, in the copy that fits the screen."""
    page = open_photos(open_page)
    address = page.url
    page.locator(".prose > .figure a").first.click()
    viewer = page.get_by_role("dialog", name="Chùm ảnh")
    viewer.wait_for()
    assert viewer.get_by_role("status").inner_text() == "Ảnh 1/5"
    assert viewer.evaluate("viewer => viewer === document.activeElement")
    wait_until(page, "document.querySelector('.viewer img').currentSrc.endsWith('.avif')")
    page.go_back()
    viewer.wait_for(state="detached")
    assert page.url == address
    page.locator(".prose > .figure a").first.click()
    viewer.wait_for()
    page.keyboard.press("Escape")
    viewer.wait_for(state="detached")
    wait_until(page, "!history.state")
    assert page.url == address


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_open_gallery_is_accessible(open_page, viewport):
    """axe finds nothing in the open gallery, and its photo has the words of the page's."""
    page = open_photos(open_page, viewport=viewport)
    alt = page.locator("a.gallery__link img").first.get_attribute("alt")
    page.locator("a.gallery__link").first.click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.get_by_role("img").get_attribute("alt") == alt
    assert violations(page) == []


@pytest.mark.parametrize(
    ("across", "down", "shown"),
    [(-200, 0, "Ảnh 2/5"), (200, 0, "Ảnh 5/5"), (-60, -250, "Ảnh 1/5"), (-20, 0, "Ảnh 1/5")],
    ids=["left", "right", "mostly up", "too short"],
)
def test_gallery_by_swipe(open_page, across, down, shown):
    """A finger that goes across turns the photos; one that goes up or hardly moves does not."""
    page = open_photos(open_page, viewport=NARROW, has_touch=True)
    page.locator("a.gallery__link").first.tap()
    viewer = page.get_by_role("dialog", name="Chùm ảnh")
    viewer.wait_for()
    devtools = page.context.new_cdp_session(page)
    x, y = (260 if across < 0 else 60), 400

    def touch(kind: str, *points: tuple[int, int]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", (x, y))
    touch("touchMove", (x + across, y + down))
    touch("touchEnd")
    assert viewer.get_by_role("status").inner_text() == shown


def test_gallery_keeps_the_language_of_its_captions(open_page):
    """The words beside a photo are told in the language of the article, not of the portal."""
    page = open_photos(open_page)
    page.evaluate("document.documentElement.lang = 'km'")
    page.locator("a.gallery__link").first.click()
    viewer = page.get_by_role("dialog", name="Chùm ảnh")
    viewer.wait_for()
    assert viewer.get_attribute("lang") == "km"
    assert viewer.locator(".viewer__caption").get_attribute("lang") == "km"
    assert viewer.get_by_role("img").get_attribute("lang") == "km"
