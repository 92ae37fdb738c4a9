# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages outside the news, and the one that wrong addresses show."""

from collections.abc import Iterator
from functools import partial

from plugins.newsroom.article import Standing
from plugins.newsroom.codec import digest
from plugins.newsroom.page import NotFoundPage, Page, StandingPage
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.hidden import DRAFT
from plugins.newsroom.plan.material import Material

_NOT_FOUND = "/404.html"


def addresses(groups: Groups) -> Addresses:
    """Tell the addresses of the standing pages and of the page for wrong addresses."""
    return Addresses([page.address for page in groups.standing], [_NOT_FOUND])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan all of these pages, which are few, in one bundle."""
    standing = tuple((item, material.links.get(item.path, ())) for item in material.groups.standing)
    yield material.bundle(
        "standing", ("page.html", "404.html"), partial(_pages, material), digest(standing)
    )


def standing_page(material: Material, item: Standing) -> StandingPage:
    """Make what the page of *item* shows."""
    return StandingPage(
        address=item.address,
        title=item.title,
        summary=item.summary or item.text.first_paragraph,
        sapo=item.summary,
        lang=item.lang,
        body=material.body(item),
        photos=item.text.photos,
        breadcrumbs=(material.settings.home(item.lang),),
        badge=DRAFT if item.draft else None,
    )


def _pages(material: Material) -> Iterator[Page]:
    for item in material.groups.standing:
        yield material.page_of(item.address, "page.html", standing_page(material, item))
    not_found = NotFoundPage(material.settings.names.not_found)
    yield material.page_of(_NOT_FOUND, "404.html", not_found)
