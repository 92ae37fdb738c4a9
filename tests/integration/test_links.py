# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses as editors write them: whose they are, what they imitate, how they are mended."""

import io

import pytest
from pypdf import PdfWriter

from plugins.press.read.hosts import OwnAddresses, mend_address, names_other_host, web_of
from tests.attachments import file_of, pdf
from tests.integration.test_reader import SourceFolder, html_of, told

OWN = ("https://tinh.gov.vn",)


@pytest.fixture
def folder(tmp_path) -> SourceFolder:
    return SourceFolder(tmp_path / "content")


@pytest.mark.parametrize(
    "written",
    [
        "https://tinh.gov.vn/khong-co/", "http://tinh.gov.vn/khong-co/",
        "https://www.tinh.gov.vn/khong-co/", "HTTP://WWW.Tinh.GOV.vn/khong-co/",
        "https://tinh.gov.vn:443/khong-co/", "http://tinh.gov.vn:80/khong-co",
        "http://tinh.gov.vn:8080/khong-co/", "https://tinh.gov.vn./khong-co/",
        "//tinh.gov.vn/khong-co/",
    ],
)  # fmt: skip
def test_own_site_by_another_spelling_is_the_own_site(folder, written):
    """What a browser takes for the portal is looked up in the portal."""
    reading = folder.read(f"[lời](<{written}>)", own_urls=OWN)
    assert told(reading) == []
    assert [link.target for link in reading.record.text.links] == ["/khong-co/"]


@pytest.mark.parametrize(
    "own", ["https://www.tinh.gov.vn", "https://tinh.gov.vn/", "http://tinh.gov.vn"]
)
def test_own_address_is_set_by_any_spelling(own):
    """The setting may have the "www." that the link lacks."""
    assert OwnAddresses((own,)).place(web_of("https://tinh.gov.vn/a/?b#c")) == "/a/?b#c"


def test_portal_within_a_site_is_what_lies_below_it():
    """Beside it other programs have their addresses."""
    own = OwnAddresses(("https://tinh.gov.vn/tin/",))
    places = [
        own.place(web_of(f"https://tinh.gov.vn{end}")) for end in ("/tin", "/tin/a/", "/tinh/")
    ]
    assert places == ["/", "/a/", None]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("https://tinh.gov.vn@ac.example/", "dẫn đến «ac.example», không phải nơi ghi trước dấu @"),
        ("https://tinh.gov.vn:x@ac.example/", "dẫn đến «ac.example»"),
        ("https://tinh.gov.vn%2F@ac.example/", "dẫn đến «ac.example»"),
        ("https://tịnh.gov.vn/", "có chữ «ị» (Latin) trong tên miền"),
        ("https://tіnh.gov.vn/", "có chữ «і» (Cyrillic) trong tên miền"),
        ("https://chinhphυ.vn/", "có chữ «υ» (Greek) trong tên miền"),
        ("https://xn--tnh-rmc.gov.vn/", "trong tên miền, trông như chữ khác"),
        ("https://tinh.gov.vn.ac.example/", "không phải cơ quan nhà nước (.gov.vn)"),
        ("https://chinhphu-gov.vn.ac.example/", "không phải cơ quan nhà nước (.gov.vn)"),
        ("https://tinh-gov-vn.example/", "không phải cơ quan nhà nước (.gov.vn)"),
        ("https://tinhgov.vn/", "chỉ gần giống «tinh.gov.vn»"),
        ("https://tinh-gov.vn/", "chỉ gần giống «tinh.gov.vn»"),
        ("https://tlnh-gov.vn/", None),
        ("https://tinh.gov.vn.com/", "không phải cơ quan nhà nước (.gov.vn)"),
        ("https://chinhphu.vn/", None),
        ("https://dichvucong.gov.vn/", None),
        ("https://a.tinh.gov.vn/@b", None),
        ("https://www.tiktok.com/@tinh.gov.vn", None),
        ("https://tiếngviệt.vn/", None),
        ("https://почта.рф/", None),
        ("https://日本語のサイト.jp/", None),
        ("https://govx.vn/", None),
    ],
)  # fmt: skip
def test_address_that_only_looks_like_one_is_told(folder, written, problem):
    """A warning: the link stays, for the editor may know it."""
    reading = folder.read(f"[lời]({written})", own_urls=OWN)
    faults = [fault for fault in reading.faults if fault.field == "liên kết"]
    assert [problem in fault.problem and fault.warning for fault in faults] == [True] * bool(
        problem
    )
    assert "<a " in html_of(reading)


