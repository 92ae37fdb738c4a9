# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of header fields, what editors call them besides, and what stands for values."""

from collections.abc import Mapping

from plugins.vietnamese.letters import drop_invisible, fold, nearest

ARTICLE_KEYS = (
    "title",
    "date",
    "author",
    "authors",
    "category",
    "summary",
    "photos",
    "tags",
    "source",
    "modified",
    "changes",
    "corrections",
    "status",
    "expires",
    "withdrawn",
    "featured",
    "urgent",
    "slug",
    "aliases",
    "lang",
    "translation_of",
    "document",
    "audio",
    "related",
    "event",
    "dossier",
    "kind",
)
STANDING_KEYS = ("title", "summary", "photos", "status", "slug", "aliases", "lang")
#: The languages of articles and pages (`lang`), the portal's own first.
LANGUAGES = ("vi", "en", "km")
PHOTO_KEYS = ("file", "caption", "alt", "credit")
CHANGE_KEYS = ("date", "note")
CORRECTION_KEYS = ("date", "wrong", "right")
SOURCE_KEYS = ("name", "author", "url", "published")
DOCUMENT_KEYS = ("number", "issued", "issuer", "in_force", "file")
EVENT_KEYS = ("start", "end", "place")

#: Fields whose one-line value is taken as typed.
TEXT_FIELDS = (
    "title",
    "summary",
    "withdrawn",
    "caption",
    "alt",
    "credit",
    "note",
    "wrong",
    "right",
    "number",
    "issuer",
    "place",
    "dossier",
)

#: Fields whose line may hold "Tin, ảnh: …", though it may be YAML's list as well.
BYLINE_FIELDS = ("author", "authors")

#: What `make new` writes where an editor is to write; left in, it is told.
PLACEHOLDERS = {
    "title": "Tên bài",
    "file": "ten-anh.jpg",
    "caption": "Chú thích của ảnh",
    "alt": "Ảnh chụp gì, cho người không nhìn thấy ảnh",
    "credit": "Người chụp",
}

