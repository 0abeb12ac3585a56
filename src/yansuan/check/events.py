"""Events: whether they happen, how likely they are, and what is known when something is given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yansuan.check.densities import over
from yansuan.check.errors import Meaningless
from yansuan.check.fields import Fractions, as_double
from yansuan.check.generic import NotRational
from yansuan.check.intervals import EVERYWHERE, Intervals, compared, intersection, solved
from yansuan.check.laws import Law
from yansuan.check.notation import State
from yansuan.check.values import multiply, number, total
from yansuan.check.variables import Indices, Variable, Variables, law_at, outcomes, without_draws
from yansuan.tex import tree
from yansuan.tex.tree import Node


@dataclass(frozen=True)
class Test:
    """An event; or, where there is a value, that a random variable which is given has it."""

    node: Node
    indices: Indices
    value: Any = None


class Events(Variables, ABC):
    """Evaluates events."""

    @abstractmethod
    def line(self, node: Node, state: State, indices: Indices) -> tuple[Any, Any]:
        """What the one variable of a node is multiplied by in it, and what is added."""

    def known(self, given: Sequence[Node], state: State, indices: Indices) -> tuple[State, list[Test]]:
        """The state in which what is given has its values, and what else must be the case for an outcome to count."""
        if isinstance(state.field, Fractions):
            raise NotRational("a probability")
        fresh, tests = without_draws(state), list[Test]()
        for part in given:
            if not self.is_event(part, fresh):
                assert isinstance(part, tree.Occurs)
                if self.variables(part.of, state, indices):
                    raise Meaningless(
                        "given a random variable, it is one itself: it has a value only within E and its kin"
                    )
                variables, value = self.variables(part.of, fresh, indices), self.value(part.of)(state, indices)
                own = part.of if isinstance(part.of, tree.Quantity) else None
                if own and len(variables) == 1 and own.pattern.key in state.instance.grammar.random:
                    fresh = fresh.drawn({next(iter(variables)): value})
                else:
                    tests.append(Test(part.of, indices, value))
            elif (fixed := self._fixed(part, fresh, indices)) is not None:
                variable, value = fixed
                _must_be_possible(law_at(fresh, variable), value, fresh)
                fresh = fresh.drawn({variable: value})
            else:
                tests.append(Test(part, indices))
        return fresh, tests

    def _fixed(self, event: Node, state: State, indices: Indices) -> tuple[Variable, Any] | None:
        """The variable and its value that an event such as X = x gives."""
        if not isinstance(event, tree.Happens) or [one.sign for one in event.chain.relations] != ["="]:
            return None
        for own, other in (event.chain.expressions, event.chain.expressions[::-1]):
            if isinstance(own, tree.Quantity) and own.pattern.key in state.instance.grammar.random:
                variables = self.variables(own, state, indices)
                if len(variables) == 1 and not self.variables(other, state, indices):
                    return next(iter(variables)), number(self.value(other)(state, indices))
        return None

    def weight(
        self, tests: Sequence[Test], state: State, variables: Sequence[Variable], value: Callable[[State], Any] | None
    ) -> Any:
        """The mean of a value (1 if there is none) over the outcomes that pass all tests; others count as 0."""
        if not variables:
            passed = all(self._passes(test, state) for test in tests)
            return (value(state) if value else 1) if passed else 0
        field = state.field
        finite = [one for one in variables if law_at(state, one).is_finite]
        if finite:
            others = [one for one in variables if one not in finite]
            parts = (
                multiply(chance, self.weight(tests, here, others, value), field)
                for here, chance in outcomes(finite, state)
            )
            return total(parts, field)
        if len(variables) > 1:
            return self._weight_of_several(parted(tests), state, variables, value)
        (first,) = variables
        return over(law_at(state, first), state, first, self._where_all(tests, state, first), value)

    def _weight_of_several(
        self, tests: Sequence[Test], state: State, variables: Sequence[Variable], value: Callable[[State], Any] | None
    ) -> Any:
        """The same over several continuous variables: an integral over the first, of those over the others.

        What is known of the first alone says over which intervals, for an integrand that jumps is integrated badly.
        """
        for n, test in enumerate(tests):
            others = [*tests[:n], *tests[n + 1 :]]

            def weighed(*more: Node, others: Sequence[Test] = others, test: Test = test) -> Any:
                here = [*others, *(Test(one, test.indices) for one in more)]
                return self.weight(here, state, variables, value)

            if test.value is None and isinstance(test.node, tree.Fails):
                return weighed() - weighed(test.node.event)
            if test.value is None and isinstance(test.node, tree.Either):
                one, *left = test.node.events
                rest = left[0] if len(left) == 1 else tree.Either(test.node.start, test.node.end, tuple(left))
                return weighed(one) + weighed(rest) - weighed(one, rest)
        alone = [next(iter(of)) for of in (self.of_tests([test], state) for test in tests) if len(of) == 1]
        first = alone[0] if alone else variables[0]  # what is known of it bounds its integral
        later = [one for one in variables if one != first]
        own = [test for test in tests if self.of_tests([test], state) == {first}]
        others = [test for test in tests if test not in own]
        return over(
            law_at(state, first), state, first, self._where_all(own, state, first),
            lambda here: self.weight(others, here, later, value),
        )  # fmt: skip

    def _where_all(self, tests: Sequence[Test], state: State, variable: Variable) -> Intervals:
        """For which values of the one variable that has none yet all tests are passed."""
        intervals = EVERYWHERE
        for test in tests:
            intervals = intersection(intervals, self._where(test, state, variable))
        return intervals

    def _where(self, test: Test, state: State, variable: Variable) -> Intervals:
        """For which values of the one variable that has none yet a test is passed."""
        if test.value is not None:
            raise Meaningless(
                "what is given has no probability here: give a variable itself, or finitely many outcomes"
            )
        return solved(test.node, state, test.indices, variable, self)

    def _passes(self, test: Test, state: State) -> bool:
        if test.value is None:
            return self.happens(test.node, state, test.indices)
        return compared("=", number(self.value(test.node)(state, test.indices)), number(test.value))

    def of_tests(self, tests: Sequence[Test], state: State) -> frozenset[Variable]:
        """The variables that tests are about."""
        return frozenset(one for test in tests for one in self.variables(test.node, state, test.indices))

    def happens(self, event: Node, state: State, indices: Indices) -> bool:
        """Whether an event happens in a state in which all that it is about has a value."""
        match event:
            case tree.Both():
                return all(self.happens(one, state, indices) for one in event.events)
            case tree.Either():
                return any(self.happens(one, state, indices) for one in event.events)
            case tree.Fails():
                return not self.happens(event.event, state, indices)
            case tree.Happens():
                values = [number(self.value(one)(state, indices)) for one in event.chain.expressions]
                signs = [relation.sign for relation in event.chain.relations]
                pairs = zip(signs, values, values[1:], strict=False)
                return all(compared(sign, left, right) for sign, left, right in pairs)
        of = event.of if isinstance(event, tree.Occurs) else event
        if isinstance(of, tree.Product) and all(kind == "*" for kind, _ in of.factors):  # AB is A and B
            return all(self.happens(one, state, indices) for _, one in of.factors)
        value = self.value(of)(state, indices)
        if not isinstance(value, bool | np.bool_):
            raise Meaningless("it is no event: write a relation, or bind a function that gives True or False")
        return bool(value)


def parted(tests: Sequence[Test]) -> list[Test]:
    """Tests all of which must be passed, each as small as may be: `X > t, Y > t` is two, and `s < X < Y` too."""
    found = list[Test]()
    for test in tests:
        match test.node:
            case tree.Both() if test.value is None:
                found += parted([Test(one, test.indices) for one in test.node.events])
            case tree.Happens(start=start, end=end, chain=chain) if test.value is None:
                links = zip(chain.expressions, chain.expressions[1:], chain.relations, strict=False)
                found += [
                    Test(tree.Happens(start, end, tree.Chain((left, right), (sign,))), test.indices)
                    for left, right, sign in links
                ]
            case _:
                found.append(test)
    return found


def _must_be_possible(own: Law, value: Any, state: State) -> None:
    """A condition that has no probability, and no density, is none."""
    if own.is_finite:
        possible = any(compared("=", one, value) and chance != 0 for one, chance in own.atoms(state.field))
    else:
        assert own.family is not None
        low, high = own.family.ends(*own.parameters)
        possible = (low is None or compared("≤", low, value)) and (high is None or compared("≤", value, high))
        if own.family.mass:
            double = float(as_double(value))
            possible = double == int(double) and double >= own.family.first
    if not possible:
        raise Meaningless("what is given has the probability 0")
