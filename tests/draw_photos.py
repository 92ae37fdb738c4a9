# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw the photographs and attachments of the sample articles.

`python tests/draw_photos.py content/` writes all of them into the content folder;
further arguments are words that a file's path must contain, to draw only some.
The sample articles are invented, so no camera could have been there: every picture
is drawn here, with Pillow alone. What is drawn depends on this file only (each
picture has a random generator seeded with its own path), and no metadata is written.

Lengths are in picture heights: (0, 0) is the upper left corner, (ratio, 1) the lower
right one, so one scene serves every shape. Pictures are drawn twice as large and
reduced, which smooths the edges.
"""

import math
import random
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

Point = tuple[float, float]

OVERSAMPLING = 2
SOFT_DIVISOR = 4
JPEG_QUALITY = 82
WEBP_QUALITY = 80
PNG_COLOURS = 160


# --- Canvas -----------------------------------------------------------------------------


def blend(one: str, other: str, share: float) -> str:
    """Mix two colours; *share* is the part of the second, from 0 to 1."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def ramp(stops: Sequence[str], height_px: int) -> Image.Image:
    """Make a column, one pixel wide, that passes through evenly spaced colours."""
    column = Image.new("RGB", (1, height_px))
    for row in range(height_px):
        place = row / max(1, height_px - 1) * (len(stops) - 1)
        first = min(int(place), len(stops) - 2)
        tone = blend(stops[first], stops[first + 1], place - first)
        column.putpixel((0, row), ImageColor.getrgb(tone))
    return column


def curve(points: Sequence[Point], steps: int = 18) -> list[Point]:
    """Follow the Bézier curve of any degree that *points* control."""
    line = []
    for step in range(steps + 1):
        share = step / steps
        level = list(points)
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
                for a, b in pairwise(level)
            ]
        line.append(level[0])
    return line


