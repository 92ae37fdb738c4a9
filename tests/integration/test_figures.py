# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos taken out of a text, with their captions, wherever an editor put them."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.photo_captions.figures import Placed, place, place_photos, plain_text, split_at_places
from plugins.press.read.markup import LinkTarget, MarkupConverter

CONVERTER = MarkupConverter()


def placed(body: str) -> tuple[str, list[Placed]]:
    """Convert Markdown and take its photos; `◆` stands for the place of each."""
    markup, _ = CONVERTER.convert(body, lambda written, line: LinkTarget(written))
    markup, photos = place_photos(markup)
    for number in range(len(photos)):
        assert markup.count(place(number)) == 1
        markup = markup.replace(place(number), "◆")
    html5lib.HTMLParser(strict=True).parseFragment(markup.replace("◆", "<figure></figure>"))
    return markup.replace("\n", ""), photos


def words(photo: Placed) -> tuple[str, str, str]:
    return photo.alt, photo.caption, photo.credit


# ── Captions ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "alt", "caption", "credit"),
    [
        # The title of Markdown.
        ('![Cầu](a.jpg "Cầu mới")', "Cầu", "Cầu mới", ""),
        ('![](a.jpg "Cầu mới. Ảnh: Lê Anh")', "", "Cầu mới.", "Lê Anh"),
        ('![](a.jpg "Cầu mới (Ảnh: TTXVN)")', "", "Cầu mới", "TTXVN"),
        ('![](a.jpg "CẦU MỚI. ẢNH: TƯ LIỆU")', "", "CẦU MỚI.", "TƯ LIỆU"),
        ('![](a.jpg "Ảnh: TTXVN")', "", "", "TTXVN"),
        ("![](a.jpg 'Cầu \"mới\"')", "", 'Cầu "mới"', ""),
        # A following line.
        ("![](a.jpg)\nẢnh: Cầu mới", "", "Cầu mới", ""),
        ("![](a.jpg)  \nẢnh: Cầu mới", "", "Cầu mới", ""),
        ("![](a.jpg)\\\nẢnh: Cầu mới".replace("\\", "<br>"), "", "Cầu mới", ""),
        ("![](a.jpg)\n*Ảnh: Cầu **mới***", "", "Cầu mới", ""),
        ("![](a.jpg)\nẢnh : Cầu mới. Ảnh: Lê Anh", "", "Cầu mới.", "Lê Anh"),
        ("![](a.jpg) Ảnh: Cầu mới", "", "Cầu mới", ""),
        # A following paragraph.
        ("![](a.jpg)\n\nẢnh: Cầu mới", "", "Cầu mới", ""),
        ("![](a.jpg)\n\nẢnh: Cầu mới\nbắc qua sông", "", "Cầu mới bắc qua sông", ""),
        ("![](a.jpg)\n\n_Ảnh: Cầu mới_", "", "Cầu mới", ""),
        ("![](a.jpg)\n\n&nbsp;\n\nẢnh: Cầu mới", "", "Cầu mới", ""),
        ("![](a.jpg)\n\nẢNH: CẦU MỚI", "", "CẦU MỚI", ""),
        # The second mark is the credit.
        ('![](a.jpg "Cầu mới")\nẢnh: Lê Anh', "", "Cầu mới", "Lê Anh"),
        ('![](a.jpg "Cầu mới")\n\nẢnh: Lê Anh.', "", "Cầu mới", "Lê Anh"),
        ("![](a.jpg)\nẢnh: Cầu mới\nẢnh: Lê Anh", "", "Cầu mới", "Lê Anh"),
        ("![](a.jpg)\nẢnh: Cầu mới\n\nẢnh: Lê Anh", "", "Cầu mới", "Lê Anh"),
        ("![](a.jpg)\n\nẢnh: Cầu mới\n\nẢnh: Lê Anh", "", "Cầu mới", "Lê Anh"),
        ("![](a.jpg)\n\nẢnh: Cầu mới\nẢnh: Lê Anh", "", "Cầu mới", "Lê Anh"),
        # A title that is only the credit leaves room for the caption.
        ('![](a.jpg "Ảnh: TTXVN")\nẢnh: Cầu mới', "", "Cầu mới", "TTXVN"),
        ("![](a.jpg)\nẢnh: Ảnh: TTXVN", "", "", "TTXVN"),
        # A credit in brackets or behind a dash.
        ("![](a.jpg)\n(Ảnh: Lê Anh)", "", "", "Lê Anh"),
        ("![](a.jpg)\n\n[Ảnh: Lê Anh].\n\nẢnh: Cầu mới", "", "Cầu mới", "Lê Anh"),
        ('![](a.jpg "Cầu mới")\n– Ảnh: Lê Anh', "", "Cầu mới", "Lê Anh"),
        ("![](a.jpg)\nẢnh: Cầu mới\n*(Ảnh: tư liệu)*", "", "Cầu mới", "tư liệu"),
        ("![](a.jpg)\n**Ảnh**: Cầu mới", "", "Cầu mới", ""),
        # Two credits: no word gets lost.
        ('![](a.jpg "Ảnh: TTXVN")\nẢnh: Cầu. Ảnh: Lê Anh', "", "Cầu. Ảnh: Lê Anh", "TTXVN"),
        # By reference, in HTML.
        ('![Cầu][c]\n\n[c]: a.jpg "Cầu mới"', "Cầu", "Cầu mới", ""),
        ('<img src="a.jpg" alt="Cầu" title="Cầu mới. Ảnh: Lê Anh">', "Cầu", "Cầu mới.", "Lê Anh"),
        ("<p><img src=a.jpg></p>\n<p>Ảnh: Cầu mới</p>", "", "Cầu mới", ""),
        ("<img src=a.jpg>\n\nẢnh: Cầu mới", "", "Cầu mới", ""),
        ('<div><img src="a.jpg">\nẢnh: Cầu mới</div>', "", "Cầu mới", ""),
        ("<figure><img src=a.jpg><figcaption>Cầu mới</figcaption></figure>", "", "Cầu mới", ""),
        (
            "<figure><div><img src=a.jpg></div>"
            "<figcaption><p>Cầu <b>mới</b> (Ảnh: TTXVN)</p></figcaption></figure>",
            "", "Cầu mới", "TTXVN",
        ),
        ("<figure><img src=a.jpg title='Cầu'><figcaption>Ảnh: X</figcaption></figure>",
         "", "Cầu", "X"),
        # In lists, tables, quotations, emphasis.
        ("- ![](a.jpg)\n  Ảnh: Cầu mới", "", "Cầu mới", ""),
        ("1. một\n\n    ![](a.jpg)\n\n    Ảnh: Cầu mới\n\n2. hai", "", "Cầu mới", ""),
        ("> ![](a.jpg)\n>\n> Ảnh: Cầu mới", "", "Cầu mới", ""),
        ("| a |\n|---|\n| ![](a.jpg) Ảnh: Cầu mới |", "", "Cầu mới", ""),
        ("**![](a.jpg)\nẢnh: Cầu mới**", "", "Cầu mới", ""),
        # Behind words beside the photo.
        ("Đầu ![](a.jpg) đuôi\nẢnh: Cầu mới", "", "Cầu mới", ""),
        ("Đầu ![](a.jpg) đuôi\n\nẢnh: Cầu mới", "", "Cầu mới", ""),
    ],
)  # fmt: skip
def test_caption_and_credit_of_a_photo(body, alt, caption, credit):
    """Title, following line, following paragraph; the credit at the end or by a second mark."""
    markup, photos = placed(body)
    assert [words(photo) for photo in photos] == [(alt, caption, credit)]
    assert "nh:" not in markup.lower()
    assert "mới" not in markup


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("![](a.jpg)\nẢnh: Cầu\nChữ sau", "◆<p>Chữ sau</p>"),
        ("![](a.jpg)\nChữ sau\nẢnh: Cầu", "◆<p>Chữ sauẢnh: Cầu</p>"),
        ("![](a.jpg)\n\nChữ\n\nẢnh: Cầu", "◆<p>Chữ</p><p>Ảnh: Cầu</p>"),
        ("![](a.jpg)\n\n## Mục\n\nẢnh: Cầu", "◆<h2>Mục</h2><p>Ảnh: Cầu</p>"),
        ("![](a.jpg)\n\nTấm ảnh: Cầu", "◆<p>Tấm ảnh: Cầu</p>"),
        ("![](a.jpg)\n\n(Ảnh: cầu mới xây xong)", "◆<p>(Ảnh: cầu mới xây xong)</p>"),
        ("![](a.jpg)\n\nẢnh:", "◆<p>Ảnh:</p>"),
        ("Ảnh: Cầu\n\n![](a.jpg)", "<p>Ảnh: Cầu</p>◆"),
        ('![](a.jpg "Cầu. Ảnh: Lê Anh")\n\nẢnh: Khác', "◆<p>Ảnh: Khác</p>"),
        ("![](a.jpg)\n\nẢnh: Cầu\n\nẢnh: Lê Anh\n\nẢnh: Ba", "◆<p>Ảnh: Ba</p>"),
        (
            '<figure><img src=a.jpg title="Một"><figcaption>Hai</figcaption></figure>',
            "◆<p>Hai</p>",
        ),
    ],
)
def test_words_that_are_no_caption_stay(body, left):
    """Only what begins with "Ảnh:" right behind a photo with room for it is taken."""
    assert placed(body)[0] == left


