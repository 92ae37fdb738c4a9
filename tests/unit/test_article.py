# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checking the header of an article or standing page, field by field."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.newsroom.article import Article, Featured, PastDate, PhotoEntry, Standing, is_standing
from plugins.newsroom.article_header import claims_of, read_article, read_photos, read_standing
from plugins.newsroom.byline import Byline
from plugins.newsroom.field_names import ARTICLE_KEYS
from plugins.newsroom.front_matter import split
from plugins.newsroom.page import Change, Correction, Source
from plugins.newsroom.sections import Sections
from tests.moments import VIETNAM, moment

SECTIONS = Sections({"tin-tuc-su-kien": "Tin tức - Sự kiện", "kinh-te": "Kinh tế"})
PATH = "tin-tuc/2017/02/23/cau-moi/index.md"
NEEDED = {
    "title": "title: Cầu mới",
    "date": "date: 2017-02-23 14:57",
    "author": "author: N.H",
    "category": "category: Kinh tế",
}
A_DATE = "thêm «{}: năm-tháng-ngày giờ:phút», như 2017-02-23 14:57"
ONE_SECTION = "chọn một trong: «Tin tức - Sự kiện», «Kinh tế»"


def check(*lines: str, path: str = PATH):
    """Read a header of *lines*; the needed fields that they do not name are added behind."""
    named = {line.partition(":")[0] for line in lines}
    added = [line for key, line in NEEDED.items() if key not in named]
    header = split("\n".join(["---", *lines, *added, "---", ""]), path)
    assert header.faults == ()
    return read_article(path, header.fields, SECTIONS, VIETNAM)


def healthy(*lines: str, path: str = PATH) -> Article:
    article, faults = check(*lines, path=path)
    assert [fault.sentence() for fault in faults] == []
    return article


def told(*lines: str, path: str = PATH) -> list[str]:
    """Tell the faults of a header, without the path."""
    _, faults = check(*lines, path=path)
    return [fault.sentence().removeprefix(f"{path}:") for fault in faults]


# ── The whole ────────────────────────────────────────────────────────────────


def test_article_of_the_promise():
    """The example of the promise is read field by field."""
    article = healthy(
        "title: Hội nghị cán bộ, công chức: kết quả năm 2016",
        "date: 2017-02-23 14:57:36",
        "author: N.H",
        "category: Tin tức - Sự kiện",
        "summary: (Vinhlong.gov.vn) – Văn phòng UBND tỉnh tổ chức Hội nghị …",
        "photos:",
        "  - file: bang-khen.jpg",
        "    caption: Hai cá nhân nhận Bằng khen của Thủ tướng Chính phủ",
        "    alt: Hai người đứng trên sân khấu, tay cầm bằng khen",
        "    credit: Minh Anh",
        path="tin-tuc/2017/02/23/hoi-nghi-van-phong/index.md",
    )
    assert article == Article(
        path="tin-tuc/2017/02/23/hoi-nghi-van-phong/index.md",
        title="Hội nghị cán bộ, công chức: kết quả năm 2016",
        slug="hoi-nghi-van-phong",
        date=moment(2017, 2, 23, 14, 57, 36, precision="second"),
        byline=Byline("N.H", ("N.H",)),
        section="tin-tuc-su-kien",
        summary="(Vinhlong.gov.vn) – Văn phòng UBND tỉnh tổ chức Hội nghị …",
        photos=(
            PhotoEntry(
                "bang-khen.jpg",
                8,
                "Hai cá nhân nhận Bằng khen của Thủ tướng Chính phủ",
                "Hai người đứng trên sân khấu, tay cầm bằng khen",
                "Minh Anh",
            ),
        ),
    )
    assert article.date.precision == "second"
    assert article.address == "/tin-tuc/2017/02/23/hoi-nghi-van-phong/"


def test_all_faults_in_one_run():
    """Every fault of an article is told at once, each at its own line and field."""
    article, faults = check(
        "title:",
        "date: 31/02/2017",
        "author: (ghi)",
        "category: Kinh te",
        "photos:",
        "  - caption: Chợ",
        "  - file: a.jpg",
        "    tacgia: B",
        "changes:",
        "  - date: 2017",
        "    note: x",
        "status: xong",
        "lang: fr",
        "url: /a/",
        "slug: ភាសាខ្មែរ",
    )
    assert article is None
    assert [(fault.line, fault.field) for fault in faults] == [
        (15, "url"),
        (13, "status"),
        (2, "title"),
        (3, "date"),
        (4, "author"),
        (5, "category"),
        (11, "changes.1.date"),
        (16, "slug"),
        (7, "photos.1.file"),
        (9, "photos.2.tacgia"),
        (14, "lang"),
    ]
    assert not any(fault.warning for fault in faults)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("title", "1: title: thiếu tiêu đề — Sửa: thêm «title: Tên bài»"),
        ("date", f"1: date: thiếu ngày — Sửa: {A_DATE.format('date')}"),
        (
            "author",
            "1: author: thiếu tác giả — Sửa: thêm trường author (tên hoặc bút danh), "
            "hoặc source nếu là bài đăng lại",
        ),
        ("category", f"1: category: thiếu chuyên mục — Sửa: {ONE_SECTION}"),
    ],
)
def test_needed_field_missing(field, sentence, monkeypatch):
    """A field that every article needs is told when it is missing or left empty."""
    # A second line of that name would be the next fault.
    blank = sentence.replace("1:", "2:", 1).replace("thêm", "viết")
    assert told(f"{field}:") == [blank]
    assert told(f'{field}: ""') == [blank]
    monkeypatch.delitem(NEEDED, field)
    assert told() == [sentence]


def test_control_characters_in_a_value():
    """What is invisible is taken out with a warning; if nothing else is there, it is missing."""
    article, faults = check('title: "Cầu\\x08 mới\\x07"')
    assert article.title == "Cầu mới"
    assert [fault.sentence() for fault in faults] == [
        f"{PATH}:2: title: cảnh báo: có 2 ký tự điều khiển, đã bỏ đi"
        " — Sửa: xóa các ký tự không nhìn thấy"
    ]
    article, faults = check('title: "\\x08"', 'date: "\\x07"', 'category: "\\x07"')
    assert article is None
    assert [fault.field for fault in faults if not fault.warning] == ["title", "date", "category"]


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("source_url: https://a.vn/b", "dưới dòng «source:» viết «url: …»"),
        ("source.name: TTXVN", "dưới dòng «source:» viết «name: …»"),
        ("nguon-tac_gia: Lê Anh", "dưới dòng «source:» viết «author: …»"),
        ("document_in_force: 2026-12-01", "dưới dòng «document:» viết «in_force: …»"),
        ("event.start: 2026-12-01", "dưới dòng «event:» viết «start: …»"),
    ],
)
def test_field_of_a_table_in_one_name(line, mend):
    """As other programs flatten them; it stands in its table here."""
    key = line.partition(":")[0]
    assert told(line) == [f"2: {key}: không có trường «{key}» — Sửa: {mend}, thụt vào hai dấu cách"]


def test_list_in_place_of_a_dossier():
    assert told("dossier: [de-an-mot, de-an-hai]") == [
        "2: dossier: «[de-an-mot, de-an-hai]» là một danh sách"
        " — Sửa: chỉ ghi một hồ sơ, không có ngoặc: «dossier: de-an-mot»"
    ]
    assert told("dossier: de-an-mot") == []


@pytest.mark.parametrize("line", ["source_of_photo: a", "title_url: b"])
def test_name_that_only_begins_as_a_table_does(line):
    assert "thụt vào" not in told(line)[0]


@pytest.mark.parametrize("invisible", ["\u200b\u2060", "\u00ad", "\u3164", "\u2800", " \ufe0f "])
def test_field_of_invisible_letters_only(invisible):
    """Where nothing can be seen, nothing is written."""
    article, faults = check(
        f"title: {invisible}",
        f"author: {invisible}",
        f"category: '{invisible}'",
        f"tags: [{invisible}, a]",
        f"summary: {invisible}",
    )
    assert [fault.problem for fault in faults] == [
        "thiếu tiêu đề",
        "thiếu tác giả",
        "thiếu chuyên mục",
    ]
    assert (article.tags, article.summary) == (("a",), "")
    assert healthy(f"title: A{invisible}B").title == f"A{invisible}B".replace("  ", " ")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('title: "Thu\\u202E 05 ỷt"', "title"),
        ('author: "Lê\\u2067 Anh"', "author"),
        ('category: "Kinh\\u202A tế"', "category"),
        ('tags: ["a", "b\\u202D"]', "tags.2"),
        ('photos: [{file: a.jpg, caption: "\\u2066C"}]', "photos.1.caption"),
    ],
)
def test_value_that_turns_its_direction(line, field):
    """A text that reads otherwise than it is stored is refused, marks of direction are not."""
    _, faults = check(line)
    assert [(fault.line, fault.field, fault.warning) for fault in faults] == [(2, field, False)]
    assert faults[0].problem.endswith("có ký tự đảo chiều chữ, người đọc sẽ thấy khác điều đã ghi")
    assert told('title: "A\\u200E (B)\\u200F"') == []


