"""Sums and their kin over conditions: the values of their letters are listed, and each is tried.

A letter runs through what its conditions say: a set, the divisors of a number, what lies between two numbers; else over
the range that its places in the body give it.  Each condition is tested, exactly, as soon as its letters are known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yansuan.check.balls import Ball
from yansuan.check.errors import Meaningless, NotHere
from yansuan.check.generic import Generic, NotRational
from yansuan.check.logic import Truth, claimed
from yansuan.check.notation import State
from yansuan.check.sets import element
from yansuan.check.values import largest, number, smallest, total, total_product
from yansuan.check.wholes import Function, Indices
from yansuan.tex import logic, tree
from yansuan.tex.tree import Chain, Node

Compile = Callable[[Node], Function]
IndexRange = Callable[[str, Iterable[Node], State, Indices], range]

_MOST_VALUES = 10_000  # of one letter
_RISES, _FALLS = frozenset("<≤="), frozenset(">≥=")


def over(compiled: Compile, index_range: IndexRange, node: logic.Over) -> Function:
    """The function that evaluates an operator over conditions."""
    letters = Letters(compiled, index_range, node)
    body = element(compiled(node.body)) if node.operation == "set" else compiled(node.body)
    steps = 1 + sum(1 for _ in tree.walk(node.body))
    gather = {
        "sum": total, "prod": total_product, "max": largest, "min": smallest,
        "cup": _union, "cap": _intersection, "set": _collected,
    }[node.operation]  # fmt: skip

    def value(state: State, indices: Indices) -> Any:
        found = list(letters.assignments(state, indices))
        state.instance.spend(steps * len(found))
        return gather((body(state, one) for one in found), state.field)

    return value


def magnitudes(
    compiled: Compile, index_range: IndexRange, node: logic.Over, magnitude: Callable[[Node], Function]
) -> Function:
    """How large the terms of a sum are together."""
    letters, body = Letters(compiled, index_range, node), magnitude(node.body)
    return lambda state, indices: sum(body(state, one) for one in letters.assignments(state, indices))


def _collected(elements: Iterable[Any], _field: Any) -> frozenset[Any]:
    return frozenset(elements)


def _union(sets: Iterable[Any], _field: Any) -> frozenset[Any]:
    return frozenset[Any]().union(*map(_set, sets))


def _intersection(sets: Iterable[Any], _field: Any) -> frozenset[Any]:
    found = list(map(_set, sets))
    if not found:
        raise Meaningless("the intersection of no sets")
    return found[0].intersection(*found[1:])


def _set(value: Any) -> frozenset[Any]:
    if not isinstance(value, frozenset):
        raise Meaningless("this is no set")
    return value


@dataclass(frozen=True)
class _Source:
    """A condition from which the values of a letter follow: "in" a set, "divides" a number, "low" or "high" a bound."""

    kind: str
    of: Function
    needs: frozenset[str]


class Letters:
    """The letters of an operator, and all their values for which its claims are true."""

    def __init__(self, compiled: Compile, index_range: IndexRange, node: logic.Over) -> None:
        self._node, self._index_range = node, index_range
        self._own = frozenset(node.binds)
        self._claims: list[tuple[Truth, frozenset[str]]] = [
            (claimed(compiled, one), tree.free_indices(one) & self._own) for one in node.claims
        ]
        self._sources = {letter: list(_sources(compiled, letter, node.claims)) for letter in node.binds}

    def assignments(self, state: State, indices: Indices) -> Iterator[dict[str, Any]]:
        """All values of the letters, each with the letters around the operator."""
        outer = {name: value for name, value in indices.items() if name not in self._own}
        if not all(true(state, outer) for true, needs in self._claims if not needs):
            return iter(())
        return self._from(state, outer, frozenset())

    def _from(self, state: State, known: dict[str, Any], done: frozenset[str]) -> Iterator[dict[str, Any]]:
        if done == self._own:
            yield known
            return
        letter, values = self._next(state, known, done)
        then = done | {letter}
        for value in values:
            state.instance.spend(1)
            now = {**known, letter: value}
            if all(true(state, now) for true, needs in self._claims if letter in needs and needs <= then):
                yield from self._from(state, now, then)

    def _next(self, state: State, known: dict[str, Any], done: frozenset[str]) -> tuple[str, Sequence[Any]]:
        """The letter whose values can be listed, and these."""
        waiting = [letter for letter in self._node.binds if letter not in done]
        for letter in waiting:
            if (values := self._values(letter, state, known, done)) is not None:
                return letter, values
        for letter in waiting:
            low, high = self._bounds(letter, state, known, done)
            own = self._index_range(letter, [self._node.body], state, known)
            first = own.start if low is None else max(own.start, low)
            last = own.stop - 1 if high is None else min(own.stop - 1, high)
            return letter, range(first, last + 1)
        raise AssertionError("a letter waits")

    def _values(self, letter: str, state: State, known: dict[str, Any], done: frozenset[str]) -> Sequence[Any] | None:
        ready = [source for source in self._sources[letter] if source.needs & self._own <= done]
        for source in ready:
            if source.kind == "in":
                return _elements(source.of(state, known))
        low, high = self._bounds(letter, state, known, done)
        divided = next((source for source in ready if source.kind == "divides"), None)
        if divided is not None:
            return _divisors(_counting(number(divided.of(state, known))))
        if low is None or high is None:
            return None
        if high - low > _MOST_VALUES:
            raise Meaningless(f"{letter} has {high - low + 1} values")
        return range(low, high + 1)

    def _bounds(
        self, letter: str, state: State, known: dict[str, Any], done: frozenset[str]
    ) -> tuple[int | None, int | None]:
        """Whole numbers between which a letter lies, if not all between them."""
        ends: dict[str, list[int]] = {"low": [], "high": []}
        for source in self._sources[letter]:
            if source.kind in ends and source.needs & self._own <= done:
                ends[source.kind].append(_outer(number(source.of(state, known)), source.kind))
        return max(ends["low"], default=None), min(ends["high"], default=None)


def _sources(compiled: Compile, letter: str, claims: Iterable[logic.Claim]) -> Iterator[_Source]:
    for claim in claims:
        if isinstance(claim, logic.Connected) and claim.kind == "and":
            yield from _sources(compiled, letter, claim.parts)
        elif isinstance(claim, logic.Holds):
            yield from _of_chain(compiled, letter, claim.chain)


def _of_chain(compiled: Compile, letter: str, chain: Chain) -> Iterator[_Source]:
    for place, node in enumerate(chain.expressions):
        if not (isinstance(node, tree.Index) and node.name == letter):
            continue
        if place < len(chain.relations) and (kind := {"∈": "in", "∣": "divides"}.get(chain.relations[place].sign)):
            yield _source(compiled, kind, chain.expressions[place + 1])
        for step in (1, -1):
            for signs, kind in ((_RISES, "high" if step > 0 else "low"), (_FALLS, "low" if step > 0 else "high")):
                yield from (_source(compiled, kind, one) for one in _reached(chain, place, step, signs))


def _reached(chain: Chain, place: int, step: int, signs: frozenset[str]) -> Iterator[Node]:
    """The expressions of a chain to one side of a place, as far as all relations on the way are of one direction."""
    at = place
    while 0 <= at + step < len(chain.expressions):
        if chain.relations[at if step > 0 else at - 1].sign not in signs:
            return
        at += step
        yield chain.expressions[at]


def _source(compiled: Compile, kind: str, node: Node) -> _Source:
    return _Source(kind, compiled(node), tree.free_indices(node))


def _elements(value: Any) -> list[Any]:
    if not isinstance(value, frozenset):
        raise Meaningless("'∈' what is no set")
    return sorted(value, key=repr)


def _counting(value: Any) -> int:
    if not isinstance(value, int):
        raise Meaningless("the divisors of what is no whole number")
    if value == 0:
        raise Meaningless("the divisors of 0, which are all numbers")
    return abs(value)


def _divisors(n: int) -> list[int]:
    """The positive ones, in their order."""
    if n > _MOST_VALUES**2:
        raise Meaningless(f"the divisors of {n}")
    small = [d for d in range(1, math.isqrt(n) + 1) if n % d == 0]
    return sorted({*small, *(n // d for d in small)})


def _outer(value: Any, kind: str) -> int:
    """A whole number beyond which a letter does not lie that lies above or below a number."""
    if isinstance(value, int):
        return value
    if isinstance(value, Generic):
        if (found := value.whole()) is None:
            raise NotRational("a bound of what counts")
        return found
    if isinstance(value, Ball):
        value = value.double()
    if isinstance(value, complex):
        value = value.real
    if not isinstance(value, float | Fraction) or not math.isfinite(value):
        raise NotHere("a bound of what counts that is no number")
    return math.floor(value) - 1 if kind == "low" else math.ceil(value) + 1
