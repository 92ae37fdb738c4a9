# SPDX-License-Identifier: AGPL-3.0-or-later
"""No word lost: whatever a page does not show as it was typed is told with its line."""

import html
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.photo_captions.figures import Placed, place_photos, split_at_places
from plugins.press.read.code import Code
from plugins.press.read.fidelity import Difference, find_differences, tell_differences
from plugins.press.read.markup import LinkTarget, MarkupConverter, compose
from tests.series import ROUNDS

CONVERTER = MarkupConverter()

# `make test-long` draws ten thousand texts for each law, others each time.
settings.register_profile("law", deadline=None, derandomize=True)
settings.register_profile("law-long", deadline=None, max_examples=10_000)


def law(usual: int) -> settings:
    """Give the settings of a law for which a run of all tests draws *usual* texts."""
    profile = settings.get_profile("law-long" if ROUNDS else "law")
    return profile if ROUNDS else settings(profile, max_examples=usual)


class Drawn:
    """What the law of words saw: texts, their words, differences told, letters lost in silence."""

    texts = words = told = lost = 0


@pytest.fixture(scope="module", autouse=True)
def figures():
    """Tell, where `make test-long` runs, what the law of words saw."""
    yield
    if ROUNDS and Drawn.texts:
        print(
            f"\n{Drawn.texts} texts, {Drawn.words} words, {Drawn.told} differences told, "
            f"{Drawn.lost} letters lost in silence"
        )


def convert(body: str, first_line: int = 1) -> tuple[list[str | int], list[Placed]]:
    markup, _ = CONVERTER.convert(body, lambda written, line: LinkTarget(written), first_line)
    placed: list[Placed] = []
    if "<img" in markup:
        markup, placed = place_photos(markup)
        markup = compose(markup)
    return split_at_places(markup), placed


def differences(body: str, first_line: int = 1) -> list[tuple[int, str, str]]:
    """Convert *body* and list what its page does not show: line, words, kind."""
    pieces, placed = convert(body, first_line)
    found = find_differences(body, first_line, pieces, placed, CONVERTER.lines_of_notes())
    return [(item.line, item.words, item.kind) for item in found]


def compared(body: str, *pieces: str | int, placed: tuple[Placed, ...] = ()) -> list[tuple]:
    """Compare *body* with HTML that a converter might have made of it."""
    notes = {
        number: line[2] for number, line in enumerate(body.split("\n"), 1) if line.startswith("[^")
    }
    found = find_differences(body, 1, pieces, placed, notes)
    return [(item.line, item.words, item.kind) for item in found]


# ── What every page may do with words ────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "Một đoạn.\n\nHai đoạn, 12.500 đồng.",
        "Một **hai ba** và *bốn* cùng `năm`.",
        "chữ*nghiêng*giữa, **Kết luận:**Đạt",
        "# Mục I\n\n> Trích dẫn\n\n- một\n- hai\n\n---\n\n1. một\n2. hai",
        "4. bốn\n5. năm",
        "Xem[^ 3] và[^a  b].\n\n[^ 3]: ba\n[^a  b]: hai",
        "1. một\n1. hai\n1. ba",
        "Kể từ năm\n2016. Đến nay",
        "| A | B |\n|---|:-:|\n| 1 | 2 |\n| 3 |",
        "Xem [Nghị quyết 57](bai.md), [trang](https://a.vn/x?y=1 \"Tựa\") và <https://b.vn/c>.",
        "[một][m], [hai]\n\n[m]: https://a.vn 'Tựa'\n[hai]: /b/",
        "Chữ[^1] và[^2].\n\n[^2]: Hai.\n\n[^1]: Một\n    dòng.\n\n    Đoạn nữa.\n\nHết.",
        "Thành &amp; phố, 5 &lt; 7, caf&eacute;, a&#x301;, `&eacute;`",
        "<b>N</b>ăm <font color=red>2017</font>ăm, m<sup>2</sup>, <abbr title='Ủy ban'>UB</abbr>",
        "Trước<script>alert(1)</script>sau <!-- ghi chú --> hết",
        "<div title='a > b' lang=vi>Khung</div>\n\n<o:p>Word</o:p>",
        "Một\\* hai\\_ba 3 \\* 4",
        "5*, 4* ở 3*",
        "- [x] Rồi\n- [ ] Chưa\n  1. [X] Xong",
        "- 5 độ\n\n> 50%",
    ],
)  # fmt: skip
def test_what_markdown_does_with_words_is_no_loss(body):
    """Signs go, addresses are attributes, notes stand at the end."""
    assert differences(body) == []


