# SPDX-License-Identifier: AGPL-3.0-or-later
"""The refusal: one sentence with its mend, whole in every process."""

import errno
import pickle

from plugins.press.errors import Refusal, reason_of

REFUSAL = Refusal("không ghi được «/mnt/output»", "cấp quyền ghi, rồi chạy lại")


def test_refusal_reads_as_one_sentence_with_its_mend():
    assert str(REFUSAL) == "không ghi được «/mnt/output» — Sửa: cấp quyền ghi, rồi chạy lại"


def test_refusal_comes_whole_out_of_another_process():
    """A pool of processes pickles what its work raises or returns."""
    copy = pickle.loads(pickle.dumps(REFUSAL))
    assert (copy.problem, copy.mend) == (REFUSAL.problem, REFUSAL.mend)


def test_reason_of_the_system_is_vietnamese():
    """Its own words depend on the machine, and few read them."""
    assert reason_of(OSError(errno.EROFS, "Read-only file system")) == "ổ đĩa chỉ cho đọc"
    assert reason_of(OSError(9999, "?")) == "hệ thống báo lỗi số 9999"
