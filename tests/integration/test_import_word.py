# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word files become drafts that read as they do, and nothing of them is lost unsaid."""

import io
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.importer.__main__ import import_file
from plugins.importer.article_folder import ImportedArticle
from plugins.importer.kinds import kind_of
from plugins.importer.markdown_writing import shown_text
from plugins.importer.no_word_lost import LostWordsError, hold_no_word_lost, words_of
from plugins.importer.reading import compose_article, convert_to_docx, read_source
from plugins.importer.report import tell
from plugins.press.errors import Refusal
from tests.importing import PORTAL
from tests.pictures import photo
from tests.small_site import ROOT, environment_with, warm_process
from tests.warm_process import WarmProcess
from tests.word_file import (
    cell,
    edge,
    notes,
    numbering,
    paragraph,
    picture,
    run,
    table,
    text_boxes,
    word_file,
)


def sign(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def imported(data: bytes, name: str = "bai.docx") -> ImportedArticle:
    document, draft, kind = read_source(name, data, PORTAL)
    return compose_article(name, data, document, draft, kind)


def body_of(*blocks: str, **more: object) -> str:
    """The Markdown of a Word file of *blocks* that has no title."""
    return imported(word_file("Mở đầu bài viết.", *blocks, **more)).body.markdown.partition("\n\n")[
        2
    ]


def told(article: ImportedArticle, kind: str) -> list[str]:
    return [
        f"{item.what}: {item.words}" if item.words else item.what
        for item in article.remarks
        if item.kind == kind
    ]


NEWS = (
    paragraph(run("Khai mạc hội chợ: 200 gian hàng", "b", size=16), align="center"),
    paragraph("Ngày 23/02/2017 14:57:36"),
    paragraph(
        run("(Vinhlong.gov.vn) – Sáng nay hội chợ khai mạc tại công viên trung tâm thành phố.", "b")
    ),
    paragraph("Hội chợ kéo dài năm ngày."),
    paragraph(picture()),
    paragraph(run("Quang cảnh hội chợ. Ảnh: Lê Anh", "i"), align="center"),
    paragraph("Vào cửa tự do."),
    paragraph(run("Hồng Giang - Đức Lam", "b"), align="right"),
)


def test_news_item_is_taken_apart(tmp_path, capsys):
    """Title, date, sapo, caption and byline stand in fields; the photo is what it was."""
    source = tmp_path / "Tin hội chợ.docx"
    original = photo(kind="JPEG")
    source.write_bytes(word_file(*NEWS, media={"anh": original}))
    import_file(str(source), tmp_path / "content", PORTAL, None)
    folder = tmp_path / "content/tin-tuc/2017/02/23/khai-mac-hoi-cho-200-gian-hang"
    assert (folder / "index.md").read_text("utf-8") == (
        "---\n"
        "title: 'Khai mạc hội chợ: 200 gian hàng'\n"
        "date: 2017-02-23T14:57:36\n"
        "author: 'Hồng Giang - Đức Lam'\n"
        "summary: '(Vinhlong.gov.vn) – Sáng nay hội chợ khai mạc tại công viên trung tâm "
        "thành phố.'\n"
        "photos:\n"
        "  - file: anh-1.jpg\n"
        "    caption: 'Quang cảnh hội chợ. Ảnh: Lê Anh'\n"
        "status: draft\n"
        "---\n"
        "Hội chợ kéo dài năm ngày.\n\n![](anh-1.jpg)\n\nVào cửa tự do.\n"
    )
    assert (folder / "anh-1.jpg").read_bytes() == original
    assert sorted(file.name for file in folder.parent.iterdir()) == [folder.name]
    told = capsys.readouterr().out
    assert "index.md:2: tên bài: «Khai mạc hội chợ: 200 gian hàng»" in told
    assert "dòng ghi ngày thành trường date: «Ngày 23/02/2017 14:57:36»" in told
    assert "index.md:1: category: chưa có chuyên mục — Sửa: viết «category: …»" in told


def test_second_import_overwrites_nothing(tmp_path):
    """The same article stands once; what an editor changed stays, the new one beside it."""
    source = tmp_path / "a.docx"
    source.write_bytes(word_file(*NEWS, media={"anh": photo(kind="JPEG")}))
    for _ in range(2):
        import_file(str(source), tmp_path / "content", PORTAL, None)
    (first,) = (tmp_path / "content").rglob("index.md")
    first.write_text(first.read_text("utf-8").replace("tự do", "có vé"), "utf-8")
    import_file(str(source), tmp_path / "content", PORTAL, None)
    names = [found.parent.name for found in (tmp_path / "content").rglob("index.md")]
    assert sorted(names) == [first.parent.name, f"{first.parent.name}-2"]
    assert "có vé" in first.read_text("utf-8")


def test_what_is_missing_is_asked(tmp_path):
    """A wrong answer is asked again, no answer leaves the field out."""
    source = tmp_path / "a.docx"
    source.write_bytes(word_file("Một đoạn văn thường của bài viết.", "Đoạn thứ hai."))
    answers = iter(["Cầu mới", "31/02/2017", "23/02/2017", "", "Kinh té", "kinh-te"])
    import_file(str(source), tmp_path / "content", PORTAL, lambda question: next(answers))
    file = tmp_path / "content/tin-tuc/2017/02/23/cau-moi/index.md"
    assert file.read_text("utf-8").split("\n---\n")[0] == (
        "---\ntitle: 'Cầu mới'\ndate: 2017-02-23\ncategory: 'Kinh tế'\nstatus: draft"
    )
    assert next(answers, None) is None


@pytest.fixture(scope="module")
def importer() -> WarmProcess:
    return warm_process("plugins.importer.__main__")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vong.docx", "không đọc được tệp (liên kết tượng trưng đi vòng tròn)"),
        ("a" * 300, "không đọc được tệp (đường dẫn quá dài)"),
        ("bai.docx", "không nhập xong: «content/tin-tuc/nhap» (không phải thư mục)"),
    ],
)
def test_what_the_system_refuses_is_told_in_vietnamese(name, told, importer, tmp_path):
    """A file that cannot be read, and a folder that cannot be made, are one line each."""
    (tmp_path / "pelicanconf.py").write_bytes((ROOT / "pelicanconf.py").read_bytes())
    (tmp_path / "plugins").symlink_to(ROOT / "plugins")
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/tin-tuc").write_text("là tệp")
    (tmp_path / "vong.docx").symlink_to("vong.docx")
    (tmp_path / "bai.docx").write_bytes(word_file("Một đoạn văn của bài viết."))
    status, _, said = importer.run([], tmp_path, environment_with({"SOURCE": name}))
    assert status == 1
    assert said.replace(f"{tmp_path}/", "").startswith(f"{name}:1: tệp: {told} — Sửa: xem lại ")
    assert said.count("\n") == 1


