# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offices that sign articles: which author is an organisation and no person."""

import re

from plugins.vietnamese.letters import topic_key

# How names of offices begin that no name of a person begins with; as `topic_key` writes them.
_OFFICE = re.compile(
    r"(?:văn phòng|uỷ ban|ubnd|hđnd|ubmttq|hội đồng|bệnh viện|công ty"
    r"|công đoàn|tổng công ty|tổng cục|chi cục|thanh tra|toà án|toà soạn"
    r"|viện kiểm sát|kho bạc|ngân hàng|bưu điện|điện lực|mặt trận|liên đoàn|liên hiệp|liên minh"
    r"|tỉnh uỷ|thành uỷ|huyện uỷ|đảng uỷ|tỉnh đoàn|thành đoàn|huyện đoàn|bộ chỉ huy|hợp tác xã"
    r"|câu lạc bộ|tạp chí|cổng thông tin|cổng ttđt|trang thông tin|bản tin|thông tấn xã"
    r"|nhà xuất bản|bảo tàng|thư viện"
    r"|đoàn (?:thanh niên|đại biểu|khối|trường|xã|phường|huyện|tỉnh|cơ quan|tncs|đbqh)"
    r"|trường (?:đại học|cao đẳng|trung học|trung cấp|chính trị|quân sự|tiểu học|mầm non"
    r"|mẫu giáo|phổ thông|dân tộc|thpt|thcs|th|đh|cđ|ptdt))(?!\w)"
    r"|(?:sở|báo|phòng|cục|trung tâm|công an) \S"
)
# These may begin the name of a person too, as in "Ban Mai" and "Đài Trang": behind the word of
# an office stand two more words, or letters without a vowel, or a word with a hyphen.
_OFFICE_OR_PERSON = re.compile(
    r"(?:ban|bộ|đài|hội|đội|tổ|trạm|viện|khoa|quỹ|nhà) "
    r"(?:\S+ \S|[bcdđghklmnpqrstvx]{2,}(?!\w)|\w+[&-]\w)"
)
_OFFICES = frozenset(("ttxvn", "vov", "vtv", "thvl", "bbt", "bhxh", "ttyt", "lđlđ", "mttq", "cdc"))
_DOMAIN = re.compile(r"\S+\.(?:vn|com|net|org)")
_ENGLISH = re.compile(
    r"\b(?:department|office|committee|ministry|agency|cent(?:re|er)|university|hospital"
    r"|newspaper|association|council)\b"
)


def is_office(name: str) -> bool:
    """Tell whether the author *name* is an office, a newspaper or the like.

    What may be the name of a person counts as one: "Ban Mai", "Đoàn Văn Hậu".
    """
    key = topic_key(name)
    return (
        key in _OFFICES
        or _OFFICE.match(key) is not None
        or _OFFICE_OR_PERSON.match(key) is not None
        or _DOMAIN.fullmatch(key) is not None
        or _ENGLISH.search(key) is not None
    )
