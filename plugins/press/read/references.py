# SPDX-License-Identifier: AGPL-3.0-or-later
"""References and notes: what defines one, and what calls for one that is not there.

"[Hotline]: 1022" is text. A definition of a link is one only if what it leads to looks
like an address and some link of the text uses it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from plugins.press.read.code import Code
from plugins.press.read.messages import LineNumbers, Told, shortened

#: A line that may define a link: label, address, title.
DEFINITION = re.compile(
    r" *\[(?!\^)([^\[\]\n]{1,200})\]:[ ]*(\S+)(?:\s+(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))?\s*$"
)
# The same with words behind the address that are no title.
_BROKEN = re.compile(
    r"^ *\[(?!\^)([^\[\]\n]{1,200})\]:[ ]*((?:https?://|www\.|/)\S+) +(\S.*)$", re.MULTILINE
)
#: A line that begins a note: label, words.
NOTE = re.compile(r" *\[\^([^\]\n]{1,200})\]:[ ]*(.*)$")
_LABEL = re.compile(r"\[(?!\^)([^\[\]]{1,200})\](?!:)")
_USE = re.compile(r"(?<!\\)\]\[([^\[\]\n^][^\[\]\n]{0,199})\](?![:(])")
_FILE = re.compile(r"\.(?:jpe?g|png|webp|heic|pdf|docx?|xlsx?|zip|mp[34])\Z", re.IGNORECASE)
_CALL = re.compile(r"(?<!\\)\[\^([^\]\n]{1,200})\](?!:)")
# A line that was to be a note, whose colon is missing, or stands apart.
_WITHOUT_COLON = re.compile(r"^ *\[\^([^\]\n]{1,200})\](?:[ ]+|(?=：))(\S.*)$", re.MULTILINE)
_COLONS = ":："
_NOTE_OR_CALL = re.compile(
    r"^[ >*+-]*\[\^(?P<note>[^\]\n]{1,200})\]:|(?<!\\)\[\^(?P<call>[^\]\n]{1,200})\]", re.MULTILINE
)
_MARK = re.compile("\x04t?[0-9]+\x04")
_ADDRESS = re.compile(
    r"<?(?:[a-z][a-z0-9+.-]*:[^\s\d]|(?:mailto|tel):|//|#(?=[^\s#])|www\.|[^\s:]*/|[^\s:]*\.[a-z][a-z0-9]{1,4}>?$)",
    re.IGNORECASE,
)


def fold_label(label: str) -> str:
    """Write *label* as links and definitions compare it."""
    return " ".join(label.lower().split())


def looks_like_address(target: str) -> bool:
    """Tell whether *target* may be what a link leads to."""
    return bool(_ADDRESS.match(_MARK.sub("", target)))


def used_labels(text: str) -> frozenset[str]:
    """List the labels that links of *text* may use."""
    if "]:" not in text:
        return frozenset()
    return frozenset(fold_label(label) for label in _LABEL.findall(text))


def missing_references(
    text: str, code: Code, first_line: int, labels: Iterable[str], notes: Iterable[str]
) -> list[Told]:
    """Tell of links and calls of notes in *text* that nothing defines, and of uncalled notes."""
    numbers = LineNumbers(text, first_line)
    told = [*_undefined_links(text, code, numbers, labels)] if "][" in text else []
    if "[^" in text:
        told += _notes_and_calls(text, code, numbers, notes)
    return told


def _undefined_links(
    text: str, code: Code, numbers: LineNumbers, labels: Iterable[str]
) -> Iterator[Told]:
    broken: dict[str, re.Match[str]] | None = None
    for found in _USE.finditer(text):
        if fold_label(found[1]) in labels or code.holds(found.start()):
            continue
        if not any(map(str.isalnum, found[1])):
            # "[list][*]Một", a board's code, told as such.
            continue
        label = shortened(found[1])
        if _FILE.search(found[1]):
            begins = text.rfind("[", 0, found.start())
            sign = "![…]" if text[max(begins - 1, 0) : begins] == "!" else "[…]"
            problem = f"tên tệp trong «{sign}[{label}]» nằm giữa ngoặc vuông"
            mend = f"viết «{sign}({label})»"
            yield Told(numbers.at(found.start()), problem, mend, warning=False)
            continue
        problem = f"không có định nghĩa cho «[{label}]»"
        mend = f"thêm dòng «[{label}]: https://…», hoặc viết [chữ](https://…)"
        if broken is None:
            broken = {fold_label(line[1]): line for line in _BROKEN.finditer(text)}
        if line := broken.get(fold_label(found[1])):
            problem = f"dòng «[{label}]: …» còn chữ sau địa chỉ: «{shortened(line[3])}»"
            mend = f"đưa chữ ấy ra khỏi dòng: «[{label}]: {shortened(line[2], 200)}»"
        yield Told(numbers.at(found.start()), problem, mend)


def _notes_and_calls(
    text: str, code: Code, numbers: LineNumbers, notes: Iterable[str]
) -> Iterator[Told]:
    calls_of = Counter(found[1] for found in _CALL.finditer(text))
    # Called from elsewhere too, or with a colon that stands apart, so that it is the note.
    meant = {
        found[1]: found
        for found in _WITHOUT_COLON.finditer(text)
        if found[1] not in notes
        and (calls_of[found[1]] > 1 or found[2][0] in _COLONS)
        and not code.holds(found.end() - 1)
    }
    for found in meant.values():
        label, words = shortened(found[1]), shortened(found[2])
        problem = f"dòng chú thích «[^{label}]» thiếu dấu hai chấm"
        if words[0] in _COLONS:
            words = words[1:].lstrip()
            problem = f"dòng chú thích «[^{label}]» có dấu cách trước dấu hai chấm"
        mend = f"viết «[^{label}]: {words}»"
        if calls_of[found[1]] == 1:
            problem += ", và không chỗ nào trong bài gọi nó"
            mend += f", rồi đặt «[^{label}]» sau chữ cần chú giải; hoặc xóa dòng này"
        yield Told(numbers.at(found.end() - 1), problem, mend)
    for found in _CALL.finditer(text):
        if found[1] in notes or found[1] in meant or code.holds(found.start()):
            continue
        label = shortened(found[1])
        problem = f"không có chú thích «[^{label}]»"
        mend = f"thêm dòng «[^{label}]: …», hoặc xóa dấu này"
        yield Told(numbers.at(found.start()), problem, mend)
    written = [found for found in _NOTE_OR_CALL.finditer(text) if not code.holds(found.end() - 1)]
    calls = {found["call"] for found in written}
    for found in written:
        if found["note"] in calls or found["note"] not in notes:
            continue
        label = shortened(found["note"])
        problem = f"không chỗ nào trong bài gọi chú giải «[^{label}]»"
        mend = f"đặt «[^{label}]» sau chữ cần chú giải, hoặc xóa dòng này"
        yield Told(numbers.at(found.end() - 1), problem, mend)