@pytest.mark.parametrize(
    "body",
    [
        '![](a.jpg "Chú thích. Ảnh: TTXVN")',
        "![Mô tả](a.jpg)\nẢnh: Lê Anh\n\nĐoạn sau.",
        "![Mô tả](a.jpg)\n\nẢnh: Hội trường (Ảnh: TTXVN)\n\nĐoạn sau.",
        "Trước ![Mô [tả] dài](<a b.jpg> 'Chú thích') sau.",
        "![x](a.jpg)\n\n*Ảnh: Nghiêng*\n\nẢnh: Một câu không ở dưới ảnh.",
        "![x](a.jpg)\n**Ảnh**: Cầu mới\n\n![x](b.jpg)\n_Ảnh_ : Cầu cũ\n\n**Ảnh:** Sau.",
        "![x](a.jpg)\n<b>Ảnh</b>: Cầu mới\n\nSau.",
        "![x](a.jpg)\n(Ảnh: Lê Anh)\n\n![x](b.jpg)\n\n– Ảnh: TTXVN\n\nSau.",
        '<img src="a.jpg" alt="Mô tả" title="Chú thích của ảnh">\n\nĐoạn sau.',
        "<figure><img src=a.jpg><figcaption>Chú thích. Ảnh: Lê Anh</figcaption></figure>\n\nSau.",
        "![x][r]\n\nSau.\n\n[r]: a.jpg 'Chú thích'",
    ],
)
def test_words_of_photos_stand_with_their_photos(body):
    """Caption and credit count, their mark "Ảnh:" and what is said for the blind do not."""
    assert differences(body) == []


# ── What is lost ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "page", "found"),
    [
        ("Một hai ba.", "<p>Một ba.</p>", (1, "hai", "lost")),
        ("Một.\n\nHai ba.\n\nBốn.", "<p>Một.</p>\n<p>Bốn.</p>", (3, "Hai ba", "lost")),
        ("Đạt 95%.", "<p>Đạt 95.</p>", (1, "95%", "lost")),
        ("[Hotline]: 1022\n\nHết.", "<p>Hết.</p>", (1, "Hotline 1022", "lost")),
        ("7. bảy", "<ol>\n<li>bảy</li>\n</ol>", (1, "7", "lost")),
        ("7. bảy", '<ol start="5">\n<li>bảy</li>\n</ol>', (1, "7", "lost")),
        ("<Tên cơ quan> gửi", "<p> gửi</p>", (1, "Tên cơ quan", "lost")),
        ("Xã An xã An", "<p>Xã An</p>", (1, "xã An", "lost")),
        (
            "Xem[^1].\n\n[^1]: Lần một\n\n[^1]: Lần hai",
            '<p>Xem<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>'
            '<div class="footnote"><ol><li id="fn:1"><p>Lần hai</p></li></ol></div>',
            (3, "một", "lost"),
        ),
    ],
)  # fmt: skip
def test_lost_words_are_told_with_their_line(body, page, found):
    """Words and figures that a page lacks, be it one of two alike."""
    assert found in compared(body, page)


def test_words_that_a_fault_takes_are_no_difference():
    """An inner note that is never closed, and two notes of one label, are told as such."""
    assert differences("Một.\n\nHai <!-- chưa duyệt\nhỏi anh Ba\n\nBốn.") == []
    assert differences("Xem[^1].\n\n[^1]: Lần một\n\n[^1]: Lần hai") == []
    assert compared("Hai <!-- chưa\n\nBốn.", "<p>Hai</p>") == [(3, "Bốn", "lost")]


@pytest.mark.parametrize(
    ("words", "kind", "problem", "is_told"),
    [
        ("trang 8", "lost", "chữ «(trang 8)» sau «https://a.vn» không phải phần của", True),
        ("trang 8", "lost", "chữ «trang 80» sau «https://a.vn» không phải phần của", False),
        ("trang 8", "lost", "không có tệp «trang 8.pdf»", False),
        ("a b c d e f …", "lost", "chữ «a b c d…» sau «x» không phải phần của", True),
        ("**", "sign", "trong khối HTML dấu Markdown «**» không có tác dụng", True),
        ("**", "sign", "«- 5 độ **chưa» thành một mục của danh sách", False),
        ("**", "sign", "các cột ngăn bằng Tab sẽ dính vào nhau: «**a b»", False),
        ("![", "sign", "ảnh «a.jpg» có dấu cách trong «![…] (…)», không thành ảnh", True),
        ("]", "sign", "ảnh «a.jpg» có dấu cách trong «![…] (…)», không thành ảnh", True),
        ("[^", "sign", "không có chú thích «[^9]»", True),
        ("|", "sign", "còn dấu trộn của Git «||||||| 1a2b3c»", True),
        ("|", "sign", "hàng «a | b» thiếu ô", False),
        ("3*4", "joined", "", False),
    ],
)
def test_what_a_fault_shows_is_not_told_again(words, kind, problem, is_told):
    """Its words as a whole, or its sign; all else on the line is another matter."""
    assert Difference(3, words, kind).is_told_by(problem) == is_told


