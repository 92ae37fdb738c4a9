# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting a source file in header and body, and reading the header's values."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.newsroom.fault import Fault
from plugins.newsroom.field_names import TEXT_FIELDS
from plugins.newsroom.front_matter import (
    FrontMatter,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    split,
)
from plugins.vietnamese.letters import drop_invisible, strip_controls

PLAIN = (
    "viết «trường: giá trị», trường con thụt vào hai dấu cách; "
    "đặt giá trị có dấu hai chấm, ngoặc hay dấu sao trong dấu nháy đơn"
)
SLIPPED = "xóa dấu cách ở đầu dòng"
GLUED = "thêm dấu cách sau dấu hai chấm"
QUOTES = "bỏ các dấu nháy, hoặc đặt cả giá trị trong một cặp dấu nháy đơn"
ITEMS = "viết mỗi mục trên một dòng, thụt hai dấu cách, mở đầu bằng «- » có dấu cách"
ON_ONE_LINE = "viết mỗi trường con trên một dòng riêng, thụt thẳng nhau"
UNCLOSED = "đóng dấu nháy ở cuối giá trị, hoặc bỏ dấu nháy"
CARRIED = (
    "nếu là phần tiếp của dòng trên thì nối vào cuối dòng ấy; "
    "nếu là một trường thì viết «trường: giá trị»"
)
TAB = "thụt đầu dòng bằng dấu cách, không bằng phím Tab"
DATE, DATE_3 = {"date": ("x", 2)}, {"date": ("x", 3)}
NO_YAML = "viết thẳng giá trị; nếu đó là chữ thường, đặt cả giá trị trong dấu nháy đơn"


def read(*header: str) -> FrontMatter:
    return split("\n".join(["---", *header, "---", "Nội dung"]), "bai.md")


def told(front: FrontMatter) -> list[str]:
    return [fault.sentence() for fault in front.faults]


def plain(node: Node):
    """Give values as (text, line), lists as lists and tables as dicts."""
    if isinstance(node, ScalarNode):
        return node.text, node.line
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def test_entry_whose_dash_is_missing_is_no_line_too_many():
    """To take one of two photos out would lose it; every other field of it is not told again."""
    front = read("photos:", "  file: a.jpg", "  caption: Một", "  file: b.jpg", "  caption: Hai")
    assert told(front) == [
        "bai.md:5: photos.file: trường «file» đã có ở dòng 3 — Sửa: mỗi mục của photos bắt đầu "
        "bằng dấu gạch: «  - file: …», các trường sau thụt thẳng với «file»"
    ]
    front = read("photos:", "  - file: a.jpg", "    caption: Một", "    caption: Hai")
    assert told(front) == [
        "bai.md:5: photos.1.caption: trường «caption» đã có ở dòng 4 — Sửa: giữ một dòng, xóa "
        "dòng kia"
    ]


@pytest.mark.parametrize(
    ("lines", "fields", "begins"),
    [
        (["title: A", "", "Chữ: một", "Hai"], ["title"], 4),
        (["title: A", "Chữ", "Hai"], ["title"], 3),
        (["title: A", "Ông Ba nói: được."], ["title"], 3),
        (
            ["title: A", "", "date: x", "tags:", "- một", "# ghi chú", "", "Chữ"],
            ["title", "date", "tags"],
            9,
        ),
        (["title: A", "===", "", "Chữ"], ["title"], 4),
        (["title: A", "tac gai: B"], ["title", "tac gai"], 4),
        (["title: A", "  B", "", "tac gai: B"], ["title"], 5),
        (["title: A", "", "Tin một.", "", "---", "", "Hai"], ["title"], 4),
    ],
)
def test_header_that_nothing_ends(lines, fields, begins):
    """Its fields are read; the text begins at the first line that seems to be none."""
    front = split("\n".join(["---", *lines]), "bai.md")
    assert [fault.line for fault in front.faults] == [1 + (begins == 4) * ("===" in lines) * 2]
    assert list(front.fields.entries) == fields
    assert front.body_line == begins
    assert front.body == "\n".join(["---", *lines][begins - 1 :])


# ── Header and body ──────────────────────────────────────────────────────────


def test_header_and_body():
    """The header ends at its second fence; the body keeps every line behind it."""
    front = split("---\ntitle: Cầu mới\n---\n\nĐoạn một\n---\nĐoạn hai\n", "bai.md")
    assert plain(front.fields) == {"title": ("Cầu mới", 2)}
    assert front.body == "\nĐoạn một\n---\nĐoạn hai\n"
    assert front.body_line == 4
    assert front.faults == ()


def test_fences_with_trailing_spaces():
    """Invisible spaces behind a fence do no harm."""
    front = split("--- \ntitle: A\n---\t \nB", "bai.md")
    assert (plain(front.fields), front.body) == ({"title": ("A", 2)}, "B")


@pytest.mark.parametrize("header", [[], [""], ["# chỉ có ghi chú"]])
def test_header_empty(header):
    """An empty header is no fault of form; what is missing in it is told elsewhere."""
    front = read(*header)
    assert (plain(front.fields), front.faults, front.body) == ({}, (), "Nội dung")
    assert front.body_line == len(header) + 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "tệp không có chữ nào"),
        ("\n \n", "tệp không có chữ nào"),
        ("# Cầu mới\nNội dung", "dòng đầu là «# Cầu mới», không phải «---»"),
        ("a" * 70, f"dòng đầu là «{'a' * 59}…», không phải «---»"),
    ],
)
def test_header_missing(text, sentence):
    """A file that does not open with a fence has no header, and is told how to get one."""
    front = split(text, "bai.md")
    assert told(front) == [
        f"bai.md:1: front matter: {sentence} — Sửa: "
        "mở đầu tệp bằng một dòng «---», rồi các trường, rồi một dòng «---» nữa"
    ]
    assert (plain(front.fields), front.body, front.body_line) == ({}, text, 1)


@pytest.mark.parametrize(
    "line", ["----", "--", "———", "—", " ----", "***", "===", "\u00a0___", "+++"]
)
def test_a_line_that_was_to_open_the_header_is_to_be_written_anew(line):
    """As Word and other programs write it; a second line above it would be no mend."""
    fields = "; mỗi trường viết «trường: giá trị»" if line == "+++" else ""
    assert told(split(f"{line}\ntitle: A\n{line}\n", "bai.md")) == [
        f"bai.md:1: front matter: dòng đầu là «{line.strip()}», không phải «---» — Sửa: viết «---» "
        f"(ba dấu trừ) ở dòng này và ở dòng đóng phần đầu, không thụt vào{fields}"
    ]


