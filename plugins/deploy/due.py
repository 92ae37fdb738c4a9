# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tells whether a publication would change what readers get: a schedule asks this first.

    python3 -m plugins.deploy.due

Prints `idle` where the live portal (SITEURL) is at the commit that is checked out and no
embargo or expiry has fallen since, else `due`; whatever cannot be found out is `due`, too.
Needs nothing but Python and Git, so that a run with nothing to do ends in seconds.
"""

import http.client
import json
import os
import subprocess
import sys
import time
import urllib.request
from datetime import datetime

#: Where a publication leaves its state (`press.publish.portal_state`).
STATE_ADDRESS = "/.well-known/portal.json"
_TIMEOUT_S = 20
_LARGEST_BYTES = 1_000_000


def main() -> int:
    """Print the answer, and on stderr why."""
    answer, why = judge(os.environ.get("SITEURL", "").strip().rstrip("/"))
    print(why, file=sys.stderr)
    print(answer)
    return 0


def judge(site: str) -> "tuple[str, str]":
    """Tell `idle` or `due` of the live site at the address *site*, and why, in Vietnamese."""
    if not site:
        return "due", "Không có SITEURL, nên không hỏi được trang đang phục vụ: dựng."
    url = site + STATE_ADDRESS
    try:
        state = _fetch(url)
        live, coming = state["commit"], state["next_due"]
        next_due = datetime.fromisoformat(coming).timestamp() if coming else None
    except (OSError, ValueError, LookupError, TypeError, http.client.HTTPException) as error:
        return "due", f"Không đọc được «{url}» ({error}): dựng."
    head = _head()
    if live != head:
        return "due", f"Trang đang ở «{live}», kho ở «{head}»: dựng."
    now = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    if next_due is not None and next_due <= now:
        return "due", f"Có bài đến hạn lúc {coming}: dựng."
    if coming:
        return "idle", f"Không có gì mới; lần tới: {coming}."
    return "idle", "Không có gì mới, không bài nào chờ hạn."


def _fetch(url: str) -> dict:
    request = urllib.request.Request(url, headers={"Cache-Control": "no-cache"})
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
        return json.loads(answer.read(_LARGEST_BYTES))


def _head() -> "str | None":
    command = ["git", "rev-parse", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


if __name__ == "__main__":
    sys.exit(main())
