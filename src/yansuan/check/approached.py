"""Integrals, limits and endless sums of a formula: what `quadrature.py`, `limits.py` and `series.py` make of them.

All three compute in balls, also where doubles are wanted: what is a difference of large terms, or lies far out, keeps
its digits.  The letter that runs is a number of that kind in the body of the formula, as an index is.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import flint
import numpy as np

from yansuan.check import growth, limits, series
from yansuan.check.balls import Ball, Undecided, as_ball, precision
from yansuan.check.disks import Disk
from yansuan.check.errors import Ambiguous, Beyond, DoublesOnly, Meaningless, NotHere, OutOfRange
from yansuan.check.fields import STEPS, Balls, Fractions
from yansuan.check.gauss import by_doubles
from yansuan.check.generic import NotRational
from yansuan.check.integrand import Found, Raw
from yansuan.check.notation import Instance, State
from yansuan.check.quadrature import WIDE, Tails, integral
from yansuan.check.rises import Rises
from yansuan.check.tame import extreme_of, is_tame
from yansuan.check.values import number, whole_number
from yansuan.tex import tree

if TYPE_CHECKING:
    from yansuan.check.straight import Run, Straight

Function = Callable[[State, Mapping[str, Any]], Any]

_GOAL, _BITS = 56, 120  # bits of a result that is wanted in doubles, and of its computation
_BITS_OF_DERIVATIVE = 100  # more of them for each derivative
_MOST_GOAL, _SPARE = 110, 40  # bits of one that is wanted in balls, at most; how many fewer than these have
_MOST_BITS = 1500
_MODEST, _PASSED = 20, 2  # binary logarithms of numbers in a limit; so many times farther than larger ones one looks
_CANCELS = 1e-3  # of an integral of absolute values: what is less is what its parts leave
_PLAIN = (
    tree.Number, tree.Index, tree.Quantity, tree.Call, tree.Apply, tree.Sum, tree.Product, tree.Quotient, tree.Power,
    tree.Integral, tree.Infinity, tree.Logarithm, tree.Factorial, tree.Binomial, tree.Placed,
    tree.Turned, tree.PathPoint, tree.OverPath,
)  # fmt: skip
"""Nodes whose value follows the letters that stand in them, and no others."""


class Approached(ABC):
    """What is computed in balls, with a letter that runs through numbers without an end.

    Args:
        node: a part of a formula.
        compiled: makes the function that evaluates a node.
    """

    _alone: tuple[str, ...] | None = None  # the letters that count which it follows; None where it may follow others

    def __init__(self, node: tree.Integral | tree.Limit | tree.Big, compiled: Callable[[tree.Node], Function]) -> None:
        self._variable = node.variable
        self._body = compiled(node.body)
        self._steps = 1 + sum(1 for _ in tree.walk(node.body))
        self._quantities = list(tree.quantities(node.body))
        self._bits = _BITS + _BITS_OF_DERIVATIVE * sum(map(_order, tree.walk(node.body)))
        plain = all(isinstance(one, _PLAIN) for one in tree.walk(node))
        self._letters = tree.free_indices(node) if plain else None  # all that its value follows; None if nobody knows
        self._alone = _letters_alone(node)
        self._straight: Straight | None = None
        self._found = dict[tuple[int, ...], Found]()  # in doubles, by the values of these letters
        self._last: tuple[State, int, int, list[Any], Found] | None = None
        self.mass = 0.0  # about how large the last value would be, if nothing in it cancelled

    def value(self, state: State, indices: Mapping[str, Any]) -> Any:
        """The value, in numbers of the state's kind."""
        field = state.field
        if isinstance(field, Fractions):
            raise NotRational("what has no end")
        if field is STEPS:
            raise NotHere("what has no end")
        must_not_follow(state.instance, self._variable, self._quantities)
        if isinstance(field, Balls):
            return self._in_balls(state, indices)
        return self._in_doubles(state, indices)

    def _in_balls(self, state: State, indices: Mapping[str, Any]) -> Any:
        field = state.field
        assert isinstance(field, Balls)
        if flint.ctx.prec > _MOST_BITS:
            raise NotHere("what has no end, to so many digits")
        goal = flint.ctx.prec - _SPARE
        goal = goal if field.nested or field.fully else min(goal, _MOST_GOAL)
        found = self._found_once(state, indices, goal) if field.on_path else None
        if found is None:
            with _on_path(field):
                found = self.found(state, indices, goal)
            self._last = state, goal, flint.ctx.prec, self.given(indices), found
        field.estimated = field.estimated or not found.proved
        self.mass = found.mass
        return found.value

    def _found_once(self, state: State, indices: Mapping[str, Any], goal: int) -> Found | None:
        """What was found last within another integral, if nothing that it follows has moved."""
        if self._last is None or self._letters is None:
            return None
        where, sought, bits, given, found = self._last
        same = where is state and sought == goal and bits == flint.ctx.prec
        now = self.given(indices)
        return found if same and all(a is b for a, b in zip(given, now, strict=True)) else None

    def _in_doubles(self, state: State, indices: Mapping[str, Any]) -> Any:
        """By balls that hold the doubles of the state."""
        instance, field = state.instance, Balls(self._bits)
        lifted = State(instance, state.moves, field, state, frozenset(instance.patterns))
        exactly = {name: Ball(one) if isinstance(one, float | complex) else one for name, one in indices.items()}
        try:
            with precision(self._bits), _on_path(field):
                found = self._of_all_instances(lifted, exactly)
        except DoublesOnly:
            found = self.roughly(state, indices)
        except Undecided as error:
            raise NotHere(f"it cannot be computed: {error}") from None
        return self.double(instance, found)

    def grows(self, state: State, indices: Mapping[str, Any]) -> int:
        """1 or −1 where it is plus or minus infinity, 0 where that is not told, see `growth.py`."""
        if isinstance(state.field, Fractions):
            raise NotRational("what has no end")
        if state.field is STEPS:
            raise NotHere("what has no end")
        must_not_follow(state.instance, self._variable, self._quantities)
        if isinstance(state.field, Balls):
            return self.growing(state, indices)
        lifted = State(state.instance, state.moves, Balls(_BITS), state, frozenset(state.instance.patterns))
        exactly = {name: Ball(one) if isinstance(one, float | complex) else one for name, one in indices.items()}
        return self.growing(lifted, exactly)

    def double(self, instance: Instance, found: Found) -> Any:
        """What was found as a double, and how far it is known."""
        value = found.value.double()
        self.mass = found.mass
        width = float(found.value.v.real.rad()) + float(found.value.v.imag.rad())
        relative = width / max(abs(value), found.mass, 1e-300)
        instance.slack = max(instance.slack, relative if relative > 1e-10 else 0.0)
        instance.estimated = instance.estimated or not found.proved
        if abs(value) < _CANCELS * found.mass:
            instance.height = max(instance.height, found.mass)
        return value

    def _of_all_instances(self, state: State, indices: Mapping[str, Any]) -> Found:
        """What is found; where nothing that is drawn stands in it, it is found once for all instances."""
        values: list[Any] = [indices.get(letter) for letter in self._alone or ()]
        if self._alone is None or not all(type(value) is int for value in values):
            return self.found(state, indices, _GOAL)
        key = tuple(map(int, values))
        if key not in self._found:
            self._found[key] = self.found(state, indices, _GOAL)
        return self._found[key]

    def at(self, state: State, indices: Mapping[str, Any]) -> Callable[[Any], Any]:
        """The body as a function of the letter."""
        straight = self._straight.at(state, indices) if self._straight and type(state.field) is Balls else None
        return _Body(self._body, self._variable, self._steps, state, indices, straight)

    def given(self, indices: Mapping[str, Any]) -> list[Any]:
        """The values of the letters that it follows."""
        return [one for name, one in indices.items() if self._letters is None or name in self._letters]

    def roughly(self, state: State, indices: Mapping[str, Any]) -> Found:
        """The value in doubles, where code takes nothing else."""
        raise NotHere("code of the snippet that works in doubles only, in what has no end")

    def growing(self, state: State, indices: Mapping[str, Any]) -> int:
        """The same, in balls."""
        return 0

    @abstractmethod
    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """The value in balls, to so many bits."""


