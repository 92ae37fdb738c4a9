# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages told to machines: schema.org's NewsArticle, BreadcrumbList and WebSite as JSON-LD.

Source: schema.org, and the fields that search engines document for news.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from plugins.newsroom.offices import is_office
from plugins.newsroom.page import ArticlePage, Link, Player, ShareCard, Story
from plugins.newsroom.photo import Derivative, Photo, shared_photo
from plugins.vietnamese.dates import Moment

Absolute = Callable[[str], str]


def news_article(
    page: ArticlePage,
    publisher: str,
    logo: str,
    absolute: Absolute,
    labels: tuple[str, str],
    players: Sequence[Player] = (),
) -> dict[str, Any]:
    """Describe an article; *absolute* puts the site's URL before an address.

    *labels* are the words for what a correction says was wrong and what is right; *players* are
    those in its text.

    Its images are those of its photos that are large enough, in page order, each whole, the
    first one also in the shapes that search engines ask for; where none is, its share card.
    """
    story = page.story
    address = absolute(story.address)
    organisation = {
        "@type": "NewsMediaOrganization",
        "name": publisher,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": absolute(logo)},
    }
    authors = [{**_author(author.text), "url": absolute(author.address)} for author in page.authors]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "headline": story.title,
        "datePublished": story.date.iso,
        "dateModified": (page.modified or story.date).iso,
        "inLanguage": story.lang,
        "articleSection": page.breadcrumbs[-1].text,
        "author": authors or [_source_author(page) or organisation],
        "publisher": organisation,
        "isAccessibleForFree": True,
    }
    if story.summary:
        data["description"] = story.summary
    if images := [*_images(page.photos, absolute), *_drawn(page.card, absolute)]:
        data["image"] = images
    for key, found in _films_and_sounds(page, players, absolute).items():
        if found:
            data[key] = found
    if page.tags:
        data["keywords"] = [tag.text for tag in page.tags]
    if page.source is not None and page.source.url:
        data["isBasedOn"] = page.source.url
    if about := [*_document(page.story), *_event(page.story)]:
        data["about"] = about
    versions = [
        (item, {"@type": "NewsArticle", "url": absolute(item.address), "inLanguage": item.lang})
        for item in page.translations
        if item.lang != story.lang
    ]
    if originals := [told for item, told in versions if item.is_original]:
        data["translationOfWork"] = originals[0]
    elif versions:
        data["workTranslation"] = [told for _, told in versions]
    if page.corrections:
        data["correction"] = [
            {
                "@type": "CorrectionComment",
                "datePublished": item.date.iso,
                "text": item.sentence(*labels),
            }
            for item in page.corrections
        ]
    return data


def _films_and_sounds(
    page: ArticlePage, players: Sequence[Player], absolute: Absolute
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"video": [], "audio": []}
    for player in (*([page.audio] if page.audio else ()), *players):
        key = "video" if player.width else "audio"
        size = {"width": player.width, "height": player.height} if player.width else {}
        poster = player.poster and absolute(player.poster.fallback.address)
        found[key].append(
            {
                "@type": f"{key.title()}Object",
                "name": player.title or page.story.title,
                "contentUrl": absolute(f"/tep/{player.name}"),
                "encodingFormat": player.media_type,
                "uploadDate": page.story.date.iso,
                **size,
                **({"thumbnailUrl": poster} if poster else {}),
                **({"duration": f"PT{player.seconds}S"} if player.seconds else {}),
            }
        )
    return found


def _document(story: Story) -> Iterator[dict[str, Any]]:
    if document := story.document:
        in_force = document.in_force
        yield {
            "@type": "Legislation",
            "name": story.title,
            "legislationIdentifier": document.number,
            "legislationDate": document.issued.date.isoformat(),
            "legislationPassedBy": {"@type": "Organization", "name": document.issuer},
            **({"temporalCoverage": f"{in_force.date.isoformat()}/.."} if in_force else {}),
        }


def _event(story: Story) -> Iterator[dict[str, Any]]:
    if event := story.event:
        times = {"startDate": event.start, "endDate": event.end}
        yield {
            "@type": "Event",
            "name": story.title,
            **{key: _point(moment) for key, moment in times.items() if moment},
            **({"location": {"@type": "Place", "name": event.place}} if event.place else {}),
        }


def _point(moment: Moment) -> str:
    return moment.date.isoformat() if moment.precision == "day" else moment.iso


def website(name: str, search: str, absolute: Absolute) -> dict[str, Any]:
    """Describe the site, and how the page at *search* searches it."""
    address = absolute(f"{search}?q={{search_term_string}}")
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": address},
            "query-input": "required name=search_term_string",
        },
    }


def _images(photos: Sequence[Photo], absolute: Absolute) -> list[dict[str, Any]]:
    """Describe the photos that are fit to be shown by themselves, each whole.

    The first one stands in all its shapes, in the whole one only if that is fit too.
    """
    first = shared_photo(photos)
    return [
        _image(photo, copy, absolute)
        for photo in photos
        for copy in dict.fromkeys((photo.shared, *(photo.cuts if photo is first else ())))
        if copy is not None and (photo is first or copy == photo.largest)
    ]


def _image(photo: Photo, copy: Derivative, absolute: Absolute) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": absolute(copy.address),
        "width": copy.width,
        "height": copy.height,
        **({"caption": photo.caption} if photo.caption else {}),
        **({"creditText": photo.credit} if photo.credit else {}),
    }


def _drawn(card: ShareCard | None, absolute: Absolute) -> Iterator[dict[str, Any]]:
    if card is not None:
        yield {
            "@type": "ImageObject",
            "url": absolute(card.address),
            "width": card.width,
            "height": card.height,
        }


def _author(name: str) -> dict[str, Any]:
    return {"@type": "Organization" if is_office(name) else "Person", "name": name}


def _source_author(page: ArticlePage) -> dict[str, Any] | None:
    source = page.source
    if source is None:
        return None
    if source.author:
        return _author(source.author)
    return {"@type": "Organization", "name": source.name}


def breadcrumbs(
    links: Sequence[Link], title: str, address: str, absolute: Absolute
) -> dict[str, Any]:
    """Describe the way from the front page to the page *title*."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": link.text,
                "item": absolute(link.address),
            }
            for position, link in enumerate((*links, Link(title, address)), start=1)
        ],
    }
