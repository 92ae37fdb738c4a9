# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan of the search index: which files there are, and when they change."""

import dataclasses
import datetime as dt

import pytest
from msgspec.structs import replace

from plugins.newsroom.article import Article
from plugins.newsroom.page import Page, SearchContents, SearchPart, SearchRows
from plugins.newsroom.plan.bundle import PageBundle
from tests.plans import plan
from tests.unit.test_planner import NOW, PREVIEW, SETTINGS, article

SEARCHED = dataclasses.replace(SETTINGS, abbreviations=(("UBND", "Ủy ban nhân dân"),))


def of_month(month: str, count: int, **fields) -> list[Article]:
    """Make *count* articles of a month ("2026-07"), each a minute after the one before."""
    start = dt.datetime.fromisoformat(f"{month}-01 07:00")
    return [
        article(
            f"{month}-{number:04}",
            f"{start + dt.timedelta(minutes=number):%Y-%m-%d %H:%M}",
            **fields,
        )
        for number in range(count)
    ]


def bundles(*articles: Article, plan_settings=SEARCHED) -> dict[str, PageBundle]:
    """Give the bundles of the index by name."""
    planned = plan(articles, (), plan_settings, NOW).bundles
    named = {bundle.name: bundle for bundle in planned if bundle.name.startswith("search")}
    # Planned beside the index, which it reads.
    named.pop("search page", None)
    return named


def pages(*articles: Article, plan_settings=SEARCHED) -> dict[str, Page]:
    """Give the files of the index by their addresses below its folder."""
    found = bundles(*articles, plan_settings=plan_settings).values()
    return {
        page.address.removeprefix("/tim-kiem/"): page for bundle in found for page in bundle.pages()
    }


def contents(*articles: Article, **more) -> SearchContents:
    return pages(*articles, **more)["muc-luc.json"].data


def volumes(*articles: Article) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """List the volumes, newest first: name, bits, months with their numbers of articles."""
    return [(name, bits, list(months)) for name, bits, _, months in contents(*articles).volumes]


def stamps(*articles: Article) -> dict[str, str]:
    return {name: stamp for name, _, stamp, _ in contents(*articles).volumes}


def changed(before: list[Article], after: list[Article]) -> set[str]:
    """Name the bundles whose keys differ."""
    old, new = bundles(*before), bundles(*after)
    return {name for name in old.keys() | new.keys() if _key(old, name) != _key(new, name)}


def _key(found: dict[str, PageBundle], name: str) -> str | None:
    return found[name].key if name in found else None


def test_empty_site_has_a_table_of_contents():
    """Without volumes; sections, abbreviations and filters stand there all the same."""
    assert set(pages()) == {"muc-luc.json", "bo-loc.json"}
    assert contents().volumes == ()
    assert contents().newest == SearchRows((), ())
    assert contents().abbreviations == (("UBND", "Ủy ban nhân dân"),)
    assert contents().sections[0] == ("kinh-te", "Kinh tế", "chuyen-muc kinh-te")


def test_site_that_is_not_searched_has_no_index():
    """No file, and no address."""
    site = plan([article("a")], (), SETTINGS, NOW)
    assert not any("tim-kiem" in address for address in site.addresses)
    assert bundles(article("a"), plan_settings=SETTINGS) == {}


def test_files_with_one_name_are_addresses():
    site = plan([article("a")], (), SEARCHED, NOW)
    files = {address for address in site.addresses if address.startswith("/tim-kiem/")}
    assert files - {"/tim-kiem/", "/tim-kiem/mo-ta.xml"} == {
        *("/tim-kiem/muc-luc.json", "/tim-kiem/bo-loc.json"),
    }


def test_blocks_and_volumes():
    """The newest blocks, the rest of the newest month, and years, of which small ones join."""
    some = [
        *of_month("2019-05", 3),
        *of_month("2020-01", 499),
        *of_month("2021-12", 1),
        *of_month("2022-03", 120),
        *of_month("2026-06", 210),
        *of_month("2026-07", 230),
    ]
    assert volumes(*some) == [
        ("moi", 5, [("2026/07", 130)]),
        ("2026-07", 6, [("2026/07", 100)]),
        ("2021", 7, [("2021/12", 1), ("2022/03", 120), ("2026/06", 210)]),
        ("2019", 7, [("2019/05", 3), ("2020/01", 499)]),
    ]
    part = pages(*some)["2021/0.bin"].data
    assert isinstance(part, SearchPart)
    assert part.number == 0
    assert [(block.name, len(block.paths)) for block in part.volume.blocks] == [
        *(("2021/12-0", 1), ("2022/03-0", 100), ("2022/03-1", 20)),
        *(("2026/06-0", 100), ("2026/06-1", 100), ("2026/06-2", 10)),
    ]
    assert part.volume.blocks[1].paths[:2] == ("2022-03-0000.md", "2022-03-0001.md")


