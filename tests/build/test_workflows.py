# SPDX-License-Identifier: AGPL-3.0-or-later
"""The workflow files: what they may do, and that their own steps publish a portal.

A bare repository stands for the Git host, a real sshd of this machine for the server.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.container import steps
from tests.servers import nginx, sshd
from tests.servers.__main__ import NEEDED
from tests.servers.server import Server
from tests.small_site import NOW, ROOT, article, write_files
from tests.workflows import Runner, read_workflow

PUBLISH, CHECK, TEST = (f".github/workflows/{name}.yml" for name in ("publish", "check", "test"))
GITLAB = ".gitlab-ci.yml"
#: The embargo falls an hour after "now".
CONTENT = {
    "content/a.md": article("Bài A"),
    "content/cho.md": article("Bài chờ", "2026-11-10 13:00"),
}
WAITING = "/tin-tuc/2026/11/10/cho/"
HOUR = 3600


def steps_of(name: str) -> list[dict]:
    return [step for job in read_workflow(name)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("name", [PUBLISH, CHECK, TEST])
def test_actions_are_pinned_and_rights_are_least(name):
    """To commits, not names; nothing but reading is allowed."""
    workflow = read_workflow(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    used = [step["uses"] for step in steps_of(name) if "uses" in step]
    assert [it for it in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", it)] == []
    checkouts = [step for step in steps_of(name) if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_secrets_are_those_of_the_last_step():
    """No other step, and no other workflow, sees them; no script holds an expression."""
    with_secrets = [step for step in steps_of(PUBLISH) if "secrets." in json.dumps(step)]
    assert [step["name"] for step in with_secrets] == ["Đưa lên máy chủ"]
    for name in (CHECK, TEST):
        assert "secrets." not in (ROOT / name).read_text(encoding="utf-8")
    for name in (PUBLISH, CHECK, TEST):
        assert [step for step in steps_of(name) if "${{" in step.get("run", "")] == []


def test_when_it_publishes():
    """On the main branch, by hand and every quarter of an hour; one at a time."""
    workflow = read_workflow(PUBLISH)
    assert workflow["on"]["push"] == {"branches": ["main"]}
    assert workflow["on"]["schedule"] == [{"cron": "*/15 * * * *"}]
    assert "workflow_dispatch" in workflow["on"] and "pull_request" not in workflow["on"]
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert workflow["jobs"]["publish"]["if"] == "github.ref == 'refs/heads/main'"


def test_pull_request_is_checked_and_can_be_looked_at():
    """It gets the faults as annotations, and the built site; it saves no cache."""
    steps = steps_of(CHECK)
    check, build = (step for step in steps if "run" in step)
    assert (check["run"], build["run"]) == ("make check", "make html")
    # By the live marker it is told what would vanish, before it is accepted.
    assert "format('{0}/.newsroom.json', vars.SITEURL)" in check["env"]["PUBLISHED_URL"]
    (upload,) = (step for step in steps if "upload-artifact" in step.get("uses", ""))
    assert upload["if"] == "github.event_name == 'pull_request'"
    (save,) = (step for step in steps if "cache/save" in step.get("uses", ""))
    assert save["if"] == "github.event_name == 'push'"


class Host:
    """A Git host with a portal's repository, and a server that serves what is deployed."""

    def __init__(self, folder: Path, target: sshd.Sshd, live: Server) -> None:
        self.folder, self.target, self.live = folder, target, live
        self.origin = folder / "origin.git"
        self.desk = folder / "desk"
        known = (target.folder / "known").read_text()
        names = {
            "vars": {
                "SITEURL": f"http://127.0.0.1:{live.port}",
                "TARGET": target.target(folder / "srv"),
                "SSH_KNOWN_HOSTS": known,
            },
            "secrets": {"SSH_KEY": (target.folder / "user").read_text().strip()},
        }
        path = f"{folder}/bin:{os.environ['PATH']}"
        (folder / "runner").mkdir()
        self.runner = Runner(self.origin, folder / "runner", names, path)

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=B", "-c", "user.email=b@tinh.vn", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *who, "-C", str(self.desk), *arguments], check=True)

    def push(self, files: dict[str, str]) -> None:
        """Commit what an editor wrote."""
        write_files(self.desk, files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "Bài")
        self.git("push", "--quiet", "origin", "HEAD:main")

    def run(self, event: str, now: int = NOW, **inputs: str) -> bool:
        self.runner.now = now
        self.runner.contexts["inputs"] = inputs
        job = read_workflow(PUBLISH)["jobs"]["publish"]
        return self.runner.run(job, event_name=event)

    def releases(self) -> list[str]:
        folder = self.folder / "srv/releases"
        return sorted(os.listdir(folder)) if folder.exists() else []


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """The desk's repository holds all that a portal's does, with few articles."""
    serving = f"server {{{{ listen 127.0.0.1:{{port}}; root {tmp_path}/srv/current; }}}}"
    tmp_path.chmod(0o755)
    with (
        sshd.running(tmp_path / "sshd") as target,
        nginx.running(tmp_path / "nginx", serving) as live,
    ):
        host = Host(tmp_path, target, live)
        # Where OpenSSH looks below the home that the system knows, this one looks below HOME.
        wrapper = '#!/bin/sh\nexec {} -F none -o UserKnownHostsFile="$HOME/.ssh/known_hosts" "$@"\n'
        write_files(tmp_path / "bin", {"ssh": wrapper.format(sshd.find_ssh())})
        (tmp_path / "bin/ssh").chmod(0o755)
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "-b", "main", str(host.origin)], check=True
        )
        names = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\0")
        mine = [name for name in names if name and not name.startswith(("content/", "tests/"))]
        write_files(host.desk, {name: (ROOT / name).read_bytes() for name in mine})
        host.git("init", "--quiet")
        host.git("remote", "add", "origin", str(host.origin))
        yield host


