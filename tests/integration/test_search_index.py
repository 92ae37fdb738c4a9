# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index, as a reader who knows its format alone finds them."""

import os
import random
import shutil
from pathlib import Path

import pytest

from plugins.newsroom.page import SearchBlock, SearchPart, SearchVolume
from plugins.newsroom.search_text import TITLED, key_of, keys_of
from plugins.press.render.search_index import blobs_in, blobs_of, file_of
from tests.search_reader import SearchReader, entries_of
from tests.small_site import NOW, ROOT, Build, article, run_pelican, write_files

ALPHABET = ("dang", "đảng", "bo", "bộ", "bố", "lúa", "mô", "mở", "2026", "covid", "ខ្មែរ")


def words(rnd: random.Random, count: int) -> str:
    return " ".join(rnd.choices(ALPHABET, k=count))


@pytest.mark.parametrize("bits", [0, 1, 5, 14])
def test_blobs_hold_every_key_of_every_article(bits):
    """Each once, in the part that its hash tells, with the articles in their order."""
    rnd = random.Random(bits)
    keys = [keys_of(words(rnd, 3), [words(rnd, 9)]) for _ in range(100)]
    keys[7] = b""
    expected: dict[tuple[int, int], list[int]] = {}
    for number, some in enumerate(keys):
        for place in range(0, len(some), 8):
            key = int.from_bytes(some[place : place + 8], "little")
            hashed, flags = key >> 6, key & 63
            part = hashed >> 32 - bits
            rest = (hashed >> 32 - bits - 18) & (1 << 18) - 1
            expected.setdefault((part, rest << 6 | flags), []).append(number)
    found = {
        (part, key): numbers
        for part, blob in enumerate(blobs_of(keys, bits))
        for key, numbers in entries_of(blob)
    }
    assert found == expected
    assert found[key_of("lúa") >> 6 >> 32 - bits, _key(key_of("lúa"), bits)]
    assert found[key_of("lúa") >> 6 >> 32 - bits, _key(key_of("lúa") | TITLED, bits)]


def _key(key: int, bits: int) -> int:
    return (key >> 6 >> 14 - bits) % (1 << 18) << 6 | key & 63


def test_block_without_a_word_has_empty_blobs():
    assert blobs_of([b"", b""], 2) == [b""] * 4


def test_file_gives_its_blobs_back():
    """Long and empty ones too; what is not one of our files has none."""
    blocks = tuple(SearchBlock(f"2026/07-{n}", ("a.md",), str(n), str(n)) for n in range(3))
    volume = SearchVolume("moi", 3, blocks)
    blobs = [b"x" * 70_000, b"", b"yz"]
    data = file_of(volume, blobs)
    assert data[:8] == b"TK\x03\x03" + bytes.fromhex(volume.stamp)
    assert blobs_in(data) == blobs
    assert SearchPart(volume, 7).number == 7
    for other in (b"", data[:9], b"TK\x01" + data[3:], b"<!DOCTYPE html>"):
        assert blobs_in(other) == []


FILES = {
    f"tin-tuc/2026/{month:02}/bai-{number}.md": article(
        f"Hội nghị lần {number}",
        f"2026-{month:02}-0{number} 08:00",
        f"Sầu riêng Vĩnh Long tháng {month}, {number}.143 tấn.",
        tags="[Cây ăn trái]",
    )
    for month in (7, 8, 9, 10)
    for number in (1, 2, 3)
}
HIDDEN = {
    "nhap.md": article("Bài ẩn", body="Ẩn mình kỹ.", status="draft"),
    "cho.md": article("Bài ẩn", "2026-12-01 08:00", "Ẩn mình kỹ."),
    "go.md": article("Bài ẩn", body="Ẩn mình kỹ.", withdrawn="Sai", slug="go"),
    "het.md": article("Bài ẩn", body="Ẩn mình kỹ.", expires="2026-11-09"),
}


