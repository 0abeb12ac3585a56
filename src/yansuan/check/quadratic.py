"""Quadratic functions under affine equations: the highest place follows from one system of linear equations.

Where a function bends downwards along the conditions, the point at which its slope is a combination of theirs is the
only highest one (Nocedal & Wright, Numerical Optimization, 2006, section 16.1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.linear import Affine

Array = NDArray[Any]
_NEAR = 1e-9
_BENDS = 1e-8  # relative: what is a bend, and not rounding
_SCALES = (1.0, 30.0, 1e3)  # of the places at which a function is tried whether it is quadratic


@dataclass(frozen=True)
class Quadratic:
    """`x @ bend @ x / 2 + slope @ x + offset`."""

    bend: Array
    slope: Array
    offset: float


def quadratic(f: Callable[[Array], float], size: int, rng: np.random.Generator) -> Quadratic | None:
    """What a function of so many numbers is, if it is quadratic at places of all sizes; None where it is not."""
    units = np.eye(size)
    offset = f(np.zeros(size))
    above, below = np.array([f(one) for one in units]), np.array([f(-one) for one in units])
    if not np.all(np.isfinite([offset, *above, *below])):
        return None
    slope, bend = (above - below) / 2, np.diag(above + below - 2 * offset)
    for i, j in combinations(range(size), 2):
        bend[i, j] = bend[j, i] = f(units[i] + units[j]) - above[i] - above[j] + offset
    for scale in _SCALES:
        for _ in range(2):
            x = scale * rng.normal(size=size)
            allowed = np.abs(x) @ np.abs(bend) @ np.abs(x) + np.abs(slope) @ np.abs(x) + abs(offset) + 1
            found = f(x)
            if not np.isfinite(found) or abs(found - (x @ bend @ x / 2 + slope @ x + offset)) > _NEAR * allowed:
                return None
    return Quadratic(bend, slope, offset)


def highest(objective: Quadratic, equal: Affine) -> Array | None:
    """The only place where `objective` is highest under `equal` = 0; None where this cannot be told here."""
    size, rows = len(objective.slope), len(equal.offset)
    free = np.eye(size)
    if rows:
        _, values, directions = np.linalg.svd(equal.slopes)
        rank = int(np.sum(values > _BENDS * max(1.0, float(values[0]))))
        if rank < rows:
            return None
        free = directions[rank:].T
    scale = float(np.max(np.abs(objective.bend), initial=0.0))
    if free.size and np.max(np.linalg.eigvalsh(free.T @ objective.bend @ free)) > -_BENDS * scale:
        return None
    matrix = np.block([[objective.bend, equal.slopes.T], [equal.slopes, np.zeros((rows, rows))]])
    try:
        found: Array = np.linalg.solve(matrix, -np.concatenate([objective.slope, equal.offset]))[:size]
    except np.linalg.LinAlgError:
        return None
    return found
