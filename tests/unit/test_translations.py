# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles in several languages, and the parts of the site in each."""

import dataclasses

import pytest

from plugins.newsroom.article import Featured, Standing
from plugins.newsroom.page import Correction, Link, Translation
from plugins.newsroom.plan.settings import EditionNames
from plugins.newsroom.plan.translations import join
from tests.page_names import ENGLISH_NAMES
from tests.unit.test_planner import PREVIEW, SETTINGS, article, moment, site, slugs, told

SECTIONS = {"kinh-te": "Economy", "dong-bao-khmer": "Khmer people", "thong-bao": "Notices"}
ENGLISH = EditionNames("en", "Vinh Long Portal", "Latest news", ENGLISH_NAMES, SECTIONS)
EDITED = dataclasses.replace(SETTINGS, editions=(ENGLISH,))

DAY = "/tin-tuc/2026/08/01"
ORIGINAL = article("goc", path="2026/goc/index.md")


def english(slug: str = "moi", of: str = "../goc/index.md", **fields):
    """Make an English article at 2026/<slug>/index.md that names its original on line 7."""
    fields = {"lang": "en", "path": f"2026/{slug}/index.md", **fields}
    return article(slug, translation_of=of, translation_line=7, **fields)


def translations(pages, slug: str) -> list[tuple[str, str]]:
    found = pages[f"{DAY}/{slug}/"].data.translations
    return [(item.lang, item.address.split("/")[-2]) for item in found]


@pytest.mark.parametrize(
    "written",
    [
        "../goc/index.md",
        "../goc",
        "../goc/",
        "..\\goc\\index.md",
        "2026/goc/index.md",
        "2026/goc",
        "/2026/goc/index.md",
        f"{DAY}/goc/",
        f"{DAY}/goc",
        f"{DAY}/goc/?in=1#a",
        "/bai-cu.html",
    ],
)
def test_original_is_found_however_it_is_named(written):
    """By its path beside the article or from the content folder, by its address, an old one too."""
    original = article("goc", path=ORIGINAL.path, aliases=(("/bai-cu.html", 4),))
    pages = site([original, english(of=written)])
    assert (
        translations(pages, "goc") == translations(pages, "moi") == [("vi", "goc"), ("en", "moi")]
    )
    assert told([original, english(of=written)]) == []


def test_all_languages_lead_to_each_other():
    """In one order, the article's own among them; what is no translation has none."""
    khmer = english("khmer", lang="km")
    pages = site([ORIGINAL, khmer, english(), article("khac")])
    for slug in ("goc", "moi", "khmer"):
        assert translations(pages, slug) == [("vi", "goc"), ("en", "moi"), ("km", "khmer")]
    assert translations(pages, "khac") == []


def stories(pages, address: str) -> list[str]:
    return slugs(pages[address].data.stories)


def test_translation_never_stands_beside_its_original():
    """Lists, front page and feeds in the portal's language have the version in that alone."""
    original = article(
        "goc", "2026-08-01", path=ORIGINAL.path, tags=("Bưởi",), featured=Featured(0, None)
    )
    later = english(date="2026-08-03", tags=("Bưởi", "Pomelo"), featured=Featured(0, None))
    pages = site([original, later, article("khac", "2026-08-02")], (), EDITED)
    for address in ("/tin-tuc/", "/chuyen-muc/kinh-te/", "/tac-gia/n-h/", "/tin-tuc/2026/08/"):
        assert stories(pages, address) == ["khac", "goc"], address
    assert stories(pages, "/chu-de/buoi/") == ["goc"]
    front = pages["/"].data
    assert slugs([front.lead, *front.headlines]) == ["khac", "goc"]
    assert [item.story.lang for item in pages["/rss.xml"].data.items] == ["vi", "vi"]
    assert slugs(pages["/tin-moi.json"].data.stories) == ["khac", "goc"]
    # What is by itself in a list stands there, and the English page has its own version.
    assert stories(pages, "/chu-de/pomelo/") == stories(pages, "/en/") == ["moi"]
    assert stories(pages, "/tin-tuc/2026/08/03/") == ["moi"]
    sitemap = [item.address for item in pages["/sitemap-2026.xml"].data.entries]
    assert len(sitemap) == 3


