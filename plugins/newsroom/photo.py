# SPDX-License-Identifier: AGPL-3.0-or-later
"""A photo, and the smaller copies that the site publishes in its place."""

import functools
import hashlib
from collections.abc import Iterable
from typing import Literal

from plugins.newsroom.codec import Record

Format = Literal["avif", "jpeg"]

PHOTO_FOLDER = "anh"

# In pixels, for the theme's columns at 1x to 2x: a thumbnail is 120 to 240 px wide,
# a card 380, the text 720, the lead 800; a phone asks for 720 to 1080. One width is
# at most twice the one before it, so that no reader pays for much more than they see.
# 1440 serves the text at 2x and the 1200 that search engines ask of a lead picture.
WIDTHS = (320, 640, 960, 1440)
FALLBACK_WIDTH = 640

# An original whose width lies between two of WIDTHS is also kept at its own width, but
# only when that shows at least this much more than the width below it.
WORTH_A_COPY = 1.25

# Encoder settings. AVIF at speed 9 takes a quarter of the time of speed 8 for 5 % more
# bytes (speed 10 gives the same file as 9); at quality 60 it is 30 %
# smaller than JPEG at 80 for about the same look.
AVIF_QUALITY = 60
AVIF_SPEED = 9
JPEG_QUALITY = 80

# Search engines show a lead picture in three shapes, and ask for it in each; one that is
# narrower than this (in pixels) they do not take; none is enlarged to reach it.
RATIOS = ((16, 9), (4, 3), (1, 1))
LEAST_CUT_WIDTH = 696

# What is shown beside a link to a page, in pixels of the copy: networks leave out what has
# fewer than 200 on a side, and show an arbitrary part of what is taller or wider than these
# shapes.
LEAST_SHARED_WIDTH, LEAST_SHARED_HEIGHT = 300, 200
TALLEST_SHARED, WIDEST_SHARED = 2, 3

# All that shapes a copy besides its width. Its digest enters every name: a copy made
# by another recipe is another file, so a browser may keep each for ever.
RECIPE = (
    "1 upright srgb on-white lanczos 4:2:0"
    f" avif:{AVIF_QUALITY},{AVIF_SPEED} jpeg:{JPEG_QUALITY},progressive"
    " cut:centre,third,baseline"
)

# What is accepted from an editor. Phones give at most 50 million pixels and 15 MB
# unless told otherwise; a longer side than 32767 is beyond AVIF decoders.
MAX_PIXELS = 80_000_000
MAX_SIDE = 32_767
MAX_BYTES = 30_000_000
#: The ends of their names, without the dot, and those of pictures that are not accepted.
PHOTO_KINDS = ("jpg", "jpeg", "png", "webp", "avif", "heic", "heif")
OTHER_PICTURE_KINDS = ("gif", "bmp", "tif", "tiff", "svg")

_SUFFIXES: dict[Format, str] = {"avif": "avif", "jpeg": "jpg"}


class Original(Record):
    """A photo as the editor gave it.

    `digest` is the SHA-256 of the file's bytes, in hex; `width` and `height` are pixels
    of the upright picture, after the turn that the camera asked for.
    """

    digest: str
    width: int
    height: int

    @property
    def key(self) -> str:
        """The 16 hex digits that stand for this photo and the recipe in every name."""
        return hashlib.sha256(f"{self.digest}\n{RECIPE}".encode()).hexdigest()[:16]

    @property
    def word(self) -> str:
        """All of it in one word, for `of_word`."""
        return f"{self.digest}-{self.width}x{self.height}"

    @classmethod
    def of_word(cls, word: str) -> "Original":
        """Take apart what `word` gave."""
        digest, _, size = word.partition("-")
        width, _, height = size.partition("x")
        return cls(digest, int(width), int(height))


class Derivative(Record):
    """One published copy of a photo; sizes in pixels, `name` unique in its folder."""

    format: Format
    width: int
    height: int
    name: str

    @property
    def address(self) -> str:
        """Where the site shows it, from the root of the site."""
        return f"/{PHOTO_FOLDER}/{self.name}"