def test_words_of_a_caption_are_not_lost_either():
    """A photo shows them, or they are told."""
    body = '![](a.jpg "Hội trường lớn. Ảnh: Lê Anh")'
    photo = Placed("a.jpg", "", "Hội trường lớn.", "Lê Anh")
    assert compared(body, 0, placed=(photo,)) == []
    photo = Placed("a.jpg", "", "Hội trường.", "Lê Anh")
    assert compared(body, 0, placed=(photo,)) == [(1, "lớn", "lost")]


def test_caption_of_any_length_is_read():
    """Neither its file's name is looked for on the page, nor are its words missed."""
    words = "Chú thích dài. " * 900
    assert differences(f'![x](a.jpg "{words}Hết.")') == []
    photo = Placed("a.jpg", "", words, "")
    assert compared(f'![x](a.jpg "{words}Hết.")', 0, placed=(photo,)) == [(1, "Hết", "lost")]


def test_words_that_moved_are_told_as_such():
    """What stands elsewhere is not lost; the order counts all the same."""
    body = "Một hai ba bốn năm.\n\nSáu bảy tám chín mười."
    page = "<p>Sáu bảy tám chín mười.</p>\n<p>Một hai ba bốn năm.</p>"
    assert {kind for *_, kind in compared(body, page)} == {"moved"}


def test_field_of_an_address_is_no_reference():
    """An address keeps "&region=2"; what is a reference is resolved, its loss told."""
    address = "https://a.vn/?a=1&region=2&section=3&copy=4"
    assert compared(f"Xem {address} nhé.", f"<p>Xem {address.replace('&', '&amp;')} nhé.</p>") == []
    assert compared("&Aacute;n = 5", "<p>Án = 5</p>") == []
    assert compared(f"Xem {address} nhé.", "<p>Xem https://a.vn/?a=1®ion=2 nhé.</p>") != []


def test_name_of_a_file_may_end_with_brackets():
    """The copy of a download, "mau (1).pdf", is an address; words in its place are lost."""
    for name in ("mau so (1).pdf", "mau (bản 2).docx", "https://a.vn/mau (1).pdf"):
        assert compared(f"[Tải]({name}) nhé", f'<p><a href="{name}">Tải</a> nhé</p>') == []
    words = "https://a.vn (trang 5) nhé"
    assert compared(f"[Tải]({words})", f'<p><a href="{words}">Tải</a></p>') != []


def test_figures_that_a_sign_parted_stay_two():
    """12*8=96 must not be read as 128=96."""
    body = "Dài 12*8=96 m, rộng 3*4*5 m."
    page = "<p>Dài 12<em>8=96 m, rộng 3</em>4*5 m.</p>"
    assert compared(body, page) == [(1, "12*8", "joined")]
    assert compared("Dài 12*8 m", "<p>Dài 12*8 m</p>") == []
    assert compared("10**6**", "<p>10<strong>6</strong></p>") == [(1, "10**6", "joined")]


def test_lines_count_from_the_first_of_the_body():
    """The line is that of the file."""
    found = find_differences("Một.\n\nHai.\nBa.", 8, ["<p>Một.</p>\n<p>Hai.</p>"], [])
    assert found == [Difference(11, "Ba", "lost")]


def test_long_loss_is_shown_by_its_first_words():
    """A message stays one that can be read."""
    body = "Đầu.\n\n" + " ".join(f"chữ{number}" for number in range(30)) + "\n\nCuối cùng."
    ((line, words, kind),) = compared(body, "<p>Đầu.</p>\n<p>Cuối cùng.</p>")
    assert (line, kind) == (3, "lost")
    assert words == " ".join(f"chữ{number}" for number in range(12)) + " …"


def test_messages_name_what_is_seen_and_a_mend():
    """Each kind has its own, in one line; a loss stops the build, a sign does not."""
    found = [
        Difference(3, "Hotline 1022", "lost"),
        Difference(3, "12*8", "joined"),
        Difference(3, "**", "sign"),
        Difference(3, "a", "moved"),
    ]
    lost, joined, sign, moved = tell_differences(found)
    assert lost.problem == "chữ «Hotline 1022» trong bài không hiện trên trang"
    assert joined.problem == "«12*8» hiện thành «128» trên trang"
    assert "viết «12 × 8»" in joined.mend
    assert sign.problem == "còn dấu Markdown «**» trên trang"
    assert [told.warning for told in (lost, joined, sign, moved)] == [False, False, True, True]


