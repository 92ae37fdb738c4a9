# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the jobs of workflow files on this machine, step by step, as a runner does.

The commands are run as they stand in the file; the actions (`uses`) are what they come to
here: a clone, a folder that is kept.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.small_site import NOW, ROOT

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_NAME = re.compile(r"'[^']*'|[A-Za-z_][\w.-]*")


def read_workflow(name: str) -> dict[str, Any]:
    """Read a workflow file of the project; the key "on" stays a word."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return yaml.load(re.sub("^on:", '"on":', text, flags=re.MULTILINE), yaml.SafeLoader)


@dataclass
class Runner:
    """A machine that works for the repository *origin*, in *folder*.

    `contexts` are what expressions see: vars, secrets, inputs, github.
    """

    origin: Path
    folder: Path
    contexts: dict[str, dict[str, str]]
    path: str
    now: int = NOW
    ran: list[str] = field(default_factory=list)
    told: str = ""

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def run(self, job: Mapping[str, Any], **github: str) -> bool:
        """Run the steps of a job; tell whether all went well."""
        self.contexts["github"] = {"ref": "refs/heads/main", "run_id": str(len(self.ran)), **github}
        self.contexts["steps"] = {}
        self.ran, self.told = [], ""
        shutil.rmtree(self.workspace, ignore_errors=True)
        if not self._true(job.get("if", "true")):
            return True
        return all(self._run_step(step) for step in job["steps"])

    def _run_step(self, step: Mapping[str, Any]) -> bool:
        if not self._true(step.get("if", "true")):
            return True
        self.ran.append(step.get("name") or step["uses"].partition("@")[0])
        if "uses" in step:
            self._use(step["uses"].partition("@")[0], step.get("with", {}))
            return True
        answers = self.folder / "answers"
        answers.write_text("")
        environment = {name: self._fill(str(value)) for name, value in step.get("env", {}).items()}
        environment |= {"GITHUB_OUTPUT": str(answers), "GITHUB_ACTIONS": "true"}
        done = self.shell(step["run"], environment)
        if "id" in step:
            pairs = (line.partition("=") for line in answers.read_text().splitlines())
            outputs = {f"outputs.{name}": value for name, _, value in pairs}
            self.contexts["steps"] |= {f"{step['id']}.{name}": it for name, it in outputs.items()}
        return done == 0

    def shell(self, script: str, environment: Mapping[str, str]) -> int:
        """Run a script as runners do, with nothing of this machine but its programs."""
        base = {"PATH": self.path, "HOME": str(self.folder / "home"), "LANG": "C.UTF-8"}
        base |= {"SOURCE_DATE_EPOCH": str(self.now)}
        (self.folder / "home").mkdir(exist_ok=True)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.workspace,
            env={**base, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.told += done.stdout
        return done.returncode

    def check_out(self) -> None:
        """Clone the newest commit of the repository."""
        command = ["git", "clone", "--quiet", "--depth", "1", f"file://{self.origin}"]
        subprocess.run([*command, str(self.workspace)], check=True)
        # The packages are those of the tests, as if they had just been installed.
        (self.workspace / ".venv").symlink_to(ROOT / ".venv")
        for name in ("requirements.txt", "requirements-s3.txt"):
            if (self.workspace / name).exists():
                os.utime(self.workspace / name, (0, 0))

    def restore_cache(self) -> None:
        """Bring back what the last run kept; every file has a new time."""
        if (self.folder / "kept").exists():
            copy = shutil.copyfile
            shutil.copytree(self.folder / "kept", self.workspace / "cache", copy_function=copy)

    def save_cache(self) -> None:
        """Keep the cache for the next run."""
        shutil.rmtree(self.folder / "kept", ignore_errors=True)
        shutil.copytree(self.workspace / "cache", self.folder / "kept")

    def _use(self, action: str, options: Mapping[str, Any]) -> None:
        if action == "actions/checkout":
            self.check_out()
        elif action == "actions/cache/restore":
            assert options["path"] == "cache"
            self.restore_cache()
        elif action == "actions/cache/save":
            self.save_cache()
        else:
            assert action in ("actions/setup-python", "actions/upload-artifact"), action

    def _true(self, condition: str) -> bool:
        return bool(self._evaluate(condition))

    def _fill(self, text: str) -> str:
        return _EXPRESSION.sub(lambda found: str(self._evaluate(found[1]) or ""), text)

    def _evaluate(self, expression: str) -> Any:
        """Evaluate an expression of names, words in quotes, ==, !=, && and ||."""
        words = expression.replace("&&", " and ").replace("||", " or ")
        return eval(_NAME.sub(self._value, words), {"__builtins__": {}})

    def _value(self, found: re.Match[str]) -> str:
        name = found[0]
        if name in ("and", "or") or name.startswith("'"):
            return name
        if name == "true":
            return "True"
        context, _, rest = name.partition(".")
        return repr(self.contexts.get(context, {}).get(rest, ""))
