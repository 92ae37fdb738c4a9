# SPDX-License-Identifier: AGPL-3.0-or-later
"""What machines read of a page: its <meta>, its <link>, its JSON-LD, the pictures they name."""

import io
import json
from collections import defaultdict
from urllib.parse import urlsplit

from PIL import Image

from tests.build.rules import elements
from tests.small_site import Build


def _head(text: str) -> str:
    """Give the head of a page, which takes a tenth of the time to parse."""
    return text.partition("<body")[0]


def metas(text: str) -> dict[str, list[str]]:
    """List the <meta> of a page by name or property."""
    found = defaultdict(list)
    for element in elements(_head(text), "meta"):
        name = element.get("name") or element.get("property")
        if name:
            found[name].append(element.get("content"))
    return dict(found)


def links(text: str, relation: str) -> list[dict[str, str]]:
    """List the attributes of each <link> of a *relation*."""
    return [
        dict(element.attrib)
        for element in elements(_head(text), "link")
        if relation in element.get("rel").split()
    ]


def structured(text: str) -> dict[str, dict]:
    """Read the JSON-LD of a page, by type."""
    blocks = [
        json.loads("".join(element.itertext()))
        for element in elements(_head(text), "script")
        if element.get("type") == "application/ld+json"
    ]
    return {block["@type"]: block for block in blocks}


def picture_at(build: Build, url: str, root: str = "") -> Image.Image:
    """Open the picture that a page names by its *url*, below the *root* of the site."""
    path = urlsplit(url).path
    assert path.startswith(f"{root}/"), url
    data = (build.output / path.removeprefix(f"{root}/")).read_bytes()
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
