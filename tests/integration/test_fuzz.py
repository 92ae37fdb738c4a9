# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever stands in a file: no traceback, and what is accepted prints to sound pages."""

import datetime as dt
import json
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pelicanconf
from plugins.newsroom.article import Article, is_standing
from plugins.newsroom.codec import dump, load
from plugins.newsroom.page import Link
from plugins.newsroom.photo import PHOTO_FOLDER, plan_derivatives
from plugins.newsroom.plan.planner import PlanSettings
from plugins.newsroom.sections import Sections
from plugins.press.photos.store import examine
from plugins.press.pipeline import FEEDS
from plugins.press.read.attachments import ATTACHMENT_FOLDER
from plugins.press.read.content_folder import ContentFolder, Found
from plugins.press.read.reader import Reader, Reading
from plugins.press.render.page_checks import PageChecker
from plugins.press.render.printer import Printer
from plugins.press.render.site import Site
from plugins.press.render.theme import SHEET, Theme
from tests.integration.broken_images import draw, encode
from tests.page_names import NAMES
from tests.plans import pages_of, plan
from tests.printing import environment_of
from tests.series import cases
from tests.small_site import ROOT, write_files

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: Later than any date that an article may have, so that embargoes hide nothing.
NOW = dt.datetime(2101, 1, 1, tzinfo=ZONE)
LONG = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass
class Press:
    """A reader and a printer for one article at a time."""

    root: Path
    scratch: Path
    theme: Theme = field(init=False)
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.theme = Theme(ROOT / "theme", pelicanconf.PORTAL["colours"])
        self.reader = Reader(
            ContentFolder(self.root),
            Sections(pelicanconf.NEWS_SECTIONS),
            ZONE,
            examine,
            (pelicanconf.PORTAL_URL,),
        )

    def try_out(self, path: str, data: bytes) -> Reading:
        """Read *data* as the source at *path*; print it where that is allowed."""
        self.scratch.write_bytes(data)
        reading = self.reader.read(Found(path, self.scratch))
        for fault in reading.faults:
            assert fault.line >= 1
            assert fault.line <= data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
            assert fault.problem and fault.mend and fault.field
            fault.sentence("content/").encode()
        accepted = reading.record is not None and all(fault.warning for fault in reading.faults)
        if accepted:
            # The store keeps it as text, and gives it back as it was.
            assert load(type(reading.record), dump(reading.record)) == reading.record
            self._print(reading)
        else:
            assert [fault for fault in reading.faults if not fault.warning]
        return reading

    def _print(self, reading: Reading) -> None:
        record = reading.record
        plan_settings = PlanSettings(
            "Cổng", NAMES, pelicanconf.NEWS_SECTIONS, 10, pelicanconf.NOTICES_SECTION
        )
        articles, pages = ([record], []) if isinstance(record, Article) else ([], [record])
        site_plan = plan(articles, pages, plan_settings, NOW)
        site = Site(
            portal={**pelicanconf.PORTAL, "logo": "img/roundel.svg"},
            url="https://tinh.example/tin",
            root="/tin",
            sections=tuple(
                Link(name, f"/chuyen-muc/{slug}/")
                for slug, name in pelicanconf.NEWS_SECTIONS.items()
            ),
            pages=(),
            feeds=FEEDS,
            stylesheets=(self.theme.address(SHEET),),
            script=self.theme.address("js/site.js"),
            asset=self.theme.address,
            zone=str(ZONE),
            words=self.theme.words,
        )
        printer = Printer(
            environment_of(self.theme, pelicanconf.JINJA_ENVIRONMENT, site),
            site,
            {reading.path: reading.parts}.__getitem__,
        )
        addresses = {*site_plan.addresses, *(link.target for link in record.text.links)}
        files = {
            *(address.removeprefix("/") for address in addresses),
            *self.theme.files,
            site.manifest.removeprefix("/"),
            *(f"{ATTACHMENT_FOLDER}/{item.name}" for item in record.text.attachments),
            *(
                f"{PHOTO_FOLDER}/{copy.name}"
                for photo in record.text.photos
                for copy in plan_derivatives(photo.original)
            ),
        }
        page_checker = PageChecker(files, site.root)
        own = record.address
        printed = 0
        for page in pages_of(site_plan):
            if page.address in (own, "/", "/tin-tuc/", "/rss.xml", "/atom.xml", "/feed.json"):
                data, text = printer.print(page)
                check(page.address, data)
                page_checker.check(page.address, text)
                printed += page.address == own
        # An article past its end is sound and nowhere; a withdrawn one leaves a page.
        ended = getattr(record, "expires", None) is not None
        withdrawn = bool(getattr(record, "withdrawn", ""))
        assert printed == (0 if record.draft or (ended and not withdrawn) else 1)