@pytest.mark.parametrize(
    ("words", "href", "host"),
    [
        ("https://tinh.gov.vn", "https://ac.example/", "tinh.gov.vn"),
        ("tinh.gov.vn/tin", "https://ac.example/", "tinh.gov.vn"),
        ("www.tinh.gov.vn", "http://tinh.gov.vn.ac.example", "tinh.gov.vn"),
        ("https://tinh.gov.vn", "http://www.tinh.gov.vn/a", None),
        ("chinhphu.vn", "https://bao.chinhphu.vn/a", None),
        ("Cổng tinh.gov.vn", "https://ac.example/", None),
        ("N.H", "https://ac.example/", None),
        ("quyet-dinh.pdf", "https://ac.example/", None),
    ],
)
def test_words_that_are_another_address(words, href, host):
    """What readers see is where they mean to go."""
    assert names_other_host(words, href) == host


def test_link_whose_words_are_another_address_is_told_with_its_line(folder):
    """The second of two links of one text, too."""
    body = "[a](https://ac.example/)\n\n[**https://tinh.gov.vn**](https://ac.example/?a&b)"
    reading = folder.read(body, own_urls=OWN)
    assert told(reading) == [
        (
            10,
            "liên kết",
            "«https://ac.example/?a&b» mang chữ «tinh.gov.vn» mà dẫn đến nơi khác",
        )
    ]
    # What only looks like the address is told as that.
    (fault,) = folder.read("[https://tinh.gov.vn](https://t\u0456nh.gov.vn/)", own_urls=OWN).faults
    assert "trông như chữ khác" in fault.problem


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("vinhlong.gov.vn", "viết «https://vinhlong.gov.vn»"),
        ("www.chinhphu.vn/tin?a=1", "viết «https://www.chinhphu.vn/tin?a=1»"),
        ("Facebook.com/tinh", "viết «https://Facebook.com/tinh»"),
        ("htttps://a.vn/x", "viết «https://a.vn/x»"),
        ("htps://a.vn", "viết «https://a.vn»"),
        ("hhttp://a.vn", "viết «https://a.vn»"),
        ("ttps://a.vn", "viết «https://a.vn»"),
        ("https:/a.vn", "viết «https://a.vn»"),
        ("//a.vn/x", "viết «https://a.vn/x»"),
        ("https//a.vn", "viết «https://a.vn»"),
        ("https;//a.vn", "viết «https://a.vn»"),
        ("https: //a.vn", "viết «https://a.vn»"),
        ("https:a.vn", "viết «https://a.vn»"),
        ("mailto: a@tinh.gov.vn", "viết «mailto:a@tinh.gov.vn»"),
        ("Tel: 0270 3823 156", "viết «tel:02703823156»"),
        ("vpubnd@tinh.gov.vn", "viết «mailto:vpubnd@tinh.gov.vn»"),
        ("0270 3823 000", "viết «tel:02703823000»"),
        ("(+84) 270.3823.000", "viết «tel:+842703823000»"),
        ("#muc-2", "bỏ liên kết, chỉ để lại chữ"),
        ("#", "bỏ liên kết, chỉ để lại chữ"),
    ],
)
def test_address_that_is_nearly_one_is_a_fault_with_its_mend(folder, written, mend):
    """Mends are what the editor types instead."""
    reading = folder.read(f"Chữ\n\n[lời](<{written}>)")
    assert [(fault.line, fault.mend, fault.warning) for fault in reading.faults] == [
        (10, mend, False)
    ]
    assert mend_address("khác/bài.md") is None


@pytest.mark.parametrize(
    ("name", "sign", "mend"),
    [("qd?1.pdf", "?", "qd%3F1.pdf"), ("bài #2.md", "#", "b%C3%A0i%20%232.md")],
)
def test_name_with_a_sign_of_addresses_is_told_as_such(folder, name, sign, mend):
    """The mend works as it stands."""
    folder.file(f"tin/{name}", file_of("pdf"))
    (fault,) = folder.read(f"[lời](<{name}>)").faults
    assert fault.problem == f"tên tệp «{name}» có dấu «{sign}», là dấu của địa chỉ"
    assert fault.mend == f"viết «{mend}», hoặc đổi tên tệp"
    assert folder.read(f"[lời]({mend})").faults == ()


