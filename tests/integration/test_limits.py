# SPDX-License-Identifier: AGPL-3.0-or-later
"""One bad text stops no other: what no editor writes is told before anything works on it."""

import cProfile
import time
import unicodedata
from collections.abc import Callable

import pytest

from plugins.newsroom.front_matter import split
from plugins.press.read import limits
from plugins.press.read.fidelity import find_differences
from plugins.press.read.limits import TimeIsUpError, find_excess, find_long_values, time_limit
from plugins.press.read.reader import TOLD, TOLD_LETTERS, Reading
from plugins.press.read.remnants import find_remnants
from tests.bench.shapes import HEADER, MADE, REPEATED, reader_of, shape, table


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Reading]:
    """Read a text as an article with photos that need not be looked at, one after the other."""
    read = reader_of(tmp_path_factory.mktemp("bai"))
    # What is made for the first text is no work of its own.
    read("a")
    return read


def calls(work) -> int:
    """Count the functions that *work* calls, of Python and of C."""
    # Who calls whom is not asked, which saves an eighth of the time.
    with cProfile.Profile(subcalls=False) as profile:
        work()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", [*REPEATED, *MADE])
def test_work_grows_with_the_text_or_is_refused(read, name):
    """Four times the text is at most six times the work, or a fault that says what is too much."""
    small, large = shape(name, 750), shape(name, 3_000)
    if find_excess(large, 1):
        return
    work = calls(lambda: read(large))
    assert work <= 15_000 or work <= 6 * calls(lambda: read(small)) + 15_000


@pytest.mark.parametrize("line", [" ", " \t", "   a", "\t", "a   ", "   |", ". ", "a:\t"])
def test_remnants_are_sought_in_linear_time(line):
    """What a pattern walks through shows in no count of calls: the clock of last resort does."""
    text = line * (400_000 // len(line))
    with time_limit(5):
        find_remnants(text)


@pytest.mark.parametrize("blank", ["\n", " \n", "\t\n"])
def test_limits_are_sought_in_linear_time(blank):
    """Headings, too, in a text of many signs that has little but blank lines."""
    text = "``- " * 2000 + "\n" + blank * 60_000
    with time_limit(5):
        assert len(find_excess(text, 1)) <= 1


def test_hidden_words_in_thousands_are_passed_in_linear_time(read):
    """Each of them stands on the page, too."""
    small, large = ("](a.jpg)</div>\n”" * times for times in (300, 1_200))
    work = calls(lambda: read(large))
    assert work <= 6 * calls(lambda: read(small))


def test_thousands_of_signs_on_a_page_are_told_in_linear_time():
    """Those, too, that stand behind as many other letters."""
    text = "“" * 100_000 + "{" * 100_000
    with time_limit(5):
        assert find_differences(text, 1, [f"<p>{text}</p>"], []) != []


def test_runs_of_backticks_are_paired_in_linear_time(read):
    """Each is taken whole, of whatever length; in a text of 10 kB, too."""
    with time_limit(5):
        assert read(shape("codes that grow", 10_000)).record is not None


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
        ("<b></b>" * 5_500, "bài có hơn 10.000 thẻ HTML"),
        ("a\xad" * 200_001, "bài có 200.001 dấu như «U+00AD», quá 200.000"),
        (">" * 25 + " a", "trích dẫn lồng nhau 25 cấp, quá 20"),
        ("  " * 21 + "- a", "danh sách lồng nhau quá 20 cấp"),
        ("\t" * 21 + "1. a", "danh sách lồng nhau quá 20 cấp"),
        ("|a" * 101 + "|\n" + "|-" * 101 + "|\n", "bảng có 101 cột, quá 100"),
        ("|a" * 101 + "|\n" + "|—" * 101 + "|\n", "bảng có 101 cột, quá 100"),
        (table(50, "|\n", 500), "bảng có 25.050 ô, quá 20.000"),
        ("# a\n" * 3000, "3.000 tiêu đề liền nhau"),
        ("a\n\n" * 5001, "bài có 5.002 dòng, quá 5.000"),
        ("".join(f"[^{n}]: a\n\n" for n in range(1001)), "bài có hơn 1.000 chú giải"),
        ("![](a.jpg)\n\n" * 1001, "bài có hơn 1.000 ảnh"),
        ("<img src=a.jpg>" * 1001, "bài có hơn 1.000 ảnh"),
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
        (
            "".join(f"k{n}: v\n" for n in range(301)),
            (302, "front matter", "có 301 trường, quá 300"),
        ),
        (
            "source:\n" + "".join(f"  k{n}: v\n" for n in range(301)),
            (303, "source", "có 301 trường, quá 300"),
        ),
    ],
)  # fmt: skip
def test_long_lists_of_a_header_are_faults(header, told):
    """Two thousand topics would make two thousand pages."""
    fields = split(f"---\n{header}\n---\n", "a.md").fields
    found = [(fault.line, fault.field, fault.problem) for fault in find_long_values(fields, "a.md")]
    assert found == [told]
    fields = split("---\ntags: [" + ",".join(f"t{n}" for n in range(300)) + "]\n---\n", "a").fields
    assert find_long_values(fields, "a.md") == []


