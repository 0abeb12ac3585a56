"""The picture of the Legendre note: a tangent of slope u cuts the vertical axis at −g(u).

From the point where it cuts, walk x to the right (朱: what comes in) and u·x up: that is the curve again.  The part of
this climb above the horizontal axis is f(x) (绿: what goes out), the part below it is g(u) (黄: the thing in question),
so g(u) = u·x − f(x) can be read off.  Other tangents, thin, show that f is the envelope of its tangents.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from yansuan.draw import palette
from yansuan.draw.ink import (
    GREEN,
    WIDTH,
    Box,
    Drawing,
    Label,
    Obstacles,
    Point,
    Typesetter,
    arrow,
    circle,
    clip,
    formula,
    free_place,
    group,
    legend,
    line,
    mark,
    pigment,
    polyline,
    row,
    swatch,
    word,
)

Function = Callable[[float], float]

HEIGHT = 350.0  # of the part with the axes
LEFT, RIGHT, TOP = 40.0, 66.0, 14.0  # room for what is written beside the axes
STEPS = 96  # of the curve
TANGENTS = 11  # besides the one in question
BAND = 9.0  # width of what is marked on the climb
MEASURED = 62.0  # from the climb to the line that measures it


@dataclass(frozen=True)
class Picture:
    """What is drawn: f and the tangent at x, of slope u, with its intercept −g; `frame` maps to the drawing."""

    f: Function
    slope: Function
    x: float
    g: float
    start: float
    end: float
    low: float
    high: float

    @property
    def u(self) -> float:
        """The slope of the tangent in question."""
        return float(self.slope(self.x))

    @property
    def value(self) -> float:
        """f(x)."""
        return float(self.f(self.x))

    @property
    def outward(self) -> float:
        """Away from the vertical axis at x: 1 to the right, −1 to the left."""
        return math.copysign(1.0, self.x)

    @property
    def frame(self) -> Box:
        """Where curve and tangents are; the more room beside it is where the climb is measured."""
        left, right = (LEFT, RIGHT) if self.x > 0 else (RIGHT, LEFT)
        return Box(left, TOP, WIDTH - right, HEIGHT)

    def at(self, x: float, y: float) -> Point:
        """Where the point (x, y) of the plane is in the drawing."""
        box = self.frame
        right = (x - self.start) / (self.end - self.start)
        up = (y - self.low) / (self.high - self.low)
        return box.left + right * (box.right - box.left), box.bottom - up * (box.bottom - box.top)

    def tangent(self, x: float, start: float, end: float) -> tuple[Point, Point] | None:
        """The part that can be seen of the tangent at x, between two abscissae."""
        y, u = self.f(x), self.slope(x)
        return clip(self.at(start, y + u * (start - x)), self.at(end, y + u * (end - x)), self.frame)


def figure(
    picture_f: Function,
    picture_slope: Function,
    picture_conjugate: Function,
    PICTURE_X: float,
    PICTURE_RANGE: tuple[float, float],
    typeset: Typesetter,
) -> Drawing:
    """The function of the note."""
    return draw(picture_f, picture_slope, picture_conjugate, PICTURE_X, PICTURE_RANGE, typeset)


def draw(
    f: Function, slope: Function, conjugate: Function, x: float, span: tuple[float, float], typeset: Typesetter
) -> Drawing:
    """The tangent to f at x, with f drawn over `span`; `conjugate` is g.  ValueError where a value is not finite."""
    picture = _picture(f, slope, conjugate, float(x), (float(span[0]), float(span[1])))
    others = [*_others(picture)]
    lines = [*others, *_main_lines(picture)]
    key, height = legend(_legend(typeset), WIDTH - 8, HEIGHT + 26)
    marks = (
        group((line(*other) for other in others), stroke=palette.QUIET, stroke_width=0.7, data_role="tangents"),
        *_axes(picture),
        *_climb(picture),
        mark("path", d=polyline(_curve(picture)), stroke_width=2.1, data_symbol="f"),
        *_tangent(picture),
        *_labels(picture, lines, typeset),
        *key,
    )
    return Drawing(marks, WIDTH, height, "切线、截距与勒让德变换", _description(picture))


def _picture(f: Function, slope: Function, conjugate: Function, x: float, span: tuple[float, float]) -> Picture:
    start, end = span
    if not start < x < end:
        raise ValueError(f"the point of tangency {x:g} is not inside the range {span}")
    values = [float(f(start + (end - start) * step / STEPS)) for step in range(STEPS + 1)]
    g, value = float(conjugate(float(slope(x)))), float(f(x))
    if not all(map(math.isfinite, [*values, value, g])):
        raise ValueError(f"a value is not finite over the range {span}")
    if x == 0 or value <= 0 or g <= 0:
        found = f"x = {x:g}, f(x) = {value:g}, g(u) = {g:g}"
        raise ValueError(
            f"the climb u x = f(x) + g(u) shows only where f(x) > 0, g(u) > 0 and x is not 0, not at {found}"
        )
    low, high = min(-g, 0.0, *values), max(-g, 0.0, *values)
    pad = 0.1 * (high - low)
    return Picture(f, slope, x, g, min(start, 0.0), max(end, 0.0), low - pad, high)


# --- lines


def _abscissae(picture: Picture, count: int) -> list[float]:
    return [picture.start + (picture.end - picture.start) * step / count for step in range(count + 1)]


def _curve(picture: Picture) -> list[Point]:
    return [picture.at(x, float(picture.f(x))) for x in _abscissae(picture, STEPS)]


def _others(picture: Picture) -> Iterator[tuple[Point, Point]]:
    """Tangents at points spread over the range, each from its own intercept to a little past where it touches."""
    past = 0.09 * (picture.end - picture.start)
    for x in _abscissae(picture, TANGENTS):
        near = abs(x - picture.x) < 0.4 * (picture.end - picture.start) / TANGENTS
        ends = sorted((0.0, x + math.copysign(past, x)))
        if not near and (seen := picture.tangent(x, *ends)):
            yield seen


def _main_lines(picture: Picture) -> Iterator[tuple[Point, Point]]:
    """All that labels must keep clear of, but for the other tangents."""
    curve = _curve(picture)
    yield from pairwise(curve)
    if tangent := picture.tangent(picture.x, picture.start, picture.end):
        yield tangent
    yield picture.at(picture.start, 0), picture.at(picture.end, 0)
    yield picture.at(0, picture.low), picture.at(0, picture.high)
    yield picture.at(0, -picture.g), picture.at(picture.x, -picture.g)
    yield picture.at(picture.x, -picture.g), picture.at(picture.x, picture.value)


def _axes(picture: Picture) -> Iterator[str]:
    (left, level), (right, _) = picture.at(picture.start, 0), picture.at(picture.end, 0)
    (axis, bottom), (_, top) = picture.at(0, picture.low), picture.at(0, picture.high)
    path = arrow((left - 10, level), (right + 24, level), 7) + arrow((axis, bottom + 6), (axis, top - 8), 7)
    yield mark("path", d=path, stroke_width=1.0)


def _climb(picture: Picture) -> Iterator[str]:
    """x to the right, then u·x up: g(u) below the axis, f(x) above it."""
    corner, ground, touch = (picture.at(picture.x, y) for y in (-picture.g, 0.0, picture.value))
    run = picture.at(0, -picture.g)
    yield mark(
        "path",
        d=arrow(run, (corner[0] - picture.outward * BAND / 2, corner[1]), 7),
        stroke=palette.ZHU,
        stroke_width=1.5,
        data_symbol="x",
    )
    yield _band(ground, touch, palette.LV, "f(x)")
    yield _band(corner, ground, palette.HUANG, "g(u)")


def _band(start: Point, end: Point, colour: str, symbol: str | None = None) -> str:
    """A stretch of the climb within a line of ink: green hatched, yellow full."""
    (x, y), (_, v) = start, end
    half = BAND / 2
    shape = [(x - half, y), (x + half, y), (x + half, v), (x - half, v)]
    full = mark("path", d=polyline(shape, close=True), fill=colour, stroke="none")
    filling = pigment(shape, colour, GREEN) if colour == palette.LV else full
    return group([filling, mark("path", d=polyline(shape, close=True), stroke_width=1.0)], data_symbol=symbol)


def _tangent(picture: Picture) -> Iterator[str]:
    tangent = picture.tangent(picture.x, picture.start, picture.end)
    if tangent:
        yield line(*tangent, stroke_width=1.5, data_role="tangent", data_symbol="u")  # its slope
    cut, touch = picture.at(0, -picture.g), picture.at(picture.x, picture.value)
    yield circle(touch, 3.4, fill=palette.INK, stroke="none")
    dot = circle(cut, 6.0, fill=palette.HUANG, stroke_width=1.3) + circle(cut, 2.0, fill=palette.INK, stroke="none")
    yield group([dot], data_symbol="-g(u)")
    yield _dimension(picture)


def _dimension(picture: Picture) -> str:
    """The whole climb u·x, measured beside it."""
    (x, low), (_, high) = picture.at(picture.x, -picture.g), picture.at(picture.x, picture.value)
    x += MEASURED * picture.outward
    ticks = polyline([(x - 6, low), (x + 6, low)]) + polyline([(x - 6, high), (x + 6, high)])
    middle = (x, (low + high) / 2)
    return mark("path", d=ticks + arrow(middle, (x, low), 7) + arrow(middle, (x, high), 7), stroke_width=1.0)


# --- words


def _labels(picture: Picture, lines: list[tuple[Point, Point]], typeset: Typesetter) -> Iterator[str]:
    taken = Obstacles((), tuple(lines))
    for label, wishes in _wanted(picture, typeset):
        centre = free_place(label, wishes, taken)
        taken = taken.with_boxes(label.box(centre))
        yield label.at(centre)


def _wanted(picture: Picture, typeset: Typesetter) -> Iterator[tuple[Label, list[Point]]]:

    side = picture.outward

    def beside(label: Label, x: float, y: float, gap: float) -> list[Point]:
        px, py = picture.at(x, y)
        return [(px + math.copysign(label.width / 2, gap) + gap, py + step) for step in (0, 4, -4, 8, -8)]

    yield (f := formula(typeset, "f(x)", palette.LV)), beside(f, picture.x, picture.value / 2, 9 * side)
    yield (g := formula(typeset, "g(u)")), beside(g, picture.x, -picture.g / 2, 9 * side)
    yield (
        (climb := formula(typeset, "ux")),
        [(x + MEASURED * side, y) for x, y in beside(climb, picture.x, (picture.value - picture.g) / 2, 9 * side)],
    )
    yield (cut := formula(typeset, "-g(u)")), beside(cut, 0, -picture.g, -12 * side)
    run = formula(typeset, "x", palette.ZHU)
    x, y = picture.at(picture.x / 2, -picture.g)
    yield run, [(x, y + away * (run.height / 2 + 8)) for away in (1, -1)]
    yield (slope := row([word("斜率"), formula(typeset, "u")])), _along_tangent(picture, slope)
    yield (name := formula(typeset, "f")), _along_curve(picture, name)


def _along_tangent(picture: Picture, label: Label) -> list[Point]:
    """Under the tangent's upper end, and going down from there."""
    tangent = picture.tangent(picture.x, picture.start, picture.end)
    if not tangent:
        return [picture.at(picture.x, picture.low)]
    (x, y), (u, v) = tangent if picture.outward > 0 else tangent[::-1]
    places = ((x + t * (u - x), y + t * (v - y)) for t in (0.97, 0.93, 0.9, 0.2, 0.25, 0.3))
    return [(px + picture.outward * (label.width / 2 + 12), py + 12) for px, py in places]


