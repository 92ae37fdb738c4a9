# SPDX-License-Identifier: AGPL-3.0-or-later
"""The short way gives what python-markdown gives, for whatever text."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.press.markdown_text import MarkdownText

CONVERTER = MarkdownText()
CONTENT = Path(__file__).resolve().parents[2] / "content"

PIECES = st.sampled_from(
    [
        *"*_[]()!#=~^<>&|\\`:+-.\"'\x04\x07",
        "Đoạn văn có dấu, số 16.143 và 9,12%.",
        "một",
        "2016. ",
        "1. ",
        "- ",
        "* ",
        "# ",
        "> ",
        "    ",
        "   ",
        "  ",
        " ",
        "\t",
        "\n",
        "\n\n",
        "\n \n",
        "\n\n\n",
        "  \n",
        "**đậm**",
        "*nghiêng*",
        '![ảnh](a.jpg "Chú thích")',
        "[liên kết](b.md)",
        "[mốc][b]",
        "[b]: c.md",
        "[^1]",
        "[^1]: chân trang",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        "====",
        "----",
        "***",
        "https://example.com/a_b_c",
        "&amp;",
        "&#1;",
        "\u00a0",
        "\u2028",
        "\u200b",
        "Ảnh: Lê Anh",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@settings(deadline=None, max_examples=1500)
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_short_way_gives_the_same_html(text):
    """No text whatever is converted otherwise than by python-markdown."""
    assert CONVERTER.convert(text) == CONVERTER.convert_whole(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một đoạn.\n\nHai > một & ba.", None),
        ("Một đoạn.\nDòng hai.\n\nĐoạn hai.", "<p>Một đoạn.\nDòng hai.</p>\n<p>Đoạn hai.</p>"),
        ("Có **chữ đậm**.", "<p>Có <strong>chữ đậm</strong>.</p>"),
        ("1. Một\n\n2. Hai", None),
        ("", ""),
        ("\n\n", ""),
        ("\n \n====", "<p>====</p>"),
    ],
)
def test_known_texts(text, html):
    """What goes the short way is plain to see."""
    whole = CONVERTER.convert_whole(text)
    assert CONVERTER.convert(text) == whole
    assert html is None or whole == html


def test_sample_articles_are_converted_alike():
    """Every article of the sample site comes out the same on both ways."""
    for file in sorted(CONTENT.rglob("*.md")):
        body = re.split(r"^---$", file.read_text(encoding="utf-8"), maxsplit=2, flags=re.M)[2]
        assert CONVERTER.convert(body) == CONVERTER.convert_whole(body), file
