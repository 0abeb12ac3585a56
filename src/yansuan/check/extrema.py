"""Maxima and minima over numbers and vectors, and where they are taken.

Over an interval an extremum of a number is enclosed in balls, as a supremum is.  All else is an estimate, which is
told: on a line a fine grid, golden sections and Newton's steps; in space Newton's steps towards the points where the
gradient is a combination of those of the conditions, from the best of many points that fulfil these (Nocedal & Wright,
Numerical Optimization, 2006, ch. 12 and 18).  Where an extremum is taken it must be taken once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.errors import Ambiguous, Meaningless, NotHere
from yansuan.check.fields import STEPS, Balls, Field, Fractions
from yansuan.check.generic import NotRational
from yansuan.check.notation import Instance, State
from yansuan.check.suprema import Enclosed, golden
from yansuan.check.values import as_value, number
from yansuan.tex import tree
from yansuan.tex.extrema import Chosen, Optimum
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]
Array = NDArray[Any]

_BEYOND, _FALLS = (0.3, 0.6, 0.9), 1e-6  # parts of the way on to infinity, and how much lower it is there
_GRID, _LATER_GRID, _WHOLE = 1000, 200, 3  # steps, on the first instances and on later ones
_END = 1 - 1e-7  # of a line without end, drawn together to [−1, 1]
_ALIKE = 1e-8  # relative: heights that are the same
_APART = 1e-4  # relative: places that are not
_PLACE = 3e-9  # how well a place is known where Newton's steps have found it
_ROUGH = 1e-7  # and where not
_POINTS, _LATER_POINTS, _BEST, _STEPS = 80, 24, 4, 30
_FAR, _UNBOUNDED = 1e6, 1e9  # how far is without end; how many times what is usual is without bound
_STEP = 1e-4  # of differences
_FEASIBLE, _EXACTLY = 1e-9, 1e-15
_MOST, _LATER_MOST = 20_000, 6_000  # evaluations, on the first instances and on later ones
_HIDDEN = "\0"  # under this key the indices carry the value of what is moved


def must_have_extrema(field: Field) -> None:
    """Numbers of this kind have extrema.

    Raises:
        NotRational, NotHere: they have none.
    """
    if isinstance(field, Fractions):
        raise NotRational("an extremum")
    if field is STEPS or field.nested:
        raise NotHere("an extremum under a derivative")


def apart(sign: str, left: Any, right: Any) -> Array:
    """What must be 0 for =, and must not be negative for any other sign between two sides: numbers, in a row."""
    difference = np.subtract(right, left)
    return np.ravel(difference if sign in ("=", "≤", "<") else -difference).astype(float)


def kept(function: Callable[[Array], Any]) -> Callable[[Array], Any]:
    """A function of a place, which keeps its values: places that differ in nothing but slacks are the same one."""
    known = dict[bytes, Any]()

    def value(x: Array) -> Any:
        at = x.tobytes()
        if at not in known:
            known[at] = function(x)
        return known[at]

    return value


def optimum(compiled: Compile, node: Optimum) -> Function:
    """The function that evaluates an extremum, or where it is taken."""
    return _Optimum(compiled, node).value


def refuting(compiled: Compile, node: Optimum) -> Callable[[State, Indices, Any], bool]:
    """The function that says whether a value is none of the places where an extremum is taken."""
    return _Optimum(compiled, node).refutes


def chosen(counted: Callable[[State, Indices], Sequence[Any]], compiled: Compile, node: Chosen) -> Function:
    """The index at which a maximum or minimum is taken."""
    body, sign = compiled(node.of.body), 1 if node.operation == "argmax" else -1

    def value(state: State, indices: Indices) -> Any:
        found = [(number(body(state, {**indices, node.of.variable: n})), n) for n in counted(state, indices)]
        if not found:
            raise Meaningless("the largest of nothing")
        best, at = max(found, key=lambda one: state.field.order(sign * one[0]))
        if any(n != at and not state.field.order(sign * (best - other)) > 0 for other, n in found):
            raise Meaningless("it is taken more than once")
        return at

    return value


@dataclass(frozen=True)
class _Interval:
    low: float
    high: float
    closed: tuple[bool, bool]


class _Optimum:
    """An extremum of a body by one quantity or letter."""

    def __init__(self, compiled: Compile, node: Optimum) -> None:
        self._node, self._body = node, compiled(node.body)
        self._keys = {one.pattern.key for one in tree.quantities(node)}
        self._sign = 1 if node.operation in ("max", "argmax") else -1
        self._enclosed = Enclosed(self._hidden, _HIDDEN, self._sign, narrow=False)
        self._wants_place = node.operation.startswith("arg")
        links = [
            (relation, left, right)
            for chain in node.conditions
            for relation, left, right in zip(chain.relations, chain.expressions, chain.expressions[1:], strict=False)
        ]
        for relation, left, _ in links:
            if relation.sign not in ("=", "≤", "≥", "<", ">"):
                raise Unreadable(f"'{relation.sign}' cannot be a condition of an extremum", left.start)
        self._links = [
            (relation.sign, self._is_variable(left), self._is_variable(right), compiled(left), compiled(right))
            for relation, left, right in links
        ]
        self._at = node.start

    def _is_variable(self, side: Node) -> bool:
        variable = self._node.variable
        if isinstance(variable, str):
            return isinstance(side, tree.Index) and side.name == variable
        return tree.spelling(side) == tree.spelling(variable)

    def value(self, state: State, indices: Indices) -> Any:
        """The value, or the place."""
        field = state.field
        must_have_extrema(field)
        shape = self._shape(state.instance)
        if isinstance(field, Balls):
            if shape or self._wants_place:
                raise NotHere("an extremum that is not enclosed")
            interval = self._interval(state.instance.base, indices)
            if not math.isfinite(interval.high - interval.low):
                raise NotHere("an extremum over a line without end")
            return self._enclosed(state.instance, indices, (interval.low, interval.high))
        found, place = self._on_line(state, indices) if not shape else self._in_space(state, indices, shape)
        if self._wants_place:
            return as_value(place) if shape else place
        state.instance.height = max(state.instance.height, abs(found))
        return self._sign * found

    def _shape(self, instance: Instance) -> tuple[int, ...]:
        variable = self._node.variable
        if isinstance(variable, str):
            return ()
        key, tex = variable.pattern.key, variable.pattern.tex
        value = instance.values[key]
        if key in instance.definitions or isinstance(value, dict):
            raise Ambiguous(f"{tex} follows from others: an extremum is over what is drawn")
        if isinstance(value, int | np.integer) or np.iscomplexobj(value):
            raise Ambiguous(f"does {tex} run through whole numbers, or through all? Bind a letter that counts")
        return np.shape(value)

    def _moved(self, state: State, indices: Indices, *, often: bool = True) -> Callable[[Any], tuple[State, Indices]]:
        """The same with another value of what the extremum is over."""
        variable = self._node.variable
        if isinstance(variable, str):
            return lambda value: (state, {**indices, variable: value})
        key = variable.pattern.key
        resting = state.resting(key, self._keys) if often else {}
        return lambda value: (state.with_value(key, value, resting), indices)

    def _hidden(self, state: State, indices: Indices) -> Any:
        """The body, as a function of an index that stands for what is moved."""
        return self._body(*self._moved(state, indices, often=False)(indices[_HIDDEN]))

    def _height(self, state: State, indices: Indices) -> Callable[[Any], float]:
        """The body, upside down for a minimum; where it has no value, −∞."""
        steps = 1 + sum(1 for _ in tree.walk(self._node.body)) // 4
        moved = self._moved(state, indices)

        def raised(value: Any) -> float:
            try:
                found = number(self._body(*moved(value)))
            except (Meaningless, OverflowError, ZeroDivisionError):
                return -math.inf
            if isinstance(found, complex):
                raise Ambiguous("complex numbers have no order")
            return self._sign * float(found) if math.isfinite(found) else -math.inf

        in_space = kept(raised)

        def height(value: Any) -> float:
            state.instance.spend(steps)
            return in_space(value) if isinstance(value, np.ndarray) else raised(value)

        return height

    # ---- On a line

    def refutes(self, state: State, indices: Indices, place: Any) -> bool:
        """Whether a place is none where the extremum is taken: elsewhere the body is better, or it is not allowed."""
        shape = self._shape(state.instance)
        height = self._height(state, indices)
        if shape:
            given: Any = np.reshape(np.asarray(place, dtype=float), shape)
            equal, positive = self._conditions(state, indices, shape)
            apart = np.concatenate([np.abs(equal(given.ravel())), np.maximum(0, -positive(given.ravel()))])
            there, _ = self._in_space(state, indices, shape)
        else:
            given, interval = float(np.real(place)), self._interval(state, indices)
            apart = np.array([max(0.0, interval.low - given, given - interval.high)])
            there, _ = self._on_line(state, indices)
        here = height(given)
        return bool(np.any(apart > _APART)) or here < there - 100 * _ALIKE * (1 + abs(there))

    def _interval(self, state: State, indices: Indices) -> _Interval:
        """What the conditions leave of the line."""
        over = self._node.over
        if over is not None:
            low, high = map(float, state.instance.values[over.key])
            return _Interval(low, high, (True, True))
        low, high, closed = -math.inf, math.inf, [True, True]
        for sign, left, right, of_left, of_right in self._links:
            if left == right or sign == "=":
                raise Unreadable("a condition on a number is a bound of it here", self._at)
            bound = float(np.real(number((of_right if left else of_left)(state, indices))))
            upper = (sign in ("≤", "<")) == left
            strict = sign in ("<", ">")
            if upper and (bound < high or (bound == high and strict)):
                high, closed[1] = bound, not strict
            if not upper and (bound > low or (bound == low and strict)):
                low, closed[0] = bound, not strict
        if not low < high:
            raise Meaningless("there is nothing between the bounds")
        return _Interval(low, high, (closed[0], closed[1]))

    def _on_line(self, state: State, indices: Indices) -> tuple[float, float]:
        interval, height = self._interval(state, indices), self._height(state, indices)
        first, last, line = _drawn_together(interval)
        steps = _GRID if state.instance.number < _WHOLE else _LATER_GRID
        grid = np.linspace(first, last, steps + 1).tolist()
        heights = [height(line(u)) for u in grid]
        best = max(heights)
        if best == -math.inf:
            raise Meaningless("there are no values where the extremum is sought")
        peaks = [
            n for n in range(steps + 1) if heights[n] >= max(heights[max(n - 1, 0)], heights[min(n + 1, steps)])
        ]  # fmt: skip
        peaks = sorted(peaks, key=lambda n: -heights[n])[:_BEST]
        found = []
        for n in peaks:
            u = golden(lambda u: height(line(u)), grid[max(n - 1, 0)], grid[min(n + 1, steps)])
            u = max((u, grid[0], grid[-1]) if n in (0, steps) else (u,), key=lambda u: height(line(u)))
            found.append((height(line(u)), u))
        top, u = max(found)
        usual = float(np.median([abs(one) for one in heights if math.isfinite(one)]))
        if abs(top) > _UNBOUNDED * (1 + usual):
            raise Meaningless("it seems to have no bound")
        self._must_be_taken(interval, u, (first, last), lambda u: height(line(u)))
        place, sure = _polished(height, line(u), interval)
        value = max(top, height(place))
        if self._wants_place:
            spread = _APART * (last - first)
            others = [other for high, other in found if high >= value - _ALIKE * (1 + abs(value))]
            flat = sum(high >= value - 1e-13 * (1 + abs(value)) for high in heights)
            if flat > 2 or any(abs(other - u) > spread for other in others):
                raise Meaningless("it is taken at more than one place")
            state.instance.slack = max(state.instance.slack, _PLACE if sure else _ROUGH)
        return value, place

    def _must_be_taken(
        self, interval: _Interval, u: float, ends: tuple[float, float], height: Callable[[float], float]
    ) -> None:
        """An extremum at an end that does not belong to the line is none; one far out is where it falls beyond."""
        top = height(u)
        near = 1e-9 * (ends[1] - ends[0])
        for end, bound, closed in zip(ends, (interval.low, interval.high), interval.closed, strict=True):
            beyond = (height(u + (end - u) * part) for part in _BEYOND)
            falls = abs(u - end) > 0 and all(top - one > _FALLS * (1 + abs(top)) for one in beyond)
            if math.isinf(bound) and abs(u - end) < 1e-4 and not falls:
                raise self._not_taken("it seems to be taken nowhere: it is neared only without end")
            if not closed and abs(u - end) <= near:
                raise self._not_taken("it is taken nowhere: the end of the interval does not belong to it")

    def _not_taken(self, why: str) -> Exception:
        """A maximum that is taken nowhere is none; a supremum need not be, and is not known then."""
        if self._node.need_be_taken:
            return Meaningless(why)
        return NotHere("a supremum or infimum that is neared and not taken is not found here. Write it as a limit")

    # ---- In space

    def _in_space(self, state: State, indices: Indices, shape: tuple[int, ...]) -> tuple[float, Any]:
        if self._node.over is not None:
            raise Ambiguous("an interval is declared for what is a vector")
        height = self._height(state, indices)
        equal, positive = self._conditions(state, indices, shape)
        drawn = np.ravel(np.asarray(state.whole(self._key), dtype=float))
        later = state.instance.number >= _WHOLE
        left = [_LATER_MOST if later else _MOST]

        def counted(x: Array) -> float:
            left[0] -= 1
            if left[0] < 0:
                raise NotHere("the extremum is not found in the time that it may take")
            return height(x.reshape(shape))

        search = Search(counted, equal, positive, drawn, state.instance.number)
        value, place, unique = search.found(_LATER_POINTS if later else _POINTS)
        if self._wants_place:
            if not unique:
                raise Meaningless("it is taken at more than one place")
            state.instance.slack = max(state.instance.slack, _PLACE)
        return value, place.reshape(shape)

    @property
    def _key(self) -> str:
        assert isinstance(self._node.variable, tree.Quantity)
        return self._node.variable.pattern.key

    def _conditions(
        self, state: State, indices: Indices, shape: tuple[int, ...]
    ) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
        """What must be 0, and what must not be negative."""
        with_value = self._moved(state, indices)

        def differences(*, equal: bool) -> Callable[[Array], Array]:
            links = [one for one in self._links if (one[0] == "=") == equal]

            def value(x: Array) -> Array:
                moved = with_value(x.reshape(shape))
                found = [apart(sign, left(*moved), right(*moved)) for sign, _, _, left, right in links]
                return found[0] if len(found) == 1 else np.concatenate(found)

            at = kept(value)

            def spent(x: Array) -> Array:
                state.instance.spend(1)
                return at(x) if links else _NONE

            return spent

        return differences(equal=True), differences(equal=False)


_NONE = np.zeros(0)


def _drawn_together(interval: _Interval) -> tuple[float, float, Callable[[float], float]]:
    """An interval as the image of a bounded one."""
    low, high = interval.low, interval.high
    if math.isfinite(low) and math.isfinite(high):
        return low, high, lambda u: u
    if math.isfinite(low):
        return 0.0, _END, lambda u: low + u / (1 - u)
    if math.isfinite(high):
        return -_END, 0.0, lambda u: high + u / (1 + u)
    return -_END, _END, lambda u: u / (1 - u * u)


def _polished(height: Callable[[float], float], place: float, interval: _Interval) -> tuple[float, bool]:
    """A place after Newton's steps, and whether these have come to rest inside the interval."""
    start, top = place, height(place)
    if place in (interval.low, interval.high):
        return place, True
    step = _STEP * max(1.0, abs(place)) * 10
    for _ in range(8):
        values = [height(place + k * step) for k in (-3, -2, -1, 0, 1, 2, 3)]
        if not all(map(math.isfinite, values)):
            return start, False
        a, b, c, here, d, e, f = values
        slope = (45 * (d - c) - 9 * (e - b) + (f - a)) / (60 * step)
        bend = (2 * (a + f) - 27 * (b + e) + 270 * (c + d) - 490 * here) / (180 * step * step)
        if not bend < 0:
            return start, False
        move = -slope / bend
        place += move
        if abs(place - start) > 1e-3 * max(1.0, abs(start)) or not interval.low <= place <= interval.high:
            return start, False
        if abs(move) <= 1e-10 * max(1.0, abs(place)):
            good = height(place) >= top - 1e-13 * max(1.0, abs(top))
            return (place, True) if good else (start, False)
    return start, False


