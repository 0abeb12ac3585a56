"""Random functions: smooth, convex, polynomial, … ones, for letters that are declared to be such.

Each is a sum of terms of linear forms `w·x + b` with random coefficients, so that no symmetry is there by accident.
The terms go through NumPy and are analytic, so that a function takes doubles, complex numbers and arrays of balls.  On
an edge (see `draws.py`) it is as poor as its kind allows: constant, linear.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.balls import Ball, objects
from yansuan.check.draws import Draws
from yansuan.check.errors import Misfit

Term = Callable[[list[Any]], Any]
_FREQUENCY = 0.9  # of waves: about how fast they are
_LEAST = 0.35  # of what must not vanish
_MOST_TURNS, _ROUNDED = 12, 1e-15  # of 2π in a period that is taken for a fraction of π

Sizes = tuple[int | None, ...]
"""Of a function's arguments: how many entries each has; None for a number."""


class Made:
    """A function that was drawn.

    Args:
        sizes: of its arguments.
        terms: what it is the sum of; each takes the entries of all arguments, one after the other.
        through: what is done with the sum.
        entrywise: whether the one number that it takes may be an array, each entry of which it is applied to.
    """

    def __init__(
        self,
        sizes: Sizes,
        terms: Sequence[Term],
        through: Callable[[Any], Any] | None = None,
        *,
        entrywise: bool = False,
    ) -> None:
        self.sizes, self._terms, self._through, self._entrywise = sizes, tuple(terms), through, entrywise

    def __call__(self, *given: Any) -> Any:
        """Its value: of numbers, of arrays of one dimension, as its sizes say."""
        if self._entrywise and np.ndim(given[0]):
            array = np.asarray(given[0])
            found = [self(one) for one in array.ravel()]
            return objects(found, array.shape) if array.dtype == object else np.array(found).reshape(array.shape)
        entries = self._entries(given)
        value = sum(term(entries) for term in self._terms)
        return self._through(value) if self._through else value

    def _entries(self, given: Sequence[Any]) -> list[Any]:
        found = list[Any]()
        for size, value in zip(self.sizes, given, strict=True):
            shape = () if isinstance(value, Ball | float) else np.shape(value)
            if size is None and shape:
                raise Misfit("it is declared as a function of a number, and an array is given")
            if size is not None and shape != (size,) and not (size == 1 and not shape):
                raise Misfit(f"it is declared as a function of a vector of {size}, and something else is given")
            found += [value] if not shape else list(value)
        return found


class MadeVector:
    """A function whose values are vectors: one function an entry."""

    def __init__(self, entries: Sequence[Made]) -> None:
        self._entries = tuple(entries)

    def __call__(self, *given: Any) -> Any:
        """Its value, an array of one dimension."""
        found = [entry(*given) for entry in self._entries]
        return np.array(found) if all(isinstance(one, float | complex) for one in found) else objects(found, (-1,))


def count(sizes: Sizes) -> int:
    """How many numbers a function takes."""
    return sum(1 if size is None else size for size in sizes)


# ---- Terms


def _linear(weights: NDArray[Any], shift: float) -> Term:
    known = [float(weight) for weight in weights]

    def value(entries: list[Any]) -> Any:
        total: Any = shift
        for weight, entry in zip(known, entries, strict=True):
            total = entry * weight + total
        return total

    return value


def _of(function: Callable[[Any], Any], inner: Term, factor: float) -> Term:
    return lambda entries: factor * function(inner(entries))


def _by(function: np.ufunc) -> Callable[[Any], Any]:
    """A function of NumPy; of a ball its method of that name, which NumPy takes four times as long to find."""
    method = attrgetter(function.__name__)
    return lambda x: method(x)() if isinstance(x, Ball) else function(x)


_sin, _cos, _tanh, _exp, _log, _sqrt = map(_by, (np.sin, np.cos, np.tanh, np.exp, np.log, np.sqrt))


def _square(x: Any) -> Any:
    return x * x


def _root(x: Any) -> Any:
    return _sqrt(1 + x * x)


def _form(draws: Draws, n: int, size: float = _FREQUENCY) -> Term:
    """A random linear form of n numbers."""
    return _linear(size * draws.generic(n) / math.sqrt(n) + 0.2 * size, float(draws.generic()))


def _waves(draws: Draws, n: int, most: int = 3) -> list[Term]:
    return [_of(_sin, _form(draws, n), float(draws.generic()) + _LEAST) for _ in range(most)]


