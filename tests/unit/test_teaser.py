# SPDX-License-Identifier: AGPL-3.0-or-later
"""As much of a sapo as a list shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.newsroom.teaser import LONGEST, teaser

LONG = "một hai ba bốn năm " * 20


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("(Vinhlong.gov.vn) – Văn phòng họp", "Văn phòng họp"),
        ("(Vinhlong.gov.vn) Văn phòng họp", "Văn phòng họp"),
        ("(TTXVN)- Sáng 5/3", "Sáng 5/3"),
        ("(Báo Vĩnh Long) — Sáng 5/3", "Sáng 5/3"),
        ("VOV.VN - Sáng 5/3", "Sáng 5/3"),
        ("(Lần thứ hai) Hội nghị", "(Lần thứ hai) Hội nghị"),
        ("16.143 – đó là số hồ sơ", "16.143 – đó là số hồ sơ"),
        ("Xã Quới An – nơi trồng lúa", "Xã Quới An – nơi trồng lúa"),
        ("(TTXVN) –", "(TTXVN) –"),
        ("", ""),
        ("chữ" * 100, "chữ" * 100),
        ("a" * 99 + ", " + "b" * 200, "a" * 99 + ", " + "b" * 200),
        ("a" * 101 + ", " + "b" * 200, "a" * 101 + "…"),
        ("ក" * 150 + "\u200b" + "ខ" * 100, "ក" * 150 + "…"),
    ],
)
def test_teaser(summary, shown):
    """Without its dateline, which names the portal; long ones end with a word."""
    assert teaser(summary) == shown


def test_long_sapo_is_cut_at_a_word():
    shown = teaser(LONG)
    assert LONGEST - 10 < len(shown) <= LONGEST + 1
    assert shown.endswith("…") and LONG.startswith(shown[:-1] + " ")


@given(st.text(alphabet="aă ,.()–-\u200b", max_size=500))
def test_teaser_adds_nothing(summary):
    """It is a part of the sapo, and the sign that more follows."""
    assert teaser(summary).removesuffix("…") in summary
