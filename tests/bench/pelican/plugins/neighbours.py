# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gives each article its neighbours in its category, in one pass over all articles."""

from pelican import signals


def add_neighbours(generator) -> None:
    """Note the three newer and the six older articles."""
    for _, articles in generator.categories:
        for place, article in enumerate(articles):
            article.newer = articles[max(place - 3, 0) : place]
            article.older = articles[place + 1 : place + 7]


def register() -> None:
    """Run when all articles are read."""
    signals.article_generator_finalized.connect(add_neighbours)
