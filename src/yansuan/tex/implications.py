"""A line that says what follows from what: `A \\Rightarrow B`, `A \\iff B`, and claims joined by ∧, ∨ and ¬.

What stands before an arrow is supposed, and what stands after it is stated where that is true; `\\iff` says both ways.
Conditions at either end of the line hold for all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from yansuan.tex import logic, tree
from yansuan.tex.expressions import Expressions
from yansuan.tex.operators import AND, IFF, IMPLIES, NOT, OR
from yansuan.tex.tree import Chain, Relation, Statement

Line = TypeVar("Line", bound=Expressions)


@dataclass(frozen=True)
class _Side:
    """What stands between two arrows: what it states, and for what."""

    stated: tuple[Chain, ...]
    conditions: tuple[Chain, ...]
    start: int

    def supposed(self) -> tuple[Chain, ...]:
        """The same as conditions."""
        return tuple(logic.Supposed((_claim(chain),), ()) for chain in self.stated)


def implications(line: Line, read: Callable[[Line], list[Statement]]) -> list[Statement] | None:
    """The statements of a line with arrows or with claims that are joined; None where it has neither.

    Args:
        line: all of it.
        read: reads a stretch that has neither.
    """
    parts = line.parts(*IMPLIES, *IFF)
    if len(parts) == 1 and len(line.parts(*AND, *OR, *NOT)) == 1:
        return None
    signs = [line.tokens[part.end].text for part in parts[:-1]]
    sides = [_side(part, read) for part in parts]
    shared = sides[0].conditions + (sides[-1].conditions if len(sides) > 1 else ())
    for side in sides[1:-1]:
        if side.conditions:
            raise line.fail("conditions between two arrows: for what are they? Put them at the end", side.start)
    if len(sides) == 1:
        return [Statement(chain, shared) for chain in sides[0].stated]
    found = list[Statement]()
    for one, sign, other in zip(sides, signs, sides[1:], strict=False):
        found += _follows(one, other, shared)
        if sign in IFF:
            found += _follows(other, one, shared)
    return found


def _follows(one: _Side, other: _Side, shared: tuple[Chain, ...]) -> list[Statement]:
    return [Statement(chain, shared + one.supposed()) for chain in other.stated]


def _side(part: Line, read: Callable[[Line], list[Statement]]) -> _Side:
    part.strip_punctuation()
    start = part.offset
    if part.at >= part.end:
        raise part.fail("nothing stands on one side of the arrow: what follows from what?")
    if len(part.parts(*AND, *OR, *NOT)) > 1:
        return _Side(tuple(_stated(part.claim())), (), start)
    found = read(part)
    conditions = dict.fromkeys(chain for one in found for chain in one.conditions)
    if any(one.conditions != found[0].conditions for one in found):
        raise part.fail("which of these conditions is for what? Write each implication by itself", start)
    return _Side(tuple(one.chain for one in found), tuple(conditions), start)


def _stated(claim: logic.Claim) -> list[Chain]:
    """A claim as chains, all of which it says."""
    if isinstance(claim, logic.Connected) and claim.kind == "and":
        return [chain for part in claim.parts for chain in _stated(part)]
    if isinstance(claim, logic.Holds):
        return [claim.chain]
    one = tree.Number(claim.start, claim.start, 1, "1")
    sign = Relation(claim.start, claim.end, "=")
    return [Chain((logic.Iverson(claim.start, claim.end, claim), one), (sign,))]


def _claim(chain: Chain) -> logic.Claim:
    """A chain as a claim."""
    first = chain.expressions[0]
    if isinstance(first, logic.Iverson) and first.start == chain.relations[0].start:
        return first.of
    return logic.Holds(first.start, chain.expressions[-1].end, chain)


def settled_with(chain: Chain, settle: Callable[[Chain], Chain]) -> Chain:
    """A condition whose supposed chains are what `settle` makes of them."""
    if not isinstance(chain, logic.Supposed):
        return settle(chain)
    (claim,) = chain.expressions
    assert isinstance(claim, logic.Claim)
    return replace(chain, expressions=(_settled(claim, settle),))


def _settled(claim: logic.Claim, settle: Callable[[Chain], Chain]) -> logic.Claim:
    if isinstance(claim, logic.Belongs):
        return claim
    if isinstance(claim, logic.Holds):
        return replace(claim, chain=settle(claim.chain))
    assert isinstance(claim, logic.Connected)
    return replace(claim, parts=tuple(_settled(part, settle) for part in claim.parts))
