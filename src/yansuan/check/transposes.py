"""An italic T above something: a transpose by what it stands above, or a power."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous
from yansuan.check.notation import State
from yansuan.check.sized import Unsized
from yansuan.check.values import number, power

Function = Callable[[State, Mapping[str, Any]], Any]


def transpose_or_power(of: Function, exponent: Function | None) -> Function:
    """`x^T`: of a vector or a matrix its transpose, of a number a power, where T is bound.

    Args:
        of: what T stands above.
        exponent: what T is; None where the notation does not bind it.

    Raises:
        Ambiguous: of a square matrix both exist, and of a number neither does.
    """

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        x = of(state, indices)
        if exponent is None:
            if isinstance(x, np.ndarray | Unsized):
                return x.T
            raise Ambiguous("the transpose of a number? T is not bound: bind it if this is a power")
        t = exponent(state, indices)
        if isinstance(x, np.ndarray) and (x.shape[0] != x.shape[1] or np.size(t) > 1):
            return x.T
        if isinstance(x, np.ndarray):
            raise Ambiguous("T is a number here, and this a square matrix: write ^{\\mathsf T} for its transpose")
        return power(x, number(t), state.field)

    return value
