# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of an archive: for each template of the old portal, where its fields stand.

    templates:
      - name: bai-viet
        body: '#noi-dung'
        title: h1.tieu-de
        date: .ngay-dang
        summary: .sapo
        author: .tac-gia
        category: .duong-dan a:last-child
        remove: '.tin-lien-quan, .chia-se'
    sections:
      Tin trong tỉnh: Tin tức - Sự kiện
    defaults:
      source: Cổng Thông tin điện tử tỉnh (bản cũ)
    repeated_titles:
      - Lịch làm việc tuần
    address: /{category}/{alias}-{id}.html

The last is for dumps of NukeViet, which do not say where an article stood.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml
from selectolax.lexbor import LexborHTMLParser

from plugins.newsroom.sections import Sections
from plugins.vietnamese.letters import nearest, one_line

#: What a template may tell the place of; only `body` must be there.
PLACES = ("body", "title", "date", "summary", "author", "category", "remove")
_TOP = ("templates", "sections", "defaults", "repeated_titles", "address")
_DEFAULTS = ("author", "source", "category")


@dataclass(frozen=True, slots=True)
class Template:
    """One template: CSS selectors by field."""

    name: str
    selectors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Map:
    """How an archive is read. `sections` gives our sections for the old portal's."""

    templates: tuple[Template, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    repeated_titles: frozenset[str] = frozenset()
    address: str = ""


class MapError(Exception):
    """What is wrong with a map: problems with their mends, and the line where it cannot be read."""

    def __init__(self, faults: Sequence[tuple[str, str]], line: int = 1) -> None:
        super().__init__()
        self.faults, self.line = faults, line

    def tell(self, name: str) -> Iterator[str]:
        """Tell all of it, of the map in the file *name*, a line each."""
        for problem, mend in self.faults:
            yield f"{name}:{self.line}: khuôn: {problem} — Sửa: {mend}"


def read_map(text: str, portal: Sections) -> Map:
    """Read the map; raises MapError with all that is wrong."""
    try:
        written = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        # A quote that is never closed is told where it opens.
        is_quote = "quoted scalar" in (getattr(error, "context", None) or "")
        mark = getattr(error, "context_mark" if is_quote else "problem_mark", None)
        line = mark.line + 1 if mark else 1
        mend = "viết «trường: 'giá trị'», thụt hai dấu cách, đóng mọi dấu nháy"
        raise MapError([("không đọc được dòng này", mend)], line) from error
    faults: list[tuple[str, str]] = []
    if not isinstance(written, dict):
        mend = "viết «templates:» với ít nhất một khuôn"
        raise MapError([("khuôn không có trường nào", mend)])
    _check_names("khuôn", written, _TOP, faults)
    templates = []
    items = written.get("templates", [])
    if not isinstance(items, list):
        faults.append(("«templates» không phải danh sách", "viết mỗi khuôn một mục «- body: …»"))
        items = []
    for number, item in enumerate(items, start=1):
        where = f"templates.{number}"
        if not isinstance(item, dict):
            faults.append((f"«{where}» không có trường nào", "viết «- body: '…'»"))
            continue
        _check_names(where, item, ("name", *PLACES), faults)
        selectors = {name: one_line(str(item[name])) for name in PLACES if item.get(name)}
        if "body" not in selectors:
            faults.append((f"«{where}» thiếu body", "ghi bộ chọn CSS của phần nội dung bài"))
        for name, selector in selectors.items():
            if not _is_selector(selector):
                mend = "viết bộ chọn CSS, như «#noi-dung» hay «.ngay-dang»"
                faults.append((f"«{where}.{name}: {selector}» không phải bộ chọn CSS", mend))
        templates.append(Template(str(item.get("name") or number), selectors))
    sections = {}
    for old, new in _table(written, "sections", faults).items():
        slug = portal.find(new)
        if slug is None:
            mend = f"có phải «{portal.nearest(new)}»?"
            faults.append((f"sections: không có chuyên mục «{new}»", mend))
        else:
            sections[one_line(old).casefold()] = portal.names[slug]
    defaults = _table(written, "defaults", faults)
    _check_names("defaults", defaults, _DEFAULTS, faults)
    if (name := defaults.get("category")) is not None:
        slug = portal.find(name)
        if slug is None:
            mend = f"có phải «{portal.nearest(name)}»?"
            faults.append((f"defaults: không có chuyên mục «{name}»", mend))
        else:
            defaults = {**defaults, "category": portal.names[slug]}
    repeated = written.get("repeated_titles") or []
    titles = frozenset(one_line(str(title)) for title in repeated if isinstance(repeated, list))
    address = str(written.get("address") or "")
    if address and not address.startswith("/"):
        faults.append((f"address: «{address}» không bắt đầu bằng «/»", "viết /…/{alias}-{id}.html"))
    if faults:
        raise MapError(faults)
    return Map(tuple(templates), sections, defaults, titles, address)


def _check_names(
    where: str, table: Mapping[str, object], known: tuple[str, ...], faults: list[tuple[str, str]]
) -> None:
    for name in table:
        if name not in known:
            near = nearest(str(name), known)
            mend = f"có phải «{near}»?" if near else f"dùng một trong: {', '.join(known)}"
            faults.append((f"{where}: không có trường «{name}»", mend))


def _table(
    written: Mapping[str, object], name: str, faults: list[tuple[str, str]]
) -> dict[str, str]:
    found = written.get(name) or {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        faults.append((f"«{name}» không phải các dòng «trường: giá trị»", "viết mỗi dòng một cặp"))
        return {}
    return {str(key): one_line(value) for key, value in found.items()}


def _is_selector(selector: str) -> bool:
    try:
        LexborHTMLParser("<p>x</p>").css_first(selector)
    except Exception:  # The library has no class of its own for this.
        return False
    return True
