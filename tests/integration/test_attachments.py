# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attached files: of which kind they really are, and what in them is not for readers."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from plugins.press.errors import Refusal
from plugins.press.read.attachments import check_attachment
from tests.attachments import KINDS, file_of, media, ole, package, sound, webm
from tests.integration.broken_images import draw, encode, telling_exif

#: The box of an ISO media file with the tracks of a film.
MOVIE = media("vide")[media("vide").index(b"moov") - 4 :]

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


@pytest.fixture
def check(tmp_path: Path):
    """Check *data* as a file of some kind: its warnings, or how it is refused."""

    def check(kind: str, data: bytes) -> list[str]:
        file = tmp_path / f"a.{kind}"
        file.write_bytes(data)
        return [problem for problem, _ in check_attachment(file, file.name, kind)]

    return check


@pytest.mark.parametrize("kind", KINDS)
def test_kind_that_is_what_it_says_goes_out(check, kind):
    """What its program made raises no question."""
    assert check(kind, file_of(kind)) == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("pdf", b"\xef\xbb\xbf\r\n%PDF-1.7"),
        ("mp3", sound(1)),
        ("mp3", b"ID3\4\0\0\0\0\0\x0a" + bytes(10) + sound(1)),
        ("mp4", b"\0\0\0\x1cftypmp42\0\0\0\0mp42isommp41" + MOVIE),
        ("mp4", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + MOVIE + b"\0\0\0\0mdatxx"),
        ("mp4", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + MOVIE + b"\0\0\0"),
        ("webm", webm(None, whole=False)),
        ("xls", ole("Book")),
    ],
)
def test_other_ways_to_write_a_kind(check, kind, data):
    """Old programs and odd ones are no forgery."""
    assert check(kind, data) == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("mp4", media()),
        ("mp4", media("vide")[:28]),
        ("mp4", media("vide")[:60]),
        ("mp4", media("vide")[:28] + b"\0\0\1\0mdat" + media("vide")[28:]),
        ("mp4", media("vide")[:28] + MOVIE + b"\0\0\1\0mdat" + bytes(100)),
        ("mp4", media("vide")[:28] + bytes(1000)),
        ("m4a", b"\0\0\0\x14ftypM4A \0\0\0\0M4A "),
        ("mp3", b"ID3\4\0\0\0\0\0\0"),
        ("mp3", b"\xff\xfb\x90\x64" + bytes(100)),
        ("webm", webm(1)[:40]),
    ],
)
def test_film_or_sound_that_cannot_be_played_is_told(check, kind, data):
    """Nothing but a beginning, or copied in part."""
    assert check(kind, data) == [f"«a.{kind}» bị hỏng hoặc chép dở, không phát được"]


@pytest.mark.parametrize("kind", ["pdf", "mp4", "m4a", "mp3", "webm"])
def test_page_behind_the_first_bytes_of_another_kind_is_refused(check, kind):
    """They alone make no film, no sound and no PDF."""
    starts = {"pdf": b"%PDF-1.4\n", "mp3": b"ID3\4\0\0\0\0\0\0"}
    starts["m4a"] = b"\0\0\0\x14ftypM4A \0\0\0\0M4A "
    begin = starts.get(kind) or file_of(kind)[:28]
    with pytest.raises(Refusal, match="trang web HTML"):
        check(kind, begin + b"<html><script>alert(1)</script></html>")
    # What a real one says in a comment does no harm.
    assert check(kind, file_of(kind, "<html>")) == []


def test_package_without_its_text_is_refused(check):
    """A folder's name alone, or the name of its kind."""
    with pytest.raises(Refusal, match="nội dung là ZIP"):
        check("docx", package({"[Content_Types].xml": "<Types/>", "word/": ""}))
    with pytest.raises(Refusal, match="bị hỏng"):
        check("odt", package({"mimetype": "application/vnd.oasis.opendocument.text"}))
    # The list of what is in it would begin before the file.
    data = bytearray(file_of("ods"))
    place = data.rindex(b"PK\5\6")
    data[place + 12 : place + 16] = (len(data) + 50).to_bytes(4, "little")
    with pytest.raises(Refusal, match="bị hỏng"):
        check("ods", bytes(data))