def test_null_is_nothing():
    """What CMSs write for nothing is nothing; in quotes it is a word."""
    article = healthy(
        "summary: null",
        "tags: Null",
        "source: ~",
        "slug: NULL",
        "aliases: [null]",
        "photos: null",
        "expires: ~",
        "changes: null",
        "featured: null",
        "urgent: ~",
    )
    assert (article.summary, article.tags, article.source, article.slug) == (
        "",
        (),
        None,
        "cau-moi",
    )
    assert (article.photos, article.aliases, article.expires) == ((), (), None)
    assert told("author: ~", "title: null", "date: Null", "category: NULL") == [
        "3: title: thiếu tiêu đề — Sửa: viết «title: Tên bài»",
        f"4: date: thiếu ngày — Sửa: {A_DATE.format('date')}".replace("thêm", "viết"),
        "2: author: thiếu tác giả — Sửa: viết trường author (tên hoặc bút danh), "
        "hoặc source nếu là bài đăng lại",
        f"5: category: thiếu chuyên mục — Sửa: {ONE_SECTION}",
    ]
    assert healthy("tags: ['null', \"~\", none]", "title: 'Null'").tags == ("null", "~", "none")


def test_text_composed():
    """Texts are composed, their white space folded, though YAML keeps line ends in blocks."""
    decomposed = unicodedata.normalize("NFD", "  Hội   nghị")
    article = healthy(f"title: {decomposed}", "summary: |", "  Một", "", "  hai\xa0ba")
    assert (article.title, article.summary) == ("Hội nghị", "Một hai ba")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title: Tên bài", "title", "Tên bài"),
        (
            "photos: [{file: a.jpg, caption: Chú thích của ảnh}]",
            "photos.1.caption",
            "Chú thích của ảnh",
        ),
        ("photos: [{file: a.jpg, credit: Người chụp}]", "photos.1.credit", "Người chụp"),
    ],
)
def test_placeholder_left_in(line, field, value):
    """What stands for words yet to be written is a warning."""
    assert told(line) == [
        f"2: {field}: cảnh báo: «{value}» là chữ giữ chỗ, chưa phải lời của bài"
        " — Sửa: thay bằng lời của bài, hoặc xóa dòng này"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "title: Tên bài thơ",
        "summary: Tên bài",
        "photos: [{file: ten-anh.jpg, alt: Người chụp}]",
    ],
)
def test_words_like_a_placeholder(line):
    """Words of which a placeholder is made are words."""
    assert told(line) == []


def test_title_long():
    """A very long title is printed, with a warning."""
    assert told(f"title: {'a' * 200}") == []
    assert told(f"title: {'a' * 201}") == [
        "2: title: cảnh báo: tiêu đề dài 201 ký tự — Sửa: rút xuống dưới 200 ký tự"
    ]


# ── Keys and kinds of value ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "mend"),
    [
        ("titel", "viết «title:»"),
        ("auther", "viết «author:»"),
        ("tag", "viết «tags:»"),
        ("Titel", "viết «title:»"),
        ("tiltle", "viết «title:»"),
        ("save_as", None),
        ("Ngày đăng tin", "viết «date:»"),
        ("chuyên mục tin", "viết «category:»"),
        ("Nguồn tin", "viết «source:»"),
        ("Mô tả ngắn", "viết «summary:»"),
        ("Ảnh đại diện", "viết «photos:»"),
        ("Lời dẫn", "viết «summary:»"),
        ("Thể loại", "viết «category:»"),
        ("Thể lệ", None),
        ("Phóng viên", "viết «author:»"),
        ("Chuyên mụk", "viết «category:»"),
        ("tieu dde", "viết «title:»"),
        ("Từ khóaa", "viết «tags:»"),
        ("nội dung", None),
        ("nháp", "bài nháp thì viết «status: draft», không thì xóa dòng này"),
        ("url", None),
        ("chú thích", None),
        ("xyz", None),
    ],
)
def test_key_unknown(key, mend):
    """Any other key is a fault with the nearest known key named, or all of them."""
    (sentence,) = told("tags: [a]", f"{key}: x")
    start = f"3: {key}: không có trường «{key}» — Sửa: "
    assert sentence.startswith(start)
    everything = (
        "dùng một trong: title, date, author, authors, category, summary, photos, tags, source, "
        "modified, changes, corrections, status, expires, withdrawn, featured, urgent, slug, "
        "aliases, lang, translation_of, document, audio, related, event, dossier, kind"
    )
    assert sentence.removeprefix(start) == (mend or everything)
    for key in ("template", "layout", "id"):
        (sentence,) = told(f"{key}: x")
        assert sentence.endswith(f" — Sửa: xóa dòng này, hoặc {everything}")


@pytest.mark.parametrize(
    "keys",
    [
        ("TITLE", "Date", "aUtHoR", "Category"),
        ("Tiêu đề", "Ngày đăng", "Tác giả", "Chuyên mục"),
        ("TIÊU ĐỀ", "ngày", "Người viết", "danh mục"),
        ("tieu de", "ngay-dang", "tac_gia", "CHUYEN MUC"),
        ("\u200btitle", "da\u00adte", "author\u200e", "chuyên\xa0mục"),
    ],
)
def test_key_in_other_words(keys, monkeypatch):
    """Fields are known in any letter case and by their Vietnamese names, as literal as ever."""
    for key in list(NEEDED):
        monkeypatch.delitem(NEEDED, key)
    values = ("Cầu mới: khánh thành [x]", "2017-02-23 14:57", "Tin, ảnh: N.H", "Kinh tế")
    for spelt in (keys, [unicodedata.normalize("NFD", key) for key in keys]):
        article = healthy(*(f"{key}: {value}" for key, value in zip(spelt, values, strict=True)))
        assert (article.title, article.date) == (values[0], moment(2017, 2, 23, 14, 57))
        assert (article.byline.names, article.section) == (("N.H",), "kinh-te")


def test_keys_inside_in_other_words():
    """So are those of photos, changes, corrections and sources, each by what it is there."""
    article = healthy(
        "Ảnh:",
        "  - Tệp: a.jpg",
        "    Chú thích: Cầu: mới",
        "    Mô tả: '#1'",
        "    Tác giả: Minh: Anh",
        "Nguồn: {Tên: TTXVN, Tác giả: B, Ngày đăng: 2017-02-22}",
        "Thay đổi: [{Ngày: 2017-02-24, Ghi chú: x}]",
        "Cải chính: [{Ngày: 2017-02-25, Sai: y, ĐÚNG: z}]",
        "Tóm tắt: Một: hai",
        "Trạng thái: Bản nháp",
    )
    assert article.photos == (PhotoEntry("a.jpg", 3, "Cầu: mới", "#1", "Minh: Anh"),)
    assert article.source == Source("TTXVN", "B", None, moment(2017, 2, 22, precision="day"))
    assert [change.note for change in article.changes] == ["x"]
    assert [(item.wrong, item.right) for item in article.corrections] == [("y", "z")]
    assert (article.summary, article.draft) == ("Một: hai", True)


def test_misspelt_key_is_told_once():
    """What was meant by it is not missing besides."""
    assert told("titel: A", "title:") == [
        "2: titel: không có trường «titel» — Sửa: viết «title:»",
        "3: title: thiếu tiêu đề — Sửa: viết «title: Tên bài»",
    ]
    header = split("---\ntiltle: A\ndatum: x\nauthor: B\ncategori: C\n---\n", PATH)
    _, faults = read_article(PATH, header.fields, SECTIONS, VIETNAM)
    assert [(fault.field, fault.mend) for fault in faults] == [
        ("tiltle", "viết «title:»"),
        ("datum", "viết «date:»"),
        ("categori", "viết «category:»"),
    ]
    header = split("---\ntitle: A\nauthros: B\ndate: 1/1/2017\ncategory: Kinh tế\n---\n", PATH)
    _, faults = read_article(PATH, header.fields, SECTIONS, VIETNAM)
    assert [(fault.field, fault.mend) for fault in faults] == [("authros", "viết «authors:»")]
    header = split("---\ntitle: A\nsource: {nam: B}\nphotos: [{fil: a}]\n---\n", PATH)
    _, faults = read_article(PATH, header.fields, SECTIONS, VIETNAM)
    assert [fault.field for fault in faults if "." in fault.field] == [
        "source.nam",
        "photos.1.fil",
    ]


