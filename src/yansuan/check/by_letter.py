"""Derivatives by a letter that is bound, as in an integrand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yansuan.check.derivatives import Derive
from yansuan.check.errors import Ambiguous
from yansuan.check.fields import Field
from yansuan.check.notation import State
from yansuan.tex import tree
from yansuan.tex.by_letter import Slope
from yansuan.tex.tree import Node

Function = Callable[[Any, Any], Any]


def slope(compiled: Callable[[Node], Function], node: Slope) -> Function:
    """The function that gives the derivative of an expression by a letter that runs around it."""
    of, letter, derive = compiled(node.of), node.letter, Derive()
    stands = letter in tree.free_indices(node.of)

    def value(state: State, indices: Any) -> Any:
        if not stands:
            raise Ambiguous(f"{letter} does not stand in what is differentiated by it. Bind functions of {letter}")
        at = indices[letter]
        if isinstance(at, int):
            raise Ambiguous(f"{letter} counts here: a derivative is by what moves without steps")

        def after(step: Any, field: Field) -> Any:
            if step is None:
                return of(state, indices)
            here = state if field is state.field else State(state.instance, state.moves, field, state)
            return of(here, {**indices, letter: at + step})

        return derive(state, after, by=at)

    return value
