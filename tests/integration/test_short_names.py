# SPDX-License-Identifier: AGPL-3.0-or-later
"""What scripts call their own gets short names; everything else keeps its name."""

import pytest

from plugins.press.errors import Refusal
from plugins.press.render.short_names import shorten_names
from plugins.press.render.theme import Theme
from tests.small_site import write_files


@pytest.mark.parametrize(
    ("script", "shortened"),
    [
        ("const one = two;", "const e = two;"),
        ("one.two = { one: three.one };", "one.two = { one: three.one };"),
        # Letters go to what stands most often, and are none that stand for something else.
        ("const one = 1, two = e; two(two);", "const n = 1, t = e; t(t);"),
        # Properties keep their names where a short form named both.
        ("const one = { two: 1 }; ({ one });", "const e = { two: 1 }; ({ one:e });"),
        ("const { one, two: three, four = five, ...six } = all; one(three, four, six);",
         "const { one:e, two: t, four:n = five, ...s } = all; e(t, n, s);"),
        ("const [one, [two] = three] = all;", "const [e, [t] = three] = all;"),
        # Scopes side by side use the same letters, scopes in one another never do.
        ("const one = (two) => two; const three = (four) => one(four);",
         "const t = (e) => e; const n = (e) => t(e);"),
        ("(one) => (two) => { const three = one + two; };", "(e) => (t) => { const n = e + t; };"),
        # The inner one of one name is meant where it is known.
        ("const one = 1; { const one = 2; use(one); } use(one);",
         "const e = 1; { const t = 2; use(t); } use(e);"),
        ("for (const one of all) use(one); for (let two = 0; two < 9; two += 1);",
         "for (const e of all) use(e); for (let e = 0; e < 9; e += 1);"),
        ("for (one of all) use(one);", "for (one of all) use(one);"),
        ("try { use(); } catch ({ one }) { use(one); }",
         "try { use(); } catch ({ one:e }) { use(e); }"),
        # A function is known before its place; its own inside is not known outside.
        ("use(one); function one(two, three = two) { return three; }",
         "use(e); function e(t, n = t) { return n; }"),
        ("class One { two(three) { return this.two(three); } } new One();",
         "class e { two(t) { return this.two(t); } } new e();"),
        ("async function* one() { yield* two(); }", "async function* e() { yield* two(); }"),
        ("const one = `two ${ one } one`;", "const e = `two ${ e } one`;"),
        ('const one = "one", two = /one/;', 'const e = "one", t = /one/;'),
        # Other scripts know these.
        ("export function start(root) { use(root); }", "export function start(e) { use(e); }"),
        ("export const one = 1, two = one; const three = two;",
         "export const one = 1, two = one; const e = two;"),
        ('import { one } from "./two.js";', 'import { one } from "./two.js";'),
    ],
)  # fmt: skip
def test_own_names_are_shortened(script, shortened):
    """Those of scopes and patterns of all kinds."""
    assert shorten_names(script) == shortened


def test_names_are_more_than_there_are_letters():
    """Two letters follow; none is a word of the language."""
    script = "".join(f"let name{number};" for number in range(2500))
    names = shorten_names(script).removesuffix(";").replace("let ", "").split(";")
    assert len(set(names)) == 2500
    assert {len(name) for name in names} == {1, 2}
    assert {"do", "if", "in"}.isdisjoint(names)


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("const one = ;", 1),
        ("use();\nvar one;", 2),
        ("\n\nwith (one) use();", 3),
        ("use();\n\nfunction (", 3),
        ("const one = function two() {};", 1),
    ],
)
def test_what_is_not_understood_is_told(script, line):
    """With its line: mistakes, and forms whose scopes are others."""
    with pytest.raises(ValueError, match=rf"^dòng {line}$"):
        shorten_names(script)


def test_script_with_a_mistake_stops_the_build(tmp_path):
    """Rather than that a page comes without its script."""
    write_files(tmp_path, {"static/js/modules/a.js": "export function start( {\n"})
    with pytest.raises(Refusal, match=r"static/js \(js/modules/a\.js, dòng 1\)"):
        Theme(tmp_path, {})
