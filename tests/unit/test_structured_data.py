# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages told to search engines."""

import json

import pytest
from msgspec.structs import replace

from plugins.newsroom.page import (
    ArticlePage,
    Body,
    Correction,
    Document,
    Event,
    Link,
    Player,
    ShareCard,
    Source,
    Story,
    Translation,
)
from plugins.newsroom.photo import Original, Photo
from plugins.newsroom.structured_data import breadcrumbs, news_article, website
from tests.moments import moment

PHOTO = Photo(Original("a3" * 32, 800, 600), "Cầu", "Cầu mới", "Minh Anh")
UBND = {
    "@type": "NewsMediaOrganization",
    "name": "UBND tỉnh",
    "url": "https://vl.example/",
    "logo": {"@type": "ImageObject", "url": "https://vl.example/theme/logo.svg"},
}


def bare_page(**changes) -> ArticlePage:
    page = ArticlePage(
        story=Story(
            address="/tin-tuc/2017/02/23/cau-moi/",
            title="Cầu mới",
            lang="vi",
            section=Link("Kinh tế", "/chuyen-muc/kinh-te/"),
            date=moment(2017, 2, 23, precision="day"),
            summary="",
            photo=None,
        ),
        sapo="",
        body=Body("cau-moi.md", ""),
        byline=(),
        authors=(),
        source=None,
        tags=(),
        modified=None,
        changes=(),
        corrections=(),
        photos=(),
        related=(),
        breadcrumbs=(Link("Trang chủ", "/"), Link("Kinh tế", "/chuyen-muc/kinh-te/")),
    )
    return replace(page, **changes)


def describe(page: ArticlePage, *players: Player) -> dict:
    data = news_article(
        page,
        "UBND tỉnh",
        "/theme/logo.svg",
        lambda address: "https://vl.example" + address,
        ("Đã đưa", "Nay sửa là"),
        players,
    )
    # What is written is what JSON can hold.
    assert json.loads(json.dumps(data)) == data
    return data


def test_article_with_the_least():
    """An article without author and source is told as the portal's own, dates with offset."""
    assert describe(bare_page()) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": "https://vl.example/tin-tuc/2017/02/23/cau-moi/",
        "url": "https://vl.example/tin-tuc/2017/02/23/cau-moi/",
        "headline": "Cầu mới",
        "datePublished": "2017-02-23T00:00:00+07:00",
        "dateModified": "2017-02-23T00:00:00+07:00",
        "inLanguage": "vi",
        "articleSection": "Kinh tế",
        "author": [UBND],
        "publisher": UBND,
        "isAccessibleForFree": True,
    }


def test_films_and_sounds_tell_how_long_they_play():
    """A recording of the text first; what is not known is not told."""
    reading = Player("doc-a1.mp3", "audio/mpeg", "MP3, 1:05, 1 MB", seconds=65)
    film = Player(
        *("pha-b2.mp4", "video/mp4", "MP4, 0:45, 9 MB", "Phà"),
        poster=PHOTO,
        width=1280,
        height=720,
        seconds=45,
    )
    song = Player("ca-c3.mp3", "audio/mpeg", "MP3, 2 MB", "Đờn ca")
    data = describe(bare_page(audio=reading), film, song)
    at = {"uploadDate": "2017-02-23T00:00:00+07:00"}
    assert data["video"] == [
        {
            "@type": "VideoObject",
            "name": "Phà",
            "contentUrl": "https://vl.example/tep/pha-b2.mp4",
            "encodingFormat": "video/mp4",
            **at,
            "width": 1280,
            "height": 720,
            "thumbnailUrl": f"https://vl.example{PHOTO.fallback.address}",
            "duration": "PT45S",
        }
    ]
    assert data["audio"] == [
        {
            "@type": "AudioObject",
            "name": "Cầu mới",
            "contentUrl": "https://vl.example/tep/doc-a1.mp3",
            "encodingFormat": "audio/mpeg",
            **at,
            "duration": "PT65S",
        },
        {
            "@type": "AudioObject",
            "name": "Đờn ca",
            "contentUrl": "https://vl.example/tep/ca-c3.mp3",
            "encodingFormat": "audio/mpeg",
            **at,
        },
    ]
    drawn = describe(bare_page(), replace(film, poster=None, seconds=0))["video"][0]
    assert {"thumbnailUrl", "duration"}.isdisjoint(drawn)