def test_many_differences_are_told_in_short():
    """Fifty lines help, five thousand do not."""
    told = tell_differences([Difference(line, "a", "lost") for line in range(1, 80)])
    assert len(told) == 51
    assert told[-1].problem == "còn 29 chỗ nữa từ dòng này mà trang không giống bài"
    assert (told[-1].line, told[-1].warning) == (51, False)


# ── Signs that are left ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shown", "sign"),
    [
        ("![Hội trường] (a.jpg)", "!["),
        ("![x](a.jpg", "!["),
        ("[Quyết định](qd.pdf", "]("),
        ("[Cổng] (https://vinhlong.gov.vn)", "]"),
        ("**chưa đóng", "**"),
        ("chưa mở**", "**"),
        ("__chưa đóng", "__"),
        ("~~gạch~~", "~~"),
        ("liền*đậm", "*"),
        ("xem[^9]", "[^"),
        ("một \\", "\\"),
        ("| Mặt hàng | Giá |", "|"),
        ("Mặt hàng | Giá | Nơi bán | Ghi chú", "|"),
        ("Mục {#muc-2}", "{#muc-2}"),
        ("{: .quan-trong }", "{: .quan-trong }"),
        ("{width=50%}", "{width="),
        ("[TOC]", "[TOC]"),
        ("*[UBND]: Ủy ban nhân dân", "*[UBND]:"),
        ("{{ site.title }}", "{{"),
        ("{% include x %}", "{%"),
        ("```", "```"),
        ("Xem^[chú giải tại chỗ]", "^["),
        ("Giống | Giá\nOM 5451 | 6.200", "|"),
        ("~~~", "~~~"),
        ("~~~python", "~~~"),
        ("Chữ ==nổi bật== ở đây", "=="),
        ("== Kết quả ==", "=="),
        ("== Kết quả", "=="),
        ("Ai cũng biết ||kết cục||.", "||"),
        ("||che|| chữ", "||"),
        ("Chữ ++gạch chân++", "++"),
        ("Đoạn này %%hỏi lại anh Ba%% xong", "%%"),
        ("Chữ '''đậm''' của wiki", "'''"),
        ("Diện tích 5 m^2^", "^"),
        ("Khí CO~2~ tăng", "~"),
        ("::: tip", ":::"),
        (":::", ":::"),
        ("::::{.khung}", "::::"),
        ("!!! note", "!!!"),
        ('!!! warning "Chú ý"', "!!!"),
        ("[!NOTE]", "[!NOTE]"),
        ("Xem [[Nghị quyết 57]] nhé", "[["),
        ("[[_TOC_]]", "[["),
        ("[toc]", "[toc]"),
        ("\\newpage", "\\newpage"),
        ("[url=https://a.vn]A[/url]", "[/url]"),
        ("[embed]https://a.vn[/embed]", "[/embed]"),
        ("(https://a.vn)[Cổng]", "(https://a.vn)["),
        ("Chào <%= ten %> nhé", "<%"),
        ("Diện tích $$x^2$$ ha", "$$"),
        ("![[anh.jpg]]", "!["),
        ("Chữ {.quan-trong}", "{.quan-trong}"),
        ("Vui :smile: quá", ":smile:"),
        ("Hay! :+1:", ":+1:"),
        ("h2. Tiêu đề", "h2."),
        ("bq. Trích dẫn", "bq."),
        ('Xem "Cổng":https://a.vn', '":'),
        ("[https://a.vn Cổng tỉnh]", "[https://a.vn"),
        ("[url=https://a.vn] Cổng", "[url=https://a.vn]"),
        ("[color=red]đỏ", "[color=red]"),
        ("[*] Một", "[*]"),
        ("[hr]", "[hr]"),
        ("[quote=An]Tốt", "[quote=An]"),
        ("Công thức $x^2$ là", "$x^2$"),
        ("Đặt $a+b=c$.", "$a+b=c$"),
        (r"\frac{1}{2} tổng", "\\frac"),
        ("Sở A &nbsp B", "&nbsp"),
        ("Bản quyền &copy 2026", "&copy"),
        ("A &amp; &ndash; B", "&ndash;"),
        ("B&#7897 Y tế", "&#7897"),
        ('{| class="wikitable"', "|"),
        ("Giá {/* hỏi lại */} mới", "{/*"),
        ("####### Bảy", "#######"),
        ("#+BEGIN_QUOTE", "#+BEGIN_QUOTE"),
        ("Chữ ~gạch bỏ~ đây", "~"),
        ("| Quê hương là chùm khế ngọt", "|"),
        ("image::cau.jpg[Cầu mới]", "image::"),
        ("Xem link:https://a.vn[Cổng]", "link:"),
        ("\\section{Kết quả}", "\\section"),
        ("\\item Một", "\\item"),
    ],
)
def test_signs_left_on_the_page_are_told(shown, sign):
    """What was meant as Markdown and stands there raw, with the line it was typed on."""
    body = f"Đoạn đầu.\n\n{shown}\n\nĐoạn cuối."
    page = f"<p>Đoạn đầu.</p>\n<p>{html.escape(shown, quote=False)}</p>\n<p>Đoạn cuối.</p>"
    assert (3, sign, "sign") in compared(body, page)


