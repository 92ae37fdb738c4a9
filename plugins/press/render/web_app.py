# SPDX-License-Identifier: AGPL-3.0-or-later
"""The web app manifest: how a phone shows the site among its own programs."""

import json
from typing import Any

from plugins.press.render.site import Site

#: Icons of the manifest by what systems may do with them, by their keys in `Site.icons`.
_PURPOSES = {"192": "any", "512": "any", "maskable": "maskable"}


def write_manifest(site: Site) -> bytes:
    """Write the manifest of *site* as JSON."""
    portal = site.portal
    start = site.href("/")
    manifest: dict[str, Any] = {
        "id": start,
        "name": portal["name"],
        "short_name": portal["lines"][-1],
        "description": portal["description"],
        "lang": site.lang,
        "dir": "ltr",
        "start_url": start,
        "scope": start,
        # With the ways back and to reload, which the pages leave to the browser.
        "display": "minimal-ui",
        "theme_color": portal["colours"]["brand"],
        "background_color": "#ffffff",
        "icons": _icons(site),
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"


def _icons(site: Site) -> list[dict[str, str]]:
    icons = [
        {
            "src": site.href(site.icons[use].address),
            "sizes": f"{site.icons[use].width}x{site.icons[use].height}",
            "type": "image/png",
            "purpose": purpose,
        }
        for use, purpose in _PURPOSES.items()
        if use in site.icons
    ]
    drawn = site.portal["icon"]
    if drawn.endswith(".svg"):
        icons.insert(
            0,
            {
                "src": site.href(site.asset(drawn)),
                "sizes": "any",
                "type": "image/svg+xml",
                "purpose": "any",
            },
        )
    return icons
