"""The limit of partial sums that come to it slowly, by several methods that know nothing of each other.

Levin's u- and v-transformations (Levin, Int. J. Comput. Math. 3, 1973) for terms that shrink like a power; Wynn's
ε-algorithm (Wynn, MTAC 10, 1956) for such as shrink like powers of numbers; Brezinski's θ-algorithm for both; the
weights of Cohen, Rodriguez Villegas and Zagier (Exper. Math. 9, 2000) for terms that alternate.  Each would also give a
number for a series that diverges: whether it does must be known before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Literal

from yansuan.check.balls import Ball, Undecided
from yansuan.check.errors import NotHere

_NEAR = 1e-6  # of the sum: two methods of different kinds must agree to so much, and two of any kind to much more
_BEFORE = 5  # so many terms fewer make another value of the same method, which must be near

Kind = Literal["levin", "epsilon", "theta", "weights"]
Method = Callable[[Sequence[Ball], int], Ball | None]
"""From terms, and how many come before them, to their sum; None where it does not take these."""


def accelerated(terms: Sequence[Ball], scale: float, *, before: int = 0) -> Ball:
    """The sum of a convergent series of which some terms are known, widened by what two methods differ by.

    Args:
        terms: from the first on.
        scale: about how large the sum is.
        before: how many terms come before these.

    Raises:
        NotHere: no two methods agree, or only such of one kind.
    """
    found = list[tuple[Kind, float, Ball]]()
    for kind, method in _METHODS:
        try:
            value, last = method(terms, before), method(terms[:-_BEFORE], before)
        except (Undecided, ZeroDivisionError):
            continue
        if value is not None and last is not None and value.is_finite:
            found.append((kind, (value - last).upper(), value))
    best: tuple[float, Ball] | None = None
    for (_, one_error, one), (_, other_error, other) in combinations(found, 2):
        error = (one - other).upper() + max(one_error, other_error)  # two that are near by chance have come nowhere
        if best is None or error < best[0]:
            best = error, one if one_error <= other_error else other
    if best is not None and best[0] <= _NEAR * scale:
        error, value = best
        if len({kind for kind, _, one in found if (one - value).upper() <= _NEAR * scale}) > 1:
            return value.widened(4 * error)
    raise NotHere("a series whose sum no two methods give alike")


def _levin(terms: Sequence[Ball], rests: Sequence[Ball], before: int) -> Ball | None:
    """Levin's transformation, by all the terms whose rest is estimated."""
    count = len(rests) - 1
    above, below, total = Ball(0), Ball(0), Ball(0)
    for k in range(count + 1):
        total = total + terms[k]
        if rests[k].may_be_zero:
            return None
        weight = Ball((-1) ** k * math.comb(count, k)) * (Ball(k + before + 1) / (count + before + 1)) ** (count - 1)
        weight = weight / rests[k]
        above, below = above + weight * total, below + weight
    return None if below.may_be_zero else above / below


def _by_terms(terms: Sequence[Ball], before: int) -> Ball | None:
    """Levin's u: the rest is about as large as a term times its number."""
    return _levin(terms, [term * (n + before + 1) for n, term in enumerate(terms)], before)


def _by_ratios(terms: Sequence[Ball], before: int) -> Ball | None:
    """Levin's v: it is about what a geometric series would leave."""
    if any((a - b).may_be_zero for a, b in pairwise(terms)):
        return None
    return _levin(terms, [a * b / (a - b) for a, b in pairwise(terms)], before)


def _epsilon(terms: Sequence[Ball], _: int) -> Ball | None:
    """Wynn's ε-algorithm, by all the terms."""
    before, now, column = [Ball(0)] * (len(terms) + 1), _partial(terms), 0
    best: Ball | None = None
    while len(now) > 1:
        if any((b - a).may_be_zero for a, b in pairwise(now)):
            break
        after = [before[n + 1] + 1 / (now[n + 1] - now[n]) for n in range(len(now) - 1)]
        before, now, column = now, after, column + 1
        if column % 2 == 0:
            best = now[-1]
    return best


def _theta(terms: Sequence[Ball], _: int) -> Ball | None:
    """Brezinski's θ-algorithm, by all the terms."""
    before, now = [Ball(0)] * (len(terms) + 1), _partial(terms)
    best: Ball | None = None
    while len(now) > 3:
        steps = [b - a for a, b in pairwise(now)]
        if any(step.may_be_zero for step in steps):
            break
        odd = [before[n + 1] + 1 / steps[n] for n in range(len(steps))]
        turns = [c - 2 * b + a for a, b, c in zip(odd, odd[1:], odd[2:], strict=False)]
        if any(turn.may_be_zero for turn in turns):
            break
        even = [now[n + 1] + steps[n + 1] * (odd[n + 2] - odd[n + 1]) / turns[n] for n in range(len(turns))]
        before, now, best = odd, even, even[-1]
    return best


def _alternating(terms: Sequence[Ball], _: int) -> Ball | None:
    """The weights of Cohen, Rodriguez Villegas and Zagier, of terms whose signs alternate."""
    if not all(term.is_real and not term.may_be_zero for term in terms):
        return None
    if any((a > 0) == (b > 0) for a, b in pairwise(terms)):
        return None
    count = len(terms)
    d = (Ball(3) + Ball(8).sqrt()) ** count
    d = (d + 1 / d) / 2
    b, c, total = Ball(-1), -d, Ball(0)
    for k in range(count):
        c = b - c
        total = total + c * (terms[k] if k % 2 == 0 else -terms[k])
        b = b * (k + count) * (k - count) / ((Ball(2 * k + 1) / 2) * (k + 1))
    found: Ball = total / d
    return found


def _partial(terms: Sequence[Ball]) -> list[Ball]:
    sums = [Ball(0)]
    for term in terms:
        sums.append(sums[-1] + term)
    return sums[1:]


_METHODS: tuple[tuple[Kind, Method], ...] = (
    ("levin", _by_terms),
    ("levin", _by_ratios),
    ("epsilon", _epsilon),
    ("theta", _theta),
    ("weights", _alternating),
)