def test_paper_tells_the_whole_address_of_what_the_list_of_its_day_lacks():
    """A short one leads through that list, where a translation may stand by itself.

    In a language that the site has pages in, it is that of the day in it.
    """
    edited = site([ORIGINAL, english()], (), EDITED)
    own = edited[f"{DAY}/moi/"].data.on_paper
    assert own == f"/en{DAY}/#{edited[f'/en{DAY}/'].data.marks[0]}"
    pages = site([ORIGINAL, english()])
    assert pages[f"{DAY}/goc/"].data.on_paper == f"{DAY}/#93030"
    assert pages[f"{DAY}/moi/"].data.on_paper == f"{DAY}/moi/"
    alone = site([ORIGINAL, english(date="2026-08-03")])
    page = alone["/tin-tuc/2026/08/03/moi/"].data
    assert page.on_paper == f"/tin-tuc/2026/08/03/#{alone['/tin-tuc/2026/08/03/'].data.marks[0]}"


def test_version_in_the_language_of_the_portal_stands_for_a_foreign_original():
    """Of two in other languages the original does."""
    first = article("first", "2026-08-01", lang="en")
    second = english("hai", "first.md", date="2026-08-02", lang="vi")
    assert stories(site([first, second], (), EDITED), "/tin-tuc/") == ["hai"]
    third = english("ba", "first.md", date="2026-08-02", lang="km")
    assert stories(site([first, third], (), EDITED), "/tin-tuc/") == ["first"]
    assert stories(site([third], (), EDITED), "/tin-tuc/") == ["ba"]


def test_translation_stands_for_an_original_that_is_hidden():
    """It is all that there is."""
    hidden = article("goc", path=ORIGINAL.path, expires="2026-08-02")
    assert stories(site([hidden, english()]), "/tin-tuc/") == ["moi"]


def test_related_story_is_shown_in_the_language_of_the_page():
    """Whichever version an editor named; the article itself is none."""
    pair = [ORIGINAL, english()]
    naming = article("hai", lang="en", related=(("2026/goc/index.md", 9),))
    pages = site([*pair, naming], (), EDITED)
    assert slugs(pages[f"{DAY}/hai/"].data.related) == ["moi"]
    itself = english(related=(("2026/goc/index.md", 9),))
    assert slugs(site([ORIGINAL, itself])[f"{DAY}/moi/"].data.related) == []


def test_new_translation_prints_its_original_again_and_no_other_article():
    """A page shows all languages that it is in, so these pages change, and only these."""
    others = [article(f"b{number}", section="thong-bao") for number in range(9)]
    old = site([ORIGINAL, *others])
    new = site([ORIGINAL, *others, english()])
    changed = {
        address
        for address, page in old.items()
        if page.template == "article.html" and new[address].key != page.key
    }
    assert changed == {f"{DAY}/goc/"}


HIDDEN = "ghi đường dẫn đến tệp .md của bài gốc, như ../bai-goc/index.md, hoặc địa chỉ của bài ấy"
HIDDEN += ", như /tin-tuc/2022/06/10/bai-goc/"


