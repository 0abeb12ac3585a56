"""One of our figures: SVG -> strokes, areas and words in the figure's own units.

Reads what yansuan.draw draws with (groups, moves and scales, paths of M L H V C Q Z, circles, rectangles, glyphs,
words) and leaves out the legend, which is too much for a card.
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
    """Lines and the area within them, which has a hole where one lies in another.

    `stroke` and `fill` are colours (#RRGGBB) or None, `width` is in the figure's units.
    """

    outlines: tuple[tuple[Point, ...], ...]
    stroke: str | None
    fill: str | None
    width: float
    opacity: float


@dataclass(frozen=True)
class Word:
    """Words that begin at a point of their baseline; `size` is in the figure's units, `fill` a colour (#RRGGBB)."""

    text: str
    start: Point
    size: float
    fill: str


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


def read(svg: str, colours: Mapping[str, str]) -> tuple[tuple[float, float], list[Shape | Word]]:
    """A figure's width and height, and what it shows in the order of drawing.

    Args:
        svg: the figure, with the glyphs that it uses defined in it.
        colours: the values of the custom properties that it is coloured with, without their hyphens.
    """
    plain = re.sub(r"\sdata-[\w-]+(?=[\s/>])|\sxmlns(:\w+)?=\"[^\"]*\"", "", svg.replace("xlink:", ""))
    root = ElementTree.fromstring(plain)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    glyphs = {path.get("id", ""): path.get("d", "") for path in root.iter("path")}
    return (width, height), list(_drawn(root, {"fill": "#000000"}, _Frame(), colours, glyphs))


def _drawn(
    element: Element, inherited: dict[str, str], frame: _Frame, colours: Mapping[str, str], glyphs: Mapping[str, str]
) -> Iterator[Shape | Word]:
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    said = {key: value.strip() for key, value in (element.attrib | {k.strip(): v for k, v in style.items()}).items()}
    looks = inherited | {key: said[key] for key in _INHERITED if key in said}
    frame = frame.moved(element.get("transform", ""))
    tag = element.tag
    if tag == "use":
        frame = frame.moved(f"translate({element.get('x', '0')} {element.get('y', '0')})")
    if tag in ("defs", "title", "desc", "style") or element.get("data-role") == "legend":
        return
    stroke, fill = (_colour(looks.get(paint, "none"), looks, colours) for paint in ("stroke", "fill"))
    if tag == "text" and fill:
        start = frame.at((float(element.get("x", "0")), float(element.get("y", "0"))))
        yield Word("".join(element.itertext()), start, float(said.get("font-size", "16")) * abs(frame.sx), fill)
        return
    if outlines := _outlines(element, glyphs):
        yield Shape(
            tuple(tuple(map(frame.at, points)) for points in outlines),
            None if tag == "use" else stroke,  # a glyph is all area; the line around it is that of the drawing
            fill,
            float(looks.get("stroke-width", "1")) * abs(frame.sx),
            float(looks.get("fill-opacity", "1")),
        )
    for child in element:
        yield from _drawn(child, looks, frame, colours, glyphs)


def _colour(value: str, looks: Mapping[str, str], colours: Mapping[str, str]) -> str | None:
    if value == "currentColor":
        value = looks.get("color", "none")
    if match := _VARIABLE.fullmatch(value):
        value = colours.get(match[1], match[2] or "none")
    return value if value.startswith("#") else None


def _outlines(element: Element, glyphs: Mapping[str, str]) -> list[list[Point]]:
    """The outlines that an element itself draws."""
    tag = element.tag
    if tag == "path":
        return list(_path(element.get("d", "")))
    if tag == "use":
        return list(_path(glyphs.get(element.get("href", "")[1:], "")))
    if tag in ("circle", "ellipse"):
        cx, cy = float(element.get("cx", 0)), float(element.get("cy", 0))
        rx, ry = (float(element.get(name, element.get("r", 0))) for name in ("rx", "ry"))
        k = 0.5523  # four cubic curves as near to a circle as is needed
        arcs = (
            f"M{cx + rx} {cy}C{cx + rx} {cy + k * ry} {cx + k * rx} {cy + ry} {cx} {cy + ry}"
            f"C{cx - k * rx} {cy + ry} {cx - rx} {cy + k * ry} {cx - rx} {cy}"
            f"C{cx - rx} {cy - k * ry} {cx - k * rx} {cy - ry} {cx} {cy - ry}"
            f"C{cx + k * rx} {cy - ry} {cx + rx} {cy - k * ry} {cx + rx} {cy}Z"
        )
        return list(_path(arcs))
    if tag == "rect":
        x, y, w, h = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        return [[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]]
    return []


def _path(d: str) -> Iterator[list[Point]]:
    """The strokes of a path, their curves as short lines."""
    points: list[Point] = []
    letter, tokens = "M", _TOKEN.findall(d)
    while tokens:
        if tokens[0].isalpha():
            letter = tokens.pop(0)
        if letter in "Zz":
            yield [*points, points[0]]
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
                yield points
            points, letter = ends, {"M": "L", "m": "l"}[letter]
        else:
            points += _curve((x, y), ends)
    if len(points) > 1:
        yield points


def _curve(start: Point, ends: list[Point]) -> list[Point]:
    if len(ends) == 1:
        return ends
    return [_bezier([start, *ends], n / _STEPS) for n in range(1, _STEPS + 1)]


def _bezier(points: list[Point], t: float) -> Point:
    while len(points) > 1:
        points = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for a, b in pairwise(points)]
    return points[0]
