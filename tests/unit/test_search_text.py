# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of an article is searched, and by which keys it is found."""

import datetime as dt
import struct
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.newsroom import search_text
from plugins.newsroom.article import Article
from plugins.newsroom.byline import parse_byline
from plugins.newsroom.page import (
    Change,
    Correction,
    Document,
    DocumentFile,
    Event,
    Figure,
    Gallery,
    HtmlPart,
    Player,
    SiteCard,
    Source,
)
from plugins.newsroom.photo import Original, Photo
from plugins.newsroom.search_text import (
    TITLED,
    Labels,
    days_in,
    hash_of,
    key_of,
    key_of_word,
    keys_of,
    lines_of,
    phones_in,
    tokens_of,
    words_of,
)
from plugins.vietnamese.dates import Moment

DAY = Moment(dt.datetime(2026, 8, 1, 7, 0, tzinfo=dt.UTC), "minute")
ARTICLE = Article(
    path="a.md",
    title="Tên bài",
    slug="a",
    date=DAY,
    byline=parse_byline("Tin, ảnh: Hồng Giang - N.H"),
    section="kinh-te",
    summary="Sapo.",
)
LABELS = {
    "vi": Labels("Ảnh: {name}", "ảnh", "Nguồn: {name}", ", tác giả {name}", ", ngày {date}"),
    "en": Labels("Photo: {name}", "photo", "Source: {name}", ", by {name}", ", on {date}"),
}


def numbers(keys: bytes) -> list[int]:
    return sorted(struct.unpack(f"<{len(keys) // 8}Q", keys))


def lines(*parts: HtmlPart | Figure | Gallery | Player | SiteCard, **fields) -> list[str]:
    article = replace(ARTICLE, **fields)
    found = lines_of(article, parts, LABELS[article.lang])
    return [line.strip() for line in found if line.strip()]


def film(caption: str | None, credit: str | None) -> Player:
    return Player("a-1.mp4", "video/mp4", "MP4, 1 KB", "", caption, credit)


def figure(caption: str | None, credit: str | None) -> Figure:
    return Figure(Photo(Original("a3" * 32, 800, 600), "Chữ thay ảnh", caption, credit))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Đảng bộ tỉnh Vĩnh Long", ["đảng", "bộ", "tỉnh", "vĩnh", "long"]),
        (unicodedata.normalize("NFD", "ĐẢNG BỘ"), ["đảng", "bộ"]),
        ("16.143 lượt, 9,12% — 23/02/2017", ["16", "143", "lượt", "9", "12", "23", "02", "2017"]),
        ("30/2020/NĐ-CP", ["30", "2020", "nđ", "cp"]),
        ("5000m2, 45.000đ, 7h30", ["5000", "m2", "45", "000", "đ", "7", "h30"]),
        ("covid19, QL53, H5N1, 10² m²", ["covid19", "ql53", "h5n1", "10", "²", "m²"]),
        ("COVID-19 (e-mail: a_b@c.vn)", ["covid", "19", "e", "mail", "a", "b", "c", "vn"]),
        ("Vĩnh\u00adLong\u200b, Trà\u00a0Vinh", ["vĩnhlong", "trà", "vinh"]),
        ("N\u0302̣̀", ["n\u0323\u0302\u0300"]),
        ("សួស្តី ២០២៦", ["សួ", "ស្តី", "២០២៦"]),
        ("Москва Αθήνα", ["москва", "αθήνα"]),
        ("越南 ไทย 한국", ["越", "南", "ไ", "ท", "ย", "한", "국"]),
        ("… – “” % ₫ ¹ 👍", []),
        ("", []),
    ],
)
def test_tokens(text, tokens):
    """Letters run on into figures, but not figures into letters; Khmer goes by cluster."""
    assert tokens_of(text) == [unicodedata.normalize("NFC", token) for token in tokens]


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("Thuỷ", "thủy"), ("HÒA", "hòa"), (unicodedata.normalize("NFD", "bộ"), "bộ")],
)
def test_one_syllable_has_one_key(one, other):
    """Wherever its tone is placed, in capitals or not, composed or not."""
    assert keys_of("", [one]) == keys_of("", [other])


def test_marks_tell_apart_what_has_one_hash():
    """ "dang", "đang", "đáng" and "đảng" are found by one hash, and told apart by their marks."""
    keys = [key_of(token) for token in ("dang", "đang", "đáng", "đảng")]
    assert len(set(keys)) == 4
    assert len({key >> 6 for key in keys}) == 1


