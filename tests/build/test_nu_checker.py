# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Nu checker over everything that the site has of HTML, CSS and SVG."""

import pytest

from tests.nu import checker

#: make test gets the checker, and fails in CI where it cannot.
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
