# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes of pages and texts to letters, whatever encoding or old font they were written for."""

import html
import re
from collections import Counter

from plugins.importer.document import Remark
from plugins.vietnamese.legacy_fonts import choose_encoding, decode_legacy, legacy_encoding
from plugins.vietnamese.letters import (
    mend_misread,
    misread_word,
    nfc,
    strip_controls,
    thin_marks,
)
from plugins.vietnamese.numbers import format_number

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
# What pages declare that were typed for an old font, or by mistake.
_NOT_TRUSTED = ("utf-8", "utf8", "x-user-defined", "ascii", "us-ascii")
_BETWEEN_TAGS = re.compile(
    r"(<(?:script|style)\b.*?</(?:script|style)>|<!--.*?-->|<[^<>]*>)", re.DOTALL | re.IGNORECASE
)
_REFERENCE = re.compile(r"&(?!(?:lt|gt|amp|quot|nbsp|#60|#62|#38);)#?\w{1,32};")
_ETH = str.maketrans("Ðð", "Đđ")
_SEEN_ETH = re.compile("[Ðð]")
_KHMER = re.compile("[\u1780-\u17ff]")


def decode(data: bytes) -> str:
    """Read *data* as text: by its byte order mark, as UTF-8, else as it declares."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4000])
    name = declared[1].decode("ascii").lower() if declared else "windows-1258"
    try:
        return data.decode("windows-1258" if name in _NOT_TRUSTED else name, "replace")
    except LookupError:
        return data.decode("windows-1258", "replace")


def settle_text(text: str) -> tuple[str, list[Remark]]:
    """Mend the letters of plain *text*; tell what was changed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, remarks = _read_anew(text)
    encoding = legacy_encoding(text)
    if encoding:
        encoding = choose_encoding(text, encoding)
    if encoding:
        text = decode_legacy(text, encoding)
        remarks.append(_told(encoding, len(text)))
    counts: Counter[str] = Counter()
    text = _settle(text, counts)
    return text, remarks + _told_counts(counts)


def settle_page(page: str) -> tuple[str, list[Remark]]:
    """Mend the letters of all text of a *page* of HTML, between its tags."""
    if page.isascii() and "&" not in page:
        return page, []
    page, remarks = _read_anew(page)
    pieces = _BETWEEN_TAGS.split(page)
    counts: Counter[str] = Counter()
    encoding = None
    texts = pieces[::2]
    if "&" in page:
        texts = [_unescape(text) if "&" in text else text for text in texts]
    suspect = legacy_encoding("\n".join(texts)) if _may_be_old(texts) else None
    if suspect:
        encoding = choose_encoding(" ".join(texts), suspect)
    if encoding:
        texts = [decode_legacy(text, encoding) for text in texts]
        remarks.append(_told(encoding, sum(map(len, texts))))
    pieces[::2] = [_settle(text, counts) for text in texts]
    return "".join(pieces), remarks + _told_counts(counts)


def _read_anew(text: str) -> tuple[str, list[Remark]]:
    """Mend what was read in a wrong encoding before it was saved: "nhÃ¢n" for "nhân"."""
    seen = _misread_in(text)
    if not seen:
        return text, []
    remarks = []
    if (mended := mend_misread(text)) != text:
        what = f"chữ lưu sai bảng mã («{seen}») được đọc lại đúng"
        remarks.append(Remark("note", what))
    if lost := _misread_in(mended):
        what = f"chữ hỏng vì lưu sai bảng mã, không đọc lại được: «{lost}»"
        remarks.append(Remark("note", f"{what}; so với bản gốc rồi gõ lại"))
    return mended, remarks


def _misread_in(text: str) -> str:
    """Find a word that was read in a wrong encoding, "" where there is none; no tag beside it."""
    found = misread_word(text)
    parts = re.split("[<>]", found[0]) if found else ()
    return next(filter(misread_word, parts), "")


def _may_be_old(texts: list[str]) -> bool:
    """Tell whether few letters of *texts* are ones that only Unicode has: a quick first look."""
    joined = "".join(texts)
    beyond = len(re.findall("[\u1ea0-\u1ef9\u01a0-\u01b0\u0110\u0111]", joined))
    return beyond * 50 < len(joined)


def _unescape(text: str) -> str:
    """Write references to characters as these, but for the signs of HTML."""
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), text)


def _settle(text: str, counts: Counter[str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    plain, _ = thin_marks(strip_controls(text.replace("\xad", ""))[0])
    if "\u200b" in plain and not _KHMER.search(plain):
        plain = plain.replace("\u200b", "")
    whole = nfc(plain)
    counts["composed"] += whole != plain
    counts["eth"] += len(_SEEN_ETH.findall(whole))
    return whole.translate(_ETH)


def _told(encoding: str, count: int) -> Remark:
    return Remark("note", f"chữ {encoding} đổi sang Unicode: {format_number(count)} ký tự")


def _told_counts(counts: Counter[str]) -> list[Remark]:
    remarks = []
    if counts["composed"]:
        remarks.append(Remark("note", f"chữ tổ hợp rời được ghép lại ở {counts['composed']} chỗ"))
    if counts["eth"]:
        remarks.append(
            Remark("note", f"chữ «Ð» chỉ giống «Đ» được đổi thành «Đ» ở {counts['eth']} chỗ")
        )
    return remarks
