# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules over every page of the sample site."""

import getpass
import hashlib
from pathlib import Path

import pytest

from tests.build.rules import (
    RULES,
    Rule,
    has_living_links,
    tells_nothing_of_the_workshop,
)
from tests.small_site import ROOT, Build


def problems_of(rule: Rule, pages: dict[str, str]) -> list[str]:
    return [f"{file}: {problem}" for file, text in pages.items() for problem in rule(file, text)]


@pytest.fixture(scope="session")
def pages(sample: Build) -> dict[str, str]:
    """All pages of the sample site."""
    return sample.pages()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_page_keeps_the_rule(rule, pages):
    """No page of any kind breaks a rule."""
    assert problems_of(rule, pages) == []


def test_every_link_leads_somewhere(pages, sample):
    """No link, picture or script of any page is missing, nor the place on a page."""
    assert problems_of(has_living_links(pages, sample.files), pages) == []


def test_no_file_tells_of_the_build_machine(sample):
    """Neither folders of the build machine nor Pelican's own theme show anywhere."""
    traces = [str(ROOT), str(sample.output), str(Path.home() / ""), f"/home/{getpass.getuser()}"]
    rule = tells_nothing_of_the_workshop([trace for trace in traces if len(trace) > 5])
    texts = {
        file: (sample.output / file).read_bytes().decode("utf-8", "replace")
        for file in sample.files
    }
    pixels = (".avif", ".bin", ".ico", ".jpg", ".m4a", ".mp3", ".mp4", ".pdf", ".png")
    readable = {file: text for file, text in texts.items() if not file.endswith(pixels)}
    assert problems_of(rule, readable) == []


def test_no_original_is_published(sample):
    """What editors keep beside an article stays there, attachments apart."""
    originals = {
        hashlib.sha256(file.read_bytes()).hexdigest(): file.name
        for file in (ROOT / "content").rglob("*")
        if file.is_file() and file.suffix not in (".pdf", ".m4a", ".mp3", ".mp4", ".vtt")
    }
    published = {
        file: originals.get(hashlib.sha256((sample.output / file).read_bytes()).hexdigest())
        for file in sample.files
    }
    assert {file: name for file, name in published.items() if name} == {}


def test_an_attachment_is_published_as_it_is(sample):
    """A linked document goes out under a name with its digest, byte for byte."""
    original = ROOT / "content/tin-tuc/2019/12/30/tet-tiet-kiem/quyet-dinh-ke-hoach-tet-canh-ty.pdf"
    published = sample.output / "tep/quyet-dinh-ke-hoach-tet-canh-ty-ffc0a54ef32cc5f4.pdf"
    assert published.read_bytes() == original.read_bytes()