def test_from_a_commit_to_the_citizens(host):
    """The first release by hand, a commit, an embargo that falls: each is live, nobody helps."""
    host.push(CONTENT)
    # Without a word it is not believed that nothing was ever published.
    assert not host.run("push")
    assert "FIRST_RELEASE" in host.runner.told
    assert host.releases() == []
    assert host.run("workflow_dispatch", first_release="true"), host.runner.told
    assert host.live.get("/tin-tuc/2026/11/01/a/index.html").status == 200
    state = json.loads(host.live.get("/.well-known/portal.json").body)
    assert state["next_due"] == "2026-11-10T13:00:00+07:00"
    first = host.releases()

    # A schedule with nothing due neither builds nor deploys.
    assert host.run("schedule", NOW + HOUR - 1), host.runner.told
    assert host.runner.ran == ["actions/checkout", "Xem có gì đến hạn"]
    assert "Không có gì mới" in host.runner.told
    assert host.releases() == first
    assert host.live.get(f"{WAITING}index.html").status == 404

    # Then the embargo falls.
    assert host.run("schedule", NOW + HOUR + 60), host.runner.told
    assert host.live.get(f"{WAITING}index.html").status == 200
    assert host.releases() != first
    assert host.run("schedule", NOW + HOUR + 960)
    assert len(host.runner.ran) == 2

    # An article that was lost on the way stops a publication, by the live marker.
    (host.desk / "content/a.md").unlink()
    host.push({"content/b.md": article("Bài B", "2026-11-10 13:30")})
    before = host.releases()
    assert not host.run("push", NOW + 2 * HOUR)
    assert "/tin-tuc/2026/11/01/a/: địa chỉ đã đăng sẽ mất" in host.runner.told
    assert "::error" in host.runner.told
    assert host.releases() == before
    # The key is on no disk but that of its owner.
    key = (host.target.folder / "user").read_bytes().strip()
    files = (file for file in (host.folder / "runner").rglob("*") if file.is_file())
    assert [file for file in files if key in file.read_bytes()] == []


