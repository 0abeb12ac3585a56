"""Rules by a number that counts in a printed term: `a^n + \\binom{n}{1}a^{n-1}b + \\binom{n}{2}a^{n-2}b^2 + \\dots`.

The term in which 2 (or another number that its place among the terms says) counts is the general one: the terms before
it and those at the end must follow from it, up to a letter of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from itertools import combinations, count
from typing import Any

from yansuan.tex import tree
from yansuan.tex.tree import Index, Node, Number
from yansuan.tex.trial import Trial

_TRIALS = range(4)
_MOST = 5  # occurrences of the number
_FIRSTS = (0, 1)  # at what a first term may stand

Fits = Callable[[Trial, Node, Node, Fraction, Node], bool]


def by_number(
    begun: Sequence[Node], ended: Sequence[Node], variable: str, fits: Fits
) -> Iterator[tuple[Node, int, Node]]:
    """Bodies in which the variable counts, from which number, and up to what.

    Args:
        begun, ended: the terms before the dots and after them.
        variable: the letter that counts.
        fits: whether a body is a term where the variable has a value; its third argument is the letter up to which.
    """
    if len(begun) < 3:
        return
    trials = [Trial(seed) for seed in _TRIALS]
    for first in _FIRSTS:
        for body in _counting(begun[2], first + 2, variable):
            for last in _letters([*begun, *ended]):

                def gives(trial: Trial, at: Fraction, term: Node, body: Node = body, last: Node = last) -> bool:
                    return fits(trial, body, last, at, term)

                begins = all(
                    gives(trial, Fraction(first + n), term) for n, term in enumerate(begun) for trial in trials
                )
                if begins and all(
                    gives(trial, trial.value(last) - (len(ended) - 1 - n), term)
                    for n, term in enumerate(ended)
                    for trial in trials
                ):
                    yield body, first, last


def _letters(terms: Sequence[Node]) -> list[Node]:
    found = dict[object, Node]()
    for term in terms:
        for node in tree.walk(term):
            if isinstance(node, Index) or (isinstance(node, tree.Quantity) and not (node.lower or node.upper)):
                found.setdefault(tree.spelling(node), node)
    return list(found.values())


def _counting(term: Node, value: int, variable: str) -> Iterator[Node]:
    """A term with some or all of the places of a number taken by the letter, the most places first."""
    times = sum(isinstance(node, Number) and node.value == value for node in tree.walk(term))
    if not 0 < times <= _MOST:
        return
    for size in range(times, 0, -1):
        for places in combinations(range(times), size):
            yield with_index(term, lambda one: isinstance(one, Number) and one.value == value, set(places), variable)


def with_index(node: Any, is_meant: Callable[[Node], bool], places: set[int], variable: str) -> Any:
    """A tree with an index letter for some of the parts that are meant: by their places among these, from 0."""
    seen = count()

    def of(part: Any) -> Any:
        if isinstance(part, Node):
            if is_meant(part):
                return Index(0, 0, variable) if next(seen) in places else part
            return replace(part, **{field.name: of(getattr(part, field.name)) for field in fields(part)})
        if isinstance(part, tree.Chain):
            return replace(part, expressions=tuple(map(of, part.expressions)))
        return tuple(map(of, part)) if isinstance(part, tuple) else part

    return of(node)
