"""Sums and products without an end.

First it is told whether they converge, by how the terms shrink far out: like a power of a number, or like n to the −p,
of one sign, of signs that alternate, or otherwise.  What shrinks so that nobody can tell (1/(n ln n)) is left
undecided.  Then terms are added until the rest is nothing, or the sum is found by two methods of acceleration that
agree.  The error is an estimate.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import flint

from yansuan.check.acceleration import accelerated
from yansuan.check.balls import Ball, Undecided, log2_of, precision
from yansuan.check.errors import Exhausted, Meaningless, NotHere, TooLarge
from yansuan.check.integrand import Found

Term = Callable[[int], Ball]

_NEAR = ((500, 1900), (240, 960), (60, 240))  # where terms are looked at, as far out as there are any
_FAR = (2**13, 2**20, 2**40)
_BESIDE = 6  # so many there
_MOST = 2500  # terms that are added one by one
_AHEAD = 12  # terms that are added before others are accelerated
_COUNT = 40  # terms for acceleration
_BITS = 300  # more than are wanted, which acceleration loses
_SHRINKS = -0.2  # the binary logarithm of a term over its number, where terms shrink like powers of a number

Kind = Literal["fast", "same", "alternating", "mixed"]


def series(term: Term, first: int, goal: int) -> Found:
    """The sum of all terms from the first on, to `goal` bits beside that of the absolute values.

    Raises:
        Meaningless: it diverges.
        NotHere: nobody can tell.
    """
    with precision(max(flint.ctx.prec, goal + _BITS)):
        if _kind(term, first) == "fast":
            return _added(term, first, goal)
        terms = [term(first + n) for n in range(_AHEAD + _COUNT)]
        ahead, mass = Ball(0), sum(one.upper() for one in terms)
        for one in terms[:_AHEAD]:
            ahead = ahead + one
        value = ahead + accelerated(terms[_AHEAD:], mass, before=_AHEAD + max(first, 1) - 1)
        if value.is_real:
            value = Ball(value.v.real)
        return Found(value, mass, proved=False)


def _added(term: Term, first: int, goal: int) -> Found:
    """Terms until those of a whole window, and what they let expect, are nothing."""
    total, mass, sizes = Ball(0), 0.0, list[float]()
    for n in range(_MOST):
        one = term(first + n)
        total, size = total + one, one.upper()
        mass += size
        sizes.append(size)
        if n >= 4 * _BESIDE and n % _BESIDE == 0:
            last, before = max(sizes[-_BESIDE:]), max(sizes[-2 * _BESIDE : -_BESIDE])
            ratio = last / before if before else 0.0
            rest = last * _BESIDE / (1 - ratio) if ratio < 1 else math.inf
            if mass > 0 and rest <= 2.0**-goal * mass and (n > 64 or ratio < 0.5):
                return Found(total.widened(2 * rest + 2.0 ** -(goal + 20) * mass), mass, proved=False)
    if mass == 0:
        return Found(total, 0.0, proved=False)
    raise NotHere("a series that converges too slowly")


def _kind(term: Term, first: int) -> Kind:
    """How the terms shrink.

    Raises:
        Meaningless: they do so too slowly, or not at all.
        NotHere: nobody can tell.
    """
    for places in _NEAR:
        near = _heights(term, [first + n for n in places])
        if near is not None:
            break
    else:
        raise NotHere("a series whose terms cannot be computed far out")
    far = _heights(term, [first + n for n in _FAR])
    farthest = far or near
    if farthest[-1] > farthest[0] + 1 and farthest[-1] > 0:  # n x^n grows at first, and n! x^n shrinks at first
        raise Meaningless("the series diverges: its terms grow")
    if near[-1] < _SHRINKS * places[-1] and near[-1] < 2 * near[0]:
        return "fast"
    if far is None:
        raise NotHere("a series whose terms cannot be computed far out")
    if far[1] < -20_000:
        return "fast"
    power, farther = (far[0] - far[1]) / 7, (far[1] - far[2]) / 20
    if farther < 1e-6:
        raise Meaningless("the series diverges: its terms do not go to 0")
    signs = _signs(term, first)
    if signs == "alternating" and farther > 0.05:
        return "alternating"
    settled = abs(power - farther) < 0.1 * farther
    if signs == "same" and farther < 1 + 1e-6 and farther - power < 0.2:
        raise Meaningless("the series diverges")
    if farther > 1.02 and (settled or farther > 1.3):
        return signs
    raise NotHere("it cannot be told whether the series converges")


def _heights(term: Term, places: list[int]) -> list[float] | None:
    """The binary logarithms of the largest terms at some places; None where there are none so far out."""
    try:
        return [max(log2_of(term(place + n)) for n in range(_BESIDE)) for place in places]
    except TooLarge:
        return None
    except (Meaningless, Undecided, Exhausted):
        return None


def _signs(term: Term, first: int) -> Kind:
    for place in _FAR:
        some = [term(first + place + n) for n in range(_BESIDE)]
        if not all(one.is_real and not one.may_be_zero for one in some):
            return "mixed"
        signs = [one > 0 for one in some]
        if len(set(signs)) == 1:
            kind: Kind = "same"
        elif all(a != b for a, b in pairwise(signs)):
            kind = "alternating"
        else:
            return "mixed"
        if kind == "alternating" and any(not abs(b) < abs(a) for a, b in pairwise(some)):
            return "mixed"
    return kind


def product(factor: Term, first: int, goal: int) -> Found:
    """The product of all factors from the first on.

    Raises:
        Meaningless: it diverges, or goes to 0 without a factor that is 0.
        NotHere: nobody can tell.
    """
    with precision(max(flint.ctx.prec, goal + _BITS)):
        ahead, begin = Ball(1), first
        for n in range(first, first + 200):
            one = factor(n)
            if (one - 1).upper() >= 0.5:
                begin = n + 1
        if begin >= first + 200:
            raise Meaningless("the product diverges: its factors do not go to 1")
        for n in range(first, begin):
            ahead = ahead * factor(n)

        def logarithm(n: int) -> Ball:
            one = factor(n)
            if not (one - 1).upper() < 0.75:
                raise NotHere("a product whose factors go up and down")
            return one.log()

        found = series(logarithm, begin, goal)
        value = ahead * found.value.exp()
        return Found(value, value.upper(), proved=False)
