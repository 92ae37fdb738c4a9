# SPDX-License-Identifier: AGPL-3.0-or-later
"""Saved pages and pasted text become drafts; what is no article is refused."""

import base64
import io
import os
import re
import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.importer.article_folder import ImportedArticle
from plugins.importer.reading import compose_article, read_source
from plugins.importer.report import tell
from plugins.press.errors import Refusal
from tests.importing import PORTAL
from tests.small_site import ROOT

_written = io.BytesIO()
Image.new("RGB", (50, 50), "green").save(_written, "PNG")
PNG = _written.getvalue()
LONG = "Một đoạn văn đủ dài của bài báo, kể chuyện hội chợ khai mạc sáng nay ở công viên."
MENU = "<ul class=menu><li><a href=/>Trang chủ</a><li><a href=/a>Giới thiệu</a></ul>"


def imported(data: str | bytes, name: str = "trang.html", folder=None) -> ImportedArticle:
    data = data if isinstance(data, bytes) else data.encode()
    document, draft, kind = read_source(name, data, PORTAL, folder)
    return compose_article(name, data, document, draft, kind)


def page(article: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>x</title></head><body>{MENU}<h1>Hội chợ 2017</h1>"
        f"<div id=bai>{article}</div><div>Bản quyền</div></body></html>"
    )


def body_of(markup: str) -> str:
    """The Markdown of what stands between two long paragraphs of a page."""
    article = imported(page(f"<p>{LONG}</p>{markup}<p>{LONG} Hết.</p><p>{LONG} Xong.</p>"))
    return article.body.markdown.partition("\n\n")[2].rsplit("\n\n", 2)[0]


def test_article_of_a_saved_page():
    """Its heading is the title, a line with a day the date; what stands around it is told."""
    article = imported(
        page(f"<p>23/02/2017 02:57 CH</p><p><b>{LONG}</b></p><p>{LONG} Hai.</p><p>{LONG} Ba.</p>"
             "<p align=right>Lê Anh</p>")
    )  # fmt: skip
    assert article.text == (
        f"---\ntitle: 'Hội chợ 2017'\ndate: 2017-02-23T14:57\nauthor: 'Lê Anh'\nsummary: '{LONG}'\n"
        f"status: draft\n---\n{LONG} Hai.\n\n{LONG} Ba.\n"
    )
    assert [(item.what, item.words) for item in article.remarks if item.kind == "left out"] == [
        (
            "phần quanh bài (đầu trang, menu, cột bên)",
            "Trang chủ Giới thiệu Hội chợ 2017 Bản quyền",
        )
    ]


@pytest.mark.parametrize(
    ("between", "before", "date"),
    [
        ("<div><span>Thứ Năm, 23/02/2017 14:57</span></div>", "", "2017-02-23T14:57"),
        ("<div>23/02/2017</div>", "<p>Hôm nay: 30/11/2026</p>", "2017-02-23"),
        ("<div>23/02/2017</div><div>24/02/2017</div>", "", ""),
        ("<div>Từ 23/02/2017 đến nay</div>", "", ""),
        ("", "<p>30/11/2026</p>", ""),
    ],
)
def test_day_between_heading_and_article(between, before, date):
    """It is that of the article; one above the heading may be that of the visit."""
    source = page(f"<p>{LONG}</p><p>{LONG} Hai.</p><p>{LONG} Ba.</p>")
    source = source.replace("<h1>", f"{before}<h1>").replace(
        "<div id=bai>", f"{between}<div id=bai>"
    )
    text = imported(source).text
    assert re.findall("^date: (.*)$", text, re.MULTILINE) == ([date] if date else [])


