# SPDX-License-Identifier: AGPL-3.0-or-later
"""What readers do on a page, with scripts and without."""

from statistics import median
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import NARROW, WIDE, moved, wait_until
from tests.browser.test_access import KINDS, each_kind, violations

TEXT = KINDS["text article"]
#: Where its short address leads.
DAY, MARK = "/tin-tuc/2017/01/09/", "14505"


@each_kind
def test_page_is_complete_without_scripts(open_page, address):
    """Without JavaScript every word and photo of the page shows, and no dead control."""
    page = open_page(address, java_script_enabled=False)
    # The test itself may still run scripts in such a page.
    unseen = page.evaluate(
        """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dd, td, figcaption)')]
            .filter(item => !item.closest('details:not([open]) > :not(summary), .print-only'))
            .filter(item => !item.matches('details:not([open]) + .cite__words'))
            // A control that the script shows has no words for others, nor has a script that fails.
            .filter(item => !item.matches('[hidden]:has(input, button), [data-failed]'))
            .filter(item => item.textContent.trim() && !item.checkVisibility())
            .map(item => item.textContent)"""
    )
    assert unseen == []
    dead = page.evaluate(
        """() => [...document.querySelectorAll('button, input')]
            .filter(item => item.checkVisibility({visibilityProperty: true}))
            .filter(item => !item.closest('form[role=search]'))
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
    assert [link.is_visible() for link in page.locator(".sections__link").all()] == [True] * 18
    page.get_by_role("link", name="Đồng bào Khmer").first.click()
    assert page.locator("h1").inner_text() == "Đồng bào Khmer"


def test_date_field_leads_to_the_day(open_page):
    """The day that is chosen opens, if it has news."""
    page = open_page("/")
    page.get_by_label("Chọn ngày").fill("2017-02-23")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url("**/tin-tuc/2017/02/23/")
    assert page.locator("h1").inner_text() == "Tin ngày 23/02/2017"


@pytest.mark.parametrize("address", ["/", "/tin-tuc/2017/"])
def test_date_field_leads_to_the_nearest_day(open_page, address):
    """Where the day has no news, the nearest one is told of and opened."""
    page = open_page(address)
    page.get_by_label("Chọn ngày").fill("2017-02-24")
    page.get_by_text("Ngày 24/02/2017 không có tin; ngày gần nhất có tin là 23/02/2017.").wait_for()
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url("**/tin-tuc/2017/02/23/")


@pytest.mark.parametrize(
    ("wanted", "found"), [("1945-09-02", "2015/02/12"), ("2099-12-31", "2026/11/09")]
)
def test_date_field_leads_from_beyond_the_archive_to_its_ends(open_page, wanted, found):
    """Before the first day the first one opens, after the last the last."""
    page = open_page("/")
    page.get_by_label("Chọn ngày").fill(wanted)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tin-tuc/{found}/")


@pytest.mark.parametrize("address", ["/chuyen-muc/kinh-te/", "/chuyen-muc/kinh-te/2025/03/"])
def test_date_field_of_a_section_stays_in_it(open_page, address):
    """It leads to a month of the section, to the nearest one where that has no news."""
    page = open_page(address, locale="en-US")
    assert page.locator(".sections__link[aria-current]").inner_text() == "Kinh tế"
    field = page.get_by_label("Chọn ngày")
    assert field.get_attribute("placeholder") == "ngày/tháng/năm"
    field.fill("5.3.1999")
    page.get_by_text("Tháng 03/1999 không có tin của mục này").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chuyen-muc/kinh-te/2016/08/")


@pytest.mark.parametrize(
    ("address", "month"),
    [
        ("/en/", "/en/tin-tuc/2019/04/"),
        ("/en/tin-tuc/2026/10/12/", "/en/tin-tuc/2019/04/"),
        ("/en/chuyen-muc/kinh-te/2022/", "/en/chuyen-muc/kinh-te/2022/06/"),
    ],
)
def test_date_field_stays_in_its_language(open_page, address, month):
    """It leads to a month of what there is in that, of a section too."""
    page = open_page(address)
    page.get_by_label("Choose a date").fill("5/3/1999")
    page.get_by_text("03/1999 has no news here").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{month}")


def test_short_address_of_a_translation_leads_to_it(open_page):
    """Through the list of its day in its language."""
    page = open_page("/en/tin-tuc/2022/06/10/#08542")
    page.wait_for_url("**/tin-tuc/2022/06/10/pomelo-export/")


def test_name_of_the_portal_keeps_its_words_whole(open_page):
    """On the smallest phone with the largest letters, too."""
    page = open_page(TEXT, viewport=NARROW)
    page.evaluate("localStorage.setItem('text-scale', '1.75')")
    page.reload()
    for line in page.locator(".banner__line").all():
        rows = line.evaluate(
            "line => line.offsetHeight / parseFloat(getComputedStyle(line).lineHeight)"
        )
        assert round(rows) <= len(line.inner_text().split())


def test_what_is_no_day_is_told(open_page):
    """And leads nowhere."""
    page = open_page("/")
    page.get_by_label("Chọn ngày").fill("31/02/2026")
    page.keyboard.press("Enter")
    page.get_by_text("“31/02/2026” không phải một ngày; xin gõ như 05/12/2026.").wait_for()
    assert page.evaluate("location.pathname") == "/"


def test_days_with_news_are_asked_for_when_the_field_is_used(open_page):
    """Who does not use the date field does not pay for it; who does pays once."""
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    field = page.get_by_label("Chọn ngày")
    field.wait_for()
    page.wait_for_load_state("networkidle")
    assert "ngay-co-tin.json" not in asked
    field.focus()
    field.fill("2017-02-24")
    page.get_by_text("không có tin").wait_for()
    field.fill("2017-02-25")
    page.get_by_text("Ngày 25/02/2017 không có tin").wait_for()
    assert asked.count("ngay-co-tin.json") == 1


def test_date_field_works_without_the_list_of_days(open_page):
    """Where the list of days does not come, the chosen day itself opens."""
    page = open_page("/")
    page.route("**/ngay-co-tin.json", lambda route: route.fulfill(status=404))
    page.get_by_label("Chọn ngày").fill("2017-02-23")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tin-tuc/2017/02/23/")


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["narrow", "wide"])
def test_latest_news_come_to_an_old_article(open_page, viewport):
    """The newest stories appear below an article that did not change, and move nothing."""
    page = open_page(TEXT, viewport=viewport)
    box = page.locator(".latest")
    box.scroll_into_view_if_needed()
    links = box.locator("li a")
    links.first.wait_for()
    assert 2 <= links.count() <= 8
    assert links.first.inner_text() == page_title(page, "/tin-moi.json")
    kept, filled = box.bounding_box(), box.locator(".box").bounding_box()
    assert kept["height"] == filled["height"], "the place kept is filled"
    addresses = page.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    newest = links.evaluate_all("links => links.map(link => link.pathname)")
    assert all(addresses.count(address) == 1 for address in newest)
    assert moved(page) == 0
    assert violations(page) == []
    links.first.click()
    assert page.locator("h1").inner_text() == page.title().partition(" | ")[0]


def page_title(page, address: str) -> str:
    """Tell the title of the first story in the file of the latest ones."""
    return page.evaluate(
        "address => fetch(address).then(a => a.json()).then(a => a.stories[0].title)", address
    )


def test_latest_news_are_a_link_without_scripts(open_page):
    """Without JavaScript a plain link leads to all news, and no empty place is kept."""
    page = open_page(TEXT, java_script_enabled=False)
    box = page.locator(".latest")
    assert box.bounding_box()["height"] < 120
    box.get_by_role("link", name="Tin mới hơn").click()
    page.wait_for_url("**/chuyen-muc/tin-tuc-su-kien/")


def test_newest_article_has_no_newer_ones(open_page):
    """Nor a box for them, once the reader comes near."""
    page = open_page("/tin-tuc/2026/11/09/khoi-cong-cau/", viewport=NARROW)
    page.locator(".related").scroll_into_view_if_needed()
    page.locator(".latest").wait_for(state="hidden")
    assert moved(page) == 0


def test_place_for_newer_articles_is_no_large_empty_box(open_page):
    """In a tall window, where it cannot go without moving the foot, it is bare."""
    tall = {"width": 1280, "height": 3000}
    page = open_page("/tin-tuc/2026/11/09/khoi-cong-cau/", viewport=tall)
    wait_until(page, "document.querySelector('.latest .lines') !== null")
    assert not page.locator(".latest .box").is_visible()
    page.goto(page.url.replace("2026/11/09/khoi-cong-cau", "2026/10/30/canh-dong-gio-chuong"))
    wait_until(page, "document.querySelector('.latest .line') !== null")
    assert page.locator(".latest .line").count() == 1
    assert page.locator(".latest .box").bounding_box()["height"] < 200
    assert moved(page) == 0


def test_latest_news_that_do_not_come_leave_no_hole(open_page):
    """Where the file does not come, the place kept for it is given up."""
    page = open_page(
        TEXT,
        before=lambda page: page.route("**/tin-moi.json", lambda route: route.fulfill(status=404)),
    )
    page.locator(".latest").scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('.latest').offsetHeight < 120")


def test_banner_tells_today_in_vietnam(open_page):
    """The banner has the day of Vietnam on a device of another time zone."""
    page = open_page(
        "/",
        timezone_id="America/New_York",
        before=lambda page: page.clock.set_fixed_time("2026-11-09T18:30:00Z"),
    )
    today = page.locator("[data-module=today]")
    today.filter(has_text="2026").wait_for()
    assert today.inner_text() == "Thứ Ba, ngày 10/11/2026"


def test_address_is_copied(open_page):
    """One press copies it, and that is said; the device's menu for sharing shows where it is."""
    page = open_page(
        TEXT,
        permissions=["clipboard-read", "clipboard-write"],
        init="delete Navigator.prototype.share;",
    )
    assert not page.get_by_role("button", name="Chia sẻ").is_visible()
    page.get_by_role("button", name="Chép địa chỉ").click()
    page.get_by_text("Đã chép địa chỉ.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "http://localhost:8000" + TEXT


def test_tools_of_an_article(open_page):
    """Each is 44 px high and wide at least; how to cite it, and where to tell of a mistake."""
    page = open_page(
        TEXT,
        init="""
        navigator.share = async data => { window.shared = data; };
        const voices = [["vi-VN", false], ["en-US", true], ["vi_VN", true]].map(
            ([lang, localService]) => ({ lang, localService }));
        window.said = [];
        window.SpeechSynthesisUtterance = function (text) { this.text = text; };
        Object.defineProperty(window, "speechSynthesis", { value: {
            getVoices: () => voices, cancel: () => { window.said.push("."); },
            speak: part => window.said.push(`${part.lang}: ${part.text}`) } });
    """,
    )
    page.get_by_role("button", name="Nghe bài").wait_for()
    assert moved(page) == 0
    sizes = page.locator(".tools .button:visible").evaluate_all(
        "all => all.map(one => [one.offsetWidth, one.offsetHeight])"
    )
    assert len(sizes) == 8
    rows = page.locator(".tools .button").evaluate_all("all => all.map(one => one.offsetTop)")
    assert len(set(rows)) == 1
    assert min(min(size) for size in sizes) >= 44
    page.get_by_text("Trích dẫn bài này").click()
    assert page.locator(".cite__words").inner_text() == (
        "Hồng Giang, Đức Lam (09/01/2017). Văn phòng UBND tỉnh Ninh Bình tổng kết công tác năm "
        "2016, bàn nhiệm vụ năm 2017. Cổng Thông tin điện tử tỉnh Vĩnh Long. http://localhost:8000"
        + TEXT
    )
    mistake = urlsplit(page.get_by_role("link", name="Báo sai sót").get_attribute("href"))
    assert (mistake.scheme, mistake.path) == ("mailto", "banbientap@vinhlong.example")
    assert dict(parse_qsl(mistake.query)) == {
        "subject": "Báo sai sót: Văn phòng UBND tỉnh Ninh Bình tổng kết công tác năm 2016, "
        "bàn nhiệm vụ năm 2017",
        "body": "http://localhost:8000" + TEXT,
    }
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("shared.url") == "http://localhost:8000" + TEXT
    page.get_by_role("button", name="Nghe bài").click()
    wait_until(page, "said.length > 12")
    said = page.evaluate("said")
    assert said[:2] == [".", f"vi_VN: {page.locator('h1').inner_text()}"]
    page.get_by_role("button", name="Dừng đọc").click()
    page.get_by_role("button", name="Nghe bài").wait_for()
    assert page.evaluate("said.length") == len(said) + 1


def test_no_voice_reads_where_the_device_has_none_of_the_language(open_page):
    """A voice of another language, or one that sends the text away, is none."""
    page = open_page(
        TEXT,
        init="""
        const voices = [["en-US", true], ["vi-VN", false]].map(
            ([lang, localService]) => ({ lang, localService }));
        Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => voices } });
    """,
    )
    page.get_by_role("button", name="In bài").wait_for()
    assert not page.get_by_role("button", name="Nghe bài").is_visible()


def test_type_size_is_remembered(open_page):
    """A reader who wants larger letters gets them in the next article too, unmoved."""
    page = open_page(TEXT)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose')).fontSize)"
    assert page.evaluate(size) == 18
    larger = page.locator(".tools").get_by_role("button", name="A+")
    larger.click()
    larger.click()
    assert page.evaluate(size) == pytest.approx(23.4)
    page.goto(page.url.replace(TEXT, KINDS["article with a correction"]))
    larger.wait_for()
    wait_until(page, f"{size} > 18")
    assert page.evaluate(size) == pytest.approx(23.4)
    assert moved(page) == 0
    page.goto(page.url.replace(KINDS["article with a correction"], "/"))
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"
    assert moved(page) == 0


def test_type_size_stands_in_the_head_of_every_page(open_page):
    """Keys of 44 px, of which the last of a way is off wherever it stands; the head stays low."""
    addresses = ("/", "/404.html", "/tim-kiem/", "/van-ban/", "/lich/", TEXT, "/en/", "/km/")
    scale = "getComputedStyle(document.documentElement).getPropertyValue('--text-scale')"
    page = open_page(addresses[0], viewport=WIDE)
    for address in addresses:
        if address != addresses[0]:
            page.goto(page.url.partition("://")[0] + "://" + page.url.split("/")[2] + address)
        keys = page.locator(".strip button")
        keys.last.wait_for()
        assert moved(page) == 0
        for window, most in ((WIDE, 150), (NARROW, 110)):
            page.set_viewport_size(window)
            # What covers a key would be pressed in its place.
            height, sizes, hit = page.evaluate(
                """() => {
                    const boxes = [...document.querySelectorAll('.strip button')]
                        .map(key => key.getBoundingClientRect());
                    return [document.querySelector('.header').offsetHeight,
                        boxes.map(box => Math.min(box.width, box.height)),
                        boxes.map(box => document.elementFromPoint(box.x + 22, box.y + 40)
                            .dataset.step)];
                }"""
            )
            assert (height <= most, len(sizes), min(sizes) >= 44) == (True, 2, True), address
            assert hit == ["-1", "1"], address
        page.set_viewport_size(WIDE)
        keys.first.click()
        off = "[...document.querySelectorAll(`[data-step='-1']`)].map(one => one.ariaDisabled)"
        assert page.evaluate(f"[{scale}, {off}]") == [
            "0.9",
            ["true"] * (2 if address == TEXT else 1),
        ]
        keys.last.click()
        assert page.evaluate(scale) == "1"


def test_no_script_no_keys_for_the_type_size(open_page):
    """What only a script can do is not offered without one."""
    page = open_page("/", java_script_enabled=False)
    assert not page.locator(".strip button").first.is_visible()


def test_type_size_holds_for_all_words_of_an_article(open_page):
    """Titles, captions and corrections grow as the text does, so that each keeps its rank."""
    page = open_page(KINDS["article with a correction"])
    parts = [
        ".title",
        ".sapo",
        ".figure__caption",
        ".article__byline",
        ".note__date",
        ".correction",
    ]
    sizes = """parts => parts.map(part =>
        parseFloat(getComputedStyle(document.querySelector(part)).fontSize))"""
    normal = page.evaluate(sizes, parts)
    page.locator(".tools").get_by_role("button", name="A+").click()
    assert page.evaluate(sizes, parts) == pytest.approx([1.15 * size for size in normal])


def test_numbered_page_finds_its_newer_neighbour(open_page):
    """A full page never changes; the way to the next one is found when it is read."""
    page = open_page("/tin-tuc/trang/3/")
    page.get_by_role("link", name="Tin mới hơn").click()
    page.wait_for_url("**/tin-tuc/trang/4/")
    assert page.locator("h1").inner_text() == "Tất cả tin Trang 4"
    page.goto(page.url.replace("/4/", "/7/"))
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="Tin mới hơn").count() == 0


def test_short_address_leads_to_the_article(open_page):
    """From the list of its day, with what paper tells; Back leads to what was before."""
    short = f"{DAY}#{MARK}"
    page = open_page("/lien-he/")
    page.goto(page.url.replace("/lien-he/", short))
    page.wait_for_url(f"**{TEXT}")
    page.go_back()
    assert page.url.endswith("/lien-he/")
    page.goto(page.url.replace("/lien-he/", f"{DAY}#00000"))
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(f"{DAY}#00000")


def test_short_address_shows_the_story_without_scripts(open_page):
    """It stands at the top of the window, in another colour than its neighbours."""
    page = open_page(f"{DAY}#{MARK}", java_script_enabled=False)
    story = page.locator(".row:target")
    assert story.locator("a").get_attribute("href") == TEXT
    assert story.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 248, 225)"


