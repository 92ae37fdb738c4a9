# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sample site, page kind by page kind, with the words that readers see."""

import re

import pytest

from tests.build.rules import elements, words
from tests.build.test_metadata import by_class

SEED = "/tin-tuc/2017/02/23/hoi-nghi-van-phong/"
SECOND = "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/"


def texts(text: str, name: str) -> list[str]:
    return [words(item) for item in by_class(text, name)]


def stories(text: str) -> list[str]:
    """List the addresses of the stories on a list page."""
    return [link.get("href") for link in by_class(text, "row__link")]


def test_first_seed_article(sample):
    """The article of 2017 as the old portal had it: date to the second, captions, order."""
    text = sample.read(SEED)
    assert texts(text, "title") == [
        "Hội nghị cán bộ, công chức, viên chức Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long năm 2017"
    ]
    date = by_class(text, "article__date")[0]
    assert words(date) == "Ngày 23/02/2017 14:57:36"
    assert date.find("time").get("datetime") == "2017-02-23T14:57:36+07:00"
    assert texts(text, "article__byline") == ["N.H"]
    prose = by_class(text, "prose")[0]
    assert [item.tag for item in prose] == [
        *["p", "p", "figure", "p", "ul", "p", "p", "figure", "p", "p"],
    ]
    assert [words(item)[:40] for item in prose.iter("figcaption")] == [
        "Hai cá nhân có thành tích xuất sắc năm 2",
        "Ông Lữ Quang Ngời- Phó Chủ tịch UBND tỉn",
    ]
    assert [image.get("alt")[:30] for image in prose.iter("img")] == [
        "Một người đàn ông mặc vest và ",
        "Người trao đứng bên trái, ba n",
    ]
    assert "Ảnh:" not in words(prose)
    assert [words(item) for item in prose.iter("strong")] == ["16.143", "9.600"]
    assert texts(text, "article__credit") == [
        "Ghi rõ nguồn “Vinhlong.gov.vn” khi phát hành lại thông tin từ trang này."
    ]
    assert texts(text, "note--old") == [
        "Bài đăng trước ngày 01/7/2025; tên đơn vị hành chính có thể đã thay đổi."
    ]


def test_second_seed_article(sample):
    """Two authors with a dash between are two people, each with a page."""
    text = sample.read(SECOND)
    byline = by_class(text, "article__byline")[0]
    assert words(byline) == "Hồng Giang - Đức Lam"
    assert [(words(link), link.get("href")) for link in byline.iter("a")] == [
        ("Hồng Giang", "/tac-gia/hong-giang/"),
        ("Đức Lam", "/tac-gia/duc-lam/"),
    ]
    assert texts(text, "article__date") == ["Ngày 09/01/2017"]
    prose = by_class(text, "prose")[0]
    assert [words(item) for item in prose.iter("h2")] == [
        "Yêu cầu của lãnh đạo UBND tỉnh",
        "Khen thưởng",
    ]
    assert len(list(prose.iter("ol"))) == 1
    for author in ("hong-giang", "duc-lam"):
        assert SECOND in stories(sample.read(f"/tac-gia/{author}/"))


def test_neighbours_of_an_article(sample):
    """Older ones below the text; of newer ones, which would change old pages, no word."""
    text = sample.read(SECOND)
    (related,) = by_class(text, "related")
    (box,) = by_class(text, "box")
    assert words(related.find("h2")) == "Các tin đã đưa"
    assert next(related.iter("a")).get("href") == "/tin-tuc/2016/12/26/trao-nha-tinh-thuong/"
    assert words(box.find("h2")) == "Tin mới hơn"
    assert [link.get("href") for link in box.iter("a")] == ["/chuyen-muc/tin-tuc-su-kien/"]
    assert f'href="{SEED}"' not in text


