"""What numbers are, while a formula is evaluated: doubles, doubles with a step, balls, random fractions.

The evaluator is written once.  What depends on the kind of number stands here: how a drawn value enters, what a
constant is, how one divides, takes a power, applies a function, calls the snippet's code.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import permutations
from typing import Any

import flint
import numpy as np

from yansuan.check.balls import LARGEST_POWER, Ball, Lossy, Pole, Undecided, as_ball, objects, precision
from yansuan.check.code import holds_rounded_constants
from yansuan.check.errors import Ambiguous, DoublesOnly, Meaningless, Misfit, NotHere, Singular, TooLarge, short
from yansuan.check.generic import POINTS, Generic, NotRational
from yansuan.check.spectra import extreme
from yansuan.functions import FUNCTIONS, Function, Interval

_LARGEST_INTEGER = 2**53  # above it integers of doubles are doubles, which do not grow without end
_NOUGHT = 2.0**-46  # of the largest entry of an array
_MATRIX_BITS = 160  # of functions of matrices that are wanted in doubles
_MOST_BITS = 40_000  # of a whole number that is exact
_LOSES = (Lossy, Undecided, TypeError, ValueError, AttributeError, ArithmeticError, np.linalg.LinAlgError, IndexError)
_HALF = flint.acb(0.5)
_REAL_PART = 1e-12  # an imaginary part that is rounding, beside the value


def place_of(value: Any) -> float:
    """A double that has a place on the line.

    Raises:
        Ambiguous: it is complex.
    """
    if isinstance(value, complex):
        if abs(value.imag) > _REAL_PART * max(abs(value), 1e-300):
            raise Ambiguous("complex numbers have no order")
        return float(value.real)
    return float(value)


def _must_be_finite(matrix: Any) -> None:
    if not np.all(np.isfinite(matrix)):
        raise Meaningless("it is not a finite number")


def on_cut(x: Any) -> Any:
    """A number; a complex one that is real without the sign of its 0, by which √ and ln would leave their cuts."""
    return complex(x.real, 0.0) if isinstance(x, complex) and x.imag == 0 else x


class Field:
    """Doubles; complex ones where the notation has some."""

    exact = False
    nested = 0  # how many derivatives are being taken around what is evaluated

    # ---- Values

    def lift(self, value: Any, name: Any) -> Any:
        """A drawn value; `name` says which."""
        return value

    def constant(self, value: float | int, text: str) -> Any:
        """A number as it is written; `text` is "pi" or "e" for these."""
        return self.integer(value)

    def double(self, value: Any) -> Any:
        """A double as the number that it is: an outcome of a random variable, a place."""
        return value

    def integer(self, value: Any) -> Any:
        """A whole number that does not grow without end."""
        if not isinstance(value, int) or abs(value) <= _LARGEST_INTEGER:
            return value
        if value.bit_length() > 1023:
            raise TooLarge("a whole number is too large")
        return float(value)

    def order(self, value: Any) -> Any:
        """A number that can be compared."""
        return place_of(value)

    # ---- Arithmetic

    def divide(self, above: Any, below: Any) -> Any:
        """A quotient by a number."""
        if below == 0:
            raise Meaningless("a division by zero")
        return above / below

    def power(self, base: Any, exponent: Any) -> Any:
        """A power of a number: the principal one of a complex number."""
        try:
            whole = isinstance(exponent, int | float) and exponent == int(exponent)
            if whole and abs(exponent) < 64:
                return self.integer(base ** int(exponent)) if exponent >= 0 else 1 / base ** -int(exponent)
            if isinstance(base, int) and isinstance(exponent, int) and abs(exponent) < 4096:
                return float(base) ** exponent
            if base == 0 and np.real(exponent) > 0:
                return 0.0
            if whole and np.real(base) < 0:
                return self.power(-base, exponent) * (-1 if exponent % 2 else 1)
            if not self._is_base(base):
                raise Meaningless(_no_power(base, exponent))
            return (float(base) if isinstance(base, int) else on_cut(base)) ** exponent
        except OverflowError:
            raise TooLarge(f"{short(base)} to the power of {short(exponent)} is too large") from None
        except (ZeroDivisionError, ValueError):
            raise Meaningless(f"{short(base)} to the power of {short(exponent)}") from None

    def _is_base(self, base: Any) -> bool:
        return bool(base > 0) if not isinstance(base, complex) else base != 0

    def apply(self, name: str, x: Any) -> Any:
        """A function that everybody knows, of a number."""
        try:
            return self._applied(FUNCTIONS[name], x)
        except OverflowError:
            raise TooLarge(f"{name} of {short(x)} is too large") from None
        except (ValueError, ZeroDivisionError):
            raise Meaningless(f"{name} of {short(x)}") from None

    def _applied(self, row: Function, x: Any) -> Any:
        if row.domain:
            self._must_be_in(row.domain, row, x)
        if row.through:
            return row.through(self, x)
        if row.library:
            return self._computed(row, x)
        raise Misfit(f"{row.said or row.name} of a number")

    def _must_be_in(self, domain: Interval, row: Function, x: Any) -> None:
        if not isinstance(x, complex) and not domain.holds(x):
            raise Meaningless(f"{row.said or row.name} of {short(x)}")

    def _computed(self, row: Function, x: Any) -> Any:
        """A function that is none of others."""
        if not isinstance(x, complex):
            return getattr(math, row.library)(x)
        if hasattr(cmath, row.library):
            return getattr(cmath, row.library)(on_cut(x))
        with precision(_MATRIX_BITS):
            return complex(_of_ball(row, Ball(x)).double())

    # ---- What each kind of number does in its own way

    def log_gamma(self, x: Any) -> Any:
        """ln Γ(x), of a positive x."""
        if isinstance(x, complex):
            raise NotHere("Γ of a complex number")
        if not x > 0:
            raise Meaningless(f"the logarithm of Γ of {short(x)}")
        return math.lgamma(x)

    def absolute(self, x: Any) -> Any:
        return abs(x)

    def sign(self, x: Any) -> Any:
        """That of a real number: 1, 0 or −1."""
        return float(np.sign(self.order(x)))

    def real(self, x: Any) -> Any:
        return complex(x).real

    def imaginary(self, x: Any) -> Any:
        return complex(x).imag

    def conjugate(self, x: Any) -> Any:
        return on_cut(x.conjugate()) if isinstance(x, complex) else x

    def argument(self, x: Any) -> Any:
        """The argument of a complex number, in (−π, π]."""
        if x == 0:
            raise Meaningless("the argument of 0")
        return cmath.phase(on_cut(x))

    # ---- Matrices

    def determinant(self, matrix: Any) -> Any:
        return np.linalg.det(matrix).item()

    def trace(self, matrix: Any) -> Any:
        return reduce(lambda total, one: self.integer(total + one), np.diagonal(matrix).tolist())

    def rank(self, matrix: Any) -> Any:
        if self.exact:
            raise NotHere("a rank")
        _must_be_finite(matrix)
        return int(np.linalg.matrix_rank(matrix))

    def diagonal(self, matrix: Any) -> Any:
        """The matrix with a vector on its diagonal."""
        if 1 not in matrix.shape:
            raise Ambiguous("diag of a matrix: a vector, or a matrix without the rest? Write its entries")
        return np.diagflat(matrix)

    def stacked(self, matrix: Any) -> Any:
        """The columns of a matrix below each other."""
        return matrix.reshape((-1, 1), order="F")

    def inverse(self, matrix: Any) -> Any:
        try:
            return np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            raise Singular(f"a matrix {matrix.shape[0]}×{matrix.shape[1]} has no inverse") from None

    def exponential(self, matrix: Any) -> Any:
        """The exponential of a square matrix."""
        return self._by_balls(_exponential, matrix)

    def by_eigenvalues(self, matrix: Any, function: Callable[[Any], Any]) -> Any:
        """A function of a square matrix, by those of its eigenvalues; `function` takes and gives balls."""
        return self._by_balls(_by_eigenvalues, matrix, function)

    def _by_balls(self, compute: Callable[..., Any], matrix: Any, *more: Any) -> Any:
        with precision(_MATRIX_BITS):
            found = compute(matrix, *more)
        values = np.array([complex(one.double()) for one in found.ravel()]).reshape(found.shape)
        return values if np.iscomplexobj(matrix) else values.real.copy()

    def extreme(self, matrix: Any, kind: str) -> Any:
        """An extreme eigenvalue or singular value, see `spectra.py`."""
        return extreme(matrix, kind)

    def spectral_norm(self, matrix: Any) -> Any:
        _must_be_finite(matrix)  # LAPACK prints what it finds wrong
        try:
            return float(np.linalg.norm(matrix, 2))
        except np.linalg.LinAlgError:
            raise Meaningless("the norm of a matrix that has no finite one") from None

    def size(self, values: Any) -> Any:
        """The root of the sum of squared absolute values."""
        return float(np.linalg.norm(values))

    # ---- Functions of the notation

    def call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """What a function of the notation gives: its formula in this kind of numbers, or the snippet's code."""
        if getattr(function, "is_formula", False):
            return function.in_field(self, given)  # type: ignore[attr-defined]
        return self.run(function, *given, **named)

    def run(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """What the snippet's code gives; `checker.check` has told NumPy to be silent."""
        return function(*given, **named)


class Steps(Field):
    """Doubles that carry a derivative as an imaginary part far below their last digit.

    So `x + 1e-30j` is no complex number here: its absolute value is that of x.  Where the notation has complex numbers
    this is refused with `NotHere`.
    """

    def lift(self, value: Any, name: Any) -> Any:
        if type(value) is float:
            return value
        if np.iscomplexobj(value) or (isinstance(value, dict) and any(map(np.iscomplexobj, value.values()))):
            raise NotHere("a complex number")
        return value

    def order(self, value: Any) -> Any:
        return float(np.real(value))

    def _is_base(self, base: Any) -> bool:
        return bool(np.real(base) > 0)

    def power(self, base: Any, exponent: Any) -> Any:
        if isinstance(base, complex) and base.real == 0 and base.imag and exponent != int(np.real(exponent)):
            raise NotHere("a power at 0")
        return super().power(base, exponent)

    def _must_be_in(self, domain: Interval, row: Function, x: Any) -> None:
        at = float(np.real(x))
        super()._must_be_in(domain, row, at)
        if isinstance(x, complex) and not domain.holds_inside(at):
            raise Meaningless(f"{row.said or row.name} of {short(at)}, and its derivative")

    def _computed(self, row: Function, x: Any) -> Any:
        if not isinstance(x, complex) or hasattr(cmath, row.library):
            return super()._computed(row, x)
        if row.slope is None:
            raise NotHere(row.name)
        return complex(super()._computed(row, x.real), x.imag * row.slope(self, x.real))

    def absolute(self, x: Any) -> Any:
        if isinstance(x, complex):
            if x.real == 0 and x.imag:
                raise NotHere("|x| at 0")
            return x * math.copysign(1.0, x.real)
        return super().absolute(x)

    def real(self, x: Any) -> Any:
        return x if isinstance(x, complex) else super().real(x)

    def imaginary(self, x: Any) -> Any:
        return self._of_no_step(super().imaginary, x)

    def conjugate(self, x: Any) -> Any:
        return x

    def argument(self, x: Any) -> Any:
        return self._of_no_step(super().argument, x)

    @staticmethod
    def _of_no_step(function: Callable[[Any], Any], x: Any) -> Any:
        if isinstance(x, complex):
            raise NotHere("a part of a complex number")
        return function(x)

    def exponential(self, matrix: Any) -> Any:
        raise NotHere("the exponential of a matrix")

    def by_eigenvalues(self, matrix: Any, function: Callable[[Any], Any]) -> Any:
        raise NotHere("a function of a matrix")

    def extreme(self, matrix: Any, kind: str) -> Any:
        if np.iscomplexobj(matrix):
            raise NotHere("an extreme eigenvalue")
        return super().extreme(matrix, kind)

    def spectral_norm(self, matrix: Any) -> Any:
        if np.iscomplexobj(matrix):
            raise NotHere("the norm of a matrix")
        return super().spectral_norm(matrix)

    def size(self, values: Any) -> Any:
        if np.iscomplexobj(values):
            total = np.sum(values * values)
            if total.real == 0:
                raise NotHere("a norm at 0")
            return self.power(complex(total), 0.5)
        return super().size(values)


class Balls(Field):
    """Numbers with error bounds.

    Args:
        bits: how many a midpoint has.
        probe: None, or the number of a probe: then each drawn double is moved by a relative 1e-10, up or down, so that
            one sees how much the rounding of the drawn values does.
    """

    exact = True
    MOVED = 2.0**-33

    def __init__(self, bits: int, probe: int | None = None) -> None:
        self.bits, self.probe = bits, probe
        self.snippets = False  # whether code of the snippet was run with balls
        self.doubled = False  # whether some of it had to be run with doubles
        self.rounded = False  # whether some of it holds constants that are rounded, such as 2/3
        self.scale = 1  # how many times smaller, as a power of two, the steps of derivatives are
        self.fully = False  # whether all bits are wanted of integrals, as beside an order
        self.on_path = 0  # how many integrals are being taken around what is evaluated
        self.estimated = False  # whether a value rests on an estimate of an error, and not on a bound
        self._draws = 0
        self._asked: Any = None  # the function of which it was last asked whether it holds such constants

    def lift(self, value: Any, name: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.lift(one, (name, key)) for key, one in value.items()}
        if isinstance(value, np.ndarray):
            if value.dtype.kind in "biu":
                return value.astype(object)
            if value.dtype.kind in "fc":
                signs = self._signs(name, value.size)
                largest = float(np.max(np.abs(value), initial=0.0))
                drawn = zip(value.ravel().tolist(), signs, strict=True)
                return objects([self._ball(one, sign, largest) for one, sign in drawn], value.shape)
            return value
        if isinstance(value, float | complex):
            return self._ball(value, self._signs(name, 1)[0])
        return value

    def _signs(self, name: Any, count: int) -> list[float]:
        return [0.0] * count if self.probe is None else _signs_of(self.probe, repr(name), count)

    def _ball(self, value: float | complex, sign: float, largest: float = 0.0) -> Any:
        if not cmath.isfinite(value):
            raise Meaningless("it is not a finite number")
        if sign and abs(value) < _NOUGHT * largest:  # beside the others it is nought, but for their rounding
            return Ball(value) + Ball(sign * self.MOVED * largest)
        if not sign:
            return Ball(value)
        moved = Ball(value) * Ball(1.0 + sign * self.MOVED)
        if isinstance(value, complex):  # of which one part may be nought in the same way, beside the other
            largest = max(largest, abs(value))
            for part, unit in ((value.real, 1), (value.imag, 1j)):
                if 0 < abs(part) < _NOUGHT * largest:
                    moved = moved + Ball(unit * sign * self.MOVED * largest)
        return moved

    def constant(self, value: float | int, text: str) -> Any:
        if text == "pi":
            return Ball(flint.acb.pi())
        if text == "e":
            return Ball(flint.acb(1).exp())
        if isinstance(value, int):
            return value
        return Ball(_fraction(text)) if text else Ball(value)

    def double(self, value: Any) -> Any:
        return Ball(value) if isinstance(value, float) else value

    def integer(self, value: Any) -> Any:
        return Ball(value) if isinstance(value, int) and value.bit_length() > _MOST_BITS else value

    def order(self, value: Any) -> Any:
        if isinstance(value, Ball) and not value.is_real:
            if not value.imag.may_be_zero:
                raise Ambiguous("complex numbers have no order")
            return value.real
        return value

    def divide(self, above: Any, below: Any) -> Any:
        if isinstance(below, Ball):
            if below.may_be_zero:
                raise Meaningless("a division by zero") if below.v.is_zero() else Pole("a division by what may be 0")
        elif below == 0:
            raise Meaningless("a division by zero")
        if isinstance(below, int):
            if isinstance(above, int):
                return above // below if above % below == 0 else Ball(flint.fmpq(above, below))
            if not isinstance(above, Ball):
                below = Ball(below)
        return above / below

    def power(self, base: Any, exponent: Any) -> Any:
        exponent = as_whole(exponent)
        if isinstance(exponent, int):
            if type(base) is Ball and 0 <= exponent <= LARGEST_POWER:  # which is most of them
                return self._checked(base.raised(exponent))
            if isinstance(base, int):
                if exponent < 0:
                    return self.divide(1, self.power(base, -exponent))
                if base.bit_length() * exponent <= _MOST_BITS:
                    return base**exponent
            if isinstance(base, Ball) and exponent < 0:
                return self.divide(1, base**-exponent)
            return self._checked(as_ball(base) ** exponent)
        base = as_ball(base)
        if base.v.is_zero():
            if Ball(exponent) > 0:
                return 0
            raise Meaningless("a power of 0")
        if base.is_real and self.on_path and base.may_be_zero:
            return self._power_near_0(base, exponent)
        if base.is_real and not base > 0:
            raise Meaningless(f"{short(base.double())} to the power of {short(exponent)}")
        exponent = as_ball(exponent)
        if exponent.is_real and (exponent.v - _HALF).is_zero():
            return base.sqrt()
        return self._checked(base**exponent)

    def _power_near_0(self, base: Ball, exponent: Any) -> Any:
        """A power of what may be 0 on a stretch of an integral's path, which may reach a little further than the path.

        Raises:
            Undecided: it may be infinite, or the stretch is not on the line.
        """
        exponent = as_ball(exponent)
        plain = type(base) is Ball and type(exponent) is Ball
        if not plain or not exponent.is_real or not exponent > 0:
            raise Pole("a power of what may be 0")
        largest = flint.arb(base.upper()) ** exponent.v.real
        return self._checked(Ball(flint.arb(0).union(largest)))

    def apply(self, name: str, x: Any) -> Any:
        row = FUNCTIONS[name]
        if isinstance(x, Ball) and not row.domain and not row.through and row.library:  # exp, sin: a million of them
            found = x.function(row.library)
            if found.is_finite and (found.is_real or not x.is_real):
                return found
        if isinstance(x, int) and row.whole:
            return row.whole(x)
        return self._checked(self._applied(row, as_ball(x)))

    def _must_be_in(self, domain: Interval, row: Function, x: Any) -> None:
        if x.is_real and not domain.holds(x):
            raise Meaningless(f"{row.said or row.name} of {short(x.double())}")

    def _computed(self, row: Function, x: Any) -> Any:
        value = _of_ball(row, x)
        if x.is_real and not value.is_real:
            raise Meaningless(f"{row.name} of {short(x.double())}")
        return value

    def log_gamma(self, x: Any) -> Any:
        x = as_ball(x)
        if x.is_real and not x > 0:
            raise Meaningless(f"the logarithm of Γ of {short(x.double())}")
        return self._checked(x.function("lgamma"))

    def factorial(self, n: int) -> Ball:
        """n!, of a large n too."""
        value = Ball(flint.arb(n + 1).gamma())
        if not value.is_finite:
            raise Meaningless(f"the factorial of {n}")
        return value

    def absolute(self, x: Any) -> Any:
        return (x if x >= 0 else -x) if x.is_real and not x.may_be_zero else abs(x)

    def sign(self, x: Any) -> Any:
        x = self.order(x)
        return (x > 0) - (x < 0)

    def real(self, x: Any) -> Any:
        return x.real

    def imaginary(self, x: Any) -> Any:
        return x.imag

    def conjugate(self, x: Any) -> Any:
        return x.conjugate()

    def argument(self, x: Any) -> Any:
        return x.arg()

    def _checked(self, value: Any) -> Any:
        if isinstance(value, Ball) and not value.is_finite:
            raise Pole("a value that may be infinite")
        return value

    def determinant(self, matrix: Any) -> Any:
        return self._checked(Ball(flint.acb_mat(_rows(matrix)).det()))

    def inverse(self, matrix: Any) -> Any:
        try:
            return _array(flint.acb_mat(_rows(matrix)).inv())
        except ZeroDivisionError:
            if np.linalg.cond(_doubled(matrix)) < 1e13:
                raise Undecided("the inverse of a matrix") from None
            raise Singular(f"a matrix {matrix.shape[0]}×{matrix.shape[1]} has no inverse") from None

    def exponential(self, matrix: Any) -> Any:
        return _exponential(matrix)

    def by_eigenvalues(self, matrix: Any, function: Callable[[Any], Any]) -> Any:
        return _by_eigenvalues(matrix, function)

    def extreme(self, matrix: Any, kind: str) -> Any:
        if self.nested or self.on_path:
            raise NotHere("an extreme eigenvalue")
        self.doubled = self.rounded = True
        return self.lift(super().extreme(_doubled(matrix), kind), ("norm", self._number()))

    def spectral_norm(self, matrix: Any) -> Any:
        if self.nested or self.on_path:
            raise NotHere("the norm of a matrix")
        self.doubled = self.rounded = True
        return self.lift(super().spectral_norm(_doubled(matrix)), ("norm", self._number()))

    def size(self, values: Any) -> Any:
        total: Any = 0
        for value in np.ravel(values):
            total = total + (value * value.conjugate()).real if isinstance(value, Ball) else total + value * value
        if type(total) is Ball:
            total = Ball(total.v.real.nonnegative_part())
        return self._checked(as_ball(total).sqrt())

    def _number(self) -> int:
        self._draws += 1
        return self._draws

    def run(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """The snippet's code with balls; where it cannot take them, with doubles, what it gives being rounded then."""
        self.snippets = True
        if function is not self._asked:  # as it is at all places of an integral but the first
            self.rounded = self.rounded or holds_rounded_constants(function)
            self._asked = function
        try:
            if named:
                value = function(*map(_whole_ball, given), **{name: _whole_ball(one) for name, one in named.items()})
            elif len(given) == 1 and isinstance(given[0], Ball):
                value = function(given[0])
            else:
                value = function(*map(_whole_ball, given))
            if type(value) is Ball and not value.v.is_exact():  # which is most of them
                return value
            if isinstance(value, Ball) or _has_digits(value):
                return as_whole(value)
        except (Meaningless, NotHere):
            raise
        except _LOSES:
            pass
        if self.nested or self.on_path:
            what = "under a derivative" if self.nested else "in an integral"
            raise DoublesOnly(f"code of the snippet that works in doubles only, {what}")
        self.doubled = self.rounded = True
        value = function(*map(_doubled, given), **{name: _doubled(one) for name, one in named.items()})
        return self.lift(unboxed(value), (getattr(function, "__qualname__", ""), self._number()))


class Fractions(Field):
    """Letters as random fractions: what holds there holds as an identity."""

    exact = True

    def __init__(self, seed: int, fixed: frozenset[str] = frozenset()) -> None:
        self._seed = seed
        self._fixed = fixed  # the keys of what stays the number that it is
        self.degree = 0  # of what has been compared

    def lift(self, value: Any, name: Any) -> Any:
        if name[0] in self._fixed:
            return _exactly(value)
        if isinstance(value, dict):
            return {key: self.lift(one, (name[0], key)) for key, one in value.items()}
        if isinstance(value, np.ndarray):
            if value.dtype.kind not in "biufc":
                raise NotRational("an array of something else")
            return objects(self._points(name, value.size, complex_=value.dtype.kind == "c"), value.shape)
        if value == 1j:
            return Generic(0, 1)
        if isinstance(value, float | complex):
            return self._points(name, 1, complex_=isinstance(value, complex))[0]
        if isinstance(value, int) and not isinstance(value, bool):
            return self._points(name, 1, complex_=False)[0]
        raise NotRational("what is no number")

    def _points(self, name: Any, count: int, *, complex_: bool) -> list[Generic]:
        rng = np.random.default_rng([self._seed, *repr(name).encode()])
        drawn = rng.integers(-(2**63), 2**63, size=(count, 2), endpoint=False).tolist()
        return [Generic(re, im if complex_ else 0, 1, 0) for re, im in drawn]

    def constant(self, value: float | int, text: str) -> Any:
        if text in ("pi", "e"):
            raise NotRational("a number that is no fraction")
        if isinstance(value, int):
            return value
        fraction = Fraction(text) if text else Fraction(value)
        return Generic(flint.fmpq(fraction.numerator, fraction.denominator))

    def integer(self, value: Any) -> Any:
        return value

    def order(self, value: Any) -> Any:
        if isinstance(value, Generic) and (value.above or value.below or value.im != 0):
            raise NotRational("an order")
        return Fraction(int(value.re.p), int(value.re.q)) if isinstance(value, Generic) else value

    def divide(self, above: Any, below: Any) -> Any:
        if isinstance(below, Generic):
            if below.is_zero:
                raise NotRational("a division by zero")
        elif below == 0:
            raise Meaningless("a division by zero")
        return above * (below if isinstance(below, Generic) else Generic(below)).reciprocal()

    def power(self, base: Any, exponent: Any) -> Any:
        exponent = as_whole(exponent)
        if not isinstance(exponent, int):
            raise NotRational("a root")
        if isinstance(base, int) and exponent >= 0 and base.bit_length() * exponent <= _MOST_BITS:
            return base**exponent
        base = base if isinstance(base, Generic) else Generic(base)
        return base**exponent if exponent >= 0 else (base**-exponent).reciprocal()

    def apply(self, name: str, x: Any) -> Any:
        whole = FUNCTIONS[name].whole
        if isinstance(x, int) and whole:
            return whole(x)
        raise NotRational(name)

    def determinant(self, matrix: Any) -> Any:
        n = matrix.shape[0]
        if n > 6:
            raise NotRational("a large determinant")
        total: Any = Generic(0)
        for order in permutations(range(n)):
            sign = (-1) ** sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n))
            term: Any = Generic(sign)
            for row, column in enumerate(order):
                term = term * matrix[row, column]
            total = total + term
        return total

    def inverse(self, matrix: Any) -> Any:
        n = matrix.shape[0]
        below = self.determinant(matrix)
        if below.is_zero:
            raise NotRational("a matrix without an inverse")
        minors = [np.delete(np.delete(matrix, j, 0), i, 1) for i in range(n) for j in range(n)]
        signs = [(-1) ** (i + j) for i in range(n) for j in range(n)]
        cofactors = [sign * self.determinant(minor) / below for sign, minor in zip(signs, minors, strict=True)]
        return objects(cofactors, (n, n))

    def exponential(self, matrix: Any) -> Any:
        raise NotRational("the exponential of a matrix")

    def by_eigenvalues(self, matrix: Any, function: Callable[[Any], Any]) -> Any:
        raise NotRational("a function of a matrix")

    def extreme(self, matrix: Any, kind: str) -> Any:
        raise NotRational("an extreme eigenvalue")

    def spectral_norm(self, matrix: Any) -> Any:
        raise NotRational("a norm")

    def size(self, values: Any) -> Any:
        raise NotRational("a norm")

    def run(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        try:
            value = function(*given, **named)
        except NotRational:
            raise
        except Exception as error:
            raise NotRational(str(error)) from None
        for one in np.ravel(np.asarray(value, dtype=object)):
            if isinstance(one, float | complex) or not isinstance(one, Generic | int | np.integer):
                raise NotRational("a double")  # it was computed from what the code holds, not from the letters
        return value

    def probability(self) -> float:
        """That what agrees here is no identity, at most."""
        return self.degree / POINTS


DOUBLES = Field()


def as_double(value: Any) -> Any:
    """A real number of any kind, near enough to put it in order.

    Raises:
        Ambiguous: it is complex.
    """
    return DOUBLES.order(value.double() if isinstance(value, Ball) else value)


STEPS = Steps()


def _no_power(base: Any, exponent: Any) -> str:
    """Why a number that is not positive has no such power, and which root is meant."""
    base = base.real if isinstance(base, complex) else base  # but for a step, it is real
    text = f"{short(base)} to the power of {short(exponent)}"
    if not base < 0 or isinstance(exponent, complex):
        return text
    try:
        turned = cmath.rect(abs(base) ** exponent, math.pi * exponent)
    except OverflowError:
        return text
    real = 0.0 if abs(turned.real) < _REAL_PART * abs(turned) else turned.real
    text += f", whose principal value {short(complex(real, turned.imag))} is not real"
    degree = round(1 / exponent) if exponent else 0
    if degree > 0 and degree % 2 and exponent == 1 / degree:
        root = rf"\sqrt[{degree}]"
        text += (
            rf". The real root is -{root}{{{short(-base)}}}; that of any number, \operatorname{{sgn}}(x){root}{{|x|}}"
        )
    return text


def as_whole(value: Any) -> Any:
    """A whole number, where it is one."""
    if type(value) is int or (type(value) is Ball and not value.v.is_exact()):  # which is most of them
        return value
    if isinstance(value, Ball | Generic):
        return value if (whole := value.whole()) is None else whole
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _whole_ball(value: Any) -> Any:
    """A whole number as a ball, which is divided without rounding."""
    if type(value) is Ball:
        return value
    return Ball(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _double(value: Any) -> Any:
    if isinstance(value, Ball):
        return value.double()
    return float(value) if isinstance(value, Fraction) else value


def _doubled(value: Any) -> Any:
    """Balls as doubles, also within an array or what is looked up."""
    if isinstance(value, Ball):
        return value.double()
    if isinstance(value, np.ndarray) and value.dtype == object:
        found = np.array([_double(one) for one in value.ravel()]).reshape(value.shape)
        return found if found.dtype != object else value
    if hasattr(value, "doubled"):
        return value.doubled(_doubled)
    return value


def unboxed(value: Any) -> Any:
    """NumPy's scalars as Python's; numbers in lists as arrays."""
    if isinstance(value, Ball):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.item() if value.ndim == 0 else value
    if isinstance(value, list | tuple) and value and np.asarray(value).dtype.kind in "biufc":
        return np.asarray(value)
    return value


def _has_digits(value: Any) -> bool:
    """Whether what a snippet's code gives is in balls or whole numbers, and not in doubles."""
    value = unboxed(value)
    if isinstance(value, np.ndarray):
        if value.dtype != object:
            return value.dtype.kind in "biu"
        return all(isinstance(one, Ball | int | Fraction | np.integer) for one in value.ravel())
    return isinstance(value, Ball | int | Fraction)


def _exactly(value: Any) -> Any:
    """A number, or an array of them, as whole numbers or fractions that it is exactly."""
    if isinstance(value, np.ndarray):
        return objects([_exactly(one) for one in value.ravel().tolist()], value.shape)
    if isinstance(value, int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() else Generic(flint.fmpq(*value.as_integer_ratio()))
    if isinstance(value, complex):
        re, im = (flint.fmpq(*part.as_integer_ratio()) for part in (value.real, value.imag))
        return Generic(re, im)
    raise NotRational("what is no number")


@lru_cache(1024)
def _signs_of(probe: int, name: str, count: int) -> list[float]:
    """Which way the numbers of a drawn value are moved, on all instances alike: a generator takes long to begin."""
    signs: list[float] = np.random.default_rng([probe, *name.encode()]).choice([-1.0, 1.0], count).tolist()
    return signs


@lru_cache(1024)
def _fraction(text: str) -> flint.fmpq:
    """A printed decimal, which is a fraction exactly."""
    fraction = Fraction(text)
    return flint.fmpq(fraction.numerator, fraction.denominator)


def _of_ball(row: Function, x: Ball) -> Ball:
    return x.function(row.library)


def _rows(matrix: Any) -> list[list[Any]]:
    if any(isinstance(x, Ball) and type(x) is not Ball for row in matrix for x in row):
        raise NotHere("a function of a matrix in an integral")
    return [[Ball(x).v for x in row] for row in matrix]


def _exponential(matrix: Any) -> Any:
    """In balls."""
    return _array(flint.acb_mat(_rows(matrix)).exp())


def _by_eigenvalues(matrix: Any, function: Callable[[Any], Any]) -> Any:
    """Balls: of a real matrix without eigenvalues on the negative axis the principal function, which is real."""
    rows = _rows(matrix)
    try:
        values, vectors = flint.acb_mat(rows).eig(right=True)
        back = vectors.inv()
    except (ValueError, ZeroDivisionError):
        raise Ambiguous("a function of a matrix with equal eigenvalues, which may not exist") from None
    diagonal = flint.acb_mat(len(rows), len(rows))
    for n, value in enumerate(values):
        if value.contains(0) or (value.imag.contains(0) and not value.real > 0):
            raise Meaningless("a function of a matrix that has 0 or a negative number among its eigenvalues")
        diagonal[n, n] = function(Ball(value)).v
    found = _array(vectors * diagonal * back)
    real = all(entry.imag.is_zero() for row in rows for entry in row)
    return objects([one.real for one in found.ravel()], found.shape) if real else found


def _array(matrix: Any) -> Any:
    balls = [Ball(entry) for row in matrix.tolist() for entry in row]
    if not all(ball.is_finite for ball in balls):
        raise Undecided("the error bounds have become too wide")
    return objects(balls, (matrix.nrows(), matrix.ncols()))