class Brush:
    """Draws smooth shapes on one image; all lengths are in picture heights."""

    def __init__(self, draw: ImageDraw.ImageDraw, unit_px: float) -> None:
        self.draw = draw
        self.unit_px = unit_px

    def scale(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.unit_px, y * self.unit_px) for x, y in points]

    def shape(self, points: Sequence[Point], fill) -> None:
        self.draw.polygon(self.scale(points), fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill) -> None:
        self.draw.ellipse(self.scale([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def disc(self, x: float, y: float, r: float, fill) -> None:
        self.oval(x, y, r, r, fill)

    def slice(self, x: float, y: float, r: float, start: float, end: float, fill) -> None:
        """Draw a part of a disc, between two angles in degrees, clockwise from the right."""
        box = self.scale([(x - r, y - r), (x + r, y + r)])
        self.draw.pieslice(box, start, end, fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill, r: float = 0) -> None:
        corners = self.scale([(x, y), (x + width, y + height)])
        self.draw.rounded_rectangle(corners, radius=r * self.unit_px, fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill, ends: bool = True) -> None:
        width_px = max(1, round(width * self.unit_px))
        self.draw.line(self.scale(points), fill=fill, width=width_px, joint="curve")
        if ends and width_px > 3:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, fill)


class Canvas(Brush):
    """A picture that is being drawn."""

    def __init__(self, width_px: int, height_px: int, name: str) -> None:
        self.size_px = (width_px, height_px)
        self.ratio = width_px / height_px
        size = (width_px * OVERSAMPLING, height_px * OVERSAMPLING)
        self.image = Image.new("RGB", size, "#ffffff")
        super().__init__(ImageDraw.Draw(self.image, "RGBA"), size[1])
        self.random = random.Random(zlib.crc32(name.encode()))

    def between(self, low: float, high: float) -> float:
        return self.random.uniform(low, high)

    def spread(self, count: int, jitter: float = 0.5) -> list[float]:
        """List *count* places across the width, evenly but not exactly so."""
        step = self.ratio / count
        return [(i + 0.5 + self.between(-jitter, jitter)) * step for i in range(count)]

    def fade(self, points: Sequence[Point], stops: Sequence[str], alpha: float = 1) -> None:
        """Fill a shape with a vertical run of colours."""
        scaled = self.scale(points)
        left = math.floor(min(x for x, _ in scaled))
        top = math.floor(min(y for _, y in scaled))
        width = max(1, math.ceil(max(x for x, _ in scaled)) - left)
        height = max(1, math.ceil(max(y for _, y in scaled)) - top)
        mask = Image.new("L", (width, height))
        moved = [(x - left, y - top) for x, y in scaled]
        ImageDraw.Draw(mask).polygon(moved, fill=round(255 * alpha))
        self.image.paste(ramp(stops, height).resize((width, height)), (left, top), mask)

    def band(self, top: float, bottom: float, stops: Sequence[str]) -> None:
        self.fade([(0, top), (self.ratio, top), (self.ratio, bottom), (0, bottom)], stops)

    @contextmanager
    def soft(self, fill: str, blur: float) -> Iterator[Brush]:
        """Draw with a brush that only knows strengths (0 to 255), blurred, in one colour."""
        size = tuple(side // SOFT_DIVISOR for side in self.image.size)
        mask = Image.new("L", size)
        unit_px = self.unit_px / SOFT_DIVISOR
        yield Brush(ImageDraw.Draw(mask), unit_px)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * unit_px))
        self.image.paste(fill, (0, 0), mask.resize(self.image.size, Image.Resampling.BICUBIC))

    def mirror(self, shore: float, tint: str, strength: float = 0.45, depth: float = 1) -> None:
        """Reflect what stands above *shore* in the water below it."""
        width, height = self.image.size
        edge = round(shore * self.unit_px)
        rows = min(height - edge, edge)
        above = self.image.crop((0, edge - rows, width, edge))
        flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        flipped = flipped.filter(ImageFilter.GaussianBlur(0.004 * self.unit_px))
        veil = Image.new("RGB", flipped.size, tint)
        flipped = Image.blend(flipped, veil, strength)
        step = max(2, round(0.003 * self.unit_px))
        for row in range(0, rows, step):
            far = row / rows
            sway = math.sin(row / step * 0.9) + math.sin(row / step * 0.37 + 1.3)
            shift = round(sway * (0.0012 + 0.006 * far) * self.unit_px)
            strip = flipped.crop((0, row, width, min(row + step, rows)))
            fading = round(255 * max(0.0, 1 - far / depth))
            self.image.paste(strip, (shift, edge + row), Image.new("L", strip.size, fading))

    @contextmanager
    def sunk(self, level: float) -> Iterator[None]:
        """Keep what is below *level*, so that what is drawn meanwhile stands in water."""
        edge = round(level * self.unit_px)
        below = self.image.crop((0, edge, *self.image.size))
        yield
        self.image.paste(below, (0, edge))

    def vignette(self, strength: int = 70) -> None:
        """Darken the corners a little, as lenses do."""
        width, height = (side // 16 for side in self.image.size)
        mask = Image.new("L", (width, height), strength)
        inner = (-0.12 * width, -0.16 * height, 1.12 * width, 1.16 * height)
        ImageDraw.Draw(mask).ellipse(inner, fill=0)
        mask = mask.filter(ImageFilter.GaussianBlur(width / 9))
        self.image.paste("#10131c", (0, 0), mask.resize(self.image.size, Image.Resampling.BICUBIC))

    def mottle(self, strength: int = 4) -> None:
        """Lay a soft unevenness over flat colours, so that they look painted."""
        cells = (round(self.ratio * 60), 60)
        noise = Image.frombytes("L", cells, self.random.randbytes(cells[0] * cells[1]))
        noise = ImageOps.autocontrast(noise.filter(ImageFilter.GaussianBlur(1.6)), cutoff=1)
        noise = noise.resize(self.image.size, Image.Resampling.BICUBIC)
        noise = noise.point(lambda tone: round(tone / 255 * 2 * strength))
        layer = Image.merge("RGB", (noise, noise, noise))
        self.image = ImageChops.add(self.image, layer, 1, -strength)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def finished(self) -> Image.Image:
        return self.image.reduce(OVERSAMPLING)


# From here the formatter stands aside: points and colours read best in rows.
# fmt: off


# --- Light, sky and water ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Light:
    """The colours of one hour: sky and water from top to bottom, land from far to near."""

    sky: tuple[str, ...]
    sun: str
    cloud: str
    land: tuple[str, str, str]
    water: tuple[str, ...]


DAWN = Light(sky=("#5a86b4", "#9fc0d0", "#f4d9b0", "#f9bd8c"), sun="#fff3cf", cloud="#fff0e0",
    land=("#8fa9a4", "#5c8471", "#2f5748"), water=("#efc79c", "#a9b9b5", "#5d8394"))
DAY = Light(sky=("#3f93cf", "#86c4e6", "#d9eef4"), sun="#fffbe8", cloud="#ffffff",
    land=("#9cc3b0", "#5da06c", "#2e7444"), water=("#b5dbe0", "#6fb0bd", "#3f8296"))
DUSK = Light(sky=("#3a3468", "#8d4a76", "#e67d55", "#fbcb84"), sun="#fff0b8", cloud="#f6a07a",
    land=("#a0607a", "#5f3c5f", "#2a1d38"), water=("#f2b074", "#a8586a", "#43345f"))
NIGHT = Light(sky=("#0a1230", "#1a2754", "#3a4a80"), sun="#f5efd2", cloud="#35457a",
    land=("#24305c", "#172145", "#0c1329"), water=("#33437a", "#1a2754", "#0b1330"))
GREY = Light(sky=("#8a9aa6", "#b3bfc6", "#dbe0e0"), sun="#f4f4f0", cloud="#eef1f2",
    land=("#a5b3b0", "#738c84", "#435f55"), water=("#c2cac9", "#93a5a8", "#64797f"))


def sky(c: Canvas, light: Light, horizon: float) -> None:
    c.band(0, horizon, light.sky)


def sun(c: Canvas, x: float, y: float, r: float, light: Light) -> None:
    for reach, strength in ((5.0, 70), (2.4, 120)):
        with c.soft(light.sun, r * reach / 2.4) as halo:
            halo.disc(x, y, r * reach, strength)
    c.disc(x, y, r, light.sun)


def clouds(c: Canvas, count: int, top: float, bottom: float, fill: str, strength=150) -> None:
    """Float flat-bottomed clouds between two heights."""
    with c.soft(fill, 0.008) as cloud:
        for x in c.spread(count):
            y, width = c.between(top, bottom), c.between(0.1, 0.24)
            for _ in range(9):
                off = c.between(-1, 1)
                size = width * (1 - abs(off)) * c.between(0.28, 0.5) + 0.012
                cloud.oval(x + off * width, y - size * 0.4, size * 1.7, size * 0.55, strength)


def stars(c: Canvas, count: int, bottom: float) -> None:
    for _ in range(count):
        shine = round(c.between(70, 210))
        c.disc(c.between(0, c.ratio), c.between(0, bottom), c.between(0.0008, 0.002),
            (255,) * 3 + (shine,))


def bushes(c: Canvas, base: float, height: float, fill: str, density: int = 46) -> None:
    """Grow a line of round treetops, standing on *base*."""
    phase = c.between(0, 6)
    for x in c.spread(round(density * c.ratio), 0.9):
        swell = 0.55 + 0.3 * math.sin(x * 5 + phase) + 0.2 * math.sin(x * 13 + phase * 2)
        size = height * max(0.25, swell) * c.between(0.7, 1.1)
        c.oval(x, base - size * 0.45, size * 0.75, size * 0.6, fill)
    c.box(0, base - height * 0.25, c.ratio, height * 0.27, fill)


def water(c: Canvas, top: float, light: Light) -> None:
    c.band(top, 1, light.water)


def ripples(c: Canvas, top: float, fill: str, count: int = 150, alpha: int = 46) -> None:
    """Draw short level strokes, longer and wider apart towards the viewer."""
    tone = (*ImageColor.getrgb(fill)[:3], alpha)
    for _ in range(count):
        near = c.random.random() ** 1.6
        y = top + near * (1 - top)
        length = (0.02 + 0.13 * near) * c.between(0.5, 1.4)
        x = c.between(-0.05, c.ratio)
        c.oval(x, y, length, 0.0009 + 0.0028 * near, tone)


def glitter(c: Canvas, x: float, top: float, light: Light, width: float = 0.05) -> None:
    """Lay the path of the sun on the water."""
    with c.soft(light.sun, 0.006) as path:
        for step in range(46):
            near = step / 46
            y = top + 0.006 + near * (0.96 - top)
            spread = width * (0.5 + 1.5 * near) * c.between(0.25, 1)
            path.oval(x + c.between(-0.4, 0.4) * width, y, spread, 0.003 + 0.004 * near, 150)


# --- Plants -----------------------------------------------------------------------------


def frond(c: Canvas, start: Point, angle: float, length: float, fill: str) -> None:
    """Draw one feathered palm leaf; *angle* is in radians, 0 pointing right, up positive."""
    reach = math.cos(angle) * length
    rise = math.sin(angle) * length
    tip = (start[0] + reach * 1.06, start[1] - rise * 0.62 + abs(reach) * 0.42)
    knee = (start[0] + reach * 0.42, start[1] - rise * 0.9 - abs(reach) * 0.22)
    spine = curve([start, knee, tip], 22)
    c.stroke(spine, length * 0.018, fill)
    for i in range(2, len(spine) - 1):
        (x0, y0), (x1, y1) = spine[i - 1], spine[i]
        along = math.atan2(y1 - y0, x1 - x0)
        share = i / len(spine)
        leaf = length * 0.24 * (math.sin(share * math.pi * 0.92) ** 0.7) + length * 0.03
        for side in (1, -1):
            turn = along + side * 0.95
            end_x = x1 + math.cos(turn) * leaf
            end_y = y1 + math.sin(turn) * leaf * 0.8 + leaf * 0.35
            mid = (x1 + (x0 - x1) * 0.9, y1 + (y0 - y1) * 0.9)
            c.shape([mid, (x1, y1), (end_x, end_y)], fill)


def palm(c: Canvas, x: float, base: float, height: float, fill: str, lean: float = 0.12) -> None:
    """Plant a coconut palm; *lean* is the shift of its crown in tree heights."""
    crown = (x + lean * height, base - height)
    trunk = curve([(x, base), (x + lean * height * 0.15, base - height * 0.6), crown], 16)
    left, right = [], []
    for i, (px, py) in enumerate(trunk):
        half = height * (0.02 - 0.011 * i / 16)
        left.append((px - half, py))
        right.append((px + half, py))
    c.shape(left + right[::-1], fill)
    for i in range(10):
        angle = math.pi * (i / 9 * 1.3 - 0.15) + c.between(-0.09, 0.09)
        frond(c, crown, angle, height * c.between(0.3, 0.38), fill)
    for i in range(4):
        c.disc(crown[0] + (i - 1.5) * height * 0.02, crown[1] + height * 0.03, height * 0.018, fill)


def nipa(c: Canvas, x: float, base: float, height: float, fill: str) -> None:
    """Grow a clump of water coconut, whose leaves rise from the mud."""
    for i in range(7):
        angle = math.pi * (0.2 + 0.6 * i / 6) + c.between(-0.06, 0.06)
        frond(c, (x + (i - 3) * height * 0.02, base), angle, height * c.between(0.8, 1.1), fill)


def sugar_palm(c: Canvas, x: float, base: float, height: float, fill: str) -> None:
    """Plant a thốt nốt: a straight trunk under a ball of fans."""
    c.stroke([(x, base), (x, base - height)], height * 0.035, fill)
    for i in range(15):
        angle = math.pi * (i / 14 * 1.5 - 0.25)
        reach = height * c.between(0.2, 0.27)
        tip = (x + math.cos(angle) * reach, base - height - math.sin(angle) * reach)
        for fan in range(-3, 4):
            turn = angle + fan * 0.2
            leaf = height * 0.1
            end = (tip[0] + math.cos(turn) * leaf, tip[1] - math.sin(turn) * leaf)
            c.stroke([tip, end], height * 0.012, fill)
        c.stroke([(x, base - height), tip], height * 0.01, fill)


def leaf(
    c: Canvas, x: float, y: float, length: float, angle: float, tones: tuple[str, str]
) -> None:
    """Draw one broad leaf with its midrib; *angle* in radians, clockwise from the right."""
    tip = (x + math.cos(angle) * length, y + math.sin(angle) * length)
    across = (-math.sin(angle) * length * 0.34, math.cos(angle) * length * 0.34)
    middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
    sides = []
    for sign in (1, -1):
        bulge = (middle[0] + sign * across[0], middle[1] + sign * across[1])
        sides.append(curve([(x, y), bulge, tip], 10))
    c.shape(sides[0] + sides[1][::-1], tones[0])
    c.shape(sides[1] + [(x, y)], tones[1])
    c.stroke([(x, y), tip], length * 0.018, blend(tones[0], "#ffffff", 0.3))


def foliage(c: Canvas, x: float, y: float, r: float, count: int, tones: Sequence[str]) -> None:
    """Heap leaves around a point, the darkest first."""
    for i in range(count):
        angle = c.between(0, math.tau)
        far = r * c.random.random() ** 0.5
        tone = tones[min(len(tones) - 1, i * len(tones) // count)]
        place = (x + math.cos(angle) * far, y + math.sin(angle) * far * 0.8)
        turn = angle + c.between(-0.7, 0.7)
        leaf(c, *place, r * c.between(0.22, 0.4), turn, (tone, blend(tone, "#0c2a14", 0.18)))


def tree(c: Canvas, x: float, base: float, height: float, crown: str, trunk: str) -> None:
    """Plant a broad tree with a dappled crown."""
    c.shape([(x - height * 0.035, base), (x - height * 0.018, base - height * 0.6),
        (x + height * 0.018, base - height * 0.6), (x + height * 0.04, base)], trunk)
    for share in (0.0, 0.16, 0.32):
        tone = blend(crown, "#ffffff", share)
        for _ in range(20):
            angle, far = c.between(0, math.tau), c.random.random() ** 0.5 * height * 0.36
            px = x + math.cos(angle) * far * 1.15 - share * height * 0.15
            py = base - height * 0.72 + math.sin(angle) * far * 0.7 - share * height * 0.16
            c.disc(px, py, height * c.between(0.06, 0.12) * (1 - share), tone)


def tufts(c: Canvas, top: float, count: int, height: float, tones: Sequence[str]) -> None:
    """Grow blades along the lower edge, from *top* down to the viewer."""
    for i in range(count):
        near = i / count
        x = c.between(-0.02, c.ratio + 0.02)
        base = top + near * (1.06 - top)
        tall = height * (0.45 + 0.75 * near)
        bend = c.between(-0.35, 0.35) * tall
        blade = curve([(x, base), (x, base - tall * 0.7), (x + bend, base - tall)], 7)
        c.stroke(blade, 0.0022 + 0.003 * near, c.random.choice(tones), ends=False)


def ball(c: Canvas, x: float, y: float, r: float, tones: tuple[str, str, str]) -> None:
    """Shade a round fruit from a dark edge over its colour to a light spot."""
    for i in range(26):
        share = i / 25
        low, high = (tones[0], tones[1]) if share < 0.55 else (tones[1], tones[2])
        part = share / 0.55 if share < 0.55 else (share - 0.55) / 0.45
        size = r * (1 - share * 0.93)
        c.disc(x - r * 0.3 * share, y - r * 0.34 * share, size, blend(low, high, part))


def bokeh(c: Canvas, tones: Sequence[str], count: int = 60) -> None:
    """Fill the picture with an out-of-focus garden."""
    c.band(0, 1, (tones[0], tones[1]))
    for i in range(count):
        tone = tones[i % len(tones)]
        with c.soft(tone, 0.02) as spot:
            for _ in range(5):
                place = (c.between(0, c.ratio), c.between(0, 1))
                spot.disc(*place, c.between(0.03, 0.1), round(c.between(40, 120)))


# --- People -----------------------------------------------------------------------------

SKIN = ("#e3b48d", "#d9a67c", "#cf9a70", "#e8bd98")
HAIR = "#2a211f"
GREY_HAIR = "#98928d"


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody wears, and how they wear their hair.

    `coat` is "shirt", "suit", "dress" (áo dài), "vest" or "scarf" (a pupil's); `hat` is
    "leaf" (nón lá), "helmet", "cap", "nurse" or nothing; `hair` is "short", "long", "grey"
    or "shaven". `accent` colours a tie, a scarf, a helmet or a cap.
    """

    top: str
    legs: str = "#2c3346"
    coat: str = "shirt"
    hat: str = ""
    hair: str = "short"
    accent: str = "#c8102e"


def legs(c: Canvas, x: float, foot: float, tall: float, look: Look) -> None:
    for side in (-1, 1):
        hip, ankle = x + side * tall * 0.05, x + side * tall * 0.062
        wide = tall * (0.062 if look.coat != "dress" else 0.075)
        c.shape([(hip - wide * 0.9, foot - tall * 0.52), (hip + wide * 0.9, foot - tall * 0.52),
            (ankle + wide * 0.6, foot - tall * 0.02), (ankle - wide * 0.6, foot - tall * 0.02)],
            look.legs)
        c.oval(ankle + side * tall * 0.01, foot - tall * 0.012, tall * 0.045, tall * 0.018,
            "#20222b")


def torso(c: Canvas, x: float, foot: float, tall: float, look: Look) -> None:
    shoulder, waist = foot - tall * 0.82, foot - tall * 0.58
    hem = foot - tall * (0.16 if look.coat == "dress" else 0.43)
    half = tall * (0.115 if look.coat == "dress" else 0.135)
    flare = tall * (0.13 if look.coat == "dress" else 0.125)
    outline = (curve([(x - half * 0.4, shoulder - tall * 0.02), (x - half, shoulder - tall * 0.005),
        (x - half, shoulder + tall * 0.05)], 6) + curve([(x - half * 0.84, waist),
        (x - flare, hem)], 4) + curve([(x + flare, hem), (x + half * 0.84, waist)], 4)
        + curve([(x + half, shoulder + tall * 0.05), (x + half, shoulder - tall * 0.005),
        (x + half * 0.4, shoulder - tall * 0.02)], 6))
    c.shape(outline, look.top)
    shade = (*ImageColor.getrgb(blend(look.top, "#101018", 0.35)), 70)
    c.shape([(x + half * 0.35, shoulder), (x + half * 0.98, shoulder + tall * 0.05),
        (x + half * 0.84, waist), (x + flare, hem), (x + flare * 0.3, hem)], shade)
    front(c, x, shoulder, hem, tall, look)


def front(c: Canvas, x: float, shoulder: float, hem: float, tall: float, look: Look) -> None:
    """Add what tells one kind of clothes from another."""
    if look.coat == "suit":
        c.shape([(x - tall * 0.04, shoulder - tall * 0.02),
            (x + tall * 0.04, shoulder - tall * 0.02), (x, shoulder + tall * 0.15)], "#f3f1ec")
        c.shape([(x - tall * 0.012, shoulder), (x + tall * 0.012, shoulder),
            (x + tall * 0.008, shoulder + tall * 0.13), (x, shoulder + tall * 0.145),
            (x - tall * 0.008, shoulder + tall * 0.13)], look.accent)
    elif look.coat == "vest":
        for side in (-1, 1):
            c.stroke([(x + side * tall * 0.06, shoulder), (x + side * tall * 0.07, hem)],
                tall * 0.022, "#f6f0a0", ends=False)
        c.stroke([(x - tall * 0.12, hem - tall * 0.12), (x + tall * 0.12, hem - tall * 0.12)],
            tall * 0.022, "#f6f0a0", ends=False)
    elif look.coat == "scarf":
        c.shape([(x - tall * 0.05, shoulder - tall * 0.02),
            (x + tall * 0.05, shoulder - tall * 0.02), (x + tall * 0.012, shoulder + tall * 0.04),
            (x + tall * 0.03, shoulder + tall * 0.13), (x, shoulder + tall * 0.06),
            (x - tall * 0.03, shoulder + tall * 0.13), (x - tall * 0.012, shoulder + tall * 0.04)],
            look.accent)
    else:
        c.shape([(x - tall * 0.03, shoulder - tall * 0.02),
            (x + tall * 0.03, shoulder - tall * 0.02), (x, shoulder + tall * 0.04)],
            blend(look.top, "#ffffff", 0.45))


def arm(c: Canvas, shoulder: Point, hand: Point, tall: float, look: Look, skin: str) -> None:
    elbow = ((shoulder[0] + hand[0]) / 2, (shoulder[1] + hand[1]) / 2 + tall * 0.04)
    sleeve = curve([shoulder, elbow, hand], 10)
    c.stroke(sleeve, tall * 0.062, blend(look.top, "#101018", 0.14))
    c.disc(*hand, tall * 0.032, skin)


def head(c: Canvas, x: float, chin: float, tall: float, look: Look, skin: str) -> None:
    r = tall * 0.072
    y = chin - r * 0.95
    c.box(x - r * 0.4, y + r * 0.5, r * 0.8, r * 1.0, blend(skin, "#7a4a30", 0.25), r * 0.2)
    if look.hair == "long":
        for side in (-1, 1):
            c.shape([(x + side * r * 0.7, y - r * 0.7), (x + side * r * 1.1, y - r * 0.1),
                (x + side * r * 1.14, y + r * 1.5), (x + side * r * 0.78, y + r * 1.7),
                (x + side * r * 0.84, y + r * 0.3)], HAIR)
    c.oval(x, y, r * 0.92, r * 1.06, skin)
    if look.hair != "shaven":
        tone = GREY_HAIR if look.hair == "grey" else HAIR
        c.slice(x, y - r * 0.12, r * 1.06, 180, 360, tone)
    headgear(c, x, y, r, look)


def headgear(c: Canvas, x: float, y: float, r: float, look: Look) -> None:
    if look.hat == "leaf":
        c.shape([(x - r * 2.1, y - r * 0.1), (x, y - r * 1.75), (x + r * 2.1, y - r * 0.1)],
            "#ead9a6")
        c.shape([(x, y - r * 1.75), (x + r * 2.1, y - r * 0.1), (x + r * 0.5, y - r * 0.1)],
            "#d3bd80")
        c.oval(x, y - r * 0.1, r * 2.1, r * 0.22, "#c4ab6c")
    elif look.hat == "helmet":
        c.slice(x, y - r * 0.15, r * 1.2, 180, 360, look.accent)
        c.box(x - r * 1.4, y - r * 0.28, r * 2.8, r * 0.26, look.accent, r * 0.1)
    elif look.hat == "cap":
        c.slice(x, y - r * 0.2, r * 1.12, 180, 360, look.accent)
        c.box(x - r * 1.12, y - r * 0.36, r * 2.6, r * 0.22, blend(look.accent, "#000000", 0.2),
            r * 0.1)
    elif look.hat == "nurse":
        c.box(x - r * 0.85, y - r * 1.3, r * 1.7, r * 0.6, "#ffffff", r * 0.2)
        c.box(x - r * 0.08, y - r * 1.2, r * 0.16, r * 0.4, "#1f9a7a")
        c.box(x - r * 0.2, y - r * 1.08, r * 0.4, r * 0.16, "#1f9a7a")


def person(
    c: Canvas,
    x: float,
    foot: float,
    tall: float,
    look: Look,
    hands: tuple[Point, Point] = ((-0.16, 0.46), (0.16, 0.46)),
) -> None:
    """Stand somebody on the ground; *hands* are offsets in body heights, up positive."""
    skin = SKIN[round(x * 977 + tall * 131) % len(SKIN)]
    c.oval(x, foot, tall * 0.17, tall * 0.022, (20, 22, 30, 46))
    legs(c, x, foot, tall, look)
    if look.hair == "long":
        c.box(x - tall * 0.08, foot - tall * 0.95, tall * 0.16, tall * 0.26, HAIR, tall * 0.06)
    torso(c, x, foot, tall, look)
    head(c, x, foot - tall * 0.85, tall, look, skin)
    for side, (dx, up) in zip((-1, 1), hands, strict=True):
        shoulder = (x + side * tall * 0.105, foot - tall * 0.785)
        arm(c, shoulder, (x + dx * tall, foot - up * tall), tall, look, skin)


HOLDING = ((-0.1, 0.6), (0.1, 0.6))
WAVING = ((-0.16, 0.46), (0.2, 1.0))


def bust(c: Canvas, x: float, y: float, size: float, look: Look) -> None:
    """Draw head and shoulders seen from behind; *y* is the top of the shoulders."""
    c.box(x - size * 0.62, y, size * 1.24, size * 1.6, look.top, size * 0.42)
    c.box(x - size * 0.14, y - size * 0.2, size * 0.28, size * 0.4, "#b98a66")
    tone = GREY_HAIR if look.hair == "grey" else HAIR
    c.oval(x, y - size * 0.42, size * 0.34, size * 0.42, tone)
    if look.hair == "long":
        c.box(x - size * 0.33, y - size * 0.5, size * 0.66, size * 0.95, tone, size * 0.3)


def rower(c: Canvas, x: float, base: float, tall: float, top: str, side: int = 1) -> None:
    """Seat somebody in a boat, with a conical hat and an oar."""
    c.shape([(x - tall * 0.26, base), (x - tall * 0.2, base - tall * 0.5),
        (x + tall * 0.18, base - tall * 0.5), (x + tall * 0.26, base)], top)
    c.stroke([(x, base - tall * 0.45), (x + side * tall * 0.42, base - tall * 0.34)], tall * 0.1,
        top)
    c.disc(x, base - tall * 0.62, tall * 0.13, "#c99469")
    c.shape([(x - tall * 0.34, base - tall * 0.64), (x, base - tall * 0.95),
        (x + tall * 0.34, base - tall * 0.64)], "#e8d49c")
    c.shape([(x, base - tall * 0.95), (x + tall * 0.34, base - tall * 0.64),
        (x + tall * 0.08, base - tall * 0.64)], "#cdb377")
    c.stroke([(x + side * tall * 0.2, base - tall * 0.72),
        (x + side * tall * 0.8, base + tall * 0.3)], tall * 0.04, "#5b3d25")


# --- Things people build ----------------------------------------------------------------


def star(c: Canvas, x: float, y: float, r: float, fill: str = "#ffd84d") -> None:
    points = []
    for i in range(10):
        size = r if i % 2 == 0 else r * 0.39
        turn = math.pi * (i / 5 - 0.5)
        points.append((x + math.cos(turn) * size, y + math.sin(turn) * size))
    c.shape(points, fill)


def flag(c: Canvas, x: float, y: float, width: float) -> None:
    """Fly a red flag with a star; (x, y) is its upper corner at the pole."""
    high = width * 0.66
    top = curve([(x, y), (x + width * 0.35, y - high * 0.14), (x + width * 0.65, y + high * 0.16),
        (x + width, y)])
    c.fade(top + [(px, py + high) for px, py in reversed(top)], ("#dd2530", "#b9131f"))
    star(c, x + width * 0.5, y + high * 0.52, high * 0.27)


def flagpole(c: Canvas, x: float, base: float, height: float, width: float) -> None:
    c.stroke([(x, base), (x, base - height)], 0.007, "#c9ced2")
    flag(c, x, base - height + 0.01, width)


def sampan(c: Canvas, x: float, y: float, length: float, fill: str, crew: str = "") -> None:
    """Float a small boat with raised ends; *crew* is the colour of its rower's shirt."""
    with c.soft("#0a1a22", length * 0.03) as shadow:
        shadow.oval(x, y + length * 0.07, length * 0.5, length * 0.035, 120)
    if crew:
        rower(c, x + length * 0.2, y + length * 0.02, length * 0.3, crew)
    rim = curve([(x - length / 2, y - length * 0.07), (x - length * 0.2, y + length * 0.05),
        (x + length * 0.2, y + length * 0.05), (x + length / 2, y - length * 0.07)])
    keel = curve([(x + length / 2, y - length * 0.07), (x + length * 0.3, y + length * 0.13),
        (x - length * 0.3, y + length * 0.13), (x - length / 2, y - length * 0.07)])
    c.shape(rim + keel, fill)
    c.stroke(rim, length * 0.014, blend(fill, "#ffffff", 0.28))


FRUITS = ("#f0a52b", "#d8452f", "#7fae3a", "#e7d04f", "#c8623a", "#5e8f3e")


def trader(c: Canvas, x: float, y: float, length: float, fill: str, pole: bool = True) -> None:
    """Float a market boat: an eyed prow, a roof, heaps of fruit, its goods on a pole."""
    with c.soft("#0a1a22", length * 0.02) as shadow:
        shadow.oval(x, y + length * 0.11, length * 0.5, length * 0.03, 140)
    roof = curve([(x + length * 0.05, y - length * 0.02), (x + length * 0.06, y - length * 0.26),
        (x + length * 0.4, y - length * 0.26), (x + length * 0.42, y - length * 0.02)])
    c.shape(roof, "#8a6a43")
    for i in range(1, 5):
        across = x + length * (0.05 + 0.075 * i)
        c.stroke([(across, y - length * 0.02), (across, y - length * 0.19)], length * 0.006,
            "#6d5233")
    if pole:
        pole_with_goods(c, x - length * 0.3, y, length * 0.62)
    heap(c, x - length * 0.16, y - length * 0.01, length * 0.2, c.random.choice(FRUITS))
    rower(c, x - length * 0.02, y + length * 0.02, length * 0.2,
        c.random.choice(("#7a4f8a", "#3f6f8f", "#b5524a")))
    rim = curve([(x - length / 2, y - length * 0.12), (x - length * 0.3, y + length * 0.0),
        (x + length * 0.3, y + length * 0.0), (x + length * 0.48, y - length * 0.05)])
    keel = curve([(x + length * 0.48, y - length * 0.05), (x + length * 0.4, y + length * 0.15),
        (x - length * 0.34, y + length * 0.15), (x - length / 2, y - length * 0.12)])
    c.shape(rim + keel, fill)
    c.stroke(rim, length * 0.018, blend(fill, "#e5c06a", 0.55))
    eye = (x - length * 0.385, y - length * 0.043)
    c.oval(*eye, length * 0.022, length * 0.014, "#f5efe0")
    c.disc(*eye, length * 0.009, "#1c1c1c")


def heap(c: Canvas, x: float, base: float, width: float, fill: str) -> None:
    r = width * 0.09
    for row in range(4):
        for i in range(7 - row):
            px = x + (i - (6 - row) / 2) * r * 1.7
            tone = blend(fill, "#5a2d12" if (i + row) % 3 == 0 else "#ffe9a8", 0.2)
            c.disc(px, base - row * r * 1.4, r, tone)


def pole_with_goods(c: Canvas, x: float, base: float, height: float) -> None:
    c.stroke([(x, base), (x + height * 0.06, base - height)], height * 0.016, "#6b5331")
    for i in range(4):
        place = (x + height * (0.06 - i * 0.012), base - height * (0.97 - 0.17 * i))
        for dx in (-0.035, 0.04):
            c.disc(place[0] + dx * height, place[1] + height * 0.05, height * 0.045, FRUITS[i])


def cable_bridge(c: Canvas, deck: float, left: float, right: float, tall: float, fill: str) -> None:
    """Span the picture with a cable-stayed bridge on two towers."""
    for x in (left, right):
        reach = min(right - left, c.ratio) * 0.47
        for i in range(1, 15):
            off = reach * i / 14
            y = deck - tall * (0.42 + 0.52 * i / 14)
            for side in (-1, 1):
                c.stroke([(x, y), (x + side * off, deck)], 0.0016, fill, ends=False)
        c.shape([(x - tall * 0.075, deck + tall * 0.42), (x - tall * 0.03, deck - tall),
            (x + tall * 0.03, deck - tall), (x + tall * 0.075, deck + tall * 0.42)], fill)
        c.box(x - tall * 0.085, deck + tall * 0.3, tall * 0.17, tall * 0.14, fill, 0.004)
    c.box(-0.1, deck - 0.006, c.ratio + 0.2, 0.022, fill)
    c.box(-0.1, deck - 0.014, c.ratio + 0.2, 0.003, fill)
    for x in c.spread(7, 0):
        if not any(abs(x - tower) < 0.1 for tower in (left, right)):
            c.box(x - 0.008, deck + 0.012, 0.016, tall * 0.42, fill)


def window(c: Canvas, x: float, y: float, width: float, height: float, glass: str) -> None:
    c.box(x - 0.006, y - 0.006, width + 0.012, height + 0.012, "#f6f1e4")
    c.fade([(x, y), (x + width, y), (x + width, y + height), (x, y + height)],
        (blend(glass, "#ffffff", 0.35), glass))
    c.box(x + width / 2 - 0.002, y, 0.004, height, "#f6f1e4")
    c.box(x, y + height / 2 - 0.002, width, 0.004, "#f6f1e4")


def tiled_roof(c: Canvas, x0: float, x1: float, base: float, height: float, fill: str) -> None:
    slope = height * 0.7
    c.fade([(x0, base), (x0 + slope, base - height), (x1 - slope, base - height), (x1, base)],
        (blend(fill, "#ffffff", 0.12), fill))
    for i in range(1, 7):
        y = base - height * i / 7
        edge = slope * i / 7
        c.stroke([(x0 + edge, y), (x1 - edge, y)], 0.002, blend(fill, "#30100a", 0.3), ends=False)
    c.box(x0 - 0.006, base - 0.006, x1 - x0 + 0.012, 0.016, blend(fill, "#30100a", 0.25), 0.004)


def kiln(c: Canvas, x: float, base: float, width: float, lit: bool = False) -> None:
    """Build a domed brick kiln."""
    wall, top = width * 0.55, width * 1.12
    outline = [(x - width / 2, base), (x - width * 0.48, base - wall),
        *curve([(x - width * 0.48, base - wall), (x - width * 0.4, base - top),
        (x - width * 0.09, base - top * 1.02)]), (x - width * 0.08, base - top * 1.12),
        (x + width * 0.08, base - top * 1.12), *curve([(x + width * 0.09, base - top * 1.02),
        (x + width * 0.4, base - top), (x + width * 0.48, base - wall)]), (x + width / 2, base)]
    c.fade(outline, ("#c9714a", "#b25a38", "#8f4529"))
    courses(c, x, base, width, wall, top)
    c.shape([(x + width * 0.2, base), (x + width * 0.22, base - wall),
        *curve([(x + width * 0.22, base - wall), (x + width * 0.2, base - top * 0.93),
        (x + width * 0.06, base - top * 1.1)], 8), (x + width * 0.08, base - top * 1.1),
        *curve([(x + width * 0.09, base - top * 1.02), (x + width * 0.4, base - top),
        (x + width * 0.48, base - wall)]), (x + width / 2, base)], (50, 18, 10, 70))
    arch(c, x - width * 0.06, base, width * 0.24, width * 0.34, "#2b1610")
    if lit:
        with c.soft("#ffb347", width * 0.03) as fire:
            fire.oval(x - width * 0.06, base - width * 0.07, width * 0.1, width * 0.1, 230)


def courses(c: Canvas, x: float, base: float, width: float, wall: float, top: float) -> None:
    """Score the bricks of a kiln."""
    for i in range(1, 19):
        y = base - top * i / 19
        over = max(0.0, (base - y - wall) / (top - wall))
        half = width * (0.49 - 0.01 * (base - y) / wall) * math.sqrt(max(0.03, 1 - over**2.3))
        c.stroke([(x - half, y), (x + half, y)], width * 0.005, (84, 34, 20, 70), ends=False)
        for k in range(-7, 8):
            px = x + half * (k + 0.5 * (i % 2)) / 7.5
            if abs(px - x) < half:
                c.stroke([(px, y), (px, y + top / 19)], width * 0.004, (84, 34, 20, 46), ends=False)


def arch(c: Canvas, x: float, base: float, width: float, height: float, fill: str) -> None:
    c.box(x - width / 2, base - height + width / 2, width, height - width / 2, fill)
    c.slice(x, base - height + width / 2, width / 2, 180, 360, fill)


def excavator(c: Canvas, x: float, base: float, size: float, fill: str = "#eba51c") -> None:
    dark = blend(fill, "#3a2300", 0.35)
    c.box(x - size * 0.42, base - size * 0.2, size * 0.84, size * 0.2, "#2d2e33", size * 0.1)
    for i in range(5):
        c.disc(x + (i - 2) * size * 0.16, base - size * 0.1, size * 0.055, "#55585f")
    c.box(x - size * 0.36, base - size * 0.46, size * 0.66, size * 0.25, fill, size * 0.05)
    c.box(x - size * 0.02, base - size * 0.76, size * 0.3, size * 0.34, fill, size * 0.05)
    c.box(x + size * 0.03, base - size * 0.72, size * 0.2, size * 0.2, "#bfe0e6", size * 0.02)
    c.stroke([(x + size * 0.26, base - size * 0.4), (x + size * 0.66, base - size * 1.0)],
        size * 0.1, fill)
    c.stroke([(x + size * 0.66, base - size * 1.0), (x + size * 1.0, base - size * 0.42)],
        size * 0.075, dark)
    c.shape([(x + size * 0.93, base - size * 0.42), (x + size * 1.1, base - size * 0.4),
        (x + size * 1.06, base - size * 0.12), (x + size * 0.82, base - size * 0.18)], "#3c3d42")


def drape(c: Canvas, top: float, bottom: float, fill: str, folds: int = 34) -> None:
    """Hang a curtain across the picture, in soft vertical folds."""
    c.band(top, bottom, (blend(fill, "#200005", 0.28), fill, blend(fill, "#200005", 0.2)))
    width = c.ratio / folds
    for i in range(folds):
        x = i * width
        c.shape([(x, top), (x + width * 0.34, top), (x + width * 0.3, bottom), (x, bottom)],
            (40, 0, 6, 62))
        c.shape([(x + width * 0.5, top), (x + width * 0.72, top), (x + width * 0.7, bottom),
            (x + width * 0.54, bottom)], (255, 140, 120, 34))


def bouquet(c: Canvas, x: float, base: float, size: float) -> None:
    for _ in range(16):
        angle = c.between(0.15, 0.85) * math.pi
        end = (x + math.cos(angle) * size, base - math.sin(angle) * size)
        leaf(c, x, base - size * 0.1, size * c.between(0.5, 0.9), -angle, ("#2f7d46", "#25663a"))
        c.disc(end[0] * 0.7 + x * 0.3, end[1] * 0.8 + base * 0.2, size * 0.13,
            c.random.choice(("#ffd24a", "#ff8fa3", "#ffffff", "#ff6f5e", "#ffe08a")))
    c.shape([(x - size * 0.28, base), (x - size * 0.2, base + size * 0.5),
        (x + size * 0.2, base + size * 0.5), (x + size * 0.28, base)], "#e9e3d6")


def framed_paper(c: Canvas, x: float, y: float, width: float) -> None:
    """Draw a certificate in a gilded frame, around its centre."""
    high = width * 0.7
    c.box(x - width / 2, y - high / 2, width, high, "#b98a2c", width * 0.02)
    c.box(x - width * 0.45, y - high * 0.42, width * 0.9, high * 0.84, "#fff8e6")
    c.box(x - width * 0.4, y - high * 0.35, width * 0.8, high * 0.7, "#f3dca2")
    c.box(x - width * 0.385, y - high * 0.33, width * 0.77, high * 0.66, "#fffaf0")
    star(c, x, y - high * 0.2, width * 0.07, "#d42a2a")
    for i, part in enumerate((0.5, 0.34, 0.6, 0.6, 0.44)):
        c.box(x - width * part / 2, y - high * 0.06 + i * high * 0.075, width * part, high * 0.03,
            "#b0483a" if i == 0 else "#b9ae98")


def lamp_post(c: Canvas, x: float, base: float, height: float) -> None:
    c.stroke([(x, base), (x, base - height)], 0.007, "#20243a")
    c.stroke(curve([(x, base - height), (x + 0.01, base - height * 1.1),
        (x + 0.05, base - height * 1.08)]), 0.006, "#20243a")
    with c.soft("#ffd98a", 0.02) as halo:
        halo.disc(x + 0.05, base - height * 1.06, 0.045, 190)
    c.oval(x + 0.05, base - height * 1.065, 0.016, 0.007, "#fff3cf")


# --- Scenes: water ----------------------------------------------------------------------


def river_sunset(c: Canvas, light: Light = DUSK, boats: int = 3) -> None:
    """Sampans on a wide river, palms on the banks, a low sun."""
    shore = 0.54
    sky(c, light, shore)
    clouds(c, 6, 0.1, 0.34, light.cloud, 110)
    sun(c, c.ratio * 0.62, shore - 0.09, 0.05, light)
    bushes(c, shore, 0.07, light.land[0], 60)
    bushes(c, shore + 0.004, 0.04, light.land[1], 70)
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.35, 0.8)
    glitter(c, c.ratio * 0.62, shore, light)
    ripples(c, shore, light.sun, 170, 40)
    for i, x in enumerate(c.spread(boats, 0.25)):
        sampan(c, x, shore + 0.12 + 0.13 * i, 0.16 + 0.09 * i, light.land[2], light.land[1])
    palm(c, c.ratio * 0.06, 1.02, 0.86, light.land[2], 0.14)
    palm(c, -0.02, 1.05, 0.62, light.land[2], 0.2)
    palm(c, c.ratio * 0.97, 1.05, 0.7, light.land[2], -0.16)


def bridge_over_river(c: Canvas, light: Light = DAWN) -> None:
    """A cable-stayed bridge, ferries of fruit below it."""
    shore = 0.68
    sky(c, light, shore)
    clouds(c, 6, 0.1, 0.36, light.cloud, 130)
    sun(c, c.ratio * 0.2, 0.4, 0.045, light)
    bushes(c, shore, 0.07, light.land[0], 60)
    cable_bridge(c, 0.56, c.ratio * 0.33, c.ratio * 0.7, 0.4, blend(light.land[2], "#26405e", 0.5))
    bushes(c, shore + 0.002, 0.03, light.land[1], 70)
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.42, 1.0)
    glitter(c, c.ratio * 0.2, shore, light)
    ripples(c, shore, light.sun, 140, 44)
    sampan(c, c.ratio * 0.5, 0.84, 0.24, "#3b4a4f", "#a8463f")
    sampan(c, c.ratio * 0.83, 0.77, 0.13, "#3b4a4f", "#3f6f8f")
    nipa(c, c.ratio * 0.03, 1.05, 0.26, light.land[2])
    nipa(c, c.ratio * 0.12, 1.08, 0.22, light.land[2])


def bridge_building(c: Canvas) -> None:
    """Towers half built, tower cranes, a crane barge."""
    light, shore = DAY, 0.7
    sky(c, light, shore)
    clouds(c, 7, 0.08, 0.4, light.cloud, 170)
    bushes(c, shore, 0.08, light.land[0], 60)
    concrete = "#b9bcb8"
    for x, tall in ((c.ratio * 0.36, 0.42), (c.ratio * 0.74, 0.3)):
        for side in (-1, 1):
            c.fade([(x + side * 0.055 - 0.018, shore + 0.02),
                (x + side * 0.035 - 0.014, shore - tall), (x + side * 0.035 + 0.014, shore - tall),
                (x + side * 0.055 + 0.018, shore + 0.02)], ("#d8d9d3", concrete))
        for up in (0.1, 0.24):
            c.box(x - 0.06, shore - up - 0.02, 0.12, 0.03, concrete)
        c.box(x - 0.085, shore - tall * 0.42, 0.3 * tall + 0.16, 0.022, "#8d938f")
        c.box(x - 0.07, shore - tall - 0.012, 0.14, 0.02, "#d68a2a")
        tower_crane(c, x + 0.1, shore, tall + 0.16)
    bushes(c, shore + 0.002, 0.03, light.land[1], 70)
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.4, 1.0)
    ripples(c, shore, "#ffffff", 150, 46)
    barge(c, c.ratio * 0.56, 0.84, 0.5)
    for i, x in enumerate((0.1, 0.2, 0.29)):
        person(c, x, 1.04 + 0.02 * (i % 2), 0.36, Look("#f08c2e", "#31456b", "vest", "helmet",
            accent="#f4d13d"), WAVING if i == 1 else HOLDING)


def tower_crane(c: Canvas, x: float, base: float, height: float) -> None:
    tone, top = "#d9772b", base - height
    for side in (-1, 1):
        c.stroke([(x + side * 0.009, base), (x + side * 0.009, top)], 0.004, tone, ends=False)
    steps = round(height / 0.02)
    for i in range(steps):
        y = base - i * 0.02
        side = 1 if i % 2 else -1
        c.stroke([(x - side * 0.009, y), (x + side * 0.009, y - 0.02)], 0.0022, tone, ends=False)
    c.stroke([(x - 0.1, top), (x + 0.26, top)], 0.009, tone)
    c.stroke([(x - 0.1, top), (x, top - 0.05), (x + 0.26, top)], 0.0025, tone, ends=False)
    c.box(x - 0.1, top, 0.035, 0.03, "#6a6d70")
    c.stroke([(x + 0.19, top), (x + 0.19, top + 0.14)], 0.002, "#4a4d50", ends=False)
    c.box(x + 0.175, top + 0.14, 0.03, 0.02, "#8d938f")


def barge(c: Canvas, x: float, y: float, length: float) -> None:
    c.shape([(x - length / 2, y - 0.02), (x + length / 2, y - 0.02), (x + length * 0.46, y + 0.03),
        (x - length * 0.46, y + 0.03)], "#7b3b32")
    c.box(x - length * 0.42, y - 0.1, length * 0.2, 0.08, "#e9e6da", 0.006)
    c.box(x - length * 0.4, y - 0.085, length * 0.16, 0.025, "#7fb4c4")
    excavator(c, x + length * 0.12, y - 0.02, 0.15)


def floating_market(c: Canvas, light: Light = DAWN, boats: int = 7) -> None:
    """Traders' boats at anchor, each with its goods on a pole."""
    shore = 0.42
    sky(c, light, shore)
    clouds(c, 5, 0.06, 0.24, light.cloud, 120)
    if light is not DAY:
        sun(c, c.ratio * 0.3, shore - 0.1, 0.045, light)
    bushes(c, shore, 0.1, light.land[0], 55)
    for x in (c.ratio * 0.12, c.ratio * 0.18, c.ratio * 0.86):
        palm(c, x, shore + 0.01, c.between(0.2, 0.27), light.land[1], c.between(-0.12, 0.12))
    bushes(c, shore + 0.003, 0.04, light.land[1], 70)
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.4, 0.7)
    ripples(c, shore, light.sun, 190, 46)
    tones = ("#5a3b2a", "#7a2f2a", "#2f5a66", "#6a4a2c")
    for i in range(boats):
        near = i / max(1, boats - 1)
        x = c.ratio * ((0.18 + 0.37 * i) % 0.9 + 0.05)
        trader(c, x, shore + 0.07 + near * 0.4, 0.2 + 0.36 * near, tones[i % 4])


def market_boat(c: Canvas) -> None:
    """One trader's boat from near by."""
    light = DAY
    sky(c, light, 0.3)
    bushes(c, 0.3, 0.14, light.land[1], 40)
    water(c, 0.3, light)
    c.mirror(0.3, light.water[1], 0.4, 1)
    ripples(c, 0.3, "#ffffff", 170, 50)
    trader(c, c.ratio * 0.3, 0.44, 0.4, "#2f5a66")
    trader(c, c.ratio * 0.55, 0.74, 1.05, "#7a2f2a", pole=False)
    heap(c, c.ratio * 0.5, 0.73, 0.3, "#f0a52b")
    sampan(c, c.ratio * 0.82, 0.94, 0.36, "#4a3527", "#7a4f8a")


def goods_poles(c: Canvas) -> None:
    """Poles with fruit and gourds against the morning sky."""
    light = DAWN
    c.band(0, 1, light.sky)
    clouds(c, 5, 0.2, 0.7, light.cloud, 120)
    sun(c, c.ratio * 0.72, 0.8, 0.08, light)
    bushes(c, 1.02, 0.16, light.land[0], 40)
    for x, height in ((c.ratio * 0.26, 0.82), (c.ratio * 0.56, 0.96), (c.ratio * 0.86, 0.72)):
        pole_with_goods(c, x, 1.0, height)
    c.box(0, 0.965, c.ratio, 0.05, "#4a3226")


def rowing_woman(c: Canvas, light: Light = DAWN) -> None:
    """One sampan, rowed past water coconut."""
    shore = 0.38
    sky(c, light, shore)
    sun(c, c.ratio * 0.72, 0.2, 0.05, light)
    bushes(c, shore, 0.18, light.land[0], 40)
    for x in c.spread(9, 0.3):
        nipa(c, x, shore + 0.04, c.between(0.16, 0.25), light.land[1])
    c.box(0, shore - 0.01, c.ratio, 0.05, light.land[1])
    water(c, shore + 0.03, light)
    c.mirror(shore + 0.03, light.water[1], 0.35, 0.9)
    glitter(c, c.ratio * 0.72, shore + 0.03, light)
    ripples(c, shore + 0.04, light.sun, 140, 46)
    sampan(c, c.ratio * 0.45, 0.72, 0.66, "#4a3527", "#7a3f68")
    heap(c, c.ratio * 0.39, 0.735, 0.2, "#7fae3a")


def embankment(c: Canvas) -> None:
    """A new stone revetment along the river, an excavator at its end."""
    light, shore = GREY, 0.36
    sky(c, light, shore)
    clouds(c, 7, 0.06, 0.25, light.cloud, 170)
    bushes(c, shore, 0.09, light.land[0], 60)
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.45, 0.6)
    ripples(c, shore, "#ffffff", 130, 56)
    edge = [(0, 0.98), (c.ratio * 0.36, 0.66), (c.ratio * 0.7, 0.49), (c.ratio, 0.41)]
    c.shape([*edge, (c.ratio, 0.5), (c.ratio * 0.78, 0.62), (c.ratio * 0.5, 1.0), (0, 1.0)],
        "#b5b1a6")
    for i in range(22):
        near = (i / 22) ** 1.5
        low = (c.ratio * (1 - near), 0.41 + 0.57 * near**1.05)
        high = (low[0] + 0.1 + 0.5 * near, low[1] + 0.06 + 0.16 * near)
        c.stroke([low, high], 0.002 + 0.004 * near, (90, 88, 80, 150), ends=False)
    for share in (0.3, 0.62):
        line = [(x + (0.1 + 0.35 * (y - 0.4)) * share * 1.6, y + (0.06 + 0.2 * (y - 0.4)) * share)
            for x, y in edge]
        c.stroke(line, 0.004, (90, 88, 80, 150), ends=False)
    c.fade([(c.ratio, 0.47), (c.ratio * 0.8, 0.58), (c.ratio * 0.48, 1.0), (c.ratio, 1.0)],
        ("#7d9a63", "#587a45"))
    c.stroke([(c.ratio * 1.0, 0.47), (c.ratio * 0.79, 0.585), (c.ratio * 0.48, 1.0)], 0.022,
        "#d9d4c6")
    excavator(c, c.ratio * 0.83, 0.62, 0.2)
    for x, foot in ((c.ratio * 0.68, 0.96), (c.ratio * 0.77, 0.99), (c.ratio * 0.86, 0.95)):
        person(c, x, foot, 0.33, Look("#f3f2ee", "#2c3346", "shirt", "helmet", accent="#ffffff"),
            HOLDING if x < c.ratio * 0.7 else WAVING)


