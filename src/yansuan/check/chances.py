"""What a formula says of random variables: means and their kin, probabilities, and how something is distributed.

Over finitely many outcomes all of it is a sum over them, which is exact.  The probability of an event about one
continuous variable is that of intervals, found by solving its relations.  That something is distributed so is the
equality of two characteristic functions, or distribution functions, at places chosen beforehand.  Whatever is not one
of these has no value here, and says so: nothing is drawn at random.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from yansuan.check.balls import Ball, objects
from yansuan.check.densities import chance_within
from yansuan.check.errors import Meaningless, TooLarge
from yansuan.check.events import Test
from yansuan.check.fields import Field, as_double
from yansuan.check.information import information
from yansuan.check.intervals import Interval, Intervals
from yansuan.check.laws import Law, law
from yansuan.check.means import Means
from yansuan.check.notation import State
from yansuan.check.values import divide, number, total_product
from yansuan.check.variables import Function, Indices, law_at, outcomes
from yansuan.distributions import FAMILIES
from yansuan.tex import tree
from yansuan.tex.tree import Node

_PLACES = (0.37, 0.83, 1.31, 2.09)  # where characteristic functions are compared, over the standard deviation
_BESIDE = (-0.61, -0.23, 0.17, 0.79, 1.57)  # where distribution functions are, in deviations from the center
_KEPT = 256  # events that are compiled once


def compilers(means: Means) -> dict[type[Node], Any]:
    """By kind of node, what makes the function that evaluates it."""
    made: dict[type[Node], Callable[..., Function]] = {
        tree.Moment: _moment,
        tree.Probability: _probability,
        tree.EachOutcome: _each_outcome,
        tree.Distribution: _distribution,
        tree.Distributed: _distributed,
        tree.InLaw: _in_law,
    }
    found = {kind: partial(make, chances=means) for kind, make in made.items()}
    return {**found, tree.Information: partial(information, means=means)}


def _moment(node: tree.Moment, chances: Means) -> Function:
    """A mean and its kin."""

    def value(state: State, indices: Indices) -> Any:
        here, tests = chances.known(node.given, state, indices)
        if node.over:
            here = _kept(chances, node, state, indices, here)
        if tests:
            return _conditioned(node, chances, here, indices, tests)
        if node.operation == "E":
            return chances.mean(node.of[0], here, indices)
        return _of_second_order(node, here.field, lambda one, other: chances.covariance(one, other, here, indices))

    return value


def _of_second_order(node: tree.Moment, field: Field, covariance: Callable[[Node, Node], Any]) -> Any:
    """A variance, a covariance or a correlation, from covariances."""
    first, last = node.of[0], node.of[-1]
    both = covariance(first, last)
    if node.operation != "Corr":
        return both
    size = field.power(covariance(first, first) * covariance(last, last), field.divide(1, 2))
    return divide(both, size, field)


def _kept(chances: Means, node: tree.Moment, state: State, indices: Indices, here: State) -> State:
    """The state in which all that a mean is not taken over keeps the value that it has."""
    taken = {one for part in node.over for one in chances.variables(part, here, indices)}
    kept = {(move.key, move.upper): move.by for move in state.moves if move.draws}
    left = {one for part in node.of for one in chances.variables(part, here, indices)} - taken - set(kept)
    if left:
        names = ", ".join(sorted(state.instance.patterns[key].tex for key, _ in left))
        raise Meaningless(f"the mean is not taken over {names}: it is a random variable itself")
    return here.drawn({one: value for one, value in kept.items() if one not in taken})


def _conditioned(node: tree.Moment, chances: Means, state: State, indices: Indices, tests: Sequence[Test]) -> Any:
    """A mean or its kin over the outcomes that pass tests."""
    about = chances.of_tests(tests, state).union(*(chances.variables(one, state, indices) for one in node.of))
    variables, field = sorted(about), state.field
    chance = chances.weight(tests, state, variables, None)
    if _is_nought(chance):
        raise Meaningless("what is given has the probability 0")

    def mean(*of: Node) -> Any:
        functions = [chances.value(one) for one in of]

        def product_of(here: State) -> Any:
            return total_product((function(here, indices) for function in functions), here.field)

        return divide(chances.weight(tests, state, variables, product_of), chance, field)

    if node.operation == "E":
        return mean(node.of[0])
    return _of_second_order(node, field, lambda one, other: mean(one, other) - mean(one) * mean(other))


def _probability(node: tree.Probability, chances: Means) -> Function:
    """The probability of an event."""

    def value(state: State, indices: Indices) -> Any:
        here, tests = chances.known(node.given, state, indices)
        event = Test(node.event, indices)
        variables = sorted(chances.of_tests([event, *tests], here))
        both = chances.weight([event, *tests], here, variables, None)
        if not tests:
            return both
        given = chances.weight(tests, here, sorted(chances.of_tests(tests, here)), None)
        if _is_nought(given):
            raise Meaningless("what is given has the probability 0")
        return divide(both, given, state.field)

    return value


def _is_nought(chance: Any) -> bool:
    return bool(as_double(chance) == 0)


def _each_outcome(node: tree.EachOutcome, chances: Means) -> Function:
    """A column of an expression's values, one for each outcome of the random variables in its chain."""
    of = chances.value(node.of)

    def value(state: State, indices: Indices) -> Any:
        variables = sorted({one for side in node.sides for one in chances.variables(side, state, indices)})
        if not variables:
            return of(state, indices)
        if not all(law_at(state, one).is_finite for one in variables):
            raise Meaningless("given a continuous random variable, it is one itself: write its value, as in X = x")
        return _stacked(
            [number(of(here, indices)) for here, chance in outcomes(variables, state) if not _is_nought(chance)]
        )

    return value