LETTERHEAD = table(
    ["UBND TỈNH VĨNH LONG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Số: 12/QĐ-UBND", "Vĩnh Long, ngày 05 tháng 3 năm 2020"],
    borders=False,
)


def test_official_document_keeps_its_original():
    """Its kind and subject make the title; its date and signature make no field."""
    data = word_file(
        LETTERHEAD,
        paragraph(run("QUYẾT ĐỊNH", "b"), align="center"),
        paragraph(run("Về việc phê duyệt quy hoạch", "b"), align="center"),
        "Căn cứ Luật Quy hoạch;",
        table(
            [
                cell(paragraph(run("Nơi nhận:", "b")), "- Như trên;"),
                cell(paragraph(run("KT. CHỦ TỊCH", "b"), align="center"), "Nguyễn Văn A"),
            ],
            borders=False,
        ),
    )
    article = imported(data, "QĐ 12.docx")
    assert article.text == (
        "---\ntitle: 'Quyết định về việc phê duyệt quy hoạch'\ncategory: 'Thông báo'\n"
        "status: draft\n---\nCăn cứ Luật Quy hoạch;\n\n**Nơi nhận:**\n\n\\- Như trên;\n\n"
        "**KT. CHỦ TỊCH**\n\nNguyễn Văn A\n\n[Văn bản gốc](qd-12.docx)\n"
    )
    assert article.files == {"qd-12.docx": data}
    assert told(article, "left out") == [
        "đầu văn bản (cơ quan, số, quốc hiệu, ngày): UBND TỈNH VĨNH LONG CỘNG HÒA XÃ HỘI CHỦ "
        "NGHĨA VIỆT NAM Số: 12/QĐ-UBND Vĩnh Long, ngày 05 tháng 3 năm 2020"
    ]


def test_name_of_the_state_in_a_sentence_is_no_letterhead():
    """What stands before it is the article."""
    text = "Quốc hội đã quyết định đổi tên nước, từ đó là Cộng hòa xã hội chủ nghĩa Việt Nam, " * 2
    article = imported(word_file("Lời nói đầu của bài viết.", text, "Hết."))
    assert article.body.markdown == f"Lời nói đầu của bài viết.\n\n{text.strip()}\n\nHết."


@pytest.mark.parametrize(
    "signature",
    ["admin admin", "KT. GIÁM ĐỐC", "Vĩnh Long, ngày 05 tháng 3 năm 2020", "Người soạn thảo"],
)
def test_signature_or_account_is_no_author(signature):
    """What stands at the right end need not be a writer."""
    article = imported(word_file(*NEWS[:4], paragraph(signature, align="right")))
    assert article.draft.author == ""
    assert article.body.markdown.endswith(signature)


@pytest.mark.parametrize("day", ["ngày 28 tháng 11 năm 2026", "ngày 28/11/2026"])
def test_name_below_a_place_and_a_day_is_a_signature(day):
    """As that of a letter; it stays where it is."""
    lines = (f"Trà Ôn, {day}", run("Nguyễn Văn Bình", "b"))
    article = imported(word_file(*NEWS[:4], *(paragraph(line, align="right") for line in lines)))
    assert article.draft.author == ""
    assert article.body.markdown.endswith("**Nguyễn Văn Bình**")


@pytest.mark.parametrize(
    "place", ["Vĩnh Long", "TP. Cần Thơ", "Xã Long Hồ", "Thành Phố Hồ Chí Minh", "Hà Nội", "Huế"]
)
def test_place_in_bold_at_the_right_is_no_author(place):
    """It stands as a name does, and nobody is invented."""
    article = imported(word_file(*NEWS[:4], paragraph(run(place, "b"), align="right")))
    assert article.draft.author == ""
    assert place in article.body.markdown


@pytest.mark.parametrize(
    ("line", "told_as"),
    [
        ("Hà Giang", "có thể là bút danh, cũng có thể là nơi viết"),
        ("Vĩnh Long", "là nơi viết, vì bài nói đến nơi ấy, nên còn để trong bài"),
        ("BẾN TRE", "là nơi viết, vì bài nói đến nơi ấy, nên còn để trong bài"),
        ("Xã Long Hồ", "là nơi viết, nên còn để trong bài: không lấy làm tác giả hay nguồn"),
    ],
)
@pytest.mark.parametrize("align", ["right", "left"])
def test_place_below_a_text_is_where_it_was_written(line, told_as, align):
    """It stays the last line, no author, source or heading; a pen name may be a province's."""
    text = "Đoàn công tác của tỉnh Vĩnh Long đã đến thăm các gia đình ở Bến Tre sáng nay."
    article = imported(word_file(*NEWS[:4], text, paragraph(run(line, "b"), align=align)))
    assert (article.draft.author, article.draft.source) == ("", "")
    assert article.body.markdown.splitlines()[-1].strip("*") == line
    assert [words for words in told(article, "note") if told_as in words]


