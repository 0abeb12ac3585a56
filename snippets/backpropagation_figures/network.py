"""The network of the back-propagation note, as the first edition drew it with chalk on a blackboard.

Input units are red (朱: what comes in), output units green (绿: what goes out), a hidden unit is half of each.  A unit
receives at its left and gives at its right, so its left half is red, its input z, and its right half green, its
output a.  (The first edition's halves were the other way about, from taking z for the output of the layer before.)
The unit in question, j in layer l, has a yellow ring; the edges that leave it are the ones the chain rule runs along.

Every unit carries `data-unit="l j"` and every edge `data-edge="l k j"` (θ_kj of layer l), all counted from 1; and both,
as everything that a formula speaks of, carry as `data-symbol` the TeX of what they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, hypot
from typing import Any

from yansuan.draw import palette
from yansuan.draw.ink import (
    GREEN,
    RED,
    Drawing,
    Label,
    Obstacles,
    Point,
    Typesetter,
    arrowhead,
    circle,
    disc,
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
    toward,
    word,
)
from yansuan.draw.layers import RADIUS, RING, SHOWN, Layout, Unit

Z, A, THETA = "z_j^{(l)}", "a_j^{(l)}", r"\theta_{kj}^{(l)}"  # what the parts of the drawing stand for
CAPTION = 19.0  # em of the letters in a layer's caption


def figure(SIZES: Sequence[int], LAYER: int, UNIT: int, typeset: Typesetter) -> Drawing:
    """The network of the note."""
    return draw(SIZES, typeset, (LAYER, UNIT))


def picture(values: Mapping[str, Any], typeset: Typesetter) -> Drawing:
    """The network of the explorable, as it begins."""
    return draw(values["sizes"], typeset, (2, 1))


def draw(sizes: Sequence[int], typeset: Typesetter, asked: tuple[int, int] = (2, 1)) -> Drawing:
    """The network with s_1 … s_L units, where unit `asked` = (l, j) is in question (none if there is no hidden layer).

    ValueError where that is no network or no hidden unit of it.
    """
    sizes = tuple(int(size) for size in sizes)
    layout = Layout(sizes, (int(asked[0]), int(asked[1])) if len(sizes) > 2 else None)
    labels = _labels(layout, typeset)
    captions, below = _captions(layout, typeset)
    key, height = legend(_legend(layout, typeset), layout.width - 8, below + 20)
    marks = (*_edges(layout), *_units(layout), *_dots(layout), *labels, *captions, *key)
    return Drawing(marks, layout.width, height, _title(sizes), _description(layout))


# --- edges and units


def _edges(layout: Layout) -> Iterator[str]:
    quiet = [edge for edge in layout.edges if not layout.is_asked(edge[0])]
    asked = [edge for edge in layout.edges if layout.is_asked(edge[0])]
    yield group((_edge(layout, *edge) for edge in quiet), stroke=palette.QUIET, stroke_width=0.85)
    if not asked:
        return
    yield group((_highlight(layout, *edge) for edge in asked), stroke=palette.HUANG, stroke_width=5.6)
    yield group((_edge(layout, *edge, head=8.0) for edge in asked), stroke_width=1.7)


def _edge(layout: Layout, start: Unit, end: Unit, head: float = 5.5) -> str:
    tail, tip = layout.ends(start, end)
    path = polyline([tail, tip]) + arrowhead(tip, atan2(tip[1] - tail[1], tip[0] - tail[0]), head)
    return mark("path", d=path, data_edge=f"{start.layer} {end.index} {start.index}", data_symbol=THETA)


def _highlight(layout: Layout, start: Unit, end: Unit) -> str:
    tail, tip = layout.ends(start, end)
    return line(toward(tail, tip, 5), toward(tip, tail, 12))


def _units(layout: Layout) -> Iterator[str]:
    for unit in layout.units:
        kind = layout.kind(unit)
        ring = _ring(unit.centre) if layout.is_asked(unit) else ""
        marks = ring + _filling(kind, unit.centre) + _outline(kind, unit.centre)
        yield mark("g", marks, data_unit=f"{unit.layer} {unit.index}", data_kind=kind)


def _filling(kind: str, centre: Point, radius: float = RADIUS) -> str:
    x, y = centre
    if kind == "input":
        return _half(disc(centre, radius - 1.6), palette.ZHU, RED)
    if kind == "output":
        return _half(disc(centre, radius - 1.6), palette.LV, GREEN)
    left = _half(disc((x - 1.4, y), radius - 2.2, 90, 270), palette.ZHU, RED)
    return left + _half(disc((x + 1.4, y), radius - 2.2, -90, 90), palette.LV, GREEN)


def _half(shape: Sequence[Point], colour: str, slant: float) -> str:
    """Red is a unit's input, green its output; of an input or an output unit the one is all that is drawn."""
    return group([pigment(shape, colour, slant)], data_symbol=Z if colour == palette.ZHU else A)


