"""Arithmetic on the values of expressions: numbers, and arrays of two dimensions, of which a column is a vector.

What a number is, the field says (`fields.py`).  What has no value raises `Meaningless`, and says why in words that an
author understands; what could mean one thing or another raises `Ambiguous`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check import sized
from yansuan.check.balls import Ball, objects
from yansuan.check.disks import Disk
from yansuan.check.errors import Ambiguous, Meaningless, Misfit, NotHere, OutOfRange, short
from yansuan.check.fields import Field
from yansuan.check.generic import Generic
from yansuan.functions import FUNCTIONS
from yansuan.tex.patterns import NotationError

Array = NDArray[Any]
_ROUNDED = 1e-9  # matrices that differ by less, and are not equal, may be

SCALARS = frozenset((int, float, complex, Ball, Disk))
"""What most values are: of these nothing else need be asked."""


def number(value: Any) -> Any:
    """A scalar out of what may be a 1×1 matrix.

    Raises:
        Meaningless: it is a larger one.
    """
    if type(value) in SCALARS:
        return value
    if isinstance(value, sized.Unsized):
        raise value.undetermined()
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise Misfit(f"a matrix {shape_in_words(value)} stands where a number is needed")
        return value.item()
    return value


def whole_number(value: Any) -> int:
    """An index.

    Raises:
        Meaningless: it is none.
    """
    if type(value) is int:
        return value
    value = number(value)
    if isinstance(value, int):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Ball | Generic) and (whole := value.whole()) is not None:
        return whole
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    raise Meaningless(f"an index is a whole number, and this is {short(value)}")


def whole_logarithm(x: Any, base: Any) -> int | None:
    """The logarithm of a whole number to a whole base where that is whole, too; else None."""
    if type(x) is not int or type(base) is not int or x < 1 or base < 2:
        return None
    exponent = round(math.log(x, base))
    return exponent if base**exponent == x else None


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
    shape = whole.shape if isinstance(whole, np.ndarray) else np.shape(whole)
    if len(shape) != len(entry):
        raise NotationError(
            f"the notation's {tex} is an array of shape {shape}, which takes {len(shape)} lower indices"
        )
    for index, size in zip(entry, shape, strict=True):
        if not 1 <= index <= size:
            raise OutOfRange(f"{tex} has no entry {', '.join(map(str, entry))}: its shape is {shape_in_words(whole)}")
    value = whole[entry[0] - 1] if len(entry) == 1 else whole[tuple([index - 1 for index in entry])]
    return value.item() if isinstance(value, np.generic) else value


def holds(relation: str, left: Any, right: Any) -> bool:
    """Whether a relation between whole numbers, or what counts, is true."""
    left, right = number(left), number(right)
    return bool(_COMPARISONS[relation](left, right))


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "≠": operator.ne, "<": operator.lt, "≤": operator.le, ">": operator.gt, "≥": operator.ge
}  # fmt: skip


def are_alike(left: Any, right: Any, field: Field) -> bool | None:
    """Whether two arrays of one shape, or an array and 0, have the same entries; None for anything else.

    Raises:
        NotHere: they differ by so little that rounding may be all.
    """
    if isinstance(right, np.ndarray) and is_nought(left):
        left, right = right, left
    if isinstance(left, sized.Unsized):
        left, right = right, left
    if not isinstance(left, np.ndarray):
        return None
    if isinstance(right, sized.Unsized):
        right = right.like(left.shape)
    if is_nought(right):
        return not np.any(left != 0)
    if not isinstance(right, np.ndarray) or left.shape != right.shape or left.size == 1:
        return None
    if all(holds("=", *map(field.order, entries)) for entries in zip(left.flat, right.flat, strict=True)):
        return True
    if left.dtype != object and length(left - right) <= _ROUNDED * max(length(left), length(right)):
        raise NotHere("whether matrices are equal that differ by rounding, or by little more")
    return False


def add(left: Any, right: Any, field: Field) -> Any:
    """The sum of two numbers, or of two matrices of one shape."""
    if type(left) in SCALARS and type(right) in SCALARS:
        found = left + right
        return field.integer(found) if type(found) is int else found
    if sized.is_unsized(left, right):
        return sized.add(left, right)
    must_be_no_sets(left, right, "sum", r"A \cup B is the union, A \setminus B the difference")
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        _same_shape(left, right, "added")
        return left + right
    return field.integer(left + right)


def is_nought(value: Any) -> bool:
    """Whether it is a printed 0, of any shape."""
    return value.kind == "zero" if isinstance(value, sized.Unsized) else isinstance(value, int) and value == 0


def negative(of: Any) -> Any:
    """The negative of a number or a matrix."""
    if type(of) in SCALARS:
        return -of
    must_be_no_sets(of, of, "difference", r"A \setminus B is the difference")
    return -of


def must_be_no_sets(left: Any, right: Any, what: str, advice: str) -> None:
    """Numbers are meant.

    Raises:
        Ambiguous: one of them is a set.
    """
    if isinstance(left, frozenset) or isinstance(right, frozenset):
        raise Ambiguous(f"a {what} of sets is not known here: {advice}")


def _same_shape(left: Any, right: Any, what: str) -> None:
    shapes = np.shape(left), np.shape(right)
    if shapes[0] != shapes[1] and {int(np.prod(shape)) for shape in shapes} != {1}:
        raise Misfit(f"{shape_in_words(left)} and {shape_in_words(right)} cannot be {what}")


def multiply(left: Any, right: Any, field: Field) -> Any:
    """The product of numbers and matrices."""
    if type(left) in SCALARS and type(right) in SCALARS:
        found = left * right
        return field.integer(found) if type(found) is int else found
    if sized.is_unsized(left, right):
        return sized.multiply(left, right)
    must_be_no_sets(left, right, "product", r"A \times B is the set of all pairs")
    if not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray):
        product = left * right
        return product if isinstance(product, np.ndarray) else field.integer(product)
    if left.shape[1] == right.shape[0]:
        return left @ right
    if 1 in (left.size, right.size):
        return left * right
    raise Misfit(f"{shape_in_words(left)} times {shape_in_words(right)}: the shapes do not fit")


def dot(left: Any, right: Any, field: Field) -> Any:
    r"""`a \cdot b`: of two vectors the inner product, else the product."""
    if sized.is_unsized(left, right):
        return sized.dot(left, right)
    if not (is_vector(left) and is_vector(right)):
        return multiply(left, right, field)
    if left.shape != right.shape:
        raise Misfit(f"a vector of {left.size} entries · one of {right.size}")
    if is_complex(left) or is_complex(right):
        raise Ambiguous(
            "'·' between complex vectors: which of them is conjugated? Write \\mathbf x^{\\mathsf H}\\mathbf y"
        )
    return (left * right).sum()


def cross(left: Any, right: Any, field: Field) -> Any:
    r"""`a \times b`: of two vectors of three entries the cross product, with a number the product."""
    if isinstance(left, frozenset) and isinstance(right, frozenset):
        return frozenset(product(left, right))
    if not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray) or 1 in (left.size, right.size):
        return multiply(left, right, field)
    if not (is_vector(left) and is_vector(right)):
        raise Ambiguous("'×' between matrices. Write nothing between them for their product")
    if left.size != 3 or right.size != 3:
        raise Misfit(f"a vector of {left.size} entries × one of {right.size}: only those of three have one")
    a, b = left[:, 0], right[:, 0]
    rows = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    return np.array(rows)[:, np.newaxis]


def length(value: Any) -> float:
    """The root of the sum of squared absolute values of doubles, of which none overflows."""
    if type(value) is float or np.ndim(value) == 0:
        return float(abs(value))
    largest = float(np.max(np.abs(value), initial=0.0))
    return largest * float(np.linalg.norm(value / largest)) if 0 < largest < math.inf else largest


def is_vector(value: Any) -> bool:
    """Whether it is a column of more than one entry."""
    return isinstance(value, np.ndarray) and value.ndim == 2 and value.shape[1] == 1 and value.shape[0] > 1


def is_complex(value: Any) -> bool:
    """Whether a value, or an entry of it, has an imaginary part."""
    if isinstance(value, np.ndarray):
        return bool(np.any(value.imag != 0)) if value.dtype != object else any(map(is_complex, value.ravel().tolist()))
    if isinstance(value, Ball):
        return not value.imag.may_be_zero
    if isinstance(value, Generic):
        return bool(value.im != 0)
    return isinstance(value, complex) and value.imag != 0


def entrywise(left: Any, right: Any, field: Field) -> Any:
    """The product entry by entry."""
    if np.shape(left) != np.shape(right):
        raise Misfit(f"{shape_in_words(left)} ⊙ {shape_in_words(right)}: the shapes differ")
    return left * right


def divide(above: Any, below: Any, field: Field) -> Any:
    """The quotient by a number."""
    if type(above) in SCALARS and type(below) in SCALARS:
        return field.divide(above, below)
    must_be_no_sets(above, below, "quotient", r"A \setminus B is the difference")
    below = number(below)
    if isinstance(above, sized.Unsized):
        return above.scaled(field.divide(1, below))
    if isinstance(above, np.ndarray):
        if below == 0 and not isinstance(below, Ball | Generic):
            raise Meaningless("a division by zero")
        return mapped(lambda one: field.divide(one, below), above)
    return field.divide(above, below)


OPERATIONS: dict[str, Callable[[Any, Any, Field], Any]] = {
    "*": multiply, "dot": dot, "cross": cross, "odot": entrywise, "/": divide
}  # fmt: skip


def mapped(function: Callable[[Any], Any], matrix: Array) -> Array:
    """A function entry by entry."""
    values = [function(one) for one in matrix.ravel().tolist()]
    if matrix.dtype == object or any(isinstance(one, Ball | Generic | Fraction) for one in values):
        return objects(values, matrix.shape)
    return np.array(values).reshape(matrix.shape)


def power(base: Any, exponent: Any, field: Field) -> Any:
    """A power of a number, or a whole one of a matrix."""
    if type(base) in SCALARS:
        return field.power(base, exponent)
    if isinstance(base, sized.Unsized):
        return sized.power(base, whole_number(exponent))
    if isinstance(base, np.ndarray) and base.size > 1:
        return _matrix_power(base, exponent, field)
    return field.power(number(base), exponent)


def _matrix_power(base: Array, exponent: Any, field: Field) -> Any:
    if is_vector(base) or base.shape[0] != base.shape[1]:
        raise Misfit(f"{shape_in_words(base)} to the power of {short(exponent)}")
    try:
        times = whole_number(exponent)
    except Meaningless:
        return field.by_eigenvalues(base, lambda one: one ** Ball(exponent))
    if abs(times) > 512:
        raise Meaningless(f"{shape_in_words(base)} to the power of {times}")
    result = np.eye(len(base), dtype=int).astype(base.dtype)
    base, times = base if times >= 0 else field.inverse(base), abs(times)
    while times:
        if times & 1:
            result = result @ base
        base, times = base @ base if times > 1 else base, times >> 1
    return result


def total(values: Iterable[Any], field: Field) -> Any:
    """The sum of all; of nothing, 0."""
    total: Any = None
    for value in values:
        total = value if total is None else add(total, value, field)
    return 0 if total is None else total


def total_product(values: Iterable[Any], field: Field) -> Any:
    """The product of all, from left to right; of nothing, 1."""
    total: Any = 1
    for value in values:
        total = multiply(total, value, field)
    return total


def largest(values: Iterable[Any], field: Field) -> Any:
    """The largest."""
    return _extreme(max, "largest", values, field)


def smallest(values: Iterable[Any], field: Field) -> Any:
    """The smallest."""
    return _extreme(min, "smallest", values, field)


def _extreme(choose: Callable[..., Any], name: str, values: Iterable[Any], field: Field) -> Any:
    found = [number(value) for value in values]
    if not found:
        raise Meaningless(f"the {name} of nothing")
    return choose(found, key=field.order)


def applied(name: str, x: Any, field: Field) -> Any:
    """A function that everybody knows, of a number or an array."""
    if type(x) in SCALARS:
        return field.apply(name, x)
    if isinstance(x, sized.Unsized):
        raise x.undetermined()
    if not isinstance(x, np.ndarray):
        return field.apply(name, x)
    row = FUNCTIONS[name]
    if row.of_numbers and (row.entrywise or 1 in x.shape):
        return mapped(partial(field.apply, name), x)
    if row.of_matrix is None:
        raise Ambiguous(f"{name} of a matrix: entry by entry, or as a matrix? A snippet can bind it")
    if row.square and x.shape[0] != x.shape[1]:
        raise Misfit(f"{row.said or name} of a matrix {shape_in_words(x)}")
    return row.of_matrix(field, x)


def shape_in_words(value: Any) -> str:
    """A shape, as `2×3`."""
    shape = np.shape(value)
    return "×".join(map(str, shape if len(shape) != 1 else (*shape, 1))) if shape else "a number"
