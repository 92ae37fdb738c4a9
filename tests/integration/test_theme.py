# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme as the press hands it out."""

import subprocess
import sys
import traceback
from pathlib import Path

import jinja2
import pytest

from plugins.press.render.theme import Theme, reuse_compiled

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("included", "page"),
    [
        ('{% include "part.html" %}', "[mới: ngoài]"),
        ('{% if true %}{% include "part.html" %}{% endif %}', "[mới: ngoài]"),
        ('{% for word in "ab" %}{% include "part.html" %}{% endfor %}', "[mới: ngoài][mới: ngoài]"),
        ('{% include "p" ~ "art.html" %}', "[mới: ngoài]"),
        ('{% include "none.html" ignore missing %}', ""),
    ],
)
def test_included_template_sees_names_and_keeps_its_own(tmp_path, included, page):
    """What includes a template lends it its names, and gets none of those that it sets."""
    _write_theme(
        tmp_path,
        {
            "page.html": "{% set own = 'cũ' %}{% set other = 'ngoài' %}" + included + "{{ own }}",
            "part.html": "{% set own = 'mới' %}[{{ own }}: {{ other }}]",
        },
    )
    environment = Theme(tmp_path, {}).environment({})
    assert environment.get_template("page.html").render() == page + "cũ"


@pytest.mark.parametrize(
    "reference",
    [
        '{% include "part.html" %}',
        '{%include"part.html"%}',
        "{%- include 'part.html' without context -%}",
        '{% include "part.html" ignore missing %}',
        '{% include ["none.html", "part.html"] %}',
        '{% include "none.html" if false else "part.html" %}',
        '{% include "p" ~ "art.html" %}',
        '{% set name = "part.html" %}{% include name %}',
        '{% include (\n"part.html") %}',
        '{%from"macros.html"import m%}{{ m() }}',
        '{%- import"macros.html"as macros -%}{{ macros.m() }}',
        '{% import "macros.html" as macros with context %}{{ macros.m() }}',
        '{% extends "base.html" %}{% block main %}{% include "part.html" %}{% endblock %}',
    ],
)
def test_change_of_what_a_template_needs_is_a_change_of_the_template(tmp_path, reference):
    """However it is named: a page that is not printed again would stay as it was."""
    files = {
        "page.html": reference,
        "macros.html": '{% macro m() %}{% include "part.html" %}{% endmacro %}',
        "base.html": "{% block main %}{% endblock %}",
    }
    pages, digests = [], set()
    for word in ("một", "hai"):
        _write_theme(tmp_path, {**files, "part.html": word})
        theme = Theme(tmp_path, {})
        pages.append(theme.environment({}).get_template("page.html").render().strip())
        digests.add(theme.template_digest("page.html"))
    assert pages == ["một", "hai"]
    assert len(digests) == 2


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ('{% include "none.html" ignore missing %}', ""),
        ('{# {% include "none.html" %} #}', ""),
        ('{% raw %}{% include "none.html" %}{% endraw %}', '{% include "none.html" %}'),
        ("{{ x is defined }} {{ d.a }} {{ d.b | default(2) }}", "False 1 2"),
        ('{% if n %}{{ n }}{% set n = n - 1 %}{% include "page.html" %}{% endif %}', "321"),
        ('{% set own = 2 %}{% include "part.html" %}{{ own }}', "12"),
    ],
)
def test_whatever_the_template_language_allows_is_allowed(tmp_path, text, page):
    """The theme belongs to the portal, whose authors read the language's own handbook."""
    _write_theme(tmp_path, {"page.html": text, "part.html": "{% set own = 1 %}{{ own }}"})
    theme = Theme(tmp_path, {})
    assert theme.template_digest("page.html")
    template = theme.environment({}).get_template("page.html")
    assert template.render(d={"a": 1}, n=3) == page


@pytest.mark.parametrize("name", ["404", "article", "corrections", "front", "list", "page"])
def test_change_of_what_a_template_does_not_need_is_none(name):
    """What our own templates name is understood, so that few pages are printed again."""
    theme = Theme(Path(__file__).parents[2] / "theme", {})
    before = theme.template_digest(f"{name}.html")
    theme._templates["feed_body.html"] += b" "
    assert theme.template_digest(f"{name}.html") == before


def test_template_that_comes_is_a_change_of_those_that_name_it(tmp_path):
    """What was missing, and allowed to be, is part of the page once it is there."""
    _write_theme(tmp_path, {"page.html": '{% include "part.html" ignore missing %}'})
    before = Theme(tmp_path, {}).template_digest("page.html")
    _write_theme(tmp_path, {"part.html": "None"})
    assert Theme(tmp_path, {}).template_digest("page.html") != before


def test_mistake_is_told_with_its_file_and_line(tmp_path):
    """So the mistake is found at once."""
    parts = {"page.html": '{% include "part.html" %}', "part.html": "1\n2\n{{ page.nome }}"}
    _write_theme(tmp_path, parts)
    template = Theme(tmp_path, {}).environment({}).get_template("page.html")
    with pytest.raises(jinja2.UndefinedError) as told:
        template.render(page=1)
    lines = "".join(traceback.format_exception(told.value))
    assert f'File "{tmp_path}/templates/part.html", line 3' in lines