def pdf(*objects: bytes, packed: bool = False) -> bytes:
    """A PDF of these objects, each by itself or all in one compressed stream."""
    if packed:
        stream = zlib.compress(b" ".join(objects))
        objects = (b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n" + stream,)
    return b"%PDF-1.5\n" + b"\n".join(objects) + b"\n%%EOF"


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("written", "what"),
    [
        (b"<< /S /JavaScript /JS (app.alert(1)) >>", "mã chương trình (JavaScript)"),
        (b"<</#53/J#61vaScrip#74/JS(x)>>", "mã chương trình (JavaScript)"),
        (b"<< /S /Launch /F (cmd.exe) >>", "lệnh mở chương trình hoặc tệp trên máy người đọc"),
        (b"<</Type/EmbeddedFile/Length 3>>", "tệp khác nằm bên trong"),
        (b"<</EmbeddedFiles 5 0 R>>", "tệp khác nằm bên trong"),
        (b"<< /S /SubmitForm /F (http://a.example) >>",
         "lệnh gửi những gì người đọc điền đến nơi khác"),
    ],
)  # fmt: skip
def test_what_a_pdf_may_do_besides_is_told(check, packed, written, what):
    """Readers open it in programs that obey."""
    assert check("pdf", pdf(b"<< /Type /Page >>", written, packed=packed)) == [
        f"trong «a.pdf» có {what}"
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_pdf_that_is_only_read_is_not_told(check, packed):
    """Links, forms, signatures and words of that name do nothing by themselves."""
    data = pdf(
        b"<< /S /URI /URI (https://a.vn/JavaScript) >>",
        b"<< /FT /Sig /Type /Sig >> (Launch, EmbeddedFile) /LaunchPad /JavaScripts",
        packed=packed,
    )
    assert check("pdf", data) == []


def test_pdf_that_grows_is_looked_into_as_far_as_a_document_goes(check):
    """A thousandfold pack of objects takes no memory, and broken ones are passed over."""
    bomb = b"/ObjStm>>stream\n" + zlib.compress(bytes(20_000_000), 9)
    launch = b"<< /S /Launch >>"
    assert check("pdf", pdf(bomb * 2, b"/ObjStm>>stream\nx", launch)) == [
        "trong «a.pdf» có lệnh mở chương trình hoặc tệp trên máy người đọc"
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "«a.{}» là tệp rỗng"),
        (b"MZ\x90\0" + bytes(60), "không phải tệp {}: nội dung là chương trình máy tính"),
        (b"\x7fELF\2\1\1" + bytes(60), "không phải tệp {}: nội dung là chương trình máy tính"),
        (b"#!/bin/sh\necho\n", "không phải tệp {}: nội dung là chương trình máy tính"),
        (b"  <!DOCTYPE html><p>x", "không phải tệp {}: nội dung là trang web HTML"),
        (b"<HTML><script>alert(1)</script>", "không phải tệp {}: nội dung là trang web HTML"),
        (b"<?xml version='1.0'?><svg onload='x()'/>", "không phải tệp {}: nội dung là trang web"),
        (b"var x = 1;\neval(x)", "không phải tệp {}: nội dung là mã chương trình"),
        ("Quyết định".encode(), "không phải tệp {}: nội dung là chữ thường"),
        (b"{\\rtf1\\ansi", "không phải tệp {}: nội dung là văn bản RTF"),
        (b"Rar!\x1a\7\0", "không phải tệp {}: nội dung là tệp nén khác ZIP"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "«a.{}» là ảnh mang đuôi tệp khác"),
        (b" \n\xff\xd8\xff\xe0\0\x10JFIF", "«a.{}» là ảnh mang đuôi tệp khác"),
        (b"\x89PNG\r\n\x1a\n", "«a.{}» là ảnh mang đuôi tệp khác"),
        (b"8BPS\0\1" + bytes(60), "«a.{}» là ảnh mang đuôi tệp khác"),
        (b"\xff\x0a" + bytes(60), "«a.{}» là ảnh mang đuôi tệp khác"),
        (HEIC, "«a.{}» là ảnh mang đuôi tệp khác"),
        (HEIC.replace(b"ftypheic", b"ftyphevc"), "«a.{}» là ảnh mang đuôi tệp khác"),
        (ole("EncryptionInfo", "EncryptedPackage"), "nội dung là tệp Office có mật khẩu"),
        (b"PK\3\4" + bytes(60), "bị hỏng, không mở được"),
        (bytes(range(200, 256)) * 9, "không phải tệp {}: nội dung thuộc loại khác"),
    ],
)  # fmt: skip
def test_file_of_another_kind_is_refused(check, kind, data, problem):
    """A program, a page or a photo under the name of a document would go out as it is."""
    with pytest.raises(Refusal) as refused:
        check(kind, data)
    shown = kind if "«a.{}»" in problem else kind.upper()
    assert problem.format(shown) in refused.value.problem


