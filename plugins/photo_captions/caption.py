# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands below a photo: its caption, and whose photo it is."""

import re
from dataclasses import dataclass

from plugins.vietnamese.letters import drop_full_stop, nfc, one_line

LONGEST_CREDIT = 80

# "Ảnh minh họa" tells what kind of photo it is, which must not get lost with the credit.
_KIND = r"(?:\s(?:minh\sh(?:ọa|oạ)|tư\sliệu|sưu\stầm|lưu\strữ))"
_MARKER = re.compile(rf"(?P<label>ảnh(?P<kind>{_KIND})?)\s*:\s*", re.IGNORECASE)
# "Ảnh VGP/Đức Tuân": without a colon only before the capitals of an agency.
_AGENCY = re.compile(r"(?i:ảnh)\s(?=[A-ZĐ]{2,}(?:[/-]\S|[\s.]*$))")
# What may stand before a closing credit.
_BREAK = re.compile(r"[.!?…;|]\s*|[)\]\"”’»]\s+|\s[-–—]\s*|[-–—]\s|\n")
_FILM_SHOWS = re.compile(r"(?:video|clip|phim|âm\sthanh)\s*:", re.IGNORECASE)
_FOLLOWING = re.compile(r"ảnh\s*:\s*", re.IGNORECASE)
# "(Ảnh: TTXVN)", "– Ảnh: TTXVN": a line that may be a credit and nothing else.
_LONE_CREDIT = re.compile(r"(?:[(\[]|[-–—]\s)\s*ảnh\s*:", re.IGNORECASE)
# What marks the words below a film or a sound besides; it stays among them, as it names what
# was done (filmed, recorded, read).
_OF_MEDIA = re.compile(
    r"(?:video|clip|phim|quay(?:\sphim)?|âm\sthanh|thu\sâm|giọng\sđọc|thực\shiện)\s*:\s*",
    re.IGNORECASE,
)
# Credits that are no names, and so may begin with a small letter.
_COMMON_CREDIT = re.compile(
    r"(?:tư liệu|tl|internet|sưu tầm|st|minh h(?:ọa|oạ)|lưu trữ|ctv|cộng tác viên|pv|phóng viên"
    r"|tác giả|bạn đọc|nhân vật|gia đình|người dân|đơn vị|cơ quan|facebook|chụp màn hình"
    r"|cắt từ|do|theo|báo|đài|sở|trung tâm|văn phòng|công an)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(\w+)[.!?…]\s")


@dataclass(frozen=True, slots=True)
class Caption:
    """The words below a photo; either part may be missing, none is ever empty."""

    text: str | None
    credit: str | None


def parse_caption(text: str, of_media: bool = False) -> Caption:
    """Part a caption from the credit that closes it.

    The credit is marked by "Ảnh:", in any letter case, in brackets, or behind a
    full stop, a dash, a closing quote or a line end; "tấm ảnh: …" within a
    sentence is none, nor is what reads like a sentence: longer than 80
    characters, or beginning with a small letter and not one of the usual
    "tư liệu", "internet" and so on. Text that is only a credit has no caption.
    A kind of photo stays in the caption: "Chợ. Ảnh minh họa: Đặng Lê" is the
    caption "Chợ. Ảnh minh họa". Below a film or sound, *of_media*, "Quay phim: Lê Anh" and
    the like are credits too, which keep their mark.
    """
    text = "\n".join(one_line(line) for line in text.strip().splitlines())
    parted = _part_bracket(text, of_media) or _part_closing(text, of_media)
    if parted is None:
        return Caption(one_line(text) or None, None)
    before, credit = parted
    return Caption(one_line(before) or None, credit)


def parse_following(text: str, of_media: bool = False) -> str | None:
    """Give what stands behind the "Ảnh:" that opens a line below a photo.

    None if the line does not open so, or if nothing follows. What is given may
    end in a credit of its own: it is for parse_caption. A line that is a credit alone, in
    brackets or behind a dash, is given whole. Below a film or sound, *of_media*,
    "Video: …" and the like open it too, and are given as well.
    """
    text = one_line(text)
    if of_media and (opening := _OF_MEDIA.match(text)):
        return text if opening.end() < len(text) else None
    if marker := _FOLLOWING.match(text):
        return text[marker.end() :] or None
    return text if _LONE_CREDIT.match(text) and parse_caption(text).text is None else None


def may_follow(text: str) -> bool:
    """Tell whether any part of *text* can be one that parse_following understands."""
    # A colon is found sooner, and most texts have none.
    if ":" not in text:
        return False
    text = nfc(text)
    return (_FOLLOWING.search(text) or _OF_MEDIA.search(text)) is not None


def tells_what(text: str) -> bool:
    """Tell whether a line below a film or sound says what is shown rather than who made it."""
    return _FILM_SHOWS.match(text) is not None


def _part_bracket(text: str, of_media: bool) -> tuple[str, str] | None:
    """Find "… (Ảnh: TTXVN)" at the end."""
    body = text.rstrip(" .")
    opening = _opening_bracket(body)
    if opening is None:
        return None
    marked = _marked(body[opening + 1 : -1], of_media)
    if marked is None:
        return None
    kind, credit = marked
    before = body[:opening].rstrip()
    if kind:
        return f"{before} ({kind}){text[len(body) :]}", credit
    stop = "." if before and text != body and before[-1] not in ".!?…" else ""
    return before.rstrip(" -–—|;,") + stop, credit


def _part_closing(text: str, of_media: bool) -> tuple[str, str] | None:
    """Find "Ảnh: TTXVN" behind the last break that has one, or as the whole text."""
    for start in reversed([0, *(found.end() for found in _BREAK.finditer(text))]):
        marked = _marked(text[start:], of_media)
        if marked is not None:
            kind, credit = marked
            before = text[:start]
            return (before + kind if kind else before.rstrip(" -–—|;,\n")), credit
    return None


def _marked(text: str, of_media: bool) -> tuple[str, str] | None:
    """Read a marker and the credit behind it: the kind of photo, and the credit."""
    if of_media and (opening := _OF_MEDIA.match(text)):
        credit = drop_full_stop(one_line(text))
        return ("", credit) if _reads_like_credit(credit[opening.end() :]) else None
    marker = _MARKER.match(text) or _AGENCY.match(text)
    if marker is None:
        return None
    credit = drop_full_stop(one_line(text[marker.end() :]))
    if not _reads_like_credit(credit):
        return None
    kind = marker.groupdict().get("kind")
    return (marker["label"] if kind else ""), credit


def _opening_bracket(text: str) -> int | None:
    """Find where the bracket opens that closes at the end of *text*."""
    if not text.endswith((")", "]")):
        return None
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {")": 1, "]": 1, "(": -1, "[": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return None


def _reads_like_credit(credit: str) -> bool:
    first = next((char for char in credit if char.isalnum()), None)
    if first is None or len(credit) > LONGEST_CREDIT:
        return False
    # "TS. Lê Anh" goes on after its full stop, "Lê Anh. Cầu dài 300 m" begins anew.
    for word in _SENTENCE_END.findall(credit):
        if len(word) > 2 and sum(char.isupper() for char in word) < 2:
            return False
    first_word = credit.split()[0]
    return (
        not first.islower()
        or any(char.isupper() or char in "./@" for char in first_word)
        or _COMMON_CREDIT.match(credit) is not None
    )
