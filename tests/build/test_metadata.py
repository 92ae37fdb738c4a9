# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page tells machines is what it shows people."""

import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest

from pelicanconf import PORTAL_IN
from tests.build.machine_reading import links, metas, picture_at, structured
from tests.build.rules import elements, words
from tests.small_site import Build

SITE = "http://localhost:8000"
DOCUMENT = re.compile(r" \(PDF, (?:\d+ (?:trang|pages?), )?\d+ KB\)")
SEED = "/tin-tuc/2017/02/23/hoi-nghi-van-phong/"
DUBLIN_CORE = {
    "DC.title",
    "DC.creator",
    "DC.subject",
    "DC.description",
    "DC.publisher",
    "DC.date",
    "DC.identifier",
    "DC.language",
    "DC.source",
}


def by_class(text: str, name: str) -> list[Element]:
    return [item for item in elements(text) if name in (item.get("class") or "").split()]


@pytest.fixture(scope="session")
def articles(sample: Build) -> dict[str, str]:
    """All article pages, by address."""
    return {
        "/" + file.removesuffix("index.html"): text
        for file, text in sample.pages().items()
        if 'property="og:type" content="article"' in text
    }


def test_seed_article_tells_search_engines(sample):
    """The NewsArticle of the first sample, word for word."""
    data = structured(sample.read(SEED))["NewsArticle"]
    title = (
        "Hội nghị cán bộ, công chức, viên chức Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long năm 2017"
    )
    assert data["@context"] == "https://schema.org"
    assert data["headline"] == title
    assert data["url"] == data["mainEntityOfPage"] == SITE + SEED
    assert data["datePublished"] == "2017-02-23T14:57:36+07:00"
    assert data["dateModified"] == "2017-02-23T14:57:36+07:00"
    assert data["inLanguage"] == "vi"
    assert data["articleSection"] == "Tin tức - Sự kiện"
    assert data["author"] == [
        {"@type": "Person", "name": "N.H", "url": f"{SITE}/tac-gia/n-h/"},
    ]
    first = (
        "Hai cá nhân có thành tích xuất sắc năm 2011-2015 góp phần vào sự nghiệp xây dựng chủ nghĩa"
        " xã hội được nhận Bằng khen của Thủ tướng Chính phủ trao tặng"
    )
    second = (
        "Ông Lữ Quang Ngời- Phó Chủ tịch UBND tỉnh tặng Bằng khen của Chủ tịch UBND tỉnh cho các cá"
        " nhân hoàn thành xuất sắc nhiệm vụ được giao trong hai năm 2014-2015"
    )
    assert [(item["width"], item["height"], item["caption"]) for item in data["image"]] == [
        (1440, 960, first),
        (1440, 810, first),
        (1280, 960, first),
        (960, 960, first),
        (1280, 853, second),
    ]
    crumbs = structured(sample.read(SEED))["BreadcrumbList"]["itemListElement"]
    assert [(item["position"], item["name"], item["item"]) for item in crumbs] == [
        (1, "Trang chủ", f"{SITE}/"),
        (2, "Tin tức - Sự kiện", f"{SITE}/chuyen-muc/tin-tuc-su-kien/"),
        (3, title, SITE + SEED),
    ]


def test_seed_article_tells_dublin_core(sample):
    """The elements that portals of state agencies must carry, with the article's values."""
    told = metas(sample.read(SEED))
    assert told.keys() >= DUBLIN_CORE
    assert told["DC.creator"] == ["N.H"]
    assert told["DC.publisher"] == ["Ủy ban nhân dân tỉnh Vĩnh Long"]
    assert told["DC.date"] == ["2017-02-23T14:57:36+07:00"]
    assert told["DC.identifier"] == [SITE + SEED]
    assert told["DC.language"] == ["vi"]
    assert told["DC.source"] == ["Cổng Thông tin điện tử tỉnh Vĩnh Long"]
    assert told["DC.subject"] == [
        "Tin tức - Sự kiện; Văn phòng UBND tỉnh; Thi đua - Khen thưởng; Cải cách hành chính"
    ]