def test_short_address_is_found_on_older_pages_of_its_day(open_page, site):
    """A day of many stories has several pages, which are asked from the newest on."""
    page = open_page(DAY)
    story = page.locator(f"[id='{MARK}']").evaluate("one => one.outerHTML")
    older = '<a class="pager__older" href="trang/1/">a</a>'
    frame = (
        page.content().partition("<main")[0]
        + '<main id="dau-trang"><div class="list" data-module="story_list">'
    )
    pages = {DAY: f"{frame}{older}</div></main>", f"{DAY}trang/1/": f"{frame}{story}</div></main>"}

    def answer(route: Route) -> None:
        text = pages[urlsplit(route.request.url).path]
        route.fulfill(body=text, content_type="text/html")

    for address in pages:
        page.route(f"**{address}", answer)
    page.goto("about:blank")
    page.goto(f"{site}{DAY}#{MARK}")
    page.wait_for_url(f"**{TEXT}")


def test_ways_between_list_pages_stand_on_one_line_each(open_page):
    """On the narrowest phone too; and the way that script adds moves nothing."""
    page = open_page("/tin-tuc/trang/3/", viewport=NARROW)
    page.get_by_role("link", name="Tin mới hơn").wait_for()
    heights = page.locator(".pager a").evaluate_all("links => links.map(l => l.offsetHeight)")
    assert heights == [44, 44, 44]
    assert moved(page) == 0


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


