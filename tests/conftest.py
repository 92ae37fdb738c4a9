# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sites that tests look at."""

from collections.abc import Callable, Mapping
from pathlib import Path

import hypothesis
import pytest

from tests.small_site import ROOT, Build, run_pelican, write_files

# No test is timed: a machine that is busy with other things must not fail one.
hypothesis.settings.register_profile("unhurried", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def sample_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that the sample site is built with."""
    return tmp_path_factory.mktemp("sample") / "cache"


@pytest.fixture(scope="session")
def sample(sample_cache: Path) -> Build:
    """The sample site: all of content/, built once from nothing."""
    build = run_pelican(ROOT / "content", sample_cache.parent / "output", sample_cache)
    assert build.status == 0, build.stderr
    return build


@pytest.fixture
def build_site(tmp_path: Path) -> Callable[..., Build]:
    """Builds a small site from {name: text or bytes}, with options as `run_pelican` takes."""

    def build(files: Mapping[str, str | bytes], *options: str, **more: object) -> Build:
        content = write_files(tmp_path / "content", files)
        return run_pelican(content, tmp_path / "output", tmp_path / "cache", *options, **more)

    return build
