# SPDX-License-Identifier: AGPL-3.0-or-later
"""A shared page shows a picture: its first photo, or a card with the words that say what it is."""

import os
import re

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


def test_article_without_photo_is_shared_with_a_card_that_has_its_title(sample):
    """The card is the article's own, 1200 by 630, and machines are told of it, too."""
    page = sample.read(TEXT_ARTICLE)
    card, alt = card_of(page)
    assert re.fullmatch(f"{SITE}{TEXT_ARTICLE}the-[0-9a-f]{{8}}.png", card)
    assert alt == metas(page)["og:title"][0]
    with picture_at(sample, card) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
    (image,) = structured(page)["NewsArticle"]["image"]
    assert (image["url"], image["width"], image["height"]) == (card, 1200, 630)


def test_cards_of_articles_stand_while_their_pages_do(build_site):
    """One whose title changed has another address; of what was withdrawn none is left."""

    def cards(build: Build) -> set[str]:
        return {file for file in build.files if re.search("/the-[0-9a-f]{8}.png$", file)}

    files = {"a.md": article("Tin A"), "b.md": article("Tin B"), "c.md": article("Tin C")}
    before = build_site(files)
    kept = {file: (before.output / file).stat().st_mtime_ns for file in cards(before)}
    changed = {"a.md": article("Tin khác"), "c.md": article("Tin C", expires="2026-11-02")}
    after = build_site({**files, **changed})
    assert after.status == 0, after.stderr
    (of_a,) = (file for file in cards(after) if "/a/" in file)
    (of_b,) = (file for file in cards(after) if "/b/" in file)
    assert of_a not in kept and len(kept) == 3
    assert cards(after) == {of_a, of_b}
    assert (after.output / of_b).stat().st_mtime_ns == kept[of_b]


def test_article_whose_title_cannot_be_drawn_has_the_card_of_its_section(build_site):
    """Khmer is drawn the same on no two machines; a picture without it is better than boxes."""
    title = "ពិធីបុណ្យចូលឆ្នាំថ្មី"
    build = build_site({"a.md": article(title, slug="a", lang="km")})
    assert build.status == 0, build.stderr
    card, alt = card_of(build.read("/tin-tuc/2026/11/01/a/"))
    assert card.startswith(f"{SITE}/theme/the-")
    assert alt.startswith("Cổng Thông tin điện tử tỉnh Vĩnh Long")


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
    for slug, told in (("a", [(1200, 630)]), ("b", [(500, 400)]), ("c", [(960, 540), (960, 720)])):
        images = structured(build.read(f"{day}/{slug}/"))["NewsArticle"].get("image")
        assert [(image["width"], image["height"]) for image in images][:2] == told, slug
        for image in images:
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
    assert card_of(after.read("/chuyen-muc/kinh-te/"))[0] == f"{SITE}/{new}"
