# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents: what a header says of them, and the lists that they stand in."""

import pytest
from msgspec.structs import replace

from plugins.newsroom.article import Article
from plugins.newsroom.page import Document, Link, Translation
from tests.unit.test_article import check, healthy
from tests.unit.test_article import told as told_of_header
from tests.unit.test_planner import article, moment, site, told
from tests.unit.test_translations import EDITED

BOTH_DAYS = "sửa lại một trong hai ngày"
BY_TABLE = (
    "dưới dòng «document:» viết các trường number, issued, issuer, in_force, file, mỗi trường một "
    "dòng thụt vào hai dấu cách, không có dấu gạch"
)


def header(**fields: str) -> tuple[str, ...]:
    """Write the field, complete but for what *fields* say; "" leaves a line out."""
    lines = {"number": "12/2026/QĐ-UBND", "issued": "30/11/2016", "issuer": "Sở Y tế", **fields}
    return "document:", *(f"  {name}: {value}" for name, value in lines.items() if value)


# ── Reading ──────────────────────────────────────────────────────────────────


def test_document_of_an_article():
    """Number and issuer are literal, dates are days, the file is what the reader looks for."""
    found = healthy(
        "document:",
        "  number: 12/2026/QĐ-UBND #2: sửa",
        "  issued: 30/11/2016",
        "  issuer: Sở Y tế: phòng [A]",
        "  in_force: 2016-12-15",
        "  file: qd-12.pdf",
    )
    assert found.document == Document(
        "12/2026/QĐ-UBND #2: sửa",
        moment("2016-11-30"),
        "Sở Y tế: phòng [A]",
        moment("2016-12-15"),
    )
    assert (found.document_line, found.document_file) == (3, ("qd-12.pdf", 7))


@pytest.mark.parametrize(
    "lines",
    [
        ("Văn bản:", "  Số: 7/KH", "  Ngày ban hành: 30/11/2016", "  Cơ quan ban hành: Sở Y tế"),
        ("van ban:", "  số hiệu: 7/KH", "  ngày ký: 2016-11-30", "  Nơi ban hành: Sở Y tế"),
        ("DOCUMENT:", "  Số, ký hiệu: 7/KH", "  Ngày: 30.11.2016", "  co quan: Sở Y tế"),
        ("document:", "  number: Số: 7/KH", "  issued: 30/11/2016", "  issuer: Sở Y tế"),
    ],
)
def test_document_in_other_words(lines):
    """The fields are known by Vietnamese names; the word before a number is none of it."""
    assert healthy(*lines).document == Document("7/KH", moment("2016-11-30"), "Sở Y tế")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("kể từ ngày ký", "2016-11-30"),
        ("Có hiệu lực từ ngày ký ban hành", "2016-11-30"),
        ("từ khi ban hành", "2016-11-30"),
        ("01/01/2017", "2017-01-01"),
        ("30/11/2016", "2016-11-30"),
    ],
)
def test_document_in_force(written, day):
    """It is in force from a day on, which may be that of its issue; without one nothing is said."""
    assert healthy(*header(in_force=written)).document.in_force == moment(day)
    assert healthy(*header()).document.in_force is None