def test_each_row_of_a_table_without_its_second_line_is_told():
    """The last one too."""
    rows = "Tên | Số\nLúa | 5\nKhoai | 6"
    page = f"<p>{rows}</p>"
    assert compared(rows, page) == [(line, "|", "sign") for line in (1, 2, 3)]


@pytest.mark.parametrize(
    "shown",
    [
        "Khách sạn 5*, 4* ở 3*",
        "a*b = x*y, tổng*2, giá* (*)",
        "*Ghi chú: giá tại vườn",
        "Họ và tên: ____________",
        "Số máy 098****123, 12**34",
        "Một [hai] (ba) bốn",
        "A | B | C",
        "Trang chủ | Liên hệ\nChữ thường",
        "x^[2]<![CDATA[",
        "3 > 2 \\ 1 là thế",
        "~ 5 nghìn đồng",
        "https://a.vn/a__b/c**d",
        "{tập hợp}",
        "[Nghị quyết] của HĐND",
        "~~~~ o0o ~~~~",
        "a == b, 5 == 5, ==> kết quả",
        "===== HẾT =====",
        "Tăng 5%% rồi 6%%",
        "C++ và Java, tiêu chuẩn A++, B++",
        "''Chuyển đổi số''",
        "y^2 = x^2 + 1",
        "10~20 ngày, 30~40 ngày",
        "Lưu ý ::: hết",
        "!!! Chú ý",
        "Đẹp quá!!! thế là xong",
        "[[1] và [2]]",
        "[!] Chú ý",
        "Bảng [left], cột [right] và [center], nút [hr], [img] của phần mềm",
        "(https://a.vn) [1]",
        "Giá 5$$, 6 $$",
        "Dưới <5%, a <% b",
        "{...}",
        "Lúc 08:30:45, tỷ số 2:1:3, tỷ lệ a:b:c, zalo:0913",
        "Giá $5 và $10; 1$ = 25.000 đồng, US$5-6 và A$ 7",
        "R&D, AT&T, H&M, Q&A, D&D và ?a=1&copy=2",
        "[https://a.vn truy cập ngày 5/5/2026] [a] [b] [i] [1]",
        "Xem 'A': https://a.vn và :) :D :v",
        "P. 5, H1. Hình, h. Châu Thành",
        "C:\\Users là thư mục, và\\hoặc",
        "Giá ~20.000 đ ~ 30.000 đ, từ ~2 kg",
        "Thông tin: xem link: https://a.vn",
        "#1, #CongDan, ###### và a{|b|}",
        "image: đẹp, include: hai",
    ],
)
def test_signs_of_plain_text_are_none(shown):
    """Stars of hotels, blanks of forms, brackets and single strokes are text."""
    assert compared(shown, f"<p>{html.escape(shown, quote=False)}</p>") == []