def sluice(c: Canvas) -> None:
    """Sluice gates that keep the salt water out."""
    light, shore = DAY, 0.62
    sky(c, light, shore)
    clouds(c, 6, 0.06, 0.26, light.cloud, 170)
    bushes(c, shore, 0.12, light.land[1], 50)
    c.box(0, shore - 0.01, c.ratio, 0.08, light.land[1])
    palm(c, c.ratio * 0.05, shore, 0.42, light.land[2], 0.1)
    palm(c, c.ratio * 0.95, shore, 0.46, light.land[2], -0.1)
    left, right, bays = c.ratio * 0.16, c.ratio * 0.84, 4
    bay = (right - left) / bays
    for i in range(bays):
        x = left + i * bay
        c.box(x, 0.44, bay, 0.24, "#39505c")
        drop = (0.05, 0.09, 0.0, 0.07)[i]
        c.fade([(x + 0.02, 0.4), (x + bay - 0.02, 0.4), (x + bay - 0.02, 0.65 - drop),
            (x + 0.02, 0.65 - drop)], ("#4f8fb0", "#2f6a8c"))
        for k in range(1, 4):
            c.box(x + 0.02, 0.4 + k * 0.055, bay - 0.04, 0.006, "#255872")
    for i in range(bays + 1):
        x = left + i * bay
        c.fade([(x - 0.024, 0.2), (x + 0.024, 0.2), (x + 0.03, 0.7), (x - 0.03, 0.7)],
            ("#e2e0d8", "#b3b2aa"))
    c.box(left - 0.05, 0.19, right - left + 0.1, 0.045, "#d8d5ca", 0.004)
    c.box(left - 0.02, 0.1, right - left + 0.04, 0.07, "#efe9da")
    for i in range(9):
        window(c, left + 0.02 + i * (right - left) / 9, 0.118, 0.05, 0.036, "#7fb4c4")
    tiled_roof(c, left - 0.04, right + 0.04, 0.1, 0.06, "#b5523c")
    c.box(0, 0.37, c.ratio, 0.022, "#c9c6bc")
    water(c, 0.68, light)
    c.mirror(0.68, light.water[1], 0.5, 1)
    ripples(c, 0.68, "#ffffff", 150, 60)
    c.shape([(0, 0.64), (left - 0.02, 0.66), (left - 0.1, 0.74), (0, 0.8)], "#6d9153")
    c.shape([(c.ratio, 0.64), (right + 0.02, 0.66), (right + 0.1, 0.74), (c.ratio, 0.8)], "#6d9153")


def old_ferry(c: Canvas) -> None:
    """A ferry at its landing, as on an old small print."""
    light, shore = GREY, 0.46
    sky(c, light, shore)
    bushes(c, shore, 0.1, light.land[0], 60)
    water(c, shore, light)
    ripples(c, shore, "#ffffff", 120, 80)
    c.shape([(0.2, 0.62), (1.12, 0.62), (1.2, 0.56), (1.05, 0.74), (0.28, 0.74), (0.1, 0.55)],
        "#4f5a60")
    c.box(0.36, 0.38, 0.34, 0.24, "#e6e4dc", 0.01)
    for i in range(4):
        c.box(0.385 + i * 0.078, 0.42, 0.05, 0.06, "#6f8790")
    c.box(0.33, 0.36, 0.4, 0.03, "#8a9298")
    c.box(0.5, 0.22, 0.06, 0.14, "#5f696f")
    for x in (0.78, 0.86, 0.94, 1.02):
        person(c, x, 0.63, 0.19, Look("#7a858a", "#4a5358", hat="leaf"))
    c.shape([(0, 0.86), (c.ratio, 0.78), (c.ratio, 1), (0, 1)], "#848b88")
    grey = c.image.convert("L")
    toned = Image.merge("RGB", [grey.point(lambda v, k=k: min(255, round(v * k)))
        for k in (1.04, 0.93, 0.76)])
    c.image.paste(toned)


def canal_cleaning(c: Canvas) -> None:
    """Young people in blue shirts pull water hyacinth out of a canal."""
    light, shore = DAY, 0.4
    sky(c, light, shore)
    clouds(c, 5, 0.05, 0.2, light.cloud, 170)
    bushes(c, shore, 0.2, light.land[1], 40)
    for x in (0.1, 0.28, c.ratio * 0.9):
        palm(c, x, shore + 0.02, c.between(0.3, 0.36), light.land[2], c.between(-0.1, 0.1))
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.4, 0.8)
    for _ in range(420):
        near = c.random.random()
        y = 0.5 + near * 0.5
        x = c.between(0, c.ratio * (0.42 + 0.2 * near))
        size = 0.012 + 0.026 * near
        c.oval(x, y, size, size * 0.5, c.random.choice(("#3f8a3c", "#58a548", "#2f7034",
            "#79b957")))
        if c.random.random() < 0.05:
            c.disc(x, y - size * 0.6, size * 0.35, "#b79ad9")
    blue = Look("#1f6fc4", "#2c3346", hat="leaf")
    for x, y in ((c.ratio * 0.52, 0.62), (c.ratio * 0.74, 0.8)):
        person(c, x - 0.1, y + 0.02, 0.34, blue, ((-0.3, 0.3), (-0.2, 0.34)))
        person(c, x + 0.12, y + 0.02, 0.33, blue, HOLDING)
        sampan(c, x, y, 0.52, "#5a3b2a")
    ripples(c, 0.6, "#ffffff", 60, 50)


