# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which addresses are films and maps of other sites."""

import pytest

from plugins.newsroom.other_sites import OtherSite, find_site
from plugins.newsroom.page import SiteCard

YOUTUBE = OtherSite("video", "YouTube")
GOOGLE, OPEN = OtherSite("map", "Google Maps"), OtherSite("map", "OpenStreetMap")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("http://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=3s#a", YOUTUBE),
        ("HTTPS://M.YouTube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?si=a-b", YOUTUBE),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/live/dQw4w9WgXcQ?feature=share", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/playlist?list=PL1", YOUTUBE),
        ("https://www.google.com/maps/place/V%C4%A9nh+Long/@10.25,105.97,15z", GOOGLE),
        ("https://www.google.com.vn/maps?q=10.25,105.97", GOOGLE),
        ("https://maps.google.com/?q=10.25,105.97", GOOGLE),
        ("https://maps.app.goo.gl/AbC123", GOOGLE),
        ("https://goo.gl/maps/AbC123", GOOGLE),
        ("https://www.openstreetmap.org/#map=15/10.25/105.97", OPEN),
        ("https://www.openstreetmap.org/?mlat=10.25&mlon=105.97", OPEN),
        ("https://openstreetmap.org/way/12345", OPEN),
        ("https://osm.org/go/4aAbC--", OPEN),
    ],
)
def test_film_or_map_elsewhere(address, site):
    """With any parameters, as browsers and telephones hand them on."""
    assert find_site(address) == site
    assert SiteCard(address).site == site


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@vinhlong",
        "https://www.youtube.com/watch?t=3",
        "https://youtu.be/",
        "https://youtube.com.example/watch?v=dQw4w9WgXcQ",
        "https://example/?u=https://youtu.be/dQw4w9WgXcQ",
        "https://www.google.com/search?q=maps",
        "https://google.example/maps/",
        "https://www.google.com/mapsabc",
        "https://maps.app.goo.gl/",
        "https://goo.gl/AbC123",
        "https://goo.gl/maps/",
        "https://www.openstreetmap.org/",
        "https://www.openstreetmap.org/about",
        "https://baovinhlong.com.vn/video/1",
        "https://[youtu.be/dQw4w9WgXcQ",
        "javascript://youtu.be/dQw4w9WgXcQ",
        "//youtu.be/dQw4w9WgXcQ",
        "",
    ],
)
def test_other_address(address):
    """A channel, a search and somebody else's host are links as ever."""
    assert find_site(address) is None
