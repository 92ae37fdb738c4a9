# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder of broken articles, one kind of fault each: all are told at once, nothing gets out."""

# A sentence that people read stands on one line here too, so that it can be searched for.
# ruff: noqa: E501

import hashlib
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.broken_images import BROKEN, draw, encode
from tests.small_site import (
    ROOT,
    Build,
    article,
    copy_project,
    environment_with,
    give_python,
    run_pelican,
    write_files,
)

SECTIONS = (
    "«Tin tức - Sự kiện», «Hoạt động của Lãnh đạo tỉnh», «Chỉ đạo - Điều hành», «Kinh tế», "
    "«Văn hóa - Xã hội», «Y tế - Giáo dục», «An ninh - Quốc phòng», "
    "«Nông nghiệp - Nông thôn mới», «Cải cách hành chính - Chuyển đổi số», «Tin xã, phường», "
    "«Đồng bào Khmer», «Thông báo»"
)
KEYS = (
    "dùng một trong: title, date, author, authors, category, summary, photos, tags, source, "
    "modified, changes, corrections, status, expires, withdrawn, featured, urgent, slug, "
    "aliases, lang, translation_of, document, audio, related, event, dossier, kind"
)
KEYS_OF_PAGE = "dùng một trong: title, summary, photos, status, slug, aliases, lang"
PLAIN_VALUE = "viết thẳng giá trị; nếu đó là chữ thường, đặt cả giá trị trong dấu nháy đơn"
YAML_LINE = (
    "viết «trường: giá trị», trường con thụt vào hai dấu cách; "
    "đặt giá trị có dấu hai chấm, ngoặc hay dấu sao trong dấu nháy đơn"
)
NO_FILE = "kiểm tra tên tệp, hoặc chép tệp vào cạnh bài viết"
NO_PHOTO = "lưu lại hoặc thay bằng ảnh JPEG, PNG, WebP, AVIF hoặc HEIC"
DAMAGED_PHOTO = "chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG"
WHOLE_DATE = "2017-02-23 14:57 hoặc 23/02/2017 14:57"
NO_AUTHOR = (
    "author: thiếu tác giả — Sửa: thêm trường author (tên hoặc bút danh), "
    "hoặc source nếu là bài đăng lại"
)
NO_DATE = "date: thiếu ngày — Sửa: thêm «date: năm-tháng-ngày giờ:phút», như 2017-02-23 14:57"
NO_ADDRESS = (
    "không cho một địa chỉ bằng chữ Latinh — Sửa: thêm trường slug, ví dụ «slug: tin-tieng-khmer»"
)
OLD_ADDRESS = "không phải địa chỉ cũ của cổng — Sửa: viết"
REMOVED = "không được dùng, đã bỏ đi — Sửa: xóa đi, hoặc viết bằng Markdown"


def without(field: str) -> str:
    """Write an article that lacks one line of its header."""
    lines = article("Bài thử").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(f"{field}:"))


def dated(date: str) -> str:
    return article("Bài thử", date=date)


def bodied(body: str) -> str:
    """Write an article with *body*, whose second paragraph is line 9 of the file."""
    return article("Bài thử", body=body)


def with_field(line: str) -> str:
    """Write an article with one more *line* in its header, line 6 of the file."""
    return article("Bài thử").replace("\n---\n", f"\n{line}\n---\n", 1)