def test_lines_of_texts_have_seventy_letters(open_page):
    """Or up to 75, in whatever face the device has; last lines of paragraphs apart."""
    page = open_page(TEXT)
    counts = page.evaluate(
        """() => [...document.querySelectorAll('.prose > p')].flatMap(paragraph => {
            const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            const range = document.createRange(), lines = new Map();
            for (let node; (node = walk.nextNode());) {
                for (let at = 0; at < node.length; at++) {
                    range.setStart(node, at), range.setEnd(node, at + 1);
                    const box = range.getBoundingClientRect(), line = Math.round(box.top / 10);
                    if (box.width) lines.set(line, (lines.get(line) || 0) + 1);
                }
            }
            return [...lines.values()].slice(0, -1);
        })"""
    )
    assert len(counts) > 15
    assert 70 <= median(counts) <= 75


def test_tiles_leave_no_hole(open_page):
    """Eight of them stand four in a row, or two, one where letters are large."""
    page = open_page("/")
    tiles = page.locator(".service")
    for width, in_a_row in ((1280, 4), (768, 4), (390, 2), (320, 2)):
        page.set_viewport_size({"width": width, "height": 900})
        places = tiles.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
        assert [places.count(place) for place in dict.fromkeys(places)] == (
            [in_a_row] * (8 // in_a_row)
        ), width


def test_tools_leave_no_hole(open_page):
    """Rows end at one edge and none is empty, though the device can neither share nor read."""
    page = open_page(TEXT, viewport=NARROW, init="delete Navigator.prototype.share")
    page.get_by_role("button", name="In bài").wait_for()
    shown = page.locator(".tools .button:visible")
    for width, rows in ((320, 3), (360, 2), (390, 2), (600, 2), (768, 1), (1280, 1)):
        page.set_viewport_size({"width": width, "height": 900})
        boxes = [one.bounding_box() for one in shown.all()]
        ends = {box["y"]: round(box["x"] + box["width"]) for box in boxes}
        # On the smallest phones the first row is for what is read, a voice's button among it.
        first, *others = ends.values()
        assert (len(ends), len({*others, *([] if width == 320 else [first])})) == (rows, 1), width
        box = page.locator(".tools").bounding_box()
        assert box["y"] + box["height"] - max(ends) - 44 < 20


def test_citation_opens_below_the_tools(open_page):
    """What was pressed stays where it is, wide or narrow."""
    page = open_page(TEXT)
    page.get_by_role("button", name="In bài").wait_for()
    switch = page.locator(".cite summary")
    for viewport in (WIDE, NARROW):
        page.set_viewport_size(viewport)
        before = [one.bounding_box() for one in page.locator(".tools .button:visible").all()]
        switch.click()
        after = [one.bounding_box() for one in page.locator(".tools .button:visible").all()]
        assert after == before
        assert page.locator(".cite__words").bounding_box()["y"] > max(box["y"] for box in after)
        switch.click()


@pytest.mark.parametrize(("widths", "shown"), [("5", "Khmer"), ("text.codePointAt(0)", "ភាសាខ្មែរ")])
def test_khmer_is_named_in_letters_that_the_device_has(open_page, widths, shown):
    """Where all its letters are one box, in Latin ones; no font is asked for."""
    # Whether this machine has them is its own affair.
    page = open_page(
        "/chuyen-muc/dong-bao-khmer/",
        init=f"CanvasRenderingContext2D.prototype.measureText = (text) => ({{width: {widths}}});",
    )
    for place in (".strip__links", ".translations"):
        assert page.locator(f"{place} [hreflang=km]").inner_text() == shown
    assert moved(page) == 0
    assert page.evaluate("[...document.fonts].every(font => font.status === 'unloaded')")


def test_film_without_a_picture_has_a_plain_shape(open_page):
    """It is no large empty box, whatever the shape of the film, and keeps its place."""
    page = open_page("/tin-tuc/2024/03/07/cong-ngan-man/")
    film = page.locator("video")
    assert film.get_attribute("poster").endswith("/img/film.svg")
    for width in (1280, 768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        box = film.bounding_box()
        assert box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.01)


def test_foot_stands_at_the_foot_of_a_tall_window(open_page):
    """Nothing bare is left below it: the window's last lines have its colour."""
    page = open_page("/lich/2026/11/", viewport={"width": 1920, "height": 2000})
    box = page.locator("footer").bounding_box()
    assert box["y"] + box["height"] == pytest.approx(2000, abs=40)
    colour = "node => getComputedStyle(node).backgroundColor"
    assert page.locator("footer").evaluate(colour) == page.locator("html").evaluate(colour)
