"""Suprema and infima over a declared interval.

Where the function takes balls, its range over an interval is enclosed and the interval cut until the supremum is known
to twelve digits: then no peak is too narrow (Moore, Kearfott & Cloud, Introduction to Interval Analysis, 2009, ch. 5).
Where it does not, a fine grid is refined around its highest points, and what is found is an estimate, which is told.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping
from typing import Any

import flint
import numpy as np

from yansuan.check.balls import Ball, Lossy, Undecided, precision
from yansuan.check.errors import Ambiguous, Meaningless, NotHere
from yansuan.check.fields import STEPS, Balls, Fractions
from yansuan.check.generic import NotRational
from yansuan.check.notation import Instance, State
from yansuan.check.values import number

_GRIDS, _GOLDEN, _PEAKS = (2000, 2000, 200), 60, 4  # steps of the grid by instance, the last for all further ones
_OUTER, _NESTED = 200, 64  # steps of the grid of a supremum that holds another one, and of that
_PLACE = 3e-8  # how well golden sections know the place of a maximum
_UNBOUNDED = 1e9  # times what is usual
_BITS, _MOST_BOXES, _GAP = 80, 1500, 1e-12
_FAILS = (Lossy, Undecided, NotHere, Meaningless, Ambiguous, TypeError, ArithmeticError)

Function = Callable[[State, Mapping[str, Any]], Any]


def supremum(body: Function, steps: int, variable: str, key: str, sign: int, *, nested: bool) -> Function:
    """The function that gives the supremum (`sign` 1) or the infimum (−1) of a body over a declared interval.

    Args:
        body: what it is the supremum of.
        steps: how many its evaluation takes.
        variable: the letter that runs over the interval.
        key: the notation's key of that.
        sign: 1 or −1.
        nested: whether there is another supremum in the body.
    """

    in_balls = Enclosed(body, variable, sign)

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        field = state.field
        if isinstance(field, Fractions):
            raise NotRational("a supremum")
        first, last = map(float, state.instance.values[key])
        if isinstance(field, Balls):
            if field.nested:
                raise NotHere("a supremum under a derivative")
            return in_balls(state.instance, indices, (first, last))
        steps_of_grid, peaks = _GRIDS[min(state.instance.number, len(_GRIDS) - 1)], _PEAKS
        if nested or state.instance.suprema:  # suprema of suprema
            steps_of_grid, peaks = (_NESTED if state.instance.suprema else _OUTER), 1
        state.instance.spend(steps * (steps_of_grid + peaks * _GOLDEN))

        def at(t: float) -> float:
            try:
                return sign * float(np.real(number(body(state, {**indices, variable: t}))))
            except Meaningless:
                return -math.inf

        state.instance.suprema += 1
        try:
            place, usual = _highest(at, first, last, steps_of_grid, peaks)
        finally:
            state.instance.suprema -= 1
        if field is STEPS and first < place < last:  # at a maximum the slope of the place does not count
            state.instance.slack = max(state.instance.slack, _PLACE)
            return body(state, {**indices, variable: place})
        found = at(place)
        if not math.isfinite(found):
            raise Meaningless(f"there are no values for {variable} in the declared set")
        if abs(found) > _UNBOUNDED * (1 + usual):
            raise Meaningless(f"it seems to have no bound: near {variable} = {place:.6g} it is {sign * found:.3g}")
        state.instance.height = max(state.instance.height, usual, abs(found))
        return sign * found

    return value


def _highest(at: Callable[[float], float], first: float, last: float, steps: int, most: int) -> tuple[float, float]:
    """Where a function is highest, by a grid and golden sections around its highest points; the ends count.

    The second number is the median of what its absolute values are.
    """
    grid = np.linspace(first, last, steps + 1).tolist()
    heights = [at(t) for t in grid]
    peaks = [
        n
        for n in range(steps + 1)
        if heights[n] >= max(heights[max(n - 1, 0)], heights[min(n + 1, steps)]) and heights[n] > -math.inf
    ]
    best = sorted(peaks, key=lambda n: -heights[n])[:most]
    places = [golden(at, grid[max(n - 1, 0)], grid[min(n + 1, steps)]) for n in best] + [first, last]
    finite = [abs(height) for height in heights if math.isfinite(height)]
    return max(places, key=at), float(np.median(finite)) if finite else 0.0


def golden(at: Callable[[float], float], left: float, right: float) -> float:
    """Where a function that rises and then falls is highest."""
    ratio = (math.sqrt(5) - 1) / 2
    inner = [right - ratio * (right - left), left + ratio * (right - left)]
    values = [at(inner[0]), at(inner[1])]
    for _ in range(_GOLDEN):
        if values[0] < values[1]:
            left, inner = inner[0], [inner[1], inner[0] + ratio * (right - inner[0])]
            values = [values[1], at(inner[1])]
        else:
            right, inner = inner[1], [inner[1] - ratio * (inner[1] - left), inner[0]]
            values = [at(inner[0]), values[0]]
    return inner[0] if values[0] > values[1] else inner[1]


class Enclosed:
    """Balls that hold suprema of a body; wide ones where they need not be `narrow`.

    The rounding of drawn values does not move them, so that of an instance one is found once.
    """

    def __init__(self, body: Function, variable: str, sign: int, *, narrow: bool = True) -> None:
        self._body, self._variable, self._sign, self._narrow = body, variable, sign, narrow
        self._last: tuple[Instance, dict[str, Any], tuple[float, float], Ball] | None = None

    def __call__(self, instance: Instance, indices: Mapping[str, Any], ends: tuple[float, float]) -> Ball:
        """The one between the ends.

        Raises:
            NotHere: the function does not take balls, or does not become narrow.
        """
        if self._last is not None:
            where, given, between, found = self._last
            same = where is instance and between == ends and given.keys() == indices.keys()
            if same and all(given[name] is value for name, value in indices.items()):
                return found
        found = _enclosed(self._body, instance, indices, self._variable, ends, self._sign, narrow=self._narrow)
        self._last = instance, dict(indices), ends, found
        return found


def _enclosed(
    body: Function,
    instance: Instance,
    indices: Mapping[str, Any],
    variable: str,
    ends: tuple[float, float],
    sign: int,
    *,
    narrow: bool,
) -> Ball:
    field = Balls(_BITS)
    here = instance.state(field)  # a wide ball must not be taken for a doubtful number

    def at(low: float, high: float) -> tuple[float, float]:
        middle, radius = (low + high) / 2, (high - low) / 2 * (1 + 1e-15)
        value = number(body(here, {**indices, variable: Ball(flint.arb(middle, radius))}))
        if field.doubled:
            raise NotHere("code that takes doubles only")
        real = (Ball(sign) * value).v.real
        if not real.is_finite():
            raise Undecided("a wide interval")
        return float(real.lower()), float(real.upper())

    def exactly(place: float) -> float:
        try:
            return at(place, place)[0]
        except _FAILS as error:
            raise NotHere(str(error)) from None

    with precision(_BITS):
        waiting, best = [(-math.inf, *ends)], max(exactly(end) for end in ends)
        for _ in range(_MOST_BOXES):
            bound, low, high = heapq.heappop(waiting)
            if -bound - best <= _GAP * max(1.0, abs(best)) and best > -math.inf:
                heapq.heappush(waiting, (bound, low, high))
                break
            middle = (low + high) / 2
            if not low < middle < high:
                raise NotHere("a supremum that does not become narrow")
            best = max(best, exactly(middle))  # as its ends have been looked at
            for part in ((low, middle), (middle, high)):
                try:
                    upper = at(*part)[1]
                except _FAILS:
                    upper = math.inf
                if upper > best:
                    heapq.heappush(waiting, (-upper, *part))
            if not waiting:
                break
        else:
            if narrow or not waiting or best == -math.inf:
                raise NotHere("a supremum that does not become narrow")
    top = max(best, -waiting[0][0]) if waiting else best
    return Ball(sign * flint.arb((best + top) / 2, (top - best) / 2 + 1e-15 * abs(top)))
