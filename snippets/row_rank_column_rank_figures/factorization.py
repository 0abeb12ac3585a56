"""The picture of the rank note: A = BC, read by columns and then by rows.

By columns: column i of A is a combination of the columns v_1 … v_r of B, its weights column i of C.  By rows: row p of
A is a combination of the rows γ_1ᵀ … γ_rᵀ of C, its weights row p of B.  In each reading what is combined is red (朱:
it comes in), what results is green (绿: it goes out), and the weights are yellow (黄: what the reading asks for).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from yansuan.draw import palette
from yansuan.draw.ink import (
    GREEN,
    RED,
    WIDTH,
    Box,
    Drawing,
    Label,
    Point,
    Typesetter,
    Value,
    formula,
    group,
    hatch,
    mark,
    num,
    polyline,
    row,
    word,
)

Entries = Sequence[Sequence[float]]

ENTRY = 18.5  # em of an entry
LINE = 33.0  # from one row to the next
PAREN = 10.0  # width of a parenthesis with the air before the entries
EQUALS, BETWEEN = 32.0, 4.0  # room for the sign between A and B; between B and C
BESIDE = 33.0  # room for the names of rows at either side
LARGEST_DENOMINATOR = 12  # of what is written as a fraction
TIGHT = 1e-9  # how near a number is to the fraction that it is written as


@dataclass(frozen=True)
class Block:
    """A matrix on the sheet: the TeX of its entries, where its cells begin, and how wide each column is."""

    name: str
    entries: tuple[tuple[str, ...], ...]
    left: float
    top: float
    cells: tuple[float, ...]

    @property
    def box(self) -> Box:
        """All its cells."""
        return Box(self.left, self.top, self.left + sum(self.cells), self.top + LINE * len(self.entries))

    def column(self, index: int) -> Box:
        """The cells of a column, counted from 0."""
        left = self.left + sum(self.cells[:index])
        return Box(left + 2, self.top - 3, left + self.cells[index] - 2, self.box.bottom + 3)

    def row(self, index: int) -> Box:
        """The cells of a row, counted from 0."""
        top = self.top + index * LINE
        return Box(self.left - 1, top + 2, self.box.right + 1, top + LINE - 2)

    def centre(self, p: int, i: int) -> Point:
        """Of the cell of an entry, counted from 0."""
        return self.left + sum(self.cells[:i]) + self.cells[i] / 2, self.top + (p + 0.5) * LINE


@dataclass(frozen=True)
class Product:
    """A, B and C side by side on a sheet."""

    a: Block
    b: Block
    c: Block
    width: float

    @property
    def bottom(self) -> float:
        """How far down the tallest reaches."""
        return self.a.box.bottom


def figure(
    EXAMPLE_A: Entries, rank_factorization: Callable[[Entries], tuple[Entries, Entries]], typeset: Typesetter
) -> Drawing:
    """The example of the note."""
    return draw(EXAMPLE_A, *rank_factorization(EXAMPLE_A), typeset)


def draw(A: Entries, B: Entries, C: Entries, typeset: Typesetter) -> Drawing:
    """A (m, n) as the product of B (m, r) and C (r, n); ValueError where the shapes do not fit or r is 0."""
    matrices = [[[float(value) for value in entries] for entries in matrix] for matrix in (A, B, C)]
    _check(*matrices)
    i, p = _fullest([*zip(*matrices[2], strict=True)], prefer_last=True), _fullest(matrices[1])
    columns, rows = _columns(matrices, i, typeset), _rows(matrices, p, typeset)
    room = max(columns.equation.width, rows.equation.width) + 8
    above = _lay_out(matrices, 74.0, room, typeset)
    below = _lay_out(matrices, above.bottom + 116.0, room, typeset)
    marks = (*_by_columns(above, i, columns, typeset), *_by_rows(below, p, rows, typeset))
    return Drawing(marks, above.width, below.bottom + 36, "A = BC：竖着读与横着读", _description(matrices, i, p))


def _check(a: Entries, b: Entries, c: Entries) -> None:
    shapes = [(len(matrix), {len(entries) for entries in matrix}) for matrix in (a, b, c)]
    (m, n), (k, r), (s, t) = shapes
    if not (m == k and r == {s} and n == t and len(n) == 1 and min(m, s, *n) > 0):
        found = ", ".join(f"({rows}, {'/'.join(map(str, sorted(columns))) or 0})" for rows, columns in shapes)
        raise ValueError(f"A = BC needs shapes (m, n), (m, r), (r, n) with no 0 in them, not {found}")


def _fullest(vectors: Sequence[Sequence[float]], *, prefer_last: bool = False) -> int:
    """Which vector has the most weights that are not 0: of several, the last or the one nearest the middle."""
    middle = (len(vectors) - 1) / 2

    def merit(index: int) -> tuple[int, float]:
        full = sum(abs(value) > TIGHT for value in vectors[index])
        return full, index if prefer_last else -abs(index - middle)

    return max(range(len(vectors)), key=merit)


def number(value: float) -> str:
    """TeX of an entry: an integer, a simple fraction with a slash, or three digits."""
    fraction = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
    if abs(float(fraction) - value) > TIGHT * max(1.0, abs(value)):
        return f"{value:.3g}"
    return str(fraction)


def _lay_out(matrices: Sequence[Entries], top: float, room: float, typeset: Typesetter) -> Product:
    """A = BC in a line at least `room` wide, C half way up A."""
    written = [tuple(tuple(number(value) for value in entries) for entries in matrix) for matrix in matrices]
    cells = [_cells(matrix, typeset) for matrix in written]
    spans = [sum(widths) + 2 * PAREN for widths in cells]
    whole = sum(spans) + EQUALS + BETWEEN
    width = max(WIDTH, room, whole + 2 * BESIDE)
    left = (width - whole) / 2 + PAREN
    lefts = (left, left + spans[0] + EQUALS, left + spans[0] + EQUALS + spans[1] + BETWEEN)
    tops = [top + (len(written[0]) - len(matrix)) * LINE / 2 for matrix in written]
    a, b, c = (Block(*block) for block in zip("ABC", written, lefts, tops, cells, strict=True))
    return Product(a, b, c, width)


def _cells(matrix: Sequence[Sequence[str]], typeset: Typesetter) -> tuple[float, ...]:
    """How wide the columns are."""
    widest = (max(typeset(tex).width for tex in column) * ENTRY for column in zip(*matrix, strict=True))
    return tuple(max(29.0, entry + 13) for entry in widest)


# --- the two readings


@dataclass(frozen=True)
class Reading:
    """A combination: the equation, the name of what results, the names of what is combined."""

    equation: Label
    result: Label
    parts: tuple[Label, ...]


def _columns(matrices: Sequence[Entries], i: int, typeset: Typesetter) -> Reading:
    """c_i = γ_1i v_1 + … + γ_ri v_r, and with the numbers."""
    rank = range(1, len(matrices[2]) + 1)
    result = formula(typeset, f"c_{{{i + 1}}}", palette.LV)
    parts = tuple(formula(typeset, f"v_{{{j}}}", palette.ZHU) for j in rank)
    letters = [formula(typeset, f"\\gamma_{{{j}{i + 1}}}") for j in rank]
    return _reading("竖着读", result, letters, [entries[i] for entries in matrices[2]], parts, typeset)


def _rows(matrices: Sequence[Entries], p: int, typeset: Typesetter) -> Reading:
    """ρ_pᵀ = b_p1 γ_1ᵀ + … + b_pr γ_rᵀ, and with the numbers."""
    rank = range(1, len(matrices[2]) + 1)
    result = formula(typeset, f"\\rho_{{{p + 1}}}^{{\\mathsf T}}", palette.LV)
    parts = tuple(formula(typeset, f"\\gamma_{{{j}}}^{{\\mathsf T}}", palette.ZHU) for j in rank)
    letters = [formula(typeset, f"b_{{{p + 1}{j}}}") for j in rank]
    return _reading("横着读", result, letters, matrices[1][p], parts, typeset)


def _reading(
    words: str,
    result: Label,
    letters: Sequence[Label],
    weights: Sequence[float],
    parts: tuple[Label, ...],
    typeset: Typesetter,
) -> Reading:
    equals, plus = formula(typeset, "="), formula(typeset, "+")
    terms = [row([letter, part], 1.5) for letter, part in zip(letters, parts, strict=True)]
    sum_of_terms = [piece for term in terms for piece in (plus, term)][1:]
    equation = row([result, equals, row(sum_of_terms, 5), equals, _combination(weights, parts, typeset)], 6)
    return Reading(row([word(words, palette.INK), equation], 12), result, parts)


def _combination(weights: Sequence[float], parts: Sequence[Label], typeset: Typesetter) -> Label:
    """A combination as one writes it: no term with 0, no factor 1."""
    pieces: list[Label] = []
    for weight, part in zip(weights, parts, strict=True):
        written = number(abs(weight))
        if written == "0":
            continue
        term = part if written == "1" else row([formula(typeset, written), part], 3)
        sign = formula(typeset, "-" if weight < 0 else "+")
        if pieces:
            pieces += [sign, term]
        else:
            pieces.append(row([sign, term], 1.5) if weight < 0 else term)
    return row(pieces, 5) if pieces else formula(typeset, "0")


def _by_columns(on: Product, i: int, reading: Reading, typeset: Typesetter) -> Iterator[str]:
    yield reading.equation.write((on.width - reading.equation.width) / 2, on.a.top - 54)
    yield _strip(on.a.column(i), palette.LV, GREEN, "c_i") + _above(on.a.column(i), reading.result)
    for j, part in enumerate(reading.parts):
        yield _strip(on.b.column(j), palette.ZHU, RED, "v_j") + _above(on.b.column(j), part)
    yield _ring(on.c.column(i))
    yield from _product(on, typeset)


def _by_rows(on: Product, p: int, reading: Reading, typeset: Typesetter) -> Iterator[str]:
    yield reading.equation.write((on.width - reading.equation.width) / 2, on.a.top - 28)
    yield _strip(on.a.row(p), palette.LV, GREEN, r"\rho_p") + _beside(on.a.row(p), reading.result, -1)
    yield _ring(on.b.row(p))
    for j, part in enumerate(reading.parts):
        yield _strip(on.c.row(j), palette.ZHU, RED, r"\gamma_j") + _beside(on.c.row(j), part, 1)
    yield from _product(on, typeset)


# --- marks


def _product(on: Product, typeset: Typesetter) -> Iterator[str]:
    equals = formula(typeset, "=")
    yield equals.at(((on.a.box.right + on.b.box.left) / 2, (on.a.top + on.bottom) / 2))
    for block in (on.a, on.b, on.c):
        yield group(_block(block, typeset), data_symbol=block.name)
        name = formula(typeset, block.name, palette.QUIET)
        yield name.at(((block.box.left + block.box.right) / 2, on.bottom + 22))


def _block(block: Block, typeset: Typesetter) -> Iterator[str]:
    box = block.box
    yield mark("path", d=_paren(box.left, box, -1) + _paren(box.right, box, 1), stroke_width=1.1)
    for p, entries in enumerate(block.entries):
        for i, tex in enumerate(entries):
            label, (x, y) = formula(typeset, tex, size=ENTRY, symbol=False), block.centre(p, i)
            yield label.write(x - label.width / 2, y + 0.333 * ENTRY)  # all digits of a row on one baseline


def _paren(x: float, box: Box, side: int) -> str:
    """A tall parenthesis, bulging to `side`."""
    top, bottom, bulge = box.top - 4, box.bottom + 4, x + side * (PAREN + 1)
    bend = min(20.0, (bottom - top) / 2.5)
    ends = (f"{num(x + side * 2)} {num(top)}", f"{num(x + side * 2)} {num(bottom)}")
    into, out = f"{num(bulge)} {num(top + bend * 0.6)}", f"{num(bulge)} {num(bottom - bend * 0.6)}"
    return f"M{ends[0]}C{into} {out} {ends[1]}"


def _strip(box: Box, colour: str, slant: float, symbol: str) -> str:
    """Entries marked as one, which are `symbol`: a light hatching that numbers can be read on, between two lines."""
    (a, b), (c, d) = (box.left, box.top), (box.right, box.bottom)
    shape = [(a, b), (c, b), (c, d), (a, d)]
    upright = d - b > c - a
    sides = [[(a, b), (a, d)], [(c, b), (c, d)]] if upright else [[(a, b), (c, b)], [(a, d), (c, d)]]
    marks = (
        mark("path", d=polyline(shape, close=True), fill=colour, fill_opacity=0.09, stroke="none"),
        mark("path", d=hatch(shape, slant, 6.0), stroke=colour, stroke_width=0.8, stroke_opacity=0.55),
        mark("path", d="".join(map(polyline, sides)), stroke=colour, stroke_width=1.4),
    )
    return group(marks, data_symbol=symbol)


def _ring(box: Box, band: float = 5.0) -> str:
    """Something circled: yellow between two lines of ink."""

    def oval(by: float, **attributes: Value) -> str:
        grown = box.grown(by)
        width, height = grown.right - grown.left, grown.bottom - grown.top
        radius = min(width / 2, height / 2, 16 + by)
        return mark("rect", x=grown.left, y=grown.top, width=width, height=height, rx=radius, **attributes)

    outlines = oval(1.8 - band / 2, stroke_width=1.0) + oval(1.8 + band / 2, stroke_width=1.0)
    return oval(1.8, stroke=palette.HUANG, stroke_width=band) + outlines


def _above(box: Box, label: Label) -> str:
    return label.write((box.left + box.right - label.width) / 2, box.top - 11)


def _beside(box: Box, label: Label, side: int) -> str:
    edge = box.right + PAREN + 5 if side > 0 else box.left - PAREN - 5 - label.width
    return label.write(edge, (box.top + box.bottom) / 2 + 0.25 * ENTRY)


def _description(matrices: Sequence[Entries], i: int, p: int) -> str:
    a, b, c = (_spoken(matrix) for matrix in matrices)
    rank = len(matrices[2])
    return (
        f"矩阵 A = {a} 写成 B = {b} 与 C = {c} 的乘积。"
        f"竖着读：A 的第 {i + 1} 列是 B 的 {rank} 列的组合，系数是 C 的第 {i + 1} 列。"
        f"横着读：A 的第 {p + 1} 行是 C 的 {rank} 行的组合，系数是 B 的第 {p + 1} 行。"
        "被组合的用红色、斜线向右上，组合成的用绿色、斜线向右下，系数有黄色的双圈。"
    )


def _spoken(matrix: Entries) -> str:
    return "[" + "; ".join(", ".join(number(value) for value in entries) for entries in matrix) + "]"
