# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editor's preview: builds, serves, and builds again on every save.

In a folder of its own, with drafts, embargoed and expired articles shown and
badged, and with healthy articles beside faulty ones. Faults stand in the
terminal and on every page. The pages themselves are those of the public site;
what belongs to the preview is added while serving.
"""

import argparse
import gc
import html
import http.server
import json
import os
import queue
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from watchfiles import watch

from plugins.newsroom.fault import Fault
from plugins.press.build import manifest_of, tell_embargoed
from plugins.press.cache.stamps import Stamp, stamp_of_status
from plugins.press.cache.store import CacheDamagedError, discard
from plugins.press.errors import Refusal
from plugins.press.pelican_door import NewsPelican
from plugins.press.pipeline import Pipeline
from plugins.press.read.sources import ReadingGroups
from plugins.press.report import Report
from plugins.press.session import Session, cache_file
from plugins.press.settings import moment_of_build, refuse_settings

_STATUS_ADDRESS = "/__preview"
#: Seconds that a page waits for the next build before it asks again.
_PATIENCE_S = 25
#: Milliseconds in which several saves count as one, and in which the last must be still.
_DEBOUNCE_MS = 50
_STEP_MS = 20
#: Seconds without a save after which the preview looks at its own folder.
_IDLE_S = 2
#: Letters of a traceback that a page shows.
_TOLD_AT_MOST = 4000
#: What a new process does before its first build.
_REHEARSAL = "import plugins.press.preview as it; it.settings_of(it.read_options())"

# What the types of some systems lack or get wrong.
_TYPES = {
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}

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
        # Why what was saved of the code or the settings cannot be used.
        self._unfit = ""
        self.changed = threading.Condition()

    def build(self, idly: bool = False) -> None:
        """Build once; whatever goes wrong is told and leaves the last pages standing.

        *idly*, while nobody waits, what stands in the preview's own folder is looked at
        too; where that is as it was left, nothing is told.
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
        self._show(faults, trouble)

    def fail(self, trouble: str) -> None:
        """Tell why the preview cannot begin anew; it goes on with what it began with."""
        self._unfit = trouble
        self.report.say(trouble)
        self._show(self.faults, trouble)

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
        # A folder that was emptied shows by its stamp; what else somebody did there is
        # found while nobody waits.
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
            run = pipeline.printing(site_plan)
            marked = run.is_marked(guarded=False)
            run.print()
            changes = session.release.commit(None if marked else manifest_of(site_plan))
            run.save(guarded=False)
            session.store.commit()
        self._left = _stamp_of_folder(self.output)
        if not idly:
            tell_embargoed(site_plan, self.report)
        return faults, any((changes.added, changes.changed, changes.removed))

    def wait_for_build_after(self, number: int) -> int:
        """Wait a while for a build later than *number*; return the latest one's number."""
        with self.changed:
            self.changed.wait_for(lambda: self.build_number > number, _PATIENCE_S)
            return self.build_number

    def additions(self) -> bytes:
        """Write what the preview adds to a page: the faults, and a script that reloads."""
        with self.changed:
            faults, trouble, number = self.faults, self.trouble, self.build_number
        items = [
            f'<li class="{"warning" if fault.warning else "fault"}">'
            f"{html.escape(fault.sentence(self.report.prefix))}</li>"
            for fault in faults
        ]
        if trouble:
            items.insert(0, f"<li><pre>{html.escape(trouble)}</pre></li>")
        count = sum(not fault.warning for fault in faults) + bool(trouble)
        heading = f"Có {count} lỗi; bài có lỗi không hiện ở đây." if count else "Có cảnh báo."
        panel = _PANEL.format(heading=heading, items="".join(items)) if items else ""
        return (panel + _RELOAD.format(address=_STATUS_ADDRESS, build=number)).encode()


def _stamp_of_folder(folder: Path) -> Stamp | None:
    try:
        return stamp_of_status(os.lstat(folder))
    except OSError:
        return None