def test_every_article_is_there(articles):
    """The sample has 80 public articles."""
    assert len(articles) == 80


def test_titles_agree(articles):
    """The heading, the share card, Dublin Core and JSON-LD have one title."""
    for address, text in articles.items():
        title = words(next(elements(text, "h1")))
        told = metas(text)
        assert told["og:title"] == told["DC.title"] == [title], address
        assert structured(text)["NewsArticle"]["headline"] == title, address
        assert words(next(elements(text, "title"))).startswith(title), address


def test_dates_agree(articles):
    """The date under the title is that of the metadata, with its offset."""
    for address, text in articles.items():
        shown = by_class(text, "article__date")[0].find("time").get("datetime")
        told, data = metas(text), structured(text)["NewsArticle"]
        published = told["article:published_time"]
        assert published == told["DC.date"] == [data["datePublished"]] == [shown], address
        assert told.get("article:modified_time", [shown]) == [data["dateModified"]], address


def test_authors_agree(articles):
    """Each name linked in the byline is an author for machines, in the same order."""
    for address, text in articles.items():
        links = [item for item in elements(text, "a") if item.get("rel") == "author"]
        if not links:
            continue
        authors = structured(text)["NewsArticle"]["author"]
        assert [item["name"] for item in authors] == [words(link) for link in links], address
        assert [item["url"] for item in authors] == [SITE + link.get("href") for link in links]
        assert metas(text)["DC.creator"] == [words(link) for link in links], address


def test_repost_names_its_source_as_author(sample):
    """Where no one of the house wrote, the source is named, to people and machines."""
    text = sample.read("/tin-tuc/2020/11/05/hang-cuu-tro/")
    assert words(by_class(text, "article__source")[0]) == (
        "Nguồn: Bản tin Hội Làm vườn Cù Lao Xanh"
    )
    assert metas(text)["DC.source"] == ["Bản tin Hội Làm vườn Cù Lao Xanh"]
    assert structured(text)["NewsArticle"]["author"] == [
        {"@type": "Organization", "name": "Bản tin Hội Làm vườn Cù Lao Xanh"}
    ]


def test_sections_agree(articles):
    """The last step of the way down is the section of the metadata."""
    for address, text in articles.items():
        section = words(by_class(text, "crumbs__link")[-1])
        assert structured(text)["NewsArticle"]["articleSection"] == section, address
        assert metas(text)["article:section"] == [section], address
        steps = structured(text)["BreadcrumbList"]["itemListElement"]
        assert [step["name"] for step in steps] == [
            words(by_class(text, "crumbs__link")[0]),
            section,
            words(next(elements(text, "h1"))),
        ]


def plain_credit(words: str) -> str:
    """Take from a credit what says in the page's language that it is one."""
    return re.sub("^(?:Ảnh: |Photo: |រូបថត៖ )", "", words)


def test_images_agree(articles, sample):
    """Machines get each figure of the page, in order, with its caption and its credit apart.

    The first is told in three shapes besides, as far as it is large enough.
    """
    shapes = set()
    for address, text in articles.items():
        shown = []
        for figure in elements(text, "figure"):
            # A film or a sound is no picture.
            if figure.find(".//img") is None:
                continue
            caption = [words(item) for item in figure.iter() if item.get("class") == "figure__text"]
            credit = [
                words(item) for item in figure.iter() if item.get("class") == "figure__credit"
            ]
            largest = figure.find(".//img").get("srcset").split(", ")[-1].split()[0]
            shown.append((SITE + largest, caption, [plain_credit(item) for item in credit]))
        images = [
            image
            for image in structured(text)["NewsArticle"].get("image", [])
            # What is drawn stands nowhere on the page.
            if not re.search("/the-[0-9a-f]{8}.png$", image["url"])
        ]
        told = [
            (
                image["url"],
                [image["caption"]] if "caption" in image else [],
                [plain_credit(image["creditText"])] if "creditText" in image else [],
            )
            for image in images
        ]
        cuts = len(told) - len(shown)
        assert [*told[:1], *told[1 + cuts :]] == shown, address
        for image, (_, *described) in zip(images[: 1 + cuts], told, strict=False):
            assert described == list(shown[0][1:]), address
            with picture_at(sample, image["url"]) as picture:
                assert picture.size == (image["width"], image["height"]), address
                shapes.add(round(picture.width / picture.height, 3))
        if shown:
            assert metas(text)["og:image"] == [shown[0][0]], address
    assert shapes >= {1.0, 1.333, 1.778}


