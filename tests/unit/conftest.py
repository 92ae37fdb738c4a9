# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the coverage of the domain is made of: examples that are written out."""

import sys
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop() -> Generator[None, object, object]:
    """Trace what tests call, and not the work of pytest around each, which it doubles."""
    global _tracer
    _tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(_tracer)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Trace a test, if the run does."""
    global _tracer
    sys.settrace(_tracer)
    try:
        return (yield)
    finally:
        # Without coverage in between, it is another one.
        _tracer = sys.gettrace()
        sys.settrace(None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave series drawn by Hypothesis out of coverage: it trebles their time.

    What only a series would reach wants an example of its own.
    """
    for item in items:
        if getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)
