# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether colours can be told apart, by the reckoning of WCAG 2.2 (contrast ratio, 1 to 21)."""

from collections.abc import Iterable

#: What text needs, and what lines and signs need (success criteria 1.4.3 and 1.4.11).
TEXT, LINES = 4.5, 3.0


def luminance(colour: str) -> float:
    """Reckon the relative luminance of "#rrggbb", from 0 (black) to 1 (white)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Reckon the contrast ratio of two colours, each "#rrggbb"."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def passes(colour: str, others: Iterable[str], least: float) -> bool:
    """Tell whether *colour* stands out from each of the *others*."""
    return all(contrast(colour, other) >= least for other in others)


def darkened(colour: str, others: Iterable[str], least: float) -> str:
    """Find the colour of the same hue, darker by as little as can be, that stands out.

    The *others* are light, so that black at least does.
    """
    others = tuple(others)
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for share in range(255, -1, -1):
        found = "#" + "".join(f"{value * share // 255:02x}" for value in channels)
        if passes(found, others, least):
            return found
    raise ValueError(f"nothing stands out from {others} by {least}")