@pytest.mark.parametrize(
    ("row", "body", "around"),
    [
        (
            "<tr><td>Trang chủ<br>Liên hệ<td>{text}<td>Quảng cáo",
            "{text}",
            "Trang chủ Liên hệ Quảng cáo",
        ),
        ("<tr><td>Đầu bài<tr><td>{text}", "Đầu bài\n\n{text}", ""),
        ("<tr><td><img src=a.jpg><td>{text}", "{text}", ""),
    ],
)
def test_article_in_a_table_that_is_the_layout(row, body, around):
    """Columns beside it are no part of it; rows above it, and a photo beside it, are."""
    text = f"{LONG}<br><br>{LONG} Hai.<br><br>{LONG} Ba."
    shown = text.replace("<br><br>", "\n\n")
    source = f"<html><body><table>{row.format(text=text)}</table></body></html>"
    article = imported(source)
    assert article.body.markdown == body.format(text=shown)
    said = [item.words for item in article.remarks if item.what.startswith("phần quanh bài")]
    assert said == ([around] if around else [])


def test_page_that_was_saved_in_a_wrong_encoding_is_read_right():
    """What lacks a byte is told."""
    text = page(f"<p>{LONG}</p><p>{LONG} Hai.</p><p>{LONG} Ba.</p>").encode().decode("latin-1")
    article = imported(text.replace("</h1>", " vui ðŸ quÃªn</h1>"))
    assert article.draft.title == "Hội chợ 2017 vui đŸ quên"
    assert article.body.markdown.endswith(f"{LONG} Ba.")
    notes = [item.what for item in article.remarks if item.kind == "note"]
    assert notes[:2] == [
        "chữ lưu sai bảng mã («chá»§») được đọc lại đúng",
        "chữ hỏng vì lưu sai bảng mã, không đọc lại được: «ðŸ»; so với bản gốc rồi gõ lại",
    ]


def test_what_a_page_hides_is_told():
    """By its style or by an attribute."""
    hidden = "<p hidden>Ẩn một</p><p style='display:none'>Ẩn hai</p>"
    article = imported(page(f"<p>{LONG}</p>{hidden}<p>{LONG} Hai.</p><p>{LONG} Ba.</p>"))
    told = [item.words for item in article.remarks if item.what == "chữ ẩn trên trang"]
    assert told == ["Ẩn một", "Ẩn hai"]
    assert "Ẩn" not in article.body.markdown


