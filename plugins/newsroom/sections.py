# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closed list of sections (chuyên mục)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from plugins.vietnamese import letters

# What several names may be joined by; each split keeps the joint.
_JOINT = re.compile(r"(\s*(?:[,;/|+&]|\bvà\b|\s[-–—]\s)\s*)")
_SIGN = re.compile(r"[,;/|+&]|\bvà\b")
#: Characters in which several sections are looked for.
LONGEST_LIST = 300
_DASH = re.compile(r"\s*[-‐‑–—]\s*")


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections of the site, slug → name, in the order of the menu."""

    names: Mapping[str, str]
    _slugs: dict[str, str] = field(init=False, repr=False, compare=False)
    # "Y tế" of "Y tế - Giáo dục".
    _pieces: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        slugs = {_key(slug): slug for slug in self.names}
        for slug, name in self.names.items():
            slugs.setdefault(_key(name), slug)
        object.__setattr__(self, "_slugs", slugs)
        pieces = {_key(piece): name for name in self.names.values() for piece in _DASH.split(name)}
        object.__setattr__(self, "_pieces", pieces)

    def find(self, text: str) -> str | None:
        """Find the slug of the section that *text* names, by its name or its slug.

        Letter case, the kind of dash and the spaces around it, the place of a tone
        ("hoá", "hóa") and invisible letters make no difference.
        """
        return self._slugs.get(_key(text))

    def find_several(self, text: str) -> list[str]:
        """List the names of the sections that *text* joins by signs; none if it does not.

        Parts that name a section but for a slip count, where every part does.
        """
        if len(text) > LONGEST_LIST:
            return []
        return self._find_joined(text) or self._find_nearly(text)

    def _find_nearly(self, text: str) -> list[str]:
        near = [self.find(part) or self.nearest(part) for part in _SIGN.split(text)]
        names = dict.fromkeys(self.names.get(name or "", name) for name in near)
        return [] if None in names or len(names) < 2 else list(names)

    def _find_joined(self, text: str) -> list[str]:
        parts = _JOINT.split(text)
        found = []
        while parts:
            # A name may hold a joint itself: "Tin xã, phường".
            for size in range(len(parts), 0, -1):
                slug = self.find("".join(parts[:size]))
                if slug is not None:
                    found.append(self.names[slug])
                    # Behind a name comes a joint.
                    parts = parts[size + 1 :]
                    break
            else:
                return []
        return found if len(found) > 1 else []

    def nearest(self, text: str) -> str | None:
        """Find the name of the section that was probably meant by *text*."""
        return self._pieces.get(_key(text)) or letters.nearest(text, self.names.values())


# Remembered: an archive repeats the names of its sections.
@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return _DASH.sub("-", letters.topic_key(text))