def test_an_indented_header_and_one_in_a_block_of_code():
    """What stands before the header is told, not that it lacks what is seen there."""
    assert told(split(" ---\ntitle: A\n ---\n", "bai.md")) == [
        "bai.md:1: front matter: dòng «---» đầu tệp thụt vào — Sửa: xóa dấu cách ở trước «---», "
        "cả ở dòng đóng phần đầu"
    ]
    assert told(split("```yaml\n---\ntitle: A\n---\n```\n", "bai.md")) == [
        "bai.md:1: front matter: dòng đầu là «```yaml», không phải «---» — Sửa: xóa dòng «```yaml» "
        "này và dòng đóng nó, để «---» là dòng đầu của tệp"
    ]


@pytest.mark.parametrize("line", ["...", " ---", "———", "—", "----", "--", "+++"])
def test_a_line_that_was_to_close_the_header_is_named(line):
    """It is the line to mend; one in the body, after words, is none."""
    assert told(split(f"---\ntitle: A\nphotos:\n- a.jpg\n{line}\nChữ\n", "bai.md")) == [
        "bai.md:5: front matter: phần đầu mở bằng «---» mà không có dòng «---» đóng lại — Sửa: "
        f"viết «---» (ba dấu trừ, không thụt vào) thay cho «{line.strip()}» ở dòng này"
    ]
    assert told(split(f"---\ntitle: A\nChữ của bài\n{line}\nChữ\n", "bai.md")) == [
        "bai.md:1: front matter: phần đầu mở bằng «---» mà không có dòng «---» đóng lại"
        " — Sửa: thêm một dòng «---» sau trường cuối cùng"
    ]


def test_blank_lines_above_the_header():
    """They are told, and all else is read with its own line."""
    front = split("\n \n---\ntitle: A\ndate:x\n---\nB\nC", "bai.md")
    assert plain(front.fields) == {"title": ("A", 4), "date": ("x", 5)}
    assert (front.body, front.body_line) == ("B\nC", 7)
    assert told(front) == [
        "bai.md:1: front matter: cảnh báo: có 2 dòng trống trước dòng «---», chương trình khác sẽ "
        "không đọc phần đầu — Sửa: xóa các dòng trống ấy",
        f"bai.md:5: front matter: không đọc được dòng «date:x» — Sửa: {GLUED}",
    ]
    front = split("\n\nChữ", "bai.md")
    assert [(fault.line, fault.problem) for fault in front.faults] == [
        (3, "dòng đầu là «Chữ», không phải «---»")
    ]


@pytest.mark.parametrize("text", ["---", "---\n", "---\ntitle: A\nNội dung"])
def test_header_unclosed(text):
    """A header without its second fence is told."""
    front = split(text, "bai.md")
    assert told(front) == [
        "bai.md:1: front matter: phần đầu mở bằng «---» mà không có dòng «---» đóng lại"
        " — Sửa: thêm một dòng «---» sau trường cuối cùng"
    ]
    fields = {"title": ("A", 2)} if "title" in text else {}
    assert (plain(front.fields), front.body) == (fields, text.partition("title: A\n")[2])


def test_line_that_was_to_be_a_field_of_a_header_that_nothing_ends():
    """It is told, and what stands farther below is not missing."""
    front = split("---\ntitle A\ndate:x\nauthor: B\n\nChữ\ncategory: C\n", "bai.md")
    assert [fault.line for fault in front.faults] == [1, 2, 3]
    assert front.unread >= {"title", "category"}
    assert (front.body, front.body_line) == ("Chữ\ncategory: C\n", 6)


@pytest.mark.parametrize("line", ["tags kinh tế", "Tin một.\ndate: x", "x.", "- Tin một."])
def test_line_across_that_ends_a_header(line):
    """Below a field that is broken, or a text with fields below, it is none of the text."""
    front = split(f"---\ntitle: A\n\n{line}\n---\nB", "bai.md")
    assert front.body == "B"


# ── Text fields ──────────────────────────────────────────────────────────────

LITERAL = [
    "Hội nghị cán bộ, công chức: kết quả năm 2016",
    "- a",
    "[x",
    "[x]",
    "{x",
    "*x",
    "&x",
    "!x y",
    "| x",
    "> x",
    "%x",
    "@x",
    "`x",
    "#1",
    "? x",
    ": x",
    ", x",
    "x: y: z",
    "x #1 # 2",
    "x:",
    "'a' và 'b'",
    '"a" và "b"',
    "'a",
    '"a',
    "'",
    '"',
    "''a''",
    'a"',
    "5' 30\"",
    r'"\"',
    r"C:\Windows\n",
    '"a" # ghi chú',
    "2016",
    "No",
    "null hay không",
    "~5",
    "7:30",
    "2017-02-23",
    "---",
    "...",
    "<<",
    "=",
    ">5",
    "|2-",
    "| # ghi chú",
]


@pytest.mark.parametrize("text", LITERAL)
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_text_literal(field, text):
    """A one-line text needs no quoting, and loses nothing."""
    front = read(f"{field}: {text}", "date: sau")
    assert plain(front.fields) == {field: (text, 2), "date": ("sau", 3)}
    assert front.faults == ()


@pytest.mark.parametrize("text", LITERAL)
def test_text_literal_in_a_list(text):
    """Texts of photos and changes are as literal, behind the dash too."""
    front = read("changes:", f"  - note: {text}", "    date: x", f"  -  note: {text}")
    assert plain(front.fields) == {
        "changes": [{"note": (text, 3), "date": ("x", 4)}, {"note": (text, 5)}]
    }
    assert front.faults == ()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'a: b'", "a: b"),
        ('"a: b"', "a: b"),
        ("'Chợ ''nổi'''", "Chợ 'nổi'"),
        (r'"Chợ \"nổi\""', 'Chợ "nổi"'),
        (r'"a\\"', "a\\"),
        (r'"\u0110"', "Đ"),
        ("''", ""),
        ("'a'  ", "a"),
        ("'#1'", "#1"),
    ],
)
def test_text_quoted(written, text):
    """A value that is one closed quoted scalar is read without its quotes."""
    assert plain(read(f"title: {written}").fields) == {"title": (text, 2)}


