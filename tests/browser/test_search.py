# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of search, as readers use it, and the ways to it."""

import re
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from plugins.newsroom.search_text import FLAG_BITS, key_of
from tests.browser.conftest import NARROW, WIDE, wait_until
from tests.browser.server import serve
from tests.browser.test_access import axe_script, overflow, violations
from tests.search_cases import TEXTS
from tests.search_truth import ARTICLE_FILE, lines_of
from tests.small_site import ROOT

SEED = "/tin-tuc/2017/02/23/hoi-nghi-van-phong/"
#: What browsers of 2020 had not (Chrome 80, iOS 13).
NEWER = """
for (const [owner, names] of [
    [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with']],
    [String.prototype, ['at', 'replaceAll', 'isWellFormed']],
    [Element.prototype, ['replaceChildren', 'checkVisibility', 'setHTML']],
    [DocumentFragment.prototype, ['replaceChildren']],
    [HTMLFormElement.prototype, ['requestSubmit']],
    [Promise, ['any', 'withResolvers', 'try']], [Object, ['hasOwn', 'groupBy']],
    [Map, ['groupBy']], [Set.prototype, ['union', 'intersection', 'difference']],
    [AbortSignal, ['timeout', 'any']], [Array, ['fromAsync']], [URL, ['canParse', 'parse']],
    [window, ['structuredClone', 'Iterator', 'WeakRef', 'navigation', 'scheduler']],
]) for (const name of names) delete owner[name];
"""


def settled(page: Page) -> str:
    """Wait until a query is answered; give the words of the answer."""
    wait_until(
        page,
        """(() => {
            const [said] = document.getElementsByClassName('found__said');
            const busy = document.querySelector('.found[aria-busy]');
            return said.textContent && !/Đang tìm/.test(said.textContent) && !busy;
        })()""",
    )
    return page.evaluate("document.querySelector('.found__said').innerText")


def ask(page: Page, words: str) -> str:
    """Type a query and send it off; give the words of the answer."""
    # What the keyboard does stands in tests of its own, and takes 40 ms more.
    page.evaluate(
        """words => {
            document.querySelector('.found').setAttribute('aria-busy', 'true');
            const field = document.getElementById('tim');
            // Excerpts come to rows that are seen: the window goes to the field, as for typing.
            field.focus();
            field.value = words;
            field.dispatchEvent(new InputEvent('input', {bubbles: true}));
            field.form.requestSubmit();
        }""",
        words,
    )
    return settled(page)


def found(page: Page) -> list[str]:
    """List the addresses of what was found, in its order."""
    return page.eval_on_selector_all(".found .row__link", "all => all.map(one => one.pathname)")


def headings(page: Page) -> list[str]:
    return page.locator(".found h2").all_inner_texts()


@pytest.fixture(scope="module")
def desk(browser: Browser, site: str) -> Iterator[Page]:
    """One window on the page of search, for queries one after the other."""
    page = browser.new_page(viewport=WIDE, locale="vi-VN")
    page.set_default_timeout(10_000)
    page.goto(f"{site}/tim-kiem/")
    yield page
    page.close()


def test_reader_finds_while_typing(open_page):
    """After a pause, without a key or button; the address says what was sought."""
    page = open_page("/tim-kiem/")
    assert page.locator(".newest .line").count() == 8
    page.locator("#tim").press_sequentially("dang bo", delay=20)
    assert settled(page).startswith("Tìm thấy 1 bài; ")
    assert found(page)[0] == SEED
    assert page.url.endswith("/tim-kiem/?q=dang+bo")
    assert not page.locator(".newest").is_visible()
    row = page.locator(".found .row").first
    assert row.locator("h3").inner_text().startswith("Hội nghị cán bộ, công chức, viên chức")
    assert row.locator(".row__meta").inner_text() == "Tin tức - Sự kiện 23/02/2017"
    wait_until(page, "document.querySelector('.found .row__summary mark') !== null")
    assert row.locator(".row__summary mark").first.inner_text() == "Đảng bộ"
    wait_until(page, "document.querySelector('.found img').naturalWidth > 0")


def test_input_method_that_composes_all_the_time_is_answered(desk):
    """As keyboards of phones do, which end no word before the next begins."""
    desk.locator("#tim").evaluate(
        """field => {
            document.querySelector('.found').setAttribute('aria-busy', 'true');
            field.value = 'khởi công cầu';
            field.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true}));
        }"""
    )
    settled(desk)
    assert "/tin-tuc/2026/11/09/khoi-cong-cau/" in found(desk)


def test_newest_answer_at_the_last_key_without_another_file(open_page):
    """The file of a whole word, which is asked for at its space, has all pairs that it begins."""
    page = open_page("/tim-kiem/?q=sails", quiet=False)
    settled(page)
    page.locator("#tim").fill("")
    with page.expect_response(re.compile(r"/tim-kiem/moi/\w+\.bin$")):
        page.locator("#tim").fill("hop ")
    page.route("**/*.bin", lambda route: None)
    page.locator("#tim").fill("hop long")
    page.locator("#tim").press("Enter")
    page.locator(".found a[href$='/tin-tuc/2026/11/09/khoi-cong-cau/']").wait_for()


def test_newest_articles_answer_the_next_query_without_another_file(open_page, sample):
    """A second after an answer the rest of the newest volume is asked for, whatever comes next."""
    volume = [file for file in sample.files if re.fullmatch(r"tim-kiem/moi/\w+\.bin", file)]
    page = open_page("/tim-kiem/?q=sails", quiet=False)
    parts = "performance.getEntriesByType('resource').filter(one => /moi.*bin$/.test(one.name))"
    wait_until(page, f"{parts}.length === {len(volume)} && {parts}.every(one => one.responseEnd)")
    page.route("**/*.bin", lambda route: None)
    page.locator("#tim").fill("hợp long trụ")
    page.locator("#tim").press("Enter")
    page.locator(".found a[href$='/tin-tuc/2026/11/09/khoi-cong-cau/']").wait_for()


