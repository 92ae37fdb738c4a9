# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader on a slow network has to load, compressed.

python -m tests.build.weights OUTPUT prints the table of theme/README.md for a built site.
"""

import gzip
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.build.rules import elements

#: As a host compresses: its usual level, not the best.
LEVEL = 6
KB = 1024

#: One page of each kind.
KINDS = {
    "front page": "/",
    "section": "/chuyen-muc/tin-tuc-su-kien/",
    "text article": "/tin-tuc/2017/01/09/van-phong-ubnd-tinh-ninh-binh/",
    "article with photos": "/tin-tuc/2019/07/14/cho-noi-tra-on/",
    "article in Khmer": "/tin-tuc/2025/04/14/chol-chnam-thmay-km/",
    "news of a day": "/tin-tuc/2017/02/23/",
    "corrections": "/cai-chinh/",
    "standing page": "/gioi-thieu/",
    "documents": "/van-ban/",
    "document": "/tin-tuc/2019/12/30/tet-tiet-kiem/",
    "events of a month": "/lich/2026/11/",
    "dossier": "/ho-so/han-man/",
    "album": "/tin-tuc/2022/03/19/cuoc-thi-anh/",
    "film": "/tin-tuc/2021/10/04/pha-dinh-khao/",
    "search": "/tim-kiem/",
    "wrong address": "/404.html",
}


def weight(output: Path, address: str) -> int:
    """Tell the compressed bytes of the file at *address*."""
    name = address.removeprefix("/")
    if name == "" or name.endswith("/"):
        name += "index.html"
    return len(gzip.compress((output / name).read_bytes(), LEVEL))


def style_weight(output: Path, page: str) -> int:
    """Tell the bytes of the style sheets of a page, that of paper apart: no page waits for it."""
    sheets = [link for link in elements(page, "link") if link.get("rel") == "stylesheet"]
    links = [link for link in sheets if link.get("media") != "print"]
    assert links
    return sum(weight(output, urlsplit(link.get("href")).path) for link in links)


def script_weight(output: Path, page: str) -> int:
    """Tell the bytes of the scripts that a page runs by itself."""
    wanted = [
        urlsplit(item.get("src")).path for item in elements(page, "script") if item.get("src")
    ]
    modules = next(path for path in wanted if path.endswith("/site.js")).removesuffix("site.js")
    names = {item.get("data-module") for item in elements(page) if item.get("data-module")}
    wanted += [f"{modules}modules/{name}.js" for name in names]
    return sum(weight(output, path) for path in wanted)


def main(output: Path) -> None:
    """Print the table."""
    print("| page | HTML | CSS | HTML + CSS | script, not needed to read |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for kind, address in KINDS.items():
        page = (output / address[1:] / ("" if "." in address else "index.html")).read_text()
        html, css = weight(output, address), style_weight(output, page)
        kilobytes = (html, css, html + css, script_weight(output, page))
        print(f"| {kind} | {' | '.join(f'{size / KB:.1f}' for size in kilobytes)} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
