# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Pelican user brings along: it is honoured, or named; nothing is ignored in silence."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_site import (
    PATIENCE_S,
    ROOT,
    Build,
    article,
    copy_project,
    environment_with,
    heed_ctrl_c,
    run_pelican,
    write_files,
)

CLOCK = """
from pelican import signals

def add_clock(generator):
    generator.env.filters["gio"] = lambda moment: f"{moment.when:%H}g{moment.when:%M}"
    generator.context["don_vi"] = generator.settings["DON_VI"]

def note(pelican):
    pelican.settings["NOTED"] = True

def register():
    signals.initialized.connect(note)
    signals.generator_init.connect(add_clock)
"""
SHOUT = """
from jinja2 import pass_context, pass_environment, pass_eval_context
from pelican import signals

@pass_context
def address_of(context):
    return context["address"]

@pass_environment
def has_autoescape(environment):
    return environment.autoescape

@pass_eval_context
def evaluates(eval_ctx):
    return eval_ctx.autoescape

def extend(generator):
    generator.env.globals.update(noi=address_of, thoat=has_autoescape, tinh=evaluates)
    generator.env.tests["dai"] = lambda text: len(text) > 3
    generator.env.install_null_translations()

def register():
    signals.generator_init.connect(extend)
"""
DEAF = """
from pelican import signals

def on_end(pelican):
    raise RuntimeError("not reached")

def register():
    signals.finalized.connect(on_end)
    signals.content_object_init.connect(on_end)
"""


@pytest.fixture
def site(tmp_path):
    """A site with settings of its own, put below those of the project, and a theme to change."""
    return Site(tmp_path)


