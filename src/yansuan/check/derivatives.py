"""Derivatives of functions, by numbers alone.

First derivatives are complex steps, `Im f(x + ih)/h`, exact to rounding (Squire & Trapp, SIAM Review 40, 1998).  A
derivative of what holds a derivative moves in real steps instead, and takes the central difference of twelfth order
(Fornberg, Math. Comp. 51, 1988), good to about 1e-12.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from yansuan.check.notation import STEP, Meaningless
from yansuan.check.values import number
from yansuan.tex.patterns import NotationError

# Weights of f(x + k·s) − f(x − k·s), k = 1 … 6, over s.  A smaller step loses digits to rounding in third derivatives,
# a larger one in what oscillates.
_CENTRAL = (6 / 7, -15 / 56, 5 / 63, -1 / 56, 1 / 385, -1 / 5544)
_REAL_STEP = 0.015


def prime(function: Callable[..., Any], arguments: list[Any], order: int, tex: str) -> Any:
    """The derivative of a function of one number; of a matrix, entry by entry."""
    if len(arguments) != 1:
        raise Meaningless(f"a prime on {tex}, which has several arguments")
    (at,) = arguments

    def slope(at: Any) -> Any:
        value = function(at + STEP * 1j)
        if np.shape(value) != np.shape(at):
            raise Meaningless(f"a prime on {tex}, whose value is not of its argument's shape")
        return np.imag(value) / STEP if isinstance(value, np.ndarray) else complex(value).imag / STEP

    if order == 1 and not np.iscomplexobj(at):
        if not np.iscomplexobj(function(at + STEP * 1j)) and not np.array_equal(function(at), function(at + 0.25)):
            raise NotationError(
                f"the notation's {tex} loses the imaginary part of its argument, so it has no derivative"
            )
        return slope(at)
    if order == 1:
        return central(lambda step: function(at + step))
    return central(lambda step: prime(function, [at + step], order - 1, tex))


def partial_derivative(
    function: Callable[..., Any], arguments: Sequence[Any], by: Sequence[tuple[int, tuple[int, ...]]]
) -> Any:
    """A partial derivative of a function by entries of its arguments, the others held."""
    (slot, entry), rest = by[0], by[1:]

    def at(step: Any) -> list[Any]:
        moved = list(arguments)
        moved[slot] = _stepped(moved[slot], entry, step)
        return moved

    if not rest and not any(np.iscomplexobj(argument) for argument in arguments):
        return complex(number(function(*at(STEP * 1j)))).imag / STEP
    if not rest:
        return central(lambda step: function(*at(step)))
    return central(lambda step: partial_derivative(function, at(step), rest))


def central(along: Callable[[float], Any]) -> Any:
    """The derivative at 0 of what is analytic around it on the real line."""
    pairs = ((weight, along(k * _REAL_STEP), along(-k * _REAL_STEP)) for k, weight in enumerate(_CENTRAL, 1))
    return sum(weight * (ahead - behind) for weight, ahead, behind in pairs) / _REAL_STEP


def imaginary(value: Any) -> Any:
    """The derivative along the imaginary step that a value has taken."""
    if isinstance(value, np.ndarray):
        return value.imag / STEP
    return value.imag / STEP if isinstance(value, complex) else 0.0


def _stepped(value: Any, entry: tuple[int, ...], step: Any) -> Any:
    if not entry:
        return value + step
    moved = np.array(value, dtype=np.result_type(np.asarray(value).dtype, type(step), float))
    moved[entry] += step
    return moved