@pytest.mark.parametrize(
    ("markup", "written"),
    [
        ("chữ trong div<p>đoạn</p>", "chữ trong div\n\nđoạn"),
        ("<p>a<br>b</p>", "a\n\nb"),
        ("<ol start=3><li>ba<li>bốn</ol>", "3\\. ba\n\n4\\. bốn"),
        ("<ol type=a><li>ba<li>bốn</ol>", "a. ba\n\nb. bốn"),
        ("<ol type=I start=4><li>ba<li value=9>bốn<li>năm</ol>", "IV. ba\n\nIX. bốn\n\nX. năm"),
        ("<ol reversed><li>ba<li>bốn</ol>", "2\\. ba\n\n1\\. bốn"),
        ("<ol style='list-style: upper-alpha inside'><li>ba<li>bốn</ol>", "A. ba\n\nB. bốn"),
        ("<ol style='list-style-type:none'><li>Điều 7. ba</ol>", "Điều 7. ba"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n    - b\n- c"),
        ("<h3>Đề mục</h3>", "### Đề mục"),
        ("<p>100 m<sup>2</sup> <i>nghiêng</i></p>", "100 m² *nghiêng*"),
        ('<p><a href="https://a.vn/x (1)">a</a></p>', "[a](https://a.vn/x%20%281%29)"),
        ('<p><a href="javascript:x()">a</a></p>', "a"),
        ("<p>a&#5 b</p>", "a b"),
        ("<p>1 &lt;b&gt; &amp;amp; 2</p>", "1 \\<b> &amp;amp; 2"),
        (
            "<table border=1><tr><th>A<th>B<tr><td>1<td>2</table>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd"),
        (
            "<table><tr><td style='border:solid windowtext 1.0pt'>a<td>b<tr><td>c<td>d</table>",
            "| --- | --- |\n| a | b |\n| c | d |",
        ),
        (
            "<table style='border-collapse:collapse;border:medium none'>"
            "<tr><td style='border:0px solid'>a<td style='border-top:none'>b<tr><td>c<td>d</table>",
            "a\n\nb\n\nc\n\nd",
        ),
        (
            "<b style='font-weight:normal'><p>a <span style='font-weight:700'>đậm</span> "
            "<i style='font-style:normal'>b</i> <span style='font-style:italic'>c</span></p></b>",
            "a **đậm** b *c*",
        ),
        ("<p>x <b style='mso-bidi-font-weight:normal'>a</b></p>", "x **a**"),
        (
            "<p>m<span style='vertical-align:super'>2</span> và "
            "<span style='text-decoration:line-through'>bỏ</span></p>",
            "m² và <del>bỏ</del>",
        ),
        (
            "<p>H<span style='vertical-align:-25%'>2</span>O, m<span style='position:relative;"
            "top:-3.0pt;mso-text-raise:3.0pt'>3</span>, 5<span style='vertical-align:4pt'>th</span>"
            " <a style='vertical-align:-1px'>biểu tượng</a></p>",
            "H<sub>2</sub>O, m³, 5<sup>th</sup> biểu tượng",
        ),
        ("<p>***</p><p>…</p><p>o0o</p><hr><p>.....</p>", "---\n\n…\n\no0o\n\n---\n\n....."),
        ("<ul><li>a<ol><li>b<li>c</ol><li>d</ul>", "- a\n    1. b\n    2. c\n- d"),
        ("<ol start=4><li>a<ul><li>b</ul><li>c</ol>", "4. a\n    - b\n5. c"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n    - b\n- c"),
        ("<ol><li>a<ol type=a><li>b<li>c</ol><li>d</ol>", "1. a\n    a. b\n    b. c\n2. d"),
        ("<ol type=a><li>a<ul><li>b</ul><li>c</ol>", "a. a\n\n- b\n\nb. c"),
        ("<ol><li><ol type=a><li>a</ol></ol>", "1. a. a"),
        ("<ol style='list-style:none'><li>1.1. a<br>b</ol>", "1.1. a\n\nb"),
        ("<ul><li>a<br>b<li>c</ul>", "- a\n\n    b\n\n- c"),
        ("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n    b\n\n- c"),
        ("<ul><li>a<blockquote>q</blockquote></ul>", "- a\n\n    > q"),
        (
            "<ul><li>a<table border=1><tr><th>A<th>B<tr><td>1<td>2</table><li>b</ul>",
            "- a\n\n    | A | B |\n    | --- | --- |\n    | 1 | 2 |\n\n- b",
        ),
        (
            "<blockquote><p>a</p><ul><li>b</ul><blockquote>c</blockquote></blockquote>",
            "> a\n>\n> - b\n>\n> > c",
        ),
        (
            "<dl><dt>Từ<dd>Nghĩa <b>một</b><dd>Hai</dl>",
            "<dl>\n<dt>Từ</dt>\n<dd>Nghĩa <strong>một</strong></dd>\n<dd>Hai</dd>\n</dl>",
        ),
        ("<pre>a  b\n  c ``` d</pre>", "````\na  b\n  c ``` d\n````"),
        ("<pre>Thơ một\nThơ hai</pre>", "Thơ một\n\nThơ hai"),
        ("<div style='white-space:pre-wrap'>một\nhai</div>", "một\n\nhai"),
        ("<p><q>trích</q></p>", "“trích”"),
        ("<ul><li><input type=checkbox checked> a<li><input type=checkbox>b</ul>", "- ☑ a\n- ☐ b"),
        (
            "<table border=1><tr><td><ul><li>a<li>b</ul><td>x<tr><td>c<td>d</table>",
            "| --- | --- |\n| • a<br>• b | x |\n| c | d |",
        ),
        ("<script>x</script><style>y</style><!-- z --><p>a</p>", "a"),
    ],
)
def test_markup(markup, written):
    """What a browser shows stands as Markdown, numbers of lists as text."""
    assert body_of(markup) == written


def test_photos_come_from_the_folder_only(tmp_path):
    """A photo beside the page or in it; none from outside of the folder, or the network."""
    (tmp_path / "trang").mkdir()
    (tmp_path / "trang" / "a b.png").write_bytes(PNG)
    (tmp_path / "ngoai.png").write_bytes(PNG)
    within = base64.b64encode(PNG + b"\0").decode()
    article = imported(
        page(
            f"<p>{LONG}</p><figure><img src='./a%20b.png'><figcaption>Cổng chào</figcaption>"
            "</figure>"
            f"<p>{LONG} Hai.</p><img src='data:image/png;base64,{within}'><p>{LONG} Ba.</p>"
            "<img src='../ngoai.png'><img src='https://a.vn/x.png'>"
        ),
        folder=tmp_path / "trang",
    )
    assert article.body.photos == [("anh-1.png", "Cổng chào", ""), ("anh-2.png", "", "")]
    assert article.files["anh-1.png"] == PNG
    assert [item.what for item in article.remarks if item.kind == "note"] == [
        "ảnh không có trong bản lưu: ../ngoai.png",
        "ảnh không có trong bản lưu: https://a.vn/x.png",
    ]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<button>Bấm <b>đây</b></button>", "chữ trong <button> của trang: Bấm đây"),
        ("<select><option>Một<option>Hai</select>", "chữ trong <select> của trang: Một Hai"),
        ("<textarea>Chữ &lt;b&gt;</textarea>", "chữ trong <textarea> của trang: Chữ <b>"),
        ("<svg><title>T</title><text>Hình</text></svg>", "chữ trong <svg> của trang: T Hình"),
        ("<template>Mẫu</template>", "chữ trong <template> của trang: Mẫu"),
        ("<noscript>Cần script</noscript>", "chữ trong <noscript> của trang: Cần script"),
        ("<datalist><option>X</datalist>", "chữ trong <datalist> của trang: X"),
    ],
)
def test_words_of_forms_and_drawings_are_told(markup, words):
    """Within the article with their element, around it with all that stands there."""
    text = f"<p>{LONG}</p><p>A{markup}B</p><p>{LONG} Hết.</p><p>{LONG} Xong.</p>"
    article = imported(f"<body>đầu<div>{text}</div>cuối{markup}</body>")
    assert "\n\nA B\n\n" in article.body.markdown
    told = [f"{item.what}: {item.words}" for item in article.remarks if item.kind == "left out"]
    around = f"đầu cuối {words.partition(': ')[2]}"
    assert told == [words, f"phần quanh bài (đầu trang, menu, cột bên): {around}"]