@pytest.mark.parametrize(
    ("articles", "sentences"),
    [
        (
            [english(of="../khong-co/index.md")],
            [f"moi:7: cổng không có bài «../khong-co/index.md» — Sửa: {HIDDEN}"],
        ),
        (
            [ORIGINAL, english(of=f"https://bao.example{DAY}/goc/")],
            [
                f"moi:7: «https://bao.example{DAY}/goc/» là địa chỉ của trang khác — Sửa: {HIDDEN}"
                "; dịch bài của trang khác thì ghi trường source, xóa dòng này"
            ],
        ),
        (
            [english(of="index.md")],
            ["moi:7: «index.md» là chính bài này — Sửa: ghi bài gốc, hoặc xóa dòng này"],
        ),
        (
            [ORIGINAL, english(lang="vi")],
            [
                "moi:7: bài gốc «../goc/index.md» cũng bằng tiếng Việt, như bài này — Sửa: "
                "ghi đúng trường lang của hai bài, hoặc xóa dòng này"
            ],
        ),
        (
            [ORIGINAL, english(), english("lai", "../moi/index.md", lang="km")],
            [
                "lai:7: «../moi/index.md» cũng là bản dịch, của «../goc/index.md» — Sửa: ghi bài "
                "gốc mà cả hai dịch; trong bài gốc thì xóa dòng translation_of"
            ],
        ),
        (
            [ORIGINAL, english(), english("nua")],
            [
                f"{one}:7: «../goc/index.md» đã có bản dịch tiếng Anh: 2026/{other}/index.md — "
                "Sửa: giữ một bản dịch cho mỗi thứ tiếng; ở bài kia xóa dòng này hoặc sửa lang"
                for one, other in (("moi", "nua"), ("nua", "moi"))
            ],
        ),
        (
            [article("goc", path=ORIGINAL.path, draft=True), english()],
            [
                "moi:7: bài gốc «../goc/index.md» không ai xem được (bản nháp) — Sửa: "
                "đăng bài gốc, hoặc xóa dòng này"
            ],
        ),
        (
            [article("goc", path=ORIGINAL.path, expires="2026-08-02"), english()],
            [
                "moi:7: cảnh báo: bài gốc «../goc/index.md» không ai xem được (đã hết hạn) — Sửa: "
                "xóa dòng này nếu bài gốc không trở lại; trang chỉ dẫn đến bài xem được"
            ],
        ),
        (
            [english(of="../khong-co/index.md", draft=True)],
            [f"moi:7: cảnh báo: cổng không có bài «../khong-co/index.md» — Sửa: {HIDDEN}"],
        ),
        (
            [ORIGINAL, english(), english("nua", draft=True)],
            [
                "nua:7: cảnh báo: «../goc/index.md» đã có bản dịch tiếng Anh: 2026/moi/index.md — "
                "Sửa: giữ một bản dịch cho mỗi thứ tiếng; ở bài kia xóa dòng này hoặc sửa lang"
            ],
        ),
        ([english(of="../khong-co/index.md", expires="2026-08-02")], []),
        ([article("goc", path=ORIGINAL.path, draft=True), english(draft=True)], []),
        ([ORIGINAL, english(), english("nua", expires="2026-08-02")], []),
    ],
)
def test_what_is_no_translation_is_told(articles, sentences):
    """Each with its line and a mend; drafts and what is past its end stop nothing."""
    found = [item.replace("translation_of: ", "", 1) for item in told(articles)]
    assert found == [f"2026/{item.replace(':', '/index.md:', 1)}" for item in sentences]


def test_two_that_name_each_other_are_told_both():
    """Neither is the original."""
    pair = [english("mot", "../hai"), english("hai", "../mot", lang="km")]
    assert [line.partition(" — ")[0] for line in told(pair)] == [
        "2026/hai/index.md:7: translation_of: «../mot» cũng là bản dịch, của «../hai»",
        "2026/mot/index.md:7: translation_of: «../hai» cũng là bản dịch, của «../mot»",
    ]


def test_original_that_may_be_among_the_unread_is_a_warning():
    """The faulty source is told by itself."""
    from plugins.newsroom.plan.entry import enter

    entry = enter(english())
    (fault,) = join([entry], [entry], {}, (), False, {}, complete=False).faults
    assert fault.warning and "có thể là bài đang có lỗi" in fault.problem


def test_hidden_original_is_left_out_until_it_is_seen():
    """Its translations lead to each other meanwhile; the preview shows all."""
    hidden = article("goc", path=ORIGINAL.path, expires="2026-08-02")
    articles = [hidden, english(), english("khmer", lang="km")]
    assert translations(site(articles), "moi") == [("en", "moi"), ("km", "khmer")]
    assert translations(site(articles, plan_settings=PREVIEW), "moi")[0] == ("vi", "goc")
    assert translations(site([hidden, english()]), "moi") == []