@pytest.mark.parametrize(
    ("written", "example"),
    [
        ("hop-bao", " («hop-bao.md», «hop-bao/index.md»)"),
        ("../05/khai-giang/", " («../05/khai-giang.md», «../05/khai-giang/index.md»)"),
        ("hop bao", ""),
        ("?a=1", ""),
    ],
)
def test_path_of_an_article_without_its_end_is_told_with_both(folder, written, example):
    """Folders are what editors see; what cannot be one is given no such example."""
    reading = folder.read(f"[lời](<{written}>)")
    assert told(reading) == [(8, "liên kết", f"«{written}» không dẫn đến đâu")]
    assert reading.faults[0].mend == (
        f"viết địa chỉ đầy đủ «https://…», đường dẫn đến tệp .md của bài{example}, "
        "hoặc địa chỉ của cổng bắt đầu bằng «/»"
    )


def test_path_on_a_disk_is_told_once(folder):
    """As what it is; not as a photo that is no file, or a link that leads nowhere, too."""
    body = "![x](file:///C:/a.jpg) ![y](D:\\b.jpg) [z](E:/c.doc)"
    reading = folder.read(body, "photos: C:\\d.jpg\n")
    assert [fault.problem.split("»")[1] for fault in reading.faults] == [
        " là đường dẫn trên máy của người viết"
    ] * 4


def test_telephone_is_dialled_without_spaces(folder):
    """As typed for eyes, it would not be dialled everywhere; nothing is told."""
    reading = folder.read("Gọi [số trực](tel:0270 3823 000).")
    assert reading.faults == ()
    assert 'href="tel:02703823000"' in reading.parts[0].html


@pytest.mark.parametrize("written", ["gov.vn/index.md", "a.com", "http.md", "tps/a.md"])
def test_file_of_such_a_name_is_meant(folder, written):
    """What exists beside the article is no address."""
    folder.file(f"tin/{written}")
    reading = folder.read(f"[lời]({written})")
    assert not any("https://" in fault.mend for fault in reading.faults)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("![x](a.jpg “Chú thích”)", "a.jpg"),
        ("![x](a.jpg «Chú thích»)", "a.jpg"),
        ("![x](a.jpg ‘Chú thích’)", "a.jpg"),
        ('![x](a.jpg "Chú thích”)', "a.jpg"),
        ("![x](a.jpg Chú thích)", "a.jpg"),
        ("![x](a.jpg (Chú thích))", "a.jpg"),
        ("[x](q.pdf “Chú thích”)", "q.pdf"),
        ("[x](b.md “Chú thích”)", "b.md"),
    ],
)
def test_words_behind_a_name_want_straight_quotes(folder, body, name):
    """Word and phones turn the quotes that Markdown knows."""
    folder.photo("tin/a.jpg")
    folder.file("tin/q.pdf")
    folder.file("tin/b.md")
    (fault,) = folder.read(body).faults
    end = "không nằm giữa hai dấu ngoặc kép thẳng"
    assert fault.problem == f"chữ «Chú thích» sau tên tệp «{name}» {end}"
    assert fault.mend.startswith(f'viết ({name} "Chú thích")')
    assert not fault.warning


@pytest.mark.parametrize("size", ["=300x200", "=300x", "50%", "300×200", "width=50%"])
def test_size_behind_the_name_of_a_photo_is_no_caption(folder, size):
    """As other programs write it: the mend does not print it."""
    folder.photo("tin/a.jpg")
    (fault,) = folder.read(f"![x](a.jpg {size})").faults
    assert fault.problem == f"cỡ «{size}» sau tên tệp «a.jpg» không có tác dụng"
    assert fault.mend == "viết (a.jpg): cổng tự định cỡ ảnh"


def test_words_behind_the_name_of_a_photo_in_the_header_are_its_caption_there(folder):
    """A header knows no round brackets."""
    folder.photo("tin/a.jpg")
    (fault,) = folder.read("Chữ", more="summary: S\nphotos:\n  a.jpg\n  b.jpg\n").faults
    assert fault.problem == "chữ «b.jpg» sau tên tệp «a.jpg» không phải phần của tên"
    assert fault.mend == (
        "viết «- file: a.jpg», dòng dưới, thụt thẳng với «file», ghi «caption: …»; "
        "hai ảnh thì ngăn bằng dấu phẩy, hoặc mỗi ảnh một dòng «- »"
    )


