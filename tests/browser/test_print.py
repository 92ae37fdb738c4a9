# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes out of the printer."""

import io
import re
from collections.abc import Callable

import pytest
from pypdf import PageObject, PdfReader

from tests.browser.conftest import wait_until
from tests.browser.test_access import KINDS

SEED = "/tin-tuc/2017/02/23/hoi-nghi-van-phong/"


def test_printed_article_is_complete(open_page):
    """Paper has the portal, title, date, sapo, captions, byline and the address."""
    page = open_page(SEED)
    page.emulate_media(media="print")
    text = " ".join(page.locator("body").inner_text().split())
    in_order = [
        "Cổng Thông tin điện tử Tỉnh Vĩnh Long",
        "Tin tức - Sự kiện",
        "Hội nghị cán bộ, công chức, viên chức Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long năm 2017",
        "Ngày 23/02/2017 14:57:36",
        "(Vinhlong.gov.vn) – Hội nghị cán bộ, công chức, viên chức của Văn phòng UBND tỉnh",
        "Hai cá nhân có thành tích xuất sắc năm 2011-2015",
        "Ông Lữ Quang Ngời- Phó Chủ tịch UBND tỉnh tặng Bằng khen",
        "Chiến sĩ thi đua cấp tỉnh.",
        "N.H",
        "Ghi rõ nguồn “Vinhlong.gov.vn” khi phát hành lại thông tin từ trang này.",
        "Địa chỉ bài: localhost:8000/tin-tuc/2017/02/23/#07595",
    ]
    places = [text.find(words) for words in in_order]
    assert -1 not in places
    assert places == sorted(places)


def paper(page) -> list[PageObject]:
    """Print a page on A4, its photos all there, as its own button does."""
    page.evaluate(
        """() => {
            const photos = [...document.querySelectorAll('main img')];
            for (const photo of photos) photo.loading = 'eager';
            return Promise.all(photos.map(photo => photo.decode()));
        }"""
    )
    return PdfReader(io.BytesIO(page.pdf(format="A4"))).pages


@pytest.fixture(scope="module")
def printed() -> dict[str, list[PageObject]]:
    """The sheets of pages that were printed as they are, by their addresses."""
    return {}


@pytest.fixture
def sheets_of(open_page, printed) -> Callable[[str], list[PageObject]]:
    """Prints a page as it is, once for all tests."""

    def sheets(address: str) -> list[PageObject]:
        if address not in printed:
            printed[address] = [*paper(open_page(address))]
        return printed[address]

    return sheets


def text_of(sheets: list[PageObject]) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def test_paper_has_the_whole_article(sheets_of):
    """What the printer gets has all of it, in order, and nothing of the screen's furniture."""
    text = text_of(sheets_of(SEED))
    in_order = [
        "Cổng Thông tin điện tử Tỉnh Vĩnh Long",
        "Tin tức - Sự kiện",
        "Hội nghị cán bộ, công chức, viên chức Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long năm 2017",
        "Ngày 23/02/2017 14:57:36",
        "Bài đăng trước ngày 01/7/2025",
        "(Vinhlong.gov.vn) – Hội nghị cán bộ, công chức, viên chức của Văn phòng UBND tỉnh",
        "Nhìn lại một năm",
        "Hai cá nhân có thành tích xuất sắc năm 2011-2015",
        "Ông Lữ Quang Ngời- Phó Chủ tịch UBND tỉnh tặng Bằng khen",
        "Chiến sĩ thi đua cấp tỉnh.",
        "N.H",
        "Ghi rõ nguồn “Vinhlong.gov.vn” khi phát hành lại thông tin từ trang này.",
        "Địa chỉ bài: localhost:8000/tin-tuc/2017/02/23/#07595",
    ]
    places = [text.find(words) for words in in_order]
    assert -1 not in places
    assert places == sorted(places)
    for furniture in ("Chuyên mục", "Chia sẻ", "Tin mới hơn", "Về đầu trang", "Điện thoại"):
        assert furniture not in text