def test_word_that_may_not_be_whole_is_not_sought_at_once(browser, site):
    """A rest of 0.9 s within a word that nothing holds asks for no old files; a longer one does."""
    page = browser.new_page()
    page.clock.install()
    page.goto(f"{site}/tim-kiem/")
    page.wait_for_load_state("networkidle")
    parts: list[str] = []
    page.on("request", lambda request: parts.append(request.url))
    page.locator("#tim").fill("hop lo")
    with page.expect_response(re.compile(r"/tim-kiem/moi/\w+\.bin$")):
        page.clock.run_for(300)
    page.wait_for_load_state("networkidle")
    page.clock.run_for(600)
    assert page.locator(".found").is_hidden()
    assert not [url for url in parts if re.search(r"/tim-kiem/\d", url)]
    with page.expect_request(re.compile(r"/tim-kiem/\d.*\.bin$")):
        page.clock.run_for(100)
    page.close()


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("hội nghị cán bộ công chức", SEED),
        ("HOI NGHI CAN BO CONG CHUC", SEED),
        ("16.143", SEED),
        ("16143", SEED),
        ("pomelo export", "/tin-tuc/2022/06/10/pomelo-export/"),
        ("ចូលឆ្នាំ", "/tin-tuc/2025/04/14/chol-chnam-thmay-km/"),
        ("chợ nổi Trà Ôn", "/tin-tuc/2019/07/14/cho-noi-tra-on/"),
        ("lua he thu", "/tin-tuc/2017/06/09/vu-lua-he-thu/"),
        ('"giống sạch bệnh"', "/tin-tuc/2018/01/16/tham-vung-cam/"),
        ("cau co chien hop long", "/tin-tuc/2026/11/09/khoi-cong-cau/"),
        ("Hồng Giang", "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/"),
        ("ho\u0302\u0323i nghi\u0323 va\u0306n pho\u0300ng", SEED),
    ],
)
def test_reader_finds_what_is_there(desk, query, address):
    """Ten things that a new reader seeks: with marks or without, numbers, names, Khmer."""
    ask(desk, query)
    assert address in found(desk)


def test_words_that_tell_enough_may_stand_apart(desk):
    """What is no Vietnamese syllable needs no neighbour, in the index and on the page."""
    ask(desk, "pomelo tonnes")
    wait_until(desk, "document.querySelectorAll('.found .row__summary mark').length > 1")
    assert found(desk) == ["/tin-tuc/2022/06/10/pomelo-export/"]
    marked = desk.locator(".found .row__summary mark").all_inner_texts()
    assert {"tonnes", "pomelo"} <= set(marked)


def test_answer_that_its_page_does_not_bear_out_goes_with_its_heading(open_page):
    """Two pairs may have one key by chance: where no row is left, that is told, and ways on."""
    page = open_page(
        "/tim-kiem/?q=chemicals",
        before=lambda page: page.route(
            "**/tin-tuc/2022/06/10/pomelo-export/",
            lambda route: route.fulfill(
                body="<article><p>Phrases</p></article>", content_type="text/html"
            ),
        ),
    )
    page.locator(".found__understood").wait_for()
    assert page.locator(".found__said").inner_text() == "Không tìm thấy bài nào."
    assert (found(page), headings(page)) == ([], [])
    assert page.locator(".newest").is_visible()


def test_line_of_dates_is_no_excerpt(desk):
    """What the page says around the date is none of the article's words."""
    ask(desk, "9/11/2026")
    wait_until(desk, "document.querySelector('.found .row__summary').textContent !== ''")
    assert found(desk) == ["/tin-tuc/2026/11/09/khoi-cong-cau/"]
    assert not desk.locator(".found .row__summary").inner_text().startswith("Đăng:")


def test_what_was_meant_is_offered_beside_many_that_have_a_part(desk):
    """Not only when the last of them is shown; once, however many are."""
    ask(desk, "vinhlong.gov.vn hooij")
    desk.get_by_role("link", name="vinhlong.gov.vn hội").wait_for()
    assert headings(desk) == ["Chỉ có một phần các từ"]
    desk.get_by_role("button", name="Xem thêm kết quả").click()
    wait_until(desk, "document.querySelectorAll('.found .row').length > 10")
    desk.get_by_role("link", name="vinhlong.gov.vn hội").wait_for()
    assert desk.locator(".found__understood").count() == 1


def test_single_words_lead_on_where_no_two_stand_together(desk):
    """Those that are known; where none is, the newest articles are there."""
    ask(desk, "xyzzy lúa plugh")
    desk.locator(".found__offer a").wait_for()
    assert desk.locator(".found__offer a").all_inner_texts() == ["lúa"]
    assert not desk.locator(".newest").is_visible()
    ask(desk, "xyzzyq")
    desk.locator(".newest").wait_for()
    assert desk.locator(".found__offer").count() == 0


def test_title_alone_answers_above_the_first_words_of_the_article(desk):
    """They are its own: the ways to other languages stand before them on its page.

    No line ends between a number and its unit, as on the page.
    """
    ask(desk, "sails")
    assert found(desk) == ["/tin-tuc/2022/06/10/pomelo-export/"]
    wait_until(desk, "document.querySelector('.found .row__summary').textContent !== ''")
    summary = desk.locator(".found .row__summary").inner_text()
    assert summary.startswith("(Vinhlong.gov.vn) – The first 21\u00a0tonnes of Nam Roi pomelo")


def test_abbreviation_and_its_words_find_the_same(desk):
    """UBND stands for Ủy ban nhân dân, and the other way round."""
    assert (ask(desk, "UBND"), found(desk)) == (ask(desk, "ủy ban nhân dân"), found(desk))
    short = ask(desk, "văn phòng UBND tỉnh"), found(desk)
    assert short == (ask(desk, "văn phòng ủy ban nhân dân tỉnh"), found(desk))
    assert {SEED, "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/"} <= set(short[1])
    ask(desk, '"thành phố" Vĩnh Long')
    quoted = found(desk)
    ask(desk, "thành phố Vĩnh Long")
    of_town = "/tin-tuc/2022/12/31/nhin-lai-nam-2022/"
    assert of_town in found(desk) and of_town not in quoted


