# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's command: the preview, and the pages where editors write. `make edit`."""

import sys

from plugins.press.interrupt import end_at_once, raise_again

if __name__ == "__main__":
    # While the rest is loaded a Ctrl+C gives no traceback.
    end_at_once()

import argparse
import ipaddress
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.editor.archive import KnownSources
from plugins.editor.desk import Desk
from plugins.editor.gate import Gate
from plugins.newsroom.sections import Sections
from plugins.press.errors import Refusal
from plugins.press.preview import Preview, make_parser, run, serve

_COMMAND = ("plugins.editor", "plugins.editor.__main__")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = make_parser()
    parser.add_argument(
        "--editor-header", default="", help="tên trường HTTP mà proxy ghi tên biên tập viên"
    )
    parser.add_argument("--proxy", default="", help="địa chỉ IP của proxy ấy")
    return parser.parse_args()


def serve_desk(options: argparse.Namespace) -> int:
    """Serve the preview with the desk; Refusal where that would not be safe."""
    header, proxies = options.editor_header, re.findall("[^ ,]+", options.proxy)
    refuse_open_desk(options.bind, header, proxies)

    def make_desk(preview: Preview) -> Desk:
        settings = preview.settings
        zone, sections = ZoneInfo(settings["TIMEZONE"]), Sections(settings["NEWS_SECTIONS"])
        archive = KnownSources(Path(settings["PATH"]), zone, sections, lambda: preview.trouble)
        preview.learn = archive.learn
        gate = Gate(header, proxies, Path(settings["CACHE_PATH"]))
        return Desk(settings, archive, gate, os.environ)

    return serve(options, make_desk, behind_proxy=bool(header), command=_COMMAND)


def refuse_open_desk(bind: str, header: str, proxies: list[str]) -> None:
    """Refuse a desk at which every device in a network could write; Refusal says why."""
    if header and not _HEADER.fullmatch(header):
        raise Refusal(
            f"EDITOR_HEADER=«{header}» không phải tên trường HTTP", "viết EDITOR_HEADER=Remote-User"
        )
    for proxy in proxies:
        try:
            ipaddress.ip_address(proxy)
        except ValueError as error:
            raise Refusal(
                f"PROXY=«{proxy}» không phải địa chỉ IP", "viết PROXY=10.0.0.2"
            ) from error
    try:
        is_local = bind == "localhost" or ipaddress.ip_address(bind).is_loopback
    except ValueError:
        is_local = False
    if not header and not is_local:
        raise Refusal(
            f"BIND=«{bind}» cho cả mạng sửa bài mà không biết ai là ai",
            "đặt sau một proxy có đăng nhập và ghi EDITOR_HEADER=Remote-User, hoặc bỏ BIND",
        )


def main() -> int:
    """Run from the Makefile."""
    return run(lambda: serve_desk(read_options()))


if __name__ == "__main__":
    raise_again()
    sys.exit(main())
