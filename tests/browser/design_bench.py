# SPDX-License-Identifier: AGPL-3.0-or-later
"""The design bench: a site of hard cases, and a page with every component in every state.

Never published. The site is built by the real command from the articles below, as
the editor's preview, so that badges show. The page "/ban-mau/" is printed from
`design_bench.html` with the macros of the theme and page data as the press makes it.
To look at it: python -m tests.browser.design_bench FOLDER
"""

import datetime as dt
import hashlib
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import jinja2
from msgspec.structs import replace
from PIL import Image

import pelicanconf
from plugins.newsroom.page import (
    Change,
    Correction,
    Figure,
    Gallery,
    HtmlPart,
    Link,
    Player,
    SiteCard,
    Source,
    Story,
    UrgentNotice,
    Year,
)
from plugins.newsroom.photo import Original, Photo
from plugins.press.render.printer import Parts, Printer
from plugins.press.render.site import Site
from plugins.press.render.theme import SHEET, Theme
from plugins.vietnamese.dates import Moment
from tests.printing import environment_of
from tests.small_site import ROOT, Build, article, run_pelican, write_files

BENCH = "/ban-mau/"
EVERYTHING = "/tin-tuc/2019/03/01/du-moi-thu/"
KHMER = "/tin-tuc/2026/10/02/khmer/"
ENGLISH = "/tin-tuc/2026/10/03/english/"
#: What is hard to set: stacked marks, words that never break, lines that never end.
STACKED = "ĐỄ, NGHIỄM, ẴM, Ổ, Ữ: CHỮ HOA HAI TẦNG DẤU Ở CẢ BỐN DÒNG ĐẦU ĐỀ KHÔNG CHẠM NHAU"
UNBROKEN = "https://vanban.example/" + "quyetdinhphepduyetquyhoach" * 4
LONG = (
    "Thông báo về việc tiếp tục triển khai các giải pháp đồng bộ, quyết liệt nhằm hoàn thành "
    "các chỉ tiêu phát triển kinh tế - xã hội sáu tháng cuối năm trên địa bàn toàn tỉnh"
)
KHMER_WORDS = "បុណ្យចូលឆ្នាំថ្មីប្រពៃណីជាតិខ្មែរ នៅខេត្តវិញឡុង"
SIZES = {
    "ngang.jpg": (1800, 1200),
    "dung.jpg": (900, 1500),
    "vuong.jpg": (1000, 1000),
    "dai.jpg": (2400, 500),
    "nho.jpg": (90, 60),
}

_BODY = f"""Đoạn mở đầu có **chữ đậm**, *chữ nghiêng*, `mã lệnh`, [liên kết](/tin-tuc/) và \
chú thích[^1]. {UNBROKEN}

## {STACKED}

Chữ tiếng Khmer giữa bài: <span lang="km">{KHMER_WORDS}</span>, rồi tiếng Anh:
<span lang="en">nothing about us without us</span>.

### Danh sách lồng nhau

1. Việc thứ nhất
    - việc nhỏ {LONG}
    - việc nhỏ nữa
        1. nhỏ hơn nữa
2. Việc thứ hai

> Lời trích dẫn dài: {LONG}.
>
> Đoạn thứ hai của lời trích.

![Ảnh ngang](ngang.jpg "{LONG}. Ảnh: Lê Anh")

![Ảnh đứng](dung.jpg "Ảnh: TTXVN")

![Ảnh nhỏ](nho.jpg "Ảnh nhỏ hơn cột chữ")

![Ảnh dài không chú thích](dai.jpg)

| Chỉ tiêu | Đơn vị | 2021 | 2022 | 2023 | 2024 | 2025 | So với kế hoạch năm |
| :-- | :-: | --: | --: | --: | --: | --: | :-- |
| Tổng sản phẩm trên địa bàn | tỷ đồng | 1.234 | 2.345 | 3.456 | 4.567 | 5.678 | vượt 1,2% |
| Thu ngân sách | tỷ đồng | 12 | 23 | 34 | 45 | 56 | đạt 99,8% |

    một dòng mã rất dài {"0123456789 " * 12}

---

#### Tiêu đề nhỏ nhất

Hết.

[^1]: Chú thích cuối bài, dẫn đến [{UNBROKEN}]({UNBROKEN}).
"""