def test_article_of_two_thousand_topics_has_no_record(read):
    """Nothing is planned for it, and what else is wrong in its header is told in the same run."""
    header = HEADER.replace("---\ntitle: T", "---\ntags: [" + "a," * 1999 + "a]\ntitel: T")
    reading = read("Bài.", header.replace("2017-02-23", "31/02/2017"))
    assert reading.record is None
    faults = [(fault.line, fault.field) for fault in reading.faults if not fault.warning]
    assert sorted(faults) == [(2, "tags"), (3, "titel"), (4, "date")]


def test_fields_and_text_beyond_limits_are_told_in_one_run(read):
    """A text that is not converted hides no fault of its header."""
    faults = read("[" * 3000, HEADER.replace("2017-02-23", "31/02/2017")).faults
    assert [(fault.line, fault.field) for fault in faults] == [(3, "date"), (8, "nội dung")]


@pytest.mark.parametrize(
    "header",
    [
        "tags: " + "[" * 20_000,
        "tags: " + "{a: " * 20_000,
        "tags:\n" + "- " * 20_000 + "a",
        "".join("  " * depth + "a:\n" for depth in range(500)),
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(2_000)),
        "".join(f"k{n}: v\n" for n in range(8_000)),
        "title: v\n" * 8_000,
        "{[}]\n" * 2_000,
        "[\n" * 2_000,
        "# a\n" * 2_000,
        "title: '\n" * 2_000,
        "summary: |\n" * 2_000,
        "- title:\n" * 2_000,
    ],
    ids=lambda header: header[:12],
)
def test_any_header_is_read_in_linear_work_and_told_in_short_lines(read, header):
    """Depth, aliases, keys, lines: at most a thousand faults of a few hundred letters each."""
    # Comments alone lack all fields, of which the first fault is told.
    small = calls(lambda: read("Chữ.", f"---\n{header[: len(header) // 8]}\n---\n"))
    reading = None

    def read_large() -> None:
        nonlocal reading
        reading = read("Chữ.", f"---\n{header}\n---\n")

    assert calls(read_large) <= 10 * small + 20_000
    assert 1 <= len(reading.faults) <= TOLD + 1
    assert max(len(fault.sentence()) for fault in reading.faults) <= 3 * TOLD_LETTERS


def test_name_of_any_length_is_told_in_a_short_line(read):
    """A field, a category, a photo, a link."""
    long = "k" * 15_000
    header = HEADER.replace("Kinh tế", long) + f"{long}: v\nphotos: {long}.jpg\n"
    header = header.replace("---\n", "", 1).replace("---\n", "")
    faults = read(f"[x]({long}.md)", f"---\n{header}---\n").faults
    assert len(faults) >= 4
    assert max(len(fault.sentence()) for fault in faults) <= 3 * TOLD_LETTERS


def test_faults_beyond_a_thousand_are_counted(read):
    """Errors come first, and the rest is one line; a thousand are told one by one."""
    header = HEADER.replace("title: T", "titel: T")
    faults = read("xxx\n\n" * 1_500, header).faults
    assert len(faults) == 1_001
    assert [(fault.line, fault.field) for fault in faults[:1]] == [(2, "titel")]
    assert faults[-1].problem == f"còn {1_501 - 1_000} lỗi và cảnh báo nữa, không kể hết"
    assert faults[-1].warning
    assert len(read("xxx\n\n" * 900).faults) == 900


@pytest.mark.parametrize(
    "body",
    ["a" + "\u0301\u0323" * 10_000, "a" + "&#769;&#803;" * 2_000, "Chữ.\n\na" + "\u0301" * 13_000],
    ids=["out of order", "references", "one mark"],
)
def test_pile_of_marks_is_a_fault(read, body):
    """Composing it takes time by the square of its height."""
    faults = [fault for fault in read(body).faults if not fault.warning]
    assert [(fault.line, "chồng lên một chữ" in fault.problem) for fault in faults] == [
        (8 + body.count("\n"), True)
    ]


def test_texts_with_many_marks_and_signs_are_no_piles(read):
    """Decomposed Vietnamese, Khmer, emoji, leaders of dots."""
    words = (
        unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh ")
        + "ខ្មែរ 👨\u200d👩\u200d👧 "
        + "…" * 40
    )
    assert read((words + "\n\n") * 400).faults == ()


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
