# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes out of the printer."""

from tests.browser.test_access import KINDS

SEED = "/tin-tuc/2017/02/23/hoi-nghi-van-phong/"


def test_printed_article_is_complete(open_page):
    """Paper has the portal, title, date, sapo, captions, byline and the address."""
    page = open_page(SEED)
    page.emulate_media(media="print")
    text = " ".join(page.locator("body").inner_text().split())
    in_order = [
        "Cổng Thông tin điện tử Tỉnh Vĩnh Long",
        "Hội nghị cán bộ, công chức, viên chức Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long năm 2017",
        "Ngày 23/02/2017 14:57:36",
        "(Vinhlong.gov.vn) – Hội nghị cán bộ, công chức, viên chức của Văn phòng UBND tỉnh",
        "Hai cá nhân có thành tích xuất sắc năm 2011-2015",
        "Ông Lữ Quang Ngời- Phó Chủ tịch UBND tỉnh tặng Bằng khen",
        "Chiến sĩ thi đua cấp tỉnh.",
        "N.H",
        "Ghi rõ nguồn “Vinhlong.gov.vn” khi phát hành lại thông tin từ trang này.",
        f"Địa chỉ bài: http://localhost:8000{SEED}",
    ]
    places = [text.find(words) for words in in_order]
    assert -1 not in places
    assert places == sorted(places)


def test_printed_article_has_nothing_to_press(open_page):
    """Paper has no navigation, no buttons and no other articles."""
    page = open_page(SEED)
    page.emulate_media(media="print")
    for part in ("nav", "button", ".tools", ".skip", ".strip", ".side", ".tags", "footer"):
        for item in page.locator(part).all():
            assert not item.is_visible(), part


def test_print_wastes_no_ink_from_a_dark_page(open_page):
    """A reader of the dark scheme prints black on white."""
    page = open_page(SEED, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    dark = page.evaluate(
        """() => [...document.querySelectorAll('body, body *')].filter(item => {
            const style = getComputedStyle(item);
            const paper = ['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'];
            const drawn = item.checkVisibility() && item.getBoundingClientRect().height > 0;
            return drawn && (!paper.includes(style.backgroundColor)
                || /rgb\\((2[0-9]{2}|1[5-9][0-9])/.test(style.color)
                || style.backgroundImage !== 'none');
        }).map(item => item.className || item.tagName)"""
    )
    assert dark == []


def test_printed_article_is_a_few_pages(open_page):
    """The sample article with two photos takes three pages of A4 at most."""
    page = open_page(SEED)
    document = page.pdf(format="A4")
    assert document.startswith(b"%PDF")
    assert 1 <= document.count(b"/Type /Page\n") <= 3


def test_print_button_waits_for_the_photos(open_page):
    """A photo further down is there before the printer is asked."""
    page = open_page(
        KINDS["article with photos"],
        init="""window.print = () => {
            window.printed = [...document.querySelectorAll('main img')].map(i => i.complete);
        };""",
    )
    page.get_by_role("button", name="In, lưu bài").click()
    page.wait_for_function("window.printed")
    assert page.evaluate("window.printed") == [True] * 5
