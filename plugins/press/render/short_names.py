# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short names in scripts: what a script calls its own is called by a letter or two.

Names are told by the syntax tree, in which each belongs to a scope: a block, function, loop or
catch. A name in a scope shares its letters with none in the scopes around it, and with none
that the script has from elsewhere; those of scopes side by side are called alike. What other
scripts see keeps its name: exports, properties, strings.

Written here, since what minifies scripts and can be had from Python is a program in Go, which
hangs in a process that was forked after it was loaded, or leaves names as they are.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Query, QueryCursor

_LANGUAGE = Language(tree_sitter_javascript.language())
_PARSER = Parser(_LANGUAGE)
_NAMES = Query(
    _LANGUAGE,
    """
    [(arrow_function) (function_declaration) (function_expression) (generator_function)
     (generator_function_declaration) (method_definition) (statement_block) (switch_body)
     (for_statement) (for_in_statement) (catch_clause)] @scope
    [(identifier) (shorthand_property_identifier) (shorthand_property_identifier_pattern)] @name
    (variable_declarator name: (_) @bound)
    (formal_parameters (_) @bound)
    (arrow_function parameter: (identifier) @bound)
    (catch_clause parameter: (_) @bound)
    (for_in_statement kind: _ left: (_) @bound)
    (class_declaration name: (identifier) @bound)
    (function_declaration name: (identifier) @outer)
    (generator_function_declaration name: (identifier) @outer)
    (export_statement declaration: (_ name: (identifier) @kept))
    (export_statement declaration: (_ (variable_declarator name: (_) @kept)))
    [(variable_declaration) (with_statement) (function_expression name: _)
     (generator_function name: _) (class name: _)] @unknown
    """,
)
# Those that scripts hold most stand first.
_LETTERS = "etnsaoircludmphfgbvyxkwjqzETNSAOIRCLUDMPHFGBVYXKWJQZ_$"
_WORDS = frozenset(("as", "do", "if", "in", "of"))


def shorten_names(script: str) -> str:
    """Give the *script* with short names; ValueError where it is not understood, with the line."""
    source = script.encode()
    root = _PARSER.parse(source).root_node
    found = QueryCursor(_NAMES).captures(root)
    wrong = [*found.get("unknown", ()), *_errors(root)]
    if wrong:
        raise ValueError(f"dòng {wrong[0].start_point.row + 1}")
    names = sorted(found.get("name", ()), key=lambda node: node.start_byte)
    slots = _slots(found, names)
    known = {node.text for node, slot in zip(names, slots, strict=True) if slot is None}
    short = _short_names(Counter(slot for slot in slots if slot is not None), known)
    parts, place = [], 0
    for node, slot in zip(names, slots, strict=True):
        if slot is not None:
            key = node.text + b":" if node.type.startswith("shorthand") else b""
            parts += [source[place : node.start_byte], key, short[slot]]
            place = node.end_byte
    return b"".join((*parts, source[place:])).decode()


def _errors(root: Node) -> Iterator[Node]:
    """Find what is no JavaScript."""
    if root.has_error:
        yield next((child for child in root.children if child.has_error), root)


def _slots(found: dict[str, list[Node]], names: list[Node]) -> list[int | None]:
    """Number what each of *names* stands for; None for what is not the script's own.

    Numbers go on from a scope to those in it, and from there begin alike.
    """
    scopes = sorted(found.get("scope", ()), key=lambda node: (node.start_byte, -node.end_byte))
    kept = {name.start_byte for node in found.get("kept", ()) for name in _bound_in(node)}
    outer = {node.start_byte for node in found.get("outer", ())}
    bound = {name.start_byte for node in found.get("bound", ()) for name in _bound_in(node)}
    bound = (bound | outer) - kept
    around = list(_scopes_around(scopes, names))
    own: dict[int, list[bytes]] = {number: [] for number in range(-1, len(scopes))}
    parents = {-1: -1}
    for node, stack in zip(names, around, strict=True):
        parents.update(zip(stack[1:], stack, strict=False))
        if node.start_byte in bound:
            scope = own[stack[-2 if node.start_byte in outer else -1]]
            if node.text not in scope:
                scope.append(node.text)
    firsts = {-1: 0}
    for number in sorted(parents):
        if number >= 0:
            firsts[number] = firsts[parents[number]] + len(own[parents[number]])
    return [
        next(
            (
                firsts[number] + own[number].index(node.text)
                for number in reversed(stack)
                if node.text in own[number]
            ),
            None,
        )
        for node, stack in zip(names, around, strict=True)
    ]


def _scopes_around(scopes: list[Node], names: list[Node]) -> Iterator[tuple[int, ...]]:
    """List, by their numbers, the scopes that each of *names* stands in, the script (-1) first."""
    stack, opened = [-1], 0
    for node in names:
        while opened < len(scopes) and scopes[opened].start_byte <= node.start_byte:
            _close(stack, scopes, scopes[opened].start_byte)
            stack.append(opened)
            opened += 1
        _close(stack, scopes, node.start_byte)
        yield tuple(stack)


def _close(stack: list[int], scopes: list[Node], place: int) -> None:
    while stack[-1] >= 0 and scopes[stack[-1]].end_byte <= place:
        stack.pop()


def _bound_in(pattern: Node) -> Iterator[Node]:
    """List the names that a pattern like `{ a, b: [c], d = e, ...f }` declares."""
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield pattern
        case "assignment_pattern" | "object_assignment_pattern":
            yield from _bound_in(pattern.child_by_field_name("left"))
        case "pair_pattern":
            yield from _bound_in(pattern.child_by_field_name("value"))
        case _:
            for part in pattern.named_children:
                yield from _bound_in(part)


def _short_names(counts: Counter[int], known: set[bytes]) -> dict[int, bytes]:
    """Give each number letters, the fewest to those that stand most often."""
    possible = (
        name.encode() for size in (1, 2) for name in map("".join, product(_LETTERS, repeat=size))
    )
    free = (name for name in possible if name not in known and name.decode() not in _WORDS)
    most = sorted(counts, key=lambda slot: (-counts[slot], slot))
    return dict(zip(most, free, strict=False))
