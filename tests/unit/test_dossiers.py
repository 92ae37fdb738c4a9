# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dossiers: introductions, the articles that belong to them, and what names none."""

import dataclasses

import pytest
from msgspec.structs import replace

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.article_header import read_standing
from plugins.newsroom.front_matter import split
from plugins.newsroom.page import Link, Translation
from plugins.newsroom.plan.entry import enter
from plugins.newsroom.plan.planner import plan_entries
from plugins.newsroom.plan.settings import EditionNames
from tests.page_names import ENGLISH_NAMES
from tests.unit.test_article import healthy
from tests.unit.test_planner import (
    NOW,
    PREVIEW,
    SETTINGS,
    VIETNAM,
    article,
    numbered,
    site,
    slugs,
    told,
)

ENGLISH = EditionNames("en", "Vinh Long Portal", "Latest news", ENGLISH_NAMES, {})
EDITED = dataclasses.replace(SETTINGS, editions=(ENGLISH,))

FLOOD = Standing(path="trang/ho-so/bao-so-5.md", title="Bão số 5", slug="bao-so-5")
BRIDGE = Standing(path="trang/ho-so/cau-moi/index.md", title="Cầu mới", slug="cau-moi")


def of(slug: str, dossier: str = "bao-so-5", **fields) -> Article:
    return article(slug, dossier=dossier, dossier_line=7, **fields)


def test_header_names_a_dossier():
    """By a Vietnamese name too, on one line."""
    found = healthy("Hồ sơ: Bão số 5: những ngày sau")
    assert (found.dossier, found.dossier_line) == ("Bão số 5: những ngày sau", 2)
    assert healthy("dossier:").dossier == ""


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("trang/ho-so/bao-so-5.md", "/ho-so/bao-so-5/"),
        ("trang/ho-so/bao-so-5/index.md", "/ho-so/bao-so-5/"),
        ("trang/ho-so/2026/lien-he.md", "/ho-so/lien-he/"),
        ("trang/ho-so/tin-tuc.md", "/ho-so/tin-tuc/"),
        ("trang/bao-so-5.md", "/bao-so-5/"),
        ("trang/ho-so-bao.md", "/ho-so-bao/"),
    ],
)
def test_introduction_is_a_standing_page_in_its_folder(path, address):
    """Below /ho-so/, where no name is taken by the site."""
    header = split("---\ntitle: Bão\n---\nLời.", path)
    page, faults = read_standing(path, header.fields, VIETNAM)
    assert (page.address, faults) == (address, ())


@pytest.mark.parametrize("path", ["trang/ho-so.md", "trang/ho-so/index.md"])
def test_page_at_the_address_of_all_dossiers_is_a_fault(path):
    """The site makes that itself."""
    header = split("---\ntitle: Bão\n---\nLời.", path)
    page, (fault,) = read_standing(path, header.fields, VIETNAM)
    assert (page, fault.field) == (None, "slug")


@pytest.mark.parametrize(
    "written",
    [
        "bao-so-5",
        "Bão số 5",
        "BÃO SỐ 5",
        "bao so 5",
        "/ho-so/bao-so-5/",
        "trang/ho-so/bao-so-5.md",
        "ho-so/bao-so-5",
    ],
)
def test_dossier_is_known_by_its_name_its_title_and_its_address(written):
    """The article leads to it, and it to the article."""
    pages = site([of("a", written)], [FLOOD])
    assert slugs(pages["/ho-so/bao-so-5/"].data.stories) == ["a"]
    link = Link("Bão số 5", "/ho-so/bao-so-5/")
    assert pages["/tin-tuc/2026/08/01/a/"].data.dossier == link
    assert told([of("a", written)], [FLOOD]) == []


def test_dossier_has_an_introduction_and_articles_in_pages_numbered_from_the_oldest():
    """The introduction stands on the newest page alone, and full pages never change."""
    articles = [replace(one, dossier="bao-so-5") for one in numbered(8)]
    pages = site([*articles, article("z")], [FLOOD, replace(BRIDGE, summary="Tiến độ.")])
    newest, full = pages["/ho-so/bao-so-5/"].data, pages["/ho-so/bao-so-5/trang/1/"].data
    assert slugs(newest.stories) == ["b007", "b006", "b005", "b004", "b003"]
    assert slugs(full.stories) == ["b002", "b001", "b000"]
    assert (newest.body.path, newest.older) == (FLOOD.path, "/ho-so/bao-so-5/trang/1/")
    assert (full.body, full.number, full.older) == (None, 1, None)
    assert newest.breadcrumbs == (Link("Trang chủ", "/"), Link("Hồ sơ", "/ho-so/"))
    assert pages["/ho-so/cau-moi/"].data.sapo == "Tiến độ."
    assert pages["/ho-so/cau-moi/"].data.stories == ()
    after = site([*articles, of("moi", date="2026-08-02")], [FLOOD, BRIDGE])
    assert after["/ho-so/bao-so-5/trang/1/"].key == pages["/ho-so/bao-so-5/trang/1/"].key
    assert after[articles[0].address].key == pages[articles[0].address].key