def test_text_spaces():
    """Spaces and tabs around a value, and before its colon, are no part of it."""
    front = read("title:\t a  b \t", "summary : x", "alt:   ")
    assert plain(front.fields) == {"title": ("a  b", 2), "summary": ("x", 3), "alt": ("", 4)}


def test_text_blocks():
    """Blocks are YAML's, with whatever looks like a header in them."""
    front = read(
        "summary: |",
        "  title: [x",
        "",
        "  # hai",
        "title: >-  # ghi chú",
        "  a: b",
        "  c",
        "",
        "alt: |2+",
        "   x",
        "note: |",
        "wrong: >",
        "date: x",
    )
    assert plain(front.fields) == {
        "summary": ("title: [x\n\n# hai\n", 2),
        "title": ("a: b c", 6),
        "alt": (" x\n", 10),
        "note": ("", 12),
        "wrong": ("", 13),
        "date": ("x", 14),
    }
    assert front.faults == ()


def test_other_blocks():
    """Nothing is quoted inside the blocks of other fields and of lists."""
    front = read("author: |", "  title: a", "tags:", "  - |", "    title: b", "  - >", "   alt: c")
    assert plain(front.fields) == {
        "author": ("title: a\n", 2),
        "tags": [("title: b\n", 5), ("alt: c\n", 7)],
    }


def test_text_carried_over():
    """A value may go on over more indented lines, blank ones between them too."""
    front = read(
        "summary: Một:",
        "  hai #2",
        "",
        "   ba",
        "",
        "title:",
        "  Bốn: năm",
        "photos:",
        "  - caption: 'sáu'",
        "      - bảy",
        "    alt: tám",
        'wrong: "chín',
        '  mười"',
        "date: x",
    )
    assert plain(front.fields) == {
        "summary": ("Một: hai #2 ba", 2),
        "title": ("Bốn: năm", 7),
        "photos": [{"caption": ("'sáu' - bảy", 10), "alt": ("tám", 12)}],
        "wrong": ("chín mười", 13),
        "date": ("x", 15),
    }
    assert front.faults == ()


@pytest.mark.parametrize("value", ["Cầu mới", "'Cầu mới'", '"Cầu" mới'])
def test_field_that_slipped_to_the_right(value):
    """An indented field is told, not swallowed: a draft would be published."""
    assert told(read(f"title: {value}", "  status: draft")) == [
        f"bai.md:3: front matter: không đọc được dòng «status: draft» — Sửa: {SLIPPED}"
    ]


def test_comment_below_a_text():
    """A comment is a comment below a text too; a hashtag is not one."""
    front = read("title: A", "  # ghi chú", "summary: B", "  #VinhLong", "alt:", "  # trống")
    assert plain(front.fields) == {
        "title": ("A", 2),
        "summary": ("B #VinhLong", 4),
        "alt": ("", 6),
    }


def test_text_that_is_a_list():
    """A list where a text belongs is seen as one, however it is indented."""
    front = read("title:", "  - a", "  - b: c", "summary:", "- d", "note:", "  alt: 'e: f'")
    assert plain(front.fields) == {
        "title": [("a", 3), {"b": ("c", 4)}],
        "summary": [("d", 6)],
        "note": {"alt": ("e: f", 8)},
    }


one_liners = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from(":#&*[]{}@'\"|>%`!,- \t\\?")
).filter(lambda text: not strip_controls(text)[1])


@settings(deadline=None)
@given(one_liners, st.sampled_from(TEXT_FIELDS))
@example("'a''", "title")
@example("\u2028x\u2029", "title")
@example("[" * 1000, "title")
def test_any_text(text, field):
    """Whatever a title says, the page says it: only YAML's own quotes and blocks differ."""
    written = text.strip(" \t")
    front = read("photos:", f"  - {field}: {text}", f"{field}: {text}", "date: sau")
    if re.fullmatch(r"""'([^']|'')*'|"([^"\\]|\\.)*"|[|>][+-]?""", written):
        return
    expected = "" if written in ("null", "Null", "NULL", "~") else " ".join(text.split())
    (inner,) = front.fields.entries["photos"].items
    for node, line in ((inner.entries[field], 3), (front.fields.entries[field], 4)):
        assert (" ".join(node.text.split()), node.line) == (expected, line)
    assert plain(front.fields)["date"] == ("sau", 5)
    assert front.faults == ()


# ── Bylines ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("N.H", "N.H"),
        ("Tin, ảnh: Thanh Hương", "Tin, ảnh: Thanh Hương"),
        ("Bài: O'Neil. Ảnh: B", "Bài: O'Neil. Ảnh: B"),
        ("Tin, ảnh:", "Tin, ảnh:"),
        ("'Tin, ảnh: Lê Anh'", "Tin, ảnh: Lê Anh"),
        ('"T/h: Lê Anh"', "T/h: Lê Anh"),
    ],
)
@pytest.mark.parametrize("field", ["author", "authors"])
def test_byline_with_a_role(field, written, value):
    """A byline may hold the colon of its role."""
    front = read(f"{field}: {written}")
    assert (plain(front.fields), front.faults) == ({field: (value, 2)}, ())


def test_byline_as_a_list():
    """A byline may be a list in either of YAML's forms."""
    front = read("authors: [Lê Anh, 'Mai: Lý']", "author:", "  - N.H", "  - B")
    assert plain(front.fields) == {
        "authors": [("Lê Anh", 2), ("Mai: Lý", 2)],
        "author": [("N.H", 4), ("B", 5)],
    }


# ── Other values ─────────────────────────────────────────────────────────────


def test_values_stay_strings():
    """No value becomes a number, a date or a truth by itself."""
    front = read("a: No", "b: 7:30", "c: 2017-02-23 14:57:36", "d: ~", "e:", "f: 0x10", "g: 1e3")
    assert plain(front.fields) == {
        "a": ("No", 2),
        "b": ("7:30", 3),
        "c": ("2017-02-23 14:57:36", 4),
        "d": ("", 5),
        "e": ("", 6),
        "f": ("0x10", 7),
        "g": ("1e3", 8),
    }


