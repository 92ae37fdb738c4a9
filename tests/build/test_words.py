# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the site says by itself stands in theme/words/, and nowhere else."""

import json
import re

import jinja2
import pytest
from jinja2 import nodes

from plugins.press.render.scripts import minify_script
from tests.small_site import ROOT

THEME = ROOT / "theme"
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
SCRIPTS = sorted((THEME / "static/js").rglob("*.js"))
LANGUAGES = {file.stem: json.loads(file.read_bytes()) for file in THEME.glob("words/*.json")}

_TAG = re.compile(r'<[a-z!/](?:"[^"]*"|[^">])*>', re.IGNORECASE)
_SAID = re.compile(r'\s(?:alt|aria-label|label|placeholder|title)="([^"]*)"')
_WORD = re.compile(r"[^\W\d_]{2}")
#: What a script may hold between quotation marks though a capital begins it: names of keys, of
#: events and of what it finds wrong.
_NAMES = {"AbortError", "ArrowLeft", "ArrowRight"}
_ASKED = re.compile(r'(?:\bsay|words\[[a-z.]+\]|\.plain)\("([a-z_]+\.[a-z_]+)"')
_LITERAL = re.compile(r'"([^"\n]*)"|`([^`]*)`')


def words_in_template(source: str) -> list[str]:
    """List what a template says by itself, to those who see it and those who hear it."""
    environment = jinja2.Environment()
    pieces = ["" if kind.startswith("comment") else value if kind == "data" else "\0"
              for _, kind, value in environment.lex(source)]  # fmt: skip
    text = re.sub("\0+", "\0", "".join(pieces))
    said = [value for tag in _TAG.findall(text) for value in _SAID.findall(tag)]
    said += re.sub(' [a-z]+="\0"', "", _TAG.sub("\n", text)).split("\n")
    said += [
        item.value
        for item in environment.parse(source).find_all(nodes.Const)
        if isinstance(item.value, str) and re.match(r"[A-ZÀ-ỹ]|.*[À-ỹ]", item.value)
    ]
    return [words for words in said if _WORD.search(words)]


def words_in_script(source: str) -> list[str]:
    """List what a script may say by itself: letters beyond ASCII, words that a capital begins."""
    text = re.sub(r"(?:new Error|console\.\w+)\([^;]*;", "", minify_script(source))
    literals = [one or other for one, other in _LITERAL.findall(text)]
    return [
        words
        for words in literals
        if words not in _NAMES and re.match(r"[A-Z][a-z]|.*[^\W\d_]*[À-ỹ][^\W\d_]{2}", words)
    ]


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_template_says_nothing_by_itself(file):
    """Every word of a template comes from the language of its page."""
    assert words_in_template(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Nguồn: {{ a }}</p>", ["Nguồn: \0"]),
        ("<p>Top</p>", ["Top"]),
        ('<nav aria-label="Menu">', ["Menu"]),
        ('<img alt="Ảnh {{ a }}">', ["Ảnh \0"]),
        ('{{ a or "Trang chủ" }}', ["Trang chủ"]),
        ('{{ a.startswith("ảnh") }}', ["ảnh"]),
        ('{#- Chú ý -#}<p class="more">{{ say("a.b") }}: 1 › {{ "/tin-tuc/" | href }}</p>', []),
        ('<meta name="robots" content="noindex">{% if page.kind == "section" %}-{% endif %}', []),
    ],
)
def test_words_of_a_template_are_seen(source, found):
    """In text, in attributes that are read out, and in constants; names are no words."""
    assert words_in_template(source) == found


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.stem)
def test_script_says_nothing_by_itself(file):
    """A script has its words from the page."""
    assert words_in_script(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('a.textContent = "Đã chép địa chỉ.";', ["Đã chép địa chỉ."]),
        ('a.textContent = "Close";', ["Close"]),
        ("a = `Ngày ${b}`;", ["Ngày ${b}"]),
        ('// Tìm\nthrow new Error("No list");\na.className = "row row--found";', []),
        ('const SHAPES = { a6: "â", uo: "ươ" };', []),
    ],
)
def test_words_of_a_script_are_seen(source, found):
    """Names of classes, tables of letters and what the console is told are no words."""
    assert words_in_script(source) == found


def asked_for() -> set[str]:
    """List the words that templates, scripts and the program ask for."""
    files = [*TEMPLATES, *(ROOT / "plugins").rglob("*.py")]
    asked = set()
    for file in files:
        asked |= set(_ASKED.findall(file.read_text(encoding="utf-8")))
    for file in SCRIPTS:
        text = file.read_text(encoding="utf-8")
        if file.parent.name == "search" or file.stem == "search":
            named = set(re.findall(r'"([a-z_]+)"', text)) | set(re.findall(r"WORDS\.(\w+)", text))
            asked |= {f"search.{key}" for key in named & LANGUAGES["vi"]["search"].keys()}
    return asked


@pytest.mark.parametrize("lang", ["en", "km"])
def test_languages_say_the_same(lang):
    """Every language has all words, with the same places to be filled in, and none besides."""
    assert sorted(LANGUAGES) == ["en", "km", "vi"]

    def places(groups: dict[str, dict[str, str]]) -> dict[str, list[str]]:
        return {
            f"{group}.{key}": sorted(re.findall(r"\{\w*\}", text))
            for group, texts in groups.items()
            for key, text in texts.items()
        }

    assert places(LANGUAGES[lang]) == places(LANGUAGES["vi"])


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_words_are_in_their_language(lang):
    """None was left out of the translation: Khmer has Khmer letters, English no Vietnamese ones."""
    strange = {
        "vi": re.compile("[\u1780-\u17ff]"),
        "en": re.compile("[\u1780-\u17ff]|[à-ỹ]"),
        "km": re.compile("^[^\u1780-\u17ff]*$"),
    }[lang]
    shared = {"list.numbered", "list.description", "article.change", "feeds.of", "search.whole"}
    shared |= {"search.quoted", "language.name", "language.latin"}
    found = [
        f"{group}.{key}"
        for group, texts in LANGUAGES[lang].items()
        for key, text in texts.items()
        if strange.search(text) and not key.endswith(("_sign", "_document", "_marks", "_example"))
    ]
    assert set(found) - shared == set()


def test_all_words_are_asked_for_and_there():
    """None is missing, and none is left over."""
    known = {f"{group}.{key}" for group, texts in LANGUAGES["vi"].items() for key in texts}
    assert known == asked_for()
    assert len(known) > 100


def test_plan_names_no_page_by_itself():
    """What pages are called stands in the words of the theme, too."""
    folder = ROOT / "plugins/newsroom/plan"
    calls = re.compile(r'\b(?:Link|GonePage|MovedPage|NotFoundPage|SearchPage)\(\s*f?"')
    texts = {file.name: file.read_text("utf-8") for file in folder.glob("*.py")}
    assert "names.not_found" in texts["standing_pages.py"]
    assert [name for name, text in texts.items() if calls.search(text)] == []
