# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a build: what they must say, and what follows from them."""

import copy
import datetime as dt
import difflib
import logging
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import jinja2
from pelican.settings import DEFAULT_CONFIG, configure_settings, handle_deprecated_settings

from plugins.newsroom.field_names import LANGUAGES
from plugins.newsroom.search_text import tokens_of
from plugins.press.contrast import LINES, TEXT, darkened, passes
from plugins.press.errors import Refusal
from plugins.vietnamese.dates import (
    DEFAULT_PATTERNS,
    DateError,
    Moment,
    format_moment,
    parse_moment,
)
from plugins.vietnamese.letters import fold, slugify

#: Where the site stands until a setting tells.
LOCAL_URL = "http://localhost:8000"
#: Letters of a value that a message repeats.
LONGEST_SHOWN = 80
#: What the settings must say; under a misspelt name it would count as unsaid.
OWN_SETTINGS = (
    "PORTAL",
    "PORTAL_URL",
    "NEWS_SECTIONS",
    "NOTICES_SECTION",
    "OLD_NOTICE",
    "DATE_PATTERNS",
    "PER_PAGE",
)
#: What they may say besides.
OPTIONAL_SETTINGS = (
    "GUARD_ADDRESSES",
    "ALLOW_GONE",
    "MAX_SHRINK",
    "PUBLISHED_FILE",
    "PUBLISHED_URL",
    "FIRST_RELEASE",
    "CLOCK_OK",
    "CHECK_ONLY",
    "PREVIEW",
    "REDIRECT_PAGES",
    "PRECOMPRESS",
    "SEARCH",
    "SEARCH_ABBREVIATIONS",
    "SERVICES",
    "FRONT_DAYS",
    "OFFLINE",
    "PORTAL_IN",
    "SECTION_INTROS",
)
#: The plugins that the site cannot do without, and what would be lacking.
_NEEDED_PLUGINS = {
    "plugins.vietnamese_dates": "không in được ngày tháng theo cách Việt Nam",
    "plugins.photo_captions": "không nhận được chú thích và nguồn ảnh",
}
#: What Pelican takes as a list, or as a text, and stumbles over otherwise; an example.
_LISTS = {
    "PLUGINS": "plugins.vietnamese_dates",
    "PLUGIN_PATHS": "phan-bo-tro",
    "IGNORE_FILES": "*.bak",
}
_TEXTS = {
    "SITEURL": "https://tinh.gov.vn",
    "DEFAULT_LANG": "vi",
    "PATH": "content",
    "OUTPUT_PATH": "output",
    "CACHE_PATH": "cache",
    "THEME": "theme",
}
#: What PORTAL says in words, in its order.
_PORTAL_WORDS = ("name", "description", "publisher", "editor", "address", "phone", "email")
_PORTAL_WORDS += ("licence", "credit")
_PORTAL_KEYS = (*_PORTAL_WORDS, "lines", "colours", "links", "logo")
#: What PORTAL_IN says of each language, besides `old_notice` where there is one.
_WORDS_IN = tuple(key for key in _PORTAL_WORDS if key not in ("phone", "email"))
_URL = "https://tinh.gov.vn"
# No signs that end an address, and none that nobody sees.
_HOST_SIGN, _SIGN = r"[^\s/?#\"<>\x00-\x1f\x7f-\x9f]", r"[^\s\"<>\x00-\x1f\x7f-\x9f]"
_SITE_URL = re.compile(rf"https?://{_HOST_SIGN}+(?:/(?:(?![?#]){_SIGN})*)?")
_LINK = re.compile(rf"/(?!/){_SIGN}*|https?://{_HOST_SIGN}+\.{_HOST_SIGN}+(?:[/?#]{_SIGN}*)?")
#: What a tile leads to besides: a number to ring.
_CALL = re.compile(r"tel:\+?[0-9]{3,15}")
#: The drawings of the theme's macros/icon.html.
ICONS = ("form", "speech", "calendar", "map", "phone", "scales", "people", "chart")
ICONS += ("health", "school", "bus", "leaf")
MOST_SERVICES = 8
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
#: The form of a colour that share cards (Pillow) and style sheets both read.
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
#: The light surfaces that the portal's colours meet. In the dark the theme has its own.
#: Source: tokens.css (paper, mist, cream, rose); white stands on the brand and brand-dark.
_SURFACES = ("#ffffff", "#f1f6fa", "#fff8e1", "#fdf1f0")
_COLOURS = {
    "brand": (_SURFACES, TEXT, "chữ và nền của cổng"),
    "brand-dark": (("#ffffff",), TEXT, "chữ trắng trên nền ấy"),
    "accent": (_SURFACES[:2], LINES, "đường kẻ trên nền sáng"),
}
#: Options of Jinja's environment that `Theme.environment` sets itself.
_FIXED_OPTIONS = frozenset(("loader", "undefined", "auto_reload", "bytecode_cache"))
#: Names that templates get from the theme: a setting of such a name would have no effect.
TAKEN_NAMES: Mapping[str, tuple[str, ...]] = {
    "JINJA_FILTERS": (
        *("href", "absolute", "json_script", "qr_code", "teaser"),
        *("vietnamese_date", "vietnamese_short_date", "vietnamese_long_date"),
    ),
    "JINJA_GLOBALS": ("remember", "page", "site", "say", "address", "body", "structured"),
}
#: Templates that print pages; a theme without them, or without its words, is another site's.
_TEMPLATES = ("404", "article", "corrections", "feed_body", "front", "gone", "list", "moved")
_TEMPLATES += ("page", "edition", "directory")