def test_neighbours_are_told_from_those_that_change_places():
    """ "bộ đảng" is not "đảng bộ"; of one line to the next there are no neighbours."""
    assert key_of("đảng", "bộ") >> 6 != key_of("bộ", "đảng") >> 6
    apart = numbers(keys_of("", ["Đảng", "bộ"]))
    beside = numbers(keys_of("", ["Đảng bộ"]))
    assert apart == sorted((key_of("đảng"), key_of("bộ")))
    assert beside == sorted((*apart, key_of("đảng", "bộ")))


def test_hashes_stay_what_they_are():
    """Scripts in browsers' caches reckon them too: another hash needs another version."""
    assert hash_of("dang") == 0xF5FDF27D
    assert key_of("đảng") == 0xF5FDF27D << 6 | hash_of("đang\u0309") >> 27
    assert key_of_word("chuyen-muc kinh-te") == 3529686416 << 6


def test_what_stands_in_the_title_is_told():
    """Its keys bear a sign, and have no second one without it."""
    assert numbers(keys_of("Đảng bộ", ["Chi bộ"], ["chuyen-muc x"])) == sorted(
        (
            *(key | TITLED for key in (key_of("đảng"), key_of("bộ"), key_of("đảng", "bộ"))),
            *(key_of("chi"), key_of("chi", "bộ")),
            key_of_word("chuyen-muc x"),
        )
    )


def test_text_without_a_letter_has_no_key():
    assert keys_of("", []) == keys_of("…", ["", " – ", "?"]) == b""


#: Spaces of all kinds, breaks of words, marks and letters that texts may hold.
TEXTS = st.lists(
    st.text("abđờ ậ 0̀\u0323-.,\n\t\u00a0\u00ad\u200bខ្មែ越_İςß", max_size=20), max_size=6
)


@given(TEXTS, TEXTS)
def test_keys_are_those_of_each_token_and_each_two_neighbours(titles, texts):
    """Whatever the texts hold: reckoning with all tokens at a time changes nothing."""

    def plain(some: list[str]) -> set[int]:
        tokens = [tokens_of(line) for line in some]
        alone = {key_of(token) for line in tokens for token in line}
        return alone.union(key_of(*two) for line in tokens for two in pairwise(line))

    title = " ".join(titles)
    in_title = plain([title])
    expected = plain(texts) - in_title | {key | TITLED for key in in_title}
    assert numbers(keys_of(title, texts)) == sorted(expected)


@pytest.mark.no_cover
def test_a_hundred_thousand_equal_syllables_have_two_keys():
    """However often they follow one another."""
    equal = "lúa " * 100_000
    assert numbers(keys_of("", [equal])) == sorted((key_of("lúa"), key_of("lúa", "lúa")))


def test_word_of_a_megabyte_has_one_key():
    """It is not kept in mind."""
    long = "x" * 1_000_000
    assert numbers(keys_of("", [long])) == [key_of(long)]
    assert long not in search_text._lanes


def test_words_in_mind_are_bounded(monkeypatch):
    """Of many different words the first are forgotten, and found again all the same."""
    monkeypatch.setattr(search_text, "_MOST_WORDS", 10)
    text = [" ".join(f"so{number}" for number in range(30))] * 2
    assert len(numbers(keys_of("", text))) == 30 + 29
    assert len(search_text._lanes) <= 12
    assert keys_of("", ["một\n hai"]) == keys_of("", ["một hai"])


def test_everything_that_an_article_says_is_searched():
    """Its sapo, text, captions, changes, corrections, byline, source, tags and document."""
    parts = (
        HtmlPart("<p>Đoạn <b>đ</b>ậm<br>hai &amp; ba</p>\n<ul>\n<li>Mục</li></ul><table><tr>"),
        HtmlPart("<td>Ô 1</td><td>Ô\n2</td></tr></table>"),
        figure("Chú thích", "TTXVN"),
        Gallery((figure(None, None), figure("Ảnh hai", "ẢNH TƯ LIỆU"))),
    )
    assert lines(
        *parts,
        changes=(Change(DAY, "Bổ sung"),),
        corrections=(Correction(DAY, "1 ha", "2 ha"),),
        source=Source("TTXVN", "Lê Anh"),
        tags=("Cầu đường",),
        document=Document("12/QĐ", DAY, "Sở Y tế", DAY, DocumentFile("qd.pdf", "qd-1.pdf", "PDF")),
    ) == [
        *("Sapo.", "Đoạn đậm hai & ba", "Mục", "Ô 1", "Ô 2"),
        *("Chú thích Ảnh: TTXVN", "Ảnh hai ẢNH TƯ LIỆU", "Bổ sung", "1 ha", "2 ha"),
        *("Tin, ảnh: Hồng Giang - N.H", "Nguồn: TTXVN, tác giả Lê Anh", "Cầu đường"),
        *("12/QĐ", "01/08/2026", "Sở Y tế", "01/08/2026", "qd.pdf (PDF)"),
    ]


