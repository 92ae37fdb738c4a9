# SPDX-License-Identifier: AGPL-3.0-or-later
"""What hosts are told of old addresses, word for word."""

from plugins.newsroom.page import Move, Redirects
from plugins.press.render.redirect_files import (
    MOST_SETS,
    write_caddy_maps,
    write_nginx_gone,
    write_nginx_redirects,
    write_redirect_rules,
)

TABLE = Redirects(
    moved=(
        Move("/Default.aspx", "tabid=144&ID=32762", "/moi/"),
        Move("/xem", "12150284", "/hai/"),
        Move("/a-b", "x-y=1&z=2", "/ba/"),
        Move("/văn bản", "", "/bon/"),
        Move("/cu/", "", "/nam/"),
    ),
    gone=(Move("/go/", "", "/go/"), Move("/het/", "", "/410.html")),
)
#: Its letters in parts.
VAN_BAN = "va\u0306n ba\u0309n"


def rows(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if not line.startswith("#")]


def test_nginx_map():
    """A map for each set of parameters, the whole query first, the bare path last."""
    assert rows(write_nginx_redirects(TABLE, "")) == [
        "map $uri $portal_redirect_path {",
        "default $uri;",
        '"~^(?<portal_redirect_path_found>.+?)/+$" $portal_redirect_path_found;',
        "}",
        "map $args $portal_redirect_args {",
        'default "";',
        '"~(?i)^(?<portal_redirect_args_found>.*?)'
        '(?:&(?:fbclid|gclid|zarsrc|utm_[a-z_]+)=[^&]*)*&*$" $portal_redirect_args_found;',
        "}",
        "map $args $portal_redirect_arg_1 {",
        'default "";',
        r'"~(?i)(?:^|&)(?:x-y)=(?<portal_redirect_arg_1_found>[^&]*)" '
        "$portal_redirect_arg_1_found;",
        "}",
        'map "$portal_redirect_path?$portal_redirect_args" $portal_redirect {',
        "default $portal_redirect_1;",
        '"/xem?12150284" "/hai/";',
        '"/xem?12150284=" "/hai/";',
        "}",
        'map "$portal_redirect_path?$arg_id&$arg_tabid" $portal_redirect_1 {',
        "default $portal_redirect_2;",
        '"/default.aspx?32762&144" "/moi/";',
        "}",
        'map "$portal_redirect_path?$portal_redirect_arg_1&$arg_z" $portal_redirect_2 {',
        "default $portal_redirect_3;",
        '"/a-b?1&2" "/ba/";',
        "}",
        'map "$portal_redirect_path" $portal_redirect_3 {',
        'default "";',
        '"/văn bản" "/bon/";',
        '"/vĂn bẢn" "/bon/";',
        f'"/{VAN_BAN}" "/bon/";',
        '"/cu" "/nam/";',
        "}",
    ]


def test_nginx_map_below_a_path():
    """A site that stands at a path has all its addresses below it."""
    assert rows(write_nginx_gone(TABLE, "/tin"))[4:] == [
        'map "$portal_gone_path" $portal_gone {',
        'default "";',
        '"/tin/go" "/tin/go/index.html";',
        '"/tin/het" "/tin/410.html";',
        "}",
    ]


def test_many_parameters():
    """Named ones in any order; with a lone word among more than four, as typed and sorted."""
    many = "&".join(f"n-{n}={n}" for n in range(6))
    moves = (Move("/a", many, "/mot/"), Move("/b", f"{many}&c", "/hai/"))
    found = rows(write_nginx_redirects(Redirects(moves, ()), ""))
    assert '"/a?0&1&2&3&4&5" "/mot/";' in found
    assert len([row for row in found if "/hai/" in row]) == 4
    orders = [("a=1", "b=2", "c"), ("b=2", "a=1", "c"), ("c", "b=2", "a=1")]
    few = rows(write_nginx_redirects(Redirects((Move("/b", "a=1&b=2&c", "/hai/"),), ()), ""))
    assert all(f'"/b?{"&".join(order)}" "/hai/";' in few for order in orders)


def test_no_key_stands_twice():
    """Servers refuse the whole file: the same parameters repeated, one spelling of two words."""
    moves = (
        Move("/a", "x=1&x=1", "/mot/"),
        Move("/ß", "", "/hai/"),
        Move("/ss", "", "/ba/"),
        *(Move("/n", f"n{number}=1", "/bon/") for number in range(MOST_SETS + 9)),
    )
    for write in (write_nginx_redirects, write_caddy_maps):
        part = write(Redirects(moves, ()), "").partition("portal_gone")[0]
        for block in part.split("map ")[1:]:
            keys = [row.rsplit(" ", 1)[0] for row in rows(block)]
            assert len(keys) == len(set(keys))
        assert part.count("/bon/") >= MOST_SETS + 9