def _constant(value: float) -> Term:
    return lambda entries: value


_FLAT = ("one", "opposite", "large", "small", "whole", "moderate")
"""Edges on which a function is as flat as its kind allows: several, as numbers may meet a condition on one of two."""

# ---- Kinds


def smooth(draws: Draws, sizes: Sizes, *, entrywise: bool = False) -> Made:
    """A smooth function: waves on a paraboloid; on edges a constant, or linear."""
    n = count(sizes)
    if draws.edge == "zero":
        return Made(sizes, [_constant(0.0)], entrywise=entrywise)
    if draws.edge == "one":
        return Made(sizes, [_constant(1.0)], entrywise=entrywise)
    if draws.edge == "whole":
        return Made(sizes, [_form(draws, n)], entrywise=entrywise)
    scale = {"large": 1e3, "small": 1e-3}.get(draws.edge, 1.0)
    square = _of(_square, _form(draws, n, 0.5), float(draws.generic()))
    terms = [_constant(float(draws.generic())), _form(draws, n), square, *_waves(draws, n)]
    return Made(sizes, [_scaled(term, scale) for term in terms], entrywise=entrywise)


def _scaled(term: Term, scale: float) -> Term:
    return term if scale == 1.0 else lambda entries: scale * term(entries)


def positive(draws: Draws, sizes: Sizes, *, entrywise: bool = False) -> Made:
    """A smooth function with positive values: the exponential of waves, and not bounded."""
    n = count(sizes)
    if draws.edge == "one":
        return Made(sizes, [_constant(1.0)], entrywise=entrywise)
    height = {"large": 5.0, "small": -5.0}.get(draws.edge, 0.0)
    form = _form(draws, n)
    grown = _of(_log, lambda entries: 1 + _square(form(entries)), 1.0)
    return Made(sizes, [_constant(height), grown, *_waves(draws, n, 2)], _exp, entrywise=entrywise)


def convex(draws: Draws, sizes: Sizes, *, strictly: bool = False, strongly: bool = False, sign: float = 1.0) -> Made:
    """A convex function, or with −1 for the sign a concave one; on an edge linear, unless it is to be so strictly.

    A strictly convex one is a sum of fourth powers on an edge, whose second derivatives are 0 at 0; a strongly convex
    one has a square in it.
    """
    n = count(sizes)
    linear = _form(draws, n)
    if strictly and draws.edge == "zero":
        scale = sign * (_LEAST + abs(float(draws.generic())))
        return Made(sizes, [lambda entries: scale * sum(entry**4 for entry in entries)])
    if not (strictly or strongly) and draws.edge in ("zero", *_FLAT):
        return Made(sizes, [_scaled(linear, 0.0 if draws.edge == "zero" else 1.0)])
    shapes: list[Callable[[Any], Any]] = [_square, _root, _exp]
    # One with a least value, one that grows as a line does, one that falls for ever: none says it for all.
    kept = draws.rng.permutation(3)[: 1 + int(draws.rng.random() < 0.5)].tolist()
    terms = [linear]
    for direction in range(n + 2):
        shape = shapes[kept[direction % len(kept)]]
        terms.append(_of(shape, _form(draws, n, 0.6), _LEAST + abs(float(draws.generic()))))
    if strongly:
        terms.append(lambda entries: _LEAST * sum(entry * entry for entry in entries))
    return Made(sizes, [_scaled(term, sign) for term in terms])


def linear(draws: Draws, sizes: Sizes, *, affine: bool = False) -> Made:
    """A linear function; an affine one with a constant."""
    n = count(sizes)
    weights = draws.reals((n,)) if draws.edge else draws.generic(n)
    return Made(sizes, [_linear(weights, float(draws.real()) if affine else 0.0)])


def polynomial(draws: Draws, sizes: Sizes, degree: int) -> Made:
    """A polynomial of a degree in all its arguments."""
    n = count(sizes)
    exponents = [at for at in np.ndindex(*[degree + 1] * n) if sum(at) <= degree]
    factors = [float(one) for one in draws.generic(len(exponents))]
    if draws.edge == "sparse":
        factors = [factor if sum(at) == degree else 0.0 for at, factor in zip(exponents, factors, strict=True)]

    def term(at: tuple[int, ...], factor: float) -> Term:
        return lambda entries: factor * math.prod(entry**k for entry, k in zip(entries, at, strict=True) if k)

    return Made(sizes, [term(at, factor) for at, factor in zip(exponents, factors, strict=True)])