def test_labels_are_those_of_the_articles_language():
    """As its page has them; the date of the source stands in figures that are not searched."""
    assert lines(
        Gallery((figure("A bridge", "Lê Anh"), figure(None, "Photos: Lê Anh"))),
        lang="en",
        source=Source("Tin {xã}", "Lê Anh", published=DAY),
    ) == [
        *("Sapo.", "A bridge Photo: Lê Anh", "Photos: Lê Anh", "Tin, ảnh: Hồng Giang - N.H"),
        "Source: Tin {xã}, by Lê Anh, on",
    ]


def test_event_is_found_by_its_place_and_its_first_and_last_day():
    """Beside the day of its article."""
    first, last = (Moment(DAY.when.replace(month=12, day=day), "day") for day in (1, 3))
    event = Event(first, last, "Hội trường")
    assert lines(event=event)[2:] == ["Hội trường"]
    words = [word for word in words_of(replace(ARTICLE, event=event)) if word.startswith("ngay")]
    assert words == [
        *("ngay 2026-08-01", "ngay 2026-08", "ngay 08-01"),
        *("ngay 2026-12-01", "ngay 2026-12", "ngay 12-01"),
        *("ngay 2026-12-03", "ngay 2026-12", "ngay 12-03"),
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ngày 05 tháng 3 năm 2020", ["ngay 2020-03-05", "ngay 03-05"]),
        ("Ngày 5 THÁNG 03, năm 2020.", ["ngay 2020-03-05", "ngay 03-05"]),
        (
            "(5/3/2020); 6-3-2020",
            ["ngay 2020-03-05", "ngay 03-05", "ngay 2020-03-06", "ngay 03-06"],
        ),
        ("từ 5-7/3/2020", ["ngay 2020-03-07", "ngay 03-07"]),
        (
            "5/3/2020-6/3/2020",
            ["ngay 2020-03-05", "ngay 03-05", "ngay 2020-03-06", "ngay 03-06"],
        ),
        ("ngày 23/2, 24 tháng 2", ["ngay 02-23", "ngay 02-24"]),
        ("tháng 3/2020, 11/2026", ["ngay 2020-03", "ngay 2026-11"]),
        ("30/2020/NĐ-CP, 3/2020/QĐ, 30/13/2020, 3/4, 16.143, 5/3/20, 23 tháng Chạp", []),
    ],
)
def test_dates_are_told_as_queries_name_them(text, days):
    """However they are written; numbers of documents and fractions are no dates."""
    assert list(days_in(text)) == days


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("ĐT: 0270.3823.456 hoặc (0270) 3823456", ["dien 02703823456"] * 2),
        ("0912 345 678, 091.234.5678; 0912.34.56.78", ["dien 0912345678"] * 3),
        ("+84 912 345 678, (+84) 0912345678, +84-912345678", ["dien 0912345678"] * 3),
        ("Tổng đài 1900 1234, 1900.1234, 19001234", ["dien 19001234"] * 3),
        ("18006068/0909123456.", ["dien 18006068", "dien 0909123456"]),
        ("năm 1900, 1.900.123.456 đồng, 5.0912345678, 05-10-2020, 0123", []),
        ("84912345678, 09123456789012, a0912345678, 1700 1234", []),
    ],
)
def test_telephones_are_told_by_their_figures(text, phones):
    """However these are grouped; amounts, dates and longer numbers are none."""
    assert list(phones_in(text)) == phones


def test_article_is_found_by_the_telephones_that_it_tells():
    """Of its title and its text."""
    for title, text in (("Gọi 1900.1234", ""), ("", "Gọi 1900 1234")):
        assert key_of_word("dien 19001234") in numbers(keys_of(title, [text]))


def test_article_is_found_by_the_dates_that_it_tells():
    """Of its title and its text, in any spelling."""
    one, other = (keys_of(f"Họp {day}", [], []) for day in ("05/3/2020", "ngày 5 tháng 3 năm 2020"))
    assert {key_of_word("ngay 2020-03-05"), key_of_word("ngay 03-05")} <= set(numbers(one))
    assert {key_of_word("ngay 2020-03-05")} <= set(numbers(other))
    assert {key_of_word("ngay 2020-03-05")} <= set(numbers(keys_of("Họp", ["5-3-2020"])))
    assert {key_of_word("ngay 2020-03-05")}.isdisjoint(numbers(keys_of("Họp 5-3", ["2020"])))


