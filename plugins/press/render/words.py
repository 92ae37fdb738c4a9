# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the site says by itself, in each language: the files of the theme's `words/`."""

import json
from collections.abc import Mapping
from pathlib import Path

from babel import Locale
from markupsafe import Markup

from plugins.press.errors import Refusal

WORDS_FOLDER = "words"


class Words:
    """The words of one language: called with "group.key" and what stands in the places of it.

    What is given is escaped, as Jinja would, unless it is markup. Templates know this object
    as `say`. Raises KeyError where there are no such words, or a place is not filled.
    """

    def __init__(self, lang: str, groups: Mapping[str, Mapping[str, str]]) -> None:
        self.lang, self._groups = lang, groups
        self._texts = {
            f"{group}.{key}": Markup.escape(text)
            for group, texts in groups.items()
            for key, text in texts.items()
        }

    def __call__(self, key: str, /, **values: object) -> Markup:
        text = self._texts[key]
        return text.format(**values) if values else text

    def table(self, group: str) -> str:
        """Write a group as JSON, for a script, which fills in the places itself."""
        return json.dumps(self._groups[group], ensure_ascii=False, separators=(",", ":"))

    @property
    def weekdays(self) -> str:
        """Name the days of the week from Sunday on, with commas between, for a script."""
        names = Locale.parse(self.lang).days["stand-alone"]["wide"]
        return ",".join(names[day] for day in (6, *range(6)))


def read_words(folder: Path) -> tuple[dict[str, Words], bytes]:
    """Read the words of each language in a theme's *folder*, and tell their bytes for its digest.

    Raises Refusal where a file is not what it must be.
    """
    found, data = {}, b""
    for file in sorted((folder / WORDS_FOLDER).glob("*.json")):
        text = file.read_bytes()
        data += file.name.encode() + b"\0" + text
        try:
            groups = json.loads(text)
            found[file.stem] = Words(file.stem, groups)
        except (ValueError, AttributeError) as error:
            raise Refusal(
                f"tệp lời «{file.name}» của giao diện «{folder}» không đọc được ({error})",
                "sửa chỗ ấy theo cách viết JSON, hoặc lấy lại tệp bằng Git",
            ) from error
    return found, data
