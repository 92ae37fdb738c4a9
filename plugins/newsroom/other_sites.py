# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of films and maps on other sites, which pages show as cards that lead there."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_YOUTUBE = re.compile(r"(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com")
_YOUTUBE_PAGE = re.compile(r"/(?:shorts|live|embed|v)/[\w-]{6,}/?|/playlist/?")
_WATCHED = re.compile(r"(?:^|&)v=[\w-]{6,}")
_SHORT_YOUTUBE = re.compile(r"/[\w-]{6,}/?")
_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?")
_GOOGLE_MAPS = re.compile(r"maps\.google\.[a-z]{2,3}(?:\.[a-z]{2})?")
_OPEN_STREET_MAP = re.compile(r"(?:www\.)?(?:openstreetmap\.org|osm\.org)")
_PLACE_OF_MAP = re.compile(r"/(?:node|way|relation|directions|search|go)\b.*")


class OtherSite(NamedTuple):
    """Where an address leads: to a "video" or a "map", on the site of this `name`."""

    kind: str
    name: str


def find_site(address: str) -> OtherSite | None:
    """Tell on which site an *address* shows a film or a map; None for any other address."""
    if not address.lower().startswith(("https://", "http://")):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    path = parts.path
    if _YOUTUBE.fullmatch(host):
        is_watched = path.rstrip("/") == "/watch" and _WATCHED.search(parts.query)
        if is_watched or _YOUTUBE_PAGE.fullmatch(path):
            return OtherSite("video", "YouTube")
    elif host in ("youtu.be", "www.youtu.be"):
        if _SHORT_YOUTUBE.fullmatch(path):
            return OtherSite("video", "YouTube")
    elif _is_google_map(host, path):
        return OtherSite("map", "Google Maps")
    elif _OPEN_STREET_MAP.fullmatch(host):
        is_shown = path in ("", "/") and (parts.query or parts.fragment)
        if is_shown or _PLACE_OF_MAP.fullmatch(path):
            return OtherSite("map", "OpenStreetMap")
    return None


def _is_google_map(host: str, path: str) -> bool:
    if host in ("maps.app.goo.gl", "goo.gl"):
        return bool(path.removeprefix("/maps" if host == "goo.gl" else "").strip("/")) and (
            host != "goo.gl" or path.startswith("/maps/")
        )
    if _GOOGLE_MAPS.fullmatch(host):
        return True
    return bool(_GOOGLE.fullmatch(host)) and (path + "/").startswith("/maps/")