def test_words_apart_follow_those_beside_each_other(desk):
    """Where few articles have them side by side, those that have them all come behind."""
    said = ask(desk, "hội nghị")
    told = re.fullmatch(
        r"Tìm thấy (\d+) bài; (\d+) bài khác có đủ các từ, đứng rời nhau, "
        r"tìm đến tháng \d\d/20\d\d\.",
        said,
    )
    assert told, said
    beside, apart = map(int, told.groups())
    assert headings(desk) == ["Kết quả", "Có đủ các từ, đứng rời nhau"]
    assert desk.locator(".found ol").first.locator(".row").count() == beside < 10 < beside + apart
    assert SEED in found(desk)[:beside]
    desk.get_by_role("button", name="Xem thêm kết quả").click()
    wait_until(desk, f"document.querySelectorAll('.found .row').length >= {beside + apart}")
    assert len(set(found(desk))) == len(found(desk))


def test_as_many_are_told_as_can_be_seen(desk):
    """Of those that come near: what has only a part of the words is not shown beside the rest."""
    said = ask(desk, "kết quả giải chạy")
    count = len(found(desk))
    assert headings(desk) == ["Có đủ các từ, đứng rời nhau"]
    assert desk.locator(".found .more").count() == 0
    assert said == f"Không có bài nào đúng như thế; có {count} bài gần giống."


def test_day_of_any_year_is_found_with_noughts_or_without(desk):
    """ "02/9" and "08/4" in titles answer to "2/9" and "8/4"."""
    for day, address in (
        ("2/9", "/tin-tuc/2026/09/02/mung-quoc-khanh/"),
        ("8/4", "/tin-tuc/2019/04/03/tuyen-dung-vien-chuc/"),
    ):
        ask(desk, day)
        assert address in found(desk), day


def test_day_finds_what_was_published_on_it(desk):
    """However it is written; with words beside it, these count too."""
    for day in ("23/02/2017", "23-2-2017", "ngày 23/2", "NGAY 23 THANG 2 NAM 2017", "tháng 2/2017"):
        ask(desk, day)
        assert found(desk) == [SEED], day
    ask(desk, "hội nghị ngày 23.2.2017")
    assert found(desk)[0] == SEED
    for day in ("2/2017", "02-2017"):
        ask(desk, day)
        assert SEED in found(desk), day
    for day in ("24/02/2017", "ngày 22/2", "tháng 3/2017", "3/2017"):
        ask(desk, day)
        assert SEED not in found(desk), day


def test_date_is_found_however_it_is_written(desk):
    """ "15/01/2020" in the text answers to words, and the excerpt has it marked."""
    for day in ("15/1/2020", "ngày 15 tháng 01 năm 2020", "ngay 15-1-2020"):
        ask(desk, day)
        wait_until(desk, "document.querySelector('.found .row__summary mark') !== null")
        assert "/tin-tuc/2019/12/30/tet-tiet-kiem/" in found(desk), day
        marked = " ".join(desk.locator(".found .row__summary mark").all_inner_texts())
        assert "15/01/2020" in marked, day


def test_keys_of_an_input_method_are_offered_only_where_they_lead(desk):
    """ "gist" would be "gít" in Telex, which no article has; "swap" finds what it tells itself."""
    assert ask(desk, "swap").startswith("Tìm thấy")
    assert desk.locator(".found__offer").count() == 0
    assert ask(desk, "gist") == "Không tìm thấy bài nào."
    desk.locator(".newest").wait_for()
    assert desk.locator(".found__offer").count() == 0


def test_marks_decide_the_order(desk):
    """Typed with marks, what is spelt so comes first, the rest below a heading of its own."""
    ask(desk, "mơ")
    assert headings(desk)[0] == "Kết quả"
    first = desk.locator(".found ol").first.locator("a").all_inner_texts()
    ask(desk, "mo")
    assert headings(desk) == ["Kết quả"]
    assert len(found(desk)) >= len(first) > 0


def test_quotes_and_minus(desk):
    """A quoted run stands as it is; what a minus takes out is out."""
    ask(desk, "lúa")
    every = set(found(desk))
    whole = desk.locator(".found__said").inner_text()
    ask(desk, 'lúa -"hè thu"')
    assert desk.locator(".found__said").inner_text() != whole
    assert "/tin-tuc/2017/06/09/vu-lua-he-thu/" not in found(desk)
    assert every
    assert ask(desk, '"nghị hội"') == "Không tìm thấy bài nào."
    said = ask(desk, '"cải cách hành chính"')
    assert said == f"Tìm thấy {len(found(desk))} bài."
    assert SEED in found(desk)
    assert ask(desk, "-lúa").startswith("Câu này chỉ có từ bị loại, đứng sau dấu trừ.")


def test_filters_and_order(open_page):
    """Section, year, author and order; each stands in the address and is restored by Back."""
    page = open_page("/tim-kiem/?q=l%C3%BAa")
    settled(page)
    assert found(page)[0].startswith("/tin-tuc/2026/")
    page.locator("#loc-nam").select_option("2017")
    wait_until(page, "location.search === '?q=l%C3%BAa&nam=2017'")
    wait_until(page, "!document.querySelector('.found[aria-busy]')")
    assert {address[:14] for address in found(page)} == {"/tin-tuc/2017/"}
    page.locator("#loc-muc").select_option("thong-bao")
    wait_until(page, "location.search.includes('chuyen-muc=thong-bao')")
    assert settled(page) == "Không tìm thấy bài nào."
    assert "trong chuyên mục Thông báo, năm 2017" in page.locator(".found__understood").inner_text()
    page.get_by_role("link", name="Tìm trong tất cả tin").click()
    wait_until(page, "location.search === '?q=l%C3%BAa'")
    page.go_back()
    wait_until(page, "location.search.includes('thong-bao')")
    assert page.locator("#loc-muc").input_value() == "thong-bao"
    page.go_back()
    wait_until(page, "!location.search.includes('thong-bao')")
    settled(page)
    assert {address[:14] for address in found(page)} == {"/tin-tuc/2017/"}
    page.locator("#loc-xep").select_option("khop")
    wait_until(page, "location.search.includes('xep=khop')")
    settled(page)
    assert found(page)[0] == "/tin-tuc/2017/06/09/vu-lua-he-thu/"
    before = found(page)
    page.reload()
    settled(page)
    assert found(page) == before
    page.locator("#tim").fill("")
    page.locator("#tim").press("Enter")
    wait_until(page, "location.search === '?nam=2017&xep=khop'")
    settled(page)
    assert set(before) < set(found(page))
    assert {address[:14] for address in found(page)} == {"/tin-tuc/2017/"}
    assert not page.locator(".newest").is_visible()