def test_names_of_other_programs_are_told_with_ours():
    """What they stand for is not missing besides; a photo's name is no header's."""
    header = split(
        "---\nheadline: A\npubDate: x\ncategories: C\ndescription: D\ndraft: true\n"
        "featured_image: e.jpg\nKeywords: f\nauthor: B\nphotos: [{file: a, thumbnail: g}]\n---\n",
        PATH,
    )
    _, faults = read_article(PATH, header.fields, SECTIONS, VIETNAM)
    assert [(fault.line, fault.mend) for fault in faults] == [
        (2, "viết «title:»"),
        (3, "viết «date:»"),
        (4, "viết «category:»"),
        (5, "viết «summary:»"),
        (6, "bài nháp thì viết «status: draft», không thì xóa dòng này"),
        (7, "viết «photos:»"),
        (8, "viết «tags:»"),
        (10, "dùng một trong: file, caption, alt, credit"),
    ]
    mends = [check("published: No"), check("published: 22/02/2017"), check("permalink: /a/")]
    assert [faults[0].mend for _, faults in mends] == [
        "bài nháp thì viết «status: draft», không thì xóa dòng này",
        "viết «date:»",
        "viết «slug:»",
    ]
    _, faults = check_standing("title: A", "categories: B")
    assert [fault.mend.partition(":")[0] for fault in faults] == ["dùng một trong"]


def test_key_unknown_to_a_standing_page_is_told_as_typed():
    """The message has the word of the file, not the one that it stands for."""
    _, faults = check_standing("Tiêu đề: A", "Tác giả: B")
    assert [fault.sentence() for fault in faults] == [
        "trang/lien-he.md:3: author: không có trường «Tác giả» — Sửa: dùng một trong: "
        "title, summary, photos, status, slug, aliases, lang"
    ]


def test_key_unknown_inside():
    """The keys of photos, changes, corrections and sources are closed lists too."""
    assert told(
        "photos:",
        "  - file: a.jpg",
        "    captoin: x",
        "changes: [{date: 2018-01-01, note: x, ghi: y}]",
        "source: {name: A, link: b}",
    ) == [
        "6: source.link: không có trường «link» — Sửa: viết «url:»",
        "5: changes.1.ghi: không có trường «ghi» — Sửa: dùng một trong: date, note",
        "4: photos.1.captoin: không có trường «captoin» — Sửa: viết «caption:»",
    ]


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "date",
        "summary",
        "modified",
        "status",
        "expires",
        "featured",
        "urgent",
        "slug",
        "lang",
    ],
)
@pytest.mark.parametrize("value", [["- a"], ["a:"]])
def test_line_expected(field, value):
    """A list or table where one line belongs is one fault, at its own line."""
    assert told(f"{field}:", *(f"    {line}" for line in value)) == [
        f"3: {field}: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        f" — Sửa: viết «{field}: …» trên một dòng"
    ]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            ["photos:", "  - src: a.jpg"],
            "3: photos.1.src: không có trường «src» — Sửa: viết «file:»",
        ),
        (
            ["photos:", "  - file: a.jpg", "    Chú thích ảnh: x"],
            "4: photos.1.Chú thích ảnh: không có trường «Chú thích ảnh» — Sửa: viết «caption:»",
        ),
        (
            ["changes:", "  - date: 2018-01-01", "    message: x"],
            "4: changes.1.message: không có trường «message» — Sửa: viết «note:»",
        ),
        (
            ["event:", "  time: 2018-01-01"],
            "3: event.time: không có trường «time» — Sửa: viết «start:»",
        ),
    ],
)
def test_key_of_another_program_inside_is_told_once(lines, sentence):
    """With the field that it stands for, which is not missing as well."""
    assert told(*lines) == [sentence]


NO_ENTRY = "thiếu tên trường, không thành một mục — Sửa: viết mỗi trường một dòng, thụt thẳng nhau"


@pytest.mark.parametrize(
    ("line", "date", "words"),
    [
        ("2017-02-24: Sửa tên", "2017-02-24", "Sửa tên"),
        ("24/02/2017: Sửa tên", "24/02/2017", "Sửa tên"),
        ("24/02/2017 8:30: Sửa tên", "24/02/2017 8:30", "Sửa tên"),
        ("24/02/2017 8h30: Sửa tên", "24/02/2017 8h30", "Sửa tên"),
        ("24/02/2017 - Sửa tên", "24/02/2017", "Sửa tên"),
        ("24/02/2017 Sửa tên", "24/02/2017", "Sửa tên"),
        ("24.02.2017, sửa 12 hộ", "24.02.2017", "sửa 12 hộ"),
        ("Ngày 24/02/2017: Sửa tên", "24/02/2017", "Sửa tên"),
        ("Sửa tên", "…", "Sửa tên"),
        ("Hôm 24/2: Sửa tên", "…", "Hôm 24/2: Sửa tên"),
    ],
)
def test_entry_without_its_fields_is_told_once(line, date, words):
    """With the lines that are to be written in its place, which are no fault."""
    entry = f"«{line}» {NO_ENTRY}"
    assert told("changes:", f"  - {line}") == [
        f"3: changes.1: {entry}: «- date: {date}», «note: {words}»"
    ]
    assert told("corrections:", f"  - {line}") == [
        f"3: corrections.1: {entry}: «- date: {date}», «wrong: …», «right: …»"
    ]
    if date != "…":
        assert told("changes:", f"  - date: {date}", f"    note: {words}") == []


def test_entries_without_their_dashes_are_told_each_once():
    """A table of dates is as many entries as it has lines."""
    assert told("changes:", "  2/11/2018: Sửa tên", "  3/11/2018: Sửa ngày") == [
        f"3: changes.1: «2/11/2018: Sửa tên» {NO_ENTRY}: «- date: 2/11/2018», «note: Sửa tên»",
        f"4: changes.1: «3/11/2018: Sửa ngày» {NO_ENTRY}: «- date: 3/11/2018», «note: Sửa ngày»",
    ]
    assert len(told("changes:", "  - 2/11/2018: [a]")) == 3


def test_empty_entry_of_changes_is_told():
    """A dash alone is no entry; one with a field lacks the others by name."""
    assert told("changes:", "  -") == [
        f"3: changes.1: mục trống {NO_ENTRY}: «- date: …», «note: …»"
    ]
    assert [line.partition(" — ")[0] for line in told("changes:", "  - note: Sửa")] == [
        "3: changes.1.date: thiếu ngày"
    ]


def test_dash_before_a_further_field_of_a_photo_is_told():
    """It begins another photo, which has no file."""
    (fault,) = told("photos:", "  - file: a.jpg", "  - caption: Chợ nổi")
    assert fault == (
        "4: photos.2.file: thiếu tên tệp ảnh — Sửa: nếu «caption» thuộc ảnh ở trên thì bỏ dấu «-» "
        "trước nó và thụt thẳng với «file»; nếu không thì thêm «file: ten-anh.jpg»"
    )
    assert told("photos:", "  - file: a.jpg", "    caption: Chợ nổi") == []


def test_photo_whose_field_lacks_its_colon_is_told_once():
    """The file is known all the same."""
    (fault,) = told("photos:", "  - tệp a.jpg")
    assert (
        fault == "3: photos.1: «tệp a.jpg» thiếu dấu hai chấm sau «tệp» — Sửa: viết «- file: a.jpg»"
    )
    article, _ = check("photos:", "  - file a.jpg")
    assert [photo.file for photo in article.photos] == ["a.jpg"]
    assert [photo.file for photo in healthy("photos: Chợ phố.jpg").photos] == ["Chợ phố.jpg"]


def test_photos_by_their_names_are_told_once():
    """«a.jpg: Chú thích» lacks the names of both fields; the photo is known all the same."""
    mend = "viết mỗi trường một dòng, thụt thẳng nhau: «- file: a.jpg», «caption: Chợ nổi»"
    found = [f"3: photos.1: «a.jpg: Chợ nổi» thiếu tên trường — Sửa: {mend}"]
    assert told("photos:", "  - a.jpg: Chợ nổi") == found
    assert told("photos:", "  a.jpg: Chợ nổi") == found
    assert len(told("photos:", "  a.jpg: Chợ nổi", "  b.jpg: Bến phà")) == 2
    (nested,) = told("photos:", "  a.jpg:", "    caption: Chợ nổi")
    assert nested.startswith("3: photos.1: «a.jpg: …» thiếu tên trường")
    header = split("---\nphotos:\n a.jpg: {alt: B}\n---", PATH)
    (photo,) = read_photos(PATH, header.fields, VIETNAM)
    assert (photo.file, photo.alt, photo.line) == ("a.jpg", "B", 3)
    assert told("photos:", "  - file: a.jpg", "    caption: Chợ nổi") == []