class Site:
    """A small site in *folder* with one article."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_files(folder / "content", {"mot.md": article("Một", date="2026-11-01 08:05")})

    def write(self, settings: str, **files: str) -> None:
        """Write the *settings*, and modules beside them."""
        places = (str(self.folder), str(ROOT))
        head = f"import sys\nsys.path[:0] = {places!r}\n"
        text = f"{head}from pelicanconf import *\n{settings}\n"
        write_files(self.folder, {"settings.py": text})
        write_files(self.folder, {f"{name}.py": code for name, code in files.items()})

    def change_theme(self, template: str, old: str, new: str) -> None:
        """Put *new* for *old* in a copy of the theme that the settings name as «own_theme»."""
        theme = self.folder / "own_theme"
        if not theme.exists():
            subprocess.run(["cp", "-r", str(ROOT / "theme"), str(theme)], check=True)
        file = theme / "templates" / template
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, *options: str, **more: object) -> Build:
        """Build it with the real command."""
        return run_pelican(
            self.folder / "content",
            self.folder / "output",
            self.folder / "cache",
            *options,
            settings=self.folder / "settings.py",
            **more,
        )


OWN_THEME = 'THEME = str(Path(__file__).parent / "own_theme")\n'
PAGE = "/tin-tuc/2026/11/01/mot/"
PLACE = "{% block main %}"


def told(build: Build) -> list[str]:
    """List the lines of warning that a build told."""
    return [line for line in build.stderr.splitlines() if line.startswith("Cảnh báo: ")]


def test_project_itself_is_told_nothing(site):
    """Its settings say nothing in vain; typed as it is, in a process of its own."""
    site.write("")
    build = site.build(cold=True)
    assert build.status == 0, build.stderr
    assert told(build) == []


def test_filters_globals_and_tests_of_the_settings(site):
    """JINJA_FILTERS, JINJA_GLOBALS and JINJA_TESTS; a changed one prints again."""
    site.change_theme(
        "article.html", PLACE, PLACE + "[{{ 'a' | doi }} {{ so }} {{ 'abcd' is dai }} {{ ham(2) }}]"
    )
    settings = OWN_THEME + (
        "import ben_canh\n"
        'JINJA_FILTERS = {"doi": ben_canh.doi}\n'
        'JINJA_GLOBALS = {"so": 7, "ham": ben_canh.nhan(3)}\n'
        'JINJA_TESTS = {"dai": lambda text: len(text) > 3}\n'
    )
    beside = (
        "import xa_hon\n"
        "def doi(text): return xa_hon.doi(text)\n"
        "def nhan(n): return lambda m: n * m\n"
    )
    far = "def doi(text): return text.upper()\n"
    site.write(settings, ben_canh=beside, xa_hon=far)
    build = site.build()
    assert build.status == 0, build.stderr
    assert "[A 7 True 6]" in build.read(PAGE)
    again = site.build()
    assert "thêm 0, sửa 0, gỡ 0 tệp" in again.stderr
    for change, printed in [
        ({"xa_hon": "def doi(text): return text * 2\n"}, "[aa 7 True 6]"),
        ({"ben_canh": beside.replace("n * m", "n + m")}, "[aa 7 True 5]"),
    ]:
        site.write(settings, **change)
        assert printed in site.build().read(PAGE)
    site.write(settings.replace('"so": 7', '"so": 8').replace("nhan(3)", "nhan(4)"))
    assert "[aa 8 True 6]" in site.build().read(PAGE)
    site.write(settings.replace("> 3", "> 4"))
    assert "[aa 7 False 5]" in site.build().read(PAGE)


def test_plugins_from_elsewhere_give_filters_and_globals(site):
    """Those that answer `initialized` and `generator_init`, and functions that take the context."""
    site.change_theme(
        "article.html",
        PLACE,
        PLACE + "[{{ page.story.date | gio }} {{ don_vi }} {{ noi() }} {{ thoat() }} {{ tinh() }}"
        " {{ _('Xin chào') }} {{ 'abcd' is dai }}]",
    )
    settings = OWN_THEME + (
        'DON_VI = "xã"\nPLUGINS = [*PLUGINS, "dong_ho", "noi_to"]\n'
        'JINJA_ENVIRONMENT = {**JINJA_ENVIRONMENT, "extensions": ["jinja2.ext.i18n"]}\n'
    )
    site.write(settings, dong_ho=CLOCK, noi_to=SHOUT)
    build = site.build()
    assert build.status == 0, build.stderr
    assert f"[08g05 xã {PAGE} True True Xin chào True]" in build.read(PAGE)
    assert told(build) == []
    site.write(settings, dong_ho=CLOCK.replace("g{", "h{"))
    assert "[08h05 xã " in site.build().read(PAGE)
    site.write(settings.replace('"xã"', '"phường"'))
    assert "[08h05 phường " in site.build().read(PAGE)


def test_plugin_that_waits_for_what_is_never_sent_is_named(site):
    """In one line, with the signals that it waits for."""
    site.write('PLUGINS = [*PLUGINS, "diec"]\n', diec=DEAF)
    build = site.build()
    assert build.status == 0, build.stderr
    assert told(build) == [
        "Cảnh báo: phần bổ trợ «diec» chờ tín hiệu content_object_init, finalized, mà ở đây "
        "không gửi — Sửa: bỏ nó khỏi PLUGINS, hoặc chỉ dùng generator_init và initialized"
    ]


def test_settings_of_a_plugin_are_known_wherever_it_stands(site):
    """In the folder that plugins from elsewhere share with Pelican, too; others stay unknown."""
    site.write("PLUGINS = [*PLUGINS, 'loa']\nBAN_DO = {'a': 1}\nXA_TA = 1\n")
    write_files(
        site.folder,
        {
            "loa.py": "import sys, pathlib, pelican.plugins\n"
            "pelican.plugins.__path__.append(str(pathlib.Path(__file__).parent / 'xa'))\n"
            "from pelican.plugins.ban_do import register\n",
            "xa/ban_do.py": "from pelican import signals\n\n\ndef show(pelican):\n"
            "    pelican.settings['BAN_DO']\n\n\n"
            "def register():\n    signals.initialized.connect(show)\n",
        },
    )
    build = site.build()
    assert build.status == 0, build.stderr
    assert [line for line in told(build) if "không ai đọc" in line] == [
        "Cảnh báo: không ai đọc cài đặt XA_TA — Sửa: bỏ nó; hằng của riêng bạn thì viết chữ thường"
    ]


def test_plugin_that_cannot_be_loaded_is_told_in_one_sentence(site):
    """One that is not there, and one that fails while it is loaded."""
    site.write('PLUGINS = [*PLUGINS, "vang"]\n')
    build = site.build()
    assert build.status == 2
    assert build.stderr.endswith(
        "không nạp được «vang» của PLUGINS — Sửa: cài nó, hoặc bỏ nó khỏi tệp cấu hình\n"
    )
    for name, code, words in [
        ("thieu", "import khong_co_goi\n", "ModuleNotFoundError: No module named 'khong_co_goi'"),
        ("khong_dang_ky", "def register():\n    raise KeyError('a')\n", "KeyError: 'a'"),
        ("chua_xong", "", "AttributeError: module 'chua_xong' has no attribute 'register'"),
    ]:
        site.write(f"PLUGINS = [*PLUGINS, '{name}']\n", **{name: code})
        build = site.build()
        assert (build.status, build.stdout) == (2, "")
        assert build.stderr.endswith(
            f"không nạp được «{name}» của PLUGINS («{words}») — Sửa: cài thứ nó cần, hoặc gỡ nó\n"
        )
    site.write("PLUGINS = ['plugins.vietnamese_date', 'plugins.photo_captions']\n")
    build = site.build()
    assert (build.status, build.stdout, build.stderr) == (
        2,
        "",
        "không nạp được «plugins.vietnamese_date» của PLUGINS — Sửa: sửa thành "
        "«plugins.vietnamese_dates»\n",
    )
    site.write('PLUGINS = [*PLUGINS, "hong"]\n', hong="raise ValueError('a\\nb')\n")
    build = site.build()
    assert build.status == 2
    assert build.stderr.endswith(
        "phần bổ trợ không nạp được: «ValueError: a b» — Sửa: cài thứ nó cần, hoặc gỡ nó\n"
    )
    assert "Traceback" not in build.stdout + build.stderr


BROKEN = """
from pelican import signals

