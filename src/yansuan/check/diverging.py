"""Whether what grows without a bound does so, and to which side, see `tex/diverging.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yansuan.check.approached import Endless, Integral
from yansuan.check.errors import Ambiguous, Meaningless, NotHere
from yansuan.check.fields import as_double
from yansuan.check.notation import State
from yansuan.check.verdict import plain
from yansuan.tex import tree
from yansuan.tex.diverging import Diverging, Upward
from yansuan.tex.tree import Node

Function = Callable[[State, Mapping[str, Any]], Any]


def _upward(compiled: Callable[[Any], Function], node: Upward) -> Function:
    of = compiled(node.of)

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        try:
            sign = of(state, indices)
        except Meaningless:
            sign = 0
        if abs(as_double(sign) - 1) > 1e-6:
            raise Ambiguous(r"\infty, where what grows is not positive? Write +\infty, -\infty, or bars around it")
        return 1

    return value


def _diverging(compiled: Callable[[Any], Function], node: Diverging) -> Function:
    of = Integral(node.of, compiled) if isinstance(node.of, tree.Integral) else Endless(node.of, compiled)

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        if found := of.grows(state, indices):
            if node.sign == 0 and found < 0:
                raise Ambiguous(r"\infty, where what is added is negative? Write -\infty")
            return int(found == (node.sign or 1))
        try:
            of.value(state, indices)
        except Meaningless as error:
            told = rf"{error}; whether to +\infty or -\infty, or how else, cannot be told here"
            raise Ambiguous(told) from None
        return 0

    return value


def sides(node: Diverging, of: Function, state: State, indices: Mapping[str, Any]) -> tuple[Any, str]:
    """What the sides are of one that does not grow so, as they are shown.

    Args:
        node: what does not.
        of: the value of its sum or integral.
        state: where.
        indices: at which.
    """
    right, other = ("-∞", "∞") if node.sign < 0 else ("∞", "-∞")
    try:
        return plain(of(state, indices)), right
    except (Meaningless, NotHere):
        return other, right


MAKERS: dict[type[Node], Callable[[Callable[[Any], Function], Any], Function]] = {
    Upward: _upward,
    Diverging: _diverging,
}
