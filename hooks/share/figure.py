"""The lines of one of our figures: SVG -> strokes and areas in the figure's own units.

Reads what hooks/figures draws with (groups, moves and scales, paths of M L H V C Q Z, circles, rectangles) and leaves
out what is too small for a card: letters, and the legend that explains them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Point = tuple[float, float]

_STEPS = 12  # of a curve
_MOVE = re.compile(r"(translate|scale)\(([^)]*)\)")
_TOKEN = re.compile(r"[MLHVCQZmlhvcqz]|-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_VARIABLE = re.compile(r"var\(--([\w-]+)(?:,\s*([^)]*))?\)")
_INHERITED = ("stroke", "fill", "stroke-width", "fill-opacity", "stroke-dasharray", "color")


@dataclass(frozen=True)
class Shape:
    """A line or an area; `stroke` and `fill` are colours (#RRGGBB) or None, `width` is in the figure's units."""

    points: tuple[Point, ...]
    closed: bool
    stroke: str | None
    fill: str | None
    width: float
    opacity: float


@dataclass(frozen=True)
class _Frame:
    """Where a group draws."""

    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0

    def moved(self, transform: str) -> _Frame:
        frame = self
        for kind, arguments in _MOVE.findall(transform):
            x, *rest = [float(number) for number in re.split(r"[ ,]+", arguments.strip())]
            if kind == "translate":
                y = rest[0] if rest else 0.0
                frame = _Frame(frame.dx + frame.sx * x, frame.dy + frame.sy * y, frame.sx, frame.sy)
            else:
                frame = _Frame(frame.dx, frame.dy, frame.sx * x, frame.sy * (rest[0] if rest else x))
        return frame

    def at(self, point: Point) -> Point:
        return self.dx + self.sx * point[0], self.dy + self.sy * point[1]


def read(svg: str, colours: Mapping[str, str]) -> tuple[tuple[float, float], list[Shape]]:
    """A figure's width and height, and its shapes in the order of drawing.

    Args:
        svg: the figure.
        colours: the values of the custom properties that it is coloured with, without their hyphens.
    """
    root = ElementTree.fromstring(re.sub(r"\s(xlink:href|data-[\w-]+)(?=[\s/>])", "", re.sub(r"xlink:", "", svg)))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return (width, height), list(_shapes(root, {"fill": "#000000"}, _Frame(), colours))


def _shapes(element: Element, inherited: dict[str, str], frame: _Frame, colours: Mapping[str, str]) -> Iterator[Shape]:
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    said = {key: value.strip() for key, value in (element.attrib | {k.strip(): v for k, v in style.items()}).items()}
    looks = inherited | {key: said[key] for key in _INHERITED if key in said}
    frame = frame.moved(element.get("transform", ""))
    tag = element.tag.rpartition("}")[2]
    if tag in ("defs", "title", "desc", "style", "text", "use") or element.get("data-role") == "legend":
        return
    for points, closed in _outlines(tag, element):
        yield Shape(
            tuple(map(frame.at, points)),
            closed,
            _colour(looks.get("stroke", "none"), looks, colours),
            _colour(looks.get("fill", "none"), looks, colours),
            float(looks.get("stroke-width", "1")) * abs(frame.sx),
            float(looks.get("fill-opacity", "1")),
        )
    for child in element:
        yield from _shapes(child, looks, frame, colours)


def _colour(value: str, looks: Mapping[str, str], colours: Mapping[str, str]) -> str | None:
    if value == "currentColor":
        value = looks.get("color", "none")
    if match := _VARIABLE.fullmatch(value):
        value = colours.get(match[1], match[2] or "none")
    return value if value.startswith("#") else None


def _outlines(tag: str, element: Element) -> Iterator[tuple[list[Point], bool]]:
    if tag == "path":
        yield from _path(element.get("d", ""))
    elif tag in ("circle", "ellipse"):
        cx, cy = float(element.get("cx", 0)), float(element.get("cy", 0))
        rx, ry = (float(element.get(name, element.get("r", 0))) for name in ("rx", "ry"))
        k = 0.5523  # four cubic curves as near to a circle as is needed
        arcs = (
            f"M{cx + rx} {cy}C{cx + rx} {cy + k * ry} {cx + k * rx} {cy + ry} {cx} {cy + ry}"
            f"C{cx - k * rx} {cy + ry} {cx - rx} {cy + k * ry} {cx - rx} {cy}"
            f"C{cx - rx} {cy - k * ry} {cx - k * rx} {cy - ry} {cx} {cy - ry}"
            f"C{cx + k * rx} {cy - ry} {cx + rx} {cy - k * ry} {cx + rx} {cy}Z"
        )
        yield from _path(arcs)
    elif tag == "rect":
        x, y, w, h = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        yield [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], True


def _path(d: str) -> Iterator[tuple[list[Point], bool]]:
    """The strokes of a path, their curves as short lines."""
    points: list[Point] = []
    letter, tokens = "M", _TOKEN.findall(d)
    while tokens:
        if tokens[0].isalpha():
            letter = tokens.pop(0)
        if letter in "Zz":
            yield [*points, points[0]], True
            points = points[:1]
            continue
        x, y = points[-1] if points else (0.0, 0.0)
        numbers = [float(tokens.pop(0)) for _ in range({"H": 1, "V": 1, "C": 6, "Q": 4}.get(letter.upper(), 2))]
        if letter in "Hh":
            ends = [(numbers[0] + (x if letter == "h" else 0), y)]
        elif letter in "Vv":
            ends = [(x, numbers[0] + (y if letter == "v" else 0))]
        else:
            base = (x, y) if letter.islower() else (0.0, 0.0)
            ends = [(base[0] + a, base[1] + b) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
        if letter in "Mm":
            if len(points) > 1:
                yield points, False
            points, letter = ends, {"M": "L", "m": "l"}[letter]
        else:
            points += _curve((x, y), ends)
    if len(points) > 1:
        yield points, False


def _curve(start: Point, ends: list[Point]) -> list[Point]:
    if len(ends) == 1:
        return ends
    return [_bezier([start, *ends], n / _STEPS) for n in range(1, _STEPS + 1)]


def _bezier(points: list[Point], t: float) -> Point:
    while len(points) > 1:
        points = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for a, b in pairwise(points)]
    return points[0]
