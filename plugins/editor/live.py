# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of a sending: what the public site is at, and where the Git host tells of a commit.

What CI answered would need an account at the Git host; the state of the public site needs
none, and says what editors want to know.
"""

import http.client
import json
import re
import urllib.request
from typing import NamedTuple

from plugins.press.errors import Refusal
from plugins.press.publish.guard import why_unread
from plugins.press.publish.portal_state import STATE_FILE

#: Seconds that the public site has to answer, and bytes that are read of its answer.
_PATIENCE_S, _MOST_BYTES = 8, 100_000
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_WEB = re.compile(r"(https?)://(?:[^@/]*@)?([^/]+)/(.+)")
_SSH = re.compile(r"(?:ssh://)?(?:[^@/:]+@)?([A-Za-z0-9.-]+)(?::\d+/|[:/])([^/].*)")


class Live(NamedTuple):
    """The state of the public site: its commit, and since when readers get that (ISO 8601)."""

    commit: str
    updated: str


def ask_live(site: str) -> Live:
    """Ask the public site at the address *site*; Refusal where it does not tell."""
    url = f"{site.rstrip('/')}/{STATE_FILE}"
    if not url.startswith(("https://", "http://")):
        raise Refusal(f"SITEURL=«{site}» không phải địa chỉ", "ghi https://tinh.gov.vn")
    request = urllib.request.Request(url, headers={"Cache-Control": "no-cache"})
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
            state = json.loads(answer.read(_MOST_BYTES))
        commit, updated = state["commit"], state["updated"]
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Refusal(
            f"không hỏi được «{url}» ({why_unread(error)})", "xem lại mạng rồi hỏi lại"
        ) from error
    except (LookupError, TypeError):
        commit = updated = None
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        raise Refusal(f"«{url}» không cho biết trang ở bản nào", "hỏi người phụ trách kho bài")
    return Live(commit, updated if isinstance(updated, str) else "")


def page_of_commit(remote: str, commit: str) -> str:
    """Tell where the host of the repository at *remote* shows *commit* and what CI said of it.

    GitHub, Gitea, Forgejo and GitLab have it at one place. "" for a remote that is a folder.
    """
    web = _WEB.fullmatch(remote)
    ssh = None if web or "://" in remote.removeprefix("ssh://") else _SSH.fullmatch(remote)
    if web:
        scheme, host, path = web.groups()
    elif ssh and ("@" in remote or remote.startswith("ssh://")):
        scheme, host, path = "https", *ssh.groups()
    else:
        return ""
    return f"{scheme}://{host}/{path.rstrip('/').removesuffix('.git')}/commit/{commit}"
