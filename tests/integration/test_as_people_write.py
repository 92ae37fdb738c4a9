# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts as editors write and paste them: what stands on the page, and what is told."""

import html
import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.press.read.hosts import part_words
from plugins.press.read.markup import LinkTarget, MarkupConverter
from plugins.press.read.remnants import find_remnants

CONVERTER = MarkupConverter()
FIRST_LINE = 10


def read(body: str) -> tuple[str, list[tuple[int, str]]]:
    """Convert a body that begins on line 10; a fault's problem is marked with "!"."""
    markup, told = CONVERTER.convert(body, lambda written, line: LinkTarget(written), FIRST_LINE)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    marked = [(item.line, ("" if item.warning else "!") + item.problem) for item in sorted(told)]
    assert all(item.mend for item in told)
    return markup.strip(), marked


def page(body: str) -> str:
    """Write the HTML of *body* on one line, without what only shapes a table or link."""
    markup, told = read(body)
    assert told == []
    markup = re.sub(r' rel="[^"]*"|<div class="table-scroll"[^>]*>|(?<=</table>)</div>', "", markup)
    return re.sub(r"\n", "", markup)


# ── Lists ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Gồm:\n- a\n- b", "<p>Gồm:</p><ul><li>a</li><li>b</li></ul>"),
        ("Gồm:\n* a\n* b", "<p>Gồm:</p><ul><li>a</li><li>b</li></ul>"),
        ("Gồm:\n+ a\n+ b", "<p>Gồm:</p><ul><li>a</li><li>b</li></ul>"),
        ("Gồm:\n1. a\n2. b", "<p>Gồm:</p><ol><li>a</li><li>b</li></ol>"),
        ("Mức cao nhất kể từ năm\n2016. Đến nay", "<p>Mức cao nhất kể từ năm2016. Đến nay</p>"),
        ("Cao nhất trong tháng\n12. Đến nay", "<p>Cao nhất trong tháng12. Đến nay</p>"),
        ("Theo khoản\n1. Điều này", "<p>Theo khoản1. Điều này</p>"),
        ("2016. Năm được mùa", "<p>2016. Năm được mùa</p>"),
        (
            "II. Việc\n2. A\n5. B",
            '<p>II. Việc</p><ol start="2"><li>A</li><li value="5">B</li></ol>',
        ),
        ("**II.**\n5. A", '<p><strong>II.</strong></p><ol start="5"><li>A</li></ol>'),
        ("II\n5. A", '<p>II</p><ol start="5"><li>A</li></ol>'),
        (
            f"I. Việc\n1. A\nII. Nhiệm vụ {'a ' * 30}của toàn tỉnh\n2. B\n5. C",
            f"<p>I. Việc</p><ol><li>A</li></ol><p>II. Nhiệm vụ {'a ' * 30}của "
            'toàn tỉnh</p><ol start="2"><li>B</li><li value="5">C</li></ol>',
        ),
        ("V. Lê họp trong quý\n2. Đến nay", "<p>V. Lê họp trong quý2. Đến nay</p>"),
        ("-a\n- b", "<p>-a</p><ul><li>b</li></ul>"),
    ],
)
def test_where_a_list_begins(body, html):
    """Right below a line of text too, with a number only if it is 1; a year begins none."""
    assert page(body) == html


def test_tag_at_the_beginning_of_a_line_hides_no_letter():
    """What begins with a marked capital behind a sentence is a paragraph, as without the tag."""
    assert page("Đã họp.\n<b>Mục 2:</b> Bàn") == "<p>Đã họp.</p><p><b>Mục 2:</b> Bàn</p>"
    assert page("Thành lập\n<b>xã Hòa</b> ở đó.") == "<p>Thành lập<b>xã Hòa</b> ở đó.</p>"


def test_heading_without_a_space_ends_as_it_began():
    """ "##Kết quả##" has no sign left on the page; a sharp of music within its words stays."""
    assert page("##Kết quả##") == "<h2>Kết quả</h2>"
    assert page("## Bản nhạc C#") == "<h2>Bản nhạc C#</h2>"


def test_star_below_an_item_that_holds_others_begins_a_list():
    """ "* Thành phần:" is none of «Địa điểm», which has its own items with "+"."""
    assert page("- Địa điểm:\n+ Phòng A\n* Thành phần:\n- Lãnh đạo") == (
        "<ul><li>Địa điểm:<ul><li>Phòng A</li></ul></li></ul>"
        "<ul><li>Thành phần:<ul><li>Lãnh đạo</li></ul></li></ul>"
    )


def test_item_of_a_board_is_no_reference():
    """Its code is told as such."""
    assert read("[list][*]Một[*]Hai[/list]")[1] == []
    assert read("[Một][hai]")[1] == [(10, "không có định nghĩa cho «[hai]»")]


@pytest.mark.parametrize("tag", ["<br>", "<br/>", "<BR />"])
def test_break_that_was_typed_is_no_second_one(tag):
    """Lines that stand by themselves may end with the tag that says so, as those of websites."""
    body = f"Nội dung:{tag}\n– Họp.{tag}\n– Bàn việc.{tag}\nTrân trọng."
    assert page(body) == "<p>Nội dung:<br>– Họp.<br>– Bàn việc.<br>Trân trọng.</p>"


@pytest.mark.parametrize(
    "body",
    ["- 5 độ", "- 5 độ ở Mẫu Sơn, có băng giá.", "+ 84 270 3823 156 là số trực.", "+ 7,2 %",
     "-5 độ", "> 50% số hộ có nước sạch", ">50%", ">= 80 điểm: đạt", "> = 80 điểm: đạt"],
)  # fmt: skip
def test_sign_of_a_figure_stays(body):
    """A lone line that begins so is no list and no quotation: its figure keeps its sign."""
    assert page(body) == f"<p>{body.replace('>', '&gt;')}</p>"
    assert page(f"Hôm nay:\n{body}").endswith(f"{body.replace('>', '&gt;')}</p>")


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("- 5 độ C ở A\n- 3 độ C ở B", "<p>- 5 độ C ở A<br>- 3 độ C ở B</p>"),
        ("+ 84 270 3823156\n+ 84 (0)913 1234", "<p>+ 84 270 3823156<br>+ 84 (0)913 1234</p>"),
        ("- 5 độ C ở A\n\n- 3 độ C ở B", "<p>- 5 độ C ở A</p><p>- 3 độ C ở B</p>"),
        ("+ 84 270 3823156\n\n\tĐoạn.", "<p>+ 84 270 3823156</p><p>Đoạn.</p>"),
        ("1. Đêm nay\n- 5 độ C ở A", "<ol><li>Đêm nay<p>- 5 độ C ở A</p></li></ol>"),
        ("- 5 hộ\n- 3 hộ", "<ul><li>5 hộ</li><li>3 hộ</li></ul>"),
        ("- Sa Pa\n- 5 xã khác", "<ul><li>Sa Pa</li><li>5 xã khác</li></ul>"),
        ("- Khen:\n  - 5 hộ", "<ul><li>Khen:<ul><li>5 hộ</li></ul></li></ul>"),
        ("* 5 hộ", "<ul><li>5 hộ</li></ul>"),
        ("- 07h30: Họp", "<ul><li>07h30: Họp</li></ul>"),
        ("- 8 giờ: Họp", "<ul><li>8 giờ: Họp</li></ul>"),
        ("- 15/11: Họp", "<ul><li>15/11: Họp</li></ul>"),
        (">80% hộ có nước\n>= 95% trẻ", "<p>&gt;80% hộ có nước<br>&gt;= 95% trẻ</p>"),
        ("> 50 năm qua,\n> tôi ở đây.", "<blockquote><p>50 năm qua,tôi ở đây.</p></blockquote>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        (
            "> “Trích.”\nÔng nói thêm.",
            "<blockquote><p>“Trích.”</p></blockquote><p>Ông nói thêm.</p>",
        ),
        (
            "> 1. Thu\n> 2. Chi",
            "<blockquote><ol><li>Thu</li><li>Chi</li></ol></blockquote>",
        ),
        ("> Trích\ntiếp.", "<blockquote><p>Tríchtiếp.</p></blockquote>"),
    ],
)
def test_signs_of_several_figures(body, html):
    """Degrees and telephone numbers keep theirs below each other too; a list stays one."""
    assert page(body) == html


@pytest.mark.parametrize(
    "body", ["- Sa Pa: lạnh\n- 5 độ\n- Mẫu Sơn", "- A\n- 3°C", "+ A\n+ 84 270 3823156"]
)
def test_sign_of_a_figure_among_items_is_told(body):
    """Nobody but the editor knows whether it is five degrees, or five below zero."""
    sign, figure = body.split("\n")[1].split(" ", 1)
    markup, told = read(body)
    problem = f"«{sign} {figure}» thành một mục của danh sách, số không có dấu «{sign}»"
    assert told == [(11, problem)]
    assert f"<li>{figure}</li>" in markup
    assert f"<li>{sign}{figure}</li>" in re.sub("\n", "", page(f"- A\n- \\{sign}{figure}"))
    assert read("- A\n- 5 hộ\n- Nhiệt độ 5 độ")[1] == []


@pytest.mark.parametrize(
    "body",
    ["15. 11. 2026 là ngày hội.", "3. 2. 1. Bắt đầu!", "30. 4. 1975", "1. 1. Mở đầu"],
)
def test_numbers_behind_each_other_are_no_lists(body):
    """A date with spaces, a count: nothing is nested."""
    assert page(body) == f"<p>{body}</p>"
    assert page("1. 1.1. Mở đầu") == "<ol><li>1.1. Mở đầu</li></ol>"


FULL_LINE = "Hội nghị thông báo nhanh kết quả kỳ họp, giá vàng tăng lên mức"


@pytest.mark.parametrize(
    "line", ["- theo ông A - cao nhất", "+ cộng thêm 2 triệu", "1. Ban Dân vận"]
)
def test_sign_at_the_start_of_a_wrapped_line_begins_no_list(line):
    """Below a full line that ends no clause, and alone; else it is a list."""
    assert page(f"{FULL_LINE}\n{line}\nvà nữa.").startswith(f"<p>{FULL_LINE}")
    assert "<li>" not in page(f"{FULL_LINE}\n{line}\nvà nữa.")
    assert "<li>" in page(f"{FULL_LINE}:\n{line}\nvà nữa.")
    second = line.replace("1.", "2.")
    assert page(f"{FULL_LINE}\n{line}\n\n{second}").count("<li>") == 2


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("- [ ] Chưa\n- [x] Rồi\n- [X] Xong",
         "<ul><li>☐ Chưa</li><li>☑ Rồi</li><li>☑ Xong</li></ul>"),
        ("1. [x] Rồi", "<ol><li>☑ Rồi</li></ol>"),
        ("- [x](/a/) là liên kết", '<ul><li><a href="/a/">x</a> là liên kết</li></ul>'),
        ("- [xã] Phú Quới", "<ul><li>[xã] Phú Quới</li></ul>"),
    ],
)  # fmt: skip
def test_box_of_a_task(body, html):
    """As on GitHub, a sign that is ticked or not."""
    assert page(body) == html


