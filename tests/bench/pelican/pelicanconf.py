# SPDX-License-Identifier: AGPL-3.0-or-later
"""The news site as a careful user of plain Pelican would set it up.

Days have no pages here: Pelican compares every article with those of every period.
"""

import os
from pathlib import Path

HERE = Path(__file__).parent

SITENAME = "Cổng tin tức tỉnh"
SITEURL = "https://tin.example.vn"
AUTHOR = "Ban biên tập"
PATH = os.environ.get("BENCH_CONTENT", "content")
THEME = str(HERE / "theme")
PLUGIN_PATHS = [str(HERE / "plugins")]
PLUGINS = ["neighbours"]
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
STATIC_PATHS = ["anh"]
THEME_STATIC_PATHS = []

ARTICLE_URL = "tin-tuc/{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
AUTHOR_URL = "tac-gia/{slug}/"
AUTHOR_SAVE_AS = "tac-gia/{slug}/index.html"
YEAR_ARCHIVE_URL = "nam/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "nam/{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "thang/{date:%Y}-{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "thang/{date:%Y}-{date:%m}/index.html"
TAG_SAVE_AS = TAG_URL = ""
DIRECT_TEMPLATES = ["index", "archives", "sitemap"]
ARCHIVES_URL = "tin-tuc/"
ARCHIVES_SAVE_AS = "tin-tuc/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"category": None, "author": None, "archives": None}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/trang/{number}/", "{base_name}/trang/{number}/index.html"),
)

FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 20
FEED_DOMAIN = SITEURL

ARTICLE_TRANSLATION_ID = None
READERS = {"rst": None, "html": None}
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.tables": {},
        "markdown.extensions.footnotes": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html",
}
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
