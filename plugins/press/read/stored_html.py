# SPDX-License-Identifier: AGPL-3.0-or-later
"""What HTML out of the cache may be: no more than the sanitiser lets pass.

The cache may be carried between machines, and a checksum keeps no one from rewriting a
row; a key for a seal would have to lie beside it. So each body that an earlier build
read is looked at when it is printed. As we wrote it ourselves, tags in one form alone,
one expression tells in 20 µs an article (5 kB) what the sanitiser needs 150 µs for.
"""

import re

from plugins.photo_captions.figures import OPEN
from plugins.press.read.markup import ATTRIBUTES, TAGS

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


def is_clean(markup: str) -> bool:
    """Tell whether *markup* holds allowed elements, attributes and addresses alone."""
    return "<" not in _ALLOWED.sub("", markup)
