# SPDX-License-Identifier: AGPL-3.0-or-later
"""QR codes: how a telephone gets from paper to the page."""

import re
from functools import cache

from markupsafe import Markup

# One of the eight patterns of the standard: weighing all of them takes 0.56 ms instead of 0.08.
_MASK = 3
_MARGIN = 2
#: Modules that are drawn together, so that each of their patterns is drawn once.
_TOGETHER = 10
_RUN = re.compile(rb"\x00+|\xff+")


def draw_qr_code(address: str) -> Markup:
    """Draw the code of a URL as SVG, about 2.5 kB, 0.7 kB of a compressed page.

    It has a margin of two modules, the paper has the rest, and no size of its own.
    """
    # Loaded where it is used: it takes 3 ms, and most builds print no article.
    import zxingcpp

    kind = zxingcpp.BarcodeFormat.QRCode
    code = zxingcpp.create_barcode(address, kind, ec_level="L", data_mask=_MASK)
    modules = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    side = len(modules)
    data = modules.tobytes()
    lines = []
    for number, start in enumerate(range(0, side * side, side)):
        row = data[start : start + side]
        pieces = [_draw_piece(row[at : at + _TOGETHER]) for at in range(0, side, _TOGETHER)]
        lines.append(f"M{_MARGIN} {_MARGIN + number}.5{''.join(pieces)}")
    whole = side + 2 * _MARGIN
    return Markup(
        f'<svg aria-hidden="true" viewBox="0 0 {whole} {whole}">'
        f'<path stroke="#000" d="{"".join(lines)}"/></svg>'
    )


@cache
def _draw_piece(modules: bytes) -> str:
    """Draw a part of a row, in which 0 is black, and go to its end."""
    return "".join(f"m{len(run)} 0" if run[0] else f"h{len(run)}" for run in _RUN.findall(modules))