def test_branch_publishes_nothing(tmp_path):
    """Not by hand either."""
    runner = Runner(tmp_path, tmp_path, {}, "")
    job = read_workflow(PUBLISH)["jobs"]["publish"]
    assert runner.run(job, event_name="workflow_dispatch", ref="refs/heads/thu")
    assert runner.ran == []


def test_gitlab_publishes_alike(host):
    """Its jobs' scripts, a first release and a schedule with nothing due."""
    host.push(CONTENT)
    jobs = read_workflow(GITLAB)
    build, deploy = ("\n".join(jobs[name]["script"]) for name in ("publish", "deploy"))
    runner = host.runner
    variables, secrets = runner.contexts["vars"], runner.contexts["secrets"]
    runner.check_out()
    push = {"SITEURL": variables["SITEURL"], "CI_PIPELINE_SOURCE": "push"}
    assert runner.shell(build, push | {"FIRST_RELEASE": "1"}) == 0, runner.told
    # Of the folder only the output passes on.
    shutil.rmtree(runner.workspace / "cache")
    assert runner.shell(deploy, {**variables, **secrets}) == 0, runner.told
    assert host.live.get("/tin-tuc/2026/11/01/a/index.html").status == 200
    first = host.releases()
    runner.told = ""
    shutil.rmtree(runner.workspace / "output")
    assert runner.shell(build, push | {"CI_PIPELINE_SOURCE": "schedule"}) == 0
    assert runner.shell(deploy, {**variables, **secrets}) == 0
    assert "Không có gì mới" in runner.told and "make" not in runner.told
    assert host.releases() == first


def test_gitlab_keeps_merge_requests_from_cache_and_secrets():
    """They read the cache of the main branch, and have no part in publishing."""
    jobs = read_workflow(GITLAB)
    assert jobs["check"]["cache"]["policy"] == "pull"
    assert jobs["check"]["script"] == [
        'PUBLISHED_URL="${SITEURL:+$SITEURL/.newsroom.json}" make check',
        "make html",
    ]
    assert jobs["check"]["artifacts"]["paths"] == ["output"]
    for name in ("publish", "deploy"):
        assert [rule["if"] for rule in jobs[name]["rules"]] == [
            "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
        ]


def test_gitlab_shows_secrets_to_the_last_job_alone():
    """Variables of an environment reach only the jobs that name it; one runs at a time."""
    jobs = read_workflow(GITLAB)
    with_secrets = [name for name, job in jobs.items() if "environment" in job]
    assert with_secrets == ["deploy"]
    assert jobs["deploy"]["environment"] == jobs["deploy"]["resource_group"] == "production"
    assert jobs["deploy"]["needs"] == ["publish"]
    assert jobs["publish"]["artifacts"]["paths"] == ["output"]
    assert not any("SSH_KEY" in line for line in jobs["publish"]["script"])
    assert "cache" not in jobs["deploy"]


def test_servers_of_the_tests_are_installed_in_ci():
    """Where runners are not root: all of them, and no other."""
    (script,) = (step["run"] for step in steps_of(TEST) if "apt-get" in step.get("run", ""))
    line = next(line for line in script.splitlines() if " install " in line)
    assert set(line.partition("--no-install-recommends ")[2].split()) == set(NEEDED)


def test_container_has_what_the_commands_need_and_no_root():
    """What can be told of it without an engine; `tests.container` runs its steps."""
    told = steps()
    words = [word for word, _ in told]
    assert words.index("USER") < words.index("CMD")
    assert [rest for word, rest in told if word == "USER"] == ["portal"]
    (install,) = (rest for word, rest in told if "apt-get install" in rest)
    assert set(install.split()) >= {"git", "make", "openssh-client", "python3-venv", "rsync"}
    ignored = (ROOT / ".containerignore").read_text().split()
    assert set(ignored) >= {".git", ".venv", "cache", "output"}
