# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos in a text: from `<img>` in sanitised HTML to places for figures.

Works on HTML as nh3 writes it: every tag closed, every attribute quoted, "<"
and ">" escaped everywhere else. So a tag is exactly `<[^>]*>`, and one pass over
the tags with a stack is enough. What an editor wrote as Markdown and what she
wrote as `<img>` look the same here, and follow the same rules.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from plugins.photo_captions.caption import may_follow, parse_caption, parse_following, tells_what
from plugins.vietnamese.letters import drop_full_stop

#: Opens and closes what the press fills in; no text holds these (controls are removed).
OPEN, CLOSE = "\x01", "\x02"

#: A tag of clean HTML: "/" of one that closes, name, attributes.
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
# A paragraph that holds no photo, and hardly a tag; one that is a photo; or any other tag.
_PARAGRAPH_OR_TAG = re.compile(
    r"<p>(?:<img(?P<lone>[^>]*)></p>|[^<]*(?>(?:<(?:strong>[^<]*</strong|em>[^<]*</em)>[^<]*)*)</p>)"
    r"|<(/?)([a-z][a-z0-9]*)([^>]*)>"
)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_ID = re.compile(r' id="[^"]*"')
_PLACE = re.compile(f"{OPEN}photo:([0-9]+){CLOSE}")
_OUTER_TAGS = re.compile(r"^<[^>]*>|</[^>]*>$")
# Words of a paragraph, a sign by its name apart.
_SHOWS = re.compile(r">\s*[^<\s&]")
_LINE = re.compile(r"(.*?)(?:<br>\s*|\n|\Z)", re.DOTALL)
#: Ends the names of films and sounds, which stand in a text as photos do.
MEDIA_FILE = re.compile(r"\.(mp4|webm|mp3|m4a)\Z", re.IGNORECASE)
#: What is read aside of the words: the numbers of footnotes, "(PDF, 120 KB)".
ASIDE = re.compile(
    r'<sup[^>]*><a [^>]*class="footnote-ref"[^>]*>.*?</a></sup>'
    r'| ?<span class="file-link__info">[^<]*</span>'
    r'|<a [^>]*class="footnote-backref"[^>]*>.*?</a>'
)

