# SPDX-License-Identifier: AGPL-3.0-or-later
"""The linter over the styles and scripts of the theme and of the desk."""

from pathlib import Path

import pytest

from tests.nu import checker

ROOT = Path(__file__).resolve().parents[2]
needs_linter = pytest.mark.skipif(
    checker.parser_missing() is not None, reason=checker.parser_missing() or "Biome is there"
)


@needs_linter
def test_styles_and_scripts_have_no_finding():
    """Not one error or warning; what is allowed stands in tests/nu/biome.jsonc, with why."""
    folders = ("theme/static/css", "theme/static/js", "theme/workers", "plugins/editor/static")
    places = [ROOT / folder for folder in folders]
    assert checker.lint(*places) == []


@needs_linter
def test_linter_catches(tmp_path):
    """Each kind of mistake is told, in the file that has it, and sound files are not."""
    wrong = {
        "a.js": "export const a = () => missing;\n",
        "b.js": "const unused = 1;\n",
        "c.js": "export const c = (x) => x == 1;\n",
        "d.css": "a { colr: red }\n",
        "e.css": "a { color: red }\n.b { }\n",
        "f.css": ".a .b { color: red }\n.b { color: blue }\n",
    }
    sound = {"g.js": "export const g = (x) => x === 1;\n", "h.css": "a { color: red }\n"}
    for name, text in (wrong | sound).items():
        (tmp_path / name).write_text(text)
    found = checker.lint(tmp_path)
    assert {name for name in wrong | sound if any(name in line for line in found)} == set(wrong)