@pytest.mark.parametrize(
    "body",
    [
        "- a\n  - b\n- c",
        "- a\n   - b\n- c",
        "- a\n    - b\n- c",
        "- a\n\t- b\n- c",
        "* a\n  * b\n* c",
        "- a\n+ b\n- c",
        "* a\n+ b\n* c",
    ],
)
def test_second_level(body):
    """Two columns are enough, and "+" directly under "-" is one without any."""
    assert page(body) == "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1. a\n- b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1. a\n  1. b\n2. c", "<ol><li>a<ol><li>b</li></ol></li><li>c</li></ol>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\n  b\n- c", "<ul><li>ab</li><li>c</li></ul>"),
        ("1. Phạm vi\nVăn bản này quy định.", "<ol><li>Phạm vi<br>Văn bản này quy định.</li></ol>"),
        (f"- {FULL_LINE} của ông\nTrần Văn B", f"<ul><li>{FULL_LINE} của ôngTrần Văn B</li></ul>"),
        (
            "2. Bến Tre 4 điểm\nBảng B\n1. Trà Vinh\n2. Cần Thơ",
            '<ol start="2"><li>Bến Tre 4 điểm</li></ol><p>Bảng B</p><ol><li>Trà Vinh</li>'
            "<li>Cần Thơ</li></ol>",
        ),
        (
            "- a\n- b.\n2/- Giao Sở:\n- c",
            "<ul><li>a</li><li>b.</li></ul><p>2/- Giao Sở:</p><ul><li>c</li></ul>",
        ),
        (
            "1. Một\na) Hai\n- ba\nb) Bốn",
            "<ol><li>Mộta) Hai<ul><li>ba</li></ul>b) Bốn</li></ol>".replace("a) ", "<br>a) "),
        ),
        (
            "- Gồm:\na) Đơn;\nb) Bản sao;\n- c",
            "<ul><li>Gồm:<br>a) Đơn;<br>b) Bản sao;</li><li>c</li></ul>",
        ),
        ("- a\n- b\nTổng cộng: 2 mục", "<ul><li>a</li><li>b</li></ul><p>Tổng cộng: 2 mục</p>"),
        ("- Ông A\nChức vụ: c\n- Ông B", "<ul><li>Ông A<br>Chức vụ: c</li><li>Ông B</li></ul>"),
        (
            "1. Đoàn A 7 điểm\n2. Đoàn B 4 điểm\n3. C",
            "<ol><li>Đoàn A 7 điểm</li><li>Đoàn B 4 điểm</li><li>C</li></ol>",
        ),
        ("Các đoàn\n1. A\n2. B", "<p>Các đoàn</p><ol><li>A</li><li>B</li></ol>"),
        ("- a.\nSau danh sách.", "<ul><li>a.</li></ul><p>Sau danh sách.</p>"),
        ("- a\n## b", "<ul><li>a</li></ul><h2>b</h2>"),
        ("- a\nII. PHẦN HAI", "<ul><li>a</li></ul><p>II. PHẦN HAI</p>"),
        ("1. a\nChương II\nCHUNG", "<ol><li>a</li></ol><p>Chương II<br>CHUNG</p>"),
        ("- a\nĐiều 9. Phạt", "<ul><li>a</li></ul><p>Điều 9. Phạt</p>"),
        ("- Nêu tại\nĐiều 9.", "<ul><li>Nêu tạiĐiều 9.</li></ul>"),
        ("- a\nCấp xã:\n- b", "<ul><li>a</li></ul><p>Cấp xã:</p><ul><li>b</li></ul>"),
        ("1. a\nGiải nhì:\n1. b", "<ol><li>a</li></ol><p>Giải nhì:</p><ol><li>b</li></ol>"),
        (
            "1. A\nGồm:\n- b\n2. c",
            '<ol><li>A</li></ol><p>Gồm:</p><ul><li>b</li></ul><ol start="2"><li>c</li></ol>',
        ),
        ("- Tỉnh:\nGồm:\n- b", "<ul><li>Tỉnh:<br>Gồm:</li><li>b</li></ul>"),
        ("1. Xe của\nÔng A\n1. B", '<ol><li>Xe củaÔng A</li><li value="1">B</li></ol>'),
        (
            "* Thu:\n- a\n- b\n* Chi:\n- c",
            "<ul><li>Thu:<ul><li>a</li><li>b</li></ul></li><li>Chi:<ul><li>c</li></ul></li></ul>",
        ),
        ("* Thu\n- a", "<ul><li>Thu</li></ul><ul><li>a</li></ul>"),
        (
            "- 8h: Khai mạc\n8h30 - 9 giờ: Báo cáo\n- 9h: Thảo luận",
            "<ul><li>8h: Khai mạc</li></ul><p>8h30 - 9 giờ: Báo cáo</p>"
            "<ul><li>9h: Thảo luận</li></ul>",
        ),
        ("- Họp lúc\n8 giờ 30 sáng", "<ul><li>Họp lúc<br>8 giờ 30 sáng</li></ul>"),
        (
            "- Đố vui\n- Thảo luận\nBan Tổ chức kính mời.",
            "<ul><li>Đố vui</li><li>Thảo luận</li></ul><p>Ban Tổ chức kính mời.</p>",
        ),
        ("- Họ tên: An ____\nKý tên", "<ul><li>Họ tên: An ____<br>Ký tên</li></ul>"),
        ("- Xe của\nÔng A.", "<ul><li>Xe củaÔng A.</li></ul>"),
        ("- Thăm xã\nAn Bình.", "<ul><li>Thăm xã<br>An Bình.</li></ul>"),
        ("- Xã A\nCó 5 ấp.\n- B", "<ul><li>Xã A<br>Có 5 ấp.</li><li>B</li></ul>"),
    ],
)
def test_what_an_item_holds(body, html):
    """What is indented below it; what begins something new does not belong to it."""
    assert page(body) == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("4. a\n5. b", '<ol start="4"><li>a</li><li>b</li></ol>'),
        ("4. a\n7. b\n9. c",
         '<ol start="4"><li>a</li><li value="7">b</li><li value="9">c</li></ol>'),
        ("1. a\n\n7. b", '<ol><li><p>a</p></li><li value="7"><p>b</p></li></ol>'),
        ("1. a\n\nChen.\n\n2. b", '<ol><li>a</li></ol><p>Chen.</p><ol start="2"><li>b</li></ol>'),
        ("1. a\n2. b\n1. c", '<ol><li>a</li><li>b</li><li value="1">c</li></ol>'),
        ("0. a", '<ol start="0"><li>a</li></ol>'),
        ("01. a\n02. b", "<p>01. a<br>02. b</p>"),
        ("1) a\n2) b", "<p>1) a<br>2) b</p>"),
    ],
)  # fmt: skip
def test_typed_numbers_stay(body, html):
    """Gaps, restarts and text between change no number; "01." and "1)" are printed so."""
    assert page(body) == html


# ── Lines and paragraphs ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "lines",
    [
        ("Các mức:", "a) Một", "b) Hai"), ("– Lúa", "– Cá"), ("• Một", "• Hai"), ("· Một", "· Hai"),
        ("1/ Một", "2/ Hai"), ("1.Một", "2.Hai"), ("a. Một", "b. Hai"), ("(1) Một", "(2) Hai"),
        ("I. MỘT", "II. HAI"), ("1.1. Một", "1.2. Hai"), ("-Một", "-Hai"), ("✅ Một", "✅ Hai"),
        ("**Khu vực 1:** a", "**Khu vực 2:**Phường", "**Lưu ý:** b"),
        ("Email: a", "Điện thoại: 1"), ("Kính gửi:", "Các sở;", "Các xã"),
        ("Nơi nhận:", "Như trên", "Lưu VT"), ("**a)** Một", "**b)** Hai"),
        ("**1. Kinh tế**", "Nông nghiệp tăng"),
        ("1.Mở đầu", "Nội dung một"), ("1- Một", "2- Hai"), ("1️⃣ Một", "2️⃣ Hai"),
        ("-- Một", "-- Hai"), ("i. Một", "ii. Hai"), ("Điều 7. Thời hạn", "05 ngày làm việc"),
        ("• Một", "o Con", "▪ Nhỏ", "§ Mục"), ("A. Một", "B. Hai"),
        ("[1] Một, a,", "[2] Hai"), ("Chọn", "[ ] Có", "[x] Không"), ("( ) Nam", "( ) Nữ"),
        ("Ghi chú", "(*) Một", "(**) Hai"),
        ("Hotline 1022", "#VinhLong"),
        ("1+2 = 3", "= 3", "=> Đúng"), ("Gọi:", "+84 270 3823156", "+84 939 123456"),
        ("0270.3823.156", "(0270) 3823.157"), ("Xã A | 12", "Xã B | 13"), ("១. ក", "២. ខ"),
        ("*Ông A*", "_Ông B_"), ("CỘNG HÒA XÃ HỘI", "Độc lập - Tự do"),
        ("Sở Nội vụ,", "QUYẾT ĐỊNH BAN HÀNH", "Quy chế này"),
        ("Việc gồm", "ü Một", "Ø Hai", "v Ba", "q Bốn"), ("Đảng bộ tỉnh", "*", "Số 12"),
        ("Hết", "…………"), ("Giám đốc", "(Đã ký)", "Trần Văn B"),
        ("**Kính gửi**", "(Kèm Công văn số 1 ngày 2/3/2026)", "Các xã"),
        ("Thu đạt 8.412 tỷ đồng", "Chi đạt 7.950 tỷ đồng, bằng 95 phần trăm dự toán cả năm",
         "Kết dư 462 tỷ"),
        ("Vĩnh Long quê mẹ hiền hòa", "Dòng sông chở nặng phù sa ngọt ngào,",
         "Bưởi Năm Roi trái ngọt ngào.", "Ai về xin gửi đôi lời."),
    ],
)  # fmt: skip
def test_items_keep_their_lines(lines):
    """What begins like an item, stands below a label or is one of short lines has its line."""
    markup = re.sub("</?strong>", "**", page("\n".join(lines)))
    markup = html.unescape(markup).replace("<em>Ông A</em>", "*Ông A*")
    assert markup.replace("<em>Ông B</em>", "_Ông B_") == f"<p>{'<br>'.join(lines)}</p>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**1.** Thu\n**2.** Chi", "<strong>1.</strong> Thu<br><strong>2.</strong> Chi"),
        (r"1\. Thu" "\n" r"2\. Chi", "1. Thu<br>2. Chi"),
        (r"Gồm \- có:" "\n" r"\- Thu" "\n" r"\# Chi", "Gồm - có:<br>- Thu<br># Chi"),
        ("[1]. Luật\n[2]. Nghị định", "[1]. Luật<br>[2]. Nghị định"),
        ("Hết lời\n*\n*  *\nTin: A", "Hết lời<br>*<br>*  *<br>Tin: A"),
        ("Chữ ký\n- -\nA", "Chữ ký<br>- -<br>A"),
    ],
)
def test_signs_that_are_shown_keep_their_lines(body, html):
    """Numbers in bold, signs typed with a backslash, an ornament of stars."""
    assert page(body) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    "parts",
    [
        ("Sáng nay họp.", "Báo cáo cho biết tổng sản phẩm tăng 7,2%.", "Chiều nay bế mạc."),
        ("Ông A nói: “Được mùa.”", "Bà B nói giá tăng."),
        ("Kết thúc!", "15 đội dự giải."),
        ("Một **đậm.**", "**Hai** đậm."),
        ("Ông B.", "Chủ tịch Hội Nông dân xã."),
        ("ខ្ញុំទៅ។", "គាត់មក។"),
    ],
)  # fmt: skip
def test_sentence_a_line_is_a_paragraph_a_line(parts):
    """Text pasted from Word or Zalo has no blank lines; its paragraphs stay apart."""
    markup = re.sub("</?strong>", "**", page("\n".join(parts)))
    assert markup == "".join(f"<p>{part}</p>" for part in parts)