def test_head_tells_changes_and_corrections(sample):
    """When it was published and changed, and that it was corrected, each leading to what."""
    text = sample.read("/tin-tuc/2017/06/09/vu-lua-he-thu/")
    (date,), (corrected,) = by_class(text, "article__line"), by_class(text, "article__corrected")
    assert words(date) == (
        "Đăng: Ngày 09/06/2017 09:12 · Cập nhật: Ngày 15/06/2017 08:00 (xem nội dung)"
    )
    assert [link.get("href") for link in date.iter("a")] == ["#cai-chinh"]
    assert words(corrected) == "Có cải chính"
    assert [link.get("href") for link in corrected.iter("a")] == ["#cai-chinh"]
    assert text.index("article__corrected") < text.index('class="sapo"')
    assert by_class(sample.read(SEED), "article__corrected") == []


def test_correction_stands_on_the_article_on_a_page_and_in_a_feed(sample):
    """What was wrong and what is right, in all three places."""
    wrong, right = "Giống OM 5451 chiếm 73% diện tích", "Giống OM 5451 chiếm 37% diện tích"
    places = ["/tin-tuc/2017/06/09/vu-lua-he-thu/", "/cai-chinh/", "/cai-chinh/rss.xml"]
    for place in places:
        text = sample.read(place)
        assert wrong in text and right in text, place


def test_role_in_a_byline_is_printed_but_no_link(sample):
    """ "(thực hiện)" belongs to the line, not to the name."""
    byline = by_class(sample.read("/tin-tuc/2019/07/14/cho-noi-tra-on/"), "article__byline")[0]
    assert words(byline) == "Lê Anh (thực hiện)"
    assert [words(link) for link in byline.iter("a")] == ["Lê Anh"]


def test_attachment_tells_type_and_size(sample):
    """A linked document says what it is before it is loaded."""
    (link,) = by_class(sample.read("/tin-tuc/2019/12/30/tet-tiet-kiem/"), "file-link")
    assert link.get("href").startswith("/tep/")
    assert words(link) == "Quyết định ban hành Kế hoạch phục vụ Tết (PDF, 1 trang, 5 KB)"


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", "Cổng Thông tin điện tử tỉnh Vĩnh Long"),
        ("/tin-tuc/", "Tất cả tin"),
        ("/tin-tuc/2017/", "Tin năm 2017"),
        ("/tin-tuc/2017/02/", "Tin tháng 2 năm 2017"),
        ("/tin-tuc/2017/02/23/", "Tin ngày 23/02/2017"),
        ("/tin-tuc/trang/1/", "Tất cả tin Trang 1"),
        ("/chuyen-muc/tin-tuc-su-kien/", "Tin tức - Sự kiện"),
        ("/chuyen-muc/tin-tuc-su-kien/trang/1/", "Tin tức - Sự kiện Trang 1"),
        ("/tac-gia/n-h/", "Tác giả: N.H"),
        ("/chu-de/cai-cach-hanh-chinh/", "Chủ đề: Cải cách hành chính"),
        ("/cai-chinh/", "Thông tin cải chính"),
        ("/gioi-thieu/", "Giới thiệu"),
        ("/404.html", "Không tìm thấy trang"),
    ],
)
def test_page_of_every_kind(sample, address, title):
    """Every kind of page stands at its address, under its name."""
    assert [words(item) for item in elements(sample.read(address), "h1")] == [title]


@pytest.mark.parametrize(
    "address",
    [
        "/rss.xml",
        "/atom.xml",
        "/feed.json",
        "/chuyen-muc/tin-tuc-su-kien/rss.xml",
        "/chuyen-muc/dong-bao-khmer/rss.xml",
        "/cai-chinh/rss.xml",
        "/sitemap.xml",
        "/sitemap-2015.xml",
        "/sitemap-2026.xml",
        "/sitemap-trang.xml",
        "/sitemap-news.xml",
        "/robots.txt",
        "/tin-moi.json",
        "/ngay-co-tin.json",
    ],
)
def test_file_of_every_kind(sample, address):
    """Every feed, every sitemap and what scripts read stands at its address."""
    assert sample.read(address)


