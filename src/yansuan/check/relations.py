"""Relations between whole numbers: congruent, divides, and what denies them.

They are decided exactly.  A fraction stands for its residue where its denominator has an inverse: 1/2 ≡ 4 (mod 7).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yansuan.check.balls import Ball
from yansuan.check.errors import Meaningless, NotHere, short
from yansuan.check.notation import State
from yansuan.check.values import number
from yansuan.check.wholes import Function, Indices, exactly, whole
from yansuan.tex.tree import Node, Relation

SIGNS = frozenset("≡≢∣∤")


@dataclass(frozen=True)
class Related:
    """Whether two sides are related; `says_little` where they would be whatever they are, as modulo 1."""

    true: bool
    left: Any
    right: Any
    says_little: bool


Relating = Callable[[State, Indices], Related]


def relating(relation: Relation, left: Function, right: Function, compiled: Callable[[Node], Function]) -> Relating:
    """The function that says whether a relation of `SIGNS` holds between two compiled expressions."""
    if relation.sign in ("∣", "∤"):
        return _dividing(relation, left, right)
    assert relation.modulus is not None
    modulus = whole(compiled(relation.modulus), "a modulus")

    def value(state: State, indices: Indices) -> Related:
        m = modulus(state, indices)
        if m == 0:
            raise Meaningless("congruent modulo 0")
        a, b = (_residue(side, state, indices, m) for side in (left, right))
        return Related((a == b) == (relation.sign == "≡"), a, b, abs(m) == 1)

    return value


def _dividing(relation: Relation, left: Function, right: Function) -> Relating:
    divisor, multiple = whole(left, f"'{relation.sign}'"), whole(right, f"'{relation.sign}'")

    def value(state: State, indices: Indices) -> Related:
        d, n = divisor(state, indices), multiple(state, indices)
        divides = n % d == 0 if d else n == 0
        return Related(divides == (relation.sign == "∣"), d, n, abs(d) == 1 or n == 0)

    return value


def _residue(side: Function, state: State, indices: Indices, modulus: int) -> int:
    x = number(exactly(side, state, indices))
    if isinstance(x, Ball):
        if (found := x.whole()) is None:
            if x.imag.may_be_zero and x.v.real.contains_integer():
                raise NotHere("the error bounds do not tell whether this is a whole number")
            raise Meaningless(f"a congruence is between whole numbers, and this is {short(x.double())}")
        x = found
    if not isinstance(x, int | Fraction):
        raise Meaningless("a congruence is between whole numbers")
    above, below = (x.numerator, x.denominator)
    if math.gcd(below, modulus) != 1:
        raise Meaningless(f"{x} has no residue modulo {modulus}: {below} has no inverse")
    return above * pow(below, -1, abs(modulus)) % abs(modulus)