def _outline(kind: str, centre: Point) -> str:
    x, y = centre
    parting = line((x, y - RADIUS - 2.5), (x + 0.6, y + RADIUS + 2.5), stroke_width=1.1)
    return circle(centre, RADIUS, stroke_width=1.3) + (parting if kind == "hidden" else "")


def _ring(centre: Point, inner: float = RADIUS, outer: float = RING) -> str:
    """Yellow between two lines of ink: yellow alone would be lost on paper."""
    band = circle(centre, (inner + outer) / 2, stroke=palette.HUANG, stroke_width=outer - inner)
    return band + circle(centre, outer, stroke_width=1.3)


def _dots(layout: Layout) -> Iterator[str]:
    for layer, size in enumerate(layout.sizes, 1):
        for slot, index in enumerate(layout.indices(layer)):
            if index is None:
                x, y = layout.place(layer, slot)
                dots = (circle((x, y + step), 1.7, fill=palette.INK, stroke="none") for step in (-8, 0, 8))
                yield group(dots, data_omitted=str(size - SHOWN + 1))


# --- labels of units and edges


@dataclass(frozen=True)
class _Wanted:
    """A label, where it may stand, best first, and what ties it to what it names."""

    label: Label
    wishes: Sequence[Point]
    tie: Callable[[Point], str] = lambda _: ""


def _labels(layout: Layout, typeset: Typesetter) -> Iterator[str]:
    taken = Obstacles(tuple(map(layout.box, layout.units)), tuple(layout.ends(*edge) for edge in layout.edges))
    for wanted in _wanted(layout, typeset):
        centre = free_place(wanted.label, wanted.wishes, taken)
        taken = taken.with_boxes(wanted.label.box(centre))
        yield wanted.tie(centre) + wanted.label.at(centre)


def _wanted(layout: Layout, typeset: Typesetter) -> Iterator[_Wanted]:
    output = layout.first(layout.last)
    if layout.asked:
        asked, following = layout.first(layout.asked[0]), layout.first(layout.asked[0] + 1)
        yield from _of_asked(asked, typeset)
        z_k = formula(typeset, "z_k^{(l+1)}", palette.ZHU)
        yield _Wanted(z_k, _around(following, z_k, layout))
    a_last = formula(typeset, "a^{(L)}", palette.LV)
    yield _Wanted(a_last, _around(output, a_last, layout))
    x = formula(typeset, "x", palette.ZHU)
    yield _Wanted(x, _around(layout.first(1), x, layout))
    if layout.asked:
        theta = formula(typeset, THETA)
        yield _Wanted(theta, _along(layout.ends(asked, following), theta))


def _of_asked(unit: Unit, typeset: Typesetter) -> Iterator[_Wanted]:
    """z over the red half, with the yellow arrow; a over the green half, with a thin line."""
    x, y = unit.centre
    z, a = formula(typeset, Z, palette.ZHU), formula(typeset, A, palette.LV)
    up = y - RING - 24 - (z.height + z.depth) / 2
    sides = (26, 23, 20, 30, 36)
    rim_z, rim_a = (x - 9.0, y - RING - 1.5), (x + 12.0, y - RING + 1.5)

    def arrow(centre: Point) -> str:
        return _hollow_arrow((centre[0] + 3, centre[1] + (z.height + z.depth) / 2 + 3), rim_z)

    def leader(centre: Point) -> str:
        return line((centre[0] - 3, centre[1] + (a.height + a.depth) / 2 + 3), rim_a, stroke_width=0.9)

    yield _Wanted(z, [(x - side, up) for side in sides], arrow)
    yield _Wanted(a, [(x + side, up) for side in sides], leader)


