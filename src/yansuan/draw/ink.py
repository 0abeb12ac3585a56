"""The hand that the figures are drawn in: thin lines, hatching, arrows as Computer Modern has them, and labels.

Words: a *point* is (x, y) in units of the drawing, y pointing down; a *mark* is a piece of SVG; a `Label` is a formula
or a Chinese word with the box it takes, so that it can be put where nothing else is; a `Drawing` is what comes out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

from yansuan.draw import palette

Point = tuple[float, float]
Value = str | float | None  # of an attribute

FORMULA = 22.0  # em of a formula, so that an index is still 11 px on a phone (358 px for 480 units)
TEXT = 16.0  # em of a Chinese word
WIDTH = 480.0  # of a drawing that fits a phone
SMALLEST = 0.69  # px a unit, below which an index would be less than 11 px: wider drawings scroll instead
LARGEST = 1.2  # px a unit, above which formulas would shout

RED, GREEN = -45.0, 45.0  # the slant of the hatching, in degrees: it says what the colour says


class Typeset(Protocol):
    """A formula as MathJax set it: marks in thousandths of an em, baseline at y = 0, y down; lengths in em."""

    @property
    def body(self) -> str:
        """The marks."""

    @property
    def width(self) -> float:
        """From left to right."""

    @property
    def height(self) -> float:
        """Above the baseline."""

    @property
    def depth(self) -> float:
        """Below the baseline."""


Typesetter = Callable[[str], Typeset]


@dataclass(frozen=True)
class Drawing:
    """A finished figure: its marks, its size in units, and what it shows, in words."""

    marks: tuple[str, ...]
    width: float
    height: float
    title: str
    description: str

    def svg(self, identifier: str | None) -> str:
        """The drawing as an inline `<svg>`, `identifier` before each of its ids; without one it has no ids.

        One that is wider than a phone scrolls within itself.
        """
        size = f"width:{num(self.width * LARGEST)}px;max-width:100%;height:auto"
        if self.width > WIDTH:
            size += f";min-width:{num(self.width * SMALLEST)}px"
        head = (
            f'<svg class="figure-drawing" role="img" {self._named(identifier)} '
            f'viewBox="0 0 {num(self.width)} {num(self.height)}" xmlns="http://www.w3.org/2000/svg" '
            f'style="display:block;{size};margin:0 auto" data-search-exclude>'
        )
        svg = f"{head}{self._words(identifier)}<style>{palette.STYLE}</style>{self._hand()}</svg>"
        return svg if self.width <= WIDTH else f'<div style="overflow-x:auto" tabindex="0">{svg}</div>'

    def _named(self, identifier: str | None) -> str:
        if identifier is None:
            return f"aria-label={quoteattr(self.title)}"
        return f'aria-labelledby="{identifier}-title {identifier}-desc"'

    def _words(self, identifier: str | None) -> str:
        """What a screen reader says."""
        title, description = (identifier and f"{identifier}-{part}" for part in ("title", "desc"))
        return mark("title", escape(self.title), id=title) + mark("desc", escape(self.description), id=description)

    def _hand(self) -> str:
        """The marks, with what most of them share."""
        return group(
            self.marks,
            fill="none",
            stroke=palette.INK,
            color=palette.INK,
            stroke_linecap="round",
            stroke_linejoin="round",
        )


@dataclass(frozen=True)
class Box:
    """A rectangle with sides along the axes."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a point of their insides."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def crosses(self, start: Point, end: Point) -> bool:
        """Whether the straight line from start to end passes through (Liang and Barsky's clipping)."""
        return clip(start, end, self) is not None

    def grown(self, by: float) -> Box:
        """The box with a margin of `by` around it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


@dataclass(frozen=True)
class Label:
    """Something written: its mark as a function of where its left end and baseline are, and how much room it takes."""

    write: Callable[[float, float], str]
    width: float
    height: float
    depth: float

    def box(self, centre: Point) -> Box:
        """The room it takes when centred there."""
        x, y = centre
        half = (self.height + self.depth) / 2
        return Box(x - self.width / 2, y - half, x + self.width / 2, y + half)

    def at(self, centre: Point) -> str:
        """Its mark, centred there."""
        box = self.box(centre)
        return self.write(box.left, box.top + self.height)


# --- marks


def num(value: float) -> str:
    """A number as SVG wants it: at most two decimals, none that say nothing, no minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def mark(tag: str, content: str = "", /, **attributes: Value) -> str:
    """An SVG element; `stroke_width=2` is written `stroke-width="2"`, None is left out."""
    written = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else num(value))}"
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