@pytest.mark.parametrize(
    "body",
    [
        "Sáng nay, lãnh đạo tỉnh đã đến thăm và chúc Tết các gia đình\nchính sách.",
        "Chiều nay, đồng chí\nNguyễn Văn A dự họp.",
        "Chiều nay, tại TP.\nHồ Chí Minh.",
        "Theo ThS.\nNguyễn Văn B.",
        "Toàn tỉnh hiện có\n124 xã, phường và\n3.500 ấp, khóm, trong đó có\n19 xã nông thôn mới.",
        "Diễn đàn do ông John A.\nSmith mở.",
        "Chiều nay, đoàn đến thăm xã An Phước, xã Long Hồ\nvà xã\nPhú Quới.",
        "Nhiệt độ thấp nhất giảm xuống còn\n-5 độ C, cao nhất\n12 độ C.",
        "Phó Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì cuộc họp về\n"
        "phòng, chống hạn mặn. Dự họp có các sở, ngành liên quan.\n"
        "Theo báo cáo, toàn tỉnh có 12.000 ha lúa.",
        "Ban hành Kế hoạch số\n123/KH-UBND ngày 1/2 và\n5/CT-TTg về thu ngân sách.",
        "Tỉnh có\n2.5 ấp mỗi xã,\no ép ai cả.",
        "Chiều nay, sở họp với các xã\n(Long Hồ, An Bình)\nvà phường.",
        "![Cầu](a.jpg)\nẢnh: Lê Anh",
        "Có **chữ đậm.\nChữ vẫn** đậm.",
    ],
)
def test_wrapped_source_stays_one_paragraph(body):
    """Two lines of one sentence, or of a source wrapped at a column, run together."""
    markup = read(body)[0]
    assert markup.count("<p>") == 1
    assert "<br>" not in markup


@pytest.mark.parametrize(
    "body",
    [
        "Quê hương là chùm khế ngọt\nCho con trèo hái mỗi ngày.",
        "Trong đầm gì đẹp bằng sen\nLá xanh bông trắng lại chen nhị vàng.",
        "Thân em như tấm lụa đào,\nPhất phơ giữa chợ biết vào tay ai?",
    ],
)
def test_two_lines_of_verse_stay_lines(body):
    """So many syllables in each tell them from a sentence that was cut."""
    assert page(body) == f"<p>{body.replace(chr(10), '<br>')}</p>"


@pytest.mark.parametrize(
    "body",
    [
        "Đoàn công tác của tỉnh\nVĩnh Long đã đến.",
        "Chiều nay, Bí thư Trần Văn\nLâu dự và phát biểu chỉ đạo.",
        "Ngày 5/11, tại thành phố,\nSở Y tế họp báo.",
    ],
)
def test_two_short_lines_of_a_sentence_run_together(body):
    """A name that is cut, or one that a title waits for, is no verse."""
    assert "<br>" not in read(body)[0]


def test_labels_of_a_narrow_column_stay_apart():
    """Each stands below the rest of the one before it."""
    above, label = "HKTT: ấp Phú Long,\nxã Phú Quới, huyện\nLong Hồ", "Nghề nghiệp: làm ruộng"
    assert read(f"{above}\n{label}")[0] == f"<p>{above}<br>\n{label}</p>"


NARROW = (
    "Chiều 23/02, Chủ tịch Ủy ban nhân dân tỉnh",
    "Nguyễn Văn A đã tiếp và làm việc với Đoàn",
    "Bộ Nông nghiệp và Môi trường do Thứ trưởng",
    "Trần Thanh Nam dẫn đầu đến thăm tỉnh",
)


def test_lines_that_may_be_one_sentence_are_told():
    """Each begins with a capital, as the column is narrow; they stay lines until it is said."""
    problem = "không rõ đây là các dòng riêng hay một câu bị xuống dòng giữa chừng"
    markup, told = read("\n".join(NARROW))
    assert told == [(10, problem)]
    assert markup.count("<br>") == 3
    assert read("a *b*\n\n" + "\n".join(NARROW))[1] == [(12, problem)]
    assert page("  \n".join(NARROW)).count("<br>") == 3
    assert page(" ".join(NARROW)) == f"<p>{' '.join(NARROW)}</p>"


@pytest.mark.parametrize(
    "lines",
    [
        ("Quê hương là chùm khế ngọt", "Cho con trèo hái mỗi ngày",
         "Quê hương là đường đi học", "Con về rợp bướm vàng bay"),
        ("Ủy ban nhân dân tỉnh Vĩnh Long và Tỉnh đoàn", "Sở Y tế", "Sở Nội vụ tỉnh Vĩnh Long"),
        ("Ông Nguyễn Văn A, Phó Chủ tịch UBND tỉnh;", "Bà Trần Thị Bích C, Giám đốc Sở Y tế tỉnh;",
         "Ông Lê Văn D, Giám đốc Sở Nội vụ tỉnh"),
    ],
)  # fmt: skip
def test_lines_that_are_plainly_lines_are_not_told(lines):
    """Verse, names and entries: no column would have cut them so."""
    assert page("\n".join(lines)).count("<br>") == len(lines) - 1


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("\tThụt, có **đậm**.", "<p>Thụt, có <strong>đậm</strong>.</p>"),
        ("    Thụt bốn.\n\n    Lại thụt.", "<p>Thụt bốn.</p><p>Lại thụt.</p>"),
        ("Đoạn.\n\n      Thụt sáu\n  hai.", "<p>Đoạn.</p><p>Thụt sáuhai.</p>"),
        ("```Mã 123```\n\n**Sau**", "<p><code>Mã 123</code></p><p><strong>Sau</strong></p>"),
        ("```\n  mã **x**\n\n<b>\n```", "<pre><code>  mã **x**&lt;b&gt;</code></pre>"),
        (
            "~~~py\n1. **x**\n\n<b>\n~~~~\nSau.",
            "<pre><code>1. **x**&lt;b&gt;</code></pre><p>Sau.</p>",
        ),
        (
            "~~~ HẾT ~~~\n\n~~~~~\n\n**a**",
            "<p>~~~ HẾT ~~~</p><p>~~~~~</p><p><strong>a</strong></p>",
        ),
    ],
)
def test_indented_text_is_no_code(body, html):
    """A first line's indent, as in Word; code stands in fences only."""
    assert page(body) == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Một\\\nHai", "<p>Một<br>Hai</p>"),
        ("Một  \nHai", "<p>Một<br>Hai</p>"),
        (r"\~ \< \& \$ \" \% \| \@ \*", '<p>~ &lt; &amp; $ " % | @ *</p>'),
        (r"C\D \đ \1", r"<p>C\D \đ \1</p>"),
        ("# Một", "<h2>Một</h2>"),
        ("## Một ##", "<h2>Một</h2>"),
        ("##Một", "<h2>Một</h2>"),
        ("# C#", "<h2>C#</h2>"),
        ("#ChuyenDoiSo #VinhLong", "<p>#ChuyenDoiSo #VinhLong</p>"),
        ("#1 cả nước", "<p>#1 cả nước</p>"),
        ("Một\n\n=====\n\nHai", "<p>Một</p><hr><p>Hai</p>"),
        ("Một\nHai\n=====", "<p>Một<br>Hai</p><hr>"),
        (f"Một {'hai ' * 40}ba\n---", f"<p>Một {'hai ' * 40}ba</p><hr>"),
        ("Một câu.\n---\nHai", "<p>Một câu.</p><hr><p>Hai</p>"),
        ("Kính gửi:\n-----\nHai", "<p>Kính gửi:</p><hr><p>Hai</p>"),
        ("Tổng cộng\n-", "<p>Tổng cộng<br>-</p>"),
        ("Chữ\n# Mục\nChữ", "<p>Chữ</p><h2>Mục</h2><p>Chữ</p>"),
    ],
)
def test_signs_of_lines(body, html):
    """A backslash breaks a line or prints the sign behind it; a hashtag is no heading."""
    assert page(body) == html


def test_lines_that_begin_with_a_star_stay_lines():
    """Several of them are items; one is, or is not, the beginning of stressed words."""
    assert page("Gồm:\n*Một\n*Hai") == "<p>Gồm:<br>*Một<br>*Hai</p>"
    assert page("*Một\n*hai") == "<p>*Một<br>*hai</p>"
    assert page("Chữ\n*nghiêng\nqua dòng* nhé") == "<p>Chữ<em>nghiêngqua dòng</em> nhé</p>"


