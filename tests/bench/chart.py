# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws figures as SVG that reads on light and on dark ground, without any library."""

import math
from collections.abc import Mapping, Sequence
from html import escape

_WIDTH = 860
_STYLE = """<style>
svg{--ink:#1b1f24;--soft:#6b7480;--rule:#d5dae0;--ours:#0b5597;--peer:#b3541e;--page:#fff;
font:14px system-ui,sans-serif}
@media (prefers-color-scheme:dark){svg{--ink:#e8ebee;--soft:#9aa4af;--rule:#3a424c;
--ours:#6db3f2;--peer:#f0a06a;--page:#0d1117}}
text{fill:var(--ink);stroke:var(--page);stroke-width:4px;paint-order:stroke}.soft{fill:var(--soft);font-size:12px}.title{font-weight:600}
.rule{stroke:var(--rule)}.ours{fill:var(--ours)}.peer{fill:var(--peer)}
.line{fill:none;stroke-width:2}.line.ours{stroke:var(--ours);fill:none}
.line.peer{stroke:var(--peer);fill:none}.mark{stroke:var(--peer);stroke-dasharray:4 4}
</style>"""


def draw_times(title: str, rows: Sequence[tuple[str, float, bool]]) -> str:
    """Draw a dot a row on a logarithmic axis of seconds.

    A row is its label, its seconds and whether it is ours. The first is what the
    others are compared with: a line runs down from it.
    """
    left, right, top, pitch = 250, _WIDTH - 90, 64, 30
    height = top + pitch * len(rows) + 24
    seconds = [value for _, value, _ in rows]
    low = math.floor(math.log10(min(seconds)))
    high = max(math.ceil(math.log10(max(seconds))), low + 1)

    def x(value: float) -> float:
        return left + (math.log10(value) - low) / (high - low) * (right - left)

    parts = [f'<text class="title" x="0" y="18">{escape(title)}</text>']
    for power in range(low, high + 1):
        at = x(10**power)
        parts.append(f'<path class="rule" d="M{at:.1f} {top - 14}V{height - 20}"/>')
        parts.append(
            f'<text class="soft" x="{at:.1f}" y="{top - 20}" text-anchor="middle">'
            f"{10.0**power:g} s</text>"
        )
    at = x(seconds[0])
    parts.append(f'<path class="mark" d="M{at:.1f} {top}V{height - 20}"/>')
    for row, (label, value, ours) in enumerate(rows):
        y = top + pitch * row + 8
        kind = "ours" if ours else "peer"
        parts.append(f'<text x="0" y="{y + 5}">{escape(label)}</text>')
        parts.append(f'<circle class="{kind}" cx="{x(value):.1f}" cy="{y}" r="6"/>')
        parts.append(f'<text x="{x(value) + 11:.1f}" y="{y + 5}">{value:.2f} s</text>')
    return _svg(title, height, parts)


def draw_growth(title: str, counts: Sequence[int], series: Mapping[str, Sequence[float]]) -> str:
    """Draw the cost of one article, in milliseconds, by the size of the archive.

    The sizes stand on a logarithmic axis; the first series is ours.
    """
    left, right, top, bottom = 60, _WIDTH - 190, 50, 300
    ticks = _round_ticks(max(value for values in series.values() for value in values))
    most = ticks[-1]
    spread = math.log(counts[-1] / counts[0])

    def x(count: int) -> float:
        return left + math.log(count / counts[0]) / spread * (right - left)

    def y(value: float) -> float:
        return bottom - value / most * (bottom - top)

    parts = [f'<text class="title" x="0" y="18">{escape(title)}</text>']
    for value in ticks:
        parts.append(f'<path class="rule" d="M{left} {y(value):.1f}H{right}"/>')
        parts.append(
            f'<text class="soft" x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">'
            f"{value:g}</text>"
        )
    parts += [
        f'<text class="soft" x="{x(count):.1f}" y="{bottom + 20}" text-anchor="middle">'
        f"{count:,}</text>"
        for count in counts
    ]
    parts.append(f'<text class="soft" x="{right + 30}" y="{bottom + 20}">articles</text>')
    for rank, (name, values) in enumerate(series.items()):
        kind = "peer" if rank else "ours"
        points = [(x(count), y(value)) for count, value in zip(counts, values, strict=True)]
        line = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        parts.append(f'<polyline class="line {kind}" points="{line}"/>')
        parts += [
            f'<circle class="{kind}" cx="{px:.1f}" cy="{py:.1f}" r="5"/>' for px, py in points
        ]
        parts.append(f'<text x="{right + 12}" y="{points[-1][1] + 5:.1f}">{escape(name)}</text>')
    return _svg(title, bottom + 34, parts)


def _round_ticks(most: float) -> list[float]:
    """Divide an axis from 0 to *most* or a little more by round numbers, four to ten of them."""
    power = 10.0 ** math.floor(math.log10(most))
    step = next(part * power for part in (0.2, 0.5, 1, 2) if most / (part * power) <= 5)
    return [step * number for number in range(math.ceil(most / step) + 1)]


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    drawing = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {_WIDTH + 10} {height}" '
        f'role="img" aria-label="{escape(title)}">\n<title>{escape(title)}</title>\n'
        f"{_STYLE}\n{drawing}\n</svg>\n"
    )