def test_line_expected_in_lists():
    """A list within a list is told with the number of its item, and told once."""
    assert told(
        "tags: [a, [b], {c: [d]}, {e: f, g: h}]",
        "author: [[a], B]",
        "photos: [[a.jpg], {file: [b]}, c.jpg]",
        "aliases: [[/a/]]",
        "changes: [a, [b]]",
    ) == [
        "3: author.1: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết mục này thành một dòng chữ",
        f"6: changes.1: «a» {NO_ENTRY}: «- date: …», «note: a»",
        f"6: changes.2: một danh sách {NO_ENTRY}: «- date: …», «note: …»",
        "4: photos.1.file: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết «file: …» trên một dòng",
        "4: photos.2.file: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết «file: …» trên một dòng",
        "2: tags.2: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết mục này thành một dòng chữ",
        "2: tags.3: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết mục này thành một dòng chữ",
        "2: tags.4: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết mục này thành một dòng chữ",
        "5: aliases.1: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết mục này thành một dòng chữ",
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "source",
            "https://bao.vn/a",
            "cảnh báo: địa chỉ «https://bao.vn/a» nằm trong tên nguồn, được in như chữ — Sửa: dưới "
            "dòng «source:» viết hai dòng thụt vào: «name: Tên báo», «url: https://bao.vn/a»",
        ),
        (
            "source",
            "TTXVN (https://ttxvn.vn)",
            "cảnh báo: địa chỉ «https://ttxvn.vn» nằm trong tên nguồn, được in như chữ — Sửa: dưới "
            "dòng «source:» viết hai dòng thụt vào: «name: TTXVN», «url: https://ttxvn.vn»",
        ),
        (
            "author",
            "Lê Anh & Trần Bình",
            "cảnh báo: «Lê Anh & Trần Bình» được hiểu là tên một người — Sửa: hai người thì ngăn "
            "bằng dấu phẩy: «Lê Anh, Trần Bình»",
        ),
        (
            "author",
            "Lê Anh và Trần Bình",
            "cảnh báo: «Lê Anh và Trần Bình» được hiểu là tên một người — Sửa: hai người thì ngăn "
            "bằng dấu phẩy: «Lê Anh, Trần Bình»",
        ),
        (
            "tags",
            "du lịch / lễ hội",
            "cảnh báo: «du lịch / lễ hội» thành một chủ đề, cả dấu trong đó — Sửa: nhiều chủ đề "
            "thì ngăn bằng dấu phẩy: «du lịch, lễ hội»",
        ),
        (
            "summary",
            "'Sapo chưa đóng",
            "cảnh báo: dấu nháy mở ở đầu «'Sapo chưa đóng» không đóng lại, được in như chữ — Sửa: "
            "đóng dấu nháy ở cuối giá trị, hoặc xóa dấu nháy",
        ),
        (
            "category",
            "Kinh tế, kinh tế",
            "«Kinh tế, kinh tế» ghi một chuyên mục hai lần — Sửa: viết «Kinh tế»",
        ),
        (
            "expires",
            "không",
            "không đọc được ngày «không» — Sửa: không hết hạn thì xóa dòng này",
        ),
        (
            "status",
            "chờ duyệt",
            "«chờ duyệt» không phải giá trị cho phép — Sửa: bài chưa đăng thì viết «draft», đăng "
            "thì viết «published» hoặc xóa dòng này",
        ),
    ],
)
def test_value_that_is_not_what_was_meant(field, value, sentence):
    """It would be printed, or count, as something else; the mend is what was meant."""
    assert told(f"{field}: {value}") == [f"2: {field}: {sentence}"]


@pytest.mark.parametrize(
    "line",
    [
        "author: VGP/Đức Tuân",
        "author: Sở Văn hóa và Thể thao",
        "author: Ban Tuyên giáo và Dân vận",
        "author: Thanh Và Hương",
        "author: Anh&Em",
        "tags: 24/7, TP/HCM",
        "summary: '90% hộ có nước sạch'",
        "summary: Cao 5' và rộng 3'",
        "source: Báo Vĩnh Long, ttxvn.vn",
    ],
)
def test_values_that_only_look_so(line):
    """Agencies, offices, quotation marks that are closed."""
    assert told(line) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("author: “Lê Anh”", ("Lê Anh",)),
        ('author: [“Lê Anh”, "Ba “Lửa”"]', ("Lê Anh", "Ba “Lửa”")),
    ],
)
def test_name_in_quotation_marks_is_that_name(line, names):
    """They make no other person of it; where they are a part of it they stay."""
    assert healthy(line).byline.names == names


def test_item_that_is_a_table_is_told():
    """«name: Lê Anh» would be printed so; a role is a role."""
    for field in ("author", "tags"):
        assert told(f"{field}:", "  - name: Lê Anh") == [
            f"3: {field}.1: mục «name: Lê Anh» là một bảng, phải là một dòng chữ"
            " — Sửa: bỏ «name:», viết «- Lê Anh»"
        ]
    assert healthy("author:", "  - Tin, ảnh: Lê Anh").byline.names == ("Lê Anh",)


def test_semicolon_parts_topics_of_a_list_too():
    """No topic has one."""
    assert healthy("tags: [du lịch; lễ hội, chợ]").tags == ("du lịch", "lễ hội", "chợ")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        *((f"lang: {name}", "lang", "vi") for name in ("VN", "vi-VN", "tiếng Việt")),
        *((f"lang: {name}", "lang", "en") for name in ("English", "en-US", "tiếng Anh")),
        *((f"lang: {name}", "lang", "km") for name in ("Khmer", "kh", "tiếng Khmer")),
        *((f"featured: {word}", "featured", None) for word in ("no", "khong", "Không")),
        *((f"featured: {word}", "featured", Featured()) for word in ("yes", "co", "Có")),
        ("featured: có, 2", "featured", Featured(2)),
        (
            "featured: có, 5/12/2026",
            "featured",
            Featured(0, moment(2026, 12, 5, precision="day").end_of_day()),
        ),
    ],
)
def test_choice_in_other_words(line, field, value):
    """As people say it, with marks or without."""
    assert getattr(healthy(line), field) == value


# ── Dates ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("2017-02-23", "2017-02-23T00:00:00+07:00", "day"),
        ("23/02/2017 14:57", "2017-02-23T14:57:00+07:00", "minute"),
        ("Thứ Năm, 23.02.2017, 02:57:36 CH", "2017-02-23T14:57:36+07:00", "second"),
        ("2017-02-23T20:00:00Z", "2017-02-24T03:00:00+07:00", "second"),
    ],
)
def test_date(written, iso, precision):
    """A date is read in Vietnam's time, and remembers how exactly it was told."""
    article = healthy(f"date: {written}")
    assert (article.date.iso, article.date.precision) == (iso, precision)


def test_date_in_the_address():
    """The address has the day that Vietnam counts."""
    article = healthy("date: 2017-02-28T20:00:00Z")
    assert article.address == "/tin-tuc/2017/03/01/cau-moi/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2017"),
        ("date", "14:57"),
        ("date", "10.11.17"),
        ("date", "31/02/2017"),
        ("date", "02/23/2017"),
        ("modified", "hôm qua"),
        ("expires", "2017"),
    ],
)
def test_date_unreadable(field, value):
    """What is no date is told with the value seen."""
    (sentence,) = told(f"{field}: {value}")
    assert sentence.startswith(f"2: {field}: ")
    assert f"«{value}»" in sentence


def test_date_unreadable_sentence():
    """The sentence says what is wrong with the date and how to write it."""
    assert told("date: 31/02/2017") == [
        "2: date: «31/02/2017» không phải ngày có thật"
        " — Sửa: xem lại ngày: tháng 2 năm 2017 có 28 ngày"
    ]


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2017-03-01", "2017-03-01T23:59:59+07:00"),
        ("23/02/2017", "2017-02-23T23:59:59+07:00"),
        ("2017-03-01 00:00", "2017-03-01T00:00:00+07:00"),
        ("2017-03-01 08:00:30", "2017-03-01T08:00:30+07:00"),
    ],
)
def test_expires(written, iso):
    """An article without an hour of expiry is seen to the end of that day."""
    assert healthy(f"expires: {written}").expires.iso == iso


def test_dates_in_wrong_order():
    """An update before publication and an end before the beginning are faults."""
    assert told("modified: 2017-02-23 14:56", "expires: 2017-02-23 14:57") == [
        "2: modified: «2017-02-23 14:56» sớm hơn ngày đăng «2017-02-23 14:57»"
        " — Sửa: sửa lại một trong hai ngày",
        "3: expires: «2017-02-23 14:57» không sau ngày đăng «2017-02-23 14:57»"
        " — Sửa: sửa lại một trong hai ngày",
    ]
    assert told("modified: 2017-02-22") == [
        "2: modified: «2017-02-22» sớm hơn ngày đăng «2017-02-23 14:57»"
        " — Sửa: sửa lại một trong hai ngày"
    ]


@pytest.mark.parametrize(
    ("lines", "modified"),
    [
        ([], None),
        (["modified: 2017-03-01 08:00"], "2017-03-01T08:00:00+07:00"),
        # without its hour, a change of the same day is not before publication
        (["modified: 2017-02-23"], "2017-02-23T14:57:00+07:00"),
        (["changes: [{date: 2017-03-02, note: x}]"], "2017-03-02T00:00:00+07:00"),
        (
            [
                "modified: 2017-03-01",
                "changes: [{date: 2017-03-02, note: x}, {date: 2017-03-05, note: y}]",
                "corrections: [{date: 2017-03-04, wrong: x, right: y}]",
            ],
            "2017-03-05T00:00:00+07:00",
        ),
        (
            [
                "modified: 2017-03-01",
                "corrections: [{date: 2017-03-04 09:00, wrong: x, right: y}]",
            ],
            "2017-03-04T09:00:00+07:00",
        ),
    ],
)
def test_modified(lines, modified):
    """An article changed last when the latest of update, changes and corrections was."""
    article = healthy(*lines)
    assert (article.modified.iso if article.modified else None) == modified


