# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sources on a real disk, read whole: encodings, links, files, photos, the sapo."""

import os
import re
import unicodedata
from itertools import compress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from plugins.newsroom.article import WrittenLink
from plugins.newsroom.page import Figure, HtmlPart, photos_of
from plugins.newsroom.sections import Sections
from plugins.press.photos.store import examine
from plugins.press.read import links as links_module
from plugins.press.read.content_folder import ContentFolder
from plugins.press.read.reader import Reader, Reading
from plugins.press.read.stored_html import fill_links
from plugins.vietnamese.numbers import format_bytes
from tests.attachments import KINDS, file_of

HEADER = """\
title: Bài thử
date: 2017-02-23
author: N.H
category: Kinh tế
"""


class SourceFolder:
    """A content folder under construction, and a reader for it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, path: str, data: bytes | None = None) -> None:
        if data is None:
            kind = path.rpartition(".")[2].lower()
            data = file_of(kind) if kind in KINDS else b"x"
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)

    def photo(self, *paths: str) -> None:
        for number, path in enumerate(paths):
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (40 + number, 30), "red").save(self.root / path)

    def read_bytes(self, data: bytes, path: str = "tin/index.md") -> Reading:
        self.file(path, data)
        return self.read_path(path)

    def read_path(self, path: str, **options) -> Reading:
        folder = ContentFolder(self.root)
        sections = Sections({"kinh-te": "Kinh tế"})
        reader = Reader(folder, sections, ZoneInfo("Asia/Ho_Chi_Minh"), examine, **options)
        (source,) = [found for found in folder.sources()[0] if found.path == path]
        return reader.read(source)

    def read(self, body: str, more: str = "summary: Sapo.\n", **options) -> Reading:
        """Read an article; with one line of *more* its body begins on line 8."""
        self.file("tin/index.md", f"---\n{HEADER}{more}---\n{body}".encode())
        return self.read_path("tin/index.md", **options)


@pytest.fixture
def folder(tmp_path) -> SourceFolder:
    return SourceFolder(tmp_path / "content")


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.field, fault.problem) for fault in reading.faults]


def html_of(reading: Reading) -> str:
    return "◆".join(part.html for part in reading.parts if isinstance(part, HtmlPart))


def test_files_of_a_header_without_a_day_are_looked_for(folder):
    """All faults are told in one run, whatever else is wrong."""
    header = "title: A\ndate: 31/02/2026\nauthor: B\ncategory: Kinh tế\naudio: a.mp3\n"
    reading = folder.read_bytes(f"---\n{header}document:\n  file: qd.pdf\n---\nC".encode())
    assert [item for item in told(reading) if item[2].startswith("không có tệp")] == [
        (8, "document.file", "không có tệp «qd.pdf»"),
        (6, "audio", "không có tệp «a.mp3»"),
    ]
    assert "«31/02/2026» không phải ngày có thật" in [fault.problem for fault in reading.faults]


def test_value_that_is_refused_is_not_missing_too(folder):
    """An alias of YAML is told; a field without a value beside it is missing."""
    reading = folder.read_bytes(b"---\ntitle: A\ndate:\ncategory: *a\nauthor: B\n---\nC")
    assert told(reading) == [
        (4, "category", "«*a» là neo hay bí danh của YAML, không được dùng"),
        (3, "date", "thiếu ngày"),
    ]


# ── Bytes to text ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("field", ["date", "author", "category"])
def test_value_that_is_all_comment_is_missing_too(folder, field):
    """A warning of what was left out does not stand for the fault: no article goes unsaid."""
    header = re.sub(f"(?m)^{field}: .*", f"{field}: # ghi chú", HEADER)
    reading = folder.read_bytes(f"---\n{header}---\nChữ.\n".encode())
    assert [fault.field for fault in reading.faults if not fault.warning] == [field]
    assert [fault.problem for fault in reading.faults if fault.warning] == [
        "phần «# ghi chú» bị bỏ đi: sau dấu # là ghi chú của YAML"
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_byte_order_mark_and_line_ends_make_no_difference(folder, mark, line_end):
    """What an editor's program adds changes neither text nor lines."""
    text = f"---\n{HEADER}summary: S\n---\nMột\n\n[x](khong.md)\n"
    reading = folder.read_bytes(mark + text.encode().replace(b"\n", line_end))
    assert reading.record.title == "Bài thử"
    assert html_of(reading).startswith("<p>Một</p>")
    assert [line for line, _, _ in told(reading)] == [10]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_other_encoding_is_a_fault_with_its_line(folder, mark):
    """Windows-1258 is told by the byte that cannot be UTF-8."""
    data = mark + b"---\r\ntitle: T\xea\r\n---\r\n"
    reading = folder.read_bytes(data)
    assert reading.record is None
    assert told(reading) == [(2, "bảng mã", "byte «EA» không phải UTF-8 (có thể là Windows-1258)")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_a_fault_with_or_without_its_mark(folder, encoding):
    """Notepad calls it "Unicode"."""
    reading = folder.read_bytes(f"---\n{HEADER}---\nNội dung".encode(encoding))
    assert told(reading) == [(1, "bảng mã", "tệp dùng bảng mã UTF-16")]


def test_surrogates_in_utf_8_are_a_fault(folder):
    """Half a letter is no letter."""
    assert told(folder.read_bytes(b"---\n\xed\xa0\x80\n---\n"))[0][:2] == (2, "bảng mã")


@pytest.mark.parametrize(
    ("line", "name"),
    [("Héi nghÞ c¸n bé tØnh ViÖt Nam", "TCVN3"), ("Hoäi nghò caùn boä tænh", "VNI")],
)
def test_legacy_letters_are_a_fault_with_their_line(folder, line, name):
    """Text typed for an old font is told once, with the first line of it."""
    reading = folder.read(f"Một\n\n{line}\n\n{line}\n")
    assert told(reading) == [(10, "bảng mã", f"chữ viết theo bảng mã cũ {name}")]


def test_letters_read_in_a_wrong_encoding_are_a_fault_on_every_line(folder):
    """With what they were; and so is what is left of a letter that was lost."""
    reading = folder.read("á»¦y ban\n\nnhÃ¢n dÃ¢n\n\nt\ufffdnh nh\n\nVĩnh Long\n")
    assert told(reading) == [
        (8, "bảng mã", "«á»¦y» là chữ bị đọc sai bảng mã"),
        (10, "bảng mã", "«nhÃ¢n» là chữ bị đọc sai bảng mã"),
        (12, "bảng mã", "«t\ufffdnh» có chữ đã mất, chỉ còn dấu «\ufffd»"),
    ]
    assert reading.faults[0].mend.endswith(", ở đây là «Ủy»")


def test_eth_is_a_fault_on_every_line(folder):
    """What looks like Đ and is none is found by no search."""
    reading = folder.read("Nghị định 30/NÐ-CP\n\nĐúng\n\nsai ð\n")
    assert [(line, field) for line, field, _ in told(reading)] == [(8, "chữ Đ"), (12, "chữ Đ")]


def test_header_that_turns_its_direction_is_refused(folder):
    """A title that reads otherwise than it is stored is a fault; in the text it is taken out."""
    reading = folder.read("Một\u202e hai.", "summary: S\u2067apo.\n")
    assert [(fault.line, fault.field, fault.warning) for fault in reading.faults] == [
        (6, "ký tự điều khiển", True),
        (6, "front matter", False),
    ]
    assert reading.faults[1].problem == (
        "«summary: Sapo.» có ký tự đảo chiều chữ, người đọc sẽ thấy khác điều đã ghi"
    )
    reading = folder.read("Một\u202e hai.")
    assert [fault.warning for fault in reading.faults] == [True]


def test_draft_without_a_text(folder):
    """An empty draft is begun, and no fault."""
    faults = folder.read("", "status: draft\n").faults
    assert [(fault.problem, fault.warning) for fault in faults] == [("bài không có nội dung", True)]


def test_control_characters_are_removed_with_a_warning(folder):
    """They vanish from the page; one warning tells how many, and the first line."""
    reading = folder.read("Một\n\nha\x01i\x00 \u202eba\x7f\ufeff\n\n\x01photo:0\x02\n")
    assert html_of(reading) == "<p>Một</p>\n<p>hai ba</p>\n<p>photo:0</p>"
    ((line, _, problem),) = told(reading)
    assert (line, problem) == (10, "có 7 ký tự điều khiển, đã bỏ đi")
    assert reading.faults[0].warning


def test_letters_are_composed_everywhere(folder):
    """A Mac's text is the same as any other's: header, body, file names, captions."""
    folder.photo("tin/lễ.jpg")
    folder.file("tin/tệp.pdf")
    body = 'Hội nghị [tệp](tệp.pdf)\n\n![lễ](lễ.jpg "Lễ hội. Ảnh: Lê Ánh")\n'
    texts = [
        repr(folder.read(unicodedata.normalize(form, body), "summary: Mở\n"))
        for form in ("NFC", "NFD")
    ]
    assert texts[0] == texts[1]
    assert unicodedata.is_normalized("NFC", texts[1])


def test_lines_of_odd_spaces_are_empty(folder):
    """The old portal parts paragraphs by lines with a no-break space."""
    reading = folder.read("Một\n\xa0\nHai\n\u200b \nBa\n")
    assert html_of(reading) == "<p>Một</p>\n<p>Hai</p>\n<p>Ba</p>"


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda place: os.mkfifo(place), "không phải một tệp văn bản"),
        (
            lambda place: place.symlink_to("khong-co.md"),
            "chỗ mà liên kết tượng trưng dẫn đến, không có tệp",
        ),
        (lambda place: place.symlink_to(place.name), "liên kết tượng trưng đi vòng tròn"),
        (lambda place: place.write_bytes(b"a" * 1_000_001), "quá 1 MB"),
    ],
)
def test_source_that_cannot_be_read_is_a_fault(folder, make, problem):
    """A pipe does not make the build wait, nor a broken link or a huge file break it."""
    folder.root.mkdir()
    make(folder.root / "x.md")
    ((line, field, said),) = told(folder.read_path("x.md"))
    assert (line, field) == (1, "tệp")
    assert problem in said


