r"""Terms of an endless sum that rise far out, where nobody adds them: e^{−(k − 5000)²} beside 2^{−k}.

A sum is found by its first terms and how those far out shrink, and a narrow rise lies between.  It is sought where a
linear expression of the index in the body is 0, as k − 5000 is at 5000.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yansuan.check.balls import Ball, Undecided, as_ball
from yansuan.check.errors import UNABLE, NotHere
from yansuan.check.notation import State
from yansuan.check.values import number
from yansuan.tex import tree

_BEGINS, _ENDS = 64, 2**52  # how far from the first term a rise is looked for
_AROUND = range(-2, 4)
_LEAST = 2.0**-60  # of all terms: a rise that is less says nothing


class Rises:
    """Where the terms of a sum may rise.

    Args:
        node: the sum.
        compiled: gives the function of a node.
    """

    def __init__(self, node: tree.Big, compiled: Callable[[tree.Node], Callable[..., Any]]) -> None:
        self._variable = node.variable
        sums = [one for one in tree.walk(node.body) if isinstance(one, tree.Sum)]
        self._sums = [compiled(one) for one in sums if tree.free_indices(one) == {node.variable}]

    def must_be_none(
        self, term: Callable[[Any], Ball], state: State, indices: Mapping[str, Any], first: int, mass: float
    ) -> None:
        """The terms shrink from half of the way on to each such place.

        Raises:
            NotHere: they do not.
        """
        for one in self._sums:
            try:
                place = self._zero(one, state, indices, first)
                if place is None:
                    continue
                there, before = (
                    max(term(at + beside).upper() for beside in _AROUND) for at in (place, first + (place - first) // 2)
                )
            except (*UNABLE, Undecided):
                continue
            if there > 2 * before and there > _LEAST * mass:
                raise NotHere(f"a series whose terms rise far out, near {self._variable} = {place}")

    def _zero(self, of: Callable[..., Any], state: State, indices: Mapping[str, Any], first: int) -> int | None:
        """Where a linear expression is 0, if that is far out."""
        a, b, c = (
            float(as_ball(number(of(state, {**indices, self._variable: first + n}))).v.real.mid()) for n in range(3)
        )
        if a == b or abs(c - 2 * b + a) > 1e-12 * (abs(a) + abs(c)):
            return None
        ahead = a / (a - b)
        return first + round(ahead) if _BEGINS < ahead < _ENDS else None
