"""What rests while something else moves is computed once, in balls.

A derivative is the same at each step of what goes to 0 beside it, and a part of an integrand in which the letter that
runs does not stand is the same at each of its places.  What is kept belongs to the state in which it was computed, to
the number of bits, and to the values of the letters that count or run in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flint

from yansuan.check.fields import Balls
from yansuan.check.notation import State
from yansuan.tex import tree
from yansuan.tex.tree import Node

Function = Callable[[State, Mapping[str, Any]], Any]

_LEAVES = tree.Number, tree.Index, tree.Quantity, tree.Infinity
FOLLOWING = (
    *_LEAVES, tree.Call, tree.Apply, tree.Sum, tree.Product, tree.Quotient, tree.Power, tree.Logarithm, tree.Transpose,
    tree.Gradient, tree.Field, tree.Partial, tree.Derivative, tree.Norm, tree.Matrix,
)  # fmt: skip
"""Nodes whose value follows the symbols that stand in them, and no others."""
_DERIVATIVES = tree.Gradient, tree.Field, tree.Partial, tree.Derivative


def is_dear(node: Node) -> bool:
    """Whether a node is a derivative, and follows nothing but the symbols that stand in it."""
    derivative = isinstance(node, _DERIVATIVES) or (isinstance(node, tree.Call) and node.order)
    return bool(derivative) and all(isinstance(one, FOLLOWING) for one in tree.walk(node))


def rests(node: Node, variable: str) -> bool:
    """Whether a part of what is computed again and again, while a letter runs, is more than a leaf and without it."""
    return (
        not isinstance(node, _LEAVES)
        and all(isinstance(one, FOLLOWING) for one in tree.walk(node))
        and variable not in tree.free_indices(node)
    )


def once(function: Function, node: Node) -> Function:
    """The function of a node that is dear or rests, which remembers in balls what it found last in a state."""
    letters = sorted(tree.free_indices(node))
    keys = {one.pattern.key for one in tree.walk(node) if isinstance(one, tree.Quantity | tree.Call)}

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        field = state.field
        if type(field) is not Balls:
            return function(state, indices)
        state = _before(state, keys)
        by = flint.ctx.prec, field.nested, field.on_path
        given = [indices.get(letter) for letter in letters]
        if (known := state.rested.get(function)) is not None:
            before, then, found = known
            if before == by and all(a is b for a, b in zip(then, given, strict=True)):
                return found
        found = function(state, indices)
        state.rested[function] = by, given, found
        return found

    return value


def _before(state: State, keys: set[str]) -> State:
    """The state before the last moves, as far as none of them moved what these symbols follow."""
    upstream = state.instance.upstream
    while (parent := state.parent) is not None and parent.field is state.field and not state.held:
        moves = state.moves[len(parent.moves) :]
        if any(move.key in upstream[key] for key in keys for move in moves):
            break
        state = parent
    return state
