"""Which random variables an expression depends on, and their outcomes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from yansuan.check.errors import Meaningless, NotHere
from yansuan.check.fields import as_double
from yansuan.check.laws import Law
from yansuan.check.notation import State
from yansuan.check.values import number, whole_number
from yansuan.tex import tree
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Variable = tuple[str, tuple[int, ...]]
"""A random variable: its key, and its indices where it is one of many."""

_MOST_OUTCOMES = 20_000
_KEPT = 512  # nodes whose variables are remembered
_PLAIN = tree.Number, tree.Sum, tree.Product, tree.Quotient, tree.Power, tree.Apply


def _is_plain(node: Node) -> bool:
    """Whether its random variables are those of its parts, whatever moves."""
    if isinstance(node, tree.Quantity):
        return all(isinstance(one, tree.Number) for one in (*node.lower, *node.upper))
    return isinstance(node, _PLAIN)


class Variables:
    """Finds random variables.

    Args:
        compiled: makes the function that evaluates a node.
        counter: makes that which gives the values of a sum's index.
    """

    def __init__(self, compiled: Callable[[Node], Function], counter: Callable[[tree.Big], Any]) -> None:
        self._compile, self._count = compiled, counter
        self._made = dict[int, tuple[Node, Any]]()
        self._found = dict[int, tuple[Node, Any, frozenset[Variable]]]()  # of what notation

    def value(self, node: Node) -> Function:
        """The function that evaluates a node, made once."""
        if id(node) not in self._made:
            self._made[id(node)] = node, self._compile(node)
        function: Function = self._made[id(node)][1]
        return function

    def values_of(self, node: tree.Big, state: State, indices: Indices) -> Sequence[Any]:
        """The values of a sum's index."""
        key = -id(node)
        if key not in self._made:
            self._made[key] = node, self._count(node)
        values: Sequence[Any] = self._made[key][1](state, indices)
        return values

    def support(self, nodes: Iterable[Node], state: State, indices: Indices) -> list[Any]:
        """All values that random variables have, of which a letter is one: `\\sum_x P(X = x)`.

        Raises:
            Meaningless: there are infinitely many, or the same letter is a value of several that have others.
        """
        fresh, found = without_draws(state), list[list[Any]]()
        for node in nodes:
            variables, value = sorted(self.variables(node, fresh, indices)), self.value(node)
            if not variables or not all(law_at(fresh, one).is_finite for one in variables):
                raise Meaningless("over which values is this summed? Print the bounds")
            values = [number(value(here, indices)) for here, _ in outcomes(variables, fresh)]
            found.append(sorted({plain(one): one for one in values}.values(), key=plain))
        if any(list(map(plain, one)) != list(map(plain, found[0])) for one in found):
            raise Meaningless("over which values is this summed? Its letter stands for those of several variables")
        return found[0]

    # ---- Variables

    def variables(self, node: Node, state: State, indices: Indices) -> frozenset[Variable]:
        """The random variables that a node's value depends on, but for those that have a value in this state."""
        found = self._all(node, state, indices)
        if not found or not state.moves:
            return found
        return found - {(move.key, move.upper) for move in state.moves if move.draws}

    def _all(self, node: Node, state: State, indices: Indices) -> frozenset[Variable]:
        """The same with those that have a value; of what has no indices but numbers they are found once.

        An event within an integral is asked about at each of thousands of places.
        """
        known = self._found.get(id(node))
        if known and known[0] is node and known[1] is state.instance.upstream:
            return known[2]
        found = frozenset(self._variables(node, state, indices))
        if all(map(_is_plain, tree.walk(node))):
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[id(node)] = node, state.instance.upstream, found
        return found

    def variables_of(self, nodes: Iterable[Node], state: State, indices: Indices) -> frozenset[Variable]:
        """The same of several nodes."""
        return frozenset(one for node in nodes for one in self.variables(node, state, indices))

    def _variables(self, node: Node, state: State, indices: Indices) -> Iterator[Variable]:
        match node:
            case tree.Quantity():
                yield from self._of_quantity(node, state, indices)
            case tree.Big() if node.operation in ("sum", "prod", "max", "min"):
                for value in self.values_of(node, state, indices):
                    yield from self._variables(node.body, state, {**indices, node.variable: value})
            case tree.Moment():
                inner = frozenset(one for part in node.of for one in self._variables(part, state, indices))
                known = frozenset(
                    one
                    for part in node.given
                    if isinstance(part, tree.Occurs) and not self.is_event(part, state)
                    for one in self._variables(part.of, state, indices)
                )
                if node.over:
                    over = frozenset(one for part in node.over for one in self._variables(part, state, indices))
                    yield from inner - over
                yield from known
            case tree.Probability():
                for part in node.given:
                    if isinstance(part, tree.Occurs) and not self.is_event(part, state):
                        yield from self._variables(part.of, state, indices)
            case _:
                for child in tree.children(node):
                    yield from self._variables(child, state, indices)

    def _of_quantity(self, node: tree.Quantity, state: State, indices: Indices) -> Iterator[Variable]:
        instance, key = state.instance, node.pattern.key
        for root in instance.upstream[key] & instance.grammar.random:
            if root != key:
                if instance.choices[root].letters:
                    raise Meaningless(
                        f"{node.pattern.tex} follows from all of {instance.patterns[root].tex}: write it out"
                    )
                yield root, ()
                continue
            choice = instance.choices[key]
            below = tuple(whole_number(self.value(part)(state, indices)) for part in node.lower)
            above = tuple(whole_number(self.value(part)(state, indices)) for part in node.upper)
            chosen = above + tuple(below[place] for place in choice.lower if place < len(below))
            if len(chosen) != len(choice.letters):
                raise Meaningless(f"which one of {node.pattern.tex}? Write its index")
            yield root, chosen

    def is_event(self, node: Node, state: State) -> bool:
        """Whether a name is that of an event rather than of a random variable."""
        if not isinstance(node, tree.Occurs):
            return True
        if not isinstance(node.of, tree.Quantity):
            return False
        key, instance = node.of.pattern.key, state.instance
        if key in instance.grammar.random or key not in instance.definitions:
            return False
        roots: list[Variable] = [(root, ()) for root in instance.upstream[key] & instance.grammar.random]
        for here, _ in outcomes(roots, state) if all(law_at(state, one).is_finite for one in roots) else ():
            return isinstance(here.whole(key), bool | np.bool_)
        somewhere: dict[Variable, Any] = dict.fromkeys(roots, 0.5)
        return isinstance(state.drawn(somewhere).whole(key), bool | np.bool_)


