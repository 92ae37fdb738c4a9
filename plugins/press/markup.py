# SPDX-License-Identifier: AGPL-3.0-or-later
"""From an editor's Markdown to clean HTML in which every link is accounted for."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

import markdown
import nh3

from plugins.press.figures import CLOSE, OPEN, plain_text

#: What an article is made of; everything else is taken out, with a warning.
TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del div dl dt em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s small span strong sub sup table tbody "
    "td tfoot th thead time tr u ul var wbr".split()
)
#: Elements whose content goes with them.
TAGS_WITH_CONTENT = frozenset(("script", "style", "template", "noscript", "title", "textarea"))
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title", "hreflang", "class"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "ins": {"datetime"},
    "li": {"id"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "sup": {"id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

#: Attributes that may hold these values only: what Markdown itself writes.
_EXACT = {
    ("a", "class"): re.compile("footnote-ref|footnote-backref"),
    ("div", "class"): re.compile("footnote"),
    ("sup", "id"): re.compile(r"fnref\d*:[^\s\"]+"),
    ("li", "id"): re.compile(r"fn:[^\s\"]+"),
    ("td", "align"): re.compile("left|center|right"),
    ("th", "align"): re.compile("left|center|right"),
}
# Sizes that editors' pages bring along; our own take their place.
_SILENTLY_REPLACED = {("img", "width"), ("img", "height"), ("img", "loading"), ("a", "rel")}

_CHARACTER_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_CELL_ALIGN = re.compile(r'(<t[dh](?: [^>]*)?) align="(left|center|right)"')
_OUTSIDE_LINK = re.compile(r'<a (?=[^>]*href="https?://)')
_DEAD_LINK = re.compile(r"<a(?: (?![^>]*href=)[^>]*)?>(.*?)</a>", re.DOTALL)
_TABLE = re.compile(r"<table(?: [^>]*)?>.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption(?: [^>]*)?>(.*?)</caption>", re.DOTALL)
_FILE_LINK = re.compile(
    rf'<a ([^>]*?)href="{OPEN}file:([^"{CLOSE}]*){CLOSE}([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that an editor wrote and readers do not get."""

    what: str
    written: str


class Markup:
    """Turns Markdown into HTML; one object serves for all texts, one after the other.

    `resolve_link` gets each `href` as written and returns what to print for it,
    or None where the link must go.
    """

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(
            extensions=["tables", "footnotes", "sane_lists"],
            extension_configs={
                "tables": {"use_align_attribute": True},
                "footnotes": {"BACKLINK_TITLE": "Trở lại chỗ có chú thích {}"},
            },
            output_format="html",
        )
        self._resolve_link: Callable[[str], str | None] = str
        self._cleaner = nh3.Cleaner(
            tags=set(TAGS),
            clean_content_tags=set(TAGS_WITH_CONTENT),
            attributes=ATTRIBUTES,
            attribute_filter=self._filter_attribute,
            url_schemes=SCHEMES,
            link_rel=None,
        )

    def convert(
        self, text: str, resolve_link: Callable[[str], str | None]
    ) -> tuple[str, list[Removed]]:
        """Convert the Markdown *text*; also tell what the sanitiser took away."""
        self._resolve_link = resolve_link
        rough = self._markdown.reset().convert(text)
        rough, hidden = _drop_control_references(rough)
        removed = [*hidden, *(_audit(rough) if "<" in text else ())]
        clean = self._cleaner.clean(rough)
        if "<a" in clean:
            clean = self._settle_links(clean, removed)
        clean = _level_headings(clean)
        clean = _CELL_ALIGN.sub(r'\1 class="align-\2"', clean)
        return _TABLE.sub(_scrolling_table, clean), removed

    def _filter_attribute(self, tag: str, name: str, value: str) -> str | None:
        exact = _EXACT.get((tag, name))
        if exact is not None:
            return value if exact.fullmatch(value) else None
        if (tag, name) == ("a", "href"):
            return self._resolve_link(value)
        return value

    def _settle_links(self, clean: str, removed: list[Removed]) -> str:
        """Unwrap links without an address; mark those that leave the site."""

        def unwrap(match: re.Match[str]) -> str:
            if not any(item.what.startswith("liên kết") for item in removed):
                removed.append(Removed("liên kết không an toàn", plain_text(match[1])))
            return match[1]

        clean = _DEAD_LINK.sub(unwrap, clean)
        return _OUTSIDE_LINK.sub('<a rel="noopener noreferrer" ', clean)


