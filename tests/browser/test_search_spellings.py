# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is written in several ways is found by each of them, and nothing else is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDE
from tests.browser.server import serve
from tests.browser.test_search import ask, found
from tests.small_site import article, run_pelican, write_files

#: Texts by the slugs of their articles; those of one kind begin alike.
TEXTS = {
    "dat-cham": "Khu đất rộng 5.000 m2 ven sông.",
    "dat-mu": "Khu đất rộng 5.000 m² ven sông.",
    "dat-sup": "Khu đất rộng 5000m<sup>2</sup> ven sông.",
    "dat-khac": "Khu đất rộng 15.000 m2, 5 lô, 500 người.",
    "lua-lien": "Gieo 1.250ha lúa.",
    "lua-roi": "Gieo 1250 ha lúa.",
    "lua-khac": "Gieo 250 ha lúa, 1 lô.",
    "gia-lien": "Giá 45.000đ một ký.",
    "gia-roi": "Giá 45.000 đồng một ký.",
    "gia-vnd": "Giá 45000 VNĐ một ký.",
    "gia-khac": "Giá 45.500 đồng, 145.000 đồng một ký.",
    "goi-lien": "Gọi 19001234 khi cần.",
    "goi-roi": "Gọi 1900 1234 khi cần.",
    "goi-cham": "Gọi 1900.1234 khi cần.",
    "goi-khac": "Gọi 1900 1235 khi cần, phòng 1234.",
    "may-lien": "Gọi 0912345678 khi cần.",
    "may-roi": "Gọi 0912.34.56.78 khi cần.",
    "may-nuoc": "Gọi +84 912 345 678 khi cần.",
    "may-khac": "Gọi 0912 345 679 khi cần, số 0912, 345678.",
    "gio-h": "Họp lúc 7h30 tại nhà.",
    "gio-chu": "Họp lúc 7 giờ 30 phút tại nhà.",
    "gio-khong": "Họp lúc 07g30 tại nhà.",
    "gio-cham": "Họp lúc 07:30 tại nhà.",
    "gio-khac": "Họp lúc 17h30, 7h45, số 7 và 30 nhà.",
    "tiem-vac": "Tiêm vắc xin cho trẻ.",
    "tiem-gach": "Tiêm vắc-xin cho trẻ.",
    "tiem-ngoai": "Tiêm vaccine cho trẻ.",
    "tiem-phap": "Tiêm vaccin cho trẻ.",
    "tiem-khac": "Tiêm thuốc cho trẻ, xin vắc.",
}
#: Queries, each with the beginning of the slugs of what it finds, but for "khac".
QUERIES = {
    "dat": ["5000m2", "5000 m2", "5.000m2", "5.000 m2", "5.000 m²", "5000 mét vuông"],
    "lua": ["1250ha", "1.250 ha", "1.250 héc ta"],
    "gia": ["45.000đ", "45000đ", "45.000 đồng", "45000 dong", "45.000 VND", "45.000d"],
    "goi": ["19001234", "1900 1234", "1900.1234", "1900-1234"],
    "may": ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "(+84) 912345678"],
    "gio": ["7h30", "7 giờ 30", "7 gio 30 phut", "07h30", "7:30", "7g30", "07 giờ 30"],
    "tiem": ["vaccine", "vắc xin", "vac xin", "vaccin", "tiêm vaccine", "vắc-xin"],
}


@pytest.fixture(scope="module")
def window(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A window on the page of search of a site with these texts."""
    folder = tmp_path_factory.mktemp("spellings")
    files = {f"{slug}.md": article("Bài", body=text) for slug, text in TEXTS.items()}
    content = write_files(folder / "content", files)
    build = run_pelican(content, folder / "output", folder / "cache")
    assert build.status == 0, build.stderr
    with serve(build.output) as address:
        page = browser.new_page(viewport=WIDE, locale="vi-VN", base_url=address)
        page.set_default_timeout(10_000)
        page.goto("/tim-kiem/")
        yield page
        page.close()


def answers(page: Page, query: str) -> set[str]:
    """List the slugs of what has the query as it is, when the pages have borne it out."""
    said = ask(page, query)
    if not said.startswith("Tìm thấy"):
        return set()
    page.wait_for_load_state("networkidle")
    count = page.locator(".found ol").first.locator(".row").count()
    return {address.split("/")[-2] for address in found(page)[:count]}


@pytest.mark.parametrize("kind", QUERIES)
def test_every_way_to_write_it_finds_all_that_have_it(window, kind):
    """Units behind figures, prices, telephones, times, words from abroad; nothing that is near."""
    expected = {slug for slug in TEXTS if slug.startswith(f"{kind}-") and "khac" not in slug}
    told = {query: answers(window, query) for query in QUERIES[kind]}
    assert told == dict.fromkeys(QUERIES[kind], expected)