def test_addresses_agree(articles):
    """A page has one address for every reader."""
    for address, text in articles.items():
        told = metas(text)
        assert told["og:url"] == told["DC.identifier"] == [SITE + address]
        data = structured(text)["NewsArticle"]
        assert data["url"] == data["mainEntityOfPage"] == SITE + address


def test_publisher_is_told_with_a_picture_of_its_emblem(articles, sample):
    """The state agency, its site and its logo, a picture that is there and large enough."""
    logos = set()
    for address, text in articles.items():
        data = structured(text)["NewsArticle"]
        logo = data["publisher"].pop("logo")
        assert data["publisher"] == {
            "@type": "NewsMediaOrganization",
            "name": "Ủy ban nhân dân tỉnh Vĩnh Long",
            "url": f"{SITE}/",
        }, address
        assert logo["@type"] == "ImageObject"
        logos.add(logo["url"])
        assert data["isAccessibleForFree"] is True
    (logo,) = logos
    with picture_at(sample, logo) as picture:
        assert (picture.format, picture.size) == ("PNG", (512, 512))


def test_moments_are_told_with_their_offset(articles):
    """No reader of the metadata has to guess where the clock stands."""
    for address, text in articles.items():
        told, data = metas(text), structured(text)["NewsArticle"]
        moments = [data["datePublished"], data["dateModified"], *told["DC.date"]]
        moments += told["article:published_time"] + told.get("article:modified_time", [])
        moments += [item["datePublished"] for item in data.get("correction", [])]
        for moment in moments:
            assert datetime.fromisoformat(moment).utcoffset() is not None, (address, moment)
        assert data["datePublished"] <= data["dateModified"], address


def test_corrections_agree(articles):
    """What was wrong and what is right is told to machines as it is told to people."""
    corrected = {}
    for address, text in articles.items():
        said = "Đã đưa: {}. Nay sửa là: {}"
        if next(elements(text, "html")).get("lang") == "en":
            said = "We wrote: {}. It should read: {}"
        shown = [
            said.format(*map(words, item.findall("dd")))
            for item in elements(text, "dl")
            if item.get("class") == "correction"
        ]
        notices = by_class(text, "note--correction")
        dates = [item.get("datetime") for notice in notices for item in notice.iter("time")]
        told = structured(text)["NewsArticle"].get("correction", [])
        assert [item["text"] for item in told] == shown, address
        assert [item["datePublished"] for item in told] == dates, address
        assert {item["@type"] for item in told} <= {"CorrectionComment"}
        corrected[address] = len(told)
    assert {address: count for address, count in corrected.items() if count} == {
        "/tin-tuc/2016/05/21/thong-xe-cau-cai-nua/": 1,
        "/tin-tuc/2017/06/09/vu-lua-he-thu/": 2,
        "/tin-tuc/2019/04/03/recruitment/": 1,
        "/tin-tuc/2019/12/30/frugal-tet/": 1,
    }