def high_tide(c: Canvas) -> None:
    """A street under water, people wading home in the rain."""
    light, street = GREY, 0.6
    sky(c, light, street)
    x = -0.04
    for i, tone in enumerate(("#d9b77a", "#b8c7b0", "#cf9b86", "#a9bfcc", "#e0cf9b", "#c7a9b4")):
        width, top = c.between(0.26, 0.36), c.between(0.08, 0.2)
        c.fade([(x, top), (x + width, top), (x + width, street + 0.04), (x, street + 0.04)],
            (tone, blend(tone, "#3a4650", 0.25)))
        for k in range(2):
            window(c, x + 0.04 + k * width * 0.45, top + 0.06, width * 0.26, 0.1, "#6f8d99")
        c.shape([(x - 0.01, 0.4), (x + width + 0.01, 0.4), (x + width + 0.03, 0.46),
            (x - 0.03, 0.46)], ("#b5473c", "#2f7f86", "#d18b32")[i % 3])
        c.box(x + 0.04, 0.47, width - 0.08, 0.16, "#4a5258")
        x += width + 0.012
    c.band(street, 1, ("#b3aa98", "#8f8f86", "#6c7a7c"))
    c.mirror(street, "#9a978a", 0.5, 1)
    ripples(c, street, "#ffffff", 190, 60)
    rain = (Look("#e6b325", "#2c3346"), Look("#3f7fb5", "#2c3346"),
        Look("#c7483f", "#30343f", hat="leaf"))
    for px, foot, look in zip((1.22, 0.3, 0.78), (0.84, 0.86, 0.94), rain, strict=True):
        with c.sunk(foot - 0.09):
            person(c, px, foot + 0.04, 0.42, look, HOLDING)
        for spread in (0.07, 0.12):
            ring = curve([(px - spread, foot - 0.088), (px, foot - 0.07),
                (px + spread, foot - 0.088)])
            c.stroke(ring, 0.004, (235, 238, 236, 150))
    for _ in range(260):
        px, py, long = c.between(0, c.ratio), c.between(-0.05, 1), c.between(0.03, 0.06)
        c.stroke([(px, py), (px - long * 0.16, py + long)], 0.0016, (255, 255, 255, 70), ends=False)


def boat_race(c: Canvas, boats: int = 2, light: Light = DAY) -> None:
    """Ngo boats with their painted prows and rows of paddlers."""
    shore = 0.36
    sky(c, light, shore)
    clouds(c, 6, 0.06, 0.2, light.cloud, 160)
    bushes(c, shore, 0.15, light.land[1], 50)
    crowd(c, shore + 0.015, 0.05, 90)
    water(c, shore + 0.02, light)
    c.mirror(shore + 0.02, light.water[1], 0.5, 0.5)
    ripples(c, shore + 0.03, "#ffffff", 190, 66)
    colours = (("#c22a2a", "#f2c230"), ("#1f6f54", "#f0e2b0"), ("#264f9c", "#f4a63a"))
    for i in range(boats):
        near = (i + 1) / boats
        length = (0.62 + 0.22 * near) * c.ratio
        x = c.ratio * (0.44 + 0.08 * (i % 2))
        ngo_boat(c, x, 0.34 + 0.5 * near, length, colours[i % 3])


def crowd(c: Canvas, base: float, height: float, count: int) -> None:
    """Line the far bank with spectators."""
    for x in c.spread(count, 0.9):
        y = base - c.between(0, height * 0.5)
        tone = c.random.choice(("#e05a4a", "#f2c14a", "#4a86c5", "#f4f1e8", "#6fae5c", "#b06aa8"))
        c.box(x - 0.009, y - 0.014, 0.018, 0.04, tone, 0.006)
        c.disc(x, y - 0.022, 0.008, "#d9a67c")


def ngo_boat(c: Canvas, x: float, y: float, length: float, tones: tuple[str, str]) -> None:
    deep, tall = length * 0.045, length * 0.11
    with c.soft("#ffffff", 0.008) as foam:
        for _ in range(36):
            foam.oval(x + c.between(-0.46, 0.46) * length, y + deep * 1.1, length * 0.03, 0.008,
                210)
    for i in range(15):
        px = x + (i - 7) * length * 0.052
        top = tones[0] if i % 2 else blend(tones[0], "#ffffff", 0.2)
        lean = length * 0.022
        c.shape([(px - length * 0.018, y), (px + lean - length * 0.016, y - tall * 0.5),
            (px + lean + length * 0.016, y - tall * 0.5), (px + length * 0.02, y)], top)
        c.disc(px + lean * 1.3, y - tall * 0.64, length * 0.0125, "#c08a62")
        c.slice(px + lean * 1.3, y - tall * 0.66, length * 0.0132, 180, 360, tones[1])
        hand = (px + lean * 2.3, y - tall * 0.22)
        c.stroke([(px + lean, y - tall * 0.45), hand], length * 0.008, "#c08a62")
        c.stroke([(px + lean * 1.7, y - tall * 0.52), (px + lean * 3.0, y + deep * 1.5)],
            length * 0.005, "#6b4526")
        c.oval(px + lean * 3.0, y + deep * 1.4, length * 0.006, length * 0.016, "#6b4526")
    rim = curve([(x - length * 0.56, y - tall * 0.72), (x - length * 0.4, y + deep * 0.6),
        (x + length * 0.4, y + deep * 0.6), (x + length * 0.56, y - tall * 0.72)], 26)
    keel = curve([(x + length * 0.56, y - tall * 0.72), (x + length * 0.42, y + deep * 2.5),
        (x - length * 0.42, y + deep * 2.5), (x - length * 0.56, y - tall * 0.72)], 26)
    c.shape(rim + keel, tones[0])
    c.stroke(rim, length * 0.008, tones[1])
    for top, low in list(zip(rim, reversed(keel), strict=True))[3:-3]:
        px, py = (top[0] + low[0]) / 2, top[1] * 0.5 + low[1] * 0.5
        c.shape([(px, py - deep * 0.24), (px + length * 0.013, py), (px, py + deep * 0.24),
            (px - length * 0.013, py)], tones[1])


def lantern_night(c: Canvas) -> None:
    """Paper lanterns set afloat under a full moon."""
    light, shore = NIGHT, 0.42
    sky(c, light, shore)
    stars(c, 160, 0.34)
    sun(c, c.ratio * 0.76, 0.15, 0.06, light)
    bushes(c, shore, 0.1, light.land[1], 55)
    pagoda(c, c.ratio * 0.3, shore + 0.01, 0.3, light.land[2], "#2f3768", "#b08a4a")
    sugar_palm(c, c.ratio * 0.1, shore + 0.01, 0.26, light.land[2])
    water(c, shore, light)
    c.mirror(shore, light.water[2], 0.4, 0.9)
    glitter(c, c.ratio * 0.76, shore, light, 0.04)
    spots = sorted((shore + 0.03 + c.random.random() ** 1.4 * 0.52, c.between(0, c.ratio))
        for _ in range(64))
    for y, x in spots:
        size = 0.006 + 0.045 * (y - shore)
        with c.soft("#ffb455", size) as glow:
            glow.oval(x, y, size * 2.2, size * 1.6, 120)
        tone = c.random.choice(("#ffdd8a", "#ffb05a", "#ff8f6a", "#ffe9b8"))
        c.shape([(x - size, y), (x - size * 0.7, y - size * 1.5), (x + size * 0.7, y - size * 1.5),
            (x + size, y)], tone)
        c.oval(x, y, size * 1.2, size * 0.3, blend(tone, "#7a2f1a", 0.4))
        c.oval(x, y + size * 0.8, size * 0.7, size * 0.3, (*ImageColor.getrgb(tone), 110))


# --- Scenes: fields, gardens and harvest ------------------------------------------------


def rice_fields(c: Canvas, light: Light = DAY, ripe: bool = False) -> None:
    """Rows of rice running to the palms on the horizon."""
    horizon = 0.44
    sky(c, light, horizon)
    clouds(c, 7, 0.08, 0.3, light.cloud, 150)
    if light is not DAY:
        sun(c, c.ratio * 0.7, horizon - 0.08, 0.05, light)
    bushes(c, horizon, 0.05, light.land[0], 70)
    for x in c.spread(9, 0.6):
        palm(c, x, horizon + 0.01, c.between(0.12, 0.24), light.land[1], c.between(-0.15, 0.15))
    bushes(c, horizon + 0.005, 0.03, light.land[1], 80)
    young, old = ("#d9b649", "#b98f2c") if ripe else ("#8fc152", "#4f9a3c")
    shade = 0.25 if light is DUSK else 0.0
    young, old = blend(young, light.land[1], shade), blend(old, light.land[1], shade)
    c.band(horizon, 1, (blend(young, light.sky[-1], 0.45), young, old))
    vanish = (c.ratio * 0.58, horizon - 0.02)
    for i in range(-26, 27):
        foot = vanish[0] + i * 0.17
        c.shape([vanish, (foot, 1.0), (foot + 0.07, 1.0)],
            (*ImageColor.getrgb(blend(old, "#14381a", 0.3)), 62))
    c.shape([(vanish[0] - 0.01, horizon), (vanish[0] + 0.01, horizon), (c.ratio * 0.5, 1.0),
        (c.ratio * 0.34, 1.0)], blend("#cdb98a", light.land[1], shade))
    for x, foot, tall in ((c.ratio * 0.43, 0.86, 0.3), (c.ratio * 0.56, 0.58, 0.11),
        (c.ratio * 0.8, 0.6, 0.12)):
        person(c, x, foot, tall, Look("#a8463f" if tall > 0.2 else "#3f6f8f", "#2c3346",
            hat="leaf"), HOLDING)
    tufts(c, 0.86, 640, 0.13, (young, old, blend(old, "#123a16", 0.35),
        blend(young, "#fff3b0", 0.35)))


def fruit_branch(c: Canvas, kind: str) -> None:
    """Fruit on its tree, near enough to pick."""
    garden = ("#6fa85a", "#2f6b3a", "#a8cf7a", "#3f8a48", "#d8e8a0")
    bokeh(c, garden, 18)
    c.stroke(curve([(-0.05, 0.12), (c.ratio * 0.4, 0.02), (c.ratio * 0.7, 0.22),
        (c.ratio * 1.05, 0.1)], 24), 0.03, "#6b4f34")
    greens = ("#235c2f", "#2f7a3a", "#459a48", "#5fb356")
    for x in c.spread(6, 0.4):
        foliage(c, x, c.between(0.04, 0.2), 0.24, 26, greens)
    if kind == "buoi":
        for x, y, r in ((0.34, 0.5, 0.2), (0.78, 0.62, 0.22), (1.12, 0.42, 0.17)):
            pomelo(c, x, y, r)
    else:
        for x, y in ((0.26, 0.46), (0.66, 0.64), (1.06, 0.44)):
            for dx in (-0.06, 0, 0.06):
                c.stroke(curve([(x - 0.05, 0.08), (x, y - 0.2), (x + dx, y)], 10), 0.012, "#6b4f34")
            for _ in range(9):
                rambutan(c, x + c.between(-0.13, 0.13), y + c.between(-0.14, 0.16),
                    c.between(0.06, 0.075))
    for x in (0.1, c.ratio * 0.52, c.ratio * 0.94):
        foliage(c, x, 0.12, 0.2, 12, greens[1:])


def pomelo(c: Canvas, x: float, y: float, r: float) -> None:
    """Draw a Năm Roi pomelo, round with a neck like a pear's."""
    c.stroke([(x, y - r * 1.7), (x, y - r * 1.2)], 0.014, "#5a6b32")
    for i in range(30):
        share = i / 29
        tone = blend("#7f9a2e", "#b7cb52", min(1, share * 1.7))
        tone = blend(tone, "#e9efa6", max(0, share - 0.5) * 1.6)
        size, outline = r * (1 - share * 0.95), []
        for step in range(72):
            angle = step / 72 * math.tau
            from_top = min(abs(angle - math.pi * 1.5), math.tau - abs(angle - math.pi * 1.5))
            reach = size * (1 + 0.4 * (1 - share) * math.exp(-((from_top / 0.36) ** 2)))
            outline.append((x - r * 0.28 * share + math.cos(angle) * reach,
                y - r * 0.26 * share + math.sin(angle) * reach))
        c.shape(outline, tone)
    for _ in range(150):
        angle, far = c.between(0, math.tau), c.random.random() ** 0.5 * r * 0.94
        c.disc(x + math.cos(angle) * far, y + math.sin(angle) * far, r * 0.009, (84, 110, 30, 80))
    leaf(c, x, y - r * 1.3, r * 0.9, -0.35, ("#2f7a3a", "#235c2f"))
    leaf(c, x, y - r * 1.3, r * 0.8, math.pi + 0.3, ("#459a48", "#2f7a3a"))


def rambutan(c: Canvas, x: float, y: float, r: float) -> None:
    for i in range(56):
        angle = i / 56 * math.tau + c.between(-0.05, 0.05)
        reach = r * c.between(1.2, 1.42)
        bend = angle + c.between(-0.3, 0.3)
        hair = [(x + math.cos(angle) * r * 0.8, y + math.sin(angle) * r * 0.8),
            (x + math.cos(angle) * r * 1.12, y + math.sin(angle) * r * 1.12),
            (x + math.cos(bend) * reach, y + math.sin(bend) * reach)]
        c.stroke(hair, r * 0.05, c.random.choice(("#d23a34", "#b9c94a", "#e0564a", "#a82a2c")),
            ends=False)
    ball(c, x, y, r, ("#8f1a22", "#cf3033", "#f08a72"))
    for _ in range(26):
        angle, far = c.between(0, math.tau), c.random.random() ** 0.5 * r * 0.85
        px, py = x + math.cos(angle) * far, y + math.sin(angle) * far
        c.stroke([(px, py), (px + math.cos(angle) * r * 0.3, py + math.sin(angle) * r * 0.3)],
            r * 0.04, c.random.choice(("#e8675a", "#c9d45a", "#b5262b")), ends=False)


def coconuts(c: Canvas) -> None:
    """A heap of coconuts in front of the palms."""
    light = DAY
    sky(c, light, 0.5)
    clouds(c, 5, 0.06, 0.22, light.cloud, 170)
    bushes(c, 0.5, 0.12, light.land[1], 40)
    for x in c.spread(6, 0.4):
        palm(c, x, 0.52, c.between(0.36, 0.5), light.land[2], c.between(-0.14, 0.14))
    c.band(0.5, 1, ("#a8bf72", "#c9b283", "#a98a5c"))
    tones = (("#3f6b24", "#6fa23a", "#b9d77a"), ("#5f4a1f", "#9c7a3a", "#d6bb7a"),
        ("#4a7a2a", "#86b548", "#cfe58f"))
    for row in range(6):
        count = 11 - row
        for i in range(count):
            x = c.ratio * 0.56 + (i - (count - 1) / 2) * 0.118 + c.between(-0.01, 0.01)
            ball(c, x, 0.93 - row * 0.082, 0.066, c.random.choice(tones))
    person(c, c.ratio * 0.1, 1.0, 0.56, Look("#7a4f8a", "#2c3346", hat="leaf"), HOLDING)
    ball(c, c.ratio * 0.1, 0.68, 0.06, tones[0])


def greenhouse(c: Canvas) -> None:
    """Salad in troughs under an arched roof of netting."""
    c.band(0, 0.5, ("#e9f3ee", "#cfe6d8"))
    vanish = (c.ratio * 0.5, 0.46)
    c.band(0.46, 1, ("#cdbf9c", "#a8906a"))
    for i in range(7):
        near = (i + 1) / 7
        half, top = c.ratio * 0.62 * near**1.4, vanish[1] - 0.56 * near**1.4
        base = vanish[1] + 0.5 * near**1.4
        hoop = curve([(vanish[0] - half, base), (vanish[0] - half, top), (vanish[0] + half, top),
            (vanish[0] + half, base)], 30)
        c.stroke(hoop, 0.003 + 0.008 * near, blend("#c9d4cf", "#8fa39a", near), ends=False)
    for i in range(-6, 7):
        c.stroke([vanish, (vanish[0] + i * 0.3, -0.3)], 0.0016, (130, 156, 144, 110), ends=False)
    for lane in (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5):
        for i in range(15):
            near = ((i + 1) / 15) ** 1.7
            x = vanish[0] + lane * 0.36 * near
            y = vanish[1] + 0.56 * near
            size = 0.006 + 0.075 * near
            c.box(x - size * 1.25, y, size * 2.5, size * 0.5, "#f4f5f1", size * 0.1)
            tone = ("#5fae3f", "#7cc24f", "#8a4a7a")[int(abs(lane) + 0.5) % 3]
            for k in range(9):
                angle = math.pi * (0.08 + 0.84 * k / 8)
                place = (x + math.cos(angle) * size * 0.7, y - math.sin(angle) * size * 0.45)
                c.oval(*place, size * 0.4, size * 0.3, blend(tone, "#ffffff", 0.12 * (k % 3)))
            c.oval(x, y - size * 0.2, size * 0.4, size * 0.3, blend(tone, "#f4ffd0", 0.4))
    person(c, c.ratio * 0.5, 0.86, 0.46, Look("#2f8f7a", "#3a3f52", hat="leaf"), HOLDING)
    c.box(c.ratio * 0.5 - 0.07, 0.57, 0.14, 0.07, "#b98a4a", 0.01)
    for k in range(6):
        c.disc(c.ratio * 0.5 - 0.055 + k * 0.022, 0.565, 0.02, ("#5fae3f", "#7cc24f")[k % 2])


def rice_paper(c: Canvas) -> None:
    """Rice paper drying on bamboo racks."""
    light = DAWN
    sky(c, light, 0.36)
    sun(c, c.ratio * 0.8, 0.22, 0.05, light)
    bushes(c, 0.36, 0.16, light.land[1], 40)
    palm(c, c.ratio * 0.14, 0.4, 0.34, light.land[2], 0.1)
    palm(c, c.ratio * 0.9, 0.4, 0.3, light.land[2], -0.1)
    c.band(0.36, 1, ("#c9bd84", "#b59b66", "#937650"))
    for row in range(6):
        near = (row + 1) / 6
        y, high = 0.38 + 0.56 * near**1.5, 0.03 + 0.085 * near
        count = round(13 - 6 * near)
        step = c.ratio / count
        for i in range(-1, count + 1):
            x = (i + 0.5 * (row % 2)) * step
            c.fade([(x, y), (x + step * 0.12, y - high), (x + step * 0.96, y - high),
                (x + step * 0.84, y)], ("#d8b878", "#b98f52"))
            for k in range(3):
                for j in range(2):
                    px = x + step * (0.24 + 0.26 * k + 0.06 * (1 - j))
                    c.oval(px, y - high * (0.28 + 0.44 * j), step * 0.12, high * 0.2,
                        (255, 252, 240, 235))
        if row == 3:
            person(c, c.ratio * 0.34, y + 0.08, 0.34, Look("#b5476a", "#2c3346", hat="leaf"),
                HOLDING)
    ripples(c, 0.4, "#fff3cf", 40, 20)