def test_lines_of_nested_values():
    """Every value knows its own line, in lists, tables and flows."""
    front = read(
        "# ghi chú",
        "date:",
        "  2017-02-23",
        "photos:",
        "  - file: a.jpg",
        "    caption: |",
        "      Một",
        "      hai",
        "    credit: B",
        "",
        "  - {file: b.jpg,",
        "     caption: Hai}",
        "tags: [một,",
        "  title: hai]",
        "aliases:",
        "- /a/",
        "-",
        "- /b/  # ghi chú",
        "source: {name: TTXVN, url: 'http://a.vn'}",
    )
    assert plain(front.fields) == {
        "date": ("2017-02-23", 4),
        "photos": [
            {"file": ("a.jpg", 6), "caption": ("Một\nhai\n", 7), "credit": ("B", 10)},
            {"file": ("b.jpg", 12), "caption": ("Hai", 13)},
        ],
        "tags": [("một", 14), {"title": ("hai", 15)}],
        "aliases": [("/a/", 17), ("", 18), ("/b/", 19)],
        "source": {"name": ("TTXVN", 20), "url": ("http://a.vn", 20)},
    }
    assert [fault.line for fault in front.faults] == [19]
    photos = front.fields.entries["photos"]
    assert [photos.line, *(item.line for item in photos.items)] == [6, 6, 12]
    assert photos.items[1].key_lines == {"file": 12, "caption": 13}


def test_line_breaks_that_only_yaml_knows():
    """A character that YAML takes for a line end shifts no line and parts no value."""
    front = read("title: Một\u2028hai", "author: B\u2029", "date: x\x85", "tags: y\x0b\ufeff")
    assert plain(front.fields) == {
        "title": ("Một hai", 2),
        "author": ("B", 3),
        "date": ("x", 4),
        "tags": ("y", 5),
    }


def test_keys_compose():
    """Keys are compared composed, as macOS and Windows write them differently."""
    front = read(unicodedata.normalize("NFD", "tóm lại: A"), "tóm lại: B")
    assert plain(front.fields) == {"tóm lại": ("A", 2)}
    assert front.fields.key_lines == {"tóm lại": 2}
    assert told(front) == [
        "bai.md:3: tóm lại: trường «tóm lại» đã có ở dòng 2 — Sửa: giữ một dòng, xóa dòng kia"
    ]


def test_key_twice_in_other_words():
    """One field by two of its names stands twice; it is told as it was typed."""
    front = read("title: A", "Tiêu đề: B", "TITLE: C")
    assert plain(front.fields) == {"title": ("A", 2)}
    assert [fault.problem for fault in front.faults] == [
        "trường «Tiêu đề» (title) đã có ở dòng 2",
        "trường «TITLE» (title) đã có ở dòng 2",
    ]
    assert read("Tiêu đề: A").fields.typed == {"title": "Tiêu đề"}


@pytest.mark.parametrize(
    "blank", ["\xa0", "\u202f", "\u3000", " \u2009", "\u200b", "\ufeff", "\u00ad "]
)
def test_blank_that_yaml_does_not_know(blank):
    """A no-break space, or nothing that is seen, behind a colon is a space."""
    front = read(f"title:{blank}A:{blank}b", f"photos:{blank}", f"  - file:{blank}a.jpg")
    fields = front.fields.entries
    assert drop_invisible(fields["title"].text).replace(" ", "") == "A:b"
    (photo,) = fields["photos"].items
    assert drop_invisible(photo.entries["file"].text) == "a.jpg"
    assert front.faults == ()


@pytest.mark.parametrize("colon", ["：", " ：", "： ", "﹕"])
def test_colon_of_full_width(colon):
    """Behind the name of a field it is a colon; within a value it is a letter."""
    front = read(f"title{colon}Ảnh： A：b", f"Ngày{colon}2026", "photos:", f"  - Tệp{colon}a.jpg")
    assert plain(front.fields) == {
        "title": ("Ảnh： A：b", 2),
        "date": ("2026", 3),
        "photos": [{"file": ("a.jpg", 5)}],
    }
    assert front.faults == ()


@pytest.mark.parametrize("null", ["null", "Null", "NULL", "~"])
def test_null(null):
    """Unquoted it is nothing, wherever it stands; quoted, or with words, it is a text."""
    front = read(
        f"title: {null}",
        "summary:",
        f"  {null}",
        f"date: {null} ",
        f"tags: [{null}, '{null}']",
        f'alt: "{null}"',
        f"note: {null} x",
        f"slug: {null}",
    )
    assert plain(front.fields) == {
        "title": ("", 2),
        "summary": ("", 4),
        "date": ("", 5),
        "tags": [("", 6), (null, 6)],
        "alt": (null, 7),
        "note": (f"{null} x", 8),
        "slug": ("", 9),
    }
    assert plain(read(f"title: {null}").fields) == {"title": ("", 2)}
    assert plain(read(f"title: {null} ").fields) == {"title": ("", 2)}


@pytest.mark.parametrize(
    ("lines", "line", "field", "words"),
    [
        (["category: Kinh tế #1"], 2, "category", "#1"),
        (["slug: #abc"], 2, "slug", "#abc"),
        (["author: N.H # ghi chú: x"], 2, "author", "# ghi chú: x"),
        (["author: Tin: A\t# b"], 2, "author", "# b"),
        (["source: 'A #1' #2"], 2, "source", "#2"),
        (["aliases:", "  - /a/ #b"], 3, "aliases", "#b"),
        (["photos:", "  - file: a.jpg #1"], 3, "file", "#1"),
        (["source: {name: 'a #1', #b", "  url: c}"], 2, "source", "#b"),
        (["aliases: [/a/, # một", "  /b/]"], 2, "aliases", "# một"),
        (["date: 2017-02-23", "  14:57 #1"], 3, "date", "#1"),
        (["tags: a, b # c"], 2, "tags", "# c"),
        (["tags: a #b # c"], 2, "tags", "# c"),
        (["tags:", "  #dulich"], 3, "tags", "#dulich"),
        (["tags:", "  - # dulich"], 3, "tags", "# dulich"),
    ],
)
def test_value_cut_off_by_a_comment(lines, line, field, words):
    """What a comment takes from a value, or the whole of it, is told with its line."""
    assert [(fault.line, fault.sentence()) for fault in read(*lines).faults] == [
        (
            line,
            f"bai.md:{line}: {field}: cảnh báo: phần «{words}» bị bỏ đi: sau dấu # là ghi chú "
            "của YAML — Sửa: đặt cả giá trị trong dấu nháy đơn, "
            "hoặc đưa ghi chú xuống một dòng riêng",
        )
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["# ghi chú", "title: A #1", "  # dưới chữ", "#"],
        ["source: A#1", "slug: 'a #b'", 'lang: "# x"'],
        ["aliases:", "  # hai địa chỉ cũ", "  - /a/#b", "# - /b/"],
        ["aliases: [/a/#b, '/ #c', \"# d\"]"],
        ["tags:", "  # một thẻ mỗi dòng", "  - C#"],
        ["author: |  # ghi chú", "  A #1"],
        ["tags: #a, #b", "status: draft"],
    ],
)
def test_sign_that_cuts_nothing_off(lines):
    """A comment of its own line, a sign within quotes, words or a text, and topics are whole."""
    assert told(read(*lines)) == []