def test_note_without_its_colon_is_told_once():
    """On its line, with what to write; a call that nothing answers is told as one."""
    assert read("Xem[^1] và[^1].\n\n[^1] Nguồn: A")[1] == [
        (12, "dòng chú thích «[^1]» thiếu dấu hai chấm")
    ]
    assert read("Xem[^1].\n\n[^2] Nguồn: A")[1] == [
        (10, "không có chú thích «[^1]»"),
        (12, "không có chú thích «[^2]»"),
    ]
    assert read("Xem[^1].\n\n[^1]: Nguồn: A")[1] == []


@pytest.mark.parametrize("rule", ["-----", "=====", "---", "  -------------------------"])
def test_line_below_a_letterhead_makes_no_heading(rule):
    """Decisions and notices have it as an ornament, below the motto and the office."""
    for words in (
        *("Độc lập - Tự do - Hạnh phúc", "**Độc lập – Tự do – Hạnh phúc**", "SỞ Y TẾ"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UBND TỈNH VĨNH LONG", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        *("TỈNH VĨNH LONG", "XÃ TÂN PHÚ", "Số: 12/QĐ-UBND"),
    ):
        shown = re.sub(r"\*\*(.*)\*\*", r"<strong>\1</strong>", words)
        assert page(f"{words}\n{rule}\n\nSố: 12/QĐ") == f"<p>{shown}</p><hr><p>Số: 12/QĐ</p>"
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    assert page(f"{motto}\n{rule}").endswith("Độc lập - Tự do - Hạnh phúc</p><hr>")


@pytest.mark.parametrize("rule", ["===", "---", "-----------"])
def test_heading_by_a_line_below_it_is_told(rule):
    """As CommonMark has it, though it may be a line across the page."""
    assert read(f"Kết quả\n{rule}\n\nĐạt.") == (
        "<h2>Kết quả</h2>\n<p>Đạt.</p>",
        [(11, f"dòng «{rule}» ngay dưới «Kết quả» làm dòng ấy thành tiêu đề")],
    )
    assert read(f"Xã Tân Phú\n{rule}")[0] == "<h2>Xã Tân Phú</h2>"


@pytest.mark.parametrize(
    "line",
    [
        *("#Kết quả đạt được", "#Điều 5. Thời hạn", "#II. Nhiệm vụ", "#1. Kết quả"),
        *("#NỘI DUNG", "#Ưu điểm:", "Chữ.\n#Kết luận chung"),
    ],
)
def test_heading_without_its_space_is_told(line):
    """A syllable or a number, then more words; as the mend says it is a heading, or a word."""
    place = 10 + line.count("\n")
    heading = line.split("\n")[-1]
    _, told = read(line)
    problem = f"«{heading}» thiếu dấu cách sau «#», không thành tiêu đề, được in như chữ"
    assert told == [(place, problem)]
    assert read(line.replace("#", "## "))[1] == read(line.replace("#", "\\#"))[1] == []


@pytest.mark.parametrize(
    "line",
    [
        *("#ChuyenDoiSo", "#VinhLong phát triển xanh", "#Chuyendoiso là tất yếu", "#1", "#1: Gửi"),
        *("#Kết #Nối", "#kết quả", "#Covid tại Vĩnh Long", "#Kết", "- #Tuổi trẻ", "#5 hộ", "C#Đô"),
    ],
)
def test_hashtag_is_a_word(line):
    """One word, whatever follows it; several of them; a number."""
    assert read(line)[1] == []


@pytest.mark.parametrize("body", ["a\n\n##\n\nb", "a\n\n# #\n\nb", "a\n\n###   \n\nb"])
def test_heading_without_words_is_none(body):
    """An empty heading is a trap for screen readers."""
    sign = body.split("\n")[2].strip()
    assert read(body) == (
        "<p>a</p>\n<p>b</p>",
        [(12, f"dòng «{sign.split()[0]}» không có chữ, không thành tiêu đề")],
    )


def test_heading_whose_words_go_is_none():
    """Nor one that holds nothing after the sanitiser."""
    markup, told = read("a\n\n## <font></font>\n\nb")
    assert markup == "<p>a</p>\n<p>b</p>"
    assert (12, "tiêu đề không có chữ, đã bỏ đi") in told
    assert page("## <b>Mục</b> &amp; chữ") == "<h2><b>Mục</b> &amp; chữ</h2>"


# ── Emphasis ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "Khách sạn 5*, 4* ở 3* tỉnh.", "12*8=96 m2; thể tích 3*4*5 m.", "7*12=84", "2**3 + 4**5",
        "Giá* tăng, phí* giảm.", "a*b*c = x*y", "2*(3+4)*5", "Soạn TIN*MK*SBD gửi 8177",
        "ĐT*HỌC*PHÍ", "(*) Ghi chú (*)", "5 * 6 * 7",
        "10*, 20*; 30*", "H*2*O", "tep_anh_1.jpg và a_b_c", "1_000_000", "4*/5* và 3*-4*", "~5~",
        "*Ghi chú (*) và (**)", "Tên** chưa đóng", "*. *,", "(**) sơ bộ; *** chưa có 5 người*",
        "(*) a; (**) b*; (***) c**", "S = (a+b)*h/2; V = (a+b)*(c+d)*(e+f)", "(1)*(2); [x]*[y]*[z]",
        "5%*3%*2%; 50%*(1+2)*3%", "P = n*(a+b)*t", '"12"*3, 5*"6" và "5"*"6"', "“5”*“6”*“7”",
        "'a'*'b'*'c'", "5″*6″*7″",
    ],
)  # fmt: skip
def test_signs_that_mark_nothing_stay(body):
    """Between figures, before punctuation, within a name: a sign is a sign."""
    assert page(body) == f"<p>{body}</p>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("**Kết luận:**Đạt", "<strong>Kết luận:</strong>Đạt"),
        ("chữ*nghiêng*giữa", "chữ<em>nghiêng</em>giữa"),
        ("**TIN**MỚI *TIN* MỚI", "<strong>TIN</strong>MỚI <em>TIN</em> MỚI"),
        ("*Ảnh (tư liệu)*Đạt", "<em>Ảnh (tư liệu)</em>Đạt"),
        ("*Theo (TTXVN)*(Ảnh: A)", "<em>Theo (TTXVN)</em>(Ảnh: A)"),
        ("**Kết luận (5)**(1)", "<strong>Kết luận (5)</strong>(1)"),
        ('**"Số"**năm 2026', '<strong>"Số"</strong>năm 2026'),
        ("(**đậm**), *x*, **y**.", "(<strong>đậm</strong>), <em>x</em>, <strong>y</strong>."),
        ("**Năm 2026**: đạt 5*", "<strong>Năm 2026</strong>: đạt 5*"),
        ("***cả hai***", "<strong><em>cả hai</em></strong>"),
        ("__đậm__ _nghiêng_", "<strong>đậm</strong> <em>nghiêng</em>"),
        ("___cả hai___", "<strong><em>cả hai</em></strong>"),
        ("**Số:____đồng** _a_", "<strong>Số:____đồng</strong> <em>a</em>"),
        ("_**- Như Điều 3;**_", "<em><strong>- Như Điều 3;</strong></em>"),
        ("*__– Một:__* hai", "<em><strong>– Một:</strong></em> hai"),
        ("**_- Nhóm 1:_** hai", "<strong><em>- Nhóm 1:</em></strong> hai"),
        ("_- Lưu: VT._", "<em>- Lưu: VT.</em>"),
        ("Gửi:\n__– Sở A;__\n_- Sở B;_", "Gửi:<br><strong>– Sở A;</strong><br><em>- Sở B;</em>"),
        ("~~bỏ **hẳn**~~", "<del>bỏ <strong>hẳn</strong></del>"),
        ("**[bài](/a/)**chữ", '<strong><a href="/a/">bài</a></strong>chữ'),
    ],
)
def test_emphasis_as_before(body, html):
    """What was meant is bold, in italics or struck out, right before a word too."""
    assert page(body) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*k __a__ 5*6 __b__", "*k <strong>a</strong> 5*6 <strong>b</strong>"),
        ("*k **c** l_ **d**", "*k <strong>c</strong> l_ <strong>d</strong>"),
        ("*Ghi chú một\n** Hai", "*Ghi chú một<br>** Hai"),
        ("5*, 4* và 3*  \n*Ghi chú", "5*, 4* và 3*<br>*Ghi chú"),
        ("5*, 4* và 3*\\\n*Ghi chú*", "5*, 4* và 3*<br><em>Ghi chú</em>"),
        ("**Đậm  \ncả hai dòng**", "<strong>Đậm<br>cả hai dòng</strong>"),
        ("5~~10 _q_ 5*6 __a__", "5~~10 <em>q</em> 5*6 <strong>a</strong>"),
        ("(*) x *k ~~g~~ (d*e)* f **a**",
         "(*) x <em>k <del>g</del> (d*e)</em> f <strong>a</strong>"),
        ("(a*b)*c; *p*-trị, ~5~6, ~~cũ~~ mới", "(a*b)*c; <em>p</em>-trị, ~5~6, <del>cũ</del> mới"),
    ],
)  # fmt: skip
def test_sign_that_marks_nothing_moves_no_mark(body, html):
    """Between marked words stand signs of sums and notes: the words stay what they were."""
    assert page(body) == f"<p>{html}</p>"