def test_article_with_everything():
    """Authors, dates, photos with caption and credit apart, tags, corrections: all are told."""
    page = bare_page(
        authors=(Link("Lê Anh", "/tac-gia/le-anh/"), Link("N.H", "/tac-gia/n-h/")),
        source=Source("TTXVN", "Mai Lý", "https://ttxvn.example/a"),
        tags=(Link("Cầu", "/chu-de/cau/"), Link("Đường", "/chu-de/duong/")),
        modified=moment(2017, 3, 1, 8, 0),
        corrections=(Correction(moment(2017, 3, 1, 8, 0), "10 tỷ", "100 tỷ"),),
        photos=(PHOTO, Photo(Original("b4" * 32, 320, 240), "")),
    )
    page = replace(page, story=replace(page.story, summary="Cầu đã xong"))
    data = describe(page)
    assert {key: data[key] for key in data.keys() - describe(bare_page()).keys()} == {
        "description": "Cầu đã xong",
        "image": [
            {
                "@type": "ImageObject",
                "url": f"https://vl.example/anh/{PHOTO.original.key}-800.jpg",
                "width": 800,
                "height": 600,
                "caption": "Cầu mới",
                "creditText": "Minh Anh",
            },
            {
                "@type": "ImageObject",
                "url": f"https://vl.example/anh/{PHOTO.original.key}-800x450.jpg",
                "width": 800,
                "height": 450,
                "caption": "Cầu mới",
                "creditText": "Minh Anh",
            },
            {
                "@type": "ImageObject",
                "url": f"https://vl.example/anh/{page.photos[1].original.key}-320.jpg",
                "width": 320,
                "height": 240,
            },
        ],
        "keywords": ["Cầu", "Đường"],
        "isBasedOn": "https://ttxvn.example/a",
        "correction": [
            {
                "@type": "CorrectionComment",
                "datePublished": "2017-03-01T08:00:00+07:00",
                "text": "Đã đưa: 10 tỷ. Nay sửa là: 100 tỷ",
            }
        ],
    }
    assert data["author"] == [
        {"@type": "Person", "name": "Lê Anh", "url": "https://vl.example/tac-gia/le-anh/"},
        {"@type": "Person", "name": "N.H", "url": "https://vl.example/tac-gia/n-h/"},
    ]
    assert (data["datePublished"], data["dateModified"]) == (
        "2017-02-23T00:00:00+07:00",
        "2017-03-01T08:00:00+07:00",
    )


def test_only_the_first_photo_is_told_in_other_shapes():
    """The first photo stands whole and in three shapes, the second whole."""
    photos = tuple(Photo(Original(digit * 64, 3000, 2000), "") for digit in "ab")
    assert [
        (image["width"], image["height"]) for image in describe(bare_page(photos=photos))["image"]
    ] == [(1440, 960), (1440, 810), (1280, 960), (960, 960), (1440, 960)]


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        # a logo in front: the next photo is the first
        (
            [(90, 60), (3000, 2000), (800, 600)],
            [(1440, 960), (1440, 810), (1280, 960), (960, 960), (800, 600)],
        ),
        # an infographic: its cuts if it is the first, else nothing of it
        ([(1080, 9000)], [(960, 540), (960, 720), (960, 960)]),
        ([(800, 600), (1080, 9000)], [(800, 600), (800, 450)]),
        ([(60, 40)], None),
        ([(4000, 700), (100, 100)], None),
    ],
)
def test_photos_that_are_not_fit_are_not_told(sizes, told):
    """Logos and strips are no image of an article; of an extreme shape only cuts are."""
    photos = tuple(
        Photo(Original(f"{number}" * 64, *size), "") for number, size in enumerate(sizes)
    )
    images = describe(bare_page(photos=photos)).get("image")
    assert (images and [(image["width"], image["height"]) for image in images]) == told


def test_card_is_the_picture_of_an_article_without_a_fit_photo():
    """Whole and in the size that it has."""
    page = bare_page()
    card = ShareCard("/a/the-1.png", "Tin", "Kinh tế", page.story.date, "vi")
    assert describe(replace(page, card=card))["image"] == [
        {
            "@type": "ImageObject",
            "url": "https://vl.example/a/the-1.png",
            "width": 1200,
            "height": 630,
        }
    ]


