# SPDX-License-Identifier: AGPL-3.0-or-later
"""Style sheets as pages load them: few, flat, in words that old phones know."""

import re

import pytest

from plugins.press.errors import Refusal
from plugins.press.render.styles import join_styles
from plugins.press.render.theme import SHEET, Theme
from tests.small_site import ROOT, write_files

FOLDER = ROOT / "theme/static/css"


@pytest.mark.parametrize(
    ("css", "served"),
    [
        ("a {\n  color: red;\n  margin: 0 auto;\n}\n", "a{color:red;margin:0 auto}\n"),
        ("/* why */ a { b: c } /* two\nlines */", "a{b:c}\n"),
        ("a :hover , b > c { d: e }", "a :hover,b>c{d:e}\n"),
        ("@media (a: 2rem) and (b) { c { d: e } }", "@media (a:2rem) and (b){c{d:e}}\n"),
        ('a::after { content: " ›  ; " }', 'a:after{content:" ›  ; "}\n'),
        ("a { inset: 0; margin-inline: 1px }", None),
    ],
)
def test_style_sheet_is_squeezed(css, served):
    """Space and comments go where nothing depends on them, and what is new in old words."""
    text = join_styles({"css/a.css": css})["css/a.css"]
    if served is not None:
        assert text == served
    assert "inset" not in text and "margin-inline:" not in text


def test_what_a_sheet_imports_is_served_in_the_order_of_its_layers():
    """So a later layer wins among equal selectors, with no word of layers left."""
    files = {
        "css/a.css": '@layer low, high;\n@import "b/c.css" layer(high);\n'
        '@import "d.css" layer(low);\np{e:f}\n',
        "css/b/c.css": "a{b:c}",
        "css/d.css": "a{b:d}",
        "css/own.css": "i{j:k}",
    }
    assert join_styles(files) == {
        "css/a.css": "a{b:d}a{b:c}p{e:f}\n",
        "css/own.css": "i{j:k}\n",
    }


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ('@layer a;\n@import "none.css" layer(a);\n', "css/none.css"),
        ('@import "site.css" layer(b);\n', "'b' is not in"),
        ("a{{}", "css/site.css:"),
    ],
)
def test_sheet_that_cannot_be_served_is_told_with_its_name(tmp_path, sheet, words):
    write_files(tmp_path, {f"static/{SHEET}": sheet})
    with pytest.raises(Refusal) as told:
        Theme(tmp_path, {})
    assert "tệp kiểu trong static/css" in str(told.value) and words in str(told.value)


def test_every_component_is_served():
    """Each file stands once in the sheet of all pages or of some, with its licence."""
    sheets = "".join(
        (FOLDER / name).read_text("utf-8") for name in ("site.css", "front.css", "list.css")
    )
    named = re.findall(r'"(components/[^"]+)"', sheets)
    files = list((FOLDER / "components").iterdir())
    assert sorted(named) == sorted(f"components/{file.name}" for file in files)
    for file in files:
        assert file.read_text("utf-8").startswith("/* SPDX-License-Identifier: AGPL-3.0-or-later")


def test_type_has_one_scale():
    """Every size is a step of it, or goes by the text around; paper has its own in points."""
    sizes = {
        (file.name, size)
        for file in FOLDER.rglob("*.css")
        for size in re.findall(r"font-size: ([^;]+);", file.read_text(encoding="utf-8"))
    }
    fit = r"var\(--(small|aside|long|heading|part|lead|title)\)|1rem|inherit|[\d.]+em"
    strange = {
        (name, size)
        for name, size in sizes
        if not re.fullmatch(r"[\d.]+pt|inherit" if name == "print.css" else fit, size)
    }
    assert strange == {("base.css", "calc(100% * var(--text-scale))")}
    assert len(sizes) > 20
