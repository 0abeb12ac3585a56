"""Norms other than the Euclidean one: ‖v‖₁, ‖v‖_∞, ‖v‖_p."""

from __future__ import annotations

from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, Meaningless
from yansuan.check.fields import Field, as_double
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


def norm_of_order(x: Any, order: Any, field: Field) -> Any:
    """(Σ |x_k|^p)^{1/p}, for a real p from 1 on.

    Raises:
        Ambiguous: it is of a matrix, for which some take entries and some the norm of a mapping.
        Meaningless: there is no norm of this order.
    """
    if np.ndim(x) == 2 and x.shape[1] != 1:
        raise Ambiguous("‖A‖_p of a matrix: of its entries, or as a mapping? Bind a function, or write it out")
    sizes = [applied("abs", number(one), field) for one in np.ravel(x)]
    if np.ndim(order) or not float(as_double(order)) >= 1:
        raise Meaningless("the order of a norm is a number from 1 on")
    added: Any = 0
    for one in sizes:
        added = added + field.power(one, order)
    return field.power(added, field.divide(1, order))
