# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rules for every page of the site: what must never stand in one.

A rule takes the page's file ("tin-tuc/index.html") and its text and lists the
problems that it finds, none for a good page.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import html5lib
from babel.dates import format_date
from html5lib.constants import E as ERROR_TEXTS
from lxml.html import HtmlElement, HTMLParser, document_fromstring

Rule = Callable[[str, str], list[str]]

LANGUAGES = {"vi", "en", "km"}
#: Elements that frame, embed or run what editors and the theme have no business with.
FOREIGN_ELEMENTS = {"iframe", "object", "embed", "style", "base", "font", "center"}
#: Elements whose emptiness shows: a gap, a bullet or a silent heading.
NEVER_EMPTY = ("h1", "h2", "h3", "h4", "li", "ul", "ol", "dt", "dd", "figcaption", "a", "p")
MARKDOWN = re.compile(r"\*\*|\]\(|!\[|^\s*---+\s*$|^#{1,6} |^\s*\|.*\|\s*$|\[\^", re.MULTILINE)
#: Not data-next: what a numbered page takes for its neighbour need not exist.
ADDRESSES = ("href", "src", "poster", "action", "data-news", "data-days", "data-latest")
KHMER = re.compile("[\u1780-\u17ff]")
HEADINGS = re.compile(r"h([1-6])")


@cache
def parse(text: str) -> HtmlElement:
    """Parse a page: the elements of a strict one, in the order in which browsers have them.

    html5lib takes 11 ms of CPU for one, this 0.6. It knows not that `source` and `wbr` hold
    nothing: what follows one stands inside it.
    """
    return document_fromstring(text, HTMLParser(remove_comments=True))


def elements(text: str, *names: str) -> Iterator[HtmlElement]:
    """Go through the elements of a page, in order; all of them, or those of some *names*."""
    for element in parse(text).iter():
        if not names or element.tag in names:
            yield element


def words(element: HtmlElement) -> str:
    """Tell the text of an element as it is read, spaces folded."""
    return " ".join("".join(element.itertext()).split())


