# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build writes to stderr: one line each, for people and for CI."""

import io

import pytest

from plugins.newsroom.fault import Fault
from plugins.press.errors import Refusal
from plugins.press.report import Report


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def content(tmp_path, monkeypatch):
    """A content folder in the working directory, no CI about."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content"


def written(content, *faults, stream=None, **options) -> str:
    stream = stream or io.StringIO()
    Report(content, stream, **options).faults(faults)
    return stream.getvalue()


def test_fault_is_one_line_with_place_problem_and_mend(content):
    """`path:line: field: problem — Sửa: mend`, the path relative to the working directory."""
    fault = Fault("tin/bai.md", 3, "photos.2.file", "không có tệp «a.jpg»", "chép tệp vào")
    assert written(content, fault) == (
        "content/tin/bai.md:3: photos.2.file: không có tệp «a.jpg» — Sửa: chép tệp vào\n"
    )


def test_warning_says_so(content):
    """A warning is told apart from a fault."""
    fault = Fault("bai.md", 1, "title", "dài", "rút ngắn", warning=True)
    assert written(content, fault) == "content/bai.md:1: title: cảnh báo: dài — Sửa: rút ngắn\n"


@pytest.mark.parametrize(("place", "prefix"), [(".", "content/"), ("content", ""), ("..", None)])
def test_path_is_relative_to_the_working_directory(content, monkeypatch, place, prefix):
    """From wherever the build is started, the path can be opened as printed."""
    monkeypatch.chdir(content.parent / place)
    prefix = f"{content.parent.name}/content/" if prefix is None else prefix
    assert written(content, Fault("a.md", 1, "f", "p", "m")).startswith(f"{prefix}a.md:1: ")


def test_faults_are_sorted_and_each_told_once(content):
    """By path, then by line as a number."""
    faults = [
        Fault("b.md", 1, "f", "p", "m"),
        Fault("a.md", 10, "f", "p", "m"),
        Fault("a.md", 9, "f", "p", "m"),
        Fault("a.md", 9, "f", "p", "m"),
    ]
    lines = written(content, *faults).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "content/a.md:9",
        "content/a.md:10",
        "content/b.md:1",
    ]


def test_long_fault_is_not_wrapped(content, monkeypatch):
    """However narrow the terminal, one fault is one line."""
    monkeypatch.setenv("COLUMNS", "20")
    text = written(content, Fault("a.md", 1, "f", "dài " * 200, "m"), stream=Terminal())
    assert text.count("\n") == 1


@pytest.mark.parametrize(
    "value",
    [
        "a\n::error file=x::giả", "a\r\n::warning::giả", "a\x0bb", "a\x0cb", "a\x1b[2Jb", "a\x85b",
        "a\u2028b", "a\u2029b", "a\u202eb", "a\ud800b", "a\0b",
    ],
)  # fmt: skip
@pytest.mark.parametrize("annotate", [True, False])
def test_value_cannot_break_its_line(content, value, annotate):
    """No value of an editor ends a line, commands a terminal, or forges a CI command."""
    fault = Fault(f"{value}.md", 1, value, value, value)
    text = written(content, fault, annotate=annotate)
    lines = text.splitlines()
    assert len(lines) == (2 if annotate else 1)
    assert lines[0].startswith("content/a")
    assert all(line.startswith("::error file=content/a") for line in lines[1:])
    assert text.encode() and not any(char in text for char in "\x1b\0\u202e\u2028\x85\r")


def test_command_within_a_line_is_not_obeyed(content, monkeypatch):
    """Neither "::" where no folder stands before it, nor the older "##[…]" anywhere."""
    monkeypatch.chdir(content)
    text = written(content, Fault("::error::a.md", 1, "f", "##[add-mask]a", "m"), annotate=True)
    plain, command = text.splitlines()
    assert plain == "./::error::a.md:1: f: ## [add-mask]a — Sửa: m"
    assert command.startswith("::error file=%3A%3Aerror%3A%3Aa.md,line=1,")
    assert "##[" not in text


@pytest.mark.parametrize(
    ("stream", "no_color", "coloured"),
    [
        (Terminal, None, True),
        (Terminal, "", True),
        (Terminal, "1", False),
        (io.StringIO, None, False),
    ],
)
def test_colours_stand_on_terminals_only(content, monkeypatch, stream, no_color, coloured):
    """A log file holds plain text, and NO_COLOR is respected."""
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    text = written(content, Fault("a.md", 1, "f", "p", "m"), stream=stream())
    assert ("\x1b[31m" in text) is coloured


def test_faults_become_annotations_in_github_actions(content, monkeypatch):
    """The path is relative to the repository, whatever folder the build runs in."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(content.parent))
    monkeypatch.chdir(content)
    text = written(
        content,
        Fault("tin/a.md", 3, "title", "50% : x", "viết, lại"),
        Fault("tin/a.md", 4, "photos.1.file", "p", "m", warning=True),
    )
    assert text.splitlines() == [
        "tin/a.md:3: title: 50% : x — Sửa: viết, lại",
        "::error file=content/tin/a.md,line=3,title=title::50%25 : x — Sửa: viết, lại",
        "tin/a.md:4: photos.1.file: cảnh báo: p — Sửa: m",
        "::warning file=content/tin/a.md,line=4,title=photos.1.file::p — Sửa: m",
    ]


def test_no_annotations_elsewhere(content):
    """Outside of CI commands are not read."""
    assert "::" not in written(content, Fault("a.md", 1, "f", "p", "m"))


