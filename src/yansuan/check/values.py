"""Arithmetic on the values of expressions: numbers, and arrays of two dimensions, of which a column is a vector.

What has no value raises `Meaningless`, and says why in words that an author understands.
"""

from __future__ import annotations

import cmath
import math
import operator
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from yansuan.check.notation import Array, Meaningless, OutOfRange
from yansuan.tex.patterns import NotationError

_LARGEST_INTEGER = 2**53  # above it integers are floating-point numbers, which do not grow without end


def number(value: Any) -> Any:
    """A scalar out of what may be a 1×1 matrix.

    Raises:
        Meaningless: it is a larger one.
    """
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise Meaningless(f"a matrix {shape_in_words(value)} stands where a number is needed")
        return value.item()
    return value


def whole_number(value: Any) -> int:
    """An index.

    Raises:
        Meaningless: it is none.
    """
    value = number(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise Meaningless(f"an index is a whole number, and this is {value}")


def as_value(whole: Any) -> Any:
    """What the notation has, as an expression has it: a vector is a column."""
    if isinstance(whole, np.ndarray) and whole.ndim == 1:
        return whole[:, np.newaxis]
    return whole


def as_argument(value: Any) -> Any:
    """What a snippet's function takes: a vector has one dimension."""
    if isinstance(value, np.ndarray) and value.ndim == 2 and value.shape[1] == 1:
        return value[:, 0]
    return value


def entry_of(whole: Any, entry: tuple[int, ...], tex: str) -> Any:
    """The entry of an array at indices that count from 1.

    Raises:
        OutOfRange: there is none.
        NotationError: the array has another number of dimensions.
    """
    shape = np.shape(whole)
    if len(shape) != len(entry):
        raise NotationError(
            f"the notation's {tex} is an array of shape {shape}, which takes {len(shape)} lower indices"
        )
    if any(not 1 <= index <= size for index, size in zip(entry, shape, strict=True)):
        raise OutOfRange(f"{tex} has no entry {', '.join(map(str, entry))}: its shape is {shape_in_words(whole)}")
    value = whole[tuple(index - 1 for index in entry)]
    return value.item() if isinstance(value, np.generic) else value


def holds(relation: str, left: Any, right: Any) -> bool:
    """Whether a relation between whole numbers, or what counts, is true."""
    left, right = number(left), number(right)
    return bool(_COMPARISONS[relation](left, right))


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "≠": operator.ne, "<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge
}  # fmt: skip


