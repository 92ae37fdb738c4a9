# SPDX-License-Identifier: AGPL-3.0-or-later
"""The service worker: what lets readers read on without a network, or takes an older one away."""

import json

from plugins.press.render.scripts import minify_script
from plugins.press.render.site import Site
from plugins.press.render.theme import SHEET, Theme

#: Where it stands in the output, on or off: at the root, since it serves what is below it.
WORKER_FILE = "sw.js"
#: What the page that stands in for others loads.
_FIRST = (SHEET, "js/site.js", "js/modules/offline_pages.js")


def write_worker(site: Site, theme: Theme, version: str) -> bytes:
    """Write the worker of *site*; *version* tells apart the states of its offline page."""
    constants: dict[str, object] = {"ROOT": site.href("/")}
    if site.offline:
        constants |= {
            "OFFLINE": site.href(site.offline),
            "FIRST": [site.href(theme.address(name)) for name in _FIRST],
            "VERSION": version,
        }
    told = ",".join(f"{name}={json.dumps(value)}" for name, value in constants.items())
    source = theme.worker("reading" if site.offline else "none")
    return minify_script(f"const {told};\n{source}").encode()
