# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader on a poor line has to load, compressed."""

import gzip
from urllib.parse import urlsplit

from tests.build.rules import elements
from tests.small_site import Build

#: As a host compresses: its usual level, not the best.
LEVEL = 6
KB = 1024


def weight(build: Build, address: str) -> int:
    return len(gzip.compress(build.read(address).encode(), LEVEL))


def page_weight(build: Build, address: str) -> int:
    """Tell the weight of a page and its style sheets."""
    text = build.read(address)
    sheets = [
        urlsplit(link.get("href")).path
        for link in elements(text, "link")
        if link.get("rel") == "stylesheet"
    ]
    assert len(sheets) == 1
    return weight(build, address) + sum(weight(build, sheet) for sheet in sheets)


def test_text_article_is_light(sample):
    """The page and its style sheets come in 14 KB, a first round trip."""
    heavy = {}
    for file, text in sample.pages().items():
        if 'content="article"' in text and "<picture>" not in text:
            address = "/" + file.removesuffix("index.html")
            if (total := page_weight(sample, address)) > 14 * KB:
                heavy[address] = total
    assert heavy == {}
    assert page_weight(sample, "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/") <= 12 * KB


def test_front_page_is_light(sample):
    """The front page and its style sheets come in 25 KB."""
    assert page_weight(sample, "/") <= 25 * KB


def test_scripts_are_light(sample):
    """All scripts of the site together weigh less than 10 KB."""
    scripts = [f"/{file}" for file in sample.files if file.endswith(".js")]
    assert len(scripts) >= 8
    assert sum(weight(sample, script) for script in scripts) <= 10 * KB


def test_photo_for_a_phone_is_light(sample):
    """The smallest copy of each photo is at most 40 KB."""
    small = [file for file in sample.files if file.endswith("-320.avif")]
    assert len(small) > 40
    assert {
        file: size for file in small if (size := (sample.output / file).stat().st_size) > 40 * KB
    } == {}
