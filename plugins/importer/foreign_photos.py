# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photos in formats that the site does not take: written anew, without loss where that pays.

A GIF or BMP becomes PNG, a TIFF of a camera JPEG. Drawings of Office (WMF, EMF) are known,
so that the mend for them can be told.
"""

import io
import struct

from PIL import Image

from plugins.newsroom.photo import MAX_PIXELS, MAX_SIDE

_FORMATS = {b"GIF8": "GIF", b"BM": "BMP", b"II*\x00": "TIFF", b"MM\x00*": "TIFF"}
#: Of a hundred; the copies of the site are made from this one.
_QUALITY = 95


def is_drawing(data: bytes) -> bool:
    """Tell whether *data* are a drawing of Office: WMF, EMF, or either compressed."""
    return (
        data.startswith(
            (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"\x1f\x8b")
        )
        or data[40:44] == b" EMF"
    )


def write_anew(data: bytes) -> tuple[bytes, str] | None:
    """Write a photo in a format that the site takes, and say what became of it in Vietnamese.

    None for what is no GIF, BMP or TIFF, is broken, or has too many pixels.
    """
    kind = next((kind for start, kind in _FORMATS.items() if data.startswith(start)), None)
    if kind is None:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                return None
            frames = getattr(picture, "n_frames", 1)
            picture.load()
            has_alpha = "transparency" in picture.info or picture.mode in ("LA", "PA", "RGBA")
            written = io.BytesIO()
            if kind == "TIFF" and not has_alpha and picture.mode not in ("1", "L", "P"):
                picture.convert("RGB").save(written, "JPEG", quality=_QUALITY)
            else:
                mode = "RGBA" if has_alpha else "RGB"
                plain = picture if picture.mode in ("1", "L") else picture.convert(mode)
                plain.save(written, "PNG")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return None
    name = "JPEG" if written.getvalue().startswith(b"\xff\xd8") else "PNG"
    what = f"ảnh {kind} ghi lại thành {name}"
    return written.getvalue(), what if frames == 1 else f"{what}, chỉ giữ hình đầu của {frames}"