@pytest.mark.parametrize(
    ("sign", "mend"),
    [
        ("~~~", "mở và đóng khối mã bằng «~~~»"),
        ("~~", "đặt «~~» sát chữ"),
        ("~", "chữ gạch bỏ thì viết «~~…~~», chữ số nhỏ thì viết «CO<sub>2</sub>»"),
        ("{/*", "xóa cả ghi chú"),
        ("image::", "viết «![mô tả](tệp.jpg)»"),
        ("link:", "viết «[chữ](địa chỉ)»"),
        ("{width=", "xóa cả «{…}»"),
        ("{%", "viết điều phải đứng ở đó"),
        ("#######", "tiêu đề có nhiều nhất sáu dấu #"),
        ("||", "xóa hai dấu «||»"),
        ("|", "viết bảng có dòng «|---|---|»"),
        ("==", "tiêu đề thì viết «## …»"),
        ("::::", "xóa các dòng «:::»"),
        ("[!NOTE]", "xóa dấu này, giữ dấu «>»"),
        ("[[", "viết liên kết là «[chữ](địa chỉ)»"),
        ("[/b]", "xóa mã này"),
        ("{{", "viết điều phải đứng ở đó"),
        (":smile:", "viết bằng lời"),
        ("h3.", "tiêu đề thì viết «## …»"),
        ("bq.", "trích dẫn thì viết «> …»"),
        ('":', "viết «[chữ](địa chỉ)»"),
        ("[https://a.vn", "viết «[chữ](địa chỉ)»"),
        ("$x^2$", "viết công thức bằng chữ"),
        ("\\frac", "viết công thức bằng chữ"),
        ("\\section", "tiêu đề thì viết «## …»"),
        ("\\item", "mục thì viết «- …»"),
        ("\\newpage", "xóa dấu này"),
        ("&nbsp", "viết thẳng ký tự ấy"),
    ],
)
def test_sign_of_another_dialect_comes_with_what_to_write_instead(sign, mend):
    """The mend is that of the sign, not of one that begins alike."""
    (told,) = tell_differences([Difference(3, sign, "sign")])
    assert told.mend.startswith(mend)


@pytest.mark.parametrize(
    "body",
    [r"bà B\*\* cùng", r"\~~a, \_\_b", r"a \| b \| c \| d", r"\[x\]\(y\) \{: .a}", r"một \\"],
)
def test_signs_behind_a_backslash_are_meant(body):
    """As the mend advises: a backslash before a sign prints it, and is not told again."""
    assert differences(body) == []
    assert [kind for *_, kind in differences(f"{body}\n\n**chưa đóng `")] == ["sign"]


def test_signs_in_code_are_text():
    """Code shows Markdown as it is typed."""
    body = "Viết `**đậm**` và `![](a.jpg)`."
    assert compared(body, "<p>Viết <code>**đậm**</code> và <code>![](a.jpg)</code>.</p>") == []


# ── The law over texts of chance ─────────────────────────────────────────────

WORDS = st.sampled_from(
    re.split(" ", "Sở Y tế tỉnh đã họp 23 người, đạt 95% kế_hoạch của năm 2016. (xã) “Ấp”; ảnh")
)
SIGNS = st.sampled_from(
    (
        *("*", "**", "_", "__", "~~", "`", "\\", "[", "]", "(", ")", "](", "![", "<b>", "</b>"),
        *("\n", "\n\n", "\n- ", "\n1. ", "\n7. ", "\n  - ", "\n    ", "\n> ", "\n# ", "\n---\n"),
        *("[chữ](https://a.vn)", "![mô tả](a.jpg)", '![](a.jpg "Chú. Ảnh: TTXVN")', "\nẢnh: Lê\n"),
        *("[^1]", "\n\n[^1]: Chú giải\n\n", "\n| A | B |\n|---|---|\n| một | hai |\n", " | "),
        *("<", ">", "&", "&amp;", "\n[Nguồn]: TTXVN\n", "[r]", "\n[r]: https://a.vn\n", "<Tên>"),
    )
)
TEXTS = st.lists(st.one_of(WORDS, SIGNS, WORDS), max_size=24).map(" ".join)
_HIDDEN = re.compile(r"</?b>|\]\([^()\n]*\)|https?://\S*|Ảnh:|a\.jpg|mô tả|\[\^?[1r]\]:?|Tên")


def words_in(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]", unicodedata.normalize("NFC", text)))


@law(300)
@given(TEXTS)
def test_no_letter_vanishes_in_silence(body):
    """Letters of the text that its page has not are all in what is told."""
    pieces, placed = convert(body)
    shown = "\n".join(
        re.sub(r"<[^>]*>", "", piece)
        if isinstance(piece, str)
        else html.escape(f"{placed[piece].caption} {placed[piece].credit}")
        for piece in pieces
    )
    numbers = " ".join(
        str(number) for number in range(20) for piece in pieces if "<ol" in str(piece)
    )
    titles = "Chú TTXVN" * body.count("Chú. Ảnh: TTXVN")
    lost = words_in(_HIDDEN.sub(" ", html.unescape(body)))
    lost -= words_in(html.unescape(shown)) + words_in(numbers * 9) + words_in(titles)
    told = find_differences(body, 1, pieces, placed, CONVERTER.lines_of_notes())
    silent = lost - words_in(" ".join(item.words for item in told if item.kind != "sign"))
    Drawn.texts += 1
    Drawn.words += len(re.findall(r"[^\W_]+", body))
    Drawn.told += len(told)
    Drawn.lost += silent.total()
    assert not silent