def test_office_is_an_organization():
    """An author that is an office is no person, of the house or of the source."""
    page = bare_page(
        authors=(
            Link("Văn phòng UBND tỉnh", "/tac-gia/van-phong-ubnd-tinh/"),
            Link("Ban Mai", "/tac-gia/ban-mai/"),
        ),
    )
    assert [(author["@type"], author["name"]) for author in describe(page)["author"]] == [
        ("Organization", "Văn phòng UBND tỉnh"),
        ("Person", "Ban Mai"),
    ]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("Có 12 hộ", "Đã đưa: Có 12 hộ. Nay sửa là: Có 21 hộ."),
        ("Có 12 hộ.", "Đã đưa: Có 12 hộ. Nay sửa là: Có 21 hộ."),
        ("Có 12 hộ,", "Đã đưa: Có 12 hộ. Nay sửa là: Có 21 hộ."),
        ("Có 12 hộ…", "Đã đưa: Có 12 hộ… Nay sửa là: Có 21 hộ."),
        ("Có 12 hộ?", "Đã đưa: Có 12 hộ? Nay sửa là: Có 21 hộ."),
        ("“Có 12 hộ.”", "Đã đưa: “Có 12 hộ.” Nay sửa là: Có 21 hộ."),
        ("“Có 12 hộ”", "Đã đưa: “Có 12 hộ”. Nay sửa là: Có 21 hộ."),
        ("12.", "Đã đưa: 12. Nay sửa là: Có 21 hộ."),
        ("…", "Đã đưa: … Nay sửa là: Có 21 hộ."),
        (",", "Đã đưa: . Nay sửa là: Có 21 hộ."),
    ],
)
def test_sentence_of_a_correction(wrong, told):
    """What was wrong ends in one mark: its own, or a full stop."""
    item = Correction(moment(2026, 11, 2), wrong, "Có 21 hộ.")
    (correction,) = describe(bare_page(corrections=(item,)))["correction"]
    assert correction["text"] == told


@pytest.mark.parametrize(
    ("source", "author"),
    [
        (Source("TTXVN"), {"@type": "Organization", "name": "TTXVN"}),
        (Source("TTXVN", "Mai Lý"), {"@type": "Person", "name": "Mai Lý"}),
        (Source("TTXVN", "Sở Y tế"), {"@type": "Organization", "name": "Sở Y tế"}),
    ],
)
def test_repost_without_authors(source, author):
    """A repost is by its source's author, or by the source."""
    data = describe(bare_page(source=source))
    assert data["author"] == [author]
    assert "isBasedOn" not in data


def test_breadcrumbs():
    """The way to a page ends in the page itself."""
    links = (Link("Trang chủ", "/"), Link("Kinh tế", "/chuyen-muc/kinh-te/"))
    assert breadcrumbs(
        links, "Cầu mới", "/cau/", lambda address: "https://vl.example" + address
    ) == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": 1,
                "name": "Trang chủ",
                "item": "https://vl.example/",
            },
            {
                "@type": "ListItem",
                "position": 2,
                "name": "Kinh tế",
                "item": "https://vl.example/chuyen-muc/kinh-te/",
            },
            {
                "@type": "ListItem",
                "position": 3,
                "name": "Cầu mới",
                "item": "https://vl.example/cau/",
            },
        ],
    }


def test_site_tells_how_it_is_searched():
    """Search engines and assistants may put a query into the address of the page of search."""
    assert website("Cổng A", "/tim-kiem/", lambda address: f"https://a.example{address}") == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Cổng A",
        "url": "https://a.example/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": "https://a.example/tim-kiem/?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def test_translations():
    """A translation names its original, the original its translations; others name neither."""
    original = Translation("vi", "/tin-tuc/2017/02/23/cau-moi/", True)
    english, khmer = Translation("en", "/en-cau/"), Translation("km", "/km-cau/")
    versions = (original, english, khmer)
    told = describe(bare_page(translations=versions))
    assert [item["url"] for item in told["workTranslation"]] == [
        "https://vl.example/en-cau/",
        "https://vl.example/km-cau/",
    ]
    page = bare_page(translations=versions)
    told = describe(replace(page, story=replace(page.story, lang="en")))
    assert told["translationOfWork"] == {
        "@type": "NewsArticle",
        "url": "https://vl.example/tin-tuc/2017/02/23/cau-moi/",
        "inLanguage": "vi",
    }
    assert "workTranslation" not in told
    assert not {"workTranslation", "translationOfWork"} & describe(bare_page()).keys()


def test_document_and_event_of_an_article():
    """What the article publishes, and what it invites to; days are told as days."""
    day, start = moment(2017, 3, 1, precision="day"), moment(2017, 3, 2, 8, 0)
    document = Document("12/QĐ", day, "Sở Y tế", start)
    story = replace(bare_page().story, document=document, event=Event(start, day, "Chợ"))
    assert describe(bare_page(story=story))["about"] == [
        {
            "@type": "Legislation",
            "name": "Cầu mới",
            "legislationIdentifier": "12/QĐ",
            "legislationDate": "2017-03-01",
            "legislationPassedBy": {"@type": "Organization", "name": "Sở Y tế"},
            "temporalCoverage": "2017-03-02/..",
        },
        {
            "@type": "Event",
            "name": "Cầu mới",
            "startDate": "2017-03-02T08:00:00+07:00",
            "endDate": "2017-03-01",
            "location": {"@type": "Place", "name": "Chợ"},
        },
    ]
    story = replace(story, document=replace(document, in_force=None), event=Event(day))
    legislation, event = describe(bare_page(story=story))["about"]
    assert "temporalCoverage" not in legislation
    assert event == {"@type": "Event", "name": "Cầu mới", "startDate": "2017-03-01"}
