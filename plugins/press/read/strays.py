# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stray files of the content folder: no sources, and named by no text.

Also sources that are the copy of another, as programs leave them beside it.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from plugins.newsroom.fault import Fault
from plugins.press.read.messages import shortened

#: Strays that the folded line names.
_NAMED = 3
# What a text may attach, of what seems to be an article.
_ATTACHED = (".doc", ".docx", ".odt")
_MARKDOWN = re.compile(r"\.(?:markdown|mdown|mkdn?|mdtxt|mdx|rmd|qmd)\Z", re.IGNORECASE)
_HIDDEN_ENDING = re.compile(r"\.md\.(?:txt|text|docx?|html?)\Z", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(?:docx?|docm|dotx?|odt|rtf|pages|wps)\Z", re.IGNORECASE)
_PAGE = re.compile(r"\.(?:html?|xhtml|mht|mhtml)\Z", re.IGNORECASE)
_TEXT = re.compile(r"\.(?:txt|text|rst|adoc|asciidoc|textile|org)\Z", re.IGNORECASE)

# What programs add to the name of a copy; the group is the name that was copied.
_COPIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(.+?) ?[-–_] ?(?:copy|sao chép|bản sao)(?: ?\(?[0-9]+\)?)?",
        r"(.+?) (?:copy|bản sao)(?: [0-9]+)?",
        r"(.+?) ?\([0-9]{1,3}\)",
        r"(index) [0-9]{1,2}",
        # What Git leaves of the sides of a conflict.
        r"(.+?)[_.](?:BASE|LOCAL|REMOTE|BACKUP)[_.][0-9]+",
        r"(.+?)\.sync-conflict-[0-9]{8}-[0-9]{6}.*",
        r"(.+?) \([^()]*(?:conflict|xung đột)[^()]*\)",
        r"(.+?)[-_. ]conflict(?:ed)?[-_. ].*",
        r"(?:copy of|bản sao của|sao chép của) (.+)",
    )
)
# The name of a computer is in capitals; behind "index" no other word is to be expected.
_BY_COMPUTER = re.compile(
    r"(.+?)-(?:DESKTOP|LAPTOP|MACBOOK|PC|WIN|MAY)-?[A-Z0-9][A-Z0-9-]*|(index)-[A-Z0-9][A-Z0-9-]*"
)


# What one of these needs at least.
_MAY_BE_COPY = re.compile(r"(?i:copy|sao|conflict|xung)|\(|[A-Z]|\Aindex[- ]")


def tell_strays(paths: Iterable[str], is_doubtful: Callable[[str], bool]) -> Iterator[Fault]:
    """Tell of files, by content path: what seems to be an article each, all others in one line.

    Of those that are *is_doubtful*, since a source that cannot be read may name them, only what
    no text may attach is told.
    """
    rest = []
    for path in sorted(paths):
        told = _seems_an_article(path.rpartition("/")[2])
        if is_doubtful(path) and (not told or path.lower().endswith(_ATTACHED)):
            continue
        if told:
            yield Fault(path, 1, "tệp", *told)
        else:
            rest.append(path)
    if rest:
        named = ", ".join(f"«{shortened(path, 80)}»" for path in rest[:_NAMED])
        more = " …" if len(rest) > _NAMED else ""
        # A folder has no lines, and CI shows what is told beside a file alone.
        yield Fault(
            rest[0],
            1,
            "tệp",
            f"{len(rest)} tệp không bài nào dùng đến: {named}{more}",
            "ghi tên tệp vào bài cần nó, hoặc xóa tệp",
            warning=True,
        )


def _seems_an_article(name: str) -> tuple[str, str] | None:
    """Say why a file of this *name* is not read, and the mend; None for what is no text."""
    # Word's own, while it has the document of that name open.
    if name.startswith("~$"):
        return None
    if found := _HIDDEN_ENDING.search(name):
        meant = f"{name[: found.start()]}.md"
        return f"có đuôi kép «{found[0]}» nên không được đọc", f"đổi tên thành «{meant}»"
    if found := _MARKDOWN.search(name):
        meant = f"{name[: found.start()]}.md"
        return f"có đuôi «{found[0]}» nên không được đọc", f"đổi tên thành «{meant}»"
    if found := _DOCUMENT.search(name):
        attached, remade = name, ""
        if not name.lower().endswith(_ATTACHED):
            attached, remade = f"{name[: found.start()]}.docx", "lưu lại thành .docx rồi "
        return (
            f"là văn bản «{found[0]}», không được đọc thành bài, cũng không bài nào đính kèm",
            f"chép chữ vào một tệp .md, hoặc {remade}đính kèm bằng [tên]({attached}), hoặc xóa tệp",
        )
    if _PAGE.search(name):
        return (
            "là trang web, không được đọc thành bài",
            "chép chữ vào một tệp .md, rồi xóa tệp này",
        )
    if found := _TEXT.search(name):
        meant = f"{name[: found.start()]}.md"
        return (
            f"có đuôi «{found[0]}» nên không được đọc",
            f"nếu là bài thì đổi tên thành «{meant}» và thêm phần đầu giữa hai dòng «---»;"
            " nếu không thì xóa tệp",
        )
    return None


def originals_of(path: str) -> list[str]:
    """List the content paths of which the source at *path* may be a copy, by its name."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not _MAY_BE_COPY.search(stem):
        return []
    matches = [pattern.fullmatch(stem) for pattern in _COPIES]
    matches.append(_BY_COMPUTER.fullmatch(stem))
    return [
        f"{folder}{slash}{stem}{dot}{ending}"
        for stem in dict.fromkeys(match[match.lastindex].strip() for match in matches if match)
    ]