SENTENCES = st.lists(WORDS.filter(lambda word: "_" not in word), min_size=2, max_size=9).map(
    lambda words: " ".join(["Chữ", *words])
)
BLOCKS = st.one_of(
    SENTENCES,
    st.builds("{} **{}** {}".format, SENTENCES, SENTENCES, SENTENCES),
    st.builds("## {}".format, SENTENCES),
    st.builds("> {}\n> {}".format, SENTENCES, SENTENCES),
    st.lists(SENTENCES, min_size=1, max_size=4).map(lambda items: "- " + "\n- ".join(items)),
    st.builds("7. {}\n8. {}".format, SENTENCES, SENTENCES),
    st.builds("| {} | {} |\n|---|---|\n| {} | 2 |".format, SENTENCES, SENTENCES, SENTENCES),
    st.builds('![{}](a.jpg "{}. Ảnh: Lê Anh")'.format, SENTENCES, SENTENCES),
    st.builds("![{}](a.jpg)\nẢnh: {}".format, SENTENCES, SENTENCES),
    st.builds("{} [{}](https://a.vn/b_c) {}".format, SENTENCES, SENTENCES, SENTENCES),
    st.builds("{} *{}* &amp; {}".format, SENTENCES, SENTENCES, SENTENCES),
)


@law(150)
@given(st.lists(BLOCKS, min_size=1, max_size=8))
def test_sound_texts_are_told_nothing(blocks):
    """What is well written stands on the page whole, and nothing is told."""
    # Two kinds of list in a row would be one to Markdown; a heading parts them.
    body = "\n\n## Mục\n\n".join(blocks)
    assert differences(body) == []


def test_signs_without_the_words_around_them_keep_their_lines():
    """From the two hundredth on they are sought by themselves, each behind the one before."""
    body = "\n".join(f"a{n} {{{{ c" for n in range(400))
    shown = "<p>" + "\n".join(f"x{n} {{{{ y" for n in range(400)) + "</p>"
    lines = [line for line, _, kind in compared(body, shown) if kind == "sign"]
    assert lines == list(range(1, 401))


# ── What stands in attributes and in code ────────────────────────────────────

SIGNS_OF_ADDRESSES = st.sampled_from(
    ("a", "tệp", "b_c", "_d_", "*e*", "**f**", "~~g~~", "(h)", "(i_(j))", "[k]", "-l.", "?x=1",
     "&y=2", "#m", "%20", ";", ":", "@", "!", "'", '"', ",", "+", "|", "{{n}}", "1*2*3", "www.")
)  # fmt: skip
BEFORE = st.sampled_from(("", "Chữ ", "- ", "> ", "**Đậm** ", "5* ", "(", "| a | "))


