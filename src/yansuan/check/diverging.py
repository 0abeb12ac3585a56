"""Whether what grows without a bound is positive on the way, see `tex/diverging.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yansuan.check.errors import Ambiguous, Meaningless
from yansuan.check.fields import as_double
from yansuan.check.notation import State
from yansuan.tex.diverging import Upward
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


MAKERS: dict[type[Node], Callable[[Callable[[Any], Function], Any], Function]] = {Upward: _upward}