def test_article_that_is_the_whole_page_is_not_told_as_left_out():
    """What Word saves as a page has no element around its paragraphs."""
    article = imported(f"<html><body>{f'<p>{LONG}</p>' * 3}</body></html>")
    assert [item for item in article.remarks if item.kind == "left out"] == []


@pytest.mark.parametrize("address", ["/van-ban/1.html", "#muc-2", "bai-2.html"])
def test_link_that_means_nothing_here_is_told(address):
    """Its words stay."""
    link = f"<p><a href='{address}'>chữ</a></p>"
    article = imported(page(f"<p>{LONG}</p>{link}<p>{LONG} Hết.</p><p>{LONG} Xong.</p>"))
    assert "\n\nchữ\n\n" in article.body.markdown
    assert [item.what for item in article.remarks if item.kind == "note"] == [
        f"bỏ liên kết chỉ có nghĩa trong tệp gốc: «{address}»"
    ]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p>---</p><p>–––</p><p>---</p>", ["-» thành đường kẻ ngang (2 chỗ)", "–» thành"]),
        ("<dl><dt>Từ<dd><ul><li>a</ul></dl>", ["danh sách từ và nghĩa thành đoạn thường"]),
        (
            "<ul><li><table border=1><tr><td>1<td>2<tr><td>3<td>4</table></ul>",
            ["mục danh sách chứa bảng"],
        ),
        ("<ul><li>a<pre>x   y</pre></ul>", ["khoảng trống giữ nguyên"]),
        (
            "<table border=1><tr><td><table><tr><td>1<td>2</table><td>x<tr><td>3<td>4</table>",
            ["bảng nằm trong ô của bảng khác"],
        ),
        (
            "<table border=1><tr><td><ul><li>a<ul><li>b</ul></ul><td>x<tr><td>3<td>4</table>",
            ["danh sách nhiều cấp trong ô"],
        ),
        (
            "<table border=1><tr><td><blockquote>a</blockquote><td>x<tr><td>3<td>4</table>",
            ["khung trích dẫn"],
        ),
        ("<ul><li>a<ol><li>b</ol></ul>", []),
    ],
)
def test_what_cannot_keep_its_shape_is_told(markup, said):
    """Its words stand there; a line that was drawn with signs is one."""
    article = imported(page(f"<p>{LONG}</p>{markup}<p>{LONG} Hết.</p><p>{LONG} Xong.</p>"))
    notes = [item.what for item in article.remarks if item.kind == "note"]
    assert len(notes) == len(said)
    assert all(words in note for words, note in zip(said, notes, strict=True))


