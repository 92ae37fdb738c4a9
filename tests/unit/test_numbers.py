# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers as Vietnamese readers know them."""

import pytest

from plugins.vietnamese.numbers import format_bytes, format_number


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