def test_changed_part_is_seen_by_the_same_process(tmp_path):
    """What was compiled before serves only while no template changed that belongs to it."""
    _write_theme(tmp_path, {"page.html": '{% include "part.html" %}', "part.html": "một"})
    pages = []
    for word in ("một", "hai"):
        _write_theme(tmp_path, {"part.html": word})
        environment = Theme(tmp_path, {}).environment({})
        reuse_compiled(environment, "1")
        pages.append(environment.get_template("page.html").render())
    assert pages == ["một", "hai"]


#: Prints a page as a process does that has printed none; tells how many templates it compiled.
_PRINT = """
import sys
from pathlib import Path
from plugins.press.render import theme

folder, version = sys.argv[1:]
theme.COMPILED = Path(folder, "compiled")
theme.VERSIONS_KEPT = 2
environment = theme.Theme(Path(folder), {}).environment({})
theme.reuse_compiled(environment, version)
compile_one, compiled = environment.compile, []
environment.compile = lambda *given, **named: compiled.append(given) or compile_one(*given, **named)
print(environment.get_template("page.html").render(), len(compiled))
"""


def _print(folder: Path, version: str = "a", **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", _PRINT, str(folder), version],
        env={"PATH": "", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def test_template_is_compiled_once_for_all_processes(tmp_path):
    """Until its text changes; what was damaged on the disk is compiled again."""
    _write_theme(tmp_path, {"page.html": "một {{ 1 + 1 }}"})
    assert [_print(tmp_path), _print(tmp_path)] == ["một 2 1", "một 2 0"]
    (file,) = (tmp_path / "compiled").iterdir()
    for damaged in (b"x" * 99, file.read_bytes()[:-7]):
        file.write_bytes(damaged)
        assert _print(tmp_path) == "một 2 1"
    _write_theme(tmp_path, {"page.html": "hai {{ 1 + 1 }}"})
    assert [_print(tmp_path), _print(tmp_path)] == ["hai 2 1", "hai 2 0"]


def test_compiled_templates_of_old_versions_go(tmp_path):
    _write_theme(tmp_path, {"page.html": "một"})
    for version in "abc":
        _print(tmp_path, version)
    kept = sorted(file.name[:2] for file in (tmp_path / "compiled").iterdir())
    assert kept == ["b-", "c-"]


def test_nothing_compiled_is_kept_where_python_keeps_nothing(tmp_path):
    """By a variable of Python's, or because the place cannot be written."""
    _write_theme(tmp_path, {"page.html": "một"})
    assert _print(tmp_path, PYTHONDONTWRITEBYTECODE="1") == "một 1"
    assert not (tmp_path / "compiled").exists()
    (tmp_path / "compiled").write_bytes(b"")
    assert [_print(tmp_path), _print(tmp_path)] == ["một 1", "một 1"]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('m("<")', "&lt; 2 3"),
        ('m("a", 5)', "a 5 3"),
        ('m("a", 5, 6)', "a 5 6"),
        ('m("a", third=6)', "a 2 6"),
        ('m(third="<", first="a")', "a 2 &lt;"),
        ('m("<") ~ "<"', "&lt; 2 3&lt;"),
        ('m("<") | upper', "&LT; 2 3"),
        ('rest("a", "b", c="d")', "a b d"),
    ],
)
def test_macro_takes_its_arguments_by_place_and_by_name(tmp_path, call, text):
    """However it is called, a macro prints the same, and its text is safe."""
    macros = (
        "{% macro m(first, second=2, third=3) %}{{ first }} {{ second }} {{ third }}{% endmacro %}"
        "{% macro rest(a) %}{{ a }} {{ varargs[0] }} {{ kwargs.c }}{% endmacro %}"
    )
    _write_theme(tmp_path, {"page.html": macros + "{{ " + call + " }}"})
    environment = Theme(tmp_path, {}).environment({"autoescape": True})
    assert environment.get_template("page.html").render() == text


def test_macro_refuses_an_argument_too_many(tmp_path):
    """A mistake of the theme is told, not printed."""
    _write_theme(tmp_path, {"page.html": "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}"})
    template = Theme(tmp_path, {}).environment({}).get_template("page.html")
    with pytest.raises(TypeError, match="'m' takes not more than 1 argument"):
        template.render()


def _write_theme(folder, templates):
    (folder / "templates").mkdir(exist_ok=True)
    for name, text in templates.items():
        (folder / f"templates/{name}").write_text(text)


def test_template_that_is_not_utf_8_matters_only_where_it_is_needed(tmp_path):
    """It is named with its line where it is, and no obstacle where it is not."""
    _write_theme(tmp_path, {"page.html": "Trang", "other.html": "x"})
    (tmp_path / "templates/other.html").write_bytes(b"a\n\xff")
    theme = Theme(tmp_path, {})
    assert theme.template_digest("page.html") != theme.template_digest("other.html")
    environment = theme.environment({})
    assert environment.get_template("page.html").render() == "Trang"
    with pytest.raises(jinja2.TemplateSyntaxError, match="not UTF-8") as caught:
        environment.get_template("other.html")
    assert (caught.value.lineno, caught.value.name) == (2, "other.html")
