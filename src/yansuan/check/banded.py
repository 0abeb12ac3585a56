"""Square matrices by their diagonals and borders: how large they are follows from how many entries these have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from yansuan.check.errors import Misfit
from yansuan.check.values import number
from yansuan.tex.banded import Banded
from yansuan.tex.tree import Node

Function = Callable[[Any, Any], Any]
_MOST = 100  # rows


def matrix(values: Callable[[Sequence[Node]], Function], node: Banded) -> Function:
    """The function that gives the matrix; `values` makes one that gives the values of a list."""
    diagonals = [values(items) for items in node.entries]
    rows = [(n, values(items)) for n, items in node.rows]
    columns = [(n, values(items)) for n, items in node.columns]

    def value(state: Any, indices: Any) -> Any:
        found = [list(map(number, one(state, indices))) for one in diagonals]
        across = [(n, list(map(number, one(state, indices)))) for n, one in rows]
        down = [(n, list(map(number, one(state, indices)))) for n, one in columns]
        kinds = zip(found, node.diagonals, node.same, strict=True)
        sizes = {len(one) + abs(offset) for one, offset, same in kinds if not same}
        sizes |= {len(one) for _, one in (*across, *down)}
        if len(sizes) != 1:
            raise Misfit("the diagonals, rows and columns of the matrix are of different lengths")
        (size,) = sizes
        if not 0 < size <= _MOST:
            raise Misfit(f"a matrix of {size} rows")
        made = [[0] * size for _ in range(size)]
        for one, offset, same in zip(found, node.diagonals, node.same, strict=True):
            for n in range(size - abs(offset)):
                made[n - min(offset, 0)][n + max(offset, 0)] = one[0] if same else one[n]
        for n, one in across:
            made[n] = one
        for n, one in down:
            for row, entry in zip(made, one, strict=True):
                row[n] = entry
        return np.array(made, dtype=object if state.field.exact else None)

    return value