@pytest.mark.parametrize(
    "field",
    [
        f'<w:fldSimple w:instr=" SAVEDATE \\@ d/M/yyyy ">{run("30/11/2026")}</w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("30/11/2026")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_day_that_word_writes_by_itself_is_no_date(field):
    """It is that of opening or saving the file; it stays in the text and is told."""
    article = imported(word_file(NEWS[0], paragraph(field), *NEWS[2:4]))
    assert article.draft.date is None
    assert "30/11/2026" in article.body.markdown
    assert [words for words in told(article, "note") if "do Word tự ghi" in words]


def test_words_of_wordart_stand_in_the_text():
    """They are drawn along a path, in an attribute of it."""
    art = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">'
        '<v:textpath string="Chúc mừng năm mới"/></v:shape></w:pict></w:r>'
    )
    assert body_of("Trước.", paragraph(art), "Sau.") == "Trước.\n\nChúc mừng năm mới\n\nSau."


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Ảnh: Quang cảnh lễ hội trên sông Long Bình", "Quang cảnh lễ hội trên sông Long Bình"),
        (
            "Ảnh: Quang cảnh lễ hội trên sông. Ảnh: TTXVN",
            "Quang cảnh lễ hội trên sông. Ảnh: TTXVN",
        ),
        ("Ảnh: Lê Anh", "Ảnh: Lê Anh"),
    ],
)
def test_word_before_a_caption_is_left_out(line, caption):
    """Where it says what the photo shows, with a credit or without; a name keeps it."""
    article = imported(word_file(*NEWS[:5], line, *NEWS[6:], media={"anh": photo()}))
    assert [found for _, found, _ in article.body.photos] == [caption]


def test_name_above_the_place_is_the_author():
    """In a text without form, too."""
    text = "Hội chợ mở cửa sáng nay\n\nNgười dân Bến Tre đến xem.\n\nCòn nhiều gian hàng.\n\n"
    source = f"{text}Lê Lan\n\nBến Tre\n".encode()
    document, draft, kind = read_source("bai-dan.txt", source, PORTAL)
    article = compose_article("bai-dan.txt", source, document, draft, kind)
    assert article.draft.author == "Lê Lan"
    assert article.body.markdown.endswith("\n\nBến Tre")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Thứ Hai, 20/11/2023 08:30 [GMT+7]", "2023-11-20T08:30:00+07:00"),
        ("20/11/2023 | 08:30 GMT+7", "2023-11-20T08:30:00+07:00"),
        ("Thứ hai, ngày 20/11/2023 - 08:30 (GMT+7)", "2023-11-20T08:30:00+07:00"),
        ("Đăng ngày 20/11/2023 lúc 08:30", "2023-11-20T08:30:00+07:00"),
        ("08:30:12, thứ Hai ngày 20-11-2023", "2023-11-20T08:30:12+07:00"),
        ("Cập nhật lúc 08h30 ngày 20/11/2023", "2023-11-20T08:30:00+07:00"),
        ("Lượt xem: 1.204 | 20/11/2023 8:30 PM", "2023-11-20T20:30:00+07:00"),
        ("(20.11.2023)", "2023-11-20T00:00:00+07:00"),
        ("Ngày 20 tháng 11 năm 2023", None),
        ("Từ 20/11/2023 đến 25/11/2023", None),
        ("20/11/2023 25/11/2023", None),
        ("Lịch làm việc ngày 20/11/2023", None),
        ("Ngày 31/02/2023", None),
    ],
)
def test_line_that_states_a_day(line, date):
    """However portals write it; a line that says something else as well stays in the text."""
    article = imported(word_file(NEWS[0], paragraph(line), *NEWS[2:4]))
    assert (article.draft.date and article.draft.date.when.isoformat()) == date
    assert (line in article.text) is (date is None)


@pytest.mark.parametrize(
    ("head", "subject", "title", "said"),
    [
        (
            "QUYẾT ĐỊNH CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH",
            ["về việc sửa đổi mức thuế suất của", "Biểu thuế nhập khẩu ưu đãi"],
            "Quyết định về việc sửa đổi mức thuế suất của Biểu thuế nhập khẩu ưu đãi",
            ["cơ quan ban hành không đưa vào tên bài: CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH"],
        ),
        (
            "NGHỊ ĐỊNH CỦA CHÍNH PHỦ",
            ["Quy định việc phát hành công trái"],
            "Nghị định Quy định việc phát hành công trái",
            ["cơ quan ban hành không đưa vào tên bài: CỦA CHÍNH PHỦ"],
        ),
        (
            "Thông báo của Văn phòng UBND tỉnh",
            ["Về việc nghỉ Tết"],
            "Thông báo của Văn phòng UBND tỉnh về việc nghỉ Tết",
            [],
        ),
        (
            "QUYẾT ĐỊNH\nVề việc ban hành Quy chế",
            ["chi tiêu nội bộ"],
            "Quyết định về việc ban hành Quy chế chi tiêu nội bộ",
            [],
        ),
        ("KẾ HOẠCH\nTổ chức Ngày hội", [], "Kế hoạch Tổ chức Ngày hội", []),
        ("NGHỊ ĐỊNH CỦA CHÍNH PHỦ", ["VỀ CÔNG TRÁI"], "NGHỊ ĐỊNH CỦA CHÍNH PHỦ VỀ CÔNG TRÁI", []),
    ],
)
def test_title_of_a_document_that_names_its_office(head, subject, title, said):
    """Its kind and its subject; what issued it in capitals is told instead."""
    lines = [paragraph(run(line, "b"), align="center") for line in (head, *subject, "CHÍNH PHỦ")]
    article = imported(word_file(LETTERHEAD, *lines, "Căn cứ Luật Quy hoạch;"))
    assert article.draft.title == title
    assert told(article, "changed") == said
    assert article.body.markdown == "## CHÍNH PHỦ\n\nCăn cứ Luật Quy hoạch;"