# File → what is wrong with it → the whole lines that tell of it, behind "<path>:".
FAULTS: dict[str, tuple[str | bytes, list[str]]] = {
    # Dates
    "ngay-khong-that.md": (
        dated("31/02/2026"),
        ["3: date: «31/02/2026» không phải ngày có thật — Sửa: xem lại ngày: tháng 2 năm 2026 có 28 ngày"],
    ),
    "ngay-thang-dung-truoc.md": (
        dated("02/23/2017"),
        ["3: date: «02/23/2017» có tháng 23, không có thật — Sửa: ngày đứng trước tháng: viết 23/02/2017"],
    ),
    "ngay-nam-ngay-thang.md": (
        dated("2017-23-02"),
        ["3: date: «2017-23-02» có tháng 23, không có thật — Sửa: năm, tháng rồi mới đến ngày: viết 2017-02-23"],
    ),
    "ngay-chi-nam.md": (
        dated("2017"),
        ["3: date: «2017» chỉ có năm — Sửa: viết đủ ngày, tháng, năm, ví dụ 23/02/2017"],
    ),
    "ngay-chi-gio.md": (
        dated("14:57"),
        [f"3: date: «14:57» chỉ có giờ — Sửa: viết cả ngày, ví dụ {WHOLE_DATE}"],
    ),
    "ngay-hai-chu-so.md": (
        dated("10.11.17"),
        ["3: date: «10.11.17» chỉ ghi hai chữ số của năm — Sửa: viết năm bằng bốn chữ số, ví dụ 10.11.2017"],
    ),
    "ngay-thieu-nam.md": (
        dated("23/02"),
        [f"3: date: «23/02» thiếu ngày, tháng hoặc năm — Sửa: viết đủ, ví dụ {WHOLE_DATE}"],
    ),
    "ngay-sai-thu.md": (
        dated("Thứ Hai, 23/02/2017"),
        ["3: date: «Thứ Hai, 23/02/2017» ghi sai thứ: ngày 23/02/2017 là Thứ Năm — Sửa: ghi «Thứ Năm», hoặc xem lại ngày"],
    ),
    "ngay-am-pm.md": (
        dated("23/02/2017 2:57 PM"),
        ["3: date: «23/02/2017 2:57 PM» ghi giờ theo AM, PM — Sửa: viết 2:57 CH"],
    ),
    "ngay-25-gio.md": (
        dated("23/02/2017 25:00"),
        ["3: date: «23/02/2017 25:00» có giờ không có thật — Sửa: ghi giờ từ 00:00 đến 23:59"],
    ),
    "ngay-gio-truoc.md": (
        dated("14:57 23/02/2017"),
        ["3: date: «14:57 23/02/2017» có giờ đứng trước ngày — Sửa: viết ngày trước: 23/02/2017 14:57"],
    ),
    "ngay-bang-chu.md": (
        dated("hôm qua"),
        [f"3: date: không đọc được ngày «hôm qua» — Sửa: viết như {WHOLE_DATE}"],
    ),
    "ngay-nam-2170.md": (
        dated("23/02/2170"),
        ["3: date: «23/02/2170» có năm 2170, ngoài khoảng 1945–2100 — Sửa: xem lại năm"],
    ),
    "ngay-thieu.md": (without("date"), [f"1: {NO_DATE}"]),
    "ngay-trong.md": (dated(""), [f"3: {NO_DATE.replace('thêm', 'viết')}"]),
    "het-han-truoc-khi-dang.md": (
        article("Bài thử", expires="2026-10-01"),
        ["6: expires: «2026-10-01» không sau ngày đăng «2026-11-01 08:00» — Sửa: sửa lại một trong hai ngày"],
    ),
    "cap-nhat-truoc-khi-dang.md": (
        article("Bài thử", modified="2026-10-01"),
        ["6: modified: «2026-10-01» sớm hơn ngày đăng «2026-11-01 08:00» — Sửa: sửa lại một trong hai ngày"],
    ),
    # Title, author, section
    "tieu-de-thieu.md": (without("title"), ["1: title: thiếu tiêu đề — Sửa: thêm «title: Tên bài»"]),
    "tieu-de-trong.md": (article(""), ["2: title: thiếu tiêu đề — Sửa: viết «title: Tên bài»"]),
    "tac-gia-thieu.md": (without("author"), [f"1: {NO_AUTHOR}"]),
    "tac-gia-trong.md": (article("Bài thử", author=""), [f"4: {NO_AUTHOR.replace('thêm', 'viết')}"]),
    "tac-gia-chi-co-vai.md": (
        article("Bài thử", author="Tin, ảnh:"),
        ["4: author: «Tin, ảnh:» không nêu tên ai — Sửa: ghi tên hoặc bút danh, ví dụ «author: Tin, ảnh: Thanh Hương»; bài đăng lại thì ghi trường source"],
    ),
    "tac-gia-hai-truong.md": (
        article("Bài thử", authors="[Lê Anh]"),
        ["6: authors: có cả «author» lẫn «authors» — Sửa: giữ một trường, ghi mọi tác giả vào đó"],
    ),
    "chuyen-muc-thieu.md": (
        without("category"),
        [f"1: category: thiếu chuyên mục — Sửa: chọn một trong: {SECTIONS}"],
    ),
    "chuyen-muc-gan-dung.md": (
        article("Bài thử", category="Kinh té"),
        ["5: category: không có chuyên mục «Kinh té» — Sửa: có phải «Kinh tế»?"],
    ),
    "chuyen-muc-la.md": (
        article("Bài thử", category="Chiêm tinh"),
        [f"5: category: không có chuyên mục «Chiêm tinh» — Sửa: chọn một trong: {SECTIONS}"],
    ),
    # Keys
    "truong-go-sai.md": (
        with_field("catergory: Kinh tế"),
        ["6: catergory: không có trường «catergory» — Sửa: viết «category:»"],
    ),
    "truong-tieng-viet.md": (
        with_field("Tóm lược: Vài lời"),
        ["6: Tóm lược: không có trường «Tóm lược» — Sửa: viết «summary:»"],
    ),
    "truong-save-as.md": (
        with_field("save_as: ../ngoai/x.html"),
        [f"6: save_as: không có trường «save_as» — Sửa: {KEYS}"],
    ),
    "truong-template.md": (
        with_field("template: la"),
        [f"6: template: không có trường «template» — Sửa: xóa dòng này, hoặc {KEYS}"],
    ),
    "truong-url.md": (
        with_field("url: /x/"),
        [f"6: url: không có trường «url» — Sửa: {KEYS}"],
    ),
    "truong-hai-lan.md": (
        with_field("title: Bài khác"),
        ["6: title: trường «title» đã có ở dòng 2 — Sửa: giữ một dòng, xóa dòng kia"],
    ),
    "trang/co-ngay.md": (
        "---\ntitle: Liên hệ\ndate: 2026-11-01\n---\nChữ.\n",
        [f"3: date: không có trường «date» — Sửa: {KEYS_OF_PAGE}"],
    ),
    # YAML
    "yaml-ngoac-khong-dong.md": (
        with_field("tags: [Cầu, Đường"),
        ["6: front matter: không đọc được dòng «tags: [Cầu, Đường» — Sửa: đóng danh sách bằng «]»: "
         "«tags: [Cầu, Đường]»"],
    ),
    "yaml-phim-tab.md": (
        with_field("photos:\n\t- file: a.jpg"),
        ["7: front matter: không đọc được dòng «- file: a.jpg» — Sửa: thụt đầu dòng bằng dấu cách, không bằng phím Tab"],
    ),
    "yaml-dinh-dau-hai-cham.md": (
        article("Bài thử").replace("author: ", "author:"),
        ["4: front matter: không đọc được dòng «author:N.H» — Sửa: thêm dấu cách sau dấu hai chấm"],
    ),
    "yaml-nhieu-dong.md": (
        "---\ntitle:Bài thử\ndate: 31/02/2026\nauthors: 'N.H\ncategory: @Kinh tế\n---\nChữ.\n",
        [
            "2: front matter: không đọc được dòng «title:Bài thử» — Sửa: thêm dấu cách sau dấu hai chấm",
            "3: date: «31/02/2026» không phải ngày có thật — Sửa: xem lại ngày: tháng 2 năm 2026 có 28 ngày",
            "4: authors: dấu nháy mở ở «authors: 'N.H» không đóng lại trên cùng dòng — Sửa: đóng dấu nháy ở cuối giá trị",
            f"5: front matter: không đọc được dòng «category: @Kinh tế» — Sửa: {YAML_LINE}",
        ],
    ),
    "yaml-neo.md": (
        article("Bài thử", author="&a N.H"),
        [f"4: author: «&a» là neo hay bí danh của YAML, không được dùng — Sửa: {PLAIN_VALUE}"],
    ),
    "yaml-bi-danh.md": (
        article("Bài thử", tags="[*a]"),
        [f"6: tags.1: «*a» là neo hay bí danh của YAML, không được dùng — Sửa: {PLAIN_VALUE}"],
    ),
    "yaml-the.md": (
        article("Bài thử", tags="!!python/object/apply:os.system [id]"),
        [f"6: tags: «!!python/object/apply:os.system» là thẻ của YAML, không được dùng — Sửa: {PLAIN_VALUE}"],
    ),
    "yaml-hai-van-ban.md": (
        with_field("...\nstatus: draft"),
        ["6: front matter: dòng «...» chia đôi phần đầu, các dòng sau nó sẽ mất — Sửa: xóa dòng này"],
    ),
    "dau-khong-dong.md": (
        "---\ntitle: Bài thử\ndate: 2026-11-01\n\nNội dung.\n",
        [
            f"1: {NO_AUTHOR}",
            f"1: category: thiếu chuyên mục — Sửa: chọn một trong: {SECTIONS}",
            "1: front matter: phần đầu mở bằng «---» mà không có dòng «---» đóng lại — Sửa: thêm một dòng «---» sau trường cuối cùng",
        ],
    ),
    "dau-khong-co.md": (
        "Nội dung không có phần đầu.\n",
        ["1: front matter: dòng đầu là «Nội dung không có phần đầu.», không phải «---» — Sửa: mở đầu tệp bằng một dòng «---», rồi các trường, rồi một dòng «---» nữa"],
    ),
    # Encodings and letters
    "ma-windows-1258.md": (
        bodied("Nội dung.").encode().replace("ộ".encode(), b"\xf4\xf2"),
        ["7: bảng mã: byte «F4» không phải UTF-8 (có thể là Windows-1258) — Sửa: lưu lại tệp với bảng mã UTF-8"],
    ),
    "ma-utf-16.md": (
        bodied("Nội dung.").encode("utf-16"),
        ["1: bảng mã: tệp dùng bảng mã UTF-16 — Sửa: lưu lại tệp với bảng mã UTF-8"],
    ),
    "ma-tcvn3.md": (
        bodied("Một đoạn.\n\nHéi nghÞ c¸n bé tØnh ViÖt Nam."),
        ["9: bảng mã: chữ viết theo bảng mã cũ TCVN3 — Sửa: chuyển cả bài sang Unicode rồi đọc lại từng dòng"],
    ),
    "ma-vni.md": (
        bodied("Một đoạn.\n\nHoäi nghò caùn boä tænh."),
        ["9: bảng mã: chữ viết theo bảng mã cũ VNI — Sửa: chuyển cả bài sang Unicode rồi đọc lại từng dòng"],
    ),
    "chu-eth.md": (
        bodied("Nghị định 30/NÐ-CP."),
        ["7: chữ Đ: «Ð» là chữ eth của tiếng Iceland, không phải chữ Đ tiếng Việt — Sửa: gõ lại chữ Đ hoặc đ"],
    ),
    # Values of the wrong kind
    "kieu-tieu-de.md": (
        article("\n  - Một\n  - Hai"),
        ["3: title: giá trị là một danh sách hay bảng, phải là một dòng chữ — Sửa: viết «title: …» trên một dòng"],
    ),
    "kieu-thay-doi.md": (
        article("Bài thử", changes="đã sửa"),
        ["6: changes.1: «đã sửa» thiếu tên trường, không thành một mục — Sửa: viết mỗi trường một dòng, thụt thẳng nhau: «- date: …», «note: đã sửa»"],
    ),
    "kieu-cai-chinh.md": (
        article("Bài thử", corrections="\n  - date: 2026-11-02\n    wrong: 5 km"),
        ["7: corrections.1.right: thiếu «right» — Sửa: thêm «right: …»"],
    ),
    "kieu-nguon.md": (
        article("Bài thử", source="\n  author: Lê Anh"),
        ["6: source.name: thiếu tên nguồn — Sửa: ghi tên cơ quan báo chí, ví dụ «name: TTXVN»"],
    ),
    "kieu-dia-chi-nguon.md": (
        article("Bài thử", source="\n  name: TTXVN\n  url: ttxvn"),
        ["8: source.url: «ttxvn» không phải địa chỉ web — Sửa: viết đủ «https://…»"],
    ),
    "kieu-trang-thai.md": (
        article("Bài thử", status="hidden"),
        ["6: status: «hidden» không phải giá trị cho phép — Sửa: bài chưa đăng thì viết «draft», đăng thì viết «published» hoặc xóa dòng này"],
    ),
    "kieu-ngon-ngu.md": (
        article("Bài thử", lang="fr"),
        ["6: lang: «fr» không phải giá trị cho phép — Sửa: dùng một trong: vi, en, km"],
    ),
    "kieu-noi-bat.md": (
        article("Bài thử", featured="chắc thế"),
        ["6: featured: «chắc thế» không phải giá trị cho phép — Sửa: dùng một trong: không, false, có, true; ngày cuối, như 2026-12-05; thứ tự từ 1 đến 9"],
    ),
    "noi-bat-ngay-sai.md": (
        article("Bài thử", featured="31/02/2026"),
        ["6: featured: «31/02/2026» không phải ngày có thật — Sửa: xem lại ngày: tháng 2 năm 2026 có 28 ngày"],
    ),
    "noi-bat-da-qua.md": (
        article("Bài thử", featured="2001-01-01"),
        ["6: featured: ngày cuối «2001-01-01» không sau ngày đăng «2026-11-01 08:00» — Sửa: sửa lại một trong hai ngày"],
    ),
    # Photos
    "anh-khong-co.md": (
        bodied("Chữ.\n\n![Cầu](khong-co.jpg)"),
        [f"9: ảnh: không có tệp «khong-co.jpg» — Sửa: {NO_FILE}"],
    ),
    "anh-cua-muc-khong-co.md": (
        article("Bài thử", photos="\n  - file: khong-co.jpg\n    caption: Chú thích của ảnh không có"),
        [f"7: photos.1.file: không có tệp «khong-co.jpg» — Sửa: {NO_FILE}"],
    ),
    "anh-khong-ten.md": (
        article("Bài thử", photos="\n  - caption: Chú thích của ảnh không có"),
        ["7: photos.1.file: thiếu tên tệp ảnh — Sửa: thêm «file: ten-anh.jpg»"],
    ),
    "anh-hai-muc.md": (
        article("Bài thử", photos="\n  - file: tot.jpg\n    alt: Cầu\n  - file: ./tot.jpg"),
        ["9: photos.2.file: ảnh «./tot.jpg» đã có ở photos.1 — Sửa: giữ một mục, xóa mục kia"],
    ),
    "anh-ngoai-thu-muc.md": (
        bodied("Chữ.\n\n![Cầu](../ngoai.jpg)"),
        ["9: ảnh: «../ngoai.jpg» dẫn ra ngoài thư mục nội dung — Sửa: đặt tệp cạnh bài viết hoặc trong thư mục nội dung"],
    ),
    "anh-lien-ket-ra-ngoai.md": (
        bodied("Chữ.\n\n![Cầu](ra-ngoai.jpg)"),
        ["9: ảnh: «ra-ngoai.jpg» là liên kết tượng trưng ra ngoài thư mục nội dung — Sửa: chép hẳn tệp vào cạnh bài viết"],
    ),
    "anh-hong.md": (
        bodied("Chữ.\n\n![Cầu](lat-bit.png)"),
        [f"9: ảnh: ảnh «lat-bit.png» bị hỏng hoặc bị cắt cụt, không giải mã được — Sửa: {DAMAGED_PHOTO}"],
    ),
    "anh-cut.md": (
        bodied("Chữ.\n\n![Cầu](cut-nua.jpg)"),
        [f"9: ảnh: ảnh «cut-nua.jpg» bị hỏng hoặc bị cắt cụt, không giải mã được — Sửa: {DAMAGED_PHOTO}"],
    ),
    "anh-bom.md": (
        bodied("Chữ.\n\n![Cầu](bom.png)"),
        ["9: ảnh: ảnh «bom.png» quá lớn: 60000 x 60000 điểm ảnh — Sửa: thu nhỏ ảnh xuống dưới 64 triệu điểm ảnh, mỗi cạnh không quá 32767"],
    ),
    "anh-rong.md": (
        bodied("Chữ.\n\n![Cầu](rong.jpg)"),
        ["9: ảnh: ảnh «rong.jpg» rỗng (0 byte) — Sửa: chép lại tệp ảnh gốc"],
    ),
    "anh-van-ban.md": (
        bodied("Chữ.\n\n![Cầu](van-ban.jpg)"),
        [f"9: ảnh: tệp «van-ban.jpg» không phải là ảnh — Sửa: {NO_PHOTO}"],
    ),
    "anh-gif.md": (
        bodied("Chữ.\n\n![Cầu](dong.gif)"),
        [f"9: ảnh: tệp «dong.gif» là GIF, không dùng làm ảnh được — Sửa: {NO_PHOTO}"],
    ),
    "anh-chu-hoa.md": (
        bodied("Chữ.\n\n![Cầu](TOT.jpg)"),
        ["9: ảnh: không có tệp «TOT.jpg»: «TOT.jpg» và «tot.jpg» khác chữ hoa, chữ thường — Sửa: viết đúng «tot.jpg»"],
    ),
    "anh-tren-mang.md": (
        bodied("Chữ.\n\n![Cầu](https://a.vn/x.jpg)"),
        ["9: ảnh: «https://a.vn/x.jpg» không phải tệp ảnh trong thư mục nội dung — Sửa: tải ảnh về, đặt cạnh bài viết rồi ghi tên tệp"],
    ),
    # Links and attached files
    "lien-ket-bai-khong-co.md": (
        bodied("Chữ.\n\nXem [bài kia](khong-co.md)."),
        [f"9: liên kết: không có tệp «khong-co.md» — Sửa: {NO_FILE}"],
    ),
    "lien-ket-bai-nhap.md": (
        bodied("Chữ.\n\nXem [bài nháp](nhap.md)."),
        ["9: liên kết: «nhap.md» dẫn đến bài chưa đăng, đã hết hạn hoặc đã gỡ — Sửa: bỏ liên kết, hoặc đăng bài kia; cho đến lúc đó chỉ in chữ, không có liên kết"],
    ),
    "lien-ket-khong-dau.md": (
        bodied("Chữ.\n\nXem [đây](mot-cho-nao-do)."),
        ["9: liên kết: «mot-cho-nao-do» không dẫn đến đâu — Sửa: viết địa chỉ đầy đủ «https://…», đường dẫn đến tệp .md của bài («mot-cho-nao-do.md», «mot-cho-nao-do/index.md»), hoặc địa chỉ của cổng bắt đầu bằng «/»"],
    ),
    "dinh-kem-khong-co.md": (
        bodied("Chữ.\n\nXem [quyết định](qd.pdf)."),
        [f"9: đính kèm: không có tệp «qd.pdf» — Sửa: {NO_FILE}"],
    ),
    "dinh-kem-loai-la.md": (
        bodied("Chữ.\n\nXem [chương trình](chuong-trinh.exe)."),
        ["9: đính kèm: «chuong-trinh.exe» thuộc loại .exe, không được đính kèm — Sửa: dùng một trong các loại: pdf, doc, docx, xls, xlsx, odt, ods, ppt, pptx, zip, mp3, m4a, mp4, webm"],
    ),
    "dinh-kem-ngoai-thu-muc.md": (
        bodied("Chữ.\n\nXem [mật](../mat.pdf)."),
        ["9: đính kèm: «../mat.pdf» dẫn ra ngoài thư mục nội dung — Sửa: đặt tệp cạnh bài viết hoặc trong thư mục nội dung"],
    ),
    # Addresses
    "mot/cung-dia-chi.md": (
        article("Bài thử"),
        ["1: slug: địa chỉ «/tin-tuc/2026/11/01/cung-dia-chi/» trùng với hai/khac-ten.md — Sửa: đặt trường slug khác cho một trong các bài"],
    ),
    "hai/khac-ten.md": (
        article("Bài khác", slug="cung-dia-chi"),
        ["6: slug: địa chỉ «/tin-tuc/2026/11/01/cung-dia-chi/» trùng với mot/cung-dia-chi.md — Sửa: đặt trường slug khác cho một trong các bài"],
    ),
    "dia-chi-cu-cua-trang.md": (
        article("Bài thử", aliases="\n  - /chuyen-muc/kinh-te/"),
        ["7: aliases: địa chỉ cũ «/chuyen-muc/kinh-te/» một trang của cổng đang dùng — Sửa: bỏ dòng này hoặc sửa địa chỉ"],
    ),
    "dia-chi-cu-mot.md": (
        article("Bài thử", aliases="[/cu/1.html]"),
        ["6: aliases: địa chỉ cũ «/cu/1.html» dia-chi-cu-hai.md cũng nhận — Sửa: bỏ dòng này hoặc sửa địa chỉ"],
    ),
    "dia-chi-cu-hai.md": (
        article("Bài thử", aliases="[/cu/1.html]"),
        ["6: aliases: địa chỉ cũ «/cu/1.html» dia-chi-cu-mot.md cũng nhận — Sửa: bỏ dòng này hoặc sửa địa chỉ"],
    ),
    "dia-chi-cu-sai.md": (
        article("Bài thử", aliases="[tin-cu.html]"),
        [f"6: aliases.1: «tin-cu.html» {OLD_ADDRESS} «/tin-cu.html»"],
    ),
    "dia-chi-cu-len-tren.md": (
        article("Bài thử", aliases="[/../../etc/passwd]"),
        ["6: aliases.1: «/../../etc/passwd» không phải địa chỉ cũ của cổng — Sửa: viết phần sau tên miền, bắt đầu bằng «/», mỗi địa chỉ một dòng, dấu cách và dấu lạ bằng mã (%20, %5C), ví dụ /tin/2016/van-nghe/"],
    ),
    "ទន្លេមេគង្គ.md": (article("ទន្លេមេគង្គ"), [f"1: slug: «ទន្លេមេគង្គ» {NO_ADDRESS}"]),
    "dia-chi-rong.md": (
        article("Bài thử", slug="…"),
        ["6: slug: «…» không cho một địa chỉ bằng chữ Latinh — Sửa: viết slug bằng chữ Latinh, ví dụ «slug: tin-tieng-khmer»"],
    ),
    "trang/tin-tuc.md": (
        "---\ntitle: Tin tức\n---\nChữ.\n",
        ["1: slug: địa chỉ «/tin-tuc/» là của phần tin, trang này không dùng được — Sửa: đặt trường slug khác"],
    ),
    # Texts
    "noi-dung-trong.md": (
        bodied(""),
        ["1: nội dung: bài không có nội dung — Sửa: viết nội dung dưới dòng «---»"],
    ),
    # Several in one file, in the order of their lines
    "nhieu-loi.md": (
        article("", date="2017", body="![Cầu](khong-co.jpg)\n\n[x](khong-co.md)", lang="fr"),
        [
            "2: title: thiếu tiêu đề — Sửa: viết «title: Tên bài»",
            "3: date: «2017» chỉ có năm — Sửa: viết đủ ngày, tháng, năm, ví dụ 23/02/2017",
            "6: lang: «fr» không phải giá trị cho phép — Sửa: dùng một trong: vi, en, km",
            f"8: ảnh: không có tệp «khong-co.jpg» — Sửa: {NO_FILE}",
            f"10: liên kết: không có tệp «khong-co.md» — Sửa: {NO_FILE}",
        ],
    ),
}  # fmt: skip

