# SPDX-License-Identifier: AGPL-3.0-or-later
"""The 22 ways in which plain Pelican 4.12 fails silently, and what our `pelican` does instead.

Each case was tried on plain Pelican, which exits 0 in all of them. The first sentence
of a test tells what it does, the second what ours does.
"""

import io
import json
import os
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from tests.build.rules import elements
from tests.integration.broken_images import draw, encode, telling_exif
from tests.small_site import (
    NOW,
    ROOT,
    Build,
    article,
    copy_project,
    run_pelican,
    write_files,
)

DAY = 24 * 3600


def png(colour: str) -> bytes:
    return encode(Image.new("RGB", (400, 300), colour), "PNG", compress_level=0)


def told(build: Build) -> list[str]:
    """List the lines about sources, without the folder before them."""
    found = re.findall(r"^.*?content/(\S+:\d+: .*)$", build.stderr, re.MULTILINE)
    return [line for line in found if " — Sửa: " in line]


def pages_of_articles(build: Build) -> list[str]:
    return [
        file
        for file in build.files
        if re.fullmatch(r"tin-tuc/\d{4}/\d\d/\d\d/[^/]+/index\.html", file)
    ]


def all_bytes(build: Build) -> bytes:
    return b"\0".join((build.output / file).read_bytes() for file in build.files)


def contents(build: Build) -> dict[str, bytes]:
    return {file: (build.output / file).read_bytes() for file in build.files}


# ── Wrong content published ──────────────────────────────────────────────────


def test_case_01_day_comes_first(build_site):
    """Pelican reads 05/06/2026 as 6 May and 10.11.2026 as 11 October. Ours reads day first."""
    build = build_site(
        {
            "nam.md": article("Năm", date="05/06/2026"),
            "muoi-ba.md": article("Mười ba", date="13/06/2026"),
            "muoi.md": article("Mười", date="10.11.2026"),
        }
    )
    assert build.status == 0, build.stderr
    assert pages_of_articles(build) == [
        "tin-tuc/2026/06/05/nam/index.html",
        "tin-tuc/2026/06/13/muoi-ba/index.html",
        "tin-tuc/2026/11/10/muoi/index.html",
    ]
    assert '<time datetime="2026-06-05T00:00:00+07:00"' in build.read("/tin-tuc/2026/06/05/nam/")


def test_case_02_parts_of_dates_are_faults(build_site):
    """Pelican completes `2026` and `14:30` with today and takes 2170. Ours names them."""
    build = build_site(
        {
            "chi-nam.md": article("Chỉ năm", date="2026"),
            "chi-gio.md": article("Chỉ giờ", date="14:30"),
            "xa.md": article("Xa", date="2170-05-06"),
        }
    )
    assert build.status == 1
    assert told(build) == [
        "chi-gio.md:3: date: «14:30» chỉ có giờ — "
        "Sửa: viết cả ngày, ví dụ 2017-02-23 14:57 hoặc 23/02/2017 14:57",
        "chi-nam.md:3: date: «2026» chỉ có năm — Sửa: viết đủ ngày, tháng, năm, ví dụ 23/02/2026",
        "xa.md:3: date: «2170-05-06» có năm 2170, ngoài khoảng 1945–2100 — Sửa: xem lại năm",
    ]


def test_case_02_a_far_date_is_held_back_and_told(build_site):
    """Pelican publishes 2062. Ours holds it back, and says so in every build."""
    build = build_site({"xa.md": article("Xa", date="2062-05-06"), "gan.md": article("Gần")})
    assert build.status == 0
    assert "Chờ đăng 2062-05-06T00:00:00+07:00: " in build.stderr
    assert pages_of_articles(build) == ["tin-tuc/2026/11/01/gan/index.html"]


def test_case_03_offset_becomes_vietnamese_time(build_site):
    """Pelican leaves 23:30Z on the 6th. Ours is half past six of the 7th, everywhere."""
    build = build_site({"gio.md": article("Giờ", date="2026-05-06T23:30:00Z")})
    assert build.status == 0, build.stderr
    page = build.read("/tin-tuc/2026/05/07/gio/")
    assert '<time datetime="2026-05-07T06:30:00+07:00"' in page
    assert "Ngày 07/05/2026 06:30:00" in page
    assert "tin-tuc/2026/05/07/index.html" in build.files
    assert "tin-tuc/2026/05/06/index.html" not in build.files
    assert "06:30:00 +0700" in build.read("/rss.xml")


