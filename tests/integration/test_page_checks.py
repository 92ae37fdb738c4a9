# SPDX-License-Identifier: AGPL-3.0-or-later
"""No printed page with a dead link, a double id or broken data goes out."""

from collections.abc import Callable

import pytest
from markupsafe import Markup

from plugins.press.render.macro_cache import MacroCache
from plugins.press.render.page_checks import PageChecker, PageCheckError

FILES = {"", "tin/bai/", "anh/a-640.jpg", "anh/a-960.jpg"}


def page(*body: str, start: str = '<!DOCTYPE html>\n<html lang="vi">') -> list[str]:
    return [f'{start}<body id="dau"><h1>Tên bài</h1>', *body, "</body></html>\n"]


def remember(text: str) -> Callable[[], str]:
    """Tell how a text is recalled that a macro printed."""
    memory, macro, subject = MacroCache(), Macro(text), object()
    return lambda: memory.recall(macro, subject)


class Macro:
    """A macro that prints one text; what is asked of Jinja's own is its name."""

    name = "dong"

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, _: object) -> Markup:
        return Markup(self.text)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/">Trang chủ</a>',
        '<a href="/tin/bai/#x">Bài</a>',
        '<a href="/tin/bai/?a=b">Bài</a>',
        '<a\nhref="/tin/b%61i/">Bài</a>',
        '<a href="https://example.com/x">Ngoài</a>',
        '<a href="#">Đầu</a><a href="#dau">Đầu</a>',
        '<p id="chú-thích"></p><a href="#ch%C3%BA-th%C3%ADch">Chú thích</a>',
        '<img src="/anh/a-640.jpg" srcset="/anh/a-640.jpg 640w, /anh/a-960.jpg 960w">',
        '<p data-grid="x"></p><p data-grid="x"></p>',
        # Words, not tags: an editor may write about HTML.
        '<p>viết id="dau" và href="/khong-co/", src="/x.jpg" hay href="#y"</p>',
        "<p>&lt;h1&gt;</p>",
    ],
)
def test_sound_page_passes(body):
    """What leads somewhere, within the site or out of it, may go."""
    page_checker = PageChecker(FILES, "")
    page_checker.check("/tin/bai/", page(body))
    page_checker.check("/tin/bai/", page(body))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="/khong-co/">Bài</a>', "href '/khong-co/' leads nowhere"),
        ('<a\nhref="/khong-co/">Bài</a>', "href '/khong-co/' leads nowhere"),
        ('<img src="/anh/b.jpg">', "src '/anh/b.jpg' leads nowhere"),
        (
            '<img srcset="/anh/a-640.jpg 640w, /anh/b.jpg 960w">',
            "srcset '/anh/a-640.jpg 640w, /anh/b.jpg 960w' leads nowhere",
        ),
        (
            '<a href="https://example.com/x">x</a><img srcset="https://example.com/x 640w">',
            "srcset 'https://example.com/x 640w' leads nowhere",
        ),
        ('<a href="#khong-co">Mục</a>', "no element has the id 'khong-co'"),
        ('<p data-id="x"></p><a href="#x">Mục</a>', "no element has the id 'x'"),
        ('<p id="dau"></p>', "id 'dau' stands twice"),
        ('<p\nid="dau"></p>', "id 'dau' stands twice"),
        ("<h1>Hai</h1>", "2 h1 elements"),
        ("<p>Tie\u0302ng</p>", "the text is not NFC"),
    ],
)
def test_broken_page_is_held_back(body, problem):
    """The page and what is wrong with it are named."""
    page_checker = PageChecker(FILES, "")
    with pytest.raises(PageCheckError) as error:
        page_checker.check("/tin/bai/", page(body))
    assert str(error.value) == f"/tin/bai/: {problem}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('<p id="dong"></p>', "id 'dong' stands twice"),
        ("<h1>Dòng</h1>", "3 h1 elements"),
        ('<p><a href="#khac">Dòng</a></p>', "no element has the id 'khac'"),
        ('<img src="#khac">', "no element has the id 'khac'"),
    ],
)
def test_what_must_be_right_within_each_page_is_read_on_each(text, problem):
    """A text that stands twice on a page may be sound once, or on another page."""
    recall = remember(text)
    page_checker = PageChecker(FILES, "")
    if "h1" not in text:
        page_checker.check("/tin/bai/", page(recall(), '<p id="khac"></p>'))
    with pytest.raises(PageCheckError) as error:
        page_checker.check("/", page(recall(), recall()))
    assert str(error.value) == f"/: {problem}"


def test_what_was_read_on_one_page_is_not_read_on_another():
    """A row of a list is read once, though it stands on many pages."""
    files = set(FILES)
    recall = remember('<p><a href="/tin/bai/">Bài</a></p>')
    PageChecker(files, "").check("/", page(recall()))
    files.remove("tin/bai/")
    PageChecker(files, "").check("/", page(recall()))
    with pytest.raises(PageCheckError, match="'/tin/bai/' leads nowhere"):
        PageChecker(files, "").check("/", page(str(recall())))


@pytest.mark.parametrize(
    ("before", "after"), [("a", "\u0323b"), ("<b>x</b>", "\u0338"), ("a\u0323", "\u0302")]
)
def test_letters_compose_with_nothing_beside_a_text_that_was_read(before, after):
    """A mark at the beginning of a piece may belong to the letter before it."""
    recall = remember(after)
    page_checker = PageChecker(FILES, "")
    page_checker.check("/", page("<p>x", recall(), "</p>"))
    with pytest.raises(PageCheckError, match="not NFC"):
        page_checker.check("/", page(before, recall()))


def test_what_a_filter_makes_of_a_remembered_text_is_read():
    """It is another text, on each page."""
    recall = remember('<p><a href="/tin/bai/">Bài</a></p>')
    PageChecker(FILES, "").check("/", page(recall(), recall().strip()))
    with pytest.raises(PageCheckError, match="'/tin/khac/' leads nowhere"):
        PageChecker(FILES, "").check("/", page(recall().replace("bai", "khac")))


def test_page_without_its_beginning_is_held_back():
    """A page says what it is and in which language."""
    with pytest.raises(PageCheckError, match="no doctype or no lang"):
        PageChecker({""}, "").check("/", page("", start="<html>"))
    with pytest.raises(PageCheckError, match="no doctype or no lang; 0 h1 elements"):
        PageChecker({""}, "").check("/", [])


def test_site_below_a_path():
    """An address outside the site's own path leads nowhere, whatever files there are."""
    page_checker = PageChecker({"", "tin/"}, "/tinh")
    page_checker.check("/", page('<a href="/tinh/tin/">Tin</a>'))
    with pytest.raises(PageCheckError, match="'/tin/' leads nowhere"):
        page_checker.check("/", page('<a href="/tin/">Tin</a>'))


@pytest.mark.parametrize(
    ("address", "data"),
    [("/rss.xml", "<rss>"), ("/sitemap.xml", "a"), ("/feed.json", "{")],
)
def test_broken_data_is_held_back(address, data):
    """A feed or sitemap that no program can read does not go out; a sound one does."""
    page_checker = PageChecker(set(), "")
    page_checker.check("/rss.xml", ["<rss/>"])
    page_checker.check("/feed.json", ["{}"])
    page_checker.check("/robots.txt", ["{"])
    with pytest.raises(PageCheckError, match=address):
        page_checker.check(address, [data])
