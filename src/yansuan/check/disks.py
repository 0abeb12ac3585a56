"""Balls in the complex plane around a stretch of the real line, on which a function must be analytic.

The rigorous quadrature of Arb (Johansson, "Numerical integration in arbitrary-precision ball arithmetic", ICMS 2018)
asks for the values of an integrand on such sets, and is right only where the integrand is analytic on them.  A `Disk`
is a ball whose methods know what is: what is not (a conjugate, an absolute value at 0, a comparison that does not come
out the same everywhere, a branch cut) raises `NotAnalytic`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import flint
import numpy as np

from yansuan.check.balls import LARGEST_POWER, Ball, Undecided, as_ball

# By their names in Arb: finite only where they are analytic.  All are real where their arguments are.
EVERYWHERE = frozenset(
    "exp expm1 sin cos sinh cosh erf erfc erfi sinc rgamma tan cot sec csc tanh coth sech csch gamma digamma zeta"
    " fresnel_s fresnel_c airy_ai airy_bi".split()
)


class NotAnalytic(Undecided):
    """A function that may not be analytic on a disk."""


_new = object.__new__


def _right(x: flint.acb) -> bool:
    return bool(x.real > 0)


def _strip(x: flint.acb) -> bool:
    return bool(x.real > -1 and x.real < 1)


def _band(x: flint.acb) -> bool:
    return bool(x.imag > -1 and x.imag < 1)


# Where functions with cuts are analytic, and real for real arguments.
WITHIN: dict[str, Callable[[flint.acb], bool]] = {
    "log": _right, "sqrt": _right, "rsqrt": _right, "lgamma": _right, "log1p": lambda x: bool(x.real > -1),
    "asin": _strip, "acos": _strip, "atanh": _strip, "atan": _band, "asinh": _band,
    "acosh": lambda x: bool(x.real > 1),
}  # fmt: skip


def _arithmetic(
    operation: Callable[[Any, Any], Any], after: Callable[[Any, Any], Any] | None = None
) -> Callable[[Disk, Any], Any]:
    """The method of disks that is an operation of Arb, of which a rigorous quadrature takes hundreds of thousands.

    Args:
        operation: on the disk and a number, or a disk.
        after: the same on the disk and a ball on its left.
    """

    def method(self: Disk, other: Any) -> Any:
        kind = type(other)
        if kind is Disk:
            value, line = operation(self.v, other.v), self.line and other.line
        elif kind is int or kind is float or kind is np.float64:
            value, line = operation(self.v, other), self.line
        elif kind is Ball:
            value = (after or operation)(self.v, other.v)
            line = self.line and bool(other.v.imag.is_zero())
        else:
            return self._with(other, operation)
        disk = _new(Disk)
        disk.v, disk.line = value, line
        return disk

    return method


class Disk(Ball):
    """What an analytic function may be on a disk.

    Args:
        value: a ball that holds all its values.
        line: whether the function is real where the disk meets the real line.
    """

    __slots__ = ("line",)

    def __init__(self, value: Any, *, line: bool = True) -> None:
        super().__init__(value)
        self.line = line

    def made(self, value: flint.acb, other: Any = 0) -> Ball:
        """A result on the same disk."""
        disk = _new(Disk)
        disk.v, disk.line = value, self.line
        if disk.line and type(other) is not int:
            real = other.is_real if isinstance(other, Ball) else not isinstance(other, complex) or other.imag == 0
            disk.line = bool(real)
        return disk

    def widened(self, by: Any) -> Ball:
        """The same with a larger radius."""
        error = flint.arb(0, by)
        return self.made(self.v + flint.acb(error, error))

    # ---- Arithmetic

    __add__ = _arithmetic(operator.add)
    __radd__ = _arithmetic(operator.add, lambda a, b: b + a)
    __sub__ = _arithmetic(operator.sub)
    __rsub__ = _arithmetic(lambda a, b: b - a)
    __mul__ = _arithmetic(operator.mul)
    __rmul__ = _arithmetic(operator.mul, lambda a, b: b * a)
    __truediv__ = _arithmetic(operator.truediv)
    __rtruediv__ = _arithmetic(lambda a, b: b / a)

    # ---- Powers and functions

    def __pow__(self, other: Any) -> Any:
        whole = isinstance(other, int | np.integer) or (isinstance(other, float) and other.is_integer())
        if whole and abs(other) <= LARGEST_POWER:
            return super().__pow__(other)
        exponent = as_ball(other)
        if _right(self.v):
            return self.made(self.v.pow(exponent.v, analytic=True), exponent)
        if self.line:
            raise NotAnalytic("a power at its branch cut")
        return Disk(self.v.pow(exponent.v, analytic=True), line=False)

    def __rpow__(self, other: Any) -> Any:
        base = as_ball(other)
        if base.is_real and not _right(base.v):
            raise NotAnalytic("a power of what is not positive")
        return self.made(base.v**self.v, base)

    def function(self, name: str) -> Ball:
        """A function by the name under which Arb has it, where it is analytic."""
        if name in EVERYWHERE:
            return self.made(getattr(self.v, name)())
        if name in WITHIN and WITHIN[name](self.v):
            return self.made(getattr(self.v, name)())
        if name in ("log", "sqrt", "rsqrt") and not self.line:
            return Disk(getattr(self.v, name)(analytic=True), line=False)
        raise NotAnalytic(f"{name} at its branch cut")

    def cbrt(self) -> Ball:
        """The real cube root."""
        root: Ball = self ** (Ball(1) / 3) if _right(self.v) else -((-self) ** (Ball(1) / 3))
        return root

    def arctan2(self, other: Any) -> Ball:
        """An angle, which is not analytic."""
        raise NotAnalytic("an angle")

    # ---- Parts: of a function that is real on the line, as it goes on from there

    @property
    def is_real(self) -> bool:
        """Whether it is real on the line."""
        return self.line

    def _must_be_real(self) -> None:
        if not self.line:
            raise NotAnalytic("a part of a complex number")

    @property
    def real(self) -> Ball:
        """The real part, of what is real on the line."""
        self._must_be_real()
        return self

    @property
    def imag(self) -> Ball:
        """The imaginary part, of what is real on the line."""
        self._must_be_real()
        return Ball(0)

    def conjugate(self) -> Ball:
        """The conjugate, of what is real on the line."""
        self._must_be_real()
        return self

    def arg(self) -> Ball:
        """An angle, which is not analytic."""
        raise NotAnalytic("an angle")

    def __abs__(self) -> Ball:
        self._must_be_real()
        if self.v.real > 0:
            return self
        if self.v.real < 0:
            return -self
        raise NotAnalytic("an absolute value that may be 0")


def disk(value: flint.acb) -> Disk:
    """A disk around a stretch of the real line, without a look at what it is made of."""
    found = _new(Disk)
    found.v, found.line = value, True
    return found
