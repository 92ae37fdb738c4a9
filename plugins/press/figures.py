# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos in a text: from `<img>` in sanitised HTML to places for figures.

Works on HTML as nh3 writes it: every tag closed, every attribute quoted, "<"
and ">" escaped everywhere else. So a tag is exactly `<[^>]*>`, and the text can
be cut without a tree. What an editor wrote as Markdown and what she wrote as
`<img>` look the same here, and follow the same rules.
"""

import html
import re
from dataclasses import dataclass

from plugins.newsroom.byline import drop_full_stop
from plugins.newsroom.caption import parse_caption, parse_following

#: Opens and closes what the press fills in; no text holds these (controls are removed).
OPEN, CLOSE = "\x01", "\x02"

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_IMAGE = re.compile(r"<img\b([^>]*)>")
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_RAW_FIGURE = re.compile(r"<figure(?: [^>]*)?>(.*?)</figure>", re.DOTALL)
_FIGCAPTION = re.compile(r"<figcaption(?: [^>]*)?>(.*?)</figcaption>", re.DOTALL)
_PLACE = re.compile(f"{OPEN}photo:([0-9]+){CLOSE}")
_LINE = re.compile(r"(.*?)(?:<br>\s*|\n|\Z)", re.DOTALL)
_NEXT_PARAGRAPH = re.compile(r"\s*<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo where the text has it; empty strings where the text says nothing."""

    file: str
    alt: str
    caption: str
    credit: str


def place_photos(markup: str) -> tuple[str, list[Placed]]:
    """Take the photos out of *markup*, leaving a place for each (`place`).

    Returns the HTML with the places, each between blocks and never within a
    paragraph, and the photos in the order of their numbers. The captions that
    stood in following lines and paragraphs are taken along.
    """
    finder = _Finder()
    markup = _RAW_FIGURE.sub(finder.take_figure, markup)
    markup = _PARAGRAPH.sub(finder.split_paragraph, markup)
    markup = _IMAGE.sub(finder.take_image, markup)
    markup = finder.take_following_paragraphs(markup)
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
            parts.append(part)
    return parts


def plain_text(markup: str) -> str:
    """Tell what a reader of *markup* sees, on one line."""
    return " ".join(html.unescape(_TAG.sub("", markup.replace("<br>", " "))).split())


@dataclass(slots=True)
class _Draft:
    """A photo whose caption is still being looked for."""

    file: str
    alt: str
    caption: str = ""
    credit: str = ""

    def describe(self, text: str) -> None:
        """Take *text* as the caption, a credit at its end apart."""
        parsed = parse_caption(text)
        self.caption = parsed.text or ""
        self.credit = parsed.credit or ""

    def follow(self, text: str) -> bool:
        """Take a following line that begins with "Ảnh:", if there is still room for it."""
        behind = parse_following(text)
        if behind is None or (self.caption and self.credit):
            return False
        if self.caption:
            self.credit = drop_full_stop(behind)
        else:
            known_credit = self.credit
            self.describe(behind)
            if not self.caption:
                # «Ảnh: Ảnh: …» or the like: words that name nobody stay a caption.
                self.caption, self.credit = behind, ""
            self.credit = self.credit or known_credit
        return True

    def placed(self) -> Placed:
        return Placed(self.file, self.alt, self.caption, self.credit)


class _Finder:
    """Collects the photos of one text in the order in which it finds them."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []

    def _add(self, attributes: str) -> str:
        values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        draft = _Draft(values.get("src", ""), " ".join(values.get("alt", "").split()))
        title = " ".join(values.get("title", "").split())
        if title:
            draft.describe(title)
        self.drafts.append(draft)
        return place(len(self.drafts) - 1)

    def take_image(self, match: re.Match[str]) -> str:
        """Take an image that stands outside of any paragraph."""
        return self._add(match[1])

    def take_figure(self, match: re.Match[str]) -> str:
        """Take the images of a `<figure>` that an editor wrote; its caption is the last one's."""
        inside = match[1]
        if "<img" not in inside:
            return match[0]
        caption = _FIGCAPTION.search(inside)
        places = [self._add(image[1]) for image in _IMAGE.finditer(inside)]
        if caption and (text := plain_text(caption[1])):
            draft = self.drafts[-1]
            if draft.caption:
                draft.follow(f"Ảnh: {text}")
            else:
                known_credit = draft.credit
                draft.describe(text)
                draft.credit = draft.credit or known_credit
        rest = _IMAGE.sub("", _FIGCAPTION.sub("", inside))
        return "".join(places) + (f"<p>{rest.strip()}</p>" if plain_text(rest) else "")

    def split_paragraph(self, match: re.Match[str]) -> str:
        """Cut a paragraph at its images, and take the caption lines behind each."""
        inside = match[1]
        if "<img" not in inside:
            return match[0]
        pieces: list[str] = []
        words = ""
        open_tags: list[str] = []
        position = 0
        for tag in _TAG.finditer(inside):
            words += inside[position : tag.start()]
            position = tag.end()
            closing, name, attributes = tag.groups()
            if name == "img":
                pieces.append(words + _close(open_tags))
                pieces.append(self._add(attributes))
                words = "".join(open_tags)
                continue
            words += tag[0]
            if closing:
                open_tags.pop()
            elif name not in ("br", "wbr"):
                open_tags.append(tag[0])
        pieces.append(words + inside[position:])
        return self._join(pieces)

    def _join(self, pieces: list[str]) -> str:
        """Put words and places, which alternate, together as blocks."""
        blocks: list[str] = []
        draft: _Draft | None = None
        for index, piece in enumerate(pieces):
            if index % 2:
                blocks.append(piece)
                draft = self.drafts[int(_PLACE.fullmatch(piece)[1])]
                continue
            words = piece if draft is None else _take_lines(piece, draft)
            if plain_text(words):
                blocks.append(f"<p>{words.strip()}</p>")
        return "\n".join(blocks)

    def take_following_paragraphs(self, markup: str) -> str:
        """Take the paragraphs behind the places that begin with "Ảnh:"."""
        pieces: list[str] = []
        position = 0
        for found in _PLACE.finditer(markup):
            if found.start() < position:
                continue
            draft = self.drafts[int(found[1])]
            pieces.append(markup[position : found.end()])
            position = found.end()
            while (paragraph := _NEXT_PARAGRAPH.match(markup, position)) and draft.follow(
                plain_text(paragraph[1])
            ):
                position = paragraph.end()
        pieces.append(markup[position:])
        return "".join(pieces)


def _close(open_tags: list[str]) -> str:
    return "".join(f"</{_TAG.match(tag)[2]}>" for tag in reversed(open_tags))


def _take_lines(words: str, draft: _Draft) -> str:
    """Take the leading lines of *words* that are a caption or credit; return the rest."""
    while words:
        line = _LINE.match(words)
        text = plain_text(line[1])
        if not _is_balanced(line[1]) or (text and not draft.follow(text)):
            break
        words = words[line.end() :]
    return words


def _is_balanced(markup: str) -> bool:
    """Tell whether every tag that *markup* opens is closed in it."""
    depth = 0
    for closing, name, _ in _TAG.findall(markup):
        if name not in ("br", "wbr"):
            depth += -1 if closing else 1
        if depth < 0:
            return False
    return depth == 0