def _along_curve(picture: Picture, label: Label) -> list[Point]:
    """Beside the curve's ends, outside of it."""
    curve = _curve(picture)
    points = [curve[-4], curve[-8], curve[-14], curve[3], curve[8]]
    return [(x - side * (label.width / 2 + 10), y) for x, y in points for side in (1, -1)]


def _legend(typeset: Typesetter) -> list[Label]:
    """g(u) = ux − f(x) with what is seen of it, and what the thin lines are."""

    def stretch(colour: str) -> Callable[[Point], str]:
        return lambda at: _band((at[0], at[1] + 9), (at[0], at[1] - 9), colour)

    def thin(at: Point) -> str:
        return line((at[0] - 17, at[1] + 5), (at[0] + 17, at[1] - 5), stroke=palette.QUIET, stroke_width=0.7)

    g = swatch(stretch(palette.HUANG), BAND, formula(typeset, "g(u)"))
    f = swatch(stretch(palette.LV), BAND, formula(typeset, "f(x)", palette.LV))
    equation = row([g, *(formula(typeset, tex) for tex in ("=", "ux", "-")), f], 8)
    return [equation, swatch(thin, 34, word("其他切线"))]


def _description(picture: Picture) -> str:
    return (
        f"凸函数 f 的曲线，在横坐标 x = {picture.x:.4g} 处有一条切线，斜率 u = {picture.u:.4g}，"
        f"它交纵轴于 −g(u) = {-picture.g:.4g}。从交点向右走 x、再向上走 ux，就到了切点："
        "其中横轴以下的一段长 g(u)，横轴以上的一段长 f(x)，所以 g(u) = ux − f(x)。"
        "另有若干条细的切线贴着曲线，曲线是它们的包络。"
    )