def test_way_to_every_page_is_told_as_it_is_shown(sample):
    """The breadcrumbs of each page, and the page itself at their end."""
    count = 0
    for file, text in sample.pages().items():
        shown = [(words(link), SITE + link.get("href")) for link in by_class(text, "crumbs__link")]
        if not shown:
            assert "BreadcrumbList" not in structured(text), file
            continue
        count += 1
        way = structured(text)["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in way] == [*range(1, len(way) + 1)], file
        assert [(item["name"], item["item"]) for item in way[:-1]] == shown, file
        assert way[-1]["item"] == f"{SITE}/{file.removesuffix('index.html')}", file
        assert way[-1]["name"] in words(next(elements(text, "h1"))), file
    assert count > 150


def test_every_listed_page_says_where_it_stands(sample):
    """Canonical and share address are one, on every page that search engines may show."""
    for file, text in sample.pages().items():
        told = metas(text)
        address = f"{SITE}/{file.removesuffix('index.html')}"
        canonical = [link["href"] for link in links(text, "canonical")]
        if file in ("404.html", "410.html", "ngoai-tuyen/index.html"):
            assert canonical == told.get("og:url", []) == []
        else:
            assert canonical == told["og:url"] == [address]
            assert told["robots"] == ["max-image-preview:large"]


def test_language_and_kind_are_told(articles, sample):
    """An article is one, in its own language; everything else is a website."""
    territories = {"vi": "vi_VN", "en": "en_US", "km": "km_KH"}
    seen = set()
    for file, text in sample.pages().items():
        told = metas(text)
        if file in ("404.html", "410.html", "ngoai-tuyen/index.html"):
            continue
        lang = next(elements(text, "html")).get("lang")
        assert told["og:locale"] == [territories[lang]], file
        address = "/" + file.removesuffix("index.html")
        assert told["og:type"] == ["article" if address in articles else "website"], file
        if address in articles:
            seen.add(lang)
            assert told["DC.language"] == [lang] == [structured(text)["NewsArticle"]["inLanguage"]]
    assert seen == {"vi", "en", "km"}


def test_tags_agree(articles):
    """The tags under an article are its keywords, and follow the section in Dublin Core."""
    for address, text in articles.items():
        shown = [words(link) for link in elements(text, "a") if link.get("rel") == "tag"]
        told, data = metas(text), structured(text)["NewsArticle"]
        assert told.get("article:tag", []) == data.get("keywords", []) == shown, address
        assert told["DC.subject"] == ["; ".join([data["articleSection"], *shown])], address


def test_dublin_core_is_whole(articles):
    """Every article has each element once, and as many creators as it has."""
    for address, text in articles.items():
        told = {name: values for name, values in metas(text).items() if name.startswith("DC.")}
        assert told.keys() == DUBLIN_CORE, address
        assert all(len(values) == 1 for name, values in told.items() if name != "DC.creator")
        assert all(value.strip() for values in told.values() for value in values), address
        assert [link["href"] for link in links(text, "schema.DC")] == [
            "http://purl.org/dc/elements/1.1/"
        ]


def test_descriptions_are_the_sapo(articles):
    """The sapo is what share cards and search engines show, and stands on the page once."""
    for address, text in articles.items():
        shown = [words(item) for item in by_class(text, "sapo")]
        # What the page adds to a linked document, " (PDF, 4 KB)", is no word of the sapo.
        sapo = [DOCUMENT.sub("", item) for item in shown]
        told = metas(text)
        assert len(sapo) == 1, address
        assert told["description"] == told["og:description"] == told["DC.description"] == sapo, (
            address
        )
        body = words(next(elements(text, "main")))
        assert body.count(shown[0]) == 1, address


def test_mistake_is_told_of_by_the_title_as_it_reads(articles):
    """The subject of the e-mail is text: an apostrophe in it is no "&#39;"."""
    page = articles["/tin-tuc/2022/06/10/pomelo-export/"]
    (query,) = [
        address.query
        for item in elements(page, "a")
        if "subject=" in (address := urlsplit(item.get("href", ""))).query
    ]
    assert parse_qs(query)["subject"] == [
        "Mistake in: Vinh Long's Nam Roi pomelo sails for a new market: first 21 tonnes shipped"
    ]


def test_every_public_page_has_a_share_card(sample):
    """Title, description and address are there on every page but the one for wrong addresses."""
    for file, text in sample.pages().items():
        told = metas(text)
        if file in ("404.html", "410.html", "ngoai-tuyen/index.html"):
            assert told["robots"] == ["noindex"]
            continue
        missing = {"description", "og:title", "og:description", "og:url", "og:type"} - told.keys()
        assert missing == set(), file
        assert all(told["description"]), file
        names = {lang: portal["name"] for lang, portal in PORTAL_IN.items()} | {
            "vi": "Cổng Thông tin điện tử tỉnh Vĩnh Long"
        }
        assert told["og:site_name"] == [names[next(elements(text, "html")).get("lang")]], file