@pytest.mark.parametrize("line", ["document:", "document: ~", "title: Cầu"])
def test_article_without_a_document(line):
    """A field that says nothing is none."""
    assert healthy(line).document is None


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (
            ("document: 12/QĐ",),
            [f"2: document: «12/QĐ» không phải một bảng nhỏ — Sửa: {BY_TABLE}"],
        ),
        (
            ("document:", "  - number: 12/QĐ"),
            [f"3: document: một danh sách không phải một bảng nhỏ — Sửa: {BY_TABLE}"],
        ),
        (
            (*header(), "  nummer: 3"),
            ["6: document.nummer: không có trường «nummer» — Sửa: viết «number:»"],
        ),
        (
            ("document:", "  file: a.pdf"),
            [
                "2: document.number: thiếu số, ký hiệu — Sửa: thêm «number: 12/2026/QĐ-UBND»",
                "2: document.issuer: thiếu cơ quan ban hành"
                " — Sửa: thêm «issuer: Ủy ban nhân dân tỉnh»",
                "2: document.issued: thiếu ngày ban hành — Sửa: thêm «issued: 2026-11-30»",
            ],
        ),
        (
            ("document:", "  number:", "  issued: ~", "  issuer: Sở Y tế"),
            [
                "3: document.number: thiếu số, ký hiệu — Sửa: viết «number: 12/2026/QĐ-UBND»",
                "4: document.issued: thiếu ngày ban hành — Sửa: viết «issued: 2026-11-30»",
            ],
        ),
        (
            ("Số: 7/KH", "Ngày ban hành: 2016-11-30", "file: a.pdf"),
            [
                f"{line}: {name}: không có trường «{name}» — Sửa: viết dưới dòng «document:», "
                "thụt vào hai dấu cách"
                for line, name in enumerate(("Số", "Ngày ban hành", "file"), start=2)
            ],
        ),
        (
            header(number="--", issuer="…"),
            [
                "3: document.number: «--» không phải số, ký hiệu"
                " — Sửa: ghi số, ký hiệu, như 12/2026/QĐ-UBND",
                "5: document.issuer: «…» không phải cơ quan ban hành"
                " — Sửa: ghi cơ quan ban hành, như Ủy ban nhân dân tỉnh",
            ],
        ),
        (
            header(issued="31/02/2016"),
            [
                "4: document.issued: «31/02/2016» không phải ngày có thật"
                " — Sửa: xem lại ngày: tháng 2 năm 2016 có 29 ngày"
            ],
        ),
        (
            header(issued="30/11/2016 08:00", in_force="01/12/2016 08:00"),
            [
                "4: document.issued: «30/11/2016 08:00» có cả giờ — Sửa: chỉ ghi ngày: 2016-11-30",
                "6: document.in_force: «01/12/2016 08:00» có cả giờ"
                " — Sửa: chỉ ghi ngày: 2016-12-01",
            ],
        ),
        (
            header(in_force="29/11/2016"),
            [
                "6: document.in_force: ngày có hiệu lực «29/11/2016» sớm hơn ngày ban hành"
                f" «30/11/2016» — Sửa: {BOTH_DAYS}"
            ],
        ),
        (
            header(in_force="Đã hết hiệu lực"),
            [
                "6: document.in_force: «Đã hết hiệu lực» không phải ngày bắt đầu có hiệu lực — "
                "Sửa: ghi ngày ấy, hoặc xóa dòng này; văn bản đã hết hiệu lực thì nói trong nội "
                "dung"
            ],
        ),
        (
            header(in_force="sau tết"),
            [
                "6: document.in_force: không đọc được ngày «sau tết»"
                " — Sửa: viết như 2017-02-23 14:57 hoặc 23/02/2017 14:57"
            ],
        ),
    ],
)
def test_faults_of_a_document(lines, sentences):
    """Each at its line, all at once."""
    assert told_of_header(*lines) == sentences


def test_document_of_a_draft_may_be_incomplete():
    """What is lacking is a warning, and the page shows nothing of it until it is there."""
    found, faults = check("status: draft", "document:", "  number: 7/KH", "  file: a.pdf")
    assert found.document is None
    assert [fault.warning for fault in faults] == [True, True]


# ── Lists ────────────────────────────────────────────────────────────────────


def issued(slug: str, day: str, issuer: str = "Sở Y tế", number: str = "", **fields) -> Article:
    """Make an article that publishes a document, issued on *day* and published later."""
    document = Document(number or f"{slug}/QĐ", moment(day), issuer)
    return article(slug, document=document, document_line=4, **fields)


def titles(page) -> list[str]:
    return [story.address.split("/")[-2] for story in page.data.stories]


def test_documents_stand_by_the_day_of_their_issue():
    """In lists of all, of a year and of an issuer; other articles are in none of them."""
    pages = site(
        [
            issued("a", "2026-07-01", date="2026-08-03"),
            issued("b", "2025-12-31", "UBND tỉnh", date="2026-08-02"),
            issued("c", "2026-07-20", date="2026-08-01"),
            article("d"),
        ]
    )
    lists = {address: titles(page) for address, page in pages.items() if "/van-ban/" in address}
    assert lists.pop("/van-ban/") == lists.pop("/van-ban/trang/1/") == ["c", "a", "b"]
    assert lists == {
        "/van-ban/2026/": ["c", "a"],
        "/van-ban/2025/": ["b"],
        "/van-ban/co-quan/so-y-te/": ["c", "a"],
        "/van-ban/co-quan/ubnd-tinh/": ["b"],
    }
    everything, year = pages["/van-ban/"].data, pages["/van-ban/2025/"].data
    new = Link("Văn bản năm 2026", "/van-ban/2026/")
    assert everything.periods == (
        Link("Năm 2026", "/van-ban/2026/"),
        Link("Năm 2025", "/van-ban/2025/"),
    )
    assert everything.related == (
        Link("Sở Y tế", "/van-ban/co-quan/so-y-te/"),
        Link("UBND tỉnh", "/van-ban/co-quan/ubnd-tinh/"),
    )
    assert (year.later, year.earlier) == (new, None)
    assert not everything.by_day
    assert everything.stories[0].document.number == "c/QĐ"