def flower_market(c: Canvas) -> None:
    """Pots of chrysanthemum and branches of apricot blossom before Tết."""
    light = DAY
    sky(c, light, 0.5)
    clouds(c, 4, 0.06, 0.2, light.cloud, 150)
    bushes(c, 0.5, 0.12, light.land[0], 50)
    c.band(0.5, 1, ("#d6c8aa", "#bfae90"))
    for i, x in enumerate(c.spread(6, 0.15)):
        c.stroke(curve([(x - 0.2, 0.12), (x, 0.18), (x + 0.2, 0.12)]), 0.003, "#8a2a2a", ends=False)
        c.oval(x, 0.2, 0.034, 0.04, "#d8302f" if i % 2 else "#e8742a")
        c.box(x - 0.012, 0.155, 0.024, 0.01, "#f4c84a")
        c.stroke([(x, 0.24), (x, 0.28)], 0.006, "#f4c84a")
    for x in (0.16, 0.62, 1.12, 1.6):
        apricot(c, x, 0.66, 0.4)
    looks = (Look("#c43d5a", "#f4f0e6", "dress", hair="long"), Look("#3f6f8f"),
        Look("#e8e2d0", "#4a4f62", hat="leaf"), Look("#2f8f7a", "#f4f0e6", "dress", hair="long"))
    for x, look in zip((0.42, 0.54, 0.9, 1.38), looks, strict=True):
        person(c, x, 0.8, 0.42, look, HOLDING if look.hat else ((-0.16, 0.46), (0.16, 0.6)))
    for row in range(3):
        y, size = 0.76 + 0.11 * row, 0.05 + 0.02 * row
        for x in c.spread(round(17 - 4 * row), 0.1):
            if row == 0 and 0.32 < x < 1.5:
                continue
            flower_pot(c, x, y, size)


def apricot(c: Canvas, x: float, base: float, height: float) -> None:
    for lean in (-0.5, -0.2, 0.15, 0.45):
        tip = (x + lean * height, base - height * c.between(0.8, 1.0))
        branch = curve([(x, base), (x + lean * height * 0.2, base - height * 0.5), tip], 12)
        c.stroke(branch, height * 0.022, "#5b4232")
        for px, py in branch[4:]:
            for _ in range(5):
                spot = (px + c.between(-0.08, 0.08) * height, py + c.between(-0.08, 0.08) * height)
                c.disc(*spot, height * 0.024, c.random.choice(("#ffd23a", "#ffe06a", "#f7bf1e")))
    c.shape([(x - height * 0.2, base), (x - height * 0.15, base + height * 0.2),
        (x + height * 0.15, base + height * 0.2), (x + height * 0.2, base)], "#a8563a")


def flower_pot(c: Canvas, x: float, y: float, size: float) -> None:
    tone = c.random.choice(("#ffc928", "#ffb31f", "#f58a2a", "#ffd95a"))
    c.shape([(x - size * 0.6, y), (x - size * 0.45, y + size * 0.9),
        (x + size * 0.45, y + size * 0.9), (x + size * 0.6, y)], "#9a5a3a")
    c.oval(x, y - size * 0.25, size * 1.0, size * 0.72, "#3f7f3a")
    for _ in range(30):
        angle, far = c.between(0, math.tau), c.random.random() ** 0.5 * size
        c.disc(x + math.cos(angle) * far * 0.95, y - size * 0.35 + math.sin(angle) * far * 0.62,
            size * 0.13, blend(tone, "#a84a10" if c.random.random() < 0.3 else "#ffffff", 0.2))


def orchard_house(c: Canvas) -> None:
    """A garden house on an islet, behind its canal and footbridge."""
    light, shore = DAY, 0.62
    sky(c, light, 0.5)
    clouds(c, 5, 0.06, 0.24, light.cloud, 170)
    bushes(c, 0.56, 0.24, light.land[0], 36)
    c.band(0.54, shore, ("#8fbf62", "#6fa34c"))
    x0, x1 = c.ratio * 0.34, c.ratio * 0.74
    c.box(x0 + 0.03, 0.4, x1 - x0 - 0.06, 0.2, "#f2e6c4")
    for i in range(5):
        c.box(x0 + 0.05 + i * (x1 - x0 - 0.12) / 4, 0.4, 0.018, 0.2, "#a8743f")
    for i in range(4):
        window(c, x0 + 0.09 + i * (x1 - x0 - 0.12) / 4, 0.45, 0.07, 0.1, "#7fa8a0")
    tiled_roof(c, x0, x1, 0.4, 0.15, "#b5523c")
    tree(c, c.ratio * 0.2, 0.62, 0.46, "#3f8a48", "#6b4f34")
    tree(c, c.ratio * 0.86, 0.62, 0.4, "#4f9a4a", "#6b4f34")
    for x in (0.3, 0.34, 0.37, 0.26):
        ball(c, c.ratio * (x - 0.1), 0.36 + 0.1 * (x * 7 % 1), 0.018,
            ("#9a7a1e", "#e0b93a", "#f7e49a"))
    palm(c, c.ratio * 0.06, 0.63, 0.5, light.land[2], 0.08)
    palm(c, c.ratio * 0.95, 0.63, 0.54, light.land[2], -0.1)
    water(c, shore, light)
    c.mirror(shore, light.water[1], 0.4, 1)
    ripples(c, shore, "#ffffff", 110, 56)
    bridge = curve([(c.ratio * 0.52, 0.62), (c.ratio * 0.55, 0.66), (c.ratio * 0.64, 1.02)], 10)
    c.stroke(bridge, 0.06, "#a8844f")
    for dx in (-0.034, 0.034):
        rail = [(x + dx, y - 0.07) for x, y in bridge]
        c.stroke(rail, 0.008, "#7a5c36")
        for x, y in bridge[::2]:
            c.stroke([(x + dx, y), (x + dx, y - 0.07)], 0.006, "#7a5c36")
    person(c, c.ratio * 0.44, 0.63, 0.18, Look("#c43d5a", "#2c3346", hat="leaf"), WAVING)
    sampan(c, c.ratio * 0.26, 0.8, 0.32, "#5a3b2a", "#3f6f8f")
    tufts(c, 0.93, 240, 0.1, ("#4f9a3c", "#6fb04a", "#2f7034"))


# --- Scenes: halls and rooms ------------------------------------------------------------


def stage(c: Canvas, floor: float) -> None:
    drape(c, 0, floor, "#b5121f")
    c.band(0, 0.07, ("#8a0d18", "#a8131f"))
    for i in range(round(c.ratio * 9) + 1):
        x = i / 9
        c.slice(x + 0.055, 0.07, 0.056, 0, 180, "#9c111d")
        c.stroke(curve([(x, 0.072), (x + 0.055, 0.18), (x + 0.11, 0.072)], 12), 0.004, "#f0c14b",
            ends=False)
    star(c, c.ratio * 0.5, 0.25, 0.075)
    c.band(floor, 1, ("#8a5a3a", "#6b4128"))


def meeting_hall(c: Canvas) -> None:
    """A hall seen from its last rows: stage, lectern, seated delegates."""
    floor = 0.52
    stage(c, floor)
    person(c, c.ratio * 0.21, 0.62, 0.4, Look("#22304a", coat="suit"), HOLDING)
    c.fade([(c.ratio * 0.155, 0.41), (c.ratio * 0.265, 0.41), (c.ratio * 0.25, 0.57),
        (c.ratio * 0.17, 0.57)], ("#a8743f", "#6b4522"))
    star(c, c.ratio * 0.21, 0.48, 0.022)
    bouquet(c, c.ratio * 0.36, 0.5, 0.07)
    bouquet(c, c.ratio * 0.78, 0.5, 0.07)
    with c.soft("#fff0c8", 0.06) as beam:
        beam.oval(c.ratio * 0.5, 0.3, c.ratio * 0.3, 0.16, 60)
    c.band(floor + 0.06, 1, ("#6b3a2c", "#2a1416"))
    looks = ("#f2efe6", "#26334f", "#f2efe6", "#3d5a80", "#7a2f45", "#d9dee4", "#2f4f46")
    for row in range(4):
        near = (row + 1) / 4
        size, y = 0.05 + 0.075 * near, 0.5 + 0.34 * near**1.2
        count = round(c.ratio / (size * 1.85)) + 1
        for i in range(count):
            x = (i + 0.5 * (row % 2)) * size * 1.85
            if row < 3 and abs(x - c.ratio * 0.52) < 0.05 * near:
                continue
            tone = looks[(i * 3 + row * 5) % len(looks)]
            hair = ("short", "long", "short", "grey")[(i + row) % 4]
            bust(c, x, y, size, Look(blend(tone, "#0c0a10", 0.28 * near), hair=hair))
            c.box(x - size * 0.72, y + size * 0.55, size * 1.44, size * 2,
                blend("#a8353a", "#14060a", 0.2 + 0.4 * near), size * 0.16)


def award(c: Canvas, winners: int = 2, giver: bool = False) -> None:
    """People on a stage, framed certificates in their hands."""
    floor = 0.66
    stage(c, floor)
    with c.soft("#fff0c8", 0.08) as beam:
        beam.oval(c.ratio * 0.5, 0.42, c.ratio * 0.32, 0.26, 70)
    for x in (0.09, c.ratio - 0.09):
        bouquet(c, x, 0.78, 0.13)
    looks = (Look("#22304a", "#1c2230", "suit"), Look("#d9486a", "#f4f0e6", "dress", hair="long"),
        Look("#f4f2ec", "#26334f"), Look("#5a3f8a", "#f4f0e6", "dress", hair="long"),
        Look("#2f4a3f", "#20302a", "suit", accent="#e0a92f"))
    gap, tall = (0.34, 0.6) if giver else (0.42, 0.62)
    for i in range(winners):
        x = c.ratio * 0.5 + (i - (winners - 1) / 2) * gap + (0.16 if giver else 0)
        person(c, x, 0.94, tall, looks[(i + (0 if winners < 3 else 1)) % len(looks)], HOLDING)
        framed_paper(c, x, 0.94 - tall * 0.6, 0.17)
    if giver:
        x = c.ratio * 0.5 - (winners - 1) / 2 * gap - gap + 0.16
        person(c, x, 0.94, tall * 1.02, Look("#1f2a44", "#1a2032", "suit", hair="grey"),
            ((-0.13, 0.44), (0.24, 0.64)))


def service_desk(c: Canvas, queue: int = 4) -> None:
    """The one-stop counter: clerks behind screens, citizens in front."""
    c.band(0, 1, ("#eef3f4", "#dfe8e8"))
    c.box(0, 0.06, c.ratio, 0.1, "#b3202c")
    star(c, c.ratio * 0.5, 0.11, 0.034)
    for i in range(7):
        for side in (-1, 1):
            c.box(c.ratio * 0.5 + side * (0.1 + i * 0.06) - 0.02, 0.103, 0.04, 0.014, "#f6dc8a",
                0.006)
    for x in c.spread(4, 0):
        c.box(x - 0.13, 0.21, 0.26, 0.12, "#1f4f7f", 0.01)
        c.box(x - 0.1, 0.24, 0.09, 0.06, "#ff5a4a", 0.004)
        for k in range(3):
            c.box(x + 0.02, 0.235 + k * 0.025, 0.09 - 0.02 * k, 0.01, "#bcd6ea")
    for i, x in enumerate(c.spread(4, 0)):
        person(c, x, 0.98, 0.6, Look("#cfe2f3" if i % 2 else "#f4f4f2",
            hair=("long", "short")[i % 2], coat="suit", accent="#2f6fae"), HOLDING)
    c.fade([(0, 0.62), (c.ratio, 0.62), (c.ratio, 0.9), (0, 0.9)], ("#d9b98a", "#b88f5c"))
    c.box(0, 0.6, c.ratio, 0.03, "#f3e3c6", 0.004)
    for x in c.spread(4, 0):
        c.box(x + 0.06, 0.46, 0.16, 0.11, "#2c3440", 0.008)
        c.box(x + 0.068, 0.468, 0.144, 0.094, "#5fa3d0", 0.004)
        c.box(x + 0.125, 0.56, 0.03, 0.045, "#2c3440")
        c.box(x - 0.2, 0.585, 0.09, 0.02, "#ffffff")
        c.box(x - 0.195, 0.578, 0.09, 0.012, "#f0ead8")
    c.band(0.9, 1, ("#c4ccce", "#b3bcbf"))
    tones = ("#3f6f8f", "#a8463f", "#4f7a4a", "#7a5a8a", "#c08a3a")
    for i in range(queue):
        x = c.ratio * (0.14 + 0.76 * i / max(1, queue - 1))
        bust(c, x, 0.78, 0.15, Look(tones[i % 5], hair=("grey", "long", "short")[i % 3]))


def library(c: Canvas) -> None:
    """Shelves of many colours, readers at a long table under lamps."""
    c.band(0, 1, ("#f2e3c4", "#e0c79c"))
    spines = ("#a8443a", "#2f5f7a", "#d9a441", "#4f7a55", "#7a4a6f", "#e0d3b4", "#335", "#b9683a",
        "#5f8fa0")
    for case in range(3):
        x0 = c.ratio * (0.02 + case * 0.335)
        width = c.ratio * 0.3
        c.box(x0 - 0.012, 0.05, width + 0.024, 0.62, "#7a5230", 0.006)
        for shelf in range(5):
            top = 0.07 + shelf * 0.118
            c.box(x0, top, width, 0.108, "#4a2f1b")
            x = x0 + 0.004
            while x < x0 + width - 0.03:
                wide, tall = c.between(0.011, 0.024), c.between(0.07, 0.1)
                tone = c.random.choice(spines)
                c.box(x, top + 0.108 - tall, wide, tall, tone)
                c.box(x + wide * 0.2, top + 0.108 - tall * 0.8, wide * 0.6, 0.006,
                    blend(tone, "#fff3cf", 0.6))
                x += wide + 0.0015
    c.band(0.67, 1, ("#c79a62", "#9a6f42"))
    looks = (Look("#f4f4f2", coat="scarf", hair="short"), Look("#e07a8a", hair="long"),
        Look("#4f86b5"), Look("#f4f4f2", coat="scarf", hair="long"), Look("#6fae8a", hair="grey"))
    for i, look in enumerate(looks):
        x = c.ratio * (0.12 + 0.19 * i)
        person(c, x, 1.16, 0.62, look, HOLDING)
    c.fade([(-0.1, 0.86), (c.ratio + 0.1, 0.86), (c.ratio + 0.1, 1), (-0.1, 1)],
        ("#a8743f", "#7a4f28"))
    c.box(0, 0.845, c.ratio, 0.022, "#c99a5c")
    for i in range(5):
        x = c.ratio * (0.12 + 0.19 * i)
        for side in (-1, 1):
            c.shape([(x, 0.83), (x + side * 0.07, 0.81), (x + side * 0.075, 0.845), (x, 0.86)],
                "#fffaf0")
        c.stroke([(x, 0.83), (x, 0.86)], 0.003, "#b9ae98")
    for x in (c.ratio * 0.215, c.ratio * 0.595):
        with c.soft("#ffe2a0", 0.04) as glow:
            glow.oval(x, 0.8, 0.14, 0.1, 120)
        c.stroke([(x, 0.85), (x, 0.74)], 0.008, "#5a4a2a")
        c.slice(x, 0.75, 0.05, 180, 360, "#2f7a55")


def clinic(c: Canvas) -> None:
    """A nurse vaccinates a child on its mother's arm."""
    c.band(0, 1, ("#e6f4f1", "#cfe8e4"))
    c.band(0.78, 1, ("#b9cfcc", "#9fbab6"))
    window(c, c.ratio * 0.06, 0.14, 0.34, 0.34, "#8fcbe0")
    c.fade([(c.ratio * 0.06 + 0.01, 0.4), (c.ratio * 0.06 + 0.33, 0.36),
        (c.ratio * 0.06 + 0.33, 0.475), (c.ratio * 0.06 + 0.01, 0.475)], ("#7fb56a", "#5f9a4f"))
    c.box(c.ratio * 0.44, 0.12, 0.22, 0.22, "#ffffff", 0.02)
    c.box(c.ratio * 0.44 + 0.09, 0.15, 0.04, 0.16, "#1f9a7a", 0.006)
    c.box(c.ratio * 0.44 + 0.03, 0.21, 0.16, 0.04, "#1f9a7a", 0.006)
    c.box(c.ratio * 0.78, 0.16, 0.27, 0.56, "#f7faf9", 0.01)
    for row in range(4):
        c.box(c.ratio * 0.78 + 0.015, 0.18 + row * 0.13, 0.24, 0.115, "#dcebe8", 0.006)
        for k in range(6):
            c.box(c.ratio * 0.78 + 0.03 + k * 0.036, 0.225 + row * 0.13, 0.024, 0.066,
                ("#5fa3c0", "#e6b04a", "#d97a6a", "#7fb58a")[(k + row) % 4], 0.006)
    person(c, c.ratio * 0.3, 0.98, 0.68, Look("#fdfdfd", "#fdfdfd", hat="nurse", hair="long"),
        ((-0.12, 0.5), (0.26, 0.6)))
    x = c.ratio * 0.3 + 0.68 * 0.26
    c.stroke([(x, 0.98 - 0.41), (x + 0.07, 0.98 - 0.4)], 0.014, "#dff1fa")
    c.stroke([(x + 0.07, 0.98 - 0.4), (x + 0.1, 0.98 - 0.397)], 0.004, "#7a8a92", ends=False)
    person(c, c.ratio * 0.58, 0.98, 0.64, Look("#d9728a", "#3a3f52", hair="long"),
        ((-0.14, 0.62), (0.1, 0.52)))
    person(c, c.ratio * 0.51, 0.86, 0.34, Look("#ffd35a", "#4f86b5"), HOLDING)
    arm(c, (c.ratio * 0.58 + 0.05, 0.48), (c.ratio * 0.5, 0.66), 0.64, Look("#d9728a"), SKIN[0])
    c.box(0, 0.72, c.ratio * 0.17, 0.24, "#ffffff", 0.01)
    c.box(0, 0.7, c.ratio * 0.18, 0.03, "#8fc4bc", 0.01)


def music_night(c: Canvas) -> None:
    """Đờn ca tài tử: players of zither, moon lute and fiddle under lanterns."""
    c.band(0, 0.74, ("#2a1a33", "#5a2a3f", "#8a3f3a"))
    for x in c.spread(7, 0.1):
        y = c.between(0.1, 0.22)
        c.stroke([(x, 0), (x, y)], 0.002, "#1c1018", ends=False)
        with c.soft("#ffb05a", 0.03) as glow:
            glow.disc(x, y + 0.04, 0.08, 130)
        c.oval(x, y + 0.04, 0.04, 0.046, "#e8542f")
        c.oval(x, y + 0.04, 0.018, 0.046, "#ff8f4a")
    for side in (0, 1):
        x = c.ratio * side
        for _ in range(3):
            palm(c, x + c.between(-0.05, 0.05), 0.78, c.between(0.5, 0.62), "#1f1426",
                0.16 * (1 - 2 * side))
    c.band(0.74, 1, ("#a8673a", "#6b3f26"))
    c.fade([(c.ratio * 0.08, 0.8), (c.ratio * 0.92, 0.8), (c.ratio, 0.98), (0, 0.98)],
        ("#d9a860", "#b5824a"))
    looks = (Look("#7a2f8a", "#f4f0e6", "dress", hair="long"), Look("#1f4f5f", "#1c2c36"),
        Look("#d9486a", "#f4f0e6", "dress", hair="long"), Look("#3a3a5a", "#22243a", hair="grey"))
    for i, look in enumerate(looks):
        x = c.ratio * (0.2 + 0.2 * i)
        person(c, x, 0.92, 0.5 if i == 2 else 0.47, look,
            HOLDING if i != 2 else ((-0.2, 0.5), (0.12, 0.72)))
    moon_lute(c, c.ratio * 0.4, 0.64)
    c.stroke([(c.ratio * 0.8 - 0.02, 0.82), (c.ratio * 0.8 + 0.03, 0.5)], 0.008, "#5a3218")
    c.oval(c.ratio * 0.8 - 0.02, 0.76, 0.03, 0.035, "#8a5228")
    c.stroke([(c.ratio * 0.8 - 0.1, 0.68), (c.ratio * 0.8 + 0.09, 0.64)], 0.004, "#e6d3a8",
        ends=False)
    for dx in (-0.14, 0.13):
        c.stroke([(c.ratio * 0.2 + dx, 0.74), (c.ratio * 0.2 + dx * 1.15, 0.92)], 0.012, "#4a2a14")
    c.fade([(c.ratio * 0.2 - 0.2, 0.72), (c.ratio * 0.2 + 0.18, 0.68), (c.ratio * 0.2 + 0.2, 0.73),
        (c.ratio * 0.2 - 0.19, 0.78)], ("#a8632f", "#6f3f1c"))
    for k in range(7):
        c.stroke([(c.ratio * 0.2 - 0.19, 0.73 + k * 0.006),
            (c.ratio * 0.2 + 0.185, 0.69 + k * 0.006)], 0.0014, "#f0dcae", ends=False)
    with c.soft("#ffe2a8", 0.1) as glow:
        glow.oval(c.ratio * 0.5, 0.6, c.ratio * 0.3, 0.26, 44)


