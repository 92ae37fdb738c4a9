# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may leave the site, and what stops a publication."""

import pytest

from plugins.newsroom.plan.vanished import Vanished, find_allowed, find_vanished

PUBLISHED = ["/a/", "/b/", "/c/", "/d/"]


@pytest.mark.parametrize(
    ("present", "aliases", "expired", "allowed", "unannounced", "share"),
    [
        (["/a/", "/b/", "/c/", "/d/", "/e/"], [], [], [], (), 0.0),
        (["/a/", "/b/"], [], [], [], ("/c/", "/d/"), 0.5),
        (["/a/", "/b/", "/c/"], ["/d/"], [], [], (), 0.0),
        (["/a/", "/b/", "/c/"], ["/d"], [], [], (), 0.0),
        (["/a/", "/b/", "/c/"], [], ["/d/"], [], (), 0.0),
        (["/a/", "/b/", "/c/"], [], ["/d"], [], (), 0.0),
        (["/a/", "/b/", "/c/"], [], ["/d/"], ["/d/"], (), 0.0),
        (["/a/", "/b/", "/c/"], ["/d/"], ["/d/"], [], (), 0.0),
        (["/a/"], [], ["/c/", "/d/"], [], ("/b/",), 0.25),
        (["/a/"], [], ["/b/", "/c/", "/d/"], [], (), 0.75),
        ([], [], ["/a/", "/b/", "/c/", "/d/"], [], (), 1.0),
        (["/a/", "/b/", "/c/"], [], [], ["/d/"], (), 0.0),
        (["/a/", "/b/", "/c/"], [], [], ["/d"], (), 0.0),
        (["/a/", "/b/", "/c/"], [], [], ["/d*"], (), 0.25),
        (["/a/", "/b/", "/c/"], [], [], ["/x/"], ("/d/",), 0.25),
    ],
)
def test_which_addresses_vanish(present, aliases, expired, allowed, unannounced, share):
    """An alias keeps an address; a few may expire; more than half, or a named start, count."""
    assert find_vanished(PUBLISHED, present, aliases, expired, allowed) == Vanished(
        unannounced, share
    )


@pytest.mark.parametrize(
    ("allowed", "unannounced"),
    [
        (["/tin/a,", "/x,/y/", "/z/"], ()),
        (["/tin/a,,/x,/y/,z"], ("/x,/y/",)),
        (["/tin/a,", "/x,/y/", "q,z"], ()),
        (["/q/,z,/tin/a"], ("/tin/a,", "/x,/y/")),
        (["/tin/a,,/x,/y/,/z/"], ("/x,/y/",)),
        (["/tin/a,*"], ("/x,/y/", "/z/")),
        (["/tin/a,*,/z/"], ("/x,/y/",)),
        (["/*"], ()),
    ],
)
def test_comma_parts_names_unless_it_is_of_an_address(allowed, unannounced):
    """Portals of old had commas in addresses; what is told as a mend is taken as it is."""
    published = ["/tin/a,", "/x,/y/", "/z/", "/b/"]
    assert find_vanished(published, ["/b/"], [], [], allowed).unannounced == unannounced


@pytest.mark.parametrize(("number", "share"), [(3, 0.0), (4, 0.4)])
def test_more_than_three_that_expire_count(number, share):
    """A small portal lets a planned expiry pass; an end on many articles is asked about."""
    published = [f"/{place}/" for place in range(10)]
    found = find_vanished(published, published[number:], [], published[:number], [])
    assert found == Vanished((), share)


def test_nothing_vanishes_at_a_first_publication():
    """Where nothing was published, nothing can be gone."""
    assert find_vanished([], ["/a/"], [], [], []) == Vanished((), 0.0)


@pytest.mark.parametrize(
    ("claims", "unannounced", "share"),
    [
        (set(), ("/cu/x", "/tin-tuc/2026/a/"), 1.0),
        ({"a"}, ("/cu/x",), 0.5),
        ({"cu/x"}, ("/tin-tuc/2026/a/",), 0.5),
        ({"a", "cu/x", "b"}, (), 0.0),
        ({"tin-tuc", "2026", "cu"}, ("/cu/x", "/tin-tuc/2026/a/"), 1.0),
    ],
)
def test_address_that_an_unreadable_source_may_have_is_not_gone(claims, unannounced, share):
    """By its last part, or as a whole."""
    published = ["/tin-tuc/2026/a/", "/cu/x"]
    assert find_vanished(published, [], [], [], [], claims) == Vanished(unannounced, share)


def test_what_is_allowed_to_go():
    """By its name, in any of its forms, by how it begins, and by nothing else."""
    published = ["/a/", "/b/1/", "/b/2/", "/c,d/", "/x?b=2&a=1"]
    assert find_allowed(published, ["/A", "/b/*,/x?a=1&b=2"]) == [
        "/a/",
        "/b/1/",
        "/b/2/",
        published[-1],
    ]
    assert find_allowed(published, ["/c,d"]) == ["/c,d/"]
    assert find_allowed(published, ["/b/", "/c"]) == []
    assert find_allowed(published, []) == []
