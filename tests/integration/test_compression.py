# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compressed copies beside text files: which there are, of what bytes, and when they go."""

import gzip
import json
import os
import re
import shutil
from pathlib import Path

import brotli
import pytest

from plugins.press.publish.compression import BEST, USUAL, compress, copies_of, original_of
from tests.small_site import ROOT, Build, article, run_pelican, tree, write_files

LONG = "Câu văn dài của bài này. " * 80
PAGE = "tin-tuc/2026/11/01/bai/index.html"


@pytest.mark.parametrize(
    "file", ["a.html", "x/rss.xml", "a.css", "a.js", "a.json", "a.svg", "a.txt"]
)
@pytest.mark.parametrize("quality", [USUAL, BEST])
def test_text_is_compressed(file, quality):
    """Both copies give back the file's bytes; no name and no time is in them."""
    data = LONG.encode()
    copies = dict(compress(file, data, quality))
    assert list(copies) == [f"{file}.br", f"{file}.gz"]
    assert brotli.decompress(copies[f"{file}.br"]) == data
    assert gzip.decompress(copies[f"{file}.gz"]) == data
    # No flag is set, so no name follows; four bytes of no time; no system.
    assert copies[f"{file}.gz"][:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    assert copies == dict(compress(file, data, quality))


@pytest.mark.parametrize(
    "file", ["a.jpg", "a.pdf", ".redirects.map", ".newsroom.json", "_redirects"]
)
def test_what_is_no_text_of_readers_has_no_copies(file):
    """Photos are compressed already, and what hosts read is sent to no reader."""
    assert dict(compress(file, LONG.encode(), USUAL)) == {}
    assert copies_of(file) == ()
    assert original_of(file) == file


def test_small_files_and_those_that_stay_as_large_have_no_copies():
    """Up to 1,000 bytes a second file does not pay, nor where nothing is saved."""
    assert dict(compress("a.html", b"a" * 1000, USUAL)) == {}
    assert list(dict(compress("a.html", b"a" * 1001, USUAL))) == ["a.html.br", "a.html.gz"]
    assert dict(compress("a.html", os.urandom(2000), USUAL)) == {}


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    write_files(tmp_path / "content", {"bai.md": article("Bài", body=LONG)})
    assert publish(tmp_path).status == 0
    return tmp_path


def publish(folder: Path, settings: str = "publishconf.py", **answers: str) -> Build:
    places = (folder / name for name in ("content", "output", "cache"))
    return run_pelican(*places, settings=ROOT / settings, folder=folder, environment=answers)


def test_publication_writes_them(portal):
    """Beside every text file of more than 1 kB, and no other; none of them is an address."""
    files = tree(portal / "output")
    originals = {original_of(file) for file in files if original_of(file) != file}
    assert originals == {
        file
        for file, data in files.items()
        if file.endswith((".html", ".xml", ".json", ".css", ".js", ".svg", ".txt", ".bin"))
        and not file.startswith(".")
        and len(data) > 1000
    }
    assert PAGE in originals
    for file in originals:
        assert brotli.decompress(files[f"{file}.br"]) == files[file], file
        assert gzip.decompress(files[f"{file}.gz"]) == files[file], file
    (style,) = (file for file in originals if re.fullmatch("theme/.*/site.css", file))
    assert files[f"{style}.br"] == brotli.compress(files[style], quality=11)
    addresses = json.loads(files[".newsroom.json"])["manifest"]["addresses"]
    assert addresses == [f"/{PAGE.removesuffix('index.html')}"]
    sitemaps = b"".join(data for file, data in files.items() if file.endswith(".xml"))
    assert b".gz" not in sitemaps and b".br" not in sitemaps


def test_only_pages_that_changed_are_compressed_again(portal):
    """Copies of the others keep their files, and what is told counts pages as before."""
    stamps = {file: file.stat().st_mtime_ns for file in (portal / "output").rglob("*.br")}
    write_files(portal / "content", {"hai.md": article("Hai", "2026-10-01", LONG)})
    build = publish(portal)
    assert build.status == 0, build.stderr
    assert ".br" not in build.stdout + build.stderr
    same = {file for file in stamps if file.stat().st_mtime_ns == stamps[file]}
    names = {file.relative_to(portal / "output").as_posix() for file in same}
    assert "gioi-thieu/index.html.br" not in names
    assert any(name.startswith("theme/") for name in names)
    assert "index.html.br" not in names
    assert (
        brotli.decompress((portal / "output/index.html.br").read_bytes())
        == (portal / "output/index.html").read_bytes()
    )


def test_damaged_and_missing_copies_are_put_right(portal):
    """As every file of an output is."""
    before = tree(portal / "output")
    (portal / "output/index.html.br").unlink()
    (portal / "output/rss.xml.gz").write_bytes(b"x")
    (portal / f"output/{PAGE}.gz").write_bytes(b"x")
    (portal / "output/khac.html.br").write_bytes(b"x")
    (style,) = (portal / "output/theme").glob("*/css/site.css.gz")
    style.unlink()
    assert publish(portal).status == 0
    assert tree(portal / "output") == before


def test_stale_copies_go(portal):
    """With the page, with the setting, and where the page has become small."""
    shutil.copytree(portal / "output", portal / "cu")
    assert publish(portal, "pelicanconf.py").status == 0
    assert [file for file in tree(portal / "output") if original_of(file) != file] == []
    assert publish(portal).status == 0
    assert tree(portal / "output") == tree(portal / "cu")
    text = article("Bài", body=LONG, expires="2026-11-02")
    write_files(portal / "content", {"bai.md": text})
    assert publish(portal, MAX_SHRINK="1").status == 0
    assert [file for file in tree(portal / "output") if file.startswith(PAGE)] == []
