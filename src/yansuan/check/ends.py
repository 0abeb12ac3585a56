"""Where a condition lets a number be at the end of its range: `\\eta \\le 2/\\lVert A\\rVert`, at which few draws are.

A strict inequality whose sides meet there is false, and no random number shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import numpy as np

from yansuan.check.balls import Undecided
from yansuan.check.errors import UNABLE
from yansuan.check.evaluator import compiled, condition
from yansuan.check.notation import Instance
from yansuan.check.values import number
from yansuan.tex import tree
from yansuan.tex.tree import Chain, Node, Statement

_TRIED = 6  # instances
_TIE = 1e-11  # relative: sides that are so near to each other are equal, but for the rounding of the end


def tie_at_an_end(statement: Statement, instances: Sequence[Instance]) -> tuple[Instance, int] | None:
    """An instance at the end of a range that a condition says on which sides of a strict relation are equal.

    Args:
        statement: what is stated, with its conditions.
        instances: of the notation, on which it holds.

    Returns:
        The instance, and which of the relations it is; None where there is none.
    """
    strict = [n for n, relation in enumerate(statement.chain.relations) if relation.sign in ("<", ">")]
    if not strict or tree.free_indices(statement.chain):
        return None
    sides = [compiled(one) for one in statement.chain.expressions]
    for instance in islice(_at_ends(statement, instances), 4 * _TRIED):
        for n in strict:
            try:
                left, right = (number(side(instance.base, {})) for side in sides[n : n + 2])
                if abs(left - right) <= _TIE * max(abs(left), abs(right)):
                    return instance, n
            except (*UNABLE, Undecided):
                continue
    return None


def _at_ends(statement: Statement, instances: Sequence[Instance]) -> Iterator[Instance]:
    for chain in statement.conditions:
        others = [one for one in statement.conditions if one is not chain]
        if type(chain) is not Chain or any(map(tree.free_indices, statement.conditions)):
            continue
        for key, end in _ends(chain, instances[0]):
            for instance in instances[:_TRIED]:
                try:
                    value = float(number(compiled(end)(instance.base, {})))
                    moved = instance.with_value(key, value)
                    if all(condition(one)(moved.base, {}) for one in others):
                        moved.number, moved.edge = instance.number, True
                        moved.sought = {instance.patterns[key].tex: value}
                        moved.begin()
                        yield moved
                except (*UNABLE, Undecided):
                    continue


def _ends(chain: Chain, instance: Instance) -> Iterator[tuple[str, Node]]:
    """The numbers that may be at an end, by key, and what stands there."""
    for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
        if relation.sign not in ("≤", "≥"):
            continue
        for one, other in ((left, right), (right, left)):
            if not isinstance(one, tree.Quantity) or one.lower or one.upper:
                continue
            key = one.pattern.key
            drawn = key not in instance.definitions and isinstance(instance.values[key], float | np.floating)
            if drawn and not any(key in instance.upstream[of.pattern.key] for of in tree.quantities(other)):
                yield key, other
