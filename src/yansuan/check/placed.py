"""Letters that are at places which follow from others, and turns in the complex plane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yansuan.check.approached import must_not_follow
from yansuan.check.notation import Instance, State
from yansuan.check.values import SCALARS, number
from yansuan.tex import tree

Function = Callable[[State, Mapping[str, Any]], Any]


def at_places(compiled: Callable[[tree.Node], Function], node: tree.Placed) -> Function:
    """The body with its letters at their places."""
    body, places = compiled(node.body), [compiled(place) for place in node.places]
    quantities = list(tree.quantities(node.body))
    allowed: Instance | None = None  # the last on which nothing follows from these letters

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        nonlocal allowed
        if state.instance is not allowed:
            for name in node.variables:
                must_not_follow(state.instance, name, quantities)
            allowed = state.instance
        at = [place(state, indices) for place in places]
        at = [one if type(one) in SCALARS or np.size(one) > 1 else number(one) for one in at]
        return body(state, {**indices, **dict(zip(node.variables, at, strict=True))})

    return value


def turned(compiled: Callable[[tree.Node], Function], node: tree.Turned) -> Function:
    """e to i times an angle."""
    of = compiled(node.of)
    return lambda state, indices: state.field.apply("exp", number(of(state, indices)) * 1j)