def fail(generator):
    raise ValueError("x\\n::error::y\\n ##[group]z")

def register():
    signals.generator_init.connect(fail)
"""


def test_nothing_that_is_told_is_a_command_to_ci(site):
    """Neither the name of a plugin nor the words of an error."""
    site.write('PLUGINS = [*PLUGINS, "##[error]diec"]\n', **{"##[error]diec": DEAF})
    build = site.build(environment={"GITHUB_ACTIONS": "true"})
    assert build.status == 0, build.stderr
    assert told(build)[0].startswith("Cảnh báo: phần bổ trợ «## [error]diec» chờ tín hiệu")
    site.write('PLUGINS = [*PLUGINS, "vo"]\n', vo=BROKEN)
    build = site.build(environment={"GITHUB_ACTIONS": "true"})
    assert build.status == 2
    assert {"ValueError: x", "./::error::y", " ## [group]z"} <= {*build.stderr.splitlines()}


def test_settings_of_pelican_that_do_nothing_are_named(site):
    """Each in one line; one that says what Pelican says by default is not."""
    site.write(
        "DEFAULT_PAGINATION = 5\nARTICLE_URL = 'tin/{slug}.html'\nFEED_RSS = 'a.xml'\n"
        "TYPOGRIFY = False\nSTATIC_PATHS = ['images']\nLOCALE = ('C',)\nARTICLE_PATHS = ['b']\n"
        "MARKDOWN = {'extensions': ['toc']}\nMENUITEMS = (('a', 'b'),)\n"
    )
    build = site.build()
    assert build.status == 0, build.stderr
    names = [
        "ARTICLE_PATHS",
        "ARTICLE_URL",
        "DEFAULT_PAGINATION",
        "FEED_RSS",
        "LOCALE",
        "MARKDOWN",
        "MENUITEMS",
    ]
    assert [line.split()[4] for line in told(build)] == names
    assert told(build)[2] == (
        "Cảnh báo: cài đặt DEFAULT_PAGINATION của Pelican không có tác dụng ở đây "
        "— Sửa: dùng PER_PAGE"
    )


def test_setting_that_nothing_reads_is_named(site):
    """One that is all but a known name stops the build: the known one was meant."""
    site.write("XA_TA = 'x'\n")
    build = site.build()
    assert build.status == 0, build.stderr
    assert told(build) == [
        "Cảnh báo: không ai đọc cài đặt XA_TA — Sửa: bỏ nó; hằng của riêng bạn thì viết chữ thường"
    ]
    for name, meant in [
        ("PER_PGAE", "PER_PAGE"),
        ("NEWS_SECTION", "NEWS_SECTIONS"),
        ("IGNORE_FILE", "IGNORE_FILES"),
        ("MAX_SHRNK", "MAX_SHRINK"),
    ]:
        site.write(f"{name} = 5\nTIMEZONE = 'x'\n")
        build = site.build()
        assert build.status == 2
        assert build.stderr.splitlines() == [
            f"không ai đọc cài đặt {name} — Sửa: sửa thành {meant}",
            "không dùng được TIMEZONE là «x» — Sửa: ghi «Asia/Ho_Chi_Minh», giờ của cả nước",
        ]


@pytest.mark.parametrize(
    ("options", "status", "line"),
    [
        (["-d"], 0, "Cảnh báo: cài đặt DELETE_OUTPUT_DIRECTORY của Pelican không có tác dụng"),
        (["--ignore-cache"], 0, "Cảnh báo: --ignore-cache không có tác dụng ở đây — Sửa: "),
        (["--relative-urls"], 2, "cài đặt RELATIVE_URLS của Pelican không có tác dụng ở đây — "),
        (["-t", "simple"], 2, "«simple» không phải giao diện của cổng — Sửa: "),
        (["-t", str(ROOT / "content")], 2, f"«{ROOT}/content» không phải giao diện của cổng — "),
        (["-r"], 2, "-r (--autoreload) không dùng được ở đây — Sửa: dùng make serve"),
        (["-r", "-l"], 2, "-r (--autoreload) không dùng được ở đây — Sửa: dùng make serve"),
    ],
)
def test_option_that_does_nothing_is_named(site, options, status, line):
    """In one line; the build ends where the site would be another than meant."""
    site.write("")
    build = site.build(*options)
    assert build.status == status
    assert sum(said.startswith(line) for said in build.stderr.splitlines()) == 1
    assert "Traceback" not in build.stderr + build.stdout
    assert build.output.exists() == (status == 0)


def test_settings_can_be_printed(site):
    """`--print-settings` shows those that a build would have."""
    site.write("")
    build = site.build("--print-settings", "PER_PAGE", "SITENAME")
    assert build.status == 0, build.stderr
    assert "PER_PAGE: 10" in build.stdout
    assert "SITENAME: 'Cổng Thông tin điện tử tỉnh Vĩnh Long'" in build.stdout
    assert not build.output.exists()


def test_quiet_build_says_what_stops_it_and_nothing_else(site):
    """`-q`: no progress, no warning, no summary; a fault is told."""
    site.write("DEFAULT_PAGINATION = 5\n")
    build = site.build("-q")
    assert (build.status, build.stdout, build.stderr) == (0, "", "")
    write_files(site.folder / "content", {"hai.md": article("Hai", date="31/02/2026")})
    build = site.build("-q")
    assert build.status == 1
    assert "hai.md:3: date: «31/02/2026»" in build.stderr
    assert "Cảnh báo" not in build.stderr


def test_warnings_are_faults_where_the_command_says_so(site):
    """`--fatal=warnings`: what is told as a warning ends the build with status 1."""
    site.write("")
    picture = (ROOT / "content/tin-tuc/2021/10/04/pha-dinh-khao/ben-pha-cu.jpg").read_bytes()
    write_files(
        site.folder / "content",
        {"tin/index.md": article("Tin", body="![](a.jpg)"), "tin/a.jpg": picture},
    )
    assert site.build("-e", "CHECK_ONLY=true").status == 0
    assert site.build("-e", "CHECK_ONLY=true", "--fatal", "warnings").status == 1


def test_what_does_nothing_is_a_fault_where_the_command_says_so(site):
    """`--fatal=warnings`: settings and plugins in vain end the build with status 2, in a line."""
    site.write("DEFAULT_PAGINATION = 5\n")
    build = site.build("--fatal", "warnings")
    line = "cài đặt DEFAULT_PAGINATION của Pelican không có tác dụng ở đây — Sửa: dùng PER_PAGE\n"
    assert (build.status, build.stderr) == (2, line)


def test_what_does_nothing_is_shown_by_ci_too(site):
    """As an annotation, and on the page of the run."""
    site.write("DEFAULT_PAGINATION = 5\n")
    page = site.folder / "summary.md"
    page.touch()
    ci = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(page)}
    build = site.build(environment=ci)
    assert build.status == 0, build.stderr
    assert (
        "::warning::cài đặt DEFAULT_PAGINATION của Pelican không có tác dụng ở đây — Sửa: "
        "dùng PER_PAGE\n"
    ) in build.stderr
    assert "không có tác dụng ở đây" in page.read_text(encoding="utf-8")


def test_name_of_the_site_is_that_of_the_settings(site):
    """SITENAME stands wherever the portal's name does."""
    site.write("")
    build = site.build("-e", 'SITENAME="Trang tin xã Mới"')
    assert build.status == 0, build.stderr
    assert "Trang tin xã Mới" in build.read("/") and "Trang tin xã Mới" in build.read("/rss.xml")
    assert "Trang tin xã Mới" in build.read(PAGE)


