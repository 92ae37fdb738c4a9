# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that stand bare in the text: they become links, as on GitHub."""

import html
import re
from collections.abc import Iterator

#: An address with signs in it that mark words elsewhere: "https://a.vn/_tep_/b".
WITH_SIGNS = (
    r"(?<![\w/:.])((?:https?://|www\.)[^\s<>*_~\x02\x03]{0,200}"
    r"(?:(?:[*_~]{1,9}[\w/=&%?#@+:$^-]|_\()[^\s<>*_~\x02\x03]{0,200}){1,8})"
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_WITHOUT_LINKS = frozenset(("a", "code", "pre", "kbd"))
_BARE = re.compile(
    r"(?<![\w@/.+-])(?:"
    r"(?P<web>(?:https?://|www\.)(?=[A-Za-z0-9-]{1,63}\.[A-Za-z0-9])[^\s<>\"“”«»]++)"
    r"|(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}))",
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
    for tag in [*_TAG.finditer(markup), None]:
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


def _trimmed(address: str) -> str:
    """Leave out what stands behind *address*: a full stop, a bracket that it did not open."""
    opened = {")": 0, "]": 0}
    end = len(address)
    for found in _BRACKET.finditer(address):
        if found[0] in _CLOSED_BY:
            opened[_CLOSED_BY[found[0]]] += 1
        elif opened[found[0]]:
            opened[found[0]] -= 1
        else:
            end = found.start()
            break
    # Once: an address of signs alone must not be counted at each of them.
    asked = False
    while (found := _BEHIND.search(address, max(end - 8, 0), end)) and found[0] not in opened:
        if not asked and found[0] in "*_~":
            asked = True
            if _ends_pair(address[:end]):
                break
        end = found.start()
    return address[:end]


def _ends_pair(address: str) -> bool:
    """Tell whether the run of signs that ends *address* has its like in it: "?q=*tep*"."""
    sign = address[-1]
    length = len(address) - len(address.rstrip(sign))
    runs = re.findall(rf"{re.escape(sign)}++", address)
    return [len(run) for run in runs].count(length) % 2 == 0
