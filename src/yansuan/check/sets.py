"""Finite sets, evaluated: Python's frozensets of whole numbers, fractions, pairs and sets.

Nothing that is rounded is an element: of two doubles one cannot tell whether they are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, combinations
from typing import Any

import numpy as np

from yansuan.check.errors import Meaningless, Misfit
from yansuan.check.generic import Generic, NotRational
from yansuan.check.notation import State
from yansuan.check.relations import element_of
from yansuan.check.values import number
from yansuan.check.wholes import Function, Indices, exactly
from yansuan.tex import sets
from yansuan.tex.tree import Node

Compile = Callable[[Any], Function]

_MOST_ELEMENTS = 12  # of a set whose subsets are listed


def element(function: Function) -> Function:
    """The function that gives an expression's value as an element, exactly."""

    def value(state: State, indices: Indices) -> Any:
        x = number(function(state, indices))
        if isinstance(x, int | frozenset | tuple):
            return element_of(x)
        if isinstance(x, Generic):
            if (found := x.whole()) is None:
                raise NotRational("an element of a set")
            return found
        if isinstance(x, np.ndarray):
            raise Meaningless("elements of sets are whole numbers, fractions, pairs and sets here")
        return element_of(number(exactly(function, state, indices)))

    return value


def as_set(value: Any) -> frozenset[Any]:
    """A set.

    Raises:
        Misfit: it is something else.
    """
    if not isinstance(value, frozenset):
        raise Misfit("a set is needed here, and this is none")
    return value


def subsets(of: frozenset[Any]) -> frozenset[Any]:
    """`2^S`."""
    if len(of) > _MOST_ELEMENTS:
        raise Meaningless(f"the subsets of a set of {len(of)} elements")
    lists: Iterable[Any] = chain.from_iterable(combinations(of, n) for n in range(len(of) + 1))
    return frozenset(map(frozenset, lists))


def _set_of(compiled: Compile, node: sets.SetOf) -> Function:
    elements = [element(compiled(one)) for one in node.elements]
    return lambda state, indices: frozenset(one(state, indices) for one in elements)


def _operation(compiled: Compile, node: sets.SetOperation) -> Function:
    parts = [compiled(part) for part in node.parts]

    def value(state: State, indices: Indices) -> frozenset[Any]:
        first, *others = (as_set(part(state, indices)) for part in parts)
        if node.operation == "cup":
            return first.union(*others)
        return first.intersection(*others) if node.operation == "cap" else first.difference(*others)

    return value


def _size(compiled: Compile, node: sets.Size) -> Function:
    of = compiled(node.of)
    return lambda state, indices: len(as_set(of(state, indices)))


MAKERS: dict[type[Node], Callable[[Compile, Any], Function]] = {
    sets.SetOf: _set_of,
    sets.SetOperation: _operation,
    sets.Size: _size,
}
