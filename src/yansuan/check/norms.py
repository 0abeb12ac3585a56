"""Norms other than the Euclidean one: ‖v‖₁, ‖v‖_∞."""

from __future__ import annotations

from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous
from yansuan.check.fields import Field
from yansuan.check.values import applied, largest, number

_SAID = {"1": "the largest sum of a column", "inf": "the largest sum of a row"}


def norm(kind: str, x: Any, field: Field) -> Any:
    """The sum of the absolute values of a vector ("1"), or the largest of them ("inf").

    Raises:
        Ambiguous: it is of a matrix, for which some take entries and some columns or rows.
    """
    if np.ndim(x) == 2 and x.shape[1] != 1:
        shown = "∞" if kind == "inf" else kind
        raise Ambiguous(f"‖A‖_{shown} of a matrix: {_SAID[kind]}, or of its entries? Bind a function, or write it out")
    sizes = [applied("abs", number(one), field) for one in np.ravel(x)]
    if kind == "inf":
        return largest(sizes, field)
    total: Any = 0
    for one in sizes:
        total = total + one
    return total