def test_language_of_the_settings_is_that_of_texts_which_name_none(site):
    """So are the words around them; names that have no translation stay, and say so."""
    site.write("DEFAULT_LANG = 'en'\nPORTAL_IN = {}\n")
    write_files(
        site.folder / "content",
        {
            "mot.md": article("One", date="2026-11-01 08:05"),
            "hai.md": article("Hai", date="2026-11-01 08:00", lang="vi"),
            "trang/about.md": "---\ntitle: About\n---\nWords.\n",
        },
    )
    build = site.build()
    assert build.status == 0, build.stderr
    pages = {
        "/": "vi",
        "/tin-tuc/2026/11/01/mot/": "en",
        "/tin-tuc/2026/11/01/hai/": "vi",
        "/about/": "en",
    }
    for address, lang in pages.items():
        page = build.read(f"{address[1:]}index.html")
        assert f'<html lang="{lang}"' in page
        words = {"vi": "Đến nội dung chính", "en": "Skip to main content"}[lang]
        assert f'<a class="skip" href="#noi-dung">{words}</a>' in page
        assert ('<p class="footer__name" lang="vi">' in page) == (lang != "vi")
    assert '<article class="card card--lead" lang="en">' in build.read("index.html")


def test_ignored_files_are_not_there(site):
    """IGNORE_FILES: neither read nor told, and read again once it is changed."""
    write_files(
        site.folder / "content",
        {"nhap-a.md": "hỏng", "cu/b.md": "hỏng", "mot.md~": "x", "hai.md": article("Hai")},
    )
    site.write('IGNORE_FILES = ["nhap-*", "cu", "*~"]\n')
    build = site.build()
    assert build.status == 0, build.stderr
    assert "Xong: 2 bài" in build.stderr
    site.write('IGNORE_FILES = ["nhap-*", "cu", "*~", "hai.*"]\n')
    build = site.build()
    assert "Xong: 1 bài" in build.stderr
    site.write("")
    assert site.build().status == 1


