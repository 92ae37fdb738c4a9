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
def test_style_sheet_is_minified(css, served):
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
    """Each file stands in the sheet of all pages or of some, or alone; with its licence."""
    sheets = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.css")}
    named = re.findall(r'"(components/[^"]+)"', "".join(sheets.values()))
    templates = "".join(
        file.read_text("utf-8") for file in (ROOT / "theme/templates").rglob("*.html")
    )
    named += set(re.findall(r'"css/(components/[^"]+)"', templates))
    files = list((FOLDER / "components").iterdir())
    assert sorted(named) == sorted(f"components/{file.name}" for file in files)
    for file in files:
        assert file.read_text("utf-8").startswith("/* SPDX-License-Identifier: AGPL-3.0-or-later")
    # Besides: the sheets, which name layers and files, and what stands in the lower layers.
    below = ("base.css", "front_layout.css", "layout.css", "print.css", "reset.css", "tokens.css")
    assert sorted(name for name, text in sheets.items() if "@layer" not in text) == list(below)


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


#: Macros that paint nothing of their own, and why.
BARE_MACROS = {
    "feed": "a media type, no element",
    "listen": "a .button among the tools",
    "magnifier": "an .icon",
    "site_head": "stands in <head>",
    "time": "a <time> in the text around",
}
#: Scripts that paint nothing of their own.
BARE_SCRIPTS = {
    "listen": "shows its button",
    "offline_pages": "lists .line as stories are",
    "offline_reading": "brings the service worker",
    "reading_aloud": "is what listen.js loads when its button is pressed",
    "wrong_address": "fills a field in",
}
#: Scripts that no macro asks for.
CALLED_ELSEWHERE = {
    "offline_pages": "offline.html",
    "offline_reading": "macros/site_footer.html",
    "reading_aloud": "listen.js",
    "search": "search.html",
    "story_list": "list.html",
    "viewer": "gallery.js",
    "wrong_address": "404.html",
}
#: Styles of what several components share.
SHARED = {"story_link": "the link of .card, .row and .line"}


def test_macro_style_and_script_have_one_name():
    """What a component prints, paints and does stands in files of its name."""
    theme = ROOT / "theme"
    macros = {file.stem: file.read_text("utf-8") for file in theme.glob("templates/macros/*.html")}
    scripts = {file.stem for file in theme.glob("static/js/modules/*.js")}
    styles = {file.stem for file in FOLDER.glob("components/*.css")}
    others = "".join(file.read_text("utf-8") for file in theme.glob("templates/**/*.html"))
    assert macros.keys() - styles == BARE_MACROS.keys()
    assert scripts - styles == BARE_SCRIPTS.keys()
    starts = {
        name for name, text in macros.items() if re.search(rf"data-module\"?[=:] ?\"{name}\"", text)
    }
    assert scripts - starts == CALLED_ELSEWHERE.keys()
    for name, place in CALLED_ELSEWHERE.items():
        folder = "templates" if place.endswith(".html") else "static/js/modules"
        text = (theme / folder / place).read_text("utf-8")
        assert re.search(rf'data-module="{name}"|\./{name}\.js', text), name
    for name, text in macros.items():
        own = "picture" if name == "photo" else name
        assert re.search(rf"{{% macro \w*{own}", text), name
    # Anything else is a class that templates write.
    for name in styles - macros.keys() - scripts - SHARED.keys():
        assert re.search(rf'class="[^"]*\b{name}\b', others), name
