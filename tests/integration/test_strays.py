# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stray files, and copies of sources: told, and told alike by every build."""

import random
import shutil
from pathlib import Path

import pytest

from plugins.press.read.strays import originals_of, tell_strays
from tests.attachments import file_of
from tests.integration.test_sources import Newsroom, photo, told
from tests.small_site import article

PDF = file_of("pdf")


@pytest.fixture(params=[False, True], ids=["new processes", "one process"])
def newsroom(tmp_path: Path, request: pytest.FixtureRequest) -> Newsroom:
    return Newsroom(tmp_path, {} if request.param else None)


def unread(*paths: str) -> str:
    """What is told of files that no text names, of which the first three are named."""
    named = ", ".join(f"«{path}»" for path in paths[:3]) + (" …" if len(paths) > 3 else "")
    return (
        f"{paths[0]}:1: tệp: cảnh báo: {len(paths)} tệp không bài nào dùng đến: {named} — "
        "Sửa: ghi tên tệp vào bài cần nó, hoặc xóa tệp"
    )


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("index.md.txt", "đổi tên thành «index.md»"),
        ("bài.MD.txt", "đổi tên thành «bài.md»"),
        ("bài.md.docx", "đổi tên thành «bài.md»"),
        ("bài.markdown", "đổi tên thành «bài.md»"),
        ("bài.mkd", "đổi tên thành «bài.md»"),
        ("bài.DOCX", "chép chữ vào một tệp .md, hoặc đính kèm bằng [tên](bài.DOCX), hoặc xóa tệp"),
        ("bài.odt", "chép chữ vào một tệp .md, hoặc đính kèm bằng [tên](bài.odt), hoặc xóa tệp"),
        (
            "bài.rtf",
            "chép chữ vào một tệp .md, hoặc lưu lại thành .docx rồi đính kèm bằng "
            "[tên](bài.docx), hoặc xóa tệp",
        ),
        ("bài.html", "chép chữ vào một tệp .md, rồi xóa tệp này"),
        ("bài.htm", "chép chữ vào một tệp .md, rồi xóa tệp này"),
        ("bài.txt", "nếu là bài thì đổi tên thành «bài.md»"),
        ("bài.rst", "nếu là bài thì đổi tên thành «bài.md»"),
    ],
)
def test_file_that_seems_an_article_is_a_fault_with_its_mend(newsroom, name, mend):
    """Its editor believes that it is published."""
    newsroom.write({"a.md": article("A"), f"tin/{name}": b"x"})
    for _ in range(2):
        (line,) = told(newsroom.build())
        assert line.startswith(f"tin/{name}:1: tệp: ")
        assert "cảnh báo" not in line
        assert line.partition(" — Sửa: ")[2].startswith(mend)


def test_all_others_are_one_line(newsroom):
    """The number and the first of them: a folder of photos is not a page of warnings."""
    names = ["a/1.jpg", "a/2.pdf", "b/c.psd", "d.bak", "e/~$bài.docx"]
    newsroom.write({"a.md": article("A"), **dict.fromkeys(names, b"x")})
    for _ in range(2):
        assert told(newsroom.build()) == [unread(*names)]


def test_what_is_named_or_hidden_or_the_guide_is_no_stray(newsroom):
    """Photos of the text and of its header, attached files, other articles."""
    header = {"photos": "b.png"}
    body = "![x](a.png)\n\n[x](/q.pdf) [y](../b.md)"
    newsroom.write(
        {
            "x/a.md": article("A", body=body, **header),
            "b.md": article("B", status="draft"),
            "x/a.png": photo("red"),
            "x/b.png": photo("blue"),
            "q.pdf": PDF,
            "README.md": "Hướng dẫn",
            ".git/config": b"x",
            "x/.DS_Store": b"x",
        }
    )
    for _ in range(2):
        assert [line for line in told(newsroom.build()) if "dùng đến" in line] == []


