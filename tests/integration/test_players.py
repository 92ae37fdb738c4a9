# SPDX-License-Identifier: AGPL-3.0-or-later
"""Films and sounds of a text: where they stand, what belongs to them, what is wrong with them."""

import pytest

from plugins.newsroom.page import Figure, Player
from plugins.press.errors import Refusal
from plugins.press.read.attachments import check_attachment
from plugins.press.read.media import Tracks, seconds_of, tracks_of
from tests.attachments import box, file_of, media, sound, webm
from tests.integration.test_reader import SourceFolder, told
from tests.pictures import photo
from tests.small_site import article, run_pelican, tree, write_files

WORDS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nXin ch\xc3\xa0o"
ABSENT = 16
#: A film of seven seconds that tells so in eight bytes.
LONG_FORM = box(
    b"moov", box(b"mvhd", b"\1" + bytes(19) + (600).to_bytes(4, "big") + (4200).to_bytes(8, "big"))
)


@pytest.fixture
def folder(tmp_path) -> SourceFolder:
    folder = SourceFolder(tmp_path / "content")
    folder.file("tin/a.mp4")
    folder.file("tin/b.mp3")
    return folder


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("[Xem](a.mp4)", "player"),
        ("![Phà](a.mp4)", "player"),
        ("Một.\n\n[Xem](a.mp4)\n\nHai.", "markup player markup"),
        ("Một.\n[Xem](a.mp4)\nHai.", "markup player markup"),
        ("Mời xem:\n[Xem](a.mp4)", "markup player"),
        ("Một  \n[Xem](a.mp4)  \nhai", "markup player markup"),
        ("[Xem](a.mp4)\n[Nghe](b.mp3)", "player player"),
        ("![](b.mp3 'Ca')\n\n![](a.mp4 'Phà')", "player player"),
        ("Chữ ![Phà](a.mp4) và chữ", "markup player markup"),
        # Within a sentence, a list or a table they are links as ever.
        ("Xem [phim](a.mp4) này.", "markup"),
        ("Bà con xem\n[đoạn phim](a.mp4)\nđể biết.", "markup"),
        ("- [Xem](a.mp4)\n- [Nghe](b.mp3)", "markup"),
        ("| Tệp |\n| --- |\n| [Xem](a.mp4) |", "markup"),
        ("[Xem từ giây 30](a.mp4#t=30)", "markup"),
    ],
)
def test_film_or_sound_on_a_line_of_its_own_is_played(folder, body, kinds):
    """Written as a link or as photos are."""
    reading = folder.read(body)
    assert [part.kind for part in reading.parts] == kinds.split()
    assert not [fault for fault in reading.faults if not fault.warning]
    assert {item.path for item in reading.record.text.attachments} <= {"tin/a.mp4", "tin/b.mp3"}


@pytest.mark.parametrize(
    ("body", "title", "caption", "credit"),
    [
        ("[Phà chạy](a.mp4)", "Phà chạy", "Phà chạy", None),
        ("[**Phà** chạy. Quay phim: Lê Anh](a.mp4)", "Phà chạy.", "Phà chạy.",
         "Quay phim: Lê Anh"),
        ('[Xem](a.mp4 "Phà chạy. Ảnh: Lê Anh")', "Xem. Phà chạy.", "Xem. Phà chạy.", "Lê Anh"),
        ('![Phà đỏ](a.mp4 "Phà chạy (Ảnh: TTXVN)")', "Phà đỏ", "Phà chạy", "TTXVN"),
        ("![Phà đỏ](a.mp4)\nẢnh: Phà chạy. Ảnh: Lê Anh", "Phà đỏ", "Phà chạy.", "Lê Anh"),
        ("![Phà đỏ](a.mp4)\n\nVideo: Phà chạy", "Phà đỏ", "Video: Phà chạy", None),
        ("[Phà chạy](a.mp4)\nQuay phim: Lê Anh.", "Phà chạy", "Phà chạy", "Quay phim: Lê Anh"),
    ],
)  # fmt: skip
def test_film_has_caption_and_credit_as_photos_have(folder, body, title, caption, credit):
    """No word of them is lost, and the words of a link stand below its film."""
    reading = folder.read(body)
    (player,) = reading.parts
    assert (player.title, player.caption, player.credit) == (title, caption, credit)
    assert told(reading) == []


def test_poster_and_captions_stand_beside_the_film(folder):
    """They have its name; the reading hangs on all of them."""
    folder.photo("tin/a.jpg")
    folder.file("tin/a.vtt", WORDS)
    reading = folder.read("[Phà](a.mp4)")
    (player,) = reading.parts
    assert (player.media_type, player.info) == ("video/mp4", "MP4, 348 byte")
    assert (player.width, player.height) == (40, 30)
    assert player.poster.original == reading.record.text.photos[0].original
    assert player.captions.startswith("a-")
    assert reading.named == ("tin/a.jpg", "tin/a.mp4", "tin/a.vtt")
    assert [item.path for item in reading.record.text.attachments] == ["tin/a.mp4", "tin/a.vtt"]
    assert reading.absent == ()