def _distribution(node: tree.Distribution, chances: Means) -> Function:
    """A distribution that is written out, by its characteristic function at a place: real and imaginary parts.

    Where that is no formula, by the probability of what is at most a place.
    """

    def value(state: State, indices: Indices) -> Any:
        own, place = _written(node, chances, state, indices), _place(node, chances, state, indices)
        if own.has_transform:
            return _column([own.transform(state.field, state.field.double(place))])
        below: Intervals = (Interval(None, state.field.double(place), (False, True)),)
        again = partial(_written, node, chances, indices=indices)
        return _stacked([chance_within(own, state, below, again)])

    return value


def _distributed(node: tree.Distributed, chances: Means) -> Function:
    """The same of what a node stands for, at the place that the other side has chosen."""
    below = lru_cache(_KEPT)(partial(_at_most, node.of))

    def value(state: State, indices: Indices) -> Any:
        here, _ = chances.known((), state, indices)
        place = _place(node.like, chances, state, indices)
        if _written(node.like, chances, state.instance.base, indices).has_transform:
            return _column([chances.transform(node.of, here, indices, here.field.double(place))])
        event = Test(below(place), indices)
        variables = sorted(chances.of_tests([event], here))
        return _stacked([number(chances.weight([event], here, variables, None))])

    return value


def _at_most(of: Node, most: float) -> Node:
    """The event that something is at most a number."""
    chain = tree.Chain((of, tree.Number(of.start, of.end, most)), (tree.Relation(of.start, of.end, "≤"),))
    return tree.Happens(of.start, of.end, chain)


def _in_law(node: tree.InLaw, chances: Means) -> Function:
    """The characteristic function of a random variable, at a place over the deviation of the one on the left."""
    variance = _moment(tree.Moment(node.start, node.end, "Var", (node.scale,)), chances)

    def value(state: State, indices: Indices) -> Any:
        here, _ = chances.known((), state, indices)
        wide = math.sqrt(float(number(variance(state.instance.base, indices))))
        if not 0 < wide < math.inf:
            raise Meaningless("equal in law: the left side has no variance, by which its distribution is looked at")
        place = float(f"{_PLACES[state.instance.number % len(_PLACES)] / wide:.3g}")
        return _column([chances.transform(node.of, here, indices, place)])

    return value


def _written(node: tree.Distribution, chances: Means, state: State, indices: Indices) -> Law:
    family = next(row for row in FAMILIES if row.name == node.family)
    return law(family, *(number(chances.value(one)(state, indices)) for one in node.parameters))


def _place(node: tree.Distribution, chances: Means, state: State, indices: Indices) -> float:
    """Where two distributions are compared: a number that is the same in every kind of number.

    It is another one on the next instance: so distributions are compared at thirty places.
    """
    own = _written(node, chances, state.instance.base, indices)
    assert own.family is not None
    given, turn = [*map(float, own.parameters)], state.instance.number
    try:
        center, wide = own.family.center(*given), own.family.spread(*given) or 1.0
    except OverflowError:
        raise TooLarge(f"a {own.family.name} distribution with these parameters is too wide") from None
    if own.has_transform:
        return float(f"{_PLACES[turn % len(_PLACES)] / wide:.3g}")
    return float(f"{center + _BESIDE[turn % len(_BESIDE)] * wide:.3g}")


def _column(parts: Sequence[tuple[Any, Any]]) -> Any:
    return _stacked([one for pair in parts for one in pair])


def _stacked(cells: list[Any]) -> Any:
    """Numbers as a column."""
    if any(isinstance(one, Ball) for one in cells):
        return objects(cells, (len(cells), 1))
    return np.array(cells, dtype=float)[:, np.newaxis]
