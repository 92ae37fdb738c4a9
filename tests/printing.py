# SPDX-License-Identifier: AGPL-3.0-or-later
"""Environments that print the theme as a build with the site's plugins would."""

from collections.abc import Mapping
from types import SimpleNamespace

import jinja2

from plugins import vietnamese_dates
from plugins.press.render.theme import Theme


def environment_of(theme: Theme, options: Mapping[str, object]) -> jinja2.Environment:
    """Make the environment of *theme*, with the filters that the plugin of dates gives it."""
    environment = theme.environment(options)
    vietnamese_dates.add_filters(SimpleNamespace(env=environment, settings={}))
    return environment