def test_use_comes_and_goes(newsroom):
    """A file is told as long as no text names it, whatever changed since it was looked at."""
    plain, using = article("A"), article("A", body="[x](/q.pdf)")
    newsroom.write({"a.md": plain, "b.md": article("B"), "q.pdf": PDF})
    assert told(newsroom.build()) == [unread("q.pdf")]
    for texts, expected in [
        ({"a.md": using}, []),
        ({"b.md": using}, []),
        ({"a.md": plain}, []),
        ({"b.md": plain}, [unread("q.pdf")]),
        ({"c/d.pdf": PDF}, [unread("c/d.pdf", "q.pdf")]),
        ({"b.md": using}, [unread("c/d.pdf")]),
    ]:
        newsroom.write(texts)
        for _ in range(2):
            assert told(newsroom.build()) == expected
    (newsroom.content / "b.md").unlink()
    assert told(newsroom.build()) == [unread("c/d.pdf", "q.pdf")]
    (newsroom.content / "q.pdf").unlink()
    for _ in range(2):
        assert told(newsroom.build()) == [unread("c/d.pdf")]
    shutil.rmtree(newsroom.content / "c")
    assert told(newsroom.build()) == []


def test_faulty_text_uses_what_it_names(newsroom):
    """One fault is not two; and what it named is told once the text is gone."""
    newsroom.write({"x/a.md": article("A", body="[x](/q.pdf) [y](khong.pdf)"), "q.pdf": PDF})
    for _ in range(2):
        (line,) = told(newsroom.build())
        assert "khong.pdf" in line
    (newsroom.content / "x/a.md").unlink()
    for _ in range(2):
        assert told(newsroom.build()) == [unread("q.pdf")]


def test_files_beside_a_text_that_cannot_be_read_wait_for_it(newsroom):
    """What it names is not known; other folders are no matter of it."""
    newsroom.write({"x/a.md": b"---\n\xff", "x/q.pdf": PDF, "x/y/r.pdf": PDF, "z/s.pdf": PDF})
    for _ in range(2):
        lines = told(newsroom.build())
        assert [line for line in lines if "dùng đến" in line] == [unread("z/s.pdf")]
    newsroom.write({"x/a.md": article("A", body="[x](q.pdf)")})
    for _ in range(2):
        assert told(newsroom.build()) == [unread("x/y/r.pdf", "z/s.pdf")]


def test_file_that_no_text_may_name_is_told_beside_one_that_cannot_be_read(newsroom):
    """An article under a wrong name waits for nothing; an attached document does."""
    names = ["x/b.md.txt", "x/c.html", "x/d.markdown", "x/e.docx", "x/f.jpg"]
    newsroom.write({"x/a.md": b"---\n\xff", **dict.fromkeys(names, b"x")})
    for _ in range(2):
        lines = told(newsroom.build())
        assert [line.partition(":")[0] for line in lines] == ["x/a.md", *names[:3]]


def test_file_that_is_named_in_other_letter_case_is_told_once(newsroom):
    """The text means it."""
    newsroom.write({"x/a.md": article("A", body="[x](Q.PDF)"), "x/q.pdf": PDF})
    for _ in range(2):
        (line,) = told(newsroom.build())
        assert line.startswith("x/a.md:7: đính kèm: không có tệp «Q.PDF»: «Q.PDF» và «q.pdf»")
    (newsroom.content / "x/a.md").unlink()
    assert told(newsroom.build()) == [unread("x/q.pdf")]


def test_files_beside_a_text_beyond_its_limits_wait_for_it(newsroom):
    """The text is told, and not once more for each file that it names."""
    newsroom.write({"x/a.md": article("A", body="> " * 300 + "[x](q.pdf)"), "x/q.pdf": PDF})
    for _ in range(2):
        lines = told(newsroom.build())
        assert [line.partition(":")[0] for line in lines] == ["x/a.md"] * len(lines)
        assert lines


def test_file_that_is_named_with_the_wrong_quotes_is_told_once(newsroom):
    """The text means it."""
    newsroom.write({"a.md": article("A", body="[x](q.pdf “Tên”)"), "q.pdf": PDF})
    (line,) = told(newsroom.build())
    assert line.startswith("a.md:7: đính kèm: chữ «Tên» sau tên tệp «q.pdf»")


