"""Numbers or columns in a row, times a matrix or a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, Misfit
from yansuan.check.values import multiply, shape_in_words

Function = Callable[[Any, Mapping[str, Any]], Any]


def row_times(items: Function, of: Function) -> Function:
    """The function that gives the product; `items` gives all that stands in the row."""

    def value(state: Any, indices: Mapping[str, Any]) -> Any:
        right = of(state, indices)
        if not isinstance(right, np.ndarray) or right.size == 1:
            raise Ambiguous("brackets beside a number: \\gcd, an inner product, a row? Write which")
        found = [np.atleast_2d(one) for one in items(state, indices)]
        heights = {one.shape[0] for one in found}
        if len(heights) > 1 or any(one.shape[1] != 1 for one in found):
            raise Misfit("what stands in a row beside a matrix is numbers, or columns of one height")
        row = np.concatenate([one.astype(object) if state.field.exact else one for one in found], axis=1)
        if row.shape[1] != right.shape[0]:
            raise Misfit(f"a row of {row.shape[1]} beside {shape_in_words(right)}")
        return multiply(row, right, state.field)

    return value
