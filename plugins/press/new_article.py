# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starts an article: a folder with a header to fill in. `make new TITLE="…"`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.press.settings import moment_of_build
from plugins.vietnamese.letters import nfc, slugify

_TEMPLATE = """\
---
title: {title}
date: {date}
author: {author}
# Chuyên mục, một trong: {sections}
category: {category}
# Sapo; để trống thì đoạn đầu của bài là sapo.
summary:
# photos:
#   - file: ten-anh.jpg
#     caption: Chú thích của ảnh
#     alt: Ảnh chụp gì, cho người không nhìn thấy ảnh
#     credit: Người chụp
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
    now = moment_of_build(settings)
    folder = Path(settings["PATH"], "tin-tuc", f"{now:%Y}", f"{now:%m}", f"{now:%d}", slug)
    file = folder / "index.md"
    if folder.exists():
        raise ValueError(f"đã có {os.path.relpath(file)} — Sửa: đặt tên khác cho bài mới")
    sections = list(settings["NEWS_SECTIONS"].values())
    folder.mkdir(parents=True)
    text = _TEMPLATE.format(
        # In quotes, so that a title that looks like YAML's own marks stays a title.
        title="'" + title.replace("'", "''") + "'" if title[0] in "'\"|>" else title,
        date=f"{now:%Y-%m-%d %H:%M}",
        author=_editor() or "Ban biên tập",
        sections="; ".join(sections),
        category=sections[0],
    )
    file.write_text(text, encoding="utf-8")
    return file


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
    return 0


if __name__ == "__main__":
    sys.exit(main())
