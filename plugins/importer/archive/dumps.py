# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of old portals' databases: NukeViet and WordPress as SQL, WordPress as WXR."""

import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO
from xml.etree import ElementTree

from plugins.importer.archive.old_article import OldArticle
from plugins.importer.kinds import kind_of
from plugins.press.errors import Refusal
from plugins.vietnamese.letters import fold

#: Letters of one statement at most; MySQL itself takes no longer packet than a GB.
LONGEST_STATEMENT = 200_000_000
_INSERT = re.compile(
    r"INSERT\s+(?:IGNORE\s+)?INTO\s+[`\"]?([\w.]+)[`\"]?\s*(?:\(([^)]*)\))?\s*VALUES\s*", re.I
)
_CREATE = re.compile(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[`\"]?([\w.]+)[`\"]?\s*\(", re.I)
_COLUMN = re.compile(r"(?:^|[(,])\s*[`\"](\w+)[`\"]\s+(?!(?:ASC|DESC)\b)[A-Za-z]", re.M)
# Tables without which articles would be lost, or lack their text.
_NEEDED = re.compile(r"(?:_rows|_detail|_bodyhtml_\d+|_bodytext|posts)$")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "Z": ""}
# A text in quotes; both ways of escaping a quote.
_TEXT = re.compile(r"'((?:[^'\\]|\\.|'')*)'", re.DOTALL)
_OPENING = re.compile(r"[\s,]*\(")
_BARE = re.compile(r"[^,()\s]+")
_ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)
_PUBLIC = ("publish", "future")
# What WordPress keeps beside articles and pages, without words of its own for readers.
_NO_TEXT = ("revision", "attachment", "nav_menu_item", "custom_css", "customize_changeset")
_UNWRITTEN = ("auto-draft", "inherit")
_ZONE = dt.timezone(dt.timedelta(hours=7))
# WordPress parts paragraphs by blank lines where no element does.
_HAS_BLOCKS = re.compile(r"<(?:p|div|table|ul|ol|h[1-6])[\s>]", re.I)
_SHORTCODE = re.compile(r"\[/?(?:caption|embed)\b[^\]]*\]")
# What WordPress shows in place of these is not in its text; and the words below a photo.
_SHOWN = re.compile(r"\[(?:gallery|playlist|video|audio)\b[^\]]*\](?:\s*\[/(?:video|audio)\])?")
_CAPTION = re.compile(
    r"\[caption\b[^\]]*\]\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*?)\[/caption\]",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)

Row = Mapping[str, str | None]


def rows_of(file: Path) -> Iterator[OldArticle]:
    """Go through the articles of the dump *file*; raises Refusal for one of another kind."""
    with file.open("rb") as opened:
        start = opened.read(2_000_000)
    kind = kind_of(start)
    if kind == "wxr" and b"<!DOCTYPE" in start:
        raise Refusal(
            "tệp có khai báo «!DOCTYPE», thứ mà WordPress không bao giờ viết",
            "xuất lại từ WordPress",
        )
    if kind == "wxr":
        yield from read_wxr(file)
    elif kind == "sql":
        with file.open(encoding="utf-8", errors="replace") as opened:
            yield from read_sql(opened)
    else:
        raise Refusal("tệp này không phải bản xuất của NukeViet hay WordPress", "xem lại SOURCE=…")


def read_sql(opened: TextIO) -> Iterator[OldArticle]:
    """Go through the articles of a dump of MySQL.

    NukeViet's stand in `…_rows` and `…_detail` (or `…_bodyhtml_1`), WordPress's in `…posts`.
    """
    texts: dict[str, Row] = {}
    waiting: dict[str, Row] = {}
    sections: dict[str, str] = {}
    aliases: dict[str, str] = {}
    users: dict[str, str] = {}
    sources: dict[str, str] = {}
    posts: list[OldArticle] = []
    for table, row in rows_of_statements(opened):
        if re.search(r"_news_cat$|_cat$", table) and row.get("catid"):
            sections[row["catid"] or ""] = row.get("title") or ""
            aliases[row["catid"] or ""] = row.get("alias") or ""
        elif re.search(r"_(?:detail|bodyhtml_\d+|bodytext)$", table) and row.get("id"):
            texts[row["id"] or ""] = row
        elif re.search(r"_rows$", table) and "hometext" in row:
            module = re.sub(r".*_(?=[a-z0-9-]+_rows$)|_rows$", "", table)
            waiting[row.get("id") or ""] = {**row, "module": module}
        elif table.endswith("_sources") and row.get("sourceid"):
            sources[row["sourceid"] or ""] = row.get("title") or ""
        elif table.endswith("users") and row.get("display_name"):
            users[row.get("ID") or ""] = row["display_name"] or ""
        elif table.endswith("posts") and row.get("post_content") and _has_text(row):
            posts.append(_wordpress_row(row))
    for identity, row in waiting.items():
        source = sources.get(row.get("sourceid") or "", "")
        yield _nukeviet_row(row, {"source": source, **texts.get(identity, {})}, sections, aliases)
    for post in posts:
        author = users.get(post.fields["author"], "")
        yield replace(post, fields={**post.fields, "author": author})


