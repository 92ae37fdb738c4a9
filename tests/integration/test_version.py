# SPDX-License-Identifier: AGPL-3.0-or-later
"""The version of the program: what a change of it makes anew."""

import pytest

from plugins.press.version import code_version


@pytest.fixture
def plugins(tmp_path):
    for name in ("press/render", "newsroom", "editor", "importer/word", "deploy"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "part.py").write_text("ONE = 1\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("file", ["press/render/part.py", "newsroom/new.py", "of_the_site.py"])
def test_what_can_shape_a_page_makes_another_version(plugins, file):
    before = code_version(plugins)
    (plugins / file).write_text("TWO = 2\n", "utf-8")
    assert code_version(plugins) != before


@pytest.mark.parametrize("file", ["editor/part.py", "importer/word/part.py", "deploy/new.py"])
def test_what_shapes_no_page_keeps_the_version(plugins, file):
    before = code_version(plugins)
    (plugins / file).write_text("TWO = 2\n", "utf-8")
    assert code_version(plugins) == before