_NO_ZONE = Refusal("thiếu cài đặt TIMEZONE", 'ghi TIMEZONE = "Asia/Ho_Chi_Minh"')


class SettingsRefusal(Refusal):
    """Several refusals at once, a line each."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(self.refusals[0].problem, self.refusals[0].mend)

    def __str__(self) -> str:
        return "\n".join(map(str, self.refusals))


def refuse_settings(settings: Mapping[str, Any]) -> None:
    """Raise SettingsRefusal, with all there is to mend, where a site would not be as meant."""
    refusals = list(_refusals(settings))
    if refusals:
        raise SettingsRefusal(refusals)


def refuse_what_pelican_cannot_take(settings: Mapping[str, Any], folder: Path) -> None:
    """Raise SettingsRefusal where Pelican would stumble over the *settings* of a file.

    It would end with a traceback, or put its own default in their place, before anything
    here is asked. What else is wrong is told with them. *folder* is that of the file.
    """
    refusals: list[Refusal] = []
    sound = {**DEFAULT_CONFIG, "PLUGINS": tuple(_NEEDED_PLUGINS)}
    # Where these are refused nothing else can be said of them.
    del sound["THEME"], sound["JINJA_ENVIRONMENT"]
    for name, value in settings.items():
        mend = _mend_for_pelican(name, value, folder)
        if mend:
            refusals.append(_unusable(name, value, mend))
        else:
            sound[name] = value
    if "TIMEZONE" not in settings:
        refusals.append(_NO_ZONE)
    refusals += _refused_by_pelican(sound)
    if refusals:
        raise SettingsRefusal((*refusals, *_refusals(sound)))


def _refused_by_pelican(settings: Mapping[str, Any]) -> list[Refusal]:
    """List the *settings*, sound as far as is known, that Pelican ends with a traceback for."""
    if _why_refused(settings) is None:
        return []
    refusals: list[Refusal] = []
    sound: dict[str, Any] = {}
    for name, value in settings.items():
        why = _why_refused({**sound, name: value})
        if why is None:
            sound[name] = value
        else:
            mend = f"bỏ nó, hoặc ghi như tài liệu của Pelican (Pelican báo «{why}»)"
            refusals.append(_unusable(name, value, mend))
    return refusals


def _why_refused(settings: Mapping[str, Any]) -> str | None:
    """Tell in Pelican's words why it cannot take *settings*; None where it can."""
    # It stumbles over a place that is not there, for which the command line may give another.
    places = {"PATH": os.curdir, "THEME": os.curdir}
    given = {**copy.deepcopy(DEFAULT_CONFIG), **settings, **places}
    level = logging.root.manager.disable
    # It warns of what it puts in order when it is asked in earnest.
    logging.disable(logging.CRITICAL)
    try:
        configure_settings(handle_deprecated_settings(given))
    except Exception as error:
        return " ".join(f"{type(error).__name__}: {error}".split())
    finally:
        logging.disable(level)
    return None


