# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starts an article: a folder with a header to fill in. `make new TITLE="…"`."""

from plugins.press.interrupt import end_at_once

if __name__ == "__main__":
    # Until the end: it opens nothing that an end could harm.
    end_at_once()

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.newsroom.field_names import PLACEHOLDERS
from plugins.newsroom.literal_fields import quote_scalar
from plugins.press.settings import moment_of_build
from plugins.vietnamese.letters import nfc, slugify

_TEMPLATE = """\
---
title: {title}
date: {date}
author: {author}
# Chuyên mục, một trong: {sections}
category:
# Sapo; để trống thì đoạn đầu của bài là sapo.
summary:
# photos:
#   - file: {file}
#     caption: {caption}
#     alt: {alt}
#     credit: {credit}
status: draft
---
Viết nội dung ở đây. Xong thì bỏ dòng «status: draft».
"""


def start_article(title: str, settings: Mapping[str, Any]) -> Path:
    """Make the folder and file of a new draft; return the file.

    Raises ValueError, with words for the editor, when the title gives no address
    or the article is already there.
    """
    title = " ".join(nfc(title).split())
    slug = slugify(title, 80)
    if not slug:
        raise ValueError(
            f"«{title}» không cho một địa chỉ bằng chữ Latinh — "
            "Sửa: gõ tạm một tên bằng chữ Latinh, rồi sửa title trong tệp"
        )
    now, name = moment_of_build(settings), _editor()
    folder = Path(settings["PATH"], "tin-tuc", f"{now:%Y}", f"{now:%m}", f"{now:%d}", slug)
    file = folder / "index.md"
    if folder.exists():
        raise ValueError(f"đã có {os.path.relpath(file)} — Sửa: đặt tên khác cho bài mới")
    folder.mkdir(parents=True)
    text = _TEMPLATE.format_map(
        {
            **PLACEHOLDERS,
            "title": quote_scalar(title),
            "date": f"{now:%Y-%m-%dT%H:%M}",
            "author": quote_scalar(name) if name else "",
            "sections": "; ".join(settings["NEWS_SECTIONS"].values()),
        }
    )
    file.write_text(text, encoding="utf-8")
    return file


def address_in_preview(file: Path, port: str) -> str:
    """Tell where the preview shows the article that was started at *file*."""
    return f"http://localhost:{port}/{'/'.join(file.parent.parts[-5:])}/"


def _editor() -> str:
    """Tell the name under which this person commits."""
    try:
        told = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return " ".join(told.stdout.split())


def main() -> int:
    """Run from the Makefile, which hands the title on in NEW_TITLE."""
    parser = argparse.ArgumentParser(description="Bắt đầu một bài mới (bản nháp).")
    parser.add_argument("title", nargs="?", default=os.environ.get("NEW_TITLE", ""))
    title = parser.parse_args().title
    if not title.strip():
        print('Thiếu tên bài — Sửa: make new TITLE="Tên bài"', file=sys.stderr)
        return 1
    from pelican.settings import read_settings

    try:
        file = start_article(title, read_settings("pelicanconf.py"))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(os.path.relpath(file))
    address = address_in_preview(file, os.environ.get("PORT") or "8000")
    print(f"Xem trước (make serve): {address}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