def _nukeviet_row(
    row: Row, text: Row, sections: Mapping[str, str], aliases: Mapping[str, str]
) -> OldArticle:
    alias, identity = row.get("alias") or "", row.get("id") or ""
    catid = row.get("catid") or (row.get("listcatid") or "").partition(",")[0]
    fields = {
        "title": row.get("title") or "",
        "date": _from_seconds(row.get("publtime") or row.get("addtime") or ""),
        "summary": row.get("hometext") or "",
        "author": row.get("author") or "",
        "category": sections.get(catid, ""),
        "source": text.get("sourcetext") or text.get("source") or "",
    }
    markup = (
        text.get("bodyhtml") or text.get("bodytext") or row.get("bodytext") or row.get("hometext")
    )
    markup = _photo_of_nukeviet(row, text) + (markup or "")
    parts = {"alias": alias, "id": identity, "category": aliases.get(catid, "")}
    status = row.get("status") or "1"
    # 2 waits for its day.
    unwanted = "" if status in ("1", "2") else f"không công khai ở cổng cũ (status {status})"
    return OldArticle(f"news_rows#{identity}", markup, fields, parts=parts, unwanted=unwanted)


def _photo_of_nukeviet(row: Row, text: Row) -> str:
    """Write the photo that the page shows above the text, "" where it shows none."""
    name = row.get("homeimgfile") or ""
    # 0 shows it in lists alone.
    if not name or text.get("imgposition") == "0" or name in (text.get("bodyhtml") or ""):
        return ""
    address = name if "://" in name else f"/uploads/{row.get('module') or 'news'}/{name}"
    caption = html.escape(html.unescape(row.get("homeimgalt") or ""))
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{html.escape(address)}">{words}</figure>'


def _has_text(row: Mapping[str, str | None]) -> bool:
    """Tell whether a row of WordPress is an article or page, no revision, menu or the like."""
    kind, status = row.get("post_type") or "", row.get("post_status") or row.get("status") or ""
    return kind not in _NO_TEXT and not kind.startswith("wp_") and status not in _UNWRITTEN


def _why_unwanted(kind: str, status: str) -> str:
    if kind != "post":
        return f"không phải bài mà là «{kind}» của WordPress"
    return "" if status in _PUBLIC else f"không công khai ở cổng cũ ({status})"


def _wordpress_row(row: Row) -> OldArticle:
    identity = row.get("ID") or ""
    fields = {
        "title": row.get("post_title") or "",
        "date": row.get("post_date") or "",
        "summary": row.get("post_excerpt") or "",
        "author": row.get("post_author") or "",
    }
    markup = paragraphs_of_wordpress(row.get("post_content") or "")
    unwanted = _why_unwanted(row.get("post_type") or "", row.get("post_status") or "")
    return OldArticle(f"posts#{identity}", markup, fields, f"/?p={identity}", unwanted=unwanted)


def _from_seconds(written: str) -> str:
    """Write seconds since 1970 as a moment of Vietnam; "" where they say none."""
    if not written.isdecimal() or not 0 < int(written) < 4_000_000_000:
        return ""
    return dt.datetime.fromtimestamp(int(written), _ZONE).isoformat()


def paragraphs_of_wordpress(text: str) -> str:
    """Make the paragraphs that WordPress makes of blank lines, and take its marks away.

    A photo with a caption becomes a figure; a gallery, film or sound what the reader tells of.
    """
    text = _CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", text)
    text = _SHOWN.sub(lambda found: f'<embed src="{html.escape(found[0])}">', text)
    text = _BLOCK_COMMENT.sub("", _SHORTCODE.sub("", text)).replace("\r\n", "\n")
    if _HAS_BLOCKS.search(text):
        return re.sub(r"\n{2,}(?=[^<\s])", "\n<p>", text)
    return "".join(
        f"<p>{part.strip()}</p>".replace("\n", "<br>")
        for part in re.split(r"\n\s*\n", text)
        if part.strip()
    )


