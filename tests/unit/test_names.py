# SPDX-License-Identifier: AGPL-3.0-or-later
"""The address that each author and tag keeps."""

import hashlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.newsroom.page import Link
from plugins.newsroom.plan.names import assign_addresses
from plugins.vietnamese.letters import name_key, topic_key


def addresses(*names: str) -> list[str]:
    """Give each name's address, without the root that all share."""
    links = assign_addresses(names, "/chu-de/")
    return [links[name_key(name)].address.removeprefix("/chu-de/") for name in names]


def test_names_that_fold_alike():
    """Different names have different pages; the oldest has the plain one."""
    assert assign_addresses(["Mơ", "Mở", "Mô"], "/chu-de/") == {
        "mơ": Link("Mơ", "/chu-de/mo/"),
        "mở": Link("Mở", "/chu-de/mo-741b/"),
        "mô": Link("Mô", "/chu-de/mo-ac4c/"),
    }
    assert addresses("Mô", "Mở", "Mơ") == ["mo/", "mo-741b/", "mo-e4f3/"]


def test_names_in_other_letter_case():
    """Spellings that differ in case, or in composition, are one name as first written."""
    links = assign_addresses(["CẨM HUỆ", "Cẩm Huệ", unicodedata.normalize("NFD", "cẩm huệ")], "/")
    assert list(links.values()) == [Link("CẨM HUỆ", "/cam-hue/")]


def test_names_with_invisible_letters():
    """What is not seen makes no other name, and no other address."""
    links = assign_addresses(["Lê\u00ad Anh\u200e", "Lê Anh", "L\u200bê Anh"], "/")
    assert list(links.values()) == [Link("Lê\u00ad Anh\u200e", "/le-anh/")]


def test_topics_in_both_places_of_a_tone():
    """Topics are one wherever the tone is placed; two persons stay two."""
    both = ["hòa bình", "Hoà Bình"]
    assert assign_addresses(both, "/", topic_key) == {"hoà bình": Link("hòa bình", "/hoa-binh/")}
    assert [link.address for link in assign_addresses(both, "/").values()] == [
        "/hoa-binh/",
        "/hoa-binh-d874/",
    ]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("N.H", "n-h/"),
        ("Đức Lam", "duc-lam/"),
        ("Chợ, nổi: 2017", "cho-noi-2017/"),
        # eight digits of their SHA-256, as nothing is left to put before them
        ("ខ្មែរ", "61fb004c/"),
        ("!", "bb7208bc/"),
    ],
)
def test_name_alone(name, address):
    """A name's address is its letters, folded."""
    assert addresses(name) == [address]


def test_name_that_looks_like_another_address():
    """A tag whose own letters are another's address takes nothing away from it."""
    assert addresses("Mơ", "Mo 741b", "Mở") == ["mo/", "mo-741b/", "mo-741bd2c2/"]
    assert addresses("61fb004c", "ខ្មែរ") == ["61fb004c/", "61fb004cdb57/"]


def test_newer_names_move_no_older_one():
    """A name that comes later never takes an address that is in use."""
    assert addresses("Mơ", "Mở")[:1] == addresses("Mơ", "Mở", "Mo", "MÔ")[:1]


@settings(deadline=None)
@given(st.lists(st.text("MmOoơởôÔ- ខែ1", min_size=1), max_size=30), st.integers(0, 30))
def test_any_names(names, cut):
    """Every name has one page, no two share one, and new names leave the old ones alone."""
    links = assign_addresses(names, "/tac-gia/")
    assert links.keys() == {name_key(name) for name in names}
    assert len({link.address for link in links.values()}) == len(links)
    older = assign_addresses(names[:cut], "/tac-gia/")
    assert {key: links[key] for key in older} == older


def test_names_that_imitate_our_digests():
    """A name that spells another one's address takes nothing from it."""
    digest = hashlib.sha256("Mơ".encode()).hexdigest()
    names = ["Mở", *(f"mo-{digest[:size]}" for size in (4, 8, 16, 32)), f"mo-{digest}-2", "Mơ"]
    links = assign_addresses(names, "/chu-de/")
    assert links[name_key("Mơ")].address == f"/chu-de/mo-{digest}-3/"