def test_topics_as_on_social_networks():
    """The sign before a topic is no comment, in whatever form the list has."""
    front = read(
        "tags: #dulich, #vinhlong # hết",
        "slug: a",
        "Thẻ:",
        "  - miền Tây #vinhlong",
        "  - #dulich",
        "  - 'a #b'",
    )
    assert plain(front.fields) == {"tags": ("#dulich, #vinhlong", 2), "slug": ("a", 3)}
    front = read("tags:", "- miền Tây #vinhlong", "- #dulich", "- 'a #b'", "-")
    assert plain(front.fields) == {
        "tags": [("miền Tây #vinhlong", 3), ("#dulich", 4), ("a #b", 5), ("", 6)]
    }
    front = read("tags: [#dulich, miền Tây #vinhlong,", "  #chonoi, 'a, #b', \"#c\"]")
    assert plain(front.fields) == {
        "tags": [
            ("dulich", 2),
            ("miền Tây", 2),
            ("vinhlong", 2),
            ("chonoi", 3),
            ("a, #b", 3),
            ("#c", 3),
        ]
    }


def test_vietnamese_field_that_slipped_to_the_right():
    """What hides an article is a field below a text too; other words with a colon are its words."""
    for line in ("  Trạng thái: nháp", "  Hết hạn: 2026-11-01", "  ngày hết hạn:"):
        assert len(told(read("title: A", line))) == 1
    for line in ("Ghi thêm: b", "Ảnh: Lê Anh", "Nguồn: TTXVN"):
        front = read("summary: A", f"  {line}")
        assert (plain(front.fields), front.faults) == ({"summary": (f"A {line}", 2)}, ())


# ── Faults ───────────────────────────────────────────────────────────────────


def test_key_twice():
    """A key that stands twice is a fault at its second place; the first counts."""
    front = read(
        "title: A", "date: x", "photos:", "  - alt: B", "    alt: C", "title: D", "title: E"
    )
    assert plain(front.fields) == {
        "title": ("A", 2),
        "date": ("x", 3),
        "photos": [{"alt": ("B", 5)}],
    }
    assert told(front) == [
        "bai.md:6: photos.1.alt: trường «alt» đã có ở dòng 5 — Sửa: giữ một dòng, xóa dòng kia",
        "bai.md:7: title: trường «title» đã có ở dòng 2 — Sửa: giữ một dòng, xóa dòng kia",
        "bai.md:8: title: trường «title» đã có ở dòng 2 — Sửa: giữ một dòng, xóa dòng kia",
    ]


@pytest.mark.parametrize(
    ("line", "field", "mark"),
    [
        ("date: &a 2017", "date", "«&a» là neo hay bí danh"),
        ("date: *a", "date", "«*a» là neo hay bí danh"),
        ("tags: &a [x]", "tags", "«&a» là neo hay bí danh"),
        ("tags: [x, *a]", "tags.2", "«*a» là neo hay bí danh"),
        ("source: {name: &a x}", "source.name", "«&a» là neo hay bí danh"),
        ("&a date: x", "front matter", "«&a» là neo hay bí danh"),
        ("date: !!str 2017", "date", "«!!str» là thẻ"),
        ("date: !ngay 2017", "date", "«!ngay» là thẻ"),
        ("date: ! 2017", "date", "«!» là thẻ"),
        ("tags: !!seq [x]", "tags", "«!!seq» là thẻ"),
        ("photos: [{file: !a x}]", "photos.1.file", "«!a» là thẻ"),
    ],
)
def test_anchors_aliases_and_tags(line, field, mark):
    """What would give a value a hidden meaning is refused wherever it stands."""
    assert told(read("title: A", line)) == [
        f"bai.md:3: {field}: {mark} của YAML, không được dùng — Sửa: {NO_YAML}"
    ]


def test_anchor_before_a_text_or_block():
    """In a text an anchor is only a sign; before a block of another field it is none."""
    front = read("title: &a *b !c", "author: &d |", "  x")
    assert plain(front.fields) == {"title": ("&a *b !c", 2), "author": ("x\n", 3)}
    assert [fault.line for fault in front.faults] == [3]


@pytest.mark.parametrize("mark", ["...", "... # hết", "--- # hai", "--- x", "%YAML 1.1"])
def test_second_document(mark):
    """What stands behind a document's end would never be read: it is told."""
    header = ["title: A", mark, "date: x"]
    if mark.startswith("%"):
        header[1:2] = ["...", mark, "---x"]
    front = read(*header)
    shown = header[1]
    assert plain(front.fields) == {"title": ("A", 2)}
    assert told(front) == [
        f"bai.md:3: front matter: dòng «{shown}» chia đôi phần đầu, các dòng sau nó sẽ mất"
        " — Sửa: xóa dòng này"
    ]


def test_first_document_marked():
    """A header that begins with a document mark of its own is not half read."""
    front = read("--- # một", "title: A")
    assert plain(front.fields) == {}
    assert [fault.line for fault in front.faults] == [2]


