# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state of a published portal, for those who watch it: /.well-known/portal.json.

All that it says follows from the content, its commit and "now", and it changes only where
one of them changes what readers get: two builds of one commit with no embargo or expiry
between them write the same bytes. When a build ran is the time of the file.
"""

import datetime as dt
import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from plugins.press.publish import disk
from plugins.press.publish.release import Release

if TYPE_CHECKING:
    from plugins.newsroom.plan.planner import SitePlan

#: The file's path in the output.
STATE_FILE = ".well-known/portal.json"
FORMAT = 1
_TOLD = re.compile("([0-9a-f]{40,64}) ([0-9]+)")


class ContentCommit(NamedTuple):
    """A commit of the content: its hash, and its time in seconds since 1970."""

    name: str
    time: int


class Head:
    """The commit that a content folder is checked out at, asked for while a build goes on."""

    def __init__(self, content: Path) -> None:
        # Git's own variables, as a hook has them, may name another repository.
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("GIT_")
        }
        command = ["git", "-C", str(content), "log", "-1", "--format=%H %ct", "HEAD"]
        try:
            self._process = subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            self._process = None

    def close(self) -> None:
        """Ask no longer, where a build ends before it reads the answer."""
        if self._process is not None:
            self._process.kill()
            self._process.stdout.close()
            self._process.wait()

    def read(self) -> ContentCommit | None:
        """Wait for the answer; None where the folder is in no repository, or Git is missing."""
        if self._process is None:
            return None
        told, _ = self._process.communicate()
        found = _TOLD.fullmatch(told.decode("ascii", "replace").strip())
        return ContentCommit(found[1], int(found[2])) if found else None


def stage_state(
    release: Release,
    output: Path,
    site_plan: "SitePlan",
    commit: ContentCommit | None,
    now: dt.datetime,
) -> None:
    """Stage the file, unless it stands; a link that an operator put there is not touched."""
    data = write_state(site_plan, commit, now)
    place = output / STATE_FILE
    if not place.parent.is_symlink() and not disk.holds(str(place), data):
        release.stage(STATE_FILE, data)


def due_second(site_plan: "SitePlan") -> dt.datetime | None:
    """Tell the first whole second at which the next embargo or expiry has fallen."""
    return _whole_second(site_plan.due)


def _whole_second(moment: dt.datetime | None) -> dt.datetime | None:
    # A day's end is its last microsecond.
    return moment and moment + dt.timedelta(microseconds=-moment.microsecond % 1_000_000)


def write_state(site_plan: "SitePlan", commit: ContentCommit | None, now: dt.datetime) -> bytes:
    """Write the state of a portal as JSON; times have the zone of *now*."""
    moments = [site_plan.since] if site_plan.since else []
    if commit is not None:
        moments.append(dt.datetime.fromtimestamp(commit.time, now.tzinfo))
    # A machine whose clock was ahead may have made the commit.
    updated = min(max(moments, default=now), now)
    coming = [moment for moment in (site_plan.due, site_plan.turn) if moment]
    due = _whole_second(min(coming, default=None))
    state = {
        "format": FORMAT,
        "commit": commit and commit.name,
        "updated": updated.isoformat(timespec="seconds"),
        "next_due": due and due.isoformat(),
        "articles": len(site_plan.shown),
        "pages": len(site_plan.addresses),
        "waiting": len(site_plan.embargoed),
        "redirects": len(site_plan.aliases),
        "gone": len(site_plan.gone),
    }
    return json.dumps(state, indent=1).encode() + b"\n"
