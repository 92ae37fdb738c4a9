# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for readers of other languages than the portal's own."""

import re

from tests.pictures import photo
from tests.small_site import article


def test_front_page_in_english_begins_with_a_photo(build_site):
    """The newest of five that has one leads; no story stands there twice, and none is lost."""
    build = build_site(
        {
            "a.md": article("First", date="2026-11-01", lang="en"),
            "b/index.md": article(
                "Pictured", "2026-11-02", "Text.\n\n![Market](a.jpg)\nẢnh: B", lang="en"
            ),
            "b/a.jpg": photo(size=(1200, 800), kind="JPEG"),
            "c.md": article("Third", date="2026-11-03", lang="en"),
        }
    )
    assert build.status == 0, build.stderr
    main = build.read("/en/").partition("<main")[2]
    assert re.findall(r">\s*(First|Pictured|Third)\s*<", main) == ["Pictured", "Third", "First"]


def test_offline_page_says_so_in_each_language_of_the_site(build_site):
    """Whoever reads in English or Khmer is told, too, as the device has one such page."""
    build = build_site({"a.md": article("Bài")})
    page = build.read("/ngoai-tuyen/")
    words = "This device has no connection, and this page has not been read on it yet."
    assert f'<div class="prose" lang="en">\n<h2>No connection</h2>\n<p>{words}' in page
    assert '<div class="prose language-name" lang="km">\n<h2>គ្មានការតភ្ជាប់</h2>' in page
