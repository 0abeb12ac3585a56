"""The contrast of two colours, and the nearest shade that has enough of it.

As WCAG 2.2 defines both: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, #dfn-relative-luminance.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

TEXT = 4.5
"""What text needs beside its ground, at level AA."""

_STEPS = 255


def contrast(one: str, other: str) -> float:
    """The ratio, from 1 to 21, of two colours such as `#b3261e`."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def worst(colour: str, grounds: Iterable[str]) -> tuple[float, str]:
    """The least contrast of a colour with several grounds, and the ground with which it has it."""
    return min((contrast(colour, ground), ground) for ground in grounds)


def nearest(colour: str, grounds: Iterable[str]) -> str | None:
    """The shade of a colour, of the same hue, that text on all these grounds can have; None where none can."""
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    grounds = tuple(grounds)
    shades = (_hex(colorsys.hls_to_rgb(hue, step / _STEPS, saturation)) for step in _by_distance(light * _STEPS))
    return next((shade for shade in shades if worst(shade, grounds)[0] >= TEXT), None)


def _by_distance(light: float) -> list[int]:
    return sorted(range(_STEPS + 1), key=lambda step: abs(step - light))


def _luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