def _mend_for_pelican(name: str, value: object, folder: Path) -> str | None:
    """Tell how to mend a setting that Pelican cannot take; None for all others."""
    if name in _LISTS and not isinstance(value, list | tuple):
        return f'ghi một danh sách, ví dụ ["{_LISTS[name]}"]'
    if name == "PLUGIN_PATHS" and not all(isinstance(folder, str | Path) for folder in value):
        return f'ghi tên các thư mục, ví dụ ["{_LISTS[name]}"]'
    if name == "PLUGINS":
        for plugin in value:
            if not isinstance(plugin, str) and not callable(getattr(plugin, "register", None)):
                return f"«{plugin}» không có register(): ghi tên một phần bổ trợ, hoặc bỏ nó"
    if name in _TEXTS and not isinstance(value, str | Path):
        return f'ghi một dòng chữ trong ngoặc kép, ví dụ "{_TEXTS[name]}"'
    if name == "THEME" and not (folder / value).is_dir():
        return "sửa cho đúng thư mục theme/ của cổng"
    if name == "PELICAN_CLASS" and not isinstance(value, type):
        return "giữ PELICAN_CLASS = NewsPelican"
    if name == "JINJA_ENVIRONMENT" and not isinstance(value, Mapping):
        return 'ghi một dict có "autoescape": True'
    return None