def test_folder_of_content_that_is_not_there_is_told(site):
    """In one sentence; Pelican's own is English, over several lines."""
    site.write("")
    (site.folder / "content/mot.md").unlink()
    (site.folder / "content").rmdir()
    build = site.build()
    assert build.status == 2
    assert build.stderr == (
        f"không có thư mục nội dung «{site.folder}/content» — Sửa: kiểm tra lại tên thư mục\n"
    )


def test_empty_or_missing_content_of_the_project_builds_an_empty_portal(tmp_path):
    """As on the first day; every page of a section is there."""
    project = tmp_path / "cong"
    project.mkdir()
    for name in ("plugins", "theme"):
        (project / name).symlink_to(ROOT / name)
    (project / "pelicanconf.py").write_bytes((ROOT / "pelicanconf.py").read_bytes())
    for arguments in (["content"], []):
        done = subprocess.run(
            [sys.executable, "-m", "pelican", *arguments, "-s", "pelicanconf.py"],
            cwd=project,
            env=environment_with({}),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Xong: 0 bài" in done.stderr
        assert (project / "output/chuyen-muc/kinh-te/index.html").is_file()
        # It was made for Pelican, which asks for one.
        assert not (project / "content").exists()
    (project / "content").mkdir()
    done = run_pelican(project / "content", project / "output", project / "cache", folder=project)
    assert done.status == 0
    assert list((project / "content").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("A = (\nB = 1\n", 1, "SyntaxError: '(' was never closed"),
        ("A = 1\nPORTAL = {**PORTAL, 'name': 'Tỉnh }\n", 3, "SyntaxError: unterminated string"),
        ("A = 1\n\nB = TINH\n", 4, "NameError: name 'TINH' is not defined"),
        ("import khong_co_dau\n", 2, "ModuleNotFoundError: No module named 'khong_co_dau'"),
        ("A = int('x')\n", 2, "ValueError: invalid literal"),
    ],
)
def test_settings_that_cannot_be_loaded_are_told_with_their_line(tmp_path, text, line, words):
    """By make's command, in one sentence; by the plain one, too, what runs behind its first line.

    Where the file itself cannot be read as Python, Pelican gives a traceback before.
    """
    settings = tmp_path / "settings.py"
    head = "from pelicanconf import *\n" if "never closed" not in words else ""
    settings.write_text(head + text, encoding="utf-8")
    command = [sys.executable, "-m", "plugins.press", str(tmp_path), "-s", str(settings)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 2
    (said,) = done.stderr.splitlines()
    place = os.path.relpath(settings, ROOT)
    assert said.startswith(f"{place}:{line}: không nạp được tệp cấu hình: «{words}")
    assert " — Sửa: " in said
    assert done.stdout == ""
    if "SyntaxError" not in words:
        plain = run_pelican(tmp_path, tmp_path / "o", tmp_path / "c", settings=settings)
        assert (plain.status, plain.stdout, plain.stderr) == (2, "", done.stderr)


@pytest.mark.parametrize(
    ("text", "place", "words", "mend"),
    [
        ("A = (\n", "pelicanconf.py:1", "SyntaxError: '(' was never closed", "xem lại dòng ấy"),
        ("A = 'a\0'\n", "publishconf.py:15", "null bytes", "lưu lại tệp bằng bảng mã UTF-8"),
        ("open('mat')", "pelicanconf.py:1", "mat: chỗ ấy", "xem lại tên tệp ở dòng ấy"),
        ("import khong_co", "pelicanconf.py:1", "ModuleNotFoundError", "cài gói mà dòng ấy gọi"),
    ],
)
def test_publication_tells_what_is_wrong_in_the_settings_below_its_own(
    tmp_path, text, place, words, mend
):
    """By the plain command: its own file was loaded by then."""
    project = copy_project(tmp_path / "cong")
    (project / "pelicanconf.py").write_text(text, encoding="utf-8")
    options = {"settings": project / "publishconf.py", "folder": project}
    build = run_pelican(project, Path("output"), Path("cache"), **options)
    assert (build.status, build.stdout) == (2, "")
    (said,) = build.stderr.splitlines()
    assert said.startswith(f"{place}: không nạp được tệp cấu hình: «")
    assert words in said and f" — Sửa: {mend}" in said


@pytest.mark.parametrize("options", [[], ["-q"], ["--fatal", "warnings"]])
@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("IGNORE_FILES = '*.bak'", "không dùng được IGNORE_FILES là «*.bak» — Sửa: ghi một danh"),
        ("THEME = None", "không dùng được THEME là «None» — Sửa: "),
        ("PLUGINS = [*PLUGINS, 1]", "không dùng được PLUGINS là «"),
        ("LOCALE = 5", "không dùng được LOCALE là «5» — Sửa: bỏ nó, hoặc ghi như tài liệu của"),
        ("del TIMEZONE", "thiếu cài đặt TIMEZONE — Sửa: "),
    ],
)
def test_setting_that_pelican_stumbles_over_is_told_by_the_plain_command(
    site, setting, line, options
):
    """It would give a traceback, or take its own default for another site than was meant."""
    site.write(setting)
    build = site.build(*options)
    assert (build.status, build.stdout) == (2, "")
    (said,) = build.stderr.splitlines()
    assert said.startswith(line)
    assert not build.output.exists()