def group(marks: Iterable[str], **attributes: Value) -> str:
    """Marks that share their attributes."""
    return mark("g", "".join(marks), **attributes)


def polyline(points: Iterable[Point], *, close: bool = False) -> str:
    """The `d` of a path through the points."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + ("Z" if close else "")


def line(start: Point, end: Point, **attributes: Value) -> str:
    """A straight line."""
    return mark("path", d=polyline([start, end]), **attributes)


def circle(centre: Point, radius: float, **attributes: Value) -> str:
    """A circle."""
    return mark("circle", cx=centre[0], cy=centre[1], r=radius, **attributes)


def arrowhead(tip: Point, direction: float, size: float = 6.0) -> str:
    """The `d` of an arrowhead as Computer Modern draws it, two curved barbs; `direction` in radians."""
    cos, sin = math.cos(direction), math.sin(direction)

    def turned(x: float, y: float) -> str:
        return f"{num(tip[0] + size * (x * cos - y * sin))} {num(tip[1] + size * (x * sin + y * cos))}"

    barbs = ((-1.0, 0.72), (-0.75, 0.28), (-0.38, 0.1), (0.0, 0.0), (-0.38, -0.1), (-0.75, -0.28), (-1.0, -0.72))
    first, *rest = (turned(x, y) for x, y in barbs)
    return f"M{first}C{' '.join(rest)}"


def arrow(start: Point, end: Point, size: float = 6.0) -> str:
    """The `d` of an arrow from start to end."""
    direction = math.atan2(end[1] - start[1], end[0] - start[0])
    return polyline([start, end]) + arrowhead(end, direction, size)


def toward(start: Point, end: Point, distance: float) -> Point:
    """The point at `distance` from start on the way to end."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    share = distance / length if length else 0.0
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def clip(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of a straight line that is inside the box; None where it passes by."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    enters, leaves = 0.0, 1.0
    for step, room in ((-dx, x - box.left), (dx, box.right - x), (-dy, y - box.top), (dy, box.bottom - y)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enters = max(enters, room / step)
        else:
            leaves = min(leaves, room / step)
    if enters > leaves:
        return None
    return (x + enters * dx, y + enters * dy), (x + leaves * dx, y + leaves * dy)


def hatch(shape: Sequence[Point], slant: float, gap: float = 4.6) -> str:
    """The `d` of parallel strokes `gap` apart that fill a convex shape, slanting by `slant` degrees."""
    cos, sin = math.cos(math.radians(slant)), math.sin(math.radians(slant))
    along = [x * cos + y * sin for x, y in shape]
    across = [y * cos - x * sin for x, y in shape]
    strokes = []
    count = max(1, round((max(across) - min(across)) / gap))
    for index in range(count):
        level = min(across) + (index + 0.5) * (max(across) - min(across)) / count
        chord = _chord(along, across, level)
        if chord[1] - chord[0] > gap / 2:
            ends = (chord[0] + 0.8, chord[1] - 0.8)  # a pen stops just short of the outline
            strokes.append(polyline([(s * cos - level * sin, s * sin + level * cos) for s in ends]))
    return "".join(strokes)


def _chord(along: Sequence[float], across: Sequence[float], level: float) -> tuple[float, float]:
    """Where a line at `level` enters and leaves a convex shape given in coordinates along and across it."""
    meets = []
    for here in range(len(along)):
        there = (here + 1) % len(along)
        low, high = across[here] - level, across[there] - level
        if low * high <= 0 and low != high:
            meets.append(along[here] + (along[there] - along[here]) * low / (low - high))
    return (min(meets), max(meets)) if meets else (0.0, 0.0)


def disc(centre: Point, radius: float, start: float = 0.0, end: float = 360.0) -> list[Point]:
    """Corners of the part of a disc between two angles in degrees (0 is to the right, 90 down)."""
    count = 36
    angles = (math.radians(start + (end - start) * step / count) for step in range(count + 1))
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]


def pigment(shape: Sequence[Point], colour: str, slant: float) -> str:
    """A shape filled the way a pen would: a breath of the colour, and hatching."""
    tint = mark("path", d=polyline(shape, close=True), fill=colour, fill_opacity=0.13, stroke="none")
    return tint + mark("path", d=hatch(shape, slant), stroke=colour, stroke_width=1.7)


# --- labels


def formula(
    typeset: Typesetter, tex: str, colour: str = palette.INK, size: float = FORMULA, *, symbol: bool = True
) -> Label:
    """A formula; MathJax's marks take the colour.  Its TeX becomes its `data-symbol`, unless it is none."""
    drawn = typeset(tex)
    own = None if colour == palette.INK else colour

    def write(x: float, y: float) -> str:
        place = f"translate({num(x)} {num(y)}) scale({size / 1000:.4g})"
        return mark("g", drawn.body, transform=place, color=own, data_symbol=tex if symbol else None)

    return Label(write, drawn.width * size, drawn.height * size, drawn.depth * size)


def word(text: str, colour: str = palette.QUIET, size: float = TEXT) -> Label:
    """Chinese text in the page's own face: each character is as wide as it is high."""

    def write(x: float, y: float) -> str:
        return mark("text", escape(text), x=x, y=y, font_size=size, fill=colour, stroke="none")

    return Label(write, len(text) * size, 0.84 * size, 0.1 * size)


def row(labels: Sequence[Label], gap: float = 4.0) -> Label:
    """Labels side by side on one baseline."""

    def write(x: float, y: float) -> str:
        written = []
        for label in labels:
            written.append(label.write(x, y))
            x += label.width + gap
        return "".join(written)

    width = sum(label.width for label in labels) + gap * (len(labels) - 1)
    return Label(write, width, max(label.height for label in labels), max(label.depth for label in labels))


def swatch(marks: Callable[[Point], str], width: float, words: Label) -> Label:
    """An entry of a legend: what something looks like (drawn about a point), and what it means."""

    def write(x: float, y: float) -> str:
        return marks((x + width / 2, y - 0.36 * TEXT)) + words.write(x + width + 6, y)

    return Label(write, width + 6 + words.width, words.height, words.depth)


def legend(entries: Sequence[Label], width: float, top: float) -> tuple[list[str], float]:
    """Entries of a legend in centred lines no wider than `width`; their marks, and how far down they reach."""
    gap, leading, lines = 20.0, 1.75 * TEXT, [[entries[0]]]
    for entry in entries[1:]:
        if row([*lines[-1], entry], gap).width > width:
            lines.append([])
        lines[-1].append(entry)
    marks = []
    for index, entries_of_line in enumerate(lines):
        whole = row(entries_of_line, gap)
        marks.append(whole.write((width - whole.width) / 2, top + 0.84 * TEXT + index * leading))
    return ['<g data-role="legend">', *marks, "</g>"], top + leading * len(lines)


# --- where to put a label


@dataclass(frozen=True)
class Obstacles:
    """What a label must keep clear of: boxes above all, and lines."""

    boxes: tuple[Box, ...] = ()
    lines: tuple[tuple[Point, Point], ...] = ()

    def cost(self, box: Box) -> float:
        """How much is in the way of a label there; 0 is a free place."""
        roomy = box.grown(2.5)
        hit = 10.0 * sum(roomy.overlaps(other) for other in self.boxes)
        return hit + sum(roomy.crosses(*line) for line in self.lines)

    def with_boxes(self, *boxes: Box) -> Obstacles:
        """The same and these boxes."""
        return Obstacles((*self.boxes, *boxes), self.lines)


def free_place(label: Label, wishes: Sequence[Point], obstacles: Obstacles) -> Point:
    """The first of the wished centres where nothing is in the way, or else the one with least in the way."""
    return min(wishes, key=lambda centre: obstacles.cost(label.box(centre)))
