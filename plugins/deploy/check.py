# SPDX-License-Identifier: AGPL-3.0-or-later
"""The check after a switch: what the live site answers is what was deployed."""

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from plugins.deploy.digests import DigestList
from plugins.deploy.finished_output import paths_at
from plugins.press.publish.marker import MARKER

#: Seconds for one answer, and those that a server may take to notice a switch.
TIMEOUT_S, PATIENCE_S = 20, 15
_PAUSE_S = 0.5
#: What tells one release from another, where no page that is asked for does.
_STATE = ".well-known/portal.json"
_SAFE = "/?&=%~!$'()+,;@"


class Question(NamedTuple):
    """An address to ask for, from "/" on, and what must answer.

    `digest` is the SHA-256 of the body, `target` is where a redirect leads; where both are
    given either will do: a page that leads on stands at the old address.
    """

    address: str
    digest: str = ""
    target: str = ""


def questions(
    digests: DigestList, newest: str | None, redirects: Mapping[str, str], root: str
) -> Iterator[Question]:
    """Choose what to ask: front page, marker, state, newest article and a redirect.

    *root* is the path that the site stands at, "" or "/tin".
    """
    pages = {"/": "index.html", f"/{MARKER}": MARKER, f"/{_STATE}": _STATE}
    if newest:
        pages[newest] = f"{newest.removeprefix('/')}index.html"
    for address, path in pages.items():
        if digest := digests.digest_of(path):
            yield Question(root + address, digest)
    # The plainest: a query, or letters that are no ASCII, may meet a proxy with its own ideas.
    moved = (address for address, target in redirects.items() if target)
    for address in sorted(moved, key=lambda item: ("?" in item, not item.isascii(), item))[:1]:
        pages = filter(None, map(digests.digest_of, paths_at(address, root)))
        yield Question(address, next(pages, ""), redirects[address])


class _Unfollowed(urllib.request.HTTPRedirectHandler):
    """Lets a redirect be an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


_opener = urllib.request.build_opener(_Unfollowed)


def ask(url: str, asked: list[Question]) -> str | None:
    """Ask the site at the origin of *url*; tell what is wrong, None if nothing is.

    A server may need a moment to notice a switch, so a wrong answer is asked for again.
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    deadline = time.monotonic() + PATIENCE_S
    waiting = list(asked)
    while waiting:
        problem = _ask(origin, waiting[0])
        if problem is None:
            del waiting[0]
        elif time.monotonic() >= deadline:
            return problem
        else:
            time.sleep(_PAUSE_S)
    return None


def _ask(origin: str, question: Question) -> str | None:
    address = origin + quote(question.address, _SAFE)
    request = urllib.request.Request(
        address, headers={"Cache-Control": "no-cache", "Accept-Encoding": "identity"}
    )
    try:
        try:
            with _opener.open(request, timeout=TIMEOUT_S) as answer:
                status, body, location = answer.status, answer.read(), None
        except urllib.error.HTTPError as error:
            with error:
                status, body, location = error.code, b"", error.headers.get("Location")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"«{address}» không trả lời ({getattr(error, 'reason', None) or error})"
    if question.target:
        leads = quote(urlsplit(location or "").path, _SAFE)
        if status in (301, 308) and leads == quote(question.target, _SAFE):
            return None
        if status == 200 and hashlib.sha256(body).hexdigest() == question.digest:
            return None
        return f"«{address}» trả {status}, lẽ ra chuyển đến {question.target}"
    if status != 200:
        return f"«{address}» trả {status}"
    if hashlib.sha256(body).hexdigest() != question.digest:
        return f"«{address}» không phải bản vừa đưa lên"
    return None