def test_year_that_is_none_is_told(open_page):
    """Its beginning stands for no years."""
    page = open_page("/tim-kiem/?q=l%C3%BAa&nam=20")
    assert settled(page) == "Không có chuyên mục, năm, tác giả hay ngôn ngữ nào là “20”."
    page.get_by_role("link", name="Tìm trong tất cả tin").click()
    wait_until(page, "location.search === '?q=l%C3%BAa'")
    assert settled(page).startswith("Tìm thấy")


def test_no_filter_stands_alone_in_its_row(open_page):
    """Of five fields three and two, or the first above two and two; one below another on phones."""
    page = open_page("/tim-kiem/?nam=2026")
    settled(page)
    rows = {320: [1, 1, 1, 1, 1], 390: [1, 2, 2], 768: [3, 2], 1280: [3, 2], 1920: [3, 2]}
    for width, expected in rows.items():
        page.set_viewport_size({"width": width, "height": 900})
        tops = page.eval_on_selector_all(".search__filter", "all => all.map(one => one.offsetTop)")
        assert [tops.count(top) for top in dict.fromkeys(tops)] == expected, width
        assert overflow(page) == 0


def test_author_is_chosen_by_name(open_page):
    """The names are offered once the field is used; marks and case do not matter."""
    page = open_page("/tim-kiem/?q=ubnd")
    settled(page)
    field = page.locator("#loc-tac-gia")
    field.focus()
    wait_until(page, "document.querySelectorAll('#cac-tac-gia option').length > 10")
    field.fill("hong giang")
    field.press("Enter")
    wait_until(page, "location.search.includes('hong+giang')")
    settled(page)
    assert found(page) == ["/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/"]
    field.fill("Không Ai")
    field.press("Enter")
    wait_until(page, "location.search.includes('Ai')")
    wait_until(page, "document.querySelector('.found__said').textContent.includes('tác giả')")
    assert (
        page.locator(".found__said").inner_text()
        == "Không có chuyên mục, năm, tác giả hay ngôn ngữ nào là “Không Ai”."
    )
    page.get_by_role("link", name="Tìm trong tất cả tin").click()
    wait_until(page, "location.search === '?q=ubnd'")
    assert settled(page).startswith("Tìm thấy")


def test_results_in_khmer_have_its_dates_and_letters(open_page):
    """The browser need not know the names of its months; titles are in the letters of the page."""
    page = open_page("/km/tim-kiem/?q=សៀវភៅ")
    wait_until(page, "document.querySelector('.found .row') !== null")
    assert page.locator(".found .row__meta time").first.inner_text() == "28 តុលា 2026"
    face = "node => getComputedStyle(node).fontFamily.split(',')[0]"
    assert page.locator(".found .row__link").first.evaluate(face) == "web-khmer"


def test_readers_of_a_language_search_in_it(open_page):
    """The head of its pages leads to its page, which finds what is in it, or in all if asked."""
    page = open_page("/en/")
    page.get_by_role("searchbox").fill("pomelo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/tim-kiem/?q=pomelo")
    wait_until(page, "document.querySelector('.found .row') !== null")
    wait_until(page, "document.querySelector('.found__said').textContent.startsWith('Articles')")
    assert page.locator(".found__said").inner_text().startswith("Articles found: 1")
    assert found(page) == ["/tin-tuc/2022/06/10/pomelo-export/"]
    assert page.locator(".row__meta .section").inner_text() == "Economy"
    assert page.locator(".row__meta time").inner_text() == "10 June 2022"
    assert page.locator(".row__meta time").get_attribute("datetime") == "2022-06-10"
    page.wait_for_load_state("networkidle")
    page.evaluate(axe_script())
    assert violations(page) == []
    page.locator("#tim").fill("Đảng bộ")
    page.locator("#tim").press("Enter")
    page.locator(".found__understood").wait_for()
    assert page.locator(".found__understood").inner_text().endswith(", in English.")
    page.get_by_role("link", name="Search all news").click()
    wait_until(page, "location.search.endsWith('ngon-ngu=moi')")
    wait_until(page, "document.querySelector('.found .row') !== null")
    assert SEED in found(page)
    page.locator("#loc-tieng").select_option("km")
    wait_until(page, "location.search.endsWith('ngon-ngu=km')")
    page.locator(".found__understood").wait_for()
    page.go_back()
    wait_until(page, "document.querySelector('.found .row') !== null")
    assert page.locator("#loc-tieng").input_value() == "moi"


def test_results_can_be_limited_to_a_language(desk):
    """On the page of all languages; the pages of a language are in its words."""
    ask(desk, "năm")
    every = found(desk)
    assert len(every) == 10
    desk.locator("#loc-tieng").select_option("km")
    wait_until(desk, "location.search.endsWith('ngon-ngu=km')")
    settled(desk)
    assert set(every).isdisjoint(found(desk))
    desk.locator("#loc-tieng").select_option("vi")
    wait_until(desk, "location.search.endsWith('ngon-ngu=vi')")
    settled(desk)
    assert len(found(desk)) == 10
    desk.locator("#loc-tieng").select_option("")
    wait_until(desk, "location.search === '?q=n%C4%83m'")
    settled(desk)
    assert found(desk) == every


def test_more_on_request_and_again_when_coming_back(open_page):
    """Ten at a time; the keyboard goes on with the first new one; Back finds as many."""
    page = open_page("/tim-kiem/?q=n%C4%83m")
    settled(page)
    assert len(found(page)) == 10
    page.get_by_role("button", name="Xem thêm kết quả").press("Enter")
    wait_until(page, "document.querySelectorAll('.found .row').length === 20")
    wait_until(page, "document.activeElement.classList.contains('row__link')")
    eleventh = found(page)[10]
    assert page.evaluate("document.activeElement.pathname") == eleventh
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{eleventh}")
    page.go_back()
    wait_until(page, "document.querySelectorAll('.found .row').length === 20")


