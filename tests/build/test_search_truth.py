# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the search index finds in the sample site, against a scan of its pages."""

import pytest

from plugins.newsroom.search_text import tokens_of
from tests.search_reader import SearchReader
from tests.search_truth import ARTICLE_FILE, draw_truth, lines_of

QUERIES = 1200


@pytest.fixture(scope="module")
def scanned(sample) -> dict[str, list[list[str]]]:
    """The lines of each article, by its address."""
    files = list(filter(ARTICLE_FILE.fullmatch, sample.files))
    assert len(files) == 80
    return {
        f"/{file.removesuffix('index.html')}": lines_of(sample.read(f"/{file}")) for file in files
    }


@pytest.fixture(scope="module")
def reader(sample) -> SearchReader:
    return SearchReader(sample.output)


@pytest.mark.parametrize("exact", [False, True], ids=["without-marks", "with-marks"])
def test_every_article_is_found_and_no_other(scanned, reader, exact):
    """1,200 queries of one to four syllables out of the texts: none is missed.

    Few others are: two texts in some hundred have one hash. Of three and four syllables, those
    may be found too that hold each two of them side by side, but not all; and five bits take a
    few other marks for the same. There the article's page tells.
    """
    truths = draw_truth(scanned, reader, exact, QUERIES)
    true = sum(truth.true for truth in truths.values())
    assert sum(truth.queries for truth in truths.values()) == QUERIES
    assert [truth.missed for truth in truths.values()] == [0, 0, 0, 0]
    assert true > 2 * QUERIES
    assert truths[1].others + truths[2].others <= true // (50 if exact else 100)
    assert truths[3].others + truths[4].others <= true // 50


def test_rows_are_those_of_the_articles(scanned, reader):
    """Newest first, each with the title and the section of its page."""
    assert reader.rows.keys() == scanned.keys()
    for address, row in reader.rows.items():
        assert scanned[address][0] == tokens_of(row[1])
