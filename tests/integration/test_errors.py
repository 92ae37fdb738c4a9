# SPDX-License-Identifier: AGPL-3.0-or-later
"""The refusal: one sentence with its mend, whole in every process."""

import pickle

from plugins.press.errors import Refusal

REFUSAL = Refusal("không ghi được «/mnt/output»", "cấp quyền ghi, rồi chạy lại")


def test_refusal_reads_as_one_sentence_with_its_mend():
    assert str(REFUSAL) == "không ghi được «/mnt/output» — Sửa: cấp quyền ghi, rồi chạy lại"


def test_refusal_comes_whole_out_of_another_process():
    """A pool of processes pickles what its work raises or returns."""
    copy = pickle.loads(pickle.dumps(REFUSAL))
    assert (copy.problem, copy.mend) == (REFUSAL.problem, REFUSAL.mend)