@pytest.mark.parametrize(
    ("query", "offer"),
    [
        ("hooij nghij", "hội nghị"),
        ("ho65i nghi5", "hội nghị"),
        ("ddangr booj", "đảng bộ"),
        ("hội ngị", "hoi nghi"),
        ("sau riêgn", "sau rieng"),
        ("sau rieg", "sau rieng"),
        ("cải cách hành chính xyzzy", "cải cách hành chính"),
        ("hooji nghij xyzzy", "hội nghị"),
    ],
)
def test_offers_where_nothing_is_found(desk, query, offer):
    """What was understood, and near spellings, keys of Telex and VNI, shorter queries."""
    said = ask(desk, query)
    assert said.startswith(("Không tìm thấy", "Không có bài nào đúng như thế"))
    link = desk.locator(".found__offer a", has_text=re.compile(f"^{offer}$"))
    link.wait_for()
    assert desk.locator(".found__understood").inner_text().startswith("Đã tìm bài có")
    link.click()
    wait_until(desk, f"document.querySelector('#tim').value === '{offer}'")
    assert settled(desk).startswith("Tìm thấy")


def test_offers_lead_somewhere(desk):
    """Pairs that stand in no article together ("giá lúa", "hôm ấy") make no offer."""
    assert ask(desk, "giá lúa gạo hôm nay") == "Không tìm thấy bài nào."
    desk.locator(".found__offer a").first.wait_for()
    assert desk.locator(".found__offer a").all_inner_texts() == ["giá lúa"]
    assert ask(desk, "hoàn thành kế hoạch năm học mới xyz") == "Không tìm thấy bài nào."
    desk.locator(".found__offer a").first.wait_for()
    offers = desk.locator(".found__offer a").all_inner_texts()
    assert "năm học mới" in offers
    for offer in offers:
        assert ask(desk, offer).startswith("Tìm thấy"), offer


ODD = (
    "a" * 10_000,
    "hội nghị " * 2_000,
    "\x00\x07\x1b\x7f\u0085",
    ".*[a-z]+(?:x|y)$^\\1 (((((",
    "\u202egnol hniv\u2066 \u200b\ufeff",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "'; DROP TABLE bai; -- %00 %zz &q=2#a",
    '"""" “” - -- -"" -""',
    "😀🇻🇳 ۱۲۳ 漢字 \ud83d",
)


def test_whatever_is_typed_is_words(open_page):
    """No query breaks the page, runs, or shows as anything but text."""
    page = open_page("/tim-kiem/", viewport=NARROW)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    for query in ODD:
        page.locator("#tim").evaluate("(field, words) => { field.value = words; }", query)
        page.locator("#tim").press("Enter")
        if any(letter.isprintable() for letter in query):
            settled(page)
        assert page.locator("main script, main img[onerror]").count() == 0
        assert overflow(page) == 0
        assert "\u202e" not in page.locator(".list").inner_text()


def test_nobody_learns_what_was_sought(open_page):
    """But for its own address the page asks for files of the index and pages alone.

    None of these requests bears the address of the page, in which the query stands.
    """
    requests: list[Request] = []
    page = open_page("/tim-kiem/")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: requests.append(request))
    ask(page, "Đảng bộ bí mật")
    wait_until(page, "document.querySelector('.found__understood, .row__summary') !== null")
    page.wait_for_load_state("networkidle")
    asked = [request.url for request in requests]
    assert len(asked) > 3
    form = r"/(?:tim-kiem/[\w./-]+\.(?:bin|json)|tin-tuc/[\w/-]+|(?:anh|theme)/[\w/-]+\.\w+)$"
    assert [url for url in asked if not re.search(rf"localhost:\d+{form}", url)] == []
    came_from = {request.header_value("referer") for request in requests}
    assert {urlsplit(url or "").path for url in came_from} == {"/"}
    kept = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(kept) == [0, 0, ""]


def test_page_without_a_script(open_page):
    """The form leads to the page with its query, which says why nothing comes, and leads on."""
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("lúa hè thu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=l%C3%BAa+h%C3%A8+thu")
    assert "không chạy JavaScript" in page.locator("noscript p").inner_text()
    for name in ("Chuyên mục", "Năm", "Chủ đề", "Tin mới"):
        assert page.locator("main").get_by_role("region", name=name).is_visible()
    assert page.locator(".newest .line").count() == 8


def index_answers(answer: Callable[[Route], None]) -> dict[str, object]:
    """Let *answer* give the files of the index to a page, which may complain of them."""
    files = re.compile(r"/tim-kiem/.+\.(bin|json)$")
    return {"before": lambda page: page.route(files, answer), "quiet": False}


def test_line_that_is_down_is_told_and_tried_again(open_page):
    """A sentence and a button, which works when the line does."""
    down = True

    def route(route: Route) -> None:
        if down:
            route.abort()
        else:
            route.continue_()

    page = open_page("/tim-kiem/?q=dang+bo", **index_answers(route))
    assert settled(page).startswith("Chưa tải được dữ liệu tìm kiếm.")
    page.evaluate(axe_script())
    assert violations(page) == []
    down = False
    page.get_by_role("button", name="Thử lại").click()
    wait_until(page, "document.querySelector('.found .row') !== null")
    assert found(page)[0] == SEED


def test_answer_stands_while_offers_are_sought(browser, site):
    """That nothing was found stays said, however long it takes to find what was meant."""
    page = browser.new_page()
    page.clock.install()
    page.add_init_script(
        """
        const ask = window.fetch;
        window.held = 0;
        window.fetch = (address, ...options) => {
            const late = document.querySelector('.found__understood') && /[.]bin$/.test(address);
            if (!late) return ask(address, ...options);
            window.held += 1;
            return new Promise(() => {});
        };
        """
    )
    page.goto(f"{site}/tim-kiem/?q=ngij+xyzzy")
    wait_until(page, "window.held > 0")
    page.clock.run_for(2_000)
    assert page.locator(".found__said").inner_text() == "Không tìm thấy bài nào."
    page.close()


def test_next_query_has_the_line_for_itself(open_page):
    """Pages that were asked for the excerpts of an answer are so no more when it is gone."""
    page = open_page("/tim-kiem/", quiet=False)
    page.route("**/tin-tuc/**", lambda route: None)
    with page.expect_request("**/tin-tuc/**") as asked:
        page.locator("#tim").fill("dang bo")
        page.locator("#tim").press("Enter")
    with page.expect_event("requestfailed", lambda request: request == asked.value):
        ask(page, "sails")
    assert found(page) == ["/tin-tuc/2022/06/10/pomelo-export/"]