@given(
    st.lists(
        st.sampled_from(
            ["__a__", "*b*", "**c**", "5*6", "(d*e)*f", "~~g~~", "7~~10", "h_i", "~5", "2**3",
             "4*, 8*", "j**", "*k", "l_", "(*)", "**:**", "***m***", "**n *o* p**", "_q_"]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_no_letter_is_lost_among_signs(words):
    """However marks and signs follow each other."""
    body = " ".join(words)
    markup, _ = CONVERTER.convert(body, lambda written, line: LinkTarget(written))
    shown = re.sub(r"<[^>]*>|[^a-z0-9]", "", markup)
    assert shown == re.sub("[^a-z0-9]", "", body)


@pytest.mark.parametrize(
    "body",
    ["Ngày __/__/____", "Số: ___/QĐ-___", "Ngày ___ tháng ___ năm 20__.", "_/_",
     "__- QĐ ngày __-__-____", "_- x", "___- QĐ___", "Số tiền:______đồng (bằng chữ:_______)",
     "Tôi tên:____sinh ngày:____", "Họ tên:____(ký)____", "Tên:___sinh:___",
     "Tên:__sinh:__", "Ngày cấp:___nơi cấp:___số:___"],
)  # fmt: skip
def test_blanks_of_a_form_stay(body):
    """What is to be filled in by hand marks no words."""
    assert page(body) == f"<p>{body}</p>"


def test_unclosed_bold_reaches_no_further_than_its_paragraph():
    """The paragraph behind it is read as ever."""
    assert (
        page("**Chưa đóng\n\nSau **đậm**.") == "<p>**Chưa đóng</p><p>Sau <strong>đậm</strong>.</p>"
    )


@pytest.mark.parametrize("gap", ["\n", "\n* Mục ba\n"])
def test_second_level_of_a_wiki_is_told(gap):
    """It is printed as typed; the notes of a table, which look the same, are not told."""
    body = f"* Mục một\n** Mục con{gap}** Mục hai"
    assert [item.problem[:12] for item in find_remnants(body)] == ["«** Mục con»", "«** Mục hai»"]
    assert find_remnants(f"Đạt 12,5%** so với 2025\n\n{body}") == []
    assert find_remnants("** Mục con") == []


# ── Tables ───────────────────────────────────────────────────────────────────

HEAD = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>"
ROW = "<tr><td>1</td><td>2</td></tr>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Giá:\n| a | b |\n|---|---|\n| 1 | 2 |", f"<p>Giá:</p>{HEAD}{ROW}</tbody></table>"),
        ("a|b\n-|-\n1|2", f"{HEAD}{ROW}</tbody></table>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nNguồn: X",
         f"{HEAD}{ROW}</tbody></table><p>Nguồn: X</p>"),
        ("|---|---|\n| 1 | 2 |", f"<table><tbody>{ROW}</tbody></table>"),
        ("| a | b |\n|—|–|\n| 1 | 2 |", f"{HEAD}{ROW}</tbody></table>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n3 | 4 |",
         f"{HEAD}{ROW}<tr><td>3</td><td>4</td></tr></tbody></table>"),
        ("| a | b |\n|---|---|\n| 1 |", f"{HEAD}<tr><td>1</td><td></td></tr></tbody></table>"),
        (r"| a | b |" "\n|---|---|\n" r"| 1\|2 | `3|4` |",
         f"{HEAD}<tr><td>1|2</td><td><code>3|4</code></td></tr></tbody></table>"),
        ("a | b không là bảng", "<p>a | b không là bảng</p>"),
    ],
)  # fmt: skip
def test_where_a_table_is(body, html):
    """Right below a line of text too, and without its first line; it ends without a "|"."""
    assert page(body) == html


@pytest.mark.parametrize(
    ("cells", "count"),
    [(r"`a|\` | b", 2), (r"\`a | b`", 2), (r"\\`a|b` | c", 2), (r"a\\| b", 2), (r"a\|b | c", 2)],
)
def test_bar_in_code_or_behind_a_backslash_parts_no_cells(cells, count):
    """A backslash takes its meaning from a sign, but not from another backslash, nor in code."""
    markup, told = read(f"| a | b |\n|---|---|\n| {cells} |")
    assert (told, markup.count("<td>")) == ([], count)


@pytest.mark.parametrize(
    ("rows", "line", "cells"),
    [
        ("| 1 | 2 | tấn |", 12, "<td>1</td>\n<td>2 | tấn</td>"),
        ("| 1 | 2 |\n| 3 | 4 | 5 | 6 |", 13, "<td>3</td>\n<td>4 | 5 | 6</td>"),
    ],
)
def test_surplus_cell_is_told_and_stays(rows, line, cells):
    """Nothing of a row is lost; its line tells how many cells there are."""
    markup, told = read(f"| a | b |\n|---|---|\n{rows}")
    count = cells.count("|") + 2
    assert told == [(line, f"hàng này có {count} ô, bảng có 2 cột")]
    assert cells in markup


def test_line_that_breaks_a_cell_is_told():
    """What stood in the cell above begins a row of its own; other rows are as they were meant."""
    markup, told = read("| a | b |\n|---|---|\n| 1 | dòng\ndưới |\n| 3 | 4 |")
    assert told == [(13, "hàng trên bị ngắt giữa ô: «dưới |» thành một hàng riêng")]
    assert "<td>dòng</td>\n</tr>\n<tr>\n<td>dưới</td>" in markup
    assert read("a | b\n---|---\n1 | 2\n3 | 4")[1] == []


def test_many_missing_cells_are_one():
    """A page grows no faster than its text."""
    head = "|a" * 200 + "|\n" + "|-" * 200 + "|\n"
    assert len(page(head + "|1|\n" * 200)) < 30_000


# ── References and notes ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    ["[Nguồn]: TTXVN", "[Hotline]: 1022", "[HTX Phú Quới]: 0270.3823.156", "[Ảnh]: LêAnh",
     "[Nguồn]: TTXVN, xem [Nguồn]", "[Giờ]: 8:30 xem [Giờ]"],
)  # fmt: skip
def test_what_leads_nowhere_defines_nothing(body):
    """Contact lines and sources in brackets are printed."""
    assert page(body) == f"<p>{body}</p>"


@pytest.mark.parametrize(
    ("target", "href"),
    [("https://a.vn", "https://a.vn"), ("/tin-tuc/a/", "/tin-tuc/a/"), ("qd.pdf", "qd.pdf"),
     ("<https://a.vn>", "https://a.vn"), ("mailto:a@b.vn", "mailto:a@b.vn"),
     ("tel:1022", "tel:1022")],
)  # fmt: skip
def test_definition_that_a_link_uses(target, href):
    """It leads there and is not printed."""
    for body in (f"[c]: {target}\n\nXem [chữ][c].", f"Xem [chữ][C].\n\n[c]: {target} 'Đề'"):
        markup = re.sub(' title="Đề"', "", page(body))
        assert markup == f'<p>Xem <a href="{href}">chữ</a>.</p>'


@pytest.mark.parametrize(
    ("below", "html"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("## a", "<h2>a</h2>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", f"{HEAD}{ROW}</tbody></table>"),
        ("```\na\n```", "<pre><code>a</code></pre>"),
    ],
)
def test_line_that_ends_like_a_label_is_text(below, html):
    """«Gồm [1]:» defines nothing, and what begins right below it begins there."""
    assert page(f"Gồm [1]:\n{below}") == f"<p>Gồm [1]:</p>{html}"
    assert page(f"[Gồm]:\n{below}") == f"<p>[Gồm]:</p>{html}"


@pytest.mark.parametrize("gap", ["\n", "\n  ", " \n    "])
def test_definition_with_its_address_on_the_next_line(gap):
    """As CommonMark allows; a label without an address is text."""
    markup = page(f"Xem [chữ][c] và [C].\n\n[c]:{gap}https://a.vn\n\nHết.")
    assert markup == (
        '<p>Xem <a href="https://a.vn">chữ</a> và <a href="https://a.vn">C</a>.</p><p>Hết.</p>'
    )
    assert page("[Nguồn]:\nTTXVN, [Nguồn]").startswith("<p>[Nguồn]:")


def test_definition_that_nothing_uses_is_told():
    """With its line; it is printed as a line of text."""
    markup, told = read("a\n\n[Nguồn]: https://a.vn\n\n[x]: b.md")
    assert [line for line, _ in told] == [12, 14]
    assert "[Nguồn]: " in markup
    assert "[x]: b.md" in markup


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("a\n\n[Nghị quyết][nq]", "không có định nghĩa cho «[nq]»"),
        ("a\n\n![ảnh][x]", "không có định nghĩa cho «[x]»"),
        ("a\n\nb[^9]", "không có chú thích «[^9]»"),
        ("[^1]: c\n\nb[^1] [^x y]", "không có chú thích «[^x y]»"),
    ],
)
def test_what_nothing_defines_is_told(body, problem):
    """A reference or a call of a note that leads nowhere, with its line."""
    assert read(body)[1] == [(12, problem)]
    assert read("`[a][b]` `[^1]`")[1] == []


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\nĐoạn.\n\n"])
def test_note_defined_twice_is_a_fault(between):
    """Texts of two authors put together: both lines are named, and neither text is lost."""
    markup, told = read(f"Câu.[^1]\n\n[^1]: Lần một.{between}[^1]: Lần hai.")
    line = 12 + between.count("\n")
    assert told == [(line, "!chú thích «[^1]» đã có ở dòng 12")]
    assert markup.index("Lần một.") < markup.index("Lần hai.")


@pytest.mark.parametrize(
    ("note", "below"),
    [
        ("Chú giải.", "Đoạn sau."),
        ("Nguồn: Sở Y tế", "Ông Nam nói thêm."),
        ("Theo Báo cáo số 5/BC-UBND", "15 xã đã làm."),
    ],
)
def test_line_right_below_a_note_is_told(note, below):
    """It looks like a paragraph, so it stays in its place, and not at the end of the page."""
    markup, told = read(f"Câu.[^1]\n\n[^1]: {note}\n{below}")
    assert told == [(13, "dòng sau chú giải «[^1]» được in thành đoạn của bài")]
    assert f"<p>{below}</p>" in markup.partition('<div class="footnote">')[0]


FULL = "Theo báo cáo của Sở Nông nghiệp và Môi trường, diện tích lúa toàn tỉnh là 45.000 ha"


@pytest.mark.parametrize(
    ("note", "below"),
    [
        (FULL, "Ông Nam cho biết thêm, vụ này được mùa."),
        ("Theo Sở Y tế.", "bà con yên tâm."),
        (f"{FULL}\nÔng Nam nói,", "Ông Tư cũng nói."),
    ],
)
def test_line_that_may_be_of_a_note_or_not_is_told(note, below):
    """Once: it is printed within the note, and either mend ends the doubt."""
    markup, told = read(f"Câu.[^1]\n\n[^1]: {note}\n{below}")
    assert told == [(13, "dòng này được in trong chú giải «[^1]» ở trên")]
    assert below in markup.partition('<div class="footnote">')[2]
    lines = f"{note}\n{below}".split("\n")
    assert read("Câu.[^1]\n\n[^1]: " + "\n    ".join(lines))[1] == []
    markup, told = read(f"Câu.[^1]\n\n[^1]: {lines[0]}\n\n" + "\n".join(lines[1:]))
    assert told == []
    assert below in markup.partition('<div class="footnote">')[0]


