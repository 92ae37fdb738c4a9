# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses within one page: each once, and each is found by what leads to it."""

import pytest

from plugins.press.read.anchors import resolve_anchors

CALL = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
NOTE = '<li id="fn:1"><p>Chú giải <a class="footnote-backref" href="#fnref:1">↩</a></p></li>'


@pytest.mark.parametrize(
    "pieces",
    [
        ["<p>Chữ</p>"],
        [f"<p>Chữ{CALL}</p>", 0, f"<ol>{NOTE}</ol>"],
        ['<p><a href="/tin/#x">Chữ</a></p>'],
        [f'<p>{CALL.replace(":1", ":chú")}</p>', NOTE.replace(":1", ":chú")],
        [f'<p>{CALL.replace("#fn:1", "#fn%3A1")}</p>', NOTE],
    ],
)  # fmt: skip
def test_what_leads_somewhere_stays(pieces):
    """A call and its note, on either side of a photo."""
    assert resolve_anchors(pieces) == (pieces, [])


def test_words_of_a_dead_link_stay_and_its_arrow_goes():
    """The other half is gone, with a caption, say."""
    settled, missing = resolve_anchors(['<p>Chữ <a href="#fn:9">9</a></p>', 0, f"<ol>{NOTE}</ol>"])
    assert settled == ["<p>Chữ 9</p>", 0, '<ol><li id="fn:1"><p>Chú giải </p></li></ol>']
    assert missing == ["fn:9", "fnref:1"]


def test_address_that_stands_twice_stays_once():
    """The first counts."""
    settled, missing = resolve_anchors(['<p id="a">x</p>', 0, '<p id="a" lang="vi">y</p>'])
    assert (settled, missing) == (['<p id="a">x</p>', 0, '<p lang="vi">y</p>'], [])
