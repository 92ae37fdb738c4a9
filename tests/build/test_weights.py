# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages stay light."""

import re

import pytest

from tests.build.weights import KB, KINDS, script_weight, style_weight, weight
from tests.small_site import ROOT, Build


def page_weight(build: Build, address: str) -> int:
    """Tell the weight of a page and its style sheet."""
    return weight(build.output, address) + style_weight(build.output, build.read(address))


def test_text_article_is_light(sample):
    """The page and its style sheet come in 14 KB, a first round trip; a usual one in less."""
    heavy = {}
    for file, text in sample.pages().items():
        if 'content="article"' in text and "<picture>" not in text:
            address = "/" + file.removesuffix("index.html")
            if (total := page_weight(sample, address)) > 14 * KB:
                heavy[address] = total
    assert heavy == {}
    assert page_weight(sample, KINDS["text article"]) <= 13.25 * KB


def test_front_page_is_light(sample):
    """The front page and its style sheet come in 14 KB, a first round trip."""
    assert page_weight(sample, "/") <= 14 * KB


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
def test_page_asks_for_little_script(sample, address):
    """What a page runs by itself weighs at most 5.5 KB; that of search is a program of 12 KB."""
    search = weight(sample.output, search_script(sample)) if address == KINDS["search"] else 0
    assert search <= 12 * KB
    assert script_weight(sample.output, sample.read(address)) - search <= 5.5 * KB


def search_script(build: Build) -> str:
    """Tell the address of the script that searches."""
    return next(f"/{file}" for file in build.files if file.endswith("/modules/search.js"))


def test_scripts_are_light(sample):
    """All scripts of the site but that of search weigh at most 11.75 KB together."""
    scripts = {f"/{file}" for file in sample.files if file.endswith(".js")} - {
        search_script(sample)
    }
    assert len(scripts) >= 8
    assert sum(weight(sample.output, script) for script in scripts) <= 11.75 * KB


def test_readme_tells_the_weights(sample):
    """The table of theme/README.md is true, half a kilobyte up or down."""
    readme = (ROOT / "theme/README.md").read_text(encoding="utf-8")
    for kind, address in KINDS.items():
        told = re.search(rf"^\| {kind} \| [\d.]+ \| [\d.]+ \| ([\d.]+) \|", readme, re.MULTILINE)
        assert told, kind
        assert float(told[1]) == pytest.approx(page_weight(sample, address) / KB, abs=0.5), kind


def test_photo_for_a_phone_is_light(sample):
    """The smallest copy of each photo is at most 40 KB."""
    small = [file for file in sample.files if file.endswith("-320.avif")]
    assert len(small) > 40
    assert {
        file: size for file in small if (size := (sample.output / file).stat().st_size) > 40 * KB
    } == {}
