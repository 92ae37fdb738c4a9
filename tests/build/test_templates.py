# SPDX-License-Identifier: AGPL-3.0-or-later
"""A template sees its page's data and the site's settings, and nothing else."""

import json

import jinja2
import pytest
from jinja2 import meta, nodes

from tests.small_site import ROOT, article, copy_project, run_pelican, write_files

TEMPLATES = ROOT / "theme/templates"
NAMES = sorted(file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.html"))

#: What a page's template is given; the body of a feed's item is given four other values.
GIVEN = {"page", "site", "say", "address", "body", "structured"}
GIVEN_TO_FEEDS = {"parts", "sapo", "say", "story"}
#: Filters that depend on nothing but their argument and the site's settings.
FILTERS = {
    *("absolute", "default", "first", "format", "href", "json_script", "length", "list"),
    *("join", "qr_code", "rejectattr", "replace", "selectattr", "string", "teaser"),
    *("striptags", "urlencode", "xmlattr"),
    *("safe", "vietnamese_date", "vietnamese_short_date", "vietnamese_long_date"),
}

#: Settings that note what each template is given, in whatever process prints it, and let
#: everything go its way.
WATCHING = """
import json
import jinja2
from pelicanconf import *

def watched(print_with):
    def watch(template, *arguments, **values):
        assert not arguments
        note = [template.name, sorted(values), sorted(template.environment.globals)]
        with open("given.txt", "a") as file:
            file.write(json.dumps(note) + "\\n")
        return print_with(template, **values)

    return watch

jinja2.Template.render = watched(jinja2.Template.render)
jinja2.Template.generate = watched(jinja2.Template.generate)
"""


@pytest.fixture(scope="module")
def environment() -> jinja2.Environment:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES))
    # What they do is of no concern here, but Jinja must know them.
    environment.filters.update(dict.fromkeys(FILTERS - environment.filters.keys(), str))
    return environment


def parse(environment: jinja2.Environment, name: str) -> nodes.Template:
    return environment.parse((TEMPLATES / name).read_text(encoding="utf-8"), name)


def test_printing_gives_six_values_to_every_page(tmp_path):
    """A real build hands each template its page's data, the site and its words, and no more."""
    project = copy_project(tmp_path / "project")
    write_files(
        project,
        {
            "watching.py": WATCHING,
            "content/mot.md": article(
                "Một", corrections="[{date: 2026-11-02, wrong: a, right: b}]"
            ),
            "content/trang/gioi-thieu.md": "---\ntitle: Giới thiệu\n---\nChữ.\n",
        },
    )
    build = run_pelican(
        project / "content",
        project / "output",
        project / "cache",
        settings=project / "watching.py",
        folder=project,
    )
    assert build.status == 0, build.stderr
    notes = [json.loads(line) for line in (project / "given.txt").read_text().splitlines()]
    own = {name for _, _, names in notes for name in names} - set(jinja2.Environment().globals)
    assert own == {"remember"}
    kinds: dict[str, set[tuple[str, ...]]] = {}
    for name, names, _ in notes:
        kinds.setdefault(name, set()).add(tuple(names))
    assert kinds.pop("feed_body.html") == {tuple(sorted(GIVEN_TO_FEEDS))}
    pages = {
        "404",
        "article",
        "corrections",
        "directory",
        "edition",
        "front",
        "gone",
        "list",
        "offline",
        "page",
        "search",
    }
    assert kinds == {f"{name}.html": {tuple(sorted(GIVEN))} for name in pages}


@pytest.mark.parametrize("name", NAMES)
def test_template_asks_for_nothing_else(environment, name):
    """Names that a template reads are given to it, or set by the frame and the page kinds."""
    asked = meta.find_undeclared_variables(parse(environment, name))
    kinds = (kind for kind in NAMES if "/" not in kind)
    own = set().union(*(names_made(parse(environment, item)) for item in (name, *kinds)))
    assert asked - GIVEN - GIVEN_TO_FEEDS - own - {"remember"} == set()


def names_made(tree: nodes.Template) -> set[str]:
    """List the names that a template sets, imports or defines."""
    made = {item.name for item in tree.find_all(nodes.Name) if item.ctx == "store"}
    made |= {item.name for item in tree.find_all(nodes.Macro)}
    for item in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in item.names}
    return made


@pytest.mark.parametrize("name", NAMES)
def test_template_filters_are_pure(environment, name):
    """No filter draws lots, sorts or reckons."""
    used = {item.name for item in parse(environment, name).find_all(nodes.Filter)}
    assert used - FILTERS == set()


@pytest.mark.parametrize("name", NAMES)
def test_only_the_body_is_printed_unescaped(environment, name):
    """`|safe` stands on the sanitised text of an article alone."""
    for item in parse(environment, name).find_all(nodes.Filter):
        if item.name == "safe":
            assert isinstance(item.node, nodes.Getattr)
            assert (item.node.node.name, item.node.attr) == ("part", "html")


@pytest.mark.parametrize("name", NAMES)
def test_macro_reads_only_its_arguments(environment, name):
    """A macro of macros/ depends on nothing that is not handed to it, remembered or not."""
    if not name.startswith("macros/"):
        return
    assert meta.find_undeclared_variables(parse(environment, name)) <= {"remember"}
