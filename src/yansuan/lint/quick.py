"""Whether two sides differ, as doubles tell: the first look, at what mostly differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Literal

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

_APART, _EQUAL = 1e-6, 1e-10  # relative: what is so far apart differs, and what is equal
_ASSIGNMENTS, _MANY = 2, 12
_MOSTLY = 0.6


Look = Literal["differ", "agree", ""]


def look(statement: Statement, tex: str, instances: Sequence[Instance]) -> Look:
    """Whether the sides of an equation differ for some indices, or agree for all; "" where nobody can tell so."""
    if statement.chain.relations[0].sign != "=":
        return ""
    farthest = -1.0
    for instance in instances:
        for apart in _apart(statement, tex, instance, _ASSIGNMENTS):
            if apart > _APART:
                return "differ"
            farthest = max(farthest, apart)
    return "agree" if 0 <= farthest <= _EQUAL else ""


def differ_mostly(statement: Statement, tex: str, instances: Sequence[Instance]) -> bool:
    """Whether they differ nearly wherever both have a value, and not only at an end of a range."""
    if statement.chain.relations[0].sign != "=":
        return True
    found = [apart > _APART for instance in instances for apart in _apart(statement, tex, instance, _MANY)]
    return sum(found) > _MOSTLY * len(found)


def _apart(statement: Statement, tex: str, instance: Instance, most: int) -> Iterator[float]:
    """For some indices, how far the sides are apart, relatively."""
    chain = statement.chain
    instance.begin()
    try:
        functions = sides_of(chain, [compiled(without_orders(side)) for side in chain.expressions])
        for indices in islice(letters_of(statement, tex, instance), most):
            with np.errstate(all="ignore"):
                left, right = (np.asarray(function(instance.base, indices)) for function in functions)
            if (apart := _distance(left, right)) is not None:
                yield apart
    except (*UNABLE, Unreadable):
        return


def _distance(left: NDArray[Any], right: NDArray[Any]) -> float | None:
    """The relative distance of two values; None where they are none, or not of one shape."""
    if left.size == right.size == 1:  # a number, and a matrix of one
        left, right = left.reshape(()), right.reshape(())
    if left.dtype.kind not in "biufc" or right.dtype.kind not in "biufc" or left.shape != right.shape:
        return None
    if not (np.all(np.isfinite(left)) and np.all(np.isfinite(right))):
        return None
    size = max(float(np.max(np.abs(left), initial=0.0)), float(np.max(np.abs(right), initial=0.0)))
    apart = float(np.max(np.abs(np.subtract(left, right, dtype=complex)), initial=0.0))
    return apart / size if size else 0.0
