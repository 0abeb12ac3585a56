"""The picture of the Legendre explorable: a tangent of f, and beside it the point of g that it becomes.

Left, f with its tangent of slope u and the intercept −g(u); right, g with the point (u, g(u)) and the tangent there,
whose slope is x.  x is red (朱: it comes in), what is asked for is yellow (黄), g is green (绿: it goes out).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from yansuan.draw import palette
from yansuan.draw.ink import (
    WIDTH,
    Box,
    Drawing,
    Point,
    Typesetter,
    arrow,
    circle,
    clip,
    formula,
    line,
    mark,
    polyline,
)

TOP, HEIGHT = 30.0, 280.0
PANELS = (Box(6, TOP, 226, HEIGHT), Box(256, TOP, WIDTH - 14, HEIGHT))
STEPS = 64  # of a curve
BAND = 7.0  # width of what is marked along an axis


class Pair(Protocol):
    """f and g of the snippet."""

    f: Callable[[Any], Any]
    slope: Callable[[Any], Any]
    g: Callable[[Any], Any]


@dataclass(frozen=True)
class Panel:
    """A window (left, bottom, right, top) of a plane, and where it is in the drawing."""

    window: tuple[float, float, float, float]
    box: Box

    def at(self, x: float, y: float) -> Point:
        """Where the point (x, y) of the plane is in the drawing."""
        left, bottom, right, top = self.window
        across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
        return (
            self.box.left + across * (self.box.right - self.box.left),
            self.box.bottom - up * (self.box.bottom - self.box.top),
        )

    def axes(self) -> str:
        """Both axes, each with its arrow."""
        left, bottom, right, top = self.window
        level = arrow(self.at(left, 0), self.at(right, 0), 7)
        return mark("path", d=level + arrow(self.at(0, bottom), self.at(0, top), 7), stroke_width=1.0)

    def curve(self, points: list[Point], **attributes: str | float) -> str:
        """The part that can be seen of a curve."""
        seen = (clip(self.at(*start), self.at(*end), self.box) for start, end in pairwise(points))
        return mark("path", d="".join(polyline(part) for part in seen if part), **attributes)

    def tangent(self, at: Point, slope: float) -> str:
        """A straight line right across the window."""
        left, _, right, _ = self.window
        start, end = (self.at(x, at[1] + slope * (x - at[0])) for x in (left, right))
        seen = clip(start, end, self.box)
        return line(*seen, stroke_width=1.4) if seen else ""

    def band(self, start: Point, end: Point, colour: str) -> str:
        """A stretch of an axis within a line of ink."""
        ends = self.at(*start), self.at(*end)
        inked = line(*ends, stroke_width=BAND + 2, stroke_linecap="butt")
        return inked + line(*ends, stroke=colour, stroke_width=BAND, stroke_linecap="butt")


def picture(values: Mapping[str, Any], EXPLORED: Mapping[str, Pair], typeset: Typesetter) -> Drawing:
    """The first of the functions, at the point where the explorable begins."""
    shown = values["functions"][0]
    pair, x = EXPLORED[shown["name"]], float(shown["x"])
    start, end = shown["range"]
    abscissae = [start + (end - start) * step / STEPS for step in range(STEPS + 1)]
    left, right = (Panel(tuple(window), box) for window, box in zip(shown["windows"], PANELS, strict=True))
    u, y, g = (float(function) for function in (pair.slope(x), pair.f(x), pair.g(pair.slope(x))))
    slopes = [float(pair.slope(t)) for t in abscissae]
    marks = (
        left.axes(),
        left.band((0, 0), (x, 0), palette.ZHU),
        left.band((0, 0), (0, -g), palette.HUANG),
        left.curve([(t, float(pair.f(t))) for t in abscissae], stroke_width=2.1),
        left.tangent((x, y), u),
        _touch(left.at(x, y)),
        _asked(left.at(0, -g)),
        right.axes(),
        right.band((u, 0), (u, g), palette.HUANG),
        right.curve([(t, float(pair.g(t))) for t in slopes], stroke=palette.LV, stroke_width=2.1),
        right.tangent((u, g), x),
        _asked(right.at(u, g)),
        *_names(left, right, (x, y), (u, g), typeset),
    )
    said = (
        f"左图是曲线 f 与它在 x = {x:.3g} 处的切线，斜率 u = {u:.3g}，交纵轴于 −g(u) = {-g:.3g}。"
        f"右图是曲线 g，这条切线在那里成了一点，横坐标是 u，纵坐标是 g(u) = {g:.3g}；g 在这一点的切线斜率是 x。"
    )
    return Drawing(marks, WIDTH, HEIGHT + 16, "f 的切线与 g 的点", said)


def _touch(at: Point) -> str:
    return circle(at, 4.4, fill=palette.INK, stroke="none")


def _asked(at: Point) -> str:
    return circle(at, 5.6, fill=palette.HUANG, stroke_width=1.3) + circle(at, 1.8, fill=palette.INK, stroke="none")


def _names(left: Panel, right: Panel, touch: Point, point: Point, typeset: Typesetter) -> Iterator[str]:
    """The names of axes, curves, points and lengths; each a little off what it names."""
    (x, y), (u, g) = touch, point

    def put(panel: Panel, at: Point, tex: str, off: Point, colour: str = palette.INK) -> str:
        px, py = panel.at(*at)
        return formula(typeset, tex, colour).at((px + off[0], py + off[1]))

    yield put(left, (left.window[2], 0), "t", (2, 15), palette.QUIET)
    yield put(left, (0, left.window[3]), "s", (-13, 6), palette.QUIET)
    yield put(right, (right.window[2], 0), "u", (2, 15), palette.QUIET)
    yield put(right, (0, right.window[3]), "s", (-13, 6), palette.QUIET)
    yield put(left, (x / 2, 0), "x", (0, 16), palette.ZHU)
    yield put(left, (0, -g), "-g(u)", (36, 8))
    yield put(left, (x, y), "f", (14, -34))
    yield put(right, (u, g), "(u, g(u))", (-48, -12))
    yield put(right, (u, g), "g", (22, -78), palette.LV)
