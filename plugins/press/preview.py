# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editor's preview: builds, serves, and builds again on every save.

In a folder of its own, with drafts, embargoed and expired articles shown and
badged, and with healthy articles beside faulty ones. Faults stand in the
terminal and on every page. The pages themselves are those of the public site;
what belongs to the preview is added while serving.
"""

if __name__ == "__main__":
    import sys

    # Before anything is loaded: a Ctrl+C meanwhile gives no traceback.
    from plugins.press.serve import main as serve

    sys.exit(serve())

import argparse
import dataclasses
import errno
import gc
import html
import os
import queue
import re
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from plugins.newsroom.fault import Fault
from plugins.newsroom.header_fields import name_of
from plugins.press.build import tell_embargoed
from plugins.press.cache.stamps import Stamp, stamp_of_status
from plugins.press.cache.store import CacheDamagedError, discard
from plugins.press.errors import Refusal, reason_of
from plugins.press.lone_pages import LonePages
from plugins.press.pelican_door import NewsPelican, load_settings
from plugins.press.photos.store import examine
from plugins.press.pipeline import Pipeline, make_reader
from plugins.press.preview_server import DESK_ADDRESS, STATUS_ADDRESS, PreviewServer
from plugins.press.publish.guard import manifest_of
from plugins.press.read.remembered import ReadingGroups
from plugins.press.read.sources import ReadResult
from plugins.press.report import Report
from plugins.press.session import Session, cache_file
from plugins.press.settings import moment_of_build, refuse_settings
from plugins.press.watch import watch_for_ever
from plugins.vietnamese.letters import nfc, slugify

if TYPE_CHECKING:
    from plugins.newsroom.article import Article, Standing
    from plugins.newsroom.plan.entry import Entry
    from plugins.newsroom.plan.planner import SitePlan
    from plugins.press.preview_server import DeskProtocol
    from plugins.press.publish.printing import Printing

#: Seconds that a page waits for the next build before it asks again.
_PATIENCE_S = 25
#: Seconds without a save after which the preview looks at its own folder.
_IDLE_S = 2
#: Letters of a traceback that a page shows.
_TOLD_AT_MOST = 4000
#: Faulty sources that are read again to find whose address is asked for.
_DRAFTS_TRIED = 50
#: Addresses told at a time.
_ADDRESSES_TOLD = 10
#: Photos and attached files in a page, which no other page need show.
_SHOWN_FILE = re.compile(rb"/(?:anh|tep)/[^\"'\s,)<>?#]+")
_CLOSED_PORT = {
    errno.EADDRINUSE: "chương trình khác đang dùng cổng ấy",
    errno.EACCES: "không có quyền mở cổng dưới 1024",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ của BIND",
}
#: What a new process does before its first build.
_REHEARSAL = """
import sys
from plugins.press.errors import Refusal, reason_of
from {module} import read_options
from plugins.press.preview import settings_of
try:
    settings_of(read_options())
except Refusal as refusal:
    sys.exit(str(refusal))
