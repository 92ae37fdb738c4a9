# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scripts of the theme as pages load them."""

import re

import pytest

from plugins.press.errors import Refusal
from plugins.press.render.scripts import join_scripts, minify_script
from plugins.press.render.theme import Theme
from tests.small_site import ROOT, write_files

LICENCE = "// SPDX-License-Identifier: AGPL-3.0-or-later\n"
SOURCES = sorted((ROOT / "theme/static/js").rglob("*.js"))


@pytest.mark.parametrize(
    ("script", "minified"),
    [
        ("a();\n  // why\n  b();\n\nc( d );\n", "a();b();c(d);"),
        ("// SPDX: a\n// why\na ();\n", "a();"),
        ("a = b\n  + c;\nreturn d;", "a=b\n+c;return d;"),
        ('a("// b"); // c\n', 'a("// b");'),
        ("a(`  // ${ b } c`);\n", "a(`  // ${ b } c`);"),
        ("a = /[/ ]\\/\\/ +/g.test( b );", "a=/[/ ]\\/\\/ +/g.test(b);"),
        ("a = b + +c - -d;\nconst long = `f\n  g`;", "a=b+ +c- -d;const e=`f\n  g`;"),
    ],
)
def test_script_is_minified(script, minified):
    """Comments, space and long names go where nothing depends on them; the licence comes first."""
    assert minify_script(script) == f"{LICENCE}{minified}\n"


def test_module_is_served_with_what_it_imports():
    """Each once, before it is needed; what only others import is no file of its own."""
    files = {
        "js/site.js": "import(`./modules/${a}.js`);\n",
        "js/modules/a.js": 'import { b } from "../parts/b.js";\n'
        'import { c } from "../parts/c.js";\n'
        "export function start() {\n  b(c);\n}\n",
        "js/parts/b.js": 'import { c } from "./c.js";\nexport const b = () => c;\n',
        "js/parts/c.js": "export async function* c() {}\nexport class D {}\n",
    }
    assert join_scripts(files) == {
        "js/site.js": f"{LICENCE}import(`./modules/${{a}}.js`);\n",
        "js/modules/a.js": f"{LICENCE}async function*e(){{}}\n"
        "class n{}\nconst t=()=>e;export function start(){t(e);}\n",
    }


def test_import_of_what_is_not_there_is_told(tmp_path):
    """With the file's name, as a missing style sheet is."""
    write_files(tmp_path, {"static/js/modules/a.js": 'import { b } from "../parts/b.js";\n'})
    with pytest.raises(Refusal, match=r"static/js \('js/parts/b.js'\)"):
        Theme(tmp_path, {})


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_script_is_written_so_that_it_can_be_joined(file):
    """Imports have the one form that is understood."""
    lines = file.read_text(encoding="utf-8").splitlines()
    form = r'import \{ [\w, ]+ \} from "\.{1,2}/[\w/]+\.js";'
    imports = [line for line in lines if line.startswith("import ")]
    assert [line for line in imports if not re.fullmatch(form, line)] == []
    assert [line for line in lines if line.startswith(("export {", "export default"))] == []
    assert lines[0] == "// SPDX-License-Identifier: AGPL-3.0-or-later"


def test_scripts_that_are_served_together_share_no_name():
    """What one calls its own would be another's: a browser would run neither."""
    together = [file for file in SOURCES if file.parent.name == "search" or file.stem == "search"]
    tops: list[str] = []
    for file in together:
        text = file.read_text(encoding="utf-8")
        tops += re.findall(r"^(?:export )?(?:async )?(?:function\*?|class) (\w+)", text, re.M)
        for declared in re.findall(r"^(?:export )?const (.+)", text, re.M):
            tops += re.findall(r"(?:^|, )(\w+) = ", declared)
    assert len(together) >= 6 and len(tops) > 40
    assert sorted(tops) == sorted(set(tops))
