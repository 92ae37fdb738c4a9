# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses within one page: each stands there once, and what leads to one finds it.

Notes are numbered before photos take their captions out of the text, and HTML may hold
the half of a note: what then leads nowhere would stop the page where it is printed.
"""

import html
import re
from urllib.parse import unquote

_ID = re.compile(r' id="([^"]*)"')
_TAG_WITH_ID = re.compile(r'<[a-z][a-z0-9]*(?: [^>]*)? id="[^>]*>')
_WITHIN = re.compile(r'<a( [^>]*)? href="#([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)


def resolve_anchors(pieces: list[str | int]) -> tuple[list[str | int], list[str]]:
    """Take out what leads nowhere within the page, and addresses that stand twice.

    Words of a link stay, the arrow back to a call of a note that is gone does not.
    Returns the HTML, photos left in their places, and the ids that were sought in vain.
    """
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if not any(' href="#' in text or ' id="' in text for text in texts):
        return pieces, []
    known: set[str] = set()
    missing: list[str] = []

    def keep_once(tag: re.Match[str]) -> str:
        def check(found: re.Match[str]) -> str:
            name = html.unescape(found[1])
            if name in known:
                return ""
            known.add(name)
            return found[0]

        return _ID.sub(check, tag[0])

    def lead(found: re.Match[str]) -> str:
        name = unquote(html.unescape(found[2]))
        if name in known:
            return found[0]
        missing.append(name)
        is_arrow = "footnote-backref" in (found[1] or "") + found[3]
        return "" if is_arrow else found[4]

    unique = [
        _TAG_WITH_ID.sub(keep_once, piece) if isinstance(piece, str) else piece for piece in pieces
    ]
    resolved = [_WITHIN.sub(lead, piece) if isinstance(piece, str) else piece for piece in unique]
    return resolved, list(dict.fromkeys(missing))
