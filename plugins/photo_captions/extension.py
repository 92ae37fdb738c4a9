# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Markdown extension that makes figures of photos."""

import html
import logging
import re

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

from plugins.photo_captions.figures import Placed, place_photos, split_at_places

_SELF_CLOSED = re.compile(r"\s*/>")
_PHOTO = re.compile(r"(?:(<a [^>]*>)\s*(<img [^>]*>)\s*</a>)|(<img [^>]*>)")
_TITLE = re.compile(r' title="[^"]*"')
_MARKED = re.compile("^ảnh", re.IGNORECASE)

logger = logging.getLogger(__name__)


class PhotoCaptions(Extension):
    """Makes figures of photos: `Markdown(extensions=[PhotoCaptions()])`."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Stand before raw HTML is put back (30): all tags are Markdown's own, so well-formed."""
        md.postprocessors.register(_FigureMaker(md), "photo_captions", 35)


class _FigureMaker(Postprocessor):
    def run(self, text: str) -> str:
        if "<img " not in text:
            return text
        # What stands around and in the tag of each photo, by its number.
        tags: list[tuple[str, str]] = []

        def number(found: re.Match[str]) -> str:
            link, linked, plain = found.groups()
            tags.append((link or "", linked or plain))
            return f'{tags[-1][1][:-1]} line="{len(tags)}">'

        markup, photos = place_photos(_PHOTO.sub(number, _SELF_CLOSED.sub(">", text)))
        return "\n".join(
            piece if isinstance(piece, str) else _figure(photos[piece], tags)
            for piece in split_at_places(markup)
        )


def _figure(photo: Placed, tags: list[tuple[str, str]]) -> str:
    """Write a photo with its caption and credit below it."""
    link, image = tags[photo.line - 1]
    image = _TITLE.sub("", image)
    if photo.lost_link:
        logger.warning("%s: không giữ được liên kết ở ảnh này hay trong chú thích", photo.file)
    words = html.escape(photo.caption, quote=False)
    if photo.credit:
        label = "" if _MARKED.match(photo.credit) else "Ảnh: "
        credit = html.escape(photo.credit, quote=False)
        words += f' <span class="credit">{label}{credit}</span>'
    caption = f"\n<figcaption>{words.strip()}</figcaption>" if words else ""
    return f"<figure>{link}{image}{'</a>' if link else ''}{caption}\n</figure>"