@pytest.mark.parametrize(
    ("header", "line", "shown", "mend", "read_besides", "unread"),
    [
        (["title:Cầu", "date: x"], 2, "title:Cầu", GLUED, {"title": ("Cầu", 2), **DATE_3}, ""),
        (["date: x", "title:A", "tags: y"], 3, "title:A", GLUED,
         {**DATE, "title": ("A", 3), "tags": ("y", 4)}, ""),
        (["title:A"], 2, "title:A", GLUED, {"title": ("A", 2)}, ""),
        (["chuyên mục:A", "date: x"], 2, "chuyên mục:A", GLUED,
         {"category": ("A", 2), **DATE_3}, ""),
        (["photos:", "  - file:a", "    alt: b"], 3, "- file:a", GLUED,
         {"photos": [{"file": ("a", 3), "alt": ("b", 4)}]}, ""),
        (["ghi chú này:x", "date: x"], 2, "ghi chú này:x", PLAIN, DATE_3, "ghi chú này"),
        (["vui:x", "date: x"], 2, "vui:x", GLUED, DATE_3, "vui"),
        (["title: A", "tags: [a, # b", "# c"], 3, "tags: [a, # b", PLAIN, {"title": ("A", 2)},
         "tags"),
        (["ghi nhớ：x", "date: x"], 2, "ghi nhớ：x",
         "viết dấu hai chấm thường «:» và một dấu cách sau tên trường", DATE_3, ""),
        (['tags: "a", "b" c', "date: x"], 2, 'tags: "a", "b" c', QUOTES, DATE_3, "tags"),
        (["author: 'A', 'B'", "date: x"], 2, "author: 'A', 'B'", QUOTES, DATE_3, "author"),
        (["date: x", "\ttags: y"], 3, "tags: y", TAB, DATE, "date tags"),
        (["photos:", "\t- file: a"], 3, "- file: a", TAB, {"photos": ("", 2)}, "photos file"),
        (["date: a: b", "tags: y"], 2, "date: a: b", PLAIN, {"tags": ("y", 3)}, "date"),
        (["date: x", "author: - N.H", "tags: y"], 3, "author: - N.H", ITEMS,
         {**DATE, "tags": ("y", 4)}, "author"),
        (["date: x", "tags:", "- a", "-b"], 5, "-b", ITEMS, {**DATE, "tags": [("a", 4)]}, "tags"),
        (["date: x", "photos:", "- file: a.jpg caption: B"], 4, "- file: a.jpg caption: B",
         ON_ONE_LINE, {**DATE, "photos": ("", 3)}, "photos file"),
        (["date: x", "photos:", "- file: a.jpg, caption: B"], 4, "- file: a.jpg, caption: B",
         ON_ONE_LINE, {**DATE, "photos": ("", 3)}, "photos file"),
        (["date: x", "source: name: B"], 3, "source: name: B", ON_ONE_LINE, DATE, "source"),
        (["date: x", 'author: ["N.H', "tags: y"], 3, 'author: ["N.H', UNCLOSED,
         {**DATE, "tags": ("y", 4)}, "author"),
        (["title; A", "date: x"], 2, "title; A", "viết «title: A»", DATE_3, "title"),
        (["Tiêu đề Hội nghị", "date: x"], 2, "Tiêu đề Hội nghị", "viết «Tiêu đề: Hội nghị»",
         DATE_3, "title"),
        (["# ghi chú", "title A", "lang: vi"], 3, "title A", "viết «title: A»",
         {"lang": ("vi", 4)}, "title"),
        (["date: x", "category = Kinh tế", "lang: vi"], 3, "category = Kinh tế",
         "viết «category: Kinh tế»", {**DATE, "lang": ("vi", 4)}, "category"),
        (["date: x", "**lang**: A"], 3, "**lang**: A", "viết «lang: A»", DATE, "lang"),
        (["date: x", "**lang:** A"], 3, "**lang:** A", "viết «lang: A»", DATE, "lang"),
        (["date: x", "**ghi nhớ**: A"], 3, "**ghi nhớ**: A", ITEMS, DATE, "ghi nhớ"),
        (["date: x", "photos: ![](a.jpg)"], 3, "photos: ![](a.jpg)",
         "trường photos chỉ ghi tên tệp: «a.jpg»", DATE, "photos"),
        (["date: x", "photos:", "  - file: a", "  caption: B"], 5, "caption: B",
         "thụt dòng này vào cho thẳng với «file» ở dòng trên",
         {**DATE, "photos": [{"file": ("a", 4)}]}, "photos caption"),
        (["date: x", "photos:", "  - file: a", "  size: B"], 5, "size: B", PLAIN,
         {**DATE, "photos": [{"file": ("a", 4)}]}, "photos size"),
        (["date: x", "changes: 24/02/2017: Sửa tên"], 3, "changes: 24/02/2017: Sửa tên",
         "dưới dòng «changes:» viết mỗi trường một dòng, thụt thẳng nhau: «  - date: …», «note: …»",
         DATE, "changes"),
        (["date: x", "tags: [a, b", "lang: vi"], 3, "tags: [a, b",
         "đóng danh sách bằng «]»: «tags: [a, b]»",
         {**DATE, "lang": ("vi", 4)}, "tags"),
        (["source: {name: a", "  url: b", "date: x"], 2, "source: {name: a", PLAIN,
         {"date": ("x", 4)}, "source"),
        (["date: x", "Nội dung", "lang: vi"], 3, "Nội dung", CARRIED,
         {**DATE, "lang": ("vi", 4)}, ""),
        (["date: x", "Nội dung"], 3, "Nội dung", CARRIED, DATE, ""),
        (["source:", "  name: a", "   author: b"], 4, "author: b", PLAIN,
         {"source": {"name": ("a", 3)}}, "source author"),
        (["date: x", " lang: vi"], 3, "lang: vi", SLIPPED, DATE, "date lang"),
        (["photos:", "# ghi chú", "  - file: a", "   alt: b"], 5, "alt: b", PLAIN,
         {"photos": [{"file": ("a", 4)}]}, "photos alt"),
        (["date: x", "lang: @vi"], 3, "lang: @vi", PLAIN, DATE, "lang"),
        (["date: x", "lang: > vi"], 3, "lang: > vi", PLAIN, DATE, "lang"),
        (['title: "a\\qb"', "date: x"], 2, 'title: "a\\qb"', PLAIN, DATE_3, "title"),
        (['title: "\\ud800"', "date: x"], 2, 'title: "\\ud800"', PLAIN, DATE_3, "title"),
        (["%YAML 1.1", "title: A"], 2, "%YAML 1.1", PLAIN, {"title": ("A", 3)}, ""),
        (["%x", "title: A"], 2, "%x", PLAIN, {"title": ("A", 3)}, ""),
    ],
)  # fmt: skip
def test_not_yaml(header, line, shown, mend, read_besides, unread):
    """What YAML does not understand is told at its line, and all the rest is read."""
    front = read(*header)
    assert plain(front.fields) == read_besides
    assert front.unread == set(re.findall(r"ghi chú này|ghi nhớ|\w+", unread))
    assert told(front) == [
        f"bai.md:{line}: front matter: không đọc được dòng «{shown}» — Sửa: {mend}"
    ]


