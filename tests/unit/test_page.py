# SPDX-License-Identifier: AGPL-3.0-or-later
"""The values that pages are made of."""

import pytest

from plugins.newsroom.page import (
    Figure,
    Gallery,
    HtmlPart,
    NotFoundPage,
    Page,
    Player,
    photos_of,
)
from plugins.newsroom.photo import Original, Photo


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/lien-he/", "lien-he/index.html"),
        ("/tin-tuc/2017/02/23/cau-moi/", "tin-tuc/2017/02/23/cau-moi/index.html"),
        ("/404.html", "404.html"),
        ("/chuyen-muc/kinh-te/rss.xml", "chuyen-muc/kinh-te/rss.xml"),
    ],
)
def test_file_of_a_page(address, file):
    """An address that ends in a slash is a folder with an index; another is a file."""
    assert Page(address, "404.html", lambda: NotFoundPage("A"), "").file == file


def test_data_of_a_page():
    """A page makes its data when it is asked."""
    assert Page("/404.html", "404.html", lambda: NotFoundPage("A"), "").data == NotFoundPage("A")


def test_photos_of_a_body():
    """The photos of a body are those of its figures and galleries, in page order."""
    one, two, three = (Photo(Original(digit * 64, 8, 6), "") for digit in "123")
    gallery = Gallery((Figure(one), Figure(three)))
    assert photos_of((HtmlPart("<p>"), Figure(two), HtmlPart("</p>"), gallery)) == (two, one, three)
    assert photos_of(()) == ()


def test_posters_of_films_are_photos_of_a_body():
    """Their copies go out, and a list may show them; a film without one has none."""
    poster = Photo(Original("ab" * 32, 640, 360), "Phà")
    film = Player("a-1.mp4", "video/mp4", "MP4, 1 KB", poster=poster, width=640, height=360)
    sound = Player("a-1.mp3", "audio/mpeg", "MP3, 1 KB")
    assert photos_of((sound, film)) == (poster,)