def test_setting_of_the_command_line_that_pelican_stumbles_over_is_told(site):
    """As one of the file; with -D the traceback is there for who looks for it."""
    site.write("")
    for given, line in [
        ("THEME=null", "không dùng được THEME là «None» — Sửa: "),
        ('IGNORE_FILES="*.bak"', "không dùng được IGNORE_FILES là «*.bak» — Sửa: "),
        ("LOCALE=5", "không dùng được LOCALE là «5» — Sửa: "),
    ]:
        build = site.build("-e", given)
        assert (build.status, build.stdout) == (2, "")
        (said,) = build.stderr.splitlines()
        assert said.startswith(line)
    site.write("X = 1 / 0\n")
    build = site.build("-D")
    assert build.status == 1
    assert "Traceback" in build.stdout


def test_what_pelican_says_of_settings_is_one_line(site):
    """In a Vietnamese frame, not wrapped; a fault where warnings are faults."""
    site.write("CLEAN_URLS = False\nFILES_TO_COPY = ()\n")
    build = site.build()
    assert (build.status, build.stdout) == (0, "")
    assert [line for line in told(build) if "Pelican nhắc" in line] == [
        "Cảnh báo: Pelican nhắc về cài đặt: «The FILES_TO_COPY setting has been removed in favor "
        "of STATIC_PATHS and EXTRA_PATH_METADATA, see https://github.com/getpelican/pelican/blob/"
        "main/docs/settings.rst#path-metadata for details» — Sửa: sửa hoặc bỏ cài đặt ấy"
    ]
    build = site.build("--fatal", "warnings")
    assert build.status == 2
    (said,) = build.stderr.splitlines()
    assert said.startswith("Pelican nhắc về cài đặt: «The FILES_TO_COPY")


def test_ctrl_c_while_the_plain_command_reads_settings_is_no_success(site):
    """Pelican itself would say a word and end with status 0."""
    site.write("import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n")
    build = site.build(first=(heed_ctrl_c,))
    assert build.status == -2
    assert build.stderr == ""