def add(left: Any, right: Any) -> Any:
    """The sum of two numbers, or of two matrices of one shape."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        _same_shape(left, right, "added")
    return bounded(left + right)


def bounded(value: Any) -> Any:
    """An integer that is too large as a floating-point number."""
    return float(value) if isinstance(value, int) and abs(value) > _LARGEST_INTEGER else value


def _same_shape(left: Any, right: Any, what: str) -> None:
    shapes = np.shape(left), np.shape(right)
    if shapes[0] != shapes[1] and {int(np.prod(shape)) for shape in shapes} != {1}:
        raise Meaningless(f"{shape_in_words(left)} and {shape_in_words(right)} cannot be {what}")


def multiply(left: Any, right: Any) -> Any:
    """The product of numbers and matrices."""
    if not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray):
        return bounded(left * right)
    if left.shape[1] == right.shape[0]:
        return left @ right
    if 1 in (left.size, right.size):
        return left * right
    raise Meaningless(f"{shape_in_words(left)} times {shape_in_words(right)}: the shapes do not fit")


def entrywise(left: Any, right: Any) -> Any:
    """The product entry by entry."""
    if np.shape(left) != np.shape(right):
        raise Meaningless(f"{shape_in_words(left)} ⊙ {shape_in_words(right)}: the shapes differ")
    return left * right


def divide(above: Any, below: Any) -> Any:
    """The quotient by a number."""
    below = number(below)
    if below == 0:
        raise Meaningless("a division by zero")
    return above / below


OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {"*": multiply, "odot": entrywise, "/": divide}


def power(base: Any, exponent: Any) -> Any:
    """A power of a number, or a whole one of a matrix."""
    if isinstance(base, np.ndarray) and base.size > 1:
        return _matrix_power(base, exponent)
    base = number(base)
    try:
        if isinstance(exponent, int | float) and exponent == int(exponent) and abs(exponent) < 64:
            return bounded(base ** int(exponent)) if exponent >= 0 else 1 / base ** -int(exponent)
        if np.real(base) < 0 or (base == 0 and np.real(exponent) <= 0):
            raise Meaningless(f"{short(base)} to the power of {short(exponent)}")
        return (float(base) if isinstance(base, int) else base) ** exponent
    except (ZeroDivisionError, OverflowError, ValueError):
        raise Meaningless(f"{short(base)} to the power of {short(exponent)}") from None


def _matrix_power(base: Array, exponent: Any) -> Any:
    if base.shape[0] != base.shape[1] or exponent != int(np.real(exponent)):
        raise Meaningless(f"{shape_in_words(base)} to the power of {short(exponent)}")
    try:
        return np.linalg.matrix_power(base, int(exponent))
    except np.linalg.LinAlgError:
        raise Meaningless(f"a matrix {shape_in_words(base)} has no inverse") from None


def total(values: Iterable[Any]) -> Any:
    """The sum of all; of nothing, 0."""
    total: Any = None
    for value in values:
        total = value if total is None else add(total, value)
    return 0 if total is None else total


def total_product(values: Iterable[Any]) -> Any:
    """The product of all, from left to right; of nothing, 1."""
    total: Any = 1
    for value in values:
        total = multiply(total, value)
    return total


def largest(values: Iterable[Any]) -> Any:
    """The largest, by real parts."""
    found = [number(value) for value in values]
    if not found:
        raise Meaningless("the largest of nothing")
    return max(found, key=lambda value: np.real(value))


def smallest(values: Iterable[Any]) -> Any:
    """The smallest, by real parts."""
    return -largest(-number(value) for value in values)


def exp(value: Any) -> Any:
    """e to a power."""
    try:
        return cmath.exp(value) if isinstance(value, complex) else math.exp(value)
    except OverflowError:
        raise Meaningless(f"e to the power of {short(value)} is too large") from None


def _ln(value: Any) -> Any:
    if not np.real(value) > 0:
        raise Meaningless(f"the logarithm of {short(value)}")
    return cmath.log(value) if isinstance(value, complex) else math.log(value)


def _sgn(value: Any) -> Any:
    return float(np.sign(np.real(value)))


def _elementary(name: str) -> Callable[[Any], Any]:
    real, complex_ = getattr(math, name), getattr(cmath, name)

    def value(argument: Any) -> Any:
        try:
            return complex_(argument) if isinstance(argument, complex) else real(argument)
        except (ValueError, OverflowError):
            raise Meaningless(f"{name} of {short(argument)}") from None

    return value


SCALAR: dict[str, Callable[[Any], Any]] = {
    "exp": exp, "exp'": exp, "ln": _ln, "log": _ln, "sgn": _sgn,
    "ln'": lambda x: 1 / x, "abs": lambda x: x * _sgn(x) if isinstance(x, complex) else abs(x),
    "sin": _elementary("sin"), "cos": _elementary("cos"), "tan": _elementary("tan"), "sinh": _elementary("sinh"),
    "cosh": _elementary("cosh"), "tanh": _elementary("tanh"), "arcsin": _elementary("asin"),
    "arccos": _elementary("acos"), "arctan": _elementary("atan"),
    "sin'": _elementary("cos"), "cos'": lambda x: -_elementary("sin")(x), "sinh'": _elementary("cosh"),
    "cosh'": _elementary("sinh"), "tanh'": lambda x: 1 / _elementary("cosh")(x) ** 2,
}  # fmt: skip


def of_square(name: str, matrix: Any) -> Any:
    """The determinant or the trace of a square matrix."""
    if not isinstance(matrix, np.ndarray):
        raise Meaningless(f"{name} of a number")
    if matrix.shape[0] != matrix.shape[1]:
        raise Meaningless(f"{name} of a matrix {shape_in_words(matrix)}")
    return (np.linalg.det(matrix) if name == "det" else np.trace(matrix)).item()


def shape_in_words(value: Any) -> str:
    """A shape, as `2×3`."""
    shape = np.shape(value)
    return "×".join(map(str, shape if len(shape) != 1 else (*shape, 1))) if shape else "a number"


def short(value: Any) -> str:
    """A number in six digits."""
    value = value.real if isinstance(value, complex) else value
    return f"{value:.6g}" if isinstance(value, int | float) else str(value)