@functools.cache
def plan_derivatives(original: Original) -> tuple[Derivative, ...]:
    """List the copies of *original*, narrowest first, at each width AVIF before JPEG.

    No copy is wider than its original: one narrower than the first of WIDTHS is kept at
    its own width. Heights are rounded, at least 1.

    Raises ValueError when a side is not positive.
    """
    if original.width < 1 or original.height < 1:
        raise ValueError(f"a photo of {original.width}x{original.height} has no pixels")
    widths = [width for width in WIDTHS if width <= original.width]
    if not widths or (original.width < WIDTHS[-1] and original.width >= WORTH_A_COPY * widths[-1]):
        widths.append(original.width)
    key = original.key
    return tuple(
        Derivative(
            format=format_,
            width=width,
            # Half up, in whole numbers: a float would round 2.5 to 2 and 3.5 to 4.
            height=max(1, (2 * original.height * width + original.width) // (2 * original.width)),
            name=f"{key}-{width}.{suffix}",
        )
        for width in widths
        for format_, suffix in _SUFFIXES.items()
    )


@functools.cache
def plan_cuts(original: Original) -> tuple[Derivative, ...]:
    """List the cuts of *original*, JPEGs in the shapes of RATIOS, widest shape first.

    They come out of the widest copy, as large as it allows, and are exact to the pixel.
    A shape that the copy has anyway, and one that would be narrower than
    LEAST_CUT_WIDTH, is left out.
    """
    widest = plan_derivatives(original)[-1]
    cuts = []
    for across, down in RATIOS:
        unit = min(widest.width // across, widest.height // down)
        width, height = unit * across, unit * down
        # Less than one unit is lost on either side: it is the photo's own shape.
        own = widest.width - width < across and widest.height - height < down
        if width >= LEAST_CUT_WIDTH and not own:
            cuts.append(Derivative("jpeg", width, height, f"{original.key}-{width}x{height}.jpg"))
    return tuple(cuts)


def has_shared(original: Original) -> bool:
    """Tell whether `plan_shared` finds a copy; plans none of what is large and of usual shape."""
    return _is_large(original) and (_has_usual_shape(original) or bool(plan_cuts(original)))


def plan_shared(original: Original) -> Derivative | None:
    """Choose the copy of *original* that is shown beside links to its page.

    The widest JPEG; of an original that is more than TALLEST_SHARED times as high as wide,
    or WIDEST_SHARED times as wide as high, the first of its cuts. None where the original
    is too small or has no cut.
    """
    if not has_shared(original):
        return None
    copies = plan_derivatives(original) if _has_usual_shape(original) else plan_cuts(original)[:1]
    return copies[-1]


def _is_large(original: Original) -> bool:
    # A copy loses a fifth of its height at most (399 pixels wide, the copy has 320): 200 of 250.
    if original.width >= 320 and original.height >= 250:
        return True
    widest = plan_derivatives(original)[-1]
    return widest.width >= LEAST_SHARED_WIDTH and widest.height >= LEAST_SHARED_HEIGHT


def _has_usual_shape(original: Original) -> bool:
    return (
        original.height <= TALLEST_SHARED * original.width
        and original.width <= WIDEST_SHARED * original.height
    )


def place_cut(cut: Derivative, width: int, height: int) -> tuple[int, int, int, int]:
    """Tell where in a copy of *width* by *height* pixels a cut lies: left, top, right, bottom.

    In the middle, and higher than low: heads are nearer to the top of a photo.
    """
    left, top = (width - cut.width) // 2, (height - cut.height) // 3
    return left, top, left + cut.width, top + cut.height


class Photo(Record):
    """A photo in an article: what it shows, in words and in copies.

    `alt` is empty for a picture that only decorates; `caption` and `credit` are None
    where there is none.
    """

    original: Original
    alt: str
    caption: str | None = None
    credit: str | None = None

    @property
    def width(self) -> int:
        """Pixels across of the largest copy, for the page to keep its place."""
        return self.largest.width

    @property
    def height(self) -> int:
        """Pixels down of the largest copy."""
        return self.largest.height

    @property
    def avif(self) -> tuple[Derivative, ...]:
        """The AVIF copies, narrowest first."""
        return self._copies_in("avif")

    @property
    def jpeg(self) -> tuple[Derivative, ...]:
        """The JPEG copies, narrowest first, of the same widths."""
        return self._copies_in("jpeg")

    @property
    def fallback(self) -> Derivative:
        """The JPEG nearest to 640 px, for readers that choose none; of two, the narrower."""
        return min(self.jpeg, key=lambda copy: abs(copy.width - FALLBACK_WIDTH))

    @property
    def largest(self) -> Derivative:
        """The widest JPEG, for feeds and search engines."""
        return self.jpeg[-1]

    @property
    def cuts(self) -> tuple[Derivative, ...]:
        """The JPEGs in other shapes, which only a `shared_photo` has on the site."""
        return plan_cuts(self.original)

    @property
    def shared(self) -> Derivative | None:
        """The JPEG for share cards, None where the photo is not fit for one."""
        return plan_shared(self.original)

    def _copies_in(self, format_: Format) -> tuple[Derivative, ...]:
        original = self.original
        return _copies_in(format_, original.digest, original.width, original.height)


@functools.cache
def _copies_in(format_: Format, digest: str, width: int, height: int) -> tuple[Derivative, ...]:
    """List the copies of an original in one format, narrowest first, always the same tuple.

    Templates ask for them again and again, and plain values are soonest compared.
    """
    copies = plan_derivatives(Original(digest, width, height))
    return tuple(copy for copy in copies if copy.format == format_)


def shared_photo(photos: Iterable[Photo]) -> Photo | None:
    """Find the first of *photos*, in page order, that is fit to be shown beside links."""
    return next((photo for photo in photos if photo.shared is not None), None)
