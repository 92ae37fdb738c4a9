# SPDX-License-Identifier: AGPL-3.0-or-later
"""No printed page with a dead link, a double id or broken data goes out."""

import pytest

from plugins.press.render.page_checks import PageChecker, PageCheckError

FILES = {"", "tin/bai/", "anh/a-640.jpg", "anh/a-960.jpg"}


def page(*body: str, start: str = '<!DOCTYPE html>\n<html lang="vi">') -> str:
    return f'{start}<body id="dau"><h1>Tên bài</h1>{"".join(body)}</body></html>\n'


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


def test_page_without_its_beginning_is_held_back():
    """A page says what it is and in which language."""
    with pytest.raises(PageCheckError, match="no doctype or no lang"):
        PageChecker({""}, "").check("/", page("", start="<html>"))
    with pytest.raises(PageCheckError, match="no doctype or no lang; 0 h1 elements"):
        PageChecker({""}, "").check("/", "")


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
    page_checker.check("/rss.xml", "<rss/>")
    page_checker.check("/feed.json", "{}")
    page_checker.check("/robots.txt", "{")
    with pytest.raises(PageCheckError, match=address):
        page_checker.check(address, data)
