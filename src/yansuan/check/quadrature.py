"""Integrals over stretches of the real line, with error bounds.

Where an integrand is analytic around its path, Arb's quadrature gives a ball that holds the integral, and that is
proved (Johansson, "Numerical integration in arbitrary-precision ball arithmetic", ICMS 2018).  Where it goes to
infinity, jumps or has a branch point, the path is cut there, and the stretch towards the point is integrated by double
exponential rules (`double_exponential.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint

from yansuan.check.balls import Ball, Undecided, as_ball, plain, precision
from yansuan.check.disks import Disk, disk
from yansuan.check.double_exponential import GATES, end, reach_of
from yansuan.check.errors import Beyond, DoublesOnly, Meaningless, NotHere, short
from yansuan.check.integrand import Found, Integrand, Raw, UpAndDown, raw_of
from yansuan.check.oscillation import oscillating

_EVALUATIONS = 1500  # of one rigorous quadrature
_ROUGHLY, _ROUGH_BITS = 150, 10  # of one whose parameters are wide
WIDE = 40
"""To how many bits a parameter is known at least that is no stretch of an outer integral."""
_LOST = 16  # bits of what is known of its parameters that an integral does not have
_POINT = 1e-9  # a stretch that is shorter, beside the path, is a point: no value there says nothing
_MOST_SINGULAR, _MOST_OPEN = 8, 64  # points of a path; stretches that are looked at as long as these are long
_SHALLOW, _EXACT, _DEEP = 12, 100, 220  # how often a path is halved to find its points
_SPARE = 40  # bits more for what is accelerated
_MOST_STRETCHES = 40  # each twice as long as the one before
_BEYOND, _BUMPS = 34, 6  # stretches that are bounded after quiet ones; such as may not be small, and are integrated
_LOOKED_AT = (0.0773, 0.2817, 0.5131, 0.7417, 0.9337)  # places of a path from 0 to 1
_REAL = (0.0773, 0.5131, 0.9337)  # those at which it is asked whether an integrand is real
_TWICE = 2  # stretches to infinity that did not become narrow: from there on they are tried last
_NAN = flint.acb("nan")


@dataclass
class Tails:
    """What became of one integral before, on other instances: how often its stretches to infinity were not narrow."""

    wide: int = 0


def integral(
    f: Integrand,
    low: Ball | None,
    high: Ball | None,
    goal: int,
    *,
    known: float = math.inf,
    tails: Tails | None = None,
    cancelled: Callable[[], float] = lambda: 0.0,
) -> Found:
    """The integral of a function from `low` to `high`.

    Args:
        f: takes and gives balls.
        low, high: the bounds; None is −∞ or ∞.
        goal: how many bits of the result are wanted, beside that of the absolute value.
        known: to how many bits the parameters of f, the bounds and their distance are known, if not to all that are
            computed with: no more is had of the integral then.
        tails: what became of the same integral on other instances, which tells what to try first.
        cancelled: how large that of what cancels within f would be, where f itself may be 0 but for its error.

    Raises:
        Meaningless: there is none.
        Beyond: nobody can tell.
    """
    try:
        return _integral(f, low, high, goal, known, tails or Tails())
    except _NotNarrow as error:
        if low is None or high is None or not (scale := cancelled()):
            raise Beyond(str(error)) from None
        found = _finite(f, low, high, goal, known=known, scale=scale)
        return Found(found.value, max(found.mass, scale), found.proved)
    except DoublesOnly:
        raise
    except NotHere as error:
        raise Beyond(str(error)) from None


def _integral(f: Integrand, low: Ball | None, high: Ball | None, goal: int, known: float, tails: Tails) -> Found:
    if low is not None and high is not None:
        return _finite(f, low, high, goal, known=known)
    if known < WIDE:
        raise NotHere("an improper integral within another one")
    parts = list[Found]()
    inner = 1.0 + max((bound.upper() for bound in (low, high) if bound is not None), default=0.0)
    if not inner < 2.0**40:
        raise NotHere("an integral from a place far away")
    edge = Ball(2.0 ** math.ceil(math.log2(inner)))
    parts.append(_finite(f, -edge if low is None else low, edge if high is None else high, goal))
    for sign in (-1, 1):
        if (low if sign < 0 else high) is None:
            parts.append(_to_infinity(f if sign > 0 else _Turned(f), edge, parts[0].mass, goal, tails))
    return _together(parts)


class _Turned:
    """An integrand from the other side."""

    def __init__(self, f: Integrand) -> None:
        self._f = f

    def __call__(self, x: Any) -> Any:
        return self._f(-x)

    def raw(self, kind: type) -> Raw | None:
        """See `raw_of`."""
        function = raw_of(self._f, kind)
        return function and (lambda z: function(-z))


def _to_infinity(f: Integrand, edge: Ball, mass: float, goal: int, tails: Tails) -> Found:
    """The integral from a place to infinity."""

    def g(d: Ball) -> Ball:
        return as_ball(f(edge / d) * edge / (d * d))

    try:
        with precision(max(flint.ctx.prec, goal + 2 * GATES[-1])):
            reach = reach_of(g, goal, "at infinity")
        if reach is not None:
            return end(g, goal, "at infinity", reach)
        if tails.wide >= _TWICE:
            with suppress(NotHere):
                return end(g, goal, "at infinity", GATES[0])
        try:  # it shrinks faster than any power
            return _by_stretches(f, edge, mass, goal)
        except _NotNarrow:
            tails.wide += 1
            return end(g, goal, "at infinity", GATES[0])
    except UpAndDown:
        parts = list[float]()

        def part(low: Ball, high: Ball) -> Ball:
            found = _finite(f, low, high, goal + _SPARE)
            parts.append(found.mass)
            return found.value

        with precision(max(flint.ctx.prec, goal + 2 * _SPARE)):
            value = oscillating(f, float(edge.double().real), goal, part)
        return Found(value, max(parts), proved=False)


class _NotNarrow(NotHere):
    """A quadrature that does not come to an end."""


def _by_stretches(f: Integrand, edge: Ball, mass: float, goal: int) -> Found:
    """The same of what shrinks so fast that a few stretches, each twice as long as the last, are all of it."""
    parts, quiet, bumps = [Found(Ball(0), mass, proved=False)], 0, 0
    while quiet < _BEYOND:
        if len(parts) > _MOST_STRETCHES:
            raise NotHere("an integrand that shrinks late")
        total = sum(one.mass for one in parts)
        least = 2.0 ** (-goal - 4) * total
        part = None
        if quiet < 2:
            part = _finite(f, edge, 2 * edge, goal, scale=total)
        elif bumps < _BUMPS and _may_be_large(f, edge, least):  # there may still be something far away
            bumps += 1
            with suppress(NotHere, Undecided):
                part = _finite(f, edge, 2 * edge, goal, scale=total)
        if part is not None:
            parts.append(part)
        is_small = part is None or (total > 0 and max(part.value.upper(), part.mass) <= least)
        quiet, edge = quiet + 1 if is_small else 0, 2 * edge
    found = _together(parts)
    total = found.mass - mass
    return Found(found.value.widened(2.0 ** (-goal - 3) * (total + mass)), total, proved=False)


def _may_be_large(f: Integrand, edge: Ball, least: float) -> bool:
    """Whether the integral from a place to twice as far away has a bound that is not small."""
    try:
        bound = as_ball(f((edge * 1.5).widened((edge / 2).upper()))) * edge
    except (Undecided, Meaningless, NotHere):
        return False
    return bool(bound.is_finite) and bound.upper() > least


def _together(parts: list[Found]) -> Found:
    value = Ball(0)
    for part in parts:
        value = value + part.value
    return Found(value, sum(part.mass for part in parts), all(part.proved for part in parts))


# ---- Finite paths


def _finite(f: Integrand, low: Ball, high: Ball, goal: int, *, known: float = math.inf, scale: float = 0.0) -> Found:
    """The integral over a finite path; `scale` is how large what it is a part of is."""
    path = _Path(f, low, high)
    if (found := path.roughly() if known < WIDE else path.rigorous(goal, known=known, scale=scale)) is not None:
        return found
    if known < WIDE:
        raise Undecided("an integral whose parameters are wide")
    with precision(max(flint.ctx.prec, _DEEP + 80)):
        points = path.singular()
        if not points:
            raise _NotNarrow("an integral that does not become narrow")
        return _together([part for piece in path.pieces(points) for part in _piece(piece, goal)])


def _piece(piece: _Piece, goal: int) -> list[Found]:
    """The integral of a stretch, at one or both of whose ends the integrand may have no bound."""
    path = _Path(piece.f, piece.low, piece.high)
    if (found := path.rigorous(goal)) is not None:
        return [found]
    width = piece.high - piece.low
    if not (piece.low_is_singular or piece.high_is_singular):
        raise _NotNarrow("an integral that does not become narrow")
    both = piece.low_is_singular and piece.high_is_singular
    cut = width * (Ball(7) / 16) if both else width
    parts = list[Found]()
    if piece.low_is_singular:
        parts.append(_towards(piece.f, piece.low, cut, goal))
    if piece.high_is_singular:
        parts.append(_towards(piece.f, piece.high, cut - width if both else -width, goal))
    return parts


def _towards(f: Integrand, at: Ball, way: Ball, goal: int) -> Found:
    """The integral of a stretch that begins or ends at a place without a bound; `way` leads away from it."""
    return end(lambda d: f(at + way * d) * abs(way), goal, f"near {short(at.double())}")


class _Safe:
    """An integrand whose exceptions wait until the quadrature has ended, which cannot carry them."""

    def __init__(self, f: Callable[[flint.acb, bool], flint.acb]) -> None:
        self._f = f
        self.error: Exception | None = None

    def __call__(self, z: flint.acb, analytic: bool) -> flint.acb:
        if self.error is None:
            try:
                return self._f(z, analytic)
            except Exception as error:
                self.error = error
        return _NAN


def _simple_end(n: int, depth: int) -> Fraction | None:
    """The simple fraction at one end of a stretch; None where none is."""
    ends = Fraction(n, 2**depth), Fraction(n + 1, 2**depth)
    return next((one for one in ends if one.denominator <= 2**_SHALLOW), None)


@dataclass(frozen=True)
class _Piece:
    f: Integrand
    low: Ball
    high: Ball
    low_is_singular: bool
    high_is_singular: bool


class _Path:
    """A finite path, as the image of the stretch from 0 to 1."""

    def __init__(self, f: Integrand, low: Ball, high: Ball) -> None:
        self._f, self._low, self._width = f, low, high - low
        self._high = high
        self._is_plain = all(type(one) is Ball and one.is_real for one in (self._low, self._width))
        self._raw: tuple[Raw | None, Raw | None] = None, None  # on disks, and on the line

    def at(self, s: Any) -> Ball:
        """The integrand over the stretch from 0 to 1."""
        return as_ball(self._f(self._low + self._width * s) * self._width)

    def _at(self, z: flint.acb, made: Callable[[flint.acb], Ball]) -> Ball:
        """The same at a ball or on a disk; between real bounds without a look at each step, of which there are many."""
        if not self._is_plain:
            return self.at(made(z))
        value = as_ball(self._f(made(self._low.v + self._width.v * z)))
        return plain(value.v * self._width.v)

    def mass(self) -> float:
        """About how large the integral of the absolute value is."""
        return _mean(self._looked_at()[0])

    def _looked_at(self) -> tuple[list[float], bool]:
        """How large the integrand is at some places, and whether it is real at three of them."""
        sizes, real = list[float](), True
        for s in _LOOKED_AT:
            try:
                value = self.at(Ball(s))
            except (Undecided, Meaningless):
                real = real and s not in _REAL
                continue
            sizes.append(value.upper())
            real = real and (s not in _REAL or value.is_real)
        return sizes, real

    def rigorous(self, goal: int, *, known: float = math.inf, scale: float = 0.0) -> Found | None:
        """The integral with a proved bound; None where the quadrature does not come to an end."""
        sizes, real = self._looked_at()
        own = _mean(sizes)
        mass = max(own, scale)
        if not (self._is_bounded(0, _EXACT) and self._is_bounded(2**_EXACT - 1, _EXACT)):
            return None
        all_is_known = known > flint.ctx.prec - _LOST
        bits = goal if all_is_known else max(min(goal, int(known) - _LOST), _LOST)
        value = self._enclosed(bits, mass, _EVALUATIONS)
        if not value.is_finite:
            return None
        if self._low.is_real and self._width.is_real and real:
            value = Ball(value.v.real)
        width = max(float(value.v.real.rad()), float(value.v.imag.rad()))
        if all_is_known and width > 2.0 ** (12 - goal) * max(value.upper(), mass):
            return None
        return Found(value, max(own, value.upper()), proved=True)

    def roughly(self) -> Found | None:
        """A bound of the integral, for all that its parameters may be; None where there is none."""
        made = self.at(Ball(0.4142))  # of the kind that the parameters make it
        try:
            value = self.at(Ball(flint.arb(0).union(flint.arb(1))))  # an integral is a mean of values
        except (Undecided, Meaningless):
            value = Ball(_NAN)
        if not value.is_finite:
            value = self._enclosed(_ROUGH_BITS, self.mass(), _ROUGHLY)
        if not value.is_finite:
            return None
        return Found(made.made(value.v) if isinstance(made, Disk) else Ball(value.v), value.upper(), proved=True)

    def _enclosed(self, bits: int, mass: float, limit: int) -> Ball:
        """What Arb's quadrature finds within so many evaluations."""
        tolerance = flint.arb(mass if 0 < mass < math.inf else 1.0) * flint.arb(2) ** -bits
        safe = _Safe(self._value)
        if self._is_plain:
            self._raw = raw_of(self._f, Disk), raw_of(self._f, Ball)
        found = flint.acb.integral(safe, 0, 1, rel_tol=flint.arb(2) ** -bits, abs_tol=tolerance, eval_limit=limit)
        self._raw = None, None  # which hold for this precision
        if safe.error is not None:
            raise safe.error
        return Ball(found)

    def _value(self, z: flint.acb, analytic: bool) -> flint.acb:
        on_line = not analytic and z.imag.is_zero()
        raw = self._raw[on_line]
        try:
            if raw is not None and (found := raw(self._low.v + self._width.v * z)) is not None:
                found = found * self._width.v
                return found if found.is_finite() else _NAN
            value = self._at(z, plain if on_line else disk)
        except Undecided:
            return _NAN
        except Meaningless:
            if on_line and float(z.real.rad()) > _POINT:
                raise
            return _NAN
        return value.v if value.v.is_finite() else _NAN

    # ---- Where there is no bound

    def _is_bounded(self, n: int, depth: int) -> bool:
        """Whether the integrand is bounded on a stretch, the n-th of 2 to the depth."""
        stretch = (flint.arb(n) / 2**depth).union(flint.arb(n + 1) / 2**depth)
        return bool(self._value(flint.acb(stretch), analytic=False).is_finite())

    def singular(self) -> list[Ball]:
        """The places between 0 and 1 near which the integrand has no bound, or jumps.

        Raises:
            Meaningless: it has no value on a stretch.
            NotHere: there are too many.
        """
        open_, exact = [0], set[Fraction]()
        for depth in range(1, _DEEP):
            halves = [2 * n + k for n in open_ for k in (0, 1)]
            open_ = [n for n in halves if not self._is_bounded(n, depth)]
            if len(open_) > (_MOST_OPEN if depth < _SHALLOW else 2 * _MOST_SINGULAR):
                raise NotHere("an integrand without a bound on a whole stretch")
            if depth == _EXACT:  # what still stands at a simple fraction stands there
                exact = {one for n in open_ if (one := _simple_end(n, depth)) is not None}
                open_ = [n for n in open_ if _simple_end(n, depth) is None]
            if not open_:
                break
        found = exact | {Fraction(n, 2 ** (_DEEP - 1)) for n in open_ if n - 1 not in open_}
        return [Ball(one) for one in sorted(found)]

    def pieces(self, points: list[Ball]) -> list[_Piece]:
        """The stretches between the places."""
        ends = [Ball(0), *(point for point in points if 0 < point < 1), Ball(1)]
        singular = [any(point == end for point in points) for end in ends]
        places = [self._low + self._width * end for end in ends[:-1]] + [self._high]
        return [
            _Piece(self._f, low, high, singular[n], singular[n + 1]) for n, (low, high) in enumerate(pairwise(places))
        ]


def _mean(sizes: list[float]) -> float:
    finite = [size for size in sizes if size < math.inf]
    return sum(finite) / len(finite) if finite else 0.0
