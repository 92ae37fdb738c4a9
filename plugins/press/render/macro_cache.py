# SPDX-License-Identifier: AGPL-3.0-or-later
"""What macros printed, for what stands on several pages: a story's row, the site's head."""

from collections.abc import Callable

from markupsafe import Markup


class Origin:
    """A text that a macro printed once.

    `data` is the text in UTF-8, which takes half of what it takes otherwise. `subject` is
    held so that its id stays its own. `is_read` is the page_checker's: that the text is as
    good on any page.
    """

    __slots__ = ("data", "is_read", "subject")

    def __init__(self, subject: object, data: bytes) -> None:
        self.subject, self.data, self.is_read = subject, data, False


class CachedText(Markup):
    """A text that is the same each time it is recalled; `origin` is the same object then.

    What is made of it, by a filter say, is another text and has none.
    """

    origin: Origin | None = None


class MacroCache:
    """What macros printed for stories that stand on several pages, and for the site.

    A macro that is imported reads its arguments only, so equal arguments give equal text;
    one of the page's own template is another macro on each page.
    """

    #: Texts held in each of two generations; a story's row is about 1.2 kB.
    LIMIT = 10_000

    def __init__(self) -> None:
        self._young: dict[tuple, Origin] = {}
        self._old: dict[tuple, Origin] = {}

    def recall(
        self, macro: Callable[..., Markup], subject: object, *arguments: object
    ) -> CachedText:
        """Print *macro* for *subject*, or give what it printed before."""
        # 1 and true are equal, and print otherwise.
        key = (macro, id(subject), arguments, *map(type, arguments))
        origin = self._young.get(key)
        if origin is None:
            origin = self._old.get(key)
            if origin is None:
                origin = Origin(subject, macro(subject, *arguments).encode())
            # A text that was not recalled while the young ones came goes with the old ones.
            if len(self._young) >= self.LIMIT:
                self._old, self._young = self._young, {}
            self._young[key] = origin
        # Past Markup's own constructor, which would ask a text whether it is one.
        text = str.__new__(CachedText, origin.data, "utf-8")
        text.origin = origin
        return text
