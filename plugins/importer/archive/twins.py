# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts that are the same, and texts that nearly are.

Equal: the same words, letter case and signs aside. Near: of all runs of five words the
smallest hashes are kept as a sketch; what two sketches share tells how much the texts do.
"""

import hashlib
from array import array
from collections.abc import Sequence

#: Hashes in a sketch; how many of them the texts are sought by; what near twins share at least.
SKETCH, SOUGHT, NEAR = 40, 5, 0.7
_RUN = 5


def words_digest(words: Sequence[str]) -> str:
    """Name the text of *words*: equal texts have equal names."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]


def sketch_of(words: Sequence[str]) -> array:
    """Keep the smallest hashes of all runs of five words, in their order; 63 bits each."""
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
    hashes = {
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") >> 1
        for run in runs
    }
    return array("q", sorted(hashes)[:SKETCH])


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Tell how alike the texts of two sketches are: 0 to 1."""
    smallest = sorted({*one, *other})[:SKETCH]
    both = set(one) & set(other)
    return sum(hash_ in both for hash_ in smallest) / len(smallest) if smallest else 0.0