def test_symbolic_link_that_no_text_names_is_told_while_it_is_there(newsroom):
    """No row tells of links, so they are looked at by every build."""
    newsroom.write({"a.md": article("A", body="[x](/q.pdf)"), "q.pdf": PDF})
    (newsroom.content / "l.pdf").symlink_to("q.pdf")
    for _ in range(2):
        assert told(newsroom.build()) == [unread("l.pdf")]
    (newsroom.content / "l.pdf").unlink()
    assert told(newsroom.build()) == []


@pytest.mark.parametrize("seed", range(3))
def test_any_series_of_changes_tells_what_a_build_from_nothing_tells(tmp_path, seed):
    """Texts that name files or not, are faulty or gone; files that come, go and are renamed."""
    chance = random.Random(seed)
    newsroom = Newsroom(tmp_path, {} if seed % 2 else None)
    files = [
        f"{folder}{name}" for folder in ("", "x/", "x/y/") for name in ("q.pdf", "r.pdf", "t.txt")
    ]
    texts = ["a.md", "x/b.md", "x/y/c.md", "x/b (1).md", "x/b - Copy.md"]
    for _ in range(12):
        for _ in range(chance.randint(1, 3)):
            path = chance.choice([*files, *texts])
            if chance.random() < 0.3:
                (newsroom.content / path).unlink(missing_ok=True)
            elif path in texts:
                named = chance.sample([file for file in files if file.endswith("pdf")], 2)
                body = " ".join(f"[x](/{file})" for file in named) if chance.random() < 0.7 else "x"
                data = article(path, body=body) if chance.random() < 0.8 else b"\xff"
                newsroom.write({path: data})
            else:
                newsroom.write({path: PDF})
        warm = told(newsroom.build())
        (tmp_path / "khong").mkdir()
        cold = Newsroom(tmp_path / "khong", None)
        cold.content = newsroom.content
        assert sorted(warm) == sorted(told(cold.build()))
        shutil.rmtree(tmp_path / "khong")


@pytest.mark.parametrize(
    "name",
    [
        "index - Copy.md", "index - Copy (2).md", "index (1).md", "index(1).md", "index copy 2.md",
        "index - Sao chép.md", "index - Bản sao.md", "Copy of index.md", "Bản sao của index.md",
        "index-DESKTOP-01.md", "index-LAPTOP-9F3K.md", "index-VPUBND.md",
        "index.sync-conflict-20261101-080000-ABCDEFG.md",
        "index (máy của Lan's conflicted copy 2026-11-01).md", "index_conflict-20261101.md",
        "index 2.md", "index_BASE_4711.md", "index.REMOTE.4711.md",
    ],
)  # fmt: skip
def test_copy_that_a_program_left_is_a_fault(newsroom, name):
    """It would be one more article; the one that it is a copy of is not to blame."""
    text = article("Bài")
    newsroom.write({"x/index.md": text, f"x/{name}": text})
    for _ in range(2):
        (line,) = told(newsroom.build())
        assert line.startswith(f"x/{name}:1: tệp: trông như bản sao của «index.md»")
    (newsroom.content / "x/index.md").unlink()
    assert told(newsroom.build()) == []
    newsroom.write({"x/index.md": text})
    assert len(told(newsroom.build())) == 1


@pytest.mark.parametrize(
    "name",
    [
        "hop-lan-2.md",
        "covid-19.md",
        "họp lần 2.md",
        "quyet-dinh-QD-UBND.md",
        "ban-sao.md",
        "ky-hop (khoá X).md",
    ],
)
def test_name_of_an_article_is_no_copy(name):
    """Numbers and capitals stand in names of articles too."""
    assert originals_of(f"x/{name}") == []


def test_telling_is_linear():
    """A hundred thousand strays are one line, and each text among them its own."""
    paths = [f"{number}/a.{'jpg' if number % 2 else 'txt'}" for number in range(100_000)]
    assert len(list(tell_strays(paths, lambda path: False))) == 50_001