def test_no_line_of_a_paragraph_stands_alone_on_a_sheet(open_page):
    """Neither its first nor its last, however short it is."""
    page = open_page(SEED)
    page.evaluate(
        """() => {
            const text = document.querySelector('.prose');
            text.replaceChildren();
            for (let count = 0; count < 150; count += 1) {
                const lines = ['đầu', 'hai', 'ba', 'tư', 'cuối'];
                if (count % 2) lines.splice(3, 1);
                text.insertAdjacentHTML('beforeend', `<p>${lines.join('<br>')}</p>`);
                // So that sheets end behind any of their lines.
                text.lastChild.style.marginTop = `${count % 20}px`;
            }
        }"""
    )
    sheets = [
        re.findall("đầu|hai|ba|tư|cuối", part.extract_text().partition(" / ")[2])
        for part in paper(page)[1:-1]
    ]
    assert len(sheets) >= 9
    assert {lines[0] for lines in sheets} & {"cuối"} == set()
    assert {lines[-1] for lines in sheets} & {"đầu"} == set()


def test_sheets_are_numbered(sheets_of):
    """Each sheet tells which it is, and of how many."""
    sheets = sheets_of(SEED)
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert f"{number} / {len(sheets)}" in sheet.extract_text().split("\n")


def test_code_of_the_address_stands_on_paper_alone(open_page):
    """The QR code is black on white, two to three centimetres wide, and not on the screen."""
    page = open_page(SEED)
    code = page.locator(".print-only svg")
    assert not code.is_visible()
    page.emulate_media(media="print")
    box = code.bounding_box()
    assert 75 <= box["width"] <= 115
    assert abs(box["width"] - box["height"]) < 1
    assert (
        code.evaluate("(drawing) => getComputedStyle(drawing.firstChild).stroke") == "rgb(0, 0, 0)"
    )


@pytest.mark.parametrize(
    ("address", "captions"),
    [
        (SEED, ["Hai cá nhân có thành tích", "Ông Lữ Quang Ngời- Phó Chủ tịch UBND tỉnh tặng"]),
        (
            KINDS["article with photos"],
            [
                "Chợ nhóm từ lúc mờ sáng",
                "“Cây bẹo” treo món gì",
                "Ghe cam sành mới",
                "Xuồng chèo tay len giữa",
                "Gần trưa, ghe thưa dần",
            ],
        ),
    ],
)
def test_caption_stands_on_the_sheet_of_its_photo(sheets_of, address, captions):
    """No caption is left alone: each sheet has as many captions as photos."""
    sheets = sheets_of(address)
    texts = [text_of([sheet]) for sheet in sheets]
    assert [sum(words in text for words in captions) for text in texts] == [
        len(sheet.images) for sheet in sheets
    ]
    assert sum(len(sheet.images) for sheet in sheets) == len(captions)


def test_printed_album_has_no_hole(open_page):
    """Each row of its photos ends where the text does."""
    page = open_page("/tin-tuc/2022/03/19/cuoc-thi-anh/", viewport={"width": 673, "height": 1000})
    page.emulate_media(media="print")
    boxes = [item.bounding_box() for item in page.locator(".gallery li").all()]
    ends = {box["y"]: round(box["x"] + box["width"]) for box in boxes}
    assert (len(boxes), len(ends), len({*ends.values()})) == (5, 2, 1)


@pytest.mark.parametrize("address", ["/cai-chinh/", "/lien-he/", "/tin-tuc/2017/", "/404.html"])
def test_other_pages_print_too(open_page, address):
    """Paper has the portal's name and the title of pages that are no articles, and no ways on."""
    page = open_page(address)
    title = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    assert [item for item in page.locator("nav, form").all() if item.is_visible()] == []
    text = text_of(paper(page))
    assert re.match(r"1 / \d Cổng Thông tin điện tử Tỉnh Vĩnh Long", text)
    assert title in text


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


def test_printed_article_is_a_few_pages(sheets_of):
    """The sample article with two photos takes three pages of A4 at most."""
    assert 1 <= len(sheets_of(SEED)) <= 3


def test_print_button_waits_for_the_photos(open_page):
    """A photo further down is there before the printer is asked."""
    page = open_page(
        KINDS["article with photos"],
        init="""window.print = () => {
            window.printed = [...document.querySelectorAll('article img')].map(i => i.complete);
        };""",
    )
    page.get_by_role("button", name="In bài").click()
    wait_until(page, "window.printed")
    assert page.evaluate("window.printed") == [True] * 5