def test_keys_of_an_input_method_are_looked_for_in_few_files(open_page):
    """Of 40 years some are asked, which is told, with what was meant and the way to the others."""
    years = [str(year) for year in range(2025, 1985, -1)]
    volumes = [[year, 8, "00000000", [[f"{year}/01", 1500]]] for year in years]
    contents = {"version": 3, "sections": [], "abbreviations": [], "newest": [], "volumes": volumes}
    asked: list[str] = []

    def route(route: Route) -> None:
        if route.request.url.endswith(".json"):
            route.fulfill(json=contents)
        else:
            asked.append(route.request.url)
            # A file of the version and bits, with the stamp, of 15 blocks without a key.
            route.fulfill(body=b"TK\x03\x08\0\0\0\0\x0f" + bytes(15))

    page = open_page("/tim-kiem/?q=hooij+nghij", **index_answers(route))
    page.locator(".found__understood").wait_for()
    told = page.locator(".found__said").inner_text()
    assert re.fullmatch(r"Không tìm thấy bài nào, tìm đến tháng 01/20\d\d\.", told), told
    assert 16 < len(set(asked)) <= 36
    month = told[-8:-1]
    page.get_by_role("button", name=f"Tìm tiếp các bài trước tháng {month}").wait_for()


def test_answer_that_is_gone_is_looked_for_no_more(open_page):
    """However many volumes were left, of which each costs a turn on the line."""
    years = [str(year) for year in range(2025, 1985, -1)]
    volumes = [[year, 8, "00000000", [[f"{year}/01", 1]]] for year in years]
    contents = {"version": 3, "sections": [], "abbreviations": [], "newest": [], "volumes": volumes}
    part = f"/{key_of('lúa') >> FLAG_BITS + 24:x}.bin"
    held: list[Route] = []
    asked: list[str] = []

    def route(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url.endswith(".json"):
            route.fulfill(json=contents)
        elif route.request.url.endswith(part) and not released:
            held.append(route)
        else:
            # A file of the version and bits, with the stamp, of one block without a key.
            route.fulfill(body=b"TK\x03\x08\0\0\0\0\x01\0")

    released = False
    page = open_page("/tim-kiem/?q=l%C3%BAa", **index_answers(route))
    page.locator(".found[aria-busy]").wait_for(state="attached")
    while not held:
        page.wait_for_timeout(20)
    page.locator("#tim").fill("")
    page.locator("#tim").press("Enter")
    page.locator(".newest").wait_for()
    released = True
    for answer in held:
        answer.fulfill(body=b"TK\x03\x08\0\0\0\0\x01\0")
    page.evaluate("new Promise(go => setTimeout(go, 300))")
    assert 1 <= sum(url.endswith(part) for url in asked) <= 3


def test_line_that_hangs_is_told(browser, site):
    """No wheel turns for ever: after 20 s the reader gets the sentence."""
    page = browser.new_page(viewport=WIDE)
    page.clock.install()
    page.route(re.compile(r"/tim-kiem/.+\.bin$"), lambda route: None)
    page.goto(f"{site}/tim-kiem/?q=dang+bo")
    page.clock.run_for(1_000)
    wait_until(page, "document.querySelector('.found__said').textContent === 'Đang tìm…'")
    page.clock.run_for(25_000)
    assert settled(page).startswith("Chưa tải được dữ liệu tìm kiếm.")
    page.close()


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "for ever"])
def test_release_in_the_middle_of_a_query(open_page, lasts):
    """Files of another release are noticed: the table is asked for anew, once."""
    asked: list[str] = []

    def route(route: Route) -> None:
        asked.append(route.request.url)
        is_table = route.request.url.endswith("muc-luc.json")
        if is_table and (lasts or sum("muc-luc" in url for url in asked) <= 1):
            answer = route.fetch()
            stale = re.sub(r'"([0-9a-f]{8})",', '"00000000",', answer.text())
            route.fulfill(response=answer, body=stale)
        else:
            route.continue_()

    page = open_page("/tim-kiem/?q=dang+bo", **index_answers(route))
    if lasts:
        assert settled(page).startswith("Chưa tải được dữ liệu tìm kiếm.")
    else:
        assert settled(page).startswith("Tìm thấy 1 bài; ")
        assert found(page)[0] == SEED
    assert sum("muc-luc" in url for url in asked) == 2


def test_missing_part_is_a_release_in_between(open_page):
    """A file that is not there tells that the table is old; if it stays away, that is told."""

    def route(route: Route) -> None:
        if route.request.url.endswith(".bin"):
            route.fulfill(status=404)
        else:
            route.continue_()

    page = open_page("/tim-kiem/?q=dang+bo", **index_answers(route))
    assert settled(page).startswith("Chưa tải được dữ liệu tìm kiếm.")


def test_older_part_that_stays_away_is_told(open_page):
    """On request of more: once from the beginning, then a sentence, however often it is asked."""

    def route(route: Route) -> None:
        if re.search(r"/\d{4}/\w+\.bin$", route.request.url):
            route.fulfill(status=404)
        else:
            route.continue_()

    page = open_page("/tim-kiem/?q=d%C3%A2n", **index_answers(route))
    settled(page)
    for _ in range(6):
        if not (more := page.get_by_role("button", name="Xem thêm kết quả")).count():
            break
        more.click()
        page.wait_for_load_state("networkidle")
        said = settled(page)
    assert said.startswith("Chưa tải được dữ liệu tìm kiếm.")
    assert len(found(page)) > 10


def test_script_that_does_not_come_is_told(open_page):
    """As that of a page older than the release."""
    page = open_page(
        "/tim-kiem/?q=l%C3%BAa",
        before=lambda page: page.route(
            "**/modules/search.js", lambda route: route.fulfill(status=404)
        ),
        quiet=False,
    )
    page.get_by_text("Chưa tải được dữ liệu tìm kiếm.").wait_for()


