# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index reads texts as the scripts of the page do, which a browser test holds to this table."""

from itertools import pairwise

import pytest

from plugins.newsroom.search_text import FLAG_BITS, MARKS, key_of, tokens_of
from plugins.vietnamese.letters import fold, spell
from tests.search_cases import TEXTS


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_read_as_the_scripts_read_it(text):
    """Tokens, without marks, spelt, and their keys."""
    tokens = tokens_of(text)
    keys = [*map(key_of, tokens), *(key_of(*pair) for pair in pairwise(tokens))]
    words = (" ".join(row) for row in (tokens, map(fold, tokens), map(spell, tokens)))
    assert (*words, tuple((key >> FLAG_BITS, key & MARKS) for key in keys)) == TEXTS[text]
