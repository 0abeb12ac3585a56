"""A search for numbers that refute an inequality, from those at which it is tightest.

`x^2 - x + 0.2499 > 0` is false in a hundredth of the numbers that may be drawn, and three hundred random ones miss it.
But nearby the two sides are near to each other, and a few steps downhill find it.  Steps are taken in what the
notation's generator gives, so that each is an instance that the notation could have drawn (`replay.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from yansuan.check.balls import Undecided
from yansuan.check.errors import UNABLE
from yansuan.check.notation import Instance, Instances, said
from yansuan.check.replay import Call, Numbers
from yansuan.check.samples import SEED
from yansuan.tex.patterns import NotationError

_STARTS = 3  # instances from which it goes downhill
_FIRST, _FURTHER, _FINELY = 12, 80, 250  # attempts from each of them; further ones from the best, and finely
_FAR, _NEARER = 0.1, 1.5  # from where the sides are so far apart one goes no further, unless this is a way down
_SPECIAL = 24  # attempts with numbers at which claims break
_MEETINGS = 48  # instances on which two numbers are alike or opposite
_MOST_STEPS = 20_000  # of evaluation, in all
_TIE = 1e-8  # relative: sides that are so near to each other are as near as one can get
_UPHILL = 1e3  # so many times as far apart they are around it
_WIDER, _NARROWER = 2.0, 0.8  # what a step becomes after one that led downhill, and after one that did not
_WIDEST, _NARROWEST = 1.0, 1e-7
_AROUND, _MOST_ENTRIES = 0.05, 12  # how far around a tie one looks, and at how many of its numbers
_WHOLES = (0.0, 1.0, -1.0)

Slack = Callable[[Instance], float]
"""How far the sides of an inequality are apart on an instance, over how large they are, where it holds; infinite where
it says nothing.  Raises what refutes it."""


@dataclass
class Budget:
    """How many attempts are left."""

    left: int


def search(
    instances: Instances, keys: Set[str], slacks: Mapping[int, float], slack: Slack, *, inside: bool, finely: bool
) -> Instance | None:
    """Go downhill.

    Args:
        instances: of the notation.
        keys: all that the inequality follows from.
        slacks: of the instances that have been tried, by number.
        slack: of one more.
        inside: whether the inequality must say something all around where it ends: its condition may exclude the rest.
        finely: whether it goes on where doubles hardly tell the sides apart, as there is a tiny number in them.

    Returns:
        Where it ended, if the sides are as near to each other there as can be told, and nowhere around are nearer: an
        inequality that is strict is likely to be false there.  Else None.
    """
    tightest = sorted((found, number) for number, found in slacks.items() if math.isfinite(found))[:_STARTS]
    budget = Budget(_MOST_STEPS // max(1, max(one.steps for one in instances)))
    if not tightest or budget.left < _SPECIAL:
        return None
    descents = list[_Descent]()
    for found, number in tightest:
        descents.append(_Descent(instances, keys, number, found, slack, budget, tie=0.0 if finely else _TIE))
        if len(descents) == 1:
            descents[0].look_at_special_ones()
        descents[-1].go(_FIRST)
        best = min(descents, key=lambda one: one.slack)
        if best.slack > _FAR and 1 - best.slack <= _NEARER * (1 - tightest[0][0]):
            return None
    best.go(_FINELY if finely else _FURTHER)
    return best.tie(inside=inside)


def meetings(instances: Instances, keys: Set[str]) -> Iterator[Instance]:
    """The first instance with each number that is drawn as another one, and as its negative, as far as it may be that.

    Args:
        instances: of the notation.
        keys: all that a formula follows from.
    """
    descent = _Descent(instances, keys, 0, math.inf, lambda instance: math.inf, Budget(_MOST_STEPS))
    yield from descent.meetings()


class _Descent:
    """A way downhill from one instance."""

    def __init__(
        self,
        instances: Instances,
        keys: Set[str],
        number: int,
        slack: float,
        measured: Slack,
        budget: Budget,
        tie: float = _TIE,
    ) -> None:
        self._instances, self._keys, self._number, self._measured = instances, keys, number, measured
        self._rng = np.random.default_rng([SEED, 3, number])
        self._width = 0.1
        self._budget, self._tie = budget, tie
        self.slack = self._first = slack
        first = instances[0]
        self._has_functions = any(callable(first.values.get(key)) and key not in first.definitions for key in keys)
        self._best, self._calls = instances.redrawn(number)
        self._bearing = self._bearing_among(range(len(self._calls)))  # the calls on which the formula depends

    def look_at_special_ones(self) -> None:
        """Numbers such as 0 and ones that are equal, of one call each time; the tightest is gone on with.

        A symbol that is drawn may meet one that is computed, as any b does the one that is best.
        """
        for at, values in self._met():
            self._try(_with(self._calls, at, values))
        scripts = [_with(self._calls, at, values) for at in self._bearing for values in _special(self._calls, at)]
        for chosen in self._rng.permutation(len(scripts))[:_SPECIAL]:
            self._try(scripts[chosen])

    def _met(self) -> list[tuple[int, Numbers]]:
        """Calls, each with the numbers of a symbol that it could give: they have its shape and lie in its range."""
        values = [_value_of(self._best, key) for key in sorted(self._keys)]
        arrays = [np.asarray(value) for value in values if isinstance(value, int | float | np.ndarray)]
        sought = [(at, self._calls[at], one) for at in self._bearing for one in arrays if one.dtype.kind in "if"]
        met = [(at, one) for at, call, one in sought if one.shape == call.values.shape and _may_give(call, one)]
        return met[:_SPECIAL]

    def meetings(self) -> Iterator[Instance]:
        """See above."""
        single = [at for at in self._bearing if self._calls[at].values.size == 1 and not self._calls[at].whole]
        scripts = [
            _with(self._calls, at, sign * self._calls[other].values)
            for at, other in permutations(single, 2)
            for sign in (1, -1)
            if _may_give(self._calls[at], sign * self._calls[other].values)
        ]
        for script in scripts[:_MEETINGS]:
            _, instance, _ = self._at(script)
            if instance is not None:
                yield instance

    def go(self, most: int) -> None:
        """Make attempts."""
        for _ in range(most):
            if not self._bearing or self.slack <= self._tie or self._budget.left <= 0:
                return
            better = self._try(_moved(self._calls, self._bearing, self._rng, self._width))
            self._width = min(self._width * (_WIDER if better else _NARROWER), _WIDEST)
            if self._width < _NARROWEST:
                self._width = _WIDEST

    def _try(self, script: Sequence[Call]) -> bool:
        """Whether an instance with these numbers is tighter; it becomes the next to start from."""
        found, instance, calls = self._at(script)
        if instance is None or not found < self.slack:
            return False
        other = len(calls) != len(self._calls) or not all(map(Call.asks_like, calls, self._calls))
        self._best, self._calls, self.slack = instance, calls, found
        if other:  # of another size there are other numbers to draw
            self._bearing = self._bearing_among(range(len(calls)))
        return True

    def _at(self, script: Sequence[Call]) -> tuple[float, Instance | None, list[Call]]:
        try:
            instance, calls = self._instances.redrawn(self._number, script)
        except NotationError:  # a notation need not take any numbers
            return math.inf, None, []
        self._budget.left -= 1
        return self._measured(instance), instance, calls

    def _bearing_among(self, numbers: Sequence[int]) -> list[int]:
        """Those of the calls on which something depends that the formula is about, found by halves."""
        if not numbers or not self._changes(numbers):
            return []
        if len(numbers) == 1:
            return list(numbers)
        half = len(numbers) // 2
        return self._bearing_among(numbers[:half]) + self._bearing_among(numbers[half:])

    def _changes(self, numbers: Sequence[int]) -> bool:
        """Whether the formula is about something else where these calls give something else."""
        script = [call.elsewhere() if at in numbers else call for at, call in enumerate(self._calls)]
        try:
            other, _ = self._instances.redrawn(self._number, script)
        except NotationError:
            return True
        before, after = (said(one) if self._has_functions else one.values for one in (self._best, other))
        return any(_differs(before.get(key), after.get(key)) for key in self._keys)

    def tie(self, *, inside: bool) -> Instance | None:
        """Where it ended, if that is a tie and the bottom of a valley.

        `1 - e^{-x^2} < 1` comes as near as well, the further the larger x is, and `x^2 + 10^{-20} > x^2` is as near
        everywhere: both are true.
        """
        is_edge = self._number < len(self._instances) and self._instances[self._number].edge
        if self.slack > _TIE or (is_edge and self._first <= _TIE):
            return None
        bearing = [at for at in self._bearing if not self._calls[at].whole]
        entries = [(at, entry) for at in bearing for entry in range(self._calls[at].values.size)]
        for at, entry in entries[:_MOST_ENTRIES]:
            call = self._calls[at]
            for way in (-_AROUND, _AROUND):
                script = _with(self._calls, at, call.values + way * call.width * _only(entry, call))
                found = self._at(script)[0]
                if found < _UPHILL * _TIE or (inside and math.isinf(found)):
                    return None
        return self._best if entries else None


def _value_of(instance: Instance, key: str) -> Any:
    """What a symbol is, be it drawn or defined; None where that has no value."""
    if key not in instance.definitions:
        return instance.values.get(key)
    try:
        return None if instance.choices[key].letters else instance.base.whole(key)
    except (*UNABLE, Undecided):
        return None


def _differs(value: Any, other: Any) -> bool:
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() != other.keys() or any(_differs(value[key], other[key]) for key in value)
    if callable(value) and callable(other):
        return False  # what it follows from is looked at
    try:
        return not np.array_equal(np.asarray(value), np.asarray(other))
    except (TypeError, ValueError):
        return True


# ---- Steps


def _moved(calls: Sequence[Call], bearing: Sequence[int], rng: np.random.Generator, width: float) -> list[Call]:
    """The numbers of all calls, of one call, or one number, a little elsewhere."""
    how = rng.integers(3) if len(bearing) > 1 else rng.integers(1, 3)
    found = list(calls)
    for at in bearing if how == 0 else [bearing[int(rng.integers(len(bearing)))]]:
        call = calls[at]
        by = rng.normal(size=call.values.shape) * call.width * (max(10 * width, 0.7) if call.whole else width)
        if how == 2 and call.values.size > 1:
            by *= _only(int(rng.integers(by.size)), call)
        found[at] = call.giving(call.values + by)
    return found


def _only(entry: int, call: Call) -> Numbers:
    """1 at an entry of what a call gave, else 0."""
    return np.eye(1, call.values.size, entry).reshape(call.values.shape)


def _with(calls: Sequence[Call], at: int, values: Numbers) -> list[Call]:
    return [call.giving(values) if n == at else call for n, call in enumerate(calls)]


def _special(calls: Sequence[Call], at: int) -> Iterator[Numbers]:
    """The numbers of a call as 0, 1 or −1, as whole numbers, all alike, or another call's, within its range."""
    call = calls[at]
    ways = [np.full(call.values.shape, value) for value in _WHOLES]
    ways += [np.rint(call.values), np.rint(2 * call.values) / 2]
    if call.values.size > 1:
        ways.append(np.full(call.values.shape, np.mean(call.values)))
    for n, other in enumerate(calls):
        if n != at and other.what == call.what and other.values.shape == call.values.shape:
            ways += [other.values, -other.values]
    return (way for way in ways if _may_give(call, way))


def _may_give(call: Call, values: Numbers) -> bool:
    return bool(np.all(values > call.low) and np.all(values < call.high))