def _hollow_arrow(start: Point, tip: Point, shaft: float = 2.6, head: float = 7.0, length: float = 9.0) -> str:
    """A stout arrow: yellow, within a line of ink."""
    reach = hypot(tip[0] - start[0], tip[1] - start[1]) or 1.0
    cos, sin = (tip[0] - start[0]) / reach, (tip[1] - start[1]) / reach
    neck = reach - length
    corners = [(0, shaft), (neck, shaft), (neck, head), (reach, 0), (neck, -head), (neck, -shaft), (0, -shaft)]
    shape = [(start[0] + s * cos - t * sin, start[1] + s * sin + t * cos) for s, t in corners]
    return mark("path", d=polyline(shape, close=True), fill=palette.HUANG, stroke_width=1.1)


def _around(unit: Unit, label: Label, layout: Layout) -> list[Point]:
    """Places about a unit: above it, then slantwise, at its right, below."""
    (x, y), radius = unit.centre, layout.radius(unit)
    up = radius + 7 + (label.height + label.depth) / 2
    aside = radius + 7 + label.width / 2
    above = [(x + step, y - up - lift) for lift in (0, 6, 14) for step in (0, 8, -8, 16, -16, 24, -24)]
    return [*above, (x + aside, y), (x + aside, y - 14), (x, y + up), (x - aside, y)]


def _along(edge: tuple[Point, Point], label: Label) -> list[Point]:
    """Places along an edge, above it first, close to it before far from it."""
    (x, y), (u, v) = edge
    shares = (0.5, 0.56, 0.44, 0.62, 0.38, 0.7, 0.3)
    half = (label.height + label.depth) / 2
    slope = abs(v - y) / max(abs(u - x), 1.0)
    clear = half + slope * label.width / 2 + 5
    lifts = (-clear, -clear - 5, clear, clear + 5, -clear - 12)
    return [(x + t * (u - x), y + t * (v - y) + lift) for lift in lifts for t in shares]


# --- captions, legend, words


def _captions(layout: Layout, typeset: Typesetter) -> tuple[list[str], float]:
    """第 l 层 and s_l = … under each layer, and how far down that reaches."""
    marks = []
    first, second = layout.bottom + RADIUS + 32, layout.bottom + RADIUS + 59
    for layer, size in enumerate(layout.sizes, 1):
        x, _ = layout.place(layer, 0)
        name, short = layout.name(layer)
        caption = row([word("第"), formula(typeset, name, palette.QUIET, CAPTION), word("层")])
        count = formula(typeset, f"s_{{{short}}}={size}", palette.QUIET)
        marks += [caption.write(x - caption.width / 2, first), count.write(x - count.width / 2, second)]
    return marks, second + 10


def _legend(layout: Layout, typeset: Typesetter) -> list[Label]:
    small = 9.0

    def half(kind: str) -> Callable[[Point], str]:
        return lambda centre: _filling(kind, centre, small + 1.6) + circle(centre, small, stroke_width=1.1)

    received = row([word("输入"), formula(typeset, "z", palette.ZHU)])
    given = row([word("输出"), formula(typeset, "a", palette.LV)])
    entries = [swatch(half("input"), 2 * small, received), swatch(half("output"), 2 * small, given)]
    if layout.asked:
        entries += [
            swatch(lambda at: circle(at, small - 5) + _ring(at, small - 5, small), 2 * small, word("所求单元")),
            swatch(_legend_edge, 34, word("链式法则所经")),
        ]
    return entries


def _legend_edge(centre: Point) -> str:
    (x, y), half = centre, 17.0
    band = line((x - half + 3, y), (x + half - 12, y), stroke=palette.HUANG, stroke_width=5.6)
    path = polyline([(x - half, y), (x + half, y)]) + arrowhead((x + half, y), 0.0, 8)
    return band + mark("path", d=path, stroke_width=1.7)


def _title(sizes: Sequence[int]) -> str:
    return f"{len(sizes)} 层的神经网络，各层的单元数是 {'、'.join(map(str, sizes))}"


def _description(layout: Layout) -> str:
    text = (
        "每层单元画成一列圆，自左至右是第 1 层到第 L 层；前一层的每个单元都有箭头指向后一层的每个单元。"
        "输入单元是红色，斜线向右上；输出单元是绿色，斜线向右下；"
    )
    if not layout.asked:
        return text + "网络没有隐藏层。"
    return text + (
        "隐藏单元左半红、是它的输入 z，右半绿、是它的输出 a。"
        f"第 {layout.asked[0]} 层（记作第 l 层）最上面的单元 j 有黄色的双圈，是所求的单元；"
        "由它指向第 l+1 层各单元 k 的边加粗，链式法则沿这些边走，其中一条标着权重 θ_kj^(l)。"
    )
