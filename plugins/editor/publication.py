# SPDX-License-Identifier: AGPL-3.0-or-later
"""What became of a sending: what the public site is at, and where the Git host tells of a commit.

The state of the public site, and what CI says of a commit at GitHub, Gitea, Forgejo or GitLab.
Without a token of theirs a closed repository does not answer.
"""

import http.client
import json
import re
import urllib.request
from typing import Any, NamedTuple
from urllib.parse import quote

from plugins.press.errors import Refusal
from plugins.press.publish.guard import why_unread
from plugins.press.publish.portal_state import STATE_FILE

#: Seconds that the public site has to answer, and bytes that are read of its answer.
_PATIENCE_S, _MOST_BYTES = 8, 100_000
_FAILED = (
    *("failure", "error", "cancelled", "timed_out", "action_required", "startup_failure"),
    *("failed", "canceled"),
)
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
    try:
        state = _fetch(url)
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


def _fetch(url: str, token: str = "") -> Any:
    request = urllib.request.Request(url, headers={"Cache-Control": "no-cache"})
    if token:
        # Never handed on to where an answer leads.
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
        return json.loads(answer.read(_MOST_BYTES))


def ask_checks(remote: str, commit: str, token: str = "") -> str:
    """Ask the Git host of *remote* what CI says of *commit*: "passed", "failed" or "running".

    "" where it has checked nothing yet. *token* is one that the host gave out for reading.
    Refusal where it does not tell.
    """
    scheme, host, path = _web_address(remote)
    if host == "github.com":
        api = f"https://api.github.com/repos/{path}"
        # Some tokens of GitHub are good for one of the two alone.
        asked = (
            (f"{api}/commits/{commit}/check-runs", _of_runs),
            (f"{api}/actions/runs?head_sha={commit}", _of_runs),
        )
    else:
        project = quote(path, safe="")
        asked = (
            (f"{scheme}://{host}/api/v1/repos/{path}/commits/{commit}/status", _of_status),
            (
                f"{scheme}://{host}/api/v4/projects/{project}/repository/commits/{commit}",
                _of_status,
            ),
        )
    why = ""
    for url, read in asked:
        try:
            return read(_fetch(url, token))
        except (OSError, ValueError, http.client.HTTPException) as error:
            why = why_unread(error)
        except (LookupError, TypeError, AttributeError):
            why = "câu trả lời không hiểu được"
    raise Refusal(
        f"máy chủ Git «{host}» không cho biết kết quả kiểm tra ({why})",
        "xem ở liên kết bên dưới, kho kín thì đăng nhập ở đó; muốn bàn biên tập tự hỏi được thì "
        f"nhờ người phụ trách {'xem lại' if token else 'đặt'} GIT_HOST_TOKEN",
    )


def _of_runs(told: Any) -> str:
    """Sum up the runs of GitHub."""
    runs = told["check_runs"] if "check_runs" in told else told["workflow_runs"]
    if any(run["conclusion"] in _FAILED for run in runs):
        return "failed"
    if any(run["status"] != "completed" for run in runs):
        return "running"
    return "passed" if runs else ""


def _of_status(told: Any) -> str:
    """Read the state that Gitea and Forgejo sum up, or GitLab."""
    state = told["state"] if "state" in told else told["status"]
    if "total_count" in told and not told["total_count"]:
        return ""
    if state in _FAILED:
        return "failed"
    if state in ("success", "warning"):
        return "passed"
    return "running" if state else ""


def page_of_commit(remote: str, commit: str) -> str:
    """Tell where the host of the repository at *remote* shows *commit* and what CI said of it.

    GitHub, Gitea, Forgejo and GitLab have it at one place. "" for a remote that is a folder.
    """
    scheme, host, path = _web_address(remote)
    return f"{scheme}://{host}/{path}/commit/{commit}" if host else ""


def _web_address(remote: str) -> tuple[str, str, str]:
    """Tell scheme, host and path of the pages of the repository at *remote*; "" for a folder."""
    web = _WEB.fullmatch(remote)
    ssh = None if web or "://" in remote.removeprefix("ssh://") else _SSH.fullmatch(remote)
    if web:
        scheme, host, path = web.groups()
    elif ssh and ("@" in remote or remote.startswith("ssh://")):
        scheme, host, path = "https", *ssh.groups()
    else:
        return "", "", ""
    return scheme, host, path.rstrip("/").removesuffix(".git")
