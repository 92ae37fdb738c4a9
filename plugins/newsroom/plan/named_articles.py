# SPDX-License-Identifier: AGPL-3.0-or-later
"""The articles that others name in their headers, by path or by address."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from plugins.newsroom.plan.entry import Entry

_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)


def places_of(written: str, path: str, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """List the content paths and addresses that the source at *path* may mean, the best first.

    "../bai-goc/index.md", "../bai-goc", "tin-tuc/…/index.md" and "/tin-tuc/…/bai-goc/", as a
    browser shows it, are understood; of what is elsewhere there are none.
    """
    if is_elsewhere(written):
        return ()
    parts = urlsplit(written)
    written = unicodedata.normalize("NFC", unquote(parts.path)).replace("\\", "/")
    address = f"/{written.strip('/')}/"
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
    paths = [written.lstrip("/")] if written.startswith("/") else [beside, written]
    paths += [f"{path.rstrip('/')}/index.md" for path in paths]
    return (*paths, aliases.get(address, address))


def is_elsewhere(written: str) -> bool:
    """Tell whether *written* is the address of another site.

    Those of the portal have lost their beginning when the article was read.
    """
    return _ELSEWHERE.match(written) is not None


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