def test_progress_is_one_line_that_goes(content):
    """A long step tells how far it is on a terminal, and leaves nothing behind."""
    stream = Terminal()
    report = Report(content, stream)
    report.progress("Đọc bài", 1, 2)
    report.progress("Đọc bài", 2, 2)
    assert "Đọc bài: 1/2" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")
    log = io.StringIO()
    Report(content, log).progress("Đọc bài", 1, 2)
    assert log.getvalue() == ""


@pytest.fixture
def summary(content, monkeypatch):
    """The page of a run of CI, on which something stands already."""
    page = content.parent / "tom-tat.md"
    page.write_text("Trước đó.\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    return page


def test_faults_stand_on_the_page_of_the_run(content, summary):
    """In CI, all of them in one table, refusals of the whole build included."""
    report = Report(content, io.StringIO(), annotate=True)
    report.faults(
        [
            Fault("b.md", 2, "alt", "dài", "rút ngắn", warning=True),
            Fault("a.md", 1, "title", "thiếu tên bài", "thêm title"),
        ]
    )
    report.refusals([Refusal("/cau/: địa chỉ đã đăng sẽ mất", "thêm aliases")])
    assert summary.read_text("utf-8") == (
        "Trước đó.\n"
        "\n| Ở đâu | Trường | Lỗi | Sửa |\n| --- | --- | --- | --- |\n"
        "| content/a.md&#58;1 | title | thiếu tên bài | thêm title |\n"
        "| content/b.md&#58;2 | alt | dài | rút ngắn |\n"
        "\n| Ở đâu | Trường | Lỗi | Sửa |\n| --- | --- | --- | --- |\n"
        "|  |  | /cau/&#58; địa chỉ đã đăng sẽ mất | thêm aliases |\n"
    )


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("a | b\n| c |", "a &#124; b &#124; c &#124;"),
        ("<img src=x>", "&#60;img src=x&#62;"),
        ("[bấm](javascript:x)", "&#91;bấm&#93;&#40;javascript&#58;x&#41;"),
        ("www.a.example, WWW.B.example", "www&#46;a.example, WWW&#46;B.example"),
        ("@moi-nguoi `x` **y**", "&#64;moi-nguoi &#96;x&#96; &#42;&#42;y&#42;&#42;"),
    ],
)
def test_words_of_an_article_are_only_words_on_the_page(content, summary, words, cell):
    Report(content, io.StringIO(), annotate=True).faults([Fault("a.md", 1, "f", words, "m")])
    assert summary.read_text("utf-8").endswith(f"| content/a.md&#58;1 | f | {cell} | m |\n")


@pytest.mark.parametrize("letters", [200, 300, 500])
def test_page_of_the_run_keeps_within_what_ci_takes(content, summary, letters):
    """1 MiB; what does not fit is counted, and a page that is full is left."""
    faults = [Fault(f"{number}.md", 1, "f", "ệ" * letters, "m") for number in range(5000)]
    for _ in range(3):
        Report(content, io.StringIO(), annotate=True).faults(faults)
    assert 1_000_000 < summary.stat().st_size <= 1_048_576
    text = summary.read_text("utf-8")
    told = text.count("&#58;1 | f |")
    assert 500 < told < 2000
    assert f"\n\n… và {5000 - told} lỗi hoặc cảnh báo nữa, xem nhật ký.\n" in text


def test_page_of_the_run_is_of_ci_only(content, summary):
    Report(content, io.StringIO(), annotate=False).faults([Fault("a.md", 1, "f", "p", "m")])
    assert summary.read_text("utf-8") == "Trước đó.\n"


def test_page_that_cannot_be_written_is_told(content, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(content))
    stream = io.StringIO()
    Report(content, stream, annotate=True).faults([Fault("a.md", 1, "f", "p", "m")])
    assert stream.getvalue().splitlines()[-1].startswith("Không ghi được trang tóm tắt «")


@pytest.mark.parametrize("words", ["::error::x", "  ::add-mask::x", "+ ##[error]x"])
def test_whatever_is_said_is_no_command_to_ci(content, words):
    """Names of files in lists of changes, addresses, messages of the system."""
    stream = io.StringIO()
    Report(content, stream, annotate=True).say(f"dòng một\n{words}\rhai")
    assert not any(line.lstrip().startswith("::") for line in stream.getvalue().splitlines())
    assert "##[" not in stream.getvalue()
    stream = io.StringIO()
    Report(content, stream, annotate=False).say(words)
    assert stream.getvalue() == f"{words}\n"


def test_refusal_is_an_annotation_in_ci(content):
    stream = io.StringIO()
    Report(content, stream, annotate=True).refusals([Refusal("hỏng 5%\n::warning::x", "sửa")])
    assert stream.getvalue() == (
        "hỏng 5% ::warning::x — Sửa: sửa\n::error::hỏng 5%25 ::warning::x — Sửa: sửa\n"
    )


def test_progress_is_written_at_most_ten_times_a_second(content, monkeypatch):
    """And a line that is told meanwhile takes its place."""
    terminal = Terminal()
    now = iter(number * 0.01 for number in range(100, 300))
    monkeypatch.setattr("plugins.press.report.time.monotonic", lambda: next(now))
    report = Report(content, terminal, annotate=False)
    for done in range(101):
        report.progress("Đọc bài", done, 1000)
    assert terminal.getvalue().count("Đọc bài") <= 11
    report.say("Xong.")
    assert terminal.getvalue().endswith("\r\x1b[KXong.\n")
