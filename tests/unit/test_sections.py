# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding the section an editor means."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.newsroom.sections import Sections

SECTIONS = Sections(
    {
        "tin-tuc-su-kien": "Tin tức - Sự kiện",
        "kinh-te": "Kinh tế",
        "van-hoa-xa-hoi": "Văn hóa - Xã hội",
        "tin-xa-phuong": "Tin xã, phường",
        "hop-bao": "Thông báo",
        "thong-bao": "Họp báo",
    }
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Tin tức - Sự kiện", "tin-tuc-su-kien"),
        ("Tin tức – Sự kiện", "tin-tuc-su-kien"),
        ("TIN TỨC-SỰ KIỆN", "tin-tuc-su-kien"),
        ("  tin  tức —sự kiện ", "tin-tuc-su-kien"),
        ("tin-tuc-su-kien", "tin-tuc-su-kien"),
        ("Kinh-Te", "kinh-te"),
        ("Văn hoá - Xã hội", "van-hoa-xa-hoi"),
        ("Kinh\u200b tế\u00ad", "kinh-te"),
        ("Tin xã, phường", "tin-xa-phuong"),
        ("thong-bao", "thong-bao"),
        ("Thông báo", "hop-bao"),
        ("Kinh tê", None),
        ("Kinh te", None),
        ("", None),
    ],
)
def test_section_by_name_or_slug(text, slug):
    """Case, dashes and spaces are forgiven; letters are not."""
    assert SECTIONS.find(text) == slug
    assert SECTIONS.find(unicodedata.normalize("NFD", text)) == slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kinh te", "Kinh tế"),
        ("Văn hoá xã hội", "Văn hóa - Xã hội"),
        ("tin-tuc-su-kein", "Tin tức - Sự kiện"),
        ("Xã hội", "Văn hóa - Xã hội"),
        ("SỰ KIỆN ", "Tin tức - Sự kiện"),
        ("Thể thao điện tử", None),
        ("", None),
    ],
)
def test_nearest_section(text, name):
    """A slip of the pen finds its section; a stranger finds none."""
    assert SECTIONS.nearest(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kinh tế, Tin xã, phường", ["Kinh tế", "Tin xã, phường"]),
        ("tin-xa-phuong; kinh-te", ["Tin xã, phường", "Kinh tế"]),
        ("Văn hoá – Xã hội / Tin tức - Sự kiện", ["Văn hóa - Xã hội", "Tin tức - Sự kiện"]),
        ("Kinh tế - Văn hóa - Xã hội", ["Kinh tế", "Văn hóa - Xã hội"]),
        ("Kinh tế & Họp báo và Thông báo", ["Kinh tế", "Họp báo", "Thông báo"]),
        ("Kinh te, Van hoa xa hoi", ["Kinh tế", "Văn hóa - Xã hội"]),
        ("Kinh tế, tin-tuc-su-kein", ["Kinh tế", "Tin tức - Sự kiện"]),
        ("Kinh tế, Xã hội", ["Kinh tế", "Văn hóa - Xã hội"]),
        ("Văn hoá và Xã hội", []),
        ("Kinh te, kinh tê", []),
        ("Tin xã, phường", []),
        ("Tin xa, phuong", []),
        ("Kinh tế, Thể thao", []),
        ("Kinh tế,", []),
        (", ".join(["Kinh tế"] * 1000), []),
        (",;/" * 90, []),
    ],
)
def test_several_sections(text, names):
    """Names joined by signs are told apart; one that holds a sign itself is one."""
    assert SECTIONS.find_several(text) == names


def test_sections_keep_their_order():
    """The menu is in the order of the setting."""
    assert list(SECTIONS.names)[:2] == ["tin-tuc-su-kien", "kinh-te"]


@given(st.text())
def test_any_text_as_section(text):
    """Whatever stands in the field, the answer is one of the sections or none."""
    assert SECTIONS.find(text) in (None, *SECTIONS.names)
    assert SECTIONS.nearest(text) in (None, *SECTIONS.names.values())