class _Body:
    """A body as a function of its letter: by its straight-line code, as far as that goes, else by its tree."""

    def __init__(
        self, body: Function, letter: str, steps: int, state: State, indices: Mapping[str, Any], straight: Run | None
    ) -> None:
        self._body, self._letter, self._steps = body, letter, steps
        self._state, self._indices, self._straight = state, indices, straight

    def __call__(self, x: Any) -> Any:
        """The value where the letter is a number."""
        instance = self._state.instance
        instance.spend(self._steps)
        before = instance.steps
        try:
            if self._straight is not None and (ball := self._straight(x)) is not None:
                return ball
            instance.steps = before
            found = self._body(self._state, {**self._indices, self._letter: x})
        except OutOfRange as error:
            raise NotHere(str(error)) from None
        if isinstance(found, Ball):
            return found
        if np.size(found) > 1:
            raise NotHere("a limit, a sum or an integral of vectors: write it for their entries")
        return as_ball(number(found))

    def raw(self, kind: type) -> Raw | None:
        """The straight-line code, see `integrand.raw_of`."""
        function = None if self._straight is None else self._straight.raw(kind)
        if function is None:
            return None
        instance, steps = self._state.instance, self._steps

        def value(x: flint.acb) -> flint.acb | None:
            before = instance.steps
            instance.spend(steps)
            try:
                found: flint.acb | None = function(x)
            except OutOfRange as error:
                raise NotHere(str(error)) from None
            if found is None:
                instance.steps = before
            return found

        return value