class _Server(http.server.ThreadingHTTPServer):
    """A server whose visitors may leave before they are answered, as every closed page does."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of mistakes alone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _handler(preview: Preview) -> type[http.server.SimpleHTTPRequestHandler]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        """Serves the preview's folder, pages with the preview's additions."""

        def __init__(self, *arguments: Any) -> None:
            self.extensions_map = {**self.extensions_map, **_TYPES}
            super().__init__(*arguments, directory=str(preview.output))

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if path == _STATUS_ADDRESS:
                seen = int(query.removeprefix("build=")) if query[6:].isdigit() else -1
                answer = json.dumps({"build": preview.wait_for_build_after(seen)})
                self._send(HTTPStatus.OK, answer.encode(), "application/json")
                return
            file = Path(self.translate_path(self.path))
            if file.is_dir() and path.endswith("/"):
                file /= "index.html"
            if file.suffix == ".html" and file.is_file():
                self._send_page(HTTPStatus.OK, file)
            elif file.exists():
                super().do_GET()
            else:
                self._send_page(HTTPStatus.NOT_FOUND, preview.output / "404.html")

        def _send_page(self, status: HTTPStatus, file: Path) -> None:
            page = file.read_bytes() if file.is_file() else b"<!DOCTYPE html><title>404</title>"
            body, closing, rest = page.partition(b"</body>")
            self._send(status, body + preview.additions() + closing + rest, "text/html")

        def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Stay silent: the terminal belongs to the faults."""

    return Handler


def _rehearse() -> str:
    """Tell what would keep a new beginning from its first build: half-typed settings or code."""
    command = [sys.executable, "-c", _REHEARSAL, *sys.argv[1:]]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if not done.returncode:
        return ""
    return done.stderr[-_TOLD_AT_MOST:] or f"chương trình dừng ngay, mã {done.returncode}"


def _restart() -> None:
    """Begin anew with the changed code or settings."""
    os.execv(sys.executable, [sys.executable, "-m", "plugins.press.preview", *sys.argv[1:]])


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Xem trước trang, tự dựng lại mỗi lần lưu.")
    parser.add_argument("content", nargs="?", default="content", help="thư mục nội dung")
    parser.add_argument("-o", "--output", default="preview", help="thư mục của bản xem trước")
    parser.add_argument("-s", "--settings", default="pelicanconf.py", help="tệp cấu hình")
    parser.add_argument("--cache-path", default="cache", help="thư mục đệm")
    parser.add_argument("-p", "--port", type=int, default=8000, help="cổng của máy chủ")
    parser.add_argument("-b", "--bind", default="127.0.0.1", help="địa chỉ của máy chủ")
    return parser.parse_args()


def settings_of(options: argparse.Namespace) -> dict[str, Any]:
    """Read the settings that *options* name."""
    from pelican.settings import read_settings

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
    options = read_options()
    settings = settings_of(options)
    # Loads the plugins.
    NewsPelican(settings)
    preview = Preview(settings, Path(options.output).resolve())
    try:
        server = _Server((options.bind, options.port), _handler(preview))
    except OSError as error:
        print(
            f"Không mở được cổng {options.port} ({error.strerror}) — Sửa: make serve PORT=8001",
            file=sys.stderr,
        )
        return 2
    # Collecting what a build leaves behind waits until nobody waits.
    gc.disable()
    content, theme = Path(settings["PATH"]), Path(settings["THEME"])
    code = [Path(__file__).resolve().parents[1], Path(options.settings).resolve()]
    saved: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
    # What is saved during the first build is not missed.
    threading.Thread(target=_watch, args=(saved, content, theme, *code), daemon=True).start()
    preview.build()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    preview.report.say(f"Xem ở http://localhost:{options.port} (dừng: Ctrl+C)")
    # Whether somebody saved since the preview last looked at its own folder.
    looks = False
    try:
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
                if trouble := _rehearse():
                    preview.fail(trouble)
                    continue
                server.server_close()
                _restart()
            preview.build()
    except KeyboardInterrupt:
        pass
    return 0


def _watch(saved: "queue.SimpleQueue[set[str]]", *places: Path) -> None:
    """Put the names of what is saved below *places* into *saved*, for ever."""
    for changes in watch(*places, debounce=_DEBOUNCE_MS, step=_STEP_MS):
        saved.put({name for _, name in changes})


if __name__ == "__main__":
    sys.exit(main())
