"""Whole numbers that must be known exactly: through balls and fractions, never through doubles.

A double is 1e17/3 cut off, and is 2.9999999999999996 for log₂ 8.  So what takes the whole part of a number, or divides
with a remainder, looks at doubles only where these leave no doubt; else it is evaluated once more with fractions and
error bounds, where nothing has been moved.  What these do not decide is undecided.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from yansuan.check.balls import Ball, Lossy, Undecided, precision
from yansuan.check.errors import Meaningless, NotHere, short
from yansuan.check.fields import Balls
from yansuan.check.generic import Generic, NotRational
from yansuan.check.notation import Instance, State
from yansuan.check.values import number
from yansuan.tex.tree import Chain, Quantity, walk

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]

_BITS = 512
_NEAR = 1e-9  # a double is at least so near to what it stands for, relatively
_CUT_OFF = 2**53  # whole numbers from there on are not all doubles
_LONGEST = 40_000  # bits of a fraction's parts


class Wholes(Balls):
    """Balls in which quotients of whole numbers are exact."""

    def constant(self, value: float | int, text: str) -> Any:
        """A decimal fraction is one."""
        if isinstance(value, float) and text not in ("pi", "e", ""):
            return self.integer(Fraction(text))
        return super().constant(value, text)

    def integer(self, value: Any) -> Any:
        """A whole number, or a fraction that is not too long."""
        if isinstance(value, Fraction):
            if max(value.numerator.bit_length(), value.denominator.bit_length()) > _LONGEST:
                return Ball(value)
            value = int(value) if value.denominator == 1 else value
        return super().integer(value)

    def divide(self, above: Any, below: Any) -> Any:
        """A quotient; of whole numbers a fraction."""
        if isinstance(above, int | Fraction) and isinstance(below, int | Fraction) and below != 0:
            return self.integer(Fraction(above) / below)
        return super().divide(above, below)

    def power(self, base: Any, exponent: Any) -> Any:
        """A power; of a fraction, if its exponent is whole, a fraction."""
        if isinstance(base, int | Fraction) and isinstance(exponent, int) and base != 0:
            longest = max(Fraction(base).numerator.bit_length(), Fraction(base).denominator.bit_length())
            if longest * abs(exponent) <= _LONGEST:
                return self.integer(Fraction(base) ** exponent)
        return super().power(base, exponent)

    def apply(self, name: str, x: Any) -> Any:
        """A function that everybody knows."""
        if name == "abs" and isinstance(x, Fraction):
            return abs(x)
        return super().apply(name, x)

    def run(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Code of whole numbers gets whole numbers; what it gives is exact where that is one."""
        if all(type(one) is int for one in (*given, *named.values())):
            value = function(*given, **named)
            if isinstance(value, int):
                return value
        return super().run(function, *given, **named)


WHOLES = Wholes(_BITS)


def exactly(function: Function, state: State, indices: Indices) -> Any:
    """The value of an expression in whole numbers, fractions and balls, where nothing has been moved.

    Raises:
        NotHere: something has been moved, or the error bounds leave the value open.
    """
    if state.moves:
        raise NotHere("a derivative of what counts")
    instance = state.instance
    if instance.exact is None:
        instance.exact = instance.state(Wholes(_BITS))
    known = {name: Ball(value) if isinstance(value, float) else value for name, value in indices.items()}
    try:
        with precision(_BITS):
            return function(instance.exact, known)
    except (Undecided, Lossy) as error:
        raise NotHere(f"the error bounds do not decide: {error}") from None


def kept_whole(argument: Function, given: Any, state: State, indices: Indices) -> Any:
    """What code of the snippet gets: a whole number so large that a double has not all its digits with all of them.

    Raises:
        NotHere: it is as large as that, and the error bounds do not say which number it is.
    """
    doubtful = isinstance(given, float) and abs(given) >= _CUT_OFF and math.isfinite(given)
    if not doubtful or state.moves or state.field.exact:
        return given
    found = exactly(argument, state, indices)
    if isinstance(found, Ball):
        found = given if (known := found.whole()) is None else known
    return found if isinstance(found, int) else given


def whole(function: Function, what: str) -> Callable[[State, Indices], int]:
    """The function that gives an expression's value as a whole number, exactly; `what` is what needs it.

    It raises `Meaningless` where the value is none, and `NotHere` where it is not known.
    """

    def value(state: State, indices: Indices) -> int:
        x = number(function(state, indices))
        if (known := _at_hand(x, what)) is not None:
            return known
        return _as_whole(number(exactly(function, state, indices)), what)

    return value


def _at_hand(x: Any, what: str) -> int | None:
    """A number that is whole and exact as it stands; None of another kind of number."""
    if not isinstance(x, Generic):
        return x if isinstance(x, int) else None
    if (found := x.whole()) is None:
        raise NotRational(what)
    return found


def _as_whole(x: Any, what: str) -> int:
    if isinstance(x, int):
        return x
    if isinstance(x, Ball):
        if (found := x.whole()) is not None:
            return found
        if x.imag.may_be_zero and x.v.real.contains_integer():
            raise NotHere(f"{what} takes a whole number, and the error bounds do not tell whether this is one")
        raise Meaningless(f"{what} takes a whole number, and this is {short(x.double())}")
    if isinstance(x, Fraction):
        raise Meaningless(f"{what} takes a whole number, and this is {x}")
    raise Meaningless(f"{what} takes a whole number")


def rounded(function: Function, *, up: bool) -> Function:
    """The function that gives the whole part of an expression's value, or the least whole number above it."""
    what = "the ceiling" if up else "the floor"

    def value(state: State, indices: Indices) -> Any:
        x = number(function(state, indices))
        if (known := _at_hand(x, what)) is not None:
            return known
        if (sure := _surely(x, up=up)) is not None:
            return sure
        return state.field.integer(_rounded(number(exactly(function, state, indices)), state, what, up=up))

    return value


def _surely(x: Any, *, up: bool) -> int | None:
    """Of a double that is far from a jump; the imaginary part of a small step moves nothing there."""
    if isinstance(x, complex):
        if abs(x.imag) > 1e-20:
            return None
        x = x.real
    if not isinstance(x, float) or not math.isfinite(x):
        return None
    if abs(x - round(x)) <= _NEAR * max(1.0, abs(x)):
        return None
    return math.ceil(x) if up else math.floor(x)


def _rounded(x: Any, state: State, what: str, *, up: bool) -> int:
    if isinstance(x, int | Fraction):
        return math.ceil(x) if up else math.floor(x)
    if not isinstance(x, Ball) or not x.imag.may_be_zero:
        raise Meaningless(f"{what} of what is no real number")
    real = x.v.real
    found = (real.ceil() if up else real.floor()).unique_fmpz()
    exact = state.instance.exact
    code = exact is not None and isinstance(exact.field, Balls) and exact.field.doubled
    if found is None or (code and _surely(float(real.mid()), up=up) is None):
        raise NotHere(f"{what} of a number so near to a whole one that the error bounds do not decide")
    return int(found)


def is_about_wholes(chain: Chain, instance: Instance) -> bool:
    """Whether all that is drawn for a chain is whole numbers."""
    keys = {node.pattern.key for node in walk(chain) if isinstance(node, Quantity)}
    drawn = {key for one in keys for key in instance.upstream[one] if not callable(instance.values[key])}
    values = [instance.values[key] for key in drawn]
    parts = [part for value in values for part in (value.values() if isinstance(value, dict) else [value])]
    return all(np.asarray(part).dtype.kind in "iu" for part in parts)