def _letters_alone(node: tree.Node) -> tuple[str, ...] | None:
    """The letters that a value follows; None where it may follow anything else, such as what is drawn."""
    for one in tree.walk(node):
        own = tree.Quantity | tree.Call | tree.PathPoint | tree.OverPath  # which an instance has
        drawn = isinstance(one, own) or not isinstance(one, (*_PLAIN, tree.Limit, tree.Big))
        if drawn or (isinstance(one, tree.Big) and None in (one.lower, one.upper)):
            return None
    return tuple(sorted(tree.free_indices(node)))


def must_not_follow(instance: Instance, variable: str, quantities: Iterable[tree.Quantity]) -> None:
    """A quantity that follows from one that is called as the letter is meant to run with it."""
    own = {key for key, one in instance.patterns.items() if one.head == variable and not one.places}
    for node in quantities:
        if own & instance.upstream[node.pattern.key]:
            raise Ambiguous(f"{node.pattern.tex} follows from {variable}, which runs here. Bind it as a function of it")


def _order(node: tree.Node) -> int:
    match node:
        case tree.Call() | tree.Gradient():
            return node.order
        case tree.Derivative():
            return len(node.by)
    return 0


@contextmanager
def _on_path(field: Balls) -> Iterator[None]:
    field.on_path += 1
    try:
        yield
    finally:
        field.on_path -= 1


class Integral(Approached):
    """`\\int_a^b … dx`."""

    def __init__(
        self, node: tree.Integral, compiled: Callable[[tree.Node], Function], straight: Straight | None = None
    ) -> None:
        super().__init__(node, compiled)
        self._straight = straight
        ends = node.lower, node.upper
        self._ends = [None if isinstance(end, tree.Infinity) else compiled(end) for end in ends]
        self._signs = [end.sign if isinstance(end, tree.Infinity) else 0 for end in ends]
        self._tails = Tails()
        self._within = [Integral(one, compiled) for one in _outermost(node.body)]

    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """Arb's quadrature, or rules that go to infinity."""
        low, high = (None if end is None else as_ball(number(end(state, indices))) for end in self._ends)
        for end in (low, high):
            if end is not None and not end.is_real:
                raise Meaningless("an integral between complex numbers: along which path?")
        f, turned = self.at(state, indices), False
        if self._signs[0] > 0 or self._signs[1] < 0:  # from ∞, or to −∞
            if self._signs[0] == self._signs[1]:
                raise Meaningless("an integral from infinity to the same infinity")
            low, high, turned = high, low, True
        path = () if low is None or high is None else (high - low,)
        known = _known((*self.given(indices), low, high, *path))

        def cancelled() -> float:
            if low is None or high is None:
                return 0.0
            between = {**indices, self._variable: (low + high) / 2}
            for one in self._within:
                one.value(state, between)
            return float((high - low).upper()) * max((one.mass for one in self._within), default=0.0)

        found = integral(f, low, high, goal, known=known, tails=self._tails, cancelled=cancelled)
        return Found(-found.value, found.mass, found.proved) if turned else found

    def growing(self, state: State, indices: Mapping[str, Any]) -> int:
        """Where the lower bound is below the upper one."""
        low, high = (None if end is None else as_ball(number(end(state, indices))) for end in self._ends)
        upward = self._signs[0] <= 0 and self._signs[1] >= 0 and (low is None or high is None or low < high)
        return growth.of_integral(self.at(state, indices), low, high) if upward else 0

    def roughly(self, state: State, indices: Mapping[str, Any]) -> Found:
        """Gauss's rules between bounds."""
        if None in self._ends:
            return super().roughly(state, indices)
        low, high = (float(number(end(state, indices))) for end in self._ends if end is not None)

        def value(x: float) -> Any:
            state.instance.spend(self._steps)
            return number(self._body(state, {**indices, self._variable: x}))

        return by_doubles(value, low, high)


def _outermost(node: tree.Node) -> Iterator[tree.Integral]:
    """The integrals in a node that are not part of others."""
    if isinstance(node, tree.Integral):
        yield node
        return
    for part in tree.children(node):
        if isinstance(part, tree.Node):
            yield from _outermost(part)


