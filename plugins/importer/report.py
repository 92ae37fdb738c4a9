# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import tells its editor: what was taken for what, left out, changed, is missing."""

from collections.abc import Iterator

from plugins.importer.article_folder import ImportedArticle, write_moment
from plugins.press.read.source_file import MAX_SOURCE_BYTES
from plugins.vietnamese.numbers import format_bytes

_LABELS = {
    "title": "tên bài",
    "date": "ngày đăng",
    "author": "tác giả",
    "source": "nguồn",
    "category": "chuyên mục",
    "summary": "sapo",
}
_MENDS = {
    "title": "viết «title: …»",
    "date": "viết «date: 2026-02-23 14:57», ngày đăng thật",
    "author": "viết «author: …», hoặc «source: …» nếu là bài đăng lại",
    "category": "viết «category: …», một chuyên mục của cổng",
}
_HEADINGS = {
    "left out": "Bỏ ra ngoài (không có trong bài)",
    "changed": "Đã đổi",
    "added": "Đã thêm",
    "note": "Lưu ý",
}


def missing_fields(article: ImportedArticle) -> list[str]:
    """Name the fields that the article needs before it can be published, in their order."""
    draft = article.draft
    has = {
        "title": bool(draft.title),
        "date": draft.date is not None,
        "author": bool(draft.author or draft.source),
        "category": bool(draft.category),
    }
    return [name for name, there in has.items() if not there]


def tell(article: ImportedArticle, path: str) -> Iterator[str]:
    """Tell of *article*, written to *path*, line by line."""
    draft = article.draft
    count = len(article.body.photos)
    photos = f", {count} ảnh" if count else ""
    yield f"Đã viết {path} (bản nháp){photos}."
    known = []
    for name, label in _LABELS.items():
        if value := getattr(draft, name):
            shown = write_moment(value) if name == "date" else f"«{value}»"
            line = article.line_of(name)
            known.append(f"  {path}:{line}: {label}: {shown} — {draft.found.get(name, '')}")
    captions = [caption for _, caption, _ in article.body.photos if caption]
    if captions:
        line = article.line_of("photos")
        known.append(f"  {path}:{line}: chú thích của {len(captions)} ảnh")
    if known:
        yield "Nhận ra:"
    yield from known
    for kind, heading in _HEADINGS.items():
        found = [remark for remark in article.remarks if remark.kind == kind]
        if found:
            yield f"{heading}:"
        for remark in found:
            yield f"  {remark.what}" + (f": «{remark.words}»" if remark.words else "")
    if (size := len(article.text.encode())) > MAX_SOURCE_BYTES:
        yield "Chưa đăng được:"
        yield (
            f"  {path}:1: tệp: bài nặng {format_bytes(size)}, quá {format_bytes(MAX_SOURCE_BYTES)} "
            "— Sửa: chia bài, hoặc đưa phần dài thành tệp đính kèm"
        )
    missing = missing_fields(article)
    if missing:
        yield "Còn thiếu, phải có trước khi đăng:"
    for name in missing:
        yield f"  {path}:1: {name}: chưa có {_LABELS[name]} — Sửa: {_MENDS[name]}"
