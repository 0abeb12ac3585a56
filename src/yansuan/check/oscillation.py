"""Integrals to infinity of what goes up and down for ever: sin x/x, cos ax/(1 + x²), sin x².

The path is cut near the places where the sign changes, and the integrals of the stretches, which alternate, are summed
as a series (Longman, Proc. Camb. Phil. Soc. 52, 1956).  That they go to 0 is asked of them first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from yansuan.check.acceleration import accelerated
from yansuan.check.balls import Ball, Undecided, as_ball
from yansuan.check.errors import Meaningless, NotHere

_FEW, _MANY, _ENOUGH = 26, 46, 60  # stretches, up to so many bits and for more
_AHEAD = 6  # stretches that are added before others are accelerated
_MOST_STEPS, _PATIENCE = 20_000, 256  # of the search for signs; after so many without a change they are longer
_FIRST, _PER_STRETCH = 2.0**-8, 12  # the first step, beside the place where it begins; steps in a stretch
_HALVINGS = 60
_STEP, _NEAR = 2.0**-40, 2.0**-49  # of a place: how far one goes for its slope, and how far off a double may be
_BLUNT = 1e-12  # of the largest stretch: what cuts that are doubles may make of the sum
_SHRINKS = 0.98  # the last stretch beside the middle one: what is more says nothing, and about 1 that they stay


def oscillating(f: Callable[[Any], Any], edge: float, goal: int, part: Callable[[Ball, Ball], Ball]) -> Ball:
    """The integral of a function from a place to infinity.

    Args:
        f: takes and gives balls.
        edge: from where, a positive number.
        goal: how many bits are wanted.
        part: the integral between two places.

    Raises:
        Meaningless: it diverges.
        NotHere: nobody can tell.
    """
    count = _FEW if goal <= _ENOUGH else _MANY
    changes = _changes(f, edge)
    found_cuts = [_sharpened(f, next(changes)) for _ in range(count + 1)]
    cuts = [cut for cut, _ in found_cuts]
    terms = [part(one, other) for one, other in pairwise(cuts)]
    if all(term.is_real for term in terms) and any((a > 0) == (b > 0) for a, b in pairwise(terms)):
        raise NotHere("an integrand that goes up and down without a rule")
    sizes = [term.upper() for term in terms]
    shrinks = sizes[-1] / sizes[count // 2]
    if shrinks > 1 - 1e-6:
        raise Meaningless("the integral diverges at infinity: what its stretches add does not go to 0")
    if shrinks > _SHRINKS or any(b > a for a, b in pairwise(sizes[_AHEAD:])):
        raise NotHere("it cannot be told whether the integral converges at infinity")
    value = part(Ball(edge), cuts[0])
    for term in terms[:_AHEAD]:
        value = value + term
    found: Ball = value + accelerated(terms[_AHEAD:], sizes[0], before=_AHEAD)
    return found if all(sharp for _, sharp in found_cuts) else found.widened(_BLUNT * sizes[0])


def _sharpened(f: Callable[[Any], Any], x: float) -> tuple[Ball, bool]:
    """A place where the sign changes, to twice the digits of a double, and whether that could be told.

    A cut that is off by δ takes δ² from a stretch and gives it to the next: noise, which acceleration makes larger.
    """
    at, step = Ball(x), Ball(x * _STEP)
    try:
        slope = (as_ball(f(at + step)) - as_ball(f(at - step))) / (2 * step)
        by = as_ball(f(at)) / slope
    except (Undecided, Meaningless, ArithmeticError):
        return at, False
    if not (by.is_finite and by.is_real and by.upper() <= _NEAR * x):
        return at, False
    return Ball((at - by).v.real.mid()), True


def _changes(f: Callable[[Any], Any], edge: float) -> Iterator[float]:
    """Where the sign of a function changes, one after the other."""

    def positive(x: float) -> bool:
        try:
            value = as_ball(f(Ball(x)))
        except Undecided:
            raise NotHere("an integrand whose sign cannot be told") from None
        return bool(value.v.real.mid() > 0)

    at, step, before = edge, edge * _FIRST, edge
    sign, quiet = positive(at), 0
    for _ in range(_MOST_STEPS):
        ahead = at + step
        if positive(ahead) == sign:
            at, quiet = ahead, quiet + 1
            if quiet % _PATIENCE == 0:
                step *= 4
            continue
        low, high = at, ahead
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if not low < middle < high:
                break
            low, high = (middle, high) if positive(middle) == sign else (low, middle)
        yield high
        length, before = high - before, high
        at, sign, quiet = high, not sign, 0
        step = min(max(length / _PER_STRETCH, step / 4), 4 * step)
    raise NotHere("an integrand whose sign changes too seldom")
