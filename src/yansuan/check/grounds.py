"""What a verdict rests on: what was drawn and how widely, what stayed the same, what was taken for granted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from yansuan.check.comparing import Tally
from yansuan.check.evaluator import (
    held_by_partial,
)
from yansuan.check.notation import Instance
from yansuan.check.readings import (
    nablas,
)
from yansuan.check.tested import Tested
from yansuan.check.weighed import notes as weighed_notes
from yansuan.tex import logic, tree
from yansuan.tex.compositions import Compositions
from yansuan.tex.discrete import Counted
from yansuan.tex.gathering import taken_for_primes
from yansuan.tex.tree import Chain, Node

_MOST_WIDTHS = 8


def quantities(tested: Sequence[Tested]) -> list[tree.Quantity]:
    """Every symbol of a formula, as often as it stands there."""
    return [node for one in tested for node in tree.quantities(one.chain)]


def upstream(tested: Sequence[Tested], instance: Instance) -> set[str]:
    """The keys of all that a formula follows from."""
    return {key for node in quantities(tested) for key in instance.upstream[node.pattern.key]}


def constants(tested: Sequence[Tested], instances: Sequence[Instance]) -> dict[str, tuple[str, int]]:
    """By key, the whole numbers of a formula that are the same on all instances, and how they are written."""
    found = dict[str, tuple[str, int]]()
    for node in quantities(tested):
        key = node.pattern.key
        values = {one.values[key] if isinstance(one.values[key], int | np.integer) else None for one in instances}
        if len(values) == 1 and None not in values:
            found[key] = node.pattern.tex, int(values.pop() or 0)
    return found


def counts_with(chain: Chain, key: str) -> bool:
    """Whether a quantity is a bound of a sum, or an exponent."""
    moduli = [relation.modulus for relation in chain.relations if relation.modulus]
    for node in [*moduli, *tree.walk(chain)]:
        parts: tuple[Node | None, ...] = ()
        if isinstance(node, Counted | logic.Iverson) or node in moduli:
            parts = (node,)
        elif isinstance(node, logic.Over):
            parts = node.claims
        elif isinstance(node, Compositions):
            parts = *node.counts, *node.totals
        elif isinstance(node, tree.Big):
            parts = node.lower, node.upper
        elif isinstance(node, tree.Power):
            parts = (node.exponent,)
        elif isinstance(node, tree.Binomial):
            parts = node.above, node.below
        elif isinstance(node, tree.Factorial):
            parts = (node.of,)
        for part in parts:
            if part and any(isinstance(one, tree.Quantity) and one.pattern.key == key for one in tree.walk(part)):
                return True
    return False


def notes_of(
    tested: Sequence[Tested], instances: Sequence[Instance], tally: Tally, chance: float | None
) -> dict[str, Any]:
    """What a reader is told of a formula that holds; `chance` is the probability that it is no identity, if known."""
    notes = dict[str, Any]()
    if chance is not None:
        notes["probability"] = chance
    elif tally.digits is not None:
        notes["digits"] = tally.digits
    same = constants(tested, instances)
    if same:
        notes["constants"] = dict(same.values())
    if widths := _widths(tested, instances, set(same)):
        notes["widths"] = widths
    if tally.offered:
        notes["passed"] = [tally.passed, tally.offered]
    if counted := {letter: values for one in tested for letter, values in one.counted.items()}:
        notes["counted"] = {letter: sorted(values) for letter, values in sorted(counted.items())}
    if held := _held(tested, instances[0]):
        notes["held"] = held
    if primes := sorted({letter for one in tested for letter in taken_for_primes(one.chain, instances[0].grammar)}):
        notes["primes"] = primes
    if squares := nablas([one.chain for one in tested]):
        notes["nabla"] = squares[0].second
    if any(one.has_supremum and not one.precise.enclosed for one in tested):
        notes["estimated"] = True
    if any(one.estimated for one in instances):
        notes["approached"] = True
    if any(one.statement.antiderivative for one in tested):
        notes["antiderivative"] = True
    return notes | weighed_notes([one.statement for one in tested], tested[0].tex)


def _widths(tested: Sequence[Tested], instances: Sequence[Instance], constants: set[str]) -> dict[str, list[float]]:
    """By symbol, the smallest and the largest real number that was drawn for it."""
    found = dict[str, list[float]]()
    for node in quantities(tested):
        key = node.pattern.key
        if key in constants or key in instances[0].definitions or len(found) >= _MOST_WIDTHS:
            continue
        drawn = [_ends(part) for one in instances for part in _parts(one.values[key])]
        ends = [one for one in drawn if one is not None]
        if drawn and len(ends) == len(drawn):
            found[node.pattern.tex] = [min(low for low, _ in ends), max(high for _, high in ends)]
    return found


def _parts(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else [value]


def _ends(value: Any) -> tuple[float, float] | None:
    """The smallest and the largest number of what was drawn; None where it is something else, or nothing."""
    if type(value) is float or type(value) is int:
        return float(value), float(value)
    part = np.asarray(value)
    if part.dtype.kind not in "iuf" or not part.size:
        return None
    return float(part.min()), float(part.max())


def _held(tested: Sequence[Tested], instance: Instance) -> list[str]:
    """The symbols that `∂` holds, although they depend on what it moves."""
    found = set[str]()
    for one in tested:
        for node in tree.walk(one.chain):
            if isinstance(node, tree.Derivative) and not node.total:
                for by in node.by:
                    held, sure = held_by_partial(instance, node.of, by.pattern.key)
                    found |= {instance.patterns[key].tex for key in held if sure}
    return sorted(found)
