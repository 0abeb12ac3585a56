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

_LARGEST_PART = 2**10  # as in notation.py
SIGNS = frozenset("≡≢∣∤⊥∈∉⊆⊊")


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
    if relation.sign in "∣∤":
        return _dividing(relation, left, right)
    if relation.sign == "⊥":
        return _coprime(left, right)
    if relation.sign in "∈∉⊆⊊":
        return _of_sets(relation.sign, left, right)
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


def _coprime(left: Function, right: Function) -> Relating:
    one, other = whole(left, "'⊥'"), whole(right, "'⊥'")

    def value(state: State, indices: Indices) -> Related:
        a, b = one(state, indices), other(state, indices)
        return Related(math.gcd(a, b) == 1, a, b, abs(a) == 1 or abs(b) == 1)

    return value


def _of_sets(sign: str, left: Function, right: Function) -> Relating:
    def value(state: State, indices: Indices) -> Related:
        of = _set(exactly(right, state, indices), sign)
        a = number(exactly(left, state, indices))
        if sign in "∈∉":
            element = element_of(a)
            return Related((element in of) == (sign == "∈"), plain_set(element), plain_set(of), False)
        part = _set(a, sign)
        return Related(part <= of if sign == "⊆" else part < of, plain_set(part), plain_set(of), not part)

    return value


def _set(value: Any, sign: str) -> frozenset[Any]:
    if not isinstance(value, frozenset):
        raise Meaningless(f"'{sign}' takes a set, and this is none")
    return value


def element_of(value: Any) -> Any:
    """What may be in a set: a whole number, a pair, another set.

    Raises:
        Meaningless: it is something else, of which doubles do not tell whether two are the same.
    """
    if isinstance(value, Ball) and value.is_real and value.v.real.is_exact():
        value = value.whole() if value.whole() is not None else value.double()
    if isinstance(value, float) and value.as_integer_ratio()[1] <= _LARGEST_PART:
        return Fraction(value)  # which is the same element as the double
    if isinstance(value, tuple):
        return tuple(map(element_of, value))
    if not isinstance(value, int | Fraction | frozenset):
        raise Meaningless("elements of sets are whole numbers, fractions, pairs and sets here")
    return value


def plain_set(value: Any) -> Any:
    """A set or an element as a counterexample shows it."""
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(str(plain_set(one)) for one in value)) + "}"
    return value if isinstance(value, int) else str(value)


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