def test_documents_of_another_language_stand_in_its_own_lists():
    """So a translation never stands beside its original; a list leads to that of the other."""
    own = issued("a", "2026-07-01", "Sở Y tế")
    english = issued("b", "2026-07-01", "Department of Health", lang="en")
    khmer = issued("c", "2025-07-01", "Sở Y tế", lang="km")
    pages = site([own, english, khmer], plan_settings=EDITED)
    lists = {address: titles(page) for address, page in pages.items() if "/van-ban/" in address}
    assert lists == {
        "/van-ban/": ["a", "c"],
        "/van-ban/2026/": ["a"],
        "/van-ban/2025/": ["c"],
        "/van-ban/co-quan/so-y-te/": ["a", "c"],
        "/en/van-ban/": ["b"],
        "/en/van-ban/2026/": ["b"],
        "/en/van-ban/co-quan/department-of-health/": ["b"],
    }
    whole, year = pages["/en/van-ban/"].data, pages["/en/van-ban/2026/"].data
    assert (whole.title, year.title, year.lang) == ("Documents", "Documents of 2026", "en")
    assert year.breadcrumbs == (Link("Home", "/en/"), Link("Documents", "/en/van-ban/"))
    issuer = Link("Department of Health", "/en/van-ban/co-quan/department-of-health/")
    assert pages[english.address].data.issuer == whole.related[0] == issuer
    languages = (Translation("vi", "/van-ban/"), Translation("en", "/en/van-ban/"))
    assert whole.languages == pages["/van-ban/"].data.languages == languages
    assert "/van-ban/" in site([english], plan_settings=EDITED)


def test_article_leads_to_the_documents_of_its_issuer():
    """Of issuers that fold alike the older one has the plain address."""
    first = issued("a", "2026-07-01", "Sở Ý", date="2026-07-02")
    second = issued("b", "2026-07-03", "Sở Y", date="2026-07-04")
    pages = site([first, second, article("c")])
    assert pages[first.address].data.issuer == Link("Sở Ý", "/van-ban/co-quan/so-y/")
    assert pages[second.address].data.issuer.address == "/van-ban/co-quan/so-y-a236/"
    assert pages["/tin-tuc/2026/08/01/c/"].data.issuer is None
    # Where the first is gone the second has it, and its page is printed anew.
    after = site([second, article("c")])
    assert after[second.address].data.issuer.address == "/van-ban/co-quan/so-y/"
    assert after[second.address].key != pages[second.address].key


def test_new_document_changes_the_newest_lists_alone():
    """Full pages of documents stay, and so does every article but the new one."""
    articles = [issued(f"v{day}", f"2026-07-{day}", date=f"2026-07-{day}") for day in range(10, 19)]
    before = site(articles)
    new = issued("moi", "2026-08-02", date="2026-08-02")
    after = site([*articles, new])
    changed = {address for address in before if before[address].key != after[address].key}
    assert {address for address in changed if address.startswith("/van-ban/")} == {
        "/van-ban/",
        "/van-ban/2026/",
        "/van-ban/co-quan/so-y-te/",
    }
    assert not {one.address for one in articles} & changed
    assert titles(before["/van-ban/trang/1/"]) == ["v12", "v11", "v10"]


def test_documents_are_told_in_the_map_once_there_are_any():
    """The page is there before; nothing leads to it from the map or the sitemap."""
    shown = site([issued("a", "2026-07-01")])
    bare = site([article("b")])
    link = Link("Văn bản", "/van-ban/")
    assert [group.links for group in shown["/so-do-cong/"].data.groups][1] == (link,)
    assert "collections" not in {group.kind for group in bare["/so-do-cong/"].data.groups}
    entries = [entry.address for entry in shown["/sitemap-trang.xml"].data.entries]
    assert "/van-ban/" in entries
    assert bare["/van-ban/"].data.stories == ()


def test_document_that_is_published_twice_is_told():
    """One number, issuer, year and language; what is gone or a translation counts for nothing."""
    first = issued("a", "2026-07-01", number="12/QĐ-SYT", date="2026-08-03")
    again = issued("b", "2026-02-01", "SỞ Y TẾ", "12 / qđ-syt", date="2026-08-02")
    sentence = (
        "b.md:4: document.number: cảnh báo: văn bản «12 / qđ-syt» của «SỞ Y TẾ» đã có ở a.md — "
        "Sửa: sửa số hoặc cơ quan; nếu là một văn bản thì giữ trường document ở một bài"
    )
    assert told([first, again]) == [sentence]
    assert told([first, replace(again, withdrawn="Trùng")]) == []
    assert told([first, replace(again, lang="en")]) == []
    assert told([first, issued("b", "2025-02-01", number="12/QĐ-SYT")]) == []
    assert told([first, issued("b", "2026-02-01", "UBND tỉnh", "12/QĐ-SYT")]) == []


def test_draft_document_is_in_no_list():
    """As a draft is in none."""
    assert "/van-ban/2026/" not in site([issued("a", "2026-07-01", draft=True)])
