# SPDX-License-Identifier: AGPL-3.0-or-later
"""One bad text stops no other: what no editor writes is told before anything works on it."""

import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.newsroom.front_matter import split
from plugins.newsroom.photo import Original
from plugins.newsroom.sections import Sections
from plugins.press.read import limits
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.limits import TimeIsUpError, find_excess, find_long_lists, time_limit
from plugins.press.read.reader import Reader, Reading

HEADER = "---\ntitle: T\ndate: 2017-02-23\nauthor: N\ncategory: Kinh tế\nsummary: S\n---\n"


def nested(sign: str, size: int) -> str:
    """Indent a list or quotation one level more on each line."""
    lines = [sign.replace("#", "  " * depth) for depth in range(int(size**0.5))]
    return "\n".join(lines)[:size]


def table(columns: int, rows: str, count: int) -> str:
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + rows * count


#: Shapes that keep a converter busy, each of about as many letters as it is told.
REPEATED = (
    *("[a](", "[", "![", "[^", "[^1] ", "<!", "<!-- ", "<![CDATA[", "<?", "&", "&#", "&#x"),
    *("&amp;", "`", "` a ", "`` ", "*", "*a ", "*a **b ", "**a* ", "_", "_a ", "__a _b ", "***a "),
    *("~~", "~~a ", "<a ", '<a href="x" ', "<b>", "<div>", "<div>\n", "</div>", "<p>", "<ul><li>"),
    *("<table><tr><td>", "<li>", "<", "< ", "<https://", "https://a.vn/ ", "a@b.vn ", "](", "]["),
    *("[a][", "[a][b] ", "[a] ", "[a](https://b.vn) ", "(", "\\", "\\*", "\\[", "> ", "> a\n"),
    *("- a\n", "1. a\n", "# a\n", "#\n", "a\n=\n", "a\n-\n", "---\n", "a\n", "a  \n", "\n"),
    "a\n\n",
    *(" ", "    a\n", "\t", "|", "| a | b |\n", "```\n", "```a\nb\n", "~~~\n", "{{", "{: a}"),
    *("![](a.jpg)\nẢnh: a\n", "a – ", '"', '[a](b "', "[a](<", "[a]: <\n", "[a](b (", "*[a]: b\n"),
    *("<figure>", "<figure><img src=a.jpg>", "<h1>a</h1>", "<font>", "<svg>", "<math><mtext>"),
    *('<a href="https://a.vn">', '<a href="https://a.vn"><b>', "<select><option>", "a\u0301"),
    *("\u0338", "a_b", "a", "* * * ", "- - - ", "1) a\n", "• a\n", "a\\\n", "http://", "www."),
)  # fmt: skip
MADE = {
    "quotations": lambda size: "\n".join(">" * depth + " a" for depth in range(int(size**0.5))),
    "lists": lambda size: nested("#- a", size),
    "numbered lists": lambda size: nested("##1. a", size),
    "many columns": lambda size: table(size // 6, "|b", 1),
    "codes in a table": lambda size: table(2, "`|" * (size // 2), 1),
    "empty rows": lambda size: table(size // 8, "|\n", size // 4),
    "references": lambda size: (
        "".join(f"[a{n}]: https://b.vn\n" for n in range(size // 24))
        + "".join(f"[x][a{n}] " for n in range(size // 24))
    ),
    "notes": lambda size: (
        "".join(f"a[^{n}] " for n in range(size // 22))
        + "\n\n"
        + "".join(f"[^{n}]: a\n\n" for n in range(size // 22))
    ),
    "brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "addresses": lambda size: "[a](" + "(" * (size // 2) + ")" * (size // 2),
    "photos": lambda size: "![" * (size // 8) + "](a.jpg)" * (size // 12),
    "stress": lambda size: "*a **b " * (size // 16) + "c** d* " * (size // 16),
    "captions": lambda size: "![](a.jpg)\n" + "Ảnh: a<b>\n" * (size // 10),
}


def shape(name: str, size: int) -> str:
    if name in MADE:
        return MADE[name](size)
    return (name * (size // len(name) + 1))[:size]


@pytest.fixture
def read(tmp_path: Path):
    """Read a text as an article with photos that need not be looked at."""
    (tmp_path / "a.jpg").write_bytes(b"x")
    sections = Sections({"kinh-te": "Kinh tế"})
    photo = Original("0" * 64, 40, 30)
    folder = ContentFolder(tmp_path)
    reader = Reader(folder, sections, ZoneInfo("Asia/Ho_Chi_Minh"), lambda file: photo)

    def read(body: str, header: str = HEADER) -> Reading:
        file = tmp_path / "bai.md"
        file.write_text(header + body, encoding="utf-8")
        return reader.read(Found("bai.md", file))

    return read


def calls(work) -> int:
    """Count the functions that *work* calls, of Python and of C."""
    count = 0

    def note(frame, event, argument) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", [*REPEATED, *MADE])
def test_work_grows_with_the_text_or_is_refused(read, name):
    """Four times the text is at most six times the work, or a fault that says what is too much."""
    read("a")
    small, large = shape(name, 3_000), shape(name, 12_000)
    work = calls(lambda: read(small))
    if find_excess(large, 1):
        return
    assert calls(lambda: read(large)) <= 6 * work + 20_000


@pytest.mark.parametrize("name", [*REPEATED, *MADE])
def test_letters_times_signs_of_a_paragraph_are_bounded(name):
    """What the converter walks through again and again is refused at 50 kB, or short."""
    text = shape(name, 50_000)
    if find_excess(text, 1):
        return
    for _, paragraph in limits._paragraphs_of(text):
        signs = sum(paragraph.count(sign) for sign in "*_`\\&~![")
        assert signs * len(paragraph) <= limits.PARAGRAPH_WORK


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("[" * 2000, "đoạn có 2.000 dấu ngoặc lồng nhau hoặc không đóng"),
        ("![" * 2000, "đoạn có 2.000 dấu ngoặc"),
        ("[" * 1000 + "a" + "]" * 1000, "đoạn có 1.000 dấu ngoặc"),
        ("*a " * 20_000, "đoạn dài 60.000 ký tự có 20.000 dấu Markdown"),
        ("< " * 20_000, "đoạn dài 40.000 ký tự có 20.000 dấu Markdown"),
        ("<a " * 3000, "dấu «<» mở thẻ mà không đóng bằng «>»"),
        ("<b>" * 400, "hơn 300 thẻ HTML mở mà chưa đóng"),
        ("<b></b>" * 11_000, "bài có hơn 20.000 thẻ HTML"),
        (">" * 25 + " a", "trích dẫn lồng nhau 25 cấp, quá 20"),
        ("  " * 21 + "- a", "danh sách lồng nhau quá 20 cấp"),
        ("\t" * 21 + "1. a", "danh sách lồng nhau quá 20 cấp"),
        ("|a" * 101 + "|\n" + "|-" * 101 + "|\n", "bảng có 101 cột, quá 100"),
        (table(50, "|\n", 500), "bảng có 25.050 ô, quá 20.000"),
        ("# a\n" * 3000, "3.000 tiêu đề liền nhau"),
        ("a\n\n" * 5001, "bài có 5.002 dòng, quá 5.000"),
        ("".join(f"[^{n}]: a\n\n" for n in range(1001)), "bài có hơn 1.000 chú giải"),
        ("![](a.jpg)\n\n" * 1001, "bài có hơn 1.000 ảnh"),
    ],
)  # fmt: skip
def test_excess_is_a_fault_with_its_line(read, body, problem):
    """What is too much of what, on which line; nothing of the text is converted."""
    reading = read(f"Mở đầu.\n\n{body}")
    faults = [fault for fault in reading.faults if not fault.warning]
    assert any(problem in fault.problem for fault in faults), faults
    assert all(fault.line >= 8 and fault.field == "nội dung" for fault in faults)
    assert reading.parts == ()


@pytest.mark.parametrize(
    "body",
    [
        "Đoạn văn có **chữ đậm**, *chữ nghiêng* và [liên kết](https://a.vn).\n\n" * 800,
        "- [Văn bản](https://a.vn/b_c)\n" * 600,
        table(12, "| ô " * 12 + "|\n", 300),
        "> Trích dẫn\n>> trong trích dẫn\n\n" * 50,
        "- a\n  - b\n    - c\n      - d\n",
        "Mục\n\n" + "".join(f"Câu {n}[^{n}].\n\n[^{n}]: Chú giải.\n\n" for n in range(100)),
        "![Mô tả](a.jpg)\n\n" * 200,
        "<b>Đậm</b> và <i>nghiêng</i>, 3 < 5, a<b.\n\n" * 300,
        "<table>\n" + "<tr><td>Một ô</td><td>Hai ô</td><td>Ba</td></tr>\n" * 900 + "</table>",
        "Mật khẩu: " + "*" * 400,
        "Họ tên: " + "_" * 2000,
    ],
)  # fmt: skip
def test_long_articles_pass(body):
    """Ten times what any editor writes is no excess."""
    assert find_excess(body, 1) == []


def test_all_kinds_of_excess_are_told_in_one_run():
    """Each once, each with its line."""
    told = find_excess(">" * 25 + " a\n\n" + "[" * 3000 + "\n\n" + "  " * 21 + "- a", 8)
    assert [item.line for item in told] == [10, 8, 12]
    assert not any(item.warning for item in told)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("tags: [" + "a," * 399 + "a]", (2, "tags", "có 400 mục, quá 300")),
        ("tags: " + "a, " * 399 + "a", (2, "tags", "có 400 mục, quá 300")),
        ("author: " + "A; " * 399 + "A", (2, "author", "có 400 mục, quá 300")),
        ("photos:\n" + "- file: a.jpg\n" * 301, (303, "photos", "có 301 mục, quá 300")),
        ("summary: " + "a" * 20_001, (2, "summary", "dài 20.001 ký tự, quá 20.000")),
        ("source:\n  name: " + "a" * 20_001, (3, "source.name", "dài 20.001 ký tự, quá 20.000")),
    ],
)  # fmt: skip
def test_long_lists_of_a_header_are_faults(header, told):
    """Two thousand topics would make two thousand pages."""
    fields = split(f"---\n{header}\n---\n", "a.md").fields
    found = [(fault.line, fault.field, fault.problem) for fault in find_long_lists(fields, "a.md")]
    assert found == [told]
    fields = split("---\ntags: [" + ",".join(f"t{n}" for n in range(300)) + "]\n---\n", "a").fields
    assert find_long_lists(fields, "a.md") == []


def test_article_of_two_thousand_topics_has_no_record(read):
    """Nothing is planned for it."""
    header = HEADER.replace("---\ntitle", "---\ntags: [" + "a," * 1999 + "a]\ntitle")
    reading = read("Bài.", header)
    assert reading.record is None
    assert [(fault.line, fault.field) for fault in reading.faults] == [(2, "tags")]


def test_time_limit_ends_what_goes_beyond():
    """Python and regular expressions are interrupted; what is quick is not."""
    with pytest.raises(TimeIsUpError), time_limit(0.05):
        while True:
            pass
    with time_limit(0.05):
        pass
    until = time.process_time() + 0.15
    while time.process_time() < until:
        pass


def test_text_that_takes_too_long_is_told_and_the_next_is_read(read, monkeypatch):
    """Whatever the limits let through: the converter is made anew."""

    def hang(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("plugins.press.read.reader.CPU_SECONDS", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr("plugins.press.read.markup.MarkupConverter.convert", hang)
        (fault,) = read("Chữ.").faults
    assert (fault.line, fault.problem) == (8, "đọc bài này mất hơn 0.05 giây, đã bỏ dở")
    assert read("Chữ.").faults == ()