def _refusals(settings: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from settings.get("UNHEEDED", ())
    # Under a misspelt name they are not missing as well: "sửa thành PER_PAGE".
    meant = {refusal.mend.rpartition(" ")[2] for refusal in settings.get("UNHEEDED", ())}
    for name in OWN_SETTINGS:
        if name not in settings and name not in meant:
            yield Refusal(
                f"thiếu cài đặt {name}",
                "ghi nó vào tệp cấu hình, đúng tên như trong pelicanconf.py",
            )
    for name, lacking in _NEEDED_PLUGINS.items():
        if name not in settings["PLUGINS"]:
            yield Refusal(
                f"PLUGINS thiếu «{name}», nên {lacking}", "thêm nó vào PLUGINS của tệp cấu hình"
            )
    checks = {
        "PORTAL": _check_portal,
        "PORTAL_URL": _check_address,
        "SITEURL": _check_address,
        "NEWS_SECTIONS": _check_sections,
        "OLD_NOTICE": _check_notice,
        "DATE_PATTERNS": _check_patterns,
        "PER_PAGE": _check_per_page,
        "REDIRECT_PAGES": _check_yes_or_no,
        "PRECOMPRESS": _check_yes_or_no,
        "SERVICES": _check_services,
        "FRONT_DAYS": _check_days,
        "SEARCH": _check_yes_or_no,
        "OFFLINE": _check_yes_or_no,
        "GUARD_ADDRESSES": _check_yes_or_no,
        "ALLOW_GONE": _check_allowed,
        "PUBLISHED_FILE": _check_published_file,
        "PUBLISHED_URL": _check_published_url,
        "CLOCK_OK": _check_clock,
        "SEARCH_ABBREVIATIONS": _check_abbreviations,
        "TIMEZONE": _check_zone,
        "DEFAULT_LANG": _check_language,
        "IGNORE_FILES": _check_ignored,
        "THEME": _check_theme,
        "JINJA_ENVIRONMENT": _check_jinja,
        **dict.fromkeys(("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS"), _check_table),
    }
    if "SITENAME" in settings and not _is_words(settings["SITENAME"]):
        mend = 'ghi tên của cổng, hoặc bỏ nó, để dùng "name" của PORTAL'
        yield _unusable("SITENAME", settings["SITENAME"], mend)
    for name, check in checks.items():
        if name in settings:
            yield from check(name, settings[name])
    if "TIMEZONE" not in settings:
        yield _NO_ZONE
    yield from _check_portal_in(settings)
    notices, sections = settings.get("NOTICES_SECTION"), settings.get("NEWS_SECTIONS")
    if sections and isinstance(sections, Mapping):
        yield from _check_intros(settings.get("SECTION_INTROS", {}), sections)
    if sections and isinstance(sections, Mapping) and notices not in (None, *sections):
        yield Refusal(
            f"không có chuyên mục «{notices}» của NOTICES_SECTION",
            f"chọn một trong: {', '.join(map(str, sections))}, hoặc ghi None",
        )


def lost_plugin(name: str, why: str) -> Refusal:
    """Tell of a plugin called *name* that was not loaded; *why* is "" where it is not there."""
    near = nearest_setting(name, _NEEDED_PLUGINS, 0.8)
    reason = f" («{why}»)" if why else ""
    mend = "cài thứ nó cần, hoặc gỡ nó" if why else "cài nó, hoặc bỏ nó khỏi tệp cấu hình"
    return Refusal(
        f"không nạp được «{name}» của PLUGINS{reason}", f"sửa thành «{near}»" if near else mend
    )


def _unusable(name: str, value: object, mend: str) -> Refusal:
    shown = value if isinstance(value, str) else repr(value)
    if len(shown) > LONGEST_SHOWN:
        # The end of a path tells most.
        half = LONGEST_SHOWN // 2
        shown = f"{shown[: half - 1]}…{shown[-half:]}"
    return Refusal(f"không dùng được {name} là «{shown}»", mend)


def _check_portal(name: str, portal: object) -> Iterator[Refusal]:
    if not isinstance(portal, Mapping):
        yield _unusable(name, portal, "ghi một dict, như trong pelicanconf.py")
        return
    needed = (*_PORTAL_WORDS, "lines", "colours")
    yield from _check_keys(name, portal, needed, _PORTAL_KEYS, "thêm nó, như trong pelicanconf.py")
    for key in _PORTAL_WORDS:
        if key in portal and not _is_words(portal[key]):
            yield _unusable(f"{key} của PORTAL", portal[key], "ghi một dòng chữ trong ngoặc kép")
    email = portal.get("email")
    if _is_words(email) and not _EMAIL.fullmatch(email):
        yield _unusable("email của PORTAL", email, "ghi địa chỉ thư, ví dụ bientap@tinh.gov.vn")
    lines = portal.get("lines", ("", ""))
    if not _is_list(lines) or len(lines) != 2 or not all(isinstance(line, str) for line in lines):
        yield _unusable("lines của PORTAL", lines, 'ghi đúng hai dòng: ("Dòng trên", "Dòng dưới")')
    if "logo" in portal and portal["logo"] is not None and not _is_words(portal["logo"]):
        yield _unusable(
            "logo của PORTAL", portal["logo"], "ghi tên tệp trong theme/static, hoặc None"
        )
    yield from _check_links(portal.get("links", ()))
    if "colours" in portal:
        yield from _check_colours(portal["colours"])


def _check_keys(
    name: str, table: Mapping[str, Any], needed: Iterable[str], known: Sequence[str], mend: str
) -> Iterator[Refusal]:
    """Check the keys of *table*; one that is misspelt is not told again as missing.

    *mend* is for a key that is missing.
    """
    missing = [key for key in needed if key not in table]
    for key in table:
        if key in known:
            continue
        near = nearest_setting(str(key), missing) or nearest_setting(str(key), known)
        if near in missing:
            missing.remove(near)
        to_do = f"sửa thành «{near}»" if near else f"bỏ nó; được dùng: {', '.join(known)}"
        yield Refusal(f"không có khóa «{key}» trong {name}", to_do)
    for key in missing:
        yield Refusal(f"{name} thiếu khóa «{key}»", mend)


def _check_portal_in(settings: Mapping[str, Any]) -> Iterator[Refusal]:
    """Check PORTAL_IN: the portal is told in a language as a whole, or not at all."""
    portals = settings.get("PORTAL_IN", {})
    if not isinstance(portals, Mapping):
        mend = 'ghi một dict: {"en": {…}}, như trong pelicanconf.py'
        yield _unusable("PORTAL_IN", portals, mend)
        return
    for lang, portal in portals.items():
        if lang not in LANGUAGES[1:]:
            known = ", ".join(LANGUAGES[1:])
            yield Refusal(f"không có tiếng «{lang}» trong PORTAL_IN", f"được dùng: {known}")
        elif not isinstance(portal, Mapping):
            mend = "ghi một dict, như trong pelicanconf.py"
            yield _unusable(f"PORTAL_IN của tiếng «{lang}»", portal, mend)
        else:
            yield from _check_words_in(f"PORTAL_IN của tiếng «{lang}»", portal, settings)


def _check_words_in(
    name: str, portal: Mapping[str, Any], settings: Mapping[str, Any]
) -> Iterator[Refusal]:
    words = [*_WORDS_IN, *(["old_notice"] if settings.get("OLD_NOTICE") else [])]
    known = (*_WORDS_IN, "old_notice", "lines", "sections")
    mend = "thêm nó bằng tiếng ấy, hoặc bỏ cả tiếng ấy"
    yield from _check_keys(name, portal, (*words, "lines", "sections"), known, mend)
    for key in words:
        if key in portal and not _is_words(portal[key]):
            yield _unusable(f"{key} của {name}", portal[key], "ghi một dòng chữ trong ngoặc kép")
    lines = portal.get("lines", ("", ""))
    if not _is_list(lines) or len(lines) != 2 or not all(isinstance(line, str) for line in lines):
        mend = 'ghi đúng hai dòng: ("Dòng trên", "Dòng dưới")'
        yield _unusable(f"lines của {name}", lines, mend)
    names, sections = portal.get("sections", {}), settings.get("NEWS_SECTIONS")
    if not isinstance(names, Mapping):
        yield _unusable(f"sections của {name}", names, 'ghi một dict: {"kinh-te": "Economy", …}')
    elif sections and isinstance(sections, Mapping) and "sections" in portal:
        # A section without a name there keeps its own, marked as such.
        for slug, words in names.items():
            if slug not in sections:
                yield Refusal(f"sections của {name} có mục lạ «{slug}»", "bỏ dòng ấy")
            elif not _is_words(words):
                yield _unusable(f"tên của mục «{slug}» trong {name}", words, "ghi tên mục")


def _check_links(links: object) -> Iterator[Refusal]:
    example = '("Báo Điện tử Chính phủ", "https://baochinhphu.vn/")'
    if not _is_list(links):
        yield _unusable("links của PORTAL", links, f"ghi các cặp tên, địa chỉ: ({example}, …)")
        return
    for link in links:
        if not _is_list(link) or len(link) != 2 or not all(map(_is_words, link)):
            yield _unusable("một dòng links của PORTAL", link, f"ghi một cặp: {example},")
        elif not _leads(_LINK, link[1]):
            yield _unusable(
                f"địa chỉ của «{link[0]}» trong links", link[1], _whole_address(link[1])
            )


def _leads(form: re.Pattern[str], address: object) -> bool:
    """Tell whether *address* is one of the *form*, with a port that there is."""
    try:
        return bool(isinstance(address, str) and form.fullmatch(address)) and (
            urlsplit(address).port != 0
        )
    except ValueError:
        return False


def _whole_address(address: str, besides: str = "") -> str:
    """Tell what to write in place of an *address* that leads nowhere."""
    host = address.partition("://")[2] or address.lstrip("/")
    if ":" not in address.replace("://", "") and _leads(_LINK, f"https://{host}"):
        return f"ghi «https://{host}»"
    return f"ghi địa chỉ đầy đủ, hoặc /trang/{besides}"


def _check_services(name: str, services: object) -> Iterator[Refusal]:
    example = '("Dịch vụ công", "https://dichvucong.gov.vn/", "form")'
    if not _is_list(services):
        yield _unusable(name, services, f"ghi các bộ ba tên, địa chỉ, hình: ({example}, …)")
        return
    if len(services) > MOST_SERVICES:
        yield Refusal(f"{name} có {len(services)} ô", f"giữ nhiều nhất {MOST_SERVICES} ô")
    seen: set[str] = set()
    for service in services:
        if not _is_list(service) or len(service) != 3 or not all(map(_is_words, service)):
            yield _unusable(f"một ô của {name}", service, f"ghi một bộ ba: {example},")
            continue
        words, address, icon = service
        if not (_leads(_LINK, address) or _CALL.fullmatch(address)):
            mend = _whole_address(address, ", hoặc số điện thoại như tel:1022")
            bare = re.sub(r"[\s.-]", "", address.partition(":")[2] or address)
            if _CALL.fullmatch(f"tel:{bare}"):
                mend = f"ghi «tel:{bare}»"
            yield _unusable(f"địa chỉ của ô «{words}» trong {name}", address, mend)
        if icon not in ICONS:
            near = nearest_setting(icon, ICONS)
            mend = f"sửa thành «{near}»" if near else f"được dùng: {', '.join(ICONS)}"
            yield _unusable(f"hình của ô «{words}» trong {name}", icon, mend)
        if words in seen:
            yield Refusal(f"hai ô của {name} cùng tên «{words}»", "đổi tên hoặc bỏ một ô")
        seen.add(words)


def _check_days(name: str, days: object) -> Iterator[Refusal]:
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 366:
        yield _unusable(name, days, "ghi một số nguyên từ 1 đến 366, ví dụ 14")


def _check_colours(colours: object) -> Iterator[Refusal]:
    if not isinstance(colours, Mapping):
        yield _unusable("colours của PORTAL", colours, 'ghi {"brand": "#0b5597", …}')
        return
    for key in ("brand", "brand-dark"):
        if key not in colours:
            yield Refusal(f"colours của PORTAL thiếu «{key}»", "thêm nó, ví dụ #0b5597")
    for key, colour in colours.items():
        if key not in _COLOURS:
            near = nearest_setting(str(key), _COLOURS) or ", ".join(_COLOURS)
            yield Refusal(f"không có màu «{key}» trong PORTAL", f"được dùng: {near}")
        elif not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            mend = "ghi sáu chữ số mười sáu, ví dụ #0b5597"
            yield _unusable(f"màu {key} của PORTAL", colour, mend)
        elif not passes(colour, *_COLOURS[key][:2]):
            others, least, use = _COLOURS[key]
            yield Refusal(
                f"màu {key} của PORTAL là «{colour}» khó đọc: {use} cần tương phản "
                f"{least:g}:1 theo WCAG AA".replace(".", ","),
                f"ghi «{darkened(colour, others, least)}», hoặc một màu sẫm hơn",
            )


def _check_address(name: str, url: object) -> Iterator[Refusal]:
    # An empty SITEURL is Pelican's default: the site stands on this machine.
    if (url or name != "SITEURL") and not _leads(_SITE_URL, url):
        words = url if isinstance(url, str) else ""
        host = re.sub(r"^[a-z]*[:/]*//|^(?:http|https)[:/]", "", words).strip("/")
        looks_whole = "." in host and _leads(_SITE_URL, f"https://{host}")
        whole = f"https://{host}" if looks_whole else _URL
        if host.startswith(("localhost", "127.0.0.1")):
            whole = f"http://{host}"
        yield _unusable(name, url, f"ghi địa chỉ đầy đủ, ví dụ {whole}")


def _check_sections(name: str, sections: object) -> Iterator[Refusal]:
    if not isinstance(sections, Mapping) or not sections:
        yield _unusable(name, sections, 'ghi một dict: {"kinh-te": "Kinh tế", …}')
        return
    seen: dict[str, str] = {}
    for slug, words in sections.items():
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            mend = f'ghi "{slugify(str(slug)) or "kinh-te"}": chữ thường không dấu, số, gạch nối'
            yield _unusable(f"địa chỉ của một mục trong {name}", slug, mend)
        if not _is_words(words):
            yield _unusable(f"tên của mục «{slug}» trong {name}", words, "ghi tên mục")
        elif (other := seen.setdefault(words.casefold(), str(slug))) != str(slug):
            yield Refusal(
                f"hai mục «{other}» và «{slug}» của {name} cùng tên «{words}»", "đổi tên một mục"
            )


def _check_intros(intros: object, sections: Mapping[str, str]) -> Iterator[Refusal]:
    name = "SECTION_INTROS"
    if not isinstance(intros, Mapping):
        yield _unusable(name, intros, 'ghi một dict: {"kinh-te": "Tin về …", …}')
        return
    for slug, words in intros.items():
        if slug not in sections:
            near = nearest_setting(str(slug), map(str, sections))
            known = ", ".join(map(str, sections))
            mend = f"sửa thành «{near}»" if near else f"chọn một trong: {known}"
            yield Refusal(f"không có chuyên mục «{slug}» của {name}", mend)
        if not _is_words(words):
            yield _unusable(f"lời của mục «{slug}» trong {name}", words, "ghi một, hai câu")


def _check_notice(name: str, notice: object) -> Iterator[Refusal]:
    example = 'ghi (ngày, lời), ví dụ ("2025-07-01", "Bài đăng trước ngày 01/7/2025 …"), hoặc None'
    if notice is None:
        return
    if not _is_list(notice) or len(notice) != 2 or not all(map(_is_words, notice)):
        yield _unusable(name, notice, example)
        return
    try:
        parse_moment(notice[0], ZoneInfo("UTC"))
    except DateError as error:
        yield Refusal(f"ngày của {name}: {error.problem}", error.mend)


def _check_patterns(name: str, patterns: object) -> Iterator[Refusal]:
    if not isinstance(patterns, Mapping):
        yield _unusable(name, patterns, f"ghi đủ ba khóa: {', '.join(DEFAULT_PATTERNS)}")
        return
    missing = [key for key in DEFAULT_PATTERNS if key not in patterns]
    for key, pattern in patterns.items():
        if key not in DEFAULT_PATTERNS:
            near = nearest_setting(str(key), missing) or nearest_setting(str(key), DEFAULT_PATTERNS)
            if near in missing:
                missing.remove(near)
            mend = f"sửa thành «{near}»" if near else f"được dùng: {', '.join(DEFAULT_PATTERNS)}"
            yield Refusal(f"không có khóa «{key}» trong {name}", mend)
        elif not _is_pattern(pattern, key):
            mend = f"ghi chữ trong dấu nháy đơn, như {DEFAULT_PATTERNS[key]}"
            yield _unusable(f"mẫu «{key}» của {name}", pattern, mend)
    for key in missing:
        yield Refusal(f"{name} thiếu khóa «{key}»", f"thêm «{key}»: {DEFAULT_PATTERNS[key]}")


def _is_pattern(pattern: object, precision: str) -> bool:
    """Tell whether Babel can print by *pattern*; it drops what an unclosed quote begins.

    "%d" is what other programs take for a day; here the sign would be printed.
    """
    if not _is_words(pattern) or pattern.count("'") % 2 or "%" in pattern:
        return False
    moment = Moment(dt.datetime(2017, 2, 23, 14, 57, 36, tzinfo=dt.UTC), precision)
    try:
        return bool(format_moment(moment, {precision: pattern}))
    except (KeyError, ValueError):
        return False


def _check_per_page(name: str, number: object) -> Iterator[Refusal]:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        yield _unusable(name, number, "ghi một số nguyên từ 1 trở lên")


def _check_yes_or_no(name: str, value: object) -> Iterator[Refusal]:
    if not isinstance(value, bool):
        yield _unusable(name, value, "ghi True hoặc False")


def _check_allowed(name: str, addresses: object) -> Iterator[Refusal]:
    if not _is_list(addresses) or not all(map(_is_words, addresses)):
        yield _unusable(name, addresses, 'ghi danh sách địa chỉ, ví dụ ["/tin-tuc/2017/02/23/a/"]')


def _check_published_file(name: str, file: object) -> Iterator[Refusal]:
    if file and not isinstance(file, str | Path):
        yield _unusable(name, file, "ghi tên tệp .newsroom.json của lần đăng trước, hoặc bỏ nó")


def _check_published_url(name: str, url: object) -> Iterator[Refusal]:
    if url and not (isinstance(url, str) and _SITE_URL.match(url)):
        yield _unusable(name, url, f"ghi địa chỉ đầy đủ, ví dụ {_URL}/.newsroom.json, hoặc bỏ nó")


def _check_clock(name: str, day: object) -> Iterator[Refusal]:
    if day and not (isinstance(day, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day)):
        yield _unusable(name, day, 'ghi ngày hôm nay, ví dụ "2026-11-29", hoặc bỏ nó')


def _check_abbreviations(name: str, table: object) -> Iterator[Refusal]:
    if not isinstance(table, Mapping):
        yield _unusable(name, table, 'ghi một dict: {"UBND": "Ủy ban nhân dân", …}')
        return
    seen: dict[tuple[str, ...], str] = {}
    for short, full in table.items():
        if not _is_words(short) or not tokens_of(short):
            yield _unusable(f"một chữ viết tắt của {name}", short, 'ghi chữ, ví dụ "UBND"')
            continue
        tokens = tuple(map(fold, tokens_of(short)))
        if not _is_words(full) or len(tokens_of(full)) < 2:
            mend = 'ghi đủ chữ, từ hai tiếng trở lên, ví dụ "Ủy ban nhân dân"'
            yield _unusable(f"nghĩa của «{short}» trong {name}", full, mend)
        elif (other := seen.setdefault(tokens, short)) != short:
            yield Refusal(
                f"«{other}» và «{short}» của {name} là một khi tìm không dấu", "giữ một dòng"
            )


def _check_zone(name: str, zone: object) -> Iterator[Refusal]:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError, TypeError):
        yield _unusable(name, zone, "ghi «Asia/Ho_Chi_Minh», giờ của cả nước")


