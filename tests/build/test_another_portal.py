# SPDX-License-Identifier: AGPL-3.0-or-later
"""Another province or commune adopts the portal by editing one block."""

import json
import re

import pytest

from tests.build.machine_reading import links, metas, picture_at
from tests.build.rules import RULES, has_living_links
from tests.small_site import ROOT, Build, article, copy_project, run_pelican, write_files

BLOCK = re.compile(r"(# ── The portal: [^\n]*\n).*?(?=# ── The site: )", re.DOTALL)
#: Every value of the block anew; the keys and settings are those of this portal.
OTHER_BLOCK = """
PORTAL = {
    "name": "Trang tin xã Hòa Bình <&>",
    "lines": ("Trang tin điện tử", "Xã Hòa Bình"),
    "description": "Tin của xã.",
    "publisher": "UBND xã Hòa Bình",
    "editor": "Bà Trần Thị Ánh",
    "address": "Ấp Một",
    "phone": "0999 111 222",
    "email": "xa@hoabinh.example",
    "licence": "Giấy phép số 1",
    "credit": "Ghi rõ nguồn “Hòa Bình”.",
    "links": (("Huyện <&>", "https://huyen.example/?a=1&b=2"),),
    "logo": "img/favicon.svg",
    "colours": {"brand": "#005a3c", "brand-dark": "#003c28", "accent": "#b4005a"},
}
SERVICES = (
    ("Thủ tục <&>", "https://thutuc.example/?a=1&b=2", "form"),
    ("Gọi xã", "tel:0999", "phone"),
)
PORTAL_URL = "https://hoabinh.example"
TIMEZONE = "Asia/Bangkok"
NEWS_SECTIONS = {"tin-xa": "Tin xã", "kinh-te": "Kinh tế", "loi-nhan": "Lời nhắn"}
SECTION_INTROS = {"tin-xa": "Chuyện trong xã."}
NOTICES_SECTION = "loi-nhan"
OLD_NOTICE = None
words_of_commune = ("description", "publisher", "editor", "address", "licence", "credit")
PORTAL_IN = {
    "en": {"name": "Hoa Binh News", "lines": ("News", "Hoa Binh"), "sections": {"tin-xa": "Here"}}
    | dict.fromkeys(words_of_commune, "News of the commune"),
    "km": {"name": "ហ្វាប៊ិញ", "lines": ("ព័ត៌មាន", "ហ្វាប៊ិញ"), "sections": {}}
    | dict.fromkeys(words_of_commune, "ព័ត៌មានឃុំ"),
}

"""
#: Whatever tells of this portal, in any letter case. A portal with Khmer pages has their font,
#: and names their language.
TRACES = re.compile(
    r"vĩnh\s*long|vinh[ -]?long|hoàng thái hiếu|long châu|0270|toasoan|tỉnh"
    r"|khmer(?!\.woff2|</span>|\)</option>)|01/7/2025|#0b5597;|#073a68;|#c8161d;",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The portal of a commune: this project with another first block and other content."""
    project = copy_project(tmp_path_factory.mktemp("commune"))
    settings = project / "pelicanconf.py"
    text, count = BLOCK.subn(lambda found: found[1] + OTHER_BLOCK, settings.read_text())
    assert count == 1
    settings.write_text(text)
    content = write_files(
        project / "content",
        {
            "tin-tuc/cau.md": article("Cầu mới", category="Tin xã", date="2017-02-23 14:57:36"),
            "tin-tuc/nhan.md": article("Lời nhắn của xã", category="Lời nhắn", tags="[Cầu]"),
            "trang/gioi-thieu.md": "---\ntitle: Về xã\n---\nXã nằm bên sông.\n",
        },
    )
    build = run_pelican(
        content, project / "output", project / "cache", settings=settings, folder=project
    )
    assert build.status == 0, build.stderr
    return build


def test_nothing_tells_of_the_first_portal(commune):
    """No name, address, number or colour of this province is left in any file."""
    found = {}
    for file in commune.files:
        if file.endswith((".bin", ".jpg", ".png", ".woff2")):
            continue
        text = (commune.output / file).read_bytes().decode()
        if traces := {match[0] for match in TRACES.finditer(text)}:
            found[file] = traces
    # The theme falls back to its own colours where a portal names none; the licence of its font,
    # and its name.
    own = {f"theme/{file}" for file in ("css/site.css", "img/roundel.svg", "fonts/OFL.txt")}
    own.add("theme/js/first_paint.js")
    assert {
        file: traces
        for file, traces in found.items()
        if re.sub("/[0-9a-f]{12}/", "/", file) not in own
    } == {}


def test_the_other_portal_is_named_everywhere(commune):
    """Its name in titles, banner, feeds; its sections in the navigation; its colours."""
    front = commune.read("/")
    assert "<title>Trang tin xã Hòa Bình &lt;&amp;&gt;</title>" in front
    assert "Trang tin điện tử</span>" in front and "Xã Hòa Bình</span>" in front
    assert 'href="https://huyen.example/?a=1&amp;b=2">Huyện &lt;&amp;&gt;</a>' in front
    assert 'href="https://thutuc.example/?a=1&amp;b=2" rel="external"' in front
    assert "Thủ tục &lt;&amp;&gt;</span>" in front and 'href="tel:0999"' in front
    assert "Bà Trần Thị Ánh" in front and "0999 111 222" in front
    assert 'src="/theme/' in front and "favicon.svg" in front
    assert "<title>Trang tin xã Hòa Bình &lt;&amp;&gt;</title>" in commune.read("/rss.xml")
    for slug in ("tin-xa", "kinh-te", "loi-nhan"):
        assert f'href="/chuyen-muc/{slug}/"' in front
        assert f"chuyen-muc/{slug}/index.html" in commune.files
    colours = next(file for file in commune.files if file.endswith("site.css"))
    assert "--portal-brand:#005a3c" in commune.read("/" + colours)


def test_its_cards_and_icons_are_its_own(commune):
    """Its colours on the cards, its logo for an icon, nothing of the first portal's emblem."""
    with picture_at(commune, metas(commune.read("/tin-tuc/2017/02/23/cau/"))["og:image"][0]) as own:
        red, green, blue = own.convert("RGB").getpixel((600, 600))
        assert (red, green, blue) == (0x00, 0x3C, 0x28)
    told = metas(commune.read("/chuyen-muc/tin-xa/"))
    assert told["og:image:alt"] == ["Trang tin xã Hòa Bình <&> – Tin xã"]
    assert told["theme-color"] == ["#005a3c", "#003c28"]
    with picture_at(commune, told["og:image"][0]) as card:
        red, green, blue = card.getpixel((600, 5))
        assert abs(red - 0x00) + abs(green - 0x5A) + abs(blue - 0x3C) < 12
    manifest = json.loads(commune.read("/manifest.webmanifest"))
    assert (manifest["short_name"], manifest["theme_color"]) == ("Xã Hòa Bình", "#005a3c")
    (icon,) = manifest["icons"]
    assert (icon["type"], icon["sizes"]) == ("image/svg+xml", "any")
    (link,) = links(commune.read("/"), "icon")
    assert link["href"] == icon["src"]
    assert "favicon.ico" not in commune.files


def test_its_pages_keep_the_rules(commune):
    """A small portal with empty sections is as sound as the large one."""
    pages = commune.pages()
    rules = [*RULES, has_living_links(pages, commune.files)]
    assert [
        f"{file}: {problem}"
        for file, text in pages.items()
        for rule in rules
        for problem in rule(file, text)
    ] == []


def test_block_holds_every_setting_of_the_portal():
    """The block above has the keys of this portal's: none may be forgotten here."""
    names = re.compile(r'^(?:    "([a-z]+)":|([A-Z_]+) =)', re.MULTILINE)
    first = BLOCK.search((ROOT / "pelicanconf.py").read_text())[0]
    assert names.findall(first) == names.findall(OTHER_BLOCK)


def test_portal_without_content(build_site):
    """Before the first article every page of every section is there, and says that it is empty."""
    build = build_site({})
    assert build.status == 0, build.stderr
    assert "Chuyên mục này chưa có bài nào." in build.read("/chuyen-muc/kinh-te/")
    pages = build.pages()
    rules = [*RULES, has_living_links(pages, build.files)]
    assert [
        f"{file}: {problem}"
        for file, text in pages.items()
        for rule in rules
        for problem in rule(file, text)
    ] == []