def moon_lute(c: Canvas, x: float, y: float) -> None:
    c.stroke([(x, y), (x + 0.2, y - 0.16)], 0.016, "#4a2a14")
    c.disc(x, y, 0.075, "#6b3c1c")
    c.disc(x, y, 0.064, "#d9a561")
    c.disc(x, y, 0.012, "#4a2a14")


# --- Scenes: town and community ---------------------------------------------------------


def school_yard(c: Canvas) -> None:
    """Pupils in rows before the flag on the first day of the school year."""
    light = DAY
    sky(c, light, 0.6)
    clouds(c, 5, 0.05, 0.18, light.cloud, 170)
    x0, x1 = c.ratio * 0.1, c.ratio * 0.9
    c.fade([(x0, 0.24), (x1, 0.24), (x1, 0.62), (x0, 0.62)], ("#f7dc94", "#efcb78"))
    for floor in (0.28, 0.45):
        for i in range(9):
            window(c, x0 + 0.04 + i * (x1 - x0 - 0.06) / 9, floor, 0.09, 0.1, "#5fa0b5")
        c.box(x0 - 0.01, floor + 0.13, x1 - x0 + 0.02, 0.018, "#ffffff")
    tiled_roof(c, x0 - 0.04, x1 + 0.04, 0.24, 0.1, "#b5452f")
    c.band(0.61, 1, ("#d9c29a", "#c4a678"))
    tree(c, c.ratio * 0.05, 0.66, 0.52, "#4f8f3f", "#6b4f34")
    for _ in range(70):
        c.disc(c.ratio * 0.05 + c.between(-0.2, 0.2), 0.28 + c.between(-0.13, 0.13), 0.012,
            "#e0402f")
    tree(c, c.ratio * 0.96, 0.66, 0.48, "#3f8a48", "#6b4f34")
    flagpole(c, c.ratio * 0.5, 0.64, 0.58, 0.17)
    c.box(c.ratio * 0.5 - 0.08, 0.63, 0.16, 0.03, "#e8e2d4")
    for row in range(4):
        near = (row + 1) / 4
        tall, foot = 0.15 + 0.15 * near, 0.66 + 0.33 * near
        for i, x in enumerate(c.spread(round(13 - 4 * near), 0.06)):
            girl = (i + row) % 2 == 0
            look = Look("#fbfbf8", "#2a3f6f" if not girl else "#26355a", "scarf",
                hair="long" if girl else "short", accent="#d8202f")
            person(c, x + 0.06 * (row % 2), foot, tall * (0.97 + 0.05 * (i % 3)), look,
                ((-0.14, 0.44), (0.14, 0.44)))


def handover(c: Canvas) -> None:
    """A new small house, a family in front of it, neighbours who came."""
    light = DAY
    sky(c, light, 0.6)
    clouds(c, 5, 0.05, 0.2, light.cloud, 170)
    bushes(c, 0.62, 0.22, light.land[1], 40)
    palm(c, c.ratio * 0.08, 0.66, 0.5, light.land[2], 0.1)
    palm(c, c.ratio * 0.93, 0.66, 0.46, light.land[2], -0.12)
    c.band(0.62, 1, ("#a8bf72", "#cdb686", "#b99c6c"))
    x0, x1 = c.ratio * 0.27, c.ratio * 0.73
    c.fade([(x0, 0.34), (x1, 0.34), (x1, 0.7), (x0, 0.7)], ("#cfe8ea", "#b0d5d9"))
    c.box(x0 - 0.02, 0.69, x1 - x0 + 0.04, 0.03, "#c4bba8")
    tiled_roof(c, x0 - 0.06, x1 + 0.06, 0.34, 0.15, "#c4452f")
    c.box(c.ratio * 0.5 - 0.07, 0.44, 0.14, 0.26, "#8a5a34")
    for dx in (-0.26, 0.14):
        window(c, c.ratio * 0.5 + dx, 0.45, 0.12, 0.13, "#6fa0b5")
    c.box(x0, 0.36, x1 - x0, 0.034, "#d8202f")
    for i in range(11):
        c.box(c.ratio * 0.5 + (i - 5) * 0.046 - 0.014, 0.371, 0.028, 0.012, "#ffe08a", 0.004)
    family = (Look("#7a5a8a", hair="grey"), Look("#c46a4a", "#2c3346", hair="long"),
        Look("#4f86b5"))
    for i, look in enumerate(family):
        person(c, c.ratio * 0.44 + i * 0.13, 0.92, (0.42, 0.43, 0.3)[i], look)
    guests = (Look("#1f6fc4"), Look("#f4f2ec", "#26334f"), Look("#1f6fc4", hair="long"))
    for i, look in enumerate(guests):
        person(c, c.ratio * 0.7 + i * 0.17, 0.94, 0.44, look, WAVING if i == 1 else HOLDING)
    person(c, c.ratio * 0.2, 0.94, 0.44, Look("#d9486a", "#f4f0e6", "dress", hair="long"), HOLDING)
    bouquet(c, c.ratio * 0.2, 0.68, 0.09)


