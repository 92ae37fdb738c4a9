# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two plugins on a plain Pelican site: its own engine, its `simple` theme, no settings of ours.

The real `pelican` command builds each site; the first one in a process that loads nothing else.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from markdown import markdown

from tests.small_site import (
    PATIENCE_S,
    ROOT,
    Build,
    environment_with,
    warm_pelican,
    write_files,
)

SETTINGS = f"""
PATH = "content"
SITENAME = "Trang thử"
SITEURL = "https://thu.example"
TIMEZONE = "Asia/Ho_Chi_Minh"
THEME = "simple"
PLUGIN_PATHS = [{str(ROOT)!r}]
PLUGINS = ["plugins.vietnamese_dates", "plugins.photo_captions"]
"""


def build_plain(
    folder: Path, files: dict[str, str | bytes], settings: str = "", cold: bool = False
) -> Build:
    """Build a plain site of *files* in *folder*, with *settings* below those of every site."""
    write_files(folder / "content", files)
    (folder / "settings.py").write_text(SETTINGS + settings, encoding="utf-8")
    arguments = ["-s", "settings.py", "-o", "output"]
    environment = environment_with({"PYTHONPATH": None})
    if not cold:
        return Build(*warm_pelican().run(arguments, folder, environment), folder / "output")
    done = subprocess.run(
        [sys.executable, "-m", "pelican", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    return Build(done.returncode, done.stdout, done.stderr, folder / "output")


def in_markdown(date: str, slug: str = "hoi-nghi") -> str:
    return f"Title: Hội nghị\nSlug: {slug}\nDate: {date}\n\nChữ.\n"


def in_rst(date: str, slug: str = "hoi-nghi") -> str:
    return f"Hội nghị\n########\n\n:slug: {slug}\n:date: {date}\n\nChữ.\n"


def in_html(date: str, slug: str = "hoi-nghi") -> str:
    fields = f'<meta name="slug" content="{slug}"><meta name="date" content="{date}">'
    return f"<html><head><title>Hội nghị</title>{fields}</head><body>Chữ.</body></html>"


READERS = {"md": in_markdown, "rst": in_rst, "html": in_html}
DATES = {
    "full": ("23/02/2017 14:57:36", "2017-02-23T14:57:36+07:00", "Ngày 23/02/2017 14:57:36"),
    "minute": ("05/06/2026 07:30", "2026-06-05T07:30:00+07:00", "Ngày 05/06/2026 07:30"),
    "year-first": ("2016-06-05", "2016-06-05T00:00:00+07:00", "Ngày 05/06/2016\n"),
    "weekday": ("Thứ Năm, 23-02-2017", "2017-02-23T00:00:00+07:00", "Ngày 23/02/2017\n"),
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with each of the dates in each of the formats."""
    files = {
        f"{name}.{suffix}": write(date, f"{name}-{suffix}")
        for suffix, write in READERS.items()
        for name, (date, _, _) in DATES.items()
    }
    build = build_plain(tmp_path_factory.mktemp("dated"), files, cold=True)
    assert build.status == 0, build.stderr
    return build


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("name", DATES)
def test_every_reader_takes_the_day_first(dated, suffix, name):
    """Markdown, reStructuredText and HTML; a bare day prints no hour."""
    _, iso, printed = DATES[name]
    page = dated.read(f"/{name}-{suffix}.html")
    assert f'<time datetime="{iso}">' in page
    assert printed in page


@pytest.mark.parametrize(
    ("name", "write", "line"),
    [("a.md", in_markdown, 3), ("a.rst", in_rst, 5), ("a.html", in_html, 1)],
)
def test_what_is_no_date_ends_the_build(tmp_path, name, write, line):
    """Pelican alone would leave the article out and end with status 0."""
    build = build_plain(
        tmp_path,
        {name: write("31/02/2016"), "b.md": in_markdown("2016"), "c.md": in_markdown("hôm qua")},
    )
    assert build.status == 1
    assert set(build.stderr.splitlines()[-3:]) == {
        f"content/{name}:{line}: date: «31/02/2016» không phải ngày có thật — Sửa: "
        "xem lại ngày: tháng 2 năm 2016 có 29 ngày",
        "content/b.md:3: date: «2016» chỉ có năm — Sửa: viết đủ ngày, tháng, năm, ví dụ 23/02/2016",
        "content/c.md:3: date: không đọc được ngày «hôm qua» — Sửa: "
        "viết như 2017-02-23 14:57 hoặc 23/02/2017 14:57",
    }
    assert not build.output.exists()


def test_date_in_the_name_of_a_file_is_a_day(tmp_path):
    """As FILENAME_METADATA of Pelican's default reads it; an impossible one is refused."""
    text = "Title: Hội nghị\nSlug: hoi-nghi\n\nChữ.\n"
    build = build_plain(tmp_path, {"2016-06-05-hoi-nghi.md": text})
    assert build.status == 0, build.stderr
    assert "Ngày 05/06/2016\n" in build.read("/hoi-nghi.html")
    build = build_plain(tmp_path, {"2016-02-31-sai.md": text})
    assert build.status == 1
    place = "content/2016-02-31-sai.md: date: «2016-02-31» không phải ngày có thật — Sửa: "
    assert build.stderr.splitlines()[-1].startswith(place)


def test_date_that_is_left_blank_is_told_with_its_line(tmp_path):
    """The line is that of the field, also where another line holds the value."""
    text = "Title: Hội nghị 12/2016\nSlug: a\nModified: 12/2016\nDate: {}\n\nChữ.\n"
    build = build_plain(tmp_path, {"a.md": text.format(""), "b.md": text.format("12/2016")})
    assert build.status == 1
    assert sorted(line.split(" ")[0:2] for line in build.stderr.splitlines()[-2:]) == [
        ["content/a.md:3:", "modified:"],
        ["content/b.md:3:", "modified:"],
    ]
    blank = in_markdown("")
    build = build_plain(tmp_path, {"a.md": blank, "b.md": blank})
    assert sorted(line.split(" ")[0] for line in build.stderr.splitlines()[-2:]) == [
        "content/a.md:3:",
        "content/b.md:3:",
    ]


@pytest.mark.parametrize(
    ("setting", "printed"),
    [
        ("(2020, 1, 2)", "Ngày 02/01/2020\n"),
        ("'2020-01-02'", "Ngày 02/01/2020\n"),
        ("(2020, 1, 2, 8, 30)", "Ngày 02/01/2020 08:30:00\n"),
    ],
)
def test_date_of_the_settings_prints_an_hour_only_if_it_has_one(tmp_path, setting, printed):
    """DEFAULT_DATE is that of articles which tell none."""
    text = "Title: Hội nghị\nSlug: hoi-nghi\n\nChữ.\n"
    build = build_plain(tmp_path, {"a.md": text}, f"DEFAULT_DATE = {setting}\n")
    assert build.status == 0, build.stderr
    assert printed in build.read("/hoi-nghi.html")


def test_cached_article_keeps_how_its_date_was_written(tmp_path):
    """Pelican's own cache takes dates apart and puts them together again."""
    cached = "CACHE_CONTENT = LOAD_CONTENT_CACHE = True\n"
    for _ in range(2):
        build = build_plain(tmp_path, {"a.md": in_markdown("05/06/2016")}, cached)
        assert build.status == 0, build.stderr
        assert "Ngày 05/06/2016\n" in build.read("/hoi-nghi.html")
    assert list((tmp_path / "cache").iterdir())


def test_templates_have_three_filters(tmp_path):
    """And the wording of the full date is a setting."""
    write_files(
        tmp_path / "own",
        {
            "article.html": "{{ article.date | vietnamese_date }}|"
            "{{ article.date | vietnamese_short_date }}|{{ article.date | vietnamese_long_date }}"
            "|{{ article.modified | vietnamese_date }}|{{ article.locale_modified }}"
        },
    )
    text = in_markdown("23/02/2017 14:57:36").replace("Date", "Modified: 01/03/2017\nDate")
    settings = 'THEME_TEMPLATES_OVERRIDES = ["own"]\n'
    build = build_plain(tmp_path, {"a.md": text}, settings)
    assert build.status == 0, build.stderr
    assert build.read("/hoi-nghi.html") == (
        "Ngày 23/02/2017 14:57:36|23/02/2017|Thứ Năm, ngày 23 tháng 02 năm 2017"
        "|Ngày 01/03/2017|Ngày 01/03/2017"
    )
    settings += """DATE_PATTERNS = {"second": "HH'h'mm, d.M.y", "minute": "y", "day": "d-M-y"}\n"""
    build = build_plain(tmp_path, {"a.md": text}, settings)
    assert build.read("/hoi-nghi.html").startswith("14h57, 23.2.2017|")
    assert build.read("/hoi-nghi.html").endswith("|1-3-2017|1-3-2017")


def test_photo_caption_and_credit_become_a_figure(tmp_path):
    """`![…](a.jpg)` and the line "Ảnh: …" below it."""
    body = "\nĐầu.\n\n![Sân khấu](a.jpg)\nẢnh: Hai cá nhân nhận Bằng khen. Ảnh: Lê Anh\n\nCuối.\n"
    build = build_plain(tmp_path, {"a.md": in_markdown("2017-02-23") + body})
    assert build.status == 0, build.stderr
    assert (
        '<p>Đầu.</p>\n<figure><img alt="Sân khấu" src="a.jpg">\n'
        "<figcaption>Hai cá nhân nhận Bằng khen. "
        '<span class="credit">Ảnh: Lê Anh</span></figcaption>\n</figure>\n<p>Cuối.</p>'
    ) in build.read("/hoi-nghi.html")


IMAGE = '<img alt="A" src="a.jpg">'


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("![A](a.jpg)", f"<figure>{IMAGE}\n</figure>"),
        (
            '![A](a.jpg "Cầu mới (Ảnh: TTXVN)")',
            f"<figure>{IMAGE}\n<figcaption>Cầu mới "
            '<span class="credit">Ảnh: TTXVN</span></figcaption>\n</figure>',
        ),
        (
            '![A](a.jpg "Cầu mới")\n\nẢnh: Lê Anh',
            f"<figure>{IMAGE}\n<figcaption>Cầu mới "
            '<span class="credit">Ảnh: Lê Anh</span></figcaption>\n</figure>',
        ),
        (
            '[![A](a.jpg "Cầu")](b.html)',
            f'<figure><a href="b.html">{IMAGE}</a>\n<figcaption>Cầu</figcaption>\n</figure>',
        ),
        (
            "![A](a.jpg)\nẢnh: Sở A & B, 5 < 7",
            f"<figure>{IMAGE}\n<figcaption>Sở A &amp; B, 5 &lt; 7</figcaption>\n</figure>",
        ),
        (
            "Xem ![A](a.jpg) dưới đây.",
            f"<p>Xem</p>\n<figure>{IMAGE}\n</figure>\n<p>dưới đây.</p>",
        ),
        ('<p><img src="a.jpg"\nalt=A><br>Ảnh: B', '<p><img src="a.jpg"\nalt=A><br>Ảnh: B'),
        ("Ảnh: không có ảnh nào.", "<p>Ảnh: không có ảnh nào.</p>"),
        ("`<img src=a>`\nẢnh: B", "<p><code>&lt;img src=a&gt;</code>\nẢnh: B</p>"),
        ("    ![A](a.jpg)", "<pre><code>![A](a.jpg)\n</code></pre>"),
        ("<div>\n![A](a.jpg)\n</div>", "<div>\n![A](a.jpg)\n</div>"),
    ],
)
@pytest.mark.parametrize("output_format", ["html", "xhtml"])
def test_extension_without_pelican(text, page, output_format):
    """Markdown finds it by the name of the package; raw HTML stays as it is."""
    made = markdown(text, extensions=["plugins.photo_captions"], output_format=output_format)
    assert made == page


def test_attributes_of_a_photo_stay():
    """What other extensions gave to the tag, "attr_list" say."""
    made = markdown(
        '![A](a.jpg "Cầu"){ .rong width=300 }', extensions=["plugins.photo_captions", "attr_list"]
    )
    assert made == (
        '<figure><img alt="A" class="rong" src="a.jpg" width="300">\n'
        "<figcaption>Cầu</figcaption>\n</figure>"
    )


def test_rules_of_captions_load_without_markdown_and_pelican():
    """The package costs nothing where its rules alone are needed."""
    script = (
        "import sys, plugins.photo_captions.figures\n"
        "print(sorted({'markdown', 'pelican'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
