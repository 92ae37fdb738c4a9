# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain pictures for tests."""

import io

from PIL import Image


def photo(colour: str = "teal", size: tuple[int, int] = (400, 300), kind: str = "PNG") -> bytes:
    """Make a photo of one *colour*; *size* in pixels, *kind* as Pillow names it."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()