def test_changes_and_corrections():
    """Changes and corrections stand newest first, equal ones as written."""
    article = healthy(
        "changes:",
        "  - date: 2017-03-01",
        "    note: Thêm ảnh: 2 tấm",
        "  - note: Sửa tên",
        "    date: 2017-03-03",
        "  - {date: 2017-03-01, note: Bỏ ảnh}",
        "corrections:",
        "  date: 2017-03-02",
        "  wrong: 10 tỷ",
        "  right: 100 tỷ",
    )
    assert article.changes == (
        Change(moment(2017, 3, 3), "Sửa tên"),
        Change(moment(2017, 3, 1), "Thêm ảnh: 2 tấm"),
        Change(moment(2017, 3, 1), "Bỏ ảnh"),
    )
    assert article.corrections == (Correction(moment(2017, 3, 2), "10 tỷ", "100 tỷ"),)


def test_changes_and_corrections_incomplete():
    """A change needs its date and note, a correction both its sides."""
    assert told(
        "changes:",
        "  - note: x",
        "  - date: 2017-03-01",
        "corrections:",
        "  - date: 2017-03-02",
        "    wrong: x",
        "    right: ''",
        "  - date: 2017-03-02",
        "    wrong:",
        "      - y",
        "    right: z",
    ) == [
        f"3: changes.1.date: thiếu ngày — Sửa: {A_DATE.format('date')}",
        "4: changes.2.note: thiếu «note» — Sửa: thêm «note: …»",
        "8: corrections.1.right: thiếu «right» — Sửa: viết «right: …»",
        "11: corrections.2.wrong: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết «wrong: …» trên một dòng",
    ]


# ── Authors and sources ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "text", "names"),
    [
        (["author: N.H"], "N.H", ("N.H",)),
        (["author: Hồng Giang - Đức Lam"], "Hồng Giang - Đức Lam", ("Hồng Giang", "Đức Lam")),
        (["authors: Lê Anh; Mai Lý"], "Lê Anh; Mai Lý", ("Lê Anh", "Mai Lý")),
        (["author: Tin, ảnh: Lê Anh"], "Tin, ảnh: Lê Anh", ("Lê Anh",)),
        (["author: Lê Anh (thực hiện)"], "Lê Anh (thực hiện)", ("Lê Anh",)),
        (["authors: [Lê Anh - A, Mai Lý]"], "Lê Anh - A, Mai Lý", ("Lê Anh - A", "Mai Lý")),
        (["authors:", "  - Tin, ảnh: Lê Anh", "  - B"], "Tin, ảnh: Lê Anh, B", ("Lê Anh", "B")),
        (["author:", "  - Lê Anh, Sở Y tế"], "Lê Anh, Sở Y tế", ("Lê Anh, Sở Y tế",)),
        (["author:", "authors: B", "source: A"], "B", ("B",)),
    ],
)
def test_author(lines, text, names, monkeypatch):
    """An author is one name, a list, or names joined on a line; roles are no part of them."""
    monkeypatch.delitem(NEEDED, "author")
    article, _ = check(*lines)
    assert article.byline == Byline(text, names)


def test_author_twice():
    """Two fields for the authors are a fault: one of them would be lost."""
    assert told("author: A", "authors: B") == [
        "3: authors: có cả «author» lẫn «authors» — Sửa: giữ một trường, ghi mọi tác giả vào đó"
    ]


@pytest.mark.parametrize("line", ["author: (Theo Pháp luật)", "author: 'Tin, ảnh:'"])
def test_author_without_a_name(line):
    """A line that only tells a role or a source has no name; a repost needs none."""
    shown = line.removeprefix("author: ").strip("'")
    assert told(line) == [
        f"2: author: «{shown}» không nêu tên ai — Sửa: ghi tên hoặc bút danh, "
        "ví dụ «author: Tin, ảnh: Thanh Hương»; bài đăng lại thì ghi trường source"
    ]
    assert healthy(line, "source: Pháp luật").byline == Byline(shown, ())


@pytest.mark.parametrize(
    "line", ["author: []", "author: ['', ' ']", "authors:\n  -", "authors: []\nauthor:"]
)
def test_author_of_an_empty_list(line, monkeypatch):
    """A list without a name is no author."""
    monkeypatch.delitem(NEEDED, "author")
    article, faults = check(*line.split("\n"))
    assert article is not None
    assert "thiếu tác giả" in [fault.problem for fault in faults]


def test_author_as_a_table():
    """A table is no author, and told once."""
    assert told("author: {name: A}") == [
        "2: author: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết «author: …» trên một dòng"
    ]


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (["source: TTXVN"], Source("TTXVN")),
        (["source: {name: TTXVN}"], Source("TTXVN")),
        (
            [
                "source:",
                "  name: Báo Vĩnh Long",
                "  author: Mai Lý",
                "  url: https://baovinhlong.vn/a?b=1#c",
                "  published: 22/02/2017",
            ],
            Source(
                "Báo Vĩnh Long",
                "Mai Lý",
                "https://baovinhlong.vn/a?b=1#c",
                moment(2017, 2, 22, precision="day"),
            ),
        ),
    ],
)
def test_source(lines, source, monkeypatch):
    """A repost names its source, and needs no author of its own."""
    monkeypatch.delitem(NEEDED, "author")
    article = healthy(*lines)
    assert (article.source, article.byline) == (source, Byline("", ()))


def test_author_of_a_list_of_tables_is_told_once(monkeypatch):
    """What is wrong with its items says why there is no name."""
    monkeypatch.delitem(NEEDED, "author")
    _, faults = check("author:", "  - name: An", "    email: a@b.vn")
    assert [fault.field for fault in faults] == ["author.1"]


@pytest.mark.parametrize("lines", [["source:"], ["source: ''"], ["author:", "source:"]])
def test_source_empty(lines, monkeypatch):
    """An empty source is none, so the author is missing."""
    monkeypatch.delitem(NEEDED, "author")
    article, faults = check(*lines)
    assert article.source is None
    assert [fault.problem for fault in faults] == ["thiếu tác giả"]


def test_source_faulty(monkeypatch):
    """A source has a name, and leads to the web and nowhere else."""
    monkeypatch.delitem(NEEDED, "author")
    assert told("source: {author: A, url: 'javascript:alert(1)', published: 2017}") == [
        "2: source.name: thiếu tên nguồn — Sửa: ghi tên cơ quan báo chí, ví dụ «name: TTXVN»",
        "2: source.url: «javascript:alert(1)» không phải địa chỉ web — Sửa: viết đủ «https://…»",
        "2: source.published: «2017» chỉ có năm — Sửa: viết đủ ngày, tháng, năm, ví dụ 23/02/2017",
    ]
    assert told("source: [TTXVN]") == [
        "2: source: giá trị là một danh sách hay bảng, phải là một dòng chữ"
        " — Sửa: viết «source: …» trên một dòng"
    ]


# ── Section, photos, tags ────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["Kinh tế", "kinh-te", "KINH TẾ"])
def test_category(written):
    """A section is named by its name or slug."""
    assert healthy(f"category: {written}").section == "kinh-te"


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("Kinh te", "có phải «Kinh tế»?"),
        ("Tin tức sự kiện", "có phải «Tin tức - Sự kiện»?"),
        ("Thể thao", ONE_SECTION),
        ("Kinh tế, Thể thao", ONE_SECTION),
    ],
)
def test_category_unknown(written, mend):
    """An unknown section is a fault that names the nearest, or all."""
    assert told(f"category: {written}") == [
        f"2: category: không có chuyên mục «{written}» — Sửa: {mend}"
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Kinh tế, Tin tức - Sự kiện",
        "kinh-te; tin-tuc-su-kien",
        "Kinh tế / Tin tức – Sự kiện",
        "Kinh tế và tin tức-sự kiện",
    ],
)
def test_category_twice(written):
    """Two sections on one line are told as such: a name may hold a comma itself."""
    (sentence,) = told(f"category: {written}")
    problem, mend = sentence.split(" — Sửa: ")
    assert problem == f"2: category: «{written}» là nhiều chuyên mục trên một dòng"
    assert mend.endswith("chuyên mục chính trước: «Kinh tế», «Tin tức - Sự kiện»")


def test_several_sections_are_a_list():
    """The first one is the article's own; the list may have one item, or be YAML's short one."""
    listed = healthy("category:", "  - Kinh tế", "  - tin-tuc-su-kien")
    assert (listed.section, listed.also) == ("kinh-te", ("tin-tuc-su-kien",))
    short = healthy("category: [Tin tức - Sự kiện, kinh-te]")
    assert (short.section, short.also) == ("tin-tuc-su-kien", ("kinh-te",))
    assert healthy("category: [Kinh tế]").also == ()
    assert healthy("category: Kinh tế").also == ()