_EVERYTHING = f"""---
title: {STACKED}
date: 2019-03-01 07:05:09
author: "Bài, ảnh: Hồng Giang - Đức Lam - Nguyễn Thị Thanh Trúc (thực hiện)"
category: Cải cách hành chính - Chuyển đổi số
summary: {LONG}. {UNBROKEN}
modified: 2019-03-02
source:
  name: Báo có tên rất dài và không có địa chỉ nào để dẫn đến
  author: Người viết
  url: https://bao.example/bai
  published: 2019-02-28
tags:
  - Ngắn
  - {LONG}
  - quyetdinhphepduyetquyhoachquyetdinhphepduyetquyhoach
changes:
  - date: 2019-03-02 08:00
    note: Sửa tên. {LONG}
  - date: 2019-03-01 09:00
    note: Thêm ảnh.
corrections:
  - date: 2019-03-03
    wrong: {LONG}
    right: {UNBROKEN}
  - date: 2019-03-02
    wrong: 12 tỷ đồng
    right: 21 tỷ đồng
document:
  number: {UNBROKEN}
  issued: 2019-02-20
  issuer: {LONG}
  in_force: kể từ ngày ký
event:
  start: 2019-03-31 20:00
  end: 2019-04-01 01:30
  place: {LONG}
dossier: {LONG}
photos:
  - file: vuong.jpg
    caption: {LONG}
    credit: Lê Anh
  - file: dung.jpg
    credit: TTXVN
  - file: nho.jpg
    alt: Ảnh nhỏ
  - file: dai.jpg
    caption: Ngắn
---
{_BODY}"""


