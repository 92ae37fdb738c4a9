# SPDX-License-Identifier: AGPL-3.0-or-later
"""What macros printed, for what stands on several pages: a story's row, the site's head."""

from collections.abc import Callable

from markupsafe import Markup


class MacroCache:
    """What macros printed for stories that stand on several pages, and for the site.

    A macro that is imported reads its arguments only, so equal arguments give equal text;
    one of the page's own template is another macro on each page.
    """

    #: Texts held in each of two generations; a story's row is about 1.2 kB.
    LIMIT = 10_000

    def __init__(self) -> None:
        # Each text with its subject, which is held so that its id stays its own; in UTF-8,
        # which takes half of what it takes otherwise.
        self._young: dict[tuple, tuple[object, bytes]] = {}
        self._old: dict[tuple, tuple[object, bytes]] = {}

    def recall(self, macro: Callable[..., Markup], subject: object, *arguments: object) -> Markup:
        """Print *macro* for *subject*, or give what it printed before."""
        # 1 and true are equal, and print otherwise.
        key = (macro, id(subject), arguments, *map(type, arguments))
        known = self._young.get(key)
        if known is None:
            known = self._old.get(key) or (subject, macro(subject, *arguments).encode())
            # A text that was not recalled while the young ones came goes with the old ones.
            if len(self._young) >= self.LIMIT:
                self._old, self._young = self._young, {}
            self._young[key] = known
        return Markup(known[1].decode())
