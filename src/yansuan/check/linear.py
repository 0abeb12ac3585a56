"""Linear programs: the highest value of an affine function under affine conditions, by the simplex method.

Two phases on a dense tableau, with Bland's rule, which ends (Chvátal, Linear Programming, 1983, ch. 3 and 8).  What is
found is looked at again by what was given: the place fulfils the conditions, and the prices of the conditions show that
nowhere it is higher.  So a result is right to what doubles can tell, or there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.errors import Meaningless, NotHere

Array = NDArray[Any]
_NEAR = 1e-9
_ROUGH = 1e-7  # how far prices and places may be off where they are looked at again
_MOST = 5000  # steps
_SCALES = (1.0, 30.0, 1e3, 1e5)  # of the places at which a function is tried whether it is affine


@dataclass(frozen=True)
class Affine:
    """`slopes @ x + offset`."""

    slopes: Array
    offset: Array


def affine(f: Callable[[Array], Array], size: int, rng: np.random.Generator) -> Affine | None:
    """What a function of so many numbers is, if it is affine at places of all sizes; None where it is not."""
    offset = f(np.zeros(size))
    if not np.all(np.isfinite(offset)):
        return None
    slopes = np.stack([f(one) - offset for one in np.eye(size)], axis=-1) if size else np.zeros((len(offset), 0))
    if not np.all(np.isfinite(slopes)):
        return None
    for scale in _SCALES:
        for _ in range(2):
            x = scale * rng.normal(size=size)
            allowed = _NEAR * (np.abs(slopes) @ np.abs(x) + np.abs(offset) + 1)
            found = f(x)
            if not np.all(np.isfinite(found)) or np.any(np.abs(found - slopes @ x - offset) > allowed):
                return None
    return Affine(slopes, offset)


def highest(objective: Affine, equal: Affine, positive: Affine) -> Array:
    """Where `objective` is highest under `equal` = 0 and `positive` ≥ 0.

    Raises:
        Meaningless: no place fulfils the conditions, or it has no bound.
        NotHere: rounding leaves it open.
    """
    size, slacks = objective.slopes.shape[-1], len(positive.offset)
    matrix = np.block([
        [equal.slopes, -equal.slopes, np.zeros((len(equal.offset), slacks))],
        [positive.slopes, -positive.slopes, -np.eye(slacks)],
    ])  # fmt: skip
    right = -np.concatenate([equal.offset, positive.offset])
    costs = np.concatenate([-objective.slopes.ravel(), objective.slopes.ravel(), np.zeros(slacks)])
    scale = np.max(np.abs(matrix), axis=1, initial=0.0)
    scale[scale == 0] = 1.0
    matrix, right = matrix / scale[:, np.newaxis], right / scale
    basis, rows = _Tableau(matrix, right, costs).solved()
    z = _confirmed(matrix[rows], right[rows], costs, basis)
    apart = np.abs(matrix @ z - right)
    if np.any(apart > _ROUGH * (1 + np.abs(matrix) @ np.abs(z) + np.abs(right))):
        raise NotHere("the extremum of a linear problem that is too badly conditioned")
    found: Array = z[:size] - z[size : 2 * size]
    return found


class _Tableau:
    """The rows of `matrix @ z = right` with z ≥ 0, of which the costs are to be least."""

    def __init__(self, matrix: Array, right: Array, costs: Array) -> None:
        signs = np.where(right < 0, -1.0, 1.0)
        rows, self._size = matrix.shape
        self._table = np.column_stack([signs[:, np.newaxis] * matrix, np.eye(rows), signs * right])
        self._basis = list(range(self._size, self._size + rows))
        self._rows = list(range(rows))
        self._costs = costs
        self._height = 1 + float(np.max(np.abs(right), initial=0.0))

    def solved(self) -> tuple[list[int], list[int]]:
        """The columns of the last basis, and the rows that are not said twice."""
        first = np.concatenate([np.zeros(self._size), np.ones(len(self._rows))])
        self._descend(first, self._size + len(self._rows))
        left = sum(self._table[n, -1] for n, column in enumerate(self._basis) if column >= self._size)
        if left > _NEAR * 10 * self._height:
            raise Meaningless("no point fulfils the conditions")
        self._without_artificial()
        self._descend(np.concatenate([self._costs, np.zeros(self._table.shape[1] - 1 - self._size)]), self._size)
        return self._basis, self._rows

    def _descend(self, costs: Array, columns: int) -> None:
        """Steps from basis to basis, each of which costs less."""
        for _ in range(_MOST):
            reduced = costs[:columns] - costs[self._basis] @ self._table[:, :columns]
            entering = next((n for n in range(columns) if reduced[n] < -_NEAR), None)
            if entering is None:
                return
            column = self._table[:, entering]
            ratios = [
                (self._table[n, -1] / column[n], self._basis[n], n) for n in range(len(column)) if column[n] > _NEAR
            ]
            if not ratios:
                raise Meaningless("it has no bound")
            least = min(ratios)[0]
            _, _, row = min((one for one in ratios if one[0] <= least + _NEAR), key=lambda one: one[1])
            self._pivot(row, entering)
        raise NotHere("the extremum of a linear problem is not found")

    def _pivot(self, row: int, column: int) -> None:
        self._table[row] /= self._table[row, column]
        for n in range(len(self._table)):
            if n != row:
                self._table[n] -= self._table[n, column] * self._table[row]
        self._basis[row] = column

    def _without_artificial(self) -> None:
        """Leave out the rows that others say, after what was added to begin with has left the basis."""
        for row in reversed(range(len(self._basis))):
            if self._basis[row] < self._size:
                continue
            column = next((n for n in range(self._size) if abs(self._table[row, n]) > _ROUGH), None)
            if column is not None:
                self._pivot(row, column)
                continue
            self._table = np.delete(self._table, row, axis=0)
            del self._basis[row], self._rows[row]


def _confirmed(matrix: Array, right: Array, costs: Array, basis: list[int]) -> Array:
    """The place that belongs to a basis, where it fulfils the conditions and no other costs less."""
    z = np.zeros(matrix.shape[1])
    if basis:
        try:
            z[basis] = np.linalg.solve(matrix[:, basis], right)
            prices = np.linalg.solve(matrix[:, basis].T, costs[basis])
        except np.linalg.LinAlgError:
            raise NotHere("the extremum of a linear problem that is too badly conditioned") from None
        costs = costs - matrix.T @ prices
    size = 1 + float(np.max(np.abs(z), initial=0.0))
    if np.any(z < -_ROUGH * size) or np.any(costs < -_ROUGH * (1 + np.max(np.abs(costs), initial=0.0))):
        raise NotHere("the extremum of a linear problem that is too badly conditioned")
    return np.maximum(z, 0.0)