def test_wrong_sections_of_a_list_are_told_each_on_its_line():
    """An unknown one, one twice, an empty list."""
    assert told("category:", "  - Kinh tế", "  - Thể thao", "  - kinh-te") == [
        f"4: category.2: không có chuyên mục «Thể thao» — Sửa: {ONE_SECTION}",
        "5: category.3: chuyên mục «kinh-te» đã có ở trên — Sửa: xóa mục này",
    ]
    assert told("category: []") == [f"2: category: thiếu chuyên mục — Sửa: {ONE_SECTION}"]


@pytest.mark.parametrize(
    ("lines", "photos"),
    [
        (["photos:"], ()),
        (["photos: []"], ()),
        (["photos: anh.jpg"], (PhotoEntry("anh.jpg", 2),)),
        (["photos: [a.jpg, b.jpg]"], (PhotoEntry("a.jpg", 2), PhotoEntry("b.jpg", 2, number=2))),
        (
            ["photos:", "  - a.jpg", "  - file: b.jpg"],
            (PhotoEntry("a.jpg", 3), PhotoEntry("b.jpg", 4, number=2)),
        ),
        (["photos: a.jpg,b.JPEG"], (PhotoEntry("a.jpg", 2), PhotoEntry("b.JPEG", 2, number=2))),
        (["photos: a 1.jpg; b.jpg"], (PhotoEntry("a 1.jpg", 2), PhotoEntry("b.jpg", 2, number=2))),
        (["photos: 'Chợ, phố.jpg'"], (PhotoEntry("Chợ, phố.jpg", 2),)),
        (
            ["photos:", "  - a.jpg, b.jpg", "  - c.jpg"],
            (
                PhotoEntry("a.jpg", 3),
                PhotoEntry("b.jpg", 3, number=2),
                PhotoEntry("c.jpg", 4, number=3),
            ),
        ),
        (["photos: {file: a.jpg, alt: A}"], (PhotoEntry("a.jpg", 2, alt="A"),)),
        (
            ["photos:", "  - credit: 'B'", "    caption: 'C'", "    file: a.jpg"],
            (PhotoEntry("a.jpg", 5, "C", None, "B"),),
        ),
    ],
)
def test_photos(lines, photos):
    """Photos are a list of files or of tables; a lone one is a list of one."""
    assert healthy(*lines).photos == photos


def test_photos_without_file():
    """A photo needs its file."""
    assert told("photos:", "  - caption: A", "  - file: ''", "  -") == [
        "3: photos.1.file: thiếu tên tệp ảnh — Sửa: thêm «file: ten-anh.jpg»",
        "4: photos.2.file: thiếu tên tệp ảnh — Sửa: viết «file: ten-anh.jpg»",
        "5: photos.3.file: thiếu tên tệp ảnh — Sửa: viết «file: ten-anh.jpg»",
    ]


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        (["tags:"], ()),
        (["tags: []"], ()),
        (["tags: Cầu"], ("Cầu",)),
        (["tags: Cầu, đường; chợ,"], ("Cầu", "đường", "chợ")),
        (["tags: [Cầu, 'Chợ, nổi', 2017]"], ("Cầu", "Chợ, nổi", "2017")),
        (["tags:", "  - Mùa xuân: 2017", "  - Cầu", "  -"], ("Mùa xuân: 2017", "Cầu")),
        (["tags: [Cầu, CẦU, cầu, Cau]"], ("Cầu", "Cau")),
        (["tags: [hòa bình, Hoà bình, hòa\u2060 bình, hóa]"], ("hòa bình", "hóa")),
        (["tags: #dulich, #vinhlong"], ("dulich", "vinhlong")),
        (["tags: #dulich #vinhlong"], ("dulich", "vinhlong")),
        (["tags: #dulich#vinhlong"], ("dulich", "vinhlong")),
        (["tags: [#dulich, miền Tây #vinhlong]"], ("dulich", "miền Tây", "vinhlong")),
        (["tags:", "  - miền Tây #vinhlong", "  - #dulich"], ("miền Tây", "vinhlong", "dulich")),
        (["tags:", "- ##dulich#", "- '#chợ nổi'", "- C#"], ("dulich", "chợ nổi", "C#")),
        (['tags: [“du lịch”, "du lịch", ‘du lịch’, «du lịch»]'], ("du lịch",)),
        (["tags: “du lịch”, “chợ nổi”"], ("du lịch", "chợ nổi")),
        (["tags: [Chợ “nổi”, “Một” và “hai”]"], ("Chợ “nổi”", "“Một” và “hai”")),
        (["tags: ['#', “”, \"''\", ',']"], (",",)),
    ],
)
def test_tags(lines, tags):
    """Tags are a list, each tag once however it is spelt; signs around it are no part of it."""
    assert healthy(*lines).tags == tags


def test_too_many():
    """What makes pages, and every other list, has a limit; the first ones are gone on with."""
    numbers = range(2000)
    article, faults = check(
        f"tags: [{','.join(f't{number}' for number in numbers)}]",
        f"author: {', '.join(f'N{number}' for number in numbers)}",
        f"aliases: [{', '.join(f'/a/{number}' for number in numbers)}]",
        f"photos: {', '.join(f'{number}.jpg' for number in numbers)}",
    )
    assert sorted(fault.sentence().removeprefix(f"{PATH}:") for fault in faults) == [
        "2: tags: có 2000 mục, quá 40 — Sửa: giữ nhiều nhất 40 mục",
        "3: author: có 2000 mục, quá 40 — Sửa: giữ nhiều nhất 40 mục",
        "4: aliases: có 2000 mục, quá 500 — Sửa: giữ nhiều nhất 500 mục",
        "5: photos: có 2000 mục, quá 500 — Sửa: giữ nhiều nhất 500 mục",
    ]
    counts = map(len, (article.tags, article.byline.names, article.aliases, article.photos))
    assert list(counts) == [40, 40, 500, 500]
    assert len(healthy(f"tags: [{','.join(f't{number}' for number in range(40))}]").tags) == 40


# ── Drafts ───────────────────────────────────────────────────────────────────


def draft(*lines: str, path: str = PATH):
    """Read a header of *lines* alone, of a draft."""
    header = split("\n".join(["---", "status: draft", *lines, "---", ""]), path)
    article, faults = read_article(path, header.fields, SECTIONS, VIETNAM)
    return article, [(fault.line, fault.field, fault.warning) for fault in faults]


def test_draft_of_nothing():
    """What a draft lacks is no more than a warning; it is there without a day of its own."""
    article, faults = draft()
    assert faults == [
        (1, "title", True),
        (1, "date", True),
        (1, "author", True),
        (1, "category", True),
    ]
    assert (article.title, article.undated, article.draft) == ("(chưa có tiêu đề)", True, True)
    assert (article.byline, article.section) == (Byline("", ()), "tin-tuc-su-kien")
    assert article.date.when.utcoffset() == dt.timedelta(hours=8)


def test_draft_with_what_cannot_be_read():
    """Bad values of those fields are warnings in a draft; other faults stay what they are."""
    article, faults = draft(
        "date: 31/02/2017",
        "authors: (ghi)",
        "category: Kinh tế, Tin tức - Sự kiện",
        "modified: hôm qua",
        "lang: fr",
        "source.url: x",
    )
    assert faults == [
        (8, "source.url", False),
        (1, "title", True),
        (3, "date", True),
        (4, "authors", True),
        (5, "category", True),
        (6, "modified", False),
        (7, "lang", False),
    ]
    assert article.undated


def test_draft_without_an_address():
    """A draft whose name gives no address has one for the time being."""
    article, faults = draft("title: A", path="tin/ភាសាខ្មែរ/index.md")
    assert (1, "slug", True) in faults
    assert article.slug == "nhap-b7845c2a"


def test_draft_that_is_complete():
    """A whole draft has its own day, and nothing is told of it."""
    article, faults = draft(*NEEDED.values())
    assert (faults, article.undated, article.date) == ([], False, moment(2017, 2, 23, 14, 57))


def test_standing_draft():
    """A standing page may be a draft without a title too."""
    page, faults = check_standing("status: nháp")
    assert page.title == "(chưa có tiêu đề)"
    assert [fault.warning for fault in faults] == [True]


def test_dates_of_what_is_told_as_done():
    """They are kept as written, with their lines, to be compared with the day of the build."""
    article = healthy(
        "modified: 1/1/2030",
        "changes: [{date: 2017-03-01, note: x}]",
        "corrections:",
        "  - date: 2031-02-03 08:00",
        "    wrong: A",
        "    right: B",
        "source: {name: C, published: 2017-02-22}",
        "expires: 2040-01-01",
    )
    assert article.past_dates == (
        PastDate("source.published", 8, "2017-02-22", moment(2017, 2, 22)),
        PastDate("modified", 2, "1/1/2030", moment(2030, 1, 1)),
        PastDate("changes.1.date", 3, "2017-03-01", moment(2017, 3, 1)),
        PastDate("corrections.1.date", 5, "2031-02-03 08:00", moment(2031, 2, 3, 8)),
    )