def test_all_lines_that_yaml_does_not_understand_are_told():
    """In one run, in their order, up to twenty."""
    front = read("title:A", "lang: @vi", "date: x", "tags: [a", 'author: "b', "\tsummary: c")
    assert [fault.line for fault in front.faults] == [2, 3, 5, 6, 7]
    assert plain(front.fields) == {"title": ("A", 2), "date": ("x", 4), "author": ("b", 6)}
    front = read(*(f"k{number}: @x" for number in range(30)))
    assert [fault.line for fault in front.faults] == list(range(2, 22))
    assert plain(front.fields) == {}


@pytest.mark.parametrize(
    ("header", "line", "shown"),
    [
        (["Cầu mới"], 2, "Cầu mới"),
        (["", "- a", "- b"], 3, "- a"),
        (["[a]"], 2, "[a]"),
        (["''"], 2, "''"),
    ],
)
def test_header_without_fields(header, line, shown):
    """A header must be a list of fields."""
    front = read(*header)
    assert plain(front.fields) == {}
    assert told(front) == [
        f"bai.md:{line}: front matter: phần đầu bắt đầu bằng «{shown}», không phải một dòng "
        "«trường: giá trị» — Sửa: viết mỗi trường trên một dòng, có dấu cách sau dấu hai chấm, "
        "ví dụ «title: Tên bài»"
    ]


def test_header_whose_fields_are_a_list():
    """The mend tells what to delete, where what follows is a field."""
    front = read("- Title: Cầu mới", "- date: 05/03/2026")
    assert told(front) == [
        "bai.md:2: front matter: phần đầu bắt đầu bằng «- Title: Cầu mới», không phải một dòng "
        "«trường: giá trị» — Sửa: xóa «- » trước mỗi trường: «Title: Cầu mới»"
    ]
    assert told(read("- cầu: Mới"))[0].endswith("ví dụ «title: Tên bài»")


def test_key_that_is_no_word():
    """A key that is a list, a table or nothing is told; the fields beside it count."""
    front = read("date: x", "? [a]", ": b", '"": c', "photos:", "  - ? {a: b}", "    : c")
    assert plain(front.fields) == {"date": ("x", 2), "photos": [{}]}
    assert told(front) == [
        "bai.md:3: front matter: tên trường là một danh sách hay bảng"
        " — Sửa: viết tên trường bằng chữ, ví dụ «title: Tên bài»",
        'bai.md:5: front matter: dòng «"": c» không có tên trường'
        " — Sửa: viết tên trường trước dấu hai chấm, ví dụ «title: Tên bài»",
        "bai.md:7: photos.1: tên trường là một danh sách hay bảng"
        " — Sửa: viết tên trường bằng chữ, ví dụ «title: Tên bài»",
    ]


def test_quote_over_several_lines():
    """A quoted value may go on over indented lines, but not over lines that look like fields."""
    front = read("tags: ['một", "  hai', ba]", "", "category: 'Kinh tế", "", "status: draft'")
    assert plain(front.fields)["tags"] == [("một hai", 2), ("ba", 3)]
    assert told(front) == [
        "bai.md:5: category: dấu nháy mở ở «category: 'Kinh tế» không đóng lại trên cùng dòng"
        " — Sửa: đóng dấu nháy ở cuối giá trị"
    ]


def test_quote_that_is_closed_some_fields_later():
    """It is told where it begins, though lines that go on with it follow first."""
    front = read("slug: 'a", "  b", "lang: vi'", "date: x")
    assert [(fault.line, fault.field) for fault in front.faults] == [(2, "slug")]
    assert plain(front.fields)["date"] == ("x", 5)


def test_line_is_told_once_though_two_things_are_wrong():
    """An anchor, and a list that nothing closes."""
    front = read("date: x", "tags: &a [b", "lang: vi")
    assert [fault.line for fault in front.faults] == [3]


@pytest.mark.parametrize("sign", ["'", '"'])
def test_open_quote_takes_no_other_line_with_it(sign):
    """It is told at its line, its words are the value; all other fields are as they were."""
    front = read(f"date: {sign}27/11/2026", "title: A", f"slug: {sign}b", "lang: vi")
    assert plain(front.fields) == {
        "date": ("27/11/2026", 2),
        "title": ("A", 3),
        "slug": ("b", 4),
        "lang": ("vi", 5),
    }
    assert [(fault.line, fault.field) for fault in front.faults] == [(2, "date"), (4, "slug")]
    assert plain(read("tags:", f"  - {sign}a", "  - b").fields) == {"tags": [("a", 3), ("b", 4)]}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nested_too_deep(opening):
    """A value deeper than any field goes is refused, not recursed into."""
    front = split(f"---\ntags:\n {opening * 50_000}x\n---\n", "bai.md")
    assert plain(front.fields) == {}
    assert told(front) == [
        "bai.md:3: tags: giá trị lồng nhau quá 20 tầng"
        " — Sửa: viết giá trị phẳng, như các trường khác"
    ]


def test_faults_before_the_unreadable_line():
    """What was seen before YAML gave up is told with it."""
    assert [fault.line for fault in read("date: &a x", "date: y", "lang: @vi").faults] == [2, 3, 4]


header_lines = st.lists(
    st.text(st.sampled_from(":#&*[]{}@'\"|>%`!,- \t\\?.~aé"), max_size=12)
    | st.sampled_from(["title: x", "summary: |", "  - note: y", "---", "author: T: x", "...", "%Y"])
    | st.text(max_size=8)
)


