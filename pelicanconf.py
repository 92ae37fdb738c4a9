# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of the site. Another portal changes the first block only."""

import sys
from pathlib import Path

here = Path(__file__).resolve().parent
if str(here) not in sys.path:
    sys.path.insert(0, str(here))

from plugins.press.pelican_door import (  # noqa: E402  (needs the path above)
    NewsPelican,
    open_door,
    tell_failures,
)

# What fails from here on is told in one line; file names become UTF-8, for which the process may
# start once more.
tell_failures()

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
    ("Lịch tiếp công dân", "https://tiepcongdan.vinhlong.example/", "people"),
    ("Bảng giá đất", "https://giadat.vinhlong.example/", "map"),
    ("Đường dây nóng 1022", "tel:1022", "phone"),
    ("Văn bản", "/van-ban/", "scales"),
    ("Bảo hiểm xã hội", "https://baohiemxahoi.gov.vn/", "health"),
    ("Lịch sự kiện", "/lich/", "calendar"),
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
# What a section is for, in a sentence or two above its stories; any may lack.
SECTION_INTROS = {
    "chi-dao-dieu-hanh": "Văn bản, kết luận và ý kiến chỉ đạo của Ủy ban nhân dân tỉnh.",
    "cai-cach-hanh-chinh-chuyen-doi-so": "Thủ tục gọn hơn, dịch vụ công trực tuyến, dữ liệu mở.",
    "dong-bao-khmer": "Tin bằng tiếng Việt và tiếng Khmer về đời sống, lễ hội, chính sách.",
}
# The section that the front page shows as notices.
NOTICES_SECTION = "thong-bao"

# Articles dated before this day carry these words; None for no such notice.
OLD_NOTICE = (
    "2025-07-01",
    "Bài đăng trước ngày 01/7/2025; tên đơn vị hành chính có thể đã thay đổi.",
)

# The portal in other languages: such a portal has front pages, lists and feeds in them, below
# /en/ and /km/. Leave out a language in which there are no articles. No native reader has read
# the Khmer words yet.
PORTAL_IN = {
    "en": {
        "name": "Vinh Long Province Web Portal",
        "lines": ("Web Portal", "Vinh Long Province"),
        "description": "News, decisions and notices of Vinh Long province, Viet Nam.",
        "publisher": "People's Committee of Vinh Long Province",
        "editor": "Chief of Office, People's Committee of Vinh Long Province",
        "address": "No. 00, Mau Street, Long Chau Ward, Vinh Long Province",
        "licence": "Sample site without a licence; replace this line by its number and date.",
        "credit": "Please name “Vinhlong.gov.vn” as the source when republishing from this page.",
        "old_notice": "Published before 1 July 2025; names of administrative units may differ.",
        "sections": {
            "tin-tuc-su-kien": "News and events",
            "hoat-dong-cua-lanh-dao-tinh": "Provincial leaders",
            "chi-dao-dieu-hanh": "Direction and administration",
            "kinh-te": "Economy",
            "van-hoa-xa-hoi": "Culture and society",
            "y-te-giao-duc": "Health and education",
            "an-ninh-quoc-phong": "Security and defence",
            "nong-nghiep-nong-thon-moi": "Agriculture and countryside",
            "cai-cach-hanh-chinh-chuyen-doi-so": "Administrative reform",
            "tin-xa-phuong": "Communes and wards",
            "dong-bao-khmer": "Khmer communities",
            "thong-bao": "Notices",
        },
    },
    "km": {
        "name": "វិបផតថលព័ត៌មានខេត្តវិញឡុង",
        "lines": ("វិបផតថលព័ត៌មាន", "ខេត្តវិញឡុង"),
        "description": "ព័ត៌មាន សេចក្តីសម្រេច និងសេចក្តីជូនដំណឹងរបស់ខេត្តវិញឡុង។",
        "publisher": "គណៈកម្មាធិការប្រជាជនខេត្តវិញឡុង",
        "editor": "ប្រធានការិយាល័យគណៈកម្មាធិការប្រជាជនខេត្តវិញឡុង",
        "address": "លេខ 00 ផ្លូវគំរូ សង្កាត់ឡុងចូវ ខេត្តវិញឡុង",
        "licence": "គេហទំព័រគំរូ មិនទាន់មានអាជ្ញាប័ណ្ណ។",
        "credit": "សូមបញ្ជាក់ប្រភព “Vinhlong.gov.vn” នៅពេលផ្សាយព័ត៌មានពីទំព័រនេះឡើងវិញ។",
        "old_notice": "ផ្សាយមុនថ្ងៃទី 1 ខែកក្កដា ឆ្នាំ 2025 ឈ្មោះអង្គភាពរដ្ឋបាលអាចបានផ្លាស់ប្តូរ។",
        "sections": {
            "tin-tuc-su-kien": "ព័ត៌មាន និងព្រឹត្តិការណ៍",
            "hoat-dong-cua-lanh-dao-tinh": "សកម្មភាពថ្នាក់ដឹកនាំខេត្ត",
            "chi-dao-dieu-hanh": "ការដឹកនាំ និងគ្រប់គ្រង",
            "kinh-te": "សេដ្ឋកិច្ច",
            "van-hoa-xa-hoi": "វប្បធម៌ និងសង្គម",
            "y-te-giao-duc": "សុខាភិបាល និងអប់រំ",
            "an-ninh-quoc-phong": "សន្តិសុខ និងការពារជាតិ",
            "nong-nghiep-nong-thon-moi": "កសិកម្ម និងជនបទថ្មី",
            "cai-cach-hanh-chinh-chuyen-doi-so": "កំណែទម្រង់រដ្ឋបាល",
            "tin-xa-phuong": "ព័ត៌មានឃុំ និងសង្កាត់",
            "dong-bao-khmer": "ជនរួមជាតិខ្មែរ",
            "thong-bao": "សេចក្តីជូនដំណឹង",
        },
    },
}

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

# Whether readers' devices keep the last 20 pages that they read, for times without a network.
OFFLINE = True

# Whether readers can search (/tim-kiem/), and what is one in a query, marks or not.
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
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TP": "Thành phố",
    "KT-XH": "Kinh tế - xã hội",
    "QP-AN": "Quốc phòng - An ninh",
    # What is spelt as abroad and as it sounds.
    "cafe": "cà phê",
    "container": "công ten nơ",
    "taxi": "tắc xi",
    "vaccin": "vắc xin",
    "vaccine": "vắc xin",
    # Units behind figures, which 0 stands for.
    "0 đ": "0 đồng",
    "0 VNĐ": "0 đồng",
    "0 tr": "0 triệu",
    "0 tỉ": "0 tỷ",
    "0 ha": "0 héc ta",
    "0 km": "0 ki lô mét",
    "0 m2": "0 mét vuông",
}

# Kept beside the settings, wherever the build is started from.
PATH = str(here / "content")
OUTPUT_PATH = str(here / "output")
CACHE_PATH = str(here / "cache")
THEME = str(here / "theme")

# ── Pelican ──────────────────────────────────────────────────────────────────

# An empty folder PATH is made if there is none; a folder that the command line names is there.
open_door(PATH)
# In place of Pelican's generators and writer; plugins/README.md tells what of Pelican it honours.
PELICAN_CLASS = NewsPelican
# Yours stand behind these two. A list of our own, or Pelican loads every plugin that is installed.
PLUGINS = ["plugins.vietnamese_dates", "plugins.photo_captions"]
# Filters of yours for the templates: JINJA_FILTERS = {"name": function}.
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
