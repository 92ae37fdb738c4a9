# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text typed for old fonts is recognised, and nothing else is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.vietnamese.legacy_fonts import (
    begins_with_sign,
    choose_encoding,
    decode_legacy,
    legacy_encoding,
    may_be_legacy,
)

VIETNAMESE = st.text("aăâeêioôơuưyđbcghnptAĂÂĐƠƯ ấềởữịạ\u0300\u0301\u0302\u0303\u0309\u0323\u031b")


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    "text",
    [
        "ViÖt Nam",
        "Hµ Nam",
        "Céng hßa x· héi chñ nghÜa ViÖt Nam",
        "céng hßa",
        "Tr\xadêng häc",
        "§¶ng ñy x·",
        "Uû ban nh©n d©n tØnh VÜnh Long",
        "Quèc héi häp",
        "Dòng đầu đúng tiếng Việt.\nDßng sau th× kh«ng ®óng.",
        "Ông Nguyễn Văn Hòa, Chủ tịch UBND tỉnh, nói về nghÜa vụ",
    ],
)
def test_text_for_a_tcvn3_font(text):
    """Text typed for .VnTime is recognised, alone or inside other text."""
    assert legacy_encoding(text) == "TCVN3"
    assert legacy_encoding(nfd(text)) == "TCVN3"


@pytest.mark.parametrize(
    "text",
    [
        "Vieät Nam",
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
        "COÄNG HOØA XAÕ HOÄI",
        "UÛy ban nhaân daân tænh",
        "Ñaûng uûy xaõ",
        "caên cöù quyeát ñònh",
    ],
)
def test_text_for_a_vni_font(text):
    """Text typed for VNI-Times is recognised, in capitals too."""
    assert legacy_encoding(text) == "VNI"
    assert legacy_encoding(nfd(text)) == "VNI"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain ASCII",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Khoá, hoá, quý, quí, giếng, gì, thuở, khuya, khuỷu, ngoằn ngoèo, xoong, nghề, kỹ",
        "Ông Citroën thăm cầu Mỹ Thuận, ăn ở façade cùng bà Müller, São Paulo, gửi résumé",
        "Citroën façade Müller São Paulo résumé",
        "El Niño và La Niña năm 2016; tàu Thaï, Haïti, Noël, Saül",
        "Le château où régnait le roi a été bâti près du théâtre, où l'on fêtait Noël",
        "Für die schöne Müllerin über München: größer, Mädchen, hören, Tür, Männer, süß",
        "El niño comió piñas en España; mañana será más frío, según José Núñez",
        "São Paulo não é a capital; João e a mãe vão à praça às três",
        "Göteborgs Län, Malmö, på sjön, män och kvinnor",
        "ភ្នំពេញ ខ្មែរ",
        "Krông Nô, Mnông, Êđê, Kông Chro, Phnôm Pênh, Pôn Pốt, kilôgam, ôxy",
        "Sai số 5 µm, 3 N·m, ma trận m×n, 25 m², ½, « Việt », 1ª, Intel®, © 2017",
        "nghành, cí, uỷe, dangr",
    ],
)
def test_text_in_unicode(text):
    """Vietnamese, foreign names, units and slips of the pen raise no alarm."""
    assert legacy_encoding(text) is None


def test_remembered_words_change_no_verdict():
    """Words that were seen before, few or more than are remembered, are judged as before."""
    many = " ".join(f"chữ{number}" for number in range(21_000))
    assert [legacy_encoding(text) for text in (many, many, f"{many}\nViÖt Nam", many)] == [
        None,
        None,
        "TCVN3",
        None,
    ]


@given(st.text() | VIETNAMESE)
def test_verdict_on_any_text(text):
    """No text breaks the recognition, and its composition does not matter."""
    assert legacy_encoding(text) in (None, "TCVN3", "VNI")
    assert legacy_encoding(nfd(text)) == legacy_encoding(text)


@pytest.mark.parametrize(
    ("typed", "encoding", "meant"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "TCVN3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§¶ng bé tr\xadêng ®¹i häc", "TCVN3", "Đảng bộ trường đại học"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("UÛY BAN NHAÂN DAÂN TÆNH", "VNI", "ỦY BAN NHÂN DÂN TỈNH"),
        ("Ñöôøng Nguyeãn Hueä, ñöôïc", "VNI", "Đường Nguyễn Huệ, được"),
        ("1.000 m2, a-z", "VNI", "1.000 m2, a-z"),
    ],
)
def test_text_for_an_old_font_is_written_in_unicode(typed, encoding, meant):
    """What stood on the paper stands in Unicode."""
    assert decode_legacy(typed, encoding) == meant
    assert choose_encoding(typed) == (encoding if not typed.isascii() else None)


def test_the_name_of_a_font_decides_between_equals_only():
    """ "sè" is a syllable as it stands, "số" when it is read as TCVN3."""
    assert choose_encoding("sè") is None
    assert choose_encoding("sè", "TCVN3") == "TCVN3"
    assert choose_encoding("Vieät Nam", "TCVN3") == "VNI"
    assert choose_encoding("Việt Nam", "TCVN3") is None


def test_what_only_unicode_has_was_typed_for_no_old_font():
    """A letter beyond Latin-1 tells Unicode; plain ASCII tells nothing."""
    assert may_be_legacy("sè")
    assert not may_be_legacy("Việt")
    assert not may_be_legacy("so")


def test_a_sign_may_stand_at_the_beginning():
    """Where a letter and its sign are parted, the sign begins the next text."""
    assert begins_with_sign("ät Nam") and begins_with_sign("\u0323t")
    assert not begins_with_sign("Nam") and not begins_with_sign("")
