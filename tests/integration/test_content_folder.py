# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content folder on a real disk: its sources, and the files that texts name."""

import os
import unicodedata
from pathlib import Path

import pytest

from plugins.press.errors import Refusal
from plugins.press.read.content_folder import ContentFolder, view


def fill(root: Path, *paths: str) -> ContentFolder:
    """Make empty files; return the folder that holds them."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    return ContentFolder(root)


def names(folder: ContentFolder) -> list[str]:
    return [found.path for found in folder.sources()[0]]


def problems(folder: ContentFolder) -> list[tuple[str, str]]:
    return [(fault.path, fault.problem) for fault in folder.sources()[1]]


def test_sources_are_sorted_by_path_in_any_letter_case(tmp_path):
    """Every `.md` anywhere below the folder is a source, `.MD` too; hidden ones are not."""
    folder = fill(
        tmp_path, "b.MD", "a/index.md", "a/b/c.Md", "anh.jpg", ".git/x.md", ".an.md", "a/.b/c.md"
    )
    assert names(folder) == ["a/b/c.Md", "a/index.md", "b.MD"]
    assert problems(folder) == []


def test_guide_of_the_editors_is_no_source(tmp_path):
    """`README.md` directly in the folder is for its Git host; deeper ones are sources."""
    folder = fill(tmp_path / "a", "README.md", "tin/README.md")
    assert names(folder) == ["tin/README.md"]
    assert problems(folder) == []
    assert names(fill(tmp_path / "b", "readme.md")) == ["readme.md"]


def test_folder_named_like_a_source_is_looked_into(tmp_path):
    """A folder may be called anything."""
    assert names(fill(tmp_path, "bai.md/index.md")) == ["bai.md/index.md"]


def test_path_of_a_source_is_composed(tmp_path):
    """A file saved on a Mac has the same path as one saved anywhere else."""
    folder = fill(tmp_path, unicodedata.normalize("NFD", "tin/Hội nghị.md"))
    assert names(folder) == ["tin/Hội nghị.md"]
    assert folder.sources()[0][0].file.exists()


def test_two_sources_that_compose_alike_are_a_fault(tmp_path):
    """Of two files with one name neither is dropped without a word."""
    folder = fill(tmp_path, "tệp.md", unicodedata.normalize("NFD", "tệp.md"))
    assert names(folder) == ["tệp.md"]
    assert problems(folder) == [
        ("tệp.md", "có hai tệp hoặc thư mục cùng tên này, chỉ khác cách ghép dấu")
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"hai\ndong.md", "hai\ufffddong.md"),
        (b"\x01photo:0\x02.md", "\ufffdphoto:0\ufffd.md"),
        ("tên.md".encode("cp1258", "replace").replace(b"?", b"\xea"), "t\ufffdn.md"),
    ],
)
def test_name_that_no_message_can_hold_is_a_fault(tmp_path, name, shown):
    """Control characters and foreign bytes in a source's name are told, and spoil no message."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"")
    folder = ContentFolder(tmp_path)
    assert names(folder) == []
    (fault,) = folder.sources()[1]
    assert fault.path == shown
    assert fault.sentence().encode() and "\n" not in fault.sentence()


def test_name_with_signs_of_html_is_a_source(tmp_path):
    """Quotes, `<` and `&` are unusual, but names."""
    assert names(fill(tmp_path, "a'\"<b>&.md")) == ["a'\"<b>&.md"]


def test_strange_name_of_a_mac_or_of_what_is_hidden_is_no_matter(tmp_path):
    """Macs leave a file "Icon\\r" in folders."""
    assert problems(fill(tmp_path, "Icon\r", ".a\u202e.pdf", "a.md")) == []


