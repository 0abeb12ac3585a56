"""How steep the exponentials and powers of an expression are where it is evaluated.

Two sides of a strict relation that agree to 900 digits are equal, unless a term is as small as e^{-3000} beside the
others.  The sizes of the exponents tell whether one may be.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from yansuan.check.errors import UNABLE
from yansuan.check.evaluator import Function, compiled
from yansuan.check.fields import Field
from yansuan.check.notation import Instance
from yansuan.tex import tree
from yansuan.tex.tree import Node

EXPONENTIAL = frozenset(("exp", "sinh", "cosh", "tanh", "coth", "sech", "csch", "erf", "erfc"))
_MODEST = 30.0  # |x| of e^x and erf x, |y ln x| of x^y: so much leaves hundreds of digits
_SEEN = (
    tree.Number, tree.Index, tree.Quantity, tree.Apply, tree.Logarithm, tree.Sum, tree.Product, tree.Quotient,
    tree.Power, tree.Big, tree.Transpose, tree.Entry, tree.Inner, tree.Norm, tree.Extremum, tree.Call,
)  # fmt: skip
"""Nodes that are evaluated in numbers of the kind that they are given, not in balls of their own."""


class _Watched(Field):
    """Doubles that remember the largest exponent."""

    def __init__(self) -> None:
        self.largest = 0.0

    def apply(self, name: str, x: Any) -> Any:
        if name in EXPONENTIAL:
            self.see(abs(x))
        return super().apply(name, x)

    def power(self, base: Any, exponent: Any) -> Any:
        self.see(abs(exponent) * abs(math.log(abs(base))) if base else abs(exponent))
        return super().power(base, exponent)

    def exponential(self, matrix: Any) -> Any:
        self.see(float(np.linalg.norm(matrix)))
        return super().exponential(matrix)

    def see(self, exponent: Any) -> None:
        """Remember an exponent, or what may be one."""
        self.largest = max(self.largest, float(exponent))


def may_decay(node: Node) -> bool:
    """Whether what stands here may come nearer to something than any power does: 1 - tanh x, e^{-x}, f(x)."""
    if isinstance(node, tree.Call):
        return True
    if isinstance(node, tree.Apply):
        return node.function in EXPONENTIAL
    return isinstance(node, tree.Power) and not isinstance(node.exponent, tree.Number)


def is_modest(
    sides: Sequence[Node], functions: Sequence[Function], instance: Instance, indices: Mapping[str, Any]
) -> bool:
    """Whether all exponents in some expressions are small on an instance; where nobody can tell, they are not."""
    nodes = [node for side in sides for node in tree.walk(side)]
    if not all(isinstance(node, _SEEN) for node in nodes):
        return False
    field = _Watched()
    arguments = [part for node in nodes if isinstance(node, tree.Call) for part in node.arguments]
    try:
        for part in arguments:  # of code nobody sees what it does with them
            field.see(float(np.max(np.abs(compiled(part)(instance.state(field), indices)))))
        for function in functions:
            function(instance.state(field), indices)
    except UNABLE:
        return False
    return field.largest <= _MODEST
