# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Nu checker over everything that the site has of HTML, CSS and SVG."""

import re

import pytest

from tests.nu import checker

#: make test gets the checker, and fails in CI where it cannot.
needs_parser = pytest.mark.skipif(
    checker.parser_missing() is not None, reason=checker.parser_missing() or "Acorn is there"
)
needs_checker = pytest.mark.skipif(
    checker.missing() is not None, reason=checker.missing() or "the Nu checker is there"
)


@needs_checker
def test_every_page_style_and_drawing_is_valid(sample):
    """Not one error, warning or remark on any page of the sample site."""
    files = [sample.output / file for file in sample.files]
    assert sum(file.suffix == ".html" for file in files) > 300
    assert checker.check(files) == []


@needs_checker
def test_checker_catches(tmp_path):
    """What is wrong in HTML, CSS or SVG is told of."""
    wrong = {
        "a.html": '<!DOCTYPE html><html lang="vi"><title>x</title><p></div>',
        "b.css": "p { colr: red }",
        "c.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circlee/></svg>',
    }
    for name, text in wrong.items():
        (tmp_path / name).write_text(text)
    found = checker.check(tmp_path / name for name in wrong)
    assert {name for name in wrong if any(f"/{name}:" in item for item in found)} == set(wrong)


#: What the page of search runs; the loader of modules has an import() more.
SEARCH = ("search.js", "search_field.js", "today.js", "urgent.js", "wrong_address.js")


@needs_parser
def test_scripts_of_search_are_read_by_browsers_of_2020(sample):
    """Chrome 80 and iOS 13 read all of ECMAScript 2019; of 2020 the loader needs import()."""
    scripts = [sample.output / file for file in sample.files if file.endswith(".js")]
    chosen = [file for file in scripts if file.name in SEARCH]
    assert len(chosen) == len(SEARCH)
    assert checker.parse_scripts(chosen, 2019) == []
    loader = [file for file in scripts if file.name == "site.js"]
    assert checker.parse_scripts(loader, 2020) == []
    texts = [file.read_text(encoding="utf-8") for file in (*chosen, *loader)]
    # Patterns with a look behind are of 2018, but Safari reads them since 2023 only.
    assert [text for text in texts if re.search(r"\(\?<[=!]|\?\?|\?\.(?!\d)", text)] == []


@needs_parser
def test_parser_catches(tmp_path):
    """What came later is told, with its file and line."""
    wrong = {"a.js": "x;\nx ??= 1;", "b.js": "x?.y;", "c.js": "class A { #b; }"}
    for name, text in {**wrong, "d.js": "x ? .5 : 1;"}.items():
        (tmp_path / name).write_text(text)
    found = checker.parse_scripts(sorted(tmp_path.iterdir()), 2019)
    assert [item.rpartition("/")[2][:7] for item in found] == ["a.js:2:", "b.js:1:", "c.js:1:"]