def equated(letter: str, node: Node) -> list[Node]:
    """What a letter is set equal to in the events of a node."""
    found = list[Node]()
    for one in tree.walk(node):
        if isinstance(one, tree.Happens) and [relation.sign for relation in one.chain.relations] == ["="]:
            left, right = one.chain.expressions
            sides = ((left, right), (right, left))
            found += [other for own, other in sides if isinstance(own, tree.Index) and own.name == letter]
    return found


def plain(value: Any) -> float:
    """A value in as many digits as tell it from others."""
    return float(f"{float(as_double(value)):.12g}")


def law_at(state: State, variable: Variable) -> Law:
    """The distribution of a random variable that has no value in a state."""
    value = state.whole(*variable)
    assert isinstance(value, Law)
    return value


def outcomes(variables: Sequence[Variable], state: State) -> Iterator[tuple[State, Any]]:
    """The states in which finite variables have values, with their probabilities."""
    atoms = [law_at(state, one).atoms(state.field) for one in variables]
    if (many := math.prod(map(len, atoms))) > _MOST_OUTCOMES:
        raise Meaningless(f"a mean over {many} outcomes")
    state.instance.spend(many)
    for chosen in product(*atoms):
        chance: Any = 1
        for _, one in chosen:
            chance = chance * one
        yield state.drawn({one: value for one, (value, _) in zip(variables, chosen, strict=True)}), chance


def connected(parts: Iterable[tuple[set[Variable], Any]]) -> list[tuple[set[Variable], list[Any]]]:
    """Parts in groups of which no two share a variable; the order within a group stays."""
    groups = list[tuple[set[Variable], list[tuple[int, Any]]]]()
    for number_, (own, part) in enumerate(parts):
        variables, together = set(own), [(number_, part)]
        for other in [one for one in groups if one[0] & variables]:
            groups.remove(other)
            variables |= other[0]
            together = other[1] + together
        groups.append((variables, together))
    return [(variables, [one for _, one in sorted(together, key=lambda one: one[0])]) for variables, together in groups]


def without_draws(state: State) -> State:
    """The state in which no random variable has a value."""
    kept = tuple(move for move in state.moves if not move.draws)
    here: State | None = state
    while here is not None:
        if here.moves == kept and here.field is state.field:
            return here
        here = here.parent
    raise NotHere("a mean within a derivative within a mean")
