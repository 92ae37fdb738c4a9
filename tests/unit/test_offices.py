# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offices among the authors."""

import pytest

from plugins.newsroom.offices import is_office


@pytest.mark.parametrize(
    "name",
    [
        "Văn phòng UBND tỉnh",
        "Phòng VH-XH",
        "Sở Y tế",
        "SỞ NN&PTNT",
        "Trung tâm Kiểm soát bệnh tật",
        "Ban Tuyên giáo Tỉnh ủy",
        "Ban CHQS",
        "Đài PT-TH Vĩnh Long",
        "Đài THVL",
        "Báo Vĩnh Long",
        "TTXVN",
        "Uỷ ban nhân dân xã",
        "Ủy ban MTTQ Việt Nam tỉnh",
        "Toà án nhân dân",
        "Tòa soạn",
        "Hội Nông dân",
        "Công an tỉnh",
        "Đoàn Thanh niên",
        "Trường THPT Lưu Văn Liệt",
        "Bộ Công an",
        "Thông tấn xã Việt Nam",
        "Vinhlong.gov.vn",
        "Department of Health",
    ],
)
def test_office(name):
    """Offices, newspapers and stations are told by how their names begin, in any spelling."""
    assert is_office(name)
    assert is_office(name.upper())


@pytest.mark.parametrize(
    "name",
    [
        "Lê Anh",
        "N.H",
        "CẨM HUỆ",
        "Nguyễn-Anh",
        "Ban Mai",
        "Đài Trang",
        "Đoàn Văn Hậu",
        "Đoàn Thị Điểm",
        "Trường Giang",
        "Trường Thọ",
        "Hội An",
        "Trung Tâm",
        "Công Anh",
        "Thạch Sô Phia",
        "Phòng",
        "Bảo Anh",
        "Ngọc Sơn",
        "Đặng Văn Phòng",
        "",
    ],
)
def test_person(name):
    """What may be the name of a person is taken for one."""
    assert not is_office(name)
