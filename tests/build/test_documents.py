# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents name what exists, and all that exists: commands, settings, fields, addresses."""

import re
import sys
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG

from plugins.newsroom.field_names import ARTICLE_KEYS, STANDING_KEYS, VIETNAMESE_NAMES
from plugins.vietnamese.letters import fold
from tests.small_site import ROOT

DOCUMENTS = sorted(
    file
    for file in ROOT.rglob("README.md")
    if not {".venv", "node_modules", ".git", ".work"} & set(file.relative_to(ROOT).parts)
)
#: Settings that commands put in, or that a template of the settings does not hold.
PUT_IN = {"CHECK_ONLY", "PREVIEW"}
#: Variables of the environment that the documents name.
ENVIRONMENT = {"SOURCE_DATE_EPOCH", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "NO_COLOR"}
ENVIRONMENT |= {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}
ENVIRONMENT |= {"AWS_ENDPOINT_URL_S3"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


ALL_WORDS = "\n".join(file.read_text(encoding="utf-8") for file in DOCUMENTS)
CODE = "\n".join(re.findall(r"`[^`\n]+`|```.*?```", ALL_WORDS, re.DOTALL))
MAKEFILE = read("Makefile")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):.*## ", MAKEFILE, re.MULTILINE))


def settings_of(file: str) -> set[str]:
    """Name the settings that a file of settings gives a value itself."""
    return set(re.findall(r"^([A-Z][A-Z_]+) = ", read(file), re.MULTILINE))


def names_in(text: str) -> set[str]:
    """Name what is written in capitals as settings and variables are, within code."""
    return set(re.findall(r"(?<![\w./-])([A-Z][A-Z_]{2,})(?![\w./])", text))


def test_documents_stand_where_people_stand():
    """Each folder that people work in has a document, and the first one is short."""
    places = {file.relative_to(ROOT).as_posix() for file in DOCUMENTS}
    assert places >= {
        *("README.md", "content/README.md", "plugins/README.md", "theme/README.md"),
        *("tests/README.md", "tests/bench/README.md"),
    }
    assert len(read("README.md").split()) <= 900


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_documents_lead_somewhere(file):
    """Every relative link and picture of a document is there."""
    text = re.sub(r"```.*?```|`[^`\n]+`", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (file.parent / target).exists()] == []


def test_every_command_is_named_and_every_named_command_exists():
    """The table of commands is that of the Makefile."""
    table = set(re.findall(r"^\| `make ([a-z-]+)`", read("README.md"), re.MULTILINE))
    assert table == TARGETS - {"help"}
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)", CODE))
    assert named - TARGETS == set()


def test_every_setting_is_named():
    """Each setting is explained."""
    known = settings_of("pelicanconf.py") | settings_of("publishconf.py") | PUT_IN
    assert known - {"HERE"} - names_in(read("plugins/README.md")) == set()


def test_every_named_setting_exists():
    """A name in capitals is a setting of ours or Pelican's, or a variable of make."""
    variables = set(re.findall(r"\b([A-Z][A-Z_]+)\b", MAKEFILE))
    known = (
        *settings_of("pelicanconf.py"),
        *settings_of("publishconf.py"),
        *PUT_IN,
        *ENVIRONMENT,
        *variables,
        *DEFAULT_CONFIG,
    )
    constants = set(re.findall(r"^([A-Z][A-Z_]+)\b", _sources(), re.MULTILINE))
    # As in "pelican CONTENT -o OUTPUT".
    stand_ins = {"CONTENT", "OUTPUT", "CACHE", "FOLDER", "NAME", "YYYY", "TTXVN"}
    # Of a shell's commands that are to be typed.
    stand_ins |= {"SITE", "ADDRESS", "ALL", "NOPASSWD"}
    # Of HTTP.
    stand_ins |= {"GET", "POST"}
    assert names_in(CODE) - {*known, *constants, *stand_ins} == set()


def _sources() -> str:
    files = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files))


def test_every_field_is_explained_to_editors():
    """The editors' table names each field of articles, and no other."""
    guide = read("content/README.md")
    table = guide[guide.index("| Trường |") : guide.index("Trang cố định có")]
    first_cells = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    assert set(re.findall(r"`([a-z_]+)`", " ".join(first_cells))) == set(ARTICLE_KEYS)
    sentence = guide[guide.index("Trang cố định có") :].partition(";")[0]
    assert set(re.findall(r"`([a-z]+)`", sentence)) == set(STANDING_KEYS)


def test_every_vietnamese_name_of_a_field_is_told_to_editors():
    """With the field that it names, and no other name."""
    guide = read("content/README.md")
    line = next(line for line in guide.splitlines() if "tên tiếng Việt có dấu" in line)
    told = re.findall(r"(?:: | · )([^`·:]+) \(`([a-z_]+)`\)", line)
    names = {fold(name): field for words, field in told for name in words.split(", ")}
    assert names == VIETNAMESE_NAMES[""]


def test_every_kind_of_address_is_named(sample):
    """Each file of the sample site is one of the addresses of the table."""
    text = read("plugins/README.md")
    table = text[text.index("## Addresses") : text.index("## Publishing")]
    named = re.findall(r"`([/…][^`]*)`", " ".join(re.findall(r"^\| ([^|]+) \|", table, re.M)))
    pages = {page_of(file) for file in sample.files} - {"/.newsroom.json"}
    standing = {f"/{file.parent.name}/" for file in sample.output.glob("*/index.html")}
    patterns = [pattern_of(address) for address in named if address != "/<slug>/"]
    unnamed = [
        page
        for page in sorted(pages)
        if not any(re.fullmatch(pattern, page) for pattern in patterns) and page not in standing
    ]
    assert unnamed == []
    assert [
        address
        for address, pattern in zip(
            [address for address in named if address != "/<slug>/"], patterns, strict=True
        )
        if not any(re.fullmatch(pattern, page) for page in pages)
    ] == []


def page_of(file: str) -> str:
    return "/" + file.removesuffix("index.html")


def pattern_of(address: str) -> str:
    """Write an address of the table as a pattern: stand-ins and days are any of their kind."""
    pattern = re.escape(address)
    pattern = pattern.replace(r"hoi\-nghi\-van\-phong", "[a-z0-9-]+")
    pattern = re.sub(r"<slug>|<n>|<year>|<volume>|<part>|<digest>", "[a-z0-9-]+", pattern)
    pattern = re.sub(r"/2017(/02)?(/23)?/", lambda day: re.sub(r"\d+", r"\\d+", day[0]), pattern)
    return pattern.replace("…", ".+")


def test_python_of_the_documents_is_what_make_asks_for():
    """The version that the documents name is the one that make checks."""
    assert re.search(r"Python 3\.11 or newer", read("README.md"))
    assert "sys.version_info < (3, 11)" in MAKEFILE
    assert sys.version_info >= (3, 11)


def test_documents_name_no_path_of_a_machine():
    """What is pasted works in any clone."""
    texts = {file: file.read_text(encoding="utf-8") for file in DOCUMENTS}
    machine = re.compile("/(?:home|root|work|tmp)/")
    assert [file for file, text in texts.items() if machine.search(text)] == []
    assert Path(ROOT / "README.md") in texts