"""
#: The module that a new beginning runs, and the one that has its `read_options`.
SERVE = ("plugins.press.serve", "plugins.press.preview")

_PANEL = """
<style>
.preview-faults{{position:sticky;bottom:0;z-index:9;max-height:40vh;overflow:auto;
margin:0;padding:.75rem 1rem;background:#fff4f4;color:#5c0a0a;border-top:4px solid #c8161d;
font:1rem/1.6 system-ui,sans-serif}}
.preview-faults ol{{margin:.25rem 0 0;padding-left:1.5rem}}
.preview-faults .warning{{color:#5a4300}}
</style>
<aside class="preview-faults" lang="vi" aria-label="Lỗi của bài">
<strong>{heading}</strong>
<ol>{items}</ol>
</aside>
"""
_RELOAD = """
<script>
(async () => {{
  for (;;) {{
    try {{
      const answer = await fetch("{address}?build={build}");
      if (answer.ok && (await answer.json()).build !== {build}) return location.reload();
    }} catch {{
      await new Promise((wake) => setTimeout(wake, 1000));
    }}
  }}
}})();
</script>
"""


_Learn = Callable[[Pipeline, "ReadResult", Set[Fault], "Printing"], None]


class Preview:
    """The state that the builder writes and the server reads."""

    def __init__(self, settings: Mapping[str, Any], output: Path) -> None:
        self.settings, self.output = settings, output
        self.report = Report(Path(settings["PATH"]))
        self._groups: ReadingGroups = {}
        # The stamp of the output's folder after the last build; None if it failed.
        self._left: Stamp | None = None
        # Higher than that of any process before: pages wait for a higher one than they saw.
        self.build_number = time.time_ns() // 1_000_000
        self.faults: tuple[Fault, ...] = ()
        self.trouble = ""
        # Why saves are seen late.
        self.slowness = ""
        # What was shown last, articles and standing pages; None before the first build.
        self._shown: tuple[Entry | Standing, ...] | None = None
        # What is told once.
        self._drafts: tuple[Entry, ...] = ()
        self._embargoed: frozenset[tuple[datetime, str]] = frozenset()
        # The last good pages of faulty sources, with their photos: by path, then by address.
        self._kept: dict[str, dict[str, bytes]] = {}
        # Faulty sources without such a page, and what the last build printed with.
        self._unkept: tuple[str, ...] = ()
        self._last: tuple[Pipeline, Printing] | None = None
        self._lone_pages = LonePages(settings)
        self._turn = threading.Lock()
        # Why what was saved of the code or the settings cannot be used.
        self._unfit = ""
        self.changed = threading.Condition()
        #: Told, while a build can still fetch articles, what it has read and how it prints.
        self.learn: _Learn | None = None

    def build(self, saved: Set[str] = frozenset(), idly: bool = False) -> None:
        """Build once; whatever goes wrong is told and leaves the last pages standing.

        The addresses of what is in *saved*, content paths, are told. A build done *idly*,
        between saves, looks at what stands in the preview's own folder too; where that is
        as it was left, nothing is told.
        """
        started = time.monotonic()
        self.report = Report(Path(self.settings["PATH"]))
        faults: tuple[Fault, ...] = ()
        trouble, is_new = self._unfit, True
        try:
            try:
                faults, is_new = self._build(idly)
            except CacheDamagedError as error:
                self.report.say(error.words)
                discard(cache_file(self.settings))
                faults, is_new = self._build(idly)
        except Refusal as error:
            trouble = str(error)
        except Exception:
            # Of an endless circle the end tells enough.
            trouble = traceback.format_exc()[-_TOLD_AT_MOST:]
        if idly and not is_new and (faults, trouble) == (self.faults, self.trouble):
            return
        seconds = time.monotonic() - started
        self.report.say(trouble or f"Đã dựng xong bản xem trước, {seconds:.1f} giây.")
        if not idly and not trouble:
            self._tell_addresses(saved)
        self._show(faults, trouble)

    def fail(self, trouble: str) -> None:
        """Tell why the preview cannot begin anew; it goes on with what it began with."""
        self._unfit = trouble
        self.report.say(trouble)
        self._show(self.faults, trouble)

    def slow_down(self, why: str) -> None:
        """Tell *why* saves are seen late."""
        self.report.say(why)
        self.slowness = why
        self._show(self.faults, self.trouble)

    def _show(self, faults: tuple[Fault, ...], trouble: str) -> None:
        with self.changed:
            self.faults, self.trouble = faults, trouble
            self.build_number += 1
            self.changed.notify_all()

    def _build(self, idly: bool) -> tuple[tuple[Fault, ...], bool]:
        """Build, and list the faults; tell whether anything was printed or removed."""
        settings = {**self.settings, "OUTPUT_PATH": str(self.output)}
        refuse_settings(settings)
        now = moment_of_build(settings)
        # A folder that was emptied shows by its stamp; what else was changed there is found
        # by an idle build.
        left, self._left = self._left, None
        as_left = not idly and left is not None and left == _stamp_of_folder(self.output)
        with Session(settings, self.report, durable=False, as_left=as_left) as session:
            pipeline = Pipeline(settings, now, self.report, session, self._groups)
            result = pipeline.read()
            site_plan = pipeline.plan(result)
            faults = tuple(sorted({*result.faults, *site_plan.faults}))
            if not idly or faults != self.faults:
                self.report.faults(faults)
            # The healthy articles are served beside the faulty ones.
            faulty = {fault.path for fault in faults if not fault.warning}
            if faulty:
                site_plan = pipeline.plan(result, without=faulty)
            if self._shown is None and faulty:
                self._find_pages(faulty, (*result.entries, *result.standing))
            self._keep_pages(faulty)
            run = pipeline.printing(site_plan)
            marked = run.is_marked("")
            run.print()
            if self.learn is not None:
                self.learn(pipeline, result, set(faults), run)
            changes = session.release.commit(None if marked else manifest_of(site_plan))
            run.save("")
            session.store.commit()
        self._left = _stamp_of_folder(self.output)
        self._tell_new_embargoes(site_plan)
        if self._shown is None:
            self._drafts = tuple(item for item in site_plan.shown if item.draft)
        self._shown = (*site_plan.shown, *site_plan.standing)
        self._unkept = tuple(sorted(faulty - self._kept.keys()))
        self._last = pipeline, run
        return faults, any((changes.added, changes.changed, changes.removed))

    def _find_pages(self, faulty: Set[str], items: Iterable["Entry | Standing"]) -> None:
        """Find the pages of *faulty* sources that earlier previews or builds printed."""
        addresses = {item.path: item.address for item in items if item.path in faulty}
        for path in sorted(faulty):
            for output in (self.output, Path(self.settings["OUTPUT_PATH"])):
                address = addresses.get(path) or _address_of_name(path, output)
                if address and path not in self._kept:
                    self._keep_page(path, address, output)

    def _keep_pages(self, faulty: Set[str]) -> None:
        """Keep the pages of *faulty* sources as they were last, before they are removed."""
        self._kept = {path: files for path, files in self._kept.items() if path in faulty}
        if self._kept.keys() == faulty:
            return
        for item in self._shown or ():
            if item.path in faulty and item.path not in self._kept:
                self._keep_page(item.path, item.address, self.output)

    def _keep_page(self, path: str, address: str, output: Path) -> None:
        page = _read(output, f"{address}index.html")
        if page is not None:
            names = {name.decode() for name in _SHOWN_FILE.findall(page)}
            files = {name: _read(output, name) for name in names}
            kept = {name: data for name, data in files.items() if data is not None}
            self._kept[path] = {address: page, **kept}

    def kept(self, address: str) -> bytes | None:
        """Give what stands at *address* for a faulty article: its last good file, or a draft's."""
        kept = next((kept[address] for kept in self._kept.values() if address in kept), None)
        if kept is not None:
            return kept
        with self._turn:
            if address.endswith("/"):
                return self._print_draft(address)
            return self._lone_pages.fetch(address)

    def _print_draft(self, address: str) -> bytes | None:
        """Print the faulty source of *address* as far as it can be read, as a draft."""
        if self._last is None:
            return None
        pipeline, printing = self._last
        for path in self._unkept[:_DRAFTS_TRIED]:
            source = pipeline.folder.source(path)
            if source is None:
                continue
            reading = make_reader(self.settings, pipeline.folder, examine).read(source, True)
            if reading.record is not None and _stands_at(reading.record, address):
                beside = ReadResult(unread=True)
                return self._lone_pages.print(
                    reading, pipeline, printing, pipeline.now, beside, pipeline.sources.article
                )
        return None

    def _tell_new_embargoes(self, site_plan: "SitePlan") -> None:
        """List what waits for its day, each once for as long as it waits."""
        waiting = frozenset(site_plan.embargoed)
        new = tuple(item for item in site_plan.embargoed if item not in self._embargoed)
        self._embargoed = waiting
        if new:
            tell_embargoed(dataclasses.replace(site_plan, embargoed=new), self.report)

    def _tell_addresses(self, saved: Set[str]) -> None:
        """Tell where drafts, at first, and later the articles in *saved* are seen."""
        items = self._drafts
        if saved:
            items = [item for item in self._shown or () if item.path in saved]
        self._drafts = ()
        lines = [
            f"Xem {self.report.prefix}{item.path}: {self.settings['SITEURL']}{item.address}"
            for item in items
        ]
        for line in lines[:_ADDRESSES_TOLD]:
            self.report.say(line)
        if len(lines) > _ADDRESSES_TOLD:
            self.report.say(f"… và {len(lines) - _ADDRESSES_TOLD} bài nữa")

    def wait_for_build_after(self, number: int) -> int:
        """Wait a while for a build later than *number*; return the latest one's number."""
        with self.changed:
            self.changed.wait_for(lambda: self.build_number > number, _PATIENCE_S)
            return self.build_number

    def additions(self) -> bytes:
        """Write what the preview adds to a page: the faults, and a script that reloads."""
        with self.changed:
            faults, number = self.faults, self.build_number
            troubles = list(filter(None, (self.trouble, self.slowness)))
        items = [
            f'<li class="{"warning" if fault.warning else "fault"}">'
            f"{html.escape(fault.sentence(self.report.prefix))}</li>"
            for fault in faults
        ]
        items[:0] = [f"<li><pre>{html.escape(trouble)}</pre></li>" for trouble in troubles]
        count = sum(not fault.warning for fault in faults) + bool(self.trouble)
        heading = "Có cảnh báo."
        if count:
            heading = f"Có {count} lỗi; bài có lỗi không hiện trong danh sách nào, "
            heading += "địa chỉ của nó hiện bản tốt gần nhất, hay bản nháp đọc được đến đâu."
        panel = _PANEL.format(heading=heading, items="".join(items)) if items else ""
        return (panel + _RELOAD.format(address=STATUS_ADDRESS, build=number)).encode()


def _stands_at(record: "Article | Standing", address: str) -> bool:
    """Tell whether *address* is that of *record*, of whatever day if it has none."""
    if getattr(record, "undated", False):
        return address.startswith("/tin-tuc/") and address.endswith(f"/{record.slug}/")
    return record.address == address


def _address_of_name(path: str, output: Path) -> str:
    """Find the one article in *output* whose address ends as the name of the source at *path*."""
    slug = slugify(name_of(path))
    found = [*output.glob(f"tin-tuc/*/*/*/{slug}/index.html")] if slug else []
    return f"/{found[0].parent.relative_to(output).as_posix()}/" if len(found) == 1 else ""


def _read(output: Path, address: str) -> bytes | None:
    """Read the file that stands at *address*; None where none does."""
    try:
        return Path(output, unquote(address.removeprefix("/"))).read_bytes()
    except OSError:
        return None


def _stamp_of_folder(folder: Path) -> Stamp | None:
    try:
        return stamp_of_status(os.lstat(folder))
    except OSError:
        return None


def _rehearse(module: str) -> str:
    """Tell what would keep a new beginning from its first build: half-typed settings or code."""
    command = [sys.executable, "-c", _REHEARSAL.format(module=module), *sys.argv[1:]]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if not done.returncode:
        return ""
    return done.stderr[-_TOLD_AT_MOST:] or f"chương trình dừng ngay, mã {done.returncode}"


def _restart(module: str) -> None:
    """Begin anew with the changed code or settings."""
    os.execv(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]])


