"""Integrals of code that takes doubles only, by Gauss's rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.errors import Meaningless, NotHere
from yansuan.check.integrand import Found

_GAUSS = np.polynomial.legendre.leggauss(10), np.polynomial.legendre.leggauss(21)
_ROUGH, _MOST_PARTS = 1e-12, 80  # the error of a quadrature in doubles, beside the integral of the absolute value


def by_doubles(f: Callable[[float], Any], low: float, high: float) -> Found:
    """The integral of code that takes doubles only: two of Gauss's rules, on stretches that are halved.

    Raises:
        NotHere: they do not come to agree.
    """
    parts = [_by_gauss(f, low, high)]
    while True:
        error, mass = sum(one[0] for one in parts), sum(one[4] for one in parts)
        if error <= _ROUGH * mass:
            break
        if len(parts) > _MOST_PARTS:
            raise NotHere("an integral of code that works in doubles only, which does not stand still")
        parts.sort(key=lambda one: one[0])
        _, begin, stop, _, _ = parts.pop()
        middle = (begin + stop) / 2
        parts += [_by_gauss(f, begin, middle), _by_gauss(f, middle, stop)]
    total = complex(sum(one[3] for one in parts))
    value = Ball(total if total.imag else total.real)
    return Found(value.widened(2 * error + 1e-15 * mass), mass, proved=False)


def _by_gauss(f: Callable[[float], Any], low: float, high: float) -> tuple[float, float, float, complex, float]:
    """The error of a stretch, its ends, its integral and that of the absolute value."""
    found, mass = list[complex](), 0.0
    for nodes, weights in _GAUSS:
        try:
            values = [complex(f(low + (high - low) * (1 + float(node)) / 2)) for node in nodes]
        except Meaningless as error:
            raise NotHere(f"an integral of code that works in doubles only, {error}") from None
        total = sum(float(weight) * value for weight, value in zip(weights, values, strict=True))
        found.append(complex(total) * (high - low) / 2)
        mass = sum(float(weight) * abs(value) for weight, value in zip(weights, values, strict=True))
    return abs(found[0] - found[1]), low, high, found[1], mass * abs(high - low) / 2