@pytest.mark.parametrize(
    ("above", "title", "said"),
    [
        (run("KINH TẾ - XÃ HỘI", "b", size=11), run("Hội chợ xuân", "b", size=18), "left out"),
        (run("Phóng sự", "smallCaps", "b", size=14), run("Hội chợ xuân", "b", size=14), "left out"),
        (run("NHỊP SỐNG", size=14), run("Hội chợ xuân", "b", size=14), "left out"),
        (run("Nông thôn mới", size=10), run("Hội chợ xuân", "b", size=18), "left out"),
        (run("Số: 12/TB", size=10), run("Hội chợ xuân", "b", size=18), "note"),
        (run("Lê Anh", size=10), run("Hội chợ xuân", "b", size=18), "note"),
    ],
)
def test_small_line_above_the_title_is_no_title(above, title, said):
    """A title is larger or bolder than what stands above it, which is told."""
    lines = [paragraph(piece, align="center") for piece in (above, title)]
    article = imported(word_file(*lines, "Sáng nay hội chợ mở cửa.", "Vào cửa tự do."))
    assert article.draft.title == "Hội chợ xuân"
    (words,) = told(article, said)
    assert "trên tên bài" in words
    assert ("\n\nSáng nay" in article.text) == (said == "note")


def test_part_of_a_series_is_no_author():
    """«Bài 1:» names no role, as «Bài:» does."""
    below = paragraph(run("Bài 1: Từ vườn tạp đến vườn mẫu", "b", size=14))
    article = imported(word_file(paragraph(run("Cam lên ngôi", "b", size=20)), below, "Lời."))
    assert (article.draft.title, article.draft.author) == ("Cam lên ngôi", "")


def test_office_above_a_notice_is_told():
    lines = [
        paragraph(run(words, "b", size=size), align="center")
        for words, size in (("ỦY BAN NHÂN DÂN XÃ", 13), ("THÔNG BÁO", 16), ("Về việc nghỉ lễ", 14))
    ]
    article = imported(word_file(*lines, "Xã nghỉ lễ bốn ngày."))
    assert article.draft.title == "Thông báo về việc nghỉ lễ"
    assert article.body.markdown == "Xã nghỉ lễ bốn ngày."
    assert [words.rpartition(": ")[2] for words in told(article, "left out")] == [
        "ỦY BAN NHÂN DÂN XÃ"
    ]


def test_rule_above_the_text_is_left_out_and_told():
    title = paragraph(run("Cam sành lên ngôi", "b", size=20))
    article = imported(word_file(title, "***", "Lời một.", "---", "Lời hai."))
    assert article.body.markdown == "Lời một.\n\n---\n\nLời hai."
    assert "đường kẻ ở đầu bài không đưa vào" in told(article, "note")


def test_lines_of_one_size_are_one_title():
    lines = [
        paragraph(run(words, "b", size=16), align="center")
        for words in ("HỘI NGHỊ TỔNG KẾT", "NĂM CỦA TỈNH VĨNH LONG")
    ]
    article = imported(word_file(*lines, "Sáng nay hội nghị mở.", "Có ông A dự."))
    assert article.draft.title == "HỘI NGHỊ TỔNG KẾT NĂM CỦA TỈNH VĨNH LONG"


def test_words_that_were_raised_by_hand_are_figures():
    """With a size of their own or without; a whole line, or a long text, is none."""
    up, down = 'position w:val="6"', 'position w:val="-4"'
    raised = paragraph(
        "100 m", run("2", up, size=8), ", H", run("2", down), "O, 5", run("th", up),
        run(" và một câu dài", up), run(".", 'position w:val="1"'),
    )  # fmt: skip
    assert body_of(raised, paragraph(run("Cả dòng", up))) == (
        "100 m², H<sub>2</sub>O, 5<sup>th</sup> và một câu dài.\n\nCả dòng"
    )


@pytest.mark.parametrize("line", ["---", "***", "___", "* * *", "–––", "====="])
def test_line_of_signs_is_a_rule(line):
    """It is told, so that nothing vanishes."""
    article = imported(word_file("Mở đầu bài viết.", line, "Hết."))
    assert article.body.markdown == "Mở đầu bài viết.\n\n---\n\nHết."
    assert told(article, "note") == [f"dòng kẻ bằng dấu «{line[0]}» thành đường kẻ ngang"]


@pytest.mark.parametrize("line", ["…", "o0o", ".....", "♦ ♦ ♦", "###", "--"])
def test_other_signs_stay(line):
    assert shown_text(body_of(line, "Hết.")).strip().split("\n")[0] == line


@pytest.mark.parametrize(
    ("line", "title"),
    [("MẪU VỀ QUẢN LÝ VĂN BẢN", "MẪU VỀ QUẢN LÝ VĂN BẢN"), ("MẪU SỐ 12", ""), ("Mẫu II.1", "")],
)
def test_title_of_an_appendix(line, title):
    """The number of a form is no title."""
    head = (paragraph(run(text, "b"), align="center") for text in ("Phụ lục IV", line))
    assert imported(word_file(*head, "Một đoạn văn của phụ lục này.")).draft.title == title