def test_case_04_photos_of_one_name_stay_apart(build_site):
    """Pelican shows one photo in both articles. Ours shows each its own."""
    body = "![Ảnh](anh.jpg)\n\nChữ."
    build = build_site(
        {
            "do/index.md": article("Đỏ", body=body),
            "do/anh.jpg": png("red"),
            "xanh/index.md": article("Xanh", body=body),
            "xanh/anh.jpg": png("blue"),
        }
    )
    assert build.status == 0, build.stderr
    colours = []
    for name in ("do", "xanh"):
        page = build.read(f"/tin-tuc/2026/11/01/{name}/").partition('<div class="after">')[0]
        (source,) = {
            image.get("src")
            for image in elements(page, "img")
            if image.get("src").startswith("/anh/")
        }
        with Image.open(build.output / source.removeprefix("/")) as picture:
            red, _, blue = picture.convert("RGB").getpixel((200, 150))
        colours.append("red" if red > blue else "blue")
    assert colours == ["red", "blue"]


def test_case_05_one_address_is_a_fault_for_both(build_site):
    """Pelican links two articles with one slug as translations. Ours names both files."""
    build = build_site(
        {
            "a/hop.md": article("Họp một"),
            "b/hop.md": article("Họp hai", lang="en"),
        }
    )
    assert build.status == 1
    assert told(build) == [
        f"{one}/hop.md:1: slug: địa chỉ «/tin-tuc/2026/11/01/hop/» trùng với {other}/hop.md — "
        "Sửa: đặt trường slug khác cho một trong các bài"
        for one, other in ("ab", "ba")
    ]


def test_case_05_one_slug_on_two_days_is_two_articles(build_site):
    """Pelican drops the one of the other language from every list. Ours lists both."""
    build = build_site(
        {
            "a/hop.md": article("Họp một", date="2026-11-01"),
            "b/hop.md": article("Meeting two", date="2026-11-02", lang="en"),
        }
    )
    assert build.status == 0, build.stderr
    for address in ("/tin-tuc/", "/chuyen-muc/kinh-te/", "/tac-gia/n-h/", "/rss.xml"):
        assert "Họp một" in build.read(address)
        assert "Meeting two" in build.read(address)
    # The fronts, maps and feeds are one page in three languages, lists and periods in two, as
    # English has a story in them; no article is told to be a translation.
    named = [
        (file, element.tag, element.get("href").removeprefix("http://localhost:8000"))
        for file, page in build.pages().items()
        for element in elements(page)
        if element.get("hreflang")
    ]
    everywhere = ("", "so-do-cong/", "kenh-tin/")
    news = [f"tin-tuc/{period}" for period in ("2026/", "2026/11/", "2026/11/02/")]
    lists = ["chuyen-muc/kinh-te/", "chuyen-muc/kinh-te/2026/", "chuyen-muc/kinh-te/2026/11/"]
    known = {
        *(f"/{home}{page}" for page in everywhere for home in ("", "en/", "km/")),
        *(f"/{home}{page}" for page in (*news, *lists, "tac-gia/n-h/") for home in ("", "en/")),
    }
    assert {address for _, _, address in named} == known
    heads = {f"/{file}".removesuffix("index.html") for file, tag, _ in named if tag == "link"}
    assert heads == known
    others = {*build.files} - {*build.pages()}
    assert not [file for file in others if b"hreflang" in (build.output / file).read_bytes()]


def test_case_06_tags_with_other_marks_are_other_tags(build_site):
    """Pelican puts Mở, Mơ and Mô on one page. Ours has three, the oldest at the plain address."""
    build = build_site(
        {
            "a.md": article("Bài một", date="2026-11-01", tags="[Mở]"),
            "b.md": article("Bài hai", date="2026-11-02", tags="[Mơ]"),
            "c.md": article("Bài ba", date="2026-11-03", tags="[Mô]"),
        }
    )
    assert build.status == 0, build.stderr
    addresses = {"mo": "Bài một", "mo-e4f3": "Bài hai", "mo-ac4c": "Bài ba"}
    listed = sorted(re.findall(r"chu-de/([^/]+)/index\.html", " ".join(build.files)))
    assert listed == sorted(addresses)
    for slug, title in addresses.items():
        page = build.read(f"/chu-de/{slug}/")
        assert [other for other in addresses.values() if other in page] == [title]


