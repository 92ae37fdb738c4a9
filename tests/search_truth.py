# SPDX-License-Identifier: AGPL-3.0-or-later
"""Truth tables: what the search index of a built site finds, against a scan of its pages."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from plugins.newsroom.search_text import tokens_of
from plugins.vietnamese.letters import fold, spell
from tests.search_reader import SearchReader

#: The files of articles below an output.
ARTICLE_FILE = re.compile(r"tin-tuc/\d{4}/\d\d/\d\d/[^/]+/index\.html")
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


@dataclass
class Truth:
    """What queries of one number of syllables found: articles, summed over the queries.

    `true` hold the query as it was asked, of which the index `missed` some; it found `others`
    besides.
    """

    queries: int = 0
    true: int = 0
    missed: int = 0
    others: int = 0


def draw_truth(
    scanned: Mapping[str, list[list[str]]], reader: SearchReader, exact: bool, queries: int
) -> dict[int, Truth]:
    """Ask *queries* of one to four syllables out of the lines of articles, by their address.

    Returns what came of them by the number of syllables; *exact* asks with marks.
    """
    read = spell if exact else fold
    rnd = random.Random(20_260_830 + exact)
    texts = {
        address: "".join(f" {' '.join(map(read, line))} \n" for line in lines)
        for address, lines in scanned.items()
    }
    addresses = sorted(scanned)
    truths = {size: Truth() for size in range(1, 5)}
    for number in range(queries):
        line = rnd.choice(scanned[rnd.choice(addresses)])
        size = min(1 + number % 4, len(line))
        place = rnd.randrange(len(line) - size + 1)
        query = [token if exact else read(token) for token in line[place : place + size]]
        sought = f" {' '.join(map(read, query))} "
        expected = {address for address, text in texts.items() if sought in text}
        found = reader.find(" ".join(query), exact)
        truth = truths[size]
        truth.queries += 1
        truth.true += len(expected)
        truth.missed += len(expected - found)
        truth.others += len(found - expected)
    return truths
