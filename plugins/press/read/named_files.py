# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files that one text names, each found or told."""

import itertools
import re
from dataclasses import dataclass, field

from plugins.newsroom.fault import Fault
from plugins.press.errors import Refusal
from plugins.press.read.content_folder import ContentFolder, Found

#: What begins so names no file: an address, or nothing at all.
HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|$")
_NAME_ENDS = re.compile(r"\.[A-Za-z0-9]{1,5}(?=\s)")
_QUOTES = " \t\n\"'“”„‟‘’«»″′"


@dataclass(slots=True)
class NamedFiles:
    """Finds what the source at content `path` names, and collects what is wrong with it."""

    folder: ContentFolder
    path: str
    faults: list[Fault] = field(default_factory=list)

    def tell(self, line: int, field: str, problem: str, mend: str, warning: bool = False) -> None:
        """Note a fault of this source."""
        self.faults.append(Fault(self.path, line, field, problem, mend, warning))

    def find(self, written: str, field: str, line: int) -> Found | None:
        """Find the file that the source calls *written*; None, and a fault, without one."""
        try:
            return self.folder.find(written, self.path)
        except Refusal as refusal:
            told = self._words_behind(written) or (refusal.problem, refusal.mend)
            self.tell(line, field, *told)
            return None

    def _words_behind(self, written: str) -> tuple[str, str] | None:
        """Tell of words behind a file's name that lack the quotes which make them its title."""
        for end in itertools.islice(_NAME_ENDS.finditer(written), 3):
            name, words = written[: end.end()], written[end.end() :].strip(_QUOTES)
            if self.exists(name):
                return (
                    f"chữ sau tên tệp «{name}» không nằm giữa hai dấu ngoặc kép thẳng",
                    f'viết ({name} "{words}"), dùng dấu " chứ không phải “ ”',
                )
        return None

    def exists(self, written: str) -> bool:
        """Tell whether there is a file that the source may call *written*."""
        try:
            return bool(self.folder.find(written, self.path))
        except Refusal:
            return False
