# SPDX-License-Identifier: AGPL-3.0-or-later
"""What hosts are told of old addresses, word for word."""

from plugins.newsroom.page import Move, Redirects
from plugins.press.render.redirect_files import (
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


def rows(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if not line.startswith("#")]


def test_nginx_map():
    """One map for each set of parameters, the whole query first, the bare path last."""
    assert rows(write_nginx_redirects(TABLE, "")) == [
        'map "$uri?$args" $portal_redirect {',
        "default $portal_redirect_1;",
        '"/xem?12150284" "/hai/";',
        '"/xem?12150284&" "/hai/";',
        '"/a-b?x-y=1&z=2" "/ba/";',
        '"/a-b?z=2&x-y=1" "/ba/";',
        '"/a-b?x-y=1&z=2&" "/ba/";',
        "}",
        'map "$uri?$arg_id&$arg_tabid" $portal_redirect_1 {',
        "default $portal_redirect_2;",
        '"/Default.aspx?32762&144" "/moi/";',
        "}",
        'map "$uri" $portal_redirect_2 {',
        'default "";',
        '"/văn bản" "/bon/";',
        '"/văn bản/" "/bon/";',
        '"/cu" "/nam/";',
        '"/cu/" "/nam/";',
        "}",
    ]


def test_nginx_map_below_a_path():
    """A site that stands at a path has all its addresses below it."""
    assert rows(write_nginx_gone(TABLE, "/tin")) == [
        'map "$uri" $portal_gone {',
        'default "";',
        '"/tin/go" "/tin/go/index.html";',
        '"/tin/go/" "/tin/go/index.html";',
        '"/tin/het" "/tin/410.html";',
        '"/tin/het/" "/tin/410.html";',
        "}",
    ]


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


def test_no_redirects():
    """A site without old addresses has the same files, which lead nowhere."""
    empty = Redirects((), ())
    assert rows(write_nginx_redirects(empty, "")) == [
        'map "$uri" $portal_redirect {',
        'default "";',
        "}",
    ]
    assert rows(write_redirect_rules(empty, "")) == []


def test_caddy_maps():
    """The most parameters first; signs as numbers, letters with marks in their own case."""
    assert rows(write_caddy_maps(TABLE, "/tin")) == [
        "map {path}?{query} {portal_redirect} {",
        r"`~(?i)^/tin/Default\x2easpx\?(?:.*&)?(?:ID\x3d32762&(?:.*&)?tabid\x3d144"
        r'|tabid\x3d144&(?:.*&)?ID\x3d32762)(?:&.*)?$` "/tin/moi/"',
        r'`~(?i)^/tin/a-b\?(?:x-y\x3d1&z\x3d2|z\x3d2&x-y\x3d1)&?$` "/tin/ba/"',
        r'`~(?i)^/tin/xem\?(?:12150284)&?$` "/tin/hai/"',
        r'`~(?i)^/tin/v(?-i:ă)n\x20b(?-i:ả)n/?\?` "/tin/bon/"',
        r'`~(?i)^/tin/cu/?\?` "/tin/nam/"',
        'default ""',
        "}",
        "map {path}?{query} {portal_gone} {",
        r'`~(?i)^/tin/go/?\?` "/tin/go/index.html"',
        r'`~(?i)^/tin/het/?\?` "/tin/410.html"',
        'default ""',
        "}",
    ]
