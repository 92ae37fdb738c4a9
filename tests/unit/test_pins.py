# SPDX-License-Identifier: AGPL-3.0-or-later
"""The locked packages: each of one version, known by its hashes, from any registry."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
PIN = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==[0-9][^ ]*(?: ; .+?)? \\\n((?:    --hash=.*\n)+)", re.M
)
LOCKS = [("requirements.txt", "build"), ("requirements-dev.txt", "test")]
S3 = ("requirements-s3.txt", "s3")


@pytest.mark.parametrize(("file", "group"), [*LOCKS, S3])
def test_every_package_is_locked_with_its_hashes(file, group):
    """A package that was changed on its way is not installed."""
    text = (ROOT / file).read_text("utf-8")
    wanted = {name for name in GROUPS[group] if isinstance(name, str)}
    locked = {name for name, _ in PIN.findall(text)}
    assert wanted <= locked
    stated = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(stated) == len(locked)
    hashes = [line for _, lines in PIN.findall(text) for line in lines.splitlines()]
    assert [line for line in hashes if not re.search("sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize(
    "file",
    [
        *("requirements.txt", "requirements-dev.txt", "requirements-s3.txt"),
        *("tests/servers/moto.txt", "tests/nu/package-lock.json"),
    ],
)
def test_no_registry_is_written_down(file):
    """Where packages come from is a matter of the machine."""
    text = (ROOT / file).read_text("utf-8")
    # Where a package asks for support is no place that it comes from.
    text = re.sub(r'"funding": \{[^{}]*\}', "", text)
    assert not re.search("://|index-url|resolved|find-links", text)


def test_packages_that_build_are_the_same_in_tests():
    build, test, s3 = (
        {
            line.split(" ")[0]
            for line in (ROOT / file).read_text("utf-8").splitlines()
            if "==" in line
        }
        for file, _ in (*LOCKS, S3)
    )
    assert build | s3 <= test


def test_packages_of_node_are_locked_with_their_hashes():
    lock = json.loads((ROOT / "tests/nu/package-lock.json").read_text("utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    assert [name for name, told in packages.items() if "integrity" not in told] == []
