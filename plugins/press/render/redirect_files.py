# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes redirects as hosts read them: maps of nginx and Caddy, and rules of static hosts."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import NamedTuple
from urllib.parse import quote, unquote_plus

from plugins.newsroom.old_address import OldAddress, spellings_of, spellings_of_part
from plugins.newsroom.page import Move, Redirects

#: Sets of parameter names that get a map of their own; a server asks one after the other.
MOST_SETS = 40
#: Parameters whose every order is written out where no map can pick them by name.
MOST_ORDERED = 4
#: Ways to write the values of one address at most.
_MOST_SPELLINGS = 64

_NAMED = re.compile("([^=]+)=(.+)")
# What nginx has a variable for.
_PLAIN_NAME = re.compile("[A-Za-z0-9_]+")
#: What social networks append to links; passed over where all else must be alike.
_APPENDED = "(?:&(?:fbclid|gclid|zarsrc|utm_[a-z_]+)=[^&]*)*"
# What means nothing else between the double quotes of a Caddyfile.
_PLAIN_IN_CADDY = re.compile(r"[^\x00-\x1f\x7f\"`\\{}]*")
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
# Keys are $uri, as nginx decodes it, without a slash at its end, and the parameters of the
# query, in any order; others are passed over where each has a name of its own.
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
    return head + "".join(_nginx_maps("portal_redirect", redirects.moved, root))


def write_nginx_gone(redirects: Redirects, root: str) -> str:
    """Write a map whose variable $portal_gone is the page that answers with 410."""
    head = _HEAD.format(
        words="What was withdrawn, and the page that tells so.",
        file="OUTPUT/.gone.map",
        use=_USE_GONE.format(),
    )
    return head + "".join(_nginx_maps("portal_gone", _gone_files(redirects), root))


def _gone_files(redirects: Redirects) -> list[Move]:
    """List what is gone with the files that tell so."""
    return [
        Move(item.path, item.query, f"{item.address}index.html")
        if item.address.endswith("/")
        else item
        for item in redirects.gone
    ]


#: The values of the parameters that a map picks, sorted by their names, and the address.
_Picked = tuple[tuple[str, ...], Move]


class _Parted(NamedTuple):
    """Old addresses by what tells their queries: nothing, the whole, or values by their names."""

    plain: list[Move]
    whole: list[Move]
    by_names: dict[tuple[str, ...], list[_Picked]]

    @property
    def odd_names(self) -> list[str]:
        """List the names that nginx has no variable for."""
        names = {name for names in self.by_names for name in names}
        return sorted(name for name in names if not _PLAIN_NAME.fullmatch(name))


def _part(moves: Iterable[Move], unnamed: str = "(?!)") -> _Parted:
    """Part old addresses; the largest sets of names stand first.

    A server picks nothing by its name out of a query where the pattern *unnamed* is found.
    """
    plain: list[Move] = []
    whole: list[Move] = []
    found: dict[tuple[str, ...], list[_Picked]] = defaultdict(list)
    for move in moves:
        if not move.query:
            plain.append(move)
        elif re.search(unnamed, move.query) or (named := _named(move)) is None:
            whole.append(move)
        else:
            names, values = zip(*sorted(named.items()), strict=True)
            found[names].append((values, move))
    often = Counter({names: len(picked) for names, picked in found.items()})
    chosen = sorted(found, key=lambda names: (-often[names], names))[:MOST_SETS]
    for names in sorted(found.keys() - set(chosen)):
        whole += [move for _, move in found[names]]
    chosen.sort(key=lambda names: (-len(names), names))
    return _Parted(plain, whole, {names: found[names] for names in chosen})


def _named(move: Move) -> dict[str, str] | None:
    """Pair the names and values of a query; None where one has no name, or that of another."""
    found = [_NAMED.fullmatch(part) for part in OldAddress(move.path, move.query).parameters]
    if not all(found):
        return None
    named = {_lower(match[1]): match[2] for match in found}
    return named if len(named) == len(found) else None