@settings(deadline=None)
@given(header_lines)
def test_any_header(lines):
    """Whatever stands in a header, the answer is fields and faults, within the file."""
    text = "\n".join(["---", *lines, "---", ""])
    front = split(text, "bai.md")
    assert isinstance(front.fields, MappingNode)
    assert all(isinstance(fault, Fault) and fault.field for fault in front.faults)
    assert all(1 <= fault.line <= text.count("\n") for fault in front.faults)
    assert all("\n" not in fault.sentence() for fault in front.faults)


SIMPLE_VALUES = st.lists(
    st.sampled_from(
        [
            *"aÂ1“«()'\"#&*!|>[]{}%@`,:-?./+–_~=\\",
            " ",
            "  ",
            ": ",
            " #",
            "Tin, ảnh",
            "2017-02-23",
            "14:57",
            "null",
            "...",
            "---",
            "\u00a0",
            "\u0301",
            "\t",
            "\x07",
            "\U0001f600",
            "\u200b",
        ]
    ),
    max_size=6,
).map("".join)


@settings(deadline=None, max_examples=600)
@given(
    st.lists(
        st.tuples(st.sampled_from(["title", "summary", "date", "author", "tags"]), SIMPLE_VALUES),
        min_size=1,
        max_size=4,
    )
)
def test_simple_header_is_read_as_yaml_reads_it(fields):
    """A header of simple lines says what it says with a comment below, which only YAML knows."""
    header = [f"{key}: {value}" for key, value in fields]
    simple, whole = read(*header), read(*header, "# ghi chú")
    assert simple.fields == whole.fields
    assert bool(simple.faults) == bool(whole.faults)


@settings(deadline=None)
@given(st.text())
def test_any_file(text):
    """Whatever stands in a file, nothing of its text is lost unnoticed."""
    front = split(text, "bai.md")
    assert front.faults or text.endswith(front.body)


def test_line_of_a_tab_alone_is_told_once():
    """Without it there is nothing that could be read instead, and no field is lost."""
    (fault,) = read("\t", "x").faults
    assert (fault.line, fault.problem) == (2, "không đọc được dòng «»")


@pytest.mark.no_cover
def test_long_lines():
    """Long lines of one character are read in a moment, not in a night."""
    for sign in " -:#'\"[{|>\t":
        for field in ("title: ", "author: a: ", "tags: ", "- ", ""):
            read(field + sign * 100_000, *["x"] * 1000)


@pytest.mark.parametrize(
    ("lines", "line", "shown"),
    [
        ("tags:\n  -a\n  -b", 3, "-a -b"),
        ("tags: -a", 2, "-a"),
        ("tags:\n  - a\n    -b", 4, "-b"),
        ("author:\n  • A\n  • B", 3, "• A • B"),
        ("tags:\n  1. a\n  2. b", 3, "1. a 2. b"),
    ],
)
def test_what_looks_like_an_item_and_is_none_is_a_fault(lines, line, shown):
    """YAML would join the lines to one name, «-a -b», without a word."""
    (fault,) = split(f"---\n{lines}\n---\n", "a.md").faults
    assert (fault.line, fault.problem) == (line, f"«{shown}» không thành một mục của danh sách")
    assert "mở đầu bằng «- »" in fault.mend


@pytest.mark.parametrize(
    "lines",
    ["tags: covid-19, 5*", "tags:\n  - 1. FC Köln\n  - 3) x", "tags:\n  - a b\n    c d",
     "tags: a,\n  b", "tags: '-a'", "title: - 5 độ", "photos:\n  - file: a.jpg\n    alt: -5 độ"],
)  # fmt: skip
def test_what_only_resembles_items_is_no_fault(lines):
    """Signs within names, names on two lines, words of text fields, what is quoted."""
    assert split(f"---\n{lines}\n---\n", "a.md").faults == ()


def test_marks_of_a_merge_are_passed_over():
    """They are told as such, by the reader of the whole source, and no field as there twice."""
    front = read("<<<<<<< HEAD", "author: A", "=======", "author: B", ">>>>>>> x", "slug: c")
    assert told(front) == []
    assert plain(front.fields) == {"author": ("A", 3), "slug": ("c", 7)}


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        (" date: 2026-11-01", "xóa dấu cách ở đầu dòng"),
        ("tags: [lúa, , gạo]", "bỏ dấu phẩy thừa trong danh sách"),
        ("tags: [, gạo]", "bỏ dấu phẩy thừa trong danh sách"),
    ],
)
def test_unreadable_line_gets_a_mend_that_works(line, mend):
    """What it says, done to the line, makes it readable."""
    (fault,) = read("author: A", line).faults
    assert (fault.line, fault.mend) == (3, mend)
    mended = line.strip().replace(", ,", ",").replace("[,", "[")
    assert read("author: A", mended).faults == ()


SECOND = "title: Bài hai\ndate: 2026-11-02\nphotos:\n  - a.jpg\nTác giả: B"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"---\n{SECOND}\n---\nHai.", [5]),
        (f"Một.\n\n---\n\n{SECOND}\n---\nHai.\n---\n{SECOND}\n---", [8, 16]),
        (f"---\n---\n{SECOND}\n---", [6]),
        ("---\ntitle: A\n---", []),
        ("---\ndate: A\nauthor: B\nslug: c\n---", []),
        (f"---\n{SECOND}\nMột đoạn văn.\n---", []),
        (f"---\n{SECOND}\nMột đoạn văn: hai.\n---", []),
        (f"---\n{SECOND}", []),
        (f"{SECOND}\n---", []),
        (f"```\n---\n{SECOND}\n---\n```", []),
    ],
)
def test_header_within_a_text_is_a_fault(body, lines):
    """Its fields would be printed; a title and two more make one, between two fences."""
    front = split(f"---\ntitle: Một\n---\n{body}\n", "bai.md")
    assert [(fault.line, fault.field) for fault in front.faults] == [
        (line, "nội dung") for line in lines
    ]
    assert all("«title: Bài hai»" in fault.problem for fault in front.faults)


def test_author_on_a_line_that_is_no_item_is_there_but_unread():
    """Behind a dash of another kind the name was meant for the field above."""
    front = read("date: x", "author:", "– N.H", "slug: y")
    assert [fault.line for fault in front.faults] == [4]
    assert front.unread == {"author"}
