r"""Values whose size follows from what stands beside them: the identity `I`, `\mathbf 0`, `\mathbf 1`.

    A + I, Ix, \mathbf 1^\top x, A^{-1}A = I, x = \mathbf 0

Where nothing beside them has a size they have none, and what is made of them has no value.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from yansuan.check.errors import Ambiguous, Misfit

IDENTITY, ZERO, ONES, ROW = "identity", "zero", "ones", "row"
NAMES = {IDENTITY: "I", ZERO: r"\mathbf 0", ONES: r"\mathbf 1", ROW: r"\mathbf 1"}


class Unsized:
    """A multiple of the identity, of a vector of ones (`ONES` a column, `ROW` a row), or of nothing but zeros."""

    def __init__(self, kind: str, factor: Any = 1) -> None:
        self.kind, self.factor = kind, factor

    @property
    def T(self) -> Unsized:  # noqa: N802, as of arrays
        """Its transpose."""
        return Unsized({ONES: ROW, ROW: ONES}.get(self.kind, self.kind), self.factor)

    def __neg__(self) -> Unsized:
        return Unsized(self.kind, -self.factor)

    def scaled(self, by: Any) -> Unsized:
        """A multiple of it."""
        return Unsized(self.kind, self.factor * by)

    def undetermined(self) -> Ambiguous:
        """Its size is known from nothing."""
        return Ambiguous(f"the size of {NAMES[self.kind]} is not known here: write {NAMES[self.kind]}_n, or bind it")

    def beside_number(self) -> Ambiguous:
        """It is bound nowhere, and no matrix where it stands."""
        name = NAMES[self.kind]
        return Ambiguous(f"{name} is not bound, and beside a number it is no matrix or vector. Bind {name}")

    def like(self, shape: tuple[int, ...]) -> Any:
        """The array of a shape that it is.

        Raises:
            Misfit: it is none of that shape.
            Ambiguous: that is the shape of a number.
        """
        if len(shape) != 2:
            raise self.beside_number()
        if self.kind == ZERO:
            return np.zeros(shape, dtype=int)
        fits = {IDENTITY: shape[0] == shape[1], ONES: shape[1] == 1, ROW: shape[0] == 1}[self.kind]
        if not fits:
            raise Misfit(f"{NAMES[self.kind]} beside a matrix {shape[0]}×{shape[1]}")
        return (np.eye(shape[0], dtype=int) if self.kind == IDENTITY else np.ones(shape, dtype=int)) * self.factor

    def _refused(self, *_: Any) -> NoReturn:
        raise self.undetermined()

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refused
    __pow__ = __rpow__ = __abs__ = __lt__ = __le__ = __gt__ = __ge__ = __float__ = __int__ = __index__ = _refused
    __complex__ = __bool__ = _refused

    def __eq__(self, other: object) -> bool:
        raise self.undetermined()

    __hash__ = None  # type: ignore[assignment]


def is_unsized(left: Any, right: Any) -> bool:
    """Whether one of two values has no size of its own."""
    return isinstance(left, Unsized) or isinstance(right, Unsized)


def add(left: Any, right: Any) -> Any:
    """The sum of two values of which one is without a size."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        array, other = (left, right) if isinstance(left, np.ndarray) else (right, left)
        return array + other.like(array.shape)
    if not (isinstance(left, Unsized) and isinstance(right, Unsized)):
        raise (left if isinstance(left, Unsized) else right).beside_number()
    if ZERO in (left.kind, right.kind):
        return right if left.kind == ZERO else left
    if left.kind != right.kind:
        raise left.undetermined()
    return Unsized(left.kind, left.factor + right.factor)


def multiply(left: Any, right: Any) -> Any:
    """The product of two values of which one is without a size."""
    if isinstance(left, Unsized) and isinstance(right, Unsized):
        if IDENTITY in (left.kind, right.kind):
            return (right if left.kind == IDENTITY else left).scaled((left if left.kind == IDENTITY else right).factor)
        raise left.undetermined()
    own, other = (left, right) if isinstance(left, Unsized) else (right, left)
    if not isinstance(other, np.ndarray) or other.size == 1:
        return own.scaled(other.item() if isinstance(other, np.ndarray) else other)
    if own.kind == IDENTITY:
        return other * own.factor
    if own.kind == ONES and other is left:
        return other.sum(axis=1, keepdims=True) * own.factor
    if own.kind == ROW and other is right:
        return other.sum(axis=0, keepdims=True) * own.factor
    raise own.undetermined()


def dot(left: Any, right: Any) -> Any:
    r"""`v \cdot \mathbf 1`, else the product."""
    own, other = (left, right) if isinstance(left, Unsized) else (right, left)
    if own.kind == ONES and isinstance(other, np.ndarray) and other.shape[1] == 1 < other.shape[0]:
        return other.sum() * own.factor
    return multiply(left, right)


def power(base: Unsized, exponent: Any) -> Unsized:
    """A power of the identity."""
    if base.kind != IDENTITY:
        raise base.undetermined()
    return Unsized(IDENTITY, base.factor**exponent)
