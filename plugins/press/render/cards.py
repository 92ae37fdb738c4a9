# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the site draws itself: share cards and icons, in the names and colours of its portal.

A drawing's key is a digest of all that it is drawn from: words, colours, logo, font, this
file and the version of Pillow. It is known before anything is drawn, so a build without
new words never pays for Pillow; and it stands in the drawing's address, so browsers may keep
the file for ever. Only the icon that programs look for unasked has a fixed address.
"""

import hashlib
import importlib.metadata
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.newsroom.share_card import CARD_SIZE, can_be_drawn
from plugins.press.errors import Refusal
from plugins.press.photos.store import write_whole
from plugins.press.render.card_file import CardFiles
from plugins.press.render.theme import DRAWN_IN, THEME_FOLDER

if TYPE_CHECKING:
    from PIL import Image, ImageFont

#: The key of the portal's own card; the others have the addresses of their sections.
PORTAL_CARD = ""
#: An icon that systems cut to their own shape shows its middle at least: a disc of 80 %.
SAFE_ZONE = 0.8

#: Where programs look for an icon that no page has told them of.
FAVICON_FILE = "favicon.ico"

_FONT_FILE = Path(__file__).parent / "fonts" / "NotoSans-Bold.ttf"
#: Logos that Pillow reads. A drawing (SVG) it does not: then cards have no emblem, and
#: the logo itself is the only icon.
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif")

_MARGIN = 80
#: From a foot to a stacked mark (Ễ), in heights of the font.
_LINE_HEIGHT = 1.3
#: Below the foot of a line, in heights of the font.
_FOOT = 0.27
#: The part of an article's card that all of them share, in pixels from above.
_HEAD = 176
#: The colours of an article's words, from the ground to white: they smooth the letters.
_TONES = 6
_TONE_OF = [round(value * (_TONES - 1) / 255) for value in range(256)]
_SOLID = [0, *(255,) * 255]
_PLACES = [place for place in range(16) for _ in "rgb"]
#: The sizes of titles, the largest first, and the lines that they may have.
_TITLES = (72, 62, 54, 46)
_TITLE_LINES = 4
# Of a title: more have no room in four lines, however narrow; each that is too much is measured.
_TITLE_LETTERS = 1_000
#: Words whose pictures are kept; one takes some 5 kB.
_WORDS_KEPT = 2048
_WHITE, _GOLD, _STAR = "#ffffff", "#d99a00", "#ffd23f"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as pages name it; sizes in pixels."""

    address: str
    width: int
    height: int
    alt: str = ""


