# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses on the web as editors write them: whose they are, and whose they only seem.

Takes addresses apart as browsers do, which read "\\" as "/" and any letter case alike.
"""

import contextlib
import re
import unicodedata
from dataclasses import dataclass

_WEB = re.compile(r"\s*(?:https?:)?[/\\]{2}([^/\\?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_PORT = re.compile(r":[0-9]*\Z")
# Letters that browsers pass over in the name of a host.
_PASSED_OVER = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# "http" and "https" with letters missing or doubled, or other signs for "://".
_BROKEN_SCHEME = re.compile(
    r"(?:h+t+p+s*|h+t+s|t+p+s*|h+p+s*)\s*(?:[:;]\s*[/\\:]*|[/\\]{2,}:*[/\\]*)\s*(?=[\w\[])",
    re.IGNORECASE,
)
_WHOLE_SCHEME = re.compile(r"https?://(?=[^/?#\s])", re.IGNORECASE)
_DOMAINS = "vn com net org gov edu info int asia eu biz io tv me app dev gle be ly uk us jp kr cn"
_HOST = re.compile(
    rf"(?:www\.)?(?:[\w-]+\.)+(?:{'|'.join(_DOMAINS.split())})(?::[0-9]{{1,5}})?(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"[+(]{0,2}[0-9][0-9 .()-]{6,20}")
_TELEPHONE = re.compile(r"tel:(?: ?[0-9().+-]+(?=\s|\Z))+", re.IGNORECASE)
_SPACED_SCHEME = re.compile(r"(mailto|tel): +([^\s@]+@\S+|[0-9().+ -]+)", re.IGNORECASE)
_ADDRESS_BEGINS = re.compile(rf"(?:(?:https?|mailto):|/|www\.|{_HOST.pattern})\S*", re.IGNORECASE)
# What goes on with an address behind a blank: "https://a.vn/van ban/qd 1.pdf".
_ADDRESS_GOES_ON = re.compile(r"[^/]*[^/\s]/|.*\.[A-Za-z][A-Za-z0-9]{1,4}(?:[?#]\S*)?\Z", re.DOTALL)
_WORDS_OF_QUERY = re.compile(r"[?&][^=&]*=[^&=]*[^\W\d_][^&=]*\Z")
_OF_GOVERNMENT = re.compile(r"(?:\A|[.-])gov[.-]?vn(?=[.-])")
# Letters of other scripts, and odd Latin ones, that look like plain ones.
_PAIRS = """
    аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw кk мm тt вb гr пn нh
    αa οo ρp νv ιi κk τt υu χx εe ɑa ɡg ıi ǀl
