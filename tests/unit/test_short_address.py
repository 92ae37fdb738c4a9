# SPDX-License-Identifier: AGPL-3.0-or-later
"""Short addresses of articles, which paper tells."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.newsroom.short_address import marks, short_address

DAY = "/tin-tuc/2017/02/23/"


def test_short_address_is_that_of_the_day_with_a_mark():
    """Made of the address alone, it never changes: these stand on paper."""
    assert short_address(f"{DAY}hoi-nghi-van-phong/") == f"{DAY}#07595"
    assert short_address("/tin-tuc/2026/11/09/cau-co-chien/") == "/tin-tuc/2026/11/09/#08481"


def test_mark_leads_to_one_story_or_to_the_day():
    """Two that have the same one have none; the others keep theirs, whatever else there is."""
    assert marks([f"{DAY}a/", f"{DAY}bai-199/"]) == {f"{DAY}a/": "94069", f"{DAY}bai-199/": "89384"}
    all_three = marks([f"{DAY}a/", f"{DAY}bai-199/", f"{DAY}bai-404/"])
    assert all_three == {f"{DAY}a/": "94069", f"{DAY}bai-199/": "", f"{DAY}bai-404/": ""}


@given(st.sets(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=40))
def test_marks_of_a_day_differ_and_are_those_of_the_addresses(slugs):
    addresses = [f"{DAY}{slug}/" for slug in slugs]
    told = {address: mark for address, mark in marks(addresses).items() if mark}
    assert len(set(told.values())) == len(told)
    assert all(short_address(address) == f"{DAY}#{mark}" for address, mark in told.items())
