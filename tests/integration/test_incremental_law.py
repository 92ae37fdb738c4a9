# SPDX-License-Identifier: AGPL-3.0-or-later
"""The law of the house: what is built from remembered work is what nothing would give.

Random series of edits, of accidents and of killed builds; after each the output is
compared byte for byte with a build from nothing, and so is all that both said of the
articles. `ROUNDS` in the environment sets the number of series: a few by default,
hundreds for `make test-long`.
"""

import copy
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import types
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from plugins.press.publish.marker import MARKER
from tests.series import ROUNDS, USUAL_ROUNDS
from tests.small_site import NOW, ROOT, tree
from tests.warm_process import shared_folder

STEPS = 12
#: Builds that fail one after the other until everything is as it was when it was sound.
PATIENCE = 3
#: Series after which a long run tells how far it is.
TOLD_EVERY = 10
WORKER = "tests.integration.build_worker"
#: All drawn photos weigh this much, so that only their bytes tell them apart.
PHOTO_BYTES = 4000
DAY_S = 86_400

SECTIONS = ("kinh-te", "Tin tức - Sự kiện", "thong-bao", "Đồng bào Khmer")
AUTHORS = (
    "N.H",
    "Hồng Giang - Đức Lam",
    "Hong Giang",
    "hồng giang",
    "Bài, ảnh: Trần Mở",
    "Trần Mơ",
)
TAGS = ("cầu", "Cầu", "cau", "lúa; nước", "Mở", "Mơ", "50%20")
DATES = (
    "2025-06-30 08:00",
    "2026-10-01",
    "2026-11-05 07:15:30",
    "2026-11-08 09:00",
    "2026-11-09 23:59",
    "2026-11-10 08:00",
    "2026-11-11 08:00",
    "2026-11-14",
)
TEXTS = (
    "Một đoạn văn ngắn.",
    "Đoạn **đậm**.\n\n- một\n- hai\n\n## Mục nhỏ\n\nĐoạn cuối có chú thích[^1].\n\n[^1]: Chú.",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nSau bảng <b onclick=x>đậm</b>.",
    "> Lời dẫn\n\nMột dòng.\nẢnh: không có ảnh.",
    "",
)
VALUES: dict[str, tuple[str | None, ...]] = {
    "title": ("Tên mới", "Tên khác: «có» & dấu", "Ten cu <b>"),
    "date": DATES,
    "category": SECTIONS,
    "author": AUTHORS,
    "tags": (None, *(f"[{tag}]" for tag in TAGS), f"[{TAGS[0]}, {TAGS[2]}]"),
    "summary": (None, "Sapo mới.", "Sapo có “ngoặc”."),
    "slug": (None, "duong-dan", "duong-dan-khac", "bai-1"),
    "status": (None, "draft", "published"),
    "expires": (None, "2026-11-09", "2026-11-11", "2026-12-01"),
    "featured": (None, "có", "không"),
    "urgent": (None, "2026-11-10 09:00", "2026-12-01"),
    "corrections": (None, "\n  - {date: 2026-11-08, wrong: a, right: b}"),
    "modified": (None, "2026-11-09 10:00", "2026-11-10 11:00:05"),
    "photos": (None, "\n  - file: /ảnh/2.jpg", "\n  - file: /ảnh/0.jpg\n    caption: C"),
    "lang": (None, "en", "km"),
    "aliases": (None, "[/cu/1/]", "[/cu/2/]", "[/tin.aspx?id=1&x=2, /cu.html]"),
    "withdrawn": (None, "Đưa sai số liệu", "Trùng bài khác"),
    "document": (
        None,
        "\n  number: 7/KH\n  issued: 2026-11-05\n  issuer: Sở Mở\n  file: /tep/1.pdf",
        "\n  number: 8/KH\n  issued: 2025-01-09\n  issuer: Sở Mơ\n  in_force: từ ngày ký",
        "\n  number: 9/KH\n  issued: 2026-11-01\n  issuer: sở mở",
    ),
    "dossier": (None, "bao", "lu", "Hồ sơ lu"),
    "event": (
        None,
        "\n  start: 2026-11-12 08:00\n  end: 2026-11-12 11:00\n  place: Hội trường",
        "\n  start: 2026-10-30\n  end: 2026-12-02",
        "\n  start: 2026-11-09 22:00",
    ),
}
#: What an article may lead to that is no article; some of it may come and go.
ADDRESSES = (
    "/chuyen-muc/kinh-te/",
    "/tac-gia/hong-giang/",
    "/chu-de/cau/",
    "/tin-tuc/2026/11/",
    "/gioi-thieu/",
    "/lien-he",
    "/bieu-mau",
    "/cu/1",
    "/tin-tuc/2026/11/10/bai-5/",
)
SECTION_NAMES = {
    "tin-tuc-su-kien": "Tin tức - Sự kiện",
    "kinh-te": "Kinh tế",
    "dong-bao-khmer": "Đồng bào Khmer",
    "thong-bao": "Thông báo",
}
#: With an empty one, and two that readers see under other names.
RENAMED_SECTIONS = {
    **SECTION_NAMES,
    "moi": "Chuyên mục mới",
    "kinh-te": "Kinh tế - Xã hội",
    "thong-bao": "Thông báo mới",
}
SETTINGS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("PER_PAGE", (10, 3, 4)),
    ("PRECOMPRESS", (True, False)),
    ("SITEURL", ("http://localhost:8000", "https://tin.example/cong", "https://a.example")),
    ("NOTICES_SECTION", ("thong-bao", "kinh-te", None)),
    ("OLD_NOTICE", (("2025-07-01", "Bài cũ."), ("2026-11-09", "Bài cũ."), None)),
    ("TIMEZONE", ("Asia/Ho_Chi_Minh", "UTC")),
    ("DEFAULT_LANG", ("vi", "km")),
    ("PORTAL_URL", ("https://tintuc.vinhlong.example", "https://a.example")),
    (
        "DATE_PATTERNS",
        tuple(
            {"second": f"{day} HH:mm:ss", "minute": f"{day} HH:mm", "day": day}
            for day in ("'Ngày' dd/MM/y", "d/M/y")
        ),
    ),
    ("NEWS_SECTIONS", (SECTION_NAMES, dict(reversed(SECTION_NAMES.items())), RENAMED_SECTIONS)),
    ("JINJA_ENVIRONMENT", tuple({"autoescape": True, "trim_blocks": trim} for trim in (1, 0))),
)
PORTALS: tuple[dict[str, Any], ...] = (
    {},
    {"name": "Cổng khác"},
    {"credit": "Ghi rõ nguồn."},
    {"links": (("Trang khác", "https://khac.example/"), ("Tin", "/tin-tuc/"))},
    {"logo": "img/favicon.svg"},
    {"colours": {"brand": "#123456", "brand-dark": "#073a68", "accent": "#c8161d"}},
)
TEMPLATES = ("article.html", "list.html", "macros/time.html", "partials/head.html", "base.html")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def draw_photo(kind: int) -> bytes:
    """Draw a small photo, of one size in bytes with all others."""
    stream = io.BytesIO()
    size = (60 + kind % 3, 40)
    Image.new("RGB", size, (kind * 40 % 256, 90, 200)).save(stream, "JPEG", quality=60)
    return stream.getvalue().ljust(PHOTO_BYTES, b"\0")


