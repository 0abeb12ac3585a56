"""Means of what follows from random variables, and how it is distributed.

Sums are taken apart (a mean is linear), and products of what shares no variable, so that the mean of a hundred
independent variables takes a hundred sums and not 2¹⁰⁰.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from yansuan.check.errors import Meaningless
from yansuan.check.events import Events
from yansuan.check.notation import State
from yansuan.check.values import divide, multiply, number, total, whole_number
from yansuan.check.variables import Indices, Variable, connected, law_at
from yansuan.tex import tree
from yansuan.tex.tree import Node

_MOST_TERMS = 4_000
_MOST_POWER = 12


@dataclass(frozen=True)
class Term:
    """A product with its sign: factors, each with the values of the indices, and whether it is divided by."""

    sign: int
    factors: tuple[Factor, ...]

    def times(self, sign: int) -> Term:
        """The same with another sign."""
        return Term(self.sign * sign, self.factors)


Factor = tuple[Node, Indices, bool]


class Means(Events):
    """Evaluates means, covariances and characteristic functions."""

    def mean(self, node: Node, state: State, indices: Indices) -> Any:
        """The mean of what a node stands for."""
        terms = self._terms(node, state, indices)
        return total((self._mean_of(one, state) for one in terms), state.field)

    def _terms(self, node: Node, state: State, indices: Indices) -> list[Term]:
        """A node as a sum of products."""
        if not self.variables(node, state, indices):
            return [Term(1, ((node, indices, False),))]
        match node:
            case tree.Sum():
                found = [one.times(sign) for sign, part in node.terms for one in self._terms(part, state, indices)]
            case tree.Big(operation="sum"):
                found = [
                    one
                    for value in self.values_of(node, state, indices)
                    for one in self._terms(node.body, state, {**indices, node.variable: value})
                ]
            case tree.Product() if all(kind in ("*", "dot", "/") for kind, _ in node.factors):
                found = [Term(1, ())]
                for kind, factor in node.factors:
                    one = [Term(1, ((factor, indices, True),))] if kind == "/" else self._terms(factor, state, indices)
                    found = _multiplied(found, one)
            case tree.Big(operation="prod"):
                found = [Term(1, ())]
                for value in self.values_of(node, state, indices):
                    found = _multiplied(found, self._terms(node.body, state, {**indices, node.variable: value}))
            case tree.Quotient():
                found = _multiplied(self._terms(node.above, state, indices), [Term(1, ((node.below, indices, True),))])
            case tree.Power() if (times := self._times(node, state, indices)) is not None:
                base, found = self._terms(node.base, state, indices), [Term(1, ())]
                for _ in range(times):
                    found = _multiplied(found, base)
            case _:
                found = [Term(1, ((node, indices, False),))]
        if len(found) > _MOST_TERMS:
            raise Meaningless(f"a mean of more than {_MOST_TERMS} products")
        return found

    def _times(self, node: tree.Power, state: State, indices: Indices) -> int | None:
        """The exponent of a power that is multiplied out; None where it is not."""
        if self.variables(node.exponent, state, indices):
            return None
        try:
            times = whole_number(self.value(node.exponent)(state, indices))
        except Meaningless:
            return None
        return times if 2 <= times <= _MOST_POWER else None

    def _mean_of(self, term: Term, state: State) -> Any:
        """The mean of a product: that of each of its factors which share no variable."""
        value: Any = term.sign
        parts = ((set(self.variables(one[0], state, one[1])), one) for one in term.factors)
        for variables, factors in connected(parts):
            mean = self._moment(variables, factors, state)
            if mean is None:
                mean = self._over(sorted(variables), state, partial(self._product, factors))
            value = multiply(value, mean, state.field)
        return value

    def _moment(self, variables: set[Variable], factors: Sequence[Factor], state: State) -> Any | None:
        """The mean of a power of a variable of a family that has a formula for it; None of what else there is."""
        own = law_at(state, next(iter(variables))) if len(variables) == 1 else None
        if own is None or own.family is None or own.family.moment is None:
            return None
        for node, _, below in factors:
            drawn = isinstance(node, tree.Quantity) and node.pattern.key in state.instance.grammar.random
            if below or not drawn:
                return None
        return own.moment(state.field, len(factors))

    def _product(self, factors: Sequence[Factor], state: State) -> Any:
        value: Any = 1
        for node, indices, below in factors:
            one = self.value(node)(state, indices)
            value = divide(value, one, state.field) if below else multiply(value, one, state.field)
        return value

    def _over(self, variables: Sequence[Variable], state: State, value: Callable[[State], Any]) -> Any:
        """The mean of a value over the outcomes of variables."""
        if not variables:
            return value(state)
        return self.weight((), state, variables, value)

    def transform(self, node: Node, state: State, indices: Indices, s: float) -> tuple[Any, Any]:
        """The characteristic function at s, in parts: the product of those of summands that share no variable."""
        field = state.field
        found: tuple[Any, Any] = 1, 0
        for variables, terms in connected(
            (self._of_factors(term, state), term) for term in self._terms(node, state, indices)
        ):
            real, imaginary = self._transform_of(sorted(variables), terms, state, s)
            found = (
                found[0] * real - found[1] * imaginary,
                found[0] * imaginary + found[1] * real,
            )
        return field.integer(found[0]), field.integer(found[1])

    def covariance(self, one: Node, other: Node, state: State, indices: Indices) -> Any:
        """The covariance of two: that of each summand of the one with each of the other."""
        left, right = (
            [
                (term, self._of_factors(term, state), self._mean_of(term, state))
                for term in self._terms(part, state, indices)
            ]
            for part in (one, other)
        )
        parts = list[Any]()
        for a, own, mean in left:
            for b, others, other_mean in right:
                if own & others:  # the covariance of what is independent is 0
                    both = self._mean_of(Term(a.sign * b.sign, a.factors + b.factors), state)
                    parts.append(both - mean * other_mean)
        return total(parts, state.field)

    def _of_factors(self, term: Term, state: State) -> set[Variable]:
        return {one for node, indices, _ in term.factors for one in self.variables(node, state, indices)}

    def _transform_of(
        self, variables: Sequence[Variable], terms: Sequence[Term], state: State, s: float
    ) -> tuple[Any, Any]:
        field = state.field

        def angle(here: State) -> Any:
            return s * number(total((term.sign * self._product(term.factors, here) for term in terms), here.field))

        def turned(name: str, here: State) -> Any:
            return here.field.apply(name, angle(here))

        if not variables:
            return turned("cos", state), turned("sin", state)
        own = law_at(state, variables[0])
        if len(variables) == 1 and own.has_transform and (slope := self._slope(terms, state)) is not None:
            return own.transform(field, s * slope)
        return self._over(variables, state, partial(turned, "cos")), self._over(
            variables, state, partial(turned, "sin")
        )

    def _slope(self, terms: Sequence[Term], state: State) -> Any | None:
        """By what the one variable is multiplied, where each of some terms is a multiple of it."""
        slopes = list[Any]()
        for term in terms:
            own = [one for one in term.factors if self.variables(one[0], state, one[1])]
            if len(own) != 1 or own[0][2] or not isinstance(own[0][0], tree.Quantity):
                return None
            if own[0][0].pattern.key not in state.instance.grammar.random:
                return None
            slopes.append(term.sign * self._product([one for one in term.factors if one is not own[0]], state))
        return number(total(slopes, state.field))

    def line(self, node: Node, state: State, indices: Indices) -> tuple[Any, Any]:
        """What the one variable of a node is multiplied by in it, and what is added.

        Raises:
            Meaningless: that is not all that is done to it.
        """
        terms = self._terms(node, state, indices)
        own = [term for term in terms if self._of_factors(term, state)]
        slope = self._slope(own, state)
        if slope is None:
            raise Meaningless("this event cannot be solved for its random variable")
        offset = total(
            (term.sign * self._product(term.factors, state) for term in terms if term not in own), state.field
        )
        return slope, number(offset)


def _multiplied(left: list[Term], right: list[Term]) -> list[Term]:
    if len(left) * len(right) > _MOST_TERMS:
        raise Meaningless(f"a mean of more than {_MOST_TERMS} products")
    return [Term(a.sign * b.sign, a.factors + b.factors) for a in left for b in right]