def test_sound_has_neither_poster_nor_captions(folder):
    """A photo and words of its name have nothing to do with it."""
    folder.photo("tin/b.jpg")
    folder.file("tin/b.vtt", WORDS)
    reading = folder.read("[Ca](b.mp3)")
    assert reading.parts == (
        Player(reading.parts[0].name, "audio/mpeg", "MP3, 0:01, 16 KB", "Ca", "Ca", seconds=1),
    )
    assert (reading.named, reading.absent) == (("tin/b.mp3",), ())


def test_film_that_lacks_them_waits_for_them(folder):
    """Their coming changes the page."""
    reading = folder.read("[Phà](a.mp4)")
    assert len(reading.absent) == ABSENT
    assert {"/tin/a.jpg", "/tin/a.HEIC", "/tin/a.vtt"} <= set(reading.absent)
    assert (reading.parts[0].width, reading.parts[0].height) == (1280, 720)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (media("soun", "vide", size=(640, 360)), (640, 360)),
        (media("vide", size=(1920, 1080), upright=True), (1080, 1920)),
        (media("vide", size=(0, 0)), (40, 30)),
        (file_of("mp4"), (40, 30)),
    ],
)
def test_film_keeps_its_place_before_it_is_loaded(folder, data, size):
    """Its shape is read from the file, so that nothing moves when it plays.

    One without a poster has a plain shape, and is shown within it.
    """
    folder.file("tin/a.mp4", data)
    (player,) = folder.read("[Phà](a.mp4)").parts
    assert (player.width, player.height) == (1280, 720)
    folder.photo("tin/a.jpg")
    (player,) = folder.read("[Phà](a.mp4)").parts
    assert (player.width, player.height) == size


@pytest.mark.parametrize(
    ("seconds", "info"),
    [
        (0, "MP4, 339 byte"),
        (0.2, "MP4, 0:01, 339 byte"),
        (45, "MP4, 0:45, 339 byte"),
        (600, "MP4, 10:00, 339 byte"),
        (3723, "MP4, 1:02:03, 339 byte"),
        (600_000, "MP4, 339 byte"),
    ],
)
def test_length_of_a_film_is_told_where_it_is_known(folder, seconds, info):
    """As players tell it, beside kind and size; one that cannot be is not believed."""
    folder.file("tin/a.mp4", media("vide", seconds=seconds))
    (player,) = folder.read("[Phà](a.mp4)").parts
    assert player.info == info


@pytest.mark.parametrize(
    ("name", "data", "seconds"),
    [
        ("a.mp3", sound(10), 10),
        ("a.mp3", b"ID3\4\0\0\0\0\0\x0a" + bytes(10) + sound(75), 75),
        ("a.MP3", sound(3700), 3700),
        ("a.mp3", b"ID3\4\0\0\0\0\0\0" + b"x" * 500, 0),
        ("a.mp3", sound(10)[:300], 0),
        ("a.webm", webm(45), 45),
        ("a.webm", webm(44.2, form=">f"), 45),
        ("a.webm", webm(90, whole=False), 90),
        ("a.webm", webm(90, unit_ns=1_000), 90),
        ("a.webm", webm(None), 0),
        ("a.webm", webm(float("nan")), 0),
        ("a.webm", webm(float("inf")), 0),
        ("a.webm", webm(-1), 0),
        ("a.webm", webm(45)[:60], 0),
        ("a.webm", b"\x1a\x45\xdf\xa3" + bytes(200), 0),
        ("a.webm", b"", 0),
        ("a.m4a", media("soun", seconds=7), 7),
        ("a.pdf", b"%PDF-1.4", 0),
    ],
)
def test_length_is_known_of_sounds_and_films_of_every_kind(tmp_path, name, data, seconds):
    """Of those that are cut, broken or made by hand it is told only where it is sure."""
    (tmp_path / name).write_bytes(data)
    assert seconds_of(tmp_path / name) == seconds


def test_length_of_a_sound_stands_where_pages_do(folder):
    """Beside its kind and size."""
    folder.file("tin/b.mp3", sound(75))
    (player,) = folder.read("[Bản tin](b.mp3)").parts
    assert (player.info, player.seconds) == ("MP3, 1:15, 1,2 MB", 75)