@dataclass
class Source:
    """An article as the model knows it; a header field of None is left out."""

    fields: dict[str, str | None]
    body: list[str] = field(default_factory=list)

    def text(self) -> bytes:
        header = "".join(f"{key}: {value}\n" for key, value in self.fields.items() if value)
        return ("---\n" + header + "---\n" + "\n\n".join(self.body) + "\n").encode()


def first_sources() -> dict[str, Source]:
    """Write some twenty articles, with all that may hang together."""
    sources = {}
    for number in range(22):
        place = f"tin/{number % 4}/bài-{number}"
        path = f"{place}/index.md" if number % 3 else f"{place}.md"
        fields: dict[str, str | None] = {
            "title": f"Bài số {number}: «thử» & nghiệm",
            "date": DATES[number % 6],
            "author": AUTHORS[number % len(AUTHORS)],
            "category": SECTIONS[number % 4],
            "tags": f"[{TAGS[number % 3]}, {TAGS[(number + 3) % 6]}]" if number % 2 else None,
            "summary": f"Sapo của bài {number}." if number % 5 else None,
            "featured": "có" if number % 7 == 0 else None,
        }
        body = [TEXTS[number % 4]]
        if number % 6 == 1:
            body.append(f'![Ảnh {number}](/ảnh/{number % 3}.jpg "Chú thích. Ảnh: Lê Ánh")')
        if number % 6 == 2:
            body.append(f"[Tệp](/tep/{number % 2}.pdf)")
        sources[path] = Source(fields, body)
    paths = list(sources)
    for number in (3, 8, 14):
        sources[paths[number]].body.append(
            f"Xem [bài kia](/{paths[number + 2]}) và [mục]({ADDRESSES[0]})."
        )
    sources[paths[5]].fields["corrections"] = "\n  - {date: 2026-11-09, wrong: sai, right: đúng}"
    sources[paths[6]].fields["status"] = "draft"
    sources[paths[7]].fields["date"] = "2026-11-12 08:00"
    sources[paths[9]].fields["expires"] = "2026-11-11"
    for number, document in zip((2, 11), VALUES["document"][1:], strict=False):
        sources[paths[number]].fields["document"] = document
    for number, event in zip((3, 12), VALUES["event"][1:], strict=False):
        sources[paths[number]].fields["event"] = event
    sources[paths[10]].fields["photos"] = (
        "\n  - file: /ảnh/0.jpg\n    alt: Mô tả\n  - file: /ảnh/1.jpg"
    )
    for name in ("gioi-thieu", "lien-he"):
        sources[f"trang/{name}.md"] = Source({"title": f"Trang {name}"}, [f"Về {name}."])
    for name in ("bao", "lu"):
        sources[f"trang/ho-so/{name}.md"] = Source({"title": f"Hồ sơ {name}"}, [f"Về {name}."])
    for number, name in ((1, "bao"), (4, "lu"), (13, "bao")):
        sources[paths[number]].fields["dossier"] = name
    return sources