def test_newest_month_of_one_block_has_no_other_volume():
    """Nor has a site of one month another; a hundred articles are one block."""
    assert [name for name, _, _ in volumes(*of_month("2026-07", 100))] == ["moi"]
    assert [name for name, _, _ in volumes(*of_month("2026-07", 101))] == ["moi"]
    assert [name for name, _, _ in volumes(*of_month("2026-07", 150))] == ["moi", "2026-07"]


@pytest.mark.parametrize(
    ("june", "july", "newest"),
    [
        (130, 50, [("2026/07", 50)]),
        (130, 49, [("2026/06", 30), ("2026/07", 49)]),
        # Until there are enough, or no more.
        (130, 3, [("2026/06", 130), ("2026/07", 3)]),
        (9, 3, [("2026/05", 20), ("2026/06", 9), ("2026/07", 3)]),
    ],
)
def test_newest_volume_has_enough_articles(june, july, newest):
    """Blocks of the month before stand in it while the newest has few."""
    months = [("2026-05", 20), ("2026-06", june), ("2026-07", july)]
    some = [item for month in months for item in of_month(*month)]
    first, *others = volumes(*some)
    assert first == ("moi", 5 if june > 9 else 3, newest)
    counted = [count for _, _, told in (first, *others) for _, count in told]
    assert sum(counted) == len(some)


@pytest.mark.parametrize(
    ("count", "files"), [(1, 1), (4, 1), (5, 2), (9, 2), (10, 4), (99, 32), (100, 32)]
)
def test_number_of_files(count, files):
    """A file for 2.5 to 5 articles; their names are hexadecimal numbers."""
    parts = [name for name in pages(*of_month("2026-07", count)) if name.startswith("moi/")]
    assert parts == [f"moi/{number:x}.bin" for number in range(files)]


def test_volume_begins_with_as_many_files_as_the_one_before():
    """So that a growing one is not shared out anew each time that it has doubled."""
    some = [*of_month("2025-07", 640), *of_month("2026-06", 5), *of_month("2026-07", 151)]
    assert [(name, bits) for name, bits, _ in volumes(*some)] == [
        *(("moi", 5), ("2026-07", 5), ("2026", 8), ("2025", 8)),
    ]


def test_rows_of_a_year_go_on_over_months():
    """Twenty-five a file, oldest first, each with the number of its section."""
    some = [*of_month("2026-06", 24), *of_month("2026-07", 3, section="thong-bao")]
    found = pages(*some)
    assert [name for name in found if name.startswith("2026/") and name.endswith(".json")] == [
        *("2026/0.json", "2026/1.json"),
    ]
    rows = found["2026/0.json"].data
    assert isinstance(rows, SearchRows)
    assert [story.title for story in rows.stories[-2:]] == ["Bài 2026-06-0023", "Bài 2026-07-0000"]
    assert rows.sections == (*[0] * 24, 2)
    assert len(found["2026/1.json"].data.stories) == 2


def test_newest_rows_stand_in_the_table_of_contents():
    """A hundred, newest first, whatever their month and volume."""
    some = [*of_month("2025-12", 99), *of_month("2026-07", 3, section="thong-bao")]
    newest = contents(*some).newest
    titles = [story.title for story in newest.stories]
    assert titles[:4] == [*(f"Bài 2026-07-000{number}" for number in (2, 1, 0)), "Bài 2025-12-0098"]
    assert (len(titles), titles[-1]) == (100, "Bài 2025-12-0002")
    assert newest.sections == (*[2] * 3, *[0] * 97)


def test_new_title_among_the_newest_changes_the_table_of_contents():
    """Its row stands there; that of the one behind them does not."""
    some = of_month("2026-07", 160)
    for place, names in ((60, {"search"}), (59, set())):
        edited = [*some[:place], replace(some[place], title="Khác"), *some[place + 1 :]]
        beside = {"search rows 2026", f"search {'moi' if place > 99 else '2026-07'}"}
        assert changed(some, edited) == names | beside