def check(address: str, data: bytes) -> None:
    """Parse a printed file as strictly as its format asks for."""
    text = data.decode()
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text)
    if address.endswith(".xml"):
        ElementTree.fromstring(text)
    elif address.endswith(".json"):
        json.loads(text)
    else:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        assert len(list(tree.iter("h1"))) == 1
        for element in tree.iter():
            assert not [name for name in element.attrib if str(name).startswith("on")]
            for name in ("href", "src"):
                value = (element.get(name) or "").strip().lower()
                assert not value.startswith(("javascript:", "data:", "vbscript:"))
        for script in tree.iter("script"):
            assert script.get("src") or script.get("type") == "application/ld+json"
            if script.get("type") == "application/ld+json":
                json.loads("".join(script.itertext()))


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """A content folder with photos, a file and an article to link to."""
    folder = tmp_path_factory.mktemp("content")
    write_files(
        folder,
        {
            "a.jpg": encode(draw((60, 40)), "JPEG"),
            "b.png": encode(draw((40, 60)), "PNG"),
            "hong.jpg": b"khong phai anh",
            "q.pdf": b"%PDF-1.4",
            "bai.md": "---\ntitle: B\n---\n",
        },
    )
    return Press(folder, tmp_path_factory.mktemp("scratch") / "bai.md")


