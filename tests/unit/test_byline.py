# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the persons in a byline."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.newsroom.byline import parse_byline
from plugins.vietnamese.letters import drop_full_stop


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Thanh Hương", ("Thanh Hương",)),
        ("N.H", ("N.H",)),
        ("Nguyễn-Anh", ("Nguyễn-Anh",)),
        ("Hồng Giang - Đức Lam", ("Hồng Giang", "Đức Lam")),
        ("Đỗ Biên – Khánh Linh", ("Đỗ Biên", "Khánh Linh")),
        ("Đỗ Biên —Khánh Linh", ("Đỗ Biên", "Khánh Linh")),
        ("CẨM HUỆ- NGUYÊN KHÁNH", ("CẨM HUỆ", "NGUYÊN KHÁNH")),
        ("Lê Anh, Mai Lý; Hà", ("Lê Anh", "Mai Lý", "Hà")),
        ("Lê Anh,Mai Lý", ("Lê Anh", "Mai Lý")),
        ("Lê Anh và Mai Lý", ("Lê Anh và Mai Lý",)),
        ("TTXVN/Vietnam+", ("TTXVN/Vietnam+",)),
        ("(TTXVN/Vietnam+)", ("TTXVN/Vietnam+",)),
        ("Lê Anh (Sở Y tế, Vĩnh Long), Mai", ("Lê Anh (Sở Y tế, Vĩnh Long)", "Mai")),
        ("Lê Anh, lê anh, Mai", ("Lê Anh", "Mai")),
        ("Lê Anh, Lê\u200b Anh, Hoà, Hòa", ("Lê Anh", "Hoà", "Hòa")),
        ("- Lê Anh -", ("Lê Anh",)),
        ("", ()),
        (" - ; …", ()),
    ],
)
def test_byline_split(line, names):
    """Commas, semicolons and spaced dashes part names; nothing else does."""
    assert parse_byline(line).names == names
    assert parse_byline(unicodedata.normalize("NFD", line)) == parse_byline(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Tin, ảnh: Thanh Hương", ("Thanh Hương",)),
        ("TIN, ẢNH: THANH HƯƠNG", ("THANH HƯƠNG",)),
        ("Bài, ảnh: Lê Anh - Mai Lý", ("Lê Anh", "Mai Lý")),
        ("Tin - ảnh: Lê Anh", ("Lê Anh",)),
        ("Bài và ảnh:Lê Anh", ("Lê Anh",)),
        ("Tin, ảnh, video : Lê Anh", ("Lê Anh",)),
        ("T/h: Lệ Quyên", ("Lệ Quyên",)),
        ("Thực hiện: Lệ Quyên", ("Lệ Quyên",)),
        ("Tác giả: Lệ Quyên", ("Lệ Quyên",)),
        ("Biên dịch: Lệ Quyên", ("Lệ Quyên",)),
        ("Bài: Lê Anh. Ảnh: Mai Lý", ("Lê Anh", "Mai Lý")),
        ("Bài: Lê Anh - Ảnh: Mai Lý", ("Lê Anh", "Mai Lý")),
        ("Bài: Lê Anh; Tin, ảnh: Mai Lý", ("Lê Anh", "Mai Lý")),
        ("CẨM HUỆ- NGỌC LIỄU (thực hiện)", ("CẨM HUỆ", "NGỌC LIỄU")),
        ("Lê Anh (Tổng hợp).", ("Lê Anh",)),
        ("Lê Anh (ghi) - Mai Lý (biên dịch)", ("Lê Anh", "Mai Lý")),
        ("Lê Anh (theo TTXVN)", ("Lê Anh",)),
        ("Lê Anh (Theo TTXVN, VOV)", ("Lê Anh",)),
        ("(Theo Pháp luật)", ()),
        ("Tin, ảnh:", ()),
        ("Tin Tin", ("Tin Tin",)),
        ("Lê Ảnh", ("Lê Ảnh",)),
    ],
)
def test_byline_role(line, names):
    """A role is printed, but is no part of the name."""
    byline = parse_byline(line)
    assert (byline.text, byline.names) == (line, names)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Thanh Hải.", "Thanh Hải"),
        ("Thanh Hải...", "Thanh Hải"),
        ("TTXVN.", "TTXVN"),
        ("vinhlong.gov.vn.", "vinhlong.gov.vn"),
        ("S.S.", "S.S."),
        ("N.H.", "N.H."),
        ("Ng.Tr.", "Ng.Tr."),
        ("Hoàng L.", "Hoàng L."),
        ("N.H", "N.H"),
        ("", ""),
    ],
)
def test_full_stop_behind_a_name(name, bare):
    """A line may end in a full stop; initials keep theirs."""
    assert drop_full_stop(name) == bare


def test_byline_printed():
    """The line is printed as it was written, in composed letters and single spaces."""
    decomposed = unicodedata.normalize("NFD", "  Thanh \u00a0 Hải. ")
    assert parse_byline(decomposed).text == "Thanh Hải."


def test_byline_of_a_list():
    """The items of a list are never split, though their roles are known."""
    byline = parse_byline(["Lê Anh, Sở Y tế", " ", "Ảnh: Mai - Lý", "Lê Anh, Sở Y tế"])
    assert byline.text == "Lê Anh, Sở Y tế, Ảnh: Mai - Lý, Lê Anh, Sở Y tế"
    assert byline.names == ("Lê Anh, Sở Y tế", "Mai - Lý")


@given(st.text() | st.text("Lê .,;-–():ảnhTi") | st.lists(st.text()))
def test_any_byline(value):
    """Whatever stands in the field, its names are tidy and each is there once."""
    byline = parse_byline(value)
    assert byline.text == " ".join(byline.text.split())
    assert len(set(byline.names)) == len(byline.names)
    assert all(name and name == name.strip() for name in byline.names)
    if isinstance(value, str):
        assert parse_byline(unicodedata.normalize("NFD", value)) == byline