def joined(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(pieces, min_size=1, max_size=6).map("".join)


@law(200)
@given(BEFORE, joined(SIGNS_OF_ADDRESSES), st.booleans())
def test_address_of_a_link_arrives_as_it_was_typed(before, rest, in_brackets):
    """Its signs mark no words, its quotes begin no title, its brackets end nothing."""
    address = f"https://a.vn/{rest}"
    written = f"<{address}>" if in_brackets else address
    pieces, _ = convert(f"{before}[chữ]({written}) hết")
    assert list(map(html.unescape, re.findall(r'href="([^"]*)"', str(pieces[0])))) == [address]


@law(200)
@given(
    BEFORE.filter(lambda before: "|" not in before),
    joined(
        st.sampled_from(("<b>", "</b>", "\\*", "\\", "&", "<", "![x](y)", "[z]:", "&amp;", "é"))
    ),
)
def test_code_arrives_as_it_was_typed(before, code):
    """Nothing in it is a sign, not even a backslash at its end; the same within a fence."""
    pieces, _ = convert(f"{before}`{code}` hết\n\n```\n{code}\n```\n")
    (shown,) = re.findall(r"<code>(.*)</code> hết", str(pieces[0]))
    assert html.unescape(shown) == code
    assert f"<pre><code>{html.escape(code, quote=False)}\n</code></pre>" in str(pieces[0])


@law(200)
@given(st.text("`\\aé ", max_size=14))
def test_code_is_what_is_looked_over_as_code(signs):
    """A run of backticks ends at the next one of its length; where there is none, it is signs."""
    text = f"Chữ {signs} hết"
    pieces, _ = convert(text)
    shown = re.findall(r"<code>(.*?)</code>", str(pieces[0]))
    code = Code(text)
    held = "".join(sign for place, sign in enumerate(text) if code.holds(place))
    assert re.sub("[` ]", "", "".join(shown)) == re.sub("[` ]", "", held)


@law(100)
@given(
    st.lists(
        st.sampled_from(
            ("Lễ", "5*", "a_b", "(x)", "“q”", "&", "%", "[y]", '"', "'", "1*2*3", "<3")
        ),
        min_size=1,
        max_size=5,
    ).map(" ".join)
)
def test_words_for_a_photo_that_is_not_seen_arrive_as_they_were_typed(words):
    """Signs and brackets among them too."""
    _, placed = convert(f"Chữ\n\n![{words}](a.jpg)\n\nhết")
    assert [photo.alt for photo in placed] == [words]


@pytest.mark.parametrize(
    ("body", "signs"),
    [
        ("** Kết luận: ** đạt", ["**"]),
        ("Một **Kết luận ** rồi ** Kết** luận", ["**"]),
        ("[caption]Chú thích[/caption]", ["[/caption]"]),
        ('[gallery ids="1,2"] và [b]đậm[/b]', ['[gallery ids="1,2"]', "[/b]"]),
    ],
)
def test_signs_with_spaces_and_marks_of_other_programs_are_told(body, signs):
    """They are printed as they were typed."""
    assert differences(body) == [(1, sign, "sign") for sign in signs]


@pytest.mark.parametrize(
    "body",
    [
        "Toán **, Văn **", "(**) Hệ số 2", "** Hệ số 2", "2 ** 3 ** 4", "[1] [/] [sic] [a b]",
        "**Điểm:** 8,5\\*\\* và 9", "**a** \\*\\*b", "[a](https://a.vn) \\[b\\](c)",
        "|a|b|\n|-|-|\n|1|2|\n\nA \\| B \\| C \\| D", "~~a~~ \\~\\~b",
    ],
)  # fmt: skip
def test_signs_that_are_meant_are_not_told(body):
    """Marks of notes and powers, and what was typed with a backslash beside what was not."""
    assert differences(body) == []


@pytest.mark.parametrize(
    ("body", "markup", "signs"),
    [
        ("Tin **a* b hết.", "Tin **a* b hết.", ["**"]),
        ("**Sao 5*** đẹp", "<strong>Sao 5*</strong> đẹp", []),
        ("**5*** và *4** sao", "<strong>5*</strong> và <em>4*</em> sao", []),
        ("__Loại 5___ và ~~5~~~", "<strong>Loại 5_</strong> và <del>5~</del>", []),
        ("**Giá vé*** ạ", "<strong>Giá vé*</strong> ạ", ["*"]),
        ("*Giá vé** ạ", "<em>Giá vé*</em> ạ", ["*"]),
        ("***Giá** vé", "*<strong>Giá</strong> vé", ["*"]),
        ("***Giá* vé", "**<em>Giá</em> vé", ["**"]),
        ("**Giá**** vé", "<strong>Giá**</strong> vé", ["**"]),
        ("**Giá *vé** vào*", "<strong>Giá *vé</strong> vào*", ["*"]),
        ("*Giá **vé* vào**", "*Giá <strong>vé* vào</strong>", ["*"]),
        ("Giá *vé vào", "Giá *vé vào", ["*"]),
        ("Giá _vé vào", "Giá _vé vào", ["_"]),
        ("Giá vé_ vào", "Giá vé_ vào", ["_"]),
        ("***Giá** vé* vào", "<em><strong>Giá</strong> vé</em> vào", []),
        ("**Giá *vé***", "<strong>Giá <em>vé</em></strong>", []),
        (r"\***Ghi chú:** giá", "*<strong>Ghi chú:</strong> giá", []),
        (r"\*Ghi chú: giá\*", "*Ghi chú: giá*", []),
        ("*Ghi chú: giá tại vườn", "*Ghi chú: giá tại vườn", []),
        ("Giá* vé_a tên_b", "Giá* vé_a tên_b", []),
    ],
)
def test_unbalanced_emphasis_is_printed_as_typed_and_told(body, markup, signs):
    """Of stars more than were opened the last ones end the words; those of hotels are words."""
    assert convert(body)[0] == [f"<p>{markup}</p>"]
    assert differences(body) == [(1, sign, "sign") for sign in signs]


def test_sign_alone_on_its_line_is_told():
    """Where the words between stand on lines of their own."""
    assert differences("**\nKết luận\n**") == [(1, "**", "sign"), (3, "**", "sign")]


def test_backslash_elsewhere_hides_no_sign():
    """Beside another sign, or before the same one."""
    assert differences("a\\-**b") == [(1, "**", "sign")]
    assert differences("a\\*\\*b\n\nc **d") == [(3, "**", "sign")]
