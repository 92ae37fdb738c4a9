# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos as tests need them: whole ones with a known oddity, and broken ones."""

import functools
import io
import struct
import zlib
from collections.abc import Callable

import pillow_heif
from PIL import Image, ImageDraw, ImageFilter

pillow_heif.register_heif_opener()

Size = tuple[int, int]


def draw(size: Size = (400, 300), mode: str = "RGB") -> Image.Image:
    """Draw a picture whose four corners tell it from each of its turned copies.

    Red, green, blue and yellow, clockwise from the top left, with a soft gradient and a
    stripes, so that encoders have something to do; blurred, so that copies come close.
    """
    width, height = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for across in range(0, width, 16):
        pen.line((across, 0, across, height), fill=(across % 256, 90, 160))
    middle = (width // 2, height // 2)
    for corner, colour in (
        ((0, 0), (220, 30, 30)),
        ((width, 0), (30, 200, 30)),
        ((width, height), (30, 30, 220)),
        ((0, height), (220, 220, 30)),
    ):
        quarter = [sum(pair) // 2 for pair in zip(corner, middle, strict=True)]
        left, right = sorted((corner[0], quarter[0]))
        top, bottom = sorted((corner[1], quarter[1]))
        pen.rectangle((left, top, right, bottom), fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(3)).convert(mode)


def encode(picture: Image.Image, format_: str = "JPEG", **options) -> bytes:
    """Save *picture* as *format_* in Pillow's terms, to bytes."""
    file = io.BytesIO()
    picture.save(file, format_, **options)
    return file.getvalue()


def telling_exif(orientation: int = 1) -> bytes:
    """Make EXIF that tells a place, an owner and a serial number."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "CHU-MAY-ANH"
    exif[0x010F] = "HANG-MAY-ANH"
    exif.get_ifd(0x8769)[0xA431] = "SO-MAY-12345"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (10.0, 15.0, 13.0)
    gps[3], gps[4] = "E", (105.0, 58.0, 20.0)
    gps[29] = "2017:02:23"
    return exif.tobytes()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Frame *data* as a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """Make a small PNG whose header promises *width* by *height* pixels."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + png_chunk(b"IEND", b"")
    )


def huge_webp() -> bytes:
    """Make a small WebP whose header promises 16384 by 16384 pixels."""
    side = struct.pack("<I", 16_383)[:3]
    body = b"VP8X" + struct.pack("<II", 10, 0) + side * 2 + encode(draw(), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def deep_grey_png(size: Size = (400, 300)) -> bytes:
    """Make a PNG of 16-bit grey: black at its left edge, white at its right."""
    width, height = size
    row = b"\0" + b"".join(
        struct.pack(">H", round(65_535 * across / (width - 1))) for across in range(width)
    )
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0))
        + png_chunk(b"IDAT", zlib.compress(row * height))
        + png_chunk(b"IEND", b"")
    )


def deep_colour_png(size: Size = (400, 300)) -> bytes:
    """Make a PNG of 16 bits a channel, all of one orange."""
    width, height = size
    row = b"\0" + struct.pack(">HHH", 60_000, 30_000, 5_000) * width
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0))
        + png_chunk(b"IDAT", zlib.compress(row * height))
        + png_chunk(b"IEND", b"")
    )


def wide_gamut_profile() -> bytes:
    """Build an ICC profile of the primaries of Display P3, with the curve 2.2.

    Only what a colour engine needs: the matrix of the primaries, adapted to D50, the
    curve and the white point.
    """

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65_536)) for v in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + b"\0" * 80
    tags = {
        b"desc": text,
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.51512, 0.24120, -0.00105),
        b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.15710, 0.06657, 0.78407),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for kind, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += kind + struct.pack(">II", at + len(body), len(data))
        body += data
    head = bytearray(128)
    head[0:4] = struct.pack(">I", 128 + len(table) + len(body))
    head[8:12] = b"\x02\x10\0\0"
    head[12:24] = b"mntrRGB XYZ "
    head[36:40] = b"acsp"
    head[68:80] = struct.pack(">iii", round(0.9642 * 65_536), 65_536, round(0.8249 * 65_536))
    return bytes(head) + table + body


@functools.cache
def _sound(format_: str) -> bytes:
    return encode(draw(), format_)


def _flipped() -> bytes:
    """Turn one bit of the pixels of a PNG."""
    flipped = bytearray(_sound("PNG"))
    flipped[flipped.index(b"IDAT") + 40] ^= 0x10
    return bytes(flipped)


def _half(format_: str) -> Callable[[], bytes]:
    return lambda: _sound(format_)[: len(_sound(format_)) // 2]


#: Files that no site may publish, by a name that tells what is wrong with each; made if asked for.
BROKEN: dict[str, Callable[[], bytes]] = {
    "rong.jpg": lambda: b"",
    "van-ban.jpg": lambda: "Ủy ban nhân dân tỉnh Vĩnh Long\n".encode(),
    "trang-web.jpg": lambda: b"<!DOCTYPE html><html><body>404</body></html>",
    "ve-vector.png": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "dong.gif": lambda: _sound("GIF"),
    "gif-gia.jpg": lambda: _sound("GIF"),
    "anh.bmp": lambda: _sound("BMP"),
    "quet.tif": lambda: _sound("TIFF"),
    "quay-phim.jpg": lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(200),
    "bom.png": huge_png,
    "bom.webp": huge_webp,
    "bom-vua.png": lambda: huge_png(9_500, 9_000),
    "dai.png": lambda: huge_png(40_000, 10),
    "chi-co-dau.jpg": lambda: _sound("JPEG")[:20],
    "cut-nua.jpg": _half("JPEG"),
    "cut-duoi.jpg": lambda: _sound("JPEG")[:-2],
    "thieu-cuoi.jpg": lambda: _sound("JPEG")[:-200] + bytes(200),
    "cut-nua.png": _half("PNG"),
    "thieu-iend.png": lambda: _sound("PNG")[:-12],
    "lat-bit.png": _flipped,
    "cut-nua.webp": _half("WEBP"),
    "cut-nua.avif": _half("AVIF"),
    "cut-nua.heic": _half("HEIF"),
    "dau-hong.png": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "dau-hong.webp": lambda: b"RIFF\x64\0\0\0WEBPVP8 " + bytes(100),
    "dau-hong.heic": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
}
