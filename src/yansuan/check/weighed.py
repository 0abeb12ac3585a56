"""Links that are no plain comparison of two values: ≈, ∝, ∼, and equalities with an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from yansuan.check.near import approximating, proportional, tolerance_of
from yansuan.check.orders import Function, ordering
from yansuan.check.relations import Relating
from yansuan.tex import tree
from yansuan.tex.conventions import DELTA
from yansuan.tex.orders import COUNTING, Tending, orders_of
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node, Relation, Statement

Compile = Callable[[Node], Function]


def weighings(
    statement: Statement, functions: Sequence[Function], compiled: Compile, derivatives: int
) -> list[Relating | None]:
    """For each link of a statement what says whether it is true; None where values are compared.

    Raises:
        Unreadable: an order or a limit says nothing where it stands.
    """
    chain = statement.chain
    ordered = any(map(orders_of, chain.expressions)) or any(relation.sign == "∼" for relation in chain.relations)
    limits = [one for one in statement.conditions if isinstance(one, Tending)]
    sides = zip(pairwise(chain.expressions), pairwise(functions), chain.relations, strict=True)
    found = [_weighing(*one, limits, compiled, derivatives) for one in sides]
    if limits and not ordered:
        raise Unreadable(
            "a limit is printed, and nothing here says O, o or \\sim: what is to hold there?",
            limits[0].expressions[0].start,
        )
    return found


def _weighing(
    sides: tuple[Node, Node],
    functions: tuple[Function, Function],
    relation: Relation,
    limits: Sequence[Tending],
    compiled: Compile,
    derivatives: int,
) -> Relating | None:
    if relation.sign == "≈":
        return approximating(relation, *sides, functions, relation.near, here=relation.near_here)
    if relation.sign == "∝":
        return proportional(relation, sides[1], functions)
    return ordering(relation, *sides, limits, compiled, derivatives)


def moving(statement: Statement, declared: Mapping[str, Any]) -> frozenset[str]:
    """The letters that the notation does not have, and of which a limit or an order says where they go."""
    limits = [one.expressions[0] for one in statement.conditions if isinstance(one, Tending)]
    orders = [order.of for side in statement.chain.expressions for order in orders_of(side)]
    letters = {one.name for part in (*limits, *orders) for one in tree.walk(part) if isinstance(one, tree.Index)}
    return frozenset(letters - set(declared))


def somewhere(letters: frozenset[str], number: int) -> dict[str, Any]:
    """Values of such letters on an instance: whole ones of what counts, others between 0.1 and 1."""
    if not letters:
        return {}
    rng = np.random.default_rng([11, number])
    return {
        name: int(rng.integers(2, 9)) if name in COUNTING else float(rng.uniform(0.1, 1)) for name in sorted(letters)
    }


def without_limits(statement: Statement) -> Statement:
    """A statement without what says where orders hold."""
    return replace(statement, conditions=tuple(one for one in statement.conditions if not isinstance(one, Tending)))


def notes(statements: Sequence[Statement], tex: str) -> dict[str, Any]:
    """What a reader is told of such links."""
    found = dict[str, Any]()
    for statement in statements:
        fields = [node for node in tree.walk(statement.chain) if isinstance(node, tree.Field)]
        if any(tex.startswith(DELTA, field.start) for field in fields):
            found["delta"] = True
        sides = zip(statement.chain.relations, statement.chain.expressions[1:], strict=True)
        for n, (relation, side) in enumerate(sides):
            if relation.sign == "≈":
                found["near"] = tolerance_of(relation, side, statement.chain.expressions[n])
            elif relation.sign == "∝":
                letters = list(tree.quantities(side))
                found["varied"] = sorted({one.pattern.tex for one in letters} | tree.free_indices(side))
            elif relation.sign == "∼" or orders_of(side):
                found["orders"] = True
    return found