def test_slip_in_the_block_of_the_portal_is_told_and_no_traceback(tmp_path):
    """By the plain command too, whatever is lacking or misspelt, for both files of settings."""
    project = copy_project(tmp_path / "cong")
    text = (project / "pelicanconf.py").read_text(encoding="utf-8")
    for old, new in [
        ('"name": ', '"nmae": '),
        ("PORTAL_URL = ", "PORTAL_ULR = "),
        ('"email": ', '"emial": '),
        ('("Cổng Thông tin điện tử", "Tỉnh Vĩnh Long")', '("Một",)'),
    ]:
        assert old in text
        text = text.replace(old, new)
    (project / "pelicanconf.py").write_text(text, encoding="utf-8")
    for name in ("pelicanconf.py", "publishconf.py"):
        build = run_pelican(
            Path("content"),
            Path("output"),
            Path("cache"),
            settings=project / name,
            folder=project,
        )
        assert build.status == 2
        assert [line.partition(" — ")[0] for line in build.stderr.splitlines()] == [
            "không ai đọc cài đặt PORTAL_ULR",
            "không có khóa «nmae» trong PORTAL",
            "không có khóa «emial» trong PORTAL",
            "không dùng được lines của PORTAL là «('Một',)»",
            "không có khóa «nmae» trong PORTAL_IN của tiếng «en»",
            "không có khóa «nmae» trong PORTAL_IN của tiếng «km»",
        ]


def test_theme_that_is_not_there_is_told(tmp_path):
    """Pelican's own word would be a traceback; a "/" at the end of PORTAL_URL costs no word."""
    project = copy_project(tmp_path / "cong")
    text = (project / "pelicanconf.py").read_text(encoding="utf-8")
    text = text.replace('vinhlong.example"', 'vinhlong.example/"')
    for folder, said in [("theme", 0), ("giao-dien", 1)]:
        changed = text.replace('here / "theme"', f'here / "{folder}"')
        (project / "pelicanconf.py").write_text(changed, encoding="utf-8")
        place = (Path("content"), Path("output"), Path("cache"))
        options = {"settings": project / "publishconf.py", "folder": project}
        build = run_pelican(*place, **options)
        assert build.status == 2 * said, build.stderr
        # Of a long path the middle is left out.
        end = f"/{folder}» — Sửa: sửa cho đúng thư mục theme/ của cổng"
        told = [row for row in build.stderr.splitlines() if "không dùng được THEME" in row]
        assert len(told) == said
        assert all(row.endswith(end) for row in told)
        assert "Traceback" not in build.stdout + build.stderr
        assert "WARNING" not in build.stdout + build.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (PLACE, PLACE + "\n{{ page.nome }}", "has no attribute 'nome'"),
        (PLACE, PLACE + "\n{{ tacgia }}", "'tacgia' is undefined"),
        (PLACE, PLACE + "\n{{ 1 | khong_co }}", "No filter named 'khong_co'."),
        (PLACE, PLACE + "\n{% if %}", "Expected an expression"),
        (PLACE, PLACE + "\n{{ 1 + 'a' }}", "TypeError: "),
        (PLACE, PLACE + '\n{% include "mat.html" %}', "không có mẫu «mat.html»"),
    ],
)
def test_mistake_in_a_template_is_told_with_file_and_line(site, old, new, words):
    """In one sentence, with status 2; the output of before stays."""
    site.change_theme("article.html", old, new)
    text = (site.folder / "own_theme/templates/article.html").read_text(encoding="utf-8")
    line = text[: text.index(PLACE)].count("\n") + 2
    site.write(OWN_THEME)
    for options in ([], ["-e", "CHECK_ONLY=true"]):
        build = site.build(*options, folder=site.folder)
        assert build.status == 2
        (said,) = [row for row in build.stderr.splitlines() if "Sửa" in row]
        assert said.startswith(f"own_theme/templates/article.html:{line}: ")
        assert words in said
        assert "Traceback" not in build.stderr
        assert not build.output.exists()