def test_case_07_lists_and_quotes_are_read_as_meant(build_site):
    """Pelican keeps `A, B` as one author and quotes in titles. Ours reads what was meant."""
    build = build_site(
        {
            "a.md": article('"Nhanh" và đẹp', author="Lê Anh, Hồng Giang", tags="[Cầu, Đường]"),
            "b.md": article("'Trong nháy'", author="Hồng Giang - Đức Lam"),
        }
    )
    assert build.status == 0, build.stderr
    authors = re.findall(r"tac-gia/([^/]+)/index", " ".join(build.files))
    assert authors == ["duc-lam", "hong-giang", "le-anh"]
    assert re.findall(r"chu-de/([^/]+)/index", " ".join(build.files)) == ["cau", "duong"]
    titles = [next(elements(page, "h1")).text for page in map(build.read, build_addresses(build))]
    assert titles == ['"Nhanh" và đẹp', "Trong nháy"]


def build_addresses(build: Build) -> list[str]:
    return ["/" + file.removesuffix("index.html") for file in pages_of_articles(build)]


def test_case_07_open_brackets_and_repeated_titles_are_faults(build_site):
    """Pelican prints `tags: [Kinh tế` and fuses a second title into the slug. Ours stops."""
    build = build_site(
        {
            "ngoac.md": article("Ngoặc", tags="[Kinh tế"),
            "lap.md": article("Một").replace("title: Một\n", "title: Một\ntitle: Hai\n"),
        }
    )
    assert build.status == 1
    assert [line.split(" — ")[0] for line in told(build)] == [
        "lap.md:3: title: trường «title» đã có ở dòng 2",
        "ngoac.md:6: front matter: không đọc được dòng «tags: [Kinh tế»",
    ]


def test_case_08_unknown_keys_are_faults(build_site):
    """Pelican ignores `catergory` and files the article under "misc". Ours names the nearest."""
    text = article("Bài").replace("category:", "catergory:")
    build = build_site({"bai.md": text})
    assert build.status == 1
    assert told(build) == [
        "bai.md:5: catergory: không có trường «catergory» — Sửa: viết «category:»"
    ]


def test_case_08_language_in_capitals_moves_nothing(build_site):
    """Pelican gives `lang: VI` another address. Ours reads it as `vi`."""
    build = build_site({"bai.md": article("Bài", lang="VI")})
    assert build.status == 0, build.stderr
    assert pages_of_articles(build) == ["tin-tuc/2026/11/01/bai/index.html"]
    assert '<html lang="vi"' in build.read("/tin-tuc/2026/11/01/bai/")


def test_case_09_words_do_not_depend_on_the_locale(build_site, tmp_path):
    """Pelican prints "Wednesday" without a locale, or drops every article. Ours asks no locale."""
    files = {"bai.md": article("Bài", date="Thứ Tư, 23/09/2026 02:57 CH")}
    build = build_site(files, environment={"LC_ALL": "C", "LANG": "C"})
    assert build.status == 0, build.stderr
    assert "Ngày 23/09/2026 14:57" in build.read("/tin-tuc/2026/09/23/bai/")
    assert "Tin tháng 9 năm 2026" in build.read("/tin-tuc/2026/09/")
    here = contents(build)
    other = run_pelican(
        tmp_path / "content",
        tmp_path / "ra",
        tmp_path / "cache-khac",
        environment={"LC_ALL": "vi_VN.UTF-8", "LANG": "ja_JP.UTF-8"},
    )
    assert contents(other) == here
    feed = "Wed, 23 Sep 2026"  # as RSS asks for
    # Pages below /en/ name the days for their date of today.
    english = {file for file, data in here.items() if file.endswith(".html") and b"Wed" in data}
    pages = ("", "tim-kiem/", "so-do-cong/", "kenh-tin/")
    assert english == {f"en/{page}index.html" for page in pages}
    assert feed in build.read("/rss.xml")


