# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vietnamese letters: folding, slugs, and what only looks like them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.vietnamese.letters import (
    drop_invisible,
    fold,
    has_eth,
    mend_misread,
    misread_word,
    name_key,
    nearest,
    nfc,
    one_line,
    slugify,
    strip_controls,
    thin_marks,
    topic_key,
    turns_direction,
)

VIETNAMESE = st.text("aăâeêioôơuưyđbcghnptAĂÂĐƠƯ ấềởữịạ\u0300\u0301\u0302\u0303\u0309\u0323\u031b")


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_letters_composed():
    """Text saved by macOS becomes what other systems save."""
    assert nfc("Vie\u0302\u0323t") == "Việt"


def test_text_on_one_line():
    """White space of any kind and number is one space."""
    assert one_line(" Vĩnh\u00a0Long\n\t hôm nay ") == "Vĩnh Long hôm nay"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng bằng sông Cửu Long", "dong bang song cuu long"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("THUỶ", "thuy"),
        ("QÐ-UBND", "qd-ubnd"),
        ("Tromsø, Łódź, Straße", "tromso, lodz, strasse"),
        ("km²", "km2"),
        ("ភ្នំពេញ", "ភ្នំពេញ"),
    ],
)
def test_fold(text, folded):
    """Marks go, "đ" is a "d", other scripts stay whole."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hội nghị cán bộ, công chức: năm 2016", "hoi-nghi-can-bo-cong-chuc-nam-2016"),
        ("Tin tức - Sự kiện", "tin-tuc-su-kien"),
        ("hoạt-đong-nganh", "hoat-dong-nganh"),
        ("  N.H ", "n-h"),
        ("58.847 ha", "58-847-ha"),
        ("hòa\u2060 bình", "hoa-binh"),
        ("ho\u00adà\u200b bình", "hoa-binh"),
        ("ភ្នំពេញ", ""),
        ("", ""),
    ],
)
def test_slug(text, slug):
    """An address has plain letters, figures and hyphens."""
    assert slugify(text) == slug
    assert slugify(nfd(text)) == slug


@pytest.mark.parametrize(
    ("limit", "slug"),
    [
        (12, "hai-ba-trung"),
        (11, "hai-ba"),
        (7, "hai-ba"),
        (6, "hai-ba"),
        (5, "hai"),
        (3, "hai"),
        (2, "ha"),
    ],
)
def test_slug_beyond_its_limit(limit, slug):
    """Words are dropped whole; a single word that is too long is cut."""
    assert slugify("Hai Bà Trưng", limit) == slug


@pytest.mark.parametrize(
    ("text", "place"),
    [("43/2011/NÐ-CP", 9), ("Ɖà Nẵng", 0), ("ðồng", 0), ("NĐ-CP, đồng", None), ("", None)],
)
def test_eth(text, place):
    """Letters that only look like Đ are found, Đ itself is not."""
    assert has_eth(text) == place


@pytest.mark.parametrize(
    ("word", "found"),
    [("titel", "title"), ("Tieu đe", "tiêu đề"), ("autor", "author"), ("xyz", None), ("", None)],
)
def test_nearest_word(word, found):
    """A slip of the pen is understood, marks or none."""
    assert nearest(word, ["title", "author", "tiêu đề", "TITLE"]) == found


@pytest.mark.parametrize(
    ("text", "clean", "count"),
    [
        ("Vĩnh\tLong\n", "Vĩnh\tLong\n", 0),
        ("Vĩnh\x00 Long\x07\x0b", "Vĩnh Long", 3),
        ("\ufeffVĩnh\ufeff Long", "Vĩnh Long", 2),
        ("a\x7f\x80\x9fb", "ab", 3),
        ("a\u202eb\u2066c\ufffe\uffff", "abc", 4),
        ("a\r\n", "a\n", 1),
        ("ភ្នំ\u200bពេញ", "ភ្នំ\u200bពេញ", 0),
    ],
)
def test_controls_stripped(text, clean, count):
    """What is not seen is taken away and counted; Khmer word breaks stay."""
    assert strip_controls(text) == (clean, count)


@pytest.mark.parametrize("sign", "\x07\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
def test_what_ended_a_line_or_cell_parts_words(sign):
    """Word's line break, page break and end of a cell: figures on both sides stay two."""
    assert strip_controls(f"2025{sign}150") == ("2025 150", 1)


@pytest.mark.parametrize(
    ("text", "word", "right"),
    [
        ("á»¦y ban nhÃ¢n dÃ¢n", "á»¦y", "Ủy"),
        ("cá»§a nhân dân", "cá»§a", "của"),
        ("HĐND, Ä‘á»“ng bÃ o", "Ä‘á»“ng", "đồng"),
        ("nói â€œtốt", "â€œtốt", ""),
        ("vui ðŸ˜€", "ðŸ˜€", "\U0001f600"),
        ("tá»\x90 khai", "tá»\x90", "tỐ"),
        ("nÆ°á»›c", "nÆ°á»›c", "nước"),
    ],
)
def test_words_read_in_a_wrong_encoding(text, word, right):
    """The first is found, and what it was, unless letters are lost."""
    assert misread_word(text) == (word, right)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("nhÃ¢n dÃ¢n", "nhân dân"),
        ("lÃ\xa0 thá»© hai – thứ ba", "là thứ hai – thứ ba"),
        ("Ủy ban: á»¦y ban", "Ủy ban: Ủy ban"),
        ("â€œlá»\x9diâ€\x9d, 30Â°C, ðŸ˜€", "“lời”, 30°C, 😀"),
        ("tá» bá»‹ máº¥t", "tá» bị mất"),
        ("Ã¡ à\x80\x80", "á à\x80\x80"),
    ],
)
def test_words_are_read_anew(text, right):
    """Beside words that were read right; what lacks a byte, or is none of UTF-8, stays."""
    assert mend_misread(text) == right


