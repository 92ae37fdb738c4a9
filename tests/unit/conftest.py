# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the coverage of the domain is made of: examples that are written out."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave series drawn by Hypothesis out of coverage: it trebles their time.

    What only a series would reach wants an example of its own.
    """
    for item in items:
        if getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)
