r"""A row before a matrix or a column: `(x_1, \dots, x_n)A`.

Numbers in round brackets right before a matrix are a row, which is the only way to multiply them; columns are the
matrix that has these columns.  Before a number nobody can tell what the brackets are, which the values say
(`check/in_rows.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.parts import Factor

_MATRICES = (tree.Matrix, tree.Grid, tree.Diagonal, tree.Quantity, tree.Call, tree.Transpose, tree.Unsized)


@dataclass(frozen=True)
class RowTimes(Node):
    """Numbers, or columns, in a row, times what has as many rows."""

    items: tuple[Node, ...]
    of: Node


def with_rows(factors: Sequence[Factor]) -> Sequence[Factor]:
    """Factors, the first two as one where a row stands before a matrix or what may be one."""
    row, *rest = factors
    if not (rest and isinstance(row.node, tree.Tuple) and not row.node.column and rest[0].joint == "*"):
        return factors
    of = rest[0].node
    if not isinstance(of, _MATRICES):
        return factors
    node = RowTimes(row.node.start, of.end, row.node.items, of)
    return [replace(row, node=node, end=rest[0].end), *rest[1:]]
