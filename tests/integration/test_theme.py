# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme as the press hands it out."""

import pytest

from plugins.press.theme import squeeze


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("a {\n  color: red;\n  margin: 0 auto;\n}\n", "a{color:red;margin:0 auto}\n"),
        ("/* why */ a { b: c } /* two\nlines */", "a{b:c}\n"),
        ("a :hover , b > c { d: e }", "a :hover,b > c{d:e}\n"),
        ("a { --font: x, y; width: calc(1px + 2px) }", "a{--font:x,y;width:calc(1px + 2px)}\n"),
        ("@media (a: 2rem) and (b) { c { d: e } }", "@media (a: 2rem) and (b){c{d:e}}\n"),
        ('a::after { content: " ›  ; " / ""; }', 'a::after{content:" ›  ; " / ""}\n'),
        ("@layer a, b;\n@layer a {\n}\n", "@layer a,b;@layer a{}\n"),
    ],
)
def test_style_sheet_is_squeezed(css, squeezed):
    """Space and comments go where nothing depends on them, and stay where something does."""
    assert squeeze(css) == squeezed
