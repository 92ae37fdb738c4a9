# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page that readers without a network get for one that their device does not have."""

from collections.abc import Iterator
from functools import partial

from plugins.newsroom.page import OfflinePage, Page
from plugins.newsroom.plan.addresses import Addresses
from plugins.newsroom.plan.bundle import PageBundle
from plugins.newsroom.plan.groups import Groups
from plugins.newsroom.plan.material import Material

OFFLINE = "/ngoai-tuyen/"


def addresses(groups: Groups) -> Addresses:
    """Tell the address of the page, if readers may have it."""
    return Addresses([OFFLINE] if groups.settings.offline else [])


def bundles(material: Material) -> Iterator[PageBundle]:
    """Plan the page, if readers may have it."""
    if material.settings.offline:
        yield material.bundle("offline", ("offline.html",), partial(_pages, material))


def _pages(material: Material) -> Iterator[Page]:
    yield material.page_of(OFFLINE, "offline.html", OfflinePage())
