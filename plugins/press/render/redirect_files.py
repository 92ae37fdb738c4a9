# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes redirects as hosts read them: maps of nginx and Caddy, and rules of static hosts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from urllib.parse import quote

from plugins.newsroom.old_address import OldAddress
from plugins.newsroom.page import Move, Redirects

#: Sets of parameter names that get a map of their own; nginx asks one after the other.
MOST_SETS = 40
#: Parameters whose every order is written out where no map can pick them by name.
MOST_ORDERED = 4

_NAMED = re.compile("([A-Za-z0-9_]+)=(.+)")
_HEAD = """\
# {words}
# Written by the build: a change here is lost. In the http block of nginx:
#
#     map_hash_bucket_size 1024;
#     map_hash_max_size 1048576;
#     variables_hash_max_size 4096;
#     include {file};
#
# and in the server block:
#
{use}
#
# Keys are $uri, as nginx decodes it, and the parameters of the query, in any order; others,
# such as those that social networks add, are passed over where the names are plain.
"""
_USE_REDIRECTS = """\
#     if ($portal_redirect) {{ return 301 {to}$portal_redirect; }}"""
_USE_GONE = """\
#     error_page 410 @gone;
#     location / {{ if ($portal_gone) {{ return 410; }} try_files $uri $uri/index.html =404; }}
#     location @gone {{ root OUTPUT; try_files $portal_gone =404; }}"""


def write_nginx_redirects(redirects: Redirects, root: str) -> str:
    """Write a map whose variable $portal_redirect is the address that answers with 301.

    *root* is the path that the site stands at, as everywhere here.
    """
    head = _HEAD.format(
        words="Old addresses, and where they lead now.",
        file="OUTPUT/.redirects.map",
        use=_USE_REDIRECTS.format(to="$scheme://$host"),
    )
    return head + "".join(_maps("portal_redirect", redirects.moved, root))


def write_nginx_gone(redirects: Redirects, root: str) -> str:
    """Write a map whose variable $portal_gone is the page that answers with 410."""
    head = _HEAD.format(
        words="What was withdrawn, and the page that tells so.",
        file="OUTPUT/.gone.map",
        use=_USE_GONE.format(),
    )
    return head + "".join(_maps("portal_gone", _gone_files(redirects), root))


def _gone_files(redirects: Redirects) -> list[Move]:
    """List what is gone with the files that tell so."""
    return [
        Move(item.path, item.query, f"{item.address}index.html")
        if item.address.endswith("/")
        else item
        for item in redirects.gone
    ]


def _maps(variable: str, moves: Sequence[Move], root: str) -> Iterator[str]:
    """Write one map for each set of parameters, each with the next one as its default.

    First comes the whole query, for what names no parameters, then the largest set.
    """
    plain: list[Move] = []
    whole: list[Move] = []
    by_names: dict[tuple[str, ...], list[tuple[str, Move]]] = defaultdict(list)
    for move in moves:
        if not move.query:
            plain.append(move)
        elif (named := _named(move)) is None:
            whole.append(move)
        else:
            names, values = zip(*sorted(named.items()), strict=True)
            by_names[names].append(("&".join(values), move))
    often = Counter({names: len(found) for names, found in by_names.items()})
    chosen = sorted(by_names, key=lambda names: (-often[names], names))[:MOST_SETS]
    for names in by_names.keys() - set(chosen):
        whole += [move for _, move in by_names[names]]
    chosen.sort(key=lambda names: (-len(names), names))
    stages: list[tuple[str, Iterable[tuple[str, str]]]] = []
    if whole:
        stages.append(("$uri?$args", _in_every_order(whole, root)))
    for names in chosen:
        source = "$uri?" + "&".join(f"$arg_{name}" for name in names)
        lines = (
            (_path(move, root) + "?" + values, move.address) for values, move in by_names[names]
        )
        stages.append((source, lines))
    stages.append(("$uri", _with_and_without_slash(plain, root)))
    for number, (source, lines) in enumerate(stages):
        is_last = number == len(stages) - 1
        default = '""' if is_last else f"${variable}_{number + 1}"
        name = variable if number == 0 else f"{variable}_{number}"
        yield f'map "{source}" ${name} {{\n    default {default};\n'
        for key, address in lines:
            yield f'    "{_escaped(key)}" "{root}{address}";\n'
        yield "}\n"


def _named(move: Move) -> dict[str, str] | None:
    """Pair the names and values of a query; None where nginx cannot pick them by name."""
    found = [_NAMED.fullmatch(part) for part in OldAddress(move.path, move.query).parameters]
    if not all(found):
        return None
    named = {match[1].lower(): match[2] for match in found}
    return named if len(named) == len(found) else None


