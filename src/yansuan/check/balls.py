"""Numbers with error bounds: balls of many bits, which go through NumPy code as numbers do.

A `Ball` is a complex ball of Arb (Johansson, IEEE Trans. Comput. 66, 2017): a midpoint of as many bits as are asked
for, and a radius that bounds the rounding.  In an array of objects NumPy's functions call the methods of the same name,
so that most of a snippet's code takes balls as it stands.  Code that would lose digits (`float(x)`, `math.exp(x)`, an
assignment into an array of doubles) is refused with `Lossy`; a comparison that the bounds do not decide, with
`Undecided`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_POWER = 4096  # an exponent up to which a power is repeated multiplication


class Lossy(TypeError):
    """Code that wants a double, an integer or a real part of something more exact."""


class Undecided(ArithmeticError):
    """A comparison of two numbers that the error bounds do not tell apart."""


class Pole(Undecided):
    """A division by what may be 0, or a function at its pole."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute with so many bits."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


_new = object.__new__
_ZERO = flint.acb(0)
_NAMES = (
    "sqrt exp expm1 log log1p log2 log10 exp2 sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arccosh arctanh"
    " square reciprocal cbrt conjugate"
)
_METHODS: dict[Any, str] = {getattr(np, name): name for name in _NAMES.split()}
"""By NumPy's functions of one number, the methods that are called in an array."""
_OF_ARB = {
    getattr(np, name): getattr(flint.acb, name.replace("arc", "a"))
    for name in (
        "sqrt exp expm1 log log1p sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arccosh arctanh conjugate"
    ).split()
}
"""The same of those that Arb has, of which a snippet's code in an integral takes a million."""


def _arithmetic(operation: Callable[[Any, Any], Any]) -> Callable[[Ball, Any], Any]:
    """The method of balls that is an operation of Arb, of which an integral or an optimum takes a million."""

    def method(self: Ball, other: Any) -> Any:
        kind = type(other)
        if type(self) is Ball:
            if kind is Ball:
                ball = _new(Ball)
                ball.v = operation(self.v, other.v)
                return ball
            if kind is int or kind is float or kind is np.float64:  # which Arb takes exactly
                ball = _new(Ball)
                ball.v = operation(self.v, other)
                return ball
        return self._with(other, operation)

    return method