WARNINGS: dict[str, tuple[str | bytes, list[str]]] = {
    "dong-trong-o-dau.md": (
        "\n" + article("Bài thử"),
        ["1: front matter: cảnh báo: có 1 dòng trống trước dòng «---», chương trình khác sẽ không đọc phần đầu — Sửa: xóa các dòng trống ấy"],
    ),
    "canh-bao-ky-tu.md": (
        bodied("Một.\n\nChữ\x01 có\x7f ký tự\u202e lạ."),
        ["9: ký tự điều khiển: cảnh báo: có 3 ký tự điều khiển, đã bỏ đi — Sửa: xóa các ký tự không nhìn thấy"],
    ),
    "canh-bao-tieu-de-dai.md": (
        article("Dài " * 59 + "lắm", slug="dai"),
        ["2: title: cảnh báo: tiêu đề dài 239 ký tự — Sửa: rút xuống dưới 200 ký tự"],
    ),
    "canh-bao-anh-khong-loi.md": (
        bodied("Chữ.\n\n![](tot.jpg)"),
        ["9: ảnh: cảnh báo: ảnh «tot.jpg» không có chú thích, cũng không có mô tả — Sửa: thêm alt hoặc caption để người không thấy ảnh biết ảnh chụp gì"],
    ),
    "canh-bao-html.md": (
        bodied('Chữ.\n\n<script>alert(1)</script>\n\n<p onclick="x()">Hai</p>\n\n[ba](javascript:alert)'),
        [
            "9: nội dung: cảnh báo: thẻ <script> không được dùng, đã bỏ đi — Sửa: xóa đi: bài viết không chạy chương trình; bản đồ, biểu đồ thì đặt liên kết",
            f"11: nội dung: cảnh báo: thuộc tính onclick của thẻ <p> {REMOVED}",
            "13: nội dung: cảnh báo: liên kết không an toàn «javascript:alert» không được dùng, đã bỏ đi — Sửa: thay bằng địa chỉ bắt đầu bằng «https://», hoặc chỉ để lại chữ",
        ],
    ),
    "canh-bao-khong-sapo.md": (
        bodied("- một\n- hai"),
        ["1: summary: cảnh báo: không có summary, cũng không có đoạn văn nào làm sapo — Sửa: thêm «summary: …» nói ngắn gọn bài viết về điều gì"],
    ),
}  # fmt: skip


