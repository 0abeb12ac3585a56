"""Numbers that carry a derivative, for code of a snippet that takes balls: each operation follows the rules for both.

On a stretch of numbers a derivative found by differences is known roughly only; by rules it is known as well as the
function itself, so that what is divided by it, or is its root, can be told from what is not analytic.
Source: Griewank & Walther, Evaluating Derivatives (2008), ch. 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from yansuan.check.balls import Ball, as_ball, entries, objects
from yansuan.tex.patterns import NotationError


class Dual:
    """A value and its derivative, which are balls.  What is not known here raises `TypeError` or `AttributeError`."""

    __slots__ = ("slope", "value")
    __array_priority__ = 1000.0

    def __init__(self, value: Any, slope: Any = 0) -> None:
        self.value, self.slope = value, slope

    def _chained(self, value: Any, factor: Any) -> Dual:
        return Dual(value, self.slope * factor)

    def __add__(self, other: Any) -> Dual:
        one = dual(other)
        return Dual(self.value + one.value, self.slope + one.slope)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Dual:
        one = dual(other)
        return Dual(self.value - one.value, self.slope - one.slope)

    def __rsub__(self, other: Any) -> Dual:
        return dual(other) - self

    def __mul__(self, other: Any) -> Dual:
        one = dual(other)
        return Dual(self.value * one.value, self.slope * one.value + self.value * one.slope)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        one = dual(other)
        found = self.value / one.value
        return Dual(found, (self.slope - found * one.slope) / one.value)

    def __rtruediv__(self, other: Any) -> Dual:
        return dual(other) / self

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __pos__(self) -> Dual:
        return self

    def __pow__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            raise TypeError("a power whose exponent moves")
        if isinstance(other, int | np.integer) and other == 0:
            return Dual(as_ball(1))
        return self._chained(self.value**other, other * self.value ** (other - 1))

    def _untold(self, *_: object) -> bool:
        raise TypeError("code that compares what it is given is differentiated in another way")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _untold
    __hash__ = None  # type: ignore[assignment]

    def square(self) -> Dual:
        """Its square, as `np.square` asks for it."""
        return self * self

    def sqrt(self) -> Dual:
        """Its root."""
        root = self.value.sqrt()
        return self._chained(root, 1 / (2 * root))

    def exp(self) -> Dual:
        """e to it."""
        found = self.value.exp()
        return self._chained(found, found)

    def log(self) -> Dual:
        """Its logarithm."""
        return self._chained(self.value.log(), 1 / self.value)

    def sin(self) -> Dual:
        """Its sine."""
        return self._chained(self.value.sin(), self.value.cos())

    def cos(self) -> Dual:
        """Its cosine."""
        return self._chained(self.value.cos(), -self.value.sin())

    def tan(self) -> Dual:
        """Its tangent."""
        found = self.value.tan()
        return self._chained(found, 1 + found * found)

    def sinh(self) -> Dual:
        """Its hyperbolic sine."""
        return self._chained(self.value.sinh(), self.value.cosh())

    def cosh(self) -> Dual:
        """Its hyperbolic cosine."""
        return self._chained(self.value.cosh(), self.value.sinh())

    def tanh(self) -> Dual:
        """Its hyperbolic tangent."""
        found = self.value.tanh()
        return self._chained(found, 1 - found * found)

    def arctan(self) -> Dual:
        """The angle whose tangent it is."""
        return self._chained(self.value.arctan(), 1 / (1 + self.value * self.value))


def dual(value: Any) -> Dual:
    """A number as one that does not move."""
    return value if isinstance(value, Dual) else Dual(as_ball(value))


def slope(function: Callable[..., Any], arguments: Sequence[Any], slot: int, expected: Any) -> Any | None:
    """The derivative of code by one of its arguments; None where the code does not take such numbers.

    Args:
        function: the code, of numbers.
        arguments: what it is given, in balls.
        slot: by which of them.
        expected: its value, which must come out as well.
    """
    given: list[Any] = [Dual(as_ball(one), as_ball(int(n == slot))) for n, one in enumerate(arguments)]
    try:
        found = function(*given)
        if type(found) is Dual and isinstance(expected, Ball):  # of a number, which is most of it
            return found.slope if (found.value - expected).may_be_zero else None
        found = np.asarray(found, dtype=object)
        duals = [dual(one) for one in found.ravel().tolist()]
    except (TypeError, AttributeError, ValueError, NotationError):
        return None
    if np.shape(found) != np.shape(expected):
        return None
    for one, other in zip(duals, entries(expected), strict=True):
        if not (one.value - other).may_be_zero:
            return None
    slopes = [one.slope for one in duals]
    return objects(slopes, np.shape(found)) if np.shape(found) else slopes[0]
