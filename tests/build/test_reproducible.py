# SPDX-License-Identifier: AGPL-3.0-or-later
"""The output depends on the content, the settings and the code alone."""

import hashlib
import shutil
from pathlib import Path

from tests.small_site import ROOT, Build, run_pelican

#: A machine that could hardly be more unlike the one that built the sample.
ELSEWHERE = {
    "TZ": "America/New_York",
    "LC_ALL": "C",
    "LANG": None,
    "LANGUAGE": "en",
    "PYTHONHASHSEED": "7",
    "PYTHONUTF8": None,
    "COLUMNS": "40",
}


def digests(build: Build) -> dict[str, str]:
    return {
        file: hashlib.sha256((build.output / file).read_bytes()).hexdigest() for file in build.files
    }


def copy_backwards(source: Path, target: Path) -> Path:
    """Copy a folder so that its files are created, and dated, the other way round."""
    for file in sorted(source.rglob("*"), reverse=True):
        if file.is_file():
            copy = target / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    return target


def test_same_bytes_on_another_machine(sample, sample_cache, tmp_path):
    """Time zone, locale, hash seed, order and place of the files leave no trace.

    The copies of photos are at hand, which take 13 s of CPU: that a photo too is copied alike
    elsewhere is shown with one in `tests/integration/test_whole_builds.py`.
    """
    content = copy_backwards(ROOT / "content", tmp_path / "một nơi khác" / "content")
    shutil.copytree(sample_cache / "photos", tmp_path / "cache/photos")
    other = run_pelican(content, tmp_path / "ra", tmp_path / "cache", environment=ELSEWHERE)
    assert other.status == 0, other.stderr
    assert digests(other) == digests(sample)


def test_same_bytes_from_a_warm_cache(sample, sample_cache, tmp_path):
    """A cache from an earlier run, and content with new time stamps, change nothing."""
    cache = shutil.copytree(sample_cache, tmp_path / "cache")
    content = copy_backwards(ROOT / "content", tmp_path / "content")
    again = run_pelican(content, tmp_path / "output", cache)
    assert again.status == 0, again.stderr
    assert digests(again) == digests(sample)