def _check_language(name: str, language: object) -> Iterator[Refusal]:
    if language not in LANGUAGES:
        mend = f"ghi tiếng của bài không có trường lang, một trong: {', '.join(LANGUAGES)}"
        yield _unusable(name, language, mend)


def _check_ignored(name: str, patterns: object) -> Iterator[Refusal]:
    if not _is_list(patterns) or not all(map(_is_words, patterns)):
        yield _unusable(name, patterns, 'ghi danh sách mẫu tên tệp, ví dụ ["*.bak"]')


def _check_theme(name: str, theme: object) -> Iterator[Refusal]:
    folder = Path(str(theme))
    files = [f"templates/{template}.html" for template in _TEMPLATES]
    files += [f"words/{lang}.json" for lang in LANGUAGES]
    if not all((folder / file).is_file() for file in files):
        yield Refusal(
            f"«{theme}» không phải giao diện của cổng",
            f"dùng thư mục theme/ (bỏ -t, hoặc sửa {name})",
        )


def _check_jinja(name: str, options: object) -> Iterator[Refusal]:
    if not isinstance(options, Mapping) or options.get("autoescape") is not True:
        yield _unusable(name, options, 'giữ "autoescape": True, để chữ của bài không thành mã')
        return
    for key in options.keys() & _FIXED_OPTIONS:
        yield Refusal(f"không đổi được «{key}» của {name}", "bỏ nó")
    try:
        jinja2.Environment(**options)
    except Exception as error:
        yield _unusable(name, options, f"xem lại các khóa: {error}")


