# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a theme as templates ask for them."""

import pytest
from markupsafe import Markup

from plugins.newsroom.page import Link
from plugins.press.errors import Refusal
from plugins.press.render.theme import Theme, refusal_of
from plugins.press.render.words import Words, read_words
from tests.moments import moment
from tests.small_site import write_files

GROUPS = {"a": {"plain": "Một & hai", "filled": "{who}, {when}"}}


def test_what_stands_in_the_places_is_escaped_once():
    """Text is, as Jinja would; markup is markup already."""
    say = Words("vi", GROUPS)
    assert say("a.plain") == "Một &amp; hai"
    assert say("a.filled", who="<b>", when=Markup("<i>nay</i>")) == "&lt;b&gt;, <i>nay</i>"
    assert say.table("a") == '{"plain":"Một & hai","filled":"{who}, {when}"}'


@pytest.mark.parametrize("asked", ['say("a.none")', 'say("a.filled", who=1)'])
def test_words_that_are_not_there_are_told_with_the_line(tmp_path, asked):
    """As a mistake of the template that asks for them."""
    sheets = {"static/css/site.css": "", "words/vi.json": '{"a": {"filled": "{who} {when}"}}'}
    write_files(tmp_path, {**sheets, "templates/page.html": f"\n{{{{ {asked} }}}}"})
    theme = Theme(tmp_path, {})
    template = theme.environment({}).get_template("page.html")
    with pytest.raises(KeyError) as caught:
        template.render(say=theme.words["vi"])
    assert "page.html:2: mẫu trang có lỗi" in str(refusal_of(caught.value))


@pytest.mark.parametrize("text", ["{", "[]", '{"a": "b"}', '{"a": {"b": 1}}'])
def test_broken_file_of_words_is_refused(tmp_path, text):
    """With its name and the mend."""
    write_files(tmp_path, {"words/en.json": text})
    with pytest.raises(Refusal, match="tệp lời «en"):
        read_words(tmp_path)


@pytest.mark.parametrize(
    ("lang", "name", "shown"),
    [
        ("vi", "Lê Anh", "Lê Anh"),
        ("vi", "ស្រូវ", '<span lang="km">ស្រូវ</span>'),
        ("en", "Lê <Anh>", '<span lang="vi">Lê &lt;Anh&gt;</span>'),
        ("en", "Minh Anh", "Minh Anh"),
        ("km", "Minh Anh", '<span lang="vi">Minh Anh</span>'),
        ("km", "សុខា", "សុខា"),
    ],
)
def test_name_in_other_letters_is_marked(lang, name, shown):
    """So a screen reader changes its voice; what may be of the page's language is left."""
    assert Words(lang, {}).name(name) == shown


def test_section_has_its_name_in_the_language():
    """Where it has none, it keeps that of the portal, marked."""
    say = Words("en", {}).naming({"/chuyen-muc/kinh-te/": "Economy"})
    assert say.section(Link("Kinh tế", "/chuyen-muc/kinh-te/")) == "Economy"
    other = Link("Y tế", "/chuyen-muc/y-te/")
    assert say.section(other) == '<span lang="vi">Y tế</span>'
    assert Words("vi", {}).section(other) == "Y tế"


def test_dates_are_in_the_language():
    """With the time where there is one, or the day alone."""
    when = moment(2022, 6, 10, 8, 5, 9)
    assert Words("en", {}).date(when) == "10 June 2022, 08:05:09"
    assert Words("km", {}).day(when) == "10 មិថុនា 2022"
    assert Words("vi", {}).months == ""
    assert Words("en", {}).months.startswith("January,February,")