def test_related_stories_are_in_the_language_of_the_page():
    """Those of a section in the portal's own; all there are in another one."""
    vietnamese = [article(f"v{day}", f"2026-08-0{day}") for day in (1, 3, 5)]
    foreign = [
        article("e2", "2026-08-02", lang="en"),
        article("e4", "2026-08-04", lang="en", section="thong-bao"),
    ]
    pages = site([*vietnamese, *foreign])
    assert slugs(pages["/tin-tuc/2026/08/03/v3/"].data.related) == ["v1"]
    assert slugs(pages["/tin-tuc/2026/08/04/e4/"].data.related) == ["e2"]
    assert slugs(pages["/chuyen-muc/kinh-te/"].data.stories)[:4] == ["v5", "v3", "e2", "v1"]


def test_edition_has_a_front_page_a_list_and_feeds():
    """Numbered from the oldest, as every list; with what there is in its language alone."""
    foreign = [article(f"e{day}", f"2026-08-0{day}", lang="en") for day in range(1, 8)]
    pages = site([*foreign, article("v9", "2026-08-09")], plan_settings=EDITED)
    front = pages["/en/"].data
    assert (front.kind, front.title, front.lang) == ("language", "Latest news", "en")
    assert slugs(front.stories) == ["e7", "e6", "e5", "e4"]
    assert pages["/en/trang/1/"].data.older is None
    assert front.older == "/en/trang/1/"
    for name in ("rss.xml", "atom.xml", "feed.json"):
        feed = pages[f"/en/{name}"].data
        assert (feed.title, feed.home, feed.lang) == ("Vinh Long Portal", "/en/", "en")
        assert len(feed.items) == 7
    assert "/en/" in [entry.address for entry in pages["/sitemap-trang.xml"].data.entries]
    page = pages["/tin-tuc/2026/08/07/e7/"].data
    assert page.breadcrumbs == (Link("Home", "/en/"), Link("Economy", "/en/chuyen-muc/kinh-te/"))


def test_edition_has_lists_of_its_sections_authors_and_topics():
    """Those that have something in its language, in that alone; pages in it lead to them."""
    foreign = article("e1", lang="en", author="Lê Anh", tags=("Rice", "rice"), also=("thong-bao",))
    pages = site([foreign, article("v1"), article("v2", section="thong-bao")], (), EDITED)
    page = pages[f"{DAY}/e1/"].data
    assert page.breadcrumbs[1] == Link("Economy", "/en/chuyen-muc/kinh-te/")
    assert page.authors == (Link("Lê Anh", "/en/tac-gia/le-anh/"),)
    assert {tag.address for tag in page.tags} == {"/en/chu-de/rice/"}
    for address in (
        "/en/chuyen-muc/kinh-te/",
        "/en/chuyen-muc/thong-bao/",
        "/en/tac-gia/le-anh/",
        "/en/chu-de/rice/",
    ):
        listed = pages[address].data
        assert (slugs(listed.stories), listed.lang) == (["e1"], "en"), address
        assert listed.breadcrumbs == (Link("Home", "/en/"),)
    section = pages["/en/chuyen-muc/kinh-te/"].data
    assert (section.title, section.feed) == ("Economy", "/en/chuyen-muc/kinh-te/rss.xml")
    feed = pages[section.feed].data
    assert (feed.title, feed.lang) == ("Economy - Vinh Long Portal", "en")
    assert slugs(item.story for item in feed.items) == ["e1"]
    # Each leads to the other, and search engines are told of both.
    beside = (
        Translation("vi", "/chuyen-muc/kinh-te/"),
        Translation("en", "/en/chuyen-muc/kinh-te/"),
    )
    assert section.languages == pages["/chuyen-muc/kinh-te/"].data.languages == beside
    assert pages["/chuyen-muc/dong-bao-khmer/"].data.languages == ()
    fixed = [entry.address for entry in pages["/sitemap-trang.xml"].data.entries]
    assert "/en/chuyen-muc/kinh-te/" in fixed
    assert "/en/chuyen-muc/dong-bao-khmer/" not in pages


