r"""What is supposed to be equal, sought by solving for a number: `a e^{-a} = b e^{-b} \implies a = b`.

No random numbers meet an equation, and special ones only where letters are alike.  So a number that is drawn is moved
until one side passes the other; there what follows is tried.  As doubles hit the solution nearly and never exactly,
only what is continuous is asked, and only a difference counts that is far larger than the error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from yansuan.check.balls import Undecided
from yansuan.check.errors import UNABLE
from yansuan.check.evaluator import compiled
from yansuan.check.notation import Instance, Instances
from yansuan.check.samples import PLAIN
from yansuan.check.values import number
from yansuan.functions import FUNCTIONS
from yansuan.tex import logic, tree
from yansuan.tex.patterns import NotationError
from yansuan.tex.tree import Chain, Statement

_STARTS, _LETTERS = PLAIN, 3  # instances, and numbers of each for which is solved
_PLACES = np.linspace(0, 1, 25)[1:-1]  # within a range; without one, it is so many widths to either side:
_REACH = 4
_HALVINGS = 60
_MET = 1e-9  # relative: so near the sides of an equation come to each other at a solution
_AROUND = 1e-6  # relative: how far around a solution its sides are in order, and what follows is broken, too
_CLEAR = 1e-3  # relative: what follows is broken by so much, and other conditions hold by so much
_SHIFTED = 1e-2  # of what it is broken by: by how much that may change around the solution
_PLAIN = (tree.Number, tree.Quantity, tree.Sum, tree.Product, tree.Quotient, tree.Power)
Around = tuple[Instance, Instance, Instance]

_ORDERS = {"<": 1, "≤": 1, ">": -1, "≥": -1}


def broken_where_it_is_supposed(
    statement: Statement, instances: Instances
) -> Iterator[tuple[Instance, tuple[Chain, ...]]]:
    """Instances with a solution of an equation that is supposed, at which what follows is clearly false.

    Args:
        statement: what follows, with what is supposed as its conditions.
        instances: of the notation.

    Returns:
        Each instance, and the conditions but for the equation, which holds up to rounding there.
    """
    relations = statement.chain.relations
    if type(statement.chain) is not Chain or not all(one.sign in ("=", *_ORDERS) for one in relations):
        return
    chains = [_plainly(one) for one in statement.conditions]
    known = [one for one in chains if one is not None]
    if len(known) < len(chains) or any(map(tree.free_indices, (statement.chain, *known))):
        return
    equations = [one for one in known if [link.sign for link in one.relations] == ["="]]
    orders = [one for one in known if all(link.sign in ("≠", *_ORDERS) for link in one.relations)]
    if len(equations) != 1 or len(orders) < len(known) - 1 or not _is_continuous(statement.chain, instances[0]):
        return
    others = tuple(one for one, chain in zip(statement.conditions, chains, strict=True) if chain is not equations[0])
    for start in range(min(_STARTS, len(instances))):
        for around in _Solving(equations[0], statement.chain, instances, start).solutions():
            if _holds_clearly(orders, around[1]) and _is_clearly_broken(statement.chain, around):
                yield around[1], others


def _plainly(condition: Chain) -> Chain | None:
    """A condition as a chain of relations between numbers; None where it is something else."""
    if isinstance(condition, logic.Supposed):
        (claim,) = condition.expressions
        return claim.chain if isinstance(claim, logic.Holds) and type(claim.chain) is Chain else None
    return condition if type(condition) is Chain else None


def _is_continuous(chain: Chain, instance: Instance) -> bool:
    """Whether the sides of a chain change little where numbers do, as far as can be told by their signs."""
    for node in tree.walk(chain):
        if isinstance(node, tree.Quantity):
            key = node.pattern.key
            if key in instance.definitions or not isinstance(instance.values[key], float | int | np.number):
                return False
        elif isinstance(node, tree.Apply):
            if node.function not in FUNCTIONS or FUNCTIONS[node.function].slope is None:
                return False
        elif not isinstance(node, _PLAIN):
            return False
    return True


@dataclass
class _Solving:
    """Solves an equation for each of the numbers that an instance is drawn with, where what follows may be broken."""

    equation: Chain
    follows: Chain
    instances: Instances
    start: int

    def __post_init__(self) -> None:
        _, self._calls = self.instances.redrawn(self.start)
        self._sides, self._gap = _sides(self.equation), _gap(self.equation)

    def solutions(self) -> Iterator[Around]:
        """The instances a little below each solution, at it, and a little above it."""
        single = [n for n, call in enumerate(self._calls) if call.values.size == 1 and call.values.dtype.kind == "f"]
        moved = ((n, float(self._calls[n].elsewhere().values.flat[0])) for n in single)
        before = self._sides(self.instances[self.start])
        bearing = (n for n, value in moved if self._sides(self._drawn(n, value)) != before)
        for n in islice(bearing, _LETTERS):
            for low, high, sign in self._brackets(n):
                if (found := self._between(n, low, high, sign)) is not None:
                    yield found

    def _brackets(self, n: int) -> Iterator[tuple[float, float, float]]:
        """Between which numbers there may be a solution, and the sign of the gap at the first of them."""
        call, own = self._calls[n], float(self._calls[n].values.flat[0])
        low = call.low if math.isfinite(call.low) else own - _REACH * call.width
        high = call.high if math.isfinite(call.high) else own + _REACH * call.width
        tried = [(value, self._drawn(n, value)) for value in (low + (high - low) * _PLACES).tolist()]
        gaps = [(value, self._gap(instance), instance) for value, instance in tried]
        for (one, below, first), (other, above, second) in pairwise(gaps):
            if below * above < 0 and first and second and _is_broken(self.follows, first, second):
                yield one, other, below

    def _between(self, n: int, low: float, high: float, sign: float) -> Around | None:
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if not low < middle < high:
                break
            low, high = (middle, high) if self._gap(self._drawn(n, middle)) * sign > 0 else (low, middle)
        near = _AROUND * (1 + abs(low))
        below, at, above = (self._drawn(n, value) for value in (low - near, low, low + near))
        crosses = self._gap(below) * sign > 0 > self._gap(above) * sign and abs(self._gap(at)) <= _MET
        return (below, at, above) if crosses and below and at and above else None

    def _drawn(self, n: int, value: float) -> Instance | None:
        """The instance with another number; None where the notation does not take it."""
        script = list(self._calls)
        script[n] = script[n].giving(np.full(script[n].values.shape, value))
        if float(script[n].values.flat[0]) != value:
            return None
        try:
            instance, _ = self.instances.redrawn(self.start, script)
        except NotationError:
            return None
        instance.begin()
        return instance


def _sides(chain: Chain) -> Callable[[Instance | None], tuple[float, ...]]:
    """The sides of a relation on an instance, NaN where they have no value."""
    sides = [compiled(one) for one in chain.expressions]

    def values(instance: Instance | None) -> tuple[float, ...]:
        if instance is None:
            return math.nan, math.nan
        try:
            return tuple(float(number(side(instance.base, {}))) for side in sides)
        except (*UNABLE, Undecided):
            return math.nan, math.nan

    return values


def _gap(chain: Chain) -> Callable[[Instance | None], float]:
    """How far the two sides are apart on an instance, relative to their sizes, NaN where they have no value.

    Where that changes its sign and is nearly 0, there is a solution; at a pole the sides are far apart.
    """
    sides = _sides(chain)

    def gap(instance: Instance | None) -> float:
        one, other = sides(instance)
        return (one - other) / (abs(one) + abs(other) or 1.0)

    return gap


def _gaps(chain: Chain, instance: Instance) -> list[float]:
    """The gap of each link."""
    links = zip(pairwise(chain.expressions), chain.relations, strict=True)
    return [_gap(Chain(sides, (relation,)))(instance) for sides, relation in links]


def _holds_clearly(chains: Sequence[Chain], instance: Instance) -> bool:
    for chain in chains:
        for relation, gap in zip(chain.relations, _gaps(chain, instance), strict=True):
            apart = abs(gap) if relation.sign == "≠" else -gap * _ORDERS[relation.sign]
            if not apart > _CLEAR:
                return False
    return True


def _is_broken(chain: Chain, *instances: Instance) -> bool:
    """Whether one link is false on each instance."""
    by_link = zip(*(_gaps(chain, one) for one in instances), strict=True)
    return any(_by_how_much(*one) > 0 for one in zip(chain.relations, by_link, strict=True))


def _is_clearly_broken(chain: Chain, around: Around) -> bool:
    """Whether one link is false at a solution and on both sides of it, by much more than it changes there."""
    for relation, *gaps in zip(chain.relations, *(_gaps(chain, one) for one in around), strict=True):
        least = _by_how_much(relation, gaps)
        if least > _CLEAR and max(gaps) - min(gaps) <= _SHIFTED * least:
            return True
    return False


def _by_how_much(relation: tree.Relation, gaps: Sequence[float]) -> float:
    """How far apart sides are at least that are in no order in which a relation has them; 0 where they are in one."""
    apart = [_ORDERS.get(relation.sign, math.copysign(1, gaps[0])) * gap for gap in gaps]
    return min(apart) if all(gap > 0 for gap in apart) else 0.0