class Search:
    """The highest point of a function of several numbers under conditions.

    Args:
        height: the function.
        equal: what must be 0.
        positive: what must not be negative; each has a slack whose square it is.
        drawn: a point of the size that is meant.
        seed: of the points that are tried.
    """

    def __init__(
        self,
        height: Callable[[Array], float],
        equal: Callable[[Array], Array],
        positive: Callable[[Array], Array],
        drawn: Array,
        seed: int,
    ) -> None:
        self._height, self._equal, self._positive = height, equal, positive
        self._drawn, self._n = drawn, drawn.size
        self._slacks = positive(drawn).size
        self._rng = np.random.default_rng([11, seed])

    def found(self, points: int) -> tuple[float, Array, bool]:
        """The highest value, where it is, and whether it is nowhere else."""
        starts = [x for x in map(self._feasible, self._scattered(points)) if x is not None]
        known = [(self._height(x[: self._n]), x) for x in starts]
        known = [one for one in known if one[0] > -math.inf]
        if not known:
            raise Meaningless("no point fulfils the conditions, or none has a value")
        known.sort(key=lambda one: -one[0])
        ends = [end for end in (self._climbed(x) for _, x in known[:_BEST]) if end is not None]
        if not ends:
            raise NotHere("the extremum is not found")
        value, place = max(ends, key=lambda end: end[0])
        if value == math.inf:
            raise Meaningless("it seems to have no bound, or to be taken nowhere")
        size = 1 + abs(value)
        if known[0][0] > value + _ALIKE * size:
            if float(np.linalg.norm(known[0][1][: self._n])) > _FAR / 10:
                raise Meaningless("it seems to have no bound")
            raise NotHere("the extremum is not found")
        same = [other for high, other in ends if high >= value - _ALIKE * size]
        alike = [x[: self._n] for high, x in known if high >= value - _ALIKE * size]
        spread = 1e-3 * (1 + float(np.linalg.norm(place)))
        unique = all(float(np.linalg.norm(other - place)) <= spread for other in (*same, *alike))
        mirrored = self._feasible(-place)
        if mirrored is not None and unique and np.linalg.norm(mirrored[: self._n] - place) > spread:
            unique = self._height(mirrored[: self._n]) < value - _ALIKE * size
        return value, self._polished(value, place) if unique else place, unique

    def _scattered(self, points: int) -> list[Array]:
        scales = (0.3, 1.0, 3.0, 30.0)
        around = [self._drawn, np.zeros(self._n)]
        found = [self._drawn]
        for n in range(points):
            found.append(around[n % 2] + scales[n % 4] * self._rng.normal(size=self._n))
        far = self._rng.normal(size=(4, self._n))
        return [*found, *(_FAR * one / np.linalg.norm(one) for one in far)]

    def _conditions(self, z: Array) -> Array:
        x, slack = z[: self._n], z[self._n :]
        if not self._slacks:
            return self._equal(x)
        return np.concatenate([self._equal(x), self._positive(x) - slack * slack])

    def _feasible(self, x: Array) -> Array | None:
        """A point near one that fulfils the conditions."""
        try:
            return self._restored(np.concatenate([x, np.sqrt(np.maximum(self._positive(x), 1e-6))]))
        except Meaningless:
            return None

    def _restored(self, z: Array) -> Array | None:
        """The same after steps towards the conditions."""
        before = math.inf
        try:
            for _ in range(_STEPS):
                apart = self._conditions(z)
                far = float(np.max(np.abs(apart), initial=0.0)) / (1 + float(np.max(np.abs(z))))
                if far <= _EXACTLY or (far <= _FEASIBLE and far >= before / 2):  # it comes no nearer
                    return z
                before = far
                z = z - np.linalg.lstsq(_jacobian(self._conditions, z), apart, rcond=None)[0]
                if not np.all(np.isfinite(z)):
                    return None
        except (Meaningless, np.linalg.LinAlgError):
            return None
        return None

    def _climbed(self, z: Array) -> tuple[float, Array] | None:
        """The end of Newton's steps towards a point where the gradient is one of conditions."""
        try:
            for _ in range(_STEPS):
                z, moved = self._step(z)
                if float(np.linalg.norm(z[: self._n])) > _FAR / 10:
                    return math.inf, z[: self._n]
                if moved <= 1e-11 * (1 + float(np.linalg.norm(z))):
                    break
            value = self._height(z[: self._n])
        except (Meaningless, np.linalg.LinAlgError, FloatingPointError):
            return None
        apart = self._conditions(z)
        if value == -math.inf or (apart.size and np.max(np.abs(apart)) > 1e-8 * (1 + np.max(np.abs(z)))):
            return None
        return value, z[: self._n]

    def _step(self, z: Array) -> tuple[Array, float]:
        """One step along the conditions, to where it is higher."""
        step = _newton(lambda z: self._height(z[: self._n]), self._conditions, z)
        here, scale = self._height(z[: self._n]), 1.0
        while scale > 1e-6:
            moved = self._restored(z + scale * step)
            if moved is not None and self._height(moved[: self._n]) >= here - 1e-13 * (1 + abs(here)):
                return moved, float(np.linalg.norm(moved - z))
            scale /= 3
        return z, 0.0

    def _polished(self, value: float, place: Array) -> Array:
        """A place after a few of Newton's steps in which conditions that are met with equality stay so."""
        active = self._positive(place) <= 1e-6 * (1 + float(np.linalg.norm(place)))

        def conditions(x: Array) -> Array:
            return np.concatenate([self._equal(x), self._positive(x)[active]])

        x = place
        try:
            for _ in range(4):
                x = x + _newton(self._height, conditions, x)
        except (Meaningless, np.linalg.LinAlgError):
            return place
        near = float(np.linalg.norm(x - place)) <= 1e-4 * (1 + float(np.linalg.norm(place)))
        allowed = float(np.max(np.abs(conditions(x)), initial=0.0)) <= _FEASIBLE * (1 + float(np.linalg.norm(x)))
        return x if near and allowed and self._height(x) >= value - 1e-12 * (1 + abs(value)) else place


