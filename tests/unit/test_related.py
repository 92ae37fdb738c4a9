# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related stories that an editor chose."""

import pytest

from plugins.newsroom.plan.entry import enter
from plugins.newsroom.plan.related import choose
from tests.unit.test_planner import PREVIEW, article, site, told

DAY = "/tin-tuc/2026/08/01"


def naming(*written: str, **fields):
    """Make an article at 2026/moi/index.md that names others, from line 9 on."""
    fields = {"path": "2026/moi/index.md", **fields}
    lines = tuple((item, 9 + place) for place, item in enumerate(written))
    return article("moi", related=lines, **fields)


def other(slug: str, **fields):
    return article(slug, path=f"2026/{slug}/index.md", **fields)


def below(pages) -> list[str]:
    return [story.address.split("/")[-2] for story in pages[f"{DAY}/moi/"].data.related]


def test_chosen_ones_stand_first_in_their_order():
    """Then those of a topic, then older ones; each once."""
    articles = [
        naming("../hai/index.md", f"{DAY}/xa/", tags=("Lúa",)),
        other("hai", section="thong-bao", tags=("Lúa",)),
        other("xa", section="thong-bao"),
        other("lua", section="thong-bao", tags=("Lúa",), date="2026-07-01"),
        other("cu", date="2026-06-01"),
    ]
    assert below(site(articles)) == ["hai", "xa", "lua", "cu"]
    assert told(articles) == []


@pytest.mark.parametrize("written", ["../hai", "2026/hai/index.md", f"{DAY}/hai", "/bai-cu.html"])
def test_article_is_found_however_it_is_named(written):
    """As the original of a translation is."""
    articles = [naming(written), other("hai", section="thong-bao", aliases=(("/bai-cu.html", 4),))]
    assert below(site(articles)) == ["hai"]
    assert told(articles) == []


def test_newer_article_may_be_chosen_and_no_other_page_changes():
    """It stands below the one that names it alone."""
    later = other("sau", section="thong-bao", date="2026-08-02")
    articles = [naming("../sau"), later, other("hai")]
    without = [naming(), later, other("hai")]
    keys, before = (
        {address: page.key for address, page in site(some).items()} for some in (articles, without)
    )
    assert below(site(articles))[0] == "sau"
    changed = {address for address, key in keys.items() if before[address] != key}
    assert {address for address in changed if address.startswith("/tin-tuc/2026/08/0")} == {
        f"{DAY}/moi/"
    }


def test_what_is_wrong_with_a_choice_is_told_on_its_line():
    """All of them in one run; the others stand."""
    articles = [
        naming("../khong", "index.md", "../hai", f"{DAY}/hai/", "../nhap"),
        other("hai"),
        other("nhap", draft=True),
    ]
    assert [(line, text) for line, text, *_ in told_lines(articles)] == [
        (9, "related.1: cổng không có bài «../khong»"),
        (10, "related.2: «index.md» là chính bài này"),
        (12, f"related.4: bài «{DAY}/hai/» đã có ở mục trên"),
        (13, "related.5: bài «../nhap» không ai xem được (bản nháp)"),
    ]
    assert below(site(articles)) == ["hai"]


def told_lines(articles, **options) -> list[tuple[int, str, bool]]:
    """Choose among *articles*: line, field and problem, whether it is a warning."""
    entries = [enter(item) for item in articles]
    hidden = {item.path: "Bản nháp" for item in entries if item.draft}
    hidden |= options.get("hidden", {})
    chosen = choose(
        entries,
        entries,
        hidden,
        options.get("gone", ()),
        False,
        {},
        options.get("complete", True),
        {},
    )
    return [
        (fault.line, f"{fault.field}: {fault.problem}", fault.warning) for fault in chosen.faults
    ]


def test_what_time_hid_is_a_warning():
    """Until it is seen again the page does not show it; a draft may name drafts."""
    expired = {"hidden": {"2026/hai/index.md": "Đã hết hạn"}}
    articles = [naming("../hai"), other("hai")]
    assert told_lines(articles, **expired) == [
        (9, "related.1: bài «../hai» không ai xem được (đã hết hạn)", True)
    ]
    assert told_lines([naming("../nhap", draft=True), other("nhap", draft=True)]) == []
    assert told_lines([naming("../khong", draft=True)])[0][2]


def test_article_that_could_not_be_read_is_no_fault():
    """It may be the one that is meant; and what is gone itself is not asked."""
    assert told_lines([naming("../khong")], complete=False) == [
        (9, "related.1: chưa thấy bài «../khong», có thể là bài đang có lỗi", True)
    ]
    assert told_lines([naming("../khong")], gone={"2026/moi/index.md"}) == []


def test_address_of_another_site_is_no_article_for_certain():
    """Whatever could not be read; it is mended by a link in the text."""
    foreign, own = "https://bao.example/tin-tuc/2026/01/01/a/", "/tin-tuc/2026/01/01/khong/"
    assert told_lines([naming(foreign, own)], complete=False) == [
        (9, f"related.1: cổng không có bài «{foreign}»", False),
        (10, f"related.2: chưa thấy bài «{own}», có thể là bài đang có lỗi", True),
    ]
    (sentence,) = told([naming(foreign)])
    assert sentence.endswith(
        "— Sửa: bài của trang khác thì viết thành liên kết trong nội dung, rồi xóa mục này"
    )


def test_preview_shows_drafts_that_are_chosen():
    """Badged, as everywhere."""
    articles = [naming("../nhap"), other("nhap", draft=True)]
    assert below(site(articles, plan_settings=PREVIEW)) == ["nhap"]
    assert below(site(articles)) == []