def test_author_or_topic_tells_where_it_is_listed_in_each_language():
    """Search engines are told, and readers led; one that is in one language alone tells none."""
    articles = [article("e1", lang="en", author="Lê Anh", tags=("Rice", "Fruit"))]
    articles.append(article("v1", author="Minh Triết", tags=("Rice",)))
    pages = site(articles, (), EDITED)
    for name in ("tac-gia/le-anh/", "chu-de/rice/"):
        both = (Translation("vi", f"/{name}"), Translation("en", f"/en/{name}"))
        assert pages[f"/{name}"].data.languages == pages[f"/en/{name}"].data.languages == both
    assert pages["/tac-gia/minh-triet/"].data.languages == ()
    assert [link.text for link in pages["/en/chu-de/rice/"].data.related] == ["Fruit"]


def test_edition_has_lists_of_years_months_and_days():
    """Of those with something in its language, also of each section; they lead to each other."""
    foreign = [article(f"e{day}", f"2026-08-0{day}", lang="en") for day in (1, 2)]
    foreign.append(article("e0", "2025-12-31", lang="en", section="thong-bao"))
    pages = site([*foreign, article("v1"), article("v3", "2026-08-03")], (), EDITED)
    shown = {
        address: slugs(page.data.stories)
        for address, page in pages.items()
        if address.startswith(("/en/tin-tuc/", "/en/chuyen-muc/kinh-te/2"))
    }
    assert shown == {
        "/en/tin-tuc/2025/": ["e0"],
        "/en/tin-tuc/2025/12/": ["e0"],
        "/en/tin-tuc/2025/12/31/": ["e0"],
        "/en/tin-tuc/2026/": ["e2", "e1"],
        "/en/tin-tuc/2026/08/": ["e2", "e1"],
        "/en/tin-tuc/2026/08/01/": ["e1"],
        "/en/tin-tuc/2026/08/02/": ["e2"],
        "/en/chuyen-muc/kinh-te/2026/": ["e2", "e1"],
        "/en/chuyen-muc/kinh-te/2026/08/": ["e2", "e1"],
    }
    day = pages["/en/tin-tuc/2026/08/01/"].data
    assert (day.lang, day.earlier.address) == ("en", "/en/tin-tuc/2025/12/31/")
    assert day.later.address == "/en/tin-tuc/2026/08/02/"
    assert (day.title, day.later.text) == ("News of 1 August 2026", "News of 2 August 2026")
    assert day.breadcrumbs == (
        Link("Home", "/en/"),
        Link("News of 2026", "/en/tin-tuc/2026/"),
        Link("News of August 2026", "/en/tin-tuc/2026/08/"),
    )
    month = pages["/en/tin-tuc/2026/08/"].data
    assert [link.text for link in month.periods] == ["2 August", "1 August"]
    assert pages["/en/chuyen-muc/kinh-te/2026/08/"].data.title == "Economy: August 2026"
    for name in ("tin-tuc/2026/08/01/", "chuyen-muc/kinh-te/2026/08/"):
        both = (Translation("vi", f"/{name}"), Translation("en", f"/en/{name}"))
        assert pages[f"/{name}"].data.languages == pages[f"/en/{name}"].data.languages == both
    assert pages["/tin-tuc/2026/08/03/"].data.languages == ()
    front = pages["/en/"].data
    years = ["/en/tin-tuc/2026/", "/en/tin-tuc/2025/"]
    assert [link.address for link in front.periods] == years
    assert front.months == ("2026/08", "2025/12")
    assert pages["/en/chuyen-muc/kinh-te/"].data.months == ("2026/08",)


