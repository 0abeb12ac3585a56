"""Matrices with dots: how many entries there are follows from the values of what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from yansuan.check.errors import Misfit
from yansuan.check.values import number
from yansuan.tex import tree

Function = Callable[[Any, Any], Any]
Items = Callable[[Any, Any], Iterator[Any]]
_MOST_ENTRIES = 10_000


def grid(
    compiled: Callable[[tree.Node], Function], counter: Callable[[tree.Big], Function], node: tree.Grid
) -> Function:
    """The function that gives a matrix of two dimensions."""
    rows = _items(node.rows, lambda row: _row(compiled, counter, row), counter)

    def value(state: Any, indices: Any) -> Any:
        found = [list(row(*at)) for row, at in rows(state, indices)]
        if len({len(row) for row in found}) != 1:
            raise Misfit("the rows of the matrix are not of one length")
        return _array(found, state)

    return value


def diagonal(
    compiled: Callable[[tree.Node], Function], counter: Callable[[tree.Big], Function], node: tree.Diagonal
) -> Function:
    """The function that gives a square matrix with nothing beside its diagonal."""
    entries = _items(node.entries, compiled, counter)

    def value(state: Any, indices: Any) -> Any:
        found = [number(entry(*at)) for entry, at in entries(state, indices)]
        return _array([[one if n == m else 0 for m in range(len(found))] for n, one in enumerate(found)], state)

    return value


def values(
    compiled: Callable[[tree.Node], Function], counter: Callable[[tree.Big], Function], nodes: Sequence[tree.Node]
) -> Function:
    """The function that gives the values of a list, one by one where dots stand for several."""
    entries = _items(nodes, compiled, counter)
    return lambda state, indices: [entry(*at) for entry, at in entries(state, indices)]


def _array(rows: Sequence[Sequence[Any]], state: Any) -> Any:
    if not rows or not rows[0]:
        raise Misfit("the matrix has no entries")
    if len(rows) * len(rows[0]) > _MOST_ENTRIES:
        raise Misfit(f"a matrix of more than {_MOST_ENTRIES} entries")
    return np.array(rows, dtype=object if state.field.exact else None)


def _row(compiled: Callable[[tree.Node], Function], counter: Callable[[tree.Big], Function], node: tree.Node) -> Items:
    assert isinstance(node, tree.Row)
    entries = _items(node.entries, compiled, counter)
    return lambda state, indices: (number(entry(*at)) for entry, at in entries(state, indices))


def _items(
    nodes: Sequence[tree.Node], of: Callable[[tree.Node], Any], counter: Callable[[tree.Big], Function]
) -> Callable[[Any, Any], Iterator[tuple[Any, tuple[Any, Any]]]]:
    """Each item with the state and the indices to be called with, those that dots stand for one by one."""
    parts = list[tuple[Any, Function | None, str]]()
    for node in nodes:
        big = node.meaning if isinstance(node, tree.Dotted) else None
        if isinstance(big, tree.Big) and big.operation == "list":
            parts.append((of(big.body), counter(big), big.variable))
        else:
            parts.append((of(node), None, ""))

    def items(state: Any, indices: Any) -> Iterator[tuple[Any, tuple[Any, Any]]]:
        for function, counted, variable in parts:
            if counted is None:
                yield function, (state, indices)
                continue
            for n in counted(state, indices):
                state.instance.spend(1)
                yield function, (state, {**indices, variable: n})

    return items