class CardMaker:
    """Draws the cards and icons of one portal into a store that may be deleted at any time.

    *logo* is the name and content of the portal's logo, None for the star roundel.
    `cards` are the share cards, `icons` the icons by use: "ico" and "touch" for pages,
    "192", "512" and "maskable" for the manifest.
    """

    def __init__(
        self,
        store: Path,
        portal: Mapping[str, Any],
        sections: Mapping[str, str],
        logo: tuple[str, bytes] | None,
    ) -> None:
        self._store = store
        self._colours = {
            name: portal["colours"].get(name, drawn.decode()) for name, drawn in DRAWN_IN.items()
        }
        self._lines = tuple(filter(can_be_drawn, portal["lines"]))
        self._logo_name = logo[0] if logo else ""
        self._logo = logo[1] if logo and logo[0].lower().endswith(_PICTURES) else None
        self._has_emblem = logo is None or self._logo is not None
        #: What each file is made of: its key, its name in the store, and how to draw it.
        self._plans: dict[str, tuple[str, str, Callable[[], bytes]]] = {}
        self.cards = {
            PORTAL_CARD: self._card("cong", "", portal["name"]),
            **{
                address: self._card(
                    address.strip("/").rpartition("/")[2], name, f"{portal['name']} – {name}"
                )
                for address, name in sections.items()
            },
        }
        self.icons = self._plan_icons() if self._has_emblem else {}
        #: What the cards of articles share, by the lines of their portal.
        self._heads: dict[tuple[str, ...], CardFiles] = {}

    @property
    def files(self) -> dict[str, str]:
        """The output files of all drawings, with the key of what each shows."""
        return {file: key for file, (key, _, _) in self._plans.items()}

    def draw(self, file: str) -> bytes:
        """Fetch a drawing from the store, or draw it."""
        _, name, make = self._plans[file]
        kept = self._store / name
        try:
            seal, data = _cut(kept.read_bytes())
        except OSError:
            seal = data = b""
        if seal != _seal(name, data):
            data = make()
            write_whole(kept, _seal(name, data) + data)
        return data

    def _plan(
        self,
        name: str,
        size: tuple[int, int],
        make: Callable[[], bytes],
        words: Sequence[str] = (),
        file: str | None = None,
    ) -> Drawing:
        """Plan the drawing *name*, *size* in pixels, that shows *words*; at *file* if given."""
        key = self._key(name, size, words)
        stem, suffix = name.split(".")
        kept = f"{stem}-{key}.{suffix}"
        file = file or f"{THEME_FOLDER}/{kept}"
        self._plans[file] = (key, kept, make)
        return Drawing(f"/{file}", *size)

    def _key(self, name: str, size: tuple[int, int], words: Sequence[str]) -> str:
        """Tell apart all that a drawing is made of."""
        logo = hashlib.sha256(self._logo).hexdigest() if self._logo else self._has_emblem
        ingredients = json.dumps([_craft(), name, size, words, self._colours, logo])
        return hashlib.sha256(ingredients.encode()).hexdigest()[:16]

    # Share cards

    def _card(self, name: str, section: str, alt: str) -> Drawing:
        if not can_be_drawn(section):
            section = ""
        draw = partial(self._draw_card, section)
        card = self._plan(f"the-{name}.jpg", CARD_SIZE, draw, [section, *self._lines])
        return Drawing(card.address, card.width, card.height, alt)

    @cached_property
    def _ground(self) -> "Image.Image":
        """What all cards share: a river under the sky of the portal's colours."""
        from PIL import Image, ImageDraw

        width, height = CARD_SIZE
        brand, dark = self._colours["brand"], self._colours["brand-dark"]
        slope = Image.linear_gradient("L").resize((1, height)).resize(CARD_SIZE)
        ground = Image.composite(
            Image.new("RGB", CARD_SIZE, dark), Image.new("RGB", CARD_SIZE, brand), slope
        )
        # Drawn at twice the size, for smooth edges.
        river = Image.new("L", (2 * width, 2 * height))
        pen = ImageDraw.Draw(river)
        for number in range(9):
            points = [
                (
                    x,
                    2 * height
                    - 150
                    + 16 * number
                    + (64 - 4 * number) * math.sin(x / 330 + number / 9)
                    - x * (8 - number) / 60,
                )
                for x in range(-16, 2 * width + 17, 16)
            ]
            pen.line(points, fill=26 + 6 * number, width=5, joint="curve")
        white = Image.new("RGB", CARD_SIZE, _WHITE)
        return Image.composite(white, ground, river.resize(CARD_SIZE, Image.Resampling.BOX))

    def _draw_card(self, section: str) -> bytes:
        from PIL import ImageDraw

        card = self._ground.copy()
        pen = ImageDraw.Draw(card)
        width, height = CARD_SIZE
        # The portal's own card is its name alone, large; a section's has it for a heading.
        emblem, top, sizes = (150, 64, (34, 50)) if section else (250, 150, (48, 76))
        left = _MARGIN
        if self._has_emblem:
            picture = self._emblem(emblem)
            card.paste(picture, (left, top), picture)
            left += emblem + emblem // 4
        name = [
            _fit(line, width - left - _MARGIN, 2 * size * _LINE_HEIGHT, size)
            for line, size in zip(self._lines, sizes, strict=False)
        ]
        y = top + max(0, (emblem - sum(block.height for block in name)) / 2)
        for block in name:
            y = block.write(pen, left, y)
        rule = max(top + emblem, y) + emblem // 4
        pen.rectangle((_MARGIN, rule, width - _MARGIN, rule + 6), fill=self._colours["accent"])
        if section:
            room = height - rule - 110
            block = _fit(section, width - 2 * _MARGIN, room, 92)
            block.write(pen, _MARGIN, rule + 24 + (room - block.height) / 2)
        # Ten times faster than PNG; with colours as fine as shapes (4:4:4) no letter frays.
        return _encoded(card, "JPEG", quality=85, subsampling="4:4:4")

    # Cards of articles

    @cached_property
    def style_key(self) -> str:
        """Tell apart all that the cards of articles are drawn with, their words apart."""
        return self._key("", CARD_SIZE, ())

    def draw_article(self, lines: Sequence[str], section: str, title: str, day: str) -> bytes:
        """Draw the card of an article below the *lines* of its portal: a PNG of 16 colours.

        It takes 3 ms of CPU, half of it PNG, and 9 to 24 kB. All letters of *title*
        must be drawable; of the other words those with others are left out.
        """
        from PIL import Image

        files = self._files_of(tuple(filter(can_be_drawn, lines)))
        width, height = CARD_SIZE
        words = Image.new("P", (width, height - _HEAD))
        top = 0.0
        if can_be_drawn(section):
            _write_line(words, section, 34, 48)
            top = 64
        if can_be_drawn(day):
            _write_line(words, day, 30, words.height - 46)
        block = _fit_title(title, width - 2 * _MARGIN, words.height - 92 - top)
        for line in block.lines:
            top += block.size * _LINE_HEIGHT
            _write_line(words, line, block.size, top - block.size * _FOOT)
        return files.write(words)

    def _files_of(self, lines: tuple[str, ...]) -> CardFiles:
        """Draw once what the articles of one portal share."""
        if lines not in self._heads:
            self._heads[lines] = CardFiles(*self._draw_head(lines))
        return self._heads[lines]

    def _draw_head(self, lines: Sequence[str]) -> tuple["Image.Image", list[int]]:
        """Draw what stands above the words of an article; pixels are places in the palette."""
        from PIL import Image, ImageColor, ImageDraw

        dark, accent = (
            ImageColor.getrgb(self._colours[name])[:3] for name in ("brand-dark", "accent")
        )
        # The colours of words, from the ground to white; of the rule; and of the emblem.
        palette = [
            round(low + (255 - low) * tone / (_TONES - 1)) for tone in range(_TONES) for low in dark
        ]
        palette += accent
        words = Image.new("L", (CARD_SIZE[0], _HEAD))
        pen = ImageDraw.Draw(words)
        left, top, side = _MARGIN, 44, 96
        if self._has_emblem:
            left += side + 24
        y = top + side / 2
        blocks = [
            _fit(line, CARD_SIZE[0] - left - _MARGIN, 60, size)
            for line, size in zip(lines, (28, 42), strict=False)
        ]
        y -= sum(block.height for block in blocks) / 2
        for block in blocks:
            y = block.write(pen, left, y)
        head = words.point(_TONE_OF)
        head.paste(_TONES, (_MARGIN, _HEAD - 8, CARD_SIZE[0] - _MARGIN, _HEAD - 2))
        if self._has_emblem:
            emblem = self._emblem(side)
            picture = Image.new("RGB", emblem.size, dark)
            picture.paste(emblem, (0, 0), emblem)
            few = picture.quantize(15 - _TONES, Image.Quantize.MEDIANCUT, dither=0)
            places = Image.frombytes("L", few.size, few.tobytes())
            places = places.point([min(place + _TONES + 1, 255) for place in range(256)])
            head.paste(places, (_MARGIN, top), emblem.getchannel("A").point(_SOLID))
            palette += few.getpalette()[: 3 * (15 - _TONES)]
        head.putpalette(palette)
        return head, palette

    # Icons

    def _plan_icons(self) -> dict[str, Drawing]:
        def icon(name: str, side: int, make: Callable[..., bytes], *more: object) -> Drawing:
            return self._plan(f"bieu-tuong-{name}.png", (side, side), partial(make, side, *more))

        ico = self._plan("bieu-tuong.ico", (48, 48), self._draw_ico, file=FAVICON_FILE)
        return {
            "ico": ico,
            "touch": icon("cham", 180, self._draw_filled, 0.86),
            "192": icon("192", 192, self._draw_icon),
            "512": icon("512", 512, self._draw_icon),
            # 5 % less than the safe zone, for the smooth edge.
            "maskable": icon("day", 512, self._draw_filled, SAFE_ZONE * 0.95),
        }

    def _draw_icon(self, side: int) -> bytes:
        return _encoded(self._emblem(side), "PNG")

    def _draw_filled(self, side: int, share: float) -> bytes:
        """Draw the emblem on an opaque square, for systems that cut icons to their shape."""
        from PIL import Image

        icon = Image.new("RGB", (side, side), _WHITE)
        picture = self._emblem(round(side * share))
        place = (side - picture.width) // 2
        icon.paste(picture, (place, place), picture)
        return _encoded(icon, "PNG")

    def _draw_ico(self) -> bytes:
        sizes = [(side, side) for side in (16, 32, 48)]
        return _encoded(self._emblem(48), "ICO", sizes=sizes)

    def _emblem(self, side: int) -> "Image.Image":
        """Draw the portal's emblem in a transparent square."""
        from PIL import Image

        if self._logo is None:
            return _roundel(side, self._colours)
        try:
            with Image.open(io.BytesIO(self._logo)) as picture:
                logo = picture.convert("RGBA")
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise Refusal(
                f"không đọc được tệp «{self._logo_name}» mà PORTAL gọi là logo",
                "thay bằng một ảnh còn tốt hoặc tệp SVG, hoặc ghi None",
            ) from error
        factor = side / max(logo.size)
        logo = logo.resize(
            [max(1, round(length * factor)) for length in logo.size], Image.Resampling.LANCZOS
        )
        square = Image.new("RGBA", (side, side))
        square.paste(logo, ((side - logo.width) // 2, (side - logo.height) // 2))
        return square


@cache
def _craft() -> str:
    """Tell apart other ways of drawing: other versions of this file, the font, Pillow."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(Path(__file__).with_name("card_file.py").read_bytes())
    digest.update(_FONT_FILE.read_bytes())
    digest.update(importlib.metadata.version("pillow").encode())
    return digest.hexdigest()


def _seal(name: str, data: bytes) -> bytes:
    """Seal a picture under the name that it has in the store."""
    return hashlib.sha256(name.encode() + b"\0" + data).digest()


def _cut(kept: bytes) -> tuple[bytes, bytes]:
    """Part what the store keeps into the seal that it begins with and the picture."""
    return kept[:32], kept[32:]


def _encoded(picture: "Image.Image", kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


# Words


@cache
def _font(size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    # The other way of setting uses a library of the system's, so not every machine would
    # draw the same.
    return ImageFont.truetype(_FONT_FILE, size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class _Block:
    """Words set in lines of one size."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * _LINE_HEIGHT

    def write(self, pen: Any, left: float, top: float) -> float:
        """Write the lines in white; return where the next block may begin."""
        for line in self.lines:
            top += self.size * _LINE_HEIGHT
            # "ls": the left end of the foot line, which lies a quarter above the bottom.
            foot = top - self.size * _FOOT
            pen.text((left, foot), line, fill=_WHITE, font=_font(self.size), anchor="ls")
        return top


def _fit(text: str, width: float, height: float, largest: int) -> _Block:
    """Set *text* as large as it fits into *width* by *height*, at most *largest*."""
    size = largest
    lines = _wrap(text, size, width)
    while size > 20 and (len(lines) * size * _LINE_HEIGHT > height or _widest(lines, size) > width):
        size -= 2
        lines = _wrap(text, size, width)
    return _Block(_balance(text, size, width, lines), size)


def _fit_title(title: str, width: float, height: float) -> _Block:
    """Set a title into four lines at most; what has no room goes, by the word."""
    title = title[:_TITLE_LETTERS]
    for size in _TITLES:
        lines = _wrap(title, size, width)
        if (
            len(lines) <= min(_TITLE_LINES, height // (size * _LINE_HEIGHT))
            and _widest(lines, size) <= width
        ):
            return _Block(_balance(title, size, width, lines), size)
    kept: list[str] = []
    for line in lines[:_TITLE_LINES]:
        kept.append(line)
        if _measure(line, size) > width:
            break
    if len(kept) < len(lines) or _measure(kept[-1], size) > width:
        kept[-1] = _shorten(kept[-1], size, width)
    return _Block(tuple(kept), size)


def _shorten(line: str, size: int, width: float) -> str:
    """End *line* in "…" within *width*, behind a word where it has several."""
    while _measure(f"{line}…", size) > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,.;:–-')}…"


def _wrap(text: str, size: int, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    space, room = _advance(" ", size), 0.0
    # A line may end with a dash but not begin with one.
    for word in text.replace(" - ", "\u00a0- ").replace(" – ", "\u00a0– ").split(" "):
        taken = _advance(word, size)
        if lines and taken + space <= room:
            lines[-1] += f" {word}"
            room -= taken + space
        else:
            lines.append(word)
            room = width - taken
    return tuple(lines)


def _balance(text: str, size: int, width: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Set the same number of lines as narrow as they can be, so that none is left a stub."""
    while len(lines) > 1:
        width = _widest(lines, size) - 1
        narrower = _wrap(text, size, width)
        if len(narrower) > len(lines) or _widest(narrower, size) > width:
            break
        lines = narrower
    return lines


def _widest(lines: Sequence[str], size: int) -> float:
    return max(_measure(line, size) for line in lines)


def _measure(line: str, size: int) -> float:
    words = line.split(" ")
    return sum(_advance(word, size) for word in words) + (len(words) - 1) * _advance(" ", size)


@lru_cache(4 * _WORDS_KEPT)
def _advance(word: str, size: int) -> float:
    return _font(size).getlength(word)


def _write_line(words: "Image.Image", line: str, size: int, foot: float) -> None:
    """Write a line in white, from the margin on, its foot at *foot*."""
    x, space = float(_MARGIN), _advance(" ", size)
    for word in line.split(" "):
        picture, inked, left, top = _picture(word, size)
        if picture is not None:
            words.paste(picture, (round(x) + left, round(foot) + top), inked)
        x += _advance(word, size) + space


@lru_cache(_WORDS_KEPT)
def _picture(word: str, size: int) -> tuple["Image.Image | None", "Image.Image | None", int, int]:
    """Draw a word in the tones of a palette, and what of it covers what stands below.

    It is told, too, where its picture stands beside the beginning of its foot line.

    Titles share most of their words: drawing these anew would take 3 ms of CPU each time.
    """
    from PIL import Image, ImageDraw

    box = Image.new("L", (math.ceil(_advance(word, size)) + size, 2 * size))
    place = size // 2, size + size // 2
    ImageDraw.Draw(box).text(place, word, fill=255, font=_font(size), anchor="ls")
    box = box.point(_TONE_OF)
    edges = box.getbbox()
    if edges is None:
        return None, None, 0, 0
    picture = box.crop(edges)
    inked = picture.point(_SOLID, "1")
    picture.putpalette(_PLACES)
    return picture, inked, edges[0] - place[0], edges[1] - place[1]


# The star roundel, as theme/static/img/roundel.svg has it


def _roundel(side: int, colours: Mapping[str, str]) -> "Image.Image":
    """Draw the roundel of the theme, a star above the water, *side* pixels wide."""
    from PIL import Image, ImageDraw

    # Drawn larger, since Pillow's shapes have no smooth edges of their own.
    larger = 2 if side > 256 else 4
    scale = side * larger / 96
    drawing = Image.new("RGBA", (side * larger, side * larger), "#ffffff00")
    pen = ImageDraw.Draw(drawing)

    def disc(radius: float, colour: str) -> None:
        box = [scale * (48 - radius), scale * (48 - radius)]
        pen.ellipse([*box, *(scale * (48 + radius),) * 2], fill=colour)

    def spread(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(scale * x, scale * y) for x, y in points]

    disc(47, _WHITE)
    disc(45.25, _GOLD)
    disc(43.75, _WHITE)
    disc(41, colours["accent"])
    tips = [(8 if tip % 2 else 21, math.pi * tip / 5) for tip in range(10)]
    star = [(48 + far * math.sin(turn), 40 - far * math.cos(turn)) for far, turn in tips]
    pen.polygon(spread(star), fill=_STAR)
    bed = [
        (48 + 41 * math.cos(turn / 100), 48 + 41 * math.sin(turn / 100)) for turn in range(35, 280)
    ]
    pen.polygon(spread([*_wave(9.4, 86.6, 62), *bed]), fill=colours["brand"])
    for start, end, height in ((13, 83, 70), (21, 75, 78.5)):
        pen.line(
            spread(_wave(start, end, height)),
            fill=_WHITE,
            width=max(1, round(2.5 * scale)),
            joint="curve",
        )
    return drawing.resize((side, side), Image.Resampling.BOX)


def _wave(start: float, end: float, height: float) -> list[tuple[float, float]]:
    """Lay two whole waves from *start* to *end*."""
    depth = (end - start) / 26
    return [
        (start + (end - start) * step / 64, height - depth * math.sin(math.pi * step / 16))
        for step in range(65)
    ]