def read_options() -> argparse.Namespace:
    """Read the command line."""
    return make_parser().parse_args()


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of what every preview is told."""
    parser = argparse.ArgumentParser(description="Xem trước trang, tự dựng lại mỗi lần lưu.")
    parser.add_argument("content", nargs="?", default="content", help="thư mục nội dung")
    parser.add_argument("-o", "--output", default="preview", help="thư mục của bản xem trước")
    parser.add_argument("-s", "--settings", default="pelicanconf.py", help="tệp cấu hình")
    parser.add_argument("--cache-path", default="cache", help="thư mục đệm")
    parser.add_argument("-p", "--port", default="8000", help="cổng của máy chủ")
    parser.add_argument("-b", "--bind", default="127.0.0.1", help="địa chỉ của máy chủ")
    parser.add_argument(
        "--host", action="append", default=[], help="tên khác mà trình duyệt gọi máy này"
    )
    return parser


def settings_of(options: argparse.Namespace) -> dict[str, Any]:
    """Read the settings that *options* name; Refusal where they cannot be."""
    from pelican.settings import read_settings

    if not options.port.isdecimal() or not 0 < int(options.port) < 65536:
        raise Refusal(f"không dùng được PORT là «{options.port}»", "ghi một số từ 1 đến 65535")
    load_settings(options.settings)
    return read_settings(
        options.settings,
        override={
            "PATH": str(Path(options.content).resolve()),
            "CACHE_PATH": options.cache_path,
            "SITEURL": f"http://localhost:{options.port}",
            "PREVIEW": True,
        },
    )


def main() -> int:
    """Run from the Makefile."""
    return run(lambda: serve(read_options()))


def run(serving: Callable[[], int]) -> int:
    """Serve until Ctrl+C; tell why that cannot begin."""
    try:
        return serving()
    except KeyboardInterrupt:
        print("\nĐã dừng bản xem trước.", file=sys.stderr)
        return 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2


def serve(
    options: argparse.Namespace,
    make_desk: "Callable[[Preview], DeskProtocol] | None" = None,
    behind_proxy: bool = False,
    command: tuple[str, str] = SERVE,
) -> int:
    """Build and serve until Ctrl+C, with the desk that is made; Refusal where that cannot begin."""
    settings = settings_of(options)
    # Loads the plugins.
    NewsPelican(settings)
    preview = Preview(settings, Path(options.output).resolve())
    desk = make_desk(preview) if make_desk else None
    try:
        names = filter(None, re.split("[ ,]+", " ".join(options.host)))
        server = PreviewServer(options.bind, int(options.port), names, preview, desk, behind_proxy)
    except OSError as error:
        why = _CLOSED_PORT.get(error.errno) or reason_of(error)
        raise Refusal(
            f"không mở được cổng {options.port}: {why}", f"make serve PORT={int(options.port) + 1}"
        ) from error
    # What a build leaves behind is collected between builds: it takes up to a second.
    gc.disable()
    content, theme = Path(settings["PATH"]), Path(settings["THEME"])
    code = (Path(__file__).resolve().parents[1], Path(options.settings).resolve())
    saved: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
    # What is saved during the first build is not missed.
    watching = ((content, theme, *code), saved.put, preview.slow_down)
    threading.Thread(target=watch_for_ever, args=watching, daemon=True).start()
    preview.report.say("Đang dựng bản xem trước …")
    server.built.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if desk is not None:
        # It answers at once, whatever the first build takes.
        preview.report.say(f"Viết bài ở {settings['SITEURL']}{DESK_ADDRESS}")
    preview.build()
    server.built.set()
    preview.report.say(f"Xem ở {settings['SITEURL']} (dừng: Ctrl+C)")
    # Whether there was a save since the preview last looked at its own folder.
    looks = False
    while True:
        gc.collect()
        try:
            names = saved.get(timeout=_IDLE_S if looks else None)
        except queue.Empty:
            looks = False
            preview.build(idly=True)
            continue
        looks = True
        changed = [Path(name) for name in names]
        if any(file.is_relative_to(place) for file in changed for place in code):
            if trouble := _rehearse(command[1]):
                preview.fail(trouble)
                continue
            server.server_close()
            _restart(command[0])
        inside = (file for file in changed if file.is_relative_to(content))
        preview.build({nfc(file.relative_to(content).as_posix()) for file in inside})