def _check_table(name: str, table: object) -> Iterator[Refusal]:
    if not isinstance(table, Mapping) or not all(map(_is_words, table)):
        yield _unusable(name, table, 'ghi một dict: {"tên": hàm, …}')
        return
    for key, value in table.items():
        if key in TAKEN_NAMES.get(name, ()):
            yield Refusal(f"tên «{key}» của {name} là của giao diện", "đặt tên khác")
        elif name != "JINJA_GLOBALS" and not callable(value):
            yield _unusable(f"«{key}» của {name}", value, "ghi một hàm")


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value.splitlines()) == 1


def _is_list(value: object) -> bool:
    return isinstance(value, tuple | list)


def nearest_setting(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Find what a misspelt or shortened *name* may have meant."""
    known = list(known)
    longer = [word for word in known if len(name) > 3 and word.startswith(name)]
    if len(longer) == 1:
        return longer[0]
    found = difflib.get_close_matches(name, known, 1, likeness)
    return found[0] if found else None


def site_name(settings: Mapping[str, Any]) -> str:
    """Tell the name of the site: SITENAME where it is given, else that of PORTAL, else ""."""
    name, portal = settings.get("SITENAME"), settings.get("PORTAL")
    if name not in (None, DEFAULT_CONFIG["SITENAME"]):
        return name
    return portal.get("name", "") if isinstance(portal, Mapping) else ""


def abbreviations_of(settings: Mapping[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """List the abbreviations that queries are read by; None for a site that is not searched."""
    if not settings.get("SEARCH", True):
        return None
    return tuple(settings.get("SEARCH_ABBREVIATIONS", {}).items())


def site_url(settings: Mapping[str, Any]) -> str:
    """Tell where the site stands, without a slash at the end; Refusal if nowhere."""
    url = settings.get("SITEURL") or LOCAL_URL
    if not _leads(_SITE_URL, url):
        raise Refusal(f"không dùng được SITEURL là «{url}»", f"ghi địa chỉ đầy đủ, ví dụ {_URL}")
    return url.rstrip("/")


def moment_of_build(settings: Mapping[str, Any]) -> dt.datetime:
    """Read the one "now" of a build; SOURCE_DATE_EPOCH (seconds) fixes it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    zone = ZoneInfo(settings["TIMEZONE"])
    try:
        return dt.datetime.fromtimestamp(float(fixed) if fixed else time.time(), zone)
    except (ValueError, OverflowError, OSError) as error:
        raise Refusal(
            f"không dùng được SOURCE_DATE_EPOCH là «{fixed}»",
            "ghi số giây kể từ đầu năm 1970, ví dụ SOURCE_DATE_EPOCH=1794286800",
        ) from error