def test_note_that_nothing_calls_is_told():
    """It is printed at the end all the same; a call before a colon is one too."""
    markup, told = read("Câu[^1]: ba.\n\n[^1]: Một.\n[^2]: Hai.\n\n[^x y]:\n\n`[^2]: a`")
    assert [line for line, _ in told] == [13, 15]
    assert told[0][1] == "không chỗ nào trong bài gọi chú giải «[^2]»"
    assert "Hai." in markup


@pytest.mark.parametrize(
    "note",
    [
        "Theo báo cáo tình hình\nkinh tế của tỉnh.",
        "Theo Báo cáo số 15/BC-UBND ngày 20/11/2026 về kinh tế của\nỦy ban nhân dân tỉnh.",
        "Một.\n    Hai.",
        "Một.\n\n  Hai.",
        "Nguồn:\nSở Y tế",
    ],
)
def test_lines_of_a_note_stay_with_it(note):
    """A sentence that goes on, and what is indented."""
    markup, told = read(f"Câu.[^1]\n\n[^1]: {note}\n\nHết.")
    assert told == []
    assert re.findall(r"<p>(\w+)\.", markup.partition('<div class="footnote">')[0]) == [
        "Câu", "Hết",
    ]  # fmt: skip


def test_words_behind_the_address_of_a_definition_are_told():
    """Where the link calls for it: the line defines nothing, and is printed."""
    markup, told = read("a\n\n[Nghị quyết][nq]\n\n[nq]: https://a.vn/b xem trang 5")
    assert told == [(12, "dòng «[nq]: …» còn chữ sau địa chỉ: «xem trang 5»")]
    assert "xem trang 5" in markup


# ── HTML ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    ["<Tên cơ quan>", "<số hiệu>", "<HỌ TÊN>", "<dd/mm/yyyy>", "<dd>-<mm>-<yyyy>", "<b và b>",
     "<B>", "<i tong so>", "<N.V.A>", "<ho-ten>", "<ten>x</ten>", "<title bai viet>"],
)  # fmt: skip
def test_words_in_angle_brackets_are_printed(words):
    """What is no element of HTML is text, and told once for each pair of brackets."""
    markup, told = read(f"Mẫu: {words} hết.")
    assert markup == f"<p>Mẫu: {words.replace('<', '&lt;').replace('>', '&gt;')} hết.</p>"
    assert told
    assert all("được in như chữ" in problem for _, problem in told)


@pytest.mark.parametrize("words", ["a<b", "x < y > z", "<3", "<5%", "<=>", "a<b, c", "<-- a"])
def test_signs_of_less_need_no_word(words):
    """Nothing is told where no tag can have been meant."""
    assert page(words) == f"<p>{words.replace('<', '&lt;').replace('>', '&gt;')}</p>"


@pytest.mark.parametrize(
    ("body", "html", "told"),
    [
        ("a <b>đậm.\n\nSau.", "<p>a <b>đậm.</b></p><p>Sau.</p>", "thẻ <b> mở mà không đóng"),
        ("a <i>x <b>y</i>.\n\nSau.", "<p>a <i>x <b>y</b></i>.</p><p>Sau.</p>",
         "thẻ <b> mở mà không đóng"),
        ("<div>\na **b**\n\nSau.", "<p>a <strong>b</strong></p><p>Sau.</p>",
         "!thẻ <div> mở mà không đóng"),
        ("<table>\n\nSau.", "<p>Sau.</p>", "!thẻ <table> mở mà không đóng"),
        ("a <!-- ghi\nchú\n\nSau.", "<p>a </p><p>Sau.</p>",
         "!ghi chú HTML «<!--» mở mà không đóng"),
        ("a</b>\n\nSau.", "<p>a</p><p>Sau.</p>", "thẻ đóng </b> không có thẻ mở"),
        ("a <script>\n\nSau.", "<p>a </p><p>Sau.</p>",
         "!thẻ <script> mở mà không đóng, phần sau của bài sẽ mất"),
        ("```\na\n\nSau.", "<pre><code>aSau.</code></pre>",
         "!khối mã «```» mở mà không đóng, phần sau của bài thành mã"),
    ],
)  # fmt: skip
def test_what_is_not_closed_is_told_and_ends_with_its_paragraph(body, html, told):
    """The rest of the article is read as ever; an inner note is not printed."""
    markup, said = read(body)
    assert re.sub(r"\s*\n", "", markup.replace(" </p>", "</p>")) == html.replace(" </p>", "</p>")
    assert said == [(10, told)]


@pytest.mark.parametrize(
    "body",
    ["<b>a</b>", "<p>a", "a <a@b.vn> <https://a.vn/b>",
     "<ul><li>a<li>b</ul>", "a<br>b", "<hr>", "<B>a</B>",
     "<table><tr><td>a</table>", "<div>\n<p>a</p>\n</div>", "<b>a\n\nb</b>"],
)  # fmt: skip
def test_html_that_is_closed_is_not_told(body):
    """Nor are elements whose end may be left out."""
    assert read(body)[1] == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<div>\n\n**a**\n</div>", "trong khối HTML dấu Markdown «**» không có tác dụng"),
        ("<div>\n\n- a\n</div>", "trong khối HTML dấu Markdown «-» không có tác dụng"),
        ("<table><tr>\n\n<td>![x](a.jpg)</td></tr></table>",
         "!trong khối HTML dấu Markdown «![x](a.jpg» không có tác dụng"),
    ],
)  # fmt: skip
def test_markdown_in_a_block_of_html_is_told(body, problem):
    """A photo that would not be shown is a fault."""
    assert read(body)[1] == [(12, problem)]


@pytest.mark.parametrize(
    "name", ["textarea", "title", "noscript", "template", "iframe", "noembed", "noframes", "TITLE"]
)
def test_words_that_go_with_their_element_are_told(name):
    """The element itself is told besides; programs and styles have no words."""
    _, told = read(f"a\n\n<{name}>Chữ <b>mất</b></{name}> b")
    small = name.lower()
    assert (12, f"chữ «Chữ mất» trong thẻ <{small}> không hiện trên trang") in told
    assert (12, f"thẻ <{small}> không được dùng, đã bỏ đi") in told
    assert [problem for _, problem in read(f"a <{name}> </{name}> b")[1]] == [
        f"thẻ <{small}> không được dùng, đã bỏ đi"
    ]
    assert len(read("<script>var a</script><style>p{}</style>")[1]) == 2


def test_styling_of_word_is_told_in_one_line():
    """A pasted table has hundreds of classes; two are told as one as well."""
    cell = '<td class="MsoNormal" style="mso-x:1" width=9><font face=x>a</font><o:p></o:p></td>'
    told = read(f"a\n\n<table border=1><tr>{cell}{cell}</tr></table>\n\n<script>x</script>")[1]
    assert told == [
        (12, "có 6 chỗ mang kiểu trình bày của Word (border, class, style, width, font, o:p), "
         "đã bỏ đi"),
        (14, "thẻ <script> không được dùng, đã bỏ đi"),
    ]  # fmt: skip
    assert read('<p class=x style="y">a</p>')[1] == [
        (10, "có 2 chỗ mang kiểu trình bày của Word (class, style), đã bỏ đi")
    ]


# ── Bare addresses ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "href", "shown"),
    [
        ("Tại https://a.vn.", "https://a.vn", "https://a.vn"),
        ("[https://a.vn/?b=[1]&amp;c]", "https://a.vn/?b=[1]&amp;c", "https://a.vn/?b=[1]&amp;c"),
        ("(https://a.vn/b_(c))", "https://a.vn/b_(c)", "https://a.vn/b_(c)"),
        ("(xem https://a.vn/b)[c]", "https://a.vn/b", "https://a.vn/b"),
        ("[xem https://a.vn/b].", "https://a.vn/b", "https://a.vn/b"),
        ("(xem www.a.vn)", "http://www.a.vn", "www.a.vn"),
        ("Hỏi a.b@c.gov.vn, nhé", "mailto:a.b@c.gov.vn", "a.b@c.gov.vn"),
        ("**https://a.vn/?x=1&y=2**", "https://a.vn/?x=1&amp;y=2", "https://a.vn/?x=1&amp;y=2"),
        ("https://a.vn/_tep_/*b*c nhé", "https://a.vn/_tep_/*b*c", "https://a.vn/_tep_/*b*c"),
        ("Website:https://a.vn", "https://a.vn", "https://a.vn"),
        ("Tìm https://a.vn/?ten=*an*. Hết.", "https://a.vn/?ten=*an*", "https://a.vn/?ten=*an*"),
        ("Mở (https://a.vn/~~c~~), rồi", "https://a.vn/~~c~~", "https://a.vn/~~c~~"),
        ("Giá https://a.vn/x*; tăng", "https://a.vn/x", "https://a.vn/x"),
        ("*Theo https://a.vn/b*.", "https://a.vn/b", "https://a.vn/b"),
        ("**https://a.vn/a_b**", "https://a.vn/a_b", "https://a.vn/a_b"),
        ("- https://a.vn/a_b_c;", "https://a.vn/a_b_c", "https://a.vn/a_b_c"),
        ("| a |\n|---|\n| a@b.vn |", "mailto:a@b.vn", "a@b.vn"),
        ("__https://a.vn/__c__.__ Hết", "https://a.vn/__c__", "https://a.vn/__c__"),
        ("_https://a.vn/b_c_ Hết", "https://a.vn/b_c", "https://a.vn/b_c"),
        ("*Xem https://a.vn/b*c*.", "https://a.vn/b*c", "https://a.vn/b*c"),
        ("**Xem https://a.vn/__c__**", "https://a.vn/__c__", "https://a.vn/__c__"),
        ("~~https://a.vn/~an~~ Hết", "https://a.vn/~an", "https://a.vn/~an"),
        ("[embed]https://a.vn/b[/embed]", "https://a.vn/b", "https://a.vn/b"),
    ],
)
def test_bare_address_becomes_a_link(body, href, shown):
    """What stands behind it in the sentence is left out."""
    assert f'<a href="{href}">{shown}</a>' in page(body)
    assert page(body).count("<a ") == 1


@pytest.mark.parametrize(
    "body",
    ["`https://a.vn`", "@tinh a@b", "https:// www. a@", "http://tenmay", "x@y z@", "5@10.000đ"],
)
def test_what_is_no_address_becomes_no_link(body):
    """Code, names, and what lacks a domain."""
    assert "<a" not in page(body)


