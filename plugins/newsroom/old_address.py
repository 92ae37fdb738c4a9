# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses: how editors write them, and which of them a host takes for one."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

#: Bytes of an old address at most, percent-encoded: hosts refuse much longer ones.
LONGEST = 500

_AS_TYPED = re.compile(r"/(?!/)[^\s\\#<>\"^`{|}]*")
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


class OldAddress(NamedTuple):
    """An old address, its path decoded as hosts decode it.

    `query` is what stands behind "?", percent-encoded as browsers send it, "" where there
    is none; letter case is as typed.
    """

    path: str
    query: str

    @property
    def parameters(self) -> list[str]:
        """List the parameters of the query, "name=value" or a lone word."""
        return [part for part in self.query.split("&") if part]


@lru_cache(maxsize=4096)
def parse_old_address(written: str) -> OldAddress | None:
    """Read an old address, from its first slash on; None for what no host can be asked for."""
    path, _, query = written.partition("?")
    if not _SENT_SO.fullmatch(written):
        if not _AS_TYPED.fullmatch(written) or _BAD_ESCAPE.search(written):
            return None
        try:
            path = unquote_to_bytes(path).decode()
            unquote_to_bytes(query).decode()
        except UnicodeDecodeError:
            return None
        path = unicodedata.normalize("NFC", path)
        query = quote(_ESCAPE.sub(_plain, query), _SENT_AS_IT_IS)
    path = _SLASHES.sub("/", path)
    if _STEP.search(path) or not path.isprintable():
        return None
    address = OldAddress(path, query.strip("&"))
    length = len(path) if path.isascii() else len(quote(path))
    return address if length + len(address.query) < LONGEST else None


def _plain(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if _PLAIN.fullmatch(letter) else found[0].upper()


def key_of(address: str) -> str:
    """Tell addresses apart as hosts do: equal keys mean one address.

    A slash at the end, the order of parameters, percent-encoding and the case of Latin
    letters tell no address from another.
    """
    if not (_USUAL.fullmatch(address) or (old := parse_old_address(address)) is None):
        path = _lower(old.path.replace("%", "%25").replace("?", "%3F")).lstrip("/")
        query = "&".join(sorted(_lower(old.query).split("&")))
        return f"{path}?{query}" if query else path.rstrip("/")
    return _lower(address.strip("/"))


def _lower(text: str) -> str:
    """Make Latin letters without marks small, and no others, as nginx does."""
    return text.lower() if text.isascii() else text.encode().lower().decode()
