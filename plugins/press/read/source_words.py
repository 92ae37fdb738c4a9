# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a source, in the order in which its page must show them.

Told from them is what need not be seen: addresses, tags, labels of notes, names of code.
"""

import html
import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass

from plugins.press.read.raw_html import BLANK_LINE, DECLARATION, ELEMENTS
from plugins.vietnamese.letters import nfc

# All but words: the underscore is a sign of Markdown.
_BETWEEN = re.compile(r"(?:[^\w%‰€₫$£°§@]|_)+")
WORD = re.compile(r"(?:[^\W_]|[%‰€₫$£°§@])+")
# Of drawings and formulas, and of what HTML once was or was to be.
_OTHER_ELEMENTS = """
    command content element g isindex line listing mi mn mo mtext multicol nextid path portal rb rtc
    shadow spacer text use
"""
# Names between "<" and ">" that are elements, so that others are words.
_ELEMENTS = ELEMENTS.union(_OTHER_ELEMENTS.split())
_WHOLE = "script style template noscript noembed noframes iframe title textarea"
_DROPPED_WHOLE = frozenset(_WHOLE.split())
# A place at which words begin that need not be seen; what they are is read there.
_PLACES = re.compile(
    r"<(?=[a-zA-Z/!?])|!\[(?!\^)|\](?=[(\[])|\[\^|^[ ]{0,3}\[(?=[^\^])|^[ \t]*(?:```|~~~)"
    r"|(?:Ả|ả)(?:NH|nh)(?=[\s*_]*(?:</[a-z]{1,6}>\s*)?:|\s[A-ZĐ]{2})",
    re.MULTILINE,
)
_TAG = re.compile(
    r"</?([a-zA-Z][^\s<>/]{0,99})(?>(?:[^<>\"']++|\"[^\"]{0,999}\"|'[^']{0,999}'"
    r"|\"(?![^\"]{0,999}\")|'(?![^']{0,999}')){0,60})>"
)
# An address in round brackets and, if there is one, a title; bounded, for it is sought often.
# A file's name may end with a blank and brackets, "mau (1).pdf", as a second download's does.
_WRITTEN_ADDRESS = (
    r"\(\s{0,9}(?:<[^<>\n]{0,2000}>"
    r"|(?:[^\s()<>]|[ ](?=[^\s\"'()])){0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500}){0,3}"
    r"(?:[ ]\((?:[^\s()]|[ ](?=[^\s()])){1,99}\)[\w-]{0,99}"
    r"\.[A-Za-z0-9]{2,5}(?=\s{0,9}\)|\s[\"']))?)"
)
_TARGET = re.compile(rf"{_WRITTEN_ADDRESS}(?:\s{{1,9}}[\"'(][^\n]{{0,1000}}?[\"')])?\s{{0,9}}\)")
_PHOTO_TARGET = re.compile(rf"{_WRITTEN_ADDRESS}(?=\s{{0,9}}\)|\s{{1,9}}[\"'(])")
_ALT = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,1000}\](?=[(\[])")
_LABEL = re.compile(r"\[([^\[\]]{0,300})\]")
_NOTE = re.compile(r"\[\^([^\[\]\n]{1,300})\]:?")
_DEFINITION = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,300})\]:[ \t]*\n?[ \t]*<?(?P<target>[^\s<>]{1,2000})>?"
    r"(?:[ \t]*\n?[ \t]*[\"'(][^\n]{0,1000}[\"')])?[ \t]*$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|www\.|[#/.])|\S*/|\S+\.[A-Za-z][A-Za-z0-9]{1,4}$")
_USE = re.compile(r"\[([^\[\]]{1,300})\](?!\()")
_NOTE_LINE = re.compile(r"[ >*+-]*\[\^[^\[\]\n]{1,300}\]:")
# Signs by the names that HTML has for them, "&" before and ";" behind.
NAMES_OF_SIGNS = (
    r"#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|nbsp|amp|lt|gt|quot|apos|[lr][ds]quo|[lr]aquo|[nm]dash|hellip"
    r"|bull|middot|deg|copy|reg|trade|sup[123]|frac1[24]|times|divide|plusmn|euro|[lr]arr|shy|sect"
    r"|[AEIOUYaeiouyDd](?:grave|acute|circ|tilde|cedil|strok)"
)
_HALF_ENTITY = re.compile(rf"&(?:{NAMES_OF_SIGNS})(?![\w;=])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CODE_SPAN = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,500})\1(?!`)")
_LIST_NUMBER = re.compile(r"^((?:[ \t>]|[-*+] )*)([0-9]{1,9})[.)](?=\s)", re.MULTILINE)
# The box before a task, "- [x] …", which the page shows as a sign.
_TASK = re.compile(r"^[ \t>]*(?:(?:[-*+]|[0-9]{1,3}\.) +)+\[([xX])\](?= )", re.MULTILINE)


def ink_of(text: str) -> str:
    """Write the words of *text* without what stands between them."""
    return _BETWEEN.sub("", text)


def hidden_spans(source: str, notes: Container[str] = ()) -> list[tuple[int, int]]:
    """List the places of words that need not be seen on the page, in order.

    *notes* are the labels of the notes of the text.
    """
    spans: list[tuple[int, int]] = []
    labels: frozenset[str] | None = None
    # What was sought behind a place, and is nowhere behind it.
    absent: set[str] = set()
    lower = ""
    position = 0
    while found := _PLACES.search(source, position):
        start, sign = found.start(), found[0].lstrip()
        position = found.end()
        end = 0
        if sign == "<":
            closing, begin = "", position
            if source.startswith("<!--", start):
                closing, begin = "-->", start + 4
            elif declared := DECLARATION.match(source, start):
                end = declared.end()
            elif tag := _TAG.match(source, start):
                name = tag[1].lower()
                if name in _ELEMENTS or (name.isascii() and (":" in name or "-" in name)):
                    end = tag.end()
                if name in _DROPPED_WHOLE and source[position] != "/":
                    lower = lower or source.lower()
                    begin, closing = end, f"</{name}"
            if closing and closing not in absent:
                text = lower if closing[0] == "<" else source
                close = text.find(closing, begin)
                if close < 0:
                    absent.add(closing)
                    if closing == "-->":
                        # It is not printed, which is told as its fault.
                        end = BLANK_LINE.search(source, start).start()
                    elif closing not in lower:
                        # It takes all that follows with it, which is told as its fault.
                        end = len(source)
                else:
                    end = close + len(closing)
        elif sign == "![":
            if alt := _ALT.match(source, start):
                spans.append((start, alt.end() - 1))
                if target := _PHOTO_TARGET.match(source, alt.end()):
                    # Its title, which may follow, is the caption.
                    spans.append((alt.end() - 1, target.end()))
                    position = target.end()
                    continue
                # A reference follows, which is looked at next.
                position = alt.end() - 1
                start = position
        elif sign == "]":
            if source[position] == "(":
                target = _TARGET.match(source, position)
                end = target.end() if target else 0
            elif label := _LABEL.match(source, position):
                if labels is None:
                    labels = _defined_labels(source)
                if _folded(label[1]) in labels:
                    end = label.end()
        elif sign == "[^":
            if (note := _NOTE.match(source, start)) and label_of(note[1]) in notes:
                end = note.end()
        elif sign == "[":
            definition = _DEFINITION.match(source, position - 1)
            if definition and _ADDRESS.match(definition["target"]):
                if labels is None:
                    labels = _defined_labels(source)
                if _folded(definition["label"]) in labels:
                    end = definition.end()
        elif sign in ("```", "~~~"):
            end = source.find("\n", position)
            end = len(source) if end < 0 else end
        else:
            end = position
        if end > start:
            spans.append((start, end))
            position = max(position, end)
    return spans


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _defined_labels(source: str) -> frozenset[str]:
    """List the labels of references that are defined and used."""
    defined = Counter(
        _folded(found["label"])
        for found in _DEFINITION.finditer(source)
        if _ADDRESS.match(found["target"])
    )
    used = Counter(_folded(label) for label in _USE.findall(source))
    return frozenset(label for label in defined if used[label] > defined[label])


@dataclass(slots=True)
class Token:
    """A word of the text; one that may be *hidden* need not stand on the page."""

    word: str
    line: int
    hidden: bool


def tokens_of(source: str, first_line: int, notes: Container[str]) -> list[Token]:
    """Read the words of *source*; *notes* are the labels of its notes."""
    tokens: list[Token] = []
    line = first_line

    def add(text: str, hidden: bool) -> None:
        nonlocal line
        for number, part in enumerate(text.split("\n")):
            line += number > 0
            if "&" in part:
                part = nfc(_unescape(part))
            tokens.extend(Token(word, line, hidden) for word in WORD.findall(part))

    position = 0
    others = _repeated_numbers(source)
    if "&" in source:
        others += [found.span() for found in _HALF_ENTITY.finditer(source)]
    if "[x]" in source or "[X]" in source:
        others += [found.span(1) for found in _TASK.finditer(source)]
    for start, end in sorted([*hidden_spans(source, notes), *others]):
        if start < position:
            continue
        add(source[position:start], False)
        add(source[start:end], True)
        position = end
    add(source[position:], False)
    return tokens


def _unescape(text: str) -> str:
    """Resolve the entities of *text*, those in code apart."""
    if "`" not in text:
        return resolve(text)
    pieces = []
    position = 0
    for found in _CODE_SPAN.finditer(text):
        pieces += [resolve(text[position : found.start()]), found[0]]
        position = found.end()
    return "".join([*pieces, resolve(text[position:])])


def resolve(text: str) -> str:
    """Resolve the entities of *text*; without its semicolon one is printed as it was typed."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _repeated_numbers(source: str) -> list[tuple[int, int]]:
    """List the numbers of list items that repeat the one before: "1. 1. 1." is counted."""
    spans = []
    last: dict[str, str] = {}
    for found in _LIST_NUMBER.finditer(source):
        indent, number = found.groups()
        if last.get(indent) == number:
            spans.append(found.span(2))
        last[indent] = number
    return spans


def part_notes(
    source: str, first_line: int, lines_of_notes: Mapping[int, str]
) -> tuple[str, list[tuple[str, int, str]]]:
    """Part the notes from *source*: the text with their lines blank, then label, line, words."""
    kept: list[str] = []
    notes: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(source.split("\n"), first_line):
        label = lines_of_notes.get(number)
        kept.append(line if label is None else "")
        if label is None:
            continue
        if _NOTE_LINE.match(line) or not notes or notes[-1][0] != label:
            notes.append((label, number, []))
        notes[-1][2].append(line)
    parted = [(label, number, "\n".join(lines)) for label, number, lines in notes]
    return "\n".join(kept), parted


def gram_of(tokens: list[Token], start: int, size: int) -> str:
    """Write the next *size* words that must be seen, from *start*, as one; "" for fewer."""
    words: list[str] = []
    for token in tokens[start : start + size + 40]:
        if not token.hidden:
            words.append(token.word)
            if len(words) == size:
                return "".join(words)
    return ""


def label_of(written: str) -> str:
    """Tell under which name the label of a note is known."""
    return re.sub(r"\s+", "-", written)
