# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of the site. Another portal changes the first block only."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
if str(here) not in sys.path:
    sys.path.insert(0, str(here))

# ── The portal: all that names this province ─────────────────────────────────

PORTAL = {
    # One line, for titles and feeds; two lines, for the banner.
    "name": "Cổng Thông tin điện tử tỉnh Vĩnh Long",
    "lines": ("Cổng Thông tin điện tử", "Tỉnh Vĩnh Long"),
    "description": "Tin tức, hoạt động chỉ đạo, điều hành và thông báo của tỉnh Vĩnh Long.",
    "publisher": "Ủy ban nhân dân tỉnh Vĩnh Long",
    "editor": "Chánh Văn phòng Ủy ban nhân dân tỉnh Vĩnh Long",
    "address": "Số 00, đường Mẫu, phường Long Châu, tỉnh Vĩnh Long",
    "phone": "0270 000 0000",
    "email": "banbientap@vinhlong.example",
    "licence": "Trang mẫu, chưa có giấy phép; thay dòng này bằng số và ngày của giấy phép.",
    "credit": "Ghi rõ nguồn “Vinhlong.gov.vn” khi phát hành lại thông tin từ trang này.",
    # Other sites that the front page leads to: name, address.
    "links": (
        ("Cổng Thông tin điện tử Chính phủ", "https://chinhphu.vn/"),
        ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn/"),
        ("Cơ sở dữ liệu quốc gia về văn bản pháp luật", "https://vbpl.vn/"),
        ("Báo Điện tử Chính phủ", "https://baochinhphu.vn/"),
    ),
    # A file of theme/static/, or None for the star roundel.
    "logo": None,
    "colours": {"brand": "#0b5597", "brand-dark": "#073a68", "accent": "#c8161d"},
}

# What people come to do, as tiles of the front page: name, address, icon (see plugins/README.md).
SERVICES = (
    ("Dịch vụ công trực tuyến", "https://dichvucong.gov.vn/", "form"),
    ("Phản ánh, kiến nghị", "https://nguoidan.chinhphu.vn/", "speech"),
    ("Lịch tiếp công dân", "https://tiepcongdan.vinhlong.example/", "calendar"),
    ("Bảng giá đất", "https://giadat.vinhlong.example/", "map"),
    ("Đường dây nóng 1022", "tel:1022", "phone"),
    ("Văn bản pháp luật", "https://vbpl.vn/", "scales"),
    ("Bảo hiểm xã hội", "https://baohiemxahoi.gov.vn/", "people"),
    ("Tra cứu quy hoạch", "https://quyhoach.vinhlong.example/", "chart"),
)

# Where the public site stands, without a slash at its end.
PORTAL_URL = "https://tintuc.vinhlong.example"

TIMEZONE = "Asia/Ho_Chi_Minh"

# The closed list of sections, slug → name, in the order of the navigation.
NEWS_SECTIONS = {
    "tin-tuc-su-kien": "Tin tức - Sự kiện",
    "hoat-dong-cua-lanh-dao-tinh": "Hoạt động của Lãnh đạo tỉnh",
    "chi-dao-dieu-hanh": "Chỉ đạo - Điều hành",
    "kinh-te": "Kinh tế",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "y-te-giao-duc": "Y tế - Giáo dục",
    "an-ninh-quoc-phong": "An ninh - Quốc phòng",
    "nong-nghiep-nong-thon-moi": "Nông nghiệp - Nông thôn mới",
    "cai-cach-hanh-chinh-chuyen-doi-so": "Cải cách hành chính - Chuyển đổi số",
    "tin-xa-phuong": "Tin xã, phường",
    "dong-bao-khmer": "Đồng bào Khmer",
    "thong-bao": "Thông báo",
}
# The section that the front page shows as notices.
NOTICES_SECTION = "thong-bao"

# Articles dated before this day carry these words; None for no such notice.
OLD_NOTICE = (
    "2025-07-01",
    "Bài đăng trước ngày 01/7/2025; tên đơn vị hành chính có thể đã thay đổi.",
)

# ── The site: the same for every portal ──────────────────────────────────────

SITEURL = "http://localhost:8000"
DEFAULT_LANG = "vi"

# How the date of an article reads, by how exactly it was given (Babel's patterns).
DATE_PATTERNS = {
    "second": "'Ngày' dd/MM/y HH:mm:ss",
    "minute": "'Ngày' dd/MM/y HH:mm",
    "day": "'Ngày' dd/MM/y",
}

# Stories on a list page; changing it renumbers all further list pages.
PER_PAGE = 10

# Days for which a story is featured (without an end of its own), or leads for its photo alone.
FRONT_DAYS = 14

# Whether readers can search (/tim-kiem/), and what is one in a query.
SEARCH = True
SEARCH_ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "MTTQ": "Mặt trận Tổ quốc",
    "ĐBQH": "Đại biểu Quốc hội",
    "LĐLĐ": "Liên đoàn Lao động",
    "LHPN": "Liên hiệp Phụ nữ",
    "TNCS": "Thanh niên Cộng sản",
    "GD&ĐT": "Giáo dục và Đào tạo",
    "KH&CN": "Khoa học và Công nghệ",
    "NN&PTNT": "Nông nghiệp và Phát triển nông thôn",
    "TN&MT": "Tài nguyên và Môi trường",
    "LĐ-TB&XH": "Lao động, Thương binh và Xã hội",
    "VHTT&DL": "Văn hóa, Thể thao và Du lịch",
    "CNTT": "Công nghệ thông tin",
    "CCHC": "Cải cách hành chính",
    "TTHC": "Thủ tục hành chính",
    "QLNN": "Quản lý nhà nước",
    "NTM": "Nông thôn mới",
    "HTX": "Hợp tác xã",
    "BHXH": "Bảo hiểm xã hội",
    "BHYT": "Bảo hiểm y tế",
    "ATTP": "An toàn thực phẩm",
    "ATGT": "An toàn giao thông",
    "CSGT": "Cảnh sát giao thông",
    "PCCC": "Phòng cháy chữa cháy",
    "ANTT": "An ninh trật tự",
    "TAND": "Tòa án nhân dân",
    "VKSND": "Viện kiểm sát nhân dân",
    "THCS": "Trung học cơ sở",
    "THPT": "Trung học phổ thông",
    "ĐBSCL": "Đồng bằng sông Cửu Long",
    "TPHCM": "Thành phố Hồ Chí Minh",
    "KT-XH": "Kinh tế - xã hội",
    "QP-AN": "Quốc phòng - An ninh",
}

# Kept beside the settings, wherever the build is started from.
PATH = str(here / "content")
OUTPUT_PATH = str(here / "output")
CACHE_PATH = str(here / "cache")
THEME = str(here / "theme")

# ── Pelican ──────────────────────────────────────────────────────────────────

from plugins.press.pelican_door import NewsPelican, open_door  # noqa: E402  (needs the path above)

open_door(PATH, THEME)
PELICAN_CLASS = NewsPelican
# Explicit, or Pelican loads every plugin that is installed.
PLUGINS = ["plugins.vietnamese_dates", "plugins.photo_captions"]
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