def test_case_10_markup_of_strangers_does_nothing(build_site):
    """Pelican lets <script>, onerror and javascript: through. Ours escapes and sanitises."""
    title = "</title></script><script>alert(1)</script> \"&'"
    body = (
        "<script>alert(2)</script>\n\n<img src=anh.png onerror=alert(3) alt='<b>'>\n\n"
        "[bấm](javascript:alert(4))\n\n<iframe src=//xau.vn></iframe> Chữ "
        "<b onclick=alert(5)>x</b>."
    )
    build = build_site(
        {
            "bai.md": article(title, body=body, author="<i>A</i>", tags="['<u>B</u>']"),
            "anh.png": png("red"),
        }
    )
    assert build.status == 0, build.stderr
    page = build.read(build_addresses(build)[0])
    assert next(elements(page, "h1")).text == title
    assert "alert(1)</script>" not in page.replace("alert(1)&lt;/script&gt;", "")
    assert not re.search(r"alert\([2-5]\)|<iframe|onerror|onclick|javascript:", page)
    for file, data in build.pages().items():
        for script in elements(data, "script"):
            assert script.get("src") or script.get("type") == "application/ld+json", file
        assert "<i>A" not in data and "<u>B" not in data
    told_of = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert title in json.dumps(told_of, ensure_ascii=False).replace('\\"', '"')
    assert [line.split(" được dùng")[0] for line in told(build)] == [
        f"bai.md:{line}: nội dung: cảnh báo: {what} không"
        for line, what in (
            (8, "thẻ <script>"),
            (10, "thuộc tính onerror của thẻ <img>"),
            (12, "liên kết không an toàn «javascript:alert(4)»"),
            (14, "thuộc tính onclick của thẻ <b>"),
            (14, "thẻ <iframe>"),
        )
    ]


def test_case_11_letters_are_composed_and_names_match(build_site):
    """Pelican publishes decomposed letters and loses such files. Ours composes and finds them."""
    text = article("Lễ hội Đền", body="![Lễ](lễ.png)\n\nXem [quyết định](quyết.pdf).")
    build = build_site(
        {
            "a/index.md": unicodedata.normalize("NFD", text),
            unicodedata.normalize("NFD", "a/lễ.png"): png("red"),
            unicodedata.normalize("NFD", "a/quyết.pdf"): b"%PDF-1.4",
        }
    )
    assert build.status == 0, build.stderr
    for file, page in build.pages().items():
        assert unicodedata.is_normalized("NFC", page), file
    page = build.read("/tin-tuc/2026/11/01/a/")
    assert "Lễ hội Đền" in page
    assert re.search(r'href="/tep/quyet-[0-9a-f]{16}\.pdf"', page)


# ── Content lost ─────────────────────────────────────────────────────────────


def test_case_12_nothing_is_dropped(build_site):
    """Pelican drops what it cannot read and exits 0. Ours names each with its reason."""
    build = build_site(
        {
            "ngay.md": article("Ngày", date="mai"),
            "khong-ngay.md": article("Không ngày").replace("date: 2026-11-01 08:00\n", ""),
            "khong-ten.md": article("Xóa").replace("title: Xóa\n", ""),
            "trang-thai.md": article("Trạng thái", status="hidden"),
            "bang-ma.md": article("X").encode().replace(b"N.H", b"N\xe2n"),
            "yaml.md": article("X", tags="{a"),
            "tot.md": article("Tốt"),
        }
    )
    assert build.status == 1
    assert [line.split(" — ")[0] for line in told(build)] == [
        "bang-ma.md:4: bảng mã: byte «E2» không phải UTF-8 (có thể là Windows-1258)",
        "khong-ngay.md:1: date: thiếu ngày",
        "khong-ten.md:1: title: thiếu tiêu đề",
        "ngay.md:3: date: không đọc được ngày «mai»",
        "trang-thai.md:6: status: «hidden» không phải giá trị cho phép",
        "yaml.md:6: front matter: không đọc được dòng «tags: {a»",
    ]
    assert not build.output.exists()


