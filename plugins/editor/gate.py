# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate: who is at the desk, and whether what is sent was sent from the desk.

Any web page can make a browser post to localhost. So every write needs a token that only
pages of the desk hold, and an Origin that is the Host; the preview's server has looked at
the Host before. In a local network the desk stands behind a proxy that signs editors in and
names them in a header, which counts from the proxy alone.
"""

import hashlib
import hmac
import ipaddress
import os
import secrets
from collections.abc import Iterable
from email.message import Message
from pathlib import Path

from plugins.press.errors import Refusal, reason_of
from plugins.vietnamese.letters import one_line, strip_controls

_KEY_BYTES = 32
_LONGEST_NAME = 100


class Gate:
    """Knows visitors by *header*, given by one of *proxies*; without one all are one editor.

    The key of the tokens is kept in the folder *cache*, so that a page that was open while
    the desk was started anew can still save.
    """

    def __init__(self, header: str, proxies: Iterable[str], cache: Path) -> None:
        self._header = header
        self._proxies = {ipaddress.ip_address(proxy) for proxy in proxies}
        self._key = _load_key(cache / "desk.key")

    def find_visitor(self, headers: Message, peer: str) -> str | None:
        """Name who asks from the address *peer*; None for one whom the proxy did not name."""
        if not self._header:
            return ""
        named = headers.get_all(self._header) or []
        if len(named) != 1 or not self._is_proxy(peer):
            return None
        return _readable(named[0]) or None

    def _is_proxy(self, peer: str) -> bool:
        address = ipaddress.ip_address(peer.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address in self._proxies or (not self._proxies and address.is_loopback)

    def token(self, visitor: str) -> str:
        """Give what the forms of *visitor* bear."""
        return hmac.new(self._key, f"desk {visitor}".encode(), hashlib.sha256).hexdigest()

    def is_token(self, token: str, visitor: str) -> bool:
        """Tell whether a form that bears *token* was one of *visitor*'s."""
        return hmac.compare_digest(token.encode(), self.token(visitor).encode())


def is_own(origin: str | None, host: str | None) -> bool:
    """Tell whether a page at *origin* is one of the site that was asked as *host*."""
    scheme, _, place = (origin or "").lower().partition("://")
    return scheme in ("http", "https") and bool(place) and place == (host or "").lower()


def _readable(name: str) -> str:
    """Read a name of a header, which Python takes for Latin-1."""
    try:
        name = name.encode("latin-1").decode()
    except UnicodeError:
        return ""
    # As Git has it: "Name <address>" in one line.
    name = one_line(strip_controls(name)[0].replace("<", "").replace(">", ""))
    return name[:_LONGEST_NAME]


def _load_key(file: Path) -> bytes:
    """Read the key at *file*; make one where there is none, or one that others may read."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file() and not file.is_symlink() and not file.stat().st_mode & 0o077:
            key = file.read_bytes()
            if len(key) == _KEY_BYTES:
                return key
        file.unlink(missing_ok=True)
        key = secrets.token_bytes(_KEY_BYTES)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(key)
    except OSError as error:
        raise Refusal(
            f"không ghi được «{file}» ({reason_of(error)})", "sửa quyền của thư mục đệm"
        ) from error
    return key
