# SPDX-License-Identifier: AGPL-3.0-or-later
"""The real theme with hostile values in every field: pages say them, and do nothing else."""

import datetime as dt
import inspect
import json
import re
import unicodedata
from pathlib import Path
from zoneinfo import ZoneInfo

import html5lib
import jinja2
import pytest
import zxingcpp
from msgspec.structs import fields
from PIL import Image

from plugins.newsroom.codec import Record
from plugins.newsroom.page import (
    ArticlePage,
    Body,
    Change,
    CorrectedStory,
    Correction,
    CorrectionsPage,
    Figure,
    FrontPage,
    Gallery,
    HtmlPart,
    Link,
    ListPage,
    NotFoundPage,
    Page,
    PageData,
    Source,
    StandingPage,
    Story,
)
from plugins.newsroom.photo import Original, Photo
from plugins.press.errors import Refusal
from plugins.press.render.printer import Printer
from plugins.press.render.qr_code import draw_qr_code
from plugins.press.render.site import Site
from plugins.press.render.theme import SHEET, Theme
from plugins.press.settings import TAKEN_NAMES
from plugins.vietnamese.dates import Moment
from tests.printing import environment_of

ROOT = Path(__file__).parents[2]
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7*7 }}\u2028</title>"
WHEN = Moment(dt.datetime(2017, 2, 23, 14, 57, 36, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "second")
PORTAL = {
    "name": "Cổng thử",
    "lines": ("Cổng", "Thử"),
    "description": "Mô tả.",
    "publisher": "Ủy ban",
    "editor": "Ai",
    "address": "Số 1",
    "phone": "0270",
    "email": "a@b.example",
    "licence": "Không",
    "credit": "Ghi rõ nguồn",
    "logo": "img/roundel.svg",
    "colours": {"brand": "#000000", "brand-dark": "#000000", "accent": "#c00000"},
}


def make_printer(
    bodies=None, url: str = "https://a.example", portal=PORTAL, trimmed: bool = True
) -> Printer:
    theme = Theme(ROOT / "theme", portal["colours"])
    site = Site(
        portal=portal,
        url=url,
        root=url.removeprefix("https://a.example"),
        sections=(Link("Kinh tế", "/chuyen-muc/kinh-te/"),),
        pages=(Link("Liên hệ", "/lien-he/"),),
        feeds=(Link("RSS", "/rss.xml"),),
        stylesheets=(theme.address(SHEET),),
        script=theme.address("js/site.js"),
        asset=theme.address,
        zone="Asia/Ho_Chi_Minh",
        words=theme.words,
    )
    options = {"autoescape": True, "trim_blocks": trimmed, "lstrip_blocks": trimmed}
    bodies = {"a.md": (HtmlPart("<p>Chữ</p>"),)} if bodies is None else bodies
    return Printer(environment_of(theme, options, site), site, bodies.__getitem__)


def page_of(address: str, template: str, data: PageData) -> Page:
    return Page(address, template, lambda: data, "")


def photo(text: str = "") -> Photo:
    return Photo(Original("0" * 64, 1600, 900), text, text or None, text or None)


def story(text: str, **more) -> Story:
    values = {
        "address": "/tin-tuc/2017/02/23/bai/",
        "title": text,
        "lang": "vi",
        "section": Link(text, "/chuyen-muc/kinh-te/"),
        "date": WHEN,
        "summary": text,
        "photo": photo(text),
        "badge": text,
    }
    return Story(**{**values, **more})


def article_page(text: str, badge: str | None = None) -> Page:
    """An article that says *text* wherever a template could print it."""
    link = Link(text, "/x/")
    page = ArticlePage(
        story=story(text, badge=badge),
        sapo=text,
        body=Body("a.md", "0"),
        byline=(Link(text), link),
        authors=(link,),
        source=Source(text, text, "https://b.example/?a=\"'><script>alert(1)</script>", WHEN),
        tags=(link,),
        modified=WHEN,
        changes=(Change(WHEN, text),),
        corrections=(Correction(WHEN, text, text),),
        photos=(photo(text),),
        related=(story(text),),
        breadcrumbs=(link,),
        notice=text,
    )
    return page_of("/tin-tuc/2017/02/23/bai/", "article.html", page)


def hostile_pages() -> list[Page]:
    link = Link(EVIL, "/x/")
    stories = (story(EVIL),)
    return [
        article_page(EVIL, EVIL),
        page_of("/chu-de/x/", "list.html", ListPage(
            "year", EVIL, stories, "/chu-de/x/", None, "/chu-de/x/trang/1/", None, (link,), (link,)
        )),
        page_of("/cai-chinh/", "corrections.html", CorrectionsPage(
            EVIL, (CorrectedStory(stories[0], Correction(WHEN, EVIL, EVIL)),), "/cai-chinh/", None,
            None, "/cai-chinh/rss.xml", (link,),
        )),
        page_of("/x/", "page.html", StandingPage(
            "/x/", EVIL, EVIL, EVIL, "vi", Body("a.md", "0"), (photo(EVIL),), (link,), EVIL
        )),
        page_of("/404.html", "404.html", NotFoundPage(EVIL)),
    ]  # fmt: skip


FIGURES = (
    Figure(photo(EVIL), True),
    HtmlPart("<p>Chữ</p>"),
    Gallery((Figure(photo(EVIL)), Figure(photo(EVIL)))),
)


def parse(page: bytes):
    """Parse a page as browsers do; it must not have a single error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(page.decode())


@pytest.mark.parametrize("page", hostile_pages(), ids=lambda page: page.template)
def test_hostile_values_are_text_and_nothing_else(page):
    """No script but the theme's own, no handler, no element that the values ask for."""
    printed = make_printer({"a.md": FIGURES}).print(page).data
    tree = parse(printed)
    scripts = list(tree.iter("script"))
    assert all(
        script.get("type") == "application/ld+json" or script.get("src", "").startswith("/theme/")
        for script in scripts
    )
    for element in tree.iter():
        if isinstance(element.tag, str):
            assert not [name for name in element.attrib if name.startswith("on")]
            assert element.get("src") != "x"
    text = "".join(tree.itertext())
    assert "49" not in re.sub(r"\d{3,}", "", text)
    assert printed.decode().count("alert(1)</script>") == 0


@pytest.mark.parametrize("trimmed", [True, False])
def test_page_begins_with_its_doctype_however_templates_are_trimmed(trimmed):
    """The settings may say anything of the lines that tags of the templates leave behind."""
    front = FrontPage(story("A"), (), (), (), (), None, ())
    printer = make_printer(trimmed=trimmed)
    for page in (*hostile_pages(), page_of("/", "front.html", front)):
        assert printer.print(page).data.startswith(b"<!DOCTYPE html>\n<html lang=")


def test_every_value_of_an_article_is_shown_as_typed():
    """The title is the title, a caption the caption, whatever signs they hold."""
    tree = parse(make_printer({"a.md": FIGURES}).print(article_page(EVIL)).data)
    shown = " ".join(EVIL.split())

    def texts(tag: str, name: str) -> list[str]:
        return [
            " ".join("".join(element.itertext()).split())
            for element in tree.iter(tag)
            if element.get("class") == name
        ]

    assert texts("h1", "title") == [shown]
    assert texts("p", "sapo") == [shown]
    assert shown in texts("span", "figure__text")
    assert shown in texts("a", "chip")
    assert [" ".join(element.text.split()) for element in tree.iter("dd")] == [shown, shown]
    meta = {m.get("name") or m.get("property"): m.get("content") for m in tree.iter("meta")}
    assert meta["og:title"] == EVIL
    assert meta["description"] == EVIL
    assert EVIL in [image.get("alt") for image in tree.iter("img")]
    (source,) = [a for a in tree.iter("a") if (a.get("href") or "").startswith("https://b.")]
    assert source.get("href") == "https://b.example/?a=\"'><script>alert(1)</script>"


def test_structured_data_holds_any_title():
    """JSON-LD survives "</script>", "<!--" and the line ends of JavaScript."""
    title = 'a</script><script>alert(1)</script><!-- & \u2028\u2029 "b\\'
    printed = make_printer().print(article_page(title)).data
    tree = parse(printed)
    (news, crumbs) = (
        json.loads(script.text)
        for script in tree.iter("script")
        if script.get("type") == "application/ld+json"
    )
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == title
    assert news["datePublished"] == "2017-02-23T14:57:36+07:00"
    assert news["image"][0]["caption"] == title
    assert news["image"][0]["creditText"] == title
    assert news["articleSection"] == title
    assert crumbs["itemListElement"][-1]["name"] == title
    blocks = re.findall(
        rb"<script type=\"application/ld\+json\">(.*?)</script>", printed, re.DOTALL
    )
    assert not any(sign in block for block in blocks for sign in (b"<", b">", b"&"))
    assert not any(sign in block.decode() for block in blocks for sign in "\u2028\u2029")


@pytest.mark.parametrize("title", ["<\u0301", "a&\u0338", ">\u0301\u0302", "\u2028\u0303x"])
def test_structured_data_stays_composed(title):
    """A mark behind what stands for a sign makes no letter with the last of its digits."""
    printed = make_printer().print(article_page(title)).data
    assert unicodedata.is_normalized("NFC", printed.decode())
    (news, _) = (
        json.loads(script.text)
        for script in parse(printed).iter("script")
        if script.get("type") == "application/ld+json"
    )
    assert news["headline"] == title


@pytest.mark.parametrize(
    "title",
    [
        "\u0338\u0301a",
        "\u0338\u0338x",
        "\u0338\u0338\u0338\u0301",
        "\u0338\u05b0",
        "\u0338\u0338\u0323\u1ab0",
    ],
)
def test_page_stays_composed_whatever_it_begins_with(title):
    """A title of lone marks does not make one letter with the tag before it."""
    printed = make_printer().print(article_page(title)).data.decode()
    assert unicodedata.is_normalized("NFC", printed)
    html5lib.HTMLParser(strict=True).parse(unicodedata.normalize("NFC", printed))


def test_template_sees_its_page_and_the_site_alone(tmp_path):
    """What is not in the page's data cannot come into the page: no settings, no clock."""
    theme = ROOT / "theme"
    templates = jinja2.FileSystemLoader(theme / "templates")
    printer = make_printer()
    environment = printer.environment
    names = "{{ [page.story.title, site.url, address, body | length, structured | length] }}"
    environment.loader = jinja2.ChoiceLoader(
        [jinja2.DictLoader({"probe.html": names, "now.html": "{{ now }}"}), templates]
    )
    page = article_page("x")
    printed = printer.print(page_of(page.address, "probe.html", page.data)).data.decode()
    assert printed.startswith("[&#39;x&#39;, &#39;https://a.example&#39;, &#39;/tin-tuc/")
    with pytest.raises(Refusal, match="'now' is undefined"):
        printer.print(page_of(page.address, "now.html", page.data))


@pytest.mark.parametrize(
    ("figure", "loading"),
    [
        (Figure(photo(), first=True), ("high", None)),
        (Figure(photo(), first=True, below=True), (None, None)),
        (Figure(photo()), (None, "lazy")),
    ],
)
def test_only_a_photo_of_the_first_screen_takes_precedence(figure, loading):
    """The first photo never waits, and goes before all else only where readers begin."""
    for parts in ((figure,), (Gallery((figure, Figure(photo()))),)):
        printer = make_printer({"a.md": parts})
        tree = parse(printer.print(article_page("x")).data)
        image = next(image for image in tree.iter("img") if image.get("srcset"))
        assert (image.get("fetchpriority"), image.get("loading")) == loading


def test_page_data_is_plain_values_all_the_way():
    """Equal pages have equal data, so that a digest tells whether to print again."""
    plain = (str, int, bool, type(None), dt.datetime, dt.date)

    def check(value):
        if isinstance(value, Record | Moment):
            for field in fields(value):
                check(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                check(item)
        else:
            assert isinstance(value, plain)

    check(article_page("x").data)
    assert article_page("x") == article_page("x")


def test_addresses_of_the_moment_are_put_into_the_body():
    """A site below a path has it before every address; a hidden article is no link."""
    body = (
        HtmlPart(
            '<p><a href="\x01page:b.md\x02#c">một</a> <a href="\x01page:c.md\x02">hai</a> '
            '<a href="\x01to:/tep/q.pdf\x02" class="file-link">ba</a> <a href="#fn:1">1</a></p>'
        ),
    )
    page = article_page("x")
    links = (("b.md", "/tin-tuc/b/"), ("c.md", ""))
    data = StandingPage("/x/", "x", "x", "", "vi", Body("a.md", "0", links), (), ())
    printed = make_printer({"a.md": body}, "https://a.example/goc").print(
        page_of("/x/", "page.html", data)
    )
    text = printed.data.decode()
    assert '<a href="/goc/tin-tuc/b/#c">một</a>' in text
    assert "<span>hai</span>" in text
    assert '<a href="/goc/tep/q.pdf" class="file-link">ba</a>' in text
    assert '<a href="#fn:1">1</a>' in text
    assert "\x01" not in text
    assert page.file == "tin-tuc/2017/02/23/bai/index.html"


def test_names_of_the_theme_are_those_that_settings_may_not_take():
    """What the printer and the plugin give to templates would be put over them in silence."""
    plain = jinja2.Environment()
    environment = make_printer().environment
    assert environment.filters.keys() - plain.filters.keys() == {*TAKEN_NAMES["JINJA_FILTERS"]}
    given = environment.globals.keys() - plain.globals.keys()
    source = inspect.getsource(Printer._html)
    given |= set(re.findall(r"^ {12}([a-z]+)=", source, re.MULTILINE))
    assert given == {*TAKEN_NAMES["JINJA_GLOBALS"]}


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/tin-tuc/2017/02/23/hoi-nghi/",
        # Of one block of bytes, of several, and with letters of all kinds that addresses have.
        "http://localhost:8000/" + "ten-bai-rat-dai-" * 30 + "/",
        "https://a.example:8443/TIN/%C4%90%E1%BA%A3ng/?q=1&b=~a_b.c",
    ],
)
def test_qr_code_tells_the_address(address: str):
    """Drawn row by row, it is the code of that address and of no other."""
    drawing = draw_qr_code(address)
    assert drawing.startswith('<svg aria-hidden="true" viewBox="-2 -2.5 ')
    assert read_qr_code(drawing) == address
    assert draw_qr_code(address + "2/") != drawing == draw_qr_code(address)


def test_qr_code_of_a_short_address_is_light():
    assert len(draw_qr_code("https://vinhlong.gov.vn/tin-tuc/2017/02/23/#48213")) < 1250


def read_qr_code(drawing: str) -> str:
    """Read a drawn code as a telephone does, of its picture on white paper."""
    margin, side = map(int, re.search(r'viewBox="-(\d+) -\1.5 (\d+) \2"', drawing).groups())
    picture = Image.new("L", (side, side), "white")
    dashes = map(int, re.search(r'dasharray="([\d ]+)"', drawing)[1].split())
    is_black = [n % 2 == 0 for n, length in enumerate(dashes) for _ in range(length)]
    way = re.search(r' d="M0 0([^"]+)"', drawing)[1]
    x = y = at = 0
    for direction, length in re.findall(r"([hv])(-?\d+)", way):
        for _ in range(abs(int(length))):
            back = length.startswith("-")
            if at < len(is_black) and is_black[at]:
                assert direction == "h"
                picture.putpixel((margin + x - back, margin + y), 0)
            x += (direction == "h") * (-1 if back else 1)
            y += direction == "v"
            at += 1
    return zxingcpp.read_barcode(picture.resize((side * 4, side * 4), Image.Resampling.BOX)).text