#: By the field they stand in, "" for the header itself: names as typed, folded → names.
VIETNAMESE_NAMES: Mapping[str, Mapping[str, str]] = {
    "": {
        "tieu de": "title",
        "ten bai": "title",
        "ngay": "date",
        "ngay dang": "date",
        "ngay gio": "date",
        "tac gia": "author",
        "nguoi viet": "author",
        "chuyen muc": "category",
        "danh muc": "category",
        "tom tat": "summary",
        "sapo": "summary",
        "mo ta": "summary",
        "anh": "photos",
        "hinh": "photos",
        "hinh anh": "photos",
        "the": "tags",
        "tu khoa": "tags",
        "chu de": "tags",
        "nguon": "source",
        "cap nhat": "modified",
        "ngay cap nhat": "modified",
        "thay doi": "changes",
        "cai chinh": "corrections",
        "trang thai": "status",
        "het han": "expires",
        "ngay het han": "expires",
        "go bai": "withdrawn",
        "da go": "withdrawn",
        "ly do go": "withdrawn",
        "noi bat": "featured",
        "tin noi bat": "featured",
        "khan": "urgent",
        "tin khan": "urgent",
        "thong bao khan": "urgent",
        "duong dan": "slug",
        "dia chi cu": "aliases",
        "ngon ngu": "lang",
        "ban dich cua": "translation_of",
        "dich tu": "translation_of",
        "van ban": "document",
        "nghe bai": "audio",
        "ban doc": "audio",
        "am thanh": "audio",
        "bai lien quan": "related",
        "tin lien quan": "related",
        "lien quan": "related",
        "su kien": "event",
        "ho so": "dossier",
        "loai bai": "kind",
        "kieu bai": "kind",
    },
    "photos": {
        "ten": "file",
        "tep": "file",
        "ten tep": "file",
        "anh": "file",
        "chu thich": "caption",
        "mo ta": "alt",
        "tac gia": "credit",
        "nguoi chup": "credit",
        "nguon": "credit",
    },
    "changes": {"ngay": "date", "ghi chu": "note", "noi dung": "note"},
    "corrections": {"ngay": "date", "sai": "wrong", "da dang": "wrong", "dung": "right"},
    "source": {
        "ten": "name",
        "ten nguon": "name",
        "tac gia": "author",
        "dia chi": "url",
        "lien ket": "url",
        "ngay dang": "published",
    },
    "document": {
        "so": "number",
        "so hieu": "number",
        "so ky hieu": "number",
        "so, ky hieu": "number",
        "ngay": "issued",
        "ngay ky": "issued",
        "ngay ban hanh": "issued",
        "co quan": "issuer",
        "co quan ban hanh": "issuer",
        "noi ban hanh": "issuer",
        "hieu luc": "in_force",
        "hieu luc tu": "in_force",
        "ngay hieu luc": "in_force",
        "co hieu luc": "in_force",
        "tep": "file",
        "ten tep": "file",
    },
    "event": {
        "bat dau": "start",
        "thoi gian": "start",
        "ngay": "start",
        "tu": "start",
        "ket thuc": "end",
        "den": "end",
        "dia diem": "place",
        "noi": "place",
        "noi to chuc": "place",
        "dia chi": "place",
    },
}
#: What other programs call fields of the header: names as typed, folded → names.
FOREIGN_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("headline", "name"), "title"),
    **dict.fromkeys(
        ("pubdate", "publishdate", "publish date", "published", "created", "created at", "time"),
        "date",
    ),
    **dict.fromkeys(("byline", "writer", "creator", "reporter"), "author"),
    **dict.fromkeys(("phong vien", "pv", "but danh", "tin bai", "tin anh", "bai va anh"), "author"),
    **dict.fromkeys(("categories", "section", "sections"), "category"),
    **dict.fromkeys(("description", "excerpt", "abstract", "intro", "lead"), "summary"),
    **dict.fromkeys(
        ("image", "images", "photo", "picture", "thumbnail", "cover", "featured image"), "photos"
    ),
    **dict.fromkeys(("anh dai dien", "anh bia", "anh minh hoa"), "photos"),
    **dict.fromkeys(("tag", "keywords", "keyword", "topics"), "tags"),
    **dict.fromkeys(("updated", "lastmod", "last modified at", "updated at"), "modified"),
    **dict.fromkeys(("draft", "nhap", "ban nhap"), "status"),
    **dict.fromkeys(("tit", "dau de"), "title"),
    **dict.fromkeys(("loi dan", "trich yeu", "tom luoc", "mo dau"), "summary"),
    "the loai": "category",
    **dict.fromkeys(("expirydate", "expire", "unpublish"), "expires"),
    **dict.fromkeys(("alias", "redirect from"), "aliases"),
    **dict.fromkeys(("language", "locale"), "lang"),
    "permalink": "slug",
}
#: The same of fields within a field.
_FOREIGN_WITHIN: Mapping[str, Mapping[str, str]] = {
    "photos": {
        **dict.fromkeys(("src", "url", "path", "image", "name", "filename", "photo"), "file"),
        **dict.fromkeys(("title", "description", "text", "legend"), "caption"),
        **dict.fromkeys(("author", "photographer", "source", "by"), "credit"),
    },
    "source": {
        **dict.fromkeys(("link", "href", "address", "website"), "url"),
        **dict.fromkeys(("title", "publisher"), "name"),
        "date": "published",
    },
    "changes": {
        **dict.fromkeys(("text", "content", "what", "description", "message", "change"), "note"),
        **dict.fromkeys(("time", "when"), "date"),
    },
    "corrections": {
        **dict.fromkeys(("old", "before", "from"), "wrong"),
        **dict.fromkeys(("new", "after", "to", "correct"), "right"),
        **dict.fromkeys(("time", "when"), "date"),
    },
    "document": {
        **dict.fromkeys(("no", "id", "symbol"), "number"),
        **dict.fromkeys(("date", "signed"), "issued"),
        **dict.fromkeys(("office", "agency", "author"), "issuer"),
        **dict.fromkeys(("effective", "valid from"), "in_force"),
        **dict.fromkeys(("attachment", "pdf", "path"), "file"),
    },
    "event": {
        **dict.fromkeys(("date", "time", "begin", "from"), "start"),
        **dict.fromkeys(("to", "until", "finish"), "end"),
        **dict.fromkeys(("location", "where", "venue", "address"), "place"),
    },
}
#: Fields of other programs that stand for none of these, though one of them looks like it.
NO_FIELDS = frozenset(
    ("template", "layout", "type", "id", "uid", "uuid", "weight", "order", "comments", "toc")
)
# A shorter one begins too many other words.
_LEAST_OF_NAME = 4
# As much of a name with a slip is that name, of 1.
_LIKE = 0.8
_KEYS: Mapping[str, tuple[str, ...]] = {
    "": ARTICLE_KEYS,
    "photos": PHOTO_KEYS,
    "changes": CHANGE_KEYS,
    "corrections": CORRECTION_KEYS,
    "source": SOURCE_KEYS,
    "document": DOCUMENT_KEYS,
    "event": EVENT_KEYS,
}


