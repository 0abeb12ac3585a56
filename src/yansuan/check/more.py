"""More instances of a notation than all formulas get: for those of which few refute a false one.

What is false of whole numbers is often false for few of them only, where one is a multiple of the other or both are
equal; what is false of an order, for a tenth of all numbers.  Thirty instances may miss them.  An equality of analytic
functions is another matter: where it is false it fails nearly everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from yansuan.check.notation import Instance, Instances
from yansuan.tex import logic, tree
from yansuan.tex.discrete import Rounded
from yansuan.tex.tree import Statement

_MOST = 300
_MOST_STEPS = 20_000  # of all of them
_FAR = (12, 17, 24, 40, 64, 81, 100, 210, 341, 365, 561, 1000, 1105, 5000, 30030, 510510, 10**6)
"""Among them numbers of few and of many prime factors, and some that are like primes (341, 561, 1105)."""
_ROUNDED = 1000  # up to this, of what rounds
_MOST_FAR = 8000  # steps at one of these
_PIECEWISE = frozenset(("abs", "sgn"))


def more(instances: Sequence[Instance], statements: Iterable[Statement], keys: Iterable[str]) -> list[Instance]:
    """More instances, where a false formula may hold on most; else none.

    Args:
        instances: the first ones, on which it holds.
        statements: what it states.
        keys: all that it follows from.
    """
    if not isinstance(instances, Instances):
        return []
    most = _MOST if _whole(instances, keys) or any(map(_goes_by_order, statements)) else 0
    steps = max(1, max(one.steps for one in instances))
    return instances.more(min(most, _MOST_STEPS // steps))


def far_out(instances: Sequence[Instance], keys: Iterable[str], *, rounds: bool) -> Iterator[Instance]:
    """The first instance with each whole number that may be as large as one likes farther and farther out.

    What `rounds` to whole numbers may fail for few of them, where 355n/113 is whole and nπ is not: more are tried.

    What takes more steps there, as a sum up to it does, goes as far as it takes no more than a few thousand, once each
    is given back.
    """
    first = instances[0]
    endless = {key for one in instances for key in one.endless}
    for key in sorted(endless & set(keys)):
        for value in (*_FAR, *(range(10, _ROUNDED) if rounds else ())):
            instance = first.with_value(key, value)
            instance.edge = True
            instance.number = len(instances)
            instance.sought = {first.patterns[key].tex: value}
            instance.begin()
            yield instance
            if instance.steps > _MOST_FAR:
                break


def rounds_irrationals(chain: tree.Chain) -> bool:
    """Whether something is rounded to a whole number that has e, π, a root or a logarithm in it."""
    rounded = [part for node in tree.walk(chain) if isinstance(node, Rounded) for part in tree.walk(node.of)]
    return any(
        isinstance(one, tree.Logarithm | tree.Apply)
        or (isinstance(one, tree.Number) and one.text in ("e", "pi"))
        or (
            isinstance(one, tree.Power)
            and isinstance(one.base, tree.Number)
            and isinstance(one.exponent, tree.Quotient)
        )
        or (isinstance(one, tree.Power) and isinstance(one.exponent, tree.Number) and one.exponent.value % 1 != 0)
        for one in rounded
    )


def _whole(instances: Sequence[Instance], keys: Iterable[str]) -> bool:
    """Whether all that is drawn is whole numbers, of which several change."""
    first = instances[0]
    drawn = [key for key in keys if key not in first.definitions and not callable(first.values.get(key))]
    values = {key: [one.values.get(key) for one in instances] for key in drawn}
    whole = all(isinstance(one, int | np.integer) for found in values.values() for one in found)
    return whole and sum(len(set(found)) > 1 for found in values.values()) >= 2


def _goes_by_order(statement: Statement) -> bool:
    """Whether it depends on which of two numbers is larger, or on what is true."""
    compares = any(relation.sign not in ("=", "≈") for relation in statement.chain.relations)
    supposes = any(isinstance(chain, logic.Supposed) for chain in statement.conditions)
    return (
        compares
        or supposes
        or any(
            isinstance(node, tree.Cases | tree.Extremum | logic.Iverson)
            or (isinstance(node, tree.Apply) and node.function in _PIECEWISE)
            or (isinstance(node, tree.Big) and node.operation in ("max", "min"))
            for node in tree.walk(statement.chain)
        )
    )