@pytest.mark.parametrize(
    ("kind", "data", "mend"),
    [
        ("mp3", b"<html>404", "tải lại tệp từ nơi có nó"),
        ("pdf", b"<!DOCTYPE html><p>x", "tải lại tệp từ nơi có nó"),
        ("mp4", "Chữ".encode(), "xuất lại thành .mp4"),
        ("docx", "Chữ".encode(), "mở tệp bằng chương trình đã tạo ra nó, lưu lại thành PDF"),
    ],
)
def test_mend_of_a_file_of_another_kind_fits_it(check, kind, data, mend):
    """A page that stands in for a file is fetched anew, and no sound is saved as a PDF."""
    with pytest.raises(Refusal) as refused:
        check(kind, data)
    assert refused.value.mend.startswith(mend)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_is_not_another(check, kind, name):
    """The mend names the ending that fits."""
    if kind == name:
        return
    with pytest.raises(Refusal) as refused:
        check(name, file_of(kind))
    assert refused.value.mend == f"đổi đuôi tên tệp từ .{name} thành .{kind}, sửa cả trong bài"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", file_of("docx", **{"word/vbaProject.bin": b"x"})),
        ("xlsx", file_of("xlsx", **{"xl/vbaProject.bin": b"x"})),
        ("odt", file_of("odt", **{"Basic/Standard/Module1.xml": b"x"})),
        ("doc", ole("WordDocument", "Macros", "_VBA_PROJECT")),
        ("xls", ole("Workbook", "_VBA_PROJECT_CUR", "_VBA_PROJECT")),
    ],
)
def test_macros_are_refused(check, kind, data):
    """They run on the reader's machine."""
    with pytest.raises(Refusal, match=r"«a\.\w+» có macro"):
        check(kind, data)


@pytest.mark.parametrize("kind", ["zip", "docx", "ods"])
def test_package_that_swells_is_refused(check, kind):
    """A few kB that become a hundred MB fill the reader's disk or memory."""
    with pytest.raises(Refusal, match=r"nặng \d+ KB mà giải nén ra 100 MB"):
        check(kind, file_of(kind, **{"to.bin": bytes(100_000_000)}))


def test_package_whose_entries_share_their_bytes_is_refused(check):
    """Such a list tells of more than the file can hold."""
    data = file_of("zip", **{"mot.txt": struct.pack("200I", *range(200))})
    start = data.index(b"PK\1\2")
    listed = data[start : data.index(b"PK\5\6")]
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 20, 20, 10 * len(listed), start, 0)
    with pytest.raises(Refusal, match="mà giải nén ra"):
        check("zip", data[:start] + listed * 10 + end)