def test_browsers_of_2020_find_as_well(browser, site):
    """Without what came into browsers since Chrome 80 and iOS 13."""
    context = browser.new_context(viewport=NARROW)
    context.add_init_script(NEWER)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{site}/tim-kiem/?q=hooij+nghij")
    settled(page)
    page.locator(".found__offer a", has_text="hội nghị").click()
    wait_until(page, "document.querySelector('.found .row__summary mark') !== null")
    page.locator(f".found a[href$='{SEED}']").wait_for()
    assert page.evaluate("[].at") is None
    assert complaints == []
    context.close()


def test_every_state_is_accessible(open_page):
    """axe finds nothing: wide and narrow, light, dark and in forced colours.

    Colours alone differ in the dark; the window alone where it is narrow.
    """
    page = open_page("/tim-kiem/")
    for query in ("", "hội nghị", "hooij nghij", '"xyzzy"'):
        if query:
            ask(page, query)
            page.wait_for_load_state("networkidle")
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, only=["color-contrast"], within="main") == []
        page.emulate_media(color_scheme="light", forced_colors="active")
        page.set_viewport_size(NARROW)
        rules = ["color-contrast", "target-size"]
        assert (violations(page, only=rules, within="main"), overflow(page)) == ([], 0)
        page.emulate_media(color_scheme="light", forced_colors="none")
        page.set_viewport_size(WIDE)


def test_answer_is_announced(open_page):
    """The number stands in a live region that is on the page from the beginning."""
    page = open_page("/tim-kiem/")
    assert page.get_by_role("status").evaluate("said => said.className") == "found__said"
    ask(page, "dang bo")
    assert page.get_by_role("status").inner_text().startswith("Tìm thấy 1 bài; ")
    assert page.title().startswith("dang bo - Tìm kiếm")


def test_slash_goes_to_the_field(open_page):
    """Where nothing is being typed; readers can switch it off, and it stays off."""
    page = open_page("/lien-he/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("a/b")
    assert page.locator(".banner__field").input_value() == "a/b"
    page.goto(page.url.replace("/lien-he/", "/tim-kiem/"))
    page.get_by_label("đưa con trỏ vào ô tìm").uncheck()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") != "q"
    page.reload()
    assert not page.get_by_label("đưa con trỏ vào ô tìm").is_checked()


def test_head_of_the_page_is_no_higher_for_its_field(open_page):
    """The field and the link stand where there was place."""
    page = open_page("/lien-he/")
    for viewport in (NARROW, {"width": 768, "height": 900}, WIDE):
        page.set_viewport_size(viewport)
        page.reload()
        with_it, without = page.evaluate(
            """() => {
                const [header] = document.getElementsByClassName('header');
                const height = header.offsetHeight;
                document.querySelectorAll('.banner__search, .banner__find')
                    .forEach(item => item.remove());
                return [height, header.offsetHeight];
            }"""
        )
        assert with_it == without


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/tin-tuc/2017/02/30/hoi-nghi-van-phong/", "hoi nghi van phong"),
        ("/chuyen-muc/nong-nghiep.html", "nong nghiep"),
        ("/H%E1%BB%99i%20ngh%E1%BB%8B/", "Hội nghị"),
        ("/%E1%BB/x-%zz", "x zz"),
        ("/H%E1%BB%99i%20ngh%E1%BB%8B-v%C3%A1%E1%BB", "Hội nghị vá"),
        ("/tin-tuc/2017/02/30/", ""),
        ("/index.php?id=7", ""),
    ],
)
def test_wrong_address_is_searched_for(open_page, address, words):
    """The page for wrong addresses has their words in its field."""
    page = open_page(address)
    page.wait_for_load_state("networkidle")
    field = page.locator("main").get_by_role("searchbox")
    assert field.input_value() == words
    if words == "hoi nghi van phong":
        field.press("Enter")
        page.wait_for_url(f"**/tim-kiem/?q={quote(words).replace('%20', '+')}")
        settled(page)
        assert SEED in found(page)


#: Queries, and what they ask for: of each run whether it is taken out, and its ways; "+" ties a
#: word to the one before it.
READ = {
    "lúa -mì": [(False, "lúa"), (True, "mì")],
    "-2024 lúa": [(True, "2024"), (False, "lúa")],
    "covid -19": [(False, "covid 19", "covid19")],
    "2019 -2024": [(False, "2019 2024")],
    "giai đoạn 2019 - 2024": [(False, "giai đoạn 2019 2024")],
    'lúa -"19"': [(False, "lúa"), (True, "19")],
    "23/02/2017": [(False, "ngay 2017-02-23")],
    "5/3/2020": [(False, "ngay 2020-03-05")],
    "23-2-2017": [(False, "ngay 2017-02-23")],
    "ngay 05 thang 3 nam 2020": [(False, "ngay 2020-03-05")],
    "ngày 23/2": [(False, "ngay 02-23")],
    "họp tháng 2/2017.": [(False, "họp ngay 2017-02")],
    "11/2026": [(False, "ngay 2026-11", "11+2026")],
    "13/2026 11/2026/QĐ": [(False, "13+2026 11+2026+qđ")],
    "covid19": [(False, "covid19", "covid+19")],
    "covid-19": [(False, "covid+19", "covid19")],
    "thứ 19 covid 20": [(False, "thứ 19 covid 20", "thứ 19 covid20")],
    "ql53": [(False, "ql53", "ql+53")],
    "16143": [(False, "16143", "16+143")],
    "16.143": [(False, "16+143", "16143")],
    "1200000 đồng": [(False, "1200000 đồng", "1+200+000 đồng", "1200000+đ", "1+200+000+đ")],
    "2020 năm": [(False, "2020 năm")],
    "0270 3823 456": [(False, "0270+3823+456", "dien 02703823456")],
    "gọi (+84) 270.3823-456.": [(False, "gọi 84+270+3823+456", "gọi dien 02703823456")],
    "0912345678": [(False, "0912345678", "dien 0912345678")],
    "19001234": [(False, "19001234", "19+001+234", "dien 19001234")],
    "1900.1234": [(False, "1900+1234", "dien 19001234")],
    "1900 đến 1975": [(False, "1900 đến 1975")],
    "5000m2": [(False, "5000+m2", "5+000+m2", "5000+mét+vuông", "5+000+mét+vuông")],
    "5.000 m²": [(False, "5+000 m²", "5000 m²", "5+000+mét+vuông", "5000+mét+vuông")],
    "45.000đ": [(False, "45+000+đ", "45000+đ", "45+000+đồng", "45000+đồng")],
    "vitamin D": [(False, "vitamin d")],
    "7 giờ 30": [
        (
            False,
            *("7+giờ+30", "07+giờ+30", "7+h30", "07+h30", "7+30", "07+30", "7+g30", "07+g30"),
        )
    ],
    "10h sáng": [(False, "10+h sáng", "10+giờ sáng", "10+h00 sáng")],
    "-2,5": [(False, "2+5")],
    "-lúa": [(True, "lúa")],
    "UBND huyện, ubnd xã": [
        (
            False,
            "ubnd huyện ubnd xã",
            "ủy+ban+nhân+dân huyện ubnd xã",
            "ủy+ban+nhân+dân huyện ủy+ban+nhân+dân xã",
        )
    ],
    "23/13/2017 ngày 10.11.17": [(False, "23+13+2017 ngày 10+11+17")],
    "2/9": [(False, "2+9", "2+09", "02+9", "02+09")],
    "lễ 30-04": [(False, "lễ 30+04", "lễ 30+4")],
    "58847ha": [(False, "58847+ha", "58+847+ha")],
    "30 m2": [(False, "30 m2", "30 m+2", "30+mét+vuông")],
    "UBND": [(False, "ubnd", "ủy+ban+nhân+dân")],
    "12/QĐ-UBND": [(False, "12+qđ+ubnd")],
    "ủy ban nhân dân": [(False, "ủy ban nhân dân", "ubnd")],
}


