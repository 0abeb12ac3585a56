"""The picture of the rank explorable: A = BC with the chosen columns marked (朱: they come in), and singular values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from snippets.row_rank_column_rank_figures.factorization import number
from yansuan.draw import palette
from yansuan.draw.ink import RED, WIDTH, Drawing, Point, Typesetter, formula, hatch, mark, polyline, word

TOP, LEFT, CELL, LINE = 44.0, 22.0, 31.0, 34.0
ENTRY = 18.5  # em of an entry
ROUNDING = 1e-12  # what is below is 0 for a reader
BARS, BAR, STEP = 250.0, 13.0, 30.0  # the longest, how thick, from one to the next

Entries = Sequence[Sequence[float]]


def picture(values: Mapping[str, Any], typeset: Typesetter) -> Drawing:
    """The first of the matrices."""
    shown = values["matrices"][0]
    a, b, c, chosen = shown["A"], shown["B"], shown["C"], shown["columns"]
    left = (WIDTH - CELL * (2 * len(a[0]) + len(chosen)) - 2 * CELL) / 2
    beside = left + CELL * len(a[0]) + 1.3 * CELL
    after = beside + CELL * len(chosen) + 0.8 * CELL
    bottom = TOP + LINE * len(a)
    middle = TOP + LINE * (len(a) - len(c)) / 2
    columns = [_column(left + CELL * i, TOP, bottom) for i in chosen]
    marks = [
        *(_marked(column) for column in columns),
        *(_marked(_column(beside + CELL * j, TOP, bottom)) for j in range(len(chosen))),
        *_matrix(a, (left, TOP), typeset),
        *_matrix(b, (beside, TOP), typeset),
        *_matrix(c, (after, middle), typeset),
        formula(typeset, "=").at((beside - 0.65 * CELL, (TOP + bottom) / 2)),
        *_over(left, a, "A", typeset),
        *_over(beside, b, "B", typeset),
        *_over(after, c, "C", typeset),
        *_bars(shown["sigma"], bottom + 42, typeset),
    ]
    height = bottom + 42 + STEP * len(shown["sigma"])
    numbers = "、".join(f"{i + 1}" for i in chosen)
    said = (
        f"{len(a)} 行 {len(a[0])} 列的矩阵 A 写成 B 与 C 的乘积：B 取自 A 的第 {numbers} 列，C 有 {len(c)} 行。"
        f"下面是 A 的奇异值 {'、'.join(_short(sigma) for sigma in shown['sigma'])}，画成横条。"
    )
    return Drawing(tuple(marks), WIDTH, height, "A = BC 与奇异值", said)


def _column(x: float, top: float, bottom: float) -> list[Point]:
    return [(x + 2, top), (x + CELL - 2, top), (x + CELL - 2, bottom), (x + 2, bottom)]


def _marked(shape: list[Point]) -> str:
    """A column that was chosen, for others to be combined of: red, as in the note's figure."""
    (left, top), (right, _), (_, bottom), _ = shape
    tint = mark("path", d=polyline(shape, close=True), fill=palette.ZHU, fill_opacity=0.09, stroke="none")
    strokes = mark("path", d=hatch(shape, RED, 6.0), stroke=palette.ZHU, stroke_width=0.8, stroke_opacity=0.55)
    sides = polyline([(left, top), (left, bottom)]) + polyline([(right, top), (right, bottom)])
    return tint + strokes + mark("path", d=sides, stroke=palette.ZHU, stroke_width=1.4)


def _matrix(entries: Entries, corner: Point, typeset: Typesetter) -> Iterator[str]:
    left, top = corner
    right, bottom = left + CELL * len(entries[0]), top + LINE * len(entries)
    sides = ((left - 4, 5), (right + 4, -5))
    brackets = [[(x + inward, top - 2), (x, top - 2), (x, bottom + 2), (x + inward, bottom + 2)] for x, inward in sides]
    yield mark("path", d="".join(polyline(bracket) for bracket in brackets), stroke_width=1.2)
    for p, numbers in enumerate(entries):
        for i, value in enumerate(numbers):
            label = formula(typeset, number(value), size=ENTRY, symbol=False)
            x, y = left + CELL * (i + 0.5) - label.width / 2, top + LINE * (p + 0.5) + 0.333 * ENTRY
            yield label.write(x, y)


def _over(left: float, entries: Entries, tex: str, typeset: Typesetter) -> Iterator[str]:
    yield formula(typeset, tex, palette.QUIET).at((left + CELL * len(entries[0]) / 2, TOP - 22))


def _bars(sigma: Sequence[float], top: float, typeset: Typesetter) -> Iterator[str]:
    """σ_1, σ_2, …, each as long as it is large; the last that counts is the one in question, and yellow."""
    last = max((j for j, value in enumerate(sigma) if value > ROUNDING), default=-1)
    for j, value in enumerate(sigma):
        y, length = top + STEP * j, BARS * value / (sigma[0] or 1)
        name = formula(typeset, f"\\sigma_{{{j + 1}}}", symbol=False)
        yield name.write(LEFT + 52 - name.width, y + 0.3 * ENTRY)
        (left, up), (right, down) = (LEFT + 62, y - BAR / 2), (LEFT + 62 + max(length, 1), y + BAR / 2)
        shape = polyline([(left, up), (right, up), (right, down), (left, down)], close=True)
        yield mark("path", d=shape, fill=palette.HUANG if j == last else None, stroke_width=1.1)
        yield word(_short(value), palette.INK).write(right + 8, y + 0.3 * ENTRY)


def _short(value: float) -> str:
    """Three digits; what is below rounding is 0."""
    return f"{value:.3g}" if value > ROUNDING else "0"