TITLES = (
    "Khai mạc hội chợ xuân ở Bình Minh",
    "Cầu Mỹ Thuận thông xe trước Tết",
    "Nông dân được mùa cam sành",
    "Chợ nổi Trà Ôn đón khách dịp lễ",
)
LINKS = "".join(f"<li><a href=/x{n}>{title}</a> 12/11/2026" for n, title in enumerate(TITLES))
IMPRINT = "<div>Cơ quan chủ quản: Ủy ban nhân dân tỉnh, 88 Hoàng Thái Hiếu, phường Long Châu.</div>"
NOTICE = "<p>Văn phòng nghỉ lễ từ 30/4 đến hết 03/5.</p><p>Xin gọi số 1022.</p>"


@pytest.mark.parametrize(
    ("markup", "written"),
    [
        (f"<body><h1>Nghỉ lễ</h1>{NOTICE}", "Văn phòng nghỉ lễ"),
        (f"{MENU}<h1>Nghỉ lễ</h1><div>{NOTICE}</div>{IMPRINT}", "Văn phòng nghỉ lễ"),
        (f"<div><h2>Nghỉ lễ</h2>{NOTICE}</div><div><ul>{LINKS}</ul></div>", "Văn phòng nghỉ lễ"),
        (f"<p><b>Nghỉ lễ</b></p>{NOTICE}", "Văn phòng nghỉ lễ"),
        (
            "<h1>Chợ nổi</h1><p>Trà Ôn ngày cuối năm.</p>" + "<p><img src=a.jpg></p>" * 3,
            "Trà Ôn ngày cuối năm.",
        ),
        (f"<div><h1>Hội chợ</h1>{f'<p>{LONG}</p>' * 4}<ul>{LINKS}</ul></div>", LONG),
        (
            "<h1>Hội chợ</h1>"
            + "".join(
                f"<p>{LONG}</p><p>{LONG}</p><p><a href=/x{n}>{title}</a></p>"
                for n, title in enumerate(TITLES)
            ),
            LONG,
        ),
    ],
    ids=["notice", "portal", "sidebar", "Word", "photos", "related", "between"],
)
def test_short_notice_is_an_article(markup, written):
    """So is a story in photos, and a text with links to others below it or between paragraphs."""
    body = imported(f"<html>{markup}</html>").body.markdown
    assert body.startswith(written)
    assert "chủ quản" not in body


@pytest.mark.parametrize(
    "markup",
    [
        "<body>" + f"<p><a href=/x>{LONG}</a></p>" * 9,
        "<body><form><input name=q></form>",
        "<html><body></body></html>",
        f"<h1>Tin tức - Sự kiện</h1><ul>{LINKS}</ul>{IMPRINT}",
        *(
            "<h1>Tin tức</h1>" + "".join(shape.format(n, title) for n, title in enumerate(TITLES))
            for shape in (
                "<div><h3><a href=/x{0}>{1}</a></h3><p>" + LONG + "</p></div>",
                "<table><tr><td><img src=a.jpg><td><a href=/x{0}>{1}</a><br>" + LONG + "</table>",
                "<div><b><a href=/x{0}>{1}</a></b><div>12/11/2026</div><div>"
                + LONG
                + "</div></div>",
                "<div><h3><a href=/x{0}>{1}</a></h3><p>Tin ngắn của xã số {0}</p></div>",
            )
        ),
        f"<h1>Tìm kiếm</h1><p>Không có kết quả.</p>{IMPRINT}",
        f"<h1>404</h1><p>Không tìm thấy trang</p>{IMPRINT}",
    ],
    ids=["links", "search", "empty", "list", "teasers", "table", "div", "short", "nothing", "404"],
)
def test_page_without_an_article_is_refused(markup):
    """A list of links or teasers, a search, an empty page: one sentence, and the mend."""
    with pytest.raises(Refusal) as refused:
        imported(markup)
    assert refused.value.problem.startswith("trang này không có phần nội dung của một bài")


