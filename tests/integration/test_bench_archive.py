# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive that builds are measured on: the same every time, and without a fault."""

import hashlib
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from pelicanconf import NEWS_SECTIONS
from plugins.newsroom.front_matter import split
from tests.bench import archive
from tests.small_site import run_pelican

SECTIONS = {"kinh-te": "Kinh tế", "y-te-giao-duc": "Y tế - Giáo dục", "thong-bao": "Thông báo"}


def written(folder: Path, count: int, dialect: str = "portal") -> dict[str, str]:
    """Write an archive; give the digest of every file of its content by path."""
    assert list(archive.write_archive(folder, count, dialect, SECTIONS))[-1:] == [count]
    content = folder / "content"
    return {
        file.relative_to(content).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in content.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("dialect", archive.DIALECTS)
def test_archive_twice(tmp_path, dialect):
    """Two archives of one size are equal, photos included."""
    assert written(tmp_path / "a", 12, dialect) == written(tmp_path / "b", 12, dialect)


def test_archive_of_fewer(tmp_path):
    """The archive of 10 is a part of that of 25."""
    fewer, more = written(tmp_path / "10", 10), written(tmp_path / "25", 25)
    assert fewer.items() < more.items()
    assert len(more) - len(fewer) == 15


def test_archive_carried_on(tmp_path):
    """An archive of 10 that grows to 25 is the one that was made with 25 at once."""
    written(tmp_path / "a", 10)
    assert written(tmp_path / "a", 25) == written(tmp_path / "b", 25)


def test_archive_of_another_kind(tmp_path):
    """An archive that is too large, or that was cut short, is made anew."""
    written(tmp_path / "a", 25)
    expected = written(tmp_path / "b", 10)
    assert written(tmp_path / "a", 10) == expected
    cut = archive.write_archive(tmp_path / "a", 25, "portal", SECTIONS)
    next(cut)
    cut.close()
    assert written(tmp_path / "a", 10) == expected


def test_archive_over_foreign_content(tmp_path):
    """A content folder that this module did not write is left alone."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "bai.md").write_text("của tòa soạn")
    with pytest.raises(ValueError, match="was not written by this module"):
        written(tmp_path, 10)
    assert (tmp_path / "content" / "bai.md").read_text() == "của tòa soạn"


def test_story_of_another_seed():
    """Another seed gives other stories, another number too."""
    bodies = {
        archive.make_story(number, SECTIONS, seed).body for number in (0, 1) for seed in (7, 8)
    }
    assert len(bodies) == 4


def test_stories_like_real_ones():
    """Stories have the length, photos and tables that a portal's articles have."""
    stories = [archive.make_story(number, SECTIONS) for number in range(400)]
    words = sum(len(story.body.split()) for story in stories) / 400
    photos = [story.body.count("![") for story in stories]
    unusual = [story for story in stories if "\n- " in story.body or "\n| " in story.body]
    assert 650 < words < 760
    assert set(photos) == {0, 1, 2, 3}
    assert 2 <= len(unusual) <= 16
    assert any("**" in story.body for story in stories)
    assert {story.section[0] for story in stories} == set(SECTIONS)
    assert all(archive.START <= story.date < archive.END for story in stories)
    assert all(unicodedata.is_normalized("NFC", story.body) for story in stories)


def test_lone_photo():
    """One photo is shown by one story, so that replacing it touches one article."""
    shown = [
        number
        for number in range(200)
        if archive.LONE_PHOTO in archive.make_story(number, SECTIONS).body
    ]
    assert shown == [0]


def test_pool_photo_size(tmp_path):
    """The shared photos are small, so that a build is not measured by its photos."""
    written(tmp_path, 1)
    with Image.open(tmp_path / "content/anh/p00.jpg") as photo:
        assert photo.size == (800, 533)
    assert len(list((tmp_path / "content/anh").iterdir())) == 9


@pytest.mark.parametrize(
    ("dialect", "path"),
    [
        (
            "portal",
            "tin-tuc/2016/10/17/"
            "so-nong-nghiep-va-moi-truong-trao-hoc-bong-cho-hoc-sinh-tai-000000/index.md",
        ),
        (
            "hugo",
            "y-te-giao-duc/2016/10/"
            "so-nong-nghiep-va-moi-truong-trao-hoc-bong-cho-hoc-sinh-tai-000000.md",
        ),
        (
            "pelican",
            "y-te-giao-duc/2016/10/"
            "so-nong-nghiep-va-moi-truong-trao-hoc-bong-cho-hoc-sinh-tai-000000.md",
        ),
    ],
)
def test_source_of_dialect(dialect, path):
    """Each builder gets the same body under a header that it can read."""
    story = archive.make_story(0, SECTIONS)
    found, text = archive.source(story, dialect)
    assert found.as_posix() == path
    assert split(text, path).body.removeprefix("\n") == story.body
    assert not split(text, path).faults


def test_archive_checked(tmp_path):
    """Our builder finds neither a fault nor anything to warn of in 200 stories."""
    list(archive.write_archive(tmp_path / "a", 200, "portal", NEWS_SECTIONS))
    check = run_pelican(
        tmp_path / "a" / "content", tmp_path / "output", tmp_path / "cache", "-e", "CHECK_ONLY=true"
    )
    assert check.stderr == "Đã kiểm tra 200 bài: không có lỗi, 0 cảnh báo.\n"
    assert check.status == 0


def test_replace_file_with_links(tmp_path):
    """A replaced file leaves its hard links as they were: archives stay pristine."""
    (tmp_path / "a").write_text("cũ")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    archive.replace_file(tmp_path / "b", "mới".encode())
    assert (tmp_path / "a").read_text() == "cũ"
    assert (tmp_path / "b").read_text() == "mới"
