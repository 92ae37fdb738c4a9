# SPDX-License-Identifier: AGPL-3.0-or-later
"""The portal that tests import documents for."""

from zoneinfo import ZoneInfo

from plugins.importer.reading import Portal
from plugins.newsroom.sections import Sections

PORTAL = Portal(
    Sections({"kinh-te": "Kinh tế", "thong-bao": "Thông báo"}),
    "thong-bao",
    ZoneInfo("Asia/Ho_Chi_Minh"),
)