def test_elements_too_deep_are_refused():
    """What would take the interpreter's stack is no page that a person wrote."""
    with pytest.raises(Refusal, match="lồng nhau quá 200 cấp"):
        imported(page(f"<p>{LONG}</p>" * 4 + "<div>" * 900 + "x"))


@pytest.mark.parametrize(
    "data",
    [
        f"<p>{LONG}</p>".encode("utf-16"),
        f"<meta charset=windows-1258><p>{LONG}</p>".encode(),
        "<meta charset=windows-1258><p>Hô\u0323i chơ\u0323</p>".encode("cp1258"),
        "<meta charset=x-user-defined><p>Hoäi chôï khai maïc</p>".encode("latin-1"),
        "<p>H&#233;i chî khai m&#185;c</p>".encode(),
    ],
)  # fmt: skip
def test_pages_of_old_encodings(data):
    """By what stands there: a wrong declaration, windows-1258, VNI, TCVN3 in references."""
    from plugins.importer.web.decoding import decode, settle_page

    text, _ = settle_page(decode(data))
    assert LONG in text or "Hội chợ" in text


PASTED = (
    "Ngày 23/02/2017 14:57:36\nHội chợ khai mạc tại công viên trung tâm\n"
    "Sáng nay hội chợ khai mạc.\nĐến dự có ông A.\n\n1. Mục một\n- Gạch đầu dòng\n\nN.H\n"
)


@pytest.mark.parametrize(
    ("sender", "rest"),
    [
        ("Chị Hoa Phòng VHTT: [09:15, 28/11/2026]", "\n"),
        ("[28/11/2026 09:15:20] Chị Hoa:", " "),
        ("[09:15, 28/11/2026] Chị Hoa:", "\n"),
        ("Chị Hoa, [28.11.26 09:15]", "\n"),
    ],
)
def test_sender_of_a_pasted_message_is_told(sender, rest):
    """It is no title; other lines with brackets or a day stay."""
    text = f"{sender}{rest}Ngày hội ở ấp Phú Long\n\nSáng nay [28/11] ấp mở hội lúc 9:15.\n\nHết.\n"
    article = imported(text.encode(), "bai-dan.txt")
    assert article.draft.title == "Ngày hội ở ấp Phú Long"
    assert article.body.markdown == "Sáng nay [28/11] ấp mở hội lúc 9:15.\n\nHết."
    assert [item.words for item in article.remarks if item.kind == "left out"] == [sender]


def test_pasted_text():
    """Lines that end a sentence are paragraphs; date, title and initials are found."""
    article = imported(PASTED, "bai-dan.txt")
    assert article.text == (
        "---\ntitle: 'Hội chợ khai mạc tại công viên trung tâm'\ndate: 2017-02-23T14:57:36\n"
        "author: 'N.H'\nstatus: draft\n---\nSáng nay hội chợ khai mạc.\n\nĐến dự có ông A.\n\n"
        "1\\. Mục một\n\n\\- Gạch đầu dòng\n"
    )


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        (
            "Loại\tSáng\tChiều\nBưởi\t25.000\t",
            "| --- | --- | --- |\n| Loại | Sáng | Chiều |\n| Bưởi | 25.000 |   |",
        ),
        ("Xã\tSố hộ\nLong Hồ\t1.204", "| --- | --- |\n| Xã | Số hộ |\n| Long Hồ | 1.204 |"),
        ("1.\tMục một\n2.\tMục hai", "1\\. Mục một\n\n2\\. Mục hai"),
        ("\tNăm 2020 được mùa.\n\tNăm 2021 mất mùa.", "Năm 2020 được mùa.\n\nNăm 2021 mất mùa."),
        ("Họ tên:\tLê Lan\nQuê:\tTrà Ôn", "Họ tên: Lê Lan\n\nQuê: Trà Ôn"),
    ],
)
def test_pasted_columns(lines, written):
    """Those of a spreadsheet are a table, and no figure is an author."""
    article = imported(f"Bảng giá nông sản hôm nay\n\n{lines}\n", "bai-dan.txt")
    assert article.body.markdown == written
    assert article.draft.author == ""