@pytest.fixture(scope="module")
def scripts(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that may import the scripts of search, below /search/."""
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copytree(ROOT / "theme/static/js/search", folder / "search")
    for name in ("index.html", "404.html"):
        (folder / name).write_text("<!DOCTYPE html>", encoding="utf-8")
    with serve(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}/")
        yield page
        page.close()


def test_scripts_and_index_read_texts_alike(scripts):
    """Tokens, folding, spelling and hashes are those of the table that Python is held to."""
    told = scripts.evaluate(
        """async texts => {
            const { tokens, fold, exact, alone, pair } = await import('/search/syllables.js');
            return texts.map(text => {
                const all = tokens(text);
                const pairs = all.slice(1).map((token, at) => pair(all[at], token));
                const keys = [...all.map(alone), ...pairs].map(key => [key.hash, key.marks]);
                const words = [all, all.map(fold), all.map(exact)];
                return [...words.map(row => row.join(' ')), keys];
            });
        }""",
        list(TEXTS),
    )
    read = scripts.evaluate(
        """async queries => {
            const { parse } = await import('/search/parse.js');
            const known = [
                ['UBND', 'Ủy ban nhân dân'], ['0 đ', '0 đồng'], ['0 m2', '0 mét vuông']];
            const words = ({ syllables, tied }) =>
                syllables.map((word, at) => (tied[at] ? '+' : ' ') + word).join('').trim();
            return queries.map(query => parse(query, known).runs.map(
                ({ minus, ways }) => [minus, ...ways.map(words)]));
        }""",
        list(READ),
    )
    assert told == [[*words, list(map(list, keys))] for *words, keys in TEXTS.values()]
    assert {query: list(map(tuple, runs)) for query, runs in zip(READ, read, strict=True)} == READ


def test_excerpt_cuts_no_number_nor_parts_one_from_its_unit(scripts):
    """Whole words stand at its end, whether it answers or is a beginning; what has no spaces
    is cut all the same.
    """
    told = scripts.evaluate(
        """async texts => {
            const { excerpt } = await import('/search/excerpt.js');
            const { parse } = await import('/search/parse.js');
            const words = parts => parts.map(part => part.textContent || part).join('');
            return texts.flatMap(text => ['đầu', 'cuối'].map(
                query => words(excerpt([text], parse(query, [])))));
        }""",
        [
            f"đầu{' từ' * 42} 16.143\u00a0tấn/ha/năm{' a' * 99}",
            f"đầu{' từ' * 43} xong",
            f"đầu {'a-' * 999}",
        ],
    )
    assert told == [
        *[f"đầu{' từ' * 42} 16.143\u00a0tấn/ha/năm …"] * 2,
        *[f"đầu{' từ' * 43} …"] * 2,
        *[f"đầu {'a-' * 87}…"] * 2,
    ]


def test_page_and_index_hold_the_same_lines(scripts, sample):
    """What a page says around its article ("Chủ đề", "Ngày ban hành") is none of its words.

    So a phrase that is taken out takes out no more than it says.
    """
    pages = [sample.read(f"/{file}") for file in sample.files if ARTICLE_FILE.fullmatch(file)]
    told = scripts.evaluate(
        """async pages => {
            const { passages } = await import('/search/excerpt.js');
            const { tokens } = await import('/search/syllables.js');
            return pages.map(text => passages(new DOMParser().parseFromString(text, 'text/html'))
                .map(tokens).filter(([first]) => first));
        }""",
        pages,
    )
    # The title, the first of an article's lines, the page has from the index.
    assert list(map(sorted, told)) == [sorted(lines_of(page)[1:]) for page in pages]


#: What is typed where an input method is off: Telex, VNI, one key for another; and what is none.
TYPED = {
    "hooij": "hội",
    "ddangr": "đảng",
    "dangrd": "đảng",
    "ho65i": "hội",
    "d9a3ng": "đảng",
    "nguwowif": "người",
    "nguoi72": "người",
    "tw": "tư",
    "quyeets": "quyết",
    "hoaj": "họa",
    "khoer": "khỏe",
    "ngoafi": "ngoài",
    "hội": None,
    "facebook": None,
    "virus": None,
    "covid": None,
}


def test_keys_of_input_methods_are_read(scripts):
    """Wherever in the syllable they stand; the tone goes where it belongs."""
    told = scripts.evaluate(
        """async words => {
            const { typed } = await import('/search/spelling.js');
            return words.map(typed);
        }""",
        list(TYPED),
    )
    assert dict(zip(TYPED, told, strict=True)) == TYPED