def test_case_13_letter_case_of_the_extension_is_free(build_site):
    """Pelican ignores A.MD without a word. Ours reads it."""
    build = build_site({"A.MD": article("Chữ hoa"), "b.Md": article("Hoa thường")})
    assert build.status == 0, build.stderr
    assert pages_of_articles(build) == [
        "tin-tuc/2026/11/01/a/index.html",
        "tin-tuc/2026/11/01/b/index.html",
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("PLUGINS = [", 'PLUGINS = ["khong_co", ', "không nạp được «khong_co» của PLUGINS"),
        (
            '"plugins.vietnamese_dates", ',
            "",
            "PLUGINS thiếu «plugins.vietnamese_dates», nên không in được ngày tháng theo cách "
            "Việt Nam — Sửa: thêm nó vào PLUGINS",
        ),
        (
            ', "plugins.photo_captions"',
            "",
            "PLUGINS thiếu «plugins.photo_captions», nên không nhận được chú thích và nguồn ảnh",
        ),
        (
            "PER_PAGE = 10",
            "PER_PAGGE = 10",
            "không ai đọc cài đặt PER_PAGGE — Sửa: sửa thành PER_PAGE",
        ),
        (
            "OLD_NOTICE = (",
            "OLD_NOTICES = (",
            "không ai đọc cài đặt OLD_NOTICES — Sửa: sửa thành OLD_NOTICE",
        ),
        (
            'NOTICES_SECTION = "thong-bao"',
            'NOTICES_SECTION = "thong-baoo"',
            "không có chuyên mục «thong-baoo» của NOTICES_SECTION",
        ),
        (
            '"brand": "#0b5597"',
            '"brand": "oklch(45% .1 250)"',
            "không dùng được màu brand của PORTAL là «oklch(45% .1 250)»",
        ),
        (
            '"logo": None',
            '"logo": "img/quoc-huy.png"',
            "không có tệp «img/quoc-huy.png» mà PORTAL gọi là logo",
        ),
        (
            '"logo": None',
            '"logo": "img/hong.png"',
            "không đọc được tệp «img/hong.png» mà PORTAL gọi là logo",
        ),
        (
            '"https://baochinhphu.vn/"',
            '"/khong-co/"',
            "cổng không có trang «/khong-co/» mà PORTAL dẫn đến bằng «Báo Điện tử Chính phủ»",
        ),
        (
            '"https://baohiemxahoi.gov.vn/"',
            '"/khong-co/"',
            "cổng không có trang «/khong-co/» mà SERVICES dẫn đến bằng «Bảo hiểm xã hội»",
        ),
    ],
)
def test_case_14_missing_plugin_or_setting_stops_the_build(tmp_path, old, new, words):
    """Pelican builds the site without a plugin it lacks, or a setting misspelt. Ours stops."""
    project = copy_project(tmp_path / "cong")
    write_files(project / "content", {"bai.md": article("Bài")})
    (project / "theme").unlink()
    shutil.copytree(ROOT / "theme", project / "theme")
    (project / "theme/static/img/hong.png").write_bytes(b"khong phai anh")
    settings = project / "pelicanconf.py"
    text = settings.read_text("utf-8")
    assert text.count(old) == 1
    settings.write_text(text.replace(old, new), "utf-8")
    build = run_pelican(
        Path("content"), Path("output"), Path("cache"), settings=settings, folder=project
    )
    assert build.status == 2
    assert words in build.stderr
    assert "Traceback" not in build.stderr
    assert not (project / "output").exists()


def test_case_14_broken_code_stops_the_build(tmp_path):
    """Pelican goes on without a plugin that raises. Ours ends with an error."""
    project = copy_project(tmp_path / "cong")
    write_files(project / "content", {"bai.md": article("Bài")})
    (project / "plugins").unlink()
    write_files(
        project / "plugins",
        {
            file.relative_to(ROOT / "plugins").as_posix(): file.read_bytes()
            for file in (ROOT / "plugins").rglob("*.py")
        },
    )
    (project / "plugins/press/render/feeds.py").write_text("raise RuntimeError('hỏng')\n", "utf-8")
    build = run_pelican(
        Path("content"),
        Path("output"),
        Path("cache"),
        settings=project / "pelicanconf.py",
        folder=project,
        cold=True,
    )
    assert build.status != 0
    assert not (project / "output").exists()


# ── Photos ───────────────────────────────────────────────────────────────────


def test_case_15_missing_photos_are_faults(build_site):
    """Pelican writes the link as if it had found the photo. Ours names file and line."""
    build = build_site(
        {
            "a.md": article("Một", body="Chữ.\n\n![x](mat.jpg)\n\n<img src='mat-nua.jpg'>"),
            "b.md": article("Hai", photos="\n  - file: mat.jpg\n    caption: Chú thích"),
        }
    )
    assert build.status == 1
    assert [line.split(" — ")[0] for line in told(build)] == [
        "a.md:9: ảnh: không có tệp «mat.jpg»",
        "a.md:11: ảnh: không có tệp «mat-nua.jpg»",
        "b.md:7: photos.1.file: không có tệp «mat.jpg»",
    ]