def test_rules_of_static_hosts():
    """A line each, the most parameters first; 410 for what is gone."""
    assert rows(write_redirect_rules(TABLE, "")) == [
        "/Default.aspx tabid=144 ID=32762 /moi/ 301",
        "/a-b x-y=1 z=2 /ba/ 301",
        "/xem 12150284 /hai/ 301",
        "/v%C4%83n%20b%E1%BA%A3n /bon/ 301",
        "/cu /nam/ 301",
        "/go /go/ 410",
        "/het /410.html 410",
    ]


def test_rule_of_letters_in_parts():
    """Such hosts compare bytes: the link as it was copied, and as a reader types it."""
    table = Redirects((Move("/te\u0302n", "", "/moi/"),), ())
    assert rows(write_redirect_rules(table, "")) == [
        "/t%C3%AAn /moi/ 301",
        "/te%CC%82n /moi/ 301",
    ]


def test_semicolon_in_a_query():
    """nginx picks its parameters by their names; Caddy leaves them out, so that it is whole."""
    table = Redirects((Move("/y", "a=1;b&c=%3b", "/moi/"),), ())
    assert '"/y?1;b&;" "/moi/";' in rows(write_nginx_redirects(table, ""))
    caddy = rows(write_caddy_maps(table, ""))
    assert '"/y?a=1;b&c=%3b" "/moi/"' in caddy and '"/y?c=;&a=1;b" "/moi/"' in caddy


def test_no_redirects():
    """A site without old addresses has the same files, which lead nowhere."""
    empty = Redirects((), ())
    assert rows(write_nginx_redirects(empty, ""))[4:] == [
        'map "$portal_redirect_path" $portal_redirect {',
        'default "";',
        "}",
    ]
    assert rows(write_redirect_rules(empty, "")) == []


def test_caddy_maps():
    """Small letters throughout; what means something to a Caddyfile stands as a pattern."""
    odd = Redirects((*TABLE.moved, Move('/"x"', "q=%7B1%7D", "/sau/")), TABLE.gone)
    assert rows(write_caddy_maps(odd, "/tin")) == [
        "map {path} {portal_redirect_path} {",
        '`~^(.+?)/+$` "${1}"',
        "default {path}",
        "}",
        "map {query} {portal_redirect_query} {",
        '`~^(.*?)(?:&(?:fbclid|gclid|zarsrc|utm_[a-z_]+)=[^&]*)*&*$` "${1}"',
        'default ""',
        "}",
        'map "{portal_redirect_path}?{portal_redirect_query}" {portal_redirect} {',
        '"/tin/xem?12150284" "/tin/hai/"',
        '"/tin/xem?12150284=" "/tin/hai/"',
        "default {portal_redirect_1}",
        "}",
        'map "{portal_redirect_path}?{http.request.uri.query.id}&{http.request.uri.query.tabid}" '
        "{portal_redirect_1} {",
        '"/tin/default.aspx?32762&144" "/tin/moi/"',
        "default {portal_redirect_2}",
        "}",
        'map "{portal_redirect_path}?{http.request.uri.query.x-y}&{http.request.uri.query.z}" '
        "{portal_redirect_2} {",
        '"/tin/a-b?1&2" "/tin/ba/"',
        "default {portal_redirect_3}",
        "}",
        'map "{portal_redirect_path}?{http.request.uri.query.q}" {portal_redirect_3} {',
        r"`~^/tin/\x22x\x22\x3f\x7b1\x7d$` "
        '"/tin/sau/"',
        "default {portal_redirect_4}",
        "}",
        'map "{portal_redirect_path}" {portal_redirect_4} {',
        '"/tin/văn bản" "/tin/bon/"',
        '"/tin/vĂn bẢn" "/tin/bon/"',
        f'"/tin/{VAN_BAN}" "/tin/bon/"',
        '"/tin/cu" "/tin/nam/"',
        'default ""',
        "}",
        "map {path} {portal_gone_path} {",
        '`~^(.+?)/+$` "${1}"',
        "default {path}",
        "}",
        'map "{portal_gone_path}" {portal_gone} {',
        '"/tin/go" "/tin/go/index.html"',
        '"/tin/het" "/tin/410.html"',
        'default ""',
        "}",
    ]