@pytest.fixture(scope="module")
def sample_press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The real content, whose articles are to be spoilt."""
    folder = tmp_path_factory.mktemp("real")
    content = shutil.copytree(ROOT / "content", folder / "content")
    return Press(content, folder / "bai.md")


# ── Inputs ───────────────────────────────────────────────────────────────────

LETTERS = st.characters(exclude_categories=["Cs"])
WORDS = st.text(LETTERS, max_size=30)
TYPED = st.text(
    st.sampled_from(
        "aăâbcdđêôơưÀẢÃÁẠ ộ01239/-.:,;'\"#&*[]{}!|>%@`<?=\\()~_ \t\n\u0338\u0301\u200b\xa0½ខ្ម😀"
    ),
    max_size=40,
)
TEXTS = st.one_of(WORDS, TYPED)
DATES = st.one_of(
    st.datetimes(dt.datetime(1940, 1, 1), dt.datetime(2110, 1, 1)).flatmap(
        lambda when: st.sampled_from(
            [
                f"{when:%Y-%m-%d %H:%M:%S}", f"{when:%d/%m/%Y}", f"{when:%d.%m.%Y, %H:%M}",
                f"Ngày {when:%d-%m-%Y %I:%M} CH", f"{when:%Y-%m-%dT%H:%M}Z",
                f"{when:%Y/%m/%d %H:%M} +14:00", f"{when:%m/%d/%Y}", f"{when:%d/%m/%y}",
                f"{when:%Y}",
            ]
        )
    ),
    TEXTS,
)  # fmt: skip
KEYS = (
    "title", "date", "author", "authors", "category", "summary", "photos", "tags", "source",
    "modified", "changes", "corrections", "status", "expires", "featured", "slug", "aliases",
    "urgent", "withdrawn", "lang", "file", "caption", "alt", "credit", "note", "wrong", "right",
    "name", "url", "published", "save_as", "Tóm tắt", "<<", "? x", "-",
)  # fmt: skip
PIECES = (
    "Chữ thường ", "\n", "\n\n", "    ", "\t", "> ", "- ", "1. ", "# ", "###### ", "*", "**", "`",
    "```\n", "|", "| a | b |\n|---|:-:|\n| c | d |\n", "![mô tả](a.jpg)", "![](b.png)",
    '![](a.jpg "Chú thích. Ảnh: TTXVN")', "[lời](bai.md)", "[tệp](q.pdf)", "[mục](/tin-tuc/)",
    "[ngoài](https://a.vn/x?y=1&z=2)", "[xấu](javascript:alert)", "](", "Ảnh: Một người\n",
    "x[^1]", "\n[^1]: Chú giải\n", "<img src=a.jpg>", "<figure>", "</figure>", "<figcaption>",
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=bai.md>", "</a>", "<h1>", "</h1>",
    "<ul><li>", "</li></ul>", "<table><tr><td>", "</td></tr></table>", "<script>", "</script>",
    "<svg>", "<!-- ", " -->", "<![CDATA[", "]]>", "<?php ", "<", ">", "&", "&amp;", "&#1;", "&#",
    "\u0338", "\u0301", "\x01photo:0\x02", "\x04", "'", '"', "\\", "\u2028", "\u202e", "\ufeff",
    "![hỏng](hong.jpg)", "![mất](mat.jpg)", "[mất](mat.md)", "---\n",
)  # fmt: skip
BODIES = st.lists(st.one_of(st.sampled_from(PIECES), TEXTS), max_size=12).map("".join)


@st.composite
def sound_headers(draw_from: Callable) -> str:
    """Write a header that is mostly right, with any text where text is free."""
    line = st.one_of(TEXTS.map(lambda text: " ".join(text.split())), st.just("Chữ"))
    lines = [
        f"title: {draw_from(line)}",
        f"date: {draw_from(st.dates(dt.date(1945, 1, 1), dt.date(2100, 12, 31)))}",
        f"category: {draw_from(st.sampled_from(list(pelicanconf.NEWS_SECTIONS.values())))}",
        "slug: bai-thu",
    ]
    optional = {
        "author": line,
        "summary": line,
        "status": st.sampled_from(["published", "draft"]),
        "urgent": st.sampled_from(["2026-11-30", "đến 2027-01-01 18:00", "không"]),
        "featured": st.sampled_from(["có", "true", "không"]),
        "lang": st.sampled_from(["vi", "en", "km"]),
        "tags": st.lists(line, max_size=3).map(
            lambda names: "".join(f"\n  - {json.dumps(name, ensure_ascii=False)}" for name in names)
        ),
        "photos": st.lists(st.tuples(st.sampled_from(["a.jpg", "b.png"]), line, line), max_size=2)
        .map(
            lambda photos: "".join(
                f"\n  - file: {file}\n    caption: {caption}\n    credit: {credit}"
                for file, caption, credit in dict.fromkeys(photos)
            )
        ),
        "source": line.map(lambda text: f"\n  name: N {text}\n  author: {text}"),
        "corrections": line.map(
            lambda text: f"\n  - date: 2100-12-31\n    wrong: W {text}\n    right: R {text}"
        ),
        "changes": line.map(lambda text: f"\n  - date: 2100-12-31\n    note: N {text}"),
    }  # fmt: skip
    lines += [
        f"{key}: {draw_from(value)}" for key, value in optional.items() if draw_from(st.booleans())
    ]
    if not any(text.startswith(("author:", "source:")) for text in lines):
        lines.append("author: N.H")
    return "\n".join(draw_from(st.permutations(lines)))


@st.composite
def wild_headers(draw_from: Callable) -> str:
    """Write lines that look like a header, or do not."""
    key = st.one_of(st.sampled_from(KEYS), TEXTS)
    value = st.one_of(
        TEXTS, DATES, st.sampled_from(["[", "{a: b}", "|", ">-", "'x", "- x", "&a", "*a"])
    )
    line = st.one_of(
        st.builds("{}{}: {}".format, st.sampled_from(["", "  ", "  - ", "\t"]), key, value), TEXTS
    )
    return "\n".join(draw_from(st.lists(line, max_size=12)))  # fmt: skip


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@settings(LONG, max_examples=cases(80))
@given(sound_headers(), BODIES)
def test_any_words_in_a_sound_header(press, header, body):
    """Titles, captions, names, corrections: any words are told of, or printed soundly."""
    press.try_out("tin/bai-thu.md", as_bytes(f"---\n{header}\n---\nChữ.\n\n{body}"))


@settings(LONG, max_examples=cases(200))
@given(wild_headers(), BODIES)
def test_any_header(press, header, body):
    """Lines in any order, with any keys and values: a fault, never a traceback."""
    press.try_out("tin/bai-thu.md", as_bytes(f"---\n{header}\n---\n{body}"))


@settings(LONG, max_examples=cases(80))
@given(DATES, DATES, DATES, st.sampled_from(["Lê Anh - B", "Tin, ảnh: C", "(thực hiện)", "N.H"]))
def test_any_dates_and_bylines(press, date, modified, expires, author):
    """Whatever stands for a date is read, or refused with its line."""
    lines = {"date": date, "modified": modified, "expires": expires}
    header = "\n".join(f"{key}: {' '.join(value.split())}" for key, value in lines.items())
    text = f"---\ntitle: T\nauthor: {author}\ncategory: Kinh tế\n{header}\n---\nChữ.\n"
    press.try_out("tin/bai-thu.md", as_bytes(text))


@settings(LONG, max_examples=cases(30))
@given(st.lists(st.one_of(st.sampled_from(PIECES), TEXTS), max_size=8).map("".join), TEXTS, TEXTS)
def test_any_standing_page(press, body, title, summary):
    """Standing pages are as safe as articles."""
    header = f"title: {' '.join(title.split())}\nsummary: {' '.join(summary.split())}"
    press.try_out("trang/thu.md", as_bytes(f"---\n{header}\n---\n{body}"))


@settings(LONG, max_examples=cases(120))
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"---\n", b"\xef\xbb\xbf---\r\n", b"\xff\xfe"])
)
def test_any_bytes(press, data, start):
    """A file of anything is a fault, not the end of the build."""
    press.try_out("tin/bai-thu.md", start + data)


SOURCES = sorted(
    path.relative_to(ROOT / "content").as_posix()
    for path in ROOT.glob("content/**/*.md")
    if path.name != "README.md"
)
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "drop", "insert", "swap", "double", "delete", "join"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def mutate(data: bytes, mutations: list[tuple[str, float, int]]) -> bytes:
    """Spoil *data* as bad disks, bad merges and hasty hands do."""
    for kind, where, value in mutations:
        place = int(where * len(data))
        lines = data.split(b"\n")
        number, other = int(where * len(lines)), value % len(lines)
        if kind == "flip" and data:
            data = data[:place] + bytes([data[place] ^ (value or 1)]) + data[place + 1 :]
        elif kind == "cut":
            data = data[:place]
        elif kind == "drop":
            data = data[:place] + data[place + 1 + value :]
        elif kind == "insert":
            data = data[:place] + bytes([value]) + data[place:]
        elif kind == "join":
            data = data[:place] + data[place:].replace(b"\n", b" ", 1)
        else:
            if kind == "swap":
                lines[number], lines[other] = lines[other], lines[number]
            elif kind == "double":
                lines.insert(other, lines[number])
            elif kind == "delete":
                del lines[number]
            data = b"\n".join(lines)
    return data


@settings(LONG, max_examples=cases(150))
@given(st.sampled_from(SOURCES), MUTATIONS)
def test_spoilt_real_articles(sample_press, path, mutations):
    """Real articles with bytes flipped, lines moved, ends cut: told, or printed soundly."""
    data = mutate((sample_press.root / path).read_bytes(), mutations)
    sample_press.try_out(path, data)


def test_real_articles_are_sound(sample_press):
    """Unspoilt, every one is accepted and printed."""
    assert SOURCES
    for path in SOURCES:
        reading = sample_press.try_out(path, (sample_press.root / path).read_bytes())
        assert [fault for fault in reading.faults if not fault.warning] == []
        assert isinstance(reading.record, Article) != is_standing(path)