@given(VIETNAMESE)
def test_text_read_in_a_wrong_encoding_comes_back(text):
    """Whole, whatever Vietnamese it is."""
    text = nfc(text)
    assert mend_misread(text.encode().decode("latin-1")) == text


@pytest.mark.parametrize(
    "text",
    ["«lá» và «ĐÃ»", "ĐÃ…", "Ångström, Ærø, Äpfel", "â€", "lá»…", "cá»”", "Ủy ban nhân dân", "ÃÃ"],
)
def test_words_read_right(text):
    """Vietnamese letters beside marks of prose, and those of other languages."""
    assert misread_word(text) is None


@pytest.mark.no_cover
def test_every_control_is_found():
    """No character is a control and printable at once: whole planes are looked through."""
    controls = [char for char in map(chr, range(0x110000)) if strip_controls(char)[1]]
    assert len(controls) == 31 + 32 + 2 + 1 + 5 + 4 + 32 + 34
    clean, count = strip_controls("a".join(controls))
    assert (clean.replace(" ", ""), count) == ("a" * (len(controls) - 1), len(controls))
    assert "\n" not in controls and "\t" not in controls


INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u2060\u2064\u2066"
    "\u2800\u3164\ufe0e\ufe0f\ufeff\uffa0\U000e0001\U000e0101"
)


@pytest.mark.parametrize("letter", INVISIBLE)
def test_invisible_letter_makes_no_other_name(letter):
    """Wherever it stands, before a mark and beside a space too."""
    for spelling in ("Lê{} Anh", "L{}ê Anh", "{}Lê Anh", "Lê {} Anh", "Le{}\u0302 Anh", "Lê Anh{}"):
        assert name_key(spelling.format(letter)) == "lê anh"
    assert drop_invisible(letter * 3) == ""


@pytest.mark.parametrize("text", ["Lê Anh", "Hồ Chí Minh", "🇻🇳", "ភ្នំពេញ", "tab\t\n", "a-b–c_d·e"])
def test_visible_letters_stay(text):
    """Only what shows nothing is passed over; spaces are something."""
    assert drop_invisible(text) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa bình", "hoà bình"),
        ("VĂN HÓA", "Văn hoá"),
        ("thủy lợi", "thuỷ lợi"),
        ("khỏe", "khoẻ"),
        ("họa", "hoạ"),
        ("hõa", "hoã"),
        ("qúy", "quý"),
        ("tòan", "toàn"),
        ("ho\u200bà", "ho\u0300a"),
    ],
)
def test_topic_in_both_places_of_its_tone(old, new):
    """The two ways to place a tone make one topic, and two names of persons."""
    assert topic_key(old) == topic_key(new) == topic_key(nfd(old))
    assert name_key(old) != name_key(new) or "\u200b" in old


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoá"),
        ("hòa", "hỏa"),
        ("hoa", "hoà"),
        ("mùa", "muà"),
        ("hồa", "hoầ"),
        ("hóă", "hoắ"),
    ],
)
def test_topics_of_different_tones(one, other):
    """Another tone, and a tone where no way of writing puts it, is another topic."""
    assert topic_key(one) != topic_key(other)


@pytest.mark.parametrize(
    ("text", "turns"),
    [("a\u202eb", True), ("\u2067", True), ("a\u200fb", False), ("cơ quan", False), ("", False)],
)
def test_direction_turned(text, turns):
    """Overrides, embeddings and isolates turn the text behind them; a mere mark does not."""
    assert turns_direction(text) is turns


@given(st.text() | VIETNAMESE | st.text("hoaeuy\u0300\u0301\u0323\u200b "))
def test_keys_of_any_name(text):
    """A key is its own key, in composed and in decomposed letters."""
    for key_of in (name_key, topic_key):
        assert key_of(nfd(text)) == key_of(text)
    assert topic_key(topic_key(text)) == topic_key(text)


@given(st.text() | VIETNAMESE)
def test_fold_twice(text):
    """Folded text is as plain as it gets, however it was composed."""
    assert fold(fold(text)) == fold(text)
    assert fold(nfd(text)) == fold(nfc(text)) == fold(text)


@given(st.text() | VIETNAMESE, st.integers(1, 40))
def test_slug_of_any_text(text, limit):
    """A slug is plain, short enough, and its own slug."""
    slug = slugify(text, limit)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= limit
    assert slugify(slug, limit) == slug
    assert slugify(nfd(text), limit) == slug


@given(st.text() | VIETNAMESE)
def test_letters_of_any_text(text):
    """No text breaks what looks at its letters, and stripping twice strips nothing."""
    clean, _ = strip_controls(text)
    assert strip_controls(clean) == (clean, 0)
    assert nearest(text, ["title"]) in (None, "title")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chữ thường.", ("Chữ thường.", -1)),
        ("a" + "\u0301" * 30 + "b", ("a" + "\u0301" * 30 + "b", -1)),
        ("ca" + "\u0301" * 31 + "b", ("ca" + "\u0301" * 30 + "b", 2)),
        ("a" + "\u0301\u0323" * 40 + "ế", ("a" + "\u0301\u0323" * 15 + "ế", 1)),
        ("…" * 50 + "\u0301" * 3, ("…" * 50 + "\u0301" * 3, -1)),
        ("…" * 50 + "\u0301" * 33, ("…" * 50 + "\u0301" * 30, 0)),
    ],
)
def test_letter_keeps_thirty_marks(text, expected):
    """More are no writing; signs that are no marks stay, however many."""
    assert thin_marks(text) == expected
