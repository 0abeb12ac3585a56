r"""Square matrices whose dots go along diagonals, with nothing beside these but a row or a column of its own.

    \begin{pmatrix} a_0 & 1 & & \\ -1 & a_1 & \ddots & \\ & \ddots & \ddots & 1 \\ & & -1 & a_k \end{pmatrix}
    \begin{bmatrix} & & & c_d \\ 1 & & & c_{d-1} \\ & \ddots & & \vdots \\ & & 1 & c_1 \end{bmatrix}

A diagonal with dots is of one thing, or follows one rule; one without them is empty.  How large the matrix is, the
rules say.  Empty cells are 0 where it cannot be that half of a symmetric matrix is left out: where both of two cells
that lie opposite are empty, or one on the diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yansuan.tex import tree
from yansuan.tex.dots import Term, understood
from yansuan.tex.operators import DOTS
from yansuan.tex.parts import Parts
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

_DOWN, _ALONG = frozenset((r"\vdots", "⋮")), frozenset((r"\ddots", "⋱"))
_ZERO, _CELL = "0", "x"
_KINDS = {**dict.fromkeys(DOTS, "h"), **dict.fromkeys(_DOWN, "v"), **dict.fromkeys(_ALONG, "d"), "": _ZERO, "0": _ZERO}


@dataclass(frozen=True)
class Line:
    """A diagonal at an offset to the right, or a border: its entries, or the one thing that stands in all of it."""

    offset: int
    items: tuple[Node, ...]
    same: bool = False


@dataclass(frozen=True)
class Banded(Node):
    """A square matrix by its diagonals and borders; a border at offset 0 is the first row or column, at −1 the last."""

    entries: tuple[tuple[Node, ...], ...]
    diagonals: tuple[int, ...]
    same: tuple[bool, ...]
    rows: tuple[tuple[int, tuple[Node, ...]], ...] = ()
    columns: tuple[tuple[int, tuple[Node, ...]], ...] = ()


def banded(rows: Sequence[Sequence[Parts]], start: int, stopped: int) -> Banded | None:
    """Such a matrix; None where something else stands there.

    Raises:
        Unreadable: a diagonal follows no rule, or nothing says how large the matrix is.
    """
    size = len(rows)
    if size < 3 or any(len(row) != size for row in rows):
        return None
    layout = _Layout(rows, [[_KINDS.get("".join(cell.texts), _CELL) for cell in row] for row in rows])
    if not any("d" in row for row in layout.kinds) or not layout.leaves_out():
        return None
    across, down = layout.borders(), layout.turned().borders()
    if across is None or down is None:
        return None
    lines = layout.diagonals(set(across), set(down))
    if lines is None:
        return None
    sized = [one for one in lines if not one.same]
    if not (sized or across or down):
        raise Unreadable("how large is this matrix? Let an entry say it, or write the size below it", start)
    turned = layout.turned()
    return Banded(
        start, stopped, tuple(one.items for one in lines), tuple(one.offset for one in lines),
        tuple(one.same for one in lines),
        tuple((n and -1, layout.listed(n)) for n in across), tuple((n and -1, turned.listed(n)) for n in down),
    )  # fmt: skip


class _Layout:
    """The cells, and what kind each of them is: "0", "x" for an entry, dots "h", "v" and "d"."""

    def __init__(self, cells: Sequence[Sequence[Parts]], kinds: list[list[str]]) -> None:
        self._cells, self.kinds = cells, kinds
        self._size = len(kinds)

    def turned(self) -> _Layout:
        """The same with rows for columns."""
        swapped = {"h": "v", "v": "h"}
        kinds = [[swapped.get(kind, kind) for kind in column] for column in zip(*self.kinds, strict=True)]
        return _Layout(list(zip(*self._cells, strict=True)), kinds)

    def leaves_out(self) -> bool:
        """Whether an empty cell can be nothing but 0."""
        empty = [[cell.at >= cell.end for cell in row] for row in self._cells]
        opposite = any(empty[i][j] and empty[j][i] for i in range(self._size) for j in range(i + 1))
        return opposite or not any(map(any, empty))

    def borders(self) -> list[int] | None:
        """The first and the last row where dots stand for entries of it; None where such dots stand elsewhere."""
        found = list[int]()
        for n, row in enumerate(self.kinds):
            between = [at for at, kind in enumerate(row) if kind == "h"]
            beside = {row[at + step] for at in between for step in (-1, 1) if 0 <= at + step < self._size}
            if _CELL not in beside:
                continue
            if n not in (0, self._size - 1) or set(row) - {"h", _CELL, _ZERO}:
                return None
            found.append(n)
        return found

    def listed(self, n: int) -> tuple[Node, ...]:
        """The entries of a row, what dots among them stand for as one."""
        return _listed(list(self._cells[n]), self.kinds[n])

    def _is_zero(self, i: int, j: int) -> bool:
        """Whether a cell is 0 or empty, or dots between two that are."""
        kind = self.kinds[i][j]
        line, at = (self.kinds[i], j) if kind == "h" else ([row[j] for row in self.kinds], i)
        if kind not in ("h", "v"):
            return kind == _ZERO
        before = next((one for one in line[at::-1] if one != kind), "")
        after = next((one for one in line[at:] if one != kind), "")
        return before == after == _ZERO

    def diagonals(self, across: set[int], down: set[int]) -> list[Line] | None:
        """The diagonals that are not empty, but for cells of the borders; None where one is no such line."""
        found = list[Line]()
        for offset in range(1 - self._size, self._size):
            places = [(n, n + offset) for n in range(self._size) if 0 <= n + offset < self._size]
            own = [(i, j) for i, j in places if i not in across and j not in down]
            kinds = [_ZERO if self._is_zero(i, j) else self.kinds[i][j] for i, j in own]
            if not own or (set(kinds) <= {_ZERO, "d"} and _ZERO in kinds):
                continue
            if "d" not in kinds or set(kinds) - {_CELL, "d"}:
                return None
            cells = [self._cells[i][j] for i, j in own]
            spelled = {" ".join(cell.texts) for cell, kind in zip(cells, kinds, strict=True) if kind == _CELL}
            if len(spelled) == 1:
                only = next(cell for cell, kind in zip(cells, kinds, strict=True) if kind == _CELL)
                found.append(Line(offset, (only.inside(only.at, only.end).whole(),), same=True))
            elif len(own) < len(places):
                return None
            else:
                found.append(Line(offset, _listed(cells, ["h" if kind == "d" else kind for kind in kinds])))
        return found


def _listed(cells: Sequence[Parts], kinds: Sequence[str]) -> tuple[Node, ...]:
    terms = list[Term]()
    for cell, kind in zip(cells, kinds, strict=True):
        if kind == "h" and terms and terms[-1].node is None:
            continue
        start, end = cell.offset, cell.tokens[cell.end - 1].end
        nought = tree.Number(start, start, 0, "0")
        node = None if kind == "h" else nought if kind == _ZERO else cell.inside(cell.at, cell.end).whole()
        terms.append(Term(1, node, start, max(start, end)))
    return tuple(one.node for one in understood(terms, "list") if one.node is not None)
