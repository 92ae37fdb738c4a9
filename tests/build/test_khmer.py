# SPDX-License-Identifier: AGPL-3.0-or-later
"""Khmer has no spaces between words: zero-width ones, U+200B, tell where a line may break."""

import pytest

from plugins.newsroom.search_text import tokens_of
from tests.small_site import Build, article, run_pelican, write_files

#: "the hall / of the / pagoda", parted by U+200B.
WORDS = "សាលា\u200bនៃ\u200bវត្ត"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with one article in Khmer that has them in its title, sapo, text and caption."""
    folder = tmp_path_factory.mktemp("khmer")
    text = article(
        WORDS,
        body=f"{WORDS} **{WORDS}**\n\n- {WORDS}\n",
        lang="km",
        slug="sala",
        summary=WORDS,
        corrections="[{date: 2026-11-02, wrong: a, right: b}]",
    )
    content = write_files(folder / "content", {"a.md": text})
    build = run_pelican(content, folder / "output", folder / "cache")
    assert build.status == 0, build.stderr
    assert "cảnh báo" not in build.stderr
    return build


PAGE = "/tin-tuc/2026/11/01/sala/"


@pytest.mark.parametrize(
    "markup",
    [
        f'<h1 class="title">{WORDS}</h1>',
        f'<p class="sapo">{WORDS}</p>',
        f"{WORDS} <strong>{WORDS}</strong>",
        f"<li>{WORDS}</li>",
    ],
)
def test_zero_width_spaces_are_read_and_printed(built, markup):
    """Where an editor typed them they stand, and nothing warns of them."""
    assert markup in built.read(PAGE)


@pytest.mark.parametrize("address", ["/", "/km/", "/tin-tuc/", "/rss.xml", "/tin-moi.json"])
def test_zero_width_spaces_stand_in_lists_and_feeds(built, address):
    """Titles break there too."""
    assert WORDS in built.read(address)


def test_zero_width_spaces_are_nothing_to_search(built):
    """A query finds an article whichever of both has them."""
    assert tokens_of(WORDS) == tokens_of(WORDS.replace("\u200b", ""))


def test_correction_of_an_article_is_told_in_its_language(built):
    """In the feed of corrections, and for machines."""
    feed = built.read("/cai-chinh/rss.xml")
    assert f"<title>កែតម្រូវ៖ {WORDS}</title>" in feed
    assert "យើងបានសរសេរ: a. ត្រឹមត្រូវគឺ: b" in feed
    assert "Đã đưa" not in feed
    assert "យើងបានសរសេរ: a. ត្រឹមត្រូវគឺ: b" in built.read(PAGE)
