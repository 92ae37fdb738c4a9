# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses: how editors write them, and which of them a host takes for one."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urljoin

#: Bytes of an old address at most, percent-encoded: hosts refuse much longer ones.
LONGEST = 500

# One space may stand between words; after a comma or before a slash it parts two addresses.
_AS_TYPED = re.compile(r"/(?!/)(?:[^\s\\#<>\"^`{|}]|(?<![,;]) (?![ /]|\Z))*")
# What is the same decoded or not, and as browsers send it.
_SENT_SO = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@/?-]*")
# What may be compared as it stands.
_USUAL = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*/?")
_SLASHES = re.compile("/{2,}")
# "." and ".." lead to other folders.
_STEP = re.compile(r"/\.{1,2}(?:/|\Z)")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
# Signs that mean something by themselves in a query, as they are or escaped, and those
# that browsers send as they are.
_PLAIN = re.compile("[A-Za-z0-9._~-]")
_SENT_AS_IT_IS = "%!$&'()*+,;=:@/?[]"
# Of these the ones that mean the same escaped, as programs send them; scripts leave some.
_ESCAPED_SIGN = re.compile("%(?:21|24|2[789ACF]|3[ABF]|40|5[BD])", re.IGNORECASE)
_SCRIPTS_LEAVE = "!'()*"
_SPACE = re.compile(r"\+|%20")
_LETTERS = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")
# What stands before a path where an address is copied whole.
_SITE = re.compile(r"(?:https?://|//(?=[^/]+\.)|(?=www\.|[\w.-]+\.vn/))[^/?#]*", re.IGNORECASE)
_PARTS_TWO = re.compile(r"[,;] | /|  ")
_ODD = re.compile('[^!-~]|[\\\\<>"^`{|}]')
_PLAIN_PART = re.compile("[A-Za-z0-9._~=-]*")


class OldAddress(NamedTuple):
    """An old address, its path decoded as hosts decode it.

    `query` is what stands behind "?", percent-encoded as browsers send it, "" where there
    is none. Letter case is as typed, and so is what letters with marks are made of: links
    of old portals have them in parts, too.
    """

    path: str
    query: str

    @property
    def parameters(self) -> list[str]:
        """List the parameters of the query, "name=value" or a lone word."""
        return self.query.split("&") if self.query else []


@lru_cache(maxsize=32_768)
def parse_old_address(written: str) -> OldAddress | None:
    """Read an old address, from its first slash on; None for what no host can be asked for."""
    path, _, query = written.partition("?")
    # As the source of a page has it.
    query = query.replace("&amp;", "&")
    if not _SENT_SO.fullmatch(written):
        if not _AS_TYPED.fullmatch(written) or _BAD_ESCAPE.search(written):
            return None
        try:
            path = unquote_to_bytes(path).decode()
            unquote_to_bytes(query).decode()
        except UnicodeDecodeError:
            return None
        query = quote(_ESCAPE.sub(_plain, query), _SENT_AS_IT_IS)
    path = _SLASHES.sub("/", path)
    if _STEP.search(path) or not path.isprintable():
        return None
    address = OldAddress(path, "&".join(filter(None, map(_bare, query.split("&")))))
    length = len(path) if path.isascii() else len(quote(path))
    return address if length + len(address.query) < LONGEST else None


def _bare(parameter: str) -> str:
    """Take a parameter without a value for the lone word that it is."""
    name, equals, value = parameter.partition("=")
    return parameter if value or not equals else name


def _plain(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if _PLAIN.fullmatch(letter) else found[0].upper()


def suggest_old_address(written: str) -> str | None:
    """Write what is no old address as the one that it is meant for; None where none is near."""
    text = written.strip()
    if _PARTS_TWO.search(text):
        return None
    site = _SITE.match(text)
    text = text[site.end() if site else 0 :].partition("#")[0]
    text = _ODD.sub(lambda found: found[0] if found[0].isalnum() else quote(found[0]), text)
    text = _BAD_ESCAPE.sub("%25", urljoin("/", "/" + text.lstrip("/")))
    return text if text != "/" and parse_old_address(text) else None


def key_of(address: str) -> str:
    """Tell addresses apart as hosts do: equal keys mean one address.

    A slash at the end of the path, the order of parameters, percent-encoding and the case of
    letters tell no address from another.
    """
    if not (_USUAL.fullmatch(address) or (old := parse_old_address(address)) is None):
        path = _folded(old.path.replace("%", "%25").replace("?", "%3F")).strip("/")
        query = "&".join(sorted(map(_folded_part, old.parameters)))
        return f"{path}?{query}" if query else path
    return _lower(address.strip("/"))


def spellings_of(text: str) -> list[str]:
    """List how links write text that is not encoded, but for the case of letters without marks.

    Letters may be as typed, small, capital, or capital at the beginning of words; whole, or
    in parts: then only đ has a case that is no plain letter's.
    """
    if text.isascii():
        return [text]
    whole = unicodedata.normalize("NFC", text)
    parted = unicodedata.normalize("NFD", text)
    cases = (whole, whole.lower(), whole.upper(), whole.title(), parted, parted.lower(), text)
    wanted = _folded(text)
    return [*{_lower(case): case for case in cases if _folded(case) == wanted}.values()]


def spellings_of_part(part: str) -> list[str]:
    """List how links write a lone word of a query, or the name or value of a parameter.

    First comes *part* as browsers send it.
    """
    if _PLAIN_PART.fullmatch(part):
        return [part]
    lefts = (_SENT_AS_IT_IS, "%+=", "%+=" + _SCRIPTS_LEAVE)
    forms = [part, *(quote(text, left) for text in spellings_of(_opened(part)) for left in lefts)]
    spaced = (_SPACE.sub(space, form) for form in forms for space in ("+", "%20"))
    return [*{_lower(form): form for form in (part, *spaced)}.values()]


def _opened(part: str) -> str:
    """Decode what means the same decoded: letters with marks, and most signs."""
    plain = _ESCAPED_SIGN.sub(_sign, part)
    return _LETTERS.sub(lambda found: unquote_to_bytes(found[0]).decode(), plain)


def _sign(found: re.Match[str]) -> str:
    return chr(int(found[0][1:], 16))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower())


def _folded_part(part: str) -> str:
    return _folded(_opened(part)).replace("%20", "+") if "%" in part else _lower(part)


def _lower(text: str) -> str:
    """Make Latin letters without marks small, and no others, as nginx does."""
    return text.lower() if text.isascii() else text.encode().lower().decode()