class Ball:
    """A complex number and a bound of its error."""

    __slots__ = ("v",)

    def __init__(self, value: Any) -> None:
        self.v: flint.acb = value.v if isinstance(value, Ball) else _acb(value)

    def __repr__(self) -> str:
        return f"Ball({self.v.str(10)})"

    # ---- Arithmetic

    def made(self, value: flint.acb, other: Any = 0) -> Ball:
        """A result as a ball of the same kind; `other` is what it was computed from besides this."""
        return plain(value)

    def _with(self, other: Any, operation: Callable[[Any, Any], Any]) -> Any:
        if isinstance(other, Ball):
            if isinstance(other, type(self)):  # what is more than a ball makes more than a ball
                return other.made(operation(self.v, other.v), self)
            return self.made(operation(self.v, other.v), other)
        if isinstance(other, np.ndarray):
            return NotImplemented  # NumPy does it entry by entry
        try:
            return self.made(operation(self.v, _acb(other)), other)
        except TypeError:
            return NotImplemented

    __add__ = __radd__ = _arithmetic(operator.add)
    __sub__ = _arithmetic(operator.sub)
    __rsub__ = _arithmetic(lambda a, b: b - a)
    __mul__ = __rmul__ = _arithmetic(operator.mul)
    __truediv__ = _arithmetic(operator.truediv)
    __rtruediv__ = _arithmetic(lambda a, b: b / a)

    def __neg__(self) -> Ball:
        return plain(-self.v) if type(self) is Ball else self.made(-self.v)

    def __pos__(self) -> Ball:
        return self

    def __pow__(self, other: Any) -> Any:
        if type(other) is int and abs(other) <= LARGEST_POWER:
            return self.made(self.v**other)
        if isinstance(other, np.integer) and abs(int(other)) <= LARGEST_POWER:
            return self.made(self.v ** int(other))
        if isinstance(other, float) and other.is_integer() and abs(other) <= LARGEST_POWER:
            return self.made(self.v ** int(other))
        if isinstance(other, Ball) and type(other) is not type(self):
            return other.__rpow__(self)
        return self._with(other, operator.pow)

    def __rpow__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: b**a)

    def raised(self, times: int) -> Ball:
        """A whole power, which is not negative."""
        return plain(self.v**times)

    def __abs__(self) -> Ball:
        return Ball(flint.acb(abs(self.v)))

    # ---- What it is

    @property
    def is_real(self) -> bool:
        """Whether its imaginary part is 0, exactly."""
        return bool(self.v.imag.is_zero())

    @property
    def real(self) -> Ball:
        return Ball(flint.acb(self.v.real))

    @property
    def imag(self) -> Ball:
        return Ball(flint.acb(self.v.imag))

    @property
    def is_finite(self) -> bool:
        return bool(self.v.is_finite())

    @property
    def may_be_zero(self) -> bool:
        return bool(self.v.contains(_ZERO))

    def upper(self) -> float:
        """A bound of its absolute value; infinite where it is too large for a double."""
        return float(self.v.abs_upper())

    def lower(self) -> float:
        """What its absolute value is at least."""
        return float(self.v.abs_lower())

    def double(self) -> float | complex:
        """The double nearest to its midpoint."""
        real, imaginary = float(self.v.real.mid()), float(self.v.imag.mid())
        return real if self.v.imag.is_zero() else complex(real, imaginary)

    def whole(self) -> int | None:
        """The one whole number that it can be; None where it can be another number, too."""
        if not self.v.is_exact() or not self.v.imag.is_zero() or not self.v.real.is_integer():
            return None
        return int(self.v.real.unique_fmpz() or 0)

    # ---- Comparison

    def _sign(self, other: Any) -> int:
        """That of what it is more than another; 0 where the two are the same, exactly."""
        difference = self - other
        if not isinstance(difference, Ball) or not difference.is_real:
            raise Lossy("an order between complex numbers")
        real = difference.v.real
        if real.is_zero():
            return 0
        if real.contains(0) or not real.is_finite():
            raise Undecided("two numbers are too near to each other to be compared")
        return 1 if real > 0 else -1

    def __lt__(self, other: Any) -> bool:
        return self._sign(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._sign(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._sign(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._sign(other) >= 0

    def __eq__(self, other: object) -> bool:
        difference: Any = self - other
        if not isinstance(difference, Ball):
            return False
        if difference.v.is_zero():
            return True
        if difference.may_be_zero:
            raise Undecided("two numbers are too near to each other to be compared")
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.v.str(20))

    def __bool__(self) -> bool:
        return self != 0

    def _lost(self, *_: Any) -> Any:
        raise Lossy("code that takes a double, and here gets more digits than that")

    __float__ = __complex__ = __round__ = __trunc__ = __floor__ = __ceil__ = _lost

    def __int__(self) -> int:
        whole = self.whole()
        return self._lost() if whole is None else whole

    __index__ = __int__

    # ---- Functions: by these names NumPy calls them

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **named: Any) -> Any:
        """What NumPy does with a ball; to make an array of it, and find its method, takes far longer than this."""
        if method == "__call__" and not named and (name := _METHODS.get(ufunc)):
            if type(self) is Ball and ufunc in _OF_ARB:
                return plain(_OF_ARB[ufunc](self.v))
            return getattr(self, name)()
        boxed = [np.asarray(one, dtype=object) if isinstance(one, Ball) else one for one in inputs]
        return getattr(ufunc, method)(*boxed, **named)

    def function(self, name: str) -> Ball:
        """A function by the name under which Arb has it."""
        return self.made(getattr(self.v, name)())

    def conjugate(self) -> Ball:
        return Ball(self.v.conjugate())

    def sqrt(self) -> Ball:
        return self.function("sqrt")

    def exp(self) -> Ball:
        return self.function("exp")

    def expm1(self) -> Ball:
        return self.function("expm1")

    def log(self) -> Ball:
        return self.function("log")

    def log1p(self) -> Ball:
        return self.function("log1p")

    def log2(self) -> Ball:
        return self.log() / Ball(2).log()  # type: ignore[no-any-return]

    def log10(self) -> Ball:
        return self.log() / Ball(10).log()  # type: ignore[no-any-return]

    def exp2(self) -> Ball:
        return (self * Ball(2).log()).exp()  # type: ignore[no-any-return]

    def sin(self) -> Ball:
        return self.function("sin")

    def cos(self) -> Ball:
        return self.function("cos")

    def tan(self) -> Ball:
        return self.function("tan")

    def sinh(self) -> Ball:
        return self.function("sinh")

    def cosh(self) -> Ball:
        return self.function("cosh")

    def tanh(self) -> Ball:
        return self.function("tanh")

    def arcsin(self) -> Ball:
        return self.function("asin")

    def arccos(self) -> Ball:
        return self.function("acos")

    def arctan(self) -> Ball:
        return self.function("atan")

    def arcsinh(self) -> Ball:
        return self.function("asinh")

    def arccosh(self) -> Ball:
        return self.function("acosh")

    def arctanh(self) -> Ball:
        return self.function("atanh")

    def square(self) -> Ball:
        return self.made(self.v * self.v)

    def reciprocal(self) -> Ball:
        return self.made(1 / self.v)

    def cbrt(self) -> Ball:
        if not self.is_real:
            raise Lossy("a real cube root of a complex number")
        return Ball(self.v.root(3)) if self >= 0 else -Ball((-self.v).root(3))

    def arctan2(self, other: Any) -> Ball:
        return Ball(flint.acb(flint.arb.atan2(self.v.real, Ball(other).v.real)))

    def hypot(self, other: Any) -> Ball:
        return (self * self + other * other).sqrt()  # type: ignore[no-any-return]

    def arg(self) -> Ball:
        """The argument, in (−π, π]."""
        return Ball(flint.acb(self.v.arg()))

    def widened(self, by: float | Any) -> Ball:
        """The same with a larger radius."""
        error = flint.arb(0, by)
        return self.made(self.v + (flint.acb(error) if self.v.imag.is_zero() else flint.acb(error, error)))


def plain(value: flint.acb) -> Ball:
    """A ball, without a look at what it is made of."""
    ball = _new(Ball)
    ball.v = value
    return ball


def as_ball(value: Any) -> Ball:
    """A number as a ball; a ball as it is."""
    return value if isinstance(value, Ball) else Ball(value)


def objects(values: Sequence[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """An array of what NumPy has no numbers for."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found.reshape(shape)


def entries(value: Any) -> list[Ball]:
    """A number, or the entries of an array, as balls."""
    return [one if isinstance(one, Ball) else Ball(one) for one in np.ravel(np.asarray(value, dtype=object)).tolist()]


def log2_of(value: Ball) -> float:
    """The binary logarithm of an absolute value; far below anything for 0."""
    size = abs(value.v)
    if not size.is_finite():
        raise Undecided("a value that may be infinite")
    return float(size.log() / flint.arb.const_log2()) if size > 0 else (-1e9 if size < 1 else float("inf"))


def _acb(value: Any) -> flint.acb:
    """A number as a ball: of a double exactly what it is."""
    kind = type(value)
    if isinstance(value, flint.acb):
        return value
    if kind is float or kind is flint.arb or kind is flint.fmpq or kind is np.float64:
        return flint.acb(value)
    if isinstance(value, flint.arb | flint.fmpz | flint.fmpq):
        return flint.acb(value)
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return flint.acb(flint.fmpz(int(value)))
    if isinstance(value, float | np.floating):
        return flint.acb(float(value))
    if isinstance(value, complex | np.complexfloating):
        return flint.acb(float(value.real), float(value.imag))
    if isinstance(value, Fraction):
        return flint.acb(flint.fmpq(value.numerator, value.denominator))
    raise TypeError(f"{type(value).__name__} is no number")
