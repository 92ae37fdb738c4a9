# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds of a few articles that are taken for many, by the production itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pelican.settings import read_settings

from plugins.press import inventory, production, stock
from plugins.press.build import build
from tests.small_site import NOW, ROOT, article, write_files

Build = Callable[..., int]


@pytest.fixture
def build_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds from {name: text}, sharing out its work as for a large archive."""
    monkeypatch.setattr(inventory, "MANY", 1)
    monkeypatch.setattr(production, "MANY_BUNDLES", 2)
    monkeypatch.setattr(stock, "usable_processors", lambda: 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))

    def build_files(files: dict[str, str], **settings: object) -> int:
        paths = {"PATH": "content", "OUTPUT_PATH": "output", "CACHE_PATH": "cache"}
        write_files(tmp_path / "content", files)
        override = {key: str(tmp_path / name) for key, name in paths.items()}
        return build(read_settings(str(ROOT / "pelicanconf.py"), override={**override, **settings}))

    return build_files


def test_nobody_but_the_first_process_waits_for_the_survey_of_the_output(build_small, tmp_path):
    """A new standing page stands in the marker and on every page: none is known to be as before."""
    files = {f"{name}.md": article(name) for name in "abc"}
    assert build_small(files) == 0
    assert build_small({"trang/moi.md": "---\ntitle: Trang mới\n---\nChữ."}) == 0
    assert "Trang mới" in (tmp_path / "output" / "index.html").read_text("utf-8")