"""
_LOOK_ALIKE = str.maketrans(dict(_PAIRS.split()))
_IMITATING = frozenset(("Cyrillic", "Greek", "Armenian", "Cherokee"))
_SIGNS_ALIKE = str.maketrans({"0": "o", "1": "l", "-": None, ".": None})


@dataclass(frozen=True, slots=True)
class Web:
    """A web address: the host in small letters without port and "www.", and what follows it.

    `stranger` says that something stands before the host, as in "https://a.vn@b.example".
    """

    host: str
    rest: str
    stranger: bool


def web_of(written: str) -> Web | None:
    """Take a web address apart; None where *written* is none."""
    found = _WEB.fullmatch(written)
    if not found:
        return None
    _, at, host = found[1].rpartition("@")
    host = unicodedata.normalize("NFKC", host).translate(_PASSED_OVER).lower()
    host = _PORT.sub("", host.replace("。", ".")).rstrip(".")
    return Web(host.removeprefix("www."), found[2].replace("\\", "/"), bool(at))


class OwnAddresses:
    """The addresses of the portal, however they are written."""

    def __init__(self, urls: tuple[str, ...]) -> None:
        webs = [web for url in urls if (web := web_of(url)) is not None]
        self._prefixes = {web.host: web.rest.rstrip("/") for web in webs}

    def place(self, web: Web) -> str | None:
        """Tell the address within the site ("/tin-tuc/"); None for what is not below it."""
        prefix = self._prefixes.get(web.host)
        if prefix is None or web.stranger or not web.rest.startswith(prefix):
            return None
        rest = web.rest[len(prefix) :]
        if rest[:1] not in ("", "/", "?", "#"):
            return None
        return rest if rest.startswith("/") else f"/{rest}"

    def imitated_by(self, web: Web) -> str | None:
        """Say why *web* only looks like an address of the portal or of an authority.

        None if it does not. Worded for a Fault's `problem`.
        """
        if web.stranger:
            return f"dẫn đến «{web.host}», không phải nơi ghi trước dấu @"
        host = _decoded(web.host)
        if odd := _odd_letter(host):
            return f"có chữ «{odd}» ({_script(odd)}) trong tên miền, trông như chữ khác"
        if host in self._prefixes or host.endswith(".gov.vn"):
            return None
        if _OF_GOVERNMENT.search(host):
            return f"dẫn đến «{host}», không phải cơ quan nhà nước (.gov.vn)"
        for own in self._prefixes:
            if f".{own}." in f".{host}" and not host.endswith(f".{own}"):
                return f"dẫn đến «{host}», không phải «{own}»"
            if _skeleton(host) == _skeleton(own):
                return f"dẫn đến «{host}», chỉ gần giống «{own}»"
        return None


def names_other_host(words: str, href: str) -> str | None:
    """Tell the host that the *words* of a link name, where it is not that of *href*."""
    words = words.strip()
    named = web_of(words) or (web_of(f"//{words}") if _HOST.match(words) else None)
    target = web_of(href)
    if named is None or target is None or any(sign.isspace() for sign in words):
        return None
    is_same = target.host == named.host or target.host.endswith(f".{named.host}")
    return None if is_same or "." not in named.host else named.host


def part_words(written: str) -> tuple[str, str] | None:
    """Part from an address the words behind it, "https://a.vn/b (trang 8)"; None without.

    Blanks may be part of an address: of a file's name or folder, what is searched for, the
    subject of a mail, a telephone number.
    """
    found = _TELEPHONE.match(written) or _ADDRESS_BEGINS.match(written)
    if found is None:
        return None
    address, words = found[0].rstrip(" ,;"), written[found.end() :].strip()
    if not words or _ADDRESS_GOES_ON.match(words) or _WORDS_OF_QUERY.search(address):
        return None
    return address if ":" in address or address[0] == "/" else f"https://{address}", words


def mend_address(written: str) -> tuple[str, str] | None:
    """Tell what is wrong with an address that is nearly one, and the mend; None if it is not.

    Worded for a Fault's `problem` and `mend`.
    """
    if written.startswith("#"):
        return (
            f"«{written}» dẫn đến một mục trong bài, cổng không có loại liên kết này",
            "bỏ liên kết, chỉ để lại chữ",
        )
    if found := _SPACED_SCHEME.fullmatch(written):
        return (
            f"«{written}» có dấu cách sau «{found[1]}:»",
            f"viết «{found[1].lower()}:{''.join(found[2].split())}»",
        )
    scheme = _BROKEN_SCHEME.match(written)
    if scheme and not _WHOLE_SCHEME.match(written):
        rest = written[scheme.end() :]
        return f"«{written}» viết sai phần đầu của địa chỉ", f"viết «https://{rest}»"
    if written.startswith("//") and _HOST.match(written, 2):
        return f"«{written}» thiếu «https:» ở đầu", f"viết «https:{written}»"
    if _HOST.match(written):
        return f"«{written}» thiếu «https://» ở đầu", f"viết «https://{written}»"
    if _MAIL.fullmatch(written):
        return f"«{written}» thiếu «mailto:» ở đầu", f"viết «mailto:{written}»"
    if _PHONE.fullmatch(written):
        number = "".join(sign for sign in written if sign.isdigit() or sign == "+")
        return f"«{written}» thiếu «tel:» ở đầu", f"viết «tel:{number}»"
    return None


def _decoded(host: str) -> str:
    """Write a host in its own letters: "xn--…" is what programs make of them."""
    labels = []
    for label in host.split("."):
        if label.startswith("xn--"):
            with contextlib.suppress(UnicodeError, ValueError):
                label = label[4:].encode().decode("punycode")
        labels.append(label)
    return ".".join(labels)


def _odd_letter(host: str) -> str | None:
    """Find the letter that imitates a plain one: of another script, or with a mark it lacks."""
    for label in host.split("."):
        foreign = [sign for sign in label if not sign.isascii()]
        if not foreign:
            continue
        alike = [sign for sign in foreign if sign.translate(_LOOK_ALIKE).isascii()]
        if alike and (len(alike) == len(foreign) or any(sign.isascii() for sign in label)):
            return alike[0]
        scripts = {_script(sign) for sign in label if sign.isalpha()}
        if len(scripts) > 1 and scripts & _IMITATING:
            return next(sign for sign in foreign if _script(sign) in _IMITATING)
    if not host.isascii() and ".gov.vn" in host:
        return next(sign for sign in host if not sign.isascii())
    return None


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0].title()


def _skeleton(host: str) -> str:
    """Write a host so that what looks alike at a glance is alike."""
    apart = unicodedata.normalize("NFD", host.replace("đ", "d").translate(_LOOK_ALIKE))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare.translate(_SIGNS_ALIKE).replace("rn", "m").replace("vv", "w")