@pytest.mark.parametrize(
    "name", ["qd\u202efdp.exe", "\u2066a.jpg", "a\u200f.pdf", "b\u2028.md", "c\x1b.png"]
)
def test_name_with_signs_that_no_one_sees_is_a_fault(tmp_path, name):
    """What turns the direction of writing makes a program look like a document."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
    assert problems(fill(tmp_path, name, "a.md")) == [
        (shown, f"tên «{shown}» có ký tự không nhìn thấy hoặc không phải UTF-8")
    ]


def test_folder_whose_name_turns_its_direction_is_a_fault(tmp_path):
    """It is told once, whatever it holds; a name in Khmer or Arabic letters is what it is."""
    folder = fill(tmp_path, "ca\u202eu/index.md", "ca\u202eu/b.md", "c\u1780a\u0645/index.md")
    assert names(folder) == ["c\u1780a\u0645/index.md"]
    assert [path for path, _ in problems(folder)] == ["ca\ufffdu"]


def test_linked_folder_is_a_fault(tmp_path):
    """Articles behind a symbolic link would be silently left out."""
    folder = fill(tmp_path / "content", "a.md")
    fill(tmp_path / "ngoai", "b.md")
    (tmp_path / "content/lien-ket").symlink_to(tmp_path / "ngoai")
    assert names(folder) == ["a.md"]
    assert problems(folder) == [("lien-ket", "là liên kết tượng trưng, bài bên trong sẽ bị bỏ qua")]


def test_link_to_a_source_outside_is_a_fault(tmp_path):
    """No file outside the content folder is ever published."""
    folder = fill(tmp_path / "content", "a.md")
    fill(tmp_path, "mat.md")
    (tmp_path / "content/b.md").symlink_to(tmp_path / "mat.md")
    (tmp_path / "content/c.md").symlink_to("a.md")
    assert names(folder) == ["a.md", "c.md"]
    assert problems(folder) == [("b.md", "là liên kết tượng trưng ra ngoài thư mục nội dung")]


def test_links_in_a_circle_are_survived(tmp_path):
    """Links to themselves are sources that cannot be read, or folders that are none."""
    folder = fill(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to("b.md")
    (tmp_path / "c").symlink_to("c")
    assert names(folder) == ["a.md", "b.md"]
    assert problems(folder) == []


def test_content_that_is_gone_is_told_as_such(tmp_path):
    """Not as a folder that may not be read: `git stash` takes it from a preview that runs."""
    found, (fault,) = ContentFolder(tmp_path / "content").sources()
    assert found == []
    assert fault.sentence() == (
        ".:1: thư mục: thư mục nội dung không còn ở đây"
        " — Sửa: đưa thư mục ấy trở lại, hoặc tạo một thư mục trống cùng tên"
    )


def test_unreadable_folder_is_a_fault_and_others_are_read(tmp_path, monkeypatch):
    """What cannot be looked into is told; the reason is Vietnamese on every machine."""
    folder = fill(tmp_path, "a.md")
    monkeypatch.chdir(tmp_path)
    # Deeper than the system's longest path: the one thing that stops even root.
    for _ in range(25):
        Path("x" * 200).mkdir()
        os.chdir("x" * 200)
    assert names(folder) == ["a.md"]
    ((path, problem),) = problems(folder)
    assert path.startswith("xxx")
    assert problem == "không đọc được thư mục (đường dẫn quá dài)"


# ── Names in texts ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("anh.jpg", "tin/bai/anh.jpg"),
        ("./anh.jpg", "tin/bai/anh.jpg"),
        ("../chung.jpg", "tin/chung.jpg"),
        ("/tin/chung.jpg", "tin/chung.jpg"),
        ("anh dep.jpg", "tin/bai/anh dep.jpg"),
        ("anh%20dep.jpg", "tin/bai/anh dep.jpg"),
        ("100%.jpg", "tin/bai/100%.jpg"),
        ("100%25.jpg", "tin/bai/100%.jpg"),
        ("Lễ hội.jpg", "tin/bai/Lễ hội.jpg"),
        (unicodedata.normalize("NFD", "Lễ hội.jpg"), "tin/bai/Lễ hội.jpg"),
        ("L%E1%BB%85%20h%E1%BB%99i.jpg", "tin/bai/Lễ hội.jpg"),
        ("con//anh.jpg", "tin/bai/con/anh.jpg"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_file_is_found_as_written(tmp_path, written, path, form):
    """Beside the article or from the content folder; composed or not; "%20" or a space."""
    files = [
        "tin/bai/index.md", "tin/bai/anh.jpg", "tin/chung.jpg", "tin/bai/anh dep.jpg",
        "tin/bai/100%.jpg", "tin/bai/Lễ hội.jpg", "tin/bai/con/anh.jpg",
    ]  # fmt: skip
    folder = fill(tmp_path, *(unicodedata.normalize(form, file) for file in files))
    found = folder.find(written, "tin/bai/index.md")
    assert found.path == path
    assert found.file.is_file()


@pytest.mark.parametrize(
    ("written", "problem", "mend"),
    [
        ("khong.jpg", "không có tệp «khong.jpg»", "kiểm tra tên tệp"),
        ("ANH.jpg", "«ANH.jpg» và «anh.jpg» khác chữ hoa, chữ thường", "viết đúng «anh.jpg»"),
        ("/Tin/bai/anh.jpg", "«Tin» và «tin» khác chữ hoa, chữ thường", "viết đúng «tin»"),
        ("con\\anh.jpg", "không có tệp «con\\anh.jpg»", "dùng dấu «/»"),
        ("../../../mat.txt", "dẫn ra ngoài thư mục nội dung", "đặt tệp cạnh bài viết"),
        ("/../mat.txt", "dẫn ra ngoài thư mục nội dung", "đặt tệp cạnh bài viết"),
        ("%2e%2e/%2e%2e/%2e%2e/mat.txt", "dẫn ra ngoài thư mục nội dung", "đặt tệp"),
        ("con", "«con» không phải một tệp", "ghi tên một tệp"),
        ("", "«» không phải một tệp", "ghi tên một tệp"),
        ("/", "không có tệp «/»", "kiểm tra tên tệp"),
        ("ong.jpg", "«ong.jpg» không phải một tệp", "ghi tên một tệp"),
        ("vong.jpg", "«vong.jpg» không phải một tệp", "ghi tên một tệp"),
        ("gay.jpg", "«gay.jpg» không phải một tệp", "ghi tên một tệp"),
        ("ra.txt", "là liên kết tượng trưng ra ngoài thư mục nội dung", "chép hẳn tệp"),
        ("thu-muc/mat.txt", "là liên kết tượng trưng ra ngoài thư mục nội dung", "chép hẳn tệp"),
        ("anh.jpg/x", "không có tệp «anh.jpg/x»", "kiểm tra tên tệp"),
        ("a\0b", "không có tệp", "kiểm tra tên tệp"),
        ("%00", "không có tệp", "kiểm tra tên tệp"),
        ("x" * 5000, "không có tệp", "kiểm tra tên tệp"),
    ],
)
def test_file_that_cannot_be_used_says_why(tmp_path, written, problem, mend):
    """A wrong name, a name outside, a link outside, a folder, a pipe: each with its mend."""
    content = tmp_path / "content"
    folder = fill(content, "tin/bai/index.md", "tin/bai/anh.jpg", "tin/bai/con/anh.jpg")
    (tmp_path / "mat.txt").write_text("bí mật")
    os.mkfifo(content / "tin/bai/ong.jpg")
    (content / "tin/bai/vong.jpg").symlink_to("vong.jpg")
    (content / "tin/bai/gay.jpg").symlink_to("khong-co.jpg")
    (content / "tin/bai/ra.txt").symlink_to(tmp_path / "mat.txt")
    (content / "tin/bai/thu-muc").symlink_to(tmp_path)
    with pytest.raises(Refusal) as error:
        folder.find(written, "tin/bai/index.md")
    assert problem in error.value.problem
    assert error.value.mend.startswith(mend)


def test_link_within_the_content_folder_is_a_file(tmp_path):
    """A symbolic link to a photo beside it, or to a folder of photos, may be used."""
    folder = fill(tmp_path, "kho/anh.jpg", "bai.md")
    (tmp_path / "anh.jpg").symlink_to("kho/anh.jpg")
    (tmp_path / "thu-vien").symlink_to("kho")
    assert folder.find("anh.jpg", "bai.md").path == "anh.jpg"
    assert folder.find("thu-vien/anh.jpg", "bai.md").path == "thu-vien/anh.jpg"


def test_content_folder_may_itself_be_a_link(tmp_path):
    """Where the folder as a whole stands does not matter."""
    fill(tmp_path / "that", "a.md", "anh.jpg")
    (tmp_path / "content").symlink_to("that")
    folder = ContentFolder(tmp_path / "content")
    assert names(folder) == ["a.md"]
    assert folder.find("anh.jpg", "a.md").path == "anh.jpg"


def test_folders_that_were_let_go_are_read_again(tmp_path):
    """What came meanwhile is found; until then each folder is read but once."""
    folder = fill(tmp_path, "tin/a.md")
    assert names(folder) == ["tin/a.md"]
    fill(tmp_path, "tin/b.md")
    assert names(folder) == ["tin/a.md"]
    folder.let_go()
    assert names(folder) == ["tin/a.md", "tin/b.md"]


def test_names_that_differ_in_letter_case_alone_are_told(tmp_path):
    """On Windows and macOS one of the two would hide the other; whichever two they are."""
    folder = fill(tmp_path, "tin/Anh-1.JPG", "tin/anh-1.jpg", "tin/a.md", "Tin/b.md", "x/a.md")
    _, faults = folder.sources()
    assert sorted((fault.path, fault.line, fault.warning) for fault in faults) == [
        ("tin", 1, False),
        ("tin/anh-1.jpg", 1, False),
    ]
    told = " ".join(fault.problem for fault in faults)
    assert "«Anh-1.JPG» và «anh-1.jpg» chỉ khác chữ hoa, chữ thường" in told
    with os.scandir(tmp_path / "tin") as found:
        assert view("tin", list(found))[1]
    with os.scandir(tmp_path / "x") as found:
        assert not view("x", list(found))[1]
