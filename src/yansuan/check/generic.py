"""Random fractions that stand for letters: what is equal at them is equal as a rational function.

A polynomial of degree d that is not 0 is 0 at a random point, its coordinates drawn from n numbers, with a probability
of at most d/n (Schwartz, J. ACM 27, 1980; Zippel, EUROSAM 1979).  So each number here knows bounds of the degrees of
its numerator and denominator as polynomials in the letters.  Anything but arithmetic is refused with `NotRational`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NoReturn

import flint
import numpy as np

POINTS = 2**64
"""From so many whole numbers a letter's value is drawn."""
_LARGEST_POWER = 200


class NotRational(TypeError):
    """Something that no rational function does: a root, a comparison, a conversion."""


class Generic:
    """The value of a rational function at a random point.

    Args:
        value: a fraction, or a pair of them: real and imaginary part.
        above, below: bounds of the degrees of its numerator and its denominator.
    """

    __slots__ = ("above", "below", "im", "re")

    def __init__(self, re: Any, im: Any = 0, above: int = 0, below: int = 0) -> None:
        self.re, self.im = flint.fmpq(re), flint.fmpq(im)
        self.above, self.below = above, below

    def __repr__(self) -> str:
        return f"Generic({self.re}, {self.im}; {self.above}/{self.below})"

    @property
    def is_zero(self) -> bool:
        return bool(self.re == 0 and self.im == 0)

    def __add__(self, other: Any) -> Any:
        if (other := _generic(other)) is NotImplemented:
            return NotImplemented
        above = max(self.above + other.below, other.above + self.below)
        return Generic(self.re + other.re, self.im + other.im, above, self.below + other.below)

    __radd__ = __add__

    def __neg__(self) -> Generic:
        return Generic(-self.re, -self.im, self.above, self.below)

    def __pos__(self) -> Generic:
        return self

    def __sub__(self, other: Any) -> Any:
        return self + -other if not isinstance(other, np.ndarray) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if (other := _generic(other)) is NotImplemented:
            return NotImplemented
        re = self.re * other.re - self.im * other.im
        im = self.re * other.im + self.im * other.re
        return Generic(re, im, self.above + other.above, self.below + other.below)

    __rmul__ = __mul__

    def reciprocal(self) -> Generic:
        """1 over it."""
        size = self.re * self.re + self.im * self.im
        if size == 0:
            raise NotRational("a division by zero")
        return Generic(self.re / size, -self.im / size, self.below, self.above)

    def __truediv__(self, other: Any) -> Any:
        if (other := _generic(other)) is NotImplemented:
            return NotImplemented
        return self * other.reciprocal()

    def __rtruediv__(self, other: Any) -> Any:
        return self.reciprocal() * other

    def __pow__(self, other: Any) -> Any:
        if isinstance(other, float | Fraction) and other == int(other):
            other = int(other)
        if not isinstance(other, int | np.integer) or abs(int(other)) > _LARGEST_POWER:
            raise NotRational("a power that is no rational function")
        base, result = self if other >= 0 else self.reciprocal(), Generic(1)
        for _ in range(abs(int(other))):
            result = result * base
        return result

    def conjugate(self) -> Generic:
        """Itself: only what is real is conjugated here."""
        if self.im != 0:
            raise NotRational("a conjugate")
        return self

    def whole(self) -> int | None:
        """The whole number that it is, where it is one whatever the letters are."""
        constant = self.above == self.below == 0 and self.im == 0 and self.re.q == 1
        return int(self.re.p) if constant else None

    def _refused(self, *_: Any) -> NoReturn:
        raise NotRational("no rational function does this")

    __rpow__ = __abs__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _refused
    __float__ = __int__ = __index__ = __complex__ = __round__ = __trunc__ = __floor__ = __ceil__ = _refused
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refused

    def __eq__(self, other: object) -> bool:
        raise NotRational("no rational function does this")

    __hash__ = None  # type: ignore[assignment]

    @property
    def real(self) -> Generic:
        return self._refused()

    @property
    def imag(self) -> Generic:
        return self._refused()


def _generic(value: Any) -> Any:
    if isinstance(value, Generic):
        return value
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return Generic(int(value))
    if isinstance(value, Fraction):
        return Generic(flint.fmpq(value.numerator, value.denominator))
    if isinstance(value, float | np.floating) and np.isfinite(value):
        ratio = float(value).as_integer_ratio()
        if ratio[1] <= 2**10:  # 0.5 in a snippet is a half; 0.1 is not a tenth
            return Generic(flint.fmpq(*ratio))
        raise NotRational("a double in a snippet's code")
    if isinstance(value, complex | np.complexfloating):
        return Generic(_generic(value.real).re, _generic(value.imag).re)
    return NotImplemented
