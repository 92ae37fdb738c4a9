# SPDX-License-Identifier: AGPL-3.0-or-later
"""A shared page shows a picture: its first photo, or the card of its section or portal."""

import os

import pytest
from PIL import ImageChops

from tests.build.machine_reading import metas, picture_at, structured
from tests.pictures import photo
from tests.small_site import Build, article, write_files

SITE = "http://localhost:8000"
#: Article pages without a photo, and the sections of the sample.
TEXT_ARTICLE = "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/"


def card_of(text: str) -> tuple[str, str]:
    """Tell the address and the words of the picture that a page is shared with."""
    told = metas(text)
    return told["og:image"][0], told["og:image:alt"][0]


def section_card(sample: Build, slug: str) -> str:
    return card_of(sample.read(f"/chuyen-muc/{slug}/"))[0]


def test_every_listed_page_is_shared_with_a_picture_of_the_size_that_it_tells(sample):
    """Whatever opens the picture finds what the page promised."""
    sizes = {}
    for file, text in sample.pages().items():
        told = metas(text)
        if told.get("robots") == ["noindex"]:
            assert "og:image" not in told, file
            continue
        (image,) = told["og:image"]
        if image not in sizes:
            sizes[image] = picture_at(sample, image).size
        width, height = told["og:image:width"], told["og:image:height"]
        assert (width, height) == tuple([str(side)] for side in sizes[image]), file
        assert told["twitter:card"] == ["summary_large_image"], file
        # Even beside a photo that its editor did not describe nothing empty stands.
        assert all(told.get("og:image:alt", ["-"])), file


def test_article_without_photo_is_shared_with_the_card_of_its_section(sample):
    """The card is that of the section's own page, 1200 by 630, and says whose it is."""
    card, alt = card_of(sample.read(TEXT_ARTICLE))
    assert card.startswith(f"{SITE}/theme/the-tin-tuc-su-kien-")
    assert alt == "Cổng Thông tin điện tử tỉnh Vĩnh Long – Tin tức - Sự kiện"
    assert card == section_card(sample, "tin-tuc-su-kien")
    with picture_at(sample, card) as picture:
        assert (picture.size, picture.format, picture.mode) == ((1200, 630), "JPEG", "RGB")


def test_each_section_has_a_card_of_its_own(sample):
    """Twelve sections and the portal: thirteen pictures, no two alike, none in vain."""
    cards = {
        file: picture_at(sample, f"/{file}")
        for file in sample.files
        if file.startswith("theme/the-")
    }
    assert len(cards) == 13
    assert len({picture.tobytes() for picture in cards.values()}) == 13
    named = {metas(text)["og:image"][0] for text in sample.pages().values() if "og:im" in text}
    assert {f"{SITE}/{file}" for file in cards} - named == set()


def test_cards_differ_below_the_name_of_the_portal_only(sample):
    """What two sections' cards share is the heading: emblem, both lines, the red rule."""
    one = picture_at(sample, section_card(sample, "kinh-te"))
    other = picture_at(sample, section_card(sample, "thong-bao"))
    # Where no letter stands, a codec may still differ by a shade.
    difference = ImageChops.difference(one, other).convert("L").point(lambda v: 255 * (v > 8))
    left, top, right, bottom = difference.getbbox()
    assert top > 250
    assert left >= 70 and right <= 1130 and bottom <= 600


@pytest.mark.parametrize("address", ["/tin-tuc/", "/cai-chinh/", "/lien-he/", "/tac-gia/n-h/"])
def test_page_outside_the_sections_has_the_card_of_the_portal(sample, address):
    """Lists of all sections and standing pages without photos show the portal's name."""
    card, alt = card_of(sample.read(address))
    assert card.startswith(f"{SITE}/theme/the-cong-")
    assert alt == "Cổng Thông tin điện tử tỉnh Vĩnh Long"


def test_photo_comes_before_the_card(build_site):
    """The card serves only where there is nothing better."""
    photo = (os.path.dirname(__file__), "../../content/anh-chung/hoi-truong.jpg")
    with open(os.path.join(*photo), "rb") as file:
        data = file.read()
    build = build_site(
        {"a/index.md": article("Có ảnh", body="![Hội trường](a.jpg)"), "a/a.jpg": data}
    )
    assert "/anh/" in card_of(build.read("/tin-tuc/2026/11/01/a/"))[0]
    assert card_of(build.read("/chuyen-muc/kinh-te/"))[1].endswith("Kinh tế")


def test_picture_that_networks_do_not_show_is_not_shared(build_site):
    """A logo gives way to the first photo that is large enough, a strip to one of its cuts.

    Where no photo is fit the card serves; lists show the first photo as they did.
    """
    photos = {
        "logo.png": photo(size=(90, 60)),
        "anh.png": photo(size=(500, 400)),
        "dai.png": photo(size=(1080, 4000)),
    }

    def body(*names: str) -> str:
        return "\n\n".join(["Đoạn.", *(f"![Ảnh {name}](/{name})" for name in names)])

    build = build_site(
        {
            **photos,
            "a.md": article("A", body=body("logo.png")),
            "b.md": article("B", body=body("logo.png", "anh.png")),
            "c.md": article("C", body=body("logo.png", "dai.png")),
            "trang/d.md": f"---\ntitle: D\nsummary: D\n---\n{body('dai.png')}\n",
        }
    )
    assert build.status == 0, build.stderr
    day = "/tin-tuc/2026/11/01"
    images = {
        address: metas(build.read(address))["og:image"][0]
        for address in (f"{day}/a/", f"{day}/b/", f"{day}/c/", "/d/", "/")
    }
    sizes = {address: picture_at(build, image).size for address, image in images.items()}
    assert sizes == {
        f"{day}/a/": (1200, 630),
        f"{day}/b/": (500, 400),
        f"{day}/c/": (960, 540),
        "/d/": (960, 540),
        "/": (1200, 630),
    }
    for slug, told in (("a", None), ("b", [(500, 400)]), ("c", [(960, 540), (960, 720)])):
        images = structured(build.read(f"{day}/{slug}/"))["NewsArticle"].get("image")
        found = images and [(image["width"], image["height"]) for image in images][:2]
        assert found == told, slug
        for image in images or []:
            assert picture_at(build, image["url"]).size == (image["width"], image["height"])


def test_section_that_gets_another_name_gets_another_card(tmp_path, build_site):
    """The address changes with the words; the old card goes, the other cards stay untouched."""
    files = {"a.md": article("Tin")}
    before = build_site(files)
    stamps = {
        file: (before.output / file).stat().st_mtime_ns
        for file in before.files
        if file.startswith("theme/the-")
    }
    settings = write_files(
        tmp_path,
        {
            "khac.py": "from pelicanconf import *\n"
            "NEWS_SECTIONS = {**NEWS_SECTIONS, 'kinh-te': 'Kinh tế - Tài chính'}\n"
        },
    )
    after = build_site({"a.md": article("Tin", category="kinh-te")}, settings=settings / "khac.py")
    assert after.status == 0, after.stderr
    cards = {file for file in after.files if file.startswith("theme/the-")}
    assert len(cards) == len(stamps) == 13
    (old,) = stamps.keys() - cards
    (new,) = cards - stamps.keys()
    assert old.startswith("theme/the-kinh-te-") and new.startswith("theme/the-kinh-te-")
    assert {file: (after.output / file).stat().st_mtime_ns for file in cards - {new}} == {
        file: stamp for file, stamp in stamps.items() if file != old
    }
    assert card_of(after.read("/tin-tuc/2026/11/01/a/"))[0] == f"{SITE}/{new}"