# ── Status, language, addresses ──────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "draft"),
    [
        ([], False),
        (["status:"], False),
        (["status: published"], False),
        (["status: draft"], True),
        (["status: Draft"], True),
        (["status: nháp"], True),
        (["status: Bản nháp"], True),
        (["status: 'draft\u200b'"], True),
        (["status: đã đăng"], False),
    ],
)
def test_status(lines, draft):
    """An article is published unless it says that it is a draft."""
    assert healthy(*lines).draft is draft


END_OF_DAY = "2026-12-05T23:59:59.999999+07:00"


@pytest.mark.parametrize(
    ("lines", "featured"),
    [
        ([], None),
        (["featured: true"], (0, None)),
        (["featured: True"], (0, None)),
        (["featured: có"], (0, None)),
        ([unicodedata.normalize("NFD", "featured: có")], (0, None)),
        (["featured: false"], None),
        (["featured: không"], None),
        (["featured: không, 1"], None),
        (["featured: 2026-12-05"], (0, END_OF_DAY)),
        (["featured: đến hết ngày 05/12/2026"], (0, END_OF_DAY)),
        (["featured: 05/12/2026 17:00"], (0, "2026-12-05T17:00:00+07:00")),
        (["featured: 2"], (2, None)),
        (["featured: có, 2"], (2, None)),
        (["featured: 1; 2026-12-05"], (1, END_OF_DAY)),
        (["featured: 2026-12-05, 1"], (1, END_OF_DAY)),
        (["featured: thứ Bảy, 05/12/2026"], (0, END_OF_DAY)),
    ],
)
def test_featured(lines, featured):
    """An article is featured if it says true or có, a last day, a place among the featured."""
    found = healthy(*lines).featured
    told = found and (found.place, found.until and found.until.when.isoformat())
    assert told == featured


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("urgent: 2026-12-05 18:00", "2026-12-05T18:00:00+07:00"),
        ("urgent: until 2026-12-05 18:00", "2026-12-05T18:00:00+07:00"),
        ("urgent: đến hết ngày 05/12/2026", END_OF_DAY),
        ("Thông báo khẩn: 2026-12-05", END_OF_DAY),
        ("urgent: không", None),
        ("urgent: false", None),
    ],
)
def test_urgent(line, until):
    """An article is urgent until a moment, or the end of a day."""
    found = healthy(line).urgent
    assert (found and found.when.isoformat()) == until


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        *(
            (
                f"urgent: {written}",
                f"2: urgent: «{written}» không cho biết báo khẩn đến lúc nào — Sửa: ghi ngày giờ "
                "cuối, như «urgent: 2026-12-05 18:00»; thôi báo khẩn thì xóa dòng này",
            )
            for written in ("có", "true", "1", "hết bão", "2026")
        ),
        (
            "urgent: 2017-02-22",
            "2: urgent: ngày cuối «2017-02-22» không sau ngày đăng «2017-02-23 14:57»"
            " — Sửa: sửa lại một trong hai ngày",
        ),
        (
            "urgent: đến 18:00 ngày 05/12/2026",
            "2: urgent: «18:00 ngày 05/12/2026» có giờ đứng trước ngày"
            " — Sửa: viết ngày trước: 05/12/2026 18:00",
        ),
    ],
)
def test_urgent_without_a_sound_end(line, sentence):
    """What has no end, or ends before it begins, is a fault."""
    assert told(line) == [sentence]


def test_last_day_among_the_featured_is_real_and_after_its_date():
    """A day that no calendar has, or one before the article, is no end of featuring."""
    assert told("featured: 31/02/2026") == [
        "2: featured: «31/02/2026» không phải ngày có thật"
        " — Sửa: xem lại ngày: tháng 2 năm 2026 có 28 ngày"
    ]
    assert told("date: 2026-12-06 08:00", "featured: 2026-12-05") == [
        "3: featured: ngày cuối «2026-12-05» không sau ngày đăng «2026-12-06 08:00»"
        " — Sửa: sửa lại một trong hai ngày"
    ]


@pytest.mark.parametrize("lang", ["vi", "en", "km"])
def test_lang(lang):
    """An article is Vietnamese, English or Khmer."""
    assert healthy(f"lang: {lang}").lang == lang
    assert healthy().lang == "vi"


@pytest.mark.parametrize(
    ("written", "lang"), [("Tiếng Anh", "en"), ("English", "en"), ("Khmer", "km"), ("VI", "vi")]
)
def test_lang_by_its_name(written, lang):
    """As editors call it."""
    assert healthy(f"Ngôn ngữ: {written}").lang == lang


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "status: drafts",
            "2: status: «drafts» không phải giá trị cho phép"
            " — Sửa: có phải «draft»? (được dùng: published, draft)",
        ),
        (
            "featured: 10",
            "2: featured: «10» không phải giá trị cho phép — Sửa: dùng một trong: không, false,"
            " có, true; ngày cuối, như 2026-12-05; thứ tự từ 1 đến 9",
        ),
        (
            "featured: 1, 2",
            "2: featured: «1, 2» không phải giá trị cho phép — Sửa: dùng một trong: không, false,"
            " có, true; ngày cuối, như 2026-12-05; thứ tự từ 1 đến 9",
        ),
        (
            "featured: 2, cò",
            "2: featured: «cò» không phải giá trị cho phép — Sửa: có phải «có»? (được dùng: không,"
            " false, có, true; ngày cuối, như 2026-12-05; thứ tự từ 1 đến 9)",
        ),
        (
            "lang: fr",
            "2: lang: «fr» không phải giá trị cho phép — Sửa: dùng một trong: vi, en, km",
        ),
    ],
)
def test_choice_unknown(line, sentence):
    """Another word is a fault that names the nearest, or all."""
    assert told(line) == [sentence]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("tin-tuc/2017/02/23/hoi-nghi-van-phong/index.md", "hoi-nghi-van-phong"),
        ("tin-tuc/Đường mới/INDEX.MD", "duong-moi"),
        ("tin-tuc/2017-02-23-cau/Index.md", "2017-02-23-cau"),
        ("ten-bai.md", "ten-bai"),
        ("a/2017-02-23-Cầu Mỹ Thuận.Md", "cau-my-thuan"),
        ("a/2017-2-23-cau.md", "2017-2-23-cau"),
        ("a/2017-02-23.md", "2017-02-23"),
        ("a/b.c.md", "b-c"),
        ("a/index.vi.md", "index-vi"),
    ],
)
def test_slug_from_the_path(path, slug):
    """An article is named by its folder, or by its file without the date."""
    assert healthy(path=path).slug == slug


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("cau-moi-2", "cau-moi-2"),
        ("Cầu Mới!", "cau-moi"),
        ("2017-02-23-cau", "2017-02-23-cau"),
        (" ".join(["chin"] * 60), "-".join(["chin"] * 40)),
        ("a" * 300, "a" * 200),
    ],
)
def test_slug_field(written, slug):
    """The field decides, folded, cut at a word beyond 200 bytes."""
    article = healthy("lang: vi", f"slug: {written}")
    assert (article.slug, article.address_line) == (slug, 3)


@pytest.mark.parametrize(
    ("lines", "path", "line", "base"),
    [
        ([], "tin/ភាសាខ្មែរ/index.md", 1, "ភាសាខ្មែរ"),
        ([], "tin/2017-02-23-….md", 1, "…"),
        ([], "index.md", 1, ""),
        (["lang: km", "slug: ភាសាខ្មែរ"], PATH, 3, "ភាសាខ្មែរ"),
        (["lang: km", "slug: /ភាសា/"], PATH, 3, "/ភាសា/"),
    ],
)
def test_slug_empty(lines, path, line, base):
    """Where nothing is left of the name, the article has no address until it gets a slug."""
    article, faults = check(*lines, path=path)
    assert article is None
    assert [fault.sentence() for fault in faults] == [
        f"{path}:{line}: slug: «{base}» không cho một địa chỉ bằng chữ Latinh"
        f" — Sửa: {'viết slug bằng chữ Latinh' if lines else 'thêm trường slug'}, ví dụ "
        "«slug: tin-tieng-khmer»"
    ]


@pytest.mark.parametrize(
    ("slug", "address", "meant"),
    [
        ("/tin-tuc/2017/cau-moi/", "tin-tuc-2017-cau-moi", "cau-moi"),
        ("cau-moi.html", "cau-moi-html", "cau-moi"),
        ("a/b.aspx", "a-b-aspx", "b"),
    ],
)
def test_slug_that_is_more_than_a_slug_is_told(slug, address, meant):
    """The address would hold the rest too; the mend is a slug."""
    assert told(f"slug: {slug}") == [
        f"2: slug: cảnh báo: «{slug}» không phải chỉ phần cuối của địa chỉ, bài sẽ ở «…/{address}/»"
        f" — Sửa: viết «slug: {meant}»"
    ]
    assert told(f"slug: {meant}") == []


