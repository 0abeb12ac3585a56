"""For which values of one random variable an event happens, and the mean of something over these.

Relations are solved for the variable by undoing what is done to it, step by step: sums, factors, powers, roots,
absolute values, exponentials and logarithms.  What cannot be undone so is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import flint
import numpy as np

from yansuan.check.balls import Ball, Undecided, as_ball
from yansuan.check.disks import Disk
from yansuan.check.errors import Meaningless
from yansuan.check.fields import DOUBLES, as_double
from yansuan.check.notation import State
from yansuan.check.values import number, total
from yansuan.check.variables import law_at
from yansuan.tex import tree
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.check.events import Events

ALIKE = 1e-11  # so near two numbers are one for an event
_ROUNDING = 24  # bits that a number may have lost: what is known less well is a stretch of the path of an integral
Indices = Mapping[str, Any]
Variable = tuple[str, tuple[int, ...]]


class Interval(NamedTuple):
    """An interval; None is no end, and `closed` says whether the ends belong to it."""

    low: Any = None
    high: Any = None
    closed: tuple[bool, bool] = (False, False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        if self.low is None or self.high is None:
            return False
        order = placed(self.low, self.high)
        return order > 0 or (order == 0 and self.closed != (True, True))


Intervals = tuple[Interval, ...]
EVERYWHERE: Intervals = (Interval(),)


def placed(one: Any, other: Any) -> int:
    """1 where a number lies above another one, −1 below it, 0 where they are the same but for rounding.

    Raises:
        Undecided: they are stretches of an integral's path, in which either may lie above the other.
    """
    if not isinstance(one, Ball) and not isinstance(other, Ball):
        return int(np.sign(DOUBLES.order(one) - DOUBLES.order(other)))
    apart = as_ball(one - other)
    between = apart.v.real
    if not between.contains(0):
        return 1 if between > 0 else -1
    narrow = 2.0 ** (_ROUNDING - flint.ctx.prec) * max(1.0, abs(as_double(one)), abs(as_double(other)))
    if isinstance(apart, Disk) or float(between.rad()) > narrow:
        raise Undecided("the end of an interval may lie on either side of another one")
    return 0


def compared(sign: str, left: Any, right: Any) -> bool:
    """A relation between numbers that an outcome gives; those that differ by rounding only are equal."""
    a, b = (one.double() if isinstance(one, Ball) else one for one in (left, right))
    equal = bool(abs(a - b) <= ALIKE * max(abs(a), abs(b)))
    if sign in ("=", "≠"):
        return equal == (sign == "=")
    if sign not in ("<", "≤", ">", "≥"):
        raise Meaningless(f"an event about '{sign}' cannot be told here")
    if equal:
        return sign in ("≤", "≥")
    return bool(DOUBLES.order(a) < DOUBLES.order(b)) == (sign in ("<", "≤"))


# ---- Sets of numbers


def intersection(one: Intervals, other: Intervals) -> Intervals:
    """What is in both."""
    found = (_met(a, b) for a in one for b in other)
    return tuple(interval for interval in found if not interval.is_empty)


def complement(intervals: Intervals) -> Intervals:
    """What is in none of them."""
    found = EVERYWHERE
    for one in intervals:
        outside = list[Interval]()
        if one.low is not None:
            outside.append(Interval(None, one.low, (False, not one.closed[0])))
        if one.high is not None:
            outside.append(Interval(one.high, None, (not one.closed[1], False)))
        found = intersection(found, tuple(outside))
    return found


def union(one: Intervals, other: Intervals) -> Intervals:
    """What is in either; no two of them meet if none of each did."""
    return one + intersection(other, complement(one))


def _met(a: Interval, b: Interval) -> Interval:
    low, low_closed = _tighter(a.low, a.closed[0], b.low, b.closed[0], lambda order: order > 0)
    high, high_closed = _tighter(a.high, a.closed[1], b.high, b.closed[1], lambda order: order < 0)
    return Interval(low, high, (low_closed, high_closed))


def _tighter(
    one: Any, one_closed: bool, other: Any, other_closed: bool, before: Callable[[int], bool]
) -> tuple[Any, bool]:
    if one is None:
        return other, other_closed
    if other is None:
        return one, one_closed
    order = placed(one, other)
    if order == 0:
        return one, one_closed and other_closed
    return (one, one_closed) if before(order) else (other, other_closed)


def _mapped(intervals: Intervals, change: Callable[[Any], Any], *, falling: bool = False) -> Intervals:
    """Intervals under a monotone function."""
    found = list[Interval]()
    for one in intervals:
        low, high = (None if end is None else change(end) for end in (one.low, one.high))
        found.append(Interval(high, low, one.closed[::-1]) if falling else Interval(low, high, one.closed))
    return tuple(found)


# ---- Events


def solved(event: Node, state: State, indices: Indices, variable: Variable, chances: Events) -> Intervals:
    """For which values of a variable, the only one that has none yet, an event happens.

    Raises:
        Meaningless: it cannot be solved for it.
    """
    return _Solver(state, indices, variable, chances).of(event)


@dataclass(frozen=True)
class _Solver:
    state: State
    indices: Indices
    variable: Variable
    chances: Events

    def of(self, event: Node) -> Intervals:
        """For which values an event happens."""
        match event:
            case tree.Both():
                found = EVERYWHERE
                for one in event.events:
                    found = intersection(found, self.of(one))
                return found
            case tree.Either():
                found = ()
                for one in event.events:
                    found = union(found, self.of(one))
                return found
            case tree.Fails():
                return complement(self.of(event.event))
            case tree.Happens():
                found, expressions = EVERYWHERE, event.chain.expressions
                for relation, left, right in zip(event.chain.relations, expressions, expressions[1:], strict=False):
                    found = intersection(found, self._where(left, relation.sign, right))
                return found
        if not self._depends(event):
            return EVERYWHERE if self.chances.happens(event, self.state, self.indices) else ()
        raise Meaningless("an event of a continuous variable is written as a relation")

    def _where(self, left: Node, sign: str, right: Node) -> Intervals:
        if not self._depends(left) and not self._depends(right):
            values = (number(self._value(one)) for one in (left, right))
            return EVERYWHERE if compared(sign, *values) else ()
        if self._depends(left) and self._depends(right):
            left, right = tree.Sum(left.start, right.end, ((1, left), (-1, right))), tree.Number(0, 0, 0, "0")
        if self._depends(right):
            left, right = right, left
            sign = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}.get(sign, sign)
        bound = number(self._value(right))
        at: dict[str, Intervals] = {
            "<": (Interval(None, bound),),
            "≤": (Interval(None, bound, (False, True)),),
            ">": (Interval(bound, None),),
            "≥": (Interval(bound, None, (True, False)),),
            "=": (Interval(bound, bound, (True, True)),),
            "≠": (Interval(None, bound), Interval(bound, None)),
        }
        if sign not in at:
            raise Meaningless(f"an event about '{sign}' cannot be told here")
        return self._undone(left, at[sign])

    def _depends(self, node: Node) -> bool:
        return self.variable in self.chances.variables(node, self.state, self.indices)

    def _value(self, node: Node) -> Any:
        return self.chances.value(node)(self.state, self.indices)

    def _undone(self, node: Node, within: Intervals) -> Intervals:
        """For which values of the variable a node's value is within intervals."""
        field = self.state.field
        match node:
            case tree.Quantity() if node.pattern.key == self.variable[0]:
                return within
            case tree.Sum():
                return self._undone_sum(node, within)
            case tree.Product() if all(kind in ("*", "dot", "/") for kind, _ in node.factors):
                own = [factor for _, factor in node.factors if self._depends(factor)]
                if len(own) == 1 and all(kind != "/" for kind, factor in node.factors if factor is own[0]):
                    rest = tuple((kind, factor) for kind, factor in node.factors if factor is not own[0])
                    return self._undone(own[0], self._scaled(within, self._product(rest)))
            case tree.Quotient() if not self._depends(node.below):
                below = number(self._value(node.below))
                return self._undone(node.above, self._scaled(within, field.divide(1, below)))
            case tree.Apply(function="abs"):
                positive = intersection(within, (Interval(0, None, (True, False)),))
                return self._undone(node.argument, union(positive, _mapped(positive, lambda x: -x, falling=True)))
            case tree.Apply(function="exp"):
                return self._undone(node.argument, self._logarithms(within))
            case tree.Apply(function="ln" | "log"):
                self._must_be_positive(node.argument)
                return self._undone(node.argument, self._exponentials(within))
            case tree.Power() if isinstance(node.base, tree.Number) and node.base.text == "e":
                return self._undone(node.exponent, self._logarithms(within))
            case tree.Power() if not self._depends(node.exponent):
                exponent = number(self._value(node.exponent))
                if as_double(exponent) != int(as_double(exponent)):
                    self._must_be_positive(node.base)
                return self._undone(node.base, self._roots(within, exponent))
        raise Meaningless("this event cannot be solved for its random variable")

    def _must_be_positive(self, node: Node) -> None:
        """That a logarithm or a root has a value whatever value the variable has."""
        own = law_at(self.state, self.variable)
        family = own.family
        assert family is not None
        ends: tuple[Any, Any] = (family.first, None) if family.mass else family.ends(*own.parameters)
        possible = intersection(self._undone(node, (Interval(None, 0),)), (Interval(*ends, (True, True)),))
        if any(one.low is None or one.high is None or placed(one.low, one.high) for one in possible):
            raise Meaningless("a logarithm or a root of a random variable that may be negative")

    def _undone_sum(self, node: tree.Sum, within: Intervals) -> Intervals:
        own = [(sign, term) for sign, term in node.terms if self._depends(term)]
        field = self.state.field
        constant = total((sign * self._value(term) for sign, term in node.terms if (sign, term) not in own), field)
        moved = _mapped(within, lambda x: x - number(constant))
        if len(own) == 1:
            ((sign, term),) = own
            return self._undone(term, _mapped(moved, lambda x: -x, falling=True) if sign < 0 else moved)
        slope, offset = self.chances.line(node, self.state, self.indices)
        return self._scaled(_mapped(within, lambda x: x - offset), slope)

    def _product(self, factors: tuple[tuple[Any, Node], ...]) -> Any:
        value: Any = 1
        for kind, factor in factors:
            one = number(self._value(factor))
            value = self.state.field.divide(value, one) if kind == "/" else value * one
        return value

    def _scaled(self, within: Intervals, by: Any) -> Intervals:
        """For which x the product of x and a number is within intervals."""
        if (sign := placed(by, 0)) == 0:
            raise Meaningless("the random variable is multiplied by 0")
        return _mapped(within, lambda x: self.state.field.divide(x, by), falling=sign < 0)

    def _logarithms(self, within: Intervals) -> Intervals:
        return tuple(
            Interval(
                None if one.low is None or placed(one.low, 0) <= 0 else self.state.field.apply("ln", one.low),
                None if one.high is None else self.state.field.apply("ln", one.high),
                one.closed,
            )
            for one in intersection(within, (Interval(0, None),))
        )

    def _exponentials(self, within: Intervals) -> Intervals:
        return tuple(
            Interval(
                0 if one.low is None else self.state.field.apply("exp", one.low),
                None if one.high is None else self.state.field.apply("exp", one.high),
                one.closed,
            )
            for one in within
        )

    def _roots(self, within: Intervals, exponent: Any) -> Intervals:
        double, field = as_double(exponent), self.state.field
        if double == 0.5:
            positive = intersection(within, (Interval(0, None, (True, False)),))
            return _mapped(positive, lambda x: x * x)
        if double != int(double) or double < 1:
            raise Meaningless("this event cannot be solved for its random variable")

        def root(x: Any) -> Any:
            if (sign := placed(x, 0)) == 0:
                return 0
            size = field.power(abs(x), field.divide(1, int(double)))
            return -size if sign < 0 else size

        if int(double) % 2:
            return _mapped(within, root)
        positive = _mapped(intersection(within, (Interval(0, None, (True, False)),)), root)
        return union(positive, _mapped(positive, lambda x: -x, falling=True))