def _newton(height: Callable[[Array], float], conditions: Callable[[Array], Array], z: Array) -> Array:
    """Newton's step towards a point where the gradient is a combination of those of conditions, bent downwards."""
    slopes, gradient = _jacobian(conditions, z, exactly=True), _gradient(height, z)
    weights = np.linalg.lstsq(slopes.T, gradient, rcond=None)[0] if slopes.size else np.zeros(0)
    bend = _hessian(lambda at: height(at) - float(weights @ conditions(at)), z)
    bend = bend - 2 * _positive_part(bend, slopes) * np.eye(z.size)
    rows = len(slopes)
    matrix = np.block([[bend, -slopes.T], [slopes, np.zeros((rows, rows))]])
    left = -(gradient - slopes.T @ weights) if rows else -gradient
    step: Array = np.linalg.lstsq(matrix, np.concatenate([left, -conditions(z)]), rcond=None)[0][: z.size]
    if not np.all(np.isfinite(step)):
        raise Meaningless("the search has left the numbers")
    return step


def _positive_part(bend: Array, conditions: Array) -> float:
    """How far a function bends upwards along the conditions: a step would go to a saddle."""
    free = np.eye(len(bend))
    if conditions.size:
        _, values, rows = np.linalg.svd(conditions)
        rank = int(np.sum(values > 1e-10 * max(1.0, float(values[0]))))
        free = rows[rank:].T
    if not free.size:
        return 0.0
    return max(0.0, float(np.max(np.linalg.eigvalsh(free.T @ bend @ free))))