def field_name(typed: str, within: str = "") -> str:
    """Tell which field of the header, or of its field *within*, *typed* names.

    In any letter case, in English or Vietnamese, words joined by "_" or "-" too. What
    names none stays as it was typed.
    """
    keys = _KEYS.get(within, ())
    if typed in keys:
        return typed
    plain = _plain(typed)
    return plain if plain in keys else VIETNAMESE_NAMES.get(within, {}).get(plain, typed)


def foreign_name(typed: str, within: str = "") -> str | None:
    """Tell which field of the header, or of its field *within*, another program calls *typed*.

    Also where *typed* has more words than a Vietnamese name, "Ngày đăng tin", or a slip in it.
    """
    plain = _plain(typed)
    foreign = _FOREIGN_WITHIN.get(within, {}) if within else FOREIGN_NAMES
    if plain in foreign:
        return foreign[plain]
    names = [
        name
        for name in VIETNAMESE_NAMES.get(within, {})
        if len(name) >= _LEAST_OF_NAME and plain.startswith(f"{name} ")
    ]
    if not names and len(plain) > _LEAST_OF_NAME and (near := _slip_of(plain, within)):
        names = [near]
    return VIETNAMESE_NAMES[within][max(names, key=len)] if names else None


def _slip_of(plain: str, within: str) -> str | None:
    """Find the Vietnamese name that *plain* is but for a letter or two."""
    near = nearest(plain, VIETNAMESE_NAMES.get(within, {}), _LIKE)
    return near if near and len(near) > _LEAST_OF_NAME else None


def inner_name(typed: str) -> tuple[str, str] | None:
    """Tell which field of which small table *typed* names in one, "source_url"; None if none."""
    words = typed.replace(".", "_").replace("-", "_").split("_")
    for count in range(1, len(words)):
        table = field_name("_".join(words[:count]))
        if table in ("source", "document", "event"):
            inner = field_name("_".join(words[count:]), table)
            return (table, inner) if inner in _KEYS[table] else None
    return None


def table_of(typed: str) -> str | None:
    """Tell within which field of the header, a small table, *typed* names one; None if in none."""
    tables = ("document", "event")
    return next((one for one in tables if field_name(typed, one) in _KEYS[one]), None)


def _plain(typed: str) -> str:
    return " ".join(fold(drop_invisible(typed)).replace("_", " ").replace("-", " ").split())


def is_field(typed: str) -> bool:
    """Tell whether *typed* names a field of the header, or of one of its fields."""
    return any(field_name(typed, within) in keys for within, keys in _KEYS.items())
