# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of Pelican is set here and does nothing: settings, options and signals, each told.

Of Pelican's settings a build honours those in `HONOURED`, of its signals `initialized` and
`generator_init` (`render/additions.py`).
"""

import copy
import inspect
import logging
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from blinker import ANY, Signal
from pelican import signals
from pelican.settings import DEFAULT_CONFIG, configure_settings

from plugins.press.errors import Refusal
from plugins.press.render.additions import OWN_PLUGINS
from plugins.press.settings import OPTIONAL_SETTINGS, OWN_SETTINGS, nearest_setting

#: Settings of Pelican's that shape a build here, or that Pelican itself obeys.
HONOURED = frozenset(
    (
        *("PATH", "OUTPUT_PATH", "CACHE_PATH", "THEME", "SITEURL", "SITENAME", "TIMEZONE"),
        *("DEFAULT_LANG", "IGNORE_FILES", "PLUGINS", "PLUGIN_PATHS", "PELICAN_CLASS"),
        *("JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS"),
        *("DEBUG", "LOG_FILTER", "PORT", "BIND"),
    )
)
_READ = HONOURED.union(OWN_SETTINGS, OPTIONAL_SETTINGS)
SENT_SIGNALS = frozenset(("initialized", "generator_init"))
#: Settings without which the site is not the one that was meant.
_DECISIVE = {
    "RELATIVE_URLS": "bỏ nó (--relative-urls); đặt SITEURL cho đúng chỗ của trang",
    "THEME_TEMPLATES_OVERRIDES": "sửa mẫu ngay trong theme/templates",
}
#: What does here what a setting of Pelican's does there.
_INSTEAD = {
    "DEFAULT_PAGINATION": "dùng PER_PAGE",
    "DELETE_OUTPUT_DIRECTORY": "bỏ nó (-d): tệp thừa trong thư mục xuất luôn được gỡ",
    **dict.fromkeys(("LOCALE", "DEFAULT_DATE_FORMAT", "DATE_FORMATS"), "dùng DATE_PATTERNS"),
    **dict.fromkeys(("LINKS", "SOCIAL", "MENUITEMS"), "dùng links của PORTAL"),
    **dict.fromkeys(("CACHE_CONTENT", "LOAD_CONTENT_CACHE"), "bỏ nó: bộ đệm luôn được dùng"),
}
#: Settings of Pelican's, or of its themes, that its own defaults do not hold.
_OF_PELICAN = frozenset(
    (
        *("AUTHOR", "DEFAULT_DATE", "FEED_DOMAIN", "FEED_ATOM", "FEED_RSS", "FEED_ALL_RSS"),
        *("FEED_ATOM_URL", "FEED_RSS_URL", "FEED_ALL_ATOM_URL", "FEED_ALL_RSS_URL"),
        *("CATEGORY_FEED_RSS", "CATEGORY_FEED_ATOM_URL", "CATEGORY_FEED_RSS_URL"),
        *("AUTHOR_FEED_ATOM_URL", "AUTHOR_FEED_RSS_URL", "TAG_FEED_ATOM", "TAG_FEED_RSS"),
        *("TAG_FEED_ATOM_URL", "TAG_FEED_RSS_URL", "TRANSLATION_FEED_RSS"),
        *("TRANSLATION_FEED_ATOM_URL", "TRANSLATION_FEED_RSS_URL"),
        *("AUTHOR_REGEX_SUBSTITUTIONS", "CATEGORY_REGEX_SUBSTITUTIONS"),
        *("TAG_REGEX_SUBSTITUTIONS", "AUTHORS_SAVE_AS", "ARCHIVES_SAVE_AS"),
        *("CATEGORIES_SAVE_AS", "TAGS_SAVE_AS", "TEMPLATE_PAGES", "SUMMARY_MAX_PARAGRAPHS"),
        *("SITESUBTITLE", "STYLESHEET_URL", "LINKS", "LINKS_WIDGET_NAME", "SOCIAL"),
        *("SOCIAL_WIDGET_NAME", "MENUITEMS", "GITHUB_URL", "GITHUB_POSITION", "TWITTER_USERNAME"),
        *("DISQUS_SITENAME", "GOOGLE_ANALYTICS", "GA_COOKIE_DOMAIN", "GAUGES", "PIWIK_URL"),
        *("PIWIK_SSL_URL", "PIWIK_SITE_ID", "EXTRA_TEMPLATES_PATHS", "WRITE_SELECTED"),
    )
)


def unusual_settings(settings: Mapping[str, Any]) -> dict[str, bool]:
    """Name the *settings* that say what is not honoured; tell whether they are Pelican's.

    To be asked before plugins are loaded, which may change settings.
    """
    given = {"PATH": settings["PATH"], "THEME": settings["THEME"], "TIMEZONE": "UTC"}
    site = {"SITEURL": settings["SITEURL"] or "http://localhost"}
    # What Pelican makes of its own defaults, once it has put them in order.
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        usual = configure_settings({**copy.deepcopy(DEFAULT_CONFIG), **given, **site})
    finally:
        logging.disable(level)
    usual["FEED_DOMAIN"] = settings["SITEURL"]
    # Pelican adds PAGE_PATHS to ARTICLE_EXCLUDES, and ARTICLE_PATHS to PAGE_EXCLUDES.
    usual["ARTICLE_EXCLUDES"] = list(dict.fromkeys(settings["PAGE_PATHS"]))
    usual["PAGE_EXCLUDES"] = list(dict.fromkeys(settings["ARTICLE_PATHS"]))
    return {
        name: name in usual or name in _OF_PELICAN
        for name in sorted(settings.keys() - _READ)
        if name not in usual or settings[name] != usual[name]
    }


def unheeded_settings(unusual: Mapping[str, bool]) -> tuple[list[Refusal], list[Refusal]]:
    """Tell of `unusual_settings`: what stops a build, and what is only told.

    To be asked once plugins are loaded, which may read settings of their own.
    """
    stopping, told = [], []
    for name, is_of_pelican in unusual.items():
        if is_of_pelican:
            mend = _DECISIVE.get(name) or _INSTEAD.get(name) or "bỏ nó khỏi tệp cấu hình"
            refusal = Refusal(f"cài đặt {name} của Pelican không có tác dụng ở đây", mend)
            (stopping if name in _DECISIVE else told).append(refusal)
        elif not _is_read_by_plugins(name):
            near = nearest_setting(name, sorted({*_READ, *DEFAULT_CONFIG}), 0.8)
            mend = f"sửa thành {near}" if near else "bỏ nó; hằng của riêng bạn thì viết chữ thường"
            refusal = Refusal(f"không ai đọc cài đặt {name}", mend)
            (stopping if near else told).append(refusal)
    return stopping, told


def _is_read_by_plugins(name: str) -> bool:
    """Tell whether the code of a plugin from elsewhere names a setting."""
    packages = {_package_of(receiver.__module__) for _, receiver in _receivers()}
    for module in list(sys.modules.values()):
        package = _package_of(getattr(module, "__name__", ""))
        if package in packages and package not in ("pelican", "plugins"):
            try:
                if name in inspect.getsource(module):
                    return True
            except (OSError, TypeError):
                continue
    return False


def _package_of(module: str) -> str:
    """Name the package of a *module*; plugins may share the folder `pelican.plugins`."""
    shared = "pelican.plugins."
    own = module.removeprefix(shared)
    return (shared if own != module else "") + own.partition(".")[0]


def _receivers() -> Iterator[tuple[str, Any]]:
    """List what waits for signals of Pelican's, each with the name of its signal."""
    for name, signal in sorted(vars(signals).items()):
        if isinstance(signal, Signal):
            for receiver in signal.receivers_for(ANY):
                if hasattr(receiver, "__module__"):
                    yield name, receiver


