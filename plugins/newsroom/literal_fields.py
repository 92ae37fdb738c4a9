# SPDX-License-Identifier: AGPL-3.0-or-later
"""Literal fields: what an editor types on one line arrives as typed, whatever YAML takes it for.

So a title may hold a colon without quoting, and so may a byline.
"""

import re

from plugins.newsroom.field_names import BYLINE_FIELDS, TEXT_FIELDS, field_name

# "- - key: value", any part of it missing.
_LINE = re.compile(
    r"(?P<lead>[ ]*(?:-[ ]+)*)(?:(?P<key>[^\s:#'\"\[{][^:]*):(?=[ \t]|$))?(?P<value>.*)"
)
# Where a carried line begins so, it is none.
FIELD_OR_COMMENT = re.compile(r"[ ]*(?:([^\W\d][\w -]*):|#)(?=[ \t]|$)")
ITEM = re.compile(r"[ ]*-(?=[ \t]|$)")
_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:[ \t]+#.*)?")
_EMPTY_BLOCK = re.compile(r"[|>][+-]?")
QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")
_BEGINS_WITH_QUOTED = re.compile(r"""'(?>(?:[^']|'')*)'|"(?>(?:[^"\\]|\\.)*)\"""")
# A byline with a role, which YAML would take for a key and its value.
_PLAIN_WITH_COLON = re.compile(r"[^'\"\[{&*!|>%@`#].*:(?=[ \t]|$)")
_COMMENT = re.compile(r"(?:^|[ \t])#")
# In a list or table on one line; what stands in quotes, closed or not, is no comment.
_COMMENT_OR_QUOTED = re.compile(
    r"""'(?:[^']|'')*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)|(?:^|(?<=[ \t]))\#"""
)
# What people write before a topic, as on social networks.
_HASHTAG = re.compile(r"(?:^|(?<=[ \t,;]))#+(?=[^\W\d_])")
_HASHTAG_OR_QUOTED = re.compile(
    r"""'(?:[^']|'')*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)"""
    r"|(?P<before>^[ \t]*|[\[,][ \t]*|[ \t]+)#+(?=[^\W\d_])"
)
# What YAML and its writers put for nothing.
NULLS = frozenset({"null", "Null", "NULL", "~"})


