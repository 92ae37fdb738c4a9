# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plans of articles that are all at hand, as tests have them."""

from collections.abc import Iterable
from datetime import datetime

from plugins.newsroom.article import Article, Standing
from plugins.newsroom.page import Page
from plugins.newsroom.plan.entry import enter
from plugins.newsroom.plan.planner import PlanSettings, SitePlan, plan_entries


def plan(
    articles: Iterable[Article],
    standing: Iterable[Standing],
    plan_settings: PlanSettings,
    now: datetime,
    departed: Iterable[str] = (),
) -> SitePlan:
    """Plan the site of *articles*; *departed* addresses were published and deleted."""
    by_path = {article.path: article for article in articles}
    entries = [enter(article) for article in by_path.values()]
    return plan_entries(
        entries, standing, plan_settings, now, by_path.__getitem__, departed=departed
    )


def pages_of(site_plan: SitePlan) -> tuple[Page, ...]:
    """Make all pages of a plan."""
    return tuple(page for bundle in site_plan.bundles for page in bundle.pages())