def kilns(c: Canvas, light: Light = DAY, lit: bool = False) -> None:
    """The brick kilns of Mang Thít and their image in the canal."""
    shore = 0.66
    sky(c, light, shore)
    clouds(c, 6, 0.08, 0.3, light.cloud, 150)
    if light is not DAY:
        sun(c, c.ratio * 0.24, 0.4, 0.06, light)
    bushes(c, shore, 0.14, light.land[0], 46)
    for x, width in ((0.86, 0.2), (0.62, 0.22), (0.98, 0.24)):
        kiln(c, c.ratio * x, shore - 0.01, width, lit)
    for x, width in ((0.13, 0.3), (0.38, 0.38), (0.76, 0.36)):
        kiln(c, c.ratio * x, shore + 0.005, width, lit)
    palm(c, c.ratio * 0.55, shore + 0.01, 0.44, light.land[2], 0.1)
    palm(c, c.ratio * 0.01, shore + 0.01, 0.5, light.land[2], 0.08)
    c.box(0, shore - 0.006, c.ratio, 0.02, blend("#9a5a3a", light.land[2], 0.4))
    for i in range(26):
        c.box(c.ratio * 0.42 + (i % 13) * 0.026, shore - 0.03 - 0.022 * (i // 13), 0.024, 0.02,
            c.random.choice(("#c9663f", "#b5552f", "#d97a50")))
    water(c, shore + 0.014, light)
    c.mirror(shore + 0.014, light.water[1], 0.32, 1.2)
    ripples(c, shore + 0.02, light.sun, 110, 44)
    trader(c, c.ratio * 0.56, 0.88, 0.42, "#3f2c22", pole=False)


def road_works(c: Canvas) -> None:
    """A roller on fresh asphalt, workers, cones."""
    light, horizon = DAY, 0.44
    sky(c, light, horizon)
    clouds(c, 6, 0.06, 0.28, light.cloud, 170)
    bushes(c, horizon, 0.08, light.land[0], 60)
    for x in (0.08, 0.2, c.ratio * 0.94):
        palm(c, x, horizon + 0.01, c.between(0.2, 0.3), light.land[1], c.between(-0.1, 0.1))
    c.band(horizon, 1, ("#a8c27a", "#7fa34f"))
    vanish = c.ratio * 0.62
    c.fade([(vanish - 0.02, horizon), (vanish + 0.03, horizon), (c.ratio * 1.08, 1), (-0.12, 1)],
        ("#b5a68a", "#c9a97a"))
    c.fade([(vanish - 0.012, horizon), (vanish + 0.008, horizon), (c.ratio * 0.66, 1), (0.02, 1)],
        ("#6a6d72", "#33363c"))
    for i in range(7):
        near, far = ((i + 0.55) / 7) ** 2, (i / 7) ** 2
        points = []
        for share, half in ((far, -1), (far, 1), (near, 1), (near, -1)):
            x = vanish + (c.ratio * 0.35 - vanish) * share + half * 0.014 * share
            points.append((x, horizon + (1 - horizon) * share))
        c.shape(points, "#f0ede0")
    roller(c, c.ratio * 0.5, 0.82, 0.42)
    crew = Look("#f08c2e", "#31456b", "vest", "helmet", accent="#f4d13d")
    person(c, c.ratio * 0.78, 0.84, 0.36, crew, HOLDING)
    c.stroke([(c.ratio * 0.78 + 0.05, 0.6), (c.ratio * 0.78 + 0.14, 0.85)], 0.01, "#8a6a43")
    person(c, c.ratio * 0.88, 0.92, 0.42, crew, WAVING)
    person(c, c.ratio * 0.66, 0.6, 0.16, crew)
    for x, y, size in ((c.ratio * 0.71, 0.62, 0.05), (c.ratio * 0.76, 0.74, 0.07),
        (c.ratio * 0.7, 0.94, 0.11)):
        c.shape([(x - size * 0.4, y), (x - size * 0.1, y - size), (x + size * 0.1, y - size),
            (x + size * 0.4, y)], "#f06a2a")
        c.box(x - size * 0.27, y - size * 0.5, size * 0.54, size * 0.18, "#ffffff")
        c.box(x - size * 0.55, y - size * 0.06, size * 1.1, size * 0.14, "#d4551c", size * 0.04)


def roller(c: Canvas, x: float, base: float, size: float) -> None:
    with c.soft("#101010", 0.012) as shadow:
        shadow.oval(x, base, size * 0.62, 0.018, 140)
    c.disc(x - size * 0.36, base - size * 0.22, size * 0.22, "#5b5f66")
    c.disc(x - size * 0.36, base - size * 0.22, size * 0.15, "#8d9299")
    c.disc(x + size * 0.36, base - size * 0.2, size * 0.2, "#2b2d31")
    c.disc(x + size * 0.36, base - size * 0.2, size * 0.1, "#c9cdd1")
    c.box(x - size * 0.06, base - size * 0.52, size * 0.62, size * 0.24, "#f0b01f", size * 0.05)
    c.box(x - size * 0.46, base - size * 0.4, size * 0.46, size * 0.1, "#d8951a", size * 0.03)
    for dx in (-0.08, 0.26):
        c.stroke([(x + size * dx, base - size * 0.5), (x + size * dx, base - size * 0.92)],
            size * 0.03, "#3a3d42")
    c.box(x - size * 0.16, base - size * 0.97, size * 0.52, size * 0.07, "#f0b01f", size * 0.02)
    c.disc(x + size * 0.09, base - size * 0.74, size * 0.055, SKIN[1])
    c.slice(x + size * 0.09, base - size * 0.75, size * 0.066, 180, 360, "#f4f4f0")
    c.box(x + size * 0.01, base - size * 0.68, size * 0.16, size * 0.2, "#f08c2e", size * 0.04)
    c.box(x - size * 0.02, base - size * 0.66, size * 0.03, size * 0.2, "#3a3d42")


def solar_roofs(c: Canvas) -> None:
    """Rows of solar panels on factory roofs, a clear sky."""
    light = DAY
    sky(c, light, 0.5)
    clouds(c, 5, 0.08, 0.24, light.cloud, 190)
    sun(c, c.ratio * 0.8, 0.16, 0.06, light)
    bushes(c, 0.48, 0.1, light.land[0], 60)
    c.band(0.46, 1, ("#cfd6d4", "#aeb8b6"))
    for left, top, width, depth in ((0.04, 0.46, 0.6, 0.1), (0.86, 0.45, 0.66, 0.11),
        (0.3, 0.62, 1.3, 0.3)):
        x0, x1 = left, left + width
        slant = depth * 0.7
        quad = ((x0 + slant, top), (x1 + slant * 0.2, top), (x1, top + depth),
            (x0 - slant * 0.4, top + depth))
        c.shape([quad[3], quad[2], (quad[2][0], quad[2][1] + depth * 0.6),
            (quad[3][0], quad[3][1] + depth * 0.6)], "#e6e2d6")
        c.shape([(x - 0.01 if i in (0, 3) else x + 0.01, y) for i, (x, y) in enumerate(quad)],
            "#d7dcdc")
        panels(c, quad, round(width * 13), max(2, round(depth * 14)))
    for x in (0.52, 0.7):
        person(c, c.ratio * x, 0.99, 0.34, Look("#f08c2e", "#31456b", "vest", "helmet",
            accent="#ffffff"), WAVING if x < 0.6 else HOLDING)
    for x in (0.04, 0.15, c.ratio * 0.95):
        tree(c, x, 1.02, 0.3, "#4f9a4a", "#6b4f34")


def panels(c: Canvas, quad: Sequence[Point], across: int, down: int) -> None:
    """Tile a quadrilateral (clockwise from its upper left corner) with solar panels."""

    def place(u: float, v: float) -> Point:
        top = [a + (b - a) * u for a, b in zip(quad[0], quad[1], strict=True)]
        low = [a + (b - a) * u for a, b in zip(quad[3], quad[2], strict=True)]
        return (top[0] + (low[0] - top[0]) * v, top[1] + (low[1] - top[1]) * v)

    for i in range(across):
        for j in range(down):
            u0, u1 = (i + 0.06) / across, (i + 0.94) / across
            v0, v1 = (j + 0.07) / down, (j + 0.93) / down
            corners = [place(u0, v0), place(u1, v0), place(u1, v1), place(u0, v1)]
            shine = 0.5 + 0.5 * math.sin(i * 0.5 + j * 1.1)
            c.shape(corners, blend("#173a6b", "#3f7fc0", shine * 0.8))
            c.shape([corners[0], corners[1], place(u0, v1)], (255, 255, 255, 24))
            for k in (1, 2):
                u = u0 + (u1 - u0) * k / 3
                c.stroke([place(u, v0), place(u, v1)], 0.001, (200, 220, 240, 120), ends=False)
            v = (v0 + v1) / 2
            c.stroke([place(u0, v), place(u1, v)], 0.001, (200, 220, 240, 120), ends=False)


def night_street(c: Canvas) -> None:
    """A riverside street closed to cars on Saturday night."""
    light, shore = NIGHT, 0.56
    sky(c, light, shore)
    stars(c, 120, 0.3)
    x = -0.02
    while x < c.ratio:
        width, top = c.between(0.12, 0.24), c.between(0.14, 0.38)
        tone = c.random.choice(("#2a3562", "#3a3f6b", "#46406a", "#2f4568"))
        c.box(x, top, width, shore - top, tone)
        for row in range(int((shore - top - 0.1) / 0.055)):
            for k in range(int(width / 0.045)):
                lit = c.random.random() < 0.6
                c.box(x + 0.014 + k * 0.045, top + 0.02 + row * 0.055, 0.024, 0.03,
                    "#ffd98a" if lit else "#1f284a")
        c.box(x + 0.01, shore - 0.075, width - 0.02, 0.06,
            c.random.choice(("#ff9f6a", "#ffd27a", "#8fd6d0")))
        x += width + 0.008
    c.band(shore, 0.78, ("#4a4668", "#3a3858"))
    for x0 in c.spread(4, 0):
        line = curve([(x0 - 0.26, 0.3), (x0, 0.42), (x0 + 0.26, 0.3)], 16)
        c.stroke(line, 0.002, "#181c34", ends=False)
        for i, (px, py) in enumerate(line):
            with c.soft("#ffcf7a", 0.006) as glow:
                glow.disc(px, py + 0.008, 0.012, 150)
            c.disc(px, py + 0.008, 0.006, ("#fff0c0", "#ffb3a0", "#c0f0e0")[i % 3])
    for x0 in c.spread(4, 0):
        lamp_post(c, x0 - 0.1, 0.74, 0.36)
    tones = ("#e0617a", "#5fa3c0", "#f2c14a", "#7fb58a", "#f4f0e6", "#b07ac0")
    for i, x0 in enumerate(c.spread(15, 0.4)):
        look = Look(blend(tones[i % 6], "#1a2046", 0.25), "#1c2140", hair=("long", "short")[i % 2])
        person(c, x0, c.between(0.7, 0.77), c.between(0.19, 0.23), look)
    c.box(0, 0.775, c.ratio, 0.016, "#8a86a0")
    for x0 in c.spread(40, 0):
        c.box(x0, 0.735, 0.004, 0.045, "#8a86a0")
    c.box(0, 0.73, c.ratio, 0.007, "#a8a4bc")
    c.band(0.79, 1, ("#26315e", "#0b1330"))
    c.mirror(0.79, "#141d44", 0.35, 0.6)
    ripples(c, 0.8, "#ffe2a0", 90, 40)


def fireworks(c: Canvas) -> None:
    """Fireworks over the bridge on New Year's Eve."""
    light, shore = NIGHT, 0.74
    sky(c, light, shore)
    stars(c, 120, 0.5)
    cable_bridge(c, 0.66, c.ratio * 0.3, c.ratio * 0.72, 0.24, "#5a6aa8")
    for x in c.spread(30, 0):
        c.disc(x, 0.65, 0.004, "#ffe2a0")
    bursts = ((0.22, 0.26, 0.22, "#ff7a5a"), (0.5, 0.2, 0.27, "#ffd45a"),
        (0.76, 0.3, 0.2, "#7fd0ff"), (0.63, 0.46, 0.13, "#ff8fd0"), (0.37, 0.46, 0.12, "#9fffb0"),
        (0.92, 0.16, 0.13, "#ffc0a0"))
    for x, y, r, tone in bursts:
        burst(c, c.ratio * x, y, r, tone)
    bushes(c, shore, 0.06, light.land[2], 60)
    water(c, shore, light)
    c.mirror(shore, light.water[2], 0.3, 1.2)
    ripples(c, shore, "#c0d0ff", 90, 34)
    for i, x in enumerate(c.spread(26, 0.5)):
        bust(c, x, 0.95 + c.between(0, 0.03), c.between(0.045, 0.06),
            Look("#0a0f24", hair=("short", "long")[i % 2]))


def burst(c: Canvas, x: float, y: float, r: float, tone: str) -> None:
    with c.soft(tone, r * 0.3) as glow:
        glow.disc(x, y, r * 0.7, 90)
    for ring, count in ((1.0, 44), (0.66, 30), (0.35, 18)):
        for i in range(count):
            angle = i / count * math.tau + c.between(-0.04, 0.04)
            reach = r * ring * c.between(0.86, 1.06)
            start = (x + math.cos(angle) * reach * 0.35, y + math.sin(angle) * reach * 0.35)
            end = (x + math.cos(angle) * reach, y + math.sin(angle) * reach + r * 0.12 * ring**2)
            middle = (x + math.cos(angle) * reach * 0.75, y + math.sin(angle) * reach * 0.75)
            c.stroke(curve([start, middle, end], 6), 0.0026,
                blend(tone, "#ffffff", 0.25 * (1 - ring)), ends=False)
            c.disc(*end, 0.0042, blend(tone, "#ffffff", 0.55))


def runners(c: Canvas) -> None:
    """A morning run across the bridge."""
    light, horizon = DAWN, 0.5
    sky(c, light, horizon)
    clouds(c, 5, 0.1, 0.34, light.cloud, 120)
    sun(c, c.ratio * 0.36, 0.34, 0.06, light)
    bushes(c, horizon, 0.05, light.land[0], 60)
    water(c, horizon, light)
    vanish = (c.ratio * 0.54, horizon - 0.03)
    c.fade([(vanish[0] - 0.012, vanish[1]), (vanish[0] + 0.012, vanish[1]), (c.ratio * 1.12, 1),
        (-0.12, 1)], ("#a5a6ac", "#6b6f7a"))
    for foot in (0.14, 0.36, 0.58, 0.8):
        x = c.ratio * foot
        c.shape([vanish, (x, 1), (x + 0.016, 1)], "#e9e4d4")
    steel = "#5b6f8f"
    for side in (-1, 1):
        tower = vanish[0] + side * 0.1
        c.shape([(tower - 0.014, 0.56), (tower - 0.01 - side * 0.04, 0.06),
            (tower + 0.01 - side * 0.04, 0.06), (tower + 0.014, 0.56)], steel)
        for i in range(11):
            end = (vanish[0] + side * (0.14 + 0.1 * i), 0.52 + 0.06 * i)
            c.stroke([(tower - side * 0.038, 0.08 + 0.012 * i), end], 0.003, steel, ends=False)
        rail = [(vanish[0] + side * 0.012, vanish[1]), (c.ratio * (0.5 + side * 0.66), 0.94)]
        c.stroke(rail, 0.012, "#c9ced6")
    c.box(vanish[0] - 0.115, 0.2, 0.23, 0.018, steel)
    tones = ("#e0403a", "#2f7fc0", "#f2b52a", "#3f9a5f", "#a85ac0", "#f4f4f0")
    order = sorted((0.62 + 0.36 * c.random.random() ** 0.8, i) for i in range(15))
    for k, (foot, i) in enumerate(order):
        near = foot - horizon
        x = vanish[0] + ((i * 0.37) % 1 - 0.5) * near * 3.3
        runner(c, x, foot, near * 0.95, tones[i % 6], k % 2 == 0)


def runner(c: Canvas, x: float, foot: float, tall: float, top: str, left: bool) -> None:
    side = -1 if left else 1
    skin = SKIN[round(x * 631) % len(SKIN)]
    hip = (x, foot - tall * 0.5)
    c.oval(x, foot, tall * 0.16, tall * 0.02, (20, 22, 30, 60))
    c.stroke([hip, (x + side * tall * 0.07, foot - tall * 0.26), (x + side * tall * 0.05, foot)],
        tall * 0.075, skin)
    c.stroke([hip, (x - side * tall * 0.08, foot - tall * 0.3),
        (x - side * tall * 0.06, foot - tall * 0.14)], tall * 0.07, blend(skin, "#5a3a2a", 0.2))
    c.oval(x + side * tall * 0.05, foot - tall * 0.01, tall * 0.05, tall * 0.022, "#f4f4f0")
    c.box(x - tall * 0.1, foot - tall * 0.56, tall * 0.2, tall * 0.16, "#262b3a", tall * 0.04)
    c.box(x - tall * 0.12, foot - tall * 0.84, tall * 0.24, tall * 0.34, top, tall * 0.06)
    c.box(x - tall * 0.06, foot - tall * 0.72, tall * 0.12, tall * 0.08, "#ffffff")
    for way in (-1, 1):
        hand = (x + way * tall * 0.1, foot - tall * (0.68 if way == side else 0.54))
        c.stroke([(x + way * tall * 0.11, foot - tall * 0.79),
            (x + way * tall * 0.2, foot - tall * 0.62), hand], tall * 0.055, skin)
    head(c, x, foot - tall * 0.87, tall, Look(top, hair="long" if left else "short"), skin)


def recruits(c: Canvas) -> None:
    """New soldiers in line, flowers on their chests, families behind them."""
    light = DAY
    sky(c, light, 0.5)
    clouds(c, 5, 0.05, 0.2, light.cloud, 170)
    bushes(c, 0.52, 0.14, light.land[1], 46)
    c.band(0.5, 1, ("#cbb894", "#b59c72"))
    c.box(c.ratio * 0.12, 0.14, c.ratio * 0.76, 0.13, "#c8161f", 0.006)
    for i in range(15):
        c.box(c.ratio * 0.5 + (i - 7) * 0.07 - 0.024, 0.19, 0.048, 0.03, "#ffe08a", 0.006)
    for x in (0.12, 0.88):
        c.box(c.ratio * x - 0.012, 0.14, 0.024, 0.42, "#e6e0d0")
    for x in c.spread(7, 0):
        flagpole(c, x, 0.5, 0.16, 0.07)
    crowd(c, 0.56, 0.03, 46)
    green = Look("#4f7042", "#46653b", hat="cap", accent="#3f5f36")
    for row in range(3):
        near = (row + 1) / 3
        tall, foot = 0.26 + 0.2 * near, 0.66 + 0.33 * near
        for x in c.spread(round(12 - 4 * near), 0):
            px = x + 0.07 * (row % 2)
            person(c, px, foot, tall, green, ((-0.14, 0.42), (0.14, 0.42)))
            c.disc(px - tall * 0.06, foot - tall * 0.72, tall * 0.032, "#e0202f")
            star(c, px, foot - tall * 0.985, tall * 0.02)
            c.stroke([(px - tall * 0.12, foot - tall * 0.52),
                (px + tall * 0.12, foot - tall * 0.52)], tall * 0.03, "#5a4526", ends=False)


def fire_drill(c: Canvas) -> None:
    """A fire engine, two jets of water, smoke out of a window."""
    light = DAY
    sky(c, light, 0.7)
    clouds(c, 4, 0.05, 0.16, light.cloud, 150)
    bushes(c, 0.7, 0.14, light.land[0], 50)
    c.band(0.7, 1, ("#b3b3ae", "#8f9190"))
    x0 = c.ratio * 0.6
    c.fade([(x0, 0.14), (c.ratio * 0.97, 0.14), (c.ratio * 0.97, 0.74), (x0, 0.74)],
        ("#ead9b8", "#d6bd92"))
    for floor in range(4):
        for k in range(4):
            window(c, x0 + 0.04 + k * 0.125, 0.19 + floor * 0.13, 0.075, 0.075, "#7fa8b5")
        c.box(x0, 0.29 + floor * 0.13, c.ratio * 0.37, 0.012, "#c9ad80")
    with c.soft("#4a4a50", 0.02) as smoke:
        for i in range(26):
            y = 0.22 - 0.012 * i
            smoke.disc(x0 + 0.07 + 0.02 * math.sin(i) + 0.008 * i, y, 0.03 + 0.004 * i,
                max(20, 190 - 6 * i))
    with c.soft("#ff8a2a", 0.012) as fire:
        fire.oval(x0 + 0.078, 0.235, 0.04, 0.05, 230)
    for start, knee, end in (((0.62, 0.5), (x0 - 0.12, 0.04), (x0 + 0.07, 0.22)),
        ((0.38, 0.72), (x0 - 0.36, 0.26), (x0 + 0.06, 0.27))):
        path = curve([start, knee, end], 60)
        with c.soft("#f4fbff", 0.006) as jet:
            for i, (px, py) in enumerate(path):
                jet.disc(px, py, 0.005 + 0.0004 * i, 210)
    fire_engine(c, 0.5, 0.86, 0.62)
    crew = Look("#e0781f", "#c9661a", "vest", "helmet", accent="#d8202f")
    person(c, 0.24, 0.96, 0.38, crew, ((0.1, 0.56), (0.3, 0.56)))
    person(c, 0.12, 0.98, 0.38, crew, ((0.1, 0.5), (0.26, 0.5)))
    person(c, c.ratio * 0.7, 0.94, 0.34, crew, WAVING)


def fire_engine(c: Canvas, x: float, base: float, length: float) -> None:
    with c.soft("#101010", 0.014) as shadow:
        shadow.oval(x, base + 0.01, length * 0.52, 0.02, 150)
    high = length * 0.42
    c.fade([(x - length * 0.5, base - high * 0.95), (x + length * 0.26, base - high * 0.95),
        (x + length * 0.26, base - 0.03), (x - length * 0.5, base - 0.03)], ("#e0302f", "#b31d22"))
    c.shape([(x + length * 0.26, base - high * 0.86), (x + length * 0.42, base - high * 0.86),
        (x + length * 0.5, base - high * 0.44), (x + length * 0.5, base - 0.03),
        (x + length * 0.26, base - 0.03)], "#cf262a")
    c.shape([(x + length * 0.3, base - high * 0.8), (x + length * 0.41, base - high * 0.8),
        (x + length * 0.465, base - high * 0.46), (x + length * 0.3, base - high * 0.46)],
        "#bfe0ea")
    c.box(x - length * 0.5, base - high * 0.42, length, high * 0.07, "#f7f3e6")
    for i in range(4):
        c.box(x - length * 0.46 + i * length * 0.17, base - high * 0.82, length * 0.14, high * 0.33,
            "#a3181e", 0.006)
    c.stroke([(x - length * 0.46, base - high * 1.02), (x + length * 0.3, base - high * 1.2)],
        0.012, "#d9dde0")
    c.stroke([(x - length * 0.46, base - high * 1.1), (x + length * 0.3, base - high * 1.28)],
        0.008, "#d9dde0")
    c.box(x + length * 0.3, base - high * 0.94, length * 0.07, high * 0.08, "#3f86e0", 0.004)
    for dx in (-0.3, 0.34):
        c.disc(x + length * dx, base - 0.02, length * 0.085, "#22242a")
        c.disc(x + length * dx, base - 0.02, length * 0.04, "#b9bec4")


def phone(c: Canvas) -> None:
    """A hand holds a telephone that shows a finished application."""
    c.band(0, 1, ("#e4f0fb", "#cfe3f5"))
    for x, y, r, tone in ((0.2, 0.2, 0.3, "#f7d9a8"), (1.3, 0.84, 0.36, "#bfe3d4"),
        (1.2, 0.1, 0.16, "#f4c4bb")):
        c.disc(x, y, r, tone)
    middle = c.ratio * 0.5
    c.shape([*curve([(middle - 0.1, 1.1), (middle - 0.42, 0.8), (middle - 0.3, 0.5),
        (middle - 0.2, 0.46)]), (middle + 0.2, 0.6), (middle + 0.36, 1.1)], "#dba57c")
    c.box(middle - 0.21, 0.08, 0.42, 0.82, "#262b3a", 0.05)
    c.box(middle - 0.19, 0.11, 0.38, 0.76, "#fdfdfb", 0.03)
    c.box(middle - 0.19, 0.11, 0.38, 0.12, "#b3202c", 0.03)
    c.box(middle - 0.19, 0.18, 0.38, 0.05, "#b3202c")
    star(c, middle - 0.14, 0.175, 0.03)
    for k, width in enumerate((0.2, 0.15)):
        c.box(middle - 0.09, 0.155 + k * 0.03, width, 0.016, "#f6dc8a", 0.008)
    c.disc(middle, 0.37, 0.085, "#2f9a5f")
    c.stroke([(middle - 0.04, 0.37), (middle - 0.01, 0.4), (middle + 0.045, 0.335)], 0.018,
        "#ffffff")
    for k, width in enumerate((0.3, 0.26, 0.3, 0.18)):
        c.box(middle - width / 2, 0.5 + k * 0.05, width, 0.022, "#d3dbe2", 0.011)
    c.box(middle - 0.13, 0.74, 0.26, 0.07, "#1f5f9f", 0.035)
    c.box(middle - 0.07, 0.766, 0.14, 0.018, "#ffffff", 0.009)
    for i in range(4):
        c.stroke([(middle + 0.25, 0.6 + i * 0.085), (middle + 0.17, 0.57 + i * 0.085)], 0.06,
            "#e3b48d")
    icons = ((0.26, 0.66, "#f2b52a"), (0.18, 0.42, "#3f86c0"), (1.26, 0.34, "#3f9a5f"),
        (1.34, 0.62, "#d9604a"))
    for x, y, tone in icons:
        c.box(x - 0.07, y - 0.07, 0.14, 0.14, tone, 0.03)
        for k in range(3):
            c.box(x - 0.04, y - 0.035 + k * 0.028, 0.08 - 0.02 * (k == 2), 0.014, "#ffffff", 0.007)


def pagoda(c: Canvas, x: float, base: float, size: float, roof: str, wall: str, gilt: str) -> None:
    """Build a Khmer shrine hall: columns, three swept roofs, a spire."""
    c.box(x - size * 0.62, base - size * 0.07, size * 1.24, size * 0.07,
        blend(wall, "#3a2a1a", 0.25))
    c.box(x - size * 0.5, base - size * 0.38, size * 1.0, size * 0.32, wall)
    for i in range(8):
        px = x + (i - 3.5) * size * 0.14
        c.box(px - size * 0.016, base - size * 0.38, size * 0.032, size * 0.32,
            blend(wall, gilt, 0.5))
    arch(c, x, base - size * 0.07, size * 0.13, size * 0.26, blend(wall, "#3a1a10", 0.7))
    for side in (-0.28, 0.28):
        arch(c, x + size * side, base - size * 0.1, size * 0.09, size * 0.19,
            blend(wall, "#3a1a10", 0.6))
    for tier in range(3):
        half = size * (0.64 - 0.17 * tier)
        low, high = base - size * (0.35 + 0.15 * tier), base - size * (0.56 + 0.16 * tier)
        ridge = half * 0.5
        left = curve([(x - half, low - size * 0.03), (x - half * 0.74, low - size * 0.02),
            (x - ridge, high)], 12)
        right = curve([(x + ridge, high), (x + half * 0.74, low - size * 0.02),
            (x + half, low - size * 0.03)], 12)
        c.fade(left + right, (blend(roof, "#ffffff", 0.12), roof))
        c.stroke(left, size * 0.016, gilt)
        c.stroke(right, size * 0.016, gilt)
        for side in (-1, 1):
            hook = curve([(x + side * half, low - size * 0.03),
                (x + side * half * 1.1, low - size * 0.05),
                (x + side * half * 1.1, low - size * 0.14)], 10)
            c.stroke(hook, size * 0.014, gilt)
    peak = base - size * 0.86
    c.shape(curve([(x - size * 0.13, peak), (x - size * 0.03, peak - size * 0.08),
        (x, peak - size * 0.46)], 12) + curve([(x, peak - size * 0.46),
        (x + size * 0.03, peak - size * 0.08), (x + size * 0.13, peak)], 12), gilt)
    for i in range(1, 5):
        c.stroke([(x - size * 0.08 / i, peak - size * 0.07 * i),
            (x + size * 0.08 / i, peak - size * 0.07 * i)], size * 0.01, blend(gilt, roof, 0.5))


def stupa(c: Canvas, x: float, base: float, size: float, fill: str) -> None:
    c.box(x - size * 0.2, base - size * 0.16, size * 0.4, size * 0.16, fill)
    c.box(x - size * 0.15, base - size * 0.28, size * 0.3, size * 0.13,
        blend(fill, "#ffffff", 0.15))
    c.shape(curve([(x - size * 0.16, base - size * 0.27), (x - size * 0.13, base - size * 0.6),
        (x, base - size)], 14) + curve([(x, base - size), (x + size * 0.13, base - size * 0.6),
        (x + size * 0.16, base - size * 0.27)], 14), fill)


MONK = Look("#f0952a", "#e0821f", "dress", hair="shaven")


def khmer_pagoda(c: Canvas, light: Light = DAY) -> None:
    """A Khmer pagoda among sugar palms on a feast day."""
    ground = 0.78
    sky(c, light, ground)
    clouds(c, 6, 0.06, 0.34, light.cloud, 150)
    if light is not DAY:
        sun(c, c.ratio * 0.5, 0.5, 0.14, light)
    bushes(c, ground, 0.16, light.land[0], 46)
    dark = light is DUSK
    roof, wall, gilt = (("#3a2246", "#2f1d3c", "#f2b45a") if dark
        else ("#c4602a", "#f7e3b0", "#e6b12f"))
    for x in (0.16, 0.24, 0.8, 0.9):
        sugar_palm(c, c.ratio * x, ground, c.between(0.34, 0.48), light.land[2])
    for x, size in ((0.3, 0.34), (0.7, 0.34), (0.08, 0.28)):
        stupa(c, c.ratio * x, ground, size, blend(wall, gilt, 0.35))
    pagoda(c, c.ratio * 0.5, ground, 0.56, roof, wall, gilt)
    c.band(ground, 1, (blend("#d9c08a", light.land[2], 0.6 if dark else 0.1),
        blend("#b5975f", light.land[2], 0.75 if dark else 0.1)))
    c.shape([(c.ratio * 0.47, ground), (c.ratio * 0.53, ground), (c.ratio * 0.64, 1),
        (c.ratio * 0.36, 1)], blend("#f0ddb0", light.land[2], 0.55 if dark else 0))
    white = Look("#f7f4ec", "#7a2f45", hair="long")
    green = Look("#f7d24a", "#2f7a55", hair="long")
    for i, (x, look) in enumerate(((0.38, MONK), (0.42, MONK), (0.57, white), (0.62, green),
        (0.67, white))):
        person(c, c.ratio * x, 0.9 + 0.02 * (i % 2), 0.22, look, HOLDING)


def pagoda_class(c: Canvas) -> None:
    """Children learn to write on the porch of a pagoda."""
    c.band(0, 0.7, ("#f7e6bd", "#eccf92"))
    c.box(0, 0, c.ratio, 0.09, "#a8442a")
    for x in c.spread(12, 0):
        c.shape([(x - 0.06, 0.09), (x, 0.16), (x + 0.06, 0.09)], "#e6b12f")
    for x in (0.02, c.ratio * 0.34, c.ratio * 0.66, c.ratio - 0.08):
        c.fade([(x, 0.09), (x + 0.06, 0.09), (x + 0.06, 0.72), (x, 0.72)], ("#e8b84a", "#c48a2f"))
    c.box(c.ratio * 0.4, 0.2, c.ratio * 0.22, 0.26, "#2f5a48", 0.006)
    for row in range(4):
        for k in range(6):
            x, y = c.ratio * 0.415 + k * 0.052, 0.25 + row * 0.052
            c.stroke(curve([(x, y), (x + 0.01, y - 0.025), (x + 0.025, y + 0.012),
                (x + 0.03, y - 0.012)], 8), 0.004, "#e6f0e4")
    c.band(0.7, 1, ("#b5693f", "#8a4a2c"))
    person(c, c.ratio * 0.37, 0.84, 0.5, MONK, ((-0.14, 0.46), (0.26, 0.86)))
    for row in range(2):
        for i in range(5):
            x = c.ratio * (0.12 + 0.19 * i) + 0.07 * row
            y = 0.78 + 0.13 * row
            bust(c, x, y, 0.085 + 0.015 * row, Look("#fbfbf8",
                hair=("short", "long")[(i + row) % 2]))
            c.box(x - 0.12, y + 0.1 + 0.02 * row, 0.24, 0.022, "#d9a860", 0.004)
            c.box(x + 0.03, y + 0.085 + 0.02 * row, 0.07, 0.014, "#fffaf0")


# --- Scenes: portraits ------------------------------------------------------------------


def face(c: Canvas, x: float, y: float, r: float, skin: str) -> None:
    """Draw a calm smiling face around (x, y), without features of any one person."""
    c.oval(x, y, r * 0.84, r, skin)
    for side in (-1, 1):
        c.oval(x + side * r * 0.84, y + r * 0.05, r * 0.11, r * 0.2, blend(skin, "#a86a4a", 0.2))
        eye = x + side * r * 0.34
        c.stroke(curve([(eye - r * 0.15, y - r * 0.02), (eye, y - r * 0.14),
            (eye + r * 0.15, y - r * 0.02)], 8), r * 0.05, "#3a2620")
        c.stroke(curve([(eye - r * 0.19, y - r * 0.24), (eye, y - r * 0.34),
            (eye + r * 0.19, y - r * 0.24)], 8), r * 0.05, "#3a2a26")
        c.oval(x + side * r * 0.46, y + r * 0.34, r * 0.17, r * 0.1, (226, 110, 90, 60))
    c.stroke(curve([(x, y + r * 0.02), (x + r * 0.12, y + r * 0.24), (x - r * 0.02, y + r * 0.25)],
        8), r * 0.035, blend(skin, "#8a4a30", 0.5))
    c.slice(x, y + r * 0.42, r * 0.27, 10, 170, "#b5443f")
    c.box(x - r * 0.2, y + r * 0.46, r * 0.4, r * 0.07, "#fff8f2", r * 0.03)


def farmer_portrait(c: Canvas) -> None:
    """A farmer with a basket of rambutan."""
    bokeh(c, ("#86b866", "#3a7a42", "#b9d98a", "#4f9a50", "#e0edb0"), 16)
    for x in (0.02, 0.7):
        foliage(c, x, 0.12, 0.26, 40, ("#235c2f", "#2f7a3a", "#459a48"))
    for _ in range(12):
        rambutan(c, c.random.choice((0.07, 0.69)) + c.between(-0.07, 0.07), c.between(0.16, 0.34),
            0.028)
    x = c.ratio * 0.5
    skin = "#cf9a70"
    c.fade(curve([(x - 0.31, 1.05), (x - 0.3, 0.56), (x - 0.1, 0.55)], 10)
        + curve([(x + 0.1, 0.55), (x + 0.3, 0.56), (x + 0.31, 1.05)], 10), ("#5a3a6b", "#432a55"))
    c.box(x - 0.055, 0.46, 0.11, 0.12, blend(skin, "#7a4a30", 0.25), 0.03)
    c.shape([(x - 0.07, 0.55), (x + 0.07, 0.55), (x, 0.66)], blend(skin, "#7a4a30", 0.12))
    c.stroke([(x - 0.075, 0.55), (x, 0.67), (x + 0.075, 0.55)], 0.012, "#7a5590")
    c.stroke([(x, 0.67), (x, 1.0)], 0.004, "#35204a", ends=False)
    c.oval(x, 0.3, 0.13, 0.1, HAIR)
    face(c, x, 0.4, 0.125, skin)
    c.fade([(x - 0.27, 0.33), *curve([(x - 0.27, 0.33), (x - 0.06, 0.2), (x, 0.1)], 12),
        *curve([(x, 0.1), (x + 0.06, 0.2), (x + 0.27, 0.33)], 12)], ("#f4e6b8", "#dcc384"))
    for k in range(1, 6):
        half, y = 0.27 * k / 6.2, 0.1 + 0.23 * k / 6.2
        c.stroke(curve([(x - half, y), (x, y + 0.02), (x + half, y)], 10), 0.002, "#b99c5c",
            ends=False)
    c.oval(x, 0.33, 0.27, 0.022, "#b99a58")
    for _ in range(26):
        rambutan(c, x + c.between(-0.2, 0.2), c.between(0.76, 0.86), 0.04)
    c.fade([(x - 0.27, 0.85), (x + 0.27, 0.85), (x + 0.21, 1.02), (x - 0.21, 1.02)],
        ("#c99a52", "#9a6f36"))
    for row in range(6):
        c.stroke([(x - 0.27 + 0.012 * row, 0.86 + row * 0.028),
            (x + 0.27 - 0.012 * row, 0.86 + row * 0.028)], 0.005, "#7f5826", ends=False)
    for side in (-1, 1):
        sleeve = curve([(x + side * 0.25, 0.62), (x + side * 0.34, 0.8), (x + side * 0.25, 0.92)],
            10)
        c.stroke(sleeve, 0.085, "#4f3260")
        c.disc(x + side * 0.245, 0.925, 0.045, skin)


def student_portrait(c: Canvas) -> None:
    """A girl in a white áo dài, books in her arms."""
    c.band(0, 1, ("#bfe0ee", "#eaf4f0"))
    c.fade([(0, 0.28), (c.ratio, 0.28), (c.ratio, 0.9), (0, 0.9)], ("#f7dc94", "#efcb78"))
    for k in range(3):
        window(c, 0.03 + k * 0.27, 0.36, 0.15, 0.2, "#6fa8ba")
    tiled_roof(c, -0.1, c.ratio + 0.1, 0.28, 0.1, "#b5452f")
    foliage(c, 0.04, 0.06, 0.2, 30, ("#3f7a35", "#4f8f3f", "#6aa852"))
    for _ in range(40):
        c.disc(c.between(0, 0.2), c.between(0, 0.2), 0.012, "#e0402f")
    with c.soft("#ffffff", 0.05) as haze:
        haze.box(0, 0.2, c.ratio, 0.8, 70)
    x, skin = c.ratio * 0.5, "#e8bd98"
    c.box(x - 0.145, 0.25, 0.29, 0.48, HAIR, 0.13)
    c.fade(curve([(x - 0.25, 1.05), (x - 0.25, 0.56), (x - 0.08, 0.55)], 10)
        + curve([(x + 0.08, 0.55), (x + 0.25, 0.56), (x + 0.25, 1.05)], 10), ("#ffffff", "#e4e9f0"))
    c.box(x - 0.05, 0.46, 0.1, 0.11, blend(skin, "#7a4a30", 0.2), 0.03)
    c.box(x - 0.066, 0.525, 0.132, 0.05, "#fbfcff", 0.016)
    c.stroke(curve([(x + 0.01, 0.57), (x + 0.1, 0.62), (x + 0.17, 0.74)], 10), 0.004, "#c9d1dc",
        ends=False)
    face(c, x, 0.39, 0.12, skin)
    fringe = curve([(x - 0.122, 0.42), (x - 0.13, 0.2), (x + 0.13, 0.2), (x + 0.122, 0.42)], 20)
    c.shape(fringe + curve([(x + 0.122, 0.42), (x + 0.08, 0.3), (x - 0.02, 0.29),
        (x - 0.122, 0.42)], 16), HAIR)
    for k, tone in enumerate(("#2f6fae", "#d9604a", "#f2b52a")):
        c.box(x - 0.17 + 0.012 * k, 0.86 - 0.05 * k, 0.34, 0.052, tone, 0.006)
        c.box(x - 0.16 + 0.012 * k, 0.895 - 0.05 * k, 0.32, 0.01, "#fffaf0")
    for side in (-1, 1):
        sleeve = curve([(x + side * 0.21, 0.61), (x + side * 0.29, 0.82), (x + side * 0.14, 0.88)],
            10)
        c.stroke(sleeve, 0.075, "#eef1f6")
        c.disc(x + side * 0.13, 0.885, 0.036, skin)


# fmt: on


# --- Attachments ------------------------------------------------------------------------
# Courier is a font of every PDF reader and all its letters are 0.6 em wide, so marks can
# be set over letters without knowing anything else about it. What the marks mean is said
# by ActualText, so that the text can be searched and copied.

ADVANCE = 0.6
PDF_ACCENTS = {
    "\u0300": b"\\301",
    "\u0301": b"\\302",
    "\u0302": b"\\303",
    "\u0303": b"\\304",
    "\u0306": b"\\306",
}
CIRCUMFLEX_AND_BREVE = "\u0302\u0306"
HOOK, DOT_BELOW, HORN = "\u0309", "\u0323", "\u031b"
PDF_LETTERS = {
    "đ": b"d",
    "Đ": b"D",
    "–": b"\\261",
    "“": b"\\252",
    "”": b"\\272",
    "(": b"\\(",
    ")": b"\\)",
}
DOTLESS_I = b"\\365"


def pdf_letter(letter: str, x: float, y: float, size: float) -> bytes:
    """Set one Vietnamese letter at a point, its marks around it."""
    base, *marks = unicodedata.normalize("NFD", letter)
    pieces: list[tuple[bytes, float, float, float]] = []
    stem = PDF_LETTERS[base] if base in PDF_LETTERS else base.encode("ascii")
    if base == "i" and any(mark in PDF_ACCENTS or mark == HOOK for mark in marks):
        stem = DOTLESS_I
    pieces.append((stem, 0, 0, 1))
    if base == "đ":
        pieces.append((b"-", 0.14, 0.22, 0.8))
    elif base == "Đ":
        pieces.append((b"-", -0.16, 0, 1))
    lift = 0.13 if base.isupper() else 0.0
    for mark in sorted(marks, key=lambda mark: mark not in CIRCUMFLEX_AND_BREVE):
        if mark in PDF_ACCENTS:
            pieces.append((PDF_ACCENTS[mark], 0, lift, 1))
            lift += 0.13
        elif mark == HOOK:
            pieces.append((b"?", 0.19, 0.5 + lift, 0.4))
        elif mark == DOT_BELOW:
            pieces.append((b".", 0, -0.2, 1))
        elif mark == HORN:
            pieces.append((b"\\047", 0.26, 0.08 if base.isupper() else -0.1, 0.9))
    return b"\n".join(
        b"/F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj"
        % (size * scale, x + dx * size, y + dy * size, code)
        for code, dx, dy, scale in pieces
    )


def pdf_line(text: str, x: float, y: float, size: float) -> bytes:
    """Set one line of text, beginning at a point."""
    spoken = text.encode("utf-16-be").hex().upper().encode()
    letters = [
        pdf_letter(letter, x + i * ADVANCE * size, y, size)
        for i, letter in enumerate(text)
        if letter != " "
    ]
    return b"/Span <</ActualText <FEFF" + spoken + b">>> BDC\n" + b"\n".join(letters) + b"\nEMC"


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """Make a one-page A4 document; lengths are in points, lines beginning with "^" are centred."""
    width, y = 595, 780
    strokes = [b"BT"]
    for line in lines:
        size = 11.0
        text = line.removeprefix("^")
        centred = (width - len(text) * ADVANCE * size) / 2
        strokes.append(pdf_line(text, centred if line.startswith("^") else 62, y, size))
        y -= 19
    stream = b"\n".join([*strokes, b"ET"])
    packed = zlib.compress(stream, 9)
    name = title.encode("utf-16-be").hex().upper().encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Lang(vi-VN)/ViewerPreferences<</DisplayDocTitle true>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/StandardEncoding>>",
        b"<</Title<FEFF%s>>>" % name,
    )
    body, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(objects) + 1, len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    body += b"trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        start,
    )
    return bytes(body)