def test_source_of_just_the_limit_is_read(folder):
    """A million bytes is the limit, and within it."""
    start = f"---\n{HEADER}summary: S\n---\n".encode()
    data = start + b"a " * ((1_000_000 - len(start)) // 2)
    assert folder.read_bytes(data).faults == ()


def test_file_without_header_has_one_fault(folder):
    """Not one for every field that is missing then."""
    assert len(folder.read_bytes(b"ch\xc3\xa0o").faults) == 1


def test_body_is_checked_though_the_header_has_faults(folder):
    """All faults come in one run."""
    folder.file("tin/index.md", b"---\ntitle: a\n---\n[x](khong.md)\n\n<b style=x>y</b>")
    places = {(line, field) for line, field, _ in told(folder.read_path("tin/index.md"))}
    assert {(1, "date"), (4, "liên kết"), (6, "nội dung")} <= places


def test_text_nested_too_deep_is_a_fault_and_the_next_is_read(folder):
    """No text ends the build; the reader goes on with a clean converter."""
    deep = "<b>" * 30_000
    for number, body in enumerate([deep, "> " * 2000 + "x", "[" * 500 + "]" * 500, "Một"]):
        folder.file(f"tin/{number}.md", f"---\n{HEADER}summary: S\n---\n{body}".encode())
    folder = ContentFolder(folder.root)
    reader = Reader(folder, Sections({"kinh-te": "Kinh tế"}), ZoneInfo("Asia/Ho_Chi_Minh"), examine)
    readings = [reader.read(source) for source in folder.sources()[0]]
    assert html_of(readings[-1]) == "<p>Một</p>"


# ── Sapo ─────────────────────────────────────────────────────────────────────


def test_summary_leaves_the_text_alone(folder):
    """With a summary no paragraph serves as the sapo."""
    reading = folder.read("Một.\n\nHai.")
    assert html_of(reading) == "<p>Một.</p>\n<p>Hai.</p>"
    assert reading.record.text.first_paragraph == ""


@pytest.mark.parametrize(
    ("body", "first", "start"),
    [
        ("Một.\n\nHai.", "Một.", '<p class="sapo">Một.</p>'),
        ("## Mục\n\nMột.", "Một.", '<h2>Mục</h2>\n<p class="sapo">Một.</p>'),
        ("- a\n\n- b\n\nMột.", "Một.", "<ul>"),
        ("> Lời\n\nMột.", "Một.", "<blockquote>"),
        ("> Lời", "Lời", '<blockquote>\n<p class="sapo">Lời</p>'),
        ("&nbsp;\n\nMột.", "Một.", '<p class="sapo">Một.</p>'),
        ("<p lang=en>One.</p>", "One.", '<p lang="en" class="sapo">One.</p>'),
        ("A &amp; <b>b</b> &lt;c&gt;", "A & b <c>", '<p class="sapo">A &amp; <b>b</b>'),
        ("Số[^1] liệu.\n\n[^1]: Chú.", "Số liệu.", '<p class="sapo">Số<sup id="fnref:1">'),
        ("Xem [QĐ](q.pdf).", "Xem QĐ.", '<p class="sapo">Xem <a href='),
        ("![x](a.jpg)\n\nMột.", "Một.", '<p class="sapo">Một.</p>'),
        ("![x](a.jpg) Một.", "Một.", '<p class="sapo">Một.</p>'),
        ("![x](a.jpg)\nẢnh: Cầu\n\nMột.", "Một.", '<p class="sapo">Một.</p>'),
        ("Đạt 1,2×10<sup>6</sup> m<sup>2</sup>.", "Đạt 1,2×10⁶ m².", '<p class="sapo">Đạt 1,2×10<'),
        ("Thế kỷ 21<sup>st</sup>, 2<sup>3,5</sup>.", "Thế kỷ 21st, 2^3,5.", "<p"),
        ("Năm 2025<sup>(1)</sup>, 30<sup>o</sup>C.", "Năm 2025⁽¹⁾, 30°C.", "<p"),
        ("Năm 2025<sup>[1]</sup>, a<sup>k</sup>.", "Năm 2025[1], a^k.", "<p"),
        ("Giá ~~7.000~~ 6.500 đồng.", "Giá 6.500 đồng.", '<p class="sapo">Giá <del>7.000</del> 6'),
        ("Gạo, ~~ngô~~, <s>khoai</s>.", "Gạo.", '<p class="sapo">Gạo, <del>ngô</del>'),
        ("Giá <del lang=vi>7</del> *6* <strong>S</strong>.", "Giá 6 S.", "<p"),
    ],
)
def test_first_paragraph_becomes_the_sapo_where_it_stands(folder, body, first, start):
    """It is marked in the text, printed once, and known as plain words."""
    folder.photo("tin/a.jpg")
    folder.file("tin/q.pdf")
    reading = folder.read(body, "")
    assert told(reading) == []
    assert reading.record.text.first_paragraph == first
    assert html_of(reading).startswith(start)
    assert html_of(reading).count('class="sapo"') == 1


@pytest.mark.parametrize(
    "body", ["", "\n\n", "<!-- chỉ là ghi chú -->", "&nbsp;", "<p></p>", "\xa0"]
)
def test_empty_body_is_a_fault(folder, body):
    """An article without summary and text says nothing."""
    assert (1, "nội dung", "bài không có nội dung") in told(folder.read(body, ""))


@pytest.mark.parametrize("body", ["- a\n- b", "# Mục", "![x](a.jpg)", "| a |\n|---|\n| b |"])
def test_text_without_a_paragraph_asks_for_a_summary(folder, body):
    """Lists and feeds would have nothing to show."""
    folder.photo("tin/a.jpg")
    (fault,) = folder.read(body, "").faults
    assert (fault.line, fault.field, fault.warning) == (1, "summary", True)


# ── Links ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "target", "printed"),
    [
        ("../khac/index.md", "khac/index.md", "/a/"),
        ("/khac/index.md", "khac/index.md", "/a/"),
        ("B%C3%A0i%20hai.MD", "tin/Bài hai.MD", "/a/"),
        ("Bài%20hai.MD", "tin/Bài hai.MD", "/a/"),
        ("/chuyen-muc/kinh-te/", "/chuyen-muc/kinh-te/", "/chuyen-muc/kinh-te/"),
        ("/chuyen-muc/kinh-te", "/chuyen-muc/kinh-te/", "/chuyen-muc/kinh-te/"),
        ("/lien-he/#ban-do", "/lien-he/", "/lien-he/#ban-do"),
        ("/", "/", "/"),
        ("/rss.xml", "/rss.xml", "/rss.xml"),
        ("/cu/bai.aspx?id=1", "/cu/bai.aspx", "/cu/bai.aspx?id=1"),
        ("/cu/nghi-dinh-1.2016/", "/cu/nghi-dinh-1.2016/", "/cu/nghi-dinh-1.2016/"),
        ("https://tinh.vn/lien-he/", "/lien-he/", "/lien-he/"),
        ("HTTPS://TINH.VN/lien-he", "/lien-he/", "/lien-he/"),
        ("https://tinh.vn/", "/", "/"),
    ],
)
def test_link_within_the_site_is_noted_and_filled_later(folder, written, target, printed):
    """Articles by file or by address; the site's own URL means the site, too."""
    folder.file("khac/index.md")
    folder.file("tin/Bài hai.MD")
    reading = folder.read(f"Chữ\n\n[lời]({written})", own_urls=("https://tinh.vn/",))
    assert told(reading) == []
    (link,) = reading.record.text.links
    assert (link.target, link.line) == (target, 10)
    addresses = {target: "/a/"} if target.lower().endswith(".md") else {}
    markup = fill_links(html_of(reading), addresses, "/goc")
    assert f'<a href="/goc{printed}">lời</a>' in markup
    assert "\x01" not in markup


def test_articles_that_a_header_names_may_stand_in_whole_addresses_of_the_portal(folder):
    """These are read as places within it; those of other sites stay what they are."""
    place, other = "/tin-tuc/2022/06/10/goc/", "https://bao.example/tin-tuc/2022/06/10/goc/"
    header = f"lang: en\ntranslation_of: https://tinh.vn{place}\nrelated:\n"
    header += f"  - http://WWW.tinh.vn{place}\n  - {other}\n"
    reading = folder.read("Chữ", header, own_urls=("https://tinh.vn/",))
    assert reading.record.translation_of == place
    assert [written for written, _ in reading.record.related] == [place, other]


def test_link_to_a_place_inside_another_article_leads_to_its_top(folder):
    """Headings have no names of their own, so the place is dropped, and its editor told."""
    folder.file("khac/index.md")
    reading = folder.read("Chữ\n\n[lời](../khac/index.md#muc)")
    assert told(reading) == [
        (10, "liên kết", "«#muc» không có trong bài kia, liên kết dẫn đến đầu bài")
    ]
    markup = fill_links(html_of(reading), {"khac/index.md": "/a/"}, "")
    assert '<a href="/a/">lời</a>' in markup


@pytest.mark.parametrize(
    "written",
    [
        "https://vinhlong.gov.vn", "http://a.vn/x?y=1#z", "mailto:a@b.vn", "tel:+842703823000",
        "HTTPS://A.VN/", "https://tinhx.vn/", "https://a.tinh.vn/", "https://tiếngviệt.vn/",
    ],
)  # fmt: skip
def test_link_to_the_outside_is_printed_as_it_is(folder, written):
    """Other sites are not checked."""
    reading = folder.read(f"[lời]({written})", own_urls=("https://tinh.vn",))
    assert told(reading) == []
    assert reading.record.text.links == ()
    assert f'href="{written}"' in html_of(reading)