def unsent_signals() -> list[Refusal]:
    """List the plugins that wait for what is never sent here."""
    waiting: dict[str, list[str]] = {}
    for name, receiver in _receivers():
        if name not in SENT_SIGNALS and not receiver.__module__.startswith(OWN_PLUGINS):
            names = waiting.setdefault(receiver.__module__, [])
            names += [name] if name not in names else []
    return [
        Refusal(
            f"phần bổ trợ «{plugin}» chờ tín hiệu {', '.join(names)}, mà ở đây không gửi",
            f"bỏ nó khỏi PLUGINS, hoặc chỉ dùng {' và '.join(sorted(SENT_SIGNALS))}",
        )
        for plugin, names in waiting.items()
    ]


def unheeded_options(arguments: Any) -> tuple[list[Refusal], list[Refusal]]:
    """List the options of the command line in vain: what stops a build, and what is told."""
    stopping, told = [], []
    if arguments.autoreload:
        stopping.append(
            Refusal(
                "-r (--autoreload) không dùng được ở đây", "dùng make serve: tự dựng mỗi lần lưu"
            )
        )
    if arguments.ignore_cache:
        told.append(
            Refusal("--ignore-cache không có tác dụng ở đây", "muốn dựng lại từ đầu thì xóa cache/")
        )
    return stopping, told
