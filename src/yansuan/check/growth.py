"""Whether a sum or an integral grows without a bound, and to which side.

What is added has one sign, and far out it shrinks no faster than 1/n: between places from the 2⁶¹st to the 2³⁷³rd its
size falls by no more than the number grows, to ten digits.  So 1/(n ln n), which diverges, is not told from what does
not.  What is integrated must not be negative on any stretch, which balls prove, but for the last 2⁻⁴⁰ at the two ends,
where it is looked at in eight places of three distances; and towards one of the ends it shrinks no faster than 1/x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import flint

from yansuan.check.balls import Ball, Undecided, as_ball, log2_of, precision
from yansuan.check.errors import UNABLE, TooLarge

_BITS = 900
_FAR = (61, 97, 151, 240, 373)  # binary logarithms of places far out
_NEAR = (100, 240, 500, 960, 1900)  # places where terms grow that are too large farther out
_BESIDE = 6
_FIRST = 12  # terms that must have a value
_AS_SLOW = 1e-10  # an exponent that is no more above 1 is 1
_GATES = (40, 80, 160)  # distances of 2 to minus this
_MANTISSAS = (1.0, 0.9137, 0.8461, 0.7713, 0.7071, 0.6433, 0.5817, 0.5217)
_STRETCHES = 3000  # that are looked at


def of_sum(term: Callable[[int], Ball], first: int) -> int:
    """1 or −1 where the terms from the first on add up to plus or minus infinity; 0 where nobody can tell."""
    try:
        with precision(_BITS):
            for n in range(_FIRST):
                term(first + n)
            try:
                rows = [[term(first + 2**power + n) for n in range(_BESIDE)] for power in _FAR]
                grown: Sequence[float] = _FAR
            except TooLarge:
                rows = [[term(first + place + n) for n in range(_BESIDE)] for place in _NEAR]
                grown = [0.0] * len(rows)  # here they must not shrink at all
            sign = _sign([one for row in rows for one in row])
            sizes = [min(map(log2_of, row)) for row in rows]
    except (*UNABLE, Undecided):
        return 0
    slow = all(
        a - b <= (1 + _AS_SLOW) * (end - begin)
        for (a, b), (begin, end) in zip(pairwise(sizes), pairwise(grown), strict=True)
    )
    return sign if slow else 0


def of_integral(f: Callable[[Any], Ball], low: Ball | None, high: Ball | None) -> int:
    """The same of an integral, of which one bound may be infinite (None)."""
    if low is None and high is None:
        return 0
    try:
        with precision(_BITS):
            g = _on_unit(f, low, high)
            ends = [_towards(g, 0), _towards(g, 1)]
            sign = _sign([one for end in ends for row in end for one in row])
            if not sign or not any(map(_is_slow, ends)):
                return 0
            return sign if _keeps_its_sign(g, sign) else 0
    except (*UNABLE, Undecided):
        return 0


def _on_unit(f: Callable[[Any], Ball], low: Ball | None, high: Ball | None) -> Callable[[Ball], Ball]:
    """What is integrated, from 0 to 1."""
    if low is not None and high is not None:
        return lambda s: as_ball(f(low + (high - low) * s) * (high - low))
    if low is not None:
        return lambda s: as_ball(f(low + (1 - s) / s) / (s * s))
    assert high is not None
    return lambda s: as_ball(f(high - (1 - s) / s) / (s * s))


def _towards(g: Callable[[Ball], Ball], end: int) -> list[list[Ball]]:
    """Values near an end, times how far from it they are."""
    rows = []
    for gate in _GATES:
        distances = [Ball(m) / Ball(2) ** gate for m in _MANTISSAS]
        rows.append([as_ball(g(1 - d if end else d) * d) for d in distances])
    return rows


def _is_slow(rows: list[list[Ball]]) -> bool:
    """Whether values near an end fall no faster than the distance does."""
    sizes = [list(map(log2_of, row)) for row in rows]
    return all(b >= a - _AS_SLOW for one, other in pairwise(sizes) for a, b in zip(one, other, strict=True))


def _sign(values: Sequence[Ball]) -> int:
    """The one sign of all; 0 where they have not one."""
    if not all(one.is_real and not one.may_be_zero for one in values):
        return 0
    signs = {1 if one.v.real > 0 else -1 for one in values}
    return signs.pop() if len(signs) == 1 else 0


def _keeps_its_sign(g: Callable[[Ball], Ball], sign: int) -> bool:
    """Whether balls show it of every stretch, but for those next to the ends."""
    edge = flint.arb(2) ** -_GATES[0]
    waiting, seen = [(edge, 1 - edge)], 0
    while waiting:
        low, high = waiting.pop()
        seen += 1
        if seen > _STRETCHES:
            return False
        if _has_sign(g, Ball(low.union(high)), sign):
            continue
        middle = (low + high) / 2
        waiting += [(low, middle), (middle, high)]
    return True


def _has_sign(g: Callable[[Ball], Ball], stretch: Ball, sign: int) -> bool:
    try:
        value = g(stretch)
    except (*UNABLE, Undecided):
        return False
    return value.is_finite and value.is_real and bool(sign * value.v.real > 0)