@pytest.mark.parametrize(("lang", "day"), [("vi", "23/02/2017"), ("en", "23 February 2017")])
def test_day_of_a_document_is_told_as_its_page_does(lang, day):
    """In the language of the article, so that what readers see is found."""
    issued = Moment(dt.datetime(2017, 2, 23, tzinfo=dt.UTC), "day")
    assert day in lines(lang=lang, document=Document("12/QĐ", issued, "Sở Y tế"))


def test_document_is_found_by_its_days():
    """That of its issue and that of its coming into force, in whatever language it is."""
    issued, in_force = (Moment(dt.datetime(2017, 2, day, tzinfo=dt.UTC), "day") for day in (3, 4))
    document = Document("12/QĐ", issued, "Sở Y tế", in_force)
    words = list(words_of(replace(ARTICLE, lang="en", document=document)))
    assert {"ngay 2017-02-03", "ngay 2017-02-04"} <= set(words)
    words = list(words_of(replace(ARTICLE, document=Document("12/QĐ", issued, "Sở Y tế"))))
    assert [word for word in words if word.startswith("ngay 2017-02-0")] == ["ngay 2017-02-03"]


def test_document_without_a_day_or_file_says_less():
    """What it lacks is no line."""
    assert lines(document=Document("12/QĐ", DAY, "Sở Y tế"))[2:] == [
        *("12/QĐ", "01/08/2026", "Sở Y tế")
    ]


def test_article_that_says_little():
    """Without a source, photos or changes there is the sapo, and who wrote it."""
    assert lines() == ["Sapo.", "Tin, ảnh: Hồng Giang - N.H"]


def test_numbers_of_notes_part_no_neighbours():
    """They are left out where they stand; the note itself is searched."""
    markup = (
        '<p>Nghị<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> quyết m<sup>2'
        '</sup></p><div class="footnote"><ol><li id="fn:1"><p>Số 5</p></li></ol></div>'
    )
    assert lines(HtmlPart(markup), source=Source("A"), byline=parse_byline("")) == [
        *("Sapo.", "Nghị quyết m2", "Số 5", "Nguồn: A"),
    ]


def test_filter_words():
    """Section, language, authors and tags, spellings of one name being one."""
    words = list(words_of(replace(ARTICLE, tags=("Hoà Bình",))))
    assert words == [
        *("chuyen-muc kinh-te", "ngon-ngu vi"),
        *("tac-gia hồng giang", "tac-gia n.h", "chu-de hoà bình"),
        *("ngay 2026-08-01", "ngay 2026-08", "ngay 08-01"),
    ]
    assert list(words_of(replace(ARTICLE, tags=("hòa  bình",)))) == words


def test_words_below_a_film_are_searched():
    """Its caption, and its credit as the page shows it."""
    parts = (film("Phà chạy.", "Quay phim: Lê Anh"), film(None, "TTXVN"), film("Ca", None))
    assert lines(*parts)[1:4] == ["Phà chạy. Quay phim: Lê Anh", "Ảnh: TTXVN", "Ca"]


def test_words_and_address_of_a_card_are_searched():
    """As those of a link."""
    address = "https://youtu.be/dQw4w9WgXcQ"
    assert lines(SiteCard(address, "Lễ hội"))[1] == f"Lễ hội {address}"


def test_all_sections_of_an_article_filter_it():
    """Its own and those in whose lists it stands besides."""
    several = replace(ARTICLE, also=("thong-bao",))
    sections = [word for word in words_of(several) if word.startswith("chuyen-muc ")]
    assert sections == ["chuyen-muc kinh-te", "chuyen-muc thong-bao"]


def test_exponent_is_none_of_the_figure_before_it():
    """«10⁶» is no 106, whichever way it is written; in «m²» and «H₂O» it is part of the word."""
    found = lines(
        HtmlPart(
            "<p>10<sup>6</sup> đồng, 10<sup>-3</sup> m<sup>2</sup>, H<sub>2</sub>O, "
            '5<sub id="x">10</sub>, 21<sup>st</sup></p>'
        )
    )
    assert "10^6 đồng, 10^-3 m2, H2O, 5^10, 21st" in found
    assert tokens_of("10^6 đồng") == ["10", "6", "đồng"]