def rows_of_statements(opened: TextIO) -> Iterator[tuple[str, Row]]:
    """Go through the rows of all INSERT statements: the table's name, values by column.

    Raises Refusal where one of a table that articles stand in does not fit its columns.
    """
    columns: dict[str, list[str]] = {}
    for statement in _statements(opened):
        created = _CREATE.search(statement)
        if created:
            columns[created[1]] = _COLUMN.findall(statement)
            continue
        insert = _INSERT.search(statement)
        if insert is None:
            continue
        table = insert[1]
        names = (
            [name.strip(' `"\n') for name in insert[2].split(",")]
            if insert[2]
            else columns.get(table, [])
        )
        for values in _tuples(statement, insert.end()):
            if len(values) == len(names):
                yield table, dict(zip(names, values, strict=True))
            elif _NEEDED.search(table):
                raise Refusal(
                    f"bảng «{table}» có dòng {len(values)} giá trị mà bảng có {len(names)} cột: "
                    "bản xuất thiếu lệnh CREATE TABLE, hoặc bị đứt",
                    "xuất lại cả cấu trúc và dữ liệu (mysqldump --complete-insert)",
                )


def _statements(opened: TextIO) -> Iterator[str]:
    """Cut a dump at each line that ends in ";" outside of a text."""
    lines: list[str] = []
    length = 0
    is_open = False
    for line in opened:
        if not lines and (not line.strip() or line.startswith(("--", "/*", "#"))):
            continue
        lines.append(line)
        length += len(line)
        if length > LONGEST_STATEMENT:
            raise Refusal(
                "bản xuất có một lệnh dài hơn 200 MB", "xuất lại, mỗi bài một lệnh INSERT"
            )
        # An odd number of quotes that nothing escapes opens a text, or closes it.
        plain = re.sub(r"\\.", "", line, flags=re.DOTALL)
        is_open ^= plain.count("'") % 2 == 1
        if not is_open and line.rstrip().endswith(";"):
            yield "".join(lines)
            lines, length = [], 0
    if lines:
        yield "".join(lines)


def _tuples(text: str, at: int) -> Iterator[list[str | None]]:
    """Read "(…), (…)" from place *at* on."""
    while True:
        opening = _OPENING.match(text, at)
        if opening is None:
            return
        at = opening.end()
        values: list[str | None] = []
        while True:
            while at < len(text) and text[at] in " \t\r\n,":
                at += 1
            if at >= len(text):
                # Cut off within a row.
                yield values
                return
            if text[at] == ")":
                at += 1
                break
            found = _TEXT.match(text, at)
            if found:
                values.append(_ESCAPE.sub(_unescape, found[1]))
            else:
                found = _BARE.match(text, at)
                if found is None:
                    yield values
                    return
                values.append(None if found[0].upper() == "NULL" else found[0])
            at = found.end()
        yield values


def _unescape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1]) if found[1] else "'"


def read_wxr(file: Path) -> Iterator[OldArticle]:
    """Go through the articles of an export of WordPress, of whatever version.

    Names are told by their last part, since each version has another namespace.
    """
    authors: dict[str, str] = {}
    try:
        for _, element in ElementTree.iterparse(file):
            name = _local(element.tag)
            if name == "author" and len(element):
                found = _children(element)
                authors[found.get("author_login", "")] = found.get("author_display_name", "")
            elif name == "item":
                if (article := _wxr_item(element, authors)) is not None:
                    yield article
                element.clear()
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise Refusal(f"bản xuất WXR hỏng ở dòng {line}", "xuất lại từ WordPress") from error


def _wxr_item(element: ElementTree.Element, authors: Mapping[str, str]) -> OldArticle | None:
    found = _children(element)
    if not _has_text(found):
        return None
    encoded = {
        child.tag.partition("}")[0].rpartition("/excerpt")[1] or "content": child.text or ""
        for child in element
        if _local(child.tag) == "encoded"
    }
    category = next(
        (
            child.text or ""
            for child in element
            if _local(child.tag) == "category" and child.get("domain") == "category"
        ),
        "",
    )
    identity = found.get("post_id", "")
    login = found.get("creator", "")
    fields = {
        "title": found.get("title", ""),
        "date": found.get("post_date", ""),
        "summary": encoded.get("/excerpt", ""),
        "author": authors.get(login, login),
        "category": "" if fold(category) in ("uncategorized", "chua phan loai") else category,
    }
    link = re.sub(r"^https?://[^/]*", "", found.get("link", ""))
    markup = paragraphs_of_wordpress(encoded.get("content", ""))
    if not markup.strip():
        return None
    unwanted = _why_unwanted(found.get("post_type", ""), found.get("status", ""))
    return OldArticle(f"post#{identity}", markup, fields, link, unwanted=unwanted)


def _children(element: ElementTree.Element) -> dict[str, str]:
    return {_local(child.tag): (child.text or "").strip() for child in element}


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