def _known(values: Iterable[Any]) -> float:
    """To how many bits all of some numbers are known; 0 where one is a stretch, or a disk."""
    known = math.inf
    for value in values:
        if isinstance(value, Disk):
            return 0.0
        if isinstance(value, Ball) and (width := float(value.v.real.rad())) > 0.0:
            known = min(known, math.log2(max(value.upper(), width) / width))
    return known


def _is_wide(values: Iterable[Any]) -> bool:
    return _known(values) < WIDE


class Limit(Approached):
    """`\\lim_{x\\to a} …`."""

    def __init__(self, node: tree.Limit, compiled: Callable[[tree.Node], Function]) -> None:
        super().__init__(node, compiled)
        self._node = node
        self._to = None if isinstance(node.to, tree.Infinity) else compiled(node.to)
        scale = max(map(extreme_of, tree.walk(node.body)), default=0.0)
        self._beyond = _PASSED * scale if scale > _MODEST else 0.0
        self._inner = any(
            isinstance(one, tree.Limit | tree.Integral) and node.variable in tree.free_indices(one)
            for one in tree.walk(node.body)
        )

    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """Values nearer and nearer."""
        f, node = self.at(state, indices), self._node
        if any(np.ndim(value) for value in self._values(state.instance)):
            raise NotHere(
                f"{node.variable} is a vector: a limit is that of a number. Write an order, such as o(\\lVert h\\rVert)"
            )
        if _is_wide(self.given(indices)):
            raise NotHere("a limit within what runs through numbers")
        tame = is_tame(node.body, self._variable, state.instance)
        if isinstance(node.to, tree.Infinity):
            counts = node.counts and self._is_whole(state.instance)
            return limits.far_limit(f, node.to.sign, goal, counts=counts, tame=tame, beyond=self._beyond)
        to = self._to
        assert to is not None
        return limits.limit(
            f, lambda: as_ball(number(to(state, indices))), node.side, goal, tame=tame, beyond=self._beyond
        )

    def _is_whole(self, instance: Instance) -> bool:
        """Whether the letter is not bound to a number that is none that counts."""
        return not any(isinstance(value, float | np.floating) for value in self._values(instance))

    def _values(self, instance: Instance) -> list[Any]:
        """What the notation binds the letter to, where it stands without anything below."""
        own = [key for key, one in instance.patterns.items() if one.head == self._variable and not one.places]
        return [instance.values[key] for key in own]


class Endless(Approached):
    """`\\sum_{n=0}^\\infty …`, `\\prod_{n=1}^\\infty …`, also from −∞."""

    def __init__(self, node: tree.Big, compiled: Callable[[tree.Node], Function]) -> None:
        super().__init__(node, compiled)
        self._product = node.operation == "prod"
        if node.lower is None:
            raise TypeError("an endless sum without a beginning")
        ends = node.lower, node.upper
        self._ends = [None if end is None or isinstance(end, tree.Infinity) else compiled(end) for end in ends]
        self._turned = isinstance(node.lower, tree.Infinity) and node.lower.sign > 0
        self._turned = self._turned or (isinstance(node.upper, tree.Infinity) and node.upper.sign < 0)
        self._rises = Rises(node, compiled)

    def growing(self, state: State, indices: Mapping[str, Any]) -> int:
        """Of a sum that has a beginning."""
        if self._turned or self._product or self._ends[0] is None:
            return 0
        return growth.of_sum(self.at(state, indices), whole_number(self._ends[0](state, indices)))

    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """Terms, and what is known of those after them."""
        if self._turned:
            raise Meaningless("a sum from infinity, or to minus infinity")
        if _is_wide(self.given(indices)):
            raise NotHere("an endless sum within what runs through numbers")
        f = self.at(state, indices)
        first, last = (None if end is None else whole_number(end(state, indices)) for end in self._ends)
        try:
            found = self._summed(f, first, last, goal)
            if first is not None and not self._product:
                self._rises.must_be_none(f, state, indices, first, found.mass)
            return found
        except (DoublesOnly, Beyond):
            raise
        except NotHere as error:
            raise Beyond(str(error)) from None

    def _summed(self, f: Callable[[Any], Ball], first: int | None, last: int | None, goal: int) -> Found:
        combine = series.product if self._product else series.series
        if first is not None:
            return combine(f, first, goal)
        if last is not None:
            return combine(lambda n: f(-n), -last, goal)
        ahead, behind = combine(f, 0, goal), combine(lambda n: f(-n), 1, goal)
        value = ahead.value * behind.value if self._product else ahead.value + behind.value
        return Found(value, ahead.mass + behind.mass, proved=False)
