# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which of a document's texts were typed for an old font, and what they say.

The verdict is that of all text in one font together, by its content: names of fonts are
wrong too often, and single words too short to tell. The name only decides between equals.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from plugins.vietnamese.legacy_fonts import (
    Encoding,
    choose_encoding,
    decode_legacy,
    legacy_encoding,
    may_be_legacy,
)

# Letters by which the text of one font is judged, and of a run that is judged by itself.
_MOST_JUDGED, _LEAST_JUDGED = 60_000, 40
_TCVN3 = re.compile(r"\.vn|.*TCVN3", re.IGNORECASE)
_VNI = re.compile(r"VNI(?:[- ]|$)|.*\bVNI\b", re.IGNORECASE)
_CAPITALS = re.compile(r"\.vn.*H(?: Narrow)?", re.IGNORECASE)


def encoding_of_name(font: str) -> Encoding | None:
    """Tell for which old encoding a font is, by its name alone."""
    font = font.partition(";")[0].strip()
    if _TCVN3.match(font):
        return "TCVN3"
    return "VNI" if _VNI.match(font) else None


def is_of_capitals(font: str) -> bool:
    """Tell whether a font shows small letters as capitals: ".VnTimeH"."""
    return bool(_CAPITALS.fullmatch(font.partition(";")[0].strip()))


class OldFonts:
    """The verdicts on the fonts of one document; `decoded` counts letters by encoding."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Judge by all *texts* of the document, each with the name of its font."""
        by_font: Mapping[str, list[str]] = defaultdict(list)
        for font, text in texts:
            if may_be_legacy(text):
                by_font[font].append(text)
        self.decoded: Counter[str] = Counter()
        self._verdicts: dict[str, Encoding | None] = {}
        for font, found in by_font.items():
            text = " ".join(found)[:_MOST_JUDGED]
            hint = encoding_of_name(font)
            is_suspect = hint is not None or legacy_encoding(text) is not None
            self._verdicts[font] = choose_encoding(text, hint) if is_suspect else None

    def __bool__(self) -> bool:
        return any(self._verdicts.values())

    def encoding(self, font: str, text: str) -> Encoding | None:
        """Tell for which old encoding *text* was typed, which stands in *font*."""
        verdict = self._verdicts.get(font)
        if verdict is None or not may_be_legacy(text):
            return None
        if len(text) >= _LEAST_JUDGED:
            return choose_encoding(text, verdict) or verdict
        return verdict

    def decode(self, font: str, text: str) -> str:
        """Write *text*, which stands in *font*, in Unicode."""
        encoding = self.encoding(font, text)
        is_old = encoding is not None or (
            encoding_of_name(font) is not None and (text.isascii() or may_be_legacy(text))
        )
        if encoding is not None:
            self.decoded[encoding] += len(text)
            text = decode_legacy(text, encoding)
        return text.upper() if is_old and is_of_capitals(font) else text
