# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as Vietnamese readers know them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.vietnamese.numbers import format_bytes, format_number, keep_units


@pytest.mark.parametrize(
    ("size", "printed"),
    [
        (0, "0 byte"),
        (812, "812 byte"),
        (999, "999 byte"),
        (1000, "1 KB"),
        (120_000, "120 KB"),
        (120_400, "120 KB"),
        (999_400, "999 KB"),
        (999_600, "1 MB"),
        (1_234_567, "1,2 MB"),
        (12_000_000, "12 MB"),
        (999_960_000, "1 GB"),
        (2_500_000_000_000, "2,5 TB"),
        (5_000_000_000_000_000, "5.000 TB"),
    ],
)
def test_file_size(size, printed):
    """A size has the unit that keeps it short, and a decimal comma."""
    assert format_bytes(size) == printed


@pytest.mark.parametrize(
    ("lang", "printed"), [("vi", "1,2 MB"), ("en", "1.2 MB"), ("km", "1.2 MB")]
)
def test_file_size_in_other_languages(lang, printed):
    """The decimal mark is that of the readers."""
    assert format_bytes(1_234_567, lang) == printed


@pytest.mark.parametrize(
    ("number", "printed"), [(0, "0"), (999, "999"), (1000, "1.000"), (12_345_678, "12.345.678")]
)
def test_whole_number(number, printed):
    """Thousands are parted by a point."""
    assert format_number(number) == printed


@pytest.mark.parametrize(
    "shown",
    [
        "dài 46,5~km, rộng 9~m, sâu 5~mét",
        "chi 44~tỷ~đồng cho 1.240~ha",
        "lúc 14~giờ 30~phút, 46.5~°C",
        "5,99~tấn/ha, 25~% và 4~‰",
        "<p>Cầu <b>2,6~km</b></p>",
        '<a title="2,6 km" href="/5 km/">5~km</a>',
        "a > b, 5~km; <b>7~kg</b>",
        # No unit follows, or no number stands before.
        "20 đồng chí, năm 2017 tỷ lệ 5 phần",
        "12 cuốn, mấy km, 5 mm2x, 3 hai",
        "12  km",
        "",
    ],
)
def test_numbers_and_their_units_stay_together(shown):
    """No line ends between them; tags are left as they are."""
    assert keep_units(shown.replace("~", " ")) == shown.replace("~", "\u00a0")


@given(st.lists(st.sampled_from(["5", " ", "km", "tỷ", "đồng", "<a x='", "'>", "<", ">", "a"])))
def test_only_spaces_change(parts):
    """No letter is lost or added, and nothing within a tag is touched."""
    markup = "".join(parts)
    kept = keep_units(markup)
    assert kept.replace("\u00a0", " ") == markup
    assert all("\u00a0" not in tag for tag in re.findall("<[^<>]*>", kept))