# --- What is drawn, and where it lies ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its path under the content folder, its size in pixels, its scene."""

    path: str
    width_px: int
    height_px: int
    scene: Callable[[Canvas], None]
    painted: bool = field(default=True, kw_only=True)

    def draw(self) -> Image.Image:
        canvas = Canvas(self.width_px, self.height_px, self.path)
        self.scene(canvas)
        if self.painted:
            canvas.mottle()
            canvas.vignette()
        return canvas.finished()

    def write(self, content: Path) -> None:
        target = content / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        image = self.draw()
        match target.suffix:
            case ".png":
                palette = image.quantize(PNG_COLOURS, dither=Image.Dither.NONE)
                palette.save(target, optimize=True)
            case ".webp":
                image.save(target, quality=WEBP_QUALITY, method=6)
            case _:
                image.save(target, quality=JPEG_QUALITY, optimize=True, progressive=True)


PICTURES = (
    Picture("anh-chung/song-tien-hoang-hon.jpg", 1920, 1080, river_sunset),
    Picture("anh-chung/canh-dong-lua.jpg", 1600, 900, partial(rice_fields, light=DUSK, ripe=True)),
    Picture("anh-chung/hoi-truong.jpg", 1600, 1067, meeting_hall),
    Picture("tin-tuc/2015/02/12/cho-hoa-xuan/cho-hoa-xuan.jpg", 1600, 900, flower_market),
    Picture("tin-tuc/2016/03/15/don-ca-tai-tu/don-ca-tai-tu.jpg", 1200, 800, music_night),
    Picture(
        "tin-tuc/2016/05/21/thong-xe-cau-cai-nua/cau-day-vang.jpg", 1920, 1080, bridge_over_river
    ),
    Picture("tin-tuc/2016/08/25/gach-gom-mang-thit/lo-gach-mang-thit.jpg", 1600, 1067, kilns),
    Picture("tin-tuc/2016/11/14/dua-ghe-ngo/ghe-ngo-ve-dich.jpg", 1920, 1080, boat_race),
    Picture(
        "tin-tuc/2016/11/14/dua-ghe-ngo/ba-doi-ghe.jpg", 1200, 800, partial(boat_race, boats=3)
    ),
    Picture(
        "tin-tuc/2016/11/14/dua-ghe-ngo/ghe-ngo-chieu-muon.jpg",
        1200,
        675,
        partial(boat_race, boats=1, light=DUSK),
    ),
    Picture("tin-tuc/2016/11/14/dua-ghe-ngo/tha-den-nuoc.jpg", 1600, 900, lantern_night),
    Picture("tin-tuc/2016/12/26/trao-nha-tinh-thuong/nha-tinh-thuong.jpg", 1200, 800, handover),
    Picture("tin-tuc/2017/02/23/hoi-nghi-van-phong/bang-khen-thu-tuong.jpg", 1600, 1067, award),
    Picture(
        "tin-tuc/2017/02/23/hoi-nghi-van-phong/bang-khen-ubnd-tinh.jpg",
        1280,
        853,
        partial(award, winners=3, giver=True),
    ),
    Picture("tin-tuc/2017/06/09/vu-lua-he-thu/dong-lua.jpg", 1920, 1080, rice_fields),
    Picture("tin-tuc/2017/09/05/khai-giang/san-truong.jpg", 1600, 1067, school_yard),
    Picture("tin-tuc/2018/02/28/giao-nhan-quan/tan-binh.jpg", 1200, 800, recruits),
    Picture("tin-tuc/2018/03/25/ngay-chu-nhat-xanh/don-luc-binh.jpg", 1200, 800, canal_cleaning),
    Picture("tin-tuc/2018/10/11/trieu-cuong/pho-ngap.jpg", 1200, 675, high_tide),
    Picture("tin-tuc/2019/07/14/cho-noi-tra-on/cho-noi-som.jpg", 1600, 900, floating_market),
    Picture(
        "tin-tuc/2019/07/14/cho-noi-tra-on/cho-noi-trua.jpg",
        1200,
        800,
        partial(floating_market, light=DAY, boats=6),
    ),
    Picture("tin-tuc/2019/07/14/cho-noi-tra-on/ghe-trai-cay.jpg", 1200, 800, market_boat),
    Picture("tin-tuc/2019/07/14/cho-noi-tra-on/cay-beo.jpg", 800, 800, goods_poles),
    Picture("tin-tuc/2019/07/14/cho-noi-tra-on/xuong-cheo-tay.jpg", 1200, 800, rowing_woman),
    Picture("tin-tuc/2019/09/17/rau-nha-luoi/nha-luoi.jpg", 1280, 960, greenhouse),
    Picture("tin-tuc/2020/02/04/banh-trang-cu-lao-may/phoi-banh-trang.jpg", 1200, 800, rice_paper),
    Picture("tin-tuc/2020/08/11/mot-cua/bo-phan-mot-cua.jpg", 1200, 800, service_desk),
    Picture("tin-tuc/2021/04/13/chol-chnam-thmay/chua-khmer.jpg", 1600, 1067, khmer_pagoda),
    Picture("tin-tuc/2021/07/23/tiem-vac-xin/tram-y-te.jpg", 1200, 800, clinic),
    Picture("tin-tuc/2021/10/04/pha-dinh-khao/ben-pha-cu.jpg", 400, 300, old_ferry),
    Picture(
        "tin-tuc/2022/06/10/pomelo-export/buoi-nam-roi.jpg",
        1200,
        900,
        partial(fruit_branch, kind="buoi"),
    ),
    Picture("tin-tuc/2022/11/04/dien-tap-chua-chay/xe-chua-chay.jpg", 1200, 800, fire_drill),
    Picture(
        "tin-tuc/2023/02/21/chom-chom-nghich-vu/chom-chom.jpg",
        1200,
        900,
        partial(fruit_branch, kind="chom-chom"),
    ),
    Picture("tin-tuc/2023/02/21/chom-chom-nghich-vu/nong-dan.jpg", 900, 1200, farmer_portrait),
    Picture("tin-tuc/2023/05/20/pho-di-bo-ven-song/pho-di-bo-dem.jpg", 1600, 900, night_street),
    Picture("tin-tuc/2024/02/10/giao-thua/phao-hoa.jpg", 1600, 900, fireworks),
    Picture("tin-tuc/2024/03/07/cong-ngan-man/cong-ngan-man.jpg", 1600, 900, sluice),
    Picture("tin-tuc/2024/10/10/du-lieu-mo/dich-vu-cong.png", 1200, 800, phone, painted=False),
    Picture("tin-tuc/2024/11/23/thu-vien-mo-cua-dem/thu-vien.jpg", 1600, 1067, library),
    Picture("tin-tuc/2025/03/28/dien-mat-troi/dien-mat-troi.webp", 1600, 900, solar_roofs),
    Picture(
        "tin-tuc/2025/04/14/chol-chnam-thmay-km/chua-khmer-hoang-hon.webp",
        1280,
        853,
        partial(khmer_pagoda, light=DUSK),
    ),
    Picture(
        "tin-tuc/2025/09/20/kiln-trail/lo-gach-hoang-hon.jpg",
        1600,
        900,
        partial(kilns, light=DUSK, lit=True),
    ),
    Picture("tin-tuc/2025/11/16/buoc-chan-tren-cau/chay-bo.jpg", 1600, 900, runners),
    Picture("tin-tuc/2026/04/18/hoc-bong-mo/nu-sinh.jpg", 900, 1200, student_portrait),
    Picture("tin-tuc/2026/05/30/homestay-an-binh/nha-vuon.jpg", 1200, 800, orchard_house),
    Picture("tin-tuc/2026/07/22/dua-sap/dua-trai.jpg", 1200, 800, coconuts),
    Picture("tin-tuc/2026/10/09/lop-chu-khmer/lop-chu-khmer.jpg", 1200, 800, pagoda_class),
    Picture("tin-tuc/2026/10/15/ke-co-chien/ke-bo-song.jpg", 1600, 1067, embankment),
    Picture("tin-tuc/2026/10/20/duong-noi-khu-cong-nghiep/lam-duong.jpg", 1600, 900, road_works),
    Picture("tin-tuc/2026/11/09/khoi-cong-cau/thi-cong-cau.jpg", 1920, 1080, bridge_building),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One attachment: its path under the content folder, its title and its lines."""

    path: str
    title: str
    lines: tuple[str, ...]

    def write(self, content: Path) -> None:
        target = content / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pdf(self.title, self.lines))


DOCUMENTS = (
    Document(
        "tin-tuc/2019/12/30/tet-tiet-kiem/quyet-dinh-ke-hoach-tet-canh-ty.pdf",
        "Quyết định ban hành Kế hoạch phục vụ Tết Canh Tý 2020 (văn bản mẫu)",
        (
            "^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "^Độc lập – Tự do – Hạnh phúc",
            "",
            "^QUYẾT ĐỊNH",
            "^Về việc ban hành Kế hoạch phục vụ Tết Canh Tý 2020",
            "^(Văn bản mẫu, không có giá trị pháp lý)",
            "",
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phục vụ Nhân dân",
            "đón Tết Canh Tý 2020 vui tươi, an toàn, lành mạnh, tiết kiệm.",
            "",
            "Điều 2. Các đơn vị trực đủ quân số từ 17 giờ ngày 22/01/2020 đến",
            "7 giờ ngày 30/01/2020; báo cáo nhanh trước 15 giờ mỗi ngày.",
            "",
            "Điều 3. Không dùng ngân sách để tặng quà, liên hoan, chúc Tết",
            "cấp trên; không dùng xe công đi lễ chùa, lễ hội.",
            "",
            "Điều 4. Quyết định này có hiệu lực kể từ ngày ký.",
        ),
    ),
    Document(
        "tin-tuc/2019/04/03/tuyen-dung-vien-chuc/quyet-dinh-chi-tieu-tuyen-dung.pdf",
        "Quyết định chỉ tiêu tuyển dụng viên chức năm 2019 (văn bản mẫu)",
        (
            "^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "^Độc lập – Tự do – Hạnh phúc",
            "",
            "^QUYẾT ĐỊNH",
            "^Phê duyệt chỉ tiêu tuyển dụng viên chức năm 2019",
            "^(Văn bản mẫu, không có giá trị pháp lý)",
            "",
            "Điều 1. Tuyển 46 viên chức, gồm: 21 giáo viên, 14 viên chức y tế,",
            "6 viên chức văn hóa và 5 viên chức công nghệ thông tin.",
            "",
            "Điều 2. Hình thức: xét tuyển. Phỏng vấn kiến thức chung, nghiệp vụ",
            "chuyên ngành; thang điểm 100.",
            "",
            "Điều 3. Nhận hồ sơ từ 08/4/2019 đến 17 giờ ngày 07/5/2019.",
        ),
    ),
)


def main(arguments: Sequence[str]) -> None:
    """Write every picture and attachment whose path holds all the words given."""
    content, *words = arguments
    for item in (*PICTURES, *DOCUMENTS):
        if all(word in item.path for word in words):
            item.write(Path(content))


if __name__ == "__main__":
    main(sys.argv[1:])
