"""What takes its size, or how it lies, from the other sides of a chain: `A^{-1}A = I`, `v = (1, 2, 3)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, Meaningless
from yansuan.check.sized import IDENTITY, NAMES, ONES, Unsized
from yansuan.check.values import whole_number
from yansuan.tex import tree

Function = Callable[[Any, Mapping[str, Any]], Any]

_LARGEST = 200


def free(compiled: Callable[[tree.Node], Function], node: tree.Unsized) -> Function:
    """The identity, zeros or ones of a size that is written, or of one that is not."""
    kind, sizes = node.kind, [compiled(part) for part in node.sizes]

    def value(state: Any, indices: Mapping[str, Any]) -> Any:
        if not sizes:
            alone = Unsized(kind)
            return alone.like((1, 1)) if state.instance.is_of_size_one else alone
        try:
            found = [whole_number(size(state, indices)) for size in sizes]
            if kind == ONES and len(found) == 1 and isinstance(found[0], bool):  # \mathbf 1_A, where A is an event
                return int(found[0])
        except Meaningless:
            found = [0]
        if not all(0 < one < _LARGEST for one in found):
            raise Ambiguous(f"what stands below {NAMES[kind]} is no size")
        rows, columns = found[0], found[-1] if len(found) > 1 or kind == IDENTITY else 1
        return Unsized(kind).like((rows, columns))

    return value


def tuple_of(items: Function) -> Function:
    """Numbers in brackets, as a column; `items` gives all of them."""

    def value(state: Any, indices: Mapping[str, Any]) -> Any:
        found = items(state, indices)
        if any(isinstance(one, np.ndarray) and one.size != 1 for one in found):
            raise Ambiguous("vectors in a tuple: bind the whole")
        found = [one.item() if isinstance(one, np.ndarray) else one for one in found]
        return np.array(found, dtype=object if state.field.exact else None)[:, np.newaxis]

    return value


def sides(chain: tree.Chain, functions: Sequence[Function]) -> list[Function]:
    """The sides of a chain, those without a size of their own as large as their neighbours."""
    if not any(isinstance(node, tree.Unsized | tree.Tuple) for node in tree.walk(chain)):
        return list(functions)
    return [_Side(n, node, functions).value for n, node in enumerate(chain.expressions)]


class _Side:
    """One side of a chain."""

    def __init__(self, n: int, node: tree.Node, functions: Sequence[Function]) -> None:
        others = sorted((m for m in range(len(functions)) if m != n), key=lambda m: abs(m - n))
        self._own, self._others = functions[n], [functions[m] for m in others]
        self._turns = isinstance(node, tree.Tuple) and not node.column
        self._is_tuple = isinstance(node, tree.Tuple)

    def value(self, state: Any, indices: Mapping[str, Any]) -> Any:
        """Its value."""
        own = self._own(state, indices)
        if not (isinstance(own, Unsized) or self._is_tuple):
            return own
        for function in self._others:
            other = function(state, indices)
            if isinstance(other, Unsized):
                continue
            if isinstance(own, Unsized):
                return own.like(np.shape(other))
            if not isinstance(other, np.ndarray):
                raise Ambiguous("brackets beside a number: \\gcd, an inner product? Write which")
            return own.T if self._turns and other.shape[0] == 1 else own
        if isinstance(own, Unsized):
            raise own.undetermined()
        return own