#: An exponent and the like, a figure below another one, and what is struck out.
_RAISED = re.compile(r"(?:(?<=([0-9)]))|)<sup(?: [^>]*)?>((?:[^<]|<(?!/?sup)[^>]*>)*)</sup>")
_BELOW_FIGURE = re.compile(r"(?<=[0-9])<sub(?: [^>]*)?>(?=[0-9])")
_STRUCK = re.compile(r"<(del|s)(?: [^>]*)?>.*?</\1>", re.DOTALL)
# The place of what is gone, which no text holds, and what goes with it before a mark.
_GONE = "\x06"
_GAP_OF_STRUCK = re.compile("[,;]? ?\x06[ \x06]{0,9}(?=[,;.:!?)])")
#: Plain letters and their raised ones, "3" and "³"; of degrees the letter is "o".
RAISED = dict(zip("0123456789+-−=()nio", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ°", strict=True))

#: Elements without an end.
VOID = frozenset(("br", "col", "hr", "img", "wbr"))
# Where a figure may stand among the children.
_FLOW = frozenset(("blockquote", "caption", "dd", "div", "dt", "li", "td", "th"))
# Those of them that a `<figure>` of an editor may wrap around its image for no reason.
_WRAPPERS = frozenset(("blockquote", "div"))
# What is kept in one piece: photos and blocks in it stand behind it.
_WHOLE = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre"))
_BLOCKS = _FLOW | _WHOLE | frozenset(("dl", "figcaption", "figure", "hr", "ol", "table", "ul"))


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo where the text has it; empty strings where the text says nothing.

    `line` is that of the file it stands on. `lost_link` tells that a link around
    the photo, or in its caption, could not be kept. `passed` are the words that stand
    behind the photo on its line, and which its caption below them was taken past.
    """

    file: str
    alt: str
    caption: str
    credit: str
    line: int = 1
    lost_link: bool = False
    passed: str = ""


def place_photos(markup: str) -> tuple[str, list[Placed]]:
    """Take the photos out of *markup*, leaving a place for each (`place`).

    Returns the HTML with the places, each between blocks and never within a
    paragraph, and the photos in the order of their numbers, which is that of the
    page. The captions that stood in following lines and paragraphs are taken
    along.
    """
    finder = _Finder()
    markup = finder.read(markup)
    return markup, [draft.placed() for draft in finder.drafts]


def place(number: int) -> str:
    """Write the place of photo *number*."""
    return f"{OPEN}photo:{number}{CLOSE}"


def split_at_places(markup: str) -> list[str | int]:
    """Cut *markup* into runs of HTML and the numbers of the photos between them."""
    parts: list[str | int] = []
    for index, part in enumerate(_PLACE.split(markup)):
        if index % 2:
            parts.append(int(part))
        elif part.strip():
            parts.append(part.strip("\n"))
    return parts


def plain_text(markup: str) -> str:
    """Tell the words of *markup* on one line, without the numbers of footnotes.

    What is raised stays so, "10³", or stands behind a "^"; a figure below one behind a "_".
    """
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    if 'class="f' in markup:
        markup = ASIDE.sub("", markup)
    if "<sup" in markup:
        markup = _RAISED.sub(_raise, markup)
    if "<sub" in markup:
        markup = _BELOW_FIGURE.sub("_", markup)
    return " ".join(html.unescape(TAG.sub(_gap, markup)).split())


def valid_text(markup: str) -> str:
    """Tell the words of *markup* as `plain_text` does, without those that are struck out."""
    if not any(tag in markup for tag in ("<del", "<s>", "<s ")):
        return plain_text(markup)
    words = _GAP_OF_STRUCK.sub("", plain_text(_STRUCK.sub(_GONE, markup))).replace(_GONE, "")
    return " ".join(words.split()).lstrip(",;. ")


def _raise(found: re.Match[str]) -> str:
    base, raised = found.groups()
    words = html.unescape(TAG.sub("", raised)).strip()
    # "21<sup>st</sup>" is read as a word, "[1]" stands apart by itself.
    if (words.isalpha() and len(words) > 1) or words.startswith("["):
        return raised
    if all(letter in RAISED for letter in words):
        return "".join(map(RAISED.get, words))
    is_exponent = base or len(words) == 1 or any(map(str.isdigit, words))
    return f"^{raised.strip()}" if is_exponent and any(map(str.isalnum, words)) else raised


def _gap(tag: re.Match[str]) -> str:
    return " " if tag[2] in _BLOCKS or tag[2] in ("p", "br", "tr") else ""


@dataclass(slots=True)
class _Draft:
    """A photo whose caption is still being looked for."""

    file: str
    alt: str
    line: int
    caption: str = ""
    credit: str = ""
    lost_link: bool = False
    passed: str = ""

    @property
    def of_media(self) -> bool:
        """Tell whether this is a film or a sound."""
        return MEDIA_FILE.search(self.file) is not None

    def describe(self, text: str) -> None:
        """Take *text* as the caption, a credit at its end apart."""
        parsed = parse_caption(text, self.of_media)
        self.caption = parsed.text or ""
        self.credit = parsed.credit or self.credit

    def follow(self, markup: str) -> bool:
        """Take what follows if it begins with "Ảnh:" and there is still room for it."""
        # Words that are struck out would read there as any others.
        behind = parse_following(valid_text(markup), self.of_media)
        # The number of a footnote would be lost in a caption, and its way back lead nowhere.
        if behind is None or (self.caption and self.credit) or 'class="footnote-ref"' in markup:
            return False
        if self.caption:
            parsed = parse_caption(behind, self.of_media)
            self.credit = drop_full_stop(behind) if parsed.text else parsed.credit
        else:
            credit = self.credit
            self.describe(behind)
            if self.of_media and not self.caption and tells_what(behind):
                self.caption, self.credit = behind, credit
            if credit and credit != self.credit:
                # Another credit: no word of it may get lost.
                self.caption, self.credit = behind, credit
        self.lost_link |= "<a " in markup
        return True

    def caption_of_figure(self, markup: str) -> list["_Piece"]:
        """Take the `<figcaption>` *markup*; return as a paragraph what there is no room for."""
        inside = _OUTER_TAGS.sub("", markup)
        words = valid_text(inside)
        if words in ("", self.caption):
            return []
        parsed = parse_caption(words, self.of_media)
        no_room = (self.caption and parsed.text) or (
            self.credit and parsed.credit not in (None, self.credit)
        )
        if no_room or 'class="footnote-ref"' in inside:
            return _as_paragraph([_Piece(inside)])
        self.caption = self.caption or parsed.text or ""
        self.credit = self.credit or parsed.credit or ""
        self.lost_link |= "<a " in inside
        return []

    def placed(self) -> Placed:
        return Placed(
            self.file,
            self.alt,
            self.caption,
            self.credit,
            self.line or 1,
            self.lost_link,
            self.passed,
        )


@dataclass(slots=True)
class _Piece:
    """A run of finished HTML, a paragraph, the caption of a figure, or a photo.

    `html` of a photo is its place. `behind_photo` tells that these are the words
    behind a photo in one paragraph.
    """

    html: str
    kind: Literal["inline", "block", "paragraph", "figcaption", "photo"] = "inline"
    draft: _Draft | None = None
    behind_photo: bool = False


@dataclass(slots=True)
class _Element:
    """An element whose end is not read yet."""

    name: str
    tag: str
    children: list[_Piece]


class _Finder:
    """Collects the photos of one text in page order."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._figures = 0

    def read(self, markup: str) -> str:
        """Rewrite *markup*, noting each photo."""
        stack = [_Element("", "", [])]
        position = 0
        for found in _PARAGRAPH_OR_TAG.finditer(markup):
            if found.start() > position:
                stack[-1].children.append(_Piece(markup[position : found.start()]))
            position = found.end()
            lone, closing, name, attributes = found.groups()
            if lone is not None:
                stack[-1].children.append(self._photo(lone))
            elif name is None:
                stack[-1].children.append(_Piece(found[0], "paragraph"))
            elif name == "img":
                stack[-1].children.append(self._photo(attributes))
            elif name in VOID:
                kind = "block" if name == "hr" else "inline"
                stack[-1].children.append(_Piece(found[0], kind))
            elif not closing:
                self._figures += name == "figure"
                stack.append(_Element(name, found[0], []))
            else:
                element = stack.pop()
                stack[-1].children += self._finish(element)
                self._figures -= name == "figure"
        stack[0].children.append(_Piece(markup[position:]))
        return _join(_take_captions(stack[0].children))

    def _photo(self, attributes: str) -> _Piece:
        values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        alt, title = (" ".join(values.get(name, "").split()) for name in ("alt", "title"))
        draft = _Draft(values.get("src", ""), alt, int(values.get("line", "1")))
        if title:
            draft.describe(title)
        self.drafts.append(draft)
        return _Piece(place(len(self.drafts) - 1), "photo", draft)

    def _finish(self, element: _Element) -> list[_Piece]:
        """Turn an element that ended into pieces, its photos among them."""
        name, children = element.name, element.children
        has_photos = any(child.draft for child in children)
        if name == "figcaption":
            # A photo in a caption has no place there; it stands before it.
            photos = [child for child in children if child.draft]
            words = [child for child in children if not child.draft]
            return [*photos, _Piece(_wrap(element.tag, name, _join(words)), "figcaption")]
        if name == "figure" and has_photos:
            return _unwrap_figure(children)
        if self._figures and name in _WRAPPERS and has_photos:
            return _with_paragraphs(children)
        if name in _FLOW:
            inside = _join(_take_captions(children))
            return [_Piece(_wrap(element.tag, name, inside), "block")]
        kind = "paragraph" if name == "p" else "block" if name in _BLOCKS else "inline"
        if name == "a" and (inside := _PLACE.findall(_join(children))) and not has_photos:
            # A link around whole lists or tables: it would end in another part of the page.
            for number in inside:
                self.drafts[int(number)].lost_link = True
            return children
        if not has_photos:
            return [_Piece(_wrap(element.tag, name, _join(children)), kind)]
        if name in _WHOLE:
            words = _join(child for child in children if child.kind == "inline")
            others = [child for child in children if child.kind != "inline"]
            return [*_filled(element.tag, name, words, kind), *others]
        return _split(element, kind)


def _split(element: _Element, kind: str) -> list[_Piece]:
    """Close an element before each of its photos, and open it again behind it."""
    pieces: list[_Piece] = []
    tag = element.tag
    run: list[_Piece] = []
    for child in [*_take_captions(element.children), None]:
        if child is not None and child.draft is None:
            run.append(child)
            continue
        words = _filled(tag, element.name, _join(run), kind)
        if words:
            # An address within a page is there once.
            tag = _ID.sub("", element.tag)
        for piece in words:
            piece.behind_photo = kind == "paragraph" and bool(pieces)
        pieces += words
        run = []
        if child is not None:
            pieces.append(child)
    if element.name == "a" and not any(piece.draft is None for piece in pieces):
        for piece in pieces:
            piece.draft.lost_link = True
    return pieces


def _unwrap_figure(children: list[_Piece]) -> list[_Piece]:
    """Take the photos of a `<figure>` that an editor wrote; its caption is the last one's."""
    children = _take_captions(children)
    last = [child.draft for child in children if child.draft][-1]
    captions = [child for child in children if child.kind == "figcaption"]
    others = [child for child in children if child.kind != "figcaption"]
    kept = [words for child in captions for words in last.caption_of_figure(child.html)]
    return _with_paragraphs(others) + kept


def _with_paragraphs(children: list[_Piece]) -> list[_Piece]:
    """Put words that stand loose between blocks and photos into paragraphs."""
    result: list[_Piece] = []
    loose: list[_Piece] = []
    for child in children:
        if child.kind == "inline":
            loose.append(child)
            continue
        result += _as_paragraph(loose)
        result.append(child)
        loose = []
    return result + _as_paragraph(loose)


def _as_paragraph(pieces: list[_Piece]) -> list[_Piece]:
    words = _join(pieces)
    if any(tag[2] in _BLOCKS or tag[2] == "p" for tag in TAG.finditer(words)):
        # A block within "<b>" or the like, which no paragraph may hold.
        return [_Piece(words, "block")]
    return _filled("<p>", "p", words, "paragraph")


def _take_captions(children: list[_Piece]) -> list[_Piece]:
    """Give the photos among *children* the lines and paragraphs "Ảnh: …" behind them."""
    result: list[_Piece] = []
    draft: _Draft | None = None
    run = behind = ""
    for child in children:
        if draft is not None and child.kind == "inline":
            run += child.html
            continue
        if draft is not None:
            rest = _take_lines(run, draft)
            run = ""
            if rest:
                result.append(_Piece(rest))
                draft = draft if not plain_text(rest) else None
        if draft is not None and child.behind_photo:
            behind += child.html
            result.append(child)
            continue
        if draft is not None and child.kind == "paragraph":
            rest = _take_paragraph(child.html, draft)
            if rest != child.html:
                draft.passed = plain_text(behind) or draft.passed
            if rest is None:
                continue
            child, draft = _Piece(rest, "paragraph"), None
        elif child.draft is not None:
            draft, behind = child.draft, ""
        else:
            draft = None
        result.append(child)
    if draft is not None and (rest := _take_lines(run, draft)):
        result.append(_Piece(rest))
    return result


def _take_lines(words: str, draft: _Draft) -> str:
    """Take the lines below a photo that are a caption or credit; return the rest.

    *words* begin on the photo's own line: what stands there is no caption, unless
    it begins like one.
    """
    if words.isspace():
        return ""
    first = _LINE.match(words)
    beside = first[0] if plain_text(first[1]) and not _begins_caption(first[1], draft) else ""
    position = len(beside)
    while position < len(words):
        line = _LINE.match(words, position)
        end = _end_of_caption(words, line, draft)
        if end > line.end() and draft.follow(words[position:end]):
            position = end
            continue
        if not _is_balanced(line[1]) or (_matters(line[1]) and not draft.follow(line[1])):
            break
        position = line.end()
    if position > len(beside):
        draft.passed = plain_text(beside)
    return beside + words[position:]


def _end_of_caption(words: str, first: re.Match[str], draft: _Draft) -> int:
    """Find where the caption ends that the line *first* of *words* begins.

    Lines belong to it that begin with a small letter, and all those up to the one that
    tells whose photo it is.
    """
    behind = parse_following(plain_text(first[1]), draft.of_media)
    if draft.caption or behind is None or parse_caption(behind, draft.of_media).credit:
        return first.end()
    end = position = first.end()
    goes_on = True
    while position < len(words):
        line = _LINE.match(words, position)
        if not plain_text(line[1]):
            break
        if _begins_caption(line[1], draft):
            end = position
            break
        goes_on = goes_on and plain_text(line[1])[0].islower()
        position = line.end()
        end = position if goes_on else end
    return end if _is_balanced(words[first.start() : end]) else first.end()


def _take_paragraph(markup: str, draft: _Draft) -> str | None:
    """Take the paragraph *markup* as caption or credit; return what is left of it, if any."""
    if ":" not in markup and _SHOWS.search(markup):
        return markup
    words = plain_text(markup)
    if words and not may_follow(words):
        return markup
    groups = _groups(_OUTER_TAGS.sub("", markup), draft)
    taken = 0
    while taken < len(groups) and (not plain_text(groups[taken]) or draft.follow(groups[taken])):
        taken += 1
    if not taken:
        return markup
    rest = _filled(TAG.match(markup)[0], "p", "".join(groups[taken:]), "paragraph")
    return rest[0].html if rest else None


def _groups(inside: str, draft: _Draft) -> list[str]:
    """Cut the words of a paragraph before every line that begins with "Ảnh:"."""
    groups: list[str] = [""]
    position = 0
    while position < len(inside):
        line = _LINE.match(inside, position)
        if _begins_caption(line[1], draft) and groups[-1] and _is_balanced(groups[-1]):
            groups.append("")
        groups[-1] += line[0]
        position = line.end()
    return groups


def _matters(markup: str) -> bool:
    """Tell whether anything of *markup* is seen, or led to from elsewhere."""
    return bool(plain_text(markup)) or "<hr>" in markup or ' id="' in markup


def _begins_caption(markup: str, draft: _Draft) -> bool:
    return parse_following(plain_text(markup), draft.of_media) is not None


def _is_balanced(markup: str) -> bool:
    """Tell whether every tag that *markup* opens is closed in it."""
    depth = 0
    for closing, name, _ in TAG.findall(markup):
        if name not in VOID:
            depth += -1 if closing else 1
        if depth < 0:
            return False
    return depth == 0


def _filled(tag: str, name: str, inside: str, kind: str) -> list[_Piece]:
    """Make an element, unless it would be empty to its readers."""
    if not _matters(inside):
        return []
    inside = inside.strip() if kind != "inline" else inside
    return [_Piece(_wrap(tag, name, inside), kind)]


def _wrap(tag: str, name: str, inside: str) -> str:
    return f"{tag}{inside}</{name}>"


def _join(pieces: Iterable[_Piece]) -> str:
    return "".join(piece.html for piece in pieces)
