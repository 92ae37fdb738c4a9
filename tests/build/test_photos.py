# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every published photo is a clean copy, and fits its place."""

import io
import re
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.build.machine_reading import structured
from tests.build.rules import candidates, elements
from tests.pictures import photo
from tests.small_site import Build, article

#: What Pillow tells of a file that holds nothing but its picture.
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
#: Marks of metadata: EXIF, XMP, IPTC and Photoshop, colour profiles, comments, thumbnails.
TRACES = (
    b"Exif\0",
    b"GPS",
    b"ns.adobe.com",
    b"xpacket",
    b"Photoshop",
    b"ICC_PROFILE",
    b"Lavc",
    b"\xff\xfe\x00",
)


@pytest.fixture(scope="session")
def photos(sample: Build) -> dict[str, bytes]:
    """All photos of the sample site, by file."""
    return {
        file: (sample.output / file).read_bytes()
        for file in sample.files
        if file.startswith("anh/")
    }


@pytest.fixture(scope="session")
def sizes(photos) -> dict[str, tuple[int, int]]:
    """Their widths and heights in pixels, by address."""
    return {f"/{file}": Image.open(io.BytesIO(data)).size for file, data in photos.items()}


def problems_of_photo(data: bytes) -> list[str]:
    """List what a published photo must not be or hold."""
    with Image.open(io.BytesIO(data)) as picture:
        problems = [f"holds {key}" for key in sorted({*picture.info} - HARMLESS)]
        problems += [
            f"holds {name}" for name, _ in getattr(picture, "applist", ()) if name != "APP0"
        ]
        if len(picture.getexif()):
            problems.append("holds EXIF")
        if picture.mode != "RGB":
            problems.append(f"is {picture.mode}")
        # Pixels may hold any short run of bytes by chance: only the head is looked at.
        problems += [f"tells {mark!r}" for mark in TRACES if mark in data[:2048]]
    return problems


def test_photo_tells_nothing_but_its_picture(photos):
    """No EXIF, place, serial number, profile, comment or thumbnail leaves the house."""
    found = {
        file: problems for file, data in photos.items() if (problems := problems_of_photo(data))
    }
    assert found == {}


def camera_photo() -> bytes:
    """Make what a phone makes: held upright, with its place, its maker and a comment."""
    photo = Image.effect_mandelbrot((640, 480), (-2, -1.5, 1, 1.5), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: to be turned by 90 degrees
    exif[0x010F] = "Hãng máy ảnh"
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    photo.save(file, "JPEG", exif=exif, comment=b"so may 4711", xmp=b"<x:xmpmeta/>")
    return file.getvalue()


def test_photo_of_a_phone_is_cleaned_and_turned(build_site):
    """What a camera tells about itself and its owner is not published."""
    data = camera_photo()
    assert problems_of_photo(data) != []
    build = build_site({"tin/index.md": article("Tin", body="![Mô tả](a.jpg)"), "tin/a.jpg": data})
    copies = [file for file in build.files if file.startswith("anh/")]
    assert len(copies) >= 2
    for file in copies:
        copy = (build.output / file).read_bytes()
        assert problems_of_photo(copy) == []
        with Image.open(io.BytesIO(copy)) as picture:
            assert picture.width < picture.height
        assert b"4711" not in copy


def test_sizes_in_the_page_are_those_of_the_files(sample, sizes):
    """Each candidate is as wide as it says, and of the shape that the page keeps free."""
    problems = []
    for page, text in sample.pages().items():
        for picture in elements(text, "picture"):
            image = picture.find(".//img")
            width, height = int(image.get("width")), int(image.get("height"))
            files = [*candidates(image), (image.get("src"), None)]
            files += [pair for source in picture.iter("source") for pair in candidates(source)]
            for address, told in files:
                own_width, own_height = sizes[address]
                if told not in (None, own_width):
                    problems.append(f"{page}: {address} is {own_width} px wide, not {told}")
                # A side is rounded to a pixel.
                if abs(own_width * height - own_height * width) > max(width, height):
                    problems.append(f"{page}: {address} is not {width}:{height}")
    assert problems == []


def test_every_photo_has_a_modern_copy_and_a_jpeg(sample):
    """AVIF or WebP come first, JPEG for all others, from small to large."""
    problems = []
    for page, text in sample.pages().items():
        for picture in elements(text, "picture"):
            kinds = [source.get("type") for source in picture.iter("source")]
            image = picture.find(".//img")
            widths = [width for _, width in candidates(image)]
            if kinds not in (["image/avif"], ["image/webp"]):
                problems.append(f"{page}: {kinds}")
            if widths != sorted(set(widths)) or not image.get("src").endswith(".jpg"):
                problems.append(f"{page}: {widths}")
    assert problems == []


def named(build: Build) -> set[str]:
    """List the addresses of all photos that pages show people or tell machines of."""
    used = set()
    for text in build.pages().values():
        for element in elements(text, "img", "source", "a"):
            used |= {address for address, _ in candidates(element)}
            used |= {element.get("src"), element.get("href")}
        article = structured(text).get("NewsArticle", {})
        used |= {urlsplit(image["url"]).path for image in article.get("image", [])}
    return used


def test_no_photo_is_published_in_vain(sample, photos):
    """Each photo of the output stands on a page, or is one that machines are told of."""
    assert {f"/{file}" for file in photos} - named(sample) == set()


def test_photo_that_comes_to_stand_first_gets_its_shapes(build_site):
    """What is published of a photo follows from its place, whatever the cache remembers."""
    files = {
        "tin/a.jpg": photo("#336699", (1500, 1000), "JPEG"),
        "tin/b.jpg": photo("#996633", (1500, 1000), "JPEG"),
    }
    before = build_site(
        {**files, "tin/index.md": article("Tin", body="![A](a.jpg)\n\n![B](b.jpg)")}
    )
    after = build_site({**files, "tin/index.md": article("Tin", body="![B](b.jpg)\n\n![A](a.jpg)")})
    for build in (before, after):
        assert build.status == 0, build.stderr
    cuts = [file for file in after.files if re.fullmatch(r"anh/\w+-\d+x\d+\.jpg", file)]
    assert [file.partition("-")[2] for file in sorted(cuts)] == [
        "1280x960.jpg",
        "1440x810.jpg",
        "960x960.jpg",
    ]
    for file in cuts:
        with Image.open(after.output / file) as picture:
            assert picture.resize((1, 1)).getpixel((0, 0))[0] > 0x80
    assert {f"/{file}" for file in after.files if file.startswith("anh/")} - named(after) == set()
