# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a line ends for readers too: signatures, days, headings, wrapped sentences."""

import html
import re

import pytest

from plugins.press.read.markup import LinkTarget, MarkupConverter
from plugins.press.read.paragraphs import JOIN, gaps_of
from tests.line_ends import cases

CONVERTER = MarkupConverter()


def lines_of(body: str) -> list[str]:
    """Convert *body*, and list the lines that readers see."""
    markup, _ = CONVERTER.convert(body, lambda written, line: LinkTarget(written))
    parted = re.sub(r"<br>|</?(?:p|ul|ol|li)(?: [^>]*)?>", "\0", markup)
    shown = html.unescape(re.sub(r"<[^>]*>", "", parted))
    return [" ".join(line.split()) for line in shown.split("\0") if line.strip()]


def test_lines_stand_by_themselves_or_go_on_as_they_were_meant():
    """Of 180 cases none is read otherwise."""
    wrong = []
    for case in cases():
        meant = [
            re.sub(r"^(?:[-+]|[0-9]\.) ", "", line.replace("\n", " ")) for line in case.split("¶\n")
        ]
        read = lines_of(case.replace("¶", ""))
        if read != meant:
            wrong.append((read, meant))
    assert wrong == []
    assert len(cases()) > 170


@pytest.mark.parametrize("width", [45, 60, 72, 100])
def test_wrapped_sentence_stays_one_paragraph(width):
    """Whatever column it was wrapped at, and with whatever names."""
    sentence = (
        "Sáng nay, đồng chí Lê Quang Trung, Phó Chủ tịch Thường trực UBND tỉnh Vĩnh Long, dự hội "
        "nghị do Văn phòng Ủy ban nhân dân tỉnh tổ chức tại Trung tâm Hội nghị, phường Long Châu."
    )
    lines, line = [], ""
    for word in sentence.split():
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    assert set(gaps_of([*lines, line])) == {JOIN}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "1. Kinh tế\n1.1. Lúa\n1.2. Màu\n2. Xã hội\n3. Y tế",
            ["Kinh tế", "1.1. Lúa", "1.2. Màu", "Xã hội", "Y tế"],
        ),
        (
            "1. Kinh tế\nCác sở thực hiện:\n- A\n- B\n2. Xã hội",
            ["Kinh tế", "Các sở thực hiện:", "A", "B", "Xã hội"],
        ),
        ("thứ Hai:\n- họp\nthứ Ba:\n- 8 giờ đi", ["thứ Hai:", "họp", "thứ Ba:", "8 giờ đi"]),
        ("- Cao nhất trong năm\n2. Đến nay", ["Cao nhất trong năm 2. Đến nay"]),
    ],
)  # fmt: skip
def test_lines_below_an_item(body, lines):
    """Those with a number of more figures and those that lead to others are none of it."""
    assert lines_of(body) == lines


def test_numbers_go_on_below_what_parted_their_list():
    """The next number begins a list again, another one does not."""
    markup, _ = CONVERTER.convert("1. A\n1.1. B\n2. C\n\nChữ\n5. D", lambda *_: None)
    assert '<ol start="2">\n<li>C</li>\n</ol>' in markup
    assert markup.rstrip().endswith("<p>Chữ\n5. D</p>")