def _gradient(f: Callable[[Array], float], z: Array) -> Array:
    found = np.empty(z.size)
    for n in range(z.size):
        step = _STEP * 10 * max(1.0, abs(float(z[n])))
        move = np.zeros(z.size)
        move[n] = step
        a, b, c, d = (f(z + k * move) for k in (-2, -1, 1, 2))
        found[n] = (8 * (c - b) - (d - a)) / (12 * step)
    if not np.all(np.isfinite(found)):
        raise Meaningless("there is no slope")
    return found


def _jacobian(f: Callable[[Array], Array], z: Array, *, exactly: bool = False) -> Array:
    """The derivatives of conditions; `exactly` where a place is to be known, and not only to come nearer."""
    columns = []
    for n in range(z.size):
        move = np.zeros(z.size)
        move[n] = _STEP * 10 * max(1.0, abs(float(z[n])))
        slope = (f(z + move) - f(z - move)) / (2 * move[n])
        if exactly:
            slope = (4 * slope - (f(z + 2 * move) - f(z - 2 * move)) / (4 * move[n])) / 3
        columns.append(slope)
    return np.stack(columns, axis=1)


def _hessian(f: Callable[[Array], float], z: Array) -> Array:
    n, steps = z.size, _STEP * 10 * np.maximum(1.0, np.abs(z))
    moves = np.diag(steps)
    found = np.empty((n, n))
    here = f(z)
    for i in range(n):
        found[i, i] = (f(z + 2 * moves[i]) - 2 * here + f(z - 2 * moves[i])) / (4 * steps[i] * steps[i])
        for j in range(i):
            corners = (
                f(z + moves[i] + moves[j]) - f(z + moves[i] - moves[j])
                - f(z - moves[i] + moves[j]) + f(z - moves[i] - moves[j])
            )  # fmt: skip
            found[i, j] = found[j, i] = corners / (4 * steps[i] * steps[j])
    if not np.all(np.isfinite(found)):
        raise Meaningless("there is no curvature")
    return found
