# SPDX-License-Identifier: AGPL-3.0-or-later
"""The short way gives what the long way gives, for whatever text."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.press.read.markdown_text import blocks_of, write_block
from plugins.press.read.markup import LinkTarget, MarkupConverter
from plugins.vietnamese.letters import strip_controls
from tests.series import cases

CONVERTER = MarkupConverter()
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
        "Một câu.\nCâu hai",
        "– ",
        "a) ",
        "+ ",
        "12. ",
        "5*, 4*",
        "7*12",
        "~~bỏ~~",
        "<Tên>",
        "<b>",
        "</b>",
        "<div>",
        "<!--",
        "-->",
        "```",
        "a@b.vn",
        "www.a.vn.",
        "[Nguồn]: TTXVN",
        "##",
        "\\\n",
    ]
)
PLAIN_PIECES = [
    *"*!_()-+.,:/\"'%",
    "một",
    "Hai ba,",
    "9.",
    "12 ",
    "\u00a0",
    " ",
    " ",
    "\n",
    "\n\n",
    "**",
    "**đậm**",
    "*nghiêng*",
    "**rất đậm, 5%** ",
    "![ảnh](a.jpg)",
    '![ảnh: hai](/anh/a_b-1.jpg "Chú thích: ba")',
    '![a](a_b_c "d")',
    "![a](..)",
    "![a](/./a//b.)",
    "[chữ](a.md)",
    "]( ",
    "![",
    "Ảnh: Lê Anh",
    "## Mục\n",
    "##### Mục\n",
    "“Ừ”",
    "https://a.vn/b",
    "//a.vn",
    "½①Ⅷ",
    "x² + 3³",
    "ABC-1_2",
    "Một câu.\nHai.",
    "TP.\n",
    "Nơi nhận:\n",
    "Sở Y tế;\n",
    "Email: a@b.vn\n",
    "1/ ",
    "a) ",
    "5*, 4*",
    "2**3",
    "www.a.vn",
    "- 5 độ\n",
    "+84 270\n",
    "> 50%\n",
    "=> ",
    "---\n",
    "CỘNG HÒA XÃ\n",
    "Ông B.\n",
    "Dòng thơ\n",
    "** ",
    "A. ",
    "[x] ",
]
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def convert(how: Callable, text: str) -> tuple:
    """Convert *text*; tell the HTML, what was removed, and which links were resolved."""
    seen: list[tuple[str, int]] = []
    markup, removed = how(text, lambda *link: seen.append(link) or LinkTarget(link[0]), 10)
    return markup, sorted(map(str, removed)), sorted(seen)


@settings(deadline=None, max_examples=cases(400))
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_short_way_gives_the_same_html(text):
    """No text whatever is converted otherwise than by python-markdown and the sanitiser."""
    text = strip_controls(text)[0]
    assert convert(CONVERTER.convert, text) == convert(CONVERTER.convert_whole, text)


@settings(deadline=None, max_examples=cases(400))
@given(st.lists(st.sampled_from(PLAIN_PIECES), max_size=12).map("".join))
def test_short_way_of_almost_plain_text(text):
    """Nor is any text made of the very things that are written the short way."""
    assert convert(CONVERTER.convert, text) == convert(CONVERTER.convert_whole, text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một đoạn.", "<p>Một đoạn.</p>"),
        ("Một đoạn,\ndòng hai.", "<p>Một đoạn,\ndòng hai.</p>"),
        ("Một đoạn.\nĐoạn hai.", "<p>Một đoạn.</p>\n<p>Đoạn hai.</p>"),
        ("Có **chữ đậm** và *chữ nghiêng*!", None),
        ("**Có** chữ.", "<p><strong>Có</strong> chữ.</p>"),
        ("Năm\u00a02017", "<p>Năm&nbsp;2017</p>"),
        ("![Cầu](cau.jpg)", '<p><img line="7" alt="Cầu" src="cau.jpg"></p>'),
        (
            'Đây:\n![Cầu](/anh/cau_1.jpg "Cầu mới")',
            '<p>Đây:\n<img line="8" alt="Cầu" src="/anh/cau_1.jpg" title="Cầu mới"></p>',
        ),
    ],
)
def test_plain_blocks(text, html):
    """What goes the short way is plain to see."""
    written = write_block(text, 7)
    assert written is not None
    assert html is None or written == html


@pytest.mark.parametrize(
    "text",
    ["", "1. Một", "# Mục", "a_b_", "Một <b>hai", "***a***", "** a **", "[Bài](a.md)",
     "![](a.jpg)", "![a](https://a.vn/a.jpg)", "Hai  \ndòng", " Một", "a\n==="],
)  # fmt: skip
def test_other_blocks(text):
    """What may mean something else is left to the long way."""
    assert write_block(text, 1) is None


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Một\n\nHai\nBa", [(5, "Một"), (7, "Hai\nBa")]),
        ("\n \nMột\n  \n\nHai\n", [(7, "Một"), (10, "Hai")]),
        ("-Một\n\n**Hai**", [(5, "-Một"), (7, "**Hai**")]),
        ("Một\n\n- Hai", [(5, "Một\n\n- Hai")]),
        ("Một\n\n    Hai", [(5, "Một\n\n    Hai")]),
        (" Một\n\nHai", [(5, " Một\n\nHai")]),
        ("Một[^1]\n\nHai", [(5, "Một[^1]\n\nHai")]),
        ("Một &amp;\n\nHai", [(5, "Một &amp;\n\nHai")]),
        ("Một](\n\nHai", [(5, "Một](\n\nHai")]),
        ("", [(5, "")]),
    ],
)
def test_blocks(text, blocks):
    """Blocks are parted where nothing reaches from one into another."""
    assert blocks_of(text, 5) == blocks


def test_sample_articles_are_converted_alike():
    """Every article of the sample site comes out the same on both ways."""
    for file in sorted(CONTENT.rglob("*.md")):
        body = re.split(r"^---$", file.read_text(encoding="utf-8"), maxsplit=2, flags=re.M)[2]
        assert convert(CONVERTER.convert, body) == convert(CONVERTER.convert_whole, body), file