def test_photo_beside_a_film_is_a_figure(folder):
    """On one line with a film, too; and the first photo still loads at once."""
    folder.photo("tin/p.jpg")
    parts = folder.read("![Phà](a.mp4) ![Bến](p.jpg)").parts
    assert [type(part) for part in parts] == [Player, Figure]
    assert parts[1].first
    parts = folder.read("![Bến](p.jpg) ![Phà](a.mp4)").parts
    assert [type(part) for part in parts] == [Figure, Player]


@pytest.mark.parametrize(
    ("body", "more", "field", "problem"),
    [
        ("![Phà](khong.mp4)", {}, "video", "không có tệp «khong.mp4»"),
        ("[Phà](khong.webm)", {}, "đính kèm", "không có tệp «khong.webm»"),
        ("![Ca](khong.m4a)", {}, "âm thanh", "không có tệp «khong.m4a»"),
        ("![Phà](https://a.vn/a.mp4)", {}, "video",
         "«https://a.vn/a.mp4» không phải tệp trong thư mục nội dung"),
        ("[Phà](a.mp4)", {"a.vtt": b"1\n00:00:01,000 --> 00:00:02,000\nA"}, "phụ đề",
         "«/tin/a.vtt» không phải phụ đề WebVTT: dòng đầu không phải «WEBVTT»"),
        ("[Phà](a.mp4)", {"a.vtt": b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA"}, "phụ đề",
         "«/tin/a.vtt» có mốc giờ «00:00:01,000» dùng dấu phẩy, trình duyệt bỏ qua"),
        ("[Phà](a.mp4)", {"a.vtt": b"WEBVTT\n\n\xff"}, "phụ đề", "«/tin/a.vtt» không phải UTF-8"),
        ("[Phà](a.mp4)", {"a.png": b"GIF89a"}, "video",
         "tệp «a.png» là GIF, không dùng làm ảnh được"),
        ("[Phà](a.mp4)", {"a.mp4": b"<html>"}, "đính kèm",
         "«a.mp4» không phải tệp MP4: nội dung là trang web HTML"),
        ("[Phà](c.mp4)", {"c.mp4": media("soun")}, "đính kèm",
         "«c.mp4» không phải tệp MP4: nội dung là M4A"),
        ("[Phà](c.webm)", {"c.webm": b"\x1a\x45\xdf\xa3\x93B\x82\x88matroska"}, "đính kèm",
         "«c.webm» không phải tệp WEBM: nội dung là phim Matroska (MKV)"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_film_is_told(folder, body, more, field, problem):
    """Each with the line that asks for it."""
    for name, data in more.items():
        folder.file(f"tin/{name}", data)
    faults = [fault for fault in folder.read(body).faults if not fault.warning]
    assert [(fault.line, fault.field) for fault in faults] == [(8, field)]
    assert problem in faults[0].problem


@pytest.mark.parametrize(
    ("body", "mend"),
    [
        (
            "![Phà](c.mov)",
            "xuất lại thành .mp4, đặt cạnh bài rồi viết «[chú thích](ten-phim.mp4)» trên một dòng",
        ),
        (
            "[Phà](c.mov)",
            "xuất lại phim thành .mp4 bằng điện thoại hay chương trình dựng phim, rồi dùng tệp ấy",
        ),
        ("[Ca](c.wav)", "xuất lại âm thanh thành .mp3, rồi dùng tệp ấy"),
    ],
)
def test_film_that_no_browser_plays_is_to_be_written_anew(folder, body, mend):
    """One fault, whatever else the article lacks for it."""
    folder.file("tin/c.mov", media("vide"))
    folder.file("tin/c.wav", b"RIFF....WAVE")
    faults = [fault for fault in folder.read(body).faults if not fault.warning]
    assert [(fault.line, fault.mend) for fault in faults] == [(8, mend)]


def test_film_among_the_photos_of_the_header_is_told(folder):
    """The mend says where it belongs."""
    (fault,) = folder.read("Chữ.", "summary: S\nphotos:\n  - file: a.mp4\n").faults
    assert (fault.line, fault.field) == (8, "photos.1.file")
    assert fault.mend == "bỏ mục này, viết «[chú thích](a.mp4)» trên một dòng của nội dung"


def test_film_without_words_is_warned_of(folder):
    """Somebody who does not see it would not know what there is."""
    (fault,) = folder.read("![](a.mp4)").faults
    assert fault.warning
    assert fault.problem == "«a.mp4» không có chú thích, cũng không có mô tả"


@pytest.mark.parametrize(
    ("data", "tracks"),
    [
        (media("vide", "soun"), Tracks(True, True, 1280, 720)),
        (media("soun"), Tracks(False, True)),
        (media("vide", seconds=1.5), Tracks(True, False, 1280, 720, 2)),
        (LONG_FORM, Tracks(False, False, 0, 0, 7)),
        (box(b"moov", box(b"mvhd", bytes(12) + b"\0\0\2\x58" + b"\xff" * 4)), Tracks(False, False)),
        (box(b"moov", box(b"mvhd", b"\1")), Tracks(False, False)),
        (media(), Tracks(False, False)),
        (box(b"moov", b"")[:6], None),
        (box(b"ftyp", b"isom") + b"\0\0\0\1moov" + bytes(8), None),
        (box(b"ftyp", b"isom") + b"\0\0\0\0mdat" + bytes(80), None),
        (box(b"free", b"") * 2000 + media("vide"), None),
        (box(b"moov", b"\xff" * 40), Tracks(False, False)),
        (b"\0\0\0\1mdat\0\0\0\0\0\0\0\x12xx" + media("vide"), Tracks(True, False, 1280, 720)),
    ],
)
def test_tracks_of_a_media_file(tmp_path, data, tracks):
    """Whole, cut, or made to be read for ever."""
    (tmp_path / "a.mp4").write_bytes(data)
    assert tracks_of(tmp_path / "a.mp4") == tracks


def test_captions_that_are_no_captions_are_refused(tmp_path):
    """Browsers would show none of them, and nobody would know why."""
    file = tmp_path / "a.vtt"
    for data in (WORDS, b"\xef\xbb\xbfWEBVTT", b"WEBVTT - Ph\xc3\xa0\r\n"):
        file.write_bytes(data)
        assert list(check_attachment(file, "a.vtt", "vtt")) == []
    for data in (b"", b"WEBVTTX", b"\nWEBVTT\n", b"WEBVTT\n" + bytes(2_000_000)):
        file.write_bytes(data)
        with pytest.raises(Refusal):
            list(check_attachment(file, "a.vtt", "vtt"))


def test_page_of_a_film_is_that_of_a_build_from_nothing(tmp_path):
    """Poster and captions come, change and go; no other page than the film's changes."""
    content = write_files(
        tmp_path / "content",
        {
            "tin/a/index.md": article("Phim", body="[Phà](a.mp4)", summary="Sapo.", audio="b.mp3"),
            "tin/a/b.mp3": file_of("mp3"),
            "tin/a/a.mp4": file_of("mp4"),
            "tin/b.md": article("Cũ", date="2026-10-01 08:00"),
            "trang/a.md": "---\ntitle: Trang\n---\nChữ.\n",
        },
    )

    def build(place: str, cache: str) -> dict[str, bytes]:
        done = run_pelican(content, tmp_path / place, tmp_path / cache)
        assert done.status == 0, done.stderr
        return tree(done.output)

    states = [build("output", "cache")]
    for changes in (
        {"a.jpg": photo(kind="JPEG"), "a.vtt": WORDS},
        {"a.jpg": photo("red", kind="JPEG"), "a.vtt": WORDS + b"!", "a.mp4": file_of("mp4", "y")},
        {"a.jpg": None, "a.vtt": None},
    ):
        for name, data in changes.items():
            place = content / "tin/a" / name
            place.unlink() if data is None else place.write_bytes(data)
        states.append(build("output", "cache"))
    assert states[-1] == build("again", "other")
    page = "tin-tuc/2026/11/01/a/index.html"
    assert len({state[page] for state in states}) == 4
    assert len({state["tin-tuc/2026/10/01/b/index.html"] for state in states}) == 1
    html = states[1][page].decode()
    for sign in ('preload="none"', " controls", '<track kind="captions"', 'poster="/anh/'):
        assert sign in html
    assert "<track" not in states[3][page].decode()
    assert "Nghe bài (MP3, 0:01, 16" in html


def test_recording_of_the_header_is_published(folder):
    """The tools of the article play it."""
    record = folder.read("Chữ.", "summary: S\nNghe bài: b.mp3\n").record
    (item,) = record.text.attachments
    assert record.text.audio == Player(item.name, "audio/mpeg", "MP3, 0:01, 16 KB", seconds=1)
    assert folder.read("Chữ.", "summary: S\n").record.text.audio is None


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("khong.mp3", "không có tệp «khong.mp3»"),
        ("khong", "không có tệp «khong»"),
        ("a.mp4", "«a.mp4» không phải tệp âm thanh"),
        ("index.md", "«index.md» không phải tệp âm thanh"),
        ("https://a.vn/b.mp3", "«https://a.vn/b.mp3» là địa chỉ, không phải tệp"),
        ("../../b.mp3", "«../../b.mp3» dẫn ra ngoài thư mục nội dung"),
    ],
)
def test_recording_that_is_none_is_told(folder, written, problem):
    """With the line of the field."""
    (fault,) = folder.read("Chữ.", f"summary: S\naudio: {written}\n").faults
    assert (fault.line, fault.field, fault.problem) == (7, "audio", problem)