@pytest.mark.parametrize(
    ("below", "author"),
    [
        (["Hết."], ""),
        (["(Nguồn: Báo Nhân Dân)"], "Lê Anh"),
        ([], "Lê Anh"),
    ],
)
def test_name_in_bold_is_an_author_only_below_the_text(below, author):
    """Above a sentence it is a heading, and stays where it stood."""
    article = imported(word_file(*NEWS[:4], paragraph(run("Lê Anh", "b")), *below))
    assert article.draft.author == author
    assert ("Lê Anh" in article.body.markdown) is (not author)


def test_numbers_read_as_in_word():
    """Automatic numbers are text, with all that stands around them, and count as Word does."""
    lists = numbering(
        [("decimal", "Điều %1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)")],
        [("upperRoman", "%1.")],
        [("bullet", "-")],
        [("bullet", "\uf0b7")],
    )
    levels = [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 2),
        (1, 2),
        (1, 0),
        (1, 1),
        (2, 0),
        (3, 0),
        (4, 0),
        (4, 0),
    ]
    blocks = [paragraph(f"mục {at}", number=number) for at, number in enumerate(levels)]
    assert body_of(*blocks, parts={"numbering": lists}).split("\n") == [
        "Điều 1. mục 0", "", "1.1. mục 1", "", "1.2. mục 2", "", "a) mục 3", "", "b) mục 4", "",
        "Điều 2. mục 5", "", "2.1. mục 6", "", "I. mục 7", "", "\\- mục 8", "",
        "- mục 9", "- mục 10",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "1. Mục một", "- Gạch đầu dòng", "# 5", "> 50%", "* sao", "a * b * c", "__tên__", "5*6*7",
        "[1]: chú", "![x](y)", "<b>đậm</b>", "R&amp;D", "| a | b |", "_nghiêng_", "`mã`",
        "1) Một", "+ Cộng", "C:\\thu muc", "Điểm [^1] ở đây", "~~gạch~~", "{{ x }}",
        "10. Mười", "Số: ____/____", "https://a.vn/_tep_/b*c*", "&nbsp;", "\\*", "(*) Ghi chú *",
    ],
)  # fmt: skip
def test_typed_signs_are_shown_as_they_were(text):
    """What Markdown would take for its own stands on the page as it was typed."""
    for written in (text, f"Trước {text} sau", f"{text}\n{text}"):
        shown = "".join(shown_text(body_of(paragraph(run(written)))).split())
        assert shown == "".join(written.split())


def test_forms_of_words():
    """Bold, italics, raised figures, links; blanks around them stand outside."""
    assert (
        body_of(
            paragraph(
                run("Diện tích "), run("đậm ", "b"), run("100 m"),
                run("2", 'vertAlign w:val="superscript"'), run(", H"),
                run("2", 'vertAlign w:val="subscript"'), run("O, "), run("nghiêng", "i"),
                run(" và "), '<w:hyperlink r:id="lien-ket">' + run("liên kết") + "</w:hyperlink>",
            )
        )
        == "Diện tích **đậm** 100 m², H<sub>2</sub>O, *nghiêng* và [liên kết](https://example.vn/a)"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (f"{sign('2')}<m:f><m:num>{sign('3')}</m:num><m:den>{sign('4')}</m:den></m:f>", "2 3/4"),
        (f"<m:f><m:num>{sign('a+1')}</m:num><m:den>{sign('4')}</m:den></m:f>", "(a+1)/4"),
        (f"<m:sSup><m:e>{sign('10')}</m:e><m:sup>{sign('6')}</m:sup></m:sSup>", "10<sup>6</sup>"),
        (f"{sign('2')}<m:d><m:e>{sign('3+4')}</m:e></m:d>", "2(3+4)"),
        (f"{sign('2')}<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr>"
         f"<m:e>{sign('3')}</m:e><m:e>{sign('4')}</m:e></m:d>{sign('5')}", "2[3\\|4 5"),
        (f"{sign('5')}<m:rad><m:deg>{sign('3')}</m:deg><m:e>{sign('8')}</m:e></m:rad>",
         "5 <sup>3</sup>√(8)"),
        (f"{sign('1')}<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{sign('1')}</m:sub>"
         f"<m:e>{sign('7')}</m:e></m:nary>{sign('8')}", "1 ∑ <sub>1</sub> 7 8"),
    ],
)  # fmt: skip
def test_no_figure_of_a_formula_runs_into_another(formula, written):
    """Bars, powers, brackets and roots stand as signs; three quarters are not 34."""
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = body_of("Có", paragraph(f'<m:oMath xmlns:m="{math}">{formula}</m:oMath>'), "Hết.")
    assert body.split("\n\n")[1] == written


def test_line_breaks_part_paragraphs():
    """Shift+Enter begins a paragraph, or sentences would run together."""
    assert body_of(paragraph("Câu một.\nCâu hai.")) == "Câu một.\n\nCâu hai."


def test_tables():
    """Markdown where it can say it, HTML for merged cells, layout taken apart."""
    head = [cell(paragraph(run(name, "b"))) for name in ("TT", "Tên")]
    assert body_of(table(head, ["1.", "a | b"])) == "| TT | Tên |\n| --- | --- |\n| 1. | a \\| b |"
    assert body_of(table(["a", "b"], ["c", "d"])) == "| --- | --- |\n| a | b |\n| c | d |"
    merged = table(
        [cell("Nhóm", merge="restart"), cell("Hai cột", span=2)],
        [cell(merge="continue"), "c", "d*"],
    )
    assert body_of(merged) == (
        '<table>\n<tr>\n<td rowspan="2">Nhóm</td>\n<td colspan="2">Hai cột</td>\n</tr>\n'
        "<tr>\n<td>c</td>\n<td>d&#42;</td>\n</tr>\n</table>"
    )
    assert body_of(table(["Trái", "Phải"], ["3", "4"], borders=False)) == "Trái\n\nPhải\n\n3\n\n4"


