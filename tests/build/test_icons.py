# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tabs, bookmarks and home screens show the portal's emblem, name and colours."""

import json
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from tests.build.machine_reading import links, metas, picture_at
from tests.small_site import Build, article, write_files

SITE = "http://localhost:8000"


def manifest_of(build: Build) -> dict:
    (link,) = links(build.read("/"), "manifest")
    return json.loads(build.read("/" + link["href"].rpartition("/")[2]))


def test_every_page_names_the_same_icons(sample):
    """Favicon as drawing and as ICO, the touch icon and the manifest stand in every head."""
    heads = {
        json.dumps([links(text, name) for name in ("icon", "apple-touch-icon", "manifest")])
        for text in sample.pages().values()
    }
    assert len(heads) == 1
    icons, touch, manifest = json.loads(heads.pop())
    assert [icon["href"].rpartition(".")[2] for icon in icons] == ["ico", "svg"]
    # Browsers that can show the drawing would otherwise take the ICO, which comes in all sizes.
    assert icons[0] == {"rel": "icon", "href": "/favicon.ico", "sizes": "32x32"}
    assert len(touch) == 1
    assert manifest == [{"rel": "manifest", "href": "/manifest.webmanifest"}]


def test_icons_are_what_they_say(sample):
    """The drawing is SVG, the ICO holds three sizes, the touch icon is opaque."""
    drawing, ico = (link["href"] for link in links(sample.read("/"), "icon")[::-1])
    assert ElementTree.fromstring(sample.read(drawing)).tag == "{http://www.w3.org/2000/svg}svg"
    with picture_at(sample, ico) as picture:
        assert picture.format == "ICO"
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    (touch,) = links(sample.read("/"), "apple-touch-icon")
    with picture_at(sample, touch["href"]) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (180, 180), "RGB")


def test_manifest_tells_the_portal(sample):
    """Names, language, colours and the way in are those of the portal."""
    manifest = manifest_of(sample)
    icons = manifest.pop("icons")
    assert manifest == {
        "id": "/",
        "name": "Cổng Thông tin điện tử tỉnh Vĩnh Long",
        "short_name": "Tỉnh Vĩnh Long",
        "description": "Tin tức, hoạt động chỉ đạo, điều hành và thông báo của tỉnh Vĩnh Long.",
        "lang": "vi",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": "#0b5597",
        "background_color": "#ffffff",
    }
    assert [(icon["sizes"], icon["type"], icon["purpose"]) for icon in icons] == [
        ("any", "image/svg+xml", "any"),
        ("192x192", "image/png", "any"),
        ("512x512", "image/png", "any"),
        ("512x512", "image/png", "maskable"),
    ]
    for icon in icons[1:]:
        with picture_at(sample, icon["src"]) as picture:
            assert picture.format == "PNG"
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_icon_that_may_be_cut_keeps_its_emblem_in_the_middle(sample):
    """A system may cut away all but a disc of 80 %: nothing but ground lies outside."""
    icon = next(icon for icon in manifest_of(sample)["icons"] if icon["purpose"] == "maskable")
    picture = picture_at(sample, icon["src"])
    assert picture.mode == "RGB"
    middle, safe = (picture.width - 1) / 2, 0.4 * picture.width
    outside = {
        picture.getpixel((x, y))
        for x in range(picture.width)
        for y in range(picture.height)
        if (x - middle) ** 2 + (y - middle) ** 2 > safe**2
    }
    assert outside == {(255, 255, 255)}
    assert len(picture.getcolors(1 << 20)) > 3


def test_theme_colours_are_the_portals(sample):
    """The browser's own bar takes the banner's colour, by day and by night."""
    for text in sample.pages().values():
        assert metas(text)["theme-color"] == ["#0b5597", "#073a68"]


def test_site_below_a_path_starts_there(build_site, tmp_path):
    """Where the address has a path, the manifest and all that it names lie below it."""
    settings = write_files(
        tmp_path, {"duoi.py": "from pelicanconf import *\nSITEURL = 'https://a.example/tin'\n"}
    )
    build = build_site({"a.md": article("Tin")}, settings=settings / "duoi.py")
    (link,) = links(build.read("/"), "manifest")
    assert link["href"] == "/tin/manifest.webmanifest"
    manifest = manifest_of(build)
    address = urljoin("https://a.example", link["href"])
    assert urljoin(address, manifest["start_url"]) == "https://a.example/tin/"
    assert urljoin(address, manifest["scope"]) == "https://a.example/tin/"
    for icon in manifest["icons"]:
        assert icon["src"].startswith("/tin/theme/")
        assert (build.output / icon["src"].removeprefix("/tin/")).is_file()
    for page, begins in (
        ("/tin-tuc/2026/11/01/a/", "tin-tuc/2026/11/01/a/the-"),
        ("/chuyen-muc/kinh-te/", "theme/the-kinh-te-"),
    ):
        (image,) = metas(build.read(page))["og:image"]
        assert image.startswith(f"https://a.example/tin/{begins}")
        assert picture_at(build, image, "/tin").size == (1200, 630)


@pytest.mark.parametrize("purpose", ["touch", "192"])
def test_icons_show_the_emblem_in_the_colours_of_the_portal(sample, purpose):
    """Red sky, yellow star, blue water and white waves."""
    (touch,) = links(sample.read("/"), "apple-touch-icon")
    addresses = {"touch": touch["href"], "192": manifest_of(sample)["icons"][1]["src"]}
    picture = picture_at(sample, addresses[purpose]).convert("RGB")
    share = {colour: count for count, colour in picture.getcolors(1 << 20)}
    whole = picture.width * picture.height
    assert share[(0xC8, 0x16, 0x1D)] > whole / 5
    assert share[(0xFF, 0xD2, 0x3F)] > whole / 50
    assert share[(0x0B, 0x55, 0x97)] > whole / 20