def test_footnote_in_a_caption_keeps_its_place(tmp_path):
    """A caption cannot hold a footnote; the words stay below the photo."""
    markup, photos = placed("![](a.jpg)\n\nẢnh: Cầu[^1]\n\n[^1]: Chú giải.")
    assert photos[0].caption == ""
    assert 'id="fnref:1"' in markup
    assert 'href="#fnref:1"' in markup


# ── Places ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "markup"),
    [
        ("Đầu ![](a.jpg) đuôi", "<p>Đầu</p>◆<p>đuôi</p>"),
        ("Đầu\n![](a.jpg)\nđuôi", "<p>Đầu</p>◆<p>đuôi</p>"),
        ("![](a.jpg) ![](b.jpg)", "◆◆"),
        ("Một ![](a.jpg) hai ![](b.jpg) ba", "<p>Một</p>◆<p>hai</p>◆<p>ba</p>"),
        ("**Đầu ![](a.jpg) đuôi**", "<p><strong>Đầu </strong></p>◆<p><strong> đuôi</strong></p>"),
        ("*[Đầu ![](a.jpg)](https://a.vn)*",
         '<p><em><a href="https://a.vn" rel="noopener noreferrer">Đầu </a></em></p>◆'),
        ("- ![](a.jpg)\n- hai", "<ul><li>◆</li><li>hai</li></ul>"),
        ("- một ![](a.jpg) hai", "<ul><li>một ◆ hai</li></ul>"),
        ("> ![](a.jpg)", "<blockquote>◆</blockquote>"),
        ("## Mục ![](a.jpg) lớn", "<h2>Mục  lớn</h2>◆"),
        ("<h2><em>Mục ![](a.jpg)</em></h2>".replace("![](a.jpg)", "<img src=a.jpg>"),
         "<h2><em>Mục </em></h2>◆"),
        ("<ul><img src=a.jpg><li>x</li></ul>", "◆<ul><li>x</li></ul>"),
        ("<div><img src=a.jpg></div>", "<div>◆</div>"),
        ("<figure><img src=a.jpg><img src=b.jpg>Lời<figcaption>Hai</figcaption></figure>",
         "◆◆<p>Lời</p>"),
        ("<figure><blockquote>Lời</blockquote><figcaption>Ai</figcaption></figure>",
         "<figure><blockquote>Lời</blockquote><figcaption>Ai</figcaption></figure>"),
        ("<p lang=en>One <img src=a.jpg> two</p>", '<p lang="en">One</p>◆<p lang="en">two</p>'),
        ("<dl><dt>Một <img src=a.jpg></dt><dd>Hai</dd></dl>",
         "<dl><dt>Một ◆</dt><dd>Hai</dd></dl>"),
        ("<pre>một\n<img src=a.jpg>hai</pre>", "<pre>mộthai</pre>◆"),
    ],
)  # fmt: skip
def test_place_of_a_photo(body, markup):
    """A photo parts a paragraph, stands behind a heading, and stays in its list or table."""
    assert placed(body)[0] == markup


