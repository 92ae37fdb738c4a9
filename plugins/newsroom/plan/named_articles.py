# SPDX-License-Identifier: AGPL-3.0-or-later
"""The articles that others name in their headers, by path or by address."""

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from plugins.newsroom.plan.entry import Entry


def places_of(written: str, path: str, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """List the content paths and addresses that the source at *path* may mean, the best first.

    "../bai-goc/index.md", "../bai-goc", "tin-tuc/…/index.md", "/tin-tuc/…/bai-goc/" and whole
    addresses, as a browser shows them, are understood.
    """
    parts = urlsplit(written)
    written = unicodedata.normalize("NFC", unquote(parts.path)).replace("\\", "/")
    address = f"/{written.strip('/')}/"
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    paths = [written.lstrip("/")] if written.startswith("/") else [beside, written]
    paths += [f"{path.rstrip('/')}/index.md" for path in paths]
    return (*paths, aliases.get(address, address))


def is_elsewhere(written: str) -> bool:
    """Tell whether *written* is an address that no article of the portal can have."""
    return "://" in written and not urlsplit(written).path.startswith("/tin-tuc/")


def find_named(
    entries: Iterable[Entry], places: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], Entry]:
    """Find which of *entries* each of *places*, as of `places_of`, means; none for many a one."""
    places = tuple(places)
    wanted = {place for several in places for place in several}
    found = {
        key: entry for entry in entries for key in (entry.path, entry.address) if key in wanted
    }
    return {
        several: found[place]
        for several in places
        if (place := next(filter(found.__contains__, several), None)) is not None
    }
