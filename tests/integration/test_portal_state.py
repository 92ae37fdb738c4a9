# SPDX-License-Identifier: AGPL-3.0-or-later
"""/.well-known/portal.json: what a published portal tells those who watch it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.small_site import NOW, ROOT, Build, article, run_pelican, write_files

STATE = ".well-known/portal.json"
FILES = {
    "a.md": article("A", "2026-11-01 08:00", aliases='["/a-cu", "/a?x=1"]'),
    "b.md": article("B", "2026-11-02 08:00", withdrawn="Sai"),
    "cho.md": article("Chờ", "2026-11-10 13:00", expires="2026-11-12"),
}
#: The time of the commit: 2026-11-09 09:00 in Vietnam.
COMMITTED = NOW - 27 * 3600


def publish(folder: Path, now: int = NOW, settings: str = "publishconf.py") -> Build:
    places = (folder / name for name in ("content", "output", "cache"))
    environment = {"SOURCE_DATE_EPOCH": str(now)}
    return run_pelican(*places, settings=ROOT / settings, folder=folder, environment=environment)


def state_of(folder: Path) -> dict:
    return json.loads((folder / "output" / STATE).read_text(encoding="utf-8"))


def commit(folder: Path, seconds: int) -> str:
    """Commit all of a folder at a time; give the hash."""
    when = {f"GIT_{who}_DATE": f"@{seconds} +0000" for who in ("AUTHOR", "COMMITTER")}
    names = {
        f"GIT_{who}_{what}": "x@tinh.vn"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    for command in (["init", "--quiet"], ["add", "content"], ["commit", "--quiet", "-m", "Bài"]):
        subprocess.run(
            ["git", "-C", str(folder), *command], check=True, env={**os.environ, **when, **names}
        )
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    write_files(tmp_path / "content", FILES)
    return tmp_path


def test_state_of_a_commit(portal):
    """Which commit, since when, how much there is, and when the clock changes it next."""
    head = commit(portal, COMMITTED)
    build = publish(portal)
    state = state_of(portal)
    assert f" {state.pop('pages')} trang; " in build.stderr
    assert state == {
        "format": 1,
        "commit": head,
        "updated": "2026-11-09T09:00:00+07:00",
        "next_due": "2026-11-10T13:00:00+07:00",
        "articles": 1,
        "waiting": 1,
        "redirects": 2,
        "gone": 1,
    }


def test_embargo_and_expiry(portal):
    """The state is that of the last one that fell; a day ends with its last second."""
    commit(portal, COMMITTED)
    assert publish(portal, NOW + 3600).status == 0
    state = state_of(portal)
    assert (state["updated"], state["next_due"]) == (
        "2026-11-10T13:00:00+07:00",
        "2026-11-13T00:00:00+07:00",
    )
    assert publish(portal, NOW + 3 * 86_400).status == 0
    state = state_of(portal)
    assert (state["updated"], state["next_due"]) == ("2026-11-12T23:59:59+07:00", None)


def test_commit_of_the_future(portal):
    """A clock that was ahead does not make the state one of tomorrow."""
    commit(portal, NOW + 86_400)
    assert publish(portal).status == 0
    assert state_of(portal)["updated"] == "2026-11-10T12:00:00+07:00"


def test_content_that_is_in_no_repository(portal):
    """Its commit is unknown."""
    assert publish(portal).status == 0
    state = state_of(portal)
    assert (state["commit"], state["updated"]) == (None, "2026-11-01T08:00:00+07:00")


def test_build_that_changes_nothing(portal):
    """A later one of the same commit writes no file, so that there is nothing to deploy."""
    commit(portal, COMMITTED)
    assert publish(portal).status == 0
    before = (portal / "output" / STATE).stat()
    build = publish(portal, NOW + 1800)
    assert "thêm 0, sửa 0, gỡ 0 tệp" in build.stderr
    # Not when it was read: that may be another second.
    after = (portal / "output" / STATE).stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)
    # One from nothing at that time writes the same.
    text = (portal / "output" / STATE).read_bytes()
    for name in ("output", "cache"):
        (portal / name).rename(portal / f"cu-{name}")
    assert publish(portal, NOW + 1800).status == 0
    assert (portal / "output" / STATE).read_bytes() == text


def test_only_a_publication_writes_it(portal):
    """And a link that an operator put at its folder stays."""
    assert publish(portal, settings="pelicanconf.py").status == 0
    assert not (portal / "output" / STATE).exists()
    (portal / "khac").mkdir()
    (portal / "output/.well-known").symlink_to(portal / "khac")
    assert publish(portal).status == 0
    assert (portal / "output/.well-known").is_symlink()
    assert list((portal / "khac").iterdir()) == []
