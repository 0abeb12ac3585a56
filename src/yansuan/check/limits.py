"""Limits of functions and of sequences.

A function is evaluated ever nearer to the place, at distances of 2⁻⁴⁸, 2⁻⁹⁶, … with as many bits as that takes, and at
several places of each distance.  Where the values of two distances agree, that is the limit, and what they differ by is
taken for its error, which is an estimate.  Where they go up and down, or grow, there is none; where they may be
infinite on a whole stretch near the places, nobody can tell.  A sequence that cannot
be evaluated so far out is extrapolated from its 8th, 16th, 32nd, … members by methods that must agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import flint

from yansuan.check.balls import Ball, Pole, Undecided, precision
from yansuan.check.errors import Exhausted, Meaningless, NotHere, OutOfRange
from yansuan.check.integrand import Found

Function = Callable[[Any], Ball]

_DISTANCES = (48, 96, 192, 384, 768, 1536)
_MODERATE = 2  # where values are as large as usual
_ROOTS = (2, 3, 5, 7, 11, 13)  # of these: places that no period meets
_ODD = (1, 3, 6, 7, 10, 16)  # added to what is even, so that a sequence of whole numbers shows what it does between
_MOST_BITS = 9000
_PART, _BITS_OF_STRETCHES = 10, 600  # a stretch is 2⁻¹⁰ of its distance to both sides
_MEMBERS = range(3, 11)  # binary logarithms
_WITHOUT = 0.02  # of the values: what goes up and down by more, at all distances, has no limit


def limit(f: Function, to: Callable[[], Ball], side: int, goal: int, *, tame: bool, beyond: float = 0.0) -> Found:
    """The limit of a function at a place, from above (`side` 1), from below (−1) or from both sides.

    Args:
        f: takes and gives balls.
        to: the place, in the precision that is set.
        side: from where.
        goal: how many bits are wanted, beside the usual size of the values.
        tame: whether the function is known to have no poles that come ever nearer.
        beyond: it is looked at nearer than at 2 to minus this, where the numbers printed in it may change it.

    Raises:
        Meaningless: there is none.
        NotHere: nobody can tell.
    """

    def at(way: int) -> Callable[[int, int], Ball]:
        def value(distance: int, n: int) -> Ball:
            return f(to() + way * Ball(_ROOTS[n]).sqrt() / Ball(2) ** distance)

        return value

    def on_stretch(way: int) -> Callable[[int], Ball]:
        return lambda distance: f(to() + way * _stretch(-distance))

    sides = (1, -1) if side == 0 else (side,)
    found = [_approached(at(way), goal, "above" if way > 0 else "below", beyond) for way in sides]
    for way in () if tame else sides:
        _must_have_no_poles(on_stretch(way), "above" if way > 0 else "below")
    if len(found) == 1:
        return found[0]
    one, other = found
    apart, mass = (one.value - other.value).lower(), max(one.mass, other.mass)
    if apart > 2.0 ** (4 - goal) * mass:
        raise Meaningless("the limits from above and from below differ")
    return Found(one.value.widened((one.value - other.value).upper()), mass, proved=False)


def far_limit(f: Function, sign: int, goal: int, *, counts: bool, tame: bool, beyond: float = 0.0) -> Found:
    """The limit of a function, or of a sequence whose number `counts`, at plus or minus infinity.

    One that is `tame` is known to have no poles farther and farther out.  It is looked at beyond 2 to `beyond`.

    Raises:
        Meaningless: there is none.
        NotHere: nobody can tell.
    """

    def value(distance: int, n: int) -> Ball:
        if counts:
            beyond = _ROOTS[n] ** 9 if distance > _MODERATE else 0
            return f(sign * (2**distance + beyond + _ODD[n]))
        return f(sign * Ball(_ROOTS[n]).sqrt() * Ball(2) ** distance)

    try:
        found = _approached(value, goal, "infinity", beyond)
        if not (counts or tame):
            _must_have_no_poles(lambda n: f(sign * _stretch(n)), "infinity")
        return found
    except NotHere:
        if not counts:
            raise
        return _extrapolated(lambda n: f(sign * n))


def _must_have_no_poles(on_stretch: Callable[[int], Ball], where: str) -> None:
    """What has poles between the places that are tried, ever nearer, has no limit: 1/(x(1 + sin x)).

    Raises:
        NotHere: on a stretch of them the values may be infinite.
    """
    with precision(_BITS_OF_STRETCHES):
        for distance in _DISTANCES[:2]:
            try:
                on_stretch(distance)
            except Pole:
                raise NotHere(f"a limit from {where} of what may be infinite on the way") from None
            except (Undecided, OutOfRange, Exhausted, Meaningless, NotHere):
                return  # which the places have not met


def _stretch(power: int) -> Ball:
    """All numbers from near a power of 2 to near it."""
    middle: Ball = Ball(2) ** abs(power) if power > 0 else 1 / Ball(2) ** abs(power)
    return middle.widened((middle / 2**_PART).upper())


class _Unreached(NotHere):
    """There are no values so near."""


def _approached(value: Callable[[int, int], Ball], goal: int, where: str, beyond: float) -> Found:
    usual = _usual(value)
    rows = list[list[Ball]]()
    for distance in _distances(beyond):
        rows.append(_row(value, distance, goal, where))
        if len(rows) > 1:
            apart = max((a - rows[-1][0]).upper() for row in rows[-2:] for a in row)
            if apart <= 2.0**-goal * max(usual, rows[-1][0].upper()):
                last = rows[-1][0]
                return Found(last.widened(2 * apart), max(usual, last.upper()), proved=False)
        if len(rows) > 3:
            _must_not_be_without(rows, where)
    raise NotHere(f"a limit from {where} that is reached too slowly")


def _distances(beyond: float) -> Sequence[int]:
    found = [distance for distance in _DISTANCES if distance >= beyond]
    return found if len(found) > 1 else [int(beyond) + 48 * k for k in (1, 2, 4, 8)]


def _usual(value: Callable[[int, int], Ball]) -> float:
    """How large the values are at some distance; 0 where there are none."""
    try:
        sizes = [value(_MODERATE, n).upper() for n in range(len(_ROOTS))]
    except (Undecided, OutOfRange, Exhausted, Meaningless):
        return 0.0
    return min(max(sizes), 1e300)


def _must_not_be_without(rows: list[list[Ball]], where: str) -> None:
    """Values that grow, or go up and down, have no limit."""
    sizes = [max(one.upper() for one in row) for row in rows]
    if all(b > 1.5 * a for a, b in pairwise(sizes[-4:])) or math.inf in sizes:
        raise Meaningless(f"there is no limit from {where}: the values grow without a bound")
    spreads = [max((a - b).lower() for a in row for b in row) for row in rows[-4:]]
    scale = max(sizes)
    if min(spreads) > _WITHOUT * scale:
        raise Meaningless(f"there is no limit from {where}: the values go up and down")


def _row(value: Callable[[int, int], Ball], distance: int, goal: int, where: str) -> list[Ball]:
    """The values at one distance, with as many bits as it takes."""
    factor = 3
    while True:
        bits = goal + factor * distance + 80
        if bits > _MOST_BITS:
            raise NotHere(f"a limit from {where} whose terms cancel")
        try:
            with precision(max(bits, flint.ctx.prec)):
                row = [value(distance, n) for n in range(len(_ROOTS))]
            width = max(float(one.v.real.rad()) + float(one.v.imag.rad()) for one in row)
            if all(one.is_finite for one in row) and width <= 2.0 ** (-goal - 4) * max(1.0, row[0].upper()):
                return row
        except Undecided:
            pass
        except (OutOfRange, Exhausted, Meaningless) as error:
            raise _Unreached(f"there are no values so near from {where} ({error})") from None
        factor *= 2


def _extrapolated(member: Callable[[int], Ball]) -> Found:
    """The limit of a sequence by its members 8, 16, … and 12, 24, …, each by Richardson's rule for powers of 1/n."""
    with precision(max(flint.ctx.prec, 300)):
        values, others = list(_members(member, 1)), list(_members(member, 3))
        if min(len(values), len(others)) < 6:
            raise NotHere("a sequence of which too few members can be computed")
        sizes = [(b - a).upper() for a, b in pairwise(values)]
        beside = (member(2 ** (_MEMBERS[0] + len(values) - 1) + 1) - values[-1]).upper()
        scale = max(one.upper() for one in values)
        if all(b >= 0.999 * a for a, b in pairwise(sizes[-4:])) and sizes[-1] > 1e-6 * scale:
            raise Meaningless("the sequence has no limit: it goes on growing")
        if sizes[-1] > 0.97 * sizes[-2] or beside > max(sizes[-1], 2.0**-60 * scale):
            raise NotHere("it cannot be told whether the sequence has a limit")
        one, other = _richardson(values), _richardson(others)
        apart = (one - other).upper()
        if apart > 1e-6 * scale:
            raise NotHere("a sequence whose limit cannot be extrapolated")
        return Found(one.widened(4 * apart), scale, proved=False)


def _members(member: Callable[[int], Ball], odd: int) -> Iterator[Ball]:
    for power in _MEMBERS:
        try:
            yield member(odd * 2 ** (power - (odd > 1)))
        except (OutOfRange, Exhausted, Meaningless, Undecided):
            return


def _richardson(values: list[Ball]) -> Ball:
    """What comes after the last of values that double their number each time."""
    power = 1
    while len(values) > 1:
        power *= 2
        values = [(power * b - a) / (power - 1) for a, b in pairwise(values)]
    return values[0]