def test_edition_has_a_map_and_a_page_of_feeds():
    """With what there is in its language; each leads to that in the others."""
    about = Standing(path="trang/about.md", title="About", slug="about", lang="en")
    us = Standing(path="trang/gioi-thieu.md", title="Giới thiệu", slug="gioi-thieu")
    pages = site([article("e1", lang="en", tags=("Rice",)), article("v1")], [about, us], EDITED)
    shown = pages["/en/so-do-cong/"].data
    assert {group.kind: [link.address for link in group.links] for group in shown.groups} == {
        "sections": ["/en/chuyen-muc/kinh-te/"],
        "years": ["/en/tin-tuc/2026/"],
        "topics": ["/en/chu-de/rice/"],
        "pages": ["/about/"],
    }
    (feeds,) = pages["/en/kenh-tin/"].data.groups
    assert [link.address for link in feeds.links] == ["/en/chuyen-muc/kinh-te/rss.xml"]
    for name in ("so-do-cong/", "kenh-tin/"):
        both = (Translation("vi", f"/{name}"), Translation("en", f"/en/{name}"))
        page = pages[f"/en/{name}"].data
        assert (page.lang, page.breadcrumbs) == ("en", (Link("Home", "/en/"),))
        assert page.languages == pages[f"/{name}"].data.languages == both
        assert site()[f"/{name}"].data.languages == ()
    fixed = [entry.address for entry in pages["/sitemap-trang.xml"].data.entries]
    assert {"/en/so-do-cong/", "/en/kenh-tin/"} < set(fixed)


def test_edition_has_corrections_of_its_own():
    """Where an article in its language has one; the portal's own page has those of each once."""
    fix = (Correction(moment("2026-08-02"), "10", "100"),)
    original = article("goc", path=ORIGINAL.path, corrections=fix)
    bare = site([original, article("e1", lang="en")], (), EDITED)
    assert "/en/cai-chinh/" not in bare
    assert bare["/cai-chinh/"].data.languages == ()
    pages = site([original, english(corrections=fix)], (), EDITED)
    found = {}
    for address in ("/cai-chinh/", "/en/cai-chinh/"):
        page = pages[address].data
        found[address] = (page.title, page.lang, slugs(item.story for item in page.items))
        assert [item.address for item in page.languages] == ["/cai-chinh/", "/en/cai-chinh/"]
    assert found == {
        "/cai-chinh/": ("Thông tin cải chính", "vi", ["goc"]),
        "/en/cai-chinh/": ("Thông tin cải chính", "en", ["moi"]),
    }
    feed = pages["/en/cai-chinh/rss.xml"].data
    assert (feed.title, feed.lang) == ("Thông tin cải chính - Vinh Long Portal", "en")


def test_edition_without_articles_is_there():
    """Its first article changes no other page's links; a site that has no editions has none."""
    pages = site([article("v1")], plan_settings=EDITED)
    assert pages["/en/"].data.stories == ()
    assert pages["/en/rss.xml"].data.items == ()
    assert not [address for address in site([article("v1", lang="en")]) if "/en/" in address]


def test_translation_is_plain_data():
    """What a page shows of it is its language and its address."""
    (own, other) = site([ORIGINAL, english()])[f"{DAY}/goc/"].data.translations
    assert (own, other) == (
        Translation("vi", f"{DAY}/goc/", True),
        Translation("en", f"{DAY}/moi/"),
    )


def test_urgent_notices_in_another_language_stand_where_there_are_no_others():
    """Of translations each page shows the one in its language."""
    until = moment("2026-08-21")
    own = article("vi", urgent=until)
    foreign = article("en", lang="en", urgent=until)
    both = site([own, foreign], plan_settings=EDITED)
    assert (_urgent_on(both["/"]), _urgent_on(both["/en/"])) == (["vi"], ["en"])
    alone = site([foreign], plan_settings=EDITED)
    assert (_urgent_on(alone["/"]), _urgent_on(alone["/en/"])) == (["en"], ["en"])


def _urgent_on(page) -> list[str]:
    return slugs(page.data.urgent)
