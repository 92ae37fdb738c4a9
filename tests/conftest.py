# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sites that tests look at."""

import contextlib
import fcntl
import functools
import gc
import importlib
import importlib.metadata
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest

from plugins.press import session
from tests.memory import Memory
from tests.small_site import ROOT, Build, run_pelican, write_files
from tests.warm_process import shared_folder

# No test is timed: a machine that is busy with other things must not fail one.
hypothesis.settings.register_profile("unhurried", parent=hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("unhurried")

#: The files that take the most CPU, 8 to 60 s each, and the order in which they begin: a
#: worker that gets one of them last is waited for. Of the first four one alone
#: asks for the sample site, which the others would wait for.
DEAREST = (
    "browser/test_access.py",
    "integration/test_whole_builds.py",
    "integration/test_publish_guard.py",
    "integration/test_incremental_law.py",
    "browser/test_search.py",
    "browser/test_reading.py",
    "browser/test_design_bench.py",
    "build/test_nu_checker.py",
    "integration/test_limits.py",
    "build/test_pelican_door.py",
    "browser/test_keyboard.py",
    "browser/test_desk.py",
    "integration/test_desk_sending.py",
    "browser/test_preview.py",
    "integration/test_deploy.py",
    "integration/test_pelican_cases.py",
    "build/test_workflows.py",
    "integration/test_photo_store.py",
    "integration/test_release.py",
    "browser/test_offline.py",
    "build/test_command_line.py",
    "integration/test_sources.py",
    "integration/test_deploy_s3.py",
    "integration/test_fuzz.py",
    "integration/test_pipeline.py",
    "integration/test_desk.py",
    "build/test_every_page.py",
    "integration/test_deploy_broken_connections.py",
    "integration/test_broken_articles.py",
    "build/test_servers.py",
)


def pytest_configure() -> None:
    """Make what builds share before pytest-xdist begins its workers, so that all have it."""
    shared_folder()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile a share of all tests, as each worker does, before it needs those of the others.

    One alone takes 7 s of CPU where nothing was compiled before, and each of four would.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker and session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        first = int(worker["workerid"].removeprefix("gw"))
        for file in sorted(ROOT.glob("tests/[!u]*/test_*.py"))[first :: worker["workercount"]]:
            # A fault of one is told where it is collected.
            with contextlib.suppress(Exception):
                importlib.import_module(f"tests.{file.parent.name}.{file.stem}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the dearest files."""
    ranks = {ROOT / "tests" / name: rank for rank, name in enumerate(DEAREST)}
    assert all(file.is_file() for file in ranks)
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def pytest_collection_finish() -> None:
    """Look no more for garbage in ten thousand tests, which took 6 % of the CPU of all."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run that holds the sample site and its cache, one for all workers."""
    base = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own in that of the whole run.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sample(sample_folder: Path) -> Build:
    """The sample site: all of content/, built once from nothing, to be looked at only."""
    told = sample_folder / "build.json"
    with (sample_folder / "lock").open("w") as lock:
        # The first worker builds, the others wait for it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            build = run_pelican(ROOT / "content", sample_folder / "output", sample_folder / "cache")
            told.write_text(json.dumps([build.status, build.stdout, build.stderr]))
    status, stdout, stderr = json.loads(told.read_text())
    assert status == 0, stderr
    return Build(status, stdout, stderr, sample_folder / "output")


@pytest.fixture(scope="session")
def sample_cache(sample: Build) -> Path:
    """The cache that the sample site was built with, to be copied."""
    return sample.output.parent / "cache"


@pytest.fixture(scope="module")
def remembered() -> Iterator[None]:
    """What is built in this process is given what others made, as in a warm process."""
    with pytest.MonkeyPatch.context() as patch:
        Memory(shared_folder(), patch.setattr)
        patch.setattr(session, "code_version", functools.cache(session.code_version))
        patch.setattr(importlib.metadata, "version", functools.cache(importlib.metadata.version))
        yield


@pytest.fixture
def build_site(tmp_path: Path) -> Callable[..., Build]:
    """Builds a small site from {name: text or bytes}, with options as `run_pelican` takes."""

    def build(files: Mapping[str, str | bytes], *options: str, **more: object) -> Build:
        content = write_files(tmp_path / "content", files)
        return run_pelican(content, tmp_path / "output", tmp_path / "cache", *options, **more)

    return build
