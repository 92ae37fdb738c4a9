# SPDX-License-Identifier: AGPL-3.0-or-later
"""Environments that print the theme as a build with the site's plugins would."""

from collections.abc import Mapping
from types import SimpleNamespace

import jinja2

from plugins import vietnamese_dates
from plugins.press.render.site import Site
from plugins.press.render.theme import Theme, reuse_compiled


def environment_of(theme: Theme, options: Mapping[str, object], site: Site) -> jinja2.Environment:
    """Make the environment of *theme*, with the filters that the plugin of dates gives it.

    Templates are compiled once for all tests of a process: what Jinja works out of them
    rests on the options and on where the *site* stands.
    """
    environment = theme.environment(options)
    vietnamese_dates.add_filters(SimpleNamespace(env=environment, settings={}))
    reuse_compiled(environment, f"{sorted(options.items())} {site.url} {site.root}")
    return environment
