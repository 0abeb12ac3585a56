"""Means of what follows from one random variable of a family, over intervals.

The probability of an interval is known in closed form for most families.  Else a density is integrated, and infinitely
many probabilities are added, as an integral and an endless sum of a formula are (`approached.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import flint

from yansuan.check.approached import Approached
from yansuan.check.balls import as_ball
from yansuan.check.fields import Field, as_double
from yansuan.check.integrand import Found
from yansuan.check.intervals import ALIKE, Interval, Intervals, intersection, placed
from yansuan.check.laws import Law
from yansuan.check.notation import State
from yansuan.check.quadrature import integral
from yansuan.check.series import series
from yansuan.check.values import multiply, number, total
from yansuan.family import Density

_STEPS = 20  # of one value of an integrand
_FEW = 64  # values whose probabilities are taken from 1; of more, what is left would have no digits
_BITS = 120  # of a computation that is wanted in doubles
Variable = tuple[str, tuple[int, ...]]
Value = Callable[[State], Any]


def over(law: Law, state: State, variable: Variable, intervals: Intervals, value: Value | None) -> Any:
    """The mean of a value (1 if there is none) over the intervals; elsewhere it counts as 0.

    A value is a function of the state in which the variable has one.

    Raises:
        Meaningless: there is none.
        NotHere: nobody can tell.
    """
    if law.family and law.family.mass:
        return _over_whole_numbers(law, state, variable, intervals, value)
    return _over_density(law, state, intervals, lambda here: here.whole(*variable), variable, value)


def chance_within(law: Law, state: State, intervals: Intervals, again: Callable[[State], Law]) -> Any:
    """The probability of intervals by a continuous distribution; `again` gives it in another kind of number.

    Raises:
        NotHere: nobody can tell.
    """
    return _over_density(law, state, intervals, again, ("", ()), None)


def _over_density(
    law: Law, state: State, intervals: Intervals, again: Callable[[State], Law], variable: Variable, value: Value | None
) -> Any:
    family, field = law.family, state.field
    assert family is not None
    ends = family.ends(*law.parameters)
    inside = intersection(intervals, (Interval(*ends, (True, True)),))
    if value is None and family.below:
        return total((_chance(law, one, ends, field) for one in inside), field)
    if ends == (None, None):  # what has a corner has it in the middle, as |X − μ| does
        middle = family.center(*(float(as_double(one)) for one in law.parameters))
        halves = Interval(None, middle, (False, True)), Interval(middle, None, (False, False))
        inside = tuple(part for half in halves for part in intersection(inside, (half,)))
    return total((_Weighed(variable, one, value, again).value(state, {}) for one in inside), field)


class _Weighed(Approached):
    """A value times a density, integrated over an interval."""

    def __init__(
        self, variable: Variable, interval: Interval, value: Value | None, law: Callable[[State], Law]
    ) -> None:
        self._drawn, self._interval, self._value_of, self._law = variable, interval, value, law
        self._variable, self._quantities, self._bits = "", [], _BITS
        self._letters, self._last = None, None
        self.mass = 0.0

    def at(self, state: State, indices: Mapping[str, Any]) -> Callable[[Any], Any]:
        """What is integrated."""
        own, value, field = self._law(state), self._value_of, state.field
        assert own.family is not None
        assert own.family.density is not None
        density = own.family.density
        known = dict[int, Density]()  # by the precision

        def weighed(x: Any) -> Any:
            state.instance.spend(_STEPS)
            bits = flint.ctx.prec
            if bits not in known:
                known[bits] = density(field, *own.parameters)
            here = known[bits](x)
            return as_ball(here if value is None else here * number(value(state.drawn({self._drawn: x}))))

        return weighed

    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """By Arb's quadrature, as far as it goes."""
        low, high = (None if end is None else as_ball(end) for end in (self._interval.low, self._interval.high))
        return integral(self.at(state, indices), low, high, goal)


class _Counted(_Weighed):
    """A value times a probability, added over all whole numbers from the first on."""

    def __init__(self, variable: Variable, first: int, value: Value) -> None:
        super().__init__(variable, Interval(), value, lambda here: here.whole(*variable))
        self._first = first

    def at(self, state: State, indices: Mapping[str, Any]) -> Callable[[Any], Any]:
        """A term."""
        own, value, field = self._law(state), self._value_of, state.field
        assert own.family is not None
        assert own.family.mass is not None
        mass = own.family.mass

        def term(k: int) -> Any:
            state.instance.spend(_STEPS)
            assert value is not None
            return as_ball(mass(field, k, *own.parameters) * number(value(state.drawn({self._drawn: k}))))

        return term

    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """By the terms, and what they let expect."""
        return series(self.at(state, indices), self._first, goal)


def _chance(law: Law, interval: Interval, ends: tuple[Any, Any], field: Field) -> Any:
    """The probability of an interval between the ends of a distribution."""
    family = law.family
    assert family is not None
    assert family.below is not None
    above: Any = 1
    below: Any = 0
    if interval.high is not None and (ends[1] is None or placed(interval.high, ends[1]) < 0):
        above = family.below(field, interval.high, *law.parameters)
    if interval.low is not None and (ends[0] is None or placed(interval.low, ends[0]) > 0):
        below = family.below(field, interval.low, *law.parameters)
    return above - below


def _over_whole_numbers(law: Law, state: State, variable: Variable, intervals: Intervals, value: Value | None) -> Any:
    family, field = law.family, state.field
    assert family is not None
    assert family.mass is not None
    mass = family.mass

    def term(k: int) -> Any:
        chance = mass(field, k, *law.parameters)
        return chance if value is None else multiply(chance, value(state.drawn({variable: k})), field)

    found: Any = 0
    for one in intervals:
        first = family.first if one.low is None else max(family.first, _next(one.low, closed=one.closed[0]))
        if one.high is not None:
            last = -_next(-as_double(one.high), closed=one.closed[1])
            found = found + total((term(k) for k in range(first, last + 1)), field)
        elif value is None and first - family.first <= _FEW:
            found = found + 1 - total((term(k) for k in range(family.first, first)), field)
        else:
            found = found + _Counted(variable, first, value or _one).value(state, {})
    return found


def _one(state: State) -> int:
    return 1


def _next(low: Any, *, closed: bool) -> int:
    """The first whole number from here on."""
    double = float(as_double(low))
    near = round(double)
    if abs(double - near) <= ALIKE * max(1.0, abs(double)):
        return near if closed else near + 1
    return math.ceil(double)