def test_case_16_photos_are_whole_upright_and_betray_nothing(build_site):
    """Pelican copies place, owner and a sideways photo. Ours prints upright copies, bare."""
    original = encode(draw((400, 300)), "JPEG", exif=telling_exif(6), comment=b"CHU-MAY-ANH")
    build = build_site(
        {"bai.md": article("Bài", body="![Ảnh](dt.jpg)\n\nChữ."), "dt.jpg": original}
    )
    assert build.status == 0, build.stderr
    images = [file for file in build.files if file.startswith("anh/")]
    assert len(images) >= 2
    for file in images:
        with Image.open(build.output / file) as picture:
            picture.load()
            assert picture.size == (300, 400)
            assert not dict(picture.getexif())
            assert not {"exif", "comment", "xmp", "icc_profile"} & set(picture.info)
    everything = all_bytes(build)
    assert original not in everything
    for word in (b"CHU-MAY-ANH", b"HANG-MAY-ANH", b"SO-MAY-12345", b"Exif"):
        assert word not in everything


def test_case_16_corrupt_photo_is_a_fault(build_site):
    """Pelican copies a photo that no program can open. Ours refuses it."""
    whole = encode(draw(), "JPEG")
    build = build_site(
        {"bai.md": article("Bài", body="![Ảnh](cut.jpg)\n\nChữ."), "cut.jpg": whole[:5000]}
    )
    assert build.status == 1
    assert told(build) == [
        "bai.md:7: ảnh: ảnh «cut.jpg» bị hỏng hoặc bị cắt cụt, không giải mã được — "
        "Sửa: chép lại tệp ảnh gốc, hoặc mở ra và lưu lại thành JPEG"
    ]


def test_case_17_every_broken_link_is_told(build_site):
    """Pelican hides the fifth broken link and all after it. Ours tells them all, repeats too."""
    body = "\n\n".join(f"[x](khong-{number}.md)" for number in range(12)) + "\n\n[x](khong-0.md)"
    build = build_site({"bai.md": article("Bài", body="Chữ.\n\n" + body)})
    assert build.status == 1
    assert [line.split(" — ")[0] for line in told(build)] == [
        *(
            f"bai.md:{9 + 2 * number}: liên kết: không có tệp «khong-{number}.md»"
            for number in range(12)
        ),
        "bai.md:33: liên kết: không có tệp «khong-0.md»",
    ]


# ── Published when it must not be ────────────────────────────────────────────


def test_case_18_embargoed_articles_are_nowhere(build_site):
    """Pelican publishes the future, or leaves it under /drafts/. Ours shows nothing of it."""
    files = {
        "mat.md": article("Chuyện mật", date="2026-11-11 08:00", body="Lời mật.\n\n![Mật](m.png)"),
        "nhap.md": article("Chuyện nháp", body="Lời nháp.", status="draft"),
        "bai.md": article("Bài", body="Xem [chuyện kia](mat.md)."),
        "m.png": png("red"),
    }
    build = build_site(files)
    assert build.status == 0, build.stderr
    everything = all_bytes(build).decode(errors="replace")
    for word in ("mật", "nháp", "/mat/", "/nhap/", "drafts"):
        assert word not in everything
    assert not [file for file in build.files if re.search(r"/(mat|nhap)/|draft|^anh/", file)]
    assert "<span>chuyện kia</span>" in build.read("/tin-tuc/2026/11/01/bai/")
    later = build_site(files, environment={"SOURCE_DATE_EPOCH": str(NOW + DAY)})
    assert "Lời mật." in later.read("/tin-tuc/2026/11/11/mat/")
    assert 'href="/tin-tuc/2026/11/11/mat/"' in later.read("/tin-tuc/2026/11/01/bai/")


def test_case_19_withdrawn_articles_are_gone_with_their_photos(build_site, tmp_path):
    """Pelican leaves deleted and drafted articles online. Ours removes them and their photos."""
    photo = "![Ảnh](a.png)\n\nChữ riêng."
    build = build_site(
        {
            "xoa/index.md": article("Bài xóa", body=photo),
            "xoa/a.png": png("red"),
            "nhap/index.md": article("Bài nháp", body=photo),
            "nhap/a.png": png("blue"),
            "con.md": article("Bài còn"),
        }
    )
    assert len([file for file in build.files if file.startswith("anh/")]) >= 4
    (tmp_path / "content/xoa/index.md").unlink()
    build = build_site({"nhap/index.md": article("Bài nháp", body=photo, status="draft")})
    assert build.status == 0, build.stderr
    assert pages_of_articles(build) == ["tin-tuc/2026/11/01/con/index.html"]
    assert [file for file in build.files if file.startswith("anh/")] == []
    assert "riêng" not in all_bytes(build).decode(errors="replace")
    fresh = run_pelican(tmp_path / "content", tmp_path / "moi", tmp_path / "cache-moi")
    assert contents(build) == contents(fresh)