def is_strict_html(file: str, text: str) -> list[str]:
    """A parser that follows the standard has nothing to mend."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    problems = [
        f"line {line}: {ERROR_TEXTS[code] % details}" for (line, _), code, details in parser.errors
    ]
    if not text.startswith("<!DOCTYPE html>\n"):
        problems.append("does not begin with <!DOCTYPE html>")
    return problems


def tells_encoding_and_language(file: str, text: str) -> list[str]:
    """UTF-8 is declared early enough, and the language is one of ours."""
    problems = []
    if '<meta charset="utf-8">' not in text[:1024]:
        problems.append("no <meta charset> in the first 1024 characters")
    for element in elements(text):
        language = element.get("lang")
        if (element.tag == "html" or language is not None) and language not in LANGUAGES:
            problems.append(f"<{element.tag} lang={language!r}>")
    return problems


def marks_khmer(file: str, text: str) -> list[str]:
    """Words in Khmer letters stand in an element of that language."""
    problems: list[str] = []

    def look(element: HtmlElement, language: str | None) -> None:
        language = element.get("lang", language)
        inside = [element.text or "", *(child.tail or "" for child in element)]
        if language != "km" and KHMER.search("".join(inside)):
            problems.append(f"Khmer in <{element.tag}> of language {language!r}")
        for child in element:
            if child.tag not in ("head", "script"):
                look(child, language)

    look(parse(text), None)
    return problems


def is_composed(file: str, text: str) -> list[str]:
    """Every letter is one code point, as searching for it expects."""
    return [] if unicodedata.is_normalized("NFC", text) else ["not NFC"]


def has_ordered_headings(file: str, text: str) -> list[str]:
    """One h1 and no level left out on the way down."""
    levels = [int(found[1]) for item in elements(text) if (found := HEADINGS.fullmatch(item.tag))]
    problems = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1 elements"]
    for above, below in pairwise(levels):
        if below > above + 1:
            problems.append(f"h{below} follows h{above}")
    return problems


def has_unique_ids(file: str, text: str) -> list[str]:
    """An id stands once, and what refers to one finds it."""
    ids = [element.get("id") for element in elements(text) if element.get("id") is not None]
    problems = [f"id {name!r} stands twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    for element in elements(text):
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    problems.append(f"{attribute}={name!r} names no element")
    return problems


def has_no_markdown(file: str, text: str) -> list[str]:
    """Nothing that an editor wrote as markup is read as text."""
    problems = []
    for block in elements(text, "p", "li", "td", "th", "h1", "h2", "h3", "figcaption", "dd"):
        if block.find(".//code") is None and (found := MARKDOWN.search("".join(block.itertext()))):
            problems.append(f"{found[0].strip()!r} in {words(block)[:60]!r}")
    return problems


def has_no_code_inside(file: str, text: str) -> list[str]:
    """A strict Content-Security-Policy has nothing to block."""
    problems = []
    for element in elements(text):
        if element.tag in FOREIGN_ELEMENTS:
            problems.append(f"<{element.tag}>")
        if (
            element.tag == "script"
            and element.get("src") is None
            and element.get("type") != "application/ld+json"
        ):
            problems.append("a script in the page")
        for name, value in element.attrib.items():
            if name == "style" or name.startswith("on"):
                problems.append(f"<{element.tag} {name}=…>")
            if value.strip().lower().startswith(("javascript:", "data:", "vbscript:")):
                problems.append(f"<{element.tag} {name}={value[:20]!r}>")
    return problems


def loads_nothing_foreign(file: str, text: str) -> list[str]:
    """Whatever a page loads by itself stands on its own host."""
    problems = []
    for element in elements(text):
        loaded = [element.get("src") or "", element.get("poster") or ""]
        loaded += [candidate for candidate, _ in candidates(element)]
        if element.tag == "link" and element.get("rel") in {"stylesheet", "icon", "preload"}:
            loaded.append(element.get("href") or "")
        for address in loaded:
            if urlsplit(address).netloc or urlsplit(address).scheme:
                problems.append(f"<{element.tag}> loads {address!r}")
    return problems


def candidates(element: HtmlElement) -> list[tuple[str, int]]:
    """List the files of a srcset with their widths in pixels."""
    pairs = [item.split() for item in (element.get("srcset") or "").split(",") if item.strip()]
    return [(address, int(width.removesuffix("w"))) for address, width in pairs]


def has_sized_pictures(file: str, text: str) -> list[str]:
    """Each picture has words (or none on purpose), its sizes, and waits but for one."""
    problems = []
    eager = 0
    for image in elements(text, "img"):
        source = image.get("src")
        if image.get("alt") is None:
            problems.append(f"{source}: no alt")
        for side in ("width", "height"):
            if not (image.get(side) or "").isdigit():
                problems.append(f"{source}: {side}={image.get(side)!r}")
        if image.get("srcset") is not None:
            eager += image.get("loading") != "lazy"
            if not image.get("sizes"):
                problems.append(f"{source}: srcset without sizes")
    if eager > 1:
        problems.append(f"{eager} photos load at once")
    return problems


def has_machine_times(file: str, text: str) -> list[str]:
    """Each time tells machines its offset, and people the same day."""
    problems = []
    for element in elements(text, "time"):
        value = element.get("datetime") or ""
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            problems.append(f"datetime={value!r}")
            continue
        if moment.tzinfo is None:
            problems.append(f"{value} has no offset")
        days = [f"{moment:%d/%m/%Y}"]
        days += [format_date(moment, "d MMMM y", locale) for locale in ("en", "km")]
        if not any(day in words(element) for day in days):
            problems.append(f"{value} is shown as {words(element)!r}")
    return problems


def has_no_empty_blocks(file: str, text: str) -> list[str]:
    """Nothing shows that has nothing to say; what a script fills is no such thing."""
    problems = []
    for element in elements(text, *NEVER_EMPTY):
        filled = words(element) or element.get("data-module") or element.get("aria-label")
        if not filled and element.find(".//img") is None:
            problems.append(f"<{element.tag} class={element.get('class')!r}> is empty")
    return problems


def names_one_address(file: str, text: str) -> list[str]:
    """A page says where it stands, or that search engines need not know."""
    canonical = [
        item.get("href") for item in elements(text, "link") if item.get("rel") == "canonical"
    ]
    robots = [
        item.get("content") for item in elements(text, "meta") if item.get("name") == "robots"
    ]
    if robots == ["noindex"] and not canonical:
        return []
    address = "/" + file.removesuffix("index.html")
    if len(canonical) != 1 or not (canonical[0] or "").endswith(address):
        return [f"canonical {canonical}"]
    return [] if urlsplit(canonical[0]).scheme else [f"canonical {canonical[0]!r} is not absolute"]


def tells_nothing_of_the_workshop(folders: Collection[str]) -> Rule:
    """Make the rule that no page names a folder of the build machine, or Pelican's own theme."""

    def rule(file: str, text: str) -> list[str]:
        traces = [*folders, "Proudly powered by", "takes great advantage of", "{{", "{%"]
        return [f"tells {trace!r}" for trace in traces if trace in text]

    return rule


def has_living_links(pages: dict[str, str], files: Collection[str], root: str = "") -> Rule:
    """Make the rule that every inner link leads to a file of the site and to an id there.

    *root* is the path under which the site stands.
    """
    known = set(files)

    @cache
    def ids(file: str) -> frozenset[str]:
        found = (element.get("id") for element in elements(pages[file]))
        return frozenset(name for name in found if name)

    def problem(file: str, value: str) -> str | None:
        parts = urlsplit(value)
        if parts.scheme or parts.netloc:
            return None
        target = file
        if parts.path:
            path = unquote(parts.path)
            if not path.startswith(f"{root}/"):
                return f"{value!r} is not rooted at the site"
            target = path.removeprefix(f"{root}/")
            if target == "" or target.endswith("/"):
                target += "index.html"
        if target not in known:
            return f"{value!r} leads nowhere"
        fragment = unquote(parts.fragment)
        if fragment and target in pages and fragment not in ids(target):
            return f"{value!r}: no such place on that page"
        return None

    def rule(file: str, text: str) -> list[str]:
        values = []
        for element in elements(text):
            values += [value for name in ADDRESSES if (value := element.get(name)) is not None]
            values += [address for address, _ in candidates(element)]
        return [found for value in values if (found := problem(file, value))]

    return rule


#: The rules that need to know nothing but the page.
RULES: tuple[Rule, ...] = (
    is_strict_html,
    tells_encoding_and_language,
    marks_khmer,
    is_composed,
    has_ordered_headings,
    has_unique_ids,
    has_no_markdown,
    has_no_code_inside,
    loads_nothing_foreign,
    has_sized_pictures,
    has_machine_times,
    has_no_empty_blocks,
    names_one_address,
)