@pytest.mark.parametrize(
    ("written", "field", "problem"),
    [
        ("khong.md", "liên kết", "không có tệp «khong.md»"),
        ("../../mat.md", "liên kết", "«../../mat.md» dẫn ra ngoài thư mục nội dung"),
        ("khong.pdf", "đính kèm", "không có tệp «khong.pdf»"),
        ("Q.PDF", "đính kèm", "«Q.PDF» và «q.pdf» khác chữ hoa, chữ thường"),
        ("chuong.exe", "đính kèm", "«chuong.exe» thuộc loại .exe, không được đính kèm"),
        ("/tin/chuong.exe", "đính kèm", "thuộc loại .exe, không được đính kèm"),
        ("khong.exe", "đính kèm", "không có tệp «khong.exe»"),
        ("a.jpg", "liên kết", "«a.jpg» là ảnh, không đính kèm được"),
        ("A.HEIC", "liên kết", "«A.HEIC» là ảnh, không đính kèm được"),
        ("bai-khac", "liên kết", "«bai-khac» không dẫn đến đâu"),
        ("../bai-khac/", "liên kết", "«../bai-khac/» không dẫn đến đâu"),
        ("", "liên kết", "liên kết không có địa chỉ"),
        ("#", "liên kết", "«#» dẫn đến một mục trong bài"),
        ("#muc", "liên kết", "«#muc» dẫn đến một mục trong bài"),
        ("?x=1", "liên kết", "«?x=1» không dẫn đến đâu"),
        ("//a.vn/x", "liên kết", "«//a.vn/x» thiếu «https:» ở đầu"),
        ("https://", "liên kết", "«https://» không dẫn đến đâu"),
        ("http:/a.vn", "liên kết", "«http:/a.vn» viết sai phần đầu của địa chỉ"),
        ("tel:", "liên kết", "«tel:» không dẫn đến đâu"),
        ("ong.pdf", "đính kèm", "«ong.pdf» không phải một tệp"),
        ("thu-muc.pdf", "đính kèm", "«thu-muc.pdf» không phải một tệp"),
        ("ra.pdf", "đính kèm", "là liên kết tượng trưng ra ngoài thư mục nội dung"),
        (".an.md", "liên kết", "«.an.md» là tệp ẩn hoặc nằm trong thư mục ẩn"),
        ("/.an/x.md", "liên kết", "«/.an/x.md» là tệp ẩn hoặc nằm trong thư mục ẩn"),
    ],
)
@pytest.mark.parametrize("form", ["[lời]({})", '<a href="{}">lời</a>'])
def test_link_that_leads_nowhere_is_a_fault_with_its_line(folder, form, written, field, problem):
    """Missing, outside, of another type, an address of nothing: told; the words stay."""
    folder.photo("tin/a.jpg")
    folder.file("tin/q.pdf")
    folder.file("tin/chuong.exe")
    folder.file("tin/.an.md")
    folder.file(".an/x.md")
    os.mkfifo(folder.root / "tin/ong.pdf")
    (folder.root / "tin/thu-muc.pdf").mkdir()
    (folder.root.parent / "mat.pdf").write_bytes(b"x")
    (folder.root / "tin/ra.pdf").symlink_to(folder.root.parent / "mat.pdf")
    reading = folder.read(f"Chữ {written}\n\n{form.format(written)}")
    ((line, said_field, said),) = told(reading)
    assert (line, said_field) == (10, field)
    assert problem in said
    assert html_of(reading).endswith("<p>lời</p>")
    assert reading.record.text.links == ()


def test_same_address_has_the_line_of_each_use(folder):
    """Neither the header, which is told by itself, nor prose nor code moves a link's line."""
    body = "x.md [a](x.md) [b](x.md)\n\n`[c](x.md)`\n\n[d](x.md)\n"
    reading = folder.read(body, "summary: Xem x.md và [e](x.md)\n")
    assert [line for line, _, _ in told(reading)] == [6, 8, 8, 12]


def test_hidden_article_leaves_the_words_of_its_link(folder):
    """While the other article is hidden, its link is words; later it is a link again."""
    folder.file("tin/b.md")
    markup = html_of(folder.read('[lời *hay*](b.md "Đề") sau'))
    for links in ({}, {"tin/b.md": ""}):
        assert fill_links(markup, links, "") == "<p><span>lời <em>hay</em></span> sau</p>"
    assert 'href="/x/"' in fill_links(markup, {"tin/b.md": "/x/"}, "")


@pytest.mark.parametrize("name", ["a'b\"c<d>&e.md", "a%20b.md", "a)b.md"])
def test_link_to_a_file_with_an_odd_name(folder, name):
    """Quotes, brackets and `&` in a name neither break the page nor the link."""
    folder.file(f"tin/{name}")
    reading = folder.read(f"[lời](<{name.replace('<', '%3C').replace('>', '%3E')}>)")
    assert told(reading) == []
    (link,) = reading.record.text.links
    assert link.target == f"tin/{name}"
    markup = fill_links(html_of(reading), {f"tin/{name}": '/x/?a=1&b="2"'}, "")
    assert 'href="/x/?a=1&amp;b=&quot;2&quot;"' in markup


# ── Attachments ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", [*KINDS, *map(str.upper, KINDS), "Pdf"])
def test_file_is_published_under_its_digest_with_type_and_size(folder, kind):
    """Readers see what they get; a changed file has a new name."""
    data = file_of(kind.lower()) + bytes(1500)
    folder.file(f"tin/Quyết định số 1.{kind}", data)
    reading = folder.read(f"Xem [QĐ](<Quyết định số 1.{kind}>)")
    assert told(reading) == []
    (item,) = reading.record.text.attachments
    assert item.path == f"tin/Quyết định số 1.{kind}"
    assert re.fullmatch(rf"quyet-dinh-so-1-[0-9a-f]{{16}}\.{kind.lower()}", item.name)
    told_too = {"pdf": "1 trang, ", "mp3": "0:02, ", "webm": "0:01, "}
    more = told_too.get(kind.lower(), "")
    assert fill_links(html_of(reading), {}, "/goc") == (
        f'<p>Xem <a href="/goc/tep/{item.name}" class="file-link">QĐ '
        f'<span class="file-link__info">({kind.upper()}, {more}{format_bytes(len(data))})</span>'
        "</a></p>"
    )


def test_file_is_named_by_its_content(folder):
    """The same bytes keep their name, other bytes get another."""
    names = []
    for words in "aab":
        folder.file("tin/q.pdf", file_of("pdf", words))
        names.append(folder.read("[x](q.pdf) [y](./q.pdf)").record.text.attachments)
    assert [len(items) for items in names] == [1, 1, 1]
    assert names[0] == names[1] != names[2]


def test_file_named_in_khmer_has_a_name(folder):
    """A name without Latin letters is still an address."""
    folder.file("tin/ឯកសារ.pdf")
    (item,) = folder.read("[x](ឯកសារ.pdf)").record.text.attachments
    assert item.name.startswith("tep-")


def test_file_over_the_limit_is_a_fault(folder):
    """The line is that of the link, also of its second use."""
    folder.root.mkdir()
    (folder.root / "tin").mkdir()
    with (folder.root / "tin/q.pdf").open("wb") as file:
        file.truncate(links_module.MAX_ATTACHMENT_BYTES + 1)
    reading = folder.read("q.pdf\n\n[x](q.pdf)")
    assert told(reading) == [(10, "đính kèm", "«q.pdf» nặng 50 MB, quá 50 MB")]
    assert reading.record.text.attachments == ()


# ── Photos ───────────────────────────────────────────────────────────────────