class _Stage(NamedTuple):
    """A map: what it is asked for, and the addresses of its keys, small letters throughout."""

    source: str
    addresses: Mapping[str, str]


def _stages(
    parted: _Parted,
    root: str,
    path: str,
    whole: str,
    pick: Callable[[str], str],
    spell: Callable[[str], Iterable[str]],
) -> list[_Stage]:
    """Write the maps that are asked one after the other.

    First comes the whole query, then the largest set of names. *path* and *whole* are a
    server's words for the path and the query, *pick* is that for a parameter, *spell* lists
    how it may see a value.
    """
    stages = []
    if parted.whole:
        keys = ((move, query) for move in parted.whole for query in _queries(move))
        stages.append(_stage(f"{path}?{whole}", keys, root))
    for names, picked in parted.by_names.items():
        keys = (
            (move, "&".join(spelt))
            for values, move in picked
            for spelt in _products([spell(value) for value in values])
        )
        stages.append(_stage(f"{path}?{'&'.join(map(pick, names))}", keys, root))
    stages.append(_stage(path, ((move, "") for move in parted.plain), root))
    return stages


def _stage(source: str, keys: Iterable[tuple[Move, str]], root: str) -> _Stage:
    addresses: dict[str, str] = {}
    for move, query in keys:
        for path in spellings_of(f"{root}{move.path}".rstrip("/") or "/"):
            # A server refuses a file that has a key twice.
            addresses.setdefault(_lower(f"{path}?{query}" if query else path), move.address)
    return _Stage(source, addresses)


def _queries(move: Move) -> Iterator[str]:
    """List how a query is written; of many parameters, as they were typed and sorted."""
    parameters = OldAddress(move.path, move.query).parameters
    orders = [tuple(parameters), tuple(sorted(parameters))]
    if len(parameters) <= MOST_ORDERED:
        orders = sorted(set(permutations(parameters)))
    for order in orders:
        for spelt in _products([_spellings_of_parameter(part) for part in order]):
            yield "&".join(spelt)


