# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that stand bare in the text: they become links, as on GitHub."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from plugins.photo_captions.figures import TAG

_SIGNS = re.compile(r"([*_~])\1*+")
#: An address that may hold signs that mark words elsewhere: "https://a.vn/_tep_/b".
WITH_SIGNS = (
    r"(?<![^\W_])(?<![/:.])(?:https?://|www\.)(?=[^\s<>*_~\x02\x03]{0,1000}[*_~])"
    r"[^\s<>\x02\x03]{1,2000}"
)
# Letters before an address in which marked words may begin that end with it.
_BEFORE = 500
_WITHOUT_LINKS = frozenset(("a", "code", "pre", "kbd"))
_BARE = re.compile(
    r"(?<![\w@/.+-])(?:"
    r"(?P<web>(?:https?://|www\.)(?=[A-Za-z0-9-]{1,63}\.[A-Za-z0-9])"
    r"(?>(?:[^\s<>\"“”«»&\[]|\[(?!/[a-z]+\])|&(?!(?:lt|gt|quot);))+))"
    r"|(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,7}"
    r"\.(?=[0-9-]{0,62}[A-Za-z])[A-Za-z0-9-]{1,63}))",
    re.IGNORECASE,
)
# What stands behind an address in a sentence; "&amp;" stays.
_BRACKET, _CLOSED_BY = re.compile(r"[()\[\]]"), {"(": ")", "[": "]"}
_BEHIND = re.compile(r"(?:[?!.,:;*_~'’”)\]}…]|&(?:gt|lt|quot|nbsp|#39|#x27);)\Z")


def may_hold_address(markup: str) -> bool:
    """Tell, quickly, whether there may be a bare address in *markup*."""
    return "://" in markup or "@" in markup or "www." in markup or "WWW." in markup


def split_at_addresses(markup: str) -> Iterator[tuple[str, str]]:
    """Cut clean HTML into runs, each with the bare address that follows it.

    The address is as typed, "" behind the last run; its letters are still escaped.
    """
    depth = position = 0
    start = 0
    for tag in [*TAG.finditer(markup), None]:
        end = tag.start() if tag else len(markup)
        if not depth:
            for found in _BARE.finditer(markup, position, end):
                address = _trimmed(found[0])
                yield markup[start : found.start()], address
                start = found.start() + len(address)
        if tag:
            position = tag.end()
            if tag[2] in _WITHOUT_LINKS:
                depth += -1 if tag[1] else 1
    yield markup[start:], ""


def target_of(address: str) -> str:
    """Write what the bare *address* leads to."""
    words = html.unescape(address)
    if "://" in words[:8]:
        return words
    return f"http://{words}" if words[:4].lower() == "www." else f"mailto:{words}"


def with_signs(text: str, start: int, end: int) -> int:
    """Tell where the address ends that begins at *start* of Markdown and goes on until *end*.

    Signs behind it are part of it where they have their like in it, "?q=*tep*", and end no
    words that are marked before it.
    """
    opened = Counter(found[0] for found in _SIGNS.finditer(text, max(start - _BEFORE, 0), start))
    return start + len(_trimmed(text[start:end], opened))


def _trimmed(address: str, opened: Mapping[str, int] = MappingProxyType({})) -> str:
    """Leave out what stands behind *address*: a full stop, a bracket that it did not open.

    *opened* counts the runs of signs before it, each of which may be ended by one behind it.
    """
    brackets = {")": 0, "]": 0}
    end = len(address)
    for found in _BRACKET.finditer(address):
        if found[0] in _CLOSED_BY:
            brackets[_CLOSED_BY[found[0]]] += 1
        elif brackets[found[0]]:
            brackets[found[0]] -= 1
        else:
            end = found.start()
            break
    runs: Counter[str] | None = None
    while found := _BEHIND.search(address, max(end - 8, 0), end):
        if found[0] in brackets:
            break
        if (sign := found[0]) in "*_~":
            if runs is None:
                runs = Counter(run[0] for run in _SIGNS.finditer(address, 0, end))
            begin = len(address[:end].rstrip(sign))
            run = address[begin:end]
            if not (runs[run] % 2 or opened.get(run, 0) % 2):
                break
            runs[run] -= 1
            opened = {**opened, run: 0}
            end = begin
            continue
        end = found.start()
    return address[:end]