def _in_every_order(moves: Iterable[Move], root: str) -> Iterator[tuple[str, str]]:
    lines: dict[str, tuple[str, str]] = {}
    for move in moves:
        parameters = OldAddress(move.path, move.query).parameters
        orders = ["&".join(order) for order in _orders(parameters)]
        # Some portals end their links so.
        for query in (*orders, "&".join((*parameters, ""))):
            key = f"{_path(move, root)}?{query}"
            lines.setdefault(_lower(key), (key, move.address))
    yield from lines.values()


def _orders(parameters: Sequence[str]) -> list[tuple[str, ...]]:
    """List every order of a few parameters; of many, as they were typed and sorted."""
    if len(parameters) <= MOST_ORDERED:
        return sorted(set(permutations(parameters)))
    return [tuple(parameters), tuple(sorted(parameters))]


def _with_and_without_slash(moves: Iterable[Move], root: str) -> Iterator[tuple[str, str]]:
    for move in moves:
        bare = _path(move, root).rstrip("/")
        yield bare, move.address
        yield f"{bare}/", move.address


def _path(move: Move, root: str) -> str:
    return root + move.path


def _lower(text: str) -> str:
    return text.encode().lower().decode()


def _escaped(key: str) -> str:
    """Write a key between double quotes."""
    return key.replace("\\", "\\\\").replace('"', '\\"')


def write_redirect_rules(redirects: Redirects, root: str) -> str:
    """Write the file `_redirects`: a rule a line, the most parameters first."""
    lines = [
        "# Old addresses, and where they lead now; the parameters of a query stand apart.",
        "# Written by the build: a change here is lost.",
    ]
    statuses = [(move, 301) for move in redirects.moved] + [(move, 410) for move in redirects.gone]
    # The first rule that fits is obeyed, and one without parameters fits all.
    statuses.sort(key=lambda pair: -len(OldAddress(pair[0].path, pair[0].query).parameters))
    for move, status in statuses:
        path = quote(root + move.path, "/~!$&'()+,;=@-._")
        if not move.query:
            path = path.rstrip("/") or "/"
        parameters = OldAddress(move.path, move.query).parameters
        lines.append(" ".join((path, *parameters, root + move.address, str(status))))
    return "\n".join(lines) + "\n"


def write_caddy_maps(redirects: Redirects, root: str) -> str:
    """Write a file that a Caddyfile imports: {portal_redirect} and {portal_gone}, or "".

    Caddy tries one pattern after the other, those with the most parameters first.
    """
    head = (
        "# Old addresses and what was withdrawn, for the Caddyfile of the portal.\n"
        "# Written by the build: a change here is lost.\n"
    )
    maps = {"portal_redirect": redirects.moved, "portal_gone": _gone_files(redirects)}
    return head + "".join(
        part for name, moves in maps.items() for part in _caddy_map(name, moves, root)
    )


def _caddy_map(variable: str, moves: Iterable[Move], root: str) -> Iterator[str]:
    yield f"map {{path}}?{{query}} {{{variable}}} {{\n"
    sorted_moves = sorted(
        moves, key=lambda move: -len(OldAddress(move.path, move.query).parameters)
    )
    for move in sorted_moves:
        yield f'    `~(?i)^{_caddy_pattern(move, root)}` "{root}{move.address}"\n'
    yield '    default ""\n}\n'


def _caddy_pattern(move: Move, root: str) -> str:
    path = _path(move, root)
    if not move.query:
        return _literal(path.rstrip("/")) + r"/?\?"
    orders = _orders(OldAddress(move.path, move.query).parameters)
    before, between, after = "", "&", "&?$"
    if _named(move) is not None:
        before, between, after = "(?:.*&)?", "&(?:.*&)?", "(?:&.*)?$"
    alternatives = "|".join(between.join(map(_literal, order)) for order in orders)
    return rf"{_literal(path)}\?{before}(?:{alternatives}){after}"


def _literal(text: str) -> str:
    """Write a pattern for just this text; the case of Latin letters without marks is passed over.

    Signs stand as numbers, since some mean something to a Caddyfile too.
    """
    text = re.sub(r"[^\w/-]", lambda sign: _numbered(sign[0]), text, flags=re.ASCII)
    return re.sub(r"[^\x00-\x7f]+", r"(?-i:\g<0>)", text)


def _numbered(sign: str) -> str:
    return f"\\x{ord(sign):02x}" if sign.isascii() else sign
