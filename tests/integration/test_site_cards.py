# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of films and maps elsewhere: which of them a page shows as cards."""

import pytest

from plugins.newsroom.page import HtmlPart, SiteCard
from tests.integration.test_reader import SourceFolder, told
from tests.small_site import article, run_pelican, write_files

FILM = "https://youtu.be/dQw4w9WgXcQ?t=3"
MAP = "https://www.openstreetmap.org/#map=15/10.25/105.97"
CARD = SiteCard(FILM)


@pytest.fixture
def folder(tmp_path) -> SourceFolder:
    return SourceFolder(tmp_path / "content")


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (FILM, [CARD]),
        (f"<{FILM}>", [CARD]),
        (f"[Lễ **hội**]({FILM})", [SiteCard(FILM, "Lễ hội")]),
        (f"Một.\n\n{FILM}\n\nHai.", ["<p>Một.</p>", CARD, "<p>Hai.</p>"]),
        (f"Một.\n{FILM}\nHai.", ["<p>Một.</p>", CARD, "<p>Hai.</p>"]),
        (f"Mời xem:\n{FILM}", ["<p>Mời xem:</p>", CARD]),
        (f"{FILM}\n{MAP}", [CARD, SiteCard(MAP)]),
        (f"> {FILM}", ["<blockquote>", CARD, "</blockquote>"]),
        (f"{FILM}\n\nẢnh: Lê Anh", [CARD, "<p>Ảnh: Lê Anh</p>"]),
    ],
)
def test_address_by_itself_becomes_a_card(folder, body, parts):
    """Bare or with words, in a paragraph of its own or on a line between others."""
    reading = folder.read(body)
    assert [part.html if isinstance(part, HtmlPart) else part for part in reading.parts] == parts
    assert told(reading) == []


@pytest.mark.parametrize(
    "body",
    [
        f"Mời xem {FILM} nhé.",
        f"Mời xem\n{FILM}\nở nhà.",
        f"- {FILM}",
        f"| Phim |\n| --- |\n| {FILM} |",
        f"Chữ.[^1]\n\n[^1]: {FILM}",
        f"`{FILM}`",
        "https://www.youtube.com/@vinhlong",
    ],
)
def test_address_among_words_stays_a_link(folder, body):
    """In a sentence, a list, a table or a note; and where there is no film and no map."""
    reading = folder.read(body)
    assert all(isinstance(part, HtmlPart) for part in reading.parts)
    assert told(reading) == []


def test_card_is_no_sapo(folder):
    """The first paragraph of words is."""
    reading = folder.read(f"{FILM}\n\nĐoạn đầu.", more="")
    assert reading.record.text.first_paragraph == "Đoạn đầu."
    assert reading.parts == (CARD, HtmlPart('<p class="sapo">Đoạn đầu.</p>'))


def test_page_and_feed_lead_to_the_other_site(tmp_path):
    """They load nothing from there; the address can be read, on paper too."""
    body = f"{FILM}\n\n[Chợ nổi]({MAP})"
    content = write_files(
        tmp_path / "content",
        {
            "a.md": article("Thẻ", body=body, summary="Sapo."),
            "b.md": article("Card", body=body, summary="Lead.", lang="en"),
            "trang/a.md": "---\ntitle: Trang\n---\nChữ.\n",
        },
    )
    build = run_pelican(content, tmp_path / "output", tmp_path / "cache")
    assert build.status == 0, build.stderr
    page = build.read("/tin-tuc/2026/11/01/a/")
    assert f'<a class="site-card__link" href="{FILM}" rel="noopener noreferrer">' in page
    assert "<strong>Xem video trên YouTube</strong>" in page
    assert "<strong>Xem bản đồ trên OpenStreetMap</strong>" in page
    assert f'<span class="site-card__address">{FILM}</span>' in page
    assert "/css/components/site_card.css" in page and "player.css" not in page
    assert 'src="https' not in page
    assert "Watch the video on YouTube" in build.read("/tin-tuc/2026/11/01/b/")
    feed = build.read("/rss.xml")
    assert f'&lt;a href="{FILM}"&gt;{FILM}&lt;/a&gt;' in feed
    assert "Chợ nổi&lt;/a&gt;" in feed