def words(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    return [(photo.alt, photo.caption, photo.credit) for photo in photos_of(reading.parts)]


ENTRY = """\
summary: S
photos:
  - file: a.jpg
    caption: Chú thích chung. Ảnh: Hồng Giang
    alt: Mô tả chung
    credit: Minh Anh
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![](a.jpg)", ("Mô tả chung", "Chú thích chung.", "Hồng Giang")),
        ("![Riêng](a.jpg)", ("Riêng", "Chú thích chung.", "Hồng Giang")),
        ('![](a.jpg "Tên")', ("Mô tả chung", "Tên", "Hồng Giang")),
        ('![](a.jpg "Tên. Ảnh: TTXVN")', ("Mô tả chung", "Tên.", "TTXVN")),
        ('![](a.jpg "Ảnh: TTXVN")', ("Mô tả chung", "Chú thích chung.", "TTXVN")),
        ("![](a.jpg)\nẢnh: Dòng sau", ("Mô tả chung", "Dòng sau", "Hồng Giang")),
        ("![](a.jpg)\n\nẢnh: Đoạn sau", ("Mô tả chung", "Đoạn sau", "Hồng Giang")),
        ('![](a.jpg "Tên")\nẢnh: Lê Anh', ("Mô tả chung", "Tên", "Lê Anh")),
        ("<img src=a.jpg>", ("Mô tả chung", "Chú thích chung.", "Hồng Giang")),
        ("<img src=/tin/a.jpg alt=Riêng title='Tên'>", ("Riêng", "Tên", "Hồng Giang")),
        ("", ("Mô tả chung", "Chú thích chung.", "Hồng Giang")),
    ],
)
def test_words_of_a_photo_in_their_order(folder, body, expected):
    """Title, following line, entry of `photos`; what is still empty comes from the entry."""
    folder.photo("tin/a.jpg")
    reading = folder.read(body, ENTRY)
    # What is written there for nothing is told.
    differs = [expected[1] != "Chú thích chung.", expected[2] != "Hồng Giang"]
    fields = ["photos.1.caption", "photos.1.credit"]
    assert [fault.field for fault in reading.faults] == list(compress(fields, differs))
    assert words(reading) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![Lúa](a.jpg)\nẢnh: 10<sup>3</sup> ha, 5 m³", ("Lúa", "10³ ha, 5 m³", None)),
        ("![Lúa](a.jpg)\n\nẢnh: Mùa 10<sup>k</sup> 20 m³.", ("Lúa", "Mùa 10^k 20 m³.", None)),
        ('![`A` 1](a.jpg "`B` 2")', ("A 1", "B 2", None)),
    ],
)
def test_words_of_a_photo_keep_what_is_raised(folder, body, expected):
    """An exponent joins no figure."""
    folder.photo("tin/a.jpg")
    reading = folder.read(body)
    assert told(reading) == []
    assert words(reading) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("![Năm 2024[^2]](a.jpg)", ("Năm 2024", None, None)),
        ('![Lúa](a.jpg "Năm 2025[^2]. Ảnh: N.H")', ("Lúa", "Năm 2025.", "N.H")),
    ],
)
def test_note_that_the_words_of_a_photo_call_is_told(folder, body, expected):
    """Its number, which would join the figure before it, is left out."""
    folder.photo("tin/a.jpg")
    reading = folder.read(f"Số[^2].\n\n{body}\n\n[^2]: Chú.")
    problem = "«[^2]» trong mô tả hay chú thích của ảnh không được in"
    assert told(reading) == [(10, "ảnh", problem)]
    assert words(reading) == [expected]


def test_note_called_beside_a_photo_is_not_told(folder):
    """Nor is one that is not there, but as such."""
    folder.photo("tin/a.jpg")
    body = 'Số[^2].\n\n![Lúa](a.jpg "Vụ 1")\n\nSố[^2] "x[^2]".\n\n[^2]: Chú.'
    assert told(folder.read(body)) == []
    missing = folder.read('Một.\n\n![Lúa](a.jpg "Năm 2025[^3]")')
    assert told(missing) == [(10, "nội dung", "không có chú thích «[^3]»")]


def test_struck_words_of_a_caption_are_told(folder):
    """They are left out, as they would read there as any others."""
    folder.photo("tin/a.jpg")
    reading = folder.read("![Gạo](a.jpg)\nẢnh: Giá ~~7.000~~ 6.500 đồng")
    assert words(reading) == [("Gạo", "Giá 6.500 đồng", None)]
    assert told(reading) == [
        (9, "nội dung", "chữ «7 000» trong bài không hiện trên trang"),
    ]


def test_entry_that_is_only_a_credit(folder):
    """A `caption` that is nothing but "Ảnh: TTXVN" is the credit."""
    folder.photo("tin/a.jpg")
    photos = "summary: S\nphotos:\n  - file: a.jpg\n    alt: Cầu\n    caption: Ảnh: TTXVN\n"
    assert words(folder.read("![](a.jpg)", photos)) == [("Cầu", None, "TTXVN")]


def test_photos_that_the_text_does_not_place_stand_behind_it(folder):
    """In their order; the first photo of the page is the first, wherever it comes from."""
    folder.photo("tin/a.jpg", "tin/b.jpg", "tin/c.jpg", "tin/d.jpg")
    entries = "summary: S\nphotos:\n" + "".join(
        f"  - file: {name}.jpg\n    alt: {name}\n" for name in "abcd"
    )
    reading = folder.read("Đầu\n\n![](c.jpg)\n\nđuôi", entries)
    kinds = [part.kind for part in reading.parts]
    assert kinds == ["markup", "figure", "markup", "gallery"]
    assert [photo.alt for photo in photos_of(reading.parts)] == ["c", "a", "b", "d"]
    assert reading.record.text.photos == photos_of(reading.parts)
    assert reading.parts[1].first
    assert not any(figure.first for figure in reading.parts[3].figures)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("![a](a.jpg) ![b](b.jpg)", ["gallery"]),
        ("![a](a.jpg) ![b](b.jpg) ![c](c.jpg)", ["gallery"]),
        ("![a](a.jpg)\n![b](b.jpg)", ["figure", "figure"]),
        ("![a](a.jpg)\n\n![b](b.jpg)", ["figure", "figure"]),
        ("![a](a.jpg) và ![b](b.jpg)", ["figure", "markup", "figure"]),
    ],
)
def test_photos_of_one_line_stand_side_by_side(folder, body, kinds):
    """Those of other lines, or with words between, stand one below the other."""
    folder.photo("tin/a.jpg", "tin/b.jpg", "tin/c.jpg")
    parts = folder.read(f"Đầu\n\n{body}\n\nCuối", "summary: S\n").parts
    assert [part.kind for part in parts] == ["markup", *kinds, "markup"]
    assert [photo.alt for photo in photos_of(parts)] == list("abc"[: len(photos_of(parts))])


@pytest.mark.parametrize(
    ("count", "kinds"),
    [
        (1, ["figure", "markup"]),
        (2, ["figure", "markup", "figure"]),
        (3, ["figure", "markup", "gallery"]),
        (4, ["figure", "markup", "gallery"]),
    ],
)
def test_first_photo_leads_a_text_that_places_none(folder, count, kinds):
    """It stands below the sapo; of the others behind the text, two or more are a gallery."""
    names = [f"{number}.jpg" for number in range(count)]
    folder.photo(*(f"tin/{name}" for name in names))
    entries = "".join(f"  - file: {name}\n    alt: {name}\n" for name in names)
    reading = folder.read("Chữ", f"summary: S\nphotos:\n{entries}")
    assert [part.kind for part in reading.parts] == kinds
    assert reading.parts[0].first and not reading.parts[0].below
    assert [photo.alt for photo in photos_of(reading.parts)] == names


@pytest.mark.parametrize(
    ("body", "before", "behind"),
    [
        ("Một\n\nHai", '<p class="sapo">Một</p>', "<p>Hai</p>"),
        ("Một", '<p class="sapo">Một</p>', None),
        ("## Mục\n\nMột\n\nHai", None, "<h2>Mục</h2>"),
        ("> Một\n\n- Hai", None, "<blockquote>"),
    ],
)
def test_leading_photo_stands_behind_a_sapo_within_the_text(folder, body, before, behind):
    """Where the text begins with another thing, the photo stands above it."""
    folder.photo("tin/a.jpg")
    parts = list(folder.read(body, "photos:\n  - file: a.jpg\n    alt: a\n").parts)
    above = parts.pop(0).html.strip() if before else None
    assert above == before
    assert isinstance(parts.pop(0), Figure)
    below = "".join(part.html for part in parts).strip()
    assert below.startswith(behind) if behind else not below


@pytest.mark.parametrize(
    ("summary", "above", "below"),
    [
        ("S", "Đoạn ngắn.", False),
        ("S", "", False),
        ("x" * 250, "", False),
        ("", "x" * 250, False),
        ("S", "<b>" + "x" * 100 + "</b>\n\n" + "y" * 100, False),
        ("S", "x" * 301, True),
        ("x" * 200, "y" * 101, True),
        ("S", "\n".join(f"- {number}" for number in range(10)), True),
        ("S", "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 8, True),
        ("S", "một câu\n\n" * 2000, True),
    ],
)
def test_first_photo_behind_a_long_text_is_below_the_first_screen(folder, summary, above, below):
    """A photo that readers scroll to takes no precedence; what stands behind it is no matter."""
    folder.photo("tin/a.jpg", "tin/b.jpg")
    entries = f"summary: {summary}\n" if summary else ""
    body = f"{above}\n\n![a](a.jpg)\n\n{'z' * 400}\n\n![b](b.jpg)"
    parts = folder.read(body, entries).parts
    figures = [part for part in parts if isinstance(part, Figure)]
    assert [figure.first for figure in figures] == [True, False][: len(figures)]
    assert [figure.below for figure in figures] == [below, False][: len(figures)]


@pytest.mark.parametrize(
    "written", ["lễ hội.jpg", "l%E1%BB%85%20h%E1%BB%99i.jpg", "/tin/lễ hội.jpg"]
)
@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("in_text", ["NFC", "NFD"])
def test_photo_is_found_composed_or_not(folder, written, on_disk, in_text):
    """The entry and the text may write one file in different ways."""
    folder.photo(unicodedata.normalize(on_disk, "tin/lễ hội.jpg"))
    entry = "summary: S\nphotos:\n  - file: lễ hội.jpg\n    alt: Lễ\n"
    reading = folder.read(unicodedata.normalize(in_text, f"![](<{written}>)"), entry)
    assert told(reading) == []
    assert words(reading) == [("Lễ", None, None)]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("khong.jpg", "không có tệp «khong.jpg»"),
        ("A.jpg", "khác chữ hoa, chữ thường"),
        ("../../mat.jpg", "dẫn ra ngoài thư mục nội dung"),
        ("ong.jpg", "«ong.jpg» không phải một tệp"),
        ("thu-muc.jpg", "«thu-muc.jpg» không phải một tệp"),
        ("rong.jpg", "ảnh «rong.jpg» rỗng (0 byte)"),
        ("hinh.gif", "tệp «hinh.gif» là GIF, không dùng làm ảnh được"),
        ("https://a.vn/x.jpg", "«https://a.vn/x.jpg» không phải tệp ảnh trong thư mục nội dung"),
        ("//a.vn/x.jpg", "«//a.vn/x.jpg» không phải tệp ảnh"),
        ("data:image/png;base64,eA", "«data:image/png;base64,eA» không phải tệp ảnh"),
        ("", "ảnh không có tên tệp"),
    ],
)
@pytest.mark.parametrize("form", ["![x]({})", '<img alt=x src="{}">'])
def test_photo_that_cannot_be_used_is_a_fault_with_its_line(folder, form, written, problem):
    """It names article, line and file; a pipe does not make the build wait."""
    folder.photo("tin/a.jpg")
    folder.file("tin/rong.jpg", b"")
    folder.file("tin/hinh.gif", b"GIF89a")
    os.mkfifo(folder.root / "tin/ong.jpg")
    (folder.root / "tin/thu-muc.jpg").mkdir()
    reading = folder.read(f"{written}\n\n{form.format(written)}")
    ((line, field, said),) = told(reading)
    assert (line, field) == (10, "ảnh")
    assert problem in said
    assert photos_of(reading.parts) == ()


def test_fault_of_an_entry_names_its_field(folder):
    """`photos.2.file`, with the line of the value."""
    folder.photo("tin/a.jpg")
    folder.file("tin/hong.jpg", b"khong phai anh")
    entries = (
        "summary: S\nphotos:\n  - file: a.jpg\n    alt: x\n  - file: hong.jpg\n"
        "  - file: khong.jpg\n  - file: ./a.jpg\n"
    )
    assert told(folder.read("Chữ", entries)) == [
        (11, "photos.3.file", "không có tệp «khong.jpg»"),
        (12, "photos.4.file", "ảnh «./a.jpg» đã có ở photos.1"),
        (10, "photos.2.file", "tệp «hong.jpg» không phải là ảnh"),
    ]


@pytest.mark.parametrize(
    ("body", "problem", "mend"),
    [
        (
            "![x](a.jpg, b.jpg)",
            "«a.jpg, b.jpg» là 2 tệp trong một dấu ngoặc",
            "viết riêng: (a.jpg), (b.jpg)",
        ),
        (
            "![x](a.jpg|b.jpg)",
            "«a.jpg|b.jpg» là 2 tệp trong một dấu ngoặc",
            "viết riêng: (a.jpg), (b.jpg)",
        ),
        (
            "![x][a.jpg]",
            "tên tệp trong «![…][a.jpg]» nằm giữa ngoặc vuông",
            "viết «![…](a.jpg)»",
        ),
        ("[x][qd.pdf]", "tên tệp trong «[…][qd.pdf]» nằm giữa ngoặc vuông", "viết «[…](qd.pdf)»"),
    ],
)
def test_files_in_brackets_that_are_wrong_are_told_once(folder, body, problem, mend):
    """One slip is one fault, with the brackets to write."""
    folder.photo("tin/a.jpg", "tin/b.jpg")
    folder.file("tin/qd.pdf")
    (fault,) = folder.read(body).faults
    assert (fault.problem, fault.mend, fault.warning) == (problem, mend, False)


def test_tab_in_the_header_is_a_space(folder):
    """It parts no columns there."""
    reading = folder.read("Chữ.", more="summary: Hoạt động\tcủa tỉnh\nlang:\tvi\n")
    assert (reading.faults, reading.record.summary) == ((), "Hoạt động của tỉnh")


def test_photo_of_another_site_in_the_header_is_told_as_such(folder):
    """It is to be fetched, not looked for."""
    (fault,) = folder.read("Chữ.", more="summary: S\nphotos: https://a.vn/a.jpg\n").faults
    assert (fault.line, fault.field) == (7, "photos.1.file")
    assert fault.problem.endswith("không phải tệp ảnh trong thư mục nội dung")
    assert fault.mend == "tải ảnh về, đặt cạnh bài viết rồi ghi tên tệp"


def test_photo_without_any_words_is_a_warning(folder):
    """Someone who does not see it must learn what it shows."""
    folder.photo("tin/a.jpg", "tin/b.jpg")
    reading = folder.read("Chữ\n\n![](a.jpg)", "summary: S\nphotos:\n  - b.jpg\n")
    assert [(fault.line, fault.field, fault.warning) for fault in reading.faults] == [
        (12, "ảnh", True),
        (8, "photos.1.file", True),
    ]


def test_link_around_a_photo_is_a_warning(folder):
    """The photo is shown, the link is gone, the editor knows."""
    folder.photo("tin/a.jpg")
    ((line, field, problem),) = told(folder.read("Chữ\n\n[![x](a.jpg)](https://a.vn)"))
    assert (line, field) == (10, "ảnh")
    assert problem.startswith("liên kết quanh ảnh «a.jpg»")


def test_photos_of_a_standing_page(folder):
    """They follow the same rules, listed or placed."""
    folder.photo("trang/a.jpg", "trang/b.jpg")
    source = (
        "---\ntitle: Giới thiệu\nsummary: S\nphotos:\n  - file: b.jpg\n    alt: Hai\n---\n"
        'Chữ\n\n![Một](a.jpg "Cầu. Ảnh: Lê Anh")\n'
    )
    folder.file("trang/gioi-thieu.md", source.encode())
    reading = folder.read_path("trang/gioi-thieu.md")
    assert told(reading) == []
    assert words(reading) == [("Một", "Cầu.", "Lê Anh"), ("Hai", None, None)]
    assert reading.record.text.photos == photos_of(reading.parts)


def test_photo_files_are_listed_with_field_and_line(folder):
    """What goes wrong while copies of a photo are made can be told as exactly."""
    folder.photo("tin/a.jpg", "tin/b.jpg")
    reading = folder.read(
        "Chữ\n\n![x](a.jpg)", "summary: S\nphotos:\n  - file: b.jpg\n    alt: y\n"
    )
    assert [(file.name, field, line) for file, _, field, line in reading.photo_files] == [
        ("a.jpg", "ảnh", 13),
        ("b.jpg", "photos.1.file", 8),
    ]


def test_removed_html_is_a_warning_with_its_line(folder):
    """The line is that of the file, header included."""
    reading = folder.read("Chữ\n\n<b onclick=x>a</b>\n\n<script>x</script>\n")
    assert [(fault.line, fault.field, fault.warning) for fault in reading.faults] == [
        (10, "nội dung", True),
        (12, "nội dung", True),
    ]


def test_digest_follows_the_body(folder):
    """Equal bodies have equal digests, others do not."""
    digests = [folder.read(body).record.text.digest for body in ("a", "a", "b")]
    assert digests[0] == digests[1] != digests[2]


def test_links_of_the_text_are_written_as_found(folder):
    """For the site_plan, which knows the addresses."""
    folder.file("tin/b.md")
    assert folder.read("[x](b.md#y)").record.text.links == (WrittenLink("tin/b.md", "b.md#y", 8),)


@pytest.mark.parametrize("name", ["title", "style", "script", "textarea", "iframe"])
def test_element_that_would_swallow_the_rest_is_a_fault(folder, name):
    """An element that is never closed takes what follows with it: nothing goes out like that."""
    reading = folder.read(f"Mở đầu.\n\nTheo <{name}>Nghị quyết.\n\nĐoạn quan trọng.")
    faults = [fault for fault in reading.faults if not fault.warning]
    assert [(fault.line, fault.problem) for fault in faults] == [
        (10, f"thẻ <{name}> mở mà không đóng, phần sau của bài sẽ mất")
    ]


@pytest.mark.parametrize(
    ("start", "problem"),
    [
        (b"", "«qd.pdf» là tệp rỗng"),
        (b"\xff\xd8\xff\xe1 Exif", "«qd.pdf» là ảnh mang đuôi tệp khác"),
        (b"\x89PNG\r\n\x1a\n", "«qd.pdf» là ảnh mang đuôi tệp khác"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "«qd.pdf» là ảnh mang đuôi tệp khác"),
        (b"\0\0\0\x18ftypheic\0\0", "«qd.pdf» là ảnh mang đuôi tệp khác"),
    ],
)
def test_photo_under_another_name_is_no_attachment(folder, start, problem):
    """A photo that is attached would go out with its place and its camera."""
    folder.file("tin/qd.pdf", start)
    assert told(folder.read("Chữ\n\n[Quyết định](qd.pdf)")) == [(10, "đính kèm", problem)]


# ── Files that the text names and the page does not show ─────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "![Hội trường] (a.jpg)",
        "![Hội trường](a.jpg",
        "Quyết định (qd.pdf) kèm theo.",
        "[Quyết định] (qd.pdf)",
        "Xem /tin/a.jpg và a.jpg.",
    ],
)
def test_file_that_is_named_and_not_shown_is_a_fault(folder, body):
    """The photo stands beside the article, and no page would ever show it."""
    folder.photo("tin/a.jpg")
    folder.file("tin/qd.pdf", b"%PDF-1.4\n")
    faults = [fault for fault in folder.read(body).faults if not fault.warning]
    assert faults
    assert {fault.line for fault in faults} == {8}


@pytest.mark.parametrize(
    "body",
    [
        "![Hội trường](a.jpg) và [Quyết định](qd.pdf).",
        "Tải tại https://a.vn/a.jpg hoặc `a.jpg`.",
        "Mẫu khác.pdf không có ở đây.",
        "Ông A.JPGAN nói.",
    ],
)
def test_files_that_are_shown_or_elsewhere_are_no_fault(folder, body):
    """What the page shows, what another site has, what is not there."""
    folder.photo("tin/a.jpg")
    folder.file("tin/qd.pdf", b"%PDF-1.4\n")
    assert [fault for fault in folder.read(body).faults if not fault.warning] == []


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (
            "[Tải](khong-co.pdf) và **chưa đóng",
            ["không có tệp «khong-co.pdf»", "còn dấu Markdown «**» trên trang"],
        ),
        (
            "![x] (a.jpg) và **chưa đóng",
            [
                "còn dấu Markdown «**» trên trang",
                "ảnh «a.jpg» có dấu cách trong «![…] (…)», không thành ảnh",
            ],
        ),
        (
            "[Trang](vinhlong.gov.vn), {{ mau }}, [Cổng] (https://a.vn)",
            [
                "còn dấu Markdown «]» trên trang",
                "còn dấu Markdown «{{» trên trang",
                "«vinhlong.gov.vn» thiếu «https://» ở đầu",
            ],
        ),
        (r"C:\anh\a.png và ~~chưa", [
            r"«C:\anh\a.png» là đường dẫn trên máy của người viết",
            "còn dấu Markdown «~~» trên trang",
        ]),
        (
            "#Kết quả **chưa",
            [
                "«#Kết quả **chưa» thiếu dấu cách sau «#», không thành tiêu đề, được in như chữ",
                "còn dấu Markdown «**» trên trang",
            ],
        ),
        ("![x](a.jpg", ["ảnh «a.jpg» thiếu dấu «)» ở cuối «![…](…», không thành ảnh"]),
        ("![x] (a.jpg)", ["ảnh «a.jpg» có dấu cách trong «![…] (…)», không thành ảnh"]),
        (
            "[x](https://a.vn/b (trang 8))",
            ["chữ «(trang 8)» sau «https://a.vn/b» không phải phần của địa chỉ"],
        ),
        ("a <!-- chưa duyệt **", ["ghi chú HTML «<!--» mở mà không đóng"]),
        (
            "<center>![x](a.jpg)</center>",
            [
                "thẻ <center> không được dùng, đã bỏ đi",
                "trong khối HTML dấu Markdown «![x](a.jpg» không có tác dụng",
            ],
        ),
        ("||||||| 1a2b3c", ["còn dấu trộn của Git «||||||| 1a2b3c»"]),
        (
            "!\\[x\\](a.jpg)\n\n![y](a.jpg)",
            ["«![x](a.jpg)» viết với dấu «\\» trước ngoặc, không thành ảnh"],
        ),
        (
            "[năm](https://a.vn và [sáu](https://b.vn) nữa",
            ["liên kết «[năm](https://a.vn» thiếu dấu «)» sau địa chỉ"],
        ),
        (
            "[năm](https://a.vn và [sáu](https://b.vn",
            [
                "liên kết «[năm](https://a.vn» thiếu dấu «)» sau địa chỉ",
                "liên kết «[sáu](https://b.vn» thiếu dấu «)» sau địa chỉ",
            ],
        ),
        ("Số:__/QĐ ngày__tháng__năm__", []),
    ],
)  # fmt: skip
def test_all_that_is_wrong_on_a_line_is_told_in_one_run(folder, line, problems):
    """A fault hides no other; what only follows from it is told once."""
    folder.photo("tin/a.jpg")
    reading = folder.read(f"Đoạn.\n\n{line}\n\nĐoạn.")
    assert sorted(fault.problem for fault in reading.faults) == sorted(problems)
    assert {fault.line for fault in reading.faults} <= {10}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("form", ["{}", "*{}*"])
def test_line_below_a_photo_that_ends_as_a_caption_is_told(folder, gap, form):
    """The mend makes it one; a paragraph, or a caption besides, is none."""
    folder.photo("tin/a.jpg")
    words = "Chợ nổi Cái Bè. Ảnh: Lê Anh"
    (fault,) = folder.read(f"Chữ.\n\n![Chợ](a.jpg){gap}{form.format(words)}\n").faults
    assert (fault.line, fault.warning) == (10, True)
    assert fault.problem == (
        f"dòng «{words}» dưới ảnh «a.jpg» được in thành đoạn văn, không thành chú thích"
    )
    assert fault.mend == f"viết «Ảnh: {words}»"
    for body in (
        f"![Chợ](a.jpg){gap}Ảnh: {words}",
        f"![Chợ](a.jpg){gap}{'Chữ dài. ' * 30}{words}",
        f"![Chợ](a.jpg){gap}Chợ nổi Cái Bè.",
        f'![Chợ](a.jpg "Chú thích"){gap}{words}',
    ):
        assert folder.read(body).faults == ()


@pytest.mark.parametrize("photo", ['<img alt="Chợ">', '<IMG\nsrc="">', "![]()"])
def test_photo_without_a_name_is_told_on_its_line(folder, photo):
    """Whatever stands before it."""
    (fault,) = folder.read(f"Một\n\n<p>Hai</p>\n\nBa {photo} bốn").faults
    assert (fault.problem, fault.mend) == ("ảnh không có tên tệp", "viết «![mô tả](ten-anh.jpg)»")
    assert fault.line in (12, 12 + photo.count("\n"))


def test_photo_that_loads_late_is_the_one_it_names(folder):
    """On pages of other sites the address stands in "data-src"."""
    folder.photo("tin/a.jpg")
    assert folder.read('Một\n\n<img data-src="a.jpg" alt="Chợ">').faults == ()
    (fault,) = folder.read('Một\n\n<img alt="" data-src="https://a.vn/a.jpg">').faults
    assert fault.line == 10
    assert "«https://a.vn/a.jpg» không phải tệp ảnh" in fault.problem


@pytest.mark.parametrize(
    ("below", "caption"),
    [
        ("Chợ nổi Cái Bè. Ảnh: Lê Anh\nSáng nay, xã họp dân.", "Chợ nổi Cái Bè. Ảnh: Lê Anh"),
        ("Chú thích: Chợ nổi (Ảnh: Lê Anh)\nSáng nay, xã họp.", "Chợ nổi (Ảnh: Lê Anh)"),
        ("*Chú thích ảnh:* Chợ nổi. Ảnh: Lê Anh", "Chợ nổi. Ảnh: Lê Anh"),
        ("Chợ nổi trên sông ở\nCái Bè. Ảnh: Lê Anh", "Chợ nổi trên sông ở Cái Bè. Ảnh: Lê Anh"),
    ],
)
def test_mend_of_a_line_below_a_photo_is_its_caption_alone(folder, below, caption):
    """Neither the text on the next line nor a label of another kind is within it."""
    folder.photo("tin/a.jpg")
    (fault,) = folder.read(f"![Chợ](a.jpg)\n{below}").faults
    assert fault.mend == f"viết «Ảnh: {caption}»"
    rest = below.partition("\n")[2] if "Sáng" in below else ""
    assert folder.read(f"![Chợ](a.jpg)\nẢnh: {caption}\n{rest}").faults == ()


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("caption", ["Lê Anh", "Hội trường. Ảnh: Lê Anh"])
def test_caption_below_a_photo_within_a_line_is_told_as_what_it_is(folder, gap, caption):
    """It stands below its photo, before words that were typed before it; the mend works."""
    folder.photo("tin/a.jpg")
    (fault,) = folder.read(f"Đoàn thăm ![Trụ sở](a.jpg) tại xã.{gap}Ảnh: {caption}").faults
    assert (fault.line, fault.problem, fault.mend, fault.warning) == (
        8,
        "«a.jpg» đứng giữa dòng chữ: chú thích của nó được in ngay dưới nó, trước chữ «tại xã.»",
        "đặt nó trên một dòng riêng, chú thích ở dòng ngay dưới",
        True,
    )
    assert folder.read(f"Đoàn thăm tại xã.\n\n![Trụ sở](a.jpg)\nẢnh: {caption}").faults == ()
    assert folder.read("Đoàn thăm ![Trụ sở](a.jpg) tại xã.").faults == ()


@pytest.mark.parametrize(
    "written",
    [r"\\may\chung\a.pdf", r"<\\may\chung\a b.pdf>", r"\may\chung\a.pdf", r"C:\anh\a.pdf",
     "D:/anh/a.pdf", "/home/an/a.pdf", "/Users/an/a.pdf", "file:///C:/a.pdf"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["[Tệp]({})", "![Tệp]({})"])
def test_path_of_a_disk_is_told_once(folder, form, written):
    """Whatever Markdown makes of its backslashes."""
    ((line, _, problem),) = told(folder.read(f"Chữ.\n\n{form.format(written)}\n"))
    assert line == 10
    assert problem.endswith("là đường dẫn trên máy của người viết")


@pytest.mark.parametrize(
    "header",
    [
        "document:\n  number: 12/QĐ\n  issued: 2017-02-23\n  issuer: Sở Y tế\n  file: C:\\qd.pdf",
        "audio: D:\\nghe.mp3",
        "photos: \\\\may\\a.jpg",
        "photos:\n  - file: C:\\anh\\a.jpg\n    caption: C",
        "related: C:\\bai\\index.md",
    ],
)
def test_path_of_a_disk_in_the_header_is_told_once(folder, header):
    """It is no address of the site, and no missing file."""
    reading = folder.read("Chữ.", more=f"summary: S\n{header}\n")
    (fault,) = reading.faults
    assert fault.problem.endswith("là đường dẫn trên máy của người viết")


def test_sign_that_is_left_is_told_once(folder):
    """What the converter tells of a sign is not told again in general words."""
    assert told(folder.read("a[^9]\n\n<div>\n**b**\n</div>\n\n**c\n")) == [
        (8, "nội dung", "không có chú thích «[^9]»"),
        (11, "nội dung", "trong khối HTML dấu Markdown «**» không có tác dụng"),
        (14, "nội dung", "còn dấu Markdown «**» trên trang"),
    ]


@pytest.mark.parametrize(
    ("header", "field", "sign"),
    [
        ("summary: **Đậm** và thường", "summary", "**"),
        ("summary: Xem [bài](https://a.vn)", "summary", "]("),
        ("photos:\n  - file: a.jpg\n    caption: <b>Lễ</b>", "photos.1.caption", "<b>"),
    ],
)
def test_markdown_in_a_text_field_is_told(folder, header, field, sign):
    """It is printed as it was typed, in lists, feeds and share cards too."""
    folder.photo("tin/a.jpg")
    found = [fault for fault in folder.read("x", f"{header}\n").faults if fault.field == field]
    problem = f"«{sign}» là dấu của Markdown hay HTML, ở trường này được in như chữ"
    assert [(fault.problem, fault.warning) for fault in found] == [(problem, True)]


@pytest.mark.parametrize(
    "summary", ["Khách sạn 5*, tên_tệp_1, [tạm] (x), 3 < 5 > 2", "Tại https://a.vn/__x__/y**z"]
)
def test_signs_of_plain_text_in_a_text_field_are_words(folder, summary):
    """Stars, brackets, comparisons and addresses."""
    assert folder.read("x", f"summary: {summary}\n").faults == ()


# ── Documents ────────────────────────────────────────────────────────────────

DOCUMENT = "summary: Sapo.\ndocument:\n  number: 7/KH\n  issued: 2017-02-20\n  issuer: Sở Y tế\n"


def test_file_of_a_document_is_published_with_its_kind_and_size(folder):
    """As a file that the text links to, though no text names it."""
    folder.file("tin/Kế hoạch 7.pdf")
    reading = folder.read("Lời.", f"{DOCUMENT}  file: Kế hoạch 7.pdf\n")
    assert told(reading) == []
    (attachment,) = reading.record.text.attachments
    assert attachment.path == "tin/Kế hoạch 7.pdf"
    assert attachment.name.startswith("ke-hoach-7-")
    file = reading.record.document.file
    assert (file.name, file.published, file.info) == (
        "Kế hoạch 7.pdf",
        attachment.name,
        "PDF, 1 trang, 332 byte",
    )
    assert reading.named == ("tin/Kế hoạch 7.pdf",)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("a.pdf", "không có tệp «a.pdf»"),
        ("../../a.pdf", "«../../a.pdf» dẫn ra ngoài thư mục nội dung"),
        ("https://a.vn/a.pdf", "«https://a.vn/a.pdf» là địa chỉ, không phải tệp"),
        ("anh.jpg", "«anh.jpg» không phải tệp văn bản"),
        ("index.md", "«index.md» không phải tệp văn bản"),
        ("phim.mp4", "«phim.mp4» không phải tệp văn bản"),
        ("gia.pdf", "«gia.pdf» là ảnh mang đuôi tệp khác"),
        ("không có đuôi", "không có tệp «không có đuôi»"),
    ],
)
def test_file_of_a_document_that_cannot_go_out_is_a_fault(folder, written, problem):
    """At the line of its name, and the article shows no file."""
    folder.photo("tin/anh.jpg")
    folder.file("tin/phim.mp4")
    folder.file("tin/gia.pdf", (folder.root / "tin/anh.jpg").read_bytes())
    reading = folder.read("Lời.", f"{DOCUMENT}  file: {written}\n")
    ((line, field, found),) = told(reading)
    assert (line, field) == (11, "document.file")
    assert found.startswith(problem)
    assert reading.record.document.file is None
    assert reading.record.text.attachments == ()


ALBUM = "summary: S\nkind: album\nphotos: a.jpg, b.jpg, c.jpg\n"


def test_photos_of_an_album_stand_before_its_text(folder):
    """As a gallery; those that the text places stand where they are placed."""
    folder.photo("tin/a.jpg", "tin/b.jpg", "tin/c.jpg")
    gallery, words = folder.read("Một.\n\nHai.", ALBUM).parts
    assert [item.first for item in gallery.figures] == [True, False, False]
    assert words == HtmlPart("<p>Một.</p>\n<p>Hai.</p>")
    sapo, gallery, words = folder.read("Một.\n\nHai.", ALBUM.partition("\n")[2]).parts
    assert sapo.html == '<p class="sapo">Một.</p>'
    assert len(gallery.figures) == 3
    gallery, words, figure = folder.read("Một.\n\n![B](b.jpg)", ALBUM).parts
    assert (len(gallery.figures), figure.photo.alt) == (2, "B")


def test_photo_of_the_header_leads_an_article_with_a_film(folder):
    """A film is no photo of the text."""
    folder.photo("tin/a.jpg")
    folder.file("tin/b.mp4")
    parts = folder.read("Một.\n\n[Phim](b.mp4)", "summary: S\nphotos: a.jpg\n").parts
    assert [part.kind for part in parts] == ["figure", "markup", "player"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Chữ.\n\nẢnh: hội trường.jpg", "hội trường.jpg"),
        ("Tải Phụ lục 2.pdf tại đây", "Phụ lục 2.pdf"),
        ("Tải tệp (Phụ lục (2) sửa.pdf), tại đây", "Phụ lục (2) sửa.pdf"),
        ("- tep/Phụ lục 2.pdf", "tep/Phụ lục 2.pdf"),
        ("Xem 2.pdf, Phụ lục 2.pdf", "Phụ lục 2.pdf"),
        ("Xem **Quyết định số 15.docx**.", "Quyết định số 15.docx"),
        ("image::cau.jpg[Cầu mới]", "cau.jpg"),
        ("Cầu mới !cau.jpg! đây", "cau.jpg"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_file_whose_name_holds_spaces_is_missed_where_the_text_names_it(folder, body, name, form):
    """Nobody can tell where such a name begins, but by the files that are there."""
    place = unicodedata.normalize(form, f"tin/{name}")
    (folder.photo if name.endswith("jpg") else folder.file)(place)
    reading = folder.read(unicodedata.normalize(form, body))
    (fault,) = [fault for fault in reading.faults if not fault.warning]
    assert fault.problem == f"tệp «{name}» có tên trong bài mà trang không hiện"
    assert f"«![mô tả]({name})», tệp khác là «[chữ]({name})»" in fault.mend
    assert reading.named == (f"tin/{name}",)


@pytest.mark.parametrize(
    "body",
    [
        "![x](hội trường.jpg)\nẢnh: hội trường.jpg",
        "[Phụ lục 2.pdf](<Phụ lục 2.pdf>)",
        "[Phụ lục 2.pdf](Phụ lục 2.pdf)",
        "Tải lại phụ lục 2.pdf, xPhụ lục 2.pdf, khac/Phụ lục 2.pdf",
        "Sang\nPhụ\nlục 2.pdf và Phụ “lục 2.pdf”",
    ],
)
def test_file_whose_name_holds_spaces_is_not_missed_where_it_is_shown_or_not_named(folder, body):
    """Its name in the words of its link, or words like it."""
    folder.photo("tin/hội trường.jpg")
    folder.file("tin/Phụ lục 2.pdf")
    assert [fault for fault in folder.read(body).faults if "có tên" in fault.problem] == []


def test_photo_within_html_is_told_once(folder):
    """As the file that is not shown, and not as the signs of a photo besides; others are."""
    folder.photo("tin/a.jpg")
    body = "<div>**y**\n![x](a.jpg)</div>"
    assert told(folder.read(body)) == [
        (8, "nội dung", "trong khối HTML dấu Markdown «**» không có tác dụng"),
        (9, "nội dung", "tệp «a.jpg» có tên trong bài mà trang không hiện"),
    ]


def test_what_a_shown_file_name_ends_with_is_another_file(folder):
    """«2.pdf» is shown, «Phụ lục 2.pdf» is not."""
    folder.file("tin/2.pdf")
    folder.file("tin/Phụ lục 2.pdf")
    (fault,) = folder.read("[x](2.pdf)\n\nTải Phụ lục 2.pdf").faults
    assert "«Phụ lục 2.pdf» có tên" in fault.problem
    assert fault.line == 10


@pytest.mark.parametrize(
    ("body", "problem", "mend"),
    [
        (
            "![y] (hội nghị 2.jpg)",
            "«![y] (hội nghị 2.jpg)» có dấu cách trước «(», tệp «hội nghị 2.jpg» không hiện",
            "viết liền: ![y](hội nghị 2.jpg)",
        ),
        (
            "![x]anh6.jpg)",
            "«![x]anh6.jpg)» thiếu dấu «(», tệp «anh6.jpg» không hiện",
            "viết liền: ![x](anh6.jpg)",
        ),
        (
            "Xem [Tệp] (tep.pdf) này",
            "«[Tệp] (tep.pdf)» có dấu cách trước «(», tệp «tep.pdf» không hiện",
            "viết liền: [Tệp](tep.pdf)",
        ),
        ("![x] (anh6.jpg)", "ảnh «anh6.jpg» có dấu cách trong «![…] (…)»", "![x](anh6.jpg)"),
    ],
)
def test_parted_photo_or_link_is_told_once_with_what_mends_it(folder, body, problem, mend):
    """Neither its sign nor its file is told again."""
    folder.photo("tin/hội nghị 2.jpg", "tin/anh6.jpg")
    folder.file("tin/tep.pdf")
    (fault,) = folder.read(f"Chữ.\n\n{body}").faults
    assert not fault.warning
    assert fault.line == 10
    assert fault.problem.startswith(problem)
    assert fault.mend.endswith(mend)
    mended = fault.mend.partition(": ")[2]
    assert folder.read(f"Chữ.\n\n{mended}").faults == ()


@pytest.mark.parametrize(
    ("body", "told_too"),
    [
        ("Theo [1] (tep.pdf) và [Tệp](tep.pdf)", ["còn dấu Markdown «]» trên trang"]),
        ("[Nguồn] (theo bản scan.pdf của Sở)", []),
        ("[Nguồn] (https://a.vn/b.pdf)", ["còn dấu Markdown «]» trên trang"]),
        ("Điều [a] (sửa đổi) b.", []),
    ],
)
def test_brackets_without_a_file_that_is_missed_are_told_as_signs_or_not_at_all(
    folder, body, told_too
):
    """The file is shown, or there is none."""
    folder.file("tin/tep.pdf")
    assert [fault.problem for fault in folder.read(body).faults] == told_too


# ── Told once, with what mends it ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "problem", "mend"),
    [
        (
            "![x](a.png)\nNguồn ảnh: TTXVN\n\nẢnh: Trước 12\n\n![y](b.png)",
            "«a.png» đứng giữa dòng chữ: chú thích của nó được in ngay dưới nó, trước chữ "
            "«Nguồn ảnh: TTXVN»",
            "đặt nó trên một dòng riêng, chú thích ở dòng ngay dưới",
        ),
        (
            "![x](a.png)\nẢnh: Dòng một.\nDòng hai là một câu.\nẢnh: Lê B\n\n![y](b.png)",
            "dòng «Dòng hai là một câu. Ảnh: Lê B» dưới ảnh «a.png» được in thành đoạn văn, không "
            "thành chú thích",
            "viết trên một dòng: «Ảnh: Dòng một. Dòng hai là một câu. Ảnh: Lê B»",
        ),
        (
            "![x](a.png) ![y](b.png)\n\n\uf0b7\tMột\n\uf0b7\tHai\n\n\uf0b7\tBa",
            "«U+F0B7» là dấu đầu dòng của Word, được in như chữ",
            "thay dấu ấy và khoảng trống sau nó bằng «- »",
        ),
        (
            "![x](a.png) ![y](b.png)\n\nGồm:\nü\tMột\nü\tHai",
            "«ü» là dấu đầu dòng của Word, được in như chữ",
            "thay dấu ấy và khoảng trống sau nó bằng «- »",
        ),
        (
            "![x](a.png) ![y](b.png)\n\nGồm:\n\n§\tMột",
            "«§» là dấu đầu dòng của Word, được in như chữ",
            "thay dấu ấy và khoảng trống sau nó bằng «- »",
        ),
    ],
)
def test_one_cause_in_a_text_is_told_once_with_what_mends_it(folder, body, problem, mend):
    """Nothing else of these texts is wrong, and none of it stops them."""
    folder.photo("tin/a.png", "tin/b.png")
    (fault,) = folder.read(body).faults
    assert fault.warning
    assert (fault.problem, fault.mend) == (problem, mend)


@pytest.mark.parametrize(
    "body",
    [
        "Khoản § 5 và Übung, vẫn v.v.",
        "§ 5 của luật",
        "v\u1ecbnh",
        "- Một\n- Hai",
        "![x](a.png)\nẢnh: Dòng một.\n\nDòng hai là một câu. Ảnh: Lê B",
    ],
)
def test_what_only_looks_like_a_sign_or_credit_is_not_told(folder, body):
    """A section sign before its number, a letter that begins a word, a caption that is whole."""
    folder.photo("tin/a.png")
    assert told(folder.read(body)) == []


@pytest.mark.parametrize("sign", [" :", " ：", "："])
def test_note_whose_colon_stands_apart_is_told_once_with_what_mends_it(folder, sign):
    """Its colon is not doubled, and the sign of its call not told again."""
    (fault,) = folder.read(f"Chữ[^5].\n\n[^5]{sign} chú").faults
    assert fault.line == 10
    assert fault.problem == "dòng chú thích «[^5]» có dấu cách trước dấu hai chấm"
    assert fault.mend == "viết «[^5]: chú»"
    (fault,) = folder.read("Chữ[^5].\n\n[^5] chú").faults
    assert fault.problem == "dòng chú thích «[^5]» thiếu dấu hai chấm"
    assert fault.mend == "viết «[^5]: chú»"
    (fault,) = folder.read(f"Chữ.\n\n[^5]{sign} chú").faults
    assert fault.problem.endswith("dấu hai chấm, và không chỗ nào trong bài gọi nó")
    assert fault.mend.startswith("viết «[^5]: chú», rồi đặt «[^5]» sau chữ cần chú giải")
    (fault,) = folder.read("Chữ[^6].\n\n[^5] chú[^5].\n\n[^5]: b").faults
    assert (fault.line, fault.problem) == (8, "không có chú thích «[^6]»")


@pytest.mark.parametrize(
    "body",
    ["[Tệp] (khong.pdf)", "[Tệp] ( khong.pdf )", '[Tệp]\n(khong.pdf "Tên")', "[Tệp]( khong.pdf )"],
)
def test_missing_file_is_a_fault_wherever_its_bracket_stands(folder, body):
    """As it is when it is written right; in a draft a warning, and told again once it comes."""
    (fault,) = folder.read(body).faults
    assert not fault.warning
    assert "không có tệp «khong.pdf»" in fault.problem
    reading = folder.read_bytes(f"---\n{HEADER}status: draft\n---\n{body}".encode())
    assert [fault.warning for fault in reading.faults] == [True]
    assert reading.is_lacking


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("title: A\nauthor N.H", ["không đọc được dòng «author N.H»"]),
        ("title: A\nauthor:\n\t- N.H", ["không đọc được dòng «- N.H»"]),
        ("title: A\nauthor:\n– N.H", ["không đọc được dòng «– N.H»"]),
        ("title: A\nPhóng viên: N.H", ["không có trường «Phóng viên»"]),
        ("title: A\ntác giã: N.H", []),
        ("title: A\ntacs giả: N.H", ["không có trường «tacs giả»"]),
        ("title: A\nauthor:", ["thiếu tác giả"]),
        ("title: A\n- N.H", ["thiếu tác giả", "không đọc được dòng «- N.H»"]),
        (
            "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\nauthor: N.H",
            [f"còn dấu trộn của Git «{mark}»" for mark in ("<<<<<<< HEAD", "=======", ">>>>>>> x")],
        ),
        ("title: A\ntitle: B\nauthor: N.H", ["trường «title» đã có ở dòng 2"]),
        (
            "title: A\nauthor: N.H\nsource:\n  name: Báo\n  url: http://localhost:8000/a",
            ["«http://localhost:8000/a» là địa chỉ của bản xem thử, người đọc không mở được"],
        ),
        (
            "title: A\nauthor: N.H\nsource:\n  name: Báo\n  url: a.vn",
            ["«a.vn» không phải địa chỉ web"],
        ),
        (
            "title: A\nauthor: N.H\naliases: http://127.0.0.1:8000/a",
            ["«http://127.0.0.1:8000/a» không phải địa chỉ cũ của cổng"],
        ),
    ],
)
def test_one_cause_in_a_header_is_told_once(folder, header, problems):
    """No author is missing whose line could not be read."""
    text = f"---\n{header}\ndate: 2017-02-23\ncategory: Kinh tế\nsummary: S\n---\nChữ"
    found = sorted(folder.read_bytes(text.encode()).faults, key=lambda fault: fault.line)
    assert [fault.problem for fault in found] == problems


def test_all_signs_in_a_field_are_told(folder):
    """One line of what to take out, each sign once."""
    signs = "**Đậm** và <b>x</b>, **nữa** và [a](b)"
    (fault,) = folder.read("Chữ", f"summary: {signs}\n").faults
    assert fault.problem == (
        "«**», «<b>», «](» là dấu của Markdown hay HTML, ở trường này được in như chữ"
    )


@pytest.mark.parametrize("end", ["", "\n", "--\n", "\nChú ý: đọc kỹ\n\n"])
def test_text_below_a_header_that_nothing_ends_is_looked_at_too(folder, end):
    """All faults are told in one run."""
    text = f"---\n{HEADER}{end}Đoạn **một.\n\n![x](khong.jpg)\n\n[y](khong.md)\n"
    first, *rest = sorted(
        folder.read_bytes(text.encode()).faults, key=lambda fault: fault.field != "front matter"
    )
    assert first.field == "front matter"
    lines = text.split("\n")
    assert {(lines[fault.line - 1], fault.problem) for fault in rest} == {
        ("![x](khong.jpg)", "không có tệp «khong.jpg»"),
        ("[y](khong.md)", "không có tệp «khong.md»"),
        ("Đoạn **một.", "còn dấu Markdown «**» trên trang"),
    }


@pytest.mark.parametrize(
    ("entry", "below", "told_fields"),
    [
        ("caption: Của đầu", "Ảnh: Của bài", ["photos.1.caption"]),
        (
            "caption: Của đầu. Ảnh: Lê A",
            "Ảnh: Của bài. Ảnh: Lê B",
            ["photos.1.caption", "photos.1.credit"],
        ),
        ("credit: Lê A", "Ảnh: Của bài. Ảnh: Lê B", ["photos.1.credit"]),
        ("caption: Của bài", "Ảnh: Của bài", []),
        ("caption: Của bài", "Ảnh:  Của   bài. Ảnh: Lê B", ["photos.1.caption"]),
        ("caption: Của đầu", "Chữ.", []),
        ("credit: Lê A", "Ảnh: Của bài", []),
    ],
)
def test_words_of_the_header_for_a_photo_that_the_text_words_otherwise_are_told(
    folder, entry, below, told_fields
):
    """Both are named, and which of them is shown; nothing is told where they do not differ."""
    folder.photo("tin/a.png")
    more = f"summary: S\nphotos:\n  - file: a.png\n    {entry}\n"
    found = folder.read(f"![x](a.png)\n{below}", more).faults
    assert [(fault.line, fault.field) for fault in found] == [(8, name) for name in told_fields]
    assert all(fault.warning for fault in found)


def test_words_for_a_photo_that_are_not_shown_are_told_with_those_that_are(folder):
    """An editor sees at once what to take out."""
    folder.photo("tin/a.png")
    more = "summary: S\nphotos:\n  - file: a.png\n    caption: Của đầu\n"
    reading = folder.read("![x](a.png)\nẢnh: Của bài", more)
    assert photos_of(reading.parts)[0].caption == "Của bài"
    (fault,) = reading.faults
    assert fault.problem == (
        "chú thích «Của đầu» không được in: trong nội dung ảnh «a.png» có chú thích «Của bài», "
        "trang in chú thích ấy"
    )
    assert fault.mend == "giữ một chú thích, xóa cái kia"


LACKING = """\
photos: a.png
audio: b.mp3
document:
  number: 1/QĐ-UBND
  issued: 2017-02-01
  issuer: UBND tỉnh
  file: c.pdf
"""


@pytest.mark.parametrize("is_draft", [True, False])
def test_draft_lacks_files_with_warnings_only(folder, is_draft):
    """All that can be missing: photos, recordings, documents, attachments, other articles."""
    status = "status: draft\n" if is_draft else ""
    body = "Chữ ![x](d.png)\n\n[y](e.pdf) [z](f.md)"
    reading = folder.read(body, f"summary: S\n{status}{LACKING}")
    assert sorted(fault.problem for fault in reading.faults) == [
        f"không có tệp «{name}»" for name in ("a.png", "b.mp3", "c.pdf", "d.png", "e.pdf", "f.md")
    ]
    assert {fault.warning for fault in reading.faults} == {is_draft}
    assert reading.is_lacking is is_draft
    assert reading.record.text.photos == ()
    assert html_of(reading) == "<p>Chữ</p>◆<p>y z</p>"


def test_slip_in_the_name_of_a_file_is_a_fault_in_a_draft_too(folder):
    """The file is there, but by another name; or it is none, or it is damaged."""
    folder.photo("tin/A.png")
    folder.file("tin/hong.jpg", b"x")
    body = "![x](a.png)\n\n![x](..\\\\b.png)\n\n![x](hong.jpg)"
    reading = folder.read(body, "summary: S\nstatus: draft\n")
    assert [fault.warning for fault in reading.faults] == [False] * 3
    assert not reading.is_lacking


def test_names_without_end_are_looked_for_by_their_last_words_alone(folder):
    """What one text may look for is bounded; a name of one word is found wherever it stands."""
    folder.file("tin/cuoi.pdf")
    reading = folder.read("".join(f"một hai ba bốn {n}.pdf\n" for n in range(3000)) + "cuoi.pdf")
    assert [fault.problem for fault in reading.faults] == [
        "tệp «cuoi.pdf» có tên trong bài mà trang không hiện"
    ]
    assert "/tin/một hai ba bốn 7.pdf" in reading.absent
    assert len(reading.absent) < 3000 + 5000