def test_link_is_not_linked_again():
    """Words of a link that are an address stay as they are; the line of each is its own."""
    assert page("[https://a.vn](https://b.vn)") == '<p><a href="https://b.vn">https://a.vn</a></p>'
    seen = []
    CONVERTER.convert(
        "a\n\nhttps://a.vn\n\nhttps://a.vn",
        lambda *link: seen.append(link) or LinkTarget(link[0]),
        10,
    )
    assert seen == [("https://a.vn", 12), ("https://a.vn", 14)]


@pytest.mark.parametrize("words", ["", " ", "&nbsp;", "<b> </b>", "\u200b"])
def test_link_without_words_is_told(words):
    """Nobody can click it, and a screen reader has nothing to say."""
    markup, told = read(f"a\n\nb [{words}](https://c.vn) d")
    assert told == [(12, "liên kết «https://c.vn» không có chữ để bấm, đã bỏ đi")]
    assert "c.vn" not in markup
    assert page("[*](https://c.vn)").count("<a ") == 1


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("https://a.vn/b (trang 8)", ("https://a.vn/b", "(trang 8)")),
        ("https://a.vn xem trang 5", ("https://a.vn", "xem trang 5")),
        ("https://a.vn/b, trang 8", ("https://a.vn/b", "trang 8")),
        ("https://a.vn/?id=5 trang 3", ("https://a.vn/?id=5", "trang 3")),
        ("www.a.vn xem trang 5", ("https://www.a.vn", "xem trang 5")),
        ("a.vn/b xem thêm", ("https://a.vn/b", "xem thêm")),
        ("/tin-tuc/ xem thêm", ("/tin-tuc/", "xem thêm")),
        ("mailto:a@b.vn (anh A)", ("mailto:a@b.vn", "(anh A)")),
        ("tel:0270 3823 156 (anh A)", ("tel:0270 3823 156", "(anh A)")),
        ("tel:0270 3823 156", None),
        ("https://a.vn/van ban/qd 1.pdf", None),
        ("https://a.vn/tep (1).pdf", None),
        ("https://a.vn/?q=nông thôn mới", None),
        ("mailto:a@b.vn?subject=Góp ý trang", None),
        ("https://a.vn/b ", None),
        ("xem trang 5", None),
        ("qd.pdf trang 5", None),
    ],
)
def test_words_behind_an_address(written, parted):
    """They are none of the address, but for the blanks of files, queries and telephones."""
    assert part_words(written) == parted


# ── Remnants ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    ["<<<<<<< HEAD", "=======", ">>>>>>> main", "||||||| 1a2b3c", "http://localhost:8000/a/",
     "xem http://127.0.0.1/a", "0.0.0.0:8000", r"C:\Anh\a.jpg", "[x](file:///C:/a.doc)",
     r"\\maychu\chung\a.doc", "![a](/Users/an/a.jpg)", "![a](a.jpg", "![a] (a.jpg)",
     "! [a](a.jpg)", "[a](D:/anh/a.pdf)"],
)  # fmt: skip
def test_remnant_of_work_is_a_fault_with_its_line(line):
    """None of these was meant for readers, and none works for them."""
    told = find_remnants(f"a\n\n{line}\n\nb", 10)
    assert [(item.line, item.warning) for item in told] == [(12, False)]


@pytest.mark.parametrize(
    "words",
    ["[x](http://192.168.1.5/a)", "https://10.0.0.1:8080/a.pdf", "http://172.20.1.1",
     "Ngày XX/XX/2026", "lúc xx/xx/xxxx", "Kính gửi {ho_ten},", "Giá {price} đồng",
     "Đạt XX% kế hoạch", "tăng xx %", "Ông ??? nói", "???",
     "Số tiền xxx đồng", "TODO: thêm ảnh", "tăng [...]", "…điền số…", "[bổ sung ảnh]",
     "Lorem ipsum", "Chi [...] đồng.", "đạt […]%", "Lúa\t7.000\t5\nNếp\t9.000\t2",
     "Nơi nhận:\tTM. UBND\tKý\nNhư trên\tCHỦ TỊCH",
     "STT   Tên     Giá\n1     Gạo    7.000", "Nơi nhận:    KT. CHỦ TỊCH\n- Như trên;     PHÓ",
     "TỈNH ỦY    ĐẢNG CỘNG SẢN\n    *   \nSố 1    Ngày 2",
     "Viết nội dung ở đây. Xong thì bỏ dòng «status: draft».",
     "Mục Error! Bookmark not defined. trên", "Error! Reference source not found",
     "Bảng Lỗi! Không tìm thấy nguồn tham chiếu.", "Lỗi! Thẻ đánh dấu không được xác định.",
     "No table of contents entries found.", "{ PAGEREF _Toc12 \\h }", 'TOC \\o "1-3" \\h',
     "Trang PAGE \\* MERGEFORMAT", "Bấm hoặc gõ nhẹ vào đây để nhập văn bản.",
     "Xem __TOC__ này", "__NOTOC__", r"Đặt \(a+b\) là tổng", r"\[E = mc^2\]",
     "Click or tap here to enter text.", "[Type text]", "| Tổng | #REF! |", "| Thu | ##### |"],
)  # fmt: skip
def test_what_was_to_be_filled_in_is_a_warning(words):
    """The sentence is not finished; that may be meant."""
    told = find_remnants(f"a\n\n{words}", 10)
    assert [(item.line, item.warning) for item in told] == [(12, True)]


@pytest.mark.parametrize(
    "text",
    ["modem 192.168.1.1", "http://172.15.1.1/", "https://10.example.vn/",
     "Thế kỷ XX", "Tập {a}, {b, c}, {tập hợp}, {x}", "`{ten}`", "Khoản XX/2026",
     "Sao vậy?! Thật à??", "(Cần kiểm tra huyết áp)",
     "Tiêu đề\n=======", "a\n\n====", "điền kinh…", "127.0.0.1", "https://a.vn/home/x", "xXx-man",
     "giá 0.0.0.0%", "`C:\\a`", "![a](b.jpg\n\"c\")", "bổ sung [văn bản](a.md)", "[…](a.md)",
     "tỉ lệ 1:/2", "Trạm xxxv", "“Tôi […] và [...] rồi”", "[...]",
     f'![a](b.jpg "{"Chú thích dài. " * 900}")', "1.\tMột\n2.\tHai",
     "-\ta\n-\tb", "a)\tMột\nb)\tHai", "Điện thoại:\t1022\nĐịa chỉ:\tsố 1", "Một\tdòng\n\nHai\tb",
     "-   a\n-   b", "1.   Một\n2.   Hai", "Họ tên:   A\nTuổi:     5", "| a    | b |\n| cc   | d |",
     "Trang báo “Lỗi! Hệ thống đang bảo trì.”", "Error 404!", "#NAMEK", "| # | Tên |", "## Mục",
     "__UBND__ tỉnh", r"\(bản chính\), \[1\] x = 5 \[2\]", r"`\(a+b\)`",
     "TOC Thành phố", "`Error! Bookmark not defined.`", "PAGE và SEQ",
     "Một    dòng\nhai dòng", "- a\n    - b\n    - c", "```\na    b\nc    d\n```"],
)  # fmt: skip
def test_what_only_looks_like_a_remnant_is_not_told(text):
    """Headings with a line, sports, ratios, code."""
    assert find_remnants(text) == []


@pytest.mark.parametrize("indent", ["", "    ", "\t"])
def test_marks_of_a_merge_are_faults_wherever_they_stand(indent):
    """Pasted into a paragraph with an indent too."""
    lines = ("<<<<<<< HEAD", "a", "=======", "b", ">>>>>>> x")
    told = find_remnants("Đoạn.\n\n" + "\n".join(indent + line for line in lines))
    assert [(item.line, item.warning) for item in told] == [(3, False), (5, False), (7, False)]
    assert find_remnants(f"Tiêu đề\n{indent}=======") == []


@pytest.mark.parametrize(
    "words",
    ["[BTV: kiểm tra lại số liệu]", "(Ghi chú nội bộ: chưa xong)", "[chờ duyệt]",
     "(Nội bộ: hỏi anh A)", "[NỘI BỘ : bỏ đoạn này]",
     "(bổ sung sau)", "(cập nhật sau)", "(sửa sau: số liệu)", "[cần kiểm tra]",
     "(BBT: hỏi lại anh A)", "[Cần xác minh]", "(chưa duyệt)"],
)  # fmt: skip
def test_what_editors_write_to_each_other_is_told(words):
    """In brackets, with its line."""
    (item,) = find_remnants(f"Một.\n\nHai {words} ba.")
    assert (item.line, item.warning) == (3, True)
    assert item.problem == f"«{words}» trông như ghi chú nội bộ, người đọc sẽ thấy"


@pytest.mark.parametrize(
    "words",
    ["(xem lại Khoản 2)", "(BTV)", "(PV: Thưa ông, có hỏi lại không?)",
     "(cần kiểm tra nồng độ cồn)", "[chú thích]", "(đã kiểm tra lại)"],
)  # fmt: skip
def test_brackets_of_prose_are_not_told(words):
    """Whatever of these words they hold."""
    assert find_remnants(f"Hai {words} ba.") == []


# ── What only looks like a declaration or a tag ─────────────────────────────


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Nội dung <!quan trọng> và <!Chú ý: x>", "«<!quan trọng>»"),
        ("<!quan trọng> đầu dòng", "«<!quan trọng>»"),
        ("A <![CDATA[ trong\n\nhai ]]> B", "«<![CDATA[ trong»"),
        ("<![CDATA[ trong ]]> B", "«<![CDATA[ trong ]]>»"),
        ("<?xem lại\nsố liệu> B", "«<?xem lại»"),
    ],
)
def test_what_is_no_declaration_is_words(body, shown):
    """Browsers would drop all up to the next ">"."""
    markup, told = read(body)
    words = re.sub(r"<[^>]*>", "", markup)
    assert html.unescape(words).split() == body.split()
    assert told[-1] == (FIRST_LINE, f"{shown} không phải thẻ HTML, được in như chữ")


def test_sign_that_a_declaration_lacks_is_not_told():
    """ "giá <? đồng" is what it says."""
    assert page("Giá <? đồng, hơn <! đồng") == "<p>Giá &lt;? đồng, hơn &lt;! đồng</p>"