def test_package_that_grows_as_documents_do_goes_out(check):
    """A table of figures is packed to a tenth, and little is no trap however well packed."""
    figures = " ".join(str(number) for number in range(700_000)).encode()
    assert check("xlsx", file_of("xlsx", **{"xl/a.xml": figures * 3})) == []
    assert check("zip", file_of("zip", **{"it.bin": bytes(20_000_000)})) == []


def test_package_of_very_many_files_is_refused(check):
    """The list of ten thousand files alone takes seconds."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), "")
    with pytest.raises(Refusal, match="có 10001 tệp bên trong"):
        check("zip", stream.getvalue())


def test_list_that_takes_long_to_read_is_refused_unread(check):
    """The end of a package tells how long its list is."""
    data = bytearray(file_of("zip"))
    end = data.index(b"PK\5\6")
    data[end + 12 : end + 16] = struct.pack("<I", 4_000_001)
    with pytest.raises(Refusal, match="quá nhiều tệp bên trong"):
        check("zip", bytes(data))


def test_empty_package_is_refused(check):
    """There is nothing in it to read."""
    with pytest.raises(Refusal, match=r"«a\.zip» là gói nén rỗng"):
        check("zip", package({}))


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("cai-dat.EXE", "chương trình, macro hoặc trang web"),
        ("a/b/chay.js", "chương trình, macro hoặc trang web"),
        ("trang.html", "chương trình, macro hoặc trang web"),
        ("bao-cao.pdf.exe ", "chương trình, macro hoặc trang web"),
        ("bieu-mau.docm", "chương trình, macro hoặc trang web"),
        ("../../tep.txt", "tệp giải nén ra ngoài thư mục"),
        ("/tep.txt", "tệp giải nén ra ngoài thư mục"),
        ("C:tep.txt", "tệp giải nén ra ngoài thư mục"),
        ("trong.rar", "gói nén khác"),
        ("trong.zip", "gói nén khác"),
    ],
)
def test_programs_and_packages_within_a_package_are_told(check, name, what):
    """A warning: there may be a reason."""
    assert check("zip", file_of("zip", **{name: b"x"})) == [f"trong «a.zip» có {what}: «{name}»"]


@pytest.mark.parametrize("kind", ["docx", "zip", "odt"])
def test_photo_that_tells_where_it_was_taken_is_told(check, kind):
    """The copies that the site makes lose the place; what is attached goes out as it is."""
    photo = encode(draw(), exif=telling_exif(1))
    (told,) = check(kind, file_of(kind, **{"word/media/image1.jpeg": photo}))
    assert told == f"trong «a.{kind}» ảnh «word/media/image1.jpeg» ghi cả nơi chụp"
    assert check(kind, file_of(kind, **{"word/media/image1.jpeg": encode(draw())})) == []


@pytest.mark.parametrize("kind", ["zip", "docx"])
def test_package_with_a_password_is_told(check, kind):
    """Readers do not have it; one without is silent."""
    data = bytearray(file_of(kind))
    assert check(kind, bytes(data)) == []
    place = data.find(b"PK\1\2")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\1\2", place + 1)
    (warning,) = check(kind, bytes(data))
    assert "có mật khẩu, người đọc không mở được" in warning


def test_macros_of_old_sheets_are_refused(check):
    """Excel runs them as it runs those of today."""
    with pytest.raises(Refusal, match="có macro"):
        check("xlsx", file_of("xlsx", **{"xl/macrosheets/sheet1.xml": "x"}))


def test_page_that_bears_the_sign_of_a_film_is_refused(check):
    """Its first box would have a gigabyte."""
    with pytest.raises(Refusal, match="trang web HTML"):
        check("mp4", b"<scrftypisom<html><script>alert(1)</script>")
