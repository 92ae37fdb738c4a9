# SPDX-License-Identifier: AGPL-3.0-or-later
"""Editions of articles that are all at hand, as tests have them."""

from collections.abc import Iterable
from datetime import datetime

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.edition import Desk, Edition, plan_entries
from plugins.newsroom.entry import enter
from plugins.newsroom.page import Page


def plan(
    articles: Iterable[Article], standing: Iterable[Standing], desk: Desk, now: datetime
) -> Edition:
    """Plan the edition of *articles*."""
    by_path = {article.path: article for article in articles}
    entries = [enter(article) for article in by_path.values()]
    return plan_entries(entries, standing, desk, now, by_path.__getitem__)


def pages_of(edition: Edition) -> tuple[Page, ...]:
    """Make all pages of an edition."""
    return tuple(page for bundle in edition.bundles for page in bundle.pages())
