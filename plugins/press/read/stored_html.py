# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML out of the cache: its links are filled in, and it may be no more than clean.

The cache may be carried between machines, and a checksum does not keep a row
from being rewritten; a key for signatures would have to lie beside it. So each body that an
earlier build read is checked when it is printed. Its tags have the one form that we write, so
one regular expression tells in 20 µs an article (5 kB) what takes the sanitiser 150 µs.
"""

import html
import re

from plugins.photo_captions.figures import CLOSE, OPEN
from plugins.press.read.allowed_html import ATTRIBUTES, TAGS

#: What we add to clean HTML: boxes for tables, notes, files and links that lead away.
_OWN = frozenset(("aria-label", "class", "id", "rel", "role", "tabindex"))
#: Attributes whose values are addresses.
_ADDRESSES = frozenset(("cite", "href"))
_names = "|".join(sorted(TAGS - {"img"}, key=len, reverse=True))
_plain = "|".join(sorted(_OWN.union(*ATTRIBUTES.values()) - _ADDRESSES - {"line", "src"}))
_ALLOWED = re.compile(
    rf'<(?:/(?:{_names})|(?:{_names})(?: (?:(?:{_plain})="[^"]*"'
    rf'|(?:{"|".join(_ADDRESSES)})="(?:(?i:https?:|mailto:|tel:)|#|{OPEN}page:|{OPEN}to:/)[^"]*"))*)>'
)
_TO_FILL = re.compile(
    rf'<a([^>]*) href="{OPEN}(page|to):([^"{CLOSE}]*){CLOSE}([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL
)


def is_clean(markup: str) -> bool:
    """Tell whether *markup* holds allowed elements, attributes and addresses alone."""
    return "<" not in _ALLOWED.sub("", markup)


def fill_links(markup: str, links: dict[str, str], root: str) -> str:
    """Put real addresses into stored HTML.

    *links* maps content paths to site addresses, "" for what has none at present;
    the words of a link without an address stay. *root* comes before every address.
    """

    def fill(match: re.Match[str]) -> str:
        before, kind, target, fragment, after, words = match.groups()
        path = html.unescape(target)
        address = links.get(path, "" if kind == "page" else path)
        if not address:
            return f"<span>{words}</span>"
        return f'<a{before} href="{html.escape(root + address)}{fragment}"{after}>{words}</a>'

    return _TO_FILL.sub(fill, markup) if OPEN in markup else markup
