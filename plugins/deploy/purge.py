# SPDX-License-Identifier: AGPL-3.0-or-later
"""The purge list: every address that answers otherwise than before, for the caches of a CDN."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from plugins.press.publish.compression import original_of


def purge_list(
    url: str,
    paths: Iterable[str],
    old_redirects: Mapping[str, str],
    new_redirects: Mapping[str, str],
) -> str:
    """List full addresses, one a line, sorted: files that differ, and old addresses that do.

    *paths* are relative to the site at *url*; redirects map addresses, which begin with the
    path of *url*, to targets.
    """
    origin = "/".join(url.split("/", 3)[:3])
    files = set(map(original_of, paths))
    addresses = {f"{url}/{quote(_address(path))}" for path in files if not _is_shut(path)}
    addresses.update(
        origin + quote(address, "/?&=%~!$'()+,;@")
        for address in old_redirects.keys() | new_redirects.keys()
        if old_redirects.get(address) != new_redirects.get(address)
    )
    return "".join(f"{address}\n" for address in sorted(addresses))


def _address(path: str) -> str:
    folder, _, name = path.rpartition("/")
    if name != "index.html":
        return path
    return f"{folder}/" if folder else ""


def _is_shut(path: str) -> bool:
    """Tell whether servers keep a file to themselves."""
    return path == "_redirects" or (
        path.startswith(".") and not path.startswith(".well-known/") and path != ".newsroom.json"
    )
