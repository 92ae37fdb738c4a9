# SPDX-License-Identifier: AGPL-3.0-or-later
"""Truth tables: what the search index finds in the sample site, against a scan of its pages."""

import random
import re
from html.parser import HTMLParser

import pytest

from plugins.newsroom.search_text import tokens_of
from plugins.vietnamese.letters import fold, spell
from tests.search_reader import SearchReader

QUERIES = 300
#: Elements within a line.
_INLINE = frozenset(("a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "mark"))
_INLINE |= frozenset(("q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "kbd"))
#: What the page says beside the article.
_BESIDE = ("article__line", "note__title", "note__date", "tags__title", "article__credit")
_BESIDE += ("print-only", "note--old", "article__corrected", "tools", "translations")
_BESIDE += ("article__date", "player__file", "facts__when", "facts__tools")


class _Lines(HTMLParser):
    """The lines of an article's page, from its title to its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._open: list[tuple[str, bool]] = []
        self._before: list[str] = []

    @property
    def _is_shown(self) -> bool:
        names = [name for name, _ in self._open]
        return "article" in names and not any(is_beside for _, is_beside in self._open)

    def _is_in(self, tag: str) -> bool:
        return any(name == tag for name, _ in self._open)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        classes = (given.get("class") or "").split()
        # Of dates those of a document alone are searched.
        is_beside = tag == "dt" or (tag == "time" and not self._is_in("dd"))
        is_beside = is_beside or any(name in _BESIDE for name in classes)
        is_beside = is_beside or (tag == "sup" and (given.get("id") or "").startswith("fnref"))
        # What a card that leads to another site calls it.
        is_beside = is_beside or (tag == "strong" and "site-card__words" in self._before)
        self._before = classes
        if tag == "br":
            self.lines[-1] += " "
        elif tag not in ("img", "source", "wbr", "hr", "col", "meta", "link", "input"):
            self._open.append((tag, is_beside))
        if tag not in (*_INLINE, "br", "wbr"):
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag not in _INLINE:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._is_shown:
            self.lines[-1] += data


def lines_of(page: str) -> list[list[str]]:
    """Read the tokens of each line of an article."""
    parser = _Lines()
    parser.feed(page)
    lines = [tokens_of(line) for line in parser.lines]
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def scanned(sample) -> dict[str, list[list[str]]]:
    """The lines of each article, by its address."""
    files = [file for file in sample.files if re.fullmatch(r"tin-tuc/(?:\d+/){3}.+\.html", file)]
    files = [file for file in files if len(file.split("/")) == 6]
    assert len(files) == 73
    return {
        f"/{file.removesuffix('index.html')}": lines_of(sample.read(f"/{file}")) for file in files
    }


@pytest.fixture(scope="module")
def reader(sample) -> SearchReader:
    return SearchReader(sample.output)


def text_of(lines: list[list[str]]) -> str:
    """Write lines of tokens, none of which has a space, so that neighbours are found as such."""
    return "".join(f" {' '.join(line)} \n" for line in lines)


@pytest.mark.parametrize("exact", [False, True], ids=["without-marks", "with-marks"])
def test_every_article_is_found_and_no_other(scanned, reader, exact):
    """300 queries of one to four syllables out of the texts: none is missed.

    Few others are: two texts in some hundred have one hash. Of three and four syllables, those
    may be found too that hold each two of them side by side, but not all; and five bits take a
    few other marks for the same. There the article's page tells.
    """
    read = spell if exact else fold
    rnd = random.Random(20_260_830 + exact)
    texts = {
        address: text_of([list(map(read, line)) for line in lines])
        for address, lines in scanned.items()
    }
    lines = [line for some in scanned.values() for line in some]
    rnd.shuffle(lines)
    counts = {"queries": 0, "true": 0, "missed": 0, "short": 0, "more": 0}
    for number, line in enumerate(lines[:QUERIES]):
        size = min(1 + number % 4, len(line))
        place = rnd.randrange(len(line) - size + 1)
        query = (
            [read(token) for token in line[place : place + size]]
            if not exact
            else line[place : place + size]
        )
        sought = f" {' '.join(map(read, query))} "
        expected = {address for address, text in texts.items() if sought in text}
        found = reader.find(" ".join(query), exact)
        counts["queries"] += 1
        counts["true"] += len(expected)
        counts["missed"] += len(expected - found)
        counts["short" if size < 3 else "more"] += len(found - expected)
    assert (counts["queries"], counts["missed"]) == (QUERIES, 0)
    assert counts["true"] > 2 * QUERIES
    assert counts["short"] <= counts["true"] // (50 if exact else 100)
    assert counts["more"] <= counts["true"] // 50


def test_rows_are_those_of_the_articles(scanned, reader):
    """Newest first, each with the title and the section of its page."""
    assert reader.rows.keys() == scanned.keys()
    for address, row in reader.rows.items():
        assert scanned[address][0] == tokens_of(row[1])