def photos() -> dict[str, bytes]:
    """Make the photos and files that the articles name."""
    names = ("lat-bit.png", "cut-nua.jpg", "bom.png", "rong.jpg", "van-ban.jpg", "dong.gif")
    return {
        **{name: BROKEN[name]() for name in names},
        "tot.jpg": encode(draw()),
        "chuong-trinh.exe": b"MZ",
    }


SOUND = {"tot.md": article("Bài tốt", body="Chữ.\n\n![Cầu](tot.jpg)")}


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with a portal in `cong/`, published once and then spoilt."""

    repository: Path
    before: dict[str, str]

    @property
    def project(self) -> Path:
        return self.repository / "cong"

    def run(self, *options: str, settings: str = "pelicanconf.py", **environment: str) -> Build:
        """Type `pelican` in the portal's folder."""
        return run_pelican(
            Path("content"),
            Path("output"),
            Path("cache"),
            *options,
            settings=Path(settings),
            folder=self.project,
            environment=environment,
        )

    def make(self, command: str) -> subprocess.CompletedProcess[str]:
        """Type `make` in the portal's folder."""
        return subprocess.run(
            ["make", command],
            cwd=self.project,
            env=environment_with({"MAKEFLAGS": None}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def state(self) -> dict[str, str]:
        return state_of(self.project / "output")


def state_of(output: Path) -> dict[str, str]:
    """Tell every file of the output with its digest and its time."""
    return {
        file.relative_to(output).as_posix(): (
            hashlib.sha256(file.read_bytes()).hexdigest() + f" {file.stat().st_mtime_ns}"
        )
        for file in sorted(output.rglob("*"))
        if file.is_file()
    }


def files_of(table: dict[str, tuple[str | bytes, list[str]]]) -> dict[str, str | bytes]:
    """Give the files of *table*, each article with a title of its own."""
    return {
        name: content.replace("title: Bài thử\n", f"title: Bài thử {name}\n", 1)
        if isinstance(content, str)
        else content
        for name, (content, _) in table.items()
    }


def lines_of(table: dict[str, tuple[str | bytes, list[str]]], prefix: str) -> list[str]:
    """Put all expected lines in the order of paths, those of a file as they stand."""
    return [f"{prefix}{name}:{line}" for name in sorted(table) for line in table[name][1]]


def told_of_articles(stderr: str) -> list[str]:
    """Take the lines of faults, without the one of files that no article names."""
    return [line for line in told(stderr) if " tệp không bài nào dùng đến: " not in line]


def told(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.startswith("content/")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build a sound site, then fill its content with every broken article."""
    repository = tmp_path_factory.mktemp("kho")
    project = copy_project(repository / "cong")
    give_python(project)
    content = write_files(project / "content", {**SOUND, **photos()})
    write_files(project, {"ngoai.jpg": encode(draw()), "mat.pdf": b"%PDF-1.4"})
    (content / "ra-ngoai.jpg").symlink_to(project / "ngoai.jpg")
    project = Project(repository, {})
    for settings in ("publishconf.py", "pelicanconf.py"):
        assert project.run(settings=settings).status == 0
    project.before.update(project.state())
    write_files(content, {**files_of(FAULTS), **files_of(WARNINGS)})
    write_files(content, {"nhap.md": article("Bài nháp", status="draft")})
    return project


RUNS = {
    "check": (("-e", "CHECK_ONLY=true"), "pelicanconf.py"),
    "html": ((), "pelicanconf.py"),
    "publish": ((), "publishconf.py"),
}


@pytest.fixture(scope="module", params=RUNS)
def failed(project: Project, request: pytest.FixtureRequest) -> Build:
    """The spoilt content, checked, built and published."""
    options, settings = RUNS[request.param]
    return project.run(*options, settings=settings)


def test_forty_kinds_of_fault_are_known():
    """The folder holds at least forty broken articles."""
    assert len(FAULTS) >= 40


def test_every_fault_is_told_on_its_line_in_one_run(failed):
    """Whole sentences, by path and line, warnings among them, and nothing else."""
    expected = lines_of({**FAULTS, **WARNINGS}, "content/")
    assert told(failed.stderr) == expected
    count = sum(len(lines) for _, lines in FAULTS.values())
    warnings = sum(len(lines) for _, lines in WARNINGS.values())
    assert failed.stderr.splitlines() == [
        *expected,
        f"Có {count} lỗi, {warnings} cảnh báo. Không xuất bản gì.",
    ]


@pytest.mark.parametrize("name", [*FAULTS, *WARNINGS])
def test_fault_is_told_in_a_whole_sentence(failed, name):
    """One article, one kind of fault: its lines, word for word."""
    _, lines = {**FAULTS, **WARNINGS}[name]
    own = [line for line in told(failed.stderr) if line.startswith(f"content/{name}:")]
    assert own == [f"content/{name}:{line}" for line in lines]


def test_faults_end_with_one_and_say_nothing_of_success(failed):
    """Exit status 1, no traceback, an empty stdout."""
    assert failed.status == 1
    assert failed.stdout == ""
    assert "Traceback" not in failed.stderr
    assert "Xong" not in failed.stderr


def test_old_output_is_unchanged_after_faults(project, failed):
    """No byte and no time stamp of the last good site is touched, and nothing stands beside it."""
    assert failed.status == 1
    assert project.state() == project.before
    assert sorted(path.name for path in project.project.glob("output*")) == ["output"]


@pytest.mark.parametrize("command", ["check", "html", "publish"])
def test_make_ends_with_two(project, command):
    """The same lines through make, which turns 1 into 2."""
    done = project.make(command)
    assert done.returncode == 2
    assert told(done.stderr) == lines_of({**FAULTS, **WARNINGS}, "content/")
    assert done.stdout == ""
    assert project.state() == project.before


def test_faults_become_annotations_with_paths_of_the_repository(project):
    """GitHub and Gitea show each fault at its line of the right file."""
    environment = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(project.repository)}
    build = project.run("-e", "CHECK_ONLY=true", **environment)
    assert build.status == 1
    assert told(build.stderr) == lines_of({**FAULTS, **WARNINGS}, "content/")
    annotations = [line for line in build.stderr.splitlines() if line.startswith("::")]
    assert len(annotations) == len(told(build.stderr))
    assert (
        "::error file=cong/content/ngay-khong-that.md,line=3,title=date::«31/02/2026» không phải "
        "ngày có thật — Sửa: xem lại ngày: tháng 2 năm 2026 có 28 ngày"
    ) in annotations
    assert (
        "::warning file=cong/content/canh-bao-tieu-de-dai.md,line=2,title=title::"
        "tiêu đề dài 239 ký tự — Sửa: rút xuống dưới 200 ký tự"
    ) in annotations
    for line in annotations:
        place = re.match("::(?:error|warning) file=([^,]+),line=[1-9]", line)
        assert place is not None
        assert (project.repository / place[1]).is_file()


def test_same_faults_in_any_locale(project):
    """A terminal that knows no Vietnamese is no reason for silence or a traceback."""
    build = project.run("-e", "CHECK_ONLY=true", LC_ALL="C", LANG="C", PYTHONUTF8="0", TZ="UTC")
    assert build.status == 1
    assert len(told(build.stderr)) == len(lines_of({**FAULTS, **WARNINGS}, "content/"))
    assert "Traceback" not in build.stderr


def test_faults_are_told_again_from_the_cache(project):
    """A second run, with all that the first one remembered, tells the same."""
    first = project.run("-e", "CHECK_ONLY=true")
    again = project.run("-e", "CHECK_ONLY=true")
    assert again.status == 1
    assert again.stderr == first.stderr


def test_each_fault_stops_the_build_by_itself(tmp_path):
    """A mended neighbour never hides a fault: each file alone is refused."""
    for name in ("truong-save-as.md", "anh-cut.md", "dau-khong-dong.md"):
        content, lines = FAULTS[name]
        folder = tmp_path / name
        write_files(folder / "content", {name: content, **photos()})
        build = run_pelican(Path("content"), Path("output"), folder / "cache", folder=folder)
        expected = [f"content/{name}:{line}" for line in lines]
        assert (build.status, told_of_articles(build.stderr)) == (1, expected)


def test_link_to_an_address_that_no_page_has(build_site):
    """The words of the link are told with the line; to a page that exists it is none."""
    build = build_site(
        {
            "mot.md": article("Một", body="[a](/chuyen-muc/kinh-te/)\n\n[b](/chuyen-muc/kinh-doanh/)"),
            "hai.md": article("Hai", body="[c](/tin-tuc/2026/11/01/mot/)\n\n[d](/tin-tuc/2026/11/01/ba/)"),
        }
    )  # fmt: skip
    assert build.status == 1
    assert [line.rsplit("content/", 1)[1] for line in build.stderr.splitlines()[:2]] == [
        "hai.md:9: liên kết: cổng không có trang «/tin-tuc/2026/11/01/ba/» — "
        "Sửa: sửa địa chỉ, hoặc dẫn đến tệp .md của bài",
        "mot.md:9: liên kết: cổng không có trang «/chuyen-muc/kinh-doanh/» — "
        "Sửa: sửa địa chỉ, hoặc dẫn đến tệp .md của bài",
    ]


def test_sources_that_are_no_text_files(tmp_path):
    """A pipe, a link that leads out, a link in a circle, a linked folder, a huge file."""
    folder = tmp_path / "cong"
    content = write_files(folder / "content", {"qua-nang.md": b"a" * 1_000_001})
    write_files(tmp_path, {"ngoai.md": article("Ngoài"), "ngoai/bai.md": article("Ngoài")})
    os.mkfifo(content / "ong.md")
    (content / "ra-ngoai.md").symlink_to(tmp_path / "ngoai.md")
    (content / "vong.md").symlink_to(content / "vong.md")
    (content / "thu-muc").symlink_to(tmp_path / "ngoai")
    (content / "la-thu-muc.md").mkdir()
    build = run_pelican(Path("content"), Path("output"), folder / "cache", folder=folder)
    assert build.status == 1
    assert told(build.stderr) == [
        "content/ong.md:1: tệp: không phải một tệp văn bản — Sửa: thay bằng một tệp Markdown",
        "content/qua-nang.md:1: tệp: tệp nặng 1 MB, quá 1 MB — "
        "Sửa: chia bài, hoặc đưa phần dài thành tệp đính kèm",
        "content/ra-ngoai.md:1: tệp: là liên kết tượng trưng ra ngoài thư mục nội dung — "
        "Sửa: chép hẳn tệp vào đây",
        "content/thu-muc:1: thư mục: là liên kết tượng trưng, bài bên trong sẽ bị bỏ qua — "
        "Sửa: chép hẳn thư mục vào đây",
        "content/vong.md:1: tệp: không đọc được tệp (liên kết tượng trưng đi vòng tròn) — "
        "Sửa: sửa quyền đọc, hoặc chép lại tệp",
    ]


def test_warnings_alone_publish_the_site(tmp_path):
    """Everything that is only told of: exit 0, the pages are there, nothing harmful in them."""
    folder = tmp_path / "cong"
    write_files(folder / "content", {**files_of(WARNINGS), **photos()})
    for settings in ("pelicanconf.py", "publishconf.py"):
        build = run_pelican(
            Path("content"),
            folder / "output",
            folder / "cache",
            settings=ROOT / settings,
            folder=folder,
        )
        assert build.status == 0, build.stderr
        assert told_of_articles(build.stderr) == lines_of(WARNINGS, "content/")
        page = build.read("/tin-tuc/2026/11/01/canh-bao-html/")
        assert "alert" not in page
        assert "onclick" not in page
        assert "<p>Hai</p>" in page
        assert "Chữ có ký tự lạ." in build.read("/tin-tuc/2026/11/01/canh-bao-ky-tu/")


def test_kind_readings_are_no_faults(build_site):
    """One photo in place of a list, a byte order mark, CRLF, day first, a name in Mac's letters."""
    build = build_site(
        {
            "mot.md": article("Một", photos="tot.jpg"),
            "hai.MD": b"\xef\xbb\xbf" + article("Hai", date="1/11/2026").replace("\n", "\r\n").encode(),
            "tot.jpg": encode(draw()),
        }
    )  # fmt: skip
    assert build.status == 0, build.stderr
    assert "<figure" in build.read("/tin-tuc/2026/11/01/mot/")
    assert "Hai" in build.read("/tin-tuc/2026/11/01/hai/")