def test_every_section_has_a_page(sample):
    """All twelve of them, in the order of the settings, in the navigation of every page."""
    links = by_class(sample.read("/"), "sections__link")
    assert [words(link) for link in links[:13]] == [
        "Trang chủ",
        "Tin tức - Sự kiện",
        "Hoạt động của Lãnh đạo tỉnh",
        "Chỉ đạo - Điều hành",
        "Kinh tế",
        "Văn hóa - Xã hội",
        "Y tế - Giáo dục",
        "An ninh - Quốc phòng",
        "Nông nghiệp - Nông thôn mới",
        "Cải cách hành chính - Chuyển đổi số",
        "Tin xã, phường",
        "Đồng bào Khmer",
        "Thông báo",
    ]


def test_names_that_fold_alike_have_pages_of_their_own(sample):
    """Mở, Mơ and Mô are three tags; the oldest has the plain address."""
    titles = {
        words(next(elements(sample.read(f"/chu-de/{slug}/"), "h1")))
        for slug in ("mo", "mo-741b", "mo-e4f3")
    }
    assert titles == {"Chủ đề: Mở", "Chủ đề: Mơ", "Chủ đề: Mô"}


def test_front_page_shows_no_story_twice(sample):
    """Its bands share nothing."""
    main = next(elements(sample.read("/"), "main"))
    shown = [link.get("href") for link in main.iter("a")]
    shown = [address for address in shown if address.count("/") == 6]
    assert len(shown) == len(set(shown)) >= 15


def test_lists_are_numbered_from_the_oldest(sample):
    """69 articles by ten, eight translations aside: six full pages, each newest first, all once."""
    pages = [stories(sample.read(f"/tin-tuc/trang/{number}/")) for number in range(1, 7)]
    assert [len(page) for page in pages] == [10] * 6
    assert pages[0][-1] == "/tin-tuc/2015/02/12/cho-hoa-xuan/"
    newest = stories(sample.read("/tin-tuc/"))
    assert newest[0] == "/tin-tuc/2026/11/09/khoi-cong-cau/"
    # The unnumbered page shows the newest full page and the nine that came after it.
    assert len(newest) == 19
    assert newest[9:] == pages[5]
    whole = [*newest[:9], *(story for page in reversed(pages) for story in page)]
    assert len(set(whole)) == 69
    dates = [story.split("/")[2:5] for story in whole]
    assert dates == sorted(dates, reverse=True)
    assert "tin-tuc/trang/7/index.html" not in sample.files


def test_full_page_leads_to_the_newest_and_the_older(sample):
    """A full page knows nothing of the pages after it."""
    text = sample.read("/tin-tuc/trang/3/")
    pager = by_class(text, "pager")[0]
    assert [(words(link), link.get("href")) for link in pager.iter("a")] == [
        ("Trang mới nhất", "/tin-tuc/"),
        ("Tin cũ hơn", "/tin-tuc/trang/2/"),
    ]


def test_draft_is_nowhere(sample):
    """No byte of the output tells of the sample's drafts."""
    drafts = ["tu-sach-ben-do", "gia-dua-cuoi-nam"]
    telling = [
        file
        for file in sample.files
        if any(
            draft.encode() in (sample.output / file).read_bytes() or draft in file
            for draft in drafts
        )
    ]
    assert telling == []


def test_short_address_of_every_article_leads_to_it(sample):
    """What paper tells names a row in the list of the day, and that row leads to the article."""
    pages = sample.pages()
    led, whole = {}, []
    for file, text in pages.items():
        if 'content="article"' not in text:
            continue
        address = f"/{file.removesuffix('index.html')}"
        # The first is how to cite it.
        _, (day, mark) = re.findall(r"localhost:8000(/[^#<]+)#?(\d*)</p>", text)
        if mark:
            row = re.search(rf'id="{mark}">.*?href="([^"]+)"', sample.read(day), re.DOTALL)
            led[address] = row and row[1]
        else:
            assert day == address
            whole.append(day)
    assert {address: found for address, found in led.items() if address != found} == {}
    assert (len(led) > 70, whole) == (True, [])
