"""Whether a statement is an identity of rational functions, decided at a random point.

Each drawn number of the notation becomes a letter and gets a random whole number of 64 bits.  What agrees there agrees
for all values of the letters, but for a tiny probability, which is told; whatever takes more than arithmetic is left to
the samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from yansuan.check.errors import UNABLE
from yansuan.check.fields import Fractions
from yansuan.check.generic import Generic
from yansuan.check.notation import Instance, State
from yansuan.check.values import holds
from yansuan.tex import tree

if TYPE_CHECKING:
    from yansuan.check.tested import Tested

_MOST_ASSIGNMENTS = 300
_SEED = 20190702


def probability(statements: Sequence[Tested], instances: Sequence[Instance]) -> float | None:
    """The probability with which statements that agree at a random point are no identities; None where this is no way.

    Args:
        statements: that hold on the instances.
        instances: of their notation.
    """
    keys = _keys(statements, instances[0])
    if any(link.related for statement in statements for link in statement.links):
        return None  # a congruence is about whole numbers
    if any(map(_counts_as_a_number, statements)) or not _alike(keys, instances):
        return None
    instance = next(
        (one for one in instances if all(any(True for _ in s.letters.assignments(one)) for s in statements)), None
    )
    if instance is None:
        return None
    constants = {key for key in keys if _is_constant(key, instances)}
    tables = {key for key in constants if np.ndim(instance.values[key])}
    if tables and any(statement.letters.names for statement in statements):
        return None  # an index that runs through a table has been tried for its entries, and for no others
    # First every number is a letter, then what has always the same value is that.
    for fixed in (tables, constants):
        found = _decided(statements, instance, frozenset(fixed))
        if found is not None:
            return found
    return None


def _counts_as_a_number(statement: Tested) -> bool:
    """Whether a free index letter also stands where it is a number: its range is tried, and no identity in it."""

    def outside(node: tree.Node | tree.Chain) -> bool:
        if isinstance(node, tree.Index):
            return node.name in statement.letters.names
        if isinstance(node, tree.Quantity):
            return False
        return any(map(outside, tree.children(node)))

    return outside(statement.chain)


def _decided(statements: Sequence[Tested], instance: Instance, fixed: frozenset[str]) -> float | None:
    field = Fractions(_SEED, fixed)
    try:
        with instance.spared():
            state = instance.state(field)
            agree = all(_holds(statement, state, instance, field) for statement in statements)
    except UNABLE:
        return None
    return field.probability() if agree else None


def _holds(statement: Tested, state: State, instance: Instance, field: Fractions) -> bool:
    number = 0
    for number, indices in enumerate(statement.letters.assignments(instance), 1):
        if number > _MOST_ASSIGNMENTS:
            return False
        values = [function(state, indices) for function in statement.functions]
        for link, left, right in zip(statement.links, values, values[1:], strict=False):
            if not _agree(link.sign, left, right, field):
                return False
    return number > 0


def _agree(sign: str, left: Any, right: Any, field: Fractions) -> bool:
    if sign != "=":
        if np.ndim(left) or np.ndim(right):
            return False
        return holds(sign, field.order(left), field.order(right))
    a, b = np.ravel(np.asarray(left, dtype=object)), np.ravel(np.asarray(right, dtype=object))
    if a.size != b.size and 1 not in (a.size, b.size):
        return False
    for one in np.ravel(a - b):
        difference = one if isinstance(one, Generic) else Generic(0) + one
        if not difference.is_zero:
            return False
        field.degree = max(field.degree, difference.above)
    return True


def _keys(statements: Iterable[Tested], instance: Instance) -> set[str]:
    """The keys of all that the statements are about, and of what these follow from."""
    found = set[str]()
    for statement in statements:
        for node in tree.walk(statement.chain):
            if isinstance(node, tree.Quantity | tree.Call):
                found |= instance.upstream[node.pattern.key]
    return {key for key in found if not callable(instance.values[key])}


def _alike(keys: Iterable[str], instances: Sequence[Instance]) -> bool:
    """Whether what is drawn has the same shape on all instances: an identity for one size is none for all."""
    return all(len({_shape(instance.values.get(key)) for instance in instances}) == 1 for key in keys)


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((key, np.shape(one)) for key, one in value.items())
    return np.shape(value)


def _is_constant(key: str, instances: Sequence[Instance]) -> bool:
    first = instances[0].values[key]
    if isinstance(first, dict):
        return False
    return all(np.array_equal(np.asarray(first), np.asarray(one.values.get(key))) for one in instances)