def test_more_than_an_article_holds_is_told():
    article = imported(f"Tên bài dài lắm thay\n\n{'Câu văn dài. ' * 90_000}\n", "bai-dan.txt")
    said = [line for line in tell(article, "x.md") if "quá 1 MB" in line]
    assert said == [
        "  x.md:1: tệp: bài nặng 1,4 MB, quá 1 MB — Sửa: chia bài, hoặc đưa phần dài thành tệp "
        "đính kèm"
    ]


def test_closed_input_is_told():
    """In one sentence: there is nothing to read, and nobody to ask."""
    command = f"exec {shlex.quote(sys.executable)} -m plugins.importer <&-"
    done = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "SOURCE": "-"},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "-:1: tệp: đầu vào đang đóng, không có chữ nào để đọc — Sửa: "
        "make import SOURCE=- < bai.txt\n"
    )


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Khai mạc hội chợ\nSáng nay, tại công viên.\n\nMục A\nMục B",
         ["Khai mạc hội chợ", "Sáng nay, tại công viên.", "Mục A", "Mục B"]),
        ("Chủ trì Ông A\nThành phần Các sở\n\nẢnh: Minh", ["Chủ trì Ông A", "Thành phần Các sở",
         "Ảnh: Minh"]),
        ("Đoạn bị cắt ở cột hẹp\ncủa thư, nay liền lại\nnhư cũ.\n\nLê Anh\nĐức Lam",
         ["Đoạn bị cắt ở cột hẹp của thư, nay liền lại như cũ.", "Lê Anh", "Đức Lam"]),
        ("Một dòng thư bị cắt ở\ncột.\n\nSáng nay Chủ tịch xã\nNguyễn Văn A dự họp.",
         ["Một dòng thư bị cắt ở cột.", "Sáng nay Chủ tịch xã Nguyễn Văn A dự họp."]),
        ("Họp gồm\na) Một\nb) Hai", ["Họp gồm", "a) Một", "b) Hai"]),
    ],
)  # fmt: skip
def test_lines_of_pasted_text(text, paragraphs):
    """A line is a paragraph, unless lines of the text go on amid a sentence."""
    document, _, _ = read_source("bai-dan.txt", f"Mở đầu.\n\n{text}".encode(), PORTAL)
    assert [block.text for block in document.blocks[1:]] == paragraphs


@given(st.text(st.sampled_from("abĐđ 12.)-*_#>|[]`&;:/\\()~=+ệ\n\t<!"), max_size=200))
def test_no_word_of_pasted_text_is_lost(text):
    """Whatever was pasted, the importer's own count and the build agree."""
    if any(map(str.isalnum, text)):
        imported("Mở đầu bài.\n\n" + text, "bai-dan.txt")


TAGS = ("p", "div", "b", "i", "sup", "ul", "ol", "li", "table", "tr", "td", "h2", "a", "br", "img")
ELEMENTS = st.recursive(
    st.text(st.sampled_from("abĐ 12.-*<&_|\n"), max_size=12).map(
        lambda words: words.replace("&", "&amp;").replace("<", "&lt;")
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(ELEMENTS)
def test_no_word_of_a_page_is_lost(markup):
    """However its elements are put into each other."""
    imported(page(f"<p>{LONG}</p>{markup}<p>{LONG} Hai.</p><p>{LONG} Ba.</p>"))