def test_photos_in_a_table_have_the_words_below_them():
    """A photo with its caption in the row below is one figure."""
    photos = table(
        [cell(paragraph(picture("a"))), cell(paragraph(picture("b")))],
        ["Chủ tịch phát biểu", "Đại biểu dự họp"],
        borders=False,
    )
    article = imported(
        word_file(
            "Mở đầu.",
            photos,
            "Hết bài.",
            media={"a": photo("red", kind="JPEG"), "b": photo("blue", kind="JPEG")},
        )
    )
    assert article.body.photos == [
        ("anh-1.jpg", "Chủ tịch phát biểu", ""),
        ("anh-2.jpg", "Đại biểu dự họp", ""),
    ]


def test_notes_and_all_boxes_of_a_group():
    """A note stands at the end, each text box behind the paragraph that holds it."""
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    text = body_of(
        paragraph("Câu có chú thích", note, "."),
        paragraph("Đoạn có hộp.", text_boxes(paragraph("Hộp một"), paragraph("Hộp hai"))),
        parts={"footnotes": notes("footnotes", "1. Nguồn: Sở Y tế.")},
    )
    assert text == (
        "Câu có chú thích[^1].\n\nĐoạn có hộp.\n\nHộp một\n\nHộp hai\n\n[^1]: 1\\. Nguồn: Sở Y tế."
    )


def test_photo_that_stands_twice_keeps_both_captions():
    """In the header a file has one caption: so the photo stands there twice."""
    twice = [paragraph(picture()), paragraph(run("Cổng chào", "i"))]
    again = [paragraph(picture()), paragraph(run("Cổng chào, lần nữa", "i"))]
    article = imported(
        word_file("Mở đầu.", *twice, "Giữa.", *again, "Hết.", media={"anh": photo(kind="JPEG")})
    )
    assert article.body.photos == [
        ("anh-1.jpg", "Cổng chào", ""),
        ("anh-2.jpg", "Cổng chào, lần nữa", ""),
    ]
    assert article.files["anh-1.jpg"] == article.files["anh-2.jpg"]


