# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not public is nowhere, and what is public follows the calendar."""

import re

import pytest

from tests.pictures import photo
from tests.small_site import NOW, Build, article

DAY = 24 * 3600
WORD = "Mộtchữriêng"
#: Its own file, and the pages of its author and tag.
TRACE = re.compile("bai-rieng|motchurieng")


def telling(build: Build) -> list[str]:
    """List the files that tell of the article with the WORD."""
    return [
        file
        for file in build.files
        if WORD.encode() in (build.output / file).read_bytes() or TRACE.search(file)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"date": "2026-11-10 12:00:01"},
        {"date": "2026-11-10 13:00 "},
        {"date": "2026-11-10T05:00:01Z"},
        {"expires": "2026-11-10 11:59"},
        {"expires": "2026-11-09"},
    ],
)
def test_article_is_nowhere(build_site, fields):
    """A draft, an article of the future and one past its end leave no byte and no photo."""
    build = build_site(
        {
            "bai-rieng.md": article(
                WORD,
                **{"tags": f"[{WORD}]", "author": WORD, "summary": WORD, **fields},
                body=f"![{WORD}](a.png)",
            ),
            "a.png": photo(),
            "khac.md": article("Bài khác"),
        }
    )
    assert build.status == 0, build.stderr
    assert telling(build) == []
    assert [file for file in build.files if file.startswith("anh/")] == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": "published"},
        {"date": "2026-11-10 12:00"},
        {"expires": "2026-11-10"},
        {"expires": "2026-11-10 12:01"},
    ],
)
def test_article_is_public(build_site, fields):
    """An article shows from its moment to its end; an end without a time is that of the day."""
    build = build_site({"bai-rieng.md": article(WORD, **fields)})
    assert build.status == 0, build.stderr
    assert {"index.html", "rss.xml", "tin-tuc/index.html"} <= set(telling(build))


def test_embargo_ends_and_article_expires(build_site):
    """The same content on three days: not yet, now, no more."""
    files = {
        "bai-rieng.md": article(WORD, date="2026-11-11 08:00", expires="2026-11-12"),
        "khac.md": article("Bài khác"),
    }
    shown = []
    for days in (0, 1, 3):
        moment = {"SOURCE_DATE_EPOCH": str(NOW + days * DAY)}
        build = build_site(files, environment=moment)
        assert build.status == 0, build.stderr
        shown.append(bool(telling(build)))
    assert shown == [False, True, False]


def test_build_lists_what_waits(build_site):
    """A date of 2071 is seen, in every build."""
    build = build_site({"bai-rieng.md": article(WORD, date="2071-01-02 08:00")})
    assert build.status == 0
    waiting = [line for line in build.stderr.splitlines() if line.startswith("Chờ đăng")]
    assert len(waiting) == 1
    assert "2071-01-02" in waiting[0] and "bai-rieng.md" in waiting[0]