def test_filters():
    """Names with most articles first chosen, then in the order of their addresses."""
    some = [
        article("a", author="Mở, Bình"),
        article("b", "2026-08-02 07:00", author="MỞ", tags=("Lúa", "Cầu")),
        article("c", "2026-08-03 07:00", author="Mơ", tags=("lúa",)),
    ]
    filters = pages(*some)["bo-loc.json"].data
    assert filters.authors == (
        ("Bình", "binh", "tac-gia bình"),
        ("Mở", "mo", "tac-gia mở"),
        ("Mơ", "mo-e4f3", "tac-gia mơ"),
    )
    assert filters.topics == (("Cầu", "cau", "chu-de cầu"), ("Lúa", "lua", "chu-de lúa"))


def test_filters_are_those_of_most_articles(monkeypatch):
    monkeypatch.setattr("plugins.newsroom.plan.search.MOST_FILTERS", 1)
    some = [article("a", author="Bình, Mở"), article("b", "2026-08-02 07:00", author="Mở")]
    assert [name for name, _, _ in pages(*some)["bo-loc.json"].data.authors] == ["Mở"]


def test_hidden_articles_are_in_no_file():
    """Drafts, embargoed, expired and withdrawn ones leave no row, number or key; previews do."""
    shown = article("a")
    hidden = [
        article("draft", draft=True, author="Ẩn"),
        article("coming", "2026-09-01 07:00", author="Ẩn", tags=("Ẩn",)),
        article("expired", "2026-07-01 07:00", expires="2026-08-19 00:00", author="Ẩn"),
        article("withdrawn", "2026-07-02 07:00", withdrawn="Sai", tags=("Ẩn",)),
    ]
    without, beside = bundles(shown), bundles(shown, *hidden)
    assert {name: bundle.key for name, bundle in without.items()} == {
        name: bundle.key for name, bundle in beside.items()
    }
    preview = dataclasses.replace(PREVIEW, abbreviations=())
    found = pages(shown, *hidden, plan_settings=preview)
    assert {
        story.title: story.badge
        for name, page in found.items()
        if name.startswith("2026/") and name.endswith(".json")
        for story in page.data.stories
    } == {
        "Bài a": None,
        "Bài draft": "Bản nháp",
        "Bài coming": "Chờ đến ngày đăng",
        "Bài expired": "Đã hết hạn",
        "Bài withdrawn": "Đã gỡ",
    }


SOME = [
    *of_month("2024-01", 600),
    *of_month("2025-01", 600),
    *of_month("2026-06", 5),
    *of_month("2026-07", 103),
]


@pytest.mark.no_cover
def test_edit_changes_its_volume_alone():
    """Not even the table of contents; a new title changes its row too."""
    edited = [replace(SOME[7], summary="Khác"), *SOME[:7], *SOME[8:]]
    assert changed(SOME, edited) == {"search 2024", "search rows 2024"}
    again = [replace(SOME[7], changes=()), *SOME[:7], *SOME[8:]]
    assert changed(SOME, again) == set()
    assert stamps(*edited) == stamps(*SOME)


@pytest.mark.no_cover
def test_new_article_changes_the_newest_volume():
    """The rows of its year and the table of contents besides."""
    after = [*SOME, article("moi", "2026-07-31 07:00")]
    assert changed(SOME, after) == {"search", "search rows 2026", "search moi"}
    assert {name for name in stamps(*SOME) if stamps(*after)[name] != stamps(*SOME)[name]} == {
        "moi"
    }


@pytest.mark.no_cover
def test_article_that_goes_changes_the_volume_of_its_year():
    """Its stamp tells readers of an older table that the numbers are others."""
    after = SOME[1:]
    assert changed(SOME, after) == {"search", "search rows 2024", "search 2024"}
    assert {name for name in stamps(*SOME) if stamps(*after)[name] != stamps(*SOME)[name]} == {
        "2024"
    }


def test_abbreviations_change_the_table_of_contents_alone():
    other = dataclasses.replace(SEARCHED, abbreviations=())
    old, new = (plan([article("a")], (), some, NOW).bundles for some in (SEARCHED, other))
    assert [one.name for one, two in zip(old, new, strict=True) if one.key != two.key] == ["search"]
