"""Matrices whose cells are matrices: how high each row is and how wide each column follows from the cells that have a
size; 0 and I take theirs from these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, Misfit
from yansuan.check.sized import IDENTITY, ONES, ROW, ZERO, Unsized
from yansuan.check.values import number, shape_in_words


def assembled(cells: Sequence[Sequence[Any]], zeros: Sequence[Sequence[bool]], *, exact: bool) -> Any:
    """A matrix by its cells.

    Args:
        cells: by row.
        zeros: which of them are a printed 0, the zero of any shape.
        exact: whether they are objects rather than doubles.

    Raises:
        Misfit: the cells of a row are not of one height, or those of a column not of one width.
        Ambiguous: a size follows from nothing.
    """
    if all(np.size(cell) == 1 and not isinstance(cell, Unsized) for row in cells for cell in row):
        return np.array([[number(cell) for cell in row] for row in cells], dtype=object if exact else None)
    grid = _Grid(cells, zeros, exact=exact)
    grid.settle()
    blocks = [[grid.block(i, j) for j in range(len(cells[0]))] for i in range(len(cells))]
    rows = [np.concatenate([np.asarray(one, dtype=object if exact else None) for one in row], axis=1) for row in blocks]
    return np.concatenate(rows, axis=0)


class _Grid:
    """Cells, and the sizes of their rows and columns as far as they are known."""

    def __init__(self, cells: Sequence[Sequence[Any]], zeros: Sequence[Sequence[bool]], *, exact: bool) -> None:
        self._cells = [[Unsized(ZERO) if zero else cell for cell, zero in zip(*rows, strict=True)]
                       for rows in zip(cells, zeros, strict=True)]  # fmt: skip
        self._dtype = object if exact else None
        self._heights: list[int | None] = [None] * len(cells)
        self._widths: list[int | None] = [None] * len(cells[0])

    def settle(self) -> None:
        """Find the sizes, until nothing more follows."""
        while True:
            before = list(self._heights), list(self._widths)
            for i, row in enumerate(self._cells):
                for j, cell in enumerate(row):
                    self._learn(i, j, cell)
            if before == (self._heights, self._widths):
                return

    def _learn(self, i: int, j: int, cell: Any) -> None:
        if not isinstance(cell, Unsized):
            shape = cell.shape if isinstance(cell, np.ndarray) else (1, 1)
            self._set(i, j, *shape)
        elif cell.kind == IDENTITY:
            self._set(i, j, self._widths[j], self._heights[i])
        elif cell.kind in (ONES, ROW):
            self._set(i, j, 1 if cell.kind == ROW else None, 1 if cell.kind == ONES else None)

    def _set(self, i: int, j: int, height: int | None, width: int | None) -> None:
        for sizes, n, size in ((self._heights, i, height), (self._widths, j, width)):
            if size is not None and sizes[n] not in (None, size):
                raise Misfit(f"cell {i + 1}, {j + 1} of the matrix does not fit its neighbours")
            sizes[n] = sizes[n] if size is None else size

    def block(self, i: int, j: int) -> Any:
        """A cell as an array."""
        cell, height, width = self._cells[i][j], self._heights[i], self._widths[j]
        if height is None or width is None:
            raise Ambiguous(f"how large cell {i + 1}, {j + 1} of the matrix is follows from nothing beside it")
        if isinstance(cell, Unsized):
            return cell.like((height, width))
        found = cell if isinstance(cell, np.ndarray) else np.array([[cell]], dtype=self._dtype)
        if found.shape != (height, width):
            raise Misfit(f"cell {i + 1}, {j + 1} of the matrix is {shape_in_words(found)}")
        return found
