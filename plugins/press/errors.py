# SPDX-License-Identifier: AGPL-3.0-or-later
"""The refusal: why the press does not do what it was asked, and the mend.

What no person can mend (a worker that died) is another error; so is what only begins a
build anew (`CacheDamagedError`).
"""

import errno

#: The errors of the system that users meet, in words.
_REASONS = {
    errno.ENOENT: "chỗ ấy, hay chỗ mà liên kết tượng trưng dẫn đến, không có tệp",
    errno.ELOOP: "liên kết tượng trưng đi vòng tròn",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "hết chỗ trên đĩa",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp quá lớn",
    errno.EIO: "ổ đĩa lỗi",
    errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ENAMETOOLONG: "đường dẫn quá dài",
    errno.ENOTDIR: "không phải thư mục",
    errno.EISDIR: "là thư mục",
    errno.EEXIST: "đã có tệp tên ấy",
    errno.EXDEV: "nằm trên ổ đĩa khác",
    errno.EBUSY: "chương trình khác đang dùng",
    errno.ECONNREFUSED: "máy chủ không nhận kết nối",
    errno.ECONNRESET: "máy chủ cắt kết nối",
    errno.EHOSTUNREACH: "không có đường đến máy chủ",
    errno.ENETUNREACH: "máy này không có mạng",
    errno.ETIMEDOUT: "máy chủ không trả lời",
}


class Refusal(Exception):
    """Why something is not done, and the mend: `problem`, `mend`, Vietnamese, of one line each.

    They are worded for a Fault's `problem` and `mend` too, where an article is to blame.
    """

    def __init__(self, problem: str, mend: str) -> None:
        # Both are arguments, so that the refusal comes whole out of another process.
        super().__init__(problem, mend)
        self.problem, self.mend = problem, mend

    def __str__(self) -> str:
        return f"{self.problem} — Sửa: {self.mend}"


def reason_of(error: OSError) -> str:
    """Say in Vietnamese why the system refused; its own words depend on the machine."""
    return _REASONS.get(error.errno, f"hệ thống báo lỗi số {error.errno}")