class Site:
    """A site that is built again and again, and from nothing beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_files(folder / "content", {**FILES, **HIDDEN})

    def build(self, now: int = NOW, *options: str, name: str = "output") -> Build:
        done = run_pelican(
            self.folder / "content",
            self.folder / name,
            self.folder / f"{name}-cache",
            *options,
            environment={"SOURCE_DATE_EPOCH": str(now)},
        )
        assert done.status == 0, done.stderr
        return done

    def index(self, name: str = "output") -> dict[str, bytes]:
        root = self.folder / name / "tim-kiem"
        return {
            str(file.relative_to(root)): file.read_bytes()
            for file in root.rglob("*")
            if file.suffix in (".bin", ".json")
        }


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Site:
    site = Site(tmp_path_factory.mktemp("search"))
    site.build()
    return site


def test_articles_are_found_by_all_that_they_say(site):
    """By syllables, pairs, figures, authors and topics; those that are hidden by nothing."""
    reader = SearchReader(site.folder / "output")
    assert list(reader.rows) == [
        f"/tin-tuc/2026/{month:02}/0{number}/bai-{number}/"
        for month in (10, 9, 8, 7)
        for number in (3, 2, 1)
    ]
    assert len(reader.find("sau rieng")) == len(reader.find("SẦU RIÊNG", exact=True)) == 12
    assert reader.find("rieng sau") == reader.find("sau riêng", exact=True) == set()
    assert reader.find("thang 8") == {f"/tin-tuc/2026/08/0{n}/bai-{n}/" for n in (1, 2, 3)}
    assert reader.find("2.143") == {f"/tin-tuc/2026/{m:02}/02/bai-2/" for m in (7, 8, 9, 10)}
    assert {hit.in_title for hit in reader.pair("hội", "nghị")} == {True}
    assert {hit.in_title for hit in reader.pair("vĩnh", "long")} == {False}
    assert len(reader.word("tac-gia n.h")) == len(reader.word("chu-de cây ăn trái")) == 12
    assert len(reader.word("chuyen-muc kinh-te")) == len(reader.find("cay an trai")) == 12
    assert reader.find("an minh") == reader.find("ẩn", exact=True) == set()
    assert reader.word("chuyen-muc thong-bao") == set()
    assert not any("ẩn".encode() in data for data in site.index().values())


def test_edit_changes_few_files_and_gives_what_nothing_gives(site, tmp_path):
    """And what was damaged or is gone is put right out of what the articles say."""
    before = site.index()
    file = site.folder / "content/tin-tuc/2026/08/bai-2.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nDừa sáp.\n", encoding="utf-8")
    parts = sorted((site.folder / "output/tim-kiem/moi").glob("*.bin"))
    parts[0].unlink()
    site.build()
    after = site.index()
    assert SearchReader(site.folder / "output").find("dua sap") == {"/tin-tuc/2026/08/02/bai-2/"}
    changed = {name for name in before if before[name] != after[name]}
    # Three keys: "dừa", "sáp", "dừa sáp".
    assert 0 < len(changed) <= 3
    assert before.keys() == after.keys()
    parts[1].write_bytes(before[f"moi/{parts[1].name}"][:-1])
    parts[2].write_bytes(b"TK\x03")
    file.write_text(file.read_text(encoding="utf-8") + "\nXoài.\n", encoding="utf-8")
    site.build()
    site.build(name="new")
    assert site.index() == site.index("new")


def test_expired_article_is_gone_at_the_next_build(site):
    """With its row, its keys and its place in the numbers, though no source was touched."""
    files = {
        "tin-tuc/2026/09/het-han.md": article(
            "Tạm thời", "2026-09-09 09:00", "Thoáng qua.", expires="2026-11-12"
        )
    }
    write_files(site.folder / "content", files)
    site.build()
    assert len(SearchReader(site.folder / "output").find("thoang qua")) == 1
    before = site.index()
    site.build(NOW + 5 * 86_400)
    after = site.index()
    reader = SearchReader(site.folder / "output")
    assert reader.find("thoang qua") == reader.find("tạm") == set()
    assert len(reader.rows) == 12
    assert before["muc-luc.json"] != after["muc-luc.json"]
    (site.folder / "content/tin-tuc/2026/09/het-han.md").unlink()


def test_change_of_theme_or_portal_leaves_the_index(site):
    """Nothing of them stands in it: its files are those that were there; in its page they do."""
    before = site.index()
    stamps = {
        file: os.stat(file).st_ino for file in (site.folder / "output/tim-kiem").rglob("*.bin")
    }
    site.build(NOW, "-e", 'SITENAME="Tên khác"')
    assert {file: os.stat(file).st_ino for file in stamps} == stamps
    assert site.index() == before
    description = site.folder / "output/tim-kiem/mo-ta.xml"
    assert "Tên khác" in description.read_text(encoding="utf-8")


def test_labels_of_the_theme_are_searched(tmp_path):
    """As the page has them beside a source; when they change, the index becomes what it must be."""
    site = Site(tmp_path)
    english = article("English", body="Text.", lang="en", source="{name: Tin Dừa, author: Lê Anh}")
    write_files(tmp_path / "content", {"tin-tuc/2026/09/tieng-anh.md": english})
    site.build()
    address = {"/tin-tuc/2026/11/01/tieng-anh/"}
    assert SearchReader(tmp_path / "output").find("source tin dua by le anh") == address
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    words = tmp_path / "theme/words/en.json"
    words.write_text(words.read_text("utf-8").replace('"Source: {name}"', '"Taken over: {name}"'))
    for name in ("output", "new"):
        site.build(NOW, "-t", str(tmp_path / "theme"), name=name)
    reader = SearchReader(tmp_path / "output")
    assert reader.find("over tin dua") == address
    assert reader.find("source tin") == set()
    assert site.index() == site.index("new")


def test_site_without_search_has_no_index(site):
    """`SEARCH = False` takes every file of it away, and leaves no cost."""
    site.build(NOW, "-e", "SEARCH=false")
    assert site.index() == {}
    site.build()
    assert len(SearchReader(site.folder / "output").find("sau rieng")) == 12


def test_long_articles_keep_the_bounds(tmp_path):
    """One of a single paragraph of a megabyte, one of a hundred thousand equal syllables."""
    rnd = random.Random(3)
    syllables = [f"{first}{last}" for first in ("b", "ch", "đ", "ngh") for last in ("ả", "ế", "i")]
    long = " ".join(f"{rnd.choice(syllables)}{rnd.randrange(900)}" for _ in range(100_000))
    files = {"dai.md": article("Dài", body=long), "deu.md": article("Đều", body="lúa " * 100_000)}
    write_files(tmp_path / "content", files)
    done = run_pelican(tmp_path / "content", tmp_path / "output", tmp_path / "cache")
    assert done.status == 0, done.stderr
    reader = SearchReader(tmp_path / "output")
    assert reader.find("lúa lúa", exact=True) == {"/tin-tuc/2026/11/01/deu/"}
    for place in range(0, 99_000, 9_000):
        some = " ".join(long.split()[place : place + 4])
        assert reader.find(some, exact=True) == {"/tin-tuc/2026/11/01/dai/"}
    shutil.rmtree(tmp_path)
