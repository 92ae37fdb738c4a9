# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parting captions from photo credits."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.photo_captions.caption import (
    Caption,
    may_follow,
    parse_caption,
    parse_following,
    tells_what,
)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Cầu mới. Ảnh: Lê Anh", "Cầu mới.", "Lê Anh"),
        ("Cầu mới. Ảnh: Lê Anh.", "Cầu mới.", "Lê Anh"),
        ("Cầu mới. Ảnh: N.H.", "Cầu mới.", "N.H."),
        ("Cầu mới.Ảnh:Lê Anh", "Cầu mới.", "Lê Anh"),
        ("Cầu mới. Ảnh : Lê Anh", "Cầu mới.", "Lê Anh"),
        ("Cầu mới! ẢNH: TƯ LIỆU", "Cầu mới!", "TƯ LIỆU"),
        ("Cầu mới. ảnh: tư liệu", "Cầu mới.", "tư liệu"),
        ("Cầu mới - Ảnh: VGP/Nhật Bắc", "Cầu mới", "VGP/Nhật Bắc"),
        ("Cầu mới- Ảnh: VGP", "Cầu mới", "VGP"),
        ("“Cầu mới” Ảnh: VGP", "“Cầu mới”", "VGP"),
        ("Cầu mới\nẢnh: Lê Anh", "Cầu mới", "Lê Anh"),
        ("Cầu mới (Ảnh: TTXVN)", "Cầu mới", "TTXVN"),
        ("Cầu mới (ảnh: VGP).", "Cầu mới.", "VGP"),
        ("Cầu mới. (ảnh: VGP).", "Cầu mới.", "VGP"),
        ("Cầu mới [Ảnh: TTXVN]", "Cầu mới", "TTXVN"),
        ("Cầu mới (Ảnh: Lê Anh (TTXVN))", "Cầu mới", "Lê Anh (TTXVN)"),
        ("Cầu mới. Ảnh: Phạm Minh Tuấn-TTXVN", "Cầu mới.", "Phạm Minh Tuấn-TTXVN"),
        ("Cầu mới. Ảnh: TS. Lê Anh", "Cầu mới.", "TS. Lê Anh"),
        ("Cầu mới. Ảnh: iStock", "Cầu mới.", "iStock"),
        ("Cầu mới. Ảnh: baovinhlong.com.vn", "Cầu mới.", "baovinhlong.com.vn"),
        ("Cầu mới. Ảnh VGP/Đức Tuân", "Cầu mới.", "VGP/Đức Tuân"),
        ("Cầu mới (Ảnh TTXVN)", "Cầu mới", "TTXVN"),
        ("Cầu cũ. Ảnh: Lê Anh. Ảnh: Mai", "Cầu cũ. Ảnh: Lê Anh.", "Mai"),
        ("Ảnh: Cầu mới. Ảnh: Lê Anh", "Ảnh: Cầu mới.", "Lê Anh"),
        ("Ảnh: TTXVN", None, "TTXVN"),
        ("(Ảnh: TTXVN)", None, "TTXVN"),
        ("Ảnh: internet", None, "internet"),
    ],
)
def test_caption_with_credit(text, caption, credit):
    """A closing "Ảnh:" names whose photo it is, and leaves the caption."""
    assert parse_caption(text) == Caption(caption, credit)
    assert parse_caption(unicodedata.normalize("NFD", text)) == Caption(caption, credit)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Lễ hội. Quay phim: Lê Anh.", "Lễ hội.", "Quay phim: Lê Anh"),
        ("Lễ hội (Video: TTXVN)", "Lễ hội", "Video: TTXVN"),
        ("VIDEO: LÊ ANH", None, "VIDEO: LÊ ANH"),
        ("Bài ca. Âm thanh: Ban tài tử Tam Bình", "Bài ca.", "Âm thanh: Ban tài tử Tam Bình"),
        ("Lễ hội. Ảnh: Lê Anh", "Lễ hội.", "Lê Anh"),
        ("Video: cảnh lễ hội đêm qua", "Video: cảnh lễ hội đêm qua", None),
        ("Lễ hội qua đoạn phim của Lê Anh", "Lễ hội qua đoạn phim của Lê Anh", None),
    ],
)
def test_credit_of_a_film_or_sound_keeps_its_mark(text, caption, credit):
    """It says what somebody did; below a photo the same words are part of the caption."""
    assert parse_caption(text, of_media=True) == Caption(caption, credit)
    if credit and ":" in credit:
        assert parse_caption(text) == Caption(text, None)


@pytest.mark.parametrize(
    ("text", "behind", "behind_photo"),
    [
        ("Ảnh: Lễ hội", "Lễ hội", "Lễ hội"),
        ("Video: Lễ hội", "Video: Lễ hội", None),
        ("Thực hiện: Lê Anh", "Thực hiện: Lê Anh", None),
        ("Video:", None, None),
        ("Lễ hội", None, None),
    ],
)
def test_line_below_a_film(text, behind, behind_photo):
    """A line that begins with what was done belongs to the film above it."""
    assert parse_following(text, of_media=True) == behind
    assert parse_following(text) == behind_photo
    assert may_follow(text) == (":" in text)