def _photo(size: tuple[int, int]) -> bytes:
    """Draw a photo whose edges are seen: a slope of blue within a red frame."""
    slope = Image.linear_gradient("L").resize(size)
    picture = Image.merge("RGB", (slope.point(lambda v: v // 3), slope, Image.new("L", size, 170)))
    frame = max(2, min(size) // 40)
    framed = Image.new("RGB", size, "#c8161d")
    inner = (size[0] - 2 * frame, size[1] - 2 * frame)
    framed.paste(picture.resize(inner), (frame, frame))
    file = io.BytesIO()
    framed.save(file, "JPEG", quality=80)
    return file.getvalue()


def files() -> dict[str, str | bytes]:
    """The content: few articles, each hard in its own way."""
    photos = {name: _photo(size) for name, size in SIZES.items()}
    place = "tin-tuc/2019/03/01/du-moi-thu"
    made: dict[str, str | bytes] = {f"{place}/{name}": data for name, data in photos.items()}
    made[f"{place}/index.md"] = _EVERYTHING
    made["khmer.md"] = article(
        KHMER_WORDS,
        "2026-10-02",
        f"{KHMER_WORDS}។\n\n" * 5,
        lang="km",
        category="Đồng bào Khmer",
        summary=KHMER_WORDS,
        slug="khmer",
    )
    made["english.md"] = article("In English", "2026-10-03", "Words.", lang="en", slug="english")
    made["nhap.md"] = article("Bản nháp", "2026-10-04", status="draft", featured="có")
    made["hen.md"] = article("Hẹn ngày", "2071-10-04", summary=LONG)
    made["het-han.md"] = article("Hết hạn", "2026-10-05", expires="2026-10-06")
    made["dai.md"] = article(LONG, "2026-10-06", featured="có", tags=f"Ngắn, {LONG}")
    made["lien.md"] = article(UNBROKEN, "2026-10-07", UNBROKEN, summary=UNBROKEN, slug="lien")
    for number in range(1, 8):
        made[f"bai-{number}.md"] = article(f"Thông báo số {number}", category="Thông báo")
    made["trang/gioi-thieu.md"] = f"---\ntitle: {LONG}\n---\n{UNBROKEN}\n\n## Mục\n\nChữ.\n"
    made["trang/ho-so/dai.md"] = f"---\ntitle: {LONG}\nsummary: {LONG}\n---\n{UNBROKEN}\n"
    return made


@dataclass(frozen=True, slots=True)
class BenchPage:
    """What the partials of the theme read of a page, for all of them at once."""

    title: str
    story: Story
    stories: tuple[Story, ...]
    byline: tuple[Link, ...]
    authors: tuple[Link, ...]
    source: Source
    tags: tuple[Link, ...]
    modified: Moment
    changes: tuple[Change, ...]
    corrections: tuple[Correction, ...]
    related: tuple[Story, ...]
    years: tuple[Year, ...]
    notice: str
    photos: tuple[Photo, ...]
    audio: Player
    urgent: tuple[UrgentNotice, ...]


def bench_page() -> BenchPage:
    """Fill every part that the theme knows with its hardest case."""
    when = Moment(dt.datetime.fromisoformat("2019-03-01T07:05:09+07:00"), "second")
    photos = tuple(
        Photo(Original(hashlib.sha256(_photo(size)).hexdigest(), *size), name, LONG, "Lê Anh")
        for name, size in SIZES.items()
    )
    wide = photos[0]
    section = Link("Cải cách hành chính - Chuyển đổi số", "/chuyen-muc/kinh-te/")
    usual = Story(EVERYTHING, "Một bài thường", "vi", section, when, LONG, wide)
    stories = (
        usual,
        replace(usual, photo=None, badge="Bản nháp"),
        replace(usual, title=STACKED, photo=photos[1], badge="Chờ đến ngày đăng"),
        replace(usual, title=UNBROKEN, summary=UNBROKEN, photo=photos[4], badge="Đã hết hạn"),
        replace(usual, title=LONG, summary=""),
        replace(usual, title=KHMER_WORDS, summary=KHMER_WORDS, lang="km", photo=photos[3]),
        replace(usual, title="A story in English", summary="In English.", lang="en"),
    )
    far = Moment(when.when.replace(year=2999), "second")
    return BenchPage(
        title="Bàn mẫu",
        story=usual,
        stories=stories,
        byline=(Link("Bài, ảnh: "), Link("Hồng Giang", "/tac-gia/hong-giang/"), Link(LONG)),
        authors=(Link("Hồng Giang", "/tac-gia/hong-giang/"), Link(UNBROKEN)),
        source=Source("Nguồn", "Người viết", "https://bao.example/", when),
        tags=tuple(Link(text, "/tin-tuc/") for text in ("Ngắn", LONG, UNBROKEN)),
        modified=when,
        changes=(Change(when, LONG), Change(when, "Ngắn")),
        corrections=(Correction(when, LONG, UNBROKEN), Correction(when, "12", "21")),
        related=stories,
        years=(Year(Link("Năm 2019", "/tin-tuc/2019/"), (Link("Tháng 3", "/tin-tuc/2019/03/"),)),),
        notice=pelicanconf.OLD_NOTICE[1],
        photos=photos,
        audio=Player("a.mp3", "audio/mpeg", "MP3, 12 MB"),
        # Never over by the clock of a browser.
        urgent=tuple(
            UrgentNotice("/", words, "vi", far, badge)
            for words, badge in ((LONG, None), (UNBROKEN, "Bản nháp"))
        ),
    )


def build_bench(folder: Path) -> Build:
    """Build the site of hard cases in *folder*, and print the page of all components into it."""
    content = write_files(folder / "content", files())
    options = ("-e", "PREVIEW=true", "PER_PAGE=2")
    build = run_pelican(content, folder / "output", folder / "cache", *options)
    if build.status:
        raise RuntimeError(build.stderr)
    page = bench_page()
    theme = Theme(ROOT / "theme", pelicanconf.PORTAL["colours"])
    site = Site(
        portal={**pelicanconf.PORTAL, "logo": "img/roundel.svg", "icon": "img/favicon.svg"},
        url=pelicanconf.SITEURL,
        sections=tuple(
            Link(name, f"/chuyen-muc/{slug}/") for slug, name in pelicanconf.NEWS_SECTIONS.items()
        ),
        pages=(Link("Giới thiệu", "/gioi-thieu/"),),
        feeds=(Link("RSS", "/rss.xml"), Link("JSON Feed", "/feed.json")),
        stylesheets=(theme.address(SHEET),),
        script=theme.address("js/site.js"),
        asset=theme.address,
        zone=pelicanconf.TIMEZONE,
        words=theme.words,
    )
    environment = environment_of(theme, pelicanconf.JINJA_ENVIRONMENT, site)
    own = jinja2.FileSystemLoader(Path(__file__).parent)
    environment.loader = jinja2.ChoiceLoader([environment.loader, own])
    Printer(environment, site, {}.__getitem__)
    printed = build.read(EVERYTHING)
    prose = re.split('<div class="prose"[^>]*>', printed)[1].partition(
        '</div>\n<div class="article__'
    )[0]
    pictures = tuple(Figure(photo) for photo in page.photos)
    silent = tuple(Figure(replace(photo, caption=None, alt="")) for photo in page.photos)
    players = (
        Player(
            "a.mp4", "video/mp4", "MP4, 12 MB", "", LONG, UNBROKEN, page.photos[0], "a.vtt", 9, 16
        ),
        Player("b.webm", "video/webm", "WEBM, 1 MB", LONG, None, None, None, "", 1280, 720),
        Player("a.mp3", "audio/mpeg", "MP3, 12 MB", "", "Ngắn", "Âm thanh: Ngắn"),
        SiteCard(f"https://www.google.com/maps/place/{'Vĩnh+Long' * 20}", LONG),
        SiteCard("https://youtu.be/dQw4w9WgXcQ"),
    )
    text = environment.get_template("design_bench.html").render(
        page=page,
        site=site,
        say=site.words[site.lang],
        address=BENCH,
        body=Parts((HtmlPart(prose), *players, *pictures, Gallery((*pictures, *silent)))),
        structured=[],
    )
    media = dict.fromkeys(("tep/a.mp3", "tep/a.mp4", "tep/a.vtt", "tep/b.webm"), b"")
    write_files(build.output, {f"{BENCH[1:]}index.html": text, **media})
    return build


if __name__ == "__main__":
    print(build_bench(Path(sys.argv[1])).output)
