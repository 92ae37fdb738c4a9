# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many random cases a run tries: some each time, and as many as `make test-long` asks for."""

import os

#: Series of edits that are asked for; 0 in a run of all tests.
ROUNDS = int(os.environ.get("ROUNDS") or 0)
#: Series of edits in a run of all tests.
USUAL_ROUNDS = 4


def cases(usual: int) -> int:
    """Tell how many cases to try where a run of all tests tries *usual* ones."""
    return usual * max(ROUNDS // USUAL_ROUNDS, 1)
