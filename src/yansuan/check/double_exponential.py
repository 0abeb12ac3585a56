"""Integrals from a point near which the integrand may have no bound, by double exponential rules.

Two rules with different nodes (Takahasi & Mori, Publ. RIMS 9, 1974) are each refined until they stand still.  What they
differ by is taken for the error, which is an estimate.  Beforehand the growth of the integrand is measured far beyond
the nodes: what grows like 1/x or faster has no integral, and what lies between that and what shrinks is left undecided.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import flint

from yansuan.check.balls import Ball, Undecided, as_ball, log2_of, precision
from yansuan.check.errors import Meaningless, NotHere, TooLarge
from yansuan.check.integrand import Found, Integrand, UpAndDown

GATES = (40, 80, 160)
"""Places 2 to minus this, where the growth of an integrand is measured."""
_FAST = 2000  # a binary logarithm: what is so small at the first gate
_MANTISSAS = (1.0, 0.9137, 0.8461, 0.7713, 0.7071, 0.6433, 0.5817, 0.5217)
_FARTHEST = 9.0  # of a double exponential rule: the places there are beyond anything
_FINEST = 7  # halvings of its step


def end(g: Integrand, goal: int, where: str, reach: int | None = None) -> Found:
    """The integral from 0 to 1 of a function that may have no bound at 0; `reach` is how far the rules will go.

    Raises:
        Meaningless: it diverges.
        NotHere: nobody can tell, or it does not stand still.
    """
    if reach is None:
        with precision(max(flint.ctx.prec, goal + 2 * GATES[-1])):
            reach = reach_of(g, goal, where) or GATES[-1]
    with precision(max(flint.ctx.prec, goal + reach + 40)):
        one, other = _refined(g, _by_tanh, goal, reach), _refined(g, _by_exp, goal, reach)
        apart = (one.value - other.value).upper()
        mass = max(one.mass, other.mass)
        if mass == 0:
            raise NotHere(f"an integrand that is nought wherever it is looked at {where}")
        if not apart <= 2.0 ** (10 - goal) * mass:
            raise UpAndDown(f"an integral {where} that two rules give differently")
        error = 2 * apart + 2.0**-goal * mass
        return Found(one.value.widened(error), mass, proved=False)


def reach_of(g: Integrand, goal: int, where: str) -> int | None:
    """How far towards 0 the rules will go: to 2 to minus this; None where it shrinks faster than any power.

    Raises:
        Meaningless: the integral diverges.
        NotHere: nobody can tell.
    """
    try:
        usual = max(as_ball(g(Ball(d))).upper() * d for d in (0.9, 0.31))
        rows = _at_gates(g)
        if any(_is_noise(value) for row in rows for value in row):  # of terms that cancel, as in 1 - tanh x
            with precision(_FAST + 10 * GATES[-1]):
                rows = _at_gates(g)
        signs = {bool(value.v.real > 0) for row in rows for value in row}
        heights = [max(map(log2_of, row)) for row in rows]
    except TooLarge:
        raise NotHere(f"an integrand that is too large {where}") from None
    except Meaningless as error:
        raise Meaningless(f"{error}, {where}") from None
    except Undecided as error:
        raise NotHere(f"{error}, {where}") from None
    if max(heights) < math.log2(max(usual, 1e-300)) - _FAST:
        return None
    if any(_is_noise(value) for row in rows for value in row):
        raise NotHere(f"it cannot be told whether the integral converges {where}: its terms cancel")
    slopes = [(a - b) / (high - low) for a, b, low, high in zip(heights, heights[1:], GATES, GATES[1:], strict=False)]
    if slopes[1] < 0.02 and len(signs) > 1:
        raise UpAndDown(f"an integrand that goes up and down for ever {where}")
    if heights[1] - heights[2] < 1e-6:
        raise Meaningless(f"the integral diverges {where}")
    if slopes[1] < 0.03 or abs(slopes[1] - slopes[0]) > 0.2 * slopes[1]:
        raise NotHere(f"it cannot be told whether the integral converges {where}")
    return math.ceil((goal + 10) / slopes[1])


def _at_gates(g: Integrand) -> list[list[Ball]]:
    """How much is integrated around places nearer and nearer to 0."""
    places = [[Ball(m) / Ball(2) ** gate for m in _MANTISSAS] for gate in GATES]
    return [[as_ball(g(d)) * d for d in row] for row in places]


def _is_noise(value: Ball) -> bool:
    """Whether nothing is known of a number but that it is small."""
    return value.may_be_zero and not value.v.is_zero()


@dataclass(frozen=True)
class _Sum:
    value: Ball
    mass: float


Rule = Callable[[flint.arb], tuple[Ball, Ball]]
"""From a parameter on the whole line to a place between 0 and 1, and its weight."""


def _by_tanh(t: flint.arb) -> tuple[Ball, Ball]:
    """1/(1 + exp(π sinh t))."""
    u = (flint.arb.pi() * t.sinh()).exp()
    d = 1 / (1 + u)
    return Ball(d), Ball(flint.arb.pi() * t.cosh() * d * (u * d))


def _by_exp(t: flint.arb) -> tuple[Ball, Ball]:
    """exp(−exp(π/2 sinh t))."""
    s = (flint.arb.pi() / 2 * t.sinh()).exp()
    d = (-s).exp()
    return Ball(d), Ball(s * flint.arb.pi() / 2 * t.cosh() * d)


@lru_cache(maxsize=20_000)
def _node(rule: Rule, numerator: int, level: int, _bits: int) -> tuple[Ball, Ball]:
    return rule(flint.arb(numerator) / 2**level)


def _refined(g: Integrand, rule: Rule, goal: int, reach: int) -> _Sum:
    """A rule with smaller and smaller steps, until it stands still.

    Raises:
        NotHere: it does not.
    """
    total, mass = Ball(0), 0.0
    nearest = Ball(2) ** -reach
    before: Ball | None = None
    for level in range(1, _FINEST + 1):
        for sign in (1, -1):
            first, stride = (1, 2) if level > 1 else ((0, 1) if sign > 0 else (1, 1))
            added, more = _terms(g, rule, level, sign * first, sign * stride, goal, mass, nearest)
            total, mass = total + added, mass + more
        value = total / 2**level
        scale = mass / 2**level
        if before is not None and level > 2 and (value - before).upper() <= 2.0 ** (4 - goal) * scale:
            return _Sum(value, scale)
        before = value
    raise UpAndDown("an integral that does not stand still")


def _terms(
    g: Integrand, rule: Rule, level: int, first: int, stride: int, goal: int, mass: float, nearest: Ball
) -> tuple[Ball, float]:
    """Terms of a rule, from one on and away from the middle, until they are nothing."""
    total, k, quiet = Ball(0), first, 0
    own = 0.0
    while quiet < 3:
        if abs(k) > _FARTHEST * 2**level:
            if mass + own == 0:
                break
            raise NotHere("an integrand that does not become small")
        place, weight = _node(rule, k, level, flint.ctx.prec)
        if place < nearest:  # what is left is less than what is wanted, by how the integrand grows
            break
        try:
            term = as_ball(g(place)) * weight
        except Undecided as error:
            raise NotHere(str(error)) from None
        size = term.upper()
        if not size < math.inf:
            raise NotHere("an integrand whose values are not known well enough")
        total, own = total + term, own + size
        quiet = quiet + 1 if mass + own > 0 and size <= 2.0 ** (-goal - 8) * (mass + own) else 0
        k += stride
    return total, own