class Quoter:
    """Puts the literal values of text fields in quotes that YAML takes as they are.

    `comments` are what comments cut off from values, or the whole of: the index of the
    line, the field's name and the words from the "#" on. Topics may begin with one. `open`
    are the lines whose value begins with a quotation mark that nothing closes, likewise.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.comments: list[tuple[int, str, str]] = []
        self.open: list[tuple[int, str]] = []
        self._quoted = list(lines)
        # The field of the header that the lines belong to.
        self._top = ""

    def quote(self) -> list[str]:
        """Return as many lines as there were, each at its old place.

        A value that is one closed quoted scalar or opens a block stays YAML's. A value
        carried on over more indented lines is folded into one, blank lines standing in
        for the rest.
        """
        lines = self.lines
        index = 0
        while index < len(lines):
            start = index
            lead, key, value = _LINE.fullmatch(lines[start]).group("lead", "key", "value")
            typed, value = (key or "").rstrip(" \t"), value.strip(" \t")
            key, head = self._name(lead, typed), f"{lead}{typed}: " if typed else lead
            index += 1
            is_text = key in TEXT_FIELDS
            if is_text or value[:1] in ("|", ">", "[", "{"):
                # A value stands deeper than its key or, without one, than its dash.
                end = index
                if key or lead.strip():
                    end = end_of_value(lines, index, len(lead) if key else len(lead.rstrip()) - 1)
                if _opens_block(value, end > index):
                    index = end
                elif is_text:
                    index = self._quote_text(start, end, head, value)
                elif value[0] in "[{":
                    index = end
                    for number in range(start, end):
                        self._look_into_flow(number)
            elif value[:1] in "'\"" and value and self._is_open(start, lead, key, value):
                self.open.append((start, key or self._top))
                self._quoted[start] = head + _quote([value[1:]])
            elif "#" in value:
                self._look_into_value(start, head, key, value)
            elif key in BYLINE_FIELDS and _PLAIN_WITH_COLON.match(value):
                self._quoted[start] = head + _quote([value])
        return self._quoted

    def _is_open(self, start: int, lead: str, key: str, value: str) -> bool:
        """Tell whether the quotation mark that begins *value* is closed nowhere in it."""
        if _BEGINS_WITH_QUOTED.match(value):
            return False
        indent = len(lead) if key else len(lead.rstrip()) - 1
        return end_of_value(self.lines, start + 1, indent) == start + 1

    def _name(self, lead: str, typed: str) -> str:
        """Tell which field is meant by a key that was *typed* behind *lead*."""
        if not typed:
            return ""
        if not lead:
            self._top = field_name(typed)
            return self._top
        return field_name(typed, self._top)

    def _quote_text(self, start: int, end: int, head: str, value: str) -> int:
        """Quote a text that may go on until *end*; return where it ends."""
        carried = [part.strip(" \t") for part in self.lines[start + 1 : end]]
        if _is_quoted([value, *carried]):
            return end
        end = _end_of_text(self.lines, start + 1, end, bool(value))
        whole = [value, *carried[: end - start - 1]]
        if any(whole) and " ".join(filter(None, whole)) not in NULLS:
            self._quoted[start] = head + _quote(whole)
            self._quoted[start + 1 : end] = [""] * (end - start - 1)
        return end

    def _look_into_flow(self, index: int) -> None:
        """Free the topics of a list on one line from their "#", and note what a comment hides."""
        if self._top == "tags":
            self._quoted[index] = _HASHTAG_OR_QUOTED.sub(_part_topic, self._quoted[index])
        for found in _COMMENT_OR_QUOTED.finditer(self._quoted[index]):
            if found[0] == "#":
                self.comments.append((index, self._top, self._quoted[index][found.start() :]))
                return

    def _look_into_value(self, index: int, head: str, key: str, value: str) -> None:
        """Quote topics that begin with "#", and note what a comment hides of a value."""
        if value[0] in "'\"":
            quoted = QUOTED.match(value)
            place = quoted.end() if quoted else len(value)
        elif self._top == "tags" and _HASHTAG.search(value) and head.strip():
            comment = re.search("[ \t]#(?=[ \t]|$)", value)
            place = comment.start() if comment else len(value)
            self._quoted[index] = head + _quote([value[:place].rstrip(" \t")])
        else:
            place = 0
            if key in BYLINE_FIELDS and _PLAIN_WITH_COLON.match(value):
                words = _COMMENT.split(value, maxsplit=1)[0].rstrip(" \t")
                self._quoted[index] = head + _quote([words])
        comment = _COMMENT.search(value, place)
        # A line of its own, under no key and behind no dash, is what comments are for.
        if comment and (head.strip() or (head and comment.start()) or self._is_topic(value)):
            words = value[comment.start() :].lstrip(" \t")
            self.comments.append((index, key or self._top, words))

    def _is_topic(self, value: str) -> bool:
        return self._top == "tags" and _HASHTAG.match(value) is not None


def _part_topic(found: re.Match[str]) -> str:
    """Take the "#" from a topic in a list, and part it from one before it."""
    before = found["before"]
    if before is None:
        return found[0]
    is_begun = found.start() and before.strip() == ""
    return ", " if is_begun else before


def _opens_block(value: str, carried: bool) -> bool:
    """Tell whether *value* is the first line of a block, not just like one: ">5"."""
    return _BLOCK.fullmatch(value) is not None and (
        carried or _EMPTY_BLOCK.fullmatch(value) is not None
    )


def _is_quoted(parts: list[str]) -> bool:
    """Tell whether the lines *parts* are one closed quoted scalar."""
    return QUOTED.fullmatch(" ".join(part for part in parts if part)) is not None


def _quote(parts: list[str]) -> str:
    """Fold the lines *parts* into one quoted scalar."""
    return quote_scalar(" ".join(part for part in parts if part))


def quote_scalar(text: str) -> str:
    """Write *text*, one line, as a YAML scalar that every tool reads as it is."""
    # Single quotes know one escape only: '' for a quote.
    literal = text.replace("'", "''")
    return f"'{literal}'"


def end_of_value(lines: list[str], start: int, indent: int) -> int:
    """Find the first line from *start* that is not carried on from a key at *indent*."""
    index = start
    while index < len(lines):
        line = lines[index]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        index += 1
    # Blank lines before the next key are part of no value.
    while index > start and not lines[index - 1].strip():
        index -= 1
    return index


def _end_of_text(lines: list[str], start: int, end: int, begun: bool) -> int:
    """Find where a text carried on from *start* stops being text, at *end* at the latest.

    A field that slipped to the right is not swallowed, neither is a comment; nor
    is a list, where the text has not *begun* before it. YAML then says what is wrong.
    """
    for index in range(start, end):
        line = lines[index]
        found = FIELD_OR_COMMENT.match(line)
        if (found and _is_no_text(found[1])) or (not begun and ITEM.match(line)):
            return index
        begun = begun or bool(line.strip())
    return end


def _is_no_text(key: str | None) -> bool:
    """Tell whether a line is a comment (no *key*) or a field, and not "Ảnh: …" or the like.

    Of Vietnamese names those count that would keep an article from the public.
    """
    is_english = key is None or re.fullmatch("[A-Za-z_]+", key) is not None
    return is_english or field_name(key) in ("status", "expires")
