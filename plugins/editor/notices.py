# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the desk says of what was done, at once or on the next page, and where its pages are."""

from collections import OrderedDict
from urllib.parse import quote

from plugins.press.preview_server import DESK_ADDRESS

#: Articles of which something is kept to be said.
_KEPT = 100
#: What is said once something was done, by the word that the address bears then.
DONE = {
    "luu": "Đã lưu.",
    "dang": "Đã lưu để đăng. Bài lên trang công khai sau khi gửi:",
    "nhap": "Đã chuyển về bản nháp.",
    "nhap-loi": "Chưa đăng được vì bài còn lỗi. Đã lưu thành bản nháp; sửa các lỗi rồi đăng lại.",
    "sua-loi": "Bài còn lỗi nên bản đã đăng giữ nguyên. Phần đã sửa được cất riêng; "
    "sửa các lỗi rồi lưu lại.",
    "bai-khac": "Đã giữ cả hai: phần của bạn thành bản nháp riêng này, bài kia giữ nguyên. "
    "Hai bài không nên trùng tên hay địa chỉ cũ.",
    "ca-hai": "Đã giữ cả hai: bản của bạn thành tệp riêng này, bài kia giữ nguyên. Hai bài "
    "không nên trùng tên hay địa chỉ cũ; chưa muốn đăng thì thêm dòng «status: draft» vào phần "
    "đầu.",
    "word": "Đã tạo bản nháp từ tệp Word. Xem lại từng trường rồi lưu.",
    "bo": "Đã bỏ phần sửa chưa lưu vào bài.",
}
#: Of these, what says that something was not done.
REFUSED = ("nhap-loi", "sua-loi")


def address_of(path: str, page: str = "bai") -> str:
    """Tell where the *page* of the source at content *path* is."""
    return f"{DESK_ADDRESS}{page}/{quote(path)}"


class Notes:
    """What is to be said once, on the next page of an article."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[str]] = OrderedDict()

    def add(self, path: str, told: list[str]) -> None:
        """Keep what is to be said of the source at content *path*."""
        if told:
            self._kept.setdefault(path, []).extend(told)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def take(self, path: str) -> list[str]:
        """Give what is to be said, which is forgotten then."""
        return self._kept.pop(path, [])
