"""The largest and the smallest eigenvalue of a symmetric matrix, and singular value of any, in doubles."""

from __future__ import annotations

from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, Meaningless

_ALIKE = 1e-9  # how far from symmetric, against the largest entry, a matrix may be that was computed
_NEAR = 1e-10  # of the largest one: what is smaller has few digits left


def extreme(matrix: Any, kind: str) -> float:
    """What `eigmax`, `eigmin`, `singmax` or `singmin` is.

    Raises:
        Ambiguous: eigenvalues that may be complex have no order; or one is as near 0 as rounding is.
        Meaningless: the matrix is not finite.
    """
    values = np.asarray(matrix)
    values = values.astype(complex if np.iscomplexobj(values) else float)
    if not np.all(np.isfinite(values)):
        raise Meaningless("the eigenvalues of a matrix that is not finite")
    if kind.startswith("sing"):
        found = np.linalg.svd(values, compute_uv=False)
    else:
        if np.max(np.abs(values - values.conj().T)) > _ALIKE * max(1.0, float(np.max(np.abs(values)))):
            raise Ambiguous("the largest or smallest eigenvalue of a matrix that is not symmetric: they may be complex")
        found = np.linalg.eigvalsh((values + values.conj().T) / 2)
    value, largest = float(found.max() if kind.endswith("max") else found.min()), float(np.max(np.abs(found)))
    if 0 < abs(value) < _NEAR * largest:
        raise Ambiguous("an eigenvalue or a singular value that rounding cannot tell from 0")
    return value