def test_marks_of_word_are_told_in_one_line():
    """Every item of a pasted list has two of them."""
    item = "<p><![if !supportLists]>-<![endif]>Mục</p>\n<!--[if x]-->1.<!--[endif]--> Hai\n"
    markup, told = read(item * 3)
    assert re.sub(r"</?p>|\n", "", markup) == "-Mục1. Hai" * 3
    assert told == [(10, "có 6 chỗ mang kiểu trình bày của Word ([if]), đã bỏ đi")]


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://a.vn>',
        "<a href=https://a.vn/x?a=1&b=2>",
        '<img src="a.jpg" alt="Ảnh "lồng" ngoặc">',
        "<img src=a.jpg",
    ],
)
def test_tag_with_a_broken_value_is_told_as_such(tag):
    """It is printed, and an address in it ends where the tag does."""
    markup, told = read(f"Xem {tag}\nchữ")
    assert told == [(10, f"thẻ «{tag}» viết sai, được in như chữ")]
    assert html.unescape(re.sub(r"</?(?:a|p)\b[^>]*>", "", markup)) == f"Xem {tag}\nchữ"
    assert "&gt;" not in "".join(re.findall('href="([^"]*)"', markup))
    assert read("nếu a<b và c=d")[1] == []


def test_label_stands_right_behind_the_words_of_its_link():
    """Brackets before a link are none of it."""
    body = "[...]\n[Xem][qd], [1] [Xem][qd]\n\n[qd]: https://a.vn/"
    link = '<a href="https://a.vn/">Xem</a>'
    assert page(body) == f"<p>[...]<br>{link}, [1] {link}</p>"


def test_stress_within_html_is_told():
    """As other signs that mean nothing there; formulas are none."""
    problem = "trong khối HTML dấu Markdown «{}» không có tác dụng"
    assert read("<div>\n*Chữ nghiêng* hai\n</div>")[1] == [(11, problem.format("*Chữ nghiêng*"))]
    assert read("<div>Một _gạch_ hai</div>")[1] == [(10, problem.format("_gạch_"))]
    assert read("<div>2*3*4, a_b_c, (*) 5* và 4*</div>")[1] == []


# ── Signs that are spoken of ─────────────────────────────────────────────────


@pytest.mark.parametrize(("left", "right"), ['""', "''", "“”", "‘’", "«»", "()", "[]"])
@pytest.mark.parametrize("sign", ["*", "**", "***", "_", "__", "~~"])
def test_sign_between_marks_of_quotation_marks_nothing(sign, left, right):
    """It is spoken of; around words the same sign marks them, within such marks too."""
    quoted = f"{left}{sign}{right}"
    body = f"Dấu {quoted} là bắt buộc. Mục có dấu {quoted} màu đỏ"
    markup, _ = read(body)
    assert html.unescape(markup) == f"<p>{body}</p>"
    markup, _ = read(f"Mục {left}{sign}đỏ{right}{sign}")
    assert html.unescape(re.sub("<[^>]*>", "", markup)) == f"Mục {left}đỏ{right}"
    markup, _ = read(f"Mục {left}{sign}đỏ{sign}{right}")
    assert html.unescape(re.sub("<[^>]*>", "", markup)) == f"Mục {left}đỏ{right}"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('Khách sạn "5*" và "4*"', 'Khách sạn "5*" và "4*"'),
        ("**Gạo 5*: 20.000 đ**", "<strong>Gạo 5*: 20.000 đ</strong>"),
        ("**Mức thu* (đồng)**", "<strong>Mức thu* (đồng)</strong>"),
        ("**Giá* và phí* năm**", "<strong>Giá* và phí* năm</strong>"),
        ("**A 5*:** 20 **B 4*:** 30", "<strong>A 5*:</strong> 20 <strong>B 4*:</strong> 30"),
        ("**Một*Hai**", "<strong>Một*Hai</strong>"),
        ("**Mức (*đồng) thu**", "<strong>Mức (*đồng) thu</strong>"),
        ('**"*" là dấu**', '<strong>"*" là dấu</strong>'),
        ("__Một _hai: ba__", "<strong>Một _hai: ba</strong>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("***a** b*", "<em><strong>a</strong> b</em>"),
        ("***a* b**", "<strong><em>a</em> b</strong>"),
        ("**a** b*", "<strong>a</strong> b*"),
        ("*a* **b*: c** *d*", "<em>a</em> <strong>b*: c</strong> <em>d</em>"),
    ],
)
def test_single_sign_within_strong_words(body, html):
    """It is one of the text, unless another ends what it begins."""
    assert page(body) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (r"\<b\>", "&lt;b&gt;"),
        (r"x\<y\>z", "x&lt;y&gt;z"),
        (r"\<i\>a\</i\> và <b>c</b>", "&lt;i&gt;a&lt;/i&gt; và <b>c</b>"),
        (r"\\<b>c</b>", r"\<b>c</b>"),
        (r"\<https://a.vn/\>", '&lt;<a href="https://a.vn/">https://a.vn/</a>&gt;'),
        (r"<https://a.vn/>", '<a href="https://a.vn/">https://a.vn/</a>'),
        (r"`\<b\>`", r"<code>\&lt;b\&gt;</code>"),
    ],
)
def test_tag_with_backslashes_is_words(body, html):
    """Both of its brackets are printed, and no backslash."""
    assert page(body) == f"<p>{html}</p>"


# ── Lines pasted below each other ────────────────────────────────────────────


@pytest.mark.parametrize(
    "lines",
    [
        ["Hotline 1022", "Trực ban 0270 3823 456", "zalo 0913 123 456"],
        ["Liên hệ:", "Hotline 1022", "zalo: 0913.123.456 (chị Lan)", "Fax (0270) 3823 457"],
        ["Sở Y tế tỉnh", "Số 47 đường Lê Văn Tám", "www.vinhlong.gov.vn"],
        ["Bộ phận một cửa", "Địa chỉ: 1 Lê Lợi", "motcua@vinhlong.gov.vn"],
        ["Trung tâm phục vụ hành chính công", "+84 270 3823 456"],
        ["Điện thoại: 0270 3823 456", "email: a@vinhlong.gov.vn", "vinhlong.gov.vn"],
        ["Trực ban 0270 3823 456.", "zalo 0913 123 456."],
        ["Sở Y tế", "ĐT 0270 3823 456", "facebook.com/soyte"],
        ["Gọi chị Lan", "0913.123.456", "anh Ba", "0913.123.457"],
    ],
)
def test_short_lines_that_name_a_contact_stay_apart(lines):
    """A small letter at their beginning makes no wrapped sentence of them."""
    markup, _ = read("\n".join(lines))
    shown = re.sub("<(?!br)[^>]*>", "", markup).replace("\n", "")
    assert shown == "<br>".join(lines)


@pytest.mark.parametrize(
    "body",
    [
        "Người dân gọi số điện thoại của trung tâm theo số\n0270 3823 456 để được hướng dẫn.",
        "Mọi phản ánh gửi về hộp thư điện tử\nstttt@vinhlong.gov.vn",
        "Chi tiết xem trên trang\nwww.vinhlong.gov.vn",
        "Gọi 0913 123 456\nhoặc 0913 123 457",
        "Gọi 0913 123 456\nhoặc anh Ba\n0913 123 457",
        "Trong đó có 1.200 ha\nlúa và 300 ha màu của năm 2026",
        "Cuộc họp ngày 02.12.2026\nvà ngày 03.12.2026",
    ],
)
def test_sentence_that_names_a_contact_runs_on(body):
    """Its line is one only because the column was full."""
    assert "<br>" not in read(body)[0]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Hồ sơ gồm\n1.\xa0Đơn\n2.\xa0Ảnh", "<p>Hồ sơ gồm</p><ol><li>Đơn</li><li>Ảnh</li></ol>"),
        ("-\xa0Đơn\n-\xa0Ảnh", "<ul><li>Đơn</li><li>Ảnh</li></ul>"),
        ("* \xa0Đơn\n*\xa0 Ảnh", "<ul><li>Đơn</li><li>Ảnh</li></ul>"),
        ("15.\xa011. 2026", "<p>15.&nbsp;11. 2026</p>"),
        ("-\xa05 độ", "<p>-&nbsp;5 độ</p>"),
    ],
)
def test_no_break_space_behind_a_sign(body, html):
    """It is a space, as Word has it there."""
    assert page(body) == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            "- Lúa\n1.1. Chăn nuôi\n- Heo\n2. Xã hội",
            "<ul><li>Lúa</li></ul><p>1.1. Chăn nuôi</p><ul><li>Heo</li></ul>"
            '<ol start="2"><li>Xã hội</li></ol>',
        ),
        (
            "* Lúa\n2.1.3 Chăn nuôi\n* Heo",
            "<ul><li>Lúa</li></ul><p>2.1.3 Chăn nuôi</p><ul><li>Heo</li></ul>",
        ),
        (
            "- 15 giờ 00: họp\nThứ Ba (ngày 2/12):\n08:00: tiếp dân",
            "<ul><li>15 giờ 00: họp</li></ul><p>Thứ Ba (ngày 2/12):<br>08:00: tiếp dân</p>",
        ),
        (
            f"- 15 giờ {'họp ' * 20}\nChiều:\n- 14 giờ",
            f"<ul><li>15 giờ {('họp ' * 20).strip()}</li></ul><p>Chiều:</p>"
            "<ul><li>14 giờ</li></ul>",
        ),
        ("- Gạo đạt\n1.1 triệu tấn", "<ul><li>Gạo đạt<br>1.1 triệu tấn</li></ul>"),
        ("- Lúa\n  1.1. Chăn nuôi", "<ul><li>Lúa<br>1.1. Chăn nuôi</li></ul>"),
        (
            "1. Kinh tế\n1.1. Lúa\n2. Xã hội",
            '<ol><li>Kinh tế</li></ol><p>1.1. Lúa</p><ol start="2"><li>Xã hội</li></ol>',
        ),
        ("- Gồm:\nlúa và:\n- heo", "<ul><li>Gồm:lúa và:</li><li>heo</li></ul>"),
        (
            f"- {'Giao việc ' * 7}cho Ủy ban\nVĩnh Long để:\n  + họp",
            f"<ul><li>{'Giao việc ' * 7}cho Ủy banVĩnh Long để:<ul><li>họp</li></ul></li></ul>",
        ),
    ],
)
def test_line_below_an_item_that_heads_others(body, html):
    """A number of two levels and a line that leads in end a list of bullets above them."""
    assert page(body) == html
