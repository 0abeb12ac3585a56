"""What goes up and down only so often: functions made of exponentials, logarithms and powers of a real number.

Such a function has a Hardy field of germs around it: towards any place it is at last of one sign, so that it has no
poles that come ever nearer (Hardy, Orders of Infinity, 1910; Wilkie, J. AMS 9, 1996, for restricted functions such as
arctan beside the exponential).  Sines are not among them, nor is anything with an imaginary part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from yansuan.check.notation import Instance
from yansuan.tex import tree
from yansuan.tex.tree import Node

_FUNCTIONS = frozenset(
    "abs exp exp' ln ln' lg lb log sgn sinh sinh' cosh cosh' tanh tanh' coth sech csch arsinh arcosh artanh arctan "
    "arccot arcsin arccos erf erf' erfc erfc'".split()
)


def is_tame(node: Node, variable: str, instance: Instance) -> bool:
    """Whether a body is such a function of a letter, on an instance."""
    return _Looked(instance).is_tame(node, {variable: True})


def extreme_of(node: Node) -> float:
    """How far from 1 a printed number is, as a binary logarithm: `10^{-300}`, `0.000001`; 0 of what is none."""
    base, exponent = node, 1.0
    if isinstance(node, tree.Power):
        base, sign, above = node.base, 1, node.exponent
        if isinstance(above, tree.Sum) and len(above.terms) == 1:
            sign, above = above.terms[0]
        if not isinstance(above, tree.Number):
            return 0.0
        exponent = sign * float(above.value)
    if not isinstance(base, tree.Number) or not base.value:
        return 0.0
    return abs(exponent * math.log2(abs(base.value)))


class _Looked:
    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._within = set[str]()  # the functions that are being looked into

    def is_tame(self, node: Node, moved: Mapping[str, bool]) -> bool:
        """Whether it is, where `moved` says of each letter whether it is another for another value of the variable."""
        match node:
            case tree.Number():
                return not isinstance(node.value, complex)
            case tree.Index():
                return True
            case tree.Quantity():
                return self._is_real(node)
            case tree.Power():
                return self._is_power(node, moved)
            case tree.Apply() if node.function not in _FUNCTIONS:
                return False
            case tree.Call():
                return self._is_call(node, moved)
            case tree.Sum() | tree.Product() | tree.Quotient() | tree.Apply() | tree.Logarithm():
                return all(self.is_tame(part, moved) for part in tree.children(node))
        return False

    def _is_real(self, node: tree.Quantity) -> bool:
        value = self._instance.values[node.pattern.key]
        if (formula := _formula(value)) is not None:
            return not (node.lower or node.upper) and self.is_tame(formula, {})
        return isinstance(value, int | float | np.integer | np.floating) or (
            isinstance(value, np.ndarray) and value.dtype.kind in "iuf"
        )

    def _is_power(self, node: tree.Power, moved: Mapping[str, bool]) -> bool:
        """Of a base without the variable that is below 0, (-2)^x goes round."""
        if not (self.is_tame(node.base, moved) and self.is_tame(node.exponent, moved)):
            return False
        if not any(moved.get(name) for name in tree.free_indices(node.exponent)):
            return True
        base = node.base
        if isinstance(base, tree.Number):
            return base.value > 0
        if isinstance(base, tree.Quantity) and not (base.lower or base.upper):
            value = self._instance.values[base.pattern.key]
            return isinstance(value, int | float | np.integer | np.floating) and bool(value > 0)
        return False

    def _is_call(self, node: tree.Call, moved: Mapping[str, bool]) -> bool:
        """A function that is a formula, or a derivative of one."""
        function = self._instance.values[node.pattern.key]
        formula = _formula(function)
        if formula is None or node.pattern.key in self._within or node.lower or node.upper:
            return False
        if not all(self.is_tame(argument, moved) for argument in node.arguments):
            return False
        self._within.add(node.pattern.key)
        try:
            return self.is_tame(formula, dict.fromkeys(function.formals, True))
        finally:
            self._within.discard(node.pattern.key)


def _formula(value: object) -> Node | None:
    """The tree of a letter or a function that is declared by a formula, see `written.py`."""
    found = getattr(value, "node", None)
    return found if isinstance(found, Node) else None