@pytest.mark.parametrize(
    ("settings", "gone", "line"),
    [
        ("PORTAL['logo'] = 'bia.png'", "", "không có tệp «bia.png» mà PORTAL gọi là logo — Sửa: "),
        ("PORTAL['links'] = (('Bầu cử', '/bau-cu/'),)", "", "cổng không có trang «/bau-cu/» mà "),
        ("", "static/css/print.css", "giao diện không có tệp «css/print.css» trong theme/static"),
        ("", "static/js/site.js", "giao diện không có tệp «js/site.js» trong theme/static — Sửa: "),
        ("", "static/img/roundel.svg", "giao diện không có tệp «img/roundel.svg» trong theme/"),
        ("", "templates/partials/head.html", "không có mẫu «partials/head.html» — Sửa: "),
    ],
)
def test_check_tells_what_printing_would_stumble_over(site, settings, gone, line):
    """What the settings name, and the parts of the theme."""
    site.change_theme("article.html", PLACE, PLACE)
    if gone:
        (site.folder / "own_theme" / gone).unlink()
    site.write(OWN_THEME + settings)
    for options in ([], ["-e", "CHECK_ONLY=true"]):
        build = site.build(*options, folder=site.folder)
        assert build.status == 2, build.stderr
        assert [row for row in build.stderr.splitlines() if line in row] != []
        assert "Traceback" not in build.stderr


def test_check_tells_faults_and_what_printing_would_stumble_over(site):
    """In one run; the status is that of what stops every build."""
    write_files(site.folder / "content", {"hai.md": article("Hai", date="31/02/2026")})
    site.write("PORTAL['logo'] = 'bia.png'")
    build = site.build("-e", "CHECK_ONLY=true", folder=site.folder)
    assert build.status == 2
    first, *_, last = build.stderr.splitlines()
    assert first.startswith("content/hai.md:3: date: «31/02/2026» không phải ngày có thật")
    assert last.startswith("không có tệp «bia.png» mà PORTAL gọi là logo")


def test_locale_that_is_not_utf_8_changes_nothing(site):
    """Names of files and folders are UTF-8 whatever it says."""
    site.write("")
    write_files(site.folder / "content", {"Hội nghị/index.md": article("Hội nghị", slug="hoi")})
    usual = site.build()
    assert usual.status == 0, usual.stderr
    before = {file: (usual.output / file).read_bytes() for file in usual.files}
    odd = site.build(
        environment={"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    )
    assert odd.status == 0, odd.stderr
    assert "thêm 0, sửa 0, gỡ 0 tệp" in odd.stderr
    assert {file: (odd.output / file).read_bytes() for file in odd.files} == before


# ── On a terminal ────────────────────────────────────────────────────────────


def on_terminal(*arguments: str, folder: Path, columns: int = 80) -> tuple[int, str]:
    """Run a command on a pseudo-terminal; give its status and all that the terminal got."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment_with({"COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": None}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    got = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            # The last process that had the terminal open has ended.
            break
        got += piece
    os.close(ours)
    return process.wait(PATIENCE_S), got.decode()


def shown(got: str) -> list[str]:
    """List the lines that stand on a terminal in the end, without colours."""
    plain = re.sub("\x1b\\[[0-9]*m", "", got.replace("\r\n", "\n"))
    return [re.split("\r|\x1b\\[K", line)[-1] for line in plain.split("\n")]


LONG = "Một cái tên rất dài, dài hơn hẳn tám mươi cột của một cửa sổ dòng lệnh bình thường đấy"


def test_terminal_gets_faults_in_one_piece_and_progress_in_one_line(site):
    """No spinner, nothing broken at 80 columns, no junk left of progress."""
    site.write("")
    names = {f"bai-{number}.md": article(f"Bài {number}") for number in range(30)}
    write_files(site.folder / "content", names)
    arguments = ["pelican", str(site.folder / "content"), "-s", str(site.folder / "settings.py")]
    arguments += ["-o", str(site.folder / "output"), "--cache-path", str(site.folder / "cache")]
    status, got = on_terminal(*arguments, folder=site.folder)
    assert status == 0, got
    lines = shown(got)
    assert lines[-2].startswith("Xong: 31 bài, ") and lines[-1] == ""
    assert len(lines) == 2
    assert "Đọc bài: 31/31" in got
    assert "Generating" not in got
    write_files(site.folder / "content", {"hong.md": article("Hỏng", category=LONG)})
    status, got = on_terminal(*arguments, folder=site.folder)
    assert status == 1
    (fault,) = [line for line in shown(got) if "hong.md" in line]
    assert fault.startswith("content/hong.md:5: category: ")
    assert LONG in fault and " — Sửa: " in fault


def test_terminal_gets_refusals_too(site):
    """Status 2 and one line."""
    site.write("PER_PAGE = 0\n")
    arguments = ["pelican", str(site.folder / "content"), "-s", str(site.folder / "settings.py")]
    status, got = on_terminal(*arguments, folder=site.folder)
    assert status == 2
    assert shown(got) == [
        "không dùng được PER_PAGE là «0» — Sửa: ghi một số nguyên từ 1 trở lên",
        "",
    ]