def test_words_behind_an_address_want_straight_quotes(folder):
    """An address has no blank."""
    (fault,) = folder.read("[x](https://a.vn “Tên”)").faults
    assert fault.problem == (
        "chữ «Tên» sau địa chỉ «https://a.vn» không nằm giữa hai dấu ngoặc kép thẳng"
    )


@pytest.mark.parametrize(
    ("written", "address", "words"),
    [
        ("https://a.vn/b (trang 8)", "https://a.vn/b", "(trang 8)"),
        ("https://a.vn xem trang 5", "https://a.vn", "xem trang 5"),
        ("tel:0270 3823156 (anh A)", "tel:0270 3823156", "(anh A)"),
        ("/tin-tuc/ xem thêm", "/tin-tuc/", "xem thêm"),
    ],
)
def test_words_behind_an_address_are_a_fault(folder, written, address, words):
    """The link would lead nowhere; the mend puts them behind it."""
    (fault,) = folder.read(f"a\n\n[x]({written})").faults
    assert (fault.line, fault.warning) == (10, False)
    assert fault.problem == f"chữ «{words}» sau «{address}» không phải phần của địa chỉ"
    assert f"«[…]({address}) {words}»" in fault.mend


def test_file_whose_name_has_blanks_is_found(folder):
    """The file with the whole name comes first."""
    folder.photo("tin/a.jpg b.jpg")
    reading = folder.read("![x](<a.jpg b.jpg>)")
    assert told(reading) == []


@pytest.mark.parametrize("end", ["#page=3", "#nameddest=muc-2", "?v=2#page=3"])
def test_place_within_an_attached_file_stays(folder, end):
    """Browsers open a PDF at the page that the address names."""
    folder.file("tin/qd.pdf")
    reading = folder.read(f"[QĐ](qd.pdf{end})")
    assert told(reading) == []
    (item,) = reading.record.text.attachments
    assert f'href="\x01to:/tep/{item.name}\x02{end}"' in html_of(reading)


def test_hidden_file_is_not_attached(folder):
    """Programs leave such files behind; they are never meant."""
    folder.file("tin/.an.pdf")
    assert told(folder.read("[x](.an.pdf)")) == [
        (8, "liên kết", "«.an.pdf» là tệp ẩn hoặc nằm trong thư mục ẩn, không phải bài của cổng")
    ]


@pytest.mark.parametrize(
    ("pages", "lang", "told_pages"),
    [(1, "vi", "1 trang"), (12, "vi", "12 trang"), (1, "en", "1 page"), (2, "en", "2 pages")],
)
def test_attached_pdf_tells_how_many_pages_it_has(folder, pages, lang, told_pages):
    """In the language of the article, between its kind and its size."""
    folder.file("tin/qd.pdf", pdf(pages=pages))
    reading = folder.read("Xem [quyết định](qd.pdf).", f"summary: Sapo.\nlang: {lang}\n")
    assert f"(PDF, {told_pages}, " in html_of(reading)
    assert told(reading) == []


def locked() -> bytes:
    """A PDF that a password shuts."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.4\nx", "bị hỏng, không đếm được số trang"),
        (b"%PDF-1.4\n" + b"1 0 obj\n" * 700_000, "bị hỏng, không đếm được số trang"),
        (pdf()[:-200], "bị hỏng, không đếm được số trang"),
        (pdf(pages=0), "không có trang nào"),
        (locked(), "bị khóa bằng mật khẩu, không đếm được số trang"),
    ],
)
def test_pdf_whose_pages_cannot_be_counted_is_warned_of_once(folder, data, problem):
    """It goes out without their number, however often the text links to it."""
    folder.file("tin/qd.pdf", data)
    reading = folder.read("Xem [quyết định](qd.pdf) và [phụ lục](qd.pdf#page=2).")
    (fault,) = reading.faults
    assert (fault.line, fault.field, fault.warning) == (8, "đính kèm", True)
    assert fault.problem.startswith(f"«qd.pdf» {problem}")
    assert "(PDF, " in html_of(reading)
    assert "trang" not in html_of(reading)


def test_pdf_with_a_wrong_table_of_its_objects_is_counted(folder):
    """Readers' programs mend such a file; one that is large is not searched for long."""
    folder.file("tin/qd.pdf", pdf(pages=3).replace(b"0000000", b"0000001"))
    assert "(PDF, 3 trang, " in html_of(folder.read("Xem [quyết định](qd.pdf)."))