def _spellings_of_parameter(parameter: str) -> list[str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        # Programs that take a query apart add the sign.
        return [f"{word}{end}" for word in spellings_of_part(name) for end in ("", "=")]
    pairs = product(spellings_of_part(name), spellings_of_part(value))
    return [f"{name}={value}" for name, value in pairs]


def _products(spellings: Sequence[Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """List the ways to write parameters together; of very many, those that are alike."""
    listed = list(map(list, spellings))
    count = 1
    for each in listed:
        count *= len(each)
    if count <= _MOST_SPELLINGS:
        return product(*listed)
    longest = max(map(len, listed))
    return (tuple(each[n % len(each)] for each in listed) for n in range(longest))


def _nginx_maps(variable: str, moves: Sequence[Move], root: str) -> Iterator[str]:
    """Write one map for each stage, each with the next one as its default."""
    parted = _part(moves)
    odd = {name: f"{variable}_arg_{n}" for n, name in enumerate(parted.odd_names, 1)}
    yield _nginx_picker("$uri", f"{variable}_path", "$uri", "^(?<{0}>.+?)/+$")
    if parted.whole:
        pattern = "(?i)^(?<{0}>.*?)" + _APPENDED + "&*$"
        yield _nginx_picker("$args", f"{variable}_args", '""', pattern)
    for name, picked in odd.items():
        spelt = "|".join(map(_literal, spellings_of_part(name)))
        pattern = "(?i)(?:^|&)(?:" + spelt + ")=(?<{0}>[^&]*)"
        yield _nginx_picker("$args", picked, '""', pattern)
    stages = _stages(
        parted,
        root,
        f"${variable}_path",
        f"${variable}_args",
        lambda name: f"${odd[name]}" if name in odd else f"$arg_{name}",
        spellings_of_part,
    )
    for number, stage in enumerate(stages):
        default = '""' if number == len(stages) - 1 else f"${variable}_{number + 1}"
        name = variable if number == 0 else f"{variable}_{number}"
        yield f'map "{stage.source}" ${name} {{\n    default {default};\n'
        for key, address in stage.addresses.items():
            yield f'    "{_escaped(key)}" "{root}{address}";\n'
        yield "}\n"


def _nginx_picker(source: str, variable: str, default: str, pattern: str) -> str:
    """Write a map that takes a part of *source*: the group "{0}" of *pattern*."""
    group = f"{variable}_found"
    pattern = pattern.format(group)
    return f'map {source} ${variable} {{\n    default {default};\n    "~{pattern}" ${group};\n}}\n'


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
        parameters = OldAddress(move.path, move.query).parameters
        # Such hosts take few rules, so letters are whole, and as typed.
        for typed in dict.fromkeys((unicodedata.normalize("NFC", move.path), move.path)):
            path = quote(root + typed, "/~!$&'()+,;=@-._")
            if not move.query:
                path = path.rstrip("/") or "/"
            lines.append(" ".join((path, *parameters, root + move.address, str(status))))
    return "\n".join(lines) + "\n"


def write_caddy_maps(redirects: Redirects, root: str) -> str:
    """Write a file that a Caddyfile imports: {portal_redirect} and {portal_gone}, or "".

    Keys are in small letters, and so must be what Caddy is asked for. It compares one key
    after the other.
    """
    head = (
        "# Old addresses and what was withdrawn, for the Caddyfile of the portal.\n"
        "# Written by the build: a change here is lost.\n"
    )
    maps = {"portal_redirect": redirects.moved, "portal_gone": _gone_files(redirects)}
    return head + "".join(
        part for name, moves in maps.items() for part in _caddy_maps(name, moves, root)
    )


def _caddy_maps(variable: str, moves: Sequence[Move], root: str) -> Iterator[str]:
    # Caddy leaves parameters with a semicolon out.
    parted = _part(moves, unnamed="(?i);|%3B")
    yield _caddy_picker("{path}", f"{variable}_path", "{path}", "^(.+?)/+$")
    if parted.whole:
        yield _caddy_picker("{query}", f"{variable}_query", '""', f"^(.*?){_APPENDED}&*$")
    stages = _stages(
        parted,
        root,
        f"{{{variable}_path}}",
        f"{{{variable}_query}}",
        lambda name: f"{{http.request.uri.query.{unquote_plus(name)}}}",
        lambda value: spellings_of(unquote_plus(_lower(value))),
    )
    for number, stage in enumerate(stages):
        default = '""' if number == len(stages) - 1 else f"{{{variable}_{number + 1}}}"
        name = variable if number == 0 else f"{variable}_{number}"
        yield f'map "{stage.source}" {{{name}}} {{\n'
        for key, address in stage.addresses.items():
            yield f'    {_caddy_key(key)} "{root}{address}"\n'
        yield f"    default {default}\n}}\n"


def _caddy_picker(source: str, variable: str, default: str, pattern: str) -> str:
    return f'map {source} {{{variable}}} {{\n    `~{pattern}` "${{1}}"\n    default {default}\n}}\n'


def _caddy_key(key: str) -> str:
    """Write a key as it stands; as a pattern where its signs mean something to a Caddyfile."""
    return f'"{key}"' if _PLAIN_IN_CADDY.fullmatch(key) else f"`~^{_literal(key)}$`"


def _literal(text: str) -> str:
    """Write a pattern for just this text: signs stand as numbers."""
    return re.sub(r"[^\w/-]", _numbered, text, flags=re.ASCII)


def _numbered(sign: re.Match[str]) -> str:
    return f"\\x{ord(sign[0]):02x}" if sign[0].isascii() else sign[0]