def test_line_that_says_what_a_film_shows():
    """ "Video: …" does, "Quay phim: …" says who made it."""
    assert tells_what("VIDEO: Lễ hội")
    assert tells_what("Âm thanh : bài ca")
    assert not tells_what("Quay phim: Lê Anh")
    assert not tells_what("Videoclip")


@pytest.mark.parametrize(
    "text",
    [
        "Toàn cảnh cuộc họp",
        "Ảnh: trang bìa cũ",
        "Một tấm ảnh: Lê Anh cười",
        "Triển lãm Ảnh: Vĩnh Long xưa",
        "TRIỂN LÃM ẢNH: VĨNH LONG XƯA",
        "Chợ nổi. Ảnh: Lê Anh. Chợ họp từ 5 giờ",
        "Cầu mới (tấm ảnh: 1990)",
        "Cầu mới (dài 300 m)",
        "dài 300 m)",
        "Cầu mới. Ảnh chụp từ trên cao",
        "Cầu mới. Ảnh UBND tỉnh cung cấp",
        "Cầu mới - Ảnh 1.",
        "(Hình từ Internet)",
        "Ảnh:",
        "Ảnh: …",
        "Ảnh: Hai cá nhân có thành tích xuất sắc năm 2011-2015 góp phần vào sự nghiệp xây dựng "
        "chủ nghĩa xã hội được nhận Bằng khen của Thủ tướng Chính phủ trao tặng",
    ],
)
def test_caption_without_credit(text):
    """ "Ảnh" in a sentence, or before one, names no one, and no word is lost."""
    assert parse_caption(text) == Caption(text, None)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Chợ nổi. Ảnh minh họa: ĐẶNG LÊ", "Chợ nổi. Ảnh minh họa", "ĐẶNG LÊ"),
        ("Chợ nổi (Ảnh minh hoạ: Đặng Lê)", "Chợ nổi (Ảnh minh hoạ)", "Đặng Lê"),
        ("Chợ nổi (ảnh tư liệu: TTXVN).", "Chợ nổi (ảnh tư liệu).", "TTXVN"),
        ("Ảnh minh họa: ĐẶNG LÊ", "Ảnh minh họa", "ĐẶNG LÊ"),
        ("(Ảnh minh họa: ĐẶNG LÊ)", "(Ảnh minh họa)", "ĐẶNG LÊ"),
    ],
)
def test_caption_with_a_kind_of_photo(text, caption, credit):
    """Readers are still told that a photo only illustrates."""
    assert parse_caption(text) == Caption(caption, credit)


@pytest.mark.parametrize("text", ["", " \n "])
def test_empty_caption(text):
    """Nothing written is nothing said."""
    assert parse_caption(text) == Caption(None, None)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("Ảnh: Hai cá nhân nhận Bằng khen", "Hai cá nhân nhận Bằng khen"),
        ("Ảnh: Cầu mới. Ảnh: Lê Anh", "Cầu mới. Ảnh: Lê Anh"),
        ("ẢNH:Cầu mới", "Cầu mới"),
        (" ảnh : Cầu\nmới ", "Cầu mới"),
        ("Ảnh:", None),
        ("Ảnh minh họa: Cầu mới", None),
        ("Ảnh chụp lúc 5:00", None),
        ("Tấm ảnh: cầu mới", None),
        ("(Ảnh: TTXVN)", "(Ảnh: TTXVN)"),
        ("[ảnh: tư liệu].", "[ảnh: tư liệu]."),
        ("– Ảnh: Lê Anh", "– Ảnh: Lê Anh"),
        ("(Ảnh: cầu mới khánh thành)", None),
        ("(Ảnh: TTXVN) Cầu mới", None),
        ("- Ảnh: cầu mới khánh thành", None),
        ("", None),
    ],
)
def test_line_below_a_photo(text, behind):
    """Only a line that opens with "Ảnh:" belongs to the photo above, or is a credit alone."""
    assert parse_following(text) == behind
    assert parse_following(unicodedata.normalize("NFD", text)) == behind


PIECES = ["Ảnh", "ảnh:", "Lê", ".", " ", "(", ")", "-", "\n", "TTXVN", "minh họa"]


@given(st.text() | st.lists(st.sampled_from(PIECES)))
def test_any_caption(value):
    """Whatever stands below a photo, the two parts are tidy and made of its words."""
    text = value if isinstance(value, str) else "".join(value)
    read = parse_caption(text)
    assert read == parse_caption(unicodedata.normalize("NFD", text))
    composed = unicodedata.normalize("NFC", text)
    for part in (read.text, read.credit):
        assert part is None or (part and part == " ".join(part.split()))
        assert part is None or set(part.split(" ")[0][:1]) <= set(composed)
    following = parse_following(text)
    assert following is None or following.strip() == following != ""


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Ảnh: Lê Anh", True),
        ("Cầu mới. ẢNH : TTXVN", True),
        ("Cầu mới. A\u0309nh: TTXVN", True),
        ("Hình ảnh đẹp: cầu mới", False),
        ("", False),
    ],
)
def test_text_that_may_hold_a_following_line(text, may):
    """Only where a photo's name is called can a caption begin."""
    assert may_follow(text) is may