def test_photos_are_numbered_in_page_order():
    """The first number is the first photo that a reader sees."""
    _, photos = placed(
        "![](a.jpg)\n\n<figure><img src=b.jpg></figure>\n\n- ![](c.jpg)\n\n![](d.jpg)"
    )
    assert [photo.file for photo in photos] == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_line_of_each_photo_is_its_own():
    """The same file placed twice has two lines; code that shows a photo has none."""
    body = (
        "![](a.jpg)\n\n`![](a.jpg)` và a.jpg\n\n![](a.jpg)\n\n"
        "<p>\n<img\nsrc=a.jpg></p>\n\n![x][r]\n\n[r]: b.jpg"
    )
    assert [photo.line for photo in placed(body)[1]] == [1, 5, 9, 13]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("[![](a.jpg)](https://a.vn)", True),
        ("[![](a.jpg) lời](https://a.vn)", False),
        ("![](a.jpg)\n\nẢnh: [TTXVN](https://a.vn)", True),
        ("![](a.jpg)\n\nẢnh: TTXVN", False),
        ("<a href=https://a.vn><ul><li><img src=a.jpg></li></ul></a>", True),
    ],
)
def test_link_that_a_photo_cannot_keep_is_told(body, lost):
    """A link around a photo alone, or in its caption, does not vanish without a word."""
    assert [photo.lost_link for photo in placed(body)[1]] == [lost]