def test_case_20_front_matter_writes_nowhere_else(build_site, tmp_path):
    """Pelican writes `save_as: ../x.html` outside of its output. Ours knows no such key."""
    build = build_site(
        {
            "a.md": article("Một", save_as="../output-evil/x.html", url="../x", template="../x"),
            "b.md": article("Hai", slug="../../../output-evil/x"),
        }
    )
    assert build.status == 1
    assert [line.split(" — ")[0] for line in told(build)] == [
        "a.md:6: save_as: không có trường «save_as»",
        "a.md:7: url: không có trường «url»",
        "a.md:8: template: không có trường «template»",
        "b.md:6: slug: cảnh báo: «../../../output-evil/x» không phải chỉ phần cuối của địa chỉ, "
        "bài sẽ ở «…/output-evil-x/»",
    ]
    build = build_site({"a.md": article("Một")})
    assert pages_of_articles(build)[1] == "tin-tuc/2026/11/01/output-evil-x/index.html"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "content", "output"]


# ── Cache ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "option",
    [
        "PER_PAGE=2",
        'SITEURL="https://x.vn/a"',
        'DEFAULT_LANG="en"',
        'DATE_PATTERNS={"second": "y", "minute": "y", "day": "y"}',
    ],
)
def test_case_21_changed_settings_reach_every_page(build_site, tmp_path, option):
    """Pelican's cache keeps HTML and addresses of old settings. Ours equals a fresh build."""
    files = {f"bai-{number}.md": article(f"Bài {number}") for number in range(5)}
    before = contents(build_site(files))
    changed = build_site(files, "-e", option)
    fresh = run_pelican(tmp_path / "content", tmp_path / "moi", tmp_path / "c", "-e", option)
    assert changed.status == fresh.status == 0
    assert contents(changed) == contents(fresh) != before


def test_case_22_edit_with_an_unchanged_time_is_seen(build_site, tmp_path):
    """Pelican does not see an edit whose time stamp is as before. Ours does, also in a photo."""
    files = {"bai.md": article("Bài cũ", body="![Ảnh](a.png)\n\nChữ."), "a.png": png("red")}
    build = build_site(files)
    first = {file for file in build.files if file.startswith("anh/")}
    for name, old, new in (
        ("bai.md", "cũ".encode(), "lũ".encode()),
        ("a.png", png("red"), png("blue")),
    ):
        file = tmp_path / "content" / name
        times = file.stat().st_atime_ns, file.stat().st_mtime_ns
        # The same file, the same size, the same time.
        data = file.read_bytes().replace(old, new)
        assert len(data) == file.stat().st_size
        with file.open("r+b") as stream:
            stream.write(data)
        os.utime(file, ns=times)
    build = run_pelican(tmp_path / "content", build.output, tmp_path / "cache")
    assert build.status == 0, build.stderr
    assert "Bài lũ" in build.read("/tin-tuc/2026/11/01/bai/")
    second = {file for file in build.files if file.startswith("anh/")}
    assert first and second and not first & second
    with Image.open(io.BytesIO((build.output / max(second)).read_bytes())) as picture:
        red, _, blue = picture.convert("RGB").getpixel((5, 5))
    assert blue > red


def test_case_22_settings_with_functions_are_no_obstacle(tmp_path):
    """Pelican never saves its cache where settings hold a lambda. Ours does not ask them."""
    project = copy_project(tmp_path / "cong")
    write_files(project / "content", {"bai.md": article("Bài")})
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('JINJA_FILTERS = {"x": lambda value: value}\n')
    for words in ("thêm", "thêm 0, sửa 0, gỡ 0 tệp"):
        build = run_pelican(
            Path("content"),
            Path("output"),
            Path("cache"),
            settings=Path("pelicanconf.py"),
            folder=project,
        )
        assert build.status == 0, build.stderr
        assert words in build.stderr
