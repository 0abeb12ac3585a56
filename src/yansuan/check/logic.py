"""Claims evaluated: true, false, or not to be told, which is an exception and never a guess.

Doubles decide what lies far apart.  What lies near is looked at with fractions and error bounds (`wholes.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint

from yansuan.check.balls import Ball, Undecided
from yansuan.check.errors import Misfit, NotHere
from yansuan.check.fields import Balls
from yansuan.check.generic import Generic
from yansuan.check.membership import stated
from yansuan.check.notation import State
from yansuan.check.relations import SIGNS, relating
from yansuan.check.values import are_alike, holds, is_complex, number, whole_number
from yansuan.check.wholes import WHOLES, Function, Indices, Wholes, exactly
from yansuan.tex import logic
from yansuan.tex.tree import Node, Relation

Compile = Callable[[Node], Function]
Truth = Callable[[State, Indices], bool]

_NEAR = 1e-9  # relative: what doubles do not tell apart


def claimed(compiled: Compile, claim: Node) -> Truth:
    """The function that says whether a claim is true.

    It raises `NotHere` where the error bounds leave it open, and what its expressions raise.
    """
    if isinstance(claim, logic.Holds):
        parts = [compiled(one) for one in claim.chain.expressions]
        links = [link(compiled, *one) for one in zip(claim.chain.relations, parts, parts[1:], strict=False)]
        return lambda state, indices: all(one(state, indices) for one in links)
    if isinstance(claim, logic.Prime):
        of = compiled(claim.of)
        return lambda state, indices: is_prime(whole_number(of(state, indices)))
    if isinstance(claim, logic.Quantified):
        return _quantified(compiled, claim)
    if isinstance(claim, logic.Belongs):
        of, *sizes = (compiled(one) for one in claim.chain.expressions)
        return stated(claim.chain.kind, of, sizes)
    assert isinstance(claim, logic.Connected)
    made = [claimed(compiled, part) for part in claim.parts]
    if claim.kind == "and":
        return lambda state, indices: all(part(state, indices) for part in made)
    if claim.kind == "or":
        return lambda state, indices: any(part(state, indices) for part in made)
    one, other = made[0], made[-1]
    if claim.kind == "not":
        return lambda state, indices: not one(state, indices)
    if claim.kind == "implies":
        return lambda state, indices: not one(state, indices) or other(state, indices)
    return lambda state, indices: one(state, indices) == other(state, indices)


def is_prime(n: int) -> bool:
    """Whether a whole number is a prime."""
    return n > 1 and bool(flint.fmpz(n).is_prime())


def _quantified(compiled: Compile, claim: logic.Quantified) -> Truth:
    """∃, ∀ and ∃! by how many of the values fulfil the claim, or do not."""
    meant: logic.Claim = claim.of
    if claim.kind == "forall":
        meant = logic.Connected(claim.start, claim.end, "not", (claim.of,))
    body = logic.Iverson(claim.start, claim.end, meant)
    count = compiled(logic.Over(claim.start, claim.end, "sum", claim.binds, claim.claims, body))
    if claim.kind == "exists":
        return lambda state, indices: whole_number(count(state, indices)) > 0
    wanted = 0 if claim.kind == "forall" else 1
    return lambda state, indices: whole_number(count(state, indices)) == wanted


def link(compiled: Compile, relation: Relation, left: Function, right: Function) -> Truth:
    """The function that says whether two compiled expressions are related."""
    if relation.sign in SIGNS:
        related = relating(relation, left, right, compiled)
        return lambda state, indices: related(state, indices).true
    sign = relation.sign

    def true(state: State, indices: Indices) -> bool:
        a, b = left(state, indices), right(state, indices)
        if sign in ("=", "≠") and (alike := are_alike(a, b, state.field)) is not None:
            return alike == (sign == "=")
        a, b = number(a), number(b)
        sets = isinstance(a, frozenset) + isinstance(b, frozenset)
        if sets or (isinstance(a, int) and isinstance(b, int)):
            if sets and (sets < 2 or sign not in ("=", "≠")):
                raise Misfit(f"'{sign}' between a set and something else")
            return holds(sign, a, b)
        if isinstance(a, Generic) or isinstance(b, Generic):
            return holds(sign, state.field.order(a), state.field.order(b))
        if not isinstance(state.field, Balls):
            apart, size = abs(a - b), max(abs(a), abs(b))
            if apart > _NEAR * size:
                return _told(sign, a, b, state)
        return _exact(sign, left, right, state, indices, (a, b))

    return true


def _told(sign: str, a: Any, b: Any, state: State) -> bool:
    if sign in ("=", "≠"):
        return sign == "≠"
    return holds(sign, state.field.order(a), state.field.order(b))


def _exact(sign: str, left: Function, right: Function, state: State, indices: Indices, known: tuple[Any, Any]) -> bool:
    """The same with fractions and error bounds; first those that are at hand."""
    for again in (False, True):
        if not again and not isinstance(state.field, Balls):
            continue
        a, b = (number(exactly(side, state, indices)) for side in (left, right)) if again else known
        order = state.field.order if isinstance(state.field, Balls) else WHOLES.order
        try:
            if sign in ("=", "≠") and (is_complex(a) or is_complex(b)):
                return bool(Ball(a) == Ball(b)) == (sign == "=")
            return holds(sign, order(a), order(b))
        except Undecided:
            if again or isinstance(state.field, Wholes):
                break
    raise NotHere(f"whether the one is {sign} the other: they are too near to each other, and the bounds do not decide")


def _iverson(compiled: Compile, node: logic.Iverson) -> Function:
    true = claimed(compiled, node.of)
    return lambda state, indices: int(true(state, indices))


MAKERS: dict[type[Node], Callable[[Any, Any], Function]] = {logic.Iverson: _iverson}