def name_file_links(markup: str, describe: Callable[[str], tuple[str, str]]) -> str:
    """Give links to attachments their published address, type and size.

    *describe* gets a content path and returns the address and, for instance,
    "PDF, 120 KB".
    """

    def name(match: re.Match[str]) -> str:
        before, path, _fragment, after, words = match.groups()
        address, kind = describe(html.unescape(path))
        return (
            f'<a {before}href="{address}"{after} class="file-link">{words} '
            f'<span class="file-link__info">({html.escape(kind)})</span></a>'
        )

    return _FILE_LINK.sub(name, markup)


def _drop_control_references(rough: str) -> tuple[str, list[Removed]]:
    """Take out "&#1;" and the like: control characters by another road."""
    removed: list[Removed] = []

    def check(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        if (code < 32 and code not in (9, 10, 13)) or 127 <= code < 160:
            removed.append(Removed("ký tự điều khiển", match[0]))
            return ""
        return match[0]

    return (_CHARACTER_REFERENCE.sub(check, rough), removed) if "&#" in rough else (rough, [])


def _level_headings(clean: str) -> str:
    """Move headings so that the highest is an `h2`, below the page's title."""
    levels = {int(level) for _, level in _HEADING.findall(clean)}
    if not levels:
        return clean
    # Levels in use become h2, h3, … without a gap, as screen readers expect.
    places = {level: min(rank, 6) for rank, level in enumerate(sorted(levels), start=2)}
    return _HEADING.sub(lambda match: f"<{match[1]}h{places[int(match[2])]}", clean)


def _scrolling_table(match: re.Match[str]) -> str:
    """Let a wide table scroll in itself, reachable by keyboard and named."""
    caption = _CAPTION.search(match[0])
    label = f"Bảng: {plain_text(caption[1])}" if caption else "Bảng số liệu"
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{html.escape(label)}">'
        f"{match[0]}</div>"
    )


def _audit(rough: str) -> list[Removed]:
    """List what the sanitiser is going to take out of *rough*."""
    auditor = _Auditor()
    auditor.feed(rough)
    auditor.close()
    return auditor.removed


class _Auditor(HTMLParser):
    """Notes every element and attribute that is not allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.removed: list[Removed] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.removed.append(Removed(f"thẻ <{tag}>", f"<{tag}"))
            return
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
        for name, value in attrs:
            exact = _EXACT.get((tag, name))
            if (tag, name) in _SILENTLY_REPLACED:
                continue
            if name not in allowed or (exact and not exact.fullmatch(value or "")):
                self.removed.append(Removed(f"thuộc tính {name} của thẻ <{tag}>", name))
            elif name in ("href", "src", "cite") and _is_unsafe(value or ""):
                self.removed.append(Removed(f"liên kết không an toàn «{value}»", value or name))

    def handle_comment(self, data: str) -> None:
        self.removed.append(Removed("ghi chú HTML", "<!--"))

    def handle_decl(self, decl: str) -> None:
        self.removed.append(Removed(f"khai báo <!{decl[:20]}>", "<!"))

    def handle_pi(self, data: str) -> None:
        self.removed.append(Removed("chỉ thị <?…>", "<?"))


def _is_unsafe(address: str) -> bool:
    """Tell whether browsers would read another scheme than ours in *address*."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address).lower())
    return scheme is not None and scheme[1] not in SCHEMES