def symmetric(draws: Draws, sizes: Sizes, *, odd: bool) -> Made:
    """An even or an odd smooth function of one number."""
    if draws.edge == "zero":
        return Made(sizes, [_constant(0.0)])
    rates = _FREQUENCY * draws.generic(3)
    factors = draws.generic(4).tolist()

    def wave(rate: float, factor: float) -> Term:
        return lambda entries: factor * (_sin if odd else _cos)(rate * entries[0])

    def grown(entries: list[Any]) -> Any:
        return factors[3] * (entries[0] if odd else entries[0] * entries[0])

    return Made(sizes, [grown, *(wave(rate, factor) for rate, factor in zip(rates.tolist(), factors, strict=False))])


def increasing(draws: Draws, sizes: Sizes, *, strictly: bool, sign: float = 1.0) -> Made:
    """An increasing smooth function of one number, or with −1 a decreasing one: on edges a cube, or a constant."""
    scale = sign * (_LEAST + abs(float(draws.generic())))
    if draws.edge == "zero":
        return Made(sizes, [lambda entries: scale * entries[0] ** 3])
    if draws.edge in _FLAT and not strictly:
        return Made(sizes, [_constant(scale)])
    rate, phase, height = draws.generic(3).tolist()
    tilt = abs(rate) * (1.05 + abs(float(draws.generic())))
    wave = _of(_sin, _linear(np.array([rate]), phase), 1.0)
    return Made(sizes, [_scaled(one, scale) for one in (_linear(np.array([tilt]), height), wave)])


def periodic(draws: Draws, sizes: Sizes, period: float) -> Made:
    """A smooth function of one number with a period: waves of its first four harmonics."""
    if draws.edge == "zero":
        return Made(sizes, [_constant(0.0)])
    factors, phases = draws.generic(5).tolist(), draws.generic(4).tolist()
    turns = Fraction(2 * math.pi / period).limit_denominator(_MOST_TURNS)
    by_pi = math.isclose(turns * period, 2 * math.pi, rel_tol=_ROUNDED)

    def wave(k: int) -> Term:
        if by_pi:  # a period of 2π, π or the like: π stays out of it, and with it π's rounding
            return lambda entries: factors[k] * _sin(entries[0] * k * turns.numerator / turns.denominator + phases[k])
        return lambda entries: factors[k] * _sin(entries[0] * k / period * 2 * _pi(entries[0]) + phases[k])

    return Made(sizes, [_constant(factors[0]), *map(wave, range(1, 4))])


def density(draws: Draws, sizes: Sizes) -> Made:
    """A probability density on the line: a mixture of two logistic ones; on an edge one that is 0 somewhere."""
    if draws.edge in ("zero", "one"):  # 3/2 tanh² sech², which is 0 at 0
        scale = float(1 + draws.rng.integers(4)) / 4

        def hollow(entries: list[Any]) -> Any:
            wave = _tanh(entries[0] / scale)
            return 1.5 / scale * wave**2 * (1 - wave**2)

        return Made(sizes, [hollow])
    return Made(sizes, [_logistic(*one, lambda tanh, scale: (1 - tanh**2) / (4 * scale)) for one in _mixture(draws)])


def distribution(draws: Draws, sizes: Sizes) -> Made:
    """A distribution function on the line, which has a density: a mixture of two logistic ones."""
    return Made(sizes, [_logistic(*one, lambda tanh, scale: (1 + tanh) / 2) for one in _mixture(draws)])


def _mixture(draws: Draws) -> list[tuple[float, float, float]]:
    """Weights that add up to 1 exactly, centres and widths."""
    weight = float(1 + draws.rng.integers(7)) / 8
    centres, widths = draws.generic(2).tolist(), (1 + draws.rng.integers(8, size=2)) / 8
    return [(one, at, float(width)) for one, at, width in zip((weight, 1 - weight), centres, widths, strict=True)]


def _logistic(weight: float, centre: float, width: float, shape: Callable[[Any, float], Any]) -> Term:
    return lambda entries: weight * shape(_tanh((entries[0] - centre) / (2 * width)), width)


def _pi(like: Any) -> Any:
    """π in as many digits as a number has."""
    return 4 * np.arctan(0 * like + 1)


def smooth_vector(draws: Draws, sizes: Sizes, size: int) -> MadeVector:
    """A smooth function whose values are vectors."""
    return MadeVector([smooth(draws, sizes) for _ in range(size)])