def test_translation_stands_in_a_dossier_where_its_original_does_not():
    """Beside it, it would be the same story twice; the original leads to it."""
    own, other = of("goc", path="2026/goc.md"), of("khac", path="2026/khac.md", dossier="cau-moi")
    english = of("en", lang="en", path="2026/en.md", translation_of="goc.md")
    khmer = of("km", lang="km", path="2026/km.md", translation_of=other.address)
    itself = of("i", path="2026/i.md")
    pages = site([own, other, english, khmer, itself], [FLOOD, BRIDGE])
    assert slugs(pages["/ho-so/bao-so-5/"].data.stories) == ["goc", "i", "km"]
    assert pages[english.address].data.dossier == Link("Bão số 5", "/ho-so/bao-so-5/")


def test_dossier_is_a_list_in_a_language_that_its_introduction_is_not_in():
    """Of what is in that language; articles in it lead there, and both lead to each other."""
    storm = Standing(path="trang/ho-so/storm.md", title="Storm", slug="storm", lang="en")
    own, other = of("v"), of("e", lang="en", path="2026/e.md")
    third = of("s", "storm", lang="en", path="2026/s.md")
    pages = site([own, other, third], [FLOOD, BRIDGE, storm], EDITED)
    listed = pages["/en/ho-so/bao-so-5/"].data
    assert (listed.kind, listed.title, listed.lang) == ("dossier", "Bão số 5", "en")
    assert slugs(listed.stories) == ["e"]
    assert listed.breadcrumbs == (Link("Home", "/en/"), Link("Hồ sơ", "/en/ho-so/"))
    both = (Translation("vi", "/ho-so/bao-so-5/"), Translation("en", "/en/ho-so/bao-so-5/"))
    assert listed.languages == pages["/ho-so/bao-so-5/"].data.languages == both
    link = Link("Bão số 5", "/en/ho-so/bao-so-5/")
    assert pages[other.address].data.dossier == link
    # One that is introduced in the language is listed at its own address alone.
    assert pages[third.address].data.dossier == Link("Storm", "/ho-so/storm/")
    assert "/en/ho-so/storm/" not in pages and "/en/ho-so/cau-moi/" not in pages
    every = pages["/en/ho-so/"].data
    assert every.groups[0].links == (link, Link("Storm", "/ho-so/storm/"))
    assert [item.address for item in every.languages] == ["/ho-so/", "/en/ho-so/"]
    assert pages["/ho-so/cau-moi/"].data.languages == ()
    fixed = [entry.address for entry in pages["/sitemap-trang.xml"].data.entries]
    assert {"/en/ho-so/", "/en/ho-so/bao-so-5/"} < set(fixed)
    bare = site([own], [FLOOD], EDITED)
    assert "/en/ho-so/" not in bare and bare["/ho-so/"].data.languages == ()


def test_dossiers_are_listed_in_a_page_the_map_and_the_sitemap():
    """They are no pages of the navigation; without any there is no list of them."""
    pages, bare = site([of("a")], [FLOOD, BRIDGE]), site()
    (group,) = pages["/ho-so/"].data.groups
    assert [link.text for link in group.links] == ["Bão số 5", "Cầu mới"]
    groups = {one.kind: one.links for one in pages["/so-do-cong/"].data.groups}
    assert groups["collections"] == (Link("Hồ sơ", "/ho-so/"),)
    assert "pages" not in groups
    entries = [entry.address for entry in pages["/sitemap-trang.xml"].data.entries]
    assert "/ho-so/cau-moi/" in entries
    assert "/ho-so/" in entries
    assert "/ho-so/" not in bare