def first_files() -> dict[str, bytes]:
    photos = {f"ảnh/{number}.jpg": draw_photo(number) for number in range(3)}
    return photos | {
        f"tep/{number}.pdf": b"%PDF " + bytes([48 + number]) * 500 for number in range(2)
    }


class Worker:
    """A process that builds; begun again once it was killed."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen | None = None

    def send(self, order: dict) -> None:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", WORKER, shared_folder(), *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if order["die_at"] else None,
                cwd=ROOT,
                encoding="utf-8",
            )
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict | None:
        """Wait for the answer; None if the process died instead."""
        line = self._process.stdout.readline()
        if not line:
            self.end()
            return None
        return json.loads(line)

    def end(self, after_s: float = 0) -> None:
        """Kill the process, with a build or without."""
        if self._process is not None:
            time.sleep(after_s)
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()
            self._process = None


PLACE = Path(tempfile.gettempdir()) / f"law-{os.getpid()}"
#: The one with a memory works as on a large archive, in parts and by many processes.
INCREMENTAL, FROM_NOTHING = Worker("small"), Worker()


@pytest.fixture(scope="module", autouse=True)
def _workers_end():
    yield
    INCREMENTAL.end()
    FROM_NOTHING.end()
    print(f"{Law.ended} series of edits, {Law.compared} comparisons")


def sentences(said: str) -> list[str]:
    """Keep what was said of the articles, and not of the work and the cache."""
    of_work = (
        "Xong:",
        "Bộ nhớ đệm",
        "Chương trình hoặc cấu hình đã đổi",
        "Đã dựng xong",
        "Lần dựng trước",
        "Một lần dựng khác",
        # A publication tells what it changed, and from nothing that it cannot compare.
        *("+ ", "~ ", "- "),
        "Không rõ lần trước đã đăng những gì",
    )
    return [line for line in said.splitlines() if not line.startswith(of_work)]


class Law(RuleBasedStateMachine):
    """A site under all that editors, machines and accidents do to it."""

    #: Series that ended and comparisons made in them, for the long run to tell.
    ended = compared = 0

    def __init__(self) -> None:
        super().__init__()
        # The place of all series, so that what a worker compiled of its templates serves all.
        self.folder = PLACE
        self.folder.mkdir()
        self.content, self.cache = self.folder / "content", self.folder / "cache"
        self.theme, self.public = self.folder / "theme", self.folder / "output"
        shutil.copytree(ROOT / "theme", self.theme)
        self.sources, self.files = first_sources(), first_files()
        self.written: dict[str, bytes] = {}
        self.settings: dict[str, Any] = {}
        self.portal: dict[str, Any] = {}
        self.now = NOW
        self.healthy = copy.deepcopy((self.sources, self.files))
        # The place of a folder of the output that is kept elsewhere.
        self.aside: Path | None = None
        self.log: list[str] = []
        self.unbuilt = self.failures = 0
        self.write()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)
        Law.ended += 1
        if Law.ended % TOLD_EVERY == 0:
            print(f"{Law.ended} of {ROUNDS} series, {Law.compared} comparisons", flush=True)

    @initialize(public=st.booleans())
    def publish(self, public) -> None:
        """The site is published, under a guard that lets everything go, or only built."""
        self.note("publish", public)
        if public:
            self.settings |= {"GUARD_ADDRESSES": True, "ALLOW_GONE": ["/*"], "MAX_SHRINK": 1}

    # The disk

    def write(self, in_place: bool = True, keep_stamps: bool = False) -> None:
        """Bring what the model knows to the disk; what is unchanged is not touched."""
        wanted = {path: source.text() for path, source in self.sources.items()} | self.files
        for path in self.written.keys() - wanted.keys():
            self.place(path).unlink()
        for path, data in wanted.items():
            if self.written.get(path) == data:
                continue
            file = self.place(path)
            if file.is_dir():
                file.rmdir()
            file.parent.mkdir(parents=True, exist_ok=True)
            old = file.stat() if keep_stamps and file.exists() else None
            if not in_place:
                file.unlink(missing_ok=True)
            file.write_bytes(data)
            if old is not None:
                os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
        self.written = wanted

    def place(self, path: str) -> Path:
        """Find where a content path stands on the disk, however its names are spelled there."""
        place = self.content
        for name in path.split("/"):
            there = os.listdir(place) if place.is_dir() else ()
            place /= next((one for one in there if _composed(one) == name), name)
        return place

    def published(self, output: Path) -> dict[str, str]:
        """Hand on what was published before, of which what went tells for ever: a setting."""
        staging = output.with_name(f"{output.name}.next")
        place = staging if (staging / "journal.json").is_file() else output
        for marker in (place / MARKER, output / MARKER):
            if "GUARD_ADDRESSES" in self.settings and marker.is_file():
                return {"PUBLISHED_FILE": str(shutil.copy(marker, self.folder / "published"))}
        return {}

    def order(
        self,
        output: Path,
        cache: Path,
        preview: bool,
        die_at: int = 0,
        known: Mapping[str, str] = types.MappingProxyType({}),
    ) -> dict:
        paths = {
            "PATH": self.content,
            "OUTPUT_PATH": output,
            "CACHE_PATH": cache,
            "THEME": self.theme,
        }
        return {
            "settings": {**self.settings, **known, **{k: str(path) for k, path in paths.items()}},
            "portal": self.portal,
            "now": self.now,
            "preview": preview,
            "die_at": die_at,
        }

    def output(self, preview: bool) -> Path:
        return self.folder / "preview" if preview else self.public

    # The law

    @rule(edits=st.integers(2, 4))
    def hurry(self, edits) -> None:
        """The next edits come without a build between them."""
        self.unbuilt = edits

    @invariant()
    def site_is_that_of_nothing(self) -> None:
        """After a series of edits the public site holds the law."""
        self.unbuilt = max(self.unbuilt - 1, 0)
        if not self.unbuilt:
            self.compare(preview=False)

    @rule()
    def preview(self) -> None:
        """An editor looks at the preview, which shares the store."""
        self.compare(preview=True)

    @rule()
    def check(self) -> None:
        """An editor asks for the faults alone, which builds nothing."""
        self.settings["CHECK_ONLY"] = True
        self.compare(preview=False)
        del self.settings["CHECK_ONLY"]

    def compare(self, preview: bool, restore: bool = True) -> None:
        """Build with what is remembered and from nothing, and find no difference.

        *restore* what was sound where builds fail again and again.
        """
        Law.compared += 1
        output, fresh = self.output(preview), self.folder / "fresh"
        before = tree(output, folders=True)
        cache = self.folder / "fresh-cache"
        for name in (fresh, cache / "store.sqlite3"):
            shutil.rmtree(name) if name.is_dir() else name.unlink(missing_ok=True)
        FROM_NOTHING.send(self.order(fresh, cache, preview, known=self.published(output)))
        INCREMENTAL.send(self.order(output, self.cache, preview))
        expected, got = FROM_NOTHING.answer(), INCREMENTAL.answer()
        if preview and "Bộ nhớ đệm hỏng và đã bỏ đi" in got["said"]:
            INCREMENTAL.send(self.order(output, self.cache, preview))
            got = INCREMENTAL.answer()
        told = "\n".join((*self.log, got["said"]))
        assert "Traceback" not in got["said"] + expected["said"], told + expected["said"]
        assert got["status"] == expected["status"], told + expected["said"]
        assert sentences(got["said"]) == sentences(expected["said"]), told
        after = tree(output, folders=True)
        built = not got["status"] and "CHECK_ONLY" not in self.settings
        standard = tree(fresh, folders=True) if built else before
        different = {
            path for path in after.keys() | standard.keys() if after.get(path) != standard.get(path)
        }
        assert not different, f"{sorted(different)}\n{told}"
        self.log.append(f"compare {preview} {got['status']}")
        if not restore:
            return
        self.failures = self.failures + 1 if got["status"] else 0
        if self.failures >= PATIENCE:
            self.sources, self.files = copy.deepcopy(self.healthy)
            self.failures = 0
            self.write()
        elif not (got["status"] or preview):
            self.healthy = copy.deepcopy((self.sources, self.files))

    def pick(self, number: int, standing: bool = False) -> str:
        paths = [path for path in self.sources if path.startswith("trang/") == standing]
        return paths[number % len(paths)]

    def note(self, *words: object) -> None:
        self.log.append(" ".join(map(str, words)))

    # Editors

    @rule(
        number=st.integers(0, 99),
        name=st.sampled_from(sorted(VALUES)),
        choice=st.integers(0, 99),
        in_place=st.booleans(),
        keep_stamps=st.booleans(),
    )
    def change_field(self, number, name, choice, in_place, keep_stamps) -> None:
        """An editor changes one field of one article."""
        path = self.pick(number)
        value = VALUES[name][choice % len(VALUES[name])]
        self.note("field", path, name, value)
        self.sources[path].fields[name] = value
        self.write(in_place, keep_stamps)

    @rule(number=st.integers(0, 99), choice=st.integers(0, 99), more=st.integers(0, 4))
    def change_body(self, number, choice, more) -> None:
        """An editor writes, or puts in a photo, a file or a link."""
        path = self.pick(number)
        body = self.sources[path].body
        other = self.pick(choice)
        pieces = (
            TEXTS[choice % len(TEXTS)],
            f"![Mô tả](/ảnh/{choice % 4}.jpg)\nẢnh: Chú thích",
            f"[Văn bản](/tep/{choice % 3}.pdf)",
            f"Xem [bài](/{other}).",
            f"Xem [trang]({ADDRESSES[choice % len(ADDRESSES)]}).",
        )
        self.note("body", path, more, pieces[more])
        if choice % 3 == 0 or not body:
            body[:] = [pieces[more]]
        else:
            body.append(pieces[more])
        self.write()

    @rule(number=st.integers(0, 99))
    def delete(self, number) -> None:
        """An editor deletes an article."""
        if len(self.sources) > 10:
            path = self.pick(number)
            self.note("delete", path)
            del self.sources[path]
            self.write()

    @rule(number=st.integers(0, 99), date=st.sampled_from(DATES), folder=st.integers(0, 4))
    def add(self, number, date, folder) -> None:
        """An editor adds an article, or writes over one."""
        path = f"tin/{folder}/moi-{number % 5}/index.md"
        fields = {"title": f"Bài mới {number}", "date": date, "author": AUTHORS[number % 6]}
        self.note("add", path)
        self.sources[path] = Source(
            {**fields, "category": SECTIONS[number % 4]}, [TEXTS[number % 4]]
        )
        self.write()

    @rule(number=st.integers(0, 99), folder=st.integers(0, 5), rename=st.booleans())
    def move(self, number, folder, rename) -> None:
        """An editor moves or renames an article; the file itself stays as it was."""
        path = self.pick(number)
        name = f"ten-{number}.md" if rename else path.split("/", 2)[2]
        target = f"tin/{folder}/{name}"
        if target in self.sources:
            return
        self.note("move", path, target)
        place = self.place(target)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.place(path).rename(place)
        self.sources[target] = self.sources.pop(path)
        self.written[target] = self.written.pop(path)

    @rule(number=st.integers(0, 99))
    def swap_kind(self, number) -> None:
        """A folder takes the place of an article, under its very name, or the article its own."""
        path = self.pick(number)
        above = path.rpartition("/")[0]
        target = above if above.endswith(".md") else f"{path}/bai.md"
        self.note("swap kind", path, target)
        if any(other.startswith(f"{path}/") for other in self.sources) or not path.islower():
            return
        if target == above and sum(other.startswith(f"{above}/") for other in self.sources) > 1:
            return
        self.sources[target] = self.sources.pop(path)
        self.write()

    @rule(number=st.integers(0, 9), name=st.sampled_from(("title", "status", "slug", "body", "")))
    def change_standing(self, number, name) -> None:
        """An editor changes a standing page, or makes one."""
        path = self.pick(number, standing=True)
        fields = self.sources[path].fields
        self.note("standing", path, name)
        if name == "title":
            fields["title"] = f"Trang tên {number}"
        elif name:
            other = {"status": "draft", "slug": f"duong-{number}"}.get(name)
            fields[name] = None if fields.get(name) else other
            self.sources[path].body = [TEXTS[number % 4], f"[Bài](/{self.pick(number)})"]
        else:
            self.sources[f"trang/trang-{number}.md"] = Source(
                {"title": f"Trang {number}"}, ["Văn."]
            )
        self.write()

    @rule(number=st.integers(0, 3), name=st.sampled_from(("title", "tags", "date", "")))
    def begin_draft(self, number, name) -> None:
        """An editor begins an article of which little is known, or goes on with it."""
        path = f"nhap/nhap-{number}.md"
        self.note("draft", path, name)
        source = self.sources.setdefault(path, Source({"status": "nháp"}, ["Lời đầu."]))
        if name:
            value = {"title": f"Nháp {number}", "tags": f"[{TAGS[0]}]", "date": "31/02/2026"}[name]
            source.fields[name] = None if source.fields.get(name) else value
        self.write()

    @rule(
        place=st.integers(0, 3),
        kind=st.integers(0, 6),
        in_place=st.booleans(),
        keep_stamps=st.booleans(),
    )
    def replace_photo(self, place, kind, in_place, keep_stamps) -> None:
        """A photo gives way to another of the same name and size, perhaps even of its time."""
        data = draw_photo(kind)
        # Healthy on the outside only.
        broken = data[:300].ljust(PHOTO_BYTES, b"\0")
        self.note("photo", place, kind, in_place, keep_stamps)
        self.files[f"ảnh/{place}.jpg"] = broken if kind == 6 else data
        self.write(in_place, keep_stamps)

    @rule(place=st.integers(0, 3), photo=st.booleans())
    def delete_file(self, place, photo) -> None:
        """A photo or an attached file is deleted."""
        path = f"ảnh/{place}.jpg" if photo else f"tep/{place}.pdf"
        self.note("delete", path)
        self.files.pop(path, None)
        self.write()

    @rule(place=st.integers(0, 2), letter=st.integers(97, 100), keep_stamps=st.booleans())
    def replace_attachment(self, place, letter, keep_stamps) -> None:
        """An attached file gives way to another of the same size."""
        self.note("attachment", place, letter)
        self.files[f"tep/{place}.pdf"] = b"%PDF " + bytes([letter]) * 500
        self.write(keep_stamps=keep_stamps)

    @rule(name=st.sampled_from(("bieu-mau", "lien-he", "ảnh/0%20.jpg", "tin/0/.an.md")))
    def add_odd_file(self, name) -> None:
        """A file appears whose name a link could mean."""
        self.note("odd", name)
        if name in self.files:
            del self.files[name]
        else:
            self.files[name] = b"x"
        self.write()

    @rule(seed=st.integers(0, 2**32))
    def respell(self, seed) -> None:
        """Another system stores the names of files and folders, and some marks apart."""
        self.note("respell", seed)
        chance = random.Random(seed)
        for place in sorted(self.content.rglob("*"), reverse=True):
            form = chance.choice(("NFC", "NFD"))
            place.rename(place.with_name(unicodedata.normalize(form, place.name)))

    @rule(
        number=st.integers(0, 99),
        what=st.sampled_from(("source", "folder", "photo", "photos")),
        inside=st.booleans(),
        preview=st.booleans(),
    )
    def link(self, number, what, inside, preview) -> None:
        """A symbolic link stands in the place of something for a while."""
        self.compare(preview=False)
        source = self.place(self.pick(number))
        folder = self.place("ảnh")
        photo = folder / f"{number % 4}.jpg"
        place = {"source": source, "folder": source.parent, "photo": photo, "photos": folder}[what]
        if not place.exists() or place == self.content:
            return
        self.note("link", place, inside, preview)
        away = self.content / ".riêng" if inside else self.folder / "riêng"
        place.rename(away)
        place.symlink_to(away)
        self.compare(preview)
        place.unlink()
        away.rename(place)

    @rule(number=st.integers(0, 99), preview=st.booleans())
    def twin(self, number, preview) -> None:
        """A folder stands for a while beside one whose name composes alike."""
        folder = self.place(self.pick(number)).parent
        forms = (unicodedata.normalize(form, folder.name) for form in ("NFC", "NFD"))
        twin = folder.with_name(next((name for name in forms if name != folder.name), folder.name))
        if twin.exists() or not folder.exists():
            return
        self.note("twin", twin, preview)
        twin.mkdir()
        fields = {"title": "X", "date": DATES[0], "author": "N.H", "category": SECTIONS[0]}
        (twin / "x.md").write_bytes(Source(fields, ["X."]).text())
        self.compare(preview, restore=False)
        shutil.rmtree(twin)

    @rule(number=st.integers(0, 99), years=st.sampled_from((-1, 1)))
    def touch(self, number, years) -> None:
        """A file gets a time of long ago, or one that is still to come."""
        path = sorted(self.written)[number % len(self.written)]
        self.note("touch", path, years)
        when = time.time() + years * 365 * DAY_S
        os.utime(self.place(path), (when, when))

    # Those who run the site

    @rule(which=st.integers(0, len(SETTINGS) - 1), choice=st.integers(0, 5))
    def change_setting(self, which, choice) -> None:
        """A setting changes, or changes back."""
        name, values = SETTINGS[which]
        self.note("setting", name, values[choice % len(values)])
        self.settings[name] = values[choice % len(values)]

    @rule(portal=st.sampled_from(PORTALS))
    def change_portal(self, portal) -> None:
        """The portal gets another name, logo or colour."""
        self.note("portal", portal)
        self.portal = portal

    @rule(
        template=st.sampled_from(TEMPLATES), words=st.sampled_from(("", "<!-- một -->", "<i></i>"))
    )
    def change_template(self, template, words) -> None:
        """A template changes, or changes back."""
        self.note("template", template, words)
        text = (ROOT / "theme" / "templates" / template).read_text(encoding="utf-8")
        for mark in ("</time>", "</p>", "<link "):
            text = text.replace(mark, mark + words if mark[1] == "/" else words + mark, 1)
        (self.theme / "templates" / template).write_text(text, encoding="utf-8")

    @rule(colour=st.sampled_from(("#111", "#222")))
    def change_style(self, colour) -> None:
        """A style sheet changes."""
        self.note("style", colour)
        (self.theme / "static/css/print.css").write_text(f"a{{color:{colour}}}\n")

    @rule(what=st.sampled_from(("content", "cache", "public")), along=st.booleans())
    def change_place(self, what, along) -> None:
        """Another folder is used, with all that was in the first one or without, or that again."""
        old = getattr(self, what)
        new = old.with_name(old.name.removesuffix("-2") if "-2" in old.name else f"{old.name}-2")
        along = along or what == "content"
        self.note("place", what, along)
        if along and old.exists():
            shutil.rmtree(new, ignore_errors=True)
            old.rename(new)
        setattr(self, what, new)

    @rule(hours=st.sampled_from((1, 24, 60, -24)))
    def wait(self, hours) -> None:
        """Time goes on: embargoes end, articles expire, news grow old; or the clock was wrong."""
        self.note("wait", hours)
        self.now += hours * 3600

    # Accidents

    @precondition(lambda self: (self.cache / "store.sqlite3").is_file())
    @rule(seed=st.integers(0, 2**32), size=st.sampled_from((1, 64, 5000)))
    def damage_ledger(self, seed, size) -> None:
        """Random bytes get into the store."""
        chance = random.Random(seed)
        file = self.cache / "store.sqlite3"
        data = bytearray(file.read_bytes())
        place = chance.randrange(max(len(data) - size, 1))
        data[place : place + size] = chance.randbytes(size)
        self.note("damage", place, size)
        file.write_bytes(data)

    @rule(how=st.sampled_from(("text", "foreign", "cut", "empty", "none", "no cache", "journal")))
    def spoil_ledger(self, how) -> None:
        """The store is replaced, cut or taken away."""
        self.note("spoil", how)
        file = self.cache / "store.sqlite3"
        data = file.read_bytes() if file.is_file() else b""
        if how == "no cache":
            shutil.rmtree(self.cache)
        elif how == "journal":
            Path(f"{file}-journal").write_bytes(random.Random(len(data)).randbytes(3000))
        else:
            file.unlink(missing_ok=True)
        if how == "foreign":
            with sqlite3.connect(file) as connection:
                connection.execute("CREATE TABLE rows (a, b)")
            connection.close()
        elif how in ("text", "cut", "empty"):
            file.write_bytes(
                {"text": b"chao\n" * 999, "cut": data[: len(data) // 2], "empty": b""}[how]
            )

    @rule(seed=st.integers(0, 2**32), remove=st.booleans())
    def damage_copies(self, seed, remove) -> None:
        """Copies of photos in the cache are damaged or lost."""
        for file in sorted((self.cache / "photos").rglob("*.*")):
            if random.Random(f"{seed} {file.name}").random() < 0.5:
                file.unlink() if remove else file.write_bytes(file.read_bytes()[:-9] + b"123456789")
        self.note("copies", seed, remove)

    @rule()
    def restore_old_cache(self) -> None:
        """CI brings back a cache of an earlier run, or keeps this one for later."""
        kept = self.folder / "kept"
        self.note("restore", kept.exists())
        if kept.exists():
            shutil.rmtree(self.cache, ignore_errors=True)
            kept.rename(self.cache)
        elif self.cache.exists():
            shutil.copytree(self.cache, kept)

    @rule(seed=st.integers(0, 2**32), how=st.integers(0, 4), preview=st.booleans())
    def spoil_output(self, seed, how, preview) -> None:
        """Somebody changes the output: removes, writes, adds, even keeping size and time."""
        output = self.output(preview)
        files = sorted(file for file in output.rglob("*") if file.is_file() and file.name[0] != ".")
        chance = random.Random(seed)
        self.note(
            "output", how, preview, [str(f) for f in chance.sample(files, min(3, len(files)))]
        )
        chance = random.Random(seed)
        for file in chance.sample(files, min(3, len(files))):
            if how == 0:
                file.unlink()
            elif how == 1:
                old = file.stat()
                with file.open("r+b") as stream:
                    stream.write(b"!")
                os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))
            elif how == 2:
                file.write_bytes(b"khac")
            elif how == 3:
                file.unlink()
                file.mkdir()
            else:
                file.with_name("la.html").write_bytes(b"la")

    @rule(
        seed=st.integers(0, 2**32),
        how=st.sampled_from(("file", "folder", "ahead", "empty")),
        preview=st.booleans(),
    )
    def disturb_folders(self, seed, how, preview) -> None:
        """Something comes into folders, all goes out of them, or their clock runs ahead."""
        output = self.output(preview)
        folders = [output, *sorted(place for place in output.rglob("*") if place.is_dir())]
        chosen = random.Random(seed).sample(folders, min(3, len(folders)))
        self.note("folders", how, preview, [str(folder) for folder in chosen])
        for folder in filter(Path.is_dir, chosen):
            if how == "file":
                (folder / "la.txt").write_text("la")
            elif how == "folder":
                (folder / "la/sau").mkdir(parents=True, exist_ok=True)
            elif how == "ahead":
                later = time.time() + 3600
                os.utime(folder, (later, later))
            elif folder != output:
                for place in folder.iterdir():
                    shutil.rmtree(place) if place.is_dir() else place.unlink()

    @rule(seed=st.integers(0, 2**32), preview=st.booleans())
    def set_aside(self, seed, preview) -> None:
        """A folder of the output is taken away, or put back where it stood then."""
        if self.aside is not None:
            (self.folder / "aside").rename(lost := self.folder / "back")
            place, self.aside = self.aside, None
            self.note("put back", place)
            shutil.rmtree(place, ignore_errors=True)
            if place.parent.is_dir() and not place.exists():
                lost.rename(place)
            else:
                shutil.rmtree(lost)
            return
        output = self.output(preview)
        folders = sorted(place for place in output.rglob("*") if place.is_dir())
        if folders:
            self.aside = random.Random(seed).choice(folders)
            self.note("set aside", self.aside)
            self.aside.rename(self.folder / "aside")

    @rule(preview=st.booleans(), whole=st.booleans())
    def lose_output(self, preview, whole) -> None:
        """The output, or a folder of it, is gone."""
        self.note("lose", preview, whole)
        folder = self.output(preview)
        shutil.rmtree(folder if whole else folder / "tin-tuc", ignore_errors=True)

    @rule(content=st.booleans())
    def renew_stamps(self, content) -> None:
        """A fresh checkout: every file is another one with the same bytes."""
        self.note("renew", content)
        for folder in [self.content] if content else [self.output(False), self.cache]:
            if folder.exists():
                copied = folder.with_name("copied")
                shutil.copytree(folder, copied)
                shutil.rmtree(folder)
                copied.rename(folder)

    @rule(step=st.integers(1, 700), preview=st.booleans())
    def die_before_step(self, step, preview) -> None:
        """A build is killed before some step on the file system."""
        self.note("die before", step, preview)
        INCREMENTAL.end()
        INCREMENTAL.send(self.order(self.output(preview), self.cache, preview, step))
        INCREMENTAL.answer()
        INCREMENTAL.end()

    @rule(after_ms=st.integers(0, 600), preview=st.booleans())
    def die_after(self, after_ms, preview) -> None:
        """A build is killed after some time."""
        self.note("die after", after_ms, preview)
        INCREMENTAL.send(self.order(self.output(preview), self.cache, preview))
        INCREMENTAL.end(after_ms / 1000)


def test_incremental_output_is_that_of_a_build_from_nothing():
    """Whatever happened before, nothing that is remembered shows."""
    run_state_machine_as_test(
        Law,
        settings=settings(
            max_examples=ROUNDS or USUAL_ROUNDS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not ROUNDS,
            # Shrinking takes minutes, and the failure tells all edits.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
