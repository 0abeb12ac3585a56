"""`E_{x \\sim p}[f(x)]`: a sum over the entries of p, or an integral with the density p."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yansuan.check.errors import Meaningless
from yansuan.check.fields import as_double
from yansuan.check.notation import State
from yansuan.check.values import multiply, total
from yansuan.tex import tree
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]

_NEAR = 1e-9  # so near to 1 probabilities add up


def expected(compiled: Compile, node: tree.Expected) -> Function:
    """The mean."""
    if isinstance(node.law, tree.Call):
        return _with_density(compiled, node)
    law, body, name = compiled(node.law), compiled(node.body), node.variable
    steps = 1 + sum(1 for _ in tree.walk(node.body))

    def value(state: State, indices: Indices) -> Any:
        chances = probabilities(law(state, indices))
        state.instance.spend(steps * len(chances))
        terms = (
            multiply(chance, body(state, {**indices, name: n}), state.field) for n, chance in enumerate(chances, 1)
        )
        return total(terms, state.field)

    return value


def _with_density(compiled: Compile, node: tree.Expected) -> Function:
    start, end = node.start, node.end
    low, high = tree.Infinity(start, end, -1), tree.Infinity(start, end, 1)
    weighed = tree.Product(start, end, (("*", node.law), ("*", node.body)))
    mean = compiled(tree.Integral(start, end, node.variable, low, high, weighed))
    whole = compiled(tree.Integral(start, end, node.variable, low, high, node.law))

    def value(state: State, indices: Indices) -> Any:
        if abs(float(np.real(as_double(whole(state, indices)))) - 1) > _NEAR:
            raise Meaningless("this is no density: its integral is not 1")
        return mean(state, indices)

    return value


def probabilities(value: Any) -> list[Any]:
    """The entries of a vector of probabilities.

    Raises:
        Meaningless: it is none.
    """
    if not isinstance(value, np.ndarray) or 1 not in value.shape:
        raise Meaningless("this is no vector of probabilities")
    chances = value.ravel().tolist()
    doubles = [float(as_double(one)) for one in chances]
    if min(doubles) < 0 or abs(sum(doubles) - 1) > _NEAR:
        raise Meaningless("these are no probabilities: they are not positive, or do not add up to 1")
    return chances


MAKERS: dict[type[Node], Callable[[Any, Any], Function]] = {tree.Expected: expected}