def test_aliases():
    """Old addresses keep their lines and the way they were written."""
    article = healthy("aliases:", "  - /tin/2016/van-nghe/", "  -", "  - /Default.aspx?id=5")
    assert article.aliases == (("/tin/2016/van-nghe/", 3), ("/Default.aspx?id=5", 5))
    assert healthy("aliases: /a").aliases == (("/a", 2),)


@pytest.mark.parametrize(
    ("alias", "meant"),
    [
        *(("a/b", "/a/b"), ("https://a.vn/b", "/b"), ("//a.vn/b", "/b"), ("/a/../b", "/b")),
        *(("/a#b", "/a"), ("/a<b", "/a%3Cb"), ("/a\\b", "/a%5Cb")),
    ],
)
def test_alias_faulty(alias, meant):
    """An old address is one of this site; it is told as it can stand."""
    assert told("aliases:", f"  - {alias}") == [
        f"3: aliases.1: «{alias}» không phải địa chỉ cũ của cổng — Sửa: viết «{meant}»"
    ]


def test_alias_of_two():
    """What is no single address has no way to be written as one."""
    assert told("aliases:", "  - /a /b") == [
        "3: aliases.1: «/a /b» không phải địa chỉ cũ của cổng"
        " — Sửa: viết phần sau tên miền, bắt đầu bằng «/», mỗi địa chỉ một dòng, "
        "dấu cách và dấu lạ bằng mã (%20, %5C), ví dụ /tin/2016/van-nghe/"
    ]


@pytest.mark.parametrize("alias", ["/*", "/cu/*", "/a*b/"])
def test_alias_stands_for_one_address(alias):
    """Named to let it go, one with a star would let go of all that begin so."""
    assert told("aliases:", f"  - {alias}") == [
        f"3: aliases.1: «{alias}» có dấu *, mà một dòng chỉ là một địa chỉ — Sửa: ghi từng địa "
        "chỉ cũ, mỗi địa chỉ một dòng (trong địa chỉ, * viết là %2A)"
    ]
    assert healthy("aliases: /a%2Ab").aliases == (("/a%2Ab", 2),)


# ── Standing pages ───────────────────────────────────────────────────────────


def check_standing(*lines: str, path: str = "trang/lien-he.md"):
    header = split("\n".join(["---", *lines, "---", ""]), path)
    return read_standing(path, header.fields, VIETNAM)


@pytest.mark.parametrize(
    ("path", "standing"),
    [
        ("trang/lien-he.md", True),
        ("trang/lien-he/index.md", True),
        ("trang.md", False),
        ("trang-vang/a.md", False),
        ("tin/trang/a.md", False),
    ],
)
def test_standing_folder(path, standing):
    """Standing pages live in one folder."""
    assert is_standing(path) is standing


def test_standing():
    """A standing page has a title, and what else it shares with articles."""
    page, faults = check_standing(
        "title: Liên hệ: số điện thoại",
        "summary: Gọi cho ai",
        "photos: [a.jpg]",
        "status: draft",
        "aliases: [/lh/]",
        "lang: en",
    )
    assert faults == ()
    assert page == Standing(
        path="trang/lien-he.md",
        title="Liên hệ: số điện thoại",
        slug="lien-he",
        summary="Gọi cho ai",
        photos=(PhotoEntry("a.jpg", 4),),
        draft=True,
        aliases=(("/lh/", 6),),
        lang="en",
    )
    assert page.address == "/lien-he/"


def test_standing_faulty():
    """A standing page is told its faults as an article is."""
    page, faults = check_standing("date: 2017-01-01", path="trang/ខ្មែរ/index.md")
    assert page is None
    assert [(fault.line, fault.field, fault.problem) for fault in faults] == [
        (2, "date", "không có trường «date»"),
        (1, "slug", "«ខ្មែរ» không cho một địa chỉ bằng chữ Latinh"),
        (1, "title", "thiếu tiêu đề"),
    ]


@pytest.mark.parametrize(
    "slug", ["tin-tuc", "chuyen-muc", "tac-gia", "chu-de", "tim-kiem", "cai-chinh", "anh", "theme"]
)
def test_standing_takes_an_address_of_the_news(slug):
    """A standing page may not take an address that the site itself needs."""
    page, faults = check_standing("title: A", f"slug: {slug}")
    assert page is None
    assert [fault.sentence() for fault in faults] == [
        f"trang/lien-he.md:3: slug: địa chỉ «/{slug}/» là của phần tin, trang này không dùng được"
        " — Sửa: đặt trường slug khác"
    ]


# ── Laws ─────────────────────────────────────────────────────────────────────

keys = st.sampled_from([*ARTICLE_KEYS, "file", "caption", "url", "x"])
values = st.sampled_from(
    ["", "x", "2017-02-23", "[a, b]", "{date: 2017-01-01, note: x}", "[{file: a}]", "[[]]", "/a/"]
) | st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=10)


@settings(deadline=None)
@given(st.dictionaries(keys, values))
def test_any_fields(fields):
    """Whatever the fields hold, there is an article, or a fault that says why not."""
    header = split("\n".join(["---", *map(": ".join, fields.items()), "---", ""]), PATH)
    for record, faults in (
        read_article(PATH, header.fields, SECTIONS, VIETNAM),
        read_standing(PATH, header.fields, VIETNAM),
    ):
        assert record is not None or any(not fault.warning for fault in faults)
        assert all(1 <= fault.line <= len(fields) + 1 for fault in faults)
        assert all(fault.problem and fault.mend and fault.field for fault in faults)


def test_photos_of_a_header_that_gives_no_article():
    """The photos are still looked for where the header is too faulty for more."""
    header = split("---\nphotos:\n  - caption: c\n  - file: b.jpg\n---\n", "a.md")
    entries = read_photos("a.md", header.fields, VIETNAM)
    assert [(entry.file, entry.line, entry.number) for entry in entries] == [("b.jpg", 4, 2)]


@pytest.mark.parametrize(
    ("path", "text", "claims"),
    [
        ("tin/Cầu mới/index.md", "", {"cau-moi"}),
        ("tin/2026-11-01-cau.md", "---\nslug: Cầu lớn\n---\nslug: khác", {"cau", "cau-lon"}),
        ("a.md", "---\nĐường dẫn: b\naliases: [/cu/x/, '/y?id=1']\n---\n/z/", None),
        ("a.md", "---\naliases:\n  - /cu/x/\n  - /y?id=1\nslug: b\nurl: https://c/d", None),
        ("tin/ខ្មែរ.md", "", set()),
    ],
)
def test_claims_of_a_source_that_cannot_be_read(path, text, claims):
    """The last parts that its address may have, and its old addresses."""
    expected = {"a", "b", "cu/x", "y?id=1"} if claims is None else claims
    assert claims_of(path, text) == expected


# ── Withdrawn on purpose ─────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["có", "không", "true", "False"])
def test_yes_or_no_is_no_reason(written):
    """What is withdrawn says why: its page has no other words."""
    assert told(f"withdrawn: {written}") == [
        f"2: withdrawn: «{written}» không phải lý do — Sửa: ghi lý do bằng một câu, "
        "ví dụ «withdrawn: Bài trùng với bài khác»; không gỡ nữa thì xóa dòng này"
    ]


def test_reason_of_a_withdrawn_article():
    """A sentence is a reason, whatever signs are in it."""
    assert healthy("withdrawn: Đưa sai: số hộ").withdrawn == "Đưa sai: số hộ"


def test_related_articles_of_a_header():
    """A list, each with its line; or one line with commas; too many are told."""
    listed = healthy("related:", "  - ../a/index.md", "  -", "  - /tin-tuc/2026/01/02/b/")
    assert listed.related == (("../a/index.md", 3), ("/tin-tuc/2026/01/02/b/", 5))
    assert healthy("Bài liên quan: ../a, ../b").related == (("../a", 2), ("../b", 2))
    assert healthy("related:").related == ()
    many, (fault,) = check("related:", *["  - a"] * 7)
    assert (fault.field, fault.problem) == ("related", "có 7 mục, quá 6")
    assert len(many.related) == 6


def test_recording_of_a_header():
    """The file in which somebody reads the article, with its line."""
    assert healthy("Nghe bài: doc.mp3").audio == ("doc.mp3", 2)
    assert healthy("audio:").audio is None


@pytest.mark.parametrize("written", ["album", "Album ảnh", "chùm ảnh"])
def test_album_of_a_header(written):
    """At least three photos make one."""
    photos = ("photos: a.jpg, b.jpg, c.jpg",)
    assert healthy(f"Loại bài: {written}", *photos).album
    assert not healthy("kind: article", *photos).album
    assert told(f"kind: {written}", "photos: a.jpg, b.jpg") == [
        "2: kind: bài là album ảnh mà photos có 2 ảnh — Sửa: ghi ít nhất 3 ảnh vào photos, "
        "hoặc xóa dòng này"
    ]