def test_title_of_a_dossier_stands_on_its_articles():
    """Another title prints these again, and no others."""
    articles = [of("a"), article("b", section="thong-bao")]
    before = site(articles, [FLOOD])
    after = site(articles, [replace(FLOOD, title="Bão Noru")])
    assert before["/tin-tuc/2026/08/01/a/"].key != after["/tin-tuc/2026/08/01/a/"].key
    assert before["/tin-tuc/2026/08/01/b/"].key == after["/tin-tuc/2026/08/01/b/"].key


@pytest.mark.parametrize(
    ("written", "standing", "problem", "mend"),
    [
        ("bao-so-6", [FLOOD, BRIDGE], "không có hồ sơ «bao-so-6»", "có phải «bao-so-5»?"),
        ("Cau moi!!", [FLOOD, BRIDGE], None, None),
        ("Cầu moi a", [FLOOD, BRIDGE], "không có hồ sơ «Cầu moi a»", "có phải «cau-moi»?"),
        (
            "Lũ lụt",
            [FLOOD, BRIDGE],
            "không có hồ sơ «Lũ lụt»",
            "ghi một trong: bao-so-5, cau-moi",
        ),
        (
            "Lũ lụt",
            [],
            "không có hồ sơ «Lũ lụt»",
            "viết lời giới thiệu hồ sơ ở trang/ho-so/lu-lut.md",
        ),
        (
            "Lũ lụt",
            [BRIDGE, replace(FLOOD, draft=True)],
            "không có hồ sơ «Lũ lụt»",
            "ghi một trong: cau-moi",
        ),
        ("…", [], "không có hồ sơ «…»", "viết lời giới thiệu hồ sơ ở trang/ho-so/ten-ho-so.md"),
        (
            "bao-so-5",
            [replace(FLOOD, draft=True)],
            "hồ sơ «Bão số 5» còn là bản nháp",
            "cho đăng trang/ho-so/bao-so-5.md trước, hoặc xóa dòng này",
        ),
    ],
)
def test_dossier_that_cannot_be_led_to_is_a_fault(written, standing, problem, mend):
    """At its line, with what may have been meant."""
    found = [one for one in told([of("a", written)], standing) if one.startswith("a.md")]
    assert found == ([f"a.md:7: dossier: {problem} — Sửa: {mend}"] if problem else [])


def test_unknown_dossier_of_what_is_not_seen():
    """A draft is warned, what was withdrawn is not told, and a page with faults may be it."""
    draft = told([of("a", "x", draft=True)])
    assert [": cảnh báo: " in one for one in draft] == [True]
    assert told([of("a", "x", withdrawn="Sai")]) == []
    assert told([of("a", draft=True)], [replace(FLOOD, draft=True)]) == []
    plan = plan_entries(
        [enter(of("a", "x"))], [BRIDGE], SETTINGS, NOW, lambda path: of("a", "x"), complete=False
    )
    assert [fault.sentence() for fault in plan.faults] == [
        "a.md:7: dossier: cảnh báo: chưa thấy hồ sơ «x», có thể là trang đang có lỗi"
        " — Sửa: ghi một trong: cau-moi"
    ]


def test_many_dossiers_are_named_in_part():
    """A message stays a line."""
    many = [
        Standing(path=f"trang/ho-so/h{number:02}.md", title=f"H{number}", slug=f"h{number:02}")
        for number in range(13)
    ]
    (sentence,) = [one for one in told([of("a", "Lũ lụt")], many) if one.startswith("a.md")]
    assert sentence.endswith("ghi một trong: " + ", ".join(f"h{n:02}" for n in range(12)) + " …")


def test_dossier_without_articles_is_told():
    """One whose articles are to come has some; a draft may be empty."""
    assert told([], [FLOOD]) == [
        "trang/ho-so/bao-so-5.md:1: hồ sơ: cảnh báo: hồ sơ «Bão số 5» chưa có bài nào"
        " — Sửa: ghi «dossier: bao-so-5» ở các bài thuộc hồ sơ này"
    ]
    assert told([], [replace(FLOOD, draft=True)]) == []
    assert told([of("a", date="2027-01-01")], [FLOOD]) == []


def test_preview_shows_a_draft_dossier_with_its_badge():
    """The public sees neither it nor the way to it."""
    draft = replace(FLOOD, draft=True)
    shown = site([of("a")], [draft], dataclasses.replace(PREVIEW))
    assert shown["/ho-so/bao-so-5/"].data.badge == "Bản nháp"
    public = site([of("a")], [draft])
    assert "/ho-so/bao-so-5/" not in public
    assert public["/tin-tuc/2026/08/01/a/"].data.dossier is None
