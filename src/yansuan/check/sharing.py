"""What a side of an inequality and its size both ask for is computed once, in doubles.

How near the sides of an inequality are is measured by the terms whose sums they are, on each of hundreds of instances.
These terms are made of the same calls of the snippet's functions as the sides, which are by far the dearest part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yansuan.check.fields import DOUBLES
from yansuan.check.notation import State
from yansuan.tex import tree
from yansuan.tex.tree import Node

Function = Callable[[State, Mapping[str, Any]], Any]

_CALLS = tree.Call, tree.Gradient, tree.Field, tree.Partial, tree.Derivative


class Shared:
    """The functions of the calls in a chain, each made once, however often the node is compiled."""

    def __init__(self) -> None:
        self._known = dict[int, tuple[Node, Function]]()  # with the node, so that its number stays its own

    def function(self, node: Node, make: Callable[[Node], Function]) -> Function:
        """The function that evaluates a node."""
        if not isinstance(node, _CALLS):
            return make(node)
        if id(node) not in self._known:
            self._known[id(node)] = node, _remembering(make(node))
        return self._known[id(node)][1]


def _remembering(function: Function) -> Function:
    """The same, which remembers its last value in doubles.

    It is given again for the very same state and indices only, which one comparison of two sides hands on and no other.
    The steps that it took count again.
    """
    last: tuple[State, Mapping[str, Any], Any, int] | None = None

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        nonlocal last
        if state.field is not DOUBLES:
            return function(state, indices)
        instance = state.instance
        if last is not None and last[0] is state and last[1] is indices:
            instance.spend(last[3])
            return last[2]
        before = instance.steps
        found = function(state, indices)
        last = state, indices, found, instance.steps - before
        return found

    return value