@given(st.lists(st.one_of(st.integers(0, 999), st.sampled_from(["<p>a</p>", "x", "</li>"]))))
def test_markup_is_cut_at_the_places_it_was_given(parts):
    """Cutting gives back the runs of HTML and the numbers of the photos between them."""
    markup = "".join(place(part) if isinstance(part, int) else part for part in parts)
    joined: list[str | int] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    assert split_at_places(markup) == joined


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Một <b>hai</b></p><p>ba</p>", "Một hai ba"),
        ("a<br>b &amp; c &lt;d&gt;&nbsp;e", "a b & c <d> e"),
        ("<em>nhấn</em>mạnh", "nhấnmạnh"),
        ('Số<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.', "Số."),
        ('<a href="/x">QĐ <span class="file-link__info">(PDF, 1 KB)</span></a>.', "QĐ."),
    ],
)
def test_plain_text_is_what_a_reader_reads(markup, text):
    """Tags go, words of different blocks stay apart, asides are left out."""
    assert plain_text(markup) == text


LINES = '<p><img alt="x" src="a.jpg">\n'


@pytest.mark.parametrize(
    ("below", "caption", "credit", "rest"),
    [
        ("Ảnh: Dòng một\ndòng hai\nẢnh: Lê B</p>", "Dòng một dòng hai", "Lê B", ""),
        ("Ảnh: Dòng một\nDòng hai\nẢnh: Lê B</p>", "Dòng một Dòng hai", "Lê B", ""),
        ("Ảnh: Dòng một<br>\ndòng hai</p>", "Dòng một dòng hai", "", ""),
        ("Ảnh: Dòng một\n<em>dòng</em> hai</p>", "Dòng một dòng hai", "", ""),
        ("Ảnh: Dòng một\nChữ của bài.</p>", "Dòng một", "", "Chữ của bài."),
        ("Ảnh: Một. Ảnh: Lê A\nchữ của bài.</p>", "Một.", "Lê A", "chữ của bài."),
        ("Ảnh: Một\nẢnh: Lê A\nchữ của bài.</p>", "Một", "Lê A", "chữ của bài."),
        ("Ảnh: Một\nhai <b>ba\nẢnh: Lê</b> A</p>", "Một", "", "hai <b>ba\nẢnh: Lê</b> A"),
    ],
)
def test_caption_of_several_lines(below, caption, credit, rest):
    """Small letters go on with it, and so does all before the line that names who took it."""
    markup, (photo,) = place_photos(LINES + below)
    assert (photo.caption, photo.credit) == (caption, credit)
    assert markup == place(0) + (f"<p>{rest}</p>" if rest else "")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("10<sup>6</sup> đồng", "10⁶ đồng"),
        ("10<sup><strong>6</strong></sup>", "10⁶"),
        ("10<sup>x+y</sup>", "10^x+y"),
        ("2<sub>10</sub> và CO<sub>2</sub>", "2_10 và CO2"),
        ("21<sup>st</sup>, a<sup>[1]</sup>", "21st, a[1]"),
    ],
)
def test_raised_and_lowered_figures_join_no_other(markup, words):
    """As plain text has them: in descriptions, feeds, what is shared."""
    assert plain_text(markup) == words