def test_fields_and_words_above_words():
    """Links and contents made by fields; a field that nothing ends takes nothing along."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )

    def instruction(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    link = instruction(' HYPERLINK "https://a.vn/x" ')
    ruby = "<w:r><w:ruby><w:rt>" + run("trên") + "</w:rt><w:rubyBase>" + run(" dưới")
    article = imported(
        word_file(
            "Mở đầu.",
            paragraph("Xem ", begin, link, separate, run("ở đây"), end, "."),
            paragraph(begin, instruction(" TOC "), separate, run("Chương 1 ... 5"), end),
            paragraph(begin, instruction(" PAGE "), "Chữ"),
            paragraph(ruby + "</w:rubyBase></w:ruby></w:r>"),
        )
    )
    assert article.body.markdown == "Mở đầu.\n\nXem [ở đây](https://a.vn/x).\n\ntrên dưới"
    assert told(article, "left out") == [
        "chữ trong mã trường của Word: Chữ",
        "mục lục tự động: Chương 1 ... 5",
    ]


def test_notes_of_a_table_that_markdown_cannot_say():
    """Their words stand below it, with a letter for a number."""
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    text = body_of(
        table([cell(paragraph("x", note), span=2)], ["a", "b"]),
        parts={"footnotes": notes("footnotes", "Chú *một*.")},
    )
    assert text == (
        '<table>\n<tr>\n<td colspan="2">x<sup>(a)</sup></td>\n</tr>\n<tr>\n<td>a</td>\n'
        "<td>b</td>\n</tr>\n</table>\n\n(a) Chú \\*một\\*."
    )


def test_deleted_end_of_a_paragraph_joins_it_with_the_next():
    """As Word shows it once the changes are accepted; each joint is told."""
    deleted = "<w:del><w:r><w:delText>chữ bỏ</w:delText></w:r></w:del>"
    article = imported(
        word_file(
            "Mở đầu.",
            paragraph("Hội ch", joined=True),
            '<w:bookmarkStart w:id="0" w:name="x"/>',
            f"<w:sdt><w:sdtContent>{paragraph('ợ khai mạc.')}</w:sdtContent></w:sdt>",
            paragraph(deleted, joined=True),
            paragraph("Một", joined=True, number=(1, 0)),
            paragraph(" hai.", number=(1, 0)),
            paragraph("Bảng", joined=True),
            table(["a", "b"]),
            paragraph("Hết", joined=True),
            parts={"numbering": numbering([("decimal", "%1.")])},
        )
    )
    parts = article.body.markdown.split("\n\n")
    assert parts[:3] == ["Mở đầu.", "Hội chợ khai mạc.", "1\\. Một hai."]
    assert (parts[3], parts[-1]) == ("Bảng", "Hết")
    what = "dấu hết đoạn đã xóa khi theo dõi thay đổi, nên hai đoạn thành một"
    assert told(article, "note") == [f"{what}: «Hội ch»", f"{what}: «Một»"]
    assert told(article, "left out") == ["chữ đã xóa khi theo dõi thay đổi: chữ bỏ"]


def encoded(kind: str, mode: str = "RGB", frames: int = 1) -> bytes:
    written = io.BytesIO()
    pictures = [Image.new(mode, (60, 50), 90 * shade) for shade in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (encoded("GIF", "P"), "anh-1.png", "ảnh GIF ghi lại thành PNG: «anh.jpg»"),
        (encoded("GIF", "L", 3), "anh-1.png",
         "ảnh GIF ghi lại thành PNG, chỉ giữ hình đầu của 3: «anh.jpg»"),
        (encoded("BMP"), "anh-1.png", "ảnh BMP ghi lại thành PNG: «anh.jpg»"),
        (encoded("TIFF"), "anh-1.jpg", "ảnh TIFF ghi lại thành JPEG: «anh.jpg»"),
        (encoded("TIFF", "L"), "anh-1.png", "ảnh TIFF ghi lại thành PNG: «anh.jpg»"),
        (encoded("TIFF", "RGBA"), "anh-1.png", "ảnh TIFF ghi lại thành PNG: «anh.jpg»"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_photo_of_another_format_is_written_anew(data, name, what):
    """The site takes no GIF, BMP or TIFF; what was made of one is told."""
    article = imported(word_file("Mở đầu.", paragraph(picture()), media={"anh": data}))
    assert list(article.files) == [name]
    assert told(article, "note") == [what]
    with Image.open(io.BytesIO(article.files[name])) as photo:
        assert photo.size == (60, 50)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd7\xcd\xc6\x9a" + bytes(60), "không nhập hình vẽ WMF/EMF «anh.jpg»"),
        (b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(60), "không nhập hình vẽ WMF/EMF «anh.jpg»"),
        (encoded("BMP")[:90], "không nhập ảnh «anh.jpg»"),
        (b"GIF89a", "không nhập ảnh «anh.jpg»"),
    ],
)
def test_drawing_or_broken_photo_is_told(data, what):
    """A drawing of Office has its own mend."""
    article = imported(word_file("Mở đầu.", paragraph(picture()), media={"anh": data}))
    assert article.files == {}
    (line,) = told(article, "note")
    assert line.startswith(what)


def test_what_no_page_shows_is_told():
    """Headers, deleted and hidden words, comments: left out, with all their words."""
    article = imported(
        word_file(
            paragraph("Mở đầu "),
            paragraph(
                "<w:ins>" + run("thêm ") + "</w:ins>",
                "<w:del><w:r><w:delText>chữ bỏ</w:delText></w:r></w:del>",
            ),
            paragraph(run("bí mật", "vanish"), "Còn lại"),
            parts={
                "header": edge("header", "Tiêu đề trang"),
                "comments": notes("comments", "Xem lại chỗ này"),
            },
        )
    )
    assert article.body.markdown == "Mở đầu\n\nthêm\n\nCòn lại"
    assert sorted(told(article, "left out")) == [
        "chữ đã xóa khi theo dõi thay đổi: chữ bỏ",
        "chữ ẩn: bí mật",
        "ghi chú bên lề: Xem lại chỗ này",
        "đầu trang: Tiêu đề trang",
    ]
    assert told(article, "note") == ["chữ được thêm khi theo dõi thay đổi, đã nhận: 1 chỗ"]


def test_what_was_moved_stands_at_its_new_place():
    """It is told where it stood, and not as deleted."""
    moved = run("Đoạn dời.")
    article = imported(
        word_file(
            paragraph(f"<w:moveFrom>{moved}</w:moveFrom>"),
            "Giữa.",
            paragraph(f"<w:moveTo>{moved}</w:moveTo>"),
        )
    )
    assert article.body.markdown == "Giữa.\n\nĐoạn dời."
    assert told(article, "left out") == [
        "chỗ cũ của chữ đã dời đi khi theo dõi thay đổi: Đoạn dời."
    ]


@pytest.mark.parametrize(
    "empty",
    [
        "<w:del/>", "<w:moveFrom/>", text_boxes(""), "<w:r><w:rPr><w:vanish/></w:rPr></w:r>",
        "<w:r><w:drawing/></w:r>", "<w:hyperlink/>", "<w:sdt/>", '<w:r><w:sym w:char="x"/></w:r>',
    ],
)  # fmt: skip
def test_empty_elements_take_nothing_along(empty):
    """What holds nothing stands between words as if it were not there."""
    assert body_of(paragraph("Trước ", empty, "sau")) == "Trước sau"


def test_old_fonts_are_told_by_what_they_hold():
    """The name of a font may lie; ư is a soft hyphen, a font of capitals has capitals."""
    tcvn3 = "C¸c tr\xadêng häc trong tØnh VÜnh Long ®\xad îc nghØ".replace("\xad î", "\xadî")
    article = imported(
        word_file(
            paragraph(run("Mở đầu bằng chữ Unicode, phông cũ.", font=".VnTime")),
            paragraph(run(tcvn3, font="VNI-Times")),
            paragraph(run("ñy ban", font=".VnTimeH"), run(" nh©n d©n", font=".VnTimeH")),
            paragraph(
                run("Vieä", font="VNI-Helve"), run("t Nam, coäng hoøa xaõ hoäi", font="VNI-Helve")
            ),
        )
    )
    assert article.body.markdown.split("\n\n") == [
        "Mở đầu bằng chữ Unicode, phông cũ.",
        "Các trường học trong tỉnh Vĩnh Long được nghỉ",
        "ỦY BAN NHÂN DÂN",
        "Việt Nam, cộng hòa xã hội",
    ]


def test_letters_that_only_look_right_are_mended():
    """Đ for Ð, composed letters, no soft hyphens; each is told."""
    article = imported(word_file("Số 30/NÐ-CP, vie\u0302\u0323t, nghỉ\xad phép", "Hai"))
    assert article.body.markdown == "Số 30/NĐ-CP, việt, nghỉ phép\n\nHai"
    assert told(article, "note") == [
        "chữ tổ hợp rời được ghép lại ở 1 chỗ",
        "chữ «Ð» chỉ giống «Đ» được đổi thành «Đ» ở 1 chỗ",
    ]


LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def with_main_part(text: bytes) -> bytes:
    """A Word file whose main part is *text*."""
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "tệp trống, không có gì để nhập"),
        (b"%PDF-1.7 ...", "tệp này là PDF, không nhập được chữ cho đúng"),
        (LOCKED, "tệp này có mật khẩu, không đọc được"),
        (b"PK\3\4 xl/", "tệp này là tệp nén, không phải văn bản"),
        (b"PK\3\4 word/", "tệp Word hỏng, không đọc được"),
        (
            b"<rss version='2.0'><channel>",
            "tệp này là kênh tin RSS, chỉ có tên và vài dòng đầu của bài",
        ),
        (with_main_part(ENTITY), "tệp có khai báo «!DOCTYPE x», thứ mà Word không bao giờ viết"),
        (
            with_main_part(b"<a>" * 1000 + b"</a>" * 1000),
            "tệp này giải nén ra quá lớn hoặc lồng nhau quá sâu, không phải văn bản thường",
        ),
        (
            with_main_part(b"<a>" + b" " * 40_000_001 + b"</a>"),
            "tệp này giải nén ra quá lớn hoặc lồng nhau quá sâu, không phải văn bản thường",
        ),
        (b"\xff\xd8\xff\xe0 JFIF", "tệp này là ảnh, không phải bài"),
    ],
    ids=["empty", "pdf", "locked", "zip", "damaged", "rss", "entity", "deep", "bomb", "photo"],
)
def test_refusals(data, problem):
    """By content, never by name, in one sentence with its mend."""
    with pytest.raises(Refusal) as refused:
        imported(data)
    assert refused.value.problem == problem
    assert refused.value.mend


def test_old_word_file_without_libreoffice():
    """Where nothing can read it, the mend is what the editor can do."""
    data = b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")
    assert kind_of(data) == "doc"
    with pytest.raises(Refusal) as refused:
        convert_to_docx(data, "doc", {"PATH": ""})
    assert refused.value.mend == "mở bằng Word, lưu thành .docx"


RTF = (
    rb"{\rtf1\ansi\uc1 {\b\fs32\qc Khai m\u7841?c h\u7897?i ch\u7907? c\u7911?a t\u7881?nh\par}"
    rb"\pard\plain\ql S\u225?ng nay h\u7897?i ch\u7907? khai m\u7841?c.\par"
    rb"{\trowd\cellx2000\cellx4000\intbl L\u250?a\cell 7.000\cell\row}\pard H\u7871?t.\par}"
)


def test_old_word_file_through_the_real_libreoffice(tmp_path):
    """Where it is installed it reads the file; where not, one sentence says what to do."""
    file = tmp_path / "bai cu.rtf"
    file.write_bytes(RTF)
    assert kind_of(RTF) == "rtf"
    if shutil.which("soffice") is None:
        with pytest.raises(
            Refusal, match=r"tệp này là \.rtf kiểu cũ, máy này không có LibreOffice"
        ):
            imported(RTF, file.name)
        return
    text = imported(RTF, file.name).text
    assert "Sáng nay hội chợ khai mạc." in text
    assert "Khai mạc hội chợ của tỉnh" in text
    assert [word for word in ("Lúa", "7.000", "Hết.") if word not in text] == []


def test_law_finds_what_is_lost_or_invented():
    """A word that is neither shown nor told stops the import; so does one from nowhere."""
    hold_no_word_lost(words_of("một hai"), words_of("hai một"), [], [])
    with pytest.raises(LostWordsError, match="mất chữ «ba»"):
        hold_no_word_lost(words_of("một hai ba"), words_of("hai một"), [], [])
    with pytest.raises(LostWordsError, match="thừa chữ «một»"):
        hold_no_word_lost(words_of("một"), words_of("một một"), [], [])


WORDS = st.text("abĐđÐ 12.)-*_#>|[]`&;<!:/\\()~=+ệư\u0301\n\t", max_size=24)
RUNS = st.builds(run, WORDS, st.sampled_from(("b", "i", "strike", "caps", "vanish")))
DELETED = st.builds(
    lambda words: f"<w:del>{run(words)}</w:del>".replace("w:t>", "w:delText>"), WORDS
)
PARAGRAPHS = st.builds(
    lambda pieces, align, number, joined: paragraph(
        *pieces, align=align, number=number, joined=joined
    ),
    st.lists(st.one_of(RUNS, RUNS, DELETED), max_size=4),
    st.sampled_from(("", "center", "right")),
    st.sampled_from((None, None, (1, 0), (1, 1), (2, 0))),
    st.sampled_from((False, False, False, True)),
)
ROWS = st.lists(
    st.lists(st.builds(cell, PARAGRAPHS), min_size=2, max_size=2), min_size=1, max_size=3
)
TABLES = st.builds(lambda rows, borders: table(*rows, borders=borders), ROWS, st.booleans())
BOXES = st.builds(lambda box: paragraph("hộp", text_boxes(box, box), "chữ"), PARAGRAPHS)


@given(blocks=st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, TABLES, BOXES), max_size=6))
def test_no_word_is_lost_or_invented(blocks):
    """Whatever was typed, in whatever form: the importer's own count and the build agree."""
    lists = numbering([("decimal", "Điều %1."), ("lowerLetter", "%2)")], [("bullet", "\uf0b7")])
    data = word_file(
        "Chữ đầu",
        *blocks,
        parts={"numbering": lists, "footer": edge("footer", "Trang 1")},
    )
    article = imported(data)
    for line in tell(article, "index.md"):
        assert "\n" not in line
