"""Whether two sides differ, as doubles tell: the first look, at what mostly differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.checker import letters_of
from yansuan.check.errors import UNABLE
from yansuan.check.evaluator import compiled
from yansuan.check.neighbours import sides as sides_of
from yansuan.check.notation import Instance
from yansuan.tex.orders import without_orders
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Statement

_APART = 1e-6  # relative: what is so far apart differs
_ASSIGNMENTS, _MANY = 2, 12
_MOSTLY = 0.6


def differ(statement: Statement, tex: str, instance: Instance) -> bool:
    """Whether the two sides of a statement differ for some indices; False where that cannot be told so."""
    return any(_apart(statement, tex, instance, _ASSIGNMENTS))


def differ_mostly(statement: Statement, tex: str, instances: Sequence[Instance]) -> bool:
    """Whether they differ nearly wherever both have a value, and not only at an end of a range."""
    found = [apart for instance in instances for apart in _apart(statement, tex, instance, _MANY)]
    return sum(found) > _MOSTLY * len(found)


def _apart(statement: Statement, tex: str, instance: Instance, most: int) -> Iterator[bool]:
    """For some indices, whether the sides differ."""
    chain = statement.chain
    instance.begin()
    try:
        functions = sides_of(chain, [compiled(without_orders(side)) for side in chain.expressions])
        for indices in islice(letters_of(statement, tex, instance), most):
            with np.errstate(all="ignore"):
                left, right = (np.asarray(function(instance.base, indices)) for function in functions)
            yield _are_apart(left, right)
    except (*UNABLE, Unreadable):
        return


def _are_apart(left: NDArray[Any], right: NDArray[Any]) -> bool:
    if left.size == right.size == 1:  # a number, and a matrix of one
        left, right = left.reshape(()), right.reshape(())
    if left.dtype.kind not in "biufc" or right.dtype.kind not in "biufc" or left.shape != right.shape:
        return False
    if not (np.all(np.isfinite(left)) and np.all(np.isfinite(right))):
        return False
    size = max(float(np.max(np.abs(left), initial=0.0)), float(np.max(np.abs(right), initial=0.0)))
    return float(np.max(np.abs(np.subtract(left, right, dtype=complex)), initial=0.0)) > _APART * size
